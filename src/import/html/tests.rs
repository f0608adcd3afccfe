//! Whole pages, as portals have them.
