//! Diagnostics: what is wrong with the content, as values. They are rendered elsewhere.
//!
//! A module that reads text finds a [`Fault`] (what is wrong, where in the bytes of that text, what to
//! do); the file it was found in turns it into a [`Diagnostic`] with line and column. Faults of the
//! machine (a disk that is full) are not these: they are [`crate::Error`].
//!
//! This module never reads a file and never decides what is a fault.

mod code;

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Whether a fault stops the publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is published.
    Error,
    /// The archive is published; an editor should look.
    Warning,
}

/// A language that the program speaks (the interface of a site has languages of its own).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Language {
    /// Chinese, simplified.
    Chinese,
    /// English.
    #[default]
    English,
}

/// A sentence in each language of the program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// Chinese, simplified.
    pub chinese: String,
    /// English.
    pub english: String,
}

impl Text {
    /// Both languages of one sentence, Chinese first.
    pub fn new(chinese: impl Into<String>, english: impl Into<String>) -> Self {
        Text {
            chinese: chinese.into(),
            english: english.into(),
        }
    }

    /// The sentence in `language`.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.chinese,
            Language::English => &self.english,
        }
    }
}

/// The stable name of a kind of fault. (serde would want a `&str` to be part of what is read.)
type Code = &'static str;

/// Something wrong in one text, before it is known which file the text came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Stable name, kebab-case, for waivers and tools: `unknown-key`.
    #[serde(with = "code")]
    pub code: Code,
    /// Whether it stops the publication.
    pub severity: Severity,
    /// Bytes of the text that are at fault; empty where something is missing.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: Text,
    /// What to do.
    pub hint: Text,
}

/// A fault and the path of the file that it is in.
pub type FileFault = (String, Fault);

impl Fault {
    /// A fault that stops the publication.
    pub fn error(code: &'static str, span: Range<usize>, message: Text, hint: Text) -> Self {
        Fault {
            code,
            severity: Severity::Error,
            span,
            message,
            hint,
        }
    }

    /// A fault that does not.
    pub fn warning(code: &'static str, span: Range<usize>, message: Text, hint: Text) -> Self {
        Fault {
            severity: Severity::Warning,
            ..Fault::error(code, span, message, hint)
        }
    }

    /// The same fault in a text that this one begins `offset` bytes into.
    pub fn shifted(mut self, offset: usize) -> Self {
        self.span = self.span.start + offset..self.span.end + offset;
        self
    }

    /// Places the fault in `file`, whose whole text is `text`. For many faults see [`in_file`].
    ///
    /// A span that reaches beyond the text is cut to it: a wrong place is better than no diagnostic.
    pub fn in_file(self, file: &str, text: &str) -> Diagnostic {
        self.in_file_shown_as(file, text, text)
    }

    /// As [`Fault::in_file`], of a text of which `shown` is shown, which has the same bytes but for what is starred.
    pub(crate) fn in_file_shown_as(self, file: &str, text: &str, shown: &str) -> Diagnostic {
        let before = text.bytes().take(self.span.start);
        let line = 1 + before.filter(|b| *b == b'\n').count();
        self.on_line(file, text, shown, line)
    }

    /// On a line of `text`, which is shown as `shown` has it: that has the same bytes but for what is starred.
    fn on_line(self, file: &str, text: &str, shown: &str, line: usize) -> Diagnostic {
        let start = text.floor_char_boundary(self.span.start);
        let line_start = text[..start].rfind('\n').map_or(0, |i| i + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |i| start + i);
        let line_end = line_start + text[line_start..line_end].trim_end_matches('\r').len();
        let end = text
            .ceil_char_boundary(self.span.end)
            .min(line_end)
            .max(start);
        let part = |range: Range<usize>| shown.get(range).unwrap_or_default();
        let (before, fault, after) = (
            part(line_start..start),
            part(start..end),
            part(end..line_end.max(end)),
        );
        let shown_from = before
            .char_indices()
            .rev()
            .nth(CONTEXT - 1)
            .map_or(0, |(i, _)| i);
        let shown = cut(fault, 2 * CONTEXT);
        let after = if shown.len() < fault.len() {
            ""
        } else {
            cut(after, CONTEXT)
        };
        let is_whole = end - start == shown.len() && start + shown.len() + after.len() >= line_end;
        let mut excerpt = String::new();
        if shown_from > 0 {
            excerpt.push('…');
        }
        excerpt.push_str(&before[shown_from..]);
        let span = excerpt.len()..excerpt.len() + shown.len();
        excerpt.push_str(shown);
        excerpt.push_str(after);
        if !is_whole {
            excerpt.push('…');
        }
        Diagnostic {
            code: self.code,
            severity: self.severity,
            file: file.to_owned(),
            line,
            column: text[line_start..start].chars().count() + 1,
            excerpt,
            span,
            message: self.message,
            hint: self.hint,
        }
    }
}

/// The first scalars of a text.
pub(crate) fn cut(text: &str, scalars: usize) -> &str {
    text.char_indices()
        .nth(scalars)
        .map_or(text, |(end, _)| &text[..end])
}

/// Scalars of a line that are shown on each side of a fault: official paragraphs run to thousands, and
/// a line may be as long as its file.
const CONTEXT: usize = 30;
/// Faults of one file that are reported; beyond it one more says that there are others.
const MAX_FAULTS_OF_A_FILE: usize = 1000;

/// Places the faults of one file whose whole text is `text`, in the order of the text.
///
/// Of very many only the first thousand are reported, the last of them `too-many-faults`.
pub fn in_file(file: &str, text: &str, faults: Vec<Fault>) -> Vec<Diagnostic> {
    in_file_shown_as(file, text, text, faults)
}

/// As [`in_file`], of a text of which `shown` is shown: the same bytes, but for what nobody may read in a message.
pub(crate) fn in_file_shown_as(
    file: &str,
    text: &str,
    shown: &str,
    mut faults: Vec<Fault>,
) -> Vec<Diagnostic> {
    faults.sort_by_key(|fault| (fault.span.start, fault.span.end, fault.code));
    if faults.len() > MAX_FAULTS_OF_A_FILE {
        let more = faults.len() - (MAX_FAULTS_OF_A_FILE - 1);
        let span = faults[MAX_FAULTS_OF_A_FILE - 1].span.clone();
        let any_error = faults.iter().any(|f| f.severity == Severity::Error);
        faults.truncate(MAX_FAULTS_OF_A_FILE - 1);
        let mut last = Fault::warning(
            "too-many-faults",
            span,
            Text::new(
                format!("此后还有 {more} 处问题，未逐一列出"),
                format!("{more} more faults follow that are not listed"),
            ),
            Text::new(
                "先改正以上各处，再检查一次。",
                "Mend those above, then check again.",
            ),
        );
        if any_error {
            last.severity = Severity::Error;
        }
        faults.push(last);
    }
    let (mut line, mut counted) = (1, 0);
    let placed = faults.into_iter().map(|fault| {
        let start = fault.span.start.min(text.len());
        let between = text.as_bytes().get(counted..start).unwrap_or_default();
        line += between.iter().filter(|b| **b == b'\n').count();
        counted = counted.max(start);
        fault.on_line(file, text, shown, line)
    });
    placed.collect()
}

/// A fault with its place: what the editor is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// See [`Fault::code`].
    #[serde(with = "code")]
    pub code: Code,
    /// See [`Fault::severity`].
    pub severity: Severity,
    /// Path in the content tree, with `/` on every system.
    pub file: String,
    /// Line, from 1; 0 where the file as a whole is at fault (it cannot be read as text, say).
    pub line: usize,
    /// Column in Unicode scalars, from 1; 0 where the file as a whole is at fault.
    pub column: usize,
    /// The line around the fault, with … where it is cut; empty where the file as a whole is at fault.
    pub excerpt: String,
    /// Bytes of the excerpt that are at fault.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: Text,
    /// What to do.
    pub hint: Text,
}

impl Diagnostic {
    /// A diagnostic about `file` as a whole, which has no line to show.
    pub fn of_file(file: &str, fault: Fault) -> Self {
        Diagnostic {
            code: fault.code,
            severity: fault.severity,
            file: file.to_owned(),
            line: 0,
            column: 0,
            excerpt: String::new(),
            span: 0..0,
            message: fault.message,
            hint: fault.hint,
        }
    }

    /// What diagnostics are sorted by: place first, so that one file's stand together.
    pub fn order(&self) -> (&str, usize, usize, &str, &str) {
        (
            &self.file,
            self.line,
            self.column,
            self.code,
            &self.message.english,
        )
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Diagnostic {
            file, line, column, ..
        } = self;
        write!(
            f,
            "{file}:{line}:{column}: {} [{}]",
            self.message.english, self.code
        )
    }
}
