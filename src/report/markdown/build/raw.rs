//! HTML that the author wrote: a small set of elements is kept, everything else is dropped or is text.
//!
//! In: HTML as the Markdown parser delimits it. Out: tokens of known elements with attributes checked one
//! by one, always balanced, never out of place. No byte of the author's markup is copied to a page: what
//! is no allowed tag can only become text, and text is escaped when the page is written.

use crate::report::markdown::build::leaf::is_anchor;
use crate::report::markdown::build::markup::{
    CONTENT_DROPPED, Markup, Tag, content_end, decode_entities, is_office, read_markup,
};
use crate::report::markdown::build::{Builder, INLINE_NESTING_MAX, NESTING_MAX};
use crate::report::markdown::link::LinkKind;
use crate::report::markdown::token::{Element, LeafKind, PLAIN, Slice, Token};

/// Characters of an attribute's value.
const VALUE_MAX: usize = 1000;
/// Columns or rows that a cell may span; browsers read no more columns.
const SPAN_MAX: u32 = 1000;
/// The number that an item of a list may have.
const NUMBER_MAX: i32 = 1_000_000;
/// Elements that show something without words in them.
const EMBEDS: [&str; 12] = [
    "iframe", "object", "embed", "video", "audio", "canvas", "svg", "script", "style", "textarea",
    "select", "button",
];

impl Builder<'_> {
    /// Ends raw elements until `count` are open.
    pub(super) fn close_raw_to(&mut self, count: usize) {
        while self.raw.len() > count {
            match self.raw.pop() {
                Some(Element::Table) => self.close_raw_table(),
                Some(element) => self.push(Token::Close(element)),
                None => {}
            }
        }
    }

    fn raw_floor(&self) -> usize {
        self.containers.last().map_or(0, |c| c.raw)
    }

    /// Ends raw elements that can hold neither text nor a block.
    pub(super) fn close_unfit_raw(&mut self) {
        let floor = self.raw_floor();
        while self.raw.len() > floor && !self.raw.last().is_some_and(|element| holds_text(*element))
        {
            self.close_raw_to(self.raw.len() - 1);
        }
    }

    /// Takes the lines of an HTML block.
    pub(super) fn raw_block(&mut self) {
        let pieces = std::mem::take(&mut self.html);
        let html: String = pieces.iter().map(|p| self.str(p.0)).collect();
        let starts = starts(&pieces);
        let place_of = |offset: usize| {
            let at = starts.partition_point(|(start, _)| *start <= offset);
            let (start, place) = starts.get(at.checked_sub(1)?)?;
            Some((*place)? + offset - start)
        };
        let mut rest = html.as_str();
        // Where the pieces that are passed end in `html`, and how many they are.
        let (mut passed, mut piece) = (0, 0);
        while !rest.is_empty() {
            let text_end = rest.find('<').unwrap_or(rest.len());
            let (text, markup) = rest.split_at(text_end);
            let before = html.len() - rest.len();
            self.raw_text(text, &|at| place_of(before + at));
            if markup.is_empty() {
                break;
            }
            let offset = html.len() - markup.len();
            while let Some((slice, _)) = pieces.get(piece)
                && passed + slice.len() <= offset
            {
                passed += slice.len();
                piece += 1;
            }
            let place = pieces
                .get(piece)
                .map_or(0, |(_, start)| start + offset - passed);
            match read_markup(markup) {
                Some((found, length)) => {
                    rest = &markup[length..];
                    if let Some(name) = self.raw_markup(found, place, true) {
                        rest = &rest[content_end(rest, &name)..];
                    }
                }
                None => {
                    self.raw_text("<", &|_| None);
                    rest = &markup[1..];
                }
            }
        }
        self.close_raw_heading();
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
                self.removed.tag(name, at..at + 1, name != "!");
                return None;
            }
            Markup::Tag(tag) => tag,
        };
        let name = tag.name.as_str();
        if self
            .leaf
            .as_ref()
            .is_some_and(|leaf| leaf.kind == LeafKind::Code)
        {
            // The words of code are shown as they are written, without the tags among them.
            match name {
                "pre" if tag.closes => self.close_implicit_leaf(),
                "br" => self.raw_code("\n"),
                _ => {}
            }
            return None;
        }
        if !tag.closes && matches!(name.as_bytes(), [b'h', b'1'..=b'6'] | b"p" | b"pre") {
            self.report_attributes(&tag, at, &[]);
        }
        match name {
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
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if is_block => {
                self.close_raw_heading();
                self.in_raw_paragraph = false;
                if !tag.closes {
                    self.open_raw_heading(name);
                }
                return None;
            }
            "pre" if is_block => {
                if !tag.closes {
                    self.in_raw_paragraph = false;
                    self.open_block(LeafKind::Code);
                }
                return None;
            }
            "img" => {
                self.raw_image(&tag, at);
                return None;
            }
            _ if is_transparent(name) || self.is_empty_element(&tag, at) => return None,
            _ => {}
        }
        let name = same_element(name);
        let element = Element::named(name).filter(|element| element.is_inline() || is_block);
        let Some(element) = element else {
            // A division in a line of text says nothing.
            if Element::named(name) != Some(Element::Div) {
                let drops_content = is_block && !tag.closes && CONTENT_DROPPED.contains(&name);
                if !tag.closes || !self.removed.holds(name) {
                    let span = self.span(at, &tag);
                    self.removed.tag(name, span, drops_content);
                }
                return drops_content.then_some(tag.name);
            }
            return None;
        };
        if element.is_inline() {
            self.ensure_leaf();
            if let Some(leaf) = &mut self.leaf {
                leaf.has_raw = true;
            }
            if tag.closes {
                self.inline(Token::RawClose(element, at as u32));
            } else {
                let attributes = match element {
                    Element::A => self.raw_link(&tag, at),
                    _ => self.allowed_attributes(element, &tag, at),
                };
                self.inline(Token::RawOpen(element, attributes));
            }
        } else if tag.closes {
            self.close_raw_element(element, at);
        } else {
            self.open_raw_element(element, &tag, at);
        }
        None
    }

    /// Ends the leaf that is open; one without words, an empty heading say, is none.
    fn close_raw_heading(&mut self) {
        let first = self.leaf.as_ref().map(|leaf| leaf.first);
        if first == Some(self.tape.tokens.len()) {
            self.leaf = None;
            self.tape.tokens.pop();
            self.tape.leaves.pop();
        }
        self.close_implicit_leaf();
    }

    fn open_raw_heading(&mut self, name: &str) {
        let level = name.as_bytes().get(1).map_or(2, |digit| digit - b'0');
        self.open_heading(level, None);
    }

    /// The link of `<a>`, or [`PLAIN`] where only its words stay.
    fn raw_link(&mut self, tag: &Tag, at: usize) -> u32 {
        let span = self.span(at, tag);
        self.raw_place(tag);
        let Some(href) = tag.attribute("href") else {
            return PLAIN;
        };
        self.report_attributes(tag, at, &["href", "title"]);
        let title = tag.attribute("title").unwrap_or_default();
        self.target(href, &span)
            .and_then(|target| self.add_link(target, LinkKind::Link, title, span))
            .unwrap_or(PLAIN)
    }

    /// The place that `<a name>` marks, where its name may be an anchor; a link to another is told that it leads nowhere.
    fn raw_place(&mut self, tag: &Tag) {
        let name = tag.attribute("id").or(tag.attribute("name"));
        let Some(name) = name.filter(|name| is_anchor(name) && self.tape.outline.is_free(name))
        else {
            return;
        };
        self.tape.outline.reserve(name);
        let attributes = self.attributes(format!(" id=\"{name}\""));
        self.inline(Token::RawOpen(Element::Span, attributes));
        self.inline(Token::RawClose(Element::Span, 0));
    }

    fn raw_image(&mut self, tag: &Tag, at: usize) {
        let span = self.span(at, tag);
        let Some(source) = tag.attribute("src") else {
            return self.removed.tag("img", span, false);
        };
        self.report_attributes(
            tag,
            at,
            &["src", "alt", "title", "loading", "srcset", "sizes"],
        );
        self.ensure_leaf();
        if let Some(leaf) = &mut self.leaf {
            leaf.has_raw = true;
        }
        let title = tag.attribute("title").unwrap_or_default();
        let link = self.image_link(source, title, span);
        let alternative: String = tag.attribute("alt").unwrap_or_default().trim().to_owned();
        self.show_image(link, &alternative);
    }

    /// Bytes of the body for the beginning of a tag.
    fn span(&self, at: usize, tag: &Tag) -> std::ops::Range<usize> {
        let end = self.base.floor_char_boundary(at + tag.name.len() + 1);
        self.base.floor_char_boundary(at)..end
    }

    /// Whether the element ends where it begins, or this is its end: nothing is lost with it.
    fn is_empty_element(&mut self, tag: &Tag, at: usize) -> bool {
        if Element::named(same_element(&tag.name)).is_some() || EMBEDS.contains(&tag.name.as_str())
        {
            return false;
        }
        if tag.closes {
            let is_end = self.empty.as_ref() == Some(&tag.name);
            self.empty = None;
            return is_end;
        }
        let rest = self.base.get(at..).and_then(|rest| rest.split_once('>'));
        let closes = rest.and_then(|(_, rest)| rest.trim_start().strip_prefix("</"));
        let is_empty = closes
            .and_then(|rest| rest.get(..tag.name.len()))
            .is_some_and(|name| name.eq_ignore_ascii_case(&tag.name));
        if is_empty {
            self.empty = Some(tag.name.clone());
        }
        is_empty
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
            let span = self.span(at, tag);
            self.removed.tag(&tag.name, span, false);
            return;
        }
        let attributes = self.allowed_attributes(element, tag, at);
        if element == Element::Tr && parent == Some(Element::Table) {
            // As HTML does.
            self.push(Token::Open(Element::Tbody, PLAIN));
            self.raw.push(Element::Tbody);
        }
        self.raw.push(element);
        if element == Element::Table {
            self.open_raw_table();
        } else {
            self.push(Token::Open(element, attributes));
        }
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
            None => self
                .removed
                .tag(&format!("/{}", element.name()), at..at + 1, false),
        }
    }

    /// Text between the tags of an HTML block; `place_of` says where its bytes stand in the body.
    fn raw_text(&mut self, text: &str, place_of: &dyn Fn(usize) -> Option<usize>) {
        if self
            .leaf
            .as_ref()
            .is_some_and(|leaf| leaf.kind == LeafKind::Code)
        {
            return self.raw_code(text);
        }
        if text.trim().is_empty() && (self.leaf.is_none() || text.is_empty()) {
            return;
        }
        if self.leaf.is_none() {
            self.close_unfit_raw();
            self.ensure_leaf();
        }
        let mut lines = text.split('\n').enumerate().peekable();
        let mut next = 0;
        while let Some((i, line)) = lines.next() {
            let start = next;
            next += line.len() + 1;
            let line = if lines.peek().is_some() {
                line.trim_end()
            } else {
                line
            };
            if i > 0 {
                self.inline(Token::Soft);
                self.is_line_start = true;
            }
            let shown = if self.is_line_start {
                line.trim_start_matches([' ', '\t'])
            } else {
                line
            };
            if !shown.is_empty() {
                let decoded = decode_entities(shown);
                let slice = self.store(&decoded);
                if *decoded == *shown
                    && let Some(place) = place_of(start + line.len() - shown.len())
                {
                    let words = (slice.start..slice.end, place as u32);
                    self.tape.words.push(words);
                }
                self.inline(Token::Text(slice));
            }
        }
    }

    /// Text of `<pre>`, whose first line end is no part of it.
    fn raw_code(&mut self, text: &str) {
        let is_first = matches!(self.tape.tokens.last(), Some(Token::Leaf(_)));
        let text = text.strip_prefix('\n').filter(|_| is_first).unwrap_or(text);
        if !text.is_empty() {
            let decoded = decode_entities(text).into_owned();
            let slice = self.store(&decoded);
            self.inline(Token::Text(slice));
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
                (Element::Ol, "start") | (Element::Li, "value") => value
                    .parse::<i32>()
                    .is_ok_and(|n| (0..=NUMBER_MAX).contains(&n)),
                (Element::Ol, "type") => matches!(value.as_str(), "1" | "a" | "A" | "i" | "I"),
                (Element::Ol, "reversed") => value.is_empty() || value == name,
                _ => false,
            };
            if is_allowed && !kept.contains(&format!(" {name}=")) {
                kept.push_str(&format!(" {name}=\""));
                crate::escape::html(value, &mut kept);
                kept.push('"');
            } else if !is_of_looks(name) {
                let at = self.span(at, tag);
                self.removed.attribute(&tag.name, at, name);
            }
        }
        if matches!(element, Element::Td | Element::Th)
            && let Some(class) = alignment(tag)
        {
            kept.push_str(&format!(" class=\"{class}\""));
        }
        if kept.is_empty() {
            PLAIN
        } else {
            self.attributes(kept)
        }
    }

    /// Reports the attributes that are neither `kept` nor of looks.
    fn report_attributes(&mut self, tag: &Tag, at: usize, kept: &[&str]) {
        for (name, _) in &tag.attributes {
            if !kept.contains(&name.as_str()) && !is_of_looks(name) {
                let at = self.span(at, tag);
                self.removed.attribute(&tag.name, at, name);
            }
        }
    }

    /// Makes the author's inline tags balanced among themselves and within emphasis and links.
    pub(super) fn balance(&mut self, first: usize) {
        let old: Vec<Token> = self.tape.tokens.drain(first..).collect();
        let mut open = OpenTags::default();
        for token in old {
            match token {
                Token::RawOpen(element, attributes) => {
                    let own = open.own();
                    if own >= INLINE_NESTING_MAX {
                        self.inline_too_deep(self.tape.tokens.len());
                        continue;
                    }
                    if matches!(element, Element::Rt | Element::Rp) {
                        let Some(ruby) = open.find(|t| t == Token::Close(Element::Ruby)) else {
                            continue;
                        };
                        self.close_tags(&mut open, ruby + 1);
                    }
                    if element == Element::A {
                        // A link ends the one before it, as in HTML.
                        if let Some(link) = open.find(is_link_end) {
                            self.close_tags(&mut open, link);
                        }
                        self.open_link_tag(
                            &mut open,
                            Token::Link(attributes),
                            attributes != PLAIN,
                            true,
                        );
                    } else {
                        open.push(Token::Close(element), true);
                        self.push(Token::Open(element, attributes));
                    }
                }
                Token::RawClose(element, at) => {
                    let found = open.find(|close| match element {
                        Element::A => is_link_end(close),
                        _ => close == Token::Close(element),
                    });
                    match found {
                        Some(tag) => self.close_tags(&mut open, tag),
                        None => {
                            let at = at as usize;
                            self.removed
                                .tag(&format!("/{}", element.name()), at..at + 1, false);
                        }
                    }
                }
                Token::Open(element, _) => {
                    open.push(Token::Close(element), false);
                    self.push(token);
                }
                Token::Link(_) => self.open_link_tag(&mut open, token, true, false),
                Token::Close(_) | Token::LinkEnd => {
                    let own = open.own();
                    let outer = (open.tags.len() - own).saturating_sub(1);
                    self.close_tags(&mut open, outer);
                }
                other => self.push(other),
            }
        }
        self.close_tags(&mut open, 0);
    }

    /// Opens a link, or nothing inside another, where only its words stay.
    fn open_link_tag(&mut self, open: &mut OpenTags, link: Token, is_link: bool, is_own: bool) {
        if is_link && open.links == 0 {
            open.push(Token::LinkEnd, is_own);
            self.push(link);
        } else {
            open.push(Token::Nothing, is_own);
            self.push(Token::Nothing);
        }
    }

    /// Closes tags until `count` are open.
    fn close_tags(&mut self, open: &mut OpenTags, count: usize) {
        while open.tags.len() > count
            && let Some(close) = open.pop()
        {
            self.push(close);
        }
    }
}

/// Elements and links of a line that are open: what closes them, and whether the author's tag opened them.
#[derive(Default)]
struct OpenTags {
    tags: Vec<(Token, bool)>,
    /// How many of them are links.
    links: usize,
}

impl OpenTags {
    fn push(&mut self, close: Token, is_own: bool) {
        self.links += usize::from(close == Token::LinkEnd);
        self.tags.push((close, is_own));
    }

    fn pop(&mut self) -> Option<Token> {
        let (close, _) = self.tags.pop()?;
        self.links -= usize::from(close == Token::LinkEnd);
        Some(close)
    }

    /// How many of the author's were opened since the last of Markdown.
    fn own(&self) -> usize {
        self.tags.iter().rev().take_while(|tag| tag.1).count()
    }

    /// The innermost of the author's since the last of Markdown that `is_it`.
    fn find(&self, is_it: impl Fn(Token) -> bool) -> Option<usize> {
        let floor = self.tags.len() - self.own();
        let found = self.tags[floor..].iter().rposition(|tag| is_it(tag.0));
        found.map(|i| floor + i)
    }
}

/// What ends a link, or the words that one was.
fn is_link_end(token: Token) -> bool {
    matches!(token, Token::LinkEnd | Token::Nothing)
}

/// An element without a meaning of its own, whose words are displayed the same without it.
fn is_transparent(name: &str) -> bool {
    const NAMES: [&str; 24] = [
        "font", "big", "tt", "nobr", "basefont", "wbr", "rb", "rtc", "bdi", "dfn", "var", "samp",
        "time", "data", "acronym", "label", "html", "body", "head", "col", "colgroup", "meta",
        "link", "base",
    ];
    is_office(name) || NAMES.contains(&name)
}

/// The element that one of this name is displayed as.
fn same_element(name: &str) -> &str {
    match name {
        "strike" => "s",
        "center" | "section" | "article" | "main" | "header" | "footer" | "nav" | "aside"
        | "address" | "hgroup" | "fieldset" | "legend" | "details" | "summary" | "dl" | "dt"
        | "dd" => "div",
        "menu" | "dir" => "ul",
        other => other,
    }
}

/// Where the pieces of a block begin in it, and in the body; none of what does not stand there as it is.
fn starts(pieces: &[(Slice, usize)]) -> Vec<(usize, Option<usize>)> {
    let mut next = 0;
    let starts = pieces.iter().map(|(slice, place)| {
        let start = next;
        next += slice.len();
        (start, (!slice.stored).then_some(*place))
    });
    starts.collect()
}

/// Whether an attribute changes looks alone, or marks a place: a link that leads to it is told where it stands.
fn is_of_looks(name: &str) -> bool {
    const NAMES: [&str; 38] = [
        "style",
        "class",
        "width",
        "height",
        "align",
        "valign",
        "border",
        "cellspacing",
        "cellpadding",
        "bgcolor",
        "background",
        "bordercolor",
        "color",
        "face",
        "size",
        "nowrap",
        "lang",
        "dir",
        "id",
        "name",
        "target",
        "rel",
        "frame",
        "rules",
        "hspace",
        "vspace",
        "clear",
        "noshade",
        "char",
        "charoff",
        "tabindex",
        "role",
        "scope",
        "headers",
        "xmlns",
        "compact",
        "type",
        "link",
    ];
    NAMES.contains(&name)
        || name.contains(':')
        || name.starts_with("data-")
        || name.starts_with("aria-")
}

/// The class for the alignment that a cell of a table has.
fn alignment(tag: &Tag) -> Option<&'static str> {
    let style = tag
        .attribute("style")
        .and_then(|style| style.split("text-align:").nth(1));
    let value = style
        .or(tag.attribute("align"))?
        .trim_start()
        .to_ascii_lowercase();
    ["left", "center", "right"]
        .into_iter()
        .find(|side| value.starts_with(side))
}

/// Whether text may stand directly in an element.
fn holds_text(element: Element) -> bool {
    matches!(
        element,
        Element::Div
            | Element::Td
            | Element::Th
            | Element::Li
            | Element::Caption
            | Element::Blockquote
            | Element::Figure
            | Element::Figcaption
    )
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
        Element::Figcaption => parent == Element::Figure,
        _ => holds_text(parent) && parent != Element::Caption,
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
            | Element::Figcaption
    )
}

fn is_language(value: &str) -> bool {
    !value.is_empty()
        && value.len() <= 35
        && value
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-')
}
