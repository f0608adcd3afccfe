//! Fields whose values are names from a list: which reports have a value that a query names.
//!
//! A bare name is one that the value's name contains, a quoted one is the whole name; agencies go by
//! their other names too. All that is asked here came with the opening of the index.

use crate::search::evaluate::report_set::ReportSet;
use crate::search::format::schema::REGION_STEP;
use crate::search::query::{Run, ValueField, Years};
use crate::search::segment::Segment;
use crate::search::text::tokenizer::{QueryUnit, query_units};
use crate::search::values::Values;

/// What people call a status, beside its key; what comes first is shown.
pub const STATUS_NAMES: [(&str, &[&str]); 7] = [
    ("in-force", &["有效", "现行有效", "in force"]),
    ("expired", &["失效", "已失效"]),
    ("repealed", &["废止", "已废止"]),
    ("amended", &["已修改", "修改", "修正", "已修正"]),
    ("not-yet-in-force", &["尚未生效", "未生效"]),
    ("partly-repealed", &["部分废止", "部分失效"]),
    ("withdrawn", &["撤回", "已撤回"]),
];

/// The reports that have a value of this name.
pub(crate) fn holders(segment: &Segment, field: ValueField, run: &Run) -> ReportSet {
    let values: &Values = match field {
        ValueField::Agency => &segment.agency,
        ValueField::Type => &segment.kind,
        ValueField::Topic => &segment.topic,
        ValueField::Status => &segment.status,
        ValueField::Region => &segment.region,
    };
    let named: Vec<bool> = values
        .names
        .iter()
        .map(|name| {
            is_named(name, run)
                || other_names(segment, field, name).any(|other| is_named(other, run))
        })
        .collect();
    if !named.contains(&true) {
        return ReportSet::none(segment.size);
    }
    let has = |report: &u32| {
        values
            .of(*report)
            .any(|at| named.get(at).copied() == Some(true))
    };
    ReportSet::of(segment.size, (0..segment.size).filter(has))
}

fn other_names<'s>(
    segment: &'s Segment,
    field: ValueField,
    name: &'s str,
) -> impl Iterator<Item = &'s str> {
    let agencies = match field {
        ValueField::Agency => segment.other_names.get(name),
        _ => None,
    };
    let status = STATUS_NAMES
        .iter()
        .find(|(key, _)| field == ValueField::Status && *key == name)
        .map(|(_, names)| *names);
    let agencies = agencies.into_iter().flatten().map(String::as_str);
    // What lies in a region lies in those around it, which are named by their paths or alone.
    let path = Some(name).filter(|_| field == ValueField::Region);
    let regions = path.into_iter().flat_map(|path| {
        let alone = path.split(REGION_STEP);
        regions_around(path).chain(alone)
    });
    let others = agencies.chain(status.into_iter().flatten().copied());
    others.chain(regions)
}

/// The paths of a region and of those around it, the outermost first.
pub(crate) fn regions_around(path: &str) -> impl Iterator<Item = &str> {
    let ends = path.match_indices(REGION_STEP).map(|(end, _)| end);
    ends.chain([path.len()]).filter_map(|end| path.get(..end))
}

fn is_named(name: &str, run: &Run) -> bool {
    let units = query_units(name);
    let same = |(unit, wanted): (&QueryUnit, &QueryUnit)| unit.text == wanted.text;
    match run.quoted {
        true => units.len() == run.units.len() && units.iter().zip(&run.units).all(same),
        false => units
            .windows(run.units.len().max(1))
            .any(|part| part.iter().zip(&run.units).all(same)),
    }
}

/// The reports that belong to one of the years.
pub(crate) fn of_years(segment: &Segment, years: &Years) -> ReportSet {
    let belongs = |report: &u32| {
        let mut of = segment.years(*report);
        match years {
            Years::Undated => of.next().is_none(),
            Years::Within(range) => of.any(|year| range.contains(&year)),
        }
    };
    ReportSet::of(segment.size, (0..segment.size).filter(belongs))
}
