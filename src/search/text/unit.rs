//! Text as the search sees it: a row of units, each a Han character, a figure or a word.
//!
//! In goes text, out come units with their folded text, their span in Unicode scalars and what stands
//! before them. The index and the query are cut by this same code, so what differs in
//! one differs in the other. It knows no language and no dictionary: words of Chinese do not exist here. What a
//! figure is, with all that may stand in it, is decided by [`figure`](super::figure).

use std::iter::Peekable;
use std::str::Chars;

use crate::character::{is_blank, is_invisible};
use crate::search::text::figure::{Surroundings, Thousands, script_digit, zero};
use crate::search::text::fold::fold;

/// The longest word or figure, in scalars; a longer one is cut, so that no term grows without end.
pub(crate) const MAX_UNIT: usize = 64;

/// What kind of text a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// A character that is a unit alone: Han, kana, ①, one of private use.
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
    /// Whether punctuation, symbols or blanks that count stand between it and the unit before it, whichever and
    /// however many: 〔2016〕, `[2016]` and (2016) are one. Blanks alone count between figures and words, never
    /// beside a character that is a unit alone.
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
    /// As if it were not there.
    Ignored,
    Blank,
    Separator,
}

/// The kind of a folded character.
fn kind(character: char) -> Kind {
    match character {
        '0'..='9' => Kind::Digit,
        'a'..='z' => Kind::Letter,
        // Line ends that a text keeps are displayed, and join what they part as blanks do.
        ' ' | '\t'..='\r' => Kind::Blank,
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
        // Private use: characters that one font alone knows, such as a rare Han of a name.
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}' => {
            Kind::Single
        }
        _ if is_invisible(character) => Kind::Ignored,
        // An accent that stands by itself: é is e, however it is written.
        '\u{300}'..='\u{36F}' => Kind::Ignored,
        _ if is_blank(character) => Kind::Blank,
        // The punctuation of Chinese text, spared the search for a letter.
        '\u{2010}'..='\u{2027}' | '\u{3001}'..='\u{3020}' => Kind::Separator,
        _ if character.is_alphabetic() => Kind::Letter,
        _ if character.is_numeric() => Kind::Single,
        _ => Kind::Separator,
    }
}

/// Whether a folded character is a unit alone.
pub(crate) fn is_single(character: char) -> bool {
    kind(character) == Kind::Single
}

/// What stands between two units.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    Nothing,
    Blanks,
    /// One comma and nothing else.
    Comma,
    Separators,
}

/// The units of a text, one after the other.
#[derive(Clone, Debug)]
pub(crate) struct Units<'t> {
    characters: Peekable<Chars<'t>>,
    /// The scalar that `characters` gives next.
    at: usize,
    /// The class of the unit before; none before the first of all, which nothing separates.
    last: Option<Class>,
    /// The last character of the unit before, folded.
    before: Option<char>,
    /// Whether the unit before is the figure 10, or a digit of its power.
    is_power: bool,
}

impl<'t> Units<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Units {
            characters: text.chars().peekable(),
            at: 0,
            last: None,
            before: None,
            is_power: false,
        }
    }

    fn take(&mut self) {
        self.characters.next();
        self.at += 1;
    }

    fn peek(&mut self) -> Option<char> {
        self.characters.peek().copied().map(fold)
    }

    /// The characters that come, folded, without those that are as if they were not there.
    fn ahead(&self) -> impl Iterator<Item = char> + Clone + use<'t> {
        let ahead = self.characters.clone().map(fold);
        ahead.filter(|c| kind(*c) != Kind::Ignored)
    }

    /// Whether a dot comes next and such a character after it.
    fn dot_and(&self, is_wanted: impl Fn(char) -> bool) -> bool {
        let mut ahead = self.characters.clone().map(fold);
        ahead.next() == Some('.') && ahead.next().is_some_and(is_wanted)
    }

    fn dot_and_digit(&self) -> bool {
        self.dot_and(|c| c.is_ascii_digit())
    }

    /// The next unit, its folded text in `text`, or none at the end.
    pub(crate) fn next(&mut self, text: &mut String) -> Option<Unit> {
        text.clear();
        let mut gap = Gap::Nothing;
        while let Some(character) = self.peek() {
            let start = self.at;
            let is_next_to = |class| gap == Gap::Nothing && self.last == Some(class);
            let mut is_power = false;
            let class = match kind(character) {
                Kind::Single => match script_digit(character) {
                    // m² is m2, and CO₂ is CO2.
                    Some(_) if is_next_to(Class::Word) => {
                        self.script_figure(text);
                        Class::Figure
                    }
                    // The sign of a note: 1200¹户 is 1200户, but 10⁴ is no 10.
                    Some((_, true))
                        if (is_next_to(Class::Figure) || is_next_to(Class::Single))
                            && !self.is_power =>
                    {
                        self.take();
                        continue;
                    }
                    script => {
                        is_power = script.is_some();
                        self.take();
                        text.push(character);
                        Class::Single
                    }
                },
                Kind::Digit => {
                    let surroundings = Surroundings {
                        before: self.before.filter(|_| gap <= Gap::Blanks),
                        after_blank: gap == Gap::Blanks && self.last == Some(Class::Figure),
                        after_comma: gap == Gap::Comma && self.last == Some(Class::Figure),
                    };
                    let thousands = Thousands::ahead(self.ahead(), surroundings);
                    self.figure(text, thousands);
                    is_power = text == "10";
                    Class::Figure
                }
                // A figure may begin with its dot: .5 is not 5.
                Kind::Separator if character == '.' && self.dot_and_digit() => {
                    self.figure(text, None);
                    Class::Figure
                }
                // 二○一八 is 二〇一八.
                Kind::Separator | Kind::Letter
                    if zero(self.before.filter(|_| gap == Gap::Nothing), self.ahead()) =>
                {
                    self.take();
                    text.push('〇');
                    Class::Single
                }
                Kind::Letter => {
                    self.word(text);
                    Class::Word
                }
                Kind::Separator => {
                    gap = match gap {
                        Gap::Nothing if character == ',' => Gap::Comma,
                        _ => Gap::Separators,
                    };
                    self.take();
                    continue;
                }
                Kind::Blank => {
                    gap = if gap == Gap::Comma {
                        Gap::Separators
                    } else {
                        gap.max(Gap::Blanks)
                    };
                    self.take();
                    continue;
                }
                Kind::Ignored => {
                    self.take();
                    continue;
                }
            };
            let separated = match (self.last, gap) {
                (None, _) | (_, Gap::Nothing) => false,
                (Some(last), Gap::Blanks) => class != Class::Single && last != Class::Single,
                _ => true,
            };
            self.last = Some(class);
            self.before = text.chars().next_back();
            self.is_power = is_power;
            return Some(Unit {
                class,
                separated,
                start,
                end: self.at,
            });
        }
        None
    }

    /// Takes digits, the dots before digits, and what stands between thousands.
    fn figure(&mut self, text: &mut String, mut thousands: Option<Thousands>) {
        let mut length = 0;
        while length < MAX_UNIT {
            match self.peek() {
                Some(digit @ '0'..='9') => text.push(digit),
                Some('.') if self.dot_and_digit() => text.push('.'),
                Some(other) if kind(other) == Kind::Ignored => {
                    self.take();
                    continue;
                }
                Some(other) if thousands.as_mut().is_some_and(|groups| groups.takes(other)) => {
                    self.take();
                    continue;
                }
                _ => break,
            }
            length += 1;
            self.take();
        }
    }

    /// Takes raised or lowered digits and the dots before them: the 2.5 of PM₂.₅.
    fn script_figure(&mut self, text: &mut String) {
        let mut length = 0;
        while length < MAX_UNIT {
            match self.peek().map(|other| (other, script_digit(other))) {
                Some((_, Some((digit, _)))) => text.push(digit),
                Some(('.', _)) if self.dot_and(|c| script_digit(c).is_some()) => text.push('.'),
                _ => break,
            }
            length += 1;
            self.take();
        }
    }

    /// Takes letters.
    fn word(&mut self, text: &mut String) {
        let mut length = 0;
        while length < MAX_UNIT {
            match self.peek().map(|letter| (letter, kind(letter))) {
                Some((letter, Kind::Letter)) => text.push(letter),
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
            ("1,234", " 1234"),
            ("1，445.3万元", " 1445.3 万 元"),
            ("1 445.3", " 1445.3"),
            ("1,2,345", " 1·2·345"),
            ("2019,2020", " 2019·2020"),
            ("1 100 2 200", " 1·100·2·200"),
            ("第1,234号", " 第 1234 号"),
            ("附件1 100份", " 附 件 1·100 份"),
            ("①2019", " ① 2019"),
            ("渝府发〔2016〕31号", " 渝 府 发·2016·31 号"),
            ("渝府发[2016]31号", " 渝 府 发·2016·31 号"),
            ("渝府发（2016） 31号", " 渝 府 发·2016·31 号"),
            ("渝府发【２０１６】31號", " 渝 府 发·2016·31 号"),
            ("GB2312标准", " gb 2312 标 准"),
            ("Annual report's", " annual·report·s"),
            ("Pr\u{e9}fet e\u{301}t\u{e9}", " prefet·ete"),
            ("\u{dc}r\u{fc}mqi U\u{308}ru\u{308}mqi", " urumqi·urumqi"),
            ("Ｒ＆Ｄ r&d", " r·d·r·d"),
            ("二〇二一", " 二 〇 二 一"),
            ("二○一八 二ＯＯ八年 ○项", " 二 〇 一 八 二 〇 〇 八 年·项"),
            (
                "龚 正 主\u{3000}任 2025 年 API 接口",
                " 龚 正 主 任 2025 年 api 接 口",
            ),
            ("甲\u{2003} \t乙\n丙", " 甲 乙 丙"),
            ("A B 3 4 A 3", " a·b·3·4·a·3"),
            ("张\u{E863}明 \u{F0000}", " 张 \u{E863} 明 \u{F0000}"),
            (
                "10⁴吨 1200¹户 决定²书 10⁻¹²",
                " 10 ⁴ 吨 1200 户 决 定 书 10·¹ ²",
            ),
            ("5km² CO₂ PM₂.₅", " 5 km 2·co 2·pm 2.5"),
            ("甲, 乙 ，丙", " 甲·乙·丙"),
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
        let mut units = Units::new("共1 445.3万");
        units.next(&mut buffer);
        let figure = units.next(&mut buffer).expect("a figure");
        assert_eq!(
            (figure.start, figure.end, buffer.as_str()),
            (1, 8, "1445.3")
        );
        let long = "x".repeat(3 * MAX_UNIT + 1);
        assert_eq!(shown(&long).split(' ').count(), 5);
    }
}
