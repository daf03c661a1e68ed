//! Real data: a part of the Debian package index (`packages.txt`: libc6, openssl, python3, what they need and what needs
//! them), by the rules of `data/debian_cmdb.py`. Impact is held against a search of its own over the same edges.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write as _;

use slipway::cmdb::graph::load;

use super::{CSV, counts, import};
use crate::support::{World, each};

const INDEX: &str = include_str!("packages.txt");

type Package<'i> = BTreeMap<&'i str, &'i str>;

fn packages() -> BTreeMap<&'static str, Package<'static>> {
    let stanza =
        |text: &'static str| -> Package<'static> { text.lines().filter_map(|line| line.split_once(": ")).collect() };
    let all = INDEX.split("\n\n").map(stanza).filter(|package| !package.is_empty());
    all.map(|package| (package["Package"], package)).collect()
}

/// The name at the beginning of a dependency, without version and architecture.
fn name(clause: &str) -> &str {
    let word = clause.trim().split(' ').next().unwrap();
    word.split(':').next().unwrap()
}

/// Each package with what it needs: of alternatives the first that is there.
fn edges(packages: &BTreeMap<&'static str, Package<'static>>) -> BTreeSet<(&'static str, &'static str)> {
    let mut provided = BTreeMap::new();
    for (package, fields) in packages {
        for what in fields.get("Provides").copied().unwrap_or_default().split(',') {
            provided.entry(name(what)).or_insert(*package);
        }
    }
    let mut edges = BTreeSet::new();
    for (package, fields) in packages {
        let clauses = ["Pre-Depends", "Depends"]
            .into_iter()
            .filter_map(|field| fields.get(field));
        for clause in clauses.flat_map(|clauses| clauses.split(',')) {
            let known = clause.split('|').map(name).find_map(|wanted| {
                let there = packages.get_key_value(wanted).map(|(known, _)| *known);
                there
                    .or_else(|| provided.get(wanted).copied())
                    .filter(|target| target != package)
            });
            edges.extend(known.map(|target| (*package, target)));
        }
    }
    edges
}

fn files() -> (String, String) {
    let packages = packages();
    let mut items = "identification,name,type,group,version,criticality,impact,urgency,attributes.section\n".to_owned();
    for (package, fields) in &packages {
        let section = fields
            .get("Section")
            .copied()
            .unwrap_or("misc")
            .rsplit('/')
            .next()
            .unwrap();
        let criticality = match fields.get("Priority") {
            Some(&"required") => "critical",
            Some(&"important") => "high",
            Some(&"standard") => "medium",
            _ => "low",
        };
        let version = fields["Version"];
        writeln!(
            items,
            "deb:{package},{package},Software package,Production/Debian/{section},{version},{criticality},medium,medium,{section}"
        )
        .unwrap();
    }
    let mut pairs = "from,to,type\n".to_owned();
    for (from, to) in edges(&packages) {
        writeln!(pairs, "deb:{from},deb:{to},depends on").unwrap();
    }
    (items, pairs)
}

/// How many packages fail when one does: everything that needs it, and what needs that.
fn independent_total(edges: &BTreeSet<(&str, &str)>, of: &str) -> usize {
    let (mut seen, mut queue) = (BTreeSet::from([of]), VecDeque::from([of]));
    while let Some(here) = queue.pop_front() {
        for (from, _) in edges.iter().filter(|(_, to)| *to == here) {
            if seen.insert(from) {
                queue.push_back(from);
            }
        }
    }
    seen.len() - 1
}

fn impact_total(world: &World, package: &str) -> usize {
    let found = world
        .admin
        .get(&format!("/api/v1/cis?q=deb:{package}&limit=200"))
        .expect(200)
        .json();
    let items = found["items"].as_array().unwrap();
    let item = items.iter().find(|item| item["name"] == package).unwrap();
    let id = item["id"].as_str().unwrap();
    let impact = world
        .admin
        .get(&format!("/api/v1/cis/{id}/impact?limit=1"))
        .expect(200)
        .json();
    usize::try_from(impact["total"].as_u64().unwrap()).unwrap()
}

#[test]
fn debian_comes_in_twice_and_impact_is_that_of_an_independent_search() {
    each(|world| {
        let (items, pairs) = files();
        let n_rows = |file: &str| i64::try_from(file.lines().count()).unwrap() - 1;
        let (n_items, n_pairs) = (n_rows(&items), n_rows(&pairs));
        assert!(n_items > 300 && n_pairs > 1_000, "{n_items} items and {n_pairs} pairs");
        assert_eq!(
            counts(&import(world, "cis?create_missing=true", CSV, items.clone())),
            [n_items, 0, 0, 0]
        );
        assert_eq!(
            counts(&import(world, "relationships", CSV, pairs.clone())),
            [n_pairs, 0, 0, 0]
        );
        assert_eq!(
            counts(&import(world, "cis?create_missing=true", CSV, items)),
            [0, 0, n_items, 0]
        );
        assert_eq!(counts(&import(world, "relationships", CSV, pairs)), [0, 0, n_pairs, 0]);
        world.runtime().block_on(load(&world.app)).unwrap();
        let edges = edges(&packages());
        for package in ["libc6", "openssl", "python3"] {
            let expected = independent_total(&edges, package);
            assert!(expected > 10, "{package}: {expected}");
            assert_eq!(impact_total(world, package), expected, "{package}");
        }
    });
}
