//! What programs of pages set: where text goes, with which font, in which ink.
//!
//! In: operators with their operands. Out: the state that the next characters are drawn with.

use std::rc::Rc;

use crate::import::layout::Matrix;
use crate::import::pdf::font::Font;
use crate::import::pdf::syntax::Object;

/// What is filled with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ink {
    Dark,
    White,
}

/// The state of a program.
#[derive(Debug, Clone)]
pub(crate) struct State {
    /// From the coordinates of the program to points on the page.
    pub matrix: Matrix,
    pub font: Option<Rc<Font>>,
    pub size: f32,
    /// Between letters.
    pub space: f32,
    /// In addition, at blanks.
    pub word_space: f32,
    /// Letters are so much wider.
    pub scale: f32,
    pub leading: f32,
    pub rise: f32,
    /// How letters are drawn: 3 is not at all.
    pub mode: usize,
    pub ink: Ink,
    /// What is drawn leaves nothing.
    pub is_clear: bool,
    /// Where the next letter goes.
    pub text: Matrix,
    /// Where the line begins.
    pub line: Matrix,
    /// One number of a colour is how light it is, not how much ink.
    is_gray: bool,
}

impl State {
    pub(crate) fn new(matrix: Matrix) -> State {
        State {
            matrix,
            font: None,
            size: 0.0,
            space: 0.0,
            word_space: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
            ink: Ink::Dark,
            is_clear: false,
            text: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
            is_gray: true,
        }
    }

    /// Does what an operator says that sets something.
    pub(crate) fn set(&mut self, word: &str, operands: &[Object]) {
        let number = |index: usize| operands.get(index).and_then(Object::number);
        let first = number(0).unwrap_or(0.0);
        match word {
            "cm" => {
                if let Some(own) = matrix(operands) {
                    self.matrix = own.then(&self.matrix);
                }
            }
            "BT" => {
                self.text = Matrix::IDENTITY;
                self.line = Matrix::IDENTITY;
            }
            "Tc" => self.space = first,
            "Tw" => self.word_space = first,
            "Tz" => self.scale = first / 100.0,
            "TL" => self.leading = first,
            "Ts" => self.rise = first,
            "Tr" => self.mode = operands.first().and_then(Object::index).unwrap_or(0),
            "Td" => self.move_line(first, number(1).unwrap_or(0.0)),
            "TD" => {
                self.leading = -number(1).unwrap_or(0.0);
                self.move_line(first, number(1).unwrap_or(0.0));
            }
            "T*" => self.move_line(0.0, -self.leading),
            "Tm" => {
                if let Some(own) = matrix(operands) {
                    self.line = own;
                    self.text = own;
                }
            }
            "cs" => {
                let name = operands.first().and_then(Object::name).unwrap_or_default();
                self.is_gray = matches!(name, "DeviceGray" | "CalGray" | "G");
                self.ink = Ink::Dark;
            }
            "g" | "rg" | "k" | "sc" | "scn" => {
                self.is_gray |= word == "g";
                let numbers: Vec<f32> = operands.iter().filter_map(Object::number).collect();
                let is_white = match numbers.as_slice() {
                    [gray] => self.is_gray && *gray > 0.98,
                    [red, green, blue] => red.min(*green).min(*blue) > 0.98,
                    [cyan, magenta, yellow, black] => {
                        cyan.max(*magenta).max(*yellow).max(*black) < 0.02
                    }
                    _ => false,
                };
                self.ink = if is_white { Ink::White } else { Ink::Dark };
            }
            _ => {}
        }
    }

    /// Does what the operators that show text do before.
    pub(crate) fn begin_line(&mut self, word: &str, operands: &[Object]) {
        if let ("\"", [words, letters, _]) = (word, operands) {
            self.word_space = words.number().unwrap_or(0.0);
            self.space = letters.number().unwrap_or(0.0);
        }
        if matches!(word, "'" | "\"") {
            self.move_line(0.0, -self.leading);
        }
    }

    fn move_line(&mut self, x: f32, y: f32) {
        self.line = Matrix::moved(x, y).then(&self.line);
        self.text = self.line;
    }
}

/// The transformation that six numbers are.
pub(crate) fn matrix(numbers: &[Object]) -> Option<Matrix> {
    let numbers: Vec<f32> = numbers.iter().map_while(Object::number).take(6).collect();
    numbers.try_into().ok().map(Matrix::new)
}
