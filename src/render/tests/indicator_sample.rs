//! Sample values of the pages of indicators: every field that may be given is given somewhere.

use crate::render::tests::measure_sample::paging;
use crate::render::tests::sample::{date, link, page};
use crate::render::view::{
    AgencyFigures, Chart, ChartLine, ChartPoint, ChartTick, FigureCell, FigureEvidence,
    FigureInText, FigureRow, FigureTotal, FigureTotals, FiguresPage, IndicatorDefinition,
    IndicatorLine, IndicatorsPage, NewestFigure, PageKind, ReportFigure, ReportFigures,
    ShownFigure,
};

fn figure(value: &str, is_about: bool, definition: Option<u64>) -> ShownFigure {
    ShownFigure {
        value: value.to_owned(),
        is_about,
        unit: None,
        url: "../../shili-shi/2021/index.html#1-4".to_owned(),
        definition,
    }
}

fn in_unit(figure: ShownFigure) -> ShownFigure {
    ShownFigure {
        unit: Some("件".to_owned()),
        ..figure
    }
}

fn cell(figures: Vec<ShownFigure>) -> FigureCell {
    FigureCell { figures }
}

fn tick(at: i64, label: &str) -> ChartTick {
    ChartTick {
        at,
        label: label.to_owned(),
    }
}

fn chart(title: &str) -> Chart {
    let point = |x: i64, y: i64, title: &str| ChartPoint {
        x,
        y,
        title: title.to_owned(),
        mark: None,
    };
    let line = |number: u64, name: &str| ChartLine {
        number,
        name: name.to_owned(),
        language: None,
        runs: vec!["120,180 260,120".to_owned()],
        points: vec![
            point(120, 180, "2019 46"),
            point(260, 120, "2020 51"),
            ChartPoint {
                mark: Some("5/7".to_owned()),
                ..point(540, 60, "2022 68 (5/7)")
            },
        ],
    };
    Chart {
        number: 1,
        title: title.to_owned(),
        language: None,
        first: "2019".to_owned(),
        last: "2022".to_owned(),
        width: 640,
        height: 260,
        left: 32,
        right: 624,
        top: 24,
        bottom: 232,
        values: vec![tick(232, "0"), tick(120, "50")],
        years: vec![tick(120, "2019"), tick(260, "2020"), tick(540, "2022")],
        is_total: false,
        changes: vec![tick(470, "口径2")],
        lines: vec![line(1, "示例市"), line(2, "示例县")],
    }
}

/// All indicators.
pub(crate) fn indicators() -> IndicatorsPage {
    IndicatorsPage {
        page: page(
            PageKind::Index,
            "../",
            "indicators/index.html",
            "指标",
            &[("首页", "../index.html")],
        ),
        indicators: vec![IndicatorLine {
            indicator: link("行政复议受理", "review-cases/index.html"),
            unit: Some("件".to_owned()),
            figures: 12,
            agencies: 3,
            first: Some(date("2019", "2019年")),
            last: Some(date("2022", "2022年")),
        }],
        paging: paging(),
    }
}

/// What a text has where an editor states another figure.
fn in_text() -> FigureInText {
    FigureInText {
        figure: in_unit(figure_of("45", false, None)),
        quote: "收到“示例” <申请> & 受理45件。".to_owned(),
    }
}

fn evidence() -> Vec<FigureEvidence> {
    let of_text = FigureEvidence {
        whose: "示例市".to_owned(),
        period: Some(date("2019", "2019年")),
        figure: in_unit(figure("46", false, Some(1))),
        basis: "text".to_owned(),
        quote: "收到“示例” <申请> & 受理46件。".to_owned(),
        ..FigureEvidence::default()
    };
    let declared = FigureEvidence {
        basis: "declared".to_owned(),
        note: Some("据更正后的报告。".to_owned()),
        period: None,
        in_text: Some(in_text()),
        ..of_text.clone()
    };
    vec![of_text, declared]
}

/// An indicator.
pub(crate) fn figures() -> FiguresPage {
    FiguresPage {
        page: page(
            PageKind::Indicator,
            "../../",
            "indicators/review-cases/index.html",
            "行政复议受理",
            &[("首页", "../../index.html"), ("指标", "../index.html")],
        ),
        unit: Some("件".to_owned()),
        agency: None,
        definitions: vec![
            IndicatorDefinition {
                number: 1,
                from: Some(date("2019-01-01", "2019年1月1日")),
                until: Some(date("2021-12-31", "2021年12月31日")),
                note: None,
            },
            IndicatorDefinition {
                number: 2,
                from: Some(date("2022-01-01", "2022年1月1日")),
                until: None,
                note: Some("含行政赔偿。".to_owned()),
            },
        ],
        charts: vec![
            chart("行政复议受理（件）"),
            Chart {
                is_total: true,
                ..chart("行政复议受理（件）")
            },
        ],
        totals: Some(totals()),
        periods: vec![
            date("2019", "2019年"),
            date("2020", "2020年"),
            date("2022", "2022年"),
        ],
        earlier: 3,
        rows: vec![FigureRow {
            whose: link("示例市", "../agencies/shili-shi/index.html"),
            unit: None,
            cells: vec![
                cell(vec![figure("46", false, Some(1))]),
                cell(Vec::new()),
                cell(vec![figure("70", true, Some(2)), figure("71", false, None)]),
            ],
        }],
        evidence: evidence(),
        paging: paging(),
    }
}

/// The figures of a body.
pub(crate) fn figures_of_agency() -> FiguresPage {
    FiguresPage {
        page: page(
            PageKind::Indicator,
            "../../../",
            "indicators/agencies/shili-shi/index.html",
            "示例市指标数据",
            &[
                ("首页", "../../../index.html"),
                ("指标", "../../index.html"),
            ],
        ),
        agency: Some(link("示例市", "../../../shili-shi/index.html")),
        periods: vec![date("2019", "2019年")],
        rows: vec![FigureRow {
            whose: link("行政复议受理", "../../review-cases/index.html"),
            unit: Some("件".to_owned()),
            cells: vec![cell(vec![figure("46", false, None)])],
        }],
        evidence: evidence(),
        ..FiguresPage::default()
    }
}

/// What the page of a body shows.
pub(crate) fn of_agency() -> AgencyFigures {
    AgencyFigures {
        url: "../indicators/agencies/shili-shi/index.html".to_owned(),
        newest: vec![NewestFigure {
            indicator: link("行政复议受理", "../indicators/review-cases/index.html"),
            period: Some(date("2022", "2022年")),
            figure: in_unit(figure("68", false, Some(2))),
        }],
    }
}

fn totals() -> FigureTotals {
    let total = |year: &str, value: &str, bodies: u64, definition: Option<u64>| FigureTotal {
        year: date(year, &format!("{year}年")),
        figure: ShownFigure {
            url: String::new(),
            ..figure(value, definition.is_some(), definition)
        },
        bodies,
        all: 7,
    };
    FigureTotals {
        years: vec![
            total("2019", "460", 7, None),
            total("2020", "300", 5, Some(1)),
        ],
        is_nested: true,
    }
}

/// What the page of a report shows.
pub(crate) fn of_report() -> ReportFigures {
    let figure = |figure: ShownFigure, basis: &str, note: Option<&str>| ReportFigure {
        indicator: link("行政复议受理", "../../indicators/review-cases/index.html"),
        figure,
        basis: basis.to_owned(),
        note: note.map(str::to_owned),
        in_text: note.map(|_| in_text()),
    };
    let without_place = ShownFigure {
        url: String::new(),
        ..in_unit(figure_of("52", true, Some(2)))
    };
    ReportFigures {
        figures: vec![
            figure(in_unit(figure_of("46", false, None)), "text", None),
            figure(without_place, "declared", Some("据更正后的报告。")),
        ],
        more: 2,
        url: "../../indicators/agencies/shili-shi/index.html".to_owned(),
    }
}

fn figure_of(value: &str, is_about: bool, definition: Option<u64>) -> ShownFigure {
    ShownFigure {
        url: "#1-4".to_owned(),
        ..figure(value, is_about, definition)
    }
}
