//! One report: from its Markdown file to what the pages and the index need of it.

pub mod html;
pub mod markdown;
pub mod outline;
