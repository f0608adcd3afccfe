//! Transformations of the plane, as pages are drawn with them.
//!
//! In: six numbers. Out: points. Never asks what they are for.

/// A transformation: `x' = a x + c y + e`, `y' = b x + d y + f`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Matrix {
    pub a: f32,
    pub b: f32,
    pub c: f32,
    pub d: f32,
    pub e: f32,
    pub f: f32,
}

impl Matrix {
    /// Leaves everything where it is.
    pub(crate) const IDENTITY: Matrix = Matrix::new([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// In the order in which files have the numbers.
    pub(crate) const fn new([a, b, c, d, e, f]: [f32; 6]) -> Matrix {
        Matrix { a, b, c, d, e, f }
    }

    /// Moves.
    pub(crate) const fn moved(x: f32, y: f32) -> Matrix {
        Matrix::new([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// This one first, then the other.
    pub(crate) fn then(&self, next: &Matrix) -> Matrix {
        Matrix {
            a: self.a * next.a + self.b * next.c,
            b: self.a * next.b + self.b * next.d,
            c: self.c * next.a + self.d * next.c,
            d: self.c * next.b + self.d * next.d,
            e: self.e * next.a + self.f * next.c + next.e,
            f: self.e * next.b + self.f * next.d + next.f,
        }
    }

    /// Where a point comes to.
    pub(crate) fn point(&self, x: f32, y: f32) -> (f32, f32) {
        (
            self.a * x + self.c * y + self.e,
            self.b * x + self.d * y + self.f,
        )
    }

    /// Where a direction comes to: what is moved keeps it.
    pub(crate) fn direction(&self, x: f32, y: f32) -> (f32, f32) {
        (self.a * x + self.c * y, self.b * x + self.d * y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_comes_first() {
        let doubled = Matrix::new([2.0, 0.0, 0.0, 2.0, 0.0, 0.0]);
        let moved = Matrix::moved(5.0, 1.0);
        assert_eq!(doubled.then(&moved).point(1.0, 1.0), (7.0, 3.0));
        assert_eq!(moved.then(&doubled).point(1.0, 1.0), (12.0, 4.0));
        assert_eq!(moved.direction(1.0, 0.0), (1.0, 0.0));
    }
}
