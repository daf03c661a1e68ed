//! What stands on every page: the number at the bell, and the notices of the installation that their reader has not seen
//! or not confirmed yet (F161). The list of notices is `screen`'s.

use super::query::{self, Notice, Says};
use super::store;
use crate::act::Look;
use crate::edge::page::{Banner, Waiting};
use crate::edge::{Fault, urls};

/// The most banners of a page; the rest waits behind the bell.
const MOST: usize = 2;

/// What waits for the caller.
pub fn waiting(look: &Look<'_>) -> Result<Waiting, Fault> {
    let owner = query::owner(look);
    let mut said = query::announced(look.tx, owner, look.at)?;
    said.retain(Notice::is_open);
    // What asks for a confirmation goes first, then the newest.
    said.sort_by_key(|notice| std::cmp::Reverse((notice.confirmation_required, notice.at, notice.id)));
    let n_said = i64::try_from(said.len()).unwrap_or(0);
    Ok(Waiting {
        n_unread: store::n_unseen(look.tx, owner.account)? + n_said,
        banners: said
            .iter()
            .take(MOST)
            .filter_map(|notice| banner(look, notice))
            .collect(),
    })
}

fn banner(look: &Look<'_>, notice: &Notice) -> Option<Banner> {
    let Says::Text { title, short, .. } = &notice.says else {
        return None;
    };
    let (verb, answer) = if notice.confirmation_required {
        ("confirm", "notice-confirm")
    } else {
        ("seen", "notice-mark")
    };
    Some(Banner {
        title: title.clone(),
        short: short.clone(),
        href: urls::NOTICES.to_owned(),
        action: format!("{}/{verb}", urls::notice(notice.id)),
        answer: look.texts().text(answer),
        asks_confirmation: notice.confirmation_required,
    })
}
