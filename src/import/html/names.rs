//! What portals call the furniture of their pages.
//!
//! In: a class or an id, in small letters. Out: the group of what is usually called so. What is called so by chance, others
//! must tell.

use crate::import::html::group::Group;

/// Parts of names, and whole names (`=nav`), beginnings (`^foot-`) and ends (`$-foot`), by what is called so.
const NAMES: [(Group, &str); 8] = [
    (
        Group::Tools,
        "bdshare bds_ jiathis addthis share social- qrcode erweima =ewm =print =tools =toolbar =tool =fontsize \
         =font-size =function =toolbox =accessibility =social",
    ),
    (
        Group::Path,
        "crumb weizhi =position =location =dqwz =curpos =path =current =place =wz =local",
    ),
    (
        Group::Footer,
        "copyright footer =foot =bottom =banquan =bot ^foot- ^foot_ ^bottom- ^bottom_ $-foot $_foot $-bottom $_bottom",
    ),
    (
        Group::Related,
        "sidebar related recommend xgwd xgxx xgyd relnews hotnews =side =xglj =hot =rank =ad =ads =advert",
    ),
    (
        Group::Neighbours,
        "prevnext prev-next prenext pre_next prev_next pre-next sxp sxy",
    ),
    (
        Group::Navigation,
        "navbar topnav mainnav subnav leftnav sitenav nav- -nav nav_ _nav mainmenu topbar skip-link skiplink",
    ),
    (
        Group::Navigation,
        "=nav =menu =header =head =top =banner =logo =search =login =leftmenu =topmenu =lanmu =daohang",
    ),
    (
        Group::Related,
        "pinglun =comment =comments =comment-list =commentlist =respond",
    ),
];

/// The group of an element that is called so.
pub(super) fn group_of(name: &str) -> Option<Group> {
    let fits = |pattern: &str| match pattern.split_at_checked(1) {
        Some(("=", whole)) => name == whole,
        Some(("^", begin)) => name.starts_with(begin),
        Some(("$", end)) => name.ends_with(end),
        _ => name.contains(pattern),
    };
    let mut groups = NAMES.iter();
    let found = groups.find(|(_, patterns)| patterns.split_ascii_whitespace().any(fits))?;
    Some(found.0)
}
