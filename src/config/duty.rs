//! `duties` of archive.yaml: who has to report on what, and by when.
//!
//! In goes the node, out come the duties with their dated rules, and every fault of their form. Whether the archive has
//! such agencies and types is not asked here.

use std::ops::Range;

use crate::config::table::{DUTY, RULE};
use crate::config::{entries, not_a_segment};
use crate::date::{PartialDate, PeriodUnit};
use crate::diagnostic::{Fault, Text};
use crate::fields::{self, Fields, Shape, Spanned, field, wrong_type};
use crate::route;
use crate::yaml::{Key, Node};

/// Days after a period within which something may be due.
const MOST_DAYS: i32 = 3_660;

/// A duty to report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Duty {
    /// A segment of the URL of its page.
    pub key: Spanned<String>,
    /// What readers call it.
    pub name: String,
    /// In the order in which they are written.
    pub rules: Vec<Rule>,
}

/// What a duty was, or is, from one day to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    /// Where it stands in archive.yaml.
    pub span: Range<usize>,
    /// Keys or names of the types of reports that fulfil it.
    pub types: Vec<Spanned<String>>,
    /// The bodies that have it; where both this and `regions` are empty all have it.
    pub agencies: Vec<Spanned<String>>,
    /// Regions of which all bodies have it, those of the regions within them too.
    pub regions: Vec<Spanned<String>>,
    /// What each report is about.
    pub unit: PeriodUnit,
    /// When it is to be reported upwards.
    pub report_by: Option<Term>,
    /// When it is to be published.
    pub publish_by: Term,
    /// The regulation and its article.
    pub basis: Option<String>,
    /// What is due before this day is not due by this rule.
    pub from: Option<PartialDate>,
    /// What is due after this day is not due by this rule.
    pub until: Option<PartialDate>,
}

/// When something is due after the end of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Term {
    /// On the first such day after it: month and day.
    On(i8, i8),
    /// So many days after it.
    Days(i32),
}

impl Term {
    /// The day on which it is due after a period that ends on `last`; `None` at the end of the calendar.
    pub(crate) fn after(self, last: PartialDate) -> Option<PartialDate> {
        match self {
            Term::On(month, day) => last.next_anniversary(month, day),
            Term::Days(days) => last.plus_days(days),
        }
    }

    /// Reads `04-01`, `4月1日`, `20 days`, `20天`.
    fn parse(text: &str) -> Option<Term> {
        let text: String = text.split_whitespace().collect();
        for unit in ["days", "day", "天", "日内"] {
            if let Some(days) = text.strip_suffix(unit) {
                let days = days
                    .parse()
                    .ok()
                    .filter(|days| (1..=MOST_DAYS).contains(days));
                return days.map(Term::Days);
            }
        }
        let (month, day) = match text.strip_suffix('日') {
            Some(text) => text.split_once('月')?,
            None => text.split_once('-')?,
        };
        // Of a leap year: such a day may be due.
        let date = PartialDate::parse(&format!("2000-{:0>2}-{:0>2}", month, day)).ok()?;
        Some(Term::On(date.month?, date.day?))
    }
}

/// Reads the duties. Faults: `wrong-type`, `missing-field`, `dates-out-of-order` and those of [`Fields::of`].
pub(super) fn read(node: Option<&Node>, faults: &mut Vec<Fault>) -> Vec<Duty> {
    let entries = entries(node, &[field("annual-report", &[], Shape::Line)], faults);
    let duties = entries
        .iter()
        .filter_map(|(key, node)| duty(key, node, faults));
    duties.collect()
}

fn duty(key: &Key, node: &Node, faults: &mut Vec<Fault>) -> Option<Duty> {
    if !route::is_segment(&key.text) {
        faults.push(not_a_segment(key, ["报告义务", "a duty"]));
        return None;
    }
    let fields = Fields::of(node, DUTY, faults);
    let missing = |field| fields.missing(field, ["这项报告义务", "this duty"]);
    let lacking: Vec<Fault> = fields.lacking().map(missing).collect();
    faults.extend(lacking);
    let name = fields.text("name", faults);
    let rules = fields::items(fields.get("rules"));
    let rules = rules.into_iter().filter_map(|node| rule(node, faults));
    Some(Duty {
        key: Spanned {
            value: key.text.clone(),
            span: key.span.clone(),
        },
        rules: rules.collect(),
        name: name.map_or_else(|| key.text.clone(), |name| name.value),
    })
}

fn rule(node: &Node, faults: &mut Vec<Fault>) -> Option<Rule> {
    let fields = Fields::of(node, RULE, faults);
    let missing = |field| fields.missing(field, ["这条规则", "this rule"]);
    let lacking: Vec<Fault> = fields.lacking().map(missing).collect();
    faults.extend(lacking);
    let unit = match fields.text("period", faults) {
        None => Some(PeriodUnit::Year),
        Some(word) => {
            let unit = PeriodUnit::named(&word.value);
            if unit.is_none() {
                faults.push(unknown_unit(&word));
            }
            unit
        }
    };
    let report_by = term(fields.get("report_by"), faults);
    let publish_by = term(fields.get("publish_by"), faults);
    let (from, until) = fields.dates_in_order(("from", "until"), faults);
    // When it holds cannot be told.
    if fields.is_unreadable("from", from) || fields.is_unreadable("until", until) {
        return None;
    }
    Some(Rule {
        span: node.span.clone(),
        types: fields.texts("type", faults),
        agencies: fields.texts("agencies", faults),
        regions: fields.texts("region", faults),
        unit: unit?,
        report_by,
        publish_by: publish_by?,
        basis: fields.text("basis", faults).map(|basis| basis.value),
        from: from.map(PartialDate::first_day),
        until: until.map(PartialDate::last_day),
    })
}

fn term(node: Option<&Node>, faults: &mut Vec<Fault>) -> Option<Term> {
    let node = node?;
    let term = Term::parse(&fields::text(node, faults)?.value);
    if term.is_none() {
        faults.push(wrong_type(
            node,
            "报告期结束后的日期或天数，如 04-01 或 20天",
            "a day or a number of days after the period, such as 04-01 or `20 days`",
        ));
    }
    term
}

fn unknown_unit(word: &Spanned<String>) -> Fault {
    let names = PeriodUnit::NAMES;
    let chinese: Vec<&str> = names.iter().map(|(_, _, chinese)| *chinese).collect();
    let english: Vec<&str> = names.iter().map(|(_, english, _)| *english).collect();
    Fault::error(
        "wrong-type",
        word.span.clone(),
        Text::new(
            format!("“{}”不是报告周期", word.value),
            format!("`{}` is no period of reports", word.value),
        ),
        Text::new(
            format!("写{}。", chinese.join("、")),
            format!("Write {}.", english.join(", ")),
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_days_of_a_year_or_days_after_the_period() {
        let cases = [
            ("04-01", Some(Term::On(4, 1))),
            ("4月1日", Some(Term::On(4, 1))),
            ("2-29", Some(Term::On(2, 29))),
            ("20 days", Some(Term::Days(20))),
            ("20天", Some(Term::Days(20))),
            ("0天", None),
            ("99999天", None),
            ("13-01", None),
            ("04-31", None),
            ("四月", None),
            ("", None),
        ];
        for (text, term) in cases {
            assert_eq!(Term::parse(text), term, "{text}");
        }
    }
}
