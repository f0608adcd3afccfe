//! Addresses of a page: what they lead to, seen from where the page was, and which file beside it they mean.
//!
//! In: addresses as they stand. Out: whole addresses, paths of files. Never asks a network.

use percent_encoding::percent_decode_str;

/// An address as it is from another: of `/a`, seen from `http://x.example/b/c.html`, `http://x.example/a`.
pub(crate) fn join(base: &str, address: &str) -> String {
    let address = address.trim();
    if address.starts_with('#') || has_scheme(address) {
        return address.to_owned();
    }
    let Some((scheme, rest)) = base.split_once("://") else {
        return address.to_owned();
    };
    if let Some(rest) = address.strip_prefix("//") {
        return format!("{scheme}://{rest}");
    }
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let (asked, tail) = address.split_at(address.find(['?', '#']).unwrap_or(address.len()));
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let whole = match asked.strip_prefix('/') {
        Some(asked) => asked.to_owned(),
        None if asked.is_empty() => path.trim_start_matches('/').to_owned(),
        None => format!("{folder}/{asked}"),
    };
    let mut segments: Vec<&str> = Vec::new();
    for segment in whole.split('/') {
        match segment {
            ".." => _ = segments.pop(),
            "." => {}
            "" if segments.is_empty() => {}
            segment => segments.push(segment),
        }
    }
    format!("{scheme}://{host}/{}{tail}", segments.join("/"))
}

/// Whether an address is whole: `mailto:`, `http:`.
pub(crate) fn has_scheme(address: &str) -> bool {
    let Some((scheme, _)) = address.split_once(':') else {
        return false;
    };
    scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
}

/// The path from the folder of the page that an address means, if it is one in it.
pub(crate) fn path(address: &str) -> Option<String> {
    let address = address.trim().replace('\\', "/");
    if has_scheme(&address) || address.starts_with("//") {
        return None;
    }
    let path = address.split(['?', '#']).next()?;
    let path = percent_decode_str(path).decode_utf8().ok()?;
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => _ = segments.pop()?,
            segment => segments.push(segment),
        }
    }
    (!segments.is_empty()).then(|| segments.join("/"))
}

/// The name of the file that an address leads to.
pub(crate) fn file_name(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    percent_decode_str(name).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_joined() {
        let base = "http://x.example/b/c.html?q#f";
        let joined = [
            "/a",
            "d.html#e",
            "../e",
            "?p=2",
            "//y.example/z",
            "http://w.example/",
            "#f",
            "mailto:a@b",
            "./",
        ]
        .map(|address| join(base, address));
        assert_eq!(
            joined,
            [
                "http://x.example/a",
                "http://x.example/b/d.html#e",
                "http://x.example/e",
                "http://x.example/b/c.html?p=2",
                "http://y.example/z",
                "http://w.example/",
                "#f",
                "mailto:a@b",
                "http://x.example/b/"
            ]
        );
        assert_eq!(join("http://x.example", "a"), "http://x.example/a");
    }

    #[test]
    fn files_are_beside_the_page() {
        assert_eq!(path("./%E7%94%B2/a.png?x=1").as_deref(), Some("甲/a.png"));
        assert_eq!(path("/a/b.pdf").as_deref(), Some("a/b.pdf"));
        assert_eq!(path("a/../../b"), None);
        assert_eq!(path("file:///etc/x"), None);
        assert_eq!(file_name("/a/%E8%A1%A8.xls?x=/y"), "表.xls");
    }
}
