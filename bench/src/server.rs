//! A `slipway serve` of its own for each measurement, on a store in a folder that goes away with the bench.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tokio::time::sleep;
use uuid::Uuid;

use crate::Failure;
use crate::client::Client;
use crate::disk::Disk;

/// A folder in the temporary folder of the system, removed when dropped.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Result<Folder, Failure> {
        let path = std::env::temp_dir().join(format!("slipway-bench-{}", Uuid::now_v7()));
        std::fs::create_dir(&path)?;
        Ok(Folder(path))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed is the temporary folder's to keep.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A store that no process has open.
#[derive(Debug)]
pub struct Store {
    folder: Folder,
}

impl Store {
    pub fn new() -> Result<Store, Failure> {
        Ok(Store { folder: Folder::new()? })
    }

    /// The same store once more. The server that had it must have ended, which left everything in the one file.
    pub fn copied(&self) -> Result<Store, Failure> {
        let copy = Store::new()?;
        std::fs::copy(self.file(), copy.file())?;
        Ok(copy)
    }

    pub fn file(&self) -> PathBuf {
        self.folder.path().join("slipway.db")
    }

    pub fn url(&self) -> String {
        format!("sqlite://{}", self.file().display())
    }

    /// Runs a command of `slipway` on this store and answers what it printed.
    pub fn run(&self, command: &[&str]) -> Result<String, Failure> {
        let done = self.slipway(command)?.stderr(Stdio::piped()).output()?;
        if !done.status.success() {
            return Err(format!(
                "slipway {}: {}",
                command.join(" "),
                String::from_utf8_lossy(&done.stderr)
            )
            .into());
        }
        Ok(String::from_utf8(done.stdout)?.trim().to_owned())
    }

    /// A token that may do whatever the first administrator may.
    pub fn token(&self) -> Result<String, Failure> {
        self.run(&["token", "admin", "--scope", "admin"])
    }

    fn slipway(&self, command: &[&str]) -> Result<Command, Failure> {
        let mut slipway = Command::new(beside("slipway")?);
        slipway.args(command).arg("--database").arg(self.url());
        slipway
            .arg("--files")
            .arg(self.folder.path().join("files"))
            .current_dir(self.folder.path());
        Ok(slipway)
    }
}

/// A program of the same build.
fn beside(name: &str) -> Result<PathBuf, Failure> {
    let path = std::env::current_exe()?.with_file_name(name);
    if path.exists() {
        Ok(path)
    } else {
        Err(format!("{} is not built: cargo build --release", path.display()).into())
    }
}

/// A running server, ended when dropped.
#[derive(Debug)]
pub struct Server {
    process: Child,
    pub address: SocketAddr,
    /// From the start of the process to its first answer at `/readyz`.
    pub ready_after: Duration,
}

/// How often a server that starts is asked whether it is ready.
const ASKED_EVERY: Duration = Duration::from_millis(1);
const PATIENCE: Duration = Duration::from_secs(20);

impl Server {
    /// Starts a server on a store as an operator would, but for a limit of requests that measurements never reach.
    pub async fn start(store: &Store) -> Result<Server, Failure> {
        Server::launch(store.slipway(&["serve"])?).await
    }

    /// The same on a disk that can be slowed down, with at most `group` transactions in one commit.
    pub async fn start_on(store: &Store, disk: &Disk, group: usize) -> Result<Server, Failure> {
        let mut command = store.slipway(&["serve"])?;
        command.arg("--commit-group").arg(group.to_string());
        disk.carry(&mut command);
        Server::launch(command).await
    }

    async fn launch(mut command: Command) -> Result<Server, Failure> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        command
            .arg("--listen")
            .arg(address.to_string())
            .args(["--requests-a-minute", "100000000"]);
        let started = Instant::now();
        let process = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let mut server = Server {
            process,
            address,
            ready_after: Duration::ZERO,
        };
        while !is_ready(address).await {
            if started.elapsed() > PATIENCE || server.process.try_wait()?.is_some() {
                return Err("the server does not start".into());
            }
            sleep(ASKED_EVERY).await;
        }
        server.ready_after = started.elapsed();
        Ok(server)
    }

    /// Megabytes that the process occupies in memory.
    pub fn megabytes(&self) -> Result<f64, Failure> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .ok_or("no VmRSS")?;
        let kibibytes: f64 = line.trim().trim_end_matches("kB").trim().parse()?;
        Ok(kibibytes * 1_024.0 / 1_000_000.0)
    }

    /// Ends the server as an operator would and waits until its store is whole.
    pub fn stop(mut self) -> Result<(), Failure> {
        let told = Command::new("kill").arg(self.process.id().to_string()).status()?;
        if !told.success() || !self.process.wait()?.success() {
            return Err("the server does not end in order".into());
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It has ended already if it was stopped; if it was not, nobody needs its store any more.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

async fn is_ready(address: SocketAddr) -> bool {
    match Client::connect(address, "nobody").await {
        Ok(mut client) => client.get("/readyz").await.is_ok(),
        Err(_) => false,
    }
}
