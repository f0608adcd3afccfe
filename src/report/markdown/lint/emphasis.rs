//! Stars that are displayed though emphasis was meant, and stars that are eaten though they were words.
//!
//! In: the stars that are left in a line, and the emphasis that the parser read. Out: warnings that show what the
//! reader sees. Never decides what is emphasis: [`super::super::emphasis`] does.

use crate::report::markdown::lint::line::Line;
use crate::report::markdown::lint::{Found, faults};
use crate::report::markdown::token::Element;

/// Names of places and bodies whose own name was hidden: **市**区.
const MASKED: &[&str] = &[
    "省", "市", "县", "区", "镇", "乡", "村", "街道", "路", "公司", "厂", "局",
];

/// Stars that are displayed in one line.
#[derive(Default)]
pub(super) struct Stars {
    pairs: Vec<(usize, usize)>,
    pub(super) singles: usize,
}

impl Stars {
    /// Takes the run of stars at `at`; says where it ends.
    pub(super) fn see(&mut self, line: &Line, at: usize, star: char) -> usize {
        let rest = &line.text[at..];
        let end = at + rest.len() - rest.trim_start_matches(star).len();
        match (end - at) / star.len_utf8() {
            1 if star == '*' => self.singles += 1,
            2 => self.pairs.push((at, end)),
            _ => {}
        }
        end
    }

    pub(super) fn end(&self, line: &Line, found: &mut Found) {
        let mut pairs = self.pairs.iter();
        while let (Some(open), Some(close)) = (pairs.next(), pairs.as_slice().first()) {
            if is_meant(&line.text, *open, *close) {
                let span = line.span(open.0..close.1);
                found.add(faults::stars_displayed(span, &line.text[open.0..close.1]));
                pairs.next();
            }
        }
    }
}

/// Whether two displayed runs of two stars were meant to be around the words between them, and are not stars in the
/// place of a name (张**、李**).
fn is_meant(text: &str, open: (usize, usize), close: (usize, usize)) -> bool {
    let (Some(before), Some(inside), Some(after)) = (
        text.get(..open.0),
        text.get(open.1..close.0),
        text.get(close.1..),
    ) else {
        return false;
    };
    let is_free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let is_wide = text[open.0..].starts_with('＊');
    let blank_first = inside.starts_with(char::is_whitespace);
    let blank_last = inside.ends_with(char::is_whitespace);
    let opens = is_free(before.chars().next_back());
    !inside.trim().is_empty()
        && match (blank_first, blank_last) {
            (true, true) => true,
            (true, false) => opens,
            (false, true) => !after.starts_with(char::is_whitespace) || opens,
            (false, false) => {
                is_wide && opens && inside.chars().next().is_some_and(char::is_alphanumeric)
            }
        }
}

/// The emphasis of one leaf.
pub(super) struct Emphases<'t> {
    base: &'t str,
    chinese: bool,
    /// Elements that are open, and where their words begin in the body.
    open: Vec<(Element, Option<usize>)>,
    /// Emphasis that is right unless a star is left: where it stands.
    doubtful: Option<(usize, usize)>,
    singles: usize,
}

impl<'t> Emphases<'t> {
    pub(super) fn new(base: &'t str, chinese: bool) -> Self {
        Emphases {
            base,
            chinese,
            open: Vec::new(),
            doubtful: None,
            singles: 0,
        }
    }
}

impl Emphases<'_> {
    pub(super) fn open(&mut self, element: Element) {
        self.open.push((element, None));
    }

    /// The words that begin at `start` in the body are inside all that has just been opened.
    pub(super) fn piece(&mut self, start: usize) {
        for (_, words) in self
            .open
            .iter_mut()
            .rev()
            .take_while(|open| open.1.is_none())
        {
            *words = Some(start);
        }
    }

    /// `end` is where the words before the closing mark end in the body.
    pub(super) fn close(&mut self, element: Element, end: Option<usize>, found: &mut Found) {
        let opened = self.open.iter().rposition(|open| open.0 == element);
        let Some((element, Some(start))) = opened.map(|i| self.open.remove(i)) else {
            return;
        };
        let width = match element {
            Element::Emphasis => 1,
            Element::Strong | Element::Delete => 2,
            _ => return,
        };
        let Some(end) = end.filter(|end| *end > start) else {
            return;
        };
        let (first, last) = (start.saturating_sub(width), end + width);
        let marks = (self.base.get(first..start), self.base.get(end..last));
        match (element, marks) {
            (Element::Delete, (Some("~~"), Some("~~")))
            | (Element::Emphasis, (Some("*"), Some("*")))
            | (Element::Strong, (Some("**"), Some("**"))) => {}
            _ => return,
        }
        let (before, inside, after) = (
            self.base[..first].chars().next_back(),
            &self.base[start..end],
            self.base[last..].chars().next(),
        );
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let is_eaten = match element {
            Element::Strong => MASKED.contains(&inside),
            Element::Delete => is_digit(before) && is_digit(after),
            _ if is_word(before) && is_word(after) => {
                // Inside bold words it was meant.
                let is_inner = self.open.iter().any(|open| open.0 == Element::Strong);
                self.chinese && !is_inner || is_digit(before) && is_digit(after)
            }
            _ => is_word(before) && self.is_in_formula(first, last),
        };
        if is_eaten {
            self.report(first, last, found);
        } else if element == Element::Emphasis && self.doubtful.is_none() {
            self.doubtful = Some((first, last));
        }
    }

    /// Stars that are displayed in the leaf.
    pub(super) fn leave(&mut self, singles: usize) {
        self.singles += singles;
    }

    /// A star that is left beside emphasis: which of them were words, nobody knows.
    pub(super) fn end(&mut self, found: &mut Found) {
        let doubtful = self.doubtful.take();
        if let Some((first, last)) = doubtful.filter(|_| self.singles > 0) {
            self.report(first, last, found);
        }
        self.singles = 0;
        self.open.clear();
    }

    /// Whether there is a sign of equality near.
    fn is_in_formula(&self, first: usize, last: usize) -> bool {
        const NEAR: usize = 60;
        let from = self.base.floor_char_boundary(first.saturating_sub(NEAR));
        let to = self.base.floor_char_boundary(last.saturating_add(NEAR));
        let before = self.base[from..first]
            .rsplit('\n')
            .next()
            .unwrap_or_default();
        let after = self.base[first..to].split('\n').next().unwrap_or_default();
        [before, after]
            .iter()
            .any(|text| text.contains(['=', '＝', '≈', '÷', '×']))
    }

    fn report(&self, first: usize, last: usize, found: &mut Found) {
        // A few characters on both sides show where it is.
        const AROUND: usize = 18;
        let from = self.base.floor_char_boundary(first.saturating_sub(AROUND));
        let to = self.base.floor_char_boundary(last.saturating_add(AROUND));
        let before = self.base[from..first]
            .rsplit('\n')
            .next()
            .unwrap_or_default();
        let after = self.base[last..to].split('\n').next().unwrap_or_default();
        let inside = &self.base[first..last];
        let mark = &inside[..inside.len() - inside.trim_start_matches(['*', '~']).len()];
        let words = inside.trim_matches(['*', '~']);
        let shown = format!("{before}{words}{after}");
        found.add(faults::stars_eaten(first..last, mark, &shown, inside));
    }
}

#[cfg(test)]
mod tests {
    use crate::report::markdown::lint::tests::codes;

    #[test]
    fn words_that_emphasis_eats_are_told() {
        for body in [
            "单价*数量=金额*税率",
            "带*号的为必填，*为重点*",
            "金额=单价*数量*（1+税率）",
            "数量*单价*税率",
            "**市**区人民政府",
            "5~~10万元，20~~30万元",
        ] {
            assert_eq!(codes(body), ["marks-eaten"], "{body}");
        }
    }

    #[test]
    fn emphasis_that_was_meant_is_none() {
        for body in [
            "产量3*5=15，4*6=24。",
            "这*很重要*。",
            "**注意**：**“引号”**后。",
            "*注：本表数据为初步数。",
            "请**务必**核对",
            "~~删除（线）~~后",
            "138****1234",
            "**粗*斜*粗**",
            "_斜体_",
            "甲* 1000 乙* 2000",
        ] {
            assert_eq!(codes(body), [""; 0], "{body}");
        }
    }

    #[test]
    fn stars_that_were_meant_and_are_displayed_are_told() {
        for body in [
            "** 粗体 **中文",
            "**粗体 **中文",
            "** 粗体**",
            "（** 粗体 **）",
            "＊＊粗体＊＊",
            "中文** 粗体 **中文",
        ] {
            assert_eq!(codes(body), ["emphasis-not-read"], "{body}");
        }
        for body in [
            "张**、李**",
            "张** 李**",
            "张＊＊、李＊＊",
            "2**10",
            "\\*\\* 粗体 \\*\\*",
            "身份证4301****",
        ] {
            assert_eq!(codes(body), [""; 0], "{body}");
        }
    }
}
