//! The table of fields of measures.yaml: names, kinds of value, descriptions and examples.
//!
//! The reader, the JSON Schema and the reference of fields are all made from it. Nothing is read here.

use crate::fields::{Field, LINES, Shape, field};
use crate::report::declared::measure::{DeclaredDeadline, Status};

/// Every field of measures.yaml.
pub(crate) const FIELDS: &[Field] =
    &[
        field("measures", &["任务"], Shape::List(&Shape::Fields(MEASURE)))
            .description(
                "要补充或更正的任务，每项一条；没有列出的按方案正文。",
                "The measures of which there is something to say; of all others the text stands.",
            )
            .example("[{序号: 1), 进展: 已完成, 佐证: 2018.md}]"),
    ];

/// The fields of an entry.
pub(super) const MEASURE: &[Field] = &[
    field("number", &["序号"], Shape::Line)
        .description(
            "任务在方案中的序号，照原文写。",
            "Its number in the plan, as written there.",
        )
        .example("1)"),
    field("anchor", &["锚点"], Shape::Line)
        .description(
            "任务在方案页面上的锚点；序号有重复时写。",
            "Its anchor in the page of the plan, where several have the number.",
        )
        .example("2-1-1"),
    field("status", &["进展"], Shape::Words(Status::words))
        .description(
            "进展情况。",
            "How far it is.",
        )
        .example("已完成"),
    field("evidence", &["佐证"], LINES)
        .description(
            "说明进展的报告：相对于本文件的路径，可加 # 和锚点。",
            "The reports that say so: paths from this file, with `#` and an anchor where it is a part of one.",
        )
        .example("[2018.md, \"2019.md#1-2\"]"),
    field("note", &["说明"], Shape::Prose)
        .description("其他要说明的。", "What else there is to say.")
        .example("比期限提前两个月公布。"),
    field("lead", &["牵头单位"], LINES)
        .description(
            "更正牵头单位；写 [] 表示没有。",
            "Corrects who leads; [] for nobody.",
        )
        .example("[示例市司法局]"),
    field("others", &["其他单位"], LINES)
        .description(
            "更正其他负责和配合的单位；写 [] 表示没有。",
            "Corrects who else takes part; [] for nobody.",
        )
        .example("[示例市财政局, 各县区人民政府]"),
    field(
        "deadline",
        &["期限"],
        Shape::Either(&[Shape::Date, Shape::Words(ends)]),
    )
    .description(
        "更正完成期限：日期，或每年、长期、无。",
        "Corrects until when: a date, or `recurring`, `ongoing`, `none`.",
    )
    .example("2018-12-31"),
    field("heading", &["标题"], Shape::Line)
        .description(
            "更正任务所在部分的标题。",
            "Corrects the heading that it stands under.",
        )
        .example("1. 编制清单"),
    field("text", &["内容"], Shape::Prose)
        .description(
            "更正任务的内容；也可以补充没有读出的任务。",
            "Corrects its words, or adds a measure that was not read.",
        )
        .example("公布权责清单。"),
    field("omit", &["不是任务"], Shape::Boolean)
        .description(
            "读出的其实不是任务，从清单中去掉。",
            "What was read is no measure: it is left out.",
        )
        .example("true"),
];

/// Deadlines that are no date, and the words for each.
pub(super) const ENDS: [(DeclaredDeadline, &[&str]); 3] = [
    (DeclaredDeadline::Recurring, &["recurring", "每年"]),
    (DeclaredDeadline::Ongoing, &["ongoing", "长期"]),
    (DeclaredDeadline::None, &["none", "无"]),
];

fn ends() -> Vec<&'static str> {
    ENDS.iter()
        .flat_map(|(_, words)| words.iter().copied())
        .collect()
}
