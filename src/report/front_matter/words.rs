//! What a title, a summary or a name should not hold: quotation marks around it, entities and tags, what a wrong
//! encoding left, a list in full-width brackets.
//!
//! In: a value as it is displayed. Out: warnings. Never alters it.

use std::ops::Range;

use crate::diagnostic::{Fault, Text};
use crate::fields::Spanned;
use crate::report::damage;

/// Quotation marks, by pairs.
const QUOTES: &[(char, char)] = &[
    ('“', '”'),
    ('‘', '’'),
    ('"', '"'),
    ('\'', '\''),
    ('＂', '＂'),
    ('「', '」'),
    ('『', '』'),
    ('«', '»'),
    ('”', '“'),
    ('”', '”'),
];
/// Full-width brackets that a list of YAML cannot be written with.
const BRACKETS: &[(char, char)] = &[('［', '］'), ('【', '】'), ('｛', '｝')];
/// Bytes of an entity or a tag.
const MARKUP_MAX: usize = 40;

/// Warnings about a title.
pub(super) fn check_title(title: &Spanned<String>, faults: &mut Vec<Fault>) {
    if let Some(inner) = unquoted(&title.value) {
        faults.push(quoted_title(title.span.clone(), &title.value, inner));
    }
    check_words(title, faults);
}

/// Warnings about any words that are displayed as they stand.
pub(super) fn check_words(words: &Spanned<String>, faults: &mut Vec<Fault>) {
    if let Some(markup) = markup(&words.value) {
        faults.push(markup_in_words(words.span.clone(), markup));
    }
    // A control character is read as U+FFFD, and has been reported.
    let is_reported = |fault: &Fault| fault.code == "control-character" && fault.span == words.span;
    if !faults.iter().any(is_reported) {
        faults.extend(damage::of_field(&words.value, &words.span));
    }
}

/// What stands between the quotation marks that a text begins and ends with.
///
/// “甲”和“乙” begins and ends with marks too, of two quotations.
fn unquoted(text: &str) -> Option<&str> {
    QUOTES.iter().find_map(|(open, close)| {
        let inner = text.strip_prefix(*open)?.strip_suffix(*close)?;
        let is_one = !inner.is_empty() && !inner.contains([*open, *close]);
        is_one.then_some(inner)
    })
}

/// The first entity or tag of HTML, which would be displayed as it is written.
fn markup(text: &str) -> Option<&str> {
    text.char_indices().find_map(|(at, c)| {
        let rest = &text[at..];
        let (end, is_part): (char, fn(char) -> bool) = match c {
            '&' => (';', |c| c.is_ascii_alphanumeric() || c == '#'),
            '<' => ('>', |c| c.is_ascii() && c != '<'),
            _ => return None,
        };
        let length = rest[1..].find(|c| c == end || !is_part(c))? + 1;
        let inside = &rest[1..length];
        let is_markup = rest[length..].starts_with(end)
            && length < MARKUP_MAX
            && (c == '<' || length > 2)
            && inside
                .trim_start_matches(['/', '#'])
                .starts_with(|c: char| c.is_ascii_alphanumeric())
            && (c == '&'
                || inside
                    .trim_start_matches('/')
                    .starts_with(|c: char| c.is_ascii_alphabetic()));
        is_markup.then(|| &rest[..=length])
    })
}

/// The fault of a text that is several names in a row, separated by `，` or `；`, or in full-width brackets. A comma of
/// Latin script and 、 are no evidence outside brackets: both may belong to a name (城乡建设、环境保护 is one topic of
/// the official list).
pub(super) fn row(text: &Spanned<String>) -> Option<Fault> {
    let value = text.value.as_str();
    let bracketed = BRACKETS.iter().find_map(|(open, close)| {
        let inner = value.strip_prefix(*open)?.strip_suffix(*close)?;
        (!inner.contains([*open, *close])).then_some(inner)
    });
    let separators: &[char] = match bracketed {
        Some(_) => &['，', '；', ',', ';', '、'],
        None => &['，', '；'],
    };
    let names: Vec<&str> = bracketed
        .unwrap_or(value)
        .split(separators)
        .map(str::trim)
        .collect();
    let is_row = names.len() > 1 || bracketed.is_some();
    if !is_row || names.iter().any(|name| name.is_empty()) {
        return None;
    }
    let list = names.join(", ");
    let hint = match bracketed {
        None => Text::new(
            format!("如为多个名称，写成列表：[{list}]。"),
            format!("If these are several names, write a list: [{list}]."),
        ),
        Some(_) => Text::new(
            format!("列表的方括号和逗号须用半角：[{list}]。"),
            format!("A list has half-width brackets and commas: [{list}]."),
        ),
    };
    Some(Fault::warning(
        "several-names-in-one",
        text.span.clone(),
        Text::new(
            format!("“{value}”会作为一个名称"),
            format!("`{value}` counts as one name"),
        ),
        hint,
    ))
}

fn quoted_title(span: Range<usize>, title: &str, inner: &str) -> Fault {
    Fault::warning(
        "quoted-title",
        span,
        Text::new(
            format!("标题会连同引号显示为 {title}"),
            format!("the title is shown with its quotation marks: {title}"),
        ),
        Text::new(
            format!("引号不属于标题的，删去：{inner}；YAML 的引号须用半角。"),
            format!(
                "If they are no part of the title, delete them: {inner}. Quotation marks of YAML are half-width."
            ),
        ),
    )
}

fn markup_in_words(span: Range<usize>, markup: &str) -> Fault {
    Fault::warning(
        "markup-in-words",
        span,
        Text::new(
            format!("“{markup}”会原样显示：此处不读 HTML"),
            format!("`{markup}` is shown as it stands: this is no HTML"),
        ),
        Text::new(
            "改为字符本身，如 &amp; 改为 &，&nbsp; 改为空格；标签删去。",
            "Write the character itself, & for &amp;, a blank for &nbsp;; delete a tag.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(title: &str) -> Vec<&'static str> {
        let mut faults = Vec::new();
        let title = Spanned {
            value: title.to_owned(),
            span: 0..title.len(),
        };
        check_title(&title, &mut faults);
        faults.extend(row(&title));
        faults.iter().map(|fault| fault.code).collect()
    }

    #[test]
    fn what_a_title_should_not_hold() {
        for (title, code) in [
            ("“2021年工作报告”", "quoted-title"),
            ("\"2021年工作报告\"", "quoted-title"),
            ("「工作报告」", "quoted-title"),
            ("『工作报告』", "quoted-title"),
            ("甲&nbsp;乙", "markup-in-words"),
            ("甲&amp;乙", "markup-in-words"),
            ("甲&#160;乙", "markup-in-words"),
            ("甲<br>乙", "markup-in-words"),
            ("<b>甲</b>", "markup-in-words"),
            ("关于锟斤拷的报告", "garbled-text"),
            ("张\u{E815}明", "private-use-character"),
            ("［财政, 预算］", "several-names-in-one"),
            ("【财政，预算】", "several-names-in-one"),
            ("【财政、预算】", "several-names-in-one"),
            ("［财政］", "several-names-in-one"),
            ("财政，预算", "several-names-in-one"),
        ] {
            assert!(codes(title).contains(&code), "{title}: {:?}", codes(title));
        }
        for title in [
            "“十四五”规划和“放管服”改革",
            "关于“三公”经费的报告",
            "R&D投入",
            "AT&T;甲",
            "《<办法>》解读",
            "a < b > c",
            "1<2>0",
            "财政、预算",
            "财政, 预算",
            "［2021］1号",
            "〔2021〕",
            "\"",
        ] {
            let told = codes(title);
            assert!(told.is_empty(), "{title}: {told:?}");
        }
    }
}
