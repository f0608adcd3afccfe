//! What a result is kept under: a digest of all that it was made from.
//!
//! Nothing is looked up here.

use std::cell::RefCell;

use serde::ser::Error as _;
use serde::{Deserialize, Serialize, Serializer};
use sha2::{Digest, Sha256};

/// Bytes of a key: half a SHA-256, of which no two meet by chance.
pub(super) const KEY: usize = 16;

/// Bytes of inputs for which room is kept.
const BUFFER_MAX: usize = 1 << 20;

thread_local! {
    /// Inputs as they are hashed: keys are made for every page. (So no input may make a key while it is written.)
    static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// The name of a result: the same wherever it was made from the same, and no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub(crate) struct Key(pub(super) [u8; KEY]);

impl Serialize for Key {
    /// A key of nothing cannot be written: what is made of it has no key either.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.is_of_something() {
            true => self.0.serialize(serializer),
            false => Err(S::Error::custom("a key of nothing")),
        }
    }
}

impl Default for Key {
    /// The key of nothing.
    fn default() -> Key {
        Key([0; KEY])
    }
}

impl Key {
    /// The key of what `step` makes from `inputs`, which must be all that it makes it from. A step whose result is
    /// of another kind has another name.
    pub(crate) fn of<T: Serialize + ?Sized>(step: &str, inputs: &T) -> Key {
        let mut hash = Sha256::new();
        hash.update((step.len() as u64).to_le_bytes());
        hash.update(step);
        // In a form that names every field: one that is left out where it is empty makes no two inputs the same. What
        // cannot be written so has no key, and is made anew each time.
        let is_written = BUFFER.with_borrow_mut(|bytes| {
            bytes.clear();
            let written = serde_json::to_writer(&mut *bytes, inputs);
            hash.update(&bytes);
            if bytes.capacity() > BUFFER_MAX {
                *bytes = Vec::new();
            }
            written.is_ok()
        });
        if !is_written {
            return Key::default();
        }
        let mut key = [0; KEY];
        for (to, from) in key.iter_mut().zip(hash.finalize()) {
            *to = from;
        }
        Key(key)
    }

    /// Whether anything is kept under it.
    pub(super) fn is_of_something(&self) -> bool {
        *self != Key::default()
    }
}

#[cfg(test)]
mod tests {
    use super::Key;

    #[test]
    fn what_is_made_of_nothing_is_nothing() {
        let unwritable = std::collections::BTreeMap::from([((1, 2), 3)]);
        let nothing = Key::of("a", &unwritable);
        assert_eq!(nothing, Key::default());
        assert_eq!(Key::of("b", &(nothing, 1)), Key::default());
    }

    #[test]
    fn another_step_or_input_is_another_key() {
        let keys = [
            Key::of("a", "b"),
            Key::of("a", "c"),
            Key::of("ab", ""),
            Key::of("b", "b"),
            Key::of("a", &("b", 1)),
        ];
        let different: std::collections::BTreeSet<Key> = keys.into_iter().collect();
        assert_eq!(different.len(), keys.len());
        assert_eq!(Key::of("a", "b"), keys[0]);
    }
}
