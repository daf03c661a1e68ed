### Files of the CMDB: imports, their reports, exports.

# Pages
import-title = Import and export
import-about = Items and relationships from a file, or all of them into one
import-begin = Import a file
import-rows-are = The rows are
import-cis = Configuration items
import-cis-hint = One row an item, found by its identification: new ones are created, known ones updated
import-relationships = Relationships
import-relationships-hint = One row a pair: from, to and the type
import-file = File
import-file-hint = CSV with a header row, or JSON lines; UTF-8 or UTF-16
import-look = Look at the file
import-before = Imports before
import-none = Nothing was imported yet
import-nameless = Without a name
import-begun = Begun
import-by = By
import-rehearsal = Dry run
import-state-prepared = Ready
import-state-running = Going on
import-state-done = Done
import-state-failed = Stopped
export-whole = Everything as { $format }

# An import
import-report = Report
import-going-on = Taken in so far
import-rehearsed = This was a dry run: nothing was kept. The import itself does the same and keeps it.
import-rows = Rows
import-created = Created
import-updated = Updated
import-unchanged = Unchanged
import-refused = Refused
import-refusals = Refused rows
import-line = Line
import-column = Column
import-reason = Reason
import-columns = What the columns are
import-columns-about = The first rows of the file. Columns that are left out change nothing.
import-first-rows = First rows
import-column-is = { $name } is
import-leave-out = Leave out
import-attribute = Characteristic { $tag }
import-field-from = From
import-field-to = To
import-field-type = Type
import-create-missing = Create types, groups and characteristics that are not there yet
import-rehearse = Dry run
import-now = Import
import-failure-no-file = The file is no longer here. Send it again to go on.

# Refusals of a file or a row
fault-import-over = The import takes no more
fault-import-over-detail = It is going on already, or every row is accounted for.
fault-import-over-help = Look at its report; send what was refused in a new file.
field-no-header = The first row cannot be read; it has to name the columns
field-not-unicode = This is neither UTF-8 nor UTF-16
field-nameless-column = Column { $number } has no name
field-repeated-column = { $name } stands there twice
field-unknown-column = This column is no field; say what it is, or leave it out
field-missing-column = The column { $name } is missing
field-ragged-row = The row has { $found } cells, the header has { $expected }
field-row-too-long = The row has more than { $max } bytes
field-open-quote = A quote that opens in this row is never closed; everything behind it was read as one cell
field-not-json = This is no JSON: { $why }
field-unknown-name = Nothing is called { $name }
field-several-of-name = More than one is called { $name }
field-repeated-row = An earlier row of this file is about the same
field-other-file = This is not the file that the import began with
