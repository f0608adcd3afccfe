//! Contradictions in words, each with the place where it is to be mended.
//!
//! In: what contradicts itself, and the archive. Out: faults. What another step reports is left out: dates of one
//! status that are out of order, and circles of references.

use std::ops::Range;

use crate::archive::Archive;
use crate::diagnostic::{Fault, FileFault, Text};
use crate::knowledge::validity::contradictions::{Contradiction, Field, Kind, Where};

/// What is wrong, in words.
pub(crate) fn faults(archive: &Archive, found: &[Contradiction]) -> Vec<FileFault> {
    let faults = found.iter().filter_map(|found| fault(archive, found));
    faults.collect()
}

fn fault(archive: &Archive, found: &Contradiction) -> Option<FileFault> {
    let (path, span) = place(archive, &found.place)?;
    let title = |document: u32| {
        let entry = archive.entries.get(document as usize);
        entry.map_or("", |entry| entry.report.front_matter.title.as_str())
    };
    let other = found.other.as_ref();
    let beside = other.map_or("", |other| title(other.document));
    let (message, hint) = match found.kind {
        Kind::UntilBeforeSince => return None,
        Kind::Circle => {
            if circle_of_references(archive, &found.circle) {
                return None;
            }
            (
                Text::new(
                    format!("“{}”经后续文件又回到自身", title(found.place.document)),
                    format!(
                        "what takes the place of `{}` leads back to it",
                        title(found.place.document)
                    ),
                ),
                Text::new(
                    "核对各文件的后续文件。",
                    "Check the successors of these documents.",
                ),
            )
        }
        Kind::DeclaredAgainstList => (
            Text::new(
                format!("所标有效性与《{beside}》的清理结果不符"),
                format!("the status differs from what the clean-up result in `{beside}` says"),
            ),
            Text::new(
                "核对后更正文件头的“有效性”或者清理结果；清理以后又有变动的，写明起始日期。",
                "Correct the status or the list; where it changed after the list, give `since`.",
            ),
        ),
        Kind::EndedOtherwise => (
            Text::new(
                format!("所标有效性与《{beside}》的清理结果写法不同：一处为失效，一处为废止"),
                format!(
                    "the status is another than in the clean-up result in `{beside}`: one says expired, the other repealed"
                ),
            ),
            Text::new(
                "页面采用文件头的“有效性”（status）。核对后改为一致；确应如此的，可写入“豁免”（waivers），免予提示。",
                "Pages have the status of the front matter. Check it and make them agree; if both are right, waive this.",
            ),
        ),
        Kind::ListsDisagree => (
            Text::new(
                format!("《{beside}》对同一文件的清理结果不一致"),
                format!(
                    "clean-up results of one day, here and in `{beside}`, differ on one document"
                ),
            ),
            Text::new("核对清理结果。", "Check the lists."),
        ),
        Kind::SuccessorOlder => (
            Text::new(
                "后续文件的成文日期早于本文件",
                "what takes the place of this document was written before it",
            ),
            Text::new(
                "核对两份文件的成文日期和后续文件。",
                "Check both dates, and the successor.",
            ),
        ),
        Kind::TwoSuccessors => (
            Text::new(
                "这份文件有两个不同的后续文件",
                "two documents are said to take the place of one",
            ),
            Text::new("核对后续文件。", "Check the successor."),
        ),
        Kind::InForceAfterEnd => (
            Text::new(
                "标为有效，但所写的截止日期已过，页面显示为已失效",
                "it is said to be in force, but its last day is past: its page says that it has expired",
            ),
            Text::new(
                "把“有效性”改为“失效”，或者更正截止日期。",
                "Write `expired`, or correct `until`.",
            ),
        ),
        Kind::NotYetAfterBeginning => (
            Text::new(
                "标为尚未生效，但所写的起始日期已到，页面显示为有效",
                "it is said to be not yet in force, but its first day is past: its page says that it is",
            ),
            Text::new(
                "把“有效性”改为“有效”，或者更正起始日期。",
                "Write `in-force`, or correct `since`.",
            ),
        ),
    };
    let (code, is_error) = (code(found.kind), found.kind.is_error());
    let fault = match is_error {
        true => Fault::error(code, span, message, hint),
        false => Fault::warning(code, span, message, hint),
    };
    Some((path, fault))
}

fn code(kind: Kind) -> &'static str {
    match kind {
        Kind::DeclaredAgainstList | Kind::EndedOtherwise | Kind::ListsDisagree => {
            "status-against-list"
        }
        Kind::SuccessorOlder => "older-successor",
        Kind::TwoSuccessors => "two-successors",
        Kind::Circle => "circular-successor",
        Kind::UntilBeforeSince | Kind::InForceAfterEnd | Kind::NotYetAfterBeginning => {
            "outdated-status"
        }
    }
}

/// Whether all of a circle is written as references from file to file, which are checked where they are resolved.
fn circle_of_references(archive: &Archive, circle: &[u32]) -> bool {
    let next = circle.iter().cycle().skip(1);
    circle.iter().zip(next).all(|(document, next)| {
        let entry = archive.entries.get(*document as usize);
        entry.and_then(|entry| entry.successor) == Some(*next as usize)
    })
}

/// The file and the bytes of a place.
fn place(archive: &Archive, at: &Where) -> Option<(String, Range<usize>)> {
    let report = &archive.entries.get(at.document as usize)?.report;
    let status = &report.front_matter.places.status;
    let mut path = report.path.as_str();
    let span = match at.field {
        Field::Value | Field::Since | Field::Until => status.clone(),
        Field::Successor(_) => {
            let successor = report.front_matter.status.as_ref();
            let successor = successor.and_then(|status| status.successor.as_ref());
            successor.map_or_else(|| status.clone(), |successor| successor.span.clone())
        }
        Field::Row(row) => {
            let list = report.findings.cleanup.get(row.list as usize);
            path = list.and_then(|list| list.file.as_deref()).unwrap_or(path);
            let listed = list.and_then(|list| list.listed.get(row.position as usize));
            listed.map_or(0..0, |listed| listed.span.clone())
        }
    };
    Some((path.to_owned(), span))
}
