//! Passwords: Argon2id on a bounded pool, never on the writer's thread (it would starve its fsync), and the same
//! work for unknown names as for known ones (G32).

use argon2::{Argon2, PasswordHasher, PasswordVerifier};

use crate::app::App;
use crate::edge::{Code, Fault};

/// Fewest characters of a password.
pub const MIN_LENGTH: usize = 10;

/// A hash that no password has, to spend on unknown names the time that known ones take.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c2xpcHdheS1ub2JvZHktMQ$3nE0XG8bJ0oH0T2nZkO3R8z2mC3qV7e9pQ0yFq0wJ1s";

/// Hashes a password. Waits its turn; answers 429 when too many wait already.
pub async fn hash(app: &App, password: String) -> Result<String, Fault> {
    let turn = app.throttle().hashing().await?;
    let hashed = tokio::task::spawn_blocking(move || {
        let hashed = hash_now(&password);
        drop(turn);
        hashed
    });
    hashed.await.map_err(Fault::internal)?
}

/// Hashes a password on this thread: for the command line.
pub fn hash_now(password: &str) -> Result<String, Fault> {
    match Argon2::default().hash_password(password.as_bytes()) {
        Ok(hash) => Ok(hash.to_string()),
        Err(_) => Err(Fault::new(Code::Unavailable)),
    }
}

/// Whether the password belongs to the hash; without a hash the answer is no, after the same work.
pub async fn matches(app: &App, password: String, hash: Option<String>) -> Result<bool, Fault> {
    let turn = app.throttle().hashing().await?;
    let checked = tokio::task::spawn_blocking(move || {
        let known = hash.is_some();
        let verified = Argon2::default()
            .verify_password(password.as_bytes(), hash.as_deref().unwrap_or(NOBODY))
            .is_ok();
        drop(turn);
        known && verified
    });
    checked.await.map_err(Fault::internal)
}

#[cfg(test)]
mod tests {
    use argon2::PasswordHash;

    use super::*;

    #[test]
    fn the_hash_of_nobody_costs_what_a_real_one_costs() {
        let nobody = PasswordHash::new(NOBODY).unwrap();
        let real = hash_now("correct horse battery").unwrap();
        let real = PasswordHash::new(&real).unwrap();
        assert_eq!(nobody.algorithm, real.algorithm);
        assert_eq!(nobody.params, real.params);
    }
}
