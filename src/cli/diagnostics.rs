//! How diagnostics are shown to people, with the offending line; to tools: [`crate::cli::json`].

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use crate::cli::printable::printable;
use crate::diagnostic::{Diagnostic, Language, Severity, Text};

/// Diagnostics of one code that are shown one by one, at most: of more, some are shown and the rest summed up.
const MANY: usize = 20;
/// Of so many, those that are shown one by one.
const SHOWN: usize = 5;
/// Places that a sum names.
const PLACES: usize = 3;

/// Diagnostics of one code and severity that are not shown one by one.
pub(super) struct Sum<'d> {
    first: &'d Diagnostic,
    count: usize,
    files: usize,
    places: Vec<&'d Diagnostic>,
}

/// The diagnostics to show one by one, in their order, and what sums up the others.
pub(super) fn summed_up(diagnostics: &[Diagnostic]) -> (Vec<&Diagnostic>, Vec<Sum<'_>>) {
    let mut counts: BTreeMap<(Severity, &str), usize> = BTreeMap::new();
    for found in diagnostics {
        *counts.entry((found.severity, found.code)).or_default() += 1;
    }
    let mut shown = Vec::new();
    let mut seen: BTreeMap<(Severity, &str), usize> = BTreeMap::new();
    let mut sums: BTreeMap<(Severity, &str), (Sum<'_>, BTreeSet<&str>)> = BTreeMap::new();
    for found in diagnostics {
        let kind = (found.severity, found.code);
        let number = seen.entry(kind).or_default();
        *number += 1;
        if counts.get(&kind).is_none_or(|count| *count <= MANY) || *number <= SHOWN {
            shown.push(found);
            continue;
        }
        let (sum, files) = sums.entry(kind).or_insert_with(|| {
            let sum = Sum {
                first: found,
                count: 0,
                files: 0,
                places: Vec::new(),
            };
            (sum, BTreeSet::new())
        });
        sum.count += 1;
        files.insert(&found.file);
        if sum.places.len() < PLACES {
            sum.places.push(found);
        }
    }
    let sums = sums.into_values().map(|(sum, files)| Sum {
        files: files.len(),
        ..sum
    });
    (shown, sums.collect())
}

impl Sum<'_> {
    /// The line in its place.
    pub(super) fn text(&self) -> Text {
        let Sum { count, files, .. } = self;
        let code = self.first.code;
        let place = |found: &&Diagnostic| match found.line {
            0 => found.file.clone(),
            line => format!("{}:{line}", found.file),
        };
        let places: Vec<String> = self.places.iter().map(place).collect();
        let [kind, english_kind] = match self.first.severity {
            Severity::Error => ["错误", "error"],
            Severity::Warning => ["警告", "warning"],
        };
        let in_files = match files {
            1 => "1 file".to_owned(),
            _ => format!("{files} files"),
        };
        let dots = if self.places.len() < *count {
            "……"
        } else {
            ""
        };
        let more = if self.places.len() < *count {
            " …"
        } else {
            ""
        };
        Text::new(
            format!(
                "{kind}[{code}]: 同类的还有 {count} 处，分布于 {files} 个文件：{}{dots}\n  = 建议: 先改正以上各处；加 --format json 列出全部。",
                places.join("、")
            ),
            format!(
                "{english_kind}[{code}]: {count} more of the same in {in_files}: {}{more}\n  = help: mend those above first; --format json lists all",
                places.join(", ")
            ),
        )
    }
}

/// One diagnostic as people read it, with the offending line; no line end at its end.
pub(super) fn to_text(diagnostic: &Diagnostic, language: Language, colour: bool) -> String {
    let level = match (diagnostic.severity, language) {
        (Severity::Error, Language::Chinese) => Level::ERROR.with_name("错误"),
        (Severity::Warning, Language::Chinese) => Level::WARNING.with_name("警告"),
        (Severity::Error, Language::English) => Level::ERROR,
        (Severity::Warning, Language::English) => Level::WARNING,
    };
    let help = match language {
        Language::Chinese => Level::HELP.with_name("建议"),
        Language::English => Level::HELP,
    };
    let message = printable(diagnostic.message.in_language(language));
    let hint = printable(diagnostic.hint.in_language(language));
    let title = level.primary_title(message).id(diagnostic.code);
    let group = if diagnostic.line == 0 {
        title.element(Origin::path(&diagnostic.file))
    } else {
        let (line, span) = excerpt(diagnostic);
        title.element(
            Snippet::source(line)
                .line_start(diagnostic.line)
                .path(format!(
                    "{}:{}:{}",
                    diagnostic.file, diagnostic.line, diagnostic.column
                ))
                .fold(false)
                .annotation(AnnotationKind::Primary.span(span)),
        )
    };
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let text = renderer.render(&[group.element(help.message(hint))]);
    // The renderer appends the place in the line it is given, which may be an excerpt; the path above
    // holds the true one.
    strip_place(&text, diagnostic)
}

fn strip_place(text: &str, diagnostic: &Diagnostic) -> String {
    let place = format!(
        "{}:{}:{}",
        diagnostic.file, diagnostic.line, diagnostic.column
    );
    let mut out = String::with_capacity(text.len());
    for (number, line) in text.lines().enumerate() {
        if number > 0 {
            out.push('\n');
        }
        match line.split_once(&place) {
            Some((before, after)) if before.contains("-->") => {
                let rest = after.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit());
                let _ = write!(out, "{before}{place}{rest}");
            }
            _ => out.push_str(line),
        }
    }
    out
}

/// The excerpt without characters that would move the cursor, and the bytes of it that are at fault.
fn excerpt(diagnostic: &Diagnostic) -> (String, Range<usize>) {
    let (text, span) = (&diagnostic.excerpt, &diagnostic.span);
    let clean = |part: Option<&str>| printable(part.unwrap_or_default()).replace('\n', " ");
    let before = clean(text.get(..span.start));
    let fault = clean(text.get(span.clone()));
    let after = clean(text.get(span.end..));
    let span = before.len()..before.len() + fault.len();
    (before + &fault + &after, span)
}
