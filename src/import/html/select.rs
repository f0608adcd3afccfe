//! The part of CSS that selects elements by what is written on them.
//!
//! In: a list of selectors: `tag`, `#id`, `.class`, `[attribute]`, `[attribute=value]`, and these together, one within
//! another (`a b`, `a > b`), any of several (`a, b`). Out: the elements that they select. Never knows more of CSS; what it does
//! not know is refused.

use crate::diagnostic::Text;
use crate::import::Refusal;
use crate::import::html::dom::{DOCUMENT, Dom, Id};

/// Simple selectors in a list.
const MAX_PARTS: usize = 100;

/// A list of selectors.
#[derive(Debug, Default)]
pub(crate) struct Selectors(Vec<Vec<Step>>);

/// One element on the way down.
#[derive(Debug, Default, Clone)]
struct Step {
    tests: Vec<Test>,
    /// Directly in the one before it.
    is_child: bool,
}

#[derive(Debug, Clone)]
enum Test {
    Any,
    Tag(String),
    Id(String),
    Class(String),
    Attribute(String, Option<String>),
}

impl Selectors {
    /// Reads a list of selectors.
    ///
    /// # Errors
    ///
    /// If it is none, or of more of CSS than is known here.
    pub(crate) fn parse(css: &str) -> Result<Selectors, Refusal> {
        let mut lists = Vec::new();
        let mut steps: Vec<Step> = Vec::new();
        let mut step = Step::default();
        let mut count = 0;
        let mut rest = css.trim();
        while let Some(first) = rest.chars().next() {
            let after = rest.get(first.len_utf8()..).unwrap_or_default();
            count += 1;
            if count > MAX_PARTS {
                return Err(unknown(css));
            }
            match first {
                ',' | '>' => {
                    steps.extend(taken(&mut step));
                    if steps.is_empty() {
                        return Err(unknown(css));
                    }
                    match first {
                        ',' => lists.push(std::mem::take(&mut steps)),
                        _ => step.is_child = true,
                    }
                    rest = after.trim_start();
                }
                ' ' | '\t' | '\n' | '\r' => {
                    steps.extend(taken(&mut step));
                    rest = after.trim_start();
                }
                '*' => {
                    step.tests.push(Test::Any);
                    rest = after;
                }
                '[' => {
                    let (inner, end) = after.split_once(']').ok_or_else(|| unknown(css))?;
                    let (name, value) = match inner.split_once('=') {
                        Some((name, value)) => (name, Some(value.trim().trim_matches(['"', '\'']))),
                        None => (inner, None),
                    };
                    let name = name.trim().to_ascii_lowercase();
                    if name.is_empty() || !name.chars().all(is_of_name) {
                        return Err(unknown(css));
                    }
                    let value = value.map(str::to_owned);
                    step.tests.push(Test::Attribute(name, value));
                    rest = end;
                }
                _ => {
                    let (test, end): (fn(String) -> Test, _) = match first {
                        '#' => (Test::Id, after),
                        '.' => (Test::Class, after),
                        _ => (Test::Tag, rest),
                    };
                    let length = end.find(|c| !is_of_name(c)).unwrap_or(end.len());
                    let (name, end) = end.split_at(length);
                    if name.is_empty() {
                        return Err(unknown(css));
                    }
                    step.tests.push(test(name.to_owned()));
                    rest = end;
                }
            }
        }
        steps.extend(taken(&mut step));
        if steps.is_empty() || step.is_child {
            return Err(unknown(css));
        }
        lists.push(steps);
        Ok(Selectors(lists))
    }

    /// Adds the selectors of another list.
    pub(crate) fn add(&mut self, more: Selectors) {
        self.0.extend(more.0);
    }

    /// Whether an element is selected.
    pub(crate) fn selects(&self, dom: &Dom, id: Id) -> bool {
        self.0.iter().any(|steps| selects(dom, steps, id))
    }

    /// The elements that are selected, in the order of the page; none that is in another.
    pub(crate) fn find(&self, dom: &Dom) -> Vec<Id> {
        let mut found: Vec<Id> = Vec::new();
        for id in dom.below(DOCUMENT) {
            let is_inside = found.last().is_some_and(|&last| dom.is_within(id, last));
            if !is_inside && self.selects(dom, id) {
                found.push(id);
            }
        }
        found
    }
}

fn taken(step: &mut Step) -> Option<Step> {
    (!step.tests.is_empty()).then(|| std::mem::take(step))
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '-' || c == '_'
}

/// Whether the last step selects the element and those before it select what it is in.
fn selects(dom: &Dom, steps: &[Step], id: Id) -> bool {
    let Some((last, mut before)) = steps.split_last() else {
        return true;
    };
    if !last.tests.iter().all(|test| test.holds(dom, id)) {
        return false;
    }
    // The nearest above that fits is taken: enough where each step names the element that it means.
    let mut is_child = last.is_child;
    let mut at = dom.parent(id);
    while let (Some(above), Some((step, rest))) = (at, before.split_last()) {
        if step.tests.iter().all(|test| test.holds(dom, above)) {
            is_child = step.is_child;
            before = rest;
        } else if is_child {
            return false;
        }
        at = dom.parent(above);
    }
    before.is_empty()
}

impl Test {
    fn holds(&self, dom: &Dom, id: Id) -> bool {
        match self {
            Test::Any => dom.is_element(id),
            Test::Tag(tag) => dom.name(id).eq_ignore_ascii_case(tag),
            Test::Id(wanted) => dom.attribute(id, "id") == Some(wanted),
            Test::Class(class) => {
                let classes = dom.attribute(id, "class").unwrap_or_default();
                classes.split_ascii_whitespace().any(|one| one == class)
            }
            Test::Attribute(name, value) => match (dom.attribute(id, name), value) {
                (Some(found), Some(value)) => found == value,
                (found, _) => found.is_some(),
            },
        }
    }
}

fn unknown(css: &str) -> Refusal {
    Refusal(Text::new(
        format!("无法识别选择器“{css}”；可用：标签、#id、.class、[属性=值]，以空格、“>”、“,”组合"),
        format!(
            "\"{css}\" is no selector that is known here; there are tag, #id, .class, [attribute=value], with blanks, \">\" and \",\" between them"
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::html::parse::parse;

    #[test]
    fn elements_are_selected() {
        let page = "<div id=a class='x y'><p>1<p class=z>2</div><table><td data-k=v><p>3</table>";
        let dom = parse(page).expect("a page");
        let found = |css: &str| -> Vec<String> {
            let selectors = Selectors::parse(css).expect("selectors");
            let found = selectors.find(&dom).into_iter();
            found.map(|id| dom.text(id)).collect()
        };
        assert_eq!(found("#a > p, td"), ["1", "2", "3"]);
        assert_eq!(found("div.x.y .z"), ["2"]);
        assert_eq!(found("[data-k=\"v\"] p"), ["3"]);
        assert_eq!(found("body > p"), [""; 0]);
        for css in ["", "p:first-child", ">", "a,", "[", "#"] {
            assert!(Selectors::parse(css).is_err(), "{css}");
        }
    }
}
