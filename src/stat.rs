//! What a file system says of a file, by which one that was not touched is known without reading it.
//!
//! A program that writes to a file changes at least the time of the last change, which no program can set. The
//! hours of file systems are coarse, though: a file that is written twice within one tick says the same of both. So
//! what is said is trusted only of a file that had been left alone for a tick when it was read, as git does
//! (Documentation/technical/racy-git of git). Nothing is read or judged here but that.

use serde::{Deserialize, Serialize};

/// A moment by the clock of a file system: seconds and nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct FileTime {
    seconds: i64,
    nanoseconds: i64,
}

impl FileTime {
    /// From what a file system writes down.
    pub(crate) fn new(seconds: i64, nanoseconds: i64) -> FileTime {
        FileTime {
            seconds,
            nanoseconds,
        }
    }
}

/// Seconds of a tick on file systems that know no parts of a second: FAT counts every other one.
const COARSE_TICK: i64 = 2;

/// What a file system says of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stat {
    device: u64,
    inode: u64,
    length: u64,
    modified: FileTime,
    changed: FileTime,
}

impl Stat {
    /// What was said of a file: what tells it from others, its bytes, when they were written, and when anything of it
    /// was last changed.
    pub(crate) fn new(
        (device, inode): (u64, u64),
        length: u64,
        modified: FileTime,
        changed: FileTime,
    ) -> Stat {
        Stat {
            device,
            inode,
            length,
            modified,
            changed,
        }
    }

    /// Whether both are of one file, whatever became of it between them.
    pub(crate) fn is_same_file(&self, other: &Stat) -> bool {
        (self.device, self.inode) == (other.device, other.inode)
    }

    /// Whether both are of one file that nobody wrote to between them: another name, or a move, shows in the time of
    /// the last change alone.
    pub(crate) fn is_unwritten(&self, other: &Stat) -> bool {
        let changed = other.changed;
        Stat { changed, ..*self } == *other
    }

    /// Bytes of the file.
    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    /// When it was last written, by the clock of its file system.
    pub(crate) fn modified(&self) -> FileTime {
        self.modified
    }

    /// Whether the file had been left alone for a tick at `moment`: then whatever is written to it from that moment
    /// on says another time.
    pub(crate) fn is_settled_at(&self, moment: FileTime) -> bool {
        let last = self.modified.max(self.changed);
        let is_coarse = self.modified.nanoseconds == 0 && self.changed.nanoseconds == 0;
        let tick = if is_coarse { COARSE_TICK } else { 0 };
        let next = FileTime {
            seconds: last.seconds.saturating_add(tick),
            ..last
        };
        next < moment
    }
}

#[cfg(test)]
mod tests {
    use super::{FileTime, Stat};

    fn at(seconds: i64, nanoseconds: i64) -> FileTime {
        FileTime::new(seconds, nanoseconds)
    }

    fn stat(modified: FileTime, changed: FileTime) -> Stat {
        Stat {
            device: 1,
            inode: 2,
            length: 3,
            modified,
            changed,
        }
    }

    #[test]
    fn a_file_is_settled_a_tick_after_its_last_change() {
        let cases = [
            (at(5, 7), at(5, 7), at(5, 8), true),
            // The same tick, or a clock that was set back since.
            (at(5, 7), at(5, 7), at(5, 7), false),
            (at(5, 7), at(5, 7), at(4, 9), false),
            // A time of writing that was set to the past, or to the future.
            (at(1, 0), at(5, 7), at(5, 8), true),
            (at(1, 0), at(5, 7), at(5, 6), false),
            (at(9, 1), at(5, 7), at(6, 0), false),
            // Whole seconds are coarse.
            (at(5, 0), at(5, 0), at(6, 9), false),
            (at(5, 0), at(5, 0), at(7, 1), true),
        ];
        for (modified, changed, moment, expected) in cases {
            let stat = stat(modified, changed);
            assert_eq!(stat.is_settled_at(moment), expected, "{stat:?} {moment:?}");
        }
    }
}
