//! PDF files whose tables are missing or wrong: objects are looked for.
//!
//! In: the bytes of a file. Out: where its objects are, and what it says of itself. Goes through the file once.

use std::collections::BTreeMap;

use crate::import::pdf::file::{Entry, File, MAX_OBJECTS, MAX_TABLES, find};
use crate::import::pdf::syntax::{Dictionary, Lexer, Object};

impl File<'_> {
    /// Looks for objects in the whole file: the last of each number counts.
    pub(crate) fn repair(&self) {
        self.is_repaired.set(true);
        self.kept.borrow_mut().clear();
        let mut found = BTreeMap::new();
        let mut at = 0;
        while let Some(word) = find(self.bytes, b"obj", at) {
            at = word + 3;
            if let Some((number, start)) = self.numbers_before(word) {
                found.insert(number, Entry::At(start));
            }
            if found.len() >= MAX_OBJECTS {
                break;
            }
        }
        self.works(self.bytes.len());
        let bundles: Vec<u32> = found.keys().copied().collect();
        *self.entries.borrow_mut() = found;
        for number in bundles {
            let Some(Entry::At(at)) = self.entries.borrow().get(&number).copied() else {
                continue;
            };
            let mut lexer = Lexer::new(self.bytes, at);
            let _ = (lexer.object(), lexer.object(), lexer.token());
            let object = lexer.object();
            if !self.works(lexer.at - at) {
                return;
            }
            let kind = object
                .as_ref()
                .and_then(Object::dictionary)
                .and_then(|d| d.get("Type"));
            if kind.and_then(Object::name) != Some("ObjStm") {
                continue;
            }
            let Some(bundle) = self.bundle(number) else {
                continue;
            };
            for (index, (inner, _)) in bundle.starts.iter().enumerate() {
                let mut entries = self.entries.borrow_mut();
                if entries.len() < MAX_OBJECTS {
                    entries.entry(*inner).or_insert(Entry::In(number, index));
                }
            }
        }
    }

    /// The number of the object whose `obj` is at a byte, and where it begins.
    fn numbers_before(&self, word: usize) -> Option<(u32, usize)> {
        let start = word.saturating_sub(24);
        let before = self.bytes.get(start..word)?;
        let mut end = before.len();
        let mut digits = |is_last: bool| {
            let blank = before
                .get(..end)?
                .iter()
                .rev()
                .take_while(|b| b.is_ascii_whitespace())
                .count();
            if blank == 0 && !is_last {
                return None;
            }
            end -= blank;
            let count = before
                .get(..end)?
                .iter()
                .rev()
                .take_while(|b| b.is_ascii_digit())
                .count();
            end -= count;
            let digits = before
                .get(end..end + count)
                .filter(|digits| !digits.is_empty())?;
            std::str::from_utf8(digits).ok()?.parse::<u32>().ok()
        };
        digits(true)?;
        let number = digits(false)?;
        Some((number, start + end))
    }

    /// What the file says of itself, from wherever it stands.
    pub(crate) fn found_trailer(&self) -> Option<Dictionary> {
        let mut trailer = Dictionary::new();
        let mut at = 0;
        let mut count = 0;
        while let Some(word) = find(self.bytes, b"trailer", at) {
            at = word + 7;
            count += 1;
            let found = Lexer::new(self.bytes, at).object();
            if let Some(found) = found.as_ref().and_then(Object::dictionary) {
                trailer.extend(
                    found
                        .iter()
                        .map(|(name, value)| (name.clone(), value.clone())),
                );
            }
            if count > MAX_TABLES {
                break;
            }
        }
        if trailer.contains_key("Root") {
            return Some(trailer);
        }
        let numbers: Vec<u32> = self.entries.borrow().keys().copied().collect();
        for number in numbers {
            let object = self.object(number);
            let Some(dictionary) = object.dictionary() else {
                continue;
            };
            match dictionary.get("Type").and_then(Object::name) {
                Some("Catalog") => {
                    trailer.insert("Root".into(), Object::Reference(number));
                }
                Some("XRef") => {
                    for name in ["Root", "Info", "Encrypt"] {
                        if let Some(value) = dictionary.get(name) {
                            trailer.entry(name.into()).or_insert(value.clone());
                        }
                    }
                }
                _ => {}
            }
        }
        Some(trailer)
    }
}
