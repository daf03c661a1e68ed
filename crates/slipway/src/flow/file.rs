//! A BPMN file on its way in: read and proved before it comes near a transaction, because a large flow keeps a core
//! busy for longer than anybody should wait for a commit. Where it goes is `command`'s.

use slipway_core::flow::{Flow, Refusals};
use slipway_core::policy;

use super::refusal;
use crate::edge::{Call, Code, Fault, Texts};

/// The largest body that brings a file: the 1 MiB that a file may have, once typed and once chosen, or escaped in JSON.
pub const BODY_BYTES: usize = 3 << 20;

/// A file and the flow that it is.
#[derive(Debug)]
pub struct FlowFile {
    xml: String,
    flow: Flow,
}

/// Why there is no flow.
#[derive(Debug)]
pub enum Unread {
    /// The file is refused, for these reasons.
    Refused(Refusals),
    /// It never came to reading it.
    Fault(Fault),
}

impl FlowFile {
    /// Reads a file on this thread: for files that are part of the program.
    pub fn parse(bytes: &[u8]) -> Result<FlowFile, Refusals> {
        let flow = Flow::parse(bytes)?;
        // What is not UTF-8 was refused with the line it is on.
        let xml = String::from_utf8_lossy(bytes).into_owned();
        Ok(FlowFile { xml, flow })
    }

    /// Reads the file that a caller sent, if they may keep flows at all. Waits its turn among what keeps cores busy.
    pub async fn sent(call: &Call, bytes: Vec<u8>) -> Result<FlowFile, Unread> {
        call.app
            .look(&call.caller, |look| {
                Ok(policy::may_keep(look.actor(), super::SAVE).map(drop)?)
            })
            .await?;
        let turn = call.app.throttle().hashing().await.map_err(Fault::from)?;
        let read = tokio::task::spawn_blocking(move || {
            let read = FlowFile::parse(&bytes);
            drop(turn);
            read
        });
        read.await.map_err(Fault::internal)?.map_err(Unread::Refused)
    }

    /// The file as it came, byte for byte.
    pub fn xml(&self) -> &str {
        &self.xml
    }

    pub fn flow(&self) -> &Flow {
        &self.flow
    }
}

impl Unread {
    /// The refusal that names every line.
    pub fn told(self, texts: Texts) -> Fault {
        match self {
            Unread::Fault(fault) => fault,
            Unread::Refused(refusals) => {
                let shown = refusal::shown(&refusals, texts);
                let first = shown.first().map(refusal::Shown::sentence).unwrap_or_default();
                let members: Vec<_> = shown.iter().map(refusal::Shown::to_json).collect();
                Fault::new(Code::FlowRefused)
                    .with("first", first)
                    .with("n", shown.len())
                    .member("refusals", members)
            }
        }
    }
}

impl From<Fault> for Unread {
    fn from(fault: Fault) -> Unread {
        Unread::Fault(fault)
    }
}
