//! What a search can stop at: a query that cannot be read, an index that cannot be.
//!
//! The sentences are here in both languages of the program, because this part of the crate imports
//! nothing of the rest.

use std::fmt;
use std::io;
use std::ops::Range;

use tantivy::TantivyError;

use super::format::version::{ANALYZER, FORMAT, MANIFEST};

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

impl Error {
    /// The sentence in Chinese.
    pub fn chinese(&self) -> String {
        match self {
            Error::Query(fault) => match &fault.kind {
                QueryFaultKind::Empty => {
                    "检索式中没有可供检索的文字或数字；请至少填写一个检索词".to_owned()
                }
                QueryFaultKind::TooLong(limit) => {
                    format!("检索式过长，最多{limit}个字符；请删减，或分几次检索")
                }
                QueryFaultKind::TooManyRuns(limit) => {
                    format!("检索词过多，最多{limit}个；请删减，或去掉多余的空格")
                }
                QueryFaultKind::OpenQuote => {
                    "引号没有成对；精确检索请在检索词前后各加一个引号".to_owned()
                }
                QueryFaultKind::LooseOr => {
                    "OR 前后都要有检索词；如要检索“OR”这两个字母，请加引号".to_owned()
                }
                QueryFaultKind::NothingToJoin => {
                    "OR 或“-”所带的只有标点，没有可供检索的文字或数字；请补上检索词，或删去 OR、“-”"
                        .to_owned()
                }
                QueryFaultKind::NoValue(field) => format!(
                    "“{field}”后没有可供检索的内容；请紧接冒号填写，中间不留空格；\
                     如要检索这几个字本身，请加引号"
                ),
                QueryFaultKind::NoYear => {
                    "年份写法有误；请用四位数字，如 year:2019、year:2019..2021、year:2019..、\
                     year:..2021；未标注日期的写 year:undated"
                        .to_owned()
                }
                QueryFaultKind::YearsBackwards { first, last } => {
                    format!("起始年份晚于截止年份；请写 year:{last:04}..{first:04}")
                }
            },
            Error::Index(fault) => {
                let file = &fault.file;
                match &fault.kind {
                    IndexFaultKind::Missing if file.ends_with(MANIFEST) => format!(
                        "找不到索引：{file}；请先运行 gongbao build，或用 --index 指明索引目录"
                    ),
                    IndexFaultKind::Missing => format!("索引缺少文件：{file}"),
                    IndexFaultKind::Length { expected, found } => {
                        format!("索引文件不完整：{file}，应为{expected}字节，实为{found}字节")
                    }
                    IndexFaultKind::Altered => format!("索引文件的内容已被改动：{file}"),
                    IndexFaultKind::Format(found) => format!(
                        "索引的格式版本为{found}，本程序只能读取版本{FORMAT}，请重新生成索引：{file}"
                    ),
                    IndexFaultKind::Analyzer(found) => format!(
                        "索引的文本切分规则版本为{found}，本程序只能读取版本{ANALYZER}，\
                         请重新生成索引：{file}"
                    ),
                    IndexFaultKind::Unreadable(reason) => {
                        format!("无法读取索引文件：{file}（{reason}）")
                    }
                    IndexFaultKind::Nonsense(reason) => {
                        format!("索引内容无法识别，可能已损坏，请重新生成索引（{reason}）")
                    }
                }
            }
        }
    }

    /// The sentence in English.
    pub fn english(&self) -> String {
        match self {
            Error::Query(fault) => match &fault.kind {
                QueryFaultKind::Empty => {
                    "the query holds no text to search for; give it a word or a figure".to_owned()
                },
                QueryFaultKind::TooLong(limit) => {
                    format!("the query is longer than {limit} characters; shorten it, or search in turns")
                }
                QueryFaultKind::TooManyRuns(limit) => {
                    format!("the query has more than {limit} terms; leave some out, or needless spaces")
                }
                QueryFaultKind::OpenQuote => {
                    "a quotation mark is not closed; put one on both sides of a term".to_owned()
                }
                QueryFaultKind::LooseOr => {
                    "OR wants a term on each side; quote it to search for the word".to_owned()
                }
                QueryFaultKind::NothingToJoin => {
                    "OR or \"-\" stands with punctuation alone; add a term, or take OR or \"-\" away"
                        .to_owned()
                }
                QueryFaultKind::NoValue(field) => format!(
                    "\"{field}\" has no value to search for; write it directly after the colon, \
                     without a space, or quote the word to search for it"
                ),
                QueryFaultKind::NoYear => {
                    "this is no year; write four digits, as in year:2019, year:2019..2021, \
                     year:2019.., year:..2021, or year:undated"
                        .to_owned()
                }
                QueryFaultKind::YearsBackwards { first, last } => {
                    format!("the years run backwards; write year:{last:04}..{first:04}")
                }
            },
            Error::Index(fault) => {
                let file = &fault.file;
                match &fault.kind {
                    IndexFaultKind::Missing if file.ends_with(MANIFEST) => format!(
                        "no index there: {file}; run gongbao build first, or name its folder with \
                         --index"
                    ),
                    IndexFaultKind::Missing => format!("a file of the index is missing: {file}"),
                    IndexFaultKind::Length { expected, found } => format!(
                        "a file of the index is not whole: {file} has {found} bytes, not {expected}"
                    ),
                    IndexFaultKind::Altered => {
                        format!("a file of the index has been altered: {file}")
                    }
                    IndexFaultKind::Format(found) => format!(
                        "the index has format version {found}, this program reads {FORMAT}; \
                         make the index anew: {file}"
                    ),
                    IndexFaultKind::Analyzer(found) => format!(
                        "the index has analyzer version {found}, this program reads {ANALYZER}; \
                         make the index anew: {file}"
                    ),
                    IndexFaultKind::Unreadable(reason) => {
                        format!("a file of the index cannot be read: {file} ({reason})")
                    }
                    IndexFaultKind::Nonsense(reason) => {
                        format!("the index makes no sense, it may be damaged: make it anew ({reason})")
                    }
                }
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.english())
    }
}

impl std::error::Error for Error {}

impl fmt::Display for IndexFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Error::Index(self.clone()).fmt(f)
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

impl From<TantivyError> for Error {
    fn from(error: TantivyError) -> Self {
        Error::nonsense(error.to_string())
    }
}

impl Error {
    /// What was read of the index makes no sense.
    pub(crate) fn nonsense(reason: impl Into<String>) -> Error {
        IndexFault::new(MANIFEST, IndexFaultKind::Nonsense(reason.into())).into()
    }
}
