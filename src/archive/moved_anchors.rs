//! Anchors of parts that were published: those that a report has no longer, and those that now name other words.
//!
//! In go the archive, the digests of the texts of the last build and a way to the outline that each had; out come
//! the faults `vanished-anchor` and `moved-anchor` (warnings). Only texts that have changed since are read again. Of
//! paragraphs nothing is asked: their anchors are made of their own words. Writes nothing, and knows no format.

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::archive::{Archive, EntryIndex, Redirect, Target};
use crate::character::is_unseen;
use crate::diagnostic::{Fault, FileFault, Text};
use crate::report::Report;
use crate::report::markdown::{Document, Options};
use crate::report::outline::Part;
use crate::route::TEXT_NAME;
use crate::source::SourceTree;

/// Words that are at least so alike are the same part, corrected (of 1).
const ALIKE: f64 = 0.5;
/// Characters of titles that are compared, since that takes time by their square.
const COMPARED: usize = 64;
/// Faults of one report; what comes after them moved along.
const FAULTS_MAX: usize = 20;

/// A text of the last build: the folder of its page, and the SHA-256 of its bytes.
pub(crate) struct PublishedText {
    /// Below the root of the site.
    folder: Box<str>,
    digest: [u8; 32],
}

impl PublishedText {
    /// The text whose file is listed under `path` with the `digest` in hexadecimal; none of any other file.
    pub(crate) fn listed(path: &str, digest: &[u8]) -> Option<PublishedText> {
        let folder = path.strip_suffix(TEXT_NAME)?.strip_suffix('/')?;
        let mut bytes = [0; 32];
        base16ct::lower::decode(digest, &mut bytes).ok()?;
        Some(PublishedText {
            folder: folder.into(),
            digest: bytes,
        })
    }
}

/// A part as the last build published it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PublishedPart {
    /// Its id in the page.
    pub anchor: String,
    /// Its number, empty where it has none.
    pub number: String,
    /// Its number and words.
    pub title: String,
}

/// Compares the outline of every text that has changed with the one that `outline` finds for its folder.
pub(crate) fn check_moved_anchors(
    tree: &SourceTree,
    archive: &Archive,
    published: &[PublishedText],
    outline: &(dyn Fn(&str) -> Vec<PublishedPart> + Sync),
    faults: &mut Vec<FileFault>,
) {
    let found: Vec<Vec<FileFault>> = published
        .par_iter()
        .map(|text| {
            let entry = entry_of(archive, &text.folder).map(|index| &archive.entries[index].report);
            let is_kept = |report: &&Report| {
                report.digest != text.digest && report.front_matter.withdrawn.is_none()
            };
            let Some(report) = entry.filter(is_kept) else {
                return Vec::new();
            };
            // The second reading for the pages reports a file that has changed meanwhile.
            let Ok(now) = report.read_again(tree) else {
                return Vec::new();
            };
            let chinese = report.language(&archive.config.language).is_chinese();
            let title = &report.front_matter.title;
            let document = Document::parse_below(title, now.body(), Options { chinese });
            moved(&outline(&text.folder), &document)
                .into_iter()
                .map(|fault| (report.path.clone(), fault.shifted(now.body)))
                .collect()
        })
        .collect();
    faults.extend(found.into_iter().flatten());
}

/// The report whose text was published in `folder`, perhaps before it moved.
fn entry_of(archive: &Archive, folder: &str) -> Option<EntryIndex> {
    let moved = || match archive.redirects.get(&format!("{folder}/index.html")) {
        Some(Redirect::To(Target::Report(index))) => Some(*index),
        _ => None,
    };
    archive.entry_at(folder).or_else(moved)
}

/// The faults of one text; their places are those of its body.
fn moved(published: &[PublishedPart], document: &Document<'_>) -> Vec<Fault> {
    let parts = document.parts();
    let words_now: Vec<String> = parts
        .iter()
        .map(|part| words(&part.title, &part.number))
        .collect();
    let mut faults = Vec::new();
    // A part takes those below it along, which is one change.
    let mut reported: Vec<&str> = Vec::new();
    for old in published.iter().filter(|old| !old.anchor.is_empty()) {
        let is_below = |above: &&str| {
            let rest = old.anchor.strip_prefix(above);
            rest.is_some_and(|rest| rest.starts_with('-'))
        };
        if reported.iter().any(is_below) {
            continue;
        }
        let old_words = words(&old.title, &old.number);
        let named = parts.iter().position(|part| part.anchor == old.anchor);
        if named.is_some_and(|index| words_now[index] == old_words) {
            continue;
        }
        let elsewhere = words_now.iter().position(|words| *words == old_words);
        let elsewhere = elsewhere.filter(|index| !parts[*index].anchor.is_empty());
        let fault = match (named, elsewhere) {
            // Corrected, and at its place.
            (Some(index), None) if is_alike(&words_now[index], &old_words) => continue,
            (None, _) if document.has_anchor(&old.anchor) => continue,
            (named, elsewhere) => fault(document, old, named, elsewhere),
        };
        faults.push(fault);
        reported.push(&old.anchor);
        if faults.len() == FAULTS_MAX {
            break;
        }
    }
    faults
}

/// The words of a title without its number, which may be another where they moved, and what may differ unseen.
fn words(title: &str, number: &str) -> String {
    let shown = |c: &char| !is_unseen(*c);
    let words = title.trim_start().strip_prefix(number).unwrap_or(title);
    words.chars().filter(shown).collect()
}

fn is_alike(a: &str, b: &str) -> bool {
    let cut = |text: &str| text.chars().take(COMPARED).collect::<String>();
    strsim::normalized_levenshtein(&cut(a), &cut(b)) >= ALIKE
}

fn fault(
    document: &Document<'_>,
    old: &PublishedPart,
    named: Option<usize>,
    elsewhere: Option<usize>,
) -> Fault {
    let part = |index: usize| -> &Part { &document.parts()[index] };
    let span = named.or(elsewhere).and_then(|at| document.place_of(at));
    let PublishedPart { anchor, title, .. } = old;
    let (now_zh, now_en) = match elsewhere {
        Some(index) => {
            let now = &part(index).anchor;
            (
                format!("，原来的文字现在在“#{now}”"),
                format!("; its words stand at `#{now}` now"),
            )
        }
        None => (
            "，原来的文字已不在文中".into(),
            "; its words are gone".into(),
        ),
    };
    let (code, message) = match named {
        Some(index) => {
            let other = &part(index).title;
            let zh = format!("已发布的位置“#{anchor}”原为“{title}”，现在成了“{other}”{now_zh}");
            let en = format!(
                "the published place `#{anchor}` was `{title}` and names `{other}` now{now_en}"
            );
            ("moved-anchor", Text::new(zh, en))
        }
        None => {
            let zh = format!("已发布的位置“#{anchor}”（“{title}”）不再存在{now_zh}");
            let en = format!("the published place `#{anchor}` (`{title}`) is no more{now_en}");
            ("vanished-anchor", Text::new(zh, en))
        }
    };
    Fault::warning(
        code,
        span.unwrap_or(0..0),
        message,
        Text::new(
            "引用过这个位置的链接会指错。原文有误须改的，照改即可，并在“更正”（revisions）中说明；并非有意的，把编号改回去。",
            "Links and citations of this place will lead astray. If the text had to change, leave it and say so under `revisions`; if nobody meant it, take the number back.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::{PublishedPart, moved};
    use crate::report::markdown::{Document, Options};

    const CHINESE: Options = Options { chinese: true };

    fn outline(text: &str) -> Vec<PublishedPart> {
        let document = Document::parse(text, CHINESE);
        let published = document.parts().iter().map(|part| PublishedPart {
            anchor: part.anchor.clone(),
            number: part.number.clone(),
            title: part.title.clone(),
        });
        published.collect()
    }

    #[test]
    fn only_a_place_that_leads_astray_is_told() {
        let old = "一、总体情况\n\n（一）执法\n\n（二）公开\n\n二、存在的问题\n\n三、下一步打算\n";
        let cases: [(&str, &[&str]); 6] = [
            (old, &[]),
            // Corrected, added at the end, blanks.
            (
                "一、 总体的情况\n\n（一）执法\n\n（二）公开\n\n二、存在问题\n\n三、下一步打算\n\n四、附则\n",
                &[],
            ),
            // What is below a part that moved moves along.
            (
                "一、新增内容\n\n二、总体情况\n\n（一）执法\n\n（二）公开\n\n三、存在的问题\n\n四、下一步打算\n",
                &[
                    "moved-anchor #1 2",
                    "moved-anchor #2 3",
                    "moved-anchor #3 4",
                ],
            ),
            (
                "一、总体情况\n\n（一）执法\n\n（二）公开\n\n二、下一步打算\n",
                &["moved-anchor #2", "vanished-anchor #3 2"],
            ),
            (
                "一、总体情况\n\n（一）公开\n\n二、存在的问题\n\n三、下一步打算\n",
                &["moved-anchor #1-1", "vanished-anchor #1-2 1-1"],
            ),
            (
                "没有层次。\n",
                &[
                    "vanished-anchor #1",
                    "vanished-anchor #2",
                    "vanished-anchor #3",
                ],
            ),
        ];
        for (now, expected) in cases {
            let document = Document::parse(now, CHINESE);
            let found: Vec<String> = moved(&outline(old), &document)
                .iter()
                .map(|fault| {
                    let places = fault
                        .message
                        .english
                        .split('`')
                        .filter(|s| s.starts_with('#'));
                    let places: Vec<&str> = places.map(|s| &s[1..]).collect();
                    format!("{} #{}", fault.code, places.join(" "))
                })
                .collect();
            assert_eq!(found, expected, "{now}");
        }
    }
}
