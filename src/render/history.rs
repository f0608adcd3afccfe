//! What became of the text of a report that was corrected: a page of all its texts with what differs between them, and a
//! page for each that it had before.
//!
//! In: the archive, and texts at their second reading, two at a time. Out: views and pages. Since when a text stood is what
//! its editors say: the day of publication and those of the corrections.

use crate::archive::Entry;
use crate::archive::earlier::EarlierText;
use crate::date::{Moment, PartialDate};
use crate::error::Error;
use crate::knowledge::similarity::difference::revised::{PieceKind, Step, steps};
use crate::language::LanguageTag;
use crate::render::Renderer;
use crate::render::as_of::has_changes;
use crate::render::view::{self, ComparisonPiece, HeadLink, PageKind};
use crate::report::ReportText;
use crate::report::html::{self, LinksBeside};
use crate::report::markdown::{Document, Options};
use crate::report::passage::Passage;
use crate::route;
use crate::theme::Argument;

/// Bytes of what differs on a page of all texts, at most: a page weighs less than 60,000.
const TEXT_MAX: usize = 31_000;
/// The type of the list of all texts (RFC 6690, as RFC 7089 has it).
const LINK_FORMAT: &str = "application/link-format";
/// Bytes of markup around a piece.
const AROUND: usize = 60;

/// Gives the text of a report of that number.
pub(crate) type ReadText<'r> = dyn FnMut(u32) -> Result<ReportText, Error> + 'r;

impl Renderer<'_> {
    /// Where all texts of a report are, from its page.
    pub(super) fn history_link(&self, entry: &Entry) -> Option<String> {
        let path = entry.route.page();
        let page = route::history_page(&entry.route);
        (!entry.earlier.is_empty()).then(|| route::relative(&path, &page))
    }

    /// The list of the texts that a report had and when, for programs that look for the one of a day (a TimeMap of RFC 7089),
    /// and its path; none without the address of the archive, which it needs, and of an archive without a log. What is of
    /// no stated day is not in it.
    pub(crate) fn timemap(&self, entry: &Entry) -> Option<(String, String)> {
        let config = &self.archive.config;
        if !has_changes(self.archive) || entry.earlier.is_empty() {
            return None;
        }
        let path = route::timemap(&entry.route);
        let facts = &entry.report.front_matter;
        let revisions = facts.revisions_in_time();
        let mut texts = Vec::new();
        for text in &entry.earlier {
            let since = match text.revision.checked_sub(2) {
                None => text.published.or(facts.published),
                Some(at) => {
                    let at = usize::try_from(at).ok();
                    let made_by = at.and_then(|at| revisions.get(at));
                    made_by.and_then(|it| it.date).map(Moment::of_day)
                }
            };
            let since = since.and_then(|since| since.http(config.utc_minutes()));
            let page = route::earlier_page(&entry.route, text.revision);
            texts.extend(since.zip(self.absolute(&page)));
        }
        let (original, own) = (self.absolute(&entry.route.page())?, self.absolute(&path)?);
        let mut lines = vec![
            format!("<{original}>; rel=\"original\""),
            format!("<{own}>; rel=\"self\"; type=\"{LINK_FORMAT}\""),
        ];
        let last = texts.len().saturating_sub(1);
        for (at, (since, page)) in texts.into_iter().enumerate() {
            let first = if at == 0 { "first " } else { "" };
            let last = if at == last { "last " } else { "" };
            lines.push(format!(
                "<{page}>; rel=\"{first}{last}memento\"; datetime=\"{since}\""
            ));
        }
        Some((path, format!("{}\n", lines.join(",\n"))))
    }

    /// Names that list in the head of the page `from`.
    fn link_timemap(&self, entry: &Entry, from: &str, links: &mut view::Tags) {
        let found = self.timemap(entry);
        links.extend(found.map(|(path, _)| HeadLink {
            rel: "timemap".to_owned(),
            url: route::relative(from, &path),
            media_type: Some(LINK_FORMAT.to_owned()),
            ..HeadLink::default()
        }));
    }

    /// The page of all texts of a report before they are read, and its path; none where it has no earlier ones.
    pub(crate) fn history(&self, entry: &Entry) -> Option<(String, view::HistoryPage)> {
        if entry.earlier.is_empty() {
            return None;
        }
        let path = route::history_page(&entry.route);
        let at = self.position(entry)?;
        let mut crumbs = self.agency_crumbs(entry.agency, &path);
        crumbs.push(self.agency_link(&path, self.archive.agencies.get(entry.agency)?));
        let report = self.report_link(&path, at);
        crumbs.push(report.clone());
        let title = self.archive.shown_title(entry);
        let heading = self.texts().word("history").to_owned();
        let mut page = self.page(
            PageKind::History,
            &path,
            &format!("{heading} · {title}"),
            crumbs,
        );
        page.links.link("latest-version", &report.url);
        self.link_timemap(entry, &path, &mut page.links);
        let last = entry.report.front_matter.revision();
        let texts = (1..=last).rev();
        let view = view::HistoryPage {
            page,
            report,
            text_language: self.report_language(entry),
            texts: texts
                .map(|number| self.version(entry, number, &path))
                .collect(),
        };
        Some((path, view))
    }

    /// Renders the page of all texts; `read` gives each.
    ///
    /// # Errors
    ///
    /// Those of the theme and of `read`.
    pub(crate) fn render_history(
        &self,
        entry: &Entry,
        mut view: view::HistoryPage,
        read: &mut ReadText<'_>,
    ) -> Result<Vec<u8>, Error> {
        let last = entry.report.front_matter.revision();
        let is_there = |number: u32| number == last || entry.earlier(number).is_some();
        let mut room = TEXT_MAX;
        for (number, version) in (1..=last).rev().zip(&mut view.texts) {
            let before = number.saturating_sub(1);
            if number < 2 || !is_there(number) || !is_there(before) {
                continue;
            }
            let texts = [read(before)?, read(number)?];
            let [was, is] = &texts;
            let was = self.document(entry, before, was.body());
            let is = self.document(entry, number, is.body());
            let url = version.url.as_deref().unwrap_or_default();
            version.changes = Some(changes(&was, &is, url, &mut room));
        }
        self.render("history.html", &view)
    }

    /// The page of an earlier text before it is read, and its path.
    pub(crate) fn earlier(
        &self,
        entry: &Entry,
        text: &EarlierText,
    ) -> Option<(String, view::EarlierPage)> {
        let path = route::earlier_page(&entry.route, text.revision);
        let at = self.position(entry)?;
        let history = route::history_page(&entry.route);
        let mut crumbs = self.agency_crumbs(entry.agency, &path);
        crumbs.push(self.agency_link(&path, self.archive.agencies.get(entry.agency)?));
        let report = self.report_link(&path, at);
        crumbs.push(report.clone());
        crumbs.push(view::Link {
            title: self.texts().word("history").to_owned(),
            url: route::relative(&path, &history),
            language: None,
        });
        let number = Argument::Number(u64::from(text.revision));
        let title = self.texts().fill("version", &[("number", number)]);
        let mut page = self.page(
            PageKind::Earlier,
            &path,
            &format!("{title} · {}", text.title),
            crumbs,
        );
        // Who looks for the report is to find the text that stands.
        page.meta.meta("robots", "noindex");
        let last = entry.report.front_matter.revision();
        let mut link = |rel: &str, url: String| {
            page.links.push(HeadLink {
                rel: rel.to_owned(),
                url,
                ..HeadLink::default()
            });
        };
        link("original", report.url.clone());
        link("latest-version", report.url.clone());
        link("version-history", route::relative(&path, &history));
        let neighbours = [
            ("predecessor-version", text.revision.checked_sub(1)),
            ("successor-version", text.revision.checked_add(1)),
        ];
        for (rel, number) in neighbours {
            let Some(number) = number else { continue };
            if number == last {
                link(rel, report.url.clone());
            } else if entry.earlier(number).is_some() {
                let other = route::earlier_page(&entry.route, number);
                link(rel, route::relative(&path, &other));
            }
        }
        self.link_timemap(entry, &path, &mut page.links);
        let revisions = entry.report.front_matter.revisions_in_time();
        let replaced = usize::try_from(text.revision - 1).ok();
        let replaced = replaced.and_then(|at| revisions.get(at));
        let replaced = replaced.map(|revision| revision.note.clone());
        let view = view::EarlierPage {
            version: self.version(entry, text.revision, &path),
            replaced_language: replaced
                .as_ref()
                .and_then(|note| self.language_of(entry, note)),
            replaced,
            history: route::relative(&path, &history),
            language: self.language_of_text(entry, text.revision).to_string(),
            page,
            report,
            body: None,
        };
        Some((path, view))
    }

    /// Renders the page of an earlier text.
    ///
    /// # Errors
    ///
    /// Those of the theme.
    pub(crate) fn render_earlier(
        &self,
        entry: &Entry,
        earlier: &EarlierText,
        mut view: view::EarlierPage,
        text: &ReportText,
    ) -> Result<Vec<u8>, Error> {
        let path = route::earlier_page(&entry.route, earlier.revision);
        let folder = entry.report.folder();
        let document = self.document(entry, earlier.revision, text.body());
        let words = self.body_words(self.language_of_text(entry, earlier.revision));
        let resolve = |link: &_| self.resolve(folder, &path, link);
        let body = html::write(&document, &words, &resolve, LinksBeside::default());
        view.body = Some(view::Html(body));
        self.render("earlier.html", &view)
    }

    /// What is said of a text on the page `from`.
    fn version(&self, entry: &Entry, number: u32, from: &str) -> view::ReportVersion {
        let facts = &entry.report.front_matter;
        let last = facts.revision();
        let is_current = number == last;
        let revisions = facts.revisions_in_time();
        // The n-th correction made the text n + 1 of the text n.
        let correction = |made: u32| {
            let at = usize::try_from(made).ok()?.checked_sub(2)?;
            revisions.get(at)
        };
        let date = |date: Option<PartialDate>| date.map(|date| self.date(date));
        let made_by = correction(number);
        let earlier = entry.earlier(number);
        let of_first = || {
            let published = earlier.and_then(|text| text.published);
            let published = published.or(facts.published);
            published.map(|moment| self.moment(moment))
        };
        let own = |file: String| route::relative(from, &file);
        let note = made_by.map(|revision| revision.note.clone());
        let url = match is_current {
            true => Some(own(entry.route.page())),
            false => earlier.map(|_| own(route::earlier_page(&entry.route, number))),
        };
        let source = match is_current {
            true => Some(own(entry.route.file(route::TEXT_NAME))),
            false => earlier.map(|_| own(route::earlier_text(&entry.route, number))),
        };
        let digest = match is_current {
            true => Some(&entry.report.digest),
            false => earlier.map(|text| &text.digest),
        };
        let title = earlier.map(|text| text.title.clone());
        let title = title.filter(|title| *title != facts.title && !title.is_empty());
        view::ReportVersion {
            number: u64::from(number),
            id: format!("text-{number}"),
            is_current,
            since: match number {
                1 => of_first(),
                _ => date(made_by.and_then(|revision| revision.date)),
            },
            until: date(correction(number.saturating_add(1)).and_then(|revision| revision.date)),
            note_language: note.as_ref().and_then(|note| self.language_of(entry, note)),
            note,
            language: title
                .as_ref()
                .and_then(|title| self.language_of(entry, title)),
            title,
            url,
            source,
            sha256: digest.map(|digest| base16ct::lower::encode_string(digest)),
            changes: None,
        }
    }

    /// The language of a text of a report.
    fn language_of_text<'e>(&'e self, entry: &'e Entry, number: u32) -> &'e LanguageTag {
        let own = entry
            .earlier(number)
            .and_then(|text| text.language.as_ref());
        own.unwrap_or_else(|| match entry.earlier(number) {
            // It says nothing of its language, whatever the report says now.
            Some(_) => &self.archive.config.language,
            None => entry.report.language(&self.archive.config.language),
        })
    }

    /// The body of a text of a report, read as its language asks.
    fn document<'b>(&self, entry: &Entry, number: u32, body: &'b str) -> Document<'b> {
        let title = match entry.earlier(number) {
            Some(text) => text.title.as_str(),
            None => entry.report.front_matter.title.as_str(),
        };
        let chinese = self.language_of_text(entry, number).is_chinese();
        Document::parse_below(title, body, Options { chinese })
    }
}

/// What differs between two texts; `room` is what the page has left, in bytes.
fn changes(was: &Document<'_>, is: &Document<'_>, url: &str, room: &mut usize) -> view::Changes {
    let passages = [was.passages(), is.passages()];
    let shown = |passages: &[Passage<'_>]| -> Vec<usize> {
        let said = passages.iter().enumerate();
        let said = said.filter(|(_, passage)| !passage.text.trim().is_empty());
        said.map(|(at, _)| at).collect()
    };
    let [of_was, of_is] = &passages;
    let (at_was, at_is) = (shown(of_was), shown(of_is));
    let words = |passages: &[Passage<'_>], at: usize| -> String {
        passages
            .get(at)
            .map_or_else(String::new, |passage| passage.text.to_owned())
    };
    let left: Vec<&str> = at_was
        .iter()
        .filter_map(|at| Some(of_was.get(*at)?.text))
        .collect();
    let right: Vec<&str> = at_is
        .iter()
        .filter_map(|at| Some(of_is.get(*at)?.text))
        .collect();
    let place = |at: usize| {
        let passage = at_is.get(at).and_then(|at| of_is.get(*at))?;
        Some(match passage.anchor {
            "" => url.to_owned(),
            anchor => format!("{url}#{}", route::encode(anchor)),
        })
    };
    let mut found = view::Changes::default();
    for step in steps(&left, &right) {
        let row = match step {
            Step::Same(count) => view::ChangeRow {
                kind: "same".to_owned(),
                count: count as u64,
                ..view::ChangeRow::default()
            },
            Step::Changed(at, pieces) => view::ChangeRow {
                kind: "changed".to_owned(),
                count: 1,
                pieces: pieces
                    .into_iter()
                    .map(|piece| piece_of(piece.kind, piece.text))
                    .collect(),
                url: place(at),
            },
            Step::Gone(at) => {
                let at = at_was.get(at).copied().unwrap_or(usize::MAX);
                view::ChangeRow {
                    kind: "gone".to_owned(),
                    count: 1,
                    pieces: vec![piece_of(PieceKind::Gone, words(of_was, at))],
                    url: None,
                }
            }
            Step::Come(at) => {
                let there = at_is.get(at).copied().unwrap_or(usize::MAX);
                view::ChangeRow {
                    kind: "come".to_owned(),
                    count: 1,
                    pieces: vec![piece_of(PieceKind::Come, words(of_is, there))],
                    url: place(at),
                }
            }
        };
        let bytes = row.pieces.iter().map(|piece| piece.text.len() + AROUND);
        let bytes = AROUND + bytes.sum::<usize>();
        match room.checked_sub(bytes) {
            Some(left) => {
                *room = left;
                found.rows.push(row);
            }
            None if row.kind == "same" => {}
            None => found.left_out += 1,
        }
    }
    if found.rows.iter().all(|row| row.kind == "same") && found.left_out == 0 {
        found.rows.clear();
    }
    found
}

fn piece_of(kind: PieceKind, text: String) -> ComparisonPiece {
    let changed = match kind {
        PieceKind::Same => None,
        PieceKind::Gone => Some("gone"),
        PieceKind::Come => Some("come"),
    };
    ComparisonPiece {
        text,
        changed: changed.map(str::to_owned),
    }
}
