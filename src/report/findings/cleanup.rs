//! Clean-up results (清理结果): tables that say of each document whether it stays in force.
//!
//! In go the passages of a report, or the cells of a table in a file beside it; out come the documents that a table lists,
//! each with what it says of it, and remarks on words that are no result, as what is only proposed (拟废止).
//! Never looks for the documents: which of them are held is not known here.

mod unread;

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::date::PartialDate;
use crate::report::findings::Remark;
use crate::report::findings::citation::Fold;
use crate::report::findings::cleanup::unread::AllUnread;
use crate::report::passage::{Passage, PassageKind};

/// Rows of a list, at most: what comes after is not kept.
const MAX_ROWS: usize = 20_000;
/// Characters of a cell that says what becomes of a document, at most: more is prose.
const VERDICT_MAX: usize = 30;
/// Characters of a heading above a table, at most: more is prose.
const HEADING_MAX: usize = 80;

/// What a list says of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Verdict {
    /// 继续有效.
    InForce,
    /// 宣布失效.
    Expired,
    /// 废止.
    Repealed,
    /// 修改.
    Amended,
    /// 部分废止.
    PartlyRepealed,
}

/// A document in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Listed {
    /// The row, the head being row 0.
    pub row: u32,
    /// The passage of its first cell; none in a file.
    pub passage: Option<u32>,
    /// Bytes of the file where it stands; empty where that is not known.
    pub span: Range<usize>,
    /// Its title as written.
    pub title: Box<str>,
    /// 文号 as written.
    pub number: Option<Box<str>>,
    /// What becomes of it.
    pub verdict: Verdict,
    /// The words that say so.
    pub words: Box<str>,
    /// The last day on which it is in force, where the list says so.
    pub until: Option<PartialDate>,
    /// What takes its place, where the list says so.
    pub successor: Option<Box<str>>,
}

/// A clean-up result.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CleanupList {
    /// The path of the file that it is in; none of what stands in the text of the report.
    pub file: Option<Box<str>>,
    /// The id in the page that leads to it; empty where nothing nearer than the page does.
    pub anchor: Box<str>,
    /// What stands above it.
    pub heading: Box<str>,
    /// What it lists.
    pub listed: Vec<Listed>,
}

/// Every clean-up result among the tables of a report, or of a file; in goes what stands above all of it, the nearest
/// first.
pub(crate) fn find(
    [mut heading, title]: [&str; 2],
    passages: &[Passage<'_>],
    fold: Fold<'_>,
    told: &mut Vec<Remark>,
) -> Vec<CleanupList> {
    let mut lists = Vec::new();
    let mut table: Option<(u32, &str, Grid<'_>)> = None;
    for (index, passage) in (0..).zip(passages) {
        let cell = match passage.kind {
            PassageKind::Cell {
                table, row, column, ..
            } => Some((table, row, column)),
            _ => None,
        };
        let is_other =
            |open: &(u32, &str, Grid<'_>)| cell.is_none_or(|(table, ..)| table != open.0);
        if let Some((_, anchor, grid)) = table.take_if(|open| is_other(open)) {
            lists.extend(grid.read(&[heading, title], anchor, fold, told));
        }
        match cell {
            Some((number, row, column)) => {
                let (_, _, grid) =
                    table.get_or_insert_with(|| (number, passage.anchor, Grid::default()));
                grid.put(row, column, passage.text, Some(index));
            }
            None if passage.text.chars().count() <= HEADING_MAX => heading = passage.text,
            None => {}
        }
    }
    if let Some((_, anchor, grid)) = table {
        lists.extend(grid.read(&[heading, title], anchor, fold, told));
    }
    lists
}

/// The cells of a table by row and column, each with its passage.
#[derive(Default)]
struct Grid<'t>(BTreeMap<u32, BTreeMap<u32, (&'t str, Option<u32>)>>);

/// Which column says what.
#[derive(Default)]
struct Columns {
    title: Option<u32>,
    number: Option<u32>,
    verdict: Option<u32>,
    until: Option<u32>,
    successor: Option<u32>,
}

impl<'t> Grid<'t> {
    fn put(&mut self, row: u32, column: u32, text: &'t str, passage: Option<u32>) {
        if self.0.len() <= MAX_ROWS || self.0.contains_key(&row) {
            self.0
                .entry(row)
                .or_default()
                .insert(column, (text, passage));
        }
    }

    /// The list that it is, if it is one; `above` is what stands above it, the nearest first.
    fn read(
        &self,
        above: &[&str],
        anchor: &str,
        fold: Fold<'_>,
        told: &mut Vec<Remark>,
    ) -> Option<CleanupList> {
        let above: Vec<String> = above.iter().map(|text| plain(text, fold)).collect();
        let is_of_cleanup = above.iter().any(|text| {
            ["清理", "废止", "作废", "失效", "继续有效"]
                .iter()
                .any(|word| text.contains(word))
        });
        // Titles of a table may stand in a row of their own above its head.
        let (head, columns) = self.0.iter().take(3).find_map(|(row, cells)| {
            let columns = Columns::of(cells, is_of_cleanup, fold);
            (columns.title.is_some() && (columns.verdict.is_some() || is_of_cleanup))
                .then_some((*row, columns))
        })?;
        let named = above.iter().find_map(|text| match of_heading(text) {
            Of::Verdict(verdict) => Some((verdict, text.clone())),
            _ => None,
        });
        let mut usual = named.filter(|_| columns.verdict.is_none());
        if usual.is_none() && columns.verdict.is_none() {
            return None;
        }
        let mut list = CleanupList {
            anchor: anchor.into(),
            heading: above.first().map(String::as_str).unwrap_or_default().into(),
            ..CleanupList::default()
        };
        let mut unread = AllUnread::default();
        for (row, cells) in self.0.range(head + 1..) {
            let text = |column: Option<u32>| {
                let (text, _) = cells.get(&column?)?;
                Some(text.trim()).filter(|text| !text.is_empty())
            };
            let passage = cells.values().next().and_then(|(_, passage)| *passage);
            let filled: Vec<&str> = cells
                .values()
                .map(|(text, _)| text.trim())
                .filter(|t| !t.is_empty())
                .collect();
            // A row of one cell is a heading within the table.
            if let [only] = filled.as_slice()
                && self.0.get(&head).is_some_and(|head| head.len() > 1)
            {
                if let Of::Verdict(verdict) = of_heading(&plain(only, fold)) {
                    usual = Some((verdict, (*only).to_owned()));
                }
                continue;
            }
            let Some(title) = text(columns.title) else {
                continue;
            };
            let of_row = text(columns.verdict).map(|words| (of_cell(&plain(words, fold)), words));
            let (verdict, words) = match (&of_row, &usual) {
                (Some((Of::Verdict(verdict), words)), _) => (*verdict, (*words).to_owned()),
                (None, Some((verdict, words))) => (*verdict, words.clone()),
                (Some((of, words)), _) => {
                    let cell = columns.verdict.and_then(|column| cells.get(&column));
                    let passage = cell.and_then(|(_, passage)| *passage);
                    unread.add(words, *of == Of::Proposal, passage);
                    continue;
                }
                (None, None) => continue,
            };
            list.listed.push(Listed {
                row: *row - head,
                passage,
                span: 0..0,
                title: title.into(),
                number: text(columns.number).map(Into::into),
                verdict,
                words: words.into(),
                until: text(columns.until).and_then(|text| PartialDate::parse(text).ok()),
                successor: text(columns.successor)
                    .filter(|text| !is_nothing(text))
                    .map(Into::into),
            });
        }
        // Results of something else have other words.
        if is_of_cleanup || !list.listed.is_empty() {
            told.extend(unread.remarks());
        }
        (!list.listed.is_empty()).then_some(list)
    }
}

impl Columns {
    fn of(
        cells: &BTreeMap<u32, (&str, Option<u32>)>,
        is_of_cleanup: bool,
        fold: Fold<'_>,
    ) -> Columns {
        let mut columns = Columns::default();
        for (column, (text, _)) in cells {
            let name = plain(text, fold);
            let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
            let slot = if has(&["文号", "字号", "文件编号", "发文号"]) {
                &mut columns.number
            } else if has(&["替代", "取代", "代替", "新文件", "接替"]) {
                &mut columns.successor
            } else if has(&[
                "失效日期",
                "失效时间",
                "废止日期",
                "废止时间",
                "有效期",
                "截止",
            ]) {
                &mut columns.until
            } else if has(&[
                "清理意见",
                "清理结果",
                "清理结论",
                "清理情况",
                "处理结果",
                "处理意见",
                "处理决定",
                "处理方式",
            ]) || is_of_cleanup
                && has(&["结论", "意见", "结果", "状态", "有效性", "效力", "处理"])
            {
                &mut columns.verdict
            } else if has(&["名称", "标题", "题名", "文件名"])
                && !has(&["部门", "单位", "机关", "机构"])
                || ["文件", "规范性文件", "文件题目"].contains(&name.as_str())
            {
                &mut columns.title
            } else {
                continue;
            };
            slot.get_or_insert(*column);
        }
        columns
    }
}

/// What words say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Verdict(Verdict),
    Proposal,
    Nothing,
}

/// Words without blanks, folded.
fn plain(text: &str, fold: Fold<'_>) -> String {
    fold(text).chars().filter(|c| !c.is_whitespace()).collect()
}

fn is_nothing(text: &str) -> bool {
    matches!(text, "无" | "無" | "—" | "-" | "/" | "——" | "／")
}

/// What a cell says of a document.
fn of_cell(words: &str) -> Of {
    if words.chars().count() > VERDICT_MAX {
        return Of::Nothing;
    }
    if ["拟", "建议", "待"].iter().any(|sign| words.contains(sign)) {
        return Of::Proposal;
    }
    let has = |word: &str| words.contains(word);
    let is_denied = |word: &str| {
        ["不予", "不", "未", "暂不", "尚未", "无需"]
            .iter()
            .any(|no| has(&format!("{no}{word}")))
    };
    if ["废止", "作废", "失效", "修改", "修订", "有效"]
        .iter()
        .any(|word| is_denied(word))
    {
        return Of::Nothing;
    }
    let is_repealed = has("废止") || has("作废") || has("取消");
    let ends = is_repealed || has("失效");
    let changes = has("修改") || has("修订") || has("修正");
    let stays = has("保留")
        || has("有效") && !has("有效期")
        || has("继续执行")
        || has("继续施行")
        || has("继续实施");
    let verdict = if has("部分") && ends {
        Verdict::PartlyRepealed
    } else if has("不再") || has("停止执行") || has("停止使用") {
        Verdict::Expired
    } else if ends && (changes || stays) {
        return Of::Nothing;
    } else if is_repealed {
        Verdict::Repealed
    } else if ends {
        Verdict::Expired
    } else if changes {
        Verdict::Amended
    } else if stays {
        Verdict::InForce
    } else {
        return Of::Nothing;
    };
    Of::Verdict(verdict)
}

/// What the heading of a list says of all that it lists.
fn of_heading(words: &str) -> Of {
    let is_list = ["目录", "清单", "名单", "文件", "一览", "决定", "件"]
        .iter()
        .any(|word| words.contains(word));
    if !is_list || words.chars().count() > HEADING_MAX {
        return Of::Nothing;
    }
    // 附件2继续有效的规范性文件目录: what comes after the word is no more of it.
    let short: String = words.chars().take(VERDICT_MAX).collect();
    of_cell(&short)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::{CleanupList, Of, Verdict, find, of_cell};
    use crate::date::PartialDate;
    use crate::report::passage::{Passage, PassageKind};

    fn fold(text: &str) -> String {
        text.replace('廢', "废")
            .replace('號', "号")
            .replace('稱', "称")
            .replace('結', "结")
    }

    fn cell(row: u32, column: u32, text: &str) -> Passage<'_> {
        Passage {
            anchor: "t",
            part: None,
            opens_part: false,
            kind: PassageKind::Cell {
                table: 0,
                row,
                column,
                is_head: row == 0,
            },
            text,
        }
    }

    /// The clean-up result that a table is, with the words that are its name.
    pub(crate) fn of_rows(name: &str, rows: &[Vec<&str>]) -> Option<CleanupList> {
        let cells = (0..).zip(rows).flat_map(|(row, cells)| {
            let cells = (0..).zip(cells);
            cells.map(move |(column, text)| cell(row, column, text))
        });
        let cells: Vec<Passage<'_>> = cells.collect();
        find([name, ""], &cells, &fold, &mut Vec::new()).pop()
    }

    #[test]
    fn verdicts_are_read_and_proposals_are_not() {
        let cases: &[(&str, Of)] = &[
            ("废止", Of::Verdict(Verdict::Repealed)),
            ("予以废止", Of::Verdict(Verdict::Repealed)),
            ("废止或失效", Of::Verdict(Verdict::Repealed)),
            ("作废", Of::Verdict(Verdict::Repealed)),
            ("暂保留", Of::Verdict(Verdict::InForce)),
            ("拟作废", Of::Proposal),
            ("暂不修改", Of::Nothing),
            ("宣布失效", Of::Verdict(Verdict::Expired)),
            ("已自然失效", Of::Verdict(Verdict::Expired)),
            ("不再执行", Of::Verdict(Verdict::Expired)),
            ("修改", Of::Verdict(Verdict::Amended)),
            ("修订后继续有效", Of::Verdict(Verdict::Amended)),
            ("继续有效", Of::Verdict(Verdict::InForce)),
            ("保留", Of::Verdict(Verdict::InForce)),
            ("部分废止", Of::Verdict(Verdict::PartlyRepealed)),
            ("废止部分条款", Of::Verdict(Verdict::PartlyRepealed)),
            ("拟废止", Of::Proposal),
            ("建议修改", Of::Proposal),
            ("不予废止", Of::Nothing),
            ("有效期五年", Of::Nothing),
            ("", Of::Nothing),
        ];
        for (words, expected) in cases {
            assert_eq!(of_cell(words), *expected, "{words}");
        }
    }

    #[test]
    fn a_file_is_read_by_its_head() {
        let rows = vec![
            vec![
                "序号",
                "文件名稱",
                "文號",
                "清理結果",
                "失效日期",
                "替代文件",
            ],
            vec![
                "1",
                "示例市供水办法",
                "示例政发〔2010〕1号",
                "廢止",
                "2021-05-31",
                "示例市供水条例",
            ],
            vec![
                "2",
                "示例市用水办法",
                "示例政发〔2011〕2号",
                "继续有效",
                "",
                "无",
            ],
            vec!["3", "示例市节水办法", "", "拟废止", "", ""],
        ];
        let list = of_rows("", &rows).unwrap();
        assert_eq!(list.listed.len(), 2);
        let first = list.listed.first().unwrap();
        assert_eq!(first.verdict, Verdict::Repealed);
        assert_eq!(first.until, PartialDate::parse("2021-05-31").ok());
        assert_eq!(first.successor.as_deref(), Some("示例市供水条例"));
        assert_eq!(list.listed.get(1).unwrap().successor, None);
    }

    /// `passage: message` of what is told of a table.
    fn told(name: &str, rows: &[Vec<&str>]) -> Vec<String> {
        let cells = (0..).zip(rows).flat_map(|(row, cells)| {
            let cells = (0..).zip(cells);
            cells.map(move |(column, text)| cell(row, column, text))
        });
        let cells: Vec<Passage<'_>> = cells.collect();
        let mut told = Vec::new();
        find([name, ""], &cells, &fold, &mut told);
        let told = told.iter();
        told.map(|it| format!("{}: {}", it.passage, it.fault.message.chinese))
            .collect()
    }

    #[test]
    fn words_that_are_no_result_are_told_once_with_their_count() {
        let rows = |head: &'static str, verdicts: &[&'static str]| {
            let head = vec!["名称", head];
            let rows = verdicts.iter().map(|verdict| vec!["示例办法", verdict]);
            std::iter::once(head).chain(rows).collect::<Vec<_>>()
        };
        let mixed = rows(
            "清理结果",
            &["拟废止", "废止", "暂缓", "拟废止", "", "另行研究"],
        );
        assert_eq!(
            told("", &mixed),
            [
                "3: “拟废止”表示尚未决定，不算清理结果，2 行没有计入",
                "7: 看不出“暂缓”是哪一种清理结果，1 行没有计入",
                "13: 看不出“另行研究”是哪一种清理结果，1 行没有计入",
            ]
        );
        // A list of nothing but intentions is told where it is one of a clean-up; other results have other words.
        assert_eq!(told("清理情况", &rows("处理意见", &["拟修改"])).len(), 1);
        assert_eq!(
            told("意见采纳情况", &rows("处理意见", &["已采纳"])),
            [] as [&str; 0]
        );
    }

    #[test]
    fn other_tables_are_no_clean_up_results() {
        let rows = vec![vec!["序号", "名称", "结果"], vec!["1", "示例工程", "有效"]];
        assert_eq!(of_rows("工程一览", &rows), None);
        let rows = vec![
            vec!["名称", "文号"],
            vec!["示例办法", "示例政发〔2010〕1号"],
        ];
        assert_eq!(of_rows("规范性文件目录", &rows), None);
    }

    #[test]
    fn a_heading_speaks_for_all_that_is_below_it() {
        let heading = Passage {
            anchor: "h",
            part: None,
            opens_part: false,
            kind: PassageKind::Heading,
            text: "二、宣布失效的规范性文件目录",
        };
        let passages = [
            heading,
            cell(0, 0, "序号"),
            cell(0, 1, "文件名称"),
            cell(1, 0, "1"),
            cell(1, 1, "《示例办法》"),
            cell(2, 0, "以下文件继续有效"),
            cell(3, 0, "2"),
            cell(3, 1, "《示例规定》"),
        ];
        let lists = find(["", "示例市清理结果"], &passages, &fold, &mut Vec::new());
        let listed = &lists.first().unwrap().listed;
        let verdicts: Vec<Verdict> = listed.iter().map(|listed| listed.verdict).collect();
        assert_eq!(verdicts, [Verdict::Expired, Verdict::InForce]);
        assert_eq!(listed.first().unwrap().passage, Some(3));
    }
}
