//! How a draft is told from what is published, wherever its title stands: on pages, in feeds, in the search.
//!
//! In: a report of an archive. Out: its title as readers are shown it. What is published has its own; nothing else is
//! marked here, and no title is altered where it is compared with others.

use std::borrow::Cow;

use crate::archive::{Archive, Entry};

impl Archive {
    /// The title of a report as readers are shown it: that of a draft says that it is one.
    pub(crate) fn shown_title<'e>(&self, entry: &'e Entry) -> Cow<'e, str> {
        self.marked(entry, &entry.report.front_matter.title)
    }

    /// What stands for a report on a page, marked as its title is.
    pub(crate) fn marked<'t>(&self, entry: &Entry, words: &'t str) -> Cow<'t, str> {
        if !entry.report.front_matter.draft {
            return Cow::Borrowed(words);
        }
        Cow::Owned(match self.config.language.is_chinese() {
            true => format!("草稿：{words}"),
            false => format!("Draft: {words}"),
        })
    }

    /// The drafts among its reports; none unless they were asked for.
    pub(crate) fn drafts_shown(&self) -> impl Iterator<Item = &Entry> {
        let entries = self.entries.iter();
        entries.filter(|entry| entry.report.front_matter.draft)
    }
}
