//! What the placeholders of a release's mails stand for. Everything about a release that its own record does not say
//! comes with one statement.

use slipway_core::release::record::Notify;
use slipway_core::release::{Release, delay_minutes};
use slipway_db::{ReadTx, params, statements};

use super::Occasion;
use crate::act::Look;
use crate::app::App;
use crate::catalogue::template;
use crate::edge::{Fault, Texts, page, urls};
use crate::work::outbox;

statements! {
    FACTS = "select e.name, e.email, (select a.language from account a where a.employee = e.id and a.deleted_at is null order by a.id limit 1), \
             g.acronym, g.name, g.mail_creation, g.mail_actions, g.mail_closing, p.name, m.name, c.number, u.name, \
             tc.identifier, ta.identifier, tf.identifier, s.name, \
             (select re.name from account ra join employee re on re.id = ra.employee where ra.id = $2) \
             from release r join employee e on e.id = r.requester join work_group g on g.id = r.executor_group \
             join portfolio p on p.id = r.portfolio join model m on m.id = r.model join contract c on c.id = r.contract \
             join unit u on u.id = r.unit join mail_template tc on tc.id = m.mail_creation join mail_template ta on ta.id = m.mail_actions \
             join mail_template tf on tf.id = m.mail_completion left join solution_category s on s.id = r.solution_category where r.id = $1";
}

/// What a release's mails need to know beside the release.
#[derive(Debug, Clone)]
pub struct Facts {
    pub requester_name: String,
    pub requester_email: String,
    pub requester_language: Option<String>,
    /// Which mails the executor group demands.
    pub demands: Notify,
    group: String,
    portfolio: String,
    model: String,
    contract: String,
    unit: String,
    solution: String,
    responsible: String,
    /// Identifiers of the model's templates: creation, actions, completion.
    templates: [String; 3],
}

impl Facts {
    /// Reads them of a release as the store has it.
    pub fn of(tx: &ReadTx<'_>, release: &Release) -> Result<Facts, Fault> {
        let responsible = release.tasks.first().and_then(|task| task.responsible);
        Ok(tx.query_one(FACTS, params![release.id, responsible], |row| {
            Ok(Facts {
                requester_name: row.get(0)?,
                requester_email: row.get(1)?,
                requester_language: row.get(2)?,
                group: format!("{} · {}", row.get::<String>(3)?, row.get::<String>(4)?),
                demands: Notify {
                    creation: row.get(5)?,
                    any_change: row.get(6)?,
                    closing: row.get(7)?,
                },
                portfolio: row.get(8)?,
                model: row.get(9)?,
                contract: row.get(10)?,
                unit: row.get(11)?,
                templates: [row.get(12)?, row.get(13)?, row.get(14)?],
                solution: row.get::<Option<String>>(15)?.unwrap_or_default(),
                responsible: row.get::<Option<String>>(16)?.unwrap_or_default(),
            })
        })?)
    }

    /// The identifier of the template for an occasion.
    pub fn template(&self, occasion: Occasion) -> &str {
        let [creation, actions, completion] = &self.templates;
        match occasion {
            Occasion::Creation => creation,
            Occasion::AnyChange => actions,
            Occasion::Closing => completion,
        }
    }
}

/// A placeholder's name and value.
pub type Value = (&'static str, String);

/// Subject and body with their placeholders filled: on one line here, as HTML there (B161, B162).
pub fn filled(subject: &str, body: &str, values: &[Value]) -> (String, String) {
    let found = |name: &str| {
        values
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.as_str())
    };
    let subject = template::fill(subject, |name| found(name).map(outbox::on_one_line));
    let body = template::fill(body, |name| found(name).map(outbox::escaped));
    (subject, body)
}

/// What the placeholders of release templates stand for (F 2.17, B161, B163).
pub fn values(
    look: &Look<'_>,
    app: &App,
    (release, facts): (&Release, &Facts),
    texts: Texts,
) -> Result<Vec<Value>, Fault> {
    let zone = app.zone();
    let moment = |at| page::moment(at, zone, texts).words;
    let flow = app.flows().version(look.tx, release.flow, release.flow_version)?;
    let task = release
        .tasks
        .first()
        .and_then(|task| flow.task(&task.node))
        .map_or("", |task| task.name(texts.0.tag()));
    let sheet = &release.sheet;
    let word = |kind: &str, value: &str| texts.text(&format!("{kind}-{}", value.replace('_', "-")));
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let address = format!("{}{}", app.config().public_address(), urls::release(release.number));
    Ok(vec![
        ("NUMBER", release.number.to_string()),
        ("TITLE", sheet.title.clone()),
        ("DESCRIPTION", text(&sheet.description)),
        ("REQUESTER", facts.requester_name.clone()),
        ("CONTACT", sheet.contact.name.clone()),
        ("EMAIL", sheet.contact.email.clone()),
        ("UNIT", facts.unit.clone()),
        ("CONTRACT", facts.contract.clone()),
        ("PORTFOLIO", facts.portfolio.clone()),
        ("MODEL", facts.model.clone()),
        ("CATEGORY", word("category", release.category.as_str())),
        ("IMPACT", word("level", sheet.impact.as_str())),
        ("URGENCY", word("level", sheet.urgency.as_str())),
        ("RISK", word("level", sheet.risk.as_str())),
        ("PRIORITY", release.priority.number().to_string()),
        ("STATUS", word("status", release.status.as_str())),
        ("TASK", task.to_owned()),
        ("GROUP", facts.group.clone()),
        ("RESPONSIBLE", facts.responsible.clone()),
        ("ACTOR", look.actor().name.clone()),
        ("VERSION", text(&sheet.version)),
        (
            "RELEASE_DATE",
            sheet.release_date.map(|date| date.to_string()).unwrap_or_default(),
        ),
        ("PLANNED_START", moment(release.timing.planned_start)),
        ("PLANNED_END", moment(release.timing.planned_end)),
        ("PLANNING_START", moment(sheet.planning.starts_at())),
        ("PLANNING_END", moment(sheet.planning.ends_at())),
        ("DEPLOYMENT_START", moment(sheet.deployment.starts_at())),
        ("DEPLOYMENT_END", moment(sheet.deployment.ends_at())),
        ("DEADLINE", moment(release.timing.deadline)),
        (
            "DELAY",
            delay_minutes(release, look.at).map(page::hours).unwrap_or_default(),
        ),
        ("SOLUTION_CATEGORY", facts.solution.clone()),
        ("CLOSURE", text(&release.closing.text)),
        ("CREATED_AT", moment(release.created.0)),
        (
            "CLOSED_AT",
            release.closing.closed.map(|(at, _)| moment(at)).unwrap_or_default(),
        ),
        ("LINK", address),
    ])
}
