//! The compact form of a body: what the parser's events become, and what HTML and plain text are made of.
//!
//! Tokens hold offsets, not strings, so that a document is a few flat vectors. Never holds markup from
//! the source: an element is one of [`Element`], and nothing else can reach the page.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Text in the body (most of it) or in the document's own store (what had to be decoded or joined).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Slice {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) stored: bool,
}

impl Slice {
    pub(crate) const EMPTY: Slice = Slice {
        start: 0,
        end: 0,
        stored: false,
    };

    pub(crate) fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    pub(crate) fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Text of HTML in the document's own store, and the bytes of the body that it stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct HtmlText {
    /// Of the store.
    pub(crate) stored: Range<u32>,
    /// Of the body: as many, unless an entity was decoded.
    pub(crate) body: Range<u32>,
}

macro_rules! elements {
    ($($variant:ident $name:literal,)*) => {
        /// Every HTML element that a body can put on a page, beside headings, links and images.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub(crate) enum Element { $($variant),* }

        impl Element {
            pub(crate) fn name(self) -> &'static str {
                match self { $(Element::$variant => $name),* }
            }

            /// The element of that name; names are case-insensitive, as in HTML.
            pub(crate) fn named(name: &str) -> Option<Element> {
                $(if name.eq_ignore_ascii_case($name) { return Some(Element::$variant); })*
                None
            }
        }
    };
}

elements! {
    Emphasis "em", Strong "strong", Delete "del",
    Sub "sub", Sup "sup", U "u", Ruby "ruby", Rt "rt", Rp "rp", Ins "ins", S "s", Abbr "abbr",
    Span "span", Small "small", B "b", I "i", Mark "mark", Kbd "kbd", Q "q", Cite "cite",
    Code "code", A "a",
    Blockquote "blockquote", Figure "figure", Figcaption "figcaption", Ul "ul", Ol "ol", Li "li", Div "div",
    Table "table", Caption "caption", Thead "thead", Tbody "tbody", Tfoot "tfoot", Tr "tr", Td "td", Th "th",
}

impl Element {
    /// Whether it stands inside a line of text.
    pub(crate) fn is_inline(self) -> bool {
        (self as u8) < (Element::Blockquote as u8)
    }
}

/// No attributes.
pub(crate) const PLAIN: u32 = u32::MAX;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Token {
    Text(Slice),
    Code(Slice),
    /// Text whose plain form [`plain_text`](crate::plain_text) makes of it: of `sup` and of `sub`.
    Raised(Slice),
    Lowered(Slice),
    /// Text that is displayed beside the run of characters and is no part of it: readings of ruby.
    Beside(Slice),
    /// A line break in the source, not yet decided.
    Soft,
    /// A line break that reads as a space.
    Space,
    /// A line break between Han characters, or a token taken back: nothing is displayed.
    Nothing,
    /// A line break that is displayed.
    Break,
    /// One that is displayed and reads as nothing.
    SilentBreak,
    /// An element opens; the number is its place among the document's attributes, or [`PLAIN`].
    Open(Element, u32),
    Close(Element),
    /// A tag that the author wrote, before it is known to be balanced; the offset of a closing one in the body.
    /// The number of [`Element::A`] is its link, or [`PLAIN`] where only its words stay: it becomes [`Token::Link`].
    RawOpen(Element, u32),
    RawClose(Element, u32),
    Link(u32),
    LinkEnd,
    Image(u32),
    NoteReference(u32),
    Note(u32),
    NoteEnd,
    Leaf(u32),
    LeafEnd,
    /// The leaf ends here and another begins: a line that opens a part.
    Split(u32),
    Table(u32),
    TableEnd,
    Rule,
}

/// What a leaf (a run of text with nothing but inline elements in it) is displayed as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum LeafKind {
    Paragraph,
    /// A heading of the outline; its level in HTML follows from the outline.
    Heading,
    /// A heading inside a quotation or list, which is no part of the outline.
    InnerHeading,
    /// The text of a list item without a paragraph of its own.
    Item,
    Cell {
        head: bool,
        column: u16,
    },
    Code,
    /// Text in a raw table cell or list item, whose element is already open.
    Bare,
}

/// No part, table or note.
pub(crate) const NONE: u32 = u32::MAX;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Leaf {
    pub(crate) kind: LeafKind,
    /// Displayed text.
    pub(crate) text: Slice,
    /// The part it stands in (its own, where it begins one), or [`NONE`].
    pub(crate) part: u32,
    /// Whether it begins `part`, so that its id is the part's.
    pub(crate) opens_part: bool,
    /// The table it is a cell of, or [`NONE`].
    pub(crate) table: u32,
    /// Places of numbers in its text.
    pub(crate) marks: Range<u32>,
}

/// The place of a part's number in the text of its leaf, in bytes.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Mark {
    pub(crate) part: u32,
    pub(crate) number: (u32, u32),
    /// Where the words of a run-in heading end; 0 where they are not marked.
    pub(crate) heading_end: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Align {
    None,
    Left,
    Center,
    Right,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Table {
    pub(crate) columns: Vec<Align>,
    /// The leaves that are its cells.
    pub(crate) leaves: Range<u32>,
    pub(crate) part: u32,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Note {
    /// Its tokens, without [`Token::Note`] and [`Token::NoteEnd`]; empty until the definition is read.
    pub(crate) tokens: Range<usize>,
    pub(crate) defined: bool,
    pub(crate) references: u32,
}
