//! Invented plans: what is found in them, and that no text makes the reader fail.

use serde_json::json;

use super::*;
use crate::report::passage::PassageKind;

/// A part as number, title, parent, and whether it is a heading.
fn part(anchor: &str, number: &str, title: &str, parent: Option<u32>, is_heading: bool) -> Part {
    serde_json::from_value(json!({
        "anchor": anchor, "depth": 0, "number": number, "title": title, "parent": parent,
        "is_inline": matches!(number, "一是" | "二是"), "is_heading": is_heading, "is_annex": false,
    }))
    .expect("a part")
}

/// Passages of a plan: the part, whether it opens it, the text; a heading where its part is one.
fn passages<'d>(
    parts: &'d [Part],
    texts: &'d [(Option<usize>, bool, &'d str)],
) -> Vec<Passage<'d>> {
    texts
        .iter()
        .map(|(part, opens_part, text)| {
            let of = part.and_then(|part| parts.get(part));
            let is_heading = *opens_part && of.is_some_and(|part| part.is_heading);
            Passage {
                anchor: of.map_or("", |part| &part.anchor),
                part: *part,
                opens_part: *opens_part,
                kind: match is_heading {
                    true => PassageKind::Heading,
                    false => PassageKind::Paragraph,
                },
                text,
            }
        })
        .collect()
}

/// What is found in a plan without tables.
fn find(passages: &[Passage<'_>], parts: &[Part], year: Option<i16>) -> Found {
    super::find(passages, parts, &Grids::default(), year)
}

/// A measure in one line.
fn shown(measure: &Measure) -> String {
    let bodies: Vec<&str> = measure.bodies.iter().map(|b| b.name.as_str()).collect();
    let timing = match measure.deadline.timing {
        Some(Timing::Until(date)) => date.to_string(),
        other => format!("{other:?}"),
    };
    format!(
        "{}|{}|{}|{}|{}|{} {timing}",
        measure.number,
        measure.anchor,
        measure.heading,
        measure.text.replace('\n', "/"),
        bodies.join("+"),
        measure.deadline.kind.key(),
    )
}

fn lines(found: &Found) -> Vec<String> {
    found.measures.iter().map(shown).collect()
}

#[test]
fn numbered_measures_stand_under_their_headings() {
    let parts = [
        part("1", "1.", "1. 示例清单", None, true),
        part("1-1", "1)", "1)编制清单", Some(0), false),
        part("1-2", "2)", "2)公布清单", Some(0), false),
        part("2", "2.", "2. 示例检查", None, false),
        part("2-3", "3)", "3)组织检查", Some(3), false),
        part("3", "三、", "三、实施", None, true),
    ];
    let texts = [
        (Some(0), true, "1. 示例清单"),
        (Some(1), true, "1)编制清单。"),
        (
            Some(1),
            false,
            "逐项列明。（示例编办牵头，示例法制办等有关部门按职责分别负责，2017年底前完成）",
        ),
        // A heading that lost its line.
        (Some(2), true, "2)公布清单(示例政府办负责)。2. 示例检查"),
        (Some(4), true, "3)组织检查。(各示例镇按职责负责,每年开展)"),
        (Some(5), true, "三、实施"),
        (
            Some(5),
            false,
            "要抓好落实。各项任务除写明时限的以外，应当在2019年底前完成。",
        ),
    ];
    let found = find(&passages(&parts, &texts), &parts, None);
    assert_eq!(
        lines(&found),
        [
            "1)|1-1|1. 示例清单|编制清单。/逐项列明。|示例编办+示例法制办+等有关部门|stated 2017-12-31",
            "2)|1-2|1. 示例清单|公布清单。|示例政府办|default 2019-12-31",
            "3)|2-3|2. 示例检查|组织检查。|各示例镇|stated Some(Recurring)",
        ]
    );
    assert_eq!(found.problems, []);
    for quote in found.measures.iter().flat_map(|measure| &measure.evidence) {
        let (_, _, text) = texts[quote.passage];
        assert_eq!(
            text.get(quote.bytes.clone()).map(str::trim),
            Some(quote.words.as_str())
        );
    }
    let default = found.default.expect("a default");
    assert_eq!(
        (default.evidence.passage, default.date.to_string().as_str()),
        (6, "2019-12-31")
    );
}

#[test]
fn headings_and_paragraphs_without_numbers_may_be_measures() {
    let parts = [
        part("1", "（一）", "（一）示例清单（示例编办牵头）", None, true),
        part("2", "（二）", "（二）示例检查", None, true),
        part("3", "（三）", "（三）示例培训", None, true),
    ];
    let texts = [
        (Some(0), true, "（一）示例清单（示例编办牵头）"),
        (Some(0), false, "逐项列明。"),
        (Some(1), true, "（二）示例检查"),
        (Some(1), false, "组织检查。"),
        (Some(1), false, "责任单位：示例司法局"),
        (Some(1), false, "完成时限：2018年6月底"),
        (Some(2), true, "（三）示例培训"),
        (Some(2), false, "办班。（示例党校负责）"),
        (Some(2), false, "考试。（示例人社局负责）"),
        (None, false, "另办一件。（示例文旅局牵头）"),
    ];
    let found = find(&passages(&parts, &texts), &parts, None);
    assert_eq!(
        lines(&found),
        [
            "（一）|1||示例清单|示例编办| None",
            "（二）|2|（二）示例检查|组织检查。|示例司法局|stated 2018-06-30",
            "|3|（三）示例培训|办班。|示例党校| None",
            "|3|（三）示例培训|考试。|示例人社局| None",
            "|||另办一件。|示例文旅局| None",
        ]
    );
}

#[test]
fn a_series_within_a_paragraph_is_cut_where_each_has_its_clause() {
    let parts = [
        part("1", "（一）", "（一）示例清单", None, false),
        part("1-1", "一是", "一是编制", Some(0), false),
        part("1-2", "二是", "二是公布", Some(0), false),
    ];
    let each = "（一）示例清单。一是编制（示例编办牵头）；二是公布（示例政府办牵头）。";
    let texts = [(Some(0), true, each)];
    let found = find(&passages(&parts, &texts), &parts, None);
    assert_eq!(
        lines(&found),
        [
            "一是|1-1|（一）示例清单|编制；|示例编办| None",
            "二是|1-2|（一）示例清单|公布。|示例政府办| None",
        ]
    );
    let whole = "（一）示例清单。一是编制；二是公布。（示例编办牵头）";
    let texts = [(Some(0), true, whole)];
    let found = find(&passages(&parts, &texts), &parts, None);
    assert_eq!(
        lines(&found),
        ["（一）|1||示例清单。一是编制；二是公布。|示例编办| None"]
    );
}

#[test]
fn what_cannot_be_read_is_told_with_its_place() {
    let parts: Vec<Part> = ["1)", "2)", "3)", "4)", "5)", "6)"]
        .iter()
        .map(|number| part(number, number, number, None, false))
        .collect();
    let texts = [
        (Some(0), true, "1)甲。（示例编办牵头）"),
        (Some(1), true, "2)乙。（示例编办牵头，年底前完成）"),
        (Some(2), true, "3)丙。"),
        (
            Some(3),
            true,
            "4)丁。（由示例编办等牵头应当在什么时候完成）",
        ),
        (
            Some(4),
            true,
            "5)戊。（示例编办牵头，2017年底前完成）（2018年底前完成）",
        ),
        (Some(5), true, "6)己。各镇政府按职责负责"),
    ];
    let found = find(&passages(&parts, &texts), &parts, None);
    let problems: Vec<_> = found
        .problems
        .iter()
        .map(|problem| {
            let (_, _, text) = texts[problem.passage];
            let words = text.get(problem.bytes.clone()).unwrap_or_default();
            let number = problem
                .measure
                .as_ref()
                .map(|measure| measure.number.as_str());
            (problem.kind, words, number)
        })
        .collect();
    assert_eq!(
        problems,
        [
            (ProblemKind::WithoutYear, "年底前完成", None),
            (ProblemKind::NoBodies, "丙。", Some("3)")),
            (
                ProblemKind::UnreadClause,
                "（由示例编办等牵头应当在什么时候完成）",
                Some("4)")
            ),
            (ProblemKind::TwoDeadlines, "（2018年底前完成）", None),
        ]
    );
    // 6) is a measure since the others are.
    assert_eq!(found.measures.len(), 4);
    assert_eq!(
        found.measures.last().map(shown).as_deref(),
        Some("6)|6)||己。|各镇政府| None")
    );
    let of_one_year = find(&passages(&parts, &texts), &parts, Some(2022));
    let second = of_one_year.measures.get(1).map(shown);
    assert_eq!(
        second.as_deref(),
        Some("2)|2)||乙。|示例编办|stated 2022-12-31")
    );
}

#[test]
fn texts_of_other_kinds_have_no_measures() {
    let parts = [part("1", "第一条", "第一条", None, false)];
    for text in [
        "第一条 示例绿地由示例管理部门负责。",
        "第一条 各级政府及其部门按照各自职责，做好示例工作。",
        "第一条 相关部门应当予以配合。",
        "第一条 示例年底前应当完成（含本数）。",
        "第一条 责任单位应当在30日内完成整改。",
        "第一条 示例联席会议由示例局牵头，有关部门参加。",
    ] {
        let texts = [(Some(0), true, text)];
        let found = find(&passages(&parts, &texts), &parts, None);
        assert_eq!(found, Found::default(), "{text}");
    }
}

#[test]
fn no_text_makes_it_fail_and_its_places_are_right() {
    let words = [
        "示例编办",
        "牵头",
        "（",
        "）",
        "(",
        ")",
        "，",
        "、",
        "按职责负责",
        "2017年",
        "底前",
        "完成",
        "。",
        "责任单位：",
        "1)",
        "会同",
        "和",
        "等",
        "一是",
        "\u{200b}",
        "é",
        "年",
        "每年",
        "；",
    ];
    // A plain generator of numbers: the same texts each time.
    let mut state: u32 = 7;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) as usize
    };
    let parts = [
        part("1", "1)", "1)示例编办", None, false),
        part("1-1", "一是", "一是", Some(0), false),
    ];
    for _ in 0..2_000 {
        let text: String = (0..next() % 30)
            .map(|_| words[next() % words.len()])
            .collect();
        let texts = [
            (Some(0), true, text.as_str()),
            (Some(0), false, text.as_str()),
        ];
        let found = find(&passages(&parts, &texts), &parts, None);
        for quote in found.measures.iter().flat_map(|measure| &measure.evidence) {
            assert!(text.get(quote.bytes.clone()).is_some(), "{text}");
        }
        for problem in &found.problems {
            assert!(text.get(problem.bytes.clone()).is_some(), "{text}");
        }
        for body in found.measures.iter().flat_map(|measure| &measure.bodies) {
            assert!(text.contains(&body.name) && !body.name.is_empty(), "{text}");
        }
    }
}
