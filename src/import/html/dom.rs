//! The tree of a page: elements, texts and comments, each by its number.
//!
//! In: what the parser says of the page, a step at a time. Out: nodes with their names, attributes and neighbours. Nodes
//! hang together by numbers, so that nothing is dropped or visited by recursion. Never judges what a node is for.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, LocalName, Namespace, QualName};

/// The number of a node; [`NONE`] is none.
pub(crate) type Id = u32;
const NONE: Id = Id::MAX;
/// The document itself.
pub(crate) const DOCUMENT: Id = 0;

/// The nodes of a page.
#[derive(Debug, Default)]
pub(crate) struct Dom {
    nodes: Vec<Node>,
}

#[derive(Debug)]
struct Node {
    kind: Kind,
    parent: Id,
    previous: Id,
    next: Id,
    first: Id,
    last: Id,
    /// How many nodes were above it when it came.
    depth: u32,
}

#[derive(Debug)]
enum Kind {
    Document,
    Element {
        name: QualName,
        attributes: Vec<Attribute>,
    },
    Text(String),
    Comment(String),
}

impl Dom {
    /// How many nodes there are.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The name of an element in small letters; empty for what is none.
    pub(crate) fn name(&self, id: Id) -> &str {
        match self.kind(id) {
            Some(Kind::Element { name, .. }) => &name.local,
            _ => "",
        }
    }

    /// Whether it is an element.
    pub(crate) fn is_element(&self, id: Id) -> bool {
        matches!(self.kind(id), Some(Kind::Element { .. }))
    }

    /// The value of an attribute.
    pub(crate) fn attribute(&self, id: Id, wanted: &str) -> Option<&str> {
        let Some(Kind::Element { attributes, .. }) = self.kind(id) else {
            return None;
        };
        let found = attributes.iter().find(|a| &*a.name.local == wanted)?;
        Some(&found.value)
    }

    /// The characters of a text.
    pub(crate) fn words(&self, id: Id) -> Option<&str> {
        match self.kind(id) {
            Some(Kind::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The words of a comment.
    pub(crate) fn comment(&self, id: Id) -> Option<&str> {
        match self.kind(id) {
            Some(Kind::Comment(text)) => Some(text),
            _ => None,
        }
    }

    /// The node that it is in.
    pub(crate) fn parent(&self, id: Id) -> Option<Id> {
        self.link(id, |node| node.parent)
    }

    /// What is in it.
    pub(crate) fn children(&self, id: Id) -> impl Iterator<Item = Id> {
        std::iter::successors(self.link(id, |node| node.first), |&child| {
            self.link(child, |node| node.next)
        })
    }

    /// All nodes below it, each before what is in it.
    pub(crate) fn below(&self, top: Id) -> impl Iterator<Item = Id> {
        std::iter::successors(self.link(top, |node| node.first), move |&id| {
            self.after(id, top, true)
        })
    }

    /// All nodes below it but for those in nodes that `is_skipped` names.
    pub(crate) fn below_but<F: Fn(Id) -> bool>(
        &self,
        top: Id,
        is_skipped: F,
    ) -> impl Iterator<Item = Id> {
        let mut next = self.link(top, |node| node.first);
        std::iter::from_fn(move || {
            while let Some(id) = next {
                let is_skipped = is_skipped(id);
                next = self.after(id, top, !is_skipped);
                if !is_skipped {
                    return Some(id);
                }
            }
            None
        })
    }

    /// Whether `id` is `top` or below it.
    pub(crate) fn is_within(&self, id: Id, top: Id) -> bool {
        let mut at = Some(id);
        while let Some(id) = at {
            if id == top {
                return true;
            }
            at = self.parent(id);
        }
        false
    }

    /// The first element of this name below a node.
    pub(crate) fn first(&self, top: Id, name: &str) -> Option<Id> {
        self.below(top).find(|&id| self.name(id) == name)
    }

    /// All characters below a node, scripts and the like aside.
    pub(crate) fn text(&self, top: Id) -> String {
        let mut text = String::new();
        let skipped = |id| matches!(self.name(id), "script" | "style" | "template");
        for id in self.below_but(top, skipped) {
            text.push_str(self.words(id).unwrap_or_default());
        }
        text
    }

    fn after(&self, id: Id, top: Id, enters: bool) -> Option<Id> {
        let first = self.link(id, |node| node.first);
        if enters && first.is_some() {
            return first;
        }
        let mut at = id;
        while at != top {
            let next = self.link(at, |node| node.next);
            if next.is_some() {
                return next;
            }
            at = self.parent(at)?;
        }
        None
    }

    fn kind(&self, id: Id) -> Option<&Kind> {
        Some(&self.nodes.get(id as usize)?.kind)
    }

    fn link(&self, id: Id, which: impl Fn(&Node) -> Id) -> Option<Id> {
        let found = which(self.nodes.get(id as usize)?);
        (found != NONE).then_some(found)
    }

    fn node(&mut self, id: Id) -> Option<&mut Node> {
        self.nodes.get_mut(id as usize)
    }

    fn add(&mut self, kind: Kind) -> Id {
        // The parser stops long before there are that many.
        let id = Id::try_from(self.nodes.len()).unwrap_or(NONE);
        self.nodes.push(Node {
            kind,
            parent: NONE,
            previous: NONE,
            next: NONE,
            first: NONE,
            last: NONE,
            depth: 0,
        });
        id
    }

    fn detach(&mut self, id: Id) {
        let Some(node) = self.node(id) else { return };
        let (parent, previous, next) = (node.parent, node.previous, node.next);
        (node.parent, node.previous, node.next) = (NONE, NONE, NONE);
        match self.node(previous) {
            Some(node) => node.next = next,
            None => _ = self.node(parent).map(|node| node.first = next),
        }
        match self.node(next) {
            Some(node) => node.previous = previous,
            None => _ = self.node(parent).map(|node| node.last = previous),
        }
    }

    /// Puts a node into `parent`, before `next` or at the end.
    fn attach(&mut self, parent: Id, next: Id, id: Id) {
        self.detach(id);
        let previous = match self.node(next) {
            Some(next) => next.previous,
            None => self.node(parent).map_or(NONE, |node| node.last),
        };
        let depth = self.node(parent).map_or(0, |node| node.depth + 1);
        if let Some(node) = self.node(id) {
            (node.parent, node.previous, node.next) = (parent, previous, next);
            node.depth = depth;
        }
        match self.node(previous) {
            Some(node) => node.next = id,
            None => _ = self.node(parent).map(|node| node.first = id),
        }
        match self.node(next) {
            Some(node) => node.previous = id,
            None => _ = self.node(parent).map(|node| node.last = id),
        }
    }

    fn insert(&mut self, parent: Id, next: Id, child: NodeOrText<Id>) -> Id {
        let id = match child {
            NodeOrText::AppendNode(id) => id,
            NodeOrText::AppendText(text) => {
                let before = match self.node(next) {
                    Some(next) => next.previous,
                    None => self.node(parent).map_or(NONE, |node| node.last),
                };
                if let Some(Kind::Text(words)) = self.node(before).map(|node| &mut node.kind) {
                    words.push_str(&text);
                    return before;
                }
                self.add(Kind::Text(text.into()))
            }
        };
        self.attach(parent, next, id);
        id
    }
}

/// Builds a [`Dom`] as the parser says.
#[derive(Debug)]
pub(crate) struct Builder {
    dom: RefCell<Dom>,
    /// The most nodes above one so far.
    deepest: RefCell<u32>,
}

/// The name of an element, as the parser asks for it.
#[derive(Debug)]
pub(crate) struct Name(QualName);

impl html5ever::interface::ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl Builder {
    /// A document without anything in it.
    pub(crate) fn new() -> Builder {
        let mut dom = Dom::default();
        dom.add(Kind::Document);
        Builder {
            dom: RefCell::new(dom),
            deepest: RefCell::new(0),
        }
    }

    /// How many nodes there are, and how many are above the deepest.
    pub(crate) fn size(&self) -> (usize, u32) {
        (self.dom.borrow().len(), *self.deepest.borrow())
    }

    fn put(&self, parent: Id, next: Id, child: NodeOrText<Id>) {
        let mut dom = self.dom.borrow_mut();
        let id = dom.insert(parent, next, child);
        let depth = dom.node(id).map_or(0, |node| node.depth);
        let mut deepest = self.deepest.borrow_mut();
        *deepest = deepest.max(depth);
    }
}

impl TreeSink for Builder {
    type Handle = Id;
    type Output = Dom;
    type ElemName<'a> = Name;

    fn finish(self) -> Dom {
        self.dom.into_inner()
    }

    fn parse_error(&self, _: std::borrow::Cow<'static, str>) {}

    fn get_document(&self) -> Id {
        DOCUMENT
    }

    fn elem_name<'a>(&'a self, target: &'a Id) -> Name {
        match self.dom.borrow().kind(*target) {
            Some(Kind::Element { name, .. }) => Name(name.clone()),
            _ => Name(QualName::new(None, "".into(), "".into())),
        }
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Id {
        let kind = Kind::Element { name, attributes };
        self.dom.borrow_mut().add(kind)
    }

    fn create_comment(&self, text: StrTendril) -> Id {
        self.dom.borrow_mut().add(Kind::Comment(text.into()))
    }

    fn create_pi(&self, _: StrTendril, data: StrTendril) -> Id {
        self.create_comment(data)
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        self.put(*parent, NONE, child);
    }

    fn append_based_on_parent_node(&self, element: &Id, previous: &Id, child: NodeOrText<Id>) {
        let parent = self.dom.borrow().parent(*element);
        match parent {
            Some(_) => self.append_before_sibling(element, child),
            None => self.append(previous, child),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// What is in a template is put into it: nobody reads there.
    fn get_template_contents(&self, target: &Id) -> Id {
        *target
    }

    fn same_node(&self, one: &Id, other: &Id) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Id, child: NodeOrText<Id>) {
        let parent = self.dom.borrow().parent(*sibling);
        if let Some(parent) = parent {
            self.put(parent, *sibling, child);
        }
    }

    fn add_attrs_if_missing(&self, target: &Id, more: Vec<Attribute>) {
        let mut dom = self.dom.borrow_mut();
        let Some(Kind::Element { attributes, .. }) = dom.node(*target).map(|node| &mut node.kind)
        else {
            return;
        };
        for attribute in more {
            if attributes.iter().all(|known| known.name != attribute.name) {
                attributes.push(attribute);
            }
        }
    }

    fn remove_from_parent(&self, target: &Id) {
        self.dom.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &Id, parent: &Id) {
        let mut dom = self.dom.borrow_mut();
        while let Some(child) = dom.link(*node, |node| node.first) {
            dom.attach(*parent, NONE, child);
        }
    }
}
