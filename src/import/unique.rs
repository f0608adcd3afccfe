//! Names of which none stands twice: 通知, 通知-2, 通知-3.
//!
//! In: names, one after another. Out: each as it is, or with a number that makes it another. Never takes long over many
//! names that are the same.

use std::collections::{BTreeMap, BTreeSet};

/// The names that were given.
#[derive(Debug, Default)]
pub(super) struct Unique {
    given: BTreeSet<String>,
    /// The number that is tried next for a name.
    next: BTreeMap<String, usize>,
}

impl Unique {
    /// A name that none before it has.
    pub(super) fn name(&mut self, name: String) -> String {
        let mut free = name.clone();
        while !self.given.insert(free.clone()) {
            let number = self.next.entry(name.clone()).or_insert(2);
            free = format!("{name}-{number}");
            *number += 1;
        }
        free
    }
}

#[cfg(test)]
mod tests {
    use super::Unique;

    #[test]
    fn no_name_stands_twice() {
        let mut names = Unique::default();
        let given = ["a", "a", "a-2", "b", "a", "a-2"].map(|name| names.name(name.to_owned()));
        assert_eq!(given, ["a", "a-2", "a-2-2", "b", "a-3", "a-2-3"]);
    }
}
