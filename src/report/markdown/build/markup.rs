//! Reads one piece of HTML that the author wrote: a tag with its attributes, a comment, an entity.
//!
//! In: text that begins with `<` or holds `&`. Out: names and values decoded. Never decides what is allowed.

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser};

use crate::report::markdown::layout::Edit;

/// Bytes of a tag; a longer one is text.
const TAG_MAX: usize = 2048;

/// One tag as read.
pub(super) struct Tag {
    pub(super) name: String,
    pub(super) closes: bool,
    pub(super) attributes: Vec<(String, String)>,
}

/// Elements that begin a block of HTML wherever a line begins with their tag (CommonMark 0.31, 4.6, kind 6).
const BLOCKS: [&str; 62] = [
    "address",
    "article",
    "aside",
    "base",
    "basefont",
    "blockquote",
    "body",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "iframe",
    "legend",
    "li",
    "link",
    "main",
    "menu",
    "menuitem",
    "nav",
    "noframes",
    "ol",
    "optgroup",
    "option",
    "p",
    "param",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "track",
    "ul",
];

/// Whether a line that begins with a tag of this name begins a block of HTML.
pub(super) fn is_block_element(name: &str) -> bool {
    BLOCKS.iter().any(|block| name.eq_ignore_ascii_case(block))
}

/// Whether the words in an element of this name are no text, or text as it is written.
pub(super) fn is_verbatim(name: &str) -> bool {
    CONTENT_DROPPED.contains(&name) || name == "pre"
}

/// Elements whose content is no text and goes with them.
pub(super) const CONTENT_DROPPED: [&str; 12] = [
    "script", "style", "iframe", "object", "textarea", "title", "xmp", "noembed", "noframes",
    "noscript", "template", "svg",
];

/// Prefixes of the elements that word processors put into HTML, which show nothing themselves.
const OFFICE: [&str; 6] = ["o:", "v:", "w:", "m:", "x:", "st1:"];
/// Letters after the prefix: a shorter name in a text is a comparison (比例<x:y>), but for the names below.
const OFFICE_NAME_MIN: usize = 3;
/// Their elements with a shorter name.
const OFFICE_SHORT: [&str; 3] = ["o:p", "u1:p", "v:f"];

/// Whether an element of this name is one of a word processor's own: `o:p`.
pub(super) fn is_office(name: &str) -> bool {
    let own = OFFICE.iter().find_map(|prefix| name.strip_prefix(prefix));
    OFFICE_SHORT.contains(&name)
        || own.is_some_and(|own| {
            own.len() >= OFFICE_NAME_MIN && own.bytes().all(|b| b.is_ascii_alphanumeric())
        })
}

/// Takes the tag `<o:p>` away that stands in a line of text, where Markdown knows no names with a colon.
///
/// `at` is where a piece of the text begins; the parser begins one after the bracket of what is no tag to it.
pub(super) fn office_tag(base: &str, at: usize) -> Option<Edit> {
    let bracket = at.checked_sub(1)?;
    if base.as_bytes().get(bracket) != Some(&b'<') {
        return None;
    }
    let name = base.get(at..)?;
    let name = name.strip_prefix('/').unwrap_or(name);
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == ':';
    let (name, after) = name.split_at(name.find(|c| !is_of_name(c)).unwrap_or(name.len()));
    if !is_office(&name.to_ascii_lowercase())
        || !after.starts_with([' ', '\n', '\r', '\t', '/', '>'])
    {
        return None;
    }
    let (_, length) = read_markup(base.get(bracket..)?)?;
    // No word of a text may go: what is a tag is ASCII, but for the values of its attributes, and ends in its block.
    let tag = base.get(bracket..bracket + length)?;
    let is_quoted = tag
        .split('"')
        .enumerate()
        .all(|(i, part)| i % 2 == 1 || part.is_ascii());
    if !is_quoted || tag.split('\n').any(|line| line.trim().is_empty()) {
        return None;
    }
    Some(Edit {
        at: bracket..bracket + length,
        text: String::new(),
    })
}

impl Tag {
    /// The value of its first attribute of that name.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// What stands at a `<`.
pub(super) enum Markup {
    Tag(Tag),
    Comment,
    /// A processing instruction `?`, a section of characters `![CDATA[`, or a declaration `!`.
    Other(&'static str),
}

/// The markup at the beginning of `html`, which is a `<`, and its length; `None` where it is text.
pub(super) fn read_markup(html: &str) -> Option<(Markup, usize)> {
    if let Some(rest) = html.strip_prefix("<!--") {
        let end = rest.find("-->").map_or(html.len(), |i| 4 + i + 3);
        return Some((Markup::Comment, end));
    }
    if html.starts_with("<!") || html.starts_with("<?") {
        let end = html.find('>').map_or(html.len(), |i| i + 1);
        let names = ["?", "![CDATA[", "!"];
        let name = names.into_iter().find(|name| html[1..].starts_with(name));
        return Some((Markup::Other(name.unwrap_or("!")), end));
    }
    // Without a bound, many tags that never end would be read to the end of the block each.
    let mut limit = html.len().min(TAG_MAX);
    while !html.is_char_boundary(limit) {
        limit -= 1;
    }
    let html = &html[..limit];
    let closes = html.starts_with("</");
    let start = if closes { 2 } else { 1 };
    let bytes = html.as_bytes();
    if !bytes.get(start)?.is_ascii_alphabetic() {
        return None;
    }
    let mut at = start;
    let name = take_while(html, &mut at, |b| {
        b.is_ascii_alphanumeric() || matches!(b, b'-' | b':')
    })
    .to_ascii_lowercase();
    let mut attributes = Vec::new();
    loop {
        take_while(html, &mut at, |b| b.is_ascii_whitespace() || b == b'/');
        match bytes.get(at)? {
            b'>' => break,
            _ => {
                let name = take_while(html, &mut at, |b| {
                    !b.is_ascii_whitespace() && !b"=>/".contains(&b)
                });
                let name = name.to_ascii_lowercase();
                take_while(html, &mut at, |b| b.is_ascii_whitespace());
                let mut value = String::new();
                if bytes.get(at) == Some(&b'=') {
                    at += 1;
                    take_while(html, &mut at, |b| b.is_ascii_whitespace());
                    value = match *bytes.get(at)? {
                        quote @ (b'"' | b'\'') => {
                            at += 1;
                            let value = take_while(html, &mut at, |b| b != quote);
                            bytes.get(at)?;
                            at += 1;
                            decode_entities(value).into_owned()
                        }
                        _ => decode_entities(take_while(html, &mut at, |b| {
                            !b.is_ascii_whitespace() && b != b'>'
                        }))
                        .into_owned(),
                    };
                }
                if !name.is_empty() {
                    attributes.push((name, value));
                }
            }
        }
    }
    Some((
        Markup::Tag(Tag {
            name,
            closes,
            attributes,
        }),
        at + 1,
    ))
}

/// Advances over ASCII-delimited bytes; `accepts` must treat all bytes beyond ASCII alike.
fn take_while<'h>(html: &'h str, at: &mut usize, accepts: impl Fn(u8) -> bool) -> &'h str {
    let start = *at;
    *at += html.as_bytes()[start..]
        .iter()
        .take_while(|b| accepts(**b))
        .count();
    &html[start..*at]
}

/// Where the content of a dropped element ends, its closing tag included.
pub(super) fn content_end(html: &str, name: &str) -> usize {
    let mut at = 0;
    while let Some(found) = html[at..].find("</") {
        at += found + 2;
        if starts_with_name(&html[at..], name) {
            return html[at..].find('>').map_or(html.len(), |i| at + i + 1);
        }
    }
    html.len()
}

fn starts_with_name(text: &str, name: &str) -> bool {
    text.get(..name.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(name))
        && !text[name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// Entities decoded by the Markdown parser, which knows all their names; each is given to it alone.
pub(super) fn decode_entities(text: &str) -> Cow<'_, str> {
    const ENTITY_MAX: usize = 34;
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = rest
            .bytes()
            .take(ENTITY_MAX)
            .position(|b| b == b';')
            .map_or(0, |i| i + 1);
        let entity = &rest[..length];
        let is_entity = length > 2
            && entity[1..length - 1]
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'#');
        if is_entity {
            for event in Parser::new(entity) {
                if let Event::Text(text) = event {
                    decoded.extend(text.chars().filter(|c| !c.is_control()));
                }
            }
            rest = &rest[length..];
        } else {
            decoded.push('&');
            rest = &rest[1..];
        }
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}
