//! What a reader of a PDF page sees of its letters: the one rule, for what is imported and for what is looked at before it
//! is published.
//!
//! In: letters, and shapes and pictures that are painted, in the order of the page's program. Out: for each letter whether
//! it is seen, or why not. What is not certain counts as seen: what shines through covers nothing, nor does the picture of
//! a scan.

use crate::import::layout::{Area, Glyph, Turn};
use crate::import::pdf::state::Ink;

/// Shapes of a page.
const MAX_SHAPES: usize = 20_000;
/// Corners of all shapes of a page.
const MAX_CORNERS: usize = 400_000;
/// What is thinner, in points, covers no letter: it is a rule.
const THIN: f32 = 3.0;
/// Pictures that cover so much of a page are the scan of it: letters below were recognised in them.
const SCAN: f32 = 0.5;

/// A point of a page.
pub(crate) type Point = (f32, f32);

/// Whether a letter is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sight {
    Seen,
    /// It is seen, and belongs to the page: a running head, a page number, a watermark.
    Furniture,
    /// Drawn without ink: what a scan says, if it was recognised.
    Inkless,
    /// Beyond the edges, clipped away, on a layer that is off, in the colour of what is behind it.
    Hidden,
    /// A shape was painted over it.
    Covered,
}

/// A letter on a page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Letter {
    pub glyph: Glyph,
    pub sight: Sight,
    /// What its strokes are filled with; `None` where that is not all of its look.
    pub ink: Option<Ink>,
    /// How many shapes were painted before it.
    pub after: usize,
}

/// An area with any outline.
#[derive(Debug)]
pub(crate) struct Shape {
    area: Area,
    parts: Vec<Vec<Point>>,
    /// What lies within two parts is outside.
    is_even_odd: bool,
}

/// Something that was painted.
#[derive(Debug)]
struct Painted {
    shape: Shape,
    /// Of nothing outside this area anything is seen.
    clip: Option<Area>,
    ink: Ink,
    /// It hides all that is below it.
    is_opaque: bool,
    is_picture: bool,
}

/// What is painted on a page, in order.
#[derive(Debug, Default)]
pub(crate) struct Paint {
    all: Vec<Painted>,
    corners: usize,
    /// There was more than is looked at.
    pub is_crowded: bool,
}

impl Shape {
    /// The shape with these outlines, unless it is so thin that it is a line.
    pub(crate) fn of(parts: Vec<Vec<Point>>, is_even_odd: bool) -> Option<Shape> {
        let corners: Vec<Point> = parts.iter().flatten().copied().collect();
        let area = Area::around(&corners)?;
        (area.width() >= THIN && area.height() >= THIN).then_some(Shape {
            area,
            parts,
            is_even_odd,
        })
    }

    /// A line so wide that it is an area.
    pub(crate) fn stroke(from: Point, to: Point, width: f32) -> Option<Shape> {
        let (x, y) = (to.0 - from.0, to.1 - from.1);
        let length = x.hypot(y);
        if width < THIN || length < THIN {
            return None;
        }
        let (x, y) = (x / length * width / 2.0, y / length * width / 2.0);
        let corners = [
            (from.0 - y, from.1 + x),
            (to.0 - y, to.1 + x),
            (to.0 + y, to.1 - x),
            (from.0 + y, from.1 - x),
        ];
        Shape::of(vec![corners.to_vec()], false)
    }

    fn holds(&self, point: Point) -> bool {
        if !self.area.contains(point) {
            return false;
        }
        let mut turns = 0i32;
        for part in &self.parts {
            let next = part.iter().cycle().skip(1);
            for (from, to) in part.iter().zip(next) {
                let side =
                    (to.0 - from.0) * (point.1 - from.1) - (point.0 - from.0) * (to.1 - from.1);
                if from.1 <= point.1 && to.1 > point.1 && side > 0.0 {
                    turns += 1;
                } else if from.1 > point.1 && to.1 <= point.1 && side < 0.0 {
                    turns += if self.is_even_odd { 1 } else { -1 };
                }
            }
        }
        match self.is_even_odd {
            true => turns % 2 != 0,
            false => turns != 0,
        }
    }
}

impl Painted {
    fn holds(&self, point: Point) -> bool {
        self.clip.is_none_or(|clip| clip.contains(point)) && self.shape.holds(point)
    }
}

impl Paint {
    /// How many shapes there are.
    pub(crate) fn count(&self) -> usize {
        self.all.len()
    }

    /// Paints a shape within an area.
    pub(crate) fn add(
        &mut self,
        shape: Option<Shape>,
        clip: Option<Area>,
        ink: Ink,
        is_opaque: bool,
    ) {
        self.push(shape.map(|shape| Painted {
            shape,
            clip,
            ink,
            is_opaque,
            is_picture: false,
        }));
    }

    /// Places a picture.
    pub(crate) fn add_picture(
        &mut self,
        shape: Option<Shape>,
        clip: Option<Area>,
        is_opaque: bool,
    ) {
        self.push(shape.map(|shape| Painted {
            shape,
            clip,
            ink: Ink::Other,
            is_opaque,
            is_picture: true,
        }));
    }

    fn push(&mut self, painted: Option<Painted>) {
        let Some(painted) = painted else { return };
        self.corners += painted.shape.parts.iter().map(Vec::len).sum::<usize>();
        if self.all.len() >= MAX_SHAPES || self.corners > MAX_CORNERS {
            self.is_crowded = true;
            return;
        }
        self.all.push(painted);
    }

    /// Decides of all letters of a page of this size; `budget` says how often letters are held against shapes.
    pub(crate) fn decide(&mut self, page: f32, letters: &mut [Letter], budget: &mut usize) {
        let pictures = self.all.iter().filter(|painted| painted.is_picture);
        let areas = pictures.map(|painted| painted.shape.area);
        let pictured: f32 = areas.map(|area| area.width() * area.height()).sum();
        if pictured > page * SCAN {
            for picture in self.all.iter_mut().filter(|painted| painted.is_picture) {
                picture.is_opaque = false;
            }
        }
        let Some(left) = budget.checked_sub(letters.len().saturating_mul(self.all.len())) else {
            self.is_crowded = true;
            return;
        };
        *budget = left;
        for letter in letters {
            if matches!(letter.sight, Sight::Inkless | Sight::Hidden) {
                continue;
            }
            let points = points_of(&letter.glyph);
            if points.iter().all(|point| self.covers(letter.after, *point)) {
                letter.sight = Sight::Covered;
            } else if let (Sight::Seen, Some(ink)) = (letter.sight, letter.ink)
                && points
                    .iter()
                    .all(|point| self.swallows(letter.after, *point, ink))
            {
                letter.sight = Sight::Hidden;
            }
        }
    }

    /// Whether something hides a point that was there after so many shapes.
    fn covers(&self, after: usize, point: Point) -> bool {
        let later = self.all.get(after..).unwrap_or_default();
        later
            .iter()
            .any(|painted| painted.is_opaque && painted.holds(point))
    }

    /// Whether what lies below a point has the colour of what is drawn there.
    fn swallows(&self, after: usize, point: Point, ink: Ink) -> bool {
        let earlier = self.all.get(..after).unwrap_or_default().iter().rev();
        // White that shines through leaves what is below it to be judged.
        let below = earlier
            .filter(|painted| painted.is_opaque || painted.ink != Ink::White)
            .find(|painted| painted.holds(point));
        match below {
            Some(painted) => painted.is_opaque && ink.is_known() && painted.ink == ink,
            // The paper.
            None => ink == Ink::White,
        }
    }
}

/// Whether a letter is all outside of an area.
pub(crate) fn is_outside(glyph: &Glyph, clip: &Area) -> bool {
    Area::around(&points_of(glyph)).is_some_and(|inner| !inner.meets(clip))
}

/// Points of a letter that are covered only where all that tells it from others is.
fn points_of(glyph: &Glyph) -> [Point; 4] {
    // Along the line, and upwards from it.
    let (along, up) = match glyph.turn {
        Turn::Right => ((1.0, 0.0), (0.0, -1.0)),
        Turn::Left => ((-1.0, 0.0), (0.0, 1.0)),
        Turn::Down => ((0.0, 1.0), (1.0, 0.0)),
        Turn::Up => ((0.0, -1.0), (-1.0, 0.0)),
        // The letter hangs below the middle of its upper edge.
        Turn::Vertical => ((0.0, 1.0), (0.0, 0.0)),
        Turn::Aslant => ((0.0, 0.0), (0.0, 0.0)),
    };
    [(0.25, 0.2), (0.75, 0.2), (0.25, 0.55), (0.75, 0.55)].map(|(right, high)| {
        let (right, high) = (right * glyph.advance, high * glyph.size);
        (
            glyph.x + along.0 * right + up.0 * high,
            glyph.y + along.1 * right + up.1 * high,
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(left: f32, side: f32) -> Vec<Point> {
        let right = left + side;
        vec![(left, left), (right, left), (right, right), (left, right)]
    }

    #[test]
    fn what_is_between_two_outlines_is_inside() {
        let frame = |is_even_odd, inner: Vec<Point>| {
            Shape::of(vec![square(0.0, 100.0), inner], is_even_odd).expect("a shape")
        };
        let turned: Vec<Point> = square(10.0, 80.0).into_iter().rev().collect();
        for frame in [frame(true, square(10.0, 80.0)), frame(false, turned)] {
            assert!(frame.holds((5.0, 50.0)) && !frame.holds((50.0, 50.0)));
        }
        assert!(frame(false, square(10.0, 80.0)).holds((50.0, 50.0)));
        assert!(Shape::of(vec![square(0.0, 2.0)], false).is_none());
    }

    #[test]
    fn wide_lines_are_areas() {
        let line = Shape::stroke((0.0, 50.0), (100.0, 50.0), 20.0).expect("a shape");
        assert!(line.holds((50.0, 42.0)) && !line.holds((50.0, 38.0)));
        assert!(Shape::stroke((0.0, 50.0), (100.0, 50.0), 1.0).is_none());
    }
}
