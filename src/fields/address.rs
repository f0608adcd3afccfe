//! One check of the web addresses that content gives: of a source, of the archive, of its index.
//!
//! In goes what was written, out comes nothing or why it is no address that may be published. Nothing is fetched, and
//! nothing is changed: how an address is written in a page is for others.

use std::ops::Range;

use crate::diagnostic::{Fault, Text};

/// What an address leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leads {
    /// To anything.
    Anywhere,
    /// To a folder, so that names of files can be added.
    ToFolder,
}

/// Why an address is none that may be published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unusable {
    Scheme,
    Credentials,
    Host,
    Query,
}

/// The fault of an address, if it has one. Fault: `wrong-type`.
pub(super) fn fault(written: &str, span: Range<usize>, leads: Leads) -> Option<Fault> {
    judge(written, leads).map(|unusable| unusable.fault(span, written))
}

/// Whether it begins with http:// or https:// and holds no blank or control character.
pub(crate) fn is_web_address(url: &str) -> bool {
    let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    (lower.starts_with("http://") || lower.starts_with("https://"))
        && !url.chars().any(|c| c.is_whitespace() || c.is_control())
}

fn judge(written: &str, leads: Leads) -> Option<Unusable> {
    if !is_web_address(written) {
        return Some(Unusable::Scheme);
    }
    let (_, rest) = written.split_once("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let has_query = || leads == Leads::ToFolder && path.contains(['?', '#']);
    match authority {
        _ if authority.contains('@') => Some(Unusable::Credentials),
        _ if !is_host_and_port(authority) => Some(Unusable::Host),
        _ if has_query() => Some(Unusable::Query),
        _ => None,
    }
}

/// Whether it is a name, in any script, or a number of the Internet Protocol; a port may follow.
fn is_host_and_port(authority: &str) -> bool {
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => {
            let Some((address, port)) = rest.split_once(']') else {
                return false;
            };
            if address.parse::<std::net::Ipv6Addr>().is_err() {
                return false;
            }
            ("", port.strip_prefix(':').ok_or(port))
        }
        None => match authority.split_once(':') {
            Some((host, port)) => (host, Ok(port)),
            None => (authority, Err("")),
        },
    };
    let is_port = |port: &str| {
        port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|n| n > 0)
    };
    let is_label = |label: &str| {
        let is_part = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
        !label.is_empty() && label.chars().all(is_part)
    };
    let is_host = authority.starts_with('[')
        || host
            .strip_suffix('.')
            .unwrap_or(host)
            .split('.')
            .all(is_label);
    is_host && port.map_or_else(str::is_empty, is_port)
}

impl Unusable {
    fn fault(self, span: Range<usize>, written: &str) -> Fault {
        let (message, hint) = match self {
            Unusable::Scheme => (
                Text::new(
                    format!("“{written}”不是网址"),
                    format!("`{written}` is not a web address"),
                ),
                Text::new(
                    "写以 http:// 或 https:// 开头的完整网址。",
                    "Write a whole address that begins with http:// or https://.",
                ),
            ),
            // What was written is not repeated: it holds a password.
            Unusable::Credentials => (
                Text::new(
                    "网址会写进公开的网页，其中不能有用户名或密码",
                    "an address cannot hold a user name or password: it stands in public pages",
                ),
                Text::new(
                    "删去“@”及其前面的部分；网址须无需登录即可打开。",
                    "Remove the part up to `@`; what it leads to must be readable without a login.",
                ),
            ),
            Unusable::Host => (
                Text::new(
                    format!("“{written}”的主机名或端口不能使用"),
                    format!("the host or port of `{written}` cannot be used"),
                ),
                Text::new(
                    "从浏览器的地址栏复制完整的网址，如 https://www.example.gov.cn/。",
                    "Copy the whole address from a browser, such as https://www.example.org/.",
                ),
            ),
            Unusable::Query => (
                Text::new(
                    format!("“{written}”不是文件夹的网址：其中不能有“?”或“#”"),
                    format!(
                        "`{written}` is not the address of a folder: `?` and `#` cannot stand in it"
                    ),
                ),
                Text::new(
                    "只写到文件夹为止，如 https://www.example.org/yunlu/。",
                    "Write it up to the folder: https://www.example.org/yunlu/.",
                ),
            ),
        };
        Fault::error("wrong-type", span, message, hint)
    }
}

#[cfg(test)]
mod tests {
    use super::{Leads, Unusable, judge};

    #[test]
    fn what_may_be_published() {
        for address in [
            "https://www.example.gov.cn",
            "HTTP://www.example.gov.cn/art/2019/1/2/art_1_2.html?id=3#a",
            "https://www.example.gov.cn:8443/?a=b@c",
            "http://10.0.0.1/x",
            "http://[2001:db8::1]:8080/",
            "http://[::1]",
            "https://政府.example/公开/",
            "https://a_b.example./",
            "https://a.example/@me",
        ] {
            assert_eq!(judge(address, Leads::Anywhere), None, "{address}");
        }
        for (address, why) in [
            ("www.example.org", Unusable::Scheme),
            ("ftp://a.example/", Unusable::Scheme),
            ("https://a.example/ b", Unusable::Scheme),
            ("https:/a.example/", Unusable::Scheme),
            ("https://me:secret@a.example/", Unusable::Credentials),
            ("https://me@a.example", Unusable::Credentials),
            ("https://@a.example", Unusable::Credentials),
            ("https://", Unusable::Host),
            ("https:///x", Unusable::Host),
            ("https://?q", Unusable::Host),
            ("https://.", Unusable::Host),
            ("https://a..example/", Unusable::Host),
            ("https://a.example:/", Unusable::Host),
            ("https://a.example:0/", Unusable::Host),
            ("https://a.example:+1/", Unusable::Host),
            ("https://a.example:70000/", Unusable::Host),
            ("https://a.example:80:80/", Unusable::Host),
            ("https://a\\b/", Unusable::Host),
            ("https://a.example，见/", Unusable::Host),
            ("https://*.example/", Unusable::Host),
            ("https://[::1/", Unusable::Host),
            ("https://[zz]/", Unusable::Host),
            ("https://[::1]80/", Unusable::Host),
            ("https://\"><b>/", Unusable::Host),
        ] {
            assert_eq!(judge(address, Leads::Anywhere), Some(why), "{address}");
            assert_eq!(judge(address, Leads::ToFolder), Some(why), "{address}");
        }
        for address in [
            "https://a.example/?v=1",
            "https://a.example/#x",
            "https://a.example?",
        ] {
            assert_eq!(judge(address, Leads::Anywhere), None, "{address}");
            assert_eq!(
                judge(address, Leads::ToFolder),
                Some(Unusable::Query),
                "{address}"
            );
        }
    }
}
