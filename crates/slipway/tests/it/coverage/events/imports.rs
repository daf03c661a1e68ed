//! Imports of the CMDB: begun over HTTP, sent from a page, started after a look. What becomes of their rows is told by the
//! items themselves, later.

use axum::http::Method;

use super::{Case, Ready, fields};
use crate::support::World;

const FILE: &str = "identification,name,type,group\nSRV-1,Alpha,Server,Production\n";
const PARTS: &[(&str, &[u8])] = &[
    ("name=\"import\"", b"cis"),
    ("name=\"file\"; filename=\"servers.csv\"", FILE.as_bytes()),
];

fn in_api(route: &str, body: &'static str) -> Case {
    let path = route.trim_start_matches("POST ").to_owned();
    Case::new(route, move |world| Ready {
        client: world.admin.clone(),
        method: Method::POST,
        path: path.clone(),
        media: "text/csv",
        body: body.as_bytes().to_vec(),
    })
}

/// The page of a file that waits for what its columns mean.
fn prepared(world: &World) -> String {
    let client = world.admin.with("sec-fetch-site", "same-origin");
    client
        .upload("/cis/imports", PARTS)
        .expect(303)
        .header("location")
        .to_owned()
}

pub fn cases() -> Vec<Case> {
    vec![
        in_api("POST /api/v1/imports/cis", FILE),
        in_api("POST /api/v1/imports/relationships", "from,to,type\nSRV-1,SRV-2,uses\n"),
        Case::new("POST /cis/imports", |world| {
            Ready::upload(
                &world.admin.with("sec-fetch-site", "same-origin"),
                "/cis/imports",
                PARTS,
            )
        }),
        Case::new("POST /cis/imports/{id}", |world| {
            let chosen = [
                ("column.c0", "identification"),
                ("column.c1", "name"),
                ("column.c2", "type"),
                ("column.c3", "group"),
                ("do", "import"),
            ];
            Ready::form(&world.admin, prepared(world), &fields(&chosen))
        }),
    ]
}
