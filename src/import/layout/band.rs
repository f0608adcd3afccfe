//! Tables without borders between their columns.
use crate::import::document::Remark;
use crate::import::layout::line::Line;
use crate::import::layout::table::Grid;
use crate::import::layout::Rule;
pub(crate) fn tables(_lines: &mut Vec<Line>, _tables: &mut Vec<Grid>, _rules: &[Rule], _remarks: &mut Vec<Remark>) {}
