//! What a search can stop at: a query that cannot be read, an index that cannot be.
//!
//! Codes and facts, for programs and programmers: what a person is told, and in which language, is for the
//! command line and the search page to say.

use std::fmt;
use std::io;
use std::ops::Range;

use crate::search::format::version::{ANALYZER, FORMAT, MANIFEST};

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// The query: its writer can mend it.
    Query(QueryFault),
    /// A file of the index.
    Index(IndexFault),
}

/// What is wrong with a query, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryFault {
    /// What.
    pub kind: QueryFaultKind,
    /// Where in the query, in Unicode scalars from 0.
    pub at: Range<usize>,
}

/// What can be wrong with a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QueryFaultKind {
    /// No letter, digit or Chinese character.
    Empty,
    /// More scalars than a query may have (the limit).
    TooLong(usize),
    /// More runs than a query may have (the limit).
    TooManyRuns(usize),
    /// A quotation mark without its fellow.
    OpenQuote,
    /// OR without a term on each side.
    LooseOr,
    /// What OR or `-` stands with holds no letter, digit or Chinese character.
    NothingToJoin,
    /// A field without a value; its name and colon as they were written.
    NoValue(String),
    /// The value of the field for years is no year and no range of years.
    NoYear,
    /// A range of years that ends before it begins.
    YearsBackwards {
        /// The year that was written first.
        first: u16,
        /// The year that was written last.
        last: u16,
    },
}

/// What is wrong with which file of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexFault {
    /// The file's name, or its path where the opener knows one.
    pub file: String,
    /// What.
    pub kind: IndexFaultKind,
}

/// What can be wrong with a file of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IndexFaultKind {
    /// It is not there.
    Missing,
    /// It has another length than the manifest says.
    Length {
        /// Bytes that the manifest says.
        expected: u64,
        /// Bytes that are there.
        found: u64,
    },
    /// Its bytes are not those that the manifest says.
    Altered,
    /// The manifest is of another format version.
    Format(u32),
    /// The index was made by another version of the analyzer.
    Analyzer(u32),
    /// It cannot be read or understood; the reason, in English.
    Unreadable(String),
    /// What was read of the index makes no sense, whichever file it came from; the reason, in English.
    Nonsense(String),
}

impl QueryFaultKind {
    /// Its name in messages between programs.
    pub fn code(&self) -> &'static str {
        match self {
            QueryFaultKind::Empty => "empty",
            QueryFaultKind::TooLong(_) => "too-long",
            QueryFaultKind::TooManyRuns(_) => "too-many-runs",
            QueryFaultKind::OpenQuote => "open-quote",
            QueryFaultKind::LooseOr => "loose-or",
            QueryFaultKind::NothingToJoin => "nothing-to-join",
            QueryFaultKind::NoValue(_) => "no-value",
            QueryFaultKind::NoYear => "no-year",
            QueryFaultKind::YearsBackwards { .. } => "years-backwards",
        }
    }
}

impl IndexFaultKind {
    /// Its name in messages between programs.
    pub fn code(&self) -> &'static str {
        match self {
            IndexFaultKind::Missing => "missing",
            IndexFaultKind::Length { .. } => "length",
            IndexFaultKind::Altered => "altered",
            IndexFaultKind::Format(_) => "format",
            IndexFaultKind::Analyzer(_) => "analyzer",
            IndexFaultKind::Unreadable(_) | IndexFaultKind::Nonsense(_) => "unreadable",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Query(fault) => fault.fmt(f),
            Error::Index(fault) => fault.fmt(f),
        }
    }
}

impl std::error::Error for Error {}

impl fmt::Display for QueryFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (code, start, end) = (self.kind.code(), self.at.start, self.at.end);
        write!(f, "query: {code} at {start}..{end}")?;
        match &self.kind {
            QueryFaultKind::TooLong(limit) | QueryFaultKind::TooManyRuns(limit) => {
                write!(f, ", limit {limit}")
            }
            QueryFaultKind::NoValue(field) => write!(f, ", field {field}"),
            QueryFaultKind::YearsBackwards { first, last } => write!(f, ", {first} to {last}"),
            QueryFaultKind::Empty
            | QueryFaultKind::OpenQuote
            | QueryFaultKind::LooseOr
            | QueryFaultKind::NothingToJoin
            | QueryFaultKind::NoYear => Ok(()),
        }
    }
}

impl std::error::Error for QueryFault {}

impl fmt::Display for IndexFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.kind.code())?;
        match &self.kind {
            IndexFaultKind::Missing | IndexFaultKind::Altered => Ok(()),
            IndexFaultKind::Length { expected, found } => {
                write!(f, ", {found} bytes instead of {expected}")
            }
            IndexFaultKind::Format(found) => write!(f, ", version {found} instead of {FORMAT}"),
            IndexFaultKind::Analyzer(found) => {
                write!(f, ", version {found} instead of {ANALYZER}")
            }
            IndexFaultKind::Unreadable(reason) | IndexFaultKind::Nonsense(reason) => {
                write!(f, ", {reason}")
            }
        }
    }
}

impl std::error::Error for IndexFault {}

impl IndexFault {
    pub(crate) fn new(file: impl Into<String>, kind: IndexFaultKind) -> Self {
        IndexFault {
            file: file.into(),
            kind,
        }
    }
}

impl From<IndexFault> for Error {
    fn from(fault: IndexFault) -> Self {
        Error::Index(fault)
    }
}

impl From<QueryFault> for Error {
    fn from(fault: QueryFault) -> Self {
        Error::Query(fault)
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Error::nonsense(error.to_string())
    }
}

impl Error {
    /// What was read of the index makes no sense.
    pub(crate) fn nonsense(reason: impl Into<String>) -> Error {
        IndexFault::new(MANIFEST, IndexFaultKind::Nonsense(reason.into())).into()
    }
}
