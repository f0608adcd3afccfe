//! What is wrong with a theme, with the file, line and column of it.
//!
//! In goes what was found in a file, or an error of the template engine; out comes a [`ThemeError`]. Nothing is
//! judged here.

use std::collections::BTreeMap;
use std::fmt;

use crate::diagnostic::Text;
use crate::error::Error;
use crate::theme::words;

/// What is wrong with a theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeError {
    /// The file at fault: where it lies, or `themes/default/…` for one that is built in.
    pub file: String,
    /// Line, from 1; 0 where the file as a whole is at fault.
    pub line: usize,
    /// Column in Unicode scalars, from 1; 0 where no column is known.
    pub column: usize,
    /// What is wrong.
    pub message: Text,
}

impl ThemeError {
    pub(super) fn new(file: &str, message: Text) -> Self {
        ThemeError {
            file: file.to_owned(),
            line: 0,
            column: 0,
            message,
        }
    }

    /// `file`, `file:line` or `file:line:column`.
    fn place(&self) -> String {
        let mut place = self.file.clone();
        for number in [self.line, self.column] {
            if number > 0 {
                place.push_str(&format!(":{number}"));
            }
        }
        place
    }

    pub(super) fn at_line(mut self, line: usize) -> Self {
        self.line = line;
        self
    }
}

impl fmt::Display for ThemeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place(), self.message.english)
    }
}

impl std::error::Error for ThemeError {}

impl From<ThemeError> for Error {
    fn from(error: ThemeError) -> Error {
        let place = error.place();
        Error::new(Text::new(
            format!("主题有误，{place}：{}", error.message.chinese),
            format!("the theme is wrong, {place}: {}", error.message.english),
        ))
    }
}

/// Puts an error of the template engine where it belongs: the file and line of the theme.
pub(super) fn template_error(
    names: &BTreeMap<String, String>,
    template: &str,
    error: &tera::Error,
) -> ThemeError {
    let file = |name: &str| names.get(name).map_or(name, String::as_str).to_owned();
    let (file, line, column, what) = match error.kind() {
        tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => (
            file(report.filename()),
            report.span().start_line,
            report.span().start_col + 1,
            report.message().to_owned(),
        ),
        tera::ErrorKind::MissingParent { current: name, .. }
        | tera::ErrorKind::CircularExtend { tpl: name, .. }
        | tera::ErrorKind::CircularInclude { tpl: name, .. } => {
            let what = match error.kind() {
                tera::ErrorKind::MissingParent { parent, .. } => {
                    format!("Template '{parent}' not found")
                }
                _ => format!("Circular `{name}`"),
            };
            (file(name), 0, 0, what)
        }
        other => {
            let report = other.to_string();
            match place_in_report(&report) {
                Some((name, line, column)) => (file(name), line, column, report.clone()),
                None => (file(template), 0, 0, report.clone()),
            }
        }
    };
    let what = words::of(&what);
    ThemeError {
        file,
        line,
        column,
        message: Text::new(
            format!("模板有误：{}", what.chinese),
            format!("the template is wrong: {}", what.english),
        ),
    }
}

/// Faults that are found when all templates are put together come as text: ` --> list.html:3:8`.
fn place_in_report(report: &str) -> Option<(&str, usize, usize)> {
    let place = report
        .lines()
        .find_map(|line| line.trim_start().strip_prefix("--> "))?;
    let mut parts = place.rsplitn(3, ':');
    let column = parts.next()?.trim().parse().ok()?;
    let line = parts.next()?.parse().ok()?;
    Some((parts.next()?, line, column))
}
