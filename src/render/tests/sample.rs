//! Sample values of every kind of page, for tests: the golden file of the contract, the pages that
//! the browser tests look at, and the measurement of speed.
//!
//! The bodies named here are invented.

pub(crate) mod cited;

use crate::render::tests::{
    indicator_sample, measure_sample, part_sample, series_sample, table_sample,
};
use crate::render::view::{
    About, AboutPage, Agency, AgencyPage, Attachment, CatalogueRow, CatalogueValue, Cell, Citation,
    CitationPiece, ComparisonPage, ComparisonPiece, ComparisonRow, ComparisonSide, CoverageCell,
    CoverageRow, CoverageSum, CoverageTable, Date, Day, Download, Downloads, DutiesPage, DutyPage,
    DutyRule, DutyTable, Edition, EmbedPage, Entries, Entry, FailedSum, Filter, FollowPage, Group,
    HeadLink, Home, HomePage, Html, IndexPage, JsonLd, Label, LedgerLink, Line, Link, List,
    ListKind, ListPage, Matrix, MatrixRow, MirrorPage, MirrorStep, NotFoundPage, OfYear, Page,
    PageKind, Paging, PagingStep, Part, Qr, QueryLanguage, Recorded, RedirectPage, RegionEntry,
    RegionPage, RegionsPage, Report, ReportPage, Revision, SearchBox, SearchIndex, SearchPage,
    Similar, Site, SitemapPage, Source, Status, Sums, Tags, UnplacedReport, VerifyCommand,
    VerifyPage, VerifyStep, Way, Withdrawal, WithdrawnAttachment, WithoutPeriod, Years,
};

fn text(value: &str) -> String {
    value.to_owned()
}

pub(super) fn link(title: &str, url: &str) -> Link {
    Link {
        title: text(title),
        url: text(url),
        language: None,
    }
}

pub(super) fn label(value: &str, url: Option<&str>) -> Label {
    Label {
        text: text(value),
        url: url.map(text),
        language: None,
    }
}

fn entry(title: &str, url: &str, count: u64) -> Entry {
    Entry {
        title: text(title),
        url: text(url),
        count,
        region: Some(text("示例省示例市")),
        years: Some(text("2016年至2024年")),
        agencies: Some(3),
        ..Entry::default()
    }
}

fn filter(root: &str, key: &str) -> Filter {
    Filter {
        key: text(key),
        names: format!("{root}{key}/names-0123456789ab.js"),
        language: None,
    }
}

pub(super) fn date(iso: &str, display: &str) -> Date {
    Date {
        iso: text(iso),
        display: text(display),
    }
}

fn row(key: &str, value: &str, url: Option<&str>, iso: Option<&str>) -> CatalogueRow {
    CatalogueRow {
        key: text(key),
        values: vec![CatalogueValue {
            text: text(value),
            url: url.map(text),
            iso: iso.map(text),
            language: None,
        }],
    }
}

/// An archive with everything set.
pub(crate) fn site() -> Site {
    Site {
        title: text("示例市法治政府建设报告档案"),
        description: Some(text("示例市各级机关公开的法治政府建设年度报告与实施方案。")),
        language: text("zh-Hans"),
        right_to_left: false,
        text_language: None,
        notice: Some(text("示例档案，非官方文本")),
        publisher: Some(text("示例市档案编辑部")),
        contact: Some(label(
            "archive@example.org",
            Some("mailto:archive@example.org"),
        )),
        corrections: Some(label("提交更正", Some("https://example.org/corrections"))),
        errors_to: Some(text("mailto:archive@example.org")),
        licence: Some(label(
            "CC BY 4.0",
            Some("https://creativecommons.org/licenses/by/4.0/"),
        )),
        name: text("示例市法治政府建设报告档案"),
        domain: Some(text("www.example.org")),
        id_code: Some(text("bm01000001")),
        icp: Some(text("示ICP备00000000号")),
        police: Some(text("示公网安备 00000000000000号")),
        generator: text("gongbao 0.1.0"),
        has_search: true,
        is_preview: false,
        has_drafts: false,
        has_topics: true,
        has_duties: true,
        has_regions: true,
        has_citations: true,
        has_validity: true,
        has_measures: true,
        has_indicators: true,
        has_parts: true,
        has_log: true,
        base_url: Some(text("https://www.example.org/archive/")),
    }
}

pub(super) fn page(
    kind: PageKind,
    root: &str,
    path: &str,
    title: &str,
    crumbs: &[(&str, &str)],
) -> Page {
    Page {
        kind,
        root: text(root),
        path: text(path),
        title: text(title),
        language: None,
        breadcrumbs: crumbs.iter().map(|(title, url)| link(title, url)).collect(),
        canonical: Some(format!("https://www.example.org/archive/{path}")),
        links: Tags::default(),
        meta: {
            let mut tags = Tags::default();
            tags.meta("description", "示例“摘要” <含有> & 符号");
            tags
        },
        json_ld: Some(JsonLd::new(&serde_json::json!({
            "@context": "https://schema.org",
            "@type": "WebPage",
            "name": "</script><script>alert(1)</script>",
        }))),
    }
}

fn part(anchor: &str, title: &str, parts: Vec<Part>) -> Part {
    Part {
        anchor: text(anchor),
        title: text(title),
        parts,
    }
}

/// The body of a report: every form that the Markdown renderer makes.
fn body() -> String {
    let mut html = String::from(
        "<p id=\"0-1c0ffee0\">示例市本年度按照年初计划推进各项工作，现将有关情况报告如下。</p>\n",
    );
    let numbers = ["一", "二", "三", "四", "五"];
    for (chapter, number) in numbers.iter().enumerate() {
        let one = chapter + 1;
        html.push_str(&format!(
            "<h2 id=\"{one}\"><a class=\"part\" href=\"#{one}\">{number}、</a>示例工作的第{number}个方面</h2>\n"
        ));
        for (section, number) in numbers.iter().enumerate() {
            let two = section + 1;
            html.push_str(&format!(
                "<h3 id=\"{one}-{two}\"><a class=\"part\" href=\"#{one}-{two}\">（{number}）</a>完善示例制度与办理流程</h3>\n\
                 <p id=\"{one}-{two}-0a1b2c3d\"><span class=\"part-heading\">一是规范登记。</span>全年收到示例事项73件，办结50件，其中按期办结48件，其余2件在征得申请人同意后延期办理。各单位按照统一格式登记，逐月核对，年底汇总，做到件件有记录、事事有回音。</p>\n\
                 <p id=\"{one}-{two}-1a1b2c3d\">办理情况按季度公开<sup><a href=\"#fn-1\" id=\"fnref-{one}-{two}\">1</a></sup>，参见<a href=\"https://example.org/report\">示例公告</a>。<strong>《示例办法》</strong>第三条规定的事项，由示例办公室会同有关单位办理。</p>\n"
            ));
        }
    }
    html.push_str(
        "<section class=\"table\" tabindex=\"0\" aria-label=\"表格 1\"><table><thead><tr><th>类别</th><th>上年结转</th><th>本年新收</th><th>办结</th><th>结转下年</th></tr></thead>\
         <tbody><tr><td>申请公开</td><td>3</td><td>70</td><td>50</td><td>23</td></tr><tr><td>行政复议</td><td>0</td><td>11</td><td>10</td><td>1</td></tr></tbody></table></section>\n\
         <ul><li>第一项示例</li><li>第二项示例</li></ul>\n\
         <blockquote><p>引用的示例文字。</p></blockquote>\n\
         <div class=\"notes\" role=\"doc-endnotes\"><ol><li id=\"fn-1\"><p>数据截至11月底。</p>\n<a class=\"back\" href=\"#fnref-1-1\" role=\"doc-backlink\" aria-label=\"返回正文 1\"></a></li></ol></div>\n",
    );
    html
}

/// A report with everything set.
pub(crate) fn report() -> ReportPage {
    let mut page = page(
        PageKind::Report,
        "../../",
        "shili-shi/2021/index.html",
        "示例市2021年度法治政府建设情况报告",
        &[("首页", "../../index.html"), ("示例市", "../index.html")],
    );
    for (name, content) in [
        ("ColumnName", "法治政府建设年度报告"),
        ("ColumnType", "工作动态"),
        ("ArticleTitle", "示例市2021年度法治政府建设情况报告"),
        ("PubDate", "2022-03-18 09:30"),
        ("ContentSource", "示例市人民政府办公室"),
        ("Keywords", "法治政府,示例"),
    ] {
        page.meta.meta(name, content);
    }
    page.links.push(HeadLink {
        rel: text("alternate"),
        url: text("index.md"),
        media_type: Some(text("text/markdown")),
        title: Some(text("Markdown")),
    });
    let chapters = ["一", "二", "三", "四", "五"];
    let contents = chapters
        .iter()
        .enumerate()
        .map(|(index, number)| {
            let one = index + 1;
            let below = chapters
                .iter()
                .enumerate()
                .map(|(index, number)| {
                    let anchor = format!("{one}-{}", index + 1);
                    part(
                        &anchor,
                        &format!("（{number}）完善示例制度与办理流程"),
                        Vec::new(),
                    )
                })
                .collect();
            part(
                &one.to_string(),
                &format!("{number}、示例工作的第{number}个方面"),
                below,
            )
        })
        .collect();
    ReportPage {
        page,
        report: Report {
            id: text("shili-shi/2021"),
            title: text("示例市2021年度法治政府建设情况报告"),
            draft: false,
            title_pieces: vec![
                text("示例市"),
                text("2021年度"),
                text("法治政府建设情况报告"),
            ],
            language: text("zh-Hans"),
            catalogue: vec![
                row("index_number", "000000000/2022-00001", None, None),
                row("document_number", "示政办〔2022〕3号", None, None),
                row("agency", "示例市", Some("../index.html"), None),
                row(
                    "type",
                    "法治政府建设年度报告",
                    Some("../../types/annual-report/index.html"),
                    None,
                ),
                row(
                    "period",
                    "2021年",
                    Some("../../years/2021/index.html"),
                    Some("2021"),
                ),
                row("written", "2022年3月", None, Some("2022-03")),
                row(
                    "published",
                    "2022年3月18日 09:30",
                    None,
                    Some("2022-03-18T09:30+08:00"),
                ),
                CatalogueRow {
                    key: text("topics"),
                    values: ["行政复议", "政务公开"]
                        .map(|topic| CatalogueValue {
                            text: text(topic),
                            url: Some(text("../../topics/a/index.html")),
                            iso: None,
                            language: None,
                        })
                        .to_vec(),
                },
                row("status", "已修改", None, None),
            ],
            status: Some(Status {
                key: text("amended"),
                since: Some(date("2023-01-01", "2023年1月1日")),
                until: None,
                by: Some(label("示政办〔2023〕1号", None)),
                successor: Some(label(
                    "示例市2021年度法治政府建设情况报告（修订）",
                    Some("../2021-a/index.html"),
                )),
                basis: text("list"),
            }),
            ledger: Some(LedgerLink {
                url: text("../../measures/plans/shili-shi/2021/index.html"),
                count: 65,
            }),
            withdrawn: None,
            supersedes: vec![link(
                "示例市2021年度报告（征求意见稿）",
                "../2021-draft/index.html",
            )],
            superseded_by: Vec::new(),
            contents,
            body: Some(Html(body())),
            tables: vec![table_sample::table("table-1")],
            attachments: vec![Attachment {
                title: text("附件1：事项汇总表"),
                language: None,
                file: text("table.csv"),
                url: text("table.csv"),
                format: text("CSV"),
                bytes: 12_345,
                size: text("12.3 KB"),
                sha256: "0123456789abcdef".repeat(4),
            }],
            withdrawn_attachments: vec![WithdrawnAttachment {
                title: text("附件2：名单"),
                language: None,
                withdrawal: Withdrawal {
                    date: Some(date("2022-05-01", "2022年5月1日")),
                    reason: Some(text("含有个人信息")),
                    language: None,
                    authority: None,
                },
            }],
            source: Some(Source {
                name: Some(text("示例市人民政府办公室")),
                language: None,
                url: Some(text("https://www.example.org/2021.html")),
                captured: Some(date("2022-04-01", "2022年4月1日")),
            }),
            source_text: Some(text("index.md")),
            recorded: Some(Recorded {
                sha256: "0".repeat(64),
                release: 3,
                corrections: 1,
                proof: text("2.tlog-proof"),
                verify: text("verify/index.html#chongchuan/2021,2"),
                code: text("chongchuan/2021,2,0000 0000 0000 0000"),
                qr: Some(Qr {
                    size: 21,
                    path: text("M0 0h7"),
                }),
                list: Some(text("2.sha256")),
                is_signed: true,
            }),
            citations: citations(),
            revisions: vec![Revision {
                date: Some(date("2022-04-02", "2022年4月2日")),
                note: text("第二部分第三段“73件”原误作“37件”。"),
                language: None,
            }],
            history: Some(text("history/index.html")),
            same_parts: part_sample::same_parts(),
            similar: vec![similar(
                "../../similarity/shili-shi/2021/shili-xian.2021.html",
            )],
            figures: Some(indicator_sample::of_report()),
            series: series_sample::of_report(),
            sums: Some(Sums {
                checked: 12,
                count: 21,
                place: text("both"),
                failed: vec![FailedSum {
                    kind: text("added"),
                    url: Some(text("#p-1")),
                    words: text("维持26件+驳回4件=31件"),
                    expected: text("30"),
                    found: text("31"),
                }],
                more: 20,
            }),
            previous: Some(link(
                "示例市2020年度法治政府建设情况报告",
                "../2020/index.html",
            )),
            next: Some(link(
                "示例市2022年度法治政府建设情况报告",
                "../2022/index.html",
            )),
            previous_gap: Some(Years {
                first: 2018,
                last: 2018,
            }),
            next_gap: Some(Years {
                first: 2023,
                last: 2024,
            }),
            yearly: true,
            cited_by: Some(cited::cited_by()),
            acts: cited::acts(),
        },
    }
}

fn citations() -> Vec<Citation> {
    let piece = |value: &str| CitationPiece {
        text: text(value),
        ..CitationPiece::default()
    };
    let slot = |name: &str, before: &str, value: &str, after: &str| CitationPiece {
        text: text(value),
        slot: Some(text(name)),
        before: text(before),
        after: text(after),
    };
    let address = "https://www.example.org/archive/shili-shi/2021/";
    vec![
        Citation {
            key: text("gbt7714"),
            pieces: vec![
                piece(
                    "示例市. 示例市2021年度法治政府建设情况报告：示政办〔2022〕3号[R/OL]. 2022-03-18",
                ),
                slot("part", "：", "", ""),
                slot("address", ". ", &format!(". {address}"), ""),
                piece("."),
            ],
        },
        Citation {
            key: text("bibtex"),
            pieces: vec![
                piece(
                    "@techreport{shili-shi:2021,\n  title = {{示例市2021年度法治政府建设情况报告}},\n",
                ),
                slot("accessed", "  urldate = {", "", "},\n"),
                piece("}\n"),
            ],
        },
    ]
}

/// A report that was withdrawn, in another language than the archive.
pub(crate) fn withdrawn() -> ReportPage {
    let mut view = report();
    view.page.path = text("shili-shi/2019-en/index.html");
    view.page.title = text("Annual report 2019");
    view.page.language = Some(text("en"));
    view.report = Report {
        id: text("shili-shi/2019-en"),
        title: text("Annual report 2019"),
        language: text("en"),
        catalogue: vec![row("agency", "示例市", Some("../index.html"), None)],
        withdrawn: Some(Withdrawal {
            date: Some(date("2023-05", "2023年5月")),
            reason: Some(text("附表含有个人信息")),
            language: None,
            authority: Some(text("示例市档案编辑部")),
        }),
        superseded_by: vec![Link {
            language: Some(text("en")),
            ..link("Annual report 2019, corrected", "../2019-b/index.html")
        }],
        ..Report::default()
    };
    view
}

fn line(year: u16, number: usize) -> Line {
    Line {
        title: format!("示例市{year}年度法治政府建设情况报告（{number}）"),
        url: format!("../../shili-shi/{year}-{number}/index.html"),
        language: (number == 2).then(|| text("en")),
        date: (number != 3).then(|| date("2022-03-18", "2022年3月18日")),
        agencies: vec![link("示例市", "../../shili-shi/index.html")],
        report_type: Some(link(
            "法治政府建设年度报告",
            "../../types/annual-report/index.html",
        )),
        status: (number == 1).then(|| text("repealed")),
        withdrawn: number == 2,
    }
}

fn paging() -> Paging {
    Paging {
        number: 2,
        count: 13,
        previous: Some(text("index.html")),
        next: Some(text("3.html")),
        steps: [1, 2, 3, 13]
            .map(|number| PagingStep {
                number,
                url: format!("{number}.html"),
            })
            .to_vec(),
    }
}

fn list(kind: ListKind, title: &str) -> List {
    List {
        kind,
        title: text(title),
        language: None,
        total: 1234,
        of_year: (kind == ListKind::Year).then(|| OfYear {
            with_period: 1200,
            without_period: 34,
            is_spanning: true,
            published: vec![Entry {
                region: None,
                years: None,
                agencies: None,
                ..entry("2020年", "../2020/index.html", 1100)
            }],
        }),
        search: Some(text("../../search/index.html?q=year%3A2021")),
        groups: [2022, 2021, 2020]
            .map(|year| Group {
                year: Some(year),
                title: Some(format!("{year}年")),
                lines: (0..6).map(|number| line(year, number)).collect(),
            })
            .to_vec(),
        paging: Some(paging()),
        previous: Some(link("2020年", "../2020/index.html")),
        next: Some(link("2022年", "../2022/index.html")),
        feed: Some(text("feed.xml")),
        edition: Some(edition("../../", 2021)),
    }
}

/// A year.
pub(crate) fn year() -> ListPage {
    ListPage {
        page: page(
            PageKind::List,
            "../../",
            "years/2021/index.html",
            "2021年",
            &[
                ("首页", "../../index.html"),
                ("年份", "../../index.html#years"),
            ],
        ),
        list: list(ListKind::Year, "2021年"),
    }
}

/// A table with a cell of every state.
fn coverage_table(root: &str, whose: &str) -> CoverageTable {
    let cell = |state: &str| CoverageCell {
        state: text(state),
        publish_by: Some(date("2020-04-01", "2020年4月1日")),
        ..CoverageCell::default()
    };
    let late = CoverageCell {
        days: Some(12),
        reported_late: Some(3),
        url: Some(format!("{root}shili-shi/2019/index.html")),
        ..cell("late")
    };
    let sum = |held| CoverageCell {
        state: text("sum"),
        share: 2,
        held,
        due: 15,
        ..CoverageCell::default()
    };
    let states = [
        "on-time",
        "undated",
        "not-held",
        "not-yet-due",
        "not-applicable",
    ];
    let mut cells: Vec<CoverageCell> = states.into_iter().map(cell).collect();
    cells.insert(1, late);
    let years = 2016..2022;
    CoverageTable {
        periods: years
            .map(|year| date(&year.to_string(), &format!("{year}年")))
            .collect(),
        rows: vec![CoverageRow {
            whose: Some(link(whose, &format!("{root}shili-shi/index.html"))),
            cells,
        }],
        totals: (10..16).map(sum).collect(),
        newest: Some(CoverageSum {
            period: text("2021年"),
            held: 15,
            due: 15,
        }),
        without_period: Some(WithoutPeriod {
            count: 2,
            reports: vec![UnplacedReport {
                whose: Some(link(whose, &format!("{root}shili-shi/index.html"))),
                report: link("年度报告", &format!("{root}shili-shi/report/index.html")),
            }],
            more: 1,
        }),
    }
}

fn duty_table(root: &str) -> DutyTable {
    DutyTable {
        duty: link("年度报告", &format!("{root}duties/yearly/index.html")),
        table: coverage_table(root, "示例市"),
    }
}

/// All duties.
pub(crate) fn duties() -> DutiesPage {
    DutiesPage {
        page: page(
            PageKind::Index,
            "../",
            "duties/index.html",
            "收录情况",
            &[("首页", "../index.html")],
        ),
        as_of: Some(date("2024-03-01", "2024年3月1日")),
        duties: vec![duty_table("../")],
    }
}

/// A duty that is divided by region.
pub(crate) fn duty() -> DutyPage {
    DutyPage {
        page: page(
            PageKind::Duty,
            "../../",
            "duties/yearly/index.html",
            "年度报告",
            &[("首页", "../../index.html")],
        ),
        name: text("年度报告"),
        language: None,
        region: Some(text("示例省")),
        as_of: Some(date("2024-03-01", "2024年3月1日")),
        types: vec![link("年度报告", "../../types/annual-report/index.html")],
        rules: vec![DutyRule {
            unit: text("year"),
            report_by: Some(text("3月1日")),
            publish_by: text("4月1日"),
            basis: Some(text("《示例省报告规定》第六条")),
            from: Some(date("2019-04-15", "2019年4月15日")),
            until: Some(date("2025-12-31", "2025年12月31日")),
        }],
        regions: Some(coverage_table("../../", "示例市")),
        agencies: Some(coverage_table("../../", "示例市")),
        paging: Some(Paging {
            number: 1,
            count: 2,
            previous: None,
            next: Some(text("2.html")),
            steps: vec![
                PagingStep {
                    number: 1,
                    url: text("index.html"),
                },
                PagingStep {
                    number: 2,
                    url: text("2.html"),
                },
            ],
        }),
    }
}

fn region_entry(name: &str, url: &str, depth: u64) -> RegionEntry {
    RegionEntry {
        name: text(name),
        url: text(url),
        depth,
        agencies: 3,
        reports: 12,
    }
}

/// The tree of regions.
pub(crate) fn regions() -> RegionsPage {
    RegionsPage {
        page: page(
            PageKind::Index,
            "../",
            "regions/index.html",
            "地区",
            &[("首页", "../index.html")],
        ),
        regions: vec![
            region_entry("示例省", "shilisheng/index.html", 0),
            region_entry("示例市", "shilishengshilishi/index.html", 1),
        ],
        filter: Some(filter("../", "regions")),
        paging: Some(paging()),
        language: None,
    }
}

fn similar(url: &str) -> Similar {
    Similar {
        relation: text("peer"),
        other: link("示例县2021年度报告", "../../shili-xian/2021/index.html"),
        agency: Some(link("示例县", "../../shili-xian/index.html")),
        paragraphs: 40,
        same: 12,
        near: 3,
        url: Some(text(url)),
    }
}

/// Two texts side by side.
pub(crate) fn comparison() -> ComparisonPage {
    let side = |words: &str, changed: Option<&str>| ComparisonSide {
        pieces: vec![
            ComparisonPiece {
                text: text("全年办理"),
                changed: None,
            },
            ComparisonPiece {
                text: text(words),
                changed: changed.map(text),
            },
        ],
        url: text("../../../shili-shi/2021/index.html#1"),
        is_cut: true,
    };
    ComparisonPage {
        page: page(
            PageKind::Comparison,
            "../../../",
            "similarity/shili-shi/2021/shili-xian.2021.html",
            "两份报告对照",
            &[("首页", "../../../index.html")],
        ),
        report: link("示例市2021年度报告", "../../../shili-shi/2021/index.html"),
        similar: similar("shili-xian.2021.html"),
        rows: vec![
            ComparisonRow {
                likeness: text("changed-figures"),
                left: Some(side("30件", Some("figure"))),
                right: Some(side("31件", Some("figure"))),
            },
            ComparisonRow {
                likeness: text("alone"),
                left: Some(side("其他", None)),
                right: None,
            },
        ],
        left_out: 2,
    }
}

/// A region.
pub(crate) fn region() -> RegionPage {
    RegionPage {
        page: page(
            PageKind::Region,
            "../../",
            "regions/shilisheng/index.html",
            "示例省",
            &[("首页", "../../index.html")],
        ),
        name: text("示例省"),
        language: None,
        agency_count: 3,
        report_count: 12,
        regions: vec![region_entry(
            "示例市",
            "../shilishengshilishi/index.html",
            1,
        )],
        agencies: vec![entry("示例省", "../../shili-sheng/index.html", 3)],
        as_of: Some(date("2024-03-01", "2024年3月1日")),
        duties: vec![duty_table("../../")],
    }
}

/// An agency.
pub(crate) fn agency() -> AgencyPage {
    let mut list = list(ListKind::Agency, "示例市");
    for line in list.groups.iter_mut().flat_map(|group| &mut group.lines) {
        line.agencies = Vec::new();
    }
    list.previous = None;
    list.next = None;
    AgencyPage {
        page: page(
            PageKind::Agency,
            "../",
            "shili-shi/index.html",
            "示例市",
            &[
                ("首页", "../index.html"),
                ("机构", "../index.html#agencies"),
            ],
        ),
        agency: Agency {
            name: text("示例市"),
            language: None,
            catalogue: vec![
                row("other_names", "示例", None, None),
                row("region", "示例省", None, None),
                row("credit", "00000000000000000X", None, None),
                row("parent", "示例省", Some("../shili-sheng/index.html"), None),
            ],
            about: Some(Html(text("<p>示例市是为说明本程序而虚构的机构。</p>"))),
            below: vec![entry("示例市第一区", "../shili-qu/index.html", 3)],
            duties: vec![duty_table("../")],
            parts: part_sample::of_agency(),
            measures: measure_sample::of_agency(),
            as_of: Some(date("2024-03-01", "2024年3月1日")),
            figures: Some(indicator_sample::of_agency()),
            series: Some(series_sample::of_agency()),
        },
        list,
    }
}

fn way(root: &str, index: &str, entries: Vec<Entry>) -> Way {
    Way {
        url: format!("{root}{index}/index.html"),
        total: 40,
        entries,
        filter: Some(filter(root, index)),
    }
}

fn entries(root: &str) -> Entries {
    let district = |n: u64| {
        let url = format!("{root}qu-{n}/index.html");
        entry(&format!("示例市第{n}区"), &url, n)
    };
    let year = |y: u64| entry(&format!("{y}年"), &format!("{root}years/{y}/index.html"), 3);
    let mut years: Vec<Entry> = (2016..=2024).rev().map(year).collect();
    years.push(entry(
        "未标注日期",
        &format!("{root}years/undated/index.html"),
        1,
    ));
    let types = [("年度报告", "annual-report"), ("实施方案", "plan")].map(|(name, key)| {
        let url = format!("{root}types/{key}/index.html");
        entry(&format!("法治政府建设{name}"), &url, 30)
    });
    let topics = vec![entry("行政复议", &format!("{root}topics/a/index.html"), 16)];
    Entries {
        agencies: way(root, "agencies", (1..=6).map(district).collect()),
        years: way(root, "years", years),
        types: way(root, "types", types.into()),
        topics: Some(way(root, "topics", topics)),
    }
}

/// All years.
pub(crate) fn index() -> IndexPage {
    IndexPage {
        page: page(
            PageKind::Index,
            "../",
            "years/index.html",
            "年份",
            &[("首页", "../index.html")],
        ),
        way: entries("../").years,
        paging: Some(paging()),
    }
}

/// The site map.
pub(crate) fn sitemap() -> SitemapPage {
    SitemapPage {
        page: page(
            PageKind::Sitemap,
            "../",
            "sitemap/index.html",
            "网站地图",
            &[("首页", "../index.html")],
        ),
        entries: entries("../"),
    }
}

/// How to copy the archive.
pub(crate) fn mirror() -> MirrorPage {
    MirrorPage {
        page: page(
            PageKind::Mirror,
            "../../",
            "about/mirror/index.html",
            "下载与复制",
            &[
                ("首页", "../../index.html"),
                ("关于本档案", "../index.html"),
            ],
        ),
        steps: vec![
            MirrorStep {
                key: text("fetch"),
                command: text("curl -fsSO https://www.example.org/archive/SHA256SUMS"),
                windows: text("$base = 'https://www.example.org/archive/'"),
            },
            MirrorStep {
                key: text("check"),
                command: text("sha256sum --check --quiet SHA256SUMS"),
                windows: text("Get-FileHash SHA256SUMS"),
            },
        ],
        index_url: Some(text("https://index.example.org/archive/")),
    }
}

/// How to verify the archive.
pub(crate) fn verify() -> VerifyPage {
    VerifyPage {
        page: page(
            PageKind::Verify,
            "../",
            "verify/index.html",
            "如何核对本档案",
            &[("首页", "../index.html")],
        ),
        origin: text("www.example.org/log"),
        key: Some(text("www.example.org/log+0badcafe+AQID")),
        reports: 12,
        release: 3,
        steps: vec![VerifyStep {
            key: text("file"),
            commands: vec![VerifyCommand {
                system: text("linux"),
                command: text("sha256sum index.md"),
            }],
        }],
    }
}

/// Subscribing and downloads.
pub(crate) fn follow() -> FollowPage {
    FollowPage {
        page: page(
            PageKind::Follow,
            "../",
            "follow/index.html",
            "订阅与下载",
            &[("首页", "../index.html")],
        ),
        downloads: downloads("../"),
        embed: Some(text("https://www.example.org/archive/search/embed.js")),
    }
}

fn edition(root: &str, year: u16) -> Edition {
    let file = |name: &str| Download {
        title: format!("{year}年报告"),
        file: format!("data/{name}"),
        url: format!("{root}data/{name}"),
        size: text("12.3 MB"),
    };
    Edition {
        title: format!("{year}年"),
        url: format!("{root}years/{year}/index.html"),
        originals: Some(file(&format!("reports-{year}.zip"))),
        text: Some(file(&format!("text-{year}.txt"))),
    }
}

fn downloads(root: &str) -> Downloads {
    Downloads {
        files: vec![Download {
            title: text("报告目录（CSV）"),
            file: text("data/reports.csv"),
            url: format!("{root}data/reports.csv"),
            size: text("12.3 KB"),
        }],
        editions: (1985..=2024)
            .rev()
            .map(|year| edition(root, year))
            .collect(),
        more_editions: 3,
        feeds: vec![link("示例档案", &format!("{root}feed.xml"))],
    }
}

/// The front page.
pub(crate) fn home() -> HomePage {
    HomePage {
        page: page(PageKind::Home, "", "index.html", "", &[]),
        home: Home {
            report_count: 32,
            agency_count: 6,
            first_year: Some(text("2016年")),
            last_year: Some(text("2024年")),
            newest: vec![Day {
                date: Some(date("2025-03-01", "2025年3月1日")),
                lines: (0..5).map(|number| line(2024, number)).collect(),
                more: 2,
            }],
            entries: entries(""),
            duties: vec![duty_table("")],
            as_of: Some(date("2024-03-01", "2024年3月1日")),
            matrix: Some(Matrix {
                rows_are: text("regions"),
                years: (2016..=2024)
                    .map(|y| link(&y.to_string(), &format!("years/{y}/index.html")))
                    .collect(),
                rows: (1..=6)
                    .map(|n: u64| MatrixRow {
                        whose: Some(link(
                            &format!("示例市第{n}区"),
                            &format!("qu-{n}/index.html"),
                        )),
                        cells: (0..9)
                            .map(|y: u64| {
                                let count = (n * 7 + y * 5) % 4;
                                Cell {
                                    count,
                                    url: (count > 0).then(|| format!("qu-{n}/index.html")),
                                }
                            })
                            .collect(),
                    })
                    .collect(),
            }),
        },
    }
}

/// Search.
pub(crate) fn search() -> SearchPage {
    SearchPage {
        page: page(
            PageKind::Search,
            "../",
            "search/index.html",
            "检索",
            &[("首页", "../index.html")],
        ),
        entries: entries("../"),
        index: Some(SearchIndex {
            url: text("https://index.example.org/archive/"),
            origin: Some(text("https://index.example.org")),
            engine: text("../search/engine-0123456789ab.bin"),
            engine_bytes: 250_000,
            words: Some(text("../search/words-0123456789ab.js")),
            names: Some(text("../search/names-0123456789ab/")),
            names_files: 16,
            disk: Some(text("../search/disk/")),
            query: QueryLanguage {
                fields: [(text("agency"), vec![text("机关")])].into(),
                variants: text("機机關关"),
                quotes: vec![[text("“"), text("”")]],
                or: text("OR"),
                not: text("-"),
                colon: text(":"),
            },
        }),
    }
}

/// The search in a frame.
pub(crate) fn embed() -> EmbedPage {
    EmbedPage {
        page: page(PageKind::Embed, "../", "search/embed.html", "检索", &[]),
        index: search().index.unwrap_or_default(),
    }
}

/// The script for search boxes.
pub(crate) fn search_box() -> SearchBox {
    let index = search().index.unwrap_or_default();
    SearchBox { index }
}

/// About.
pub(crate) fn about() -> AboutPage {
    AboutPage {
        page: page(
            PageKind::About,
            "../",
            "about/index.html",
            "关于本档案",
            &[("首页", "../index.html")],
        ),
        about: About {
            report_count: 32,
            agency_count: 6,
            index_url: Some(text("https://index.example.org/archive/")),
            as_of: Some(text("as-of/index.html")),
        },
    }
}

/// 404.
pub(crate) fn not_found() -> NotFoundPage {
    NotFoundPage {
        page: page(PageKind::NotFound, "", "404.html", "页面不存在", &[]),
    }
}

/// An old URL.
pub(crate) fn redirect() -> RedirectPage {
    RedirectPage {
        page: page(
            PageKind::Redirect,
            "../",
            "old/index.html",
            "地址已变更",
            &[],
        ),
        target: link(
            "示例市2021年度法治政府建设情况报告",
            "../shili-shi/2021/index.html",
        ),
    }
}
