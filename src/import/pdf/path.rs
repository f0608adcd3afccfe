//! Paths: ruling lines, and areas.
//!
//! In: the operators that make a path. Out: its lines along the edges of the page, what it fills and what it cuts. Curves
//! make no ruling lines.

use crate::import::layout::{Area, MAX_RULES, Rule};
use crate::import::pdf::sight::{Point, Shape};
use crate::import::pdf::state::State;
use crate::import::pdf::syntax::Object;

/// Steps of one path.
const MAX_STEPS: usize = 20_000;
/// Straight pieces that stand for a curve.
const PIECES: u8 = 4;
/// Wide lines of one path.
const MAX_LINES: usize = 1_000;
/// What is thinner is a line, in points.
const THIN: f32 = 3.0;

/// The path that is being made.
#[derive(Debug, Default)]
pub(crate) struct Path {
    /// Each part without a gap.
    parts: Vec<Vec<(f32, f32)>>,
    steps: usize,
    is_curved: bool,
    /// It cuts what follows.
    pub is_clip: bool,
}

impl Path {
    /// Does what an operator says; `false` if it makes no path.
    pub(crate) fn step(&mut self, word: &str, operands: &[Object], state: &State) -> bool {
        let number = |index: usize| operands.get(index).and_then(Object::number).unwrap_or(0.0);
        let place = |index: usize| state.matrix.point(number(index), number(index + 1));
        if !matches!(word, "m" | "l" | "c" | "v" | "y" | "h" | "re") {
            return false;
        }
        self.steps += 1;
        if self.steps > MAX_STEPS {
            return true;
        }
        match word {
            "m" => self.parts.push(vec![place(0)]),
            "l" => self.extend(place(0)),
            "c" => self.curve(place(0), place(2), place(4)),
            "v" => {
                let last = self.parts.last().and_then(|part| part.last()).copied();
                self.curve(last.unwrap_or(place(0)), place(0), place(2));
            }
            "y" => self.curve(place(0), place(2), place(2)),
            "h" => self.close(),
            _ => {
                let (x, y, width, height) = (number(0), number(1), number(2), number(3));
                let corners = [
                    (x, y),
                    (x + width, y),
                    (x + width, y + height),
                    (x, y + height),
                    (x, y),
                ];
                self.parts
                    .push(corners.map(|(x, y)| state.matrix.point(x, y)).to_vec());
            }
        }
        true
    }

    /// A curve from the last point, by the two points that draw it to them.
    fn curve(&mut self, second: Point, third: Point, end: Point) {
        self.is_curved = true;
        let last = self.parts.last().and_then(|part| part.last()).copied();
        let first = last.unwrap_or(second);
        for piece in 1..PIECES {
            let t = f32::from(piece) / f32::from(PIECES);
            let s = 1.0 - t;
            let mixed = |a: f32, b: f32, c: f32, d: f32| {
                s * s * s * a + 3.0 * s * s * t * b + 3.0 * s * t * t * c + t * t * t * d
            };
            self.extend((
                mixed(first.0, second.0, third.0, end.0),
                mixed(first.1, second.1, third.1, end.1),
            ));
        }
        self.extend(end);
    }

    fn extend(&mut self, point: Point) {
        match self.parts.last_mut() {
            Some(part) => part.push(point),
            None => self.parts.push(vec![point]),
        }
    }

    /// Goes back to where the part began.
    pub(crate) fn close(&mut self) {
        if let Some(part) = self.parts.last_mut()
            && let Some(first) = part.first().copied()
        {
            part.push(first);
        }
    }

    /// Its lines are drawn.
    pub(crate) fn stroke(&self, rules: &mut Vec<Rule>) {
        if self.is_curved {
            return;
        }
        for part in &self.parts {
            for pair in part.windows(2) {
                let area = Area::around(pair).filter(is_thin);
                if let Some(area) = area.filter(|_| rules.len() < MAX_RULES) {
                    rules.push(Rule { area });
                }
            }
        }
    }

    /// It is filled so that something is seen: what is thin is a line.
    pub(crate) fn fill(&self, rules: &mut Vec<Rule>) {
        let areas = self.parts.iter().filter_map(|part| Area::around(part));
        let left = MAX_RULES.saturating_sub(rules.len());
        rules.extend(areas.filter(is_thin).take(left).map(|area| Rule { area }));
    }

    /// What it fills.
    pub(crate) fn shape(&self, is_even_odd: bool) -> Option<Shape> {
        Shape::of(self.parts.clone(), is_even_odd)
    }

    /// What its lines paint if they are so wide.
    pub(crate) fn lines(&self, width: f32) -> impl Iterator<Item = Shape> {
        let pairs = self.parts.iter().flat_map(|part| part.windows(2));
        let shapes = pairs.filter_map(move |pair| match *pair {
            [from, to] => Shape::stroke(from, to, width),
            _ => None,
        });
        shapes.take(MAX_LINES)
    }

    /// The area that holds it, and whether it is just that area.
    pub(crate) fn extent(&self) -> Option<(Area, bool)> {
        let points: Vec<Point> = self.parts.iter().flatten().copied().collect();
        let area = Area::around(&points)?;
        let is_corner = |(x, y): &Point| {
            let is_at = |one: f32, other: f32| (one - other).abs() < 0.1;
            (is_at(*x, area.left) || is_at(*x, area.right))
                && (is_at(*y, area.top) || is_at(*y, area.bottom))
        };
        let is_box = self.parts.len() == 1
            && matches!(points.len(), 4 | 5)
            && points.iter().all(is_corner)
            && points.windows(2).all(|pair| match *pair {
                [from, to] => (from.0 - to.0).abs() < 0.1 || (from.1 - to.1).abs() < 0.1,
                _ => true,
            });
        Some((area, is_box))
    }

    pub(crate) fn clear(&mut self) {
        *self = Path::default();
    }
}

fn is_thin(area: &Area) -> bool {
    area.width().min(area.height()) < THIN && area.width().max(area.height()) > THIN
}
