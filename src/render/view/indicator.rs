//! What indicators come to: all of them, one across bodies and periods, and those of a body.
//!
//! Plain values of the contract, see [`crate::render::view`]; nothing is computed here.

use serde::Serialize;

use crate::render::view::{Date, Link, Page, Paging};

/// An indicator in the list of all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct IndicatorLine {
    /// Its page.
    pub indicator: Link,
    /// What it is counted in.
    pub unit: Option<String>,
    /// How many figures there are of it.
    pub figures: u64,
    /// Of how many bodies.
    pub agencies: u64,
    /// The first period of which there is one.
    pub first: Option<Date>,
    /// The last.
    pub last: Option<Date>,
}

/// What `indicators.html` gets: all indicators.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct IndicatorsPage {
    /// The head.
    pub page: Page,
    /// Those of this page.
    pub indicators: Vec<IndicatorLine>,
    /// Set where they are on more than one page.
    pub paging: Option<Paging>,
}

/// How an indicator was, or is, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct IndicatorDefinition {
    /// Its place among those of the indicator, from 1.
    pub number: u64,
    /// From when.
    pub from: Option<Date>,
    /// Until when.
    pub until: Option<Date>,
    /// What is counted, as an editor says.
    pub note: Option<String>,
}

/// A figure in a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ShownFigure {
    /// An exact decimal in the unit of the indicator.
    pub value: String,
    /// Whether the text says that it is about so.
    pub is_about: bool,
    /// What it is counted in, where nothing around it says so; it stands directly behind the value.
    pub unit: Option<String>,
    /// Its place in the report; empty where nothing nearer than the page says it, and of a sum.
    pub url: String,
    /// Which definition holds for it; none where the indicator has but one.
    pub definition: Option<u64>,
}

/// The figures of a period: mostly one; none is a gap.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct FigureCell {
    /// Several where several reports are about the period.
    pub figures: Vec<ShownFigure>,
}

/// A row of a table: a body, or an indicator.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct FigureRow {
    /// Its figures on a page of their own.
    pub whose: Link,
    /// Of an indicator, what it is counted in.
    pub unit: Option<String>,
    /// One for each period.
    pub cells: Vec<FigureCell>,
}

/// What a text says where an editor states another figure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct FigureInText {
    /// The figure, which leads to its place.
    pub figure: ShownFigure,
    /// The sentence or the cell.
    pub quote: String,
}

/// What says a figure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct FigureEvidence {
    /// The body, or the indicator.
    pub whose: String,
    /// Of `whose`.
    pub whose_language: Option<String>,
    /// What the figure is about; none where the report says nothing of it.
    pub period: Option<Date>,
    /// The figure.
    pub figure: ShownFigure,
    /// `text` or `declared`.
    pub basis: String,
    /// The sentence or the cell; empty where the text does not say it.
    pub quote: String,
    /// Of the quote.
    pub language: Option<String>,
    /// What an editor says of it.
    pub note: Option<String>,
    /// Set where the text has another.
    pub in_text: Option<FigureInText>,
}

/// A point of a chart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ChartPoint {
    /// From the left.
    pub x: i64,
    /// From the top.
    pub y: i64,
    /// The year and the figure.
    pub title: String,
    /// Set where bodies are lacking in the figure: `5/7`. It is joined with no other.
    pub mark: Option<String>,
}

/// The figures of a body in a chart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ChartLine {
    /// Which of the lines, from 1.
    pub number: u64,
    /// The body, or the indicator.
    pub name: String,
    /// Of the name.
    pub language: Option<String>,
    /// Lines without a gap, as SVG has points; they end where a year is missing and where the definition changes.
    pub runs: Vec<String>,
    /// Every figure.
    pub points: Vec<ChartPoint>,
}

/// A word at a place on an axis, or of a change of definition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ChartTick {
    /// From the left or from the top.
    pub at: i64,
    /// What stands there.
    pub label: String,
}

/// A chart of figures by year. Its table stands beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Chart {
    /// Which chart of the page, from 1.
    pub number: u64,
    /// What it shows.
    pub title: String,
    /// Of the title.
    pub language: Option<String>,
    /// From which year to which.
    pub first: String,
    /// See `first`.
    pub last: String,
    /// Its size.
    pub width: i64,
    /// See `width`.
    pub height: i64,
    /// The edges of what is drawn.
    pub left: i64,
    /// See `left`.
    pub right: i64,
    /// See `left`.
    pub top: i64,
    /// See `left`.
    pub bottom: i64,
    /// Figures on the left.
    pub values: Vec<ChartTick>,
    /// Years below.
    pub years: Vec<ChartTick>,
    /// Whether it shows what several bodies add up to.
    pub is_total: bool,
    /// Changes of the definition.
    pub changes: Vec<ChartTick>,
    /// At least one.
    pub lines: Vec<ChartLine>,
}

/// What `figures.html` gets: an indicator by body and period, or the indicators of a body by period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct FiguresPage {
    /// The head.
    pub page: Page,
    /// Of an indicator, what it is counted in.
    pub unit: Option<String>,
    /// Of a body, its page.
    pub agency: Option<Link>,
    /// Of an indicator, how it is counted; none where there is nothing to say.
    pub definitions: Vec<IndicatorDefinition>,
    /// Few lines each.
    pub charts: Vec<Chart>,
    /// Of an indicator whose figures are added, what they come to; on the first page.
    pub totals: Option<FigureTotals>,
    /// The columns of the table.
    pub periods: Vec<Date>,
    /// Earlier periods that are left out.
    pub earlier: u64,
    /// The rows of this page.
    pub rows: Vec<FigureRow>,
    /// What says the figures of this page.
    pub evidence: Vec<FigureEvidence>,
    /// Set where they are on more than one page.
    pub paging: Option<Paging>,
}

/// The newest figure of an indicator, on the page of a body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct NewestFigure {
    /// The page of the indicator.
    pub indicator: Link,
    /// What it is about.
    pub period: Option<Date>,
    /// The figure.
    pub figure: ShownFigure,
}

/// What bodies come to in a year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct FigureTotal {
    /// The year.
    pub year: Date,
    /// The sum, in the unit of the indicator, which leads nowhere.
    pub figure: ShownFigure,
    /// The bodies whose figures are in it.
    pub bodies: u64,
    /// Those that have a figure in any year and were there in this one.
    pub all: u64,
}

/// What bodies come to, by year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct FigureTotals {
    /// The years of which there is a sum, the oldest first.
    pub years: Vec<FigureTotal>,
    /// Whether a body in a sum is above another in it.
    pub is_nested: bool,
}

/// A figure of a report, on its page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ReportFigure {
    /// The page of the indicator.
    pub indicator: Link,
    /// The figure.
    pub figure: ShownFigure,
    /// `text` or `declared`.
    pub basis: String,
    /// What an editor says of it.
    pub note: Option<String>,
    /// Set where the text has another.
    pub in_text: Option<FigureInText>,
}

/// What indicators come to in a report, on its page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ReportFigures {
    /// At least one.
    pub figures: Vec<ReportFigure>,
    /// Of those that are not listed.
    pub more: u64,
    /// The figures of the body in all periods.
    pub url: String,
}

/// The figures of a body, on its page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct AgencyFigures {
    /// All of them.
    pub url: String,
    /// The newest of each indicator, of the first few.
    pub newest: Vec<NewestFigure>,
}
