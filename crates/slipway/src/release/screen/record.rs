//! One release: the strip that stays, the ribbon of its flow, its sections to read, its latest history. What can be done
//! is asked of `actions.rs`; here nothing is changed.

mod life;
#[cfg(test)]
mod sample;

use askama::Template;
use jiff::Timestamp;
use slipway_core::file::FilePhase;
use slipway_core::flow::Status;
use slipway_core::release::sections::{Demands, Section, is_complete};
use slipway_core::release::{OpenTask, Phase, Release, Share};
use slipway_db::ReadTx;

use self::life::Banner;
use super::actions::{self, ActionShown};
use super::attachments::{self, FileShown};
use super::names::Names;
use super::paper;
use super::ribbon::{Ribbon, StepShown};
use super::told::{self, EventShown, Teller};
use super::words::{self, Left, Numbering, StateShown};
use crate::act::Look;
use crate::audit;
use crate::edge::page::{self, Crumb, Frame, Moment};
use crate::edge::{Call, Fault, Reply, Texts, urls};
use crate::file::Attachment;
use crate::release::query::{self, Surroundings};
use crate::release::store::{self, Stored};
use crate::release::{show as recorded, subject};

/// How many events stand beside the record; the whole history has its own page.
const LATEST: usize = 8;

/// A label and what is said under it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fact {
    pub label: String,
    pub text: String,
    pub wide: bool,
}

/// A section of the record, with its mark in the menu.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SectionShown {
    pub id: &'static str,
    pub icon: &'static str,
    pub title: String,
    /// `complete`, `missing` or nothing.
    pub mark: &'static str,
    pub facts: Vec<Fact>,
    /// The documents of a phase.
    pub files: Vec<FileShown>,
    pub note: String,
}

/// The facts of the strip.
#[derive(Debug, Clone, Default)]
pub struct Strip {
    pub priority: u8,
    pub priority_word: String,
    pub group: String,
    pub responsible: String,
    pub initials: String,
    /// With whom open tasks are shared.
    pub shared: String,
    /// Category and version.
    pub sort: String,
    pub deployment: String,
    /// Blank while suspended (B168).
    pub deadline: Option<Moment>,
    pub left: Left,
}

/// A place of its own for what is attached to the release, with how much there is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RoomShown {
    pub href: String,
    pub icon: &'static str,
    pub label: String,
    pub n: i64,
}

#[derive(Debug, Template)]
#[template(path = "release/screen/record.html")]
pub struct RecordPage {
    pub t: Texts,
    pub page: Frame,
    pub number: String,
    pub title: String,
    pub states: Vec<StateShown>,
    pub strip: Strip,
    pub primary: Option<ActionShown>,
    pub others: Vec<ActionShown>,
    /// What was accepted although it is unusual, said once after a command (R5).
    pub warnings: Vec<String>,
    pub banners: Vec<Banner>,
    pub ribbon: Vec<StepShown>,
    pub sections: Vec<SectionShown>,
    pub events: Vec<EventShown>,
    pub n_events: usize,
    pub is_verified: bool,
    pub rooms: Vec<RoomShown>,
    /// The work log, which the strip leads to as well (F051).
    pub log: RoomShown,
    pub history: String,
    pub flow: String,
    pub files: String,
    pub n_files: i64,
    /// The release as PDF.
    pub paper: String,
}

/// A release with all that its pages say about it.
#[derive(Debug)]
pub struct Told<'a> {
    pub look: &'a Look<'a>,
    pub stored: Stored,
    pub around: Surroundings,
    pub events: Vec<audit::Event>,
    pub names: Names,
    pub numbering: Numbering,
}

/// Loads a release for its pages.
pub fn told<'a>(look: &'a Look<'a>, call: &Call, number: i64) -> Result<Told<'a>, Fault> {
    let stored = query::visible(look, number)?;
    let around = query::surroundings(look, &call.app, &stored.release)?;
    let events = audit::store::history(look.tx, subject(stored.release.id))?;
    let latest = events.get(events.len().saturating_sub(LATEST)..).unwrap_or_default();
    let names = names(look.tx, &stored.release, latest)?;
    Ok(Told {
        look,
        numbering: Numbering::of(look.tx)?,
        stored,
        around,
        events,
        names,
    })
}

/// The same with the names that its whole history refers to.
pub fn whole<'a>(look: &'a Look<'a>, call: &Call, number: i64) -> Result<Told<'a>, Fault> {
    let mut told = told(look, call, number)?;
    told.names = names(look.tx, &told.stored.release, &told.events)?;
    Ok(told)
}

/// The names of everything the release and these events refer to.
fn names(tx: &ReadTx<'_>, release: &Release, events: &[audit::Event]) -> Result<Names, Fault> {
    let mut wanted = told::wanted(events);
    wanted.add(told::wanted_by(&recorded::recorded(release)));
    wanted.field("created_by", release.created.1.uuid());
    wanted.field("updated_by", release.updated.1.uuid());
    Ok(wanted.found(tx)?)
}

impl Told<'_> {
    pub fn release(&self) -> &Release {
        &self.stored.release
    }

    /// `REL-1284`.
    pub fn number(&self) -> String {
        self.numbering.shown(self.release().number)
    }

    fn t(&self) -> Texts {
        self.look.texts()
    }

    /// Whether its history tells of a hold.
    fn was_held(&self) -> bool {
        self.events.iter().any(|event| event.kind == "suspended")
    }

    /// Record and state, for the title of a page.
    pub fn heading(&self) -> String {
        let state = words::word(self.t(), "status", self.release().status.as_str());
        format!("{} {} · {state}", self.number(), self.release().sheet.title)
    }

    /// The place of a page below the release.
    pub fn crumbs(&self, here: String) -> [Crumb; 3] {
        let releases = Crumb::to(urls::RELEASES, self.t().text("rail-releases"));
        [
            releases,
            Crumb::to(urls::release(self.release().number), self.number()),
            Crumb::here(here),
        ]
    }

    /// Who has a task; nothing where nobody has.
    pub fn responsible(&self, task: &OpenTask) -> String {
        self.names.of_some(task.responsible.map(slipway_core::id::Id::uuid))
    }

    /// With whom open tasks are shared, by name.
    fn shared(&self) -> String {
        let shares = self.release().tasks.iter().flat_map(|task| &task.shared_with);
        let names = shares.map(|share| match share {
            Share::Account(account) => self.names.of(account.uuid()),
            Share::Group(group) => self.names.of(group.uuid()),
        });
        names.collect::<Vec<_>>().join(", ")
    }

    pub fn teller<'f>(&'f self, frame: &'f Frame) -> Teller<'f> {
        Teller {
            t: self.t(),
            frame,
            names: &self.names,
            flow: &self.around.flow,
        }
    }

    pub fn ribbon(&self, frame: &Frame, steps: &[store::Step]) -> Vec<StepShown> {
        let ribbon = Ribbon {
            release: self.release(),
            flow: &self.around.flow,
            steps,
            group: &self.names.of(self.release().sheet.executor_group.uuid()),
            person: &|task| self.responsible(task),
            t: self.t(),
            tz: frame.tz(),
            now: self.look.at,
        };
        ribbon.drawn()
    }

    fn strip(&self, frame: &Frame) -> Strip {
        let (t, release, now) = (self.t(), self.release(), self.look.at);
        let responsible = release
            .tasks
            .first()
            .map(|task| self.responsible(task))
            .unwrap_or_default();
        let category = words::word(t, "category", release.category.as_str());
        let version = release
            .sheet
            .version
            .as_deref()
            .map(|version| format!(" · {version}"))
            .unwrap_or_default();
        let deadline = (release.status != Status::Suspended).then_some(release.timing.deadline);
        Strip {
            priority: release.priority.number(),
            priority_word: t.text(&format!("priority-{}", release.priority.number())),
            group: self.names.of(release.sheet.executor_group.uuid()),
            initials: page::initials(&responsible),
            responsible,
            shared: self.shared(),
            sort: format!("{category}{version}"),
            deployment: words::window(t, &release.sheet.deployment),
            deadline: deadline.map(|at| words::short(t, frame.tz(), at, now)),
            left: words::left(t, release, now),
        }
    }
}

pub async fn show(call: Call) -> Result<Reply, Fault> {
    if let Some(number) = paper::asked(&call) {
        return paper::answer(&call, number).await;
    }
    let number: i64 = call.parsed("number")?;
    let shown = call.clone();
    call.app
        .look(&call.caller, move |look| {
            let told = told(look, &shown, number)?;
            let view = view(&told, &shown)?;
            Ok(page::html(&view)?.etag(told.stored.revision))
        })
        .await
}

/// What the page of a release says.
pub(super) fn view(told: &Told<'_>, call: &Call) -> Result<RecordPage, Fault> {
    let (t, look) = (told.t(), told.look);
    let place = [
        Crumb::to(urls::RELEASES, t.text("rail-releases")),
        Crumb::here(told.number()),
    ];
    let frame = Frame::of(call, look, told.heading()).crumbs(place);
    let steps = store::steps(look.tx, told.release().id)?;
    let runs = life::runs(told)?;
    let offered = actions::offered(look, &told.stored, &told.around);
    let latest = told
        .events
        .get(told.events.len().saturating_sub(LATEST)..)
        .unwrap_or_default();
    let number = told.release().number;
    Ok(RecordPage {
        number: told.number(),
        title: told.release().sheet.title.clone(),
        states: words::states(t, told.release().status, told.release().is_closed()),
        strip: told.strip(&frame),
        primary: offered.primary,
        others: offered.others,
        warnings: warnings(call, t),
        banners: life::banners(told, &frame, &runs),
        ribbon: told.ribbon(&frame, &steps),
        sections: Sections {
            told,
            frame: &frame,
            files: &attachments::listed(told)?,
        }
        .all()
        .into_iter()
        .chain(life::sections(told, &frame, &runs)?)
        .collect(),
        events: glance(told.teller(&frame).history(number, latest)),
        n_events: told.events.len(),
        is_verified: audit::verify::chain(&told.events).is_ok(),
        rooms: ROOMS.iter().map(|room| room_shown(told, room)).collect(),
        log: room_shown(told, &LOG),
        history: urls::release_part(number, "history"),
        flow: urls::release_part(number, "flow"),
        files: urls::release_part(number, "attachments"),
        n_files: told.around.counts.get("attachments"),
        paper: urls::release_paper(number),
        page: frame,
        t,
    })
}

/// Address, icon and text of a room.
type Room = (&'static str, &'static str, &'static str);

const LOG: Room = ("occurrences", "clock", "log-title");

/// The rooms of the left menu, in its order.
const ROOMS: &[Room] = &[
    LOG,
    ("activities", "calendar", "activity-title"),
    ("questionnaires", "checklist", "checklist-title"),
];

fn room_shown(told: &Told<'_>, (room, icon, label): &Room) -> RoomShown {
    RoomShown {
        href: urls::release_part(told.release().number, room),
        icon,
        label: told.t().text(label),
        n: told.around.counts.get(room),
    }
}

/// Beside the record only edits unfold: what the other events changed is what they say.
fn glance(mut events: Vec<EventShown>) -> Vec<EventShown> {
    for event in events.iter_mut().filter(|event| !event.is_edit) {
        event.changes.clear();
    }
    events
}

/// Why something was refused, with every field that was wrong.
pub fn reasons(fault: &Fault, t: Texts) -> String {
    if fault.errors.is_empty() {
        return fault.detail(t);
    }
    let wrong: Vec<String> = fault.errors.iter().map(|error| error.message(t)).collect();
    wrong.join("; ")
}

/// The warnings that the command before named in the address; only those there are texts for.
fn warnings(call: &Call, t: Texts) -> Vec<String> {
    let codes = call.asked("warned").unwrap_or("").split(',');
    let keys = codes.map(|code| format!("warning-{code}")).filter(|key| t.knows(key));
    keys.map(|key| t.text(&key)).collect()
}

/// The sections of the record, as facts.
struct Sections<'a> {
    told: &'a Told<'a>,
    frame: &'a Frame,
    files: &'a [Attachment],
}

impl Sections<'_> {
    fn all(&self) -> Vec<SectionShown> {
        let (t, release) = (self.told.t(), self.told.release());
        let changes = t.text("release-changes-none");
        vec![
            self.section(Section::Requester, "user", self.requester()),
            self.section(Section::Release, "release", self.release()),
            SectionShown {
                note: changes,
                ..self.section(Section::Changes, "changes", Vec::new())
            },
            SectionShown {
                files: self.documents(FilePhase::Planning),
                ..self.section(Section::Planning, "calendar", self.planning())
            },
            SectionShown {
                files: self.documents(FilePhase::Deployment),
                ..self.section(Section::Deployment, "rocket", self.phase(&release.sheet.deployment))
            },
            self.section(Section::Closure, "lock", self.closure()),
        ]
    }

    fn section(&self, section: Section, icon: &'static str, facts: Vec<Fact>) -> SectionShown {
        let around = &self.told.around;
        let demands = Demands {
            change: around.requires_change,
            description: around.requires_description,
        };
        let is_complete = is_complete(section, self.told.release(), around.links, demands);
        // What nobody has to fill yet is not missing.
        let is_asked = match section {
            Section::Changes => demands.change,
            Section::Closure => false,
            Section::Requester | Section::Release | Section::Planning | Section::Deployment => true,
        };
        let mark = match (is_complete, is_asked) {
            (true, _) if section != Section::Changes || demands.change => "complete",
            (false, true) => "missing",
            _ => "",
        };
        let title = words::word(self.told.t(), "release-section", section.as_str());
        SectionShown {
            id: section.as_str(),
            icon,
            title,
            mark,
            facts,
            files: Vec::new(),
            note: String::new(),
        }
    }

    fn documents(&self, phase: FilePhase) -> Vec<FileShown> {
        let number = self.told.release().number;
        let files = self.files.iter().filter(|file| file.about.phase == phase);
        files
            .map(|file| FileShown::of(file, number, self.told.t(), self.frame))
            .collect()
    }

    fn fact(&self, field: &str, text: impl Into<String>) -> Fact {
        Fact {
            label: told::label(self.told.t(), field),
            text: text.into(),
            wide: false,
        }
    }

    fn wide(&self, field: &str, text: Option<&String>) -> Fact {
        Fact {
            wide: true,
            ..self.fact(field, text.cloned().unwrap_or_default())
        }
    }

    fn requester(&self) -> Vec<Fact> {
        let (names, sheet) = (&self.told.names, &self.told.release().sheet);
        let contact = &sheet.contact;
        vec![
            self.fact("requester", names.of(sheet.requester.uuid())),
            self.fact("contact.name", contact.name.clone()),
            self.fact("contact.email", contact.email.clone()),
            self.fact("contact.phone", contact.phone.clone().unwrap_or_default()),
            self.fact("contact.extension", contact.extension.clone().unwrap_or_default()),
            self.fact("contact.unit", names.of(contact.unit.uuid())),
            self.fact(
                "contact.location",
                names.of_some(contact.location.map(slipway_core::id::Id::uuid)),
            ),
            self.wide("contact.notes", contact.notes.as_ref()),
        ]
    }

    fn release(&self) -> Vec<Fact> {
        let (t, names, release) = (self.told.t(), &self.told.names, self.told.release());
        let sheet = &release.sheet;
        let level = |level: slipway_core::flow::Level| words::word(t, "level", level.as_str());
        let number = release.priority.number();
        vec![
            self.fact("portfolio", names.of(release.portfolio.uuid())),
            self.fact("model", names.of(release.model.uuid())),
            self.fact("contract", names.of(sheet.contract.uuid())),
            self.fact("executor_group", names.of(sheet.executor_group.uuid())),
            self.fact("version", sheet.version.clone().unwrap_or_default()),
            self.fact("category", words::word(t, "category", release.category.as_str())),
            self.fact("impact", level(sheet.impact)),
            self.fact("urgency", level(sheet.urgency)),
            self.fact(
                "priority",
                format!("{number} {}", t.text(&format!("priority-{number}"))),
            ),
            self.fact("risk", level(sheet.risk)),
            self.fact(
                "release_date",
                sheet.release_date.map(|day| words::day(t, day)).unwrap_or_default(),
            ),
            self.fact("notify", self.mails()),
            self.wide("description", sheet.description.as_ref()),
        ]
    }

    /// On which occasions the requester gets a mail.
    fn mails(&self) -> String {
        let (t, notify) = (self.told.t(), self.told.release().sheet.notify);
        let occasions = [
            (notify.creation, "release-notify-creation"),
            (notify.any_change, "release-notify-any-change"),
            (notify.closing, "release-notify-closing"),
        ];
        let wanted: Vec<String> = occasions
            .into_iter()
            .filter(|(wanted, _)| *wanted)
            .map(|(_, key)| t.text(key))
            .collect();
        if wanted.is_empty() {
            t.text("release-notify-never")
        } else {
            wanted.join(" · ")
        }
    }

    fn planning(&self) -> Vec<Fact> {
        let (t, release) = (self.told.t(), self.told.release());
        let mut facts = self.phase(&release.sheet.planning);
        facts.insert(
            3,
            self.fact("term_minutes", words::working(t, release.timing.term_minutes)),
        );
        facts
    }

    fn phase(&self, phase: &Phase) -> Vec<Fact> {
        let t = self.told.t();
        let group = self
            .told
            .names
            .of_some(phase.activity_group.map(slipway_core::id::Id::uuid));
        vec![
            self.fact("phase.start", words::wall(t, phase.start())),
            self.fact("phase.end", words::wall(t, phase.end())),
            self.fact("phase.zone", phase.zone()),
            self.fact("phase.activity_group", group),
            self.wide("phase.notes", phase.notes.as_ref()),
        ]
    }

    fn closure(&self) -> Vec<Fact> {
        let (t, names, release) = (self.told.t(), &self.told.names, self.told.release());
        let (closed_at, closed_by) = release.closing.closed.unzip();
        let at = |at: Timestamp| self.frame.moment(at).words;
        let signed =
            |(when, by): (Timestamp, slipway_core::id::Id<_>)| format!("{} · {}", names.of(by.uuid()), at(when));
        let mut facts = vec![
            self.fact("status", words::word(t, "status", release.status.as_str())),
            self.fact(
                "solution_category",
                names.of_some(release.closing.solution_category.map(slipway_core::id::Id::uuid)),
            ),
            self.fact("closed_at", closed_at.map(at).unwrap_or_default()),
            self.fact("closed_by", names.of_some(closed_by.map(slipway_core::id::Id::uuid))),
            self.wide("closure", release.closing.text.as_ref()),
            self.fact("created", signed(release.created)),
            self.fact("updated", signed(release.updated)),
        ];
        if let Some(measures) = self.told.around.measures {
            facts.push(self.fact("attendance", words::span(t, measures.attendance_minutes)));
            let capture = measures.capture_minutes.map(|minutes| words::span(t, minutes));
            facts.push(self.fact("time_to_capture", capture.unwrap_or_default()));
        }
        if release.reopen_count > 0 {
            facts.push(self.fact("reopen_count", release.reopen_count.to_string()));
        }
        facts
    }
}
