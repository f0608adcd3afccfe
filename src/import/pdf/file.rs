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
pub(crate) const MAX_TABLES: usize = 1_000;
/// Objects of a file.
pub(crate) const MAX_OBJECTS: usize = 1_000_000;
/// References that lead to references.
const MAX_CHAIN: usize = 20;
/// Unpacked bytes of streams of objects that are kept.
const MAX_KEPT: usize = 32 << 20;
/// Where a file says what it is.
const HEAD: usize = 1024;

/// Where an object is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Entry {
    /// At this byte.
    At(usize),
    /// In a stream of objects: which, and which of those in it.
    In(u32, usize),
    /// Nowhere any more.
    Free,
}

/// A file whose table of objects was read.
pub(crate) struct File<'b> {
    pub(crate) bytes: &'b [u8],
    pub(crate) entries: RefCell<BTreeMap<u32, Entry>>,
    /// What the file says of itself: its root, and whether it is encrypted.
    pub trailer: Dictionary,
    pub(crate) is_repaired: Cell<bool>,
    /// Unpacked streams of objects, with where each object begins.
    pub(crate) kept: RefCell<BTreeMap<u32, Rc<Bundle>>>,
    kept_bytes: Cell<usize>,
    /// Bytes that may still be read.
    work: Cell<usize>,
    is_too_large: Cell<bool>,
    /// Objects that are being read: one that needs itself is none.
    open: RefCell<BTreeSet<u32>>,
}

/// A stream of objects.
#[derive(Debug)]
pub(crate) struct Bundle {
    bytes: Vec<u8>,
    /// The number of each object, and where it begins.
    pub(crate) starts: Vec<(u32, usize)>,
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

    /// Whether its tables were missing or wrong.
    pub(crate) fn is_repaired(&self) -> bool {
        self.is_repaired.get()
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
            let is_lost = !self.is_repaired.get()
                && self
                    .entries
                    .borrow()
                    .get(&number)
                    .is_some_and(|e| *e != Entry::Free);
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
                self.works(lexer.at.saturating_sub(*start) + 16)
                    .then_some(object)?
            }
        }
    }

    /// The object that begins at a byte, with its number.
    pub(crate) fn at(&self, at: usize) -> Option<(u32, Object)> {
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
        Some((
            number,
            Object::Stream(Rc::new(Stream {
                dictionary,
                start,
                end,
            })),
        ))
    }

    /// Where a stream ends: where its length says, if `endstream` is there, else where that is.
    fn end_of_stream(&self, dictionary: &Dictionary, start: usize) -> usize {
        let said = self.value(dictionary, "Length").index();
        let said = said.and_then(|length| start.checked_add(length));
        if let Some(end) = said.filter(|end| *end <= self.bytes.len()) {
            let mut lexer = Lexer::new(self.bytes, end);
            lexer.skip_blanks();
            if self
                .bytes
                .get(lexer.at..)
                .is_some_and(|rest| rest.starts_with(b"endstream"))
            {
                return end;
            }
        }
        let end = find(self.bytes, b"endstream", start).unwrap_or(self.bytes.len());
        self.works(end - start);
        end
    }

    /// A stream of objects, unpacked.
    pub(crate) fn bundle(&self, number: u32) -> Option<Rc<Bundle>> {
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
        let count = self
            .value(&stream.dictionary, "N")
            .index()?
            .min(MAX_OBJECTS);
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
            let own = own.map(|own| {
                own.iter()
                    .map(|(name, value)| (name.clone(), self.resolved(value)))
            });
            Some((
                filter.name()?.to_owned(),
                own.into_iter().flatten().collect(),
            ))
        });
        filters.collect()
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
pub(crate) fn rfind(bytes: &[u8], word: &[u8], from: usize) -> Option<usize> {
    let windows = bytes.get(from..)?.windows(word.len());
    windows
        .rev()
        .position(|window| window == word)
        .map(|back| bytes.len() - word.len() - back)
}
