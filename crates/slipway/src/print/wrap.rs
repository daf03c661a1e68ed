//! Texts cut into lines: at blanks where there are any, in the middle of a word that is wider than the line alone.

/// The lines of a text, none wider than `width` unless it is a single letter. Line ends of the text are kept.
pub(super) fn lines(text: &str, width: f32, advance: impl Fn(char) -> f32) -> Vec<String> {
    text.lines()
        .flat_map(|paragraph| paragraph_lines(&plain(paragraph), width, &advance))
        .collect()
}

/// What cannot be seen takes no room, but for tabs, which are blanks.
fn plain(paragraph: &str) -> String {
    let seen = |c: &char| !c.is_control() || *c == '\t';
    paragraph
        .chars()
        .filter(seen)
        .map(|c| if c == '\t' { ' ' } else { c })
        .collect()
}

fn paragraph_lines(paragraph: &str, width: f32, advance: &impl Fn(char) -> f32) -> Vec<String> {
    let measured = |text: &str| text.chars().map(advance).sum::<f32>();
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in paragraph.split(' ').filter(|word| !word.is_empty()) {
        let longer = if line.is_empty() {
            word.to_owned()
        } else {
            format!("{line} {word}")
        };
        if measured(&longer) <= width {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        let mut pieces = pieces(word, width, advance);
        line = pieces.pop().unwrap_or_default();
        lines.append(&mut pieces);
    }
    lines.push(line);
    lines
}

/// A word in pieces that fit.
fn pieces(word: &str, width: f32, advance: &impl Fn(char) -> f32) -> Vec<String> {
    let (mut pieces, mut piece, mut taken) = (Vec::new(), String::new(), 0.0);
    for c in word.chars() {
        let wide = advance(c);
        if taken + wide > width && !piece.is_empty() {
            pieces.push(std::mem::take(&mut piece));
            taken = 0.0;
        }
        piece.push(c);
        taken += wide;
    }
    pieces.push(piece);
    pieces
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::cast_precision_loss, reason = "a test may fail loudly")]

    use super::*;

    fn cut(text: &str, width: f32) -> Vec<String> {
        lines(text, width, |_| 1.0)
    }

    #[test]
    fn lines_break_at_blanks_and_long_words_where_they_must() {
        assert_eq!(cut("one two three", 7.0), ["one two", "three"]);
        assert_eq!(cut("abcdefgh ij", 3.0), ["abc", "def", "gh", "ij"]);
        assert_eq!(cut("a\n\nb", 9.0), ["a", "", "b"]);
        assert_eq!(cut("a\tb\u{7}c", 9.0), ["a bc"]);
        assert_eq!(cut("", 9.0), Vec::<String>::new());
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_is_too_wide(text in "[a-zé \\n]{0,200}", width in 1..40_u8) {
            let lines = cut(&text, f32::from(width));
            for line in &lines {
                proptest::prop_assert!(line.chars().count() <= usize::from(width));
            }
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            proptest::prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }
    }
}
