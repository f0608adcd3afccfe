//! The tables of a PDF file that say where its objects are (ISO 32000-2, 7.5.4 and 7.5.8).
//!
//! In: where the last one is. Out: entries, of which those of later tables count, and what the file says of itself. Never
//! follows tables that lead back to one another.

use std::collections::BTreeSet;

use crate::import::pdf::file::{Entry, File, MAX_OBJECTS, MAX_TABLES, rfind};
use crate::import::pdf::syntax::{Dictionary, Lexer, Object, Stream, Token};

/// Where a file says where its table is.
const TAIL: usize = 2048;

impl File<'_> {
    /// Reads the tables from the last on.
    pub(crate) fn read_tables(&mut self) {
        let tail = self.bytes.len().saturating_sub(TAIL);
        let Some(at) = rfind(self.bytes, b"startxref", tail) else {
            return;
        };
        let mut next = Lexer::new(self.bytes, at + 9)
            .object()
            .and_then(|o| o.index());
        let mut seen = BTreeSet::new();
        let mut waiting = Vec::new();
        while let Some(at) = next.take().or_else(|| waiting.pop()) {
            if !seen.insert(at) || seen.len() > MAX_TABLES {
                continue;
            }
            let Some(trailer) = self.read_table(at) else {
                continue;
            };
            waiting.extend(trailer.get("Prev").and_then(Object::index));
            // Of a hybrid file, what old programs do not see comes first.
            next = trailer.get("XRefStm").and_then(Object::index);
            for (name, value) in trailer {
                self.trailer.entry(name).or_insert(value);
            }
        }
    }

    /// Reads one table, and gives what stands after it.
    fn read_table(&mut self, at: usize) -> Option<Dictionary> {
        let mut lexer = Lexer::new(self.bytes, at);
        lexer.skip_blanks();
        if !self.bytes.get(lexer.at..)?.starts_with(b"xref") {
            let (_, object) = self.at(at)?;
            let Object::Stream(stream) = object else {
                return None;
            };
            return self.read_table_stream(&stream);
        }
        lexer.at += 4;
        loop {
            match lexer.token()? {
                Token::Object(first) => {
                    let (first, count) = (first.index()?, lexer.object()?.index()?);
                    for number in first..first.saturating_add(count) {
                        let before = lexer.at;
                        let (offset, _) = (lexer.object()?.index()?, lexer.object()?);
                        let Token::Word(kind) = lexer.token()? else {
                            return None;
                        };
                        if !self.works(lexer.at - before)
                            || self.entries.borrow().len() >= MAX_OBJECTS
                        {
                            return None;
                        }
                        let entry = if &*kind == "n" {
                            Entry::At(offset)
                        } else {
                            Entry::Free
                        };
                        let number = u32::try_from(number).ok()?;
                        self.entries.borrow_mut().entry(number).or_insert(entry);
                    }
                }
                Token::Word(word) if &*word == "trailer" => {
                    let trailer = lexer.object()?;
                    return trailer.dictionary().map(|d| Dictionary::clone(d));
                }
                Token::Word(_) => return None,
            }
        }
    }

    fn read_table_stream(&mut self, stream: &Stream) -> Option<Dictionary> {
        let dictionary = &stream.dictionary;
        let bytes = self.unpacked(stream)?;
        let widths = self.value(dictionary, "W");
        let widths = widths
            .array()?
            .iter()
            .map(|w| w.index().filter(|w| *w <= 8));
        let widths: Vec<usize> = widths.collect::<Option<_>>()?;
        let [kind_width, second_width, third_width] = *widths.as_slice() else {
            return None;
        };
        let row = kind_width + second_width + third_width;
        let size = self.value(dictionary, "Size").index()?;
        let index = self.value(dictionary, "Index");
        let index: Vec<usize> = match index.array() {
            Some(index) => index.iter().filter_map(Object::index).collect(),
            None => vec![0, size],
        };
        let mut rows = bytes.chunks_exact(row.max(1));
        for range in index.chunks_exact(2) {
            let [first, count] = range else { continue };
            for number in *first..first.saturating_add(*count) {
                let Some(fields) = rows.next() else { break };
                let (kind, rest) = fields.split_at(kind_width.min(fields.len()));
                let (second, third) = rest.split_at(second_width.min(rest.len()));
                let number_of = |bytes: &[u8]| {
                    bytes
                        .iter()
                        .fold(0u64, |all, byte| (all << 8) | u64::from(*byte))
                };
                let second = number_of(second);
                let entry = match if kind.is_empty() { 1 } else { number_of(kind) } {
                    1 => usize::try_from(second).ok().map(Entry::At),
                    2 => u32::try_from(second)
                        .ok()
                        .map(|n| Entry::In(n, number_of(third) as usize)),
                    _ => Some(Entry::Free),
                };
                if self.entries.borrow().len() >= MAX_OBJECTS {
                    return None;
                }
                if let (Some(entry), Ok(number)) = (entry, u32::try_from(number)) {
                    self.entries.borrow_mut().entry(number).or_insert(entry);
                }
            }
        }
        Some(Dictionary::clone(dictionary))
    }
}
