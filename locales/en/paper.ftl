### Paper: a release as PDF.

action-paper = Print as PDF
paper-printed = Printed { $when } ({ $zone }) for { $who }
paper-page = Page { $page } of { $pages }
paper-when = When
paper-who = Who
paper-answer = Answer
paper-what = What
paper-state = State
paper-note = Note
paper-changed = { $field }: { $new } (before: { $old })
