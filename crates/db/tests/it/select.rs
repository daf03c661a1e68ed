//! Lists put together from fragments: numbering, and the same answers on both engines.

use proptest::prelude::*;
use slipway_db::{Direction, Error, Select, SortKey, Sql, Value, params, testing};
use uuid::Uuid;

use crate::support::{INSERT_SHELF, LIBRARY, write};

const SHELVES: Sql = Sql::new("shelves", "select s.name from shelf s");

fn stock(db: &slipway_db::Db) {
    write(db, |tx| {
        for (number, name) in (0_i64..).zip(["atlases", "ballads", "codices", "diaries", "essays"]) {
            tx.execute(
                INSERT_SHELF,
                params![Uuid::now_v7(), name, if number < 3 { "east" } else { "west" }, number],
            )?;
        }
        Ok(())
    })
    .unwrap();
}

fn names(db: &slipway_db::Db, list: &Select) -> Vec<String> {
    let list = list.clone();
    db.read_blocking(move |tx| list.all(tx, |row| row.get(0))).unwrap()
}

#[test]
fn filters_are_joined_by_and() {
    testing::both(LIBRARY, |db| {
        stock(db);
        let list = Select::new(SHELVES).order("s.name");
        assert_eq!(names(db, &list).len(), 5);
        let east = list.filter("s.room = $", "east").only("s.row_number <> 1");
        assert_eq!(names(db, &east), ["atlases", "codices"]);
        let either = east.filter("s.name = $ or s.name < $", "codices");
        assert_eq!(
            names(db, &either),
            ["atlases", "codices"],
            "an `or` inside a fragment stays inside"
        );
    });
}

#[test]
fn a_value_is_one_of_some() {
    testing::both(LIBRARY, |db| {
        stock(db);
        let one_of = |asked: &[&str]| names(db, &Select::new(SHELVES).filter_in("s.name in", asked).order("s.name"));
        assert_eq!(one_of(&["essays", "atlases", "none such"]), ["atlases", "essays"]);
        assert_eq!(one_of(&["ballads"]), ["ballads"]);
        assert!(one_of(&[]).is_empty(), "none of none");
    });
}

#[test]
fn lists_of_similar_length_share_a_text() {
    let text = |n_values: i64| Select::new(SHELVES).filter_in("s.row_number in", 0..n_values).text();
    assert_eq!(text(5), text(8));
    assert_ne!(text(4), text(5));
}

#[test]
fn pages_follow_each_other_without_gap_or_overlap() {
    testing::both(LIBRARY, |db| {
        stock(db);
        let page = |after: Option<(&str, i64)>| {
            let list = Select::new("select s.room, s.row_number, s.name from shelf s");
            let list = match after {
                Some((room, row_number)) => list.after("(s.room, s.row_number) > ($, $)", params![room, row_number]),
                None => list,
            };
            let list = list.order("s.room, s.row_number").limit(2);
            db.read_blocking(move |tx| {
                list.all(tx, |row| {
                    Ok((row.get::<String>(0)?, row.get::<i64>(1)?, row.get::<String>(2)?))
                })
            })
            .unwrap()
        };
        let mut seen: Vec<String> = Vec::new();
        let mut last = None;
        loop {
            let rows = page(
                last.as_ref()
                    .map(|(room, row_number): &(String, i64)| (room.as_str(), *row_number)),
            );
            let Some((room, row_number, _)) = rows.last().cloned() else {
                break;
            };
            seen.extend(rows.into_iter().map(|(_, _, name)| name));
            last = Some((room, row_number));
        }
        assert_eq!(seen, ["atlases", "ballads", "codices", "diaries", "essays"]);
    });
}

/// Reads a list two rows at a time, each page behind the last row of the one before.
fn walked(db: &slipway_db::Db, keys: &[SortKey]) -> Vec<String> {
    let (mut seen, mut last) = (Vec::new(), None::<Vec<Value>>);
    loop {
        let mut list = Select::new("select s.room, s.row_number, s.name from shelf s");
        if let Some(last) = &last {
            list = list.behind(keys, last);
        }
        let list = list.order_by(keys).limit(2);
        let rows = db
            .read_blocking(move |tx| {
                list.all(tx, |row| {
                    Ok::<_, Error>((row.get::<String>(0)?, row.get::<i64>(1)?, row.get::<String>(2)?))
                })
            })
            .unwrap();
        let Some((room, row_number, _)) = rows.last().cloned() else {
            return seen;
        };
        seen.extend(rows.into_iter().map(|(_, _, name)| name));
        last = Some(params![room, row_number].to_vec());
    }
}

#[test]
fn keys_chosen_at_run_time_page_in_any_mixture_of_directions() {
    use Direction::{Falling, Rising};
    testing::both(LIBRARY, |db| {
        stock(db);
        let by = |room, row_number| {
            [("s.room", room), ("s.row_number", row_number)].map(|(column, direction)| SortKey { column, direction })
        };
        let all = ["atlases", "ballads", "codices", "diaries", "essays"];
        assert_eq!(walked(db, &by(Rising, Rising)), all);
        assert_eq!(
            walked(db, &by(Falling, Falling)),
            all.into_iter().rev().collect::<Vec<_>>()
        );
        assert_eq!(
            walked(db, &by(Falling, Rising)),
            ["diaries", "essays", "atlases", "ballads", "codices"]
        );
        assert_eq!(
            walked(db, &by(Rising, Falling)),
            ["codices", "ballads", "atlases", "essays", "diaries"]
        );
    });
}

#[test]
fn a_base_with_its_own_where_and_values_is_narrowed() {
    let base = Sql::new("east", "select s.name from shelf s where s.room = $1 and s.name <> $2");
    testing::both(LIBRARY, move |db| {
        stock(db);
        let list = Select::narrowing(base)
            .given(params!["east", "ballads"])
            .filter("s.row_number >= $", 1_i64);
        assert_eq!(names(db, &list), ["codices"]);
    });
}

#[test]
fn groups_can_be_counted() {
    testing::both(LIBRARY, |db| {
        stock(db);
        let counts = db
            .read_blocking(|tx| {
                Select::new("select s.room, count(*) from shelf s")
                    .filter("s.name > $", "atlases")
                    .group("s.room")
                    .order("s.room")
                    .all(tx, |row| Ok::<_, Error>((row.get::<String>(0)?, row.get::<i64>(1)?)))
            })
            .unwrap();
        assert_eq!(counts, [("east".to_owned(), 2), ("west".to_owned(), 2)]);
    });
}

#[test]
fn text_of_a_person_stays_a_value() {
    testing::both(LIBRARY, |db| {
        stock(db);
        let list = Select::new(SHELVES).filter("s.name = $", "atlases' or '1' = '1");
        assert!(names(db, &list).is_empty());
    });
}

#[test]
fn a_sign_inside_quotes_is_no_placeholder() {
    testing::both(LIBRARY, |db| {
        stock(db);
        let list = Select::new(SHELVES).filter("s.name <> '$' and s.name = $", "atlases");
        assert_eq!(names(db, &list), ["atlases"]);
    });
}

/// Fragments that hold for every row, with their values.
fn fragments() -> impl Strategy<Value = Vec<(usize, i64)>> {
    proptest::collection::vec((0_usize..4, 0_i64..1_000), 0..8)
}

fn with_fragments(fragments: &[(usize, i64)]) -> (Select, Vec<i64>) {
    let mut list = Select::new("select 1");
    let mut expected = Vec::new();
    for (kind, value) in fragments {
        list = match kind {
            0 => list.only("1 = 1"),
            1 => list.filter("$ >= 0", *value),
            2 => list.filter_all("$ >= $ - 1", params![*value, *value]),
            _ => list.filter_in("0 not in", [*value + 1, *value + 2, *value + 3]),
        };
        expected.extend(match kind {
            0 => vec![],
            1 => vec![*value],
            2 => vec![*value, *value],
            _ => vec![*value + 1, *value + 2, *value + 3, *value + 3],
        });
    }
    (list, expected)
}

/// The numbers behind the `$` signs, in the order of the text.
fn numbers(text: &str) -> Vec<usize> {
    text.split('$')
        .skip(1)
        .map(|rest| {
            rest.split(|c: char| !c.is_ascii_digit())
                .next()
                .unwrap()
                .parse()
                .unwrap()
        })
        .collect()
}

proptest! {
    #[test]
    fn placeholders_are_numbered_in_the_order_of_their_values(fragments in fragments()) {
        let (list, expected) = with_fragments(&fragments);
        prop_assert_eq!(numbers(&list.text()), (1..=expected.len()).collect::<Vec<_>>());
        let limited = list.limit(10);
        prop_assert_eq!(numbers(&limited.text()), (1..=expected.len() + 1).collect::<Vec<_>>());
        let values: Vec<Value> = expected.into_iter().map(Value::Int).collect();
        prop_assert_eq!(limited.values(), &values[..]);
    }
}

#[test]
fn any_mixture_of_fragments_is_accepted_by_both_engines() {
    testing::both(LIBRARY, |db| {
        let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(40));
        runner
            .run(&fragments(), |fragments| {
                let (list, _) = with_fragments(&fragments);
                let list = list.limit(3);
                let found = db.read_blocking(move |tx| list.all(tx, |row| row.get::<i64>(0)));
                prop_assert_eq!(found.unwrap(), [1]);
                Ok(())
            })
            .unwrap();
    });
}
