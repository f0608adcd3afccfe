//! Made numbers that are planted in texts.
//!
//! In: a seed. Out: texts, the same for the same seed. No number of anybody: all are drawn, and their check digits counted.

mod lookalike;

use std::ops::Range;

use crate::privacy::{Kind, identity};

/// A text with a planted number.
pub(super) struct Made {
    pub(super) text: String,
    pub(super) range: Range<usize>,
    pub(super) kind: Kind,
    /// It has a check digit.
    pub(super) is_checkable: bool,
}

/// Draws numbers: xorshift64*.
pub(super) struct Maker(u64);

impl Maker {
    pub(super) fn new(seed: u64) -> Maker {
        Maker(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// From 0 to one less.
    fn below(&mut self, end: u64) -> u64 {
        (self.next() >> 11) % end
    }

    fn pick<'p, T: ?Sized>(&mut self, from: &[&'p T]) -> &'p T {
        from[self.below(from.len() as u64) as usize]
    }

    fn digits(&mut self, count: usize) -> String {
        (0..count)
            .map(|_| char::from(b'0' + self.below(10) as u8))
            .collect()
    }

    fn date(&mut self, first: u64) -> String {
        let (year, month, day) = (
            first + self.below(70),
            1 + self.below(12),
            1 + self.below(28),
        );
        format!("{year:04}{month:02}{day:02}")
    }

    pub(super) fn region(&mut self) -> String {
        let prefecture = self.pick(&[
            "1101", "1201", "1301", "1401", "2102", "3205", "3301", "3701", "4101", "4302", "4401",
            "5001", "5101", "5301", "6101", "6501",
        ]);
        format!("{prefecture}{:02}", 1 + self.below(30))
    }

    fn identity(&mut self) -> String {
        let head = format!("{}{}{}", self.region(), self.date(1935), self.digits(3));
        let check = identity::check(&values(&head));
        let check = if check == 10 {
            'X'
        } else {
            char::from(b'0' + check)
        };
        format!("{head}{check}")
    }

    fn card(&mut self) -> String {
        let head = self.pick(&["622202", "622848", "621700", "622588", "620522", "955880"]);
        let length = if head == "955880" || self.below(2) == 0 {
            19
        } else {
            16
        };
        let head = format!("{head}{}", self.digits(length - 7));
        let last = (0..10).find(|last| {
            let mut all = values(&head);
            all.push(*last);
            crate::privacy::card::is_luhn(&all)
        });
        format!("{head}{}", last.expect("one of ten holds"))
    }

    pub(super) fn phone(&mut self) -> String {
        let (second, middle, last) = (3 + self.below(7), self.digits(8), 1 + self.below(9));
        format!("1{second}{middle}{last}")
    }

    /// Full-width digits, blanks or hyphens between groups, or as it is.
    fn dressed(&mut self, number: &str, groups: &[usize]) -> String {
        let full = |number: &str| -> String {
            let signs = number.chars();
            signs
                .map(|sign| match sign {
                    '0'..='9' | 'X' => {
                        char::from_u32(sign as u32 + 0xFEE0).expect("a full-width sign")
                    }
                    other => other,
                })
                .collect()
        };
        let parted = |sign: &str| {
            let (mut parts, mut rest) = (Vec::new(), number);
            for group in groups {
                let (part, more) = rest.split_at((*group).min(rest.len()));
                parts.push(part);
                rest = more;
            }
            if !rest.is_empty() {
                parts.push(rest);
            }
            parts.join(sign)
        };
        match self.below(6) {
            0 => full(number),
            1 => parted(" "),
            2 => parted("-"),
            3 => full(&parted("\u{3000}")),
            _ => number.to_owned(),
        }
    }

    /// A text with a number that must be found.
    pub(super) fn planted(&mut self, index: usize) -> Made {
        let (kind, number, heads) = match index % 10 {
            0..=3 => {
                let number = self.identity();
                let heads: &[&str] =
                    &["身份证号：", "张三，", "", "| 李四 | ", "（", "文件", "ID:"];
                (Kind::Identity, self.dressed(&number, &[6, 8, 4]), heads)
            }
            4 => {
                let number = format!(
                    "{}{}{}",
                    self.region(),
                    &self.date(1935)[2..],
                    self.digits(3)
                );
                let heads: &[&str] = &["身份证号码：", "证件号码 ", "| 李四 | ", "", "居民身份证"];
                (Kind::Identity, self.dressed(&number, &[6, 6, 3]), heads)
            }
            5 | 6 => {
                let number = self.card();
                let heads: &[&str] = &["银行卡号：", "卡号", "", "| 李四 | ", "转入"];
                (Kind::Card, self.dressed(&number, &[4, 4, 4, 4]), heads)
            }
            7 => {
                let number = self.phone();
                let heads: &[&str] = &["电话：", "手机", "张三 ", "| 李四 | ", "", "+86 "];
                (Kind::Phone, self.dressed(&number, &[3, 4, 4]), heads)
            }
            rest => self.planted_words(rest),
        };
        let before = self.pick(&["", "经查，", "示例县\n", "2021年3月5日，"]);
        let before = format!("{before}{}", self.pick(heads));
        let after = self.pick(&["", "。", "\n", " |", "，已核实。", "）"]);
        Made {
            range: before.len()..before.len() + number.len(),
            text: format!("{before}{number}{after}"),
            kind,
            is_checkable: matches!(kind, Kind::Identity | Kind::Card),
        }
    }

    /// What has no check digit.
    fn planted_words(&mut self, class: usize) -> (Kind, String, &'static [&'static str]) {
        match (class, self.below(2)) {
            (8, 0) => (
                Kind::Passport,
                format!("E{}", self.digits(8)),
                &["护照号", "护照：", "| 李四 | "],
            ),
            (8, _) => {
                let head = self.pick(&["京A", "苏B·", "新C"]);
                let number = format!("{head}{}{}", self.digits(3), self.pick(&["12", "K9", "3D"]));
                (Kind::Plate, number, &["车牌号", "驾驶", "| "])
            }
            (_, 0) => (
                Kind::Mail,
                format!("a{}@example.org", self.digits(3)),
                &["张三 ", "联系人：李四，邮箱：", "| 王五 | "],
            ),
            _ => {
                let (house, stair, door) = (self.below(20), self.below(5), 100 + self.below(900));
                let number = format!("示例市示例小区{house}栋{stair}单元{door}室");
                (Kind::Home, number, &["张三，", "家庭住址：", "| 王五 | "])
            }
        }
    }
}

fn values(digits: &str) -> Vec<u8> {
    digits.bytes().map(|digit| digit - b'0').collect()
}
