//! What must not be published: numbers by which a person is known, homes, and marks of secrecy.
//!
//! In: a text, or the bytes of a file that is published beside one, and what of the archive's own is exempt. Out: findings
//! with their places, each shown masked. Looks once over a text, in time proportional to it. Never keeps a number, never
//! opens a file, never judges what a reviewer may accept (`crate::waiver` does).

mod address;
pub(crate) mod attachment;
mod card;
mod context;
mod credit;
mod exempt;
pub(crate) mod faults;
mod heads;
mod identity;
mod looked;
mod mail;
mod mask;
#[cfg(test)]
mod measure;
mod name;
mod passport;
mod phone;
mod plate;
mod secrecy;
pub(crate) mod shown;
mod text;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Severity;
use crate::privacy::context::Called;
use crate::privacy::heads::Heads;
use crate::privacy::text::{Chain, Scanner};

pub(crate) use crate::privacy::exempt::Exempt;
pub(crate) use crate::privacy::looked::Looked;
pub(crate) use crate::privacy::mask::masked_text;

/// Findings of one text after which warnings are no longer added.
const MAX_WARNED: usize = 20_000;
/// Findings of one text.
const MAX_FOUND: usize = 100_000;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Kind {
    /// The number of a resident, of 18 or 15 digits.
    Identity,
    /// The number of a bank card.
    Card,
    /// A telephone that is a person's.
    Phone,
    /// The number of a passport or of a permit to travel.
    Passport,
    /// The plate of a vehicle.
    Plate,
    /// A mail address beside a name.
    Mail,
    /// Where somebody lives.
    Home,
    /// A mark or a word that stops a publication.
    Secrecy,
}

/// Something that must not be published, or should be looked at before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Finding {
    /// What it is.
    pub kind: Kind,
    /// Its bytes in the text that was given.
    pub range: Range<usize>,
    /// An error stops the publication.
    pub severity: Severity,
    /// How it may be shown.
    pub masked: String,
}

/// All that is found in a text, in its order.
pub(crate) fn findings(text: &str, exempt: &Exempt) -> Vec<Finding> {
    findings_below(Heads::of_text(text), text, exempt)
}

/// All that is found in a text whose heads of columns are known.
fn findings_below(heads: Heads<'_>, text: &str, exempt: &Exempt) -> Vec<Finding> {
    let mut found = Found {
        text,
        exempt,
        heads,
        findings: Vec::new(),
    };
    Scanner::new(text).run(&mut found, look, mail::look);
    secrecy::find(&mut found);
    let mut findings = found.findings;
    findings.sort_by_key(|finding| (finding.range.start, finding.range.end, finding.kind));
    findings
}

/// Puts a chain to the rooms that know numbers. What one takes the others are not asked about.
fn look(chain: &Chain, found: &mut Found<'_>) {
    let mut group = 0;
    while group < chain.groups.len() {
        let sure = identity::look(chain, group, found).or_else(|| card::look(chain, group, found));
        let taken = match sure {
            None if found.is_full() => None,
            None => phone::look(chain, group, found)
                .or_else(|| passport::look(chain, group, found))
                .or_else(|| plate::look(chain, group, found))
                .or_else(|| address::look(chain, group, found)),
            taken => taken,
        };
        group = taken.unwrap_or(group + 1).max(group + 1);
    }
}

/// A text, and what was found in it so far.
struct Found<'t> {
    text: &'t str,
    exempt: &'t Exempt,
    heads: Heads<'t>,
    findings: Vec<Finding>,
}

impl Found<'_> {
    fn add(&mut self, kind: Kind, range: Range<usize>, severity: Severity) {
        if self.findings.len() == MAX_FOUND {
            return;
        }
        let words = self.text.get(range.clone()).unwrap_or_default();
        let masked = mask::masked(kind, words);
        self.findings.push(Finding {
            kind,
            range,
            severity,
            masked,
        });
    }

    /// Whether so much was found that no more warnings are added: who has read these has enough to do.
    fn is_full(&self) -> bool {
        self.findings.len() >= MAX_WARNED
    }

    /// What the number at a place is called: by the head of its column, or by the words before it.
    fn called(&mut self, at: usize) -> Called {
        match self.heads.column(at) {
            Some(column) => {
                let cell = self.text.get(column.start..at).unwrap_or_default();
                Called::in_column(&column.head, cell)
            }
            None => Called::in_text(self.text, at),
        }
    }

    fn error(&mut self, kind: Kind, range: Range<usize>) {
        self.add(kind, range, Severity::Error);
    }

    fn warn(&mut self, kind: Kind, range: Range<usize>) {
        if !self.is_full() {
            self.add(kind, range, Severity::Warning);
        }
    }
}
