//! The images and attachments of a page, from beside it.
//!
//! In: blocks whose images are numbers of elements, and whose links are as the page has them. Out: the same with the files that
//! they mean, and remarks on those that are missing. Asks only for files beside the page, never a network.

use std::collections::BTreeMap;

use base64::Engine as _;

use crate::diagnostic::Text;
use crate::import::Source;
use crate::import::document::{Block, EmbeddedFile, Inline, Place, Remark, RemarkKind, text_of};
use crate::import::html::address;
use crate::import::html::dom::{Dom, Id};
use crate::import::html::line::is_blank;
use crate::import::html::words;

/// Files of one page.
const MAX_FILES: usize = 500;
/// Bytes of them together.
const MAX_BYTES: usize = 128 << 20;
/// Attributes that hold the address of an image, those of programs that show it late before the usual.
const SOURCES: [&str; 7] = [
    "data-original",
    "data-src",
    "data-original-src",
    "_src",
    "oldsrc",
    "src",
    "lazysrc",
];

/// The files of a page.
pub(crate) struct Files<'s> {
    source: &'s Source<'s>,
    dom: &'s Dom,
    /// The elements that [`Inline::Image`] counts at first.
    images: &'s [Id],
    /// What relative addresses stand for.
    base: Option<&'s str>,
    /// What was found.
    pub files: Vec<EmbeddedFile>,
    /// What is missing.
    pub remarks: Vec<Remark>,
    by_address: BTreeMap<String, usize>,
    bytes: usize,
}

impl<'s> Files<'s> {
    /// None yet.
    pub(crate) fn new(
        source: &'s Source<'s>,
        dom: &'s Dom,
        images: &'s [Id],
        base: Option<&'s str>,
    ) -> Files<'s> {
        Files {
            source,
            dom,
            images,
            base,
            files: Vec::new(),
            remarks: Vec::new(),
            by_address: BTreeMap::new(),
            bytes: 0,
        }
    }

    /// Puts files in the place of addresses; paragraphs that nothing is left of go.
    pub(crate) fn settle(&mut self, blocks: &mut Vec<Block>) {
        for block in blocks.iter_mut() {
            match block {
                Block::Paragraph(paragraph) => self.settle_inlines(&mut paragraph.inlines),
                Block::Table(table) => {
                    self.settle_inlines(&mut table.caption);
                    for cell in table.rows.iter_mut().flatten() {
                        self.settle(&mut cell.blocks);
                    }
                }
                Block::Preformatted(_) | Block::Markdown(_) => {}
            }
        }
        blocks.retain(|block| !matches!(block, Block::Paragraph(p) if is_blank(&p.inlines) && !has_anchor(&p.inlines)));
    }

    fn settle_inlines(&mut self, inlines: &mut Vec<Inline>) {
        for inline in std::mem::take(inlines) {
            match inline {
                Inline::Image { file, alternative } => {
                    let file = self
                        .images
                        .get(file)
                        .and_then(|&id| self.image(id, &alternative));
                    inlines.extend(file.map(|file| Inline::Image { file, alternative }));
                }
                Inline::Link {
                    address,
                    inlines: mut inner,
                } => {
                    self.settle_inlines(&mut inner);
                    if !inner.is_empty() {
                        self.link(address, inner, inlines);
                    }
                }
                other => inlines.push(other),
            }
        }
    }

    fn image(&mut self, id: Id, alternative: &str) -> Option<usize> {
        let dom = self.dom;
        let is_dot = |name| {
            dom.attribute(id, name)
                .is_some_and(|size| matches!(size.trim_end_matches("px").trim(), "0" | "1" | "2"))
        };
        if is_dot("width") && is_dot("height") {
            return None;
        }
        let sources = SOURCES.iter().filter_map(|name| dom.attribute(id, name));
        let sources: Vec<&str> = sources
            .map(str::trim)
            .filter(|source| !source.is_empty())
            .collect();
        for source in &sources {
            let found = match source
                .get(..5)
                .is_some_and(|head| head.eq_ignore_ascii_case("data:"))
            {
                true => self.inner_image(source),
                false => self.beside(source, address::file_name(source), false),
            };
            if found.is_some() {
                return found;
            }
        }
        let source = sources.last()?;
        let source: String = source.chars().take(200).collect();
        let shown = match alternative {
            "" => source,
            alternative => format!("{alternative}（{source}）"),
        };
        let what = Text::new(
            "缺少图片（网页所在文件夹里没有这个文件）；找到后按原路径放好，删去已导入的报告，再导入一次",
            "a missing image: it is not beside the page; put it there under its path and import again",
        );
        let mut remark = Remark::new(RemarkKind::Dropped, what, Place::Document, &shown);
        remark.is_draft = !is_decoration(dom, id, alternative);
        self.remarks.push(remark);
        None
    }

    /// An image that is written in the page itself.
    fn inner_image(&mut self, address: &str) -> Option<usize> {
        let (head, data) = address.split_once(',')?;
        let bytes = match head.contains("base64") {
            true => {
                let data: String = data.chars().filter(|c| !c.is_whitespace()).collect();
                let data = percent_encoding::percent_decode_str(&data)
                    .decode_utf8()
                    .ok()?;
                let data = data.trim_end_matches('=');
                base64::engine::general_purpose::STANDARD_NO_PAD
                    .decode(data)
                    .ok()?
            }
            false => percent_encoding::percent_decode_str(data).collect(),
        };
        let kind = head.get(5..)?.split(';').next()?;
        let ending = match kind {
            "image/jpeg" | "image/jpg" => "jpg",
            "image/gif" => "gif",
            "image/bmp" => "bmp",
            "image/webp" => "webp",
            "image/svg+xml" => "svg",
            _ => "png",
        };
        let name = format!("image-{}.{ending}", self.files.len() + 1);
        self.add(bytes, name, false)
    }

    /// The file that an address means, if it is beside the page.
    fn beside(&mut self, address: &str, name: String, is_attachment: bool) -> Option<usize> {
        if let Some(&known) = self.by_address.get(address) {
            if let Some(file) = self.files.get_mut(known) {
                file.is_attachment |= is_attachment;
            }
            return Some(known);
        }
        let path = address::path(address);
        let by_path = path.and_then(|path| (self.source.beside)(&path));
        // Programs that copy sites keep what is asked of an address in the names of files.
        let bytes = by_path.or_else(|| (self.source.beside)(address))?;
        let file = self.add(bytes, name, is_attachment)?;
        self.by_address.insert(address.to_owned(), file);
        Some(file)
    }

    fn add(&mut self, bytes: Vec<u8>, name: String, is_attachment: bool) -> Option<usize> {
        if let Some(same) = self.files.iter().position(|file| file.bytes == bytes) {
            return Some(same);
        }
        let has_room = self.files.len() < MAX_FILES && self.bytes + bytes.len() <= MAX_BYTES;
        if !has_room || bytes.is_empty() {
            return None;
        }
        self.bytes += bytes.len();
        self.files.push(EmbeddedFile {
            name,
            bytes,
            is_attachment,
        });
        Some(self.files.len() - 1)
    }

    fn link(&mut self, address: String, inner: Vec<Inline>, inlines: &mut Vec<Inline>) {
        let words = text_of(&inner);
        if words::is_file_address(&address) {
            let name = attachment_name(&address, &words);
            let is_named = name.starts_with(words.trim());
            if let Some(file) = self.beside(&address, name, true) {
                if !is_named {
                    inlines.extend(inner);
                }
                inlines.push(Inline::File(file));
                return;
            }
            let what = Text::new(
                "缺少附件（网页所在文件夹里没有这个文件）；找到后按原路径放好，删去已导入的报告，再导入一次",
                "a missing attachment: it is not beside the page; put it there under its path and import again",
            );
            let quote = format!("{}（{address}）", words.trim());
            let mut remark = Remark::new(RemarkKind::Unsure, what, Place::Document, &quote);
            remark.is_draft = true;
            self.remarks.push(remark);
        }
        let address = match self.base {
            Some(base) => address::join(base, &address),
            None => address,
        };
        inlines.push(Inline::Link {
            address,
            inlines: inner,
        });
    }
}

/// The name of an attachment: that of its link where it is one, for those of addresses are often numbers.
fn attachment_name(address: &str, words: &str) -> String {
    let by_address = match address::file_name(address) {
        name if words::is_file_address(&name) => name,
        _ => address
            .rsplit(['=', '/'])
            .next()
            .unwrap_or_default()
            .to_owned(),
    };
    let words = words.trim();
    let ending = by_address.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_generic = ["下载", "点击", "附件下载", "查看", "此处", "这里", "下載"]
        .iter()
        .any(|word| words.contains(word));
    let has_bad = words.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|', '\n']);
    match words {
        "" => by_address,
        words if is_generic || has_bad || words.chars().count() > 80 => by_address,
        words
            if words
                .to_ascii_lowercase()
                .ends_with(&format!(".{}", ending.to_ascii_lowercase())) =>
        {
            words.to_owned()
        }
        words => format!("{words}.{ending}"),
    }
}

fn has_anchor(inlines: &[Inline]) -> bool {
    inlines
        .iter()
        .any(|inline| matches!(inline, Inline::Anchor(_)))
}

/// Lines, dots and signs of kinds of files.
fn is_decoration(dom: &Dom, id: Id, alternative: &str) -> bool {
    let is_small = ["width", "height"].iter().any(|name| {
        let size = dom
            .attribute(id, name)
            .and_then(|size| size.trim_end_matches("px").trim().parse::<u32>().ok());
        size.is_some_and(|size| size <= 20)
    });
    let name = dom
        .attribute(id, "src")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let parts = [
        "icon", "spacer", "blank", "dot.", "line.", "filetype", "arrow",
    ];
    let kinds = [
        "word", "doc", "docx", "pdf", "xls", "xlsx", "excel", "ppt", "rar", "zip", "txt", "wps",
        "attach", "annex", "file", "fj", "new",
    ];
    let stem = address::file_name(&name);
    let stem = stem.split('.').next().unwrap_or_default();
    let is_named = parts.iter().any(|part| name.contains(part)) || kinds.contains(&stem);
    alternative.is_empty() && (is_small || is_named)
}
