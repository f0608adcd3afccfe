//! What `gongbao completions` and `gongbao man` print for shells and for `man`, held against the programs that read
//! it where they are installed.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::common::{gongbao, run, stderr, stdout};

const LANGUAGES: [&str; 2] = ["zh", "en"];

/// What a program says of a text on its standard input; none, noted as a skip, where the program is not installed.
fn said_of(text: &str, program: &str, arguments: &[&str]) -> Option<(bool, String)> {
    let child = Command::new(program)
        .args(arguments)
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match child {
        Ok(child) => child,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            crate::common::no_program(program);
            return None;
        }
        Err(error) => panic!("{program}: {error}"),
    };
    let mut stdin = child.stdin.take().expect("a pipe");
    let text = text.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(text.as_bytes()));
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("no panic").expect("all of it is read");
    let said = stdout(&output) + &stderr(&output);
    Some((output.status.success(), said))
}

/// The commands as the help names them, without `help` itself.
fn commands() -> Vec<String> {
    let help = stdout(&run(&["--help"]));
    let named = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let named = named.take_while(|line| !line.is_empty());
    let names = named.filter_map(|line| line.split_whitespace().next());
    names
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

/// A page without the marks of roff for hyphens and fonts.
fn plain(page: &str) -> String {
    page.replace("\\-", "-")
        .replace("\\fB", "")
        .replace("\\fI", "")
        .replace("\\fR", "")
}

#[test]
fn shells_accept_their_scripts() {
    for language in LANGUAGES {
        for (shell, arguments) in [
            ("bash", &["-n"] as &[&str]),
            ("zsh", &["-n"]),
            ("fish", &["--no-execute"]),
        ] {
            let output = run(&["completions", shell, "--lang", language]);
            assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
            let script = stdout(&output);
            for command in commands() {
                assert!(script.contains(&command), "{shell}: {command}");
            }
            for option in ["in-place", "allow-vanished", "no-index"] {
                assert!(script.contains(option), "{shell}: {option}");
            }
            if let Some((accepted, said)) = said_of(&script, shell, arguments) {
                assert!(accepted && said.is_empty(), "{shell}: {said}");
            }
        }
        // No shell of every machine reads these.
        for shell in ["elvish", "powershell"] {
            let script = stdout(&run(&["completions", shell, "--lang", language]));
            assert!(script.contains("--in-place"), "{shell}");
        }
    }
}

/// Bash offers what may stand at a place.
#[test]
#[cfg(unix)]
fn bash_completes_commands_options_and_values() {
    let script = stdout(&run(&["completions", "bash"]));
    let offered = |words: &[&str]| {
        let last = words.len() - 1;
        let script = format!(
            "{script}\nCOMP_WORDS=({}) COMP_CWORD={last}\n_gongbao gongbao '{}' '{}'\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"\n",
            words.join(" "),
            words[last],
            words[last - 1],
        );
        let (accepted, said) = said_of(&script, "bash", &["-s"])?;
        assert!(accepted, "{said}");
        Some(said.lines().map(str::to_owned).collect::<Vec<_>>())
    };
    let Some(found) = offered(&["gongbao", "b"]) else {
        return;
    };
    assert_eq!(found, ["build"]);
    let found = offered(&["gongbao", "build", "--no"]).expect("bash is there");
    assert_eq!(found, ["--no-store", "--no-index", "--no-zips"]);
    let found = offered(&["gongbao", "schema", "a"]).expect("bash is there");
    assert_eq!(found, ["archive", "agency"]);
    let found = offered(&["gongbao", "man", "sea"]).expect("bash is there");
    assert_eq!(found, ["search"]);
}

#[test]
fn every_command_has_a_manual_page_in_both_languages() {
    let mut pages = vec![None];
    let commands = commands();
    assert!(commands.len() >= 7, "{commands:?}");
    pages.extend(commands.iter().map(|name| Some(name.as_str())));
    for language in LANGUAGES {
        for of in &pages {
            let mut arguments = vec!["man", "--lang", language];
            arguments.extend(of);
            let output = run(&arguments);
            assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
            let page = stdout(&output);
            let name = of.map_or("gongbao".to_owned(), |of| format!("gongbao-{of}"));
            // No date, and the version of the program.
            let version = env!("CARGO_PKG_VERSION");
            let manual = if language == "zh" {
                "用户命令"
            } else {
                "User Commands"
            };
            let title = format!(".TH {name} 1 \"\" \"gongbao {version}\" ");
            let title = page.lines().find(|line| plain(line).starts_with(&title));
            assert!(title.is_some_and(|title| title.contains(manual)), "{page}");
            let plain = plain(&page);
            let sections = match language {
                "zh" => ["名称", "概要", "描述", "选项"],
                _ => ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS"],
            };
            for section in sections {
                assert!(
                    plain.contains(&format!("\n.SH {section}\n")),
                    "{section}: {page}"
                );
            }
            if language == "en" {
                assert!(
                    !page.chars().any(|c| ('一'..='鿿').contains(&c)) || *of == Some("search"),
                    "{page}"
                );
            } else {
                let headings = page.lines().filter(|line| line.starts_with(".SH "));
                for heading in headings {
                    assert!(
                        heading.chars().any(|c| ('一'..='鿿').contains(&c)),
                        "{heading}"
                    );
                }
                for word in ["OPTIONS", "default", "ossible values"] {
                    assert!(!page.contains(word), "{word}: {page}");
                }
            }
            // What the help names the page names.
            let help = match of {
                Some(of) => run(&[of, "--help", "--lang", language]),
                None => run(&["--help", "--lang", language]),
            };
            let help = stdout(&help);
            for option in help
                .split_whitespace()
                .filter(|word| word.starts_with("--"))
            {
                let option = option.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
                assert!(plain.contains(option), "{name}: {option}: {page}");
            }
            for (program, arguments) in [
                (
                    "groff",
                    &["-man", "-Tutf8", "-Kutf8", "-ww", "-Wbreak", "-z"] as &[&str],
                ),
                ("mandoc", &["-T", "lint", "-W", "error"]),
            ] {
                if let Some((accepted, said)) = said_of(&page, program, arguments) {
                    assert!(accepted && said.is_empty(), "{program}: {name}: {said}");
                }
            }
        }
    }
}

/// The lines of the query language stay lines.
#[test]
fn the_page_of_search_shows_the_query_language() {
    for (language, line) in [("zh", "不得出现"), ("en", "Must not occur")] {
        let page = stdout(&run(&["man", "search", "--lang", language]));
        let notes = page
            .split("\n.nf\n")
            .nth(1)
            .and_then(|rest| rest.split("\n.fi").next());
        let notes = plain(notes.expect("notes"));
        assert!(
            notes.lines().any(|l| l.contains("-") && l.contains(line)),
            "{page}"
        );
    }
}

#[test]
fn unknown_shells_and_commands_are_wrong_usage() {
    for arguments in [
        ["completions", "csh"],
        ["man", "serve-all"],
        ["man", "help"],
    ] {
        for locale in ["C", "zh_CN.UTF-8"] {
            let output = gongbao().env("LC_ALL", locale).args(arguments).output();
            let output = output.expect("the binary runs");
            assert_eq!(output.status.code(), Some(2), "{arguments:?}");
            let named = arguments[1];
            assert!(stderr(&output).contains(named), "{}", stderr(&output));
            let offered = if named == "csh" { "fish" } else { "schema" };
            assert!(stderr(&output).contains(offered), "{}", stderr(&output));
        }
    }
}
