//! Counting in Han and Hangul signs: 一百零一.
//!
//! In: a number. Out: how it is said. Never fails: what is too large is written in digits.

/// The signs that numbers are counted with.
#[derive(Debug, PartialEq)]
pub(super) struct Counting {
    /// From zero to nine.
    digits: [char; 10],
    /// Ten, hundred, thousand.
    units: [char; 3],
    /// Ten thousand.
    myriad: char,
    /// Ten is written without a one before it.
    is_ten_short: bool,
    /// A hundred and a thousand too.
    is_all_short: bool,
    /// A gap between digits is said: 一百零一.
    says_zero: bool,
}

const HAN: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const HAN_UNITS: [char; 3] = ['十', '百', '千'];

/// 一百零一, 一万
pub(super) static CHINESE: Counting = Counting {
    digits: HAN,
    units: HAN_UNITS,
    myriad: '万',
    is_ten_short: true,
    is_all_short: false,
    says_zero: true,
};
/// 一百零一, 一萬
pub(super) static TAIWANESE: Counting = Counting {
    digits: HAN,
    units: HAN_UNITS,
    myriad: '萬',
    is_ten_short: true,
    is_all_short: false,
    says_zero: true,
};
/// 百一
pub(super) static JAPANESE: Counting = Counting {
    digits: HAN,
    units: HAN_UNITS,
    myriad: '万',
    is_ten_short: true,
    is_all_short: true,
    says_zero: false,
};
/// 壹佰零壹
pub(super) static SIMPLIFIED_LEGAL: Counting = Counting {
    digits: ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'],
    units: ['拾', '佰', '仟'],
    myriad: '萬',
    is_ten_short: false,
    is_all_short: false,
    says_zero: true,
};
/// 壹佰零壹, 貳
pub(super) static TRADITIONAL_LEGAL: Counting = Counting {
    digits: ['零', '壹', '貳', '參', '肆', '伍', '陸', '柒', '捌', '玖'],
    units: ['拾', '佰', '仟'],
    myriad: '萬',
    is_ten_short: false,
    is_all_short: false,
    says_zero: true,
};
/// 壱百壱
pub(super) static JAPANESE_LEGAL: Counting = Counting {
    digits: ['零', '壱', '弐', '参', '四', '伍', '六', '七', '八', '九'],
    units: ['拾', '百', '阡'],
    myriad: '萬',
    is_ten_short: false,
    is_all_short: false,
    says_zero: false,
};
/// 백일
pub(super) static KOREAN: Counting = Counting {
    digits: ['영', '일', '이', '삼', '사', '오', '육', '칠', '팔', '구'],
    units: ['십', '백', '천'],
    myriad: '만',
    is_ten_short: true,
    is_all_short: true,
    says_zero: false,
};

impl Counting {
    /// A number as it is said; in digits from a hundred million on.
    pub(super) fn written(&self, number: u32) -> String {
        let digit = |digit: u32| self.digits.get(digit as usize).copied().unwrap_or('〇');
        match number {
            0 => String::from(digit(0)),
            1..10_000 => self.below_myriad(number, self.is_ten_short),
            10_000..100_000_000 => {
                let mut text = self.below_myriad(number / 10_000, self.is_ten_short);
                text.push(self.myriad);
                let rest = number % 10_000;
                if rest > 0 && rest < 1000 && self.says_zero {
                    text.push(digit(0));
                }
                text + &self.below_myriad(rest, false)
            }
            _ => number.to_string(),
        }
    }

    fn below_myriad(&self, number: u32, is_short: bool) -> String {
        let mut text = String::new();
        let mut is_gap = false;
        for power in (0..4_u32).rev() {
            let value = number / 10_u32.pow(power) % 10;
            if value == 0 {
                is_gap = !text.is_empty();
                continue;
            }
            if std::mem::take(&mut is_gap) && self.says_zero {
                text.extend(self.digits.first());
            }
            let unit = match power {
                0 => None,
                power => self.units.get(power as usize - 1),
            };
            let is_bare = value == 1 && unit.is_some();
            let is_bare =
                is_bare && (self.is_all_short || (is_short && power == 1 && text.is_empty()));
            if !is_bare {
                text.extend(self.digits.get(value as usize));
            }
            text.extend(unit);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::character::han_value;

    #[test]
    fn numbers_are_said() {
        for (number, expected) in [
            (0, "零"),
            (1, "一"),
            (10, "十"),
            (11, "十一"),
            (20, "二十"),
            (99, "九十九"),
            (100, "一百"),
            (101, "一百零一"),
            (110, "一百一十"),
            (111, "一百一十一"),
            (120, "一百二十"),
            (909, "九百零九"),
            (1000, "一千"),
            (1001, "一千零一"),
            (1010, "一千零一十"),
            (1011, "一千零一十一"),
            (1100, "一千一百"),
            (1101, "一千一百零一"),
            (2222, "二千二百二十二"),
            (9999, "九千九百九十九"),
            (10_000, "一万"),
            (10_010, "一万零一十"),
            (100_000, "十万"),
            (1_010_000, "一百零一万"),
            (100_000_000, "100000000"),
        ] {
            assert_eq!(CHINESE.written(number), expected);
        }
        assert_eq!(TAIWANESE.written(10_101), "一萬零一百零一");
        assert_eq!(SIMPLIFIED_LEGAL.written(1010), "壹仟零壹拾");
        assert_eq!(JAPANESE.written(1111), "千百十一");
    }

    #[test]
    fn what_is_said_is_known_as_a_number() {
        for number in 1..=9_999 {
            for counting in [&CHINESE, &TAIWANESE, &JAPANESE] {
                let said = counting.written(number);
                assert!(said.chars().all(|c| han_value(c).is_some()), "{said}");
            }
        }
    }
}
