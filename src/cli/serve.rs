//! `gongbao serve`: the preview, until it is stopped.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;

use clap::ValueHint;

use crate::cli::{
    PublishedArguments, StoreArguments, ThemeArguments, environment, interrupt, print_diagnostics,
    print_error,
};
use crate::diagnostic::{Diagnostic, Language, Severity, Text};
use crate::error::{Doing, Error};
use crate::job::Job;
use crate::serve::{self, Diagnostics, Editor, Ending, Preview, Told};

/// The folder of the preview, below that of what is kept between runs.
const HOME: &str = "serve";

#[derive(clap::Args)]
pub(super) struct ServeArguments {
    /// The content tree
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, default_value = "content")]
    content: PathBuf,
    #[command(flatten)]
    theme: ThemeArguments,
    #[command(flatten)]
    store: StoreArguments,
    #[command(flatten)]
    published: PublishedArguments,
    /// The port to listen at; 8017, or one that is free, unless given
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Open the site in the browser
    #[arg(long)]
    open: bool,
    /// The editor that links of the preview open: vscode, vscodium, cursor, windsurf, zed, idea, sublime, textmate, or an
    /// address with {path}, {line} and {column}
    #[arg(long, value_name = "NAME", value_parser = editor)]
    editor: Option<Editor>,
}

fn editor(text: &str) -> Result<Editor, String> {
    let names = || Editor::names().collect::<Vec<_>>().join(", ");
    Editor::named(text).ok_or_else(|| format!("{}; mine://open{{path}}:{{line}}", names()))
}

/// Runs the command, which shows drafts too.
///
/// # Errors
///
/// If the content cannot be watched, the port is taken, or nothing can be kept anywhere.
pub(super) fn serve(arguments: &ServeArguments, language: Language) -> Result<ExitCode, Error> {
    let content = &arguments.content;
    let job = Job {
        theme: arguments.theme.theme.clone(),
        out: arguments.published.folder(content),
        ..arguments.store.job(content, true)
    };
    let scratch = tempfile::tempdir_in(&job.scratch);
    let scratch = scratch.map_err(|e| Error::io(Doing::CreateFolder, &job.scratch, e))?;
    let home = match &job.store {
        Some(store) => store.join(HOME),
        None => scratch.path().join(HOME),
    };
    let preview = Preview {
        home,
        job,
        port: arguments.port,
        editor: arguments.editor.clone().or_else(own_editor),
        language,
        clock: environment::clock,
        ending: Ending {
            is_wanted: interrupt::is_wanted,
            go_on: interrupt::go_on,
        },
    };
    let before = Mutex::new(None);
    let served = interrupt::watching(language, || {
        serve::serve(preview, &|told| {
            // Where nobody reads what is said, the preview goes on.
            let _ = tell(told, arguments.open, &before, language);
        })
    });
    served.unwrap_or(Ok(()))?;
    Ok(ExitCode::SUCCESS)
}

/// The editor that the environment names, if it has a URL scheme.
fn own_editor() -> Option<Editor> {
    let command = environment::editor()?;
    let program = command.split_whitespace().next()?;
    let program = program.rsplit(['/', '\\']).next()?;
    let name = match program.trim_end_matches(".exe") {
        "code" => "vscode",
        "codium" => "vscodium",
        "subl" => "sublime",
        "mate" => "textmate",
        other => other,
    };
    Editor::named(name)
}

/// Says what is told, and opens the browser where that is wanted.
fn tell(
    told: Told,
    is_opened: bool,
    before: &Mutex<Option<Diagnostics>>,
    language: Language,
) -> Result<(), Error> {
    match told {
        Told::Open(address) => {
            let said = Text::new(
                format!("预览地址：{address}（按 Ctrl-C 停止）"),
                format!("The preview is at {address} (Ctrl-C stops it)"),
            );
            print_error(said.in_language(language))?;
            // Why it cannot be is of no use to who wants the page: which of several programs is missing.
            let open = || environment::may_have_browser() && opener::open_browser(&address).is_ok();
            if is_opened && !open() {
                let said = Text::new(
                    format!("无法自动打开浏览器，请自行打开 {address}"),
                    format!("No browser could be opened; open {address} yourself."),
                );
                print_error(said.in_language(language))?;
            }
            Ok(())
        }
        Told::Failed(text) => print_error(text.in_language(language)),
        Told::Read(diagnostics) => {
            let mut before = before
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            if before
                .as_ref()
                .is_some_and(|before| **before == *diagnostics)
            {
                return Ok(());
            }
            let found: Vec<Diagnostic> = diagnostics.iter().map(|it| (**it).clone()).collect();
            print_diagnostics(&found, language)?;
            let count = |severity| {
                diagnostics
                    .iter()
                    .filter(|d| d.severity == severity)
                    .count()
            };
            let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
            let said = Text::new(
                format!("{errors} 处错误，{warnings} 处警告。"),
                format!("Errors: {errors}, warnings: {warnings}."),
            );
            *before = Some(diagnostics);
            print_error(said.in_language(language))
        }
    }
}
