//! What the indicators of an archive come to in one report, as its text and tables have it.
//!
//! In: passages, and the indicators with their definitions. Out: every figure that a pattern or a cell names, with the
//! sentence or the cell that says so. Where there are several, none is preferred; nothing is rounded or completed.

mod missed;
mod text;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::date::{PartialDate, Period, PeriodUnit, Span};
use crate::pattern::Pattern;
use crate::report::findings::figure::grid::{Table, Tables};
use crate::report::findings::figure::indicator::text::Text;
use crate::report::findings::figure::label::Label;
use crate::report::findings::figure::number::Number;
use crate::report::findings::figure::unit::{Measured, Unit};
use crate::report::findings::{TypeWords, sentence};
use crate::report::front_matter::FrontMatter;
use crate::report::passage::{Passage, PassageKind};

pub(crate) use crate::report::findings::figure::indicator::missed::{Missed, Why};

/// Places of one pattern in one passage.
const PLACES_MAX: usize = 20;
/// Figures of one indicator in one report that are kept: an editor has to say which it is anyway.
const FOUND_MAX: usize = 8;
/// Characters of what is quoted.
const QUOTE_MAX: usize = 120;
/// What stands for the year of a report where a row or a column is named.
const YEAR: &str = "{year}";

/// An indicator that is sought.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct SoughtIndicator {
    /// In which reports; none for all.
    pub(crate) types: Option<TypeWords>,
    /// What it is counted in.
    pub(crate) unit: Unit,
    /// No two at one time.
    pub(crate) definitions: Vec<SoughtDefinition>,
}

/// How it is counted, and where it is read.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct SoughtDefinition {
    /// When it holds: the end of a period decides.
    pub(crate) time: Span,
    /// How it is written in texts.
    pub(crate) text: Vec<Pattern>,
    /// Where it stands in tables: row and column, each by its levels.
    pub(crate) table: Vec<(Vec<String>, Option<Vec<String>>)>,
}

impl SoughtDefinition {
    /// Whether it holds for a period that ends on a day, or for what is of no period.
    fn holds(&self, last: Option<PartialDate>) -> bool {
        last.map_or(self.time.is_always(), |day| self.time.has(day))
    }
}

/// A figure of an indicator.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FoundFigure {
    /// Which indicator, in the order of archive.yaml.
    pub(crate) indicator: u32,
    /// Which of its definitions.
    pub(crate) definition: u32,
    /// Which of the patterns of that, its cells after them.
    pub(crate) pattern: u32,
    /// In the unit of the indicator.
    pub(crate) value: Number,
    /// Whether it is said to be about so.
    pub(crate) is_about: bool,
    /// The id in the page that leads to it; empty where nothing nearer than the page does.
    pub(crate) anchor: Box<str>,
    /// The sentence, or what the row and column are called with the cell; cut.
    pub(crate) quote: Box<str>,
    /// Bytes of the file.
    pub(crate) place: Range<usize>,
}

/// A figure whose place in the file is not known yet.
pub(crate) struct InPassage {
    /// The figure.
    pub(crate) figure: FoundFigure,
    /// Its passage.
    pub(crate) passage: usize,
    /// Its bytes there.
    pub(crate) bytes: Range<usize>,
}

/// A definition that holds for a report.
struct Holding<'s> {
    indicator: u32,
    definition: u32,
    unit: &'s Unit,
    sought: &'s SoughtDefinition,
}

/// The period of a report in its common form (from 1 January to 31 December is a year), or the one year that it belongs to.
pub(crate) fn period_of(front_matter: &FrontMatter) -> Option<Period> {
    let year = || match *front_matter.years() {
        [year] => Some(PeriodUnit::Year.containing(PartialDate::of_year(year))),
        _ => None,
    };
    front_matter
        .period
        .map(Period::in_common_form)
        .or_else(year)
}

/// The figures of a report, and what seemed to name one and gave none.
pub(crate) fn find(
    tables: &Tables<'_, '_>,
    front_matter: &FrontMatter,
    indicators: &[SoughtIndicator],
) -> (Vec<InPassage>, Vec<Missed>) {
    let passages = tables.passages;
    let period = period_of(front_matter);
    let holding = holding(indicators, front_matter, period.map(|period| period.to));
    let mut found = Found::default();
    if holding.iter().any(|it| !it.sought.text.is_empty()) {
        for (at, passage) in passages.iter().enumerate() {
            if passage.kind != PassageKind::Code {
                found.read_text(at, passage, &holding);
            }
        }
    }
    if holding.iter().any(|it| !it.sought.table.is_empty()) {
        // Of a report of several years none is its year.
        let year = period.filter(|period| period.from.year == period.to.year);
        let year = year.map(|period| period.to.year);
        for table in tables.all() {
            found.read_table(table, passages, &holding, year);
        }
    }
    let missed = missed::without(found.missed, &found.all);
    (found.all, missed)
}

/// The definitions that hold for a report.
fn holding<'s>(
    indicators: &'s [SoughtIndicator],
    front_matter: &FrontMatter,
    last: Option<PartialDate>,
) -> Vec<Holding<'s>> {
    let is_of = |types: &Option<TypeWords>| types.as_ref().is_none_or(|it| it.name(front_matter));
    let of_type = (0_u32..).zip(indicators);
    let of_type = of_type.filter(|(_, sought)| is_of(&sought.types));
    let each = of_type.filter_map(|(indicator, of)| {
        let mut definitions = (0_u32..).zip(&of.definitions);
        let (definition, sought) = definitions.find(|(_, sought)| sought.holds(last))?;
        Some(Holding {
            indicator,
            definition,
            unit: &of.unit,
            sought,
        })
    });
    each.collect()
}

#[derive(Default)]
struct Found {
    all: Vec<InPassage>,
    missed: Vec<Missed>,
}

impl Found {
    fn read_text(&mut self, at: usize, passage: &Passage<'_>, holding: &[Holding<'_>]) {
        let text = Text::of(passage.text);
        for it in holding {
            for (pattern, regex) in (0_u32..).zip(&it.sought.text) {
                let places = regex.places(&text.written, PLACES_MAX);
                if passage.kind.is_cell() && places.is_empty() && regex.begins_with(&text.written) {
                    self.miss(it, pattern, Why::InTable);
                }
                for place in places {
                    let (figure, bytes) = match text.figure(place, it.unit) {
                        Ok(found) => found,
                        Err(why) => {
                            self.miss(it, pattern, why);
                            continue;
                        }
                    };
                    let quote = sentence::around(passage.text, &bytes);
                    self.add(InPassage {
                        figure: FoundFigure {
                            indicator: it.indicator,
                            definition: it.definition,
                            pattern,
                            anchor: passage.anchor.into(),
                            quote: cut(passage.text.get(quote).unwrap_or_default()),
                            ..figure
                        },
                        passage: at,
                        bytes,
                    });
                }
            }
        }
    }

    fn read_table(
        &mut self,
        table: &Table<'_>,
        passages: &[Passage<'_>],
        holding: &[Holding<'_>],
        year: Option<i16>,
    ) {
        for it in holding {
            let texts = u32::try_from(it.sought.text.len()).unwrap_or(u32::MAX);
            for (pattern, (row, column)) in (texts..).zip(&it.sought.table) {
                let Some(rows) = lines(&table.row_labels, row, year) else {
                    continue;
                };
                let columns = match column {
                    Some(column) => lines(&table.column_labels, column, year),
                    None => (table.values.len() == 1).then(|| table.values.clone()),
                };
                let columns: Vec<usize> = columns.unwrap_or_default();
                if !rows.is_empty() && columns.is_empty() {
                    let why = match column {
                        Some(_) => Why::NoColumn,
                        None => Why::SeveralColumns,
                    };
                    self.miss(it, pattern, why);
                }
                let cells = rows
                    .into_iter()
                    .filter(|row| table.body().contains(row))
                    .flat_map(|row| columns.iter().map(move |column| (row, *column)))
                    .filter(|(_, column)| table.values.contains(column));
                for cell in cells.take(PLACES_MAX) {
                    match of_cell(table, cell, passages, it, pattern) {
                        Ok(found) => self.add(found),
                        Err(why) => self.miss(it, pattern, why),
                    }
                }
            }
        }
    }

    /// Keeps a figure, unless that pattern has said the same already, or there are too many.
    fn add(&mut self, found: InPassage) {
        let key = |it: &FoundFigure| (it.pattern, it.value);
        let others = self.all.iter().map(|it| &it.figure);
        let mut of_indicator = others.filter(|it| it.indicator == found.figure.indicator);
        let is_known = of_indicator.clone().any(|it| key(it) == key(&found.figure));
        if !is_known && of_indicator.nth(FOUND_MAX - 1).is_none() {
            self.all.push(found);
        }
    }

    /// Keeps why what a pattern or a cell names gave no figure, the first time.
    fn miss(&mut self, it: &Holding<'_>, pattern: u32, why: Why) {
        let missed = Missed {
            at: [it.indicator, it.definition, pattern],
            why,
        };
        missed::keep(&mut self.missed, missed);
    }
}

/// The rows or columns that are called so: by their own title, or with those around it.
fn lines(labels: &[Vec<Label>], levels: &[String], year: Option<i16>) -> Option<Vec<usize>> {
    let wanted = levels.iter().map(|name| match (name.contains(YEAR), year) {
        (true, Some(year)) => Some(Label::of(&name.replace(YEAR, &year.to_string()))),
        (true, None) => None,
        (false, _) => Some(Label::of(name)),
    });
    let wanted: Vec<Label> = wanted.collect::<Option<_>>()?;
    let is_it = |labels: &Vec<Label>| {
        let own = labels.len().checked_sub(wanted.len());
        let own = own
            .and_then(|first| labels.get(first..))
            .unwrap_or_default();
        let mut pairs = own.iter().zip(&wanted);
        !own.is_empty() && pairs.all(|(own, wanted)| own.words == wanted.words)
    };
    let all = labels.iter().enumerate();
    Some(all.filter(|(_, l)| is_it(l)).map(|(at, _)| at).collect())
}

/// The figure of a cell.
fn of_cell(
    table: &Table<'_>,
    (row, column): (usize, usize),
    passages: &[Passage<'_>],
    holding: &Holding<'_>,
    pattern: u32,
) -> Result<InPassage, Why> {
    let cell = table.cell(row, column).ok_or(Why::NoNumber)?;
    let figure = cell.figure_or_about().ok_or(Why::NoNumber)?;
    let at = cell.passage.map_or(usize::MAX, |passage| passage as usize);
    let passage = passages.get(at).ok_or(Why::NoNumber)?;
    if !holding.unit.is_of(&figure.unit) {
        return Err(Why::OtherUnit);
    }
    let edges = [table.row_labels.get(row), table.column_labels.get(column)];
    let notes = edges.into_iter().flatten().flatten();
    let notes = notes.map(|label| label.note.as_str());
    let units = notes.filter(|note| !note.is_empty()).map(Unit::of);
    let units: Vec<Unit> = units.collect();
    if units.iter().any(|unit| holding.unit.is_another(unit)) {
        return Err(Why::OtherUnit);
    }
    // What is nearest says it.
    let unit = units.iter().rev().find(|unit| holding.unit.may_be(unit));
    let measured = Measured {
        number: figure.written.number,
        is_multiplied: figure.written.is_multiplied,
        after: &figure.unit,
    };
    let ones = match unit.filter(|_| figure.unit.is_empty()) {
        Some(unit) => unit.ones(measured).ok_or(Why::OtherUnit)?,
        None => measured,
    };
    let names = table.names_of(row, column).join(" / ");
    Ok(InPassage {
        figure: FoundFigure {
            indicator: holding.indicator,
            definition: holding.definition,
            pattern,
            value: holding.unit.value(ones).ok_or(Why::OtherUnit)?,
            is_about: cell.figure().is_none(),
            anchor: passage.anchor.into(),
            quote: cut(&format!("{names}：{}", cell.text.trim())),
            place: 0..0,
        },
        passage: at,
        bytes: figure.at.start as usize..figure.at.end as usize,
    })
}

/// Words on one line, cut.
fn cut(text: &str) -> Box<str> {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(QUOTE_MAX) {
        Some((end, _)) => format!("{}…", words.get(..end).unwrap_or_default()).into(),
        None => words.into(),
    }
}

#[cfg(test)]
mod tests;
