//! Which stores can be opened, by whom, and what is left of them afterwards.

use slipway_db::{Config, Db, Error, OpenError, params, testing};

use crate::support::{LIBRARY, SHELF_NAMES, add_shelf, send, shelf_names, write};

#[test]
fn a_second_owner_of_the_file_is_refused_until_the_first_lets_go() {
    let folder = testing::Folder::new();
    let first = Db::open(&folder.config(), LIBRARY).unwrap();
    let err = Db::open(&folder.config(), LIBRARY).unwrap_err();
    let path = folder.path().join("slipway.db");
    assert_eq!(
        err.to_string(),
        format!(
            "another process has {} open; stop it, or give this one another store",
            path.display()
        )
    );
    first.close();
    Db::open(&folder.config(), LIBRARY).unwrap();
}

#[test]
fn the_last_handle_lets_go_of_the_file() {
    let folder = testing::Folder::new();
    let first = Db::open(&folder.config(), LIBRARY).unwrap();
    let clone = first.clone();
    drop(first);
    assert!(matches!(
        Db::open(&folder.config(), LIBRARY),
        Err(OpenError::InUse { .. })
    ));
    drop(clone);
    Db::open(&folder.config(), LIBRARY).unwrap();
}

#[test]
fn a_store_that_was_closed_has_everything_when_it_is_opened_again() {
    testing::both(LIBRARY, |db| {
        write(db, |tx| add_shelf(tx, "atlases")).unwrap();
        db.close();
        let closed = db.read_blocking(|tx| tx.query(SHELF_NAMES, params![], |row| row.get::<String>(0)));
        assert!(matches!(
            closed,
            Err(Error::Unavailable {
                reason: "the store is closed",
                ..
            })
        ));
        assert_eq!(shelf_names(&Db::open(&db.config(), LIBRARY).unwrap()), ["atlases"]);
    });
}

#[test]
fn what_was_answered_is_in_the_files_even_if_the_process_stops_dead() {
    let db = testing::sqlite(LIBRARY);
    write(&db, |tx| add_shelf(tx, "atlases")).unwrap();
    // Nobody writes now, so a copy of the files is what a process that stopped dead would leave behind.
    let left = testing::Folder::new();
    std::fs::create_dir_all(left.path()).unwrap();
    let folder = std::path::PathBuf::from(db.config().url).parent().unwrap().to_owned();
    for file in ["slipway.db", "slipway.db-wal"] {
        std::fs::copy(folder.join(file), left.path().join(file)).unwrap();
    }
    assert_eq!(shelf_names(&Db::open(&left.config(), LIBRARY).unwrap()), ["atlases"]);
}

#[test]
fn the_folder_of_a_store_is_made() {
    let folder = testing::Folder::new();
    let deep = folder.path().join("a/b/c.db");
    Db::open(&Config::new(format!("sqlite:{}", deep.display())), &[]).unwrap();
    assert!(deep.exists());
}

#[test]
fn an_address_that_is_none_is_refused_without_its_password() {
    for url in ["", ":memory:", "mysql://ada@harbour/slipway"] {
        assert!(
            matches!(Db::open(&Config::new(url), &[]), Err(OpenError::Address { .. })),
            "{url}"
        );
    }
    let err = Db::open(
        &Config::new("postgres://ada:sesame@localhost/slipway?sslmode=maybe"),
        &[],
    )
    .unwrap_err();
    assert!(matches!(err, OpenError::Address { .. }));
    assert!(!err.to_string().contains("sesame"), "{err}");
}

#[test]
fn a_server_on_another_machine_is_not_spoken_to_in_clear_unless_the_address_says_so() {
    let err = Db::open(&Config::new("postgres://ada@harbour.example/slipway"), &[]).unwrap_err();
    assert!(
        matches!(err, OpenError::ClearText { ref host } if host == "harbour.example"),
        "{err}"
    );
    assert!(err.to_string().contains("sslmode=require"));
}

#[test]
fn a_server_that_is_not_there_is_said_to_be_out_of_reach() {
    let err = Db::open(&Config::new("postgres://ada@127.0.0.1:1/slipway"), &[]).unwrap_err();
    assert!(matches!(err, OpenError::Postgres { .. }), "{err}");
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let err = Db::open(&Config::new("/dev/null/slipway.db"), &[]).unwrap_err();
    assert!(
        matches!(err, OpenError::File { ref path, .. } if path == std::path::Path::new("/dev/null")),
        "{err}"
    );
}

#[test]
fn a_file_that_is_no_store_is_left_alone() {
    let folder = testing::Folder::new();
    std::fs::create_dir_all(folder.path()).unwrap();
    let file = folder.path().join("slipway.db");
    let letter = "Dear Ada, this is no database, but a letter that happens to have a long first line.".repeat(40);
    std::fs::write(&file, &letter).unwrap();
    let err = Db::open(&folder.config(), LIBRARY).unwrap_err();
    assert!(matches!(err, OpenError::Sqlite { .. }), "{err}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), letter);
}

#[test]
fn an_encrypted_connection_needs_an_authority_that_is_known() {
    let Ok(authority) = std::env::var("SLIPWAY_TEST_POSTGRES_AUTHORITY") else {
        return;
    };
    testing::on_postgres(LIBRARY, |db| {
        let url = db.config().url.replace("sslmode=disable", "sslmode=require");
        let strange = Db::open(&Config::new(url.clone()), LIBRARY).unwrap_err();
        assert!(matches!(strange, OpenError::Postgres { .. }), "{strange}");
        let known = Config {
            authorities: Some(authority.into()),
            ..Config::new(url)
        };
        let encrypted = Db::open(&known, LIBRARY).unwrap();
        let in_use = slipway_db::Sql::new("tls", "select ssl from pg_stat_ssl where pid = pg_backend_pid()");
        let read = move |db: &Db| {
            db.read_blocking(move |tx| tx.query_one(in_use, params![], |row| row.get::<bool>(0)))
                .unwrap()
        };
        assert!(read(&encrypted));
        assert!(!read(db), "the control: the other handle speaks in clear");
    });
}

#[test]
fn a_handle_may_be_dropped_inside_of_its_own_thread() {
    let folder = testing::Folder::new();
    let db = Db::open(&folder.config(), LIBRARY).unwrap();
    let inside = db.clone();
    let (sent, received) = std::sync::mpsc::channel();
    let mut kept = Some(inside);
    let work = send(db.read(move |_| {
        received.recv().map_err(|_| Error::Panicked)?;
        drop(kept.take());
        Ok::<_, Error>(())
    }))
    .unwrap();
    drop(work);
    drop(db);
    sent.send(()).unwrap();
    // The thread that drops the last handle closes the store; until then it is in use.
    while let Err(err) = Db::open(&folder.config(), LIBRARY) {
        assert!(matches!(err, OpenError::InUse { .. }), "{err}");
        std::thread::yield_now();
    }
}
