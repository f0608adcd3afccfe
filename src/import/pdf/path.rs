//! Paths: ruling lines, and what is painted dark.
//!
//! In: the operators that make a path. Out: its lines along the edges of the page, and its areas. Curves are passed over.

use crate::import::layout::{Area, MAX_RULES, Rule};
use crate::import::pdf::state::State;
use crate::import::pdf::syntax::Object;

/// Steps of one path.
const MAX_STEPS: usize = 20_000;
/// Areas of a page.
const MAX_AREAS: usize = 2_000;
/// What is thinner is a line, in points.
const THIN: f32 = 3.0;

/// The path that is being made.
#[derive(Debug, Default)]
pub(crate) struct Path {
    /// Each part without a gap.
    parts: Vec<Vec<(f32, f32)>>,
    steps: usize,
    /// The last point, in the coordinates of the program.
    is_curved: bool,
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
            "c" => {
                self.is_curved = true;
                self.extend(place(4));
            }
            "v" | "y" => {
                self.is_curved = true;
                self.extend(place(2));
            }
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

    fn extend(&mut self, point: (f32, f32)) {
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

    /// It is filled.
    pub(crate) fn fill(&self, rules: &mut Vec<Rule>, mut painted: Option<&mut Vec<Area>>) {
        for part in &self.parts {
            let Some(area) = Area::around(part) else {
                continue;
            };
            if is_thin(&area) {
                if rules.len() < MAX_RULES && painted.is_some() {
                    rules.push(Rule { area });
                }
            } else if let Some(painted) = &mut painted
                && painted.len() < MAX_AREAS
            {
                painted.push(area);
            }
        }
    }

    pub(crate) fn clear(&mut self) {
        *self = Path::default();
    }
}

fn is_thin(area: &Area) -> bool {
    area.width().min(area.height()) < THIN && area.width().max(area.height()) > THIN
}
