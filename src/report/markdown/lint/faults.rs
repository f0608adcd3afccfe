//! The warnings of marks that did not work, in both languages.
//!
//! In: a place, what stands there and what was meant. Out: a [`Fault`]. Never decides whether it is one.

use std::ops::Range;

use crate::diagnostic::{Fault, Text};
use crate::report::markdown::faults::short;
use crate::report::markdown::lint::destination::without_title;

fn displayed(
    code: &'static str,
    span: Range<usize>,
    shown: &str,
    (chinese, english): (&str, &str),
    hint: Text,
) -> Fault {
    let shown = short(shown);
    let message = Text::new(
        format!("{chinese}，读者看到的是“{shown}”"),
        format!("{english}; readers see `{shown}`"),
    );
    Fault::warning(code, span, message, hint)
}

pub(super) fn link(
    span: Range<usize>,
    shown: &str,
    words: &str,
    destination: &str,
    is_image: bool,
) -> Fault {
    let path = without_title(destination.trim());
    let needs_brackets = path.contains(char::is_whitespace)
        || path.matches('(').count() != path.matches(')').count();
    let path = match needs_brackets {
        true => format!("<{path}>"),
        false => path.to_owned(),
    };
    let bang = if is_image { "!" } else { "" };
    let mended = short(&format!("{bang}[{words}]({path})"));
    let what = match is_image {
        true => ("这里没有成为图片", "this is no image"),
        false => ("这里没有成为链接", "this is no link"),
    };
    let hint = Text::new(
        format!("写作 {mended}：括号用半角，中间不空格；路径有空格的，用 < > 括起。"),
        format!(
            "Write {mended}: half-width brackets with nothing between them, and < > around a path with blanks."
        ),
    );
    displayed("link-not-read", span, shown, what, hint)
}

pub(super) fn reference(span: Range<usize>, shown: &str, label: &str) -> Fault {
    let label = short(label);
    let hint = Text::new(
        format!("写作 [文字](文件名)；或另起一行写明 [{label}]: 文件名。"),
        format!("Write [words](file), or define it on a line of its own: [{label}]: file"),
    );
    displayed(
        "link-not-read",
        span,
        shown,
        (
            "链接引用的标签没有定义",
            "the label of this link is not defined",
        ),
        hint,
    )
}

pub(super) fn definition_colon(span: Range<usize>, label: &str, destination: &str) -> Fault {
    let mended = short(&format!("[{label}]: {destination}"));
    Fault::warning(
        "link-not-read",
        span,
        Text::new(
            "链接定义用了全角冒号，作为文字显示",
            "this definition of a link has a full-width colon and is displayed as text",
        ),
        Text::new(format!("写作 {mended}"), format!("Write {mended}")),
    )
}

pub(super) fn image_bang(span: Range<usize>, destination: &str) -> Fault {
    let path = short(destination);
    Fault::warning(
        "link-not-read",
        span,
        Text::new(
            "图片的感叹号是全角的，或与方括号隔开，图片成了链接",
            "the exclamation mark of this image is full-width or stands apart; the image became a link",
        ),
        Text::new(
            format!("写作 ![说明]({path})。"),
            format!("Write ![words]({path})."),
        ),
    )
}

pub(super) fn note_colon(span: Range<usize>, label: &str) -> Fault {
    let label = short(label);
    Fault::warning(
        "note-not-read",
        span,
        Text::new(
            format!("脚注“{label}”的冒号是全角的，注文和文中的 [^{label}] 都作为文字显示"),
            format!(
                "the colon of note `{label}` is full-width; the note and its marks [^{label}] are displayed as text"
            ),
        ),
        Text::new(
            format!("写作 [^{label}]: 注文，冒号用半角。"),
            format!("Write [^{label}]: with a half-width colon."),
        ),
    )
}

pub(super) fn unknown_note(span: Range<usize>, label: &str) -> Fault {
    let label = short(label);
    Fault::warning(
        "note-not-read",
        span,
        Text::new(
            format!("没有脚注“{label}”，读者看到的是“[^{label}]”"),
            format!("there is no note `{label}`; readers see `[^{label}]`"),
        ),
        Text::new(
            format!("另起一段写 [^{label}]: 注文；标签中不能有空格。"),
            format!("Write it in a paragraph of its own: [^{label}]: …; a label has no blanks."),
        ),
    )
}

pub(super) fn note_brackets(span: Range<usize>, shown: &str, label: &str) -> Fault {
    let label = short(label);
    let hint = Text::new(
        format!("写作 [^{label}]，括号和“^”用半角。"),
        format!("Write [^{label}] with half-width brackets and ^."),
    );
    displayed(
        "note-not-read",
        span,
        shown,
        ("这里没有成为脚注", "this is no note"),
        hint,
    )
}

/// What keeps a table from being one.
pub(super) enum Table {
    Drawn,
    Tabs,
    WideBars,
    Delimiter,
    NoDelimiter,
}

pub(super) fn table(span: Range<usize>, kind: Table) -> Fault {
    let (message, hint) = match kind {
        Table::Drawn => (
            Text::new(
                "用框线字符画的表格不能对齐，作为文字连排",
                "a table that is drawn with lines is displayed as running text",
            ),
            ("改用 Markdown 表格", "Write a table of Markdown"),
        ),
        Table::Tabs => (
            Text::new(
                "用制表位（Tab）分列的表格没有成为表格，作为文字连排",
                "columns that are separated by tabs are displayed as running text",
            ),
            ("改用 Markdown 表格", "Write a table of Markdown"),
        ),
        Table::WideBars => (
            Text::new(
                "表格用了全角竖线“｜”，没有成为表格",
                "a table with full-width bars is displayed as text",
            ),
            ("竖线改用半角“|”", "Write half-width bars"),
        ),
        Table::Delimiter => (
            Text::new(
                "表格的分隔行没有起作用，没有成为表格",
                "the delimiter line of this table does not work; it is displayed as text",
            ),
            (
                "分隔行只用半角的 | - : 和空格，列数与表头相同，各行之间不空行",
                "A delimiter line has half-width | - : and blanks alone, and as many cells as the head; no blank lines between rows",
            ),
        ),
        Table::NoDelimiter => (
            Text::new(
                "表格缺少分隔行，没有成为表格",
                "a table without a delimiter line is displayed as text",
            ),
            (
                "表头的下一行写分隔行，列数与表头相同",
                "Write a delimiter line below the head, with as many cells",
            ),
        ),
    };
    Fault::warning(
        "table-not-read",
        span,
        message,
        Text::new(
            format!(
                "{}，如 | 项目 | 数额 | ⏎ | --- | --- | ⏎ | 甲 | 1 |（⏎ 为换行）。",
                hint.0
            ),
            format!(
                "{}, such as | Item | Sum | ⏎ | --- | --- | ⏎ | A | 1 | (⏎ is a line end).",
                hint.1
            ),
        ),
    )
}

pub(super) fn heading(span: Range<usize>, level: usize, words: &str) -> Fault {
    let marks = "#".repeat(level);
    let mended = short(words);
    let hint = Text::new(
        format!(
            "写作 {marks} {mended}：行首半角“#”，至多六个，其后空一格。确为文字的，在“#”前加反斜杠“\\”。"
        ),
        format!(
            "Write {marks} {mended}: one to six half-width # at the head of the line, then a blank. If it is text, put a backslash before it."
        ),
    );
    Fault::warning(
        "heading-not-read",
        span,
        Text::new(
            "这一行没有成为标题，“#”会显示出来",
            "this line is no heading; readers see its marks",
        ),
        hint,
    )
}

pub(super) fn stars_eaten(span: Range<usize>, mark: &str, shown: &str, inside: &str) -> Fault {
    let shown = short(shown);
    let (kind_zh, kind_en) = match mark.chars().next() {
        Some('~') => ("删除线", "struck out"),
        _ if mark.len() > 1 => ("粗体", "bold"),
        _ => ("斜体", "in italics"),
    };
    let words = short(inside.trim_matches(['*', '~']));
    Fault::warning(
        "marks-eaten",
        span,
        Text::new(
            format!(
                "“{mark}”成了{kind_zh}的标记，不显示；读者看到的是“{shown}”，其中“{words}”为{kind_zh}"
            ),
            format!(
                "`{mark}` became a mark and is not shown; readers see `{shown}`, with `{words}` {kind_en}"
            ),
        ),
        Text::new(
            "是文字的，每个符号前加反斜杠，如 \\*；是乘号的，写作 ×；要突出文字，写作 **文字**。",
            "If it is text, put a backslash before each, \\*; write × to multiply, **words** for stress.",
        ),
    )
}

pub(super) fn stars_displayed(span: Range<usize>, shown: &str) -> Fault {
    let mended = short(shown.trim_matches(['*', '＊']).trim());
    let hint = Text::new(
        format!("写作 **{mended}**：用半角星号，紧接文字。确为文字的，在星号前加反斜杠“\\”。"),
        format!(
            "Write **{mended}**: half-width stars that touch the words. If they are text, put backslashes before them."
        ),
    );
    displayed(
        "emphasis-not-read",
        span,
        shown,
        ("这里没有成为粗体", "this is not bold"),
        hint,
    )
}

pub(super) fn dialect(span: Range<usize>, shown: &str, mend: [&str; 2]) -> Fault {
    let [chinese, english] = mend;
    let hint = Text::new(
        format!("{chinese}确为文字的，在它前面加反斜杠“\\”。"),
        format!("{english} If it is text, put a backslash before it."),
    );
    displayed(
        "other-dialect",
        span,
        shown,
        (
            "其他程序的标记在这里不起作用",
            "markup of another program does nothing here",
        ),
        hint,
    )
}

pub(super) fn placeholder(span: Range<usize>, shown: &str) -> Fault {
    let shown = short(shown);
    Fault::warning(
        "placeholder",
        span,
        Text::new(
            format!("“{shown}”像是模板中没有填写的地方"),
            format!("`{shown}` seems to be a place that was not filled in"),
        ),
        Text::new(
            "填写实际内容；原文如此的，可写入“豁免”（waivers），免予提示。",
            "Fill it in; if the text has it so, waive this.",
        ),
    )
}

pub(super) fn broken_field(span: Range<usize>, shown: &str) -> Fault {
    let shown = short(shown);
    Fault::warning(
        "broken-field",
        span,
        Text::new(
            format!("“{shown}”是 Word 或 Excel 的出错提示，不是正文"),
            format!("`{shown}` is an error message of Word or Excel, not a word of the text"),
        ),
        Text::new("改为原文应有的内容。", "Write what should stand here."),
    )
}
