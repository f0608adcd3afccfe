//! Citations by form, from reports of which much, little or something hostile is known.

use super::{Facts, Pieces, Slot, bibtex, gbt7714, is_report, one_line, text};
use crate::date::PartialDate;
use crate::language::LanguageTag;
use crate::theme::Theme;

/// What is shown where no script runs.
fn shown(pieces: &Pieces) -> String {
    pieces.0.iter().map(|piece| piece.text.as_str()).collect()
}

/// What is copied where `values` are known.
fn copied(pieces: &Pieces, values: &[(&str, &str)]) -> String {
    let fill = |piece: &super::CitationPiece| {
        let Some(slot) = &piece.slot else {
            return piece.text.clone();
        };
        let value = values.iter().find(|(name, _)| name == slot);
        value.map_or_else(String::new, |(_, value)| {
            format!("{}{value}{}", piece.before, piece.after)
        })
    };
    pieces.0.iter().map(fill).collect()
}

const WHERE: (&str, &str) = ("address", "https://a.example/yunlu/2021/#2-1");
const WHEN: (&str, &str) = ("accessed", "2026-11-25");
const WHICH: (&str, &str) = ("part", "二、（一）加强学习");

fn date(text: &str) -> Option<PartialDate> {
    Some(PartialDate::parse(text).expect("a date"))
}

fn known() -> Facts {
    Facts {
        id: "yunlu/2021".to_owned(),
        agencies: vec!["云麓区人民政府".to_owned()],
        title: "云麓区2021年落实《条例》情况的报告".to_owned(),
        number: Some("云政发〔2022〕1号".to_owned()),
        kind: Some("年度报告".to_owned()),
        is_report: true,
        published: date("2022-03-01"),
        written: date("2022-02"),
        archive: "测试档案".to_owned(),
        url: Some("https://a.example/yunlu/2021/".to_owned()),
    }
}

fn little() -> Facts {
    Facts {
        id: "a".to_owned(),
        agencies: vec!["Bureau Inc.".to_owned()],
        title: "A notice".to_owned(),
        archive: "Archive".to_owned(),
        ..Facts::default()
    }
}

#[test]
fn gbt7714_is_as_the_standard_prints_it() {
    let written = Facts {
        published: None,
        ..known()
    };
    let plan = Facts {
        is_report: false,
        ..known()
    };
    let cases = [
        (
            known(),
            "云麓区人民政府. 云麓区2021年落实《条例》情况的报告：云政发〔2022〕1号[R/OL]. 2022-03-01. https://a.example/yunlu/2021/.",
            // A report has no date of access; its part stands where pages would.
            "云麓区人民政府. 云麓区2021年落实《条例》情况的报告：云政发〔2022〕1号[R/OL]. 2022-03-01：二、（一）加强学习. https://a.example/yunlu/2021/#2-1.",
        ),
        (
            written,
            "云麓区人民政府. 云麓区2021年落实《条例》情况的报告：云政发〔2022〕1号[R/OL]. 2022-02. https://a.example/yunlu/2021/.",
            "云麓区人民政府. 云麓区2021年落实《条例》情况的报告：云政发〔2022〕1号[R/OL]. 2022-02：二、（一）加强学习. https://a.example/yunlu/2021/#2-1.",
        ),
        (
            plan,
            "云麓区人民政府. 云麓区2021年落实《条例》情况的报告：云政发〔2022〕1号[EB/OL].（2022-03-01）. https://a.example/yunlu/2021/.",
            "云麓区人民政府. 云麓区2021年落实《条例》情况的报告：云政发〔2022〕1号：二、（一）加强学习[EB/OL].（2022-03-01）[2026-11-25]. https://a.example/yunlu/2021/#2-1.",
        ),
        (
            little(),
            "Bureau Inc. A notice[EB/OL].",
            "Bureau Inc. A notice：二、（一）加强学习[EB/OL]. [2026-11-25]. https://a.example/yunlu/2021/#2-1.",
        ),
        (
            Facts {
                is_report: true,
                ..little()
            },
            "Bureau Inc. A notice[R/OL].",
            "Bureau Inc. A notice[R/OL]. 二、（一）加强学习. https://a.example/yunlu/2021/#2-1.",
        ),
    ];
    for (facts, plain, whole) in cases {
        let pieces = gbt7714(&facts);
        assert_eq!(shown(&pieces), plain);
        assert_eq!(copied(&pieces, &[WHERE, WHEN, WHICH]), whole);
    }
}

#[test]
fn plain_text_is_a_sentence_of_the_interface_language() {
    let written = Facts {
        published: None,
        ..known()
    };
    let cases = [
        (
            "zh-Hans",
            known(),
            "云麓区人民政府：《云麓区2021年落实〈条例〉情况的报告》，云政发〔2022〕1号，2022年3月1日发布，载测试档案，https://a.example/yunlu/2021/。",
            "云麓区人民政府：《云麓区2021年落实〈条例〉情况的报告》“二、（一）加强学习”部分，云政发〔2022〕1号，2022年3月1日发布，载测试档案，https://a.example/yunlu/2021/#2-1，2026-11-25访问。",
        ),
        (
            "zh-Hans",
            written,
            "云麓区人民政府：《云麓区2021年落实〈条例〉情况的报告》，云政发〔2022〕1号，2022年2月成文，载测试档案，https://a.example/yunlu/2021/。",
            "云麓区人民政府：《云麓区2021年落实〈条例〉情况的报告》“二、（一）加强学习”部分，云政发〔2022〕1号，2022年2月成文，载测试档案，https://a.example/yunlu/2021/#2-1，2026-11-25访问。",
        ),
        (
            "en",
            Facts {
                published: date("2022-07-01"),
                title: "On “this”".to_owned(),
                ..little()
            },
            "Bureau Inc., “On ‘this’”, published 1 July 2022, in Archive.",
            "Bureau Inc., “On ‘this’”, part “二、（一）加强学习”, published 1 July 2022, in Archive, https://a.example/yunlu/2021/#2-1 (accessed 2026-11-25).",
        ),
        (
            "en",
            little(),
            "Bureau Inc., “A notice”, in Archive.",
            "Bureau Inc., “A notice”, part “二、（一）加强学习”, in Archive, https://a.example/yunlu/2021/#2-1 (accessed 2026-11-25).",
        ),
    ];
    for (language, facts, plain, whole) in cases {
        let theme = Theme::load(None, &LanguageTag::parse(language).expect("a tag"))
            .expect("the default theme loads");
        let pieces = text(&facts, theme.texts());
        assert_eq!(shown(&pieces), plain);
        assert_eq!(copied(&pieces, &[WHERE, WHEN, WHICH]), whole);
    }
}

#[test]
fn bibtex_has_what_is_known() {
    let pieces = bibtex::write(&known());
    assert_eq!(
        copied(&pieces, &[WHERE, WHEN, WHICH]),
        "@techreport{yunlu:2021,
  author = {{云麓区人民政府}},
  title = {{云麓区2021年落实《条例》情况的报告}},
  institution = {{云麓区人民政府}},
  type = {{年度报告}},
  number = {{云政发〔2022〕1号}},
  year = {2022},
  date = {2022-03-01},
  month = mar,
  note = {{二、（一）加强学习}},
  url = {https://a.example/yunlu/2021/#2-1},
  urldate = {2026-11-25},
}
"
    );
    assert_eq!(
        shown(&bibtex::write(&little())),
        "@techreport{a,
  author = {{Bureau Inc.}},
  title = {A notice},
  institution = {{Bureau Inc.}},
}
"
    );
}

#[test]
fn bibtex_stays_one_entry_whatever_a_title_holds() {
    let titles = [
        ("100% & more_#1 $x", "100\\% \\& more\\_\\#1 \\$x"),
        (
            "{a}}{",
            "\\textbraceleft{}a\\textbraceright{}\\textbraceright{}\\textbraceleft{}",
        ),
        (
            "\\input{/etc/passwd}",
            "\\textbackslash{}input\\textbraceleft{}/etc/passwd\\textbraceright{}",
        ),
        ("a~b^c", "a\\textasciitilde{}b\\textasciicircum{}c"),
        (
            "\"},\n@comment{",
            "\"\\textbraceright{},\n@comment\\textbraceleft{}",
        ),
        ("题名}", "{题名\\textbraceright{}}"),
    ];
    for (title, expected) in titles {
        let facts = Facts {
            title: title.to_owned(),
            agencies: vec![title.to_owned()],
            number: Some(title.to_owned()),
            kind: Some(title.to_owned()),
            url: Some("https://a.example/{/".to_owned()),
            ..little()
        };
        let entry = shown(&bibtex::write(&facts));
        assert!(
            entry.contains(&format!("  title = {{{expected}}},\n")),
            "{entry}"
        );
        // BibTeX ends an entry where the brace closes that opened it.
        let mut depth = 0_usize;
        for (at, character) in entry.char_indices() {
            match character {
                '{' => depth += 1,
                '}' => depth = depth.checked_sub(1).expect("closes what is open"),
                _ => {}
            }
            let is_inside = depth > 0 || at < "@techreport".len() || at + 2 >= entry.len();
            assert!(is_inside, "{entry}");
        }
        assert_eq!(depth, 0, "{entry}");
    }
}

#[test]
fn reports_are_recognized_by_the_name_of_their_type() {
    for name in [
        "法治政府建设年度报告",
        "工作报告",
        "2021年度情况的报告（摘要）",
        "政府信息公开年报",
        "報告",
        "Annual report",
        "Annual Report (summary)",
        "白皮书",
    ] {
        assert!(is_report(name), "{name}");
    }
    for name in [
        "实施方案",
        "关于印发《报告》的通知",
        "通报",
        "Reporting rules",
        "",
        "（报告）",
        "报告)",
    ] {
        assert!(!is_report(name), "{name}");
    }
}

#[test]
fn a_citation_keeps_its_line() {
    assert_eq!(one_line("a\n b\u{2028}c\t\0d"), "a b c d");
    assert_eq!(one_line("第一章　总则"), "第一章　总则");
    let mut pieces = Pieces::default();
    pieces.text("a");
    pieces.text("b");
    pieces.slot(Slot::Address, "<", Some("c"), ">");
    pieces.text("d");
    assert_eq!(pieces.0.len(), 3);
    assert_eq!(shown(&pieces), "ab<c>d");
}
