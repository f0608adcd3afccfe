//! Text as the search sees it: a row of units, each a Han character, a figure or a word.
//!
//! In goes text, out come units with their folded text, their span in Unicode scalars and what stands
//! before them. The index and the query are cut by this same code, so what differs in
//! one differs in the other. It knows no language and no dictionary: words of Chinese do not exist here.

use std::iter::Peekable;
use std::str::Chars;

use crate::character::is_invisible;
use crate::search::text::fold::fold;

/// The longest word or figure, in scalars; a longer one is cut, so that no term grows without end.
pub(crate) const MAX_UNIT: usize = 64;

/// What kind of text a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// A character that is a unit alone: Han, kana, ①.
    Single,
    /// Digits with inner dots: 2016, 1547.16.
    Figure,
    /// Letters of another script.
    Word,
}

/// One unit; its folded text is in the buffer given to [`Units::next`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    pub(crate) class: Class,
    /// Whether punctuation, spaces or symbols stand between it and the unit before it, whichever and
    /// however many: 〔2016〕, `[2016]` and (2016) are one.
    pub(crate) separated: bool,
    /// Its first scalar in the text.
    pub(crate) start: usize,
    /// The scalar after its last.
    pub(crate) end: usize,
}

/// What a character is for the search.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Single,
    Digit,
    Letter,
    /// Continues a word and begins none.
    Mark,
    /// As if it were not there.
    Ignored,
    Separator,
}

/// The kind of a folded character.
fn kind(character: char) -> Kind {
    match character {
        '0'..='9' => Kind::Digit,
        'a'..='z' => Kind::Letter,
        '\0'..='\u{7F}' => Kind::Separator,
        '\u{4E00}'..='\u{9FFF}' => Kind::Single,
        // Iteration marks, 〇, kana, bopomofo, the rarer Han.
        '\u{3005}'..='\u{3007}'
        | '\u{3021}'..='\u{3029}'
        | '\u{3041}'..='\u{3096}'
        | '\u{309D}'..='\u{309F}'
        | '\u{30A1}'..='\u{30FA}'
        | '\u{30FC}'..='\u{30FF}'
        | '\u{3105}'..='\u{312F}'
        | '\u{31A0}'..='\u{31BF}'
        | '\u{31F0}'..='\u{31FF}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFD}' => Kind::Single,
        _ if is_invisible(character) => Kind::Ignored,
        '\u{300}'..='\u{36F}' => Kind::Mark,
        // The punctuation of Chinese text, spared the search for a letter.
        '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{3020}' => Kind::Separator,
        _ if character.is_alphabetic() => Kind::Letter,
        _ if character.is_numeric() => Kind::Single,
        _ => Kind::Separator,
    }
}

/// Whether a folded character is a unit alone.
pub(crate) fn is_single(character: char) -> bool {
    kind(character) == Kind::Single
}

/// The units of a text, one after the other.
#[derive(Clone, Debug)]
pub(crate) struct Units<'t> {
    characters: Peekable<Chars<'t>>,
    /// The scalar that `characters` gives next.
    at: usize,
    /// The first unit of all has nothing before it, whatever the text begins with.
    first: bool,
}

impl<'t> Units<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Units {
            characters: text.chars().peekable(),
            at: 0,
            first: true,
        }
    }

    fn take(&mut self) {
        self.characters.next();
        self.at += 1;
    }

    fn peek(&mut self) -> Option<char> {
        self.characters.peek().copied().map(fold)
    }

    /// Whether a dot comes next and a digit after it.
    fn dot_and_digit(&self) -> bool {
        let mut ahead = self.characters.clone().map(fold);
        ahead.next() == Some('.') && ahead.next().is_some_and(|c| c.is_ascii_digit())
    }

    /// The next unit, its folded text in `text`, or none at the end.
    pub(crate) fn next(&mut self, text: &mut String) -> Option<Unit> {
        text.clear();
        let mut separated = false;
        while let Some(character) = self.peek() {
            let start = self.at;
            let class = match kind(character) {
                Kind::Single => {
                    self.take();
                    text.push(character);
                    Class::Single
                }
                Kind::Digit => {
                    self.figure(text);
                    Class::Figure
                }
                // A figure may begin with its dot: .5 is not 5.
                Kind::Separator if character == '.' && self.dot_and_digit() => {
                    self.figure(text);
                    Class::Figure
                }
                Kind::Letter => {
                    self.word(text);
                    Class::Word
                }
                Kind::Separator | Kind::Mark => {
                    separated = true;
                    self.take();
                    continue;
                }
                Kind::Ignored => {
                    self.take();
                    continue;
                }
            };
            separated &= !self.first;
            self.first = false;
            let end = self.at;
            return Some(Unit {
                class,
                separated,
                start,
                end,
            });
        }
        None
    }

    /// Takes digits and the dots before digits.
    fn figure(&mut self, text: &mut String) {
        let mut length = 0;
        while length < MAX_UNIT {
            match self.peek() {
                Some(digit @ '0'..='9') => text.push(digit),
                Some('.') if self.dot_and_digit() => text.push('.'),
                Some(other) if kind(other) == Kind::Ignored => {
                    self.take();
                    continue;
                }
                _ => break,
            }
            length += 1;
            self.take();
        }
    }

    /// Takes letters and their marks.
    fn word(&mut self, text: &mut String) {
        let mut length = 0;
        while length < MAX_UNIT {
            match self.peek().map(|letter| (letter, kind(letter))) {
                Some((letter, Kind::Letter | Kind::Mark)) => text.push(letter),
                Some((_, Kind::Ignored)) => {
                    self.take();
                    continue;
                }
                _ => break,
            }
            length += 1;
            self.take();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The units of `text`: · before one that punctuation separates.
    pub(crate) fn shown(text: &str) -> String {
        let (mut units, mut buffer, mut shown) = (Units::new(text), String::new(), String::new());
        while let Some(unit) = units.next(&mut buffer) {
            shown.push(if unit.separated { '·' } else { ' ' });
            shown.push_str(&buffer);
        }
        shown
    }

    #[test]
    fn cuts_text_into_units() {
        let cases = [
            ("行政复议", " 行 政 复 议"),
            ("審計", " 审 计"),
            ("，行政、复议。", " 行 政·复 议"),
            ("2021年1547.16万元", " 2021 年 1547.16 万 元"),
            ("１５４７．１６", " 1547.16"),
            ("1.2.3.", " 1.2.3"),
            ("1. 总则", " 1·总 则"),
            ("No.5", " no .5"),
            ("1..2", " 1·.2"),
            ("1,234", " 1·234"),
            ("①2019", " ① 2019"),
            ("渝府发〔2016〕31号", " 渝 府 发·2016·31 号"),
            ("渝府发[2016]31号", " 渝 府 发·2016·31 号"),
            ("渝府发（2016） 31号", " 渝 府 发·2016·31 号"),
            ("渝府发【２０１６】31號", " 渝 府 发·2016·31 号"),
            ("GB2312标准", " gb 2312 标 准"),
            ("Annual report's", " annual·report·s"),
            ("Pr\u{e9}fet e\u{301}t\u{e9}", " préfet·e\u{301}té"),
            ("二〇二一", " 二 〇 二 一"),
            ("行\u{200B}政co\u{AD}op", " 行 政 coop"),
            ("15\u{200B}47.\u{200B}16", " 1547·16"),
            ("甲\u{1E}乙", " 甲·乙"),
            ("5％~10%", " 5·10"),
            ("", ""),
            ("……。", ""),
        ];
        for (text, units) in cases {
            assert_eq!(shown(text), units, "{text}");
        }
    }

    #[test]
    fn units_know_where_they_begin_and_end() {
        let (mut units, mut buffer) = (Units::new("（甲）12.5乙𠮷"), String::new());
        let mut spans = Vec::new();
        while let Some(unit) = units.next(&mut buffer) {
            spans.push((unit.start, unit.end));
        }
        assert_eq!(spans, [(1, 2), (3, 7), (7, 8), (8, 9)]);
        let long = "x".repeat(3 * MAX_UNIT + 1);
        assert_eq!(shown(&long).split(' ').count(), 5);
    }
}
