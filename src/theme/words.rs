//! What the template engine says, in words of the program's own, in Chinese and English.
//!
//! In goes a message of the engine, out comes what is wrong with the name of the variable or value that it names.
//! The place is known elsewhere. The engine's own words never show: they are English, and of its inside.

use crate::diagnostic::Text;

/// What the engine's message holds, and what is said in its place; `{}` stands for the name that it quotes.
const SAID: &[(&str, &str, &str)] = &[
    (
        "Circular",
        "模板“{}”绕了一圈又用到自己",
        "the template `{}` comes back to itself",
    ),
    (
        "is missing its closing",
        "引号（{}）没有配对",
        "the quotation mark {} has no pair",
    ),
    (
        "exists but its value is undefined",
        "变量“{}”没有值",
        "the variable `{}` has no value",
    ),
    ("Variable `", "没有变量“{}”", "there is no variable `{}`"),
    ("Field `", "没有“{}”这一项", "there is no field `{}`"),
    (
        "Unknown filter",
        "没有过滤器“{}”",
        "there is no filter `{}`",
    ),
    (
        "Unknown function",
        "没有函数“{}”",
        "there is no function `{}`",
    ),
    ("Unknown test", "没有判断“{}”", "there is no test `{}`"),
    (
        "Unknown component",
        "没有组件“{}”",
        "there is no component `{}`",
    ),
    ("Component '", "没有组件“{}”", "there is no component `{}`"),
    (
        "Unknown template",
        "没有模板“{}”",
        "there is no template `{}`",
    ),
    ("Template '", "没有模板“{}”", "there is no template `{}`"),
    (
        "in any parent template",
        "上层模板中没有“{}”这一块",
        "no template above has a block `{}`",
    ),
    (
        "already contains a block",
        "“{}”这一块出现了两次",
        "the block `{}` stands here twice",
    ),
    (
        "in the opening tag",
        "与结束标记的名称不符：“{}”",
        "the closing tag has another name than `{}`",
    ),
    (
        "already contains a component",
        "组件“{}”出现了两次",
        "the component `{}` stands here twice",
    ),
    (
        "already extending",
        "模板已经以“{}”为上层",
        "the template extends `{}` already",
    ),
    (
        "is defined more than once",
        "参数“{}”写了两次",
        "the argument `{}` is given twice",
    ),
    (
        "Unclosed component",
        "组件“{}”没有结束",
        "the component `{}` is not closed",
    ),
    (
        "Closing tag",
        "结束的“{}”与开始的不符",
        "`{}` closes what it did not open",
    ),
    (
        "Iteration not possible",
        "这里不是列表（{}），不能逐项列出",
        "this is no list ({}) to go through",
    ),
    (
        "Cannot compare",
        "“{}”不能与另一边比较",
        "`{}` cannot be compared with the other side",
    ),
    (
        "has no sentence",
        "语言文件没有“{}”这一句",
        "the language file has no sentence `{}`",
    ),
    ("missing", "缺少参数“{}”", "the argument `{}` is missing"),
    ("Argument", "参数“{}”不对", "the argument `{}` is wrong"),
    ("argument", "参数“{}”不对", "the argument `{}` is wrong"),
];

/// The same of messages that name nothing.
const SAID_OF_NONE: &[(&str, &str, &str)] = &[
    (
        "Unknown tag",
        "没有这种标记，或它所结束的块没有开始",
        "there is no such tag, or nothing is open that it would end",
    ),
    (
        "the first tag",
        "extends 须是模板的第一个标记",
        "`extends` must be the first tag of a template",
    ),
    (
        "end of input",
        "模板没有写完：有块、{% %} 或 {{ }} 没有结束",
        "the template ends too early: a block, {% %} or {{ }} is not closed",
    ),
    (
        "end of string",
        "引号没有配对",
        "a quotation mark has no pair",
    ),
    (
        "end of raw block",
        "raw 块没有结束",
        "a raw block is not closed",
    ),
    (
        "Unexpected character",
        "此处的字符不能用在模板标记中",
        "this character cannot stand in a tag",
    ),
    (
        "reserved keyword",
        "此处的名称是模板语言的保留字",
        "this name is a word of the template language",
    ),
    ("divide by 0", "除数为零", "something is divided by zero"),
    (
        "Unable to perform",
        "此处的值不能这样运算",
        "these values cannot be computed so",
    ),
    (
        "undefined",
        "此处的值没有定义",
        "what stands here is not defined",
    ),
    (
        "Found ",
        "此处的写法不对，或前面的标记没有结束",
        "this cannot stand here, or a tag before it is not closed",
    ),
];

/// What is wrong, from what the engine says of it.
pub(super) fn of(message: &str) -> Text {
    // A report of several lines begins with what is wrong.
    let first = message.lines().next().unwrap_or("");
    let message = first.strip_prefix("error: ").unwrap_or(first);
    let with = |words: &str, name: &str| words.replace("{}", name);
    if let Some(name) = name_in(message)
        && let Some((_, chinese, english)) = SAID.iter().find(|(part, _, _)| message.contains(part))
    {
        return Text::new(with(chinese, name), with(english, name));
    }
    let known = SAID_OF_NONE
        .iter()
        .find(|(part, _, _)| message.contains(part));
    let (chinese, english) = known.map_or(
        (
            "此处的写法模板引擎读不懂",
            "the template engine cannot read this",
        ),
        |(_, chinese, english)| (*chinese, *english),
    );
    match name_in(message) {
        Some(name) => Text::new(
            format!("{chinese}（{name}）"),
            format!("{english} ({name})"),
        ),
        None => Text::new(chinese, english),
    }
}

/// The first name that a message quotes.
fn name_in(message: &str) -> Option<&str> {
    let start = message.find(['`', '\''])?;
    let mark = message.get(start..=start)?;
    let rest = message.get(start + 1..)?;
    let end = rest.find(mark)?;
    rest.get(..end).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_engine_says_is_said_in_both_languages_with_its_names() {
        let cases = [
            (
                "Variable `repot` is not defined. Available variables: report, site",
                "没有变量“repot”",
                "there is no variable `repot`",
            ),
            (
                "Field `titel` is not defined.",
                "没有“titel”这一项",
                "there is no field `titel`",
            ),
            (
                "Unknown filter `uper`",
                "没有过滤器“uper”",
                "there is no filter `uper`",
            ),
            (
                "Template 'x.html' not found",
                "没有模板“x.html”",
                "there is no template `x.html`",
            ),
            (
                "Unexpected end of input",
                "模板没有写完：有块、{% %} 或 {{ }} 没有结束",
                "the template ends too early: a block, {% %} or {{ }} is not closed",
            ),
            (
                "whatever else",
                "此处的写法模板引擎读不懂",
                "the template engine cannot read this",
            ),
        ];
        for (message, chinese, english) in cases {
            assert_eq!(of(message), Text::new(chinese, english));
        }
    }

    /// The engine's own messages, as it makes them: none shows through.
    #[test]
    fn no_fault_of_a_template_is_told_in_the_words_of_the_engine() {
        for (template, wanted) in [
            ("{% if a %}", "没有写完"),
            ("{{ a", "没有写完"),
            ("{{ a | nosuch }}", "nosuch"),
            ("{{ nosuch() }}", "nosuch"),
            ("{% include \"nosuch.html\" %}", "nosuch.html"),
            ("{% extends \"nosuch.html\" %}", "nosuch.html"),
            ("{{ \"a }}", "引号"),
            ("{{ a ^ b }}", "字符"),
            ("{{ nosuch }}", "nosuch"),
            ("{{ a.nosuch.more }}", "nosuch"),
            ("{% for x in a.n %}{% endfor %}", "列表"),
            ("{{ a.n / 0 }}", "零"),
            ("{% endif %}", "没有开始"),
            (
                "{% block x %}{% endblock %}{% block x %}{% endblock %}",
                "x",
            ),
        ] {
            let mut tera = tera::Tera::new();
            let mut context = tera::Context::new();
            context.insert("a", &std::collections::BTreeMap::from([("n", 1)]));
            let names = std::collections::BTreeMap::new();
            let error = tera
                .add_raw_template("page.html", template)
                .and_then(|()| tera.render("page.html", &context).map(drop))
                .expect_err(template);
            let fault = super::super::error::template_error(&names, "page.html", &error);
            assert!(
                fault.message.chinese.contains(wanted),
                "{template}: {fault:?}"
            );
            let english = fault
                .message
                .chinese
                .chars()
                .filter(char::is_ascii_alphabetic)
                .count();
            assert!(english < 30, "{template}: {fault:?}");
        }
    }
}
