//! Builds the site into the preview's own folder, for what is not made from memory: the search above all.
//!
//! In go calls, out come messages. It is the build of the command line, on some of the machine's threads, so that
//! pages do not wait for it.

use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{Receiver, Sender};

use rayon::ThreadPoolBuilder;

use crate::diagnostic::Text;
use crate::error::Error;
use crate::generate::build;
use crate::job::Job;
use crate::serve::message::Message;
use crate::serve::told::Ending;

/// Builds whenever it is called, with the number of a reading, until nobody can call any more.
pub(super) fn run(job: &Job, calls: &Receiver<u64>, desk: &Sender<Message>, ending: Ending) {
    let threads = std::thread::available_parallelism().map_or(1, NonZeroUsize::get) / 2;
    let pool = ThreadPoolBuilder::new().num_threads(threads.max(1)).build();
    while let Ok(mut reading) = calls.recv() {
        while let Ok(newer) = calls.try_recv() {
            reading = newer;
        }
        if desk.send(Message::Publishing).is_err() {
            return;
        }
        let published = match &pool {
            Ok(pool) => {
                let built = || pool.install(|| build(job, &|_| (ending.go_on)()));
                match catch_unwind(AssertUnwindSafe(built)) {
                    Ok(built) => built,
                    // It is not wanted any longer, and has left nothing behind.
                    Err(_) if (ending.is_wanted)() => return,
                    Err(bug) => resume_unwind(bug),
                }
            }
            Err(error) => Err(Error::new(Text::new(
                format!("无法启动线程：{error}"),
                format!("threads cannot be started: {error}"),
            ))),
        };
        let is_published = published.map(|outcome| outcome.published.is_some());
        if desk
            .send(Message::Published(reading, is_published))
            .is_err()
        {
            return;
        }
    }
}
