//! Links, images, definitions and notes that were meant and are displayed as they were written.
//!
//! In: a bracket in a displayed line; the parser has read no link there. Out: what was meant by it. Never resolves
//! anything.

use crate::diagnostic::Fault;
use crate::report::markdown::link::{Link, LinkKind};
use crate::report::markdown::lint::destination::{is_destination, is_picture, without_title};
use crate::report::markdown::lint::faults;
use crate::report::markdown::lint::line::{HIDDEN, Line};

/// What was meant by a bracket.
pub(super) enum Meant {
    Fault(Box<Fault>),
    /// A note of this label.
    Note(String),
    /// The definition of it.
    NoteDefinition(String),
}

/// What is meant by the bracket at `at`, and where it ends.
pub(super) fn at(line: &Line, at: usize) -> Option<(Meant, usize)> {
    let ahead = line.ahead(at);
    let opens = ahead.chars().next()?;
    let closes: &[char] = match opens {
        '【' => &['】', ']'],
        _ => &[']', '］'],
    };
    let inside = &ahead[opens.len_utf8()..];
    let close = inside.find(|c| closes.contains(&c) || matches!(c, '[' | '［'))?;
    let (label, rest) = inside.split_at(close);
    let closing = rest.chars().next().filter(|c| closes.contains(c))?;
    let after = &rest[closing.len_utf8()..];
    let words_end = at + (ahead.len() - after.len());
    let is_at_head = at == line.head;
    if let Some(note) = label.strip_prefix(['^', '＾']).map(str::trim)
        && !note.is_empty()
        && opens != '【'
        && !note.contains(HIDDEN)
    {
        let is_wide = opens != '[' || closing != ']' || label.starts_with('＾');
        return Some(match after.starts_with('：') && is_at_head {
            true => {
                let end = words_end + '：'.len_utf8();
                (Meant::NoteDefinition(note.to_owned()), end)
            }
            false if is_wide => {
                let fault = faults::note_brackets(
                    line.span(at..words_end),
                    &line.text[at..words_end],
                    note,
                );
                (Meant::Fault(Box::new(fault)), words_end)
            }
            false => (Meant::Note(note.to_owned()), words_end),
        });
    }
    let gap = after.len() - after.trim_start_matches([' ', '\t', '\u{3000}']).len();
    let next = after[gap..].chars().next()?;
    let bang = line.before(at).filter(|c| matches!(c, '!' | '！'));
    let start = at - bang.map_or(0, char::len_utf8);
    let (destination, end) = match next {
        '(' | '（' => in_brackets(&after[gap..])?,
        '：' if is_at_head && opens != '【' => {
            let destination = after[gap + next.len_utf8()..].trim();
            if !is_destination(destination) {
                return None;
            }
            let span = line.span(at..words_end + gap + next.len_utf8());
            let fault = faults::definition_colon(span, label, destination);
            return Some((Meant::Fault(Box::new(fault)), line.text.len()));
        }
        '[' | '［' if gap == 0 => return reference(line, (start, label), after, words_end),
        _ => return None,
    };
    if !is_destination(destination) || opens == '【' && destination.contains(char::is_whitespace) {
        return None;
    }
    let end = words_end + gap + end;
    let span = line.span(start..end);
    let is_image = bang.is_some() && is_picture(without_title(destination));
    let shown = &line.text[start..end];
    let fault = faults::link(span, shown, label, destination, is_image);
    Some((Meant::Fault(Box::new(fault)), end))
}

/// `[words][label]`, where no definition has that label. Figures in a row (`[1][2]`) are no link.
fn reference(
    line: &Line,
    (start, words): (usize, &str),
    after: &str,
    at: usize,
) -> Option<(Meant, usize)> {
    let inside = after.strip_prefix(['[', '［'])?;
    let close = inside.find([']', '］', '[', '［'])?;
    let (label, rest) = inside.split_at(close);
    let closing = rest.chars().next().filter(|c| matches!(c, ']' | '］'))?;
    let is_figure = |text: &str| text.chars().all(|c| !c.is_alphabetic());
    // A form has boxes, and a citation places: both are words of the text.
    if words.trim().is_empty()
        || label.trim().is_empty()
        || is_figure(words)
        || label.contains(HIDDEN)
    {
        return None;
    }
    let end = at + (after.len() - rest.len()) + closing.len_utf8();
    let fault = faults::reference(line.span(start..end), &line.text[start..end], label);
    Some((Meant::Fault(Box::new(fault)), end))
}

/// What stands in the brackets that `text` begins with, of either width, and where they end.
fn in_brackets(text: &str) -> Option<(&str, usize)> {
    let mut depth = 0_usize;
    let start = text.chars().next()?.len_utf8();
    for (at, c) in text.char_indices() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => {
                depth -= 1;
                if depth == 0 {
                    return Some((&text[start..at], at + c.len_utf8()));
                }
            }
            _ => {}
        }
    }
    // Never closed: as far as a path may reach.
    let end = text.find(['，', '。', '；', ' ']).unwrap_or(text.len());
    Some((text.get(start..end)?, end))
}

/// The warning of a link to a picture that a mark of exclamation stands before: an image was meant.
pub(super) fn lost_bang(line: &Line, link: &Link, base: &str) -> Option<Fault> {
    let gap = base.get(line.source_end()?..link.span.start)?;
    if link.kind != LinkKind::Link || !is_picture(&link.destination) || gap.contains('\n') {
        return None;
    }
    let text = line.text.as_str();
    let bang = ["！", "! ", "！ "]
        .into_iter()
        .find(|bang| text.ends_with(bang))?;
    let start = text.len() - bang.len();
    // At the end of a sentence it is one.
    if line.before(start).is_some_and(|c| !c.is_whitespace()) {
        return None;
    }
    let span = line.span(start..text.len()).start..link.span.end;
    Some(faults::image_bang(span, &link.destination))
}
