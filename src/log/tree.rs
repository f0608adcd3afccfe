//! The hash tree of a log (RFC 6962, section 2.1): its root at any size, proofs of inclusion and of consistency.
//!
//! In: hashes of leaves. Out: roots and proofs, and whether a proof holds. Never sees an entry's meaning; never panics,
//! whatever sizes and proofs it is given.

use sha2::{Digest, Sha256};

/// A SHA-256.
pub(crate) type Hash = [u8; 32];

/// Hashes in a proof, at most: a tree has no more levels.
pub(crate) const MAX_PROOF: usize = 64;

/// The hash of an entry.
pub(crate) fn leaf_hash(entry: &[u8]) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update([0]);
    hasher.update(entry);
    hasher.finalize().into()
}

/// The hash of what stands above two others.
pub(crate) fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update([1]);
    hasher.update(left);
    hasher.update(right);
    hasher.finalize().into()
}

/// All hashes of whole subtrees: at level n those of 2^n leaves each.
#[derive(Debug, Default, Clone)]
pub(crate) struct Tree {
    levels: Vec<Vec<Hash>>,
}

impl Tree {
    /// Its leaves.
    pub(crate) fn size(&self) -> u64 {
        self.levels.first().map_or(0, |leaves| leaves.len() as u64)
    }

    /// Adds a leaf.
    pub(crate) fn push(&mut self, leaf: Hash) {
        let mut hash = leaf;
        let mut level = 0;
        loop {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            let Some(hashes) = self.levels.get_mut(level) else {
                return;
            };
            hashes.push(hash);
            let [left, right] = match hashes.as_slice() {
                [.., left, right] if hashes.len().is_multiple_of(2) => [left, right],
                _ => return,
            };
            hash = node_hash(left, right);
            level += 1;
        }
    }

    /// The hash of the whole subtree of 2^level leaves at `index`.
    pub(crate) fn whole(&self, level: usize, index: u64) -> Option<Hash> {
        let hashes = self.levels.get(level)?;
        hashes.get(usize::try_from(index).ok()?).copied()
    }

    /// The hash of the leaves from `start` to `end`; `start` is a multiple of a power of two that is not less than their
    /// number.
    fn range(&self, start: u64, end: u64) -> Option<Hash> {
        let count = end.checked_sub(start).filter(|count| *count > 0)?;
        if count.is_power_of_two() {
            let level = count.trailing_zeros();
            return self.whole(level as usize, start >> level);
        }
        let split = start + split(count);
        Some(node_hash(
            &self.range(start, split)?,
            &self.range(split, end)?,
        ))
    }

    /// The root of the first `size` leaves; `None` where it has fewer.
    pub(crate) fn root(&self, size: u64) -> Option<Hash> {
        match size {
            0 => Some(Sha256::digest([]).into()),
            _ => self.range(0, size),
        }
    }

    /// That the leaf at `index` is among the first `size`: hashes from the leaf's sibling upwards.
    pub(crate) fn inclusion(&self, index: u64, size: u64) -> Option<Vec<Hash>> {
        if index >= size || size > self.size() {
            return None;
        }
        let (mut start, mut end) = (0, size);
        let mut proof = Vec::new();
        while end - start > 1 {
            let middle = start + split(end - start);
            if index < middle {
                proof.push(self.range(middle, end)?);
                end = middle;
            } else {
                proof.push(self.range(start, middle)?);
                start = middle;
            }
        }
        proof.reverse();
        Some(proof)
    }

    /// That the first `old` leaves are the beginning of the first `new` ones (RFC 6962, section 2.1.2).
    pub(crate) fn consistency(&self, old: u64, new: u64) -> Option<Vec<Hash>> {
        if old > new || new > self.size() {
            return None;
        }
        if old == 0 || old == new {
            return Some(Vec::new());
        }
        let (mut start, mut end) = (0, new);
        let mut proof = Vec::new();
        // Whether the subtree is the whole old tree, whose root the reader has.
        let mut is_old_root = true;
        while end != old {
            let middle = start + split(end - start);
            if old <= middle {
                proof.push(self.range(middle, end)?);
                end = middle;
            } else {
                proof.push(self.range(start, middle)?);
                start = middle;
                is_old_root = false;
            }
        }
        if !is_old_root {
            proof.push(self.range(start, end)?);
        }
        proof.reverse();
        Some(proof)
    }
}

/// The largest power of two below `count`, which is at least 2.
fn split(count: u64) -> u64 {
    match count {
        0 | 1 => 1,
        count => 1 << (63 - (count - 1).leading_zeros()),
    }
}

/// Whether a leaf stands at `index` in the tree of `size` leaves with this root (RFC 9162, section 2.1.3.2).
pub(crate) fn includes(leaf: &Hash, index: u64, size: u64, proof: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut at, mut last) = (index, size - 1);
    let mut hash = *leaf;
    for other in proof {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            hash = node_hash(other, &hash);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, other);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *root
}

/// Whether a tree is the beginning of another (RFC 9162, section 2.1.4.2).
pub(crate) fn is_consistent(
    (old, old_root): (u64, &Hash),
    (new, new_root): (u64, &Hash),
    proof: &[Hash],
) -> bool {
    if old > new {
        return false;
    }
    if old == new {
        return proof.is_empty() && old_root == new_root;
    }
    if old == 0 {
        return proof.is_empty() && *old_root == <Hash>::from(Sha256::digest([]));
    }
    let mut rest = proof.iter();
    let first = match old.is_power_of_two() {
        true => Some(old_root),
        false => rest.next(),
    };
    let Some(first) = first else {
        return false;
    };
    let (mut at, mut last) = (old - 1, new - 1);
    while at & 1 == 1 {
        at >>= 1;
        last >>= 1;
    }
    let (mut from_old, mut from_new) = (*first, *first);
    for hash in rest {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            from_old = node_hash(hash, &from_old);
            from_new = node_hash(hash, &from_new);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            from_new = node_hash(&from_new, hash);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && from_old == *old_root && from_new == *new_root
}

#[cfg(test)]
mod tests {
    use super::{Hash, Tree, includes, is_consistent, leaf_hash};

    fn tree(size: u64) -> Tree {
        let mut tree = Tree::default();
        for number in 0..size {
            tree.push(leaf_hash(&number.to_be_bytes()));
        }
        tree
    }

    /// The definition of the standard, word for word.
    fn defined(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => <Hash>::from(<sha2::Sha256 as sha2::Digest>::digest([])),
            [leaf] => *leaf,
            _ => {
                let mut split = 1;
                while split * 2 < leaves.len() {
                    split *= 2;
                }
                let (left, right) = leaves.split_at(split);
                super::node_hash(&defined(left), &defined(right))
            }
        }
    }

    #[test]
    fn roots_are_as_the_standard_defines_them() {
        let tree = tree(70);
        let leaves: Vec<Hash> = (0..70u64).map(|n| leaf_hash(&n.to_be_bytes())).collect();
        for size in 0..=70 {
            assert_eq!(tree.root(size as u64), Some(defined(&leaves[..size])));
        }
        assert_eq!(tree.root(71), None);
    }

    /// Known answers of Certificate Transparency (RFC 6962's reference implementation).
    #[test]
    fn known_answers() {
        let entries: [&[u8]; 8] = [
            b"",
            b"\x00",
            b"\x10",
            b"\x20\x21",
            b"\x30\x31",
            b"\x40\x41\x42\x43",
            b"\x50\x51\x52\x53\x54\x55\x56\x57",
            b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
        ];
        let mut tree = Tree::default();
        entries.iter().for_each(|entry| tree.push(leaf_hash(entry)));
        let root = tree.root(8).unwrap_or_default();
        assert_eq!(
            base16ct::lower::encode_string(&root),
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
        );
    }

    #[test]
    fn what_is_in_it_is_proved_and_nothing_else() {
        for size in 1..=40u64 {
            let tree = tree(size);
            let root = tree.root(size).unwrap_or_default();
            for index in 0..size {
                let leaf = leaf_hash(&index.to_be_bytes());
                let proof = tree.inclusion(index, size).unwrap_or_default();
                assert!(includes(&leaf, index, size, &proof, &root));
                for other in 0..size + 2 {
                    if other != index {
                        assert!(!includes(&leaf, other, size, &proof, &root));
                    }
                }
                let mut longer = proof.clone();
                longer.push(root);
                assert!(!includes(&leaf, index, size, &longer, &root));
                if let Some((_, shorter)) = proof.split_last() {
                    assert!(!includes(&leaf, index, size, shorter, &root));
                }
            }
        }
    }

    #[test]
    fn a_tree_that_grew_is_proved_and_no_other() {
        let whole = tree(40);
        for new in 0..=40u64 {
            for old in 0..=new {
                let roots = (
                    whole.root(old).unwrap_or_default(),
                    whole.root(new).unwrap_or_default(),
                );
                let proof = whole.consistency(old, new).unwrap_or_default();
                assert!(
                    is_consistent((old, &roots.0), (new, &roots.1), &proof),
                    "{old} {new}"
                );
                if old != new {
                    assert!(!is_consistent((old, &roots.1), (new, &roots.1), &proof));
                    assert!(!is_consistent((old, &roots.0), (new, &roots.0), &proof) || old == 0);
                }
                let mut longer = proof.clone();
                longer.push(roots.0);
                assert!(!is_consistent((old, &roots.0), (new, &roots.1), &longer));
            }
        }
    }

    #[test]
    fn sizes_that_lie_are_refused() {
        let hash = [7; 32];
        let proof = vec![hash; 64];
        for (index, size) in [
            (0, 0),
            (u64::MAX, u64::MAX),
            (u64::MAX - 1, u64::MAX),
            (5, 3),
        ] {
            assert!(!includes(&hash, index, size, &proof, &hash));
            assert!(!is_consistent((index, &hash), (size, &hash), &proof));
        }
        let tree = tree(3);
        assert_eq!(tree.inclusion(3, 3), None);
        assert_eq!(tree.inclusion(0, u64::MAX), None);
        assert_eq!(tree.consistency(1, u64::MAX), None);
    }
}
