//! Lines of a JSON-lines file, one at a time and each within a bound. What is in a line is not known here.

use std::io::{self, BufRead, BufReader};

use super::csv::MOST_BYTES;
use super::source::Source;

/// The lines of a file.
pub struct Lines {
    input: BufReader<Source>,
    n_read: u64,
}

/// One line that is not blank.
#[derive(Debug, PartialEq, Eq)]
pub struct Line {
    pub line: u64,
    /// None when it is too long.
    pub bytes: Option<Vec<u8>>,
}

impl Lines {
    pub fn new(source: Source) -> Lines {
        Lines {
            input: BufReader::with_capacity(64 * 1024, source),
            n_read: 0,
        }
    }

    /// The next line; none at the end.
    pub fn next_line(&mut self) -> io::Result<Option<Line>> {
        loop {
            if self.input.fill_buf()?.is_empty() {
                return Ok(None);
            }
            self.n_read += 1;
            let bytes = self.one()?;
            let is_blank = bytes.as_ref().is_some_and(|bytes| bytes.trim_ascii().is_empty());
            if !is_blank {
                return Ok(Some(Line {
                    line: self.n_read,
                    bytes,
                }));
            }
        }
    }

    fn one(&mut self) -> io::Result<Option<Vec<u8>>> {
        let (mut bytes, mut n_bytes) = (Vec::new(), 0);
        loop {
            let input = self.input.fill_buf()?;
            let end = input.iter().position(|byte| *byte == b'\n');
            let n_taken = end.unwrap_or(input.len());
            n_bytes += n_taken;
            if n_bytes <= MOST_BYTES {
                bytes.extend_from_slice(input.get(..n_taken).unwrap_or_default());
            }
            let is_last = end.is_some() || input.is_empty();
            self.input.consume(n_taken + usize::from(end.is_some()));
            if is_last {
                return Ok((n_bytes <= MOST_BYTES).then_some(bytes));
            }
        }
    }
}

impl std::fmt::Debug for Lines {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lines").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

    use std::io::Cursor;

    use super::*;

    #[test]
    fn lines_are_numbered_and_bounded() {
        let text = [b"{}\r\n\n".as_slice(), &vec![b'x'; MOST_BYTES + 1], b"\n\t\nlast"].concat();
        let mut lines = Lines::new(Box::new(Cursor::new(text)));
        let mut found = Vec::new();
        while let Some(line) = lines.next_line().unwrap() {
            found.push((line.line, line.bytes));
        }
        assert_eq!(
            found,
            [(1, Some(b"{}\r".to_vec())), (3, None), (5, Some(b"last".to_vec()))]
        );
    }
}
