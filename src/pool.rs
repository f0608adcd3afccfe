//! The threads that a run works on, as many as it is given.
//!
//! In goes the number, out comes what the run gave. A run itself starts no pool: it reads and renders in the rayon pool
//! that it is called in.

use std::num::NonZeroUsize;

use rayon::ThreadPoolBuilder;

use crate::diagnostic::Text;
use crate::error::Error;

/// Runs `work` on so many threads, as many as the machine has without a number.
///
/// # Errors
///
/// Those of `work`, or that the system starts no threads.
pub(crate) fn run_on<T: Send>(
    threads: Option<NonZeroUsize>,
    work: impl FnOnce() -> Result<T, Error> + Send,
) -> Result<T, Error> {
    let threads = threads.map_or(0, NonZeroUsize::get);
    let pool = ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|e| {
        Error::new(Text::new(
            format!("无法启动线程：{e}"),
            format!("threads cannot be started: {e}"),
        ))
    })?;
    pool.install(work)
}
