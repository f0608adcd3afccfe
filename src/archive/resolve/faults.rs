//! The words of the faults that [`super::resolve`] finds.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::archive::resolve::meant::nearest_file;
use crate::archive::{Agency, AgencyIndex, types};
use crate::config::ReportType;
use crate::diagnostic::{Fault, Text};
use crate::fields::{Spanned, did_you_mean, nearest, simplified};
use crate::name::rule;
use crate::route::{self, Route, Unreadable, site_path};
use crate::source::{Beside, LeftOut};

/// Names that a message lists, at most.
const MOST_NAMES: usize = 3;

pub(super) fn unknown_type(
    span: Range<usize>,
    word: &str,
    types: &BTreeMap<String, ReportType>,
) -> Fault {
    Fault::error(
        "unknown-type",
        span,
        Text::new(
            format!("archive.yaml 中没有类型“{word}”"),
            format!("archive.yaml has no type `{word}`"),
        ),
        types::hint(word, types),
    )
}

pub(super) fn unknown_agency(
    word: &Spanned<String>,
    found: &[AgencyIndex],
    agencies: &[Agency],
    joint: &[&str],
) -> Fault {
    let Spanned { value, span } = word;
    if !joint.is_empty() {
        let list = joint.join(", ");
        return Fault::error(
            "unknown-agency",
            span.clone(),
            Text::new(
                format!("“{value}”是{}个机构，须写成列表", joint.len()),
                format!("`{value}` are {} agencies, which want a list", joint.len()),
            ),
            Text::new(
                format!("联合发文写作 [{list}]，主办机构在前。"),
                format!("Write a joint issue as [{list}], the leading agency first."),
            ),
        );
    }
    if !found.is_empty() {
        let folders: Vec<&str> = found.iter().map(|i| agencies[*i].folder.as_str()).collect();
        return Fault::error(
            "unknown-agency",
            span.clone(),
            Text::new(
                format!("“{value}”可指多个机构：{}", folders.join("、")),
                format!(
                    "`{value}` may mean several agencies: {}",
                    folders.join(", ")
                ),
            ),
            Text::new("改写机构的文件夹名。", "Name the agency's folder."),
        );
    }
    let names = agencies.iter().flat_map(|a| {
        let other = a.facts.other_names.iter().map(String::as_str);
        [a.folder.as_str(), a.facts.name.as_str()]
            .into_iter()
            .chain(other)
    });
    // A folder that is free: its name is part of the address.
    let folder = Route::of_path(value)
        .ok()
        .filter(|route| !route.as_str().contains('/'));
    let folder = folder.map_or_else(|| "xinjigou".to_owned(), |route| route.to_string());
    let make = Text::new(
        format!("新机构要有自己的文件夹：建 {folder}/_index.md，其中写“名称: {value}”"),
        format!("a new one needs a folder: make {folder}/_index.md with `name: {value}`"),
    );
    let hint = match nearest(&simplified(value), names) {
        Some(near) => Text::new(
            format!("是否想写“{near}”？{}。", make.chinese),
            format!("Did you mean `{near}`? If not, {}.", make.english),
        ),
        None => Text::new(
            format!("写机构的文件夹名、全称或别名；{}。", make.chinese),
            format!(
                "Write an agency's folder, name or other name; {}.",
                make.english
            ),
        ),
    };
    Fault::error(
        "unknown-agency",
        span.clone(),
        Text::new(
            format!("档案中没有机构“{value}”"),
            format!("the archive has no agency `{value}`"),
        ),
        hint,
    )
}

pub(super) fn agency_without_index(folder: &str) -> Fault {
    Fault::warning(
        "agency-without-index",
        0..0,
        Text::new(
            format!("机构的文件夹“{folder}”中没有 _index.md，暂以文件夹名为机构名"),
            format!(
                "the agency's folder `{folder}` has no _index.md; its name stands for the agency's"
            ),
        ),
        Text::new(
            "新建 _index.md，至少写“名称”（name）。",
            "Write an _index.md with at least `name`.",
        ),
    )
}

pub(super) fn reserved(span: Range<usize>, segment: &str) -> Fault {
    Fault::error(
        "reserved-id",
        span,
        Text::new(
            format!("网址的第一段“{segment}”由程序保留"),
            format!("a URL that begins with `{segment}` is kept for the program itself"),
        ),
        Text::new(
            format!(
                "换一个文件夹名、id 或旧地址；保留的有：{}；{} 和 sitemap-1.xml 等。",
                route::RESERVED.join("、"),
                site_path::OWN_FILES.join("、")
            ),
            format!(
                "Choose another folder name, id or old URL. Kept: {}; {}, and sitemap-1.xml and so on.",
                route::RESERVED.join(", "),
                site_path::OWN_FILES.join(", ")
            ),
        ),
    )
}

/// `of_agency`: whether it is the name of an agency's folder, whose id stands in its `_index.md`.
pub(super) fn unusable_path(path: &str, why: Unreadable, of_agency: bool) -> Fault {
    let message = match why {
        Unreadable::Nothing => Text::new(
            format!("无法由路径“{path}”得到网址"),
            format!("no URL can be made of the path `{path}`"),
        ),
        Unreadable::Letter(letter) => Text::new(
            format!("不知道“{letter}”怎样写成拼音或拉丁字母，无法由路径“{path}”得到网址"),
            format!("no URL can be made of the path `{path}`: how `{letter}` is read is not known"),
        ),
    };
    let (file, id) = match of_agency {
        true => (" _index.md ", "yunlu"),
        false => ("", "yunlu/2021"),
    };
    let hint = Text::new(
        format!("在{file}文件头写 id，例如 id: {id}；或改用常用汉字、拉丁字母、数字命名。"),
        match of_agency {
            true => format!(
                "Write an `id` in the front matter of its _index.md, such as `id: {id}`; or rename it in common Han, Latin letters or digits."
            ),
            false => format!(
                "Write an `id` in the front matter, such as `id: {id}`; or rename it in common Han, Latin letters or digits."
            ),
        },
    );
    Fault::error("unusable-path", 0..0, message, hint)
}

/// A file that belongs to the site but breaks a rule for its paths; `why` says which, in Chinese and English.
pub(super) fn unpublishable_path(span: Range<usize>, path: &str, why: (&str, &str)) -> Fault {
    let (chinese, english) = why;
    Fault::error(
        "unusable-path",
        span,
        Text::new(
            format!("不能发布到路径“{path}”：{chinese}"),
            format!("nothing can be published at the path `{path}`: {english}"),
        ),
        Text::new(
            "改用较短的文件名或文件夹名，或减少嵌套的文件夹。",
            "Use a shorter name for the file or its folder, or fewer folders.",
        ),
    )
}

pub(super) fn unusable_id(span: Range<usize>, id: &str) -> Fault {
    let hint = match id.split('/').find(|name| rule::is_device(name)) {
        Some(device) => Text::new(
            format!("“{device}”在 Windows 上是设备名，换一个名称，例如 {device}-1。"),
            format!(
                "`{device}` is the name of a device on Windows; take another, such as {device}-1."
            ),
        ),
        None => Text::new(
            "id 由“/”分隔的段组成，每段只用小写字母、数字和连字符，例如 yunlu/2021。",
            "An id has segments of lower-case letters, digits and hyphens with `/` between, such as yunlu/2021.",
        ),
    };
    Fault::error(
        "unusable-id",
        span,
        Text::new(
            format!("“{id}”不能用作标识（id）"),
            format!("`{id}` cannot be an id"),
        ),
        hint,
    )
}

/// `why`: what rule for paths of the site, or names in them, it breaks.
pub(super) fn unusable_alias(span: Range<usize>, alias: &str, why: Option<Text>) -> Fault {
    let (chinese, english) = match why {
        Some(why) => (format!("：{}", why.chinese), format!(": {}", why.english)),
        None => Default::default(),
    };
    let path = alias_path(alias);
    let hint = if alias.contains('?') {
        Text::new(
            "静态网站不认“?”之后的参数，这样的旧地址只能在服务器上设置跳转，请从这里删去。",
            "A static site knows nothing of what follows a `?`: such an address can be redirected by the server alone; delete it here.",
        )
    } else if let Some(path) = path {
        Text::new(format!("写作“{path}”。"), format!("Write it as `{path}`."))
    } else {
        Text::new(
            "写站内的路径，不带协议、域名、参数，例如 /old/2019.html。",
            "Write a path within the site, without scheme, host or query, such as /old/2019.html.",
        )
    };
    Fault::error(
        "unusable-alias",
        span,
        Text::new(
            format!("“{alias}”不能用作旧地址{chinese}"),
            format!("`{alias}` cannot be an old URL{english}"),
        ),
        hint,
    )
}

/// The old URL that a text means which is none: decoded, without scheme and host, with `/` between names that files
/// can have.
fn alias_path(alias: &str) -> Option<String> {
    let path = match alias.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => alias,
    };
    let path = path.split('#').next().unwrap_or("").replace('\\', "/");
    let path = route::decode(&path)?;
    let names = path.split('/').filter(|name| !matches!(*name, "." | ".."));
    let names = names.map(|name| match name {
        "" => String::new(),
        name => rule::proposal(name),
    });
    let path = names.collect::<Vec<_>>().join("/");
    (path != alias && path.contains(|c| c != '/')).then_some(path)
}

pub(super) fn dynamic_alias(span: Range<usize>, alias: &str) -> Fault {
    Fault::warning(
        "dynamic-alias",
        span,
        Text::new(
            format!("旧地址“{alias}”是动态网页的地址，静态网站上会成为同名的文件夹"),
            format!(
                "the old URL `{alias}` is that of a dynamic page and becomes a folder of that name"
            ),
        ),
        Text::new(
            "能否转到新页，取决于服务器是否把文件夹转到其首页；地址中曾有“?”参数的，须在服务器上设置跳转。",
            "Whether it leads here depends on the server; if it had a query (`?`), set a redirect on the server.",
        ),
    )
}

pub(super) fn list_stands(span: Range<usize>, path: &str) -> Fault {
    Fault::error(
        "duplicate-url",
        span,
        Text::new(
            format!("网址“{path}”上有列表页，不能改作跳转"),
            format!("a list stands at `{path}`, which cannot lead elsewhere too"),
        ),
        Text::new("删去这一行。", "Take this line away."),
    )
}

pub(super) fn dead_redirect(span: Range<usize>, path: &str) -> Fault {
    Fault::error(
        "dead-redirect",
        span,
        Text::new(
            format!("网站中没有页面“{path}”，无从跳转"),
            format!("the site has no page `{path}` to lead to"),
        ),
        Text::new(
            "写报告、机构或列表页的路径，例如 chongchuan/2019/、topics/；首页写作“/”。",
            "Write the path of a report, an agency or a list, such as chongchuan/2019/ or topics/; `/` is the front page.",
        ),
    )
}

/// Two paths or ids that meet; `path` is where the fault is, `other` what has the address.
pub(super) fn duplicate_id(span: Range<usize>, path: &str, route: &Route, other: &str) -> Fault {
    let is_index_of = |index: &str, file: &str| {
        let stem = index.strip_suffix("/index.md");
        stem.is_some_and(|stem| file.strip_suffix(".md") == Some(stem))
    };
    // What has the address already has perhaps been published: the other one moves.
    let hint = if !span.is_empty() {
        Text::new(
            format!("改写 {path} 的 id，例如 {route}-2；重复的，删去其中一份。"),
            format!(
                "Write another `id` in {path}, such as {route}-2; if it is there twice, delete one."
            ),
        )
    } else if is_index_of(path, other) || is_index_of(other, path) {
        Text::new(
            format!("{other} 与 {path} 是同一个网址，只能保留一份：删去其中一个。"),
            format!(
                "{other} and {path} are one address, where only one can stand: keep one and delete the other."
            ),
        )
    } else {
        Text::new(
            format!("在 {path} 中写另一个 id，例如 id: {route}-2；或改名；重复的，删去其中一份。"),
            format!(
                "Write an `id` of its own in {path}, such as `id: {route}-2`, or rename it; if it is there twice, delete one."
            ),
        )
    };
    Fault::error(
        "duplicate-id",
        span,
        Text::new(
            format!("网址 {route} 已由 {other} 使用"),
            format!("{other} has the id {route} already"),
        ),
        hint,
    )
}

pub(super) fn duplicate_url(
    span: Range<usize>,
    path: &str,
    other: &str,
    other_source: &str,
) -> Fault {
    let message = if path == other {
        Text::new(
            format!("网址 {path} 已由 {other_source} 占用"),
            format!("the URL {path} is taken by {other_source}"),
        )
    } else {
        Text::new(
            format!("网址 {path} 与 {other}（来自 {other_source}）不能并存"),
            format!("the URLs {path} and {other} (of {other_source}) cannot stand side by side"),
        )
    };
    Fault::error(
        "duplicate-url",
        span,
        message,
        Text::new(
            "改名，或改写 id、旧地址；仅大小写、全半角写法不同的名称视为相同。",
            "Rename it, or change the id or the old URL; names that differ in case or width alone count as one.",
        ),
    )
}

/// Two tables of a report of which the same address would be made.
pub(super) fn two_tables(span: Range<usize>, name: &str, other: &str) -> Fault {
    Fault::error(
        "duplicate-url",
        span,
        Text::new(
            format!("附件“{other}”和“{name}”的表格会有相同的网址"),
            format!("the tables of the attachments `{other}` and `{name}` would have the same URL"),
        ),
        Text::new(
            "网址取自文件名，不含扩展名，大小写不论：给其中一个文件改名。",
            "The URL is made of the file's name without its ending, whatever its case: rename one of the files.",
        ),
    )
}

pub(super) fn duplicate_index_number(span: Range<usize>, number: &str, other: &str) -> Fault {
    Fault::error(
        "duplicate-index-number",
        span,
        Text::new(
            format!("索引号 {number} 已用于 {other}"),
            format!("{other} has the index number {number} already"),
        ),
        Text::new(
            "索引号在档案中不得重复，核对两份文件。",
            "An index number stands once in an archive; check both files.",
        ),
    )
}

pub(super) fn duplicate_document_number(span: Range<usize>, number: &str, other: &str) -> Fault {
    Fault::warning(
        "duplicate-document-number",
        span,
        Text::new(
            format!("发文字号 {number} 也用于 {other}"),
            format!("{other} has the document number {number} too"),
        ),
        Text::new(
            "核对两份文件；确实同号的可不改。",
            "Check both files; if both really have it, leave it.",
        ),
    )
}

pub(super) fn unknown_successor(span: Range<usize>, successor: &str) -> Fault {
    Fault::error(
        "unknown-successor",
        span,
        Text::new(
            format!("档案中没有“{successor}”这份报告"),
            format!("the archive holds no report `{successor}`"),
        ),
        Text::new(
            "写另一份报告的 id 或路径；未收录的文件写其标题。",
            "Write the id or path of another report, or the title of a document that is not held here.",
        ),
    )
}

pub(super) fn attachment_outside(span: Range<usize>, name: &str) -> Fault {
    Fault::error(
        "attachment-outside",
        span,
        Text::new(
            format!("附件“{name}”不在报告所在的文件夹之内"),
            format!("the attachment `{name}` lies outside the report's folder"),
        ),
        Text::new(
            "把文件放到报告旁边，只写文件名。",
            "Put the file beside the report and write its name alone.",
        ),
    )
}

pub(super) fn missing_attachment<'a>(
    span: Range<usize>,
    name: &str,
    beside: impl Iterator<Item = &'a str>,
) -> Fault {
    let names = beside.map(|path| path.rsplit('/').next().unwrap_or(path));
    let usable = names.filter(|name| !name.contains(['#', '?', '%']));
    let hint = did_you_mean(
        nearest_file(name, usable),
        Text::new(
            "把文件放到报告旁边，或改正文件名；如不应再公开，改写为 {文件: …, 撤回: {原因: …}}。",
            "Put the file beside the report, or correct its name; if it must not be public any more, write {file: …, withdrawn: {reason: …}}.",
        ),
    );
    Fault::error(
        "missing-attachment",
        span,
        Text::new(
            format!("没有附件文件“{name}”"),
            format!("there is no file `{name}` to attach"),
        ),
        hint,
    )
}

/// Why a link leads nowhere.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum DeadLink {
    Nowhere,
    NoAddress,
    Draft,
    /// To a file of a report that was withdrawn.
    Withdrawn,
    /// To a file that was withdrawn by itself.
    WithdrawnFile,
    NoAttachment,
    LeftOut,
}

/// What a link that leads nowhere seems to mean.
pub(super) enum Meant {
    Nothing,
    /// The path to a file.
    File(String),
    /// An address with its scheme.
    Address(String),
}

/// Whether a path ends as files do that are no reports.
fn is_file(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    ending != "md" && (2..=5).contains(&ending.len()) && ending.is_ascii()
}

pub(super) fn dead_link(span: Range<usize>, path: &str, why: DeadLink, meant: Meant) -> Fault {
    let (message, hint) = match why {
        DeadLink::Nowhere => (
            Text::new(
                format!("链接所指的“{path}”不在档案中"),
                format!("the link leads to `{path}`, which the archive does not hold"),
            ),
            match meant {
                Meant::Address(address) => Text::new(
                    format!("网址要写全：{address}"),
                    format!("Write the whole address: {address}"),
                ),
                Meant::File(meant) if path.contains('\\') => Text::new(
                    format!("路径用“/”分隔，写作“{meant}”。"),
                    format!("Write `/` between folders: `{meant}`."),
                ),
                Meant::File(meant) => did_you_mean(Some(&meant), Text::new("", "")),
                Meant::Nothing if is_file(path) => Text::new(
                    "把文件放到报告旁边（报告写成“文件夹/index.md”），写从本文件到它的相对路径；如已不应公开，在附件（attachments）中写 {文件: …, 撤回: {原因: …}}，并去掉链接。",
                    "Put the file beside the report (which is then FOLDER/index.md) and write the path to it; if it must not be public any more, write {file: …, withdrawn: {reason: …}} under `attachments` and take the link away.",
                ),
                Meant::Nothing => Text::new(
                    "写从本文件到另一份 .md 文件或附件的相对路径。",
                    "Write the path from this file to another .md file or an attachment.",
                ),
            },
        ),
        DeadLink::NoAddress => (
            Text::new("链接没有写地址", "the link has no address"),
            Text::new(
                "在括号中写相对路径或网址，或去掉链接。",
                "Write a path or a web address in the brackets, or take the link away.",
            ),
        ),
        DeadLink::Withdrawn => (
            Text::new(
                format!("链接所指的附件“{path}”随报告一并撤回"),
                format!("the link leads to the attachment `{path}` of a report that was withdrawn"),
            ),
            Text::new(
                "去掉链接，或改为链接到该报告。",
                "Take the link away, or link to the report.",
            ),
        ),
        DeadLink::WithdrawnFile => (
            Text::new(
                format!("链接所指的附件“{path}”已撤回"),
                format!("the link leads to the attachment `{path}`, which was withdrawn"),
            ),
            Text::new(
                "去掉链接，保留文字；页面上有撤回说明。",
                "Take the link away and keep its words; the page has a notice of the withdrawal.",
            ),
        ),
        DeadLink::Draft => (
            Text::new(
                format!("链接所指的“{path}”是草稿，不会发布"),
                format!("the link leads to `{path}`, a draft that is not published"),
            ),
            Text::new(
                "先发布那份报告，或去掉链接；也可用 --drafts 预览。",
                "Publish that report first or take the link away; --drafts shows it in a preview.",
            ),
        ),
        DeadLink::LeftOut => (
            Text::new(
                format!(
                    "链接所指的“{path}”是空文件，或是临时、备份、系统文件，或是只供程序读取的文件，不会发布"
                ),
                format!(
                    "the link leads to the file `{path}`, which is empty, left behind by a program or read by gongbao alone, and not published"
                ),
            ),
            Text::new(
                "换成有内容的文件，或去掉链接。",
                "Put the real file in its place, or take the link away.",
            ),
        ),
        DeadLink::NoAttachment => (
            Text::new(
                format!("链接所指的文件“{path}”不会发布"),
                format!("the link leads to the file `{path}`, which is not published"),
            ),
            Text::new(
                "在报告的附件（attachments）中列出它。",
                "List it under the report's `attachments`.",
            ),
        ),
    };
    Fault::error("dead-link", span, message, hint)
}

/// `meant` is the name by which it would be read.
pub(super) fn unpublished_file(meant: Option<&str>) -> Fault {
    let message = Text::new(
        "文件不属于任何报告，不会发布",
        "the file belongs to no report and is not published",
    );
    let Some(meant) = meant else {
        return Fault::warning("unpublished-file", 0..0, message, no_report_has_it());
    };
    let hint = Text::new(
        format!("如说明的是旁边的报告，改名为“{meant}”才会读取。"),
        format!(
            "If it says something of the report beside it, it is read as `{meant}`: rename it."
        ),
    );
    Fault::warning("unpublished-file", 0..0, message, hint)
}

/// A file that is published beside a report and by its name was to be read.
pub(super) fn misnamed_file(meant: &str) -> Fault {
    Fault::warning(
        "misnamed-file",
        0..0,
        Text::new(
            "这个文件将作为附件公开发布，不会当作报告的数据读取",
            "this file is published as an attachment, and not read for the report",
        ),
        Text::new(
            format!("如要读取，改名为“{meant}”；确为附件的，在报告的附件（attachments）中列出。"),
            format!(
                "Rename it to `{meant}` if it is to be read; list it under `attachments` if it is one."
            ),
        ),
    )
}

fn no_report_has_it() -> Text {
    Text::new(
        "放进报告自己的文件夹（与 index.md 同级），或在报告的附件（attachments）中列出。",
        "Put it into the report's own folder, beside its index.md, or list it under the report's `attachments`.",
    )
}

/// Files of a folder that programs left behind.
pub(super) fn leftovers(paths: &[String]) -> Fault {
    let names = paths
        .iter()
        .map(|path| path.rsplit('/').next().unwrap_or(path));
    let names: Vec<&str> = names.take(MOST_NAMES).collect();
    let more = paths.len() - names.len();
    let (chinese, english) = match more {
        0 => (String::new(), String::new()),
        _ => (
            format!(" 等 {} 个", paths.len()),
            format!(" and {more} more"),
        ),
    };
    Fault::warning(
        "leftover-file",
        0..0,
        Text::new(
            format!(
                "临时、备份或系统文件，不会发布：{}{chinese}",
                names.join("、")
            ),
            format!(
                "left behind by a program and not published: {}{english}",
                names.join(", ")
            ),
        ),
        Text::new(
            "删去；如确是附件，请改名。",
            "Delete it; if it is meant as an attachment, rename it.",
        ),
    )
}

/// More attachments than a page can list.
pub(super) fn too_many_attachments(count: usize, most: usize) -> Fault {
    Fault::error(
        "too-many-attachments",
        0..0,
        Text::new(
            format!("附件有 {count} 个，超过上限 {most} 个"),
            format!("it has {count} attachments; the limit is {most}"),
        ),
        Text::new(
            "将这些文件打包为 ZIP 文件，作为一个附件发布；或分成几份报告。",
            "Pack them into a ZIP file and publish that, or make several reports of it.",
        ),
    )
}

pub(super) fn empty_attachment() -> Fault {
    Fault::warning(
        "empty-attachment",
        0..0,
        Text::new(
            "文件是空的（0 字节），不会发布",
            "the file is empty (0 bytes) and is not published",
        ),
        Text::new(
            "换成有内容的文件，或删去。",
            "Put the real file in its place, or delete it.",
        ),
    )
}

pub(super) fn beside_nothing(kind: Beside, report: &str) -> Fault {
    if kind == Beside::Figures {
        return Fault::warning(
            "figures-without-report",
            0..0,
            Text::new(
                format!("没有这个文件所说的报告“{report}”"),
                format!("there is no report `{report}`, which this file would be about"),
            ),
            Text::new(
                "文件夹形式的报告（index.md）旁边写 figures.yaml，单个文件“2021.md”旁边写“2021.figures.yaml”。",
                "Beside the `index.md` of a folder write figures.yaml, beside a single file `2021.md` 2021.figures.yaml.",
            ),
        );
    }
    Fault::warning(
        "measures-without-report",
        0..0,
        Text::new(
            format!("没有这个文件所说的方案“{report}”"),
            format!("there is no plan `{report}`, which this file would be about"),
        ),
        Text::new(
            "文件夹形式的报告（index.md）旁边写 measures.yaml，单个文件“方案.md”旁边写“方案.measures.yaml”。",
            "Beside the `index.md` of a folder write measures.yaml, beside a single file `plan.md` plan.measures.yaml.",
        ),
    )
}

pub(super) fn left_out_attachment(span: Range<usize>, name: &str, why: LeftOut) -> Fault {
    let message = match why {
        LeftOut::Empty => Text::new(
            format!("附件“{name}”是空文件（0 字节），不会发布"),
            format!("the attachment `{name}` is empty (0 bytes) and is not published"),
        ),
        LeftOut::LeftBehind => Text::new(
            format!("附件“{name}”是临时、备份或系统文件，不会发布"),
            format!(
                "the attachment `{name}` is a file that a program left behind, and is not published"
            ),
        ),
        LeftOut::Beside(Beside::Figures) => Text::new(
            format!("附件“{name}”的名称保留给指标数值，这样的文件由程序读取，不会发布"),
            format!(
                "the attachment `{name}` has the name of a file that states figures: such a file is read, and not published"
            ),
        ),
        LeftOut::Beside(Beside::Measures) => Text::new(
            format!("附件“{name}”的名称保留给任务进展，这样的文件由程序读取，不会发布"),
            format!(
                "the attachment `{name}` has the name of a file that says what became of measures: such a file is read, and not published"
            ),
        ),
    };
    Fault::error(
        "missing-attachment",
        span,
        message,
        Text::new(
            "换成有内容的文件，或改名后再列出。",
            "Put the real file in its place, or rename it.",
        ),
    )
}

pub(super) fn unusable_file_name(span: Range<usize>, name: &str) -> Fault {
    let why = name.split('/').find_map(rule::fault).unwrap_or_else(|| {
        Text::new(
            "含有网址中有特殊含义的字符（# %）",
            "it holds a character that means something else in a URL (# %)",
        )
    });
    let proposed: Vec<String> = name.split('/').map(rule::proposal).collect();
    let proposed = proposed.join("/");
    Fault::error(
        "unusable-name",
        span,
        Text::new(
            format!("附件名“{name}”不能用：{}", why.chinese),
            format!(
                "the attachment `{name}` cannot have this name: {}",
                why.english
            ),
        ),
        Text::new(
            format!("改名，例如改为“{proposed}”。"),
            format!("Rename it, to `{proposed}` for example."),
        ),
    )
}

pub(super) fn circular(code: &'static str, span: Range<usize>, word: &str) -> Fault {
    Fault::error(
        code,
        span,
        Text::new(
            format!("循环引用：从“{word}”又回到这里"),
            format!("`{word}` leads back to itself"),
        ),
        Text::new("核对前后关系。", "Check which comes after which."),
    )
}

#[cfg(test)]
mod tests {
    use super::duplicate_id;
    use crate::route::Route;

    #[test]
    fn of_two_with_one_address_the_later_moves_or_one_goes() {
        let route = Route::parse("shili/a").unwrap();
        for (path, other, id, hint) in [
            (
                "shili/ａ.md",
                "shili/a.md",
                0..0,
                "of its own in shili/ａ.md",
            ),
            (
                "shili/b.md",
                "shili/a.md",
                4..11,
                "another `id` in shili/b.md",
            ),
            ("shili/a/index.md", "shili/a.md", 0..0, "delete the other"),
            ("shili/a.md", "shili/a/index.md", 0..0, "delete the other"),
            (
                "shili/a/index.md",
                "shili/b.md",
                0..0,
                "of its own in shili/a/index.md",
            ),
        ] {
            let fault = duplicate_id(id, path, &route, other);
            assert!(
                fault.hint.english.contains(hint),
                "{path}: {}",
                fault.hint.english
            );
        }
    }
}
