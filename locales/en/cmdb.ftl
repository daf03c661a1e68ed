### Configuration items, what describes them, and what depends on what.

# Names of the CMDB on every page
rail-cmdb = CMDB
entry-home-cmdb = Configuration management
entry-attribute = Attribute
entry-event-restored = Restored
entry-event-restore-point = Restore point
entry-relationship = Relationship
entry-relationship-plural = Relationships

# Items
entry-item = Configuration item
entry-item-plural = Configuration items
entry-item-about = What is managed, with every state it ever had
entry-item-new = New item
entry-item-identification = Identification
entry-item-identification-hint = Unique; import files find the item by it.
entry-item-type = Type
entry-item-group = Group
entry-item-group-hint = Its root says the stage of the life cycle.
entry-item-stage = Stage
entry-item-status = Status
entry-item-status-hint = Not chosen: the usual one.
entry-item-criticality = Criticality
entry-item-impact = Impact
entry-item-urgency = Urgency
entry-item-version = Version
entry-item-family = Family
entry-item-class = Class
entry-item-serial-number = Serial number
entry-item-fixed-asset-tag = Fixed asset tag
entry-item-expiration-date = Expires on
entry-item-contract = Contract
entry-item-employee = Used by
entry-item-owner-group = Owner group
entry-item-owner-user = Owner
entry-item-parent = Part of item
entry-item-criticality-period = Period of criticality
entry-item-calendar = Service calendar
entry-item-sla-title = Service level
entry-item-cost-per-hour = Cost per hour of downtime
entry-item-to-be-validated = To be validated in production
entry-item-attributes = Characteristics
entry-item-additional-information = Additional information
entry-item-warranties = Warranties
entry-item-warranties-provider = Provider
entry-item-warranties-start = From
entry-item-warranties-end = To
entry-word-critical = Critical
entry-word-development = Development
entry-word-homologation = Homologation
entry-word-production = Production
entry-word-inventory = Inventory

# Groups
entry-item-group-plural = CI groups
entry-item-group-about = The tree that items are in; its roots are the stages of the life cycle
entry-item-group-new = New CI group
entry-item-group-parent = Belongs to
entry-item-group-stage = Stage
entry-item-group-stage-hint = Of a root; what is below has the same. Inventory may be a part of development.
entry-item-group-default = Default group of its stage
entry-item-group-default-hint = What is promoted to the stage goes here; one a stage.

# Types of items
entry-item-type-plural = CI types
entry-item-type-about = Sorts of items, and the characteristics each has
entry-item-type-new = New CI type
entry-field-tag = Tag
entry-field-tag-hint = Lower case letters, digits and underscores; it stays as it is.
entry-item-type-category = Category
entry-item-type-category-hardware = Hardware
entry-item-type-category-software = Software
entry-item-type-category-service = Service
entry-item-type-category-document = Document
entry-item-type-category-environment = Environment
entry-item-type-category-other = Other
entry-item-type-characteristics = Characteristics

# Characteristics
entry-characteristic = Characteristic
entry-characteristic-plural = Characteristics
entry-characteristic-about = Typed attributes that types give to their items
entry-characteristic-new = New characteristic
entry-characteristic-type = Holds
entry-characteristic-type-text = Text
entry-characteristic-type-long-text = Long text
entry-characteristic-type-integer = Whole number
entry-characteristic-type-number = Number
entry-characteristic-type-boolean = Yes or no
entry-characteristic-type-date = Date
entry-characteristic-type-choice = One of a list
entry-characteristic-default = Default
entry-characteristic-default-hint = What a new item has when nobody says it.
entry-characteristic-unit-of-measure = Unit of measure
entry-characteristic-required = Required
entry-characteristic-minimum = Minimum
entry-characteristic-maximum = Maximum
entry-characteristic-choices = Choices
entry-characteristic-choices-hint = One a line.

# Statuses
entry-item-status-plural = CI statuses
entry-item-status-about = What state an item is in, and which of them lock it
entry-item-status-new = New CI status
entry-item-status-editing = Editing
entry-item-status-editing-open = Everything can be changed
entry-item-status-editing-status-only = Only the status can be changed
entry-item-status-editing-never = Locked for good
entry-item-status-usual = Usual for new items

# Types of relationships
entry-relationship-type = Relationship type
entry-relationship-type-plural = Relationship types
entry-relationship-type-about = How items depend on each other, and which way failure travels
entry-relationship-type-new = New relationship type
entry-relationship-type-reverse-name = Seen from the other end
entry-relationship-type-position = Position
entry-relationship-type-position-same-level = Same level
entry-relationship-type-position-upper-lower = Upper and lower level
entry-relationship-type-impact = Who suffers
entry-relationship-type-impact-target-to-source = The source, when the target fails
entry-relationship-type-impact-source-to-target = The target, when the source fails
entry-relationship-type-impact-both = Each, when the other fails
entry-relationship-type-impact-none = Neither

# Parameters
entry-parameter-production-items-need-change = Items in production change only under a change
entry-parameter-production-items-need-change-hint = Edits and new items of the production stage are refused without one.

# What can be wrong with a field
field-not-a-tag = A tag begins with a letter and has letters, digits and underscores
field-fixed = It cannot be changed any more
field-fixed-in-use = It cannot be changed while it is in use
field-below-minimum = The maximum is below the minimum
field-stage-of-parent = A group has the stage of the group it belongs to
field-group-not-empty = The stage of a group with something inside cannot change
field-needs-stage = Only a group with a stage can be the default of one
field-default-taken = Another group is the default of this stage
field-unknown-tag = There is no "{ $tag }", or it is not active
field-unknown-attribute = The type of the item has no such characteristic
field-unknown-version = There is no such version
field-not-a-value = A text, a number, or true or false is expected here
field-related-already = These two are related in this way already
field-related-to-itself = An item is not related to itself

# Refusals
fault-item-locked = The item is locked
fault-item-locked-detail = Its status, { $status }, does not let it be changed.
fault-item-change-required = A change is required
fault-item-change-required-detail = This installation changes items in production only under a change, and none can be named yet. The parameter production_items_need_change switches this off.
fault-cmdb-loading = The CMDB is being loaded
fault-cmdb-loading-detail = The graph of dependencies is still being read. Ask again in a moment, or for a depth of at most 4.

# What a new installation begins with
seed-item-status-in-development = In development
seed-item-status-activated = Activated
seed-item-status-in-maintenance = In maintenance
seed-item-status-in-stock = In stock
seed-item-status-deactivated = Deactivated
seed-item-status-destroyed = Destroyed
seed-item-type-server = Server
seed-item-type-network-device = Network device
seed-item-type-application = Application
seed-item-type-database = Database
seed-item-type-environment = Environment
seed-item-type-document = Document
seed-item-type-service = Business service
seed-stage-development = Development
seed-stage-homologation = Homologation
seed-stage-production = Production
seed-stage-development-default = New items
seed-stage-homologation-default = In test
seed-stage-production-default = In operation
seed-stage-inventory = Inventory
seed-relationship-depends-on = depends on
seed-relationship-depends-on-reverse = is needed by
seed-relationship-runs-on = runs on
seed-relationship-runs-on-reverse = runs
seed-relationship-part-of = part of
seed-relationship-part-of-reverse = contains
seed-relationship-connects-to = connects to
seed-relationship-connects-to-reverse = is connected to
seed-relationship-uses = uses
seed-relationship-uses-reverse = is used by

# Pages
cmdb-general = General
cmdb-related = Related items
cmdb-impact = Impact
cmdb-map = Map
cmdb-versions = Versions
cmdb-sides = Item
cmdb-browse = Groups and types
cmdb-below = Groups below
cmdb-below-with = With them
cmdb-below-without = Without them
cmdb-any = Any
cmdb-found = { $n } items
cmdb-first-page = First page
cmdb-new-child = New part
cmdb-parts = Parts of this item
cmdb-verified = The history is complete and unaltered
cmdb-not-verified = The history was altered
cmdb-related-none = It is related to nothing yet.
cmdb-related-more = The first 200 are shown; the API lists all.
cmdb-since = Since
cmdb-end = End
cmdb-relate = Relate to another item
cmdb-this-item = This item
cmdb-direction = Show
cmdb-direction-impacted = What suffers when it fails
cmdb-direction-causes = What makes it suffer
cmdb-direction-both = Cause and effect
cmdb-depth = Depth
cmdb-depth-all = All
cmdb-show = Show
cmdb-impact-total = { $n } items
cmdb-impact-more = The nearest 100 are shown; the API pages through all.
cmdb-services = Services among them:
cmdb-distance = Distance
cmdb-path = Shortest way
cmdb-map-of = Map of { $name }
cmdb-map-read = What makes it suffer is on the left, what suffers on the right; arrows go from an item to what it depends on or acts on.
cmdb-map-more = { $n } more
cmdb-map-more-list = All in the table of impact
cmdb-map-tools = Drawing
cmdb-map-in = Larger
cmdb-map-out = Smaller
cmdb-map-whole = Whole map
cmdb-map-keys = Plus, minus and 0 change the size; arrows move, from item to item when one has the focus.
cmdb-map-open = Open item
cmdb-map-here = Map from here
cmdb-map-table = The same as a table
cmdb-other = Other item
cmdb-compare = Compare
cmdb-compared = Compared:
cmdb-no-difference = Nothing differs.
cmdb-from = From
cmdb-to = To
cmdb-author = By
cmdb-restore = Restore
cmdb-point-name = Name of the restore point
cmdb-mark = Mark the present state
fault-item-locked-help = A status that locks for good is an end; others let the status be changed.
fault-item-change-required-help = Change the item before it is in production, or switch the parameter off.
fault-cmdb-loading-help = It is read once after each start.
