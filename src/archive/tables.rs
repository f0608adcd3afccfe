//! The first reading of tables in files beside reports, once it is known which attachments are tables.
//!
//! In: the reports as they were read, and the tree. Out: what is found in their tables, put into their findings, and
//! diagnostics with places in the files. Never keeps a cell.

use std::collections::BTreeSet;

use rayon::iter::{IntoParallelRefMutIterator, ParallelIterator};
use sha2::{Digest as _, Sha256};

use crate::archive::{Attachment, Table};
use crate::diagnostic::{Diagnostic, FileFault};
use crate::privacy::findings;
use crate::privacy::shown::in_file;
use crate::report::Report;
use crate::report::findings::Sought;
use crate::report::findings::plan::year_of;
use crate::report::table::{self, About, Format, FoundTable, Place, Said};
use crate::route::{self, Route};
use crate::source::{Digest, SourceTree};
use crate::store::{Key, Store};

/// What is read of a file: its table, the clean-up results that it is, and what is wrong with it.
type Read = (Option<(FoundTable, Said)>, Vec<Diagnostic>);

/// Reads the tables of all reports, for what is `sought` in them.
pub(super) fn read(
    tree: &SourceTree,
    store: &Store,
    sought: &Sought,
    reports: &mut [Report],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let reader = Reader {
        tree,
        store,
        sought,
    };
    let told: Vec<(Vec<Diagnostic>, Vec<FileFault>)> = reports
        .par_iter_mut()
        .filter(|report| report.front_matter.attachments.iter().any(|a| a.table))
        .map(|report| {
            let (mut told, mut faults) = (Vec::new(), Vec::new());
            reader.read_all(report, &mut told, &mut faults);
            (told, faults)
        })
        .collect();
    for (told, faults) in told {
        diagnostics.extend(told);
        tree.diagnose(faults, &sought.exempt, diagnostics);
    }
}

struct Reader<'r> {
    tree: &'r SourceTree,
    store: &'r Store,
    sought: &'r Sought,
}

impl Reader<'_> {
    fn read_all(
        &self,
        report: &mut Report,
        diagnostics: &mut Vec<Diagnostic>,
        faults: &mut Vec<FileFault>,
    ) {
        let facts = &report.front_matter;
        if facts.withdrawn.is_some() {
            return;
        }
        let is_plan = self.sought.measures.name(facts);
        let plan = is_plan.then(|| year_of(facts));
        let mut known = BTreeSet::new();
        let (mut tables, mut cleanup, mut measures) = (Vec::new(), Vec::new(), Vec::new());
        let shown = facts.attachments.iter();
        for entry in shown.filter(|entry| entry.table && entry.withdrawn.is_none()) {
            // That a file is not there is told where attachments are put in their places.
            let Some(path) = report
                .attachment_path(&entry.file.value)
                .filter(|path| self.tree.files.contains_key(path))
            else {
                continue;
            };
            let Some(format) = Format::of(&path) else {
                let fault = table::not_a_table(entry.file.span.clone(), &entry.file.value);
                faults.push((report.path.clone(), fault));
                continue;
            };
            let about = About {
                title: entry.title.as_deref().unwrap_or_default(),
                report: &facts.title,
                sums: self.sought.sums,
                plan,
            };
            if !known.insert(path.clone()) {
                continue;
            }
            match self.read_file(&path, format, about) {
                Err(diagnostic) => diagnostics.push(diagnostic),
                Ok((found, told)) => {
                    diagnostics.extend(told);
                    if let Some((table, said)) = found {
                        let anchor = table::heading_id(tables.len());
                        measures.extend(said.measures.map(|of| (path, anchor, of)));
                        tables.push(table);
                        cleanup.extend(said.lists);
                    }
                }
            }
        }
        table::place(&mut tables);
        report.tables = tables;
        report.findings.cleanup.extend(cleanup);
        for (path, anchor, in_file) in measures {
            let found = report.findings.plan.get_or_insert_default();
            found.add_file(&path, &anchor, in_file);
        }
    }

    /// The first reading of a table.
    ///
    /// # Errors
    ///
    /// What is wrong with a file that is no text at all.
    fn read_file(&self, path: &str, format: Format, about: About<'_>) -> Result<Read, Diagnostic> {
        let exempt = &self.sought.exempt;
        let key = |digest: &Digest| Key::of("table", &(path, digest, about, exempt));
        let known = self.tree.digest(path);
        if let Some(read) = known.and_then(|digest| self.store.get(&key(&digest))) {
            return Ok(read);
        }
        let text = self.tree.read(path)?;
        let digest = Sha256::digest(text.as_bytes()).into();
        self.tree.learn(path, digest);
        self.store.remember(key(&digest), || {
            let mut faults = Vec::new();
            let found = table::find((path, format, digest), &text, about, &mut faults);
            // What must not be published is told of attachments, all of them; here it is only not shown.
            let secret = findings(&text, exempt);
            Ok((found, in_file(path, &text, faults, &secret)))
        })
    }
}

/// The tables among the attachments of a report, whose page is at `route`.
pub(super) fn among(report: &Report, route: &Route, attachments: &[Attachment]) -> Vec<Table> {
    let found = report.tables.iter().enumerate();
    let tables = found.filter_map(|(at, found)| {
        let attachment = attachments.iter().position(|a| a.path == found.path)?;
        let name = &attachments.get(attachment)?.name;
        let file = name.rsplit('/').next().unwrap_or(name);
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let folder = route::TABLES_FOLDER;
        // A name that cannot be an address has a number in its place.
        let own = route.below(&format!("{folder}/{stem}"));
        let own = own.or_else(|_| route.below(&format!("{folder}/{}", at + 1)));
        Some(Table {
            index: at,
            attachment,
            route: own.ok()?,
        })
    });
    tables.collect()
}

impl Table {
    /// What was found in it; `report` is the one that it is beside.
    pub(crate) fn found<'r>(&self, report: &'r Report) -> Option<&'r FoundTable> {
        report.tables.get(self.index)
    }

    /// The pages that it has of its own.
    pub(crate) fn pages(&self, report: &Report) -> usize {
        match self.found(report).map(|found| found.place) {
            Some(Place::Own { pages, .. }) => pages as usize,
            _ => 0,
        }
    }

    /// The file that it is in as CSV, where its own is in another form.
    pub(crate) fn csv(&self, report: &Report) -> Option<String> {
        let found = self.found(report)?;
        (found.format != Format::Csv).then(|| format!("{}.csv", self.route))
    }
}
