//! Waivers: warnings that a reviewer has judged and accepted, written where the thing is or in archive.yaml.
//!
//! In go the entries of `waivers` and the diagnostics of a run, out come the diagnostics without those that are
//! waived, and a fault for each waiver that waives nothing. Warnings are waived; of errors those of [`REVIEWED`] alone,
//! and only by a waiver that names reason and reviewer: the others must be mended. Which field of which file holds waivers
//! is not known here.

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, Fault, FileFault, Severity, Text, cut};
use crate::fields::{self, Field, Fields, Shape, Spanned, field};
use crate::yaml::Node;

const CODE: Field = field("code", &["代码"], Shape::Line)
    .description("警告的代码。", "Code of the warning.")
    .example("duplicate-document-number")
    .required();
const QUOTE: Field = field("quote", &["原文"], Shape::Prose)
    .description(
        "只有所在行含有这些文字的警告免予提示。",
        "Words of the line that the warning is about; others of the code stay.",
    )
    .example("见附件");
const REASON: Field = field("reason", &["理由"], Shape::Prose)
    .description("接受的理由。", "Why it is accepted.")
    .example("原文如此。");
const REVIEWER: Field = field("reviewer", &["审核人"], Shape::Line)
    .description("审核人。", "By whom.")
    .example("档案编辑部");
const FILE: Field = field("file", &["文件"], Shape::Line)
    .description(
        "只有这一文件或文件夹的警告免予提示；默认为全档案。",
        "File or folder that the warning is about; of the whole archive by default.",
    )
    .example("yunlu/说明.txt");

/// The fields of a waiver in the head of a file.
pub(crate) const WAIVER: &[Field] = &[CODE, QUOTE, REASON, REVIEWER];
/// The fields of a waiver in archive.yaml.
pub(crate) const WAIVER_OF_ARCHIVE: &[Field] = &[CODE, FILE, QUOTE, REASON, REVIEWER];

/// Codes of warnings that are no editor's to judge: they say that something else was left unsaid.
const KEPT: [&str; 2] = ["too-many-faults", UNUSED];
/// Codes of errors that stand until somebody has reviewed what they are about: only people know what is secret.
const REVIEWED: [&str; 1] = ["secrecy"];
/// Signs that stand in an excerpt for what nobody may read there, as [`crate::diagnostic`] is given it.
const STARS: [char; 2] = ['*', '＊'];
/// Warnings with which an idle waiver is compared, at most, and characters of each.
const COMPARED_MAX: usize = 100;
/// See [`COMPARED_MAX`].
const COMPARED_LENGTH: usize = 100;
/// Characters of the words of a warning that a hint repeats.
const SHOWN: usize = 20;
/// The code of a waiver that waives nothing.
const UNUSED: &str = "unused-waiver";

/// A finding that a reviewer accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Waiver {
    /// Code of the finding, and where it is written.
    pub code: Spanned<String>,
    /// The words it is about.
    pub quote: Option<String>,
    /// The file or folder it is about, if it is not that in which the waiver stands.
    pub file: Option<String>,
    /// Why it is accepted.
    pub reason: Option<String>,
    /// By whom.
    pub reviewer: Option<String>,
}

/// Reads a list of waivers by one of the two tables.
pub(crate) fn read(
    node: Option<&Node>,
    table: &'static [Field],
    faults: &mut Vec<Fault>,
) -> Vec<Waiver> {
    let mut waivers = Vec::new();
    for item in fields::items(node) {
        let fields = Fields::of(item, table, faults);
        fields.require(faults);
        let quote = fields.prose("quote", faults);
        let file = fields.text("file", faults).map(|file| file.value);
        let reason = fields.prose("reason", faults);
        let reviewer = fields.text("reviewer", faults).map(|s| s.value);
        if let Some(code) = fields.text("code", faults) {
            waivers.push(Waiver {
                code,
                quote,
                file,
                reason,
                reviewer,
            });
        }
    }
    waivers
}

impl Waiver {
    /// Whether it is about a finding, an error or a warning. `source` is the file that the waiver stands in.
    fn is_about(&self, source: &str, is_of_archive: bool, found: &Diagnostic) -> bool {
        let is_quoted = |quote: &String| {
            // A finding about a whole file has no line; its message says what it is about.
            let about = match found.excerpt.is_empty() {
                true => &found.message.chinese,
                false => &found.excerpt,
            };
            is_said(quote, about)
        };
        self.is_for(source, is_of_archive, found)
            && self.code.value == found.code
            && self.quote.as_ref().is_none_or(is_quoted)
    }

    /// Whether it may take a finding away that it is about.
    fn may_waive(&self, found: &Diagnostic) -> bool {
        let says = |field: &Option<String>| field.as_ref().is_some_and(|it| !it.trim().is_empty());
        match found.severity {
            Severity::Warning => !KEPT.contains(&found.code),
            Severity::Error => {
                REVIEWED.contains(&found.code) && says(&self.reason) && says(&self.reviewer)
            }
        }
    }

    /// Whether a finding is where the waiver looks for it.
    fn is_for(&self, source: &str, is_of_archive: bool, found: &Diagnostic) -> bool {
        let is_within = |folder: &str| {
            let rest = found.file.strip_prefix(folder.trim_end_matches('/'));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        match &self.file {
            Some(file) => is_within(file),
            None if is_of_archive => true,
            None if found.file == source => true,
            // The files of its folder or, called after it, beside it (2021.figures.yaml), but no other report there.
            None => {
                let folder = source.strip_suffix("/index.md");
                let stem = source.strip_suffix("md");
                let is_beside = stem.is_some_and(|stem| found.file.starts_with(stem));
                !found.file.ends_with(".md") && (is_beside || folder.is_some_and(is_within))
            }
        }
    }

    /// The warning, among those that nobody waived, that it seems to be about.
    fn nearest<'d>(
        &self,
        source: &str,
        is_of_archive: bool,
        diagnostics: &'d [Diagnostic],
    ) -> Option<&'d Diagnostic> {
        let open = || {
            let open = diagnostics.iter();
            open.filter(|found| found.severity == Severity::Warning)
                .filter(|found| !KEPT.contains(&found.code))
        };
        let here = || open().filter(|found| self.is_for(source, is_of_archive, found));
        let is_same = |found: &&Diagnostic| self.code.value == found.code;
        let quote = self.quote.as_deref().unwrap_or_default();
        let quote = cut(quote, COMPARED_LENGTH);
        let likeness =
            |found: &&Diagnostic| strsim::normalized_damerau_levenshtein(quote, at_fault(found));
        let of_code = here().filter(is_same).take(COMPARED_MAX);
        of_code
            .max_by(|a, b| likeness(a).total_cmp(&likeness(b)))
            .or_else(|| {
                let near = fields::nearest(&self.code.value, here().map(|found| found.code));
                here().find(|found| Some(found.code) == near)
            })
            .or_else(|| open().find(is_same))
    }
}

/// Takes the warnings away that are waived. In go the waivers with the file that each stands in, `archive_file`
/// being that of those for the whole archive; out come a fault for each that waives nothing. Warning:
/// `unused-waiver`.
pub(crate) fn apply(
    waivers: &[(String, Waiver)],
    archive_file: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<FileFault> {
    if waivers.is_empty() {
        return Vec::new();
    }
    let mut is_used = vec![false; waivers.len()];
    let mut unused = Vec::new();
    for (index, (source, waiver)) in waivers.iter().enumerate() {
        let is_of_archive = source == archive_file;
        let is_about = |d: &Diagnostic| waiver.is_about(source, is_of_archive, d);
        let is_error = diagnostics
            .iter()
            .any(|d| d.severity == Severity::Error && is_about(d) && !waiver.may_waive(d));
        let is_kept = KEPT.contains(&waiver.code.value.as_str());
        if is_error || is_kept {
            unused.push((source.clone(), not_to_waive(waiver)));
            is_used[index] = true;
        }
    }
    diagnostics.retain(|found| {
        let mut is_waived = false;
        for ((source, waiver), is_used) in waivers.iter().zip(&mut is_used) {
            if waiver.may_waive(found) && waiver.is_about(source, source == archive_file, found) {
                is_waived = true;
                *is_used = true;
            }
        }
        !is_waived
    });
    // What an error hides may be what was waived.
    let is_whole = diagnostics.iter().all(|d| d.severity != Severity::Error);
    if is_whole {
        let idle = waivers.iter().zip(is_used).filter(|(_, is_used)| !is_used);
        unused.extend(idle.map(|((source, waiver), _)| {
            let meant = waiver.nearest(source, source == archive_file, diagnostics);
            (source.clone(), waives_nothing(waiver, meant))
        }));
    }
    unused
}

/// Whether a text says what is quoted, blanks aside. A star of the text stands for any sign of the quotation: a number may
/// be quoted as it is shown or as it is.
fn is_said(quote: &str, text: &str) -> bool {
    let signs = |text: &str| -> Vec<char> { text.chars().filter(|c| !c.is_whitespace()).collect() };
    let (quote, text) = (signs(quote), signs(text));
    let is_same = |(said, quoted): (&char, &char)| said == quoted || STARS.contains(said);
    quote.is_empty()
        || text
            .windows(quote.len())
            .any(|words| words.iter().zip(&quote).all(is_same))
}

/// The words that a finding is about.
fn at_fault(found: &Diagnostic) -> &str {
    let words = found.excerpt.get(found.span.clone()).unwrap_or_default();
    cut(words, COMPARED_LENGTH)
}

/// Where a finding is, with its words.
fn place_of(found: &Diagnostic) -> [String; 2] {
    let (file, line, words) = (&found.file, found.line, cut(at_fault(found), SHOWN));
    match words.trim().is_empty() {
        true => [file.clone(), file.clone()],
        false => [
            format!("{file} 第 {line} 行（{words}）"),
            format!("{file}, line {line} ({words})"),
        ],
    }
}

fn not_to_waive(waiver: &Waiver) -> Fault {
    let code = &waiver.code.value;
    if REVIEWED.contains(&code.as_str()) {
        return Fault::warning(
            UNUSED,
            waiver.code.span.clone(),
            Text::new(
                format!("豁免“{code}”须写明理由和审核人"),
                format!("`{code}` is waived only with reason and reviewer"),
            ),
            Text::new(
                "保密审查后补写“理由”（reason）和“审核人”（reviewer）。",
                "When it was reviewed, add `reason` and `reviewer`.",
            ),
        );
    }
    Fault::warning(
        UNUSED,
        waiver.code.span.clone(),
        Text::new(
            format!("“{code}”不能免予提示"),
            format!("`{code}` cannot be waived"),
        ),
        Text::new(
            "错误须改正后才能发布；能免予提示的只有警告，以及经过审查的 secrecy。",
            "Errors must be mended before anything is published; only warnings can be waived, and `secrecy` when it was reviewed.",
        ),
    )
}

/// `meant` is the warning that it seems to be about.
fn waives_nothing(waiver: &Waiver, meant: Option<&Diagnostic>) -> Fault {
    let code = &waiver.code.value;
    let hint = match meant {
        None => Text::new(
            "问题已不存在的，删去这一条；否则核对代码和原文。",
            "If what it was about is mended, delete it; else check its code and its quote.",
        ),
        Some(found) if found.code != code => Text::new(
            format!("代码是否想写“{}”？问题已不存在的，删去这一条。", found.code),
            format!(
                "Did you mean the code `{}`? If what it was about is mended, delete it.",
                found.code
            ),
        ),
        Some(found) => {
            let [there_chinese, there_english] = place_of(found);
            let [check_chinese, check_english] = match (&waiver.file, &waiver.quote) {
                (Some(_), Some(_)) => [
                    "核对“文件”（file）和“原文”（quote）",
                    "check `file` and `quote`",
                ],
                (Some(_), None) => ["核对“文件”（file）", "check `file`"],
                (None, Some(_)) => ["核对“原文”（quote）", "check `quote`"],
                (None, None) => ["把“豁免”写到它所在的文件", "write the waiver where it is"],
            };
            Text::new(
                format!("相近的警告在 {there_chinese}：{check_chinese}；不再需要的，删去这一条。"),
                format!(
                    "There is such a warning in {there_english}: {check_english}, or delete this if it is needed no more."
                ),
            )
        }
    };
    Fault::warning(
        UNUSED,
        waiver.code.span.clone(),
        Text::new(
            format!("这一条“豁免”没有对应的警告“{code}”"),
            format!("there is no warning `{code}` that this waives"),
        ),
        hint,
    )
}
