//! What is wrong with the measures of a plan or with what is said of them, in words.

use crate::diagnostic::{Fault, Text};
use crate::knowledge::measure::{LedgerFault, LedgerFaultKind};
use crate::report::findings::measure::ProblemKind;

/// Anchors that a message names, at most.
const NAMED: usize = 5;

/// An entry of measures.yaml that is about no measure, or about one that another is about.
pub(super) fn of_entry(fault: LedgerFault) -> Fault {
    let LedgerFault {
        kind,
        span,
        candidates,
    } = fault;
    let named = candidates.get(..NAMED).unwrap_or(&candidates);
    let (message, mend) = match kind {
        LedgerFaultKind::Unmatched => (
            Text::new(
                "方案中没有读出这项任务",
                "no such measure was read in the plan",
            ),
            Text::new(
                "核对“序号”或“锚点”；要补充正文没有读出的任务，写“内容”和“牵头单位”。",
                "Check its `number` or `anchor`; to add a measure that was not read, give its `text` and `lead`.",
            ),
        ),
        LedgerFaultKind::Ambiguous => (
            Text::new(
                "方案中有几项任务是这个序号",
                "several measures of the plan have this number",
            ),
            Text::new(
                format!("加写“锚点”，可选：{}。", named.join("、")),
                format!("Add its `anchor`, one of {}.", named.join(", ")),
            ),
        ),
        LedgerFaultKind::Twice => (
            Text::new(
                "这项任务前面已经有一条",
                "another entry is about the same measure",
            ),
            Text::new("合并为一条。", "Make one entry of them."),
        ),
    };
    let code = match kind {
        LedgerFaultKind::Unmatched => "unknown-measure",
        LedgerFaultKind::Ambiguous => "ambiguous-measure",
        LedgerFaultKind::Twice => "measure-twice",
    };
    Fault::error(code, span, message, mend)
}

/// What could not be read in the text of a plan.
pub(super) fn of_text(kind: ProblemKind, span: std::ops::Range<usize>) -> Fault {
    let (chinese, english) = match kind {
        ProblemKind::NoBodies => (
            "同一系列的其他任务写明了责任单位，这一项没有读出",
            "other measures of the series say who is to do them; none was read of this one",
        ),
        ProblemKind::UnreadClause => (
            "像是责任单位和期限，但没有读懂",
            "this looks like who is to do a measure and until when, and could not be read",
        ),
        ProblemKind::UnreadMember => (
            "任务的这一处没有读懂",
            "this part of what a measure says of its bodies or deadline could not be read",
        ),
        ProblemKind::WithoutYear => (
            "任务的期限没有写年份",
            "the deadline of this measure has no year",
        ),
        ProblemKind::TwoDeadlines => ("任务写有两个期限", "this measure states two deadlines"),
        ProblemKind::TwoDefaults => (
            "方案为未写期限的任务规定了两个期限",
            "the plan states two deadlines for measures that name none",
        ),
        ProblemKind::TooMany => {
            return too_many(span);
        }
    };
    let hint = match kind {
        ProblemKind::TwoDefaults => Text::new(
            "两处都没有采用。核对原文；没有写期限的任务，在旁边的 measures.yaml 中逐项写明，再写入“豁免”（waivers），免予提示。",
            "Neither is taken. Compare the original; give the measures that name none their deadline in the measures.yaml beside it, and waive this then.",
        ),
        _ => Text::new(
            "在旁边的 measures.yaml 中写明这项任务的单位和期限；不是任务的，写“不是任务: 是”。",
            "Say who and until when in the measures.yaml beside it, or `omit: true` where it is no measure.",
        ),
    };
    Fault::warning("unread-measure", span, Text::new(chinese, english), hint)
}

/// More measures than are read.
fn too_many(span: std::ops::Range<usize>) -> Fault {
    Fault::warning(
        "too-many-measures",
        span,
        Text::new(
            "方案的任务或表格太多，从这里起没有读入任务清单",
            "the plan has more measures or tables than are read: those from here on are left out",
        ),
        Text::new(
            "把方案分成几份报告，或者在旁边的 measures.yaml 中补充没有读入的任务。",
            "Make several reports of it, or add the measures left out in the measures.yaml beside it.",
        ),
    )
}

/// A measures.yaml beside a report whose measures are not read.
pub(super) fn of_no_plan() -> Fault {
    Fault::warning(
        "measures-without-plan",
        0..0,
        Text::new(
            "旁边的报告不属于编任务清单的类型，这个文件没有用",
            "the measures of the report beside this are not read, so this says nothing",
        ),
        Text::new(
            "在 archive.yaml 的类型中写“任务清单: 是”，或者删去这个文件。",
            "Write `measures: true` at its type in archive.yaml, or delete this file.",
        ),
    )
}
