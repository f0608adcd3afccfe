//! What an indicator comes to in a year, of all bodies that give a figure.
//!
//! In: the figures of an indicator. Out: sums by whole year, each with the number of bodies that are in it and of those that
//! could be. Never adds shares, rates or what is counted in different ways, never fills in what a body lacks.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::archive::{AgencyIndex, Archive};
use crate::config::Indicator;
use crate::date::{PartialDate, Period};
use crate::knowledge::indicator::Figure;
use crate::report::findings::figure;
use crate::report::findings::figure::number::Number;

/// Bodies whose figures make a sum, at least.
const BODIES_MIN: usize = 2;
/// Bodies above a body that are looked at.
const ABOVE_MAX: usize = 32;

/// What bodies come to in a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Total {
    /// The year.
    pub(crate) year: i16,
    /// The sum.
    pub(crate) value: Number,
    /// Whether a figure in it is about so.
    pub(crate) is_about: bool,
    /// The bodies whose figures are in it.
    pub(crate) bodies: usize,
    /// The bodies that have a figure in any year and were there in this one.
    pub(crate) all: usize,
    /// Whether one of them is above another: the figure of the former may hold that of the latter.
    pub(crate) is_nested: bool,
    /// How it is counted.
    pub(crate) definition: Option<usize>,
}

/// Whether figures of an indicator may be added: what an editor says, else by its unit and its name.
fn can_be_added(indicator: &Indicator) -> bool {
    let is_of_things = indicator.unit.is_some() && !figure::is_ratio(&indicator.name);
    !indicator.is_share() && indicator.total.unwrap_or(is_of_things)
}

/// The totals of an indicator, by year.
pub(super) fn of(archive: &Archive, indicator: &Indicator, figures: &[Figure]) -> Vec<Total> {
    if !can_be_added(indicator) {
        return Vec::new();
    }
    let mut years: BTreeMap<i16, BTreeMap<AgencyIndex, Vec<&Figure>>> = BTreeMap::new();
    let mut bodies: BTreeSet<AgencyIndex> = BTreeSet::new();
    for figure in figures {
        if let Some(year) = figure.period.as_ref().and_then(Period::year) {
            let of_year = years.entry(year).or_default();
            of_year.entry(figure.agency).or_default().push(figure);
            bodies.insert(figure.agency);
        }
    }
    let total = |(year, of_year): (&i16, _)| total(archive, *year, of_year, &bodies);
    years.iter().filter_map(total).collect()
}

fn total(
    archive: &Archive,
    year: i16,
    of_year: &BTreeMap<AgencyIndex, Vec<&Figure>>,
    bodies: &BTreeSet<AgencyIndex>,
) -> Option<Total> {
    // A body that says two things of a year gives no figure.
    let given = of_year.iter().filter_map(|(agency, figures)| {
        let first = *figures.first()?;
        let is_one = figures.iter().all(|other| other.value == first.value);
        is_one.then_some((*agency, first))
    });
    let given: BTreeMap<AgencyIndex, &Figure> = given.collect();
    let definition = given.values().next()?.definition;
    let is_counted_alike = given.values().all(|it| it.definition == definition);
    if given.len() < BODIES_MIN || !is_counted_alike {
        return None;
    }
    let mut values = given.values().map(|it| it.value);
    let there = bodies.iter().filter(|agency| {
        given.contains_key(agency) || is_there(archive, **agency, PartialDate::of_year(year))
    });
    Some(Total {
        year,
        value: values.try_fold(Number::default(), Number::plus)?,
        is_about: given.values().any(|it| it.is_about),
        bodies: given.len(),
        all: there.count(),
        is_nested: given.keys().any(|agency| {
            let mut above = archive.above(*agency).take(ABOVE_MAX);
            above.any(|above| given.contains_key(&above))
        }),
        definition,
    })
}

/// Whether a body was there in a year, as far as its dates say.
fn is_there(archive: &Archive, agency: AgencyIndex, year: PartialDate) -> bool {
    let facts = archive.agencies.get(agency).map(|it| &it.facts);
    facts.is_none_or(|facts| {
        let has_begun = facts
            .from
            .is_none_or(|from| from.first_day() <= year.last_day());
        let has_ended = facts.to.is_some_and(|to| to.last_day() < year.first_day());
        has_begun && !has_ended
    })
}
