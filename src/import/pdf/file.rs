//! The objects of a PDF file by their numbers (ISO 32000-2, 7.5).
//!
//! In: the bytes of a file. Out: its objects, one at a time, and the bytes of its streams. A table of objects that is
//! missing or wrong is made anew from what is in the file. Never decrypts; never unpacks more than the limits, never
//! follows a chain of references or tables to its end without counting.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::import::pdf::filter::{Packed, unpacked};
use crate::import::pdf::syntax::{Dictionary, Lexer, Object, Stream, Token};

/// Bytes of one stream, unpacked.
pub(crate) const MAX_STREAM: usize = 48 << 20;
/// Bytes that are read and unpacked in all: what is read twice counts twice.
const MAX_WORK: usize = 400 << 20;
/// Tables of objects in one file.
const MAX_TABLES: usize = 1_000;
/// Objects of a file.
const MAX_OBJECTS: usize = 1_000_000;
/// References that lead to references.
const MAX_CHAIN: usize = 20;
/// Unpacked bytes of streams of objects that are kept.
const MAX_KEPT: usize = 32 << 20;
/// Where a file says what it is.
const HEAD: usize = 1024;
/// Where a file says where its table is.
const TAIL: usize = 2048;

/// Where an object is.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Entry {
    /// At this byte.
    At(usize),
    /// In a stream of objects: which, and which of those in it.
    In(u32, usize),
    /// Nowhere any more.
    Free,
}

/// A file whose table of objects was read.
pub(crate) struct File<'b> {
    bytes: &'b [u8],
    entries: RefCell<BTreeMap<u32, Entry>>,
    /// What the file says of itself: its root, and whether it is encrypted.
    pub trailer: Dictionary,
    is_repaired: Cell<bool>,
    /// Unpacked streams of objects, with where each object begins.
    kept: RefCell<BTreeMap<u32, Rc<Bundle>>>,
    kept_bytes: Cell<usize>,
    /// Bytes that may still be read.
    work: Cell<usize>,
    is_too_large: Cell<bool>,
    /// Objects that are being read: one that needs itself is none.
    open: RefCell<BTreeSet<u32>>,
}

/// A stream of objects.
#[derive(Debug)]
struct Bundle {
    bytes: Vec<u8>,
    /// The number of each object, and where it begins.
    starts: Vec<(u32, usize)>,
}

impl<'b> File<'b> {
    /// Reads the tables; `None` if the bytes are no PDF, or nothing says where its pages are.
    pub(crate) fn open(bytes: &'b [u8]) -> Option<File<'b>> {
        let head = bytes.get(..bytes.len().min(HEAD))?;
        let start = find(head, b"%PDF-", 0)?;
        let bytes = bytes.get(start..)?;
        let mut file = File {
            bytes,
            entries: RefCell::default(),
            trailer: Dictionary::new(),
            is_repaired: Cell::new(false),
            kept: RefCell::default(),
            kept_bytes: Cell::new(0),
            work: Cell::new(MAX_WORK),
            is_too_large: Cell::new(false),
            open: RefCell::default(),
        };
        file.read_tables();
        if !file.has_pages() {
            file.repair();
            if let Some(trailer) = file.found_trailer() {
                file.trailer = trailer;
            }
        }
        (file.has_pages() || file.trailer.contains_key("Encrypt")).then_some(file)
    }

    /// Whether there was more than the limits allow.
    pub(crate) fn is_too_large(&self) -> bool {
        self.is_too_large.get()
    }

    /// Counts work; `false` if there was too much.
    pub(crate) fn works(&self, bytes: usize) -> bool {
        match self.work.get().checked_sub(bytes) {
            Some(left) => {
                self.work.set(left);
                true
            }
            None => {
                self.is_too_large.set(true);
                false
            }
        }
    }

    fn has_pages(&self) -> bool {
        let root = self.trailer.get("Root").map(|root| self.resolved(root));
        let root = root.as_ref().and_then(Object::dictionary).cloned();
        root.is_some_and(|root| self.value(&root, "Pages").dictionary().is_some())
    }

    /// The object itself, where it is a reference.
    pub(crate) fn resolved(&self, object: &Object) -> Object {
        let mut object = object.clone();
        for _ in 0..MAX_CHAIN {
            let Object::Reference(number) = object else {
                return object;
            };
            object = self.object(number);
        }
        Object::Null
    }

    /// What a dictionary says under a name.
    pub(crate) fn value(&self, dictionary: &Dictionary, name: &str) -> Object {
        match dictionary.get(name) {
            Some(object) => self.resolved(object),
            None => Object::Null,
        }
    }

    /// The object of a number.
    pub(crate) fn object(&self, number: u32) -> Object {
        let is_deep = self.open.borrow().len() >= MAX_CHAIN;
        if is_deep || !self.open.borrow_mut().insert(number) {
            return Object::Null;
        }
        let found = self.read(number).or_else(|| {
            // A table that is wrong once is wrong as a whole.
            let is_lost = !self.is_repaired.get() && self.entries.borrow().get(&number).is_some_and(|e| *e != Entry::Free);
            if !is_lost {
                return None;
            }
            self.repair();
            self.read(number)
        });
        self.open.borrow_mut().remove(&number);
        found.unwrap_or(Object::Null)
    }

    fn read(&self, number: u32) -> Option<Object> {
        let entry = *self.entries.borrow().get(&number)?;
        match entry {
            Entry::Free => None,
            Entry::At(at) => {
                let (found, object) = self.at(at)?;
                (found == number).then_some(object)
            }
            Entry::In(bundle, index) => {
                let bundle = self.bundle(bundle)?;
                let by_index = bundle.starts.get(index).filter(|(n, _)| *n == number);
                let by_number = || bundle.starts.iter().find(|(n, _)| *n == number);
                let (_, start) = by_index.or_else(by_number)?;
                let mut lexer = Lexer::new(&bundle.bytes, *start);
                let object = lexer.object();
                self.works(lexer.at.saturating_sub(*start) + 16).then_some(object)?
            }
        }
    }

    /// The object that begins at a byte, with its number.
    fn at(&self, at: usize) -> Option<(u32, Object)> {
        let mut lexer = Lexer::new(self.bytes, at);
        let number = lexer.object()?.index()?;
        lexer.object()?.index()?;
        match lexer.token()? {
            Token::Word(word) if &*word == "obj" => {}
            _ => return None,
        }
        let object = lexer.object();
        if !self.works(lexer.at.saturating_sub(at) + 16) {
            return None;
        }
        let number = u32::try_from(number).ok()?;
        let Some(Object::Dictionary(dictionary)) = object else {
            return Some((number, object.unwrap_or(Object::Null)));
        };
        lexer.skip_blanks();
        if self.bytes.get(lexer.at..lexer.at + 6) != Some(b"stream") {
            return Some((number, Object::Dictionary(dictionary)));
        }
        let mut start = lexer.at + 6;
        match self.bytes.get(start..) {
            Some([b'\r', b'\n', ..]) => start += 2,
            Some([b'\n' | b'\r', ..]) => start += 1,
            _ => {}
        }
        let end = self.end_of_stream(&dictionary, start);
        Some((number, Object::Stream(Rc::new(Stream { dictionary, start, end }))))
    }

    /// Where a stream ends: where its length says, if `endstream` is there, else where that is.
    fn end_of_stream(&self, dictionary: &Dictionary, start: usize) -> usize {
        let said = self.value(dictionary, "Length").index();
        let said = said.and_then(|length| start.checked_add(length));
        if let Some(end) = said.filter(|end| *end <= self.bytes.len()) {
            let mut lexer = Lexer::new(self.bytes, end);
            lexer.skip_blanks();
            if self.bytes.get(lexer.at..).is_some_and(|rest| rest.starts_with(b"endstream")) {
                return end;
            }
        }
        let end = find(self.bytes, b"endstream", start).unwrap_or(self.bytes.len());
        self.works(end - start);
        end
    }

    /// A stream of objects, unpacked.
    fn bundle(&self, number: u32) -> Option<Rc<Bundle>> {
        if let Some(kept) = self.kept.borrow().get(&number) {
            return Some(Rc::clone(kept));
        }
        // It is no object within another bundle.
        let Some(Entry::At(_)) = self.entries.borrow().get(&number).copied() else {
            return None;
        };
        let Object::Stream(stream) = self.object(number) else {
            return None;
        };
        let bytes = self.unpacked(&stream)?;
        let first = self.value(&stream.dictionary, "First").index()?;
        let count = self.value(&stream.dictionary, "N").index()?.min(MAX_OBJECTS);
        let mut lexer = Lexer::new(&bytes, 0);
        let mut starts = Vec::new();
        while starts.len() < count && lexer.at < first {
            let (Some(number), Some(start)) = (lexer.object(), lexer.object()) else {
                break;
            };
            let (Some(number), Some(start)) = (number.index(), start.index()) else {
                break;
            };
            starts.push((u32::try_from(number).ok()?, first.checked_add(start)?));
        }
        let size = self.kept_bytes.get() + bytes.len();
        if size > MAX_KEPT {
            self.kept.borrow_mut().clear();
            self.kept_bytes.set(bytes.len());
        } else {
            self.kept_bytes.set(size);
        }
        let bundle = Rc::new(Bundle { bytes, starts });
        self.kept.borrow_mut().insert(number, Rc::clone(&bundle));
        Some(bundle)
    }

    /// The bytes of a stream; `None` if they are an image, or too many.
    pub(crate) fn unpacked(&self, stream: &Stream) -> Option<Vec<u8>> {
        let packed = self.packed(stream)?;
        let limit = MAX_STREAM.min(self.work.get());
        match unpacked(packed, &self.filters(&stream.dictionary), limit) {
            Ok(bytes) => self.works(bytes.len() + packed.len()).then_some(bytes),
            Err(Packed::TooLarge) => {
                self.is_too_large.set(true);
                None
            }
            Err(Packed::Unknown) => None,
        }
    }

    /// The bytes of a stream as they are packed.
    pub(crate) fn packed(&self, stream: &Stream) -> Option<&'b [u8]> {
        self.bytes.get(stream.start..stream.end)
    }

    /// How a stream is packed: its filters with their parameters.
    pub(crate) fn filters(&self, dictionary: &Dictionary) -> Vec<(String, Dictionary)> {
        let list = |long: &str, short: &str| match self.value(dictionary, long) {
            Object::Null => self.value(dictionary, short),
            found => found,
        };
        let all = |object: Object| match object {
            Object::Array(objects) => objects.iter().take(16).map(|o| self.resolved(o)).collect(),
            Object::Null => Vec::new(),
            one => vec![one],
        };
        let parameters = all(list("DecodeParms", "DP"));
        let filters = all(list("Filter", "F")).into_iter().enumerate();
        let filters = filters.filter_map(|(index, filter)| {
            let own = parameters.get(index).and_then(Object::dictionary);
            let own = own.map(|own| own.iter().map(|(name, value)| (name.clone(), self.resolved(value))));
            Some((filter.name()?.to_owned(), own.into_iter().flatten().collect()))
        });
        filters.collect()
    }

    /// Reads the tables from the last on.
    fn read_tables(&mut self) {
        let tail = self.bytes.len().saturating_sub(TAIL);
        let Some(at) = rfind(self.bytes, b"startxref", tail) else {
            return;
        };
        let mut next = Lexer::new(self.bytes, at + 9).object().and_then(|o| o.index());
        let mut seen = BTreeSet::new();
        let mut waiting = Vec::new();
        while let Some(at) = next.take().or_else(|| waiting.pop()) {
            if !seen.insert(at) || seen.len() > MAX_TABLES {
                continue;
            }
            let Some(trailer) = self.read_table(at) else { continue };
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
            let Object::Stream(stream) = object else { return None };
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
                        let Token::Word(kind) = lexer.token()? else { return None };
                        if !self.works(lexer.at - before) || self.entries.borrow().len() >= MAX_OBJECTS {
                            return None;
                        }
                        let entry = if &*kind == "n" { Entry::At(offset) } else { Entry::Free };
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
        let widths = widths.array()?.iter().map(|w| w.index().filter(|w| *w <= 8));
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
                let number_of = |bytes: &[u8]| bytes.iter().fold(0u64, |all, byte| (all << 8) | u64::from(*byte));
                let second = number_of(second);
                let entry = match if kind.is_empty() { 1 } else { number_of(kind) } {
                    1 => usize::try_from(second).ok().map(Entry::At),
                    2 => u32::try_from(second).ok().map(|n| Entry::In(n, number_of(third) as usize)),
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

    /// Looks for objects in the whole file: the last of each number counts.
    fn repair(&self) {
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
            let kind = object.as_ref().and_then(Object::dictionary).and_then(|d| d.get("Type"));
            if kind.and_then(Object::name) != Some("ObjStm") {
                continue;
            }
            let Some(bundle) = self.bundle(number) else { continue };
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
            let blank = before.get(..end)?.iter().rev().take_while(|b| b.is_ascii_whitespace()).count();
            if blank == 0 && !is_last {
                return None;
            }
            end -= blank;
            let count = before.get(..end)?.iter().rev().take_while(|b| b.is_ascii_digit()).count();
            end -= count;
            let digits = before.get(end..end + count).filter(|digits| !digits.is_empty())?;
            std::str::from_utf8(digits).ok()?.parse::<u32>().ok()
        };
        digits(true)?;
        let number = digits(false)?;
        Some((number, start + end))
    }

    /// What the file says of itself, from wherever it stands.
    fn found_trailer(&self) -> Option<Dictionary> {
        let mut trailer = Dictionary::new();
        let mut at = 0;
        let mut count = 0;
        while let Some(word) = find(self.bytes, b"trailer", at) {
            at = word + 7;
            count += 1;
            let found = Lexer::new(self.bytes, at).object();
            if let Some(found) = found.as_ref().and_then(Object::dictionary) {
                trailer.extend(found.iter().map(|(name, value)| (name.clone(), value.clone())));
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
            let Some(dictionary) = object.dictionary() else { continue };
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

/// Where these bytes first stand, from a place on.
pub(crate) fn find(bytes: &[u8], word: &[u8], from: usize) -> Option<usize> {
    let first = *word.first()?;
    let mut at = from;
    loop {
        let rest = bytes.get(at..)?;
        at += rest.iter().position(|byte| *byte == first)?;
        if bytes.get(at..)?.starts_with(word) {
            return Some(at);
        }
        at += 1;
    }
}

/// Where these bytes last stand, from a place on.
fn rfind(bytes: &[u8], word: &[u8], from: usize) -> Option<usize> {
    let windows = bytes.get(from..)?.windows(word.len());
    windows.rev().position(|window| window == word).map(|back| bytes.len() - word.len() - back)
}
