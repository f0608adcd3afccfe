//! `gongbao fix`: what can be mended in the texts, shown one by one; on a terminal the editor is asked of each, and only
//! what is accepted is written.
//!
//! In: the archive, and answers. Out: text or JSON. Without a terminal nobody can be asked, and nothing is written.

mod shown;

use std::io::{self, BufRead, IsTerminal, Write};
use std::process::ExitCode;

use serde::Serialize;

use crate::cli::fix::shown::{to_text, whole};
use crate::cli::{
    ContentArguments, DraftArguments, Format, STDIN, STDOUT, bar, environment, print, print_error,
    written,
};
use crate::diagnostic::{Language, Text};
use crate::error::{Doing, Error};
use crate::generate::{self, Fixing};
use crate::pool;

/// Bytes of an answer that are read; what is longer is none.
const ANSWER_MAX: u64 = 1 << 10;

#[derive(clap::Args)]
pub(super) struct FixArguments {
    #[command(flatten)]
    content: ContentArguments,
    #[command(flatten)]
    drafts: DraftArguments,
}

/// What became of the proposals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    /// Shown.
    shown: usize,
    /// Files that they are of.
    files: usize,
    /// Written.
    written: usize,
}

/// What the editor says to a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Write,
    Leave,
    /// Neither this nor those that follow.
    Stop,
}

/// Runs the command.
///
/// # Errors
///
/// If the content cannot be read, a file cannot be written, or the streams cannot.
pub(super) fn fix(arguments: &FixArguments, language: Language) -> Result<ExitCode, Error> {
    let content = &arguments.content;
    let job = content.job(arguments.drafts.drafts);
    let bar = bar::Bar::new(language, content.shown());
    let show = |progress| bar.show(progress);
    let fixing = pool::run_on(content.jobs, || generate::fix(&job, &show));
    bar.clear();
    let fixing = fixing?;
    if content.format == Format::Json {
        return json(&fixing, language);
    }
    let mut output = io::stdout().lock();
    let mut input = io::stdin().lock();
    let is_asked = io::stdin().is_terminal() && output.is_terminal();
    let input = is_asked.then_some(&mut input as &mut dyn BufRead);
    let colour = output.is_terminal() && !environment::refuses_colour();
    let counts = go_through(&fixing, input, &mut output, (language, colour))?;
    drop(output);
    print_error(summary(counts, is_asked, fixing.errors).in_language(language))?;
    Ok(ExitCode::SUCCESS)
}

/// Shows each proposal; where there are answers it is asked of each, and what is accepted is written at once.
fn go_through(
    fixing: &Fixing,
    mut input: Option<&mut dyn BufRead>,
    output: &mut dyn Write,
    (language, colour): (Language, bool),
) -> Result<Counts, Error> {
    let mut counts = Counts::default();
    'files: for file in fixing.files() {
        let mut file = file?;
        counts.files += 1;
        for index in 0..file.proposals.len() {
            let Some(proposal) = file.proposals.get(index) else {
                break;
            };
            let text = to_text(proposal, &file.text, language, colour);
            counts.shown += 1;
            written(STDOUT, writeln!(output, "{text}"))?;
            let Some(input) = &mut input else {
                continue;
            };
            // Another mend that was accepted has changed its place.
            if file.text.with(&proposal.changes).is_none() {
                continue;
            }
            match ask(*input, output, language)? {
                Answer::Write => counts.written += usize::from(fixing.accept(&mut file, index)?),
                Answer::Leave => {}
                Answer::Stop => break 'files,
            }
        }
    }
    Ok(counts)
}

/// Asks until there is an answer; the end of the input is one.
fn ask(
    input: &mut dyn BufRead,
    output: &mut dyn Write,
    language: Language,
) -> Result<Answer, Error> {
    let question = Text::new(
        "写入这一改动吗？[y 写入 / n 不写 / q 结束] ",
        "Write this? [y/n/q] ",
    );
    loop {
        let asked = write!(output, "{}", question.in_language(language));
        written(STDOUT, asked.and_then(|()| output.flush()))?;
        let mut line = Vec::new();
        let read = io::Read::take(&mut *input, ANSWER_MAX).read_until(b'\n', &mut line);
        let read = read.map_err(|error| Error::io(Doing::Read, STDIN, error))?;
        if read == 0 {
            written(STDOUT, writeln!(output))?;
            return Ok(Answer::Stop);
        }
        if let Some(answer) = answer(&String::from_utf8_lossy(&line)) {
            written(STDOUT, writeln!(output))?;
            return Ok(answer);
        }
    }
}

/// What a line says; nothing that is not plain.
fn answer(line: &str) -> Option<Answer> {
    match line.trim().to_ascii_lowercase().as_str() {
        "y" | "yes" | "是" => Some(Answer::Write),
        "n" | "no" | "否" => Some(Answer::Leave),
        "q" | "quit" | "结束" => Some(Answer::Stop),
        _ => None,
    }
}

/// What is printed for tools.
#[derive(Serialize)]
struct Json {
    mends: Vec<JsonMend>,
}

#[derive(Serialize)]
struct JsonMend {
    code: &'static str,
    file: String,
    line: usize,
    column: usize,
    message: String,
    hint: String,
    lines: Vec<JsonLine>,
}

/// A line, before and after.
#[derive(Serialize)]
struct JsonLine {
    line: usize,
    before: String,
    after: String,
}

/// Prints all of it; nobody is asked.
fn json(fixing: &Fixing, language: Language) -> Result<ExitCode, Error> {
    let mut mends = Vec::new();
    for file in fixing.files() {
        let file = file?;
        mends.extend(file.proposals.iter().map(|proposal| {
            let found = &proposal.diagnostic;
            let lines = file.text.lines(&proposal.changes).unwrap_or_default();
            JsonMend {
                code: found.code,
                file: file.path.clone(),
                line: found.line,
                column: found.column,
                message: found.message.in_language(language).to_owned(),
                hint: found.hint.in_language(language).to_owned(),
                lines: lines.iter().map(whole).collect(),
            }
        }));
    }
    print(&serde_json::to_string_pretty(&Json { mends }).unwrap_or_default())
}

fn summary(counts: Counts, is_asked: bool, errors: usize) -> Text {
    let Counts {
        shown,
        files,
        written,
    } = counts;
    let mut text = match (shown, is_asked) {
        (0, _) => Text::new("没有可以改的。", "There is nothing to mend."),
        (_, true) => Text::new(
            format!("列出 {shown} 处改法，写入 {written} 处。"),
            format!("{shown} shown, {written} written."),
        ),
        (_, false) => Text::new(
            format!(
                "{files} 个文件中有 {shown} 处改法；没有写入任何文件：在终端中运行才会逐处询问。"
            ),
            format!(
                "{shown} mends in {files} files; nothing was written: run it on a terminal to be asked of each."
            ),
        ),
    };
    if errors > 0 {
        text.chinese
            .push_str(&format!("内容有 {errors} 处错误，见 gongbao check。"));
        text.english.push_str(&format!(
            " The content has {errors} errors: see `gongbao check`."
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_answer_is_one() {
        for (line, said) in [
            ("y\n", Some(Answer::Write)),
            ("Yes\r\n", Some(Answer::Write)),
            (" 是 \n", Some(Answer::Write)),
            ("n\n", Some(Answer::Leave)),
            ("否", Some(Answer::Leave)),
            ("q\n", Some(Answer::Stop)),
            ("\n", None),
            ("yy\n", None),
            ("好\n", None),
        ] {
            assert_eq!(answer(line), said, "{line:?}");
        }
    }

    #[test]
    fn it_is_asked_until_there_is_an_answer_and_the_end_stops() {
        let mut output = Vec::new();
        let mut ask_of = |input: &str| {
            let mut input = input.as_bytes();
            ask(&mut input, &mut output, Language::English).expect("a stream")
        };
        assert_eq!(ask_of("\nwhat\ny\n"), Answer::Write);
        assert_eq!(ask_of("\n\n"), Answer::Stop);
        assert_eq!(ask_of(""), Answer::Stop);
        let asked = String::from_utf8(output).expect("a text");
        assert_eq!(asked.matches("Write this?").count(), 7);
    }
}
