//! The report that an editor names: by its file in the content, or by its address.
//!
//! In: what was typed, and the archive. Out: the report, or what stands in its way. Looks at no file.

use crate::archive::{Archive, Entry};
use crate::diagnostic::Text;
use crate::error::Error;
use crate::fields::nearest;
use crate::job::Job;
use crate::source::SourceTree;

/// The report that is called so.
///
/// # Errors
///
/// If there is none, if it is a draft, or if it could not be read.
pub(super) fn report_called<'a>(
    archive: &'a Archive,
    tree: &SourceTree,
    job: &Job,
    called: &str,
) -> Result<&'a Entry, Error> {
    let word = below_the_root(archive, job, called);
    let stem = word.strip_suffix(".md").unwrap_or(word);
    let stem = stem.strip_suffix("/index").unwrap_or(stem);
    let is_called = |path: &str, own: &str| path == word || own == stem;
    let mut entries = archive.entries.iter();
    let found = entries.find(|entry| {
        let report = &entry.report;
        is_called(&report.path, &report.stem) || entry.route.as_str() == stem
    });
    if let Some(entry) = found {
        return Ok(entry);
    }
    let mut sources = tree.reports.iter();
    let source = sources.find(|source| is_called(&source.path, source.stem()));
    let at_address = || {
        let mut drafts = archive.drafts.iter();
        drafts
            .find(|(route, _)| route.as_str() == stem)
            .map(|(_, path)| path.as_str())
    };
    match source
        .map(|source| source.path.as_str())
        .or_else(at_address)
    {
        Some(path) if archive.files_of_drafts.contains(path) => Err(draft(path)),
        Some(path) => Err(unreadable(path)),
        None => {
            let all = archive.entries.iter();
            let names = all.flat_map(|it| [it.report.stem.as_str(), it.route.as_str()]);
            Err(unknown(called, nearest(stem, names)))
        }
    }
}

/// What was typed as a path below the content folder, or below the root of the site.
fn below_the_root<'c>(archive: &Archive, job: &Job, called: &'c str) -> &'c str {
    let mut word = called.split(['#', '?']).next().unwrap_or(called);
    if let Some(base) = &archive.config.base_url {
        word = word.strip_prefix(base.as_str()).unwrap_or(word);
    }
    // A path that a shell completed begins with the content folder.
    let content = job.content.to_str().unwrap_or_default();
    let content = content.trim_end_matches('/');
    for start in [content, content.trim_start_matches("./")] {
        let below = word.strip_prefix(start).filter(|_| !start.is_empty());
        if let Some(below) = below.and_then(|below| below.strip_prefix('/')) {
            word = below;
            break;
        }
    }
    let word = word.trim_start_matches("./").trim_matches('/');
    word.strip_suffix("/index.html").unwrap_or(word)
}

fn draft(path: &str) -> Error {
    Error::new(Text::new(
        format!(
            "{path} 是草稿，还没有发布，没有可以更正或撤回的；直接修改即可。没有写入任何文件。"
        ),
        format!(
            "{path} is a draft: nothing of it was published that could be corrected or withdrawn. Edit it as you like. Nothing was written."
        ),
    ))
}

pub(super) fn unreadable(path: &str) -> Error {
    Error::new(Text::new(
        format!("{path} 有错误，读不出来；请先运行 gongbao check，按提示改好。没有写入任何文件。"),
        format!(
            "{path} has errors and cannot be read; run `gongbao check`, and mend it first. Nothing was written."
        ),
    ))
}

fn unknown(called: &str, near: Option<&str>) -> Error {
    let (chinese, english) = match near {
        Some(near) => (
            format!("是否想写“{near}”？"),
            format!(" Did you mean `{near}`?"),
        ),
        None => (
            "请写报告文件的路径（如 yunlu/2021.md）或网址。".to_owned(),
            " Give the path of its file, such as yunlu/2021.md, or its address.".to_owned(),
        ),
    };
    Error::new(Text::new(
        format!("没有“{called}”这份报告。{chinese}"),
        format!("there is no report `{called}`.{english}"),
    ))
}
