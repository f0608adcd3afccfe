//! Han characters: which are, how they are read aloud, and which are read as one by the search.
//!
//! In go characters, out come short tables of those alone.

use std::collections::{BTreeMap, BTreeSet};

use pinyin::ToPinyinMulti;

use crate::search::text::tokenizer::query_units;

/// Readings of a character that are written down, at most: pinyin's tables have the common ones first, and
/// end with those of old books.
const READINGS: usize = 2;

/// The Han characters that words are made of: those of the basic plane.
pub(super) fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}')
}

/// The character that the search reads this one as.
pub(super) fn folded(character: char) -> char {
    let units = query_units(character.encode_utf8(&mut [0; 4]));
    let folded = units.first().and_then(|unit| unit.text.chars().next());
    folded.unwrap_or(character)
}

/// Syllables and the characters that are read so: `bei备北 bi必比`.
pub(super) fn sounds(characters: impl Iterator<Item = char>) -> String {
    let mut sounds: BTreeMap<String, BTreeSet<char>> = BTreeMap::new();
    for character in characters {
        let mut readings: Vec<&str> = Vec::new();
        for reading in character.to_pinyin_multi().into_iter().flatten() {
            if !readings.contains(&reading.plain()) && readings.len() < READINGS {
                readings.push(reading.plain());
            }
        }
        for reading in readings {
            let syllable = reading.replace('ü', "v");
            sounds.entry(syllable).or_default().insert(character);
        }
    }
    let written = sounds
        .into_iter()
        .map(|(syllable, characters)| syllable + &characters.into_iter().collect::<String>());
    written.collect::<Vec<String>>().join(" ")
}

/// Pairs of a character and the one of `characters` that the search reads it as: `復复審审`.
pub(super) fn variants(characters: &BTreeSet<char>) -> String {
    let han = ('\u{3400}'..='\u{9FFF}').filter(|character| is_han(*character));
    let pairs = han.map(|from| (from, folded(from)));
    let pairs = pairs.filter(|(from, to)| from != to && characters.contains(to));
    pairs.flat_map(|(from, to)| [from, to]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_stand_under_their_common_readings() {
        assert_eq!(
            sounds("行政银绿".chars()),
            "hang行 lu绿 lv绿 xing行 yin银 zheng政"
        );
        assert_eq!(sounds("abc，".chars()), "");
    }

    #[test]
    fn variants_are_those_of_the_characters_given() {
        let variants = variants(&BTreeSet::from(['审', '行']));
        assert!(variants.contains("審审"), "{variants}");
        assert!(!variants.contains('计'), "{variants}");
    }
}
