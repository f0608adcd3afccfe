//! The text of a part as it stands beside others: plain passages, the figures that are new marked, cut to what there is
//! room for.
//!
//! In: a document and the ids of its parts. Out: what pages take of them ([`PartTexts`]), which is made once for all pages
//! on which the report stands, and views. Never alters a word.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::escape;
use crate::render::view::{Html, Link, PartText};
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

/// All that pages take of the text of a report: its parts, by their ids.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PartTexts(BTreeMap<String, Text>);

/// A part, and what is within it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Text {
    anchor: String,
    heading: String,
    /// No more than any page has room for.
    runs: Vec<Run>,
    /// About how many bytes all of it takes on a page.
    cost: usize,
    /// The figures in all of it, dates aside, each once.
    figures: Vec<u64>,
}

/// What a part is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Run {
    /// A table, by the id of its place.
    Table(String),
    Words(Words),
}

/// A run of text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Words {
    kind: WordsKind,
    text: String,
    /// Where figures stand in the text, and which.
    figures: Vec<(u32, u32, u64)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum WordsKind {
    Text,
    Heading,
    Item,
}

impl PartTexts {
    /// The parts of a document that have these ids.
    pub(crate) fn of<'a>(
        document: &Document<'_>,
        anchors: impl Iterator<Item = &'a str>,
    ) -> PartTexts {
        let outline = document.parts();
        let all = document.passages();
        let parts = anchors.filter_map(|anchor| {
            let at = outline.iter().position(|part| part.anchor == anchor)?;
            Some((anchor.to_owned(), Text::of(outline, at, &all)))
        });
        PartTexts(parts.collect())
    }

    /// Those of some of the parts.
    pub(super) fn some<'t>(&'t self, anchors: &[String]) -> Vec<&'t Text> {
        let found = anchors.iter().filter_map(|anchor| self.0.get(anchor));
        found.collect()
    }
}

impl Text {
    fn of(outline: &[Part], at: usize, all: &[Passage<'_>]) -> Text {
        let Some(part) = outline.get(at) else {
            return Text::default();
        };
        let mut text = Text {
            anchor: part.anchor.clone(),
            heading: part.title.clone(),
            ..Text::default()
        };
        let mut figures = BTreeSet::new();
        let mut tables = BTreeSet::new();
        let mut kept = 0;
        let within = all.iter().filter(|passage| {
            let part = passage.part;
            part.is_some_and(|part| is_within(outline, part, at))
        });
        for passage in within {
            let number = passage.text.len() - without_number(passage, outline).len();
            let found = figures_in(passage.text, number);
            figures.extend(found.iter().map(|(_, _, key)| *key));
            text.cost += cost(passage);
            let run = match passage.kind {
                kind if let Some(table) = kind.table() => {
                    if !tables.insert(table) {
                        continue;
                    }
                    text.cost += TABLE;
                    Run::Table(passage.anchor.to_owned())
                }
                _ if is_heading_of(passage, part) || passage.text.trim().is_empty() => continue,
                kind => Run::Words(Words {
                    kind: words_kind(kind),
                    text: passage.text.to_owned(),
                    figures: found,
                }),
            };
            // One more than there is room for, so that it is seen that there is more.
            if kept <= TEXT_MAX {
                kept += match &run {
                    Run::Table(_) => TABLE,
                    Run::Words(words) => words.text.len() + AROUND,
                };
                text.runs.push(run);
            }
        }
        text.figures = figures.into_iter().collect();
        text
    }
}

/// About how many bytes parts take on a page.
pub(super) fn cost_of(parts: &[&Text]) -> usize {
    parts.iter().map(|part| part.cost).sum()
}

/// Parts as they are shown in the report at `url`, in so many bytes, and whether they are cut. Figures that `before` has
/// not are marked, where that has any part. `table` stands where a table is left out.
pub(super) fn shown(
    parts: &[&Text],
    before: &[&Text],
    room: usize,
    (url, table): (&str, &str),
) -> (Vec<PartText>, bool) {
    let is_new = |key: &u64| {
        let mut before = before.iter();
        before.len() > 0 && !before.any(|part| part.figures.binary_search(key).is_ok())
    };
    let mut left = room;
    let mut is_cut = false;
    let mut shown = Vec::new();
    for part in parts {
        let mut html = String::new();
        for run in &part.runs {
            if is_cut {
                break;
            }
            let words = match run {
                Run::Words(words) => words,
                Run::Table(anchor) => {
                    is_cut = left < TABLE;
                    left = left.saturating_sub(TABLE);
                    html.push_str("<p class=\"note\"><a href=\"");
                    escape::html(&place(url, anchor), &mut html);
                    html.push_str("\">");
                    escape::html(table, &mut html);
                    html.push_str("</a></p>\n");
                    continue;
                }
            };
            let mut text = words.text.as_str();
            if text.len() + AROUND > left {
                is_cut = true;
                // The first passage is cut within, the others as a whole.
                if !html.is_empty() {
                    break;
                }
                text = beginning(text, left);
            }
            let marks = words.write(text, &is_new, &mut html);
            left = left.saturating_sub(text.len() + marks * AROUND);
        }
        shown.push(PartText {
            heading: Link {
                title: part.heading.clone(),
                url: place(url, &part.anchor),
                language: None,
            },
            body: Html(html),
        });
    }
    (shown, is_cut)
}

impl Words {
    /// Writes them, or the beginning of it; how many pieces that are.
    fn write(&self, text: &str, is_new: &dyn Fn(&u64) -> bool, html: &mut String) -> usize {
        html.push_str(match self.kind {
            WordsKind::Text => "<p class=\"text\">",
            WordsKind::Heading => "<p class=\"heading\">",
            WordsKind::Item => "<p class=\"item\">",
        });
        let mut at = 0;
        let mut pieces = 1;
        for (start, end, key) in &self.figures {
            let (start, end) = (*start as usize, *end as usize);
            let (Some(before), Some(figure)) = (text.get(at..start), text.get(start..end)) else {
                break;
            };
            if is_new(key) {
                escape::html(before, html);
                html.push_str("<mark>");
                escape::html(figure, html);
                html.push_str("</mark>");
                at = end;
                pieces += 2;
            }
        }
        escape::html(text.get(at..).unwrap_or_default(), html);
        if text.len() < self.text.len() {
            html.push('…');
        }
        html.push_str("</p>\n");
        pieces
    }
}

/// The figures of a text that begins with a number of so many bytes, which counts nothing.
fn figures_in(text: &str, number: usize) -> Vec<(u32, u32, u64)> {
    let rest = text.get(number..).unwrap_or_default();
    // Most runs have none, and units are costly.
    if !rest.contains(char::is_numeric) {
        return Vec::new();
    }
    let figures = units(rest).into_iter().filter(|unit| is_figure(unit, rest));
    let at = |offset: usize| u32::try_from(offset + number).unwrap_or(u32::MAX);
    let figures = figures.map(|unit| (at(unit.range.start), at(unit.range.end), unit.key));
    figures.collect()
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

fn words_kind(kind: PassageKind) -> WordsKind {
    match kind {
        PassageKind::Heading => WordsKind::Heading,
        PassageKind::Item => WordsKind::Item,
        PassageKind::Paragraph
        | PassageKind::Cell { .. }
        | PassageKind::HtmlCell(_)
        | PassageKind::Code
        | PassageKind::Other => WordsKind::Text,
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

    fn part(body: &str, anchor: &str) -> Text {
        let texts = PartTexts::of(&read(body), [anchor].into_iter());
        texts.0.into_values().next().unwrap_or_default()
    }

    #[test]
    fn a_part_is_shown_with_the_figures_that_are_new() {
        let (old, new) = (part(OLD, "2"), part(NEW, "1"));
        let (texts, is_cut) = shown(&[&new], &[&old], TEXT_MAX, ("a.html", "表格"));
        assert!(!is_cut);
        // 5 stands in the table of the year before, and numbers of parts are no figures.
        let lines: Vec<&str> = texts[0].body.0.lines().collect();
        assert_eq!(lines.len(), 3, "{lines:?}");
        assert_eq!(
            lines[0],
            "<p class=\"text\">1. 2021年第三次检查，超期办理5件，退回<mark>12</mark>件。</p>"
        );
        assert!(
            lines[1].starts_with("<p class=\"note\"><a href=\"a.html#1-1"),
            "{lines:?}"
        );
        assert_eq!(lines[2], "<p class=\"text\">2. 人手不足。</p>");
        assert_eq!(texts[0].heading.url, "a.html#1");
        let (texts, _) = shown(&[&new], &[], TEXT_MAX, ("a.html", "表格"));
        assert!(!texts[0].body.0.contains("<mark>"));
    }

    #[test]
    fn words_are_never_markup() {
        let new = part("一、问题\n\n`<b>`超期5件。", "1");
        let old = part("一、问题\n\n文。", "1");
        let (texts, _) = shown(&[&new], &[&old], TEXT_MAX, ("a.html", "表格"));
        assert!(
            texts[0].body.0.contains("&lt;b&gt;超期<mark>5</mark>件"),
            "{texts:?}"
        );
    }

    #[test]
    fn what_there_is_no_room_for_is_cut() {
        let new = part(NEW, "1");
        for (room, lines, cut) in [
            (0, 1, true),
            (10, 1, true),
            (140, 2, true),
            (new.cost + 80, 3, false),
        ] {
            let (texts, is_cut) = shown(&[&new], &[], room, ("a.html", "表格"));
            assert_eq!(
                (texts[0].body.0.lines().count(), is_cut),
                (lines, cut),
                "{room}"
            );
        }
        // No more is kept than there is room for.
        let long = format!("一、问题\n\n{}", "示例文字五件。\n\n".repeat(3_000));
        let long = part(&long, "1");
        assert!(long.cost > TEXT_MAX && long.runs.len() < 1_000);
        assert!(shown(&[&long], &[], TEXT_MAX, ("a.html", "表格")).1);
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
