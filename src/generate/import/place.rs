//! Where an imported report is to stand: its agency, its type, its folder; and whether it is there already.
//!
//! In: an archive, what was found in a document, what the user said. Out: a path in the content that nothing has, or why
//! there is none. A document that was imported before is known by its bytes, which lie beside its report.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::archive::Archive;
use crate::diagnostic::Text;
use crate::error::Error;
use crate::generate::import::found::Found;
use crate::generate::import::{Importing, Outcome, input, shown};
use crate::generate::new::{agency_called, type_called};
use crate::import::document::EmbeddedFile;
use crate::import::recognise::Recognised;
use crate::job::Job;
use crate::name::rule;
use crate::route::site_path::MAX_SEGMENT_BYTES;
use crate::source::SourceTree;

/// The folder beside a report that holds the document it was made from: no name that begins with a dot is published.
pub(super) const SOURCES: &str = ".source";
/// Bytes of a name that another is made of, with room for a number and an ending.
const MAX_NAME: usize = MAX_SEGMENT_BYTES - 16;
/// Names that are tried for one file.
const MAX_TRIES: usize = 10_000;

/// What is known before the first document is read.
pub(super) struct Known<'k> {
    job: &'k Job,
    archive: &'k Archive,
    agency: Option<&'k str>,
    kind: Option<&'k str>,
    /// Reports, by their paths without `.md` and `/index.md`, in small letters.
    reports: BTreeMap<String, String>,
    /// Documents that were imported, by the digests of their bytes, with the folders of their reports.
    imported: BTreeMap<[u8; 32], String>,
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
        let reports = reports.map(|report| (report.stem().to_lowercase(), report.path.clone()));
        Ok(Known {
            job,
            archive,
            agency,
            kind,
            reports: reports.collect(),
            imported: imported(job),
        })
    }
}

/// The documents in folders of [`SOURCES`].
fn imported(job: &Job) -> BTreeMap<[u8; 32], String> {
    let mut imported = BTreeMap::new();
    for (file, bytes) in input::kept(&job.content, SOURCES) {
        let report = file.parent().and_then(Path::parent);
        // A run that was killed, or an editor, may have left the document alone.
        let report = report.filter(|report| input::is_there(&report.join("index.md")));
        let report = report.and_then(|report| report.strip_prefix(&job.content).ok());
        if let Some(report) = report.and_then(|report| report.to_str()) {
            imported.insert(Sha256::digest(&bytes).into(), report.replace('\\', "/"));
        }
    }
    imported
}

/// What is known of a file that lies beside several reports.
pub(super) enum Shared {
    /// It is to be written.
    New,
    /// It was written with another report.
    Same,
    /// There is another of its name.
    Other,
}

/// Finds places, one report after another.
pub(super) struct Place<'k> {
    known: &'k Known<'k>,
    /// Those of this run, in small letters: on some disks names differ by more than that.
    taken: BTreeSet<String>,
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

    /// The place of a report.
    pub(super) fn of(
        &mut self,
        found: &Found,
        recognised: &Recognised,
    ) -> Result<Placed<'k>, Outcome> {
        let source = found.source.as_ref();
        let digest = source.map(|(_, bytes)| -> [u8; 32] { Sha256::digest(bytes).into() });
        if let Some(digest) = digest {
            let before = self.known.imported.get(&digest);
            if let Some(folder) = before.or_else(|| self.imported.get(&digest)) {
                return Err(Outcome::Known(self.shown(&format!("{folder}/index.md"))));
            }
        }
        let (agency, agency_is_guessed) = self.agency(recognised).map_err(Outcome::Refused)?;
        let (kind, kind_is_guessed) = self.kind(recognised).map_err(Outcome::Refused)?;
        let stem = path_of(&found.stem);
        let mut folder = format!("{agency}/{stem}");
        if let Some(path) = self.known.reports.get(&folder.to_lowercase()) {
            return Err(Outcome::Taken(self.shown(path)));
        }
        let of = |folder: &str| match found.is_page {
            true => format!("{folder}.md"),
            false => folder.to_owned(),
        };
        // A folder without a report, which a run left that was killed, may hold anything.
        if input::is_there(&self.known.job.content.join(of(&folder)))
            && !self.taken.contains(&folder.to_lowercase())
        {
            return Err(Outcome::Taken(self.shown(&of(&folder))));
        }
        // Two documents of one name, from two folders.
        for number in 2..MAX_TRIES {
            let is_free = !self.taken.contains(&folder.to_lowercase())
                && !self.known.reports.contains_key(&folder.to_lowercase())
                && !input::is_there(&self.known.job.content.join(of(&folder)));
            if is_free {
                break;
            }
            folder = format!("{agency}/{stem}-{number}");
        }
        self.taken.insert(folder.to_lowercase());
        if let Some(digest) = digest {
            self.imported.insert(digest, folder.clone());
        }
        let path = match found.is_page {
            true => format!("{folder}.md"),
            false => format!("{folder}/index.md"),
        };
        Ok(Placed {
            path,
            kind,
            kind_is_guessed,
            agency_is_guessed,
        })
    }

    /// Whether a file may be written that lies beside several reports.
    pub(super) fn shared(&mut self, path: &str, bytes: &[u8]) -> Shared {
        let digest: [u8; 32] = Sha256::digest(bytes).into();
        match self.shared.get(&path.to_lowercase()) {
            Some(known) if *known == digest => Shared::Same,
            Some(_) => Shared::Other,
            None if input::is_there(&self.known.job.content.join(path)) => Shared::Other,
            None => {
                self.shared.insert(path.to_lowercase(), digest);
                Shared::New
            }
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

/// A name for a folder, made of that of a document.
fn name(stem: &str) -> String {
    let stem = stem.trim();
    let made = match rule::fault(stem) {
        Some(_) => rule::proposal(stem),
        None => stem.trim_start_matches('.').to_owned(),
    };
    let made = shortened(&made, MAX_NAME);
    match made.as_str() {
        "" => "1".to_owned(),
        "index" | "_index" => format!("{made}-1"),
        _ => made,
    }
}

/// So many bytes of a name at most.
fn shortened(name: &str, most: usize) -> String {
    let mut end = name.len().min(most);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    name.get(..end).unwrap_or_default().trim_end().to_owned()
}

/// Names for the files of a report: those that they have, where systems take them and no other file has them.
pub(super) fn file_names(files: &[EmbeddedFile], source: &str) -> Vec<String> {
    let fold = |name: &str| name.to_lowercase();
    let mut taken = BTreeSet::from([fold("index.md"), fold(SOURCES), fold(source)]);
    let mut names = Vec::with_capacity(files.len());
    for file in files {
        let last = file.name.rsplit(['/', '\\']).next().unwrap_or_default();
        let wanted = match rule::fault(last) {
            Some(_) => rule::proposal(last),
            None => last.to_owned(),
        };
        let wanted = match wanted.trim_start_matches('.') {
            "" => "1",
            named => named,
        };
        let (stem, ending) = wanted.rsplit_once('.').unwrap_or((wanted, ""));
        let dot = if ending.is_empty() { "" } else { "." };
        let ending = shortened(ending, 12);
        let stem = shortened(stem, MAX_NAME - ending.len());
        let mut name = format!("{stem}{dot}{ending}");
        for number in 2..MAX_TRIES {
            // A text beside a report would be another one.
            let is_text = name.to_lowercase().ends_with(".md");
            if !taken.contains(&fold(&name)) && !is_text {
                break;
            }
            let after = if is_text { ".txt" } else { "" };
            name = format!("{stem}-{number}{dot}{ending}{after}");
        }
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
