//! The open data of the whole archive: the catalogue, the ZIP files, and their description by DCAT.
//!
//! In goes a staging folder that holds every report already. Texts are read back from it, so that what is
//! in a ZIP file is what was published; they are deflated once, for the file of the whole archive, some at
//! a time and in parallel, and the files of the years copy their parts of it. Memory holds a batch.

use std::fs::File;
use std::io::{self, Read, Write};
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::Path;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::archive::Archive;
use crate::data;
use crate::data::catalogue::{write_csv, write_json};
use crate::data::dcat::{Content, DataFile};
use crate::data::download::{Download, Scope, downloads, files};
use crate::data::zip::{Deflated, Member, Writer, deflate};
use crate::error::{Doing, Error};
use crate::publish::{Staging, Written};
use crate::site::published_file;

/// Bytes of a file that is deflated, at most; larger ones are stored.
const MOST_DEFLATED: u64 = 4 << 20;
/// Files that are deflated together, at most.
const BATCH_FILES: usize = 256;
/// Bytes of the files that are deflated together, one file aside.
const BATCH_BYTES: u64 = 16 << 20;

/// Writes the catalogue, ZIP files where they are wanted, and the description of all; what was written.
///
/// # Errors
///
/// If a download cannot be written, or if a file that goes into a ZIP file cannot be read back.
pub(super) fn write(
    archive: &Archive,
    zips: bool,
    staging: &Staging,
) -> Result<Vec<DataFile>, Error> {
    let mut written = Vec::new();
    let entries = archive.entries.iter();
    let json = staging.write_with(data::JSON_FILE, |out| write_json(archive, entries, out))?;
    written.push(data_file(data::JSON_FILE, Content::CatalogueJson, &json));
    let csv = staging.write_with(data::CSV_FILE, |out| write_csv(archive, out))?;
    written.push(data_file(data::CSV_FILE, Content::CatalogueCsv, &csv));
    if zips {
        written.extend(write_zips(archive, staging)?);
    }
    let description = data::dcat::json(archive, &written)
        .map_err(|e| Error::io(Doing::Write, Path::new(data::dcat::FILE), e))?;
    let description = staging.write(data::dcat::FILE, &description)?;
    written.push(data_file(
        data::dcat::FILE,
        Content::Description,
        &description,
    ));
    Ok(written)
}

/// The same files as they would be written, of unknown length and bytes.
pub(super) fn planned(archive: &Archive) -> Vec<DataFile> {
    let nothing = Written::default();
    let mut files = vec![
        data_file(data::JSON_FILE, Content::CatalogueJson, &nothing),
        data_file(data::CSV_FILE, Content::CatalogueCsv, &nothing),
    ];
    files.extend(downloads(archive).iter().map(|zip| zip_file(zip, &nothing)));
    files.push(data_file(data::dcat::FILE, Content::Description, &nothing));
    files
}

fn data_file(path: &str, content: Content, written: &Written) -> DataFile {
    DataFile {
        path: path.to_owned(),
        content,
        file: published_file(written),
    }
}

fn write_zips(archive: &Archive, staging: &Staging) -> Result<Vec<DataFile>, Error> {
    let downloads = downloads(archive);
    let Some((whole, parts)) = downloads.split_first() else {
        return Ok(Vec::new());
    };
    let mut packed = Packed::default();
    let written = staging.write_with(&whole.path, |out| {
        let mut zip = Writer::new(out);
        catalogue(archive, whole, &mut zip)?;
        packed = pack(archive, staging, &mut zip)?;
        zip.finish()
    })?;
    let mut made = vec![zip_file(whole, &written)];
    let Some((file, _)) = staging.open(&whole.path)? else {
        return Ok(made);
    };
    let copies: Result<Vec<DataFile>, Error> = parts
        .par_iter()
        .map(|part| {
            let written = staging.write_with(&part.path, |out| {
                let mut zip = Writer::new(out);
                catalogue(archive, part, &mut zip)?;
                for entry in &part.entries {
                    for member in packed.of(*entry) {
                        let mut from = At {
                            file: &file,
                            offset: member.offset,
                        };
                        zip.copy(member, &mut from)?;
                    }
                }
                zip.finish()
            })?;
            Ok(zip_file(part, &written))
        })
        .collect();
    made.extend(copies?);
    Ok(made)
}

fn zip_file(download: &Download, written: &Written) -> DataFile {
    let content = match download.scope {
        Scope::Whole => Content::Whole,
        Scope::Year(year) => Content::Year(year),
        Scope::Undated => Content::Undated,
    };
    data_file(&download.path, content, written)
}

/// Adds the catalogue of the reports in a download.
fn catalogue<W: Write>(
    archive: &Archive,
    download: &Download,
    zip: &mut Writer<W>,
) -> io::Result<()> {
    let entries = download
        .entries
        .iter()
        .map(|entry| &archive.entries[*entry]);
    let mut json = Vec::new();
    write_json(archive, entries, &mut json)?;
    zip.add(data::JSON_FILE, &deflate(&json)?).map(drop)
}

/// The members of the whole archive's file, and which of them are a report's.
#[derive(Default)]
struct Packed {
    members: Vec<Member>,
    by_entry: Vec<Range<usize>>,
}

impl Packed {
    fn of(&self, entry: usize) -> &[Member] {
        let range = self.by_entry.get(entry).cloned().unwrap_or_default();
        self.members.get(range).unwrap_or_default()
    }
}

/// Adds the files of every report, in the order of the archive.
fn pack<W: Write>(archive: &Archive, staging: &Staging, zip: &mut Writer<W>) -> io::Result<Packed> {
    let mut packed = Packed::default();
    let mut batch: Vec<(String, u64)> = Vec::new();
    let mut bytes = 0;
    let mut count = 0;
    for entry in 0..archive.entries.len() {
        let first = count;
        for path in files(archive, entry) {
            let length = staging.length(&path).map_err(io::Error::other)?;
            let length = length.ok_or(io::ErrorKind::NotFound)?;
            batch.push((path, length));
            bytes += length.min(MOST_DEFLATED);
            count += 1;
            if bytes >= BATCH_BYTES || batch.len() >= BATCH_FILES {
                add(&mut batch, staging, zip, &mut packed.members)?;
                bytes = 0;
            }
        }
        packed.by_entry.push(first..count);
    }
    add(&mut batch, staging, zip, &mut packed.members)?;
    Ok(packed)
}

/// Deflates the files of a batch in parallel and adds them in their order. Each thread has one file open
/// at a time: a process may have no more than 256 on some systems.
fn add<W: Write>(
    batch: &mut Vec<(String, u64)>,
    staging: &Staging,
    zip: &mut Writer<W>,
    members: &mut Vec<Member>,
) -> io::Result<()> {
    let ready: io::Result<Vec<Option<Deflated>>> = batch
        .par_iter()
        .map(|(path, length)| match *length <= MOST_DEFLATED {
            true => {
                let mut bytes = Vec::with_capacity(usize::try_from(*length).unwrap_or(0) + 1);
                open(staging, path)?.read_to_end(&mut bytes)?;
                deflate(&bytes).map(Some)
            }
            false => Ok(None),
        })
        .collect();
    for ((path, _), ready) in batch.drain(..).zip(ready?) {
        members.push(match ready {
            Some(deflated) => zip.add(&path, &deflated)?,
            None => zip.add_stream(&path, &mut open(staging, &path)?)?,
        });
    }
    Ok(())
}

fn open(staging: &Staging, path: &str) -> io::Result<File> {
    let opened = staging.open(path).map_err(io::Error::other)?;
    opened
        .map(|(file, _)| file)
        .ok_or(io::ErrorKind::NotFound.into())
}

/// A file read from a place of its own, so that many can read it at a time.
struct At<'f> {
    file: &'f File,
    offset: u64,
}

impl Read for At<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read_at(buffer, self.offset)?;
        self.offset += read as u64;
        Ok(read)
    }
}
