//! What becomes of a run that is interrupted, by Ctrl-C or by a system that ends it: it leaves nothing behind.
//!
//! In: a run that says now and then that it goes on. Out: what it gave, or that it was interrupted: it is then unwound
//! from where it was, and what was being made goes with the values that held it. A second interruption waits for nothing;
//! what lies around after it is removed by the next build.

#![expect(
    clippy::disallowed_methods,
    reason = "who asks twice is not to wait for what is dropped"
)]

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::cli::print_error;
use crate::diagnostic::{Language, Text};

/// What a shell takes for the code of a program that was interrupted.
pub(super) const CODE: u8 = 130;

static IS_WANTED: AtomicBool = AtomicBool::new(false);

/// The run was interrupted, and nothing is left of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Interrupted;

/// Runs `work`, which calls [`go_on`] as it goes on. Who interrupts it is told that it takes a moment.
///
/// # Errors
///
/// If it was interrupted.
pub(super) fn watching<T>(language: Language, work: impl FnOnce() -> T) -> Result<T, Interrupted> {
    // Where signals cannot be watched, they end the program as they end any.
    let _ = ctrlc::set_handler(move || {
        if IS_WANTED.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(CODE));
        }
        let told = Text::new(
            "正在中断……再按一次 Ctrl-C 立即结束。",
            "Interrupting … Ctrl-C once more ends it at once.",
        );
        // A stream that is closed keeps nobody from ending.
        let _ = print_error(told.in_language(language));
    });
    catch_unwind(AssertUnwindSafe(work)).map_err(|cause| match cause.downcast_ref() {
        Some(Interrupted) => Interrupted,
        None => resume_unwind(cause),
    })
}

/// Whether an end of the work is wanted.
pub(super) fn is_wanted() -> bool {
    IS_WANTED.load(Ordering::Relaxed)
}

/// Leaves the work that is being [watched](watching), if an end of it is wanted.
pub(super) fn go_on() {
    if is_wanted() {
        resume_unwind(Box::new(Interrupted));
    }
}

#[cfg(test)]
mod tests {
    use super::{Interrupted, Language, catch_unwind, resume_unwind, watching};

    #[test]
    fn what_was_interrupted_is_told_from_a_bug() {
        assert_eq!(watching(Language::English, || 1), Ok(1));
        let interrupted: Result<(), _> =
            watching(Language::English, || resume_unwind(Box::new(Interrupted)));
        assert_eq!(interrupted, Err(Interrupted));
        let bug = catch_unwind(|| watching(Language::English, || resume_unwind(Box::new("a bug"))));
        assert!(bug.is_err());
    }
}
