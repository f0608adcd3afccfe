//! Strings that programs of pages show become characters with places (ISO 32000-2, 9.4).
//!
//! In: a string or a list of strings and distances, and the state. Out: letters, with what is known of their being seen
//! before the rest of the page is drawn.

use crate::import::layout::{Glyph, Matrix, Turn};
use crate::import::pdf::content::{Drawing, Mark};
use crate::import::pdf::font::{self, Font};
use crate::import::pdf::sight::{Letter, Sight, is_outside};
use crate::import::pdf::state::State;
use crate::import::pdf::syntax::Object;

impl Drawing<'_, '_> {
    /// Shows a string, or what is in a list.
    pub(crate) fn show(&mut self, shown: &Object, state: &mut State) {
        let Some(font) = state.font.clone() else {
            return;
        };
        match shown {
            Object::Bytes(bytes) => self.string(bytes, &font, state),
            Object::Array(list) => {
                for part in list.iter() {
                    match part {
                        Object::Bytes(bytes) => self.string(bytes, &font, state),
                        Object::Number(_) => {
                            let distance = -part.number().unwrap_or(0.0) * 0.001 * state.size;
                            forward(state, &font, distance);
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    fn string(&mut self, bytes: &[u8], font: &Font, state: &mut State) {
        let mut letters = Vec::new();
        font.letters(bytes, &mut letters);
        for letter in letters {
            self.letter(&letter, font, state);
            let space = state.space
                + if letter.is_blank {
                    state.word_space
                } else {
                    0.0
                };
            let own = match font.down {
                // Downwards is the negative direction.
                Some(down) => -down * state.size + space,
                None => letter.advance * state.size + space,
            };
            forward(state, font, own);
        }
    }

    fn letter(&mut self, letter: &font::Letter, font: &Font, state: &State) {
        let own = Matrix::new([
            state.size * state.scale,
            0.0,
            0.0,
            state.size,
            0.0,
            state.rise,
        ]);
        let placing = own.then(&state.text).then(&state.matrix);
        let (x, y) = placing.point(0.0, 0.0);
        let along = placing.direction(1.0, 0.0);
        let upwards = placing.direction(0.0, 1.0);
        let (length, size) = (along.0.hypot(along.1), upwards.0.hypot(upwards.1));
        let turn = match (font.down, Turn::of(along)) {
            (Some(_), Turn::Right) => Turn::Vertical,
            (_, turn) => turn,
        };
        let advance = match turn {
            Turn::Vertical => size,
            _ => letter.advance * length,
        };
        let count = letter.text.chars().count().max(1);
        for (index, character) in letter.text.chars().enumerate() {
            let Some(left) = self.shared.glyphs.checked_sub(1) else {
                self.is_too_large = true;
                return;
            };
            self.shared.glyphs = left;
            // What one code says in several characters stands side by side.
            let part = advance / count as f32;
            let along = match turn {
                Turn::Right => (part * index as f32, 0.0),
                Turn::Left => (-part * index as f32, 0.0),
                Turn::Down | Turn::Vertical => (0.0, part * index as f32),
                Turn::Up => (0.0, -part * index as f32),
                Turn::Aslant => (0.0, 0.0),
            };
            let glyph = Glyph {
                character,
                x: x + along.0,
                y: y + along.1,
                advance: part,
                size,
                is_bold: font.is_bold || state.mode == 2,
                turn,
            };
            self.place(glyph, state);
        }
    }

    /// Puts a letter on the page.
    fn place(&mut self, glyph: Glyph, state: &State) {
        let is_beyond = glyph.x < -1.0
            || glyph.y < -1.0
            || glyph.x > self.page.width + 1.0
            || glyph.y > self.page.height + 1.0
            || glyph.size < 0.8
            || state
                .clip
                .is_some_and(|clip| is_outside(&glyph, &clip.area));
        let sight = if self.marks.contains(&Mark::Hidden) || is_beyond || state.is_clear() {
            Sight::Hidden
        } else if matches!(state.mode, 3 | 7) {
            Sight::Inkless
        } else if self.marks.contains(&Mark::Furniture) {
            Sight::Furniture
        } else {
            Sight::Seen
        };
        self.letters.push(Letter {
            glyph,
            sight,
            ink: (state.mode == 0).then_some(state.ink),
            after: self.paint.count(),
        });
    }
}

/// Moves along the line.
fn forward(state: &mut State, font: &Font, distance: f32) {
    let moved = match font.down {
        Some(_) => Matrix::moved(0.0, distance),
        None => Matrix::moved(distance * state.scale, 0.0),
    };
    state.text = moved.then(&state.text);
}
