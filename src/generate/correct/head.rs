//! What is owed in the head of a report that is corrected or withdrawn, written into its text.
//!
//! In: the text of the file, and what is to be said. Out: the text with it, in which every other byte is as it was, or why
//! that cannot be done. What comes out is read again: where it would say anything else than it should, it is refused.
//! Never touches a file.

use jiff::civil::Date;

use crate::character::is_cjk;
use crate::date::PartialDate;
use crate::diagnostic::{Severity, Text};
use crate::fields::{Fields, read_head};
use crate::generate::new::text::scalar;
use crate::report::front_matter::{self, FIELDS, FrontMatter, Revision, Withdrawal};
use crate::yaml::{Node, Value};

/// The head of a file, with all that is needed to add to it.
pub(super) struct Head<'t> {
    text: &'t str,
    pub(super) facts: FrontMatter,
    root: Node,
    /// Where its YAML ends.
    end: usize,
    keys: Keys,
    line_end: &'static str,
}

/// How the keys of a head are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keys {
    Simplified,
    Traditional,
    English,
}

impl Keys {
    /// A key by its English name.
    fn name(self, english: &'static str) -> &'static str {
        let (simplified, traditional) = match english {
            "revisions" => ("更正", "更正"),
            "date" => ("日期", "日期"),
            "note" => ("说明", "說明"),
            "withdrawn" => ("撤回", "撤回"),
            "reason" => ("原因", "原因"),
            "authority" => ("决定机关", "決定機關"),
            _ => (english, english),
        };
        match self {
            Keys::Simplified => simplified,
            Keys::Traditional => traditional,
            Keys::English => english,
        }
    }
}

impl<'t> Head<'t> {
    /// The head of a text; `is_traditional` says whether an archive in Chinese is in traditional characters. `None` where
    /// it cannot be read without an error.
    pub(super) fn of(text: &'t str, is_traditional: bool) -> Option<Head<'t>> {
        let mut faults = Vec::new();
        let split = front_matter::split(text, &mut faults);
        if !faults.is_empty() {
            return None;
        }
        let facts = FrontMatter::parse(text, split.yaml.clone(), &mut faults);
        if faults.iter().any(|fault| fault.severity == Severity::Error) {
            return None;
        }
        let root = read_head(text, split.yaml.clone(), FIELDS, &mut Vec::new()).root;
        let Value::Map(entries) = &root.value else {
            return None;
        };
        let is_chinese = entries.iter().any(|(key, _)| key.text.chars().any(is_cjk));
        let before = text.get(..split.yaml.start).unwrap_or_default();
        Some(Head {
            text,
            facts,
            end: split.yaml.end,
            keys: match (is_chinese, is_traditional) {
                (false, _) => Keys::English,
                (true, false) => Keys::Simplified,
                (true, true) => Keys::Traditional,
            },
            line_end: match before.ends_with("\r\n") {
                true => "\r\n",
                false => "\n",
            },
            root,
        })
    }

    /// The text with one correction more.
    ///
    /// # Errors
    ///
    /// Why it cannot be written there.
    pub(super) fn with_revision(&self, date: Date, note: &str) -> Result<String, Text> {
        let new = Revision {
            date: Some(PartialDate::of_civil(date)),
            note: note.to_owned(),
        };
        let earlier = self.facts.revisions_in_time();
        let last = earlier.last().and_then(|it| it.date);
        if last.is_some_and(|last| PartialDate::of_civil(date) < last.first_day()) {
            return Err(Text::new(
                format!("日期 {date} 早于上一次更正的日期"),
                format!("{date} is before the date of the last correction"),
            ));
        }
        let mut wanted: Vec<Revision> = earlier.into_iter().cloned().collect();
        wanted.push(new);
        let text = self
            .put_revision(date, note)
            .ok_or_else(|| self.by_hand("revisions"))?;
        self.confirmed(text, |facts| {
            facts.revisions_in_time().into_iter().eq(wanted.iter())
        })
        .ok_or_else(|| self.by_hand("revisions"))
    }

    /// The text with a withdrawal.
    ///
    /// # Errors
    ///
    /// Why it cannot be written there.
    pub(super) fn with_withdrawal(
        &self,
        date: Date,
        reason: &str,
        authority: Option<&str>,
    ) -> Result<String, Text> {
        let name = |english| self.keys.name(english);
        let mut lines = vec![
            format!("{}:", name("withdrawn")),
            format!("  {}: {date}", name("date")),
            format!("  {}: {}", name("reason"), scalar(reason)),
        ];
        lines.extend(authority.map(|it| format!("  {}: {}", name("authority"), scalar(it))));
        let wanted = Withdrawal {
            date: Some(PartialDate::of_civil(date)),
            reason: Some(reason.to_owned()),
            authority: authority.map(str::to_owned),
        };
        let text = self
            .put_field("withdrawn", &lines)
            .and_then(|text| self.confirmed(text, |it| it.withdrawn.as_ref() == Some(&wanted)));
        text.ok_or_else(|| self.by_hand("withdrawn"))
    }

    fn put_revision(&self, date: Date, note: &str) -> Option<String> {
        let fields = Fields::of(&self.root, FIELDS, &mut Vec::new());
        let [key, of_date, of_note] = ["revisions", "date", "note"].map(|it| self.keys.name(it));
        let on_lines = [
            format!("  - {of_date}: {date}"),
            format!("    {of_note}: {}", scalar(note)),
        ];
        let Some(node) = fields.get("revisions") else {
            let head = [format!("{key}:")];
            let lines: Vec<String> = head.into_iter().chain(on_lines).collect();
            return self.put_field("revisions", &lines);
        };
        let Value::List(items) = &node.value else {
            return None;
        };
        let in_braces = format!("{{{of_date}: {date}, {of_note}: {}}}", quoted(note));
        let newest_first = self.facts.lists_newest_first();
        let is_in_brackets = self.text.get(node.span.start..)?.starts_with('[');
        let (first, last) = (items.first()?, items.last()?);
        if is_in_brackets {
            return Some(match newest_first {
                true => self.put(node.span.start + 1, &format!("{in_braces}, ")),
                false => {
                    // A mapping ends, for the reader, with its last value.
                    let rest = self.text.get(last.span.end..)?;
                    let at = last.span.end + rest.find('}')? + 1;
                    self.put(at, &format!(", {in_braces}"))
                }
            });
        }
        let line_of = |at: usize| {
            let before = self.text.get(..at).unwrap_or_default();
            before.rfind('\n').map_or(0, |end| end + 1)
        };
        let start = line_of(first.span.start);
        let before_item = self.text.get(start..first.span.start)?;
        let indent = before_item.get(..before_item.find('-')?)?;
        let line_end = self.line_end;
        let item = match self.text.get(first.span.start..)?.starts_with('{') {
            true => format!("{indent}- {in_braces}{line_end}"),
            false => {
                let lines = on_lines
                    .map(|line| format!("{indent}{}{line_end}", line.get(2..).unwrap_or(&line)));
                lines.concat()
            }
        };
        let at = match newest_first {
            true => start,
            false => {
                let rest = self.text.get(last.span.end..self.end)?;
                let end = rest.find('\n').map_or(rest.len(), |end| end + 1);
                last.span.end + end
            }
        };
        Some(self.put(at, &item))
    }

    /// The text with a field, whose lines these are: where its key stands already without a value, below it.
    fn put_field(&self, name: &str, lines: &[String]) -> Option<String> {
        let field = FIELDS.iter().find(|field| field.name == name)?;
        let Value::Map(entries) = &self.root.value else {
            return None;
        };
        let there = entries.iter().find(|(key, _)| field.is(key.text.trim()));
        let (at, lines) = match there {
            None => (self.end, lines),
            Some((_, node)) if node.value != Value::Empty => return None,
            Some((key, _)) => {
                let rest = self.text.get(key.span.end..self.end)?;
                let line = rest.find('\n').map_or(rest.len(), |end| end + 1);
                (key.span.end + line, lines.get(1..)?)
            }
        };
        let written: String = lines
            .iter()
            .map(|line| format!("{line}{}", self.line_end))
            .collect();
        Some(self.put(at, &written))
    }

    fn put(&self, at: usize, words: &str) -> String {
        let (before, after) = self.text.split_at_checked(at).unwrap_or((self.text, ""));
        format!("{before}{words}{after}")
    }

    /// The new text, if it can be read, says what it should, and is otherwise what it was.
    fn confirmed(&self, text: String, says: impl Fn(&FrontMatter) -> bool) -> Option<String> {
        let mut faults = Vec::new();
        let split = front_matter::split(&text, &mut faults);
        let found = FrontMatter::parse(&text, split.yaml.clone(), &mut faults);
        let is_whole = !faults.iter().any(|fault| fault.severity == Severity::Error);
        let is_same = found.title == self.facts.title
            && found.kind.value == self.facts.kind.value
            && found.published == self.facts.published
            && found.waivers.len() == self.facts.waivers.len()
            && split.yaml.end - self.end == text.len() - self.text.len();
        (is_whole && is_same && says(&found)).then_some(text)
    }

    fn by_hand(&self, field: &'static str) -> Text {
        let name = self.keys.name(field);
        Text::new(
            format!("文件头中“{name}”的写法较特殊，程序不敢改动，请手工填写"),
            format!(
                "`{name}` is written in a way that the program does not dare to change; write it by hand"
            ),
        )
    }
}

/// A text as a value of YAML that no mark in it ends.
fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{escaped}\"")
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::Head;

    const DAY: Date = date(2022, 4, 2);

    fn corrected(text: &str) -> String {
        let head = Head::of(text, false).expect("a head");
        head.with_revision(DAY, "更正一处数字，见“三”：12件。")
            .expect("it can be written")
    }

    #[test]
    fn a_correction_is_written_as_the_file_is_and_no_other_byte_changes() {
        let note = "\"更正一处数字，见“三”：12件。\"";
        for (before, after) in [
            (
                "---\ntitle: A\ntype: b\n---\n正文\n",
                format!(
                    "---\ntitle: A\ntype: b\nrevisions:\n  - date: 2022-04-02\n    note: {note}\n---\n正文\n"
                ),
            ),
            (
                "---\r\n标题: 甲\r\n类型: b\r\n---\r\n正文",
                format!(
                    "---\r\n标题: 甲\r\n类型: b\r\n更正:\r\n  - 日期: 2022-04-02\r\n    说明: {note}\r\n---\r\n正文"
                ),
            ),
            (
                "\u{feff}---\n标题: 甲\n类型: b\n更正:\n草稿: 否\n---\n",
                format!(
                    "\u{feff}---\n标题: 甲\n类型: b\n更正:\n  - 日期: 2022-04-02\n    说明: {note}\n草稿: 否\n---\n"
                ),
            ),
            (
                "---\n标题: 甲\n类型: b\n更正:\n- 日期: 2021-01-01\n  说明: 一\n---\n",
                format!(
                    "---\n标题: 甲\n类型: b\n更正:\n- 日期: 2022-04-02\n  说明: {note}\n- 日期: 2021-01-01\n  说明: 一\n---\n"
                ),
            ),
            (
                // The oldest is the first here.
                "---\n标题: 甲\n类型: b\n更正:\n  - {日期: 2021-01-01, 说明: 一}\n  - {日期: 2021-02-01, 说明: 二} # 补记\n草稿: 否\n---\n",
                format!(
                    "---\n标题: 甲\n类型: b\n更正:\n  - {{日期: 2021-01-01, 说明: 一}}\n  - {{日期: 2021-02-01, 说明: 二}} # 补记\n  - {{日期: 2022-04-02, 说明: {note}}}\n草稿: 否\n---\n"
                ),
            ),
            (
                "---\ntitle: A\ntype: b\nrevisions: [{date: 2022-04-01, note: x}]\n---\n",
                format!(
                    "---\ntitle: A\ntype: b\nrevisions: [{{date: 2022-04-02, note: {note}}}, {{date: 2022-04-01, note: x}}]\n---\n"
                ),
            ),
            (
                "---\ntitle: A\ntype: b\nrevisions: [{date: 2021-04-01, note: x}, {date: 2022-04-01, note: y}]\n---\n",
                format!(
                    "---\ntitle: A\ntype: b\nrevisions: [{{date: 2021-04-01, note: x}}, {{date: 2022-04-01, note: y}}, {{date: 2022-04-02, note: {note}}}]\n---\n"
                ),
            ),
        ] {
            assert_eq!(corrected(before), after);
        }
    }

    #[test]
    fn what_cannot_be_written_safely_is_not_written() {
        for text in [
            // All of the head in braces.
            "---\n{title: A, type: b}\n---\n",
            // A correction that is no list.
            "---\ntitle: A\ntype: b\nrevisions: {date: 2021-01-01, note: x}\n---\n",
            // The last correction is of a later day.
            "---\ntitle: A\ntype: b\nrevisions: [{date: 2022-05-01, note: x}]\n---\n",
            "---\ntitle: A\ntype: b\nrevisions: ~\n---\n",
        ] {
            let head = Head::of(text, false).expect("a head");
            assert!(head.with_revision(DAY, "说明。").is_err(), "{text}");
        }
        for text in ["正文", "---\ntitle: A\n", "---\ntitle: [\n---\n"] {
            assert!(Head::of(text, false).is_none(), "{text}");
        }
    }

    #[test]
    fn a_withdrawal_is_written_at_the_end_of_the_head() {
        let text = "---\n標題: 甲\n類型: b\n---\n正文\n";
        let head = Head::of(text, true).expect("a head");
        let text = head
            .with_withdrawal(DAY, "内容有误。", Some("示例市云麓区人民政府办公室"))
            .expect("it can be written");
        assert_eq!(
            text,
            "---\n標題: 甲\n類型: b\n撤回:\n  日期: 2022-04-02\n  原因: 内容有误。\n  決定機關: 示例市云麓区人民政府办公室\n---\n正文\n"
        );
        let head = Head::of(&text, true).expect("a head");
        assert!(head.with_withdrawal(DAY, "x", None).is_err());
    }
}
