//! The three languages say the same things.

use slipway::edge::Language;
use slipway::edge::text::keys;

#[test]
fn the_languages_have_the_same_keys() {
    let english = keys(Language::English);
    for language in [Language::Portuguese, Language::Spanish] {
        let other = keys(language);
        let missing: Vec<_> = english.iter().filter(|key| !other.contains(key)).collect();
        let extra: Vec<_> = other.iter().filter(|key| !english.contains(key)).collect();
        assert!(
            missing.is_empty() && extra.is_empty(),
            "{}: missing {missing:?}, extra {extra:?}",
            language.tag()
        );
    }
}

#[test]
fn no_key_stands_twice() {
    for language in Language::ALL {
        let keys = keys(language);
        let twice: Vec<_> = keys
            .windows(2)
            .filter(|pair| pair[0] == pair[1])
            .map(|pair| &pair[0])
            .collect();
        assert!(twice.is_empty(), "{}: {twice:?}", language.tag());
    }
}
