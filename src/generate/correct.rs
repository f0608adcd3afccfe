//! A correction and a withdrawal: what an editor owes readers before a text that was published changes or goes.
//!
//! In: which report, why, and of which day. Out: for a correction the published text, byte for byte, in `.earlier` beside
//! the report, and a line under `revisions` in its head; for a withdrawal `withdrawn` in its head. Written by
//! [`crate::edit`], the earlier text first, so that a run that is ended between the two leaves nothing wrong and is gone
//! on with by the next. Everything is judged before anything is written. The editor's own change of the text may come
//! before or after.

mod called;
mod head;

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use crate::archive::{Archive, Entry};
use crate::date::PartialDate;
use crate::diagnostic::Text;
use crate::edit;
use crate::error::Error;
use crate::generate::Content;
use crate::generate::correct::called::{report_called, unreadable};
use crate::generate::correct::head::Head;
use crate::job::Job;
use crate::log::entry::MAX_REASON;
use crate::plain_text::one_line;
use crate::progress::Progress;
use crate::publish;
use crate::report::front_matter::{self, FrontMatter};
use crate::route::TEXT_NAME;
use crate::source::MAX_TEXT;
use crate::source::earlier::{MAX_REVISION, path_of};
use crate::store::Store;

/// What is wanted of a correction, or of a withdrawal.
pub(crate) struct Wanted<'w> {
    /// The report: its file or its address.
    pub report: &'w str,
    /// Why.
    pub reason: &'w str,
    /// Of which day; the day that it is, unless given.
    pub date: Option<Date>,
    /// Who decided that a report is withdrawn.
    pub authority: Option<&'w str>,
    /// The day that it is where clocks are so many minutes ahead of UTC.
    pub today: fn(i16) -> Date,
}

/// A correction that is noted.
pub(crate) struct Corrected {
    /// The report's file, as the user would name it.
    pub file: PathBuf,
    /// That of the text as it was published.
    pub earlier: PathBuf,
    /// Whether it was noted before.
    pub was_noted: bool,
}

/// A withdrawal that is noted.
pub(crate) struct Withdrawn {
    /// The report's file, as the user would name it.
    pub file: PathBuf,
    /// Whether it was noted before.
    pub was_noted: bool,
}

/// Keeps the published text of a report, and notes that it is corrected.
///
/// # Errors
///
/// If there is no such report, if it was never published or is withdrawn, if its head cannot be read or cannot be added to
/// safely, if what is published or kept is not what it should be, or if a file cannot be read or written.
pub(crate) fn correct(
    job: &Job,
    wanted: &Wanted<'_>,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Corrected, Error> {
    let reason = reason_of(wanted)?;
    let (content, archive) = read(job, progress)?;
    let tree = &content.tree;
    let entry = report_called(&archive, tree, job, wanted.report)?;
    let path = entry.report.path.as_str();
    if entry.report.front_matter.withdrawn.is_some() {
        return Err(withdrawn_already(path));
    }
    let text = tree.read(path).map_err(|_| unreadable(path))?;
    let is_traditional = archive.config.language.is_traditional_chinese();
    let head = Head::of(&text, is_traditional).ok_or_else(|| unreadable(path))?;
    let published = published_text(job, &archive, entry)?;
    let split = front_matter::split(&published, &mut Vec::new());
    let was = FrontMatter::parse(&published, split.yaml, &mut Vec::new()).revision();
    let is = head.facts.revision();
    let noted = (is == was + 1).then(|| head.facts.revisions_in_time());
    let noted = noted.as_ref().and_then(|list| list.last());
    let new = match (noted, is == was) {
        (Some(noted), _) if noted.note == reason => None,
        (Some(noted), _) => return Err(noted_already(path, &noted.note)),
        (None, true) => {
            let date = day_of(wanted, &archive);
            if let Some(published) = head.facts.published
                && PartialDate::of_civil(date) < published.date
            {
                return Err(refused(path, &before_publication(date)));
            }
            let new = head.with_revision(date, &reason);
            Some(new.map_err(|why| refused(path, &why))?)
        }
        (None, false) => return Err(other_count(path, is - 1, was - 1)),
    };
    if was > MAX_REVISION {
        return Err(refused(path, &too_often()));
    }
    let earlier = path_of(tree.written(path), was);
    let kept = tree.earlier.get(path).and_then(|texts| texts.get(&was));
    match kept.map(|kept| tree.read(kept)) {
        None => edit::create(&job.content, &earlier, published.as_bytes())?,
        Some(Ok(kept)) if kept == published => {}
        Some(_) => return Err(kept_other(&earlier)),
    }
    if let Some(new) = &new {
        edit::replace(&job.content, tree.written(path), &text, new)?;
    }
    Ok(Corrected {
        file: job.content.join(path),
        earlier: job.content.join(earlier),
        was_noted: new.is_none(),
    })
}

/// Notes that a report is withdrawn.
///
/// # Errors
///
/// If there is no such report, if its head cannot be read or cannot be added to safely, or if a file cannot be read or
/// written.
pub(crate) fn withdraw(
    job: &Job,
    wanted: &Wanted<'_>,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Withdrawn, Error> {
    let reason = reason_of(wanted)?;
    let (content, archive) = read(job, progress)?;
    let tree = &content.tree;
    let entry = report_called(&archive, tree, job, wanted.report)?;
    let path = entry.report.path.as_str();
    let text = tree.read(path).map_err(|_| unreadable(path))?;
    let is_traditional = archive.config.language.is_traditional_chinese();
    let head = Head::of(&text, is_traditional).ok_or_else(|| unreadable(path))?;
    let was_noted = match &head.facts.withdrawn {
        Some(noted) if noted.reason.as_ref() == Some(&reason) => true,
        Some(_) => return Err(withdrawn_already(path)),
        None => {
            let authority = wanted.authority.map(one_line);
            let authority = authority.as_deref().filter(|words| !words.is_empty());
            let new = head.with_withdrawal(day_of(wanted, &archive), &reason, authority);
            let new = new.map_err(|why| refused(path, &why))?;
            edit::replace(&job.content, tree.written(path), &text, &new)?;
            false
        }
    };
    Ok(Withdrawn {
        file: job.content.join(path),
        was_noted,
    })
}

/// The content, and the archive that it makes.
fn read(job: &Job, progress: &(dyn Fn(Progress) + Sync)) -> Result<(Content, Archive), Error> {
    let mut content = Content::list(job, |home| Store::read(home, &job.program))?;
    let (archive, _) = content.read(job, false, progress);
    Ok((content, archive))
}

fn day_of(wanted: &Wanted<'_>, archive: &Archive) -> Date {
    let today = || (wanted.today)(archive.config.utc_minutes());
    wanted.date.unwrap_or_else(today)
}

/// The reason as a line of a head.
fn reason_of(wanted: &Wanted<'_>) -> Result<String, Error> {
    let reason = one_line(wanted.reason);
    match reason.len() {
        0 => Err(Error::new(Text::new(
            "--reason 是空的：请写明原因，它会显示在报告页面上。",
            "--reason is empty: say why; the page of the report shows it.",
        ))),
        length if length > MAX_REASON => Err(Error::new(Text::new(
            format!(
                "--reason 有 {length} 字节，最多 {MAX_REASON} 字节（约 {} 个汉字）。",
                MAX_REASON / 3
            ),
            format!("--reason has {length} bytes, and may have {MAX_REASON}."),
        ))),
        _ => Ok(reason),
    }
}

/// The text of a report as it was published, at its own address or at one that it had.
fn published_text(job: &Job, archive: &Archive, entry: &Entry) -> Result<String, Error> {
    let aliases = entry.report.front_matter.aliases.iter();
    let aliases = aliases.map(|alias| {
        let alias = alias.value.trim_matches('/');
        let alias = alias.strip_suffix("/index.html").unwrap_or(alias);
        format!("{alias}/{TEXT_NAME}")
    });
    let own = entry.route.file(TEXT_NAME);
    let places: Vec<String> = std::iter::once(own).chain(aliases).collect();
    let mut digests: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    publish::listed(&job.out, |path, digest| {
        if places.iter().any(|place| place == path) {
            digests.insert(path.to_owned(), digest.to_vec());
        }
    })?;
    // What stands at an old address may be another report's by now.
    let is_anothers = |place: &str| {
        let folder = place.strip_suffix(TEXT_NAME).unwrap_or_default();
        let at = archive.entry_at(folder.trim_end_matches('/'));
        at.and_then(|at| archive.entries.get(at))
            .is_some_and(|other| other.report.path != entry.report.path)
    };
    let mut places = places.iter().filter(|place| !is_anothers(place));
    let found = places.find_map(|place| Some((place, digests.get(place)?)));
    let Some((place, digest)) = found else {
        return Err(never_published(&entry.report.path, job));
    };
    let bytes = publish::published(&job.out, place, MAX_TEXT).unwrap_or_default();
    let is_listed =
        base16ct::lower::encode_string(&Sha256::digest(&bytes)).as_bytes() == digest.as_slice();
    match String::from_utf8(bytes) {
        Ok(text) if is_listed => Ok(text),
        _ => Err(altered(job, place)),
    }
}

fn refused(path: &str, why: &Text) -> Error {
    Error::new(Text::new(
        format!("没有改动 {path}：{}。", why.chinese),
        format!("{path} was not changed: {}.", why.english),
    ))
}

fn before_publication(date: Date) -> Text {
    Text::new(
        format!("日期 {date} 早于报告的发布日期"),
        format!("{date} is before the report was published"),
    )
}

fn too_often() -> Text {
    Text::new(
        format!("它已更正 {MAX_REVISION} 次，不能再多"),
        format!("it has been corrected {MAX_REVISION} times, which is the most there can be"),
    )
}

fn withdrawn_already(path: &str) -> Error {
    Error::new(Text::new(
        format!(
            "{path} 已经撤回，没有改动；要改日期或原因，直接修改文件头中的“撤回”（withdrawn）。"
        ),
        format!(
            "{path} is withdrawn already, and was not changed; edit `withdrawn` in its head to change day or reason."
        ),
    ))
}

fn noted_already(path: &str, note: &str) -> Error {
    Error::new(Text::new(
        format!(
            "{path} 已登记了一次更正（{note}），还没有发布。没有写入任何文件。\n同一次更正，直接修改文件头中的说明；另一次更正，先运行 gongbao build 发布这一次。"
        ),
        format!(
            "{path} has a correction noted that was not published yet ({note}). Nothing was written.\nIf it is the same correction, edit its note in the head; if it is another, publish the first with `gongbao build`."
        ),
    ))
}

fn other_count(path: &str, is: u32, was: u32) -> Error {
    Error::new(Text::new(
        format!(
            "{path} 的“更正”有 {is} 条，已发布的文本有 {was} 条，对不上。没有写入任何文件。\n一次只登记一次更正：补回少写的，或先运行 gongbao build 发布已登记的。"
        ),
        format!(
            "{path} lists {is} under `revisions`, and the published text {was}. Nothing was written.\nNote one correction at a time: put back what is missing, or publish what is noted with `gongbao build`."
        ),
    ))
}

fn kept_other(earlier: &str) -> Error {
    Error::new(Text::new(
        format!(
            "{earlier} 已经存在，内容却与已发布的文本不同。没有写入任何文件。\n请核对：放错的，移走后再运行一次。"
        ),
        format!(
            "{earlier} is there already, and is not the text that was published. Nothing was written.\nLook at it: if it does not belong there, move it and run the command again."
        ),
    ))
}

fn never_published(path: &str, job: &Job) -> Error {
    let out = job.out.display();
    Error::new(Text::new(
        format!(
            "{out} 中没有 {path} 已发布的文本。没有写入任何文件。\n还没有发布的，直接修改即可；网站在别处的，用 --out 指定它的文件夹。"
        ),
        format!(
            "{out} has no published text of {path}. Nothing was written.\nWhat was not published yet is simply edited; if the site is elsewhere, name its folder with --out."
        ),
    ))
}

fn altered(job: &Job, place: &str) -> Error {
    let file = job.out.join(place);
    let file = file.display();
    Error::new(Text::new(
        format!(
            "{file} 与 SHA256SUMS 不符，不是发布时的文本。没有写入任何文件。\n请先从主机或备份取回发布时的网站。"
        ),
        format!(
            "{file} is not what SHA256SUMS says, and so not the text as it was published. Nothing was written.\nGet the site back as it was published, from its host or a backup."
        ),
    ))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::read;
    use crate::archive::earlier::missing;
    use crate::job::Job;

    #[test]
    fn a_text_that_was_recorded_and_is_not_kept_is_missed() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let content = folder.path().join("content");
        let text = |corrections: usize| {
            let corrections: String = (1..=corrections)
                .rev()
                .map(|day| format!("  - {{date: 2022-01-0{day}, note: 更正。}}\n"))
                .collect();
            format!("---\ntitle: 报告\ntype: a\nrevisions:\n{corrections}---\n正文\n")
        };
        for (path, text) in [
            ("archive.yaml", "title: X\ntypes: {a: 甲}\n".to_owned()),
            ("shili/_index.md", "---\nname: 示例市\n---\n".to_owned()),
            ("shili/2021/index.md", text(3)),
            ("shili/2021/.earlier/2.md", text(1)),
            ("shili/2022.md", text(0)),
        ] {
            let path = content.join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, text).expect("written");
        }
        let job = Job::reading(content, false);
        let (_, archive) = read(&job, &|_| ()).expect("the content can be read");
        for (recorded_from, lacking) in [
            (Some(1), vec![1, 3]),
            (Some(2), vec![3]),
            (Some(3), vec![3]),
            (Some(4), vec![]),
            (None, vec![]),
        ] {
            let found = missing(&archive, &|_| recorded_from);
            let found: Vec<(String, bool)> = found
                .into_iter()
                .zip(&lacking)
                .map(|((file, fault), lacking)| {
                    let path = format!("shili/2021/.earlier/{lacking}.md");
                    (file, fault.hint.chinese.contains(&path))
                })
                .collect();
            let wanted = lacking
                .iter()
                .map(|_| ("shili/2021/index.md".to_owned(), true));
            assert_eq!(found, wanted.collect::<Vec<_>>());
            assert_eq!(missing(&archive, &|_| recorded_from).len(), lacking.len());
        }
    }
}
