//! `gongbao new`: a report to begin with.
//!
//! In: its place and its type. Out: the file that was made, and what to do next. Asks nothing.

use std::process::ExitCode;

use crate::cli::{ContentArguments, Format, bar, print};
use crate::diagnostic::{Language, Text};
use crate::error::Error;
use crate::generate::{self, Wanted};
use crate::pool;

#[derive(clap::Args)]
pub(super) struct NewArguments {
    /// Where the report goes: the folder or the name of its agency, and the name of the file
    #[arg(value_name = "AGENCY/NAME")]
    place: String,
    /// Its type, by its key or name in archive.yaml; may be left out where there is only one
    #[arg(long = "type", value_name = "TYPE")]
    kind: Option<String>,
    /// Its title; by default made of the agency, the period and the type
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
    #[command(flatten)]
    content: ContentArguments,
}

/// Runs the command.
///
/// # Errors
///
/// If the report cannot be made where it is wanted, or the message cannot be written.
pub(super) fn new(arguments: &NewArguments, language: Language) -> Result<ExitCode, Error> {
    let content = &arguments.content;
    let job = content.job(true);
    let wanted = Wanted {
        place: &arguments.place,
        kind: arguments.kind.as_deref(),
        title: arguments.title.as_deref(),
    };
    let bar = bar::Bar::new(language, content.shown());
    let show = |progress| bar.show(progress);
    let made = pool::run_on(content.jobs, || generate::new_report(&job, &wanted, &show));
    bar.clear();
    let made = made?;
    let file = made.file.display();
    if content.format == Format::Json {
        return print(&serde_json::json!({ "file": file.to_string() }).to_string());
    }
    let draft = made.draft_line;
    let said = Text::new(
        format!(
            "已新建草稿 {file}\n\n\
             接下来：\n\
             \x20 填写文件头和正文\n\
             \x20 gongbao check --drafts         检查内容，草稿一并检查\n\
             \x20 gongbao serve                  在浏览器中预览\n\
             \x20 定稿后删去文件头中的“{draft}”，gongbao build 生成的网站就会收入这份报告"
        ),
        format!(
            "Created a draft: {file}\n\n\
             Next steps:\n\
             \x20 fill in the head and the text\n\
             \x20 gongbao check --drafts         checks the content, drafts included\n\
             \x20 gongbao serve                  previews it in your browser\n\
             \x20 when it is ready, delete the line `{draft}`; `gongbao build` then includes it in the site"
        ),
    );
    print(said.in_language(language))
}
