//! Images of PDF pages that a report can show.
//!
//! In: what is drawn on pages. Out: images as files, where they are kept in a form that browsers know; the others are named.
//! What covers a page is the scan of it, no image of the report.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Text;
use crate::import::document::{Document, EmbeddedFile, Place, Remark, RemarkKind};
use crate::import::layout::Picture;
use crate::import::pdf::content::Drawing;
use crate::import::pdf::file::File;

/// An image that covers so much of a page is a scan of it.
const COVERS: f32 = 0.7;
/// Images that are smaller are ornaments, in points.
const SMALL: f32 = 12.0;
/// Bytes of all images that are kept.
const MAX_BYTES: usize = 64 << 20;

/// The images of a document.
#[derive(Debug, Default)]
pub(crate) struct Images {
    /// By where they begin in the file: which file of the document each is.
    files: BTreeMap<usize, usize>,
    bytes: usize,
    /// The pages of those that cannot be kept.
    dropped: BTreeSet<usize>,
}

impl Images {
    /// Places the images of a page.
    pub(crate) fn place(
        &mut self,
        file: &File<'_>,
        drawing: &mut Drawing<'_, '_>,
        document: &mut Document,
    ) {
        let whole = drawing.page.width * drawing.page.height;
        for image in std::mem::take(&mut drawing.images) {
            if !image.is_seen {
                continue;
            }
            let (width, height) = (image.area.width(), image.area.height());
            if width * height > whole * COVERS {
                drawing.page.is_scan = true;
                continue;
            }
            if width.min(height) < SMALL {
                continue;
            }
            let Some(stream) = &image.stream else {
                self.dropped.insert(drawing.page.number);
                continue;
            };
            let known = self.files.get(&stream.start).copied();
            let filters = file.filters(&stream.dictionary);
            let is_jpeg = matches!(filters.as_slice(), [(name, _)] if name == "DCTDecode");
            let bytes = file
                .packed(stream)
                .filter(|bytes| is_jpeg && self.bytes + bytes.len() < MAX_BYTES);
            let index = known.or_else(|| {
                let bytes = bytes?;
                self.bytes += bytes.len();
                document.files.push(EmbeddedFile {
                    name: format!("image-{}.jpg", self.files.len() + 1),
                    bytes: bytes.to_vec(),
                    is_attachment: false,
                });
                self.files.insert(stream.start, document.files.len() - 1);
                Some(document.files.len() - 1)
            });
            match index {
                Some(file) => drawing.page.pictures.push(Picture {
                    area: image.area,
                    file,
                }),
                None => {
                    self.dropped.insert(drawing.page.number);
                }
            }
        }
    }

    /// Says on which pages there are images that could not be kept.
    pub(crate) fn name_dropped(&self, document: &mut Document) {
        for page in &self.dropped {
            document.remarks.push(Remark::new(
                RemarkKind::Dropped,
                Text::new(
                    "这一页有图片未导入；需要的，请从原件另存后补上",
                    "images of this page were not taken over; save them from the original where they are needed",
                ),
                Place::Page(*page),
                "",
            ));
        }
    }
}
