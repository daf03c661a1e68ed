### Entries: what kinds, fields, words and mistakes are called.

# What all entries share
entry-yes = Yes
entry-no = No
entry-new = New
entry-create = Create
entry-edit = Edit
entry-delete = Delete
entry-actions = Actions
entry-actions-of = Actions for { $name }
entry-views = Views
entry-tab-all = All
entry-tab-active = Active
entry-tab-inactive = Inactive
entry-search = Words to look for
entry-search-go = Search
entry-search-all = Show all
entry-none-yet = Nothing here yet
entry-none-found = Nothing matches
entry-none-found-hint = Try fewer words, or show all of it.
entry-none-chosen = None
entry-choose = Choose one
entry-link = Link
entry-link-more = One more: { $what }
entry-row-more = Add a row
entry-row-remove = Remove
entry-row-remove-this = Remove row { $n }
entry-secret-stays = Leave it empty to keep the present one.
entry-allowed = Allowed
entry-value = Value
entry-history = History
entry-deleted = Deleted on
entry-changed-meanwhile = { $who } changed this while you were writing
entry-changed-meanwhile-hint = Nothing was saved. What you typed is still in the form: saving again keeps your version of these fields.
entry-yours = Yours
entry-theirs = Theirs, as it stands
entry-delete-title = Delete { $name }?
entry-delete-asks = It leaves every list and cannot be chosen any more. Its history stays.
entry-delete-go = Delete
entry-delete-used = It cannot be deleted while it is used here:
said-deleted = Deleted.
entry-event-created = Created
entry-event-edited = Changed
entry-event-deleted = Deleted
entry-event-password-changed = Password changed

# The administration page
entry-home-people = People and access
entry-home-time = Working time
entry-home-catalogue = Catalogue
entry-home-others = Flows and settings
entry-flows = Flows
entry-flows-about = How releases go from task to task
entry-parameters = Parameters
entry-parameters-about = What is set once for everybody
entry-flow = Flow
entry-flow-plural = Flows
entry-release = Release
entry-release-plural = Releases

# Fields that several kinds have
entry-field-name = Name
entry-field-description = Description
entry-field-icon = Picture
entry-field-active = Active
entry-field-active-hint = What is not active stays where it is used and is not offered for anything new.
entry-field-zone = Time zone
entry-field-zone-hint = An IANA name such as America/Sao_Paulo
entry-field-unit = Unit
entry-field-location = Location
entry-field-employee = Employee
entry-field-email = E-mail
entry-field-contracts = Contracts
entry-field-language = Language
entry-field-created-at = Created
entry-field-updated-at = Changed
entry-field-deleted-at = Deleted
entry-field-working-day = Working day

# Words of choices
entry-word-active = Active
entry-word-inactive = Inactive
entry-word-en = English
entry-word-pt-BR = Portuguese (Brazil)
entry-word-es = Spanish
entry-word-high = High
entry-word-medium = Medium
entry-word-low = Low

# Units
entry-unit = Unit
entry-unit-plural = Units
entry-unit-about = Departments and branches, in a tree
entry-unit-new = New unit
entry-unit-parent = Belongs to
entry-unit-latitude = Latitude
entry-unit-latitude-hint = In degrees, south of the equator negative
entry-unit-longitude = Longitude
entry-unit-longitude-hint = In degrees, west of Greenwich negative

# Locations
entry-location = Location
entry-location-plural = Locations
entry-location-about = Buildings, floors and rooms of a unit
entry-location-new = New location

# Employees
entry-employee = Employee
entry-employee-plural = Employees
entry-employee-about = Everybody a release can be done for, with or without a log-in
entry-employee-new = New employee
entry-employee-phone = Telephone
entry-employee-extension = Extension
entry-employee-position = Position
entry-employee-kind = Kind
entry-employee-kind-employee = Employee
entry-employee-kind-contractor = Contractor
entry-employee-kind-partner = Partner

# Users
entry-user = User
entry-user-plural = Users
entry-user-about = Who may log in, and with which profile
entry-user-new = New user
entry-user-login = Log-in name
entry-user-password = Password
entry-user-password-hint = A new password ends the person's sessions.
entry-user-profile = Access profile
entry-user-language-hint = Without one, the browser's language is used.

# Groups
entry-group = Group
entry-group-plural = Groups
entry-group-about = Teams, what they may do on which flow, and who is in them
entry-group-new = New group
entry-group-acronym = Acronym
entry-group-leader = Leader
entry-group-email = Further e-mail addresses
entry-group-email-hint = One on each line
entry-group-contracts-hint = The contracts the group works under
entry-group-members = Members
entry-group-members-employee = Employee
entry-group-members-receives-mail = Receives group e-mail
entry-group-service-desk = Service desk group
entry-group-service-desk-hint = Tasks can be delegated to it.
entry-group-change-advisory-board = Change advisory board
entry-group-suspend-reactivate = Suspends and reactivates
entry-group-suspend-reactivate-hint = On every flow, whatever the permissions below say
entry-group-mandatory-mail = Mandatory e-mail
entry-group-mandatory-mail-hint = Releases of this group send these whatever is ticked on them.
entry-group-mandatory-mail-creation = On creation
entry-group-mandatory-mail-actions = On every action
entry-group-mandatory-mail-closing = On closing
entry-group-flow-permissions = Permissions on flows
entry-group-flow-permissions-flow = Flow
entry-group-flow-permissions-actions = May
entry-group-flow-permissions-actions-create = Create
entry-group-flow-permissions-actions-execute = Execute
entry-group-flow-permissions-actions-delegate = Delegate
entry-group-flow-permissions-actions-suspend = Suspend
entry-group-flow-permissions-actions-reactivate = Reactivate
entry-group-flow-permissions-actions-change-sla = Change the deadline
entry-group-flow-permissions-actions-reopen = Reopen
entry-group-flow-permissions-actions-cancel = Cancel
entry-group-flow-permissions-actions-reclassify = Reclassify

# Profiles
entry-profile = Access profile
entry-profile-plural = Access profiles
entry-profile-about = Which parts of Slipway somebody may see and keep
entry-profile-new = New profile
entry-profile-rights = Rights
entry-profile-rights-hint = Saving includes searching, deleting includes both.
entry-profile-may-enter = May log in
entry-profile-rights-search = Search
entry-profile-rights-save = Save
entry-profile-rights-delete = Delete
entry-profile-rights-release = Releases
entry-profile-rights-portfolio = Portfolios and models
entry-profile-rights-justification = Justifications and categories
entry-profile-rights-cmdb = CMDB
entry-profile-rights-media = Media library
entry-profile-rights-change = Changes
entry-profile-rights-problem = Problems
entry-profile-rights-knowledge = Knowledge
entry-profile-rights-ticket = Tickets
entry-profile-rights-project = Projects
entry-profile-rights-workspace = Boards
entry-profile-rights-directory = People, access, working time
entry-profile-rights-flow = Flows
entry-profile-rights-questionnaire = Questionnaires
entry-profile-rights-parameter = Parameters and mail templates
entry-profile-rights-report = Reports
entry-profile-rights-audit = Audit
entry-profile-rights-special = Beyond these
entry-profile-rights-all-releases = Sees every release
entry-profile-rights-override-freeze = Overrides a freeze
entry-profile-rights-confirm-questionnaires = Confirms questionnaires

# Contracts
entry-contract = Contract
entry-contract-plural = Contracts
entry-contract-about = The agreements under which work is done
entry-contract-new = New contract
entry-contract-number = Number
entry-contract-client = Client
entry-contract-provider = Provider
entry-contract-start = Start
entry-contract-end = End
entry-contract-end-hint = Empty: it has no end.
entry-contract-groups = Groups
entry-contract-units = Units

# Working days
entry-working-day = Working day
entry-working-day-plural = Working days
entry-working-day-about = The hours that are worked on a day
entry-working-day-new = New working day
entry-working-day-intervals = Hours
entry-working-day-intervals-hint = In order, as 08:00; a day ends at 24:00.
entry-working-day-intervals-start = From
entry-working-day-intervals-end = To
entry-working-day-total-minutes = Minutes in all

# Calendars
entry-calendar = Calendar
entry-calendar-plural = Calendars
entry-calendar-about = Which days are worked in which zone, with exceptions
entry-calendar-new = New calendar
entry-calendar-holidays = Considers holidays
entry-calendar-week = Week
entry-calendar-week-hint = A day without a working day is not worked.
entry-calendar-week-monday = Monday
entry-calendar-week-tuesday = Tuesday
entry-calendar-week-wednesday = Wednesday
entry-calendar-week-thursday = Thursday
entry-calendar-week-friday = Friday
entry-calendar-week-saturday = Saturday
entry-calendar-week-sunday = Sunday
entry-calendar-exceptions = Exceptions
entry-calendar-exceptions-hint = An exception goes before a holiday and before the week.
entry-calendar-exceptions-kind = Kind
entry-calendar-exceptions-kind-day-off = Day off
entry-calendar-exceptions-kind-work = Work
entry-calendar-exceptions-from = From
entry-calendar-exceptions-to = To
entry-calendar-exceptions-working-day = Working day
entry-calendar-reckon = Reckon working time

# Holidays
entry-holiday = Holiday
entry-holiday-plural = Holidays
entry-holiday-about = Days that are not worked, everywhere or in one unit
entry-holiday-new = New holiday
entry-holiday-date = Date
entry-holiday-every-year = Every year
entry-holiday-unit-hint = None: it is a holiday everywhere.

# Portfolios
entry-portfolio = Portfolio
entry-portfolio-plural = Portfolios
entry-portfolio-about = Folders of the models that releases are registered from
entry-portfolio-new = New portfolio

# Models
entry-model = Model
entry-model-plural = Models
entry-model-about = Presets of releases: flow, group, calendar, mails
entry-model-new = New model
entry-model-portfolio = Portfolio
entry-model-flow = Flow
entry-model-executor-group = Executor group
entry-model-calendar = Calendar
entry-model-mail-creation = E-mail on creation
entry-model-mail-completion = E-mail on completion
entry-model-mail-actions = E-mail on other actions
entry-model-impact = Impact
entry-model-urgency = Urgency
entry-model-category = Category
entry-model-category-minor = Minor
entry-model-category-major = Major
entry-model-category-significant = Significant
entry-model-category-emergency = Emergency
entry-model-status = Status
entry-model-status-hint = Only an active model is offered for new releases.
entry-model-status-new = New
entry-model-status-active = Active
entry-model-status-retired = Retired
entry-model-contracts-hint = None: its releases may be done under any contract.
entry-model-requires-change = A change must be linked before the first task ends
entry-model-requires-description = A description is required
entry-model-suspension-policy = A suspension
entry-model-suspension-policy-shift-deadline = Moves the deadline
entry-model-suspension-policy-keep-deadline = Leaves the deadline

# Justifications
entry-justification = Justification
entry-justification-plural = Justifications
entry-justification-about = Reasons for a suspension
entry-justification-new = New justification
entry-justification-name-hint = Empty: the first line of the description.
entry-justification-situation = Situation
entry-justification-suspends = May be used to suspend

# Lists of names
entry-solution-category = Solution category
entry-solution-category-plural = Solution categories
entry-solution-category-about = How releases were solved, or why they were canceled
entry-solution-category-new = New solution category
entry-occurrence-category = Occurrence category
entry-occurrence-category-plural = Occurrence categories
entry-occurrence-category-about = What an entry of the work log is about
entry-occurrence-category-new = New occurrence category
entry-occurrence-origin = Occurrence origin
entry-occurrence-origin-plural = Occurrence origins
entry-occurrence-origin-about = Where an entry of the work log came from
entry-occurrence-origin-new = New occurrence origin
entry-change-outcome = Change outcome
entry-change-outcome-plural = Change outcomes
entry-change-outcome-about = What became of a change that a release carried
entry-change-outcome-new = New change outcome
entry-activity-group = Activity group
entry-activity-group-plural = Activity groups
entry-activity-group-about = Teams that carry out scheduled activities
entry-activity-group-new = New activity group
entry-activity-group-group = Group
entry-activity-group-group-hint = Its members are told when an activity is scheduled, moved or ended.
entry-activity-group-start = Since

# Mail templates
entry-mail-template = Mail template
entry-mail-template-plural = Mail templates
entry-mail-template-about = What mails say, in each language
entry-mail-template-new = New mail template
entry-mail-template-title = Title
entry-mail-template-identifier = Identifier
entry-mail-template-identifier-hint = The same in every language; the reader's language decides which text is sent.
entry-mail-template-subject = Subject
entry-mail-template-body = Text
entry-mail-template-body-hint = Placeholders such as ${"{"}NUMBER{"}"}, ${"{"}TITLE{"}"} or ${"{"}LINK{"}"} are filled when it is sent.
entry-mail-template-process = Process
entry-mail-template-process-release = Releases
entry-mail-template-process-change = Changes
entry-mail-template-process-problem = Problems
entry-mail-template-process-ticket = Tickets
entry-mail-template-process-cmdb = CMDB
entry-mail-template-process-media = Media library
entry-mail-template-process-notification = Notifications

# Parameters
entry-parameter-default = Default: { $value }
entry-parameter-none = none
entry-parameter-release-prefix = Prefix of release numbers
entry-parameter-release-prefix-hint = Shown before the number, as in REL-42.
entry-parameter-groups-follow-contracts = Executor groups must belong to the contract
entry-parameter-groups-follow-contracts-hint = A release then takes only groups that are linked to its contract.
entry-parameter-units-follow-contracts = Units must belong to the contract
entry-parameter-units-follow-contracts-hint = A release then takes only units that are linked to its contract.
entry-parameter-locations-are-free = Locations are independent of units
entry-parameter-locations-are-free-hint = A contact's location may then be of another unit.
entry-parameter-mail-switched-off = Send no mail at all
entry-parameter-mail-switched-off-hint = Mails are neither queued nor sent while this is on.
entry-parameter-mail-requester = Mail the requester while a flow runs
entry-parameter-mail-requester-hint = For actions between creation and closing.
entry-parameter-rows-per-page = Rows a page
entry-parameter-rows-per-page-hint = In lists, from 10 to 200.
entry-parameter-search-limit = Most rows of a search
entry-parameter-search-limit-hint = The list of releases ends there and says so. Empty: no limit.
entry-parameter-mail-retention-days = Keep sent mails for (days)
entry-parameter-mail-retention-days-hint = After that they leave the outbox. What waits or failed stays. Empty: for good.
entry-parameter-upload-limit-bytes = Largest file in bytes
entry-parameter-upload-limit-bytes-hint = 1 GiB is 1073741824.
entry-parameter-forbidden-extensions = File endings that are refused
entry-parameter-forbidden-extensions-hint = Separated by blanks, without dots.

# Portfolios and their models
portfolio-advance = Open
portfolio-models = Models
portfolio-none = No portfolio yet
portfolio-no-models = No model here
portfolio-no-models-hint = Models move between these tabs by their status.

# The calculator of working time
reckon-title = Working time in { $name }
reckon-intro = Give a start and either an end or minutes. Times are in { $zone }.
reckon-start = Start
reckon-end = End
reckon-end-hint = Answers the working time until then
reckon-minutes = Minutes
reckon-minutes-hint = Answers when they have passed
reckon-unit = Holidays of
reckon-suspensions = Suspensions
reckon-suspensions-from = From
reckon-suspensions-to = To
reckon-go = Reckon
reckon-minutes-answer = { $hours } hours of working time
reckon-deadline-answer = Used up on
reckon-held = An open suspension holds the clock: there is no deadline.

# What can be wrong with a field
field-not-an-object = Several fields are expected here
field-not-text = Text is expected here
field-control-character = It contains a character that cannot be shown
field-too-long = At most { $max } characters; it has { $length }
field-line-break = It must be on one line
field-not-an-address = This is not an e-mail address
field-not-an-id = Choose one from the list; nothing has this name or id
field-not-a-date = A date like 2026-12-01 is expected
field-not-a-local-time = A date and time like 2026-12-01T09:00 is expected
field-not-an-instant = An instant like 2026-12-01T13:00:00Z is expected
field-not-a-choice = One of these is expected: { $choices }
field-not-a-flag = Yes or no is expected (true or false)
field-out-of-range = From { $min } to { $max }
field-not-an-integer = A whole number is expected
field-not-a-number = A number is expected
field-not-a-list = A list is expected
field-too-many = At most { $max } of these
field-unknown-field = There is no such field
field-secret-length = From { $min } to { $max } characters
field-not-a-zone = This is not a time zone; a name like America/Sao_Paulo is expected
field-not-a-time = A time from 00:00 to 24:00 is expected
field-unknown-reference = This does not exist, or not any more
field-inactive-reference = { $name } is not active and cannot be chosen
field-repeated = This stands twice in the list
field-read-only = This cannot be written
field-taken = This is taken already
field-circle = It would belong to itself
field-before-start = The end is before the start
field-own-access = You would shut yourself out; ask another administrator
field-out-of-order = It starts before the one above ends
field-not-after-start = The end must be after the start
field-overlaps = Another exception speaks of { $on } as well
field-no-service = No working time within ten years: choose a working day
field-not-on-a-day-off = A day off has no working day
field-either-or = Give one of the two, not both
field-two-open = Two suspensions are open at once
field-beyond-search = So much working time does not pass within ten years
field-other-process = This template was not written for releases
field-unknown-placeholder = Nothing is called { $name }
