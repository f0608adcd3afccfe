//! Traditional and simplified characters as one, for the names of fields and for words that name something.
//!
//! In goes a word, out comes it in simplified characters, by the table that the search reads texts with. Text
//! that is published is never altered by this.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::character::is_unseen;
use crate::search::text::fold::fold;

/// The planes of Han that words of an archive are written in.
const HAN: std::ops::RangeInclusive<char> = '\u{3400}'..='\u{9fff}';

/// Han characters that the search keeps apart, since texts in simplified characters hold both, and that are one in
/// the name of a field or a body.
fn one(character: char) -> char {
    match character {
        '於' => '于',
        '後' => '后',
        '徵' => '征',
        '著' => '着',
        '乾' => '干',
        '係' => '系',
        c if HAN.contains(&c) => fold(c),
        c => c,
    }
}

/// The word in simplified characters; all that is not Han stays.
pub(crate) fn simplified(word: &str) -> Cow<'_, str> {
    if word.chars().all(|c| one(c) == c) {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(word.chars().map(one).collect())
    }
}

/// What a name looks like: in simplified characters, small letters and half width, without blanks.
pub(crate) fn alike(name: &str) -> String {
    let shown = name.chars().filter(|c| !is_unseen(*c));
    shown.map(|c| fold(one(c))).collect()
}

/// A character in half width, letters small, and signs that are typed for one another as one: text as figures are read
/// in it.
pub(crate) fn narrow(character: char) -> char {
    match character {
        // A full-width comma parts figures, a half-width one may stand within one.
        '，' => character,
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(character as u32 - 0xFEE0)
            .unwrap_or(character)
            .to_ascii_lowercase(),
        '−' | '﹣' => '-',
        '﹢' | '➕' => '+',
        '﹦' => '=',
        '﹪' => '%',
        '｡' => '。',
        other => other.to_ascii_lowercase(),
    }
}

/// A regular expression for a word in either script, for schemas: `[标標][题題]`; `None` where there is one
/// way to write it.
pub(crate) fn either_script(word: &str) -> Option<String> {
    static VARIANTS: OnceLock<BTreeMap<char, String>> = OnceLock::new();
    let variants = VARIANTS.get_or_init(|| {
        let mut variants: BTreeMap<char, String> = BTreeMap::new();
        for character in HAN.filter(|c| one(*c) != *c) {
            variants.entry(one(character)).or_default().push(character);
        }
        variants
    });
    let mut pattern = String::new();
    let mut is_one = true;
    for character in word.chars() {
        match variants.get(&character) {
            Some(others) => {
                is_one = false;
                pattern.push_str(&format!("[{character}{others}]"));
            }
            None => pattern.push(character),
        }
    }
    (!is_one).then_some(pattern)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_meet_in_either_script() {
        for (traditional, wanted) in [
            ("標題", "标题"),
            ("發佈日期", "发布日期"),
            ("關鍵詞", "关键词"),
            ("數據截至", "数据截至"),
            ("採集日期", "采集日期"),
            ("行政區劃代碼", "行政区划代码"),
            ("雲麓區後勤", "云麓区后勤"),
            ("Title", "Title"),
        ] {
            assert_eq!(simplified(traditional), wanted);
        }
        let pattern = either_script("标题").expect("two ways");
        assert!(
            pattern.contains('標') && pattern.contains('題'),
            "{pattern}"
        );
        assert_eq!(either_script("title"), None);
    }
}
