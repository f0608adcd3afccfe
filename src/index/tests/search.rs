//! The search as its callers see it: entries in, a folder of files, answers out.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use proptest::prelude::{ProptestConfig, Strategy, prop, prop_assert, prop_assert_eq, proptest};
use tempfile::TempDir;

use crate::index::tests::agency;
use crate::index::trial::Trial;
use crate::index::{Agency, Block, Entry};
use crate::search::FORMAT;
use crate::search::{Answer, Error, IndexFaultKind, QueryFaultKind, Searcher, Sort};

fn paragraph(anchor: &str, heading: &str, text: &str) -> Block {
    Block {
        anchor: anchor.to_owned(),
        heading: heading.to_owned(),
        is_heading: false,
        text: text.to_owned(),
    }
}

fn heading(anchor: &str, text: &str) -> Block {
    Block {
        is_heading: true,
        ..paragraph(anchor, text, text)
    }
}

fn entry(id: &str, title: &str, date: u32, blocks: Vec<Block>) -> Entry {
    Entry {
        source: format!("{id}.md"),
        id: id.to_owned(),
        url: format!("{id}/index.html"),
        title: title.to_owned(),
        date: Some(date),
        years: vec![u16::try_from(date / 10_000).expect("a year")],
        agencies: vec![agency("示例市审计局")],
        kind: "audit".to_owned(),
        topics: vec!["财政".to_owned()],
        blocks,
        ..Entry::default()
    }
}

/// Writes the index of `entries` to `folder`.
fn publish(entries: Vec<Entry>, folder: &Path) {
    let trial = Trial::new();
    let built = trial.build(entries);
    for file in &built.files {
        let length = fs::copy(file.path().expect("made"), folder.join(&file.name))
            .expect("a file is copied");
        assert_eq!(length, file.bytes, "{}", file.name);
    }
}

/// An opened index and its folder, which is read while it is asked.
struct Published {
    searcher: Searcher,
    _folder: TempDir,
}

impl std::ops::Deref for Published {
    type Target = Searcher;

    fn deref(&self) -> &Searcher {
        &self.searcher
    }
}

/// The index of `entries`, opened.
fn searcher(entries: Vec<Entry>) -> Published {
    let folder = TempDir::new().expect("a folder");
    publish(entries, folder.path());
    Published {
        searcher: Searcher::open(folder.path()).expect("the index opens"),
        _folder: folder,
    }
}

fn ask(searcher: &Searcher, query: &str) -> Answer {
    searcher
        .search(query, Sort::Relevance, 100)
        .expect("an answer")
}

/// The ids of the hits, those that match in parts after a bar.
fn ids(answer: &Answer) -> String {
    let mut shown = String::new();
    let mut apart = false;
    for hit in &answer.hits {
        if !hit.exact && !apart {
            apart = true;
            shown.push('|');
        }
        shown.push_str(&hit.id);
    }
    shown
}

/// The answer holds just these reports, whichever the order, and all of them exactly.
fn assert_all_exact(answer: &Answer, expected: &str, query: &str) {
    let mut found: Vec<&str> = answer.hits.iter().map(|hit| hit.id.as_str()).collect();
    found.sort_unstable();
    assert_eq!(found.concat(), expected, "{query}");
    assert_eq!(answer.exact_total as usize, found.len(), "{query}");
}

/// One report for each text, named a, b, c.
fn texts(texts: &[&str]) -> Published {
    let entries = texts.iter().zip('a'..).map(|(text, id)| {
        let blocks = text.split('/').map(|text| paragraph("p", "", text));
        entry(&id.to_string(), "题", 20200000, blocks.collect())
    });
    searcher(entries.collect())
}

#[test]
fn a_run_is_found_at_any_offset_and_nothing_else() {
    let searcher = texts(&[
        "渝北区税务局深入推进“放管服”改革，办结15件，金额1547.16万元。",
        "放心管理服务，审计報告共5件，金额1547.1万元。渝府发〔2016〕31号",
        "行政/复议，依据《条例》，渝府发［２０１６］ 31號办理",
        "Annual Report of GB 2312, ＡＮＮＵＡＬ report; no gb23120",
        "甲乙。丙丁甲乙丙，丁",
    ]);
    let cases = [
        ("区税", "a"),
        ("放管服", "a"),
        ("审计", "b"),
        ("審計報告", "b"),
        // A figure matches whole.
        ("5件", "b"),
        ("15件", "a"),
        ("1547.16", "a"),
        ("1547.1", "b"),
        ("１５４７．１６萬元", "a"),
        ("1547", ""),
        // Brackets of every form are one.
        ("\"渝府发〔2016〕31号\"", "cb"),
        ("\"渝府发[2016]31号\"", "cb"),
        ("\"渝府发（2016）31号\"", "cb"),
        ("\"渝府发【2016】31号\"", "cb"),
        ("\"渝府发201631号\"", ""),
        ("\"渝府发2016号\"", ""),
        // Nothing crosses the end of a block.
        ("\"行政复议\"", ""),
        ("\"行政\" \"复议\"", "c"),
        // Words match whole, in any case and width.
        ("annual", "d"),
        ("annu", ""),
        ("\"annual report\"", "d"),
        ("\"report annual\"", ""),
        ("\"report of annual\"", ""),
        ("2312", "d"),
        // Punctuation separates.
        ("\"甲乙丙丁\"", ""),
        ("\"甲乙丙\"", "e"),
        ("\"甲乙，丙\"", "e"),
        ("\"甲乙，丙丁\"", "e"),
        ("\"乙丙。丁\"", "e"),
        ("\"甲，乙\"", ""),
        ("“放管服”改革", "a"),
        ("依据：条例", "c"),
        ("不见", ""),
    ];
    for (query, expected) in cases {
        let mut found: Vec<char> = ids(&ask(&searcher, query)).chars().collect();
        let mut expected: Vec<char> = expected.chars().collect();
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{query}");
    }
}

#[test]
fn what_stands_apart_is_marked_and_behind() {
    let searcher = texts(&[
        "行政机关复议",
        "行政复议",
        "复议，行政",
        "行政",
        "法治政府建设，年度报告",
    ]);
    let cases = [
        ("行政复议", "b|ac"),
        ("\"行政复议\"", "b"),
        ("行政 复议", "abc"),
        ("行政 \"不见\"", ""),
        // Every run must occur, one way or the other.
        ("行政复议 机关", "|a"),
        ("法治政府年度报告", "|e"),
        // Three characters and fewer are one part.
        ("行政议", ""),
    ];
    for (query, expected) in cases {
        let answer = ask(&searcher, query);
        assert_eq!(ids(&answer), expected, "{query}");
        assert_eq!(answer.total as usize, answer.hits.len(), "{query}");
        let exact = answer.hits.iter().filter(|hit| hit.exact).count();
        assert_eq!(answer.exact_total as usize, exact, "{query}");
    }
    assert_eq!(
        ask(&searcher, "行政 不见 \"没有\" 不见").missing,
        ["不见", "没有"]
    );
    assert_eq!(ask(&searcher, "行政复议 机关").missing, [""; 0]);
}

#[test]
fn how_often_one_report_says_it_hides_no_other() {
    for times in [1, 8, 9, 10, 40] {
        let often = "渔樵耕读。".repeat(times);
        let mut all = vec![often.as_str(), "渔樵，耕读"];
        all.resize(16, "别的文字");
        assert_eq!(ids(&ask(&texts(&all), "渔樵耕读")), "a|b", "{times} times");
    }
}

#[test]
fn the_order_is_title_heading_body_then_newer() {
    let text = || vec![paragraph("p", "", "预算执行情况")];
    let searcher = searcher(vec![
        entry("a", "报告", 20190101, text()),
        entry("b", "报告", 20210000, text()),
        entry("c", "预算执行报告", 20010101, Vec::new()),
        entry("d", "报告", 20020101, vec![heading("1", "一、预算执行")]),
        Entry {
            date: None,
            ..entry("e", "报告", 20210101, text())
        },
        entry("f", "报告", 20210000, text()),
    ]);
    for query in ["预算执行", "预", "\"预算\""] {
        assert_eq!(ids(&ask(&searcher, query)), "cdbfae", "{query}");
        let by_date = searcher.search(query, Sort::Date, 100).expect("an answer");
        assert_eq!(ids(&by_date), "bfadce", "{query}");
    }
    // Of what stands apart, the parts in the title come first.
    let apart = parts_of_titles();
    assert_eq!(ids(&ask(&apart, "法治政府建设年度报告")), "|bac");
    // A rare run weighs more than a common one.
    assert_eq!(ids(&ask(&searcher, "算 预算"))[..1], *"c");
    let two = searcher
        .search("预算", Sort::Relevance, 2)
        .expect("an answer");
    assert_eq!((ids(&two), two.total), ("cd".to_owned(), 6));
}

#[test]
fn what_is_more_about_it_comes_first() {
    // Text that is as long when it is deflated, and says nothing of what is looked for.
    let other = |length: usize| -> String {
        let code = |at: usize| 0x4E00 + u32::try_from(at * at * 7919 % 4096).expect("small");
        (0..length)
            .filter_map(|at| char::from_u32(code(at)))
            .collect()
    };
    let text = |said: &str, times: usize, length: usize| {
        let said = format!("关于{said}的事。").repeat(times);
        vec![paragraph(
            "p",
            "",
            &format!("{}。{said}{}", other(200), other(length)),
        )]
    };
    let searcher = searcher(vec![
        entry("a", "报告", 20240101, text("渔樵", 1, 900)),
        entry("b", "报告", 20230101, text("渔樵", 9, 900)),
        entry("c", "报告", 20220101, text("渔樵", 21, 900)),
        entry("d", "报告", 20210101, text("渔樵", 21, 20_000)),
        entry("e", "报告", 20200101, text("渔樵", 9, 900)),
        Entry {
            status: Some("repealed".to_owned()),
            ..entry("f", "报告", 20250101, text("渔樵", 9, 900))
        },
        entry("g", "关于渔樵的报告", 20100101, text("渔樵", 1, 900)),
        entry("h", "渔樵", 20000101, text("耕读", 1, 900)),
        entry("i", "题外", 20260101, text("不提", 1, 900)),
    ]);
    // A single character is looked up in a list of reports, two in one of positions: both are counted.
    let cases = [
        ("渔", "ghcbefda", [2, 1, 21, 9, 9, 9, 21, 1]),
        ("渔樵", "hgcbefda", [1, 2, 21, 9, 9, 9, 21, 1]),
        ("\"渔樵\"", "hgcbefda", [1, 2, 21, 9, 9, 9, 21, 1]),
    ];
    for (query, order, times) in cases {
        let answer = ask(&searcher, query);
        assert_eq!(ids(&answer), order, "{query}");
        let found: Vec<u64> = answer.hits.iter().map(|hit| hit.times).collect();
        assert_eq!(found, times, "{query}");
    }
}

#[test]
fn a_name_comes_before_what_speaks_of_it_often() {
    let often = || vec![paragraph("p", "", &"依照渔樵法办理。".repeat(40))];
    let rarely = || vec![paragraph("p", "", "本法自公布之日起施行。")];
    let searcher = searcher(vec![
        entry("a", "渔樵法的解释", 20240101, often()),
        entry("b", "示例国渔樵法", 20200101, rarely()),
        entry("c", "示例国渔樵法", 19990101, often()),
    ]);
    assert_eq!(ids(&ask(&searcher, "渔樵法")), "bca");
}

#[test]
fn runs_that_stand_close_together_count_more() {
    let between = "别的文字。".repeat(60);
    let text = |near: &str, far: &str| vec![paragraph("p", "", &format!("{near}{between}{far}"))];
    let searcher = searcher(vec![
        entry("a", "报告", 20240101, text("渔樵", "耕读")),
        entry("b", "报告", 20230101, text("渔樵和耕读", "闲话")),
    ]);
    assert_eq!(ids(&ask(&searcher, "渔樵 耕读")), "ba");
}

#[test]
fn what_was_typed_with_a_slip_is_found_and_told() {
    let said = "据统计，全年共办理行政复议案件30.1万件，按期办结率为百分之百，比上年有所提高。";
    let searcher = searcher(vec![
        entry("a", "报告", 20240101, vec![paragraph("p", "", said)]),
        entry(
            "b",
            "报告",
            20230101,
            vec![paragraph("p", "", "行政复议案件很多，全年共办理其中一半。")],
        ),
        entry(
            "c",
            "云麓区人民政府关于渔樵耕读的实施办法",
            20220101,
            Vec::new(),
        ),
    ]);
    // (query, what was typed otherwise, what stands there)
    let cases = [
        ("全年共办理行政复议案件29.8万件", "29.8", "30.1"),
        ("全年共办里行政复议案件30.1万件", "里", "理"),
        ("全年共理行政复议案件30.1万件", "", "办"),
        ("全年共办理理行政复议案件30.1万件", "理", ""),
        ("按期办结率为百分之百，比去年有所提搞", "去|搞", "上|高"),
        (
            "year:undated OR agency:示例 全年共办理行政复议案件29.8万件",
            "29.8",
            "30.1",
        ),
    ];
    let cut = |text: &str, spans: &[[usize; 2]]| {
        let spans = spans.iter().map(|span| marked(text, *span));
        spans.collect::<Vec<String>>().join("|")
    };
    for (query, typed, differs) in cases {
        let answer = ask(&searcher, query);
        assert_eq!((answer.exact_total, answer.total), (0, 1), "{query}");
        let near = answer.near.as_ref().expect(query);
        assert_eq!((near.total, near.is_same), (1, true), "{query}");
        assert_eq!(cut(query, &near.typed), typed, "{query}");
        let hit = &answer.hits[0];
        assert!(hit.near && !hit.exact && hit.id == "a", "{query}");
        assert_eq!(
            cut(&hit.passages[0].text, &hit.passages[0].differs),
            differs,
            "{query}"
        );
        let none = searcher.search(query, Sort::Date, 0).expect("an answer");
        assert_eq!(
            (none.total, none.hits.len(), none.near),
            (1, 0, answer.near),
            "{query}"
        );
    }
    let title = ask(&searcher, "云麓区人民政府关于渔樵耕渎的实施办法");
    assert_eq!(
        cut(&title.hits[0].title, &title.hits[0].title_spans),
        "云麓区人民政府关于渔樵耕|的实施办法"
    );
    for query in [
        "\"全年共办理行政复议案件29.8万件\"",
        "全年共办理行政复议案件29.8万件 不见",
        "全年共审查民事诉讼卷宗29.8万册",
        "agency:别的 全年共办理行政复议案件29.8万件",
    ] {
        assert_eq!(ask(&searcher, query).near, None, "{query}");
    }
    assert_eq!(ask(&searcher, "全年共办理行政复议案件30.1万件").near, None);
}

#[test]
fn every_way_to_write_it_is_counted_once() {
    let said = "张三丰和张 三 丰，乾燥或干燥，1 445.3和1445.3";
    let searcher = searcher(vec![entry(
        "a",
        "报告",
        20240101,
        vec![paragraph("p", "", said)],
    )]);
    for (query, times) in [
        ("张三丰", 2),
        ("干燥", 2),
        ("乾燥", 2),
        ("1 445.3", 2),
        ("三丰 OR 张三丰", 4),
        ("张三丰 张三丰", 2),
        ("张三丰 -不见", 2),
        ("title:报告", 0),
        ("三张丰", 0),
    ] {
        let hits = ask(&searcher, query).hits;
        let found = hits.first().map(|hit| hit.times);
        assert_eq!(found.unwrap_or(0), times, "{query}");
    }
}

/// Reports that hold the parts of a title, one of them in its own.
fn parts_of_titles() -> Published {
    let text = || vec![paragraph("p", "", "年度，报告，法治，政府，建设")];
    searcher(vec![
        entry("a", "工作要点", 20240101, text()),
        entry("b", "法治政府建设情况报告", 20200101, text()),
        entry("c", "工作要点", 20230101, text()),
    ])
}

#[test]
fn the_answer_has_the_documented_form() {
    let searcher = searcher(vec![
        Entry {
            years: vec![2020, 2021],
            numbers: vec!["示审〔2021〕1号".to_owned(), "000014349/2021-1".to_owned()],
            status: Some("in-force".to_owned()),
            regions: vec!["示例省/示例市".to_owned()],
            ..entry(
                "demo/2021",
                "示例市审计报告",
                20210305,
                vec![
                    heading("1", "一、总体情况"),
                    paragraph(
                        "1-0a1b2c3d",
                        "一、总体情况",
                        "全年完成審計项目12个。审计建议采纳率为95%。",
                    ),
                    heading("2", "二、审计整改"),
                    paragraph("2-0a1b2c3d", "二、审计整改", "整改到位。"),
                ],
            )
        },
        Entry {
            years: Vec::new(),
            topics: vec!["财政".to_owned(), "审计".to_owned()],
            agencies: vec![agency("示例县")],
            regions: vec!["示例省".to_owned()],
            ..entry("demo/2022", "审计结果", 0, Vec::new())
        },
    ]);
    let answer = serde_json::to_value(ask(&searcher, "审计")).expect("JSON");
    let expected = serde_json::json!({
        "total": 2,
        "exact_total": 2,
        "hits": [
            {"source": "demo/2021.md", "id": "demo/2021", "url": "demo/2021/index.html",
             "title": "示例市审计报告", "title_spans": [[3, 5]], "numbers": ["示审〔2021〕1号", "000014349/2021-1"],
             "date": "2021-03-05", "agencies": ["示例市审计局"],
             "type": "audit", "status": "in-force", "times": 4, "exact": true, "passages": [
                {"anchor": "1-0a1b2c3d", "heading": "一、总体情况",
                 "text": "全年完成審計项目12个。审计建议采纳率为95%。", "spans": [[4, 6], [12, 14]]},
                {"anchor": "2", "heading": "二、审计整改", "text": "二、审计整改",
                 "below": "整改到位。", "spans": [[2, 4]]}]},
            {"source": "demo/2022.md", "id": "demo/2022", "url": "demo/2022/index.html",
             "title": "审计结果", "title_spans": [[0, 2]], "numbers": [], "date": null, "agencies": ["示例县"],
             "type": "audit", "status": null, "times": 1, "exact": true, "passages": []}
        ],
        "facets": {
            "year": [{"value": "2021", "count": 1}, {"value": "2020", "count": 1},
                     {"value": "undated", "count": 1}],
            "agency": [{"value": "示例县", "count": 1}, {"value": "示例市审计局", "count": 1}],
            "type": [{"value": "audit", "count": 2}],
            "topic": [{"value": "财政", "count": 2}, {"value": "审计", "count": 1}],
            "status": [{"value": "in-force", "count": 1}],
            "region": [{"value": "示例省", "count": 2}, {"value": "示例省/示例市", "count": 1}]
        },
        "missing": []
    });
    assert_eq!(answer, expected);
    let nothing = serde_json::to_string(&ask(&searcher, "不见")).expect("JSON");
    assert_eq!(
        nothing,
        r#"{"total":0,"exact_total":0,"hits":[],"facets":{"year":[],"agency":[],"type":[],"topic":[],"status":[],"region":[]},"missing":["不见"]}"#
    );
}

#[test]
fn long_passages_are_cut_at_sentence_ends_around_the_match() {
    let filler = "这是一句没有要找的词的话。".repeat(40);
    let text = format!("{filler}第一处要找的是公报，在此。{filler}第二处公报在后。{filler}");
    let answer = ask(&texts(&[&text]), "公报");
    let [passage] = answer.hits[0].passages.as_slice() else {
        panic!("one block gives one passage: {answer:?}");
    };
    assert!(passage.text.starts_with("第一处"), "{}", passage.text);
    assert!(passage.text.ends_with('。'), "{}", passage.text);
    assert!(passage.text.chars().count() <= 160, "{}", passage.text);
    assert!(text.contains(&passage.text));
    assert_eq!(marked(&passage.text, passage.spans[0]), "公报");
    // A text without any punctuation is cut as well.
    let long = format!("{}公报{}", "字".repeat(500), "文".repeat(500));
    let answer = ask(&texts(&[&long]), "公报");
    let passage = &answer.hits[0].passages[0];
    assert!(passage.text.chars().count() <= 160);
    assert_eq!(marked(&passage.text, passage.spans[0]), "公报");
}

#[test]
fn passages_show_every_run_that_the_report_holds() {
    // Each paragraph fills a text block of its own.
    let long = |text: &str| format!("{text}。{}", "空话连篇。".repeat(400));
    let words = |answer: &Answer| -> Vec<String> {
        let passages = answer.hits.iter().flat_map(|hit| &hit.passages);
        let spans = passages.map(|passage| marked(&passage.text, passage.spans[0]));
        spans.collect()
    };
    let block = |(n, text): (usize, String)| paragraph(&format!("p{n}"), "", &text);
    let report = |texts: Vec<String>| {
        let blocks = texts.into_iter().enumerate().map(block).collect();
        searcher(vec![entry("a", "题目", 20210101, blocks)])
    };
    // Parts of a run that need not hold are not shown, nor do they take the place of what is.
    let parts = report(["山川", "川河", "河流", "丁戊"].map(long).to_vec());
    assert_eq!(words(&ask(&parts, "山川河流 OR 丁戊")), ["丁戊"]);
    assert_eq!(
        words(&ask(&parts, "山川河流 OR 丁戊 山川")),
        ["山川", "丁戊"]
    );
    // A common word does not hide a rare one.
    let common = ["山川一", "山川二", "山川三", "山川四", "丁戊"];
    for texts in [
        common.map(long).to_vec(),
        common.map(str::to_owned).to_vec(),
    ] {
        let found = words(&ask(&report(texts), "山川 丁戊"));
        assert!(found.contains(&"丁戊".to_owned()), "{found:?}");
        assert!(found.contains(&"山川".to_owned()), "{found:?}");
    }
}

#[test]
fn titles_show_what_stands_in_them() {
    let blocks = || vec![paragraph("1", "", "正文")];
    let searcher = searcher(vec![entry(
        "a",
        "示例市“双随机”监管审计报告",
        20210101,
        blocks(),
    )]);
    for (query, shown) in [
        ("title:审计", vec!["审计"]),
        ("標題：審計報告 -title:统计", vec!["审计报告"]),
        ("监管审计 OR 正文", vec!["监管审计"]),
        ("双随机 审计 监管审计", vec!["双随机", "监管审计"]),
        // In parts.
        ("示例市审计", vec!["示例市", "审计"]),
        ("agency:审计", vec![]),
        ("正文", vec![]),
    ] {
        let answer = ask(&searcher, query);
        let [hit] = answer.hits.as_slice() else {
            panic!("{query}: {answer:?}");
        };
        let spans = hit.title_spans.iter();
        let texts: Vec<String> = spans.map(|span| marked(&hit.title, *span)).collect();
        assert_eq!(texts, shown, "{query}");
    }
}

fn marked(text: &str, [start, end]: [usize; 2]) -> String {
    text.chars().skip(start).take(end - start).collect()
}

/// A query and what it marks.
type Found<'t> = (&'t str, &'t str);

/// What people read as one is found as one, and marked as it stands; the second are not found exactly.
#[test]
fn what_reads_alike_is_found_alike() {
    // (text, what finds it and what is marked, what does not)
    let cases: [(&str, &[Found<'_>], &[&str]); 12] = [
        (
            "市长龚 正，主　任：王　芳，2025 年用API 接口。",
            &[
                ("龚正", "龚 正"),
                ("\"主 任\"", "主　任"),
                ("2025年", "2025 年"),
                ("api接口", "API 接口"),
            ],
            &["正主", "任王"],
        ),
        (
            "共1,445.3万元，另1 234元，又5，678吨。",
            &[
                ("1445.3", "1,445.3"),
                ("\"1，445.3\"", "1,445.3"),
                ("1 445.3", "1,445.3"),
                ("1234元", "1 234元"),
                ("5678", "5，678"),
            ],
            &["445.3", "234", "1445", "678吨"],
        ),
        (
            "见1,2,3项，2019,2020年。",
            &[("2", "2"), ("2020年", "2020年")],
            &["123", "20192020"],
        ),
        (
            "二○一八年，二ＯＯ九年，○其他。",
            &[
                ("二〇一八年", "二○一八年"),
                ("二○○九", "二ＯＯ九"),
                ("其他", "其他"),
            ],
            &["二一八"],
        ),
        ("⽂件归⺠政。", &[("文件", "⽂件"), ("民政", "⺠政")], &[]),
        (
            "研发Ｒ＆Ｄ，Ürümqi，cafe\u{301}。",
            &[
                ("r&d", "Ｒ＆Ｄ"),
                ("urumqi", "Ürümqi"),
                ("CAFÉ", "cafe\u{301}"),
            ],
            &[],
        ),
        (
            "關於徵收以後。",
            &[("关于征收以后", "關於徵收以後"), ("於", "於")],
            &[],
        ),
        (
            "著力改革，乾燥。",
            &[("着力", "著力"), ("干燥", "乾燥"), ("著力", "著力")],
            &[],
        ),
        ("附着作用。", &[("附着", "附着")], &["著作", "土著"]),
        (
            "张\u{E863}明到会。",
            &[("张\u{E863}明", "张\u{E863}明"), ("\u{E863}", "\u{E863}")],
            &["张明", "张☆明", "\u{E864}"],
        ),
        (
            "产量10⁴吨，1200¹户，5km²。",
            &[("1200户", "1200¹户"), ("10⁴吨", "10⁴吨"), ("5km2", "5km²")],
            &["104吨", "12001户", "10吨"],
        ),
        ("第四十六条", &[("第四十六条", "第四十六条")], &["第46条"]),
    ];
    for (text, finds, others) in cases {
        let searcher = texts(&[text, "无关"]);
        for (query, expected) in finds {
            let answer = ask(&searcher, query);
            assert_all_exact(&answer, "a", query);
            let passage = &answer.hits[0].passages[0];
            let shown: Vec<String> = passage
                .spans
                .iter()
                .map(|span| marked(&passage.text, *span))
                .collect();
            assert!(shown.contains(&expected.to_string()), "{query}: {shown:?}");
            assert_eq!(answer.missing, Vec::<String>::new(), "{query}");
        }
        for query in others {
            assert_eq!(ask(&searcher, query).exact_total, 0, "{text}: {query}");
        }
    }
}

#[test]
fn single_characters_side_by_side_may_be_one_run() {
    let searcher = texts(&["正在，龚家", "龚 正", "龚", "正"]);
    let answer = ask(&searcher, "龚 正");
    assert_eq!(ids(&answer), "ba");
    assert_eq!(answer.hits[0].passages[0].spans, [[0, 3]]);
}

#[test]
fn alternatives_and_exclusions_are_counted() {
    let searcher = texts(&["甲，乙", "甲，丙", "乙，丙", "丁", "戊"]);
    let cases = [
        ("甲 OR 丁", "abd"),
        ("甲 乙 OR 丙", "ab"),
        ("乙 OR 甲 丙 OR 丁", "bc"),
        ("-甲", "cde"),
        ("甲 -乙", "b"),
        ("甲 -\"乙\"", "b"),
        ("-甲 -丁", "ce"),
        ("丁 OR -丙", "ade"),
        ("甲 -不见", "ab"),
        ("甲 -甲", ""),
        ("甲 OR 不见", "ab"),
    ];
    for (query, expected) in cases {
        let answer = ask(&searcher, query);
        assert_all_exact(&answer, expected, query);
        let counted: u64 = answer.facets.agency.iter().map(|value| value.count).sum();
        assert_eq!(counted, answer.exact_total, "{query}");
    }
    // What is excluded is neither missing nor shown.
    let answer = ask(&searcher, "-不见 OR 甲 OR 没有");
    assert_eq!((answer.total, answer.missing), (5, vec!["没有".to_owned()]));
    let answer = ask(&searcher, "甲 OR -乙");
    for passage in answer.hits.iter().flat_map(|hit| &hit.passages) {
        for span in &passage.spans {
            assert_eq!(marked(&passage.text, *span), "甲");
        }
    }
}

#[test]
fn what_holds_the_parts_of_an_excluded_run_is_not_excluded() {
    let searcher = texts(&["甲，行政复议", "甲，复议，行政", "甲"]);
    assert_eq!(ids(&ask(&searcher, "甲 -行政复议")), "bc");
    assert_eq!(ids(&ask(&searcher, "丙 OR 行政复议")), "a|b");
}

#[test]
fn nothing_is_found_across_the_ends_of_long_texts() {
    // Paragraphs that fill text blocks to the last place and beyond, headings up to where there is room for
    // them, and titles of every length, each followed by what must not join it.
    for length in (2040..2052).chain(4090..4100) {
        let long = format!("{}终", "长".repeat(length - 1));
        let blocks = vec![
            heading("1", &format!("始{}", "题".repeat(length % 700))),
            paragraph("p", "", &long),
            paragraph("q", "", "始末"),
        ];
        let searcher = searcher(vec![
            entry("a", "始报告", 20200103, blocks.clone()),
            entry(
                "b",
                &format!("始{}", "名".repeat(length % 260)),
                20200102,
                blocks,
            ),
            entry("c", "始", 20200101, vec![heading("1", "始")]),
        ]);
        for query in [
            "\"终始\"",
            "\"告始\"",
            "\"题始\"",
            "\"名始\"",
            "\"题长\"",
            "\"名长\"",
        ] {
            assert_eq!(ids(&ask(&searcher, query)), "", "{query} {length}");
        }
        let answer = ask(&searcher, "长终");
        // How they are ordered depends on their bytes.
        assert!(matches!(&*ids(&answer), "ab" | "ba"), "{length}");
        for hit in &answer.hits {
            let [passage] = hit.passages.as_slice() else {
                panic!("one place gives one passage: {:?}", hit.passages);
            };
            assert_eq!(marked(&passage.text, passage.spans[0]), "长终", "{length}");
            assert_eq!(passage.anchor, "p");
        }
        // What stands on the border of two text blocks is shown as well.
        let answer = ask(&searcher, &format!("\"{}终\"", "长".repeat(40)));
        assert!(
            answer.hits.iter().all(|hit| hit.passages.len() == 1),
            "{length}"
        );
    }
    let number = "号".repeat(4000);
    let searcher = searcher(vec![
        Entry {
            numbers: vec!["示〔2020〕1号".to_owned(), number],
            ..entry("a", "报告", 20200102, Vec::new())
        },
        entry("b", "报告", 20200101, Vec::new()),
    ]);
    assert_eq!(ids(&ask(&searcher, "number:号")), "a");
}

#[test]
fn a_report_may_cite_more_than_its_own_text_has_room_for() {
    let names: Vec<String> = (0..400)
        .map(|at| format!("关于第{at}号事项的决定"))
        .collect();
    let text = |id, day| entry(id, "报告", day, vec![paragraph("p", "", "关于第7号事项")]);
    let searcher = searcher(vec![
        text("a", 20200103),
        Entry {
            cites: names,
            ..text("b", 20200102)
        },
        text("c", 20200101),
    ]);
    for query in ["cites:第0号", "cites:第399号事项的决定", "cites:决定"] {
        assert_eq!(ids(&ask(&searcher, query)), "b", "{query}");
    }
    assert_eq!(ids(&ask(&searcher, "cites:第400号")), "");
    let answer = ask(&searcher, "第7号");
    assert_eq!(ids(&answer), "abc");
    assert!(answer.hits.iter().all(|hit| hit.passages.len() == 1));
}

#[test]
fn fields_ask_for_what_they_are_named() {
    let body = |text| vec![paragraph("p", "", text)];
    let searcher = searcher(vec![
        Entry {
            numbers: vec![
                "渝府发〔2016〕31号".to_owned(),
                "005452946-00000-2022-00001".to_owned(),
            ],
            agencies: vec![Agency {
                name: "示例市审计局".to_owned(),
                other_names: vec!["示例局".to_owned()],
            }],
            status: Some("amended".to_owned()),
            regions: vec!["示例省/示例市/云麓区".to_owned()],
            cites: vec!["示例省审计条例".to_owned(), "渝府办〔2015〕2号".to_owned()],
            ..entry("a", "预算执行情况报告", 20160301, body("审计"))
        },
        Entry {
            agencies: vec![agency("示例市审计局直属分局")],
            years: vec![2020, 2021],
            status: Some("repealed".to_owned()),
            topics: vec!["财政、金融、审计".to_owned()],
            regions: vec!["示例省/示例市".to_owned(), "示例省/汀州/云麓区".to_owned()],
            cites: vec!["审计".to_owned(), "条例".to_owned()],
            ..entry(
                "b",
                "审计工作报告",
                20210301,
                body("预算，渝府发〔2016〕31号"),
            )
        },
        Entry {
            years: Vec::new(),
            kind: "plan".to_owned(),
            ..entry("c", "要点", 0, body("预算 审计"))
        },
    ]);
    let cases = [
        ("title:预算", "a"),
        ("标题：报告", "ab"),
        ("审计 -标题:审计", "ac"),
        ("title:\"预算执行\"", "a"),
        ("title:执算", ""),
        // What lies in a region lies in those around it, whose own names and whole paths name them.
        ("region:示例省", "ab"),
        ("地区:云麓", "ab"),
        ("region:\"云麓区\"", "ab"),
        ("region:\"示例省/示例市/云麓区\"", "a"),
        ("region:\"示例省示例市\"", "ab"),
        ("region:\"示例\"", ""),
        // What is cited is no text, and no run goes from one name on to the next.
        ("cites:条例", "ab"),
        ("引用:审计条例", "a"),
        ("cites:\"渝府办(2015)2号\"", "a"),
        ("cites:预算", ""),
        ("条例", ""),
        // Numbers are no text, and text is no number.
        ("文号:渝府发[2016]31号", "a"),
        ("number:31号", "a"),
        ("number:1号", ""),
        ("索引号:005452946-00000-2022-00001", "a"),
        ("number:2022", "a"),
        ("渝府发〔2016〕31号", "b"),
        ("005452946", ""),
        // Part of a name, or the whole.
        ("agency:审计局", "abc"),
        ("机关:\"示例市审计局\"", "ac"),
        ("机关:直属", "b"),
        ("agency:示例局", "ac"),
        ("agency:不见", ""),
        ("type:plan", "c"),
        ("类型:audit -title:审计", "a"),
        ("topic:金融", "b"),
        ("主题:\"财政\"", "ac"),
        ("status:repealed", "b"),
        ("status:已廢止", "b"),
        ("status:已修改 OR 有效性:已修正", "a"),
        ("status:已修正", "a"),
        ("有效性:废止", "b"),
        ("year:2016", "a"),
        ("year:2021..", "b"),
        ("年份:2016至2020年", "ab"),
        ("年:未标注日期", "c"),
        ("year:undated OR year:2021 审计", "bc"),
    ];
    for (query, expected) in cases {
        let answer = ask(&searcher, query);
        assert_all_exact(&answer, expected, query);
    }
    let missing = ask(&searcher, "预算 agency:不见").missing;
    assert_eq!(missing, ["agency:不见"]);
}

#[test]
fn the_error_of_a_query_has_its_place() {
    let searcher = texts(&["甲"]);
    let cases = [
        ("", QueryFaultKind::Empty, 0..0),
        ("甲 \"乙", QueryFaultKind::OpenQuote, 2..4),
        ("甲 OR", QueryFaultKind::LooseOr, 2..4),
        (
            "甲 标题：",
            QueryFaultKind::NoValue("标题：".to_owned()),
            2..5,
        ),
    ];
    for (query, kind, at) in cases {
        match searcher.search(query, Sort::Relevance, 1) {
            Err(Error::Query(fault)) => assert_eq!((fault.kind, fault.at), (kind, at), "{query}"),
            other => panic!("{query}: {other:?}"),
        }
    }
}

#[test]
fn reports_without_any_facet_are_undated() {
    let bare = |id: &str| Entry {
        id: id.to_owned(),
        title: "报告".to_owned(),
        ..Entry::default()
    };
    let twice = Entry {
        years: vec![2020, 2020],
        topics: vec!["财政".to_owned(), "财政".to_owned()],
        ..bare("c")
    };
    let facets = ask(&searcher(vec![bare("a"), bare("b")]), "报告").facets;
    assert_eq!(
        (facets.year[0].value.as_str(), facets.year[0].count),
        ("undated", 2)
    );
    assert_eq!((facets.topic, facets.status), (Vec::new(), Vec::new()));
    let facets = ask(&searcher(vec![twice]), "报告").facets;
    assert_eq!((facets.year[0].count, facets.topic[0].count), (1, 1));
}

#[test]
fn an_index_of_nothing_answers() {
    let answer = ask(&searcher(Vec::new()), "行政复议 甲");
    assert_eq!((answer.total, answer.hits.len()), (0, 0));
    assert_eq!(answer.missing, ["行政复议", "甲"]);
}

#[test]
fn damage_is_named() {
    let folder = TempDir::new().expect("a folder");
    let text = vec![paragraph("p", "", "行政复议，信息公开。")];
    publish(vec![entry("a", "报告", 20200000, text)], folder.path());
    let names: Vec<String> = fs::read_dir(folder.path())
        .expect("a folder")
        .map(|file| {
            file.expect("a file")
                .file_name()
                .into_string()
                .expect("a name")
        })
        .collect();
    assert!(names.len() >= 4, "{names:?}");
    // Opens, asks for everything, and says which fault of which file.
    let fault = || {
        let answer = Searcher::open(folder.path())
            .and_then(|searcher| searcher.search("行政复议", Sort::Relevance, 10));
        match answer {
            Err(Error::Index(fault)) => fault,
            other => panic!("the damage was not seen: {other:?}"),
        }
    };
    for name in &names {
        let path = folder.path().join(name);
        let whole = fs::read(&path).expect("a file");
        let ends_with = |file: &str| assert!(file.ends_with(name.as_str()), "{file}, not {name}");

        fs::remove_file(&path).expect("removed");
        let found = fault();
        ends_with(&found.file);
        assert_eq!(found.kind, IndexFaultKind::Missing, "{name}");

        fs::write(&path, &whole[..whole.len() - 1]).expect("written");
        ends_with(&fault().file);

        let mut altered = whole.clone();
        let at = altered.len() / 3;
        altered[at] ^= 1;
        fs::write(&path, &altered).expect("written");
        ends_with(&fault().file);

        fs::write(&path, &whole).expect("written");
    }
    let path = folder.path().join("manifest.json");
    let manifest = fs::read_to_string(&path).expect("a manifest");
    let present = format!("\"format\": {FORMAT}");
    fs::write(&path, manifest.replace(&present, "\"format\": 99")).expect("written");
    assert_eq!(fault().kind, IndexFaultKind::Format(99));
    for at in (0..manifest.len()).step_by(5) {
        let mut altered = manifest.clone().into_bytes();
        altered[at] ^= 2;
        fs::write(&path, &altered).expect("written");
        fault();
    }
    fs::write(&path, "[]").expect("written");
    assert!(matches!(fault().kind, IndexFaultKind::Unreadable(_)));
    fs::write(&path, manifest).expect("written");
    assert!(Searcher::open(folder.path()).is_ok());
    assert_eq!(Searcher::verify(folder.path()), Ok(()));
}

#[test]
fn every_altered_byte_is_found() {
    // Text of many distinct characters, so that a file has several blocks of checks.
    let text: String = (0..120_000u64)
        .filter_map(|at| char::from_u32(0x4E00 + u32::try_from(at * at % 20_011).ok()?))
        .collect();
    let folder = TempDir::new().expect("a folder");
    let text = vec![paragraph("p", "", &text)];
    publish(vec![entry("a", "报告", 20200000, text)], folder.path());
    let largest = fs::read_dir(folder.path())
        .expect("a folder")
        .map(|file| file.expect("a file").path())
        .max_by_key(|path| fs::metadata(path).expect("a file").len())
        .expect("some file");
    let mut bytes = fs::read(&largest).expect("its bytes");
    assert!(bytes.len() > 3 * 65_536, "the file has several blocks");
    for at in [0, 70_000, bytes.len() - 1] {
        bytes[at] ^= 0x80;
        fs::write(&largest, &bytes).expect("written");
        match Searcher::verify(folder.path()) {
            Err(Error::Index(fault)) => assert_eq!(
                (fault.file, fault.kind),
                (largest.display().to_string(), IndexFaultKind::Altered)
            ),
            other => panic!("the damage was not seen: {other:?}"),
        }
        bytes[at] ^= 0x80;
    }
    fs::write(&largest, &bytes).expect("written");
    assert_eq!(Searcher::verify(folder.path()), Ok(()));
}

/// Text without the blanks beside Han, which count for nothing.
fn joined(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let is_han = |c: Option<&char>| c.is_some_and(|c| *c >= '\u{4E00}' && *c <= '\u{9FFF}');
    let mut joined = String::new();
    for (at, character) in characters.iter().enumerate() {
        let before = characters.iter().take(at).rfind(|c| **c != ' ');
        let after = characters.iter().skip(at).find(|c| **c != ' ');
        if *character != ' ' || !(is_han(before) || is_han(after)) {
            joined.push(*character);
        }
    }
    joined
}

/// Whether a block holds a run: plain text, figures whole at its ends.
fn holds(block: &str, run: &str) -> bool {
    let block = &joined(block);
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    block.match_indices(run).any(|(at, _)| {
        let (before, after) = (&block[..at], &block[at + run.len()..]);
        let previous = before.chars().next_back();
        let mut next = after.chars();
        let next = (next.next(), next.next());
        let cut_before =
            is_digit(run.chars().next()) && (is_digit(previous) || previous == Some('.'));
        let cut_after = is_digit(run.chars().next_back())
            && (is_digit(next.0) || (next.0 == Some('.') && is_digit(next.1)));
        !cut_before && !cut_after
    })
}

fn text(length: usize) -> impl Strategy<Value = String> {
    let letters = prop::sample::select(vec!['甲', '乙', '丙', '1', '2', '.', '，', '〔', ' ']);
    let text = prop::collection::vec(letters, 0..length).prop_map(String::from_iter);
    // What may be thousands has tests of its own.
    text.prop_filter("no thousands", |text: &String| {
        let is_group = |part: &str| {
            let digits = part.chars().take_while(char::is_ascii_digit).count();
            digits == 3
        };
        !text.split([' ', '，']).any(is_group)
    })
}

fn run() -> impl Strategy<Value = String> {
    let letters = prop::sample::select(vec!['甲', '乙', '丙', '1', '2']);
    prop::collection::vec(letters, 1..7).prop_map(String::from_iter)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// A run finds exactly the reports that hold it as plain text, bare and quoted.
    #[test]
    fn runs_are_exact(
        reports in prop::collection::vec(prop::collection::vec(text(12), 1..4), 1..6),
        runs in prop::collection::vec(run(), 20),
    ) {
        let entries = reports.iter().enumerate().map(|(at, blocks)| {
            let blocks = blocks.iter().map(|text| paragraph("p", "", text)).collect();
            entry(&at.to_string(), "题", 20200000, blocks)
        });
        let searcher = searcher(entries.collect());
        for run in &runs {
            let truth: BTreeSet<String> = reports
                .iter()
                .enumerate()
                .filter(|(_, blocks)| blocks.iter().any(|block| holds(block, run)))
                .map(|(at, _)| at.to_string())
                .collect();
            for query in [run.clone(), format!("\"{run}\"")] {
                let answer = ask(&searcher, &query);
                let exact: BTreeSet<String> = answer.hits.iter().filter(|hit| hit.exact).map(|hit| hit.id.clone()).collect();
                prop_assert_eq!(&exact, &truth, "{}", query);
                prop_assert_eq!(answer.exact_total as usize, truth.len());
                for hit in answer.hits.iter().filter(|hit| hit.exact) {
                    prop_assert!(!hit.passages.is_empty(), "{}", query);
                    for passage in &hit.passages {
                        for span in &passage.spans {
                            prop_assert!(joined(&marked(&passage.text, *span)).contains(run.as_str()), "{}", query);
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn what_may_be_chosen_instead_is_counted_without_the_field_that_was_chosen() {
    let entry = |id: &str, year: u16, name: &str| Entry {
        id: id.to_owned(),
        title: "报告".to_owned(),
        years: vec![year],
        agencies: vec![agency(name)],
        ..Entry::default()
    };
    let searcher = searcher(vec![
        entry("a", 2020, "甲局"),
        entry("b", 2021, "甲局"),
        entry("c", 2021, "乙局"),
    ]);
    let counts = |counts: &[crate::search::Count]| -> Vec<(String, u64)> {
        let pair = |count: &crate::search::Count| (count.value.clone(), count.count);
        counts.iter().map(pair).collect()
    };
    let pair = |value: &str, count| (value.to_owned(), count);
    assert_eq!(ask(&searcher, "报告").choices, None);
    let answer = ask(&searcher, "报告 year:2021");
    assert_eq!(counts(&answer.facets.year), [pair("2021", 2)]);
    let choices = answer.choices.expect("a field is restricted");
    assert_eq!(counts(&choices.year), [pair("2021", 2), pair("2020", 1)]);
    assert_eq!(counts(&choices.agency), counts(&answer.facets.agency));
    // Two fields: each without its own clause, and with the other's.
    let answer = ask(&searcher, "报告 year:2020 agency:\"甲局\"");
    let choices = answer.choices.expect("a field is restricted");
    assert_eq!(counts(&choices.year), [pair("2021", 1), pair("2020", 1)]);
    assert_eq!(counts(&choices.agency), [pair("甲局", 1)]);
    // What is excluded stays excluded.
    assert_eq!(ask(&searcher, "报告 -year:2021").choices, None);
    let choices = ask(&searcher, "报告 -year:2021 year:2020").choices;
    let choices = choices.expect("a field is restricted");
    assert_eq!(counts(&choices.year), [pair("2020", 1)]);
    // A clause about several things is no choice of a field.
    assert_eq!(ask(&searcher, "year:2020 OR 报告").choices, None);
}

/// What stands below a heading is shown with it, also where the text lies in a block that is not read.
#[test]
fn a_heading_shows_how_it_goes_on() {
    let long = "长".repeat(2000);
    let second = "复议工作平稳。".to_owned() + &"案件".repeat(60);
    let searcher = searcher(vec![entry(
        "a",
        "报告",
        20200101,
        vec![
            heading("1", "一、总体情况"),
            paragraph("p", "一、总体情况", &long),
            heading("2", "二、行政复议"),
            heading("2-1", "（一）受理"),
            paragraph("q", "（一）受理", &second),
            heading("3", "三、末尾"),
        ],
    )]);
    let below = |query: &str| -> Vec<(String, String)> {
        let answer = ask(&searcher, query);
        let passages = answer.hits.iter().flat_map(|hit| &hit.passages);
        let shown = passages.map(|passage| (passage.anchor.clone(), passage.below.clone()));
        shown.collect()
    };
    let pair = |anchor: &str, below: &str| (anchor.to_owned(), below.to_owned());
    assert_eq!(below("总体情况"), [pair("1", &"长".repeat(60))]);
    assert_eq!(below("行政复议"), [pair("2", "（一）受理\n复议工作平稳。")]);
    assert_eq!(below("受理"), [pair("2-1", "复议工作平稳。")]);
    assert_eq!(below("末尾"), [pair("3", "")]);
    // Where both are found the paragraph is shown itself, once and whole.
    assert_eq!(below("受理 工作平稳"), [pair("2-1", ""), pair("q", "")]);
    let answer = ask(&searcher, "受理 工作平稳");
    assert!(
        answer
            .hits
            .iter()
            .flat_map(|hit| &hit.passages)
            .any(|passage| passage.text.len() > 300)
    );
}
