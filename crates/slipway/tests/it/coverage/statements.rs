//! Every statement is one that both engines take.

use slipway::wiring;
use slipway_db::Error;

use crate::support::each;

#[test]
fn every_statement_is_prepared_on_both_engines() {
    each(|world| {
        let statements = wiring::statements();
        assert!(
            statements.len() > 100,
            "the list is made of every store: {}",
            statements.len()
        );
        for statement in statements {
            let checked: Result<(), Error> = world.app.db().read_blocking(move |tx| tx.check(statement));
            checked.unwrap_or_else(|error| panic!("{}: {error:?}", statement.name()));
        }
    });
}
