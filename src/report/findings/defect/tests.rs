//! Cases of each kind, in invented texts, and what holds of any text.

use super::*;

fn passages<'t>(texts: &[&'t str]) -> Vec<Passage<'t>> {
    let passage = |text: &&'t str| Passage {
        anchor: "",
        part: None,
        opens_part: false,
        kind: PassageKind::Paragraph,
        text,
    };
    texts.iter().map(passage).collect()
}

fn settings() -> Settings<'static> {
    Settings {
        chinese: true,
        ..Settings::default()
    }
}

fn defects(texts: &[&str]) -> Vec<Defect> {
    find(&passages(texts), &[], settings())
}

fn codes(texts: &[&str]) -> Vec<&'static str> {
    defects(texts).iter().map(|d| d.kind.code()).collect()
}

/// The texts with all mends made.
fn mended(texts: &[&str]) -> Vec<String> {
    let mut mended: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
    let mut mends: Vec<Mend> = defects(texts).into_iter().flat_map(|d| d.mends).collect();
    mends.sort_by_key(|mend| (mend.passage, mend.range.start));
    for mend in mends.into_iter().rev() {
        mended[mend.passage].replace_range(mend.range, &mend.text);
    }
    mended
}

#[test]
fn what_can_be_mended_is_told_and_mended() {
    for (text, code, after) in [
        // Years.
        (
            "纲要(20152020年)",
            "lost-dash-in-years",
            "纲要(2015—2020年)",
        ),
        (
            "方案（20212025 年）",
            "lost-dash-in-years",
            "方案（2021—2025 年）",
        ),
        (
            "《示例规划(20212025)》",
            "lost-dash-in-years",
            "《示例规划(2021—2025)》",
        ),
        (
            "规划（２０２１２０２５年）",
            "lost-dash-in-years",
            "规划（２０２１—２０２５年）",
        ),
        (
            "规划（2021 2025年）",
            "lost-dash-in-years",
            "规划（2021—2025年）",
        ),
        (
            "规划（2021年2025年）",
            "lost-dash-in-years",
            "规划（2021年—2025年）",
        ),
        (
            "規劃（20212025年）",
            "lost-dash-in-years",
            "規劃（2021—2025年）",
        ),
        (
            "二〇二一二〇二五年规划",
            "lost-dash-in-years",
            "二〇二一—二〇二五年规划",
        ),
        ("二0一九年以来", "wrong-digit-in-year", "二〇一九年以来"),
        ("二O一九年以来", "wrong-digit-in-year", "二〇一九年以来"),
        ("自2O19年起", "wrong-digit-in-year", "自2019年起"),
        ("自20l9年起", "wrong-digit-in-year", "自2019年起"),
        // Document numbers.
        (
            "示政发〔201550号",
            "lost-bracket-in-number",
            "示政发〔2015〕50号",
        ),
        (
            "（示政办〔20169号）",
            "lost-bracket-in-number",
            "（示政办〔2016〕9号）",
        ),
        (
            "示政发[201550号",
            "lost-bracket-in-number",
            "示政发〔2015〕50号",
        ),
        (
            "示政发(201550号)",
            "lost-bracket-in-number",
            "示政发〔2015〕50号",
        ),
        (
            "（示政发(201550号）",
            "lost-bracket-in-number",
            "（示政发〔2015〕50号）",
        ),
        (
            "示政发2015〕50号",
            "lost-bracket-in-number",
            "示政发〔2015〕50号",
        ),
        (
            "示政發〔201550號",
            "lost-bracket-in-number",
            "示政發〔2015〕50號",
        ),
        (
            "示政发〔2015 50号",
            "lost-bracket-in-number",
            "示政发〔2015〕50号",
        ),
        (
            "示政发[2016]8号",
            "wrong-bracket-in-number",
            "示政发〔2016〕8号",
        ),
        (
            "示政发［2016］8号",
            "wrong-bracket-in-number",
            "示政发〔2016〕8号",
        ),
        (
            "示政发【2016】8号",
            "wrong-bracket-in-number",
            "示政发〔2016〕8号",
        ),
        (
            "示政发﹝2016﹞8号",
            "wrong-bracket-in-number",
            "示政发〔2016〕8号",
        ),
        (
            "示政发(2016)8号文",
            "wrong-bracket-in-number",
            "示政发〔2016〕8号文",
        ),
        (
            "（示政发（2016）8号）",
            "wrong-bracket-in-number",
            "（示政发〔2016〕8号）",
        ),
        (
            "示政发〔2016)8号",
            "wrong-bracket-in-number",
            "示政发〔2016〕8号",
        ),
        (
            "示政发〔2016】第8号",
            "wrong-bracket-in-number",
            "示政发〔2016〕第8号",
        ),
        (
            "(示政法〔2016〕8)号的要求",
            "misplaced-bracket-in-number",
            "(示政法〔2016〕8号)的要求",
        ),
        (
            "示政法〔2016〕8）号的要求",
            "misplaced-bracket-in-number",
            "示政法〔2016〕8号的要求",
        ),
        // Marks.
        (
            "按照“先甲后乙“的原则",
            "unbalanced-mark",
            "按照“先甲后乙”的原则",
        ),
        (
            "按照”先甲后乙”的原则",
            "unbalanced-mark",
            "按照“先甲后乙”的原则",
        ),
        (
            "按照”先甲后乙“的原则",
            "unbalanced-mark",
            "按照“先甲后乙”的原则",
        ),
        (
            "《关于〈甲办法》的通知》",
            "unbalanced-mark",
            "《关于〈甲办法〉的通知》",
        ),
        ("各镇（街道】负责", "unbalanced-mark", "各镇（街道）负责"),
        ("《示例条例〉规定", "unbalanced-mark", "《示例条例》规定"),
        (
            "根据《示例纲要(2015—2020年)中的要求，办理。",
            "unbalanced-mark",
            "根据《示例纲要(2015—2020年)》中的要求，办理。",
        ),
        (
            "《关于印发<示例方案(2015-2020>的通知》",
            "unbalanced-mark",
            "《关于印发<示例方案(2015-2020)>的通知》",
        ),
        (
            "《关于印发《甲办法》的通知》",
            "nested-title-mark",
            "《关于印发〈甲办法〉的通知》",
        ),
        // Stops.
        ("办结率提高。。", "doubled-punctuation", "办结率提高。"),
        (
            "办结率提高，，群众满意。",
            "doubled-punctuation",
            "办结率提高，群众满意。",
        ),
        ("办结率提高，。", "doubled-punctuation", "办结率提高。"),
        (
            "办结率提高 ，群众满意。",
            "blank-before-mark",
            "办结率提高，群众满意。",
        ),
        // Dates at the end.
        ("2019年01月05日", "date-form", "2019年1月5日"),
    ] {
        assert_eq!(codes(&[text]), [code], "{text}");
        assert_eq!(mended(&[text]), [after], "{text}");
        assert_eq!(codes(&[after]), [""; 0], "{after}");
    }
}

#[test]
fn what_only_the_original_can_mend_is_told() {
    for (text, code) in [
        ("截至2019年2月30日", "impossible-date"),
        ("截至2019年2月29日", "impossible-date"),
        ("截至13月5日", "impossible-date"),
        ("截至11月31日", "impossible-date"),
        ("根据《示例条例的规定，办理。", "unbalanced-mark"),
        ("根据示例条例》的规定，办理。", "unbalanced-mark"),
        ("各镇（街道负责。", "unbalanced-mark"),
        ("各镇街道）负责。", "unbalanced-mark"),
        ("不符合“放管服”“改革要求。", "unbalanced-mark"),
        ("依照“甲乙的原则。", "unbalanced-mark"),
        ("依照「甲乙的原則。", "unbalanced-mark"),
        ("办结率。，提高。", "doubled-punctuation"),
        ("2018年1月", "date-form"),
        ("相关附件：", "attachment-not-held"),
        ("附件：1.名单", "attachment-not-held"),
        ("汇总表（附件1）已经公布。", "attachment-not-held"),
        ("分部门数据详见附件1。", "attachment-not-held"),
        ("分部門數據（詳見附件）如上", "attachment-not-held"),
    ] {
        let found = defects(&[text]);
        assert_eq!(codes(&[text]), [code], "{text}");
        assert!(found.iter().all(|d| d.mends.is_empty()), "{text}");
    }
}

#[test]
fn attachments_are_missed_above_an_imprint_too() {
    let list = [
        "请认真执行。",
        "附件：1．名单",
        "2．统计表",
        "示例县人民政府",
        "2020年3月5日",
    ];
    let found = |more: &[&str]| codes(&[&list[..], more].concat());
    for imprint in [
        &[][..],
        &["示例县人民政府办公室　　　　2020年3月5日印发"],
        &[
            "（此件公开发布）",
            "抄送：县委各部门，县人大常委会办公室。",
            "示例县人民政府办公室 2020年3月5日印发",
        ],
        &[
            "主题词：图书馆　通知",
            "示例县人民政府办公室2020年3月5日印",
            "共印50份",
        ],
        &["公开方式：主动公开"],
    ] {
        assert_eq!(found(imprint), ["attachment-not-held"], "{imprint:?}");
    }
    // What else follows may be what is attached.
    for text in [
        "本办法自2020年3月5日印发。",
        "名单",
        "各单位于3月5日，由县政府印发",
    ] {
        assert_eq!(found(&[text]), [""; 0], "{text}");
    }
}

#[test]
fn what_is_right_is_left_alone() {
    for text in [
        "联系电话：20152020",
        "电话0999-20152020年内有效",
        "示例规划（2021—2025年）",
        "示例规划(2021-2025年)",
        "编号20152020",
        "共计20152020元",
        "二〇一九年",
        "二○一九年",
        "自2019年起",
        "示政发〔2016〕8号",
        "示政令〔2016〕第8号",
        "示政办2017109号",
        "（2016）示01民终8号",
        "示例小区（2016）8号楼",
        "第201550号",
        "见〔1〕",
        "示(2017)某某市不动产权第0001号",
        "2020年2月29日",
        "12月31日",
        "1)健全制度；2)加强监督。",
        "1）健全制度；2）加强监督",
        "四)认真落实",
        "（包括：1）甲；2）乙）等",
        "a) 甲；b) 乙",
        "按第8)条办理，编号用“1)”至“65)”",
        "（一）健全制度",
        "《关于印发〈示例办法〉的通知》",
        "“甲‘乙’丙”",
        "it’s 5’ < 6’",
        "数值<5且>3",
        "「甲『乙』丙」",
        "真的？！",
        "如此等等……。",
        "第１条。",
        "总　则",
        "签名（　　），日期",
        "按照《示例通知》附件2的要求，办理。",
        "附件：印章样式（略）",
        "附件管理办法",
        "8:30，3,000件",
    ] {
        assert_eq!(codes(&[text]), [""; 0], "{text}");
    }
}

#[test]
fn quotations_and_brackets_run_over_paragraphs() {
    for texts in [
        &["第一条修改为：“甲。", "“乙。", "“丙。”"][..],
        &["第一条修改为：“甲。", "乙“丁”。", "丙。”"],
        &["“甲。", "“乙。”"],
        &["（2005年通过", "根据某某决定修正）"],
        &["关于修改《示例", "条例》的决定"],
    ] {
        assert_eq!(codes(texts), [""; 0], "{texts:?}");
    }
    for texts in [
        &["第一条修改为：“甲。", "乙。", "丙。"][..],
        &["关于修改《示例", "条例的决定"],
        &["甲。”", "乙。"],
    ] {
        assert_eq!(codes(texts), ["unbalanced-mark"], "{texts:?}");
    }
    let long = "为了加强示例管理。根据《示例甲法》《示例";
    let cut = defects(&[long, "乙法》，制定本办法。"]);
    assert_eq!(cut.len(), 1);
    assert!(cut[0].message.chinese.contains("断成了两段"));
}

#[test]
fn numbers_of_parts_want_both_brackets_where_their_series_has_them() {
    for (texts, expected) in [
        (&["(二)甲", "(三)乙", "四)丙"][..], Some("(四)丙")),
        (&["（二）甲", "三）乙", "（四）丙"], Some("（三）乙")),
        (&["一）甲", "（二）乙"], Some("（一）甲")),
        (&["(1)甲", "2)乙", "(3)丙"], Some("(2)乙")),
        (&["(九)甲", "(十)乙", "十一)丙"], Some("(十一)丙")),
        (&["（一）甲。", "（二乙。"], Some("（二）乙。")),
        (&["1)甲", "2)乙", "3)丙"], None),
        (&["(1)甲", "1)乙", "2)丙", "(2)丁"], None),
        (&["（一）甲", "（二次）乙"], None),
    ] {
        let found = codes(texts);
        match expected {
            Some(expected) => {
                assert_eq!(found, ["lost-bracket-in-part-number"], "{texts:?}");
                assert!(
                    mended(texts).iter().any(|text| text == expected),
                    "{texts:?}"
                );
            }
            None => assert_eq!(found, [""; 0], "{texts:?}"),
        }
    }
}

#[test]
fn widths_are_told_once_where_they_are_mixed() {
    let found = defects(&["甲，乙，丙", "丁,戊", "己(庚)，辛（壬）"]);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].passage, found[0].range.clone()), (1, 3..4));
    assert!(found[0].message.chinese.contains("半角 1 处、全角 3 处"));
    assert_eq!(
        mended(&["甲，乙，丙", "丁,戊", "己(庚)，辛（壬）"]),
        ["甲，乙，丙", "丁，戊", "己（庚），辛（壬）"]
    );
    for texts in [
        &["甲,乙,丙", "丁(戊)。"][..],
        &["甲，乙（丙）。", "A,B (C), 3,000"],
        &["甲（乙）", "1)丙，丁"],
    ] {
        assert_eq!(codes(texts), [""; 0], "{texts:?}");
    }
    for texts in [
        &["甲（乙)丙"][..],
        &["“甲”", "乙\"丙\"丁"],
        &["１２件", "12件"],
        &["甲。乙。", "丙."],
    ] {
        assert_eq!(codes(texts), ["mixed-width"], "{texts:?}");
    }
}

fn part(number: &str, title: &str, parent: Option<u32>) -> Part {
    let mut part = Part::default();
    part.number = number.to_owned();
    part.title = title.to_owned();
    part.parent = parent;
    part
}

#[test]
fn headings_are_glued_where_those_beside_them_stand_alone() {
    let opening = |part, text| Passage {
        part: Some(part),
        opens_part: true,
        ..passages(&[text])[0]
    };
    let parts = [
        part("3.", "3. 落实责任", None),
        part("4.", "4. 强化考核", None),
        part("5.", "5. 加强宣传", None),
    ];
    let passages_of = [
        opening(0, "3. 落实责任"),
        Passage {
            part: Some(0),
            ..passages(&["健全制度。(某局负责)4. 强化考核"])[0]
        },
        opening(2, "5. 加强宣传"),
    ];
    let found = find(&passages_of, &parts, settings());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].kind, Kind::GluedHeading);
    assert_eq!(found[0].mends[0].text, "\n\n");
    // A list written in one paragraph.
    let list = [opening(0, "3. 落实责任。4. 强化考核。5. 加强宣传。")];
    assert_eq!(find(&list, &parts, settings()), []);
}

#[test]
fn the_closing_is_wanted_where_the_type_wants_it() {
    let wanted = Settings {
        closing: WantedClosing {
            issuer: true,
            date: true,
        },
        ..settings()
    };
    let code = |texts: &[&str]| -> Vec<String> {
        let found = find(&passages(texts), &[], wanted);
        found.iter().map(|d| d.message.chinese.clone()).collect()
    };
    assert_eq!(code(&["正文。"]), ["文末没有署名和成文日期"]);
    assert_eq!(code(&["正文。", "2019年12月5日"]), ["文末没有署名"]);
    assert_eq!(code(&["正文。", "示例市人民政府"]), ["文末没有成文日期"]);
    for texts in [
        &["正文。", "示例市人民政府", "2019年12月5日"][..],
        &["正文。", "示例市人民政府\n2019年12月5日"],
        &["示例市司法局", "（2019年12月5日）", "正文。"],
    ] {
        assert_eq!(code(texts), [""; 0], "{texts:?}");
    }
    assert_eq!(code(&[]), [""; 0]);
}

#[test]
fn an_attachment_is_missed_where_none_can_be_it() {
    let with = |texts: &[&str], attachments: &[&str]| {
        let settings = Settings {
            attachments,
            ..settings()
        };
        find(&passages(texts), &[], settings).len()
    };
    assert_eq!(with(&["详见附件2。"], &[]), 1);
    assert_eq!(with(&["详见附件2。"], &["表.pdf"]), 0);
    assert_eq!(with(&["详见附件2。"], &["附件1.pdf", "附件2.pdf"]), 0);
    assert_eq!(with(&["详见附件3。"], &["附件1.pdf", "附件2.pdf"]), 1);
    // What follows may be what is attached.
    assert_eq!(
        with(&["附件：名单", "张某、李某为本次示例名单中的人员。"], &[]),
        0
    );
    assert_eq!(
        with(
            &["附件：1.名单", "2.报表", "示例市司法局", "2019年12月5日"],
            &[]
        ),
        1
    );
}

#[test]
fn what_is_not_chinese_or_is_code_is_passed_over() {
    let english = Settings::default();
    assert_eq!(find(&passages(&["示政发[2016]8号"]), &[], english), []);
    let code = Passage {
        kind: PassageKind::Code,
        ..passages(&["示政发[2016]8号"])[0]
    };
    assert_eq!(find(&[code], &[], settings()), []);
}

#[test]
fn any_text_is_read_to_its_end_and_every_place_is_one() {
    let pieces = [
        "《", "》", "〈", "”", "“", "(", "）", "〔", "〕", "2015", "20152020", "年", "0", "号",
        "月", "日", "，", "。", ",", " ", "四", "附件", "见", "\n", "é", "𠮷", "<", ">", "1)", "‘",
        "’", "Ｏ", "二",
    ];
    // A linear congruence walks through the pieces in many orders.
    let mut seed = 1usize;
    for _ in 0..2_000 {
        let mut texts = vec![String::new(); 3];
        for i in 0..24 {
            seed = seed.wrapping_mul(1_103_515_245).wrapping_add(12_345) % (1 << 31);
            texts[i % 3].push_str(pieces[(seed >> 8) % pieces.len()]);
        }
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let found = defects(&texts);
        for defect in &found {
            assert!(texts[defect.passage].get(defect.range.clone()).is_some());
            for mend in &defect.mends {
                let text = texts[mend.passage].get(mend.range.clone());
                assert!(
                    text.is_some_and(|text| text != mend.text),
                    "{texts:?} {mend:?}"
                );
            }
        }
        assert_eq!(found, defects(&texts));
    }
}

#[test]
fn a_warning_has_its_code_and_place() {
    let fault = defects(&["示政发[2016]8号"])[0].fault(3..9);
    assert_eq!((fault.code, fault.span), ("wrong-bracket-in-number", 3..9));
    assert!(Kind::ALL.iter().all(|kind| Kind::is_code(kind.code())));
    assert!(!Kind::is_code("unknown-key"));
}

#[test]
fn brackets_of_numbers_are_told_apart_from_those_of_the_text() {
    for (texts, is_mixed) in [
        (["(一)甲。", "（乙）、丙（丁）"], false),
        (["(一)甲。", "（二）乙。"], true),
        (["  （1）甲。", "乙(丙)丁"], false),
        (["甲（乙）丙", "丁(戊)己"], true),
        // A bracket of a number of a document is its issuer's.
        (["甲（乙）丙", "示(新)政办〔2017〕5号"], false),
    ] {
        let found = codes(&texts).contains(&"mixed-width");
        assert_eq!(found, is_mixed, "{texts:?}");
    }
}
