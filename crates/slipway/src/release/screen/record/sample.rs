//! The page of a release as tests draw it.

use slipway_core::flow::Status;
use slipway_core::release::sections::Section;

use super::life::Banner;
use super::{Fact, RecordPage, RoomShown, SectionShown, Strip};
use crate::edge::page::{Frame, Moment};
use crate::edge::{Texts, urls};
use crate::release::screen::attachments::FileShown;
use crate::release::screen::ribbon::StepShown;
use crate::release::screen::{actions, told, words};

impl RecordPage {
    pub fn sample(language: crate::edge::Language) -> RecordPage {
        let t = Texts(language);
        let page = Frame::sample(language);
        let actions = actions::sample_actions(t);
        let fact = |field: &str, text: &str| Fact {
            label: told::label(t, field),
            text: text.to_owned(),
            wide: false,
        };
        let section = |section: Section, icon, mark| SectionShown {
            id: section.as_str(),
            icon,
            title: words::word(t, "release-section", section.as_str()),
            mark,
            facts: vec![fact("title", "Payments API 4.2"), fact("contact.phone", "")],
            files: vec![FileShown::sample(t)],
            note: String::new(),
        };
        let at = Moment {
            instant: "2026-12-03T02:00:00Z".to_owned(),
            words: "2 Dec 23:00".to_owned(),
        };
        RecordPage {
            number: "REL-1284".to_owned(),
            title: "Payments API 4.2".to_owned(),
            states: words::states(t, Status::InExecution, false),
            strip: Strip {
                priority: 1,
                priority_word: t.text("priority-1"),
                group: "SRE".to_owned(),
                responsible: "Ana Souza".to_owned(),
                initials: "AS".to_owned(),
                shared: "Bruno Lima".to_owned(),
                sort: "Major · 4.2.0".to_owned(),
                deployment: "2 Dec 2026 20:00 – 23:00".to_owned(),
                deadline: Some(at.clone()),
                left: words::left_of(t, Some(190), None),
            },
            primary: actions.first().cloned(),
            others: actions,
            warnings: vec![t.text("warning-start-in-the-past")],
            banners: vec![Banner {
                kind: "warn",
                lead: t.text("release-on-hold"),
                text: "Ana Souza · 2 Dec 23:00".to_owned(),
            }],
            ribbon: sample_ribbon(),
            sections: Section::ALL
                .iter()
                .map(|one| section(*one, "release", "complete"))
                .collect(),
            events: told::sample_events(&at),
            n_events: 31,
            is_verified: true,
            rooms: vec![sample_room(t), sample_room(t)],
            log: sample_room(t),
            history: urls::release_part(1284, "history"),
            flow: urls::release_part(1284, "flow"),
            files: urls::release_part(1284, "attachments"),
            n_files: 3,
            paper: urls::release_paper(1284),
            page,
            t,
        }
    }
}

fn sample_room(t: Texts) -> RoomShown {
    RoomShown {
        href: urls::release_part(1284, "occurrences"),
        icon: "clock",
        label: t.text("log-title"),
        n: 9,
    }
}

/// One step of each sort.
fn sample_ribbon() -> Vec<StepShown> {
    let step = |name: &str, step, held| StepShown {
        name: name.to_owned(),
        note: "Ana Souza · 30 Nov 09:12".to_owned(),
        step,
        held,
        href: urls::release_part(1284, "flow"),
    };
    vec![
        step("Release", "done", false),
        step("Run", "now", false),
        step("Test", "skipped", false),
        step("Solved", "ahead", false),
    ]
}
