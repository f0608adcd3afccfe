//! Sample values of the pages of measures: every field that may be given is given somewhere.

use crate::render::tests::sample::{date, link, page};
use crate::render::view::{
    AgencyMeasures, LedgerPage, Measure, MeasureBody, MeasureCount, MeasureDeadline,
    MeasureDeclared, MeasureGroup, MeasureIndexPage, MeasureLine, MeasureListPage, MeasurePlan,
    MeasureState, MeasuresPage, PageKind, Paging, PagingStep,
};

pub(crate) fn paging() -> Option<Paging> {
    let step = |number: u64, url: &str| PagingStep {
        number,
        url: url.to_owned(),
    };
    Some(Paging {
        number: 1,
        count: 2,
        previous: None,
        next: Some("2.html".to_owned()),
        steps: vec![step(1, "index.html"), step(2, "2.html")],
    })
}

fn count(title: &str, url: Option<&str>) -> MeasureCount {
    MeasureCount {
        title: title.to_owned(),
        language: None,
        url: url.map(str::to_owned),
        count: 17,
        says: None,
    }
}

/// The measures of an agency, on its page.
pub(super) fn of_agency() -> Vec<AgencyMeasures> {
    vec![AgencyMeasures {
        list: link(
            "示例市",
            "../measures/bodies/shili-shi/shilibianban/index.html",
        ),
        name: Some("示例编办".to_owned()),
        total: 17,
        led: 5,
        statuses: vec![count("已完成", None)],
    }]
}

fn state(key: &str, is_past: bool) -> MeasureState {
    MeasureState {
        key: key.to_owned(),
        is_past,
    }
}

fn until() -> MeasureDeadline {
    MeasureDeadline {
        date: Some(date("2018-12-31", "2018年12月31日")),
        is_default: true,
        ..MeasureDeadline::default()
    }
}

fn since() -> MeasureDeadline {
    MeasureDeadline {
        since: Some(date("2023", "2023年")),
        ..MeasureDeadline::default()
    }
}

fn without_date(term: &str) -> MeasureDeadline {
    MeasureDeadline {
        term: Some(term.to_owned()),
        ..MeasureDeadline::default()
    }
}

/// All plans.
pub(crate) fn measures() -> MeasuresPage {
    MeasuresPage {
        page: page(
            PageKind::Index,
            "../",
            "measures/index.html",
            "任务清单",
            &[("首页", "../index.html")],
        ),
        total: 65,
        as_of: Some(date("2024-03-01", "2024年3月1日")),
        past: Some(count("已过期限", Some("past-deadline/index.html"))),
        ways: vec![MeasureCount {
            says: Some("9个单位".to_owned()),
            ..count("按单位", Some("bodies/index.html"))
        }],
        statuses: vec![count("已完成", Some("statuses/completed/index.html"))],
        plans: vec![MeasurePlan {
            ledger: link("示例市实施方案", "plans/shili-shi/plan/index.html"),
            total: 65,
            settled: 12,
            past: 3,
        }],
        paging: paging(),
    }
}

/// The bodies.
pub(crate) fn index() -> MeasureIndexPage {
    MeasureIndexPage {
        page: page(
            PageKind::Index,
            "../../",
            "measures/bodies/index.html",
            "按单位",
            &[("首页", "../../index.html")],
        ),
        counts: vec![count("示例市司法局", Some("shilishisifaju/index.html"))],
        paging: paging(),
    }
}

/// The measures of a body.
pub(crate) fn list() -> MeasureListPage {
    let line = |deadline: MeasureDeadline, state: MeasureState| MeasureLine {
        number: "1)".to_owned(),
        text: "公布“示例” <清单> & 目录。".to_owned(),
        url: "../../plans/shili-shi/plan/index.html#m-1".to_owned(),
        plan: "示例市实施方案".to_owned(),
        language: None,
        lead: vec!["示例市司法局".to_owned()],
        deadline,
        state,
    };
    MeasureListPage {
        page: page(
            PageKind::Measures,
            "../../../",
            "measures/bodies/shilishi/index.html",
            "示例市",
            &[("首页", "../../../index.html")],
        ),
        total: 3,
        led: Some(2),
        agency: Some(link("示例市", "../../../shili-shi/index.html")),
        as_of: Some(date("2024-03-01", "2024年3月1日")),
        lines: vec![
            line(until(), state("in-progress", true)),
            line(without_date("ongoing"), state("continuing", false)),
            line(since(), state("not-started", false)),
            line(without_date("none"), state("unstated", false)),
        ],
        paging: paging(),
    }
}

fn body(text: &str, url: Option<&str>) -> MeasureBody {
    MeasureBody {
        text: text.to_owned(),
        url: url.map(str::to_owned),
        language: None,
        goes_on: false,
    }
}

/// The ledger of a plan.
pub(crate) fn ledger() -> LedgerPage {
    let measure = Measure {
        id: "m-1-1".to_owned(),
        number: "1)".to_owned(),
        text: "公布“示例” <清单> & 目录。".to_owned(),
        quote: Some("示例市司法局牵头，2018年底前完成".to_owned()),
        url: Some("../../../../shili-shi/plan/index.html#1-1".to_owned()),
        lead: vec![body(
            "示例市司法局",
            Some("../../../bodies/shilishisifaju/index.html"),
        )],
        others: vec![
            body("示例市编办", None),
            MeasureBody {
                goes_on: true,
                ..body("等有关部门", None)
            },
        ],
        more: 2,
        deadline: until(),
        state: state("in-progress", true),
        evidence: vec![link(
            "示例市2019年度报告",
            "../../../../shili-shi/2019/index.html#1-2",
        )],
        note: Some("两个月后公布。".to_owned()),
        declared: MeasureDeclared {
            text: true,
            lead: true,
            others: true,
            deadline: true,
        },
    };
    let added = Measure {
        id: "m-added".to_owned(),
        text: "另行补充的任务。".to_owned(),
        deadline: without_date("recurring"),
        state: state("unstated", false),
        ..Measure::default()
    };
    LedgerPage {
        page: page(
            PageKind::Measures,
            "../../../../",
            "measures/plans/shili-shi/plan/index.html",
            "任务清单：示例市实施方案",
            &[("首页", "../../../../index.html")],
        ),
        plan: link("示例市实施方案", "../../../../shili-shi/plan/index.html"),
        language: None,
        total: 65,
        past: 3,
        default: Some("没有写明期限的，应当在2018年底前完成".to_owned()),
        statuses: vec![count("已完成", None)],
        as_of: Some(date("2024-03-01", "2024年3月1日")),
        groups: vec![
            MeasureGroup {
                heading: "1. 编制清单".to_owned(),
                measures: vec![measure],
            },
            MeasureGroup {
                heading: String::new(),
                measures: vec![added],
            },
        ],
        paging: paging(),
    }
}
