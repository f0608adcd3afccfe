//! Web addresses with letters of any script, as they stand in files that machines read: sitemap, canonical links,
//! feeds, robots.txt.
//!
//! In goes an address as people write it, out comes the same address in ASCII: the path percent-encoded (RFC
//! 3986), the host by Punycode (RFC 3492). Only hosts of Han and Latin letters are written so, for which the
//! mapping of IDNA (UTS 46) is that of width and case; what else there may be is refused. What else an address must
//! be is judged elsewhere.

use unicode_normalization::UnicodeNormalization;

use crate::name::reading;
use crate::route;

/// Bytes of a label of a host, at most (RFC 1035).
const MAX_LABEL: usize = 63;

/// An address in ASCII; `None` if its host cannot be written so, or no address can have its path.
pub(super) fn address(written: &str) -> Option<String> {
    let (scheme, rest) = written.split_once("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    if !is_path(path) {
        return None;
    }
    if written.is_ascii() {
        return Some(written.to_owned());
    }
    let (user, host) = match authority.rsplit_once('@') {
        Some((user, host)) => (format!("{}@", encoded(user)), host),
        None => (String::new(), authority),
    };
    Some(format!(
        "{scheme}://{user}{}{}",
        self::host(host)?,
        encoded(path)
    ))
}

/// Whether it stays as it is in links and in files that machines read: without what leads elsewhere, what ends an
/// attribute, and a `%` that encodes nothing.
fn is_path(path: &str) -> bool {
    let is_dots = |segment: &str| {
        let segment = segment.to_ascii_lowercase().replace("%2e", ".");
        segment == "." || segment == ".."
    };
    let is_encoded = |rest: &str| {
        let digits = rest.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    !path.contains(['<', '>', '"', '\''])
        && !path.split('/').any(is_dots)
        && path.split('%').skip(1).all(is_encoded)
}

/// A host, with its port if it has one, in ASCII.
pub(super) fn host(written: &str) -> Option<String> {
    if written.is_ascii() {
        return Some(written.to_owned());
    }
    let (name, port) = match written.rsplit_once(':') {
        Some((name, port)) => (name, format!(":{port}")),
        None => (written, String::new()),
    };
    let folded: String = name.nfkc().collect::<String>().to_lowercase();
    // NFKC makes a full stop of ． and of ｡ the ideographic one.
    let labels = folded.split(['.', '。']).map(label);
    let labels: Option<Vec<String>> = labels.collect();
    let host = labels?.join(".") + &port;
    host.is_ascii().then_some(host)
}

fn label(label: &str) -> Option<String> {
    if label.is_ascii() {
        return Some(label.to_owned());
    }
    // Such a label is of the other form already.
    if label.starts_with("xn--") {
        return None;
    }
    let is_plain = |c: char| {
        c.is_ascii_lowercase()
            || c.is_ascii_digit()
            || c == '-'
            || reading::of_character(c).is_some()
    };
    let encoded = label
        .chars()
        .all(is_plain)
        .then(|| punycode::encode(label).ok())??;
    let encoded = format!("xn--{encoded}");
    (encoded.len() <= MAX_LABEL).then_some(encoded)
}

/// What is not ASCII, percent-encoded.
pub(super) fn encoded(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for c in path.chars() {
        match c.is_ascii() {
            true => encoded.push(c),
            false => encoded.push_str(&route::encode(c.encode_utf8(&mut [0; 4]))),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn addresses_are_written_in_ascii() {
        for (written, ascii) in [
            ("https://gov.example/a/", Some("https://gov.example/a/")),
            (
                "https://gov.example/档案/",
                Some("https://gov.example/%E6%A1%A3%E6%A1%88/"),
            ),
            (
                "https://gov.example/%E6%A1%A3/案",
                Some("https://gov.example/%E6%A1%A3/%E6%A1%88"),
            ),
            ("https://政府.example/", Some("https://xn--mxtq1m.example/")),
            (
                "https://政府。中国:8443/云",
                Some("https://xn--mxtq1m.xn--fiqs8s:8443/%E4%BA%91"),
            ),
            ("https://ＧＯＶ.example", Some("https://gov.example")),
            ("https://правда.example/", None),
            ("https://政府!.example/", None),
            ("https://XN--政府.example/", None),
            ("https://gov.example/a/../b/", None),
            ("https://gov.example/a/.", None),
            ("https://gov.example/%2E./b/", None),
            (
                "https://gov.example/a..b/",
                Some("https://gov.example/a..b/"),
            ),
            ("https://gov.example/档案<b>/", None),
            ("https://gov.example/a\"b/", None),
            ("https://gov.example/a'b/", None),
            ("https://gov.example/100%/", None),
            ("https://gov.example/%e6%9/", None),
        ] {
            assert_eq!(address(written).as_deref(), ascii, "{written}");
        }
        let long = format!("https://{}.example/", "政".repeat(80));
        assert_eq!(address(&long), None);
    }
}
