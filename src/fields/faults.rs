//! The faults of fields, in words.
//!
//! In go the node or key at fault and what was expected, out come faults in both languages. Whether
//! something is a fault is decided by the caller.

use std::ops::Range;

use crate::date::{self, DateError, PartialDate};
use crate::diagnostic::{Fault, Text};
use crate::fields::{Field, KeyLanguage, MAX_ALIASES, MAX_WORDS};
use crate::yaml::{Key, Node, Value};

/// Fields that an example of a mapping shows, at most.
const MAX_EXAMPLE: usize = 3;

/// The hint at the word that was meant, or `otherwise` where none is near.
pub(crate) fn did_you_mean(near: Option<&str>, otherwise: Text) -> Text {
    near.map_or(otherwise, |near| {
        Text::new(
            format!("是否想写“{near}”？"),
            format!("Did you mean `{near}`?"),
        )
    })
}

/// The fault of a value of another kind than is wanted here.
pub(crate) fn wrong_type(node: &Node, chinese: &str, english: &str) -> Fault {
    let found = match &node.value {
        Value::Scalar(s) => Text::new(format!("“{s}”"), format!("`{s}`")),
        _ => node.kind(),
    };
    Fault::error(
        "wrong-type",
        node.span.clone(),
        Text::new(
            format!("此处应为{chinese}，实为{}", found.chinese),
            format!("{english} is wanted here, not {}", found.english),
        ),
        Text::new(format!("改为{chinese}。"), format!("Write {english}.")),
    )
}

/// The fault of a value that stands where these fields are wanted.
pub(crate) fn not_fields(node: &Node, names: &[Field]) -> Fault {
    // Of one field alone its value can be shown too.
    let value = |field: &Field| match field.example {
        "" => "…",
        _ if names.len() > 1 => "…",
        example => example,
    };
    let example = |chinese: bool| {
        let names = names.iter().take(MAX_EXAMPLE);
        let named = names.map(|f| match f.chinese.first() {
            Some(name) if chinese => format!("{name}: {}", value(f)),
            _ => format!("{}: {}", f.name, value(f)),
        });
        named.collect::<Vec<_>>().join(", ")
    };
    Fault::error(
        "wrong-type",
        node.span.clone(),
        Text::new(
            format!("此处须分项填写，不能写成{}", node.kind().chinese),
            format!("fields are wanted here, not {}", node.kind().english),
        ),
        Text::new(
            format!("逐项写明名称和内容，如“{{{}}}”。", example(true)),
            format!("Write names and values, such as `{{{}}}`.", example(false)),
        ),
    )
}

/// The fault of a value of several lines where one is wanted.
pub(super) fn line_break(span: Range<usize>) -> Fault {
    Fault::error(
        "line-break",
        span,
        Text::new("此项内容不能换行", "this value must not hold a line break"),
        Text::new("写成一行。", "Write it on one line."),
    )
}

/// The fault of more old URLs than one page may have.
pub(super) fn too_many_aliases(span: Range<usize>) -> Fault {
    Fault::error(
        "too-many-aliases",
        span,
        Text::new(
            format!("旧地址超过 {MAX_ALIASES} 个"),
            format!("more than {MAX_ALIASES} old addresses"),
        ),
        Text::new("删去多余的旧地址。", "Delete those that nobody uses."),
    )
}

/// The fault of more words than a page shows.
pub(super) fn too_many_words(span: Range<usize>) -> Fault {
    Fault::error(
        "too-many-values",
        span,
        Text::new(
            format!("这一项超过 {MAX_WORDS} 个"),
            format!("more than {MAX_WORDS} values in this list"),
        ),
        Text::new(
            "只保留最能说明内容的几个，删去其余。",
            "Keep the few that say best what it is about, and delete the others.",
        ),
    )
}

/// The fault of a date before the one that it must not precede.
pub(super) fn out_of_order(span: Range<usize>, from: &[String; 2], to: &[String; 2]) -> Fault {
    let ([chinese_from, from], [chinese_to, to]) = (from, to);
    Fault::error(
        "dates-out-of-order",
        span,
        Text::new(
            format!("此日期早于“{chinese_from}”一项的日期"),
            format!("this date is before that of `{from}`"),
        ),
        Text::new(
            format!("核对“{chinese_from}”与“{chinese_to}”。"),
            format!("Check `{from}` and `{to}`."),
        ),
    )
}

/// The warning of a comment that may be part of a value.
pub(super) fn comment(span: Range<usize>) -> Fault {
    Fault::warning(
        "yaml-comment",
        span,
        Text::new(
            "空格和“#”之后的文字是 YAML 注释，不会发布",
            "what follows a space and `#` is a YAML comment and is not published",
        ),
        Text::new(
            "如属内容，请给整个值加引号；如确为注释，请另起一行书写。",
            "If it belongs to the value, quote the whole value; if it is a comment, give it a line of its own.",
        ),
    )
}

/// The warning of what an import left to be looked at.
pub(super) fn unchecked(span: Range<usize>, what: &str) -> Fault {
    let what = what.trim();
    Fault::warning(
        "import-unchecked",
        span,
        Text::new(
            format!("导入时留下的核对事项：{what}"),
            format!("an import left this to be looked at: {what}"),
        ),
        Text::new(
            "对照原件核对，改好后删去这一行，报告即不再是草稿。",
            "Compare it with the document, mend it, and delete the line: then it is no draft.",
        ),
    )
}

/// The fault of a colon that no blank follows.
pub(super) fn no_blank(span: Range<usize>, key: &str, value: &str) -> Fault {
    Fault::error(
        "broken-yaml",
        span,
        Text::new(
            format!("“{key}”的冒号之后没有空格"),
            format!("no blank follows the colon of `{key}`"),
        ),
        Text::new(
            format!("写作：{key}: {value}"),
            format!("Write it as: {key}: {value}"),
        ),
    )
}

/// The fault of a colon after `key` that YAML does not know.
pub(super) fn full_width_colon(span: Range<usize>, key: &str) -> Fault {
    Fault::error(
        "full-width-colon",
        span,
        Text::new("此处的冒号是全角的", "this colon is a full-width one"),
        Text::new(
            format!("冒号须用半角，其后空一格，如“{key}: …”。"),
            format!("Write a half-width colon followed by a space: `{key}: …`."),
        ),
    )
}

/// The fault of a key that is none of `names`; `near` is the one it seems to mean.
pub(super) fn unknown_key(
    key: &Key,
    names: &[Field],
    near: Option<&str>,
    keys: KeyLanguage,
) -> Fault {
    let list = |language: usize, mark: &str| {
        let names = names.iter().map(|f| f.named(keys)[language]);
        names.collect::<Vec<_>>().join(mark)
    };
    let hint = did_you_mean(
        near,
        Text::new(
            format!("可用的项：{}。", list(0, "、")),
            format!("Known keys: {}.", list(1, ", ")),
        ),
    );
    Fault::error(
        "unknown-key",
        key.span.clone(),
        Text::new(
            format!("没有“{}”这一项", key.text),
            format!("there is no key `{}`", key.text),
        ),
        hint,
    )
}

/// The fault of a field that stands under two of its names.
pub(super) fn two_names(key: &Key, other: &Key, [chinese, name]: [&str; 2]) -> Fault {
    Fault::error(
        "two-names",
        key.span.clone(),
        Text::new(
            format!(
                "“{}”与“{}”是同一项（{chinese}），不能都写",
                key.text, other.text
            ),
            format!(
                "`{}` and `{}` are the same field ({name}); only one may be given",
                key.text, other.text
            ),
        ),
        Text::new("删去其中一个。", "Delete one of them."),
    )
}

/// What front matter is called in Chinese and English, as the subject of a message.
pub(crate) const FRONT_MATTER: [&str; 2] = ["文件头", "the front matter"];

/// The fault of a field that must be there; `place` is what lacks it, in Chinese and English, and `span`
/// where it is missed.
pub(super) fn missing(
    field: &Field,
    place: [&str; 2],
    span: Range<usize>,
    keys: KeyLanguage,
) -> Fault {
    let [chinese, english] = place;
    let [chinese_name, name] = field.named(keys);
    let label = match chinese_name == field.label {
        true => format!("“{chinese_name}”"),
        false => format!("“{chinese_name}”（{}）", field.label),
    };
    Fault::error(
        "missing-field",
        span,
        Text::new(
            format!("{chinese}缺少{label}"),
            format!("{english} has no `{name}`"),
        ),
        Text::new(
            format!("补写一行“{chinese_name}: …”。"),
            format!("Add a line `{name}: …`."),
        ),
    )
}

/// The fault of a key that has no value and must have one.
pub(super) fn not_filled_in(key: &Key) -> Fault {
    let word = &key.text;
    Fault::error(
        "missing-field",
        key.span.clone(),
        Text::new(format!("“{word}”没有填写"), format!("`{word}` is empty")),
        Text::new(
            format!("在“{word}:”之后空一格，填写内容。"),
            format!("Write its value after `{word}: `."),
        ),
    )
}

/// Whether this is the message that front matter has no value of this field.
pub(crate) fn misses(message: &Text, field: &Field) -> bool {
    let name = message.english.split('`').nth(1);
    name.is_some_and(|name| field.is(name.trim()))
}

/// The fault of a value that should be a date. The hint proposes the dates that it may mean.
pub(super) fn date_fault(node: &Node, written: &str, error: DateError, forms: Text) -> Fault {
    let (code, message) = match error {
        DateError::Form => (
            "wrong-type",
            Text::new(
                format!("“{written}”不是可识别的日期"),
                format!("`{written}` is not written as a date"),
            ),
        ),
        DateError::Impossible => (
            "impossible-date",
            Text::new(
                format!("“{written}”不是有效日期"),
                format!("the calendar has no `{written}`"),
            ),
        ),
    };
    let meant: Vec<String> = date::meant(written)
        .iter()
        .map(ToString::to_string)
        .collect();
    let hint = match (meant.is_empty(), date::beyond_its_month(written)) {
        (true, Some((day, last))) => no_such_day(day, last),
        (true, None) => forms,
        (false, _) => Text::new(
            format!("如指以下日期，照此书写：{}。", meant.join(" 或 ")),
            format!("If this is the date, write it so: {}.", meant.join(" or ")),
        ),
    };
    Fault::error(code, node.span.clone(), message, hint)
}

/// The hint at a day after the last of its month.
fn no_such_day(day: i16, last: PartialDate) -> Text {
    let (year, month) = (last.year, last.month.unwrap_or(1));
    let end = last.day.unwrap_or(1);
    Text::new(
        format!("{year}年{month}月没有{day}日，最后一天是{end}日：{last}。"),
        format!("{year:04}-{month:02} has no day {day}; its last is {last}."),
    )
}
