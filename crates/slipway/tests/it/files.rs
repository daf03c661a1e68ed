//! Files of releases: in, out, away, and what is swept and verified behind them.

mod refused;
mod stalled;
mod swept;

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::{Answer, Client, World, each};

const FILE: &str = "name=\"file\"; filename=\"notes.txt\"";

/// Attaches a small file and answers what came back.
fn attach(client: &Client, release: &str, name: &str, content: &[u8]) -> Answer {
    let head = format!("name=\"file\"; filename=\"{name}\"");
    client.upload(&format!("{release}/attachments"), &[(&head, content)])
}

/// Every file below the folder of files, arriving ones too.
fn on_disk(world: &World) -> Vec<PathBuf> {
    fn below(folder: PathBuf, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                below(path, found);
            } else {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    below(world.app.config().files.clone(), &mut found);
    found
}

fn kinds(world: &World, release: &str) -> Vec<String> {
    let history = world.ada.get(&format!("{release}/history")).expect(200).json();
    assert_eq!(history["verified"], true, "R26");
    let events = history["items"].as_array().unwrap().clone();
    events
        .iter()
        .map(|event| event["kind"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_file_is_attached_counted_listed_and_sent_back_as_it_came() {
    each(|world| {
        let release = world.release();
        let content: Vec<u8> = (0..200_000_u32).flat_map(u32::to_le_bytes).collect();
        let made = world
            .ada
            .upload(
                &format!("{release}/attachments"),
                &[
                    ("name=\"description\"", "Signed by <b>operations</b>".as_bytes()),
                    ("name=\"kind\"", b"package"),
                    ("name=\"phase\"", b"deployment"),
                    ("name=\"file\"; filename=\"relatório 4.2.zip\"", &content),
                ],
            )
            .expect(201);
        let file = made.json();
        let digest = Sha256::digest(&content)
            .iter()
            .fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
        assert_eq!(file["sha256"], json!(digest));
        assert_eq!(
            (
                &file["name"],
                &file["size"],
                &file["kind"],
                &file["phase"],
                &file["description"]
            ),
            (
                &json!("relatório 4.2.zip"),
                &json!(800_000),
                &json!("package"),
                &json!("deployment"),
                &json!("Signed by <b>operations</b>")
            ),
            "O37"
        );
        assert_eq!(world.ada.get(&release).json()["counts"]["attachments"], 1, "F108");
        assert_eq!(
            world.ada.get(&release).etag(),
            made.etag(),
            "an addition moves the revision on"
        );
        let list = world.vera.get(&format!("{release}/attachments")).expect(200).json();
        assert_eq!(list["items"], json!([file]), "O58");
        let documents = world
            .ada
            .get(&format!("{release}/deployment/documents"))
            .expect(200)
            .json();
        assert_eq!(documents["items"], json!([file]), "F124");
        let planning = world
            .ada
            .get(&format!("{release}/planning/documents"))
            .expect(200)
            .json();
        assert_eq!(planning["items"], json!([]), "F124");
        let sent = world.vera.get(made.header("location")).expect(200);
        assert!(sent.body == content, "byte by byte");
        assert_eq!(kinds(world, &release), ["registered", "file_added"], "B188, one event");
    });
}

#[test]
fn a_download_can_do_nothing_in_a_browser() {
    let world = World::on_sqlite();
    let release = world.release();
    let html = attach(&world.ada, &release, "relatório.html", b"<script>alert(1)</script>").expect(201);
    let sent = world.ada.get(html.header("location")).expect(200);
    for (name, value) in [
        ("content-type", "application/octet-stream"),
        (
            "content-disposition",
            "attachment; filename=\"relat_rio.html\"; filename*=UTF-8''relat%C3%B3rio.html",
        ),
        ("x-content-type-options", "nosniff"),
        (
            "content-security-policy",
            "default-src 'none'; sandbox; frame-ancestors 'none'",
        ),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "private, no-store"),
        ("x-download-options", "noopen"),
        ("accept-ranges", "bytes"),
        ("content-length", "25"),
    ] {
        assert_eq!(sent.header(name), value, "{name}");
    }
    let picture = attach(&world.ada, &release, "a.html", b"\x89PNG\r\n\x1A\n and so on").expect(201);
    let sent = world.ada.get(picture.header("location")).expect(200);
    assert_eq!(sent.header("content-type"), "image/png", "by its bytes, not its name");
    assert!(sent.header("content-disposition").starts_with("inline;"));
    let about = world
        .ada
        .with("accept", "application/json")
        .get(html.header("location"))
        .expect(200);
    assert_eq!(about.json()["name"], "relatório.html");
}

#[test]
fn a_part_of_a_file_is_sent_when_a_part_is_asked_for() {
    let world = World::on_sqlite();
    let release = world.release();
    let made = attach(&world.ada, &release, "a.bin", b"0123456789").expect(201);
    let place = made.header("location");
    let whole = world.ada.get(place).expect(200);
    let part = world.ada.with("range", "bytes=2-4").get(place).expect(206);
    assert_eq!(
        (part.text().as_str(), part.header("content-range")),
        ("234", "bytes 2-4/10")
    );
    assert_eq!(part.header("content-length"), "3");
    let tail = world.ada.with("range", "bytes=-3").with("if-range", whole.etag());
    assert_eq!(tail.get(place).expect(206).text(), "789");
    let other = world.ada.with("range", "bytes=-3").with("if-range", "\"other\"");
    assert_eq!(other.get(place).expect(200).text(), "0123456789");
    let beyond = world.ada.with("range", "bytes=10-").get(place).expect(416);
    assert_eq!(beyond.header("content-range"), "bytes */10");
    let known = world.ada.with("if-none-match", whole.etag()).get(place).expect(304);
    assert!(known.body.is_empty());
}

#[test]
fn equal_files_lie_once_and_taking_one_away_takes_exactly_that_one() {
    each(|world| {
        let release = world.release();
        let first = attach(&world.ada, &release, "a.txt", b"the same").expect(201);
        let second = attach(&world.ada, &release, "a.txt", b"the same").expect(201);
        assert_ne!(
            first.header("location"),
            second.header("location"),
            "B206: names never collide"
        );
        assert_eq!(on_disk(world).len(), 1, "one content, one file");
        world.ada.delete(first.header("location")).expect(204);
        world.ada.get(first.header("location")).expect(404);
        world.ada.delete(first.header("location")).expect(404);
        assert_eq!(
            world.ada.get(second.header("location")).expect(200).text(),
            "the same",
            "B205"
        );
        assert_eq!(world.ada.get(&release).json()["counts"]["attachments"], 1);
        assert_eq!(
            world.admin.get(first.header("location")).expect(200).text(),
            "the same",
            "R27: for those with the right audit it is still there"
        );
        let history = world.ada.get(&format!("{release}/history")).json();
        let last = &history["items"][3];
        assert_eq!(last["kind"], "file_removed");
        assert_eq!(last["changes"][0]["old"]["name"], "a.txt", "B205: the history keeps it");
        assert_eq!(last["changes"][0]["new"], Value::Null);
    });
}

#[test]
fn a_name_is_only_a_name() {
    let world = World::on_sqlite();
    let release = world.release();
    for (sent, kept) in [
        ("../../x", "x"),
        ("..\\\\..\\\\windows\\\\x.txt", "x.txt"),
        ("/etc/passwd", "passwd"),
        ("a;b=c.txt", "a;b=c.txt"),
        ("nul", "_nul"),
        ("漢字.pdf", "漢字.pdf"),
        ("a\u{202E}txt.gpj", "atxt.gpj"),
    ] {
        let made = attach(&world.ada, &release, sent, b"x").expect(201);
        assert_eq!(made.json()["name"], kept, "{sent}");
        let disposition = world
            .ada
            .get(made.header("location"))
            .expect(200)
            .header("content-disposition")
            .to_owned();
        assert!(!disposition.contains(['/', '\\', '\r', '\n']), "{disposition}");
    }
    let long = attach(&world.ada, &release, &format!("{}.pdf", "é".repeat(3_000)), b"x").expect(201);
    let long = long.json()["name"].as_str().unwrap().to_owned();
    assert!(
        long.len() <= 255 && long.strip_suffix("pdf").is_some_and(|stem| stem.ends_with('.')),
        "{long}"
    );
    let extended = "name=\"file\"; filename*=UTF-8''..%2Frelat%C3%B3rio%0D%0A.pdf";
    let made = world
        .ada
        .upload(&format!("{release}/attachments"), &[(extended, b"x")])
        .expect(201);
    assert_eq!(made.json()["name"], "relatório__.pdf");
    let root = world.app.config().files.clone();
    for path in on_disk(&world) {
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(
            path.starts_with(&root) && name.len() == 64,
            "by content alone: {}",
            path.display()
        );
    }
}

#[test]
fn documents_belong_to_a_phase_and_have_a_kind() {
    let world = World::on_sqlite();
    let release = world.release();
    let path = format!("{release}/planning/documents");
    let made = world.ada.upload(&path, &[(FILE, b"x")]).expect(201).json();
    assert_eq!((&made["phase"], &made["kind"]), (&json!("planning"), &json!("general")));
    for kind in ["package", "legal", "training"] {
        let made = world
            .ada
            .upload(&path, &[("name=\"kind\"", kind.as_bytes()), (FILE, b"x")])
            .expect(201);
        assert_eq!(made.json()["kind"], kind, "B204");
    }
    assert_eq!(world.ada.get(&release).json()["counts"]["attachments"], 4);
    let page = world.ada.get("/releases/1").expect(200).text();
    let read = page.split("record-aside").next().unwrap_or_default();
    assert_eq!(read.matches("notes.txt").count(), 4, "O37: in the section of the phase");
}

#[test]
fn a_repeated_upload_is_one_file_and_a_rehearsed_one_none() {
    each(|world| {
        let release = world.release();
        let path = format!("{release}/attachments");
        let rehearsed = world
            .ada
            .upload(&format!("{path}?dry_run=true"), &[(FILE, b"x")])
            .expect(200)
            .json();
        assert_eq!(
            (&rehearsed["dry_run"], &rehearsed["status"]),
            (&json!(true), &json!(201))
        );
        assert_eq!(rehearsed["effect"]["name"], "notes.txt");
        assert!(on_disk(world).is_empty(), "nothing is written: {:?}", on_disk(world));
        assert_eq!(kinds(world, &release), ["registered"]);
        let keyed = world.ada.with("idempotency-key", "7b0b3c1e");
        let first = keyed.upload(&path, &[(FILE, b"x")]).expect(201);
        let again = keyed.upload(&path, &[(FILE, b"x")]).expect(201);
        assert_eq!(first.json(), again.json(), "G7");
        assert_eq!(
            keyed.upload(&path, &[(FILE, b"y")]).expect(422).code(),
            "idempotency.key_reused"
        );
        assert_eq!(kinds(world, &release), ["registered", "file_added"]);
    });
}

#[test]
fn if_match_is_taken_and_not_needed() {
    let world = World::on_sqlite();
    let release = world.release();
    let stale = world.ada.get(&release).etag();
    let made = world.ada.if_match(&stale);
    let made = attach(&made, &release, "a.txt", b"x").expect(201);
    let refused = attach(&world.ada.if_match(&stale), &release, "b.txt", b"y").expect(412);
    assert_eq!(
        refused.json()["since"][0]["kind"],
        "file_added",
        "G6: it says what happened since"
    );
    world.ada.if_match(&stale).delete(made.header("location")).expect(412);
    let seen = world.ada.get(made.header("location")).etag();
    world.ada.if_match(&seen).delete(made.header("location")).expect(204);
}

#[test]
fn the_page_attaches_and_takes_away_without_a_script() {
    let world = World::on_sqlite();
    world.release();
    let browser = world.ada.with("sec-fetch-site", "same-origin");
    let empty = browser.get("/releases/1/attachments").expect(200).text();
    assert!(empty.contains("enctype=\"multipart/form-data\""));
    let parts: &[(&str, &[u8])] = &[
        ("name=\"kind\"", b"legal"),
        ("name=\"phase\"", b"none"),
        ("name=\"description\"", b"<img src=x onerror=alert(1)>"),
        ("name=\"file\"; filename=\"<b>a.txt\"", b"x"),
    ];
    let sent = browser.upload("/releases/1/attachments", parts).expect(303);
    assert_eq!(sent.header("location"), "/releases/1/attachments?said=said-file-added");
    let page = browser.get(sent.header("location")).expect(200).text();
    assert!(
        page.contains("_b_a.txt") && page.contains("&#60;img src=x"),
        "shown as text"
    );
    assert!(!page.contains("<img src=x"));
    let record = browser.get("/releases/1").expect(200).text();
    assert!(record.contains("href=\"/releases/1/attachments\""), "in the left menu");
    let id = world.ada.get("/api/v1/releases/1/attachments").json()["items"][0]["id"].clone();
    let file = format!("/releases/1/attachments/{}", id.as_str().unwrap());
    assert_eq!(browser.get(&file).expect(200).text(), "x");
    let asked = browser.get(&format!("{file}/remove")).expect(200).text();
    assert!(asked.contains("Take the file away?") && asked.contains("_b_a.txt"));
    browser.form(&format!("{file}/remove"), &[]).expect(303);
    browser.get(&file).expect(404);
    let history = browser.get("/releases/1/history").expect(200).text();
    assert!(history.contains("Attached the file _b_a.txt") && history.contains("Took the file _b_a.txt away"));
}

#[test]
fn a_refused_form_keeps_what_was_typed() {
    let world = World::on_sqlite();
    world.release();
    let browser = world.ada.with("sec-fetch-site", "same-origin");
    let parts = |file: &'static str| {
        vec![
            ("name=\"kind\"", b"legal".as_slice()),
            ("name=\"phase\"", b"planning".as_slice()),
            ("name=\"description\"", b"The contract".as_slice()),
            // A field in which nothing was chosen comes without name and content.
            (file, if file.ends_with("\"\"") { b"".as_slice() } else { b"MZ" }),
        ]
    };
    for (file, status) in [
        ("name=\"file\"; filename=\"a.exe\"", 415),
        ("name=\"file\"; filename=\"\"", 422),
        ("name=\"other\"; filename=\"a\"", 422),
    ] {
        let page = browser
            .upload("/releases/1/attachments", &parts(file))
            .expect(status)
            .text();
        assert!(page.contains("The contract"), "{file}");
        assert!(
            page.contains("value=\"legal\" selected") && page.contains("value=\"planning\" selected"),
            "{file}"
        );
        assert!(page.contains("data-errors"), "{file}");
    }
}

#[test]
fn a_release_is_printed_with_what_it_has() {
    each(|world| {
        let release = world.release();
        attach(&world.ada, &release, "notes.txt", b"x").expect(201);
        for path in ["/releases/1.pdf", "/api/v1/releases/1.pdf"] {
            let paper = world.ada.with("accept-language", "pt-BR").get(path).expect(200);
            assert_eq!(paper.header("content-type"), "application/pdf", "F056");
            assert!(
                paper
                    .header("content-disposition")
                    .starts_with("attachment; filename=\"REL-1.pdf\"")
            );
            assert_eq!(paper.header("content-language"), "pt-BR");
            assert!(paper.body.starts_with(b"%PDF-"));
        }
        world.ada.get("/releases/4711.pdf").expect(404);
        world.ada.get("/api/v1/releases/x.pdf").expect(404);
        world.sam.get("/api/v1/releases/1.pdf").expect(404);
        world.nobody.get("/api/v1/releases/1.pdf").expect(401);
        assert_eq!(
            kinds(world, &release),
            ["registered", "file_added"],
            "reading leaves no event"
        );
    });
}
