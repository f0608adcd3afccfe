//! One document after another, wherever they come from.
//!
//! In: what is wanted of an import. Out: documents, to who takes them: files in parallel, a few at once; rows of a table,
//! pages of a portal and of another generator's tree in their order. Holds no more than a few documents.

use std::path::Path;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::diagnostic::Text;
use crate::error::Error;
use crate::generate::import::Importing;
use crate::generate::import::input::{self, Input};
use crate::import::document::Document;
use crate::import::recognise::knows;
use crate::import::rows::{self, Mapping};
use crate::import::site::gzip::Stretches;
use crate::import::site::store::{Folder, Store};
use crate::import::site::warc::{Gap, Warc};
use crate::import::site::{self, NoArticle, wacz};
use crate::import::{Source, html, tree};
use crate::progress::Progress;

/// Documents that are held at once for each thread.
const AT_ONCE: usize = 2;
/// How a row is kept beside its report.
const ROW: &str = "row.json";
/// Places of a WARC file that are told as damaged.
const MAX_DAMAGED: usize = 20;

/// What a report is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A file, or a page of a portal: the same bytes are the same document, wherever they lie.
    Document,
    /// A row of a table: the same cells are the same row, but two of one table are two.
    Row,
    /// A page of a tree, whose report is a file without a folder, by whose name it is known: links between pages count on that.
    Page,
}

/// A document, or why it is none.
pub(super) struct Found {
    /// As the user would name it.
    pub shown: String,
    /// A path for its report, below the folder of its agency.
    pub stem: String,
    /// What it is.
    pub kind: Kind,
    /// The name of its file, and the bytes of it that are kept beside the report.
    pub source: Option<(String, Vec<u8>)>,
    /// The address that a page of a portal had, by which others lead to it.
    pub address: Option<String>,
    /// What it says.
    pub read: Result<Document, Text>,
}

/// Gives every document to `take`; the files of walked folders that are none, as the user would name them.
///
/// # Errors
///
/// Those of `take`; if a path, a mapping or a portal cannot be read; if there is nothing to import.
pub(super) fn each(
    importing: &Importing<'_>,
    progress: &(dyn Fn(Progress) + Sync),
    take: &mut dyn FnMut(Found) -> Result<(), Error>,
) -> Result<Vec<String>, Error> {
    let mut passed = Vec::new();
    let mut count = 0;
    let mut counted = |found: Found| {
        count += 1;
        progress(Progress::Report);
        take(found)
    };
    if importing.is_site {
        for path in importing.paths {
            of_site(path, importing, &mut counted)?;
        }
    } else {
        let mapping = importing.map.map(mapping).transpose()?;
        let is_whole = |path: &Path| is_tree(path);
        for path in importing.paths.iter().filter(|path| is_whole(path)) {
            of_tree(path, &mut counted)?;
        }
        let inputs = input::list(importing.paths, &is_whole, mapping.is_some(), &mut passed)?;
        progress(Progress::Reading(inputs.len()));
        let (tables, files): (Vec<Input>, Vec<Input>) = inputs
            .into_iter()
            .partition(|input| mapping.is_some() && input::is_rows(&input.name));
        if let Some(mapping) = &mapping {
            for table in &tables {
                of_rows(table, mapping, importing, &mut counted)?;
            }
        }
        of_files(&files, importing, &mut counted)?;
    }
    match count {
        0 => Err(nothing()),
        _ => Ok(passed),
    }
}

type Take<'t> = &'t mut dyn FnMut(Found) -> Result<(), Error>;

fn of_files(files: &[Input], importing: &Importing<'_>, take: Take<'_>) -> Result<(), Error> {
    let at_once = AT_ONCE * rayon::current_num_threads();
    for some in files.chunks(at_once.max(1)) {
        let read: Vec<_> = some
            .par_iter()
            .map(|input| input.read(&importing.wanted, importing.convert))
            .collect();
        for (input, read) in some.iter().zip(read) {
            let (read, source) = match read {
                Ok((document, bytes)) => (Ok(document), Some((input.name.clone(), bytes))),
                Err(why) => (Err(why), None),
            };
            take(Found {
                shown: input.shown.clone(),
                stem: input.stem().to_owned(),
                kind: Kind::Document,
                source,
                address: None,
                read,
            })?;
        }
    }
    Ok(())
}

fn mapping(path: &Path) -> Result<Mapping, Error> {
    let text = input::text(path)?;
    let mapping = rows::mapping(&text).map_err(|refusal| Error::new(refusal.0).at(path))?;
    let mut fields = mapping.fields.iter().map(|(name, _)| name);
    match fields.find(|name| !knows(name)) {
        Some(name) => Err(no_field(name).at(path)),
        None => Ok(mapping),
    }
}

fn of_rows(
    table: &Input,
    mapping: &Mapping,
    importing: &Importing<'_>,
    take: Take<'_>,
) -> Result<(), Error> {
    let refused = |why| Found {
        shown: table.shown.clone(),
        stem: table.stem().to_owned(),
        kind: Kind::Row,
        source: None,
        address: None,
        read: Err(why),
    };
    let bytes = match table.bytes() {
        Ok(bytes) => bytes,
        Err(why) => return take(refused(why)),
    };
    let beside = |path: &str| table.beside(path);
    let source = Source {
        name: &table.name,
        bytes: &bytes,
        beside: &beside,
        wanted: &importing.wanted,
    };
    let rows = match rows::reports(&source, mapping, html::format().read) {
        Ok(rows) => rows,
        Err(refusal) => return take(refused(refusal.0)),
    };
    for row in rows {
        let line = row.line;
        take(Found {
            shown: format!("{}:{line}", table.shown),
            stem: row
                .name
                .unwrap_or_else(|| format!("{}-{line}", table.stem())),
            kind: Kind::Row,
            source: Some((ROW.to_owned(), row.bytes)),
            address: None,
            read: row.read.map_err(|refusal| refusal.0),
        })?;
    }
    Ok(())
}

/// Whether a folder is the tree of another generator.
fn is_tree(folder: &Path) -> bool {
    if !folder.is_dir() {
        return false;
    }
    let Ok(paths) = input::paths_in(folder) else {
        return false;
    };
    let files = tree::Files {
        paths: &paths,
        read: &|_| None,
    };
    tree::generator(&files).is_some()
}

fn of_tree(folder: &Path, take: Take<'_>) -> Result<(), Error> {
    let paths = input::paths_in(folder)?;
    let read = |path: &str| input::file_in(folder, path);
    let files = tree::Files {
        paths: &paths,
        read: &read,
    };
    let pages = tree::pages(&files).map_err(|refusal| Error::new(refusal.0).at(folder))?;
    for page in pages {
        let name = page.path.rsplit('/').next().unwrap_or_default().to_owned();
        let bytes = input::file_in(folder, &page.path).unwrap_or_default();
        take(Found {
            shown: folder.join(&page.path).display().to_string(),
            stem: page.name,
            kind: Kind::Page,
            source: Some((name, bytes)),
            address: None,
            read: page.outcome.map_err(|refusal| refusal.0),
        })?;
    }
    Ok(())
}

fn of_site(path: &Path, importing: &Importing<'_>, take: Take<'_>) -> Result<(), Error> {
    let refused = |refusal: crate::import::Refusal| Error::new(refusal.0).at(path);
    if path.is_dir() {
        let paths = input::paths_in(path)?;
        let read = |file: &str| input::file_in(path, file);
        return of_store(&Folder::new(&paths, &read), importing, take);
    }
    let input = input::list(&[path.to_owned()], &|_| false, false, &mut Vec::new())?;
    let Some(input) = input.first() else {
        return Ok(());
    };
    let lower = input.name.to_ascii_lowercase();
    if ![".warc", ".warc.gz", ".wacz"]
        .iter()
        .any(|ending| lower.ends_with(ending))
    {
        return Err(no_site().at(path));
    }
    if !lower.ends_with(".wacz") {
        let warc = input.open()?;
        let warc = Warc::open(&warc).map_err(refused)?;
        return of_warc(&warc, &input.shown, importing, take);
    }
    if input.open()?.length() > input::MAX_BYTES {
        return Err(large_container().at(path));
    }
    let bytes = input.bytes().map_err(|why| Error::new(why).at(path))?;
    for archive in &wacz::archives(&bytes).map_err(refused)? {
        let warc = Warc::open(archive).map_err(refused)?;
        of_warc(&warc, &input.shown, importing, take)?;
    }
    Ok(())
}

/// The pages of a WARC file, and before them the places of it where nothing can be read.
fn of_warc(
    warc: &Warc<'_>,
    shown: &str,
    importing: &Importing<'_>,
    take: Take<'_>,
) -> Result<(), Error> {
    let told = warc.damaged().iter().take(MAX_DAMAGED).map(damaged);
    let more = warc.damaged().len().saturating_sub(MAX_DAMAGED);
    let more = (more > 0).then(|| {
        Text::new(
            format!("另有 {more} 处已损坏"),
            format!("{more} more places are damaged"),
        )
    });
    for why in told.chain(more) {
        take(Found {
            shown: shown.to_owned(),
            stem: String::new(),
            kind: Kind::Document,
            source: None,
            address: None,
            read: Err(why),
        })?;
    }
    of_store(warc, importing, take)
}

fn damaged(gap: &Gap) -> Text {
    let Gap {
        record,
        from,
        length,
        is_cut,
    } = gap;
    match is_cut {
        true => Text::new(
            format!(
                "只读前 {} 条记录；第 {from} 字节起的 {length} 字节没有读，请把文件分开再导入",
                record - 1
            ),
            format!(
                "the first {} records were read, and not the {length} bytes from {from} on: divide the file",
                record - 1
            ),
        ),
        false => Text::new(
            format!(
                "第 {record} 条记录已损坏：从第 {from} 字节起略过了 {length} 字节，其中的网页没有导入；请用抓取程序重新导出"
            ),
            format!(
                "record {record} is damaged: {length} bytes from {from} on were passed over, and no page in them was imported; export the file again with the crawler"
            ),
        ),
    }
}

fn of_store(store: &dyn Store, importing: &Importing<'_>, take: Take<'_>) -> Result<(), Error> {
    for page in site::pages(store, &importing.wanted) {
        let bytes = store.read(&page.address).unwrap_or_default();
        let name = page.name.rsplit('/').next().unwrap_or_default();
        let source = page
            .outcome
            .is_ok()
            .then(|| (format!("{name}.html"), bytes));
        take(Found {
            shown: page.address.clone(),
            stem: page.name,
            kind: Kind::Document,
            source,
            address: Some(page.address),
            read: page.outcome.map_err(no_article),
        })?;
    }
    Ok(())
}

fn no_article(why: NoArticle) -> Text {
    match why {
        NoArticle::List(links) => Text::new(
            format!("是列表页（{links} 个链接），不是文章"),
            format!("lists other pages ({links} links), and is no text"),
        ),
        NoArticle::Refused(refusal) => refusal.0,
    }
}

fn no_field(name: &str) -> Error {
    Error::new(Text::new(
        format!(
            "对应表中的“{name}”不是能导入的著录项；请写标题、发布日期、发文字号、来源等文件头中的名称"
        ),
        format!(
            "`{name}` of the mapping is no field that can be imported; write one of a head, such as title, published, source"
        ),
    ))
}

fn large_container() -> Error {
    let most = input::MAX_BYTES >> 20;
    Error::new(Text::new(
        format!("WACZ 文件最多 {most} MB；请解压，再逐个导入其中的 .warc.gz 文件，大小不限"),
        format!(
            "a WACZ file has {most} MB at most: unpack it, and import the .warc.gz files in it, of any size"
        ),
    ))
}

fn no_site() -> Error {
    Error::new(Text::new(
        "--site 之后写保存网站的文件夹，或 WARC、WACZ 文件；单个网页直接导入，不要加 --site",
        "--site takes the folder of a saved site, or a WARC or WACZ file; a page alone is imported without it",
    ))
}

fn nothing() -> Error {
    Error::new(Text::new(
        "没有找到可以导入的文件",
        "nothing was found that can be imported",
    ))
}
