//! Tables of what fits which question and of what keeps which task, and the laws that hold for every form.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::flow::{Outcome, TaskId};
use crate::id::Id;
use crate::kind::Questionnaire;

fn question(kind: QuestionKind) -> Question {
    let choices = ["red", "green", "blue"].map(str::to_owned).to_vec();
    Question {
        id: Some("q1".parse().unwrap()),
        text: "?".to_owned(),
        kind,
        required: false,
        choices: if kind.chooses() { choices } else { Vec::new() },
    }
}

fn form(items: Vec<Item>) -> Form {
    Form {
        groups: vec![Group {
            title: "One".to_owned(),
            items,
        }],
    }
}

#[test]
fn an_answer_fits_its_question() {
    use QuestionKind::{Attachment, Date, LongText, MultipleChoice, Number, ShortText, SingleChoice, YesNo};
    let words = |text: &str| Answer::Text(text.to_owned());
    let file = Uuid::from_u128(7);
    let file_text = file.to_string();
    for (kind, given, answer) in [
        (ShortText, Given::Text("  Payments "), words("Payments")),
        (LongText, Given::Text("two\r\nlines"), words("two\nlines")),
        (Number, Given::Number(2.5), Answer::Number(2.5)),
        (Number, Given::Text("2.5"), Answer::Number(2.5)),
        (Number, Given::Text("2,5"), Answer::Number(2.5)),
        (Number, Given::Text("-3"), Answer::Number(-3.0)),
        (
            Date,
            Given::Text("2026-12-04"),
            Answer::Date(jiff::civil::date(2026, 12, 4)),
        ),
        (YesNo, Given::Flag(false), Answer::Flag(false)),
        (YesNo, Given::Text("true"), Answer::Flag(true)),
        (SingleChoice, Given::Text("green"), words("green")),
        (
            MultipleChoice,
            Given::List(vec!["blue", "red", "blue"]),
            Answer::Choices(vec!["red".to_owned(), "blue".to_owned()]),
        ),
        (Attachment, Given::Text(&file_text), Answer::Attachment(file)),
    ] {
        assert_eq!(question(kind).read(&given), Ok(Some(answer)), "{kind} {given:?}");
    }
}

#[test]
fn an_answer_that_does_not_fit_is_told_why() {
    use QuestionKind::{Attachment, Date, LongText, MultipleChoice, Number, ShortText, SingleChoice, YesNo};
    let (short, long) = ("x".repeat(answer::SHORT_CHARS + 1), "x".repeat(answer::LONG_CHARS + 1));
    for (kind, given, wrong) in [
        (ShortText, Given::Number(1.0), Wrong::NotText),
        (ShortText, Given::Text("two\nlines"), Wrong::LineBreak),
        (ShortText, Given::Text("bell\u{7}"), Wrong::ControlCharacter),
        (ShortText, Given::Text(&short), Wrong::TooLong),
        (LongText, Given::Text(&long), Wrong::TooLong),
        (LongText, Given::List(vec!["x"]), Wrong::NotText),
        (Number, Given::Text("a lot"), Wrong::NotANumber),
        (Number, Given::Text("1,234,5"), Wrong::NotANumber),
        (Number, Given::Text("inf"), Wrong::NotANumber),
        (Number, Given::Flag(true), Wrong::NotANumber),
        (Date, Given::Text("2026-02-30"), Wrong::NotADate),
        (Date, Given::Number(2026.0), Wrong::NotADate),
        (YesNo, Given::Text("maybe"), Wrong::NotAFlag),
        (YesNo, Given::Number(1.0), Wrong::NotAFlag),
        (SingleChoice, Given::Text("grey"), Wrong::NotAChoice),
        (SingleChoice, Given::List(vec!["red"]), Wrong::NotAChoice),
        (MultipleChoice, Given::Text("red"), Wrong::NotAList),
        (MultipleChoice, Given::List(vec!["red", "grey"]), Wrong::NotAChoice),
        (Attachment, Given::Text("report.pdf"), Wrong::NotAnId),
        (Attachment, Given::Other, Wrong::NotAnId),
    ] {
        assert_eq!(question(kind).read(&given), Err(wrong), "{kind} {given:?}");
    }
}

#[test]
fn a_question_may_stay_open_unless_it_is_required() {
    for kind in QuestionKind::ALL {
        for given in [Given::Nothing, Given::Text("  "), Given::List(Vec::new())] {
            let mut asked = question(*kind);
            assert_eq!(asked.read(&given), Ok(None), "{kind} {given:?}");
            asked.required = true;
            assert_eq!(asked.read(&given), Err(Wrong::Required), "{kind} {given:?}");
        }
    }
}

#[test]
fn every_bad_answer_of_a_form_is_named_at_once() {
    let named = |name: &str, kind| Question {
        id: Some(name.parse().unwrap()),
        required: true,
        ..question(kind)
    };
    let form = form(vec![
        Item::Question(named("team", QuestionKind::YesNo)),
        Item::Text("Read this.".to_owned()),
        Item::Question(named("build", QuestionKind::ShortText)),
        Item::Question(named("stage", QuestionKind::Number)),
    ]);
    let refused = form.read(|id| match id.as_str() {
        "build" => Given::Text("4.2"),
        "stage" => Given::Text("late"),
        _ => Given::Nothing,
    });
    let named: Vec<(String, Wrong)> = refused
        .unwrap_err()
        .into_iter()
        .map(|(id, why)| (id.to_string(), why))
        .collect();
    let expected = [("team", Wrong::Required), ("stage", Wrong::NotANumber)].map(|(id, why)| (id.to_owned(), why));
    assert_eq!(named, expected);
}

#[test]
fn a_useless_form_is_told_where() {
    let with = |change: fn(&mut Question), kind| {
        let mut changed = question(kind);
        change(&mut changed);
        Item::Question(changed)
    };
    let choose = QuestionKind::SingleChoice;
    for (items, kind) in [
        (vec![Item::Text("Read this.".to_owned())], FlawKind::NoQuestion),
        (vec![with(|one| one.choices.clear(), choose)], FlawKind::NoChoices),
        (
            vec![with(|one| one.choices.push("red".to_owned()), choose)],
            FlawKind::RepeatedChoice,
        ),
        (
            vec![with(|one| one.choices.push("red".to_owned()), QuestionKind::Date)],
            FlawKind::NeedlessChoices,
        ),
        (vec![with(|_| (), choose), with(|_| (), choose)], FlawKind::RepeatedId),
    ] {
        let kinds: Vec<FlawKind> = form(items).flaws().into_iter().map(|flaw| flaw.kind).collect();
        assert_eq!(kinds, [kind]);
    }
    assert_eq!(
        Form::default().flaws(),
        [Flaw {
            at: None,
            kind: FlawKind::NoGroup
        }]
    );
    assert_eq!(form(vec![with(|_| (), choose)]).flaws(), []);
}

#[test]
fn names_of_questions_are_plain_words() {
    for good in ["q1", "build_stage", "a"] {
        assert!(good.parse::<QuestionId>().is_ok(), "{good}");
    }
    for bad in ["", "1q", "Q1", "q.1", "q 1", "ação", "_a", &"a".repeat(41)] {
        assert!(bad.parse::<QuestionId>().is_err(), "{bad}");
    }
}

fn task(name: &str) -> TaskId {
    name.parse().unwrap()
}

fn id(n: u128) -> Id<Questionnaire> {
    Id::new(Uuid::from_u128(n))
}

fn demand(n: u128, at: &str, required: bool) -> Demand {
    Demand {
        questionnaire: Some(id(n)),
        title: format!("Form {n}"),
        task: task(at),
        required,
    }
}

fn sheet(n: u128, at: &str, run: i64, confirmed: bool) -> Sheet {
    Sheet {
        questionnaire: id(n),
        title: format!("Form {n}"),
        task: Some(task(at)),
        run,
        confirmed,
    }
}

#[test]
fn a_task_waits_for_what_is_required_of_it() {
    use Outcome::{Advance, Canceled, NotSolved, Solved};
    let required = || {
        vec![
            demand(1, "Test", true),
            demand(2, "Test", false),
            demand(3, "Run", true),
        ]
    };
    let unanswered = ("Form 1", Lack::Unanswered);
    let unconfirmed = ("Form 1", Lack::Unconfirmed);
    let optional = ("Form 2", Lack::Unconfirmed);
    for (why, sheets, outcome, missing) in [
        ("nothing answered", vec![], Advance, vec![unanswered]),
        ("nothing answered, solved at once", vec![], Solved, vec![unanswered]),
        ("a failed test needs no sign-off", vec![], NotSolved, vec![]),
        ("nor does giving up", vec![], Canceled, vec![]),
        (
            "not confirmed",
            vec![sheet(1, "Test", 1, false)],
            Advance,
            vec![unconfirmed],
        ),
        ("told once", vec![sheet(1, "Test", 1, false)], Solved, vec![unconfirmed]),
        (
            "answered and confirmed",
            vec![sheet(1, "Test", 1, true)],
            Solved,
            vec![],
        ),
        (
            "for another task",
            vec![sheet(1, "Run", 1, true)],
            Advance,
            vec![unanswered],
        ),
        (
            "in another run",
            vec![sheet(1, "Test", 2, true)],
            Advance,
            vec![unanswered],
        ),
        (
            "the latest counts",
            vec![sheet(1, "Test", 1, false), sheet(1, "Test", 1, true)],
            Advance,
            vec![unconfirmed],
        ),
        (
            "an earlier one that nobody confirmed is overtaken",
            vec![sheet(1, "Test", 1, true), sheet(1, "Test", 1, false)],
            Solved,
            vec![],
        ),
        (
            "an optional one need not be confirmed to go on",
            vec![sheet(2, "Test", 1, false), sheet(1, "Test", 1, true)],
            Advance,
            vec![],
        ),
        (
            "but to solve: B087",
            vec![sheet(2, "Test", 1, false), sheet(1, "Test", 1, true)],
            Solved,
            vec![optional],
        ),
    ] {
        let checklists = Checklists {
            demands: required(),
            sheets,
        };
        let found = checklists.missing(&task("Test"), outcome, 1);
        let found: Vec<(&str, Lack)> = found.iter().map(|one| (one.title.as_str(), one.lack)).collect();
        assert_eq!(found, missing, "{why}");
    }
}

#[test]
fn a_release_without_questionnaires_waits_for_none() {
    for outcome in Outcome::ALL {
        assert_eq!(Checklists::default().missing(&task("Test"), *outcome, 1), [], "B087");
    }
}

#[test]
fn a_questionnaire_that_does_not_exist_is_still_demanded() {
    let demand = Demand {
        questionnaire: None,
        ..demand(1, "Test", true)
    };
    let checklists = Checklists {
        demands: vec![demand],
        sheets: vec![sheet(1, "Test", 1, true)],
    };
    let missing = checklists.missing(&task("Test"), Outcome::Advance, 1);
    assert_eq!(missing.first().map(|one| one.lack), Some(Lack::Unanswered));
}

#[test]
fn answers_belong_to_the_task_that_asks_for_them() {
    let checklists = Checklists {
        demands: vec![demand(1, "Run", true), demand(1, "Test", true), demand(2, "Test", true)],
        sheets: Vec::new(),
    };
    for (n, open, expected) in [
        (1, "Run", "Run"),
        (1, "Test", "Test"),
        (1, "Release", "Run"),
        (2, "Run", "Test"),
        (3, "Run", "Run"),
    ] {
        let found = checklists.task_for(id(n), &[task(open)]);
        assert_eq!(found, Some(task(expected)), "{n} while {open} is open");
    }
    assert_eq!(checklists.task_for(id(3), &[]), None);
}

#[test]
fn a_confirmation_follows_what_is_said() {
    use Confirmation::{Falls, Given, Stays, Withdrawn};
    for (was, changes, asked, follows) in [
        (false, true, None, Stays),
        (false, false, Some(false), Stays),
        (false, false, Some(true), Given),
        (false, true, Some(true), Given),
        (true, false, None, Stays),
        (true, false, Some(true), Stays),
        (true, false, Some(false), Withdrawn),
        (true, true, None, Falls),
        (true, true, Some(false), Falls),
        (true, true, Some(true), Given),
    ] {
        let found = Confirmation::following(was, changes, asked);
        assert_eq!(found, follows, "was {was}, changes {changes}, asked {asked:?}");
    }
}

fn any_question() -> impl Strategy<Value = Question> {
    let kinds = prop::sample::select(QuestionKind::ALL);
    let ids = prop::option::of((1_u64..12).prop_map(|n| format!("q{n}").parse().unwrap()));
    (kinds, ids, any::<bool>()).prop_map(|(kind, id, required)| Question {
        id,
        required,
        ..question(kind)
    })
}

fn any_form() -> impl Strategy<Value = Form> {
    let groups = prop::collection::vec(prop::collection::vec(any_question(), 0..6), 0..4);
    groups.prop_map(|groups| Form {
        groups: groups
            .into_iter()
            .map(|questions| Group {
                title: String::new(),
                items: questions.into_iter().map(Item::Question).collect(),
            })
            .collect(),
    })
}

fn any_given() -> impl Strategy<Value = Given<'static>> {
    let texts = prop::sample::select(vec!["", " ", "red", "true", "2", "2,5", "2026-12-04", "x\ny", "<b>"]);
    prop_oneof![
        Just(Given::Nothing),
        texts.clone().prop_map(Given::Text),
        any::<f64>().prop_map(Given::Number),
        any::<bool>().prop_map(Given::Flag),
        prop::collection::vec(texts, 0..3).prop_map(Given::List),
        Just(Given::Other),
    ]
}

proptest! {
    #[test]
    fn naming_gives_every_question_a_name_and_keeps_those_there_are(form in any_form(), before in any_form()) {
        let repeated = |form: &Form| form.flaws().iter().filter(|flaw| flaw.kind == FlawKind::RepeatedId).count();
        let named = form.clone().named(Some(&before));
        prop_assert!(named.questions().all(|question| question.id.is_some()));
        for (old, new) in form.questions().zip(named.questions()) {
            prop_assert!(old.id.is_none() || old.id == new.id, "a name stays");
            let reused = before.questions().any(|gone| gone.id == new.id);
            prop_assert!(old.id.is_some() || !reused, "a new name is no old question's");
        }
        prop_assert_eq!(repeated(&named), repeated(&form), "naming repeats no name");
        prop_assert_eq!(named.clone().named(Some(&before)), named, "there is nothing left to name");
    }

    #[test]
    fn reading_either_answers_every_required_question_or_names_one(form in any_form(), given in any_given()) {
        let form = form.named(None);
        prop_assume!(form.flaws().is_empty());
        match form.read(|_| given.clone()) {
            Ok(answers) => {
                for question in form.questions().filter(|question| question.required) {
                    prop_assert!(question.id.as_ref().is_some_and(|id| answers.contains_key(id)));
                }
                prop_assert!(answers.len() <= form.questions().count());
            }
            Err(wrong) => prop_assert!(!wrong.is_empty()),
        }
    }

    #[test]
    fn confirming_what_is_missing_leaves_nothing_missing(
        bound in prop::collection::vec((1_u128..4, any::<bool>()), 0..5),
        answered in prop::collection::vec((1_u128..4, any::<bool>()), 0..5),
    ) {
        let mut checklists = Checklists {
            demands: bound.into_iter().map(|(n, required)| demand(n, "Test", required)).collect(),
            sheets: answered.into_iter().map(|(n, confirmed)| sheet(n, "Test", 1, confirmed)).collect(),
        };
        for missing in checklists.missing(&task("Test"), Outcome::Solved, 1) {
            let confirmed = Sheet {
                questionnaire: missing.questionnaire.unwrap(),
                title: missing.title,
                task: Some(task("Test")),
                run: 1,
                confirmed: true,
            };
            checklists.sheets.insert(0, confirmed);
        }
        prop_assert_eq!(checklists.missing(&task("Test"), Outcome::Solved, 1), vec![]);
    }
}
