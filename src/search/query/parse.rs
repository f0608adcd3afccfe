//! Reading a query: text to a tree, or what is wrong with the text and where.
//!
//! It is written for people who type without thinking. Whatever is not plainly part of the language is
//! text, punctuation included; what is plainly meant as part of it and is not whole is a fault, never
//! read as something else. Full-width marks and traditional characters are read like any others.

use std::ops::Range;

use crate::search::error::{QueryFault, QueryFaultKind};
use crate::search::query::syntax::{COLON, FIELDS, NOT, OR, QUOTES};
use crate::search::query::{Clause, Field, Item, MAX_QUERY, MAX_RUNS, Query, Run, Term, Years};
use crate::search::text::fold::fold;
use crate::search::text::tokenizer::query_units;

/// Reads a whole query.
pub(super) fn query(text: &str) -> Result<Query, QueryFault> {
    let characters: Vec<char> = text.chars().collect();
    if characters.len() > MAX_QUERY {
        let beyond = MAX_QUERY..characters.len();
        return fault(QueryFaultKind::TooLong(MAX_QUERY), beyond);
    }
    Parser {
        characters: &characters,
        at: 0,
        terms: 0,
    }
    .query()
}

fn fault<T>(kind: QueryFaultKind, at: Range<usize>) -> Result<T, QueryFault> {
    Err(QueryFault { kind, at })
}

/// The mark that ends what a quotation mark begins; none where it is no such mark.
fn close_of(open: char) -> Option<char> {
    let mut closes = QUOTES.iter().filter(|(own, _)| *own == open);
    closes.next().map(|(_, close)| *close)
}

/// What stands between two spaces, roughly.
enum Piece {
    Or(Range<usize>),
    Term(Term),
    /// Punctuation alone: nothing to search for.
    Nothing(Range<usize>),
}

/// What came before a piece.
enum Before {
    Start,
    Or(Range<usize>),
    Term,
    Nothing(Range<usize>),
}

struct Parser<'q> {
    characters: &'q [char],
    /// The character that is read next.
    at: usize,
    /// How many terms were read.
    terms: usize,
}

impl Parser<'_> {
    fn query(mut self) -> Result<Query, QueryFault> {
        let mut clauses: Vec<Clause> = Vec::new();
        let mut before = Before::Start;
        while let Some(piece) = self.piece()? {
            before = match (before, piece) {
                (Before::Term, Piece::Or(at)) => Before::Or(at),
                (Before::Start | Before::Or(_), Piece::Or(at)) => {
                    return fault(QueryFaultKind::LooseOr, at);
                }
                (Before::Nothing(at), Piece::Or(_)) | (Before::Or(_), Piece::Nothing(at)) => {
                    return fault(QueryFaultKind::NothingToJoin, at);
                }
                (_, Piece::Nothing(at)) => Before::Nothing(at),
                (before, Piece::Term(term)) => {
                    match (before, clauses.last_mut()) {
                        (Before::Or(_), Some(clause)) => clause.alternatives.push(term),
                        _ => clauses.push(Clause {
                            alternatives: vec![term],
                        }),
                    }
                    Before::Term
                }
            };
        }
        match before {
            Before::Or(at) => fault(QueryFaultKind::LooseOr, at),
            _ if clauses.is_empty() => fault(QueryFaultKind::Empty, 0..self.characters.len()),
            _ => Ok(Query { clauses }),
        }
    }

    /// The next piece, or none at the end.
    fn piece(&mut self) -> Result<Option<Piece>, QueryFault> {
        // "甲"-"乙" are two quoted runs with a hyphen between, not one run and an exclusion.
        if self.at > 0 {
            self.skip_hyphens();
        }
        while self.is_stray_quote()? || self.character(self.at).is_some_and(char::is_whitespace) {
            self.at += 1;
        }
        let start = self.at;
        if self.character(start).is_none() {
            return Ok(None);
        }
        if self.is_or() {
            self.at += 2;
            return Ok(Some(Piece::Or(start..self.at)));
        }
        let negated = self.excludes();
        self.at += usize::from(negated);
        if negated && self.skip_stray_quotes()? {
            self.skip_hyphens();
        }
        let item = match self.field() {
            Some(field) => Some(self.value(field, start + usize::from(negated))?),
            None => self.run()?.map(Item::Run),
        };
        let at = start..self.at;
        let Some(item) = item else {
            return match negated {
                true => fault(QueryFaultKind::NothingToJoin, at),
                false => Ok(Some(Piece::Nothing(at))),
            };
        };
        self.terms += 1;
        if self.terms > MAX_RUNS {
            return fault(QueryFaultKind::TooManyRuns(MAX_RUNS), at);
        }
        Ok(Some(Piece::Term(Term {
            negated,
            item,
            at,
            is_beside: false,
        })))
    }

    fn character(&self, at: usize) -> Option<char> {
        self.characters.get(at).copied()
    }

    /// The character with full-width ASCII as half-width.
    fn narrow(&self, at: usize) -> Option<char> {
        self.character(at).map(|character| match character {
            '！'..='～' => char::from_u32(character as u32 - 0xFEE0).unwrap_or(character),
            _ => character,
        })
    }

    /// The end of what is written without spaces from `at` on.
    fn token_end(&self, at: usize) -> usize {
        let rest = self.characters.get(at..).unwrap_or_default();
        let length = rest.iter().position(|character| character.is_whitespace());
        at + length.unwrap_or(rest.len())
    }

    fn text(&self, at: Range<usize>) -> String {
        self.characters.get(at).unwrap_or_default().iter().collect()
    }

    /// Whether a quotation mark that opens a quoted run stands at `at`.
    fn is_quote(&self, at: usize) -> bool {
        self.character(at)
            .is_some_and(|open| close_of(open).is_some())
    }

    /// Whether “ or 「 stands here, opens no quoted run and is not closed before the next space. It is then
    /// as if it were not there: as part of a run it could find its fellow in another one.
    fn is_stray_quote(&self) -> Result<bool, QueryFault> {
        let token = self.characters.get(self.at..self.token_end(self.at));
        let Some((open, rest)) = token.and_then(|token| token.split_first()) else {
            return Ok(false);
        };
        let is_open = close_of(*open).is_some_and(|close| !rest.contains(&close));
        Ok(is_open && !rest.is_empty() && self.quote()?.is_none())
    }

    /// Whether there were any.
    fn skip_stray_quotes(&mut self) -> Result<bool, QueryFault> {
        let start = self.at;
        while self.is_stray_quote()? {
            self.at += 1;
        }
        Ok(self.at > start)
    }

    fn skip_hyphens(&mut self) {
        while self.narrow(self.at) == Some(NOT) {
            self.at += 1;
        }
    }

    /// Whether OR stands here, and a space or a quoted run follows.
    fn is_or(&self) -> bool {
        let after = self.at + 2;
        (self.narrow(self.at), self.narrow(self.at + 1)) == (Some(OR[0]), Some(OR[1]))
            && (self.is_quote(after) || self.character(after).is_none_or(char::is_whitespace))
    }

    /// Whether `-` stands here, directly before something to exclude; else it is punctuation.
    fn excludes(&self) -> bool {
        let after = self.at + 1;
        let has_text = || !query_units(&self.text(after..self.token_end(after))).is_empty();
        self.narrow(self.at) == Some(NOT)
            && self.narrow(after) != Some(NOT)
            && self
                .character(after)
                .is_some_and(|next| !next.is_whitespace())
            && (self.is_quote(after) || has_text())
    }

    /// Takes the name of a field and its colon, if they stand here.
    fn field(&mut self) -> Option<Field> {
        let rest = self.characters.get(self.at..).unwrap_or_default();
        let (name, field) = FIELDS.iter().find(|(name, _)| {
            let written = rest.iter().copied().map(fold);
            written
                .take(name.chars().count() + 1)
                .eq(name.chars().chain([COLON]))
        })?;
        self.at += name.chars().count() + 1;
        Some(*field)
    }

    /// Takes the value of a field whose name stands at `start`.
    fn value(&mut self, field: Field, start: usize) -> Result<Item, QueryFault> {
        let name = start..self.at;
        self.skip_stray_quotes()?;
        let Some(run) = self.run()? else {
            let written = self.text(name);
            return fault(QueryFaultKind::NoValue(written), start..self.at);
        };
        Ok(match field {
            Field::Title => Item::Title(run),
            Field::Number => Item::Number(run),
            Field::Cites => Item::Cites(run),
            Field::Value(field) => Item::Value { field, run },
            Field::Year => match Years::parse(&run.text) {
                Ok(years) => Item::Years(years),
                Err(kind) => return fault(kind, run.at),
            },
        })
    }

    /// Takes the run that begins here, quoted or up to the next space; punctuation alone is none.
    fn run(&mut self) -> Result<Option<Run>, QueryFault> {
        let start = self.at;
        let (end, text, quoted) = match self.quote()? {
            Some(end) => (end, start + 1..end - 1, true),
            None => {
                let end = self.token_end(start);
                (end, start..end, false)
            }
        };
        self.at = end;
        let text = self.text(text);
        let units = query_units(&text);
        Ok((!units.is_empty()).then_some(Run {
            text,
            quoted,
            at: start..end,
            units,
        }))
    }

    /// The end of the quoted run that begins here, or none if no quoted run begins here.
    fn quote(&self) -> Result<Option<usize>, QueryFault> {
        let Some(open) = self.character(self.at) else {
            return Ok(None);
        };
        let Some(close) = close_of(open) else {
            return Ok(None);
        };
        let inner = self.characters.get(self.at + 1..).unwrap_or_default();
        let length = inner.iter().position(|character| *character == close);
        let end = length.map(|length| self.at + length + 2);
        if open == close {
            return match end {
                Some(end) => Ok(Some(end)),
                None => fault(QueryFaultKind::OpenQuote, self.at..self.characters.len()),
            };
        }
        // “放管服”改革 is text that begins with a quotation mark, not a quoted run.
        Ok(end.filter(|end| self.character(*end).is_none_or(char::is_whitespace)))
    }
}
