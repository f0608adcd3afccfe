//! The middle of the preview: holds the archive as it was read last, answers for pages, and says what state all is in.
//!
//! In go messages of the other parts, one at a time; out come pages, the [`State`] for who listens, and orders to read and
//! to publish. It alone has the archive in its hands. A report that was saved is read again here and put into the place of
//! the one before, so that it is seen at once; everything else waits for the reader.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use std::time::Duration;

use tokio::sync::watch as latest;

use crate::archive::gather::read_one;
use crate::archive::{Entry, EntryIndex};
use crate::diagnostic::{Diagnostic, Severity, Text};
use crate::error::Error;
use crate::privacy;
use crate::report::Report;
use crate::route::content_hash;
use crate::serve::message::{Answer, Message, Page, Read, Snapshot, State, Wanted};
use crate::serve::told::Told;
use crate::serve::watch::Watch;
use crate::site::{Made, OnDemand, Sources, on_demand};
use crate::source::{ARCHIVE_FILE, ReportSource};
use crate::waiver;

/// Reports that are put in place one by one, at most: where more were touched all is read again.
const MOST_AT_ONCE: usize = 32;
/// Pages that are kept as they were shown last: until anything is another, and for when their reports get a fault.
const KEPT_PAGES: usize = 64;
/// Times that a page is tried while its report changes.
const TRIES: u8 = 4;

/// The desk.
pub(super) struct Desk {
    inbox: Receiver<Message>,
    reader: Sender<()>,
    publisher: Sender<u64>,
    state: latest::Sender<State>,
    watch: Watch,
    clock: fn() -> Duration,
    /// Pages as they were shown last, by path.
    shown: BTreeMap<String, Shown>,
    asked: u64,
    /// How often all was read.
    readings: u64,
    /// Reports that were touched since the reader began.
    since: BTreeSet<String>,
    waiting: Vec<Wanted>,
}

/// A page as it was shown last.
struct Shown {
    page: Arc<Page>,
    /// Of which state it was.
    number: u64,
    /// When it was made, counted by pages.
    asked: u64,
}

/// What ends the showing of an archive as it is.
enum Next {
    Touched(BTreeSet<String>),
    Read(Box<Read>),
    End,
}

impl Desk {
    pub(super) fn new(
        inbox: Receiver<Message>,
        (reader, publisher): (Sender<()>, Sender<u64>),
        state: latest::Sender<State>,
        watch: Watch,
        clock: fn() -> Duration,
    ) -> Desk {
        Desk {
            inbox,
            reader,
            publisher,
            state,
            watch,
            clock,
            shown: BTreeMap::new(),
            asked: 0,
            readings: 0,
            since: BTreeSet::new(),
            waiting: Vec::new(),
        }
    }

    /// Works until nobody has anything to say.
    pub(super) fn run(mut self, told: &(dyn Fn(Told) + Sync)) {
        let mut snapshot: Option<Snapshot> = None;
        // The first reading is nobody's message.
        let mut is_open = self.reader.send(()).is_ok();
        while is_open {
            let next = match &mut snapshot {
                None => self.without_archive(told),
                Some(snapshot) => self.show(snapshot, told),
            };
            match next {
                Next::End => is_open = false,
                Next::Touched(paths) => {
                    if let Some(snapshot) = &mut snapshot {
                        self.put_in_place(snapshot, &paths);
                    }
                }
                Next::Read(read) => self.take(*read, &mut snapshot, told),
            }
        }
    }

    /// Waits for an archive to show. Pages are not answered for before it is known that there will be none.
    fn without_archive(&mut self, told: &(dyn Fn(Told) + Sync)) -> Next {
        loop {
            let has_failed = {
                let state = self.state.borrow();
                state.failure.is_some() || state.number > 0
            };
            if has_failed {
                for wanted in std::mem::take(&mut self.waiting) {
                    let _ = wanted.reply.send(Answer::Failed(no_page(), None));
                }
            }
            match self.next(told) {
                None => return Next::End,
                Some(Message::Wanted(wanted)) => self.waiting.push(wanted),
                Some(Message::Read(Ok(read))) => return Next::Read(read),
                Some(_) => {}
            }
        }
    }

    /// The next message, what it says of the state noted.
    fn next(&mut self, told: &(dyn Fn(Told) + Sync)) -> Option<Message> {
        let message = self.inbox.recv().ok()?;
        match &message {
            Message::End => return None,
            Message::Touched(paths) => {
                self.since.extend(paths.iter().cloned());
                self.reader.send(()).ok()?;
            }
            Message::Reading => {
                self.since.clear();
                self.state.send_modify(|state| state.is_reading = true);
            }
            // A site of what was there before is built again, whatever became of this one.
            Message::Published(reading, result)
                if self.is_behind() || *reading != self.readings =>
            {
                let is_published = matches!(result, Ok(true));
                self.state
                    .send_modify(|state| state.is_published |= is_published);
            }
            Message::Published(_, Err(error)) => self.fail(error.text(), told),
            Message::Read(Err(error)) => {
                self.fail(error.text(), told);
                self.state.send_modify(|state| state.is_reading = false);
                // They were to be answered when all was read.
                for wanted in std::mem::take(&mut self.waiting) {
                    let _ = wanted
                        .reply
                        .send(Answer::Failed(error.text().clone(), None));
                }
            }
            Message::Published(_, Ok(is_published)) => self.state.send_modify(|state| {
                state.is_published |= is_published;
                state.is_current = *is_published;
            }),
            Message::Read(Ok(_)) | Message::Wanted(_) => {}
        }
        Some(message)
    }

    /// Answers for pages until the archive is another.
    fn show(&mut self, snapshot: &mut Snapshot, told: &(dyn Fn(Told) + Sync)) -> Next {
        let sources = Sources {
            tree: &snapshot.tree,
            archive: &snapshot.archive,
            knowledge: &snapshot.knowledge,
        };
        let left_out = (&snapshot.left_out, &snapshot.missing);
        let began = (self.clock)();
        let shown = on_demand(sources, &snapshot.feeds, &mut snapshot.theme, |pages| {
            self.time("ready", began);
            let mut waiting = std::mem::take(&mut self.waiting).into_iter();
            while let Some(wanted) = waiting.next() {
                if let Some(next) = self.answer(pages, left_out, wanted, told) {
                    self.waiting.extend(waiting);
                    return next;
                }
            }
            loop {
                match self.next(told) {
                    None => return Next::End,
                    Some(Message::Touched(paths)) => return Next::Touched(paths),
                    Some(Message::Read(Ok(read))) => return Next::Read(read),
                    Some(Message::Wanted(wanted)) => {
                        if let Some(next) = self.answer(pages, left_out, wanted, told) {
                            return next;
                        }
                    }
                    Some(_) => {}
                }
            }
        });
        match shown {
            Ok(next) => next,
            Err(error) => {
                self.fail(error.text(), told);
                self.without_archive(told)
            }
        }
    }

    /// Says what the machine refused, once: who is told asks for pages again.
    fn fail(&self, text: &Text, told: &(dyn Fn(Told) + Sync)) {
        let is_new = self.state.send_if_modified(|state| {
            let is_new = state.failure.as_ref() != Some(text);
            state.failure = Some(text.clone());
            is_new
        });
        if is_new {
            told(Told::Failed(text.clone()));
        }
    }

    /// Answers for a page, unless its report has changed meanwhile: that is to be read first.
    fn answer(
        &mut self,
        pages: &OnDemand<'_>,
        (left_out, missing): (&BTreeSet<String>, &BTreeMap<String, String>),
        wanted: Wanted,
        told: &(dyn Fn(Told) + Sync),
    ) -> Option<Next> {
        let number = self.state.borrow().number;
        if let Some(shown) = self
            .shown
            .get(&wanted.path)
            .filter(|shown| shown.number == number)
        {
            let _ = wanted.reply.send(Answer::Made(shown.page.clone()));
            return None;
        }
        let began = (self.clock)();
        let made = pages.file(&wanted.path);
        self.time("page", began);
        let answer = match made {
            Ok(Some(Made { bytes, source })) => {
                let digest = content_hash(&bytes);
                let page = Arc::new(Page {
                    bytes,
                    digest,
                    source,
                });
                // Each is asked for again whenever anything is told of the state.
                if page.source.is_some() || wanted.path.ends_with(".html") {
                    self.keep(&wanted.path, number, &page);
                }
                Answer::Made(page)
            }
            // A report with an error has no place in the archive; what was shown of it last stays in sight.
            Ok(None) => match self.shown.get(&wanted.path) {
                Some(Shown { page, .. }) if is_left_out(page, left_out) => {
                    Answer::Made(page.clone())
                }
                _ => Answer::Elsewhere(missing.get(&wanted.path).cloned()),
            },
            // Most often a file of the content is another by now: its report is read again, else all is waited for.
            Err(error) => {
                let path = pages
                    .entry_at(&wanted.path)
                    .map(|it| it.report.path.clone());
                let again = Wanted {
                    tries: wanted.tries + 1,
                    ..wanted
                };
                match (path, self.shown.get(&again.path)) {
                    (Some(path), _) if again.tries == 1 => {
                        self.waiting.push(again);
                        return Some(Next::Touched(BTreeSet::from([path])));
                    }
                    (_, Some(Shown { page, .. })) => {
                        let _ = again.reply.send(Answer::Made(page.clone()));
                        // It stays in sight; what stands in its way is said all the same.
                        if !self.is_behind() {
                            self.why(&error, told);
                        }
                    }
                    (None, None) if again.tries < TRIES && self.is_behind() => {
                        self.waiting.push(again);
                    }
                    (path, _) => {
                        let failed = Answer::Failed(self.why(&error, told), path);
                        let _ = again.reply.send(failed);
                    }
                }
                return None;
            }
        };
        // Who went away wants nothing.
        let _ = wanted.reply.send(answer);
        None
    }

    /// Why a page cannot be made: where the content has errors, these say it.
    fn why(&self, error: &Error, told: &(dyn Fn(Told) + Sync)) -> Text {
        if self.state.borrow().has_errors() {
            return no_page();
        }
        self.fail(error.text(), told);
        error.text().clone()
    }

    /// Whether all is being read again, or soon will be.
    fn is_behind(&self) -> bool {
        !self.since.is_empty() || self.state.borrow().is_reading
    }

    fn keep(&mut self, path: &str, number: u64, page: &Arc<Page>) {
        self.asked += 1;
        let shown = Shown {
            page: page.clone(),
            number,
            asked: self.asked,
        };
        self.shown.insert(path.to_owned(), shown);
        if self.shown.len() > KEPT_PAGES {
            let oldest = self.shown.iter().min_by_key(|(_, shown)| shown.asked);
            let oldest = oldest.map(|(path, _)| path.clone());
            oldest.map(|path| self.shown.remove(&path));
        }
    }

    fn time(&self, step: &'static str, began: Duration) {
        let took = (self.clock)().saturating_sub(began).as_micros();
        // Nobody is woken for this.
        self.state.send_if_modified(|state| {
            state.steps.insert(step, took);
            false
        });
    }

    /// Reads the reports again that were touched, and puts each in the place of the one before.
    fn put_in_place(&mut self, snapshot: &mut Snapshot, paths: &BTreeSet<String>) {
        let began = (self.clock)();
        let mut places = Vec::new();
        let reports = paths.iter().filter(|path| path.ends_with(".md"));
        for path in reports.take(MOST_AT_ONCE + 1) {
            places.extend(snapshot.places.get(path).map(|at| (path, *at)));
        }
        if places.is_empty() || places.len() > MOST_AT_ONCE {
            return;
        }
        let mut diagnostics = (*self.state.borrow().diagnostics).clone();
        let mut is_changed = false;
        for (path, at) in places {
            let Some(Again {
                is_placed,
                mut found,
            }) = again(snapshot, at)
            else {
                continue;
            };
            found.sort_by(|a, b| a.order().cmp(&b.order()));
            // One that may not take its place is found anew whenever it is asked for.
            let known = diagnostics.iter().filter(|it| it.file == *path);
            if !is_placed && known.map(|it| &**it).eq(&found) {
                continue;
            }
            is_changed = true;
            let before = |it: &Arc<Diagnostic>| {
                let is_first = it.file == ARCHIVE_FILE;
                is_first || it.file < *path
            };
            diagnostics.retain(|diagnostic| diagnostic.file != *path);
            let at = diagnostics.partition_point(before);
            diagnostics.splice(at..at, found.into_iter().map(Arc::new));
        }
        if !is_changed {
            return;
        }
        self.time("report", began);
        self.state.send_modify(|state| {
            state.number += 1;
            state.diagnostics = Arc::new(diagnostics);
            state.is_current = false;
        });
    }

    /// Takes what the reader has read for what is shown.
    fn take(&mut self, read: Read, snapshot: &mut Option<Snapshot>, told: &(dyn Fn(Told) + Sync)) {
        let Read {
            diagnostics,
            is_faulty,
            pages,
            theme,
            took,
            listed: _,
        } = read;
        self.watch.follow(theme.as_deref());
        self.readings += 1;
        let failure = match pages {
            Ok(Some(new)) => {
                *snapshot = Some(new);
                None
            }
            // The content has errors that leave nothing to show: what was shown stays.
            Ok(None) => None,
            Err(error) => {
                self.fail(error.text(), told);
                Some(error.text().clone())
            }
        };
        self.state.send_modify(|state| {
            state.number += 1;
            state.failure = failure;
            state.diagnostics = diagnostics.clone();
            state.is_faulty = is_faulty;
            state.is_reading = false;
            state.is_current = false;
            state.steps.insert("all", took.as_micros());
        });
        let since = std::mem::take(&mut self.since);
        if let Some(snapshot) = snapshot {
            self.put_in_place(snapshot, &since);
        }
        self.since = since;
        if !is_faulty {
            let _ = self.publisher.send(self.readings);
        }
        told(Told::Read(diagnostics));
    }
}

fn is_left_out(page: &Page, left_out: &BTreeSet<String>) -> bool {
    page.source
        .as_ref()
        .is_some_and(|path| left_out.contains(path))
}

/// A report that was read again.
struct Again {
    /// Whether it was put in the place of the one before.
    is_placed: bool,
    /// What is wrong with it.
    found: Vec<Diagnostic>,
}

/// Reads a report again and, where it may, puts it in its place. `None` where it is what it was, or is not there.
fn again(snapshot: &mut Snapshot, at: EntryIndex) -> Option<Again> {
    let entry = snapshot.archive.entries.get(at)?;
    let source = ReportSource {
        path: entry.report.path.clone(),
        is_bundle: entry.report.is_bundle,
    };
    let (report, mut found) = match read_one(&snapshot.tree, &snapshot.archive.config, &source) {
        Ok(read) => read,
        Err(diagnostic) if diagnostic.code == "unreadable-file" => return None,
        Err(diagnostic) => {
            return Some(Again {
                is_placed: false,
                found: vec![diagnostic],
            });
        }
    };
    if report.digest == entry.report.digest {
        return None;
    }
    let archive = &snapshot.archive;
    let elsewhere = archive
        .waivers
        .iter()
        .filter(|(file, _)| *file != source.path);
    let own = report.front_matter.waivers.iter();
    let own = own.map(|waiver| (source.path.clone(), waiver.clone()));
    let waivers: Vec<_> = elsewhere.cloned().chain(own).collect();
    let _ = waiver::apply(&waivers, ARCHIVE_FILE, &mut found);
    privacy::shown::mask(&mut found, &archive.config.privacy.exempt);
    let has_errors = found.iter().any(|it| it.severity == Severity::Error);
    let is_placed = !has_errors && keeps_its_place(entry, &report);
    if is_placed && let Some(entry) = snapshot.archive.entries.get_mut(at) {
        entry.report = report;
    }
    Some(Again { is_placed, found })
}

/// Whether a report says the same as before of all that decides where it is and what is beside it.
fn keeps_its_place(entry: &Entry, report: &Report) -> bool {
    let said = |report: &Report| {
        let facts = &report.front_matter;
        let agencies = facts.agencies.iter().map(|it| it.value.clone());
        let attachments = facts.attachments.iter();
        let attachments =
            attachments.map(|it| (it.file.value.clone(), it.table, it.withdrawn.is_some()));
        (
            facts.id.as_ref().map(|id| id.value.clone()),
            facts.kind.value.clone(),
            agencies.collect::<Vec<_>>(),
            attachments.collect::<Vec<_>>(),
            facts.withdrawn.is_some(),
            facts.draft,
        )
    };
    said(&entry.report) == said(report)
}

/// What is said in place of a page that never was one.
pub(super) fn no_page() -> Text {
    Text::new(
        "内容中有错误，这一页还没有可以显示的版本。改正后会自动显示。",
        "The content has errors, and there is no version of this page to show yet. It appears when they are mended.",
    )
}
