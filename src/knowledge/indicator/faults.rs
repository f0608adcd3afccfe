//! The faults of indicators and of what is stated of them, in words.

use std::ops::Range;

use crate::config::Indicator;
use crate::diagnostic::{Fault, Text};
use crate::fields::{Spanned, did_you_mean, nearest};
use crate::report::findings::figure::indicator::FoundFigure;
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
                "写 archive.yaml 的 indicators（指标）中的键，或者先在那里添加。",
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
            "写到指标所属类型的报告中，或者在 archive.yaml 该指标的 types（类型）中加上这一类型；确应如此的可以豁免。",
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

pub(super) fn differs(
    indicator: &Indicator,
    stated: &Stated,
    value: Option<Number>,
    found: &FoundFigure,
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
            "页面采用文件头写的数。核对原件；确应如此的，写入 waivers（豁免）。",
            "Pages have what is stated. Compare it with the original; if it is right, waive this.",
        ),
    )
}

pub(super) fn without_match(span: Range<usize>) -> Fault {
    Fault::warning(
        "pattern-without-match",
        span,
        Text::new("没有一份报告读出这个数", "this is found in no report"),
        Text::new(
            "对照报告原文核对写法、表格的行列标题、类型和起止时间；不再需要的删去。",
            "Compare it with the words of the reports, the titles of rows and columns, the types and the dates; remove what is not needed.",
        ),
    )
}
