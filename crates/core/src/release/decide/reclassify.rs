//! Moving a release to another model while nothing of its flow is behind it (O21).

use super::{Context, stands_on_first_task, started};
use crate::flow::Status;
use crate::release::command::Reclassification;
use crate::release::event::Event;
use crate::release::record::{Release, Sheet};
use crate::release::refusal::Refusal;

/// Flow, group, calendar and category are the model's then; its mails follow from the model itself.
pub(super) fn reclassify(release: &Release, asked: &Reclassification, context: &Context<'_>) -> Result<Event, Refusal> {
    if release.status == Status::Canceled {
        return Err(Refusal::Canceled);
    }
    if !stands_on_first_task(release, context.flow) {
        return Err(Refusal::Begun);
    }
    let preset = asked.preset;
    let begins = Release {
        category: preset.category,
        sheet: Sheet {
            executor_group: preset.executor_group,
            ..release.sheet.clone()
        },
        ..release.clone()
    };
    Ok(Event::Reclassified {
        preset,
        timing: asked.timing,
        start: started(&asked.flow, &begins, context)?,
    })
}
