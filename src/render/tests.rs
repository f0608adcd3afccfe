//! Tests of pages as the default theme and other themes make them from sample values.

mod as_of_sample;
mod contract;
mod history_sample;
mod ids;
mod indicator_sample;
mod measure_sample;
mod part_sample;
mod sample;
mod series_sample;
mod table_sample;
mod theme;
