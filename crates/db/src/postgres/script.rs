//! Cuts the text of a migration into its statements. SQLite brings its own cutter; PostgreSQL has none.

/// The statements of a script, without the semicolons between them.
pub(super) fn statements(script: &str) -> Vec<&str> {
    let mut statements = Vec::new();
    let mut start = 0;
    let mut place = 0;
    while let Some(rest) = script.get(place..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(';') {
            statements.extend(script.get(start..place));
            start = place + 1;
        }
        place += opaque(rest).unwrap_or_else(|| rest.chars().next().map_or(1, char::len_utf8));
    }
    statements.extend(script.get(start..));
    statements.retain(|statement| !is_blank(statement));
    statements.into_iter().map(str::trim).collect()
}

/// The length of the quoted text, name, comment or dollar-quoted body at the start of `rest`, inside of which a
/// semicolon means nothing. What is not closed goes to the end, for the server to complain about.
fn opaque(rest: &str) -> Option<usize> {
    let (opening, closing) = match rest.as_bytes() {
        [b'\'', ..] => (1, "'"),
        [b'"', ..] => (1, "\""),
        [b'-', b'-', ..] => (2, "\n"),
        [b'/', b'*', ..] => (2, "*/"),
        [b'$', ..] => {
            let tag = dollar_tag(rest)?;
            (tag.len(), tag)
        }
        _ => return None,
    };
    let body = rest.get(opening..)?;
    Some(
        body.find(closing)
            .map_or(rest.len(), |end| opening + end + closing.len()),
    )
}

/// `$$` or `$name$` at the start of `rest`; a placeholder such as `$1` is none.
fn dollar_tag(rest: &str) -> Option<&str> {
    let name_end = rest.get(1..)?.find('$')? + 1;
    let name = rest.get(1..name_end)?;
    let is_name =
        !name.starts_with(|c: char| c.is_ascii_digit()) && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    rest.get(..=name_end).filter(|_| is_name)
}

/// True if there is nothing but space and comments.
fn is_blank(statement: &str) -> bool {
    let rest = statement.trim_start();
    match rest.as_bytes() {
        [] => true,
        [b'-', b'-', ..] | [b'/', b'*', ..] => opaque(rest).and_then(|length| rest.get(length..)).is_none_or(is_blank),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::statements;

    #[test]
    fn a_script_is_cut_at_semicolons_between_statements() {
        assert_eq!(
            statements("create table a (x text);\n\ncreate table b ();"),
            ["create table a (x text)", "create table b ()"]
        );
    }

    #[test]
    fn a_last_statement_needs_no_semicolon() {
        assert_eq!(statements("select 1; select 2"), ["select 1", "select 2"]);
    }

    #[test]
    fn semicolons_inside_quotes_names_and_comments_do_not_cut() {
        let script = "insert into a values ('x;y''z;'); -- no; cut\nselect \"a;b\" /* nor; here */ from a;";
        assert_eq!(
            statements(script),
            [
                "insert into a values ('x;y''z;')",
                "-- no; cut\nselect \"a;b\" /* nor; here */ from a"
            ],
        );
    }

    #[test]
    fn a_function_body_in_dollar_quotes_is_one_statement() {
        let script =
            "create function f() returns int language sql as $body$ select 1; select $$;$$::int; $body$; select $1;";
        assert_eq!(statements(script).len(), 2);
    }

    #[test]
    fn comments_alone_are_no_statement() {
        assert!(statements("-- nothing;\n/* here; */ ;;\n -- at all").is_empty());
    }

    #[test]
    fn letters_of_any_width_are_kept() {
        assert_eq!(statements("select 'Ω'; select 'é;'"), ["select 'Ω'", "select 'é;'"]);
    }
}
