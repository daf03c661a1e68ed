//! What is left behind is swept, what is named never is, and what was altered is found.

use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, SystemTime};

use jiff::SignedDuration;
use slipway::act::Subject;
use slipway::edge::{Code, Fault};
use slipway::file::attachment::New;
use slipway::file::disk::{Digest, Disk};
use slipway::file::sweep::{Swept, sweep};
use slipway::file::verify::{self, Spoiling};
use slipway::{act::new_uuid, file};
use slipway_core::file::{FileKind, FileName, FilePhase};

use super::{attach, on_disk};
use crate::support::{World, each};

/// Makes a file as old as if it had been written when the world began, whose clock is not that of the disk.
fn written_now(world: &World, path: &Path) {
    let now = u64::try_from(world.app.now().as_microsecond()).unwrap();
    let now = SystemTime::UNIX_EPOCH + Duration::from_micros(now);
    File::options()
        .write(true)
        .open(path)
        .unwrap()
        .set_modified(now)
        .unwrap();
}

fn swept(world: &World) -> Swept {
    world.runtime().block_on(sweep(&world.app)).unwrap()
}

#[test]
fn a_file_that_got_its_place_and_no_row_is_swept_after_a_day() {
    each(|world| {
        let release = world.release();
        let kept = attach(&world.ada, &release, "kept.txt", b"kept").expect(201);
        let removed = attach(&world.ada, &release, "removed.txt", b"removed").expect(201);
        world.ada.delete(removed.header("location")).expect(204);
        // Stopped between the two: the file is in its place, and the transaction that would name it never commits.
        attach(&world.ada.if_match("\"0\""), &release, "orphan.txt", b"orphan").expect(412);
        assert_eq!(on_disk(world).len(), 3);
        for path in on_disk(world) {
            written_now(world, &path);
        }
        world.wait(SignedDuration::from_hours(23));
        assert_eq!(swept(world), Swept::default(), "what is on its way has time to arrive");
        world.wait(SignedDuration::from_hours(2));
        assert_eq!(
            swept(world),
            Swept {
                n_arriving: 0,
                n_orphans: 1
            }
        );
        assert_eq!(on_disk(world).len(), 2);
        assert_eq!(world.ada.get(kept.header("location")).expect(200).text(), "kept");
        assert_eq!(
            world.admin.get(removed.header("location")).expect(200).text(),
            "removed",
            "what a history names stays"
        );
        attach(&world.ada, &release, "orphan.txt", b"orphan").expect(201);
    });
}

#[test]
fn what_a_killed_server_left_half_is_swept_after_a_day() {
    let world = World::on_sqlite();
    let disk = Disk::at(&world.app.config().files);
    let mut half = disk.begin().unwrap();
    half.write(b"half").unwrap();
    // A killed process drops nothing.
    std::mem::forget(half);
    let left = on_disk(&world);
    assert_eq!(left.len(), 1);
    written_now(&world, &left[0]);
    world.wait(SignedDuration::from_hours(23));
    assert_eq!(swept(&world).n_arriving, 0);
    world.wait(SignedDuration::from_hours(2));
    assert_eq!(swept(&world).n_arriving, 1);
    assert!(on_disk(&world).is_empty());
}

#[test]
fn other_things_in_the_folder_are_left_alone() {
    let world = World::on_sqlite();
    let folder = world.app.config().files.join("ab").join("cd");
    fs::create_dir_all(&folder).unwrap();
    for name in ["README", &"AB".repeat(32), &"0".repeat(64)] {
        fs::write(folder.join(name), b"not ours").unwrap();
        written_now(&world, &folder.join(name));
    }
    world.wait(SignedDuration::from_hours(48));
    assert_eq!(swept(&world), Swept::default());
}

#[test]
fn a_file_that_is_gone_before_its_row_is_not_named() {
    each(|world| {
        let new = New {
            name: FileName::of("a.txt"),
            digest: Digest([7; 32]),
            n_bytes: 1,
            about: slipway::release::attachment::upload::usual(FileKind::Attachment, FilePhase::None),
            is_settled: true,
        };
        let at = world.app.now();
        let record = Subject {
            kind: "release",
            id: new_uuid(at),
        };
        let attached = world
            .runtime()
            .block_on(world.app.act_as_system(at, new_uuid(at), move |act| {
                file::command::attach(act, record, &new).map(drop)
            }));
        assert_eq!(attached.map_err(|fault: Fault| fault.code), Err(Code::Unavailable));
    });
}

#[test]
fn a_spoilt_file_is_not_sent_and_verify_names_it() {
    each(|world| {
        let release = world.release();
        let altered = attach(&world.ada, &release, "altered.txt", b"altered").expect(201);
        let missing = attach(&world.ada, &release, "missing.txt", b"missing").expect(201);
        let disk = Disk::at(&world.app.config().files);
        let verified = || {
            world
                .runtime()
                .block_on(verify::all(world.app.db(), &disk, || {}))
                .unwrap()
        };
        let before = verified();
        assert_eq!((before.n_files, before.n_spoilt), (2, 0));
        let path = |answer: &crate::support::Answer| {
            let digest = answer.json()["sha256"].as_str().unwrap().to_owned();
            on_disk(world).into_iter().find(|path| path.ends_with(&digest)).unwrap()
        };
        fs::remove_file(path(&missing)).unwrap();
        let after = verified();
        let first = after.first.unwrap();
        assert_eq!(after.n_spoilt, 1);
        assert!(matches!(first.what, Spoiling::Missing), "{:?}", first.what);
        assert_eq!(first.users[0].2, "missing.txt");
        assert_eq!(
            world.ada.get(missing.header("location")).expect(500).code(),
            "file.spoilt"
        );
        attach(&world.ada, &release, "again.txt", b"missing").expect(201);
        world.ada.get(missing.header("location")).expect(200);
        fs::write(path(&altered), b"ALTERED").unwrap();
        let after = verified();
        assert_eq!(after.n_spoilt, 1, "the missing one was healed by the same content");
        let first = after.first.unwrap();
        assert!(matches!(first.what, Spoiling::Altered), "{:?}", first.what);
        assert_eq!(first.users[0].2, "altered.txt");
        fs::write(path(&altered), b"shorter").unwrap();
        fs::write(path(&altered), b"cut").unwrap();
        assert_eq!(
            world.ada.get(altered.header("location")).expect(500).code(),
            "file.spoilt"
        );
    });
}
