//! The words for defects of official texts, in both languages: what is wrong, and what to do.
//!
//! In: what stands there, and what it would be mended to. Out: message and hint. Never decides whether it is a defect.

use crate::diagnostic::Text;

/// What comes in two widths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Stop,
    FullStop,
    Bracket,
    NumberBracket,
    Quote,
    Digit,
}

/// Characters of a text that a message shows.
const SHOWN_MAX: usize = 60;

/// A text on one line, cut.
fn short(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(SHOWN_MAX) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.replace('\n', " "),
    }
}

/// What to do where the right text is known.
fn write(mended: &str) -> Text {
    let mended = short(mended);
    Text::new(
        format!("对照原件，改为“{mended}”；原件如此的，可写入“豁免”（waivers），免予提示。"),
        format!(
            "Compare the original and write `{mended}`; if the original has it so, waive this."
        ),
    )
}

/// What to do where only the original tells.
fn compare() -> Text {
    Text::new(
        "对照原件改正；原件如此的，可写入“豁免”（waivers），免予提示。",
        "Correct it by the original; if the original has it so, waive this.",
    )
}

pub(super) fn lost_dash(shown: &str, mended: &str) -> (Text, Text) {
    let message = Text::new(
        format!("“{shown}”的两个年份之间漏了连接号"),
        format!("the years of `{shown}` have lost the dash between them"),
    );
    (message, write(mended))
}

pub(super) fn wrong_digit(shown: &str, mended: &str) -> (Text, Text) {
    let message = Text::new(
        format!("年份“{shown}”中混入了别的字符"),
        format!("the year `{shown}` holds a character that only looks like its digit"),
    );
    (message, write(mended))
}

pub(super) fn impossible_date(shown: &str, year: Option<u32>) -> (Text, Text) {
    let (chinese, english) = match year {
        Some(year) => (format!("{year}年"), format!(" in {year}")),
        None => (String::new(), String::new()),
    };
    let message = Text::new(
        format!("{chinese}没有“{shown}”这一天"),
        format!("there is no day `{shown}`{english}"),
    );
    (message, compare())
}

pub(super) fn lost_bracket(shown: &str, mended: &str) -> (Text, Text) {
    let message = Text::new(
        format!("发文字号“{shown}”漏了年份的括号"),
        format!("the document number `{shown}` has lost a bracket of its year"),
    );
    (message, write(mended))
}

pub(super) fn wrong_bracket_in_number(shown: &str, mended: &str) -> (Text, Text) {
    let message = Text::new(
        format!("发文字号“{shown}”的年份应当用六角括号“〔〕”括入"),
        format!("the year of the document number `{shown}` wants the brackets 〔〕"),
    );
    (message, write(mended))
}

pub(super) fn misplaced_bracket(shown: &str, mended: &str) -> (Text, Text) {
    let message = Text::new(
        format!("发文字号“{shown}”中间夹着括号"),
        format!("a bracket stands inside the document number `{shown}`"),
    );
    (message, write(mended))
}

/// `is_open`: the bracket before the figure was lost, not that after it.
pub(super) fn lost_bracket_in_part_number(
    figure: &str,
    bracket: char,
    is_open: bool,
) -> (Text, Text) {
    let half = bracket.is_ascii();
    let (open, close) = if half { ('(', ')') } else { ('（', '）') };
    let shown = match is_open {
        true => format!("{figure}{close}"),
        false => format!("{open}{figure}"),
    };
    let message = Text::new(
        format!("编号“{shown}”漏了一个括号，同组的编号前后都有"),
        format!("the number `{shown}` has lost a bracket; those beside it have both"),
    );
    (message, write(&format!("{open}{figure}{close}")))
}

/// `other` is the mark that is not there; `mended`, what the text would be.
pub(super) fn unbalanced(
    shown: &str,
    other: &str,
    is_open: bool,
    mended: Option<&str>,
) -> (Text, Text) {
    let message = match is_open {
        true => Text::new(
            format!("“{shown}”没有对应的“{other}”"),
            format!("`{shown}` is opened and never closed with `{other}`"),
        ),
        false => Text::new(
            format!("“{shown}”之前没有对应的“{other}”"),
            format!("`{shown}` closes what no `{other}` opened"),
        ),
    };
    // The message itself quotes with “”, which must not be read as one of the marks.
    let message = match shown {
        "“" | "”" | "‘" | "’" | "\"" => Text {
            chinese: match is_open {
                true => format!("引号 {shown} 没有对应的 {other}"),
                false => format!("引号 {shown} 之前没有对应的 {other}"),
            },
            ..message
        },
        _ => message,
    };
    (message, mended.map_or_else(compare, write))
}

/// A mark that only the next paragraph closes.
pub(super) fn cut_paragraph() -> (Text, Text) {
    let message = Text::new(
        "此处开始的书名或括号到下一段才结束，一段像是断成了两段",
        "what begins here ends only in the next paragraph, which seems to be the rest of this one",
    );
    let hint = Text::new(
        "对照原件，把两段接成一段；原件如此的，可写入“豁免”（waivers），免予提示。",
        "Join the two by the original; if it has them so, waive this.",
    );
    (message, hint)
}

/// Two marks that do not belong together.
pub(super) fn mismatched(shown: &str, mended: Option<&str>) -> (Text, Text) {
    let shown = short(shown);
    let message = Text::new(
        format!("前后两个标点不配对：{shown}"),
        format!("two marks do not make a pair: {shown}"),
    );
    let hint = match mended {
        Some(mended) => {
            let mended = short(mended);
            Text::new(
                format!("对照原件，改为 {mended}；原件如此的，可写入“豁免”（waivers），免予提示。"),
                format!(
                    "Compare the original and write {mended}; if the original has it so, waive this."
                ),
            )
        }
        None => compare(),
    };
    (message, hint)
}

pub(super) fn nested_title(shown: &str) -> (Text, Text) {
    let shown = short(shown);
    let message = Text::new(
        format!("书名号里的{shown}也用了双书名号"),
        format!("{shown} stands in a title and has the marks of an outer title"),
    );
    let hint = Text::new(
        "书名号里还用书名号的，里面一层用单书名号“〈〉”；原件如此的，可写入“豁免”（waivers），免予提示。",
        "A title in a title has the marks 〈〉; if the original has it so, waive this.",
    );
    (message, hint)
}

pub(super) fn glued_heading(shown: &str) -> (Text, Text) {
    let shown = short(shown);
    let message = Text::new(
        format!("“{shown}”接在上一段的末尾，没有另起一段"),
        format!("`{shown}` runs on from the paragraph before it"),
    );
    let hint = Text::new(
        "在编号之前空一行，另起一段；原件如此的，可写入“豁免”（waivers），免予提示。",
        "Leave a blank line before its number; if the original has it so, waive this.",
    );
    (message, hint)
}

pub(super) fn doubled_stop(shown: &str, mended: Option<char>) -> (Text, Text) {
    let message = Text::new(
        format!("两个标点连用：“{shown}”"),
        format!("two stops stand beside each other: `{shown}`"),
    );
    let hint = mended.map_or_else(compare, |mark| write(&mark.to_string()));
    (message, hint)
}

pub(super) fn blank_before_stop(mark: char) -> (Text, Text) {
    let message = Text::new(
        format!("“{mark}”之前多了一个空格"),
        format!("a blank stands before `{mark}`"),
    );
    let hint = Text::new(
        "删去空格；原件漏了字的，补上。",
        "Delete the blank, or write the word that was lost there.",
    );
    (message, hint)
}

/// `counts`: what comes in two widths, how often in half width and in full width.
pub(super) fn mixed_width(counts: &[(Form, usize, usize)]) -> (Text, Text) {
    let mut chinese = Vec::new();
    let mut english = Vec::new();
    for (form, half, wide) in counts {
        let (name, in_english, one, other) = match form {
            Form::Stop => ("逗号、分号等", "commas and the like", "半角", "全角"),
            Form::FullStop => ("句号", "full stops", "半角", "全角"),
            Form::Bracket => ("括号", "brackets", "半角", "全角"),
            Form::NumberBracket => ("编号的括号", "brackets of numbers", "半角", "全角"),
            Form::Quote => ("引号", "quotation marks", "直引号", "弯引号"),
            Form::Digit => ("数字", "figures", "半角", "全角"),
        };
        chinese.push(format!("{name}{one} {half} 处、{other} {wide} 处"));
        let (one, other) = match form {
            Form::Quote => ("straight", "curly"),
            _ => ("half-width", "full-width"),
        };
        english.push(format!("{in_english}: {half} {one}, {wide} {other}"));
    }
    let message = Text::new(
        format!("全文标点或数字全角、半角混用：{}", chinese.join("；")),
        format!("this text mixes widths ({})", english.join("; ")),
    );
    let hint = Text::new(
        "统一为一种：汉字之间的标点用全角，数字用半角；原件如此的，可写入“豁免”（waivers），免予提示。",
        "Write one of them throughout: full-width punctuation between Han, half-width figures; if the original has it so, waive this.",
    );
    (message, hint)
}

pub(super) fn not_attached(shown: &str) -> (Text, Text) {
    let message = Text::new(
        format!("正文提到“{shown}”，本档案没有随这篇收录附件"),
        format!("the text says `{shown}`, and this archive holds no attachment of it"),
    );
    (message, attach())
}

pub(super) fn not_among_attached(shown: &str) -> (Text, Text) {
    let message = Text::new(
        format!("正文提到“{shown}”，随这篇收录的附件中没有这一件"),
        format!("the text says `{shown}`, which is not among its attachments"),
    );
    (message, attach())
}

fn attach() -> Text {
    Text::new(
        "把附件文件放在报告旁边，在附件（attachments）中列出，或写进正文；原件未附或未公开的，可写入“豁免”（waivers），免予提示。",
        "Put the file beside the report and list it under `attachments`, or write it below the text; if none was published, waive this.",
    )
}

pub(super) fn no_closing(lacks_issuer: bool, lacks_date: bool) -> (Text, Text) {
    let (chinese, english) = match (lacks_issuer, lacks_date) {
        (true, true) => ("署名和成文日期", "neither who issued it nor its date"),
        (true, false) => ("署名", "a date and not who issued it"),
        _ => ("成文日期", "who issued it and no date"),
    };
    let message = Text::new(
        format!("文末没有{chinese}"),
        format!("the text ends with {english}"),
    );
    let hint = Text::new(
        "对照原件，在文末补上发文机关署名和成文日期，各占一段；原件没有的，可写入“豁免”（waivers），免予提示。",
        "Add them at the end by the original, each in a paragraph of its own; if it has none, waive this.",
    );
    (message, hint)
}

pub(super) fn date_without_day(shown: &str) -> (Text, Text) {
    let message = Text::new(
        format!("成文日期“{shown}”没有写明日"),
        format!("the date `{shown}` has no day"),
    );
    let hint = Text::new(
        "对照原件，补全年、月、日；原件如此的，可写入“豁免”（waivers），免予提示。",
        "Add the day by the original; if it has none, waive this.",
    );
    (message, hint)
}

pub(super) fn padded_date(shown: &str) -> (Text, Text) {
    let message = Text::new(
        format!("成文日期“{}”的月、日不编虚位，不写“0”", short(shown)),
        format!(
            "the date `{}` has a zero before its month or day",
            short(shown)
        ),
    );
    let hint = Text::new(
        "删去“0”，如“2019年1月5日”；原件如此的，可写入“豁免”（waivers），免予提示。",
        "Delete the zero, as in 2019年1月5日; if the original has it so, waive this.",
    );
    (message, hint)
}
