//! A long text in pieces of limited size: it neither has to be in one place in memory nor be one value of the store, which
//! would round its size up to a power of two.

use std::io::{self, Read, Write};

/// The size of a piece, in bytes. Only the last one is shorter.
const PIECE: usize = 1024 * 1024;

/// A text in pieces.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Pieces(Vec<Vec<u8>>);

/// Without the text, which holds tokens.
impl std::fmt::Debug for Pieces {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pieces({})", self.0.len())
    }
}

impl Pieces {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        self.0.iter().map(Vec::as_slice)
    }

    /// Reads the text from its beginning.
    pub(crate) fn reader(&self) -> Reader<impl FnMut(usize) -> io::Result<Option<Vec<u8>>>> {
        Reader::new(|number| Ok(self.0.get(number).cloned()))
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.last().is_none_or(|last| last.len() == PIECE) {
            self.0.push(Vec::new());
        }
        let Some(last) = self.0.last_mut() else {
            return Ok(0);
        };
        let (fitting, _) = bytes.split_at(bytes.len().min(PIECE - last.len()));
        last.extend_from_slice(fitting);
        Ok(fitting.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Reads a text piece by piece. The function returns the piece of a number, or nothing after the last one.
pub(crate) struct Reader<F> {
    next: F,
    number: usize,
    piece: Vec<u8>,
    at: usize,
}

impl<F: FnMut(usize) -> io::Result<Option<Vec<u8>>>> Reader<F> {
    pub(crate) fn new(next: F) -> Self {
        Self {
            next,
            number: 0,
            piece: Vec::new(),
            at: 0,
        }
    }
}

impl<F: FnMut(usize) -> io::Result<Option<Vec<u8>>>> Read for Reader<F> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at >= self.piece.len() {
            let Some(piece) = (self.next)(self.number)? else {
                return Ok(0);
            };
            (self.piece, self.at) = (piece, 0);
            self.number += 1;
        }
        let mut rest = self.piece.get(self.at..).unwrap_or_default();
        let read = rest.read(out)?;
        self.at += read;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_as_it_was_written() {
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 7] {
            let text: Vec<u8> = (0..length)
                .map(|n| u8::try_from(n % 251).unwrap())
                .collect();
            let mut pieces = Pieces::default();
            for part in text.chunks(300_001) {
                pieces.write_all(part).unwrap();
            }
            assert!(pieces.iter().all(|piece| piece.len() <= PIECE));
            let mut read = Vec::new();
            pieces.reader().read_to_end(&mut read).unwrap();
            assert!(read == text, "{length}");
        }
    }
}
