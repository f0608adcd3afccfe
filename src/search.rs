//! Search: the index that a site publishes, and the questions put to it.
//!
//! In goes a query, out comes an [`Answer`]; what is asked is a published index (`search-index/`), read
//! natively or in a browser by this same code. The promise: any run of characters that stands in a
//! report finds that report, wherever words begin or end, and nothing else is shown as exact.
//!
//! This module and those below it import nothing else of the crate, and but for `folder` they neither
//! read files nor start threads: they compile for the browser.

pub mod answer;
pub mod error;
mod facet;
mod fold;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod folder;
mod matching;
pub mod pack;
mod passage;
pub mod query;
pub(crate) mod schema;
pub(crate) mod tokenizer;
pub(crate) mod unit;

use std::cmp::Reverse;
use std::sync::Arc;

use tantivy::schema::Value;
use tantivy::{DocId, SegmentReader, TantivyDocument};

pub use self::answer::{Answer, Count, Facets, Hit, Passage};
pub use self::error::{Error, PackFault, PackFaultKind, QueryFault, QueryFaultKind};
pub use self::facet::UNDATED;
pub use self::query::Query;

use self::matching::{Exact, Reports, Segment};
use self::pack::{Files, Manifest};
use self::query::{Item, Run, Term};
use self::schema::{DATE, Fields, Record};
use self::tokenizer::Zone;

/// Reports that hold a query's parts apart are looked for when fewer than this many hold it exactly:
/// they help where little is found, and are noise (and cost) where much is.
pub const APART_BELOW: u64 = 10;

/// Decompressed blocks of records that are kept.
const RECORD_BLOCKS: usize = 4;

/// The order of hits. Exact matches always come before the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Title before heading before body, rarer runs weigh more; then newer before older.
    #[default]
    Relevance,
    /// Newer before older, undated last.
    Date,
}

/// A published index, opened.
#[derive(Debug)]
pub struct Searcher {
    fields: Fields,
    segments: Vec<SegmentReader>,
    reports: u32,
}

/// What is known of a match before its text is read.
struct Match {
    exact: bool,
    score: u64,
    date: u64,
    segment: usize,
    report: DocId,
}

/// What a segment holds of a query.
struct Found {
    exact: Reports,
    /// Exact or in parts; the same as `exact` where parts were not looked for.
    either: Reports,
}

impl Searcher {
    /// Opens the index in a folder of this machine.
    ///
    /// # Errors
    ///
    /// A file is missing, of another length, altered, or of another version; the error names it.
    #[cfg(not(target_family = "wasm"))]
    pub fn open(folder: &std::path::Path) -> Result<Searcher, Error> {
        let (manifest, files) = folder::Folder::open(folder)?;
        Searcher::from_files(manifest, Arc::new(files))
    }

    /// Checks every byte of the index in a folder, which opening and asking do only as far as they read.
    ///
    /// # Errors
    ///
    /// A file is missing, of another length, altered, or of another version; the error names it.
    #[cfg(not(target_family = "wasm"))]
    pub fn verify(folder: &std::path::Path) -> Result<(), Error> {
        let (_, files) = folder::Folder::open(folder)?;
        Ok(files.verify()?)
    }

    /// Opens an index whose files come from anywhere.
    ///
    /// # Errors
    ///
    /// What `files` says, or an index that cannot be understood.
    pub fn from_files(manifest: Manifest, files: Arc<dyn Files>) -> Result<Searcher, Error> {
        let fields = Fields::new();
        let reports = manifest.reports;
        let index = pack::open(manifest, files, &fields)?;
        let segments = index
            .searchable_segments()?
            .iter()
            .map(SegmentReader::open)
            .collect::<Result<_, _>>()?;
        Ok(Searcher {
            fields,
            segments,
            reports,
        })
    }

    /// How many reports the index holds.
    pub fn reports(&self) -> u32 {
        self.reports
    }

    /// Answers a query with at most `limit` hits.
    ///
    /// # Errors
    ///
    /// The query cannot be understood, or the index cannot be read.
    pub fn search(&self, query: &str, sort: Sort, limit: usize) -> Result<Answer, Error> {
        let query = Query::parse(query)?;
        let terms = text_terms(&query)?;
        // What is shown of a match, and what can be missing: runs that must occur.
        let runs: Vec<&Run> = terms
            .iter()
            .filter(|(term, _)| !term.negated)
            .map(|(_, run)| *run)
            .collect();
        // For each segment and run, the reports that hold it exactly.
        let mut exact: Vec<Vec<Exact>> = Vec::with_capacity(self.segments.len());
        for segment in self.segments() {
            exact.push(
                terms
                    .iter()
                    .map(|(_, run)| segment.exact(&run.units))
                    .collect::<Result<_, _>>()?,
            );
        }
        let held: Vec<usize> = (0..terms.len())
            .map(|run| {
                exact
                    .iter()
                    .filter_map(|runs| runs.get(run))
                    .map(Vec::len)
                    .sum()
            })
            .collect();
        let found = self.find(&query, &terms, &exact)?;
        let mut answer = Answer {
            exact_total: found.iter().map(|found| found.exact.len()).sum(),
            total: found.iter().map(|found| found.either.len()).sum(),
            facets: facet::count(
                self.segments
                    .iter()
                    .zip(found.iter().map(|found| &found.exact)),
            )?,
            ..Answer::default()
        };
        for ((term, run), held) in terms.iter().zip(&held) {
            if *held == 0 && !term.negated && !answer.missing.contains(&run.text) {
                answer.missing.push(run.text.clone());
            }
        }
        let mut matches = self.matches(&terms, &found, &exact, &held)?;
        matches.sort_by_key(|m| {
            let score = match sort {
                Sort::Relevance => m.score,
                Sort::Date => 0,
            };
            (Reverse((m.exact, score, m.date)), m.segment, m.report)
        });
        matches.truncate(limit);
        answer.hits = self.hits(&matches, &runs)?;
        Ok(answer)
    }

    fn segments(&self) -> impl Iterator<Item = Segment<'_>> {
        self.segments.iter().map(|reader| Segment {
            reader,
            fields: &self.fields,
        })
    }

    /// Which reports match the whole query.
    fn find(
        &self,
        query: &Query,
        terms: &[(&Term, &Run)],
        exact: &[Vec<Exact>],
    ) -> Result<Vec<Found>, Error> {
        let mut found = Vec::with_capacity(self.segments.len());
        for (segment, exact) in self.segments().zip(exact) {
            let size = segment.reader.max_doc();
            let of_run: Vec<Reports> = exact.iter().map(|exact| holders(size, exact)).collect();
            let of_query = evaluate(query, size, &mut of_run.into_iter());
            found.push(Found {
                either: of_query.clone(),
                exact: of_query,
            });
        }
        let total: u64 = found.iter().map(|found| found.exact.len()).sum();
        if total >= APART_BELOW {
            return Ok(found);
        }
        for ((segment, exact), found) in self.segments().zip(exact).zip(&mut found) {
            let size = segment.reader.max_doc();
            let mut of_run = Vec::with_capacity(terms.len());
            for ((term, run), exact) in terms.iter().zip(exact) {
                let mut holders = holders(size, exact);
                if !run.quoted && !term.negated {
                    holders.unite(&segment.apart(&run.units)?);
                }
                of_run.push(holders);
            }
            found.either = evaluate(query, size, &mut of_run.into_iter());
        }
        Ok(found)
    }

    /// Every match with what orders it.
    fn matches(
        &self,
        terms: &[(&Term, &Run)],
        found: &[Found],
        exact: &[Vec<Exact>],
        held: &[usize],
    ) -> Result<Vec<Match>, Error> {
        let mut matches = Vec::new();
        for (at, (segment, (found, exact))) in
            self.segments().zip(found.iter().zip(exact)).enumerate()
        {
            let mut scores = vec![0; segment.reader.max_doc() as usize];
            let wanted = terms.iter().zip(exact.iter().zip(held));
            for (_, (exact, held)) in wanted.filter(|((term, _), _)| !term.negated) {
                self.add_scores(&mut scores, exact, *held);
            }
            let mut apart = found.either.clone();
            apart.subtract(&found.exact);
            if apart.len() > 0 {
                self.add_apart_scores(&mut scores, segment, terms, &apart)?;
            }
            let dates = segment.reader.fast_fields().u64(DATE)?;
            for (exact, reports) in [(true, &found.exact), (false, &apart)] {
                matches.extend(reports.iter().map(|report| Match {
                    exact,
                    score: scores.get(report as usize).copied().unwrap_or(0),
                    date: dates.first(report).unwrap_or(0),
                    segment: at,
                    report,
                }));
            }
        }
        Ok(matches)
    }

    /// Adds what a run is worth to the reports that hold it; `held` reports do in all.
    fn add_scores(&self, scores: &mut [u64], exact: &Exact, held: usize) {
        // Whole numbers, so that every machine orders alike: 1 for a run that every report holds, one
        // more each time that half as many do.
        let rarity = (self.reports as usize / held.max(1)).max(1).ilog2() + 1;
        for (report, zone) in exact {
            if let Some(score) = scores.get_mut(*report as usize) {
                *score += u64::from(rarity)
                    * match zone {
                        Zone::Body => 1,
                        Zone::Heading => 3,
                        Zone::Title => 9,
                    };
            }
        }
    }

    /// Adds what the parts of the runs are worth to the reports that hold them apart.
    fn add_apart_scores(
        &self,
        scores: &mut [u64],
        segment: Segment<'_>,
        terms: &[(&Term, &Run)],
        apart: &Reports,
    ) -> Result<(), Error> {
        let in_parts = |(term, run): &&(&Term, &Run)| !run.quoted && !term.negated;
        for (_, run) in terms.iter().filter(in_parts) {
            for part in segment.parts(&run.units)? {
                let held = part.len();
                let in_apart = part.into_iter().filter(|found| apart.contains(found.0));
                self.add_scores(scores, &in_apart.collect(), held);
            }
        }
        Ok(())
    }

    /// Reads the records of the matches that are shown.
    fn hits(&self, matches: &[Match], runs: &[&Run]) -> Result<Vec<Hit>, Error> {
        let stores = self
            .segments
            .iter()
            .map(|segment| segment.get_store_reader(RECORD_BLOCKS))
            .collect::<Result<Vec<_>, _>>()?;
        let mut hits = Vec::with_capacity(matches.len());
        for found in matches {
            let Some(store) = stores.get(found.segment) else {
                continue;
            };
            let document: TantivyDocument = store.get(found.report)?;
            let bytes = document
                .get_first(self.fields.record)
                .and_then(|value| value.as_bytes())
                .unwrap_or_default();
            let record: Record = Record::from_bytes(bytes).map_err(std::io::Error::from)?;
            hits.push(Hit {
                passages: passage::passages(&record, runs),
                source: record.source,
                id: record.id,
                url: record.url,
                title: record.title,
                exact: found.exact,
            });
        }
        Ok(hits)
    }
}

/// The reports of an exact list.
fn holders(size: u32, exact: &Exact) -> Reports {
    let mut holders = Reports::none(size);
    exact.iter().for_each(|(report, _)| holders.insert(*report));
    holders
}

/// The terms of a query that asks about title and text alone, in its order.
fn text_terms(query: &Query) -> Result<Vec<(&Term, &Run)>, Error> {
    query
        .terms()
        .map(|term| match &term.item {
            Item::Run(run) => Ok((term, run)),
            item => Err(Error::Query(QueryFault {
                kind: QueryFaultKind::NotYet(item.to_string()),
                at: term.at.clone(),
            })),
        })
        .collect()
}

/// The reports that match the query, given those of each run in the order of [`Query::terms`].
fn evaluate(query: &Query, size: u32, of_run: &mut dyn Iterator<Item = Reports>) -> Reports {
    let mut all = Reports::all(size);
    for clause in &query.clauses {
        let mut any = Reports::none(size);
        for term in &clause.alternatives {
            let holders = of_run.next().unwrap_or_else(|| Reports::none(size));
            any.unite(&match term.negated {
                true => {
                    let mut others = Reports::all(size);
                    others.subtract(&holders);
                    others
                }
                false => holders,
            });
        }
        all.intersect(&any);
    }
    all
}
