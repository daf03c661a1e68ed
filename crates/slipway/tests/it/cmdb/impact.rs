//! What depends on what, and what suffers: the graph in memory, the store's own walk and a recursive statement agree.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use serde_json::{Value, json};
use slipway::act::new_uuid;
use slipway::cmdb::graph::query::{Asked, Step, by_store, in_memory};
use slipway::cmdb::graph::{changes, load};
use slipway_core::cmdb::Direction;
use slipway_db::{Error, Sql, params};
use uuid::Uuid;

use super::{id_of, item};
use crate::support::{Answer, World, each};

fn id(path: &str) -> String {
    path.rsplit('/').next().unwrap().to_owned()
}

fn relate(world: &World, from: &str, kind: &str, to: &str) -> Answer {
    let kind = id_of(&world.admin, "relationship_types", "name", kind);
    world.admin.post(
        "/api/v1/relationships",
        &json!({"from": id(from), "to": id(to), "type": kind}),
    )
}

/// The identifications that are reached, with their distances.
fn reached(world: &World, path: &str, query: &str) -> BTreeMap<String, i64> {
    let found = world
        .admin
        .get(&format!("{path}/impact?limit=200&{query}"))
        .expect(200)
        .json();
    let items = found["items"].as_array().unwrap();
    assert_eq!(found["total"], items.len(), "{found}");
    let told = items.iter().map(|item| {
        (
            item["identification"].as_str().unwrap().to_owned(),
            item["distance"].as_i64().unwrap(),
        )
    });
    told.collect()
}

#[test]
fn relationships_begin_and_end_and_impact_follows_at_once() {
    each(|world| {
        let [app, db, host, link] = ["app", "db", "host", "link"].map(|name| item(world, name));
        let depends = relate(world, &app, "depends on", &db).expect(201);
        relate(world, &db, "runs on", &host).expect(201);
        world.runtime().block_on(load(&world.app)).unwrap();
        assert_eq!(
            reached(world, &host, ""),
            BTreeMap::from([("app".to_owned(), 2), ("db".to_owned(), 1)])
        );
        relate(world, &host, "connects to", &link).expect(201);
        assert_eq!(
            reached(world, &host, "depth=1").len(),
            2,
            "the graph in memory has the new one"
        );
        assert_eq!(
            reached(world, &link, "").len(),
            3,
            "a connection carries failure both ways"
        );
        assert_eq!(
            reached(world, &app, "direction=causes&depth=1"),
            BTreeMap::from([("db".to_owned(), 1)])
        );
        let explained = world
            .admin
            .get(&format!("{link}/impact?paths=true&limit=200"))
            .expect(200)
            .json();
        let farthest = explained["items"].as_array().unwrap().last().unwrap();
        assert_eq!(farthest["path"], json!([id(&link), id(&host), id(&db), id(&app)]));
        let page = world.admin.get(&format!("{link}/impact?limit=1")).expect(200).json();
        assert_eq!((&page["total"], &page["truncated"]), (&json!(3), &json!(true)));
        let rest = format!("{link}/impact?limit=5&cursor={}", page["next"].as_str().unwrap());
        assert_eq!(
            world.admin.get(&rest).expect(200).json()["items"]
                .as_array()
                .unwrap()
                .len(),
            2
        );

        let then = world.app.now();
        world.wait(SignedDuration::from_mins(1));
        let gone = depends.header("location").to_owned();
        world.admin.delete(&gone).expect(428);
        world.admin.if_match(&depends.etag()).delete(&gone).expect(204);
        assert_eq!(reached(world, &db, ""), BTreeMap::new());
        assert_eq!(
            reached(world, &db, &format!("as_of={then}")),
            BTreeMap::from([("app".to_owned(), 1)])
        );
        let list = |query: &str| {
            world
                .admin
                .get(&format!("/api/v1/relationships?count=exact{query}"))
                .expect(200)
                .json()["total"]
                .clone()
        };
        assert_eq!((list(""), list(&format!("&as_of={then}"))), (json!(2), json!(3)));
        assert_eq!(list(&format!("&ci={}", id(&link))), json!(1));
        relate(world, &app, "depends on", &db).expect(201);
        assert_eq!(reached(world, &db, "").len(), 1, "and again");
    });
}

#[test]
fn what_is_no_relationship_is_refused() {
    each(|world| {
        let [one, other] = ["one", "other"].map(|name| item(world, name));
        relate(world, &one, "uses", &other).expect(201);
        assert_eq!(
            relate(world, &one, "uses", &other).expect(422).pointers(),
            ["/to"],
            "twice"
        );
        relate(world, &other, "uses", &one).expect(201);
        relate(world, &one, "part of", &other).expect(201);
        assert_eq!(
            relate(world, &one, "uses", &one).expect(422).pointers(),
            ["/to"],
            "with itself"
        );
        let nothing = world.admin.post(
            "/api/v1/relationships",
            &json!({"from": Uuid::nil(), "to": id(&one), "type": Uuid::nil()}),
        );
        assert_eq!(nothing.expect(422).pointers(), ["/from", "/type"]);
        world.vera.post("/api/v1/relationships", &json!({})).expect(403);
        let etag = world.admin.get(&one).etag();
        let used = world.admin.if_match(&etag).delete(&one).expect(409).json();
        assert_eq!(used["used_by"], json!([{"kind": "relationship", "count": 3}]));
        let kind = format!(
            "/api/v1/relationship_types/{}",
            id_of(&world.admin, "relationship_types", "name", "uses")
        );
        let fixed = super::change(&world.admin, &kind, &json!({"position": "same_level"})).expect(422);
        assert_eq!(fixed.pointers(), ["/position"]);
    });
}

#[test]
fn a_type_that_carries_failure_otherwise_changes_the_graph() {
    each(|world| {
        let [one, other] = ["one", "other"].map(|name| item(world, name));
        relate(world, &one, "uses", &other).expect(201);
        world.runtime().block_on(load(&world.app)).unwrap();
        assert_eq!(reached(world, &other, "").len(), 1);
        let kind = format!(
            "/api/v1/relationship_types/{}",
            id_of(&world.admin, "relationship_types", "name", "uses")
        );
        super::change(&world.admin, &kind, &json!({"impact": "none"})).expect(200);
        let unsure = world.admin.get(&format!("{other}/impact"));
        assert!(
            unsure.status == 503 && !unsure.header("retry-after").is_empty(),
            "until it is read again: {}",
            unsure.status
        );
        assert_eq!(
            reached(world, &other, "depth=4"),
            BTreeMap::new(),
            "near ones by the store"
        );
        let map = world.admin.get(&format!("{other}/map")).expect(200).json();
        assert_eq!(map["nodes"].as_array().unwrap().len(), 1);
    });
}

/// Everything that is reached with its distance, by one recursive statement.
const RECURSIVE: Sql = Sql::new(
    "test.recursive",
    "with recursive edge (failing, suffering) as (\
     select r.target, r.source from relationship r join relationship_type t on t.id = r.type \
     where r.until is null and t.impact in ('target_to_source', 'both') union all \
     select r.source, r.target from relationship r join relationship_type t on t.id = r.type \
     where r.until is null and t.impact in ('source_to_target', 'both')), \
     reached (item, distance) as (select e.suffering, 1 from edge e where e.failing = $1 union \
     select e.suffering, x.distance + 1 from edge e join reached x on e.failing = x.item where x.distance < 12) \
     select item, min(distance) from reached where item <> $1 group by item",
);

fn told(steps: &[Step]) -> BTreeMap<Uuid, i64> {
    steps.iter().map(|step| (step.item, i64::from(step.distance))).collect()
}

/// Relationships come and go at random, cycles included; after each the three ways of asking answer the same.
#[test]
fn the_graph_answers_what_the_store_answers() {
    each(|world| {
        let items: Vec<String> = (0..10).map(|n| id(&item(world, &format!("N-{n}")))).collect();
        let kinds: Vec<String> = ["depends on", "part of", "connects to"]
            .map(|name| id_of(&world.admin, "relationship_types", "name", name))
            .into();
        world.runtime().block_on(load(&world.app)).unwrap();
        let mut dice = 7_u64;
        let mut roll = |sides: usize| {
            dice = dice
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(dice >> 33).unwrap() % sides
        };
        let mut held: Vec<(String, String)> = Vec::new();
        for _ in 0..60 {
            if roll(3) == 0 && !held.is_empty() {
                let (path, etag) = held.swap_remove(roll(held.len()));
                world.admin.if_match(&etag).delete(&path).expect(204);
            } else {
                let body = json!({"from": items[roll(10)], "to": items[roll(10)], "type": kinds[roll(3)]});
                let made = world.admin.post("/api/v1/relationships", &body);
                if made.status == 201 {
                    held.push((made.header("location").to_owned(), made.etag()));
                }
            }
            let from: Uuid = items[roll(10)].parse().unwrap();
            agree(world, from);
        }
        assert!(held.len() > 10, "the graph is no trivial one");
    });
}

fn agree(world: &World, from: Uuid) {
    let app = world.app.clone();
    let asked = Asked {
        item: from,
        direction: Direction::Impacted,
        depth: None,
        as_of: None,
    };
    let answers: Result<_, Error> = world.app.db().read_blocking(move |tx| {
        let memory = in_memory(tx, app.graphs(), asked)?.expect("the graph is loaded");
        let store = by_store(tx, asked)?;
        let near = in_memory(
            tx,
            app.graphs(),
            Asked {
                depth: Some(2),
                ..asked
            },
        )?
        .unwrap();
        let causes = Asked {
            direction: Direction::Causes,
            ..asked
        };
        let both = (in_memory(tx, app.graphs(), causes)?.unwrap(), by_store(tx, causes)?);
        let recursive = tx.query(RECURSIVE, params![from], |row| {
            Ok((row.get::<Uuid>(0)?, row.get::<i64>(1)?))
        })?;
        assert!(changes::head(tx)? > 0 || memory.is_empty());
        Ok((memory, store, near, both, recursive))
    });
    let (memory, store, near, (causes, causes_by_store), recursive) = answers.unwrap();
    let recursive: BTreeMap<Uuid, i64> = recursive.into_iter().collect();
    assert_eq!(told(&memory), recursive);
    assert_eq!(told(&store), recursive);
    let expected: BTreeMap<Uuid, i64> = recursive.into_iter().filter(|(_, distance)| *distance <= 2).collect();
    assert_eq!(told(&near), expected);
    assert_eq!(told(&causes), told(&causes_by_store));
}

slipway_db::statements! {
    /// An item like another, with its own id and identification.
    COPY = "insert into item (id, folded, identification, name, type, item_group, status, criticality, impact, urgency, \
        to_be_validated, attributes, revision) select $1, $2, $2, $2, type, item_group, status, criticality, impact, urgency, \
        to_be_validated, attributes, revision from item where id = $3";
    RELATE = "insert into relationship (id, source, target, type, since, revision) values ($1, $2, $3, $4, $5, 1)";
}

/// Ten thousand items, each of which depends on the next, and the last on the first.
#[test]
fn a_cycle_through_ten_thousand_items_answers() {
    const N_ITEMS: usize = 10_000;
    each(|world| {
        let first: Uuid = id(&item(world, "c-0")).parse().unwrap();
        let kind: Uuid = id_of(&world.admin, "relationship_types", "name", "depends on")
            .parse()
            .unwrap();
        let at = world.app.now();
        let mut ring = vec![first];
        ring.extend((1..N_ITEMS).map(|_| new_uuid(at)));
        let written: Result<(), Error> = world.app.db().keep_house_blocking(at, move |tx| {
            for (n, item) in ring.iter().enumerate().skip(1) {
                tx.execute(COPY, params![*item, format!("c-{n}"), first])?;
            }
            for (n, item) in ring.iter().enumerate() {
                let next = ring[(n + 1) % ring.len()];
                tx.execute(RELATE, params![new_uuid(at), *item, next, kind, at])?;
            }
            Ok(())
        });
        written.unwrap();
        world.runtime().block_on(load(&world.app)).unwrap();
        let whole = world
            .admin
            .get(&format!("/api/v1/cis/{first}/impact?direction=both&limit=1"));
        assert_eq!(whole.expect(200).json()["total"], N_ITEMS - 1);
        let near = world
            .admin
            .get(&format!("/api/v1/cis/{first}/impact?depth=3&as_of={at}"));
        assert_eq!(near.expect(200).json()["total"], 3);
        let map = world.admin.get(&format!("/cis/{first}/map?depth=4")).expect(200).text();
        assert_eq!(map.matches("data-map-node").count(), 9, "four on each side");
    });
}

#[test]
fn services_that_suffer_are_named() {
    each(|world| {
        let service = id_of(&world.admin, "ci_types", "tag", "service");
        let mut body = super::body(world, "shop", "In operation");
        body["type"] = json!(service);
        let shop = world
            .admin
            .post("/api/v1/cis", &body)
            .expect(201)
            .header("location")
            .to_owned();
        let host = item(world, "host");
        relate(world, &shop, "runs on", &host).expect(201);
        world.runtime().block_on(load(&world.app)).unwrap();
        let impact: Value = world.admin.get(&format!("{host}/impact")).expect(200).json();
        assert_eq!(impact["services"][0]["name"], "Item shop");
        let map = world.admin.get(&format!("{host}/map?depth=1")).expect(200).json();
        assert_eq!(
            (map["nodes"].as_array().unwrap().len(), map["edges"][0]["type"].as_str()),
            (2, Some("runs on"))
        );
    });
}
