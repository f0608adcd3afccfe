//! What must not be published of what is imported: told masked, and a draft until somebody has looked.
//!
//! In: the text of a report, files beside it, an account. Out: remarks; whether a document may stand beside its report for
//! everybody to fetch; an account in which no number can be read. Never alters what is written.

use std::path::PathBuf;

use crate::diagnostic::{Fault, Severity, Text};
use crate::generate::import::{Account, Outcome};
use crate::import::document::{Place, Remark, RemarkKind};
use crate::import::recognise::Evidence;
use crate::privacy::attachment::{HiddenKind, scan};
use crate::privacy::shown::{mask_text, mask_words};
use crate::privacy::{Exempt, faults, findings};

/// Remarks of one text or file.
const MAX_TOLD: usize = 20;

/// What must not be published of a text; nothing of what is only to be looked at, of which a build warns.
pub(super) fn of_text(text: &str, exempt: &Exempt) -> Vec<Remark> {
    remarks(faults::of_findings(&findings(text, exempt)))
}

/// What must not be published of a file beside a report.
pub(super) fn of_file(name: &str, bytes: &[u8], exempt: &Exempt) -> Vec<Remark> {
    remarks(faults::of_file(name, &scan(name, bytes, exempt)))
}

/// Why a document is no attachment of its report: what was found in it, hidden or not; `None` where nothing was.
pub(super) fn keeps_back(name: &str, bytes: &[u8], exempt: &Exempt) -> Option<Remark> {
    let scan = scan(name, bytes, exempt);
    let found = faults::of_file(name, &scan);
    let unseen = Text::new("有无法检查的部分", "a part of it cannot be looked at");
    let first = match (found.first(), scan.unseen.is_empty()) {
        (Some(found), _) => &found.message,
        (None, false) => &unseen,
        (None, true) => return None,
    };
    let what = Text::new(
        format!("{}；原件因此未作为附件公开，留在 .source 中", first.chinese),
        format!(
            "the document is no attachment and stays in .source: {}",
            first.english
        ),
    );
    Some(Remark::new(RemarkKind::Unsure, what, Place::Document, ""))
}

/// That words lie below boxes in a document: its text does not hold them, and the document does.
pub(super) fn of_covered(name: &str, bytes: &[u8], exempt: &Exempt) -> Option<Remark> {
    let is_pdf = bytes
        .get(..1024.min(bytes.len()))?
        .windows(5)
        .any(|five| five == b"%PDF-");
    let hidden = is_pdf.then(|| scan(name, bytes, exempt).hidden)?;
    let covered = hidden
        .iter()
        .find(|hidden| hidden.kind == HiddenKind::Covered)?;
    let what = Text::new(
        "黑块等图形盖住的文字没有写入正文，但仍在原件里，能被复制出来；请对照原件核对正文，公开原件前先彻底删去",
        "words below boxes are not in the text, and are in the document, from which they can be copied: compare the text with it, and take them out before the document is published",
    );
    let mut remark = Remark::new(RemarkKind::Unsure, what, Place::Document, &covered.shown);
    remark.is_draft = true;
    Some(remark)
}

fn remarks(found: Vec<Fault>) -> Vec<Remark> {
    let errors = found
        .into_iter()
        .filter(|fault| fault.severity == Severity::Error);
    let remarks = errors.take(MAX_TOLD).map(|fault| Remark {
        is_draft: true,
        ..Remark::new(RemarkKind::Unsure, fault.message, Place::Document, "")
    });
    remarks.collect()
}

/// Why a report is a draft, as it can be shown: what somebody must look at, and where.
pub(super) fn reasons(remarks: &[Remark], exempt: &Exempt) -> Vec<Remark> {
    let drafts = remarks.iter().filter(|remark| remark.is_draft);
    let masked = drafts.map(|remark| {
        let mut remark = remark.clone();
        mask_text(&mut remark.what, exempt);
        mask_words(&mut remark.quote, exempt);
        remark
    });
    masked.collect()
}

/// Masks all that an account shows.
pub(super) fn mask(account: &mut Account, exempt: &Exempt) {
    mask_words(&mut account.source, exempt);
    mask_words(&mut account.text, exempt);
    let values = account.fields.iter_mut().flat_map(|it| &mut it.values);
    let files = account.files.iter_mut();
    let attached = account.attached.iter_mut();
    let attached = attached.flat_map(|(name, title)| [name, title]);
    let words = values.chain(files).chain(attached);
    for words in words.chain(&mut account.addressee) {
        mask_words(words, exempt);
    }
    for remark in &mut account.remarks {
        mask_text(&mut remark.what, exempt);
        mask_words(&mut remark.quote, exempt);
    }
    for field in &mut account.fields {
        if let Evidence::Stated { name, .. } = &mut field.evidence {
            mask_words(name, exempt);
        }
    }
    if let Outcome::Refused(why) = &mut account.outcome {
        mask_text(why, exempt);
    }
    if let Outcome::Written { file, .. } | Outcome::Known(file) | Outcome::Taken(file) =
        &mut account.outcome
    {
        let mut shown = file.display().to_string();
        mask_words(&mut shown, exempt);
        if shown != file.display().to_string() {
            *file = PathBuf::from(shown);
        }
    }
}
