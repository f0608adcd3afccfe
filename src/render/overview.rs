//! The pages that are not a report's: agencies, search, about, 404, redirects; and the
//! values that are the same on every page.

use crate::archive::{AgencyIndex, Archive, Redirect, Target};
use crate::config::Publisher;
use crate::data::dcat::DataFile;
use crate::engine;
use crate::error::Error;
use crate::fields::is_web_address;
use crate::knowledge::Knowledge;
use crate::language::LanguageTag;
use crate::render::as_of::has_changes;
use crate::render::lists::{Heads, WholeList, by_year, paging_links};
use crate::render::metadata::{Column, ColumnType, guidelines};
use crate::render::mirror::{NO_BASE_URL, mirror_steps};
use crate::render::verify::has_log;
use crate::render::view::{self, ListKind, PageKind};
use crate::render::ways::SHORTER;
use crate::render::{
    ABOUT_PAGE, EMBED_PAGE, EMBED_SCRIPT, FOLLOW_PAGE, INDEX_FOLDER, MIRROR_PAGE, Page, Renderer,
    SEARCH_BOX, SEARCH_PAGE, SearchFiles,
};
use crate::report::html;
use crate::report::markdown::{Document, Link, Options};
use crate::route;
use crate::route::site_path::NOT_FOUND_PAGE;
use crate::theme::Texts;

/// What is the same on every page.
pub(super) fn site(
    archive: &Archive,
    knowledge: &Knowledge,
    texts: &Texts,
    has_index_beside: bool,
) -> view::Site {
    let config = &archive.config;
    let is_other = texts.is_other_language(&config.language);
    let text_language = is_other.then(|| config.language.to_string());
    let label = |text: &String| label(text, text_language.clone());
    view::Site {
        title: config.title.clone(),
        description: config.description.clone(),
        language: texts.language().to_string(),
        right_to_left: texts.is_right_to_left(),
        text_language: text_language.clone(),
        notice: config.notice.clone(),
        publisher: config.publisher.name.clone(),
        contact: config.publisher.contact.as_ref().map(label),
        corrections: config.publisher.corrections.as_ref().map(label),
        errors_to: errors_to(&config.publisher),
        licence: config.licence.as_ref().map(label),
        name: config
            .site
            .name
            .clone()
            .unwrap_or_else(|| config.title.clone()),
        domain: guidelines::domain(config).map(str::to_owned),
        id_code: config.site.id_code.clone(),
        icp: config.site.icp.clone(),
        police: config.site.police.clone(),
        generator: concat!("gongbao ", env!("CARGO_PKG_VERSION")).to_owned(),
        has_search: has_index_beside || config.index_url.is_some(),
        has_topics: !archive.topic_segments.is_empty(),
        has_duties: !knowledge.coverage.duties.is_empty(),
        has_regions: !knowledge.regions.all.is_empty(),
        has_citations: !knowledge.citations.is_empty(),
        has_validity: !knowledge.validity.standings.is_empty(),
        has_measures: !knowledge.measures.plans.is_empty(),
        has_indicators: !knowledge.indicators.is_empty(),
        has_parts: knowledge.parts.has_pages(archive),
        has_log: has_log(archive),
        is_preview: archive.is_preview,
        has_drafts: archive.drafts_shown().next().is_some(),
        base_url: config.base_url.clone(),
    }
}

/// Where errors are reported by mail: where an archive says that they are reported otherwise, they are.
fn errors_to(publisher: &Publisher) -> Option<String> {
    let to = publisher
        .corrections
        .as_ref()
        .or(publisher.contact.as_ref())?;
    label(to, None).url.filter(|url| url.starts_with("mailto:"))
}

/// A text that is an address leads there.
fn label(text: &str, language: Option<String>) -> view::Label {
    let is_mail =
        text.contains('@') && !text.contains([' ', ':', '/', '，', '。', '（']) && text.is_ascii();
    let url = if is_web_address(text) {
        Some(text.to_owned())
    } else if is_mail {
        Some(format!("mailto:{text}"))
    } else {
        None
    };
    view::Label {
        text: text.to_owned(),
        url,
        language,
    }
}

impl Renderer<'_> {
    /// Every page that is no report's, no agency's and no list, the front page aside. `data` are the files of open data,
    /// `search` what the search page finds beside the index.
    ///
    /// # Errors
    ///
    /// Those of the theme, and of `sink`.
    pub(crate) fn overview<'r>(
        &'r self,
        data: &[DataFile],
        search: &SearchFiles,
        sink: &mut dyn FnMut(Page<'r>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.way_pages(sink)?;
        sink(self.search(search))?;
        if let Some(page) = self.embed(search) {
            sink(page)?;
        }
        sink(self.follow(data))?;
        sink(self.about())?;
        sink(self.mirror())?;
        sink(self.not_found())?;
        for (old, redirect) in &self.archive.redirects {
            sink(self.redirect(old, redirect))?;
        }
        Ok(())
    }

    pub(super) fn agency_count(&self) -> u64 {
        let agencies = self.archive.agencies.iter();
        agencies.filter(|a| !a.entries.is_empty()).count() as u64
    }

    /// The pages of an agency; `about` is the body of its `_index.md`.
    ///
    /// # Errors
    ///
    /// Those of the theme, and of `sink`.
    pub(crate) fn agency<'r>(
        &'r self,
        index: AgencyIndex,
        about: Option<&str>,
        sink: &mut dyn FnMut(Page<'r>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let agency = &self.archive.agencies[index];
        let beside = |position: Option<usize>| {
            let agency = self.archive.agencies.get(position?)?;
            Some((agency.facts.name.clone(), agency.route.page()))
        };
        let list = WholeList {
            kind: ListKind::Agency,
            path: agency.route.page(),
            title: agency.facts.name.clone(),
            entries: by_year(self.archive, agency.entries.clone()),
            previous: beside(index.checked_sub(1)),
            next: beside(Some(index + 1)),
            heads: Heads::Period,
            scope: None,
        };
        self.each_page(&list, &[], &mut |path, list_view| {
            let mut page = self.page(
                PageKind::Agency,
                &path,
                &list.title,
                self.agency_crumbs(index, &path),
            );
            page.language = self.archive_language();
            self.describe_agency(&mut page, index);
            page.links.extend(paging_links(list_view.paging.as_ref()));
            let is_first = path == list.path;
            let below = self
                .archive
                .agencies
                .iter()
                .filter(|a| is_first && a.parent == Some(index))
                .map(|agency| self.agency_entry(agency, &path))
                .collect();
            let about = about.filter(|_| is_first).map(|body| {
                let document = Document::parse_below(
                    &agency.facts.name,
                    body,
                    self.options(&self.archive.config.language),
                );
                let resolve = |link: &Link| self.resolve(&agency.folder, &path, link);
                let words = self.body_words(&self.archive.config.language);
                view::Html(html::write(
                    &document,
                    &words,
                    &resolve,
                    html::LinksBeside::default(),
                ))
            });
            let view = view::Agency {
                name: agency.facts.name.clone(),
                language: self.archive_language(),
                catalogue: if is_first {
                    self.agency_catalogue(index, &path)
                } else {
                    Vec::new()
                },
                about: about.filter(|html| !html.0.trim().is_empty()),
                as_of: self.knowledge.as_of.map(|day| self.date(day)),
                duties: match is_first {
                    true => self.duties_of_agency(index, &path),
                    false => Vec::new(),
                },
                parts: match is_first {
                    true => self.parts_of_agency(index, &path),
                    false => Vec::new(),
                },
                measures: match is_first {
                    true => self.measures_of_agency(index, &path),
                    false => Vec::new(),
                },
                below,
                figures: (is_first.then(|| self.agency_figures(index, &path))).flatten(),
                series: (is_first.then(|| self.agency_series(index, &path))).flatten(),
            };
            let view = view::AgencyPage {
                page,
                agency: view,
                list: list_view,
            };
            sink(self.page_from(path, "agency.html", view))
        })
    }

    fn search(&self, files: &SearchFiles) -> Page<'_> {
        let title = self.texts().word("search").to_owned();
        let mut page = self.page(
            PageKind::Search,
            SEARCH_PAGE,
            &title,
            vec![self.home_link(SEARCH_PAGE)],
        );
        self.describe_column(&mut page, &Column::named(&title, ColumnType::Catalogue));
        let entries = self.entries(SEARCH_PAGE, SHORTER);
        let view = view::SearchPage {
            page,
            entries,
            index: self.search_index(SEARCH_PAGE, files),
        };
        self.page_from(SEARCH_PAGE.to_owned(), "search.html", view)
    }

    /// The script for the search boxes of other pages; none where nothing is searched.
    ///
    /// # Errors
    ///
    /// Those of the theme.
    pub(crate) fn search_box(&self, files: &SearchFiles) -> Result<Option<Vec<u8>>, Error> {
        let index = self.search_index(SEARCH_BOX, files);
        let made = index.map(|index| self.render("search-box.html", &view::SearchBox { index }));
        made.transpose()
    }

    /// Where the index is that the page `from` searches, and what searches it.
    fn search_index(&self, from: &str, files: &SearchFiles) -> Option<view::SearchIndex> {
        let root = route::root_of(from);
        let engine = format!("{root}{}", *engine::PATH);
        let words = files.words.as_ref().map(|path| format!("{root}{path}"));
        let names = files.names.as_ref();
        let names_files = names.map_or(0, |names| names.files as u64);
        let names = names.map(|names| format!("{root}{}", names.folder));
        let engine_bytes = engine::BYTES.len() as u64;
        if let Some(index) = &self.archive.config.index_url {
            return Some(view::SearchIndex {
                url: index.url.clone(),
                origin: Some(index.origin.clone()),
                engine,
                engine_bytes,
                words,
                names,
                names_files,
                disk: None,
                query: files.query.clone(),
            });
        }
        self.has_index_beside.then(|| view::SearchIndex {
            url: format!("{root}{INDEX_FOLDER}"),
            origin: None,
            engine,
            engine_bytes,
            words,
            names,
            names_files,
            disk: files
                .on_disk
                .then(|| format!("{root}{}", engine::DISK_FOLDER)),
            query: files.query.clone(),
        })
    }

    /// The page for a frame in pages of other sites, where there is anything to search.
    fn embed(&self, files: &SearchFiles) -> Option<Page<'_>> {
        let index = self.search_index(EMBED_PAGE, files)?;
        let title = self.texts().word("search");
        let page = self.page(PageKind::Embed, EMBED_PAGE, title, Vec::new());
        let view = view::EmbedPage { page, index };
        Some(self.page_from(EMBED_PAGE.to_owned(), "embed.html", view))
    }

    /// Subscribing and downloads.
    fn follow(&self, data: &[DataFile]) -> Page<'_> {
        let title = self.texts().word("follow").to_owned();
        let crumbs = vec![self.home_link(FOLLOW_PAGE)];
        let mut page = self.page(PageKind::Follow, FOLLOW_PAGE, &title, crumbs);
        self.describe_column(&mut page, &Column::named(&title, ColumnType::Guide));
        let base_url = self.archive.config.base_url.as_deref();
        let view = view::FollowPage {
            page,
            downloads: self.downloads(FOLLOW_PAGE, data),
            embed: self
                .has_search()
                .then(|| format!("{}{EMBED_SCRIPT}", base_url.unwrap_or(NO_BASE_URL))),
        };
        self.page_from(FOLLOW_PAGE.to_owned(), "follow.html", view)
    }

    fn about(&self) -> Page<'_> {
        let title = self.texts().word("about").to_owned();
        let mut page = self.page(
            PageKind::About,
            ABOUT_PAGE,
            &title,
            vec![self.home_link(ABOUT_PAGE)],
        );
        self.describe_column(&mut page, &Column::named(&title, ColumnType::Guide));
        let config = &self.archive.config;
        let about = view::About {
            report_count: self.archive.entries.len() as u64,
            agency_count: self.agency_count(),
            index_url: config.index_url.as_ref().map(|index| index.url.clone()),
            as_of: has_changes(self.archive)
                .then(|| route::relative(ABOUT_PAGE, route::AS_OF_PAGE)),
        };
        self.page_from(
            ABOUT_PAGE.to_owned(),
            "about.html",
            view::AboutPage { page, about },
        )
    }

    fn mirror(&self) -> Page<'_> {
        let title = self.texts().word("how_to_mirror").to_owned();
        let about = view::Link {
            title: self.texts().word("about").to_owned(),
            url: route::relative(MIRROR_PAGE, ABOUT_PAGE),
            language: None,
        };
        let crumbs = vec![self.home_link(MIRROR_PAGE), about];
        let mut page = self.page(PageKind::Mirror, MIRROR_PAGE, &title, crumbs);
        self.describe_column(&mut page, &Column::named(&title, ColumnType::Guide));
        let config = &self.archive.config;
        let index_url = config.index_url.as_ref().map(|index| index.url.clone());
        let view = view::MirrorPage {
            page,
            steps: mirror_steps(config.base_url.as_deref(), index_url.as_deref()),
            index_url,
        };
        self.page_from(MIRROR_PAGE.to_owned(), "mirror.html", view)
    }

    fn not_found(&self) -> Page<'_> {
        let title = self.texts().word("not_found").to_owned();
        let page = self.page(PageKind::NotFound, NOT_FOUND_PAGE, &title, Vec::new());
        self.page_from(
            NOT_FOUND_PAGE.to_owned(),
            "404.html",
            view::NotFoundPage { page },
        )
    }

    fn redirect(&self, old: &str, redirect: &Redirect) -> Page<'_> {
        let (file, title, language) = match redirect {
            Redirect::List(list) => (
                list.file(),
                self.list_title(list),
                self.list_title_language(list),
            ),
            Redirect::To(target) => {
                let (title, language) = match *target {
                    Target::Agency(agency) => {
                        let agency = &self.archive.agencies[agency];
                        (agency.facts.name.clone(), self.archive_language())
                    }
                    Target::Report(entry) | Target::Attachment(entry, _) => {
                        let entry = &self.archive.entries[entry];
                        let title = self.archive.shown_title(entry).into_owned();
                        (title, self.report_language(entry))
                    }
                };
                (self.archive.file_of(*target), title, language)
            }
        };
        let mut page = self.page(PageKind::Redirect, old, &title, Vec::new());
        page.language.clone_from(&language);
        page.canonical = self.absolute(&file);
        self.describe_redirect(&mut page);
        let target = view::Link {
            url: route::encode(&route::relative(old, &file)),
            title,
            language,
        };
        self.page_from(
            old.to_owned(),
            "redirect.html",
            view::RedirectPage { page, target },
        )
    }

    /// How texts in `language` are read.
    fn options(&self, language: &LanguageTag) -> Options {
        Options {
            chinese: language.is_chinese(),
        }
    }
}
