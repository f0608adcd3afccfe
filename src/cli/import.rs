//! `gongbao import`: documents become reports.
//!
//! In: documents, and folders of them. Out: what became of each: what was read, guessed, dropped or is unsure, as text or
//! JSON. Asks nothing; what cannot be imported does not stop the others.

mod convert;
mod told;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueHint;

use crate::cli::{ContentArguments, Format, bar, print};
use crate::diagnostic::Language;
use crate::error::Error;
use crate::generate::{self, Imported, Importing};
use crate::import::Wanted;
use crate::pool;

#[derive(clap::Args)]
pub(super) struct ImportArguments {
    /// Documents, and folders of them
    #[arg(value_name = "PATH", required = true, value_hint = ValueHint::AnyPath)]
    paths: Vec<PathBuf>,
    /// The agency of all, by its folder or name; found in each document unless given
    #[arg(long, value_name = "AGENCY")]
    agency: Option<String>,
    /// The type of all, by its key or name; found in each title unless given
    #[arg(long = "type", value_name = "TYPE")]
    document_type: Option<String>,
    /// The content tree to write to, in place of --content
    #[arg(long = "to", value_name = "DIR", value_hint = ValueHint::DirPath)]
    into: Option<PathBuf>,
    /// A file that says which columns of a table fill which fields: each row of CSV or JSON lines becomes a report
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    map: Option<PathBuf>,
    /// Each path is a whole portal that was saved: a folder of its pages, a WARC or a WACZ file
    #[arg(long = "site", conflicts_with = "map")]
    whole_site: bool,
    /// Write nothing, and show what would be written
    #[arg(long)]
    dry_run: bool,
    /// Publish each document as an attachment of its report; it is kept beside it and unpublished unless asked for
    #[arg(long)]
    attach_source: bool,
    /// Which of tracked changes count: those that are accepted, or none
    #[arg(long, value_enum, default_value_t = Changes::Accept)]
    changes: Changes,
    /// What of a page is the text, as a CSS selector; found by itself unless given
    #[arg(long, value_name = "CSS")]
    select: Option<String>,
    #[command(flatten)]
    content: ContentArguments,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Changes {
    Accept,
    Reject,
}

/// How a run ends in which something was not imported.
const INCOMPLETE: u8 = 1;

/// Runs the command.
///
/// # Errors
///
/// If nothing can be imported or written, or the account cannot be printed.
pub(super) fn import(arguments: &ImportArguments, language: Language) -> Result<ExitCode, Error> {
    let content = &arguments.content;
    let mut job = content.job(true);
    if let Some(into) = &arguments.into {
        job.content.clone_from(into);
    }
    let importing = Importing {
        paths: &arguments.paths,
        agency: arguments.agency.as_deref(),
        kind: arguments.document_type.as_deref(),
        dry_run: arguments.dry_run,
        attaches_source: arguments.attach_source,
        map: arguments.map.as_deref(),
        is_site: arguments.whole_site,
        convert: &convert::to_docx,
        wanted: Wanted {
            rejects_changes: arguments.changes == Changes::Reject,
            select: arguments.select.clone(),
        },
    };
    let bar = bar::Bar::new(language, content.shown());
    let show = |progress| bar.show(progress);
    let told = pool::run_on(content.jobs, || generate::import(&job, &importing, &show));
    bar.clear();
    let told = told?;
    let text = match content.format {
        Format::Json => told::json(&told, language, arguments.dry_run),
        Format::Text => told::text(&told, language, arguments.dry_run, &idle(arguments)),
    };
    print(&text)?;
    let is_refused =
        |outcome: &Imported| matches!(outcome, Imported::Refused(_) | Imported::Taken(_));
    let mut accounts = told.accounts.iter();
    match accounts.any(|account| is_refused(&account.outcome)) {
        true => Ok(ExitCode::from(INCOMPLETE)),
        false => Ok(ExitCode::SUCCESS),
    }
}

/// Options that say how reports are made, of those that were given.
fn idle(arguments: &ImportArguments) -> Vec<&'static str> {
    [
        (arguments.agency.is_some(), "--agency"),
        (arguments.document_type.is_some(), "--type"),
        (arguments.attach_source, "--attach-source"),
        (arguments.changes == Changes::Reject, "--changes"),
        (arguments.select.is_some(), "--select"),
    ]
    .into_iter()
    .filter_map(|(is_given, name)| is_given.then_some(name))
    .collect()
}
