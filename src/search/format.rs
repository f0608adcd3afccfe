//! The bytes of the published index: how they are laid out, written and read back.
//!
//! [`manifest`] names the files and the parts of each segment, [`bundle`] is what opening reads. Of a segment,
//! [`schema`] says which fields it has, [`dictionary`] leads from a term to its [`list`], [`values`] says which terms are the values of facets, [`position`]
//! what the numbers of a list mean, [`block`] holds the stored text, and [`position_table`] where the blocks
//! lie. [`checksum`] tells whether any of it was altered, [`version`] whether this program can read it.
//!
//! In go bytes that may come from anywhere, out come values or an error, never a panic of ours; `index`
//! writes with the same code. This room imports [`text`](super::text) and the [errors](super::error) at most;
//! it opens no file and knows no query.

pub(crate) mod block;
pub(crate) mod bundle;
pub(crate) mod checksum;
pub(crate) mod dictionary;
pub(crate) mod list;
pub(crate) mod manifest;
pub(crate) mod position;
pub(crate) mod position_table;
pub(crate) mod schema;
pub(crate) mod values;
pub(crate) mod version;
