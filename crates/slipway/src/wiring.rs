//! The one file that names every noun: what can be called, what the rail shows, which statements and schema there are.
//! No logic of its own: read it as the table of contents.

use std::time::Duration;

use slipway_core::actor::{Area, Reach};
use slipway_db::{Migration, Sql};

use crate::act::Look;
use crate::audit::verify::{Tail, Tails};
use crate::edge::page::{RailEntry, Waiting};
use crate::edge::{Routes, idempotency, urls};
use crate::work::{Job, Wake};
use crate::{
    account, audit, calendar, catalogue, cmdb, entry, file, flow, home, mail, notice, operation, questionnaire,
    release, work,
};

/// Everything that can be called.
pub fn routes() -> Routes {
    operation::routes()
        .and(home::routes())
        .and(account::routes())
        .and(calendar::routes())
        .and(catalogue::routes())
        .and(flow::routes())
        .and(questionnaire::routes())
        .and(release::routes())
        .and(mail::routes())
        .and(notice::routes())
        .and(entry::api::routes(account::kinds::KINDS))
        .and(entry::api::routes(calendar::KINDS))
        .and(entry::api::routes(catalogue::KINDS))
        .and(entry::api::routes(questionnaire::KINDS))
        .and(entry::api::routes(notice::KINDS))
        .and(cmdb::routes())
        .and(entry::api::routes(cmdb::KINDS))
        .and(entry::screen::routes())
}

/// What is done again and again while the server runs.
pub const JOBS: &[Job] = &[
    Job {
        name: "sessions",
        every: HOUSEKEEPING,
        wake: Wake::Pace,
        run: |app| Box::pin(account::query::sweep(app)),
    },
    Job {
        name: "answers",
        every: HOUSEKEEPING,
        wake: Wake::Pace,
        run: |app| Box::pin(idempotency::sweep(app)),
    },
    Job {
        name: "files",
        every: Duration::from_hours(1),
        wake: Wake::Pace,
        run: |app| Box::pin(file::sweep::run(app)),
    },
    Job {
        name: "mail",
        every: RETRIES,
        wake: Wake::Mail,
        run: |app| Box::pin(mail::courier::deliver(app)),
    },
    Job {
        name: "sent_mail",
        every: Duration::from_hours(1),
        wake: Wake::Pace,
        run: |app| Box::pin(mail::sweep::run(app)),
    },
    Job {
        name: "announcements",
        every: ANNOUNCEMENTS,
        wake: Wake::Pace,
        run: |app| Box::pin(notice::publish::mail(app)),
    },
    Job {
        name: "reminders",
        every: REMINDERS,
        wake: Wake::Pace,
        run: |app| Box::pin(release::remind::remind(app)),
    },
    Job {
        name: "graph",
        every: GRAPH,
        wake: Wake::Graph,
        run: |app| Box::pin(cmdb::graph::keep(app)),
    },
    Job {
        name: "graph_changes",
        every: HOUSEKEEPING,
        wake: Wake::Pace,
        run: |app| Box::pin(cmdb::graph::changes::sweep(app)),
    },
    Job {
        name: "imports",
        every: IMPORTS,
        wake: Wake::Import,
        run: |app| Box::pin(cmdb::exchange::run::work(app)),
    },
];

/// How soon an import goes on whose server ended.
const IMPORTS: Duration = Duration::from_secs(10);
const HOUSEKEEPING: Duration = Duration::from_mins(10);
/// The first retry of a mail is after five seconds.
const RETRIES: Duration = Duration::from_secs(5);
const ANNOUNCEMENTS: Duration = Duration::from_secs(30);
/// How soon a graph that has changed a lot is packed anew.
const GRAPH: Duration = Duration::from_secs(10);
const REMINDERS: Duration = Duration::from_mins(1);

/// Every fixed statement, for the test that prepares each on both engines.
pub fn statements() -> Vec<Sql> {
    let fixed = [
        account::store::ALL,
        account::query::ALL,
        account::kinds::ALL,
        catalogue::parameter::store::ALL,
        audit::store::ALL,
        catalogue::query::ALL,
        calendar::query::ALL,
        file::store::ALL,
        flow::store::ALL,
        idempotency::ALL,
        questionnaire::store::ALL,
        release::store::ALL,
        release::checklist::store::ALL,
        release::store::life::ALL,
        release::query::ALL,
        release::filter::ALL,
        release::mail::ALL,
        release::mail::filling::ALL,
        release::tell::ALL,
        release::remind::ALL,
        mail::store::ALL,
        notice::store::ALL,
        work::bell::ALL,
        release::offer::ALL,
        release::activity::store::ALL,
        release::activity::tell::ALL,
        release::counts::ALL,
        release::measures::ALL,
        release::occurrence::store::ALL,
        work::outbox::ALL,
        cmdb::kinds::rules::ALL,
        cmdb::item::attributes::ALL,
        cmdb::item::rules::ALL,
        cmdb::item::version::ALL,
        cmdb::graph::ALL,
        cmdb::graph::changes::ALL,
        cmdb::graph::query::ALL,
        cmdb::graph::walk::ALL,
        cmdb::relationship::query::ALL,
        cmdb::exchange::apply::ALL,
        cmdb::exchange::definitions::ALL,
        cmdb::exchange::export::ALL,
        cmdb::exchange::names::ALL,
        cmdb::exchange::relationships::ALL,
        cmdb::exchange::store::ALL,
        &[
            audit::store::LOAD,
            cmdb::exchange::store::LOAD_REFUSALS,
            cmdb::graph::changes::LOAD,
            cmdb::relationship::query::LOAD,
        ],
        cmdb::seed::ALL,
        cmdb::query::ALL,
        &cmdb::item::version::made(),
    ];
    fixed.concat().into_iter().chain(entry::sql::statements()).collect()
}

macro_rules! migration {
    ($version:literal, $name:literal) => {
        Migration {
            version: $version,
            name: $name,
            sqlite: include_str!(concat!("../../db/migrations/", $name, ".sqlite.sql")),
            postgres: include_str!(concat!("../../db/migrations/", $name, ".postgres.sql")),
        }
    };
}

/// The schema, step by step.
pub const MIGRATIONS: &[Migration] = &[
    migration!(1, "0001_people"),
    migration!(2, "0002_history"),
    migration!(3, "0003_calendar"),
    migration!(4, "0004_catalogue"),
    migration!(5, "0005_release"),
    migration!(6, "0006_release_life"),
    migration!(7, "0007_files"),
    migration!(8, "0008_questionnaires"),
    migration!(9, "0009_notices"),
    migration!(10, "0010_work_log"),
    migration!(11, "0011_cmdb"),
    migration!(12, "0012_activity_people"),
    migration!(13, "0013_release_measures"),
    migration!(14, "0014_lists"),
    migration!(15, "0015_import"),
];

/// The entries of the rail that this person may enter.
pub fn rail(look: &Look<'_>, path: &str) -> Vec<RailEntry> {
    let texts = look.texts();
    let rights = &look.actor().rights;
    let may = |area| rights.reach(area, Reach::Search);
    let administers = [
        Area::Directory,
        Area::Flow,
        Area::Parameter,
        Area::Justification,
        Area::Questionnaire,
    ]
    .into_iter()
    .any(may);
    let entries = [
        (true, urls::HOME, "home", "rail-home", "g h", false),
        (true, urls::RELEASES, "releases", "rail-releases", "g r", false),
        (true, urls::ACTIVITIES, "calendar", "rail-activities", "g c", false),
        (
            may(Area::Portfolio),
            urls::PORTFOLIO,
            "portfolio",
            "rail-portfolio",
            "g p",
            true,
        ),
        (may(Area::Cmdb), urls::CMDB, "cmdb", "rail-cmdb", "g c", false),
        (
            administers,
            urls::ADMIN,
            "administration",
            "rail-administration",
            "g a",
            false,
        ),
    ];
    let is_here = |href: &str| {
        if href == urls::HOME {
            path == href
        } else {
            path.starts_with(href)
        }
    };
    entries
        .into_iter()
        .filter(|(shown, ..)| *shown)
        .map(|(_, href, icon, label, keys, rule)| RailEntry {
            href: href.to_owned(),
            icon,
            label: texts.text(label),
            current: is_here(href),
            count: String::new(),
            keys,
            rule,
        })
        .collect()
}

/// What waits for the reader of a page. A page is not refused because it cannot be told.
pub fn waiting(look: &Look<'_>) -> Waiting {
    notice::banner::waiting(look).unwrap_or_else(|fault| {
        tracing::warn!(fault.code = fault.code.slug(), "the notices were not counted");
        Waiting::default()
    })
}

/// How `verify` finds the records of each kind with their revisions.
pub fn tails() -> Tails {
    let own = [
        ("release", release::store::REVISIONS),
        ("flow", flow::store::REVISIONS),
        ("token", account::store::TOKEN_REVISIONS),
        (cmdb::relationship::KIND, cmdb::relationship::query::REVISIONS),
        (cmdb::exchange::command::KIND, cmdb::exchange::store::REVISIONS),
    ];
    let tables = own.into_iter().chain(entry::sql::revisions());
    let tables = tables.map(|(kind, records)| Tail::of_table(kind, records));
    Tails {
        kept: tables.chain([catalogue::parameter::store::TAIL]).collect(),
        loose: &[mail::KIND],
    }
}
