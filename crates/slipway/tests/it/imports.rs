//! Files of the CMDB over HTTP: taken in row by row with a report that accounts for each, and written out so that another
//! installation has the same.

mod bad;
mod debian;
mod killed;
mod pages;
mod whole;

use axum::http::Method;
use serde_json::{Value, json};
use slipway::cmdb::exchange::run;
use slipway::cmdb::graph::load;

use crate::support::{Client, World, each};

const CSV: &str = "text/csv";
const LINES: &str = "application/x-ndjson";

/// Sends a file and answers its report when every row is accounted for.
#[track_caller]
pub fn import(world: &World, path: &str, media: &str, file: impl Into<Vec<u8>>) -> Value {
    let begun = send(&world.admin, path, media, file);
    let place = begun.header("location").to_owned();
    settle(world);
    world.admin.get(&place).expect(200).json()
}

#[track_caller]
fn send(client: &Client, path: &str, media: &str, file: impl Into<Vec<u8>>) -> crate::support::Answer {
    client
        .send(
            Method::POST,
            &format!("/api/v1/imports/{path}"),
            Some(media),
            file.into(),
        )
        .expect(202)
}

/// Lets the imports that wait go on, as the running server does by itself.
pub fn settle(world: &World) {
    world.runtime().block_on(run::work(world.app.clone())).unwrap();
}

/// Created, updated, unchanged, refused.
pub fn counts(report: &Value) -> [i64; 4] {
    assert_eq!(report["state"], "done", "{report}");
    let counts = ["created", "updated", "unchanged", "refused"].map(|name| report[name].as_i64().unwrap());
    assert_eq!(report["rows"], counts.iter().sum::<i64>(), "each row is accounted for");
    counts
}

/// The whole CMDB as JSON lines, each line as a value.
pub fn export(world: &World) -> Vec<Value> {
    let text = world.admin.get("/api/v1/exports/cmdb?format=jsonl").expect(200).text();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The items of the CMDB by identification.
fn items(world: &World) -> Vec<Value> {
    let is_item = |record: &Value| record["record"] == "ci";
    let mut items: Vec<Value> = export(world).into_iter().filter(is_item).collect();
    items.sort_by_key(|item| item["identification"].as_str().unwrap().to_lowercase());
    items
}

const SERVERS: &str = "identification,name,type,group,version,criticality\n\
    SRV-1,Alpha,Server,Production/In operation,1.0,high\n\
    SRV-2,Beta,Server,production/in operation,,low\n";

#[test]
fn rows_create_then_update_then_leave_alone() {
    each(|world| {
        assert_eq!(counts(&import(world, "cis", CSV, SERVERS)), [2, 0, 0, 0]);
        assert_eq!(counts(&import(world, "cis", CSV, SERVERS)), [0, 0, 2, 0]);
        let next = SERVERS.replace("Beta", "Gamma").replace("SRV-2", "srv-2 ");
        assert_eq!(counts(&import(world, "cis", CSV, next)), [0, 1, 1, 0]);
        let part = "identification;version\nSRV-1;2.0\n";
        assert_eq!(counts(&import(world, "cis", CSV, part)), [0, 1, 0, 0]);
        let found = items(world);
        assert_eq!(found.len(), 2);
        assert_eq!(
            (&found[0]["name"], &found[0]["version"]),
            (&json!("Alpha"), &json!("2.0"))
        );
        assert_eq!(found[0]["group"], "Production/In operation");
        assert_eq!(
            (&found[1]["name"], &found[1]["version"]),
            (&json!("Gamma"), &Value::Null)
        );
        let list = world.admin.get("/api/v1/cis?q=srv-1").expect(200).json();
        let path = format!("/api/v1/cis/{}", list["items"][0]["id"].as_str().unwrap());
        let versions = world.admin.get(&format!("{path}/versions")).expect(200).json();
        assert_eq!(
            versions["items"].as_array().unwrap().len(),
            2,
            "each change is a version"
        );
        let history = world.admin.get(&format!("{path}/history")).expect(200).json();
        assert_eq!(history["verified"], true);
        assert_eq!(history["items"].as_array().unwrap().len(), 2, "and an event");
    });
}

#[test]
fn relationships_follow_and_impact_with_them() {
    each(|world| {
        import(world, "cis", CSV, SERVERS);
        let pairs = "from,to,type\nSRV-1,srv-2,depends on\n";
        assert_eq!(counts(&import(world, "relationships", CSV, pairs)), [1, 0, 0, 0]);
        assert_eq!(counts(&import(world, "relationships", CSV, pairs)), [0, 0, 1, 0]);
        let lines = "{\"from\": \"SRV-2\", \"to\": \"SRV-1\", \"type\": \"Uses\"}\n";
        assert_eq!(counts(&import(world, "relationships", LINES, lines)), [1, 0, 0, 0]);
        let list = world.admin.get("/api/v1/cis?q=srv-2").expect(200).json();
        let path = format!("/api/v1/cis/{}", list["items"][0]["id"].as_str().unwrap());
        world.runtime().block_on(load(&world.app)).unwrap();
        let impact = world.admin.get(&format!("{path}/impact")).expect(200).json();
        assert_eq!(impact["total"], 1, "{impact}");
    });
}

#[test]
fn what_is_missing_is_refused_or_made() {
    each(|world| {
        let file = "identification,name,type,group,attributes.maintainer\n\
            deb:a,a,Software package,Production/Debian/libs,Ana\n\
            deb:b,b,Software package,Production/Debian/admin,\n";
        let refused = import(world, "cis", CSV, file);
        assert_eq!(counts(&refused), [0, 0, 0, 2]);
        let columns: Vec<&str> = refused["refusals"]
            .as_array()
            .unwrap()
            .iter()
            .map(|refusal| refusal["column"].as_str().unwrap())
            .collect();
        assert_eq!(columns, ["type", "group", "type", "group"]);
        assert_eq!(
            counts(&import(world, "cis?create_missing=true", CSV, file)),
            [2, 0, 0, 0]
        );
        assert_eq!(counts(&import(world, "cis", CSV, file)), [0, 0, 2, 0]);
        let found = items(world);
        assert_eq!(found[0]["attributes"], json!({"maintainer": "Ana"}));
        assert_eq!(found[1]["group"], "Production/Debian/admin");
    });
}

#[test]
fn a_rehearsal_is_equal_to_the_run_and_keeps_nothing() {
    each(|world| {
        import(world, "cis", CSV, SERVERS);
        let file = "identification,name,type,group,parent,attributes.ram\n\
            NEW-1,One,Blade,Production/Rack 7,,16\n\
            NEW-2,Two,Blade,Production/Rack 7,NEW-1,\n\
            SRV-1,Renamed,Server,Production/In operation,new-2,\n\
            SRV-2,Beta,Server,Production/In operation,nobody,\n\
            new-1,Again,Blade,Production/Rack 7,,\n";
        let before = export(world);
        let rehearsed = import(world, "cis?create_missing=true&dry_run=true", CSV, file);
        assert_eq!(counts(&rehearsed), [2, 1, 0, 2]);
        assert_eq!(export(world), before, "nothing was kept");
        let done = import(world, "cis?create_missing=true", CSV, file);
        assert_eq!(counts(&done), counts(&rehearsed));
        assert_eq!(done["refusals"], rehearsed["refusals"]);
        assert_eq!(items(world).len(), 4);
    });
}

#[test]
fn encodings_and_formulas_are_texts() {
    each(|world| {
        let text = "identification;name;type;group\r\nÁ-1;=cmd|'/c calc'!A0;Server;Production\r\n";
        let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
        assert_eq!(counts(&import(world, "cis", CSV, marked)), [1, 0, 0, 0]);
        let wide: Vec<u8> = [0xFF, 0xFE]
            .into_iter()
            .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert_eq!(counts(&import(world, "cis", CSV, wide)), [0, 0, 1, 0]);
        assert_eq!(items(world)[0]["name"], "=cmd|'/c calc'!A0");
        let csv = world.admin.get("/api/v1/exports/cmdb?format=csv").expect(200);
        assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8; header=present");
        assert!(
            csv.text().contains(",'=cmd|'/c calc'!A0,"),
            "a spreadsheet runs none of it"
        );
        assert_eq!(counts(&import(world, "cis", CSV, csv.body))[3], 0, "and it comes back");
        assert_eq!(items(world)[0]["name"], "=cmd|'/c calc'!A0");
    });
}

#[test]
fn columns_are_mapped_and_faults_of_the_file_are_told_at_once() {
    each(|world| {
        let file = "Serial No,identification,name,type,group,Colour\nX-1,A,A,Server,Production,red\n";
        let refused = world
            .admin
            .send(Method::POST, "/api/v1/imports/cis", Some(CSV), file.into())
            .expect(422);
        assert_eq!(refused.pointers(), ["/Serial No", "/Colour"]);
        let mapping = "%7B%22Serial%20No%22%3A%22serial_number%22%2C%22Colour%22%3A%22%22%7D";
        assert_eq!(
            counts(&import(world, &format!("cis?mapping={mapping}"), CSV, file)),
            [1, 0, 0, 0]
        );
        assert_eq!(items(world)[0]["serial_number"], "X-1");
        let post = |media: &str, body: &str| {
            world
                .admin
                .send(Method::POST, "/api/v1/imports/cis", Some(media), body.into())
        };
        assert_eq!(post(CSV, "").expect(422).pointers(), ["/file"]);
        assert_eq!(
            post(CSV, "name\nx\n").expect(422).pointers(),
            ["/file"],
            "identification is missing"
        );
        post("image/png", "x").expect(415);
    });
}

#[test]
fn who_may_not_keep_items_imports_none() {
    each(|world| {
        for client in [&world.vera, &world.rita] {
            client
                .send(Method::POST, "/api/v1/imports/cis", Some(CSV), SERVERS.into())
                .expect(403);
        }
        let begun = send(&world.admin, "cis", CSV, SERVERS);
        let place = begun.header("location").to_owned();
        world.vera.get(&place).expect(200);
        world.rita.get(&place).expect(403);
        world.rita.get("/api/v1/exports/cmdb").expect(403);
        world.vera.get("/api/v1/exports/cmdb").expect(200);
        world.admin.get("/api/v1/exports/cmdb?format=xml&").expect(422);
        world
            .admin
            .get("/api/v1/imports/00000000-0000-7000-8000-000000000000")
            .expect(404);
    });
}

#[test]
fn the_same_key_begins_one_import() {
    each(|world| {
        let client = world.admin.with("idempotency-key", "k1");
        let first = send(&client, "cis", CSV, SERVERS).header("location").to_owned();
        assert_eq!(send(&client, "cis", CSV, SERVERS).header("location"), first);
        client
            .send(
                Method::POST,
                "/api/v1/imports/cis",
                Some(CSV),
                SERVERS.replace("Alpha", "Omega").into(),
            )
            .expect(422);
        settle(world);
        assert_eq!(counts(&world.admin.get(&first).expect(200).json()), [2, 0, 0, 0]);
        let over = world.admin.send(
            Method::POST,
            &format!("/api/v1/imports/cis?resume={}", first.rsplit('/').next().unwrap()),
            Some(CSV),
            SERVERS.into(),
        );
        assert_eq!(over.expect(409).code(), "import.over");
    });
}
