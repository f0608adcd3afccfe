//! Line breaks: where a paragraph begins without a blank line, what is nested below one, what is said of the rest.

use super::{Document, Options, chinese, dom, html_of};

/// The HTML without ids, links of numbers and line ends; it must be balanced.
fn plain_html(document: &Document<'_>) -> String {
    let html = html_of(document);
    dom::read(&html).unwrap();
    let mut plain = String::new();
    let mut rest = html.as_str();
    while let Some((before, after)) = rest.split_once(" id=\"") {
        plain.push_str(before);
        rest = after.split_once('"').map_or("", |(_, after)| after);
    }
    let with_links = (plain + rest).replace('\n', "");
    let mut pieces = with_links.split("<a class=\"part\"");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |shown, piece| {
        let (_, words) = piece.split_once('>').unwrap();
        shown + &words.replacen("</a>", "", 1)
    })
}

/// The text of each block, divided by `|`.
fn texts(document: &Document<'_>) -> String {
    let texts: Vec<&str> = document.blocks().map(|b| b.text).collect();
    texts.join("|")
}

/// The code of each fault and the characters at its place.
fn faults<'s>(document: &Document<'_>, source: &'s str) -> Vec<(&'static str, &'s str)> {
    let faults = document.faults().iter();
    faults.map(|f| (f.code, &source[f.span.clone()])).collect()
}

#[test]
fn text_as_it_comes_from_a_word_processor() {
    let source = "关于年度工作的报告\n　　各位代表：\n　　现将工作报告如下。\n一、主要工作\n（一）健全制度\n制定规范性文件。\n（二）加强公开。公开信息。\n二、问题\n　　人手不足。\n附件：1.清单\n　　　2.名单\n市财政局\n2021年3月1日";
    let document = chinese(source);
    assert_eq!(
        texts(&document),
        "关于年度工作的报告|　　各位代表：|　　现将工作报告如下。|一、主要工作|（一）健全制度|制定规范性文件。|（二）加强公开。公开信息。|二、问题|　　人手不足。|附件：1.清单\n　　　2.名单|市财政局|2021年3月1日"
    );
    let titles: Vec<&str> = document.parts().iter().map(|p| p.title.as_str()).collect();
    assert_eq!(
        titles,
        [
            "一、主要工作",
            "（一）健全制度",
            "（二）加强公开",
            "二、问题"
        ]
    );
    assert!(document.faults().is_empty());
    // With and without blank lines the pages are the same.
    let apart = source.replace('\n', "\n\n").replace("清单\n\n", "清单\n");
    assert_eq!(html_of(&chinese(&apart)), html_of(&document));
    // With the line ends of Windows too.
    assert_eq!(
        html_of(&chinese(&source.replace('\n', "\r\n"))),
        html_of(&document)
    );
    // In English a line break is a blank.
    let english = Document::parse("one\n    two\n1. three", Options { chinese: false });
    assert!(english.faults().is_empty());
}

#[test]
fn blocks_below_a_numbered_paragraph() {
    for (source, expected) in [
        (
            "1. 甲\n\t- 子一\n\t- 子二\n2. 乙",
            "<p>1. 甲</p><ul><li>子一</li><li>子二</li></ul><p>2. 乙</p>",
        ),
        (
            "1. 甲\n    - 子\n        - 孙\n2. 乙",
            "<p>1. 甲</p><ul><li>子<ul><li>孙</li></ul></li></ul><p>2. 乙</p>",
        ),
        (
            "（1）甲\n\n    - 子\n\n    - 女\n\n（2）乙",
            "<p>（1）甲</p><ul><li><p>子</p></li><li><p>女</p></li></ul><p>（2）乙</p>",
        ),
        (
            "1. 甲\n\n     > 引\n     > 文",
            "<p>1. 甲</p><blockquote><p>引文</p></blockquote>",
        ),
        (
            "1. 甲\n    > 引",
            "<p>1. 甲</p><blockquote><p>引</p></blockquote>",
        ),
        (
            "1. 甲\n\n    ```\n    码\n\n      码\n    ```\n2. 乙",
            "<p>1. 甲</p><pre><code>码  码</code></pre><p>2. 乙</p>",
        ),
        (
            "1. 甲\n    ~~~\n码\n    ~~~\n乙",
            "<p>1. 甲</p><pre><code>码</code></pre><p>乙</p>",
        ),
        (
            "1. 甲\n    | a | b |\n    |---|---|\n    | 1 | 2 |\n2. 乙",
            "<p>1. 甲</p><section class=\"table\" tabindex=\"0\" aria-label=\"表格 1\"><table class=\"short-names\"><thead><tr><th scope=\"col\">a</th><th scope=\"col\" class=\"right\">b</th></tr></thead><tbody><tr><td>1</td><td class=\"right\">2</td></tr></tbody></table></section><p>2. 乙</p>",
        ),
        (
            "> 1. 甲\n>     - 子\n> 2. 乙",
            "<blockquote><p>1. 甲</p><ul><li>子</li></ul><p>2. 乙</p></blockquote>",
        ),
        (
            "- 1. 甲\n      - 子\n- 乙",
            "<ul><li>1. 甲<ul><li>子</li></ul></li><li>乙</li></ul>",
        ),
        ("1. 甲\n    -5度\n    |乙", "<p>1. 甲</p><p>-5度 |乙</p>"),
    ] {
        let document = chinese(source);
        let html = plain_html(&document).replace("h2>", "p>");
        assert_eq!(html, expected, "{source:?}");
    }
}

#[test]
fn a_number_ends_what_it_would_lazily_continue() {
    for (source, expected) in [
        (
            "> 引文\n一、甲",
            "<blockquote><p>引文</p></blockquote><h2>一、甲</h2>",
        ),
        ("- 项\n二、甲", "<ul><li>项</li></ul><h2>二、甲</h2>"),
        (
            "- 项\n  - 子\n二、甲",
            "<ul><li>项<ul><li>子</li></ul></li></ul><h2>二、甲</h2>",
        ),
        (
            "> - 项\n一、甲",
            "<blockquote><ul><li>项</li></ul></blockquote><h2>一、甲</h2>",
        ),
        (
            "> - 项\n> 一、甲",
            "<blockquote><ul><li>项</li></ul><p>一、甲</p></blockquote>",
        ),
        (
            "- 项\n　　甲",
            "<ul><li>项</li></ul><p class=\"indented\">　　甲</p>",
        ),
        ("- 项\n  （一）子", "<ul><li>项<br>（一）子</li></ul>"),
        (
            "（1）甲\n- 子\n（2）乙",
            "<p>（1）甲</p><ul><li>子</li></ul><p>（2）乙</p>",
        ),
    ] {
        let document = chinese(source);
        assert_eq!(plain_html(&document), expected, "{source:?}");
    }
    let document = chinese("文[^1]。\n\n[^1]: 注文\n三、打算");
    assert_eq!(document.parts()[0].title, "三、打算");
    assert_eq!(texts(&document), "文。|注文|三、打算");
}

#[test]
fn breaks_that_nobody_sees_are_reported() {
    let line = "本行共有二十个汉字本行共有二十个汉字字字";
    for (source, expected) in [
        ("甲。\n乙。\n丙。", vec![("line-break", "。")]),
        ("甲。\n\n乙。", vec![]),
        ("甲。  \n乙。\\\n丙。", vec![]),
        ("one\ntwo", vec![]),
        ("甲\ntwo", vec![("line-break", "甲")]),
        ("> 甲\n> 乙", vec![("line-break", "甲")]),
        ("- 甲\n  乙", vec![("line-break", "甲")]),
        ("- 甲\n  （一）乙", vec![]),
        ("```\n甲\n乙\n```", vec![]),
        ("<div>\n甲\n乙\n</div>", vec![]),
        ("附件：1.甲\n2.乙", vec![]),
        ("**甲\n一、乙**", vec![("line-break", "甲")]),
        (
            "甲\n\n乙\n丙\n\n丁\n戊",
            vec![("line-break", "乙"), ("line-break", "丁")],
        ),
        (
            &format!("{line}\n{line}\n{line}\n短。"),
            vec![("hard-wrapped", "字")],
        ),
        (
            &format!("（一）{line}\n{line}\n{line}\n{line}\n短。\n短。"),
            vec![("hard-wrapped", "字"), ("line-break", "。")],
        ),
    ] {
        assert_eq!(faults(&chinese(source), source), expected, "{source:?}");
    }
}

#[test]
fn places_are_those_of_the_source() {
    let source = "甲\n　　乙\n1. 丙\n    - [丁](javascript:x)\n    - [戊](a.md)\n己\n庚";
    let document = chinese(source);
    let found = faults(&document, source);
    assert_eq!(
        found,
        [("link-scheme", "[丁](javascript:x)"), ("line-break", ")")]
    );
    let spans: Vec<&str> = document
        .links()
        .map(|l| &source[document.place(&l.span)])
        .collect();
    assert_eq!(spans, ["[戊](a.md)"]);
}
