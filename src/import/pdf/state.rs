//! What programs of pages set: where text goes, with which font, in which ink.
//!
//! In: operators with their operands. Out: the state that the next characters are drawn with.

use std::rc::Rc;

use crate::import::layout::{Area, Matrix};
use crate::import::pdf::font::Font;
use crate::import::pdf::syntax::Object;

/// What is filled with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Ink {
    White,
    /// The numbers of a colour in its space.
    Colour(Space, [f32; 4]),
    /// A colour that nothing here knows.
    Other,
    /// What need not fill all of an area.
    Pattern,
}

impl Ink {
    /// Whether two of them that are equal look alike.
    pub(crate) fn is_known(self) -> bool {
        matches!(self, Ink::White | Ink::Colour(..))
    }
}

/// A space of colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Space {
    Gray,
    Rgb,
    Cmyk,
    /// Made by the file; the number of its object. One number of it may be how light it is, as in gray.
    Own {
        number: u32,
        is_gray: bool,
    },
    Other,
}

/// Of what is drawn, only what lies within is seen.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clip {
    pub area: Area,
    /// All within is seen: the area is no larger than what cuts.
    is_exact: bool,
}

/// Black, in which all begins.
const BLACK: Ink = Ink::Colour(Space::Rgb, [0.0; 4]);
/// What hides less of what is below it leaves nothing.
const CLEAR: f32 = 0.02;
/// What hides more of it hides it.
const OPAQUE: f32 = 0.9;

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
    /// Of lines.
    pub line_ink: Ink,
    /// How much of what is below is hidden, from 0 to 1, by areas and by lines.
    pub opacity: f32,
    pub line_opacity: f32,
    /// What is drawn mixes with what is below, or is cut by a mask.
    pub is_mixed: bool,
    pub is_masked: bool,
    /// Of lines, in the coordinates of the program.
    pub width: f32,
    pub is_dashed: bool,
    pub clip: Option<Clip>,
    /// Where the next letter goes.
    pub text: Matrix,
    /// Where the line begins.
    pub line: Matrix,
    colours: Space,
    line_colours: Space,
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
            ink: BLACK,
            line_ink: BLACK,
            opacity: 1.0,
            line_opacity: 1.0,
            is_mixed: false,
            is_masked: false,
            width: 1.0,
            is_dashed: false,
            clip: None,
            text: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
            colours: Space::Gray,
            line_colours: Space::Gray,
        }
    }

    /// The state in which a form begins that is drawn within this one.
    pub(crate) fn within(&self, matrix: &Matrix) -> State {
        State {
            matrix: matrix.then(&self.matrix),
            text: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
            ..self.clone()
        }
    }

    /// What is drawn leaves nothing.
    pub(crate) fn is_clear(&self) -> bool {
        self.opacity < CLEAR
    }

    /// Whether what is filled, or drawn as a line, hides what is below it.
    pub(crate) fn is_opaque(&self, is_line: bool) -> bool {
        let (opacity, ink) = match is_line {
            true => (self.line_opacity, self.line_ink),
            false => (self.opacity, self.ink),
        };
        opacity > OPAQUE && ink != Ink::Pattern && self.hides() && !(is_line && self.is_dashed)
    }

    /// Whether a picture hides what is below it.
    pub(crate) fn is_opaque_picture(&self) -> bool {
        self.opacity > OPAQUE && self.hides()
    }

    fn hides(&self) -> bool {
        !self.is_mixed && !self.is_masked && self.clip.is_none_or(|clip| clip.is_exact)
    }

    /// How wide lines are, in points.
    pub(crate) fn line_width(&self) -> f32 {
        let Matrix { a, b, c, d, .. } = self.matrix;
        self.width * (a * d - b * c).abs().sqrt()
    }

    /// Cuts what follows by an area.
    pub(crate) fn cut(&mut self, area: Area, is_exact: bool) {
        self.clip = Some(match self.clip {
            None => Clip { area, is_exact },
            Some(known) => Clip {
                area: Area {
                    left: area.left.max(known.area.left),
                    top: area.top.max(known.area.top),
                    right: area.right.min(known.area.right),
                    bottom: area.bottom.min(known.area.bottom),
                },
                is_exact: is_exact && known.is_exact,
            },
        });
    }

    /// Sets a space of colours; what follows is in the ink that it begins with.
    pub(crate) fn set_space(&mut self, space: Space, is_pattern: bool, is_line: bool) {
        let ink = if is_pattern { Ink::Pattern } else { Ink::Other };
        match is_line {
            true => (self.line_colours, self.line_ink) = (space, ink),
            false => (self.colours, self.ink) = (space, ink),
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
            "w" => self.width = first,
            "d" => {
                let dashes = operands.first().and_then(Object::array);
                self.is_dashed = dashes.is_some_and(|dashes| !dashes.is_empty());
            }
            "g" => (self.colours, self.ink) = (Space::Gray, ink(Space::Gray, operands)),
            "rg" => (self.colours, self.ink) = (Space::Rgb, ink(Space::Rgb, operands)),
            "k" => (self.colours, self.ink) = (Space::Cmyk, ink(Space::Cmyk, operands)),
            "G" => (self.line_colours, self.line_ink) = (Space::Gray, ink(Space::Gray, operands)),
            "RG" => (self.line_colours, self.line_ink) = (Space::Rgb, ink(Space::Rgb, operands)),
            "K" => (self.line_colours, self.line_ink) = (Space::Cmyk, ink(Space::Cmyk, operands)),
            "sc" | "scn" => self.ink = ink(self.colours, operands),
            "SC" | "SCN" => self.line_ink = ink(self.line_colours, operands),
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

/// The ink that operands are in a space.
fn ink(space: Space, operands: &[Object]) -> Ink {
    if operands.last().is_some_and(|last| last.name().is_some()) {
        return Ink::Pattern;
    }
    let numbers: Vec<f32> = operands.iter().filter_map(Object::number).collect();
    let is_light = matches!(space, Space::Gray | Space::Own { is_gray: true, .. });
    match *numbers.as_slice() {
        [gray] if is_light && gray > 0.98 => Ink::White,
        [gray] if space == Space::Gray => Ink::Colour(Space::Rgb, [gray, gray, gray, 0.0]),
        [red, green, blue] if red.min(green).min(blue) > 0.98 => Ink::White,
        [cyan, magenta, yellow, black] if cyan.max(magenta).max(yellow).max(black) < 0.02 => {
            Ink::White
        }
        _ if space == Space::Other => Ink::Other,
        [first, ref more @ ..] if more.len() < 4 => {
            let at = |index: usize| more.get(index).copied().unwrap_or(0.0);
            Ink::Colour(space, [first, at(0), at(1), at(2)])
        }
        _ => Ink::Other,
    }
}

/// The transformation that six numbers are.
pub(crate) fn matrix(numbers: &[Object]) -> Option<Matrix> {
    let numbers: Vec<f32> = numbers.iter().map_while(Object::number).take(6).collect();
    numbers.try_into().ok().map(Matrix::new)
}
