//! What an installation has from its first start on, so that it can be used at once (R20). Everything is made by the
//! same commands that people use, so that its history begins here.

use serde_json::{Map, Value, json};
use slipway_core::actor::{Area, FlowAction, Reach, Special};
use slipway_core::flow as flows;
use uuid::Uuid;

pub use crate::account::command::ADMINISTRATOR;
use crate::account::{self, kinds as people};
use crate::act::{Act, new_uuid};
use crate::app::App;
use crate::calendar::kinds as calendars;
use crate::catalogue::kinds as catalogue;
use crate::cmdb;
use crate::edge::{Fault, Language, Texts};
use crate::entry::sheet::Draft;
use crate::entry::{self, Kind};
use crate::flow::{self, FlowFile};
use crate::questionnaire::{self, standard};
use crate::release;

/// Fills an empty store; leaves any other as it is. A password given by the environment is set at once.
pub async fn install(app: &App, password: Option<&str>) -> Result<(), Fault> {
    let at = app.now();
    let is_new = app
        .db()
        .read(|tx| Ok::<_, Fault>(account::store::account_of_login(tx, ADMINISTRATOR)?.is_none()))
        .await?;
    if is_new {
        app.act_as_system(at, new_uuid(at), fill).await?;
    }
    cmdb::seed::install(app).await?;
    let is_open = app
        .db()
        .read(|tx| Ok::<_, Fault>(!account::store::is_set_up(tx)?))
        .await?;
    if let Some(password) = password.filter(|_| is_open) {
        let hash = account::password::hash(app, password.to_owned()).await?;
        account::command::set_first_password(app, at, new_uuid(at), hash).await?;
    }
    Ok(())
}

/// What is made first and referred to by the rest.
struct Ground {
    contract: Uuid,
    team: Uuid,
    calendar: Uuid,
    flow: Uuid,
}

fn fill(act: &Act<'_>) -> Result<(), Fault> {
    let texts = Texts(act.app.language());
    let shipped = |file: &str| FlowFile::parse(file.as_bytes()).map_err(Fault::internal);
    let standard = flow::command::add(act, &shipped(flows::RELEASE_STANDARD)?, None)?
        .id
        .uuid();
    let requester = flow::command::add(act, &shipped(flows::RELEASE_REQUESTER)?, None)?
        .id
        .uuid();
    let ground = ground(act, texts, &[standard, requester])?;
    let templates = templates(act)?;
    portfolio(act, texts, &ground, &templates)?;
    lists(act, texts)?;
    questionnaires(act, texts)
}

fn make(act: &Act<'_>, kind: &'static Kind, body: Value) -> Result<Uuid, Fault> {
    Ok(entry::command::create(act, kind, &Draft::plain(body))?.id)
}

fn ground(act: &Act<'_>, texts: Texts, flows: &[Uuid]) -> Result<Ground, Fault> {
    let zone = act.app.zone().iana_name().unwrap_or("UTC");
    let unit = make(
        act,
        &people::UNITS,
        json!({"name": texts.text("seed-unit"), "zone": zone}),
    )?;
    let employee = json!({"name": texts.text("seed-administrator"), "email": "admin@localhost", "unit": unit});
    let employee = make(act, &people::EMPLOYEES, employee)?;
    let profile = profiles(act, texts)?;
    let account = json!({"employee": employee, "login": ADMINISTRATOR, "profile": profile});
    make(act, &people::USERS, account)?;
    let every: Vec<&str> = FlowAction::ALL.iter().map(|action| action.as_str()).collect();
    let permissions: Vec<Value> = flows
        .iter()
        .map(|flow| json!({"flow": flow, "actions": every}))
        .collect();
    let team = json!({
        "name": texts.text("seed-team"), "acronym": "REL", "leader": employee, "service_desk": true, "suspend_reactivate": true,
        "members": [{"employee": employee, "receives_mail": false}], "flow_permissions": permissions,
    });
    let team = make(act, &people::GROUPS, team)?;
    let today = act.at.to_zoned(act.app.zone().clone()).date().to_string();
    let contract =
        json!({"number": "1", "client": texts.text("seed-client"), "start": today, "groups": [team], "units": [unit]});
    let contract = make(act, &people::CONTRACTS, contract)?;
    Ok(Ground {
        contract,
        team,
        calendar: calendar(act, texts, zone)?,
        flow: *flows.first().unwrap_or(&unit),
    })
}

/// The administrator's profile, and two that most installations want; answers the first.
fn profiles(act: &Act<'_>, texts: Texts) -> Result<Uuid, Fault> {
    let all = |reach: Reach| -> Map<String, Value> {
        let words: Vec<&str> = Reach::ALL
            .iter()
            .filter(|held| **held <= reach)
            .map(|held| held.as_str())
            .collect();
        Area::ALL
            .iter()
            .map(|area| (area.as_str().to_owned(), json!(words)))
            .collect()
    };
    let mut everything = all(Reach::Delete);
    let specials: Vec<&str> = Special::ALL.iter().map(|special| special.as_str()).collect();
    everything.insert("special".to_owned(), json!(specials));
    let administrator = make(
        act,
        &people::PROFILES,
        json!({"name": texts.text("seed-profile-administrator"), "rights": everything}),
    )?;
    let work = [
        "release",
        "change",
        "problem",
        "knowledge",
        "ticket",
        "project",
        "workspace",
        "cmdb",
        "media",
        "report",
    ];
    let mut rights: Map<String, Value> = work
        .iter()
        .map(|area| ((*area).to_owned(), json!(["search", "save"])))
        .collect();
    for area in ["portfolio", "justification", "questionnaire", "flow"] {
        rights.insert(area.to_owned(), json!(["search"]));
    }
    make(
        act,
        &people::PROFILES,
        json!({"name": texts.text("seed-profile-team"), "rights": rights}),
    )?;
    let reading: Map<String, Value> = work
        .iter()
        .map(|area| ((*area).to_owned(), json!(["search"])))
        .collect();
    make(
        act,
        &people::PROFILES,
        json!({"name": texts.text("seed-profile-viewer"), "rights": reading}),
    )?;
    Ok(administrator)
}

fn calendar(act: &Act<'_>, texts: Texts, zone: &str) -> Result<Uuid, Fault> {
    let intervals = json!([{"start": "08:00", "end": "12:00"}, {"start": "13:00", "end": "18:00"}]);
    let day = make(
        act,
        &calendars::WORKING_DAYS,
        json!({"name": "08:00–12:00, 13:00–18:00", "intervals": intervals}),
    )?;
    let week: Map<String, Value> = ["monday", "tuesday", "wednesday", "thursday", "friday"]
        .iter()
        .map(|weekday| ((*weekday).to_owned(), json!(day)))
        .collect();
    make(
        act,
        &calendars::CALENDARS,
        json!({"name": texts.text("seed-calendar"), "zone": zone, "holidays": true, "week": week}),
    )
}

/// The three mails of a release in three languages each; answers those of the installation's language.
fn templates(act: &Act<'_>) -> Result<[Uuid; 3], Fault> {
    let mut chosen = [Uuid::nil(); 3];
    for language in Language::ALL {
        let texts = Texts(language);
        for (place, occasion) in chosen.iter_mut().zip(["creation", "actions", "completion"]) {
            let body = json!({
                "title": texts.text(&format!("seed-mail-{occasion}")),
                "identifier": format!("release-{occasion}"),
                "subject": texts.text(&format!("seed-mail-{occasion}-subject")),
                "body": texts.text(&format!("seed-mail-{occasion}-body")),
                "process": "release",
                "language": language.tag(),
            });
            let made = make(act, &catalogue::MAIL_TEMPLATES, body)?;
            if language == act.app.language() {
                *place = made;
            }
        }
    }
    Ok(chosen)
}

/// One portfolio with an active model a category.
fn portfolio(
    act: &Act<'_>,
    texts: Texts,
    ground: &Ground,
    [creation, actions, completion]: &[Uuid; 3],
) -> Result<(), Fault> {
    let portfolio = json!({"name": texts.text("seed-portfolio"), "description": texts.text("seed-portfolio-description"), "icon": "releases"});
    let portfolio = make(act, &catalogue::PORTFOLIOS, portfolio)?;
    for (category, impact, urgency) in [
        ("minor", "low", "low"),
        ("significant", "medium", "medium"),
        ("major", "high", "medium"),
        ("emergency", "high", "high"),
    ] {
        let model = json!({
            "portfolio": portfolio, "name": texts.text(&format!("category-{category}")),
            "description": texts.text(&format!("seed-model-{category}")), "icon": "releases", "flow": ground.flow,
            "executor_group": ground.team, "calendar": ground.calendar, "mail_creation": creation, "mail_actions": actions,
            "mail_completion": completion, "impact": impact, "urgency": urgency, "category": category, "status": "active",
            "contracts": [ground.contract],
        });
        make(act, &catalogue::MODELS, model)?;
    }
    Ok(())
}

/// The five questionnaires (B203).
fn questionnaires(act: &Act<'_>, texts: Texts) -> Result<(), Fault> {
    let mut categories = Vec::new();
    for name in standard::CATEGORIES {
        let body = json!({"name": texts.text(&format!("seed-questionnaire-category-{name}"))});
        categories.push((name, make(act, &questionnaire::kinds::CATEGORIES, body)?));
    }
    for one in standard::STANDARDS {
        let category = categories.iter().find(|(name, _)| *name == one.category);
        let category = category.map(|(_, id)| id.to_string()).unwrap_or_default();
        make(act, &questionnaire::kinds::QUESTIONNAIRES, one.body(texts, &category))?;
    }
    Ok(())
}

fn lists(act: &Act<'_>, texts: Texts) -> Result<(), Fault> {
    let named: [(&'static Kind, &str, &[&str]); 6] = [
        (
            &catalogue::SOLUTION_CATEGORIES,
            "seed-solution",
            &["delivered", "workaround", "withdrawn", "failed"],
        ),
        (
            &catalogue::OCCURRENCE_CATEGORIES,
            "seed-occurrence",
            &[
                "execution",
                "follow-up",
                "update",
                "diagnosis",
                "investigation",
                "memo",
                "information",
                "feedback",
                "symptom",
                "workaround",
            ],
        ),
        (
            &catalogue::OCCURRENCE_ORIGINS,
            "seed-origin",
            &["system", "email", "phone", "voice-mail", "person", "other"],
        ),
        (
            &catalogue::CHANGE_OUTCOMES,
            "status",
            &["in-execution", "solved", "not-solved", "canceled"],
        ),
        (&catalogue::ACTIVITY_GROUPS, "seed-activity-group", &["operations"]),
        (
            &catalogue::ACTIVITY_SUSPENSION_REASONS,
            "seed-activity-suspension",
            &["access", "approval", "dependency"],
        ),
    ];
    let mut first = Vec::new();
    for (kind, prefix, names) in named {
        for (index, name) in names.iter().enumerate() {
            let made = make(act, kind, json!({"name": texts.text(&format!("{prefix}-{name}"))}))?;
            if index == 0 {
                first.push((prefix, made));
            }
        }
    }
    let first_of = |prefix: &str| first.iter().find(|(known, _)| *known == prefix).map(|(_, id)| *id);
    if let (Some(category), Some(origin)) = (first_of("seed-occurrence"), first_of("seed-origin")) {
        release::occurrence::command::keep_standard(act, category, origin)?;
    }
    for name in ["supplier", "requester", "window", "decision"] {
        let body =
            json!({"name": texts.text(&format!("seed-justification-{name}")), "situation": "active", "suspends": true});
        make(act, &catalogue::JUSTIFICATIONS, body)?;
    }
    Ok(())
}
