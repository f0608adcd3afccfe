//! Sample values of the pages of citations and validity.

use super::{date, entry, link, page, text};
use crate::render::view::{
    Act, CitationsPage, CitedBy, CitingSentence, DocumentLine, DoubtfulWork, DoubtsPage, Expiring,
    InForcePage, LineMember, Link, MissingWork, PageKind, Paging, PagingStep, ValidityPage,
};

/// Who cites the report of the sample.
pub(super) fn cited_by() -> CitedBy {
    CitedBy {
        reports: 21,
        sentences: vec![CitingSentence {
            report: link(
                "示例市2022年度法治政府建设情况报告",
                "../2022/index.html#1-1",
            ),
            quote: text("根据《示例市2021年度法治政府建设情况报告》，继续清理规范性文件。"),
            language: None,
        }],
        more: 20,
    }
}

/// What it does to others.
pub(super) fn acts() -> Vec<Act> {
    vec![Act {
        key: text("repeals"),
        reports: vec![link("示例市供水办法", "../2009/index.html")],
        more: 3,
    }]
}

fn paging() -> Paging {
    Paging {
        number: 1,
        count: 2,
        previous: None,
        next: Some(text("2.html")),
        steps: [1, 2]
            .map(|number| PagingStep {
                number,
                url: text(if number == 1 { "index.html" } else { "2.html" }),
            })
            .to_vec(),
    }
}

fn place() -> Link {
    link(
        "示例市2021年度法治政府建设情况报告",
        "../shili-shi/2021/index.html#1-1",
    )
}

/// What is cited and not held.
pub(crate) fn citations() -> CitationsPage {
    CitationsPage {
        page: page(
            PageKind::Index,
            "../",
            "citations/index.html",
            "被引用而未收录",
            &[("首页", "../index.html")],
        ),
        language: None,
        total: 41,
        works: vec![MissingWork {
            text: text("《示例省规范性文件管理办法》（示政发〔2019〕8号）"),
            reports: 3,
            mentions: 5,
            places: vec![place()],
        }],
        paging: Some(paging()),
        doubts: Some(link("所指不明的引用", "unsure/index.html")),
    }
}

/// What is cited and not sure.
pub(crate) fn doubts() -> DoubtsPage {
    DoubtsPage {
        page: page(
            PageKind::Index,
            "../../",
            "citations/unsure/index.html",
            "所指不明的引用",
            &[
                ("首页", "../../index.html"),
                ("被引用而未收录", "../index.html"),
            ],
        ),
        language: None,
        works: vec![DoubtfulWork {
            text: text("《供水办法》"),
            why: text("several"),
            place: link(
                "示例市2021年度法治政府建设情况报告",
                "../../shili-shi/2021/index.html#1-1",
            ),
            reports: 2,
            candidates: vec![link("示例市供水办法", "../../shili-shi/2009/index.html")],
        }],
        paging: Some(paging()),
    }
}

/// What is in force.
pub(crate) fn validity() -> ValidityPage {
    let member = LineMember {
        report: link("示例市供水办法", "../shili-shi/2009/index.html"),
        date: Some(date("2009-03-01", "2009年3月1日")),
        status: Some(text("repealed")),
        ahead: vec![text("示例市供水条例")],
        reports: vec![place()],
        more: 2,
    };
    ValidityPage {
        page: page(
            PageKind::Index,
            "../",
            "validity/index.html",
            "文件有效性",
            &[("首页", "../index.html")],
        ),
        as_of: Some(date("2023-03-01", "2023年3月1日")),
        total: 12,
        expiring: vec![Expiring {
            until: date("2023-12-31", "2023年12月31日"),
            report: link("示例市节水办法", "../shili-shi/2018/index.html"),
        }],
        expiring_more: 1,
        years: vec![entry("2022年", "2022/index.html", 9)],
        lines: vec![DocumentLine {
            members: vec![member.clone(), member],
            more: 1,
        }],
        paging: Some(paging()),
    }
}

/// What was in force at the end of a year.
pub(crate) fn in_force() -> InForcePage {
    InForcePage {
        page: page(
            PageKind::Validity,
            "../../",
            "validity/2022/index.html",
            "2022年12月31日有效的文件",
            &[
                ("首页", "../../index.html"),
                ("文件有效性", "../index.html"),
            ],
        ),
        day: date("2022-12-31", "2022年12月31日"),
        total: 101,
        reports: vec![link("示例市节水办法", "../../shili-shi/2018/index.html")],
        unknown: vec![link("示例市用水办法", "../../shili-shi/2015/index.html")],
        unknown_more: 4,
        paging: Some(paging()),
    }
}
