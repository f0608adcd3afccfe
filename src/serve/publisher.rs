//! Builds the site into the preview's own folder, for what is not made from memory: the search above all.
//!
//! In go calls, out come messages. It is the build of the command line, on some of the machine's threads, so that
//! pages do not wait for it.

use std::num::NonZeroUsize;
use std::sync::mpsc::{Receiver, Sender};

use crate::generate::build;
use crate::job::Job;
use crate::pool;
use crate::serve::message::Message;
use crate::serve::told::Ending;

/// Builds whenever it is called, with the number of a reading, until nobody can call any more.
pub(super) fn run(job: &Job, calls: &Receiver<u64>, desk: &Sender<Message>, ending: Ending) {
    let processors = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let threads = NonZeroUsize::new(processors / 2).unwrap_or(NonZeroUsize::MIN);
    while let Ok(mut reading) = calls.recv() {
        while let Ok(newer) = calls.try_recv() {
            reading = newer;
        }
        let built = || pool::run_on(Some(threads), || build(job, &|_| (ending.go_on)()));
        let Some(built) = ending.watching(built) else {
            return;
        };
        let is_published = built.map(|outcome| outcome.published.is_some());
        let published = Message::Published(reading, is_published);
        if desk.send(published).is_err() {
            return;
        }
    }
}
