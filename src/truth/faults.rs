//! What the gate says, in Chinese and English.

use std::ops::Range;

use crate::diagnostic::{Fault, Text};
use crate::log::entry::Document;

fn error(code: &'static str, message: Text, hint: Text) -> Fault {
    Fault::error(code, 0..0, message, hint)
}

/// A value that is not there, as it is named.
fn or_none(value: Option<&str>) -> [&str; 2] {
    match value {
        None | Some("") => ["未写明", "none"],
        Some(value) => [value; 2],
    }
}

/// How a correction is made of what was changed.
fn correct(path: &str) -> Text {
    Text::new(
        format!(
            "确需更正的，运行 gongbao correct {path} --reason 更正原因，它保留原来的文本，并在“更正”中写明日期和原因；并非有意改动的，恢复原来的文件。"
        ),
        format!(
            "If it has to be corrected, run `gongbao correct {path} --reason …`: it keeps the earlier text and writes date and reason into `revisions`. If it was not meant, put the file back as it was."
        ),
    )
}

/// The text of a report that was published is another, and no correction says so.
pub(super) fn changed(path: &str, release: u64) -> Fault {
    error(
        "changed-without-correction",
        Text::new(
            format!("这份报告已发布（收录于第 {release} 次发布），文件却有改动，且没有写明更正"),
            format!(
                "this report was published (recorded in publication {release}) and its file has changed since, with no correction that says so"
            ),
        ),
        correct(path),
    )
}

/// The files beside a report that was published are others.
pub(super) fn other_files(path: &str, release: u64) -> Fault {
    error(
        "attachments-changed",
        Text::new(
            format!(
                "这份报告的附件在发布之后（收录于第 {release} 次发布）有增减或改动，且没有写明更正"
            ),
            format!(
                "the attachments of this report have changed since it was published (recorded in publication {release}), with no correction that says so"
            ),
        ),
        correct(path),
    )
}

/// A report that was published stands at another address.
pub(super) fn moved(path: &str, former: &str) -> Fault {
    error(
        "changed-without-correction",
        Text::new(
            format!("这份报告的网址原为“{former}/”，现已改变，且没有写明更正"),
            format!(
                "this report had the address `{former}/` and has another now, with no correction that says so"
            ),
        ),
        correct(path),
    )
}

/// A report was withdrawn and has another address at once.
pub(super) fn moved_and_withdrawn() -> Fault {
    error(
        "changed-without-correction",
        Text::new(
            "这份报告在撤回的同时改了网址",
            "this report is withdrawn and has another address at once",
        ),
        Text::new(
            "撤回说明应留在原来的网址上：恢复原来的文件位置或标识，再写“撤回”。",
            "The notice of withdrawal stays at the address of the report: give it its former place or id, then withdraw it.",
        ),
    )
}

/// A text that is kept as it was published before is another.
pub(super) fn earlier_altered(revision: u32) -> Fault {
    error(
        "earlier-text-altered",
        Text::new(
            format!("这里存的第 {revision} 版与当时发布的不同"),
            format!("this is not text {revision} as it was published"),
        ),
        Text::new(
            "从版本库或备份中找回当时发布的文件，原样放到这里。",
            "Put the file back as it was published, from a repository or a backup.",
        ),
    )
}

/// There are fewer corrections than were published.
pub(super) fn goes_back(span: Range<usize>, was: u64, is: u64) -> Fault {
    Fault::error(
        "revision-goes-back",
        span,
        Text::new(
            format!("已发布 {was} 次更正，现在只写了 {is} 次"),
            format!("{was} corrections were published, and {is} are written now"),
        ),
        Text::new(
            "已发布的更正不能删去：恢复“更正”中原有的各项，再添新的一项。",
            "What was published as a correction stays: put the entries of `revisions` back, and add a new one.",
        ),
    )
}

/// What was recorded of corrections is another.
pub(super) fn other_corrections(span: Range<usize>) -> Fault {
    Fault::error(
        "recorded-correction-changed",
        span,
        Text::new(
            "“更正”中已发布各项的日期或说明有改动，或次序不明",
            "the date or note of a correction that was published has changed, or their order cannot be told",
        ),
        Text::new(
            "已发布的更正不再改动：恢复原来的日期和说明，新的一项按日期先后写在最后（或最前）。",
            "What was published of a correction stays: put date and note back, and add the new one in the order of the days.",
        ),
    )
}

/// What was recorded of a withdrawal is another.
pub(super) fn other_withdrawal(span: Range<usize>, was: &Document) -> Fault {
    let [date_chinese, date_english] = or_none(was.date.as_deref());
    let [reason_chinese, reason_english] = or_none(was.reason.as_deref());
    Fault::error(
        "recorded-withdrawal-changed",
        span,
        Text::new(
            format!(
                "撤回的日期或原因与已发布的不同：原日期为 {date_chinese}，原因为“{reason_chinese}”"
            ),
            format!(
                "the date or reason of the withdrawal is not the one that was published: {date_english}, `{reason_english}`"
            ),
        ),
        Text::new(
            "撤回一经发布，其日期和原因不再改动：恢复原来的写法。",
            "What was published of a withdrawal stays: put date and reason back.",
        ),
    )
}

/// What was withdrawn is there again, as something else.
pub(super) fn restored_otherwise(was: &Document) -> Fault {
    let digest = was
        .source
        .as_ref()
        .map_or("", |source| source.sha256.as_str());
    let digest = digest.get(..16).unwrap_or(digest);
    error(
        "restored-otherwise",
        Text::new(
            format!(
                "这份报告已撤回，现在恢复的文本或附件与撤回前的不同（撤回前文本的校验值以 {digest} 开头）"
            ),
            format!(
                "this report was withdrawn, and what is restored is not what was withdrawn (whose SHA-256 begins with {digest})"
            ),
        ),
        Text::new(
            "先原样恢复撤回前的文件和附件并发布，再作更正；要继续撤回的，写回“撤回”。",
            "Restore file and attachments as they were and publish that, then correct it; to keep it withdrawn, write `withdrawn` again.",
        ),
    )
}

/// The date of publication is another.
pub(super) fn other_date(span: Range<usize>, was: &str) -> Fault {
    let [was_chinese, was_english] = or_none(Some(was));
    Fault::error(
        "published-date-changed",
        span,
        Text::new(
            format!("发布日期与已发布的不同：原为 {was_chinese}"),
            format!("the date of publication is not the one that was published: {was_english}"),
        ),
        Text::new(
            "发布日期一经发布不再改变：改回原来的日期；更正的日期写在“更正”中。",
            "The date of publication stays as it was published: put it back; the date of a correction goes into `revisions`.",
        ),
    )
}

/// A correction or withdrawal without a reason.
pub(super) fn no_reason(span: Range<usize>) -> Fault {
    Fault::error(
        "no-reason",
        span,
        Text::new(
            "更正或撤回没有写明原因",
            "a correction or a withdrawal gives no reason",
        ),
        Text::new(
            "写上原因，例如“更正: [{日期: 2025-03-01, 说明: 表1第3行数字有误}]”；撤回写“撤回: {日期: …, 原因: …}”。原因会永久记入存证日志，不要写个人信息。",
            "Give it, such as `revisions: [{date: 2025-03-01, note: a figure in table 1}]`, or `withdrawn: {date: …, reason: …}`. It stays in the log for good: name no person in it.",
        ),
    )
}

/// A reason that is too long.
pub(super) fn long_reason(span: Range<usize>, max: usize) -> Fault {
    let characters = max / 3;
    Fault::error(
        "long-reason",
        span,
        Text::new(
            format!("更正或撤回的原因超过 {characters} 个汉字（{max} 字节）"),
            format!("the reason of a correction or withdrawal is longer than {max} bytes"),
        ),
        Text::new(
            "原因会永久记入存证日志，请简短；详情可写在正文中。",
            "It stays in the log for good: keep it short, and say more in the text.",
        ),
    )
}

/// What is in the log and nowhere else any more; `file` names the log.
pub(crate) fn gone(address: &str) -> Fault {
    error(
        "vanished-without-withdrawal",
        Text::new(
            format!("已发布的报告“{address}/”已不存在，且没有撤回说明"),
            format!("the published report `{address}/` is gone, and no withdrawal says why"),
        ),
        Text::new(
            "误删的，放回原处；改了网址的，在新文件的“旧地址”中写上它，并写明更正；不应再公开的，放回文件，运行 gongbao withdraw 写明原因。",
            "If it was deleted by mistake, put it back; if it moved, name the address in `aliases` of the new file and correct it; if it must not be public, put the file back and run `gongbao withdraw`.",
        ),
    )
}
