//! What the CMDB begins with (F 6.2–6.4): stages with their default groups, statuses, types, types of relationships.
//! Made by the commands that people use, in one act, on the first start of an installation that has no status yet.

use serde_json::{Value, json};
use slipway_db::{ReadTx, params, statements};
use uuid::Uuid;

use super::kinds::{
    DEVELOPMENT, INVENTORY, ITEM_GROUPS, ITEM_STATUSES, ITEM_TYPES, PRODUCTION, RELATIONSHIP_TYPES, STAGES,
};
use crate::act::{Act, new_uuid};
use crate::app::App;
use crate::edge::{Fault, Texts};
use crate::entry::kind::Kind;
use crate::entry::{command, sheet::Draft};

statements! {
    STATUSES = "select count(*) from item_status";
    /// Stages that have a group that new items of it go to.
    DEFAULTS = "select distinct stage from item_group where stage_default and active and deleted_at is null";
}

/// Fills an empty CMDB, and says which stages lack a default group (B148).
pub async fn install(app: &App) -> Result<(), Fault> {
    let at = app.now();
    let is_new = app
        .db()
        .read(|tx| Ok::<_, Fault>(tx.query_one(STATUSES, params![], |row| row.get::<i64>(0))? == 0))
        .await?;
    if is_new {
        app.act_as_system(at, new_uuid(at), fill).await?;
    }
    let lacking = app.db().read(|tx| Ok::<_, Fault>(without_default(tx)?)).await?;
    for stage in lacking {
        tracing::warn!(
            cmdb.stage = stage,
            "no group is the default of this stage: nothing can be moved there"
        );
    }
    Ok(())
}

/// The stages without a default group.
pub fn without_default(tx: &ReadTx<'_>) -> Result<Vec<&'static str>, slipway_db::Error> {
    let found = tx.query(DEFAULTS, params![], |row| row.get::<Option<String>>(0))?;
    let has = |stage: &str| found.iter().flatten().any(|known| known == stage);
    Ok(STAGES.iter().copied().filter(|stage| !has(stage)).collect())
}

fn make(act: &Act<'_>, kind: &'static Kind, body: Value) -> Result<Uuid, Fault> {
    Ok(command::create(act, kind, &Draft::plain(body))?.id)
}

fn fill(act: &Act<'_>) -> Result<(), Fault> {
    let texts = Texts(act.app.language());
    groups(act, texts)?;
    for (tag, editing, usual) in [
        ("in_development", "open", false),
        ("activated", "open", true),
        ("in_maintenance", "open", false),
        ("in_stock", "open", false),
        ("deactivated", "open", false),
        ("destroyed", super::kinds::NEVER, false),
    ] {
        let name = texts.text(&format!("seed-item-status-{}", tag.replace('_', "-")));
        let body = json!({"name": name, "tag": tag, "editing": editing, "usual": usual});
        make(act, &ITEM_STATUSES, body)?;
    }
    for (tag, category, icon) in [
        ("server", "hardware", "server"),
        ("network_device", "hardware", "network"),
        ("application", "software", "app"),
        ("database", "software", "database"),
        ("environment", "environment", "cloud"),
        ("document", "document", "portfolio"),
        ("service", super::kinds::SERVICE, "globe"),
    ] {
        let name = texts.text(&format!("seed-item-type-{}", tag.replace('_', "-")));
        let body = json!({"name": name, "tag": tag, "category": category, "icon": icon});
        make(act, &ITEM_TYPES, body)?;
    }
    relationship_types(act, texts)
}

/// The three roots with a default group each, and the inventory inside development.
fn groups(act: &Act<'_>, texts: Texts) -> Result<(), Fault> {
    for stage in [DEVELOPMENT, "homologation", PRODUCTION] {
        let name = texts.text(&format!("seed-stage-{stage}"));
        let root = make(act, &ITEM_GROUPS, json!({"name": name, "stage": stage}))?;
        let name = texts.text(&format!("seed-stage-{stage}-default"));
        make(
            act,
            &ITEM_GROUPS,
            json!({"name": name, "parent": root, "default": true}),
        )?;
        if stage == DEVELOPMENT {
            let name = texts.text("seed-stage-inventory");
            let body = json!({"name": name, "parent": root, "stage": INVENTORY, "default": true});
            make(act, &ITEM_GROUPS, body)?;
        }
    }
    Ok(())
}

fn relationship_types(act: &Act<'_>, texts: Texts) -> Result<(), Fault> {
    for (tag, position, impact) in [
        ("depends-on", "upper_lower", "target_to_source"),
        ("runs-on", "upper_lower", "target_to_source"),
        ("part-of", "upper_lower", "source_to_target"),
        ("connects-to", "same_level", "both"),
        ("uses", "upper_lower", "target_to_source"),
    ] {
        let body = json!({
            "name": texts.text(&format!("seed-relationship-{tag}")),
            "reverse_name": texts.text(&format!("seed-relationship-{tag}-reverse")),
            "position": position, "impact": impact,
        });
        make(act, &RELATIONSHIP_TYPES, body)?;
    }
    Ok(())
}
