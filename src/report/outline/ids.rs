//! The ids of a page, each given once.
//!
//! In: the id that is wanted. Out: it, or it with a number. Never gives the same twice.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The ids of a page that are taken.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Ids(BTreeMap<String, u32>);

impl Ids {
    pub(crate) fn holds(&self, id: &str) -> bool {
        self.0.contains_key(id)
    }

    /// Takes `id`, or the first of `id-2`, `id-3` … that is free, with `separator` for the hyphen.
    pub(crate) fn take(&mut self, id: String, separator: char) -> String {
        let Some(repeats) = self.0.get_mut(&id) else {
            self.0.insert(id.clone(), 1);
            return id;
        };
        let mut count = *repeats;
        let free = loop {
            count += 1;
            let candidate = format!("{id}{separator}{count}");
            if !self.0.contains_key(&candidate) {
                break candidate;
            }
        };
        // Remembered, so that many repeats of one id stay linear.
        self.0.insert(id, count);
        self.0.insert(free.clone(), 1);
        free
    }
}
