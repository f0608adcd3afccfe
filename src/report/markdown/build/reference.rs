//! Links and images of a body, as they are read.
//!
//! In: destinations and titles as the Markdown parser decoded them. Out: tokens, links, and faults for what
//! is refused. Never resolves a destination.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use crate::report::markdown::build::{Builder, LINKS_MAX, faults};
use crate::report::markdown::link::{self, Link, LinkKind, Target};
use crate::report::markdown::token::{Slice, Token};

impl Builder<'_> {
    /// The allowed target of a destination; a fault and nothing where it is refused.
    pub(super) fn target(
        &mut self,
        destination: &str,
        range: &Range<usize>,
    ) -> Option<(String, Target)> {
        let destination = self.unmask(destination, range);
        let target = link::classify(&destination);
        if target.is_none() {
            self.fault(faults::link_scheme(range.clone(), &destination));
        }
        target
    }

    pub(super) fn add_link(
        &mut self,
        (destination, target): (String, Target),
        kind: LinkKind,
        title: &str,
        span: Range<usize>,
    ) -> Option<u32> {
        if self.tape.links.len() >= LINKS_MAX {
            self.fault(faults::too_many(
                "too-many-links",
                span.start,
                &format!("链接和图片超过 {LINKS_MAX} 个"),
                &format!("more than {LINKS_MAX} links and images"),
            ));
            return None;
        }
        let title = self
            .unmask(title, &span)
            .chars()
            .filter(|c| !c.is_control())
            .collect();
        self.tape.links.push(Link {
            destination,
            kind,
            target,
            span,
            title,
            alternative: Slice::EMPTY,
        });
        Some((self.tape.links.len() - 1) as u32)
    }

    pub(super) fn open_link(
        &mut self,
        link_type: LinkType,
        destination: &str,
        title: &str,
        range: Range<usize>,
    ) {
        self.ensure_leaf();
        let target = if link_type == LinkType::Email {
            self.target(&format!("mailto:{destination}"), &range)
        } else {
            self.target(destination, &range)
        };
        let link = target.and_then(|t| self.add_link(t, LinkKind::Link, title, range));
        if let Some(link) = link {
            self.inline(Token::Link(link));
        }
        self.links.push(link.is_some());
        self.link_scope += 1;
        self.scopes.push(self.link_scope);
    }

    pub(super) fn close_link(&mut self) {
        self.scopes.pop();
        if self.links.pop() == Some(true) {
            self.inline(Token::LinkEnd);
        }
    }

    pub(super) fn open_image(&mut self, destination: &str, title: &str, range: Range<usize>) {
        self.ensure_leaf();
        let link = self.image_link(destination, title, range);
        self.images.push((link, self.alternative.len()));
    }

    /// The image, or the link that one on another site becomes; nothing where the destination is refused.
    pub(super) fn image_link(
        &mut self,
        destination: &str,
        title: &str,
        range: Range<usize>,
    ) -> Option<u32> {
        self.target(destination, &range).and_then(|found| {
            let is_external = found.1 != Target::Relative;
            if is_external {
                self.fault(faults::external_image(range.clone()));
            }
            let kind = if is_external {
                LinkKind::Link
            } else {
                LinkKind::Image
            };
            self.add_link(found, kind, title, range)
        })
    }

    /// Puts an image, or the text in its place, into the line.
    pub(super) fn show_image(&mut self, link: Option<u32>, alternative: &str) {
        let slice = self.store(alternative);
        let Some(link) = link else {
            return self.inline(Token::Text(slice));
        };
        self.tape.links[link as usize].alternative = slice;
        if self.tape.links[link as usize].kind == LinkKind::Image {
            self.inline(Token::Image(link));
        } else if self.links.contains(&true) {
            self.inline(Token::Text(slice));
        } else {
            self.inline(Token::Link(link));
            self.inline(Token::Text(slice));
            self.inline(Token::LinkEnd);
        }
    }

    /// Inside an image only its text counts, for those who cannot see it.
    pub(super) fn image_event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::Image {
                dest_url, title, ..
            }) => self.open_image(&dest_url, &title, range),
            Event::End(TagEnd::Image) => {
                let Some((link, start)) = self.images.pop() else {
                    return;
                };
                if !self.images.is_empty() {
                    return;
                }
                let text = std::mem::take(&mut self.alternative);
                self.show_image(link, text[start..].trim());
            }
            Event::Text(text) | Event::Code(text) => {
                let slice = self.slice(&text, &range);
                let text = self.str(slice).to_owned();
                self.alternative.push_str(&text);
            }
            Event::SoftBreak | Event::HardBreak => self.alternative.push(' '),
            _ => {}
        }
    }
}
