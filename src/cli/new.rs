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
    /// Where the report is to stand: the folder of its agency, or the name of that, and the name of the file
    #[arg(value_name = "AGENCY/NAME")]
    place: String,
    /// Its type, by the key or the name that archive.yaml has; not needed where there is one alone
    #[arg(long = "type", value_name = "TYPE")]
    kind: Option<String>,
    /// Its title; made of agency, period and type unless given
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
             \x20 gongbao check --drafts         检查，草稿一并检查\n\
             \x20 gongbao serve                  在浏览器中预览\n\
             \x20 删去文件头中的“{draft}”，即可用 gongbao build 发布"
        ),
        format!(
            "A draft was begun: {file}\n\n\
             Next:\n\
             \x20 fill in its head and its text\n\
             \x20 gongbao check --drafts         says what is wrong, in drafts too\n\
             \x20 gongbao serve                  shows it in a browser\n\
             \x20 delete `{draft}` from its head, and `gongbao build` publishes it"
        ),
    );
    print(said.in_language(language))
}
