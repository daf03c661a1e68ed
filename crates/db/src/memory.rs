//! What a transaction remembers of its own answers, so that a thousand rows of one batch do not ask the same question a
//! thousand times. Nothing is remembered unless asked for, and nothing outlives the transaction.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fmt;

use crate::Value;

/// Answers by their question. The caller that switches it on knows that what is asked through it does not change
/// meanwhile, or forgets everything when it changes it itself.
#[derive(Default)]
pub struct Memory {
    is_on: Cell<bool>,
    answers: RefCell<HashMap<Question, Box<dyn Any>>>,
}

type Question = (&'static str, Vec<u8>);

impl Memory {
    /// Remembers from now on.
    pub fn keep(&self) {
        self.is_on.set(true);
    }

    /// Whether anything is remembered.
    pub fn is_on(&self) -> bool {
        self.is_on.get()
    }

    /// Forgets everything, and goes on remembering if it did.
    pub fn forget(&self) {
        self.answers.borrow_mut().clear();
    }

    /// The answer to a question: remembered, or asked for now. An error is not remembered.
    pub fn recalled<T: Clone + 'static, E>(
        &self,
        name: &'static str,
        params: &[Value],
        ask: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        if !self.is_on.get() {
            return ask();
        }
        let question = (name, key(params));
        let known = self
            .answers
            .borrow()
            .get(&question)
            .and_then(|known| known.downcast_ref::<T>().cloned());
        if let Some(known) = known {
            return Ok(known);
        }
        let answer = ask()?;
        self.answers.borrow_mut().insert(question, Box::new(answer.clone()));
        Ok(answer)
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory")
            .field("is_on", &self.is_on.get())
            .finish_non_exhaustive()
    }
}

/// The values as bytes: each with its kind and its length, so that no two lists share their bytes.
fn key(params: &[Value]) -> Vec<u8> {
    let mut key = Vec::with_capacity(24 * params.len());
    let mut part = |tag: u8, bytes: &[u8]| {
        key.push(tag);
        key.extend((bytes.len() as u64).to_be_bytes());
        key.extend(bytes);
    };
    for value in params {
        match value {
            Value::Null(_) => part(0, &[]),
            Value::Bool(flag) => part(1, &[u8::from(*flag)]),
            Value::Int(number) => part(2, &number.to_be_bytes()),
            Value::Real(number) => part(3, &number.to_bits().to_be_bytes()),
            Value::Text(text) => part(4, text.as_bytes()),
            Value::Bytes(bytes) => part(5, bytes),
            Value::Id(id) => part(6, id.as_bytes()),
            Value::Instant(at) => part(7, &at.as_nanosecond().to_be_bytes()),
            Value::Date(date) => part(8, date.to_string().as_bytes()),
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::{Memory, key};
    use crate::{Error, params};

    fn asked(memory: &Memory, n_asked: &mut i64) -> i64 {
        let answer = memory.recalled("n", params![1_i64], || {
            *n_asked += 1;
            Ok::<_, Error>(*n_asked)
        });
        answer.unwrap_or_default()
    }

    #[test]
    fn nothing_is_remembered_unless_asked_for() {
        let (memory, mut n_asked) = (Memory::default(), 0);
        assert_eq!((asked(&memory, &mut n_asked), asked(&memory, &mut n_asked)), (1, 2));
        memory.keep();
        assert_eq!((asked(&memory, &mut n_asked), asked(&memory, &mut n_asked)), (3, 3));
        memory.forget();
        assert_eq!((asked(&memory, &mut n_asked), asked(&memory, &mut n_asked)), (4, 4));
    }

    #[test]
    fn no_two_questions_share_a_key() {
        let questions = [
            params![],
            params!["ab"],
            params!["a", "b"],
            params!["", "ab"],
            params![1_i64],
            params![true],
            params![None::<String>],
        ];
        for (index, one) in questions.iter().enumerate() {
            for other in questions.iter().skip(index + 1) {
                assert_ne!(key(one), key(other), "{one:?} and {other:?}");
            }
        }
    }
}
