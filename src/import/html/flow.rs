//! From the seen elements of a page to blocks, in their order.
//!
//! In: a page whose marks say what is left out. Out: paragraphs, tables and listings, with the images that they show and what
//! is to be said of what could not be taken. Never judges whether a line is text, never fetches a file.

use std::collections::{BTreeMap, BTreeSet};

use crate::import::document::{Alignment, Block, Inline, Place, Remark};
use crate::import::html::dom::{Dom, Id};
use crate::import::html::line::{Line, is_blank};
use crate::import::html::list::List;
use crate::import::html::look::{Context, inner, is_block, is_heading};
use crate::import::html::marks::Page;
use crate::import::html::office;
use crate::import::html::style::declares;

/// Elements within one another; of what is deeper only the words are taken.
const MAX_DEPTH: usize = 250;

/// Blocks while they are gathered.
pub(crate) struct Flow<'p> {
    /// What is read.
    pub page: &'p Page<'p>,
    /// What is done.
    pub blocks: Vec<Block>,
    /// What is said of it.
    pub remarks: Vec<Remark>,
    /// The elements of images, as [`Inline::Image`] counts them.
    pub images: Vec<Id>,
    /// Notes by the name that links to them have.
    pub notes: BTreeMap<String, usize>,
    pub(super) line: Line,
    /// Names that links within the page lead to.
    anchors: BTreeSet<String>,
    /// The link that words are in.
    link: Option<(usize, String)>,
    links: usize,
    /// Anchors that stand before the next paragraph.
    waiting: Vec<Inline>,
    /// The level of the list of an office program.
    level: u8,
    paragraphs: usize,
}

impl<'p> Flow<'p> {
    /// Nothing yet, of this page.
    pub(crate) fn new(page: &'p Page<'p>, top: Id) -> Flow<'p> {
        let seen = page.seen(top).into_iter();
        let addresses = seen.filter_map(|id| page.dom.attribute(id, "href"));
        let anchors = addresses.filter_map(|address| address.trim().strip_prefix('#'));
        // Signs of notes become notes, and lead back by themselves.
        let anchors = anchors.filter(|name| !office::is_note(name));
        Flow {
            page,
            blocks: Vec::new(),
            remarks: Vec::new(),
            images: Vec::new(),
            notes: BTreeMap::new(),
            line: Line::default(),
            anchors: anchors
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect(),
            link: None,
            links: 0,
            waiting: Vec::new(),
            level: 0,
            paragraphs: 0,
        }
    }

    /// Takes all that is in an element, as a block.
    pub(crate) fn take(&mut self, id: Id) {
        self.children(id, Context::default());
        self.flush(Context::default());
    }

    /// The blocks of a note.
    pub(crate) fn note(&mut self, id: Id) -> Vec<Block> {
        self.apart(id, Context::default())
    }

    pub(super) fn dom(&self) -> &'p Dom {
        self.page.dom
    }

    /// Where the next paragraph is.
    pub(super) fn place(&self) -> Place {
        Place::Paragraph(self.paragraphs + 1)
    }

    pub(super) fn children(&mut self, id: Id, context: Context) {
        for child in self.dom().children(id) {
            self.node(child, context);
        }
    }

    fn node(&mut self, id: Id, context: Context) {
        let dom = self.dom();
        if self.page.mark(id).is_some() || dom.comment(id).is_some() {
            return;
        }
        if let Some(words) = dom.words(id) {
            self.words(words, context);
        } else if context.depth >= MAX_DEPTH {
            let text = self.page.text(id);
            self.words(&text, context);
        } else {
            self.element(id, context);
        }
    }

    fn element(&mut self, id: Id, context: Context) {
        let dom = self.dom();
        let name = dom.name(id);
        let style = dom.attribute(id, "style").unwrap_or_default();
        self.anchor(id);
        let mut inner = inner(dom, id, context);
        match name {
            "br" => self.line.add_other(Inline::Break, None),
            "hr" => self.flush(context),
            "img" => self.image(id),
            "table" => {
                self.flush(context);
                inner.alignment = Alignment::Left;
                self.table(id, inner);
                self.flush(context);
            }
            "ul" | "ol" | "dir" => {
                self.flush(context);
                self.list(id, inner);
                self.flush(context);
            }
            "pre" | "listing" | "xmp" | "plaintext" => {
                self.flush(context);
                self.preformatted(id);
            }
            "a" => self.link(id, inner),
            "ruby" => self.ruby(id, context),
            "rt" | "rp" => {}
            "q" => {
                self.words("“", inner);
                self.children(id, inner);
                self.words("”", inner);
            }
            "iframe" | "frame" | "object" | "embed" | "video" | "audio" | "applet" | "canvas"
            | "svg" | "math" => {
                self.embedded(id, inner);
            }
            _ if declares(style, "mso-list", "ignore") => {
                let words = dom.text(id);
                self.line.number = Some(office::number(&words, self.level));
            }
            _ if is_block(name) || declares(style, "display", "block") => {
                self.block(id, inner, context)
            }
            _ => self.children(id, inner),
        }
    }

    fn block(&mut self, id: Id, mut inner: Context, outer: Context) {
        self.flush(outer);
        let dom = self.dom();
        let name = dom.name(id);
        let style = dom.attribute(id, "style").unwrap_or_default();
        inner.is_paragraph = matches!(name, "p" | "li" | "dd" | "dt" | "blockquote" | "figcaption")
            || is_heading(name).is_some();
        if name == "center" {
            inner.alignment = Alignment::Center;
        }
        if let Some(level) = is_heading(name) {
            inner.heading = Some(level);
        }
        self.prepare(inner);
        self.level = office::list_level(style).unwrap_or_default();
        self.children(id, inner);
        self.flush(outer);
    }

    /// What the next paragraph is like.
    fn prepare(&mut self, context: Context) {
        self.line.alignment = context.alignment;
        self.line.heading = context.heading;
        self.line.is_paragraph = context.is_paragraph;
    }

    /// Ends the paragraph; what follows is in `next`.
    pub(super) fn flush(&mut self, next: Context) {
        let line = std::mem::take(&mut self.line);
        self.prepare(next);
        if line.is_empty() {
            // A number waits for the words of the block that it stands before.
            self.line.number = line.number;
            return;
        }
        let number = line.number.clone();
        let paragraphs = line.paragraphs();
        if paragraphs.is_empty() {
            self.line.number = number;
        }
        for mut paragraph in paragraphs {
            if is_blank(&paragraph.inlines) {
                self.waiting.append(&mut paragraph.inlines);
                continue;
            }
            paragraph
                .inlines
                .splice(0..0, std::mem::take(&mut self.waiting));
            self.paragraphs += 1;
            self.blocks.push(Block::Paragraph(paragraph));
        }
    }

    /// Takes what is in a cell of a table that is undone, as a block.
    pub(super) fn in_cell(&mut self, id: Id, context: Context) {
        if self.page.mark(id).is_some() {
            return;
        }
        self.flush(context);
        self.anchor(id);
        let mut inner = inner(self.dom(), id, context);
        inner.is_paragraph = false;
        self.prepare(inner);
        if self.dom().is_element(id) {
            self.children(id, inner);
        }
        self.flush(context);
    }

    /// The blocks of an element by themselves, as those of a cell or a note.
    pub(super) fn apart(&mut self, id: Id, context: Context) -> Vec<Block> {
        let blocks = std::mem::take(&mut self.blocks);
        let line = std::mem::take(&mut self.line);
        self.prepare(context);
        self.children(id, context);
        self.flush(context);
        self.line = line;
        std::mem::replace(&mut self.blocks, blocks)
    }

    pub(super) fn words(&mut self, words: &str, context: Context) {
        if self.line.is_empty() {
            self.prepare(context);
        }
        let link = self
            .link
            .as_ref()
            .map(|(number, address)| (*number, address.as_str()));
        self.line
            .add_words(words, context.style, context.size, link);
    }

    fn other(&mut self, inline: Inline) {
        let link = self
            .link
            .as_ref()
            .map(|(number, address)| (*number, address.as_str()));
        self.line.add_other(inline, link);
    }

    fn anchor(&mut self, id: Id) {
        let names = ["id", "name"].map(|name| self.dom().attribute(id, name));
        let mut names = names.into_iter().flatten();
        if let Some(name) = names.find(|name| self.anchors.contains(*name)) {
            // In front of a block, it belongs to the block.
            let is_block = is_block(self.dom().name(id));
            match is_block {
                true => self.waiting.push(Inline::Anchor(name.to_owned())),
                false => self.line.add_other(Inline::Anchor(name.to_owned()), None),
            }
        }
    }

    fn image(&mut self, id: Id) {
        let alternative = self.dom().attribute(id, "alt").unwrap_or_default();
        let alternative = alternative.trim().to_owned();
        let file = self.images.len();
        self.images.push(id);
        self.other(Inline::Image { file, alternative });
    }

    fn link(&mut self, id: Id, context: Context) {
        let address = self.dom().attribute(id, "href").map(str::trim);
        let Some(address) = address.filter(|_| self.link.is_none()) else {
            return self.children(id, context);
        };
        if let Some(name) = address.strip_prefix('#') {
            if let Some(&note) = self.notes.get(name) {
                return self.other(Inline::Note(note));
            }
            if office::is_back_link(name) {
                return;
            }
        }
        self.links += 1;
        self.link = Some((self.links, address.to_owned()));
        self.children(id, context);
        self.link = None;
    }

    fn ruby(&mut self, id: Id, context: Context) {
        let dom = self.dom();
        let (mut base, mut reading) = (String::new(), String::new());
        let parts: Vec<Id> = dom.children(id).collect();
        for (index, &child) in parts.iter().enumerate() {
            match dom.name(child) {
                "rt" => reading.push_str(&dom.text(child)),
                "rp" => {}
                _ => base.push_str(dom.words(child).unwrap_or(&dom.text(child))),
            }
            let ends = parts
                .get(index + 1)
                .is_none_or(|&next| dom.name(next) != "rt" && dom.name(next) != "rp");
            if !reading.is_empty() && ends {
                let base = std::mem::take(&mut base).trim().to_owned();
                let reading = std::mem::take(&mut reading).trim().to_owned();
                self.other(Inline::Ruby { base, reading });
            }
        }
        self.words(&base, context);
    }

    fn list(&mut self, id: Id, context: Context) {
        let dom = self.dom();
        let mut list = List::of(dom, id, context.lists);
        for child in dom.children(id) {
            if dom.name(child) != "li" || self.page.mark(child).is_some() {
                self.node(child, context);
                self.flush(context);
                continue;
            }
            self.flush(context);
            self.anchor(child);
            self.line.number = list.next(dom, child);
            let mut inner = inner(dom, child, context);
            inner.lists = context.lists.saturating_add(1);
            inner.is_paragraph = true;
            self.children(child, inner);
            self.flush(context);
            // An item without words has none to give its number to.
            self.line.number = None;
        }
    }

    fn preformatted(&mut self, id: Id) {
        let dom = self.dom();
        let mut text = String::new();
        for id in dom.below_but(id, |id| self.page.mark(id).is_some()) {
            text.push_str(dom.words(id).unwrap_or_default());
            if dom.name(id) == "br" {
                text.push('\n');
            }
        }
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let text = text.trim_matches('\n').trim_end();
        if !text.is_empty() {
            self.paragraphs += 1;
            self.blocks.push(Block::Preformatted(text.to_owned()));
        }
    }
}
