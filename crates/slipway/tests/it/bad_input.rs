//! Garbage in, a clear answer out, nothing written.

use axum::http::Method;
use serde_json::{Value, json};

use crate::support::{World, each};

fn nothing_was_written(world: &World) {
    assert_eq!(world.admin.get("/api/v1/releases?count=exact").json()["total"], 0);
}

#[test]
fn a_registration_with_everything_wrong_names_every_field_at_once() {
    each(|world| {
        let empty = world.ada.post("/api/v1/releases", &json!({})).expect(422);
        assert_eq!(
            empty.pointers(),
            [
                "/model",
                "/requester",
                "/contact/name",
                "/contact/email",
                "/contact/unit",
                "/contract",
                "/executor_group",
                "/title",
                "/impact",
                "/urgency",
                "/risk",
                "/planning/start",
                "/planning/end",
                "/planning/zone",
                "/deployment/start",
                "/deployment/end",
                "/deployment/zone",
            ],
            "F003"
        );
        let wrong = json!({
            "requester": 7, "contact": {"name": "x".repeat(121), "email": "nobody", "unit": "u", "phone": [], "pager": "1"},
            "model": "no id", "contract": null, "executor_group": {}, "title": "two\nlines", "description": "d".repeat(65_001),
            "version": "v".repeat(65), "impact": "huge", "urgency": "", "risk": 3, "release_date": "tomorrow",
            "notify": {"creation": "perhaps"}, "planning": "soon",
            "deployment": {"start": "2026-12-04T20:00", "end": "2026-12-04T19:00", "zone": "America/Sao_Paulo"}, "priority": 1,
        });
        let refused = world.ada.post("/api/v1/releases", &wrong).expect(422);
        let mut pointers = refused.pointers();
        pointers.sort();
        pointers.dedup();
        let mut expected = vec![
            "/contact/email",
            "/contact/name",
            "/contact/pager",
            "/contact/phone",
            "/contact/unit",
            "/contract",
            "/deployment/end",
            "/description",
            "/executor_group",
            "/impact",
            "/model",
            "/notify/creation",
            "/planning",
            "/planning/end",
            "/planning/start",
            "/planning/zone",
            "/priority",
            "/release_date",
            "/requester",
            "/risk",
            "/title",
            "/urgency",
            "/version",
        ];
        expected.sort_unstable();
        assert_eq!(pointers, expected);
        nothing_was_written(world);
    });
}

#[test]
fn references_that_lead_nowhere_are_named_together() {
    each(|world| {
        let nowhere = "01939a5e-7c00-7000-8000-000000000001";
        let mut body = world.registration();
        for field in ["requester", "contract", "executor_group"] {
            body[field] = json!(nowhere);
        }
        body["contact"]["unit"] = json!(nowhere);
        body["contact"]["location"] = json!(nowhere);
        body["planning"]["activity_group"] = json!(nowhere);
        let refused = world.ada.post("/api/v1/releases", &body).expect(422);
        let mut pointers = refused.pointers();
        pointers.sort();
        assert_eq!(
            pointers,
            [
                "/contact/location",
                "/contact/unit",
                "/contract",
                "/executor_group",
                "/planning/activity_group",
                "/requester"
            ]
        );
        body["model"] = json!(nowhere);
        assert_eq!(
            world.ada.post("/api/v1/releases", &body).expect(422).pointers(),
            ["/model"]
        );
        nothing_was_written(world);
    });
}

#[test]
fn what_lies_in_the_past_is_refused_at_its_end_and_warned_of_at_its_start() {
    each(|world| {
        let mut body = world.registration();
        body["planning"] = json!({"start": "2026-11-02T09:00", "end": "2026-11-03T09:00", "zone": "America/Sao_Paulo"});
        assert_eq!(
            world.ada.post("/api/v1/releases", &body).expect(422).pointers(),
            ["/planning/end"],
            "R5"
        );
        nothing_was_written(world);
        body["planning"]["end"] = json!("2026-12-03T18:00");
        let made = world.ada.post("/api/v1/releases", &body).expect(201).json();
        assert_eq!(made["warnings"][0]["code"], "start_in_the_past", "R5");
    });
}

#[test]
fn bodies_that_cannot_be_read_are_refused_quickly() {
    each(|world| {
        let deep = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels)).into_bytes();
        let large = format!("{{\"title\": \"{}\"}}", "x".repeat(10_000_000));
        let cases: [(&str, Vec<u8>, u16); 8] = [
            ("malformed", b"{\"title\": ".to_vec(), 400),
            ("100,000 deep", deep(100_000), 400),
            ("200,000 deep, which is too large as well", deep(200_000), 413),
            ("10 MB", large.into_bytes(), 413),
            ("half a surrogate", b"{\"title\": \"\\ud800\"}".to_vec(), 400),
            ("no UTF-8", b"{\"title\": \"\xff\"}".to_vec(), 400),
            ("a list", b"[]".to_vec(), 422),
            ("a control character", b"{\"title\": \"a\\u0000b\"}".to_vec(), 422),
        ];
        for (what, body, status) in cases {
            let answer = world
                .ada
                .send(Method::POST, "/api/v1/releases", Some("application/json"), body);
            assert_eq!(answer.status.as_u16(), status, "{what}: {}", answer.text());
            assert_eq!(answer.header("content-type"), "application/problem+json", "{what}");
        }
        let form = world
            .ada
            .send(Method::POST, "/api/v1/releases", Some("text/plain"), b"{}".to_vec());
        assert_eq!(form.status, 415);
        nothing_was_written(world);
    });
}

#[test]
fn queries_that_mean_nothing_are_refused_by_name() {
    each(|world| {
        for (query, pointer) in [
            ("limit=0", "/limit"),
            ("limit=201", "/limit"),
            ("sort=password", "/sort"),
            ("sort=number,-number", "/sort"),
            ("cursor=abc", "/cursor"),
            ("status=done", "/status"),
            ("contract=1%20or%201=1", "/contract"),
            ("opened_from=yesterday", "/opened_from"),
            ("colour=red", "/colour"),
        ] {
            let refused = world.ada.get(&format!("/api/v1/releases?{query}")).expect(422);
            assert_eq!(refused.pointers(), [pointer], "{query}");
        }
        world.ada.get("/api/v1/releases/abc").expect(404);
        world.ada.get("/api/v1/releases/99999999999999999999").expect(404);
    });
}

#[test]
fn a_refusal_speaks_the_callers_language() {
    each(|world| {
        let title = |language: &str| {
            world
                .nobody
                .with("accept-language", language)
                .get("/api/v1/releases")
                .expect(401)
                .json()["title"]
                .clone()
        };
        assert_eq!(
            [title("en"), title("pt-BR,pt;q=0.9"), title("es-AR")],
            [json!("Not logged in"), json!("Não autenticado"), json!("Sin sesión")]
        );
    });
}

#[test]
fn markup_is_text_on_every_page() {
    each(|world| {
        let mut body = world.registration();
        body["title"] = json!("<script>alert(1)</script>");
        body["contact"]["name"] = json!("<img src=x onerror=alert(2)>");
        world.ada.post("/api/v1/releases", &body).expect(201);
        for path in [
            "/releases",
            "/releases/1",
            "/releases/1/edit",
            "/releases/1/history",
            "/",
        ] {
            let page = world.ada.get(path).expect(200).text();
            assert!(
                !page.contains("<script>alert") && !page.contains("<img src=x"),
                "B211: {path}"
            );
            assert!(
                path == "/" || page.contains("&#60;script&#62;") || page.contains("&lt;script&gt;"),
                "{path} shows it as text"
            );
        }
        let _: Value = world.ada.get("/api/v1/releases/1").json();
    });
}
