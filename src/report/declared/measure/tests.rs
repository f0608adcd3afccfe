//! Files of invented plans.

use super::*;

fn parse(text: &str) -> (MeasuresFile, Vec<Fault>) {
    let mut faults = Vec::new();
    let file = MeasuresFile::parse("shili/measures.yaml", text, &mut faults);
    (file, faults)
}

#[test]
fn an_entry_says_what_it_says_in_either_language() {
    let english = "measures:\n  - number: 1)\n    status: completed\n    evidence: [2018.md#2, 2019.md]\n    lead: []\n    deadline: 2018-06\n    note: 说明\n";
    let chinese = "任务:\n  - 序号: 1)\n    进展: 已完成\n    佐证: [2018.md#2, 2019.md]\n    牵头单位: []\n    期限: 2018年6月\n    说明: 说明\n";
    for text in [english, chinese] {
        let (file, faults) = parse(text);
        assert_eq!(faults, []);
        let [entry] = file.entries.as_slice() else {
            panic!("{file:?}");
        };
        assert_eq!(entry.number.as_ref().map(|n| n.value.as_str()), Some("1)"));
        assert_eq!(entry.status, Some(Status::Completed));
        assert_eq!(entry.lead.as_deref(), Some(&[][..]));
        assert_eq!(entry.others, None);
        assert!(matches!(
            entry.deadline,
            Some(DeclaredDeadline::Until(date)) if date.to_string() == "2018-06"
        ));
        let links: Vec<&str> = file.links.iter().map(|l| l.destination.as_str()).collect();
        assert_eq!(links, ["2018.md#2", "2019.md"]);
        assert_eq!(&text[file.links[1].span.clone()], "2019.md");
    }
}

#[test]
fn deadlines_without_a_date_have_words() {
    for (word, deadline) in [
        ("每年", DeclaredDeadline::Recurring),
        ("長期", DeclaredDeadline::Ongoing),
        ("Ongoing", DeclaredDeadline::Ongoing),
        ("无", DeclaredDeadline::None),
    ] {
        let (file, faults) = parse(&format!("measures: {{number: 1, deadline: {word}}}\n"));
        assert_eq!(faults, [], "{word}");
        assert_eq!(file.entries[0].deadline, Some(deadline), "{word}");
    }
}

#[test]
fn faults_are_told_where_they_are() {
    for (text, code, at) in [
        ("measures:\n  - status: 已完成\n", "missing-field", "status"),
        (
            "measures:\n  - {number: 1, status: 差不多}\n",
            "wrong-type",
            "差不多",
        ),
        (
            "measures:\n  - {number: 1, deadline: 明年}\n",
            "wrong-type",
            "明年",
        ),
        (
            "measures:\n  - {number: 1, stauts: 已完成}\n",
            "unknown-key",
            "stauts",
        ),
        ("measures: 1)\n", "wrong-type", "1)"),
        ("- number: 1\n", "wrong-type", "- number"),
    ] {
        let (_, faults) = parse(text);
        let [fault] = faults.as_slice() else {
            panic!("{text}: {faults:?}");
        };
        assert_eq!(fault.code, code, "{text}");
        assert!(
            text[fault.span.start..].starts_with(at),
            "{text}: {fault:?}"
        );
    }
}

#[test]
fn an_empty_file_says_nothing() {
    for text in ["", "\u{feff}", "# 待补\n", "measures:\n", "measures: []\n"] {
        let (file, faults) = parse(text);
        assert_eq!((file.entries.len(), faults.len()), (0, 0), "{text:?}");
    }
}
