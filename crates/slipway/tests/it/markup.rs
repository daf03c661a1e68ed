//! Markup in every text that people write: shown as the text it is on every page and in every mail, never as markup
//! (B211). The pages are found as people find them, by following links; which ones that must be says the list of routes.

use std::collections::{BTreeSet, VecDeque};

use axum::http::Method;
use serde_json::{Value, json};
use slipway::entry::registry;
use slipway::wiring;
use slipway_db::testing;

use crate::support::smtp::PostOffice;
use crate::support::{Client, World};

const MARK: &str = "spoilt:";
const BEHIND_MARK: &str = "<b>&\"'</b><script>alert(7)</script>";

/// What administrators write in mails is markup, but for what could do something.
const LETTER: &str = "<p><b>${TITLE}</b></p><p>${DESCRIPTION}</p><script>alert(7)</script>";

fn poison() -> String {
    format!("{MARK}{BEHIND_MARK}")
}

/// Pages that are none of this story's: nobody's words stand there, or they are asked for by a script.
const NOT_FOLLOWED: &[&str] = &[
    "/login",
    "/setup",
    "/healthz",
    "/readyz",
    "/metrics",
    "/errors/{code}",
    "/api/docs",
];

/// Puts the poison into every field of every piece of reference data that takes it; answers how many did.
fn spoil_entries(world: &World) -> usize {
    let admin = world.admin.with("if-match", "*");
    let mut n_taken = 0;
    for kind in registry::kinds() {
        let path = format!("/api/v1/{}", kind.target.path);
        let listed = admin.get(&format!("{path}?limit=3"));
        if listed.status != 200 {
            continue;
        }
        for item in listed.json()["items"].as_array().unwrap() {
            let place = format!("{path}/{}", item["id"].as_str().unwrap());
            let one = admin.get(&place).expect(200).json();
            for (field, value) in one.as_object().unwrap() {
                if value.is_string() || value.is_null() {
                    // Many names may be given once.
                    let said = if field == "body" {
                        LETTER.to_owned()
                    } else {
                        format!("{} {n_taken}", poison())
                    };
                    n_taken += usize::from(admin.patch(&place, &json!({field: said})).status == 200);
                }
            }
        }
    }
    n_taken
}

/// Reference data of which a new installation has none.
fn add_entries(world: &World) {
    let unit = world.id("unit");
    world.create("/api/v1/locations", &json!({"name": "Hall 2", "unit": unit}));
    let day = json!({"name": "Proclamation Day", "date": "2026-11-15", "every_year": true, "unit": unit});
    world.create("/api/v1/holidays", &day);
    let size = json!({"name": "Size", "tag": "size", "type": "text"});
    world.create("/api/v1/characteristics", &size);
    crate::cmdb::item(world, "SRV-1");
    let announced = json!({
        "title": "a", "process": "general", "status": "active", "start": "2026-11-01T09:00", "end": "2026-12-01T23:00",
        "zone": "America/Sao_Paulo", "description": "a", "notify_by_mail": false, "users": [world.id("ada.account")],
    });
    world.create("/api/v1/system_notifications", &announced);
}

/// A file of items whose only row is refused for the poison in it, and told so on the page of the import.
fn import_poison(world: &World) {
    let cell = format!("\"{}\"", poison().replace('"', "\"\""));
    let file = format!("identification,name,type,group\n{cell},{cell},{cell},{cell}\n");
    let report = crate::imports::import(world, "cis", "text/csv", file);
    assert_eq!(report["refused"], 1, "{report}");
}

/// A questionnaire with the poison in each of its texts.
fn questionnaire(world: &World) -> String {
    let categories = world.admin.get("/api/v1/questionnaire_categories").expect(200).json();
    let question = |kind: &str| json!({"kind": "question", "text": poison(), "type": kind, "choices": [poison(), "b"]});
    let text = json!({"kind": "question", "text": poison(), "type": "long_text"});
    let form = json!({
        "title": poison(), "category": categories["items"][0]["id"],
        "groups": [{"title": poison(), "items": [{"kind": "text", "text": poison()}, text, question("single_choice")]}],
    });
    world.create("/api/v1/questionnaires", &form)
}

/// Two releases with the poison in everything that can be said of them: one is at work and reopened, one is on hold.
fn spoil_releases(world: &World) {
    let mut asked = world.registration();
    for field in ["title", "description", "version"] {
        asked[field] = json!(poison());
    }
    for field in ["name", "phone", "extension", "notes"] {
        let mut with = asked.clone();
        with["contact"][field] = json!(poison());
        if world.ada.post("/api/v1/releases?dry_run=true", &with).status == 200 {
            asked = with;
        }
    }
    asked["planning"]["notes"] = json!(poison());
    asked["deployment"]["notes"] = json!(poison());
    let made = [(), ()].map(|()| world.ada.post("/api/v1/releases", &asked).expect(201));
    let [worked, held] = made.map(|made| made.header("location").to_owned());
    let form = questionnaire(world);
    for release in [&worked, &held] {
        add_to(world, release, &form);
    }
    let done = |verb: &str, body: &Value| world.act(&world.ada, &worked, verb, body).expect(200);
    let hold = json!({"justification": world.id("justification"), "complement": poison()});
    done("capture", &json!({}));
    done("suspend", &hold);
    done("reactivate", &json!({}));
    done(
        "delegate",
        &json!({"user": world.id("eva.account"), "justification": poison()}),
    );
    done(
        "change_deadline",
        &json!({"deadline": "2026-12-20T12:00:00Z", "justification": poison()}),
    );
    done("advance", &json!({"outcome": "advance", "note": poison()}));
    done("capture", &json!({}));
    done(
        "advance",
        &json!({"outcome": "not_solved", "closure": poison(), "note": poison()}),
    );
    done("capture", &json!({}));
    let solved = json!({
        "outcome": "solved", "release_date": "2026-12-04", "solution_category": world.id("solution"), "closure": poison(),
    });
    done("advance", &solved);
    done(
        "reopen",
        &json!({"reason": poison(), "planned_end": "2027-01-20T12:00:00Z"}),
    );
    world.act(&world.ada, &held, "suspend", &hold).expect(200);
}

/// Log, activity, files, answers and a baseline.
fn add_to(world: &World, release: &str, form: &str) {
    let post = |part: &str, body: &Value| world.ada.post(&format!("{release}/{part}"), body).expect(201);
    let first = |path: &str| world.admin.get(&format!("/api/v1/{path}")).expect(200).json()["items"][0]["id"].clone();
    let entry = json!({
        "category": first("occurrence_categories"), "origin": first("occurrence_origins"), "minutes": 1,
        "description": poison(), "occurrence": poison(), "contact": poison(),
    });
    post("occurrences", &entry);
    post("execution_records", &json!({"occurrence": poison()}));
    let planned = json!({
        "activity_group": world.id("activity_group"), "guidelines": poison(), "at": "2026-12-10T20:00",
        "zone": "America/Sao_Paulo", "estimated_minutes": 45,
    });
    let activity = post("activities", &planned).header("location").to_owned();
    let begun = json!({"situation": "in_execution", "details": poison(), "at": "2026-11-23T09:00"});
    world.ada.patch(&activity, &begun).expect(200);
    let answered = json!({"questionnaire": form, "answers": {"q1": poison(), "q2": poison()}, "confirmed": true});
    world
        .admin
        .post(&format!("{release}/questionnaires"), &answered)
        .expect(201);
    post("restore_points", &json!({"version": 1, "label": poison()}));
    let parts: &[(&str, &[u8])] = &[
        ("name=\"description\"", poison().into_bytes().leak()),
        ("name=\"phase\"", b"planning"),
        ("name=\"file\"; filename=\"F7<b>&'.txt\"", b"content"),
    ];
    world.ada.upload(&format!("{release}/attachments"), parts).expect(201);
}

/// What HTML means with its character references, each read once.
fn unescaped(html: &str) -> String {
    let named = [
        ("&#60;", "<"),
        ("&lt;", "<"),
        ("&#62;", ">"),
        ("&gt;", ">"),
        ("&#34;", "\""),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ];
    let mut text = String::new();
    let mut rest = html;
    while let Some(c) = rest.chars().next() {
        let found = named.iter().find(|(reference, _)| rest.starts_with(reference));
        let (meant, length) = found.map_or_else(
            || (c.to_string(), c.len_utf8()),
            |(reference, meant)| ((*meant).to_owned(), reference.len()),
        );
        text.push_str(&meant);
        rest = &rest[length..];
    }
    text
}

/// Holds that wherever somebody's words stand in HTML, they stand there as text: written with references, once. Answers
/// how often they do.
fn stands_as_text(place: &str, html: &str) -> usize {
    assert!(
        !html.contains("<script>alert(7)") && !html.contains("F7<"),
        "{place} shows markup"
    );
    let mut n_times = 0;
    for (at, _) in html.match_indices(MARK) {
        let rest: String = html[at + MARK.len()..].chars().take(160).collect();
        // In an address it is written in the way of addresses.
        if rest.starts_with("%3Cb") {
            continue;
        }
        assert!(!rest.starts_with('<'), "{place} shows markup: {rest}");
        let shown = unescaped(&rest);
        let cut = shown.split('…').next().unwrap_or_default();
        assert!(
            shown.starts_with(BEHIND_MARK) || BEHIND_MARK.starts_with(cut),
            "{place} shows something else: {rest}"
        );
        n_times += 1;
    }
    n_times
}

/// The addresses of this server that a page leads to.
fn links(html: &str) -> Vec<String> {
    let links = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let own = links.filter(|link| link.starts_with('/') && !link.starts_with("//"));
    own.map(|link| unescaped(link.split('#').next().unwrap_or_default()))
        .collect()
}

/// An address without what its query says: lists are read once for each thing that can be asked of them.
fn sort_of(address: &str) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let mut names: Vec<&str> = query.split('&').filter_map(|pair| pair.split('=').next()).collect();
    names.sort_unstable();
    names.dedup();
    format!("{path}?{}", names.join("&"))
}

/// Follows every link of every page; answers the paths that were read and how often the poison stood there as text.
fn crawl(client: &Client) -> (BTreeSet<String>, usize) {
    let pages = wiring::routes()
        .list
        .into_iter()
        .filter(|route| route.operation.is_none() && route.method == Method::GET);
    let of_releases = pages.filter(|route| route.path.starts_with("/releases/{number}"));
    let of_releases: Vec<String> = of_releases.map(|route| route.path.into_owned()).collect();
    let starts = of_releases
        .iter()
        .filter(|path| !path.contains("{id}"))
        .flat_map(|path| ["1", "2"].map(|number| path.replace("{number}", number).replace("{version}", "2")));
    let search = format!("/releases?q={MARK}%3Cb%3E%26%22%27%3C%2Fb%3E%3Cscript%3Ealert(7)%3C%2Fscript%3E");
    let beginning = ["/", "/help", "/me", &search, "/releases/filter", "/releases/mass"].map(str::to_owned);
    let mut todo: VecDeque<String> = beginning.into_iter().chain(starts).collect();
    let mut seen: BTreeSet<String> = todo.iter().map(|address| sort_of(address)).collect();
    let (mut read, mut n_times) = (BTreeSet::new(), 0);
    while let Some(address) = todo.pop_front() {
        let answer = client.get(&address);
        assert!(answer.status.as_u16() < 500, "{address}: {}", answer.status);
        read.insert(address.split('?').next().unwrap_or_default().to_owned());
        if !answer.header("content-type").starts_with("text/html") {
            continue;
        }
        let html = answer.text();
        n_times += stands_as_text(&address, &html);
        for link in links(&html) {
            let is_page = !["/api/", "/assets/", "/login"]
                .iter()
                .any(|start| link.starts_with(start))
                && !link.contains(".pdf");
            if is_page && seen.insert(sort_of(&link)) {
                todo.push_back(link);
            }
        }
    }
    (read, n_times)
}

/// Whether a path is one of a route.
fn fits(route: &str, path: &str) -> bool {
    let (route, path): (Vec<&str>, Vec<&str>) = (route.split('/').collect(), path.split('/').collect());
    route.len() == path.len()
        && route
            .iter()
            .zip(&path)
            .all(|(part, there)| part.starts_with('{') || part == there)
}

#[test]
fn markup_in_every_text_is_text_on_every_page_and_in_every_mail() {
    let office = PostOffice::open();
    let world = World::posting(testing::sqlite(wiring::MIGRATIONS), Some(office.url()));
    add_entries(&world);
    let n_taken = spoil_entries(&world);
    assert!(n_taken > 55, "{n_taken} fields took it");
    spoil_releases(&world);
    import_poison(&world);

    let (read, n_times) = crawl(&world.admin);
    let routes = wiring::routes().list;
    let pages = routes
        .iter()
        .filter(|route| route.operation.is_none() && route.method == Method::GET);
    let unread: Vec<&str> = pages
        .map(|route| route.path.as_ref())
        .filter(|route| !NOT_FOLLOWED.contains(route) && !read.iter().any(|path| fits(route, path)))
        .collect();
    assert_eq!(
        unread,
        ["/lookup/{kind}", "/admin/lookup/{kind}"],
        "asked for by scripts"
    );
    assert!(n_times > 1_000, "it stood {n_times} times");
    for lookup in ["/admin/lookup/units?q=spoilt", "/lookup/users?q=spoilt"] {
        let answer = world.admin.get(lookup).expect(200);
        assert_eq!(answer.header("content-type"), "application/json; charset=utf-8");
    }

    world.deliver();
    let mails = office.received();
    assert!(mails.len() > 8, "{} mails", mails.len());
    for mail in &mails {
        assert!(stands_as_text("a mail", &mail.part("text/html")) > 0);
        assert!(
            mail.part("text/plain").contains(&poison()),
            "{}",
            mail.part("text/plain")
        );
    }
}
