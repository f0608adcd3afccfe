//! What the first reading finds in a text that is held against other reports: a room for each kind.
//!
//! In: a document, the front matter above it, and what is sought in the archive. Out: the [`Findings`], which are kept
//! with the facts of the report, and remarks for its editor. Nothing here knows another report; what it comes to among
//! all of them is [`crate::knowledge`].

pub(crate) mod defect;
pub(crate) mod mend;
pub(crate) mod paragraph;
pub(crate) mod told;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Fault;
use crate::report::findings::paragraph::Paragraph;
use crate::report::findings::told::Wanted;
use crate::report::front_matter::FrontMatter;
use crate::report::markdown::Document;

/// What was found in a text.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Findings {
    /// Its paragraphs, as they are compared; none where no reports are.
    pub paragraphs: Vec<Paragraph>,
}

/// What is to be found in the texts of an archive, by its settings.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Sought {
    /// Whether reports are compared.
    pub paragraphs: bool,
    /// What of defects of the texts; `None` where they are not looked for.
    pub defects: Option<Wanted>,
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
        if wanted.is_none() && !sought.paragraphs {
            return findings;
        }
        let passages = document.passages();
        if sought.paragraphs {
            findings.paragraphs = paragraph::find(&passages, document.parts());
        }
        if let Some(wanted) = wanted {
            remarks.extend(wanted.told(document, &passages, front_matter, around));
        }
        let places = (!remarks.is_empty()).then(|| document.leaf_starts());
        let places = places.unwrap_or_default();
        faults.extend(
            remarks
                .into_iter()
                .map(|remark| remark.placed(document, &places, around.start)),
        );
        findings
    }
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
