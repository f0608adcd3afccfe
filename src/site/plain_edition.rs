//! The text-only edition: the reports of each year as plain text, and all years together in one ZIP file.
//!
//! A report's text is the one that stands beside its page, read back from the staging folder. A text of the edition is at
//! most some megabytes, which any program opens; a year that comes to more is several texts in a ZIP file,
//! and so is the whole. Texts are made some at a time and in parallel, added in their order, and deflated as they are
//! full: memory holds one of them. A year whose reports are as they were is kept, and copied into the file of the whole
//! from where it stood in the old one.

use std::fs::File;
use std::io::{self, Write};

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use serde::{Deserialize, Serialize};

use crate::archive::EntryIndex;
use crate::data;
use crate::data::dcat::DataFile;
use crate::data::download::{Download, PLAIN_FILE, Scope, downloads};
use crate::data::zip::{Member, Writer, deflate};
use crate::error::{Doing, Error};
use crate::publish::Written;
use crate::site::downloads::{At, plain_file};
use crate::site::{Site, body_inputs};
use crate::store::Key;

/// Bytes of a text, at most, one report aside: what an editor opens at once, and what fits into memory for deflating.
const TEXT_BYTES: usize = 4 << 20;
/// Reports that are made into text together.
const BATCH: usize = 64;
/// By this programs of Windows that guess know the encoding.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The edition of a scope as it was published.
#[derive(Clone, Serialize, Deserialize)]
struct Edition {
    scope: Scope,
    /// Of all that it was made from.
    key: Key,
    /// Its own file, and whether that is a text; written last where it is none.
    file: Option<(bool, Written)>,
    /// Its texts in the file of the whole.
    texts: Vec<(String, Member)>,
}

/// What was published: the file of the whole, and what is in it.
#[derive(Serialize, Deserialize)]
struct Packed {
    whole: Written,
    editions: Vec<Edition>,
}

/// Writes the edition; what was written.
///
/// # Errors
///
/// If a text cannot be read again or a file cannot be written.
pub(super) fn write(site: &Site<'_>) -> Result<Vec<DataFile>, Error> {
    let mut scopes = downloads(site.archive);
    scopes.retain(|download| download.scope != Scope::Whole);
    if scopes.is_empty() {
        return Ok(Vec::new());
    }
    let scopes: Vec<(Key, Download)> = scopes
        .into_iter()
        .map(|scope| (key_of(site, &scope), scope))
        .collect();
    let kept_under = Key::of("text-only edition", PLAIN_FILE);
    let earlier: Option<Packed> = site.store.get(&kept_under);
    let packed = match earlier {
        Some(earlier) if is_kept(site, &earlier, &scopes)? => earlier,
        earlier => make(site, earlier, &scopes)?,
    };
    let mut files = vec![plain_file(Scope::Whole, false, &packed.whole)];
    for edition in &packed.editions {
        if let Some((is_one_text, written)) = &edition.file {
            files.push(plain_file(edition.scope, *is_one_text, written));
        }
    }
    site.store.put(kept_under, &packed);
    Ok(files)
}

/// The key of all that the edition of a scope is made from.
fn key_of(site: &Site<'_>, scope: &Download) -> Key {
    let reports = scope.entries.iter().map(|index| {
        let entry = &site.archive.entries[*index];
        let is_shown = entry.report.front_matter.withdrawn.is_none();
        let head = site.renderer.plain_head(entry);
        (head, is_shown.then(|| body_inputs(site.archive, entry)))
    });
    let reports: Vec<_> = reports.collect();
    let words = site.renderer.plain_words_key();
    let opening = site.renderer.plain_opening(scope.scope, &scope.entries);
    Key::of("text-only edition of", &(opening, words, reports))
}

/// Keeps all files, if they are what they would be made again.
fn is_kept(site: &Site<'_>, earlier: &Packed, scopes: &[(Key, Download)]) -> Result<bool, Error> {
    let keys = scopes.iter().map(|(key, scope)| (*key, scope.scope));
    let were = earlier.editions.iter().map(|it| (it.key, it.scope));
    if !keys.eq(were) {
        return Ok(false);
    }
    let mut files = vec![(PLAIN_FILE.to_owned(), earlier.whole)];
    for edition in &earlier.editions {
        let Some((is_one_text, written)) = edition.file else {
            return Ok(false);
        };
        files.push((edition.scope.plain_file(is_one_text), written));
    }
    let files: Vec<(&str, Written)> = files.iter().map(|(path, it)| (&**path, *it)).collect();
    site.staging.keep_all(&files)
}

/// Makes the file of the whole, and those of the years that are not as they were.
fn make(
    site: &Site<'_>,
    earlier: Option<Packed>,
    scopes: &[(Key, Download)],
) -> Result<Packed, Error> {
    let staging = site.staging;
    let old = match earlier {
        Some(earlier) => {
            let file = staging.old(PLAIN_FILE, &earlier.whole)?;
            file.map(|file| (earlier, file))
        }
        None => None,
    };
    let mut editions = Vec::new();
    let whole = staging.write_with(PLAIN_FILE, |out| {
        let mut zip = Writer::new(out);
        for (key, scope) in scopes {
            let edition = match copied(site, old.as_ref(), *key, scope.scope, &mut zip)? {
                Some(edition) => edition,
                None => made(site, *key, scope, &mut zip)?,
            };
            editions.push(edition);
        }
        zip.finish()
    })?;
    let opened = staging.open(PLAIN_FILE)?;
    for edition in &mut editions {
        let (None, Some((file, _))) = (&edition.file, &opened) else {
            continue;
        };
        let written = staging.write_with(&edition.scope.plain_file(false), |out| {
            let mut zip = Writer::new(out);
            for (name, member) in &edition.texts {
                zip.copy(name, member, &mut At::new(file, member))?;
            }
            zip.finish()
        })?;
        edition.file = Some((false, written));
    }
    Ok(Packed { whole, editions })
}

/// Copies the texts of a scope from the old file of the whole, if they are what they would be made again.
fn copied<W: Write>(
    site: &Site<'_>,
    old: Option<&(Packed, File)>,
    key: Key,
    scope: Scope,
    zip: &mut Writer<W>,
) -> io::Result<Option<Edition>> {
    let Some((packed, file)) = old else {
        return Ok(None);
    };
    let mut editions = packed.editions.iter();
    let Some(edition) = editions.find(|it| it.key == key && it.scope == scope) else {
        return Ok(None);
    };
    let Some((is_one_text, written)) = edition.file else {
        return Ok(None);
    };
    let own = scope.plain_file(is_one_text);
    if !site
        .staging
        .keep(&own, &written)
        .map_err(io::Error::other)?
    {
        return Ok(None);
    }
    let mut texts = Vec::with_capacity(edition.texts.len());
    for (name, member) in &edition.texts {
        let copied = zip.copy(name, member, &mut At::new(file, member))?;
        texts.push((name.clone(), copied));
    }
    Ok(Some(Edition {
        texts,
        ..edition.clone()
    }))
}

/// Makes the texts of a scope, and its own file where they are one.
fn made<W: Write>(
    site: &Site<'_>,
    key: Key,
    scope: &Download,
    zip: &mut Writer<W>,
) -> io::Result<Edition> {
    let mut edition = Edition {
        scope: scope.scope,
        key,
        file: None,
        texts: Vec::new(),
    };
    let opening = site.renderer.plain_opening(scope.scope, &scope.entries);
    let mut text = format!("{BYTE_ORDER_MARK}{opening}");
    let mut held = 0;
    let mut number = 0;
    for batch in scope.entries.chunks(BATCH) {
        let made: Result<Vec<String>, Error> =
            batch.par_iter().map(|entry| report(site, *entry)).collect();
        for report in made.map_err(io::Error::other)? {
            number += 1;
            let place = site.renderer.plain_place(number, scope.entries.len());
            if held > 0 && text.len() + place.len() + report.len() > TEXT_BYTES {
                let name = member_name(scope.scope, Some(edition.texts.len() + 1));
                let member = zip.add(&name, &deflate(text.as_bytes())?)?;
                edition.texts.push((name, member));
                let opening = site
                    .renderer
                    .plain_continued(scope.scope, edition.texts.len() + 1);
                text = format!("{BYTE_ORDER_MARK}{opening}");
                held = 0;
            }
            text.push_str(&place);
            text.push_str(&report);
            held += 1;
        }
    }
    let is_one_text = edition.texts.is_empty();
    let name = member_name(
        scope.scope,
        (!is_one_text).then_some(edition.texts.len() + 1),
    );
    let member = zip.add(&name, &deflate(text.as_bytes())?)?;
    edition.texts.push((name, member));
    if is_one_text {
        let path = scope.scope.plain_file(true);
        let written = site.staging.write(&path, text.as_bytes());
        edition.file = Some((true, written.map_err(io::Error::other)?));
    }
    Ok(edition)
}

/// The name of a text in a ZIP file; `number` where there are several.
fn member_name(scope: Scope, number: Option<usize>) -> String {
    let number = number.map_or(String::new(), |number| format!("-{number}"));
    format!("text{}{number}.txt", scope.suffix())
}

/// A report as plain text: what was published beside its page by now. Of one that was withdrawn there is no such file.
fn report(site: &Site<'_>, index: EntryIndex) -> Result<String, Error> {
    let entry = &site.archive.entries[index];
    if entry.report.front_matter.withdrawn.is_some() {
        return Ok(site.renderer.plain_text_of(entry, None));
    }
    let path = entry.route.file(data::PLAIN_NAME);
    String::from_utf8(site.read_back(&path)?).map_err(|e| {
        let no_text = io::Error::new(io::ErrorKind::InvalidData, e);
        Error::io(Doing::Read, site.staging.show(&path), no_text)
    })
}
