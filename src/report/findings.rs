//! What the first reading finds in a text that is held against other reports: a room for each kind.
//!
//! In: a document, the front matter above it, and what is sought in the archive. Out: the [`Findings`], which are kept
//! with the facts of the report, and remarks for its editor. Nothing here knows another report; what it comes to among
//! all of them is [`crate::knowledge`].

pub(crate) mod citation;
pub(crate) mod cleanup;
pub(crate) mod defect;
pub(crate) mod figure;
pub(crate) mod measure;
pub(crate) mod mend;
mod packed;
pub(crate) mod paragraph;
pub(crate) mod part;
pub(crate) mod plan;
mod sentence;
pub(crate) mod told;
mod type_words;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Fault;
use crate::privacy::Exempt;
use crate::report::findings::cleanup::CleanupList;
use crate::report::findings::figure::Tables;
use crate::report::findings::figure::indicator::{FoundFigure, Missed, SoughtIndicator};
use crate::report::findings::figure::series::SeriesTable;
use crate::report::findings::figure::sum::{self, NotedSums};
use crate::report::findings::paragraph::Paragraph;
use crate::report::findings::part::{FoundParts, WantedParts};
use crate::report::findings::told::Wanted;
use crate::report::front_matter::FrontMatter;
use crate::report::markdown::Document;
use crate::search::text::fold::fold;

pub(crate) use crate::report::findings::packed::Packed;

pub(crate) use crate::report::findings::plan::FoundPlan;
pub(crate) use crate::report::findings::type_words::TypeWords;

/// What was found in a text.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Findings {
    /// What it cites.
    pub citations: Packed,
    /// What its tables say of the validity of documents, those in files beside it after those of the text.
    pub cleanup: Vec<CleanupList>,
    /// Its paragraphs, as they are compared; none where no reports are.
    pub paragraphs: Vec<Paragraph>,
    /// The parts that its like have year after year; none where none are looked for, or found.
    pub parts: Option<Box<FoundParts>>,
    /// The measures of a plan; none of what is no plan, or has none.
    pub plan: Option<Box<FoundPlan>>,
    /// Its sums; none where they all come out, or are not checked.
    pub sums: Option<Box<NotedSums>>,
    /// What indicators come to in it; none where there is nothing of any.
    pub figures: Vec<FoundFigure>,
    /// Its tables, as they are held against those of other periods; none where none are.
    pub series: Vec<SeriesTable>,
    /// What seemed to name a figure of an indicator and gave none.
    pub missed: Vec<Missed>,
}

/// What is to be found in the texts of an archive, by its settings.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Sought {
    /// What texts cite.
    pub citations: bool,
    /// Whether reports are compared.
    pub paragraphs: bool,
    /// What of defects of the texts; `None` where they are not looked for.
    pub defects: Option<Wanted>,
    /// Which parts are known by their headings.
    pub parts: WantedParts,
    /// Which reports are plans.
    pub measures: TypeWords,
    /// Whether sums are checked.
    pub sums: bool,
    /// Whether tables are held against those of other periods.
    pub series: bool,
    /// Which figures are read, in the order of archive.yaml.
    pub indicators: Vec<SoughtIndicator>,
    /// What may be published of numbers and addresses, and which words may not.
    pub exempt: Exempt,
}

/// What is known of a text beside its head and its words.
#[derive(Clone, Copy)]
pub(crate) struct Around<'a> {
    /// The whole file.
    pub text: &'a str,
    /// Where its body begins.
    pub start: usize,
    /// Whether it is read as a Chinese official text.
    pub chinese: bool,
    /// Names of the files that are there with it.
    pub beside: &'a [&'a str],
}

/// Something to tell an editor of bytes of a passage.
pub(crate) struct Remark {
    /// Its place among the passages of the report.
    pub passage: usize,
    /// Bytes of its text.
    pub bytes: Range<usize>,
    /// What is wrong; its own span says nothing yet.
    pub fault: Fault,
}

impl Findings {
    /// Looks through a text; adds what the editor is told to `faults`.
    pub(crate) fn of(
        document: &Document<'_>,
        front_matter: &FrontMatter,
        sought: &Sought,
        around: Around<'_>,
        faults: &mut Vec<Fault>,
    ) -> Findings {
        let mut findings = Findings::default();
        let mut remarks: Vec<Remark> = Vec::new();
        let wanted = sought.defects.as_ref().filter(|_| around.chinese);
        let passages = document.passages();
        let tables = Tables::of(&passages);
        if sought.paragraphs {
            findings.paragraphs = paragraph::find(&passages, document.parts());
        }
        findings.parts =
            (sought.parts).find(document.parts(), &passages, front_matter, &mut remarks);
        if sought.citations {
            findings.citations = Packed::of(&citation::find(&passages, &folded));
        }
        if let Some(wanted) = wanted {
            remarks.extend(wanted.told(document, &passages, front_matter, around));
        }
        if sought.sums {
            let sums = sum::check(&tables);
            remarks.extend(sums.remarks());
            findings.sums = sums.noted(|_| None);
        }
        if sought.series {
            findings.series = figure::series::find(&tables, document.parts(), front_matter);
        }
        let above = ["", front_matter.title.as_str()];
        let mut cleanup = cleanup::find(above, &passages, &folded, &mut remarks);
        let is_plan = sought.measures.name(front_matter);
        let (figures, missed) = figure::indicator::find(&tables, front_matter, &sought.indicators);
        findings.missed = missed;
        let has_places =
            !remarks.is_empty() || !cleanup.is_empty() || is_plan || !figures.is_empty();
        let places = has_places.then(|| document.leaf_starts());
        let places = places.unwrap_or_default();
        for listed in cleanup.iter_mut().flat_map(|list| &mut list.listed) {
            let passage = listed.passage.map_or(0, |passage| passage as usize);
            let length = passages
                .get(passage)
                .map_or(0, |passage| passage.text.len());
            let place = document.place_in(&places, passage, &(0..length));
            let place = place.unwrap_or(0..0);
            listed.span = place.start + around.start..place.end + around.start;
        }
        findings.cleanup = cleanup;
        let placed = figures.into_iter().map(|found| {
            let place = document.place_in(&places, found.passage, &found.bytes);
            let place = place.unwrap_or(0..0);
            FoundFigure {
                place: place.start + around.start..place.end + around.start,
                ..found.figure
            }
        });
        findings.figures = placed.collect();
        faults.extend(
            remarks
                .into_iter()
                .map(|remark| remark.placed(document, &places, around.start)),
        );
        if is_plan {
            let at = (&*places, around.start);
            findings.plan = FoundPlan::of(document, &passages, front_matter, at);
        }
        findings
    }
}

/// A text as it is compared: in simplified characters, small letters and half width.
pub(crate) fn folded(text: &str) -> String {
    text.chars().map(fold).collect()
}

impl Remark {
    /// The fault with its place in the file, whose body begins at `start`.
    fn placed(self, document: &Document<'_>, leaf_starts: &[usize], start: usize) -> Fault {
        let place = document.place_in(leaf_starts, self.passage, &self.bytes);
        let place = place.unwrap_or(0..0);
        Fault {
            span: place.start + start..place.end + start,
            ..self.fault
        }
    }
}
