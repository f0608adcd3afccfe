//! Numbers beside a document number that no report has: those of the same body and year with serials close by.
//!
//! In goes what was typed, 云政发〔2022〕9号, out come queries: for the numbers around it, and for all of that row. Nothing
//! is looked up.

use crate::search::query::{Item, Run};
use crate::search::text::fold::fold;

/// How far serials are from what was typed, at most.
const NEAR: u32 = 5;

/// The most digits of a serial.
const SERIAL: usize = 5;

/// What stands behind the year of a document number.
const CLOSES: &str = "〕]】)）］﹞";

/// Queries for numbers beside one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// The serial that was typed.
    pub serial: u32,
    /// For the nearest serials.
    pub near: String,
    /// For all serials of the year.
    pub row: String,
}

/// A document number in its parts: all before its serial, the serial, and what ends it.
struct Number<'n> {
    before: &'n str,
    serial: u32,
    end: &'n str,
}

fn digit(c: char) -> Option<char> {
    Some(fold(c)).filter(char::is_ascii_digit)
}

/// The parts of a document number; none where it is none.
fn parts(number: &str) -> Option<Number<'_>> {
    let bare = number.trim_end_matches(['号', '號']);
    let before = bare.trim_end_matches(|c| digit(c).is_some());
    let serial: String = bare
        .get(before.len()..)?
        .chars()
        .filter_map(digit)
        .collect();
    if serial.len() > SERIAL {
        return None;
    }
    Some(Number {
        before,
        serial: serial.parse().ok()?,
        end: number.get(bare.len()..)?,
    })
}

/// The serial of a document number.
pub fn serial(number: &str) -> Option<u32> {
    parts(number).map(|parts| parts.serial)
}

/// The queries for what is beside this number; none where it is no document number.
fn beside(number: &str) -> Option<Beside> {
    let Number {
        before,
        serial,
        end,
    } = parts(number)?;
    let row = before.strip_suffix('第').unwrap_or(before);
    let year = row.strip_suffix(|c| CLOSES.contains(c))?;
    let digits = year.chars().rev().take(4).filter(|c| digit(*c).is_some());
    if digits.count() < 4 {
        return None;
    }
    let asks = |text: &str| Run::quoted(text).map(|run| format!("number:{run}"));
    let around = (1..=NEAR).flat_map(|far| [serial.checked_sub(far), serial.checked_add(far)]);
    let around = around.flatten().filter(|serial| *serial > 0);
    let near: Option<Vec<String>> = around
        .map(|serial| asks(&format!("{before}{serial}{end}")))
        .collect();
    Some(Beside {
        serial,
        near: near?.join(" OR "),
        row: asks(row)?,
    })
}

impl Item {
    /// The queries for numbers beside the one that it looks for, or that it is; none where it is none.
    pub fn numbers_beside(&self) -> Option<Beside> {
        match self {
            Item::Run(run) | Item::Number(run) => beside(&run.text),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_beside_one_have_other_serials() {
        let found = beside("云政发〔2022〕2号").expect("a number");
        assert_eq!(
            found.near,
            "number:\"云政发〔2022〕1号\" OR number:\"云政发〔2022〕3号\" OR number:\"云政发〔2022〕4号\" OR \
             number:\"云政发〔2022〕5号\" OR number:\"云政发〔2022〕6号\" OR number:\"云政发〔2022〕7号\""
        );
        assert_eq!(found.row, "number:\"云政发〔2022〕\"");
        for number in [
            "[2022]第19号",
            "云政发（２０２２）１９號",
            "云府令【2022】300",
        ] {
            assert!(beside(number).is_some(), "{number}");
        }
        for other in [
            "云政发",
            "2022",
            "第9号",
            "〔22〕9号",
            "云政发〔2022〕号",
            "GB/T 123-2020",
            "〔2022〕123456号",
            "",
        ] {
            assert_eq!(beside(other), None, "{other}");
        }
    }
}
