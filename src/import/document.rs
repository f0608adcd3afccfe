//! What a document says, in the terms that all formats share.
//!
//! In: what a reader found. Out: a value that the writer of Markdown and the search for metadata read. Never knows a
//! format, Markdown or the archive; holds text as a reader of the document sees it, nothing that is hidden.

use crate::diagnostic::Text;

/// A document, as somebody sees who opens it.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Document {
    /// The body, in order.
    pub blocks: Vec<Block>,
    /// Footnotes and endnotes, in the order of their first mention; [`Inline::Note`] counts them from 0.
    pub notes: Vec<Vec<Block>>,
    /// Images, embedded files and attachments; [`Inline::Image`] and [`Inline::File`] count them from 0.
    pub files: Vec<EmbeddedFile>,
    /// What it says of itself outside its text: META tags, tables of a catalogue, properties.
    pub stated: Vec<Stated>,
    /// What was dropped, changed or is unsure, in the order of the document.
    pub remarks: Vec<Remark>,
}

/// A block of the body.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Block {
    /// A paragraph, heading or item of a list.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
    /// Lines whose breaks and blanks count: a listing, a drawing of characters.
    Preformatted(String),
    /// Text that is Markdown already, as other generators keep it; it is not written anew. Where it leads to one of
    /// [`Document::files`], the target is [`file_mark`]: only who writes the file knows its name.
    Markdown(String),
}

/// Stands before and behind the index of a file: a control character, which no text has.
const MARK: char = '\u{1}';

/// What stands in Markdown for the name of a file, by its index.
pub(crate) fn file_mark(index: usize) -> String {
    format!("{MARK}{index}{MARK}")
}

/// The text with what `name` gives in place of each mark of a file; a mark of none stays.
pub(crate) fn with_files(text: &str, name: impl Fn(usize) -> Option<String>) -> String {
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(MARK) {
        written.push_str(before);
        let named = after
            .split_once(MARK)
            .and_then(|(index, behind)| Some((name(index.parse().ok()?)?, behind)));
        rest = match named {
            Some((name, behind)) => {
                written.push_str(&name);
                behind
            }
            None => {
                written.push(MARK);
                after
            }
        };
    }
    written.push_str(rest);
    written
}

/// A paragraph.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Paragraph {
    /// 1 to 6 if its style makes it a heading of that level.
    pub heading: Option<u8>,
    /// The number or bullet that the program makes, if it has one.
    pub number: Option<Number>,
    /// Its words.
    pub inlines: Vec<Inline>,
    /// Where it stands in its lines.
    pub alignment: Alignment,
    /// Height of most of its letters in half points; 0 where the format does not say.
    pub size: u16,
    /// A box, a frame or a caption beside the text, whose place among the paragraphs is the format's guess.
    pub is_aside: bool,
}

/// What a program writes before a paragraph.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Number {
    /// As it is shown, `（一）` or `1.`, with the blank that stands between it and the text, if any.
    Shown {
        /// Without blanks around it.
        text: String,
        /// A tab or a blank is between it and the text.
        is_apart: bool,
    },
    /// A sign that counts nothing, in a list so deep (from 0).
    Bullet(u8),
}

/// Where lines begin or end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Alignment {
    /// As texts stand; where nothing is said.
    #[default]
    Left,
    /// Titles.
    Center,
    /// Signatures and dates.
    Right,
}

/// A piece of a paragraph.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Inline {
    /// Words that look alike.
    Text {
        /// Blanks as they are shown; no line breaks.
        text: String,
        /// How they look.
        style: Style,
    },
    /// A line break within a paragraph.
    Break,
    /// A link with its words.
    Link {
        /// As it stands, a file beside the document included; `#name` leads to an [`Inline::Anchor`].
        address: String,
        /// What is shown.
        inlines: Vec<Inline>,
    },
    /// A place that links lead to.
    Anchor(String),
    /// The sign of a note: its index in [`Document::notes`].
    Note(usize),
    /// An image: its index in [`Document::files`].
    Image {
        /// Which.
        file: usize,
        /// What stands for it; empty where nothing does.
        alternative: String,
    },
    /// A file that can be opened where it is shown: its index in [`Document::files`].
    File(usize),
    /// A word with its reading above it.
    Ruby {
        /// The word.
        base: String,
        /// How it is read.
        reading: String,
    },
}

/// How words look, as far as that means something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Style {
    /// Bold.
    pub bold: bool,
    /// Italic, or dots below Han.
    pub emphasis: bool,
    /// A line below.
    pub underline: bool,
    /// A line through.
    pub strike: bool,
    /// Raised.
    pub superscript: bool,
    /// Lowered.
    pub subscript: bool,
}

/// A table.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Table {
    /// Its title, where the format ties one to it.
    pub caption: Vec<Inline>,
    /// How many of the first rows are heads, as the format says; 0 where it says nothing.
    pub head_rows: usize,
    /// From above.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell. What another one covers is no cell: rows may have fewer of them than columns.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cell {
    /// Paragraphs and tables in it.
    pub blocks: Vec<Block>,
    /// How many rows it covers, from 1.
    pub row_span: usize,
    /// How many columns it covers, from 1.
    pub column_span: usize,
}

/// A file within the document, or one that it shows from beside it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct EmbeddedFile {
    /// A name without folders, as the document has it; made from the kind where it has none.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// Listed as an attachment of the report, beside being shown where the text says.
    pub is_attachment: bool,
}

/// Something that a document says of itself.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stated {
    /// The name as it stands: `PubDate`, `索引号`, `发布日期`.
    pub name: String,
    /// What is said.
    pub value: String,
    /// Where it stands.
    pub place: Place,
}

/// What somebody who compares the report with the document must know.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Remark {
    /// What happened.
    pub kind: RemarkKind,
    /// What it is, and why: `批注（不随报告发布）`.
    pub what: Text,
    /// Where.
    pub place: Place,
    /// What is concerned, as far as it can be shown; empty where nothing can.
    pub quote: String,
    /// The report stays a draft until somebody has looked.
    pub is_draft: bool,
}

/// What happened to something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RemarkKind {
    /// Is in the document and not in the report.
    Dropped,
    /// Is in the report otherwise than in the document.
    Changed,
    /// May be other than it seems.
    Unsure,
}

/// A place in a document, as somebody would look for it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// All of it, or nowhere in its text.
    Document,
    /// A paragraph, counted from 1 with those in tables.
    Paragraph(usize),
    /// A line of a text, from 1.
    Line(usize),
    /// A page, from 1.
    Page(usize),
    /// A cell or range of a sheet: `Sheet1!B3`.
    Cells(String),
    /// A file within the document: `word/comments.xml`.
    File(String),
}

impl Place {
    /// How it is told; nothing for all of the document.
    pub(crate) fn words(&self) -> Text {
        match self {
            Place::Document => Text::new("", ""),
            Place::Paragraph(number) => {
                Text::new(format!("第{number}段"), format!("paragraph {number}"))
            }
            Place::Line(number) => Text::new(format!("第{number}行"), format!("line {number}")),
            Place::Page(number) => Text::new(format!("第{number}页"), format!("page {number}")),
            Place::Cells(range) => Text::new(range.clone(), range.clone()),
            Place::File(name) => Text::new(name.clone(), name.clone()),
        }
    }
}

impl Paragraph {
    /// A paragraph of plain words.
    pub(crate) fn of(text: impl Into<String>) -> Paragraph {
        Paragraph {
            inlines: vec![Inline::text(text)],
            ..Paragraph::default()
        }
    }

    /// Its words as they are read, without its number.
    pub(crate) fn text(&self) -> String {
        text_of(&self.inlines)
    }
}

impl Inline {
    /// Words that look as all do.
    pub(crate) fn text(text: impl Into<String>) -> Inline {
        Inline::Text {
            text: text.into(),
            style: Style::default(),
        }
    }
}

/// The words of inlines as they are read; a break is a line feed.
pub(crate) fn text_of(inlines: &[Inline]) -> String {
    let mut text = String::new();
    for inline in inlines {
        match inline {
            Inline::Text { text: words, .. } => text.push_str(words),
            Inline::Break => text.push('\n'),
            Inline::Link { inlines, .. } => text.push_str(&text_of(inlines)),
            Inline::Ruby { base, .. } => text.push_str(base),
            Inline::Anchor(_) | Inline::Note(_) | Inline::Image { .. } | Inline::File(_) => {}
        }
    }
    text
}

impl Cell {
    /// A cell of one row and column.
    pub(crate) fn of(blocks: Vec<Block>) -> Cell {
        Cell {
            blocks,
            row_span: 1,
            column_span: 1,
        }
    }
}

impl Remark {
    /// A remark about a place, after which the report may be published.
    pub(crate) fn new(kind: RemarkKind, what: Text, place: Place, quote: &str) -> Remark {
        Remark {
            kind,
            what,
            place,
            quote: quote.to_owned(),
            is_draft: false,
        }
    }
}
