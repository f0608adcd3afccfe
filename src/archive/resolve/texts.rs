//! What only a comparison of reports, or of a report with its files, shows of their texts: that there is none, that
//! two are the same, that a table is in another encoding than it is served in.
//!
//! In: the entries of the archive. Out: warnings. Never reads a text: the first reading left a fingerprint of each.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::archive::resolve::Resolver;
use crate::diagnostic::{Fault, Text};
use crate::report::Report;

/// Bytes of text below which two reports may well say the same: 见附件。
const SAME_MIN: usize = 150;

impl Resolver<'_> {
    /// Reports without text or attachment, and reports whose text another has.
    pub(super) fn texts(&mut self) {
        let entries = self.archive.entries.iter();
        let mut published: Vec<(&Report, bool)> = entries
            .filter(|entry| entry.report.front_matter.withdrawn.is_none())
            .map(|entry| {
                let has_files =
                    !entry.attachments.is_empty() || !entry.withdrawn_attachments.is_empty();
                (&entry.report, has_files)
            })
            .collect();
        published.sort_by(|a, b| a.0.path.cmp(&b.0.path));
        let mut first = BTreeMap::new();
        let mut found = Vec::new();
        for (report, has_files) in published {
            match report.fingerprint {
                // One without a title could not be read: that has been reported.
                None if !has_files && !report.front_matter.title.is_empty() => {
                    found.push((report.path.clone(), empty_report(0..0)))
                }
                Some(text) if text.length >= SAME_MIN => {
                    let other = *first.entry(text).or_insert(report);
                    if other.path != report.path {
                        found.push((report.path.clone(), same_text(0..0, &other.path)));
                    }
                }
                _ => {}
            }
        }
        self.faults.append(&mut found);
    }

    /// Attachments that are text in another encoding.
    pub(super) fn encodings(&mut self, not_utf8: &BTreeSet<String>) {
        let attachments = self
            .archive
            .entries
            .iter()
            .flat_map(|entry| &entry.attachments);
        let foreign = attachments.filter(|attachment| not_utf8.contains(&attachment.path));
        let paths: BTreeSet<&str> = foreign.map(|attachment| attachment.path.as_str()).collect();
        let mut found: Vec<_> = paths
            .into_iter()
            .map(|path| (path.to_owned(), attachment_encoding(0..0)))
            .collect();
        self.faults.append(&mut found);
    }
}

fn empty_report(span: Range<usize>) -> Fault {
    Fault::warning(
        "empty-report",
        span,
        Text::new(
            "报告没有正文，也没有附件",
            "the report has neither text nor attachment",
        ),
        Text::new(
            "补写正文，或放入附件；尚未写完的，标明“草稿: 是”。",
            "Write its text or add a file; if it is not finished, mark it `draft: true`.",
        ),
    )
}

fn same_text(span: Range<usize>, other: &str) -> Fault {
    Fault::warning(
        "same-text",
        span,
        Text::new(
            format!("正文与 {other} 完全相同"),
            format!("its text is the very text of {other}"),
        ),
        Text::new(
            "核对是否贴错了正文；确是同一份报告的，删去一份，另一份写上旧地址（aliases）。",
            "Check whether the wrong text was pasted; if both are one report, delete one and name its address under `aliases` of the other.",
        ),
    )
}

fn attachment_encoding(span: Range<usize>) -> Fault {
    Fault::warning(
        "attachment-encoding",
        span,
        Text::new(
            "这个附件是文本，却不是 UTF-8 编码（可能是 GBK）；网站按 UTF-8 提供，在浏览器中打开是乱码",
            "this attachment is text and not UTF-8 (it may be GBK); it is served as UTF-8, and a browser shows it garbled",
        ),
        Text::new(
            "另存为 UTF-8，在 Excel 中选“CSV UTF-8（逗号分隔）”。",
            "Save it as UTF-8: in Excel choose \"CSV UTF-8 (comma delimited)\".",
        ),
    )
}
