//! The command line: arguments in, exit codes and messages out.
//!
//! Exit codes: 0 done (warnings included), 1 faults in content, 2 usage, a fault of the machine, or a
//! bad query, 10 to 17 what `verify` found, 130 interrupted. This is the only module that asks the environment anything, in `environment`.

mod bar;
mod completions;
mod compliance;
mod correct;
mod cosign;
mod diagnostics;
mod due;
mod environment;
mod examples;
mod exits;
mod export;
mod fix;
mod help;
mod import;
mod init;
mod interrupt;
mod json;
mod key;
mod manual;
mod mirror;
mod new;
mod printable;
mod privacy;
mod publish;
mod search;
mod search_error;
mod serve;
mod stamp;
mod summary;
mod trust;
mod usage;
mod verify;
mod web;
mod witness;

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum, ValueHint};

use crate::diagnostic::{Diagnostic, Language, Severity, Text};
use crate::error::{Doing, Error};
use crate::generate::{self, build, build_index, check};
use crate::job::{Job, Log, SigningKey, Witnesses};
use crate::mirror::bring_log;
use crate::pool;
use crate::schema::{self, Subject};
use crate::web::Web;

const FAULTS_IN_CONTENT: u8 = 1;
const FAILED: u8 = 2;

/// The folder for what is kept between runs, beside the content tree.
const STORE: &str = ".gongbao";
/// The content folder unless another is given.
const CONTENT: &str = "content";
/// The folder of the site unless another is given, and that of a preview with drafts.
const SITE: &str = "public";
const PREVIEW: &str = "public-drafts";
/// How messages name the streams.
const STDOUT: &str = "stdout";
const STDERR: &str = "stderr";
const STDIN: &str = "stdin";

/// Turns a folder of public reports into an archive to read, search and check.
#[derive(Parser)]
#[command(name = "gongbao", version, max_term_width = 100)]
struct Arguments {
    /// Language of messages and help; that of the locale, else that of the archive, unless given
    #[arg(long, value_enum, global = true)]
    lang: Option<LanguageArgument>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Create a new archive in a new folder
    Init(init::InitArguments),
    /// Create a new report: a draft with the fields and the parts of its type
    New(new::NewArguments),
    /// Make reports of documents: Word files, pages of old portals, texts, tables, PDF, OFD
    Import(import::ImportArguments),
    /// Read the content and build the site
    Build(BuildArguments),
    /// Say everything that build would say, and write nothing
    Check(CheckArguments),
    /// Read the content and build its search index alone, to be hosted apart from the site
    Index(IndexArguments),
    /// Show the site in a browser on this machine, and follow what is written
    Serve(serve::ServeArguments),
    /// Copy the published site to where readers find it, or list it for other tools
    Publish(publish::PublishArguments),
    /// Make a key that signs, or show the public half of one
    Key(key::KeyArguments),
    /// Copy an archive by its log: only what is new, and checked before it is put in place
    Mirror(mirror::MirrorArguments),
    /// Cosign the checkpoints of archives whose logs only grew
    Witness(witness::WitnessArguments),
    /// Write a site, or its checkpoint, in forms that tools of others check
    Export(export::ExportArguments),
    /// Put a time stamp of others (RFC 3161) beside the log of a site
    Stamp(stamp::StampArguments),
    /// Ask witnesses to cosign the checkpoint of a published site
    Cosign(cosign::CosignArguments),
    /// List the reports that fall due, and those that are overdue and not in the archive
    Due(due::DueArguments),
    /// Show how defects of the texts could be mended, and write what is accepted, one by one
    Fix(fix::FixArguments),
    /// Note a correction of a published report, and keep its text from before
    Correct(correct::CorrectArguments),
    /// Note that a published report is withdrawn: its text goes, a notice stays
    Withdraw(correct::WithdrawArguments),
    /// Hold a published site, or a file of it, against what was recorded
    Verify(verify::VerifyArguments),
    /// Search a published index
    Search(search::SearchArguments),
    /// Print a JSON Schema of what is written by hand, for editors' tools
    Schema(SchemaArguments),
    /// Print the script by which a shell completes this command line
    Completions(completions::CompletionsArguments),
    /// Print the manual page of gongbao, or of one of its commands
    Man(manual::ManualArguments),
}

#[derive(clap::Args)]
struct ContentArguments {
    /// The content tree
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, default_value = "content")]
    content: PathBuf,
    /// Threads to use; as many as the machine has unless given
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    store: StoreArguments,
    /// Read every file, those too that seem untouched since the last run
    #[arg(long)]
    verify_content: bool,
    /// How to report: text for people, json for tools
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Say errors and failures alone, and show no progress
    #[arg(long)]
    quiet: bool,
}

impl ContentArguments {
    /// Whether it is shown how far a run is: tools do not ask.
    fn shown(&self) -> bar::Shown {
        match self.quiet || self.format == Format::Json {
            true => bar::Shown::Nothing,
            false => bar::Shown::Progress,
        }
    }

    /// A run that reads the content and writes nothing.
    fn job(&self, drafts: bool) -> Job {
        Job {
            verify_content: self.verify_content,
            ..self.store.job(&self.content, drafts)
        }
    }
}

#[derive(clap::Args)]
struct StoreArguments {
    /// Where results are kept for the next run; `.gongbao` beside the content tree unless given. It may be deleted
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    store: Option<PathBuf>,
    /// Keep no results, and use none
    #[arg(long, conflicts_with = "store")]
    no_store: bool,
}

impl StoreArguments {
    /// A run that reads `content` and writes nothing.
    fn job(&self, content: &Path, drafts: bool) -> Job {
        // A program that does not know itself can keep nothing.
        let store = self.folder(content);
        let program = store.is_some().then(environment::program).flatten();
        Job {
            scratch: environment::temporary_folder(),
            store: program.and(store),
            program: program.unwrap_or_default(),
            ..Job::reading(content.to_owned(), drafts)
        }
    }

    /// Where results are kept: one folder for each content tree.
    fn folder(&self, content: &Path) -> Option<PathBuf> {
        if self.no_store {
            return None;
        }
        let beside = || {
            let content = std::path::absolute(content).ok()?;
            Some(content.with_file_name(STORE).join(content.file_name()?))
        };
        self.store.clone().or_else(beside)
    }
}

#[derive(clap::Args)]
struct PublishedArguments {
    /// The folder of the published site, whose URLs must not vanish; `public` beside the content tree
    /// unless given
    #[arg(long = "out", value_name = "DIR", value_hint = ValueHint::DirPath)]
    published: Option<PathBuf>,
}

impl PublishedArguments {
    /// The folder of the site that was published of `content`.
    fn folder(&self, content: &Path) -> PathBuf {
        let given = self.published.clone();
        given.unwrap_or_else(|| content.with_file_name(SITE))
    }
}

#[derive(clap::Args)]
struct DraftArguments {
    /// Include drafts
    #[arg(long)]
    drafts: bool,
}

#[derive(clap::Args)]
struct ThemeArguments {
    /// A theme's folder, laid over the default theme
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    theme: Option<PathBuf>,
}

#[derive(clap::Args)]
struct LogArguments {
    /// The log that was published last, or the site that has it, by its folder or its address; that of the output folder
    /// unless given
    #[arg(long = "log", value_name = "DIR|URL", value_hint = ValueHint::DirPath)]
    log_folder: Option<PathBuf>,
}

impl LogArguments {
    fn log(&self) -> Log {
        self.log_folder.clone().map_or(Log::InSite, Log::At)
    }
}

#[derive(clap::Args)]
struct PublishArguments {
    /// Replace files one by one where the folder cannot be swapped (a mount point): visitors may see
    /// old and new files mixed meanwhile
    #[arg(long)]
    in_place: bool,
}

#[derive(clap::Args)]
struct CheckArguments {
    #[command(flatten)]
    content: ContentArguments,
    #[command(flatten)]
    drafts: DraftArguments,
    #[command(flatten)]
    theme: ThemeArguments,
    #[command(flatten)]
    published: PublishedArguments,
    #[command(flatten)]
    urls: UrlArguments,
    #[command(flatten)]
    log: LogArguments,
    #[command(flatten)]
    web: web::WebArguments,
    #[command(flatten)]
    as_of: AsOfArguments,
    /// List what was looked at for what must not be published, and what could not be
    #[arg(long, value_enum, value_name = "WHAT")]
    privacy: Option<PrivacyArgument>,
}

/// What is said of what must not be published, beside what is wrong.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PrivacyArgument {
    Report,
}

#[derive(clap::Args)]
struct AsOfArguments {
    /// The day as of which it is said what is late or missing; that of the newest publication unless given
    #[arg(long, value_name = "DATE")]
    as_of: Option<jiff::civil::Date>,
}

#[derive(clap::Args)]
struct UrlArguments {
    /// Let URLs of the last build vanish, with a warning instead of an error: for what was never public
    #[arg(long)]
    allow_vanished: bool,
}

#[derive(clap::Args)]
struct BuildArguments {
    #[command(flatten)]
    content: ContentArguments,
    #[command(flatten)]
    drafts: DraftArguments,
    #[command(flatten)]
    theme: ThemeArguments,
    /// The folder to build the site in; `public` unless given, and `public-drafts` with --drafts, which never goes where a
    /// published site is
    #[arg(long = "out", value_name = "DIR", value_hint = ValueHint::DirPath)]
    site: Option<PathBuf>,
    /// Make no search index
    #[arg(long)]
    no_index: bool,
    /// Make no ZIP files and no text-only edition of the texts
    #[arg(long)]
    no_zips: bool,
    #[command(flatten)]
    urls: UrlArguments,
    #[command(flatten)]
    as_of: AsOfArguments,
    #[command(flatten)]
    publish: PublishArguments,
    #[command(flatten)]
    log: LogArguments,
    /// Begin a log of what is published, for an archive that keeps one and was never published
    #[arg(long, conflicts_with = "log_folder")]
    new_log: bool,
    #[command(flatten)]
    signing: key::SigningArguments,
    /// A policy (C2SP tlog-policy) whose witnesses, by their addresses, are to cosign what is new of the log; without enough of
    /// them nothing is published
    #[arg(long = "policy", value_name = "FILE", value_hint = ValueHint::FilePath)]
    cosigners: Option<PathBuf>,
    #[command(flatten)]
    web: web::WebArguments,
}

impl BuildArguments {
    /// The witnesses to ask.
    fn witnesses(&self, key: Option<&SigningKey>) -> Result<Option<Witnesses>, Error> {
        let Some(policy) = &self.cosigners else {
            return Ok(None);
        };
        if key.is_none() {
            return Err(Error::new(Text::new(
                "--policy 请见证方为签了名的存证日志作见证：请一并用 --key 指定密钥文件，或把密钥放在环境变量 GONGBAO_KEY 中。",
                "--policy asks witnesses to cosign a log that is signed: name the file of its key with --key too, or give the key in the environment variable GONGBAO_KEY.",
            )));
        }
        let asking = cosign::asking(policy, &self.web)?;
        Ok(Some(Witnesses { asking }))
    }

    /// Where the log is that was published last.
    fn log(&self) -> Log {
        match self.new_log {
            true => Log::New,
            false => self.log.log(),
        }
    }

    fn out(&self) -> PathBuf {
        let unless_given = match self.drafts.drafts {
            true => PREVIEW,
            false => SITE,
        };
        self.site.clone().unwrap_or_else(|| unless_given.into())
    }
}

#[derive(clap::Args)]
struct IndexArguments {
    #[command(flatten)]
    content: ContentArguments,
    /// The folder to build the index in
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, default_value = "search-index")]
    out: PathBuf,
    #[command(flatten)]
    publish: PublishArguments,
}

#[derive(clap::Args)]
struct SchemaArguments {
    /// What the schema is of: front-matter (a report), archive (archive.yaml), agency (_index.md), measures
    /// (measures.yaml) or figures (figures.yaml)
    #[arg(value_enum)]
    subject: SubjectArgument,
}

#[derive(Clone, Copy, ValueEnum)]
enum SubjectArgument {
    FrontMatter,
    Archive,
    Agency,
    Measures,
    Figures,
}

impl From<SubjectArgument> for Subject {
    fn from(argument: SubjectArgument) -> Subject {
        match argument {
            SubjectArgument::FrontMatter => Subject::FrontMatter,
            SubjectArgument::Archive => Subject::Archive,
            SubjectArgument::Agency => Subject::Agency,
            SubjectArgument::Measures => Subject::Measures,
            SubjectArgument::Figures => Subject::Figures,
        }
    }
}

/// What is done with the content.
#[derive(Clone, Copy)]
enum Task<'a> {
    Check(&'a CheckArguments),
    Build(&'a BuildArguments),
    Index(&'a IndexArguments),
}

impl Task<'_> {
    fn content(&self) -> &ContentArguments {
        match self {
            Task::Check(check) => &check.content,
            Task::Build(build) => &build.content,
            Task::Index(index) => &index.content,
        }
    }

    /// Whether drafts are wanted. An index that is hosted apart is what readers search, and has none.
    fn drafts(&self) -> bool {
        match self {
            Task::Check(check) => check.drafts.drafts,
            Task::Build(build) => build.drafts.drafts,
            Task::Index(_) => false,
        }
    }

    /// Whether it is said what was looked at for what must not be published.
    fn tells_privacy(&self) -> bool {
        matches!(self, Task::Check(check) if check.privacy == Some(PrivacyArgument::Report))
    }

    /// Who may vouch for the hosts that are asked.
    fn web(&self) -> Option<&web::WebArguments> {
        match self {
            Task::Check(check) => Some(&check.web),
            Task::Build(build) => Some(&build.web),
            Task::Index(_) => None,
        }
    }

    /// What is asked for.
    ///
    /// # Errors
    ///
    /// If the key is none, or is kept where others may read it.
    fn job(&self) -> Result<Job, Error> {
        let content = self.content();
        let job = content.job(self.drafts());
        Ok(match self {
            Task::Check(check) => Job {
                theme: check.theme.theme.clone(),
                out: check.published.folder(&content.content),
                allow_vanished: check.urls.allow_vanished,
                as_of: check.as_of.as_of,
                log: check.log.log(),
                ..job
            },
            Task::Build(build) => {
                let key = build.signing.key()?;
                Job {
                    theme: build.theme.theme.clone(),
                    out: build.out(),
                    index: !build.no_index,
                    as_of: build.as_of.as_of,
                    allow_vanished: build.urls.allow_vanished,
                    zips: !build.no_zips,
                    in_place: build.publish.in_place,
                    log: build.log(),
                    witnesses: build.witnesses(key.as_ref())?,
                    key,
                    ..job
                }
            }
            Task::Index(index) => Job {
                out: index.out.clone(),
                in_place: index.publish.in_place,
                ..job
            },
        })
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Read by [`language_of`]; here for clap to know it.
#[derive(Clone, Copy, ValueEnum)]
enum LanguageArgument {
    Zh,
    En,
}

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let given = environment::arguments();
    let language = language_of(&given);
    let untranslated = manual::with_pages(Arguments::command());
    let command = help::translated(untranslated.clone(), language);
    let command = examples::with_examples(command, language);
    let parsed = command
        .clone()
        .try_get_matches_from(without_language_of_help(given))
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    let arguments = match parsed {
        Ok(arguments) => arguments,
        Err(error) if error.kind() == ErrorKind::MissingSubcommand => {
            // Nothing was asked for, which is no success either.
            let said = print_error(examples::to_begin_with(language));
            return match said {
                Ok(()) => ExitCode::from(FAILED),
                Err(unwritten) => failed(&unwritten, language),
            };
        }
        Err(error) => {
            let chinese = (language == Language::Chinese).then(|| usage::chinese(&error));
            let printed = match chinese.flatten() {
                Some(message) => write!(std::io::stderr(), "{message}"),
                None => error.print().and_then(|()| std::io::stdout().flush()),
            };
            let stream = if error.use_stderr() { STDERR } else { STDOUT };
            return match written(stream, printed) {
                Ok(()) => ExitCode::from(if error.use_stderr() { FAILED } else { 0 }),
                Err(unwritten) => failed(&unwritten, language),
            };
        }
    };
    let result = match &arguments.command {
        Command::Init(given) => init::init(given, language),
        Command::New(given) => new::new(given, language),
        Command::Import(given) => import::import(given, language),
        Command::Check(check) => run(Task::Check(check), language),
        Command::Build(build) => run(Task::Build(build), language),
        Command::Index(index) => run(Task::Index(index), language),
        Command::Serve(given) => serve::serve(given, language),
        Command::Publish(given) => publish::publish(given, language),
        Command::Key(given) => key::key(given, language),
        Command::Mirror(given) => mirror::mirror(given, language),
        Command::Witness(given) => witness::witness(given, language),
        Command::Export(given) => export::export(given, language),
        Command::Stamp(given) => stamp::stamp(given, language),
        Command::Cosign(given) => cosign::cosign(given, language),
        Command::Due(given) => due::due(given, language),
        Command::Fix(given) => fix::fix(given, language),
        Command::Correct(given) => correct::correct(given, language),
        Command::Withdraw(given) => correct::withdraw(given, language),
        Command::Verify(given) => verify::verify(given, language),
        Command::Search(search) => search::search(search, language),
        Command::Schema(given) => print(schema::text(given.subject.into()).trim_end()),
        Command::Completions(given) => print(completions::script(given, command).trim_end()),
        Command::Man(given) => print(manual::page(given, untranslated, language).trim_end()),
    };
    match result {
        Ok(code) => code,
        Err(error) => failed(&error, language),
    }
}

/// Says what went wrong; the exit code for it.
fn failed(error: &Error, language: Language) -> ExitCode {
    let name = match language {
        Language::Chinese => "错误：",
        Language::English => "error: ",
    };
    // Where this cannot be written either, the exit code alone is left to say it.
    let _ = print_error(&format!("{name}{}", error.message(language)));
    ExitCode::from(FAILED)
}

/// `--lang` as given, before the command or after it, since help comes before arguments are parsed; else the locale's;
/// where that names no language, the archive's; English where it is neither.
fn language_of(given: &[OsString]) -> Language {
    match values_of("--lang", given).find_map(|value| match value.to_str() {
        Some("zh") => Some(Language::Chinese),
        Some("en") => Some(Language::English),
        _ => None,
    }) {
        Some(language) => language,
        None => match environment::locale() {
            Some(locale) if locale.to_ascii_lowercase().starts_with("zh") => Language::Chinese,
            Some(_) => Language::English,
            None => {
                let content = values_of("--content", given).last();
                let content = content.unwrap_or_else(|| CONTENT.into());
                generate::spoken(Path::new(&content)).unwrap_or_default()
            }
        },
    }
}

/// The values that an option has among the arguments, before these are parsed.
fn values_of<'g>(option: &'g str, given: &'g [OsString]) -> impl Iterator<Item = OsString> + 'g {
    let before_rest = given.iter().take_while(|word| *word != "--");
    let words: Vec<&OsString> = before_rest.collect();
    (0..words.len()).filter_map(move |at| {
        let word = words.get(at)?;
        if *word == option {
            return words.get(at + 1).map(|value| (*value).clone());
        }
        let value = word.to_str()?.strip_prefix(option)?.strip_prefix('=')?;
        Some(value.into())
    })
}

/// The arguments without the language where they ask for `help`, which takes names of commands alone.
fn without_language_of_help(given: Vec<OsString>) -> Vec<OsString> {
    let (mut kept, mut is_help, mut is_value) = (Vec::new(), false, false);
    for (at, word) in given.iter().enumerate() {
        let text = word.to_str().unwrap_or_default();
        let (was_value, is_language) = (is_value, text == "--lang");
        is_value = is_language && !was_value;
        let is_option = was_value || text.starts_with('-');
        if at > 0 && !is_option && !is_help {
            // The first name is that of the command.
            match text {
                "help" => is_help = true,
                _ => return given,
            }
        }
        if !was_value && !is_language && !text.starts_with("--lang=") {
            kept.push(word.clone());
        }
    }
    match is_help {
        true => kept,
        false => given,
    }
}

/// Brings a log that lies at an address to a folder of this machine, which the job then reads; that folder.
///
/// # Errors
///
/// If there is no log at the address, if it is not whole, or if it cannot be reached.
fn fetched(
    job: &mut Job,
    web: Option<&web::WebArguments>,
) -> Result<Option<tempfile::TempDir>, Error> {
    let Log::At(given) = &job.log else {
        return Ok(None);
    };
    let Some(address) = given.to_str().filter(|given| Web::is_address(given)) else {
        return Ok(None);
    };
    // The address of the log itself is below that of its site.
    let trimmed = address.trim_end_matches('/');
    let address = trimmed.strip_suffix("/log").unwrap_or(trimmed);
    let authorities = web.map(web::WebArguments::authorities).transpose()?;
    let source = Web::new(address, authorities.flatten().as_deref())?;
    let folder = tempfile::tempdir_in(&job.scratch);
    let folder = folder.map_err(|e| Error::io(Doing::CreateFolder, &job.scratch, e))?;
    match bring_log(&source, folder.path(), &|| ())? {
        Ok(()) => {
            job.log = Log::At(folder.path().to_owned());
            Ok(Some(folder))
        }
        Err(refusal) => {
            let (_, why) = mirror::refused(&refusal, source.name());
            Err(Error::new(Text::new(
                format!("{}未发布任何内容。", why.chinese),
                format!("{} Nothing was published.", why.english),
            )))
        }
    }
}

fn run(task: Task<'_>, language: Language) -> Result<ExitCode, Error> {
    let stopwatch = environment::Stopwatch::start();
    let mut job = task.job()?;
    // Removed with all that is in it, however the run ends.
    let fetched = fetched(&mut job, task.web())?;
    let quiet = task.content().quiet;
    let bar = bar::Bar::new(language, task.content().shown());
    let show = |progress| bar.show(progress);
    let outcome = interrupt::watching(language, || {
        pool::run_on(task.content().jobs, || match task {
            Task::Check(_) => check(&job, &show),
            Task::Build(_) => build(&job, &show),
            Task::Index(_) => build_index(&job, &show),
        })
    });
    bar.clear();
    drop(fetched);
    let Ok(outcome) = outcome else {
        print_error(summary::interrupted().in_language(language))?;
        return Ok(ExitCode::from(interrupt::CODE));
    };
    let mut outcome = outcome?;
    if task.content().format == Format::Json {
        let compliance = outcome.compliance.as_ref();
        let looked = outcome.privacy.as_ref().filter(|_| task.tells_privacy());
        let told = json::to_json(&outcome.diagnostics, compliance, looked, language);
        print(&told)?;
    } else {
        if quiet {
            let is_error = |found: &Diagnostic| found.severity == Severity::Error;
            outcome.diagnostics.retain(is_error);
            outcome.compliance = None;
        }
        print_diagnostics(&outcome.diagnostics, language)?;
        if quiet && !outcome.has_errors() && !task.tells_privacy() {
            return Ok(ExitCode::SUCCESS);
        }
        if let Some(looked) = outcome.privacy.as_ref().filter(|_| task.tells_privacy()) {
            print_error(&privacy::to_text(looked, language))?;
        }
        if let Some(compliance) = &outcome.compliance {
            print_error(&compliance::to_text(compliance, language))?;
        }
        let summary = summary::of(task, &outcome, &job.out, stopwatch.seconds());
        print_error(summary.in_language(language))?;
    }
    Ok(ExitCode::from(if outcome.has_errors() {
        FAULTS_IN_CONTENT
    } else {
        0
    }))
}

/// Writes a line to standard output.
///
/// # Errors
///
/// If it cannot be written, as on a full disk; where standard output is closed, the line is not wanted.
fn print(text: &str) -> Result<ExitCode, Error> {
    let mut out = std::io::stdout().lock();
    written(STDOUT, writeln!(out, "{text}").and_then(|()| out.flush()))?;
    Ok(ExitCode::SUCCESS)
}

/// Writes a line to standard error; `eprintln!` would panic where that is closed.
///
/// # Errors
///
/// As [`print()`].
fn print_error(text: &str) -> Result<(), Error> {
    written(STDERR, writeln!(std::io::stderr(), "{text}"))
}

/// What became of a message on a stream.
fn written(stream: &str, result: io::Result<()>) -> Result<(), Error> {
    match result {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => Err(Error::io(Doing::Write, stream, e)),
        _ => Ok(()),
    }
}

fn print_diagnostics(diagnostics: &[Diagnostic], language: Language) -> Result<(), Error> {
    let mut err = std::io::stderr().lock();
    let colour = err.is_terminal() && !environment::refuses_colour();
    let (shown, sums) = diagnostics::summed_up(diagnostics);
    for diagnostic in shown {
        let text = diagnostics::to_text(diagnostic, language, colour);
        written(STDERR, writeln!(err, "{text}\n"))?;
    }
    for sum in sums {
        let text = sum.text();
        written(STDERR, writeln!(err, "{}\n", text.in_language(language)))?;
    }
    Ok(())
}
