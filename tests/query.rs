//! The query language: what a query says, what is wrong with one and where, and that a tree prints as a
//! query that says the same.

use gongbao::search::query::{
    Clause, Item, MAX_QUERY, MAX_RUNS, Query, Run, Term, ValueField, Years,
};
use gongbao::search::{Error, QueryFaultKind};
use proptest::prelude::{
    Just, ProptestConfig, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest,
};

/// What a query prints as once it was understood.
fn read(query: &str) -> String {
    match Query::parse(query) {
        Ok(parsed) => parsed.to_string(),
        Err(fault) => panic!("{query}: {fault:?}"),
    }
}

#[test]
fn a_query_is_understood() {
    // (what is typed, what it says)
    let cases = [
        ("  甲\u{3000}乙\t丙\n", "甲 乙 丙"),
        ("\"甲 乙\" ＂丙＂ “丁 戊”", "\"甲 乙\" \"丙\" \"丁 戊\""),
        (
            "「甲 乙」 -「丙」 標題：「丁 戊」",
            "\"甲 乙\" -\"丙\" title:\"丁 戊\"",
        ),
        ("“说“甲”", "\"说“甲\""),
        ("“说\"甲\"”", "“说\"甲\"”"),
        ("＂“说\"甲\"”＂", "＂“说\"甲\"”＂"),
        ("「＂“说\"甲\"”＂」", "「＂“说\"甲\"”＂」"),
        ("\"甲\"乙", "\"甲\" 乙"),
        // OR.
        ("甲 乙 OR 丙", "甲 乙 OR 丙"),
        ("甲 OR 乙 OR \"丙\" 丁", "甲 OR 乙 OR \"丙\" 丁"),
        ("\"甲\"OR\"乙\"", "\"甲\" OR \"乙\""),
        ("甲 ＯＲ 乙", "甲 OR 乙"),
        ("甲 OR -乙 OR title:丙", "甲 OR -乙 OR title:丙"),
        // Exclusion.
        ("-甲", "-甲"),
        ("甲 －乙", "甲 -乙"),
        ("-\"甲\" -“乙” -《丙》", "-\"甲\" -\"乙\" -《丙》"),
        ("-标题：甲 -年：2019", "-title:甲 -year:2019"),
        ("-OR", "-OR"),
        ("\"甲\"-\"乙\" \"丙\"-丁", "\"甲\" \"乙\" \"丙\" 丁"),
        // Fields.
        ("title:甲 TITLE:甲 标题:甲", "title:甲 title:甲 title:甲"),
        ("標題：甲 ｔｉｔｌｅ：甲", "title:甲 title:甲"),
        (
            "文号：甲 发文字号：甲 索引号：甲 number:甲",
            "number:甲 number:甲 number:甲 number:甲",
        ),
        (
            "机关：甲 发布机构：甲 机构：甲 Agency:甲",
            "agency:甲 agency:甲 agency:甲 agency:甲",
        ),
        (
            "类型：甲 主题：甲 有效性：甲 状态：甲",
            "type:甲 topic:甲 status:甲 status:甲",
        ),
        (
            "地区：甲 引用：甲 引用文件：甲 Cites:甲",
            "region:甲 cites:甲 cites:甲 cites:甲",
        ),
        (
            "机关:\"甲 乙\" 标题:“甲 乙”",
            "agency:\"甲 乙\" title:\"甲 乙\"",
        ),
        ("标题：“甲”乙", "title:“甲”乙"),
        (
            "agency:-甲 title:OR title:title:甲",
            "agency:-甲 title:OR title:title:甲",
        ),
        ("文号：渝府发〔2016〕31号", "number:渝府发〔2016〕31号"),
        // Years.
        (
            "年:2019 年份：2019年 year:２０１９",
            "year:2019 year:2019 year:2019",
        ),
        (
            "年度:2019 年度：2019年度 year:2019年度..2021年度",
            "year:2019 year:2019 year:2019..2021",
        ),
        (
            "year:2019..2021 year:2019年至2021年",
            "year:2019..2021 year:2019..2021",
        ),
        (
            "year:2019-2021 year:2019～2021",
            "year:2019..2021 year:2019..2021",
        ),
        (
            "year:2019—2021 year:2019——2021",
            "year:2019..2021 year:2019..2021",
        ),
        (
            "year:2019–2021 year:2019~2021年",
            "year:2019..2021 year:2019..2021",
        ),
        ("year:2019年..　year:..2021年", "year:2019.. year:..2021"),
        ("year:2019。。 year:。。2021", "year:2019.. year:..2021"),
        ("year:2019..2019 year:\"2019\"", "year:2019 year:2019"),
        (
            "year:undated 年份:未标注日期 year:未標註日期",
            "year:undated year:undated year:undated",
        ),
        // These are text, and their punctuation is punctuation.
        (
            "甲： http://甲 subtitle:甲 2019年：甲",
            "甲： http://甲 subtitle:甲 2019年：甲",
        ),
        ("甲-乙 --甲 甲OR乙 or 甲", "甲-乙 --甲 甲OR乙 or 甲"),
        ("“放管服”改革 甲\"乙", "“放管服”改革 甲\"乙"),
        // A mark that opens nothing is none.
        ("「放管服」改革 -「甲」乙", "「放管服」改革 -「甲」乙"),
        ("“甲 ”， 乙”", "甲 乙”"),
        ("「甲 -「乙 標題：「丙 「-丁", "甲 -乙 title:丙 -丁"),
        ("“甲 -“乙 标题：“丙", "甲 -乙 title:丙"),
        ("“-甲 -“-乙 “标题：丙", "-甲 -乙 title:丙"),
        // Punctuation alone is dropped.
        ("- 甲 ， \"\" 乙 -> -。 ——", "甲 乙"),
    ];
    for (query, said) in cases {
        assert_eq!(read(query), said, "{query}");
        assert_eq!(read(said), said, "{query}");
    }
}

#[test]
fn or_binds_tighter_than_the_space() {
    let query = Query::parse("甲 乙 OR -丙 丁").expect("a query");
    let sizes: Vec<usize> = query
        .clauses
        .iter()
        .map(|clause| clause.alternatives.len())
        .collect();
    assert_eq!(sizes, [1, 2, 1]);
    let negated: Vec<bool> = query.terms().map(|term| term.negated).collect();
    assert_eq!(negated, [false, false, true, false]);
}

#[test]
fn terms_know_their_place() {
    let query = Query::parse("甲 -标题：“乙 丙” year:2019 \"丁\"戊").expect("a query");
    let terms: Vec<_> = query.terms().map(|term| term.at.clone()).collect();
    assert_eq!(terms, [0..1, 2..11, 12..21, 22..25, 25..26]);
    let runs: Vec<_> = query
        .runs()
        .map(|(term, run)| (term.negated, run.text.as_str(), run.at.clone()))
        .collect();
    let expected = [
        (false, "甲", 0..1),
        (true, "乙 丙", 6..11),
        (false, "丁", 22..25),
        (false, "戊", 25..26),
    ];
    assert_eq!(runs, expected);
}

#[test]
fn a_fault_says_what_and_where() {
    use QueryFaultKind::{Empty, LooseOr, NoValue, NoYear, NothingToJoin, OpenQuote};
    let no_value = |written: &str| NoValue(written.to_owned());
    let backwards = |first, last| QueryFaultKind::YearsBackwards { first, last };
    let cases = [
        ("", Empty, 0..0),
        ("  ，。 ", Empty, 0..5),
        ("- -> \"\"", Empty, 0..7),
        ("甲 \"乙 丙", OpenQuote, 2..6),
        ("甲 -\"乙", OpenQuote, 3..5),
        ("title:＂乙", OpenQuote, 6..8),
        // OR without a term on each side.
        ("OR", LooseOr, 0..2),
        ("OR 甲", LooseOr, 0..2),
        ("甲 OR ", LooseOr, 2..4),
        ("甲 OR OR 乙", LooseOr, 5..7),
        // What cannot be dropped in silence.
        ("甲 OR ，，", NothingToJoin, 5..7),
        ("甲 OR \"\"", NothingToJoin, 5..7),
        ("甲 。 OR 乙", NothingToJoin, 2..3),
        ("甲 -\"。\"", NothingToJoin, 2..6),
        ("甲 -“。”", NothingToJoin, 2..6),
        ("甲 OR “ 乙", NothingToJoin, 5..6),
        // Fields.
        ("甲 title:", no_value("title:"), 2..8),
        ("标题： 甲", no_value("标题："), 0..3),
        ("甲 -Agency:", no_value("Agency:"), 3..10),
        ("机关：\"，\"", no_value("机关："), 0..6),
        ("year:，", no_value("year:"), 0..6),
        // Years.
        ("甲 year:乙", NoYear, 7..8),
        ("year:19", NoYear, 5..7),
        ("year:20199", NoYear, 5..10),
        ("year:2019-03", NoYear, 5..12),
        ("year:2019-", NoYear, 5..10),
        ("year:2019,2020", NoYear, 5..14),
        ("year:2019..2020..2021", NoYear, 5..21),
        ("年份：\"二〇一九\"", NoYear, 3..9),
        ("-year:2021..2019", backwards(2021, 2019), 6..16),
    ];
    for (query, kind, at) in cases {
        match Query::parse(query) {
            Err(fault) => assert_eq!((fault.kind, fault.at), (kind, at), "{query}"),
            Ok(parsed) => panic!("{query} was understood: {parsed:?}"),
        }
    }
}

#[test]
fn a_fault_names_its_code_its_place_and_its_facts() {
    let cases = [
        ("甲 OR", "query: loose-or at 2..4"),
        ("标题：", "query: no-value at 0..3, field 标题："),
        (
            "year:2021..2019",
            "query: years-backwards at 5..15, 2021 to 2019",
        ),
    ];
    for (query, expected) in cases {
        let error = Error::from(Query::parse(query).expect_err("a fault"));
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn a_query_has_limits() {
    let fault = |query: &str| Query::parse(query).expect_err("a fault");
    let many = "甲 -title:乙 year:2019 \"丙\" ".repeat(MAX_RUNS / 4);
    assert_eq!(
        Query::parse(&many).expect("a query").terms().count(),
        MAX_RUNS
    );
    let more = fault(&format!("{many}， -丁"));
    let end = many.chars().count() + 2;
    assert_eq!(
        (more.kind, more.at),
        (QueryFaultKind::TooManyRuns(MAX_RUNS), end..end + 2)
    );
    assert!(Query::parse(&"甲".repeat(MAX_QUERY)).is_ok());
    let long = fault(&"甲".repeat(MAX_QUERY + 2));
    let kind = QueryFaultKind::TooLong(MAX_QUERY);
    assert_eq!((long.kind, long.at), (kind, MAX_QUERY..MAX_QUERY + 2));
}

#[test]
fn a_run_is_made_of_what_reads_as_one() {
    for text in ["甲", "甲-乙", "“放管服”改革", "http://甲", "“甲”“乙"] {
        assert!(
            Run::bare(text).is_some_and(|run| !run.quoted && run.text == text),
            "{text}"
        );
    }
    for text in [
        "",
        "，",
        "甲 乙",
        " 甲",
        "-甲",
        "--甲",
        "OR",
        "标题：甲",
        "\"甲\"",
        "“甲”",
        "甲 OR 乙",
    ] {
        assert!(Run::bare(text).is_none(), "{text}");
    }
    for text in [
        "甲",
        " 甲 乙",
        "OR",
        "-甲",
        "标题：甲",
        "说“甲”",
        "说\"甲\"",
        "说\"甲”",
    ] {
        assert!(
            Run::quoted(text).is_some_and(|run| run.quoted && run.text == text),
            "{text}"
        );
    }
    for text in ["", "。", "甲\"”＂」"] {
        assert!(Run::quoted(text).is_none(), "{text}");
    }
}

/// Text in which the language is thick.
fn querylike() -> impl Strategy<Value = String> {
    let marks = vec![
        "-",
        "－",
        "OR",
        "ＯＲ",
        "\"",
        "＂",
        "“",
        "”",
        "「",
        "」",
        ":",
        "：",
        "title",
        "标题：",
        "機關:",
        "type:",
        "number：",
        "year:",
        "年：",
        "2019",
        "2021年",
        "..",
        "～",
        "至",
        "undated",
        "甲",
        "乙丙",
        "，",
        "《",
        "》",
        "a",
        "1.5",
        "\u{200B}",
        " ",
        "\u{3000}",
    ];
    let piece = prop_oneof![
        6 => prop::sample::select(marks).prop_map(str::to_owned),
        3 => Just(" ".to_owned()),
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn runs() -> impl Strategy<Value = Run> {
    (querylike(), any::<bool>()).prop_filter_map("a run", |(text, quoted)| match quoted {
        true => Run::quoted(&text),
        false => text.split_whitespace().find_map(Run::bare),
    })
}

fn years() -> impl Strategy<Value = Years> {
    let year = || prop_oneof![Just(0_u16), Just(9999), 1990_u16..2030, 0_u16..=9999];
    prop_oneof![
        1 => Just(Years::Undated),
        6 => (year(), year()).prop_map(|(one, other)| Years::Within(one.min(other)..=one.max(other))),
    ]
}

fn terms() -> impl Strategy<Value = Term> {
    let value = |field| move |run| Item::Value { field, run };
    let item = prop_oneof![
        4 => runs().prop_map(Item::Run),
        1 => runs().prop_map(Item::Title),
        1 => runs().prop_map(Item::Number),
        1 => runs().prop_map(Item::Cites),
        1 => runs().prop_map(value(ValueField::Agency)),
        1 => runs().prop_map(value(ValueField::Type)),
        1 => runs().prop_map(value(ValueField::Topic)),
        1 => runs().prop_map(value(ValueField::Status)),
        1 => runs().prop_map(value(ValueField::Region)),
        1 => years().prop_map(Item::Years),
    ];
    (any::<bool>(), item).prop_map(|(negated, item)| Term {
        negated,
        item,
        at: 0..0,
        is_beside: false,
    })
}

fn queries() -> impl Strategy<Value = Query> {
    let clause =
        prop::collection::vec(terms(), 1..4).prop_map(|alternatives| Clause { alternatives });
    prop::collection::vec(clause, 1..5).prop_map(|clauses| Query { clauses })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_a_query_or_has_a_fault_in_its_place(text in prop_oneof![querylike(), any::<String>()]) {
        let characters: Vec<char> = text.chars().collect();
        match Query::parse(&text) {
            Ok(query) => {
                prop_assert_eq!(Query::parse(&query.to_string()), Ok(query.clone()), "{}", query);
                prop_assert!(!query.clauses.is_empty());
                prop_assert!(query.clauses.iter().all(|clause| !clause.alternatives.is_empty()));
                for (term, run) in query.runs() {
                    let written: String = characters[run.at.clone()].iter().collect();
                    prop_assert!(written.contains(&run.text), "{:?}", run);
                    prop_assert!(term.at.start <= run.at.start && run.at.end == term.at.end);
                }
            }
            Err(fault) => {
                prop_assert!(fault.at.start <= fault.at.end && fault.at.end <= characters.len());
                prop_assert!(!fault.at.is_empty() || fault.kind == QueryFaultKind::Empty);
            }
        }
    }

    #[test]
    fn any_tree_prints_as_a_query_that_says_the_same(query in queries()) {
        let printed = query.to_string();
        if printed.chars().count() <= MAX_QUERY {
            prop_assert_eq!(Query::parse(&printed), Ok(query), "{}", printed);
        }
    }
}
