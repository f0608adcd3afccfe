//! Sample values of what became of a text: every field that may be given is given.

use crate::render::tests::sample::{date, link, page};
use crate::render::view::{
    ChangeRow, Changes, ComparisonPiece, EarlierPage, HistoryPage, Html, PageKind, ReportVersion,
};

const REPORT: &str = "示例市2021年度法治政府建设情况报告";

fn version(number: u64) -> ReportVersion {
    ReportVersion {
        number,
        id: format!("text-{number}"),
        is_current: number == 3,
        since: Some(date("2022-03-10", "2022年3月10日")),
        until: (number < 3).then(|| date("2022-04-02", "2022年4月2日")),
        note: (number > 1).then(|| "“170件”<更正>为“107件”。".to_owned()),
        note_language: None,
        title: (number < 3).then(|| "示例市2021年度报告".to_owned()),
        language: None,
        url: (number != 2).then(|| format!("{number}/index.html")),
        source: (number != 2).then(|| format!("{number}.md")),
        sha256: (number != 2).then(|| "0".repeat(64)),
        changes: None,
    }
}

/// All texts of a report.
pub(crate) fn history() -> HistoryPage {
    let piece = |text: &str, changed: Option<&str>| ComparisonPiece {
        text: text.to_owned(),
        changed: changed.map(str::to_owned),
    };
    let row = |kind: &str, pieces: Vec<ComparisonPiece>| ChangeRow {
        kind: kind.to_owned(),
        count: 2,
        url: (kind != "gone" && kind != "same").then(|| "../index.html#1".to_owned()),
        pieces,
    };
    let changes = Changes {
        rows: vec![
            row("same", Vec::new()),
            row(
                "changed",
                vec![
                    piece("合同", None),
                    piece("170", Some("gone")),
                    piece("107", Some("come")),
                    piece("件", None),
                ],
            ),
            row("gone", vec![piece("<删去>", Some("gone"))]),
            row("come", vec![piece("新增", Some("come"))]),
        ],
        left_out: 2,
    };
    let with = |number, changes: Changes| ReportVersion {
        changes: Some(changes),
        ..version(number)
    };
    HistoryPage {
        page: page(
            PageKind::History,
            "../../../",
            "shili-shi/2021/history/index.html",
            "各版文本",
            &[("首页", "../../../index.html"), (REPORT, "../index.html")],
        ),
        report: link(REPORT, "../index.html"),
        text_language: None,
        texts: vec![with(3, changes), with(2, Changes::default()), version(1)],
    }
}

/// A text that it had before.
pub(crate) fn earlier() -> EarlierPage {
    EarlierPage {
        page: page(
            PageKind::Earlier,
            "../../../../",
            "shili-shi/2021/history/1/index.html",
            "第1版",
            &[
                ("首页", "../../../../index.html"),
                (REPORT, "../../index.html"),
            ],
        ),
        report: link(REPORT, "../../index.html"),
        history: "../index.html".to_owned(),
        version: version(1),
        replaced: Some("“170件”更正为“107件”。".to_owned()),
        replaced_language: None,
        language: "zh-Hans".to_owned(),
        body: Some(Html("<p>正文。</p>".to_owned())),
    }
}
