//! What a page says of itself outside its text: META tags, microdata, its address.
//!
//! In: the tree of a page. Out: names and values as they stand, the addresses that it had, and the titles that it may have.
//! Never judges which of two values is right.

use crate::import::document::{Place, Stated};
use crate::import::html::dom::{DOCUMENT, Dom, Id};
use crate::import::html::office;

/// Characters of a value.
const MAX_VALUE: usize = 2_000;
/// Values of one page.
const MAX_STATED: usize = 200;

/// What a page says of itself.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    /// Names and values.
    pub stated: Vec<Stated>,
    /// The title that its META tags give.
    pub title: Option<String>,
    /// The title of the window, with what the site adds to it.
    pub window: Option<String>,
    /// Where it was published.
    pub address: Option<String>,
    /// What relative addresses stand for.
    pub base: Option<String>,
    /// Written by an office program as a whole.
    pub is_office: bool,
}

/// All that is said.
pub(crate) fn gather(dom: &Dom) -> Facts {
    let mut facts = Facts {
        is_office: office::is_written(dom),
        ..Facts::default()
    };
    let mut addresses = Addresses::default();
    for id in dom.below(DOCUMENT) {
        if let Some(comment) = dom.comment(id) {
            addresses.saved = addresses.saved.or_else(|| saved_from(comment));
            continue;
        }
        match dom.name(id) {
            "title" if facts.window.is_none() && !is_in_drawing(dom, id) => {
                facts.window = some(&dom.text(id));
            }
            "meta" => meta(dom, id, &mut facts, &mut addresses),
            "link" if dom.attribute(id, "rel") == Some("canonical") => {
                addresses.canonical = dom.attribute(id, "href").and_then(some);
            }
            "base" => {
                facts.base = facts
                    .base
                    .or_else(|| dom.attribute(id, "href").and_then(some))
            }
            "" => {}
            _ => microdata(dom, id, &mut facts),
        }
    }
    facts.address = addresses.best();
    if let Some(address) = facts.address.clone() {
        state(&mut facts.stated, "old address", &address);
    }
    facts.base = facts
        .base
        .or_else(|| facts.address.clone())
        .filter(|base| base.starts_with("http"));
    facts
}

#[derive(Default)]
struct Addresses {
    canonical: Option<String>,
    meta: Option<String>,
    saved: Option<String>,
}

impl Addresses {
    /// The one that is an address on its own.
    fn best(self) -> Option<String> {
        let all = [self.canonical, self.meta, self.saved];
        let mut all = all.into_iter().flatten();
        all.find(|address| address.starts_with("http://") || address.starts_with("https://"))
    }
}

/// Adds a name and its value, once.
pub(crate) fn state(stated: &mut Vec<Stated>, name: &str, value: &str) {
    let value: String = value.trim().chars().take(MAX_VALUE).collect();
    let new = Stated {
        name: name.to_owned(),
        value,
        place: Place::Document,
    };
    if !new.value.is_empty() && stated.len() < MAX_STATED && !stated.contains(&new) {
        stated.push(new);
    }
}

fn meta(dom: &Dom, id: Id, facts: &mut Facts, addresses: &mut Addresses) {
    let names = ["name", "property", "itemprop"].map(|name| dom.attribute(id, name));
    let Some(name) = names.into_iter().flatten().next().map(str::trim) else {
        return;
    };
    let Some(value) = dom.attribute(id, "content").and_then(some) else {
        return;
    };
    // What is for browsers and machines alone.
    let small = name.to_ascii_lowercase();
    let is_technical = matches!(
        small.as_str(),
        "viewport"
            | "generator"
            | "progid"
            | "originator"
            | "robots"
            | "renderer"
            | "format-detection"
            | "referrer"
            | "theme-color"
            | "baidu-site-verification"
            | "csrf-token"
            | "mobile-agent"
            | "applicable-device"
            | "googlebot"
            | "msapplication-tilecolor"
    );
    if is_technical {
        return;
    }
    match small.as_str() {
        "articletitle" | "dc.title" => facts.title = facts.title.take().or(Some(value.clone())),
        "url" | "og:url" | "dc.identifier" => {
            addresses.meta = addresses.meta.take().or(Some(value.clone()))
        }
        _ => {}
    }
    state(&mut facts.stated, name, &value);
}

fn microdata(dom: &Dom, id: Id, facts: &mut Facts) {
    let Some(name) = dom.attribute(id, "itemprop") else {
        return;
    };
    let is_fact = matches!(
        name,
        "datePublished"
            | "dateModified"
            | "dateCreated"
            | "headline"
            | "author"
            | "publisher"
            | "sourceOrganization"
            | "keywords"
            | "identifier"
            | "legislationIdentifier"
            | "genre"
            | "about"
    );
    if !is_fact {
        return;
    }
    let written = ["content", "datetime"].map(|name| dom.attribute(id, name));
    let value = written
        .into_iter()
        .flatten()
        .next()
        .map_or_else(|| dom.text(id), str::to_owned);
    let value: Vec<&str> = value.split_whitespace().collect();
    if name == "headline" {
        facts.title = facts.title.take().or_else(|| some(&value.join(" ")));
    }
    state(&mut facts.stated, name, &value.join(" "));
}

/// What browsers write when they save a page: `saved from url=(0028)http://…`.
fn saved_from(comment: &str) -> Option<String> {
    let (_, rest) = comment.split_once("saved from url=")?;
    let (_, address) = rest.split_once(')')?;
    some(address)
}

fn some(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    (!text.is_empty()).then_some(text)
}

/// Drawings have titles too.
fn is_in_drawing(dom: &Dom, id: Id) -> bool {
    dom.parent(id)
        .is_some_and(|above| matches!(dom.name(above), "svg" | "g" | "symbol" | "path"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::html::parse::parse;

    #[test]
    fn a_page_says_what_it_is() {
        let page = "<!-- saved from url=(0028)http://a.example/t.html --><title>甲 _乙站</title><meta name=PubDate content='2020-01-02'>
            <meta name=viewport content=x><link rel=canonical href='/t.html'><span itemprop=author>某办</span>";
        let facts = gather(&parse(page).expect("a page"));
        let stated: Vec<(&str, &str)> = facts
            .stated
            .iter()
            .map(|one| (one.name.as_str(), one.value.as_str()))
            .collect();
        assert_eq!(
            stated,
            [
                ("PubDate", "2020-01-02"),
                ("author", "某办"),
                ("old address", "http://a.example/t.html")
            ]
        );
        assert_eq!(facts.window.as_deref(), Some("甲 _乙站"));
    }
}
