//! Sample values of the pages of the same part of reports: every field that may be given is given somewhere.

use crate::render::tests::measure_sample::paging;
use crate::render::tests::sample::{link, page};
use crate::render::view::{
    Html, PageKind, PartColumn, PartIndexPage, PartText, PartWays, PartsOfReports, PartsOfType,
    PartsPage, SamePart, SamePartPages, SameParts,
};

fn text(value: &str) -> String {
    value.to_owned()
}

/// The parts of a report, on its page.
pub(super) fn same_parts() -> Option<SameParts> {
    let pages = |key: &str, name: &str| SamePartPages {
        name: text(name),
        language: Some(text("zh-Hans")),
        years: Some(format!(
            "../../parts/shili-shi/annual-report/{key}/index.html"
        )),
        agencies: Some(format!(
            "../../parts/years/annual-report/{key}/2021/index.html"
        )),
    };
    let part = SamePart {
        anchor: text("2"),
        id: text("same-1"),
        title: text("二、存在的问题和下一步打算"),
        pages: vec![
            pages("shortcomings", "存在的问题"),
            pages("next-year", "下一步打算"),
        ],
        others: vec![
            link("2022年", "../2022/index.html#3"),
            link("2020年", "../2020/index.html#2"),
        ],
        more: 3,
    };
    Some(SameParts {
        parts: vec![part],
        more: 2,
    })
}

/// Those of an agency, on its page.
pub(super) fn of_agency() -> Vec<PartsOfType> {
    let pages = [("achievements", "主要工作"), ("shortcomings", "存在的问题")];
    let page = |(key, name): (&str, &str)| {
        link(
            name,
            &format!("../parts/shili-shi/annual-report/{key}/index.html"),
        )
    };
    vec![PartsOfType {
        report_type: link("法治政府建设年度报告", "../types/annual-report/index.html"),
        parts: pages.map(page).to_vec(),
    }]
}

fn column(title: &str, state: &str, texts: Vec<PartText>) -> PartColumn {
    PartColumn {
        title: text(title),
        title_language: None,
        language: None,
        report: link("示例市年度报告", "../../../../shili-shi/2021/index.html"),
        other: Some(text(
            "../../../years/annual-report/shortcomings/2021/index.html",
        )),
        state: text(state),
        is_cut: !texts.is_empty(),
        texts,
    }
}

/// A part through the years.
pub(crate) fn years() -> PartsPage {
    let body = "<p class=\"heading\">（一）办理</p>\n<p class=\"text\">全年超期<mark>12</mark>件。</p>\n<p \
                class=\"item\">人手不足</p>\n<p class=\"note\"><a \
                href=\"../../../../shili-shi/2021/index.html#2-1\">此处有表格，请看原报告</a></p>\n";
    let held = PartText {
        heading: link("二、存在的问题", "../../../../shili-shi/2021/index.html#2"),
        body: Html(text(body)),
    };
    PartsPage {
        page: page(
            PageKind::Parts,
            "../../../../",
            "parts/shili-shi/annual-report/shortcomings/index.html",
            "示例市 · 法治政府建设年度报告 · 存在的问题",
            &[("首页", "../../../../index.html")],
        ),
        kind: text("years"),
        name: text("存在的问题"),
        whose: text("示例市"),
        language: None,
        columns: vec![
            column("2022年", "withdrawn", Vec::new()),
            column("2021年", "held", vec![held]),
            column("2020年", "without", Vec::new()),
        ],
        paging: paging(),
    }
}

/// A part across agencies.
pub(crate) fn agencies() -> PartsPage {
    let years = years();
    PartsPage {
        page: page(
            PageKind::Parts,
            "../../../../../",
            "parts/years/annual-report/shortcomings/2021/index.html",
            "2021年 · 法治政府建设年度报告 · 存在的问题",
            &[("首页", "../../../../../index.html")],
        ),
        kind: text("agencies"),
        whose: text("2021年"),
        columns: vec![PartColumn {
            other: None,
            ..column("示例市", "without", Vec::new())
        }],
        paging: None,
        ..years
    }
}

/// All of them.
pub(crate) fn index() -> PartIndexPage {
    PartIndexPage {
        page: page(
            PageKind::Index,
            "../",
            "parts/index.html",
            "同一部分对照",
            &[("首页", "../index.html")],
        ),
        language: None,
        types: vec![PartsOfReports {
            report_type: link("法治政府建设年度报告", "../types/annual-report/index.html"),
            parts: vec![PartWays {
                name: text("存在的问题"),
                years: vec![link(
                    "2021年",
                    "years/annual-report/shortcomings/2021/index.html",
                )],
                agencies: vec![link(
                    "示例市",
                    "shili-shi/annual-report/shortcomings/index.html",
                )],
                more: 4,
            }],
        }],
    }
}
