//! What is written is what is read, for each kind of value; what is not of the asked type is an error that says so.

use jiff::{Timestamp, civil::Date};
use proptest::prelude::*;
use slipway_core::id::Id;
use slipway_db::{Error, FromValue, Kind, Migration, Row, Sql, ToValue, params, testing};
use uuid::Uuid;

use crate::support::write;

const SPECIMENS: &[Migration] = &[Migration {
    version: 1,
    name: "0001_specimens",
    sqlite:
        "create table specimen (number integer primary key, a_bool integer, an_int integer, a_real real, a_text text,
        some_bytes blob, an_id blob, an_instant integer, a_date text) strict;",
    postgres:
        "create table specimen (number bigint primary key, a_bool boolean, an_int bigint, a_real double precision,
        a_text text, some_bytes bytea, an_id uuid, an_instant timestamptz, a_date date);",
}];

slipway_db::statements! {
    // Placeholders out of order: by first appearance, as SQLite numbers names, every value would go astray.
    INSERT = "insert into specimen (an_instant, a_date, an_id, some_bytes, a_text, a_real, an_int, a_bool, number)
              values ($8, $9, $7, $6, $5, $4, $3, $2, $1)";
    BY_NUMBER = "select a_bool, an_int, a_real, a_text, some_bytes, an_id, an_instant, a_date
                 from specimen where number = $1";
}

/// The kind of thing whose ids are tested.
struct Specimen;

type Cells = (
    Option<bool>,
    Option<i64>,
    Option<f64>,
    Option<String>,
    Option<Vec<u8>>,
    Option<Id<Specimen>>,
    Option<Timestamp>,
    Option<Date>,
);

fn read_cells(row: &Row<'_>) -> Result<Cells, Error> {
    Ok((
        row.get(0)?,
        row.get(1)?,
        row.get(2)?,
        row.get(3)?,
        row.get(4)?,
        row.get(5)?,
        row.get(6)?,
        row.get(7)?,
    ))
}

fn round_trip(db: &slipway_db::Db, number: i64, cells: &Cells) -> Result<Cells, Error> {
    let (a_bool, an_int, a_real, a_text, some_bytes, an_id, an_instant, a_date) = cells.clone();
    write(db, move |tx| {
        tx.execute(
            INSERT,
            params![
                number, a_bool, an_int, a_real, a_text, some_bytes, an_id, an_instant, a_date
            ],
        )
    })?;
    db.read_blocking(move |tx| tx.query_one(BY_NUMBER, params![number], read_cells))
}

fn instants() -> impl Strategy<Value = Timestamp> {
    let first: Timestamp = "0001-01-01T00:00:00Z".parse().unwrap();
    let last: Timestamp = "9999-12-30T00:00:00Z".parse().unwrap();
    (first.as_microsecond()..last.as_microsecond()).prop_map(|micros| Timestamp::from_microsecond(micros).unwrap())
}

fn dates() -> impl Strategy<Value = Date> {
    instants().prop_map(|at| at.to_zoned(jiff::tz::TimeZone::UTC).date())
}

fn cells() -> impl Strategy<Value = Cells> {
    (
        any::<Option<bool>>(),
        any::<Option<i64>>(),
        proptest::option::of(-1e300_f64..1e300),
        // PostgreSQL has no text with a NUL in it.
        proptest::option::of("[^\0]{0,40}"),
        any::<Option<Vec<u8>>>(),
        proptest::option::of(any::<u128>().prop_map(|bits| Id::new(Uuid::from_u128(bits)))),
        proptest::option::of(instants()),
        proptest::option::of(dates()),
    )
}

#[test]
fn what_is_written_is_what_is_read() {
    testing::both(SPECIMENS, |db| {
        let number = std::cell::Cell::new(0);
        let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(64));
        runner
            .run(&cells(), |cells| {
                number.set(number.get() + 1);
                prop_assert_eq!(round_trip(db, number.get(), &cells).unwrap(), cells);
                Ok(())
            })
            .unwrap();
    });
}

#[test]
fn a_row_of_nulls_keeps_its_nulls() {
    testing::both(SPECIMENS, |db| {
        let nothing = (None, None, None, None, None, None, None, None);
        assert_eq!(round_trip(db, 1, &nothing).unwrap(), nothing);
    });
}

#[test]
fn an_instant_is_cut_to_the_microsecond_before_it_is_stored() {
    let fine: Timestamp = "2026-11-22T10:00:00.123456789Z".parse().unwrap();
    testing::both(SPECIMENS, |db| {
        let read = round_trip(db, 1, &(None, None, None, None, None, None, Some(fine), None)).unwrap();
        assert_eq!(read.6.unwrap().to_string(), "2026-11-22T10:00:00.123456Z");
    });
}

/// Reads one expression as a `T`.
fn read_as<T: FromValue + Send + 'static>(db: &slipway_db::Db, text: &'static str) -> Result<T, Error> {
    db.read_blocking(move |tx| tx.query_one(Sql::new("expression", text), params![], |row| row.get(0)))
}

#[test]
fn a_cell_of_another_type_is_named_with_its_statement_and_column() {
    testing::both(SPECIMENS, |db| {
        let err = read_as::<String>(db, "select 1").unwrap_err();
        let Error::Corrupt {
            statement,
            column,
            wanted,
            found,
        } = err
        else {
            panic!("{err}")
        };
        assert_eq!(
            (statement, column, wanted, found),
            ("expression", 0, Kind::Text, "an integer")
        );
        assert_eq!(
            err.to_string(),
            "expression: column 0 should be a text, found an integer"
        );
    });
}

#[test]
fn a_null_is_no_value() {
    testing::both(SPECIMENS, |db| {
        let err = read_as::<i64>(db, "select cast(null as bigint)").unwrap_err();
        assert!(matches!(err, Error::Corrupt { found: "null", .. }), "{err}");
    });
}

#[test]
fn a_column_that_is_not_there_is_an_error() {
    testing::both(SPECIMENS, |db| {
        let found =
            db.read_blocking(|tx| tx.query_one(Sql::new("expression", "select 1"), params![], |row| row.get::<i64>(1)));
        assert!(
            matches!(
                found,
                Err(Error::Corrupt {
                    column: 1,
                    found: "no such column",
                    ..
                })
            ),
            "{found:?}"
        );
    });
}

#[test]
fn a_number_that_does_not_fit_is_an_error_and_one_that_fits_is_not() {
    testing::both(SPECIMENS, |db| {
        assert_eq!(read_as::<i16>(db, "select 32767").unwrap(), 32767);
        assert_eq!(
            read_as::<u32>(db, "select cast(4294967295 as bigint)").unwrap(),
            u32::MAX
        );
        let err = read_as::<i16>(db, "select 32768").unwrap_err();
        assert!(
            matches!(
                err,
                Error::Corrupt {
                    found: "an integer out of range",
                    ..
                }
            ),
            "{err}"
        );
        let err = read_as::<u32>(db, "select -1").unwrap_err();
        assert!(
            matches!(
                err,
                Error::Corrupt {
                    found: "an integer out of range",
                    ..
                }
            ),
            "{err}"
        );
    });
}

#[test]
fn a_domain_type_reads_from_its_text_or_says_that_it_cannot() {
    let day = Sql::new("day", "select a_text from specimen where number = $1");
    testing::both(SPECIMENS, move |db| {
        round_trip(
            db,
            1,
            &(None, None, None, Some("2028-02-29".into()), None, None, None, None),
        )
        .unwrap();
        round_trip(
            db,
            2,
            &(None, None, None, Some("2027-02-29".into()), None, None, None, None),
        )
        .unwrap();
        let parsed = move |number: i64| {
            db.read_blocking(move |tx| tx.query_one(day, params![number], |row| row.parse::<Date>(0)))
        };
        assert_eq!(parsed(1).unwrap(), jiff::civil::date(2028, 2, 29));
        assert!(matches!(
            parsed(2),
            Err(Error::Corrupt {
                column: 0,
                wanted: Kind::Text,
                ..
            })
        ));
    });
}

#[test]
fn booleans_and_reals_of_expressions_are_understood() {
    testing::both(SPECIMENS, |db| {
        assert!(read_as::<bool>(db, "select 2 > 1").unwrap());
        assert!(!read_as::<bool>(db, "select 2 < 1").unwrap());
        assert!((read_as::<f64>(db, "select cast(3 as double precision) / 2").unwrap() - 1.5).abs() < f64::EPSILON);
    });
}

#[test]
fn a_null_keeps_the_type_of_the_option_it_came_from() {
    assert_eq!(None::<Id<Specimen>>.to_value(), slipway_db::Value::Null(Kind::Id));
    assert_eq!(None::<&str>.to_value(), slipway_db::Value::Null(Kind::Text));
    let sql = Sql::new("expression", "select $1 is null, coalesce($1, $2)");
    testing::both(SPECIMENS, move |db| {
        let read = |given: Option<i64>| {
            db.read_blocking(move |tx| {
                tx.query_one(sql, params![given, 7_i64], |row| {
                    Ok((row.get::<bool>(0)?, row.get::<i64>(1)?))
                })
            })
            .unwrap()
        };
        assert_eq!(read(None), (true, 7));
        assert_eq!(read(Some(3)), (false, 3));
    });
}

#[test]
fn placeholders_mean_their_number_wherever_they_stand() {
    let swapped = Sql::new("swapped", "select $2, $1, $2 where $3 = '$1' or $3 = 'x' -- not $4");
    testing::both(SPECIMENS, move |db| {
        let read = db
            .read_blocking(move |tx| {
                tx.query_one(swapped, params!["first", "second", "x"], |row| {
                    Ok([row.get::<String>(0)?, row.get(1)?, row.get(2)?])
                })
            })
            .unwrap();
        assert_eq!(read, ["second", "first", "second"]);
    });
}

#[test]
fn any_order_of_placeholders_gives_the_values_in_that_order() {
    let order = Just((1..=6_usize).collect::<Vec<_>>()).prop_shuffle();
    testing::both(SPECIMENS, |db| {
        let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(40));
        runner
            .run(&order, |order| {
                let places: Vec<String> = order
                    .iter()
                    .map(|number| format!("cast(${number} as bigint)"))
                    .collect();
                let text: &'static str = Box::leak(format!("select {}", places.join(", ")).into_boxed_str());
                let read: Vec<i64> = db
                    .read_blocking(move |tx| {
                        tx.query_one(
                            Sql::new("shuffled", text),
                            params![1_i64, 2_i64, 3_i64, 4_i64, 5_i64, 6_i64],
                            |row| {
                                (0..6)
                                    .map(|column| row.get(column))
                                    .collect::<Result<Vec<i64>, Error>>()
                            },
                        )
                    })
                    .unwrap();
                let wanted: Vec<i64> = order.iter().map(|number| i64::try_from(*number).unwrap()).collect();
                prop_assert_eq!(read, wanted);
                Ok(())
            })
            .unwrap();
    });
}

#[test]
fn too_few_parameters_are_refused() {
    let sql = Sql::new("two", "select cast($1 as bigint), cast($2 as bigint)");
    testing::both(SPECIMENS, move |db| {
        let found = db.read_blocking(move |tx| tx.query(sql, params![1_i64], |row| row.get::<i64>(0)));
        assert!(
            matches!(found, Err(Error::Refused { statement: "two", .. })),
            "{found:?}"
        );
    });
}
