//! Made numbers that only look like those of persons, and noise.
//!
//! In: what draws. Out: texts as reports have them: codes, indices, statistics, numbers of documents.

use crate::privacy::credit;
use crate::privacy::measure::made::Maker;

/// The characters of credit codes by their value.
const CHARACTERS: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// Signs of all that the detectors stop at.
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

impl Maker {
    /// A text that only looks as if, and of which class it is.
    pub(in crate::privacy::measure) fn lookalike(
        &mut self,
        index: usize,
    ) -> (&'static str, String) {
        match index % 25 {
            class @ 0..=4 => ("credit code", self.credit_code(class)),
            class @ 5..=8 => ("index number", self.index_number(class)),
            class @ 9..=14 => ("document number", self.document_number(class)),
            class @ 15..=20 => ("statistics", self.statistics(class)),
            class => self.other(class),
        }
    }

    fn credit_code(&mut self, class: usize) -> String {
        let (code, year) = (self.credit(), self.year());
        match class {
            0..=2 => format!("统一社会信用代码：{code}"),
            3 => code,
            _ => format!("索引号：{code}/{year}-{:05}", self.below(100_000)),
        }
    }

    fn index_number(&mut self, class: usize) -> String {
        let (year, order) = (self.year(), self.below(100_000));
        match class {
            5 => format!("{}/{year}-{order:06}", self.digits(10)),
            6 => format!("{}-00000-{year}-{order:05}", self.digits(9)),
            7 => format!("{}{}/{year}-{order:05}", self.region(), self.digits(5)),
            _ => format!("流水号{year}{}", self.digits(14)),
        }
    }

    fn document_number(&mut self, class: usize) -> String {
        let (year, order) = (self.year(), self.below(10_000));
        match class {
            9 => format!("示政办〔{year}〕{order}号"),
            10 => format!("示环罚字〔{year}〕第{}{year}{order:04}号", self.region()),
            11 => format!(
                "项目代码：{year}-{}-{}-{}",
                self.region(),
                self.digits(2),
                self.digits(8)
            ),
            12 => format!("案件编号{}{}{order:04}", self.region(), self.date(2000)),
            13 => format!("许可证编号：粤B2-{}，京ICP备05012345号", self.date(1990)),
            _ => format!("沪A级，G12-3456，豫政土〔{year}〕{order}号"),
        }
    }

    fn statistics(&mut self, class: usize) -> String {
        match class {
            15 => format!(
                "实现收入{}.{}万元，增长{}.{}%",
                self.digits(6),
                self.digits(2),
                self.below(20),
                self.below(10)
            ),
            16 => format!("拨付资金{}{}元", 1 + self.below(9), self.digits(10)),
            17 => {
                let cells: Vec<_> = (0..8).map(|_| self.below(20_000).to_string()).collect();
                format!("| 合计 | {} |", cells.join(" | "))
            }
            18 => {
                let cells: Vec<_> = (0..6)
                    .map(|_| (1000 + self.below(9000)).to_string())
                    .collect();
                cells.join(" ")
            }
            19 => format!("占比0.{}", self.digits(16)),
            _ => format!(
                "| 项目 | {}{} | {} |",
                1 + self.below(9),
                self.digits(10),
                self.digits(6)
            ),
        }
    }

    fn other(&mut self, class: usize) -> (&'static str, String) {
        match class {
            21 => {
                let count = 12 + self.below(8) as usize;
                ("bare digits", self.digits(count))
            }
            22 => {
                let (day, file) = (self.date(1990), self.digits(11));
                (
                    "address",
                    format!("https://www.example.gov.cn/zwgk/t{day}_{file}.html"),
                )
            }
            23 => {
                let (office, account) = (self.digits(7), self.digits(18));
                (
                    "office",
                    format!(
                        "联系电话：0{}-{office}，账号：{}{account}",
                        10 + self.below(900),
                        1 + self.below(3)
                    ),
                )
            }
            _ => {
                let number = self.phone();
                let (head, tail) = (&number[..3], &number[7..]);
                (
                    "masked",
                    format!(
                        "手机{head}****{tail}，身份证35*************{}",
                        self.digits(3)
                    ),
                )
            }
        }
    }

    fn year(&mut self) -> u64 {
        2000 + self.below(27)
    }

    /// A code of digits and letters, or of digits alone.
    fn credit(&mut self) -> String {
        let body = self.pick(&["91", "11", "12", "52", "92"]);
        let organisation = self.pick(&["MA", "00", "73", "58", "69"]);
        let code = format!("{body}{}{organisation}{}", self.region(), self.digits(7));
        let value = |sign| CHARACTERS.iter().position(|known| *known == sign);
        let values: Vec<u8> = code
            .bytes()
            .map(|sign| value(sign).expect("a character") as u8)
            .collect();
        let check = CHARACTERS[credit::expected(&values) as usize];
        format!("{code}{}", char::from(check))
    }

    /// Signs in any order.
    pub(in crate::privacy::measure) fn noise(&mut self) -> String {
        let count = 1 + self.below(40);
        (0..count).map(|_| self.pick(&SIGNS)).collect()
    }
}
