//! The query language as a tree: what a query asks for, and how it is written.
//!
//! ```text
//! query  = clause, one after the other, with spaces between: all must hold
//! clause = term ("OR" term)*                                 one must hold
//! term   = ["-"] item                                        "-" excludes
//! item   = run | "quoted run" | field:value
//! ```
//!
//! `OR` binds tighter than the space, so no parentheses are needed. `parse` reads a query; the tree
//! prints as a query that reads as the same tree. Nothing is looked up here: whether an agency of that
//! name exists is for the search to say.

mod parse;
mod series;
pub(crate) mod syntax;
mod widened;
mod years;

use std::fmt;
use std::ops::Range;

pub use self::series::{Beside, serial};
use self::syntax::QUOTES;
pub use self::years::Years;

use crate::search::error::QueryFault;
use crate::search::text::numeral::in_other_numerals;
use crate::search::text::tokenizer::QueryUnit;

/// The longest query, in Unicode scalars.
pub const MAX_QUERY: usize = 1000;

/// The most runs and values of a query.
pub const MAX_RUNS: usize = 32;

/// A query that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// What must hold, all of it; at least one.
    pub clauses: Vec<Clause>,
}

/// What must hold in one way or another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// The ways; at least one.
    pub alternatives: Vec<Term>,
}

/// Something that must, or must not, be so. Two terms that say the same are equal, wherever they stand.
#[derive(Clone, Debug)]
pub struct Term {
    /// Whether it must not be so.
    pub negated: bool,
    /// What.
    pub item: Item,
    /// Where it stands in the query, `-` and field included, in Unicode scalars.
    pub at: Range<usize>,
    /// Whether nobody typed it, and the search asks for it beside what was typed.
    pub is_beside: bool,
}

/// What a term asks about a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// The run is in its title or its text.
    Run(Run),
    /// The run is in its title.
    Title(Run),
    /// The run is in its document number or its index number.
    Number(Run),
    /// The run is in the name or the number of something that it cites.
    Cites(Run),
    /// A value of the field has this name; part of it where the run is bare, the whole where quoted.
    Value {
        /// The field.
        field: ValueField,
        /// The name.
        run: Run,
    },
    /// It belongs to one of these years.
    Years(Years),
}

/// A field of a report that the query language knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The title.
    Title,
    /// Document number and index number.
    Number,
    /// What it cites.
    Cites,
    /// The years.
    Year,
    /// A field with values from a list.
    Value(ValueField),
}

/// A field whose values are names from a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueField {
    /// The agency.
    Agency,
    /// The type.
    Type,
    /// A topic.
    Topic,
    /// Whether it is in force.
    Status,
    /// Where its agencies are, and what is around that.
    Region,
}

/// A run of text to search for; it has at least one unit. Two runs that say the same are equal, wherever
/// they stand.
#[derive(Clone, Debug)]
pub struct Run {
    /// As it was written, without its quotation marks.
    pub text: String,
    /// Whether it stood in quotation marks.
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
        parse::query(text)
    }

    /// Every term, in the order of the query.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        self.clauses.iter().flat_map(|clause| &clause.alternatives)
    }

    /// Every run and value but years, in the order of the query, each with its term, which has the
    /// field and whether it is excluded.
    pub fn runs(&self) -> impl Iterator<Item = (&Term, &Run)> {
        self.terms()
            .filter_map(|term| term.item.run().map(|run| (term, run)))
    }
}

impl Clause {
    /// The field that all of its alternatives are about; none where they are about several, or the text.
    pub fn field(&self) -> Option<Field> {
        let mut fields = self.alternatives.iter().map(|term| term.item.field());
        let first = fields.next()??;
        fields.all(|field| field == Some(first)).then_some(first)
    }
}

impl Term {
    /// What it is called among what no report has: the run of title and text alone, else as it is printed.
    pub fn name(&self) -> String {
        match &self.item {
            Item::Run(run) => run.text.clone(),
            _ => self.to_string(),
        }
    }
}

impl Term {
    /// The text of its run with the numbers in the other numerals, 第四十六条 for 第46条: another run, which may be
    /// offered. None for values, for what is excluded, and where no number is sure to be one.
    pub fn in_other_numerals(&self) -> Option<String> {
        match &self.item {
            Item::Run(run) | Item::Title(run) if !self.negated => in_other_numerals(&run.text),
            _ => None,
        }
    }
}

impl Item {
    /// The run or value; years have none.
    pub fn run(&self) -> Option<&Run> {
        match self {
            Item::Run(run)
            | Item::Title(run)
            | Item::Number(run)
            | Item::Cites(run)
            | Item::Value { run, .. } => Some(run),
            Item::Years(_) => None,
        }
    }

    /// The field; a run of title and text has none.
    pub fn field(&self) -> Option<Field> {
        match self {
            Item::Run(_) => None,
            Item::Title(_) => Some(Field::Title),
            Item::Number(_) => Some(Field::Number),
            Item::Cites(_) => Some(Field::Cites),
            Item::Value { field, .. } => Some(Field::Value(*field)),
            Item::Years(_) => Some(Field::Year),
        }
    }
}

impl Field {
    /// The name that the field is printed with.
    pub fn name(self) -> &'static str {
        match self {
            Field::Title => "title",
            Field::Number => "number",
            Field::Cites => "cites",
            Field::Year => "year",
            Field::Value(ValueField::Agency) => "agency",
            Field::Value(ValueField::Type) => "type",
            Field::Value(ValueField::Topic) => "topic",
            Field::Value(ValueField::Status) => "status",
            Field::Value(ValueField::Region) => "region",
        }
    }
}

impl Run {
    /// The run that `text` is without quotation marks; none where it would read as something else
    /// (several runs, a field, an exclusion) or holds nothing to search for.
    pub fn bare(text: &str) -> Option<Run> {
        Run::alone(text)
            .filter(|run| !run.quoted && run.text == text && !text.starts_with(['-', '－']))
    }

    /// The run that `text` is in quotation marks; none where it holds each of them, or nothing to search
    /// for.
    pub fn quoted(text: &str) -> Option<Run> {
        let (open, close) = marks(text);
        Run::alone(&format!("{open}{text}{close}")).filter(|run| run.quoted && run.text == text)
    }

    /// The run that a query consists of.
    fn alone(query: &str) -> Option<Run> {
        let mut terms = Query::parse(query).ok()?.clauses.into_iter();
        let mut alternatives = terms.next()?.alternatives.into_iter();
        let term = alternatives.next()?;
        match (term.item, alternatives.next(), terms.next()) {
            (Item::Run(run), None, None) if !term.negated => Some(run),
            _ => None,
        }
    }
}

/// The quotation marks that `text` can stand between.
fn marks(text: &str) -> (char, char) {
    let fits = |(_, close): &(char, char)| !text.contains(*close);
    QUOTES.into_iter().find(fits).unwrap_or(('"', '"'))
}

impl PartialEq for Term {
    fn eq(&self, other: &Term) -> bool {
        (self.negated, &self.item) == (other.negated, &other.item)
    }
}

impl Eq for Term {}

impl PartialEq for Run {
    fn eq(&self, other: &Run) -> bool {
        // The units follow from the text.
        (&self.text, self.quoted) == (&other.text, other.quoted)
    }
}

impl Eq for Run {}

impl fmt::Display for Query {
    /// The query as it can be parsed again.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        joined(&self.clauses, " ", f)
    }
}

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        joined(&self.alternatives, " OR ", f)
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = if self.negated { "-" } else { "" };
        write!(f, "{mark}{}", self.item)
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(field) = self.field() {
            write!(f, "{}:", field.name())?;
        }
        match self {
            Item::Years(years) => years.fmt(f),
            _ => self.run().map_or(Ok(()), |run| run.fmt(f)),
        }
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.quoted {
            return f.write_str(&self.text);
        }
        let (open, close) = marks(&self.text);
        write!(f, "{open}{}{close}", self.text)
    }
}

fn joined<T: fmt::Display>(parts: &[T], between: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            f.write_str(between)?;
        }
        part.fmt(f)?;
    }
    Ok(())
}
