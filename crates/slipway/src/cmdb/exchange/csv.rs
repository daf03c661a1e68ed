//! Rows of a CSV file, one at a time and each within a bound: a quote that never closes or a cell of megabytes costs its
//! own row and no memory. What the cells mean is not known here.

use std::io::{self, BufRead, BufReader};

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

use super::source::Source;

/// What a row may have in bytes: far more than the longest texts of an item.
pub const MOST_BYTES: usize = 4 * 1024 * 1024;
/// What a cell costs besides its bytes, so that a row of nothing but commas ends as well.
const CELL_BYTES: usize = 16;

/// The rows of a file.
pub struct CsvRows {
    input: BufReader<Source>,
    parser: Reader,
}

/// One row, and the line it begins in.
#[derive(Debug, PartialEq, Eq)]
pub struct CsvRow {
    pub line: u64,
    pub cells: Result<Vec<Vec<u8>>, Unreadable>,
}

/// Why a row has no cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    TooLong,
    /// Everything from the quote to the end of the file was read as one cell.
    OpenQuote,
}

impl CsvRows {
    /// Rows whose cells stand between commas, semicolons or tabs: whichever the first line has most of.
    pub fn new(source: Source) -> io::Result<CsvRows> {
        let mut input = BufReader::with_capacity(64 * 1024, source);
        let first = input.fill_buf()?;
        let line = first.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let count = |delimiter: u8| {
            line.iter()
                .fold(0, |n_found, byte| n_found + u32::from(*byte == delimiter))
        };
        let delimiter = [b'\t', b';', b',']
            .into_iter()
            .max_by_key(|delimiter| count(*delimiter));
        let parser = ReaderBuilder::new().delimiter(delimiter.unwrap_or(b',')).build();
        Ok(CsvRows { input, parser })
    }

    /// The next row; none at the end. Blank lines are no rows.
    pub fn next_row(&mut self) -> io::Result<Option<CsvRow>> {
        self.skip_blank_lines()?;
        if self.input.fill_buf()?.is_empty() {
            return Ok(None);
        }
        let line = self.parser.line();
        let cells = self.cells()?;
        Ok(Some(CsvRow { line, cells }))
    }

    fn skip_blank_lines(&mut self) -> io::Result<()> {
        loop {
            match self.input.fill_buf()?.first() {
                Some(b'\n') => self.parser.set_line(self.parser.line() + 1),
                Some(b'\r') => {}
                Some(_) | None => return Ok(()),
            }
            self.input.consume(1);
        }
    }

    fn cells(&mut self) -> io::Result<Result<Vec<Vec<u8>>, Unreadable>> {
        let (mut cells, mut cell, mut n_bytes) = (Vec::new(), Vec::new(), 0);
        let mut piece = [0; 4 * 1024];
        loop {
            let input = self.input.fill_buf()?;
            let is_end = input.is_empty();
            // At the end of the file one line end is made up: it closes the row, unless a quote is open.
            let input = if is_end { b"\n" } else { input };
            let (read, n_in, n_out) = self.parser.read_field(input, &mut piece);
            if !is_end {
                self.input.consume(n_in);
            }
            n_bytes += n_out;
            if n_bytes <= MOST_BYTES {
                cell.extend_from_slice(piece.get(..n_out).unwrap_or_default());
            }
            match read {
                ReadFieldResult::Field { record_end } => {
                    n_bytes += CELL_BYTES;
                    if n_bytes <= MOST_BYTES {
                        cells.push(std::mem::take(&mut cell));
                    }
                    if record_end {
                        let is_whole = n_bytes <= MOST_BYTES;
                        return Ok(if is_whole { Ok(cells) } else { Err(Unreadable::TooLong) });
                    }
                }
                ReadFieldResult::InputEmpty if is_end => return Ok(Err(Unreadable::OpenQuote)),
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
                ReadFieldResult::End => return Ok(Ok(cells)),
            }
        }
    }
}

impl std::fmt::Debug for CsvRows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CsvRows").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

    use std::io::{Cursor, Read};

    use super::*;

    fn rows(text: impl Into<Vec<u8>>) -> Vec<(u64, Result<Vec<String>, Unreadable>)> {
        let mut rows = CsvRows::new(Box::new(Cursor::new(text.into()))).unwrap();
        let mut found = Vec::new();
        while let Some(row) = rows.next_row().unwrap() {
            let told = |cells: Vec<Vec<u8>>| cells.into_iter().map(|cell| String::from_utf8(cell).unwrap()).collect();
            found.push((row.line, row.cells.map(told)));
        }
        found
    }

    #[expect(clippy::unnecessary_wraps, reason = "as rows are given")]
    fn cells(of: &[&str]) -> Result<Vec<String>, Unreadable> {
        Ok(of.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn rows_know_the_line_they_begin_in() {
        let text = "a,b\r\n\r\n1,\"two\nlines, \"\"quoted\"\"\"\n\n\nx,y\n3,";
        let expected = [
            (1, cells(&["a", "b"])),
            (3, cells(&["1", "two\nlines, \"quoted\""])),
            (7, cells(&["x", "y"])),
            (8, cells(&["3", ""])),
        ];
        assert_eq!(rows(text), expected);
        assert_eq!(rows(""), []);
        assert_eq!(rows("\n\r\n"), []);
    }

    #[test]
    fn the_first_line_says_what_stands_between_cells() {
        for text in ["a;b\n1,5;2", "a\tb\n1,5\t2"] {
            assert_eq!(rows(text)[1].1, cells(&["1,5", "2"]), "{text:?}");
        }
    }

    #[test]
    fn a_quote_that_stays_open_is_found_and_a_stray_one_is_not() {
        assert_eq!(
            rows("a,b\n1,\"two\n3,4\n").last().unwrap(),
            &(2, Err(Unreadable::OpenQuote))
        );
        assert_eq!(
            rows("a,b\n1,5\" disk"),
            [(1, cells(&["a", "b"])), (2, cells(&["1", "5\" disk"]))]
        );
        assert_eq!(
            rows("a,b\n1,\"two\"")[1].1,
            cells(&["1", "two"]),
            "closed at the very end"
        );
    }

    #[test]
    fn a_row_that_is_too_long_costs_itself_only() {
        let long = vec![b'x'; 10 * 1024 * 1024];
        let text = [b"a,b\n1,", long.as_slice(), b"\n2,3\n"].concat();
        let expected = [
            (1, cells(&["a", "b"])),
            (2, Err(Unreadable::TooLong)),
            (3, cells(&["2", "3"])),
        ];
        assert_eq!(rows(text), expected);
        let commas = [b"a,b\n".as_slice(), &vec![b','; MOST_BYTES], b"\n2,3\n"].concat();
        assert_eq!(rows(commas)[1..], expected[1..]);
    }

    /// A gigabyte of one cell that nobody closes, without a gigabyte of memory: the buffers above are all there is.
    #[test]
    fn an_endless_cell_is_read_to_its_end() {
        let endless = Cursor::new(b"a\n\"".to_vec()).chain(io::repeat(b'x').take(64 * 1024 * 1024));
        let mut rows = CsvRows::new(Box::new(endless)).unwrap();
        rows.next_row().unwrap();
        assert_eq!(rows.next_row().unwrap().unwrap().cells, Err(Unreadable::OpenQuote));
        assert_eq!(rows.next_row().unwrap(), None);
    }
}
