//! Markdown made right for Chinese, case by case: source and the HTML that it becomes (ids left out).

use std::ffi::OsStr;

use super::{Document, Options, chinese, html, html_of};
use crate::diagnostic::Language;

/// The HTML without ids and without the links of numbers, which other tables show.
fn bare(html: &str) -> String {
    let mut bare = String::new();
    let mut rest = html;
    while let Some(at) = rest.find(" id=\"") {
        bare.push_str(&rest[..at]);
        rest = rest[at + 5..]
            .split_once('"')
            .map_or("", |(_, after)| after);
    }
    bare.push_str(rest);
    bare.trim_end().to_owned()
}

fn check(source: &str, expected: &str) {
    assert_eq!(bare(&html(source)), expected, "{source:?}");
}

#[test]
fn emphasis_beside_han_and_full_width_punctuation() {
    for (source, expected) in [
        (
            "**《条例》**第三条",
            "<p><strong>《条例》</strong>第三条</p>",
        ),
        ("**公开。**其他", "<p><strong>公开。</strong>其他</p>"),
        (
            "**公开。**其他**重点**",
            "<p><strong>公开。</strong>其他<strong>重点</strong></p>",
        ),
        (
            "据**《条例》**和**《办法》**办",
            "<p>据<strong>《条例》</strong>和<strong>《办法》</strong>办</p>",
        ),
        (
            "推进**“放管服”**改革",
            "<p>推进<strong>“放管服”</strong>改革</p>",
        ),
        ("这是*“重点”*工作", "<p>这是<em>“重点”</em>工作</p>"),
        (
            "***《条例》***第三条",
            "<p><em><strong>《条例》</strong></em>第三条</p>",
        ),
        ("~~（旧）~~新", "<p><del>（旧）</del>新</p>"),
        (
            "**甲，*乙。*丙**丁",
            "<p><strong>甲，<em>乙。</em>丙</strong>丁</p>",
        ),
        (
            "**《条例》`**`**第三条",
            "<p><strong>《条例》<code>**</code></strong>第三条</p>",
        ),
        (
            "[**《条例》**第三条](x.html)",
            "<p><a href=\"x.html\"><strong>《条例》</strong>第三条</a></p>",
        ),
        (
            "**[《条例》](x.html)**第三条",
            "<p><strong><a href=\"x.html\">《条例》</a></strong>第三条</p>",
        ),
        (
            "| **《甲》**一 |\n|---|",
            "<section class=\"table\" tabindex=\"0\" aria-label=\"表格 1\"><table class=\"short-names\">\n<thead>\n<tr><th scope=\"col\"><strong>《甲》</strong>一</th></tr>\n</thead>\n</table></section>",
        ),
        // What must stay text.
        (r"\*\*《条例》\*\*第三条", "<p>**《条例》**第三条</p>"),
        (r"**《条例》\**第三条", "<p>**《条例》**第三条</p>"),
        (
            "`**《条例》**`第三条",
            "<p><code>**《条例》**</code>第三条</p>",
        ),
        ("138****1234", "<p>138****1234</p>"),
        (
            "35*************123、138****1234",
            "<p>35*************123、138****1234</p>",
        ),
        ("面积3*4*5米", "<p>面积3*4*5米</p>"),
        ("每年5~10件，20~30人", "<p>每年5~10件，20~30人</p>"),
        ("甲_乙_丙", "<p>甲_乙_丙</p>"),
        ("* * *", "<hr>"),
        ("**未完", "<p>**未完</p>"),
        ("** 空格 **", "<p>** 空格 **</p>"),
    ] {
        let expected = expected.replace("<thead>\n<tr>", "<thead><tr>");
        check(source, &expected);
    }
}

#[test]
fn numbers_at_the_head_of_a_line_are_text() {
    // (source, text of each block)
    for (source, blocks) in [
        ("1. 甲\n2. 乙", vec!["1. 甲", "2. 乙"]),
        ("1) 甲\n\n2) 乙", vec!["1) 甲", "2) 乙"]),
        ("前文\n1) 甲\n2) 乙", vec!["前文", "1) 甲", "2) 乙"]),
        ("7. 甲\n\n   续", vec!["7. 甲", "续"]),
        ("7. 甲\n\n    续", vec!["7. 甲", "续"]),
        ("> 1. 甲\n> 2. 乙", vec!["1. 甲", "2. 乙"]),
        (
            "- 一、甲\n  （一）乙\n  1. 丙\n  续",
            vec!["一、甲\n（一）乙\n1. 丙续"],
        ),
        (
            "- 甲\n\n  **1.** 乙\n  **2.** 丙",
            vec!["甲", "1. 乙\n2. 丙"],
        ),
        ("<div>\n甲\n1. 乙\n</div>", vec!["甲\n1. 乙"]),
        ("附件：1. 甲\n2. 乙\n续", vec!["附件：1. 甲\n2. 乙续"]),
        ("- 1. 甲\n- 2. 乙", vec!["1. 甲", "2. 乙"]),
        ("1. - 甲", vec!["1. - 甲"]),
        ("1.", vec!["1."]),
        ("2019. 年份", vec!["2019. 年份"]),
        ("`1. 码`", vec!["1. 码"]),
        ("```\n1. 码\n2) 码\n```", vec!["1. 码\n2) 码\n"]),
        ("| 甲 |\n|---|\n1. 乙", vec!["甲", "1. 乙"]),
        ("`甲\n1. 乙`", vec!["甲 1. 乙"]),
        ("[甲\n1. 乙](x.html)", vec!["甲1. 乙"]),
        ("正文[^1]\n\n[^1]: 1. 注", vec!["正文", "1. 注"]),
        ("<div>\n1. 甲\n</div>", vec!["1. 甲"]),
        ("１．全角\n\n２）全角", vec!["１．全角", "２）全角"]),
    ] {
        let document = chinese(source);
        let texts: Vec<&str> = document.blocks().map(|b| b.text).collect();
        assert_eq!(texts, blocks, "{source:?}");
        assert!(!html_of(&document).contains("<ol><li>"), "{source:?}");
    }
    let english = Document::parse("3. one\n4. two", Options { chinese: false });
    assert!(html_of(&english).contains("<ol start=\"3\"><li"));
}

#[test]
fn indented_lines_are_paragraphs() {
    for (source, expected) in [
        (
            "    缩进**《甲》**乙",
            "<p>缩进<strong>《甲》</strong>乙</p>",
        ),
        (
            "甲\n\n\t乙\n\n        丙",
            "<p>甲</p>\n<p>乙</p>\n<p>丙</p>",
        ),
        ("    甲\n\n    乙", "<p>甲</p>\n<p>乙</p>"),
        ("    - 甲", "<ul><li>甲</li>\n</ul>"),
        (">     甲", "<blockquote><p>甲</p>\n</blockquote>"),
        ("-     甲", "<ul><li>甲</li>\n</ul>"),
        (
            "- 甲\n    - 乙",
            "<ul><li>甲<ul><li>乙</li>\n</ul>\n</li>\n</ul>",
        ),
        (
            "- 甲\n\n    乙",
            "<ul><li><p>甲</p>\n<p>乙</p>\n</li>\n</ul>",
        ),
        ("　　甲", "<p class=\"indented\">　　甲</p>"),
        ("```\n    码\n```", "<pre><code>    码\n</code></pre>"),
    ] {
        check(source, expected);
    }
}

#[test]
fn line_breaks() {
    for (source, expected) in [
        ("甲\n乙", "<p>甲乙</p>"),
        ("甲，\n乙", "<p>甲，乙</p>"),
        ("工作部署,\n根据要求", "<p>工作部署,根据要求</p>"),
        ("改革\n“放管服”", "<p>改革“放管服”</p>"),
        ("甲\nword", "<p>甲word</p>"),
        ("甲。\nword", "<p>甲。word</p>"),
        ("API\n接口", "<p>API接口</p>"),
        ("甲<br>乙", "<p>甲<br>乙</p>"),
        ("one\ntwo", "<p>one two</p>"),
        ("one,\n甲", "<p>one, 甲</p>"),
        ("2021\n年", "<p>2021年</p>"),
        ("**甲**\n乙", "<p><strong>甲</strong>乙</p>"),
        ("甲\n**乙**", "<p>甲<strong>乙</strong></p>"),
        ("甲\n`乙`", "<p>甲<code>乙</code></p>"),
        ("甲  \n乙", "<p>甲<br>乙</p>"),
        ("甲\\\n乙", "<p>甲<br>乙</p>"),
        ("甲\r\n乙", "<p>甲乙</p>"),
    ] {
        check(source, expected);
    }
}

#[test]
fn plain_text_says_what_is_displayed() {
    // (body, in a Chinese report, in another)
    let cases = [
        ("10<sup>4</sup>吨", "10⁴吨", "10⁴吨"),
        ("5km<sup>2</sup>，CO<sub>2</sub>", "5km²，CO₂", "5km²，CO₂"),
        (
            "1200<sup>1</sup>户，甲<sup>[2]</sup>乙<sup>①</sup>",
            "1200¹户，甲乙",
            "1200¹户，甲乙",
        ),
        ("1200[^1]户\n\n[^1]: 注", "1200户|注", "1200户|注"),
        ("**10<sup>*4*</sup>**吨", "10⁴吨", "10⁴吨"),
        ("the 1<sup>st</sup>", "the 1st", "the 1st"),
        (
            "<ruby>行<rp>（</rp><rt>háng</rt><rp>）</rp>政<rt>zhèng</rt></ruby>机关",
            "行政机关",
            "行政机关",
        ),
        ("行政<br>复议", "行政复议", "行政复议"),
        ("行政  \n复议\\\n决定", "行政复议决定", "行政复议决定"),
        ("一共3<br>件", "一共3件", "一共3\n件"),
        (
            "一共3\n件，用API\n接口",
            "一共3件，用API接口",
            "一共3 件，用API 接口",
        ),
        ("one<br>two", "one\ntwo", "one\ntwo"),
        ("甲<br>一、乙", "甲|一、乙", "甲一、乙"),
        (
            "| 行政<br>复议 |\n| --- |\n| 1,000<br>元 |",
            "行政复议|1,000元",
            "行政复议|1,000\n元",
        ),
    ];
    for (body, in_chinese, in_another) in cases {
        for (chinese, expected) in [(true, in_chinese), (false, in_another)] {
            let document = Document::parse(body, Options { chinese });
            let blocks: Vec<&str> = document.blocks().map(|block| block.text).collect();
            assert_eq!(blocks.join("|"), expected, "{body:?} {chinese}");
        }
    }
}

#[test]
fn headings_end_in_an_anchor_or_in_text() {
    for (source, expected) in [
        ("## 概况 {#overview}", ("overview", "概况")),
        ("## 数据 {2016}", ("", "数据 {2016}")),
        ("## 数据 {.class}", ("", "数据 {.class}")),
        ("## 数据 {#a .b}", ("", "数据 {#a .b}")),
        ("## 数据 {#a b=c} ##", ("", "数据 {#a b=c}")),
        ("## {x}", ("", "{x}")),
        ("概况 {#top}\n====", ("top", "概况")),
    ] {
        let document = chinese(source);
        let part = &document.parts()[0];
        assert_eq!(
            document.blocks().next().unwrap().text,
            expected.1,
            "{source:?}"
        );
        if !expected.0.is_empty() {
            assert_eq!(part.anchor, expected.0);
        }
        assert!(document.faults().is_empty(), "{source:?}");
    }
    for (source, code) in [
        ("## 甲 {#Big}", "bad-anchor"),
        ("## 甲 {#1-2}", "bad-anchor"),
        ("## 甲 {#fn-1}", "bad-anchor"),
        ("## 甲 {#标题}", "bad-anchor"),
        ("## 甲 {#same}\n\n## 乙 {#same}", "duplicate-anchor"),
    ] {
        let document = chinese(source);
        let codes: Vec<&str> = document.faults().iter().map(|f| f.code).collect();
        assert_eq!(codes, [code], "{source:?}");
        let fault = &document.faults()[0];
        assert!(source[fault.span.clone()].starts_with("{#"), "{source:?}");
    }
}

#[test]
fn no_heading_takes_an_id_of_the_templates() {
    let templates = concat!(env!("CARGO_MANIFEST_DIR"), "/themes/default/templates");
    let mut ids = 0;
    for file in std::fs::read_dir(templates).unwrap() {
        let file = file.unwrap();
        // Ledgers of measures and parts side by side have no place of a report's text in their page.
        if ["ledger.html", "parts.html"]
            .map(OsStr::new)
            .contains(&&*file.file_name())
        {
            continue;
        }
        let text = std::fs::read_to_string(file.path()).unwrap();
        for rest in text.split(" id=\"").skip(1) {
            let (id, _) = rest.split_once('"').unwrap();
            // Of tables beside a report, of their rows, of parts that others have too and of earlier texts there are several.
            let id = id.replace("{{ table.id }}", "table-1");
            let id = id.replace("{{ row.number }}", "2");
            let id = id.replace("{{ part.id }}", "same-1");
            let id = id.replace("{{ version.id }}", "text-1");
            let source = format!("## 甲 {{#{id}}}");
            assert_eq!(faults(&source), [("bad-anchor", &source["## 甲 ".len()..])]);
            ids += 1;
        }
    }
    assert!(ids > 10, "{ids} ids in {templates}");
}

#[test]
fn links_and_images() {
    for (source, expected, fault) in [
        (
            "[甲](https://例.cn/a?b=1&c=2)",
            "<p><a href=\"https://例.cn/a?b=1&amp;c=2\" rel=\"external\">甲</a></p>",
            "",
        ),
        (
            "[甲](mailto:a@b.cn)",
            "<p><a href=\"mailto:a@b.cn\">甲</a></p>",
            "",
        ),
        (
            "<a@b.cn>",
            "<p><a href=\"mailto:a@b.cn\">a@b.cn</a></p>",
            "",
        ),
        (
            "<https://b.cn/>",
            "<p><a href=\"https://b.cn/\" rel=\"external\">https://b.cn/</a></p>",
            "",
        ),
        ("[甲](#1-2)", "<p><a href=\"#1-2\">甲</a></p>", ""),
        (
            "[甲](<a b.pdf> \"题\\\"\")",
            "<p><a href=\"a%20b.pdf\" title=\"题&quot;\">甲</a></p>",
            "",
        ),
        (
            "[甲](附件:1.pdf)",
            "<p><a href=\"附件:1.pdf\">甲</a></p>",
            "",
        ),
        ("[甲](javascript:alert(1))", "<p>甲</p>", "link-scheme"),
        ("[甲](JaVaScRiPt:alert(1))", "<p>甲</p>", "link-scheme"),
        ("[甲](&#106;avascript:x)", "<p>甲</p>", "link-scheme"),
        ("[甲](java&Tab;script:x)", "<p>甲</p>", "link-scheme"),
        ("[甲](java&NewLine;script:x)", "<p>甲</p>", "link-scheme"),
        ("[甲](&#1;javascript:x)", "<p>甲</p>", "link-scheme"),
        ("[甲](<  javascript:x>)", "<p>甲</p>", "link-scheme"),
        ("[甲](data:text/html,x)", "<p>甲</p>", "link-scheme"),
        ("[甲](file:///etc/passwd)", "<p>甲</p>", "link-scheme"),
        ("[甲](//evil.cn/x)", "<p>甲</p>", "link-scheme"),
        ("[甲](\\\\\\\\evil.cn)", "<p>甲</p>", "link-scheme"),
        ("<javascript:x>", "<p>javascript:x</p>", "link-scheme"),
        ("[甲][r]\n\n[r]: vbscript:x", "<p>甲</p>", "link-scheme"),
        (
            "![图](a.png)",
            "<p><img src=\"a.png\" alt=\"图\" loading=\"lazy\"></p>",
            "",
        ),
        (
            "![**图**\"1\"](a.png)",
            "<p><img src=\"a.png\" alt=\"图&quot;1&quot;\" loading=\"lazy\"></p>",
            "",
        ),
        (
            "![图](https://b.cn/a.png)",
            "<p><a href=\"https://b.cn/a.png\" rel=\"external\">图</a></p>",
            "external-image",
        ),
        ("![图](javascript:x)", "<p>图</p>", "link-scheme"),
        (
            "[![图](https://b.cn/a.png)](b.html)",
            "<p><a href=\"b.html\">图</a></p>",
            "external-image",
        ),
        (
            "[![图](a.png)](b.html)",
            "<p><a href=\"b.html\"><img src=\"a.png\" alt=\"图\" loading=\"lazy\"></a></p>",
            "",
        ),
        ("[a]<b>&\"", "<p>[a]&lt;b&gt;&amp;&quot;</p>", "skip"),
    ] {
        if fault != "skip" {
            check(source, expected);
            let document = chinese(source);
            let codes: Vec<&str> = document.faults().iter().map(|f| f.code).collect();
            assert_eq!(codes.join(" "), fault, "{source:?}");
        }
    }
    let document = chinese("见[甲](a.pdf)和![乙](b.png)。");
    let links: Vec<(&str, &str)> = document
        .links()
        .map(|l| {
            (
                l.destination.as_str(),
                &"见[甲](a.pdf)和![乙](b.png)。"[l.span.clone()],
            )
        })
        .collect();
    assert_eq!(links, [("a.pdf", "[甲](a.pdf)"), ("b.png", "![乙](b.png)")]);
}

#[test]
fn html_of_the_author() {
    for (source, expected, faults) in [
        ("H<sub>2</sub>O", "<p>H<sub>2</sub>O</p>", ""),
        ("甲<br>乙<br/>丙", "<p>甲<br>乙<br>丙</p>", ""),
        (
            "<u onclick=\"x()\">甲</u>",
            "<p><u>甲</u></p>",
            "html-removed",
        ),
        ("<U ID=x>甲</U>", "<p><u>甲</u></p>", ""),
        (
            "<abbr title=\"a&quot;b\">甲</abbr>",
            "<p><abbr title=\"a&quot;b\">甲</abbr></p>",
            "",
        ),
        (
            "<span lang=\"en\">x</span><span style=\"color:red\">y</span>",
            "<p><span lang=\"en\">x</span><span>y</span></p>",
            "",
        ),
        (
            "甲<script>alert(1)</script>乙",
            "<p>甲alert(1)乙</p>",
            "html-removed",
        ),
        (
            "<script>alert(1)</script>\n\n乙",
            "<p>乙</p>",
            "html-removed",
        ),
        ("<style>p{}</style>\n乙", "<p>乙</p>", "html-removed"),
        ("<iframe src=x></iframe>", "", "html-removed"),
        (
            "<img src=x onerror=y>",
            "<p><img src=\"x\" alt=\"\" loading=\"lazy\"></p>",
            "html-removed",
        ),
        ("<font color=red>甲</font>", "<p>甲</p>", ""),
        (
            "<marquee>甲</marquee><marquee>乙</marquee>",
            "<p>甲乙</p>",
            "html-removed",
        ),
        ("<marquee></marquee>甲", "<p>甲</p>", ""),
        (
            "<p class=x><span lang=EN-US>1<o:p></o:p></span><o:p>&nbsp;</o:p>",
            "<p><span lang=\"EN-US\">1</span>\u{a0}</p>",
            "",
        ),
        (
            "甲<o:p></o:p>乙<st1:place w:st=\"on\">丙</st1:place>，<st1:city>",
            "<p>甲乙丙，</p>",
            "",
        ),
        ("`<o:p>`", "<p><code>&lt;o:p&gt;</code></p>", ""),
        ("甲<x>乙", "<p>甲乙</p>", "html-removed"),
        ("甲<!-- 注 -->乙", "<p>甲乙</p>", ""),
        ("<!-- 注\n\n多行 -->\n\n乙", "<p>乙</p>", ""),
        ("<u>甲", "<p><u>甲</u></p>", ""),
        ("甲</u>乙", "<p>甲乙</p>", "html-removed"),
        (
            "**<u>甲**乙</u>",
            "<p><strong><u>甲</u></strong>乙</p>",
            "html-removed",
        ),
        (
            "<u>**甲</u>。**乙",
            "<p><u><strong>甲</strong></u></p>",
            "skip",
        ),
        (
            "<ruby>汉<rt>hàn</rt></ruby>",
            "<p><ruby>汉<rt>hàn</rt></ruby></p>",
            "",
        ),
        (
            "<ruby>汉<rp>(</rp><rt>hàn<rp>)</rp></ruby>",
            "<p><ruby>汉<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby></p>",
            "",
        ),
        ("<div align=center>甲</div>", "<div><p>甲</p>\n</div>", ""),
        ("<div>\n\n乙\n\n</div>", "<div><p>乙</p>\n</div>", ""),
        ("<div>\n\n乙", "<div><p>乙</p>\n</div>", ""),
        ("</div>\n\n乙", "<p>乙</p>", "html-removed"),
        (
            "> <div>\n\n乙\n\n</div>",
            "<blockquote><div></div>\n</blockquote>\n<p>乙</p>",
            "html-removed",
        ),
        (
            "<table><tr><td colspan=2 rowspan=\"9999\">甲<td>乙</table>",
            "<section class=\"table\" tabindex=\"0\" aria-label=\"表格 1\"><table>\n<tbody><tr><td colspan=\"2\">甲</td>\n<td>乙</td>\n</tr>\n</tbody>\n</table></section>",
            "html-removed",
        ),
        (
            "<table>\n<caption>表</caption>\n<tbody><tr><th scope=row>甲&amp;</th></tr></tbody></table>",
            "<section class=\"table\" tabindex=\"0\" aria-label=\"表格 1\"><table>\n<caption>表</caption>\n<tbody><tr><th scope=\"row\">甲&amp;</th>\n</tr>\n</tbody>\n</table></section>",
            "",
        ),
        ("<td>甲</td>", "<p>甲</p>", "html-removed"),
        (
            "<table>\n\n乙\n\n</table>",
            "<section class=\"table\" tabindex=\"0\" aria-label=\"表格 1\"><table>\n</table></section>\n<p>乙</p>",
            "html-removed",
        ),
        (
            "<div>甲<p>乙<p>丙</p>丁</div>",
            "<div><p>甲</p>\n<p>乙</p>\n<p>丙</p>\n<p>丁</p>\n</div>",
            "",
        ),
        (
            "<table><td>甲",
            "<section class=\"table\" tabindex=\"0\" aria-label=\"表格 1\"><table>\n</table></section>\n<p>甲</p>",
            "html-removed",
        ),
        (
            "<ul><li>甲<p>乙</p></ul>",
            "<ul><li>甲<p>乙</p>\n</li>\n</ul>",
            "",
        ),
        ("<p>甲</p><p>乙</p>", "<p>甲</p>\n<p>乙</p>", ""),
        (
            "<div>甲\n乙\nword</div>",
            "<div><p>甲乙word</p>\n</div>",
            "",
        ),
        ("<a href=javascript:x>甲</a>", "<p>甲</p>", "link-scheme"),
        (
            "<a href=\"a.md\" title='题' target=_blank onclick=x>**甲**</a>乙",
            "<p><a href=\"a.md\" title=\"题\"><strong>甲</strong></a>乙</p>",
            "html-removed",
        ),
        (
            "<a href=https://b.example>甲</a><a name=x></a><a name=_Toc1>乙</a>",
            "<p><a href=\"https://b.example\" rel=\"external\">甲</a><span></span>乙</p>",
            "",
        ),
        (
            "<a href=a.md>甲<a href=b.md>乙</a>丙</a>",
            "<p><a href=\"a.md\">甲</a><a href=\"b.md\">乙</a>丙</p>",
            "html-removed",
        ),
        (
            "<a href=a.md>甲[乙](b.md)</a>[丙<a href=c.md>丁</a>](d.md)",
            "<p><a href=\"a.md\">甲乙</a><a href=\"d.md\">丙丁</a></p>",
            "",
        ),
        (
            "*甲<a href=a.md>乙*丙</a>",
            "<p><em>甲<a href=\"a.md\">乙</a></em>丙</p>",
            "html-removed",
        ),
        (
            "<a href=\"java&#10;script:x\">甲</a>",
            "<p>甲</p>",
            "link-scheme",
        ),
        ("<a href=\"&#1;data:x\">甲</a>", "<p>甲</p>", "link-scheme"),
        (
            "<h3 onclick=x>甲<br>乙</h3>丙<h2></h2>",
            "<h2><a class=\"part\" href=\"#f73ab1f5\">甲<br>乙</a></h2>\n<p>丙</p>",
            "html-removed",
        ),
        (
            "<blockquote>甲<p>乙</blockquote>",
            "<blockquote><p>甲</p>\n<p>乙</p>\n</blockquote>",
            "",
        ),
        (
            "<pre><code class=x>甲 &lt;b&gt;\n  <b>**乙**</b>\n\n丙</code></pre>",
            "<pre><code>甲 &lt;b&gt;\n  **乙**\n\n丙</code></pre>",
            "",
        ),
        ("<code>甲</code>", "<p><code>甲</code></p>", ""),
        (
            "<ol start=3 type=a><li value=5>甲</ol>",
            "<ol start=\"3\" type=\"a\"><li value=\"5\">甲</li>\n</ol>",
            "",
        ),
        (
            "<ol start=x><li>甲</ol>",
            "<ol><li>甲</li>\n</ol>",
            "html-removed",
        ),
        (
            "<figure><img src=a.png alt=图 width=5><figcaption>题</figcaption></figure>",
            "<figure><img src=\"a.png\" alt=\"图\" loading=\"lazy\"><figcaption>题</figcaption>\n</figure>",
            "",
        ),
        (
            "<img src=https://b.example/a.png alt=图><img src=\"javascript:x\" alt=影>",
            "<p><a href=\"https://b.example/a.png\" rel=\"external\">图</a>影</p>",
            "external-image link-scheme",
        ),
        (
            "<section>甲</section><center>乙</center>",
            "<div><p>甲</p>\n</div>\n<div><p>乙</p>\n</div>",
            "",
        ),
        (
            "<table><tr><td align=right>**甲**</td><td><p>[乙](a.md)</p></td><td>5</td></tr></table>",
            "<section class=\"table\" tabindex=\"0\" aria-label=\"表格 1\"><table>\n<tbody><tr><td class=\"right\"><p><strong>甲</strong></p>\n</td>\n<td><p><a href=\"a.md\">乙</a></p>\n</td>\n<td class=\"right\">5</td>\n</tr>\n</tbody>\n</table></section>",
            "",
        ),
        (
            "<svg onload=x>\n<b>甲</b></svg>\n\n乙",
            "<p>乙</p>",
            "html-removed",
        ),
        ("<!DOCTYPE html>", "", "html-removed"),
        (
            "5 < 6 > 4 & <全文>",
            "<p>5 &lt; 6 &gt; 4 &amp; &lt;全文&gt;</p>",
            "",
        ),
    ] {
        if faults == "skip" {
            continue;
        }
        check(source, expected);
        let document = chinese(source);
        let codes: Vec<&str> = document.faults().iter().map(|f| f.code).collect();
        assert_eq!(
            codes.join(" "),
            faults,
            "{source:?}: {:?}",
            document.faults()
        );
    }
    let source = "正文\n\n<div>好</div><marquee>甲</marquee>";
    let document = chinese(source);
    assert!(source[document.faults()[0].span.start..].starts_with("<marquee"));
}

#[test]
fn tables_lists_notes_and_the_rest() {
    for (source, expected) in [
        (
            "|甲|乙|\n|:--|--:|\n|1||",
            "<section class=\"table\" tabindex=\"0\" aria-label=\"表格 1\"><table class=\"short-names\">\n<thead><tr><th scope=\"col\" class=\"left\">甲</th><th scope=\"col\" class=\"right\">乙</th></tr>\n</thead>\n<tbody><tr><td class=\"left\">1</td><td class=\"right\"></td></tr>\n</tbody>\n</table></section>",
        ),
        (
            "- [x] 完\n- [ ] 未",
            "<ul><li>☑ 完</li>\n<li>☐ 未</li>\n</ul>",
        ),
        (
            "甲[^a]乙[^a]\n\n[^a]: 注",
            "<p>甲<sup class=\"note\"><a href=\"#fn-1\" role=\"doc-noteref\">1</a></sup>乙<sup class=\"note\"><a href=\"#fn-1\" role=\"doc-noteref\">1</a></sup></p>\n<div class=\"notes\" role=\"doc-endnotes\"><ol>\n<li><p>注</p>\n<a class=\"back\" href=\"#fnref-1\" role=\"doc-backlink\" aria-label=\"返回正文 1\"></a></li>\n</ol></div>",
        ),
        ("甲[^b]", "<p>甲[^b]</p>"),
        (
            "> # 引\n> 文",
            "<blockquote><p class=\"heading\">引</p>\n<p>文</p>\n</blockquote>",
        ),
        ("甲\n\n---\n\n乙", "<p>甲</p>\n<hr>\n<p>乙</p>"),
        ("&copy;&lt;&amp;amp;", "<p>©&lt;&amp;amp;</p>"),
        ("\"直引号\" -- ...", "<p>&quot;直引号&quot; -- ...</p>"),
        ("", ""),
    ] {
        check(source, expected);
    }
}

/// The code of each fault, and the words of the body at its place.
fn faults(source: &str) -> Vec<(&'static str, &str)> {
    let document = chinese(source);
    let faults = document.faults().iter();
    faults.map(|f| (f.code, &source[f.span.clone()])).collect()
}

#[test]
fn words_dropped_with_their_markup_are_reported() {
    for (source, with_words) in [
        ("<textarea>域文字</textarea>", true),
        ("<iframe>框文字</iframe>", true),
        ("<?php 处理文字 ?>", true),
        ("<![CDATA[数据文字]]>", true),
        ("甲<textarea>乙</textarea>", false),
        ("<marquee>甲</marquee>", false),
        ("<!DOCTYPE html>", false),
    ] {
        let document = chinese(source);
        let message = document.faults()[0].message.in_language(Language::Chinese);
        assert_eq!(
            message.contains("文字"),
            with_words,
            "{source:?}: {message}"
        );
    }
}

#[test]
fn cells_beyond_the_head_are_an_error() {
    for (rows, lost) in [
        ("| 行政|复议 | 3 |", vec!["3"]),
        ("甲|乙|丙|丁\n子|丑|寅", vec!["丙|丁", "寅"]),
        ("| 甲 | 乙 | 丙\\|丁 |", vec!["丙\\|丁"]),
        ("| 甲 | 乙 |\t|  | |", vec![]),
        ("| 甲\\|乙 | 丙 |", vec![]),
        ("| 甲 |", vec![]),
        ("| | |", vec![]),
    ] {
        let table = format!("| 项 | 数 |\n|---|---|\n{rows}");
        let quoted: Vec<String> = table.lines().map(|line| format!("> {line}")).collect();
        for source in [format!("{table}\n\n后文"), quoted.join("\r\n")] {
            let expected: Vec<_> = lost.iter().map(|words| ("surplus-cell", *words)).collect();
            assert_eq!(faults(&source), expected, "{source:?}");
        }
    }
}

#[test]
fn words_after_a_bracket_and_a_colon_are_text() {
    for (source, expected) in [
        ("[注]: 数据来源于统计局", "<p>[注]: 数据来源于统计局</p>"),
        ("[附件1]: 《名单》", "<p>[附件1]: 《名单》</p>"),
        (
            "> [注]:\n> 数据\n\n- [注]: 数据\n\n[^1]: 注文",
            "<blockquote><p>[注]: 数据</p>\n</blockquote>\n<ul><li>[注]: 数据</li>\n</ul>\n<div class=\"notes\" role=\"doc-endnotes\"><ol>\n<li><p>注文</p>\n</li>\n</ol></div>",
        ),
        (
            "依据[1]办理。\n\n[1]: 见《条例》\n第二行。",
            "<p>依据[1]办理。</p>\n<p>[1]: 见《条例》第二行。</p>",
        ),
        (
            "[注]: `码`&amp;*乙*",
            "<p>[注]: <code>码</code>&amp;<em>乙</em></p>",
        ),
        ("`[注]: 甲`", "<p><code>[注]: 甲</code></p>"),
        (
            "[甲](http://[::1]:80/)和<http://[::1]:80/>",
            "<p><a href=\"http://[::1]:80/\" rel=\"external\">甲</a>和<a href=\"http://[::1]:80/\" rel=\"external\">http://[::1]:80/</a></p>",
        ),
        (
            "[甲][1]和[1]\n\n[1]: a.md",
            "<p><a href=\"a.md\">甲</a>和<a href=\"a.md\">1</a></p>",
        ),
        (
            "![图][]\n\n[图]: <图 1.png>",
            "<p><img src=\"图%201.png\" alt=\"图\" loading=\"lazy\"></p>",
        ),
        (
            "[甲]\n\n[甲]:\n#1-2 \"题\"",
            "<p><a href=\"#1-2\" title=\"题\">甲</a></p>",
        ),
        (
            "[甲]\n\n[甲]: https://例.cn",
            "<p><a href=\"https://例.cn\" rel=\"external\">甲</a></p>",
        ),
        ("\\[注]: a.md", "<p>[注]: a.md</p>"),
        (
            "```\n[注]: a.md\n```",
            "<pre><code>[注]: a.md\n</code></pre>",
        ),
    ] {
        check(source, expected);
        let of_definitions = faults(source)
            .into_iter()
            .filter(|(code, _)| *code != "line-break");
        assert_eq!(of_definitions.count(), 0, "{source:?}");
    }
}

#[test]
fn definitions_that_nothing_refers_to_are_reported() {
    for (source, lines) in [
        ("[注]: a.md", vec!["[注]: a.md"]),
        ("> 文\n>\n> [注]: a.md  \n", vec!["[注]: a.md"]),
        (
            "[甲]\n\n[甲]: a.md\n[甲]: b.md\n[乙]: c.md \"题\"",
            vec!["[甲]: b.md", "[乙]: c.md \"题\""],
        ),
        ("[甲]: #1\n\n文。", vec!["[甲]: #1"]),
    ] {
        let expected: Vec<_> = lines
            .iter()
            .map(|line| ("unused-definition", *line))
            .collect();
        assert_eq!(faults(source), expected, "{source:?}");
    }
    let english = Document::parse("[note]: text", Options { chinese: false });
    assert_eq!(english.faults()[0].code, "unused-definition");
}

#[test]
fn control_characters_are_shown_as_spaces() {
    let document = chinese("甲\u{b}乙\u{85}丙\u{7f}");
    assert_eq!(document.blocks().next().unwrap().text, "甲 乙  丙");
    assert_eq!(document.faults()[0].code, "control-character");
    assert_eq!(document.faults()[0].span, 3..4);
    assert_eq!(
        chinese("&#1;1. 甲&#2;").blocks().next().unwrap().text,
        "1. 甲"
    );
}

#[test]
fn too_deep_is_an_error_and_keeps_the_text() {
    for body in [
        format!("{}甲", "> ".repeat(10_000)),
        format!("{}甲", "- ".repeat(10_000)),
    ] {
        let document = chinese(&body);
        assert_eq!(document.faults()[0].code, "too-deep");
        assert_eq!(document.blocks().next().unwrap().text, "甲");
        super::dom::read(&html_of(&document)).unwrap();
    }
    let deep = format!("{}甲{}", "*a **b ".repeat(100), " a** a*".repeat(100));
    let document = chinese(&deep);
    assert_eq!(document.faults()[0].code, "too-deep");
    super::dom::read(&html_of(&document)).unwrap();
}

#[test]
fn addresses_without_marks_are_links() {
    for (source, expected) in [
        (
            "见 https://a.example/x_y?a=1&amp;b=2（说明）。",
            "<p>见 <a href=\"https://a.example/x_y?a=1&amp;b=2\" rel=\"external\">https://a.example/x_y?a=1&amp;b=2</a>（说明）。</p>",
        ),
        (
            "**https://a.example**后，www.b.example。",
            "<p><strong><a href=\"https://a.example\" rel=\"external\">https://a.example</a></strong>后，<a href=\"http://www.b.example\" rel=\"external\">www.b.example</a>。</p>",
        ),
        (
            "邮箱：a@b.example。",
            "<p>邮箱：<a href=\"mailto:a@b.example\">a@b.example</a>。</p>",
        ),
        (
            "`https://a.example`",
            "<p><code>https://a.example</code></p>",
        ),
        (
            "    https://a.example\n",
            "<p><a href=\"https://a.example\" rel=\"external\">https://a.example</a></p>",
        ),
        (
            "[见https://a.example](b.md)",
            "<p><a href=\"b.md\">见https://a.example</a></p>",
        ),
        (
            "<a href=b.md>https://a.example</a>",
            "<p><a href=\"b.md\">https://a.example</a></p>",
        ),
        (
            "<table><tr><td>https://a.example</table>",
            "<section class=\"table\" tabindex=\"0\" aria-label=\"表格 1\"><table>\n<tbody><tr><td><a href=\"https://a.example\" rel=\"external\">https://a.example</a></td>\n</tr>\n</tbody>\n</table></section>",
        ),
        (
            "*https://a.example/x*y",
            "<p><em><a href=\"https://a.example/x\" rel=\"external\">https://a.example/x</a></em>y</p>",
        ),
    ] {
        check(source, expected);
        assert_eq!(faults(source), [], "{source:?}");
    }
}

#[test]
fn a_heading_that_repeats_the_title_is_shown_once() {
    let title = "关于 2021年工作的报告(草案)";
    for (source, kept, fault) in [
        (
            "# 关于2021年工作的报告（草案）\n\n文。",
            false,
            "关于2021年工作的报告（草案）",
        ),
        (
            "关于２０２１年工作的\n报告(草案)\n===\n\n文。",
            false,
            "关于２０２１年工作的",
        ),
        (
            "<h1>关于2021年工作的报告(草案)</h1>\n\n文。",
            false,
            "<h1>关于2021年工作的报告(草案)</h1>",
        ),
        (
            "文。\n\n# 关于2021年工作的报告(草案)",
            true,
            "关于2021年工作的报告(草案)",
        ),
        (
            "# 关于2021年工作的报告(草案)[^1]\n\n[^1]: 注",
            true,
            "关于2021年工作的报告(草案)",
        ),
        (
            "# 关于2021年工作的报告(草案) {#a}",
            true,
            "关于2021年工作的报告(草案)",
        ),
    ] {
        let document = Document::parse_below(title, source, Options { chinese: true });
        assert_eq!(document.parts().len(), usize::from(kept), "{source:?}");
        let of_title = document
            .faults()
            .iter()
            .filter(|f| f.code == "title-repeated");
        let places: Vec<&str> = of_title.map(|f| &source[f.span.clone()]).collect();
        assert_eq!(places, [fault], "{source:?}");
        assert_eq!(html_of(&document).contains("报告"), kept, "{source:?}");
    }
    let others = "# 关于2021年工作的报告\n\n## 一、工作";
    let document = Document::parse_below(title, others, Options { chinese: true });
    assert_eq!((document.parts().len(), document.faults()), (2, &[][..]));
    // Only once: a second one is a heading like any other.
    let twice = format!("# {title}\n\n# {title}");
    let document = Document::parse_below(title, &twice, Options { chinese: false });
    assert_eq!((document.parts().len(), document.faults().len()), (1, 1));
}

#[test]
fn names_of_html_are_places() {
    let source = "<a name=\"fj1\"></a>附件1<a id=\"main\"></a><a name=\"fj1\"></a>\n\n## 甲 {#fj1}";
    let document = chinese(source);
    assert_eq!(html_of(&document).matches("id=\"fj1\"").count(), 1);
    assert!(document.has_anchor("fj1") && !document.has_anchor("main"));
    assert_eq!(document.faults()[0].code, "duplicate-anchor");
}

#[test]
fn tables_of_html_are_places() {
    let document = chinese(
        "## 收支\n\n<table><tr><th>项目</th><td><p>数额</p><table><tr><td>内</td></tr></table></td></tr></table>\n\n后文。",
    );
    let html = html_of(&document);
    let blocks: Vec<_> = document.blocks().collect();
    for (block, text) in blocks[1..4].iter().zip(["项目", "数额", "内"]) {
        assert_eq!((block.text, block.heading), (text, "收支"));
        assert!(
            html.contains(&format!(" id=\"{}\"", block.anchor)),
            "{html}"
        );
    }
    assert!(html.contains(&format!("<table id=\"{}\">", blocks[1].anchor)));
    assert!(html.contains(&format!("<table id=\"{}\">", blocks[3].anchor)));
    assert_eq!(
        document.tape.leaves.last().unwrap().table,
        super::super::token::NONE
    );
}
