//! Sample values of the pages of tables that recur.

use crate::render::tests::measure_sample::paging;
use crate::render::tests::sample::{date, link, page};
use crate::render::view::{
    AgencySeries, PageKind, ReportSeries, SeriesGroup, SeriesLine, SeriesListPage, SeriesPage,
    SeriesPeriod, SeriesRow,
};

fn line(url: &str) -> SeriesLine {
    SeriesLine {
        series: link("三、收到和处理申请情况", url),
        report_type: "年度报告".to_owned(),
        type_language: None,
        row: "一、本年新收".to_owned(),
        tables: 3,
        first: date("2019", "2019年"),
        last: date("2021", "2021年"),
    }
}

/// A table by period.
pub(crate) fn series() -> SeriesPage {
    let period = |year: &str| SeriesPeriod {
        period: date(year, &format!("{year}年")),
        url: format!("../../../../shili-shi/{year}/index.html#3-00000000"),
    };
    let group = |column: &str| SeriesGroup {
        column: column.to_owned(),
        rows: vec![SeriesRow {
            name: "一、本年新收 <件>".to_owned(),
            values: vec!["3".to_owned(), String::new(), "约5".to_owned()],
        }],
    };
    SeriesPage {
        page: page(
            PageKind::Series,
            "../../../../",
            "series/shili-shi/annual-report/00000000/index.html",
            "三、收到和处理申请情况",
            &[
                ("首页", "../../../../index.html"),
                ("示例市", "../../../../shili-shi/index.html"),
                ("历年表格", "../../index.html"),
            ],
        ),
        agency: link("示例市", "../../../../shili-shi/index.html"),
        report_type: link("年度报告", "../../../../types/annual-report/index.html"),
        language: None,
        periods: vec![period("2019"), period("2020"), period("2021")],
        earlier: 2,
        groups: vec![group("自然人"), group("")],
        paging: paging(),
    }
}

/// The tables of a body.
pub(crate) fn list() -> SeriesListPage {
    SeriesListPage {
        page: page(
            PageKind::Series,
            "../../",
            "series/shili-shi/index.html",
            "示例市历年表格",
            &[
                ("首页", "../../index.html"),
                ("示例市", "../../shili-shi/index.html"),
            ],
        ),
        agency: link("示例市", "../../shili-shi/index.html"),
        series: vec![line("annual-report/00000000/index.html")],
        paging: paging(),
    }
}

/// What the page of a body shows.
pub(crate) fn of_agency() -> AgencySeries {
    AgencySeries {
        series: vec![line(
            "../series/shili-shi/annual-report/00000000/index.html",
        )],
        count: 12,
        all: Some("../series/shili-shi/index.html".to_owned()),
    }
}

/// What the page of a report shows.
pub(crate) fn of_report() -> Vec<ReportSeries> {
    let url = "../../series/shili-shi/annual-report/00000000/index.html";
    let of = |anchor: Option<&str>| ReportSeries {
        series: link("三、收到和处理申请情况", url),
        anchor: anchor.map(str::to_owned),
        tables: 3,
    };
    vec![of(Some("3-00000000")), of(None)]
}
