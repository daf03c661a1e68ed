//! Every code has its texts and its page.

use slipway::edge::fault::key;
use slipway::edge::{Code, Language, Texts};

use crate::support::World;

#[test]
fn every_code_has_a_page_and_texts_in_three_languages() {
    let world = World::on_sqlite();
    for code in Code::ALL {
        let page = world.nobody.get(&format!("/errors/{}", code.slug())).expect(200).text();
        assert!(page.contains(code.slug()), "{}", code.slug());
        for language in Language::ALL {
            let texts = Texts(language);
            for part in ["", "-detail", "-help"] {
                let text = format!("fault-{}{part}", key(*code));
                assert!(texts.knows(&text), "{} lacks {text}", language.tag());
            }
        }
    }
    world.nobody.get("/errors/nothing.like_that").expect(404);
}
