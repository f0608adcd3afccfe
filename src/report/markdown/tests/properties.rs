//! What holds for any body: no panic, balanced HTML, unique ids, the same text in page and index.

use std::collections::BTreeSet;
use std::time::Duration;

use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_oneof, proptest};
use proptest::test_runner::FileFailurePersistence;

use super::{Document, Link, Options, Resolution, WORDS, dom, html_of};
use crate::report::html::{CitedLink, LinksBeside, write};

/// A piece of Markdown, of official numbering, or of what people type instead of either.
fn piece() -> impl Strategy<Value = String> {
    let pieces: Vec<&'static str> = vec![
        "一、",
        "二、",
        "(一)",
        "（二）",
        "四)",
        "1.",
        "2. ",
        "1)",
        "2) ",
        "(1)",
        "①",
        "②",
        "一是",
        "二是",
        "三是",
        "第一章 ",
        "总体情况",
        "。",
        "；",
        "，",
        "：",
        "”",
        "“",
        "《",
        "》",
        "甲",
        "乙",
        "word",
        "5",
        "\n",
        "\n\n",
        "\r\n",
        "  \n",
        "    ",
        "\t",
        "　　",
        " ",
        "*",
        "**",
        "***",
        "_",
        "~",
        "~~",
        "`",
        "```\n",
        "# ",
        "## ",
        "{#a}",
        "{b}",
        "> ",
        "- ",
        "* ",
        "+ ",
        "- [x] ",
        "|",
        "|甲|乙|\n|--|:-:|\n|1|2|\n",
        "---",
        "===",
        "[",
        "](",
        ")",
        "[^1]",
        "[^1]: ",
        "[a]: b\n",
        "[a]: b.md\n",
        "[注]: 甲\n",
        "![",
        "<",
        ">",
        "<b>",
        "</b>",
        "<u>",
        "</u>",
        "<table>",
        "<tr>",
        "<td>",
        "</td>",
        "</table>",
        "<div>",
        "</div>",
        "<p>",
        "<br>",
        "<hr>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<ruby>",
        "<rt>",
        "</ruby>",
        "<caption>",
        "<li>",
        "<ul>",
        "</ul>",
        "&amp;",
        "&#1;",
        "\u{1}",
        "\u{2}",
        "\u{3}",
        "\u{0}",
        "\\",
        "\"",
        "<a href=\"javascript:x\">",
        "<a href=\"b.md\">",
        "<a name=x>",
        "<a id=\"fj1\">",
        "</a>",
        "<h2>",
        "</h2>",
        "<pre>",
        "</pre>",
        "<code>",
        "<blockquote>",
        "</blockquote>",
        "<figure>",
        "</figure>",
        "<figcaption>",
        "<img src=\"a.png\" alt=\"图\">",
        "<img src=\"https://a.cn/b.png\" alt=\"影\">",
        "<img src=\"javascript:x\">",
        "<ol start=3>",
        "<section>",
        "<o:p>",
        "</o:p>",
        "<td>**甲**</td>",
        "<x>",
        "https://a.example/b",
        "www.a.example",
        "a@b.example",
        "附件",
        "附件：",
        "2021年3月1日",
        "\n    - ",
        "\n    ```\n",
        "\n    |甲|\n    |--|\n",
        "(javascript:x)",
        "(https://a.cn)",
        "(x.png)",
    ];
    prop_oneof![20 => prop::sample::select(pieces).prop_map(str::to_owned), 1 => any::<String>()]
}

fn body() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..60).prop_map(|pieces| pieces.concat())
}

fn check(body: &str, chinese: bool) {
    let document = Document::parse(body, Options { chinese });
    let resolve = |link: &Link| match link.span.start % 4 {
        0 => Resolution::Keep,
        1 => Resolution::Destination("../x.html".to_owned()),
        2 => Resolution::Download("../x.svg".to_owned()),
        _ => Resolution::Text,
    };
    check_cited(&document, &resolve, body);
    let html = write(&document, &WORDS, &resolve, LinksBeside::default());
    let read = dom::read(&html).unwrap_or_else(|fault| panic!("{fault}\n{body:?}\n{html}"));
    let ids: BTreeSet<&str> = read.ids.iter().map(String::as_str).collect();
    assert_eq!(ids.len(), read.ids.len(), "an id twice\n{body:?}\n{html}");
    for anchor in document.anchors() {
        assert!(
            ids.contains(&*anchor),
            "{anchor} is nowhere\n{body:?}\n{html}"
        );
        assert!(document.has_anchor(&anchor), "{anchor} in {body:?}");
    }
    for other in ["", "fn-0", "fn-01", "fn-+1", "fn-9999", "none"] {
        assert!(!document.has_anchor(other), "{other} in {body:?}");
    }
    for part in document.parts() {
        assert!(!part.anchor.is_empty() && ids.contains(part.anchor.as_str()));
    }
    for tag in &read.tags {
        let lower = tag.to_lowercase();
        assert!(
            !lower.contains("href=\"javascript") && !lower.starts_with("script"),
            "{tag}"
        );
    }
    for fault in document.faults() {
        assert!(fault.span.end <= body.len(), "{fault:?}");
    }
    for link in document.links() {
        assert!(body.get(document.place(&link.span)).is_some());
    }
    document.summary("");
}

/// Links from words of the text, wherever they are: sound HTML with the same text, and no link in another.
fn check_cited(document: &Document<'_>, resolve: &dyn Fn(&Link) -> Resolution, body: &str) {
    let mut cited = Vec::new();
    for (leaf, passage) in (0..).zip(document.passages()) {
        let places: Vec<usize> = passage.text.char_indices().map(|(at, _)| at).collect();
        for pair in places.chunks(3) {
            if let [start, .., end] = pair {
                cited.push(CitedLink {
                    leaf,
                    bytes: *start as u32..*end as u32,
                    url: "../y.html".to_owned(),
                });
            }
        }
    }
    let plain = write(document, &WORDS, resolve, LinksBeside::default());
    let beside = LinksBeside {
        cited: &cited,
        ..LinksBeside::default()
    };
    let html = write(document, &WORDS, resolve, beside);
    let read = dom::read(&html).unwrap_or_else(|fault| panic!("{fault}\n{body:?}\n{html}"));
    let of_plain = dom::read(&plain).unwrap_or_else(|fault| panic!("{fault}\n{body:?}"));
    assert_eq!(read.blocks, of_plain.blocks, "{body:?}\n{html}");
    assert_eq!(read.ids, of_plain.ids, "{body:?}\n{html}");
    let mut is_open = false;
    for tag in html.split('<').skip(1) {
        if tag.starts_with("a ") || tag.starts_with("a>") {
            assert!(!is_open, "a link in a link\n{body:?}\n{html}");
            is_open = true;
        } else if tag.starts_with("/a>") {
            is_open = false;
        }
    }
}

/// What failed once is tried first ever after.
fn config() -> ProptestConfig {
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/regressions/markdown.txt"
    );
    ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(file))),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_body_becomes_a_sound_page(body in body(), chinese in any::<bool>()) {
        check(&body, chinese);
    }

    #[test]
    fn any_string_becomes_a_sound_page(body in any::<String>()) {
        check(&body, true);
    }

    #[test]
    fn what_was_kept_of_a_document_is_all_that_pages_and_index_need(body in body(), chinese in any::<bool>()) {
        let read = || Document::parse(&body, Options { chinese });
        let bytes = postcard::to_allocvec(&read().kept()).expect("numbers and texts");
        let kept = postcard::from_bytes(&bytes).expect("what was written");
        let (first, again) = (read(), Document::again(&body, kept));
        assert_eq!(html_of(&first), html_of(&again), "{body:?}");
        assert_eq!(first.blocks().collect::<Vec<_>>(), again.blocks().collect::<Vec<_>>(), "{body:?}");
        let outline = |document: &Document<'_>| -> Vec<_> {
            let parts = document.parts().iter();
            parts.map(|p| (p.anchor.clone(), p.depth, p.number.clone(), p.title.clone(), p.is_inline)).collect()
        };
        assert_eq!(outline(&first), outline(&again), "{body:?}");
        for (link, same) in first.links().zip(again.links()) {
            assert_eq!(first.place(&link.span), again.place(&same.span), "{body:?}");
        }
    }

    /// Images and ruby apart, each block of the index is a block of the page, in the same order.
    #[test]
    fn the_index_holds_what_the_page_shows(body in body()) {
        // Readings of ruby are beside the text.
        let body = body.replace('!', "").replace("<rt>", "");
        let document = Document::parse(&body, Options { chinese: true });
        let html = html_of(&document);
        let html = super::without_notes(&html);
        let read = dom::read(&html).unwrap();
        let shown: Vec<&str> = read.blocks.iter().map(|b| b.trim()).collect();
        let indexed: Vec<&str> =
            document.blocks().map(|b| b.text.trim()).filter(|t| !t.is_empty()).collect();
        // What a displayed break reads as is the plain text's to say; notes stand at the end of the page.
        let mut shown: Vec<String> = shown.iter().map(|t| t.replace('\n', "")).collect();
        let mut indexed: Vec<String> = indexed.iter().map(|t| t.replace('\n', "")).collect();
        shown.sort_unstable();
        indexed.sort_unstable();
        assert_eq!(shown, indexed, "{body:?}\n{html}");
    }

    /// Where no character is Chinese the amendments change nothing.
    #[test]
    fn emphasis_of_western_text_is_the_parsers(pieces in prop::collection::vec(
        prop::sample::select(vec!["*", "**", "***", "_", "__", "a", "b ", " ", ".", "(", "`x`", "~~"]), 0..24))
    {
        let source = format!("x{}", pieces.concat());
        let ours = html_of(&Document::parse(&source, Options { chinese: false }));
        let ours = ours.split_once('>').map_or("", |(_, rest)| rest);
        let mut theirs = String::new();
        for event in pulldown_cmark::Parser::new_ext(&source, super::super::extensions()) {
            use pulldown_cmark::{Event, Tag, TagEnd};
            match event {
                Event::Start(Tag::Emphasis) => theirs.push_str("<em>"),
                Event::End(TagEnd::Emphasis) => theirs.push_str("</em>"),
                Event::Start(Tag::Strong) => theirs.push_str("<strong>"),
                Event::End(TagEnd::Strong) => theirs.push_str("</strong>"),
                Event::Start(Tag::Strikethrough) => theirs.push_str("<del>"),
                Event::End(TagEnd::Strikethrough) => theirs.push_str("</del>"),
                Event::Code(code) => theirs.push_str(&format!("<code>{code}</code>")),
                Event::Text(text) => theirs.push_str(&text),
                _ => {}
            }
        }
        assert_eq!(ours.trim_end().trim_end_matches("</p>"), theirs, "{source:?}");
    }
}

/// What this thread has worked so far: however busy the machine is, others' work does not count.
#[cfg(unix)]
fn worked() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    time.try_into().expect("a time since the thread began")
}

/// The same where a thread cannot ask that of itself: what has passed since it first asked.
#[cfg(not(unix))]
fn worked() -> Duration {
    thread_local!(static START: std::time::Instant = std::time::Instant::now());
    START.with(std::time::Instant::elapsed)
}

/// The least time of a few runs.
fn time(body: &str) -> Duration {
    (0..3)
        .map(|_| {
            let start = worked();
            let document = Document::parse(body, Options { chinese: true });
            let length = html_of(&document).len() + document.blocks().count();
            assert!(
                length < body.len() * 40 + 10_000,
                "{length} bytes from {}",
                body.len()
            );
            worked() - start
        })
        .min()
        .unwrap_or_default()
}

#[test]
fn anchors_of_many_links_take_linear_time() {
    let body = "甲\n\n[x](#zz)\n\n".repeat(20_000);
    let document = Document::parse(&body, Options { chinese: true });
    let start = worked();
    let dead = document
        .links()
        .filter(|l| !document.has_anchor(&l.destination[1..]));
    assert_eq!(dead.count(), 20_000);
    // One walk over all ids for each link takes minutes.
    let time = worked() - start;
    assert!(time < Duration::from_secs(10), "{time:?}");
}

#[test]
fn pathological_bodies_take_linear_time() {
    /// Doubling the body four times must not take more than this many times as long; quadratic is 256.
    const FACTOR: u32 = 80;
    const SMALL: usize = 6_000;
    for unit in [
        "[",
        "![",
        "*a ",
        "**甲。",
        "_a ",
        "*_",
        "~~甲",
        "`",
        "``` ",
        "<",
        "<a ",
        "<u>",
        "</u>",
        "<!--",
        "<?",
        "&",
        "&a;",
        "\\*",
        "> ",
        "- ",
        "1. ",
        "  - a\n",
        "[^1]",
        "[^1]: ",
        "[a](b) ",
        "[a]: b\n",
        "[a]: b.md\n",
        "[]:",
        "]:",
        "一是。",
        "一、",
        "(一)。",
        "1.甲。",
        "①",
        "一、甲\n",
        "甲\n",
        "## 甲\n",
        "甲\n\n",
        "|甲",
        "|甲|\n|-|\n",
        "<table><tr><td>",
        "<div>\n",
        "<b>甲</b>",
        "　",
        "    甲\n\n",
        "**《",
        "》**甲",
        "*甲。*",
        "{#a}",
        "## 甲 {#a}\n",
        "~5",
        "甲*",
        "a**(",
        "<ruby><rt>",
        "\u{1}",
        "1)\n",
        "[![a](b)](c)",
        "<script>",
        "<p>",
        "<!DOCTYPE ",
        "\"",
        "甲\\\n",
        "<a href=b>",
        "<a href=b>甲</a>",
        "</a>",
        "<o:p>",
        "</o:p>",
        "<x>",
        "<x></x>",
        "<img src=a>",
        "<h2>甲",
        "<pre>甲",
        "<td>**甲**</td>",
        "<table><tr><td>**甲**</td></tr></table>\n",
        "https://a.example/ ",
        "https://",
        "a@",
        "@",
        "a@b.example ",
        "www.",
        "(",
        "甲\n    - 乙\n",
        "1. 甲\n    ```x\n",
        "1. 甲\n    ```\n    ```\n",
        "> 甲\n一、\n",
        "- 甲\n一、\n",
        "    - 甲\n",
        "甲\n2021年3月1日\n",
        "　　甲\n",
    ] {
        let small = unit.repeat(SMALL / unit.len());
        let large = unit.repeat(16 * SMALL / unit.len());
        // A busy machine, whose caches are others', disturbs one attempt, a quadratic walk every one.
        let attempt = |_| time(&large) < time(&small).max(Duration::from_micros(500)) * FACTOR;
        assert!(
            (0..5).any(attempt),
            "{unit:?}: {} and {} bytes",
            small.len(),
            large.len()
        );
    }
}
