//! The same number in the other numerals: 第46条 and 第四十六条, 2018年 and 二〇一八年.
//!
//! In goes the text of a run, out comes the text with its numbers written the other way. The index never does this:
//! a text says what it says, and the two are offered to each other beside the results.

use crate::character::han_value;
use crate::search::text::fold::fold;

/// The greatest number that is rewritten: those of articles and years.
const MAX: u32 = 9999;

/// A number in a text: its value, whether it is in Han, its first scalar and the one past its last.
struct Number {
    value: u32,
    is_han: bool,
    /// Whether it is written digit by digit, as years are.
    by_digit: bool,
    start: usize,
    end: usize,
}

/// The text with its numbers in the other numerals; none where it has no number that is sure to be one: after 第, or
/// before 年, 月 and 日.
pub(crate) fn in_other_numerals(text: &str) -> Option<String> {
    let original: Vec<char> = text.chars().collect();
    let folded: Vec<char> = original.iter().copied().map(fold).collect();
    let (mut other, mut copied, mut at, mut is_han) = (String::new(), 0, 0, None);
    while at < folded.len() {
        let Some(number) = number(&folded, at) else {
            at += 1;
            continue;
        };
        at = number.end;
        // One text is in one kind of numerals; the rest stays.
        if *is_han.get_or_insert(number.is_han) != number.is_han {
            continue;
        }
        other.extend(original.get(copied..number.start).unwrap_or_default());
        copied = number.end;
        match (number.is_han, number.by_digit) {
            (true, _) => other.push_str(&number.value.to_string()),
            (false, true) => other.extend(number.value.to_string().chars().map(han_digit)),
            (false, false) => push_han(number.value, &mut other),
        }
    }
    is_han?;
    other.extend(original.get(copied..).unwrap_or_default());
    Some(other)
}

/// The number that begins at `at`.
fn number(text: &[char], at: usize) -> Option<Number> {
    let first = *text.get(at)?;
    let is_han = value_of(first).is_some();
    let belongs = |c: &&char| match is_han {
        true => value_of(**c).is_some(),
        false => c.is_ascii_digit(),
    };
    let length = text.iter().skip(at).take_while(belongs).count();
    let end = at + length;
    let written = text.get(at..end).filter(|written| !written.is_empty())?;
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    let is_cut = |c: Option<&char>| c.is_some_and(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
    let after = text.get(end);
    if is_cut(before) || is_cut(after) {
        return None;
    }
    let (is_ordinal, is_year) = (before == Some(&'第'), after == Some(&'年'));
    let is_day = matches!(after, Some('月' | '日'));
    let by_digit = is_year && !is_ordinal && written.len() == 4;
    let value = match (is_han, by_digit) {
        (false, _) if first == '0' => None,
        (false, _) => written.iter().collect::<String>().parse().ok(),
        (true, true) => written.iter().try_fold(0, |value, c| {
            let digit = value_of(*c).filter(|digit| *digit < 10)?;
            Some(value * 10 + digit)
        }),
        (true, false) => of_han(written),
    };
    let value = value.filter(|value| (1..=MAX).contains(value))?;
    (is_ordinal || by_digit || is_day && value <= 31).then_some(Number {
        value,
        is_han,
        by_digit,
        start: at,
        end,
    })
}

/// The value of a Han digit, the circle that is typed for zero among them.
fn value_of(character: char) -> Option<u32> {
    match character {
        '○' => Some(0),
        other => han_value(other),
    }
}

fn han_digit(digit: char) -> char {
    let digits = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let value = digit
        .to_digit(10)
        .and_then(|value| digits.get(value as usize));
    value.copied().unwrap_or(digit)
}

/// The value of 一千二百六十; none where it is not written so.
fn of_han(written: &[char]) -> Option<u32> {
    let (mut value, mut digit, mut last_power) = (0, None, u32::MAX);
    for (at, character) in written.iter().enumerate() {
        match value_of(*character)? {
            // A zero stands where powers are left out.
            0 if at > 0 && digit.is_none() => {}
            own @ 1..=9 if digit.is_none() => digit = Some(own),
            power @ 10.. if power < last_power && (digit.is_some() || power == 10) => {
                value += digit.take().unwrap_or(1) * power;
                last_power = power;
            }
            _ => return None,
        }
    }
    Some(value + digit.unwrap_or(0))
}

/// Appends 一千二百六十.
fn push_han(value: u32, text: &mut String) {
    let (mut skipped, mut is_begun) = (false, false);
    for (power, name) in [
        (1000, Some('千')),
        (100, Some('百')),
        (10, Some('十')),
        (1, None),
    ] {
        let digit = value / power % 10;
        if digit == 0 {
            skipped = is_begun;
            continue;
        }
        if std::mem::take(&mut skipped) {
            text.push('零');
        }
        // 十六, but 一百一十六.
        if digit > 1 || power != 10 || is_begun {
            text.extend(char::from_digit(digit, 10).map(han_digit));
        }
        text.extend(name);
        is_begun = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_both_ways() {
        let pairs = [
            ("第46条", "第四十六条"),
            ("第1260条", "第一千二百六十条"),
            ("第101条之一", "第一百零一条之一"),
            ("第110条", "第一百一十条"),
            ("第1005条", "第一千零五条"),
            ("第十届", "第10届"),
            ("第19次", "第十九次"),
            ("2018年3月15日", "二〇一八年三月十五日"),
            ("依照第3条、第10款", "依照第三条、第十款"),
        ];
        for (one, other) in pairs {
            assert_eq!(in_other_numerals(one).as_deref(), Some(other), "{one}");
            assert_eq!(in_other_numerals(other).as_deref(), Some(one), "{other}");
        }
        assert_eq!(in_other_numerals("第４６條").as_deref(), Some("第四十六條"));
        assert_eq!(in_other_numerals("二○一八年").as_deref(), Some("2018年"));
        for text in [
            "统一",
            "三农",
            "46件",
            "一百",
            "第046号",
            "第1.5条",
            "第一二条",
            "第百条",
            "十万",
            "第12345号",
            "",
        ] {
            assert_eq!(in_other_numerals(text), None, "{text}");
        }
    }
}
