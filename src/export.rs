//! A published site in forms that tools of others check: a bag of archivists (BagIt), and what its key signed as signify
//! has it.
//!
//! In: the folder of a site. Out: a new folder, whole, if the site is what it was recorded to be; else what is wrong. What
//! was copied is verified once more where it lies. Never writes to the site; never signs; has no clock, so that the same
//! site gives the same bytes.

mod bagit;
mod signify;

use std::path::Path;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use unicode_normalization::is_nfc;

use crate::diagnostic::Text;
use crate::error::Error;
use crate::export::bagit::{About, Payload};
use crate::log::published::Published;
use crate::publish::{Fresh, refuse_within};
use crate::route::site_path::SHA256SUMS;
use crate::verify::damages::Damages;
use crate::verify::files::{Files, list};
use crate::verify::folder::Folder;
use crate::verify::record::{self, LOG, Record};
use crate::verify::site::{Checked, How, check};
use crate::verify::sums;

/// Bytes of the catalogue of a site, at most, in which its title and publisher are looked for.
const MAX_CATALOGUE: usize = 64 << 20;
/// Where that is.
const CATALOGUE: &str = "data/catalog.jsonld";
/// Names that are told, at most.
const NAMED: usize = 10;

/// A bag that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bag {
    pub(crate) files: u64,
    pub(crate) bytes: u64,
}

/// Makes a bag of the site in the folder `site`, with its log, in the new folder `to`; or says what is wrong with the site.
/// `go_on` is called before each file, from any thread.
///
/// # Errors
///
/// If there is no site, if a name is of no use in a bag, if `to` is there already, or if the system refuses.
pub(crate) fn bag(
    site: &Path,
    to: &Path,
    go_on: &(dyn Fn() + Sync),
) -> Result<Result<Bag, Box<Checked>>, Error> {
    refuse_within(site, to)?;
    let folder = Folder::open(site)?;
    // A folder that is taken is told of before all files are read.
    let fresh = Fresh::begin(to)?;
    let found = check(&folder, &How::default(), &|_| go_on())?;
    if !found.damages.is_empty() {
        return Ok(Err(Box::new(found)));
    }
    let paths = paths(&folder, found.log.is_some());
    refuse_names(&paths)?;
    let copied = paths.par_iter().map(|path| {
        go_on();
        let from = site.join(path);
        let file = folder.opened(path).ok().flatten();
        let file = file.ok_or_else(|| changed(&from))?;
        let written = fresh.copy(&format!("data/{path}"), &file, &from)?;
        Ok(Payload {
            path: path.clone(),
            digest: written.digest,
            bytes: written.bytes,
        })
    });
    let payload: Vec<Payload> = copied.collect::<Result<_, Error>>()?;
    // What counts is what lies in the bag.
    let inside = Folder::open(&fresh.path().join("data"))?;
    let checked = check(&inside, &How::default(), &|_| go_on())?;
    if !checked.damages.is_empty() {
        return Ok(Err(Box::new(checked)));
    }
    let about = about(&inside, &checked);
    for (path, bytes) in bagit::tags(&payload, &about) {
        fresh.write(path, bytes.as_bytes())?;
    }
    fresh.commit()?;
    Ok(Ok(Bag {
        files: payload.len() as u64,
        bytes: payload.iter().map(|file| file.bytes).sum(),
    }))
}

/// Writes the text of the newest head of a log to the new folder `to`, with the signature of its key and this key as
/// signify has them, if it is signed; whether it is. Or says what is wrong with the log.
///
/// # Errors
///
/// If there is no log, if `to` is there already, or if the system refuses.
pub(crate) fn head(site: &Path, to: &Path) -> Result<Result<bool, Damages>, Error> {
    refuse_within(site, to)?;
    let log = match log_of(site)? {
        Ok(log) => log,
        Err(damages) => return Ok(Err(damages)),
    };
    let fresh = Fresh::begin(to)?;
    fresh.write(HEAD, log.checkpoint.text().as_bytes())?;
    let signed = signify::signed(&log);
    if let Some(signed) = &signed {
        fresh.write(SIGNATURE, signed.signature.as_bytes())?;
        fresh.write(KEY, signed.key.as_bytes())?;
    }
    fresh.commit()?;
    Ok(Ok(signed.is_some()))
}

/// What [`head`] writes: the text that is signed, its signature, the key.
pub(crate) const HEAD: &str = "head.txt";
pub(crate) const SIGNATURE: &str = "head.txt.sig";
pub(crate) const KEY: &str = "key.pub";

/// The log of the site in a folder, or what is wrong with it.
///
/// # Errors
///
/// If there is none.
pub(crate) fn log_of(site: &Path) -> Result<Result<Box<Published>, Damages>, Error> {
    match record::read(&Folder::open(site)?) {
        Record::Whole(log) => Ok(Ok(log)),
        Record::Damaged(found) => {
            let mut damages = Damages::default();
            damages.extend(found);
            Ok(Err(damages))
        }
        Record::None => {
            let shown = site.display();
            Err(Error::new(Text::new(
                format!("{shown} 中没有存证日志（log/）。"),
                format!("{shown} has no log (log/)."),
            ))
            .at(site))
        }
    }
}

/// All files of a site that was found intact: those of the list, the list, and those of the log.
fn paths(folder: &Folder, has_log: bool) -> Vec<String> {
    let bytes = folder.get(SHA256SUMS, sums::MAX_BYTES).ok().flatten();
    let lines = sums::parse(&bytes.unwrap_or_default()).unwrap_or_default();
    let mut paths: Vec<String> = lines.into_iter().map(|line| line.path).collect();
    paths.push(SHA256SUMS.to_owned());
    if has_log {
        let listed = list(folder).ok().flatten().unwrap_or_default();
        let of_log = listed
            .files
            .into_iter()
            .filter(|path| path.starts_with(LOG));
        paths.extend(of_log);
    }
    paths.sort_unstable();
    paths
}

/// Refuses names that are not composed (NFC): systems that compose them, or take them apart, would lose such files.
fn refuse_names(paths: &[String]) -> Result<(), Error> {
    let wrong: Vec<&str> = paths
        .iter()
        .map(String::as_str)
        .filter(|path| !is_nfc(path))
        .collect();
    let Some(first) = wrong.first() else {
        return Ok(());
    };
    let (count, named) = (wrong.len(), wrong.iter().take(NAMED));
    let named: Vec<&str> = named.copied().collect();
    Err(Error::new(Text::new(
        format!(
            "有 {count} 个文件名不是 Unicode 合成形式（NFC），换一个系统就可能找不到：{}。请在内容文件夹中改名（改为合成形式）并重新发布；没有写入任何内容。",
            named.join("、")
        ),
        format!(
            "names that are not composed (Unicode NFC), which other systems may not find again: {count} ({}). Rename these files in the content, and publish again; nothing was written.",
            named.join(", ")
        ),
    ))
    .at(*first))
}

/// What a bag says of itself.
fn about(folder: &Folder, checked: &Checked) -> About {
    let catalogue = folder.get(CATALOGUE, MAX_CATALOGUE + 1).ok().flatten();
    let catalogue = catalogue.filter(|bytes| bytes.len() <= MAX_CATALOGUE);
    let catalogue: Option<serde_json::Value> =
        catalogue.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let text = |pointer: &str| {
        let value = catalogue.as_ref()?.pointer(pointer)?.as_str()?;
        Some(value.to_owned())
    };
    let log = checked.log.as_ref();
    About {
        title: text("/dct:title/@value"),
        publisher: text("/dct:publisher/foaf:name/@value"),
        origin: log.map(|log| log.origin.clone()),
        release: log.map(|log| (log.releases, log.size)),
    }
}

fn changed(path: &Path) -> Error {
    let shown = path.display();
    Error::new(Text::new(
        format!("{shown} 在复制期间有改动。请再运行一次；没有写入任何内容。"),
        format!("{shown} was changed meanwhile. Run it again; nothing was written."),
    ))
    .at(path)
}

#[cfg(test)]
mod tests;
