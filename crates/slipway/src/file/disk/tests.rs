//! Files in a folder of their own, as they arrive, settle and go.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use std::os::unix::fs::PermissionsExt;

use super::*;

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        Folder(std::env::temp_dir().join(format!("slipway-disk-{}", Uuid::now_v7())))
    }

    fn disk(&self) -> Disk {
        Disk::at(&self.0)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn arrived(disk: &Disk, content: &[u8]) -> Arrived {
    let mut arriving = disk.begin().unwrap();
    content.chunks(3).for_each(|piece| arriving.write(piece).unwrap());
    arriving.finish().unwrap()
}

const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

#[test]
fn a_file_settles_under_its_digest_for_its_owner_alone() {
    let folder = Folder::new();
    let disk = folder.disk();
    let file = arrived(&disk, b"abc");
    assert_eq!((file.digest.to_string().as_str(), file.n_bytes), (ABC, 3), "FIPS 180-4");
    disk.settle(&file).unwrap();
    let path = disk.path(file.digest);
    assert_eq!(path, folder.0.join("ba").join("78").join(ABC));
    assert_eq!(fs::read(&path).unwrap(), b"abc");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o077;
    assert_eq!((mode(&path), mode(path.parent().unwrap()), mode(&folder.0)), (0, 0, 0));
    assert_eq!(disk.read_again(file.digest).unwrap(), file.digest);
}

#[test]
fn what_never_settles_leaves_nothing() {
    let folder = Folder::new();
    let disk = folder.disk();
    let mut arriving = disk.begin().unwrap();
    arriving.write(b"abc").unwrap();
    assert_eq!(entries(&folder.0.join(ARRIVING)).unwrap().len(), 1);
    drop(arriving);
    drop(arrived(&disk, b"abc"));
    assert!(entries(&folder.0.join(ARRIVING)).unwrap().is_empty());
}

#[test]
fn the_same_content_again_heals_what_was_spoilt() {
    let folder = Folder::new();
    let disk = folder.disk();
    let file = arrived(&disk, b"abc");
    disk.settle(&file).unwrap();
    fs::write(disk.path(file.digest), b"abd").unwrap();
    assert_ne!(disk.read_again(file.digest).unwrap(), file.digest);
    disk.settle(&arrived(&disk, b"abc")).unwrap();
    assert_eq!(disk.read_again(file.digest).unwrap(), file.digest);
}

#[test]
fn a_file_of_another_length_is_not_opened() {
    let folder = Folder::new();
    let disk = folder.disk();
    let file = arrived(&disk, b"abc");
    assert_eq!(disk.open(file.digest, 3).unwrap_err().kind(), io::ErrorKind::NotFound);
    disk.settle(&file).unwrap();
    assert!(disk.open(file.digest, 3).is_ok());
    assert_eq!(
        disk.open(file.digest, 4).unwrap_err().kind(),
        io::ErrorKind::InvalidData
    );
}

#[test]
fn only_the_name_of_a_digest_is_one() {
    assert_eq!(Digest::of_name(ABC).unwrap().to_string(), ABC);
    for name in [
        "",
        "ba",
        &ABC.to_uppercase(),
        &ABC[1..],
        &format!("{ABC}0"),
        &"é".repeat(32),
        &"+1".repeat(32),
    ] {
        assert_eq!(Digest::of_name(name), None, "{name}");
    }
}
