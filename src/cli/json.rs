//! What `--format json` prints of a run.
//!
//! In go diagnostics and, of `check`, what the guidelines for government websites miss and what was looked at for what
//! must not be published; out comes one JSON
//! document for tools. Its keys are a promise; nothing is decided here.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::cli::compliance::GUIDELINES;
use crate::diagnostic::{Diagnostic, Language, Severity};
use crate::privacy::Looked;
use crate::render::{Compliance, Gap, Scope};

/// All diagnostics as one JSON document (docs/editing.md has its form), and what the guidelines for government websites miss, where that was
/// asked.
pub(super) fn to_json(
    diagnostics: &[Diagnostic],
    compliance: Option<&Compliance>,
    looked: Option<&Looked>,
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
        privacy: looked.map(|looked| JsonPrivacy::of(looked, language)),
    };
    serde_json::to_string_pretty(&json).unwrap_or_default()
}

#[derive(Serialize)]
struct Json<'a> {
    diagnostics: Vec<JsonDiagnostic<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    compliance: Option<JsonCompliance<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    privacy: Option<JsonPrivacy<'a>>,
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

/// What was looked at for what must not be published.
#[derive(Serialize)]
struct JsonPrivacy<'a> {
    looked: JsonLooked<'a>,
    unseen: Vec<JsonUnseen<'a>>,
    #[serde(skip_serializing_if = "is_none")]
    more: usize,
}

#[derive(Serialize)]
struct JsonLooked<'a> {
    texts: usize,
    attachments: &'a BTreeMap<String, usize>,
}

#[derive(Serialize)]
struct JsonUnseen<'a> {
    file: &'a str,
    place: &'a str,
    why: &'a str,
}

fn is_none(count: &usize) -> bool {
    *count == 0
}

impl<'a> JsonPrivacy<'a> {
    fn of(looked: &'a Looked, language: Language) -> JsonPrivacy<'a> {
        let unseen = looked.unseen.iter().map(|unseen| JsonUnseen {
            file: &unseen.file,
            place: unseen.place.in_language(language),
            why: unseen.why.in_language(language),
        });
        JsonPrivacy {
            looked: JsonLooked {
                texts: looked.texts,
                attachments: &looked.attachments,
            },
            unseen: unseen.collect(),
            more: looked.more,
        }
    }
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
