//! `gongbao init`: an archive to begin with.
//!
//! In: a folder. Out: what was made in it, and what to do next. Asks nothing.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueHint;

use crate::cli::print;
use crate::diagnostic::{Language, Text};
use crate::error::Error;
use crate::generate;

#[derive(clap::Args)]
pub(super) struct InitArguments {
    /// The folder of the archive, new or empty
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    folder: PathBuf,
}

/// Runs the command.
///
/// # Errors
///
/// If the folder holds anything or cannot be written, or the message cannot.
pub(super) fn init(arguments: &InitArguments, language: Language) -> Result<ExitCode, Error> {
    let made = generate::init(&arguments.folder, language)?;
    let folder = arguments.folder.display();
    let enter = match arguments.folder.as_os_str() == "." {
        true => String::new(),
        false => format!("  cd {folder}\n"),
    };
    let agency = generate::first_agency(language);
    let files: String = made.iter().map(|path| format!("\n  {path}")).collect();
    let said = Text::new(
        format!(
            "已在 {folder} 新建档案：{files}\n\n\
             接下来：\n\
             {enter}\
             \x20 gongbao check                  检查内容\n\
             \x20 gongbao serve                  在浏览器中预览\n\
             \x20 gongbao new {agency}/2025 --type annual-report\n\
             \x20                                新建一份报告\n\
             \x20 gongbao build                  发布到 public/\n\
             档案名称和机构名称在 content/archive.yaml 和 content/{agency}/_index.md 中修改。"
        ),
        format!(
            "An archive was begun in {folder}:{files}\n\n\
             Next:\n\
             {enter}\
             \x20 gongbao check                  says what is wrong with the content\n\
             \x20 gongbao serve                  shows it in a browser\n\
             \x20 gongbao new {agency}/2025 --type annual-report\n\
             \x20                                begins a report\n\
             \x20 gongbao build                  publishes to public/\n\
             The names of archive and agency are in content/archive.yaml and content/{agency}/_index.md."
        ),
    );
    print(said.in_language(language))
}
