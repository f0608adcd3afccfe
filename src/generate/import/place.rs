//! Where an imported report is to stand: its agency, its type, its folder; and whether it is there already.
//!
//! In: an archive, what was found in a document, what the user said. Out: a path in the content that nothing has, or why
//! there is none. A document that was imported before is known by its bytes, which lie beside its report; what a killed run
//! left is known by them too, and completed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::archive::Archive;
use crate::character::is_blank;
use crate::diagnostic::Text;
use crate::edit;
use crate::error::Error;
use crate::generate::import::found::{Found, Kind};
use crate::generate::import::{Importing, Outcome, input, shown};
use crate::generate::new::{agency_called, type_called};
use crate::import::document::EmbeddedFile;
use crate::import::recognise::Recognised;
use crate::job::Job;
use crate::name::{folded, rule};
use crate::route::site_path::MAX_SEGMENT_BYTES;
use crate::route::slug;
use crate::source::SourceTree;

/// The folder beside a report that holds the document it was made from: no name that begins with a dot is published.
pub(super) const SOURCES: &str = ".source";
/// Bytes of a name that another is made of, with room for a number and an ending.
const MAX_NAME: usize = MAX_SEGMENT_BYTES - 16;
/// Bytes of the ending of a name.
const MAX_ENDING: usize = 12;
/// Names that are tried for one file.
const MAX_TRIES: usize = 10_000;

/// What is known before the first document is read.
pub(super) struct Known<'k> {
    job: &'k Job,
    archive: &'k Archive,
    agency: Option<&'k str>,
    kind: Option<&'k str>,
    /// Reports, by their paths without `.md` and `/index.md`, folded.
    reports: BTreeMap<String, String>,
    /// What their paths are read as in addresses.
    addresses: BTreeSet<String>,
    /// Documents that were imported, by how long they are: their paths, and the folders of their reports.
    imported: BTreeMap<u64, Vec<(String, String)>>,
}

/// Where a report is to stand.
#[derive(Debug)]
pub(super) struct Placed<'k> {
    /// Its file, below the content.
    pub path: String,
    /// The key of its type.
    pub kind: &'k str,
    /// Its type was found in its title, or is the only one.
    pub kind_is_guessed: bool,
    /// Its agency was found in the document, or is the only one.
    pub agency_is_guessed: bool,
}

impl Placed<'_> {
    /// The folder for what lies beside the report, below the content.
    pub(super) fn folder(&self) -> &str {
        let of_bundle = self.path.strip_suffix("/index.md");
        let above = || self.path.rsplit_once('/').map(|(folder, _)| folder);
        of_bundle.or_else(above).unwrap_or_default()
    }

    /// The name of its file.
    pub(super) fn file(&self) -> &str {
        let name = self.path.rsplit_once('/').map(|(_, name)| name);
        name.unwrap_or(&self.path)
    }
}

impl<'k> Known<'k> {
    /// What there is in the content.
    ///
    /// # Errors
    ///
    /// If there is no agency or type as the user named it, or none at all.
    pub(super) fn of(
        job: &'k Job,
        tree: &SourceTree,
        archive: &'k Archive,
        importing: &Importing<'_>,
    ) -> Result<Known<'k>, Error> {
        let agency = importing
            .agency
            .map(|called| agency_called(archive, job, called));
        let agency = agency.transpose()?.map(|agency| agency.folder.as_str());
        let kind = match importing.kind {
            None if archive.config.types.is_empty() => Some(type_called(archive, None)?),
            None => None,
            called => Some(type_called(archive, called)?),
        };
        let reports = tree.reports.iter();
        let reports: BTreeMap<String, String> = reports
            .map(|report| (folded(report.stem()).into_owned(), report.path.clone()))
            .collect();
        let stems = tree.reports.iter().map(|report| report.stem());
        Ok(Known {
            job,
            archive,
            agency,
            kind,
            reports,
            addresses: stems.map(address_of).collect(),
            imported: imported(job),
        })
    }
}

/// The documents in folders of [`SOURCES`]; none is read.
fn imported(job: &Job) -> BTreeMap<u64, Vec<(String, String)>> {
    let mut imported: BTreeMap<u64, Vec<(String, String)>> = BTreeMap::new();
    let below = |path: &Path| {
        let below = path.strip_prefix(&job.content).ok().and_then(Path::to_str);
        below.map(|below| below.replace('\\', "/"))
    };
    for (file, length) in input::kept(&job.content, SOURCES) {
        let report = file.parent().and_then(Path::parent);
        // A run that was killed, or an editor, may have left the document alone.
        let report = report.filter(|report| input::is_there(&report.join("index.md")));
        if let (Some(file), Some(report)) = (below(&file), report.and_then(below)) {
            imported.entry(length).or_default().push((file, report));
        }
    }
    imported
}

/// Finds places, one report after another.
pub(super) struct Place<'k> {
    known: &'k Known<'k>,
    /// Those of this run, folded: on some disks names differ by more than that.
    taken: BTreeSet<String>,
    /// What they are read as in addresses.
    addresses: BTreeSet<String>,
    /// Files of this run that lie beside several reports, with the digests of their bytes.
    shared: BTreeMap<String, [u8; 32]>,
    /// Digests of those of this run, with their places.
    imported: BTreeMap<[u8; 32], String>,
}

impl<'k> Place<'k> {
    pub(super) fn new(known: &'k Known<'k>) -> Place<'k> {
        Place {
            known,
            taken: BTreeSet::new(),
            addresses: BTreeSet::new(),
            shared: BTreeMap::new(),
            imported: BTreeMap::new(),
        }
    }

    /// A path in the content, as a user would name it.
    pub(super) fn shown(&self, path: &str) -> PathBuf {
        shown(&self.known.job.content, path)
    }

    /// The path below the content of a file that [`Place::shown`] named.
    pub(super) fn below_content(&self, file: &Path) -> String {
        let below = file.strip_prefix(&self.known.job.content).unwrap_or(file);
        below.to_string_lossy().replace('\\', "/")
    }

    /// The place of a report, beside which these files are to lie.
    pub(super) fn of(
        &mut self,
        found: &Found,
        recognised: &Recognised,
        files: &[EmbeddedFile],
    ) -> Result<Placed<'k>, Outcome> {
        let source = found.source.as_ref();
        let source = source.filter(|_| found.kind != Kind::Page);
        // Of two rows that are the same, each is a report.
        let digest = source
            .filter(|_| found.kind == Kind::Document)
            .map(|(_, bytes)| -> [u8; 32] { Sha256::digest(bytes).into() });
        let before = source.and_then(|(_, bytes)| self.imported_before(bytes));
        let known = before.or_else(|| self.imported.get(&digest?).cloned());
        if let Some(folder) = known {
            // Another document of its name has the place behind it, as when both were imported.
            self.taken.insert(folded(&folder).into_owned());
            return Err(Outcome::Known(self.shown(&format!("{folder}/index.md"))));
        }
        let (agency, agency_is_guessed) = self.agency(recognised).map_err(Outcome::Refused)?;
        let (kind, kind_is_guessed) = self.kind(recognised).map_err(Outcome::Refused)?;
        let first = format!("{agency}/{}", path_of(&found.stem));
        let folder = self.free(&first, found, files)?;
        self.taken.insert(folded(&folder).into_owned());
        self.addresses.insert(address_of(&folder));
        if let Some(digest) = digest {
            self.imported.insert(digest, folder.clone());
        }
        let path = match found.kind {
            Kind::Page => format!("{folder}.md"),
            Kind::Document | Kind::Row => format!("{folder}/index.md"),
        };
        Ok(Placed {
            path,
            kind,
            kind_is_guessed,
            agency_is_guessed,
        })
    }

    /// The folder of the report that these bytes were imported to.
    fn imported_before(&self, bytes: &[u8]) -> Option<String> {
        let alike = self.known.imported.get(&(bytes.len() as u64))?;
        let content = &self.known.job.content;
        let same = alike.iter();
        let mut same = same.filter(|(path, _)| edit::holds(content, path, bytes));
        same.next().map(|(_, folder)| folder.clone())
    }

    /// The first folder that may be written to: the one that is wanted, or one behind documents of the same name.
    fn free(
        &mut self,
        first: &str,
        found: &Found,
        files: &[EmbeddedFile],
    ) -> Result<String, Outcome> {
        for number in 1..MAX_TRIES {
            let folder = match number {
                1 => first.to_owned(),
                _ => format!("{first}-{number}"),
            };
            let name = folded(&folder).into_owned();
            if self.taken.contains(&name) {
                continue;
            }
            if let Some(path) = self.known.reports.get(&name) {
                if self.is_made_of(path, found) {
                    self.taken.insert(name);
                    return Err(Outcome::Known(self.shown(path)));
                }
                match number {
                    1 => return Err(Outcome::Taken(self.shown(path))),
                    _ => continue,
                }
            }
            let there = match found.kind {
                Kind::Page => format!("{folder}.md"),
                Kind::Document | Kind::Row => folder.clone(),
            };
            // A folder without a report, which a run left that was killed, may hold anything.
            let is_there = input::is_there(&self.known.job.content.join(&there));
            if is_there && !self.is_left(&folder, found, files) {
                match number {
                    1 => return Err(Outcome::Taken(self.shown(&there))),
                    _ => continue,
                }
            }
            // 示例 and 失礼 are read as one.
            let address = address_of(&folder);
            if !self.addresses.contains(&address) && !self.known.addresses.contains(&address) {
                return Ok(folder);
            }
        }
        Err(Outcome::Taken(self.shown(first)))
    }

    /// Whether the report at this path was made of the same page, or has the same document as an attachment.
    fn is_made_of(&self, path: &str, found: &Found) -> bool {
        let Some((name, bytes)) = &found.source else {
            return false;
        };
        let content = &self.known.job.content;
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
        match found.kind {
            Kind::Page => edit::holds(content, &format!("{folder}/{SOURCES}/{file}"), bytes),
            Kind::Row => false,
            Kind::Document => {
                edit::holds(content, &format!("{folder}/{}", attached_name(name)), bytes)
            }
        }
    }

    /// Whether a folder without a report holds nothing but files that this report has too.
    fn is_left(&self, folder: &str, found: &Found, files: &[EmbeddedFile]) -> bool {
        if found.kind == Kind::Page {
            return false;
        }
        let content = &self.known.job.content;
        let own = files.iter().map(|file| &file.bytes);
        let own: Vec<&Vec<u8>> = own.chain(found.source.iter().map(|(_, it)| it)).collect();
        [folder.to_owned(), format!("{folder}/{SOURCES}")]
            .iter()
            .filter(|folder| input::is_there(&content.join(folder)))
            .all(|folder| {
                let names = input::names_in(&content.join(folder));
                names.is_some_and(|names| {
                    names.iter().all(|name| {
                        let path = format!("{folder}/{name}");
                        own.iter().any(|bytes| edit::holds(content, &path, bytes))
                    })
                })
            })
    }

    /// The name of a file beside a page, where other pages have theirs: its own, unless another has it.
    pub(super) fn name_beside(&mut self, folder: &str, file: &EmbeddedFile) -> String {
        let digest: [u8; 32] = Sha256::digest(&file.bytes).into();
        let name = FileName::of(&file.name);
        for number in 1..MAX_TRIES {
            let name = name.numbered(number);
            let path = format!("{folder}/{name}");
            let key = folded(&path).into_owned();
            let is_its_own = match self.shared.get(&key) {
                Some(known) => *known == digest,
                None => {
                    !input::is_there(&self.known.job.content.join(&path))
                        || edit::holds(&self.known.job.content, &path, &file.bytes)
                }
            };
            if is_its_own {
                self.shared.insert(key, digest);
                return name;
            }
        }
        name.numbered(MAX_TRIES)
    }

    /// That these files were not written after all.
    pub(super) fn forget(&mut self, files: &[(String, Vec<u8>)]) {
        for (path, _) in files {
            self.shared.remove(folded(path).as_ref());
        }
    }

    fn agency(&self, found: &Recognised) -> Result<(&'k str, bool), Text> {
        if let Some(folder) = self.known.agency {
            return Ok((folder, false));
        }
        let archive = self.known.archive;
        let by_name = |called: &str| {
            let mut all = archive.agencies.iter();
            all.find(|agency| {
                let mut others = agency.facts.other_names.iter();
                agency.facts.name == called || others.any(|name| name == called)
            })
        };
        let stated = found.value("agency");
        if let Some(agency) = stated.and_then(by_name) {
            return Ok((&agency.folder, true));
        }
        // Titles begin with the name of who wrote them.
        let title = found.value("title").unwrap_or_default();
        let mut begins: Vec<(usize, &str)> = Vec::new();
        for agency in &archive.agencies {
            let names = std::iter::once(&agency.facts.name).chain(&agency.facts.other_names);
            let longest = names.filter(|name| title.starts_with(name.as_str()));
            if let Some(length) = longest.map(|name| name.len()).max() {
                begins.push((length, &agency.folder));
            }
        }
        if let Some((_, folder)) = begins.into_iter().max() {
            return Ok((folder, true));
        }
        match archive.agencies.as_slice() {
            [only] => Ok((&only.folder, true)),
            _ => Err(no_agency(stated)),
        }
    }

    fn kind(&self, found: &Recognised) -> Result<(&'k str, bool), Text> {
        if let Some(kind) = self.known.kind {
            return Ok((kind, false));
        }
        let types = &self.known.archive.config.types;
        if let Some(stated) = found.value("type")
            && let Some(kind) = self.known.archive.type_called(stated)
        {
            return Ok((kind, false));
        }
        let title = found.value("title").unwrap_or_default();
        // 法治政府建设情况报告 is a 法治政府建设年度报告.
        let in_title = types
            .iter()
            .filter(|(_, of)| core(title).contains(&core(&of.name)));
        let longest = in_title.max_by_key(|(_, of)| of.name.len());
        if let Some((key, _)) = longest {
            return Ok((key, true));
        }
        let mut keys = types.keys();
        match (keys.next(), keys.next()) {
            (Some(only), None) => Ok((only, true)),
            _ => Err(no_type(
                types
                    .iter()
                    .map(|(key, of)| (key.as_str(), of.name.as_str())),
            )),
        }
    }
}

/// A title or the name of a type without words that come and go.
fn core(name: &str) -> String {
    let mut core: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    for word in ["年度", "情况", "工作", "總結", "总结", "情況"] {
        core = core.replace(word, "");
    }
    core
}

/// A path for a report: every part of it a name that a folder may have.
fn path_of(stem: &str) -> String {
    let parts = stem
        .split('/')
        .filter(|part| !matches!(*part, "" | "." | ".."));
    let names: Vec<String> = parts.map(name).collect();
    match names.is_empty() {
        true => "1".to_owned(),
        false => names.join("/"),
    }
}

/// What a path is read as in addresses, where two must not be the same.
fn address_of(path: &str) -> String {
    let read = |name: &str| slug(name).unwrap_or_else(|_| folded(name).into_owned());
    path.split('/').map(read).collect::<Vec<_>>().join("/")
}

/// A name for a folder, made of that of a document, of which an address can be made.
fn name(stem: &str) -> String {
    let stem = stem.trim();
    let made = match rule::fault(stem) {
        Some(_) => rule::proposal(stem),
        None => stem.trim_start_matches('.').to_owned(),
    };
    let made = match slug(&made) {
        Ok(_) => made,
        Err(_) => {
            let is_read = |c: &char| !c.is_alphanumeric() || slug(&c.to_string()).is_ok();
            made.chars().filter(is_read).collect()
        }
    };
    let made = shortened(&made, MAX_NAME);
    match made.as_str() {
        "index" | "_index" => format!("{made}-1"),
        _ if slug(&made).is_err() => "1".to_owned(),
        _ => made,
    }
}

/// So many bytes of a name at most; Windows takes away what it does not end with.
fn shortened(name: &str, most: usize) -> String {
    let mut end = name.len().min(most);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    let kept = name.get(..end).unwrap_or_default();
    kept.trim_end_matches(|c| is_blank(c) || c == '.')
        .to_owned()
}

/// A name that a file has or another like it: the same on every system.
struct FileName {
    stem: String,
    /// With its dot; empty if there is none.
    ending: String,
}

impl FileName {
    fn of(name: &str) -> FileName {
        let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let wanted = match rule::fault(last) {
            Some(_) => rule::proposal(last),
            None => last.to_owned(),
        };
        let wanted = wanted.trim_start_matches('.');
        let (stem, ending) = wanted.rsplit_once('.').unwrap_or((wanted, ""));
        let ending = shortened(ending, MAX_ENDING);
        let stem = shortened(stem, MAX_NAME - ending.len());
        FileName {
            stem: if stem.is_empty() {
                "1".to_owned()
            } else {
                stem
            },
            ending: match ending.is_empty() {
                true => ending,
                false => format!(".{ending}"),
            },
        }
    }

    /// The name of the so manieth file of it. A text beside a report would be another one.
    fn numbered(&self, number: usize) -> String {
        let FileName { stem, ending } = self;
        let after = match folded(ending).as_ref() {
            ".md" => ".txt",
            _ => "",
        };
        match number {
            1 => format!("{stem}{ending}{after}"),
            _ => format!("{stem}-{number}{ending}{after}"),
        }
    }
}

/// The name that a document has which is an attachment of its report.
pub(super) fn attached_name(name: &str) -> String {
    FileName::of(name).numbered(1)
}

/// Names for the files of a report: those that they have, where systems take them and no other file has them.
pub(super) fn file_names(files: &[EmbeddedFile], source: &str) -> Vec<String> {
    let fold = |name: &str| folded(name).into_owned();
    let mut taken = BTreeSet::from([fold("index.md"), fold(SOURCES), fold(source)]);
    let mut names = Vec::with_capacity(files.len());
    for file in files {
        let wanted = FileName::of(&file.name);
        let mut free = (1..MAX_TRIES).map(|number| wanted.numbered(number));
        let name = free.find(|name| !taken.contains(&fold(name)));
        let name = name.unwrap_or_else(|| wanted.numbered(MAX_TRIES));
        taken.insert(fold(&name));
        names.push(name);
    }
    names
}

fn no_agency(stated: Option<&str>) -> Text {
    match stated {
        Some(name) => Text::new(
            format!("档案中没有机构“{name}”；请先新建该机构，或用 --agency 指定"),
            format!("the archive has no agency `{name}`; add it, or name one with --agency"),
        ),
        None => Text::new(
            "无法判断发布机构；请用 --agency 指定",
            "the agency cannot be told; name it with --agency",
        ),
    }
}

fn no_type<'t>(types: impl Iterator<Item = (&'t str, &'t str)>) -> Text {
    let types: Vec<String> = types
        .take(12)
        .map(|(key, name)| format!("{key}（{name}）"))
        .collect();
    let types = types.join("、");
    Text::new(
        format!(
            "无法判断类型；请用 --type 指定：{types}。没有合适的，先在 archive.yaml 的“类型”中增加一行，如“  notice: 通知”"
        ),
        format!(
            "the type cannot be told; name it with --type: {types}. Where none fits, add one to `types` in archive.yaml, such as `  notice: Notice`"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_such_as_every_system_holds() {
        let long = format!("{}.报告", "a".repeat(MAX_NAME - 1));
        for (stem, wanted) in [
            ("年度报告", "年度报告"),
            ("甲。", "甲。"),
            ("甲.", "甲"),
            (long.as_str(), &"a".repeat(MAX_NAME - 1)),
            ("index", "index-1"),
            ("——", "1"),
            ("ไทย", "1"),
            ("2023ไทย", "2023"),
            ("con", "con-1"),
        ] {
            let made = name(stem);
            assert_eq!(made, wanted);
            assert!(
                rule::fault(&made).is_none() && slug(&made).is_ok(),
                "{made}"
            );
        }
    }

    #[test]
    fn files_that_systems_take_for_one_have_two_names() {
        let named = |names: &[&str]| {
            let file = |name: &&str| EmbeddedFile {
                name: (*name).to_owned(),
                bytes: Vec::new(),
                is_attachment: false,
            };
            file_names(&names.iter().map(file).collect::<Vec<_>>(), "报告.docx")
        };
        assert_eq!(
            named(&[
                "a.png",
                "A.png",
                "附件（1）.pdf",
                "附件(1).pdf",
                "报告.DOCX"
            ]),
            [
                "a.png",
                "A-2.png",
                "附件（1）.pdf",
                "附件(1)-2.pdf",
                "报告-2.DOCX"
            ]
        );
        assert_eq!(named(&["x.md", ".", "a:b"]), ["x.md.txt", "1", "a-b"]);
    }
}
