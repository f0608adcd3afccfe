//! Where the title of a report may break: between words of the archive, never inside one.
//!
//! In: a title and the names that the archive has for its issuer and its type. Out: the title in pieces, which together
//! are the title. Holds no dictionary: a title of unknown words is one piece, which breaks where it must.

use std::collections::BTreeSet;

use crate::archive::Entry;
use crate::render::Renderer;

/// What official titles have before the matter they are about.
const ABOUT: [&str; 2] = ["关于", "關於"];
/// What the words of a year end with, the longer ones first.
const YEARS: [&str; 2] = ["年度", "年"];

impl Renderer<'_> {
    /// The title of a report in pieces between which a line may break.
    pub(super) fn title_pieces(&self, entry: &Entry) -> Vec<String> {
        let archive = self.archive;
        let issuers = std::iter::once(entry.agency).chain(archive.above(entry.agency));
        let names = issuers.flat_map(|index| {
            let facts = &archive.agencies[index].facts;
            let names = std::iter::once(&facts.name).chain(&facts.other_names);
            names.chain(&facts.region)
        });
        let facts = &entry.report.front_matter;
        let kind = archive.config.types.get(&facts.kind.value);
        let kind = kind.map(|kind| &kind.name);
        let words = names.chain(kind).map(String::as_str);
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        pieces(&facts.title, &words)
    }
}

/// Cuts a title before and after each word that it holds, none of them empty, and around its years.
fn pieces(title: &str, words: &[&str]) -> Vec<String> {
    let mut cuts = BTreeSet::new();
    for word in words {
        for (at, _) in title.match_indices(word) {
            cuts.extend([at, at + word.len()]);
        }
    }
    for word in ABOUT {
        cuts.extend(title.match_indices(word).map(|(at, _)| at));
    }
    // Cuts inside a longer word that is known too are none.
    for word in words {
        for (at, _) in title.match_indices(word) {
            cuts.retain(|cut| *cut <= at || *cut >= at + word.len());
        }
    }
    for (start, end) in years(title) {
        cuts.retain(|cut| *cut <= start || *cut >= end);
        cuts.extend([start, end]);
    }
    let is_figure = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let mut pieces = Vec::new();
    let mut from = 0;
    for cut in cuts {
        let (before, after) = title.split_at(cut);
        let (last, next) = (before.chars().next_back(), after.chars().next());
        // Signs stand with their words, as a line breaks by itself.
        let holds = last.is_none_or(|c| !c.is_alphanumeric())
            || next.is_none_or(|c| !c.is_alphanumeric())
            || is_figure(last);
        if !holds {
            pieces.push(title[from..cut].to_owned());
            from = cut;
        }
    }
    pieces.push(title[from..].to_owned());
    pieces
}

/// Where the years of a title stand: 2021年度, 2019年.
fn years(title: &str) -> Vec<(usize, usize)> {
    let mut years = Vec::new();
    for (at, _) in title.match_indices('年') {
        let head = title[..at].trim_end_matches(|c: char| c.is_ascii_digit());
        let tail = &title[at..];
        let unit = YEARS.iter().find(|unit| tail.starts_with(**unit));
        if let Some(unit) = unit.filter(|_| at - head.len() == 4) {
            years.push((head.len(), at + unit.len()));
        }
    }
    years
}

#[cfg(test)]
mod tests {
    use super::pieces;

    #[test]
    fn a_title_breaks_between_words_that_are_known() {
        let words = ["示例市人民政府", "示例市", "年度报告", "示例市云麓区"];
        for (title, expected) in [
            (
                "示例市人民政府2021年法治政府建设情况年度报告",
                "示例市人民政府|2021年|法治政府建设情况|年度报告",
            ),
            ("示例市2021年度报告", "示例市|2021年度|报告"),
            (
                "示例市云麓区关于2019年度工作的报告",
                "示例市云麓区|关于|2019年度|工作的报告",
            ),
            ("《示例市条例》年度报告", "《示例市|条例》年度报告"),
            ("2021年报告", "2021年|报告"),
            ("报告", "报告"),
            ("", ""),
            ("Report of 示例市 2021", "Report of 示例市 2021"),
        ] {
            let found = pieces(title, &words);
            assert_eq!(found.join("|"), expected);
            assert_eq!(found.concat(), title);
        }
    }
}
