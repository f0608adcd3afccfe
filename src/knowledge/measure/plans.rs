//! The ledgers of all plans of an archive.
//!
//! In: the archive, with what the first reading found in plans and what stands in the files beside them. Out: a ledger
//! for each, an id for each measure, and the faults of both kinds with their places.

use std::collections::{BTreeMap, BTreeSet};

use crate::archive::{AgencyIndex, Archive, EntryIndex};
use crate::diagnostic::FileFault;
use crate::knowledge::measure::{BodyGroup, Entry, Ledger, by_body, faults, ledger};
use crate::report::findings::measure::{Found, ProblemKind};
use crate::store::Key;

/// Which measure: the place of its plan among [`Measures::plans`], and its own in the ledger.
pub(crate) type Place = (usize, usize);

/// The measures of all plans.
#[derive(Debug, Default)]
pub(crate) struct Measures {
    /// The plans that have any, in the order of the archive.
    pub plans: Vec<Plan>,
    /// The bodies of plans that are agencies of the archive, whether they have plans of their own or not, in the order of
    /// those whose plans name them.
    pub of_agencies: BTreeMap<AgencyIndex, Vec<NamedBody>>,
}

/// An agency as a body of plans.
#[derive(Debug)]
pub(crate) struct NamedBody {
    /// Whose plans name it.
    pub by: AgencyIndex,
    /// Its name there, and its measures.
    pub group: BodyGroup<Place>,
}

/// A plan.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// The report.
    pub report: EntryIndex,
    /// Its measures.
    pub ledger: Ledger,
    /// For each of them an id that no other of the plan has.
    pub ids: Vec<String>,
}

impl Measures {
    /// Of an archive. Faults: `unknown-measure`, `ambiguous-measure`, `measure-twice` in measures.yaml;
    /// `measures-without-plan` and, in the text of a plan, `unread-measure` (warnings).
    pub(crate) fn of(archive: &Archive, found: &mut Vec<FileFault>) -> Measures {
        let mut plans = Vec::new();
        let nothing = Found::default();
        for (report, entry) in archive.entries.iter().enumerate() {
            let declared = archive.measures.get(&entry.report.path);
            let read = entry.report.findings.plan.as_deref();
            if declared.is_none() && read.is_none() || entry.report.front_matter.withdrawn.is_some()
            {
                continue;
            }
            let is_plan = archive.report_type(entry).is_some_and(|kind| kind.measures);
            if let (false, Some(declared)) = (is_plan, declared) {
                found.push((declared.path.clone(), faults::of_no_plan()));
            }
            if !is_plan {
                continue;
            }
            let entries = declared.map_or(&[][..], |file| &file.entries);
            let mut ledger = ledger(read.map_or(&nothing, |read| &read.found), entries);
            if let Some(declared) = declared {
                let wrong = std::mem::take(&mut ledger.faults).into_iter();
                found.extend(wrong.map(|fault| (declared.path.clone(), faults::of_entry(fault))));
            }
            for index in &ledger.open_problems {
                let read = read.and_then(|read| {
                    let problem = read.found.problems.get(*index)?;
                    // Of a plan without measures a deadline of all is none of them.
                    let is_of_all = problem.kind == ProblemKind::TwoDefaults;
                    (!is_of_all || !ledger.measures.is_empty()).then_some(())?;
                    let path = read.file(problem.file).unwrap_or(&entry.report.path);
                    let place = read.places.get(*index)?.clone();
                    Some((path.to_owned(), faults::of_text(problem.kind, place)))
                });
                found.extend(read);
            }
            if !ledger.measures.is_empty() {
                plans.push(Plan {
                    report,
                    ids: ids(&ledger.measures),
                    ledger,
                });
            }
        }
        let mut measures = Measures {
            plans,
            ..Measures::default()
        };
        for (by, group) in measures.bodies(archive) {
            if let Some(agency) = agency_called(archive, by, &group.name) {
                let named = measures.of_agencies.entry(agency).or_default();
                named.push(NamedBody { by, group });
            }
        }
        measures
    }

    /// Every measure of every plan.
    pub(crate) fn all(&self) -> impl Iterator<Item = (Place, &Entry)> {
        (0..self.plans.len()).flat_map(|plan| self.of_plan(plan))
    }

    /// The measures by body, of each agency that has plans: 区司法局 is another body in another district.
    pub(crate) fn bodies(&self, archive: &Archive) -> Vec<(AgencyIndex, BodyGroup<Place>)> {
        let mut plans: BTreeMap<AgencyIndex, Vec<usize>> = BTreeMap::new();
        for (at, plan) in self.plans.iter().enumerate() {
            if let Some(entry) = archive.entries.get(plan.report) {
                plans.entry(entry.agency).or_default().push(at);
            }
        }
        let bodies = plans.into_iter().flat_map(|(agency, plans)| {
            let measures = plans.into_iter().flat_map(|at| self.of_plan(at));
            let groups = by_body(measures).into_iter();
            groups.map(move |group| (agency, group))
        });
        bodies.collect()
    }

    fn of_plan(&self, plan: usize) -> impl Iterator<Item = (Place, &Entry)> {
        let measures = self.plans.get(plan).map(|plan| &plan.ledger.measures);
        let measures = measures.into_iter().flatten().enumerate();
        measures.map(move |(at, measure)| ((plan, at), measure))
    }

    /// A measure with its plan.
    pub(crate) fn get(&self, (plan, at): Place) -> Option<(&Plan, &Entry)> {
        let plan = self.plans.get(plan)?;
        Some((plan, plan.ledger.measures.get(at)?))
    }

    /// The key of all that pages take of it, beside what they take of the archive.
    pub(crate) fn key(&self, archive: &Archive) -> Key {
        let plans = self.plans.iter();
        let entries = plans.filter_map(|plan| archive.entries.get(plan.report));
        let texts = entries.map(|entry| {
            let tables = entry.report.tables.iter().map(|table| table.digest);
            let tables: Vec<_> = tables.collect();
            (&entry.report.path, entry.report.digest, tables)
        });
        Key::of("measures", &texts.collect::<Vec<_>>())
    }

    /// The plan that a report is.
    pub(crate) fn of_report(&self, report: EntryIndex) -> Option<&Plan> {
        let at = self
            .plans
            .binary_search_by_key(&report, |plan| plan.report)
            .ok()?;
        self.plans.get(at)
    }
}

/// The agency of the archive that a name in a plan of `of` means: by its whole name anywhere, by another at or below `of`
/// alone, since a short name is of another body elsewhere.
pub(crate) fn agency_called(archive: &Archive, of: AgencyIndex, name: &str) -> Option<AgencyIndex> {
    let [found] = archive.agency_names.called(name) else {
        return None;
    };
    let is_whole = |at: AgencyIndex| {
        let agency = archive.agencies.get(at);
        agency.is_some_and(|agency| agency.facts.name == name)
    };
    // Of a circle of parents, which is a fault, no more than all agencies are seen.
    let mut above = archive.above(*found).take(archive.agencies.len());
    (is_whole(*found) || *found == of || above.any(|at| at == of)).then_some(*found)
}

/// An id for each measure: `m-` and its anchor in the plan; of one that is not in the text, its place among those.
fn ids(measures: &[Entry]) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut ids = Vec::with_capacity(measures.len());
    for measure in measures {
        let anchor = match measure.anchor.as_str() {
            "" => "added",
            anchor => anchor,
        };
        let count = counts.entry(anchor).or_default();
        let id = loop {
            *count += 1;
            let id = match *count {
                1 => format!("m-{anchor}"),
                count => format!("m-{anchor}.{count}"),
            };
            if taken.insert(id.clone()) {
                break id;
            }
        };
        ids.push(id);
    }
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_measure_has_an_id_of_its_own() {
        let with = |anchor: &str| Entry {
            anchor: anchor.to_owned(),
            ..Entry::default()
        };
        let measures = [with("2-1"), with("2-1"), with(""), with(""), with("2-1")];
        let expected = ["m-2-1", "m-2-1.2", "m-added", "m-added.2", "m-2-1.3"];
        assert_eq!(ids(&measures), expected);
    }
}
