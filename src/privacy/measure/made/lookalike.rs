//! Made numbers that only look like those of persons, and noise.
//!
//! In: what draws. Out: texts as reports have them: codes, indices, statistics, numbers of documents.

use crate::privacy::credit;
use crate::privacy::measure::made::Maker;

impl Maker {
    /// A text that only looks as if, and of which class it is.
    pub(in crate::privacy::measure) fn lookalike(
        &mut self,
        index: usize,
    ) -> (&'static str, String) {
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
    pub(in crate::privacy::measure) fn noise(&mut self) -> String {
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
