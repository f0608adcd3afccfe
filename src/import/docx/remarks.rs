//! What the one who imports must know: tracked changes, hidden text, comments, and all that a report cannot hold.
//!
//! In: one thing after another, words of one change in pieces. Out: remarks in the order of the document. Never more than
//! [`MAX_REMARKS`]; how many there were beyond is said by one more.

use crate::diagnostic::Text;
use crate::import::document::{Place, Remark, RemarkKind};

/// Remarks on one document.
const MAX_REMARKS: usize = 2000;
/// Characters of a quote.
const MAX_QUOTE: usize = 80;

/// Words that are gathered until they end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Topic {
    /// A tracked insertion.
    Inserted,
    /// A tracked deletion.
    Deleted,
    /// Where moved text was.
    MovedFrom,
    /// Where it is now.
    MovedTo,
    /// Hidden text.
    Hidden,
    /// Text in the colour of what is behind it, or too small to be read.
    Unseen,
}

/// The remarks on a document.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    all: Vec<Remark>,
    open: Option<(Topic, bool, Place, String)>,
    beyond: usize,
    is_beyond_draft: bool,
}

impl Topic {
    /// Whether the text of a change is in the text: of both, one is taken.
    pub(super) fn is_shown(self, rejects_changes: bool) -> bool {
        match self {
            Topic::Inserted | Topic::MovedTo => !rejects_changes,
            Topic::Deleted | Topic::MovedFrom => rejects_changes,
            Topic::Hidden | Topic::Unseen => false,
        }
    }

    fn text(self, is_shown: bool) -> Text {
        let taken = match self {
            Topic::Hidden => {
                return Text::new(
                    "隐藏文字（不随报告发布）",
                    "hidden text (it is not published)",
                );
            }
            Topic::Unseen => {
                return Text::new(
                    "看不出来的文字：与底色同色，或小得无法辨认（按隐藏文字处理，不随报告发布；请对照原件）",
                    "text that nobody can read: in the colour of what is behind it, or too small (taken as hidden and not published; compare it with the original)",
                );
            }
            Topic::Inserted | Topic::MovedTo => is_shown,
            Topic::Deleted | Topic::MovedFrom => !is_shown,
        };
        let (chinese, english) = match self {
            Topic::Inserted => ("插入", "insertion"),
            Topic::Deleted => ("删除", "deletion"),
            Topic::MovedFrom => ("移走", "text moved away"),
            Topic::MovedTo => ("移入", "text moved here"),
            Topic::Hidden | Topic::Unseen => ("", ""),
        };
        match taken {
            true => Text::new(
                format!("修订中{chinese}的文字（已按接受修订后的文本导入，请核对）"),
                format!("tracked {english} (the text after the changes was taken; check it)"),
            ),
            false => Text::new(
                format!("修订中{chinese}的文字（已按修订前的文本导入，请核对）"),
                format!("tracked {english} (the text before the changes was taken; check it)"),
            ),
        }
    }
}

impl Remarks {
    /// Adds a remark.
    pub(super) fn add(&mut self, mut remark: Remark) {
        self.close();
        remark.quote = clipped(&remark.quote);
        self.push(remark);
    }

    /// More words of a change or of hidden text; they are one remark with those before, if nothing was between.
    pub(super) fn more(&mut self, topic: Topic, is_shown: bool, place: &Place, words: &str) {
        match &mut self.open {
            Some((last, shown, at, quote))
                if *last == topic && *shown == is_shown && at == place =>
            {
                // What is clipped away in the end need not be gathered.
                if quote.len() <= MAX_QUOTE * 4 {
                    quote.push_str(words);
                }
            }
            _ => {
                self.close();
                self.open = Some((topic, is_shown, place.clone(), words.to_owned()));
            }
        }
    }

    /// Other words follow: what was gathered has ended.
    pub(super) fn close(&mut self) {
        let Some((topic, is_shown, place, quote)) = self.open.take() else {
            return;
        };
        // Blanks that came or went are seen by nobody.
        if quote.trim().is_empty() {
            return;
        }
        let kind = match is_shown {
            true => RemarkKind::Changed,
            false => RemarkKind::Dropped,
        };
        let mut remark = Remark::new(kind, topic.text(is_shown), place, &clipped(&quote));
        remark.is_draft = topic != Topic::Hidden;
        self.push(remark);
    }

    fn push(&mut self, remark: Remark) {
        if self.all.len() < MAX_REMARKS {
            self.all.push(remark);
        } else {
            self.beyond += 1;
            self.is_beyond_draft |= remark.is_draft;
        }
    }

    /// All remarks.
    pub(super) fn finish(mut self) -> Vec<Remark> {
        self.close();
        if self.beyond > 0 {
            let beyond = self.beyond;
            let mut last = Remark::new(
                RemarkKind::Unsure,
                Text::new(
                    format!("另有 {beyond} 处类似的修订、批注或改动，不再逐条列出；请在原文中查看"),
                    format!(
                        "{beyond} more changes, comments or the like are not listed; look at them in the document"
                    ),
                ),
                Place::Document,
                "",
            );
            last.is_draft = self.is_beyond_draft;
            self.all.push(last);
        }
        self.all
    }
}

fn clipped(quote: &str) -> String {
    let quote = quote.trim();
    match quote.char_indices().nth(MAX_QUOTE) {
        Some((end, _)) => format!("{}…", quote.get(..end).unwrap_or_default()),
        None => quote.to_owned(),
    }
}
