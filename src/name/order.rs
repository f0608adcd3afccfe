//! The natural order of names and titles: 2 before 10, 一 二 三 before 十, 第2号 before 第100号.
//!
//! In goes a text, out comes its place in an order that is total and the same everywhere: numbers by their
//! value, Han by their readings as dictionaries have them, all else by its letters without case and width. A Han
//! numeral is a number where it counts something (第十二批, 附件三, 二〇二一年) or stands alone, and a word
//! elsewhere (三亚).

use unicode_normalization::UnicodeNormalization;

use crate::character::{formal_value, han_value};
use crate::name::reading;

/// Characters of a text that decide on its place; texts that are alike so far are compared whole.
const MOST: usize = 200;

/// The place of a text among others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place(Vec<Piece>, String);

/// Numbers come before letters, marks before both.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    Mark(char),
    /// Digits without leading zeros: of two, the one that has more is the greater.
    Number(usize, String),
    Letters(String),
    Syllable(&'static str, char),
}

/// The place of a text.
pub(crate) fn place(text: &str) -> Place {
    let characters: Vec<char> = text.nfkc().take(MOST).collect();
    let mut pieces = Vec::new();
    let mut rest = characters.as_slice();
    let mut before = None;
    while let Some(first) = rest.first().copied() {
        let (piece, length) = piece(rest, before, first);
        pieces.push(piece);
        before = rest.get(length - 1).copied();
        rest = rest.get(length..).unwrap_or_default();
    }
    Place(pieces, text.to_owned())
}

/// What a text begins with, and how many characters that is, one at least.
fn piece(text: &[char], before: Option<char>, first: char) -> (Piece, usize) {
    let run = |is: fn(char) -> bool| text.iter().take_while(|c| is(**c)).count();
    if first.is_ascii_digit() {
        let length = run(|c| c.is_ascii_digit());
        let digits = text.iter().take(length).skip_while(|c| **c == '0');
        return (number(digits.collect()), length);
    }
    if let Some((value, length)) = han_number(text, before) {
        return (number(value.to_string()), length);
    }
    if let Some(syllable) = reading::of_character(first) {
        return (Piece::Syllable(syllable, first), 1);
    }
    if first.is_alphabetic() {
        let is_letter = |c: char| c.is_alphabetic() && reading::of_character(c).is_none();
        let length = run(is_letter).max(1);
        let letters = text.iter().take(length).flat_map(|c| c.to_lowercase());
        return (Piece::Letters(letters.collect()), length);
    }
    (Piece::Mark(first), 1)
}

fn number(digits: String) -> Piece {
    Piece::Number(digits.len(), digits)
}

/// What is counted by the number before it.
const COUNTERS: &str = "、号号期届次批章节编部条款项册卷辑稿版级季年月日旬轮回";
/// What the number after it counts.
const COUNTED: &str = "第件表录图之";

/// The value of the Han numeral that a text begins with, and its length, where it is a number.
fn han_number(text: &[char], before: Option<char>) -> Option<(u64, usize)> {
    let length = text.iter().take_while(|c| numeral(**c).is_some()).count();
    let after = text.get(length);
    let counts = after.is_none_or(|c| !c.is_alphanumeric() || COUNTERS.contains(*c))
        || before.is_some_and(|c| COUNTED.contains(c));
    if length == 0 || !counts {
        return None;
    }
    let numerals: Vec<u64> = text
        .iter()
        .take(length)
        .filter_map(|c| numeral(*c))
        .collect();
    let mut value: u64 = 0;
    if numerals.iter().all(|n| *n < 10) {
        // 二〇二一
        for digit in &numerals {
            value = value.checked_mul(10)?.checked_add(*digit)?;
        }
        return Some((value, length));
    }
    let (mut section, mut digit) = (0, None);
    for numeral in numerals {
        match numeral {
            0 => {}
            1..=9 => digit = Some(numeral),
            10..=1000 => {
                section += digit.take().unwrap_or(1) * numeral;
            }
            _ => {
                let counted: u64 = section + digit.take().unwrap_or(0);
                value = value.checked_add(counted)?.checked_mul(numeral)?;
                section = 0;
            }
        }
    }
    Some((value.checked_add(section + digit.unwrap_or(0))?, length))
}

fn numeral(c: char) -> Option<u64> {
    Some(match c {
        '万' | '萬' => 10_000,
        '亿' | '億' => 100_000_000,
        _ => return han_value(c).or_else(|| formal_value(c)).map(u64::from),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, any, prop_assert_eq, proptest};

    use super::place;

    #[test]
    fn numbers_stand_by_their_values_and_han_by_their_readings() {
        let rows: &[&[&str]] = &[
            &[
                "附件1.pdf",
                "附件2.pdf",
                "附件３.pdf",
                "附件9.pdf",
                "附件10.pdf",
                "附件21.pdf",
            ],
            &[
                "附件一",
                "附件二",
                "附件三",
                "附件九",
                "附件十",
                "附件十一",
                "附件二十",
                "附件一百零三",
            ],
            &["第2号公报", "第9号公报", "第10号公报", "第100号公报"],
            &["第一批", "第二批", "第十批", "第十二批"],
            &["二〇一九年", "二〇二一年", "二〇二一年十月"],
            &["1.png", "2.png", "010.png", "a.png", "B.png", "图.png"],
            &["一、总则", "二、职责", "十、附则"],
            &["安徽", "北京", "三亚", "上海", "四川", "天津"],
            &["Annex 2", "annex 10", "Annex 11"],
        ];
        for row in rows {
            let mut sorted = row.to_vec();
            sorted.reverse();
            sorted.sort_by_cached_key(|name| place(name));
            assert_eq!(sorted, *row);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn only_one_text_has_a_place(one in any::<String>(), other in any::<String>()) {
            prop_assert_eq!(place(&one) == place(&other), one == other);
        }

        #[test]
        fn numerals_of_any_kind_are_read(text in "[一二十百千万亿〇第号a]{0,60}") {
            place(&text);
        }
    }
}
