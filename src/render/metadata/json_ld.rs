//! Structured data by schema.org, as JSON-LD: one `@graph` a page.
//!
//! | page | nodes |
//! |---|---|
//! | front page | DataCatalog with the Dataset of the catalogue and its two files |
//! | report | Report, GovernmentOrganization, BreadcrumbList |
//! | agency | GovernmentOrganization with all that is known of it, BreadcrumbList |
//! | any other with a way down to it | BreadcrumbList |
//!
//! An `@id` and a link are absolute with `base_url`, else relative to the page, as JSON-LD 1.1 reads them
//! in HTML (section 7.1); `url` is given only with `base_url`. The nodes borrow from the archive and are
//! written once; no tree of values is made for a page.

mod node;

use crate::archive::{AgencyIndex, Entry};
use crate::data;
use crate::date::PartialDate;
use crate::render::metadata::Described;
use crate::render::metadata::json_ld::node::{
    Agency, Authors, Catalogue, Code, Dataset, Download, Graph, Node, OfArchive, Reference, Report,
    Step, Trail, licence, publisher,
};
use crate::render::view::{JsonLd, Page};
use crate::render::{HOME_PAGE, Renderer};
use crate::route;

/// Names of nodes, as fragments of the page that they are about.
const REPORT: &str = "#report";
/// See [`REPORT`].
const AGENCY: &str = "#agency";
/// See [`REPORT`].
const CATALOGUE: &str = "#catalogue";

fn graph(nodes: &[Node<'_>]) -> JsonLd {
    JsonLd::new(&Graph {
        context: "https://schema.org",
        nodes,
    })
}

impl Renderer<'_> {
    /// A report, who made it, and the way down to it.
    pub(super) fn report_graph(
        &self,
        page: &Page,
        entry: &Entry,
        report: &Described<'_>,
    ) -> JsonLd {
        let facts = report.facts;
        let agency_pages: Vec<(String, String)> = entry
            .agencies()
            .map(|index| {
                let route = &self.archive.agencies[index].route;
                let page = self.address(&page.path, &route.page());
                (format!("{page}{AGENCY}"), page)
            })
            .collect();
        let id = format!("{}{REPORT}", report.url.unwrap_or(""));
        let catalogue = format!("{}{CATALOGUE}", self.address(&page.path, HOME_PAGE));
        let node = Report {
            kind: "Report",
            id: &id,
            name: &report.title,
            in_language: report.language,
            author: match &*agency_pages {
                [(id, _)] => Authors::One(Reference::to(id)),
                many => Authors::Many(many.iter().map(|(id, _)| Reference::to(id)).collect()),
            },
            publisher: publisher(report.config),
            date_created: facts.written.map(|d| d.to_string()),
            date_published: report.published.as_deref(),
            date_modified: report.modified.as_deref(),
            temporal_coverage: facts.period.map(|p| format!("{}/{}", p.from, p.to)),
            report_number: facts.document_number.as_ref().map(|n| n.value.as_str()),
            identifier: facts.index_number.as_ref().map(|n| n.value.as_str()),
            genre: self.archive.genre(entry).map(String::as_str),
            keywords: &facts.keywords,
            description: report.summary,
            creative_work_status: match facts.withdrawn {
                Some(_) => facts.status_key(),
                None => (self.position(entry)).and_then(|report| self.state_of(report)),
            },
            is_based_on: facts.source.as_ref().and_then(|s| s.url.as_deref()),
            license: licence(report.config),
            url: report.url,
            is_part_of: Reference::named("DataCatalog", Some(&catalogue), &report.config.title),
        };
        let mut nodes = vec![Node::Report(Box::new(node))];
        for ((id, page), name) in agency_pages.iter().zip(&report.agencies) {
            nodes.push(Node::Agency(Box::new(Agency {
                kind: "GovernmentOrganization",
                id,
                name,
                url: report.url.map(|_| page.as_str()),
                ..Agency::default()
            })));
        }
        nodes.push(Node::Trail(self.trail(page, report.url)));
        graph(&nodes)
    }

    /// An agency with all that is known of it, and the way down to its page.
    pub(super) fn agency_graph(&self, page: &Page, index: AgencyIndex) -> JsonLd {
        let agency = &self.archive.agencies[index];
        let facts = &agency.facts;
        // The first page of its reports speaks for all.
        let own_page = self.address(&page.path, &agency.route.page());
        let id = format!("{own_page}{AGENCY}");
        let parent = agency.parent.map(|index| &self.archive.agencies[index]);
        let parent_id = parent
            .map(|parent| format!("{}{AGENCY}", self.address(&page.path, &parent.route.page())));
        let codes = [
            ("GB 11714", &facts.codes.organisation),
            ("GB 32100", &facts.codes.credit),
            ("GB/T 2260", &facts.codes.division),
        ];
        let codes = codes.into_iter().filter_map(|(register, value)| {
            Some(Code {
                kind: "PropertyValue",
                register,
                value: value.as_deref()?,
            })
        });
        let date = |date: Option<PartialDate>| date.map(|d| d.to_string());
        let node = Agency {
            kind: "GovernmentOrganization",
            id: &id,
            name: &facts.name,
            alternate_name: &facts.other_names,
            identifier: codes.collect(),
            location: facts.region.as_deref(),
            parent_organization: parent.map(|parent| {
                Reference::named(
                    "GovernmentOrganization",
                    parent_id.as_deref(),
                    &parent.facts.name,
                )
            }),
            founding_date: date(facts.from),
            dissolution_date: date(facts.to),
            url: page.canonical.as_ref().map(|_| own_page.as_str()),
        };
        graph(&[
            Node::Agency(Box::new(node)),
            Node::Trail(self.trail(page, page.canonical.as_deref())),
        ])
    }

    /// The archive as a catalogue of data, and the files of its catalogue.
    pub(super) fn home_graph(&self) -> JsonLd {
        let config = &self.archive.config;
        let url = self.absolute(HOME_PAGE);
        let id = format!("{}{CATALOGUE}", url.as_deref().unwrap_or(""));
        let years = self.archive.years();
        let span = years.keys().next().zip(years.keys().next_back());
        let files = [
            ("application/json", data::JSON_FILE),
            ("text/csv", data::CSV_FILE),
        ];
        let archive = || OfArchive {
            name: &config.title,
            description: config.description.as_deref(),
            in_language: config.language.as_str(),
            publisher: publisher(config),
            license: licence(config),
        };
        let node = Catalogue {
            kind: "DataCatalog",
            id: &id,
            archive: archive(),
            url: url.as_deref(),
            dataset: Dataset {
                kind: "Dataset",
                archive: archive(),
                temporal_coverage: span.map(|(first, last)| match first == last {
                    true => format!("{first:04}"),
                    false => format!("{first:04}/{last:04}"),
                }),
                distribution: files
                    .map(|(encoding_format, file)| Download {
                        kind: "DataDownload",
                        encoding_format,
                        content_url: self.address(HOME_PAGE, file),
                    })
                    .into(),
            },
        };
        graph(&[Node::Catalogue(Box::new(node))])
    }

    /// The way down to a page, if there is one.
    pub(super) fn trail_graph(&self, page: &Page) -> Option<JsonLd> {
        let trail = self.trail(page, page.canonical.as_deref());
        (!page.breadcrumbs.is_empty()).then(|| graph(&[Node::Trail(trail)]))
    }

    /// The breadcrumbs of a page and the page itself, whose absolute URL is `url`.
    fn trail<'p>(&self, page: &'p Page, url: Option<&str>) -> Trail<'p> {
        let folder = page.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let step = |(index, (name, item)): (usize, (&'p str, String))| Step {
            kind: "ListItem",
            position: index + 1,
            name,
            item,
        };
        let above = page.breadcrumbs.iter().map(|crumb| {
            let file = route::join(folder, &crumb.url);
            let absolute = file.and_then(|file| self.absolute(&file));
            (
                crumb.title.as_str(),
                absolute.unwrap_or_else(|| crumb.url.clone()),
            )
        });
        let own = url.map_or_else(|| route::relative(&page.path, &page.path), str::to_owned);
        let steps = above.chain([(page.title.as_str(), own)]);
        Trail {
            kind: "BreadcrumbList",
            steps: steps.enumerate().map(step).collect(),
        }
    }

    /// A file of the site on the page `from`: absolute with `base_url`, else relative.
    fn address(&self, from: &str, file: &str) -> String {
        self.absolute(file)
            .unwrap_or_else(|| route::encode(&route::relative(from, file)))
    }
}
