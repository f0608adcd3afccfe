//! Gathers what is found in a file, by parts and kinds, within limits.
//!
//! In: texts of the file with their places. Out: a [`Scan`]. Never keeps a text.

use crate::diagnostic::{Severity, Text, cut};
use crate::import::container::Container;
use crate::privacy::attachment::{Hidden, HiddenKind, InFile, Scan, Unseen};
use crate::privacy::heads::Heads;
use crate::privacy::mask::blurred;
use crate::privacy::{Exempt, Kind, findings, findings_below, masked_text};

/// Bytes that are unpacked from a file and all that is in it.
const MAX_UNPACKED: usize = 256 << 20;
/// Bytes of text that are looked at in a file and all that is in it.
const MAX_WORDS: usize = 40 << 20;
/// Findings that are sought in another text.
const MAX_COMPARED: usize = 500;
/// Entries of each list of a [`Scan`].
const MAX_LISTED: usize = 200;
/// Characters of hidden words that are shown.
const SHOWN: usize = 24;
/// Bytes of them that are looked at, so that none of them is shown that must not be.
const LOOKED: usize = 600;

/// Looks at the texts of a file.
pub(super) struct Looker<'e> {
    exempt: &'e Exempt,
    scan: Scan,
    /// The files that this one is in, from outside.
    within: Vec<String>,
    /// Bytes that may still be unpacked.
    left: usize,
    /// Bytes of text that may still be looked at.
    words: usize,
}

impl<'e> Looker<'e> {
    pub(super) fn new(exempt: &'e Exempt) -> Looker<'e> {
        Looker {
            exempt,
            scan: Scan::default(),
            within: Vec::new(),
            left: MAX_UNPACKED,
            words: MAX_WORDS,
        }
    }

    pub(super) fn done(self) -> Scan {
        self.scan
    }

    /// How many files this one is in.
    pub(super) fn depth(&self) -> usize {
        self.within.len()
    }

    /// A file within this one begins.
    pub(super) fn enter(&mut self, name: &str) {
        // A name may hold what must not be shown.
        let found = findings(name, self.exempt);
        self.within.push(masked_text(name, &found));
    }

    /// It ends.
    pub(super) fn leave(&mut self) {
        self.within.pop();
    }

    /// The bytes of a part of a container; what cannot be read is told of.
    pub(super) fn unpacked(&mut self, container: &Container<'_>, part: &str) -> Option<Vec<u8>> {
        match container.read(part) {
            Ok(bytes) => {
                let bytes = bytes?;
                if let Some(left) = self.left.checked_sub(bytes.len()) {
                    self.left = left;
                    return Some(bytes);
                }
                self.left = 0;
                self.unseen(Text::new(
                    format!("解压后合计超过 {} MB，其余未检查", MAX_UNPACKED >> 20),
                    format!(
                        "more than {} MB when unpacked; the rest was not looked at",
                        MAX_UNPACKED >> 20
                    ),
                ));
                None
            }
            Err(refusal) => {
                self.unseen(refusal.0);
                None
            }
        }
    }

    /// Looks at words that have no places.
    pub(super) fn plain(&mut self, part: &Text, words: &str) {
        self.text(part, words, Heads::of_text(words), &mut |_| None);
    }

    /// Looks at a text below its heads of columns; `position` says where in the part a byte of it is.
    pub(super) fn text(
        &mut self,
        part: &Text,
        words: &str,
        heads: Heads<'_>,
        position: &mut dyn FnMut(usize) -> Option<Text>,
    ) {
        if words.trim().is_empty() {
            return;
        }
        let whole = self.inside(part);
        if self.scan.looked.len() < MAX_LISTED && !self.scan.looked.contains(&whole) {
            self.scan.looked.push(whole);
        }
        let Some(left) = self.words.checked_sub(words.len()) else {
            self.unseen_part(
                part,
                Text::new(
                    format!("文字合计超过 {} MB，未检查", MAX_WORDS >> 20),
                    format!(
                        "more than {} MB of text; this was not looked at",
                        MAX_WORDS >> 20
                    ),
                ),
            );
            return;
        };
        self.words = left;
        for finding in findings_below(heads, words, self.exempt) {
            let position = position(finding.range.start);
            self.add(
                part,
                position,
                finding.kind,
                finding.severity,
                finding.masked,
            );
        }
    }

    /// Looks at a text for what another one, that was looked at, does not say.
    pub(super) fn beyond(
        &mut self,
        part: &Text,
        words: &str,
        known: &str,
        position: &mut dyn FnMut(usize) -> Option<Text>,
    ) {
        for finding in findings(words, self.exempt).into_iter().take(MAX_COMPARED) {
            let said = words.get(finding.range.clone()).unwrap_or_default();
            if !known.contains(said) {
                let position = position(finding.range.start);
                self.add(
                    part,
                    position,
                    finding.kind,
                    finding.severity,
                    finding.masked,
                );
            }
        }
    }

    /// A finding in a part.
    pub(super) fn add(
        &mut self,
        part: &Text,
        position: Option<Text>,
        kind: Kind,
        severity: Severity,
        masked: String,
    ) {
        let part = self.inside(part);
        let is_same = |known: &&mut InFile| {
            known.kind == kind && known.severity == severity && known.part == part
        };
        if let Some(known) = self.scan.findings.iter_mut().find(is_same) {
            known.count += 1;
            return;
        }
        if self.scan.findings.len() == MAX_LISTED {
            // The last counts for all that follow.
            if let Some(last) = self.scan.findings.last_mut() {
                last.count += 1;
                last.severity = last.severity.min(severity);
            }
            return;
        }
        let place = match position {
            None => part.clone(),
            Some(position) => Text::new(
                // 正文第 1 段, but 工作表“表1” B2.
                match position.chinese.starts_with('第') {
                    true => format!("{}{}", part.chinese, position.chinese),
                    false => format!("{} {}", part.chinese, position.chinese),
                },
                format!("{}, {}", part.english, position.english),
            ),
        };
        self.scan.findings.push(InFile {
            kind,
            severity,
            masked,
            place,
            count: 1,
            part,
        });
    }

    /// Something hidden; `words` are what it says.
    pub(super) fn hidden(&mut self, kind: HiddenKind, place: &Text, words: &str) {
        let place = self.inside(place);
        let is_same = |known: &&Hidden| known.kind == kind && known.place == place;
        if self.scan.hidden.len() == MAX_LISTED
            || self.scan.hidden.iter().any(|known| is_same(&known))
        {
            return;
        }
        let words = words.trim();
        let words = words
            .get(..words.floor_char_boundary(LOOKED))
            .unwrap_or_default();
        let shown = blurred(&masked_text(words, &findings(words, self.exempt)));
        let shown = shown.split(char::is_control).collect::<Vec<_>>().join(" ");
        let short = cut(&shown, SHOWN);
        let shown = match short.len() < shown.len() {
            true => format!("{short}…"),
            false => shown,
        };
        self.scan.hidden.push(Hidden { kind, place, shown });
    }

    /// What is being looked at cannot be.
    pub(super) fn unseen(&mut self, why: Text) {
        self.unseen_part(&Text::new("", ""), why);
    }

    /// A part cannot be looked at.
    pub(super) fn unseen_part(&mut self, part: &Text, why: Text) {
        let place = self.inside(part);
        let unseen = Unseen { place, why };
        if self.scan.unseen.len() < MAX_LISTED && !self.scan.unseen.contains(&unseen) {
            self.scan.unseen.push(unseen);
        }
    }

    /// A place with the files that it is in.
    fn inside(&self, part: &Text) -> Text {
        let path = self.within.join(" › ");
        let joined = |part: &str| match (path.is_empty(), part.is_empty()) {
            (true, _) => part.to_owned(),
            (false, true) => path.clone(),
            (false, false) => format!("{path} › {part}"),
        };
        Text::new(joined(&part.chinese), joined(&part.english))
    }
}
