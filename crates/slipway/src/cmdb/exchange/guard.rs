//! Cells that a spreadsheet would run as a formula (G35): an export puts an apostrophe before them, an import takes it off
//! again, so that each text comes back as it was.

/// What a spreadsheet takes for the beginning of a formula.
const BEGINNINGS: &[char] = &['=', '+', '-', '@', '\t', '\r'];

/// Whether a text begins like a formula, behind any apostrophes.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(BEGINNINGS)
}

/// A text as it stands in a cell.
pub fn put_on(text: &str) -> String {
    if is_formula(text) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// A cell as the text it holds.
pub fn taken_off(mut cell: String) -> String {
    if cell.starts_with('\'') && is_formula(&cell) {
        cell.remove(0);
    }
    cell
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{put_on, taken_off};

    #[test]
    fn formulas_are_guarded_and_others_left_alone() {
        for (text, cell) in [
            ("=cmd|'/c calc'!A0", "'=cmd|'/c calc'!A0"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("'=1", "''=1"),
            ("plain", "plain"),
            ("'tis", "'tis"),
            ("a=b", "a=b"),
        ] {
            assert_eq!(put_on(text), cell);
            assert_eq!(taken_off(cell.to_owned()), text);
        }
        assert_eq!(
            taken_off("=1+1".to_owned()),
            "=1+1",
            "a formula of a foreign file is a text"
        );
    }

    proptest! {
        #[test]
        fn every_text_comes_back(text in "['=+@a-]{0,6}") {
            prop_assert_eq!(taken_off(put_on(&text)), text);
        }
    }
}
