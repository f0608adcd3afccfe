//! Tests of pages as the default theme and other themes make them from sample values.

mod contract;
mod sample;
mod theme;
