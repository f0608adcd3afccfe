//! Whether a published archive, or a file of one, is still what its log recorded.
//!
//! In: a way to the files, a key or a policy, a checkpoint that was seen before. Out: what is wrong, file by file, and of
//! which kind the worst of it is. Reads the files through one narrow trait, so that they may lie anywhere; believes no
//! size, no list and no key that it finds beside them without saying so. Never writes but the checkpoint that it is to
//! remember, never follows a link, never says that what a report states is so.
//!
//! ```text
//! files --record::read---> the log, held against itself      (log::published)
//!       --sums::parse----> SHA256SUMS, held against the log's last publication
//!       --site::check----> every file against SHA256SUMS, every report against the log
//!       --document::check> one file against its proof
//! ```

pub(crate) mod damage;
pub(crate) mod damages;
pub(crate) mod document;
pub(crate) mod files;
pub(crate) mod folder;
pub(crate) mod memory;
pub(crate) mod moment;
pub(crate) mod online;
pub(crate) mod place;
pub(crate) mod record;
mod reports;
pub(crate) mod site;
pub(crate) mod sums;
#[cfg(test)]
mod tests;
pub(crate) mod trust;
pub(crate) mod underway;
