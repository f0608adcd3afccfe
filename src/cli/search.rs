//! `gongbao search`: a question to a published index, the answer as text or JSON.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{ValueEnum, ValueHint};

use crate::cli::{FAILED, Format, print, print_error, search_error};
use crate::diagnostic::{Language, Text};
use crate::error::Error;
use crate::search::format::version::MANIFEST;
use crate::search::query::serial;
use crate::search::{
    self, Answer, Explain, Hit, IndexFaultKind, Passage, Query, QueryFault, QueryFaultKind,
    STATUS_NAMES, Searcher, Sort,
};

/// The query language, for the help of the command; Chinese is in `help`.
const QUERY_LANGUAGE: &str = "\
Query:
  budget audit          Both must occur
  \"budget audit\"        Exactly as it stands
  budget OR audit       At least one; OR binds before the space: tax budget OR audit
                        wants tax, and one of the other two
  -draft                Must not occur
  title:budget          In the title; number: in document and index numbers
  agency:audit          In the name of the agency; agency:\"NAME\" is the whole name.
                        type: topic: status: region: likewise
  cites:audit           In the name or number of something that it cites
  year:2019..2021       Also year:2019, year:2019.., year:..2021, year:undated

Titles and texts are searched; numbers, agencies and the rest have fields. Chinese matches at
any character, figures and words of other scripts whole: 15 does not find 1547.16.
Field names and marks may be Chinese as well. In a shell, put the whole query in single
quotes, after -- if it begins with -.";

/// What a field that has no such value begins with among what is missing.
const FIELDS: [&str; 9] = [
    "title:", "number:", "agency:", "type:", "topic:", "status:", "year:", "region:", "cites:",
];

/// A query that every report answers.
const EVERYTHING: &str = "year:undated OR year:..9999";
/// Types that are named where one is none, at most.
const TYPES_SHOWN: usize = 20;
/// Reports with numbers beside one that are shown, at most.
const MAX_BESIDE: usize = 5;

/// The most characters of a query that a message repeats.
const MAX_SHOWN: usize = 40;

/// Where the index is unless it is said: beside the content, and in a published site that one is in.
const PLACES: [&str; 2] = ["public/search-index", "search-index"];

/// What is offered beside an answer.
#[derive(Default)]
struct Offers {
    /// The reports whose numbers hold what was typed.
    numbered: Option<Answer>,
    /// Reports with numbers beside the one that was typed.
    beside: Option<Answer>,
    /// Queries that say the same in other numerals, each with how many reports hold it.
    otherwise: Vec<(String, u64)>,
    /// The names of types, where one was asked for that is none.
    types: Vec<String>,
}

impl Offers {
    fn of(searcher: &Searcher, query: &str, sort: Sort, limit: usize, answer: &Answer) -> Offers {
        let numbered = numbered(searcher, query, sort, limit);
        let is_nowhere = numbered.is_none() && answer.exact_total == 0;
        Offers {
            beside: is_nowhere.then(|| beside(searcher, query)).flatten(),
            otherwise: in_other_numerals(searcher, query, &answer.missing),
            types: types(searcher, &answer.missing),
            numbered,
        }
    }
}

#[derive(clap::Args)]
#[command(after_help = QUERY_LANGUAGE)]
pub(super) struct SearchArguments {
    /// The folder of the index: `search-index` of a published site; unless given, that in `public`, or that of the folder
    /// one is in
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    index: Option<PathBuf>,
    /// How to answer: text for people, json for tools
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Show at most so many results
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// What comes first
    #[arg(long, value_enum, default_value_t = Order::Relevance)]
    sort: Order,
    /// Tell what the query read, in how many rounds, and for which terms
    #[arg(long)]
    explain: bool,
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
    search::silence_guarded_panics();
    let found = open(arguments.index.as_deref()).and_then(|searcher| {
        let (answer, explain) = searcher.explain(&query, sort, arguments.limit)?;
        let offers = match arguments.format {
            Format::Text => Offers::of(&searcher, &query, sort, arguments.limit, &answer),
            Format::Json => Offers::default(),
        };
        Ok((answer, explain, offers))
    });
    let (answer, explain, offers) = match found {
        Ok((answer, explain, offers)) => {
            let explain = arguments.explain.then_some(explain);
            (answer, explain, offers)
        }
        Err(error) => {
            let name = match language {
                Language::Chinese => "错误：",
                Language::English => "error: ",
            };
            let text = search_error::text(&error);
            print_error(&format!("{name}{}", text.in_language(language)))?;
            if let search::Error::Query(fault) = &error
                && let Some(place) = place(fault, &query)
            {
                print_error(&format!("  {}", place.in_language(language)))?;
            }
            return Ok(ExitCode::from(FAILED));
        }
    };
    match arguments.format {
        Format::Json => {
            let explained = Explained { answer, explain };
            print(&serde_json::to_string_pretty(&explained).unwrap_or_default())
        }
        Format::Text => {
            let mut text = String::new();
            if let Some(beside) = &offers.beside {
                text.push_str(&beside_text(beside, &query, language));
                text.push_str("\n\n");
            }
            if let Some(numbered) = &offers.numbered {
                text.push_str(&numbered_text(numbered, &query, language));
                text.push_str("\n\n");
            }
            for (other, total) in &offers.otherwise {
                text.push_str(numerals_text(other, *total).in_language(language));
                text.push_str("\n\n");
            }
            text.push_str(&to_text(&answer, &query, &offers.types, language));
            if let Some(explain) = &explain {
                text.push_str("\n\n");
                text.push_str(&cost(explain, language));
            }
            print(&text)
        }
    }
}

/// Opens the index that is named, else the first of those places that has one.
fn open(named: Option<&Path>) -> Result<Searcher, search::Error> {
    let Some(named) = named else {
        let [first, others @ ..] = PLACES.map(Path::new);
        let opened = Searcher::open(first);
        return match opened {
            Err(error) if is_nowhere(&error) => {
                let mut others = others.into_iter().map(Searcher::open);
                let found = others.find(|it| !it.as_ref().is_err_and(is_nowhere));
                found.unwrap_or(Err(error))
            }
            opened => opened,
        };
    };
    Searcher::open(named)
}

/// Whether there is no index at all where it was looked for.
fn is_nowhere(error: &search::Error) -> bool {
    match error {
        search::Error::Index(fault) => {
            fault.kind == IndexFaultKind::Missing && fault.file.ends_with(MANIFEST)
        }
        search::Error::Query(_) => false,
    }
}

/// An answer and, where asked for, what it cost.
#[derive(serde::Serialize)]
struct Explained {
    #[serde(flatten)]
    answer: Answer,
    #[serde(skip_serializing_if = "Option::is_none")]
    explain: Option<Explain>,
}

/// The reports that have what was typed as their number, where it looks like one: people paste a number
/// without its field. It is an offer beside the answer: what keeps it from being made is no fault of the query.
fn numbered(searcher: &Searcher, query: &str, sort: Sort, limit: usize) -> Option<Answer> {
    let query = query.trim();
    if !is_number(query) {
        return None;
    }
    // Numbers seldom have blanks, and are often typed with some.
    let unbroken: String = query.split_whitespace().collect();
    let asked = match unbroken == query {
        true => format!("number:\"{query}\""),
        false => format!("number:\"{query}\" OR number:\"{unbroken}\""),
    };
    let answer = searcher.search(&asked, sort, limit);
    answer.ok().filter(|answer| answer.total > 0)
}

/// The names of all types, those of the most reports first, where one that is asked for is none: an index knows them by
/// their names, and people type keys too. An offer as well.
fn types(searcher: &Searcher, missing: &[String]) -> Vec<String> {
    if !missing.iter().any(|value| value.starts_with("type:")) {
        return Vec::new();
    }
    let all = searcher.search(EVERYTHING, Sort::Relevance, 0);
    let types = all.map_or(Vec::new(), |all| all.facets.kind);
    let types = types.into_iter().take(TYPES_SHOWN);
    types.map(|count| count.value).collect()
}

/// The reports with numbers beside what was typed, the nearest first, where that is a number that no report has.
fn beside(searcher: &Searcher, query: &str) -> Option<Answer> {
    let asked = Query::parse(query).ok()?;
    let mut terms = asked.terms();
    let (Some(term), None) = (terms.next(), terms.next()) else {
        return None;
    };
    let beside = term.item.numbers_beside()?;
    let found = [&beside.near, &beside.row].into_iter().find_map(|asks| {
        let answer = searcher.search(asks, Sort::Relevance, MAX_BESIDE);
        answer.ok().filter(|answer| answer.total > 0)
    });
    let mut found = found?;
    found.hits.sort_by_key(|hit| {
        let serials = hit.numbers.iter().filter_map(|number| serial(number));
        let far = serials.map(|serial| serial.abs_diff(beside.serial)).min();
        far.unwrap_or(u32::MAX)
    });
    Some(found)
}

/// The queries that say the same in the other numerals, 第四十六条 for 第46条, with how many reports hold them. Offers too.
fn in_other_numerals(searcher: &Searcher, query: &str, missing: &[String]) -> Vec<(String, u64)> {
    let Ok(asked) = Query::parse(query) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (term, run) in asked.runs() {
        // Dates are found often enough as they are typed.
        let is_wanted = run.text.contains('第') || missing.contains(&term.name());
        let Some(text) = term.in_other_numerals().filter(|_| is_wanted) else {
            continue;
        };
        let written: String = query.chars().take(run.at.end).skip(run.at.start).collect();
        let before: String = query.chars().take(run.at.start).collect();
        let after: String = query.chars().skip(run.at.end).collect();
        let other = format!("{before}{}{after}", written.replace(&run.text, &text));
        let answer = searcher.search(&other, Sort::Relevance, 0);
        let total = answer.map_or(0, |answer| answer.exact_total);
        if total > 0 {
            found.push((other, total));
        }
    }
    found
}

/// The English word for so many reports.
fn reports(count: u64) -> &'static str {
    if count == 1 { "report" } else { "reports" }
}

fn numerals_text(query: &str, total: u64) -> Text {
    let (query, reports) = (clean(query), reports(total));
    Text::new(
        format!("另一种数字写法：{query}（{total} 份报告）"),
        format!("The same number written otherwise: {query} ({total} {reports})"),
    )
}

/// Whether a query is text alone, without marks of quotation, with a digit, and brackets or 号, or of nothing but
/// letters, digits and what stands between them in codes.
fn is_number(query: &str) -> bool {
    let is_plain = Query::parse(query).is_ok_and(|query| {
        let mut terms = query.terms();
        terms.all(|term| {
            let is_quoted = term.item.run().is_some_and(|run| run.quoted);
            !term.negated && !is_quoted && term.item.field().is_none()
        })
    });
    let is_code = query.len() > 4
        && query.starts_with(|c: char| c.is_ascii_alphanumeric())
        && query
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "/_.-".contains(c));
    let is_marked = query.contains(|c| "〔〕[]【】()（）［］﹝﹞号號".contains(c));
    is_plain
        && !query.contains('"')
        && query.contains(|c: char| c.is_ascii_digit())
        && (is_code || is_marked)
}

fn beside_text(answer: &Answer, query: &str, language: Language) -> String {
    let query = clean(query);
    let said = Text::new(
        format!("没有发文字号“{query}”；字号相近的报告："),
        format!("No report has the number {query}; numbers close to it:"),
    );
    let mut lines = vec![said.in_language(language).to_owned()];
    lines.extend(with_numbers(answer, language));
    lines.join("\n")
}

/// The titles and numbers of reports.
fn with_numbers(answer: &Answer, language: Language) -> Vec<String> {
    let lines = answer.hits.iter().flat_map(|hit| {
        let numbers = hit.numbers.join("  ");
        let (title, agencies) = (clean(&hit.title), clean(&agencies(hit, language)));
        [
            format!("  {title}  {agencies}"),
            format!("  {}  {}", clean(&numbers), clean(&hit.url)),
        ]
    });
    lines.collect()
}

fn numbered_text(answer: &Answer, query: &str, language: Language) -> String {
    let (total, query) = (answer.total, clean(query));
    let reports = reports(total);
    let said = Text::new(
        format!("发文字号或索引号含有“{query}”的报告：{total} 份"),
        format!("{total} {reports} with this number: {query}"),
    );
    let mut lines = vec![said.in_language(language).to_owned()];
    lines.extend(first_of(answer, language));
    lines.extend(with_numbers(answer, language));
    lines.join("\n")
}

fn agencies(hit: &Hit, language: Language) -> String {
    let separator = Text::new("、", ", ");
    hit.agencies.join(separator.in_language(language))
}

/// What an answer cost, for people.
fn cost(explain: &Explain, language: Language) -> String {
    let kilobytes = |bytes: u64| format!("{}.{}", bytes / 1000, bytes % 1000 / 100);
    let opening = kilobytes(explain.opening.bytes);
    let mut lines = vec![Text::new(
        format!("打开索引：{opening} KB"),
        format!("Opening: {opening} KB"),
    )];
    for (number, round) in (1..).zip(&explain.rounds) {
        let (requests, bytes) = (round.requests, kilobytes(round.bytes));
        lines.push(Text::new(
            format!("第 {number} 轮：{requests} 次读取，{bytes} KB"),
            format!("Round {number}: {requests} reads, {bytes} KB"),
        ));
        for read in &round.ranges {
            let (file, start, end, part) = (&read.file, read.start, read.end, &read.part);
            let line = format!("  {file} {start}..{end} {part}");
            lines.push(Text::new(line.clone(), line));
        }
    }
    for tokens in &explain.runs {
        let terms = clean(&tokens.tokens.join(" | "));
        let (run, segment, field) = (clean(&tokens.run), tokens.segment, tokens.field);
        lines.push(Text::new(
            format!("“{run}”在第 {segment} 段（{field}）：{terms}"),
            format!("\"{run}\" in segment {segment} ({field}): {terms}"),
        ));
    }
    let lines: Vec<&str> = lines
        .iter()
        .map(|line| line.in_language(language))
        .collect();
    lines.join("\n")
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

fn to_text(answer: &Answer, query: &str, types: &[String], language: Language) -> String {
    let said = nearly(answer, query).unwrap_or_else(|| count(answer));
    let mut lines = vec![said.in_language(language).to_owned()];
    lines.extend(first_of(answer, language));
    let (fields, runs): (Vec<&str>, Vec<&str>) = answer
        .missing
        .iter()
        .map(String::as_str)
        .partition(|missing| FIELDS.iter().any(|field| missing.starts_with(field)));
    if !fields.is_empty() {
        let fields = clean(&fields.join("  "));
        let words = Text::new(
            format!("没有报告符合：{fields}"),
            format!("No report has: {fields}"),
        );
        lines.push(words.in_language(language).to_owned());
    }
    let is_known = |value: &str| {
        let mut statuses = STATUS_NAMES.iter();
        statuses.any(|(key, names)| *key == value || names.contains(&value))
    };
    let mut statuses = answer
        .missing
        .iter()
        .filter_map(|it| it.strip_prefix("status:"));
    if statuses.any(|value| !is_known(value.trim_matches('"'))) {
        let words = Text::new(
            format!(
                "有效性可以是：{}",
                STATUS_NAMES
                    .map(|(key, names)| *names.first().unwrap_or(&key))
                    .join("、")
            ),
            format!(
                "A status is: {}",
                STATUS_NAMES.map(|(key, _)| key).join(", ")
            ),
        );
        lines.push(words.in_language(language).to_owned());
    }
    if !types.is_empty() {
        let words = Text::new(
            format!("本档案的类型：{}", clean(&types.join("、"))),
            format!("Types of this archive: {}", clean(&types.join(", "))),
        );
        lines.push(words.in_language(language).to_owned());
    }
    if !runs.is_empty() {
        let missing = clean(&runs.join("  "));
        let words = Text::new(
            format!("标题和正文中没有：{missing}（文号、机构等请用字段检索，如 文号: 机构:）"),
            format!(
                "Not in titles and texts: {missing} (numbers, agencies and the like have fields, \
                 such as number: agency:)"
            ),
        );
        lines.push(words.in_language(language).to_owned());
    }
    for hit in &answer.hits {
        lines.push(String::new());
        lines.push(clean(&hit.title));
        let agencies = agencies(hit, language);
        let times = times(hit).map(|times| times.in_language(language).to_owned());
        let facts = [
            hit.date.as_deref(),
            Some(agencies.as_str()),
            status(hit, language),
            times.as_deref(),
        ];
        let facts: Vec<&str> = facts
            .into_iter()
            .flatten()
            .filter(|f| !f.is_empty())
            .collect();
        lines.push(format!("  {}", clean(&facts.join("  "))));
        lines.push(format!("  {}", clean(&hit.url)));
        for passage in &hit.passages {
            let anchor = clean(&passage.anchor);
            lines.push(format!("  #{anchor}  {}", marked(passage)));
        }
    }
    lines.join("\n")
}

/// That only the first follow, where there are more.
fn first_of(answer: &Answer, language: Language) -> Option<String> {
    let shown = answer.hits.len() as u64;
    let words = Text::new(
        format!("以下为前 {shown} 份；可用 --limit 增加显示份数。"),
        format!("The first {shown} follow; --limit shows more."),
    );
    (shown > 0 && shown < answer.total).then(|| words.in_language(language).to_owned())
}

/// How many reports hold what was typed but for slips, where none has it word for word, and what of it these have
/// otherwise.
fn nearly(answer: &Answer, query: &str) -> Option<Text> {
    let near = answer.near.as_ref()?;
    let cut = |text: &str, [start, end]: [usize; 2]| -> String {
        text.chars().take(end).skip(start).collect()
    };
    let first = answer.hits.first().and_then(|hit| hit.passages.first());
    let there = |number: usize| {
        let passage = first?;
        Some(cut(&passage.text, *passage.differs.get(number)?))
    };
    let differs = near.typed.iter().enumerate().map(|(number, span)| {
        let typed = cut(query, *span);
        // What is missing in the query stands there.
        if typed.is_empty() {
            there(number).unwrap_or_default()
        } else {
            typed
        }
    });
    let differs: Vec<String> = differs.filter(|text| !text.trim().is_empty()).collect();
    let (total, apart) = (near.total, answer.total - near.total);
    let reports = reports(total);
    let (chinese, english) = match near.is_same && !differs.is_empty() {
        true => {
            let quoted: String = differs
                .iter()
                .map(|text| format!("“{}”", clean(text)))
                .collect();
            (quoted, clean(&differs.join(", ")))
        }
        false => ("个别字词".to_owned(), "some words".to_owned()),
    };
    let others = match apart {
        0 => Text::new("", ""),
        _ => Text::new(
            format!("另有 {apart} 份分散含有其中的字词。"),
            format!(" {apart} hold its parts."),
        ),
    };
    Some(Text::new(
        format!(
            "没有报告逐字含有检索词；除{chinese}外全部相同：{total} 份。{}",
            others.in_language(Language::Chinese)
        ),
        format!(
            "No report holds the very words; all the same but {english}: {total} {reports}.{}",
            others.in_language(Language::English)
        ),
    ))
}

/// How many reports were found, and in which way.
fn count(answer: &Answer) -> Text {
    let (total, exact) = (answer.total, answer.exact_total);
    let apart = total.saturating_sub(exact);
    let reports = reports(total);
    match (total, exact, apart) {
        (0, ..) => Text::new("未找到符合条件的报告。", "No report matches."),
        (_, 0, _) => Text::new(
            format!("没有报告完整含有检索词；以下 {apart} 份分散含有其中的字词。"),
            format!("No report holds the very words; {apart} hold their parts."),
        ),
        (_, _, 0) => Text::new(
            format!("共 {total} 份报告。"),
            format!("{total} {reports}."),
        ),
        _ => Text::new(
            format!(
                "共 {total} 份报告：{exact} 份完整含有检索词，{apart} 份仅分散含有其中的字词。"
            ),
            format!("{total} {reports}: {exact} with the very words, {apart} with their parts."),
        ),
    }
}

/// The status of a report that is not in force.
fn status(hit: &Hit, language: Language) -> Option<&'static str> {
    let (chinese, english) = match hit.status.as_deref()? {
        "expired" => ("已失效", "expired"),
        "repealed" => ("已废止", "repealed"),
        "amended" => ("已修改", "amended"),
        "withdrawn" => ("已撤回", "withdrawn"),
        _ => return None,
    };
    Some(match language {
        Language::Chinese => chinese,
        Language::English => english,
    })
}

/// How often a report holds what was asked for.
fn times(hit: &Hit) -> Option<Text> {
    let times = hit.times;
    let occurrences = if times == 1 {
        "occurrence"
    } else {
        "occurrences"
    };
    (times > 0).then(|| Text::new(format!("{times}处"), format!("{times} {occurrences}")))
}

/// The text of a passage with its matches between 【 and 】, and what stands there otherwise between 〈 and 〉.
fn marked(passage: &Passage) -> String {
    let ends = [(&passage.spans, '【', '】'), (&passage.differs, '〈', '〉')];
    let mut text = String::new();
    let after_last = passage.text.chars().map(Some).chain([None]);
    for (position, c) in after_last.enumerate() {
        for (spans, _, close) in ends {
            if spans
                .iter()
                .any(|span| span[1] == position && span[0] < position)
            {
                text.push(close);
            }
        }
        for (spans, open, _) in ends {
            if spans
                .iter()
                .any(|span| span[0] == position && span[1] > position)
            {
                text.push(open);
            }
        }
        text.extend(c.map(|c| if c.is_control() { ' ' } else { c }));
    }
    text
}

/// What is shown must not write to the terminal what moves its cursor.
fn clean(text: &str) -> String {
    text.replace(char::is_control, " ")
}
