//! The time by which a file system dates its files.
//!
//! In goes its clock, out comes whether that time has moved on. What was dated before a moment that has passed can
//! no longer be changed without its date showing it; within the moment it can. No other clock would do: that of the
//! machine may be ahead of a server's, and finer than what is written down.

use std::thread;
use std::time::Duration;

use crate::disk::Clock;
use crate::stat::FileTime;

/// How often a file system is asked whether its time has moved on; a few milliseconds are common, whole seconds
/// happen.
const MOST_LOOKS: u32 = 50;
const BETWEEN_LOOKS: Duration = Duration::from_millis(1);

/// Waits until the present moment has passed, and gives the one after it; `None` where it lasts too long.
pub(crate) fn pass(clock: &Clock) -> Option<FileTime> {
    let moment = clock.now()?;
    for _ in 0..MOST_LOOKS {
        let next = clock.now()?;
        if next > moment {
            return Some(next);
        }
        thread::sleep(BETWEEN_LOOKS);
    }
    None
}
