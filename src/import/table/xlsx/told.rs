//! Remarks on cells of a sheet: what they do not show, or show otherwise than they say.

use crate::diagnostic::Text;
use crate::import::document::{Remark, RemarkKind};
use crate::import::table::reference::cell_name;
use crate::import::table::sheet::dropped;
use crate::import::table::xlsx::worksheet::Reader;
use crate::import::xml::Element;

/// Remarks of a sheet, those on hidden rows, columns and comments aside.
const MAX_REMARKS: usize = 200;

impl Reader<'_> {
    pub(super) fn name_uncounted(&mut self, element: &Element, place: (usize, usize)) {
        let formula = element.element("f").map(Element::text).unwrap_or_default();
        // Of a formula whose result is an empty text that is stored.
        let is_empty_text = element.attribute("t") == Some("str") && element.element("v").is_some();
        if formula.is_empty() || is_empty_text {
            return;
        }
        let what = Text::new(
            "公式没有随文件保存结果，单元格留空；请用原程序打开并保存后再导入",
            "the result of a formula was not stored, the cell is empty; open the file with its program, save it and import it again",
        );
        let place = self.sheet.place(&cell_name(place.0, place.1));
        let mut remark = Remark::new(RemarkKind::Unsure, what, place, &format!("={formula}"));
        remark.is_draft = true;
        self.add(remark);
    }

    pub(super) fn name_sign(&mut self, place: (usize, usize), shown: &str) {
        let what = Text::new(
            "原表以红字表示负数，已改为负号",
            "a negative number that only a colour showed has a minus sign now",
        );
        let place = self.sheet.place(&cell_name(place.0, place.1));
        self.add(Remark::new(RemarkKind::Changed, what, place, shown));
    }

    pub(super) fn name_unshown(
        &mut self,
        place: (usize, usize),
        shown: &str,
        is_something: bool,
        value: &str,
    ) {
        if is_something && shown.trim().is_empty() {
            let what = Text::new(
                "单元格的内容被数字格式隐藏（未导入）",
                "a cell whose number format hides what is in it (not imported)",
            );
            let place = self.sheet.place(&cell_name(place.0, place.1));
            self.add(dropped(what, place, value));
        }
    }

    pub(super) fn name_picture(&mut self, place: (usize, usize)) {
        let what = Text::new(
            "单元格内的图片（未导入；请改为浮动图片后再导入）",
            "an image in a cell (not imported; let it float over the cells and import it again)",
        );
        let place = self.sheet.place(&cell_name(place.0, place.1));
        self.add(dropped(what, place, ""));
    }

    pub(super) fn name_header(&mut self, element: &Element) {
        let words: Vec<String> = element
            .elements()
            .map(|inner| header_words(&inner.text()))
            .collect();
        let words = words.join(" ");
        // The number of a page alone says nothing.
        let besides = ["Page", "page", "of", "第", "共", "页", "頁"];
        let besides = besides
            .iter()
            .fold(words.clone(), |words, word| words.replace(word, ""));
        if besides.chars().any(char::is_alphabetic) {
            let what = Text::new(
                "打印用的页眉、页脚（未导入）",
                "heads and feet of printed pages (not imported)",
            );
            let place = self.sheet.place("*");
            self.add(dropped(what, place, &words));
        }
    }

    pub(super) fn name_object(&mut self, element: &Element) {
        let (chinese, english) = match &*element.name {
            "picture" => (
                "工作表背景图片（未导入）",
                "the image behind a sheet (not imported)",
            ),
            "control" => ("窗体控件（未导入）", "a control (not imported)"),
            _ => ("嵌入对象（未导入）", "an embedded object (not imported)"),
        };
        let quote = element
            .attribute("name")
            .or(element.attribute("progId"))
            .unwrap_or_default();
        let place = self.sheet.place("*");
        self.add(dropped(Text::new(chinese, english), place, quote));
    }

    fn add(&mut self, remark: Remark) {
        match self.remarks.len() < MAX_REMARKS {
            true => self.remarks.push(remark),
            false => self.untold += 1,
        }
    }

    /// Says how many remarks there are beyond those that were made.
    pub(super) fn name_untold(&mut self) {
        if self.untold > 0 {
            let count = self.untold;
            let what = Text::new(
                format!("另有 {count} 处同类情况，请对照原件核对"),
                format!("{count} more of these: compare with the original"),
            );
            let mut remark = Remark::new(RemarkKind::Unsure, what, self.sheet.place("*"), "");
            remark.is_draft = true;
            self.remarks.push(remark);
        }
    }
}

/// The words of a head or foot without its codes: `&P` is the page, `&"…"` a font, `&12` its size.
fn header_words(written: &str) -> String {
    let mut words = String::new();
    let mut rest = written;
    while let Some((before, code)) = rest.split_once('&') {
        words.push_str(before);
        let mut characters = code.chars();
        rest = match characters.next() {
            Some('"') => characters
                .as_str()
                .split_once('"')
                .map_or("", |(_, rest)| rest),
            Some('&') => {
                words.push('&');
                characters.as_str()
            }
            Some('0'..='9') => code.trim_start_matches(|c: char| c.is_ascii_digit()),
            Some('K') => code.get(7..).unwrap_or_default(),
            _ => {
                words.push(' ');
                characters.as_str()
            }
        };
    }
    words.push_str(rest);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_heads_are_no_words() {
        let cases = [
            ("&C&\"宋体,常规\"&12&A", ""),
            ("&L示例县&R第 &P 页", "示例县 第 页"),
            ("A&&B&K000000丙", "A&B丙"),
            ("&", ""),
            ("&K1", ""),
        ];
        for (written, words) in cases {
            let found = header_words(written);
            let found: Vec<&str> = found.split_whitespace().collect();
            assert_eq!(found.join(" "), words, "{written}");
        }
    }
}
