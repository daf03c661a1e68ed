//! What was found, as rows of a table, and how a few hundred spans become one figure. Nothing is measured here.

use std::io::Write;
use std::time::Duration;

use crate::Failure;

/// One row of the table.
#[derive(Debug)]
pub struct Finding {
    pub measure: String,
    pub found: String,
    /// What it is held against, measured in the same run; empty when the goal is absolute.
    pub against: String,
    pub verdict: Verdict,
}

/// A figure and its goal.
#[derive(Debug)]
pub enum Verdict {
    /// Told without a goal.
    Fact {
        found: f64,
    },
    AtLeast {
        found: f64,
        goal: f64,
    },
    AtMost {
        found: f64,
        goal: f64,
    },
}

impl Verdict {
    fn cells(&self) -> [String; 3] {
        let met = |is_met: bool| if is_met { "met" } else { "not met" }.to_owned();
        match self {
            Self::Fact { found } => [format!("{found:.2}"), String::new(), String::new()],
            Self::AtLeast { found, goal } => [format!("{found:.2}"), format!("≥ {goal}"), met(found >= goal)],
            Self::AtMost { found, goal } => [format!("{found:.2}"), format!("≤ {goal}"), met(found <= goal)],
        }
    }
}

/// Prints the findings as a Markdown table.
pub fn print(findings: &[Finding]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "| Measure | Found | Held against | Ratio or value | Goal | |")?;
    writeln!(out, "|---|---|---|---|---|---|")?;
    for Finding {
        measure,
        found,
        against,
        verdict,
    } in findings
    {
        let [ratio, goal, met] = verdict.cells();
        writeln!(out, "| {measure} | {found} | {against} | {ratio} | {goal} | {met} |")?;
    }
    Ok(())
}

/// Tells on standard error what is being done, since some of it takes minutes.
pub fn tell(line: &str) -> Result<(), Failure> {
    Ok(writeln!(std::io::stderr().lock(), "… {line}")?)
}

/// The span that half of the spans stay below.
pub fn median(spans: &mut [Duration]) -> Duration {
    spans.sort_unstable();
    spans.get(spans.len() / 2).copied().unwrap_or_default()
}

pub fn milliseconds(span: Duration) -> String {
    format!("{:.2} ms", span.as_secs_f64() * 1_000.0)
}

/// How many times `span` goes into `whole`.
pub fn ratio(whole: Duration, span: Duration) -> f64 {
    whole.as_secs_f64() / span.as_secs_f64()
}
