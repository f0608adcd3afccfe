//! The text of a part as it stands beside others: plain passages, the figures that are new marked, cut to what there is
//! room for.
//!
//! In: a document and the anchors of its parts. Out: views. Never alters a word.

use std::collections::BTreeSet;

use crate::render::view::{ComparisonPiece, Link, PartBlock, PartText};
use crate::report::findings::paragraph::unit::{Unit, UnitKind, units};
use crate::report::findings::paragraph::without_number;
use crate::report::markdown::Document;
use crate::report::outline::Part;
use crate::report::passage::{Passage, PassageKind};
use crate::route;

/// Bytes of the texts on a page, at most: with its style it weighs less than 60,000.
pub(super) const TEXT_MAX: usize = 18_000;
/// Bytes that a run of text, and a figure that is marked, has around it.
const AROUND: usize = 40;

/// Bytes of what stands for a table.
const TABLE: usize = 200;

/// The parts of one report.
pub(super) struct Text<'d> {
    parts: Vec<OfPart<'d>>,
    outline: &'d [Part],
}

/// One part, and what is within it.
struct OfPart<'d> {
    part: &'d Part,
    passages: Vec<Passage<'d>>,
}

impl<'d> Text<'d> {
    /// The parts of a document that have these ids.
    pub(super) fn of(document: &'d Document<'_>, anchors: &[String]) -> Text<'d> {
        let outline = document.parts();
        let all = document.passages();
        let parts = anchors.iter().filter_map(|anchor| {
            let at = outline.iter().position(|part| part.anchor == *anchor)?;
            let within = all.iter().filter(|passage| {
                let part = passage.part;
                part.is_some_and(|part| is_within(outline, part, at))
            });
            Some(OfPart {
                part: outline.get(at)?,
                passages: within.copied().collect(),
            })
        });
        Text {
            parts: parts.collect(),
            outline,
        }
    }

    /// About how many bytes it takes on a page.
    pub(super) fn cost(&self) -> usize {
        let passages = self.parts.iter().flat_map(|part| &part.passages);
        let tables = passages.clone().filter_map(|passage| passage.kind.table());
        let tables = BTreeSet::from_iter(tables).len() * TABLE;
        passages.map(cost).sum::<usize>() + tables
    }

    /// The figures in it, dates aside; none where it has no part.
    pub(super) fn figures(&self) -> Option<BTreeSet<u64>> {
        let passages = self.parts.iter().flat_map(|part| &part.passages);
        let figures = passages.flat_map(|passage| {
            let text = without_number(passage, self.outline);
            let figures = units(text).into_iter().filter(|unit| is_figure(unit, text));
            figures.map(|unit| unit.key).collect::<Vec<_>>()
        });
        (!self.parts.is_empty()).then(|| figures.collect())
    }

    /// As it is shown in the report at `url`, in so many bytes, and whether it is cut. Figures that `before` has not are
    /// marked.
    pub(super) fn shown(
        &self,
        before: Option<&BTreeSet<u64>>,
        room: usize,
        url: &str,
    ) -> (Vec<PartText>, bool) {
        let mut left = room;
        let mut is_cut = false;
        let shown = self.parts.iter().map(|of| {
            let mut blocks: Vec<PartBlock> = Vec::new();
            let mut table = None;
            for passage in &of.passages {
                if let Some(of_cell) = passage.kind.table() {
                    if !is_cut && table.replace(of_cell) != Some(of_cell) {
                        is_cut = left < TABLE;
                        left = left.saturating_sub(TABLE);
                        blocks.push(block("table", Vec::new(), passage, url));
                    }
                    continue;
                }
                if is_heading_of(passage, of.part) || passage.text.trim().is_empty() {
                    continue;
                }
                let mut text = passage.text;
                if is_cut || cost(passage) > left {
                    // The first passage is cut within, the others as a whole.
                    let is_first = blocks.is_empty() && !is_cut;
                    is_cut = true;
                    if !is_first {
                        continue;
                    }
                    text = beginning(text, left);
                }
                let mut pieces = self.pieces(passage, text, before);
                if text.len() < passage.text.len() {
                    pieces.push(ComparisonPiece {
                        text: "…".to_owned(),
                        changed: None,
                    });
                }
                let marks = pieces.len() * AROUND;
                left = left.saturating_sub(text.len() + marks);
                blocks.push(block(kind(passage.kind), pieces, passage, url));
            }
            PartText {
                heading: Link {
                    title: of.part.title.clone(),
                    url: place(url, &of.part.anchor),
                    language: None,
                },
                blocks,
            }
        });
        let shown: Vec<PartText> = shown.collect();
        (shown, is_cut)
    }

    /// A passage, or its beginning, with the figures that are new.
    fn pieces(
        &self,
        passage: &Passage<'_>,
        text: &str,
        before: Option<&BTreeSet<u64>>,
    ) -> Vec<ComparisonPiece> {
        let mut pieces = Vec::new();
        let mut add = |text: Option<&str>, changed: Option<&str>| {
            if let Some(text) = text.filter(|text| !text.is_empty()) {
                pieces.push(ComparisonPiece {
                    text: text.to_owned(),
                    changed: changed.map(str::to_owned),
                });
            }
        };
        let mut at = 0;
        if let Some(before) = before {
            let number = passage.text.len() - without_number(passage, self.outline).len();
            let rest = text.get(number..).unwrap_or_default();
            for unit in units(rest) {
                if is_figure(&unit, rest) && !before.contains(&unit.key) {
                    let (start, end) = (unit.range.start + number, unit.range.end + number);
                    add(text.get(at..start), None);
                    add(text.get(start..end), Some("figure"));
                    at = end;
                }
            }
        }
        add(text.get(at..), None);
        pieces
    }
}

/// So many bytes of a text, or fewer, so that no number is cut.
fn beginning(text: &str, most: usize) -> &str {
    let cut = text.floor_char_boundary(most);
    let of_number = |c: char| c.is_numeric() || matches!(c, '.' | ',' | '，' | '．');
    let (before, after) = text.split_at_checked(cut).unwrap_or_default();
    match after.starts_with(of_number) {
        true => before.trim_end_matches(of_number),
        false => before,
    }
}

/// The largest share of a whole that all of these can have, where what is smaller leaves its rest to the others.
pub(super) fn fair_share(costs: &[usize], whole: usize) -> usize {
    let mut costs = costs.to_vec();
    costs.sort_unstable();
    let mut left = whole;
    let mut sharing = costs.len();
    for cost in costs {
        let share = left / sharing.max(1);
        if cost > share {
            return share;
        }
        left -= cost;
        sharing -= 1;
    }
    whole
}

/// Whether a unit of a text is a figure that may be new: in digits, since 三项制度 and 第三方 count nothing.
fn is_figure(unit: &Unit, text: &str) -> bool {
    let words = text.get(unit.range.clone()).unwrap_or_default();
    unit.kind == UnitKind::Figure && words.starts_with(char::is_numeric)
}

fn cost(passage: &Passage<'_>) -> usize {
    match passage.kind.is_cell() {
        true => 0,
        false => passage.text.len() + AROUND,
    }
}

/// Whether a part is within another, or is it.
fn is_within(outline: &[Part], part: usize, around: usize) -> bool {
    let parent = |at: &usize| Some(outline.get(*at)?.parent? as usize);
    // What encloses a part comes before it.
    let up = std::iter::successors(Some(part), parent);
    up.take(outline.len()).any(|at| at == around)
}

/// Whether a passage is nothing but the heading of a part.
fn is_heading_of(passage: &Passage<'_>, part: &Part) -> bool {
    let is_same = passage.text.trim() == part.title.trim();
    passage.opens_part
        && (is_same || passage.kind == PassageKind::Heading && part.is_heading)
        && passage.anchor == part.anchor
}

fn kind(kind: PassageKind) -> &'static str {
    match kind {
        PassageKind::Heading => "heading",
        PassageKind::Item => "item",
        PassageKind::Paragraph
        | PassageKind::Cell { .. }
        | PassageKind::HtmlCell(_)
        | PassageKind::Code
        | PassageKind::Other => "text",
    }
}

fn block(kind: &str, pieces: Vec<ComparisonPiece>, passage: &Passage<'_>, url: &str) -> PartBlock {
    PartBlock {
        kind: kind.to_owned(),
        pieces,
        url: place(url, passage.anchor),
    }
}

fn place(url: &str, anchor: &str) -> String {
    match anchor.is_empty() {
        true => url.to_owned(),
        false => format!("{url}#{}", route::encode(anchor)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::markdown::Options;

    const OLD: &str = "一、主要工作\n\n文。\n\n二、存在的问题\n\n（一）超期办理3件。\n\n| 类别 | 件数 |\n|---|---|\n| 超期 | 5 |\n";
    const NEW: &str = "一、存在的问题\n\n1. 2021年第三次检查，超期办理5件，退回12件。\n\n| 类别 | 件数 |\n|---|---|\n| 超期 | 5 |\n\n2. 人手不足。\n\n二、打算\n\n文。\n";

    fn read(body: &str) -> Document<'_> {
        Document::parse(body, Options { chinese: true })
    }

    fn line(text: &PartText) -> Vec<String> {
        let blocks = text.blocks.iter().map(|block| {
            let pieces = block.pieces.iter().map(|piece| match &piece.changed {
                Some(_) => format!("<{}>", piece.text),
                None => piece.text.clone(),
            });
            format!("{}:{}", block.kind, pieces.collect::<String>())
        });
        blocks.collect()
    }

    #[test]
    fn a_part_is_shown_with_the_figures_that_are_new() {
        let (old, new) = (read(OLD), read(NEW));
        let (old, new) = (
            Text::of(&old, &["2".to_owned()]),
            Text::of(&new, &["1".to_owned()]),
        );
        let (shown, is_cut) = new.shown(old.figures().as_ref(), TEXT_MAX, "a.html");
        assert!(!is_cut);
        // 5 stands in the table of the year before, and numbers of parts are no figures.
        assert_eq!(
            line(&shown[0]),
            [
                "text:1. 2021年第三次检查，超期办理5件，退回<12>件。",
                "table:",
                "text:2. 人手不足。"
            ]
        );
        assert_eq!(shown[0].heading.url, "a.html#1");
        assert_eq!(shown[0].blocks[0].url, "a.html#1-1");
        let (shown, _) = new.shown(None, TEXT_MAX, "a.html");
        assert!(!line(&shown[0]).concat().contains('<'));
    }

    #[test]
    fn what_there_is_no_room_for_is_cut() {
        let new = read(NEW);
        let new = Text::of(&new, &["1".to_owned()]);
        for (room, lines, cut) in [
            (0, 1, true),
            (10, 1, true),
            (140, 2, true),
            (new.cost() + 80, 3, false),
        ] {
            let (shown, is_cut) = new.shown(None, room, "a.html");
            assert_eq!((shown[0].blocks.len(), is_cut), (lines, cut), "{room}");
        }
    }

    #[test]
    fn no_number_is_cut() {
        for (text, most, wanted) in [
            ("受理123457217件", 10, "受理"),
            ("受理1,234件", 8, "受理"),
            ("受理15件", 8, "受理15"),
            ("受理", 7, "受理"),
            ("", 0, ""),
        ] {
            assert_eq!(beginning(text, most), wanted, "{text}");
        }
    }

    #[test]
    fn a_report_without_the_part_has_no_figures_to_compare() {
        let old = read(OLD);
        assert_eq!(Text::of(&old, &[]).figures(), None);
        assert_eq!(Text::of(&old, &["9".to_owned()]).cost(), 0);
    }

    #[test]
    fn what_is_short_leaves_its_room_to_the_others() {
        for (costs, whole, share) in [
            (&[][..], 100, 100),
            (&[10, 20], 100, 100),
            (&[10, 500, 500], 110, 50),
            (&[500, 500], 100, 50),
            (&[0, 1000], 100, 100),
        ] {
            assert_eq!(fair_share(costs, whole), share, "{costs:?}");
        }
    }
}
