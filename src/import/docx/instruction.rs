//! Instructions of fields: `HYPERLINK "https://…" \l "place" \h`.
//!
//! In: an instruction as it stands. Out: its kind, its words and its switches; where it leads, if it is a link. Never
//! carries one out.

/// What a field is to do.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Instruction {
    /// In capital letters: `HYPERLINK`.
    pub kind: String,
    /// What it is about.
    pub words: Vec<String>,
    /// Letters after `\`, each with the word that follows.
    pub switches: Vec<(char, Option<String>)>,
}

impl Instruction {
    /// Reads `HYPERLINK "https://…" \l "place" \h`.
    pub(super) fn of(text: &str) -> Instruction {
        let mut instruction = Instruction::default();
        let mut switch: Option<char> = None;
        for (word, is_quoted) in words(text) {
            let mut letters = word.chars();
            let is_switch = !is_quoted && letters.next() == Some('\\') && word.chars().count() == 2;
            if is_switch {
                let letter = letters.next().unwrap_or('\\').to_ascii_lowercase();
                instruction.switches.push((letter, None));
                switch = Some(letter);
            } else if let Some(last) = instruction.switches.last_mut()
                && switch.take().is_some()
            {
                last.1 = Some(word);
            } else if instruction.kind.is_empty() {
                instruction.kind = word.to_uppercase();
            } else {
                instruction.words.push(word);
            }
        }
        instruction
    }

    /// Whether it has a switch.
    pub(super) fn has(&self, letter: char) -> bool {
        self.switches.iter().any(|(found, _)| *found == letter)
    }

    /// Where the field leads, if it is a link.
    pub(super) fn address(&self) -> Option<String> {
        match &*self.kind {
            "HYPERLINK" => {
                let place = self.switches.iter().find(|(letter, _)| *letter == 'l');
                let place = place.and_then(|(_, place)| place.clone());
                // A switch without a word of its own may have taken the address for one.
                let stray = || {
                    let mut others = self
                        .switches
                        .iter()
                        .filter(|(letter, _)| matches!(letter, 'h' | 'n' | 'm'));
                    others.find_map(|(_, word)| word.clone())
                };
                let address = self.words.first().cloned().or_else(stray);
                let address = address.unwrap_or_default();
                let address = match place.filter(|place| !place.is_empty()) {
                    Some(place) => format!("{address}#{place}"),
                    None => address,
                };
                Some(address).filter(|address| !address.is_empty())
            }
            "REF" | "PAGEREF" | "NOTEREF" if self.has('h') => {
                let name = self.words.first()?;
                Some(format!("#{name}"))
            }
            _ => None,
        }
    }

    /// Whether nobody sees anything of a field of this kind, with or without a result.
    pub(super) fn is_silent(&self) -> bool {
        matches!(
            &*self.kind,
            "" | "TC"
                | "XE"
                | "TA"
                | "RD"
                | "SET"
                | "ASK"
                | "FILLIN"
                | "NEXT"
                | "NEXTIF"
                | "SKIPIF"
                | "PRIVATE"
                | "ADVANCE"
                | "TOC"
                | "INDEX"
                | "HYPERLINK"
                | "PRINT"
                | "BIDIOUTLINE"
                | "IF"
                | "FORMTEXT"
                | "INCLUDEPICTURE"
                | "EMBED"
                | "SHAPE"
                | "LINK"
                | "CONTROL"
                | "HTMLCONTROL"
                | "ADDIN"
                | "REF"
                | "MERGEFIELD"
                | "DOCVARIABLE"
        )
    }
}

/// The words of an instruction, and whether each stood in quotation marks.
fn words(text: &str) -> Vec<(String, bool)> {
    let mut words = Vec::new();
    let mut characters = text.trim().chars().peekable();
    while let Some(first) = characters.next() {
        if first.is_whitespace() {
            continue;
        }
        let is_quoted = matches!(first, '"' | '“' | '”');
        let mut word = String::new();
        if !is_quoted {
            word.push(first);
        }
        while let Some(next) = characters.next() {
            match next {
                '"' | '“' | '”' if is_quoted => break,
                // In quotation marks `\` takes the next one as it stands.
                '\\' if is_quoted => word.extend(characters.next()),
                next if !is_quoted && next.is_whitespace() => break,
                next => word.push(next),
            }
        }
        words.push((word, is_quoted));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instructions_say_where_a_link_leads() {
        let address = |text: &str| Instruction::of(text).address();
        assert_eq!(
            address(r#" HYPERLINK "https://www.example.com/a?b=1&c=2" \o "提示" "#).as_deref(),
            Some("https://www.example.com/a?b=1&c=2")
        );
        assert_eq!(
            address(r#"HYPERLINK \l "_Toc1" "#).as_deref(),
            Some("#_Toc1")
        );
        assert_eq!(address(r" REF _Ref1 \r \h ").as_deref(), Some("#_Ref1"));
        assert_eq!(address(r" REF _Ref1 \r "), None);
        assert_eq!(
            address(r#"HYPERLINK "附件\\表.xls""#).as_deref(),
            Some(r"附件\表.xls")
        );
    }
}
