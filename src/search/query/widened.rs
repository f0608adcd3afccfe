//! What a query may mean beside what was typed, where the same words may be written in another way.
//!
//! In goes a query, out comes one that asks for more: 龚 正 for 龚正 too, since names are set with blanks; 1 445.3 for
//! 1445.3, since blanks part thousands; 着力 for 著力. What is added is marked as such: it finds, orders and is shown,
//! but no reader typed it. Nothing is taken away, and no text is looked at.

use std::ops::Range;

use crate::search::query::{Clause, Item, MAX_RUNS, Query, Run, Term};
use crate::search::text::tokenizer::query_units;
use crate::search::text::unit::Class;
use crate::search::text::word::spellings;

/// Figures side by side that may be one, at most.
const MAX_GROUPS: usize = 6;

impl Query {
    /// The query with what it may mean beside.
    pub(crate) fn widened(&self) -> Query {
        let mut query = self.clone();
        join_characters(&mut query.clauses);
        join_thousands(&mut query.clauses);
        spell(&mut query.clauses);
        let mut room = MAX_RUNS.saturating_sub(self.terms().count());
        for clause in &mut query.clauses {
            clause.alternatives.retain(|term| {
                let fits = !term.is_beside || room > 0;
                room -= usize::from(term.is_beside && fits);
                fits
            });
        }
        query
            .clauses
            .retain(|clause| !clause.alternatives.is_empty());
        query
    }
}

/// The run of a clause that is one bare run and nothing else.
fn bare(clause: &Clause) -> Option<&Run> {
    match clause.alternatives.as_slice() {
        [
            Term {
                negated: false,
                item: Item::Run(run),
                ..
            },
        ] if !run.quoted => Some(run),
        _ => None,
    }
}

/// A run that stands for what was typed at `at`. As if quoted: its parts are those of what was typed.
fn beside(text: String, at: Range<usize>) -> Term {
    let run = Run {
        units: query_units(&text),
        text,
        quoted: true,
        at: at.clone(),
    };
    Term {
        negated: false,
        item: Item::Run(run),
        at,
        is_beside: true,
    }
}

/// Single characters side by side may be one run; what holds it holds each, so one clause asks for it.
fn join_characters(clauses: &mut [Clause]) {
    let is_character = |clause: &Clause| {
        bare(clause).is_some_and(|run| {
            let is_one = run.text.chars().count() == 1;
            is_one && run.units.iter().all(|unit| unit.class == Class::Single)
        })
    };
    for row in clauses.chunk_by_mut(|a, b| is_character(a) && is_character(b)) {
        let runs: Vec<&Run> = row.iter().filter_map(bare).collect();
        if let [first, .., last] = runs.as_slice() {
            let at = first.at.start..last.at.end;
            let joined = beside(runs.iter().map(|run| run.text.as_str()).collect(), at);
            if let Some(clause) = row.first_mut() {
                clause.alternatives.push(joined);
            }
        }
    }
}

/// Figures side by side may be one, whose thousands blanks part: the one, or else all of them.
fn join_thousands(clauses: &mut [Clause]) {
    for start in 0..clauses.len() {
        let rest = clauses.get(start..).unwrap_or_default();
        let runs: Vec<&Run> = rest.iter().map_while(bare).take(MAX_GROUPS).collect();
        for length in (2..=runs.len()).rev() {
            let parts = runs.get(..length).unwrap_or_default();
            let texts: Vec<&str> = parts.iter().map(|run| run.text.as_str()).collect();
            let text = texts.join(" ");
            let units: usize = parts.iter().map(|run| run.units.len()).sum();
            let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
                continue;
            };
            if query_units(&text).len() + length - 1 != units {
                continue;
            }
            let joined = beside(text, first.at.start..last.at.end);
            for clause in clauses.iter_mut().skip(start).take(length) {
                clause.alternatives.push(joined.clone());
            }
            break;
        }
    }
}

/// Words that the other script spells in another way; what is excluded is so in both.
fn spell(clauses: &mut Vec<Clause>) {
    let mut excluded = Vec::new();
    for clause in clauses.iter_mut() {
        let is_alone = clause.alternatives.len() == 1;
        let mut others = Vec::new();
        for term in &clause.alternatives {
            let is_title = match &term.item {
                Item::Run(_) => false,
                Item::Title(_) => true,
                _ => continue,
            };
            for text in term
                .item
                .run()
                .map(|run| spellings(&run.text))
                .into_iter()
                .flatten()
            {
                let mut other = beside(text, term.at.clone());
                other.negated = term.negated;
                other.item = match other.item {
                    Item::Run(run) if is_title => Item::Title(run),
                    item => item,
                };
                match term.negated {
                    false => others.push(other),
                    true if is_alone => excluded.push(Clause {
                        alternatives: vec![other],
                    }),
                    true => {}
                }
            }
        }
        clause.alternatives.append(&mut others);
    }
    clauses.append(&mut excluded);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_asks_for_what_may_be_meant_too() {
        let cases = [
            ("龚 正", "龚 OR \"龚正\" 正"),
            ("王　小 明 报告", "王 OR \"王小明\" 小 明 报告"),
            ("集体土地 征收", "集体土地 征收"),
            ("龚 正 OR 甲", "龚 正 OR 甲"),
            ("龚 -正", "龚 -正"),
            ("1 445.3", "1 OR \"1 445.3\" 445.3 OR \"1 445.3\""),
            (
                "共1 445.3万元",
                "共1 OR \"共1 445.3万元\" 445.3万元 OR \"共1 445.3万元\"",
            ),
            ("1 2 345", "1 2 OR \"2 345\" 345 OR \"2 345\""),
            ("2019 2020", "2019 2020"),
            ("着力推进", "着力推进 OR \"著力推进\""),
            ("title:着力", "title:着力 OR title:\"著力\""),
            ("甲 -着力", "甲 -着力 -\"著力\""),
        ];
        for (typed, meant) in cases {
            let query = Query::parse(typed).expect("a query");
            assert_eq!(query.widened().to_string(), meant, "{typed}");
        }
    }
}
