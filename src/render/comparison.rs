//! What a report shares with others: the lines on its page, and pages of two texts side by side.
//!
//! In: what [`crate::knowledge::similarity`] found, and two documents. Out: views and pages. Nothing is compared here but
//! the words of paragraphs that were found to be alike.

use std::ops::Range;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::archive::Entry;
use crate::error::Error;
use crate::knowledge::similarity::difference::runs::{Run, RunKind};
use crate::knowledge::similarity::difference::{Row, Side, rows};
use crate::knowledge::similarity::{self, Likeness, Relation, Sameness};
use crate::render::view::{self, PageKind};
use crate::render::{Renderer, view::ComparisonPiece};
use crate::report::markdown::Document;
use crate::report::passage::Passage;
use crate::route;

/// Peers that the page of a report names, at most: those that it shares the most with.
const PEERS_SHOWN: usize = 5;
/// Bytes of the texts on a page of two, at most: a page weighs less than 60,000.
const TEXT_MAX: usize = 31_000;
/// Characters that are shown of a passage that only one text has.
const ALONE_MAX: usize = 80;
/// Bytes of a name of a file, at most, before it is a digest.
const NAME_MAX: usize = 150;

/// A page of two texts before these are read: it is made from this and from the two texts.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ComparisonView {
    view: view::ComparisonPage,
    urls: [String; 2],
}

impl Renderer<'_> {
    /// What a report shares with others, for its page.
    pub(super) fn similar(&self, entry: &Entry) -> Vec<view::Similar> {
        let Some(index) = self.position(entry) else {
            return Vec::new();
        };
        let path = entry.route.page();
        let found = similarity::of_report(&self.knowledge.similarity, index);
        let previous = found.iter().filter(|it| it.relation == Relation::Previous);
        let peers = found.iter().filter(|it| it.relation == Relation::Peer);
        let shown = previous.chain(peers.filter(|it| it.is_shown()).take(PEERS_SHOWN));
        shown.filter_map(|it| self.similar_of(it, &path)).collect()
    }

    fn similar_of(&self, it: &Sameness, from: &str) -> Option<view::Similar> {
        let entry = self.archive.entries.get(it.report)?;
        let other = self.archive.entries.get(it.other)?;
        let is_peer = it.relation == Relation::Peer;
        let agency = self.archive.agencies.get(other.agency);
        Some(view::Similar {
            relation: it.relation.key().to_owned(),
            other: self.report_link(from, it.other),
            agency: agency
                .filter(|_| is_peer)
                .map(|agency| self.agency_link(from, agency)),
            paragraphs: u64::from(it.paragraphs),
            same: u64::from(it.same),
            near: u64::from(it.near()),
            url: it
                .is_shown()
                .then(|| route::relative(from, &page_of(entry, other))),
        })
    }

    /// The page of two texts before they are read, and its path.
    pub(crate) fn comparison(&self, it: &Sameness) -> Option<(String, ComparisonView)> {
        let entry = self.archive.entries.get(it.report)?;
        let other = self.archive.entries.get(it.other)?;
        let path = page_of(entry, other);
        let title = self.archive.shown_title(entry);
        let heading = self.texts().word("comparison").to_owned();
        let agency = self.archive.agencies.get(entry.agency)?;
        let mut crumbs = self.agency_crumbs(entry.agency, &path);
        crumbs.push(self.agency_link(&path, agency));
        let report = self.report_link(&path, it.report);
        crumbs.push(report.clone());
        let page = self.page(
            PageKind::Comparison,
            &path,
            &format!("{heading} · {title}"),
            crumbs,
        );
        let url = |entry: &Entry| route::relative(&path, &entry.route.page());
        let view = ComparisonView {
            urls: [url(entry), url(other)],
            view: view::ComparisonPage {
                similar: self.similar_of(it, &path)?,
                page,
                report,
                rows: Vec::new(),
                left_out: 0,
            },
        };
        Some((path, view))
    }

    /// Renders the page of two texts.
    ///
    /// # Errors
    ///
    /// Those of the theme.
    pub(crate) fn render_comparison(
        &self,
        comparison: ComparisonView,
        it: &Sameness,
        [left, right]: [&Document<'_>; 2],
    ) -> Result<Vec<u8>, Error> {
        let ComparisonView { mut view, urls } = comparison;
        let passages = [left.passages(), right.passages()];
        let [of_left, of_right] = &passages;
        let found = rows(
            Side {
                passages: of_left,
                parts: left.parts(),
            },
            Side {
                passages: of_right,
                parts: right.parts(),
            },
            &it.pairs,
        );
        let [url_left, url_right] = &urls;
        let left = |at: usize, runs: &[Run], is_alone| {
            Some(shown(of_left.get(at)?, runs, is_alone, url_left))
        };
        let right = |at: usize, runs: &[Run], is_alone| {
            Some(shown(of_right.get(at)?, runs, is_alone, url_right))
        };
        let mut bytes = 0;
        for row in &found {
            let row = match row {
                Row::Both {
                    left: at,
                    right: other,
                    likeness,
                    changed_left,
                    changed_right,
                    ..
                } => view::ComparisonRow {
                    likeness: likeness_key(*likeness).to_owned(),
                    left: left(*at, changed_left, false),
                    right: right(*other, changed_right, false),
                },
                Row::Left(at) => view::ComparisonRow {
                    likeness: "alone".to_owned(),
                    left: left(*at, &[], true),
                    right: None,
                },
                Row::Right(at) => view::ComparisonRow {
                    likeness: "alone".to_owned(),
                    left: None,
                    right: right(*at, &[], true),
                },
            };
            let sides = [&row.left, &row.right].into_iter().flatten();
            let pieces = sides.flat_map(|side| &side.pieces);
            bytes += pieces.map(|piece| piece.text.len() + 60).sum::<usize>();
            match bytes <= TEXT_MAX {
                true => view.rows.push(row),
                false => view.left_out += 1,
            }
        }
        self.render("comparison.html", &view)
    }
}

/// The page of a report and another: no route holds a dot.
fn page_of(entry: &Entry, other: &Entry) -> String {
    let mut name = other.route.as_str().replace('/', ".");
    if name.len() > NAME_MAX {
        let digest = Sha256::digest(name.as_bytes());
        name = base16ct::lower::encode_string(&digest);
    }
    format!("similarity/{}/{name}.html", entry.route.as_str())
}

fn likeness_key(likeness: Likeness) -> &'static str {
    match likeness {
        Likeness::Same => "same",
        Likeness::ChangedFigures => "changed-figures",
        Likeness::ChangedWords => "changed-words",
    }
}

fn run_key(kind: RunKind) -> &'static str {
    match kind {
        RunKind::Words => "words",
        RunKind::Figure => "figure",
        RunKind::Date => "date",
    }
}

/// A passage with what of it differs; of one that stands alone the beginning.
fn shown(passage: &Passage<'_>, runs: &[Run], is_alone: bool, url: &str) -> view::ComparisonSide {
    let mut text = passage.text;
    let end = text.char_indices().nth(ALONE_MAX).map(|(end, _)| end);
    let cut = end.filter(|_| is_alone);
    if let Some(end) = cut {
        text = text.get(..end).unwrap_or(text);
    }
    let mut pieces = Vec::new();
    let mut at = 0;
    let mut add = |range: Range<usize>, changed: Option<&str>| {
        let piece = text.get(range).unwrap_or_default();
        if !piece.is_empty() {
            pieces.push(ComparisonPiece {
                text: piece.to_owned(),
                changed: changed.map(str::to_owned),
            });
        }
    };
    for run in runs {
        add(at..run.range.start.max(at), None);
        add(run.range.clone(), Some(run_key(run.kind)));
        at = run.range.end.max(at);
    }
    add(at..text.len(), None);
    let anchor = passage.anchor;
    view::ComparisonSide {
        pieces,
        url: match anchor.is_empty() {
            true => url.to_owned(),
            false => format!("{url}#{}", route::encode(anchor)),
        },
        is_cut: cut.is_some(),
    }
}
