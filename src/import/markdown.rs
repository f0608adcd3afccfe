//! Writes the body of a report: the Markdown that shows what the document says.
//!
//! In: a [`Document`]. Out: a text of which gongbao displays the same words, numbers and tables; what has no place in it is
//! told. Never adds a word, and takes none away: what Markdown would read as a mark is escaped.

mod escape;
mod table;

use std::collections::BTreeSet;

use crate::character::{formal_value, han_value};
use crate::diagnostic::Text;
use crate::import::document::{
    Block, Document, Inline, Number, Paragraph, Place, Remark, RemarkKind, Style, text_of,
    with_files,
};
use crate::import::markdown::escape::Escape;

/// What addresses of links begin with that lead to a file of the content, whose path from its top follows.
pub(crate) const IN_CONTENT: &str = "content:";
/// Depths of lists.
const MAX_DEPTH: u8 = 6;

/// A body that was written.
#[derive(Debug, Default)]
pub(crate) struct Body {
    /// Its Markdown, which ends with a line feed unless there is none.
    pub text: String,
    /// What is otherwise than in the document.
    pub remarks: Vec<Remark>,
}

/// How a body is to be written.
pub(crate) struct Manner<'m> {
    /// The report is in Chinese: `1.` begins no list.
    pub is_chinese: bool,
    /// The names of [`Document::files`] beside the report.
    pub names: &'m [String],
    /// The folder of the report, below the content.
    pub folder: &'m str,
}

/// Writes the body of a document.
pub(crate) fn write(document: &Document, manner: &Manner<'_>) -> Body {
    let mut writer = Writer {
        manner,
        top: top_heading(&document.blocks),
        body: Body::default(),
        lost_links: Vec::new(),
        silent: BTreeSet::new(),
    };
    let blocks = writer.blocks(&document.blocks);
    let notes = document.notes.iter().enumerate();
    let notes: Vec<String> = notes.map(|(at, note)| writer.note(at, note)).collect();
    writer.tell_links();
    writer.tell_silent();
    let mut body = writer.body;
    body.text = blocks;
    for note in notes {
        body.text.push_str(&note);
    }
    let end = body.text.trim_end().len();
    body.text.truncate(end);
    if !body.text.is_empty() {
        body.text.push('\n');
    }
    body
}

/// A note holds paragraphs: an item of a list is one, with its sign.
fn without_list(block: &Block) -> Block {
    match block {
        Block::Paragraph(paragraph) if matches!(paragraph.number, Some(Number::Bullet(_))) => {
            let mut inlines = vec![Inline::text("• ")];
            inlines.extend(paragraph.inlines.iter().cloned());
            Block::Paragraph(Paragraph {
                number: None,
                inlines,
                ..paragraph.clone()
            })
        }
        other => other.clone(),
    }
}

/// The uppermost level of headings without a number.
fn top_heading(blocks: &[Block]) -> u8 {
    let levels = blocks.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) => paragraph.heading,
        _ => None,
    });
    levels.min().unwrap_or(1)
}

struct Writer<'m> {
    manner: &'m Manner<'m>,
    top: u8,
    body: Body,
    /// Words of links that lead nowhere in the report, and where they led.
    lost_links: Vec<(String, String)>,
    /// Images for which no words stand.
    silent: BTreeSet<usize>,
}

impl Writer<'_> {
    fn blocks(&mut self, blocks: &[Block]) -> String {
        let mut text = String::new();
        let mut is_in_list = false;
        // Of the item before; one that stands alone is no deeper than the text.
        let mut depth_before = None;
        for block in blocks {
            let is_item = matches!(
                block,
                Block::Paragraph(Paragraph {
                    number: Some(Number::Bullet(_)),
                    ..
                })
            );
            let written = match block {
                Block::Paragraph(paragraph) => match paragraph.number {
                    Some(Number::Bullet(depth)) => {
                        let deepest = depth_before.map_or(0, |before: u8| before + 1);
                        let depth = depth.min(deepest).min(MAX_DEPTH);
                        depth_before = Some(depth);
                        self.item(paragraph, depth)
                    }
                    _ => self.paragraph(paragraph),
                },
                Block::Table(table) => self.table(table),
                Block::Preformatted(lines) => fenced(lines),
                Block::Markdown(text) => {
                    let escape = Escape::line(self.manner.is_chinese);
                    let name =
                        |index: usize| Some(escape.destination(self.manner.names.get(index)?));
                    with_files(text.trim_matches('\n'), name)
                }
            };
            if written.is_empty() {
                continue;
            }
            if is_in_list && !is_item {
                // A list ends at a block; two blank lines, or one, end nothing that is indented.
                text.push('\n');
            }
            is_in_list = is_item;
            if !is_item {
                depth_before = None;
            }
            text.push_str(&written);
            text.push_str(if is_item { "\n" } else { "\n\n" });
        }
        if is_in_list {
            text.push('\n');
        }
        text
    }

    fn paragraph(&mut self, paragraph: &Paragraph) -> String {
        let number = self.number(paragraph);
        let is_heading = paragraph.heading.is_some();
        let mut inlines = within_edges(&paragraph.inlines).to_vec();
        if is_heading || is_part(paragraph) {
            // That a heading is bold, or all of a numbered line, is how headings look.
            take_common_bold(&mut inlines);
        }
        let words = self.inlines(&inlines, Escape::line(self.manner.is_chinese));
        let words = without_edges(&words);
        let stays_heading = is_heading && !(self.manner.is_chinese && is_part(paragraph));
        let words = match (number.is_empty(), words.split_once('\n')) {
            _ if stays_heading => words.to_owned(),
            (true, _) => escape::line_start(words, self.manner.is_chinese),
            (false, None) => words.to_owned(),
            (false, Some((first, rest))) => {
                let rest = escape::line_start(rest, self.manner.is_chinese);
                format!("{first}\n{rest}")
            }
        };
        if words.is_empty() && number.is_empty() {
            return String::new();
        }
        match paragraph.heading {
            // A numbered line is a part by its number; a heading would take the number's place in its address.
            Some(_) if !stays_heading => {
                format!("{number}{words}")
            }
            Some(level) => {
                let level = 2 + usize::from(level.saturating_sub(self.top)).min(4);
                let line = words.replace("\\\n", " ").replace('\n', " ");
                format!(
                    "{} {number}{}",
                    "#".repeat(level),
                    escape::heading_end(&line)
                )
            }
            None => format!("{number}{words}"),
        }
    }

    /// An item of a list.
    fn item(&mut self, paragraph: &Paragraph, depth: u8) -> String {
        let words = Paragraph {
            heading: None,
            number: None,
            ..paragraph.clone()
        };
        let words = self.paragraph(&words);
        if words.is_empty() {
            return String::new();
        }
        let indent = "  ".repeat(usize::from(depth));
        format!(
            "{indent}- {}",
            words.replace('\n', &format!("\n{indent}  "))
        )
    }

    /// The number with what is between it and the text.
    fn number(&self, paragraph: &Paragraph) -> String {
        let Some(Number::Shown { text, is_apart }) = &paragraph.number else {
            return String::new();
        };
        let text = text.trim();
        let Some(last) = text.chars().last() else {
            return String::new();
        };
        let written = Escape::line(self.manner.is_chinese).words(text);
        let written = escape::line_start(&written, self.manner.is_chinese);
        if paragraph.inlines.is_empty() {
            return written;
        }
        // 一、 and （一） need no blank; 第一条 is set apart by one of the width of a Han, as laws are printed.
        let blank = match last {
            '、' | '）' | '．' | '。' | '：' => "",
            last if last.is_ascii() => " ",
            _ if !is_apart && !text.starts_with('第') => "",
            _ => "　",
        };
        format!("{written}{blank}")
    }

    fn note(&mut self, at: usize, note: &[Block]) -> String {
        let note: Vec<Block> = note.iter().map(without_list).collect();
        let text = self.blocks(&note);
        let text = text.trim_end();
        let mut lines = text.lines();
        let mut written = format!("[^{}]: {}\n", at + 1, lines.next().unwrap_or_default());
        for line in lines {
            match line.is_empty() {
                true => written.push('\n'),
                false => written.push_str(&format!("    {line}\n")),
            }
        }
        written.push('\n');
        written
    }

    fn inlines(&mut self, inlines: &[Inline], escape: Escape) -> String {
        let mut text = String::new();
        let joined = joined(inlines);
        for (at, inline) in joined.iter().enumerate() {
            match inline {
                Inline::Text { text: words, style } => {
                    let after = joined.get(at + 1).and_then(first_character);
                    let before = text.chars().last();
                    // Behind a note it would make it a definition or a link.
                    if before == Some(']')
                        && *style == Style::default()
                        && let Some(first @ (':' | '(' | '[')) = words.chars().next()
                    {
                        text.push_str(&format!("&#{};", u32::from(first)));
                        let rest = words.get(1..).unwrap_or_default();
                        text.push_str(&escape::styled(rest, *style, before, after, escape));
                        continue;
                    }
                    text.push_str(&escape::styled(words, *style, before, after, escape));
                }
                Inline::Break => text.push_str(escape.line_break()),
                Inline::Link { address, inlines } => {
                    let link = self.link(&text, (address, inlines), escape);
                    text.push_str(&link);
                }
                Inline::Anchor(_) => {}
                Inline::Note(at) => text.push_str(&format!("[^{}]", at + 1)),
                Inline::Image { file, alternative } => {
                    if let Some(name) = self.manner.names.get(*file) {
                        if alternative.trim().is_empty() {
                            self.silent.insert(*file);
                        }
                        text.push_str(&escape.image(name, alternative));
                    }
                }
                Inline::File(file) => {
                    if let Some(name) = self.manner.names.get(*file) {
                        let link = escape.link(&text, name, &escape.words(name));
                        text.push_str(&link);
                    }
                }
                Inline::Ruby { base, reading } => {
                    let (base, reading) = (escape.words(base), escape.words(reading));
                    text.push_str(&format!(
                        "<ruby>{base}<rp>（</rp><rt>{reading}</rt><rp>）</rp></ruby>"
                    ));
                }
            }
        }
        text
    }

    fn link(
        &mut self,
        before: &str,
        (address, inlines): (&str, &[Inline]),
        escape: Escape,
    ) -> String {
        let words = self.inlines(inlines, escape.within_link());
        let address = address.trim();
        let lower = address.to_ascii_lowercase();
        let leads_out = ["http://", "https://", "mailto:", "ftp://", "tel:"];
        let is_own = self.manner.names.iter().any(|name| name == address);
        if is_own || leads_out.iter().any(|scheme| lower.starts_with(scheme)) {
            if words.trim().is_empty() {
                // A link around an image alone is one of the image.
                return words;
            }
            return escape.link(before, address, &words);
        }
        if let Some(path) = address.strip_prefix(IN_CONTENT) {
            let path = path.split('#').next().unwrap_or_default();
            let path = relative(self.manner.folder, path);
            return escape.link(before, &path, &words);
        }
        let shown = text_of(inlines);
        if !shown.trim().is_empty() && !address.is_empty() {
            self.lost_links.push((shown, address.to_owned()));
            if !address.starts_with('#') {
                // For the editor who looks for the file; readers see nothing of it.
                return format!("{words}<!-- {} -->", escape::comment(address));
            }
        }
        words
    }

    /// Says how many images say nothing to those who do not see them.
    fn tell_silent(&mut self) {
        let files = std::mem::take(&mut self.silent);
        let first = files.first().and_then(|file| self.manner.names.get(*file));
        let Some(first) = first else { return };
        let count = files.len();
        let (images, have) = match count {
            1 => ("image", "has"),
            _ => ("images", "have"),
        };
        let what = Text::new(
            format!("{count} 张图片没有替代文字；请在正文中这些图片的 ![] 或 alt 里写明图片内容"),
            format!(
                "{count} {images} {have} no alt text; say in the brackets of ![], or in alt, what is shown"
            ),
        );
        let remark = Remark::new(RemarkKind::Unsure, what, Place::Document, first);
        self.body.remarks.push(remark);
    }

    /// Says which links are words now.
    fn tell_links(&mut self) {
        let lost = std::mem::take(&mut self.lost_links);
        let (within, elsewhere): (Vec<_>, Vec<_>) = lost
            .into_iter()
            .partition(|(_, address)| address.starts_with('#'));
        if let Some((first, _)) = within.first() {
            let count = within.len();
            let what = Text::new(
                format!("{count} 处文内链接只保留文字"),
                format!("{count} links within the document are words now"),
            );
            let remark = Remark::new(RemarkKind::Changed, what, Place::Document, first);
            self.body.remarks.push(remark);
        }
        for (shown, address) in elsewhere {
            let what = Text::new(
                format!("链接指向的“{address}”不在所导入的文件中，只保留文字"),
                format!("the link leads to `{address}`, which was not imported; its words stay"),
            );
            let remark = Remark::new(RemarkKind::Changed, what, Place::Document, &shown);
            self.body.remarks.push(remark);
        }
    }
}

/// A path of the content as it is from a folder of it.
fn relative(folder: &str, path: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = path.split('/').collect();
    let pairs = from.iter().zip(&to);
    let common = pairs.take_while(|(a, b)| a == b).count();
    let up = "../".repeat(from.len() - common);
    format!("{up}{}", to.get(common..).unwrap_or_default().join("/"))
}

/// Blanks that stand at the edges of a paragraph for the sake of its looks.
fn is_edge(c: char) -> bool {
    c == '\n' || is_edge_but_newline(c)
}

fn is_edge_but_newline(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{3000}' | '\u{a0}')
}

/// Without the breaks at its edges.
fn within_edges(inlines: &[Inline]) -> &[Inline] {
    let is_words = |inline: &Inline| match inline {
        Inline::Break | Inline::Anchor(_) => false,
        Inline::Text { text, .. } => !text.trim_matches(is_edge).is_empty(),
        _ => true,
    };
    let first = inlines.iter().position(is_words).unwrap_or(0);
    let last = inlines.iter().rposition(is_words);
    let end = last.map_or(0, |last| last + 1);
    inlines.get(first..end).unwrap_or_default()
}

/// Without the blanks at its edges, and breaks that nothing follows.
fn without_edges(words: &str) -> &str {
    let mut words = words.trim_matches(is_edge_but_newline);
    loop {
        let inner = words.strip_suffix("\\\n").unwrap_or(words);
        let inner = inner.strip_prefix("\\\n").unwrap_or(inner);
        let inner = inner.trim_matches(is_edge_but_newline);
        if inner == words {
            return words;
        }
        words = inner;
    }
}

/// Whether a paragraph begins with a number, that a program made or somebody wrote.
fn is_part(paragraph: &Paragraph) -> bool {
    if let Some(Number::Shown { text, .. }) = &paragraph.number {
        return !text.trim().is_empty();
    }
    let text = paragraph.text();
    let mut characters = text.trim_start().chars();
    let is_numeral = |c: char| han_value(c).is_some() || formal_value(c).is_some();
    match characters.next() {
        Some('第') => characters
            .next()
            .is_some_and(|c| is_numeral(c) || c.is_ascii_digit()),
        Some('（' | '(') => characters
            .next()
            .is_some_and(|c| is_numeral(c) || c.is_ascii_digit()),
        Some(c) if is_numeral(c) => characters.find(|c| !is_numeral(*c)) == Some('、'),
        Some(c) if c.is_ascii_digit() => matches!(
            characters.find(|c| !c.is_ascii_digit()),
            Some('.' | '．' | '、')
        ),
        _ => false,
    }
}

/// Takes bold away where all words have it.
fn take_common_bold(inlines: &mut [Inline]) {
    let is_plain = |inline: &Inline| match inline {
        Inline::Text { text, style } => !style.bold && !text.trim().is_empty(),
        _ => false,
    };
    if inlines.iter().any(is_plain) {
        return;
    }
    for inline in inlines {
        if let Inline::Text { style, .. } = inline {
            style.bold = false;
        }
    }
}

/// Neighbours that look alike are one: programs cut words into runs where somebody stopped typing.
fn joined(inlines: &[Inline]) -> Vec<Inline> {
    let mut joined: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in inlines {
        match (joined.last_mut(), inline) {
            (_, Inline::Anchor(_)) => {}
            (_, Inline::Text { text, .. }) if text.is_empty() => {}
            (
                Some(Inline::Text { text, style }),
                Inline::Text {
                    text: more,
                    style: of_more,
                },
            ) if style == of_more
                || more.trim().is_empty() && !of_more.underline && !of_more.strike =>
            {
                text.push_str(more);
            }
            _ => joined.push(inline.clone()),
        }
    }
    joined
}

/// The first character that an inline shows.
fn first_character(inline: &Inline) -> Option<char> {
    match inline {
        Inline::Text { text, style } if *style == Style::default() => text.chars().next(),
        Inline::Text { .. } => Some('*'),
        Inline::Break => None,
        Inline::Link { .. } | Inline::Note(_) | Inline::File(_) => Some('['),
        Inline::Image { .. } => Some('!'),
        Inline::Anchor(_) => None,
        Inline::Ruby { .. } => Some('<'),
    }
}

/// Lines that are shown as they are.
fn fenced(lines: &str) -> String {
    let lines = lines.trim_end_matches(['\n', '\r']).replace("\r\n", "\n");
    if lines.trim().is_empty() {
        return String::new();
    }
    let mut longest = 0;
    for run in lines.split(|c| c != '`') {
        longest = longest.max(run.len());
    }
    let fence = "`".repeat(3.max(longest + 1));
    format!("{fence}\n{lines}\n{fence}")
}
