//! `gongbao man`: the manual page of gongbao or of one of its commands, for `man`.
//!
//! In: the command with its help in a language. Out: the page in roff, without a date: the same program
//! makes the same page.

use clap::Command;
use clap::builder::PossibleValuesParser;
use clap_mangen::Man;

use crate::cli::{examples, help};
use crate::diagnostic::{Language, Text};

#[derive(clap::Args)]
pub(super) struct ManualArguments {
    /// The command that the page is of; gongbao itself unless given
    command: Option<String>,
}

/// The sections that clap names itself, with what they are named instead.
const SECTIONS: [(&str, &str, &str); 5] = [
    ("NAME", "NAME", "名称"),
    ("SYNOPSIS", "SYNOPSIS", "概要"),
    ("DESCRIPTION", "DESCRIPTION", "描述"),
    ("EXTRA", "NOTES", "附注"),
    ("VERSION", "VERSION", "版本"),
];

/// The command line, of whose commands each has a page.
pub(super) fn with_pages(command: Command) -> Command {
    let names = command.get_subcommands().map(|c| c.get_name().to_owned());
    let names = PossibleValuesParser::new(names.collect::<Vec<_>>());
    command.mut_subcommand("man", |man| {
        man.mut_arg("command", |argument| argument.value_parser(names))
    })
}

/// The page that `arguments` ask for, of the commands of `command`.
pub(super) fn page(arguments: &ManualArguments, command: Command, language: Language) -> String {
    // `help` has no page: it shows what the pages say.
    let command = help::translated(command.disable_help_subcommand(true), language);
    let mut command = examples::with_examples(command, language);
    command.build();
    let version = command.get_version().unwrap_or_default().to_owned();
    let name = arguments.command.as_deref();
    let of = name.and_then(|name| command.find_subcommand(name));
    let of = of.unwrap_or(&command);
    let name = of.get_display_name().unwrap_or_else(|| of.get_name());
    let title = title(name, &version, language);
    let mut roff = Vec::new();
    Man::new(of.clone())
        .render(&mut roff)
        .expect("memory can be written to");
    with_titles(&String::from_utf8_lossy(&roff), &title, language)
}

/// The line that names the page. That of clap writes nothing for an empty date, so that the version is read as one.
fn title(name: &str, version: &str, language: Language) -> String {
    let manual = Text::new("用户命令", "User Commands");
    let name = name.replace('-', "\\-");
    format!(
        ".TH {name} 1 \"\" \"gongbao {version}\" \"{}\"",
        manual.in_language(language)
    )
}

/// The page under `title`, with its sections named in `language`, and its notes in the lines in which they are
/// written.
fn with_titles(roff: &str, title: &str, language: Language) -> String {
    let mut page = String::new();
    let mut in_notes = false;
    for line in roff.lines() {
        let section = line.strip_prefix(".SH ").map(|name| name.trim_matches('"'));
        if section.is_some() && in_notes {
            page.push_str(".fi\n");
            in_notes = false;
        }
        let known = SECTIONS.iter().find(|(name, ..)| section == Some(name));
        let Some((name, english, chinese)) = known else {
            page.push_str(if line.starts_with(".TH ") {
                title
            } else {
                line
            });
            page.push('\n');
            continue;
        };
        let named = match language {
            Language::Chinese => chinese,
            Language::English => english,
        };
        page.push_str(&format!(".SH {named}\n"));
        in_notes = *name == "EXTRA";
        if in_notes {
            page.push_str(".nf\n");
        }
    }
    if in_notes {
        page.push_str(".fi\n");
    }
    page
}
