//! The faults that a body can have, in both languages.
//!
//! In: a place in the body and what stands there. Out: a [`Fault`]. Never decides whether it is one.

use std::ops::Range;

use crate::diagnostic::{Fault, Text};

/// `with_words` says that what stood inside is not displayed either.
pub(super) fn html_removed(span: Range<usize>, what: &str, with_words: bool) -> Fault {
    let message = if with_words {
        Text::new(
            format!("此处的 HTML（{what}）不能发布，已连同其中的文字略去"),
            format!("this HTML ({what}) cannot be published and was left out with the words in it"),
        )
    } else {
        Text::new(
            format!("此处的 HTML（{what}）不能发布，已略去标记"),
            format!("this HTML ({what}) cannot be published and was left out"),
        )
    };
    Fault::warning(
        "html-removed",
        span,
        message,
        Text::new(
            "改用 Markdown，或只用表格、上下标、换行等少数标记。",
            "Use Markdown, or the few tags that are allowed: tables, sub, sup, br and the like.",
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
            "以小写字母开头，只含小写字母、数字和连字符，不超过 64 个字符，不以 fn-、fnref-、p-、site- 开头，不以 -head 结尾，也不用 main、years 等页面自用的名称。",
            "Begin with a lower-case letter; use lower-case letters, digits and hyphens, at most 64, and not the prefixes fn-, fnref-, p-, site-, the ending -head, or a name that pages use, such as main or years.",
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
            "要分隔线，在它前面空一行；要标题，改用行首的“## ”；都不是，删去这一行。",
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
