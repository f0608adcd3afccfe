//! The groups of what a report leaves out of a page.
//!
//! In: nothing. Out: what menus, footers, hidden text … are called where elements and lines are put into groups, and where
//! that is said to the one who imports.

/// What is left out of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Group {
    /// Scripts, sheets: nobody sees them, and nothing is said of them.
    Unseen,
    /// What styles hide.
    Hidden,
    /// Comments of an office program.
    Comments,
    /// What tracked changes took away.
    Changes,
    /// Menus and lists of links.
    Navigation,
    /// Where in the site the page is.
    Path,
    /// Size of type, printing, sharing.
    Tools,
    /// Counts of readers, editors: lines of facts whose facts are stated.
    Facts,
    /// The page before and after.
    Neighbours,
    /// Other pages about the same.
    Related,
    /// Fields and buttons.
    Forms,
    /// Who runs the site.
    Footer,
    /// Parts of the page that are far from the text.
    Elsewhere,
}
