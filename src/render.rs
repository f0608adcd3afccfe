//! Placeholder until the lead's own.

#[cfg(test)]
pub(crate) mod sample;
pub mod view;
