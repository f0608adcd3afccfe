//! The query language: text to a tree, a tree to text.
//!
//! A query is runs separated by spaces, all of which must occur; a run in quotation marks must occur
//! exactly. What a later version adds to the language (fields, exclusion, alternatives) is refused by
//! name here, never read as something else. Punctuation elsewhere is punctuation, a colon too.

use std::fmt;
use std::ops::Range;

use super::error::{QueryFault, QueryFaultKind};
use super::tokenizer::{QueryUnit, query_units};

/// The longest query, in Unicode scalars.
pub const MAX_QUERY: usize = 1000;

/// The most runs of a query.
pub const MAX_RUNS: usize = 32;

/// The names of fields of the whole language, which end with a colon.
const FIELDS: [&str; 10] = [
    "title", "agency", "type", "number", "year", "标题", "机关", "类型", "文号", "年",
];

/// A query that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// Every one of these; at least one.
    All(Vec<Query>),
    /// A run of text.
    Run(Run),
}

/// A run of text to search for; it has at least one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// As it was written, without its quotation marks.
    pub text: String,
    /// Whether it stood in quotation marks: exact only.
    pub quoted: bool,
    /// Where it stands in the query, quotation marks included, in Unicode scalars.
    pub at: Range<usize>,
    pub(crate) units: Vec<QueryUnit>,
}

impl Query {
    /// Understands a query.
    ///
    /// # Errors
    ///
    /// What is wrong with it, and where.
    pub fn parse(text: &str) -> Result<Query, QueryFault> {
        let characters: Vec<char> = text.chars().collect();
        if characters.len() > MAX_QUERY {
            return Err(fault(
                QueryFaultKind::TooLong(MAX_QUERY),
                MAX_QUERY..characters.len(),
            ));
        }
        let mut runs = Vec::new();
        let mut at = 0;
        while let Some(character) = characters.get(at) {
            if character.is_whitespace() {
                at += 1;
                continue;
            }
            let (end, quoted) = match quote(&characters, at)? {
                Some(end) => (end, true),
                None => (bare_end(&characters, at), false),
            };
            let marks = usize::from(quoted);
            let inner = characters.get(at + marks..end - marks);
            let text: String = inner.unwrap_or_default().iter().collect();
            if !quoted {
                refuse_later_language(&text, at..end)?;
            }
            let units = query_units(&text);
            // Punctuation alone is nothing to search for.
            if !units.is_empty() {
                if runs.len() == MAX_RUNS {
                    return Err(fault(QueryFaultKind::TooManyRuns(MAX_RUNS), at..end));
                }
                runs.push(Query::Run(Run {
                    text,
                    quoted,
                    at: at..end,
                    units,
                }));
            }
            at = end;
        }
        match runs.len() {
            0 => Err(fault(QueryFaultKind::Empty, 0..characters.len())),
            1 => Ok(runs.remove(0)),
            _ => Ok(Query::All(runs)),
        }
    }

    /// Every run, in the order of the query.
    pub fn runs(&self) -> Vec<&Run> {
        match self {
            Query::Run(run) => vec![run],
            Query::All(parts) => parts.iter().flat_map(Query::runs).collect(),
        }
    }
}

impl fmt::Display for Query {
    /// The query as it can be parsed again.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // Text between Chinese marks may hold a straight one, and the other way round.
            Query::Run(run) if run.quoted && run.text.contains('"') => {
                write!(f, "“{}”", run.text)
            }
            Query::Run(run) if run.quoted => write!(f, "\"{}\"", run.text),
            Query::Run(run) => f.write_str(&run.text),
            Query::All(parts) => {
                for (at, part) in parts.iter().enumerate() {
                    if at > 0 {
                        f.write_str(" ")?;
                    }
                    part.fmt(f)?;
                }
                Ok(())
            }
        }
    }
}

fn fault(kind: QueryFaultKind, at: Range<usize>) -> QueryFault {
    QueryFault { kind, at }
}

/// The end of the quoted run that begins at `at`, or none if no quoted run begins there.
fn quote(characters: &[char], at: usize) -> Result<Option<usize>, QueryFault> {
    let close = match characters.get(at) {
        Some('"') => '"',
        Some('＂') => '＂',
        Some('“') => '”',
        _ => return Ok(None),
    };
    let rest = characters.get(at + 1..).unwrap_or_default();
    let end = rest.iter().position(|c| *c == close).map(|to| at + to + 2);
    match (close, end) {
        // “放管服”改革 is text that begins with a quotation mark, not a quoted run.
        ('”', Some(end)) => Ok(match characters.get(end) {
            Some(next) if !next.is_whitespace() => None,
            _ => Some(end),
        }),
        ('”', None) => Ok(None),
        (_, Some(end)) => Ok(Some(end)),
        (_, None) => Err(fault(QueryFaultKind::OpenQuote, at..characters.len())),
    }
}

/// The end of the bare run that begins at `at`: the next space.
fn bare_end(characters: &[char], at: usize) -> usize {
    characters
        .iter()
        .skip(at)
        .position(|character| character.is_whitespace())
        .map_or(characters.len(), |length| at + length)
}

/// Stops at what a later version reads as a field, an exclusion or an alternative.
fn refuse_later_language(text: &str, at: Range<usize>) -> Result<(), QueryFault> {
    let not_yet = |text: &str| {
        let end = at.start + text.chars().count();
        Err(fault(
            QueryFaultKind::NotYet(text.to_owned()),
            at.start..end,
        ))
    };
    if text == "OR" {
        return not_yet(text);
    }
    if text
        .strip_prefix('-')
        .is_some_and(|rest| rest.starts_with(|c: char| c == '"' || c.is_alphanumeric()))
    {
        return not_yet("-");
    }
    for field in FIELDS {
        if let Some(rest) = text.strip_prefix(field)
            && let Some(colon) = rest.chars().next().filter(|c| matches!(c, ':' | '：'))
        {
            return not_yet(&format!("{field}{colon}"));
        }
    }
    Ok(())
}
