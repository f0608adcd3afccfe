//! Turns the Markdown parser's events into tokens, leaves, links and the outline, in one pass.
//!
//! In: the body and the parser's copy of it (equal length). Out: a [`Tape`]. Never makes HTML, never
//! resolves a link, and never fails: what is wrong becomes a fault.

mod address;
mod block;
mod cell;
mod definition;
mod inline;
mod leaf;
mod lines;
mod markup;
mod nested;
mod note;
pub(super) mod part;
mod raw;
mod reference;
mod removed;
mod table;
mod title;

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use serde::{Deserialize, Serialize};

use crate::diagnostic::Fault;
use crate::report::markdown::build::definition::Definitions;
use crate::report::markdown::build::lines::Lines;
use crate::report::markdown::build::note::Notes;
use crate::report::markdown::build::removed::Removed;
use crate::report::markdown::build::table::OpenTable;
use crate::report::markdown::build::title::RepeatedTitle;
use crate::report::markdown::emphasis::Delimiter;
use crate::report::markdown::extensions;
use crate::report::markdown::faults;
use crate::report::markdown::layout::Edit;
use crate::report::markdown::link::Link;
use crate::report::markdown::misread;
use crate::report::markdown::token::{
    Element, HtmlText, Leaf, LeafKind, Mark, Note, PLAIN, Slice, Table, Token,
};
use crate::report::outline::{Evidence, Found, Outline};

/// Quotations and lists inside each other.
pub(crate) const NESTING_MAX: usize = 64;
/// Emphasis, links and tags inside each other in one line of text.
pub(crate) const INLINE_NESTING_MAX: usize = 32;
/// Links and images of one report.
pub(crate) const LINKS_MAX: usize = 50_000;
/// Characters of an author's anchor.
const ANCHOR_MAX: usize = 64;
/// Faults of one kind that are reported; thousands more say nothing new.
pub(super) const FAULTS_MAX: usize = 200;

/// Everything that is known of a body.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Tape {
    /// Text that does not stand in the body as displayed.
    pub(crate) store: String,
    /// Where what it has of HTML stands in the body, in order.
    pub(crate) html: Vec<HtmlText>,
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
    /// Those of the reading that found them; none where it is kept.
    #[serde(skip)]
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
    /// The body may hold addresses without marks.
    has_addresses: bool,
    title: RepeatedTitle,
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
    /// The table that is open.
    table: Option<OpenTable>,
    /// Tables of HTML that are open.
    raw_tables: Vec<u32>,
    removed: Removed,
    /// The element that was left out for it is empty, until it ends.
    empty: Option<String>,
    notes: Notes,
    found: Vec<Found>,
    /// The last paragraphs, as far as each may be the name of who signs.
    signers: Vec<usize>,
    /// The last number of the list of attachments that the paragraph before belongs to; 0 before its first.
    listed: Option<u32>,
    /// A date alone, which ends the text unless more of it follows.
    date: Option<usize>,
    lines: Vec<part::Line>,
    line_offsets: Vec<u32>,
    is_line_start: bool,
}

/// Reads the body, or says how it is to be laid out before it is read again; `is_last`: it is read as it is.
///
/// # Errors
///
/// The edits after which the parser finds the paragraphs and blocks that were meant.
pub(super) fn build(
    base: &str,
    masked: &str,
    title: &str,
    chinese: bool,
    is_last: bool,
) -> Result<Tape, Vec<Edit>> {
    let mut builder = Builder::new(base, masked, chinese);
    builder.title = RepeatedTitle::new(title);
    let mut events = Parser::new_ext(masked, extensions()).into_offset_iter();
    let mut definitions = Definitions::new(base);
    let mut lines = Lines::new(base, chinese);
    while let Some((event, range)) = events.next() {
        lines.see(&event, &range);
        if lines.has_edits() && !is_last {
            // This reading is not the one that counts.
            continue;
        }
        definitions.see(&event, &range, events.reference_definitions());
        builder.event(event, range);
    }
    for fault in lines.finish(is_last)? {
        builder.fault(fault);
    }
    for unused in definitions.unused(base, events.reference_definitions()) {
        builder.fault(unused);
    }
    Ok(builder.finish())
}

impl<'b> Builder<'b> {
    fn new(base: &'b str, masked: &'b str, chinese: bool) -> Self {
        Builder {
            base,
            masked,
            chinese,
            has_addresses: address::may_hold(base),
            title: RepeatedTitle::default(),
            tape: Tape {
                tokens: Vec::with_capacity(base.len() / 64 + 16),
                leaves: Vec::with_capacity(base.len() / 256 + 4),
                outline: Outline::new(chinese, Evidence::of(base)),
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
            raw_tables: Vec::new(),
            removed: Removed::default(),
            empty: None,
            notes: Notes::default(),
            found: Vec::new(),
            signers: Vec::new(),
            listed: None,
            date: None,
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
            Event::FootnoteReference(label) => self.note_reference(&label),
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

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        if let Some(fault) = misread::check(self.base, &tag, &range, self.columns()) {
            self.fault(fault);
        }
        match tag {
            Tag::Paragraph => self.open_block(LeafKind::Paragraph),
            Tag::CodeBlock(_) => self.open_block(LeafKind::Code),
            Tag::Heading {
                level,
                id,
                classes,
                attrs,
            } => {
                let is_plain_id = classes.is_empty() && attrs.is_empty();
                let id = id.filter(|_| is_plain_id).map(|id| id.into_string());
                self.open_heading(level as u8, id);
            }
            Tag::BlockQuote(_) => self.open_container(Element::Blockquote, PLAIN, &range),
            Tag::List(start) => self.open_list(start, &range),
            Tag::Item => self.open_item(),
            Tag::FootnoteDefinition(label) => self.open_note(&label),
            Tag::HtmlBlock => {
                self.close_implicit_leaf();
                self.html.clear();
            }
            Tag::Table(columns) => self.open_table(&columns),
            Tag::TableHead => self.open_table_head(),
            Tag::TableRow => self.open_table_row(),
            Tag::TableCell => self.open_table_cell(&range),
            Tag::Emphasis => self.open_emphasis(Element::Emphasis, range.start, 1),
            Tag::Strong => self.open_emphasis(Element::Strong, range.start, 2),
            Tag::Strikethrough => self.open_strike(range.start),
            Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            } => self.open_link(link_type, &dest_url, &title, range),
            Tag::Image {
                dest_url, title, ..
            } => self.open_image(&dest_url, &title, range),
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
            TagEnd::FootnoteDefinition => self.close_note(),
            TagEnd::HtmlBlock => self.raw_block(),
            TagEnd::TableHead => self.close_table_head(),
            TagEnd::TableRow => self.close_table_row(range),
            TagEnd::Table => self.close_table(),
            TagEnd::Emphasis => self.close_emphasis(Element::Emphasis, range.end, 1),
            TagEnd::Strong => self.close_emphasis(Element::Strong, range.end, 2),
            TagEnd::Strikethrough => self.close_strike(range.end),
            TagEnd::Link => self.close_link(),
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

    /// Before any block of Markdown: ends what cannot hold it.
    fn begin_block(&mut self) {
        self.close_implicit_leaf();
        self.close_unfit_raw();
    }

    fn finish(mut self) -> Tape {
        self.close_implicit_leaf();
        self.close_raw_to(0);
        self.settle_outline();
        for removed in std::mem::take(&mut self.removed).faults() {
            self.fault(removed);
        }
        if self.tape.outline.is_full {
            let max = crate::report::outline::PARTS_MAX;
            self.fault(faults::too_many(
                "too-many-parts",
                0,
                &format!("编号和标题超过 {max} 个"),
                &format!("more than {max} numbered parts and headings"),
            ));
        }
        self.tape
    }
}
