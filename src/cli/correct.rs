//! `gongbao correct` and `gongbao withdraw`: what is owed to readers before a published text changes or goes.
//!
//! In: the report, the reason and the day. Out: what was written, and what to do next. Asks nothing; the day is that of the
//! clock unless given.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueHint;

use crate::cli::{ContentArguments, Format, SITE, bar, environment, print};
use crate::diagnostic::{Language, Text};
use crate::error::Error;
use crate::generate::{self, Correction};
use crate::job::Job;
use crate::pool;

#[derive(clap::Args)]
pub(super) struct CorrectArguments {
    /// The report: its path in the content tree, or its address
    #[arg(value_name = "REPORT")]
    report: String,
    /// What is corrected, for readers of the report
    #[arg(long = "reason", value_name = "TEXT")]
    correction: String,
    /// The day of the correction; today unless given
    #[arg(long = "date", value_name = "DATE")]
    corrected_on: Option<jiff::civil::Date>,
    /// The folder of the published site, which the text is taken from; `public` beside the content tree unless given
    #[arg(long = "out", value_name = "DIR", value_hint = ValueHint::DirPath)]
    taken_from: Option<PathBuf>,
    #[command(flatten)]
    content: ContentArguments,
}

#[derive(clap::Args)]
pub(super) struct WithdrawArguments {
    /// The report: its path in the content tree, or its address
    #[arg(value_name = "REPORT")]
    report: String,
    /// Why it is withdrawn, for readers
    #[arg(long = "reason", value_name = "TEXT")]
    withdrawal: String,
    /// Who decided it
    #[arg(long, value_name = "NAME")]
    authority: Option<String>,
    /// The day of the withdrawal; today unless given
    #[arg(long = "date", value_name = "DATE")]
    withdrawn_on: Option<jiff::civil::Date>,
    #[command(flatten)]
    content: ContentArguments,
}

/// Runs `correct`.
///
/// # Errors
///
/// If the correction cannot be noted, or the message cannot be written.
pub(super) fn correct(arguments: &CorrectArguments, language: Language) -> Result<ExitCode, Error> {
    let content = &arguments.content;
    let beside = || content.content.with_file_name(SITE);
    let job = Job {
        out: arguments.taken_from.clone().unwrap_or_else(beside),
        ..content.job(false)
    };
    let wanted = Correction {
        report: &arguments.report,
        reason: &arguments.correction,
        date: arguments.corrected_on,
        authority: None,
        today: environment::today,
    };
    let bar = bar::Bar::new(language, content.shown());
    let show = |progress| bar.show(progress);
    let corrected = pool::run_on(content.jobs, || generate::correct(&job, &wanted, &show));
    bar.clear();
    let corrected = corrected?;
    let (file, earlier) = (corrected.file.display(), corrected.earlier.display());
    if content.format == Format::Json {
        return print(
            &serde_json::json!({
                "file": file.to_string(),
                "earlier": earlier.to_string(),
                "was_noted": corrected.was_noted,
            })
            .to_string(),
        );
    }
    let said = match corrected.was_noted {
        true => Text::new(
            format!("{file} 中此前已登记这次更正\n更正前的文本在 {earlier}"),
            format!(
                "{file} had this correction noted already\nThe text from before is in {earlier}"
            ),
        ),
        false => Text::new(
            format!("已在 {file} 中登记更正\n更正前的文本已存入 {earlier}"),
            format!("Noted the correction in {file}\nPut the text from before at {earlier}"),
        ),
    };
    let next = Text::new(
        "接下来：\n\
         \x20 修改报告的正文（已经改好的，不必再改）\n\
         \x20 gongbao build                  生成后，报告页面列出这次更正，并可查看更正前的文本和差异",
        "Next steps:\n\
         \x20 edit the text of the report, unless you have\n\
         \x20 gongbao build                  lists the correction on its page, with the text from before and what differs",
    );
    print(&format!(
        "{}\n\n{}",
        said.in_language(language),
        next.in_language(language)
    ))
}

/// Runs `withdraw`.
///
/// # Errors
///
/// If the withdrawal cannot be noted, or the message cannot be written.
pub(super) fn withdraw(
    arguments: &WithdrawArguments,
    language: Language,
) -> Result<ExitCode, Error> {
    let content = &arguments.content;
    let job = content.job(false);
    let wanted = Correction {
        report: &arguments.report,
        reason: &arguments.withdrawal,
        date: arguments.withdrawn_on,
        authority: arguments.authority.as_deref(),
        today: environment::today,
    };
    let bar = bar::Bar::new(language, content.shown());
    let show = |progress| bar.show(progress);
    let withdrawn = pool::run_on(content.jobs, || generate::withdraw(&job, &wanted, &show));
    bar.clear();
    let withdrawn = withdrawn?;
    let file = withdrawn.file.display();
    if content.format == Format::Json {
        return print(
            &serde_json::json!({
                "file": file.to_string(),
                "was_noted": withdrawn.was_noted,
            })
            .to_string(),
        );
    }
    let said = match withdrawn.was_noted {
        true => Text::new(
            format!("{file} 中此前已登记撤回"),
            format!("{file} had this withdrawal noted already"),
        ),
        false => Text::new(
            format!("已在 {file} 中登记撤回"),
            format!("Noted the withdrawal in {file}"),
        ),
    };
    let next = Text::new(
        "接下来：\n\
         \x20 gongbao build                  页面改为撤回说明；正文、附件和更正前的文本都不再发布\n\
         正文仍在内容文件夹中，没有删除；依法须销毁的，请自行删去文件中的正文，以及 .earlier 中的文本",
        "Next steps:\n\
         \x20 gongbao build                  makes its page a notice; text, attachments and earlier texts are published no more\n\
         The text stays in the content folder. Where the law wants it destroyed, delete it there, and what .earlier has of it",
    );
    print(&format!(
        "{}\n\n{}",
        said.in_language(language),
        next.in_language(language)
    ))
}
