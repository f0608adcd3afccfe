//! Defects of a report as its editor is told of them.
//!
//! In: the document with its passages, its head, and what types of reports must end with. Out: remarks. What is a defect
//! is decided by [`crate::report::findings::defect`] alone.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::fields::simplified;
use crate::report::findings::defect::{Defect, Settings, WantedClosing, find};
use crate::report::findings::{Around, Remark};
use crate::report::front_matter::FrontMatter;
use crate::report::markdown::{Document, Link, Target};
use crate::report::passage::Passage;

/// What reports must have, by their type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Wanted {
    closings: BTreeMap<String, WantedClosing>,
}

impl Wanted {
    /// Reports of a type that is written so must end with this.
    pub(crate) fn want(&mut self, word: String, closing: WantedClosing) {
        self.closings.insert(word, closing);
    }

    /// The defects of a text.
    pub(super) fn told(
        &self,
        document: &Document<'_>,
        passages: &[Passage<'_>],
        front_matter: &FrontMatter,
        around: Around<'_>,
    ) -> Vec<Remark> {
        let listed = front_matter.attachments.iter();
        let listed = listed.map(|entry| entry.title.as_ref().unwrap_or(&entry.file.value));
        let linked = document.links();
        let linked = linked.filter(|link| leads_to_attachment(link, document, around));
        let attachments: Vec<&str> = (listed.map(String::as_str))
            .chain(linked.map(|link| link.destination.as_str()))
            .chain(around.beside.iter().copied())
            .collect();
        let settings = Settings {
            chinese: around.chinese,
            attachments: &attachments,
            closing: self.closing_of(&front_matter.kind.value),
        };
        let mut defects = find(passages, document.parts(), settings);
        if defects.iter().any(|defect| defect.kind.is_of_neighbours()) {
            let starts = document.leaf_starts();
            defects.retain(|defect| {
                !defect.kind.is_of_neighbours()
                    || stands_as_shown(defect, document, passages, &starts, around)
            });
        }
        let remarks = defects.into_iter().map(|defect| Remark {
            passage: defect.passage,
            bytes: defect.range.clone(),
            fault: defect.fault(0..0),
        });
        remarks.collect()
    }

    /// What a report must end with whose type is written so.
    fn closing_of(&self, kind: &str) -> WantedClosing {
        let by_key = self.closings.get(kind);
        let found = by_key.or_else(|| self.closings.get(simplified(kind).as_ref()));
        found.copied().unwrap_or_default()
    }
}

/// Whether the words of a defect stand in the file as they are shown, with nothing in between that is no text: a
/// picture, the sign of a note.
fn stands_as_shown(
    defect: &Defect,
    document: &Document<'_>,
    passages: &[Passage<'_>],
    leaf_starts: &[usize],
    around: Around<'_>,
) -> bool {
    let place = document.place_in(leaf_starts, defect.passage, &defect.range);
    let passage = passages.get(defect.passage);
    let shown = passage.and_then(|passage| passage.text.get(defect.range.clone()));
    place.is_some_and(|place| {
        let place = around.start + place.start..around.start + place.end;
        around.text.get(place) == shown
    })
}

/// Whether a link is to a file that comes with the text: to one of the archive that is no report, or to anything that it
/// calls an attachment.
fn leads_to_attachment(link: &Link, document: &Document<'_>, around: Around<'_>) -> bool {
    let is_report = || {
        let path = link.destination.split(['#', '?']).next().unwrap_or("");
        path.to_ascii_lowercase().ends_with(".md")
    };
    let calls_so = || {
        let place = document.place(&link.span);
        let written = around.start + place.start..around.start + place.end;
        let written = around.text.get(written).unwrap_or_default();
        written.contains("附件") || written.contains("附表")
    };
    match link.target {
        Target::Fragment => false,
        Target::Relative => !is_report() || calls_so(),
        _ => calls_so(),
    }
}
