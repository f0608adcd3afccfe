//! Markup of other programs, which is displayed as it was written: a table, and how a row of it is found.
//!
//! In: a place in a displayed line. Out: a warning with the program and the mend. To add a dialect, add a row.

use crate::report::markdown::lint::line::{HIDDEN, Line};
use crate::report::markdown::lint::{Found, faults};

/// How a mark goes on after what it begins with.
enum Then {
    Nothing,
    /// Up to this, with something between.
    Close(&'static str),
    /// Like [`Then::Close`], and what is between is words that touch both marks.
    Around(&'static str),
    /// Letters, digits, `_`, `-`, and then this.
    Word(&'static str),
    /// A word that begins with an ASCII letter.
    Letter,
    /// Anything on the line: alone it closes what was reported where it opens.
    Words,
}

struct Mark {
    begins: &'static str,
    at_head: bool,
    then: Then,
    mend: [&'static str; 2],
}

const fn mark(begins: &'static str, then: Then, mend: [&'static str; 2]) -> Mark {
    Mark {
        begins,
        at_head: false,
        then,
        mend,
    }
}

const fn at_head(begins: &'static str, then: Then, mend: [&'static str; 2]) -> Mark {
    Mark {
        begins,
        at_head: true,
        then,
        mend,
    }
}

const CONTENTS: [&str; 2] = [
    "目录自动生成，删去这一行。",
    "The contents list is made by itself: delete this line.",
];
const CODE: [&str; 2] = [
    "这里不运行模板和短代码，改写为实际内容。",
    "Templates and shortcodes are not run here: write what they stand for.",
];
const BOX: [&str; 2] = [
    "提示框改用引用，每行以“> ”开头。",
    "Make a box a quotation: begin each of its lines with `> `.",
];
const WIKI: [&str; 2] = [
    "链接写作 [文字](文件名.md)，图片写作 ![说明](文件名.png)。",
    "Write a link as [words](file.md), an image as ![words](file.png).",
];
const STRONG: [&str; 2] = ["要突出文字，写作 **文字**。", "For stress write **words**."];
const RAISED: [&str; 2] = [
    "上标写作 <sup>文字</sup>，下标写作 <sub>文字</sub>。",
    "Write <sup>2</sup> or <sub>2</sub>.",
];
const FORMULA: [&str; 2] = [
    "公式不排版，改用文字或图片。",
    "Formulas are not typeset: use words or an image.",
];
const ATTRIBUTES: [&str; 2] = [
    "删去花括号中的属性；锚点只能写在标题末尾，如 ## 标题 {#mubiao}。",
    "Delete the attributes; an anchor may stand at the end of a heading alone: ## Heading {#goals}.",
];
const OTHER: [&str; 2] = [
    "改用 Markdown 的写法，或删去。",
    "Write it in Markdown, or delete it.",
];
const EMOJI: [&str; 2] = [
    "表情代码不转换，删去或写出文字。",
    "Codes of emoji are not read: delete it or write a word.",
];

/// The longer of two that begin alike stands first.
const MARKS: &[Mark] = &[
    mark("{{", Then::Close("}}"), CODE),
    mark("{%", Then::Close("%}"), CODE),
    mark("<%", Then::Close("%>"), CODE),
    mark("{:", Then::Close("}"), ATTRIBUTES),
    mark("{.", Then::Word("}"), ATTRIBUTES),
    mark("{#", Then::Close("}"), ATTRIBUTES),
    at_head(":::", Then::Words, BOX),
    at_head("!!! ", Then::Letter, BOX),
    at_head("???+ ", Then::Letter, BOX),
    at_head("??? ", Then::Letter, BOX),
    at_head("[!", Then::Word("]"), BOX),
    at_head("[[_TOC_]]", Then::Nothing, CONTENTS),
    at_head("[[TOC]]", Then::Nothing, CONTENTS),
    at_head("[TOC]", Then::Nothing, CONTENTS),
    at_head("@[TOC]", Then::Nothing, CONTENTS),
    at_head("\\tableofcontents", Then::Nothing, CONTENTS),
    at_head("\\newpage", Then::Nothing, OTHER),
    at_head("\\pagebreak", Then::Nothing, OTHER),
    mark("[[", Then::Close("]]"), WIKI),
    mark("==", Then::Around("=="), STRONG),
    mark("++", Then::Around("++"), STRONG),
    mark("'''", Then::Around("'''"), STRONG),
    mark("^", Then::Around("^"), RAISED),
    at_head("$$", Then::Words, FORMULA),
    mark("\\begin{", Then::Nothing, FORMULA),
    mark("\\frac{", Then::Nothing, FORMULA),
    mark("\\sqrt{", Then::Nothing, FORMULA),
    mark("\\text{", Then::Nothing, FORMULA),
    mark("\\sum", Then::Nothing, FORMULA),
    mark("\\times", Then::Nothing, FORMULA),
    mark("[/", Then::Word("]"), OTHER),
    at_head(".. ", Then::Word("::"), OTHER),
    at_head("#+", Then::Letter, OTHER),
    mark(":", Then::Word(":"), EMOJI),
];

/// Reports what begins at `at`, and says where it ends.
pub(super) fn at(line: &Line, at: usize, found: &mut Found) -> Option<usize> {
    let ahead = line.ahead(at);
    let is_head = at == line.head;
    let (mark, length) = MARKS
        .iter()
        .filter(|mark| !mark.at_head || is_head)
        .find_map(|mark| Some((mark, length(mark, ahead, line.before(at))?)))?;
    let end = at + length;
    let shown = &line.text[at..end];
    found.add(faults::dialect(line.span(at..end), shown, mark.mend));
    Some(end)
}

/// The length of a mark that `ahead` begins with; `before` is the character before it.
fn length(mark: &Mark, ahead: &str, before: Option<char>) -> Option<usize> {
    let head = ahead.get(..mark.begins.len())?;
    if !head.eq_ignore_ascii_case(mark.begins) {
        return None;
    }
    let rest = &ahead[head.len()..];
    let inside = match mark.then {
        Then::Nothing => return Some(head.len()),
        Then::Words => {
            let has_words = rest.chars().any(|c| !c.is_whitespace());
            return has_words.then_some(head.len());
        }
        Then::Letter => {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric());
            let is_word = rest.starts_with(|c: char| c.is_ascii_alphabetic());
            return is_word.then(|| head.len() + end.unwrap_or(rest.len()));
        }
        Then::Close(close) => rest.find(close).filter(|end| *end > 0)?,
        Then::Around(close) => {
            let end = around(mark.begins, close, rest)?;
            // a++ and b++, a==b and c==d: signs between words, not around them.
            let is_joined = |c: char| mark.begins != "^" && c.is_ascii_alphanumeric();
            if before.is_some_and(|c| is_joined(c) || mark.begins.ends_with(c)) {
                return None;
            }
            end
        }
        Then::Word(close) => {
            let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
            let end = rest.find(|c| !is_part(c))?;
            let word = &rest[..end];
            let is_word = word.starts_with(|c: char| c.is_ascii_alphabetic())
                && rest[end..].starts_with(close);
            let after = rest.get(end + close.len()..)?.chars().next();
            // 12:30:45, http://a:b:c
            let stands_alone = mark.begins != ":"
                || word.len() > 1
                    && !before.is_some_and(|c| c.is_ascii_graphic())
                    && !after.is_some_and(|c| c.is_ascii_graphic());
            if !is_word || !stands_alone {
                return None;
            }
            end
        }
    };
    let close = match mark.then {
        Then::Close(close) | Then::Around(close) | Then::Word(close) => close,
        _ => "",
    };
    (!rest[..inside].contains(HIDDEN)).then_some(head.len() + inside + close.len())
}

/// Where the mark that closes `begins` stands in `rest`; both touch the words between them.
fn around(begins: &str, close: &str, rest: &str) -> Option<usize> {
    let end = rest.find(close)?;
    let inside = &rest[..end];
    let is_sign = |c: char| matches!(c, '+' | '=' | '*' | '/' | '-');
    let touches = inside.chars().next().is_some_and(|c| !c.is_whitespace())
        && inside
            .chars()
            .next_back()
            .is_some_and(|c| !c.is_whitespace());
    let is_formula = begins == "^" && inside.contains(|c: char| is_sign(c) || c.is_whitespace());
    let runs_on = close
        .chars()
        .next()
        .is_some_and(|c| rest[end + close.len()..].starts_with(c));
    (touches && !is_formula && !runs_on && !inside.starts_with(is_sign)).then_some(end)
}

#[cfg(test)]
mod tests {
    use crate::report::markdown::lint::tests::codes;

    #[test]
    fn markup_of_other_programs_is_named() {
        for body in [
            "[TOC]",
            "[[toc]]",
            "@[TOC]",
            "::: tip 提示\n内容\n:::",
            "!!! note \"注\"",
            "??? info",
            "{% asset_img x.png %}",
            "{{< figure src=\"x.png\" >}}",
            "见 {{ page.title }}。",
            "见[[双链]]。",
            "![[嵌入.png]]",
            "这是==高亮==。",
            "10^上标^",
            "> [!NOTE]\n> 提示",
            "加++下划++线",
            "'''粗体'''",
            "$$x$$",
            "值为\\frac{1}{2}。",
            "[b]粗体[/b]",
            "段落。{: .note}",
            "段落。{.red}",
            ".. note::",
            "\\newpage",
            "很好 :smile: 。",
            "#+TITLE: 报告",
            "　　::: tip",
        ] {
            assert_eq!(codes(body), ["other-dialect"], "{body}");
        }
    }

    #[test]
    fn what_only_resembles_it_is_text() {
        for body in [
            "12:30:45",
            "比例为1:2:3。",
            "http://a.example/b:c:d",
            "C++和C++语言",
            "a==b，c==d",
            "x^2+y^2=z^2",
            "`{{ x }}`",
            "\\[TOC]",
            "[1]",
            "单价为$5，合计$10",
            "为什么!!!",
            "真的???",
            "====",
            "甲：乙：丙",
            "见[[1]](#1)\n\n一、甲",
            "10^4",
            "甲\\==乙\\==",
        ] {
            assert!(!codes(body).contains(&"other-dialect"), "{body}");
        }
    }
}
