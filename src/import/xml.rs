//! XML of documents: elements with what is in them, a piece at a time, within limits.
//!
//! In: the bytes of an XML file. Out: its elements as they come, of which any can be taken as a tree. Names are compared
//! with their namespaces. Entities beyond the five of XML are not replaced (they stay out), a declaration of the document
//! type is skipped. Never asks for another file, never goes deeper than [`MAX_DEPTH`].

use std::collections::BTreeSet;
use std::rc::Rc;

use quick_xml::NsReader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::ResolveResult;

use crate::diagnostic::Text;
use crate::import::Refusal;

/// Elements within one another.
const MAX_DEPTH: usize = 400;
/// Elements and texts of one tree.
const MAX_NODES: usize = 1_000_000;

/// An element with all that is in it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Element {
    /// The address of its namespace; empty where it has none.
    pub namespace: Rc<str>,
    /// Its name without a prefix.
    pub name: Box<str>,
    /// In the order of the file.
    pub attributes: Vec<Attribute>,
    /// In the order of the file.
    pub children: Vec<Node>,
}

/// An attribute.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Attribute {
    /// The address of its namespace; empty where it has no prefix.
    pub namespace: Rc<str>,
    /// Its name without a prefix.
    pub name: Box<str>,
    /// With references replaced.
    pub value: Box<str>,
}

/// What is in an element.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    /// An element.
    Element(Element),
    /// Characters, with references replaced.
    Text(Box<str>),
}

impl Element {
    /// The value of the attribute of this name, in whatever namespace.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        let found = attributes.find(|attribute| &*attribute.name == name)?;
        Some(&found.value)
    }

    /// The elements in it.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element of this name in it.
    pub(crate) fn element(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| &*element.name == name)
    }

    /// All characters in it, those of its elements too.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        self.add_text(&mut text);
        text
    }

    fn add_text(&self, text: &mut String) {
        for node in &self.children {
            match node {
                Node::Element(element) => element.add_text(text),
                Node::Text(words) => text.push_str(words),
            }
        }
    }
}

/// What comes next.
#[derive(Debug)]
pub(crate) enum Piece {
    /// An element begins; [`Parser::rest_of`] takes all of it.
    Start(Element),
    /// The last element that began, and was not taken, ends.
    End,
    /// Characters.
    Text(String),
}

/// Reads a file from the beginning on.
pub(crate) struct Parser<'b> {
    reader: NsReader<&'b [u8]>,
    depth: usize,
    nodes: usize,
    /// Namespaces that were seen: a document names few, on each of its elements.
    namespaces: BTreeSet<Rc<str>>,
    /// An element without content began, and its end is to come.
    is_ended: bool,
}

impl<'b> Parser<'b> {
    /// In UTF-8 or UTF-16 (`utf8` has made UTF-8 of it).
    pub(crate) fn new(text: &'b str) -> Parser<'b> {
        let mut reader = NsReader::from_str(text.trim_start_matches('\u{feff}'));
        reader.config_mut().check_end_names = true;
        Parser {
            reader,
            depth: 0,
            nodes: 0,
            namespaces: BTreeSet::new(),
            is_ended: false,
        }
    }

    /// The next piece; `None` at the end of the file.
    ///
    /// # Errors
    ///
    /// If the XML is broken or goes beyond the limits.
    pub(crate) fn next(&mut self) -> Result<Option<Piece>, Refusal> {
        if std::mem::take(&mut self.is_ended) {
            self.depth -= 1;
            return Ok(Some(Piece::End));
        }
        loop {
            let event = self.reader.read_event().map_err(|_| broken())?;
            let (start, is_empty) = match event {
                Event::Start(start) => (start, false),
                Event::Empty(start) => (start, true),
                Event::End(_) => {
                    self.depth = self.depth.checked_sub(1).ok_or_else(broken)?;
                    return Ok(Some(Piece::End));
                }
                Event::Text(text) => return Ok(Some(Piece::Text(text.to_string()))),
                Event::CData(text) => return Ok(Some(Piece::Text(text.to_string()))),
                Event::GeneralRef(reference) => match character(&reference) {
                    Some(character) => return Ok(Some(Piece::Text(character.to_string()))),
                    None => continue,
                },
                Event::Eof if self.depth > 0 => return Err(broken()),
                Event::Eof => return Ok(None),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => continue,
            };
            if self.depth == MAX_DEPTH {
                return Err(too_deep());
            }
            let element = self.element(&start)?;
            self.depth += 1;
            self.is_ended = is_empty;
            return Ok(Some(Piece::Start(element)));
        }
    }

    /// All of the element that began last.
    ///
    /// # Errors
    ///
    /// As [`Parser::next`].
    pub(crate) fn rest_of(&mut self, element: Element) -> Result<Element, Refusal> {
        self.nodes = 0;
        let mut open = vec![element];
        // Characters that come in pieces are one text.
        let mut text = String::new();
        while let Some(piece) = self.next()? {
            self.nodes += 1;
            if self.nodes > MAX_NODES {
                return Err(too_large());
            }
            if let Piece::Text(more) = &piece {
                text.push_str(more);
                continue;
            }
            if !text.is_empty()
                && let Some(last) = open.last_mut()
            {
                let whole = std::mem::take(&mut text);
                last.children.push(Node::Text(whole.into()));
            }
            if let Piece::Start(element) = piece {
                open.push(element);
                continue;
            }
            let Some(done) = open.pop() else { break };
            match open.last_mut() {
                Some(above) => above.children.push(Node::Element(done)),
                None => return Ok(done),
            }
        }
        Err(broken())
    }

    /// Goes past the element that began last.
    ///
    /// # Errors
    ///
    /// As [`Parser::next`].
    pub(crate) fn skip(&mut self) -> Result<(), Refusal> {
        let mut open = 1;
        while let Some(piece) = self.next()? {
            match piece {
                Piece::Start(_) => open += 1,
                Piece::End => open -= 1,
                Piece::Text(_) => {}
            }
            if open == 0 {
                return Ok(());
            }
        }
        Err(broken())
    }

    fn element(&mut self, start: &BytesStart<'_>) -> Result<Element, Refusal> {
        let resolver = self.reader.resolver();
        let (resolved, local) = resolver.resolve_element(start.name());
        let name = Box::from(local.as_ref());
        let mut found = vec![address(&resolved)];
        let mut attributes = Vec::new();
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| broken())?;
            let (resolved, local) = resolver.resolve_attribute(attribute.key);
            // A reference that cannot be replaced stays as it is written.
            let value = quick_xml::escape::unescape(&attribute.value);
            let value = value.unwrap_or_else(|_| attribute.value.clone());
            found.push(address(&resolved));
            attributes.push((Box::from(local.as_ref()), Box::from(&*value)));
        }
        let mut found = found.into_iter();
        let namespace = self.namespace(&found.next().unwrap_or_default());
        let attributes = attributes.into_iter().zip(found);
        let attributes = attributes.map(|((name, value), address)| Attribute {
            namespace: self.namespace(&address),
            name,
            value,
        });
        let attributes = attributes.collect();
        Ok(Element {
            namespace,
            name,
            attributes,
            children: Vec::new(),
        })
    }

    fn namespace(&mut self, address: &str) -> Rc<str> {
        if let Some(known) = self.namespaces.get(address) {
            return Rc::clone(known);
        }
        let new: Rc<str> = Rc::from(address);
        self.namespaces.insert(Rc::clone(&new));
        new
    }
}

/// The root of a small file, with all that is in it.
///
/// # Errors
///
/// If there is none, or as [`Parser::next`].
pub(crate) fn tree(text: &str) -> Result<Element, Refusal> {
    let mut parser = Parser::new(text);
    while let Some(piece) = parser.next()? {
        if let Piece::Start(root) = piece {
            return parser.rest_of(root);
        }
    }
    Err(broken())
}

/// The text of an XML file, by its byte order mark or its declaration; UTF-8 where neither says otherwise. What is no text
/// in that encoding is shown as U+FFFD.
pub(crate) fn decoded(bytes: &[u8]) -> String {
    let (by_mark, _) = match encoding_rs::Encoding::for_bom(bytes) {
        Some(found) => found,
        None => (declared(bytes).unwrap_or(encoding_rs::UTF_8), 0),
    };
    by_mark.decode(bytes).0.into_owned()
}

fn declared(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    // UTF-16 without a mark begins with the first character of the declaration.
    match bytes {
        [b'<', 0, ..] => return Some(encoding_rs::UTF_16LE),
        [0, b'<', ..] => return Some(encoding_rs::UTF_16BE),
        _ => {}
    }
    let head = bytes.get(..bytes.len().min(200))?;
    let head = String::from_utf8_lossy(head);
    let declaration = head.strip_prefix("<?xml")?.split("?>").next()?;
    let (_, label) = declaration.split_once("encoding")?;
    let label = label.trim_start_matches([' ', '=']);
    let quote = label.chars().next()?;
    encoding_rs::Encoding::for_label(label.get(1..)?.split(quote).next()?.as_bytes())
}

fn address(resolved: &ResolveResult<'_>) -> String {
    match resolved {
        ResolveResult::Bound(namespace) => namespace.as_ref().to_owned(),
        _ => String::new(),
    }
}

/// The character of a reference: one of the five of XML, or by its number.
fn character(reference: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(by_number)) = reference.resolve_char_ref() {
        return Some(by_number);
    }
    match &**reference {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

fn broken() -> Refusal {
    Refusal(Text::new(
        "文件内的 XML 不完整或有错误；请用原程序打开并另存一份",
        "the XML in the file is broken; open it with its program and save it anew",
    ))
}

fn too_deep() -> Refusal {
    Refusal(Text::new(
        format!("文件内的 XML 嵌套超过 {MAX_DEPTH} 层"),
        format!("the XML in the file goes deeper than {MAX_DEPTH} elements"),
    ))
}

fn too_large() -> Refusal {
    Refusal(Text::new(
        format!("文件内一个段落或表格的 XML 超过 {MAX_NODES} 个节点"),
        format!("one paragraph or table has more than {MAX_NODES} nodes of XML"),
    ))
}
