//! Pages of two texts side by side, where they share much.
//!
//! Made from both texts and what they were found to share; neither is read where the page is there already.

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::error::Error;
use crate::knowledge::similarity::Sameness;
use crate::site::{Site, body_inputs, read_document};

impl Site<'_> {
    /// Publishes the pages; how many there are.
    pub(super) fn comparisons(&self) -> Result<usize, Error> {
        let shown: Vec<&Sameness> = (self.knowledge.similarity.iter())
            .filter(|it| it.is_shown())
            .collect();
        shown.par_iter().try_for_each(|it| self.comparison(it))?;
        Ok(shown.len())
    }

    fn comparison(&self, it: &Sameness) -> Result<(), Error> {
        let entries = &self.archive.entries;
        let (Some(entry), Some(other)) = (entries.get(it.report), entries.get(it.other)) else {
            return Ok(());
        };
        let Some((path, view)) = self.renderer.comparison(it) else {
            return Ok(());
        };
        let bodies = [entry, other].map(|entry| body_inputs(self.archive, entry));
        let key = self.renderer.key("comparison", &(&view, bodies, &it.pairs));
        self.file(key, &path, || {
            let texts = [
                entry.report.read_again(self.tree)?,
                other.report.read_again(self.tree)?,
            ];
            let [left, right] = &texts;
            let left = read_document(self.archive, self.store, entry, left.body());
            let right = read_document(self.archive, self.store, other, right.body());
            self.renderer.render_comparison(view, it, [&left, &right])
        })?;
        Ok(())
    }
}
