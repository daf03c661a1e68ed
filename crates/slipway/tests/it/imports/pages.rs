//! The pages of imports, without a script: a file is sent, its columns are said, it is rehearsed, then imported.

use crate::support::{Answer, Client, World, each};

use super::{items, settle};

const FILE: &str = "Key,Name,Kind,Where,Serial No\nA-1,Alpha,Server,Production,X-1\nA-2,Beta,Toaster,Production,X-2\n";

fn browser(client: &Client) -> Client {
    client.with("sec-fetch-site", "same-origin")
}

fn sent(world: &World, name: &str, content: &str) -> Answer {
    let file = format!("name=\"file\"; filename=\"{name}\"");
    browser(&world.admin).upload(
        "/cis/imports",
        &[("name=\"import\"", b"cis"), (&file, content.as_bytes())],
    )
}

const COLUMNS: [(&str, &str); 5] = [
    ("column.c0", "identification"),
    ("column.c1", "name"),
    ("column.c2", "type"),
    ("column.c3", "group"),
    ("column.c4", "serial_number"),
];

fn with<'f>(fields: &[(&'f str, &'f str)], more: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    [fields, more].concat()
}

#[test]
fn a_file_is_looked_at_rehearsed_and_imported() {
    each(|world| {
        let begun = sent(world, "servers.csv", FILE).expect(303);
        let place = begun.header("location").to_owned();
        let page = world.admin.get(&place).expect(200).text();
        for seen in ["servers.csv", "Alpha", "X-1", "name=\"column.c4\""] {
            assert!(page.contains(seen), "{seen}");
        }
        assert!(page.contains("value=\"serial_number\""), "a field to choose");
        let half = browser(&world.admin).form(&place, &COLUMNS[1..]).expect(422).text();
        assert!(
            half.contains("identification is missing"),
            "what is wrong is told on the page"
        );
        assert!(
            half.contains("value=\"serial_number\" selected"),
            "and what was chosen comes back"
        );
        let rehearse = with(&COLUMNS, &[("do", "rehearse")]);
        browser(&world.admin).form(&place, &rehearse).expect(303);
        let running = world.admin.get(&place).expect(200);
        assert_eq!(running.header("refresh"), "2", "progress without a script");
        settle(world);
        let report = world.admin.get(&place).expect(200);
        assert_eq!(report.header("refresh"), "");
        assert!(report.text().contains("Nothing is called Toaster"));
        assert_eq!(items(world).len(), 0, "nothing was kept");
        let go = with(&COLUMNS, &[("do", "import"), ("create_missing", "true")]);
        browser(&world.admin).form(&place, &go).expect(303);
        settle(world);
        let report = world.admin.get(&place).expect(200).text();
        assert!(
            !report.contains("Toaster") && !report.contains("name=\"column.c0\""),
            "it is over"
        );
        assert_eq!(items(world).len(), 2);
        browser(&world.admin).form(&place, &go).expect(409);
        let list = world.admin.get("/cis/imports").expect(200).text();
        assert!(list.contains("servers.csv") && list.contains(&place), "{list}");
    });
}

#[test]
fn what_is_no_file_is_told_on_the_page() {
    each(|world| {
        let none = browser(&world.admin).upload("/cis/imports", &[("name=\"import\"", b"relationships")]);
        assert!(
            none.expect(422).text().contains("value=\"relationships\" checked"),
            "the choice comes back"
        );
        let empty = sent(world, "empty.csv", "").expect(422).text();
        assert!(empty.contains("The file is empty"));
        browser(&world.vera)
            .upload("/cis/imports", &[("name=\"file\"; filename=\"a.csv\"", b"x")])
            .expect(403);
        let seen = world.vera.get("/cis/imports").expect(200).text();
        assert!(!seen.contains("type=\"file\""), "who may only see sends nothing");
        world.rita.get("/cis/imports").expect(403);
    });
}
