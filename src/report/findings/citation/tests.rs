//! Tables of citations in invented texts.

use super::{CitationKind, Citations, find, title_key};
use crate::report::passage::{Passage, PassageKind};

fn fold(text: &str) -> String {
    let simplified = |c: char| match c {
        '條' => '条',
        '號' => '号',
        '辦' => '办',
        '發' => '发',
        '規' => '规',
        '範' => '范',
        '網' => '网',
        '電' => '电',
        other => other,
    };
    text.chars().map(simplified).collect()
}

fn passage(text: &str) -> Passage<'_> {
    Passage {
        anchor: "p",
        part: None,
        opens_part: false,
        kind: PassageKind::Paragraph,
        text,
    }
}

fn read(texts: &[&str]) -> Citations {
    let passages: Vec<Passage<'_>> = texts.iter().map(|text| passage(text)).collect();
    find(&passages, &fold)
}

/// What is cited, as `key`, `key+number` or `number`, a short name as what it stands for.
fn cited(texts: &[&str]) -> Vec<String> {
    let found = read(texts);
    let each = found.citations.iter().filter_map(|citation| {
        let work = found.meant(citation.work)?;
        Some(match &work.number {
            Some(number) => format!("{}+{}", work.key, number.key),
            None => work.key.to_string(),
        })
    });
    each.collect()
}

#[test]
fn titles_and_numbers_are_found() {
    let cases: &[(&str, &[&str])] = &[
        ("根据《示例市供水条例》执行。", &["示例市供水条例"]),
        (
            "《甲市供水条例》《乙市用水条例》、《丙市节水条例》",
            &["甲市供水条例", "乙市用水条例", "丙市节水条例"],
        ),
        // Titles within titles are part of them.
        (
            "《关于印发〈示例办法〉的通知》",
            &["关于印发示例办法的通知"],
        ),
        (
            "《关于修改《示例条例》的决定》",
            &["关于修改示例条例的决定"],
        ),
        (
            "《关于印发<示例办法(2015-2020>的通知》",
            &["关于印发示例办法2015-2020的通知"],
        ),
        // What is not closed is no title; what stands in it may be.
        ("根据《示例纲要(2015—2020年)中“每年”的要求", &[]),
        (
            "根据《示例纲要中“每年”的要求，依《示例条例》办理",
            &["示例条例"],
        ),
        ("根据《示例纲要的要求。又按《示例条例》办理", &["示例条例"]),
        ("示例条例》第三条", &[]),
        // Ranges of years.
        ("《示例纲要（2015—2020年）》", &["示例纲要2015-2020"]),
        ("《示例纲要(20152020年)》", &["示例纲要2015-2020"]),
        ("《示例纲要（2015年至2020年）》", &["示例纲要2015-2020"]),
        ("《示例纲要（２０１５－２０２０）》", &["示例纲要2015-2020"]),
        ("《示例名录20152020123》", &["示例名录20152020123"]),
        ("《示例计划（二〇二一年）》", &["示例计划2021年"]),
        // Blanks, widths, scripts, and the name of the state.
        ("《示例　条 例》", &["示例条例"]),
        ("《示例條例》", &["示例条例"]),
        ("《中华人民共和国示例法》", &["示例法"]),
        // Its own.
        ("《本条例》自公布之日起施行，本《办法》同时废止", &[]),
        ("《》《1》", &[]),
        // Numbers in every bracket.
        ("依据示政办〔2016〕69号文件", &["示政办〔2016〕69号"]),
        (
            "依据示政办[2016]69号、示政办(2016)70号和示政办【2016】71号",
            &[
                "示政办〔2016〕69号",
                "示政办〔2016〕70号",
                "示政办〔2016〕71号",
            ],
        ),
        ("见示政办［２０１６］６９號", &["示政办〔2016〕69号"]),
        ("按示政办〔2016〕第069号文", &["示政办〔2016〕69号"]),
        ("文件(示政办〔201569号)", &["示政办〔2015〕69号"]),
        ("文件(示政办2015〕69号)", &["示政办〔2015〕69号"]),
        ("文件(示政法〔2016〕8)号)", &["示政法〔2016〕8号"]),
        ("文件(示政法〔2016〕8)", &["示政法〔2016〕8号"]),
        (
            "转发示高(新)政办〔2016〕55号，示高（新）政办〔2016〕56号",
            &["示高新政办〔2016〕55号", "示高新政办〔2016〕56号"],
        ),
        ("2016年1月国发 〔 2015 〕 1 号", &["国发〔2015〕1号"]),
        ("我院以法〔1998〕86号通知印发", &["法〔1998〕86号"]),
        (
            "市人民政府示政发〔1985〕167号文件",
            &["示政发〔1985〕167号"],
        ),
        ("示例大厦(2016)8号楼，共2016个，(2016)第三季度", &[]),
        ("12345〔2016〕8号", &[]),
        // Both.
        (
            "《示例意见》（示政发〔2015〕1号）",
            &["示例意见+示政发〔2015〕1号"],
        ),
        (
            "《示例意见》(示政发〔201550号),",
            &["示例意见+示政发〔2015〕50号"],
        ),
        (
            "《示例意见》（试行）（示政发〔2015〕1号，以下简称《意见》）",
            &["示例意见+示政发〔2015〕1号"],
        ),
        (
            "《示例意见》示政发〔2015〕1号",
            &["示例意见+示政发〔2015〕1号"],
        ),
        (
            "《示例意见》按照示政发〔2015〕1号",
            &["示例意见", "示政发〔2015〕1号"],
        ),
        (
            "《关于废止示政发〔2015〕1号的决定》",
            &["关于废止示政发20151号的决定"],
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(cited(&[text]), *expected, "{text}");
    }
}

#[test]
fn short_names_stand_for_what_they_shorten() {
    let law = "示例市供水条例";
    let cases: &[&str] = &[
        "《示例市供水条例》（以下简称《条例》）",
        "《示例市供水条例》(以下简称“条例”)",
        "《示例市供水条例》（以下简称“《条例》”）",
        "《示例市供水条例》（以下简称条例）",
        "《示例市供水条例》（示政发〔2015〕1号，以下简称《条例》）",
        "《示例市供水条例》（示政发〔201550号)（下称《条例》）",
        "《示例市供水条例》，以下简称《条例》，",
        "《示例市供水條例》（以下簡稱《條例》）",
        "《示例市用水办法》和《示例市供水条例》（以下简称《条例》）",
        "《示例市供水条例》和《示例市用水办法》（以下分别简称《条例》和《办法》）",
        "《示例市供水条例》、《示例市用水办法》（以下简称《办法》、《条例》）",
    ];
    for text in cases {
        let found = read(&[text, "按照《条例》第三条。"]);
        let last = found.citations.last().unwrap();
        assert_eq!(&*found.meant(last.work).unwrap().key, law, "{text}");
        let text_of_last = &found.works.get(last.work as usize).unwrap().text;
        assert_eq!(&**text_of_last, "条例");
        // The definition is no citation of its own.
        let places = found.citations.iter().filter(|c| c.place == 0).count();
        assert_eq!(
            places,
            text.matches('《').count()
                - text.matches("《条例》").count()
                - text.matches("《條例》").count()
                - text.matches("《办法》").count(),
            "{text}"
        );
    }
}

#[test]
fn a_short_name_is_never_guessed() {
    // Nobody introduced it; it was given to two; it is introduced later; it is of something else.
    let cases: &[&[&str]] = &[
        &["《示例市供水条例》", "《条例》"],
        &[
            "《示例市供水条例》和《示例市用水条例》（以下统称《条例》）",
            "《条例》",
        ],
        &["《条例》", "《示例市供水条例》（以下简称《条例》）"],
        &["示例市供水的规定（以下简称《条例》）", "《条例》"],
        &[
            "《示例市供水条例》规定，市水务局制定的规则（以下简称《条例》）",
            "《条例》",
        ],
    ];
    for texts in cases {
        let found = read(texts);
        let short = found
            .works
            .iter()
            .find(|work| &*work.text == "条例")
            .unwrap();
        assert_eq!(short.stands_for, None, "{texts:?}");
        assert!(short.is_short);
    }
    // The last introduction counts.
    let found = cited(&[
        "《甲条例》（以下简称《条例》）",
        "《乙条例》（以下简称《条例》）",
        "《条例》",
    ]);
    assert_eq!(found, ["甲条例", "乙条例", "乙条例"]);
}

#[test]
fn evidence_is_the_sentence() {
    let text = "第一句。按照《甲条例》和《乙条例》办理；第三句。";
    let found = read(&[text]);
    assert_eq!(found.places.len(), 1);
    assert_eq!(
        &*found.places.first().unwrap().quote,
        "按照《甲条例》和《乙条例》办理；"
    );
    let long = format!(
        "{}，依据《甲条例》，{}",
        "很长的话".repeat(100),
        "很长的话".repeat(100)
    );
    let found = read(&[&long]);
    let place = found.places.first().unwrap();
    assert!(place.quote.contains("《甲条例》") && place.quote.len() < 400);
}

#[test]
fn ranges_are_those_of_the_text() {
    let text = "根据国务院《示例意见》（示政发〔2015〕1号）和示政办〔2016〕2号。";
    let found = read(&[text]);
    let of = |range: &std::ops::Range<u32>| text.get(range.start as usize..range.end as usize);
    let first = found.citations.first().unwrap();
    assert_eq!(of(&first.range), Some("《示例意见》"));
    assert_eq!(
        of(first.number.as_ref().unwrap()),
        Some("示政发〔2015〕1号")
    );
    assert_eq!(
        of(&found.citations.last().unwrap().range),
        Some("示政办〔2016〕2号")
    );
    let work = found.works.first().unwrap();
    assert_eq!(work.issuer.as_deref(), Some("国务院"));
    assert_eq!(found.works.last().unwrap().kind, CitationKind::Number);
}

#[test]
fn code_and_own_numbers_are_no_citations() {
    let mut code = passage("《示例条例》");
    code.kind = PassageKind::Code;
    assert!(find(&[code], &fold).citations.is_empty());
    assert!(read(&["示政发〔2015〕1号"]).citations.is_empty());
    assert!(read(&["（示政发〔2015〕1号）"]).citations.is_empty());
}

#[test]
fn keys_are_stable() {
    for title in [
        "示例纲要（2015—2020年）",
        "中华人民共和国示例法",
        "示例2021年度计划",
        "中华人民共和国",
    ] {
        let key = title_key(title, &fold);
        assert_eq!(title_key(&key, &fold), key);
    }
}

#[test]
fn damage_costs_linear_time_and_no_panic() {
    for piece in [
        "《",
        "》",
        "《甲",
        "〔2015",
        "〔2015〕1号",
        "以下简称《",
        "《甲》（以下简称《乙》）",
        "号和",
        "(((",
    ] {
        let text = piece.repeat(20_000);
        read(&[&text]);
    }
}
