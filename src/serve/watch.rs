//! Which files were touched: asks the system to tell, and waits until it is quiet.
//!
//! In go folders, out go messages with paths. What the system tells is a hint: editors save in many ways, and some changes
//! are never told. Who gets a message looks for himself.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use notify::{Event, EventKind, RecursiveMode, Watcher};

use crate::diagnostic::Text;
use crate::disk;
use crate::error::Error;
use crate::serve::message::Message;
use crate::stat::Stat;

/// So long nothing must happen until a file is taken for saved: editors truncate and write, or write and rename.
const QUIET: Duration = Duration::from_millis(8);
/// Times that this is waited for, at most, while files keep changing.
const PATIENCE: usize = 8;
/// Paths that are told one by one, at most: of more it is only told that there are many.
const MOST_PATHS: usize = 4096;
/// How often folders are looked through where the system tells of none.
const POLL: Duration = Duration::from_secs(2);

/// The folders that are watched.
pub(super) struct Watch {
    watcher: Box<dyn Watcher + Send>,
    /// Where it tells what happens.
    events: Sender<notify::Result<Event>>,
    is_polling: bool,
    content: PathBuf,
    /// What is watched, with what the folder was.
    watched: Vec<(PathBuf, Option<Stat>)>,
}

impl Watch {
    /// Begins to watch the content; `desk` is told what is touched.
    ///
    /// # Errors
    ///
    /// If the system has no means for it.
    pub(super) fn start(content: &Path, desk: Sender<Message>) -> Result<Watch, Error> {
        let content = content
            .canonicalize()
            .map_err(|e| Error::io(crate::error::Doing::Read, content, e))?;
        let (events, told) = mpsc::channel();
        let mut watch = Watch {
            watcher: watcher(&events)?,
            events,
            is_polling: false,
            watched: Vec::new(),
            content: content.clone(),
        };
        watch.follow(None);
        let root = content;
        thread::spawn(move || forward(&told, &root, &desk));
        Ok(watch)
    }

    /// Watches the content and the theme, of which either may have gone and come back.
    pub(super) fn follow(&mut self, theme: Option<&Path>) {
        let theme = theme.and_then(|theme| theme.canonicalize().ok());
        for folder in [Some(self.content.clone()), theme].into_iter().flatten() {
            let now = std::fs::metadata(&folder).ok().map(|it| disk::said_of(&it));
            let known = self.watched.iter().position(|(path, _)| *path == folder);
            let is_same = |at: usize| {
                let was = self.watched.get(at).and_then(|(_, was)| was.as_ref());
                was.zip(now.as_ref())
                    .is_some_and(|(was, now)| was.is_same_file(now))
            };
            if known.is_some_and(is_same) || now.is_none() {
                continue;
            }
            if let Some(at) = known {
                let _ = self.watcher.unwatch(&folder);
                self.watched.swap_remove(at);
            }
            if !self.watches(&folder) && !self.is_polling {
                // The system tells of no more folders: they are looked through, with those that it did tell of.
                self.is_polling = true;
                if let Ok(polling) = polling(&self.events) {
                    self.watcher = polling;
                }
                let before: Vec<PathBuf> = self.watched.iter().map(|it| it.0.clone()).collect();
                before.iter().for_each(|folder| {
                    self.watches(folder);
                });
                self.watches(&folder);
            }
            self.watched.push((folder, now));
        }
    }

    fn watches(&mut self, folder: &Path) -> bool {
        let watched = self.watcher.watch(folder, RecursiveMode::Recursive);
        watched.is_ok()
    }
}

/// What the system has, else what looks through the folders again and again.
fn watcher(events: &Sender<notify::Result<Event>>) -> Result<Box<dyn Watcher + Send>, Error> {
    match notify::recommended_watcher(events.clone()) {
        Ok(watcher) => Ok(Box::new(watcher)),
        Err(_) => polling(events),
    }
}

fn polling(events: &Sender<notify::Result<Event>>) -> Result<Box<dyn Watcher + Send>, Error> {
    let config = notify::Config::default().with_poll_interval(POLL);
    let polling = notify::PollWatcher::new(events.clone(), config);
    let polling = polling.map_err(|e| {
        Error::new(Text::new(
            format!("无法监视文件变化：{e}"),
            format!("files cannot be watched: {e}"),
        ))
    })?;
    Ok(Box::new(polling))
}

/// Tells the desk what was touched, once it is quiet.
fn forward(events: &Receiver<notify::Result<Event>>, root: &Path, desk: &Sender<Message>) {
    while let Ok(first) = events.recv() {
        let mut paths = BTreeSet::new();
        let mut is_change = take(first, root, &mut paths);
        for _ in 0..PATIENCE {
            match events.recv_timeout(QUIET) {
                Ok(event) => {
                    is_change |= take(event, root, &mut paths);
                    // What is there already is no new waiting.
                    while let Ok(event) = events.try_recv() {
                        is_change |= take(event, root, &mut paths);
                    }
                }
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
        if is_change && desk.send(Message::Touched(paths)).is_err() {
            return;
        }
    }
}

/// Whether an event may be a change; its paths below `root` are added.
fn take(event: notify::Result<Event>, root: &Path, paths: &mut BTreeSet<String>) -> bool {
    let Ok(event) = event else {
        // Events were lost.
        return true;
    };
    if matches!(event.kind, EventKind::Access(_)) {
        return false;
    }
    for path in event.paths {
        let below = path.strip_prefix(root).ok().and_then(Path::to_str);
        if let Some(below) = below.filter(|_| paths.len() < MOST_PATHS) {
            paths.insert(below.replace(std::path::MAIN_SEPARATOR, "/"));
        }
    }
    true
}
