//! The files of a log: hashes and entries, 256 in each (C2SP tlog-tiles).
//!
//! In: a tree, entries, sizes. Out: which files there are, and their bytes. A file that is not full has its number of
//! hashes in its name. Never a file that the standard does not name; a length other than the exact one is refused.

use crate::log::decimal;
use crate::log::tree::{Hash, Tree};

/// Hashes or entries in a full file.
pub(crate) const WIDTH: u64 = 256;

/// Bytes of an entry, at most: two bytes give its length.
pub(crate) const MAX_ENTRY: usize = u16::MAX as usize;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Hashes of whole subtrees of 256^level leaves.
    Hashes(u8),
    /// Entries.
    Entries,
}

/// A file of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Tile {
    pub(crate) kind: Kind,
    /// Which of its kind, from 0.
    pub(crate) number: u64,
    /// How many it holds, 1 to 256.
    pub(crate) width: u64,
}

impl Tile {
    /// Its path below the folder of the log.
    pub(crate) fn path(&self) -> String {
        let mut path = match self.kind {
            Kind::Hashes(level) => format!("tile/{level}/"),
            Kind::Entries => "tile/entries/".to_owned(),
        };
        let digits = format!("{:03}", self.number);
        let lead = digits.len() % 3;
        let padded = match lead {
            0 => digits,
            lead => format!("{}{digits}", "0".repeat(3 - lead)),
        };
        let parts = padded.len() / 3;
        for at in 0..parts {
            let part = padded.get(at * 3..at * 3 + 3).unwrap_or_default();
            match at + 1 == parts {
                true => path.push_str(part),
                false => path.push_str(&format!("x{part}/")),
            }
        }
        if self.width < WIDTH {
            path.push_str(&format!(".p/{}", self.width));
        }
        path
    }

    /// The file that is called so; `None` where none is.
    pub(crate) fn parse(path: &str) -> Option<Tile> {
        let (kind, rest) = path.strip_prefix("tile/")?.split_once('/')?;
        let kind = match kind {
            "entries" => Kind::Entries,
            level => Kind::Hashes(
                u8::try_from(decimal(level)?)
                    .ok()
                    .filter(|level| *level < 6)?,
            ),
        };
        let (number, width) = match rest.split_once(".p/") {
            Some((number, width)) => (number, decimal(width)?),
            None => (rest, WIDTH),
        };
        let digits: String = number
            .split('/')
            .map(|part| part.trim_start_matches('x'))
            .collect();
        if digits.len() > 15 {
            return None;
        }
        let tile = Tile {
            kind,
            number: digits.parse().ok()?,
            width,
        };
        // A name has one form.
        ((1..=WIDTH).contains(&width) && tile.path() == path).then_some(tile)
    }

    /// Whether a log of `size` entries does not have all of what it holds.
    pub(crate) fn is_beyond(&self, size: u64) -> bool {
        let level = match self.kind {
            Kind::Hashes(level) => level,
            Kind::Entries => 0,
        };
        let there = size.checked_shr(u32::from(level) * 8).unwrap_or(0);
        self.first().saturating_add(self.width) > there
    }

    /// The first of what it holds: of entries or leaves in those, of hashes of its level otherwise.
    pub(crate) fn first(&self) -> u64 {
        self.number * WIDTH
    }

    /// Its bytes, if it holds hashes that the tree has.
    pub(crate) fn hashes(&self, tree: &Tree) -> Option<Vec<u8>> {
        let Kind::Hashes(level) = self.kind else {
            return None;
        };
        let mut bytes = Vec::with_capacity(32 * usize::try_from(self.width).ok()?);
        for at in 0..self.width {
            bytes.extend(tree.whole(usize::from(level) * 8, self.first() + at)?);
        }
        Some(bytes)
    }
}

/// The files of a log of `size` entries, those that are full and those at its right edge.
pub(crate) fn tiles(size: u64) -> impl Iterator<Item = Tile> {
    tiles_since(0, size)
}

/// The files of entries of a log of `size` entries, in their order. (Not those of [`tiles`] that hold entries: these come
/// last, after as many files of hashes as a size that lies may promise.)
pub(crate) fn tiles_of_entries(size: u64) -> impl Iterator<Item = Tile> {
    of_kind_since(Kind::Entries, 0, 0, size)
}

/// The files that a log of `size` entries has and the same log at `old` had not.
pub(crate) fn tiles_since(old: u64, size: u64) -> impl Iterator<Item = Tile> {
    let levels = (0u8..6).map(move |level| (Kind::Hashes(level), u32::from(level) * 8));
    let kinds = levels.chain([(Kind::Entries, 0)]);
    kinds.flat_map(move |(kind, shift)| of_kind_since(kind, shift, old, size))
}

fn of_kind_since(kind: Kind, shift: u32, old: u64, size: u64) -> impl Iterator<Item = Tile> {
    let (old, count) = (old >> shift, size >> shift);
    let (full, rest) = (count / WIDTH, count % WIDTH);
    let full_tiles = (old / WIDTH..full).map(move |number| Tile {
        kind,
        number,
        width: WIDTH,
    });
    let rest = (rest > 0 && old != count).then_some(Tile {
        kind,
        number: full,
        width: rest,
    });
    full_tiles.chain(rest)
}

/// The entries of a file that holds `width` of them; `None` where its bytes are not exactly those.
pub(crate) fn entries(bytes: &[u8], width: u64) -> Option<Vec<&[u8]>> {
    let mut entries = Vec::new();
    let mut rest = bytes;
    for _ in 0..width.min(WIDTH) {
        let (length, after) = rest.split_first_chunk::<2>()?;
        let (entry, after) = after.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
        entries.push(entry);
        rest = after;
    }
    rest.is_empty().then_some(entries)
}

/// The bytes of a file of entries; `None` where one is too long.
pub(crate) fn bundle<'a>(entries: impl Iterator<Item = &'a [u8]>) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for entry in entries {
        bytes.extend(u16::try_from(entry.len()).ok()?.to_be_bytes());
        bytes.extend(entry);
    }
    Some(bytes)
}

/// The hashes in a file of `width` of them; `None` where its length is another.
pub(crate) fn hashes(bytes: &[u8], width: u64) -> Option<Vec<Hash>> {
    let (hashes, rest) = bytes.as_chunks::<32>();
    (rest.is_empty() && hashes.len() as u64 == width).then(|| hashes.to_vec())
}

#[cfg(test)]
mod tests {
    use super::{Kind, Tile, WIDTH, bundle, entries, tiles, tiles_of_entries, tiles_since};

    #[test]
    fn paths_are_those_of_the_standard() {
        let tile = |kind, number, width| {
            Tile {
                kind,
                number,
                width,
            }
            .path()
        };
        assert_eq!(
            tile(Kind::Hashes(0), 1_234_067, WIDTH),
            "tile/0/x001/x234/067"
        );
        assert_eq!(tile(Kind::Hashes(1), 0, 17), "tile/1/000.p/17");
        assert_eq!(tile(Kind::Entries, 999, WIDTH), "tile/entries/999");
        assert_eq!(tile(Kind::Entries, 1000, 1), "tile/entries/x001/000.p/1");
    }

    /// The example of the standard.
    #[test]
    fn a_log_of_70_000_has_the_files_that_the_standard_counts() {
        let all: Vec<Tile> = tiles(70_000).collect();
        let count = |kind, full: bool| {
            let of = all.iter().filter(|tile| tile.kind == kind);
            of.filter(|tile| (tile.width == WIDTH) == full).count()
        };
        assert_eq!(count(Kind::Hashes(0), true), 273);
        assert_eq!(count(Kind::Hashes(1), true), 1);
        let partial = |kind| {
            all.iter()
                .find(|tile| tile.kind == kind && tile.width < WIDTH)
        };
        assert_eq!(partial(Kind::Hashes(0)).map(|tile| tile.width), Some(112));
        assert_eq!(partial(Kind::Hashes(1)).map(|tile| tile.width), Some(17));
        assert_eq!(partial(Kind::Hashes(2)).map(|tile| tile.width), Some(1));
        assert_eq!(all.len(), 2 * 274 + 2 + 1);
        assert_eq!(tiles(0).count(), 0);
        let entries = tiles(70_000).filter(|tile| tile.kind == Kind::Entries);
        assert!(entries.eq(tiles_of_entries(70_000)));
        // The first is there at once, whatever size a head promises.
        let first = tiles_of_entries(1 << 40).next().map(|tile| tile.path());
        assert_eq!(first.as_deref(), Some("tile/entries/000"));
        let one: Vec<String> = tiles(256).map(|tile| tile.path()).collect();
        assert_eq!(one, ["tile/0/000", "tile/1/000.p/1", "tile/entries/000"]);
    }

    #[test]
    fn what_is_new_is_what_was_not_there() {
        for old in [0, 1, 255, 256, 257, 511, 65_536] {
            for size in [old, old + 1, old + 255, old + 256, old + 70_000] {
                let before: Vec<Tile> = tiles(old).collect();
                let new: Vec<Tile> = tiles_since(old, size).collect();
                let wanted: Vec<Tile> = tiles(size).filter(|tile| !before.contains(tile)).collect();
                assert_eq!(new, wanted, "{old} {size}");
            }
        }
    }

    #[test]
    fn entries_are_read_as_they_were_written_and_of_exact_lengths_alone() {
        let all: [&[u8]; 3] = [b"a", b"", b"ccc"];
        let bytes = bundle(all.into_iter()).unwrap_or_default();
        assert_eq!(entries(&bytes, 3).as_deref(), Some(all.as_slice()));
        assert_eq!(entries(&bytes, 2), None);
        assert_eq!(entries(&bytes, 4), None);
        let mut longer = bytes.clone();
        longer.push(0);
        assert_eq!(entries(&longer, 3), None);
        assert_eq!(super::hashes(&[0; 65], 2), None);
        assert!(bundle([vec![0; 65_536].as_slice()].into_iter()).is_none());
    }
}
