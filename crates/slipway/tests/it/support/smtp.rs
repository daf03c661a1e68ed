//! A mail server on the loopback that remembers what it got and does as it is told: accepts, refuses, hangs up, or keeps
//! its answer back until it is told otherwise.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

/// How long a test waits for a mail before it fails.
const PATIENCE: Duration = Duration::from_secs(30);

/// What is done about the next mail; accepted when nothing is said.
#[derive(Debug, Clone, Copy)]
pub enum Step {
    /// Answers `RCPT TO` with this.
    Refuse(&'static str),
    /// Answers the end of `DATA` with this.
    RefuseText(&'static str),
    /// Takes the mail and hangs up without an answer.
    HangUp,
}

/// Where the server stops and waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    Nowhere,
    /// Before it says its name: nothing can be sent.
    Greeting,
    /// Before it confirms a mail that it has got.
    Answer,
}

/// One mail as it came over the wire.
#[derive(Debug, Clone)]
pub struct Received {
    pub to: String,
    /// Head and body, with the line ends of the protocol.
    pub raw: String,
}

impl Received {
    /// A header, unfolded; empty when it is not there.
    pub fn header(&self, name: &str) -> String {
        let head = self
            .raw
            .split("\r\n\r\n")
            .next()
            .unwrap_or_default()
            .replace("\r\n ", " ");
        let found = head
            .lines()
            .find_map(|line| line.strip_prefix(&format!("{name}: ")).map(str::to_owned));
        found.unwrap_or_default()
    }

    /// The decoded part of a media type.
    pub fn part(&self, media: &str) -> String {
        let (_, part) = self
            .raw
            .split_once(&format!("Content-Type: {media}"))
            .expect("no such part");
        let (_, body) = part.split_once("\r\n\r\n").unwrap();
        let code: String = body.lines().take_while(|line| !line.starts_with("--")).collect();
        String::from_utf8(BASE64_STANDARD.decode(code.trim()).unwrap()).unwrap()
    }
}

#[derive(Debug)]
struct State {
    steps: VecDeque<Step>,
    hold: Hold,
    received: Vec<Received>,
}

/// The server; it ends with the test's process.
#[derive(Debug, Clone)]
pub struct PostOffice {
    pub address: SocketAddr,
    shared: Arc<(Mutex<State>, Condvar)>,
}

impl PostOffice {
    pub fn open() -> PostOffice {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let state = State {
            steps: VecDeque::new(),
            hold: Hold::Nowhere,
            received: Vec::new(),
        };
        let office = PostOffice {
            address: listener.local_addr().unwrap(),
            shared: Arc::new((Mutex::new(state), Condvar::new())),
        };
        let serving = office.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let office = serving.clone();
                // A client that dies in the middle ends its own conversation and nothing else.
                std::thread::spawn(move || drop(office.converse(&stream)));
            }
        });
        office
    }

    /// What the server's settings say.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    pub fn then(&self, steps: &[Step]) {
        self.state().steps.extend(steps.iter().copied());
    }

    pub fn hold(&self, hold: Hold) {
        self.state().hold = hold;
        self.shared.1.notify_all();
    }

    /// Everything that came so far.
    pub fn received(&self) -> Vec<Received> {
        self.state().received.clone()
    }

    /// Waits until what came so far is enough.
    pub fn wait_until(&self, is_enough: impl Fn(&[Received]) -> bool) -> Vec<Received> {
        let waited = self
            .shared
            .1
            .wait_timeout_while(self.state(), PATIENCE, |state| !is_enough(&state.received));
        let (state, timeout) = waited.unwrap();
        assert!(!timeout.timed_out(), "still only {} mails", state.received.len());
        state.received.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.shared.0.lock().unwrap()
    }

    fn wait_while_held_at(&self, place: Hold) {
        let held = self.shared.1.wait_while(self.state(), |state| state.hold == place);
        drop(held);
    }

    fn converse(&self, stream: &TcpStream) -> std::io::Result<()> {
        let mut lines = BufReader::new(stream.try_clone()?);
        let mut out = stream;
        let mut say = |words: &str| write!(out, "{words}\r\n");
        self.wait_while_held_at(Hold::Greeting);
        say("220 loopback ESMTP")?;
        let (mut to, mut step) = (String::new(), None);
        let mut line = String::new();
        while lines.read_line(&mut line)? > 0 {
            let command = line.trim_end().to_owned();
            line.clear();
            match command.get(..4).unwrap_or(&command).to_ascii_uppercase().as_str() {
                "EHLO" => say("250-loopback\r\n250 8BITMIME")?,
                "RCPT" => {
                    step = self.state().steps.pop_front();
                    command.split(['<', '>']).nth(1).unwrap_or_default().clone_into(&mut to);
                    match step {
                        Some(Step::Refuse(words)) => say(words)?,
                        Some(Step::RefuseText(_) | Step::HangUp) | None => say("250 ok")?,
                    }
                }
                "DATA" => {
                    say("354 go on")?;
                    let raw = text(&mut lines)?;
                    if let Some(Step::RefuseText(words)) = step {
                        say(words)?;
                        continue;
                    }
                    self.state().received.push(Received { to: to.clone(), raw });
                    self.shared.1.notify_all();
                    self.wait_while_held_at(Hold::Answer);
                    if matches!(step, Some(Step::HangUp)) {
                        return Ok(());
                    }
                    say("250 taken")?;
                }
                "QUIT" => return say("221 bye"),
                _ => say("250 ok")?,
            }
        }
        Ok(())
    }
}

/// The text of a mail up to the lonely dot, with doubled dots undone. A text that breaks off is no mail.
fn text(lines: &mut impl BufRead) -> std::io::Result<String> {
    let mut text = String::new();
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if line == ".\r\n" {
            return Ok(text);
        }
        text.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}
