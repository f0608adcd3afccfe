//! Formats of numbers: how a number is written before a paragraph.
//!
//! In: the name of a format, and a number. Out: the number as it is shown. Never fails: what a format has no sign for is
//! written in digits, as the programs do.

use crate::import::counting::{
    CHINESE, Counting, JAPANESE, JAPANESE_LEGAL, KOREAN, SIMPLIFIED_LEGAL, TAIWANESE,
    TRADITIONAL_LEGAL,
};
use crate::import::docx::number_words;

/// How numbers are written.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Format {
    /// `1`
    Decimal,
    /// `01`, with so many digits at least.
    Padded(usize),
    /// `I`
    UpperRoman,
    /// `i`
    LowerRoman,
    /// `A`, and `AA` after `Z`.
    Letters(&'static str),
    /// `1st`
    Ordinal,
    /// `One`
    CardinalText,
    /// `First`
    OrdinalText,
    /// `FF`
    Hexadecimal,
    /// `- 1 -`
    Dashed,
    /// `*`, `†`, `‡`, `§`, doubled after that.
    Chicago,
    /// `１`
    FullWidth,
    /// One sign for each number, from 1; digits beyond.
    Signs(&'static str),
    /// `甲子` and so on, sixty of them.
    Sexagenary,
    /// Digit by digit: ten signs from zero.
    Digits(&'static str),
    /// With signs for ten, hundred, thousand, ten thousand.
    Counting(&'static Counting),
    /// A sign that counts nothing.
    Bullet,
    /// No number.
    None,
    /// Not known: digits.
    Unknown(Box<str>),
}

const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";

impl Format {
    /// The format of a name; `pattern` is that of a format of one's own: `001, 002, 003, ...`.
    pub(super) fn of(name: &str, pattern: &str) -> Format {
        match name {
            "decimal" | "decimalHalfWidth" | "" => Format::Decimal,
            "decimalZero" => Format::Padded(2),
            "custom" => custom(pattern),
            "upperRoman" => Format::UpperRoman,
            "lowerRoman" => Format::LowerRoman,
            "upperLetter" => Format::Letters("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
            "lowerLetter" => Format::Letters("abcdefghijklmnopqrstuvwxyz"),
            "russianUpper" => Format::Letters("АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ"),
            "russianLower" => Format::Letters("абвгдежзиклмнопрстуфхцчшщыэюя"),
            "ordinal" => Format::Ordinal,
            "cardinalText" => Format::CardinalText,
            "ordinalText" => Format::OrdinalText,
            "hex" => Format::Hexadecimal,
            "numberInDash" => Format::Dashed,
            "chicago" => Format::Chicago,
            "decimalFullWidth" | "decimalFullWidth2" => Format::FullWidth,
            "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => {
                Format::Signs("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
            }
            "decimalEnclosedFullstop" => Format::Signs("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
            "decimalEnclosedParen" => Format::Signs("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
            "ideographEnclosedCircle" => Format::Signs("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
            "ideographTraditional" => Format::Signs(STEMS),
            "ideographZodiac" => Format::Signs(BRANCHES),
            "ideographZodiacTraditional" => Format::Sexagenary,
            "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => {
                Format::Digits("〇一二三四五六七八九")
            }
            "koreanDigital" => Format::Digits("영일이삼사오육칠팔구"),
            "koreanDigital2" => Format::Digits("零一二三四五六七八九"),
            "thaiNumbers" => Format::Digits("๐๑๒๓๔๕๖๗๘๙"),
            "hindiNumbers" => Format::Digits("०१२३४५६७८९"),
            "chineseCounting" | "chineseCountingThousand" => Format::Counting(&CHINESE),
            "taiwaneseCounting" | "taiwaneseCountingThousand" => Format::Counting(&TAIWANESE),
            "japaneseCounting" => Format::Counting(&JAPANESE),
            "chineseLegalSimplified" => Format::Counting(&SIMPLIFIED_LEGAL),
            "ideographLegalTraditional" => Format::Counting(&TRADITIONAL_LEGAL),
            "japaneseLegal" => Format::Counting(&JAPANESE_LEGAL),
            "koreanCounting" => Format::Counting(&KOREAN),
            "ganada" => Format::Letters("가나다라마바사아자차카타파하"),
            "chosung" => Format::Letters("ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"),
            "aiueo" | "aiueoFullWidth" => Format::Letters(
                "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
            ),
            "iroha" | "irohaFullWidth" => Format::Letters(
                "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン",
            ),
            "bullet" => Format::Bullet,
            "none" => Format::None,
            name => Format::Unknown(name.into()),
        }
    }

    /// A number in this format.
    pub(super) fn written(&self, number: u32) -> String {
        match self {
            Format::Decimal | Format::Unknown(_) => number.to_string(),
            Format::Padded(width) => format!("{number:0width$}", width = *width),
            Format::UpperRoman => number_words::roman(number).to_uppercase(),
            Format::LowerRoman => number_words::roman(number),
            Format::Letters(letters) => lettered(letters, number),
            Format::Ordinal => number_words::ordinal(number),
            Format::CardinalText => number_words::cardinal_text(number),
            Format::OrdinalText => number_words::ordinal_text(number),
            Format::Hexadecimal => format!("{number:X}"),
            Format::Dashed => format!("- {number} -"),
            Format::Chicago => lettered("*†‡§", number),
            Format::FullWidth => digits("０１２３４５６７８９", number),
            Format::Signs(signs) => {
                let at = (number as usize).checked_sub(1);
                let sign = at.and_then(|at| signs.chars().nth(at));
                sign.map_or_else(|| number.to_string(), String::from)
            }
            Format::Sexagenary => sexagenary(number),
            Format::Digits(signs) => digits(signs, number),
            Format::Counting(counting) => counting.written(number),
            Format::Bullet | Format::None => String::new(),
        }
    }
}

/// A letter, repeated once more for each time that the letters were used up.
fn lettered(letters: &str, number: u32) -> String {
    /// Numbers are not counted on by letters beyond so many of one.
    const MAX_REPEATED: usize = 40;
    let count = letters.chars().count();
    let Some(at) = (number as usize).checked_sub(1) else {
        return number.to_string();
    };
    let times = at / count.max(1) + 1;
    let letter = letters.chars().nth(at % count.max(1));
    match letter {
        Some(letter) if times <= MAX_REPEATED => letter.to_string().repeat(times),
        _ => number.to_string(),
    }
}

fn digits(signs: &str, number: u32) -> String {
    let written = number.to_string();
    let digits = written.chars().filter_map(|digit| digit.to_digit(10));
    digits
        .filter_map(|digit| signs.chars().nth(digit as usize))
        .collect()
}

fn sexagenary(number: u32) -> String {
    let Some(at) = (number as usize).checked_sub(1).filter(|at| *at < 60) else {
        return number.to_string();
    };
    let stem = STEMS.chars().nth(at % 10);
    let branch = BRANCHES.chars().nth(at % 12);
    stem.into_iter().chain(branch).collect()
}

/// A format of one's own: so many digits as its first example has.
fn custom(pattern: &str) -> Format {
    let first = pattern.split(',').next().unwrap_or_default().trim();
    match first {
        "α" => return Format::Letters("αβγδεζηθικλμνξοπρστυφχψω"),
        "Α" => return Format::Letters("ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ"),
        _ => {}
    }
    match first.chars().all(|character| character.is_ascii_digit()) && !first.is_empty() {
        true => Format::Padded(first.len().min(9)),
        false => Format::Unknown(pattern.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_programs_do() {
        for (name, number, expected) in [
            ("chineseCounting", 10, "十"),
            ("chineseCounting", 21, "二十一"),
            ("chineseCountingThousand", 101, "一百零一"),
            ("chineseCountingThousand", 110, "一百一十"),
            ("chineseCountingThousand", 1010, "一千零一十"),
            ("chineseCountingThousand", 2000, "二千"),
            ("chineseCountingThousand", 10_001, "一万零一"),
            ("chineseLegalSimplified", 12, "壹拾贰"),
            ("ideographLegalTraditional", 3, "參"),
            ("japaneseCounting", 111, "百十一"),
            ("ideographDigital", 10, "一〇"),
            ("ideographTraditional", 10, "癸"),
            ("ideographTraditional", 11, "11"),
            ("ideographZodiac", 12, "亥"),
            ("ideographZodiacTraditional", 60, "癸亥"),
            ("decimalEnclosedCircle", 20, "⑳"),
            ("decimalEnclosedCircle", 21, "21"),
            ("decimalFullWidth", 12, "１２"),
            ("decimalZero", 7, "07"),
            ("lowerRoman", 1994, "mcmxciv"),
            ("upperLetter", 28, "BB"),
            ("ordinal", 112, "112th"),
            ("ordinalText", 21, "Twenty-first"),
            ("cardinalText", 110, "One hundred ten"),
        ] {
            assert_eq!(Format::of(name, "").written(number), expected, "{name}");
        }
        assert_eq!(Format::of("custom", "001, 002, ...").written(7), "007");
        assert_eq!(Format::of("custom", "").written(7), "7");
    }
}
