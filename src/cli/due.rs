//! `gongbao due`: which reports fall due, as text or JSON.

use std::process::ExitCode;

use serde::Serialize;

use crate::cli::{
    AsOfArguments, ContentArguments, DraftArguments, FAULTS_IN_CONTENT, Format, bar, print,
    print_diagnostics, print_error,
};
use crate::diagnostic::{Language, Text};
use crate::error::Error;
use crate::generate;
use crate::job::Job;
use crate::knowledge::due::{Due, DueList};
use crate::pool;

#[derive(clap::Args)]
pub(super) struct DueArguments {
    #[command(flatten)]
    content: ContentArguments,
    #[command(flatten)]
    drafts: DraftArguments,
    #[command(flatten)]
    as_of: AsOfArguments,
    /// List what falls due within so many days
    #[arg(long, value_name = "DAYS", default_value_t = 90)]
    within: u16,
}

/// What is printed for tools.
#[derive(Serialize)]
struct Json<'d> {
    as_of: Option<&'d str>,
    due: Vec<JsonDue<'d>>,
}

#[derive(Serialize)]
struct JsonDue<'d> {
    publish_by: &'d str,
    #[serde(skip_serializing_if = "Option::is_none")]
    report_by: Option<&'d str>,
    days: i32,
    agency: &'d str,
    duty: &'d str,
    period: &'d str,
}

/// Runs the command.
///
/// # Errors
///
/// If the content cannot be read, or the list cannot be written.
pub(super) fn due(arguments: &DueArguments, language: Language) -> Result<ExitCode, Error> {
    let content = &arguments.content;
    let job = Job {
        as_of: arguments.as_of.as_of,
        ..content.job(arguments.drafts.drafts)
    };
    let bar = bar::Bar::new(language, content.shown());
    let show = |progress| bar.show(progress);
    let found = pool::run_on(content.jobs, || {
        generate::due(&job, arguments.within, &show)
    });
    bar.clear();
    let (outcome, list) = found?;
    if outcome.has_errors() {
        print_diagnostics(&outcome.diagnostics, language)?;
        return Ok(ExitCode::from(FAULTS_IN_CONTENT));
    }
    match content.format {
        Format::Json => print(&json(&list))?,
        Format::Text => {
            for due in &list.due {
                print(&line(due, language))?;
            }
            print_error(summary(&list, arguments.within).in_language(language))?;
            ExitCode::SUCCESS
        }
    };
    Ok(ExitCode::SUCCESS)
}

fn json(list: &DueList) -> String {
    let due = list.due.iter().map(|due| JsonDue {
        publish_by: &due.publish_by,
        report_by: due.report_by.as_deref(),
        days: due.days,
        agency: &due.agency,
        duty: &due.duty,
        period: &due.period,
    });
    let json = Json {
        as_of: list.as_of.as_deref(),
        due: due.collect(),
    };
    serde_json::to_string_pretty(&json).unwrap_or_default()
}

/// One report: the day first, so that lines sort by it.
fn line(due: &Due, language: Language) -> String {
    let Due {
        publish_by,
        agency,
        duty,
        period,
        ..
    } = due;
    let when = match due.days {
        0 => Text::new("当天到期", "due that day"),
        days if days < 0 => Text::new(
            format!("未收录，已过期限 {} 天", -days),
            format!("not held, {} days past", -days),
        ),
        days => Text::new(format!("{days} 天后到期"), format!("in {days} days")),
    };
    format!(
        "{publish_by}  {agency}  {duty}  {period}  {}",
        when.in_language(language)
    )
}

fn summary(list: &DueList, within: u16) -> Text {
    let Some(as_of) = &list.as_of else {
        return Text::new(
            "档案中没有注明发布日期的报告；请用 --as-of 写明日期。",
            "no report has a date of publication; give a day with --as-of.",
        );
    };
    let overdue = list.due.iter().filter(|due| due.days < 0).count();
    let coming = list.due.len() - overdue;
    Text::new(
        format!("截至 {as_of}：本档案未收录的 {overdue} 份，{within} 天内到期的 {coming} 份。"),
        format!("as of {as_of}: {overdue} not held, {coming} due within {within} days."),
    )
}
