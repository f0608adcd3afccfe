//! Rows of two texts: what stands beside what, and what of it differs.

use super::*;
use crate::knowledge::similarity::matching::{open, pairs};
use crate::report::findings::paragraph::find;

const A: &str = "编制权责清单，2019年新增事项12项，取消事项3项，全部在示例网站公布，接受社会监督。";
const B: &str =
    "办理行政复议案件15件，其中维持9件，调解结案6件，没有一件因程序违法被撤销或者变更。";
const C: &str =
    "组织领导干部集体学法四次，邀请示例大学的教师授课，参加人员撰写心得并在内部刊物上交流。";

/// A text whose headings begin with #, and whose cells with |.
fn passages(lines: &[&'static str]) -> Vec<Passage<'static>> {
    let passage = |line: &&'static str| {
        let (kind, text) = match (line.strip_prefix('#'), line.strip_prefix('|')) {
            (Some(heading), _) => (PassageKind::Heading, heading),
            (_, Some(cell)) => {
                let kind = PassageKind::Cell {
                    table: 0,
                    row: 0,
                    column: 0,
                    is_head: false,
                };
                (kind, cell)
            }
            _ => (PassageKind::Paragraph, *line),
        };
        Passage {
            anchor: "",
            part: None,
            opens_part: false,
            kind,
            text,
        }
    };
    lines.iter().map(passage).collect()
}

/// Each row as the passages on both sides, with = for the same, # for changed figures, ~ for changed words, and what
/// was moved with !.
fn of(left: &[&'static str], right: &[&'static str]) -> Vec<String> {
    let (left, right) = (passages(left), passages(right));
    let (a, b) = (find(&left, &[]), find(&right, &[]));
    let pairs = pairs(open(&a, |_| true), open(&b, |_| true));
    let side = |passages| Side {
        passages,
        parts: &[],
    };
    let rows = rows(side(&left), side(&right), &pairs);
    let told = rows.iter().map(|row| match row {
        Row::Left(at) => format!("{at} -"),
        Row::Right(at) => format!("- {at}"),
        Row::Both {
            left,
            right,
            likeness,
            is_moved,
            ..
        } => {
            let sign = match likeness {
                Likeness::Same => '=',
                Likeness::ChangedFigures => '#',
                Likeness::ChangedWords => '~',
            };
            format!("{left} {right} {sign}{}", if *is_moved { "!" } else { "" })
        }
    });
    told.collect()
}

#[test]
fn rows_follow_the_left_text() {
    assert_eq!(
        of(
            &["#2020年工作", A, B, "此致"],
            &["#2019年工作", "开头", A, C, B, "此致"]
        ),
        ["0 0 #", "- 1", "1 2 =", "- 3", "2 4 =", "3 5 ="]
    );
    assert_eq!(of(&[A, B, C], &[B, C, A]), ["0 2 =!", "1 0 =", "2 1 ="]);
    assert_eq!(of(&[A, "|12"], &["|12", "|13"]), ["0 -"]);
    assert_eq!(of(&[], &[A]), ["- 0"]);
    assert_eq!(of(&["甲", "甲"], &["甲", "#甲"]), ["0 0 =", "- 1", "1 -"]);
}

#[test]
fn every_passage_stands_in_one_row() {
    let (left, right) = (
        [A, "#甲", B, C, "乙", "#甲"],
        ["#甲", C, C, A, "乙", "丙", B],
    );
    let rows = of(&left, &right);
    let count = |column: usize| {
        let cells = rows.iter().map(|row| row.split(' ').nth(column));
        cells.filter(|cell| *cell != Some("-")).count()
    };
    assert_eq!((count(0), count(1)), (left.len(), right.len()));
}

#[test]
fn places_are_those_of_the_passage() {
    let mut part = Part::default();
    part.number = "（一）".to_owned();
    let parts = [part];
    let passage = |text| Passage {
        anchor: "",
        part: Some(0),
        opens_part: true,
        kind: PassageKind::Heading,
        text,
    };
    let (left, right) = ([passage("（一）2019年工作")], [passage("（一）2020年工作")]);
    let side = |passages| Side {
        passages,
        parts: &parts,
    };
    let rows = rows(side(&left), side(&right), &[]);
    let Some(Row::Both { changed_left, .. }) = rows.first() else {
        panic!("{rows:?}");
    };
    assert_eq!(&left[0].text[changed_left[0].range.clone()], "2019年");
}
