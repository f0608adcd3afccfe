//! Checks the anchors of links from one text to another: whether the target has such a place.
//!
//! In go the tree and the resolved archive, out come `dead-anchor` faults (links within one text are checked
//! where it is read). Only the texts that such links lead to are read a second time, so that memory need not
//! hold the anchors of all texts.

use serde::Serialize;

use crate::archive::{Archive, Target};
use crate::diagnostic::{Fault, FileFault};
use crate::error::Error;
use crate::report::markdown::{Document, Options};
use crate::report::{InternalLink, ReportText, anchor_fault, read_again};
use crate::source::SourceTree;
use crate::store::{Key, Store};

/// A link to a place in another text.
struct AnchorLink<'a> {
    target: Target,
    /// Path of the file that the link is in.
    path: &'a str,
    link: &'a InternalLink,
    fragment: &'a str,
}

/// Checks that every link to a place in another text leads to a place that is there.
pub(crate) fn check_anchors(
    tree: &SourceTree,
    store: &Store,
    archive: &Archive,
    faults: &mut Vec<FileFault>,
) {
    let mut links = anchor_links(archive);
    links.sort_by_key(|link| {
        let span = &link.link.span;
        (link.target, link.path, span.start, span.end, link.fragment)
    });
    for group in links.chunk_by(|a, b| a.target == b.target) {
        let Some(text) = group.first().and_then(|link| text_of(archive, link.target)) else {
            continue;
        };
        let places = group.iter().map(|link| (link.fragment, &link.link.span));
        let key = Key::of("anchors", &(&text, places.collect::<Vec<_>>()));
        let found = store.remember(key, || check_group(tree, group, &text));
        // The second reading for the pages reports a file that has changed since.
        let found = found.unwrap_or_default();
        faults.extend(found.into_iter().map(|(at, fault)| {
            let path = group.get(at).map_or("", |link| link.path);
            (path.to_owned(), fault)
        }));
    }
}

/// A text that links lead into: all that its places follow from.
#[derive(Serialize)]
struct TargetText<'a> {
    path: Option<&'a str>,
    /// SHA-256 of its file; `None` for a text without places, as one that was withdrawn.
    digest: Option<[u8; 32]>,
    title: &'a str,
    chinese: bool,
}

/// What is linked to, if it is a text: what a fragment of a PDF or a table means is its reader's own business.
fn text_of(archive: &Archive, target: Target) -> Option<TargetText<'_>> {
    match target {
        Target::Report(entry) => {
            let report = &archive.entries[entry].report;
            let is_withdrawn = report.front_matter.withdrawn.is_some();
            Some(TargetText {
                path: Some(&report.path),
                digest: (!is_withdrawn).then_some(report.digest),
                title: &report.front_matter.title,
                chinese: report.language(&archive.config.language).is_chinese(),
            })
        }
        Target::Agency(agency) => {
            let agency = &archive.agencies[agency];
            Some(TargetText {
                path: agency.source.as_deref(),
                digest: agency.digest,
                title: &agency.facts.name,
                chinese: archive.config.language.is_chinese(),
            })
        }
        Target::Attachment(..) => None,
    }
}

/// Every link of the archive to a place in another text.
fn anchor_links(archive: &Archive) -> Vec<AnchorLink<'_>> {
    let mut found = Vec::new();
    for (path, folder, links) in archive.texts_with_links() {
        for link in links {
            if let Some((target, Some(fragment))) = archive.follow(folder, &link.destination) {
                found.push(AnchorLink {
                    target,
                    path,
                    link,
                    fragment,
                });
            }
        }
    }
    found
}

/// Checks links into one text: which of them has which fault.
///
/// # Errors
///
/// If the text cannot be read any more.
fn check_group(
    tree: &SourceTree,
    group: &[AnchorLink<'_>],
    text: &TargetText<'_>,
) -> Result<Vec<(usize, Fault)>, Error> {
    let read = match (text.path, text.digest) {
        (Some(path), Some(digest)) => Some(read_again(tree, path, Some(digest))?),
        _ => None,
    };
    let body = read.as_ref().map_or("", ReportText::body);
    let chinese = text.chinese;
    let document = Document::parse_below(text.title, body, Options { chinese });
    let fault = |(at, link): (usize, &AnchorLink<'_>)| {
        let span = link.link.span.clone();
        let fault = anchor_fault(&document, body, span, link.fragment, chinese);
        Some((at, fault?))
    };
    Ok(group.iter().enumerate().filter_map(fault).collect())
}
