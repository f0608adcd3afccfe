//! What a page shows from elsewhere: frames, films, drawings, formulas.
//!
//! In: such an element. Out: a remark, and what stands in for it. Never fetches what it shows.

use crate::diagnostic::Text;
use crate::import::document::{Remark, RemarkKind};
use crate::import::html::dom::Id;
use crate::import::html::flow::Flow;
use crate::import::html::look::Context;

impl Flow<'_> {
    /// Takes what stands in for an element that shows something else.
    pub(super) fn embedded(&mut self, id: Id, context: Context) {
        let dom = self.dom();
        let name = dom.name(id);
        let addresses = ["src", "data", "href"].map(|name| dom.attribute(id, name));
        let address = addresses.into_iter().flatten().next().unwrap_or_default();
        let (chinese, english) = match name {
            "iframe" | "frame" => (
                "网页框架（iframe）里的内容未导入",
                "what the frame (iframe) shows was not imported",
            ),
            "math" => (
                "公式已按文字导入，请核对",
                "the formula (equation) was taken as text: compare it",
            ),
            "svg" | "canvas" => (
                "矢量图形（嵌入对象）未导入",
                "the drawing (an embedded object) was not imported",
            ),
            _ => (
                "嵌入对象（音视频、动画等）未导入",
                "the embedded object (sound, film …) was not imported",
            ),
        };
        let is_math = name == "math";
        let kind = match is_math {
            true => RemarkKind::Unsure,
            false => RemarkKind::Dropped,
        };
        let text = dom.text(id);
        // What an object shows in its place stays in the text, and is no loss.
        let quote = match (name, address.trim()) {
            ("math", _) | ("svg" | "canvas" | "iframe" | "frame" | "applet", "") => {
                text.trim().to_owned()
            }
            ("video" | "audio", address) => format!("{address} {}", text.trim()),
            (_, address) => address.to_owned(),
        };
        let quote = quote.trim();
        let is_said = !quote.is_empty() || !matches!(name, "svg" | "canvas");
        if is_said {
            let quote: String = quote.chars().take(100).collect();
            let what = Text::new(chinese, english);
            self.remarks
                .push(Remark::new(kind, what, self.place(), &quote));
        }
        match name {
            "math" => self.words(&text, context),
            // What stands in for it is shown where it cannot be; films and sounds are what every browser shows.
            "object" => self.children(id, context),
            _ => {}
        }
    }
}
