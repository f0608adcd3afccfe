//! The table of fields of an agency's front matter: names, kinds of value, descriptions and examples.
//!
//! The reader, the JSON Schema and the reference of fields are all made from it. Nothing is read here.

use crate::fields::{Field, LINES, Shape, field};
use crate::waiver::WAIVER;

/// Every field of an agency.
pub(crate) const FIELDS: &[Field] = &[
    field("name", &["名称"], Shape::Line)
        .description("机构全称。", "Full name.")
        .example("示例市云麓区")
        .called("机构名称")
        .required(),
    field("other_names", &["别名", "简称"], LINES)
        .description(
            "别名和简称，检索和引用时可用。",
            "Other names, by which it can be found and referred to.",
        )
        .example("[云麓区, 云麓区人民政府]"),
    field("region", &["地区"], Shape::Line)
        .description("所在地区。", "Where it is.")
        .example("示例省示例市"),
    field("codes", &["代码"], Shape::Fields(CODES))
        .description("机构的各种代码。", "Codes that it is registered under.")
        .example("{organisation: SHILIYL1-0}"),
    field("parent", &["上级"], Shape::Line)
        .description(
            "上级机构的文件夹、名称或别名。",
            "Folder, name or other name of the body above it.",
        )
        .example("示例市"),
    field("exists", &["存续"], Shape::Fields(EXISTS))
        .description("设立和撤销的日期。", "When it came to be and ceased.")
        .example("{from: 2012-05}"),
    field("id", &["标识"], Shape::Route)
        .description(
            "机构页的地址，默认由文件夹名得出；本文件夹的报告也在其下。",
            "Address of the agency's page, by default made of the folder's name; the reports in the folder stand below it.",
        )
        .example("yunlu"),
    field("aliases", &["旧地址"], LINES)
        .description(
            "旧地址，访问时转到本页。",
            "Old URLs, which lead to this page.",
        )
        .example("[yunlu/index.html]"),
    field("waivers", &["豁免"], Shape::List(&Shape::Fields(WAIVER)))
        .description(
            "经审核可以接受的警告，此后不再列出；错误不能免予提示，只有 secrecy 例外，须写理由和审核人。",
            "Warnings that a reviewer accepted: they are not reported again. Errors cannot be waived, but for `secrecy` with reason and reviewer.",
        )
        .example("[{code: html-removed, reason: 原文如此。}]"),
];
pub(super) const CODES: &[Field] = &[
    field("organisation", &["组织机构代码"], Shape::Line)
        .description(
            "组织机构代码（GB 11714）。",
            "Organisation code (GB 11714).",
        )
        .example("SHILIYL1-0"),
    field("credit", &["统一社会信用代码"], Shape::Line)
        .description(
            "统一社会信用代码（GB 32100）。",
            "Unified social credit code (GB 32100).",
        )
        .example("11000000MB0000000X"),
    field("division", &["行政区划代码"], Shape::Line)
        .description(
            "行政区划代码（GB/T 2260）。",
            "Code of the administrative division (GB/T 2260).",
        )
        .example(r#""000000""#),
];
pub(super) const EXISTS: &[Field] = &[
    field("from", &["起"], Shape::Date)
        .description("设立日期。", "When it came to be.")
        .example("2012-05"),
    field("to", &["止", "至"], Shape::Date)
        .description("撤销日期。", "When it ceased.")
        .example("2021"),
];
