//! How diagnostics are shown to people, with the offending line; to tools: [`crate::cli::json`].

use std::fmt::Write;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use crate::cli::printable::printable;
use crate::diagnostic::{Diagnostic, Language, Severity};

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
