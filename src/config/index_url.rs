//! The address of a search index that is hosted elsewhere.
//!
//! In goes `index_url` of archive.yaml; out comes an address that pages may name and that their
//! Content-Security-Policy can allow, or the fault. Nothing is fetched: whether an index is there, and
//! whether its host lets other sites read it, is for the publisher to see to.

use std::ops::Range;

use crate::config::ascii;
use crate::diagnostic::{Fault, Text};
use crate::fields;
use crate::yaml::Node;

/// Where an index is hosted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct IndexUrl {
    /// Its folder, with a `/` at the end.
    pub url: String,
    /// Scheme, host and port of it, as a Content-Security-Policy names a source (CSP Level 3, section
    /// 2.3.1): nothing else can stand in it.
    pub origin: String,
}

impl IndexUrl {
    /// Reads the field. Faults: `wrong-type`; `insecure-address`, a warning.
    pub(super) fn read(node: &Node, faults: &mut Vec<Fault>) -> Option<IndexUrl> {
        let written = fields::folder_address(Some(node), faults)?;
        let span = node.span.clone();
        match parse(&written) {
            Ok(index) => {
                if !is_secure(&index.origin) {
                    faults.push(insecure(span));
                }
                Some(index)
            }
            Err(unusable) => {
                faults.push(unusable.fault(span, &written));
                None
            }
        }
    }
}

/// Why an address cannot be that of an index, though it may be published: pages and policies name it in ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unusable {
    Host,
    Path,
}

fn parse(written: &str) -> Result<IndexUrl, Unusable> {
    let (scheme, rest) = written.split_once("://").ok_or(Unusable::Host)?;
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let authority = ascii::host(authority).ok_or(Unusable::Host)?;
    let (host, port) = match authority.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority.as_str(), None),
    };
    if !is_host(host) || !port.is_none_or(is_port) {
        return Err(Unusable::Host);
    }
    let path = encoded(path)?;
    let end = if path.is_empty() || path.ends_with('/') {
        ""
    } else {
        "/"
    };
    let origin = format!("{scheme}://{authority}").to_ascii_lowercase();
    Ok(IndexUrl {
        url: format!("{origin}/{path}{end}"),
        origin,
    })
}

/// Whether it is a name of ASCII labels, or an IPv4 address.
fn is_host(host: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    host.split('.').all(is_label)
}

fn is_port(port: &str) -> bool {
    port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|n| n > 0)
}

/// The path with what is not ASCII percent-encoded, as browsers do too.
fn encoded(path: &str) -> Result<String, Unusable> {
    let is_allowed =
        |c: char| !c.is_ascii() || c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@%/".contains(c);
    match path.chars().all(is_allowed) {
        true => Ok(ascii::encoded(path)),
        false => Err(Unusable::Path),
    }
}

/// Whether the connection to the host is protected against changes on the way: by HTTPS, or because it does not
/// leave the machine, which browsers count as secure too.
fn is_secure(origin: &str) -> bool {
    let Some(authority) = origin.strip_prefix("http://") else {
        return true;
    };
    let host = authority.split(':').next().unwrap_or_default();
    matches!(host, "localhost" | "127.0.0.1") || host.ends_with(".localhost")
}

/// The fault of an address whose host cannot be written in ASCII.
pub(super) fn unusable_host(span: Range<usize>, written: &str) -> Fault {
    Unusable::Host.fault(span, written)
}

impl Unusable {
    fn fault(self, span: Range<usize>, written: &str) -> Fault {
        let (message, hint) = match self {
            Unusable::Host => (
                Text::new(
                    format!("“{written}”的主机名或端口不能使用"),
                    format!("the host or port of `{written}` cannot be used"),
                ),
                Text::new(
                    "主机名用汉字、拉丁字母、数字、连字符和点；其他文字的域名写成 xn-- 开头的形式。",
                    "Write the host in Han or Latin letters, digits, hyphens and dots; a domain name in another script in its form with xn--.",
                ),
            ),
            Unusable::Path => (
                Text::new(
                    format!("“{written}”含有网址中不能出现的字符"),
                    format!("`{written}` holds characters that cannot stand in a web address"),
                ),
                Text::new(
                    "从浏览器的地址栏复制索引文件夹的网址。",
                    "Copy the address of the folder from a browser.",
                ),
            ),
        };
        Fault::error("wrong-type", span, message, hint)
    }
}

fn insecure(span: Range<usize>) -> Fault {
    Fault::warning(
        "insecure-address",
        span,
        Text::new(
            "索引网址不是 https：索引在传输途中可能被篡改，浏览器也不允许 https 网页读取它",
            "the address of the index is not https: it can be altered on its way, and browsers do not let a page that came over https read it",
        ),
        Text::new(
            "存放索引的主机支持 https 时，请改用 https://；档案只在内网以 http 访问时，可以不改。",
            "Write https:// if the host of the index offers it; an archive that is only read over http, inside a network of its own, may keep http://.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::{IndexUrl, Unusable, is_secure, parse};

    #[test]
    fn an_address_is_a_folder_and_its_origin_names_nothing_else() {
        let cases = [
            (
                "https://index.example.org/yunlu/",
                "https://index.example.org/yunlu/",
            ),
            (
                "https://index.example.org/yunlu",
                "https://index.example.org/yunlu/",
            ),
            ("HTTPS://Index.Example.Org", "https://index.example.org/"),
            ("https://a.example:8443/A/b", "https://a.example:8443/A/b/"),
            ("http://127.0.0.1:8000", "http://127.0.0.1:8000/"),
            (
                "https://a.example/云/%E4%BA%91",
                "https://a.example/%E4%BA%91/%E4%BA%91/",
            ),
            ("https://a.example/a@b;c,d'", "https://a.example/a@b;c,d'/"),
            ("https://索引.example/", "https://xn--20tv28d.example/"),
        ];
        for (written, url) in cases {
            let IndexUrl { url: found, origin } = parse(written).unwrap();
            assert_eq!(found, url, "{written}");
            assert!(found.starts_with(&format!("{origin}/")), "{origin}");
            let rest = origin.split_once("://").unwrap().1;
            assert!(
                rest.bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"-.:".contains(&b))
            );
        }
    }

    #[test]
    fn what_no_page_could_name_or_no_policy_allow_is_refused() {
        let cases = [
            ("https://", Unusable::Host),
            ("https:///x", Unusable::Host),
            ("https://a..example/", Unusable::Host),
            ("https://a.example:/", Unusable::Host),
            ("https://a.example:0/", Unusable::Host),
            ("https://a.example:+1/", Unusable::Host),
            ("https://a.example:70000/", Unusable::Host),
            ("https://a.example;script-src/", Unusable::Host),
            ("https://*.example/", Unusable::Host),
            ("https://a\\b/", Unusable::Host),
            ("https://правда.example/", Unusable::Host),
            ("https://[::1]/", Unusable::Host),
            ("https://a.example/\\x", Unusable::Path),
            ("https://a.example/\"><b>", Unusable::Path),
        ];
        for (written, why) in cases {
            assert_eq!(parse(written), Err(why), "{written}");
        }
    }

    #[test]
    fn only_a_machine_of_ones_own_is_safe_without_encryption() {
        for (origin, secure) in [
            ("https://a.example", true),
            ("http://localhost:8000", true),
            ("http://a.localhost", true),
            ("http://127.0.0.1", true),
            ("http://a.example", false),
            ("http://localhost.example", false),
            ("http://127.0.0.1.example", false),
        ] {
            assert_eq!(is_secure(origin), secure, "{origin}");
        }
    }
}
