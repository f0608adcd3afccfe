//! Sample values of tables in files: every field that may be given is given.

use crate::render::tests::measure_sample::paging;
use crate::render::tests::sample::{link, page};
use crate::render::view::{FileTable, PageKind, TableFile, TablePage, TableRow};

/// A table, or the beginning of one.
pub(crate) fn table(id: &str) -> FileTable {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    FileTable {
        id: id.to_owned(),
        title: "行政权力清单".to_owned(),
        title_language: None,
        language: None,
        heads: texts(&["序号", "类别", "事项数", ""]),
        names: 1,
        numbers: vec![2],
        rows: vec![
            TableRow {
                cells: texts(&["1", "行政许可", "=12", "<b>“备注”</b>"]),
                is_total: false,
                number: None,
            },
            TableRow {
                cells: texts(&["合计", "", "12", ""]),
                is_total: true,
                number: Some(2),
            },
        ],
        total: 120,
        first: 1,
        last: 2,
        is_cut: true,
        url: Some("tables/quanli/index.html".to_owned()),
        files: vec![TableFile {
            url: "quanli.csv".to_owned(),
            format: "CSV".to_owned(),
        }],
    }
}

/// A page of a long table.
pub(crate) fn table_page() -> TablePage {
    let report = "示例市2021年度法治政府建设情况报告";
    TablePage {
        page: page(
            PageKind::Table,
            "../../../../",
            "shili-shi/2021/tables/quanli/index.html",
            "行政权力清单",
            &[
                ("首页", "../../../../index.html"),
                (report, "../../index.html"),
            ],
        ),
        report: link(report, "../../index.html"),
        table: FileTable {
            url: None,
            ..table("table")
        },
        paging: paging(),
    }
}
