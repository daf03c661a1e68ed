//! Flows: brought in as files, refused by the line, kept in versions that releases stay on.

use axum::http::Method;
use serde_json::{Value, json};
use slipway_core::flow::{RELEASE_REQUESTER, RELEASE_STANDARD};

use crate::support::{Answer, Client, World, each};

const XML: &str = "application/bpmn+xml";

/// A small flow: one task, left with `advance`, and its end.
const SMALL: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:slipway="urn:slipway:flow:1">
  <process id="hotfix" name="Hot fix — ação rápida">
    <startEvent id="s"/>
    <sequenceFlow id="begin" sourceRef="s" targetRef="Fix"/>
    <userTask id="Fix" name="Fix it"/>
    <sequenceFlow id="finish" sourceRef="Fix" targetRef="e"/>
    <endEvent id="e"/>
  </process>
</definitions>
"#;

fn send(client: &Client, path: &str, file: impl Into<Vec<u8>>) -> Answer {
    client.send(Method::POST, path, Some(XML), file.into())
}

/// Adds the small flow and answers its path.
fn small(world: &World) -> String {
    send(&world.admin, "/api/v1/flows", SMALL)
        .expect(201)
        .header("location")
        .to_owned()
}

/// Every line that a refused file was refused for.
fn refused(answer: &Answer) -> Vec<(u64, String, Value, String)> {
    let document = answer.json();
    let refusals = document["refusals"].as_array().expect("refusals");
    let told = refusals.iter().map(|refusal| {
        let text = |name: &str| refusal[name].as_str().unwrap_or_default().to_owned();
        (
            refusal["line"].as_u64().unwrap(),
            text("element"),
            refusal["id"].clone(),
            text("code"),
        )
    });
    told.collect()
}

#[test]
fn a_flow_is_added_from_its_file_and_given_back_byte_for_byte() {
    each(|world| {
        // Line ends of another system, a byte order mark and letters outside ASCII stay as they came.
        let file = format!("\u{feff}{}", SMALL.replace('\n', "\r\n"));
        let made = send(&world.admin, "/api/v1/flows", file.clone()).expect(201);
        let path = made.header("location").to_owned();
        assert_eq!(made.etag(), "\"1\"");
        assert_eq!(
            made.json(),
            json!({
                "id": path.rsplit('/').next(), "name": "hotfix", "description": "Hot fix — ação rápida",
                "allows_reopening": false, "version": 1, "active": true,
            })
        );
        assert_eq!(world.admin.get(&path).expect(200).json(), made.json());
        let given = world.admin.get(&format!("{path}/versions/1.bpmn")).expect(200);
        assert_eq!(given.body, file.as_bytes(), "F186");
        assert_eq!(given.header("content-type"), "application/xml");
        assert_eq!(
            given.header("content-disposition"),
            "attachment; filename=\"hotfix-1.bpmn\"; filename*=UTF-8''hotfix-1.bpmn"
        );
        let versions = world.admin.get(&format!("{path}/versions")).expect(200).json();
        assert_eq!(versions["items"].as_array().unwrap().len(), 1);
        assert_eq!(versions["items"][0]["added_by"]["name"], "Administrator");
        assert_eq!(versions["items"][0]["added_at"], "2026-11-23T12:00:00Z");
        for missing in [
            "versions/2",
            "versions/2.bpmn",
            "versions/0",
            "versions/1.xml",
            "versions/x",
        ] {
            world.admin.get(&format!("{path}/{missing}")).expect(404);
        }
    });
}

#[test]
fn a_flow_comes_as_xml_or_in_json_and_as_nothing_else() {
    each(|world| {
        let body = json!({"xml": SMALL, "description": "  For hot fixes  "});
        let made = world.admin.post("/api/v1/flows", &body).expect(201);
        assert_eq!(made.json()["description"], "For hot fixes");
        let path = made.header("location").to_owned();
        assert_eq!(
            world.admin.get(&format!("{path}/versions/1.bpmn")).body,
            SMALL.as_bytes()
        );
        let again = send(&world.admin, "/api/v1/flows", SMALL).expect(409);
        assert_eq!(again.code(), "flow.exists");
        for media in ["application/xml", "text/xml; charset=utf-8"] {
            let other = SMALL.replace("hotfix", &format!("hotfix{}", media.len()));
            world
                .admin
                .send(Method::POST, "/api/v1/flows", Some(media), other.into())
                .expect(201);
        }
        let plain = world
            .admin
            .send(Method::POST, "/api/v1/flows", Some("text/plain"), SMALL.into())
            .expect(415);
        assert_eq!(plain.code(), "request.media_type");
        world
            .admin
            .send(Method::POST, "/api/v1/flows", None, SMALL.into())
            .expect(415);
        let wrong = world
            .admin
            .post("/api/v1/flows", &json!({"xml": 7, "colour": "red"}))
            .expect(422);
        assert_eq!(wrong.pointers(), ["/xml", "/colour"]);
        assert_eq!(
            world.admin.post("/api/v1/flows", &json!({})).expect(422).pointers(),
            ["/xml"]
        );
        let large = format!("{SMALL}<!--{}-->", "x".repeat(1 << 20));
        let refusal = send(&world.admin, "/api/v1/flows", large.clone()).expect(422);
        assert_eq!(
            refused(&refusal),
            [(1, "file".to_owned(), Value::Null, "too_large".to_owned())]
        );
        let refusal = world.admin.post("/api/v1/flows", &json!({"xml": large})).expect(422);
        assert_eq!(refusal.code(), "flow.refused", "1 MiB fits into a JSON body too");
        send(&world.admin, "/api/v1/flows", vec![b' '; 4 << 20]).expect(413);
    });
}

#[test]
fn a_file_outside_the_subset_is_refused_with_every_line_in_the_callers_language() {
    each(|world| {
        let file = SMALL
            .replace("<userTask id=\"Fix\" name=\"Fix it\"/>", "<scriptTask id=\"Fix\"/>")
            .replace(
                "sourceRef=\"Fix\" targetRef=\"e\"",
                "sourceRef=\"Fix\" targetRef=\"gone\"",
            );
        let refusal = send(&world.admin, "/api/v1/flows", file.clone()).expect(422);
        assert_eq!(refusal.code(), "flow.refused");
        let lines = refused(&refusal);
        assert!(
            lines.contains(&(6, "scriptTask".to_owned(), json!("Fix"), "other_task".to_owned())),
            "{lines:?}"
        );
        assert!(
            lines.contains(&(
                7,
                "sequenceFlow".to_owned(),
                json!("finish"),
                "dangling_reference".to_owned()
            )),
            "{lines:?}"
        );
        let sentence = |language: &str| {
            let refusal = send(
                &world.admin.with("accept-language", language),
                "/api/v1/flows",
                file.clone(),
            )
            .expect(422)
            .json();
            let refusals = refusal["refusals"].as_array().unwrap().clone();
            let dangling = refusals
                .into_iter()
                .find(|refusal| refusal["code"] == "dangling_reference")
                .unwrap();
            (
                dangling["message"].as_str().unwrap().to_owned(),
                dangling["detail"].as_str().unwrap().to_owned(),
            )
        };
        let detail = "targetRef names \"gone\", which is no element that edges join";
        assert_eq!(sentence("en"), (format!("{detail}."), detail.to_owned()));
        assert_eq!(
            sentence("pt-BR"),
            (
                "targetRef indica \"gone\", que não é um elemento que arestas liguem.".to_owned(),
                detail.to_owned()
            )
        );
        assert_eq!(
            sentence("es"),
            (
                "targetRef nombra \"gone\", que no es un elemento que las aristas unan.".to_owned(),
                detail.to_owned()
            )
        );
        let not_text = send(&world.admin, "/api/v1/flows", b"<a>\n\xff</a>".to_vec()).expect(422);
        assert_eq!(
            refused(&not_text),
            [(2, "file".to_owned(), Value::Null, "not_utf8".to_owned())]
        );
        assert_eq!(
            world.admin.get("/api/v1/flows?count=exact").json()["total"],
            2,
            "nothing was kept"
        );
    });
}

#[test]
fn a_version_tells_its_tasks_ways_edges_and_drawing() {
    each(|world| {
        let flow = world.id("flow");
        let version = world
            .ada
            .with("accept-language", "pt-BR")
            .get(&format!("/api/v1/flows/{flow}/versions/1"))
            .expect(200)
            .json();
        assert_eq!(
            (&version["version"], &version["title"], &version["added_by"]),
            (&json!(1), &json!("Liberação padrão"), &Value::Null)
        );
        assert_eq!(
            version["begins"],
            json!([{"outcome": "advance", "when": [], "to": [{"task": "Release"}]}])
        );
        let tasks = version["tasks"].as_array().unwrap();
        let ids: Vec<&str> = tasks.iter().map(|task| task["id"].as_str().unwrap()).collect();
        assert_eq!(ids, ["Release", "Run", "Test", "Homologation"]);
        let run = &tasks[1];
        assert_eq!(run["names"], json!({"": "Run", "es": "Ejecución", "pt-BR": "Execução"}));
        assert_eq!(
            (&run["name"], &run["assignment"]),
            (&json!("Execução"), &json!("executor_group"))
        );
        for (setting, value) in [
            ("requester_only", false),
            ("allows_delegation", true),
            ("allows_change_of_status", true),
            ("counts_for_sla", true),
            ("approval", false),
        ] {
            assert_eq!(run[setting], json!(value), "{setting}");
        }
        assert_eq!(
            run["ways"],
            json!([
                {"outcome": "advance", "when": [], "to": [{"task": "Test"}]},
                {"outcome": "solved", "when": [], "to": [{"end": "Solved", "kind": "solved"}]},
                {"outcome": "not_solved", "when": [], "to": [{"task": "Release"}]},
            ])
        );
        let edges = version["edges"].as_array().unwrap();
        let solved = edges.iter().find(|edge| edge["id"] == "Run_solved").unwrap();
        assert_eq!(
            (&solved["from"], &solved["to"], &solved["when"]),
            (&json!("After_run"), &json!("Solved"), &json!("outcome == \"solved\""))
        );
        let (shapes, lines) = (
            version["diagram"]["shapes"].as_array().unwrap(),
            version["diagram"]["lines"].as_array().unwrap(),
        );
        assert_eq!(lines.len(), edges.len());
        assert!(
            shapes
                .iter()
                .any(|shape| shape["node"] == "Run" && shape["kind"] == "task" && shape["width"].as_i64() > Some(0))
        );
    });
}

#[test]
fn a_release_that_runs_keeps_its_version() {
    each(|world| {
        let flow = format!("/api/v1/flows/{}", world.id("flow"));
        let running = world.release();
        let next = RELEASE_STANDARD
            .replace("name=\"Standard release\"", "name=\"Standard release, bettered\"")
            .replace("id=\"Test\" name=\"Test\"", "id=\"Test\" name=\"Trial\"");
        let etag = world.admin.get(&flow).etag();
        let made = send(&world.admin.if_match(&etag), &format!("{flow}/versions"), next).expect(201);
        assert_eq!(made.header("location"), format!("{flow}/versions/2"));
        assert_eq!(
            (&made.json()["version"], &made.json()["title"]),
            (&json!(2), &json!("Standard release, bettered"))
        );
        let fresh = world.release();
        let stands = |release: &str| world.ada.get(&format!("{release}/flow")).expect(200).json()["version"].clone();
        assert_eq!((stands(&running), stands(&fresh)), (json!(1), json!(2)), "B068");
        let names = |release: &str| {
            for _ in 0..2 {
                world.act(&world.ada, release, "capture", &json!({})).expect(200);
                world
                    .act(&world.ada, release, "advance", &json!({"outcome": "advance"}))
                    .expect(200);
            }
            world.ada.get(release).json()["task"]["name"].clone()
        };
        assert_eq!(
            (names(&running), names(&fresh)),
            (json!("Test"), json!("Trial")),
            "each is played by its own version"
        );
        let versions = world.admin.get(&format!("{flow}/versions")).json();
        let told: Vec<_> = versions["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (one["version"].clone(), one["added_by"]["name"].clone()))
            .collect();
        assert_eq!(
            told,
            [(json!(2), json!("Administrator")), (json!(1), Value::Null)],
            "newest first"
        );
        let first = world.admin.get(&format!("{flow}/versions/1.bpmn")).expect(200);
        assert_eq!(
            first.body,
            RELEASE_STANDARD.as_bytes(),
            "the version before is untouched"
        );
    });
}

#[test]
fn a_version_is_added_to_what_was_seen_and_only_of_the_same_flow() {
    each(|world| {
        let flow = small(world);
        let versions = format!("{flow}/versions");
        assert_eq!(
            send(&world.admin, &versions, SMALL).expect(428).code(),
            "request.precondition_required"
        );
        let other = send(&world.admin.if_match("\"1\""), &versions, RELEASE_REQUESTER).expect(409);
        assert_eq!(other.code(), "flow.other");
        send(
            &world.admin.if_match("\"1\""),
            &versions,
            SMALL.replace("<endEvent id=\"e\"/>", ""),
        )
        .expect(422);
        let reopening = SMALL.replace(
            "<startEvent",
            "<extensionElements><slipway:flow allowsReopening=\"true\"/></extensionElements><startEvent",
        );
        let made = send(&world.admin.if_match("\"1\""), &versions, reopening).expect(201);
        assert_eq!(made.etag(), "\"2\"");
        let stale = send(&world.admin.if_match("\"1\""), &versions, SMALL).expect(412);
        assert_eq!(stale.json()["since"][0]["actor"]["name"], "Administrator");
        let now = world.admin.get(&flow).json();
        assert_eq!((&now["version"], &now["allows_reopening"]), (&json!(2), &json!(true)));
        let dry = send(
            &world.admin.if_match("\"2\""),
            &format!("{versions}?dry_run=true"),
            SMALL,
        )
        .expect(200)
        .json();
        assert_eq!((&dry["status"], &dry["effect"]["version"]), (&json!(201), &json!(3)));
        assert_eq!(world.admin.get(&flow).json()["version"], 2, "a dry run keeps nothing");
        let renamed = SMALL.replace("Fix it", "Mend it");
        send(&world.admin.if_match("\"2\""), &versions, renamed).expect(201);
        let third = world.admin.get(&format!("{versions}/3")).expect(200).json();
        assert_eq!(
            third["tasks"][0]["name"], "Mend it",
            "what a dry run read is not remembered"
        );
    });
}

#[test]
fn what_is_set_on_a_flow_is_patched_by_what_was_seen() {
    each(|world| {
        let flow = small(world);
        assert_eq!(
            world.admin.patch(&flow, &json!({"active": false})).expect(428).code(),
            "request.precondition_required"
        );
        let off = world
            .admin
            .if_match("\"1\"")
            .patch(
                &flow,
                &json!({"active": false, "description": null, "allows_reopening": true}),
            )
            .expect(200);
        assert_eq!(
            (off.etag().as_str(), &off.json()["active"], &off.json()["description"]),
            ("\"2\"", &json!(false), &Value::Null)
        );
        world
            .admin
            .if_match("\"1\"")
            .patch(&flow, &json!({"active": true}))
            .expect(412);
        let whole = world.admin.get(&flow).json();
        let same = world.admin.if_match("\"2\"").patch(&flow, &whole).expect(200);
        assert_eq!(same.etag(), "\"2\"", "an answer sent back whole changes nothing");
        let wrong = json!({
            "active": null, "allows_reopening": "perhaps", "description": "d".repeat(1001), "colour": "red", "name": "other", "version": 2,
        });
        let mut pointers = world
            .admin
            .if_match("\"2\"")
            .patch(&flow, &wrong)
            .expect(422)
            .pointers();
        pointers.sort();
        assert_eq!(
            pointers,
            [
                "/active",
                "/allows_reopening",
                "/colour",
                "/description",
                "/name",
                "/version"
            ],
            "all at once"
        );
        world.admin.if_match("\"2\"").patch(&flow, &json!([])).expect(422);
    });
}

#[test]
fn a_flow_in_use_is_not_deleted_and_one_without_use_is() {
    each(|world| {
        let standard = format!("/api/v1/flows/{}", world.id("flow"));
        let refusal = world.admin.if_match("*").delete(&standard).expect(409);
        assert_eq!(refusal.code(), "record.in_use");
        let used_by: Vec<_> = refusal.json()["used_by"]
            .as_array()
            .unwrap()
            .iter()
            .map(|user| user["kind"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(used_by, ["group", "model"]);
        let model = world.id("model");
        world.release();
        let used_by = world.admin.if_match("*").delete(&standard).expect(409).json()["used_by"].clone();
        assert_eq!(
            used_by
                .as_array()
                .unwrap()
                .iter()
                .find(|user| user["kind"] == "release"),
            Some(&json!({"kind": "release", "count": 1}))
        );
        let flow = small(world);
        assert_eq!(
            world.admin.delete(&flow).expect(428).code(),
            "request.precondition_required"
        );
        let id = flow.rsplit('/').next().unwrap().to_owned();
        let path = format!("/api/v1/models/{model}");
        let etag = world.admin.get(&path).etag();
        world
            .admin
            .if_match(&etag)
            .patch(&path, &json!({"flow": id}))
            .expect(200);
        world.admin.if_match("\"1\"").delete(&flow).expect(409);
        let etag = world.admin.get(&path).etag();
        world
            .admin
            .if_match(&etag)
            .patch(&path, &json!({"flow": world.id("flow")}))
            .expect(200);
        world.admin.if_match("\"1\"").delete(&flow).expect(204);
        world.admin.get(&flow).expect(404);
        world.admin.get(&format!("{flow}/versions/1.bpmn")).expect(404);
        let names = world.admin.get("/api/v1/flows").json();
        assert!(
            names["items"]
                .as_array()
                .unwrap()
                .iter()
                .all(|one| one["name"] != "hotfix")
        );
        small(world);
    });
}

#[test]
fn flows_are_listed_by_name_a_page_at_a_time() {
    each(|world| {
        for name in ["Zeta", "alpha", "beta"] {
            send(&world.admin, "/api/v1/flows", SMALL.replace("hotfix", name)).expect(201);
        }
        let mut names = Vec::new();
        let mut query = "?limit=2&count=exact".to_owned();
        loop {
            let page = world.ada.get(&format!("/api/v1/flows{query}")).expect(200).json();
            assert_eq!(page["total"], 5);
            names.extend(
                page["items"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|flow| flow["name"].as_str().unwrap().to_owned()),
            );
            let Some(next) = page["next"].as_str() else { break };
            query = format!("?limit=2&count=exact&cursor={next}");
        }
        assert_eq!(
            names,
            ["alpha", "beta", "release-requester", "release-standard", "Zeta"]
        );
        let found = world.ada.get("/api/v1/flows?q=ALPHA").json();
        assert_eq!(
            (found["items"].as_array().unwrap().len(), &found["items"][0]["name"]),
            (1, &json!("alpha"))
        );
        let alpha = format!("/api/v1/flows/{}", found["items"][0]["id"].as_str().unwrap());
        world
            .admin
            .if_match("*")
            .patch(&alpha, &json!({"active": false}))
            .expect(200);
        assert_eq!(
            world.ada.get("/api/v1/flows?active=false&count=exact").json()["total"],
            1
        );
        for (query, pointer) in [
            ("limit=0", "/limit"),
            ("cursor=abc", "/cursor"),
            ("sort=-name", "/sort"),
            ("active=perhaps", "/active"),
            ("colour=red", "/colour"),
        ] {
            assert_eq!(
                world.ada.get(&format!("/api/v1/flows?{query}")).expect(422).pointers(),
                [pointer],
                "{query}"
            );
        }
    });
}

#[test]
fn the_page_of_flows_is_walked_forward_and_back() {
    each(|world| {
        for name in ["Zeta", "alpha", "beta"] {
            send(&world.admin, "/api/v1/flows", SMALL.replace("hotfix", name)).expect(201);
        }
        let page = |address: &str| world.admin.get(&format!("{address}limit=2")).expect(200).text();
        let link = |page: &str, rel: &str| {
            let (_, after) = page.split_once(&format!("rel=\"{rel}\" href=\""))?;
            Some(format!("{}&", after.split('"').next()?))
        };
        let first = page("/admin/flows?");
        assert_eq!(link(&first, "prev"), None, "nothing is before the first page");
        let second = page(&link(&first, "next").unwrap());
        let third = page(&link(&second, "next").unwrap());
        assert_eq!(link(&third, "next"), None, "nothing is after the last page");
        let rows = |page: &str| -> Vec<String> {
            page.split("data-row=\"")
                .skip(1)
                .map(|row| row.split('"').next().unwrap().to_owned())
                .collect()
        };
        assert_eq!(rows(&third), ["Zeta"]);
        let back = page(&link(&third, "prev").unwrap());
        assert_eq!(rows(&back), rows(&second));
        assert_eq!(rows(&page(&link(&back, "prev").unwrap())), rows(&first));
    });
}

#[test]
fn the_document_lists_what_a_flow_may_be_sent_as() {
    each(|world| {
        let document = world.admin.get("/api/v1/openapi.json").json();
        let content = &document["paths"]["/api/v1/flows"]["post"]["requestBody"]["content"];
        let media: Vec<&String> = content.as_object().unwrap().keys().collect();
        assert_eq!(
            media,
            [
                "application/bpmn+xml",
                "application/json",
                "application/xml",
                "text/xml"
            ]
        );
    });
}

#[test]
fn whoever_may_not_keep_flows_learns_nothing_about_a_file() {
    each(|world| {
        let flow = format!("/api/v1/flows/{}", world.id("flow"));
        world.ada.get(&flow).expect(200);
        for (path, file) in [
            ("/api/v1/flows".to_owned(), SMALL),
            ("/api/v1/flows".to_owned(), "no flow"),
            (format!("{flow}/versions"), SMALL),
        ] {
            assert_eq!(
                send(&world.ada.if_match("*"), &path, file).expect(403).code(),
                "access.forbidden"
            );
        }
        world
            .ada
            .if_match("*")
            .patch(&flow, &json!({"active": false}))
            .expect(403);
        world.ada.if_match("*").delete(&flow).expect(403);
        for path in [
            "/api/v1/flows".to_owned(),
            flow.clone(),
            format!("{flow}/versions"),
            format!("{flow}/versions/1"),
            format!("{flow}/versions/1.bpmn"),
        ] {
            assert_eq!(world.rita.get(&path).expect(403).code(), "access.forbidden", "{path}");
        }
        for path in [
            "/admin/flows/new".to_owned(),
            format!("/admin/flows/{}/edit", world.id("flow")),
            format!("/admin/flows/{}/delete", world.id("flow")),
        ] {
            world.ada.get(&path).expect(403);
        }
    });
}

#[test]
fn the_same_key_adds_a_flow_once() {
    each(|world| {
        let client = world.admin.with("idempotency-key", "one");
        let first = send(&client, "/api/v1/flows", SMALL).expect(201);
        let second = send(&client, "/api/v1/flows", SMALL).expect(201);
        assert_eq!(
            (first.header("location"), first.json()),
            (second.header("location"), second.json())
        );
        assert_eq!(
            send(&client, "/api/v1/flows", RELEASE_REQUESTER).expect(422).code(),
            "idempotency.key_reused"
        );
    });
}

/// A multipart form as a browser sends it, with one file.
fn with_file(client: &Client, path: &str, fields: &[(&str, &str)], file: &[u8]) -> Answer {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend_from_slice(
            format!("--xyz\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").as_bytes(),
        );
    }
    let head = "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"flow.bpmn\"\r\nContent-Type: application/octet-stream\r\n\r\n";
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--xyz--\r\n");
    let browser = client.with("sec-fetch-site", "same-origin");
    browser.send(Method::POST, path, Some("multipart/form-data; boundary=xyz"), body)
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
fn a_person_adds_a_flow_reads_it_gives_it_a_version_and_deletes_it_without_a_script() {
    each(|world| {
        let nothing = world
            .admin
            .form("/admin/flows/new", &[("description", "Mine"), ("xml", "  ")])
            .expect(422)
            .text();
        assert!(
            nothing.contains("Choose a file") && nothing.contains("value=\"Mine\""),
            "what was typed is kept"
        );
        let broken = SMALL.replace("userTask", "scriptTask");
        let refused = with_file(
            &world.admin,
            "/admin/flows/new",
            &[("description", "Mine")],
            broken.as_bytes(),
        )
        .expect(422)
        .text();
        assert!(refused.contains("Only user tasks are executed"), "the line is told");
        assert!(
            refused.contains("scriptTask id=") && refused.contains("value=\"Mine\""),
            "and the text of the file is kept"
        );
        let made = with_file(
            &world.admin,
            "/admin/flows/new",
            &[("description", "Mine")],
            SMALL.as_bytes(),
        )
        .expect(303);
        let place = made.header("location").split('?').next().unwrap().to_owned();
        let page = world.admin.get(&place).expect(200).text();
        assert!(
            page.contains("Hot fix — ação rápida") && page.contains("Mine") && page.contains("<svg class=\"flow\""),
            "drawn and told"
        );
        assert!(
            world
                .admin
                .get("/admin/flows")
                .expect(200)
                .text()
                .contains(&format!("href=\"{place}\""))
        );

        let form = format!("{place}/versions/new");
        let typed = SMALL.replace("Fix it", "Mend it").replace('\n', "\r\n");
        let other = world
            .admin
            .form(&form, &[("_revision", "1"), ("xml", RELEASE_REQUESTER)])
            .expect(409)
            .text();
        assert!(
            other.contains("release-requester") && other.contains("hotfix"),
            "another flow's file is named"
        );
        world.admin.form(&form, &[("xml", &typed)]).expect(428);
        world
            .admin
            .form(&form, &[("_revision", "1"), ("xml", &typed)])
            .expect(303);
        let stale = world
            .admin
            .form(&form, &[("_revision", "1"), ("xml", &typed)])
            .expect(412)
            .text();
        assert!(stale.contains("Administrator changed this") && stale.contains("name=\"_revision\" value=\"2\""));
        let id = place.rsplit('/').next().unwrap();
        let file = world
            .admin
            .get(&format!("/api/v1/flows/{id}/versions/2.bpmn"))
            .expect(200);
        assert_eq!(
            file.body,
            SMALL.replace("Fix it", "Mend it").as_bytes(),
            "line ends that the browser made are undone"
        );
        let first = world.admin.get(&format!("{place}/versions/1")).expect(200).text();
        assert!(first.contains("Fix it") && first.contains("Version 1 is not the newest"));

        let edit = format!("{place}/edit");
        let saved = world
            .admin
            .form(
                &edit,
                &[
                    ("_revision", "2"),
                    ("description", "Ours"),
                    ("active", "false"),
                    ("allows_reopening", "true"),
                ],
            )
            .expect(303);
        assert_eq!(saved.header("location"), format!("{place}?said=said-saved"));
        let late = world
            .admin
            .form(
                &edit,
                &[("_revision", "2"), ("description", "Theirs"), ("active", "true")],
            )
            .expect(412)
            .text();
        assert!(late.contains("Ours") && late.contains("Theirs"), "both are shown");
        let asked = world.admin.get(&format!("{place}/delete")).expect(200).text();
        assert!(asked.contains("name=\"_revision\" value=\"3\""));
        world
            .admin
            .form(&format!("{place}/delete"), &[("_revision", "3")])
            .expect(303);
        world.admin.get(&place).expect(404);
        let standard = world.id("flow");
        let used = world
            .admin
            .get(&format!("/admin/flows/{standard}/delete"))
            .expect(200)
            .text();
        assert!(
            used.contains("Models") && !used.contains("name=\"_revision\""),
            "nothing to press while it is used"
        );
        world
            .admin
            .form(&format!("/admin/flows/{standard}/delete"), &[("_revision", "1")])
            .expect(409);
    });
}

#[test]
fn the_history_of_a_flow_proves_its_files() {
    each(|world| {
        let flow = small(world);
        let id = flow.rsplit('/').next().unwrap();
        let page = world.admin.get(&format!("/admin/flows/{id}")).expect(200).text();
        let digest = slipway::edge::endpoint::digest(SMALL);
        assert!(page.contains(&slipway::audit::hex(&digest)), "R26");
    });
}
