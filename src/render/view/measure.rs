//! What plans say is to be done: ledgers, and lists of measures by body, deadline and status.
//!
//! Plain values of the contract, see [`crate::render::view`]; nothing is computed here.

use serde::Serialize;

use crate::render::view::{Date, Link, Page, Paging};

/// How far a measure is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct MeasureState {
    /// `not-started`, `in-progress`, `continuing`, `completed`, `suspended` or `discontinued` as an editor says it, else
    /// `unstated`; its word is `t.measure_status[key]`.
    pub key: String,
    /// Whether its deadline has passed and no editor says that nothing more is due.
    pub is_past: bool,
}

/// Until when a measure is to be done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct MeasureDeadline {
    /// The day; none where it is none.
    pub date: Option<Date>,
    /// What stands in place of a day: `recurring`, `ongoing`, `unread` or `none`; its word is `t.measure_term[key]`. None
    /// beside `date` or `since`.
    pub term: Option<String>,
    /// Since when, of what has no end but a beginning.
    pub since: Option<Date>,
    /// Whether it is not stated with the measure, but is the plan's for all that state none.
    pub is_default: bool,
}

/// Which values of a measure an editor says; all others were read from the text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct MeasureDeclared {
    /// Its words, its number or its heading.
    pub text: bool,
    /// Who leads.
    pub lead: bool,
    /// Who else takes part.
    pub others: bool,
    /// Until when.
    pub deadline: bool,
}

/// A body of a measure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct MeasureBody {
    /// Its name as written, or words for bodies that are not named: `等有关部门`.
    pub text: String,
    /// Its measures; none of bodies that are not named.
    pub url: Option<String>,
    /// Of its name.
    pub language: Option<String>,
    /// Whether it goes on from the one before it without a mark between: 示例局等有关部门.
    pub goes_on: bool,
}

/// A measure of a ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Measure {
    /// Its place in the page, `m-2-1`.
    pub id: String,
    /// Its number as written; empty where it has none.
    pub number: String,
    /// Its words, cut where they are long.
    pub text: String,
    /// The words of the plan that say who and until when, cut; none of one that an editor added.
    pub quote: Option<String>,
    /// The paragraph of the plan; none of one that an editor added.
    pub url: Option<String>,
    /// Who leads; each leads to its measures.
    pub lead: Vec<MeasureBody>,
    /// Who else takes part.
    pub others: Vec<MeasureBody>,
    /// Names that are left out of `lead` and `others`, where they are many.
    pub more: u64,
    /// Until when.
    pub deadline: MeasureDeadline,
    /// How far it is.
    pub state: MeasureState,
    /// Reports that say so.
    pub evidence: Vec<Link>,
    /// What else an editor says, cut where it is long.
    pub note: Option<String>,
    /// What an editor says in place of the text.
    pub declared: MeasureDeclared,
}

/// Measures under one heading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct MeasureGroup {
    /// The heading in the plan; empty where there is none.
    pub heading: String,
    /// At least one.
    pub measures: Vec<Measure>,
}

/// How many measures there are of something, and where they are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct MeasureCount {
    /// What readers see.
    pub title: String,
    /// Of the title.
    pub language: Option<String>,
    /// The list; none where it is of one plan alone.
    pub url: Option<String>,
    /// How many: measures, unless `says` says otherwise.
    pub count: u64,
    /// Where it counts something else, the number with its word: `9个单位`.
    pub says: Option<String>,
}

/// What `ledger.html` gets: the measures of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct LedgerPage {
    /// The head.
    pub page: Page,
    /// The plan.
    pub plan: Link,
    /// Of its words.
    pub language: Option<String>,
    /// All measures of the plan.
    pub total: u64,
    /// Those whose deadline has passed and of which no editor says that nothing more is due.
    pub past: u64,
    /// The words of the plan that give a deadline to all measures that state none, cut.
    pub default: Option<String>,
    /// How many have which status; on the first page.
    pub statuses: Vec<MeasureCount>,
    /// The day as of which all is said.
    pub as_of: Option<Date>,
    /// The measures of this page.
    pub groups: Vec<MeasureGroup>,
    /// Set where they are on more than one page.
    pub paging: Option<Paging>,
}

/// A measure in a list of those of several plans.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct MeasureLine {
    /// Its number as written; empty where it has none.
    pub number: String,
    /// Its words, cut.
    pub text: String,
    /// Its place in the ledger of its plan.
    pub url: String,
    /// The title of the plan.
    pub plan: String,
    /// Of the words of the plan.
    pub language: Option<String>,
    /// Who leads, the first few.
    pub lead: Vec<String>,
    /// Until when.
    pub deadline: MeasureDeadline,
    /// How far it is.
    pub state: MeasureState,
}

/// What `measure-list.html` gets: the measures of a body, of a deadline, of a status, or those past their deadline.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct MeasureListPage {
    /// The head.
    pub page: Page,
    /// All of them.
    pub total: u64,
    /// Of a body: those that it leads, which come first.
    pub led: Option<u64>,
    /// The page of the body, where it is one of the archive's.
    pub agency: Option<Link>,
    /// The day as of which all is said.
    pub as_of: Option<Date>,
    /// The measures of this page.
    pub lines: Vec<MeasureLine>,
    /// Set where they are on more than one page.
    pub paging: Option<Paging>,
}

/// What `measure-index.html` gets: bodies, deadlines or statuses, with how many measures there are of each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct MeasureIndexPage {
    /// The head.
    pub page: Page,
    /// In their order.
    pub counts: Vec<MeasureCount>,
    /// Set where they are on more than one page.
    pub paging: Option<Paging>,
}

/// A plan in the list of plans.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct MeasurePlan {
    /// Its title and its ledger.
    pub ledger: Link,
    /// How many measures it has.
    pub total: u64,
    /// Of how many an editor says that nothing more is due.
    pub settled: u64,
    /// How many are past their deadline, and no editor says that nothing more is due.
    pub past: u64,
}

/// What `measures.html` gets: all plans with their measures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct MeasuresPage {
    /// The head.
    pub page: Page,
    /// All measures.
    pub total: u64,
    /// The day as of which all is said.
    pub as_of: Option<Date>,
    /// Those past their deadline, and the list of them; none where there are none.
    pub past: Option<MeasureCount>,
    /// The lists by body, deadline and status, with how many groups each has.
    pub ways: Vec<MeasureCount>,
    /// How many have which status.
    pub statuses: Vec<MeasureCount>,
    /// The plans of this page.
    pub plans: Vec<MeasurePlan>,
    /// Set where they are on more than one page.
    pub paging: Option<Paging>,
}

/// The measures of which the plans of one agency name another, on the page of the latter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct AgencyMeasures {
    /// The list of them; its title is the agency whose plans these are.
    pub list: Link,
    /// What the plans call the agency, where that is not its name.
    pub name: Option<String>,
    /// All of them.
    pub total: u64,
    /// Those that it leads.
    pub led: u64,
    /// How many have which status.
    pub statuses: Vec<MeasureCount>,
}

/// The ledger of a plan, for the page of the plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct LedgerLink {
    /// The ledger.
    pub url: String,
    /// How many measures it has.
    pub count: u64,
}
