//! One walk over a text that finds the signs which rules look at: figures, marks, brackets.
//!
//! In: a text. Out: its signs in order. Most of a text is Han, which is passed by its lead byte. Never decides
//! whether anything is wrong.

/// What a sign is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// A run of digits of either width.
    Digits,
    /// 〇, or what is typed for it: ○, the letter O.
    Zero,
    Open(Pair),
    Close(Pair),
    /// ，。、；：？！ and their half-width forms.
    Stop,
    /// "
    Straight,
    /// 附, which may begin 附件
    Attach,
}

/// Marks that come in pairs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Pair {
    /// 《》
    Title,
    /// 〈〉 ‹›
    InnerTitle,
    /// <>, which may be signs of figures
    Angle,
    /// “”
    Double,
    /// ‘’
    Single,
    /// 「」
    Corner,
    /// 『』
    WhiteCorner,
    /// () （）
    Round,
    /// ［］; the half-width ones are also signs of intervals and of notes
    Square,
    /// 【】
    Lens,
    /// 〔〕
    Tortoise,
}

impl Pair {
    /// Whether it may hold paragraphs.
    pub(super) fn is_quotation(self) -> bool {
        matches!(
            self,
            Pair::Double | Pair::Single | Pair::Corner | Pair::WhiteCorner
        )
    }
}

/// A sign and its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sign {
    pub(super) class: Class,
    pub(super) at: usize,
    pub(super) end: usize,
}

/// Finds the signs of `text`.
pub(super) fn scan(text: &str, signs: &mut Vec<Sign>) {
    signs.clear();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&lead) = bytes.get(at) {
        let length = match lead {
            0xE4..=0xE8 => {
                at += 3;
                continue;
            }
            0..=0x7F => 1,
            0xC0..=0xDF => 2,
            0xF0..=0xFF => 4,
            _ => 3,
        };
        let start = at;
        at += length;
        let class = match lead {
            b'0'..=b'9' => {
                while bytes.get(at).is_some_and(u8::is_ascii_digit) {
                    at += 1;
                }
                Some(Class::Digits)
            }
            0..=0x7F => ascii(lead),
            0xE9 => (bytes.get(start + 1..at) == Some(&[0x99, 0x84])).then_some(Class::Attach),
            0xE2 | 0xE3 | 0xEF => {
                let c = text.get(start..).and_then(|rest| rest.chars().next());
                let class = c.and_then(wide);
                if class == Some(Class::Digits) {
                    at = end_of_wide_digits(text, at);
                }
                class
            }
            _ => None,
        };
        if let Some(class) = class {
            let sign = Sign {
                class,
                at: start,
                end: at,
            };
            signs.push(sign);
        }
    }
}

fn end_of_wide_digits(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let after = rest.trim_start_matches(|c| matches!(c, '０'..='９'));
    at + (rest.len() - after.len())
}

fn ascii(byte: u8) -> Option<Class> {
    Some(match byte {
        b',' | b';' | b':' | b'?' | b'!' | b'.' => Class::Stop,
        b'(' => Class::Open(Pair::Round),
        b')' => Class::Close(Pair::Round),
        b'<' => Class::Open(Pair::Angle),
        b'>' => Class::Close(Pair::Angle),
        b'"' => Class::Straight,
        b'O' | b'o' => Class::Zero,
        _ => return None,
    })
}

fn wide(c: char) -> Option<Class> {
    Some(match c {
        '，' | '。' | '、' | '；' | '：' | '？' | '！' => Class::Stop,
        '《' => Class::Open(Pair::Title),
        '》' => Class::Close(Pair::Title),
        '〈' | '‹' => Class::Open(Pair::InnerTitle),
        '〉' | '›' => Class::Close(Pair::InnerTitle),
        '＜' => Class::Open(Pair::Angle),
        '＞' => Class::Close(Pair::Angle),
        '“' => Class::Open(Pair::Double),
        '”' => Class::Close(Pair::Double),
        '‘' => Class::Open(Pair::Single),
        '’' => Class::Close(Pair::Single),
        '「' => Class::Open(Pair::Corner),
        '」' => Class::Close(Pair::Corner),
        '『' => Class::Open(Pair::WhiteCorner),
        '』' => Class::Close(Pair::WhiteCorner),
        '（' => Class::Open(Pair::Round),
        '）' => Class::Close(Pair::Round),
        '［' => Class::Open(Pair::Square),
        '］' => Class::Close(Pair::Square),
        '【' => Class::Open(Pair::Lens),
        '】' => Class::Close(Pair::Lens),
        '〔' => Class::Open(Pair::Tortoise),
        '〕' => Class::Close(Pair::Tortoise),
        '０'..='９' => Class::Digits,
        '〇' | '○' | 'Ｏ' => Class::Zero,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_found_with_their_bytes() {
        let text = "甲《乙》2015２０年,附件（一）é𠮷“";
        let mut signs = Vec::new();
        scan(text, &mut signs);
        let found: Vec<&str> = signs.iter().map(|s| &text[s.at..s.end]).collect();
        assert_eq!(
            found,
            ["《", "》", "2015", "２０", ",", "附", "（", "）", "“"]
        );
    }
}
