//! HTML that the author wrote: a small set of elements is kept, everything else is dropped or is text.
//!
//! In: HTML as the Markdown parser delimits it. Out: tokens of known elements with attributes checked one
//! by one, always balanced, never out of place. No byte of the author's markup is copied to a page: what
//! is no allowed tag can only become text, and text is escaped when the page is written.

use crate::report::markdown::build::markup::{
    CONTENT_DROPPED, Markup, Tag, content_end, decode_entities, read_markup,
};
use crate::report::markdown::build::{Builder, INLINE_NESTING_MAX, NESTING_MAX};
use crate::report::markdown::faults;
use crate::report::markdown::token::{Element, PLAIN, Slice, Token};

/// Characters of an attribute's value.
const VALUE_MAX: usize = 1000;
/// Columns or rows that a cell may span; browsers read no more columns.
const SPAN_MAX: u32 = 1000;

impl Builder<'_> {
    /// Ends raw elements until `count` are open.
    pub(super) fn close_raw_to(&mut self, count: usize) {
        while self.raw.len() > count {
            if let Some(element) = self.raw.pop() {
                self.push(Token::Close(element));
            }
        }
    }

    fn raw_floor(&self) -> usize {
        self.containers.last().map_or(0, |c| c.raw)
    }

    /// Ends raw elements that can hold neither text nor a block.
    pub(super) fn close_unfit_raw(&mut self) {
        let floor = self.raw_floor();
        while self.raw.len() > floor
            && !matches!(
                self.raw.last(),
                Some(Element::Div | Element::Td | Element::Th | Element::Li | Element::Caption)
            )
        {
            self.close_raw_to(self.raw.len() - 1);
        }
    }

    /// Takes the lines of an HTML block.
    pub(super) fn raw_block(&mut self) {
        let pieces = std::mem::take(&mut self.html);
        let at = pieces.first().map_or(0, |p| p.1);
        let html: String = pieces.iter().map(|p| self.str(p.0)).collect();
        let mut rest = html.as_str();
        while !rest.is_empty() {
            let text_end = rest.find('<').unwrap_or(rest.len());
            let (text, markup) = rest.split_at(text_end);
            self.raw_text(text);
            if markup.is_empty() {
                break;
            }
            let place = at + (html.len() - markup.len());
            match read_markup(markup) {
                Some((found, length)) => {
                    rest = &markup[length..];
                    if let Some(name) = self.raw_markup(found, place, true) {
                        rest = &rest[content_end(rest, &name)..];
                    }
                }
                None => {
                    self.raw_text("<");
                    rest = &markup[1..];
                }
            }
        }
        self.close_implicit_leaf();
        self.in_raw_paragraph = false;
        self.html = pieces;
        self.html.clear();
    }

    /// Takes one tag inside a line of Markdown.
    pub(super) fn raw_inline(&mut self, slice: Slice, at: usize) {
        let html = self.str(slice).to_owned();
        match read_markup(&html) {
            // The content of a script in a line is text to Markdown, and text it stays.
            Some((found, _)) => {
                self.raw_markup(found, at, false);
            }
            None => self.inline(Token::Text(slice)),
        }
    }

    /// Acts on one piece of markup; returns the name of an element whose content is to be dropped.
    fn raw_markup(&mut self, markup: Markup, at: usize, is_block: bool) -> Option<String> {
        let tag = match markup {
            Markup::Comment => return None,
            Markup::Other(name) => {
                self.fault(faults::html_removed(at..at + 1, name, name != "!"));
                return None;
            }
            Markup::Tag(tag) => tag,
        };
        match tag.name.as_str() {
            "br" => {
                if self.leaf.is_some() {
                    self.inline(Token::Break);
                }
                return None;
            }
            "hr" if is_block => {
                self.begin_block();
                self.push(Token::Rule);
                return None;
            }
            "p" if is_block => {
                self.close_implicit_leaf();
                if !tag.closes {
                    self.close_unfit_raw();
                }
                self.in_raw_paragraph = !tag.closes;
                return None;
            }
            // Old ruby markup, whose words are displayed the same without it.
            "wbr" | "rb" | "rtc" => return None,
            _ => {}
        }
        let element = Element::named(&tag.name).filter(|element| element.is_inline() || is_block);
        let Some(element) = element.filter(|e| !matches!(e, Element::Blockquote)) else {
            let drops_content =
                is_block && !tag.closes && CONTENT_DROPPED.contains(&tag.name.as_str());
            self.fault(faults::html_removed(
                at..at + tag.name.len() + 1,
                &tag.name,
                drops_content,
            ));
            return drops_content.then_some(tag.name);
        };
        if element.is_inline() {
            self.ensure_leaf();
            if let Some(leaf) = &mut self.leaf {
                leaf.has_raw = true;
            }
            if tag.closes {
                self.inline(Token::RawClose(element, at as u32));
            } else {
                let attributes = self.allowed_attributes(element, &tag, at);
                self.inline(Token::RawOpen(element, attributes));
            }
        } else if tag.closes {
            self.close_raw_element(element, at);
        } else {
            self.open_raw_element(element, &tag, at);
        }
        None
    }

    fn open_raw_element(&mut self, element: Element, tag: &Tag, at: usize) {
        self.close_implicit_leaf();
        self.in_raw_paragraph = false;
        let floor = self.raw_floor();
        // A cell ends the cell before it, a row the row before it, as in HTML.
        while self.raw.len() > floor
            && let Some(&parent) = self.raw.last()
            && !holds(parent, element)
        {
            self.close_raw_to(self.raw.len() - 1);
        }
        let parent = self.raw[floor..].last().copied();
        if parent.is_none_or(|parent| !holds(parent, element)) && needs_parent(element)
            || self.raw.len() >= NESTING_MAX
        {
            self.fault(faults::html_removed(
                at..at + tag.name.len() + 1,
                &tag.name,
                false,
            ));
            return;
        }
        let attributes = self.allowed_attributes(element, tag, at);
        if element == Element::Tr && parent == Some(Element::Table) {
            // As HTML does.
            self.push(Token::Open(Element::Tbody, PLAIN));
            self.raw.push(Element::Tbody);
        }
        self.push(Token::Open(element, attributes));
        self.raw.push(element);
    }

    fn close_raw_element(&mut self, element: Element, at: usize) {
        let floor = self.raw_floor();
        match self.raw[floor..].iter().rposition(|open| *open == element) {
            Some(i) => {
                self.close_implicit_leaf();
                self.in_raw_paragraph = false;
                self.close_raw_to(floor + i);
            }
            // A tag that was ended for the author, or never begun, is nothing to warn of in a table.
            None if needs_parent(element) => {}
            None => self.fault(faults::html_removed(at..at + 1, element.name(), false)),
        }
    }

    /// Text between the tags of an HTML block.
    fn raw_text(&mut self, text: &str) {
        if text.trim().is_empty() && (self.leaf.is_none() || text.is_empty()) {
            return;
        }
        if self.leaf.is_none() {
            self.close_unfit_raw();
            self.ensure_leaf();
        }
        let mut lines = text.split('\n').enumerate().peekable();
        while let Some((i, line)) = lines.next() {
            let line = if lines.peek().is_some() {
                line.trim_end()
            } else {
                line
            };
            if i > 0 {
                self.inline(Token::Soft);
                self.is_line_start = true;
            }
            let line = if self.is_line_start {
                line.trim_start_matches([' ', '\t'])
            } else {
                line
            };
            if !line.is_empty() {
                let decoded = decode_entities(line).into_owned();
                let slice = self.store(&decoded);
                self.inline(Token::Text(slice));
            }
        }
    }

    /// The attributes that an element may have, ready for HTML.
    fn allowed_attributes(&mut self, element: Element, tag: &Tag, at: usize) -> u32 {
        let mut kept = String::new();
        for (name, value) in &tag.attributes {
            let is_allowed = match (element, name.as_str()) {
                (Element::Abbr, "title") => value.len() <= VALUE_MAX,
                (Element::Span | Element::Q | Element::Cite, "lang") => is_language(value),
                (Element::Td | Element::Th, "colspan" | "rowspan") => value
                    .parse::<u32>()
                    .is_ok_and(|n| (1..=SPAN_MAX).contains(&n)),
                (Element::Th, "scope") => matches!(value.as_str(), "row" | "col"),
                _ => false,
            };
            if is_allowed && !kept.contains(&format!(" {name}=")) {
                kept.push_str(&format!(" {name}=\""));
                crate::escape::html(value, &mut kept);
                kept.push('"');
            } else if !matches!(
                name.as_str(),
                "style"
                    | "class"
                    | "width"
                    | "height"
                    | "align"
                    | "valign"
                    | "border"
                    | "cellspacing"
                    | "cellpadding"
            ) {
                // Attributes of looks come with every pasted table; dropping them loses nothing.
                self.fault(faults::html_removed(
                    at..at + tag.name.len() + 1,
                    name,
                    false,
                ));
            }
        }
        if kept.is_empty() {
            PLAIN
        } else {
            self.attributes(kept)
        }
    }

    /// Makes the author's inline tags balanced among themselves and within emphasis and links.
    pub(super) fn balance(&mut self, first: usize) {
        let old: Vec<Token> = self.tape.tokens.drain(first..).collect();
        // Open elements: which one, and whether it is the author's tag.
        let mut open: Vec<(Token, bool)> = Vec::new();
        for token in old {
            match token {
                Token::RawOpen(element, attributes) => {
                    let own = open.iter().rev().take_while(|o| o.1).count();
                    let floor = open.len() - own;
                    if own >= INLINE_NESTING_MAX {
                        self.inline_too_deep(self.tape.tokens.len());
                        continue;
                    }
                    if matches!(element, Element::Rt | Element::Rp) {
                        let ruby = open[floor..]
                            .iter()
                            .rposition(|o| o.0 == Token::Close(Element::Ruby));
                        let Some(ruby) = ruby else { continue };
                        while open.len() > floor + ruby + 1 {
                            self.close_top(&mut open);
                        }
                    }
                    open.push((Token::Close(element), true));
                    self.push(Token::Open(element, attributes));
                }
                Token::RawClose(element, at) => {
                    let floor = open.iter().rposition(|o| !o.1).map_or(0, |i| i + 1);
                    match open[floor..]
                        .iter()
                        .rposition(|o| o.0 == Token::Close(element))
                    {
                        Some(i) => {
                            while open.len() > floor + i {
                                self.close_top(&mut open);
                            }
                        }
                        None => {
                            let at = at as usize;
                            self.fault(faults::html_removed(
                                at..at + 1,
                                &format!("/{}", element.name()),
                                false,
                            ));
                        }
                    }
                }
                Token::Open(element, _) => {
                    open.push((Token::Close(element), false));
                    self.push(token);
                }
                Token::Link(_) => {
                    open.push((Token::LinkEnd, false));
                    self.push(token);
                }
                Token::Close(_) | Token::LinkEnd => {
                    while open.last().is_some_and(|o| o.1) {
                        self.close_top(&mut open);
                    }
                    open.pop();
                    self.push(token);
                }
                other => self.push(other),
            }
        }
        while !open.is_empty() {
            self.close_top(&mut open);
        }
    }

    fn close_top(&mut self, open: &mut Vec<(Token, bool)>) {
        if let Some((close, _)) = open.pop() {
            self.push(close);
        }
    }
}

/// Whether `child` may stand directly in `parent`: HTML's content models, as far as these elements go.
fn holds(parent: Element, child: Element) -> bool {
    match child {
        Element::Tr => matches!(
            parent,
            Element::Table | Element::Thead | Element::Tbody | Element::Tfoot
        ),
        Element::Td | Element::Th => parent == Element::Tr,
        Element::Caption | Element::Thead | Element::Tbody | Element::Tfoot => {
            parent == Element::Table
        }
        Element::Li => matches!(parent, Element::Ul | Element::Ol),
        _ => matches!(
            parent,
            Element::Div | Element::Td | Element::Th | Element::Li
        ),
    }
}

fn needs_parent(element: Element) -> bool {
    matches!(
        element,
        Element::Tr
            | Element::Td
            | Element::Th
            | Element::Caption
            | Element::Thead
            | Element::Tbody
            | Element::Tfoot
            | Element::Li
    )
}

fn is_language(value: &str) -> bool {
    !value.is_empty()
        && value.len() <= 35
        && value
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-')
}
