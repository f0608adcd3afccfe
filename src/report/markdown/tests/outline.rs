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

/// `expected` may name the digest of a heading by its words: `甲-1` for the first number below `## 甲`.
fn check(body: &str, expected: &[&str]) {
    let named = |line: &&str| {
        let (anchor, rest) = line.split_once(' ').unwrap();
        let (looks, path) =
            anchor.split_at(anchor.len() - anchor.trim_start_matches(['#', '~']).len());
        let path: Vec<String> = (path.split('-'))
            .map(|step| match step.is_ascii() {
                true => step.to_owned(),
                false => crate::report::outline::digest(step),
            })
            .collect();
        format!("{looks}{} {rest}", path.join("-"))
    };
    let expected: Vec<String> = expected.iter().map(named).collect();
    assert_eq!(outline(body), expected, "{body:?}");
}

/// The breaks in runs of numbers, as `code: number before|number`, told by their lines.
fn breaks(body: &str) -> Vec<String> {
    let document = chinese(body);
    let line = |at: usize| body[..at].matches('\n').count() + 1;
    (document.broken_series().iter())
        .map(|b| {
            assert_eq!(&body[b.place.clone()], b.part.number, "{body:?}");
            assert_eq!(&body[b.place_before.clone()], b.before.number, "{body:?}");
            let (number, before) = (&b.part.number, &b.before.number);
            let (at, at_before) = (line(b.place.start), line(b.place_before.start));
            format!("{:?} {before}@{at_before} {number}@{at}", b.breach)
        })
        .collect()
}

#[test]
fn a_number_is_judged_by_what_is_open() {
    for (body, expected) in [
        (
            "二、重点\n\n（一）公开。甲\n\n（二）及时回应。乙\n\n（三）和谐。丙\n\n（四）款项。丁\n\n（五）到位。戊\n\n（六）至善。己",
            vec![
                "#2 二、|二、重点",
                "2-1 （一）|（一）公开",
                "2-2 （二）|（二）及时回应",
                "2-3 （三）|（三）和谐",
                "2-4 （四）|（四）款项",
                "2-5 （五）|（五）到位",
                "2-6 （六）|（六）至善",
            ],
        ),
        (
            "（一）公开。甲。（二）及时回应。乙。（三）和谐。丙",
            vec![
                "1 （一）|（一）公开",
                "2 （二）|（二）及时回应",
                "3 （三）|（三）和谐",
            ],
        ),
        (
            "三、甲\n\n四、五级书记抓乡村振兴",
            vec!["#3 三、|三、甲", "#4 四、|四、五级书记抓乡村振兴"],
        ),
        (
            "一、二产业稳步增长\n\n文。\n\n二、三级医院建设",
            vec!["#1 一、|一、二产业稳步增长", "#2 二、|二、三级医院建设"],
        ),
        ("五、六月份降水偏多。\n\n七、八、九月正常。", vec![]),
        ("三、四年级学生共三百人。", vec![]),
        ("一、二季度增长较快。", vec![]),
        ("第一条规定的情形，适用本办法。", vec![]),
        (
            "第一条 甲。\n\n第二条 乙。\n\n第五条规定的情形，从其规定。",
            vec!["1 第一条|第一条 甲", "2 第二条|第二条 乙"],
        ),
        (
            "1、5G网络\n\n2、12345热线\n\n3、100个项目",
            vec![
                "1 1、|1、5G网络",
                "2 2、|2、12345热线",
                "3 3、|3、100个项目",
            ],
        ),
        (
            "1.5G网络建设加快。\n\n2.12345热线办理。\n\n3. 110接处警。\n\n4、2021年度总结。\n\n5.“规划”。\n\n6.100%办结。",
            vec![
                "1 1.|1.5G网络建设加快",
                "2 2.|2.12345热线办理",
                "3 3.|3. 110接处警",
                "4 4、|4、2021年度总结",
                "5 5.|5.“规划”",
                "6 6.|6.100%办结",
            ],
        ),
        (
            "1.5万元用于修路。\n\n3.15活动开展情况良好。\n\n10.1假期安排。\n\n1、2、3号楼已建成。",
            vec![],
        ),
        ("甲、乙双方签订合同。\n\n丙、其他", vec![]),
        // References that stand where the next article would, and articles that run on without a blank.
        (
            "第四条 甲。\n\n第五条规定的情形，从其规定。\n\n第五条 乙。",
            vec!["4 第四条|第四条 甲", "5 第五条|第五条 乙"],
        ),
        (
            "第一条为了甲。\n\n第二条本市适用。\n\n第三条规定机关职责。\n\n第九条特别丙。",
            vec![
                "1 第一条|第一条为了甲",
                "2 第二条|第二条本市适用",
                "3 第三条|第三条规定机关职责",
                "9 第九条|第九条特别丙",
            ],
        ),
        // A wrapped line is no paragraph.
        ("依照本办法\n第五条为了甲，\n第三章有关要求办理。", vec![]),
        (
            "一、甲\n四、五级书记\n二、三产融合",
            vec!["#1 一、|一、甲", "#2 二、|二、三产融合"],
        ),
    ] {
        check(body, &expected);
    }
}

#[test]
fn every_form_of_official_numbers() {
    for (body, expected) in [
        (
            "第一编 甲\n\n第一分编 乙\n\n第一章总则\n\n第一节 丙\n\n第一条为了丁。\n\n第二条 戊。\n\n第二条之一 己。\n\n第三条庚。",
            vec![
                "#1 第一编|第一编 甲",
                "#1-1 第一分编|第一分编 乙",
                "#1-1-1 第一章|第一章总则",
                "#1-1-1-1 第一节|第一节 丙",
                "1-1-1-1-1 第一条|第一条为了丁",
                "1-1-1-1-2 第二条|第二条 戊",
                "1-1-1-1-2z1 第二条之一|第二条之一 己",
                "1-1-1-1-3 第三条|第三条庚",
            ],
        ),
        (
            "第 65 條\n\n甲。\n\n第 66 條\n\n乙。\n\n第 66-1 條\n\n丙。",
            vec![
                "#65 第 65 條|第 65 條",
                "#66 第 66 條|第 66 條",
                "#66z1 第 66-1 條|第 66-1 條",
            ],
        ),
        (
            "第一部分 概况\n\n一、职责\n\n第二部分 预算表\n\n一、收入",
            vec![
                "#1 第一部分|第一部分 概况",
                "#1-1 一、|一、职责",
                "#2 第二部分|第二部分 预算表",
                "#2-1 一、|一、收入",
            ],
        ),
        (
            "壹、總說明\n\n一、甲\n\n貳、主要表\n\n甲、收入\n\n乙、支出",
            vec![
                "#1 壹、|壹、總說明",
                "#1-1 一、|一、甲",
                "#2 貳、|貳、主要表",
                "2-1 甲、|甲、收入",
                "2-2 乙、|乙、支出",
            ],
        ),
        (
            "1 总则\n\n1.1 目的\n\n甲。\n\n1.2 依据\n\n乙。\n\n2 组织体系\n\n2.1 领导机构\n\n2.1.1 职责\n\n丙。\n\n2.1.2 成员\n\n（1）丁。\n\n（2）戊。\n\n3 附则",
            vec![
                "#1 1|1 总则",
                "#1-1 1.1|1.1 目的",
                "#1-2 1.2|1.2 依据",
                "#2 2|2 组织体系",
                "#2-1 2.1|2.1 领导机构",
                "#2-1-1 2.1.1|2.1.1 职责",
                "#2-1-2 2.1.2|2.1.2 成员",
                "2-1-2-1 （1）|（1）丁",
                "2-1-2-2 （2）|（2）戊",
                "#3 3|3 附则",
            ],
        ),
        // Below a number with a stop, and without the numbers above them.
        (
            "1. 总则\n\n1.1目的。甲\n\n1.2依据。乙\n\n2. 组织\n\n2.1机构。丙",
            vec![
                "#1 1.|1. 总则",
                "1-1 1.1|1.1目的",
                "1-2 1.2|1.2依据",
                "#2 2.|2. 组织",
                "2-1 2.1|2.1机构",
            ],
        ),
        (
            "1.0.1 为了甲。\n\n1.0.2 适用乙。",
            vec!["1-0-1 1.0.1|1.0.1 为了甲", "1-0-2 1.0.2|1.0.2 适用乙"],
        ),
        (
            "# 预案\n\n## 1 总则\n\n### 1.1 目的\n\n## 2 组织",
            vec![
                "#预案 |预案",
                "#1 1|1 总则",
                "#1-1 1.1|1.1 目的",
                "#2 2|2 组织",
            ],
        ),
        // Figures in running text.
        ("全长如下。\n\n3.1 公里为新建。\n\n3.2 公里为改建。", vec![]),
        ("3 道路\n\n1 煤 18 锌\n\n2 石油 19 铝", vec![]),
        ("1.35亿元为财政资金。\n\n2.5%为自筹。", vec![]),
    ] {
        check(body, &expected);
    }
    for blank in [
        "\u{2002}",
        "\u{2003}",
        "\u{2009}",
        "\u{200A}",
        "\u{200B}",
        "\u{FEFF}",
        "\u{200E}",
        "\u{AD}",
        "\u{3000}",
        "\u{2060}",
        "&emsp;&emsp;",
        "&nbsp;",
    ] {
        check(
            &format!("一、甲\n\n{blank}（一）乙。丙"),
            &["#1 一、|一、甲", "1-1 （一）|（一）乙"],
        );
        check(
            &format!("{blank}{blank}第一条 甲。"),
            &["1 第一条|第一条 甲"],
        );
    }
    for blank in ["\u{200B}", "\u{FEFF}", "\u{AD}", "\u{3000}", " "] {
        let number = format!("（{blank}一{blank}）");
        check(
            &format!("{number}乙。丙"),
            &[&format!("1 {number}|{number}乙").replace("1 （", "1 （")],
        );
    }
}

#[test]
fn english_parts() {
    let read = |body: &str| {
        let document = Document::parse(body, Options { chinese: false });
        (document.parts().iter())
            .map(|p| {
                format!(
                    "{}{} {}",
                    if p.is_heading { "#" } else { "" },
                    p.anchor,
                    p.title
                )
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(
        read(
            "Chapter II\n\nArticle 5 Definitions\n\nIn this Act.\n\nArticle 6. Scope. It applies.\n\nSection 3 of the Act applies.\n\nPart of it."
        ),
        [
            "#2 Chapter II",
            "#2-5 Article 5 Definitions",
            "2-6 Article 6. Scope"
        ],
    );
    assert_eq!(
        read(
            "## Chapter 1.04 General\n\nSection 1.04.010. Purpose. The purpose is.\n\nSection 1.04.020. Scope. It is."
        ),
        [
            "#1-04 Chapter 1.04 General",
            "1-04-010 Section 1.04.010. Purpose",
            "1-04-020 Section 1.04.020. Scope"
        ],
    );
    assert_eq!(
        read(
            "Part A\n\nText.\n\nPart B\n\nText.\n\nPart C\n\nText.\n\n## Appendix A: Forms\n\nArticle 1. Use of forms. Text."
        ),
        [
            "#1 Part A",
            "#2 Part B",
            "#3 Part C",
            "#appendixa Appendix A: Forms",
            "appendixa-1 Article 1. Use of forms"
        ],
    );
    assert_eq!(
        read("Article 1. Of an annex.\n\nArticle I\n\nText.\n\nArticle II\n\nText."),
        [
            "1 Article 1. Of an annex.",
            "#1_2 Article I",
            "#2 Article II"
        ],
    );
    assert_eq!(read("1. item\n2. item\n\n(1) text"), Vec::<String>::new());
    // In Chinese texts such words are words.
    check("Article 5\n\nPart A", &[]);
}

#[test]
fn entries_of_a_list_of_attachments_are_no_parts() {
    let one = ["#1 一、|一、甲"];
    for list in [
        "附件：1．乙\n\n2．丙\n\n某某局",
        "附件：1．乙\n\n　　　2．丙\n\n　　　3．丁\n\n2020年3月5日",
        "附　件：1．乙\n\n2．丙",
        "相关附件:\n\n（1）乙\n\n（2）丙\n\n某某局",
        "附件：\n\n①乙\n\n②丙",
        "附：1．乙\n2．丙\n\n3．丁\n\n某某局",
        "附表：1．乙\n\n2．丙\n\n（此件公开发布）",
    ] {
        check(&format!("一、甲\n\n子。\n\n{list}"), &one);
    }
    // What only looks like it: a series of its own, a sentence, what a heading parts from the list.
    for (body, number) in [
        ("附件：乙\n\n1．丙。丁", "1"),
        ("附件：1．乙\n\n1．丙。丁", "1"),
        ("附件：1．乙\n\n子\n\n1．丙。丁", "1"),
        ("附件：1．乙\n\n## 子\n\n1．丙。丁", "1"),
    ] {
        let found = outline(body);
        assert!(
            found
                .iter()
                .any(|part| part.contains(&format!("{number}．"))),
            "{body}: {found:?}"
        );
    }
}

#[test]
fn an_annex_and_a_signature_end_what_was_open() {
    for (body, expected) in [
        (
            "一、甲\n\n（一）乙。丙\n\n附件1\n\n名单\n\n一、丁\n\n附件2\n\n一、戊",
            vec![
                "#1 一、|一、甲",
                "1-1 （一）|（一）乙",
                "#annex1 附件1|附件1 名单",
                "#annex1-1 一、|一、丁",
                "#annex2 附件2|附件2",
                "#annex2-1 一、|一、戊",
            ],
        ),
        (
            "一、甲\n\n附表\n\n|子|\n|--|\n\n二、乙",
            vec!["#1 一、|一、甲", "#annextable 附表|附表", "#2 二、|二、乙"],
        ),
        (
            "第五部分 情况\n\n名词解释\n\n一、甲",
            vec![
                "#5 第五部分|第五部分 情况",
                "#glossary 名词解释|名词解释",
                "#glossary-1 一、|一、甲",
            ],
        ),
        (
            "一、甲\n\n某市人民政府\n\n2019年12月5日\n\n方案\n\n一、乙",
            vec!["#1 一、|一、甲", "#text2-1 一、|一、乙"],
        ),
        (
            "一、甲\n\n2019年12月5日\n\n一、乙",
            vec!["#1 一、|一、甲", "#text2-1 一、|一、乙"],
        ),
        // A date that is none of a signature: what follows goes on.
        (
            "一、甲\n\n2019年12月5日\n\n二、乙",
            vec!["#1 一、|一、甲", "#2 二、|二、乙"],
        ),
        (
            "一、甲\n\n某市人民政府\n\n2019年12月5日\n\n二、乙",
            vec!["#1 一、|一、甲", "#2 二、|二、乙"],
        ),
        ("一、甲\n\n附件：1. 乙\n\n附件管理", vec!["#1 一、|一、甲"]),
    ] {
        check(body, &expected);
    }
    for (body, inside) in [
        ("一、甲\n\n文。\n\n某市人民政府\n\n2019年12月5日", 1),
        (
            "一、甲\n\n文。\n\n某市司法局\n\n某市财政局\n\n2019年12月5日\n\n（此件公开发布）",
            1,
        ),
        ("一、甲\n\n文。\n\n2019年12月5日", 1),
        ("一、甲\n\n文。\n\n2019年12月5日\n\n附件\n\n名单", 1),
        // Dates in a chronicle.
        (
            "一、大事\n\n2019年12月5日\n\n会议召开，讨论了全年的工作，听取了各部门的汇报，研究了下一步的安排，通过了决议，要求各单位抓好落实，并按时报告情况，做到件件有着落、事事有回音。",
            2,
        ),
    ] {
        let document = chinese(body);
        let anchors: Vec<&str> = document.blocks().map(|b| b.anchor).collect();
        let hanging = anchors.iter().filter(|a| a.starts_with("1-")).count();
        assert_eq!(hanging, inside, "{body:?}: {anchors:?}");
    }
}

#[test]
fn numbers_are_addressed_by_the_heading_above_them() {
    check(
        "## 甲\n\n1. 子。\n\n## 乙\n\n1. 丑。\n\n### 丙\n\n1. 寅。",
        &[
            "#甲 |甲",
            "甲-1 1.|1. 子",
            "#乙 |乙",
            "乙-1 1.|1. 丑",
            "#乙-丙 |丙",
            "乙-丙-1 1.|1. 寅",
        ],
    );
    // A list more above moves nothing, nor does the title of the whole.
    check(
        "# 题\n\n## 甲\n\n1. 子。\n\n1. 新。\n\n2. 新。\n\n## 乙\n\n1. 丑。",
        &[
            "#题 |题",
            "#甲 |甲",
            "甲-1 1.|1. 子",
            "甲-1_2 1.|1. 新",
            "甲-2 2.|2. 新",
            "#乙 |乙",
            "乙-1 1.|1. 丑",
        ],
    );
    check("## 甲 {#own}\n\n1. 子。", &["#own |甲", "own-1 1.|1. 子"]);
}

#[test]
fn runs_of_numbers_that_are_broken() {
    for (body, expected) in [
        (
            "第五十三条 甲。\n\n第五十五条 乙。",
            vec!["Gap 第五十三条@1 第五十五条@3"],
        ),
        ("一、甲\n\n二、乙\n\n二、丙", vec!["Repeat 二、@3 二、@5"]),
        (
            "一、甲\n\n三、乙\n\n二、丙",
            vec!["Gap 一、@1 三、@3", "Back 三、@3 二、@5"],
        ),
        (
            "一、甲\n\n（一）乙\n\n（二）丙\n\n二、丁\n\n（二）戊",
            vec!["Start （二）@5 （二）@9"],
        ),
        (
            "1.1 甲\n\n1.2 乙\n\n1.4 丙\n\n1.5 丁",
            vec!["Gap 1.2@3 1.4@5"],
        ),
        ("**第一条** 甲。\n\n&emsp;第三条 乙。", vec![]),
        (
            "## 第一章 甲\n\n第一条 子。\n\n## 第三章 乙\n\n第三条 丑。",
            vec!["Gap 第一章@1 第三章@5", "Start 第一条@3 第三条@7"],
        ),
        // None is broken.
        (
            "一、甲\n\n（一）乙\n\n（二）丙\n\n二、丁\n\n（一）戊",
            vec![],
        ),
        (
            "1. 甲。\n\n2. 乙。\n\n要求如下：\n\n1. 丙。\n\n2. 丁。",
            vec![],
        ),
        (
            "## 第一章 甲\n\n第一条 子。\n\n## 第二章 乙\n\n第二条 丑。",
            vec![],
        ),
        (
            "第二条 甲。\n\n第二条之一 乙。\n\n第二条之二 丙。\n\n第三条 丁。",
            vec![],
        ),
        (
            "一、甲\n\n二、乙\n\n附件\n\n一、丙\n\n附录\n\n三、丁",
            vec![],
        ),
        ("一、修改为：“\n\n七、甲。\n\n九、乙。”\n\n二、丙", vec![]),
        ("六、甲\n\n七、乙", vec![]),
    ] {
        if body.starts_with("**") {
            // The place is found in text that the parser took apart.
            assert_eq!(chinese(body).broken_series().len(), 1);
            continue;
        }
        assert_eq!(breaks(body), expected, "{body:?}");
    }
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
            vec!["#1 一、|一、甲", "#1-1 (一)|(一)乙", "#1-2 (二)|(二)丙"],
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
            "#appendix 附录|附录",
            "#appendix-1 一、|一、乙",
            "#1_2 一、|一、丙",
            "#1_2-1 (一)|(一)丁",
            "#1_2-2 (二)|(二)戊",
            "#2 二、|二、己",
        ],
    );
    check(
        "# 某报告\n\n一、总则\n\n（一）甲\n\n## 说明\n\n（二）乙\n\n一是丙。二是丁。",
        &[
            "#2a421a42 |某报告",
            "#1 一、|一、总则",
            "#1-1 （一）|（一）甲",
            "#说明 |说明",
            "#说明-2 （二）|（二）乙",
            "~说明-2-1 一是|一是丙",
            "~说明-2-2 二是|二是丁",
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
