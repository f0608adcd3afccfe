//! How `gongbao check` shows what the guidelines for government websites ask for and the content lacks.
//!
//! In: what was found. Out: a few lines for people; for tools: [`crate::cli::json`]. It decides nothing.

use crate::cli::printable::printable;
use crate::diagnostic::Language;
use crate::render::{Compliance, Gap};

/// The number of the guidelines.
pub(super) const GUIDELINES: &str = "国办发〔2017〕47号";

/// For people: one line where all is well or the guidelines do not apply, else a few lines a gap.
pub(super) fn to_text(compliance: &Compliance, language: Language) -> String {
    let is_chinese = language == Language::Chinese;
    if !compliance.applies {
        let text = match is_chinese {
            true => {
                "archive.yaml 没有“网站”（site）一项，未核对《政府网站发展指引》要求的网页标签。"
            }
            false => {
                "archive.yaml has no `site`: the tags that the guidelines for government websites ask for were not looked at."
            }
        };
        return text.to_owned();
    }
    let mut lines = vec![match (compliance.gaps.is_empty(), is_chinese) {
        (true, true) => format!("《政府网站发展指引》（{GUIDELINES}）要求的网页标签齐全。"),
        (true, false) => format!(
            "Every page has the tags that the guidelines for government websites ask for ({GUIDELINES})."
        ),
        (false, true) => format!("《政府网站发展指引》（{GUIDELINES}）要求的网页标签尚有缺项："),
        (false, false) => format!(
            "Tags that the guidelines for government websites ask for ({GUIDELINES}) and that are missing:"
        ),
    }];
    for gap in &compliance.gaps {
        let message = gap.message.in_language(language);
        lines.push(match is_chinese {
            true => format!("  {}：{message}{}", gap.tag, files(gap, language)),
            false => format!("  {}: {message}{}", gap.tag, files(gap, language)),
        });
        lines.push(format!("    {}", gap.hint.in_language(language)));
    }
    lines.join("\n")
}

/// The files that a gap names, and how many more there are.
fn files(gap: &Gap, language: Language) -> String {
    if gap.files.is_empty() {
        return String::new();
    }
    let more = gap.reports.unwrap_or(0).saturating_sub(gap.files.len());
    let names: Vec<String> = gap.files.iter().map(|file| printable(file)).collect();
    match (language, more) {
        (Language::Chinese, 0) => format!("：{}", names.join("、")),
        (Language::Chinese, more) => format!("：{}，另有 {more} 份", names.join("、")),
        (Language::English, 0) => format!(": {}", names.join(", ")),
        (Language::English, more) => format!(": {} and {more} more", names.join(", ")),
    }
}
