//! Numbers in Latin signs and English words, as lists of the programs have them.
//!
//! In: a number. Out: how it is written. Never fails: what has no such form is written in digits.

/// Roman numbers end here.
const MAX_ROMAN: u32 = 32_767;
/// Words end here.
const MAX_WORDS: u32 = 999_999;

const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] = [
    "", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];

/// `iv`
pub(super) fn roman(number: u32) -> String {
    if number == 0 || number > MAX_ROMAN {
        return number.to_string();
    }
    let signs = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut text = String::new();
    let mut rest = number;
    for (value, sign) in signs {
        while rest >= value {
            text.push_str(sign);
            rest -= value;
        }
    }
    text
}

/// `1st`
pub(super) fn ordinal(number: u32) -> String {
    let ending = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// `Twenty-one`
pub(super) fn cardinal_text(number: u32) -> String {
    match number > MAX_WORDS {
        true => number.to_string(),
        false => capitalised(&words(number)),
    }
}

/// `Twenty-first`
pub(super) fn ordinal_text(number: u32) -> String {
    if number > MAX_WORDS {
        return ordinal(number);
    }
    let words = words(number);
    let at = words.rfind([' ', '-']).map_or(0, |at| at + 1);
    let (before, last) = words.split_at(at);
    let last = match last {
        "one" => "first".to_owned(),
        "two" => "second".to_owned(),
        "three" => "third".to_owned(),
        "five" => "fifth".to_owned(),
        "eight" => "eighth".to_owned(),
        "nine" => "ninth".to_owned(),
        "twelve" => "twelfth".to_owned(),
        last => match last.strip_suffix('y') {
            Some(stem) => format!("{stem}ieth"),
            None => format!("{last}th"),
        },
    };
    capitalised(&format!("{before}{last}"))
}

fn words(number: u32) -> String {
    let one = |number: u32| ONES.get(number as usize).copied().unwrap_or_default();
    let joined = |head: String, rest: u32| match rest {
        0 => head,
        rest => format!("{head} {}", words(rest)),
    };
    match number {
        0..20 => one(number).to_owned(),
        20..100 => {
            let tens = TENS.get(number as usize / 10).copied().unwrap_or_default();
            match number % 10 {
                0 => tens.to_owned(),
                rest => format!("{tens}-{}", one(rest)),
            }
        }
        100..1000 => joined(format!("{} hundred", one(number / 100)), number % 100),
        _ => joined(format!("{} thousand", words(number / 1000)), number % 1000),
    }
}

fn capitalised(words: &str) -> String {
    let mut characters = words.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}
