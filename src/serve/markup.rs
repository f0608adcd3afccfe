//! What the preview adds to a page on its way to the browser: a script of its own, and leave to run it.
//!
//! In go the bytes of a page, out come those with the script. The page in memory, and every file, is without it.

use std::borrow::Cow;

use crate::escape::html;

/// What gives a page its policy, as all pages of gongbao have it.
const POLICY: &str = "http-equiv=\"Content-Security-Policy\" content=\"";
/// What the preview's script needs beside the page's own: to be run, to have its style, to be told of changes.
const NEEDED: [&str; 3] = ["script-src", "style-src", "connect-src"];

/// A page with the script of the preview, which gets `data` as attributes: pairs of a name and a value.
pub(super) fn with_script(page: &[u8], script: &str, data: &[(&str, &str)]) -> Vec<u8> {
    let page = String::from_utf8_lossy(page);
    let page = with_leave(&page);
    let mut tag = format!("<script src=\"{script}\" defer");
    for (name, value) in data {
        tag.push_str(&format!(" data-{name}=\""));
        html(value, &mut tag);
        tag.push('"');
    }
    tag.push_str("></script>\n");
    let at = page.find("</head>").unwrap_or(page.len());
    let (head, rest) = page.split_at(at);
    [head, &tag, rest].concat().into_bytes()
}

/// The page with a policy that lets the preview's own files through.
fn with_leave(page: &str) -> Cow<'_, str> {
    let Some(start) = page.find(POLICY).map(|at| at + POLICY.len()) else {
        return Cow::Borrowed(page);
    };
    let rest = page.get(start..).unwrap_or_default();
    let end = start + rest.find('"').unwrap_or(rest.len());
    let mut directives: Vec<Vec<&str>> = page
        .get(start..end)
        .unwrap_or_default()
        .split(';')
        .map(|directive| directive.split_whitespace().collect())
        .filter(|directive: &Vec<&str>| !directive.is_empty())
        .collect();
    for name in NEEDED {
        let named = directives.iter_mut().find(|it| it.first() == Some(&name));
        match named {
            Some(sources) => {
                sources.retain(|source| *source != "'none'");
                if !sources.contains(&"'self'") {
                    sources.push("'self'");
                }
            }
            None => directives.push(vec![name, "'self'"]),
        }
    }
    let directives: Vec<String> = directives.iter().map(|it| it.join(" ")).collect();
    let (before, after) = (&page[..start], &page[end..]);
    Cow::Owned([before, &directives.join("; "), after].concat())
}

#[cfg(test)]
mod tests {
    use super::with_script;

    fn shown(page: &str) -> String {
        let bytes = with_script(page.as_bytes(), "/p.js", &[("digest", "a\"b")]);
        String::from_utf8(bytes).expect("UTF-8")
    }

    #[test]
    fn a_page_gets_the_script_at_the_end_of_its_head() {
        let tag = "<script src=\"/p.js\" defer data-digest=\"a&quot;b\"></script>\n";
        assert_eq!(
            shown("<head><title>x</title></head><body></body>"),
            format!("<head><title>x</title>{tag}</head><body></body>")
        );
        assert_eq!(shown("no head"), format!("no head{tag}"));
    }

    #[test]
    fn its_policy_lets_the_script_through_and_nothing_else() {
        let meta = |policy: &str| {
            format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\"></head>")
        };
        for (policy, expected) in [
            (
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'",
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'",
            ),
            (
                "default-src 'none'; style-src 'sha256-x'; script-src 'none'",
                "default-src 'none'; style-src 'sha256-x' 'self'; script-src 'self'; connect-src 'self'",
            ),
            (
                "connect-src https://index.example",
                "connect-src https://index.example 'self'; script-src 'self'; style-src 'self'",
            ),
        ] {
            let found = shown(&meta(policy));
            assert!(
                found.contains(&format!("content=\"{expected}\"")),
                "{found}"
            );
        }
    }
}
