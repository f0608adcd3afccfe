//! The types of an archive in words: what the hint at one that is unknown or missing lists.
//!
//! In: the types of archive.yaml. Out: words. Whether a type is at fault is decided elsewhere.

use std::collections::BTreeMap;

use crate::config::ReportType;
use crate::diagnostic::{Diagnostic, Text};
use crate::fields::{did_you_mean, misses, nearest, simplified};
use crate::report::Report;
use crate::report::front_matter::FIELDS;

/// Types that a hint lists, at most.
const LISTED: usize = 12;

/// The hint at a word that is none of these types: which was meant, and which there are.
pub(crate) fn hint(word: &str, types: &BTreeMap<String, ReportType>) -> Text {
    let words = types
        .iter()
        .flat_map(|(key, of)| [key.as_str(), of.name.as_str()]);
    let near = nearest(&simplified(word), words);
    let new = Text::new(
        "新类型写在 archive.yaml 的“类型”（types）下，如 work-summary: {名称: 工作总结}。",
        "A new one is a line under `types` in archive.yaml, such as `work-summary: {name: Work summary}`.",
    );
    let (meant, listed) = (did_you_mean(near, new), listed(types));
    // What was meant comes first, what else could be done last.
    match near {
        Some(_) => joined(&meant, &listed),
        None => joined(&listed, &meant),
    }
}

/// Adds the types to the hint at a report that says none.
pub(super) fn tell(
    report: &Report,
    types: &BTreeMap<String, ReportType>,
    diagnostics: &mut [Diagnostic],
) {
    let kind = FIELDS.iter().find(|field| field.name == "type");
    let Some(kind) = kind.filter(|_| report.front_matter.kind.value.is_empty()) else {
        return;
    };
    let missing = diagnostics
        .iter_mut()
        .filter(|it| it.code == "missing-field" && misses(&it.message, kind));
    for diagnostic in missing {
        diagnostic.hint = joined(&diagnostic.hint, &listed(types));
    }
}

/// The types that there are; nothing where there are none.
fn listed(types: &BTreeMap<String, ReportType>) -> Text {
    if types.is_empty() {
        return Text::new("", "");
    }
    let first = || types.iter().take(LISTED);
    let chinese: Vec<String> = first()
        .map(|(key, of)| format!("{key}（{}）", of.name))
        .collect();
    let english: Vec<String> = first()
        .map(|(key, of)| format!("`{key}` ({})", of.name))
        .collect();
    let (chinese, english) = (chinese.join("、"), english.join(", "));
    match types.len().saturating_sub(LISTED) {
        0 => Text::new(
            format!("已有的类型：{chinese}。"),
            format!("Types of the archive: {english}."),
        ),
        more => Text::new(
            format!("已有的类型：{chinese}，另有 {more} 个。"),
            format!("Types of the archive: {english}, and {more} more."),
        ),
    }
}

/// Two hints, one after the other.
fn joined(first: &Text, second: &Text) -> Text {
    let english = [first.english.as_str(), second.english.as_str()];
    let english: Vec<&str> = english
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect();
    Text::new(
        format!("{}{}", first.chinese, second.chinese),
        english.join(" "),
    )
}
