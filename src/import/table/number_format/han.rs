//! Digits as Han figures: 一二三, 壹贰叁, １２３.

const PLAIN: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const FORMAL: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const WIDE: [char; 10] = ['０', '１', '２', '３', '４', '５', '６', '７', '８', '９'];

fn table(kind: u8) -> &'static [char; 10] {
    match kind {
        1 => &PLAIN,
        2 => &FORMAL,
        _ => &WIDE,
    }
}

/// Each digit for itself: 二〇二四.
pub(super) fn digits(figures: &str, kind: u8) -> String {
    let han = |c: char| {
        c.to_digit(10)
            .and_then(|digit| table(kind).get(digit as usize))
            .copied()
    };
    figures.chars().map(|c| han(c).unwrap_or(c)).collect()
}

/// A whole number as it is said: 一百二十三. What is not digits stays.
pub(super) fn number(figures: &str, kind: u8) -> String {
    let is_number = figures.bytes().all(|byte| byte.is_ascii_digit()) && figures.len() <= 12;
    if kind == 3 || !is_number {
        return digits(figures, kind);
    }
    let units = match kind {
        1 => ["", "十", "百", "千"],
        _ => ["", "拾", "佰", "仟"],
    };
    let zero = if kind == 1 { '〇' } else { '零' };
    let mut said = String::new();
    let mut is_zero_due = false;
    let mut has_group = false;
    for (at, digit) in figures.chars().enumerate() {
        let place = figures.len() - 1 - at;
        if digit == '0' {
            is_zero_due = !said.is_empty();
        } else {
            if std::mem::take(&mut is_zero_due) {
                said.push(zero);
            }
            has_group = true;
            // Ten to nineteen begin with ten.
            let is_ten = kind == 1 && said.is_empty() && digit == '1' && place % 4 == 1;
            if !is_ten {
                said.push_str(&digits(&digit.to_string(), kind));
            }
            said.push_str(units.get(place % 4).copied().unwrap_or_default());
        }
        if place.is_multiple_of(4) && std::mem::take(&mut has_group) {
            said.push_str(["", "万", "亿"].get(place / 4).copied().unwrap_or_default());
        }
    }
    if said.is_empty() {
        zero.to_string()
    } else {
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_said() {
        for (figures, said) in [
            ("0", "〇"),
            ("10", "十"),
            ("15", "十五"),
            ("21", "二十一"),
            ("105", "一百〇五"),
            ("12030", "一万二千〇三十"),
            ("100000000", "一亿"),
        ] {
            assert_eq!(number(figures, 1), said);
        }
        assert_eq!(number("1234", 2), "壹仟贰佰叁拾肆");
        assert_eq!(digits("2024", 1), "二〇二四");
    }
}
