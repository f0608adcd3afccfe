//! The time by which a file system dates its files.
//!
//! In goes a folder, out comes whether that time has moved on. What was dated before a moment that has passed can
//! no longer be changed without its date showing it; within the moment it can. No other clock would do: that of the
//! machine may be ahead of a server's, and finer than what is written down.

use std::fs::File;
use std::path::Path;
use std::thread;
use std::time::Duration;

use rustix::fs::{Timespec, Timestamps, UTIME_NOW, fstat, futimens};

use crate::stat::FileTime;

/// How often a file system is asked whether its time has moved on; a few milliseconds are common, whole seconds
/// happen.
const MOST_LOOKS: u32 = 50;
const BETWEEN_LOOKS: Duration = Duration::from_millis(1);

/// A file without a name, dated again and again.
#[derive(Debug)]
pub(crate) struct Clock(File);

impl Clock {
    /// The clock of the folder `path`, in which nothing shows of it; `None` where the system cannot do that.
    pub(crate) fn without_trace(path: &Path) -> Option<Clock> {
        #[cfg(target_os = "linux")]
        {
            use rustix::fs::{CWD, Mode, OFlags, openat};
            let flags = OFlags::WRONLY | OFlags::TMPFILE | OFlags::CLOEXEC;
            let file = openat(CWD, path, flags, Mode::RUSR | Mode::WUSR).ok()?;
            Some(Clock(File::from(file)))
        }
        #[cfg(not(target_os = "linux"))]
        {
            let _ = path;
            None
        }
    }

    /// The clock of the folder `path`, which is a build's own; `None` where the system refuses.
    pub(crate) fn of(path: &Path) -> Option<Clock> {
        tempfile::tempfile_in(path).ok().map(Clock)
    }

    /// The present moment.
    pub(crate) fn now(&self) -> Option<FileTime> {
        let now = Timespec {
            tv_sec: 0,
            tv_nsec: UTIME_NOW,
        };
        let both = Timestamps {
            last_access: now,
            last_modification: now,
        };
        futimens(&self.0, &both).ok()?;
        let found = fstat(&self.0).ok()?;
        Some(FileTime::new(found.st_ctime as _, found.st_ctime_nsec as _))
    }

    /// Waits until the present moment has passed, and gives the one after it; `None` where it lasts too long.
    pub(crate) fn pass(&self) -> Option<FileTime> {
        let moment = self.now()?;
        for _ in 0..MOST_LOOKS {
            let next = self.now()?;
            if next > moment {
                return Some(next);
            }
            thread::sleep(BETWEEN_LOOKS);
        }
        None
    }
}
