//! The words by which a part is called, and where the heading that runs into its text ends.
//!
//! In: the line that a part begins. Out: its title as written, cut where it is long. Never alters a word.

use crate::report::outline::marker::Kind;

/// Characters of a run-in heading; a longer first sentence is cut at a comma.
pub(crate) const TITLE_MAX: usize = 60;

/// The title of a part that begins a paragraph, and where its heading ends (0: no sentence ends in reach).
pub(super) fn run_in_heading(line: &str, kind: Option<Kind>, chinese: bool) -> (String, usize) {
    if !chinese
        && let Some((at, _)) = line
            .match_indices(". ")
            .find(|(at, _)| ends_words(&line[..*at]))
        && line[..at].chars().count() <= TITLE_MAX
    {
        return (line[..at].to_owned(), at + 1);
    }
    let ends = |c: char| {
        matches!(c, '。' | '！' | '？') || kind == Some(Kind::Count) && matches!(c, '；' | ';')
    };
    match line
        .char_indices()
        .take(TITLE_MAX + 1)
        .find(|(_, c)| ends(*c))
    {
        Some((at, c)) => (line[..at].to_owned(), at + c.len_utf8()),
        None => (cut(line, TITLE_MAX).0, 0),
    }
}

/// Whether the stop after `head` ends a heading: after a word, not after the number itself.
pub(super) fn ends_words(head: &str) -> bool {
    head.ends_with(char::is_alphabetic) && head.split_whitespace().count() > 2
}

/// Whether an English line is a heading by its looks: few words, and no stop.
pub(super) fn is_title(line: &str) -> bool {
    line.split_whitespace().count() <= 12 && !line.ends_with(['.', ':', ';', ','])
}

/// The text, or its beginning up to a comma with … after it; and whether it was cut.
pub(super) fn cut(text: &str, max: usize) -> (String, bool) {
    let Some((end, _)) = text.char_indices().nth(max) else {
        return (text.to_owned(), false);
    };
    let head = &text[..end];
    let comma = head
        .rfind([',', '，', ';', '；', ':', '：', '、'])
        .filter(|at| *at > end / 3);
    (format!("{}…", &head[..comma.unwrap_or(end)]), true)
}

/// Whether a line is short and no sentence: a heading by its looks.
pub(super) fn is_line_alone(line: &str) -> bool {
    line.len() <= TITLE_MAX * 4
        && line.chars().count() <= TITLE_MAX
        && !line.contains(['。', '；', ';', '！', '？'])
        && !line.ends_with([':', '：', '.', ',', '，', '、'])
}
