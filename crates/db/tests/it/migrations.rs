//! Schemas from nothing, from half-way and from elsewhere.

use slipway_db::{Config, Db, Error, MigrateError, Migration, OpenError, Sql, params, testing};

const FIRST: Migration = Migration {
    version: 1,
    name: "0001_first",
    sqlite: "create table berth (number integer primary key, name text not null) strict;\n",
    postgres: "create table berth (number bigint primary key, name text not null);\n",
};

const SECOND: Migration = Migration {
    version: 2,
    name: "0002_second",
    sqlite: "insert into berth values (1, 'north; and south'); -- two; statements\nupdate berth set name = name || '!';",
    postgres: "insert into berth values (1, 'north; and south'); -- two; statements\nupdate berth set name = name || '!';",
};

const ONE: &[Migration] = &[FIRST];
const TWO: &[Migration] = &[FIRST, SECOND];

/// A store without any schema, opened once more with other migrations by `config`.
fn from_nothing(body: impl Fn(&testing::Scratch)) {
    testing::both(&[], body);
}

/// Opens the store of `scratch` with other migrations. On SQLite the first handle has to let go.
fn reopen(scratch: &testing::Scratch, migrations: &'static [Migration]) -> Result<Db, OpenError> {
    scratch.close();
    Db::open(&scratch.config(), migrations)
}

fn name_of_first(db: &Db) -> Result<String, Error> {
    let sql = Sql::new("name", "select name from berth where number = 1");
    db.read_blocking(move |tx| tx.query_one(sql, params![], |row| row.get(0)))
}

#[test]
fn what_is_pending_is_applied_once_and_in_order() {
    from_nothing(|scratch| {
        let db = reopen(scratch, TWO).unwrap();
        assert_eq!(db.pending_migrations().unwrap(), ["0001_first", "0002_second"]);
        assert_eq!(db.migrate(testing::at()).unwrap(), ["0001_first", "0002_second"]);
        assert!(db.pending_migrations().unwrap().is_empty());
        assert!(db.migrate(testing::at()).unwrap().is_empty());
        assert_eq!(name_of_first(&db).unwrap(), "north; and south!");
    });
}

#[test]
fn a_newer_program_applies_only_what_is_new() {
    from_nothing(|scratch| {
        let old = reopen(scratch, ONE).unwrap();
        old.migrate(testing::at()).unwrap();
        old.close();
        let new = Db::open(&scratch.config(), TWO).unwrap();
        assert_eq!(new.migrate(testing::at()).unwrap(), ["0002_second"]);
    });
}

#[test]
fn an_older_program_does_not_touch_a_newer_schema() {
    from_nothing(|scratch| {
        let new = reopen(scratch, TWO).unwrap();
        new.migrate(testing::at()).unwrap();
        new.close();
        let err = Db::open(&scratch.config(), ONE).unwrap_err();
        assert_eq!(
            err.to_string(),
            "the store has schema 2, this program knows up to 1: start a newer program, or restore a backup"
        );
    });
}

const EDITED: Migration = Migration {
    version: 1,
    name: "0001_first",
    sqlite: "create table berth (number integer primary key, name text) strict;",
    postgres: "create table berth (number bigint primary key, name text);",
};
const EDITED_FIRST: &[Migration] = &[EDITED, SECOND];

#[test]
fn an_edited_migration_is_refused() {
    from_nothing(|scratch| {
        let db = reopen(scratch, ONE).unwrap();
        db.migrate(testing::at()).unwrap();
        db.close();
        let err = Db::open(&scratch.config(), EDITED_FIRST).unwrap_err();
        let OpenError::Schema(MigrateError::Changed { version, name }) = err else {
            panic!("{err}")
        };
        assert_eq!((version, name.as_str()), (1, "0001_first"));
    });
}

const WINDOWS: &[Migration] = &[Migration {
    version: 1,
    name: "0001_first",
    sqlite: "create table berth (number integer primary key, name text not null) strict;\r\n",
    postgres: "create table berth (number bigint primary key, name text not null);\r\n",
}];

#[test]
fn line_ends_of_a_checkout_do_not_count() {
    from_nothing(|scratch| {
        let db = reopen(scratch, ONE).unwrap();
        db.migrate(testing::at()).unwrap();
        db.close();
        Db::open(&scratch.config(), WINDOWS).unwrap();
    });
}

const BROKEN: &[Migration] = &[
    FIRST,
    Migration {
        version: 2,
        name: "0002_broken",
        sqlite: "insert into berth values (1, 'north'); insert into berth values (1, 'again');",
        postgres: "insert into berth values (1, 'north'); insert into berth values (1, 'again');",
    },
];

#[test]
fn a_statement_that_fails_is_named() {
    from_nothing(|scratch| {
        let db = reopen(scratch, BROKEN).unwrap();
        let err = db.migrate(testing::at()).unwrap_err();
        assert!(
            matches!(
                err,
                MigrateError::Failed {
                    version: 2,
                    name: "0002_broken",
                    statement: 2,
                    ..
                }
            ),
            "{err}"
        );
        assert!(std::error::Error::source(&err).is_some());
        assert_eq!(db.pending_migrations().unwrap(), ["0002_broken"]);
        // SQLite undoes the whole migration; PostgreSQL has kept the first statement and knows that it did.
        assert_eq!(name_of_first(&db).is_ok(), !scratch.is_sqlite());
        let err = db.migrate(testing::at()).unwrap_err();
        assert!(
            matches!(err, MigrateError::Failed { statement: 2, .. }),
            "the first one is not run twice: {err}"
        );
    });
}

const REBUILT: &[Migration] = &[
    Migration {
        version: 1,
        name: "0001_parents",
        sqlite: "create table parent (id integer primary key) strict;
                 create table child (parent_id integer references parent (id)) strict;
                 insert into parent values (1); insert into child values (1);",
        postgres: "",
    },
    Migration {
        version: 2,
        name: "0002_rebuild",
        sqlite: "create table parent_new (id integer primary key, name text) strict;
                 insert into parent_new (id) select id from parent;
                 drop table parent;
                 alter table parent_new rename to parent;",
        postgres: "",
    },
];
const DANGLING: &[Migration] = &[
    REBUILT[0],
    Migration {
        version: 2,
        name: "0002_dangling",
        sqlite: "delete from parent;",
        postgres: "",
    },
];

#[test]
fn a_table_can_be_rebuilt_under_those_that_refer_to_it() {
    let db = testing::sqlite(REBUILT);
    let sql = Sql::new(
        "children",
        "select count(*) from child join parent on parent.id = child.parent_id",
    );
    let n_children = db
        .read_blocking(move |tx| tx.query_one(sql, params![], |row| row.get::<i64>(0)))
        .unwrap();
    assert_eq!(n_children, 1);
    let orphan = Sql::new("orphan", "insert into child values (2)");
    let err = db
        .keep_house_blocking(testing::at(), move |tx| tx.execute(orphan, params![]))
        .unwrap_err();
    assert!(
        matches!(err, Error::ForeignKey { .. }),
        "foreign keys are on again: {err}"
    );
}

#[test]
fn a_migration_that_leaves_dangling_rows_is_undone() {
    let folder = testing::Folder::new();
    let db = Db::open(&folder.config(), DANGLING).unwrap();
    let err = db.migrate(testing::at()).unwrap_err();
    assert!(
        matches!(err, MigrateError::Dangling { version: 2, ref table, .. } if table == "child"),
        "{err}"
    );
    assert_eq!(db.pending_migrations().unwrap(), ["0002_dangling"]);
}

#[test]
fn servers_that_start_at_once_share_the_work() {
    testing::on_postgres(&[], |scratch| {
        let config = Config {
            n_connections: Some(1),
            ..scratch.config()
        };
        let finished: Vec<&str> = std::thread::scope(|scope| {
            let servers: Vec<_> = (0..4)
                .map(|_| {
                    let config = config.clone();
                    scope.spawn(move || Db::open(&config, TWO).unwrap().migrate(testing::at()).unwrap())
                })
                .collect();
            servers.into_iter().flat_map(|server| server.join().unwrap()).collect()
        });
        let mut finished = finished;
        finished.sort_unstable();
        assert_eq!(
            finished,
            ["0001_first", "0002_second"],
            "each migration was finished by exactly one"
        );
        assert_eq!(
            name_of_first(&Db::open(&config, TWO).unwrap()).unwrap(),
            "north; and south!"
        );
    });
}
