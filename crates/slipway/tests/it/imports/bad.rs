//! G18: a file that is bad in twenty ways. Every bad row is named with its line and column, no good one is lost, and the
//! rehearsal says the same.

use serde_json::{Value, json};

use super::{CSV, LINES, counts, import, items};
use crate::support::each;

/// A bad row, the column that is named and a word of the reason.
const WAYS: &[(&str, &str, &str)] = &[
    (
        ",no identification,Server,Production,,,,,",
        "identification",
        "required",
    ),
    ("B-2,,Server,Production,,,,,", "name", "required"),
    ("B-3,no type,,Production,,,,,", "type", "required"),
    (
        "B-4,unknown type,Toaster,Production,,,,,",
        "type",
        "Nothing is called Toaster",
    ),
    ("B-5,no group,Server,,,,,,", "group", "required"),
    (
        "B-6,unknown group,Server,Production/Nowhere,,,,,",
        "group",
        "Nothing is called",
    ),
    ("B-7,status,Server,Production,melted,,,,", "status", ""),
    (
        "B-8,criticality,Server,Production,,huge,,,",
        "criticality",
        "One of these",
    ),
    ("B-9,date,Server,Production,,,31/12/2030,,", "expiration_date", ""),
    ("B-10,cost,Server,Production,,,,-5,", "cost_per_hour", ""),
    (
        "B-11,unit,Server,Production,,,,,Atlantis",
        "unit",
        "Nothing is called Atlantis",
    ),
    (
        "good-1,taken in this file,Server,Production,,,,,",
        "identification",
        "earlier row",
    ),
    ("B-13,ragged", "", "2 cells"),
    ("B-14,ragged,Server,Production,,,,,,,,", "", "cells, the header has 9"),
    ("B-15,\u{1}control,Server,Production,,,,,", "name", ""),
    ("B-15b,nul,Toas\0ter,Production,,,,,", "type", ""),
    ("B-16,not a number,Server,Production,,,,much,", "cost_per_hour", ""),
    (
        "B-17,impossible day,Server,Production,,,2030-02-30,,",
        "expiration_date",
        "",
    ),
];

const HEADER: &str = "identification,name,type,group,status,criticality,expiration_date,cost_per_hour,unit";

/// The file, and the line, column and word of each refusal. Between the bad rows are good ones, one of two lines.
fn file() -> (Vec<u8>, Vec<(u64, String, String)>) {
    let mut text = format!("{HEADER}\n").into_bytes();
    let (mut line, mut expected) = (2, Vec::new());
    let mut push = |row: &[u8], n_lines: u64, refused: Option<(&str, &str)>| {
        text.extend_from_slice(row);
        text.push(b'\n');
        expected.extend(refused.map(|(column, word)| (line, column.to_owned(), word.to_owned())));
        line += n_lines;
    };
    for (index, (row, column, word)) in WAYS.iter().enumerate() {
        push(format!("good-{index},Good,Server,Production,,,,,").as_bytes(), 1, None);
        push(row.as_bytes(), 1, Some((column, word)));
    }
    push(b"good-x,\"two\nlines\",Server,Production,,,,,", 2, Some(("name", "")));
    push(b"B-18,\xE9t\xE9,Server,Production,,,,,", 1, Some(("name", "UTF-8")));
    let long = format!("B-19,{},Server,Production,,,,,", "x".repeat(10 * 1024 * 1024));
    push(long.as_bytes(), 1, Some(("", "bytes")));
    let wordy = format!("B-20,{},Server,Production,,,,,", "x".repeat(300));
    push(wordy.as_bytes(), 1, Some(("name", "255")));
    push(b"good-y,Good,Server,Production,,,,,", 1, None);
    push(
        b"B-21,\"a quote,Server,Production,,,,,\nB-22,lost,Server,Production,,,,,",
        2,
        Some(("", "never closed")),
    );
    (text, expected)
}

#[test]
fn every_bad_row_is_named() {
    each(|world| {
        let (file, expected) = file();
        let rehearsed = import(world, "cis?dry_run=true", CSV, file.clone());
        let report = import(world, "cis", CSV, file);
        let n_good = i64::try_from(WAYS.len()).unwrap() + 1;
        assert_eq!(counts(&report), [n_good, 0, 0, i64::try_from(expected.len()).unwrap()]);
        assert!(expected.len() >= 20);
        let refusals = report["refusals"].as_array().unwrap();
        assert_eq!(refusals.len(), expected.len(), "{refusals:#?}");
        for (refusal, (line, column, word)) in refusals.iter().zip(&expected) {
            let named = refusal["column"].as_str().unwrap_or_default();
            assert_eq!(
                (refusal["line"].as_u64().unwrap(), named),
                (*line, column.as_str()),
                "{refusal}"
            );
            assert!(refusal["reason"].as_str().unwrap().contains(word.as_str()), "{refusal}");
        }
        assert_eq!(
            rehearsed["refusals"], report["refusals"],
            "the rehearsal is equal to the run"
        );
        assert_eq!(counts(&rehearsed), counts(&report));
        assert_eq!(items(world).len(), usize::try_from(n_good).unwrap());
    });
}

#[test]
fn every_wrong_field_of_a_row_is_named_in_the_reader_s_language() {
    each(|world| {
        let file = format!("{HEADER}\nA,A,Toaster,Nowhere,,,,,Atlantis\n");
        let place = {
            let begun = super::send(&world.admin, "cis", CSV, file);
            begun.header("location").to_owned()
        };
        super::settle(world);
        let report = world.admin.get(&format!("{place}?lang=pt-BR")).expect(200).json();
        let told: Vec<(&str, &str)> = report["refusals"]
            .as_array()
            .unwrap()
            .iter()
            .map(|refusal| (refusal["column"].as_str().unwrap(), refusal["reason"].as_str().unwrap()))
            .collect();
        let expected = [
            ("type", "Nada se chama Toaster"),
            ("group", "Nada se chama Nowhere"),
            ("unit", "Nada se chama Atlantis"),
        ];
        assert_eq!(told, expected);
        let first = world.admin.get(&format!("{place}?limit=2")).expect(200).json();
        assert_eq!(first["refusals"].as_array().unwrap().len(), 2);
        let next = first["next"].as_str().unwrap();
        let rest = world
            .admin
            .get(&format!("{place}?limit=2&cursor={next}"))
            .expect(200)
            .json();
        assert_eq!(
            (rest["refusals"].as_array().unwrap().len(), &rest["next"]),
            (1, &Value::Null)
        );
    });
}

#[test]
fn lines_that_are_no_objects_cost_themselves_only() {
    each(|world| {
        let good =
            json!({"identification": "A", "name": "A", "type": "Server", "group": "Production", "cost_per_hour": 12.5});
        let strange =
            json!({"identification": "B", "name": "B", "type": "Server", "group": "Production", "colour": "red"});
        let file = format!(
            "{good}\n[1]\n{{\"a\": \n\n{strange}\n{}\n",
            good.to_string().replace("\"A\"", "\"C\"")
        );
        let report = import(world, "cis", LINES, file);
        assert_eq!(counts(&report), [2, 0, 0, 3]);
        let lines: Vec<u64> = report["refusals"]
            .as_array()
            .unwrap()
            .iter()
            .map(|refusal| refusal["line"].as_u64().unwrap())
            .collect();
        assert_eq!(lines, [2, 3, 5]);
        assert_eq!(report["refusals"][2]["column"], "colour");
    });
}

#[test]
fn pairs_are_refused_one_by_one() {
    each(|world| {
        import(world, "cis", CSV, super::SERVERS);
        let file = "from,to,type\n\
            SRV-1,SRV-1,uses\nSRV-1,nobody,uses\n,SRV-1,uses\nSRV-1,SRV-2,adores\nSRV-1,SRV-2,uses\nsrv-1,srv-2,Uses\n";
        let report = import(world, "relationships", CSV, file);
        assert_eq!(counts(&report), [1, 0, 0, 5]);
        let told: Vec<(u64, &str)> = report["refusals"]
            .as_array()
            .unwrap()
            .iter()
            .map(|refusal| (refusal["line"].as_u64().unwrap(), refusal["column"].as_str().unwrap()))
            .collect();
        assert_eq!(told, [(2, "to"), (3, "to"), (4, "from"), (5, "type"), (7, "to")]);
    });
}
