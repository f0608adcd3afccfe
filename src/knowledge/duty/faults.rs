//! The faults of duties, in words.

use crate::archive::{Archive, types};
use crate::config::Rule;
use crate::diagnostic::{Fault, Text};
use crate::fields::{Spanned, did_you_mean, nearest};
use crate::knowledge::region::Regions;

pub(in crate::knowledge) fn unknown_type(word: &Spanned<String>, archive: &Archive) -> Fault {
    Fault::error(
        "unknown-type",
        word.span.clone(),
        Text::new(
            format!("没有类型“{}”", word.value),
            format!("there is no type `{}`", word.value),
        ),
        types::hint(&word.value, &archive.config.types),
    )
}

pub(super) fn unknown_agency(word: &Spanned<String>, found: usize) -> Fault {
    let message = match found {
        0 => Text::new(
            format!("档案中没有机构“{}”", word.value),
            format!("the archive has no agency `{}`", word.value),
        ),
        _ => Text::new(
            format!("“{}”可指 {found} 个机构", word.value),
            format!("`{}` may mean {found} agencies", word.value),
        ),
    };
    Fault::error(
        "unknown-agency",
        word.span.clone(),
        message,
        Text::new(
            "写机构的文件夹名，或者 _index.md 中的名称。",
            "Write the folder of the agency, or its name as in `_index.md`.",
        ),
    )
}

pub(super) fn unknown_region(word: &Spanned<String>, regions: &Regions) -> Fault {
    let names = regions.all.iter().map(|region| region.path.concat());
    let names: Vec<String> = names.collect();
    let near = nearest(&word.value, names.iter().map(String::as_str));
    Fault::error(
        "unknown-region",
        word.span.clone(),
        Text::new(
            format!("没有机构在地区“{}”", word.value),
            format!("no agency is in the region `{}`", word.value),
        ),
        did_you_mean(
            near,
            Text::new(
                "写各机构 _index.md 中“地区”（region）的全称，或其中一级的名称。",
                "Write a `region` as the `_index.md` of an agency has it, or one of the regions around it.",
            ),
        ),
    )
}

pub(super) fn rule_of_nobody(rule: &Rule) -> Fault {
    Fault::error(
        "rule-of-nobody",
        rule.span.clone(),
        Text::new(
            "档案中没有机构适用这条规则",
            "no agency of the archive has this duty",
        ),
        Text::new(
            "先建立机构的文件夹，或者删去这条规则。",
            "Make a folder for an agency first, or remove the rule.",
        ),
    )
}

pub(super) fn report_without_period() -> Fault {
    Fault::warning(
        "report-without-period",
        0..0,
        Text::new(
            "没有写报告期，收录情况中不计入任何一期，只在表下注明",
            "it does not say which period it is about, and counts for none of its duty: pages name it below the table",
        ),
        Text::new(
            "在文件头写上报告期，如“报告期: 2021”。",
            "Give its period in the front matter, such as `period: 2021`.",
        ),
    )
}

pub(super) fn overlapping_rules(rule: &Rule) -> Fault {
    Fault::error(
        "overlapping-rules",
        rule.span.clone(),
        Text::new(
            "同一机构在同一时间有这项义务的两条规则",
            "two rules of this duty hold for one agency at the same time",
        ),
        Text::new(
            "前一条写上“止”（until），后一条写上“起”（from），使两者不重叠。",
            "Give the former `until` and the latter `from`, so that they do not overlap.",
        ),
    )
}
