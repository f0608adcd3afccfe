//! Tables of invented archives.

use super::{Body, Catalogue, CitationIndex, Holding, Match, Outcome, Unsure, resolve};
use crate::date::PartialDate;
use crate::report::findings::citation::{Citations, find};
use crate::report::passage::{Passage, PassageKind};

fn fold(text: &str) -> String {
    text.to_owned()
}

fn found(texts: &[&str]) -> Citations {
    let passage = |text| Passage {
        anchor: "p",
        part: None,
        opens_part: false,
        kind: PassageKind::Paragraph,
        text,
    };
    let passages: Vec<Passage<'_>> = texts.iter().copied().map(passage).collect();
    find(&passages, &fold)
}

fn day(text: &str) -> Option<PartialDate> {
    PartialDate::parse(text).ok()
}

fn held<'a>(title: &'a str, number: &'a str, body: usize, written: &str) -> Holding<'a> {
    Holding {
        title,
        number: Some(number).filter(|number| !number.is_empty()),
        bodies: vec![body],
        written: day(written),
        ..Holding::default()
    }
}

fn bodies() -> Vec<Body<'static>> {
    vec![
        Body {
            names: vec!["示例市云麓区", "示例市云麓区人民政府"],
        },
        Body {
            names: vec!["示例市汀兰县"],
        },
        Body {
            names: vec!["示例市人民政府"],
        },
    ]
}

/// The citations of these texts, which are those of these documents.
fn resolved(all: &[Holding<'_>], texts: &[Citations]) -> CitationIndex {
    let catalogue = Catalogue::of(all, &bodies(), &fold);
    resolve(&catalogue, &mut |report| texts[report as usize].clone())
}

/// What the first citation of a text is, in a report of 云麓区 of 2020 that stands before all others.
fn outcome(holdings: &[Holding<'_>], text: &str) -> Option<Outcome> {
    let mut all = vec![held("示例市云麓区2020年工作报告", "", 0, "2020-12-01")];
    all.extend(holdings.iter().cloned());
    let mut texts = vec![found(&[text])];
    texts.extend(holdings.iter().map(|_| Citations::default()));
    let knowledge = resolved(&all, &texts);
    let citation = texts.first()?.citations.first()?;
    knowledge.outcome(0, citation).cloned()
}

fn is_held(by: Match) -> Option<Outcome> {
    Some(Outcome::Held { target: 1, by })
}

fn is_unsure(candidates: &[u32], why: Unsure) -> Option<Outcome> {
    Some(Outcome::Unsure {
        candidates: candidates.into(),
        why,
    })
}

#[test]
fn one_document_is_found_by_what_is_sure() {
    let cases: &[(&str, &str, usize, &str, Option<Outcome>)] = &[
        (
            "示例市供水条例",
            "",
            2,
            "《示例市供水条例》",
            is_held(Match::Title),
        ),
        (
            "中华人民共和国示例法",
            "",
            2,
            "《示例法》",
            is_held(Match::Title),
        ),
        (
            "示例法",
            "",
            2,
            "《中华人民共和国示例法》",
            is_held(Match::Title),
        ),
        (
            "示例法（2019修订）",
            "",
            2,
            "《示例法》",
            is_held(Match::Title),
        ),
        (
            "示例法",
            "",
            2,
            "《示例法（2019年修正）》",
            is_held(Match::Edition),
        ),
        (
            "示例法（2019修订）",
            "",
            2,
            "《示例法（2015修订）》",
            Some(Outcome::Missing(0)),
        ),
        (
            "示例市供水意见",
            "示政发〔2019〕1号",
            2,
            "按示政发[2019]1号",
            is_held(Match::Number),
        ),
        (
            "示例市供水意见",
            "示政发〔2019〕1号",
            2,
            "《别的写法》（示政发〔20191号）",
            is_held(Match::Number),
        ),
        // A document of the same title with another number is another.
        (
            "关于供水的通知",
            "示政发〔2019〕1号",
            2,
            "《关于供水的通知》（云政发〔2019〕9号）",
            Some(Outcome::Missing(0)),
        ),
        (
            "示例市供水办法",
            "",
            2,
            "《关于印发〈示例市供水办法〉的通知》",
            is_held(Match::Notice),
        ),
        (
            "示例市人民政府关于印发示例市供水办法的通知",
            "",
            2,
            "《示例市供水办法》",
            is_held(Match::Notice),
        ),
        (
            "示例市供水办法",
            "",
            2,
            "《关于转发〈示例市供水办法〉的通知》",
            Some(Outcome::Missing(0)),
        ),
        // With the name of the body and without.
        (
            "示例市云麓区供水实施方案",
            "",
            0,
            "《供水实施方案》",
            is_held(Match::Body),
        ),
        (
            "示例市云麓区供水实施方案",
            "",
            0,
            "《云麓区供水实施方案》",
            is_held(Match::Body),
        ),
        (
            "关于供水的实施意见",
            "",
            0,
            "《示例市云麓区人民政府关于供水的实施意见》",
            is_held(Match::Body),
        ),
        (
            "示例市云麓区人民政府关于供水的意见",
            "",
            0,
            "《示例市云麓区人民政府办公室关于供水的意见》",
            Some(Outcome::Missing(0)),
        ),
        (
            "示例市汀兰县供水实施方案",
            "",
            1,
            "《供水实施方案》",
            is_unsure(&[1], Unsure::Body),
        ),
        (
            "示例市汀兰县供水实施方案",
            "",
            1,
            "汀兰县《供水实施方案》",
            is_held(Match::Body),
        ),
        (
            "关于供水的实施意见",
            "",
            2,
            "市政府《关于供水的实施意见》",
            is_held(Match::Title),
        ),
        (
            "关于供水的实施意见",
            "",
            1,
            "国务院《关于供水的实施意见》",
            is_unsure(&[1], Unsure::Body),
        ),
        // Only listed.
        (
            "示例市供水规划（2016—2020年）",
            "",
            2,
            "《示例市供水规划》",
            is_unsure(&[1], Unsure::Edition),
        ),
        (
            "示例市供水办法",
            "",
            2,
            "《示例市供水办法（试行）》",
            is_unsure(&[1], Unsure::Edition),
        ),
        (
            "示例市供水条例",
            "",
            2,
            "《条例》",
            is_unsure(&[], Unsure::ShortName),
        ),
        (
            "示例市供水条例",
            "",
            2,
            "《示例市用水条例》",
            Some(Outcome::Missing(0)),
        ),
        // Itself.
        (
            "示例市供水条例",
            "",
            2,
            "《示例市云麓区2020年工作报告》",
            Some(Outcome::Own),
        ),
    ];
    for (title, number, body, text, expected) in cases {
        let holdings = [held(title, number, *body, "2019-05-01")];
        assert_eq!(outcome(&holdings, text), *expected, "{title} / {text}");
    }
}

#[test]
fn dates_decide_where_they_leave_one() {
    let old = held("示例市供水方案", "", 2, "2018-01-01");
    let new = held("示例市供水方案", "", 2, "2021-01-01");
    let text = "《示例市供水方案》";
    assert_eq!(
        outcome(&[old.clone(), new.clone()], text),
        is_held(Match::Title)
    );
    assert_eq!(
        outcome(&[old.clone(), old], text),
        is_unsure(&[1, 2], Unsure::Several)
    );
    assert_eq!(outcome(&[new], text), is_unsure(&[1], Unsure::Newer));
    let law = held("示例市供水条例", "", 2, "2021-01-01");
    assert_eq!(
        outcome(&[law], "《示例市供水条例》"),
        is_held(Match::LaterText)
    );
}

#[test]
fn what_is_not_held_is_counted_by_what_is_the_same() {
    let texts = [
        found(&[
            "《甲意见》（示政发〔2015〕1号），《甲意见》",
            "《乙条例》《乙条例》",
        ]),
        found(&["示政发[2015]1号，《甲 意见》", "《丙许可证》"]),
    ];
    let all = [held("一", "", 0, ""), held("二", "", 1, "")];
    let knowledge = resolved(&all, &texts);
    let missing: Vec<_> = knowledge
        .missing
        .iter()
        .map(|m| (m.text.as_str(), m.reports, m.mentions, m.is_form))
        .collect();
    assert_eq!(
        missing,
        [
            ("甲意见", 2, 4, false),
            ("乙条例", 1, 2, false),
            ("丙许可证", 1, 1, true)
        ]
    );
    // One title with two numbers is two documents.
    let texts = [
        found(&["《甲通知》（示政发〔2015〕1号）《甲通知》（云政发〔2015〕2号）"]),
        Citations::default(),
    ];
    assert_eq!(resolved(&all, &texts).missing.len(), 2);
}

#[test]
fn the_target_knows_who_cites_it() {
    let all = [
        held("示例市云麓区2020年报告", "", 0, "2020-12-01"),
        held("示例市供水条例", "", 2, "2019-01-01"),
    ];
    let texts = [
        found(&["按《示例市供水条例》（以下简称《条例》）办。又按《条例》办，再按《条例》办。"]),
        found(&["《示例市供水条例》自公布之日起施行。"]),
    ];
    let knowledge = resolved(&all, &texts);
    assert_eq!(knowledge.cited_by.get(&1).map(Vec::len), Some(3));
    let rows: Vec<_> = (0..2)
        .flat_map(|report| knowledge.rows(report, &texts[report as usize]))
        .collect();
    assert_eq!(rows.len(), 3);
    assert!(
        rows.iter()
            .all(|row| row.target == Some(1) && row.source == 0)
    );
}
