//! Work shared by threads, whose results do not depend on how many there are.

use std::collections::BTreeMap;
use std::io;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// How many results wait for those before them, a thread.
const WAITING: usize = 2;

/// What a mutex holds, whatever became of those who held it before.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Does `work` for all numbers below `count`; after one that fails no other is begun.
///
/// # Errors
///
/// That of the least number that failed.
pub(super) fn each<F: Send>(
    threads: NonZeroUsize,
    count: usize,
    work: impl Fn(usize) -> Result<(), F> + Sync,
) -> Result<(), F> {
    let next = AtomicUsize::new(0);
    let failed: Mutex<Option<(usize, F)>> = Mutex::new(None);
    let run = || loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number >= count {
            return;
        }
        if let Err(error) = work(number) {
            next.store(count, Ordering::Relaxed);
            let mut failed = locked(&failed);
            if failed.as_ref().is_none_or(|(before, _)| number < *before) {
                *failed = Some((number, error));
            }
            return;
        }
    };
    thread::scope(|scope| {
        for _ in 1..threads.get().min(count) {
            scope.spawn(run);
        }
        run();
    });
    match failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some((_, error)) => Err(error),
        None => Ok(()),
    }
}

/// Makes something of all numbers below `count` in threads, and gives it to `take` in the order of the numbers.
///
/// # Errors
///
/// The first that `make` or `take` return.
pub(super) fn in_order<T: Send>(
    threads: NonZeroUsize,
    count: usize,
    make: impl Fn(usize) -> io::Result<T> + Sync,
    mut take: impl FnMut(T) -> io::Result<()>,
) -> io::Result<()> {
    struct State<T> {
        /// The next to be begun, and the next to be taken.
        begun: usize,
        taken: usize,
        made: BTreeMap<usize, io::Result<T>>,
        /// Nobody takes any more.
        is_over: bool,
    }
    let state = Mutex::new(State {
        begun: 0,
        taken: 0,
        made: BTreeMap::new(),
        is_over: false,
    });
    let changed = Condvar::new();
    let wait = |guard| changed.wait(guard).unwrap_or_else(PoisonError::into_inner);
    let work = || loop {
        let mut guard = locked(&state);
        while !guard.is_over && guard.begun > guard.taken + WAITING * threads.get() {
            guard = wait(guard);
        }
        if guard.is_over || guard.begun >= count {
            return;
        }
        let number = guard.begun;
        guard.begun += 1;
        drop(guard);
        let mut given = Given {
            // What stays where `make` panics.
            result: Some(Err(io::Error::other("indexing stopped"))),
            give: |result| {
                locked(&state).made.insert(number, result);
                changed.notify_all();
            },
        };
        given.result = Some(make(number));
    };
    thread::scope(|scope| {
        for _ in 0..threads.get().min(count) {
            scope.spawn(work);
        }
        // Also where `take` panics: those who make wait for it to take.
        let _over = Over {
            tell: || {
                locked(&state).is_over = true;
                changed.notify_all();
            },
        };
        let mut take_all = || -> io::Result<()> {
            for number in 0..count {
                let mut guard = locked(&state);
                let made = loop {
                    match guard.made.remove(&number) {
                        Some(made) => break made,
                        None => guard = wait(guard),
                    }
                };
                guard.taken = number + 1;
                drop(guard);
                changed.notify_all();
                take(made?)?;
            }
            Ok(())
        };
        take_all()
    })
}

/// Tells that no more is taken, when it goes.
struct Over<F: Fn()> {
    tell: F,
}

impl<F: Fn()> Drop for Over<F> {
    fn drop(&mut self) {
        (self.tell)();
    }
}

/// A result that is given when it goes, whatever happens before.
struct Given<T, G: FnMut(io::Result<T>)> {
    result: Option<io::Result<T>>,
    give: G,
}

impl<T, G: FnMut(io::Result<T>)> Drop for Given<T, G> {
    fn drop(&mut self) {
        if let Some(result) = self.result.take() {
            (self.give)(result);
        }
    }
}
