//! The faults of texts that are like others, in words.

use crate::diagnostic::{Fault, Text};
use crate::knowledge::similarity::{Relation, Sameness};

pub(super) fn similar_text(it: &Sameness, other: &str) -> Fault {
    let shared = it.same + it.near();
    let (chinese, english) = match it.relation {
        Relation::Previous => ("上一份报告", "the report before it"),
        Relation::Peer => (
            "另一机构同期的报告",
            "another agency's report on the same period",
        ),
    };
    Fault::warning(
        "similar-text",
        0..0,
        Text::new(
            format!(
                "{} 段中有 {shared} 段与{chinese}相同或者大体相同：{other}",
                it.paragraphs
            ),
            format!(
                "{shared} of its {} paragraphs stand in {english} too, the same or nearly: {other}",
                it.paragraphs
            ),
        ),
        Text::new(
            "核对是否误贴了旧文或者照抄；确无问题的，写入“豁免”（waivers），免予提示。",
            "Check whether an old text was pasted or copied; if it is right, waive this.",
        ),
    )
}
