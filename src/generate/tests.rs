//! Tests of the sequence of a run.

mod histories;
