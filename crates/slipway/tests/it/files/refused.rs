//! What is not taken in: too large, forbidden, empty, broken, by the wrong person or into the wrong state. Nothing of it
//! stays.

use axum::http::Method;
use serde_json::json;

use super::{FILE, attach, kinds, on_disk};
use crate::support::{World, each, multipart};

fn set(world: &World, key: &str, value: &serde_json::Value) {
    let path = format!("/api/v1/parameters/{key}");
    let etag = world.admin.get(&path).expect(200).etag();
    let set = world
        .admin
        .if_match(&etag)
        .json(Method::PUT, &path, &json!({"value": value}));
    set.expect(200);
}

fn nothing_is_left(world: &World, release: &str) {
    assert!(on_disk(world).is_empty(), "{:?}", on_disk(world));
    assert_eq!(kinds(world, release), ["registered"]);
}

#[test]
fn an_over_size_file_is_refused_by_the_parameter() {
    each(|world| {
        let release = world.release();
        set(world, "upload_limit_bytes", &json!(1_000_000));
        attach(&world.ada, &release, "a.bin", &vec![0; 1_000_000]).expect(201);
        let over = vec![1; 1_000_001];
        let refused = attach(&world.ada, &release, "a.bin", &over).expect(413);
        assert_eq!(refused.code(), "request.too_large", "F108");
        assert_eq!(on_disk(world).len(), 1, "only the one that was taken");
        let browser = world.ada.with("sec-fetch-site", "same-origin");
        let page = browser.upload(
            "/releases/1/attachments",
            &[("name=\"description\"", b"Typed"), (FILE, &vec![1; 2_000_000])],
        );
        let page = page.expect(413).text();
        assert!(page.contains("Typed") && page.contains("larger than this installation takes"));
        assert!(page.contains("At most 977 KiB"), "the limit is said before one tries");
    });
}

#[test]
fn a_forbidden_extension_is_refused_by_the_parameter_however_it_is_written() {
    let world = World::on_sqlite();
    let release = world.release();
    for name in [
        "a.exe",
        "A.EXE",
        "a.exe.",
        "a.exe ",
        "a.txt.exe",
        "../a.bat",
        ".exe",
        "a.e\u{200B}xe",
    ] {
        let refused = attach(&world.ada, &release, name, b"MZ").expect(415);
        assert_eq!(refused.code(), "file.forbidden", "F108: {name}");
    }
    nothing_is_left(&world, &release);
    attach(&world.ada, &release, "exe", b"MZ").expect(201);
    set(&world, "forbidden_extensions", &json!(["txt"]));
    attach(&world.ada, &release, "a.exe", b"MZ").expect(201);
    attach(&world.ada, &release, "a.txt", b"MZ").expect(415);
}

#[test]
fn everything_that_is_wrong_is_named_at_once() {
    let world = World::on_sqlite();
    let release = world.release();
    let path = format!("{release}/attachments");
    let wrong: &[(&str, &[u8])] = &[
        ("name=\"kind\"", b"picture"),
        ("name=\"phase\"", b"later"),
        ("name=\"description\"", &[b'a'; 4_001]),
        ("name=\"colour\"", b"red"),
        ("name=\"file\"; filename=\"\"", b""),
    ];
    let refused = world.ada.upload(&path, wrong).expect(422);
    let mut pointers = refused.pointers();
    pointers.sort();
    assert_eq!(pointers, ["/colour", "/description", "/file", "/kind", "/phase"]);
    for (parts, pointer) in [
        (vec![(FILE, b"".as_slice())], "/file"),
        (vec![("name=\"file\"", b"no file".as_slice())], "/file"),
        (vec![("name=\"other\"; filename=\"a\"", b"x".as_slice())], "/other"),
        (vec![(FILE, b"x".as_slice()), (FILE, b"y".as_slice())], "/file"),
        (Vec::new(), "/file"),
    ] {
        let refused = world.ada.upload(&path, &parts).expect(422);
        assert!(
            refused.pointers().contains(&pointer.to_owned()),
            "{parts:?}: {}",
            refused.text()
        );
    }
    nothing_is_left(&world, &release);
}

#[test]
fn a_body_that_is_no_form_is_refused() {
    let world = World::on_sqlite();
    let release = world.release();
    let path = format!("{release}/attachments");
    let post = |media, body: &[u8]| world.ada.send(Method::POST, &path, media, body.to_vec());
    for media in [
        None,
        Some("application/json"),
        Some("text/plain"),
        Some("multipart/form-data"),
    ] {
        assert_eq!(post(media, b"{}").expect(415).code(), "request.media_type", "{media:?}");
    }
    let form = Some("multipart/form-data; boundary=xyz");
    let whole = multipart(&[("name=\"description\"", b"a"), (FILE, b"content")]);
    for length in [1, 10, 60, 100, whole.len() - 12, whole.len() - 4] {
        let broken = post(form, &whole[..length]);
        assert_eq!(broken.expect(400).code(), "request.unreadable", "{length} bytes");
    }
    let crlf = multipart(&[("name=\"file\"; filename=\"a\r\nX-Other: b.txt\"", b"x")]);
    assert_eq!(
        post(form, &crlf).expect(422).pointers(),
        ["/file", "/file"],
        "a name never goes on in the next line"
    );
    // A form that never begins must not be read to its end in the hope that it will.
    let endless = post(form, &vec![b'-'; 4_000_000]);
    assert_eq!(endless.expect(413).code(), "request.too_large");
    let fields = vec![b'a'; 1_000_000];
    let heavy = post(form, &multipart(&[("name=\"description\"", &fields), (FILE, b"x")]));
    assert_eq!(heavy.expect(413).code(), "request.too_large");
    nothing_is_left(&world, &release);
}

#[test]
fn who_may_not_add_sends_in_vain() {
    each(|world| {
        let release = world.release();
        let place = attach(&world.ada, &release, "a.txt", b"x")
            .expect(201)
            .header("location")
            .to_owned();
        attach(&world.nobody, &release, "b.txt", b"y").expect(401);
        attach(&world.sam, &release, "b.txt", b"y").expect(404);
        attach(&world.vera, &release, "b.txt", b"y").expect(403);
        attach(&world.ada, "/api/v1/releases/4711", "b.txt", b"y").expect(404);
        world.sam.get(&place).expect(404);
        world.sam.get(&format!("{release}/attachments")).expect(404);
        world.vera.delete(&place).expect(403);
        let other = world.release();
        let foreign = place.replace(
            "/releases/1/",
            &format!("/releases/{}/", other.rsplit('/').next().unwrap()),
        );
        world.ada.get(&foreign).expect(404);
        world.ada.delete(&foreign).expect(404);
        assert_eq!(on_disk(world).len(), 1);
    });
}

#[test]
fn a_closed_release_takes_no_more_files() {
    let world = World::on_sqlite();
    let release = world.release();
    let place = attach(&world.ada, &release, "a.txt", b"x")
        .expect(201)
        .header("location")
        .to_owned();
    let canceled = json!({"outcome": "canceled", "solution_category": world.id("solution"), "closure": "Not wanted."});
    world.act(&world.ada, &release, "capture", &json!({})).expect(200);
    world.act(&world.ada, &release, "advance", &canceled).expect(200);
    assert_eq!(
        attach(&world.ada, &release, "b.txt", b"y").expect(409).code(),
        "release.not_open"
    );
    assert_eq!(world.ada.delete(&place).expect(409).code(), "release.not_open");
    world.ada.get(&place).expect(200);
    let page = world.ada.get("/releases/1/attachments").expect(200).text();
    assert!(!page.contains("enctype") && page.contains("a.txt"), "a page to read");
}
