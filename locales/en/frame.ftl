### What the frame and the shared parts of every page say. %n, %q and %when are filled in by the browser.

# The frame of every page: rail, top bar, person menu, footer.
frame-skip = Skip to the content
frame-rail = Main
frame-rail-open = Open the menu
frame-rail-fold = Fold the menu
frame-search = Search or do anything
frame-bell = Notifications
frame-help = Help
frame-person = Menu of { $name }
frame-settings = My settings
frame-keys = Keyboard shortcuts
frame-theme = Theme
frame-theme-system = System
frame-theme-light = Light
frame-theme-dark = Dark
frame-contrast = Contrast
frame-contrast-system = System
frame-contrast-normal = Normal
frame-contrast-more = High
frame-density = Rows
frame-density-compact = Compact
frame-density-normal = Normal
frame-density-relaxed = Airy
frame-language = Language
frame-log-out = Log out
frame-place = Where you are
frame-zone = Times in { $zone }
frame-api = API
frame-load-failed = That could not be loaded. Nothing was changed.

# Places of the rail.
rail-home = Home
rail-releases = Releases
rail-activities = Activities
rail-portfolio = Portfolio
rail-administration = Administration

# States, the same everywhere.
state-closed = Closed
state-delayed = Delayed

# Priorities, 1 is the most urgent.
priority-1 = Critical
priority-2 = High
priority-3 = Medium
priority-4 = Low
priority-5 = Low

person-nobody = Nobody yet

# Small actions that many pages have.
action-cancel = Cancel
action-close = Close
action-copy = Copy
action-copied = Copied

# Fields of forms.
# The mark at the label of a field that must be filled.
field-must = required
# What is said at a field that was left empty.
field-required = This is required
field-show-dependent = Show the fields for this choice
error-summary-title = { $n ->
    [one] There is one thing to correct
   *[other] There are { $n } things to correct
}
date-hint = Like "tomorrow 20:00", "+2d 8:00" or 2026-12-01 20:00. Zone: { $zone }
date-pick = Choose from the calendar
date-not-understood = This is not a date and time that can be read

# Drafts are kept in the browser until they are saved. %when is a time like "5 minutes ago".
draft-found = What you typed here %when was not saved.
draft-restore = Restore it
draft-discard = Discard it
draft-restored = Restored. Nothing is saved yet.

# Lists. %n is a number that only the browser knows.
list-select-all = Select all rows of this page
list-select-row = Select { $name }
list-selected-one = 1 selected
list-selected-other = %n selected
list-fresh-one = 1 new
list-fresh-other = %n new
list-fresh-show = show
list-updated = The list is up to date
list-pager = Pages
list-pager-of = of
list-pager-previous = Previous
list-pager-next = Next

# Type-ahead fields. %n is the number of matches.
matches-none = No match
matches-one = 1 match
matches-other = %n matches
matches-searching = Searching

# Command palette. %q is what was typed.
palette-title = Search and commands
palette-move = move
palette-open = open
palette-search = Search everything for "%q"

# Confirmations.
confirm-title = Please confirm
confirm-go = Go on

# Keyboard shortcuts.
keys-on = Shortcuts of one key are on
keys-on-hint = Ctrl K works in any case. Shortcuts never act while you type.
keys-next-row = Next row
keys-previous-row = Previous row
keys-open-row = Open the row
keys-preview-row = Preview the row
keys-select-row = Select the row
keys-edit = Edit
keys-advance = Advance
keys-capture = Capture
keys-search = Search
keys-list = This list
keys-palette = Search and commands
keys-change = Change the key
keys-press = Press the new key
keys-reset = Restore the original keys

# The flow of a release.
ribbon-title = Flow
ribbon-done = done
ribbon-now = current
ribbon-ahead = ahead
ribbon-skipped = skipped

# History and differences.
history-fields = { $n ->
    [one] { $n } field changed
   *[other] { $n } fields changed
}
diff-field = Field
diff-old = Before
diff-new = After
diff-none = empty
