//! Behaviour of the whole: tables of cases, the real reports, properties.

mod cases;
mod dom;
mod lines;
mod outline;
mod properties;
mod real;

use super::{Document, Link, Options, Resolution};
use crate::report::html::{self, Words};

const WORDS: Words<'static> = Words {
    table: "表格",
    back: "返回正文",
    same: "历年同一部分",
};

fn chinese(body: &str) -> Document<'_> {
    Document::parse(body, Options { chinese: true })
}

fn keep(_: &Link) -> Resolution {
    Resolution::Keep
}

fn html(body: &str) -> String {
    html_of(&chinese(body))
}

fn html_of(document: &Document<'_>) -> String {
    html::write(document, &WORDS, &keep, html::LinksBeside::default())
}

/// The HTML without the marks of notes, which the index leaves out.
fn without_notes(html: &str) -> String {
    let mut kept = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once("<sup class=\"note\"") {
        kept.push_str(before);
        rest = after.split_once("</sup>").map_or("", |(_, after)| after);
    }
    kept + rest
}
