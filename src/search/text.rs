//! Text as the search sees it: which characters count as one, where a unit ends, which grams there are.
//!
//! In goes text, out come folded characters ([`fold`]), units ([`unit`](mod@unit), and for a query [`tokenizer`]) and
//! the grams that are indexed and looked up ([`gram`]). Builder, query and passages are cut by this one code,
//! so that what is looked up is what was indexed, and what is marked is what matched.
//!
//! This room imports [`character`](crate::character) alone, nothing of the other rooms of the search, and reads nothing.
//! Whatever changes what comes out of it is another [`ANALYZER`](super::format::version::ANALYZER).

mod figure;
pub(crate) mod fold;
pub(crate) mod gram;
pub(crate) mod numeral;
pub(crate) mod tokenizer;
pub(crate) mod unit;
pub(crate) mod word;
