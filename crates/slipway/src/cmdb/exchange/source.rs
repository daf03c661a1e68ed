//! The bytes of a file as UTF-8, piece by piece: a byte order mark is taken off, UTF-16 is rewritten. What a row is, is
//! decided in `csv` and `lines`.

use std::io::{self, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A file that is being read.
pub type Source = Box<dyn Read + Send>;

/// What stands in the place of half a character. No text in UTF-8 has this byte, so that its cell is refused.
const BROKEN: u8 = 0xFF;

/// What is read of a file to see how it is written.
const FIRST_BYTES: u64 = 64 * 1024;

/// How many bytes of the file have been read.
#[derive(Debug, Clone, Default)]
pub struct Meter(Arc<AtomicU64>);

impl Meter {
    pub fn n_bytes(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The file with its count of bytes.
struct Metered<R> {
    inner: R,
    meter: Meter,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n_read = self.inner.read(buffer)?;
        self.meter.0.fetch_add(n_read as u64, Ordering::Relaxed);
        Ok(n_read)
    }
}

/// A file as UTF-8. Without a mark it is taken for UTF-8.
pub fn utf8(file: impl Read + Send + 'static, meter: &Meter) -> io::Result<Source> {
    let meter = meter.clone();
    let mut file = Metered { inner: file, meter };
    // So much at once that the first line is in it, which tells what stands between the cells.
    let mut first = Vec::new();
    file.by_ref().take(FIRST_BYTES).read_to_end(&mut first)?;
    Ok(match first.as_slice() {
        [0xEF, 0xBB, 0xBF, rest @ ..] => Box::new(Cursor::new(rest.to_vec()).chain(file)),
        [0xFF, 0xFE, rest @ ..] => Box::new(Utf16::new(Cursor::new(rest.to_vec()).chain(file), u16::from_le_bytes)),
        [0xFE, 0xFF, rest @ ..] => Box::new(Utf16::new(Cursor::new(rest.to_vec()).chain(file), u16::from_be_bytes)),
        _ => Box::new(Cursor::new(first).chain(file)),
    })
}

/// UTF-16 as UTF-8.
struct Utf16<R> {
    inner: R,
    unit: fn([u8; 2]) -> u16,
    /// The first byte of a unit whose second is still to come.
    odd: Option<u8>,
    /// The first unit of a pair whose second is still to come.
    high: Option<u16>,
    ready: Cursor<Vec<u8>>,
}

impl<R: Read> Utf16<R> {
    fn new(inner: R, unit: fn([u8; 2]) -> u16) -> Self {
        Self {
            inner,
            unit,
            odd: None,
            high: None,
            ready: Cursor::default(),
        }
    }

    /// Rewrites the next piece; an empty one is the end.
    fn refill(&mut self) -> io::Result<()> {
        let mut piece = [0; 8 * 1024];
        let n_read = self.inner.read(&mut piece)?;
        let mut written = Vec::with_capacity(2 * n_read);
        if n_read == 0 && (self.odd.take().is_some() | self.high.take().is_some()) {
            written.push(BROKEN);
        }
        for byte in piece.iter().take(n_read) {
            match self.odd.take() {
                None => self.odd = Some(*byte),
                Some(first) => self.take((self.unit)([first, *byte]), &mut written),
            }
        }
        self.ready = Cursor::new(written);
        Ok(())
    }

    fn take(&mut self, unit: u16, written: &mut Vec<u8>) {
        let is_second = (0xDC00..0xE000).contains(&unit);
        let waiting = match self.high.take() {
            Some(high) if is_second => return push(&[high, unit], written),
            Some(_) => {
                written.push(BROKEN);
                unit
            }
            None => unit,
        };
        if (0xD800..0xDC00).contains(&waiting) {
            self.high = Some(waiting);
        } else {
            push(&[waiting], written);
        }
    }
}

fn push(units: &[u16], written: &mut Vec<u8>) {
    for read in char::decode_utf16(units.iter().copied()) {
        match read {
            Ok(character) => written.extend(character.encode_utf8(&mut [0; 4]).as_bytes()),
            Err(_) => written.push(BROKEN),
        }
    }
}

impl<R: Read> Read for Utf16<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // A piece of a single byte gives nothing yet and is not the end.
        loop {
            let n_read = self.ready.read(buffer)?;
            if n_read > 0 || buffer.is_empty() {
                return Ok(n_read);
            }
            self.refill()?;
            if self.ready.get_ref().is_empty() && self.odd.is_none() && self.high.is_none() {
                return Ok(0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

    use proptest::prelude::*;

    use super::*;

    /// A reader that gives a byte at a time, so that every character is cut somewhere.
    struct Slow(Cursor<Vec<u8>>);

    impl Read for Slow {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let n_wanted = buffer.len().min(1);
            self.0.read(buffer.get_mut(..n_wanted).unwrap())
        }
    }

    fn read(bytes: Vec<u8>) -> Vec<u8> {
        let (mut text, meter) = (Vec::new(), Meter::default());
        let n_bytes = bytes.len();
        utf8(Slow(Cursor::new(bytes)), &meter)
            .unwrap()
            .read_to_end(&mut text)
            .unwrap();
        assert_eq!(meter.n_bytes(), n_bytes as u64);
        text
    }

    fn utf16(text: &str, mark: [u8; 2], bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        mark.into_iter().chain(text.encode_utf16().flat_map(bytes)).collect()
    }

    proptest! {
        #[test]
        fn every_text_is_the_same_in_every_encoding(text in "\\PC{0,40}") {
            prop_assume!(!text.starts_with('\u{feff}'));
            let expected = text.as_bytes().to_vec();
            prop_assert_eq!(read(text.clone().into_bytes()), expected.clone());
            prop_assert_eq!(read([b"\xEF\xBB\xBF", text.as_bytes()].concat()), expected.clone());
            prop_assert_eq!(read(utf16(&text, [0xFF, 0xFE], u16::to_le_bytes)), expected.clone());
            prop_assert_eq!(read(utf16(&text, [0xFE, 0xFF], u16::to_be_bytes)), expected);
        }
    }

    #[test]
    fn half_a_character_is_no_text() {
        let high = [0xFF, 0xFE, 0x3D, 0xD8];
        assert_eq!(read(high.to_vec()), [BROKEN], "the second half never came");
        assert_eq!(
            read([&high[..], b"a\0"].concat()),
            [BROKEN, b'a'],
            "another character came"
        );
        assert_eq!(
            read(vec![0xFF, 0xFE, 0x00, 0xDC]),
            [BROKEN],
            "the first half is missing"
        );
        assert_eq!(read(vec![0xFF, 0xFE, b'a', 0, b'b']), [b'a', BROKEN], "cut in a unit");
    }
}
