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
use crate::report::findings::measure::deadline::{Reading, Timing, last_limit};
use crate::report::findings::measure::words::{begins, holds};
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
            (&["到2020年，基本建成法治政府。"], "none"),
            (&["每年12月前，各单位报告任务完成情况。"], "none"),
            (&["各单位在2018年底前完成清理工作。"], "none"),
            (&[], "none"),
        ] {
            assert_eq!(found(texts), wanted, "{texts:?}");
        }
    }
}
