//! Signed notes (C2SP signed-note): a text, and lines of signatures below it.
//!
//! In: a note's text. Out: what was signed, by whom, and whether that holds. Signatures of unknown keys are passed over,
//! as the standard wants; one of a known key that does not hold is a fault. Never trusts a text that nobody signed.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::log::key::{Verifier, is_key_name};

/// Bytes of a note, at most: sixteen signatures of any kind have room.
pub(crate) const MAX_NOTE: usize = 128 * 1024;

/// Bytes of a cosignature: a time, and what Ed25519 gives.
const COSIGNATURE: usize = 8 + 64;

/// Lines of signatures, at most.
const MAX_SIGNATURES: usize = 64;

/// A note, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Note<'t> {
    /// What is signed, its last end of line included.
    pub(crate) text: &'t str,
    pub(crate) signatures: Vec<Signature<'t>>,
}

/// A line of a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Signature<'t> {
    /// The line, without its end.
    pub(crate) line: &'t str,
    /// The name of the key.
    pub(crate) name: &'t str,
    /// Which key of that name.
    pub(crate) id: [u8; 4],
    /// The bytes after that.
    pub(crate) bytes: Vec<u8>,
}

impl<'t> Note<'t> {
    /// A note; `None` where it is none.
    pub(crate) fn parse(note: &'t str) -> Option<Note<'t>> {
        let has_control = |note: &str| note.bytes().any(|byte| byte < 0x20 && byte != b'\n');
        if note.len() > MAX_NOTE || has_control(note) {
            return None;
        }
        let at = note.rfind("\n\n")?;
        let (text, lines) = (note.get(..=at)?, note.get(at + 2..)?);
        let lines = lines.strip_suffix('\n')?;
        let mut signatures = Vec::new();
        for line in lines.split('\n') {
            if signatures.len() == MAX_SIGNATURES {
                return None;
            }
            signatures.push(Signature::parse(line)?);
        }
        Some(Note { text, signatures })
    }

    /// The signature of a key, if it signed: whether that holds, and the time that it states (of cosignatures).
    pub(crate) fn signed_by(&self, key: &Verifier) -> Option<Result<Option<u64>, ()>> {
        let mut of_key = self
            .signatures
            .iter()
            .filter(|signature| signature.name == key.name && signature.id == key.id)
            .peekable();
        of_key.peek()?;
        // All of one key must hold, or none of the note can be believed; the newest time counts.
        let mut newest = None;
        for signature in of_key {
            match key.verify(self.text, &signature.bytes) {
                Ok(time) => newest = newest.max(time),
                Err(()) => return Some(Err(())),
            }
        }
        Some(Ok(newest))
    }
}

impl<'t> Signature<'t> {
    /// The time that it states, as far as it looks like a cosignature (cosignature/v1): who signed is not checked.
    fn time(&self) -> Option<u64> {
        let (time, _) = self.bytes.split_first_chunk::<8>()?;
        let time = u64::from_be_bytes(*time);
        (self.bytes.len() == COSIGNATURE && time <= i64::MAX as u64).then_some(time)
    }

    fn is_by_key_of(&self, other: &Signature<'_>) -> bool {
        self.name == other.name && self.id == other.id
    }

    fn parse(line: &'t str) -> Option<Signature<'t>> {
        let (name, base64) = line.strip_prefix("— ")?.split_once(' ')?;
        if !is_key_name(name) {
            return None;
        }
        let bytes = BASE64.decode(base64).ok()?;
        let (id, bytes) = bytes.split_first_chunk::<4>()?;
        (!bytes.is_empty()).then(|| Signature {
            line,
            name,
            id: *id,
            bytes: bytes.to_vec(),
        })
    }
}

/// A note with further lines of signatures below it, each in the place of one by the same key; `None` where either is none,
/// or where there would be too many. Its text stays.
pub(crate) fn with_signatures(note: &str, lines: &str) -> Option<String> {
    let parsed = Note::parse(note)?;
    let further = format!("{}\n{lines}", parsed.text);
    let further = Note::parse(&further).filter(|further| further.text == parsed.text)?;
    let mut all: Vec<&Signature<'_>> = parsed.signatures.iter().collect();
    for new in &further.signatures {
        match all.iter_mut().find(|old| old.is_by_key_of(new)) {
            Some(old) => *old = new,
            None => all.push(new),
        }
    }
    written(parsed.text, &all)
}

/// A note that was verified, with what others signed below the same text in one that was not. The lines of `own`, the key
/// of the log, are those that were verified; of two cosignatures by one key the one with the later time stays. `None` where
/// either is none, where their texts differ, or where there would be too many.
pub(crate) fn joined(verified: &str, there: &str, own: &Verifier) -> Option<String> {
    let (verified, there) = (Note::parse(verified)?, Note::parse(there)?);
    if verified.text != there.text {
        return None;
    }
    let mut all: Vec<&Signature<'_>> = verified.signatures.iter().collect();
    let is_own = |line: &&Signature<'_>| line.name == own.name && line.id == own.id;
    for line in there.signatures.iter().filter(|line| !is_own(line)) {
        match all.iter_mut().find(|old| old.is_by_key_of(line)) {
            Some(old) if old.time().is_some() && line.time() > old.time() => *old = line,
            Some(_) => {}
            None => all.push(line),
        }
    }
    written(verified.text, &all)
}

fn written(text: &str, signatures: &[&Signature<'_>]) -> Option<String> {
    let lines = signatures
        .iter()
        .flat_map(|signature| [signature.line, "\n"]);
    let whole = format!("{text}\n{}", lines.collect::<String>());
    Note::parse(&whole).is_some().then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::{BASE64, Engine, Note, joined, with_signatures};
    use crate::log::key::Verifier;

    /// The example of the standard.
    const KEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    const NOTE: &str = "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

    #[test]
    fn the_example_of_the_standard_holds() {
        let key = Verifier::parse(KEY).unwrap_or_else(|| panic!("{KEY}"));
        let note = Note::parse(NOTE).unwrap_or_else(|| panic!("{NOTE}"));
        assert_eq!(note.text, "This is an example message.\n");
        assert_eq!(note.signed_by(&key), Some(Ok(None)));
        let altered = NOTE.replace("example message", "Example message");
        let altered = Note::parse(&altered).unwrap_or_else(|| panic!("{altered}"));
        assert_eq!(altered.signed_by(&key), Some(Err(())));
    }

    #[test]
    fn signatures_are_added_and_the_text_stays() {
        let note = "text\n\n— a QUJDREU=\n";
        let both = with_signatures(note, "— b QUJDREU=\n");
        assert_eq!(
            both.as_deref(),
            Some("text\n\n— a QUJDREU=\n— b QUJDREU=\n")
        );
        let again = with_signatures(&both.unwrap_or_default(), "— a QUJDREV4\n— c QUJDREU=\n");
        assert_eq!(
            again.as_deref(),
            Some("text\n\n— a QUJDREV4\n— b QUJDREU=\n— c QUJDREU=\n")
        );
        for lines in ["", "more\n", "\n\n— b QUJDREU=\n", "— b QUJDREU="] {
            assert_eq!(with_signatures(note, lines), None, "{lines:?}");
        }
        let many: String = (0..64).map(|at| format!("— k{at} QUJDREU=\n")).collect();
        assert_eq!(with_signatures(note, &many), None);
    }

    #[test]
    fn of_two_notes_of_one_text_the_verified_line_of_the_log_and_the_later_cosignatures_stay() {
        let own = Verifier::parse(KEY).unwrap_or_else(|| panic!("{KEY}"));
        let (head, own_line) = NOTE.split_once("\n\n").unwrap_or_else(|| panic!("{NOTE}"));
        let of_own = |byte: u8| {
            let bytes = [&own.id[..], &[byte; 64]].concat();
            format!("— {} {}\n", own.name, BASE64.encode(bytes))
        };
        let by = |name: &str, time: u64, byte: u8| {
            let bytes = [&b"iden"[..], &time.to_be_bytes(), &[byte; 64]].concat();
            format!("— {name} {}\n", BASE64.encode(bytes))
        };
        let other = |byte: u8| {
            let bytes = [&b"iden"[..], &[byte; 64]].concat();
            format!("— other {}\n", BASE64.encode(bytes))
        };
        let note = |lines: &[&str]| format!("{head}\n\n{}", lines.concat());
        let (early, late, endless) = (by("w", 5, 1), by("w", 7, 2), by("w", u64::MAX, 3));
        let (forged, next) = (of_own(9), by("v", 3, 1));
        let cases: [(&[&str], &[&str], &[&str]); 8] = [
            (&[own_line], &[&forged], &[own_line]),
            (&[own_line], &[&forged, &late], &[own_line, &late]),
            (&[own_line, &early], &[own_line, &late], &[own_line, &late]),
            (&[own_line, &late], &[own_line, &early], &[own_line, &late]),
            (&[own_line, &late], &[&endless], &[own_line, &late]),
            (
                &[own_line, &late],
                &[&next, own_line],
                &[own_line, &late, &next],
            ),
            (&[own_line, &other(1)], &[&other(2)], &[own_line, &other(1)]),
            (&[own_line], &[&other(2)], &[own_line, &other(2)]),
        ];
        for (verified, there, expected) in cases {
            let found = joined(&note(verified), &note(there), &own);
            assert_eq!(found, Some(note(expected)), "{verified:?} {there:?}");
        }
        let text = NOTE.replace("example message", "other message");
        assert_eq!(joined(NOTE, &text, &own), None);
        assert_eq!(joined(NOTE, "none", &own), None);
        let many: String = (0..64).map(|at| by(&format!("k{at}"), 1, 1)).collect();
        assert_eq!(joined(NOTE, &note(&[&many]), &own), None);
    }

    #[test]
    fn what_is_no_note_is_none() {
        let cases = [
            "",
            "\n\n",
            "text\n",
            "text\n\n",
            "text\n\n— a\n",
            "text\n\n— a QUJDRA==\n",
            "text\n\n— a+b QUJDREU=\n",
            "text\n\n— a QUJDREU=",
            "te\txt\n\n— a QUJDREU=\n",
            "text\r\n\n— a QUJDREU=\n",
            "text\n\n- a QUJDREU=\n",
        ];
        for case in cases {
            assert_eq!(Note::parse(case), None, "{case:?}");
        }
        assert!(Note::parse("text\n\n— a QUJDREU=\n").is_some());
        let many = format!("text\n\n{}", "— a QUJDREU=\n".repeat(65));
        assert_eq!(Note::parse(&many), None);
    }
}
