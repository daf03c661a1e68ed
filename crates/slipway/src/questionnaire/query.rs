//! Forms as releases ask for them: a version read, and those that may be answered.

use serde_json::Value;
use slipway_core::id::Id;
use slipway_core::kind::Questionnaire;
use slipway_core::questionnaire::Form;
use slipway_db::ReadTx;

use super::document;
use super::store::{self, VersionRow};
use crate::edge::{Code, Fault};

/// A version of a questionnaire, read.
#[derive(Debug, Clone)]
pub struct Version {
    pub questionnaire: Id<Questionnaire>,
    pub number: i64,
    /// What the questionnaire is called now.
    pub title: String,
    pub form: Form,
    pub document: Value,
}

/// A questionnaire that may be answered.
#[derive(Debug, Clone)]
pub struct Offer {
    pub id: Id<Questionnaire>,
    pub title: String,
    pub category: String,
}

/// The newest version; none of a questionnaire that was never kept.
pub fn newest(tx: &ReadTx<'_>, id: Id<Questionnaire>) -> Result<Option<Version>, Fault> {
    store::newest(tx, id)?.map(|row| read(id, row)).transpose()
}

/// A version that something was answered to.
pub fn version(tx: &ReadTx<'_>, id: Id<Questionnaire>, number: i64) -> Result<Version, Fault> {
    let row = store::version(tx, id, number)?.ok_or_else(|| Fault::new(Code::NotFound))?;
    read(id, row)
}

fn read(questionnaire: Id<Questionnaire>, row: VersionRow) -> Result<Version, Fault> {
    let document: Value = serde_json::from_str(&row.form).map_err(Fault::internal)?;
    Ok(Version {
        questionnaire,
        number: row.version,
        title: row.title,
        form: document::form(&document).ok_or_else(|| Fault::new(Code::Internal))?,
        document,
    })
}

/// The questionnaire that a flow names.
pub fn titled(tx: &ReadTx<'_>, title: &str) -> Result<Option<Id<Questionnaire>>, Fault> {
    Ok(store::by_title(tx, title)?)
}

/// Those that may be answered, in the order of categories.
pub fn offered(tx: &ReadTx<'_>) -> Result<Vec<Offer>, Fault> {
    let offers = store::offered(tx)?.into_iter();
    Ok(offers
        .map(|(id, title, category)| Offer { id, title, category })
        .collect())
}
