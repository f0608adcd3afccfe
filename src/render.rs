//! Placeholder until the lead's own.

pub mod head;
pub mod mirror;
#[cfg(test)]
pub(crate) mod sample;
pub mod view;
