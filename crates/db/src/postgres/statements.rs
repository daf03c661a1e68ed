//! The prepared statements of one connection.

use std::collections::HashMap;

use postgres::types::Type;
use postgres::{Client, Statement};

use super::convert::type_of;
use crate::{Kind, Value};

/// Keeps the statements that were used last.
#[derive(Default)]
pub(super) struct Statements {
    kept: HashMap<String, Vec<Prepared>>,
    n_uses: u64,
}

/// One text, prepared for parameters of these kinds.
struct Prepared {
    kinds: Vec<Kind>,
    statement: Statement,
    used: u64,
}

/// Texts that a connection keeps prepared.
const KEPT: usize = 256;

impl Statements {
    /// The statement for this text and parameters of these kinds; prepared if it is not known yet.
    pub(super) fn get(
        &mut self,
        client: &mut Client,
        sql: &str,
        params: &[Value],
    ) -> Result<Statement, postgres::Error> {
        self.n_uses += 1;
        let fits = |prepared: &&mut Prepared| prepared.kinds.iter().copied().eq(params.iter().map(Value::kind));
        if let Some(prepared) = self.kept.get_mut(sql).and_then(|known| known.iter_mut().find(fits)) {
            prepared.used = self.n_uses;
            return Ok(prepared.statement.clone());
        }
        let kinds: Vec<Kind> = params.iter().map(Value::kind).collect();
        let types: Vec<Type> = kinds.iter().copied().map(type_of).collect();
        let statement = client.prepare_typed(sql, &types)?;
        self.make_room();
        let prepared = Prepared {
            kinds,
            statement: statement.clone(),
            used: self.n_uses,
        };
        self.kept.entry(sql.to_owned()).or_default().push(prepared);
        Ok(statement)
    }

    /// Forgets a text that the server refused: another process may have changed its tables since it was prepared.
    pub(super) fn forget(&mut self, sql: &str) {
        self.kept.remove(sql);
    }

    fn make_room(&mut self) {
        if self.kept.len() < KEPT {
            return;
        }
        let last_use = |prepared: &Vec<Prepared>| prepared.iter().map(|one| one.used).max();
        let oldest = self
            .kept
            .iter()
            .min_by_key(|(_, prepared)| last_use(prepared))
            .map(|(sql, _)| sql.clone());
        if let Some(sql) = oldest {
            self.kept.remove(&sql);
        }
    }
}
