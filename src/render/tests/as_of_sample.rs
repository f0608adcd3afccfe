//! Sample values of what an archive held when: every field that may be given is given.

use crate::render::tests::sample::{date, link, page};
use crate::render::view::{AsOfPage, ChangeLine, ChangeYear, ChangesPage, PageKind, Paging};

/// The page of a day.
pub(crate) fn as_of() -> AsOfPage {
    let year = |title: Option<&str>, url: &str| ChangeYear {
        title: title.map(str::to_owned),
        url: url.to_owned(),
        published: 12,
        corrected: 2,
        withdrawn: 1,
        restored: 1,
    };
    AsOfPage {
        page: page(
            PageKind::AsOf,
            "../../",
            "about/as-of/index.html",
            "按日期查看档案",
            &[
                ("首页", "../../index.html"),
                ("关于本档案", "../index.html"),
            ],
        ),
        years: vec![
            year(Some("2022年"), "2022/index.html"),
            year(None, "undated/index.html"),
        ],
        pieces: "2022 0".to_owned(),
    }
}

/// What happened in a year.
pub(crate) fn changes() -> ChangesPage {
    let line = |kind: &str, is_stated: bool| ChangeLine {
        date: is_stated.then(|| date("2022-04-02", "2022年4月2日")),
        kind: kind.to_owned(),
        report: link("示例市2021年度报告", "../../../shilishi/2021/index.html"),
        release: is_stated.then_some(2),
        reason: is_stated.then(|| "“170件”<更正>为“107件”。".to_owned()),
        reason_language: None,
    };
    ChangesPage {
        page: page(
            PageKind::AsOf,
            "../../../",
            "about/as-of/2022/index.html",
            "2022年的变动",
            &[
                ("首页", "../../../index.html"),
                ("按日期查看档案", "../index.html"),
            ],
        ),
        changes: vec![
            line("published", true),
            line("corrected", true),
            line("withdrawn", false),
            line("restored", false),
        ],
        paging: Some(Paging::default()),
    }
}
