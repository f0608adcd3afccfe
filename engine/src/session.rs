//! One visit's conversation with an index: JSON and bytes in, JSON out.
//!
//! A question is answered, wants bytes, or fails; nothing waits. This module never fetches.

use std::collections::BTreeMap;

use gongbao::search::query::{Field, Item};
use gongbao::search::{
    Answer, Attempt, Error, Explain, IndexFault, IndexFaultKind, OpenIndex, Query, Question, Sort,
};
use gongbao::search::{MANIFEST, Manifest, Request};
use serde::{Deserialize, Serialize};

/// Questions that are kept while their bytes are under way; the oldest go first.
const MAX_QUESTIONS: usize = 64;

/// Questions by their numbers, each with what it waits for.
type Questions = BTreeMap<u32, (Question, Vec<Request>)>;

/// What has been opened and asked.
pub(crate) struct Session {
    index: Option<OpenIndex>,
    questions: Questions,
}

/// A question, as the script asks it.
#[derive(Deserialize)]
struct Asked {
    query: String,
    /// Whether newer comes before more relevant.
    #[serde(default)]
    by_date: bool,
    limit: usize,
    /// The names of the segments that are asked; all where there are none.
    #[serde(default)]
    segments: Option<Vec<String>>,
}

/// What the script is answered.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Reply {
    /// The index is open.
    Opened { reports: u32 },
    /// Bring these bytes; so many hits have their texts.
    Wants { ranges: Vec<Range>, hits: usize },
    /// The answer, what was understood, and what it cost.
    Answered {
        answer: Box<Answer>,
        terms: Vec<Term>,
        explain: Explain,
    },
    /// No answer.
    Failed(Failure),
}

/// Some bytes of a file.
#[derive(Serialize)]
struct Range {
    file: String,
    start: u64,
    end: u64,
    /// The length of the whole file.
    size: u64,
}

/// Why there is no answer.
#[derive(Serialize)]
struct Failure {
    /// The kind of fault, for which the page has a sentence.
    code: &'static str,
    /// The file of the index; none for a fault of the query.
    file: Option<String>,
    /// Where in the query, in Unicode scalars; none for a fault of the index.
    at: Option<[usize; 2]>,
    /// For programmers.
    reason: String,
}

/// A term, as it was understood.
#[derive(Serialize)]
struct Term {
    /// Terms of one clause are alternatives.
    clause: usize,
    negated: bool,
    field: Option<&'static str>,
    /// The run or value without field and quotation marks.
    text: String,
    quoted: bool,
    /// Whether no report has it.
    missing: bool,
    /// Where it stands in the query, in Unicode scalars.
    at: [usize; 2],
    /// Its text with the numbers in the other numerals.
    numerals: Option<String>,
    /// Where it is a document number: the queries for the numbers beside it, and for all of its row.
    beside: Option<[String; 2]>,
}

impl Session {
    /// Before anything is opened.
    pub(crate) const fn new() -> Session {
        Session {
            index: None,
            questions: BTreeMap::new(),
        }
    }

    /// Opens the index whose manifest is the first `manifest` bytes of `input` and whose bundle is the rest.
    pub(crate) fn open(&mut self, input: &[u8], manifest: usize) -> Vec<u8> {
        let (manifest, bundle) = input.split_at_checked(manifest).unwrap_or((input, &[]));
        let opened = Manifest::read(MANIFEST, manifest)
            .and_then(|manifest| match manifest.bundle.holds(bundle) {
                true => Ok(manifest),
                false => Err(IndexFault {
                    file: manifest.bundle.name,
                    kind: IndexFaultKind::Altered,
                }),
            })
            .map_err(Error::from)
            .and_then(|manifest| OpenIndex::new(manifest, bundle));
        self.questions.clear();
        to_json(&match opened {
            Ok(index) => {
                let reports = index.manifest().reports;
                self.index = Some(index);
                Reply::Opened { reports }
            }
            Err(error) => failed(&error),
        })
    }

    /// Begins a question.
    pub(crate) fn ask(&mut self, number: u32, input: &[u8]) -> Vec<u8> {
        let Some(index) = &self.index else {
            return to_json(&misused("forgotten", "no index is open"));
        };
        let asked: Asked = match serde_json::from_slice(input) {
            Ok(asked) => asked,
            Err(error) => return to_json(&misused("question", &error.to_string())),
        };
        let sort = match asked.by_date {
            true => Sort::Date,
            false => Sort::Relevance,
        };
        let question = match &asked.segments {
            Some(names) => index.question_in(names, &asked.query, sort, asked.limit),
            None => index.question(&asked.query, sort, asked.limit),
        };
        match question {
            Ok(question) => attempt(index, &mut self.questions, number, question),
            Err(error) => to_json(&failed(&error)),
        }
    }

    /// Goes on with a question with the bytes that it wanted.
    pub(crate) fn bring(&mut self, number: u32, input: &[u8]) -> Vec<u8> {
        let (Some(index), Some((mut question, requests))) =
            (&self.index, self.questions.remove(&number))
        else {
            return to_json(&misused("forgotten", "no such question"));
        };
        let mut rest = input;
        let mut pieces = Vec::new();
        for request in &requests {
            let length = usize::try_from(request.range.end - request.range.start);
            let length = length.unwrap_or(usize::MAX).min(rest.len());
            let (piece, after) = rest.split_at(length);
            pieces.push(piece.to_vec());
            rest = after;
        }
        match index.bring(&mut question, pieces) {
            Ok(()) => attempt(index, &mut self.questions, number, question),
            Err(error) => to_json(&failed(&error)),
        }
    }

    /// Drops a question whose answer is no longer wanted.
    pub(crate) fn forget(&mut self, number: u32) {
        self.questions.remove(&number);
    }
}

/// Goes on with a question as far as it can; where that wants bytes it is kept.
fn attempt(
    index: &OpenIndex,
    kept: &mut Questions,
    number: u32,
    mut question: Question,
) -> Vec<u8> {
    to_json(&match index.attempt(&mut question) {
        Ok(Attempt::Answered(answer)) => Reply::Answered {
            terms: terms(question.query(), &answer.missing),
            answer,
            explain: question.into_explain(),
        },
        Ok(Attempt::Wants(requests)) => {
            let range = |request: &Request| Range {
                file: index.file(request),
                start: request.range.start,
                end: request.range.end,
                size: index.file_bytes(request),
            };
            let ranges = requests.iter().map(range).collect();
            let hits = question.hits();
            kept.insert(number, (question, requests));
            if kept.len() > MAX_QUESTIONS {
                kept.pop_first();
            }
            Reply::Wants { ranges, hits }
        }
        Err(error) => failed(&error),
    })
}

fn terms(query: &Query, missing: &[String]) -> Vec<Term> {
    let clauses = query.clauses.iter().enumerate();
    let terms = clauses.flat_map(|(at, clause)| clause.alternatives.iter().map(move |t| (at, t)));
    terms
        .map(|(clause, term)| Term {
            clause,
            negated: term.negated,
            field: term.item.field().map(Field::name),
            text: match &term.item {
                Item::Years(years) => years.to_string(),
                item => item.run().map(|run| run.text.clone()).unwrap_or_default(),
            },
            quoted: term.item.run().is_some_and(|run| run.quoted),
            missing: !term.negated && missing.contains(&term.name()),
            at: [term.at.start, term.at.end],
            numerals: term.in_other_numerals(),
            beside: term
                .item
                .numbers_beside()
                .map(|beside| [beside.near, beside.row]),
        })
        .collect()
}

/// A fault of the script that asks.
fn misused(code: &'static str, reason: &str) -> Reply {
    Reply::Failed(Failure {
        code,
        file: None,
        at: None,
        reason: reason.to_owned(),
    })
}

fn failed(error: &Error) -> Reply {
    let reason = error.to_string();
    Reply::Failed(match error {
        Error::Query(fault) => Failure {
            code: fault.kind.code(),
            file: None,
            at: Some([fault.at.start, fault.at.end]),
            reason,
        },
        Error::Index(fault) => Failure {
            code: fault.kind.code(),
            file: Some(fault.file.clone()),
            at: None,
            reason,
        },
    })
}

fn to_json(reply: &Reply) -> Vec<u8> {
    serde_json::to_vec(reply).unwrap_or_default()
}

#[cfg(test)]
mod tests;
