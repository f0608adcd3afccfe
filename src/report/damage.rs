//! Characters that a wrong encoding left, and characters that only one machine's font can show.
//!
//! In: displayed text, of a body or of a field. Out: one warning for what is garbled, one for each private-use
//! character, at the first place and with a count. Never mends anything: what was lost is not in the text.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::{Fault, Text};

/// Private-use characters of one text that are reported.
const PRIVATE_MAX: usize = 50;
/// What UTF-8 read as GBK, or read twice, makes again and again.
const TELLTALE: &[&str] = &["锟斤拷", "烫烫烫", "屯屯屯", "ï»¿", "锘匡豢"];
/// Han characters that no text has and that UTF-8 read as GBK has in every line (，。“ become them); two of them tell.
const RARE: &[char] = &['锛', '銆', '鈥'];

/// What is damaged in one text.
#[derive(Default)]
pub(crate) struct Damage {
    /// The first place, what stands there, how many.
    garbled: Option<(Range<usize>, String, usize)>,
    rare: usize,
    private: BTreeMap<char, (Range<usize>, usize)>,
}

impl Damage {
    /// Looks at a piece of text; `place` gives the span of a part of it.
    pub(crate) fn see(&mut self, text: &str, place: impl Fn(Range<usize>) -> Range<usize>) {
        self.see_among(text, text.char_indices(), place);
    }

    /// Looks at `characters` of a text, which are all that are suspicious and may be others.
    pub(crate) fn see_among(
        &mut self,
        text: &str,
        characters: impl Iterator<Item = (usize, char)>,
        place: impl Fn(Range<usize>) -> Range<usize>,
    ) {
        let mut next = 0;
        for (at, c) in characters {
            if at < next || !is_suspicious(c) || c == '?' && text[..at].ends_with('?') {
                continue;
            }
            if is_private(c) {
                let count = self.private.len();
                let known = self.private.get_mut(&c);
                match known {
                    Some((_, n)) => *n += 1,
                    None if count < PRIVATE_MAX => {
                        self.private.insert(c, (place(at..at + c.len_utf8()), 1));
                    }
                    None => {}
                }
                continue;
            }
            let Some(length) = garbled(text, at, c) else {
                if RARE.contains(&c) {
                    self.rare += 1;
                    if self.rare == 2 {
                        self.add(place(at..at + c.len_utf8()), &text[at..]);
                    }
                }
                continue;
            };
            next = at + length;
            self.add(place(at..next), &text[at..next]);
        }
    }

    fn add(&mut self, span: Range<usize>, shown: &str) {
        let found = self.garbled.get_or_insert_with(|| {
            let shown = shown.chars().take(12).collect();
            (span, shown, 0)
        });
        found.2 += 1;
    }

    pub(crate) fn faults(self) -> Vec<Fault> {
        let private = self
            .private
            .into_iter()
            .map(|(c, (span, count))| private(span, c, count));
        let garbled = self
            .garbled
            .map(|(span, shown, count)| garbled_text(span, &shown, count));
        garbled.into_iter().chain(private).collect()
    }
}

/// The faults of one piece of text that stands at `span`.
pub(crate) fn of_field(text: &str, span: &Range<usize>) -> Vec<Fault> {
    let mut damage = Damage::default();
    damage.see(text, |_| span.clone());
    damage.faults()
}

/// Whether what is damaged may begin with this character.
pub(crate) fn is_suspicious(c: char) -> bool {
    match c {
        '\0'..='\x7F' => c == '?',
        '\u{C2}'..='\u{F4}' | '\u{FFFD}' => true,
        '\u{4E00}'..='\u{9FFF}' => matches!(c, '锟' | '烫' | '屯' | '锘' | '锛' | '銆' | '鈥'),
        _ => is_private(c),
    }
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}')
}

/// The length of what is garbled at `at`, if it is.
fn garbled(text: &str, at: usize, c: char) -> Option<usize> {
    let rest = &text[at..];
    if c == '\u{FFFD}' {
        return Some(rest.len() - rest.trim_start_matches(c).len());
    }
    if let Some(told) = TELLTALE.iter().find(|told| rest.starts_with(**told)) {
        return Some(told.len());
    }
    if c == '?' {
        // What a program that knows no Han writes for them.
        let end = rest.len() - rest.trim_start_matches('?').len();
        let is_han = |c: Option<char>| c.is_some_and(|c| matches!(c, '\u{4E00}'..='\u{9FFF}'));
        let beside = is_han(text[..at].chars().next_back()) && is_han(rest[end..].chars().next());
        return (end > 2 && beside).then_some(end);
    }
    let mut length = 0;
    let mut count = 0;
    // Several in a row, or one that no language writes.
    while let Some((bytes, is_sure)) = misread(&rest[length..]) {
        length += bytes;
        count += if is_sure { 2 } else { 1 };
    }
    (count > 1).then_some(length)
}

/// One character of UTF-8 that was read byte by byte as Latin-1 or Windows-1252: how long it is in `text`, and
/// whether it can be nothing else.
///
/// `É»` and `é »` (with a no-break space) are French, so marks of punctuation alone after a letter do not tell; Â and Ã
/// before a mark do, and so do three of them that make a Han character with a letter or sign among them.
fn misread(text: &str) -> Option<(usize, bool)> {
    let mut chars = text.chars();
    let lead = byte(chars.next()?)?;
    let more = match lead {
        0xC2..=0xDF => 1,
        0xE0..=0xEF => 2,
        0xF0..=0xF4 => 3,
        _ => return None,
    };
    let mut bytes = [lead, 0, 0, 0];
    let mut is_odd = false;
    for place in bytes.iter_mut().skip(1).take(more) {
        let c = chars.next()?;
        let byte = byte(c).filter(|b| (0x80..0xC0).contains(b))?;
        is_odd |= !matches!(
            c,
            '\u{A0}' | '«' | '»' | '“' | '”' | '‘' | '’' | '…' | '–' | '—'
        );
        *place = byte;
    }
    std::str::from_utf8(&bytes[..=more]).ok()?;
    let length = text.len() - chars.as_str().len();
    let is_sure = match lead {
        0xC2 | 0xC3 => is_odd,
        0xC4..=0xDF => false,
        _ => is_odd || bytes.starts_with(&[0xE2, 0x80]),
    };
    Some((length, is_sure))
}

/// The byte that Latin-1 or Windows-1252 shows as `c`.
fn byte(c: char) -> Option<u8> {
    const HIGH: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ";
    match c {
        '\u{80}'..='\u{FF}' => u8::try_from(u32::from(c)).ok(),
        _ => {
            let place = HIGH.chars().position(|high| high == c)?;
            u8::try_from(0x80 + place).ok()
        }
    }
}

fn times(count: usize) -> (String, String) {
    match count {
        0 | 1 => (String::new(), String::new()),
        n => (
            format!("，本篇共 {n} 处"),
            format!(", {n} times in this text"),
        ),
    }
}

fn garbled_text(span: Range<usize>, shown: &str, count: usize) -> Fault {
    let (chinese, english) = times(count);
    Fault::warning(
        "garbled-text",
        span,
        Text::new(
            format!("“{shown}”是乱码{chinese}"),
            format!("`{shown}` is what a wrong encoding left{english}"),
        ),
        Text::new(
            "对照原文改正；多处都是乱码的，从原文件以 UTF-8 编码重新保存。",
            "Correct it by the original; where there is much of it, save the original again as UTF-8.",
        ),
    )
}

fn private(span: Range<usize>, c: char, count: usize) -> Fault {
    let (chinese, english) = times(count);
    let code = u32::from(c);
    Fault::warning(
        "private-use-character",
        span,
        Text::new(
            format!("自造字 U+{code:04X}{chinese}：没有专用字体的读者看到的是空白或方框"),
            format!(
                "the private-use character U+{code:04X}{english}: without a font of its own readers see a box or nothing"
            ),
        ),
        Text::new(
            "改用标准汉字，生僻字多已收入 Unicode；确实没有的，用文字说明字形。",
            "Write the character of Unicode, which holds nearly all rare ones; else describe it in words.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<&'static str> {
        of_field(text, &(0..1))
            .iter()
            .map(|fault| fault.code)
            .collect()
    }

    #[test]
    fn what_a_wrong_encoding_left_is_told() {
        for text in [
            "关于锟斤拷的报告",
            "caf\u{C3}\u{A9}",
            "ä¸\u{AD}æ–‡",
            "ä¸\u{AD}",
            "â€œå¼•å\u{8F}·â€\u{9D}",
            "甲\u{FFFD}乙",
            "烫烫烫",
            "关于????的通知",
            "Â°C",
            "鏂囦欢锛屾暟鎹銆",
            "it\u{E2}\u{20AC}\u{2122}s",
            "ï»¿标题",
        ] {
            assert_eq!(codes(text), ["garbled-text"], "{text}");
        }
        assert_eq!(codes("张\u{E815}明，\u{E815}"), ["private-use-character"]);
        assert_eq!(codes("\u{F0001}"), ["private-use-character"]);
    }

    #[test]
    fn letters_of_other_languages_are_none() {
        for text in [
            "café",
            "«CAFÉ»",
            "l’été\u{A0}»",
            "Ürümqi",
            "São Tomé e Príncipe",
            "naïve",
            "Åland",
            "滚烫",
            "屯田",
            "真的？？？",
            "为什么?",
            "锘元素",
            "Ãa",
            "œuvre",
            "«\u{A0}déjà\u{A0}»",
            "䶮𠮷㙓",
            "à la carte — été…",
        ] {
            assert_eq!(codes(text), [""; 0], "{text}");
        }
    }
}
