//! The fields of a release as registering and editing show them: what is offered, what follows from a choice, what is
//! filled from what is known already. Reading and checking what is sent is `read.rs`'s and the command's.

use jiff::tz::TimeZone;
use serde_json::Value;
use slipway_core::clock::Pauses;
use slipway_core::flow::Level;
use slipway_core::id::Id;
use slipway_core::kind::Calendar;
use slipway_core::release::{Phase, Priority};
use uuid::Uuid;

use super::lookup::{self, Looked};
use super::words;
use crate::act::Look;
use crate::catalogue::query::Model;
use crate::edge::form::{Choice, Errors, Form, put, select, take, text_at};
use crate::edge::{Fault, Texts, page, when};
use crate::release::offer::{self, Lookup, Offer, OfferedModel};
use crate::{calendar, catalogue};

/// Everything the form draws.
#[derive(Debug, Clone, Default)]
pub struct Fields {
    pub form: Form,
    pub requester: Looked,
    /// Whom the contact was filled from, and from which model the presets are: a change of either fills again.
    pub filled_for: String,
    pub preset_for: String,
    pub portfolios: Vec<Choice>,
    pub models: Vec<Choice>,
    /// Portfolio, model and category of a release that exists; they stay.
    pub fixed_model: String,
    pub category: String,
    pub units: Vec<Choice>,
    pub locations: Vec<Choice>,
    pub contracts: Vec<Choice>,
    pub groups: Vec<Choice>,
    pub impacts: Vec<Choice>,
    pub urgencies: Vec<Choice>,
    pub risks: Vec<Choice>,
    pub priority: u8,
    pub priority_word: String,
    pub mails: Vec<MailBox>,
    pub needs_description: bool,
    pub phases: Vec<PhaseFields>,
    pub term: String,
    /// The contract as it stays, where it cannot be changed any more (R10).
    pub locked_contract: String,
}

/// One of the three boxes; a group may demand its mails for all its releases (B164).
#[derive(Debug, Clone, Default)]
pub struct MailBox {
    pub name: &'static str,
    pub label: String,
    pub is_ticked: bool,
    pub is_demanded: bool,
}

/// The fields of a phase.
#[derive(Debug, Clone, Default)]
pub struct PhaseFields {
    pub word: &'static str,
    pub title: String,
    pub start: String,
    pub end: String,
    pub zone: String,
    pub notes: String,
    pub groups: Vec<Choice>,
    /// The names of the fields: they are the same words below `planning` and `deployment`.
    pub start_name: String,
    pub end_name: String,
    pub zone_name: String,
    pub group_name: String,
    pub notes_name: String,
    /// The start as it stays, where it cannot be changed any more (R10).
    pub locked_start: String,
}

/// How far what is known may take the place of what is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filling {
    /// A choice was made: all that follows from it is filled anew.
    Over,
    /// The form is being saved: only what was left empty is filled.
    Blanks,
}

/// What a form of a release is put together from.
#[derive(Debug)]
pub struct Desk<'a> {
    pub look: &'a Look<'a>,
    /// The installation's zone.
    pub zone: &'a TimeZone,
    pub filling: Filling,
    pub errors: Errors,
}

/// The two phases, as the sheet names them.
pub const PHASES: [&str; 2] = ["planning", "deployment"];

impl Desk<'_> {
    fn t(&self) -> Texts {
        self.look.texts()
    }

    /// Adds what was found wrong when the form was sent, where settling it has not said so already.
    pub fn add_errors(&mut self, errors: &Errors) {
        for wrong in &errors.all {
            if wrong.field.is_empty() || self.errors.of(&wrong.field).is_empty() {
                self.errors.all.push(wrong.clone());
            }
        }
    }

    /// Makes of a sent form what `read.rs` reads: names become ids, words become times, and what is known is filled in.
    pub fn settle(&mut self, tree: &mut Value) -> Result<Settled, Fault> {
        let filled_for = take(tree, "filled_for").unwrap_or_default();
        let field = lookup::Field {
            name: "requester",
            lookup: Lookup::Requesters,
            texts: self.t(),
        };
        let requester = lookup::settle(self.look.tx, tree, &field, &mut self.errors)?;
        if requester.id != filled_for || self.filling == Filling::Blanks {
            self.fill_contact(tree, &requester.id, requester.id != filled_for)?;
        }
        self.fill_zones(tree)?;
        self.settle_times(tree);
        for name in ["impact", "urgency", "risk"] {
            fill(tree, name, "low");
        }
        Ok(Settled { requester })
    }

    /// The contact follows from the requester (F004, B025).
    fn fill_contact(&self, tree: &mut Value, requester: &str, is_another: bool) -> Result<(), Fault> {
        let Some(known) = requester.parse().ok().map(Id::new) else {
            return Ok(());
        };
        let Some(known) = offer::requester(self.look.tx, known)? else {
            return Ok(());
        };
        let over = is_another && self.filling == Filling::Over;
        let some = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
        for (name, value) in [
            ("contact.name", known.name),
            ("contact.email", known.email),
            ("contact.phone", known.phone.unwrap_or_default()),
            ("contact.extension", known.extension.unwrap_or_default()),
            ("contact.unit", known.unit.to_string()),
            ("contact.location", some(known.location.map(slipway_core::id::Id::uuid))),
        ] {
            if over {
                put(tree, name, value);
            } else if is_another {
                fill(tree, name, &value);
            }
        }
        Ok(())
    }

    /// Times are typed in the unit's zone, else the person's, else the installation's; the field says which.
    fn fill_zones(&self, tree: &mut Value) -> Result<(), Fault> {
        if PHASES
            .iter()
            .all(|phase| !text_at(tree, &format!("{phase}.zone")).is_empty())
        {
            return Ok(());
        }
        let unit = text_at(tree, "contact.unit").parse().ok().map(Id::new);
        let of_unit = unit
            .map(|unit| offer::unit_zone(self.look.tx, unit))
            .transpose()?
            .flatten();
        let own = self
            .look
            .person
            .zone
            .as_ref()
            .unwrap_or(self.zone)
            .iana_name()
            .unwrap_or("UTC");
        let zone = of_unit.unwrap_or_else(|| own.to_owned());
        for phase in PHASES {
            fill(tree, &format!("{phase}.zone"), &zone);
        }
        Ok(())
    }

    /// `tomorrow 20:00` becomes the wall time it means; what cannot be read stays for the reader to refuse.
    fn settle_times(&self, tree: &mut Value) {
        for phase in PHASES {
            let zone = text_at(tree, &format!("{phase}.zone"));
            let zone = TimeZone::get(zone).unwrap_or_else(|_| self.zone.clone());
            let now = self.look.at.to_zoned(zone).datetime();
            for edge in ["start", "end"] {
                let name = format!("{phase}.{edge}");
                if let Some(read) = when::read(text_at(tree, &name), now, self.look.language) {
                    put(tree, &name, crate::release::read::local(read));
                }
            }
        }
    }

    /// The choice of a model: only active ones of the portfolio, whose presets fill the form (F005, F006).
    pub fn settle_model(&self, tree: &mut Value, offered: &[OfferedModel]) -> Result<ModelSettled, Fault> {
        let preset_for = take(tree, "preset_for").unwrap_or_default();
        let mut portfolio = take(tree, "portfolio").unwrap_or_default();
        let chosen = offered
            .iter()
            .find(|model| model.id.to_string() == text_at(tree, "model"));
        if portfolio.is_empty() {
            let mut all = offered.iter().map(|model| model.portfolio.id);
            let only = all.next().filter(|first| all.all(|other| other == *first));
            let of_model = chosen.map(|model| model.portfolio.id);
            portfolio = of_model.or(only).map(|id| id.to_string()).unwrap_or_default();
        }
        let chosen = chosen.filter(|model| model.portfolio.id.to_string() == portfolio);
        if chosen.is_none() {
            put(tree, "model", Value::Null);
        }
        let id = chosen.map(|model| model.id.to_string()).unwrap_or_default();
        let model = chosen
            .map(|model| catalogue::query::model(self.look.tx, model.id))
            .transpose()?
            .flatten();
        if let Some(model) = model.as_ref().filter(|_| id != preset_for) {
            self.preset(tree, model)?;
        }
        Ok(ModelSettled { portfolio, id, model })
    }

    fn preset(&self, tree: &mut Value, model: &Model) -> Result<(), Fault> {
        let contracts = offer::contracts(self.look.tx, Some(model), self.look.at)?;
        let contract = contracts
            .first()
            .map(|contract| contract.id.to_string())
            .unwrap_or_default();
        for (name, value) in [
            ("impact", model.impact.as_str().to_owned()),
            ("urgency", model.urgency.as_str().to_owned()),
            ("executor_group", model.executor_group.to_string()),
            ("contract", contract),
        ] {
            match self.filling {
                Filling::Over => put(tree, name, value),
                Filling::Blanks => fill(tree, name, &value),
            }
        }
        Ok(())
    }

    /// The fields that every form of a release has, over a settled tree.
    pub fn fields(&self, tree: &Value, settled: Settled, model: Option<&Model>) -> Result<Fields, Fault> {
        let (t, tx) = (self.t(), self.look.tx);
        let value = |name: &str| text_at(tree, name);
        let contract = value("contract").parse().ok().map(Id::new);
        let unit = value("contact.unit").parse().ok().map(Id::new);
        let level = |name: &str| value(name).parse().unwrap_or(Level::Low);
        let priority = Priority::of(level("impact"), level("urgency")).number();
        let chosen = |offers: Vec<Offer>, name: &str| select(choices(offers), value(name));
        Ok(Fields {
            filled_for: settled.requester.id.clone(),
            requester: settled.requester,
            units: chosen(offer::units(tx, contract)?, "contact.unit"),
            locations: chosen(offer::locations(tx, unit)?, "contact.location"),
            contracts: chosen(offer::contracts(tx, model, self.look.at)?, "contract"),
            groups: chosen(offer::groups(tx, contract)?, "executor_group"),
            impacts: levels(t, value("impact")),
            urgencies: levels(t, value("urgency")),
            risks: levels(t, value("risk")),
            priority,
            priority_word: t.text(&format!("priority-{priority}")),
            category: model
                .map(|model| words::word(t, "category", model.category.as_str()))
                .unwrap_or_default(),
            mails: self.mails(tree)?,
            needs_description: model.is_some_and(|model| model.requires_description),
            phases: self.phases(tree)?,
            term: model
                .map(|model| self.term(tree, model.calendar))
                .transpose()?
                .unwrap_or_default(),
            form: Form::over(tree).with_errors(self.errors.clone()),
            ..Fields::default()
        })
    }

    fn mails(&self, tree: &Value) -> Result<Vec<MailBox>, Fault> {
        let group = text_at(tree, "executor_group").parse().ok().map(Id::new);
        let demanded = group
            .map(|group| offer::demanded_mails(self.look.tx, group))
            .transpose()?
            .unwrap_or_default();
        let names = [
            ("notify.creation", "release-notify-creation"),
            ("notify.any_change", "release-notify-any-change"),
            ("notify.closing", "release-notify-closing"),
        ];
        let form = Form::over(tree);
        let boxes = names
            .into_iter()
            .zip(demanded)
            .map(|((name, label), is_demanded)| MailBox {
                name,
                label: self.t().text(label),
                // Boxes are ticked until somebody unticks them (F011).
                is_ticked: is_demanded || form.value(name) != "false",
                is_demanded,
            });
        Ok(boxes.collect())
    }

    fn phases(&self, tree: &Value) -> Result<Vec<PhaseFields>, Fault> {
        let groups = offer::activity_groups(self.look.tx)?;
        let phase = |word: &'static str| {
            let name = |field: &str| format!("{word}.{field}");
            let value = |field: &str| text_at(tree, &name(field)).to_owned();
            PhaseFields {
                word,
                title: words::word(self.t(), "release-section", word),
                start: value("start"),
                end: value("end"),
                zone: value("zone"),
                notes: value("notes"),
                groups: select(choices(groups.clone()), &value("activity_group")),
                start_name: name("start"),
                end_name: name("end"),
                zone_name: name("zone"),
                group_name: name("activity_group"),
                notes_name: name("notes"),
                locked_start: String::new(),
            }
        };
        Ok(PHASES.map(phase).to_vec())
    }

    /// "14 h of working time, due 4 Dec 2026 23:00", as soon as the dates say so (R6).
    fn term(&self, tree: &Value, calendar: Id<Calendar>) -> Result<String, Fault> {
        let phases: Option<Vec<Phase>> = PHASES.iter().map(|word| phase(tree, word)).collect();
        let Some(phases) = phases else { return Ok(String::new()) };
        let (Some(start), Some(last)) = (
            phases.iter().map(Phase::starts_at).min(),
            phases.iter().max_by_key(|phase| phase.ends_at()),
        ) else {
            return Ok(String::new());
        };
        let unit = text_at(tree, "contact.unit").parse().ok().map(Id::new);
        let calendar = calendar::query::load_for(self.look.tx, calendar, unit)?;
        let minutes = calendar.working_minutes(start, last.ends_at(), &Pauses::none());
        let t = self.t();
        let zone = TimeZone::get(last.zone()).unwrap_or_else(|_| self.zone.clone());
        let values = [
            ("span".into(), words::working(t, minutes)),
            ("when".into(), page::moment(last.ends_at(), &zone, t).words),
        ];
        Ok(t.filled("release-term-preview", &values))
    }
}

/// What came of settling a form.
#[derive(Debug, Clone, Default)]
pub struct Settled {
    pub requester: Looked,
}

/// Which model was chosen.
#[derive(Debug, Clone)]
pub struct ModelSettled {
    pub portfolio: String,
    pub id: String,
    pub model: Option<Model>,
}

impl ModelSettled {
    /// The tiles of portfolios and of the models of the chosen one.
    pub fn tiles(&self, t: Texts, offered: &[OfferedModel]) -> (Vec<Choice>, Vec<Choice>) {
        let mut portfolios: Vec<Choice> = Vec::new();
        for OfferedModel { portfolio, .. } in offered {
            let id = portfolio.id.to_string();
            if portfolios.iter().all(|known| known.value != id) {
                let hint = portfolio.description.clone().unwrap_or_default();
                portfolios.push(
                    Choice::new(id, &portfolio.name)
                        .hint(hint)
                        .icon(icon(portfolio.icon.as_deref())),
                );
            }
        }
        let of_portfolio = offered
            .iter()
            .filter(|model| model.portfolio.id.to_string() == self.portfolio);
        let models = of_portfolio.map(|model| {
            let category = words::word(t, "category", &model.category);
            let hint = model.description.clone().unwrap_or(category);
            Choice::new(model.id.to_string(), &model.name)
                .hint(hint)
                .icon(icon(model.icon.as_deref()))
        });
        (select(portfolios, &self.portfolio), select(models.collect(), &self.id))
    }
}

/// The icons that the sprite has for portfolios and models; any other name gets the usual one.
const ICONS: &[&str] = &[
    "app",
    "briefcase",
    "bug",
    "cloud",
    "cmdb",
    "cpu",
    "cubes",
    "database",
    "folder",
    "globe",
    "key",
    "layers",
    "mail",
    "media",
    "monitor",
    "network",
    "phone",
    "portfolio",
    "release",
    "releases",
    "rocket",
    "server",
    "shield",
    "star",
    "tag",
    "user",
    "zap",
];

fn icon(name: Option<&str>) -> &'static str {
    let known = ICONS.iter().copied().find(|known| Some(*known) == name);
    known.filter(|known| *known != "briefcase").unwrap_or("releases")
}

fn phase(tree: &Value, word: &str) -> Option<Phase> {
    let value = |field: &str| text_at(tree, &format!("{word}.{field}"));
    Phase::new(value("start").parse().ok()?, value("end").parse().ok()?, value("zone")).ok()
}

/// Puts a value where nothing stands yet.
fn fill(tree: &mut Value, name: &str, value: &str) {
    if text_at(tree, name).is_empty() && !value.is_empty() {
        put(tree, name, value);
    }
}

fn choices(offers: Vec<Offer>) -> Vec<Choice> {
    offers
        .into_iter()
        .map(|offer| Choice::new(offer.id.to_string(), offer.label).hint(offer.hint))
        .collect()
}

/// Low, medium, high.
pub fn levels(t: Texts, chosen: &str) -> Vec<Choice> {
    select(
        Level::ALL
            .iter()
            .map(|level| Choice::new(level.as_str(), words::word(t, "level", level.as_str())))
            .collect(),
        chosen,
    )
}

/// The label of a field in the summary of errors.
pub fn labelled(t: Texts, field: &str) -> Option<String> {
    let key = format!("release-field-{}", field.replace(['.', '_'], "-"));
    t.knows(&key).then(|| t.text(&key))
}

#[cfg(test)]
impl Fields {
    pub fn sample(t: Texts) -> Fields {
        let some = |value: &str, label: &str| {
            vec![Choice {
                selected: true,
                ..Choice::new(value, label)
            }]
        };
        let mut errors = Errors::default();
        errors.add("title", "This is needed");
        errors.add("planning.end", "The end lies before the start");
        let phase = |word: &'static str| PhaseFields {
            word,
            title: words::word(t, "release-section", word),
            start: "2026-12-02T20:00".to_owned(),
            end: "2026-12-02T19:00".to_owned(),
            zone: "America/Sao_Paulo".to_owned(),
            groups: some("1", "Operations"),
            start_name: format!("{word}.start"),
            end_name: format!("{word}.end"),
            zone_name: format!("{word}.zone"),
            group_name: format!("{word}.activity_group"),
            notes_name: format!("{word}.notes"),
            ..PhaseFields::default()
        };
        Fields {
            form: Form::default().with_errors(errors.labelled(|field| labelled(t, field))),
            requester: Looked {
                id: "1".to_owned(),
                shown: "Ana Souza".to_owned(),
                url: lookup::address(Lookup::Requesters),
            },
            portfolios: some("1", "Payments"),
            models: some("1", "Major"),
            category: t.text("category-major"),
            units: some("1", "Data centre GRU"),
            locations: some("1", "Hall 2"),
            contracts: some("1", "1 – Company"),
            groups: some("1", "SRE"),
            impacts: levels(t, "high"),
            urgencies: levels(t, "medium"),
            risks: levels(t, "low"),
            priority: 2,
            priority_word: t.text("priority-2"),
            mails: vec![MailBox {
                name: "notify.creation",
                label: t.text("release-notify-creation"),
                is_ticked: true,
                is_demanded: true,
            }],
            needs_description: true,
            phases: vec![phase("planning"), phase("deployment")],
            term: "14 h".to_owned(),
            ..Fields::default()
        }
    }
}
