//! Whether a log is what somebody remembers of it, and more.
//!
//! In: a checkpoint that was seen before, and the log as it was read now. Out: one word. Never believes that a log grew
//! because it is longer: what was remembered must be its beginning. Never asks who signed.

use crate::log::checkpoint::Checkpoint;
use crate::log::published::Published;

/// How a log stands to what is remembered of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Growth {
    /// It is the same.
    Same,
    /// It has all that is remembered, and further entries after that.
    Grown,
    /// It has fewer entries.
    RolledBack,
    /// It has as many entries or more, but others.
    Forked,
    /// It is another log: its origin is another.
    Other,
}

/// Holds a log against a checkpoint that was seen before.
pub(crate) fn judge(remembered: &Checkpoint, log: &Published) -> Growth {
    let now = &log.checkpoint;
    if remembered.origin != now.origin {
        return Growth::Other;
    }
    if remembered.size > now.size {
        return Growth::RolledBack;
    }
    // The tree that was read is that of the checkpoint: `published::read` has asked.
    match log.tree.root(remembered.size) {
        Some(root) if root == remembered.root => match remembered.size == now.size {
            true => Growth::Same,
            false => Growth::Grown,
        },
        _ => Growth::Forked,
    }
}

#[cfg(test)]
mod tests {
    use super::{Growth, judge};
    use crate::log::checkpoint::Checkpoint;
    use crate::log::ledger::Ledger;
    use crate::log::published::{Published, Signed};
    use crate::log::tree::{Tree, leaf_hash};

    fn log(entries: &[&str]) -> Published {
        let mut tree = Tree::default();
        for entry in entries {
            tree.push(leaf_hash(entry.as_bytes()));
        }
        let checkpoint = Checkpoint {
            origin: "a.example/log".to_owned(),
            size: tree.size(),
            root: tree.root(tree.size()).unwrap_or_default(),
        };
        Published {
            note: checkpoint.text(),
            checkpoint,
            signed: Signed::No,
            tree,
            ledger: Ledger::default(),
            tail: Vec::new(),
        }
    }

    #[test]
    fn a_log_may_grow_and_do_nothing_else() {
        let remembered = log(&["a", "b", "c"]).checkpoint;
        let judged = |entries: &[&str]| judge(&remembered, &log(entries));
        assert_eq!(judged(&["a", "b", "c"]), Growth::Same);
        assert_eq!(judged(&["a", "b", "c", "d"]), Growth::Grown);
        assert_eq!(judged(&["a", "b"]), Growth::RolledBack);
        assert_eq!(judged(&[]), Growth::RolledBack);
        assert_eq!(judged(&["a", "b", "d"]), Growth::Forked);
        assert_eq!(judged(&["a", "B", "c", "d"]), Growth::Forked);
        let nothing = log(&[]).checkpoint;
        assert_eq!(judge(&nothing, &log(&["a"])), Growth::Grown);
        assert_eq!(judge(&nothing, &log(&[])), Growth::Same);
        let mut other = log(&["a", "b", "c"]);
        other.checkpoint.origin = "b.example/log".to_owned();
        assert_eq!(judge(&remembered, &other), Growth::Other);
    }
}
