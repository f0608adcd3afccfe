//! The deadline that a plan states for all measures that name none
//! （除另有时限外，一般应当在2020年底前完成）.
//!
//! In: the passages of a plan. Out: the date with the sentence, or that there are two of them. A sentence that
//! speaks of exceptions counts before one that speaks of all.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::date::PartialDate;
use crate::report::findings::measure::Quote;
use crate::report::findings::measure::canonical::Canonical;
use crate::report::findings::measure::deadline::{
    self, Reading, Timing, at_first_date, last_limit,
};
use crate::report::findings::measure::words::{begins, eat, holds};
use crate::report::passage::{Passage, PassageKind};

/// Bytes of a sentence that may state it, at most.
const MAX_SENTENCE: usize = 1_200;

/// A deadline for all measures that state none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DefaultDeadline {
    /// The last day.
    pub date: PartialDate,
    /// The sentence that says so.
    pub evidence: Quote,
}

/// What was found.
pub(super) enum Search {
    None,
    One(DefaultDeadline),
    /// Two that contradict each other; the second one.
    Two(Quote),
}

/// What a sentence of this kind is about.
const TASKS: [&str; 8] = [
    "任务", "措施", "工作", "事项", "项目", "要求", "目标", "举措",
];
/// Words for a deadline of one's own.
const LIMITS: [&str; 8] = [
    "时间", "时限", "期限", "限期", "时点", "日期", "时期", "年限",
];
/// Words that say that there is none.
const LACKING: [&str; 7] = ["未", "没有", "无", "不作", "除", "另有", "尚无"];
/// Words for all others.
const OTHERS: [&str; 10] = [
    "其余任务",
    "其余各项",
    "其余措施",
    "其余工作",
    "其他任务",
    "其他各项",
    "其他措施",
    "其他工作",
    "其它任务",
    "其它各项",
];
/// Words with which a sentence about all begins.
const ALL: [&str; 9] = [
    "各项",
    "所有",
    "上述",
    "以上",
    "全部",
    "本方案",
    "本计划",
    "本实施方案",
    "方案",
];

/// Words that say that there is a deadline of one's own, or another exception from that of all.
const MARKED: [&str; 22] = [
    "规定",
    "注明",
    "标明",
    "写明",
    "明确",
    "说明",
    "标注",
    "列明",
    "载明",
    "指明",
    "提出",
    "设定",
    "限定",
    "约定",
    "要求",
    "安排",
    "时限",
    "时间",
    "期限",
    "限期",
    "节点",
    "特殊情况",
];
/// Words that say that there is none, before [`MARKED`].
const UNMARKED: [&str; 5] = ["未", "没有", "没", "无", "不作"];
/// What else may stand before the date in a sentence that speaks of exceptions and of nothing else: words, marks, and who
/// is meant by all. Of words that begin alike the longer one comes first, here and in those above.
const OF_ALL: [&str; 103] = [
    "除",
    "以外",
    "之外",
    "外",
    "另有",
    "另行",
    "已经",
    "已有",
    "已",
    "特别",
    "特殊",
    "单独",
    "列出",
    "完成",
    "办理",
    "办结",
    "落实",
    "实施",
    "推进",
    "时点",
    "进度",
    "日期",
    "年限",
    "具体",
    "尚未",
    "凡是",
    "凡",
    "对于",
    "对",
    "其中",
    "其余",
    "其他",
    "其它",
    "本实施方案",
    "本方案",
    "本计划",
    "本清单",
    "本意见",
    "本通知",
    "方案",
    "计划",
    "清单",
    "表",
    "文",
    "中",
    "内",
    "所列",
    "列",
    "确定",
    "部署",
    "各项",
    "所有",
    "全部",
    "上述",
    "以上",
    "一般",
    "原则上",
    "均",
    "都",
    "一律",
    "统一",
    "必须",
    "须",
    "应当",
    "应",
    "要",
    "需",
    "于",
    "在",
    "到",
    "截至",
    "力争",
    "确保",
    "工作",
    "任务",
    "措施",
    "举措",
    "事项",
    "项目",
    "目标",
    "重点",
    "改革",
    "主要",
    "的",
    ",",
    "、",
    ":",
    "(",
    ")",
    "*",
    "注",
    "备",
    "由各责任单位",
    "由责任单位",
    "各责任单位",
    "各单位",
    "各部门",
    "或者",
    "或",
    "和",
    "为",
    "是",
    "有",
];

/// Looks for the deadline of all. `year` is that of the plan.
pub(super) fn find(passages: &[Passage<'_>], year: Option<i16>) -> Search {
    let mut best: Option<(bool, DefaultDeadline)> = None;
    let mut contradiction: Option<(bool, Quote)> = None;
    for (index, passage) in passages.iter().enumerate() {
        let is_text = matches!(
            passage.kind,
            PassageKind::Paragraph | PassageKind::Item | PassageKind::Other
        );
        if !is_text {
            continue;
        }
        for at in sentences(passage.text) {
            let Some((is_strong, date)) = read(passage.text, at.clone(), year) else {
                continue;
            };
            let words = passage.text.get(at.clone()).unwrap_or_default();
            let default = DefaultDeadline {
                date,
                evidence: Quote {
                    passage: index,
                    bytes: at,
                    anchor: passage.anchor.to_owned(),
                    words: words.to_owned(),
                },
            };
            match &best {
                Some((true, _)) if !is_strong => {}
                Some((was_strong, old)) if *was_strong == is_strong => {
                    if old.date != date && contradiction.is_none() {
                        contradiction = Some((is_strong, default.evidence));
                    }
                }
                _ => {
                    best = Some((is_strong, default));
                    contradiction = None;
                }
            }
        }
    }
    match (best, contradiction) {
        (Some(_), Some((true, second))) => Search::Two(second),
        // Two sentences about all in passing are none.
        (None, _) | (_, Some((false, _))) => Search::None,
        (Some((_, default)), None) => Search::One(default),
    }
}

/// Whether a sentence states it in so many words, and the date.
fn read(text: &str, at: Range<usize>, year: Option<i16>) -> Option<(bool, PartialDate)> {
    if at.len() > MAX_SENTENCE {
        return None;
    }
    let sentence = Canonical::of(text, at);
    let characters = sentence.characters();
    if let Some(date) = of_unmarked(characters, year) {
        return Some((true, date));
    }
    let is_limit = holds(characters, &["前", "内"]);
    if !is_limit {
        return None;
    }
    let is_about_tasks = holds(characters, &TASKS);
    let is_exception = holds(characters, &LIMITS) && holds(characters, &LACKING);
    let is_strong = is_about_tasks && is_exception || holds(characters, &OTHERS);
    if !(is_strong || is_about_tasks && begins(characters, &ALL)) {
        return None;
    }
    match last_limit(characters, year)? {
        Reading::Read(Timing::Until(date)) => Some((is_strong, date)),
        _ => None,
    }
}

/// The date of a sentence that says of what has no mark of its own until when it is, and nothing else: 除另有规定外，均于
/// 2022年底前完成; 没有特别注明的，2018年底前完成. Of a thing that is to be done (完成清理工作) it says no such thing.
fn of_unmarked(characters: &[char], year: Option<i16>) -> Option<PartialDate> {
    let (before, dated) = at_first_date(characters, year)?;
    let is_except = holds(before, &["除"]) && holds(before, &["外"]);
    let is_of_others = is_except || holds(before, &UNMARKED);
    if !is_of_others || !holds(before, &MARKED) {
        return None;
    }
    let all = [&UNMARKED[..], &MARKED, &OF_ALL].concat();
    if !eat(before, &all).is_empty() {
        return None;
    }
    let end = dated
        .iter()
        .position(|c| matches!(c, ',' | ';' | '。' | '!' | '?' | ')' | '\n'));
    let dated = dated.get(..end.unwrap_or(dated.len()))?;
    match deadline::read(dated, year)? {
        Reading::Read(Timing::Until(date)) => Some(date),
        _ => None,
    }
}

/// The sentences of a text, without the blanks around them.
fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0_usize;
    text.split_inclusive(['。', '；', ';', '！', '!', '？', '?', '\n'])
        .map(move |sentence| {
            let start = from;
            from = start + sentence.len();
            let blanks = sentence.len().saturating_sub(sentence.trim_start().len());
            start + blanks..start.saturating_add(sentence.trim_end().len())
        })
        .filter(|at| !at.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(texts: &[&str]) -> String {
        let passages: Vec<Passage<'_>> = texts
            .iter()
            .map(|text| Passage {
                anchor: "a",
                part: None,
                opens_part: false,
                kind: PassageKind::Paragraph,
                text,
            })
            .collect();
        match find(&passages, None) {
            Search::None => "none".to_owned(),
            Search::One(default) => default.date.to_string(),
            Search::Two(_) => "two".to_owned(),
        }
    }

    #[test]
    fn the_deadline_of_all_is_found() {
        for (texts, wanted) in [
            (
                &["要抓好落实。各项任务除另行写明时限外,一般应当在2019年底前办结。"][..],
                "2019-12-31",
            ),
            (
                &["没有写明期限的任务，原则上应当在2020年年底前完成；不能完成的说明理由。"],
                "2020-12-31",
            ),
            (
                &["未明确完成时限的措施，均应于2020年6月底前落实到位。"],
                "2020-06-30",
            ),
            (&["其余各项于2021年10月31日前完成。"], "2021-10-31"),
            (
                &["除2017年底前完成的任务外，其他任务在2018年底前完成。"],
                "2018-12-31",
            ),
            (&["各项任务应当在2020年底前全部完成。"], "2020-12-31"),
            (
                &["各項任務除寫明時限的以外，應當在2019年底前辦結。"],
                "2019-12-31",
            ),
            (
                &[
                    "未明确时限的任务在2020年底前完成。",
                    "未明确时限的任务在2021年底前完成。",
                ],
                "two",
            ),
            (
                &[
                    "各项任务应当在2018年底前完成。",
                    "未明确时限的任务在2021年底前完成。",
                ],
                "2021-12-31",
            ),
            (&["除另有规定外，各项任务于2022年底前完成。"], "2022-12-31"),
            (
                &["除另有要求外,各项工作均应在2022年11月底前完成。"],
                "2022-11-30",
            ),
            (&["没有特别注明的，均应于2018年底前完成。"], "2018-12-31"),
            (&["沒有特別註明的，均應於2018年底前完成。"], "2018-12-31"),
            (
                &["（未注明完成时限的，于2020年12月底前完成）"],
                "2020-12-31",
            ),
            (
                &["未注明完成时限的任务，2021年6月30日前完成。"],
                "2021-06-30",
            ),
            (&["注：未标明时限的，完成时限均为2020年底。"], "2020-12-31"),
            (
                &["备注：除单独注明外，一律于2019年10月底前办结。"],
                "2019-10-31",
            ),
            (
                &["凡未单独列明完成时间的，原则上应于2023年底前完成。"],
                "2023-12-31",
            ),
            (
                &["对没有明确时间节点的改革任务，力争在2024年底前基本完成。"],
                "2024-12-31",
            ),
            (
                &["除特殊情况外，以上各项任务须在2020年底前全部完成。"],
                "2020-12-31",
            ),
            (
                &["除有明确时限要求的外，由各责任单位于“十四五”期末完成。"],
                "2025-12-31",
            ),
            (
                &[
                    "除另有规定外，各项任务于2022年底前完成。",
                    "没有特别注明的，均应于2023年底前完成。",
                ],
                "two",
            ),
            // What is said of one thing alone is said of it.
            (&["除另有规定外，各单位于2022年底前完成清理工作。"], "none"),
            (
                &["除法律另有规定外，行政机关应当在2022年底前公布。"],
                "none",
            ),
            (&["未明确责任单位的任务，2022年底前明确。"], "none"),
            (&["未完成的任务于2020年底前完成。"], "none"),
            (&["未列入清单的项目于2020年底前取消。"], "none"),
            (&["除另有规定外，各项任务长期坚持。"], "none"),
            (&["到2020年，基本建成法治政府。"], "none"),
            (&["每年12月前，各单位报告任务完成情况。"], "none"),
            (&["各单位在2018年底前完成清理工作。"], "none"),
            (&[], "none"),
        ] {
            assert_eq!(found(texts), wanted, "{texts:?}");
        }
    }
}
