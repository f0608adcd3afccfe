//! The open data of the whole archive: the catalogue, the ZIP files, and their description by DCAT.
//!
//! In goes a staging folder that holds every report already. Texts are read back from it, so that what is
//! in a ZIP file is what was published; they are deflated once, for the file of the whole archive, some at
//! a time and in parallel, and the files of the years copy their parts of it. Memory holds a batch.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Write};
use std::ops::Range;
use std::path::Path;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::archive::Archive;
use crate::data;
use crate::data::catalogue::{write_csv, write_json};
use crate::data::dcat::{Content, DataFile, Format, Known};
use crate::data::download::{Download, Scope, downloads, files};
use crate::data::zip::{Deflated, Member, Writer, deflate};
use crate::disk;
use crate::error::{Doing, Error};
use crate::knowledge::Knowledge;
use crate::publish::{Staging, Written};
use crate::site::{kept_or_made, published_file};
use crate::store::{Key, Store};
use crate::truth::Changes;

/// Bytes of a file that is deflated, at most; larger ones are stored.
const MOST_DEFLATED: u64 = 4 << 20;
/// Files that are deflated together, at most.
const BATCH_FILES: usize = 256;
/// Bytes of the files that are deflated together, one file aside.
const BATCH_BYTES: u64 = 16 << 20;

/// Writes the catalogue, ZIP files where they are wanted, and the description of all; what was written. `changes` are those
/// of an archive that keeps a log, `shape` is the key of the archive's, `plain` is the text-only edition as it was written.
///
/// # Errors
///
/// If a download cannot be written, or if a file that goes into a ZIP file cannot be read back.
pub(super) fn write(
    archive: &Archive,
    (knowledge, changes): (&Knowledge, Option<&Changes>),
    shape: Key,
    zips: bool,
    plain: Vec<DataFile>,
    store: &Store,
    staging: &Staging,
) -> Result<Vec<DataFile>, Error> {
    let mut written = Vec::new();
    let entries = archive.entries.iter();
    let json = staging.write_with(data::JSON_FILE, |out| write_json(archive, entries, out))?;
    written.push(data_file(data::JSON_FILE, Content::CatalogueJson, &json));
    let csv = staging.write_with(data::CSV_FILE, |out| write_csv(archive, out))?;
    written.push(data_file(data::CSV_FILE, Content::CatalogueCsv, &csv));
    for (path, content, fill) in known(archive, knowledge) {
        let make = || staging.write_with(path, |mut out| fill(archive, knowledge, &mut out));
        let file = match content {
            // All texts are asked for these.
            Content::Known(Known::Citations, _) => {
                let key = Key::of("citations as data", &(shape, knowledge.citations.key()));
                kept_or_made(store, staging, key, path, make)?
            }
            _ => make()?,
        };
        written.push(data_file(path, content, &file));
    }
    if let Some(changes) = changes {
        let history = staging.write_with(data::history::FILE, |out| {
            data::history::write_json(archive, knowledge, changes, out)
        })?;
        written.push(data_file(data::history::FILE, HISTORY, &history));
    }
    if zips {
        written.extend(write_zips(archive, store, staging)?);
    }
    written.extend(plain);
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

/// What the archive held when, of one that keeps a log.
const HISTORY: Content = Content::Known(Known::History, Format::Json);

/// The same files as they would be written, of unknown length and bytes.
pub(super) fn planned(
    archive: &Archive,
    knowledge: &Knowledge,
    changes: Option<&Changes>,
) -> Vec<DataFile> {
    let nothing = Written::default();
    let mut files = vec![
        data_file(data::JSON_FILE, Content::CatalogueJson, &nothing),
        data_file(data::CSV_FILE, Content::CatalogueCsv, &nothing),
    ];
    let known = known(archive, knowledge).into_iter();
    files.extend(known.map(|(path, content, _)| data_file(path, content, &nothing)));
    files.extend(changes.map(|_| data_file(data::history::FILE, HISTORY, &nothing)));
    let downloads = downloads(archive);
    files.extend(downloads.iter().map(|zip| zip_file(zip, &nothing)));
    files.extend(downloads.iter().map(|download| {
        let is_one_text = download.scope != Scope::Whole;
        plain_file(download.scope, is_one_text, &nothing)
    }));
    files.push(data_file(data::dcat::FILE, Content::Description, &nothing));
    files
}

/// What writes a file of open data.
type Fill = fn(&Archive, &Knowledge, &mut dyn Write) -> io::Result<()>;

/// The files of what the archive knows beside its reports, where it knows anything of the kind.
fn known(archive: &Archive, knowledge: &Knowledge) -> Vec<(&'static str, Content, Fill)> {
    let mut files: Vec<(&'static str, Content, Fill)> = Vec::new();
    if !knowledge.coverage.duties.is_empty() {
        let content = |format| Content::Known(Known::Coverage, format);
        files.push((
            data::coverage::JSON_FILE,
            content(Format::Json),
            |a, k, out| data::coverage::write_json(a, k, out),
        ));
        files.push((
            data::coverage::CSV_FILE,
            content(Format::Csv),
            |a, k, out| data::coverage::write_csv(a, k, out),
        ));
    }
    let mut table = |is_there: bool, path, subject, fill: Fill| {
        if is_there {
            files.push((path, Content::Known(subject, Format::Csv), fill));
        }
    };
    table(
        !knowledge.citations.is_empty(),
        data::citations::CSV_FILE,
        Known::Citations,
        |a, k, out| data::citations::write_csv(a, k, out),
    );
    table(
        archive.config.features.similarity.is_some(),
        data::similarity::FILE,
        Known::Similarity,
        |a, k, out| data::similarity::write_csv(a, k, out),
    );
    table(
        !knowledge.measures.plans.is_empty(),
        data::measures::CSV_FILE,
        Known::Measures,
        |a, k, out| data::measures::write_csv(a, k, out),
    );
    table(
        !knowledge.indicators.is_empty(),
        data::indicators::CSV_FILE,
        Known::Indicators,
        |a, k, out| data::indicators::write_csv(a, k, out),
    );
    table(
        !knowledge.parts.types.is_empty(),
        data::parts::FILE,
        Known::Parts,
        |a, k, out| data::parts::write_csv(a, k, out),
    );
    table(
        !knowledge.series.all.is_empty(),
        data::series::FILE,
        Known::Series,
        |a, k, out| data::series::write_csv(a, k, out),
    );
    files
}

fn data_file(path: &str, content: Content, written: &Written) -> DataFile {
    DataFile {
        path: path.to_owned(),
        content,
        file: published_file(written),
    }
}

/// Where the members of a ZIP file of the whole archive are, by what they hold.
#[derive(Serialize, Deserialize)]
struct Packing {
    /// The ZIP file.
    zip: Written,
    /// By SHA-256 of what they unpack to.
    members: BTreeMap<[u8; 32], Member>,
}

impl Packing {
    /// What the last run's is kept under.
    fn key() -> Key {
        Key::of("packing", data::download::WHOLE_FILE)
    }
}

fn write_zips(archive: &Archive, store: &Store, staging: &Staging) -> Result<Vec<DataFile>, Error> {
    let downloads = downloads(archive);
    let Some((whole, parts)) = downloads.split_first() else {
        return Ok(Vec::new());
    };
    let earlier: Option<Packing> = store.get(&Packing::key());
    // What was deflated once is copied from the file that was published.
    let earlier = match earlier {
        Some(packing) => {
            let file = staging.old(&whole.path, &packing.zip)?;
            file.map(|file| (packing, file))
        }
        None => None,
    };
    let mut packed = Packed::default();
    let written = staging.write_with(&whole.path, |out| {
        let mut zip = Writer::new(out);
        let (json, digest) = catalogue(archive, whole)?;
        zip.add(data::JSON_FILE, &deflated(store, &json, &digest)?)?;
        packed = pack(archive, staging, earlier.as_ref(), &mut zip)?;
        zip.finish()
    })?;
    let mut made = vec![zip_file(whole, &written)];
    let Some((file, _)) = staging.open(&whole.path)? else {
        return Ok(made);
    };
    let copies: Result<Vec<DataFile>, Error> = parts
        .par_iter()
        .map(|part| {
            let failed = |e| Error::io(Doing::Write, Path::new(&part.path), e);
            let (json, digest) = catalogue(archive, part).map_err(failed)?;
            let members = part.entries.iter().flat_map(|entry| packed.of(*entry));
            let names = members.clone().map(|member| (&member.name, &member.digest));
            let key = Key::of("part", &(digest, names.collect::<Vec<_>>()));
            let written = kept_or_made(store, staging, key, &part.path, || {
                staging.write_with(&part.path, |out| {
                    let mut zip = Writer::new(out);
                    zip.add(data::JSON_FILE, &deflate(&json)?)?;
                    for PackedMember { name, member, .. } in members {
                        zip.copy(name, member, &mut At::new(&file, member))?;
                    }
                    zip.finish()
                })
            })?;
            Ok(zip_file(part, &written))
        })
        .collect();
    made.extend(copies?);
    let members = packed.members.into_iter();
    let packing = Packing {
        zip: written,
        members: members
            .map(|packed| (packed.digest, packed.member))
            .collect(),
    };
    store.put(Packing::key(), &packing);
    Ok(made)
}

fn zip_file(download: &Download, written: &Written) -> DataFile {
    data_file(&download.path, Content::Originals(download.scope), written)
}

/// The text-only edition of a scope.
pub(super) fn plain_file(scope: Scope, is_one_text: bool, written: &Written) -> DataFile {
    let path = scope.plain_file(is_one_text);
    data_file(&path, Content::Plain(scope), written)
}

/// The catalogue of the reports in a download, and its SHA-256.
fn catalogue(archive: &Archive, download: &Download) -> io::Result<(Vec<u8>, [u8; 32])> {
    let entries = download
        .entries
        .iter()
        .map(|entry| &archive.entries[*entry]);
    let mut json = Vec::new();
    write_json(archive, entries, &mut json)?;
    let digest = Sha256::digest(&json).into();
    Ok((json, digest))
}

/// A catalogue deflated; it seldom changes with a text.
fn deflated(store: &Store, json: &[u8], digest: &[u8; 32]) -> io::Result<Deflated> {
    store.remember(Key::of("deflated", digest), || deflate(json))
}

/// A member of the whole archive's file.
struct PackedMember {
    /// Its path.
    name: String,
    /// SHA-256 of what it unpacks to.
    digest: [u8; 32],
    member: Member,
}

/// The members of the whole archive's file, and which of them are a report's.
#[derive(Default)]
struct Packed {
    members: Vec<PackedMember>,
    by_entry: Vec<Range<usize>>,
}

impl Packed {
    fn of(&self, entry: usize) -> &[PackedMember] {
        let range = self.by_entry.get(entry).cloned().unwrap_or_default();
        self.members.get(range).unwrap_or_default()
    }
}

/// Adds the files of every report, in the order of the archive.
fn pack<W: Write>(
    archive: &Archive,
    staging: &Staging,
    earlier: Option<&(Packing, File)>,
    zip: &mut Writer<W>,
) -> io::Result<Packed> {
    let mut packed = Packed::default();
    let mut batch: Vec<(String, Written)> = Vec::new();
    let mut bytes = 0;
    let mut count = 0;
    for entry in 0..archive.entries.len() {
        let first = count;
        for path in files(archive, entry) {
            let written = staging.written(&path).map_err(io::Error::other)?;
            let written = written.ok_or(io::ErrorKind::NotFound)?;
            batch.push((path, written));
            bytes += written.bytes.min(MOST_DEFLATED);
            count += 1;
            if bytes >= BATCH_BYTES || batch.len() >= BATCH_FILES {
                add(&mut batch, staging, earlier, zip, &mut packed.members)?;
                bytes = 0;
            }
        }
        packed.by_entry.push(first..count);
    }
    add(&mut batch, staging, earlier, zip, &mut packed.members)?;
    Ok(packed)
}

/// What becomes of a file.
enum Ready<'e> {
    /// It is copied from where it stands in another ZIP file.
    Copied(&'e Member, &'e File),
    /// It fits into memory.
    Deflated(Deflated),
    /// It does not.
    Streamed,
}

/// Deflates the files of a batch in parallel and adds them in their order. Each thread has one file open
/// at a time: a process may have no more than 256 on some systems.
fn add<W: Write>(
    batch: &mut Vec<(String, Written)>,
    staging: &Staging,
    earlier: Option<&(Packing, File)>,
    zip: &mut Writer<W>,
    members: &mut Vec<PackedMember>,
) -> io::Result<()> {
    let prepare = |(path, written): &(String, Written)| {
        let copied = earlier.and_then(|(packing, file)| {
            let member = packing.members.get(&written.digest)?;
            Some(Ready::Copied(member, file))
        });
        match copied {
            Some(copied) => Ok(copied),
            None if written.bytes > MOST_DEFLATED => Ok(Ready::Streamed),
            None => {
                let capacity = usize::try_from(written.bytes).unwrap_or(0) + 1;
                let mut bytes = Vec::with_capacity(capacity);
                open(staging, path)?.read_to_end(&mut bytes)?;
                deflate(&bytes).map(Ready::Deflated)
            }
        }
    };
    let ready: io::Result<Vec<Ready<'_>>> = batch.par_iter().map(prepare).collect();
    for ((name, written), ready) in batch.drain(..).zip(ready?) {
        let member = match ready {
            Ready::Copied(member, file) => zip.copy(&name, member, &mut At::new(file, member))?,
            Ready::Deflated(deflated) => zip.add(&name, &deflated)?,
            Ready::Streamed => zip.add_stream(&name, &mut open(staging, &name)?)?,
        };
        members.push(PackedMember {
            name,
            digest: written.digest,
            member,
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
pub(super) struct At<'f> {
    file: &'f File,
    offset: u64,
}

impl At<'_> {
    /// From where a member begins.
    pub(super) fn new<'f>(file: &'f File, member: &Member) -> At<'f> {
        At {
            file,
            offset: member.offset,
        }
    }
}

impl Read for At<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = disk::read_at(self.file, buffer, self.offset)?;
        self.offset += read as u64;
        Ok(read)
    }
}
