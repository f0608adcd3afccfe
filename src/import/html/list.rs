//! The numbers that a browser writes before the items of lists.
//!
//! In: the element of a list, and its items one after another. Out: what stands before each. Never looks into an item.

use crate::import::counting::CHINESE;
use crate::import::document::Number;
use crate::import::html::dom::{Dom, Id};
use crate::import::html::style::declared;

/// A list, before its next item.
pub(crate) struct List {
    kind: Kind,
    number: i64,
    step: i64,
    depth: u8,
}

#[derive(Clone, Copy)]
enum Kind {
    Nothing,
    Bullets,
    Decimal,
    Letters(bool),
    Roman(bool),
    /// 一百零一
    Han,
    /// 一〇一
    HanDigits,
}

impl List {
    /// The list of an element, in so many others.
    pub(crate) fn of(dom: &Dom, id: Id, depth: u8) -> List {
        let is_ordered = dom.name(id) == "ol";
        let fallback = match is_ordered {
            true => Kind::Decimal,
            false => Kind::Bullets,
        };
        let is_reversed = is_ordered && dom.attribute(id, "reversed").is_some();
        let items = || {
            dom.children(id)
                .filter(|&child| dom.name(child) == "li")
                .count()
        };
        let start = dom
            .attribute(id, "start")
            .and_then(|start| start.trim().parse().ok());
        let first = if is_reversed {
            i64::try_from(items()).unwrap_or(1)
        } else {
            1
        };
        List {
            kind: kind_of(dom, id).unwrap_or(fallback),
            number: start.unwrap_or(first),
            step: if is_reversed { -1 } else { 1 },
            depth,
        }
    }

    /// What stands before the next item.
    pub(crate) fn next(&mut self, dom: &Dom, item: Id) -> Option<Number> {
        let value = dom
            .attribute(item, "value")
            .and_then(|value| value.trim().parse().ok());
        let number: i64 = value.unwrap_or(self.number);
        self.number = number.saturating_add(self.step);
        let text = match kind_of(dom, item).unwrap_or(self.kind) {
            Kind::Nothing => return None,
            Kind::Bullets => return Some(Number::Bullet(self.depth)),
            Kind::Decimal => format!("{number}."),
            Kind::Letters(is_large) => format!("{}.", cased(letters(number), is_large)),
            Kind::Roman(is_large) => format!("{}.", cased(roman(number), is_large)),
            Kind::Han => format!("{}、", han(number)),
            Kind::HanDigits => format!("{}、", han_digits(number)),
        };
        Some(Number::Shown {
            text,
            is_apart: true,
        })
    }
}

fn kind_of(dom: &Dom, id: Id) -> Option<Kind> {
    let style = dom.attribute(id, "style").unwrap_or_default();
    let by_style = declared(style, "list-style-type").or_else(|| declared(style, "list-style"));
    let name = by_style.or_else(|| dom.attribute(id, "type"))?;
    // Letters of the attribute differ by their case.
    match name.trim() {
        "1" => return Some(Kind::Decimal),
        "a" => return Some(Kind::Letters(false)),
        "A" => return Some(Kind::Letters(true)),
        "i" => return Some(Kind::Roman(false)),
        "I" => return Some(Kind::Roman(true)),
        _ => {}
    }
    let name = name.to_ascii_lowercase();
    let mut words = name.split_ascii_whitespace();
    words.find_map(|word| match word {
        "none" => Some(Kind::Nothing),
        "disc" | "circle" | "square" => Some(Kind::Bullets),
        "decimal" | "decimal-leading-zero" => Some(Kind::Decimal),
        "lower-alpha" | "lower-latin" => Some(Kind::Letters(false)),
        "upper-alpha" | "upper-latin" => Some(Kind::Letters(true)),
        "lower-roman" => Some(Kind::Roman(false)),
        "upper-roman" => Some(Kind::Roman(true)),
        "cjk-ideographic" | "simp-chinese-informal" | "trad-chinese-informal" => Some(Kind::Han),
        "cjk-decimal" => Some(Kind::HanDigits),
        _ => None,
    })
}

fn cased(text: String, is_large: bool) -> String {
    match is_large {
        true => text.to_ascii_uppercase(),
        false => text,
    }
}

fn letters(number: i64) -> String {
    let mut rest = number;
    let mut text = String::new();
    while rest > 0 {
        rest -= 1;
        let letter = u8::try_from(rest % 26).unwrap_or_default();
        text.insert(0, char::from(b'a' + letter));
        rest /= 26;
    }
    if text.is_empty() {
        number.to_string()
    } else {
        text
    }
}

fn roman(number: i64) -> String {
    if !(1..4_000).contains(&number) {
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
    let mut rest = number;
    let mut text = String::new();
    for (value, sign) in signs {
        while rest >= value {
            text.push_str(sign);
            rest -= value;
        }
    }
    text
}

/// 一百零一; browsers count so up to 9,999.
fn han(number: i64) -> String {
    match u32::try_from(number) {
        Ok(number @ 0..=9_999) => CHINESE.written(number),
        _ => number.to_string(),
    }
}

/// 一〇一
fn han_digits(number: i64) -> String {
    const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let written = number.to_string();
    let digit = |c: char| c.to_digit(10).and_then(|digit| DIGITS.get(digit as usize));
    written
        .chars()
        .map(|c| digit(c).copied().unwrap_or(c))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written() {
        assert_eq!(
            ["a", "z", "aa"].map(str::to_owned),
            [1, 26, 27].map(letters)
        );
        assert_eq!(["iv", "xix", "0"].map(str::to_owned), [4, 19, 0].map(roman));
        assert_eq!(
            [
                "零",
                "十",
                "十二",
                "二十",
                "九十九",
                "一百",
                "一百零一",
                "一百一十",
                "一千零一十",
                "九千九百九十九"
            ]
            .map(str::to_owned),
            [0, 10, 12, 20, 99, 100, 101, 110, 1010, 9999].map(han)
        );
        // What counts on is written in digits, as browsers do.
        assert_eq!(["10000", "-1"].map(str::to_owned), [10_000, -1].map(han));
        assert_eq!(
            ["一〇", "一〇一"].map(str::to_owned),
            [10, 101].map(han_digits)
        );
    }
}
