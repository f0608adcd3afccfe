//! A text in the one form in which clauses are read: simplified characters, half-width marks, one kind of bracket, no
//! blanks.
//!
//! In: a text as displayed. Out: its characters, each with the bytes that it came from. Never cuts or judges anything.

use std::ops::Range;

use crate::character::{is_blank, is_invisible};
use crate::fields::simplified;

/// A text in one form, whose characters know their places.
pub(super) struct Canonical {
    characters: Vec<char>,
    /// Bytes of the text that each character came from.
    places: Vec<Range<usize>>,
}

impl Canonical {
    /// The bytes `within` of a text; what is not at the border of characters is an empty text.
    pub(super) fn of(text: &str, within: Range<usize>) -> Self {
        let start = within.start;
        let mut canonical = Canonical {
            characters: Vec::new(),
            places: Vec::new(),
        };
        for (at, written) in text.get(within).unwrap_or_default().char_indices() {
            if is_blank(written) || is_invisible(written) {
                continue;
            }
            let from = start + at;
            canonical.characters.push(one_form(written));
            canonical
                .places
                .push(from..from.saturating_add(written.len_utf8()));
        }
        canonical
    }

    /// Its characters.
    pub(super) fn characters(&self) -> &[char] {
        &self.characters
    }

    /// Some of its characters; none where there are not so many.
    pub(super) fn part(&self, range: &Range<usize>) -> &[char] {
        self.characters.get(range.clone()).unwrap_or_default()
    }

    /// The bytes of the text from the first to the last of some characters.
    pub(super) fn bytes(&self, range: &Range<usize>) -> Range<usize> {
        let end = self.places.last().map_or(0, |place| place.end);
        let Some(start) = self.places.get(range.start).map(|place| place.start) else {
            return end..end;
        };
        let last = range.end.checked_sub(1).filter(|last| *last >= range.start);
        match last {
            Some(last) => start..self.places.get(last).map_or(end, |place| place.end),
            None => start..start,
        }
    }
}

/// A character in the form that clauses are read in.
fn one_form(written: char) -> char {
    match written {
        '（' | '【' | '〔' | '［' | '[' | '〖' | '﹙' | '﹝' | '{' | '｛' => '(',
        '）' | '】' | '〕' | '］' | ']' | '〗' | '﹚' | '﹞' | '}' | '｝' => ')',
        '﹐' => ',',
        '﹑' | '､' => '、',
        '﹔' => ';',
        '∶' | '﹕' | '︰' => ':',
        '｡' => '。',
        '–' | '—' | '―' | '─' | '～' | '~' => '-',
        '○' | '零' => '〇',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(written).wrapping_sub(0xfee0))
            .unwrap_or(char::REPLACEMENT_CHARACTER),
        _ => {
            let mut buffer = [0; 4];
            let word = simplified(written.encode_utf8(&mut buffer));
            word.chars().next().unwrap_or(written)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_one_meaning_have_one_form() {
        for text in [
            "(牵头单位:甲,乙)",
            "（牵頭單位：甲，乙）",
            "【牵 头单位﹕甲﹐ 乙〕",
        ] {
            let canonical = Canonical::of(text, 0..text.len());
            let form: String = canonical.characters().iter().collect();
            assert_eq!(form, "(牵头单位:甲,乙)", "{text}");
        }
    }

    #[test]
    fn places_lead_back_to_the_text() {
        let text = "前（ 示 例局 ）后";
        let canonical = Canonical::of(text, 3..text.len());
        assert_eq!(text.get(canonical.bytes(&(1..4))), Some("示 例局"));
        assert_eq!(canonical.bytes(&(99..100)), text.len()..text.len());
        assert!(Canonical::of(text, 1..2).characters().is_empty());
    }
}
