//! Files that are refused because some game on them goes wrong, told with line, element and code.

use super::sketch::{file, flow, refused_sketch, repeated};
use crate::flow::Flow;

#[test]
fn exactly_one_edge_is_true_for_every_outcome_and_every_value_of_the_fields() {
    let two_ways = |outcomes: &str, to_end: &str, back: &str| {
        let sketch =
            format!("start s\ntask A {outcomes}\ngate G\nend e\ns -> A\nA -> G\nG -> e: {to_end}\nG -> A: {back}");
        match Flow::parse(file(&sketch)) {
            Ok(_) => "accepted".to_owned(),
            Err(refusals) => refusals
                .iter()
                .map(|one| one.reason.to_string())
                .collect::<Vec<_>>()
                .join("; "),
        }
    };
    let none = |situation: &str| format!("no edge is true when {situation}");
    let both = |situation: &str| format!("more than one edge is true (G_e, G_A) when {situation}");
    let advance = |situation: &str| format!("outcome = advance, {situation}");

    let refuse_both = r#"outcome in ("not_solved", "advance")"#;
    assert_eq!(
        two_ways("advance solved not_solved", "outcome == 'solved'", refuse_both),
        "accepted"
    );
    assert_eq!(
        two_ways("solved not_solved", "outcome == 'solved'", "outcome == 'not_solved'"),
        "accepted"
    );
    assert_eq!(
        two_ways("advance solved", "outcome == 'solved'", "outcome == 'not_solved'"),
        none("outcome = advance")
    );
    assert_eq!(
        two_ways("advance solved", "outcome != 'canceled'", "outcome == 'solved'"),
        both("outcome = solved")
    );

    assert_eq!(two_ways("", "priority <= 2", "priority > 2"), "accepted");
    assert_eq!(
        two_ways("", "priority <= 2", "priority > 3"),
        none(&advance("priority = 3"))
    );
    assert_eq!(
        two_ways("", "priority <= 2", "priority >= 2"),
        both(&advance("priority = 2"))
    );
    assert_eq!(two_ways("", "reopen_count < 1000", "reopen_count >= 1000"), "accepted");
    assert_eq!(
        two_ways("", "reopen_count < 1000", "reopen_count > 1000"),
        none(&advance("reopen_count = 1000"))
    );
    assert_eq!(two_ways("", "category == 'Major'", "category != 'Major'"), "accepted");
    assert_eq!(
        two_ways("", "category == 'Major'", "category == 'Minor'"),
        none(&advance(r#"category = "another""#))
    );
    assert_eq!(
        two_ways("", "category == 'another'", "category == 'Minor'"),
        none(&advance(r#"category = "another_""#))
    );
    assert_eq!(two_ways("", "has_change", "not has_change"), "accepted");
    let neither = none(&advance("has_change = false, has_items = false"));
    let each = both(&advance("has_change = true, has_items = true"));
    assert_eq!(two_ways("", "has_change", "has_items"), format!("{neither}; {each}"));
    assert_eq!(two_ways("", "impact >= 'medium'", "impact == 'low'"), "accepted");
    assert_eq!(
        two_ways("", "impact >= 'medium'", "impact <= 'medium'"),
        both(&advance("impact = medium"))
    );
    assert_eq!(two_ways("", "status == 'solved'", "status != 'solved'"), "accepted");
}

#[test]
fn forks_are_joined_before_anything_comes_back_or_ends() {
    let unjoined = "start s\nfork F\ntask A\ntask B\ngate G\ntask C\nend e\n\
                    s -> F\nF -> A\nF -> B\nA -> G\nB -> G\nG -> C\nC -> e";
    assert_eq!(
        refused_sketch(unjoined),
        ["7 userTask C tokens_meet", "8 endEvent e open_branch"]
    );

    let two_ends = "start s\nfork F\ntask A\ntask B\nend e\nend f\ns -> F\nF -> A\nF -> B\nA -> e\nB -> f";
    assert_eq!(
        refused_sketch(two_ends),
        ["6 endEvent e open_branch", "7 endEvent f open_branch"]
    );

    let at_once = "start s\ntask A\nfork F\nend e\nend f\ns -> A\nA -> F\nF -> e\nF -> f";
    assert_eq!(refused_sketch(at_once), ["6 endEvent f open_branch"]);

    let back = "start s\ngate M\nfork F\ntask A\ntask B\ngate G\nfork J\nend e\ns -> M\nM -> F\nF -> A\nF -> B\n\
                A -> J\nB -> G\nG -> M: priority == 1\nG -> J else\nJ -> e";
    assert_eq!(
        refused_sketch(back),
        [
            "5 userTask A tokens_meet",
            "8 parallelGateway J tokens_meet",
            "9 endEvent e open_branch"
        ]
    );
}

#[test]
fn joins_that_wait_for_ever_are_refused() {
    let either = "start s\ntask A\ngate G\ntask B\ntask C\nfork J\nend e\n\
                  s -> A\nA -> G\nG -> B: priority == 1\nG -> C else\nB -> J\nC -> J\nJ -> e";
    assert_eq!(refused_sketch(either), ["7 parallelGateway J waiting"]);
    // A branch that may come back by itself before it joins keeps the join waiting only for a while.
    flow(
        "start s\nfork F\ntask A\ntask B\ngate G\nfork J\nend e\ns -> F\nF -> A\nF -> B\nA -> J\nB -> G\n\
         G -> J: priority == 1\nG -> B else\nJ -> e",
    );
}

#[test]
fn a_position_without_a_way_to_the_end_is_refused() {
    // Each alone can reach the end, but the way back into C is open only where the way out of it is not.
    let sketch = "start s\ntask A\ngate G\ntask C\ngate H\ngate I\nend e\ns -> A\nA -> G\n\
                  G -> C: priority == 1\nG -> e else\nC -> H\nH -> I: has_change\nH -> C else\n\
                  I -> C: has_change\nI -> e: not has_change";
    assert_eq!(refused_sketch(sketch), ["5 userTask C dead_position"]);
}

#[test]
fn a_node_that_no_outcome_leads_to_is_refused() {
    let canceled = "start s\ntask A advance solved\ngate G\nend e\nend f canceled\ns -> A\nA -> G\n\
                    G -> e: outcome != \"canceled\"\nG -> f: outcome == \"canceled\"";
    assert_eq!(refused_sketch(canceled), ["6 endEvent f never_reached"]);
}

#[test]
fn an_end_needs_a_task_before_it() {
    let sketch = "start s\ngate G\ntask A\nend e\ns -> G\nG -> A: priority == 1\nG -> e else\nA -> e";
    assert_eq!(refused_sketch(sketch), ["5 endEvent e no_task_before_end"]);
}

/// B093.
#[test]
fn not_solved_never_leads_to_success() {
    let sketch = "start s\ntask A solved not_solved\nend e\ns -> A\nA -> e";
    assert_eq!(refused_sketch(sketch), ["4 endEvent e success_by_not_solved"]);
    flow(&sketch.replace("end e", "end e canceled"));
}

#[test]
fn a_flow_too_large_to_be_proved_is_refused() {
    let tasks = repeated(20, |n| format!("task T{n}\nF -> T{n}\nT{n} -> J\n"));
    let wide = format!("start s\nfork F\nfork J\nend e\ns -> F\nJ -> e\n{tasks}");
    assert_eq!(refused_sketch(&wide), ["1 process p too_complex"]);

    let literals: Vec<_> = (0..60).map(|n| format!("reopen_count == {}", n * 3)).collect();
    let texts: Vec<_> = (0..60).map(|n| format!("category == 'c{n}'")).collect();
    let many = "(impact > 'low' or urgency > 'low' or risk > 'low' or priority > 2 or has_change or has_items)";
    let sketch = format!(
        "start s\ntask A\ngate G\ngate H\ngate I\nend e\ns -> A\nA -> G\nG -> H: {}\nG -> A else\n\
         H -> I: {}\nH -> A else\nI -> e: {many} or status == 'solved'\nI -> A else",
        literals[..40].join(" or "),
        texts[..40].join(" or ")
    );
    assert_eq!(refused_sketch(&sketch), ["1 process p too_complex"]);

    // Forks behind forks without a task in between: tokens double at each, but the walk stops at the first meeting.
    let doubling = repeated(100, |n| {
        let second = format!("<sequenceFlow id=\"x{n}\" sourceRef=\"F{n}\" targetRef=\"M{n}\"/>");
        format!("fork F{n}\ngate M{n}\nF{n} -> M{n}\n{second}\nM{n} -> F{}\n", n + 1)
    });
    let doubling = format!("start s\ntask A\nend e\ns -> A\nA -> F0\nfork F100\nF100 -> e\n{doubling}");
    assert_eq!(refused_sketch(&doubling), ["14 parallelGateway F1 tokens_meet"]);
}
