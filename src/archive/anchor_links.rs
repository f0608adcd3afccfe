//! Checks the anchors of links from one text to another: whether the target has such a place.
//!
//! In go the tree and the resolved archive, out come `dead-anchor` faults (links within one text are checked
//! where it is read). Only the texts that such links lead to are read a second time, so that memory need not
//! hold the anchors of all texts.

use crate::archive::{Archive, Target};
use crate::diagnostic::FileFault;
use crate::report::markdown::{Document, Options};
use crate::report::{InternalLink, ReportText, anchor_fault, read_again};
use crate::source::SourceTree;

/// A link to a place in another text.
struct AnchorLink<'a> {
    target: Target,
    /// Path of the file that the link is in.
    path: &'a str,
    link: &'a InternalLink,
    fragment: &'a str,
}

/// Checks that every link to a place in another text leads to a place that is there.
pub(crate) fn check_anchors(tree: &SourceTree, archive: &Archive, faults: &mut Vec<FileFault>) {
    let mut links = anchor_links(archive);
    links.sort_by_key(|link| {
        let span = &link.link.span;
        (link.target, link.path, span.start, span.end, link.fragment)
    });
    for group in links.chunk_by(|a, b| a.target == b.target) {
        let Some(first) = group.first() else {
            continue;
        };
        let (text, title, language) = match first.target {
            Target::Report(entry) => {
                let report = &archive.entries[entry].report;
                let is_withdrawn = report.front_matter.withdrawn.is_some();
                let text = (!is_withdrawn).then(|| report.read_again(tree));
                let title = &report.front_matter.title;
                (text, title, report.language(&archive.config.language))
            }
            Target::Agency(agency) => {
                let agency = &archive.agencies[agency];
                let source = agency.source.as_ref();
                let text = source.map(|path| read_again(tree, path, agency.digest));
                (text, &agency.facts.name, &archive.config.language)
            }
            // What a fragment of a PDF or a table means is its reader's own business.
            Target::Attachment(..) => continue,
        };
        // The second reading for the pages reports a file that has changed since.
        if let Ok(text) = text.transpose() {
            check_group(group, text.as_ref(), title, language.is_chinese(), faults);
        }
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

/// Checks links into one text; a target without a text has no places.
fn check_group(
    group: &[AnchorLink<'_>],
    text: Option<&ReportText>,
    title: &str,
    chinese: bool,
    faults: &mut Vec<FileFault>,
) {
    // A text that was withdrawn has no places.
    let body = text.map_or("", ReportText::body);
    let document = Document::parse_below(title, body, Options { chinese });
    for link in group {
        let span = link.link.span.clone();
        let fault = anchor_fault(&document, body, span, link.fragment, chinese);
        faults.extend(fault.map(|fault| (link.path.to_owned(), fault)));
    }
}
