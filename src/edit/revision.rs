//! A text and the changes that were accepted to it, one after another.
//!
//! In: a text as it was read, and changes that count its bytes. Out: the text as it is with those that were accepted,
//! and the lines of a further one before and after it. Never reads or writes a file, and takes no change of what another
//! has changed already.

use std::ops::Range;

/// What is to stand in place of bytes of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// Bytes of the text as it was read; empty where something is to be put in.
    pub range: Range<usize>,
    /// What is to stand there.
    pub text: String,
}

/// A line as it is, with what is changed in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Its number, from 1.
    pub number: usize,
    /// The character with which the first change begins, from 1.
    pub column: usize,
    /// All of it, in order.
    pub pieces: Vec<Piece>,
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Stays.
    Same(String),
    /// What goes, and what comes for it.
    Changed {
        /// Empty where something is put in.
        before: String,
        /// Empty where something goes.
        after: String,
    },
}

/// A text with the changes that were accepted to it.
#[derive(Debug)]
pub(crate) struct Revision {
    text: String,
    /// Accepted: where in the text as it was read, and its length now. Sorted.
    accepted: Vec<(Range<usize>, usize)>,
}

impl Revision {
    /// The text as it was read.
    pub(crate) fn of(text: String) -> Revision {
        Revision {
            text,
            accepted: Vec::new(),
        }
    }

    /// The text as it is.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The text with these changes too; `None` if they are of what was changed already, or of no place of the text.
    pub(crate) fn with(&self, changes: &[Change]) -> Option<String> {
        Some(applied(&self.text, &self.placed(changes)?))
    }

    /// Takes the changes; without effect where [`Revision::with`] gives nothing.
    pub(crate) fn accept(&mut self, changes: &[Change]) {
        let Some(text) = self.with(changes) else {
            return;
        };
        let places = changes.iter().map(|c| (c.range.clone(), c.text.len()));
        self.accepted.extend(places);
        self.accepted
            .sort_by_key(|(range, _)| (range.start, range.end));
        self.text = text;
    }

    /// The lines that the changes are in, as they are now; `None` as [`Revision::with`].
    pub(crate) fn lines(&self, changes: &[Change]) -> Option<Vec<Line>> {
        let placed = self.placed(changes)?;
        let line_of = |at: usize| {
            let before = self.text.get(..at).unwrap_or_default();
            before.rfind('\n').map_or(0, |newline| newline + 1)
        };
        let lines = placed.chunk_by(|a, b| line_of(a.range.start) == line_of(b.range.start));
        let lines = lines.filter_map(|changes| {
            let first = changes.first()?;
            Some(line(&self.text, line_of(first.range.start), changes))
        });
        Some(lines.collect())
    }

    /// The changes in the order of the text and by the bytes that it has now.
    fn placed(&self, changes: &[Change]) -> Option<Vec<Change>> {
        let mut changes = changes.to_vec();
        changes.sort_by_key(|change| (change.range.start, change.range.end));
        let apart = |a: &Range<usize>, b: &Range<usize>| {
            // Of two that are put in at one place it would not be known which comes first.
            (a.end <= b.start || b.end <= a.start) && a != b
        };
        let in_order = changes.windows(2).all(|pair| match pair {
            [a, b] => apart(&a.range, &b.range),
            _ => true,
        });
        let is_new = |change: &Change| {
            let mut accepted = self.accepted.iter();
            accepted.all(|(taken, _)| apart(taken, &change.range))
        };
        if !in_order || !changes.iter().all(is_new) {
            return None;
        }
        for change in &mut changes {
            let (mut grown, mut shrunk) = (0, 0);
            for (taken, length) in &self.accepted {
                if taken.end <= change.range.start {
                    grown += length;
                    shrunk += taken.len();
                }
            }
            let moved = |at: usize| (at + grown).checked_sub(shrunk);
            change.range = moved(change.range.start)?..moved(change.range.end)?;
            self.text.get(change.range.clone())?;
        }
        Some(changes)
    }
}

/// A text with changes that are sorted, apart and at its characters.
fn applied(text: &str, changes: &[Change]) -> String {
    let mut new = String::with_capacity(text.len());
    let mut end = 0;
    for change in changes {
        new.push_str(text.get(end..change.range.start).unwrap_or_default());
        new.push_str(&change.text);
        end = change.range.end;
    }
    new.push_str(text.get(end..).unwrap_or_default());
    new
}

/// The line that begins at `start`, with the changes in it.
fn line(text: &str, start: usize, changes: &[Change]) -> Line {
    let number = 1 + text.bytes().take(start).filter(|b| *b == b'\n').count();
    let last = changes.last().map_or(start, |change| change.range.end);
    let rest = text.get(last..).unwrap_or_default();
    let rest = rest.split('\n').next().unwrap_or_default();
    let end = last + rest.trim_end_matches('\r').len();
    let first = changes.first().map_or(start, |change| change.range.start);
    let before = text.get(start..first).unwrap_or_default();
    let mut pieces = Vec::new();
    let mut at = start;
    let same = |range: Range<usize>| {
        let same = text.get(range).unwrap_or_default();
        (!same.is_empty()).then(|| Piece::Same(same.to_owned()))
    };
    for change in changes {
        pieces.extend(same(at..change.range.start));
        pieces.push(Piece::Changed {
            before: text
                .get(change.range.clone())
                .unwrap_or_default()
                .to_owned(),
            after: change.text.clone(),
        });
        at = change.range.end;
    }
    pieces.extend(same(at..end));
    Line {
        number,
        column: before.chars().count() + 1,
        pieces,
    }
}

impl Line {
    /// The line before the changes, or after them.
    pub(crate) fn text(&self, is_after: bool) -> String {
        let pieces = self.pieces.iter().map(|piece| match piece {
            Piece::Same(same) => same.as_str(),
            Piece::Changed { after, .. } if is_after => after,
            Piece::Changed { before, .. } => before,
        });
        pieces.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(range: Range<usize>, text: &str) -> Change {
        Change {
            range,
            text: text.to_owned(),
        }
    }

    #[test]
    fn changes_count_the_bytes_of_the_text_that_was_read() {
        let mut text = Revision::of("abcdef\r\nghi\r\n".to_owned());
        text.accept(&[change(1..2, "BBB"), change(4..4, "-")]);
        assert_eq!(text.text(), "aBBBcd-ef\r\nghi\r\n");
        let lines = text.lines(&[change(9..10, "")]).expect("free");
        assert_eq!((lines[0].number, lines[0].column), (2, 2));
        assert_eq!(
            (lines[0].text(false), lines[0].text(true)),
            ("ghi".to_owned(), "gi".to_owned())
        );
        text.accept(&[change(9..10, "")]);
        text.accept(&[change(0..1, "")]);
        assert_eq!(text.text(), "BBBcd-ef\r\ngi\r\n");
    }

    #[test]
    fn nothing_is_changed_twice() {
        let mut text = Revision::of("abcdef".to_owned());
        text.accept(&[change(1..3, "x")]);
        for taken in [change(2..4, ""), change(1..3, ""), change(2..2, "y")] {
            assert_eq!(text.with(std::slice::from_ref(&taken)), None);
            text.accept(&[taken]);
        }
        assert_eq!(text.with(&[change(9..10, "")]), None);
        assert_eq!(text.with(&[change(0..2, ""), change(1..2, "")]), None);
        assert_eq!(text.text(), "axdef");
        assert_eq!(
            text.with(&[change(3..3, "y"), change(0..1, "")]).as_deref(),
            Some("xydef")
        );
    }
}
