//! What the panel on a page of the preview is told: the state of all, and what is wrong, as JSON.
//!
//! In go the state and the page, out come values. Which of very many diagnostics are shown is decided here; how is the
//! script's business.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Language, Severity};
use crate::serve::editor::Editor;
use crate::serve::message::State;
use crate::source::ARCHIVE_FILE;

/// Diagnostics that a page is told, at most.
const MOST: usize = 100;

/// What a page is told.
#[derive(Debug, Serialize)]
pub(super) struct Told<'t> {
    /// The digest of the page as it would be made now; none where it is not made.
    page: Option<&'t str>,
    number: u64,
    errors: usize,
    warnings: usize,
    /// Those that come first of all, and whether there are more.
    diagnostics: Vec<Shown<'t>>,
    more: usize,
    failure: Option<&'t str>,
    is_reading: bool,
    is_current: bool,
    /// The file of the content that the page is about.
    source: Option<&'t str>,
    source_url: Option<String>,
    steps: &'t BTreeMap<&'static str, u128>,
}

#[derive(Debug, Serialize)]
struct Shown<'t> {
    code: &'t str,
    severity: Severity,
    file: &'t str,
    line: usize,
    column: usize,
    /// The line before the fault, the fault, and what follows.
    excerpt: [&'t str; 3],
    message: &'t str,
    hint: &'t str,
    url: Option<String>,
    /// Whether it is about the page itself.
    is_here: bool,
}

/// How the panel speaks and where its links lead.
pub(super) struct Speaker<'s> {
    pub language: Language,
    pub editor: Option<&'s Editor>,
    /// The content folder, whole.
    pub content: &'s Path,
}

impl Speaker<'_> {
    /// What a page is told of the state; `page` is its digest and `source` the file that it is about.
    pub(super) fn told<'t>(
        &self,
        state: &'t State,
        page: Option<&'t str>,
        source: Option<&'t str>,
    ) -> Told<'t> {
        let all = &state.diagnostics;
        let is_here = |it: &Diagnostic| Some(it.file.as_str()) == source;
        // What stops the publication, that first of which the rest may only follow; then what is before the editor's eyes.
        let mut ranks: [Vec<&Diagnostic>; 6] = Default::default();
        let mut errors = 0;
        for found in all.iter() {
            let is_error = found.severity == Severity::Error;
            errors += usize::from(is_error);
            let rank = match (found.file == ARCHIVE_FILE, is_here(found)) {
                (true, _) => 0,
                (false, true) => 1,
                (false, false) => 2,
            };
            let rank = rank + 3 * usize::from(!is_error);
            if let Some(rank) = ranks.get_mut(rank).filter(|rank| rank.len() < MOST) {
                rank.push(found);
            }
        }
        let mut first = ranks.concat();
        first.truncate(MOST);
        let failure = state.failure.as_ref();
        Told {
            page,
            number: state.number,
            errors,
            warnings: all.len() - errors,
            more: all.len() - first.len(),
            diagnostics: first.iter().map(|it| self.shown(it, is_here(it))).collect(),
            failure: failure.map(|text| text.in_language(self.language)),
            is_reading: state.is_reading,
            is_current: state.is_current,
            source,
            source_url: source.and_then(|file| self.url(file, 1, 1)),
            steps: &state.steps,
        }
    }

    fn shown<'t>(&self, found: &'t Diagnostic, is_here: bool) -> Shown<'t> {
        let (text, span) = (&found.excerpt, &found.span);
        let piece = |range| text.get(range).unwrap_or_default();
        Shown {
            code: found.code,
            severity: found.severity,
            file: &found.file,
            line: found.line,
            column: found.column,
            excerpt: [
                piece(0..span.start),
                piece(span.start..span.end),
                piece(span.end..text.len()),
            ],
            message: found.message.in_language(self.language),
            hint: found.hint.in_language(self.language),
            url: self.url(&found.file, found.line, found.column),
            is_here,
        }
    }

    /// The address that opens a file of the content; what is said of the published site has none.
    fn url(&self, file: &str, line: usize, column: usize) -> Option<String> {
        let path = self.content.join(file);
        if !path.is_file() {
            return None;
        }
        self.editor?.address(&path, line, column)
    }
}

/// The words of the panel, by their keys.
pub(super) fn words(language: Language) -> BTreeMap<&'static str, &'static str> {
    let words = [
        ("preview", "预览", "Preview"),
        ("errors", "{n} 处错误", "{n} errors"),
        ("error", "{n} 处错误", "{n} error"),
        ("warnings", "{n} 处警告", "{n} warnings"),
        ("warning", "{n} 处警告", "{n} warning"),
        ("fine", "没有问题", "nothing is wrong"),
        ("failed", "出错", "failed"),
        ("reading", "正在检查…", "checking…"),
        ("indexing", "正在更新搜索…", "updating the search…"),
        ("lost", "预览已停止", "the preview has stopped"),
        ("hint", "建议：", "What to do: "),
        ("more", "另有 {n} 处未列出", "{n} more are not listed"),
        (
            "last_good",
            "页面显示的是改正前的最后一个正常版本。",
            "The page shows the last version without errors.",
        ),
        ("open", "在编辑器中打开", "Open in the editor"),
        ("source", "本页文件：", "File of this page: "),
    ];
    let pick = |(key, chinese, english): (&'static str, &'static str, &'static str)| match language
    {
        Language::Chinese => (key, chinese),
        Language::English => (key, english),
    };
    words.into_iter().map(pick).collect()
}
