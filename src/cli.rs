//! The command line: arguments in, exit codes and words out.
//!
//! Exit codes: 0 done (warnings included), 1 faults in content, 2 usage, a fault of the machine, or a
//! bad query. This is the only module that asks the environment anything (language, terminal).

use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::diagnostic::{Diagnostic, Language, Severity, Text};
use crate::{Error, Job, Outcome};

mod bar;
mod diagnostics;
mod find;
mod words;

const FAULTS_IN_CONTENT: u8 = 1;
const FAILED: u8 = 2;

/// Turns a folder of public reports into an archive to read, search and check.
#[derive(Parser)]
#[command(name = "gongbao", version, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Read the content and publish the site
    Build(BuildArguments),
    /// Say everything that build would say, and write nothing
    Check(CheckArguments),
    /// Search a published index
    Search(find::SearchArguments),
}

#[derive(clap::Args)]
struct ContentArguments {
    /// The content tree
    #[arg(long, value_name = "DIR", default_value = "content")]
    content: PathBuf,
    /// A theme's folder, laid over the default theme
    #[arg(long, value_name = "DIR")]
    theme: Option<PathBuf>,
    /// Include drafts
    #[arg(long)]
    drafts: bool,
    /// Threads to use; as many as the machine has unless given
    #[arg(long, value_name = "N")]
    jobs: Option<std::num::NonZeroUsize>,
    /// How to report: text for people, json for tools
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Language of messages; from the locale unless given
    #[arg(long, value_enum)]
    lang: Option<LanguageArgument>,
}

#[derive(clap::Args)]
struct CheckArguments {
    #[command(flatten)]
    content: ContentArguments,
}

#[derive(clap::Args)]
struct BuildArguments {
    #[command(flatten)]
    content: ContentArguments,
    /// The folder to publish to
    #[arg(long, value_name = "DIR", default_value = "public")]
    out: PathBuf,
    /// Make no search index
    #[arg(long)]
    no_index: bool,
    /// Replace files one by one where the folder cannot be swapped (a mount point): visitors may see
    /// old and new files mixed meanwhile
    #[arg(long)]
    in_place: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

#[derive(Clone, Copy, ValueEnum)]
enum LanguageArgument {
    Zh,
    En,
}

impl From<LanguageArgument> for Language {
    fn from(argument: LanguageArgument) -> Language {
        match argument {
            LanguageArgument::Zh => Language::Chinese,
            LanguageArgument::En => Language::English,
        }
    }
}

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let given: Vec<OsString> = std::env::args_os().collect();
    let language = language_of(&given);
    let command = words::translated(Arguments::command(), language);
    let parsed = command
        .try_get_matches_from(given)
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    let arguments = match parsed {
        Ok(arguments) => arguments,
        Err(error) => {
            // A closed pipe is nobody's loss here.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { FAILED } else { 0 });
        }
    };
    let result = match &arguments.command {
        Command::Check(check) => run(&check.content, None, language),
        Command::Build(build) => run(&build.content, Some(build), language),
        Command::Search(search) => find::search(search, language),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            let name = match language {
                Language::Chinese => "错误：",
                Language::English => "error: ",
            };
            eprintln!("{name}{}", error.message(language));
            ExitCode::from(FAILED)
        }
    }
}

/// `--lang` as given, since help comes before arguments are parsed; else the locale's, English where
/// it is neither. Usage errors are clap's own words, in English.
fn language_of(given: &[OsString]) -> Language {
    let mut words = given.iter().filter_map(|word| word.to_str());
    while let Some(word) = words.next() {
        let value = match word {
            "--" => break,
            "--lang" => words.next(),
            _ => word.strip_prefix("--lang="),
        };
        match value {
            Some("zh") => return Language::Chinese,
            Some("en") => return Language::English,
            _ => {}
        }
    }
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    match locale {
        Some(locale) if locale.to_ascii_lowercase().starts_with("zh") => Language::Chinese,
        _ => Language::English,
    }
}

fn run(
    arguments: &ContentArguments,
    build: Option<&BuildArguments>,
    language: Language,
) -> Result<ExitCode, Error> {
    let start = std::time::Instant::now();
    let job = Job {
        content: arguments.content.clone(),
        out: build.map_or_else(PathBuf::new, |b| b.out.clone()),
        theme: arguments.theme.clone(),
        drafts: arguments.drafts,
        index_scratch: build.filter(|b| !b.no_index).map(|_| std::env::temp_dir()),
        jobs: arguments.jobs.map(std::num::NonZeroUsize::get),
        in_place: build.is_some_and(|b| b.in_place),
    };
    let bar = bar::Bar::new(language);
    let outcome = match build {
        Some(_) => crate::build(&job, &|progress| bar.show(progress)),
        None => crate::check(&job, &|progress| bar.show(progress)),
    };
    bar.clear();
    let outcome = outcome?;
    if arguments.format == Format::Json {
        print(&diagnostics::to_json(&outcome.diagnostics, language));
    } else {
        tell(&outcome.diagnostics, language);
        let seconds = start.elapsed().as_secs_f64();
        eprintln!(
            "{}",
            summary(&outcome, &job, build.is_some(), seconds).in_language(language)
        );
    }
    Ok(ExitCode::from(if outcome.has_errors() {
        FAULTS_IN_CONTENT
    } else {
        0
    }))
}

/// Writes a line to standard output; whoever closed the pipe does not want it.
fn print(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

fn tell(diagnostics: &[Diagnostic], language: Language) {
    let mut err = std::io::stderr().lock();
    let colour = err.is_terminal() && std::env::var_os("NO_COLOR").is_none();
    for diagnostic in diagnostics {
        let text = diagnostics::to_text(diagnostic, language, colour);
        let _ = writeln!(err, "{text}\n");
    }
}

fn summary(outcome: &Outcome, job: &Job, is_build: bool, seconds: f64) -> Text {
    let count = |severity| {
        outcome
            .diagnostics
            .iter()
            .filter(|d| d.severity == severity)
            .count()
    };
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let plural = |n: usize, word: &str| match n {
        1 => format!("1 {word}"),
        _ => format!("{n} {word}s"),
    };
    let found = Text::new(
        format!("{errors} 处错误，{warnings} 处警告"),
        format!(
            "{}, {}",
            plural(errors, "error"),
            plural(warnings, "warning")
        ),
    );
    let reports = outcome.reports;
    let Some(site) = &outcome.published else {
        if is_build {
            return Text::new(
                format!("{}。未发布任何内容，原有网站未改动。", found.chinese),
                format!(
                    "{}. Nothing was published; the site is as it was.",
                    found.english
                ),
            );
        }
        return Text::new(
            format!("已检查 {reports} 份报告：{}。", found.chinese),
            format!("{} checked: {}.", plural(reports, "report"), found.english),
        );
    };
    let out = job.out.display();
    let size = |bytes: u64| match bytes {
        0..1_000_000 => format!("{} KB", bytes.div_ceil(1000)),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    };
    let index = match site.index_bytes {
        None => Text::new("未建索引", "no index"),
        Some(bytes) => Text::new(
            format!("索引 {}", size(bytes)),
            format!("index {}", size(bytes)),
        ),
    };
    let pages = site.pages;
    let changed = site.published.changed;
    let changes = if changed == 0 && site.published.removed == 0 {
        Text::new("没有变化", "nothing changed")
    } else {
        let files = usize::try_from(changed).unwrap_or(usize::MAX);
        Text::new(
            format!("写入 {changed} 个文件"),
            format!("{} written", plural(files, "file")),
        )
    };
    Text::new(
        format!(
            "已发布到 {out}：{reports} 份报告，{pages} 个页面，{}，{}；用时 {seconds:.2} 秒，{warnings} 处警告。",
            index.chinese, changes.chinese
        ),
        format!(
            "Published to {out}: {}, {}, {}, {}; {seconds:.2} s, {}.",
            plural(reports, "report"),
            plural(pages, "page"),
            index.english,
            changes.english,
            plural(warnings, "warning")
        ),
    )
}
