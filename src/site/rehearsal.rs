//! A build without output: what publishing the archive would refuse, found without making it.
//!
//! In go the same archive and theme as for a build. One page of each make is rendered and thrown away, and the
//! paths of all files are held against the rules for them. Nothing is written, and no report is read that
//! is like one before it.

use std::collections::BTreeSet;

use crate::archive::{Archive, Entry};
use crate::data;
use crate::data::feed::feeds;
use crate::data::record::PublishedFile;
use crate::error::Error;
use crate::publish::judge_paths;
use crate::render::{EMBED_SCRIPT, Page, PartSet, PartTexts, Renderer, SearchFiles};
use crate::report::ReportText;
use crate::site::parts::declared_anchors;
use crate::site::{Sources, about, downloads, history, parse, query_language, report_page, tables};
use crate::source::SourceTree;
use crate::theme::Theme;
use crate::truth::Changes;
use crate::truth::Known;

/// Reports that are rendered, at most.
const MOST_REPORTS: usize = 64;
/// Corrected reports whose texts are rendered, at most.
const MOST_CORRECTED: usize = 8;

/// Refuses what [`write`](super::write()) would refuse of an archive whose content is without fault.
///
/// # Errors
///
/// If a template is wrong or names what is not there, if an asset has a name that no site may have, or if a file
/// of the content has changed since the first reading.
pub(crate) fn rehearse(sources: Sources<'_>, theme: &mut Theme) -> Result<(), Error> {
    let Sources {
        tree,
        archive,
        knowledge,
    } = sources;
    let feeds = feeds(archive);
    let has_index_beside = archive.config.index_url.is_none();
    let renderer = Renderer::new(archive, knowledge, theme, &feeds, has_index_beside)?.rehearsing();
    let mut paths: BTreeSet<String> = BTreeSet::new();
    let mut is_taken = None;
    let mut add = |path: String| {
        if let Some(path) = paths.replace(path) {
            is_taken = is_taken.take().or(Some(path));
        }
    };
    for entry in &archive.entries {
        add(entry.route.page());
        add(entry.route.file(data::RECORD_NAME));
        if entry.report.front_matter.withdrawn.is_none() {
            add(entry.route.file(data::TEXT_NAME));
            add(entry.route.file(data::PLAIN_NAME));
        }
        for attachment in &entry.attachments {
            add(entry.route.file(&attachment.name));
        }
        entry.history_files().for_each(&mut add);
        let made = entry.tables.iter();
        made.filter_map(|table| table.csv(&entry.report))
            .for_each(&mut add);
    }
    reports(sources, &renderer)?;
    let corrected = archive.entries.iter().filter(|it| !it.earlier.is_empty());
    for entry in corrected.take(MOST_CORRECTED) {
        history::pages(tree, &renderer, entry, None)?;
        renderer
            .timemap(entry)
            .into_iter()
            .for_each(|(path, _)| add(path));
    }
    if let Some(it) = knowledge.similarity.iter().find(|it| it.is_shown())
        && let Some((path, view)) = renderer.comparison(it)
        && let (Some(entry), Some(other)) = (
            archive.entries.get(it.report),
            archive.entries.get(it.other),
        )
    {
        let texts = [
            entry.report.read_again(tree)?,
            other.report.read_again(tree)?,
        ];
        let [left, right] = &texts;
        let left = parse(archive, entry, left.body());
        let right = parse(archive, other, right.body());
        renderer.render_comparison(view, it, [&left, &right])?;
        add(path);
    }
    let sets = renderer.part_sets();
    for set in &sets {
        renderer.part_pages(set).for_each(|(path, _)| add(path));
    }
    parts(tree, archive, &renderer, &sets)?;
    let mut page = |page: Page<'_>| {
        add(page.path.clone());
        page.render().map(drop)
    };
    page(renderer.home())?;
    for agency in 0..archive.agencies.len() {
        let about = about(tree, archive, agency)?;
        renderer.agency(agency, about.as_ref().map(ReportText::body), &mut page)?;
    }
    let changes = Changes::of(archive, None);
    let data = downloads::planned(archive, knowledge, changes.as_ref());
    renderer.list_pages(&data, None, &mut page)?;
    renderer.coverage_pages(&mut page)?;
    renderer.citation_pages(&mut page)?;
    renderer.validity_pages(&mut page)?;
    renderer.measure_pages(&mut page)?;
    renderer.indicator_pages(&mut page)?;
    renderer.series_pages(&mut page)?;
    renderer.part_index(&mut page)?;
    tables::pages(tree, archive, &renderer, &mut page)?;
    let search = SearchFiles {
        on_disk: has_index_beside,
        words: Some("search/words.js".to_owned()),
        names: None,
        query: query_language(),
    };
    renderer.overview(&data, &search, &mut page)?;
    if let Some(verify) = renderer.verify(&Known::default()) {
        page(verify)?;
    }
    renderer.search_box(&search)?;
    if let Some(changes) = &changes {
        renderer.as_of_pages(changes, &mut page)?;
        let scripts = renderer.held_scripts(changes)?.into_iter();
        scripts.for_each(|(path, _)| add(path));
    }
    data.iter().for_each(|file| add(file.path.clone()));
    renderer.assets().for_each(|a| add(a.path.clone()));
    renderer
        .embed_script()
        .into_iter()
        .for_each(|_| add(EMBED_SCRIPT.to_owned()));
    feeds.iter().for_each(|feed| add(feed.path.clone()));
    for own in [
        data::sitemap::FILE,
        data::guide::GUIDE_FILE,
        data::hosting::ROBOTS_FILE,
        data::hosting::HEADERS_FILE,
        data::hosting::NO_JEKYLL,
    ] {
        add(own.to_owned());
    }
    if archive.is_preview {
        add(data::drafts::DRAFTS_FILE.to_owned());
    }
    let twice = is_taken.iter().map(String::as_str);
    judge_paths(paths.iter().map(String::as_str).chain(twice))
}

/// Renders the pages of a set of years, and of one of agencies.
fn parts(
    tree: &SourceTree,
    archive: &Archive,
    renderer: &Renderer<'_>,
    sets: &[PartSet<'_>],
) -> Result<(), Error> {
    for of_years in [true, false] {
        let mut sets = sets.iter().filter(|set| set.is_of_years() == of_years);
        let Some(set) = sets.find(|set| renderer.part_pages(set).next().is_some()) else {
            continue;
        };
        let entries = set.read().iter();
        let entries = entries.filter_map(|at| Some((*at, archive.entries.get(*at)?)));
        let with_parts = entries.filter(|(_, entry)| entry.report.findings.parts.is_some());
        let texts = with_parts.map(|(at, entry)| {
            let text = entry.report.read_again(tree)?;
            let document = parse(archive, entry, text.body());
            Ok((at, PartTexts::of(&document, declared_anchors(entry))))
        });
        let texts = texts.collect::<Result<_, Error>>()?;
        for (_, view) in renderer.part_pages(set) {
            renderer.render_parts(view, &texts)?;
        }
    }
    Ok(())
}

/// Renders a report of each make.
fn reports(sources: Sources<'_>, renderer: &Renderer<'_>) -> Result<(), Error> {
    let Sources {
        archive, knowledge, ..
    } = sources;
    let mut makes = BTreeSet::new();
    for (at, entry) in archive.entries.iter().enumerate() {
        if makes.len() >= MOST_REPORTS {
            break;
        }
        let by = knowledge.citations.by(archive, at);
        let has_parts = entry.report.findings.parts.is_some();
        let has_figures = knowledge.indicators.of_report(at).next().is_some();
        let has_series = knowledge.series.of_report(at).next().is_some();
        let shows = (!by.shown.is_empty(), has_parts, has_figures, has_series);
        if !makes.insert((make(entry), shows)) {
            continue;
        }
        let published = |length| PublishedFile {
            sha256: String::new(),
            length,
        };
        let lengths = entry.attachments.iter().map(|a| a.length);
        let attachments: Vec<PublishedFile> = lengths.map(published).collect();
        report_page(sources, renderer, entry, &attachments)?;
    }
    Ok(())
}

/// What a report has and lacks of all that its page may show.
fn make(entry: &Entry) -> (Option<&'static str>, Vec<bool>) {
    let facts = &entry.report.front_matter;
    let status = facts.status.as_ref().map(|status| status.value.key());
    let has = vec![
        facts.withdrawn.is_some(),
        facts.draft,
        !entry.attachments.is_empty(),
        !entry.tables.is_empty(),
        !entry.withdrawn_attachments.is_empty(),
        facts.source.is_some(),
        !facts.revisions.is_empty(),
        !entry.earlier.is_empty(),
        !entry.supersedes.is_empty(),
        entry.successor.is_some(),
        entry.previous.is_some(),
        entry.next.is_some(),
        entry.years.is_empty(),
    ];
    (status, has)
}
