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

/// An address in ASCII; `None` if its host cannot be written so.
pub(super) fn address(written: &str) -> Option<String> {
    if written.is_ascii() {
        return Some(written.to_owned());
    }
    let (scheme, rest) = written.split_once("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
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
        ] {
            assert_eq!(address(written).as_deref(), ascii, "{written}");
        }
        let long = format!("https://{}.example/", "政".repeat(80));
        assert_eq!(address(&long), None);
    }
}
