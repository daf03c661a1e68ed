//! The disk under a measured process: counts its flushes and can make them slower, while it runs.
//! A library loaded before libc does both, since it costs less than a tracer; without it the process runs as always.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::Failure;

const LIBRARY: &str = include_str!("slow_disk.c");
const COUNT_AT: u64 = 0;
const DELAY_AT: u64 = 8;

/// The numbers shared with the library, and the library.
#[derive(Debug)]
pub struct Disk {
    control: File,
    control_path: PathBuf,
    library: Option<PathBuf>,
}

impl Disk {
    /// Compiles the library in `folder`.
    pub fn build(folder: &Path) -> Result<Disk, Failure> {
        let (source, library, control_path) = (
            folder.join("slow_disk.c"),
            folder.join("slow_disk.so"),
            folder.join("disk"),
        );
        std::fs::write(&source, LIBRARY)?;
        let compiled = Command::new("cc")
            .args(["-shared", "-fPIC", "-O2", "-o"])
            .arg(&library)
            .arg(&source)
            .status()?;
        if !compiled.success() {
            return Err("cc cannot build the library that counts flushes".into());
        }
        std::fs::write(&control_path, [0; 16])?;
        Ok(Disk {
            library: Some(library),
            ..Disk::under(&control_path)?
        })
    }

    /// The numbers of the process that runs under the library already.
    pub fn under(control_path: &Path) -> Result<Disk, Failure> {
        let control = File::options().read(true).write(true).open(control_path)?;
        Ok(Disk {
            control,
            control_path: control_path.to_owned(),
            library: None,
        })
    }

    pub fn control_path(&self) -> &Path {
        &self.control_path
    }

    /// Puts a process that is about to start onto this disk.
    pub fn carry(&self, command: &mut Command) {
        if let Some(library) = &self.library {
            command
                .env("LD_PRELOAD", library)
                .env("SLIPWAY_BENCH_DISK", &self.control_path);
        }
    }

    pub fn n_flushes(&self) -> Result<u64, Failure> {
        let mut word = [0; 8];
        self.control.read_exact_at(&mut word, COUNT_AT)?;
        Ok(u64::from_ne_bytes(word))
    }

    /// Every flush from now on takes this much longer.
    pub fn slow_down(&self, by: Duration) -> Result<(), Failure> {
        let micros = u64::try_from(by.as_micros())?;
        Ok(self.control.write_all_at(&micros.to_ne_bytes(), DELAY_AT)?)
    }
}
