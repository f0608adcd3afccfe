//! The lines of a text: where they begin on the page, how wide they are, what stands between them.
//!
//! In: the characters of a text. Out: its lines that say something. Widths are counted in columns, of which a Han takes
//! two. Never judges what a line means.

use crate::character::{is_blank, is_cjk, is_invisible};

/// Columns of a tab, at most, where a line begins.
const TAB: usize = 8;

/// A line that says something.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// Counted from 1, empty ones too.
    pub number: usize,
    /// Columns before its first character.
    pub indent: usize,
    /// Without blanks around it.
    pub text: String,
    /// With the tabs that it begins with, which may stand for empty cells.
    pub raw: String,
    /// Two ideographic blanks stand before it, as before paragraphs.
    pub is_inset: bool,
    /// Columns that it takes, blanks around it aside.
    pub width: usize,
    /// What is between it and the one before.
    pub gap: Gap,
}

/// What stands between two lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Nothing.
    None,
    /// The end of a page.
    Page,
    /// Empty lines.
    Blank,
}

impl Line {
    /// The column behind its last character.
    pub(super) fn end(&self) -> usize {
        self.indent + self.width
    }
}

/// The lines of a text.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let text = text
        .replace("\r\n", "\n")
        .replace(['\r', '\u{b}', '\u{85}', '\u{2028}'], "\n");
    let mut lines: Vec<Line> = Vec::new();
    let mut gap = Gap::None;
    for (written, number) in text.split('\n').zip(1..) {
        for (part, page) in written.split('\u{c}').zip(0..) {
            if page > 0 {
                gap = Gap::Page;
            }
            let seen =
                |c: &char| *c == '\t' || !c.is_control() && !is_invisible(*c) || is_variant(*c);
            let part: String = part.chars().filter(seen).collect();
            let content = part.trim_matches(is_blank);
            if content.is_empty() {
                // A page ends where one is said to, empty lines or none.
                gap = if gap == Gap::None { Gap::Blank } else { gap };
                continue;
            }
            let begins = part.len() - part.trim_start_matches(is_blank).len();
            let indent = part.get(..begins).unwrap_or_default();
            lines.push(Line {
                number,
                indent: columns(indent),
                is_inset: indent == "\u{3000}\u{3000}",
                text: content.to_owned(),
                raw: part.trim_matches(|c| is_blank(c) && c != '\t').to_owned(),
                width: columns(content),
                gap: std::mem::replace(&mut gap, Gap::None),
            });
        }
    }
    lines
}

/// Marks that choose the form of the character before them.
fn is_variant(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Columns that characters take.
pub(super) fn columns(text: &str) -> usize {
    let mut columns = 0;
    for c in text.chars() {
        columns += match c {
            '\t' => TAB - columns % TAB,
            c if is_variant(c) => 0,
            c if is_cjk(c) || is_wide_mark(c) => 2,
            _ => 1,
        };
    }
    columns
}

/// Marks that Chinese fonts make as wide as a Han.
fn is_wide_mark(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '…' | '—' | '·' | '×' | '÷' | '±' | '℃' | '①'..='⒛' | 'Ⅰ'..='ⅹ' | '─'..='╿' | '■'..='◿')
}

/// Columns of what cannot be divided at the beginning of a line: a Han with the marks that no line begins with, a word, a
/// figure.
pub(super) fn first_unit(text: &str) -> usize {
    let mut unit = String::new();
    for c in text.chars() {
        let is_first = unit.is_empty();
        let is_word =
            |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '%' | '-' | '_' | '/');
        let goes_on = is_word(c) && unit.chars().all(is_word);
        if !is_first && !goes_on && !is_closing(c) {
            break;
        }
        unit.push(c);
    }
    columns(&unit)
}

/// Marks that no line begins with.
fn is_closing(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '！'
            | '？'
            | '”'
            | '’'
            | '）'
            | '》'
            | '】'
            | '」'
            | '』'
            | '〕'
            | ','
            | ';'
            | ':'
            | '!'
            | '?'
            | ')'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_know_their_place() {
        let found = lines("\u{3000}\u{3000}甲a\r\n\r\n乙\u{c}\n  丙，\r丁");
        let seen: Vec<_> = found
            .iter()
            .map(|line| {
                (
                    line.number,
                    line.indent,
                    line.text.as_str(),
                    line.width,
                    line.gap,
                )
            })
            .collect();
        let wanted = [
            (1, 4, "甲a", 3, Gap::None),
            (3, 0, "乙", 2, Gap::Blank),
            (4, 2, "丙，", 4, Gap::Page),
            (5, 0, "丁", 2, Gap::None),
        ];
        assert_eq!(seen, wanted);
        assert_eq!(
            (
                first_unit("门和"),
                first_unit("门，和"),
                first_unit("2012年")
            ),
            (2, 4, 4)
        );
    }
}
