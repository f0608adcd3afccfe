//! `gongbao export`: a site as tools of others want it.
//!
//! In: a form, the folder of a site, a new folder. Out: what was made in one sentence, or what is wrong with the site, with
//! the exit codes of `verify`.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{ValueEnum, ValueHint};

use crate::cli::printable::printable;
use crate::cli::{bar, interrupt, print, print_error, summary};
use crate::diagnostic::{Language, Text};
use crate::error::Error;
use crate::export::{self, HEAD, KEY, SIGNATURE};
use crate::pool;
use crate::progress::Progress;
use crate::verify::damages::Damages;

/// Damages that are listed, at most; `verify` lists all.
const LISTED: usize = 20;

#[derive(clap::Args)]
pub(super) struct ExportArguments {
    /// bagit: the site and its log as a bag (BagIt 1.0, RFC 8493); head: the text of the newest checkpoint, with the
    /// signature and the key of the log as signify reads them
    #[arg(value_enum, value_name = "FORM")]
    export_form: Form,
    /// The folder of a published site, or of a mirror
    #[arg(value_name = "SITE", value_hint = ValueHint::DirPath)]
    export_of: PathBuf,
    /// The folder to make, which is not there yet or is empty
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    export_to: PathBuf,
    /// Threads to use; as many as the machine has unless given
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Say errors and failures alone, and show no progress
    #[arg(long)]
    quiet: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Bagit,
    Head,
}

/// Runs the command.
///
/// # Errors
///
/// If there is no site, if the folder is there already, or if the system refuses.
pub(super) fn export(arguments: &ExportArguments, language: Language) -> Result<ExitCode, Error> {
    let (site, to) = (&arguments.export_of, &arguments.export_to);
    match arguments.export_form {
        Form::Bagit => bag(arguments, language),
        Form::Head => match export::head(site, to)? {
            Ok(is_signed) => {
                if !arguments.quiet {
                    print_error(head_written(to, is_signed).in_language(language))?;
                }
                Ok(ExitCode::SUCCESS)
            }
            Err(damages) => refused(&damages, site, language),
        },
    }
}

fn bag(arguments: &ExportArguments, language: Language) -> Result<ExitCode, Error> {
    let (site, to) = (&arguments.export_of, &arguments.export_to);
    let shown = match arguments.quiet {
        true => bar::Shown::Nothing,
        false => bar::Shown::Progress,
    };
    let bar = bar::Bar::new(language, shown);
    bar.show(Progress::Publishing);
    let made = interrupt::watching(language, || {
        pool::run_on(arguments.jobs, || export::bag(site, to, &interrupt::go_on))
    });
    bar.clear();
    let Ok(made) = made else {
        print_error(summary::interrupted().in_language(language))?;
        return Ok(ExitCode::from(interrupt::CODE));
    };
    match made? {
        Ok(_) if arguments.quiet => Ok(ExitCode::SUCCESS),
        Ok(bag) => {
            let (shown, files, bytes) = (to.display(), bag.files, bag.bytes);
            let said = Text::new(
                format!("网站核对无误，已存为 BagIt 包 {shown}：{files} 个文件，{bytes} 字节。"),
                format!(
                    "The site is intact, and is in the bag {shown}: {}, {bytes} bytes.",
                    summary::plural(usize::try_from(files).unwrap_or(usize::MAX), "file")
                ),
            );
            print_error(said.in_language(language))?;
            Ok(ExitCode::SUCCESS)
        }
        Err(checked) => refused(&checked.damages, site, language),
    }
}

fn head_written(to: &Path, is_signed: bool) -> Text {
    let shown = to.display();
    match is_signed {
        true => Text::new(
            format!("检查点已写入 {shown}：{HEAD}（原文）、{SIGNATURE}（签名）、{KEY}（公钥）。"),
            format!(
                "The checkpoint is in {shown}: {HEAD} (its text), {SIGNATURE} (the signature), {KEY} (the key)."
            ),
        ),
        false => Text::new(
            format!(
                "检查点已写入 {shown}：{HEAD}（原文）。存证日志没有签名，因此没有 {SIGNATURE} 和 {KEY}。"
            ),
            format!(
                "The checkpoint is in {shown}: {HEAD} (its text). The log is not signed, so that there is no {SIGNATURE} and no {KEY}."
            ),
        ),
    }
}

/// Says what is wrong with a site; the exit code for it.
pub(super) fn refused(
    damages: &Damages,
    site: &Path,
    language: Language,
) -> Result<ExitCode, Error> {
    let sorted = damages.sorted();
    for damage in sorted.iter().take(LISTED) {
        let (file, what) = (&damage.file, damage.what.in_language(language));
        let line = match language {
            Language::Chinese => format!("{file}：{what}"),
            Language::English => format!("{file}: {what}"),
        };
        print(&printable(&line))?;
    }
    let (shown, count) = (site.display(), damages.count());
    let words = damages.worst().words();
    let said = Text::new(
        format!(
            "{shown} 核对未通过，{}（{count} 处）：没有写入任何内容。全部问题见 gongbao verify {shown}",
            words.chinese
        ),
        format!(
            "{shown} is not intact, {} ({}): nothing was written. `gongbao verify {shown}` lists all.",
            words.english,
            summary::plural(count, "damage")
        ),
    );
    print_error(said.in_language(language))?;
    Ok(ExitCode::from(damages.worst().code()))
}
