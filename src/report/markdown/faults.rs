//! The faults that a body can have, in both languages.
//!
//! In: a place in the body and what stands there. Out: a [`Fault`]. Never decides whether it is one.

use std::ops::Range;

use crate::diagnostic::{Fault, Text};
use crate::report::markdown::places::BrokenSeries;
use crate::report::outline::Breach;

/// What of the author's HTML is not displayed: `what` is a tag, or attributes of one; `count` says how often;
/// `with_words`, that what stood inside is not displayed either.
pub(super) fn html_removed(
    span: Range<usize>,
    what: (&str, &[String]),
    count: usize,
    with_words: bool,
) -> Fault {
    let (name, attributes) = what;
    let names = attributes.join("、");
    let (times, often) = in_all(count);
    let message = match (with_words, attributes.is_empty()) {
        (true, _) => Text::new(
            format!("HTML 标记 <{name}> 不能发布，已连同其中的文字略去{times}"),
            format!(
                "HTML <{name}> cannot be published and was left out with the words in it{often}"
            ),
        ),
        (false, true) => Text::new(
            format!("HTML 标记 <{name}> 不能发布，已略去标记{times}"),
            format!("HTML <{name}> cannot be published and was left out{often}"),
        ),
        (false, false) => Text::new(
            format!("HTML 标记 <{name}> 的属性 {names} 不能发布，已略去{times}"),
            format!(
                "of HTML <{name}> the attributes {} cannot be published and were left out{often}",
                attributes.join(", ")
            ),
        ),
    };
    Fault::warning(
        "html-removed",
        span,
        message,
        Text::new(
            "改用 Markdown，或只用标题、段落、列表、表格、链接、图片、上下标等常用标记；若是正文里的尖括号，写作“&lt;”。",
            "Use Markdown, or common tags: headings, paragraphs, lists, tables, links, images, sub, sup. Write a bracket that is text as &lt;.",
        ),
    )
}

/// An end tag, named with its slash, of an element that is not open.
pub(super) fn html_unopened(span: Range<usize>, name: &str, count: usize) -> Fault {
    let (times, often) = in_all(count);
    Fault::warning(
        "html-removed",
        span,
        Text::new(
            format!("HTML 标记 <{name}> 没有对应的开始标记，已略去{times}"),
            format!("HTML <{name}> has no start tag and was left out{often}"),
        ),
        Text::new(
            "删去此标记，或补上开始标记；若是正文里的尖括号，写作“&lt;”。",
            "Delete it, or write the start tag. Write a bracket that is text as &lt;.",
        ),
    )
}

/// A tag that stands in none of the elements `parents` that can hold it.
pub(super) fn html_out_of_place(
    span: Range<usize>,
    name: &str,
    parents: &[&str],
    count: usize,
) -> Fault {
    let (times, often) = in_all(count);
    let (chinese, english) = (parents.join("> 或 <"), parents.join("> or <"));
    Fault::warning(
        "html-removed",
        span,
        Text::new(
            format!("HTML 标记 <{name}> 须写在 <{chinese}> 之内，此处已略去标记{times}"),
            format!("HTML <{name}> must stand in <{english}> and was left out here{often}"),
        ),
        Text::new(
            "补上外层的标记，或改用 Markdown；若是正文里的尖括号，写作“&lt;”。",
            "Write the tags around it, or use Markdown. Write a bracket that is text as &lt;.",
        ),
    )
}

/// How often something stands in a text, where it is more than once.
fn in_all(count: usize) -> (String, String) {
    match count {
        1 => (String::new(), String::new()),
        _ => (
            format!("（全文共 {count} 处）"),
            format!(" ({count} times in this text)"),
        ),
    }
}

/// `count`: breaks of the same paragraph.
pub(super) fn line_break(span: Range<usize>, count: usize) -> Fault {
    let (chinese, english) = match count {
        1 => (String::new(), String::new()),
        _ => (
            format!("（此段共有 {count} 处）"),
            format!(" (one of {count} in this paragraph)"),
        ),
    };
    Fault::warning(
        "line-break",
        span,
        Text::new(
            format!("段内的换行不会显示：此行与下一行连成一段{chinese}"),
            format!(
                "a line break inside a paragraph is not shown: this line and the next are run together{english}"
            ),
        ),
        Text::new(
            "若是两段，中间空一行，或在段首空两个全角字；若是一段，接成一行；若要分行显示（如地址、诗行），在行末加反斜杠“\\”。",
            "Leave a blank line between two paragraphs, join the lines of one, or end the line with a backslash to show the break, as in an address or a poem.",
        ),
    )
}

/// `count`: all that continue a full line.
pub(super) fn hard_wrapped(span: Range<usize>, count: usize) -> Fault {
    Fault::warning(
        "hard-wrapped",
        span,
        Text::new(
            format!("正文在固定的行宽处换行，各行已接成段落显示（共 {count} 处）"),
            format!(
                "the text is wrapped at a fixed width, and its lines are joined into paragraphs ({count} breaks)"
            ),
        ),
        Text::new(
            "请核对网页上的分段；每段写成一行后不再提示。",
            "See on the page that the paragraphs are right. With each paragraph on one line this is not said again.",
        ),
    )
}

/// `is_shown`: the heading stays where it is.
pub(super) fn title_repeated(span: Range<usize>, is_shown: bool) -> Fault {
    let message = match is_shown {
        false => Text::new(
            "正文开头的标题与文件头的标题相同，页面上只显示一次",
            "the body begins with the title again; the page shows it once",
        ),
        true => Text::new(
            "这一行与文件头的标题相同，页面上显示两次",
            "this line is the title again; the page shows it twice",
        ),
    };
    Fault::warning(
        "title-repeated",
        span,
        message,
        Text::new(
            "删去正文中的这一行：页面的标题取自文件头。",
            "Remove it from the body: the title of the page is that of the front matter.",
        ),
    )
}

pub(super) fn link_scheme(span: Range<usize>, destination: &str) -> Fault {
    let shown: String = destination.chars().take(80).collect();
    Fault::warning(
        "link-scheme",
        span,
        Text::new(
            format!("链接“{shown}”的协议不能发布，只保留文字"),
            format!(
                "the link \"{shown}\" has a scheme that cannot be published; only its text stays"
            ),
        ),
        Text::new(
            "改用 http、https、mailto、tel，或本档案内的相对地址。",
            "Use http, https, mailto, tel or a relative address.",
        ),
    )
}

pub(super) fn external_image(span: Range<usize>) -> Fault {
    Fault::warning(
        "external-image",
        span,
        Text::new(
            "图片在其他网站上，页面不会加载，已改为链接",
            "the image is on another site, which pages never load; it became a link",
        ),
        Text::new(
            "将图片文件放在报告旁边，再用相对地址引用。",
            "Put the file beside the report and refer to it by a relative address.",
        ),
    )
}

pub(super) fn too_deep(span: Range<usize>, max: usize) -> Fault {
    Fault::error(
        "too-deep",
        span,
        Text::new(
            format!("引用、列表或强调的嵌套超过 {max} 层"),
            format!("quotations, lists or emphasis are nested more than {max} deep"),
        ),
        Text::new("减少嵌套层次。", "Nest less deeply."),
    )
}

pub(super) fn too_many(code: &'static str, at: usize, chinese: &str, english: &str) -> Fault {
    Fault::error(
        code,
        at..at,
        Text::new(chinese, english),
        Text::new("将报告拆分为几篇。", "Divide the report."),
    )
}

pub(super) fn bad_anchor(span: Range<usize>, id: &str, is_taken: bool) -> Fault {
    let shown: String = id.chars().take(80).collect();
    if is_taken {
        return Fault::error(
            "duplicate-anchor",
            span,
            Text::new(
                format!("锚点“{shown}”在本篇中已被使用"),
                format!("the anchor \"{shown}\" is already used in this report"),
            ),
            Text::new("换一个锚点名。", "Choose another."),
        );
    }
    Fault::error(
        "bad-anchor",
        span,
        Text::new(
            format!("“{shown}”不能用作锚点"),
            format!("\"{shown}\" cannot be an anchor"),
        ),
        Text::new(
            "以小写字母开头，只含小写字母、数字和连字符，不超过 64 个字符，不以 fn-、fnref-、p-、site- 开头，不以 -head 结尾，也不用 main、years 等页面自用的名称和 annex1、appendix、text2 等附件的地址。",
            "Begin with a lower-case letter; use lower-case letters, digits and hyphens, at most 64, and not the prefixes fn-, fnref-, p-, site-, the ending -head, a name that pages use, such as main or years, or an address of annexes, such as annex1, appendix or text2.",
        ),
    )
}

pub(super) fn surplus_cell(span: Range<usize>, columns: u16) -> Fault {
    Fault::error(
        "surplus-cell",
        span,
        Text::new(
            format!("表头只有 {columns} 列，此处超出的单元格无法显示"),
            format!("the table's head has {columns} columns; what stands beyond them is not shown"),
        ),
        Text::new(
            "补齐表头的列；竖线若是文字，写作“\\|”。",
            "Add columns to the head; write a bar that is text as \\|.",
        ),
    )
}

pub(super) fn unused_definition(span: Range<usize>, line: &str) -> Fault {
    let shown: String = line.chars().take(80).collect();
    Fault::warning(
        "unused-definition",
        span,
        Text::new(
            format!("“{shown}”是链接定义，没有链接引用它，不会显示"),
            format!("`{shown}` defines a link that nothing refers to; it is not shown"),
        ),
        Text::new(
            "若是正文，在开头的“[”前加反斜杠“\\”。",
            "If it is text, put a backslash before the first bracket.",
        ),
    )
}

/// A number that does not follow the one before it, which stands in `line`.
pub(crate) fn broken_series(broken: &BrokenSeries<'_>, span: Range<usize>, line: usize) -> Fault {
    let (number, before) = (broken.part.number.trim(), broken.before.number.trim());
    let (code, mut chinese, mut english) = match broken.breach {
        Breach::Gap => (
            "number-gap",
            format!("编号不连续：“{before}”（第 {line} 行）之后是“{number}”"),
            format!("`{number}` follows `{before}` (line {line}): numbers between are missing"),
        ),
        Breach::Start => (
            "number-gap",
            format!(
                "这一组编号从“{number}”开始，前面缺少编号；上一个同类编号是“{before}”（第 {line} 行）"
            ),
            format!(
                "this series begins with `{number}`: numbers before it are missing; the last of its kind is \
                 `{before}` (line {line})"
            ),
        ),
        Breach::Repeat => (
            "number-repeated",
            format!("编号重复：“{number}”，第 {line} 行已有“{before}”"),
            format!("`{number}` repeats `{before}` (line {line})"),
        ),
        Breach::Back => (
            "number-back",
            format!("编号倒退：“{before}”（第 {line} 行）之后是“{number}”"),
            format!("`{number}` comes after `{before}` (line {line})"),
        ),
    };
    if broken.more > 0 {
        let more = broken.more;
        chinese.push_str(&format!(
            "；同类编号此后还有 {more} 处不连续，多半不是依次编排的，不再逐一列出"
        ));
        english.push_str(&format!(
            "; {more} more numbers of the kind do not follow either, which are hardly one series: they are not listed"
        ));
    }
    Fault::warning(
        code,
        span,
        Text::new(chinese, english),
        Text::new(
            "对照原件，补上缺漏的部分或更正编号；原件如此的，保持原样。",
            "Compare the original: add what is missing or mend the number; leave it where the original has it so.",
        ),
    )
}

pub(super) fn control_character(at: usize) -> Fault {
    Fault::warning(
        "control-character",
        at..at + 1,
        Text::new(
            "正文含有不可见的控制字符，显示为空格",
            "the text holds control characters; they are shown as spaces",
        ),
        Text::new("删除这些字符。", "Remove them."),
    )
}

pub(super) fn row_without_bars(span: Range<usize>, words: &str) -> Fault {
    let words = short(words);
    Fault::warning(
        "row-without-bars",
        span,
        Text::new(
            format!("“{words}”紧接在表格之后，成了表格的一行"),
            format!("`{words}` follows a table at once and became a row of it"),
        ),
        Text::new(
            "不属于表格的，在它前面空一行；属于表格的，加上竖线。",
            "If it is no row, leave a blank line before it; if it is, write its bars.",
        ),
    )
}

pub(super) fn empty_heading(span: Range<usize>) -> Fault {
    Fault::warning(
        "empty-heading",
        span,
        Text::new("标题没有文字", "this heading has no words"),
        Text::new(
            "补写标题，或删去这一行。",
            "Write the heading, or delete the line.",
        ),
    )
}

pub(super) fn heading_by_underline(span: Range<usize>, words: &str, marks: &str) -> Fault {
    let (words, marks) = (short(words), short(marks));
    Fault::warning(
        "heading-by-underline",
        span,
        Text::new(
            format!("下面的“{marks}”使“{words}”成了标题"),
            format!("`{marks}` below it made `{words}` a heading"),
        ),
        Text::new(
            "如需分隔线，请在其前空一行；如为标题，请改用行首的“## ”；否则删去这一行。",
            "For a rule, leave a blank line before it; for a heading, begin the line with `## `; else delete it.",
        ),
    )
}

/// `mark` is the sign at the head of the line.
pub(super) fn sign_eaten(span: Range<usize>, mark: char, line: &str) -> Fault {
    let shown = short(line.trim_start_matches([mark, ' ']));
    let (chinese, english) = match mark {
        '>' => ("引用", "quotation"),
        _ => ("列表", "list"),
    };
    Fault::warning(
        "marks-eaten",
        span,
        Text::new(
            format!("行首的“{mark}”成了{chinese}的标记，读者看到的是“{shown}”"),
            format!("`{mark}` at the head of the line made a {english}; readers see `{shown}`"),
        ),
        Text::new(
            format!("是正负或大小符号的，写作 \\{mark}，或用文字，如“超过”“增长”。"),
            format!("If it is a sign of the figure, write \\{mark} or a word such as \"over\"."),
        ),
    )
}

pub(super) fn page_number(span: Range<usize>, shown: &str) -> Fault {
    let shown = short(shown);
    Fault::warning(
        "page-number",
        span,
        Text::new(
            format!("“{shown}”像是原文件的页码"),
            format!("`{shown}` seems to be a page number of the original"),
        ),
        Text::new(
            "删去；前后本是一段的，接成一段。",
            "Delete it, and join what it parted.",
        ),
    )
}

pub(super) fn open_code(span: Range<usize>, fence: &str) -> Fault {
    let fence = short(fence);
    Fault::warning(
        "open-code",
        span,
        Text::new(
            format!("“{fence}”没有结束，其后的文字都作为代码显示"),
            format!("`{fence}` is never closed; all that follows is displayed as code"),
        ),
        Text::new(
            "在代码之后另起一行写同样的符号；不是代码的，删去这一行。",
            "Write the same marks on a line after the code, or delete this one.",
        ),
    )
}

/// Characters of a text that a message shows.
const SHOWN_MAX: usize = 60;

/// A text on one line, cut.
pub(super) fn short(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(SHOWN_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.replace('\n', " "),
    }
}
