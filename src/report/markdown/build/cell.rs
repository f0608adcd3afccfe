//! Markdown inside HTML: words between the tags of a block that are marked up with Markdown.
//!
//! In: a block of HTML. Out: edits that put blank lines around such words, so that the parser reads them. Never touches
//! a tag, nor the words of an element whose text is shown as it is written.

use std::ops::Range;

use crate::report::markdown::build::markup::{
    Markup, content_end, is_block_element, is_verbatim, read_markup,
};
use crate::report::markdown::layout::Edit;

/// Adds the edits for the block of HTML at `range`.
pub(super) fn edit(base: &str, range: Range<usize>, edits: &mut Vec<Edit>) {
    let Some(html) = base.get(range.clone()) else {
        return;
    };
    if !has_mark(html) {
        return;
    }
    let mut at = 0;
    // Where the words since the last tag of a block begin.
    let mut words = 0;
    // Words before the first tag, and those of a heading, are left as they are.
    let mut is_read = false;
    while let Some(found) = html[at..].find('<') {
        let tag_start = at + found;
        let Some((markup, length)) = read_markup(&html[tag_start..]) else {
            at = tag_start + 1;
            continue;
        };
        at = tag_start + length;
        let Markup::Tag(tag) = markup else { continue };
        if !tag.closes && is_verbatim(&tag.name) {
            // Only a line that ends after the tag begins a block of HTML for certain.
            if is_read && surround(html, words..tag_start, range.start, edits) && tag.name != "pre"
            {
                edits.push(Edit::insert(range.start + at, "\n"));
            }
            at += content_end(&html[at..], &tag.name);
            words = at;
            continue;
        }
        if !is_block_element(&tag.name) {
            continue;
        }
        if is_read {
            surround(html, words..tag_start, range.start, edits);
        }
        let is_heading = matches!(tag.name.as_bytes(), [b'h', b'1'..=b'6']);
        is_read = tag.closes || !is_heading;
        words = at;
    }
}

/// Puts blank lines around the words at `words`, if they have a mark of Markdown; says whether.
fn surround(html: &str, words: Range<usize>, offset: usize, edits: &mut Vec<Edit>) -> bool {
    let text = &html[words.clone()];
    let trimmed = text.trim();
    if !has_mark(trimmed) {
        return false;
    }
    let start = offset + words.start + (text.len() - text.trim_start().len());
    edits.push(Edit::insert(start, "\n\n"));
    edits.push(Edit::insert(start + trimmed.len(), "\n\n"));
    true
}

/// Whether a text may be marked up: a link, an image, a note, code, bold or struck words.
fn has_mark(text: &str) -> bool {
    ["](", "[^", "`", "**", "__", "~~"]
        .iter()
        .any(|mark| text.contains(mark))
}

#[cfg(test)]
mod tests {
    use crate::report::html::{self, Words};
    use crate::report::markdown::{Document, Options, Resolution};

    #[test]
    fn what_is_no_text_or_code_is_never_read() {
        for (body, shown, hidden) in [
            (
                "<table><tr><td>甲**乙**<script>var x=1;</script></td></tr></table>",
                "甲<strong>乙</strong>",
                "var x=1;",
            ),
            (
                "<table><tr><td>甲**乙**<svg><text>x=1</text></svg>丙**丁**</td></tr></table>",
                "<strong>丁</strong>",
                "x=1",
            ),
            (
                "<table><tr><td><style>a{}</style>甲**乙**</td></tr></table>",
                "甲<strong>乙</strong>",
                "a{}",
            ),
            (
                "<div>甲**乙**<pre>\n  code\n  **x**\n</pre></div>",
                "<code>  code\n  **x**\n</code></pre>",
                "甲**",
            ),
        ] {
            let document = Document::parse(body, Options { chinese: true });
            let words = Words {
                table: "",
                back: "",
                same: "历年同一部分",
            };
            let html = html::write(
                &document,
                &words,
                &|_| Resolution::Keep,
                html::LinksBeside::default(),
            );
            assert!(html.contains(shown) && !html.contains(hidden), "{html}");
        }
    }
}
