//! All that is wrong with an archive, counted.
//!
//! In: damage, in any order. Out: as much of it as is listed, how much there is, and how bad the worst is. What a publication
//! that has not ended explains is listed after all else and makes nothing worse: whoever can write to the archive can claim
//! one, so that it is never left out. Never decides whether something is damage.

use crate::verify::damage::{Damage, Verdict};
use crate::verify::underway::Underway;

/// Damage that is kept, at most; the rest is counted.
const MAX_KEPT: usize = 10_000;

/// All that is wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Damages {
    kept: Vec<Damage>,
    /// What is explained.
    explained: Vec<Damage>,
    count: usize,
    worst: Verdict,
    /// What explains some of it.
    underway: Option<Underway>,
}

impl Damages {
    /// Of an archive in which a publication may not have ended.
    pub(crate) fn with(underway: Option<Underway>) -> Damages {
        Damages {
            underway,
            ..Damages::default()
        }
    }

    /// All of it, with what is to be said of a publication that has not ended.
    pub(crate) fn ended(mut self) -> Damages {
        if let Some(underway) = self.underway.take() {
            self.push(underway.damage());
        }
        self
    }

    pub(crate) fn push(&mut self, damage: Damage) {
        if let Some(underway) = &mut self.underway
            && underway.explains(&damage)
        {
            self.count += 1;
            if self.explained.len() < MAX_KEPT {
                self.explained.push(damage);
            }
            return;
        }
        self.count += 1;
        self.worst = self.worst.max(damage.verdict);
        if self.kept.len() < MAX_KEPT {
            self.kept.push(damage);
        }
    }

    pub(crate) fn extend(&mut self, damages: impl IntoIterator<Item = Damage>) {
        damages.into_iter().for_each(|damage| self.push(damage));
    }

    /// Those that were kept, the worst first, and after them what is explained.
    pub(crate) fn sorted(&self) -> Vec<&Damage> {
        let mut listed = by_weight(&self.kept);
        listed.extend(by_weight(&self.explained));
        listed
    }

    /// How many there are, those too that were not kept.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    pub(crate) fn worst(&self) -> Verdict {
        self.worst
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.count == 0
    }
}

fn by_weight(damages: &[Damage]) -> Vec<&Damage> {
    let mut sorted: Vec<&Damage> = damages.iter().collect();
    sorted.sort_by(|a, b| (b.verdict, &a.file).cmp(&(a.verdict, &b.file)));
    sorted
}
