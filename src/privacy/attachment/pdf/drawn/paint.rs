//! The programs of pages: operators that move letters and fill boxes.
//!
//! In: the program of a page and its resources. Out: what is drawn, in order. Knows the few operators that matter here;
//! never shapes, never colours, but that what shines through covers nothing.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::import::layout::Matrix;
use crate::import::pdf::file::{File, find};
use crate::import::pdf::font::{Font, Letter};
use crate::import::pdf::syntax::{Dictionary, Lexer, Object, Stream, Token};
use crate::privacy::attachment::pdf::drawn::{Drawn, Placed};

/// Forms within one another.
const MAX_FORMS: usize = 8;
/// Operators of one file.
const MAX_OPERATORS: usize = 12_000_000;
/// Letters of one page.
const MAX_LETTERS: usize = 300_000;
/// Letters of one file.
const MAX_ALL_LETTERS: usize = 4_000_000;
/// Operands of one operator.
const MAX_OPERANDS: usize = 512;
/// States that are kept.
const MAX_STATES: usize = 200;
/// Fonts of one file.
const MAX_FONTS: usize = 2000;

/// Draws pages.
pub(in crate::privacy::attachment::pdf) struct Painter<'f, 'b> {
    file: &'f File<'b>,
    fonts: BTreeMap<u32, Rc<Font>>,
    operators: usize,
    letters: usize,
    is_cut: bool,
}

/// How letters and boxes are drawn.
#[derive(Clone)]
struct State {
    matrix: Matrix,
    font: Option<Rc<Font>>,
    size: f32,
    spacing: f32,
    word_spacing: f32,
    scale: f32,
    leading: f32,
    rise: f32,
    is_invisible: bool,
    /// What is filled hides what is below.
    is_opaque: bool,
    is_pattern: bool,
}

/// A program as it runs.
struct Run<'d> {
    drawn: &'d mut Drawn,
    state: State,
    kept: Vec<State>,
    text: Matrix,
    line: Matrix,
    /// Boxes of the path that is being made.
    boxes: Vec<[f32; 4]>,
    points: Vec<(f32, f32)>,
    depth: usize,
}

impl<'f, 'b> Painter<'f, 'b> {
    pub(in crate::privacy::attachment::pdf) fn new(file: &'f File<'b>) -> Painter<'f, 'b> {
        Painter {
            file,
            fonts: BTreeMap::new(),
            operators: 0,
            letters: 0,
            is_cut: false,
        }
    }

    /// Draws a page.
    pub(in crate::privacy::attachment::pdf) fn paint(
        &mut self,
        program: &[u8],
        resources: &Object,
        drawn: &mut Drawn,
    ) {
        if self.is_cut() {
            return;
        }
        let state = State {
            matrix: Matrix::IDENTITY,
            font: None,
            size: 1.0,
            spacing: 0.0,
            word_spacing: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
            is_invisible: false,
            is_opaque: true,
            is_pattern: false,
        };
        let mut run = Run {
            drawn,
            state,
            kept: Vec::new(),
            text: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
            boxes: Vec::new(),
            points: Vec::new(),
            depth: 0,
        };
        let empty = Rc::new(Dictionary::new());
        let resources = resources.dictionary().unwrap_or(&empty);
        self.run(program, resources, &mut run);
        self.is_cut |= drawn.letters.len() > MAX_LETTERS;
        self.letters += drawn.letters.len();
    }

    /// Whether there was more than the limits allow.
    pub(in crate::privacy::attachment::pdf) fn is_cut(&self) -> bool {
        self.is_cut || self.operators > MAX_OPERATORS || self.letters > MAX_ALL_LETTERS
    }

    fn run(&mut self, program: &[u8], resources: &Rc<Dictionary>, run: &mut Run<'_>) {
        let mut lexer = Lexer::of_program(program);
        let mut operands: Vec<Object> = Vec::new();
        while let Some(token) = lexer.token() {
            self.operators += 1;
            if self.operators > MAX_OPERATORS || run.drawn.letters.len() > MAX_LETTERS {
                return;
            }
            match token {
                Token::Object(object) => {
                    if operands.len() < MAX_OPERANDS {
                        operands.push(object);
                    }
                }
                Token::Word(word) => {
                    match &*word {
                        // The bytes of a picture within the program are no operators.
                        "ID" => {
                            lexer.at =
                                find(program, b"EI", lexer.at).map_or(program.len(), |at| at + 2)
                        }
                        "Do" => self.object(&operands, resources, run),
                        "Tf" => self.font(&operands, resources, run),
                        "gs" => self.set(&operands, resources, run),
                        word => run.operator(word, &operands),
                    }
                    operands.clear();
                }
            }
        }
    }

    fn resource(&self, operands: &[Object], resources: &Dictionary, kind: &str) -> Object {
        let name = operands.first().and_then(Object::name).unwrap_or_default();
        match self.file.value(resources, kind).dictionary() {
            Some(all) => all.get(name).cloned().unwrap_or(Object::Null),
            None => Object::Null,
        }
    }

    fn object(&mut self, operands: &[Object], resources: &Rc<Dictionary>, run: &mut Run<'_>) {
        let object = self.resource(operands, resources, "XObject");
        let Object::Stream(stream) = self.file.resolved(&object) else {
            return;
        };
        let kind = self.file.value(&stream.dictionary, "Subtype");
        if kind.name() == Some("Image") {
            run.drawn.pictures += 1;
            let filters = self.file.filters(&stream.dictionary);
            if filters.len() == 1 && filters.iter().all(|(name, _)| name == "DCTDecode") {
                run.drawn.photos.push(Stream::clone(&stream));
            }
            return;
        }
        if run.depth == MAX_FORMS {
            return;
        }
        let Some(program) = self.file.unpacked(&stream) else {
            return;
        };
        let own = self.file.value(&stream.dictionary, "Resources");
        let own = own.dictionary().unwrap_or(resources).clone();
        let before = run.state.clone();
        let kept = std::mem::take(&mut run.kept);
        let numbers = self.file.value(&stream.dictionary, "Matrix");
        if let Some(matrix) = matrix_of(numbers.array().unwrap_or_default()) {
            run.state.matrix = matrix.then(&run.state.matrix);
        }
        run.depth += 1;
        self.run(&program, &own, run);
        run.depth -= 1;
        run.kept = kept;
        run.state = before;
    }

    fn font(&mut self, operands: &[Object], resources: &Dictionary, run: &mut Run<'_>) {
        run.state.size = operands.get(1).and_then(Object::number).unwrap_or(1.0);
        let object = self.resource(operands, resources, "Font");
        let number = match object {
            Object::Reference(number) => Some(number),
            _ => None,
        };
        if let Some(known) = number.and_then(|number| self.fonts.get(&number)) {
            run.state.font = Some(Rc::clone(known));
            return;
        }
        let object = self.file.resolved(&object);
        let font = object
            .dictionary()
            .map(|dictionary| Rc::new(Font::of(self.file, dictionary)));
        if let (Some(number), Some(font)) = (number, &font)
            && self.fonts.len() < MAX_FONTS
        {
            self.fonts.insert(number, Rc::clone(font));
        }
        run.state.font = font;
    }

    /// Sets what a dictionary of states says: what shines through covers nothing.
    fn set(&mut self, operands: &[Object], resources: &Dictionary, run: &mut Run<'_>) {
        let object = self
            .file
            .resolved(&self.resource(operands, resources, "ExtGState"));
        let Some(states) = object.dictionary() else {
            return;
        };
        if let Some(opacity) = self.file.value(states, "ca").number() {
            run.state.is_opaque = opacity > 0.9;
        }
        if let Some(mode) = self.file.value(states, "BM").name() {
            run.state.is_opaque &= matches!(mode, "Normal" | "Compatible");
        }
    }
}

fn matrix_of(numbers: &[Object]) -> Option<Matrix> {
    let numbers: Vec<f32> = numbers.iter().filter_map(Object::number).collect();
    Some(Matrix::new(numbers.try_into().ok()?))
}

impl Run<'_> {
    fn operator(&mut self, word: &str, operands: &[Object]) {
        let number = |index: usize| operands.get(index).and_then(Object::number).unwrap_or(0.0);
        match word {
            "q" if self.kept.len() < MAX_STATES => self.kept.push(self.state.clone()),
            "Q" => {
                if let Some(state) = self.kept.pop() {
                    self.state = state;
                }
            }
            "cm" => {
                if let Some(matrix) = matrix_of(operands) {
                    self.state.matrix = matrix.then(&self.state.matrix);
                }
            }
            "BT" => (self.text, self.line) = (Matrix::IDENTITY, Matrix::IDENTITY),
            "Tm" => {
                if let Some(matrix) = matrix_of(operands) {
                    (self.text, self.line) = (matrix, matrix);
                }
            }
            "Td" => self.next_line(number(0), number(1)),
            "TD" => {
                self.state.leading = -number(1);
                self.next_line(number(0), number(1));
            }
            "T*" => self.next_line(0.0, -self.state.leading),
            "TL" => self.state.leading = number(0),
            "Tc" => self.state.spacing = number(0),
            "Tw" => self.state.word_spacing = number(0),
            "Tz" => self.state.scale = number(0) / 100.0,
            "Ts" => self.state.rise = number(0),
            "Tr" => {
                self.state.is_invisible =
                    matches!(operands.first().and_then(Object::index), Some(3 | 7))
            }
            "Tj" => self.show(operands.first()),
            "'" => {
                self.next_line(0.0, -self.state.leading);
                self.show(operands.first());
            }
            "\"" => {
                (self.state.word_spacing, self.state.spacing) = (number(0), number(1));
                self.next_line(0.0, -self.state.leading);
                self.show(operands.get(2));
            }
            "TJ" => self.show_parts(operands.first()),
            _ => self.path(word, operands),
        }
    }

    fn next_line(&mut self, x: f32, y: f32) {
        self.line = Matrix::moved(x, y).then(&self.line);
        self.text = self.line;
    }

    fn show_parts(&mut self, parts: Option<&Object>) {
        for part in parts.and_then(Object::array).unwrap_or_default() {
            match part.number() {
                Some(back) => {
                    let moved = -back / 1000.0 * self.state.size * self.state.scale;
                    self.text = Matrix::moved(moved, 0.0).then(&self.text);
                }
                None => self.show(Some(part)),
            }
        }
    }

    fn show(&mut self, string: Option<&Object>) {
        let (Some(bytes), Some(font)) = (string.and_then(Object::bytes), self.state.font.clone())
        else {
            return;
        };
        let mut letters: Vec<Letter> = Vec::new();
        font.letters(bytes, &mut letters);
        for letter in letters {
            let State {
                size,
                spacing,
                word_spacing,
                scale,
                rise,
                ..
            } = self.state;
            let whole = self.text.then(&self.state.matrix);
            let (x, y) = whole.point(0.0, rise);
            let blank = if letter.is_blank { word_spacing } else { 0.0 };
            let advance = (letter.advance * size + spacing + blank) * scale;
            let (end, _) = whole.point(letter.advance * size * scale, rise);
            let (up, right) = whole.direction(0.0, size);
            self.drawn.letters.push(Placed {
                text: letter.text,
                x,
                y,
                end: end.max(x),
                size: up.hypot(right),
                is_covered: false,
                is_invisible: self.state.is_invisible,
            });
            self.text = Matrix::moved(advance, 0.0).then(&self.text);
        }
    }

    /// Paths and colours.
    fn path(&mut self, word: &str, operands: &[Object]) {
        let number = |index: usize| operands.get(index).and_then(Object::number).unwrap_or(0.0);
        match word {
            "re" if self.boxes.len() < MAX_OPERANDS => {
                let (x, y) = (number(0), number(1));
                let first = self.state.matrix.point(x, y);
                let last = self.state.matrix.point(x + number(2), y + number(3));
                self.boxes.push([first.0, first.1, last.0, last.1]);
            }
            "m" | "l" => {
                if word == "m" {
                    self.close();
                }
                if self.points.len() < 8 {
                    self.points
                        .push(self.state.matrix.point(number(0), number(1)));
                }
            }
            "c" | "v" | "y" => self.points.clear(),
            "f" | "F" | "f*" | "B" | "B*" | "b" | "b*" => {
                self.close();
                let boxes = std::mem::take(&mut self.boxes);
                if self.state.is_opaque && !self.state.is_pattern {
                    for [left, bottom, right, top] in boxes {
                        self.drawn.cover([left, bottom], [right, top]);
                    }
                }
            }
            "S" | "s" | "n" => {
                self.boxes.clear();
                self.points.clear();
            }
            "g" | "rg" | "k" => self.state.is_pattern = false,
            "sc" | "scn" => {
                self.state.is_pattern = operands.last().is_some_and(|last| last.name().is_some())
            }
            _ => {}
        }
    }

    /// Lines around a box are a box.
    fn close(&mut self) {
        let points = std::mem::take(&mut self.points);
        let [first, second, third, fourth, ..] = *points.as_slice() else {
            return;
        };
        let is_straight =
            |a: (f32, f32), b: (f32, f32)| (a.0 - b.0).abs() < 0.5 || (a.1 - b.1).abs() < 0.5;
        let is_box = points.len() <= 5
            && is_straight(first, second)
            && is_straight(second, third)
            && is_straight(third, fourth);
        if is_box && self.boxes.len() < MAX_OPERANDS {
            self.boxes.push([first.0, first.1, third.0, third.1]);
        }
    }
}
