//! Documents become reports: each is read, what it says of itself goes into a head, and both are written into the content.
//!
//! In: files, or folders of them, and an archive. Out: reports and their files, written by [`crate::edit`], and an account
//! of each: what was read where, what was guessed, what is missing, dropped or unsure. It never replaces a file, never
//! writes outside the content, and goes on after a document that cannot be read.

mod check;
mod head;
mod input;
mod place;

use std::path::{Path, PathBuf};

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::archive::Archive;
use crate::diagnostic::Text;
use crate::edit;
use crate::error::Error;
use crate::generate::Content;
use crate::generate::import::head::Head;
use crate::generate::import::input::Input;
use crate::generate::import::place::{Known, Place};
use crate::import::document::{Document, Remark};
use crate::import::recognise::{Field, recognise};
use crate::import::{Wanted, markdown};
use crate::job::Job;
use crate::progress::Progress;
use crate::store::Store;

/// Documents that are held at once for each thread.
const AT_ONCE: usize = 2;

/// What is wanted of an import.
pub(crate) struct Importing<'w> {
    /// Documents, and folders of them.
    pub paths: &'w [PathBuf],
    /// The folder or the name of the agency of all; found in each document unless given.
    pub agency: Option<&'w str>,
    /// The key or the name of the type of all; found in each document unless given.
    pub kind: Option<&'w str>,
    /// Nothing is written.
    pub dry_run: bool,
    /// The document is an attachment of its report.
    pub attaches_source: bool,
    /// How documents are read.
    pub wanted: Wanted,
}

/// What became of a document.
#[derive(Debug)]
pub(crate) struct Account {
    /// The document, as the user would name it.
    pub source: String,
    /// What became of it.
    pub outcome: Outcome,
    /// What its head says, in the order of the head.
    pub fields: Vec<Field>,
    /// Fields that an editor may fill in, by their English names.
    pub missing: Vec<&'static str>,
    /// Whom it is written to.
    pub addressee: Option<String>,
    /// What differs from the document.
    pub remarks: Vec<Remark>,
    /// The file of the report, for who looks before it is written.
    pub text: String,
    /// Files beside it, by their names.
    pub files: Vec<String>,
}

/// What became of a document.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// A report was written, or would be.
    Written {
        /// Its file, as the user would name it.
        file: PathBuf,
        /// Somebody must look before it is published.
        is_draft: bool,
    },
    /// It was imported before, to this file.
    Known(PathBuf),
    /// There is another report in its place, and nothing was written.
    Taken(PathBuf),
    /// It cannot be imported, and why.
    Refused(Text),
}

/// A report that is ready to be written.
struct Ready {
    account: Account,
    /// Paths in the content with their bytes, that of the report last.
    files: Vec<(String, Vec<u8>)>,
}

/// Imports documents; the accounts in the order of the documents.
///
/// # Errors
///
/// If there is no archive, no such agency or type, if nothing is found to import, or if the content cannot be written.
pub(crate) fn import(
    job: &Job,
    importing: &Importing<'_>,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Vec<Account>, Error> {
    let mut content = Content::list(job, |home| Store::read(home, &job.program))?;
    let (archive, _) = content.read(job, false, &|_| {});
    let inputs = input::list(importing.paths)?;
    let known = Known::of(job, &content.tree, &archive, importing)?;
    let mut place = Place::new(&known);
    progress(Progress::Reading(inputs.len()));
    let mut accounts = Vec::with_capacity(inputs.len());
    let at_once = AT_ONCE * rayon::current_num_threads();
    for some in inputs.chunks(at_once.max(1)) {
        let read: Vec<(&Input, Result<(Document, Vec<u8>), Text>)> = some
            .into_par_iter()
            .map(|input| {
                let read = input.read(&importing.wanted);
                progress(Progress::Report);
                (input, read)
            })
            .collect();
        for (input, read) in read {
            let account = match read {
                Ok((document, bytes)) => {
                    let ready = make(&archive, importing, &mut place, input, document, bytes);
                    written(job, importing, ready)?
                }
                Err(why) => refused(&input.shown, why),
            };
            accounts.push(account);
        }
    }
    Ok(accounts)
}

/// Writes the files of a report, unless none are to be written.
fn written(job: &Job, importing: &Importing<'_>, ready: Ready) -> Result<Account, Error> {
    let writes = matches!(ready.account.outcome, Outcome::Written { .. }) && !importing.dry_run;
    if writes {
        for (path, bytes) in &ready.files {
            edit::create(&job.content, path, bytes)?;
        }
    }
    Ok(ready.account)
}

fn refused(shown: &str, why: Text) -> Account {
    Account {
        source: shown.to_owned(),
        outcome: Outcome::Refused(why),
        fields: Vec::new(),
        missing: Vec::new(),
        addressee: None,
        remarks: Vec::new(),
        text: String::new(),
        files: Vec::new(),
    }
}

/// Makes a report of a document.
fn make(
    archive: &Archive,
    importing: &Importing<'_>,
    place: &mut Place<'_>,
    input: &Input,
    mut document: Document,
    bytes: Vec<u8>,
) -> Ready {
    let nothing = |account| Ready {
        account,
        files: Vec::new(),
    };
    let found = recognise(&document);
    let placed = match place.of(input, &found, &bytes) {
        Ok(placed) => placed,
        Err(outcome) => {
            let mut account = refused(&input.shown, Text::new("", ""));
            account.outcome = outcome;
            return nothing(account);
        }
    };
    let title_blocks = &found.title_blocks;
    let mut at = 0;
    document.blocks.retain(|_| {
        at += 1;
        !title_blocks.contains(&(at - 1))
    });
    let names = place::file_names(&document.files, &input.name);
    let is_chinese = archive.config.language.is_chinese();
    let manner = markdown::Manner {
        is_chinese,
        names: &names,
    };
    let body = markdown::write(&document, &manner);
    let mut remarks = std::mem::take(&mut document.remarks);
    remarks.extend(body.remarks);
    let mut head = Head::new(archive, &placed, &found, input);
    for (file, name) in document.files.iter().zip(&names) {
        if file.is_attachment {
            head.attach(name, &file.name);
        }
    }
    if importing.attaches_source {
        head.attach(&input.name, &input.name);
    }
    remarks.extend(head.take_remarks());
    remarks.extend(check::differences(
        &document,
        head.title(),
        &body.text,
        is_chinese,
    ));
    let needs_look = remarks.iter().any(|remark| remark.is_draft);
    let (text, refused_fields) = head.write(needs_look, &body.text, &placed.path);
    remarks.extend(refused_fields);
    let folder = placed.path.strip_suffix("/index.md").unwrap_or_default();
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for (file, name) in document.files.into_iter().zip(&names) {
        files.push((format!("{folder}/{name}"), file.bytes));
    }
    let source = match importing.attaches_source {
        true => format!("{folder}/{}", input.name),
        false => format!("{folder}/{}/{}", place::SOURCES, input.name),
    };
    files.push((source, bytes));
    files.push((placed.path.clone(), text.clone().into_bytes()));
    Ready {
        account: Account {
            source: input.shown.clone(),
            outcome: Outcome::Written {
                file: place.shown(&placed.path),
                is_draft: needs_look,
            },
            fields: head.fields(),
            missing: head.missing(),
            addressee: found.addressee,
            remarks,
            text,
            files: names,
        },
        files,
    }
}

/// The path of a file below a folder, as a user would name it.
fn shown(folder: &Path, path: &str) -> PathBuf {
    folder.join(path)
}
