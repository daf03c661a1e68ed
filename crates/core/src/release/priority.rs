//! Priority from impact and urgency (F009, B030). It never moves a deadline (R6, B119).

use crate::flow::Level;

/// 1, the highest, to 5, the lowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Priority(u8);

impl Priority {
    /// The matrix: rank of impact + rank of urgency − 1, high being rank 1.
    ///
    /// ```
    /// use slipway_core::{flow::Level, release::Priority};
    /// assert_eq!(Priority::of(Level::High, Level::High).number(), 1);
    /// assert_eq!(Priority::of(Level::Low, Level::Low).number(), 5);
    /// ```
    pub fn of(impact: Level, urgency: Level) -> Priority {
        Priority(rank(impact) + rank(urgency) - 1)
    }

    /// The number people see.
    pub fn number(self) -> u8 {
        self.0
    }
}

fn rank(level: Level) -> u8 {
    match level {
        Level::High => 1,
        Level::Medium => 2,
        Level::Low => 3,
    }
}
