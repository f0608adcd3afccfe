//! Official numbering as the outline: what is a part, what is not, and how parts are named and displayed.

use super::{Document, Options, chinese, html, html_of};

/// Each part as `anchor number|title`, with `#` for a heading and `~` for one of a series in a paragraph.
fn outline(body: &str) -> Vec<String> {
    let document = chinese(body);
    let parts = document.parts().iter();
    parts
        .map(|p| {
            let looks = if p.is_heading {
                "#"
            } else if p.is_inline {
                "~"
            } else {
                ""
            };
            format!("{looks}{} {}|{}", p.anchor, p.number, p.title)
        })
        .collect()
}

fn check(body: &str, expected: &[&str]) {
    assert_eq!(outline(body), expected, "{body:?}");
}

#[test]
fn levels_follow_from_what_encloses() {
    check(
        "一、总体\n\n(一)甲\n\n1.乙\n\n1)丙。丁\n\n2. 戊\n\n2)己。庚\n\n(二)辛\n\n3. 壬\n\n3)癸。子\n\n二、丑\n\n4. 寅\n\n4)卯。辰",
        &[
            "#1 一、|一、总体",
            "#1-1 (一)|(一)甲",
            "#1-1-1 1.|1.乙",
            "1-1-1-1 1)|1)丙",
            "#1-1-2 2.|2. 戊",
            "1-1-2-2 2)|2)己",
            "#1-2 (二)|(二)辛",
            "#1-2-3 3.|3. 壬",
            "1-2-3-3 3)|3)癸",
            "#2 二、|二、丑",
            "#2-4 4.|4. 寅",
            "2-4-4 4)|4)卯",
        ],
    );
    // A number of a higher rank that was not open closes those below it.
    check(
        "一、甲\n\n1.乙。\n\n2.丙。\n\n(一)丁\n\n1.戊。",
        &[
            "#1 一、|一、甲",
            "1-1 1.|1.乙",
            "1-2 2.|2.丙",
            "#1-1_2 (一)|(一)丁",
            "1-1_2-1 1.|1.戊",
        ],
    );
    check(
        "第一章 总则\n\n第一条 甲。\n\n(一)乙；\n\n第二条　丙。\n\n第二章 附则\n\n第三条 丁。",
        &[
            "#1 第一章|第一章 总则",
            "1-1 第一条|第一条 甲",
            "1-1-1 (一)|(一)乙；",
            "1-2 第二条|第二条　丙",
            "#2 第二章|第二章 附则",
            "2-3 第三条|第三条 丁",
        ],
    );
    check(
        "一、甲\n\n①乙。\n\n②丙。",
        &["#1 一、|一、甲", "1-1 ①|①乙", "1-2 ②|②丙"],
    );
}

#[test]
fn variants_and_defects() {
    for (body, expected) in [
        ("（一）甲。乙", vec!["1 （一）|（一）甲"]),
        ("　　一、甲", vec!["#1 一、|一、甲"]),
        ("    (六)甲", vec!["#6 (六)|(六)甲"]),
        (
            "一、甲\n(一)乙\n文字。\n(二)丙",
            vec!["#1 一、|一、甲", "1-1 (一)|(一)乙文字", "#1-2 (二)|(二)丙"],
        ),
        (
            "1．甲。\n\n2、乙。\n\n3. 丙。",
            vec!["1 1．|1．甲", "2 2、|2、乙", "3 3.|3. 丙"],
        ),
        (
            "(三)甲。\n\n四)乙。丙",
            vec!["3 (三)|(三)甲", "4 四)|四)乙"],
        ),
        ("四)乙。丙", vec![]),
        ("**一、甲**", vec!["#1 一、|一、甲"]),
        ("三、甲\n\n一、乙", vec!["#3 三、|三、甲", "#1 一、|一、乙"]),
        (
            "一、甲\n\n一、乙\n\n(一)丙",
            vec!["#1 一、|一、甲", "#1_2 一、|一、乙", "#1_2-1 (一)|(一)丙"],
        ),
        // Glued numbers, where they continue the sequence.
        (
            "39. 甲\n\n63)乙。(负责)40. 丙",
            vec!["#39 39.|39. 甲", "39-63 63)|63)乙", "40 40.|40. 丙"],
        ),
        (
            "三、甲，夯实基础。1.乙。丙。2.丁。戊。",
            vec!["3 三、|三、甲，夯实基础", "3-1 1.|1.乙", "3-2 2.|2.丁"],
        ),
        (
            "(一)甲。乙。(二)丙。丁",
            vec!["1 (一)|(一)甲", "2 (二)|(二)丙"],
        ),
        // A series.
        (
            "(一)甲。一是乙。二是丙；三是丁。",
            vec![
                "1 (一)|(一)甲",
                "~1-1 一是|一是乙",
                "~1-2 二是|二是丙",
                "~1-3 三是|三是丁",
            ],
        ),
        ("一是甲。二是乙。", vec!["~1 一是|一是甲", "~2 二是|二是乙"]),
        (
            "一是甲。\n\n二是乙。丙",
            vec!["1 一是|一是甲", "2 二是|二是乙"],
        ),
        (
            "二、甲\n\n不足：一是乙；二是丙。\n\n(一)丁。",
            vec![
                "#2 二、|二、甲",
                "~2-1_2 一是|一是乙",
                "~2-2 二是|二是丙",
                "2-1 (一)|(一)丁",
            ],
        ),
        // Figures and references in a sentence.
        ("立案数为1.35，增长。2. 5亿元。", vec![]),
        ("符合(一)项。(2016)年。", vec![]),
        ("依照下列规定：(一)甲；(二)乙。", vec![]),
        ("工作。1.甲。", vec![]),
        // What lists attachments.
        ("附件：1. 甲\\\n2. 乙", vec![]),
        ("　　附件:\n1. 甲\n2. 乙", vec![]),
        ("一、甲\n\n附件：1.乙。2.丙", vec!["#1 一、|一、甲"]),
        (
            "一是一，二是二",
            vec!["~1 一是|一是一，二是二", "~2 二是|二是二"],
        ),
        ("改革一是重点。", vec![]),
        ("2019. 年份\n\n2016、2017年", vec![]),
        ("12.4宪法日", vec![]),
        ("> 一、引", vec![]),
        ("- 一、项", vec![]),
        ("| 一、甲 |\n|---|", vec![]),
    ] {
        check(body, &expected);
    }
}

#[test]
fn lines_alone_are_headings_where_something_follows() {
    for (body, expected) in [
        // A list of short items is no list of headings.
        ("材料：\n\n1.甲\n\n2.乙", vec!["1 1.|1.甲", "2 2.|2.乙"]),
        (
            "1.甲\n\n文字。\n\n2.乙\n\n文字。",
            vec!["#1 1.|1.甲", "#2 2.|2.乙"],
        ),
        ("(一)甲。", vec!["1 (一)|(一)甲"]),
        ("一、如下：", vec!["1 一、|一、如下："]),
    ] {
        check(body, &expected);
    }
    let long = format!("一、{}", "甲".repeat(70));
    assert_eq!(outline(&long), [format!("1 一、|一、{}…", "甲".repeat(58))]);
}

#[test]
fn markdown_headings_join_the_outline() {
    check(
        "# 总则 {#general}\n\n一、甲\n\n## 附录\n\n一、乙\n\n# 一、丙\n\n(一)丁\n\n### (二)戊\n\n# 二、己",
        &[
            "#general |总则",
            "#1 一、|一、甲",
            "#8936cfd3-5938c55b |附录",
            "#1_2 一、|一、乙",
            "#1_3 一、|一、丙",
            "#1_3-1 (一)|(一)丁",
            "#1_3-2 (二)|(二)戊",
            "#2 二、|二、己",
        ],
    );
    check(
        "# 某报告\n\n一、总则\n\n（一）甲\n\n## 附录\n\n（二）乙\n\n一是丙。二是丁。",
        &[
            "#2a421a42 |某报告",
            "#1 一、|一、总则",
            "#1-1 （一）|（一）甲",
            "#2a421a42-5938c55b |附录",
            "#2 （二）|（二）乙",
            "~2-1 一是|一是丙",
            "~2-2 二是|二是丁",
        ],
    );
    // In other languages headings alone are the outline.
    let english = Document::parse(
        "## 1. Scope\n\n1. item\n\n(1) text\n\n## Annex",
        Options { chinese: false },
    );
    let titles: Vec<&str> = english.parts().iter().map(|p| p.title.as_str()).collect();
    assert_eq!(titles, ["1. Scope", "Annex"]);
    assert_eq!(english.parts()[0].anchor, "1");
}

#[test]
fn an_edit_elsewhere_moves_no_anchor() {
    let before = chinese("一、甲\n\n文。\n\n文。\n\n二、乙\n\n(一)丙。丁\n\n末段。");
    let after =
        chinese("一、甲\n\n新段。\n\n文。\n\n再一段。\n\n文。\n\n二、乙\n\n(一)丙。改\n\n末段。");
    let anchors = |d: &Document<'_>| {
        d.blocks()
            .map(|b| (b.text.to_owned(), b.anchor.to_owned()))
            .collect::<Vec<_>>()
    };
    let after = anchors(&after);
    for pair in anchors(&before) {
        assert!(
            after.contains(&pair) || pair.0.contains('丁'),
            "{pair:?} in {after:?}"
        );
    }
    let texts = anchors(&before);
    assert_eq!(texts[1].1.len(), "1-01234567".len());
    assert_eq!(texts[2].1, format!("{}-2", texts[1].1));
    assert!(
        chinese("甲")
            .blocks()
            .next()
            .unwrap()
            .anchor
            .starts_with("p-")
    );
    // The digest is that of the text: printf 文。 | sha256sum
    assert_eq!(texts[1].1, "1-cdcb624c");
}

#[test]
fn parts_in_html() {
    for (body, expected) in [
        (
            "一、总体\n\n甲",
            "<h2 id=\"1\"><a class=\"part\" href=\"#1\">一、</a>总体</h2>\n<p id=\"1-33e3580c\">甲</p>\n",
        ),
        (
            "(一)甲。一是乙。二是丙。",
            "<p id=\"1\"><span class=\"part-heading\"><a class=\"part\" href=\"#1\">(一)</a>甲。</span><span id=\"1-1\">一是</span>乙。<span id=\"1-2\">二是</span>丙。</p>\n",
        ),
        (
            "**(一)甲。**乙",
            "<p id=\"1\"><span class=\"part-heading\"><strong><a class=\"part\" href=\"#1\">(一)</a>甲。</strong></span>乙</p>\n",
        ),
        (
            "(一)**甲。乙**",
            "<p id=\"1\"><a class=\"part\" href=\"#1\">(一)</a><strong>甲。乙</strong></p>\n",
        ),
        (
            "[(一)甲。](x.html)乙",
            "<p id=\"1\"><span class=\"part-heading\"><a href=\"x.html\">(一)甲。</a></span>乙</p>\n",
        ),
        (
            "(一**)甲。**乙",
            "<p id=\"1\"><span class=\"part-heading\">(一<strong>)甲。</strong></span>乙</p>\n",
        ),
        (
            "1.甲\n\n文\n\n2)乙。3.丙",
            "<h2 id=\"1\"><a class=\"part\" href=\"#1\">1.</a>甲</h2>\n<p id=\"1-3677ef77\">文</p>\n<p id=\"1-2\"><span class=\"part-heading\"><a class=\"part\" href=\"#1-2\">2)</a>乙。</span>3.丙</p>\n",
        ),
        (
            "# 概况",
            "<h2 id=\"p\"><a class=\"part\" href=\"#p\">概况</a></h2>\n",
        ),
        (
            "## 甲\n\n#### 乙",
            "<h2 id=\"p\"><a class=\"part\" href=\"#p\">甲</a></h2>\n<h3 id=\"q\"><a class=\"part\" href=\"#q\">乙</a></h3>\n",
        ),
    ] {
        let document = chinese(body);
        let mut expected = expected.to_owned();
        for (name, part) in ["p", "q"].iter().zip(document.parts()) {
            expected = expected.replace(
                &format!("id=\"{name}\""),
                &format!("id=\"{}\"", part.anchor),
            );
            expected = expected.replace(&format!("#{name}\""), &format!("#{}\"", part.anchor));
        }
        assert_eq!(html(body), expected, "{body:?}");
    }
}

#[test]
fn summary_and_blocks() {
    let document = chinese("# 题\n\n一、甲\n\n首段*文字*。\n\n|子|丑|\n|--|--|\n|寅|卯|");
    assert_eq!(document.summary("题"), "首段文字。");
    let blocks: Vec<(&str, &str, bool)> = document
        .blocks()
        .map(|b| (b.heading, b.text, b.is_heading))
        .collect();
    assert_eq!(
        blocks,
        [
            ("题", "题", true),
            ("一、甲", "一、甲", true),
            ("一、甲", "首段文字。", false),
            ("一、甲", "子", false),
            ("一、甲", "丑", false),
            ("一、甲", "寅", false),
            ("一、甲", "卯", false),
        ]
    );
    let anchors: Vec<&str> = document.blocks().map(|b| b.anchor).collect();
    assert_eq!(anchors[3], anchors[6]);
    assert!(html_of(&document).contains(&format!("<table id=\"{}\"", anchors[3])));
    assert_eq!(chinese("").summary("题"), "");
}

#[test]
fn many_parts_are_an_error_not_a_burden() {
    let body = "一、甲\n\n".repeat(crate::report::outline::PARTS_MAX + 10);
    let document = chinese(&body);
    assert_eq!(document.parts().len(), crate::report::outline::PARTS_MAX);
    assert_eq!(document.faults()[0].code, "too-many-parts");
    super::dom::read(&html_of(&document)).unwrap();
}
