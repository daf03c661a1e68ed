//! Where outcomes can lead, told without playing.

use super::sketch::flow;
use crate::flow::{Flow, Goal, RELEASE_REQUESTER, RELEASE_STANDARD, Way, When};

/// One line a way, as a page would tell it.
fn told(flow: &Flow) -> String {
    let row = |(task, way): (&str, Way<'_>)| {
        let to: Vec<_> = way.to.iter().map(goal).collect();
        let when: Vec<_> = way.when.iter().map(when).collect();
        let when = if when.is_empty() {
            String::new()
        } else {
            format!(" when {}", when.join(", "))
        };
        format!("{task}: {} → {}{when}\n", way.outcome, to.join(" and "))
    };
    let ways = flow
        .tasks()
        .flat_map(|task| flow.ways(&task.id).into_iter().map(|way| (task.id.as_str(), way)));
    ways.map(row).collect()
}

fn goal(goal: &Goal<'_>) -> String {
    match goal {
        Goal::Task(task) => task.id.to_string(),
        Goal::Join(gateway) => format!("wait at {gateway}"),
        Goal::End { id, kind, .. } => format!("end {id} {kind}"),
    }
}

fn when(when: &When<'_>) -> String {
    match when {
        When::Always => panic!("an edge that is always true tells nothing"),
        When::If(condition) => condition.source().to_owned(),
        When::Otherwise => "otherwise".to_owned(),
    }
}

#[test]
fn the_flows_that_ship_tell_their_ways() {
    let both = [RELEASE_STANDARD, RELEASE_REQUESTER].map(|file| told(&Flow::parse(file).unwrap()));
    insta::assert_snapshot!(both.join("\n"), @r#"
    Release: advance → Run
    Release: solved → end Solved solved
    Run: advance → Test
    Run: solved → end Solved solved
    Run: not_solved → Release
    Test: advance → Homologation
    Test: solved → end Solved solved
    Test: not_solved → Release
    Homologation: solved → end Solved solved
    Homologation: not_solved → Release

    Release: advance → Run
    Run: advance → Test
    Run: not_solved → Release
    Test: advance → Homologation
    Test: not_solved → Release
    Homologation: advance → Homologation
    Homologation: solved → Close
    Homologation: not_solved → Release
    Close: advance → end Solved solved when outcome == "solved" or outcome == "advance" and status == "solved"
    Close: advance → Release when outcome == "not_solved" or outcome == "advance" and status != "solved"
    Close: solved → end Solved solved
    Close: not_solved → Release
    "#);
}

#[test]
fn only_what_tells_the_ways_of_an_outcome_apart_is_said() {
    let flow = flow(
        r#"
        start s
        task A advance solved
        gate Outcome
        gate Urgent
        gate Risky
        task B
        task C
        end e
        s -> A
        A -> Outcome
        Outcome -> Urgent: outcome == "advance"
        Outcome -> e else
        Urgent -> B: priority == 1
        Urgent -> Risky else
        Risky -> C: risk == "high"
        Risky -> e else
        B -> e2
        C -> e3
        end e2
        end e3
    "#,
    );
    insta::assert_snapshot!(told(&flow), @r#"
    A: advance → B when priority == 1
    A: advance → C when otherwise, risk == "high"
    A: advance → end e solved when otherwise, otherwise
    A: solved → end e solved
    B: advance → end e2 solved
    C: advance → end e3 solved
    "#);
}

#[test]
fn a_fork_leads_to_all_its_branches_and_a_join_makes_them_wait() {
    let flow = flow(
        "
        start s
        task Z
        fork F
        task A
        task B
        fork J
        end e
        s -> Z
        Z -> F
        F -> A
        F -> B
        A -> J
        B -> J
        J -> e
        ",
    );
    insta::assert_snapshot!(told(&flow), @"
    Z: advance → A and B
    A: advance → wait at J
    B: advance → wait at J
    ");
}

#[test]
fn a_flow_tells_where_it_begins() {
    let flow = flow(
        r#"
        start s
        gate G
        fork F
        task A
        task B
        task C
        fork J
        gate M
        end e
        s -> G
        G -> A: category == "Emergency"
        G -> F else
        F -> B
        F -> C
        B -> J
        C -> J
        A -> M
        J -> M
        M -> e
        "#,
    );
    let beginnings = flow.beginnings();
    let told = beginnings.iter().map(|way| {
        let to: Vec<_> = way.to.iter().map(goal).collect();
        let when: Vec<_> = way.when.iter().map(when).collect();
        format!("{} when {}", to.join(" and "), when.join(", "))
    });
    let mut told: Vec<_> = told.collect();
    told.sort();
    assert_eq!(told, [r#"A when category == "Emergency""#, "B and C when otherwise"]);
}

#[test]
fn links_name_what_they_join_and_when_they_are_true() {
    let flow = flow(
        r#"
        start s
        task A advance solved
        gate G
        end e
        end f canceled
        s -> A
        A -> G
        G -> e: outcome == "solved"
        G -> f else
        "#,
    );
    let told = flow.links().map(|link| {
        let when = if link.when == When::Always {
            String::new()
        } else {
            when(&link.when)
        };
        format!("{}: {} to {} {when}", link.id, link.from, link.to)
    });
    insta::assert_snapshot!(told.collect::<Vec<_>>().join("\n"), @r#"
    s_A: s to A 
    A_G: A to G 
    G_e: G to e outcome == "solved"
    G_f: G to f otherwise
    "#);
    assert_eq!(flow.ways(&"nowhere".parse().unwrap()), []);
}
