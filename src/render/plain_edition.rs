//! What the text-only edition says: the opening of a text, the facts above each report, the report as plain text, which
//! stands beside its page too.
//!
//! In: reports and their documents. Out: text, for a screen reader or for paper: whole lines, nothing drawn with signs,
//! and a number before each report that can be looked for. Writes no file.

use crate::archive::{Entry, EntryIndex};
use crate::data::download::Scope;
use crate::render::Renderer;
use crate::report::markdown::Document;
use crate::report::plain::{self, Words};
use crate::theme::Argument;

impl Renderer<'_> {
    /// What stands above the reports of a scope: whose they are, how many, and their titles.
    pub(crate) fn plain_opening(&self, scope: Scope, entries: &[EntryIndex]) -> String {
        let words = self.texts();
        let count = [("n", Argument::Number(entries.len() as u64))];
        let mut out = format!("{}\n\n", self.plain_title(scope));
        out.push_str(&words.fill("plain_count", &count));
        out.push('\n');
        out.push_str(words.word("plain.note"));
        out.push('\n');
        if let Some(base_url) = &self.archive.config.base_url {
            out.push_str(&self.plain_line(words.word("plain.archive_address"), base_url));
        }
        out.push_str(&format!("\n{}\n", words.word("plain.contents")));
        for (at, entry) in entries.iter().enumerate() {
            let title = self.archive.shown_title(&self.archive.entries[*entry]);
            out.push_str(&format!("{}. {title}\n", at + 1));
        }
        out
    }

    /// What stands above the reports of the second and each further text of a scope.
    pub(crate) fn plain_continued(&self, scope: Scope, number: usize) -> String {
        let number = number.to_string();
        let number = [("number", Argument::Text(&number))];
        let continued = self.texts().fill("plain.continued", &number);
        format!("{}{continued}\n", self.plain_title(scope))
    }

    fn plain_title(&self, scope: Scope) -> String {
        let words = self.texts();
        let title = &self.archive.config.title;
        let scope = match scope {
            Scope::Whole => return title.clone(),
            Scope::Year(year) => self.year_title(year),
            Scope::Undated => words.word("undated").to_owned(),
        };
        let parts = [
            ("archive", Argument::Text(title)),
            ("scope", Argument::Text(&scope)),
        ];
        words.fill("plain.title", &parts)
    }

    /// The line before a report, which can be looked for: 第3份，共12份.
    pub(crate) fn plain_place(&self, number: usize, count: usize) -> String {
        let (number, count) = (number.to_string(), count.to_string());
        let parts = [
            ("number", Argument::Text(&number)),
            ("count", Argument::Text(&count)),
        ];
        let place = self.texts().fill("plain.place", &parts);
        format!("\n\n{place}\n\n")
    }

    /// Title and facts of a report.
    pub(crate) fn plain_head(&self, entry: &Entry) -> String {
        let facts = &entry.report.front_matter;
        let words = self.texts();
        let mut out = format!("{}\n\n", self.archive.shown_title(entry));
        let agencies: Vec<&str> = self.archive.names_of_agencies(entry).collect();
        let mut fact = |key: &str, value: &str| {
            if !value.is_empty() {
                out.push_str(&self.plain_line(words.word(key), value));
            }
        };
        fact(
            "field.agency",
            &agencies.join(words.word("citation_text.agencies")),
        );
        let kind = self.archive.report_type(entry);
        fact("field.type", kind.map_or("", |kind| &kind.name));
        let number = facts.document_number.as_ref();
        fact(
            "field.document_number",
            number.map_or("", |number| &number.value),
        );
        let published = facts.published.map(|at| self.date(at.date).display);
        fact("field.published", published.as_deref().unwrap_or_default());
        let written = facts.written.map(|at| self.date(at).display);
        fact("field.written", written.as_deref().unwrap_or_default());
        let address = self.absolute(&entry.route.page());
        let address = address.unwrap_or_else(|| entry.route.page());
        fact("plain.address", &address);
        if facts.draft {
            out.push_str(&format!("\n{}\n", words.word("draft_note")));
        }
        if facts.withdrawn.is_some() {
            out.push_str(&format!("\n{}\n", words.word("withdrawn_note")));
        }
        out
    }

    /// A report; `document` is its text, which one that was withdrawn has not.
    pub(crate) fn plain_text_of(&self, entry: &Entry, document: Option<&Document<'_>>) -> String {
        let mut out = self.plain_head(entry);
        let text = document.map(|document| plain::write(document, self.plain_words()));
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            out.push('\n');
            out.push_str(&text);
        }
        out
    }

    /// What the words are that stand between those of the reports, and within them.
    pub(crate) fn plain_words_key(&self) -> ([&str; 4], [&str; 2]) {
        let words = self.texts();
        let around = [words.word("plain.place"), words.word("plain.continued")];
        (self.plain_words_within(), around)
    }

    /// What the words are that stand within the text of a report.
    pub(crate) fn plain_words_within(&self) -> [&str; 4] {
        let Words {
            table,
            table_end,
            colon,
            between,
        } = self.plain_words();
        [table, table_end, colon, between]
    }

    fn plain_words(&self) -> Words<'_> {
        let words = self.texts();
        Words {
            table: words.word("table"),
            table_end: words.word("plain.table_end"),
            colon: words.word("plain.colon"),
            between: words.word("plain.between"),
        }
    }

    fn plain_line(&self, name: &str, value: &str) -> String {
        format!("{name}{}{value}\n", self.texts().word("plain.colon"))
    }
}
