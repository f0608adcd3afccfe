//! The trees of other generators: Hugo, Jekyll, mdBook.
//!
//! In: the paths of a tree and its files. Out: its pages, each with the address that it had, a name, what its front matter
//! states, and its Markdown as it is, with the links between pages led to where they will be. Never runs a template: what one
//! would have written is named.

mod front;
mod hugo;
mod jekyll;
mod links;
mod mdbook;
mod scan;

use crate::diagnostic::Text;
use crate::import::Refusal;
use crate::import::document::{Block, Document, Place, Remark, RemarkKind};
use crate::import::html::state;
use crate::import::tree::links::Links;

/// Pages of one tree.
const MAX_PAGES: usize = 100_000;
/// Bytes of one page.
const MAX_PAGE: usize = 8 << 20;

/// The files of a tree.
pub(crate) struct Files<'f> {
    /// Their paths, sorted, with `/` between folders.
    pub paths: &'f [String],
    /// The bytes of one.
    pub read: &'f dyn Fn(&str) -> Option<Vec<u8>>,
}

/// What made a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Generator {
    /// <https://gohugo.io>
    Hugo,
    /// <https://jekyllrb.com>
    Jekyll,
    /// <https://rust-lang.github.io/mdBook>
    MdBook,
}

/// A page of a tree.
#[derive(Debug)]
pub(crate) struct TreePage {
    /// Its file.
    pub path: String,
    /// A path for its report, without an ending; links between pages count on files of that name.
    pub name: String,
    /// Its text, or why it has none.
    pub outcome: Result<Document, Refusal>,
}

/// A page before its text is read.
#[derive(Debug, Clone, Default)]
struct Planned {
    path: String,
    address: String,
    name: String,
    /// Further names and values: what a list of pages or a file's name says.
    stated: Vec<(String, String)>,
}

impl Files<'_> {
    fn text(&self, path: &str) -> Option<String> {
        let bytes = (self.read)(path)?;
        (bytes.len() <= MAX_PAGE).then(|| {
            String::from_utf8_lossy(&bytes)
                .trim_start_matches('\u{feff}')
                .to_owned()
        })
    }

    fn has(&self, path: &str) -> bool {
        self.paths
            .binary_search_by(|known| known.as_str().cmp(path))
            .is_ok()
    }
}

/// What made a tree, by the files that only one of them has.
pub(crate) fn generator(files: &Files<'_>) -> Option<Generator> {
    if files.has("book.toml") {
        return Some(Generator::MdBook);
    }
    let is_hugo = ["hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json"]
        .iter()
        .any(|name| files.has(name));
    let may_be = ["config.toml", "config.yaml", "config.yml", "config.json"]
        .iter()
        .any(|name| files.has(name));
    let has_content = files.paths.iter().any(|path| path.starts_with("content/"));
    if is_hugo || may_be && has_content {
        return Some(Generator::Hugo);
    }
    let is_jekyll = files.has("_config.yml")
        || files.has("_config.yaml")
        || files.paths.iter().any(|path| path.starts_with("_posts/"));
    is_jekyll.then_some(Generator::Jekyll)
}

/// The pages of a tree, in the order of the tree, of a book in that of the book.
///
/// # Errors
///
/// If no generator is known that makes such trees, or there are too many pages.
pub(crate) fn pages<'f>(
    files: &'f Files<'f>,
) -> Result<impl Iterator<Item = TreePage> + 'f, Refusal> {
    let generator = generator(files).ok_or_else(unknown)?;
    let planned = match generator {
        Generator::Hugo => hugo::plan(files),
        Generator::Jekyll => jekyll::plan(files),
        Generator::MdBook => mdbook::plan(files),
    };
    if planned.len() > MAX_PAGES {
        return Err(too_many());
    }
    let links = Links::new(&planned);
    Ok(planned.into_iter().map(move |page| {
        let outcome = read(files, generator, &page, &links);
        TreePage {
            path: page.path,
            name: page.name,
            outcome,
        }
    }))
}

fn read(
    files: &Files<'_>,
    generator: Generator,
    page: &Planned,
    links: &Links,
) -> Result<Document, Refusal> {
    let text = files.text(&page.path).ok_or_else(unreadable)?;
    let (front, body) = front::split(&text);
    let mut document = Document::default();
    for (name, value) in front::read(front)? {
        if name == "draft" && value == "true" || name == "published" && value == "false" {
            let what = Text::new(
                "原站标为草稿，尚未公开",
                "the page was a draft, and not published",
            );
            let mut remark = Remark::new(RemarkKind::Unsure, what, Place::Document, "");
            remark.is_draft = true;
            document.remarks.push(remark);
        } else {
            state(&mut document.stated, field(&name), &value);
        }
    }
    for (name, value) in &page.stated {
        let is_known = document.stated.iter().any(|one| one.name == *name);
        if !is_known || name == "old address" {
            state(&mut document.stated, name, value);
        }
    }
    let title = document
        .stated
        .iter()
        .find(|one| one.name == "title")
        .map(|one| one.value.clone());
    let lines_before = text.len() - body.len();
    let first_line = 1 + text
        .get(..lines_before)
        .unwrap_or_default()
        .matches('\n')
        .count();
    let scanned = scan::body(body, first_line, generator, |target| {
        links.lead(page, target, files)
    });
    document.remarks.extend(scanned.remarks);
    for mut file in scanned.files {
        file.bytes = match (files.read)(&file.name) {
            Some(bytes) => bytes,
            None => {
                document.remarks.push(no_file(&file.name));
                Vec::new()
            }
        };
        file.name = crate::import::html::address::file_name(&file.name);
        document.files.push(file);
    }
    let body = without_title(&scanned.text, title.as_deref());
    if !body.trim().is_empty() {
        document.blocks.push(Block::Markdown(body.to_owned()));
    }
    match document.blocks.is_empty() {
        true => Err(empty()),
        false => Ok(document),
    }
}

/// The name of a field as reports know it, of those that generators call otherwise.
fn field(name: &str) -> &str {
    match name {
        "lastmod" | "last_modified_at" | "updated" => "modified",
        "publishDate" | "publishdate" | "pubdate" => "published",
        // How a page is laid out is nothing that it says.
        "type" => "layout type",
        "description" => "summary",
        "category" => "categories",
        "tag" => "tags",
        "url" | "permalink" | "redirect_from" | "alias" => "old address",
        name => name,
    }
}

/// The body without a first heading that is the title.
fn without_title<'b>(body: &'b str, title: Option<&str>) -> &'b str {
    let start = body.trim_start_matches(['\n', '\r']);
    let (line, rest) = start.split_once('\n').unwrap_or((start, ""));
    let heading = line
        .strip_prefix("# ")
        .map(|heading| heading.trim().trim_end_matches('#').trim());
    match (heading, title) {
        (Some(heading), Some(title)) if heading == title => rest,
        _ => body,
    }
}

/// That a file which a page shows is empty beside its report.
fn no_file(path: &str) -> Remark {
    let what = Text::new(
        "正文所用的文件无法读取，或者过大，报告旁边的是空文件；请自行换上",
        "a file that the text leads to cannot be read, or is too large: the one beside the report is empty, put the right one there",
    );
    let mut remark = Remark::new(RemarkKind::Dropped, what, Place::Document, path);
    remark.is_draft = true;
    remark
}

fn unknown() -> Refusal {
    Refusal(Text::new(
        "这个文件夹不是 Hugo、Jekyll 或 mdBook 的站点（没有 hugo.toml、_config.yml 或 book.toml）；请指定站点的根目录",
        "this folder is no site of Hugo, Jekyll or mdBook (it has no hugo.toml, _config.yml or book.toml); name the root of the site",
    ))
}

fn too_many() -> Refusal {
    Refusal(Text::new(
        format!("站点超过 {MAX_PAGES} 页；请分批导入"),
        format!("the site has more than {MAX_PAGES} pages; import it in parts"),
    ))
}

fn unreadable() -> Refusal {
    let most = MAX_PAGE >> 20;
    Refusal(Text::new(
        format!("无法读取，或超过 {most} MB"),
        format!("it cannot be read, or is larger than {most} MB"),
    ))
}

fn empty() -> Refusal {
    Refusal(Text::new(
        "除文件头外没有文字，未导入",
        "there is no text beside the front matter; it is not imported",
    ))
}

#[cfg(test)]
mod tests;
