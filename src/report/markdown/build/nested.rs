//! Blocks that an editor indented below a numbered paragraph: lists, tables, quotations, code.
//!
//! In: a line of the source and how deep the paragraph above it stands. Out: edits that take the indent away, so that
//! the parser, to which the number opens no list, reads the block. Never decides what a block is: the parser does.

use crate::report::markdown::build::markup::is_block_element;
use crate::report::markdown::layout::Edit;

/// Columns of an indent from which a line is code, or the continuation of the paragraph above.
pub(super) const CODE_INDENT: usize = 4;

/// Lines of code that is indented below a paragraph.
const CODE_LINES_MAX: usize = 1000;

/// What a line begins with.
pub(super) struct Head {
    /// Marks of quotations.
    pub(super) quotes: usize,
    /// Where they end, the blank after the last included.
    pub(super) marks_end: usize,
    /// Where the text begins.
    pub(super) text: usize,
    /// Columns of the blanks between.
    pub(super) columns: usize,
}

/// The head of the line at `line`, in at most `quotes` quotations.
pub(super) fn head(base: &str, line: usize, quotes: usize) -> Head {
    let bytes = base.as_bytes();
    let mut head = Head {
        quotes: 0,
        marks_end: line,
        text: line,
        columns: 0,
    };
    loop {
        match bytes.get(head.text) {
            Some(b' ') => head.columns += 1,
            Some(b'\t') => head.columns += CODE_INDENT - head.columns % CODE_INDENT,
            Some(b'>') if head.quotes < quotes => {
                let blank = usize::from(bytes.get(head.text + 1) == Some(&b' '));
                head.quotes += 1;
                head.text += 1 + blank;
                (head.marks_end, head.columns) = (head.text, 0);
                continue;
            }
            _ => return head,
        }
        head.text += 1;
    }
}

/// Where the line after that at `line` begins.
pub(super) fn line_end(base: &str, line: usize) -> usize {
    let length = base.get(line..).and_then(|rest| rest.find('\n'));
    length.map_or(base.len(), |length| line + length + 1)
}

/// Takes the indent of the block away that begins at `line`, if one does; returns where it ends.
///
/// `column` is that of the paragraph above, in its innermost item; what is indented further keeps the difference.
pub(super) fn unindent(
    base: &str,
    line: usize,
    quotes: usize,
    column: usize,
    edits: &mut Vec<Edit>,
) -> Option<usize> {
    let first = head(base, line, quotes);
    if first.quotes < quotes || first.columns < column + CODE_INDENT {
        return None;
    }
    let next = line_end(base, line);
    let fence = fence(&base[first.text..next]);
    let end = match fence {
        Some(fence) => fence_end(base, next, quotes, fence)?,
        None if begins_block(&base[first.text..next], base, next, quotes) => {
            block_end(base, next, quotes, first.columns)
        }
        None => return None,
    };
    let mut at = line;
    while at < end {
        let head = head(base, at, quotes);
        if !is_blank_line(base, &head) {
            let columns = (head.columns + column).saturating_sub(first.columns);
            edits.push(Edit {
                at: head.marks_end..head.text,
                text: " ".repeat(columns),
            });
        }
        at = line_end(base, at);
    }
    Some(end)
}

fn is_blank_line(base: &str, head: &Head) -> bool {
    matches!(base.as_bytes().get(head.text), None | Some(b'\n' | b'\r'))
}

/// Where a block ends that is indented by `columns`: before the first line that is indented less.
fn block_end(base: &str, mut at: usize, quotes: usize, columns: usize) -> usize {
    while at < base.len() {
        let head = head(base, at, quotes);
        if head.quotes < quotes || head.columns < columns && !is_blank_line(base, &head) {
            break;
        }
        at = line_end(base, at);
    }
    at
}

/// Where the code ends that `fence` has begun; nowhere where nothing closes it.
fn fence_end(base: &str, mut at: usize, quotes: usize, fence: &str) -> Option<usize> {
    for _ in 0..CODE_LINES_MAX {
        let next = line_end(base, at);
        let head = head(base, at, quotes);
        if head.quotes < quotes || at == next {
            return None;
        }
        let text = base.get(head.text..next)?.trim_end();
        if text.starts_with(fence) && text.trim_start_matches(&fence[..1]).is_empty() {
            return Some(next);
        }
        at = next;
    }
    None
}

/// The backquotes or tildes that open code.
fn fence(text: &str) -> Option<&str> {
    let mark = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = text.len() - text.trim_start_matches(mark).len();
    let info = &text[length..];
    (length >= 3 && !(mark == '`' && info.contains('`'))).then_some(&text[..length])
}

/// Whether a line begins a list, a table, a quotation, a heading or a block of HTML.
fn begins_block(text: &str, base: &str, next: usize, quotes: usize) -> bool {
    let text = text.trim_end();
    let mut chars = text.chars();
    match chars.next() {
        Some('-' | '+' | '*') => chars.as_str().starts_with([' ', '\t']),
        Some('>') => true,
        Some('#') => {
            let rest = text.trim_start_matches('#');
            text.len() - rest.len() <= 6 && rest.starts_with([' ', '\t'])
        }
        Some('|') => {
            let head = head(base, next, quotes);
            let line = &base[head.text..line_end(base, next).max(head.text)];
            let line = line.trim_end();
            line.contains('-')
                && line.contains('|')
                && line
                    .bytes()
                    .all(|b| matches!(b, b'-' | b'|' | b':' | b' ' | b'\t'))
        }
        Some('<') => {
            let name = chars.as_str().trim_start_matches('/');
            let end = name.find(|c: char| !c.is_ascii_alphanumeric());
            is_block_element(&name[..end.unwrap_or(name.len())])
        }
        _ => false,
    }
}
