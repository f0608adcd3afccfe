//! What gongbao says about faults in content: the values, not their rendering.
//!
//! A module that reads text finds a [`Fault`] (what is wrong, where in the bytes of that text, what to
//! do); the file it was found in turns it into a [`Diagnostic`] with line and column. Faults of the
//! machine (a disk that is full) are not these: they are [`crate::Error`].
//!
//! This module never reads a file and never decides what is a fault.

use std::fmt;
use std::ops::Range;

use serde::Serialize;

/// Whether a fault stops the publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is published.
    Error,
    /// The archive is published; somebody should look.
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
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// Something wrong in one text, before it is known which file the text came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Stable name, kebab-case, for waivers and tools: `unknown-key`.
    pub code: &'static str,
    /// Whether it stops the publication.
    pub severity: Severity,
    /// Bytes of the text that are at fault; empty where something is missing.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: Text,
    /// What to do.
    pub hint: Text,
}

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

    /// Places the fault in `file`, whose whole text is `text`.
    ///
    /// A span that reaches beyond the text is cut to it: a wrong place is better than no diagnostic.
    pub fn in_file(self, file: &str, text: &str) -> Diagnostic {
        let mut start = self.span.start.min(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let mut end = self.span.end.clamp(start, text.len());
        while !text.is_char_boundary(end) {
            end += 1;
        }
        let line_start = text[..start].rfind('\n').map_or(0, |i| i + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |i| start + i);
        let source_line = text[line_start..line_end].trim_end_matches('\r');
        let end = end.min(line_start + source_line.len()).max(start);
        Diagnostic {
            code: self.code,
            severity: self.severity,
            file: file.to_owned(),
            line: text[..start].bytes().filter(|b| *b == b'\n').count() + 1,
            column: text[line_start..start].chars().count() + 1,
            width: text[start..end].chars().count(),
            source_line: source_line.to_owned(),
            message: self.message,
            hint: self.hint,
        }
    }
}

/// A fault with its place: what the editor is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// See [`Fault::code`].
    pub code: &'static str,
    /// See [`Fault::severity`].
    pub severity: Severity,
    /// Path in the content tree, with `/` on every system.
    pub file: String,
    /// Line, from 1; 0 where the file as a whole is at fault (it cannot be read as text, say).
    pub line: usize,
    /// Column in Unicode scalars, from 1; 0 where the file as a whole is at fault.
    pub column: usize,
    /// Unicode scalars of the line that are at fault.
    pub width: usize,
    /// The line itself, without its end.
    pub source_line: String,
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
            width: 0,
            source_line: String::new(),
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
