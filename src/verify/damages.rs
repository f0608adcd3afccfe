//! All that is wrong with an archive, counted.
//!
//! In: damage, in any order. Out: as much of it as is listed, how much there is, and how bad the worst is; what a publication
//! that has not ended explains is counted as one. Never decides whether something is damage.

use crate::verify::damage::{Damage, Verdict};
use crate::verify::underway::Underway;

/// Damage that is kept, at most; the rest is counted.
const MAX_KEPT: usize = 10_000;

/// All that is wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Damages {
    kept: Vec<Damage>,
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

    /// Those that were kept, the worst first.
    pub(crate) fn sorted(&self) -> Vec<&Damage> {
        let mut sorted: Vec<&Damage> = self.kept.iter().collect();
        sorted.sort_by(|a, b| (b.verdict, &a.file).cmp(&(a.verdict, &b.file)));
        sorted
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
