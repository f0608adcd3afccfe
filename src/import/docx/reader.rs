//! What all parts of a reader of Word files share: the parts of the file, what was found so far, and where it is.
//!
//! In: parts by relationship. Out: files, notes and remarks of the document. Never reads words itself.

use std::collections::BTreeMap;

use crate::diagnostic::Text;
use crate::import::document::{Document, EmbeddedFile, Inline, Place, Remark, RemarkKind};
use crate::import::docx::counters::Counters;
use crate::import::docx::ground::Ground;
use crate::import::docx::package::{Package, Part};
use crate::import::docx::remarks::{Remarks, Topic};
use crate::import::docx::styles::Styles;
use crate::import::{Refusal, Source};

/// Paragraphs of one document.
const MAX_PARAGRAPHS: usize = 300_000;

/// Reads one Word file, or one that is embedded in it.
pub(super) struct Reader<'r> {
    pub source: &'r Source<'r>,
    pub package: &'r Package<'r>,
    /// The part that is read, whose relationships count.
    pub part: Part,
    pub styles: Styles,
    pub counters: Counters,
    /// What was found; that of an embedded document too.
    pub document: Document,
    pub remarks: Remarks,
    /// Notes that were mentioned: their index in the document, by whether it is an endnote and by its id.
    pub mentioned: BTreeMap<(bool, String), usize>,
    /// Words of comments by their id.
    pub comments: BTreeMap<String, String>,
    /// Parts of heads and feet that sections name.
    pub margins: Vec<String>,
    /// Files by the name of their part.
    files: BTreeMap<String, usize>,
    /// Formats of numbers that were named already.
    pub formats: Vec<Box<str>>,
    /// Paragraphs so far.
    pub paragraphs: usize,
    /// The part, where it is not that of the text.
    pub elsewhere: Option<Place>,
    /// Grows with all that is shown or named: whether it grew tells whether an alternative says anything.
    pub shown: usize,
    /// Documents that this one is embedded in.
    pub depth: usize,
    /// Documents that are embedded in one another, so far.
    pub chunks: usize,
    /// Lines of tables of contents that were left out, and the first of them.
    pub contents: (usize, String),
    /// The words that come are those by which a content control invites to write.
    pub is_prompt: bool,
    /// Signs of symbol fonts that became common ones.
    pub signs: Signs,
    /// Shapes without words: lines, frames, arrows.
    pub shapes: usize,
    /// Changes of looks alone.
    pub looks_changed: usize,
}

/// Signs that became others: how many, and which.
#[derive(Default)]
pub(super) struct Signs {
    pub count: usize,
    pub shown: String,
}

impl Signs {
    /// One more.
    pub(super) fn add(&mut self, sign: &str) {
        /// Bytes of the signs that are told.
        const MAX_SHOWN: usize = 60;
        self.count += 1;
        if self.shown.len() < MAX_SHOWN && !self.shown.contains(sign) {
            self.shown.push_str(sign);
        }
    }
}

/// What holds for words where they stand.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Context {
    /// The tracked change that they are part of.
    pub change: Option<Topic>,
    /// They are not in the text for it.
    pub is_gone: bool,
    /// They are hidden.
    pub is_hidden: bool,
    /// Nobody can read them, though they are not hidden: of words alone.
    pub is_unseen: bool,
    /// What is behind the paragraphs.
    pub ground: Ground,
}

impl Context {
    /// Within a tracked change. What is gone already stays so.
    pub(super) fn within(self, topic: Topic, rejects_changes: bool) -> Context {
        if self.is_gone {
            return self;
        }
        Context {
            change: Some(topic),
            is_gone: !topic.is_shown(rejects_changes),
            ..self
        }
    }
}

impl<'r> Reader<'r> {
    /// Nothing read yet.
    pub(super) fn new(
        source: &'r Source<'r>,
        package: &'r Package<'r>,
        part: Part,
        styles: Styles,
        counters: Counters,
    ) -> Reader<'r> {
        Reader {
            source,
            package,
            part,
            styles,
            counters,
            document: Document::default(),
            remarks: Remarks::default(),
            mentioned: BTreeMap::new(),
            comments: BTreeMap::new(),
            margins: Vec::new(),
            files: BTreeMap::new(),
            formats: Vec::new(),
            paragraphs: 0,
            elsewhere: None,
            shown: 0,
            depth: 0,
            chunks: 0,
            contents: (0, String::new()),
            is_prompt: false,
            signs: Signs::default(),
            shapes: 0,
            looks_changed: 0,
        }
    }

    /// The place of the paragraph that is being read.
    pub(super) fn place(&self) -> Place {
        match &self.elsewhere {
            Some(place) => place.clone(),
            None => Place::Paragraph(self.paragraphs + 1),
        }
    }

    /// A paragraph was read.
    ///
    /// # Errors
    ///
    /// If there are more than [`MAX_PARAGRAPHS`].
    pub(super) fn next_paragraph(&mut self) -> Result<(), Refusal> {
        self.paragraphs += 1;
        if self.paragraphs > MAX_PARAGRAPHS {
            return Err(Refusal(Text::new(
                format!("文档超过 {MAX_PARAGRAPHS} 段；请拆分后再导入"),
                format!("the document has more than {MAX_PARAGRAPHS} paragraphs; split it"),
            )));
        }
        Ok(())
    }

    /// Says something of the place that is being read.
    pub(super) fn remark(&mut self, kind: RemarkKind, what: Text, quote: &str) {
        let remark = Remark::new(kind, what, self.place(), quote);
        self.shown += 1;
        self.remarks.add(remark);
    }

    /// As [`Reader::remark`], and the report stays a draft for it.
    pub(super) fn remark_for_draft(&mut self, kind: RemarkKind, what: Text, quote: &str) {
        let mut remark = Remark::new(kind, what, self.place(), quote);
        remark.is_draft = true;
        self.shown += 1;
        self.remarks.add(remark);
    }

    /// Words that are in no text: hidden, or gone by a tracked change. Whether it was so.
    pub(super) fn keeps_out(&mut self, context: Context, words: &str) -> bool {
        let place = self.place();
        if let (Some(topic), true) = (context.change, context.is_gone) {
            self.remarks.more(topic, false, &place, words);
        } else if context.is_hidden {
            self.remarks.more(Topic::Hidden, false, &place, words);
        } else if context.is_unseen && !words.trim().is_empty() {
            self.remarks.more(Topic::Unseen, false, &place, words);
        } else {
            return false;
        }
        self.shown += 1;
        true
    }

    /// Words that are in the text, perhaps by a tracked change.
    pub(super) fn lets_through(&mut self, context: Context, words: &str) {
        self.shown += 1;
        match context.change {
            Some(topic) => {
                let place = self.place();
                self.remarks.more(topic, true, &place, words);
            }
            None => self.remarks.close(),
        }
        if self.is_prompt && !words.trim().is_empty() {
            self.is_prompt = false;
            self.remark_for_draft(
                RemarkKind::Unsure,
                Text::new(
                    "内容控件里可能仍是提示文字；请核对，不需要的删去",
                    "a content control may still hold its prompt: look at it, and delete it if it says nothing",
                ),
                words,
            );
        }
    }

    /// A note is mentioned: its index.
    pub(super) fn note(&mut self, is_endnote: bool, id: &str) -> usize {
        let next = self.document.notes.len();
        let known = self.mentioned.entry((is_endnote, id.to_owned()));
        let index = *known.or_insert(next);
        if index == next {
            self.document.notes.push(Vec::new());
        }
        index
    }

    /// The file in a part of this name; `None` if there is no such part.
    ///
    /// # Errors
    ///
    /// As [`Package::bytes`].
    pub(super) fn file(
        &mut self,
        path: &str,
        is_attachment: bool,
    ) -> Result<Option<usize>, Refusal> {
        self.file_as(path, is_attachment, |name, bytes| (name, bytes))
    }

    /// The same, under another name or without a wrapping.
    ///
    /// # Errors
    ///
    /// As [`Package::bytes`].
    pub(super) fn file_as(
        &mut self,
        path: &str,
        is_attachment: bool,
        unwrapped: impl FnOnce(String, Vec<u8>) -> (String, Vec<u8>),
    ) -> Result<Option<usize>, Refusal> {
        if let Some(known) = self.files.get(path) {
            return Ok(Some(*known));
        }
        let Some(bytes) = self.package.bytes(path)? else {
            return Ok(None);
        };
        let name = path.rsplit('/').next().unwrap_or(path).to_owned();
        let (name, bytes) = unwrapped(name, bytes);
        let index = self.add_file(name, bytes, is_attachment);
        self.files.insert(path.to_owned(), index);
        Ok(Some(index))
    }

    /// A file of the document that is no part.
    pub(super) fn add_file(&mut self, name: String, bytes: Vec<u8>, is_attachment: bool) -> usize {
        let index = self.document.files.len();
        self.document.files.push(EmbeddedFile {
            name,
            bytes,
            is_attachment,
        });
        index
    }

    /// Where an id leads, as an address; with a place in it.
    pub(super) fn address(&mut self, id: Option<&str>, anchor: Option<&str>) -> Option<String> {
        let found = id.and_then(|id| self.part.relationship(id));
        let address = found.map(|found| found.target.clone()).unwrap_or_default();
        let address = match anchor.filter(|anchor| !anchor.is_empty()) {
            Some(anchor) => format!("{address}#{anchor}"),
            None => address,
        };
        self.kept(address)
    }

    /// An address, unless it leads to a disk of whoever wrote the document.
    pub(super) fn kept(&mut self, address: String) -> Option<String> {
        if address.is_empty() {
            return None;
        }
        let lower = address.to_ascii_lowercase();
        let mut letters = lower.chars();
        let is_drive = letters
            .next()
            .is_some_and(|letter| letter.is_ascii_lowercase())
            && letters.next() == Some(':')
            && matches!(letters.next(), Some('\\' | '/'));
        if is_drive || lower.starts_with("file:") || lower.starts_with("\\\\") {
            self.remark(
                RemarkKind::Dropped,
                Text::new(
                    "链接指向作者电脑上的文件（保留文字，去掉链接）",
                    "a link to a file on its author's computer (the words are kept, not the link)",
                ),
                &address,
            );
            return None;
        }
        Some(address)
    }
}

/// Whether inlines show anything.
pub(super) fn shows(inlines: &[Inline]) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::Text { text, .. } => !text.trim().is_empty(),
        Inline::Link { inlines, .. } => shows(inlines),
        Inline::Anchor(_) | Inline::Break => false,
        Inline::Note(_) | Inline::Image { .. } | Inline::File(_) | Inline::Ruby { .. } => true,
    })
}
