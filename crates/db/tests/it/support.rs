//! A small library of books, which no noun of the domain is called after, and the ways to write to it.

use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use slipway_db::{Db, Error, Migration, ReadTx, WriteTx, params, testing};
use uuid::Uuid;

/// Named indexes, an index that `create table` names, checks, and a foreign key that speaks only at the commit.
pub(crate) const LIBRARY: &[Migration] = &[Migration {
    version: 1,
    name: "0001_library",
    sqlite: "
        create table shelf (id blob primary key, name text not null, room text not null, row_number integer not null,
            unique (room, row_number)) strict;
        create unique index shelf_name on shelf (name);
        create table book (id blob primary key, shelf_id blob not null references shelf (id),
            title text not null, n_pages integer not null check (n_pages > 0)) strict;
        create table loan (id blob primary key, book_id blob not null references book (id) deferrable initially deferred)
            strict;",
    postgres: "
        create table shelf (id uuid primary key, name text not null, room text not null, row_number bigint not null,
            unique (room, row_number));
        create unique index shelf_name on shelf (name);
        create table book (id uuid primary key, shelf_id uuid not null references shelf (id),
            title text not null, n_pages bigint not null check (n_pages > 0));
        create table loan (id uuid primary key, book_id uuid not null references book (id) deferrable initially deferred);",
}];

slipway_db::statements! {
    INSERT_SHELF = "insert into shelf (id, name, room, row_number) values ($1, $2, $3, $4)";
    INSERT_BOOK = "insert into book (id, shelf_id, title, n_pages) values ($1, $2, $3, $4)";
    INSERT_LOAN = "insert into loan (id, book_id) values ($1, $2)";
    SHELF_NAMES = "select name from shelf order by name";
    TITLES = "select title from book order by title";
    RENAME_SHELVES = "update shelf set name = name || $1";
    RENAME_SHELF = "update shelf set name = $2 where id = $1";
    ENLARGE = "update book set n_pages = n_pages + $2 where id = $1 returning n_pages";
}

/// A closure that writes, for tests that need several of one type.
pub(crate) type Work = Box<dyn FnMut(&WriteTx<'_>) -> Result<(), Error> + Send>;

/// Writes and says that an event tells of it.
pub(crate) fn write<T: Send + 'static>(
    db: &Db,
    mut work: impl FnMut(&WriteTx<'_>) -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    db.write_blocking(testing::stamp(), move |tx| {
        let done = work(tx)?;
        tx.recorded();
        Ok(done)
    })
}

/// Adds a shelf that stands alone in its room.
pub(crate) fn add_shelf(tx: &WriteTx<'_>, name: &str) -> Result<Uuid, Error> {
    let id = Uuid::now_v7();
    tx.execute(INSERT_SHELF, params![id, name, id.to_string(), 1_i64])?;
    Ok(id)
}

/// Polls a future of the store once, which is what sends its work; answers its result if that is refused at once.
pub(crate) fn send<F: Future>(future: F) -> Result<Pin<Box<F>>, F::Output> {
    let mut future = Box::pin(future);
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Pending => Ok(future),
        Poll::Ready(result) => Err(result),
    }
}

/// Waits for a future.
pub(crate) fn wait<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(future)
}

/// The names of all shelves, in order.
pub(crate) fn shelf_names(db: &Db) -> Vec<String> {
    db.read_blocking(|tx: &ReadTx<'_>| tx.query(SHELF_NAMES, params![], |row| row.get(0)))
        .unwrap()
}

#[test]
fn every_statement_of_a_store_is_understood_by_both_engines() {
    testing::both(LIBRARY, |db| {
        db.read_blocking(|tx| ALL.iter().try_for_each(|sql| tx.check(*sql)))
            .unwrap();
    });
}
