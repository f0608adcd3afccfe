//! Text as figures are read in it: in simplified characters, small letters and half width, without blanks.
//!
//! In goes the displayed text, out come its characters, each with the bytes of the text that it stands for. Nothing
//! that is shown or quoted comes from here.

use std::ops::Range;

use crate::character::{is_blank, is_invisible};
use crate::fields::{narrow, simplified};

/// A character, and where it stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    character: char,
    start: u32,
    end: u32,
}

/// A text for reading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Folded {
    places: Vec<Place>,
}

impl Folded {
    /// Folds a text. A blank stays where it parts letters or digits, and is a single one.
    pub(crate) fn of(text: &str) -> Folded {
        let mut places: Vec<Place> = Vec::new();
        let mut blank: Option<Place> = None;
        for ((start, written), character) in text.char_indices().zip(simplified(text).chars()) {
            if is_invisible(written) {
                continue;
            }
            let character = narrow(character);
            let place = Place {
                character,
                start: u32::try_from(start).unwrap_or(u32::MAX),
                end: u32::try_from(start + written.len_utf8()).unwrap_or(u32::MAX),
            };
            if is_blank(written) || matches!(written, '\n' | '\r') {
                blank.get_or_insert(Place {
                    character: ' ',
                    ..place
                });
                continue;
            }
            let last = places.last().map(|place| place.character);
            if let Some(blank) = blank.take()
                && last.is_some_and(|last| last.is_ascii_alphanumeric())
                && character.is_ascii_alphanumeric()
            {
                places.push(blank);
            }
            places.push(place);
        }
        Folded { places }
    }

    /// How many characters there are.
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    /// The character at a place.
    pub(crate) fn get(&self, at: usize) -> Option<char> {
        self.places.get(at).map(|place| place.character)
    }

    /// The character before a place.
    pub(crate) fn before(&self, at: usize) -> Option<char> {
        self.get(at.checked_sub(1)?)
    }

    /// Whether `word` stands at a place.
    pub(crate) fn has(&self, at: usize, word: &[char]) -> bool {
        self.places.get(at..at + word.len()).is_some_and(|places| {
            let characters = places.iter().map(|place| place.character);
            characters.eq(word.iter().copied())
        })
    }

    /// The bytes of the text that characters stand for.
    pub(crate) fn bytes(&self, characters: Range<usize>) -> Range<usize> {
        let start = self.places.get(characters.start).map(|place| place.start);
        let last = characters.end.checked_sub(1);
        let end = last.and_then(|last| self.places.get(last));
        match (start, end) {
            (Some(start), Some(end)) => start as usize..end.end.max(start) as usize,
            _ => 0..0,
        }
    }

    /// Some of the characters, as a word.
    pub(crate) fn word(&self, characters: Range<usize>) -> String {
        let places = self.places.get(characters).unwrap_or_default();
        places.iter().map(|place| place.character).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Folded;

    #[test]
    fn places_are_those_of_the_text() {
        let cases = [
            ("受理 ５３　件", "受理53件"),
            ("共 12 人", "共12人"),
            ("12  345", "12 345"),
            ("覆議\u{200B}４０％", "覆议40%"),
            ("Ａ ＋b＝", "a+b="),
            ("５３，120", "53，120"),
            ("", ""),
        ];
        for (text, folded) in cases {
            let read = Folded::of(text);
            assert_eq!(read.word(0..read.len()), folded, "{text}");
            for at in 0..read.len() {
                assert!(text.get(read.bytes(at..at + 1)).is_some(), "{text}");
            }
        }
        let text = "受理 ５３　件";
        assert_eq!(text.get(Folded::of(text).bytes(2..4)), Some("５３"));
    }
}
