//! A shorthand for flow files: one line of a sketch becomes one line of BPMN, so that refusals can be told by line.
//!
//! ```text
//! start s            task A advance solved            gate G            fork F            end e canceled
//! s -> A             G -> B: outcome == "solved"      G -> C else       <anyOther element="as it is"/>
//! ```
//! The edge from `A` to `B` is called `A_B`. The first line of a sketch is line 2 of its file.

use std::fmt::Write as _;

use crate::flow::{Facts, Flow, Level, Status};

pub(super) const HEAD: &str = concat!(
    r#"<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:slipway="urn:slipway:flow:1">"#,
    r#"<process id="p">"#
);

/// A flow with nothing wrong, to which tests add something that is.
pub(super) const SOUND: &str = "
    start s
    task A
    end e
    s -> A
    A -> e
";

pub(super) fn file(sketch: &str) -> String {
    let lines: Vec<_> = sketch.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let mut file = format!("{HEAD}\n");
    for line in &lines {
        writeln!(file, "{}", element(line, &lines)).unwrap();
    }
    file + "</process></definitions>"
}

/// The flow of a sketch that must be accepted.
pub(super) fn flow(sketch: &str) -> Flow {
    Flow::parse(file(sketch)).unwrap_or_else(|refusals| panic!("{sketch}\n{refusals}"))
}

/// What is refused in a file, as `line element id code`.
pub(super) fn refused(file: &str) -> Vec<String> {
    let refusals = Flow::parse(file).expect_err("the file is accepted");
    let told = refusals
        .iter()
        .map(|one| format!("{} {} {}", one.line, one.subject, one.reason.code()));
    told.collect()
}

/// What is refused in the file of a sketch.
pub(super) fn refused_sketch(sketch: &str) -> Vec<String> {
    refused(&file(sketch))
}

/// What is refused when `addition` follows a flow with nothing wrong; it begins on line 7.
pub(super) fn refused_beside_sound(addition: &str) -> Vec<String> {
    refused_sketch(&format!("{SOUND}{addition}"))
}

/// The sentences in which a file is refused.
pub(super) fn told(file: impl AsRef<[u8]>) -> String {
    Flow::parse(file).expect_err("the file is accepted").to_string()
}

pub(super) fn repeated(times: usize, lines: impl Fn(usize) -> String) -> String {
    (0..times).map(lines).collect::<Vec<_>>().concat()
}

/// Facts that no test cares about.
pub(super) fn any_facts() -> Facts {
    Facts {
        status: Status::InExecution,
        category: "Minor".to_owned(),
        impact: Level::Low,
        urgency: Level::Low,
        risk: Level::Low,
        priority: 5,
        reopen_count: 0,
        has_change: false,
        has_items: false,
    }
}

fn element(line: &str, all: &[&str]) -> String {
    if line.starts_with('<') {
        return line.to_owned();
    }
    if let Some((source, rest)) = line.split_once(" -> ") {
        return edge(source, rest);
    }
    let (kind, rest) = line.split_once(' ').unwrap();
    let (id, settings) = rest.split_once(' ').unwrap_or((rest, ""));
    match kind {
        "start" => format!(r#"<startEvent id="{id}"/>"#),
        "task" => {
            let outcomes = if settings.is_empty() { "advance" } else { settings };
            let status = r#"allowsChangeOfStatus="true""#;
            let task = format!(r#"<slipway:task {status} outcomes="{outcomes}"/>"#);
            format!(r#"<userTask id="{id}"><extensionElements>{task}</extensionElements></userTask>"#)
        }
        "gate" => match default_of(id, all) {
            Some(target) => format!(r#"<exclusiveGateway id="{id}" default="{id}_{target}"/>"#),
            None => format!(r#"<exclusiveGateway id="{id}"/>"#),
        },
        "fork" => format!(r#"<parallelGateway id="{id}"/>"#),
        "end" => {
            let kind = if settings.is_empty() { "solved" } else { settings };
            let end = format!(r#"<slipway:end kind="{kind}"/>"#);
            format!(r#"<endEvent id="{id}"><extensionElements>{end}</extensionElements></endEvent>"#)
        }
        _ => panic!("no such line in a sketch: {line}"),
    }
}

fn edge(source: &str, rest: &str) -> String {
    let (target, condition) = rest.split_once(": ").unwrap_or((rest, ""));
    let target = target.trim_end_matches(" else");
    let edge = format!(r#"<sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}""#);
    if condition.is_empty() {
        return edge + "/>";
    }
    let condition = condition.replace('&', "&amp;").replace('<', "&lt;");
    format!("{edge}><conditionExpression>{condition}</conditionExpression></sequenceFlow>")
}

fn default_of<'s>(gate: &str, all: &[&'s str]) -> Option<&'s str> {
    let prefix = format!("{gate} -> ");
    all.iter()
        .find_map(|line| line.strip_prefix(&prefix)?.strip_suffix(" else"))
}
