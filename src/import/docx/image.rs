//! Images: those within the document, those beside it, and those that are not to be had.
//!
//! In: the id by which a drawing refers to one. Out: a file of the document and its place in the line, or a remark. Never
//! fetches anything.

use crate::diagnostic::Text;
use crate::import::Refusal;
use crate::import::document::{Inline, RemarkKind};
use crate::import::docx::line::Line;
use crate::import::docx::reader::{Context, Reader};
use crate::import::docx::scene::Scene;

/// Shows an image of the document, or one beside it.
pub(super) fn show(
    reader: &mut Reader<'_>,
    line: &mut Line,
    context: Context,
    scene: &Scene,
    id: &str,
) {
    if reader.keeps_out(context, "〔图片〕") || scene.is_watermark(reader, "") {
        return;
    }
    let found = reader.part.relationship(id).cloned();
    let Some(found) = found.filter(|found| found.target != "NULL") else {
        missing(reader, id);
        return;
    };
    let file = match found.is_external {
        true => beside(reader, &found.target),
        false => match reader.file(&found.target, false) {
            Ok(file) => file,
            Err(why) => {
                unreadable(reader, why, &found.target);
                return;
            }
        },
    };
    let Some(file) = file else {
        match found.is_external {
            true => outside(reader, &found.target),
            false => missing(reader, &found.target),
        }
        return;
    };
    reader.lets_through(context, "〔图片〕");
    let ending = found.target.to_ascii_lowercase();
    if [".emf", ".wmf", ".tif", ".tiff"]
        .iter()
        .any(|known| ending.ends_with(known))
    {
        reader.remark_for_draft(
            RemarkKind::Unsure,
            Text::new(
                "浏览器不能显示这种格式的图片（EMF、WMF、TIFF），请另存为 PNG 后替换",
                "browsers show no image of this format (EMF, WMF, TIFF); save it as PNG and put that in its place",
            ),
            &found.target,
        );
    }
    let link = scene
        .link
        .as_ref()
        .and_then(|address| line.open_link(address));
    let alternative = said_by_somebody(reader, &scene.alternative);
    line.push(Inline::Image { file, alternative });
    if let Some(link) = link {
        line.close_link(link);
    }
}

/// What stands for an image, if somebody wrote it: programs put the name of its file there, or the path on a disk.
fn said_by_somebody(reader: &mut Reader<'_>, said: &str) -> String {
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let lower = said.to_lowercase();
    let endings = [
        ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".emf", ".wmf", ".tif", ".tiff", ".webp",
    ];
    let is_file = endings.iter().any(|ending| lower.ends_with(ending)) || said.contains('\\');
    let is_counted = lower
        .strip_prefix("img_")
        .is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()));
    if is_file || is_counted {
        return String::new();
    }
    if said.contains("已自动生成") || lower.contains("automatically generated") {
        reader.remark(
            RemarkKind::Unsure,
            Text::new(
                "图片的替代文字是程序自动生成的，请核对",
                "a program wrote the alternative text of an image; check it",
            ),
            &said,
        );
    }
    said
}

/// An image that lies beside the document, by its path from there.
fn beside(reader: &mut Reader<'_>, target: &str) -> Option<usize> {
    let path = target.replace('\\', "/");
    let is_inside =
        !path.contains(':') && !path.starts_with('/') && !path.split('/').any(|part| part == "..");
    let bytes = (reader.source.beside)(&path).filter(|_| is_inside)?;
    let name = path.rsplit('/').next().unwrap_or(&path).to_owned();
    Some(reader.add_file(name, bytes, false))
}

/// One image that cannot be read, or is too large, costs the document no more than that.
pub(super) fn unreadable(reader: &mut Reader<'_>, why: Refusal, path: &str) {
    let Refusal(why) = why;
    let what = Text::new(
        format!("图片或嵌入对象未导入（{}）", why.chinese),
        format!(
            "an image or embedded object was not imported: {}",
            why.english
        ),
    );
    reader.remark_for_draft(RemarkKind::Dropped, what, path);
}

fn missing(reader: &mut Reader<'_>, what: &str) {
    reader.remark_for_draft(
        RemarkKind::Dropped,
        Text::new(
            "图片缺失（文件里没有这张图片），请找到后补上",
            "a missing image: the file does not hold it; find it and add it",
        ),
        what,
    );
}

fn outside(reader: &mut Reader<'_>, address: &str) {
    reader.remark_for_draft(
        RemarkKind::Dropped,
        Text::new(
            "外部图片（只引用了网上或别处的图片，未下载）；需要的，请自行下载后补上",
            "an external image: the document only refers to it and it was not fetched; get it and add it if it is needed",
        ),
        address,
    );
}
