//! What the indicators of an archive come to in one report, as its text and tables have it.
//!
//! In: passages, and the indicators with their definitions. Out: every figure that a pattern or a cell names, with the
//! sentence or the cell that says so. Where there are several, none is preferred; nothing is rounded or completed.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::date::{PartialDate, Period, PeriodUnit, Span};
use crate::pattern::Pattern;
use crate::report::findings::figure::about;
use crate::report::findings::figure::fold::Folded;
use crate::report::findings::figure::grid::Table;
use crate::report::findings::figure::label::Label;
use crate::report::findings::figure::number::{Number, in_text};
use crate::report::findings::figure::unit::{Measured, Unit};
use crate::report::findings::{TypeWords, sentence};
use crate::report::front_matter::FrontMatter;
use crate::report::passage::{Passage, PassageKind};

/// Characters of a passage in which patterns are looked for: what matches again and again may cost their square.
const READ_MAX: usize = 4_000;
/// Places of one pattern in one passage.
const PLACES_MAX: usize = 20;
/// Figures of one indicator in one report that are kept: an editor has to say which it is anyway.
const FOUND_MAX: usize = 8;
/// Characters of what is quoted.
const QUOTE_MAX: usize = 120;
/// Characters behind a figure that may say its unit.
const AFTER_MAX: usize = 12;
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
    /// Where it stands in tables: row and column.
    pub(crate) table: Vec<(String, Option<String>)>,
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

/// The figures of a report.
pub(crate) fn find(
    passages: &[Passage<'_>],
    front_matter: &FrontMatter,
    indicators: &[SoughtIndicator],
) -> Vec<InPassage> {
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
        for table in &Table::all(passages) {
            found.read_table(table, passages, &holding, year);
        }
    }
    found.0
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
struct Found(Vec<InPassage>);

impl Found {
    fn read_text(&mut self, at: usize, passage: &Passage<'_>, holding: &[Holding<'_>]) {
        let text = Text::of(passage.text);
        for it in holding {
            for (pattern, regex) in (0_u32..).zip(&it.sought.text) {
                for place in regex.places(&text.written, PLACES_MAX) {
                    let Some((figure, bytes)) = text.figure(place, it.unit) else {
                        continue;
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
                let cells = rows
                    .into_iter()
                    .filter(|row| table.body().contains(row))
                    .flat_map(|row| columns.iter().map(move |column| (row, *column)))
                    .filter(|(_, column)| table.values.contains(column));
                for cell in cells.take(PLACES_MAX) {
                    if let Some(found) = of_cell(table, cell, passages, it, pattern) {
                        self.add(found);
                    }
                }
            }
        }
    }

    /// Keeps a figure, unless that pattern has said the same already, or there are too many.
    fn add(&mut self, found: InPassage) {
        let key = |it: &FoundFigure| (it.pattern, it.value);
        let others = self.0.iter().map(|it| &it.figure);
        let mut of_indicator = others.filter(|it| it.indicator == found.figure.indicator);
        let is_known = of_indicator.clone().any(|it| key(it) == key(&found.figure));
        if !is_known && of_indicator.nth(FOUND_MAX - 1).is_none() {
            self.0.push(found);
        }
    }
}

/// The rows or columns that are called so: by their own title, or with those around it.
fn lines(labels: &[Vec<Label>], name: &str, year: Option<i16>) -> Option<Vec<usize>> {
    let name = match (name.contains(YEAR), year) {
        (true, Some(year)) => name.replace(YEAR, &year.to_string()),
        (true, None) => return None,
        (false, _) => name.to_owned(),
    };
    let wanted: Vec<Label> = name.split('/').map(Label::of).collect();
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
) -> Option<InPassage> {
    let cell = table.cell(row, column)?;
    let (figure, passage) = (cell.figure_or_about()?, cell.passage? as usize);
    if !holding.unit.is_of(&figure.unit) {
        return None;
    }
    let edges = [table.row_labels.get(row), table.column_labels.get(column)];
    let notes = edges.into_iter().flatten().flatten();
    let notes = notes.map(|label| label.note.as_str());
    let units = notes.filter(|note| !note.is_empty()).map(Unit::of);
    let units: Vec<Unit> = units.collect();
    if units.iter().any(|unit| holding.unit.is_another(unit)) {
        return None;
    }
    // What is nearest says it.
    let unit = units.iter().rev().find(|unit| holding.unit.may_be(unit));
    let measured = Measured {
        number: figure.written.number,
        is_multiplied: figure.written.is_multiplied,
        after: &figure.unit,
    };
    let ones = match unit.filter(|_| figure.unit.is_empty()) {
        Some(unit) => unit.ones(measured)?,
        None => measured,
    };
    let names = table.names_of(row, column).join(" / ");
    Some(InPassage {
        figure: FoundFigure {
            indicator: holding.indicator,
            definition: holding.definition,
            pattern,
            value: holding.unit.value(ones)?,
            is_about: cell.figure().is_none(),
            anchor: passages.get(passage)?.anchor.into(),
            quote: cut(&format!("{names}：{}", cell.text.trim())),
            place: 0..0,
        },
        passage,
        bytes: figure.at.start as usize..figure.at.end as usize,
    })
}

/// A folded text for patterns: without separators of thousands.
struct Text {
    folded: Folded,
    written: String,
    /// The folded character of each byte of `written`, and the one after the last.
    characters: Vec<usize>,
}

impl Text {
    fn of(text: &str) -> Text {
        let folded = Folded::of(text);
        let (mut written, mut characters) = (String::new(), Vec::new());
        let is_digit = |at: usize| folded.get(at).is_some_and(|c| c.is_ascii_digit());
        let is_separator = |at: usize| {
            let before = at.checked_sub(1).is_some_and(is_digit);
            before && (1..=3).all(|next| is_digit(at + next)) && !is_digit(at + 4)
        };
        for at in 0..folded.len().min(READ_MAX) {
            let Some(character) = folded.get(at) else {
                break;
            };
            if character == ',' && is_separator(at) {
                continue;
            }
            written.push(character);
            characters.resize(written.len(), at);
        }
        characters.push(folded.len().min(READ_MAX));
        Text {
            folded,
            written,
            characters,
        }
    }

    /// The number that is written where a pattern says, as a figure, and its bytes in the displayed text: the whole of it,
    /// and nothing that is no number.
    fn figure(&self, place: Range<usize>, unit: &Unit) -> Option<(FoundFigure, Range<usize>)> {
        let mut start = *self.characters.get(place.start)?;
        let end = *self.characters.get(place.end.checked_sub(1)?)? + 1;
        // A sign in the place or before it, unless it stands between two numbers.
        start += usize::from(self.folded.get(start) == Some('-'));
        let sign = start
            .checked_sub(1)
            .filter(|at| self.folded.get(*at) == Some('-'));
        let is_negative = sign.is_some_and(|at| !self.folded.before(at).is_some_and(is_numeric));
        let before = self.folded.before(start);
        let is_begun = before.is_some_and(|c| c.is_ascii_digit() || c == '.');
        if is_begun || place.is_empty() {
            return None;
        }
        let written = in_text(&self.folded, start).into_iter().next()?;
        if written.end < end {
            return None;
        }
        // 3万2千 and 5千 are no numbers that are read as a whole, and 3 and 5 are not what they say.
        let goes_on = self.folded.get(written.end);
        if goes_on.is_some_and(|c| matches!(c, '十' | '百' | '千' | '万' | '亿')) {
            return None;
        }
        let last = (written.end + AFTER_MAX).min(self.folded.len());
        let after = self.folded.word(written.end..last);
        let value = unit.value(Measured {
            number: match is_negative {
                true => written.number.times(-1)?,
                false => written.number,
            },
            is_multiplied: written.is_multiplied,
            after: &after,
        })?;
        let figure = FoundFigure {
            value,
            is_about: written.is_about
                || about::is_before(&self.folded, start)
                || about::is_behind(&after, unit.base()),
            ..FoundFigure::default()
        };
        Some((figure, self.folded.bytes(start..written.end)))
    }
}

/// Whether a sign behind it stands between two numbers.
fn is_numeric(c: char) -> bool {
    c.is_ascii_alphanumeric() || "〇零一二三四五六七八九十百千万亿%年月日".contains(c)
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
