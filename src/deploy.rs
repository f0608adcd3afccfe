//! A published site brought to where it is read: copied to another folder, or listed for the tools that copy it.
//!
//! In goes the folder of a site, whose SHA256SUMS says what belongs to it. Either `copy` hands its files to
//! [`crate::publish`], which alone writes, or `plan` says in which order other tools are to write them. No content is
//! read, nothing is rendered, and what is written is held against that list.
//!
//! ```text
//! SHA256SUMS --site::Site::read--> paths, digests --copy::copy--> publish::Staging, in place
//!                                                 '--plan::plan--> groups of paths, with their headers
//! ```

mod copy;
mod log;
mod plan;
mod site;
#[cfg(test)]
mod tests;

pub(crate) use crate::deploy::copy::{Way, copy};
pub(crate) use crate::deploy::log::log_in;
pub(crate) use crate::deploy::plan::{Group, Plan, plan};
pub(crate) use crate::deploy::site::Site;
