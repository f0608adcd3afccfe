//! `gongbao publish`: a published site copied to where it is read, or listed for the tools that copy it.

use std::io::Write;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{ArgGroup, ValueEnum, ValueHint};

use crate::cli::{STDOUT, bar, environment, interrupt, print_error, summary, written};
use crate::deploy::{self, Group, Plan, Site, Way};
use crate::diagnostic::{Language, Text};
use crate::error::Error;
use crate::pool;
use crate::progress::Progress;
use crate::publish::{self, Published};

/// How the table says that there is nothing to say.
const NONE: &str = "-";

#[derive(clap::Args)]
#[command(group(ArgGroup::new("what").required(true).args(["to", "list"])))]
pub(super) struct PublishArguments {
    /// The folder to copy to: of a server or a share that is mounted, or a clone
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    to: Option<PathBuf>,
    /// The folder of the published site
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, default_value = "public")]
    from: PathBuf,
    /// Read every file of the target, instead of believing its SHA256SUMS
    #[arg(long, conflicts_with = "list")]
    verify: bool,
    /// Remove at once all that the site no longer has. Otherwise files that are named by their content (of the index,
    /// scripts) stay until the next publication, since pages that readers have open refer to them
    #[arg(long)]
    remove_now: bool,
    /// Copy nothing; list paths for other tools, one a line. In this order: immutable (named by their content), new,
    /// changed, manifest (of the index), delete, sums (SHA256SUMS). pending and leaving are what the host is to have as
    /// .gongbao-leaving before all that and after it; all is a table of all files with their headers
    #[arg(long, value_enum, value_name = "WHAT")]
    list: Option<ListArgument>,
    /// List what differs from the host alone: a folder with its SHA256SUMS and its .gongbao-leaving, as they were fetched
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, requires = "list")]
    since: Option<PathBuf>,
    /// Threads to use; as many as the machine has unless given
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
}

#[derive(Clone, Copy, ValueEnum)]
enum ListArgument {
    Immutable,
    New,
    Changed,
    Manifest,
    Delete,
    Sums,
    Pending,
    Leaving,
    All,
}

impl ListArgument {
    /// The group of files that is asked for, if it is one.
    fn group(self) -> Option<Group> {
        Some(match self {
            ListArgument::Immutable => Group::Immutable,
            ListArgument::New => Group::New,
            ListArgument::Changed => Group::Changed,
            ListArgument::Manifest => Group::Manifest,
            ListArgument::Delete => Group::Delete,
            ListArgument::Sums => Group::Sums,
            ListArgument::Pending | ListArgument::Leaving | ListArgument::All => return None,
        })
    }
}

/// Runs the command.
///
/// # Errors
///
/// If there is no site, if the target is not gongbao's, if a file is damaged, or if the system refuses.
pub(super) fn publish(arguments: &PublishArguments, language: Language) -> Result<ExitCode, Error> {
    let stopwatch = environment::Stopwatch::start();
    let site = Site::read(&arguments.from)?;
    if let Some(list) = arguments.list {
        let since = arguments.since.as_deref();
        let planned = deploy::plan(&site, since, arguments.remove_now)?;
        print_list(&planned, list)?;
    }
    if let Some(to) = &arguments.to {
        let way = Way {
            verify: arguments.verify,
            remove_now: arguments.remove_now,
            ..Way::default()
        };
        let bar = bar::Bar::new(language, bar::Shown::Progress);
        bar.show(Progress::Publishing);
        let copied = interrupt::watching(language, || {
            pool::run_on(arguments.jobs, || {
                deploy::copy(&site, to, way, &interrupt::go_on)
            })
        });
        bar.clear();
        let Ok(copied) = copied else {
            print_error(summary::interrupted().in_language(language))?;
            return Ok(ExitCode::from(interrupt::CODE));
        };
        let said = said(&copied?, to, stopwatch.seconds());
        print_error(said.in_language(language))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes what is asked for: the paths of a group, a list for the host, or the table of all that is to be done.
fn print_list(plan: &Plan, list: ListArgument) -> Result<(), Error> {
    let mut out = Vec::new();
    let mut put = |text: &str| out.extend_from_slice(text.as_bytes());
    let files = |group: Group| plan.files.iter().filter(move |file| file.group == group);
    let leaving = || files(Group::Leaving).map(|file| &file.path);
    match (list, list.group()) {
        (ListArgument::Pending, _) => put(&for_the_host(plan.pending.iter())?),
        (ListArgument::Leaving, _) => put(&for_the_host(leaving())?),
        (_, Some(group)) => files(group).for_each(|file| put(&format!("{}\n", file.path))),
        (_, None) => plan.files.iter().for_each(|file| {
            let (kind, time, saved) = match file.group {
                Group::Leaving => return,
                Group::Delete => (NONE, NONE, NONE),
                _ if file.is_saved => (file.content_type, file.cache_control, "attachment"),
                _ => (file.content_type, file.cache_control, NONE),
            };
            let (group, path) = (file.group.name(), &file.path);
            put(&format!("{group}\t{kind}\t{time}\t{saved}\t{path}\n"));
        }),
    }
    let mut stdout = std::io::stdout().lock();
    written(STDOUT, stdout.write_all(&out).and_then(|()| stdout.flush()))
}

/// A list that the host keeps, as the next publication reads it.
fn for_the_host<'p>(paths: impl Iterator<Item = &'p Box<str>>) -> Result<String, Error> {
    let mut list = Vec::new();
    for path in paths {
        written(STDOUT, publish::line(&mut list, &[0; 32], path))?;
    }
    Ok(String::from_utf8_lossy(&list).into_owned())
}

/// What was done, in one sentence.
fn said(published: &Published, to: &Path, seconds: f64) -> Text {
    let Published {
        files,
        changed,
        removed,
        leaving,
        ..
    } = published;
    let to = to.display();
    let done = match (changed, removed) {
        (0, 0) => Text::new("没有变化", "nothing changed"),
        _ => Text::new(
            format!("写入 {changed} 个，删除 {removed} 个"),
            format!("{changed} written, {removed} removed"),
        ),
    };
    let left = match leaving {
        0 => Text::new("", ""),
        _ => Text::new(
            format!("；另有 {leaving} 个旧文件保留到下次发布"),
            format!(", {leaving} old ones left until the next publication"),
        ),
    };
    let all = summary::plural(usize::try_from(*files).unwrap_or(usize::MAX), "file");
    Text::new(
        format!(
            "已发布到 {to}：共 {files} 个文件，{}{}；用时 {seconds:.2} 秒。",
            done.chinese, left.chinese
        ),
        format!(
            "Published to {to}: {all}, {}{}; {seconds:.2} s.",
            done.english, left.english
        ),
    )
}
