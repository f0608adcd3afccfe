//! What is said of a shape: its alternative text, its link, whether it is a watermark.
//!
//! In: the properties of a drawing. Out: what the readers of images and boxes go by. Never reads what is drawn.

use crate::diagnostic::Text;
use crate::import::document::RemarkKind;
use crate::import::docx::reader::Reader;
use crate::import::xml::Element;

/// What is said of the shape that is being read.
#[derive(Clone, Default)]
pub(super) struct Scene {
    /// What stands for its image.
    pub alternative: String,
    /// Where a click on it leads.
    pub link: Option<String>,
    /// It lies behind the text of each page.
    pub is_watermark: bool,
    /// It is a picture of an equation.
    pub is_equation: bool,
}

impl Scene {
    /// Whether it is a watermark, which is named and no part of the text.
    pub(super) fn is_watermark(&self, reader: &mut Reader<'_>, words: &str) -> bool {
        if self.is_watermark {
            let what = Text::new(
                "水印（不是正文，未导入）",
                "a watermark (not part of the text, not imported)",
            );
            reader.remark(RemarkKind::Dropped, what, words);
        }
        self.is_watermark
    }

    /// What the properties of a drawing say of it.
    pub(super) fn read(&mut self, reader: &mut Reader<'_>, properties: &Element) {
        let said = properties.attribute("descr").unwrap_or_default();
        let title = properties.attribute("title").unwrap_or_default();
        self.alternative = String::from(if said.trim().is_empty() { title } else { said });
        self.is_watermark = names_watermark(properties.attribute("name").unwrap_or_default());
        let link = properties.element("hlinkClick");
        let id = link.and_then(|link| link.attribute("id"));
        self.link = id.and_then(|id| reader.address(Some(id), None));
    }
}

/// Whether programs call a watermark so.
pub(super) fn names_watermark(name: &str) -> bool {
    name.to_ascii_lowercase().contains("watermark") || name.contains("水印")
}
