### Files: the list of a release, the form to attach one, what is refused, and how histories tell of them.

release-files = Files
release-documents = Documents
release-room-attachments = File
event-file-added = Attached the file { $name }
event-file-removed = Took the file { $name } away
said-file-added = The file is attached.
said-file-removed = The file is taken away. The history keeps it.
decimal-mark = .

file-kind-attachment = Attachment
file-kind-package = Package document
file-kind-legal = Legal document
file-kind-general = General document
file-kind-training = Training document
file-phase-none = None: the release as a whole

file-field-file = File
file-field-kind = Kind
file-field-phase = Phase
file-field-description = Description
file-size = Size
file-added = Added
file-none-title = No files yet
file-none = What belongs to this release and is a file stands here: the package, its documents, evidence of tests.
file-add-title = Attach a file
file-add = Attach file
file-phase-hint = A document of a phase also stands in the section of that phase.
file-limit-size = At most { $size }.
file-limit-extensions = Not taken: { $extensions }
file-too-large = The file is larger than this installation takes. What you typed is still here; choose a smaller file.
file-remove = Take away
file-remove-named = Take { $name } away
file-remove-title = Take the file away?
file-remove-hint = It leaves the list at once. The history keeps who attached it and who took it away, and auditors can still read it.
file-keep = Keep the file

field-empty-file = The file is empty
field-one-file = One file at a time

fault-file-forbidden = Files of this kind are not taken
fault-file-forbidden-detail = This installation takes no files that end in { $extension }. Nothing was stored.
fault-file-forbidden-help = Send the file in another form, or ask an administrator to change the forbidden extensions.

fault-file-spoilt = The file is damaged
fault-file-spoilt-detail = The file is missing in the store, or is no longer the one that was uploaded. It is not sent.
fault-file-spoilt-help = Tell an administrator: “slipway verify” names the file, and the latest backup has it.
