### Refusals: a title, what was found, and what to do. One of each for every code of edge/fault.rs.

fault-request-unreadable = Unreadable request
fault-request-unreadable-detail = The body or a header could not be read: { $why }. Nothing was changed.
fault-request-unreadable-help = Send UTF-8 JSON that is no deeper than 32 levels.

fault-session-none = Not logged in
fault-session-none-detail = Your session has ended or was never opened. What you typed is kept in this browser.
fault-session-none-help = Log in again, or send a personal token as Authorization: Bearer.

fault-session-wrong-password = Not let in
fault-session-wrong-password-detail = The log-in name and the password do not belong together.
fault-session-wrong-password-help = Check both. An administrator can set a new password.

fault-access-forbidden = The right is missing
fault-access-forbidden-detail = You need the right "{ $right }" for this.
fault-access-forbidden-help = Ask an administrator for the right, in your profile or in a group.

fault-access-not-concerned = Not your task
fault-access-not-concerned-detail = You are neither responsible for this task, nor in its group, nor is it shared with you.
fault-access-not-concerned-help = Ask somebody of the group to share the task.

fault-access-requester-only = Only the requester
fault-access-requester-only-detail = The flow gives this task to the requester alone.
fault-access-requester-only-help = The requester captures and completes this task.

fault-access-scope = The token does not reach this far
fault-access-scope-detail = The scope of the token does not allow this ({ $right }).
fault-access-scope-help = Use a token with a wider scope.

fault-access-cross-site = Refused: sent from another site
fault-access-cross-site-detail = The request came from a page of another site, or does not tell where it came from.
fault-access-cross-site-help = Programs send a bearer token instead of the cookie.

fault-record-not-found = Not found
fault-record-not-found-detail = There is no such record, or you may not see it.
fault-record-not-found-help = Check the address. Deleted records and those of other groups are not shown.

fault-request-method = Method not allowed
fault-request-method-detail = This address exists, but not for this method.
fault-request-method-help = See the API documentation for the methods of an address.

fault-request-timeout = Too slow
fault-request-timeout-detail = The body did not arrive in time. Nothing was changed.
fault-request-timeout-help = Send the request again.

fault-record-in-use = Still in use
fault-record-in-use-detail = It cannot be deleted while other records use it: { $users }.
fault-record-in-use-help = Remove the uses first, or set the record inactive.

fault-release-not-open = The release is closed
fault-release-not-open-detail = A closed release takes no more changes.
fault-release-not-open-help = Reopen it, if you may.

fault-release-canceled = The release is canceled
fault-release-canceled-detail = A canceled release only moves on to its end.
fault-release-canceled-help = Advance it to close it.

fault-release-suspended = The release is suspended
fault-release-suspended-detail = Reactivate it first.
fault-release-suspended-help = A suspended release refuses changes until it is reactivated.

fault-release-held = Somebody else is responsible
fault-release-held-detail = { $name } is responsible for this task.
fault-release-held-help = Take the task over, or ask for it to be shared with you.

fault-release-free = Nobody has the task
fault-release-free-detail = Nobody is responsible yet: capture the task instead.
fault-release-free-help = Capture the task.

fault-release-already-yours = Already yours
fault-release-already-yours-detail = You are responsible for this task already.
fault-release-already-yours-help = Go on with the task.

fault-release-not-captured = Nobody is responsible yet
fault-release-not-captured-detail = Capture the task first.
fault-release-not-captured-help = Whoever advances a task must be responsible for it.

fault-release-task-not-open = The task is not open
fault-release-task-not-open-detail = The task "{ $task }" is not open in this release: it was completed already, or its turn has not come.
fault-release-task-not-open-help = See the flow for the open tasks.

fault-release-task-unclear = Which task?
fault-release-task-unclear-detail = Several tasks are open; name one: { $tasks }.
fault-release-task-unclear-help = Send the id of the task as "task".

fault-release-change-required = A linked change is required
fault-release-change-required-detail = The model demands a linked change before the first task ends.
fault-release-change-required-help = Link a change to the release.

fault-release-no-way = The flow has no way there
fault-release-no-way-detail = This task cannot be left with this outcome.
fault-release-no-way-help = Choose another outcome; the flow shows which lead on.

fault-release-status-fixed = The situation is fixed here
fault-release-status-fixed-detail = The task "{ $task }" does not allow the situation to be set.
fault-release-status-fixed-help = Advance the task first.

fault-release-field-locked = Locked after the first task
fault-release-field-locked-detail = Contract and planned start can no longer be changed.
fault-release-field-locked-help = They are editable while the release stands on its first task.

fault-flow-exists = The flow exists already
fault-flow-exists-detail = There is a flow named "{ $name }" already: add a version to it.
fault-flow-exists-help = A flow is known by the id of its process.

fault-flow-other = Another flow
fault-flow-other-detail = The file is the flow "{ $found }", not "{ $expected }".
fault-flow-other-help = Keep the id of the process from version to version.

fault-setup-done = Already set up
fault-setup-done-detail = This installation has its administrator already.
fault-setup-done-help = Log in instead.

fault-record-changed = Changed meanwhile
fault-record-changed-detail = Somebody changed this record after you read it. Nothing was overwritten.
fault-record-changed-help = Read it again, look at what changed, and send your change with the new ETag.

fault-request-too-large = Too large
fault-request-too-large-detail = The body may have at most { $limit } bytes.
fault-request-too-large-help = Send less at once.

fault-request-uri-too-long = Address too long
fault-request-uri-too-long-detail = An address may have at most 8 KiB.
fault-request-uri-too-long-help = Shorten the query.

fault-request-media-type = Media type not read here
fault-request-media-type-detail = The body must be { $expected }.
fault-request-media-type-help = Set Content-Type to what the body is.

fault-request-invalid = Fields are missing or wrong
fault-request-invalid-detail = Each field that is missing or wrong is named. Nothing was changed.
fault-request-invalid-help = Correct the fields in "errors" and send the request again.

fault-idempotency-key-reused = The key was used for something else
fault-idempotency-key-reused-detail = This idempotency key came with another request before.
fault-idempotency-key-reused-help = Use a new key for a new request.

fault-flow-refused = The file is not an executable flow
fault-flow-refused-detail = Lines that keep it from being one: { $n }. First: { $first }
fault-flow-refused-help = Correct the named lines; "refusals" lists every one.

fault-request-precondition-required = If-Match is required
fault-request-precondition-required-detail = Say with If-Match which state of the record you have seen.
fault-request-precondition-required-help = Send the ETag of the record, or * for any state.

fault-request-too-many = Too many requests
fault-request-too-many-detail = Wait a moment and try again.
fault-request-too-many-help = Retry-After says how many seconds.

fault-server-error = Something went wrong here
fault-server-error-detail = The request failed through no fault of yours. Nothing was changed.
fault-server-error-help = Tell an administrator the request id; the log knows the cause.

fault-server-unavailable = Not available at the moment
fault-server-unavailable-detail = The store cannot be reached at the moment. Nothing was changed.
fault-server-unavailable-help = Try again in a moment.

fault-server-full = No room left
fault-server-full-detail = The disk of the store is full. Nothing was changed.
fault-server-full-help = An administrator must make room on the disk.

fault-request-header-too-large = Headers too large
fault-request-header-too-large-detail = The header block may have at most 32 KiB.
fault-request-header-too-large-help = Send fewer or shorter headers.

fault-request-host = Host is missing
fault-request-host-detail = The Host header is missing or stands more than once.
fault-request-host-help = Send exactly one Host header.

# Wrong fields of releases.
field-model-not-active = The model is not active
field-contract-not-valid = The contract is inactive or outside its period
field-contract-not-of-model = The model is not done under this contract
field-group-not-of-contract = The group does not work under this contract
field-unit-not-of-contract = The unit does not belong to this contract
field-location-of-another-unit = The location belongs to another unit
field-ends-before-start = The end is before the start
field-in-the-past = This lies in the past
field-locked = Locked after the first task
field-not-a-situation = This situation is not set by hand
field-not-a-task = Not the id of a task
field-not-a-choice-here = A word of this list is not one of the choices
field-not-a-cursor = Not a cursor of this list and order
fault-mail-not-failed = Not a failed mail
fault-mail-not-failed-detail = Only a mail that was given up is sent again; this one is "{ $state }".
fault-mail-not-failed-help = Look at the mail again: it may have been queued meanwhile.
