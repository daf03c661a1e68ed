### Flows: their pages, and what can be wrong with a file. Refusals are found by the engine's code.

# Words for what a flow is made of
flow-version = Version
flow-state = State
flow-active = Active
flow-active-hint = What is not active stays where it is used and is not offered to new models.
flow-inactive = Inactive
flow-allows-reopening = Allows reopening
flow-allows-reopening-hint = Closed releases may be reopened even where the group does not permit it. A new version sets this as its file says.
flow-added = Added
flow-added-by = Added by
flow-by-program = Slipway
flow-file = BPMN file
flow-drawing = Drawing
flow-drawing-label = tasks { $tasks }
flow-task = Task
flow-tasks = Tasks
flow-ways = Where it leads
flow-leads-to = leads to
flow-begins = Begins with
flow-assignment = Falls to
flow-requester-only = Requester only
flow-delegation = Delegation
flow-status = Change of status
flow-sla = Counts for SLA
flow-approval = Approval
flow-versions = Versions
flow-assignment-executor-group = Executor group
flow-assignment-requester = Requester
flow-outcome-advance = Advance
flow-outcome-solved = Solved
flow-outcome-not-solved = Not solved
flow-outcome-canceled = Canceled
flow-goal-join = waits for the other branches
flow-goal-solved = ends with success
flow-goal-canceled = ends as abandoned
flow-when = if { $condition }
flow-otherwise = otherwise
flow-questionnaire = Questionnaire: { $name }
flow-questionnaire-required = Questionnaire, required: { $name }
flow-cancel-note = Canceling ends the flow from every task.

# The pages
flow-new = New flow
flow-new-about = Drawn in any BPMN 2.0 tool. The id of its process becomes its name.
flow-new-go = Add the flow
flow-new-version = New version
flow-version-of = New version of { $name }
flow-version-about = New releases will run on it. Releases that run already stay on the version they began with.
flow-version-go = Add the version
flow-description-hint = Left empty, it is the name that the file gives.
flow-file-hint = At most 1 MiB
flow-file-missing = Choose a file, or type its text below
flow-xml = Or its text
flow-xml-hint = A chosen file goes before what stands here.
flow-refused-title = { $n ->
    [one] One thing keeps the file from being a flow
   *[other] { $n } things keep the file from being a flow
}
flow-refused-kept = Nothing was saved. The text of the file stands below: correct it there, or choose a corrected file.
flow-refused-list = What is wrong, by line
flow-refused-line = Line
flow-refused-element = Element
flow-refused-reason = What is wrong
flow-edit-title = Edit { $name }
flow-download = Download the file
flow-older-title = Version { $n } is not the newest.
flow-older = Releases that began with it stay on it; new ones do not.
flow-older-newest = Show version { $n }
flow-version-shown = shown here
flow-version-show = Show version { $n }
flow-version-download = Download version { $n }
said-flow-added = The flow is there. Models can choose it now.
said-flow-version-added = The version is there. New releases run on it from now on.

# The history
flow-event-created = Added
flow-event-version-added = Version added
flow-event-edited = Changed
flow-event-deleted = Deleted
flow-field-name = Name
flow-field-description = Description
flow-field-allows-reopening = Allows reopening
flow-field-version = Version
flow-field-active = Active
flow-field-file-sha256 = SHA-256 of the file
flow-field-deleted-at = Deleted at

# What can be wrong with a file: the file itself
flow-refusal-too-large = The file is larger than { $limit } bytes.
flow-refusal-too-deep = Elements lie deeper than { $limit } inside each other.
flow-refusal-not-utf8 = The file is not UTF-8.
flow-refusal-other-encoding = The file says that it is written in { $encoding }; only UTF-8 is read.
flow-refusal-doctype = A document type declaration is never read, nor are entities.
flow-refusal-broken-xml = The file is not well-formed XML.
flow-refusal-not-bpmn = The file is not BPMN 2.0: its outermost element must be definitions.

# What can be wrong: single elements
flow-refusal-no-process = The file has no process.
flow-refusal-several-processes = The file has another process already.
flow-refusal-unknown-element = Slipway does not know this element, and runs nothing that it does not know.
flow-refusal-other-task = Only user tasks are executed: no scripts, services, calls or sub-processes.
flow-refusal-other-gateway = Only exclusive and parallel gateways are executed.
flow-refusal-other-event = Only plain start and end events are executed: no timers, messages, signals or the like.
flow-refusal-unknown-attribute = The attribute { $attribute } is not known here.
flow-refusal-missing-attribute = The attribute { $attribute } is missing.
flow-refusal-bad-value = { $attribute } must be { $expected }, not "{ $value }".
flow-expected-flag = true or false
flow-expected-outcomes = one or more of advance, solved and not_solved
flow-refusal-bad-word = { $attribute } says "{ $value }", which is none of { $known }.
flow-refusal-stray-text = Text stands where only elements belong.
flow-refusal-long-text = The text is longer than { $limit } characters.
flow-refusal-bad-id = "{ $value }" is no id: write 1 to 64 letters, digits, "_", "-" or ".", beginning with a letter or "_".
flow-refusal-duplicate-id = The id is taken by the { $element } on line { $line }.
flow-refusal-repeated-setting = This setting stands here a second time.
flow-refusal-requester-only-for-group = Only the requester may execute the task, but it falls to the executor group.
flow-refusal-outcome-sets-status = The task offers { $outcome }, which sets the status, but does not allow a change of status.
flow-refusal-other-language = The condition is written in { $language }; only Slipway's own language is read.
flow-refusal-bad-condition = The condition cannot be read from column { $column } on.

# What can be wrong: how elements hang together
flow-refusal-no-start = The process has no start event.
flow-refusal-several-starts = The process has another start event already.
flow-refusal-no-end = The process has no end event.
flow-refusal-no-task = The process has no user task.
flow-refusal-too-many-elements = The process has more than { $limit } elements that are executed.
flow-refusal-dangling-reference = { $attribute } names "{ $target }", which is no element that edges join.
flow-refusal-default-elsewhere = default names "{ $target }", which does not leave this gateway.
flow-refusal-leads-here = No edge may lead here.
flow-refusal-leaves-here = No edge may leave from here.
flow-refusal-one-edge-out = Exactly one edge must leave from here, not { $found }; put a gateway behind it.
flow-refusal-no-edge-out = No edge leaves from here.
flow-refusal-misplaced-condition = A condition stands only on an edge by which an exclusive gateway is left in one of several ways.
flow-refusal-no-condition = The edge leaves an exclusive gateway by one of several ways and needs a condition.
flow-refusal-condition-on-default = The default edge is taken when no other is true, and has no condition of its own.
flow-refusal-gateway-loop = Tokens would run in circles: the gateway leads back to itself with no task in between.
flow-refusal-unreachable = Nothing leads here from the start event.
flow-refusal-no-way-to-end = No end event can be reached from here.

# What can be wrong: how the flow would run
flow-refusal-no-true-edge = No edge is true when { $situation }.
flow-refusal-several-true-edges = More than one edge is true ({ $edges }) when { $situation }.
flow-refusal-tokens-meet = Two tokens can meet here: a branch that was forked is not joined, or comes back before it is.
flow-refusal-open-branch = This end can be reached while another branch is still open.
flow-refusal-waiting = The gateway can wait for ever for a branch that never comes.
flow-refusal-dead-position = From the position { $position } no end can be reached.
flow-refusal-never-reached = No outcome that any task offers ever leads here.
flow-refusal-no-task-before-end = This end can be reached before any task.
flow-refusal-success-by-not-solved = { $task } left with "not solved" leads to this end, which means success.
flow-refusal-too-complex = The flow can stand in too many positions to be proved.
