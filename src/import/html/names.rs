//! What portals call the furniture of their pages.
//!
//! In: a class or an id, in small letters. Out: the group of what is usually called so. What is called so by chance, others
//! must tell.

use crate::import::html::marks::Group;

/// The group of an element that is called so.
pub(super) fn group_of(name: &str) -> Option<Group> {
    let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
    let is = |names: &[&str]| names.contains(&name);
    if has(&[
        "bdshare", "bds_", "jiathis", "addthis", "share", "social-", "qrcode", "erweima",
    ]) || is(&[
        "ewm",
        "print",
        "tools",
        "toolbar",
        "tool",
        "fontsize",
        "font-size",
        "function",
        "toolbox",
        "accessibility",
        "social",
    ]) {
        return Some(Group::Tools);
    }
    if has(&["crumb", "weizhi"])
        || is(&[
            "position", "location", "dqwz", "curpos", "path", "current", "place", "wz", "local",
        ])
    {
        return Some(Group::Path);
    }
    if has(&["copyright", "footer"])
        || is(&["foot", "bottom", "banquan", "bot"])
        || ["foot-", "foot_", "bottom-", "bottom_"]
            .iter()
            .any(|begin| name.starts_with(begin))
        || ["-foot", "_foot", "-bottom", "_bottom"]
            .iter()
            .any(|end| name.ends_with(end))
    {
        return Some(Group::Footer);
    }
    if has(&[
        "sidebar",
        "related",
        "recommend",
        "xgwd",
        "xgxx",
        "xgyd",
        "relnews",
        "hotnews",
    ]) || is(&["side", "xglj", "hot", "rank", "ad", "ads", "advert"])
    {
        return Some(Group::Related);
    }
    if has(&[
        "prevnext",
        "prev-next",
        "prenext",
        "pre_next",
        "prev_next",
        "pre-next",
        "sxp",
        "sxy",
    ]) {
        return Some(Group::Neighbours);
    }
    if has(&[
        "navbar",
        "topnav",
        "mainnav",
        "subnav",
        "leftnav",
        "sitenav",
        "nav-",
        "-nav",
        "nav_",
        "_nav",
        "mainmenu",
        "topbar",
        "skip-link",
        "skiplink",
    ]) || is(&[
        "nav", "menu", "header", "head", "top", "banner", "logo", "search", "login", "leftmenu",
        "topmenu", "lanmu", "daohang",
    ]) {
        return Some(Group::Navigation);
    }
    if has(&["pinglun"])
        || is(&[
            "comment",
            "comments",
            "comment-list",
            "commentlist",
            "respond",
        ])
    {
        return Some(Group::Related);
    }
    None
}
