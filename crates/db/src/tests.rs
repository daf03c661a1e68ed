#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
use crate::{Error, Migration, params, testing};

const M: &[Migration] = &[Migration {
    version: 1,
    name: "0001_first",
    sqlite: "create table berth (number integer primary key, name text not null) strict;",
    postgres: "create table berth (number bigint primary key, name text not null);",
}];
crate::statements! {
    INSERT = "insert into berth (name, number) values ($2, $1)";
    NAME = "select name from berth where number = $1";
}

#[test]
fn smoke() {
    testing::both(M, |db| {
        db.write_blocking(testing::stamp(), |tx| {
            tx.execute(INSERT, params![1_i64, "north"])?;
            tx.recorded();
            Ok::<_, Error>(())
        })
        .unwrap();
        let name: String = db
            .read_blocking(|tx| tx.query_one(NAME, params![1_i64], |row| row.get(0)))
            .unwrap();
        assert_eq!(name, "north");
        let err = db
            .write_blocking(testing::stamp(), |tx| tx.execute(INSERT, params![1_i64, "x"]))
            .unwrap_err();
        assert!(matches!(err, Error::Unique { constraint, .. } if constraint == "berth_pkey"));
        let err = db
            .write_blocking(testing::stamp(), |tx| tx.execute(INSERT, params![2_i64, "x"]))
            .unwrap_err();
        assert!(matches!(err, Error::Unrecorded));
        eprintln!("{:?}", db.stats());
    });
}
