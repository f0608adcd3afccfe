//! What falls due: the reports that are to be published soon, and those that are overdue and not held.
//!
//! In: an archive, what it knows, and a number of days. Out: a list for editors, the earliest first. That something is on
//! it says that this archive does not hold it, no more.

use crate::archive::Archive;
use crate::date::PartialDate;
use crate::knowledge::Knowledge;
use crate::knowledge::duty::{Coverage, State, Time};

/// Reports that fall due.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DueList {
    /// The day as of which it is said, in ISO 8601; none for an archive in which nothing has a date.
    pub as_of: Option<String>,
    /// The earliest first.
    pub due: Vec<Due>,
}

/// A report that is due, or overdue, and not in the archive.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Due {
    /// When it is to be published, in ISO 8601.
    pub publish_by: String,
    /// When it is to be reported upwards, likewise.
    pub report_by: Option<String>,
    /// Days from the day as of which it is said; negative where it is overdue.
    pub days: i32,
    /// The name of the body.
    pub agency: String,
    /// The name of the duty.
    pub duty: String,
    /// What it is about: `2021`, `2021-Q3`.
    pub period: String,
}

impl DueList {
    /// Of an archive, within so many days.
    pub(crate) fn of(archive: &Archive, knowledge: &Knowledge, within: u16) -> DueList {
        let Some(as_of) = knowledge.as_of else {
            return DueList::default();
        };
        let until = as_of.plus_days(i32::from(within));
        let time = Time {
            as_of: Some(as_of),
            until: until.or(Some(as_of)),
        };
        // What is wrong with the duties was said when the site's own coverage was found.
        let coverage = Coverage::of(archive, &knowledge.regions, time, &mut Vec::new());
        let mut due = Vec::new();
        for duty in &coverage.duties {
            for row in &duty.rows {
                let agency = archive.agencies.get(row.agency);
                for (period, cell) in duty.periods.iter().zip(&row.cells) {
                    let is_open = matches!(cell.state, State::NotHeld | State::NotYetDue);
                    let Some(day) = cell.publish_by.filter(|_| is_open) else {
                        continue;
                    };
                    let days = as_of.days_until(day).unwrap_or(0);
                    if days <= i32::from(within) {
                        due.push(Due {
                            publish_by: day.to_string(),
                            report_by: cell.report_by.as_ref().map(PartialDate::to_string),
                            days,
                            agency: agency.map_or_else(String::new, |a| a.facts.name.clone()),
                            duty: duty.name.clone(),
                            period: period.to_string(),
                        });
                    }
                }
            }
        }
        due.sort();
        DueList {
            as_of: Some(as_of.to_string()),
            due,
        }
    }
}
