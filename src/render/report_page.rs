//! The page of one report.

use serde::Serialize;

use crate::archive::{Entry, EntryIndex};
use crate::data::record::PublishedFile;
use crate::error::Error;
use crate::language::LanguageTag;
use crate::render::Renderer;
use crate::render::body_links::BodyLinks;
use crate::render::downloads::{file_name, format_of};
use crate::render::part::{name_parts, same_links};
use crate::render::table::url_of_row;
use crate::render::verify;
use crate::render::view::{self, PageKind};
use crate::report::findings::figure::sum::SumKind;
use crate::report::front_matter::Withdrawal;
use crate::report::html::{self, CitedLink, LinksBeside, Words};
use crate::report::markdown::Document;
use crate::report::outline::Part;
use crate::report::table::TableText;
use crate::route;
use crate::truth::Recorded;

/// Levels of parts in the contents list.
const CONTENTS_DEPTH: usize = 3;
/// Sums that do not come out that a page lists.
const SUMS_SHOWN: usize = 20;

/// The files beside a report's page.
pub(crate) struct ReportFiles<'m> {
    /// Its attachments in their order, as they were published.
    pub attachments: &'m [PublishedFile],
    /// Those of its attachments that are tables, as they are in their files.
    pub tables: &'m [TableText<'m>],
    /// The name of the source text beside the page, if it is published.
    pub source_text: Option<&'m str>,
    /// What the log of the archive has of it.
    pub recorded: Option<&'m Recorded>,
}

/// The page of a report but for what its text says: contents list and body.
///
/// The page is made from this, from the text and from what is the same on every page, and from nothing else: where
/// none of these has changed, neither has the page.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ReportView<'a> {
    view: view::ReportPage,
    /// Words of the interface that stand in the body.
    words: Words<'a>,
    /// Where the links of the body lead.
    links: BodyLinks,
    /// Where the documents lead that it cites.
    cited: Vec<CitedLink>,
}

impl Renderer<'_> {
    /// What the page of a report takes of what the archive knows of it, beside the facts of all reports.
    pub(crate) fn known_of(&self, entry: &Entry) -> impl Serialize + use<> {
        let cited = self.position(entry).map(|at| {
            let citations = &self.knowledge.citations;
            citations.of_report(self.archive, at)
        });
        let ledger = self.ledger_link(entry, &entry.route.page());
        (
            cited,
            ledger,
            self.similar(entry),
            self.same_parts(entry),
            sums(entry),
            self.report_figures(entry),
            self.report_series(entry),
        )
    }

    /// The page of a report before its text is read.
    pub(crate) fn report_view(&self, entry: &Entry, files: &ReportFiles<'_>) -> ReportView<'_> {
        let facts = &entry.report.front_matter;
        let path = entry.route.page();
        let page = self.page_of_report(entry, &path, files.source_text);
        let link = |index: &EntryIndex| self.report_link(&path, *index);
        let language = entry.report.language(&self.archive.config.language);
        let report = view::Report {
            id: entry.route.as_str().to_owned(),
            title: facts.title.clone(),
            draft: facts.draft,
            title_pieces: self.title_pieces(entry),
            language: language.to_string(),
            catalogue: self.report_catalogue(entry, &path),
            status: self.status(entry, &path),
            ledger: self.ledger_link(entry, &path),
            withdrawn: facts.withdrawn.as_ref().map(|w| self.withdrawal(entry, w)),
            supersedes: entry.supersedes.iter().map(link).collect(),
            superseded_by: entry.successor.iter().map(link).collect(),
            contents: Vec::new(),
            body: None,
            tables: self.tables(entry, &path, files.tables),
            attachments: self.attachments(entry, files.attachments),
            withdrawn_attachments: self.withdrawn_attachments(entry),
            source: facts.source.as_ref().map(|s| view::Source {
                language: s
                    .name
                    .as_ref()
                    .and_then(|name| self.language_of(entry, name)),
                name: s.name.clone(),
                url: s.url.clone(),
                captured: s.captured.map(|d| self.date(d)),
            }),
            source_text: files.source_text.map(str::to_owned),
            // Nobody should cite what may still change.
            citations: match facts.draft {
                true => Vec::new(),
                false => self.citations(entry, &path),
            },
            recorded: files.recorded.map(|recorded| view::Recorded {
                sha256: recorded.sha256.clone(),
                release: recorded.release,
                corrections: recorded.corrections,
                proof: recorded.proof.clone(),
                verify: verify::link(&entry.route, recorded.rev),
                code: verify::code(&entry.route, recorded),
                qr: verify::qr_of(self.archive, &entry.route, recorded),
                list: recorded.list.clone(),
                is_signed: recorded.is_signed,
            }),
            revisions: facts
                .revisions
                .iter()
                .map(|r| view::Revision {
                    date: r.date.map(|d| self.date(d)),
                    note: r.note.clone(),
                    language: self.language_of(entry, &r.note),
                })
                .collect(),
            history: self.history_link(entry),
            similar: self.similar(entry),
            same_parts: self.same_parts(entry),
            sums: sums(entry),
            figures: self.report_figures(entry),
            series: self.report_series(entry),
            previous: entry.previous.as_ref().map(link),
            next: entry.next.as_ref().map(link),
            previous_gap: self.years_between(entry, entry.previous),
            next_gap: self.years_between(entry, entry.next),
            yearly: self.is_yearly(entry),
            cited_by: self.cited_by(entry, &path),
            acts: self.acts(entry, &path),
        };
        ReportView {
            words: self.body_words(language),
            links: self.body_links(entry, &path),
            cited: self.cited_links(entry, &path),
            view: view::ReportPage { page, report },
        }
    }

    /// Renders the page of a report; `document` is its text.
    ///
    /// # Errors
    ///
    /// Those of the theme.
    pub(crate) fn render_report(
        &self,
        view: ReportView<'_>,
        document: &Document<'_>,
    ) -> Result<Vec<u8>, Error> {
        let ReportView {
            mut view,
            words,
            links,
            cited,
        } = view;
        if view.report.withdrawn.is_none() {
            if let Some(same) = &mut view.report.same_parts {
                name_parts(same, document);
            }
            let same = view
                .report
                .same_parts
                .as_ref()
                .map_or_else(Vec::new, same_links);
            let beside = LinksBeside {
                cited: &cited,
                same: &same,
            };
            let body = html::write(document, &words, &|link| links.resolve(link), beside);
            view.report.body = Some(view::Html(body));
            view.report.contents = contents(document.parts());
        }
        self.render("report.html", &view)
    }

    /// What is around a report on its page, and what describes it in the head.
    fn page_of_report(&self, entry: &Entry, path: &str, source_text: Option<&str>) -> view::Page {
        let agency = &self.archive.agencies[entry.agency];
        let mut breadcrumbs = self.agency_crumbs(entry.agency, path);
        breadcrumbs.push(self.agency_link(path, agency));
        let title = self.archive.shown_title(entry);
        let mut page = self.page(PageKind::Report, path, &title, breadcrumbs);
        page.language = self.report_language(entry);
        for rel in ["alternate", "item"] {
            let file = source_text.unwrap_or("");
            page.links.typed_link(rel, file, Some("text/markdown"));
        }
        if source_text.is_some() {
            page.links
                .typed_link("alternate", route::PLAIN_NAME, Some("text/plain"));
        }
        for rel in ["alternate", "describedby"] {
            page.links
                .typed_link(rel, route::RECORD_NAME, Some("application/json"));
        }
        if let Some(history) = self.history_link(entry) {
            page.links.link("version-history", &history);
        }
        self.describe_report(&mut page, entry);
        page
    }

    fn withdrawn_attachments(&self, entry: &Entry) -> Vec<view::WithdrawnAttachment> {
        entry
            .withdrawn_attachments
            .iter()
            .map(|attachment| view::WithdrawnAttachment {
                title: attachment
                    .title
                    .clone()
                    .unwrap_or_else(|| file_name(&attachment.name).to_owned()),
                language: attachment
                    .title
                    .as_ref()
                    .and_then(|title| self.language_of(entry, title)),
                withdrawal: self.withdrawal(entry, &attachment.withdrawal),
            })
            .collect()
    }

    /// The words of the interface that stand in a body in `language`, in that language where the theme
    /// speaks it.
    pub(super) fn body_words(&self, language: &LanguageTag) -> Words<'_> {
        let texts = self.theme.texts_in(language);
        Words {
            table: texts.word("table"),
            back: texts.word("back_to_text"),
            same: texts.word("same_parts"),
        }
    }

    /// Whether the neighbours of a yearly report are of the years before and after.
    fn is_yearly(&self, entry: &Entry) -> bool {
        let Some(own) = year_of(entry) else {
            return false;
        };
        let is = |neighbour: Option<EntryIndex>, wanted: i16| {
            neighbour.is_none_or(|index| year_of(&self.archive.entries[index]) == Some(wanted))
        };
        is(entry.previous, own - 1) && is(entry.next, own + 1)
    }

    /// The years of which there is no report between a yearly report and its neighbour.
    fn years_between(&self, entry: &Entry, neighbour: Option<EntryIndex>) -> Option<view::Years> {
        let other = &self.archive.entries[neighbour?];
        let (own, other) = (year_of(entry)?, year_of(other)?);
        let (first, last) = (own.min(other) + 1, own.max(other) - 1);
        (first <= last).then_some(view::Years { first, last })
    }

    fn withdrawal(&self, entry: &Entry, withdrawal: &Withdrawal) -> view::Withdrawal {
        let reason = withdrawal.reason.as_ref();
        view::Withdrawal {
            date: withdrawal.date.map(|d| self.date(d)),
            language: reason.and_then(|reason| self.language_of(entry, reason)),
            reason: withdrawal.reason.clone(),
            authority: withdrawal.authority.clone(),
        }
    }

    fn attachments(&self, entry: &Entry, published: &[PublishedFile]) -> Vec<view::Attachment> {
        let pairs = entry.attachments.iter().zip(published);
        pairs
            .map(|(attachment, published)| {
                let file = file_name(&attachment.name);
                let title = attachment.title.as_ref();
                view::Attachment {
                    title: title.map_or(file, String::as_str).to_owned(),
                    language: title.and_then(|title| self.language_of(entry, title)),
                    file: file.to_owned(),
                    url: route::encode(&attachment.name),
                    format: format_of(attachment),
                    bytes: published.length,
                    size: self.texts().size(published.length),
                    sha256: published.sha256.clone(),
                }
            })
            .collect()
    }
}

/// The year that a yearly report is of.
fn year_of(entry: &Entry) -> Option<i16> {
    entry.report.front_matter.period?.year()
}

/// The sums of a report and of its tables, where some do not come out.
fn sums(entry: &Entry) -> Option<view::Sums> {
    let report = &entry.report;
    let of_text = report.findings.sums.iter().map(|sums| (None, sums));
    let tables = entry.tables.iter();
    let of_tables =
        tables.filter_map(|table| Some((Some(table), table.found(report)?.sums.as_ref()?)));
    let all: Vec<_> = of_text.chain(of_tables).collect();
    let failed = all.iter().flat_map(|(table, sums)| {
        let failed = sums.failed.iter();
        failed.map(move |sum| view::FailedSum {
            kind: match sum.kind {
                SumKind::Written | SumKind::Parts | SumKind::Row | SumKind::Column => "added",
                SumKind::Carried => "carried",
            }
            .to_owned(),
            url: match table.zip(sum.row) {
                Some((table, row)) => url_of_row(entry, table, row),
                None => (!sum.anchor.is_empty()).then(|| format!("#{}", sum.anchor)),
            },
            words: sum.words.clone(),
            expected: sum.expected.clone(),
            found: sum.found.clone(),
        })
    });
    let count: usize = all.iter().map(|(_, sums)| sums.failed.len()).sum();
    let right: u64 = all.iter().map(|(_, sums)| u64::from(sums.right)).sum();
    let place = match all.iter().filter(|(table, _)| table.is_none()).count() {
        0 => "tables",
        text if text == all.len() => "text",
        _ => "both",
    };
    (count > 0).then(|| view::Sums {
        checked: right + count as u64,
        count: count as u64,
        place: place.to_owned(),
        failed: failed.take(SUMS_SHOWN).collect(),
        more: count.saturating_sub(SUMS_SHOWN) as u64,
    })
}

/// Nests the flat outline, down to [`CONTENTS_DEPTH`] levels.
fn contents(parts: &[Part]) -> Vec<view::Part> {
    let shown: Vec<&Part> = parts.iter().filter(|p| !p.is_inline).collect();
    level(&mut shown.as_slice(), 0)
}

/// The parts of one level, and below each its own. The outline is never deep, see its limit.
fn level(parts: &mut &[&Part], depth: usize) -> Vec<view::Part> {
    let mut list = Vec::new();
    while let [part, rest @ ..] = *parts
        && part.depth >= depth
    {
        *parts = rest;
        let below = level(parts, part.depth + 1);
        list.push(view::Part {
            anchor: part.anchor.clone(),
            title: part.title.clone(),
            parts: if depth + 1 < CONTENTS_DEPTH {
                below
            } else {
                Vec::new()
            },
        });
    }
    list
}
