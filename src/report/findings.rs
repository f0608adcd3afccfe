//! What the first reading finds in a text that is held against other reports: a room for each kind.
//!
//! In: a document, the front matter above it, and what is sought in the archive. Out: the [`Findings`], which are kept
//! with the facts of the report, and remarks for its editor. Nothing here knows another report; what it comes to among
//! all of them is [`crate::knowledge`].

pub(crate) mod paragraph;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Fault;
use crate::report::findings::paragraph::Paragraph;
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
    /// Looks through a text whose body begins at `start` in its file; adds what the editor is told to `faults`.
    pub(crate) fn of(
        document: &Document<'_>,
        front_matter: &FrontMatter,
        sought: &Sought,
        start: usize,
        faults: &mut Vec<Fault>,
    ) -> Findings {
        let remarks: Vec<Remark> = Vec::new();
        let _ = front_matter;
        let mut findings = Findings::default();
        if sought.paragraphs {
            findings.paragraphs = paragraph::find(&document.passages(), document.parts());
        }
        faults.extend(
            remarks
                .into_iter()
                .map(|remark| remark.placed(document, start)),
        );
        findings
    }
}

impl Remark {
    /// The fault with its place in the file, whose body begins at `start`.
    fn placed(self, document: &Document<'_>, start: usize) -> Fault {
        let place = document.place_in(self.passage, &self.bytes);
        let place = place.unwrap_or(0..0);
        Fault {
            span: place.start + start..place.end + start,
            ..self.fault
        }
    }
}
