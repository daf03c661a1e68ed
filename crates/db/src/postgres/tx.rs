//! A connection and an open transaction on it.

use std::cell::{Cell, RefCell};

use postgres::binary_copy::BinaryCopyInWriter;
use postgres::error::SqlState;
use postgres::types::{ToSql, Type};
use postgres::{Client, Row as PostgresRow, Statement};

use super::convert::{bound, type_of};
use super::fault;
use super::statements::Statements;
use crate::engine::{Each, Engine, Intent, Text};
use crate::lane::Access;
use crate::row::Row;
use crate::statement::Dialect;
use crate::{Error, Value};

/// A connection with its prepared statements.
pub(super) struct Session {
    client: RefCell<Client>,
    statements: RefCell<Statements>,
    /// True between `begin` and `commit` or `rollback`.
    open: Cell<bool>,
    lost: Cell<bool>,
    n_streams: Cell<u32>,
}

impl Session {
    pub(super) fn new(client: Client) -> Self {
        Self {
            client: RefCell::new(client),
            statements: RefCell::default(),
            open: Cell::new(false),
            lost: Cell::new(false),
            n_streams: Cell::new(0),
        }
    }

    /// Begins a transaction. Reads see one moment, as they do on SQLite.
    pub(super) fn begin(&self, access: Access) -> Result<(), Error> {
        self.open.set(true);
        match access {
            Access::Read(limit) => self.batch(
                "begin",
                &format!(
                    "start transaction isolation level repeatable read read only; set local statement_timeout = {}",
                    limit.as_millis().max(1)
                ),
            ),
            Access::Write => self.batch("begin", "start transaction isolation level read committed read write"),
        }
    }

    pub(super) fn commit(&self) -> Result<(), Error> {
        self.open.set(false);
        self.batch("commit", "commit")
    }

    /// Ends the transaction if one is open. If that fails, the connection has to go, and the transaction with it.
    pub(super) fn roll_back(&self) {
        if self.open.replace(false) && !self.is_lost() && self.batch("rollback", "rollback").is_err() {
            self.lost.set(true);
        }
    }

    /// True if the server ended the connection; whatever was not committed is gone.
    pub(super) fn is_lost(&self) -> bool {
        self.lost.get() || self.client.borrow().is_closed()
    }

    fn batch(&self, name: &'static str, sql: &str) -> Result<(), Error> {
        let end = self.client.borrow_mut().batch_execute(sql);
        end.map_err(|err| self.fault(Text { name, sql }, err))
    }

    /// Runs `work` with the prepared statement. The connection is free again when it returns.
    fn with<T>(
        &self,
        text: Text<'_>,
        params: &[Value],
        work: impl FnOnce(&mut Client, &Statement, &[&(dyn ToSql + Sync)]) -> Result<T, postgres::Error>,
    ) -> Result<T, Error> {
        let bound: Vec<_> = params.iter().map(bound).collect();
        let client = &mut *self.client.borrow_mut();
        let prepared = self.statements.borrow_mut().get(client, text.sql, params);
        prepared
            .and_then(|statement| work(client, &statement, &bound))
            .map_err(|err| self.fault(text, err))
    }

    fn fault(&self, text: Text<'_>, err: postgres::Error) -> Error {
        if fault::is_loss(&err) {
            self.lost.set(true);
        }
        let err = fault::of_statement(text.name, err);
        if matches!(err, Error::Refused { .. }) {
            self.statements.borrow_mut().forget(text.sql);
        }
        err
    }
}

/// Rows that a stream fetches at once.
const ROWS_AT_ONCE: u32 = 256;

impl Engine for Session {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn rows(&self, text: Text<'_>, params: &[Value], _: Intent, each: Each<'_>) -> Result<(), Error> {
        let rows = self.with(text, params, |client, statement, bound| client.query(statement, bound))?;
        hand_over(&rows, text, each).map(drop)
    }

    fn stream(&self, text: Text<'_>, params: &[Value], each: Each<'_>) -> Result<(), Error> {
        let number = self.n_streams.get();
        self.n_streams.set(number.wrapping_add(1));
        let declare = format!("declare stream_{number} no scroll cursor for {}", text.sql);
        self.with(Text { sql: &declare, ..text }, params, |client, statement, bound| {
            client.execute(statement, bound)
        })?;
        // The name of the cursor is not used again.
        self.statements.borrow_mut().forget(&declare);
        let fetch = format!("fetch forward {ROWS_AT_ONCE} from stream_{number}");
        let fetch = self
            .client
            .borrow_mut()
            .prepare(&fetch)
            .map_err(|err| self.fault(text, err))?;
        loop {
            let rows = self
                .client
                .borrow_mut()
                .query(&fetch, &[])
                .map_err(|err| self.fault(text, err))?;
            if hand_over(&rows, text, each)? == 0 {
                break;
            }
        }
        self.batch(text.name, &format!("close stream_{number}"))
    }

    fn execute(&self, text: Text<'_>, params: &[Value]) -> Result<u64, Error> {
        self.with(text, params, |client, statement, bound| {
            client.execute(statement, bound)
        })
    }

    fn load(&self, text: Text<'_>, rows: &[Vec<Value>]) -> Result<u64, Error> {
        let Some(first) = rows.first() else { return Ok(0) };
        let types: Vec<Type> = first.iter().map(|value| type_of(value.kind())).collect();
        let client = &mut *self.client.borrow_mut();
        let copied = client.copy_in(text.sql).and_then(|writer| {
            let mut writer = BinaryCopyInWriter::new(writer, &types);
            for row in rows {
                writer.write(&row.iter().map(bound).collect::<Vec<_>>())?;
            }
            writer.finish()
        });
        copied.map_err(|err| self.fault(text, err))
    }

    fn check(&self, text: Text<'_>) -> Result<(), Error> {
        self.savepoint()?;
        let prepared = self.client.borrow_mut().prepare(text.sql).map(drop);
        match prepared {
            Ok(()) => self.release(),
            // All names were found, only the type of a parameter is open, which comes with its value.
            Err(err) if err.code() == Some(&SqlState::INDETERMINATE_DATATYPE) => self.undo(),
            Err(err) => Err(self.fault(text, err)),
        }
    }

    fn savepoint(&self) -> Result<(), Error> {
        self.batch("savepoint", "savepoint attempt")
    }

    fn release(&self) -> Result<(), Error> {
        self.batch("release", "release savepoint attempt")
    }

    fn undo(&self) -> Result<(), Error> {
        self.batch("undo", "rollback to savepoint attempt; release savepoint attempt")
    }
}

fn hand_over(rows: &[PostgresRow], text: Text<'_>, each: Each<'_>) -> Result<usize, Error> {
    for row in rows {
        each(&Row::new(row, text.name))?;
    }
    Ok(rows.len())
}
