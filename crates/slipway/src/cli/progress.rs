//! What a terminal shows while something takes longer than a moment. Nothing is drawn where standard error is no terminal.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// A bar for work whose length is known.
pub fn bar(length: u64, what: &'static str) -> ProgressBar {
    let style = "{msg} {wide_bar} {human_pos}/{human_len}, {eta} to go";
    drawn(ProgressBar::new(length), style, what)
}

/// A wheel with a count, for work whose length nobody knows.
pub fn wheel(what: &'static str) -> ProgressBar {
    let wheel = drawn(
        ProgressBar::new_spinner(),
        "{spinner} {msg} {human_pos} {elapsed}",
        what,
    );
    wheel.enable_steady_tick(Duration::from_millis(200));
    wheel
}

fn drawn(bar: ProgressBar, style: &str, what: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar());
    bar.with_style(style).with_message(what)
}
