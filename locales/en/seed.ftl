### What a new installation begins with. Mail texts carry placeholders of the form ${NAME}.

seed-unit = Head office
seed-administrator = Administrator
seed-client = Own organisation
seed-team = Release team
seed-profile-administrator = Administrator
seed-profile-team = Release team
seed-profile-viewer = Viewer
seed-calendar = Monday to Friday
seed-portfolio = Releases
seed-portfolio-description = Changes to services and infrastructure, packaged to go live together.
seed-model-minor = Small and routine, little to lose.
seed-model-significant = Between routine and major: noticed when it fails.
seed-model-major = Large, with much to lose.
seed-model-emergency = Cannot wait for the next window.
seed-solution-delivered = Delivered as planned
seed-solution-workaround = Delivered with a workaround
seed-solution-withdrawn = Withdrawn
seed-solution-failed = Failed and rolled back
seed-occurrence-execution = Execution
seed-occurrence-update = Update
seed-occurrence-investigation = Investigation
seed-occurrence-information = Information
seed-origin-system = System
seed-origin-email = E-mail
seed-origin-phone = Telephone
seed-origin-person = In person
seed-activity-group-operations = Operations
seed-justification-supplier = Waiting for a supplier
seed-justification-requester = Waiting for the requester
seed-justification-window = Waiting for a change window
seed-justification-decision = Waiting for a decision
seed-mail-creation = Release registered
seed-mail-actions = Release in progress
seed-mail-completion = Release closed
seed-mail-creation-subject = Release ${"{"}NUMBER{"}"} registered: ${"{"}TITLE{"}"}
seed-mail-actions-subject = Release ${"{"}NUMBER{"}"}, ${"{"}STATUS{"}"}: ${"{"}TITLE{"}"}
seed-mail-completion-subject = Release ${"{"}NUMBER{"}"} closed, ${"{"}STATUS{"}"}: ${"{"}TITLE{"}"}
seed-mail-creation-body = <p>Hello ${"{"}REQUESTER{"}"},</p><p>the release <b>${"{"}NUMBER{"}"} – ${"{"}TITLE{"}"}</b> was registered on ${"{"}CREATED_AT{"}"} (${"{"}PORTFOLIO{"}"}, ${"{"}MODEL{"}"}).</p><p>Planned: ${"{"}PLANNED_START{"}"} to ${"{"}PLANNED_END{"}"}. Group: ${"{"}GROUP{"}"}.</p><p>${"{"}DESCRIPTION{"}"}</p><p><a href="${"{"}LINK{"}"}">Open the release</a></p>
seed-mail-actions-body = <p>Hello ${"{"}REQUESTER{"}"},</p><p>the release <b>${"{"}NUMBER{"}"} – ${"{"}TITLE{"}"}</b> is ${"{"}STATUS{"}"}; its task is ${"{"}TASK{"}"}, with ${"{"}GROUP{"}"}. Last action by ${"{"}ACTOR{"}"}.</p><p>Deadline: ${"{"}DEADLINE{"}"}.</p><p><a href="${"{"}LINK{"}"}">Open the release</a></p>
seed-mail-completion-body = <p>Hello ${"{"}REQUESTER{"}"},</p><p>the release <b>${"{"}NUMBER{"}"} – ${"{"}TITLE{"}"}</b> was closed on ${"{"}CLOSED_AT{"}"}: ${"{"}STATUS{"}"}.</p><p>${"{"}CLOSURE{"}"}</p><p><a href="${"{"}LINK{"}"}">Open the release</a></p>
