//! The head of a table of measures: which of its columns say what.
//!
//! In: what is written above the columns. Out: what each column says. A table is one of measures where a column names what
//! is to be done and another who does it or until when. Never looks below the head.

use crate::report::findings::measure::canonical::Canonical;
use crate::report::findings::measure::clause::Role;
use crate::report::findings::measure::words::{begins, ends, holds};

/// Characters of what stands above a column, at most: more is prose.
const LABEL_MAX: usize = 30;

/// What a column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// The number of the measure.
    Number,
    /// What several measures stand under.
    Section,
    /// What is to be done.
    Measure,
    /// Who does it; the bool: whether the first name is that of who leads.
    Bodies(Role, bool),
    /// Until when.
    Deadline,
}

/// Columns of numbers.
const NUMBERS: [&str; 5] = ["序号", "编号", "项号", "号", "次序"];
/// What the label of a column ends with that says what measures stand under.
const SECTIONS: [&str; 9] = [
    "类别", "分类", "类型", "领域", "方面", "板块", "章节", "专项", "方向",
];
/// What the label of a column ends with that says what is to be done.
const MEASURES: [&str; 18] = [
    "举措",
    "措施",
    "任务",
    "事项",
    "内容",
    "做法",
    "要点",
    "任务名称",
    "事项名称",
    "项目",
    "项目名称",
    "重点工作",
    "主要工作",
    "具体工作",
    "工作安排",
    "任务分解",
    "任务分工",
    "任务清单",
];
/// Labels of bodies below one for all of them.
const SHORT: [(&str, Role); 9] = [
    ("牵头", Role::Lead),
    ("主办", Role::Lead),
    ("主责", Role::Lead),
    ("责任", Role::Charge),
    ("负责", Role::Charge),
    ("配合", Role::Support),
    ("协办", Role::Support),
    ("参与", Role::Support),
    ("参加", Role::Support),
];
/// What bodies are called as such.
const BODIES: [&str; 7] = ["单位", "部门", "科室", "处室", "主体", "机关", "机构"];
const LEADS: [&str; 3] = ["牵头", "主办", "主责"];
const CHARGES: [&str; 5] = ["责任", "负责", "承办", "落实", "实施"];
const SUPPORTS: [&str; 6] = ["配合", "协办", "参与", "参加", "协同", "协助"];
/// Persons are no bodies.
const PERSONS: [&str; 5] = ["人", "领导", "电话", "联系", "负责同志"];
/// What the label of a column holds that says until when.
const DEADLINES: [&str; 16] = [
    "时限",
    "期限",
    "完成时间",
    "完成日期",
    "完成年限",
    "时间进度",
    "时间安排",
    "进度安排",
    "进度要求",
    "时间节点",
    "时间要求",
    "时间表",
    "落实时间",
    "办理时间",
    "推进时间",
    "整改时间",
];

/// What the label of a column says; none of any other.
pub(super) fn column(label: &str) -> Option<Column> {
    let canonical = Canonical::of(label, 0..label.len());
    let all: Vec<char> = canonical
        .characters()
        .iter()
        .copied()
        .filter(|c| *c != '\n')
        .collect();
    if all.is_empty() || all.len() > LABEL_MAX {
        return None;
    }
    // 责任单位（排在首位的为牵头单位）
    let end = all.iter().position(|c| *c == '(').unwrap_or(all.len());
    let (words, note) = all.split_at_checked(end)?;
    let is = |of: &[&str]| of.iter().any(|word| word.chars().eq(words.iter().copied()));
    if is(&NUMBERS) || words.len() <= 6 && ends(words, &["序号", "编号"]) {
        return Some(Column::Number);
    }
    if let Some((_, role)) = SHORT.iter().find(|(word, _)| is(&[word])) {
        return Some(Column::Bodies(*role, false));
    }
    let is_of_bodies = holds(words, &BODIES) && !holds(words, &PERSONS);
    let roles = [
        (holds(words, &LEADS), Role::Lead),
        (holds(words, &CHARGES), Role::Charge),
        (holds(words, &SUPPORTS), Role::Support),
    ];
    let mut said = roles
        .iter()
        .filter(|(is_said, _)| *is_said)
        .map(|(_, role)| *role);
    if let (true, Some(role)) = (is_of_bodies, said.next()) {
        // 牵头单位及配合单位 says of no name which it is; 牵头责任单位 does.
        let is_one = said.next().is_none() || is(&["牵头责任单位", "牵头负责单位", "主要责任单位"]);
        let role = match is_one {
            true => role,
            false => Role::Charge,
        };
        let leads_first = holds(note, &["牵头"]) && holds(note, &["首位", "第一", "在前", "列首"]);
        return Some(Column::Bodies(role, leads_first));
    }
    let is_beginning = begins(words, &["开始", "启动", "起始"]);
    // 写明期限的措施 counts measures.
    let is_deadline = holds(words, &DEADLINES) && !is_beginning && !ends(words, &MEASURES);
    if is(&["时间", "日期"]) || is_deadline {
        return Some(Column::Deadline);
    }
    if ends(words, &SECTIONS) {
        return Some(Column::Section);
    }
    ends(words, &MEASURES).then_some(Column::Measure)
}

/// Whether columns are those of a table of measures.
pub(super) fn is_of_measures(columns: &[Option<Column>]) -> bool {
    let has = |wanted: &dyn Fn(&Column) -> bool| columns.iter().flatten().any(wanted);
    has(&|column| *column == Column::Measure)
        && has(&|column| matches!(column, Column::Bodies(..) | Column::Deadline))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_known_by_their_labels() {
        let bodies = |role| Some(Column::Bodies(role, false));
        for (label, wanted) in [
            ("序号", Some(Column::Number)),
            ("重要举措", Some(Column::Measure)),
            ("主要任务", Some(Column::Measure)),
            ("工作任务", Some(Column::Measure)),
            ("措 施", Some(Column::Measure)),
            ("任務內容", Some(Column::Measure)),
            ("任务类别", Some(Column::Section)),
            ("牵头单位", bodies(Role::Lead)),
            ("牵头部门", bodies(Role::Lead)),
            ("牵头责任单位", bodies(Role::Lead)),
            ("责任单位", bodies(Role::Charge)),
            ("責任單位", bodies(Role::Charge)),
            ("牵头单位及责任单位", bodies(Role::Charge)),
            ("配合单位", bodies(Role::Support)),
            ("参加单位", bodies(Role::Support)),
            ("牵头", bodies(Role::Lead)),
            (
                "责任单位（排在首位的为牵头单位）",
                Some(Column::Bodies(Role::Charge, true)),
            ),
            ("完成时限", Some(Column::Deadline)),
            ("时间进度", Some(Column::Deadline)),
            ("完成\n时间", Some(Column::Deadline)),
            ("写明期限的措施", Some(Column::Measure)),
            ("启动时间", None),
            ("责任人", None),
            ("责任单位及联系电话", None),
            ("备注", None),
            ("成果形式", None),
            ("", None),
        ] {
            assert_eq!(column(label), wanted, "{label}");
        }
    }

    #[test]
    fn a_table_of_measures_says_what_and_who_or_until_when() {
        for (labels, wanted) in [
            (&["序号", "重要举措", "牵头单位"][..], true),
            (&["工作任务", "完成时限"], true),
            (&["序号", "工作任务", "备注"], false),
            (&["责任单位", "完成时限"], false),
            (&[], false),
        ] {
            let columns: Vec<_> = labels.iter().map(|label| column(label)).collect();
            assert_eq!(is_of_measures(&columns), wanted, "{labels:?}");
        }
    }
}
