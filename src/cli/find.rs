//! `gongbao search`: a question to a published index, the answer as text or JSON.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;

use crate::cli::{FAILED, Format, LanguageArgument, print};
use crate::diagnostic::{Language, Text};
use crate::error::Error;
use crate::search::{self, Answer, Passage, QueryFault, QueryFaultKind, Searcher, Sort};

/// The query language, for the help of the command; Chinese is in `words`.
const QUERY_LANGUAGE: &str = "\
Query:
  budget audit          Both must occur
  \"budget audit\"        Exactly as it stands
  budget OR audit       At least one; OR binds before the space: tax budget OR audit
                        wants tax, and one of the other two
  -draft                Must not occur
  title:budget          In the title; number: in document and index numbers
  agency:audit          In the name of the agency; agency:\"NAME\" is the whole name.
                        type: topic: status: likewise
  year:2019..2021       Also year:2019, year:2019.., year:..2021, year:undated

Field names and marks may be Chinese as well. In a shell, put the whole query in single
quotes, after -- if it begins with -.";

/// The most characters of a query that a message repeats.
const MAX_SHOWN: usize = 40;

#[derive(clap::Args)]
#[command(after_help = QUERY_LANGUAGE)]
pub(super) struct SearchArguments {
    /// The folder of the index: `search-index` of a published site
    #[arg(long, value_name = "DIR", default_value = "public/search-index")]
    index: PathBuf,
    /// How to answer: text for people, json for tools
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Show at most so many results
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// What comes first
    #[arg(long, value_enum, default_value_t = Order::Relevance)]
    sort: Order,
    /// Language of messages; from the locale unless given
    #[arg(long, value_enum)]
    lang: Option<LanguageArgument>,
    /// What to find: runs separated by spaces must all occur; "quoted" runs as they stand; see below
    #[arg(value_name = "QUERY", required = true, num_args = 1..)]
    query: Vec<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Order {
    Relevance,
    Date,
}

pub(super) fn search(arguments: &SearchArguments, language: Language) -> Result<ExitCode, Error> {
    let sort = match arguments.sort {
        Order::Relevance => Sort::Relevance,
        Order::Date => Sort::Date,
    };
    let query = arguments.query.join(" ");
    let answer = Searcher::open(&arguments.index)
        .and_then(|searcher| searcher.search(&query, sort, arguments.limit));
    let answer = match answer {
        Ok(answer) => answer,
        Err(error) => {
            let (name, words) = match language {
                Language::Chinese => ("错误：", error.chinese()),
                Language::English => ("error: ", error.english()),
            };
            eprintln!("{name}{words}");
            if let search::Error::Query(fault) = &error
                && let Some(place) = place(fault, &query)
            {
                eprintln!("  {}", place.in_language(language));
            }
            return Ok(ExitCode::from(FAILED));
        }
    };
    match arguments.format {
        Format::Json => print(&serde_json::to_string_pretty(&answer).unwrap_or_default()),
        Format::Text => print(&to_text(&answer, language)),
    }
    Ok(ExitCode::SUCCESS)
}

/// Where in the query a fault is; none where it is the whole.
fn place(fault: &QueryFault, query: &str) -> Option<Text> {
    if fault.kind == QueryFaultKind::Empty {
        return None;
    }
    let (first, last) = (fault.at.start + 1, fault.at.end);
    let shown = query.chars().skip(fault.at.start).take(fault.at.len());
    let shown = clean(&shown.take(MAX_SHOWN).collect::<String>());
    Some(match first == last {
        true => Text::new(
            format!("第 {first} 个字符：{shown}"),
            format!("character {first}: {shown}"),
        ),
        false => Text::new(
            format!("第 {first} 至 {last} 个字符：{shown}"),
            format!("characters {first} to {last}: {shown}"),
        ),
    })
}

fn to_text(answer: &Answer, language: Language) -> String {
    let mut lines = Vec::new();
    let (total, exact) = (answer.total, answer.exact_total);
    let apart = total.saturating_sub(exact);
    let reports = if total == 1 { "report" } else { "reports" };
    let count = match (total, apart) {
        (0, _) => Text::new("没有报告含有所查的文字。", "No report holds this."),
        (_, 0) => Text::new(
            format!("共 {total} 份报告。"),
            format!("{total} {reports}."),
        ),
        _ => Text::new(
            format!("共 {total} 份报告，其中 {exact} 份含有原文，{apart} 份只分别含有其中的字词。"),
            format!(
                "{total} {reports}: {exact} with the very words, {apart} with their parts only."
            ),
        ),
    };
    lines.push(count.in_language(language).to_owned());
    if !answer.missing.is_empty() {
        let missing = answer.missing.join("  ");
        let words = Text::new(
            format!("档案中没有：{missing}"),
            format!("Nowhere in the archive: {missing}"),
        );
        lines.push(words.in_language(language).to_owned());
    }
    for hit in &answer.hits {
        lines.push(String::new());
        lines.push(clean(&hit.title));
        lines.push(format!("  {}", hit.url));
        for passage in &hit.passages {
            lines.push(format!("  #{}  {}", passage.anchor, marked(passage)));
        }
    }
    lines.join("\n")
}

/// The text of a passage with its matches between 【 and 】.
fn marked(passage: &Passage) -> String {
    let mut text = String::new();
    for (position, c) in passage.text.chars().enumerate() {
        if passage.spans.iter().any(|span| span[1] == position) {
            text.push('】');
        }
        if passage.spans.iter().any(|span| span[0] == position) {
            text.push('【');
        }
        text.push(if c.is_control() { ' ' } else { c });
    }
    if passage
        .spans
        .iter()
        .any(|span| span[1] == passage.text.chars().count())
    {
        text.push('】');
    }
    text
}

/// What is shown must not write to the terminal what moves its cursor.
fn clean(text: &str) -> String {
    text.replace(char::is_control, " ")
}
