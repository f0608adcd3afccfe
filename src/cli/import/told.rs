//! The account of an import, for people and for tools.
//!
//! In: what became of each document. Out: text or JSON. Decides nothing.

use serde_json::{Value, json};

use crate::diagnostic::{Language, Text, cut};
use crate::generate::{Account, Imported, Told};
use crate::import::document::{Remark, RemarkKind};
use crate::import::recognise::{Evidence, Field};
use crate::report::front_matter::FIELDS;

/// Characters of a value or a quotation that are shown.
const SHOWN: usize = 60;

/// Files that were passed over, as many of them are named.
const NAMED: usize = 10;

/// For people. `idle` are options that were given and have no effect on what was imported before.
pub(super) fn text(told: &Told, language: Language, is_dry: bool, idle: &[&str]) -> String {
    let Told { accounts, passed } = told;
    let mut text = String::new();
    for account in accounts {
        text.push_str(&one(account, language, is_dry));
        text.push('\n');
    }
    if let Some(said) = passed_over(passed) {
        text.push_str(&format!("{}\n", said.in_language(language)));
    }
    let is_known = |account: &Account| matches!(account.outcome, Imported::Known(_));
    if !idle.is_empty() && accounts.iter().any(is_known) {
        let said = Text::new(
            format!("此前已导入的照旧，{} 对其不起作用。", idle.join("、")),
            format!(
                "What was imported before stays as it is: {} did nothing to it.",
                idle.join(", ")
            ),
        );
        text.push_str(&format!("{}\n", said.in_language(language)));
    }
    text.push_str(summary(accounts, is_dry).in_language(language));
    text
}

/// That files of folders are no documents.
fn passed_over(passed: &[String]) -> Option<Text> {
    let count = passed.len();
    if count == 0 {
        return None;
    }
    let named: Vec<&str> = passed
        .iter()
        .take(NAMED)
        .map(|path| cut(path, SHOWN))
        .collect();
    let (chinese, english) = match count > NAMED {
        true => (" 等", " …"),
        false => ("", ""),
    };
    Some(Text::new(
        format!(
            "文件夹中另有 {count} 个文件不是可导入的格式，或是链接，没有导入：{}{chinese}",
            named.join("、")
        ),
        format!(
            "{count} files of the folders are of no format that can be imported, or links, and were passed over: {}{english}",
            named.join(", ")
        ),
    ))
}

fn one(account: &Account, language: Language, is_dry: bool) -> String {
    let say = |text: &Text| text.in_language(language).to_owned();
    let mut told = format!("{}\n", account.source);
    let outcome = outcome(&account.outcome, is_dry);
    told.push_str(&format!("  {}\n", say(&outcome)));
    for field in &account.fields {
        let value = shown(&field.values.join("；"));
        let name = field_name(field.name, language);
        let from = say(&evidence(&field.evidence));
        told.push_str(&match language {
            Language::Chinese => format!("  {name}：{value}（{from}）\n"),
            Language::English => format!("  {name}: {value} ({from})\n"),
        });
    }
    if let Some(addressee) = &account.addressee {
        let said = Text::new(
            format!("主送机关（留在正文中）：{}", shown(addressee)),
            format!("addressed to (stays in the text): {}", shown(addressee)),
        );
        told.push_str(&format!("  {}\n", say(&said)));
    }
    if !account.missing.is_empty() {
        let names: Vec<String> = account
            .missing
            .iter()
            .map(|name| field_name(name, language))
            .collect();
        let said = Text::new(
            format!("文中未见，可以补填：{}", names.join("、")),
            format!("not found, to be filled in: {}", names.join(", ")),
        );
        told.push_str(&format!("  {}\n", say(&said)));
    }
    if !account.files.is_empty() {
        let names = account.files.join("、");
        let said = Text::new(
            format!("随报告存放的图片和附件：{names}"),
            format!("images and attachments beside the report: {names}"),
        );
        told.push_str(&format!("  {}\n", say(&said)));
    }
    if let Some((name, title)) = &account.attached {
        let said = Text::new(
            format!("原件作为附件公开：{name}（标题“{title}”，可在文件头中改）"),
            format!(
                "the document is an attachment: {name} (called `{title}`, which the head says)"
            ),
        );
        told.push_str(&format!("  {}\n", say(&said)));
    }
    // What makes it a draft comes first.
    let (first, others): (Vec<&Remark>, Vec<&Remark>) =
        account.remarks.iter().partition(|remark| remark.is_draft);
    for remark in first.into_iter().chain(others) {
        told.push_str(&format!("  {}\n", say(&remark_text(remark))));
    }
    if is_dry && !account.text.is_empty() {
        let lines = account.text.lines();
        let lines: Vec<String> = lines.map(|line| format!("  | {line}")).collect();
        told.push_str(&format!("{}\n", lines.join("\n")));
    }
    told
}

fn outcome(outcome: &Imported, is_dry: bool) -> Text {
    match outcome {
        Imported::Written { file, is_draft } => {
            let file = file.display();
            let (draft, english) = match is_draft {
                true => (
                    "（草稿：有需要核对之处）",
                    " (a draft: something needs a look)",
                ),
                false => ("", ""),
            };
            match is_dry {
                true => Text::new(
                    format!("将写入 {file}{draft}"),
                    format!("would be written to {file}{english}"),
                ),
                false => Text::new(
                    format!("已写入 {file}{draft}"),
                    format!("written to {file}{english}"),
                ),
            }
        }
        Imported::Known(file) => {
            let (chinese, english) = match file.ends_with("index.md") {
                true => ("那份报告的文件夹", "the folder of that report"),
                false => ("那份报告", "that report"),
            };
            let file = file.display();
            Text::new(
                format!("此前已导入（内容相同）：{file}；要重新导入，先删去{chinese}"),
                format!(
                    "imported before (the same bytes): {file}; to import it anew, delete {english} first"
                ),
            )
        }
        Imported::Taken(file) if file.extension().is_none_or(|ending| ending != "md") => Text::new(
            format!(
                "未写入：已有文件夹 {}，其中没有报告；请改名或删去后再导入",
                file.display()
            ),
            format!(
                "not written: the folder {} is there, without a report; rename or delete it first",
                file.display()
            ),
        ),
        Imported::Taken(file) => Text::new(
            format!("未写入：{} 已有报告，不覆盖", file.display()),
            format!(
                "not written: {} is a report already, and is never replaced",
                file.display()
            ),
        ),
        Imported::Refused(why) => Text::new(
            format!("不能导入：{}", why.chinese),
            format!("cannot be imported: {}", why.english),
        ),
    }
}

fn summary(accounts: &[Account], is_dry: bool) -> Text {
    let count = |of: &dyn Fn(&Imported) -> bool| {
        accounts
            .iter()
            .filter(|account| of(&account.outcome))
            .count()
    };
    let written = count(&|outcome| matches!(outcome, Imported::Written { .. }));
    let drafts = count(&|outcome| matches!(outcome, Imported::Written { is_draft: true, .. }));
    let known = count(&|outcome| matches!(outcome, Imported::Known(_)));
    let not = count(&|outcome| matches!(outcome, Imported::Taken(_) | Imported::Refused(_)));
    let (chinese, english) = match is_dry {
        true => ("可导入", "can be imported"),
        false => ("已导入", "imported"),
    };
    let mut said = Text::new(
        format!("{chinese} {written} 份"),
        format!("{written} {english}"),
    );
    for (number, chinese, english) in [
        (drafts, "其中草稿 {} 份", "{} of them drafts"),
        (known, "此前已导入 {} 份", "{} imported before"),
        (not, "未导入 {} 份", "{} not imported"),
    ] {
        if number > 0 {
            let number = number.to_string();
            said.chinese
                .push_str(&format!("，{}", chinese.replace("{}", &number)));
            said.english
                .push_str(&format!(", {}", english.replace("{}", &number)));
        }
    }
    said.chinese.push('。');
    said.english.push('.');
    said
}

fn field_name(name: &str, language: Language) -> String {
    let field = FIELDS.iter().find(|field| field.name == name);
    match (language, field.and_then(|field| field.chinese.first())) {
        (Language::Chinese, Some(chinese)) => (*chinese).to_owned(),
        _ => name.to_owned(),
    }
}

fn evidence(evidence: &Evidence) -> Text {
    match evidence {
        Evidence::Stated { name, place: at } => {
            let at = at.words();
            // What formats call it says nothing to an editor.
            let (chinese, english) = match name.as_str() {
                "dcterms.title" | "og:title" => ("取自文件属性", "from the properties of the file"),
                "window title" => ("取自网页的窗口标题", "from the title of the window"),
                "old address" => ("网页原来的地址", "the address that the page had"),
                name => return stated(name, &at),
            };
            Text::new(chinese, english)
        }
        Evidence::Read(at) => at.words(),
        Evidence::Guessed(why) => why.clone(),
    }
}

fn stated(name: &str, at: &Text) -> Text {
    let between = if at.chinese.is_empty() { "" } else { "，" };
    let comma = if at.english.is_empty() { "" } else { ", " };
    Text::new(
        format!("原件写明“{name}”{between}{}", at.chinese),
        format!("stated as `{name}`{comma}{}", at.english),
    )
}

fn kind(kind: RemarkKind) -> Text {
    match kind {
        RemarkKind::Dropped => Text::new("略去", "dropped"),
        RemarkKind::Changed => Text::new("改动", "changed"),
        RemarkKind::Unsure => Text::new("存疑", "unsure"),
    }
}

fn remark_text(remark: &Remark) -> Text {
    let (mut kind, at) = (kind(remark.kind), remark.place.words());
    if remark.is_draft {
        kind = Text::new(
            format!("须核对（{}）", kind.chinese),
            format!("look at this ({})", kind.english),
        );
    }
    let quote = match remark.quote.is_empty() {
        true => String::new(),
        false => format!("“{}”", shown(&remark.quote)),
    };
    let where_chinese = match at.chinese.is_empty() {
        true => String::new(),
        false => format!("，{}", at.chinese),
    };
    let where_english = match at.english.is_empty() {
        true => String::new(),
        false => format!(", {}", at.english),
    };
    Text::new(
        format!(
            "{}：{}{where_chinese}{quote}",
            kind.chinese, remark.what.chinese
        ),
        format!(
            "{}: {}{where_english} {quote}",
            kind.english, remark.what.english
        ),
    )
}

/// As one line, its end left out where it is long.
fn shown(text: &str) -> String {
    let line: Vec<&str> = text.split_whitespace().collect();
    let line = line.join(" ");
    let head = cut(&line, SHOWN);
    match head.len() < line.len() {
        true => format!("{head}……"),
        false => line,
    }
}

/// For tools.
pub(super) fn json(told: &Told, language: Language, is_dry: bool) -> String {
    let documents: Vec<Value> = told
        .accounts
        .iter()
        .map(|account| document(account, language, is_dry))
        .collect();
    json!({ "documents": documents, "passed_over": told.passed }).to_string()
}

fn document(account: &Account, language: Language, is_dry: bool) -> Value {
    let say = |text: &Text| text.in_language(language).to_owned();
    let (outcome, file, why) = match &account.outcome {
        Imported::Written { file, .. } => ("imported", Some(file), None),
        Imported::Known(file) => ("known", Some(file), None),
        Imported::Taken(file) => ("taken", Some(file), None),
        Imported::Refused(why) => ("refused", None, Some(say(why))),
    };
    let is_draft = matches!(account.outcome, Imported::Written { is_draft: true, .. });
    let fields: Vec<Value> = account
        .fields
        .iter()
        .map(|of| field(of, language))
        .collect();
    let remarks: Vec<Value> = account
        .remarks
        .iter()
        .map(|remark| {
            json!({
                "kind": match remark.kind {
                    RemarkKind::Dropped => "dropped",
                    RemarkKind::Changed => "changed",
                    RemarkKind::Unsure => "unsure",
                },
                "what": say(&remark.what),
                "place": say(&remark.place.words()),
                "quote": remark.quote,
                "draft": remark.is_draft,
            })
        })
        .collect();
    let mut told = json!({
        "source": account.source,
        "outcome": outcome,
        "file": file.map(|file| file.display().to_string()),
        "reason": why,
        "draft": is_draft,
        "fields": fields,
        "missing": account.missing,
        "addressee": account.addressee,
        "files": account.files,
        "attached": account.attached.as_ref().map(|(name, _)| name),
        "remarks": remarks,
    });
    if is_dry && let Some(told) = told.as_object_mut() {
        told.insert("text".to_owned(), json!(account.text));
    }
    told
}

fn field(field: &Field, language: Language) -> Value {
    let (how, place_of) = match &field.evidence {
        Evidence::Stated { place: at, .. } => ("stated", at.words()),
        Evidence::Read(at) => ("read", at.words()),
        Evidence::Guessed(why) => ("guessed", why.clone()),
    };
    json!({
        "name": field.name,
        "values": field.values,
        "how": how,
        "where": place_of.in_language(language),
    })
}
