//! Made numbers: planted ones, lookalikes, and noise.
//!
//! In: a seed. Out: texts, the same for the same seed. No number of anybody: all are drawn, and their check digits counted.

use std::ops::Range;

use crate::privacy::{Kind, credit, identity};

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

    fn region(&mut self) -> String {
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

    fn phone(&mut self) -> String {
        format!(
            "1{}{}",
            3 + self.below(7),
            format!("{}{}", self.digits(8), 1 + self.below(9))
        )
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
        let (kind, number, is_checkable, heads): (_, _, _, &[&str]) = match index % 10 {
            0..=3 => {
                let number = self.identity();
                let number = self.dressed(&number, &[6, 8, 4]);
                (
                    Kind::Identity,
                    number,
                    true,
                    &["身份证号：", "张三，", "", "| 李四 | ", "（", "文件", "ID:"],
                )
            }
            4 => {
                let number = format!(
                    "{}{}{}",
                    self.region(),
                    &self.date(1935)[2..],
                    self.digits(3)
                );
                let number = self.dressed(&number, &[6, 6, 3]);
                (
                    Kind::Identity,
                    number,
                    true,
                    &["身份证号码：", "证件号码 ", "| 李四 | ", "", "居民身份证"],
                )
            }
            5 | 6 => {
                let number = self.card();
                let number = self.dressed(&number, &[4, 4, 4, 4]);
                (
                    Kind::Card,
                    number,
                    true,
                    &["银行卡号：", "卡号", "", "| 李四 | ", "转入"],
                )
            }
            7 => {
                let number = self.phone();
                let number = self.dressed(&number, &[3, 4, 4]);
                (
                    Kind::Phone,
                    number,
                    false,
                    &["电话：", "手机", "张三 ", "| 李四 | ", "", "+86 "],
                )
            }
            8 => match self.below(2) {
                0 => (
                    Kind::Passport,
                    format!("E{}", self.digits(8)),
                    false,
                    &["护照号", "护照：", "| 李四 | "],
                ),
                _ => {
                    let number = format!(
                        "{}{}{}",
                        self.pick(&["京A", "苏B·", "新C"]),
                        self.digits(3),
                        self.pick(&["12", "K9", "3D"])
                    );
                    (Kind::Plate, number, false, &["车牌号", "驾驶", "| "])
                }
            },
            _ => match self.below(2) {
                0 => (
                    Kind::Mail,
                    format!("a{}@example.org", self.digits(3)),
                    false,
                    &["张三 ", "联系人：李四，邮箱：", "| 王五 | "],
                ),
                _ => {
                    let number = format!(
                        "示例市示例小区{}栋{}单元{}室",
                        self.below(20),
                        self.below(5),
                        100 + self.below(900)
                    );
                    (
                        Kind::Home,
                        number,
                        false,
                        &["张三，", "家庭住址：", "| 王五 | "],
                    )
                }
            },
        };
        let before = format!(
            "{}{}",
            self.pick(&["", "经查，", "示例县\n", "2021年3月5日，"]),
            self.pick(heads)
        );
        let after = self.pick(&["", "。", "\n", " |", "，已核实。", "）"]);
        let range = before.len()..before.len() + number.len();
        Made {
            text: format!("{before}{number}{after}"),
            range,
            kind,
            is_checkable,
        }
    }

    /// A text that only looks as if, and of which class it is.
    pub(super) fn lookalike(&mut self, index: usize) -> (&'static str, String) {
        let year = 2000 + self.below(27);
        match index % 25 {
            20 => ("bare digits", {
                let count = 12 + self.below(8) as usize;
                self.digits(count)
            }),
            21 => (
                "amounts in cells",
                format!(
                    "| 项目 | {}{} | {} |",
                    1 + self.below(9),
                    self.digits(10),
                    self.digits(6)
                ),
            ),
            22 => (
                "case with day",
                format!(
                    "案件编号{}{year}{:02}{:02}{:04}",
                    self.region(),
                    1 + self.below(12),
                    1 + self.below(28),
                    self.below(10_000)
                ),
            ),
            23 => (
                "account of a body",
                format!(
                    "开户行：示例银行示例支行，账号：{}{}",
                    1 + self.below(3),
                    self.digits(18)
                ),
            ),
            24 => (
                "licence",
                format!(
                    "许可证编号：粤B2-{}，{}",
                    self.date(1990),
                    self.pick(&[
                        "沪A级",
                        "京ICP备05012345号",
                        "G12-3456",
                        "豫政土〔2020〕1234号"
                    ])
                ),
            ),
            0..=2 => (
                "credit code",
                format!("统一社会信用代码：{}", self.credit()),
            ),
            3 => ("credit code", self.credit()),
            4 => (
                "index number",
                format!(
                    "索引号：{}/{year}-{:05}",
                    self.credit(),
                    self.below(100_000)
                ),
            ),
            5 => (
                "index number",
                format!("{}/{year}-{:06}", self.digits(10), self.below(1_000_000)),
            ),
            6 => (
                "index number",
                format!("{}-00000-{year}-{:05}", self.digits(9), self.below(100_000)),
            ),
            7 => (
                "index number",
                format!(
                    "{}{}/{year}-{:05}",
                    self.region(),
                    self.digits(5),
                    self.below(100_000)
                ),
            ),
            8 => (
                "document number",
                format!("示政办〔{year}〕{}号", self.below(500)),
            ),
            9 => (
                "document number",
                format!(
                    "示环罚字〔{year}〕第{}{year}{:04}号",
                    self.region(),
                    self.below(10_000)
                ),
            ),
            10 => (
                "project code",
                format!(
                    "项目代码：{year}-{}-{}-{}",
                    self.region(),
                    self.digits(2),
                    self.digits(8)
                ),
            ),
            11 => (
                "statistics",
                format!(
                    "实现收入{}.{}万元，同比增长{}.{}%",
                    self.digits(6),
                    self.digits(2),
                    self.below(20),
                    self.below(10)
                ),
            ),
            12 => (
                "statistics",
                format!("拨付资金{}{}元", 1 + self.below(9), self.digits(10)),
            ),
            13 => {
                let cells: Vec<_> = (0..8).map(|_| self.below(20_000).to_string()).collect();
                ("statistics", format!("| 合计 | {} |", cells.join(" | ")))
            }
            14 => {
                let cells: Vec<_> = (0..6)
                    .map(|_| (1000 + self.below(9000)).to_string())
                    .collect();
                ("statistics", cells.join(" "))
            }
            15 => ("ratio", format!("占比0.{}", self.digits(16))),
            16 => (
                "serial",
                format!("流水号{year}{}{}", self.digits(4), self.digits(10)),
            ),
            17 => (
                "address",
                format!(
                    "https://www.example.gov.cn/zwgk/t{}_{}.html",
                    self.date(1990),
                    self.digits(11)
                ),
            ),
            18 => (
                "office",
                format!("联系电话：0{}-{}", 10 + self.below(900), self.digits(7)),
            ),
            _ => ("masked", {
                let number = self.phone();
                format!(
                    "手机{}****{}，身份证35*************{}",
                    &number[..3],
                    &number[7..],
                    self.digits(3)
                )
            }),
        }
    }

    /// A code of digits and letters, or of digits alone.
    fn credit(&mut self) -> String {
        const CHARACTERS: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
        loop {
            let head = format!(
                "{}{}{}",
                self.pick(&["91", "11", "12", "52", "92"]),
                self.region(),
                self.digits(8)
            );
            let organisation = self.pick(&["MA", "00", "73", "58", "69"]);
            let code = format!("{}{organisation}{}", &head[..8], &head[8..15]);
            let all: Vec<u8> = code
                .bytes()
                .map(|sign| {
                    CHARACTERS
                        .iter()
                        .position(|known| *known == sign)
                        .expect("a character") as u8
                })
                .collect();
            if all.len() == 17 {
                let check = credit::expected(&all) as usize;
                return format!("{code}{}", char::from(CHARACTERS[check]));
            }
        }
    }

    /// Signs of all that the detectors stop at, in any order.
    pub(super) fn noise(&mut self) -> String {
        const SIGNS: [&str; 40] = [
            "1",
            "9",
            "0",
            "3",
            "110101",
            "19900307",
            "451",
            "4",
            "X",
            "x",
            " ",
            "-",
            "　",
            "\t",
            "\n",
            "|",
            "\\",
            "@",
            "＠",
            ".",
            "/",
            "京",
            "A",
            "·",
            "★",
            "秘",
            "密",
            "机",
            "内部资料",
            "不予公开",
            "张",
            "三",
            "号",
            "室",
            "村",
            "１",
            "\u{200B}",
            "𠮷",
            "138",
            "é",
        ];
        let count = 1 + self.below(40);
        (0..count).map(|_| self.pick(&SIGNS)).collect()
    }
}

fn values(digits: &str) -> Vec<u8> {
    digits.bytes().map(|digit| digit - b'0').collect()
}
