//! The pages of a PDF.
//!
//! In: a file and its root. Out: the words of all pages with what covers them, and word of the pages that have none.

use std::rc::Rc;

use crate::diagnostic::Text;
use crate::import::pdf::content::Shared;
use crate::import::pdf::file::File;
use crate::import::pdf::pages::{INHERITED, layers_off};
use crate::import::pdf::syntax::Dictionary;
use crate::privacy::attachment::looker::Looker;
use crate::privacy::attachment::pdf::drawn::Drawn;
use crate::privacy::attachment::pdf::{MAX_NODES, remarks};
use crate::privacy::attachment::words::{Spot, Words};
use crate::privacy::attachment::{HiddenKind, image};

/// Pages that are looked at.
const MAX_PAGES: usize = 5000;
/// Pages that are named one by one.
const MAX_NAMED: usize = 10;

/// Letters of one file.
const MAX_LETTERS: usize = 4_000_000;

/// Looks at all pages, and gives their words.
pub(super) fn look(looker: &mut Looker<'_>, file: &File<'_>, root: &Dictionary) -> Words {
    let pages = listed(file, root);
    if pages.len() == MAX_PAGES {
        looker.unseen(Text::new(
            format!("PDF 超过 {MAX_PAGES} 页，其余未检查"),
            format!("more than {MAX_PAGES} pages; the rest was not looked at"),
        ));
    }
    let mut words = Words::default();
    let (mut scans, mut unread, mut crowded) = (Vec::new(), Vec::new(), Vec::new());
    let mut shared = shared(file, root);
    let mut is_cut = false;
    for (index, page) in pages.iter().enumerate() {
        let number = index + 1;
        let drawn = Drawn::of(file, page, number, &mut shared);
        is_cut |= drawn.is_cut;
        let place = Text::new(format!("第 {number} 页"), format!("page {number}"));
        remarks::look(looker, file, page, &place);
        let covered = drawn.covered();
        if !covered.trim().is_empty() {
            looker.hidden(HiddenKind::Covered, &place, &covered);
        }
        for photo in drawn.photos() {
            image::properties(looker, file.packed(photo).unwrap_or_default());
        }
        words.spot(Spot::Page(number));
        drawn.write(&mut words);
        words.part('\n');
        if drawn.is_scan() {
            scans.push(number);
        } else if drawn.is_unread() {
            unread.push(number);
        }
        if drawn.is_crowded {
            crowded.push(number);
        }
    }
    if is_cut {
        looker.unseen(Text::new(
            "PDF 内容过多，只检查了一部分",
            "the PDF holds too much; only a part was looked at",
        ));
    }
    words.look(looker, &Text::new("正文", "text"));
    tell_pages(
        looker,
        &scans,
        "没有文字层（扫描件），未检查",
        "no text (a scan), not looked at",
    );
    tell_pages(
        looker,
        &unread,
        "的字体未附文字编码对应关系，未能完整读取",
        "of fonts that do not say their characters, not read whole",
    );
    tell_pages(
        looker,
        &crowded,
        "的图形太多，没有逐一核对文字是否被盖住",
        "of so many shapes that it was not seen which words they cover",
    );
    words
}

/// The words of all pages, without a look at them.
pub(super) fn words(file: &File<'_>, root: &Dictionary) -> Words {
    let mut words = Words::default();
    let mut shared = shared(file, root);
    for (index, page) in listed(file, root).iter().enumerate() {
        words.spot(Spot::Page(index + 1));
        Drawn::of(file, page, index + 1, &mut shared).write(&mut words);
        words.part('\n');
    }
    words
}

fn shared(file: &File<'_>, root: &Dictionary) -> Shared {
    let mut shared = Shared::new(layers_off(file, root));
    shared.glyphs = MAX_LETTERS;
    shared
}

/// The pages, in order, each with what it takes from the tree above it.
fn listed(file: &File<'_>, root: &Dictionary) -> Vec<Dictionary> {
    let mut pages = Vec::new();
    let mut open = vec![(file.value(root, "Pages"), Dictionary::new())];
    for _ in 0..MAX_NODES {
        let Some((node, above)) = open.pop() else {
            break;
        };
        let Some(own) = node.dictionary() else {
            continue;
        };
        let mut inherited = above;
        for name in INHERITED {
            if let Some(value) = own.get(name) {
                inherited.insert(Rc::from(name), value.clone());
            }
        }
        if let Some(kids) = file.value(own, "Kids").array() {
            let kids = kids.iter().take(MAX_NODES).rev();
            open.extend(kids.map(|kid| (file.resolved(kid), inherited.clone())));
            continue;
        }
        if pages.len() == MAX_PAGES {
            break;
        }
        let mut page = Dictionary::clone(own);
        page.extend(inherited);
        pages.push(page);
    }
    pages
}

fn tell_pages(looker: &mut Looker<'_>, pages: &[usize], chinese: &str, english: &str) {
    if pages.is_empty() {
        return;
    }
    let shown: Vec<String> = pages
        .iter()
        .take(MAX_NAMED)
        .map(ToString::to_string)
        .collect();
    let list = |sign: &str| shown.join(sign);
    let [more_chinese, more_english] = match pages.len() > MAX_NAMED {
        true => [
            format!(" 等 {} 页", pages.len()),
            format!(" and others, {} pages in all,", pages.len()),
        ],
        false => [" 页".to_owned(), String::new()],
    };
    looker.unseen(Text::new(
        format!("第 {}{more_chinese}{chinese}", list("、")),
        format!("pages {}{more_english}: {english}", list(", ")),
    ));
}
