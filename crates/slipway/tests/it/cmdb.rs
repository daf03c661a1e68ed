//! The CMDB over HTTP: items with every state they had, what depends on what, and what suffers when something fails.

mod impact;
mod versions;

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::support::{Answer, Client, World, each};

/// The id of an entry by the value of a field.
pub fn id_of(client: &Client, path: &str, field: &str, value: &str) -> String {
    let list = client.get(&format!("/api/v1/{path}?limit=200")).expect(200).json();
    let found = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|entry| entry[field] == value);
    found.unwrap_or_else(|| panic!("no {value} in {path}"))["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// A body with what an item must have, in the group of that name.
pub fn body(world: &World, identification: &str, group: &str) -> Value {
    json!({
        "identification": identification, "name": format!("Item {identification}"),
        "type": id_of(&world.admin, "ci_types", "tag", "server"),
        "group": id_of(&world.admin, "ci_groups", "name", group),
    })
}

/// Creates an item and answers its address.
pub fn item(world: &World, identification: &str) -> String {
    let made = world
        .admin
        .post("/api/v1/cis", &body(world, identification, "New items"))
        .expect(201);
    made.header("location").to_owned()
}

/// Changes an item at its present state.
#[track_caller]
pub fn change(client: &Client, path: &str, patch: &Value) -> Answer {
    let etag = client.get(path).expect(200).etag();
    client.if_match(&etag).patch(path, patch)
}

fn found(world: &World, query: &str) -> Vec<String> {
    let list = world.admin.get(&format!("/api/v1/cis?{query}")).expect(200).json();
    let items = list["items"].as_array().unwrap().iter();
    items
        .map(|item| item["identification"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn an_item_needs_little_and_says_its_stage() {
    each(|world| {
        let made = world.admin.get(&item(world, "SRV-1")).expect(200).json();
        for (field, expected) in [
            ("stage", "development"),
            ("status", "activated"),
            ("criticality", "medium"),
            ("impact", "medium"),
            ("urgency", "medium"),
        ] {
            assert_eq!(made[field], expected, "{field}");
        }
        assert_eq!(
            (&made["attributes"], &made["to_be_validated"]),
            (&json!({}), &json!(false))
        );
        let wrong = json!({
            "name": "", "type": "x", "group": world.id("unit"), "status": "melted", "criticality": "huge", "cost_per_hour": -1,
            "expiration_date": "tomorrow", "stage": "production", "warranties": [{"provider": "P", "start": "2026-02-01", "end": "2026-01-01"}],
        });
        let mut pointers = world.admin.post("/api/v1/cis", &wrong).expect(422).pointers();
        pointers.sort();
        let expected = [
            "/cost_per_hour",
            "/criticality",
            "/expiration_date",
            "/group",
            "/identification",
            "/name",
            "/stage",
            "/status",
            "/type",
            "/warranties/0/end",
        ];
        assert_eq!(pointers, expected, "all at once");
        let taken = world
            .admin
            .post("/api/v1/cis", &body(world, "srv-1", "New items"))
            .expect(422);
        assert_eq!(taken.pointers(), ["/identification"]);
        world.vera.get("/api/v1/cis").expect(200);
        world
            .vera
            .post("/api/v1/cis", &body(world, "SRV-2", "New items"))
            .expect(403);
        world.rita.get("/api/v1/cis").expect(403);
    });
}

#[test]
fn lists_narrow_and_page() {
    each(|world| {
        for (n, group) in [
            (1, "New items"),
            (2, "In operation"),
            (3, "In operation"),
            (4, "In test"),
        ] {
            let mut body = body(world, &format!("L-{n}"), group);
            body["criticality"] = json!(if n == 2 { "critical" } else { "low" });
            body["owner_group"] = if n == 3 { json!(world.id("team")) } else { Value::Null };
            world.admin.post("/api/v1/cis", &body).expect(201);
        }
        let root = id_of(&world.admin, "ci_groups", "name", "Production");
        assert_eq!(found(world, "q=item%20l-2"), ["L-2"]);
        assert_eq!(found(world, "stage=production"), ["L-2", "L-3"]);
        assert!(
            found(world, &format!("group={root}")).is_empty(),
            "nothing is directly in the root"
        );
        assert_eq!(found(world, &format!("group={root}&subtree=true")), ["L-2", "L-3"]);
        assert_eq!(found(world, "criticality=critical&status=activated"), ["L-2"]);
        assert_eq!(found(world, &format!("owner={}", world.id("team"))), ["L-3"]);
        let mut pages = Vec::new();
        let mut query = "limit=3&count=exact".to_owned();
        loop {
            let page = world.admin.get(&format!("/api/v1/cis?{query}")).expect(200).json();
            assert_eq!(page["total"], 4);
            pages.push(page["items"].as_array().unwrap().len());
            let Some(next) = page["next"].as_str() else { break };
            query = format!("limit=3&count=exact&cursor={next}");
        }
        assert_eq!(pages, [3, 1]);
        world.admin.get("/api/v1/cis?stage=heaven").expect(422);
    });
}

#[test]
fn two_writers_and_the_second_is_told_who_changed_what() {
    each(|world| {
        let path = item(world, "W-1");
        let seen = world.sam.get(&path).expect(200).etag();
        change(&world.ada, &path, &json!({"version": "2"})).expect(200);
        let stale = world
            .sam
            .if_match(&seen)
            .patch(&path, &json!({"version": "3"}))
            .expect(412)
            .json();
        assert_eq!(stale["since"][0]["actor"]["name"], "Ada Lovelace");
        assert_eq!(stale["since"][0]["changes"][0]["field"], "version");
        world.sam.patch(&path, &json!({"version": "3"})).expect(428);
        let history = world.admin.get(&format!("{path}/history")).expect(200).json();
        assert_eq!(
            (history["items"].as_array().unwrap().len(), &history["verified"]),
            (2, &json!(true))
        );
    });
}

#[test]
fn a_child_begins_with_its_parents_data_but_not_with_its_names_and_contract() {
    each(|world| {
        let mut parent = body(world, "P-1", "In test");
        parent["serial_number"] = json!("S");
        parent["contract"] = json!(world.id("contract"));
        parent["criticality"] = json!("critical");
        let parent = world.admin.post("/api/v1/cis", &parent).expect(201).json();
        let child = json!({"identification": "P-1.1", "name": "Part", "parent": parent["id"], "criticality": "low"});
        let child = world.admin.post("/api/v1/cis", &child).expect(201).json();
        assert_eq!(
            (&child["serial_number"], &child["group"]),
            (&parent["serial_number"], &parent["group"])
        );
        assert_eq!(
            (&child["contract"], &child["criticality"]),
            (&Value::Null, &json!("low"))
        );
        let up = format!("/api/v1/cis/{}", parent["id"].as_str().unwrap());
        let circle = change(&world.admin, &up, &json!({"parent": child["id"]})).expect(422);
        assert_eq!(circle.pointers(), ["/parent"]);
        let etag = world.admin.get(&up).etag();
        let used = world.admin.if_match(&etag).delete(&up).expect(409).json();
        assert_eq!(used["used_by"][0]["kind"], "item");
    });
}

#[test]
fn attributes_are_held_against_the_characteristics_of_the_type() {
    each(|world| {
        let make = |body: Value| world.create("/api/v1/characteristics", &body);
        let characteristics = [
            make(
                json!({"name": "Memory", "tag": "memory", "type": "integer", "default": 8, "minimum": 1, "maximum": 64, "unit_of_measure": "GiB"}),
            ),
            make(json!({"name": "Rack", "tag": "rack", "type": "text", "required": true})),
            make(json!({"name": "Size", "tag": "size", "type": "choice", "choices": "small\nlarge"})),
            make(json!({"name": "Bought", "tag": "bought", "type": "date"})),
            make(json!({"name": "Virtual", "tag": "virtual", "type": "boolean"})),
        ];
        world
            .admin
            .post(
                "/api/v1/characteristics",
                &json!({"name": "X", "tag": "x", "type": "integer", "default": "much"}),
            )
            .expect(422);
        let kind = json!({"name": "Host", "tag": "host", "category": "hardware", "characteristics": characteristics});
        let kind = world.create("/api/v1/ci_types", &kind);
        let mut body = body(world, "H-1", "New items");
        body["type"] = json!(kind);
        body["attributes"] = json!({"memory": 65, "size": "huge", "bought": "soon", "virtual": 2, "wheels": 4});
        let mut wrong = world.admin.post("/api/v1/cis", &body).expect(422).pointers();
        wrong.sort();
        let expected = [
            "/attributes/bought",
            "/attributes/memory",
            "/attributes/rack",
            "/attributes/size",
            "/attributes/virtual",
            "/attributes/wheels",
        ];
        assert_eq!(wrong, expected);
        body["attributes"] = json!({"rack": "R2", "virtual": "true", "size": "small"});
        let made = world.admin.post("/api/v1/cis", &body).expect(201);
        assert_eq!(
            made.json()["attributes"],
            json!({"memory": 8, "rack": "R2", "size": "small", "virtual": true})
        );
        let path = made.header("location").to_owned();
        let patched = change(
            &world.admin,
            &path,
            &json!({"attributes": {"size": null, "memory": "16"}}),
        )
        .expect(200);
        assert_eq!(
            patched.json()["attributes"],
            json!({"memory": 16, "rack": "R2", "virtual": true})
        );
        let used = format!("/api/v1/characteristics/{}", characteristics[0]);
        change(&world.admin, &used, &json!({"type": "text"})).expect(422);
    });
}

#[test]
fn a_destroyed_item_stays_as_it_is() {
    each(|world| {
        let path = item(world, "D-1");
        change(&world.admin, &path, &json!({"status": "Destroyed"})).expect(200);
        for patch in [json!({"name": "Phoenix"}), json!({"status": "activated"})] {
            let refused = change(&world.admin, &path, &patch).expect(409);
            assert_eq!(refused.code(), "item.locked");
        }
        assert_eq!(
            change(&world.admin, &path, &json!({"status": "destroyed"}))
                .expect(200)
                .json()["status"],
            "destroyed"
        );
    });
}

#[test]
fn production_changes_only_under_a_change_where_the_installation_wants_it() {
    each(|world| {
        let path = item(world, "C-1");
        let production = id_of(&world.admin, "ci_groups", "name", "In operation");
        let parameter = "/api/v1/parameters/production_items_need_change";
        let etag = world.admin.get(parameter).etag();
        world
            .admin
            .if_match(&etag)
            .json(axum::http::Method::PUT, parameter, &json!({"value": true}))
            .expect(200);
        change(&world.admin, &path, &json!({"version": "2"})).expect(200);
        let refused = change(&world.admin, &path, &json!({"group": production})).expect(409);
        assert_eq!(refused.code(), "item.change_required", "F153");
        world
            .admin
            .post("/api/v1/cis", &body(world, "C-2", "In operation"))
            .expect(409);
        world
            .admin
            .post("/api/v1/cis", &body(world, "C-3", "In test"))
            .expect(201);
    });
}

#[test]
fn groups_are_a_tree_in_the_stages_of_their_roots() {
    each(|world| {
        let get = |name: &str| format!("/api/v1/ci_groups/{}", id_of(&world.admin, "ci_groups", "name", name));
        let root = id_of(&world.admin, "ci_groups", "name", "Production");
        let made = world
            .admin
            .post("/api/v1/ci_groups", &json!({"name": "Debian", "parent": root}))
            .expect(201)
            .json();
        assert_eq!(made["stage"], "production");
        assert_eq!(world.admin.get(&get("Inventory")).json()["stage"], "inventory");
        let wrong = json!({"name": "Odd", "parent": root, "stage": "development"});
        assert_eq!(
            world.admin.post("/api/v1/ci_groups", &wrong).expect(422).pointers(),
            ["/stage"]
        );
        assert_eq!(
            world
                .admin
                .post("/api/v1/ci_groups", &json!({"name": "debian", "parent": root}))
                .expect(422)
                .pointers(),
            ["/name"]
        );
        world.create("/api/v1/ci_groups", &json!({"name": "Servers"}));
        let second = json!({"name": "Second", "parent": root, "default": true});
        assert_eq!(
            world.admin.post("/api/v1/ci_groups", &second).expect(422).pointers(),
            ["/default"]
        );
        item(world, "G-1");
        let moved = change(&world.admin, &get("New items"), &json!({"parent": root})).expect(422);
        assert_eq!(moved.pointers(), ["/parent"], "items change their stage one by one");
        let path = get("New items");
        let etag = world.admin.get(&path).etag();
        assert_eq!(
            world.admin.if_match(&etag).delete(&path).expect(409).json()["used_by"][0]["kind"],
            "item"
        );
    });
}

#[test]
fn pages_show_an_item_from_every_side_in_three_languages() {
    each(|world| {
        let (one, other) = (item(world, "A-1"), item(world, "B-1"));
        let id = |path: &str| path.rsplit('/').next().unwrap().to_owned();
        let kind = id_of(&world.admin, "relationship_types", "name", "depends on");
        let page = format!("/cis/{}", id(&one));
        let relation = format!("out.{kind}");
        let wrong = world
            .admin
            .form(
                &format!("{page}/related"),
                &[("relation", &relation), ("other", &id(&one))],
            )
            .expect(422);
        assert!(wrong.text().contains("id=\"other-error\""), "{}", wrong.text());
        world
            .admin
            .form(
                &format!("{page}/related"),
                &[("relation", &relation), ("other_text", "Item B-1")],
            )
            .expect(303);
        change(&world.admin, &one, &json!({"version": "2"})).expect(200);
        for language in ["en", "pt-BR", "es"] {
            for side in [
                "",
                "/related",
                "/impact?direction=causes&depth=2",
                "/map",
                "/versions?from=1&to=2",
            ] {
                let mark = if side.contains('?') { "&" } else { "?" };
                let shown = world
                    .admin
                    .get(&format!("{page}{side}{mark}lang={language}"))
                    .expect(200)
                    .text();
                assert_eq!(shown.matches("<h1").count(), 1, "{side}");
                for key in ["cmdb-", "entry-"] {
                    assert!(
                        !shown.contains(&format!(">{key}")),
                        "{side} in {language}: a text is missing"
                    );
                }
                if side == "/related" || side == "/map" {
                    assert!(shown.contains("Item B-1"), "{side}: {shown}");
                }
            }
            let home = world
                .admin
                .get(&format!("/cis?lang={language}&q=a-1"))
                .expect(200)
                .text();
            assert!(home.contains("Item A-1") && !home.contains("Item B-1"));
        }
        let related = world.admin.get(&format!("{page}/related")).text();
        let end = related.split("action=\"").find(|part| part.contains("/end\"")).unwrap();
        let end = end.split('"').next().unwrap();
        world.admin.form(end, &[("_revision", "1")]).expect(303);
        world.admin.form(end, &[("_revision", "1")]).expect(404);
        let etag = world.admin.get(&one).etag();
        let revision = etag.trim_matches('"').to_owned();
        world
            .admin
            .form(
                &format!("{page}/restore"),
                &[("_revision", &revision), ("version", "1")],
            )
            .expect(303);
        assert_eq!(world.admin.get(&one).json()["version"], Value::Null);
        world.admin.get(&format!("/cis/{}/edit", id(&other))).expect(200);
        let child = world
            .admin
            .get(&format!("/cis/new?parent={}", id(&other)))
            .expect(200)
            .text();
        assert!(child.contains("Item B-1"), "the form of a part begins with its whole");
        world.rita.get(&page).expect(403);
        world.wait(SignedDuration::from_mins(1));
    });
}
