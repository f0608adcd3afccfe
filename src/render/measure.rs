//! The pages of measures: the ledger of each plan, all plans, and measures by body, deadline and status.
//!
//! In: the [`Measures`](crate::knowledge::measure::Measures) of the archive. Out: pages in which each measure has a place
//! of its own. What was read from a text and what an editor says are told apart; that a deadline has passed says nothing
//! of what was done.

mod agency;
mod lists;

use crate::archive::list_page::page_of;
use crate::archive::{self, Target};
use crate::date::PartialDate;
use crate::error::Error;
use crate::knowledge::measure::{Basis, DeadlineGroup, Entry, Place, Plan, by_status};
use crate::render::view::{self, PageKind};
use crate::render::{Page, Renderer};
use crate::report::declared::measure::{Link, Status};
use crate::report::findings::measure::{DeadlineKind, Timing};
use crate::route::{
    self, LEDGER_LENGTH, MEASURES_PAGE, ledger_page, measure_place, relative_place,
};
use crate::theme::Argument;

pub(super) use crate::render::measure::lists::Bodies;

/// Characters of a measure, and of a note, that a ledger shows, at most.
const TEXT_SHOWN: usize = 240;
/// Characters of a measure that a list shows, at most.
const LINE_SHOWN: usize = 90;
/// Bodies that lead a measure, in a list.
const LEAD_SHOWN: usize = 3;
/// Characters of the words of a plan that say who and until when, at most.
const QUOTE_SHOWN: usize = 150;
/// Bodies of a measure that a ledger shows, at most.
const BODIES_SHOWN: usize = 12;
/// Reports that a ledger shows as evidence of a measure, at most.
const EVIDENCE_SHOWN: usize = 6;

/// A text of at most so many characters.
fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text)),
        None => text.to_owned(),
    }
}

impl Renderer<'_> {
    /// The pages of measures, where there are any.
    ///
    /// # Errors
    ///
    /// Those of the theme, and of `sink`.
    pub(crate) fn measure_pages<'r>(
        &'r self,
        sink: &mut dyn FnMut(Page<'r>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        if self.knowledge.measures.plans.is_empty() {
            return Ok(());
        }
        let bodies = self.bodies();
        let lists = self.all_lists(bodies);
        let past = self.past_list();
        self.measures(&lists, past.as_ref(), sink)?;
        for plan in &self.knowledge.measures.plans {
            self.ledger(plan, bodies, sink)?;
        }
        self.measure_lists(&lists, past.as_ref(), sink)
    }

    /// The pages of all bodies that measures name.
    fn bodies(&self) -> &Bodies {
        let make = || Bodies::of(self.archive, &self.knowledge.measures);
        self.bodies.get_or_init(make)
    }

    /// The ledger of a plan, for the page of the plan.
    pub(super) fn ledger_link(
        &self,
        entry: &archive::Entry,
        from: &str,
    ) -> Option<view::LedgerLink> {
        if self.knowledge.measures.plans.is_empty() {
            return None;
        }
        let plan = self.knowledge.measures.of_report(self.position(entry)?)?;
        Some(view::LedgerLink {
            url: route::relative(from, &ledger_page(&entry.route)),
            count: plan.ledger.measures.len() as u64,
        })
    }

    fn ledger<'r>(
        &'r self,
        plan: &Plan,
        bodies: &Bodies,
        sink: &mut dyn FnMut(Page<'r>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let Some(entry) = self.archive.entries.get(plan.report) else {
            return Ok(());
        };
        let measures = &plan.ledger.measures;
        let first = ledger_page(&entry.route);
        let count = measures.len().div_ceil(LEDGER_LENGTH).max(1);
        for number in 1..=count {
            let path = page_of(&first, number);
            let report = self.report_link(&path, plan.report);
            let title = self
                .texts()
                .fill("ledger_of", &[("plan", Argument::Text(&report.title))]);
            let crumbs = vec![self.home_link(&path), self.measures_link(&path)];
            let (mut page, paging) =
                self.paged(PageKind::Measures, &first, (number, count), &title, crumbs);
            page.language = report.language.clone();
            let mut groups: Vec<view::MeasureGroup> = Vec::new();
            let shown = measures.iter().zip(&plan.ids);
            let shown = shown.skip((number - 1) * LEDGER_LENGTH).take(LEDGER_LENGTH);
            for (measure, id) in shown {
                let view = self.measure(measure, id, entry, bodies, &path);
                let heading = &measure.heading.value;
                match groups.last_mut() {
                    Some(group) if group.heading == *heading => group.measures.push(view),
                    _ => groups.push(view::MeasureGroup {
                        heading: heading.clone(),
                        measures: vec![view],
                    }),
                }
            }
            let statuses = by_status(measures.iter().map(|measure| ((), measure)));
            let statuses = statuses.iter().map(|(status, of)| view::MeasureCount {
                title: self.status_title(*status),
                count: of.len() as u64,
                ..view::MeasureCount::default()
            });
            let view = view::LedgerPage {
                language: report.language.clone(),
                plan: report,
                total: measures.len() as u64,
                past: measures.iter().filter(|m| self.is_past(m)).count() as u64,
                default: default_words(measures),
                statuses: match number {
                    1 => statuses.collect(),
                    _ => Vec::new(),
                },
                as_of: self.knowledge.as_of.map(|day| self.date(day)),
                groups,
                paging,
                page,
            };
            sink(self.page_from(path, "ledger.html", view))?;
        }
        Ok(())
    }

    fn measure(
        &self,
        measure: &Entry,
        id: &str,
        plan: &crate::archive::Entry,
        bodies: &Bodies,
        from: &str,
    ) -> view::Measure {
        let is_declared = |basis: Basis| basis == Basis::Declared;
        let language = self.report_language(plan);
        let mut left = BODIES_SHOWN;
        let mut named = |names: &[String]| -> Vec<view::MeasureBody> {
            let shown = names.iter().take(left).enumerate();
            let named = shown.map(|(at, name)| view::MeasureBody {
                text: name.clone(),
                url: bodies
                    .page_of(plan.agency, name)
                    .map(|page| route::relative(from, page)),
                language: language.clone(),
                goes_on: at > 0 && measure.goes_on(name),
            });
            let named: Vec<view::MeasureBody> = named.collect();
            left -= named.len();
            named
        };
        let lead = named(&measure.lead.value);
        let others = named(&measure.others.value);
        let all = measure.lead.value.len() + measure.others.value.len();
        let evidence = measure.evidence.iter().take(EVIDENCE_SHOWN);
        view::Measure {
            id: id.to_owned(),
            number: measure.number.value.clone(),
            text: cut(&measure.text.value, TEXT_SHOWN),
            quote: (!measure.quotes.is_empty()).then(|| {
                let words = measure.quotes.iter().map(|quote| quote.words.as_str());
                cut(&words.collect::<Vec<_>>().join(" "), QUOTE_SHOWN)
            }),
            url: (!measure.anchor.is_empty()).then(|| {
                relative_place(from, &format!("{}#{}", plan.route.page(), measure.anchor))
            }),
            more: all.saturating_sub(lead.len() + others.len()) as u64,
            lead,
            others,
            deadline: self.measure_deadline(measure),
            state: self.measure_state(measure),
            evidence: evidence
                .filter_map(|link| self.evidence(link, plan, from))
                .collect(),
            note: measure.note.as_ref().map(|note| cut(note, TEXT_SHOWN)),
            declared: view::MeasureDeclared {
                text: is_declared(measure.text.basis)
                    || is_declared(measure.number.basis)
                    || is_declared(measure.heading.basis),
                lead: is_declared(measure.lead.basis),
                others: is_declared(measure.others.basis),
                deadline: is_declared(measure.deadline.basis),
            },
        }
    }

    /// A link to what bears a status out, from a page; the plan is what it was written beside.
    fn evidence(
        &self,
        link: &Link,
        plan: &crate::archive::Entry,
        from: &str,
    ) -> Option<view::Link> {
        let written = format!("{}#{}", link.path, link.anchor);
        let (target, anchor) = self.archive.follow(plan.report.folder(), &written)?;
        let file = self.archive.file_of(target);
        let to = match anchor {
            // An anchor is written as links have it, in part percent-encoded.
            Some(anchor) => format!("{}#{anchor}", route::relative(from, &file)),
            None => route::relative(from, &file),
        };
        let mut shown = match target {
            Target::Report(entry) => self.report_link(from, entry),
            Target::Agency(agency) => self.agency_link(from, self.archive.agencies.get(agency)?),
            Target::Attachment(entry, index) => {
                let attachment = self.archive.entries.get(entry)?.attachments.get(index)?;
                view::Link {
                    title: attachment
                        .title
                        .clone()
                        .unwrap_or_else(|| attachment.name.clone()),
                    ..view::Link::default()
                }
            }
        };
        shown.url = to;
        Some(shown)
    }

    fn measure_deadline(&self, measure: &Entry) -> view::MeasureDeadline {
        let deadline = &measure.deadline.value;
        let day = |day: PartialDate| Some(self.date(day));
        let (date, since, term) = match (deadline.timing, DeadlineGroup::of(measure)) {
            (Some(Timing::Until(last)), _) => (day(last), None, None),
            (Some(Timing::From(first)), _) => (None, day(first), None),
            (_, group) => (None, None, lists::term_of(group)),
        };
        view::MeasureDeadline {
            date,
            since,
            term: term.map(str::to_owned),
            is_default: deadline.kind == DeadlineKind::Default,
        }
    }

    fn measure_state(&self, measure: &Entry) -> view::MeasureState {
        view::MeasureState {
            key: lists::status_key(measure.status).to_owned(),
            is_past: self.is_past(measure),
        }
    }

    fn is_past(&self, measure: &Entry) -> bool {
        let is_past = |day: PartialDate| measure.is_past_deadline(day);
        self.knowledge.as_of.is_some_and(is_past)
    }

    /// What readers call a status, or that there is none.
    fn status_title(&self, status: Option<Status>) -> String {
        let key = format!("measure_status.{}", lists::status_key(status));
        self.texts().word(&key).to_owned()
    }

    /// A line of a list.
    fn measure_line(&self, place: Place, from: &str) -> Option<view::MeasureLine> {
        let (plan, measure) = self.knowledge.measures.get(place)?;
        let entry = self.archive.entries.get(plan.report)?;
        let id = plan.ids.get(place.1)?;
        let mut lead: Vec<String> = Vec::new();
        for name in &measure.lead.value {
            let is_full = lead.len() == LEAD_SHOWN;
            match lead.last_mut().filter(|_| measure.goes_on(name)) {
                Some(before) => before.push_str(name),
                None if is_full => break,
                None => lead.push(name.clone()),
            }
        }
        Some(view::MeasureLine {
            number: measure.number.value.clone(),
            text: cut(&measure.text.value, LINE_SHOWN),
            url: relative_place(from, &measure_place(&entry.route, place.1, id)),
            plan: self.archive.shown_title(entry).into_owned(),
            language: self.report_language(entry),
            lead,
            deadline: self.measure_deadline(measure),
            state: self.measure_state(measure),
        })
    }

    fn measures_link(&self, from: &str) -> view::Link {
        self.word_link("measures", from, MEASURES_PAGE)
    }
}

/// The words of a plan that give a deadline to all measures that state none.
fn default_words(measures: &[Entry]) -> Option<String> {
    let mut deadlines = measures.iter().map(|measure| &measure.deadline);
    let found = deadlines.find(|deadline| deadline.value.kind == DeadlineKind::Default)?;
    (!found.value.words.is_empty()).then(|| cut(&found.value.words, QUOTE_SHOWN))
}
