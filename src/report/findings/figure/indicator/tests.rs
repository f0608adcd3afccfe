//! Figures of indicators, in texts and tables.

use super::*;
use crate::report::findings::figure::grid::tests::passages as table;

fn paragraph(text: &str) -> Passage<'_> {
    Passage {
        anchor: "1",
        part: None,
        opens_part: false,
        kind: PassageKind::Paragraph,
        text,
    }
}

fn of_year(year: &str) -> FrontMatter {
    FrontMatter {
        period: Period::parse(year).ok(),
        ..FrontMatter::default()
    }
}

fn sought(patterns: &[&str], cells: &[(&str, Option<&str>)], unit: &str) -> SoughtIndicator {
    let patterns = patterns.iter().map(|it| Pattern::of(it).expect(it));
    // Levels stand with > between them.
    let levels = |name: &str| name.split('>').map(str::to_owned).collect();
    let cells = cells.iter();
    let cells = cells.map(|(row, column)| (levels(row), column.map(levels)));
    SoughtIndicator {
        types: None,
        unit: Unit::of(unit),
        definitions: vec![SoughtDefinition {
            text: patterns.collect(),
            table: cells.collect(),
            ..SoughtDefinition::default()
        }],
    }
}

/// `value: bytes` of what is found, about ones with ~.
fn found(passages: &[Passage<'_>], year: &str, sought: SoughtIndicator) -> Vec<String> {
    let (found, _) = find(&Tables::of(passages), &of_year(year), &[sought]);
    let shown = found.iter().map(|it| {
        let text = passages[it.passage].text;
        let about = if it.figure.is_about { "~" } else { "" };
        format!("{about}{}: {}", it.figure.value, &text[it.bytes.clone()])
    });
    shown.collect()
}

#[test]
fn figures_of_texts_are_whole_numbers_as_they_are_written() {
    for (pattern, unit, text, wanted) in [
        (
            r"受理(\d+)件",
            "件",
            "全年受理５３　件。",
            &["53: ５３"][..],
        ),
        (r"受理(\d+)件", "件", "全年受理1,234件。", &["1234: 1,234"]),
        (
            r"受理(\d+)",
            "件",
            "全年受理2.8万余件。",
            &["~28000: 2.8万余"],
        ),
        (r"受理约?(\d+)件", "件", "全年受理约70件。", &["~70: 70"]),
        (r"金额([\d.]+)", "万元", "金额3.5万元。", &["3.5: 3.5万"]),
        (r"金额([\d.]+)", "万元", "金额35000元。", &["3.5: 35000"]),
        (
            r"受理(\d+)件",
            "件",
            "受理5件，其中某区受理3件。",
            &["5: 5", "3: 3"],
        ),
        (r"受理(\d+)件", "件", "受理5件。以上受理5件。", &["5: 5"]),
        // What is no number as a whole is none; a sign is one where it stands between no two.
        (r"罚没款(\d+)", "元", "罚没款3万2千元。", &[]),
        (r"受理(\d+)", "件", "受理5千件。", &[]),
        (r"增长-?([\d.]+)%", "%", "同比增长-3.2%。", &["-3.2: 3.2"]),
        (r"增长([-\d.]+)%", "%", "同比增长-3.2%。", &["-3.2: 3.2"]),
        (r"2019-(\d+)年", "", "2019-2020年。", &["2020: 2020"]),
        (r"经费(\d+)", "千元", "经费5万元。", &["50: 5万"]),
        (
            r"受理([一二三四五六七八九十百]+)件",
            "件",
            "受理一百零三件。",
            &[],
        ),
        (
            r"受理([一二三四五六七八九十百零]+)件",
            "件",
            "受理一百零三件。",
            &["103: 一百零三"],
        ),
        (r"理(\d)件", "件", "受理53件。", &[]),
        (r"\d(\d)件", "件", "受理53件。", &[]),
        (r"受理(.+)件", "件", "受理某类案件。", &[]),
        (r"受理(\d*)", "件", "受理案件。", &[]),
        (r"審結(\d+)件", "件", "审结44件。", &["44: 44"]),
        (
            r"admitted (\d+)",
            "",
            "It admitted 82 of them.",
            &["82: 82"],
        ),
    ] {
        let text = [paragraph(text)];
        let found = found(&text, "2021", sought(&[pattern], &[], unit));
        assert_eq!(found, wanted, "{pattern} {}", text[0].text);
    }
}

#[test]
fn figures_of_tables_are_found_by_their_row_and_column() {
    let cases = "
        环节|2020年|2021年（万元）
        一、本年受理|46|51
        其中：维持|25|28
        （二）金额（元）|120|3.5万";
    let money = "
        项目|2020年
        经费（千元）|120
        外汇（美元）|120";
    let groups = "
        项目||自然人|合计
        三、办理结果|（一）予以公开|2|2
        |（二）不予公开|1|1
        四、结转|（一）予以公开|7|7";
    let slashes = "
        事项|件/次|人
        许可/备案|9|4
        备案|5|3";
    for (text, row, column, unit, wanted) in [
        (cases, "本年受理", Some("2020年"), "件", &["46: 46"][..]),
        (cases, "本年受理", Some("{year}年"), "万元", &["51: 51"]),
        (cases, "其中：维持", Some("2020年"), "", &["25: 25"]),
        (cases, "维持", Some("2020年"), "", &[]),
        (cases, "本年受理", None, "", &[]),
        (cases, "金额", Some("2021年"), "元", &["35000: 3.5万"]),
        (cases, "金额", Some("2020年"), "万元", &["0.012: 120"]),
        (money, "经费", Some("2020年"), "万元", &["12: 120"]),
        (money, "外汇", Some("2020年"), "万元", &[]),
        (groups, "不予公开", Some("合计"), "件", &["1: 1"]),
        (groups, "予以公开", Some("合计"), "件", &["2: 2", "7: 7"]),
        (groups, "办理结果>予以公开", Some("合计"), "件", &["2: 2"]),
        (slashes, "许可/备案", Some("件/次"), "件", &["9: 9"]),
    ] {
        let passages = table(0, text);
        let found = found(&passages, "2021", sought(&[], &[(row, column)], unit));
        assert_eq!(found, wanted, "{row} {column:?}");
    }
}

#[test]
fn the_definition_is_that_of_the_end_of_the_period() {
    let text = [paragraph("受理5件，收到7件。")];
    let span = |from: &str, until: &str| {
        let date = |text: &str| PartialDate::parse(text).ok();
        Span::of(date(from), date(until))
    };
    let mut both = sought(&[r"受理(\d+)件"], &[], "件");
    both.definitions[0].time = span("", "2021");
    both.definitions.push(SoughtDefinition {
        time: span("2022", ""),
        ..sought(&[r"收到(\d+)件"], &[], "件").definitions.remove(0)
    });
    for (year, wanted) in [
        ("2021", &["5: 5"][..]),
        ("2022-03", &["7: 7"]),
        ("2021年7月—2022年6月", &["7: 7"]),
        ("无", &[]),
    ] {
        assert_eq!(found(&text, year, both.clone()), wanted, "{year}");
    }
    let of_written = FrontMatter {
        written: PartialDate::parse("2022-02-01").ok(),
        ..FrontMatter::default()
    };
    assert_eq!(find(&Tables::of(&text), &of_written, &[both]).0.len(), 1);
}

#[test]
fn what_is_quoted_is_the_sentence_or_the_cell() {
    let text = [paragraph("甲。乙区受理5件；丙。")];
    let (found, _) = find(
        &Tables::of(&text),
        &of_year("2021"),
        &[sought(&[r"受理(\d+)件"], &[], "件")],
    );
    assert_eq!(&*found[0].figure.quote, "乙区受理5件；");
    assert_eq!(&*found[0].figure.anchor, "1");
    let cells = table(0, "环节|件数\n（一）受理|46");
    let sought = sought(&[], &[("受理", None)], "件");
    let (found, _) = find(&Tables::of(&cells), &of_year("2021"), &[sought]);
    assert_eq!(&*found[0].figure.quote, "（一）受理 / 件数：46");
}

#[test]
fn why_a_pattern_gives_nothing_is_known() {
    let table = table(
        0,
        "环节|2020年|2021年（万元）\n受理|46|51\n审查|7|8\n金额（元）|—|3\n罚没款|无|1",
    );
    let text = paragraph("全年受理53件，某类案件，罚没3万2千元，经费5.123456789万元。");
    let passages: Vec<Passage<'_>> = std::iter::once(text).chain(table).collect();
    for (patterns, cells, wanted) in [
        (&[r"某类(.+)件"][..], &[][..], &[Why::NoNumber][..]),
        (&[r"全年受理(\d*)"], &[], &[]),
        (&[r"受理\d(\d)件"], &[], &[Why::PartOfNumber]),
        (&[r"罚没(\d)"], &[], &[Why::PartOfNumber]),
        (&[r"环节(\d+)"], &[], &[Why::InTable]),
        (&[r"诉讼(\d+)", r"受?(\d+)个"], &[], &[]),
        // One that gives a figure somewhere is none.
        (&[r"受理(\d+)"], &[], &[]),
        (&[], &[("受理", Some("2022年"))], &[Why::NoColumn]),
        (&[], &[("受理", None)], &[Why::SeveralColumns]),
        (&[], &[("罚没款", Some("2020年"))], &[Why::NoNumber]),
        (&[], &[("审结", Some("2020年"))], &[]),
    ] {
        let sought = sought(patterns, cells, "元");
        let (_, missed) = find(&Tables::of(&passages), &of_year("2021"), &[sought]);
        let missed: Vec<Why> = missed.iter().map(|it| it.why).collect();
        assert_eq!(missed, wanted, "{patterns:?} {cells:?}");
    }
}

#[test]
fn hostile_texts_are_read_in_part() {
    let long = "受理5件".repeat(50_000);
    let many: String = (0..1_000).map(|n| format!("受理{n}件，")).collect();
    for (text, most) in [(&long, 1), (&many, FOUND_MAX)] {
        let found = found(
            &[paragraph(text)],
            "2021",
            sought(&[r"受理(\d+)件"], &[], "件"),
        );
        assert_eq!(found.len(), most);
    }
}
