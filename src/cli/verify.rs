//! `gongbao verify`: a published site, or one file of it, held against what was recorded.
//!
//! In: a folder, a file or an address, and whom the reader trusts. Out: what is wrong, by file, as text or JSON, and an exit code for
//! each kind of it. Nothing is written but the checkpoint that is to be remembered.

mod json;
mod said;

use std::fs::File;
use std::io::Read;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueHint;

use crate::cli::trust::policy_in;
use crate::cli::web::WebArguments;
use crate::cli::{Format, bar, environment, interrupt, print, print_error, summary};
use crate::diagnostic::{Language, Text};
use crate::error::{Doing, Error};
use crate::log::key::{Kind, Verifier};
use crate::log::proof::MAX_BYTES;
use crate::pool;
use crate::progress::Progress;
use crate::route::{LIST_ENDING, PROOF_ENDING};
use crate::verify::damage::Verdict;
use crate::verify::document::{self, Finding, Given};
use crate::verify::files::Files;
use crate::verify::folder::Folder;
use crate::verify::memory;
use crate::verify::online::{Online, Target};
use crate::verify::place::place;
use crate::verify::site::{self, Checked, How};
use crate::verify::sums;
use crate::verify::trust::{Fresh, Trust};
use crate::web::Web;

/// The exit codes, for the help of the command; Chinese is in `help`.
const CODES: &str = "\
Exit codes, from good to bad; of several the last one:
   0  intact: unaltered since it was recorded
  14  stale: too few witnesses since the day that is wanted
  11  extra files
  10  incomplete: files are missing or cannot be read
  12  altered files
  16  not signed by the key, or by too few witnesses
  17  broken log: it contradicts itself
  13  rolled back: older than what was seen before
  15  forked: another history than was seen before
   2  it could not be verified: no such folder, a bad option

What is intact was recorded and is unaltered since; that says nothing of whether it is so. Without
--key or --policy the key beside the log is used, which is only what the archive says itself.";

/// Bytes of a key or a policy, at most.
const MAX_TRUST: u64 = 100_000;

/// Files that are asked for at the same time, where they lie at an address.
const AT_ONCE: NonZeroUsize = NonZeroUsize::MIN.saturating_add(5);

/// Seconds of a day.
const DAY: u64 = 86_400;

#[derive(clap::Args)]
#[command(after_help = CODES)]
pub(super) struct VerifyArguments {
    /// A published site, or a file of it (the index.md of a report, an attachment, a page), by its path or its address
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath, default_value = "public")]
    target: PathBuf,
    /// The key of the archive's log, or a file with it, from elsewhere than the archive itself
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    /// A file that says whose log it must be and which witnesses are enough (C2SP tlog-policy)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "key")]
    policy: Option<PathBuf>,
    /// Enough witnesses of the policy must have signed within so many days, or since a date (UTC)
    #[arg(long, value_name = "WHEN", requires = "policy")]
    not_older_than: Option<String>,
    /// Hold the log against the checkpoint in this file, which was seen before, and keep the new one in it if all is intact
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    remember: Option<PathBuf>,
    /// The proof of the file; that beside it unless given
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "remember")]
    proof: Option<PathBuf>,
    #[command(flatten)]
    web: WebArguments,
    /// The most damages to list
    #[arg(long, value_name = "N", default_value_t = 200)]
    limit: usize,
    /// Threads to use; as many as the machine has unless given
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// How to report: text for people, json for tools
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// What was verified, and what came of it.
enum Outcome {
    Site(Box<Checked>),
    Document(Box<Finding>),
}

impl Outcome {
    fn verdict(&self) -> Verdict {
        match self {
            Outcome::Site(checked) => checked.damages.worst(),
            Outcome::Document(finding) => finding.damages.worst(),
        }
    }
}

/// Runs the command.
///
/// # Errors
///
/// If there is nothing to verify, if an option is none, or if the system refuses.
pub(super) fn verify(arguments: &VerifyArguments, language: Language) -> Result<ExitCode, Error> {
    let trust = trust(arguments)?;
    let fresh = match &arguments.not_older_than {
        Some(when) => Some(fresh(when)?),
        None => None,
    };
    let how = How {
        trust,
        fresh,
        remembered: None,
    };
    let address = arguments.target.to_str();
    let address = address.filter(|target| Web::is_address(target));
    let jobs = arguments.jobs.or(address.map(|_| AT_ONCE));
    let shown = match arguments.format {
        Format::Text => bar::Shown::Progress,
        Format::Json => bar::Shown::Nothing,
    };
    let bar = bar::Bar::new(language, shown);
    let progress = |progress| bar.show(progress);
    let verified = interrupt::watching(language, || {
        pool::run_on(jobs, || match address {
            Some(address) => at_address(arguments, address, how, &progress),
            None if arguments.target.is_dir() => in_folder(arguments, how, &progress),
            None => one_file(arguments, &how),
        })
    });
    bar.clear();
    let Ok(verified) = verified else {
        print_error(summary::interrupted().in_language(language))?;
        return Ok(ExitCode::from(interrupt::CODE));
    };
    let outcome = verified?;
    if let (Outcome::Site(checked), Some(path)) = (&outcome, &arguments.remember)
        && checked.damages.is_empty()
    {
        let log = checked.log.as_ref().ok_or_else(nothing_to_remember)?;
        memory::remember(path, &log.note)?;
    }
    let shown = arguments.target.display().to_string();
    let text = match (&outcome, arguments.format) {
        (Outcome::Site(checked), Format::Text) => {
            said::site(checked, &shown, arguments.limit, language)
        }
        (Outcome::Document(finding), Format::Text) => {
            said::document(finding, &shown, arguments.limit, language)
        }
        (Outcome::Site(checked), Format::Json) => json::site(checked, arguments.limit, language),
        (Outcome::Document(finding), Format::Json) => {
            json::document(finding, arguments.limit, language)
        }
    };
    print(&text)?;
    Ok(ExitCode::from(outcome.verdict().code()))
}

/// What is at an address. What could not be read is said instead of what came of the rest.
fn at_address(
    arguments: &VerifyArguments,
    address: &str,
    how: How,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Outcome, Error> {
    let authorities = arguments.web.authorities()?;
    let whole = |online: &Online, outcome: Result<Outcome, Error>| match online.failure() {
        Some(failure) => Err(failure),
        None => outcome,
    };
    match Target::at(address, authorities.as_deref())? {
        Target::Site(online) => whole(&online, whole_site(arguments, &online, how, progress)),
        Target::File(online, path) => whole(&online, of_file(arguments, &online, &path, &how)),
    }
}

fn in_folder(
    arguments: &VerifyArguments,
    how: How,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Outcome, Error> {
    let folder = Folder::open(&arguments.target)?;
    whole_site(arguments, &folder, how, progress)
}

fn whole_site(
    arguments: &VerifyArguments,
    files: &dyn Files,
    how: How,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Outcome, Error> {
    if let Some(proof) = &arguments.proof {
        return Err(Error::new(Text::new(
            "--proof 只用于核对一个文件，不用于整个网站。",
            "--proof goes with a file and not with a whole site.",
        ))
        .at(proof));
    }
    let remembered = match &arguments.remember {
        Some(path) => memory::recall(path)?,
        None => None,
    };
    let how = How { remembered, ..how };
    let checked = site::check(files, &how, progress)?;
    Ok(Outcome::Site(Box::new(checked)))
}

fn one_file(arguments: &VerifyArguments, how: &How) -> Result<Outcome, Error> {
    let place = place(&arguments.target)?;
    let folder = Folder::open(&place.folder)?;
    of_file(arguments, &folder, &place.path, how)
}

fn of_file(
    arguments: &VerifyArguments,
    files: &dyn Files,
    path: &str,
    how: &How,
) -> Result<Outcome, Error> {
    if let Some(remember) = &arguments.remember {
        return Err(Error::new(Text::new(
            "--remember 只用于核对整个网站。",
            "--remember goes with a whole site and not with a file.",
        ))
        .at(remember));
    }
    let given = match &arguments.proof {
        Some(proof) => Some(given(proof)?),
        None => None,
    };
    let finding = document::check(files, path, given, how);
    Ok(Outcome::Document(Box::new(finding)))
}

/// The proof that is named, with the list of attachments beside it.
fn given(path: &Path) -> Result<Given, Error> {
    let name = path.to_string_lossy().into_owned();
    let proof = read(path, MAX_BYTES as u64)?;
    let beside = name
        .strip_suffix(PROOF_ENDING)
        .map(|stem| format!("{stem}{LIST_ENDING}"));
    let list = beside.filter(|list| Path::new(list).is_file());
    let list = match list {
        Some(list) => Some(read(Path::new(&list), sums::MAX_BYTES as u64)?),
        None => None,
    };
    Ok(Given { name, proof, list })
}

/// A file that the user names, whole; one that is longer than `max` is refused.
fn read(path: &Path, max: u64) -> Result<Vec<u8>, Error> {
    let failed = |error: std::io::Error| Error::io(Doing::Read, path, error);
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(failed)?;
    file.take(max + 1).read_to_end(&mut bytes).map_err(failed)?;
    match bytes.len() as u64 > max {
        true => Err(failed(std::io::ErrorKind::FileTooLarge.into())),
        false => Ok(bytes),
    }
}

/// Whom the reader trusts.
fn trust(arguments: &VerifyArguments) -> Result<Trust, Error> {
    if let Some(path) = &arguments.policy {
        return policy_in(path).map(Trust::Policy);
    }
    let Some(given) = &arguments.key else {
        return Ok(Trust::Stated);
    };
    let parse = |text: &str| Verifier::parse(text.trim()).filter(|key| key.kind == Kind::Ed25519);
    if let Some(key) = parse(given) {
        return Ok(Trust::Key(key));
    }
    let path = Path::new(given);
    let key = match path.is_file() {
        true => parse(&String::from_utf8(read(path, MAX_TRUST)?).unwrap_or_default()),
        false => None,
    };
    key.map(Trust::Key).ok_or_else(|| {
        Error::new(Text::new(
            "--key 的值不是公钥，也不是存有公钥的文件。公钥形如 名称+8 位十六进制数字+Base64；以 PRIVATE+KEY+ 开头的是密钥，不要用在这里。",
            "the value of --key is no public key, and no file with one. A key is a name, eight hexadecimal digits and Base64, joined by plus signs; what begins with PRIVATE+KEY+ is a secret, and has no business here.",
        ))
    })
}

/// How new the word of the witnesses must be: days, or a date.
fn fresh(when: &str) -> Result<Fresh, Error> {
    let now = environment::seconds_since_1970();
    let days = when.parse::<u64>().ok();
    let of_days = days.and_then(|days| Some(now.saturating_sub(days.checked_mul(DAY)?)));
    let of_date = || {
        let date = when.parse::<jiff::civil::Date>().ok()?;
        let start = date.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
        u64::try_from(start.timestamp().as_second()).ok()
    };
    let not_before = of_days.or_else(of_date).ok_or_else(|| {
        Error::new(Text::new(
            format!("--not-older-than 的值 {when} 不是天数，也不是日期（如 2026-11-01）。"),
            format!("the value of --not-older-than, {when}, is no number of days and no date such as 2026-11-01."),
        ))
    })?;
    Ok(Fresh { not_before, now })
}

fn nothing_to_remember() -> Error {
    Error::new(Text::new(
        "本网站没有存证日志，没有检查点可记；请去掉 --remember。",
        "the site has no log, and there is no checkpoint to remember; leave out --remember.",
    ))
}

/// A time of a witness, as people and tools read it.
fn time(seconds: u64) -> String {
    let seconds = i64::try_from(seconds).ok();
    let time = seconds.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    time.map_or_else(|| "?".to_owned(), |time| time.to_string())
}
