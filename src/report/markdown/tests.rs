//! Behaviour of the whole: tables of cases, the real reports, properties.

use super::{Document, Link, Options, Resolution};
use crate::report::html::Words;

mod bench;
mod dom;
mod real;

const WORDS: Words<'static> = Words {
    table: "表格",
    back: "返回正文",
};

fn chinese(body: &str) -> Document<'_> {
    Document::parse(body, Options { chinese: true })
}

fn keep(_: &Link) -> Resolution {
    Resolution::Keep
}

fn html(body: &str) -> String {
    chinese(body).html(&WORDS, &keep)
}
