//! `gongbao completions`: the script by which a shell completes the command line.
//!
//! In: which shell, and the command with its help in a language. Out: the script as text. Nothing is
//! installed; where a script belongs differs from system to system.

use clap::Command;
use clap_complete::Shell;

#[derive(clap::Args)]
pub(super) struct CompletionsArguments {
    /// The shell that is to complete the command line
    #[arg(value_enum)]
    shell: Shell,
}

/// The script for the shell of `arguments`.
pub(super) fn script(arguments: &CompletionsArguments, mut command: Command) -> String {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "gongbao", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}
