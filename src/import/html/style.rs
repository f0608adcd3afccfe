//! What styles say of an element: whether it is seen, how its words look.
//!
//! In: an element's attribute `style`, and the sheets of the page. Out: single declarations, and the elements that a sheet
//! hides. Knows simple selectors only, asks for no sheet beside the page.

use crate::import::html::dom::{DOCUMENT, Dom, Id};
use crate::import::html::select::Selectors;

/// Rules of a sheet that are looked at.
const MAX_RULES: usize = 200;
/// Bytes of all sheets that are looked at.
const MAX_SHEET: usize = 512 << 10;

/// The value of a declaration in an attribute `style`.
pub(crate) fn declared<'s>(style: &'s str, name: &str) -> Option<&'s str> {
    let mut declarations = style.split(';').filter_map(|one| one.split_once(':'));
    let found = declarations.find(|(known, _)| known.trim().eq_ignore_ascii_case(name))?;
    Some(found.1.trim())
}

/// Whether a declaration begins so.
pub(crate) fn declares(style: &str, name: &str, value: &str) -> bool {
    let found = declared(style, name).and_then(|found| found.get(..value.len()));
    found.is_some_and(|found| found.eq_ignore_ascii_case(value))
}

/// Whether an element hides itself.
pub(crate) fn hides_itself(dom: &Dom, id: Id) -> bool {
    if dom.attribute(id, "hidden").is_some() {
        return true;
    }
    let style = dom.attribute(id, "style").unwrap_or_default();
    let is_off =
        |name| declared(style, name).is_some_and(|v| v.trim_start_matches('-').starts_with("999"));
    let classes = dom.attribute(id, "class").unwrap_or_default();
    let mut classes = classes.split_ascii_whitespace();
    !style.is_empty()
        && (hides(style)
            || is_off("left") && style.contains("-999")
            || is_off("text-indent") && style.contains("-999"))
        || classes
            .any(|class| matches!(class, "sr-only" | "visually-hidden" | "screen-reader-text"))
}

/// Whether declarations hide what they are about.
fn hides(declarations: &str) -> bool {
    declares(declarations, "display", "none")
        || declares(declarations, "visibility", "hidden")
        || declares(declarations, "visibility", "collapse")
        || declares(declarations, "mso-hide", "all")
        || matches!(
            declared(declarations, "font-size"),
            Some("0" | "0px" | "0pt")
        )
}

/// The elements that sheets of the page hide, and no rule shows.
pub(crate) fn hidden_by_sheets(dom: &Dom) -> Vec<Id> {
    let mut sheet = String::new();
    for id in dom.below(DOCUMENT).filter(|&id| dom.name(id) == "style") {
        for words in dom.children(id).filter_map(|child| dom.words(child)) {
            if sheet.len() + words.len() < MAX_SHEET && !is_for_print(dom, id) {
                sheet.push_str(words);
            }
        }
    }
    let (mut hiding, mut showing) = (Selectors::default(), Selectors::default());
    for (selector, declarations) in rules(&sheet) {
        let is_hidden = hides(&declarations);
        if !is_hidden && declared(&declarations, "display").is_none() {
            continue;
        }
        match (Selectors::parse(&selector), is_hidden) {
            (Ok(selectors), true) => hiding.add(selectors),
            (Ok(selectors), false) => showing.add(selectors),
            (Err(_), _) => {}
        }
    }
    let is_hidden = |&id: &Id| {
        let style = dom.attribute(id, "style").unwrap_or_default();
        hiding.selects(dom, id) && declared(style, "display").is_none() && !showing.selects(dom, id)
    };
    dom.below(DOCUMENT)
        .filter(|&id| dom.is_element(id))
        .filter(is_hidden)
        .collect()
}

fn is_for_print(dom: &Dom, id: Id) -> bool {
    dom.attribute(id, "media")
        .is_some_and(|media| media.trim().eq_ignore_ascii_case("print"))
}

/// The rules of a sheet that have a word of what is shown; those under conditions are left out.
fn rules(sheet: &str) -> Vec<(String, String)> {
    let mut rules = Vec::new();
    let (mut selector, mut body) = (String::new(), String::new());
    let mut depth = 0_usize;
    let mut rest = sheet;
    while let Some(first) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
            continue;
        }
        match first {
            '{' => depth += 1,
            '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    let name = selector.trim().trim_start_matches("<!--").trim();
                    let tells =
                        body.contains("display") || body.contains("visib") || body.contains("hide");
                    if tells && !name.starts_with('@') && rules.len() < MAX_RULES {
                        rules.push((name.to_owned(), body.clone()));
                    }
                    selector.clear();
                    body.clear();
                }
            }
            ';' if depth == 0 => selector.clear(),
            c if depth == 0 => selector.push(c),
            c => body.push(c),
        }
        rest = rest.get(first.len_utf8()..).unwrap_or_default();
    }
    rules
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::html::parse::parse;

    #[test]
    fn hidden_elements_are_known() {
        let page = "<style>/* x */ .a{display:none} .b { display : none } .b{display:block}\n@media print{p{display:none}}</style>
            <p class=a>1<p class=b>2<p style='DISPLAY: none'>3<p style='color:red;mso-hide:all'>4<p hidden>5<p>6";
        let dom = parse(page).expect("a page");
        let by_sheets: Vec<String> = hidden_by_sheets(&dom)
            .iter()
            .map(|&id| dom.text(id))
            .collect();
        assert_eq!(by_sheets, ["1"]);
        let hidden = dom.below(DOCUMENT).filter(|&id| hides_itself(&dom, id));
        let hidden: Vec<String> = hidden.map(|id| dom.text(id)).collect();
        assert_eq!(hidden, ["3", "4", "5"]);
    }
}
