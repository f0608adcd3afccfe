//! The pages of a PDF.
//!
//! In: a file and its root. Out: the words of all pages with what covers them, and word of the pages that have none.

use std::rc::Rc;

use crate::diagnostic::Text;
use crate::import::pdf::file::File;
use crate::import::pdf::syntax::{Dictionary, Object};
use crate::privacy::attachment::looker::Looker;
use crate::privacy::attachment::pdf::drawn::{Drawn, Painter};
use crate::privacy::attachment::pdf::{MAX_NODES, remarks};
use crate::privacy::attachment::words::{Spot, Words};
use crate::privacy::attachment::{HiddenKind, image};

/// Pages that are looked at.
const MAX_PAGES: usize = 5000;
/// Pages that are named one by one.
const MAX_NAMED: usize = 10;

/// A page, with what it takes from the tree above it.
struct Page {
    dictionary: Rc<Dictionary>,
    resources: Object,
}

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
    let (mut scans, mut unread) = (Vec::new(), Vec::new());
    let mut painter = Painter::new(file);
    for (index, page) in pages.iter().enumerate() {
        let number = index + 1;
        let mut drawn = painted(file, &mut painter, page);
        let place = Text::new(format!("第 {number} 页"), format!("page {number}"));
        remarks::look(looker, file, &page.dictionary, &place, &mut drawn);
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
    }
    if painter.is_cut() {
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
    words
}

/// The words of all pages, without a look at them.
pub(super) fn words(file: &File<'_>, root: &Dictionary) -> Words {
    let mut words = Words::default();
    let mut painter = Painter::new(file);
    for (index, page) in listed(file, root).iter().enumerate() {
        words.spot(Spot::Page(index + 1));
        painted(file, &mut painter, page).write(&mut words);
        words.part('\n');
    }
    words
}

/// The pages, in order.
fn listed(file: &File<'_>, root: &Dictionary) -> Vec<Page> {
    let mut pages = Vec::new();
    let mut open = vec![(file.value(root, "Pages"), Object::Null)];
    for _ in 0..MAX_NODES {
        let Some((node, above)) = open.pop() else {
            break;
        };
        let Some(dictionary) = node.dictionary().cloned() else {
            continue;
        };
        let own = file.value(&dictionary, "Resources");
        let resources = if own == Object::Null { above } else { own };
        if let Some(kids) = file.value(&dictionary, "Kids").array() {
            let kids = kids.iter().take(MAX_NODES).rev();
            open.extend(kids.map(|kid| (file.resolved(kid), resources.clone())));
            continue;
        }
        if pages.len() == MAX_PAGES {
            break;
        }
        pages.push(Page {
            dictionary,
            resources,
        });
    }
    pages
}

fn painted<'b>(file: &File<'b>, painter: &mut Painter<'_, 'b>, page: &Page) -> Drawn {
    let streams: Vec<Object> = match file.value(&page.dictionary, "Contents") {
        Object::Array(parts) => parts.iter().map(|part| file.resolved(part)).collect(),
        one => vec![one],
    };
    let mut program = Vec::new();
    for stream in streams {
        if let Object::Stream(stream) = stream {
            program.extend(file.unpacked(&stream).unwrap_or_default());
            program.push(b'\n');
        }
    }
    let mut drawn = Drawn::default();
    painter.paint(&program, &page.resources, &mut drawn);
    drawn
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
