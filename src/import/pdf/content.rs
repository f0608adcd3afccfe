//! Programs that draw pages (ISO 32000-2, 8 and 9).
//!
//! In: the program of a page and its resources. Out: letters, ruling lines and images with their places, in the order of the
//! program, and which of the letters a reader sees. Never draws; never goes deeper than [`MAX_FORMS`], never does more than
//! the budget allows.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::import::layout::{self, Area, MAX_GLYPHS, Matrix};
use crate::import::pdf::file::{File, find};
use crate::import::pdf::font::Font;
use crate::import::pdf::path::Path;
use crate::import::pdf::sight::{Letter, Paint, Shape};
use crate::import::pdf::state::{Ink, Space, State, matrix};
use crate::import::pdf::syntax::{Dictionary, Lexer, Object, Stream, Token};

/// Forms within one another.
const MAX_FORMS: usize = 12;
/// Forms that all pages draw.
const MAX_DRAWN: usize = 50_000;
/// Operators of all pages.
const MAX_OPERATORS: usize = 6_000_000;
/// States that are kept on one page.
const MAX_STATES: usize = 200;
/// Operands of an operator.
const MAX_OPERANDS: usize = 400;
/// Fonts that are kept.
const MAX_FONTS: usize = 500;
/// Images of a page that are looked at.
const MAX_IMAGES: usize = 2_000;
/// Marks around content, within one another.
const MAX_MARKS: usize = 200;
/// How often letters of all pages are held against what is painted.
const MAX_COMPARED: usize = 400_000_000;

/// What all pages together may do, and what they share.
pub(crate) struct Shared {
    operators: usize,
    forms: usize,
    pub(crate) glyphs: usize,
    compared: usize,
    pub(crate) fonts: BTreeMap<u32, Rc<Font>>,
    /// Layers that are not shown.
    pub off: BTreeSet<u32>,
}

impl Shared {
    pub(crate) fn new(off: BTreeSet<u32>) -> Shared {
        Shared {
            operators: MAX_OPERATORS,
            forms: MAX_DRAWN,
            glyphs: MAX_GLYPHS,
            compared: MAX_COMPARED,
            fonts: BTreeMap::new(),
            off,
        }
    }
}

/// What marks say of content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Nothing that counts.
    Plain,
    /// It is not shown.
    Hidden,
    /// It belongs to the page: a running head, a page number, a watermark.
    Furniture,
}

/// An image on a page.
#[derive(Debug, Clone)]
pub(crate) struct Image {
    pub area: Area,
    /// What it is made of; an image within the program has no stream.
    pub stream: Option<Rc<Stream>>,
    pub is_seen: bool,
}

/// What is drawn on a page.
pub(crate) struct Drawing<'a, 'b> {
    pub file: &'a File<'b>,
    pub shared: &'a mut Shared,
    pub page: layout::Page,
    /// In the order of the program.
    pub letters: Vec<Letter>,
    /// What is painted.
    pub paint: Paint,
    pub images: Vec<Image>,
    /// There was more than the budget allows.
    pub is_too_large: bool,
    pub(crate) marks: Vec<Mark>,
    pub(crate) path: Path,
}

impl<'a, 'b> Drawing<'a, 'b> {
    pub(crate) fn new(
        file: &'a File<'b>,
        shared: &'a mut Shared,
        page: layout::Page,
    ) -> Drawing<'a, 'b> {
        Drawing {
            file,
            shared,
            page,
            letters: Vec::new(),
            paint: Paint::default(),
            images: Vec::new(),
            is_too_large: false,
            marks: Vec::new(),
            path: Path::default(),
        }
    }

    /// Decides which letters are seen, when all is drawn.
    pub(crate) fn decide(&mut self) {
        let page = self.page.width * self.page.height;
        self.paint
            .decide(page, &mut self.letters, &mut self.shared.compared);
    }

    /// Runs a program.
    pub(crate) fn run(
        &mut self,
        program: &[u8],
        resources: &Dictionary,
        state: State,
        depth: usize,
    ) {
        let mut lexer = Lexer::of_program(program);
        let mut states = vec![state];
        let mut operands: Vec<Object> = Vec::new();
        let marks = self.marks.len();
        while let Some(token) = lexer.token() {
            if self.is_too_large {
                return;
            }
            let word = match token {
                Token::Object(object) => {
                    if operands.len() < MAX_OPERANDS {
                        operands.push(object);
                    }
                    continue;
                }
                Token::Word(word) => word,
            };
            let Some(left) = self.shared.operators.checked_sub(1) else {
                self.is_too_large = true;
                return;
            };
            self.shared.operators = left;
            match &*word {
                "q" => {
                    if let Some(state) = states.last().filter(|_| states.len() < MAX_STATES) {
                        states.push(state.clone());
                    }
                }
                "Q" => {
                    if states.len() > 1 {
                        states.pop();
                    }
                }
                "BI" => self.inline_image(&mut lexer, program, states.last()),
                word => {
                    if let Some(state) = states.last_mut() {
                        self.operate(word, &operands, state, resources, depth);
                    }
                }
            }
            operands.clear();
        }
        self.marks.truncate(marks);
    }

    fn operate(
        &mut self,
        word: &str,
        operands: &[Object],
        state: &mut State,
        resources: &Dictionary,
        depth: usize,
    ) {
        match word {
            "Tf" => {
                state.size = operands.get(1).and_then(Object::number).unwrap_or(0.0);
                let name = operands.first().and_then(Object::name);
                state.font = name.and_then(|name| self.font(name, resources));
            }
            "Tj" | "'" | "\"" | "TJ" => {
                state.begin_line(word, operands);
                if let Some(shown) = operands.last() {
                    self.show(shown, state);
                }
            }
            "Do" => {
                if let Some(name) = operands.first().and_then(Object::name) {
                    self.object(name, resources, state, depth);
                }
            }
            "gs" => {
                let graphics = self.resource("ExtGState", operands.first(), resources);
                if let Some(own) = graphics.dictionary() {
                    self.look(own, state);
                }
            }
            "cs" | "CS" => {
                let (space, is_pattern) = self.space(operands.first(), resources);
                state.set_space(space, is_pattern, word == "CS");
            }
            "W" | "W*" => self.path.is_clip = true,
            "BMC" | "BDC" => {
                let mark = self.mark(operands, resources);
                if self.marks.len() < MAX_MARKS {
                    self.marks.push(mark);
                }
            }
            "EMC" => {
                self.marks.pop();
            }
            "S" | "s" | "f" | "F" | "f*" | "B" | "B*" | "b" | "b*" | "n" | "sh" => {
                self.paint(word, state)
            }
            _ if self.path.step(word, operands, state) => {}
            _ => state.set(word, operands),
        }
    }

    /// What a dictionary of states says of how colours lie over one another.
    fn look(&self, own: &Dictionary, state: &mut State) {
        let number = |name: &str| self.file.value(own, name).number();
        state.opacity = number("ca").unwrap_or(state.opacity);
        state.line_opacity = number("CA").unwrap_or(state.line_opacity);
        state.width = number("LW").unwrap_or(state.width);
        let mode = self.file.value(own, "BM");
        let mode = mode
            .array()
            .and_then(|modes| modes.first())
            .unwrap_or(&mode);
        if let Some(mode) = mode.name() {
            state.is_mixed = !matches!(mode, "Normal" | "Compatible");
        }
        match self.file.value(own, "SMask") {
            Object::Null => {}
            mask => state.is_masked = mask.name() != Some("None"),
        }
    }

    /// A space of colours by its name, and whether it is that of patterns.
    fn space(&self, name: Option<&Object>, resources: &Dictionary) -> (Space, bool) {
        match name.and_then(Object::name) {
            Some("DeviceGray" | "CalGray" | "G") => return (Space::Gray, false),
            Some("DeviceRGB" | "RGB") => return (Space::Rgb, false),
            Some("DeviceCMYK" | "CMYK") => return (Space::Cmyk, false),
            Some("Pattern") => return (Space::Other, true),
            _ => {}
        }
        let all = self.file.value(resources, "ColorSpace");
        let entry = all
            .dictionary()
            .zip(name.and_then(Object::name))
            .and_then(|(all, name)| all.get(name));
        let Some(entry) = entry else {
            return (Space::Other, false);
        };
        let space = self.file.resolved(entry);
        let parts = space.array().unwrap_or_default();
        let kind = space.name().or(parts.first().and_then(Object::name));
        let count = parts.get(1).map(|profile| self.file.resolved(profile));
        let count = count.and_then(|profile| self.file.value(profile.dictionary()?, "N").index());
        let is_gray = match kind {
            Some("DeviceGray" | "CalGray") => true,
            Some("ICCBased") => count == Some(1),
            Some("Pattern") => return (Space::Other, true),
            _ => false,
        };
        let space = match (entry, is_gray) {
            (Object::Reference(number), _) => Space::Own {
                number: *number,
                is_gray,
            },
            (_, true) => Space::Gray,
            _ => Space::Other,
        };
        (space, false)
    }

    /// Ends a path.
    fn paint(&mut self, word: &str, state: &mut State) {
        if matches!(word, "s" | "b" | "b*") {
            self.path.close();
        }
        let is_seen = !self.marks.contains(&Mark::Hidden);
        let clip = state.clip.map(|clip| clip.area);
        if word == "sh" && is_seen && !state.is_clear() {
            // What is shaded fills all that is not cut off.
            let area = clip.unwrap_or(Area {
                right: self.page.width,
                bottom: self.page.height,
                ..Area::default()
            });
            let shape = Shape::of(vec![corners(&area)], false);
            self.paint.add(shape, clip, Ink::Other, false);
            return;
        }
        if matches!(word, "f" | "F" | "f*" | "B" | "B*" | "b" | "b*")
            && is_seen
            && !state.is_clear()
        {
            if state.ink != Ink::White {
                self.path.fill(&mut self.page.rules);
            }
            let shape = self.path.shape(word.ends_with('*'));
            self.paint
                .add(shape, clip, state.ink, state.is_opaque(false));
        }
        if matches!(word, "S" | "s" | "B" | "B*" | "b" | "b*") && is_seen {
            self.path.stroke(&mut self.page.rules);
            for shape in self.path.lines(state.line_width()) {
                self.paint
                    .add(Some(shape), clip, state.line_ink, state.is_opaque(true));
            }
        }
        if self.path.is_clip
            && let Some((area, is_exact)) = self.path.extent()
        {
            state.cut(area, is_exact);
        }
        self.path.clear();
    }

    /// What the page's resources have under a name.
    fn resource(&self, kind: &str, name: Option<&Object>, resources: &Dictionary) -> Object {
        let all = self.file.value(resources, kind);
        match (all.dictionary(), name.and_then(Object::name)) {
            (Some(all), Some(name)) => self.file.value(all, name),
            _ => Object::Null,
        }
    }

    fn font(&mut self, name: &str, resources: &Dictionary) -> Option<Rc<Font>> {
        let all = self.file.value(resources, "Font");
        let entry = all.dictionary()?.get(name)?;
        let number = match entry {
            Object::Reference(number) => Some(*number),
            _ => None,
        };
        if let Some(known) = number.and_then(|number| self.shared.fonts.get(&number)) {
            return Some(Rc::clone(known));
        }
        let font = self.file.resolved(entry);
        let font = Rc::new(Font::of(self.file, font.dictionary()?));
        if self.shared.fonts.len() >= MAX_FONTS {
            self.shared.fonts.clear();
        }
        if let Some(number) = number {
            self.shared.fonts.insert(number, Rc::clone(&font));
        }
        Some(font)
    }

    /// Draws a form, or notes an image.
    fn object(&mut self, name: &str, resources: &Dictionary, state: &State, depth: usize) {
        let Some(left) = self.shared.forms.checked_sub(1) else {
            self.is_too_large = true;
            return;
        };
        self.shared.forms = left;
        let all = self.file.value(resources, "XObject");
        let entry = all.dictionary().and_then(|all| all.get(name));
        let Some(Object::Stream(stream)) = entry.map(|entry| self.file.resolved(entry)) else {
            return;
        };
        let own = &stream.dictionary;
        let is_off = own.get("OC").is_some_and(|layer| self.is_off(layer));
        match self.file.value(own, "Subtype").name() {
            Some("Image") if !is_off => self.image(state, Some(stream)),
            Some("Form") if depth < MAX_FORMS => {
                let Some(program) = self.file.unpacked(&stream) else {
                    return;
                };
                let own_matrix = self.file.value(own, "Matrix");
                let own_matrix =
                    matrix(own_matrix.array().unwrap_or_default()).unwrap_or(Matrix::IDENTITY);
                let inner = self.file.value(own, "Resources");
                let inner = inner.dictionary().map_or(resources, |d| d);
                self.marks
                    .push(if is_off { Mark::Hidden } else { Mark::Plain });
                let mut inside = state.within(&own_matrix);
                let sides = self.file.value(own, "BBox");
                let sides: Vec<f32> = sides
                    .array()
                    .unwrap_or_default()
                    .iter()
                    .filter_map(|side| self.file.resolved(side).number())
                    .collect();
                if let [left, bottom, right, top] = *sides.as_slice() {
                    let corners = [(left, bottom), (right, bottom), (right, top), (left, top)];
                    let corners = corners.map(|(x, y)| inside.matrix.point(x, y));
                    if let Some(area) = Area::around(&corners) {
                        let Matrix { a, b, c, d, .. } = inside.matrix;
                        let is_exact = (b.abs() + c.abs()).min(a.abs() + d.abs()) < 1e-4;
                        inside.cut(area, is_exact);
                    }
                }
                self.run(&program, inner, inside, depth + 1);
                self.marks.pop();
            }
            _ => {}
        }
    }

    fn image(&mut self, state: &State, stream: Option<Rc<Stream>>) {
        let outline = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)];
        let outline = outline.map(|(x, y)| state.matrix.point(x, y));
        if self.images.len() == MAX_IMAGES {
            self.paint.is_crowded = true;
            return;
        }
        let area = Area::around(&outline);
        let is_seen = area.is_some() && !self.marks.contains(&Mark::Hidden) && !state.is_clear();
        if is_seen {
            let shape = Shape::of(vec![outline.to_vec()], false);
            let clip = state.clip.map(|clip| clip.area);
            let is_whole = stream.as_ref().is_some_and(|stream| self.is_whole(stream));
            let is_opaque = is_whole && state.is_opaque_picture();
            self.paint.add_picture(shape, clip, is_opaque);
        }
        self.images.push(Image {
            area: area.unwrap_or_default(),
            stream,
            is_seen,
        });
    }

    /// Whether an image has no holes.
    fn is_whole(&self, image: &Stream) -> bool {
        let own = &image.dictionary;
        let is_none = |name: &str| self.file.value(own, name) == Object::Null;
        let is_mask = self.file.value(own, "ImageMask") == Object::Boolean(true);
        let may_have_own = self.file.value(own, "SMaskInData").index().unwrap_or(0) > 0;
        is_none("SMask") && is_none("Mask") && !is_mask && !may_have_own
    }

    /// Goes past an image that stands in the program.
    fn inline_image(&mut self, lexer: &mut Lexer<'_>, program: &[u8], state: Option<&State>) {
        while let Some(token) = lexer.token() {
            if matches!(&token, Token::Word(word) if &**word == "ID") {
                break;
            }
        }
        let mut from = lexer.at + 1;
        while let Some(at) = find(program, b"EI", from) {
            let before = at.checked_sub(1).and_then(|at| program.get(at));
            let after = program.get(at + 2);
            let is_end = before.is_some_and(u8::is_ascii_whitespace)
                && after.is_none_or(u8::is_ascii_whitespace);
            from = at + 2;
            if is_end {
                break;
            }
        }
        lexer.at = from.min(program.len());
        if let Some(state) = state {
            self.image(state, None);
        }
    }

    /// What a mark says.
    fn mark(&self, operands: &[Object], resources: &Dictionary) -> Mark {
        let tag = operands.first().and_then(Object::name);
        match tag {
            Some("OC") => {
                let all = self.file.value(resources, "Properties");
                let name = operands.get(1).and_then(Object::name);
                let layer = all
                    .dictionary()
                    .zip(name)
                    .and_then(|(all, name)| all.get(name));
                match layer.is_some_and(|layer| self.is_off(layer)) {
                    true => Mark::Hidden,
                    false => Mark::Plain,
                }
            }
            Some("Artifact") => Mark::Furniture,
            _ => Mark::Plain,
        }
    }

    /// Whether a layer is not shown. One that depends on others is shown if any of them is.
    fn is_off(&self, layer: &Object) -> bool {
        let is_off = |object: &Object| matches!(object, Object::Reference(number) if self.shared.off.contains(number));
        if self.shared.off.is_empty() || is_off(layer) {
            return is_off(layer);
        }
        let layer = self.file.resolved(layer);
        let Some(own) = layer.dictionary() else {
            return false;
        };
        match own.get("OCGs") {
            Some(Object::Array(all)) => !all.is_empty() && all.iter().all(is_off),
            Some(one) => is_off(one),
            None => false,
        }
    }
}

fn corners(area: &Area) -> Vec<(f32, f32)> {
    let Area {
        left,
        top,
        right,
        bottom,
    } = *area;
    vec![(left, top), (right, top), (right, bottom), (left, bottom)]
}
