//! The faults of indicators and of what is stated of them, in words.

use std::ops::Range;

use crate::config::Indicator;
use crate::diagnostic::{Fault, Text};
use crate::fields::{Spanned, did_you_mean, nearest};
use crate::report::findings::figure::indicator::{FoundFigure, Why};
use crate::report::findings::figure::number::Number;
use crate::report::findings::figure::stated::Stated;

/// Values that a message names, at most.
const NAMED: usize = 4;

pub(super) fn unknown_indicator(key: &Spanned<String>, declared: &[Indicator]) -> Fault {
    let keys = declared.iter().map(|it| it.key.value.as_str());
    Fault::error(
        "unknown-indicator",
        key.span.clone(),
        Text::new(
            format!("archive.yaml 中没有指标“{}”", key.value),
            format!("archive.yaml declares no indicator `{}`", key.value),
        ),
        did_you_mean(
            nearest(&key.value, keys),
            Text::new(
                "写 archive.yaml 的“指标”（indicators）中的键，或者先在那里添加。",
                "Write a key that stands under `indicators` in archive.yaml, or add it there.",
            ),
        ),
    )
}

pub(super) fn of_another_type(key: &Spanned<String>) -> Fault {
    Fault::warning(
        "figure-of-another-type",
        key.span.clone(),
        Text::new(
            format!("指标“{}”不从这类报告读取，写在这里的数仍然采用", key.value),
            format!(
                "`{}` is not read in reports of this type; the figure counts all the same",
                key.value
            ),
        ),
        Text::new(
            "写到指标所属类型的报告中，或者在 archive.yaml 该指标的“类型”（types）中加上这一类型；确应如此的，可写入“豁免”（waivers），免予提示。",
            "State it in a report of the indicator's types, or add this type to its `types` in archive.yaml; waive it if it is right.",
        ),
    )
}

pub(super) fn twice(key: &Spanned<String>) -> Fault {
    Fault::error(
        "figure-stated-twice",
        key.span.clone(),
        Text::new(
            format!("指标“{}”在报告的文件头中已经写明", key.value),
            format!(
                "`{}` is stated in the front matter of the report already",
                key.value
            ),
        ),
        Text::new("只在一处写。", "State it in one place."),
    )
}

pub(super) fn in_another_unit(indicator: &Indicator, stated: &Stated) -> Fault {
    let unit = indicator.unit.as_deref().unwrap_or_default();
    Fault::error(
        "wrong-type",
        stated.key.span.clone(),
        Text::new(
            format!(
                "“{}”的单位是{unit}，写的是别的单位，或者小数位数过多",
                indicator.name
            ),
            format!(
                "{} is counted in {unit}; what is written is in another unit, or has too many decimals",
                indicator.name
            ),
        ),
        Text::new(
            format!("以{unit}为单位写。"),
            format!("Write it in {unit}."),
        ),
    )
}

pub(super) fn unsure(indicator: &Indicator, found: &[&FoundFigure], at: &FoundFigure) -> Fault {
    let mut values: Vec<Number> = Vec::new();
    for it in found {
        if !values.contains(&it.value) {
            values.push(it.value);
        }
    }
    let example = values.first().copied().unwrap_or(at.value);
    let named = values.iter().take(NAMED).map(Number::to_string);
    let named: Vec<String> = named.collect();
    let (more_chinese, more_english) = match values.len() > NAMED {
        true => ("等", " and others"),
        false => ("", ""),
    };
    Fault::warning(
        "unsure-figure",
        at.place.clone(),
        Text::new(
            format!(
                "指标“{}”读出不同的数：{}{more_chinese}；都没有采用",
                indicator.name,
                named.join("、")
            ),
            format!(
                "different figures of {} were read: {}{more_english}; none was taken",
                indicator.name,
                named.join(", ")
            ),
        ),
        Text::new(
            format!(
                "在文件头写明，如“指标数值: {{{}: {}}}”；或者把 archive.yaml 中的写法写得更具体。",
                indicator.key.value, example
            ),
            format!(
                "State it in the front matter, such as `figures: {{{}: {}}}`, or make the pattern in archive.yaml more exact.",
                indicator.key.value, example
            ),
        ),
    )
}

/// `path` is that of the report, whose head alone may hold a waiver: figures.yaml has none.
pub(super) fn differs(
    indicator: &Indicator,
    stated: &Stated,
    value: Option<Number>,
    found: &FoundFigure,
    path: &str,
) -> Fault {
    let says = match value {
        Some(value) => Text::new(
            format!("“{}”写的是 {value}，正文为 {}", indicator.name, found.value),
            format!(
                "{} is stated as {value}, the text has {}",
                indicator.name, found.value
            ),
        ),
        None => Text::new(
            format!("“{}”写的是无，正文为 {}", indicator.name, found.value),
            format!(
                "{} is stated as none, the text has {}",
                indicator.name, found.value
            ),
        ),
    };
    Fault::warning(
        "figure-does-not-match",
        stated.key.span.clone(),
        Text::new(
            format!("{}（{}）", says.chinese, found.quote),
            format!("{} ({})", says.english, found.quote),
        ),
        Text::new(
            format!(
                "页面采用写明的数，并注明正文为多少。核对原件；确应如此的，写入 {path} 文件头的“豁免”（waivers），免予提示。"
            ),
            format!(
                "Pages have what is stated, and say what the text has. Compare it with the original; if it is right, waive this in the front matter of {path}."
            ),
        ),
    )
}

/// Why a pattern or a cell gives nothing, as far as it is known.
#[derive(Clone, Copy, Debug)]
pub(super) enum Cause<'a> {
    /// It is nowhere.
    Nowhere,
    /// There are no reports in which it is read.
    NoReport,
    /// There are none of the time of its definition.
    NoReportThen,
    /// A report, by its path, in which something of it is.
    Missed(&'a str, Why),
}

/// A pattern or a cell, or all of an indicator, that gives nothing.
pub(super) fn without_match(span: Range<usize>, cause: Cause<'_>) -> Fault {
    let [chinese, english] = match cause {
        Cause::Nowhere => [
            "没有从任何报告中读出这个数".to_owned(),
            "this is found in no report".to_owned(),
        ],
        Cause::NoReport => [
            "没有一份报告读出这项指标：档案中还没有这类报告".to_owned(),
            "this indicator is found in no report: the archive has none of these types".to_owned(),
        ],
        Cause::NoReportThen => [
            "没有从任何报告中读出这个数：没有报告期在这段时间的报告".to_owned(),
            "this is found in no report: none is on a period of this time".to_owned(),
        ],
        Cause::Missed(path, why) => {
            let [chinese, english] = of_missed(why);
            [
                format!("没有从任何报告中读出这个数：{path} {chinese}"),
                format!("this is found in no report: in {path} {english}"),
            ]
        }
    };
    let hint = match cause {
        Cause::Nowhere => Text::new(
            "对照报告原文核对写法、表格的行列标题、类型和起止时间；不再需要的删去。",
            "Compare it with the words of the reports, the titles of rows and columns, the types and the dates; remove what is not needed.",
        ),
        Cause::NoReport => Text::new(
            "核对该指标的“类型”（types）；报告尚未收录的，可写入“豁免”（waivers），免予提示。",
            "Check `types` of the indicator; if the reports are still to come, waive this.",
        ),
        Cause::NoReportThen => Text::new(
            "核对口径的“起”“止”（from、until）和报告的报告期；报告尚未收录的，可写入“豁免”（waivers），免予提示。",
            "Check `from` and `until` of the definition and the periods of the reports; if the reports are still to come, waive this.",
        ),
        Cause::Missed(_, why) => hint_for(why),
    };
    Fault::warning(
        "pattern-without-match",
        span,
        Text::new(chinese, english),
        hint,
    )
}

fn of_missed(why: Why) -> [&'static str; 2] {
    match why {
        Why::NoNumber => [
            "有这样的文字，但取出的不是一个数",
            "its words stand, but what is taken of them is no figure",
        ],
        Why::PartOfNumber => [
            "有这样的文字，但括号只括住了数的一部分",
            "its words stand, but the group has a part of a figure alone",
        ],
        Why::OtherUnit => [
            "有这个数，但单位与指标的单位不同，或者小数位数过多",
            "the figure is in another unit than the indicator, or has too many decimals",
        ],
        Why::InTable => [
            "的表格中有这样的文字，正文中没有",
            "its words stand in a table, not in the text",
        ],
        Why::NoColumn => [
            "的表格有这一行，没有这一列",
            "a table has this row, and not this column",
        ],
        Why::SeveralColumns => [
            "的表格有这一行，但有数值的不止一列",
            "a table has this row, and more than one column of figures",
        ],
    }
}

fn hint_for(why: Why) -> Text {
    match why {
        Why::NoNumber => Text::new(
            r"正文中的写法，括号只括住数，如 (\d+)，有小数的写 ([\d.]+)，汉字数字写 ([一二三四五六七八九十百千]+)；表格中核对这一格。",
            r"Put nothing but the figure into the group: (\d+), or ([\d.]+) with decimals; in a table look at the cell.",
        ),
        Why::PartOfNumber => Text::new(
            r"括号要括住整个数：前后不另写 \d，有小数的写 ([\d.]+)；“3万2千”这样的数读不出，在文件头的“指标数值”中写明。",
            r"Put the whole figure into the group, with ([\d.]+) where it has decimals and no \d outside; state one such as 3万2千 in `figures` of the front matter.",
        ),
        Why::OtherUnit => Text::new(
            "核对指标的“单位”（unit）和报告中的单位；确实不同的，在文件头的“指标数值”中换算后写明。",
            "Check `unit` of the indicator against the report; if they differ, state the figure in `figures` of the front matter.",
        ),
        Why::InTable => Text::new(
            "表格中的数不用“正文”读取，改写为“表格: {行: …, 列: …}”（table、row、column）。",
            "A figure in a table is read by `table: {row: …, column: …}`, not by `text`.",
        ),
        Why::NoColumn => Text::new(
            "照表头写“列”（column）；列名中的年份写作 {year}。",
            "Write `column` as it stands in the head; {year} stands for the year of the report.",
        ),
        Why::SeveralColumns => Text::new("写明是哪一“列”（column）。", "Say which `column` it is."),
    }
}
