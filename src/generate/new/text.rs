//! The text of a new report, in the language of its archive: fields by the names that their table has, headings as
//! official texts number them, and a word in each part where something is to be filled in.
//!
//! In: plain values. Out: the text. Nothing is read or looked up; what is a field is the table's to say.

use crate::config::ReportType;
use crate::fields::EXAMPLE;
use crate::language::LanguageTag;
use crate::report::front_matter::FIELDS;

/// Fields that an editor fills in where there is something to say, by their English names.
const TO_FILL_IN: &[&str] = &[
    "period",
    "written",
    "published",
    "document_number",
    "index_number",
    "topics",
    "source",
];
/// The numbers of parts in official texts; a type has no more parts, or they go without.
const NUMBERS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
/// Examples for readers of English, where the table has Chinese ones.
const ENGLISH: &[(&str, &str)] = &[
    ("document_number", "No. 12 of 2022"),
    ("index_number", "ED-2022-0012"),
    ("topics", "[Open government]"),
    ("source", "Example District Council"),
];
/// Simplified characters of the names of fields and of examples, with the traditional ones.
const TRADITIONAL: &[(char, char)] = &[
    ('标', '標'),
    ('题', '題'),
    ('类', '類'),
    ('报', '報'),
    ('发', '發'),
    ('号', '號'),
    ('来', '來'),
    ('区', '區'),
    ('设', '設'),
    ('云', '雲'),
];

/// What is known of a new report.
pub(super) struct Report<'r> {
    pub title: Option<String>,
    pub kind: &'r str,
    pub report_type: Option<&'r ReportType>,
    /// ISO 8601.
    pub period: Option<String>,
    pub year: Option<i16>,
    pub agency: &'r str,
}

/// The language of an archive, as far as there are words in it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::generate) enum Words {
    Simplified,
    Traditional,
    English,
}

impl Words {
    pub(in crate::generate) fn of(language: &LanguageTag) -> Words {
        match (language.is_chinese(), language.is_traditional_chinese()) {
            (true, true) => Words::Traditional,
            (true, false) => Words::Simplified,
            (false, _) => Words::English,
        }
    }

    /// What makes a report a draft.
    pub(in crate::generate) fn draft_line(self) -> &'static str {
        match self {
            Words::Simplified | Words::Traditional => "草稿: 是",
            Words::English => "draft: true",
        }
    }

    /// The whole file.
    pub(super) fn report(self, report: &Report<'_>) -> String {
        let mut text = String::from("---\n");
        let title = match &report.title {
            Some(title) => title.clone(),
            None => self.title(report),
        };
        text.push_str(&format!("{}: {}\n", self.name("title"), scalar(&title)));
        text.push_str(&format!("{}: {}\n", self.name("type"), scalar(report.kind)));
        if let Some(period) = &report.period {
            text.push_str(&format!("{}: {period}\n", self.name("period")));
        }
        text.push_str(&format!("{}\n{}\n", self.draft_line(), self.remark()));
        for name in TO_FILL_IN {
            if *name != "period" || report.period.is_none() {
                // A remark of YAML: without a value of its own the field is as if it were not there.
                let such_as = match self {
                    Words::Simplified | Words::Traditional => EXAMPLE[0],
                    Words::English => EXAMPLE[1],
                };
                text.push_str(&format!(
                    "# {}:   {such_as}{}\n",
                    self.name(name),
                    self.example(name, report.year)
                ));
            }
        }
        text.push_str("---\n\n");
        text.push_str(&self.body(report));
        text
    }

    pub(in crate::generate) fn remark(self) -> &'static str {
        match self {
            Words::Simplified => {
                "# 以下各项按需要填写：去掉行首的 # 和空格，在冒号之后空一格填写（“# 如”之后是示例，不会发布）；不需要的可以删去。"
            }
            Words::Traditional => {
                "# 以下各項依需要填寫：去掉行首的 # 和空格，在冒號之後空一格填寫（「# 如」之後是示例，不會發布）；不需要的可以刪去。"
            }
            Words::English => {
                "# Fill in those that apply: take the # and the blank away, and write after the colon (`# such as` is an example, and never published). Delete the others."
            }
        }
    }

    /// What a field is called.
    pub(in crate::generate) fn name(self, name: &'static str) -> String {
        let field = FIELDS.iter().find(|field| field.name == name);
        match (self, field.and_then(|field| field.chinese.first())) {
            (Words::English, _) | (_, None) => name.to_owned(),
            (_, Some(chinese)) => self.in_script(chinese),
        }
    }

    /// A value that the field may have, of another body: shown, and never there to be taken.
    fn example(self, name: &str, year: Option<i16>) -> String {
        let field = FIELDS.iter().find(|field| field.name == name);
        let english = ENGLISH.iter().find(|(of, _)| *of == name);
        let example = match (self, english) {
            (Words::English, Some((_, own))) => (*own).to_owned(),
            _ => field.map_or_else(String::new, |field| self.in_script(field.example)),
        };
        match year {
            // What is about a year comes out in the next.
            Some(year) => example.replace("2022", &(year + 1).to_string()),
            None => example,
        }
    }

    fn in_script(self, words: &str) -> String {
        if self != Words::Traditional {
            return words.to_owned();
        }
        let traditional = |c| TRADITIONAL.iter().find(|(simplified, _)| *simplified == c);
        let written = words
            .chars()
            .map(|c| traditional(c).map_or(c, |(_, own)| *own));
        written.collect()
    }

    /// What such reports are mostly called.
    fn title(self, report: &Report<'_>) -> String {
        let kind = report.report_type.map_or(report.kind, |of| &of.name);
        let agency = report.agency;
        match (self, report.year, &report.period) {
            (Words::English, _, Some(period)) => format!("{agency}, {kind} {period}"),
            (Words::English, _, None) => format!("{agency}, {kind}"),
            // 2024年度报告, and 2024年法治政府建设年度报告.
            (_, Some(year), _) if kind.starts_with("年度") => format!("{agency}{year}{kind}"),
            (_, Some(year), _) => format!("{agency}{year}年{kind}"),
            (_, None, _) => format!("{agency}{kind}"),
        }
    }

    fn body(self, report: &Report<'_>) -> String {
        let parts = report.report_type.map_or(&[][..], |of| &of.parts);
        let is_plan = report.report_type.is_some_and(|of| of.measures);
        let fill_in = match self {
            Words::Simplified => "（此处填写正文。）",
            Words::Traditional => "（此處填寫正文。）",
            Words::English => "TODO: the text goes here.",
        };
        // How a plan says who does it and until when, so that it can be read.
        let measure = match (is_plan, self) {
            (false, _) => "",
            (true, Words::Simplified) => {
                "（此处填写任务，句末写明单位和期限：某某局牵头，某某局配合，年底前完成。）\n\n"
            }
            (true, Words::Traditional) => {
                "（此處填寫任務，句末寫明單位和期限：某某局牽頭，某某局配合，年底前完成。）\n\n"
            }
            (true, Words::English) => "TODO: each measure, with who does it and until when.\n\n",
        };
        let mut body = String::new();
        for (at, part) in parts.iter().enumerate() {
            let name = &part.name.value;
            match (self, NUMBERS.get(at)) {
                (Words::English, _) => {
                    body.push_str(&format!("## Part {}. {name}\n\n", at + 1));
                }
                (_, None) => body.push_str(&format!("## {name}\n\n")),
                (_, Some(number)) => body.push_str(&format!("{number}、{name}\n\n")),
            }
            body.push_str(&format!("{fill_in}\n\n"));
        }
        if parts.is_empty() && !is_plan {
            body.push_str(&format!("{fill_in}\n\n"));
        }
        body.push_str(measure);
        let closing = report.report_type.map(|of| of.closing).unwrap_or_default();
        if closing.issuer {
            body.push_str(&format!("{}\n\n", report.agency));
        }
        if closing.date {
            body.push_str(match self {
                Words::Simplified | Words::Traditional => "XXXX年XX月XX日\n\n",
                Words::English => "TODO: the date.\n\n",
            });
        }
        format!("{}\n", body.trim_end())
    }
}

/// A text as a value of YAML: between quotation marks where it would be read as anything else.
pub(in crate::generate) fn scalar(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "（）《》“”、，。〔〕 -_,.()/".contains(c);
    let begins = text.starts_with(|c: char| c.is_alphabetic() || "《“〔（".contains(c));
    let is_word = ["true", "false", "yes", "no", "null", "on", "off", "y", "n"]
        .contains(&&*text.to_ascii_lowercase());
    if begins && !is_word && text.chars().all(is_plain) {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::scalar;
    use crate::plain_text::one_line;

    #[test]
    fn titles_are_values_of_yaml() {
        for (title, written) in [
            ("云麓区2024年报告（送审稿）", "云麓区2024年报告（送审稿）"),
            ("2024", "\"2024\""),
            ("甲: 乙", "\"甲: 乙\""),
            ("甲 #乙", "\"甲 #乙\""),
            ("[甲]", "\"[甲]\""),
            ("he said \"no\" \\", "\"he said \\\"no\\\" \\\\\""),
            ("No", "\"No\""),
            ("", "\"\""),
            ("- a", "\"- a\""),
        ] {
            assert_eq!(scalar(title), written);
            let read: String = serde_yaml::from_str(written).unwrap();
            assert_eq!(read, title);
        }
        assert_eq!(one_line(" 甲\n乙\t丙\u{0}"), "甲 乙 丙");
    }
}
