//! Waivers: a warning that a reviewer accepted is not reported again.
//!
//! In: the waivers of a report and what was found in it. Out: what is left. Never waives an error.

use std::ops::Range;

use crate::diagnostic::{Fault, Severity};
use crate::report::front_matter::Waiver;

/// Bytes on both sides of a fault in which the words of a waiver are looked for.
const NEAR: usize = 300;

/// Drops the warnings in `text` that `waivers` cover.
pub(crate) fn waive(waivers: &[Waiver], text: &str, faults: &mut Vec<Fault>) {
    if !waivers.is_empty() {
        faults.retain(|fault| !is_waived(waivers, near(text, &fault.span), fault));
    }
}

/// Whether one of `waivers` covers a warning that stands among these `words`: it has its code and, if it quotes any,
/// its words, or those that its message names.
pub(crate) fn is_waived(waivers: &[Waiver], words: &str, fault: &Fault) -> bool {
    fault.severity == Severity::Warning
        && waivers.iter().any(|waiver| {
            let has_words = |quote: &str| {
                let message = &fault.message;
                [words, &message.chinese, &message.english]
                    .iter()
                    .any(|text| text.contains(quote))
            };
            waiver.code == fault.code && waiver.quote.as_deref().is_none_or(has_words)
        })
}

/// The lines of the text at `span`, as far as that goes.
fn near<'t>(text: &'t str, span: &Range<usize>) -> &'t str {
    let (start, end) = (span.start.min(text.len()), span.end.min(text.len()));
    let from = text.floor_char_boundary(start.saturating_sub(NEAR));
    let to = text.ceil_char_boundary(end.saturating_add(NEAR));
    let start = text.floor_char_boundary(start);
    let end = text.floor_char_boundary(end.max(start));
    let before = text[from..start]
        .rfind('\n')
        .map_or(from, |at| from + at + 1);
    let after = text[end..to].find('\n').map_or(to, |at| end + at);
    &text[before..after]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Text;

    fn waiver(code: &str, quote: Option<&str>) -> Waiver {
        Waiver {
            code: code.to_owned(),
            quote: quote.map(str::to_owned),
            reason: None,
            reviewer: None,
        }
    }

    #[test]
    fn a_waiver_covers_warnings_of_its_code_and_words() {
        let text = "甲\n受理XX件。\n办结XX件。";
        let span = text.find("XX").unwrap()..text.find("XX").unwrap() + 2;
        let message = Text::new("“XX”像是没有填写", "`XX` seems empty");
        let warning = Fault::warning(
            "placeholder",
            span.clone(),
            message.clone(),
            message.clone(),
        );
        let left = |waiver: Waiver, fault: &Fault| {
            let mut faults = vec![fault.clone()];
            waive(&[waiver], text, &mut faults);
            faults.len()
        };
        assert_eq!(left(waiver("placeholder", None), &warning), 0);
        assert_eq!(left(waiver("placeholder", Some("受理XX件")), &warning), 0);
        assert_eq!(left(waiver("placeholder", Some("办结")), &warning), 1);
        assert_eq!(left(waiver("page-number", None), &warning), 1);
        let error = Fault::error("placeholder", span, message.clone(), message);
        assert_eq!(left(waiver("placeholder", None), &error), 1);
    }
}
