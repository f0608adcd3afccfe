//! The last line of a run: what was found and what was done, in one sentence.

use std::path::Path;

use crate::cli::Task;
use crate::diagnostic::{Severity, Text};
use crate::job::Outcome;

/// What the run of `task` came to; `out` is where it publishes.
pub(super) fn of(task: Task<'_>, outcome: &Outcome, out: &Path, seconds: f64) -> Text {
    let count = |severity| {
        let found = outcome.diagnostics.iter();
        found.filter(|d| d.severity == severity).count()
    };
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let found = Text::new(
        format!("{errors} 处错误，{warnings} 处警告"),
        format!(
            "{}, {}",
            plural(errors, "error"),
            plural(warnings, "warning")
        ),
    );
    let reports = outcome.reports;
    let Some(done) = &outcome.published else {
        let unchanged = match task {
            Task::Check(_) => return checked(outcome, &found),
            Task::Build(_) => Text::new("原有网站未改动", "the site is as it was"),
            Task::Index(_) => Text::new("原有索引未改动", "the index is as it was"),
        };
        return Text::new(
            format!("{}。未生成任何内容，{}。", found.chinese, unchanged.chinese),
            format!(
                "{}. Nothing was built; {}.",
                found.english, unchanged.english
            ),
        );
    };
    let index = match (done.index_bytes, &outcome.index_url) {
        (Some(bytes), _) => Text::new(
            format!("索引 {}", size(bytes)),
            format!("index {}", size(bytes)),
        ),
        (None, Some(url)) => Text::new(
            format!("不含索引（索引另存于 {url}，请用 gongbao index 生成）"),
            format!("no index (it is at {url}, made by `gongbao index`)"),
        ),
        (None, None) => Text::new("未建索引", "no index"),
    };
    let pages = match task {
        Task::Index(_) => Text::new("", ""),
        _ => Text::new(
            format!("{} 个页面，", done.pages),
            format!("{}, ", plural(done.pages, "page")),
        ),
    };
    let changed = done.published.changed;
    let changes = if changed == 0 && done.published.removed == 0 {
        Text::new("没有变化", "nothing changed")
    } else {
        let files = usize::try_from(changed).unwrap_or(usize::MAX);
        Text::new(
            format!("写入 {changed} 个文件"),
            format!("{} written", plural(files, "file")),
        )
    };
    let out = out.display();
    let drafts = left_out(outcome.drafts);
    let made = match task {
        Task::Index(_) => Text::new(
            format!("检索索引已生成到 {out}"),
            format!("The search index was built in {out}"),
        ),
        _ => Text::new(
            format!("网站已生成到 {out}"),
            format!("The site was built in {out}"),
        ),
    };
    Text::new(
        format!(
            "{}：{reports} 份报告，{}{}，{}；用时 {seconds:.2} 秒，{warnings} 处警告。{}",
            made.chinese, pages.chinese, index.chinese, changes.chinese, drafts.chinese
        ),
        format!(
            "{}: {}, {}{}, {}; {seconds:.2} s, {}.{}",
            made.english,
            plural(reports, "report"),
            pages.english,
            index.english,
            changes.english,
            plural(warnings, "warning"),
            drafts.english
        ),
    )
}

/// What was checked and what came of it.
fn checked(outcome: &Outcome, found: &Text) -> Text {
    let reports = outcome.reports;
    let drafts = match (outcome.drafts_among, outcome.drafts) {
        (0, 0) => Text::new("", ""),
        (0, left_out) => Text::new(
            format!("，另有 {left_out} 份草稿未全面检查（加 --drafts 一并检查）"),
            format!(
                ", and {} in part alone (--drafts checks drafts as well)",
                plural(left_out, "draft")
            ),
        ),
        (among, _) => Text::new(
            format!("（含 {among} 份草稿）"),
            format!(", {} among them", plural(among, "draft")),
        ),
    };
    // What nobody held against the log is not known to be as it was published.
    let ungated = match outcome.is_ungated {
        false => Text::new("", ""),
        true => Text::new(
            "本档案设有存证日志，而这里没有，内容未与已发布的核对；请用 --log 指定上次发布的网站或存证日志所在的文件夹；从未发布过的，首次生成时用 gongbao build --new-log 新建。",
            " The archive keeps a log and there is none here: the content was not held against what was published. Name the folder of the site that was published last, or of its log, with --log; of an archive that was never published the first build begins one (`gongbao build --new-log`).",
        ),
    };
    Text::new(
        format!(
            "已检查 {reports} 份报告{}：{}。{}",
            drafts.chinese, found.chinese, ungated.chinese
        ),
        format!(
            "{} checked{}: {}.{}",
            plural(reports, "report"),
            drafts.english,
            found.english,
            ungated.english
        ),
    )
}

/// That drafts are not in what was published, lest an editor take one for public; nothing where there are none.
fn left_out(drafts: usize) -> Text {
    match drafts {
        0 => Text::new("", ""),
        _ => Text::new(
            format!("{drafts} 份草稿未收入，定稿后删去“草稿”一行即可。"),
            format!(
                " {} left out: delete the line `draft` of what is finished.",
                plural(drafts, "draft")
            ),
        ),
    }
}

/// What is said of a run that was interrupted.
pub(super) fn interrupted() -> Text {
    Text::new(
        "已中断。没有改动任何内容，也没有留下临时文件。",
        "Interrupted. Nothing was changed, and nothing was left behind.",
    )
}

pub(super) fn plural(n: usize, word: &str) -> String {
    match n {
        1 => format!("1 {word}"),
        _ => format!("{n} {word}s"),
    }
}

#[expect(
    clippy::float_arithmetic,
    reason = "rounded for people, and part of no output that is published"
)]
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} KB", bytes.div_ceil(1000)),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}
