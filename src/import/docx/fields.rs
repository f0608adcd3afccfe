//! Fields: instructions to the program, and the results that it kept of them.
//!
//! In: where fields begin, what they say, where their results begin and end. Out: whether words are shown, and what a field
//! is. Never computes a field: what counts is the result that was kept.

use crate::import::docx::instruction::Instruction;
use crate::import::docx::look::{is_on, value};
use crate::import::docx::symbols;
use crate::import::xml::Element;

/// Fields within one another.
const MAX_OPEN: usize = 64;
/// Bytes of an instruction that are read.
const MAX_INSTRUCTION: usize = 8192;

/// The fields that have begun and not ended, the outermost first.
#[derive(Debug, Default)]
pub(super) struct Fields {
    open: Vec<Field>,
    /// Fields beyond the limit that have begun.
    beyond: usize,
}

/// A field.
#[derive(Debug, Default)]
pub(super) struct Field {
    instruction: String,
    is_result: bool,
    /// Its result is kept for other fields and shown nowhere.
    is_silent: bool,
    /// A sign that a field of a form is shown as.
    form: Option<String>,
    /// The link that it is, in the line that it began in.
    pub link: Option<usize>,
    /// Words of its result were shown.
    pub has_result: bool,
    /// Words where only an instruction may be: lost, if the field never ends.
    pub swallowed: String,
}

impl Fields {
    /// A field begins, perhaps one of a form.
    pub(super) fn begin(&mut self, element: &Element) {
        let form = element.element("ffData").and_then(form);
        self.push(Field {
            form,
            ..Field::default()
        });
    }

    /// A field begins whose instruction is known.
    pub(super) fn begin_simple(&mut self, instruction: &str) {
        let mut field = Field::default();
        clip(&mut field.instruction, instruction);
        self.push(field);
    }

    fn push(&mut self, field: Field) {
        match self.open.len() < MAX_OPEN {
            true => self.open.push(field),
            false => self.beyond += 1,
        }
    }

    /// More of an instruction.
    pub(super) fn instruct(&mut self, text: &str) {
        if let Some(last) = self.open.last_mut()
            && !last.is_result
        {
            clip(&mut last.instruction, text);
        }
    }

    /// The result of the innermost field begins: what it is, and the field.
    pub(super) fn separate(&mut self) -> Option<(Instruction, &mut Field)> {
        if self.beyond > 0 {
            return None;
        }
        let field = self.open.last_mut()?;
        let instruction = Instruction::of(&field.instruction);
        field.is_result = true;
        field.is_silent = matches!(
            &*instruction.kind,
            "SET" | "ASK" | "TC" | "XE" | "TA" | "RD" | "PRIVATE"
        );
        Some((instruction, field))
    }

    /// The innermost field ends.
    pub(super) fn end(&mut self) -> Option<Field> {
        if self.beyond > 0 {
            self.beyond -= 1;
            return None;
        }
        let ended = self.open.pop()?;
        if let Some(outer) = self.open.last_mut() {
            outer.has_result |= ended.has_result;
        }
        Some(ended)
    }

    /// Whether words are shown here. Those within an instruction are not: they become a part of it.
    pub(super) fn takes(&mut self, words: &str) -> bool {
        let mut open = self.open.iter_mut();
        match open.find(|field| !field.is_shown()) {
            Some(outer) => {
                if !outer.is_result {
                    clip(&mut outer.instruction, words);
                }
                clip(&mut outer.swallowed, words);
                true
            }
            None => {
                if let Some(last) = self.open.last_mut() {
                    last.has_result = true;
                }
                false
            }
        }
    }

    /// Whether this is within an instruction, or within what is shown nowhere.
    pub(super) fn is_instruction(&self) -> bool {
        self.open.iter().any(|field| !field.is_shown())
    }

    /// Whether this is the result of a field of a kind.
    pub(super) fn is_in(&self, kind: &str) -> bool {
        let mut open = self.open.iter();
        open.any(|field| {
            let mut words = field.instruction.split_whitespace();
            words
                .next()
                .is_some_and(|word| word.eq_ignore_ascii_case(kind))
        })
    }

    /// Words that were taken for instructions of fields that never ended.
    pub(super) fn lost(&self) -> impl Iterator<Item = &str> {
        let lost = self.open.iter().map(|field| field.swallowed.trim());
        lost.filter(|words| !words.is_empty())
    }
}

impl Field {
    /// Whether words in it are shown.
    fn is_shown(&self) -> bool {
        self.is_result && !self.is_silent
    }

    /// What it is.
    pub(super) fn instruction(&self) -> Instruction {
        Instruction::of(&self.instruction)
    }

    /// What is shown in place of a result that was not kept, if that is known.
    pub(super) fn shown_without_result(&self, instruction: &Instruction) -> Option<String> {
        match &*instruction.kind {
            "FORMCHECKBOX" | "FORMDROPDOWN" | "FORMTEXT" => self.form.clone(),
            "SYMBOL" => symbol(instruction),
            "EQ" => composed(&self.instruction),
            "MACROBUTTON" | "GOTOBUTTON" => {
                Some(instruction.words.get(1..).unwrap_or_default().join(" "))
            }
            "QUOTE" => instruction.words.first().cloned(),
            _ => None,
        }
    }
}

/// What the field of a form shows: a box, or the entry that was chosen.
fn form(data: &Element) -> Option<String> {
    if let Some(check) = data.element("checkBox") {
        let state = check.element("checked").or(check.element("default"));
        let is_checked = state.is_some_and(is_on);
        return Some(String::from(if is_checked { "☒" } else { "☐" }));
    }
    if let Some(list) = data.element("ddList") {
        let chosen = list.element("result").or(list.element("default"));
        let chosen = chosen.and_then(value).and_then(|at| at.parse().ok());
        let mut entries = list.elements().filter(|entry| &*entry.name == "listEntry");
        return entries
            .nth(chosen.unwrap_or(0))
            .and_then(value)
            .map(str::to_owned);
    }
    let text = data.element("textInput")?.element("default")?;
    value(text).map(str::to_owned)
}

/// The sign of a `SYMBOL` field: `SYMBOL 254 \f Wingdings`.
fn symbol(instruction: &Instruction) -> Option<String> {
    let code = instruction.words.first()?.to_lowercase();
    let code = match code.strip_prefix("0x") {
        Some(code) => u32::from_str_radix(code, 16).ok()?,
        None => code.parse().ok()?,
    };
    let mut switches = instruction.switches.iter();
    let font = switches.find(|(letter, _)| *letter == 'f');
    let font = font.and_then(|(_, font)| font.as_deref());
    symbols::shown(font.unwrap_or_default(), code)
}

/// What an `EQ` field puts over one another: `eq \o\ac(○,1)` is a 1 in a circle.
fn composed(instruction: &str) -> Option<String> {
    let (_, inner) = instruction.split_once('(')?;
    let (inner, _) = inner.rsplit_once(')')?;
    let (under, over) = inner.split_once([',', ';', '，'])?;
    let (under, over) = (under.trim(), over.trim());
    // A reading above a word, as older programs made it.
    if let Some((_, reading)) = under.split_once('(')
        && under.contains("\\up")
    {
        let reading = reading.trim_end_matches(')').trim();
        return Some(format!("{over}（{reading}）"));
    }
    if over.contains('(') || under.contains('(') {
        return None;
    }
    let circled = || {
        let number: u32 = over.parse().ok()?;
        let signs = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳";
        signs.chars().nth(number.checked_sub(1)? as usize)
    };
    match under {
        _ if instruction.contains("\\f") => Some(format!("{under}/{over}")),
        "○" | "〇" | "◯" => {
            Some(circled().map_or_else(|| format!("（{over}）"), String::from))
        }
        _ => Some(format!("{under}{over}")),
    }
}

fn clip(text: &mut String, more: &str) {
    if text.len() + more.len() <= MAX_INSTRUCTION {
        text.push_str(more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn composed_signs_are_shown_as_one() {
        assert_eq!(composed(r"eq \o\ac(○,3)").as_deref(), Some("③"));
        assert_eq!(composed(r"eq \o\ac(○,密)").as_deref(), Some("（密）"));
        let reading = r#"EQ \* jc2 \* "Font:宋体" \o\ad(\s\up 9(chóng),重)"#;
        assert_eq!(composed(reading).as_deref(), Some("重（chóng）"));
        assert_eq!(composed(r"eq \f(1,2)").as_deref(), Some("1/2"));
    }
}
