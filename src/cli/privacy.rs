//! How `gongbao check --privacy report` shows what was looked at for what must not be published, and what could not be.
//!
//! In: counts and the parts that nobody has seen. Out: a few lines for people; for tools: [`crate::cli::json`]. It decides
//! nothing.

use crate::cli::printable::printable;
use crate::diagnostic::Language;
use crate::privacy::Looked;

/// For people: a line for what was looked at, and one for each part that was not.
pub(super) fn to_text(looked: &Looked, language: Language) -> String {
    let is_chinese = language == Language::Chinese;
    let files: usize = looked.attachments.values().sum();
    let kinds = looked.attachments.iter();
    let kinds = kinds.map(|(ending, count)| match (ending.as_str(), is_chinese) {
        ("", true) => format!("无扩展名 {count}"),
        ("", false) => format!("{count} without an ending"),
        (ending, true) => format!("{} {count}", printable(ending)),
        (ending, false) => format!("{count} {}", printable(ending)),
    });
    let kinds: Vec<String> = kinds.collect();
    let kinds = match (kinds.is_empty(), is_chinese) {
        (true, _) => String::new(),
        (false, true) => format!("（{}）", kinds.join("、")),
        (false, false) => format!(" ({})", kinds.join(", ")),
    };
    let (texts, unseen) = (looked.texts, looked.unseen.len() + looked.more);
    let mut lines = vec![match (unseen, is_chinese) {
        (0, true) => {
            format!(
                "隐私和保密检查：已检查正文 {texts} 份、附件 {files} 个{kinds}，没有无法检查的部分。"
            )
        }
        (_, true) => format!(
            "隐私和保密检查：已检查正文 {texts} 份、附件 {files} 个{kinds}；以下 {unseen} 处无法检查，须由人工核对："
        ),
        (0, false) => format!(
            "Looked for what must not be published in {} and {}{kinds}; nothing was left unseen.",
            counted(texts, "text"),
            counted(files, "attachment"),
        ),
        (_, false) => format!(
            "Looked for what must not be published in {} and {}{kinds}; somebody must look at what could not be seen:",
            counted(texts, "text"),
            counted(files, "attachment"),
        ),
    }];
    for part in &looked.unseen {
        let (file, why) = (
            printable(&part.file),
            printable(part.why.in_language(language)),
        );
        let place = printable(part.place.in_language(language));
        lines.push(match (place.is_empty(), is_chinese) {
            (true, true) => format!("  {file}：{why}"),
            (true, false) => format!("  {file}: {why}"),
            (false, true) => format!("  {file}（{place}）：{why}"),
            (false, false) => format!("  {file} ({place}): {why}"),
        });
    }
    match (looked.more, is_chinese) {
        (0, _) => {}
        (more, true) => lines.push(format!("  另有 {more} 处")),
        (more, false) => lines.push(format!("  and {more} more")),
    }
    lines.join("\n")
}

fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}
