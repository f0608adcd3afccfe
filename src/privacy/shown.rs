//! How diagnostics are shown where a text holds what nobody may read in a message: in a terminal, in JSON, in a log, in
//! the panel of the preview.
//!
//! In: faults of a text and what was found in it; diagnostics. Out: diagnostics in which all of it is masked, at the same
//! places. Never takes a diagnostic away.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Fault, Text, in_file_shown_as};
use crate::privacy::{Exempt, Finding, Kind, findings, masked_text};

/// Findings of a text whose words are looked for in messages, at most.
const MAX_SOUGHT: usize = 2000;

/// Places the faults of a file, as [`crate::diagnostic::in_file`] does, with all that was `found` in its text masked.
pub(crate) fn in_file(
    file: &str,
    text: &str,
    mut faults: Vec<Fault>,
    found: &[Finding],
) -> Vec<Diagnostic> {
    if found.is_empty() {
        return in_file_shown_as(file, text, text, faults);
    }
    let words = words_of(text, found);
    for fault in &mut faults {
        for said in [&mut fault.message, &mut fault.hint] {
            replace(&mut said.chinese, &words);
            replace(&mut said.english, &words);
        }
    }
    in_file_shown_as(file, text, &masked_text(text, found), faults)
}

/// A fault in a text of which nothing else is known.
pub(crate) fn one_in_file(fault: Fault, file: &str, text: &str) -> Diagnostic {
    let found = findings(text, &Exempt::default());
    fault.in_file_shown_as(file, text, &masked_text(text, &found))
}

/// Masks what diagnostics quote, and names of files.
pub(crate) fn mask(diagnostics: &mut [Diagnostic], exempt: &Exempt) {
    for diagnostic in diagnostics {
        for words in [&mut diagnostic.message, &mut diagnostic.hint] {
            mask_text(words, exempt);
        }
        mask_words(&mut diagnostic.file, exempt);
    }
}

/// Masks both languages of a sentence.
pub(crate) fn mask_text(text: &mut Text, exempt: &Exempt) {
    mask_words(&mut text.chinese, exempt);
    mask_words(&mut text.english, exempt);
}

/// Masks words that are shown by themselves.
pub(crate) fn mask_words(words: &mut String, exempt: &Exempt) {
    let found = findings(words, exempt);
    if !found.is_empty() {
        *words = masked_text(words, &found);
    }
}

/// What was found, as it is written, with how it is shown.
fn words_of<'t>(text: &'t str, found: &'t [Finding]) -> BTreeMap<&'t str, &'t str> {
    let secret = found.iter().filter(|one| one.kind != Kind::Secrecy);
    let words = secret.take(MAX_SOUGHT).filter_map(|one| {
        let written = text.get(one.range.clone())?;
        Some((written, one.masked.as_str()))
    });
    words.collect()
}

/// A message may quote a number without what stood around it, by which it was known.
fn replace(message: &mut String, words: &BTreeMap<&str, &str>) {
    if !message.contains(|sign: char| sign.is_numeric() || matches!(sign, '@' | '＠')) {
        return;
    }
    for (written, shown) in words {
        if message.contains(written) {
            *message = message.replace(written, shown);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::privacy::faults;

    const IDENTITY: &str = "110101199003074514";

    #[test]
    fn no_message_shows_a_number_of_its_text() {
        let text = format!("𠮷李某{IDENTITY}，张三住宅电话：0991-1234567。\n");
        let found = findings(&text, &Exempt::default());
        let quoting = Fault::warning(
            "quoting",
            3..text.len() - 1,
            Text::new("“0991-1234567”不是日期", "`0991-1234567` is no date"),
            Text::new("改写。", "Write it anew."),
        );
        let mut all = faults::of_findings(&found);
        all.push(quoting);
        let mut told = in_file(&format!("a/{IDENTITY}.md"), &text, all, &found);
        mask(&mut told, &Exempt::default());
        assert_eq!(told.len(), 3, "{told:?}");
        let shown = format!("{told:?}");
        assert!(!shown.contains(IDENTITY), "{shown}");
        assert!(!shown.contains("0991-1234567"), "{shown}");
        assert!(shown.contains("11*************514"), "{shown}");
        // Columns are those of the text, in which a star of four bytes is one character.
        let found = told.iter().find(|one| one.code == "identity-number");
        assert_eq!(found.map(|one| one.column), Some(4));
    }

    #[test]
    fn what_overlaps_is_masked_to_its_end() {
        let text = "甲13912345678乙";
        let one = |range: std::ops::Range<usize>, kind| Finding {
            kind,
            masked: "*".repeat(range.len()),
            range,
            severity: crate::diagnostic::Severity::Warning,
        };
        let found = [
            one(0..8, Kind::Secrecy),
            one(3..9, Kind::Phone),
            one(6..14, Kind::Phone),
        ];
        assert_eq!(masked_text(text, &found), "甲***********乙");
    }
}
