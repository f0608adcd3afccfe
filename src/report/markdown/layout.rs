//! Lays a body out anew where the Markdown parser would read it otherwise than it was meant.
//!
//! In: a text and edits of it, which add line ends or change blanks at the head of a line. Out: the text with these
//! edits, and where each of its places stood before. Never changes a word, and never decides what is edited.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A range of the text and the line ends, blanks and marks of quotations that stand there instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    pub(crate) at: Range<usize>,
    pub(crate) text: String,
}

impl Edit {
    pub(crate) fn insert(at: usize, text: impl Into<String>) -> Edit {
        Edit {
            at: at..at,
            text: text.into(),
        }
    }
}

/// Where the places of a text stood before it was laid out anew.
#[derive(Serialize, Deserialize)]
pub(crate) struct Moves(
    /// After each edit: the place in the new text, and in the old one.
    Vec<(usize, usize)>,
);

impl Moves {
    /// The place in the old text of one in the new; what was added stood where the next word stands.
    pub(crate) fn back(&self, place: usize) -> usize {
        let after = self.0.partition_point(|(new, _)| *new <= place);
        let (new, old) = match after.checked_sub(1).and_then(|i| self.0.get(i)) {
            Some(found) => *found,
            None => (0, 0),
        };
        let end = self.0.get(after).map_or(usize::MAX, |(_, old)| *old);
        (old + (place - new)).min(end)
    }

    pub(crate) fn range_back(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.back(range.start);
        start..self.back(range.end).max(start)
    }
}

/// The text with `edits` made. Those that overlap an earlier one are left out.
pub(crate) fn apply(text: &str, mut edits: Vec<Edit>) -> (String, Moves) {
    edits.sort_by_key(|edit| (edit.at.start, edit.at.end));
    let added: usize = edits.iter().map(|edit| edit.text.len()).sum();
    let mut result = String::with_capacity(text.len() + added);
    let mut moves = Vec::with_capacity(edits.len());
    let mut copied = 0;
    for Edit { at, text: other } in edits {
        let Some(before) = text.get(copied..at.start) else {
            continue;
        };
        if !text.is_char_boundary(at.end) {
            continue;
        }
        result.push_str(before);
        result.push_str(&other);
        copied = at.end;
        moves.push((result.len(), copied));
    }
    result.push_str(text.get(copied..).unwrap_or_default());
    (result, Moves(moves))
}

#[cfg(test)]
mod tests {
    use super::{Edit, apply};

    #[test]
    fn places_are_found_again() {
        let text = "甲\n  乙\n丙";
        let edits = vec![
            Edit::insert("甲\n  乙\n".len(), "\n"),
            Edit {
                at: 4..6,
                text: String::new(),
            },
            Edit::insert(5, "不"),
        ];
        let (new, moves) = apply(text, edits);
        assert_eq!(new, "甲\n乙\n\n丙");
        for word in ["甲", "乙", "丙"] {
            let at = new.find(word).unwrap();
            assert_eq!(moves.back(at), text.find(word).unwrap(), "{word}");
        }
        assert_eq!(moves.back("甲\n乙\n".len()), "甲\n  乙\n".len());
        assert_eq!(moves.range_back(&(0..new.len())), 0..text.len());
    }
}
