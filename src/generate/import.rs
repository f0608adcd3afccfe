//! Documents become reports: each is read, what it says of itself goes into a head, and both are written into the content.
//!
//! In: files, or folders of them, and an archive. Out: reports and their files, written by [`crate::edit`], and an account
//! of each: what was read where, what was guessed, what is missing, dropped or unsure. It never replaces a file, never
//! writes outside the content, and goes on after a document that cannot be read. What must not be published is a draft, and
//! is shown masked.

pub(in crate::generate) mod check;
mod found;
mod head;
mod input;
mod place;
mod secret;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::archive::Archive;
use crate::diagnostic::Text;
use crate::edit;
use crate::error::Error;
use crate::generate::Content;
use crate::generate::import::found::{Found, Kind};
use crate::generate::import::head::Head;
use crate::generate::import::place::{Known, Place};
use crate::import::document::{Document, Remark};
use crate::import::recognise::{Field, recognise};
use crate::import::site::relink::Moved;
use crate::import::{Wanted, markdown};
use crate::job::Job;
use crate::privacy::shown::mask_words;
use crate::progress::Progress;
use crate::source::MAX_TEXT;
use crate::store::Store;

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
    /// What fills the fields of reports that are rows of tables.
    pub map: Option<&'w Path>,
    /// Each path is a whole portal that was saved.
    pub is_site: bool,
    /// Makes DOCX of a document of another program, or says what to do instead.
    pub convert: &'w (dyn Fn(&Path) -> Result<Vec<u8>, Text> + Sync),
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
    /// The document itself, where it is an attachment: its name and its title.
    pub attached: Option<(String, String)>,
}

/// What an import came to.
#[derive(Debug)]
pub(crate) struct Told {
    /// What became of each document, in their order.
    pub accounts: Vec<Account>,
    /// Files of walked folders that are no documents, and links in them, as the user would name them.
    pub passed: Vec<String>,
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
    /// Paths in the content with their bytes, that of the report last: without it there is none, and the rest is known again.
    files: Vec<(String, Vec<u8>)>,
}

/// Imports documents.
///
/// # Errors
///
/// If there is no archive, no such agency or type, if nothing is found to import, or if the content cannot be written.
pub(crate) fn import(
    job: &Job,
    importing: &Importing<'_>,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Told, Error> {
    let mut content = Content::list(job, |home| Store::read(home, &job.program))?;
    let (archive, _) = content.read(job, false, &|_| {});
    let known = Known::of(job, &content.tree, &archive, importing)?;
    let mut moved = Moved::default();
    if importing.is_site {
        // Where every page will be, before the first is written that leads to another.
        let mut place = Place::new(&known);
        found::each(importing, &|_| {}, &mut |found| {
            place_of_page(&mut place, &found, &mut moved);
            Ok(())
        })?;
    }
    let mut place = Place::new(&known);
    let mut accounts = Vec::new();
    let exempt = &archive.config.privacy.exempt;
    let mut passed = found::each(importing, progress, &mut |found| {
        let ready = make(&archive, importing, (&mut place, &moved), found);
        let mut account = written(job, importing, &mut place, ready);
        secret::mask(&mut account, exempt);
        accounts.push(account);
        Ok(())
    })?;
    for path in &mut passed {
        mask_words(path, exempt);
    }
    Ok(Told { accounts, passed })
}

/// Notes where a page of a portal will be.
fn place_of_page(place: &mut Place<'_>, found: &Found, moved: &mut Moved) {
    let (Ok(document), Some(address)) = (&found.read, &found.address) else {
        return;
    };
    let path = match place.of(found, &recognise(document), &document.files) {
        Ok(placed) => placed.path,
        Err(Outcome::Known(file)) => place.below_content(&file),
        Err(_) => return,
    };
    moved.add(address, &format!("{}{path}", markdown::IN_CONTENT));
}

/// Writes the files of a report, unless none are to be written.
fn written(job: &Job, importing: &Importing<'_>, place: &mut Place<'_>, ready: Ready) -> Account {
    let writes = matches!(ready.account.outcome, Outcome::Written { .. }) && !importing.dry_run;
    if writes && let Err(error) = edit::create_all(&job.content, &ready.files) {
        place.forget(&ready.files);
        // What was done, and what can be done with the others, is told all the same.
        let outcome = Outcome::Refused(error.text().clone());
        return without_report(&ready.account.source, outcome);
    }
    ready.account
}

fn without_report(shown: &str, outcome: Outcome) -> Account {
    Account {
        source: shown.to_owned(),
        outcome,
        fields: Vec::new(),
        missing: Vec::new(),
        addressee: None,
        remarks: Vec::new(),
        text: String::new(),
        files: Vec::new(),
        attached: None,
    }
}

/// Makes a report of a document.
fn make(
    archive: &Archive,
    importing: &Importing<'_>,
    (place, moved): (&mut Place<'_>, &Moved),
    mut found: Found,
) -> Ready {
    let nothing = |outcome| Ready {
        account: without_report(&found.shown, outcome),
        files: Vec::new(),
    };
    let mut document = match found.read {
        Ok(document) => document,
        Err(why) => {
            found.read = Err(why.clone());
            return nothing(Outcome::Refused(why));
        }
    };
    found.read = Ok(Document::default());
    let recognised = recognise(&document);
    let placed = match place.of(&found, &recognised, &document.files) {
        Ok(placed) => placed,
        Err(outcome) => return nothing(outcome),
    };
    let mut at = 0;
    document.blocks.retain(|_| {
        at += 1;
        !recognised.title_blocks.contains(&(at - 1))
    });
    if let Some(address) = &found.address {
        moved.settle(&mut document.blocks, address);
    }
    let exempt = &archive.config.privacy.exempt;
    let is_document = found.kind == Kind::Document && importing.attaches_source;
    let source = found.source.as_ref().filter(|_| is_document);
    let kept_back = source.and_then(|(name, bytes)| secret::keeps_back(name, bytes, exempt));
    let source_name = source.map_or_else(String::new, |(name, _)| place::attached_name(name));
    let names = match found.kind {
        Kind::Page => {
            let files = document.files.iter();
            let named = files.map(|file| place.name_beside(placed.folder(), file));
            named.collect()
        }
        Kind::Document | Kind::Row => place::file_names(&document.files, &source_name),
    };
    let is_chinese = archive.config.language.is_chinese();
    let manner = markdown::Manner {
        is_chinese,
        names: &names,
        folder: placed.folder(),
    };
    let body = markdown::write(&document, &manner);
    let mut remarks = std::mem::take(&mut document.remarks);
    remarks.extend(body.remarks);
    let mut head = Head::new(archive, &placed, &recognised, &found.stem);
    let mut listed = BTreeSet::new();
    for (file, name) in document.files.iter().zip(&names) {
        // What a page shows that has no folder of its own is published where it is listed alone.
        if (file.is_attachment || found.kind == Kind::Page) && listed.insert(name) {
            head.attach(name, &file.name);
        }
    }
    let attaches_source = source.is_some() && kept_back.is_none();
    let attached = attaches_source.then(|| (source_name.clone(), head.attach_source(&source_name)));
    remarks.extend(kept_back);
    remarks.extend(head.take_remarks());
    for (file, name) in document.files.iter().zip(&names) {
        remarks.extend(secret::of_file(name, &file.bytes, exempt));
    }
    if let Some((name, bytes)) = &found.source {
        remarks.extend(secret::of_covered(name, bytes, exempt));
    }
    let differs = check::differences(&document, head.title(), &body.text, is_chinese);
    remarks.extend(differs);
    // What the head does not take, and what must not be published of it all, is known when it is written.
    let (text, not_taken) = head.write(&[], &body.text, &placed.path);
    remarks.extend(not_taken);
    remarks.extend(secret::of_text(&text, exempt));
    let (text, _) = head.write(&secret::reasons(&remarks, exempt), &body.text, &placed.path);
    if text.len() as u64 > MAX_TEXT {
        return nothing(Outcome::Refused(too_long(text.len())));
    }
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for (file, name) in document.files.into_iter().zip(&names) {
        let path = format!("{}/{name}", placed.folder());
        if files.iter().all(|(known, _)| *known != path) {
            files.push((path, file.bytes));
        }
    }
    if let Some((name, bytes)) = found.source {
        let folder = placed.folder();
        let path = match found.kind {
            Kind::Document if attaches_source => format!("{folder}/{source_name}"),
            Kind::Page => format!("{folder}/{}/{}", place::SOURCES, placed.file()),
            Kind::Document | Kind::Row => format!("{folder}/{}/{name}", place::SOURCES),
        };
        files.push((path, bytes));
    }
    files.push((placed.path.clone(), text.clone().into_bytes()));
    Ready {
        account: Account {
            source: found.shown,
            outcome: Outcome::Written {
                file: place.shown(&placed.path),
                is_draft: remarks.iter().any(|remark| remark.is_draft),
            },
            fields: head.fields(),
            missing: head.missing(),
            addressee: recognised.addressee,
            remarks,
            text,
            files: names,
            attached,
        },
        files,
    }
}

fn too_long(length: usize) -> Text {
    let (length, most) = (length >> 20, MAX_TEXT >> 20);
    Text::new(
        format!("生成的报告有 {length} MB，最多 {most} MB；请分成几份再导入"),
        format!("the report would have {length} MB, where {most} are the most; split the document"),
    )
}

/// The path of a file below a folder, as a user would name it.
fn shown(folder: &Path, path: &str) -> PathBuf {
    folder.join(path)
}
