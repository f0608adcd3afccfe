//! The sequence of a run: read, resolve, render, publish.
//!
//! In goes a [`Job`], out come an [`Outcome`] with every fault found and, unless one is an error, the
//! published site. It does nothing itself; the order of the steps is all it knows.

use std::path::{Path, PathBuf};

use crate::archive::Archive;
use crate::diagnostic::{Diagnostic, Fault, Severity, Text};
use crate::publish::{Kind, Staging};
use crate::source::{ARCHIVE_FILE, SourceTree};
use crate::theme::Theme;
use crate::{Error, archive, publish, render, site, source};

/// What to build, and where.
#[derive(Clone, Debug)]
pub struct Job {
    /// The content tree.
    pub content: PathBuf,
    /// The output folder; [`check`] only reads there which URLs must not vanish.
    pub out: PathBuf,
    /// Whether URLs of the last build may vanish, with a warning.
    pub allow_vanished: bool,
    /// A theme's folder, laid over the default theme; else the one that archive.yaml names.
    pub theme: Option<PathBuf>,
    /// Whether drafts are published.
    pub drafts: bool,
    /// Where the search index may be built before it is published; `None` for a site without one, which
    /// it is too where archive.yaml says that the index is hosted elsewhere.
    pub index_scratch: Option<PathBuf>,
    /// Whether the texts are published as ZIP files too.
    pub zips: bool,
    /// Threads that read and render; `None` for as many as the machine has.
    pub jobs: Option<usize>,
    /// Whether files are replaced one by one where folders cannot be swapped.
    pub in_place: bool,
}

/// How far a build is, for whoever shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// So many reports are about to be read.
    Reading(usize),
    /// So many reports are about to be rendered.
    Rendering(usize),
    /// So many reports are about to be indexed, without pages.
    Indexing(usize),
    /// One of them is done.
    Report,
    /// What is made is complete and is being put in its place.
    Publishing,
}

/// What a run found and did.
#[derive(Debug)]
pub struct Outcome {
    /// Every fault in content, sorted by place, those of archive.yaml first.
    pub diagnostics: Vec<Diagnostic>,
    /// Reports that were read; of a published site, those that are in it.
    pub reports: usize,
    /// Where archive.yaml says that the search index is hosted, if not beside the pages.
    pub index_url: Option<String>,
    /// What the guidelines for government websites ask for and the content lacks; only [`check`] looks, and
    /// only where there are pages: not beside an error.
    pub compliance: Option<render::Compliance>,
    /// What was published; `None` where an error stopped it, or after [`check`].
    pub published: Option<site::Summary>,
}

impl Outcome {
    /// What was found before anything is published.
    fn of(archive: &Archive, mut diagnostics: Vec<Diagnostic>) -> Outcome {
        // Where archive.yaml is wrong or missing, the others may only follow from that.
        let follows = |diagnostic: &Diagnostic| diagnostic.file != ARCHIVE_FILE;
        diagnostics.sort_by(|a, b| (follows(a), a.order()).cmp(&(follows(b), b.order())));
        Outcome {
            diagnostics,
            reports: archive.entries.len(),
            index_url: archive.config.index_url.as_ref().map(|at| at.url.clone()),
            compliance: None,
            published: None,
        }
    }

    /// Whether a fault stopped the publication.
    pub fn has_errors(&self) -> bool {
        self.diagnostics
            .iter()
            .any(|d| d.severity == Severity::Error)
    }
}

/// Says everything that [`build`] would say, and writes nothing.
pub fn check(job: &Job, progress: &(dyn Fn(Progress) + Sync)) -> Result<Outcome, Error> {
    in_pool(job.jobs, || {
        let (tree, archive, mut diagnostics) = read(job, progress)?;
        look_for_vanished(job, &archive, &mut diagnostics)?;
        let theme = load_theme(job, &archive)?;
        look_for_unspoken(&tree, &archive, &theme, &mut diagnostics);
        let outcome = Outcome::of(&archive, diagnostics);
        let compliance = (!outcome.has_errors()).then(|| render::compliance(&archive));
        Ok(Outcome {
            reports: tree.reports.len(),
            compliance,
            ..outcome
        })
    })
}

/// Reads the content and publishes the site, unless the content has an error.
pub fn build(job: &Job, progress: &(dyn Fn(Progress) + Sync)) -> Result<Outcome, Error> {
    in_pool(job.jobs, || {
        refuse_overlap(&job.content, &job.out)?;
        let (tree, archive, mut diagnostics) = read(job, progress)?;
        look_for_vanished(job, &archive, &mut diagnostics)?;
        let mut theme = load_theme(job, &archive)?;
        look_for_unspoken(&tree, &archive, &theme, &mut diagnostics);
        let is_beside = archive.config.index_url.is_none();
        let scratch = job.index_scratch.as_deref().filter(|_| is_beside);
        let outcome = Outcome::of(&archive, diagnostics);
        publish(job, Kind::Site, outcome, progress, |staging| {
            let parts = site::Parts {
                index_scratch: scratch,
                zips: job.zips,
            };
            site::write(&tree, &archive, &mut theme, parts, staging, progress)
        })
    })
}

/// Reads the content and publishes its search index alone, unless the content has an error; `scratch`
/// is where the index may be built before. The job's theme and its own place for that are not used.
pub fn build_index(
    job: &Job,
    scratch: &Path,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Outcome, Error> {
    in_pool(job.jobs, || {
        refuse_overlap(&job.content, &job.out)?;
        let (tree, archive, diagnostics) = read(job, progress)?;
        let outcome = Outcome::of(&archive, diagnostics);
        publish(job, Kind::SearchIndex, outcome, progress, |staging| {
            site::write_index(&tree, &archive, scratch, staging, progress)
        })
    })
}

/// Publishes what `write` stages, unless the content has an error.
fn publish(
    job: &Job,
    kind: Kind,
    mut outcome: Outcome,
    progress: &(dyn Fn(Progress) + Sync),
    write: impl FnOnce(&Staging) -> Result<site::Summary, Error>,
) -> Result<Outcome, Error> {
    if !outcome.has_errors() {
        let options = publish::Options {
            kind,
            in_place: job.in_place,
            ..publish::Options::default()
        };
        let staging = Staging::begin(&job.out, options)?;
        let mut summary = write(&staging)?;
        progress(Progress::Publishing);
        summary.published = staging.commit()?;
        outcome.published = Some(summary);
    }
    Ok(outcome)
}

/// A site inside the content would be read as content by the next build, and content inside the site
/// would be replaced by it.
fn refuse_overlap(content: &Path, out: &Path) -> Result<(), Error> {
    // The output may not be there yet: then the nearest folder above it that is.
    let there = out.ancestors().find_map(|above| {
        let above = if above.as_os_str().is_empty() {
            Path::new(".")
        } else {
            above
        };
        above.canonicalize().ok()
    });
    let (Ok(content), Some(there)) = (content.canonicalize(), there) else {
        return Ok(());
    };
    let is_whole = out.exists();
    if there.starts_with(&content) || (is_whole && content.starts_with(&there)) {
        return Err(Error::new(Text::new(
            format!(
                "输出目录 {} 与内容目录互相包含，请另选一个输出目录",
                out.display()
            ),
            format!(
                "the output folder {} and the content folder lie one inside the other; choose another output folder",
                out.display()
            ),
        )));
    }
    Ok(())
}

/// The reading half: from the folder to the archive and everything that is wrong with it.
fn read(
    job: &Job,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<(SourceTree, Archive, Vec<Diagnostic>), Error> {
    let mut diagnostics = Vec::new();
    let mut tree = SourceTree::scan(&job.content, &mut diagnostics)?;
    progress(Progress::Reading(tree.reports.len()));
    let facts = archive::gather::gather(
        &mut tree,
        job.drafts,
        &|| progress(Progress::Report),
        &mut diagnostics,
    );
    // A file with an error of its own may have said more than could be read of it.
    let all_was_read = diagnostics.iter().all(|d| d.severity != Severity::Error);
    let mut faults = Vec::new();
    let mut archive = archive::resolve::resolve(facts, &mut faults);
    archive.is_whole &= all_was_read;
    archive::gather::check_anchors(&tree, &archive, &mut faults);
    archive::gather::place(&tree, faults, &mut diagnostics);
    Ok((tree, archive, diagnostics))
}

/// Tells the URLs of the site in the output folder that the archive has no longer.
fn look_for_vanished(
    job: &Job,
    archive: &Archive,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<(), Error> {
    let severity = match job.allow_vanished {
        true => Severity::Warning,
        false => Severity::Error,
    };
    let file = publish::list_path(&job.out).display().to_string();
    let listed = publish::listed(&job.out)?;
    diagnostics.extend(archive::vanished::vanished(
        archive, &listed, &file, severity,
    ));
    Ok(())
}

fn load_theme(job: &Job, archive: &Archive) -> Result<Theme, Error> {
    let config = &archive.config;
    let beside = |name: &str| {
        let parent = job.content.parent().filter(|p| !p.as_os_str().is_empty());
        parent.unwrap_or(Path::new(".")).join("themes").join(name)
    };
    let folder = match (&job.theme, &config.theme) {
        (Some(folder), _) => Some(folder.clone()),
        (None, Some(name)) => Some(beside(name)),
        // In a clone of the project this shows a change of the default theme without a new build.
        (None, None) => Some(beside("default")).filter(|folder| folder.is_dir()),
    };
    Ok(Theme::load(folder.as_deref(), &config.language)?)
}

/// Adds a warning where the theme does not speak the archive's language, and the interface is in another.
fn look_for_unspoken(
    tree: &SourceTree,
    archive: &Archive,
    theme: &Theme,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let language = &archive.config.language;
    let texts = theme.texts();
    if texts.is_other_language(language) {
        let spoken = texts.language();
        let fault = Fault::warning(
            "interface-language",
            archive.config.language_at.clone(),
            Text::new(
                format!("主题没有“{language}”的界面文字，界面改用“{spoken}”"),
                format!(
                    "the theme has no words in `{language}`, so the interface is in `{spoken}`"
                ),
            ),
            Text::new(
                format!("在网站主题中加 languages/{language}.yaml，写法见 themes/README.md。"),
                format!(
                    "Add languages/{language}.yaml to the site's theme; themes/README.md tells how."
                ),
            ),
        );
        let faults = vec![(source::ARCHIVE_FILE.to_owned(), fault)];
        archive::gather::place(tree, faults, diagnostics);
    }
}

fn in_pool<T: Send>(
    jobs: Option<usize>,
    run: impl FnOnce() -> Result<T, Error> + Send,
) -> Result<T, Error> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(jobs.unwrap_or(0))
        .build();
    let pool = pool.map_err(|e| {
        Error::new(Text::new(
            format!("无法启动线程：{e}"),
            format!("threads cannot be started: {e}"),
        ))
    })?;
    pool.install(run)
}
