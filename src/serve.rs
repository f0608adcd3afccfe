//! The preview: a site on this machine that follows the content while it is being written.
//!
//! ```text
//! watch --which files were touched--> desk --a report again, at once--.
//!                                       |                             |
//!                                       '--> reader: everything again +--> pages, from memory
//!                                                                     |
//!                       publisher: build, into a folder of its own ---'    search, feeds, downloads
//! browser --server, guard--> desk or that folder --markup: with the script that reloads it--> browser
//! ```
//!
//! What an editor saves is shown at once, in the archive as it was; what follows from it elsewhere comes when all has been
//! read again, and the search when that is built. All of it is the code of a build: the desk alone puts one report in the
//! place of another. Nothing is written but below the preview's own folder, nothing is listened to but this machine, and
//! what the preview adds to a page is in no file.

mod desk;
mod editor;
mod guard;
mod markup;
mod message;
mod panel;
mod publisher;
mod reader;
mod server;
mod told;
mod watch;

use std::path::PathBuf;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use tokio::sync::watch as latest;

use crate::diagnostic::Language;
use crate::error::{Doing, Error};
use crate::generate::store_of_build;
use crate::job::Job;
use crate::serve::desk::Desk;
use crate::serve::message::State;
use crate::serve::server::Server;

pub(crate) use crate::serve::editor::Editor;
pub(crate) use crate::serve::message::Diagnostics;
pub(crate) use crate::serve::told::{Ending, Told};

/// What is previewed, and where.
pub(crate) struct Preview {
    /// The content, and the site that was published of it.
    pub job: Job,
    /// The folder for what is built for the preview.
    pub home: PathBuf,
    /// The port to listen at; one that is free unless given.
    pub port: Option<u16>,
    /// What opens a file at a line.
    pub editor: Option<Editor>,
    /// The language of what the preview adds to pages.
    pub language: Language,
    /// Time since any moment, for saying how long a step took; it reaches nothing else.
    pub clock: fn() -> Duration,
    /// How it ends.
    pub ending: Ending,
}

/// Runs the preview until it is to end.
///
/// # Errors
///
/// If the port is taken, or threads or watches cannot be had.
pub(crate) fn serve(preview: Preview, told: &(dyn Fn(Told) + Sync)) -> Result<(), Error> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| Error::io(Doing::Read, "tokio", e))?;
    let listener = server::listen(preview.port)?;
    let (desk, of_desk) = mpsc::channel();
    let (reader, of_reader) = mpsc::channel();
    let (publisher, of_publisher) = mpsc::channel();
    let (state, states) = latest::channel(State::default());
    let publishing = Job {
        store: preview.job.store.as_ref().map(|_| preview.home.join(STORE)),
        out: preview.home.join(SITE),
        allow_vanished: true,
        index: true,
        zips: false,
        in_place: false,
        ..preview.job.clone()
    };
    let reading = Job {
        store: store_of_build(&publishing),
        ..preview.job.clone()
    };
    let watched = watch::Watch::start(&preview.job.content, desk.clone())?;
    let first = preview.job.store.clone();
    let server = Server::new(
        &preview,
        &listener,
        publishing.out.clone(),
        desk.clone(),
        states,
    )?;
    thread::scope(|scope| {
        let to_desk = desk.clone();
        let (clock, ending) = (preview.clock, preview.ending);
        scope.spawn(move || {
            reader::run(
                &reading,
                first.as_deref(),
                &of_reader,
                &to_desk,
                clock,
                ending,
            )
        });
        let to_desk = desk;
        scope.spawn(move || publisher::run(&publishing, &of_publisher, &to_desk, ending));
        let desk = Desk::new(of_desk, (reader, publisher), state, watched, preview.clock);
        scope.spawn(move || desk.run(told));
        told(Told::Open(server.address()));
        runtime.block_on(server.run(listener, ending.is_wanted))
    })
}

/// What the preview keeps between its runs, below its home.
const STORE: &str = "store";
/// The site that it builds.
const SITE: &str = "site";
