//! The flow of a release as a drawing, with the path it has walked and where it stands, and the same as a table (F050).

use askama::Template;

use super::record;
use super::words;
use crate::edge::page::{self, Frame, Moment};
use crate::edge::{Call, Fault, Reply, Texts};
use crate::flow::draw::{self, Drawing, Walked};
use crate::release::store::{self, Step};

/// A step of the flow in the table.
#[derive(Debug, Clone, Default)]
pub struct StepRow {
    pub task: String,
    pub stage: &'static str,
    pub stage_word: String,
    pub group: String,
    pub person: String,
    pub opened: Moment,
    pub completed: Option<Moment>,
    pub outcome: String,
    pub run: i64,
}

#[derive(Debug, Template)]
#[template(path = "release/screen/flow.html")]
pub struct FlowPage {
    pub t: Texts,
    pub page: Frame,
    pub number: String,
    pub title: String,
    pub flow: String,
    pub version: i64,
    pub drawing: Drawing,
    pub label: String,
    pub steps: Vec<StepRow>,
    /// Whether it was reopened: then the table says which run a step belongs to.
    pub has_runs: bool,
}

pub async fn show(call: Call) -> Result<Reply, Fault> {
    let number: i64 = call.parsed("number")?;
    let shown = call.clone();
    call.app
        .look(&call.caller, move |look| {
            let told = record::told(look, &shown, number)?;
            let (t, release) = (look.texts(), told.release());
            let page = Frame::of(&shown, look, format!("{} · {}", t.text("release-flow"), told.number()))
                .crumbs(told.crumbs(t.text("release-flow")));
            let steps = store::steps(look.tx, release.id)?;
            let done = steps
                .iter()
                .filter(|step| step.run == release.run && step.completed_at.is_some());
            let walked = Walked::of(
                &told.around.flow,
                &store::edges(look.tx, release)?,
                done.map(|step| step.node.clone()).collect(),
                release.tasks.iter().map(|task| task.node.as_str().to_owned()).collect(),
            );
            let teller = told.teller(&page);
            let rows = Rows {
                t,
                page: &page,
                now: look.at,
                name: &|node| teller.task(node),
            };
            let steps: Vec<StepRow> = steps.iter().map(|step| rows.row(step)).collect();
            page::html(&FlowPage {
                number: told.number(),
                title: release.sheet.title.clone(),
                flow: told.around.flow.name(look.language.tag()).to_owned(),
                version: release.flow_version,
                drawing: draw::drawn(&told.around.flow, look.language.tag(), &walked),
                label: label(t, &steps),
                has_runs: release.run > 1,
                steps,
                page,
                t,
            })
        })
        .await
}

/// The drawing in a sentence: each task met, with how far it is.
fn label(t: Texts, steps: &[StepRow]) -> String {
    let told: Vec<String> = steps
        .iter()
        .map(|step| format!("{} ({})", step.task, step.stage_word))
        .collect();
    t.with("release-flow-label", "steps", told.join(", "))
}

struct Rows<'a> {
    t: Texts,
    page: &'a Frame,
    now: jiff::Timestamp,
    name: &'a dyn Fn(&str) -> String,
}

impl Rows<'_> {
    fn row(&self, step: &Step) -> StepRow {
        let moment = |at| words::short(self.t, self.page.tz(), at, self.now);
        let stage = if step.completed_at.is_some() { "done" } else { "now" };
        StepRow {
            task: (self.name)(&step.node),
            stage,
            stage_word: self.t.text(&format!("ribbon-{stage}")),
            group: step.group_name.clone(),
            person: step.person.clone().unwrap_or_default(),
            opened: moment(step.opened_at),
            completed: step.completed_at.map(moment),
            outcome: step
                .outcome
                .as_deref()
                .map(|outcome| words::word(self.t, "outcome", outcome))
                .unwrap_or_default(),
            run: step.run,
        }
    }
}

#[cfg(test)]
impl FlowPage {
    #[expect(clippy::missing_panics_doc, reason = "the flow is the one that ships")]
    pub fn sample(language: crate::edge::Language) -> FlowPage {
        use slipway_core::flow::{Flow, RELEASE_STANDARD};
        let t = Texts(language);
        let at = Moment {
            instant: "2026-12-03T02:00:00Z".to_owned(),
            words: "2 Dec 23:00".to_owned(),
        };
        let flow = Flow::parse(RELEASE_STANDARD).unwrap_or_else(|refusals| panic!("{refusals}"));
        let step = StepRow {
            task: "Run".to_owned(),
            stage: "now",
            stage_word: t.text("ribbon-now"),
            group: "SRE".to_owned(),
            person: "Ana Souza".to_owned(),
            opened: at.clone(),
            completed: Some(at),
            outcome: t.text("outcome-advance"),
            run: 2,
        };
        FlowPage {
            page: Frame::sample(language),
            number: "REL-1284".to_owned(),
            title: "Payments API 4.2".to_owned(),
            flow: flow.name(language.tag()).to_owned(),
            version: 1,
            drawing: draw::drawn(&flow, language.tag(), &Walked::default()),
            label: label(t, std::slice::from_ref(&step)),
            steps: vec![step],
            has_runs: true,
            t,
        }
    }
}
