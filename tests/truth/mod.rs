//! What the search promises, held against archives of real texts: nothing that stands there is missed,
//! nothing else is called exact, and what people look for comes first.
//!
//! Only published interfaces are used (`gongbao build`, [`gongbao::search::Searcher`]), so that these
//! tests outlive any index. Making the index of the laws takes a while: it is made once for all. The archives
//! come from ../shared; without it the tests are noted as skipped.
//!
//! `tests/exact` is the long run of the same: more reports, any number of seeds.

mod archives;
mod exactness;
mod known_items;
mod random;
mod reading;
mod ways;
