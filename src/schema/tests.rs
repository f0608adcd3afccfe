//! The schemas held against the readers: on every field, values of every kind.

mod reference;

use jsonschema::Validator;
use serde_json::Value;

use super::{Subject, text};
use crate::archive::agency::{self, AgencyFacts};
use crate::config::{self, Config};
use crate::diagnostic::{Fault, Severity};
use crate::fields::{Field, Shape};
use crate::report::declared::figure::{self, FiguresFile};
use crate::report::declared::measure::{self, MeasuresFile};
use crate::report::front_matter::{self, FrontMatter};

const SUBJECTS: [(Subject, &[Field]); 5] = [
    (Subject::FrontMatter, front_matter::FIELDS),
    (Subject::Archive, config::FIELDS),
    (Subject::Agency, agency::FIELDS),
    (Subject::Measures, measure::FIELDS),
    (Subject::Figures, figure::FIELDS),
];

/// Values of YAML, right in some fields and wrong in others.
const VALUES: &[&str] = &[
    "",
    "~",
    "\"\"",
    "文字",
    "\"两\\n行\"",
    "true",
    "no",
    "是",
    "2021",
    "12",
    "3.5",
    "2021-05",
    "2021-05-01",
    "2021-5",
    "2021-13",
    "2021年",
    "2021年5月",
    "2021年5月1日",
    "2021-05-01 08:45",
    "2021-05-01T08:45:10",
    "2021-05-01 8:45",
    "2021-05-01T08:45:10+08:00",
    "2021-05-01T08:45:10.5Z",
    "2021年5月1日 8：45",
    "2021年5月1日 8时45分",
    "2021.5.1",
    "2021.5",
    "2021/05/01",
    "20210501",
    "1/5/2021",
    "25/5/2021",
    "二〇二一年五月一日",
    "二○二一年十二月",
    "民國110年5月1日",
    "民国110年",
    "110年5月1日",
    "1 May 2021",
    "May 2021",
    "2021年度",
    "2021年上半年",
    "2021年第三季度",
    "2021年第五季度",
    "2021Q3",
    "2016—2020年",
    "2021年1—9月",
    "廢止",
    "現行有效",
    "{狀態: 廢止}",
    "{名稱: 名稱}",
    "2021-Q3",
    "2021-Q5",
    "有效",
    "现行有效",
    "repealed",
    "en",
    "zh-Hant-HK",
    "中文",
    "https://example.org/",
    "ftp://example.org/",
    "https://a b",
    "\"+08:00\"",
    "\"+8\"",
    "dark",
    "../dark",
    ".dark",
    "[]",
    "[a]",
    "[a, ~, 2021]",
    "[[a]]",
    "[{}]",
    "{}",
    "{unknown: 1}",
    "{from: 2020, to: 2021}",
    "{from: 2020}",
    "{起: 2020-01, 止: 2021-02}",
    "{from: 2020, 起: 2020, to: 2021}",
    "{from: x, to: y}",
    "{value: 有效}",
    "{value: 有效, since: 2020, until: 2021-01, by: 文件, successor: a}",
    "{value: 无效}",
    "{since: 2020}",
    "{name: 名称, url: \"https://example.org\", captured: 2020}",
    "{name: 名称, 名称: 名称}",
    "{url: 不是网址}",
    "{file: a.csv, title: 表}",
    "[{file: a.csv}, b.csv]",
    "{title: 表}",
    "{date: 2020, note: 说明}",
    "[{date: 2020-02, note: 说明}, {note: 2}]",
    "{date: 2020}",
    "{date: 2020, reason: 原因, authority: 机关}",
    "{code: a, quote: b, reason: c, reviewer: d}",
    "{quote: b}",
    "{a: 名称, b-2: {name: 名称, genre: 体裁}, c: {}}",
    "{A: 名称}",
    "{a: {other: 1}}",
    "{a: [名称]}",
    "{topics/old/: topics/new/, 旧: 2021}",
    "{topics/old/: ~}",
    "{file: a, withdrawn: {date: 2021}}",
    "{file: a, withdrawn: {day: 2021}}",
    "{contact: a, corrections: [b]}",
    "{organisation: 007, credit: x, division: 1}",
    "{index_url: \"https://example.org/i/\"}",
    "{synonyms: [[低保, 最低生活保障], [a, 1, b]]}",
    "{同义词: []}",
    "{synonyms: [[a]]}",
    "{synonyms: [[]]}",
    "{synonyms: [[a, a]]}",
    "{synonyms: [[a, ~]]}",
    "{synonyms: [a, b]}",
    "{synonyms: [[a, [b]]]}",
    "{synonyms: {a: b}}",
    "{domain: a, id_code: 1, icp: b, police: c}",
];

fn validator(subject: Subject) -> Validator {
    let schema: Value = serde_json::from_str(&text(subject)).expect("a schema is JSON");
    jsonschema::draft202012::new(&schema).expect("a schema is a schema")
}

/// What the reader says of a text.
fn faults(subject: Subject, yaml: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    match subject {
        Subject::FrontMatter => drop(FrontMatter::parse(yaml, 0..yaml.len(), &mut faults)),
        Subject::Archive => drop(Config::parse(yaml, &mut faults)),
        Subject::Agency => drop(AgencyFacts::parse(yaml, 0..yaml.len(), &mut faults)),
        Subject::Figures => drop(FiguresFile::parse("figures.yaml", yaml, &mut faults)),
        Subject::Measures => drop(MeasuresFile::parse("measures.yaml", yaml, &mut faults)),
    }
    faults.retain(|fault| fault.severity == Severity::Error);
    faults
}

/// A head with what must be there and this one line.
fn head(fields: &[Field], line: &str) -> String {
    let key = line.split(':').next().unwrap_or_default();
    let mut head = String::new();
    for field in fields.iter().filter(|f| f.is_required) {
        if !field.all().any(|name| name == key) {
            head.push_str(&format!("{}: 文字\n", field.name));
        }
    }
    head + line + "\n"
}

/// Whether what the schema leaves to `gongbao check` explains that it lets a value pass.
fn is_left_to_check(field: &Field, value: &str) -> bool {
    // A withdrawal wants a date or a reason; an address of an index has rules of its own; an entry says which measure;
    // a figure is a number.
    matches!(field.name, "withdrawn" | "search" | "measures" | "figures")
        && !value.contains("unknown")
}

#[test]
fn every_field_says_what_it_holds_and_shows_it() {
    fn each(fields: &[Field], path: &str) {
        for field in fields {
            let path = format!("{path}.{}", field.name);
            assert!(
                field.description.iter().all(|text| !text.is_empty()),
                "{path}"
            );
            let is_later = matches!(field.shape, Shape::Later);
            assert_eq!(field.example.is_empty(), is_later, "{path}");
            each(field.shape.nested().unwrap_or_default(), &path);
        }
    }
    for (subject, fields) in SUBJECTS {
        each(fields, &format!("{subject:?}"));
    }
}

/// A value of `shape` whose mapping holds the example of every field of its own.
fn nested_example(shape: Shape) -> Option<String> {
    Some(match shape {
        Shape::Fields(fields) => {
            let each = fields.iter().filter(|field| !field.example.is_empty());
            let each = each.map(|field| format!("{}: {}", field.name, field.example));
            format!("{{{}}}", each.collect::<Vec<_>>().join(", "))
        }
        Shape::List(item) => format!("[{}]", nested_example(*item)?),
        Shape::Map(value) => format!("{{annual-report: {}}}", nested_example(*value)?),
        Shape::Either(shapes) => shapes.iter().find_map(|shape| nested_example(*shape))?,
        _ => return None,
    })
}

#[test]
fn every_example_is_right() {
    for (subject, fields) in SUBJECTS {
        let validator = validator(subject);
        for field in fields {
            let examples = [Some(field.example.to_owned()), nested_example(field.shape)];
            for (name, example) in field
                .all()
                .flat_map(|name| examples.iter().flatten().map(move |e| (name, e)))
            {
                let yaml = head(fields, &format!("{name}: {example}"));
                let json: Value = serde_yaml::from_str(&yaml).expect("YAML");
                assert!(validator.is_valid(&json), "{subject:?}: {yaml}");
                assert_eq!(faults(subject, &yaml), [], "{yaml}");
            }
        }
    }
}

#[test]
fn schema_and_reader_agree_on_every_value_of_every_field() {
    let mut agreed = [0, 0];
    let mut disagreements = Vec::new();
    for (subject, fields) in SUBJECTS {
        let validator = validator(subject);
        for field in fields {
            for (name, value) in field
                .all()
                .flat_map(|n| VALUES.iter().map(move |v| (n, *v)))
            {
                // Reports are looked up, and with them what an id may be.
                if matches!(field.shape, Shape::Route) {
                    continue;
                }
                let yaml = head(fields, &format!("{name}: {value}"));
                let json: Value = serde_yaml::from_str(&yaml).expect("YAML");
                let faults = faults(subject, &yaml);
                let is_valid = validator.is_valid(&json);
                if is_valid && !faults.is_empty() && is_left_to_check(field, value) {
                    continue;
                }
                if is_valid != faults.is_empty() {
                    let rejected_by = if is_valid { "reader" } else { "schema" };
                    disagreements.push(format!("{rejected_by} alone: {subject:?}.{name}: {value}"));
                }
                agreed[usize::from(is_valid)] += 1;
            }
        }
    }
    assert!(disagreements.is_empty(), "{}", disagreements.join("\n"));
    assert!(agreed[0] > 1000 && agreed[1] > 1000, "{agreed:?}");
}

#[test]
fn missing_and_unknown_fields_are_reported() {
    for (subject, fields) in SUBJECTS {
        let validator = validator(subject);
        // A file of which no field must be there may say nothing of any.
        let whole = match fields.iter().any(|field| field.is_required) {
            true => head(fields, ""),
            false => format!("{}: ~\n", fields[0].name),
        };
        for (yaml, is_valid) in [
            (whole.clone(), true),
            ("x: 1\n".to_owned(), false),
            (format!("{whole}unknown: 1\n"), false),
        ] {
            let json: Value = serde_yaml::from_str(&yaml).expect("YAML");
            assert_eq!(validator.is_valid(&json), is_valid, "{subject:?}: {yaml}");
            assert_eq!(faults(subject, &yaml).is_empty(), is_valid, "{yaml}");
        }
        for field in fields.iter().filter(|f| !f.chinese.is_empty()) {
            let both = format!("{}: 2021\n{}: 2021", field.name, field.chinese[0]);
            let yaml = head(fields, &both);
            let json: Value = serde_yaml::from_str(&yaml).expect("YAML");
            assert!(!validator.is_valid(&json), "{subject:?}: {yaml}");
        }
    }
}
