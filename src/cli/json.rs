//! What `--format json` prints of a run.
//!
//! In go diagnostics and, of `check`, what the guidelines for government websites miss; out comes one JSON
//! document for tools. Its keys are a promise; nothing is decided here.

use serde::Serialize;

use crate::cli::compliance::GUIDELINES;
use crate::diagnostic::{Diagnostic, Language, Severity};
use crate::render::{Compliance, Gap, Scope};

/// All diagnostics as one JSON document (docs/editing.md has its form), and what the guidelines for government websites miss, where that was
/// asked.
pub(super) fn to_json(
    diagnostics: &[Diagnostic],
    compliance: Option<&Compliance>,
    language: Language,
) -> String {
    let json = Json {
        diagnostics: diagnostics
            .iter()
            .map(|d| JsonDiagnostic {
                code: d.code,
                severity: d.severity,
                file: &d.file,
                // Tools that jump to a place have no line 0.
                line: d.line.max(1),
                column: d.column.max(1),
                message: d.message.in_language(language),
                hint: d.hint.in_language(language),
            })
            .collect(),
        compliance: compliance.map(|found| JsonCompliance::of(found, language)),
    };
    serde_json::to_string_pretty(&json).unwrap_or_default()
}

#[derive(Serialize)]
struct Json<'a> {
    diagnostics: Vec<JsonDiagnostic<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    compliance: Option<JsonCompliance<'a>>,
}

#[derive(Serialize)]
struct JsonDiagnostic<'a> {
    code: &'a str,
    severity: Severity,
    file: &'a str,
    line: usize,
    column: usize,
    message: &'a str,
    hint: &'a str,
}

/// What the guidelines for government websites ask for and the content lacks.
#[derive(Serialize)]
struct JsonCompliance<'a> {
    guidelines: &'static str,
    applies: bool,
    gaps: Vec<JsonGap<'a>>,
}

#[derive(Serialize)]
struct JsonGap<'a> {
    tag: &'a str,
    scope: Scope,
    #[serde(skip_serializing_if = "Option::is_none")]
    reports: Option<usize>,
    files: &'a [String],
    message: &'a str,
    hint: &'a str,
}

impl<'a> JsonCompliance<'a> {
    fn of(compliance: &'a Compliance, language: Language) -> JsonCompliance<'a> {
        let gap = |gap: &'a Gap| JsonGap {
            tag: gap.tag,
            scope: gap.scope,
            reports: gap.reports,
            files: &gap.files,
            message: gap.message.in_language(language),
            hint: gap.hint.in_language(language),
        };
        JsonCompliance {
            guidelines: GUIDELINES,
            applies: compliance.applies,
            gaps: compliance.gaps.iter().map(gap).collect(),
        }
    }
}
