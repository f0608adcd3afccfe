//! The answer to a query, as `gongbao search --format json` prints it and the search page shows it.
//!
//! Plain data: nothing is decided here.

use serde::{Deserialize, Serialize};

/// The order of hits. Exact matches always come before the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// By how much of a report is about what was asked: rarer runs, more of them, in better places; then newer before
    /// older.
    #[default]
    Relevance,
    /// Newer before older, undated last.
    Date,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// How many reports match, exactly or in parts.
    pub total: u64,
    /// How many reports hold every run as it was typed.
    pub exact_total: u64,
    /// How many hold the one long run of the query but for slips, where none holds it as it was typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub near: Option<Near>,
    /// The best of them, best first.
    pub hits: Vec<Hit>,
    /// Of the exact matches, how many have which value.
    pub facets: Facets,
    /// What may be chosen instead: each facet counted as if the query did not restrict that field, the
    /// others as it does. None where it restricts none, since then it would be the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choices: Option<Facets>,
    /// The runs that no report holds as they were typed; reports may still hold their parts.
    pub missing: Vec<String>,
}

/// Reports that hold what was typed but for slips.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Near {
    /// How many.
    pub total: u64,
    /// What of the query stands otherwise in the first of them, first and past the last Unicode scalar, in order; where
    /// something is missing in the query, nothing at that place.
    pub typed: Vec<[usize; 2]>,
    /// Whether it is the same in all of them.
    pub is_same: bool,
}

/// A report that matches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    /// Its file in the content tree.
    pub source: String,
    /// Its id.
    pub id: String,
    /// Its page.
    pub url: String,
    /// Its title.
    pub title: String,
    /// What matched in the title, first and past the last Unicode scalar, in order.
    pub title_spans: Vec<[usize; 2]>,
    /// Its document number and its index number, as far as it has them.
    pub numbers: Vec<String>,
    /// The day that orders it, `2021`, `2021-03` or `2021-03-05`; none for one without.
    pub date: Option<String>,
    /// Its agencies, the first of a joint issue first.
    pub agencies: Vec<String>,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its status, as the facet has it.
    pub status: Option<String>,
    /// How often the runs stand in its title and text as they were typed; 0 where none does.
    pub times: u64,
    /// Whether it holds every run as it was typed.
    pub exact: bool,
    /// Whether it holds the one long run of the query but for slips.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub near: bool,
    /// The best passages of its text, in the order of the text; none when only the title matches.
    pub passages: Vec<Passage>,
}

/// A passage of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// The anchor of its paragraph.
    pub anchor: String,
    /// The heading that it stands under.
    pub heading: String,
    /// The text, word for word.
    pub text: String,
    /// Where the text is a heading: what stands directly below it, as far as it is shown; empty where that is a passage
    /// of its own.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub below: String,
    /// What matched in it, first and past the last Unicode scalar, in order.
    pub spans: Vec<[usize; 2]>,
    /// What stands there otherwise than it was typed, likewise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differs: Vec<[usize; 2]>,
}

/// How many of the exact matches have which value; a report may have several years, agencies and topics.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facets {
    /// Newest first; `undated` for reports of no year, last.
    pub year: Vec<Count>,
    /// Most frequent first.
    pub agency: Vec<Count>,
    /// Most frequent first.
    #[serde(rename = "type")]
    pub kind: Vec<Count>,
    /// Most frequent first.
    pub topic: Vec<Count>,
    /// Most frequent first.
    pub status: Vec<Count>,
    /// Paths of names with `/` between, each counted with what is within it; most frequent first.
    pub region: Vec<Count>,
}

/// A value and how many reports have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// The value.
    pub value: String,
    /// How many reports.
    pub count: u64,
}
