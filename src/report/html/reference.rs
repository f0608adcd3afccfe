//! Links, images and notes as HTML.
//!
//! In: a link, an image or a note. Out: its element, or its text alone where it leads nowhere.

use crate::escape;
use crate::report::html::Writer;
use crate::report::html::attribute::{attribute, escape_url};
use crate::report::markdown::{Link, LinkKind, Resolution, Target};

impl Writer<'_> {
    pub(super) fn link(&mut self, link: &Link) {
        self.before_inline();
        self.depth += 1;
        let resolution = (self.resolve)(link);
        let is_download = matches!(resolution, Resolution::Download(_));
        let destination = match resolution {
            Resolution::Keep => Some(link.destination.clone()),
            Resolution::Destination(other) | Resolution::Download(other) => Some(other),
            Resolution::Text => None,
        };
        self.links.push(destination.is_some());
        let Some(destination) = destination else {
            return;
        };
        self.out.push_str("<a href=\"");
        escape_url(&destination, &mut self.out);
        self.out.push('"');
        attribute("title", &link.title, &mut self.out);
        if link.target == Target::External {
            self.out.push_str(" rel=\"external\"");
        }
        if is_download {
            self.out.push_str(" download");
        }
        self.out.push('>');
    }

    pub(super) fn image(&mut self, link: &Link) {
        self.before_inline();
        debug_assert_eq!(link.kind, LinkKind::Image);
        let alternative = self.document.str(link.alternative);
        let source = match (self.resolve)(link) {
            Resolution::Keep => link.destination.clone(),
            Resolution::Destination(other) | Resolution::Download(other) => other,
            Resolution::Text => return escape::html(alternative, &mut self.out),
        };
        self.out.push_str("<img src=\"");
        escape_url(&source, &mut self.out);
        self.out.push_str("\" alt=\"");
        escape::html(alternative, &mut self.out);
        self.out.push('"');
        attribute("title", &link.title, &mut self.out);
        self.out.push_str(" loading=\"lazy\">");
    }

    pub(super) fn note_reference(&mut self, note: u32) {
        let number = self.numbers[note as usize];
        if number == 0 {
            return;
        }
        self.before_inline();
        self.references[note as usize] += 1;
        let count = self.references[note as usize];
        let suffix = if count > 1 {
            format!("-{count}")
        } else {
            String::new()
        };
        let mark = format!(
            "<sup class=\"note\"><a id=\"fnref-{number}{suffix}\" href=\"#fn-{number}\" role=\"doc-noteref\">{number}</a></sup>"
        );
        if self.links.contains(&true) || self.has_whole_link {
            // A link cannot hold another; the number stays.
            self.out.push_str(&format!(
                "<sup class=\"note\" id=\"fnref-{number}{suffix}\">{number}</sup>"
            ));
        } else {
            self.out.push_str(&mark);
        }
    }

    pub(super) fn notes(&mut self, notes: &[u32]) {
        if notes.is_empty() {
            return;
        }
        self.out
            .push_str("<div class=\"notes\" role=\"doc-endnotes\"><ol>\n");
        for (i, note) in notes.iter().enumerate() {
            let number = i + 1;
            let known = &self.document.tape.notes[*note as usize];
            self.out.push_str(&format!("<li id=\"fn-{number}\">"));
            self.tokens(known.tokens.clone());
            if known.references > 0 {
                self.out.push_str(&format!(
                    "<a class=\"back\" href=\"#fnref-{number}\" role=\"doc-backlink\" aria-label=\""
                ));
                escape::html(self.words.back, &mut self.out);
                self.out.push_str(&format!(" {number}\"></a>"));
            }
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol></div>\n");
    }
}
