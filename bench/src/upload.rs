//! One large file over HTTP: how much memory the server takes for it beyond what it takes at rest, and how long it takes
//! against `cp` and an fsync of the same file on the same disk in the same run.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tokio::time::sleep;

use crate::Failure;
use crate::client::Client;
use crate::report::{Finding, Verdict, ratio, tell};
use crate::server::{Folder, Server, Store};

/// How large, and how many at once.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Size {
    /// Megabytes (of 2^20 bytes) of one file
    #[arg(long, default_value_t = 1_024)]
    megabytes: u32,
    /// Files sent at the same time
    #[arg(long, default_value_t = 4)]
    at_once: usize,
}

impl Default for Size {
    fn default() -> Self {
        Self {
            megabytes: 1_024,
            at_once: 4,
        }
    }
}

/// After this long without a request the server has tidied up after its start.
const REST: Duration = Duration::from_secs(3);
/// How often the memory is looked at while files come in.
const LOOKED_EVERY: Duration = Duration::from_millis(10);
const MEGABYTE: usize = 1 << 20;

pub async fn measure(size: &Size) -> Result<Vec<Finding>, Failure> {
    let folder = Folder::new()?;
    let source = folder.path().join("source.bin");
    write_noise(&source, size.megabytes)?;
    let store = Store::new()?;
    store.run(&["generate", "--releases", "50", "--seed", "1"])?;
    let (token, server) = (store.token()?, Server::start(&store).await?);
    let path = format!("/api/v1/releases/{}/attachments", open_release(&server, &token).await?);
    sleep(REST).await;
    let at_rest = server.megabytes()?;
    tell(&format!("copying {} MiB", size.megabytes))?;
    let copied = copied(&source, &folder.path().join("copy.bin"))?;
    tell(&format!("uploading {} MiB", size.megabytes))?;
    let one = sent(&server, &token, &path, (&source, 1)).await?;
    tell(&format!(
        "uploading {} MiB {} times at once",
        size.megabytes, size.at_once
    ))?;
    let many = sent(&server, &token, &path, (&source, size.at_once)).await?;
    server.stop()?;
    Ok(findings(size, at_rest, copied, (&one, &many)))
}

/// A release that takes files.
async fn open_release(server: &Server, token: &str) -> Result<i64, Failure> {
    let mut client = Client::connect(server.address, token).await?;
    let list = client.get("/api/v1/releases?state=open&limit=1").await?.json()?;
    let number = list.pointer("/items/0/number").and_then(serde_json::Value::as_i64);
    number.ok_or_else(|| "no open release was generated".into())
}

/// A file that no disk and no network can make smaller.
fn write_noise(path: &Path, megabytes: u32) -> Result<(), Failure> {
    let mut file = File::create(path)?;
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut block = vec![0_u8; MEGABYTE];
    for _ in 0..megabytes {
        for bytes in block.chunks_exact_mut(8) {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            bytes.copy_from_slice(&state.to_le_bytes());
        }
        file.write_all(&block)?;
    }
    file.sync_all()?;
    Ok(())
}

/// What a copy takes that survives a power cut.
fn copied(from: &Path, to: &Path) -> Result<Duration, Failure> {
    let began = Instant::now();
    fs::copy(from, to)?;
    File::open(to)?.sync_all()?;
    let took = began.elapsed();
    fs::remove_file(to)?;
    Ok(took)
}

/// What an upload took.
#[derive(Debug)]
struct Sent {
    took: Duration,
    /// The most memory the server had meanwhile.
    megabytes: f64,
}

/// Sends a file some times at once and watches the server.
async fn sent(server: &Server, token: &str, path: &str, (source, n): (&PathBuf, usize)) -> Result<Sent, Failure> {
    let is_over = Arc::new(AtomicBool::new(false));
    let began = Instant::now();
    let mut sending = tokio::task::JoinSet::new();
    for _ in 0..n {
        let (address, token, path, source) = (server.address, token.to_owned(), path.to_owned(), source.clone());
        sending.spawn_blocking(move || upload(address, &token, &path, &source));
    }
    let over = Arc::clone(&is_over);
    let waiting = tokio::spawn(async move {
        let mut outcome = Ok(());
        while let Some(done) = sending.join_next().await {
            outcome = outcome.and(done.map_err(Failure::from).and_then(|done| done));
        }
        over.store(true, Ordering::Relaxed);
        outcome
    });
    let mut megabytes = 0.0_f64;
    while !is_over.load(Ordering::Relaxed) {
        megabytes = megabytes.max(server.megabytes()?);
        sleep(LOOKED_EVERY).await;
    }
    waiting.await??;
    Ok(Sent {
        took: began.elapsed(),
        megabytes,
    })
}

/// Sends a file as a form does, by a connection of its own, and waits until the server says that it has it.
fn upload(address: SocketAddr, token: &str, path: &str, source: &Path) -> Result<(), Failure> {
    const BOUNDARY: &str = "slipway-bench-boundary";
    let mut file = File::open(source)?;
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"large.bin\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    );
    let tail = format!("\r\n--{BOUNDARY}--\r\n");
    let n_bytes = file.metadata()?.len() + u64::try_from(head.len() + tail.len())?;
    let mut stream = TcpStream::connect(address)?;
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\
         Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {n_bytes}\r\n\r\n{head}"
    )?;
    std::io::copy(&mut file, &mut stream)?;
    stream.write_all(tail.as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    match answer.lines().next() {
        Some(line) if line.starts_with("HTTP/1.1 201") => Ok(()),
        other => Err(format!("the upload was answered {other:?}").into()),
    }
}

fn findings(size: &Size, at_rest: f64, copied: Duration, (one, many): (&Sent, &Sent)) -> Vec<Finding> {
    let seconds = |span: Duration| format!("{:.2} s", span.as_secs_f64());
    let memory = |what: String, sent: &Sent| Finding {
        measure: format!("memory of {what} above rest, MB"),
        found: format!("{:.1} MB", sent.megabytes),
        against: format!("{at_rest:.1} MB at rest"),
        verdict: Verdict::AtMost {
            found: sent.megabytes - at_rest,
            goal: 16.0,
        },
    };
    vec![
        memory(format!("one upload of {} MiB", size.megabytes), one),
        memory(format!("{} such uploads at once", size.at_once), many),
        Finding {
            measure: format!("one upload of {} MiB to cp and fsync", size.megabytes),
            found: seconds(one.took),
            against: seconds(copied),
            verdict: Verdict::Fact {
                found: ratio(one.took, copied),
            },
        },
    ]
}
