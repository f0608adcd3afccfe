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
            "已在 {folder} 中新建档案：{files}\n\n\
             接下来：\n\
             {enter}\
             \x20 gongbao check                  检查内容\n\
             \x20 gongbao serve                  在浏览器中预览\n\
             \x20 gongbao new {agency}/2025 --type annual-report\n\
             \x20                                新建一份报告\n\
             \x20 gongbao build                  生成网站，放在 public/\n\
             档案名称和机构名称在 content/archive.yaml 和 content/{agency}/_index.md 中修改。\n\
             样例报告 content/{agency}/2024.md 会随网站一起发布，首次发布之前请删去。"
        ),
        format!(
            "Created a new archive in {folder}:{files}\n\n\
             Next steps:\n\
             {enter}\
             \x20 gongbao check                  checks the content\n\
             \x20 gongbao serve                  previews it in your browser\n\
             \x20 gongbao new {agency}/2025 --type annual-report\n\
             \x20                                creates a new report\n\
             \x20 gongbao build                  builds the site in public/\n\
             Change the names of the archive and the agency in content/archive.yaml and content/{agency}/_index.md.\n\
             The sample report, content/{agency}/2024.md, is published with the site: delete it before you publish."
        ),
    );
    print(said.in_language(language))
}
