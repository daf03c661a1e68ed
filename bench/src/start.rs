//! From the start of the process on an empty store to its first answer, and the memory it occupies at rest.

use std::time::Duration;

use tokio::time::sleep;

use crate::Failure;
use crate::report::{Finding, Verdict, median, milliseconds, tell};
use crate::server::{Server, Store};

const N_STARTS: usize = 11;
/// After this long without a request the server has tidied up after its start.
const REST: Duration = Duration::from_secs(3);

pub async fn measure() -> Result<Vec<Finding>, Failure> {
    tell("starting on empty stores")?;
    let mut spans = Vec::new();
    for _ in 0..N_STARTS {
        let store = Store::new()?;
        let server = Server::start(&store).await?;
        spans.push(server.ready_after);
        server.stop()?;
    }
    let ready_after = median(&mut spans);
    let store = Store::new()?;
    let server = Server::start(&store).await?;
    sleep(REST).await;
    let megabytes = server.megabytes()?;
    server.stop()?;
    Ok(vec![
        Finding {
            measure: "empty store to /readyz, seconds".to_owned(),
            found: milliseconds(ready_after),
            against: format!("median of {N_STARTS} starts"),
            verdict: Verdict::AtMost {
                found: ready_after.as_secs_f64(),
                goal: 0.3,
            },
        },
        Finding {
            measure: "memory at rest, MB".to_owned(),
            found: format!("{megabytes:.1} MB"),
            against: "resident set after 3 s".to_owned(),
            verdict: Verdict::AtMost {
                found: megabytes,
                goal: 60.0,
            },
        },
    ])
}
