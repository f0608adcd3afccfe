//! The clause at the end of a measure that says who is to do it and until when:
//! （示例编办牵头，示例法制办等有关部门按职责分别负责，2017年底前完成）.
//!
//! In: a passage's text and where the clause may stand. Out: the bodies with their roles, the deadline, and what of
//! the clause could not be read. Knows one clause; where in a passage clauses are is decided in
//! [`locate`](super::locate).

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::report::findings::measure::bodies::{self, Name};
use crate::report::findings::measure::canonical::Canonical;
use crate::report::findings::measure::deadline::{self, Reading, Timing};
use crate::report::findings::measure::words::{after, begins, eat, eat_end, holds};

/// Characters of a clause, at most: a longer text is none.
pub(super) const MAX_CLAUSE: usize = 600;

/// What a body has to do with a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Role {
    /// It leads (牵头, 主办).
    Lead,
    /// It is in charge (负责, 责任单位).
    Charge,
    /// It does its share (按职责分别负责).
    Share,
    /// It helps (配合, 参与).
    Support,
}

/// A responsible body.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Body {
    /// Its name as written.
    pub name: String,
    /// What it has to do.
    pub role: Role,
    /// Whether the words stand for bodies that are not named (等有关部门).
    pub is_rest: bool,
}

/// A clause that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Clause {
    /// The bodies, in the order of the text.
    pub(super) bodies: Vec<Body>,
    /// The deadline, if there is one.
    pub(super) deadline: Option<Reading>,
    /// Bytes of the words of the deadline.
    pub(super) deadline_at: Option<Range<usize>>,
    /// Bytes of members that could not be read.
    pub(super) unread: Vec<Range<usize>>,
    /// Whether a deadline may be among what could not be read.
    pub(super) is_deadline_unread: bool,
    /// Whether two deadlines contradict each other.
    pub(super) is_contradictory: bool,
    /// Whether its words are those of such clauses alone (牵头, 按职责, 责任单位：).
    is_plain: bool,
    /// Whether it leads or labels, which a sentence of a text that is no plan hardly does.
    is_marked: bool,
    /// Whether names stand in it whose role it does not say.
    has_loose_names: bool,
    /// Whether every name ends as names of bodies do.
    is_usual: bool,
    /// Whether a role was said at all.
    has_role: bool,
}

/// Words at the beginning of a member that say what follows.
enum Label {
    Bodies(Role),
    Deadline,
    /// Persons, telephones and what else is no matter of a ledger.
    Ignored,
}

/// Labels; of those that begin alike the longer one comes first.
const LABELS: [(&str, Label); 43] = [
    ("牵头责任单位", Label::Bodies(Role::Lead)),
    ("牵头单位", Label::Bodies(Role::Lead)),
    ("牵头部门", Label::Bodies(Role::Lead)),
    ("牵头科室", Label::Bodies(Role::Lead)),
    ("牵头处室", Label::Bodies(Role::Lead)),
    ("主办单位", Label::Bodies(Role::Lead)),
    ("主办部门", Label::Bodies(Role::Lead)),
    ("主责单位", Label::Bodies(Role::Lead)),
    ("主责部门", Label::Bodies(Role::Lead)),
    ("主要责任单位", Label::Bodies(Role::Lead)),
    ("责任单位", Label::Bodies(Role::Charge)),
    ("责任部门", Label::Bodies(Role::Charge)),
    ("责任主体", Label::Bodies(Role::Charge)),
    ("责任科室", Label::Bodies(Role::Charge)),
    ("责任处室", Label::Bodies(Role::Charge)),
    ("负责单位", Label::Bodies(Role::Charge)),
    ("负责部门", Label::Bodies(Role::Charge)),
    ("落实单位", Label::Bodies(Role::Charge)),
    ("实施单位", Label::Bodies(Role::Charge)),
    ("承办单位", Label::Bodies(Role::Charge)),
    ("配合单位", Label::Bodies(Role::Support)),
    ("配合部门", Label::Bodies(Role::Support)),
    ("协办单位", Label::Bodies(Role::Support)),
    ("协同单位", Label::Bodies(Role::Support)),
    ("协助单位", Label::Bodies(Role::Support)),
    ("参与单位", Label::Bodies(Role::Support)),
    ("参加单位", Label::Bodies(Role::Support)),
    ("完成时限", Label::Deadline),
    ("完成时间", Label::Deadline),
    ("完成期限", Label::Deadline),
    ("办理时限", Label::Deadline),
    ("办结时限", Label::Deadline),
    ("时间要求", Label::Deadline),
    ("时限要求", Label::Deadline),
    ("时间节点", Label::Deadline),
    ("时限", Label::Deadline),
    ("责任领导", Label::Ignored),
    ("牵头领导", Label::Ignored),
    ("责任人", Label::Ignored),
    ("负责人", Label::Ignored),
    ("联系人", Label::Ignored),
    ("联系电话", Label::Ignored),
    ("牵头", Label::Bodies(Role::Lead)),
];

/// Words that say what the bodies before them do; the bool: whether such clauses alone say it so.
const ROLES: [(&str, Role, bool); 21] = [
    ("牵头", Role::Lead, true),
    ("主办", Role::Lead, false),
    ("主责", Role::Lead, false),
    ("主抓", Role::Lead, false),
    ("负总责", Role::Lead, false),
    ("会同", Role::Lead, false),
    ("分别负责", Role::Share, false),
    ("分工负责", Role::Share, false),
    ("各负其责", Role::Share, false),
    ("各司其职", Role::Share, false),
    ("负责", Role::Charge, false),
    ("组织实施", Role::Charge, false),
    ("具体实施", Role::Charge, false),
    ("承办", Role::Charge, false),
    ("落实", Role::Charge, false),
    ("配合", Role::Support, false),
    ("参与", Role::Support, false),
    ("参加", Role::Support, false),
    ("协办", Role::Support, false),
    ("协助", Role::Support, false),
    ("协同", Role::Support, false),
];
/// Words with which a share by duties begins (按职责分别负责).
const BY: [&str; 8] = ["按照", "按", "根据", "依据", "依照", "结合", "立足", "履行"];
/// Words of such a share.
const DUTIES: [&str; 34] = [
    "各自",
    "本部门",
    "本单位",
    "部门",
    "单位",
    "法定",
    "工作",
    "相应",
    "相关",
    "有关",
    "职责",
    "职能",
    "职权",
    "权限",
    "分工",
    "任务",
    "分别",
    "共同",
    "具体",
    "负责",
    "落实",
    "推进",
    "实施",
    "组织",
    "配合",
    "做好",
    "抓好",
    "承担",
    "开展",
    "完成",
    "参与",
    "协同",
    "的",
    "各",
];
/// Words after a role that add nothing to it.
const VERBS: [&str; 27] = [
    "负责", "落实", "组织", "实施", "推进", "推动", "抓总", "办理", "做好", "抓好", "开展", "完成",
    "相关", "有关", "协调", "工作", "配合", "执行", "具体", "统筹", "承担", "分别", "共同", "任务",
    "并", "的", "抓",
];

impl Clause {
    /// Whether a bracket that reads so is a clause.
    pub(super) fn is_of_bracket(&self) -> bool {
        let is_named = !self.bodies.is_empty();
        is_named && (self.has_role || self.deadline.is_some() && self.is_usual)
    }

    /// Whether words outside of brackets that read so are a clause: nothing in them may be doubtful.
    pub(super) fn is_of_sentence(&self) -> bool {
        let is_said = self.is_marked || self.has_role && self.deadline.is_some();
        self.is_of_half_bracket() && is_said
    }

    /// Whether words that end with a bracket that lost its opening side are a clause.
    pub(super) fn is_of_half_bracket(&self) -> bool {
        self.is_of_bracket() && self.is_usual && self.unread.is_empty() && !self.has_loose_names
    }

    /// Whether it says in the words of such clauses alone who is to do something, so that it is one anywhere.
    pub(super) fn is_anywhere(&self) -> bool {
        self.is_plain && self.is_of_bracket() && !self.is_odd()
    }

    /// Whether something in it could not be read, or is an unusual name.
    pub(super) fn is_odd(&self) -> bool {
        !self.unread.is_empty() || !self.is_usual
    }

    /// Whether a member of a clause that stands alone (完成时限：…) reads so.
    pub(super) fn is_deadline_alone(&self) -> bool {
        self.bodies.is_empty() && self.deadline.is_some() && self.unread.is_empty()
    }

    /// Makes its first body the one that leads; false where it names none.
    pub(super) fn lead_first(&mut self) -> bool {
        let first = self.bodies.first_mut();
        first.map(|first| first.role = Role::Lead).is_some()
    }

    /// Takes in what another clause of the same measure says after it.
    pub(super) fn add(&mut self, other: Clause) {
        for body in other.bodies {
            push(&mut self.bodies, body);
        }
        self.is_contradictory |= other.is_contradictory;
        self.is_deadline_unread |= other.is_deadline_unread;
        self.set_deadline(other.deadline, other.deadline_at);
        self.unread.extend(other.unread);
        self.is_plain |= other.is_plain;
        self.is_marked |= other.is_marked;
        self.has_loose_names |= other.has_loose_names;
        self.has_role |= other.has_role;
        self.is_usual &= other.is_usual;
    }

    fn set_deadline(&mut self, deadline: Option<Reading>, at: Option<Range<usize>>) {
        let Some(new) = deadline else { return };
        match (self.deadline, new) {
            (None, _) | (Some(Reading::Read(Timing::From(_))), _) => {
                self.deadline = Some(new);
                self.deadline_at = at;
            }
            // Of one clause: 2017年底前启动，2018年底前完成.
            (Some(Reading::Read(old)), Reading::Read(new)) if old != new => {
                self.is_contradictory = true;
            }
            _ => {}
        }
    }
}

/// Adds a body, unless it is there: what is said first of it counts.
fn push(bodies: &mut Vec<Body>, body: Body) {
    match bodies.iter_mut().find(|other| other.name == body.name) {
        Some(other) => other.role = other.role.min(body.role),
        None => bodies.push(body),
    }
}

/// What was found of the members so far.
struct Reader<'t> {
    text: &'t str,
    canonical: &'t Canonical,
    year: Option<i16>,
    clause: Clause,
    /// Names whose role a later member says.
    pending: Vec<Name>,
    /// The role that a label gave to what follows it.
    label: Option<Role>,
}

/// Reads the bytes `within` of a text as a clause; none where they are empty or too long. Whether it is a clause is
/// for the caller to ask.
pub(super) fn read(text: &str, within: Range<usize>, year: Option<i16>) -> Option<Clause> {
    read_with(text, within, year, |reader, member| reader.member(member))
}

fn read_with(
    text: &str,
    within: Range<usize>,
    year: Option<i16>,
    mut read: impl FnMut(&mut Reader<'_>, Range<usize>),
) -> Option<Clause> {
    // A character has four bytes at most.
    if within.len() > MAX_CLAUSE.saturating_mul(4) {
        return None;
    }
    let canonical = Canonical::of(text, within);
    let length = canonical.characters().len();
    if length == 0 || length > MAX_CLAUSE {
        return None;
    }
    let mut reader = Reader {
        text,
        canonical: &canonical,
        year,
        clause: Clause {
            is_usual: true,
            ..Clause::default()
        },
        pending: Vec::new(),
        label: None,
    };
    for member in members(canonical.characters()) {
        read(&mut reader, member);
    }
    Some(reader.finish())
}

/// Reads the bytes `within` of a cell of a table, above whose column stands which role bodies have in it, or none where it
/// stands for deadlines; none where they are empty or too long.
pub(super) fn read_cell(
    text: &str,
    within: Range<usize>,
    role: Option<Role>,
    year: Option<i16>,
) -> Option<Clause> {
    read_with(text, within, year, |reader, member| match role {
        Some(role) => reader.cell(member, role),
        None => {
            reader.deadline(&member, true);
        }
    })
}

/// The members of a clause: between commas and their like outside of brackets, and before each label.
fn members(characters: &[char]) -> Vec<Range<usize>> {
    let mut members = Vec::new();
    let mut depth = 0_usize;
    let mut from = 0;
    // Where the last label ends: within 牵头责任单位 no other begins.
    let mut labelled = 0;
    for (at, character) in characters.iter().enumerate() {
        let rest = characters.get(at..).unwrap_or_default();
        // A bracket may enclose a label and nothing else: 【责任单位】.
        if depth == 0
            && at >= labelled
            && let Some((_, true, length)) = label(rest)
        {
            labelled = at + length;
            members.push(from..at);
            from = at;
        }
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' | ';' | '。' | '\n' | '!' | '|' if depth == 0 => {
                members.push(from..at);
                from = at + 1;
            }
            _ => {}
        }
    }
    members.push(from..characters.len());
    members.retain(|member| !member.is_empty());
    members
}

/// The label with which characters begin, whether a mark sets it apart, and how long both are.
fn label(characters: &[char]) -> Option<(&'static Label, bool, usize)> {
    let is_open = characters.first() == Some(&'(');
    let words = after(characters, "(").unwrap_or(characters);
    let (label, rest) = LABELS
        .iter()
        .find_map(|(word, label)| Some((label, after(words, word)?)))?;
    let (rest, marked) = match rest.first() {
        Some(')') if is_open => {
            let rest = eat(rest, &[")", ":"]);
            // A note behind a name: 示例编办（牵头单位）、示例法制办.
            if matches!(rest.first(), None | Some('、' | ',' | ';' | '。')) {
                return None;
            }
            (rest, true)
        }
        _ if is_open => return None,
        Some(':') => (eat(rest, &[":"]), true),
        Some('为' | '是' | '-') => (rest.get(1..).unwrap_or_default(), false),
        _ => (rest, false),
    };
    let length = characters.len().saturating_sub(rest.len());
    Some((label, marked, length))
}

impl Reader<'_> {
    fn member(&mut self, member: Range<usize>) {
        let characters = self.canonical.part(&member);
        if characters
            .iter()
            .all(|c| matches!(c, ':' | '.' | '、' | '-'))
        {
            return;
        }
        if let Some((label, marked, length)) = label(characters) {
            let rest = member.start + length..member.end;
            match label {
                Label::Ignored if marked => return,
                Label::Bodies(role) if self.labelled(*role, rest.clone(), marked) => return,
                Label::Deadline if self.deadline(&rest, true) => return,
                _ => {}
            }
        }
        if self.deadline(&member, false) || self.roles(&member) {
            return;
        }
        // Without a word for what they do, only what ends as names do are names: 示例局牵头，尽快落地 ends with none.
        let names = bodies::split(self.canonical, member.clone())
            .filter(|names| bodies::are_usual(self.canonical, names));
        match (names, self.label) {
            (Some(names), Some(role)) => self.add(names, role),
            (Some(names), None) => self.pending.extend(names),
            (None, _) => self.unread(&member),
        }
    }

    /// A member of a cell in which bodies have a role unless it says another.
    fn cell(&mut self, member: Range<usize>, role: Role) {
        let characters = self.canonical.part(&member);
        if let Some((_, true, _)) = label(characters) {
            return self.member(member);
        }
        if self.deadline(&member, false) || self.roles(&member) {
            return;
        }
        match bodies::split(self.canonical, member.clone()) {
            Some(names) => self.add(names, self.label.unwrap_or(role)),
            None => self.unread(&member),
        }
    }

    /// What follows a label of bodies.
    fn labelled(&mut self, role: Role, list: Range<usize>, marked: bool) -> bool {
        if list.is_empty() {
            self.label = marked.then_some(role);
            return marked;
        }
        // 责任单位：示例编办牵头，示例法制办配合 says more than the label.
        if marked && self.roles(&list) {
            self.label = Some(role);
            return true;
        }
        let Some(names) = bodies::split(self.canonical, list) else {
            return false;
        };
        if !marked && !bodies::are_usual(self.canonical, &names) {
            return false;
        }
        self.clause.is_plain = true;
        self.clause.is_marked = true;
        self.clause.has_role = true;
        self.label = Some(role);
        self.add(names, role);
        true
    }

    fn deadline(&mut self, member: &Range<usize>, is_labelled: bool) -> bool {
        let reading = match deadline::read(self.canonical.part(member), self.year) {
            None if is_labelled && !member.is_empty() => Some(Reading::Unclear),
            reading => reading,
        };
        match reading {
            None => return false,
            Some(Reading::Unclear) if !is_labelled => return false,
            Some(reading) => {
                let at = self.canonical.bytes(member);
                if reading == Reading::Unclear {
                    self.clause.unread.push(at.clone());
                }
                if self.is_later_step(reading) {
                    self.clause.deadline = None;
                }
                self.clause.set_deadline(Some(reading), Some(at));
            }
        }
        true
    }

    /// Whether a deadline comes after one of the same clause: its last step counts (2018年底前完成50%，2020年…).
    fn is_later_step(&self, reading: Reading) -> bool {
        match (self.clause.deadline, reading) {
            (Some(Reading::Read(Timing::Until(old))), Reading::Read(new)) => match new {
                Timing::Until(new) => new > old,
                Timing::Ongoing | Timing::Recurring | Timing::From(_) => false,
            },
            _ => false,
        }
    }

    /// Bodies, each list followed by what they do; false where that is not all of the member.
    fn roles(&mut self, member: &Range<usize>) -> bool {
        let characters = self.canonical.part(member);
        let mut found: Vec<(Vec<Name>, Role, bool)> = Vec::new();
        let mut is_first_without_names = false;
        // 会同示例法制办等部门落实 goes on from the member before it.
        let joined = eat(characters, &["会同", "联合"]);
        let mut is_joined = joined.len() < characters.len();
        let mut from = characters.len().saturating_sub(joined.len());
        let mut at = from;
        while let Some(rest) = characters.get(at..).filter(|rest| !rest.is_empty()) {
            let Some((role, is_plain, length)) = role(rest) else {
                at += 1;
                continue;
            };
            let list = member.start + from..member.start + at;
            let is_empty = self.canonical.part(&list).is_empty();
            let names = match bodies::split(self.canonical, list) {
                Some(names) => names,
                // The names stand in the members before it.
                None if is_empty && from == 0 && !self.pending.is_empty() => {
                    is_first_without_names = true;
                    Vec::new()
                }
                None => {
                    at += 1;
                    continue;
                }
            };
            let role = match role {
                // What follows 会同 helps, whatever it is said to do.
                _ if is_joined => Role::Support,
                role => role,
            };
            is_joined |= after(rest, "会同").is_some();
            found.push((names, role, is_plain));
            at += length;
            from = at;
        }
        let end = eat(characters.get(from..).unwrap_or_default(), &["、"]);
        if found.is_empty() || is_first_without_names && found.len() > 1 {
            return false;
        }
        if !end.is_empty() {
            let start = member.end.saturating_sub(end.len());
            match bodies::split(self.canonical, start..member.end) {
                // 示例编办牵头、示例法制办
                Some(names) if bodies::are_usual(self.canonical, &names) => {
                    found.push((names, Role::Share, false));
                }
                _ => return false,
            }
        }
        for (names, role, is_plain) in found {
            let pending = std::mem::take(&mut self.pending);
            self.add(pending, role);
            self.add(names, role);
            self.clause.is_plain |= is_plain;
            self.clause.is_marked |= is_plain && role == Role::Lead;
            self.clause.has_role = true;
        }
        true
    }

    fn add(&mut self, names: Vec<Name>, role: Role) {
        self.clause.is_usual &= bodies::are_usual(self.canonical, &names);
        for name in names {
            let written = self.text.get(self.canonical.bytes(&name.at));
            let body = Body {
                name: written.unwrap_or_default().to_owned(),
                role: match name.leads {
                    true => Role::Lead,
                    false => role,
                },
                is_rest: name.is_rest,
            };
            push(&mut self.clause.bodies, body);
        }
    }

    fn unread(&mut self, member: &Range<usize>) {
        let characters = self.canonical.part(member);
        let is_timely = holds(
            characters,
            &["年", "月底", "月前", "季度", "期限", "时限", "月末"],
        );
        self.clause.is_deadline_unread |= is_timely;
        self.clause.unread.push(self.canonical.bytes(member));
    }

    fn finish(mut self) -> Clause {
        // Names alone, and until when: they are in charge.
        let pending = std::mem::take(&mut self.pending);
        self.clause.has_loose_names = !pending.is_empty() && self.clause.deadline.is_none();
        if self.clause.bodies.is_empty() {
            self.add(pending, Role::Charge);
        } else {
            self.add(pending, Role::Share);
        }
        self.clause
    }
}

/// The role that characters begin with, whether clauses alone say it so, and how long the words are.
fn role(characters: &[char]) -> Option<(Role, bool, usize)> {
    if begins(characters, &BY) {
        let rest = eat(eat(characters, &BY), &DUTIES);
        let length = characters.len().saturating_sub(rest.len());
        let words = characters.get(..length).unwrap_or_default();
        if holds(words, &["职责", "职能", "职权", "分工", "权限"]) {
            return Some((Role::Share, true, length));
        }
    }
    let (word, role, is_plain) = ROLES
        .iter()
        .find(|(word, _, _)| after(characters, word).is_some())?;
    let rest = after(characters, word)?;
    let rest = match *word {
        // 示例编办牵头会同示例法制办 and 示例编办会同示例法制办: names follow.
        "会同" => rest,
        _ => eat(rest, &VERBS),
    };
    let rest = match rest.first() {
        Some('、') => rest.get(1..).unwrap_or_default(),
        _ => rest,
    };
    let length = characters.len().saturating_sub(rest.len());
    Some((*role, *is_plain, length))
}

/// Whether characters hold a word that such clauses are made of: what cannot be read there is worth a look.
pub(super) fn is_worth_a_look(characters: &[char]) -> bool {
    let words = eat_end(characters, &["。", ")", ";", "."]);
    holds(
        words,
        &[
            "牵头",
            "责任单位",
            "责任部门",
            "按职责",
            "按照职责",
            "配合单位",
            "完成时限",
        ],
    ) || holds(words, &["负责"]) && holds(words, &["底前", "月前", "完成"])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A clause as `lead: a|b; charge: c; 2017-12-31; unread x`.
    fn shown(text: &str) -> String {
        let Some(clause) = read(text, 0..text.len(), None) else {
            return "none".to_owned();
        };
        let mut parts = Vec::new();
        for (role, name) in [
            (Role::Lead, "lead"),
            (Role::Charge, "charge"),
            (Role::Share, "share"),
            (Role::Support, "support"),
        ] {
            let bodies = clause.bodies.iter().filter(|body| body.role == role);
            let names: Vec<&str> = bodies.map(|body| body.name.as_str()).collect();
            if !names.is_empty() {
                parts.push(format!("{name} {}", names.join("|")));
            }
        }
        match clause.deadline {
            Some(Reading::Read(Timing::Until(date))) => parts.push(date.to_string()),
            Some(other) => parts.push(format!("{other:?}")),
            None => {}
        }
        for unread in clause.unread {
            parts.push(format!("unread {}", text.get(unread).unwrap_or_default()));
        }
        parts.join("; ")
    }

    #[test]
    fn clauses_are_read_in_every_form() {
        for (text, wanted) in [
            (
                "示例编办牵头,示例法制办等有关部门按职责分别负责,2017年底前完成",
                "lead 示例编办; share 示例法制办|等有关部门; 2017-12-31",
            ),
            (
                "示例编办、示例财政局牵头，示例区直各有关部门按职责分工负责",
                "lead 示例编办|示例财政局; share 示例区直各有关部门",
            ),
            (
                "示例编辦牽頭，各相關部門按職責分別負責，2018年6月底前完成",
                "lead 示例编辦; share 各相關部門; 2018-06-30",
            ),
            ("示例财政局负责", "charge 示例财政局"),
            (
                "示例财政局负责组织实施，2018年完成",
                "charge 示例财政局; 2018-12-31",
            ),
            (
                "由示例编办牵头，示例法制办、示例财政局配合",
                "lead 示例编办; support 示例法制办|示例财政局",
            ),
            (
                "示例编办牵头、示例法制办配合",
                "lead 示例编办; support 示例法制办",
            ),
            (
                "示例编办牵头示例法制办配合",
                "lead 示例编办; support 示例法制办",
            ),
            (
                "示例编办牵头、示例法制办",
                "lead 示例编办; share 示例法制办",
            ),
            (
                "示例编办会同示例法制办负责",
                "lead 示例编办; support 示例法制办",
            ),
            (
                "示例编办牵头，会同示例法制办等部门落实",
                "lead 示例编办; support 示例法制办|等部门",
            ),
            (
                "示例编办牵头负责，其他部门按照各自职责抓好落实",
                "lead 示例编办; share 其他部门",
            ),
            (
                "示例编办,示例财政局,各镇政府按职责分别负责",
                "share 示例编办|示例财政局|各镇政府",
            ),
            (
                "责任单位：示例编办、示例财政局；完成时限：2018年底前",
                "charge 示例编办|示例财政局; 2018-12-31",
            ),
            (
                "牵头单位:示例编办,配合单位:示例财政局,示例民政局",
                "lead 示例编办; support 示例财政局|示例民政局",
            ),
            (
                "牵头单位：示例编办 责任单位：示例财政局 完成时限：长期坚持",
                "lead 示例编办; charge 示例财政局; Read(Ongoing)",
            ),
            (
                "【牵头单位】示例编办【完成时限】2018年6月",
                "lead 示例编办; 2018-06-30",
            ),
            ("牵头单位为示例编办", "lead 示例编办"),
            (
                "责任单位：示例编办牵头，示例法制办配合",
                "lead 示例编办; support 示例法制办",
            ),
            (
                "责任单位：示例编办；责任人：张三；完成时限：每年12月底前",
                "charge 示例编办; Read(Recurring)",
            ),
            ("示例编办，2017年底前完成", "charge 示例编办; 2017-12-31"),
            (
                "示例编办牵头，2017年底前启动，2018年底前完成",
                "lead 示例编办; 2018-12-31",
            ),
            ("示例编办牵头，年底前完成", "lead 示例编办; WithoutYear"),
            (
                "示例编办牵头，二十个工作日之内完成立项",
                "lead 示例编办; unread 二十个工作日之内完成立项",
            ),
            (
                "责任单位：示例司法局（牵头），各示例镇（街道），示例区级各部门",
                "lead 示例司法局; charge 各示例镇（街道）|示例区级各部门",
            ),
            (
                "示例办公厅牵头，示例发展改革委、示例财政部等部门按职责分工负责",
                "lead 示例办公厅; share 示例发展改革委|示例财政部|等部门",
            ),
            (
                "牵头单位：示例司法局；责任单位：各镇街、示例区级各部门；完成时间：2022年12月底前，并长期坚持",
                "lead 示例司法局; charge 各镇街|示例区级各部门; 2022-12-31",
            ),
            (
                "责任单位：各乡镇人民政府、示例县直各部门。完成时限：2021年12月31日前",
                "charge 各乡镇人民政府|示例县直各部门; 2021-12-31",
            ),
            (
                "牵头部门：示例司法局 配合部门：示例区直各部门",
                "lead 示例司法局; support 示例区直各部门",
            ),
            (
                "示例区委办、示例区政府办牵头，示例区纪委监委机关、示例组织部等参与",
                "lead 示例区委办|示例区政府办; support 示例区纪委监委机关|示例组织部|等",
            ),
            (
                "示例区政府各部门、各乡镇按职责分工抓好落实，长期任务",
                "share 示例区政府各部门|各乡镇; Read(Ongoing)",
            ),
            (
                "2025年底前完成，示例司法局牵头",
                "lead 示例司法局; 2025-12-31",
            ),
            (
                "牵头单位：示例司法局，2025年底前",
                "lead 示例司法局; 2025-12-31",
            ),
            (
                "示例司法局牵头，各单位落实，2023年底前见到明显成效",
                "lead 示例司法局; charge 各单位; 2023-12-31",
            ),
            (
                "责任部门:示例发改局;时间要求:2018年全年",
                "charge 示例发改局; 2018-12-31",
            ),
            (
                "示例教体局负责，2018年9月30日之前完成",
                "charge 示例教体局; 2018-09-30",
            ),
            (
                "示例司法局、示例公安局、示例检察院、示例法院负责落实",
                "charge 示例司法局|示例公安局|示例检察院|示例法院",
            ),
            (
                "示例司法局、各区县（自治县）政府负责",
                "charge 示例司法局|各区县（自治县）政府",
            ),
            (
                "示例司法局牵头；示例编办、示例人社局配合；立即实施",
                "lead 示例司法局; support 示例编办|示例人社局; unread 立即实施",
            ),
            ("示例编办和示例法制办各司其职", "share 示例编办|示例法制办"),
            ("各行政决策机关负责", "charge 各行政决策机关"),
            ("示例局党组牵头", "lead 示例局党组"),
            ("", "none"),
        ] {
            assert_eq!(shown(text), wanted, "{text}");
        }
    }

    #[test]
    fn what_is_no_clause_is_none() {
        for text in [
            "见附件",
            "示例街道办事处",
            "2017年底前完成",
            "谁执法谁负责",
            "以下简称示例局",
            "设立示例局总管、示例办牵头、各科室参与的示例机制",
            "责任单位应当按期报告",
        ] {
            let clause = read(text, 0..text.len(), None).expect("short");
            assert!(
                !clause.is_of_bracket() || !clause.unread.is_empty(),
                "{text}: {clause:?}"
            );
            assert!(!clause.is_of_sentence(), "{text}: {clause:?}");
        }
    }
}
