//! Turns the Markdown parser's events into tokens, leaves, links and the outline, in one pass.
//!
//! In: the body and the parser's copy of it (equal length). Out: a [`Tape`]. Never makes HTML, never
//! resolves a link, and never fails: what is wrong becomes a fault.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Parser, Tag, TagEnd};

use super::emphasis::{self, Delimiter};
use super::faults;
use super::link::Link;
use super::mask;
use super::token::{Element, Leaf, LeafKind, Mark, Note, PLAIN, Slice, Table, Token};
use crate::diagnostic::Fault;
use crate::report::outline::{Found, Outline};
use definition::Definitions;

mod block;
mod definition;
mod leaf;
mod markup;
mod raw;
mod reference;

/// Quotations and lists inside each other.
pub(crate) const NESTING_MAX: usize = 64;
/// Emphasis, links and tags inside each other in one line of text.
pub(crate) const INLINE_NESTING_MAX: usize = 32;
/// Links and images of one report.
pub(crate) const LINKS_MAX: usize = 50_000;
/// Characters of an author's anchor.
const ANCHOR_MAX: usize = 64;
/// Faults of one kind that are reported; thousands more say nothing new.
const FAULTS_MAX: usize = 200;

/// Everything that is known of a body.
#[derive(Default)]
pub(crate) struct Tape {
    /// Text that does not stand in the body as displayed.
    pub(crate) store: String,
    pub(crate) tokens: Vec<Token>,
    pub(crate) leaves: Vec<Leaf>,
    pub(crate) marks: Vec<Mark>,
    pub(crate) links: Vec<Link>,
    pub(crate) tables: Vec<Table>,
    pub(crate) notes: Vec<Note>,
    /// Notes in order of first reference.
    pub(crate) note_order: Vec<u32>,
    /// Attributes of raw elements and list starts, ready for HTML.
    pub(crate) attributes: Vec<String>,
    pub(crate) faults: Vec<Fault>,
    pub(crate) outline: Outline,
}

/// The leaf that is being read.
struct OpenLeaf {
    kind: LeafKind,
    /// Where its first token stands.
    first: usize,
    has_raw: bool,
    /// Level and own anchor of a Markdown heading of the outline.
    level: u8,
    id: Option<String>,
}

/// A container that is open.
struct Container {
    /// What closes it, unless it is nested too deeply to be kept.
    close: Option<Token>,
    /// Raw elements that were open before it.
    raw: usize,
}

pub(super) struct Builder<'b> {
    base: &'b str,
    masked: &'b str,
    chinese: bool,
    tape: Tape,
    containers: Vec<Container>,
    leaf: Option<OpenLeaf>,
    /// Elements that the author opened and that are still open, around the leaf.
    raw: Vec<Element>,
    /// The author's `<p>` is open.
    in_raw_paragraph: bool,
    html: Vec<(Slice, usize)>,
    /// Links that are open; false where the destination was refused.
    links: Vec<bool>,
    link_scope: u32,
    scopes: Vec<u32>,
    delimiters: Vec<Delimiter>,
    strikes: Vec<bool>,
    images: Vec<(Option<u32>, usize)>,
    alternative: String,
    table: Option<u32>,
    column: u16,
    /// Where the last cell of the row ends.
    cell_end: usize,
    in_head: bool,
    in_body: bool,
    note_numbers: BTreeMap<String, u32>,
    open_notes: Vec<u32>,
    found: Vec<Found>,
    lines: Vec<leaf::Line>,
    line_offsets: Vec<u32>,
    is_line_start: bool,
}

/// Reads the body, or says at which places whitespace makes indented code of a Chinese paragraph.
pub(super) fn build(
    base: &str,
    masked: &str,
    chinese: bool,
    keep_indented_code: bool,
) -> Result<Tape, Vec<usize>> {
    let mut builder = Builder::new(base, masked, chinese);
    let mut events = Parser::new_ext(masked, super::extensions()).into_offset_iter();
    let mut definitions = Definitions::new(base);
    while let Some((event, range)) = events.next() {
        definitions.see(&event, &range, events.reference_definitions());
        if let Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) = event
            && chinese
            && !keep_indented_code
        {
            let places = indented_lines(masked, events);
            if !places.is_empty() {
                return Err(places);
            }
            return build(base, masked, chinese, true);
        }
        builder.event(event, range);
    }
    for unused in definitions.unused(base, events.reference_definitions()) {
        builder.fault(unused);
    }
    Ok(builder.finish())
}

/// The bytes before the lines of indented code: of the block that has just begun and of all later ones.
fn indented_lines(masked: &str, events: pulldown_cmark::OffsetIter<'_>) -> Vec<usize> {
    let mut places = Vec::new();
    let mut is_indented = true;
    for (event, range) in events {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => is_indented = kind == CodeBlockKind::Indented,
            Event::End(TagEnd::CodeBlock) => is_indented = false,
            Event::Text(text) if is_indented && !text.trim().is_empty() => {
                if let Some(place) = range.start.checked_sub(1)
                    && matches!(masked.as_bytes()[place], b' ' | b'\t')
                {
                    places.push(place);
                }
            }
            _ => {}
        }
    }
    places
}

impl<'b> Builder<'b> {
    fn new(base: &'b str, masked: &'b str, chinese: bool) -> Self {
        Builder {
            base,
            masked,
            chinese,
            tape: Tape {
                tokens: Vec::with_capacity(base.len() / 64 + 16),
                leaves: Vec::with_capacity(base.len() / 256 + 4),
                ..Tape::default()
            },
            containers: Vec::new(),
            leaf: None,
            raw: Vec::new(),
            in_raw_paragraph: false,
            html: Vec::new(),
            links: Vec::new(),
            link_scope: 0,
            scopes: vec![0],
            delimiters: Vec::new(),
            strikes: Vec::new(),
            images: Vec::new(),
            alternative: String::new(),
            table: None,
            column: 0,
            cell_end: 0,
            in_head: false,
            in_body: false,
            note_numbers: BTreeMap::new(),
            open_notes: Vec::new(),
            found: Vec::new(),
            lines: Vec::new(),
            line_offsets: Vec::new(),
            is_line_start: true,
        }
    }

    fn push(&mut self, token: Token) {
        self.tape.tokens.push(token);
    }

    fn fault(&mut self, fault: Fault) {
        if self
            .tape
            .faults
            .iter()
            .filter(|f| f.code == fault.code)
            .count()
            < FAULTS_MAX
        {
            self.tape.faults.push(fault);
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if !self.images.is_empty() {
            return self.image_event(event, range);
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, &range),
            Event::Text(text) => self.text(&text, range),
            Event::Code(code) => {
                self.ensure_leaf();
                let slice = self.slice(&code, &range);
                self.inline(Token::Code(slice));
            }
            Event::Html(html) => {
                let slice = self.slice(&html, &range);
                self.html.push((slice, range.start));
            }
            Event::InlineHtml(html) => {
                self.ensure_leaf();
                let slice = self.slice(&html, &range);
                self.raw_inline(slice, range.start);
            }
            Event::FootnoteReference(label) => {
                self.ensure_leaf();
                let note = self.note(&label);
                let known = &mut self.tape.notes[note as usize];
                known.references += 1;
                if known.references == 1 {
                    self.tape.note_order.push(note);
                }
                self.inline(Token::NoteReference(note));
            }
            Event::SoftBreak => {
                self.inline(Token::Soft);
                self.is_line_start = true;
            }
            Event::HardBreak => {
                self.inline(Token::Break);
                self.is_line_start = true;
            }
            Event::Rule => {
                self.begin_block();
                self.push(Token::Rule);
            }
            Event::TaskListMarker(done) => {
                self.ensure_leaf();
                let slice = self.store(if done { "☑ " } else { "☐ " });
                self.inline(Token::Text(slice));
            }
            // Not enabled; their text would still be text.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text, range),
        }
    }

    /// Text as a slice of the body where it stands there, else of the store.
    fn slice(&mut self, text: &str, range: &Range<usize>) -> Slice {
        let offset = (text.as_ptr() as usize).wrapping_sub(self.masked.as_ptr() as usize);
        if offset >= range.start
            && offset
                .checked_add(text.len())
                .is_some_and(|end| end <= range.end)
        {
            return Slice {
                start: offset as u32,
                end: (offset + text.len()) as u32,
                stored: false,
            };
        }
        let unmasked = self.unmask(text, range).into_owned();
        self.store(&unmasked)
    }

    /// Undoes the masks in what the parser made of `range`.
    ///
    /// Where the range has none, a control character comes from an entity and is dropped.
    fn unmask<'t>(&self, text: &'t str, range: &Range<usize>) -> Cow<'t, str> {
        if !text.bytes().any(|b| b < b' ' && b != b'\n') {
            return Cow::Borrowed(text);
        }
        if self.masked.as_bytes()[range.clone()]
            .iter()
            .any(|b| mask::MASKS.contains(b))
        {
            return mask::unmask(text);
        }
        Cow::Owned(
            text.chars()
                .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
                .collect(),
        )
    }

    fn store(&mut self, text: &str) -> Slice {
        let start = self.tape.store.len() as u32;
        self.tape.store.push_str(text);
        Slice {
            start,
            end: self.tape.store.len() as u32,
            stored: true,
        }
    }

    fn str(&self, slice: Slice) -> &str {
        if slice.stored {
            &self.tape.store[slice.range()]
        } else {
            &self.base[slice.range()]
        }
    }

    fn inline(&mut self, token: Token) {
        self.is_line_start = false;
        self.push(token);
    }

    fn text(&mut self, text: &CowStr<'_>, range: Range<usize>) {
        self.ensure_leaf();
        let is_code = self.leaf.as_ref().is_some_and(|l| l.kind == LeafKind::Code);
        let mut slice = self.slice(text, &range);
        if self.is_line_start && !slice.stored && !is_code {
            // What the masks kept of an indentation.
            let text = &self.base[slice.range()];
            slice.start += (text.len() - text.trim_start_matches([' ', '\t']).len()) as u32;
            if slice.len() == 0 {
                return;
            }
        }
        if slice.len() == 1
            && !slice.stored
            && !is_code
            && matches!(
                self.base.as_bytes()[slice.start as usize],
                b'*' | b'_' | b'~'
            )
            && !is_escaped(self.base.as_bytes(), slice.start as usize)
        {
            self.delimiter(slice.start as usize, 1);
        }
        self.inline(Token::Text(slice));
    }

    /// Notes that the next token is, or stands for, `length` delimiters of emphasis.
    fn delimiter(&mut self, at: usize, length: usize) {
        let scope = self.scopes.last().copied().unwrap_or(0);
        self.delimiters.push(Delimiter {
            token: self.tape.tokens.len(),
            at,
            length,
            scope,
        });
    }

    fn note(&mut self, label: &str) -> u32 {
        if let Some(note) = self.note_numbers.get(label) {
            return *note;
        }
        let note = self.tape.notes.len() as u32;
        self.tape.notes.push(Note {
            tokens: 0..0,
            defined: false,
            references: 0,
        });
        self.note_numbers.insert(label.to_owned(), note);
        note
    }

    /// The note that a definition is of; a second definition of a label is a note of its own.
    fn definition(&mut self, label: &str) -> u32 {
        let note = self.note(label);
        if !self.tape.notes[note as usize].defined {
            return note;
        }
        self.note_numbers.remove(label);
        let second = self.note(label);
        self.note_numbers.insert(label.to_owned(), note);
        second
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => {
                self.begin_block();
                self.open_leaf(LeafKind::Paragraph);
            }
            Tag::Heading {
                level,
                id,
                classes,
                attrs,
            } => {
                self.begin_block();
                let is_part = self.is_top_level();
                self.open_leaf(if is_part {
                    LeafKind::Heading
                } else {
                    LeafKind::InnerHeading
                });
                let is_plain_id = classes.is_empty() && attrs.is_empty();
                let id = id.filter(|_| is_plain_id).map(|id| id.into_string());
                if let Some(leaf) = &mut self.leaf {
                    leaf.level = level as u8;
                    leaf.id = id;
                }
            }
            Tag::BlockQuote(_) => self.open_container(Element::Blockquote, PLAIN, &range),
            Tag::List(None) => self.open_container(Element::Ul, PLAIN, &range),
            Tag::List(Some(start)) => {
                let attributes = if start == 1 {
                    PLAIN
                } else {
                    self.attributes(format!(" start=\"{start}\""))
                };
                self.open_container(Element::Ol, attributes, &range);
            }
            Tag::Item => {
                self.begin_block();
                // An item is kept or dropped with its list.
                let is_kept = self.containers.last().is_some_and(|c| c.close.is_some());
                if is_kept {
                    self.push(Token::Open(Element::Li, PLAIN));
                }
                self.containers.push(Container {
                    close: is_kept.then_some(Token::Close(Element::Li)),
                    raw: self.raw.len(),
                });
            }
            Tag::FootnoteDefinition(label) => {
                self.begin_block();
                let note = self.definition(&label);
                self.push(Token::Note(note));
                self.containers.push(Container {
                    close: Some(Token::NoteEnd),
                    raw: self.raw.len(),
                });
                let start = self.tape.tokens.len();
                let known = &mut self.tape.notes[note as usize];
                (known.tokens, known.defined) = (start..start, true);
                self.open_notes.push(note);
            }
            Tag::CodeBlock(_) => {
                self.begin_block();
                self.open_leaf(LeafKind::Code);
            }
            Tag::HtmlBlock => {
                self.close_implicit_leaf();
                self.html.clear();
            }
            Tag::Table(columns) => self.open_table(&columns),
            Tag::TableHead => {
                self.in_head = true;
                self.column = 0;
                self.push(Token::Open(Element::Thead, PLAIN));
                self.push(Token::Open(Element::Tr, PLAIN));
            }
            Tag::TableRow => {
                if !self.in_body {
                    self.in_body = true;
                    self.push(Token::Open(Element::Tbody, PLAIN));
                }
                self.column = 0;
                self.push(Token::Open(Element::Tr, PLAIN));
            }
            Tag::TableCell => {
                let (head, column) = (self.in_head, self.column);
                self.column = self.column.saturating_add(1);
                self.cell_end = range.end;
                self.open_leaf(LeafKind::Cell { head, column });
            }
            Tag::Emphasis => self.open_emphasis(Element::Emphasis, range.start, 1),
            Tag::Strong => self.open_emphasis(Element::Strong, range.start, 2),
            Tag::Strikethrough => {
                self.ensure_leaf();
                // A single ~ is a range of figures (5~10), not a deletion.
                let is_double = self.base.as_bytes().get(range.start + 1) == Some(&b'~');
                self.strikes.push(is_double);
                if is_double {
                    self.open_emphasis(Element::Delete, range.start, 2);
                } else {
                    self.literal_tilde(range.start);
                }
            }
            Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            } => {
                self.ensure_leaf();
                self.open_link(link_type, &dest_url, &title, range);
            }
            Tag::Image {
                dest_url, title, ..
            } => {
                self.ensure_leaf();
                self.open_image(&dest_url, &title, range);
            }
            // Not enabled.
            Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::TableCell => self.close_leaf(),
            TagEnd::Heading(_) => {
                self.restore_heading_braces(range);
                self.close_leaf();
            }
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item => self.close_container(),
            TagEnd::FootnoteDefinition => {
                self.close_container();
                // The last token is the definition's own end.
                let end = self.tape.tokens.len() - 1;
                if let Some(note) = self.open_notes.pop() {
                    self.tape.notes[note as usize].tokens.end = end;
                }
            }
            TagEnd::HtmlBlock => self.raw_block(),
            TagEnd::TableHead => {
                self.in_head = false;
                self.push(Token::Close(Element::Tr));
                self.push(Token::Close(Element::Thead));
            }
            TagEnd::TableRow => {
                self.surplus_cells(range);
                self.push(Token::Close(Element::Tr));
            }
            TagEnd::Table => self.close_table(),
            TagEnd::Emphasis => self.close_emphasis(Element::Emphasis, range.end, 1),
            TagEnd::Strong => self.close_emphasis(Element::Strong, range.end, 2),
            TagEnd::Strikethrough => {
                if self.strikes.pop() == Some(false) {
                    self.literal_tilde(range.end.saturating_sub(1));
                } else {
                    self.close_emphasis(Element::Delete, range.end, 2);
                }
            }
            TagEnd::Link => {
                self.scopes.pop();
                if self.links.pop() == Some(true) {
                    self.inline(Token::LinkEnd);
                }
            }
            TagEnd::Image
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn is_top_level(&self) -> bool {
        self.containers.is_empty() && self.raw.is_empty()
    }

    fn attributes(&mut self, text: String) -> u32 {
        self.tape.attributes.push(text);
        (self.tape.attributes.len() - 1) as u32
    }

    fn open_emphasis(&mut self, element: Element, at: usize, length: usize) {
        self.ensure_leaf();
        self.delimiter(at, length);
        self.inline(Token::Open(element, PLAIN));
    }

    fn close_emphasis(&mut self, element: Element, end: usize, length: usize) {
        self.delimiter(end.saturating_sub(length), length);
        self.inline(Token::Close(element));
    }

    fn literal_tilde(&mut self, at: usize) {
        let slice = Slice {
            start: at as u32,
            end: at as u32 + 1,
            stored: false,
        };
        self.inline(Token::Text(slice));
    }

    /// Before any block of Markdown: ends what cannot hold it.
    fn begin_block(&mut self) {
        self.close_implicit_leaf();
        self.close_unfit_raw();
    }

    fn finish(mut self) -> Tape {
        self.close_implicit_leaf();
        self.close_raw_to(0);
        self.settle_outline();
        if self.tape.outline.is_full {
            let max = crate::report::outline::PARTS_MAX;
            self.fault(faults::too_many(
                "too-many-parts",
                0,
                &format!("编号和标题超过 {max} 个"),
                &format!("more than {max} numbered parts and headings"),
            ));
        }
        self.tape.faults.sort_by_key(|f| (f.span.start, f.code));
        self.tape
    }
}

/// Whether the byte at `at` has a backslash before it that is not itself escaped.
fn is_escaped(bytes: &[u8], at: usize) -> bool {
    bytes[..at]
        .iter()
        .rev()
        .take_while(|b| **b == b'\\')
        .count()
        % 2
        == 1
}
