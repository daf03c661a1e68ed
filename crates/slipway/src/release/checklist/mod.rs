//! The questionnaires of a release: chosen or asked for by a task, answered, confirmed by somebody with the right, and
//! answered again (F055, F106, B201, B202). Forms are built in the room `questionnaire`.

pub mod api;
pub mod command;
pub mod query;
pub mod read;
pub mod screen;
pub mod store;

use crate::edge::Routes;

pub fn routes() -> Routes {
    api::routes().and(screen::routes())
}
