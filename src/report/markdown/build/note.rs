//! Notes: references to them and their definitions, as they are read.
//!
//! In: labels as the author wrote them. Out: notes by number, in the order in which their labels are seen, and the
//! order in which they are first referred to.

use std::collections::BTreeMap;

use super::super::token::{Note, Token};
use super::{Builder, Container};

/// Which note a label means, and which definitions are open.
#[derive(Default)]
pub(super) struct Notes {
    numbers: BTreeMap<String, u32>,
    open: Vec<u32>,
}

impl Notes {
    /// Whether what is read now stands in a note.
    pub(super) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// The note of a label; one that is new is added to `notes`.
    fn of(&mut self, label: &str, notes: &mut Vec<Note>) -> u32 {
        if let Some(note) = self.numbers.get(label) {
            return *note;
        }
        let note = notes.len() as u32;
        notes.push(Note {
            tokens: 0..0,
            defined: false,
            references: 0,
        });
        self.numbers.insert(label.to_owned(), note);
        note
    }

    /// The note that a definition is of; a second definition of a label is a note of its own.
    fn defined_by(&mut self, label: &str, notes: &mut Vec<Note>) -> u32 {
        let note = self.of(label, notes);
        if !notes[note as usize].defined {
            return note;
        }
        self.numbers.remove(label);
        self.of(label, notes)
    }
}

impl Builder<'_> {
    pub(super) fn note_reference(&mut self, label: &str) {
        self.ensure_leaf();
        let note = self.notes.of(label, &mut self.tape.notes);
        let known = &mut self.tape.notes[note as usize];
        known.references += 1;
        if known.references == 1 {
            self.tape.note_order.push(note);
        }
        self.inline(Token::NoteReference(note));
    }

    pub(super) fn open_note(&mut self, label: &str) {
        self.begin_block();
        let note = self.notes.defined_by(label, &mut self.tape.notes);
        self.push(Token::Note(note));
        self.containers.push(Container {
            close: Some(Token::NoteEnd),
            raw: self.raw.len(),
        });
        let start = self.tape.tokens.len();
        let known = &mut self.tape.notes[note as usize];
        (known.tokens, known.defined) = (start..start, true);
        self.notes.open.push(note);
    }

    pub(super) fn close_note(&mut self) {
        self.close_container();
        // The last token is the definition's own end.
        let end = self.tape.tokens.len() - 1;
        if let Some(note) = self.notes.open.pop() {
            self.tape.notes[note as usize].tokens.end = end;
        }
    }
}
