//! Text without case and accents, for search and for an order that is the same on both engines.

/// Lower case, and Latin letters without their marks: `Ação` is found by `acao`.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match plain(letter) {
            Some(letters) => folded.push_str(letters),
            None if is_mark(letter) => {}
            None => folded.push(letter),
        }
    }
    folded
}

/// `words` anywhere in a folded text, as a pattern of `like … escape '\'`.
pub fn pattern(words: &str) -> String {
    let mut pattern = String::from("%");
    for letter in fold(words.trim()).chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

/// Marks that stand for themselves after their letter, as some keyboards and file systems write them.
fn is_mark(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter)
}

fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' => "t",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_accents_do_not_count() {
        for (text, folded) in [
            ("Ação", "acao"),
            ("MUÑOZ", "munoz"),
            ("Straße", "strasse"),
            ("Œuvre", "oeuvre"),
            ("İzmir", "izmir"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
        assert_eq!(fold("a\u{303}"), "a", "a combining tilde is the same letter");
        assert_eq!(fold("日本 42"), "日本 42", "other scripts stay as they are");
    }

    #[test]
    fn what_like_would_read_as_a_sign_is_taken_as_it_is() {
        assert_eq!(pattern(" 50%_a\\b "), r"%50\%\_a\\b%");
    }
}
