//! Changes of a file that mend defects of its text.
//!
//! In: the text of a report's file. Out: the defects that can be mended mechanically, each with the changes that do it. A
//! mend is given only where it was tried: with it the text is displayed as before but for the mend, and the defect is gone.
//! Never decides whether it is made.

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::edit::{Change, Revision};
use crate::report::findings::defect::{DEFECTS_MAX, Defect, Mend, Settings, find};
use crate::report::markdown::{Document, Options};
use crate::report::passage::{Passage, PassageKind};

/// Ways to place the changes of one defect that are tried.
const TRIES: usize = 2;

/// A defect, and what would mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Proposal {
    /// What is wrong, and where.
    pub diagnostic: Diagnostic,
    /// Changes of the file, all of them together.
    pub changes: Vec<Change>,
}

/// A report's file whose text is to be mended.
#[derive(Clone, Copy)]
pub(crate) struct Source<'s> {
    /// Its path in the content.
    pub path: &'s str,
    /// The whole file.
    pub text: &'s str,
    /// Where the body begins.
    pub start: usize,
    /// The title of its page.
    pub title: &'s str,
}

impl<'s> Source<'s> {
    /// What can be mended in the text, which is Chinese, in its order. `is_wanted` tells of each defect, before it is tried,
    /// whether it is to be mended at all.
    pub(crate) fn proposals(self, is_wanted: impl Fn(&Diagnostic) -> bool) -> Vec<Proposal> {
        let body = self.body();
        let document = self.document(body);
        let passages = document.passages();
        let settings = Settings {
            chinese: true,
            ..Settings::default()
        };
        let mut defects = find(&passages, document.parts(), settings);
        let before = defects.len();
        defects.retain(|defect| !defect.mends.is_empty());
        if defects.is_empty() {
            return Vec::new();
        }
        let places = document.leaf_starts();
        let place = |defect: &Defect| {
            let place = document.place_in(&places, defect.passage, &defect.range);
            let place = place.unwrap_or(0..0);
            defect.fault(place.start + self.start..place.end + self.start)
        };
        let faults = defects.iter().map(place);
        let diagnostics: Vec<Diagnostic> = faults
            .map(|fault| fault.in_file(self.path, self.text))
            .collect();
        let places = Places {
            source: self,
            body,
            document: &document,
            passages: &passages,
            leaf_starts: &places,
            defects: before,
        };
        let found = defects.iter().zip(diagnostics);
        let wanted = found.filter(|(_, diagnostic)| is_wanted(diagnostic));
        let proposals = wanted.filter_map(|(defect, diagnostic)| {
            Some(Proposal {
                diagnostic,
                changes: places.changes(defect)?,
            })
        });
        proposals.collect()
    }

    fn body(self) -> &'s str {
        self.text.get(self.start..).unwrap_or_default()
    }

    fn document(self, body: &'s str) -> Document<'s> {
        Document::parse_below(self.title, body, Options { chinese: true })
    }
}

/// What a mend is placed by.
struct Places<'p> {
    source: Source<'p>,
    body: &'p str,
    document: &'p Document<'p>,
    passages: &'p [Passage<'p>],
    leaf_starts: &'p [usize],
    /// Defects of the text, those without a mend too.
    defects: usize,
}

impl Places<'_> {
    /// The changes of the file that mend a defect; `None` where the text does not stand in it as it is shown.
    fn changes(&self, defect: &Defect) -> Option<Vec<Change>> {
        let expected = self.expected(&defect.mends);
        (0..TRIES).find_map(|attempt| {
            let mends = defect.mends.iter();
            let placed: Option<Vec<Change>> =
                mends.map(|mend| self.placed(mend, attempt > 0)).collect();
            let placed = placed?;
            let mended = Revision::of(self.body.to_owned()).with(&placed)?;
            self.is_mended(&mended, &expected).then(|| {
                let shifted = placed.into_iter().map(|change| Change {
                    range: change.range.start + self.source.start
                        ..change.range.end + self.source.start,
                    ..change
                });
                shifted.collect()
            })
        })
    }

    /// Where a mend changes the body. `is_before`: what is put in stands before the character that it precedes, else
    /// after the one that it follows; between the two there may be marks of Markdown.
    fn placed(&self, mend: &Mend, is_before: bool) -> Option<Change> {
        let passage = self.passages.get(mend.passage)?;
        let shown = passage.text.get(mend.range.clone())?;
        let range = match (shown.chars().next(), is_before) {
            (None, false) => {
                let before = passage.text.get(..mend.range.start)?.chars().next_back()?;
                let at = mend.range.start - before.len_utf8();
                let end = self.exactly(mend.passage, at..mend.range.start)?.end;
                end..end
            }
            (None, true) => {
                let after = passage.text.get(mend.range.start..)?.chars().next()?;
                let end = mend.range.start + after.len_utf8();
                let start = self.exactly(mend.passage, mend.range.start..end)?.start;
                start..start
            }
            (Some(_), false) => self.exactly(mend.passage, mend.range.clone())?,
            // There is one place for it.
            (Some(_), true) => return None,
        };
        let text = match mend.text.contains('\n') {
            true => self.paragraph_break(passage, range.start, &mend.text)?,
            false => mend.text.clone(),
        };
        Some(Change { range, text })
    }

    /// Where bytes of a passage stand in the body, if they stand there as they are shown.
    fn exactly(&self, passage: usize, bytes: Range<usize>) -> Option<Range<usize>> {
        let shown = self.passages.get(passage)?.text.get(bytes.clone())?;
        let place = self.document.place_in(self.leaf_starts, passage, &bytes)?;
        (self.body.get(place.clone())? == shown).then_some(place)
    }

    /// A break between paragraphs by the line ends of the file; `None` within lists, quotations and the like, where a
    /// paragraph takes more than a blank line.
    fn paragraph_break(&self, passage: &Passage<'_>, at: usize, mend: &str) -> Option<String> {
        let before = self.body.get(..at)?;
        let line = before.rsplit('\n').next()?;
        let is_plain = !line.starts_with([' ', '\t', '>', '|', '<', '-', '*', '+']);
        if passage.kind != PassageKind::Paragraph || !is_plain {
            return None;
        }
        let end = match self.source.text.contains("\r\n") {
            true => "\r\n",
            false => "\n",
        };
        Some(mend.replace('\n', end))
    }

    /// What is displayed when the mends are made, without blanks.
    fn expected(&self, mends: &[Mend]) -> String {
        let mut texts: Vec<String> = Vec::new();
        for (index, passage) in self.passages.iter().enumerate() {
            let of_passage = mends.iter().filter(|mend| mend.passage == index);
            let changes: Vec<Change> = of_passage
                .map(|mend| Change {
                    range: mend.range.clone(),
                    text: mend.text.clone(),
                })
                .collect();
            let mended = match changes.is_empty() {
                true => None,
                false => Revision::of(passage.text.to_owned()).with(&changes),
            };
            texts.push(without_blanks(mended.as_deref().unwrap_or(passage.text)));
        }
        texts.concat()
    }

    /// Whether a body displays what is expected, and less is wrong with it than before.
    fn is_mended(&self, body: &str, expected: &str) -> bool {
        let options = Options { chinese: true };
        let document = Document::parse_below(self.source.title, body, options);
        let passages = document.passages();
        let shown: String = (passages.iter())
            .map(|passage| without_blanks(passage.text))
            .collect();
        let settings = Settings {
            chinese: true,
            ..Settings::default()
        };
        let left = find(&passages, document.parts(), settings).len();
        // Of as many as are told no one sees that there is one less.
        let is_less = left < self.defects || self.defects >= DEFECTS_MAX && left == self.defects;
        shown == expected && is_less
    }
}

fn without_blanks(text: &str) -> String {
    text.split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "---\ntitle: 甲\n---\n";

    /// The body with all that can be mended, one after another.
    fn mended(body: &str) -> String {
        let text = format!("{HEAD}{body}");
        let source = Source {
            path: "a.md",
            text: &text,
            start: HEAD.len(),
            title: "甲",
        };
        let mut revision = Revision::of(text.clone());
        for proposal in source.proposals(|_| true) {
            revision.accept(&proposal.changes);
        }
        revision.text().trim_start_matches(HEAD).to_owned()
    }

    #[test]
    fn what_is_displayed_is_mended_where_it_stands() {
        for (body, after) in [
            ("依据**纲要**（20152020年）", "依据**纲要**（2015—2020年）"),
            (
                "- 依据[纲要](a.md)（20152020年）",
                "- 依据[纲要](a.md)（2015—2020年）",
            ),
            (
                "> 依据示政发[2015]5号、[2016]6号",
                "> 依据示政发〔2015〕5号、[2016]6号",
            ),
            (
                "| 甲（20152020年） |\n| --- |\n| 甲乙 |",
                "| 甲（2015—2020年） |\n| --- |\n| 甲乙 |",
            ),
            ("按*《示例方案的通知*办理。", "按*《示例方案的通知*办理。"),
            ("依据示政发&#91;2015]5号", "依据示政发&#91;2015]5号"),
            ("```\n示政发[2015]5号\n```", "```\n示政发[2015]5号\n```"),
        ] {
            assert_eq!(mended(body), after);
        }
    }

    #[test]
    fn a_glued_heading_gets_a_paragraph_of_its_own_where_that_takes_a_blank_line() {
        let glued = |number: &str| {
            format!(
                "1. 健全制度\n\n做好工作。\n\n2. 强化监督\n\n做好工作。（示例局负责）{number}\n\n做好工作。\n\n4. 加强保障\n\n做好工作。\n"
            )
        };
        let apart = |body: &str, number: &str| body.replace(number, &format!("\n\n{number}"));
        let plain = glued("3. 考核评价");
        assert_eq!(mended(&plain), apart(&plain, "3. 考核评价"));
        let lines = plain.replace('\n', "\r\n");
        assert_eq!(
            mended(&lines),
            lines.replace("3. 考核评价", "\r\n\r\n3. 考核评价")
        );
        let bold = glued("**3. 考核评价**");
        let found = mended(&bold);
        assert!(
            found == bold || found == apart(&bold, "**3. 考核评价**"),
            "{found}"
        );
        let quoted: String = plain.lines().map(|line| format!("> {line}\n")).collect();
        assert_eq!(mended(&quoted), quoted);
    }
}
