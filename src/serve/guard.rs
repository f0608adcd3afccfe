//! Who may ask the preview, and for which paths.
//!
//! In go the head of a request and the port, out comes the path below the root or the status of a refusal. The preview shows
//! what is not public yet: a page of another site must not read it, neither by asking for it from within a browser here
//! (`Origin`, Fetch Metadata) nor under a name of its own that leads to this machine (`Host`; DNS rebinding). Nothing is
//! opened here.

use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, Method, StatusCode};

use crate::route;

/// Names of this machine in addresses of the preview.
const NAMES: [&str; 3] = ["127.0.0.1", "localhost", "[::1]"];

/// The path that is asked for, below the root and decoded.
///
/// # Errors
///
/// The status of the refusal.
pub(super) fn path(
    method: &Method,
    headers: &HeaderMap,
    path: &str,
    port: u16,
) -> Result<String, StatusCode> {
    if ![Method::GET, Method::HEAD].contains(method) {
        return Err(StatusCode::METHOD_NOT_ALLOWED);
    }
    if !is_own_host(headers, port) {
        return Err(StatusCode::MISDIRECTED_REQUEST);
    }
    if !is_own_page(headers, port) {
        return Err(StatusCode::FORBIDDEN);
    }
    below(path).ok_or(StatusCode::NOT_FOUND)
}

/// A path that stands in a query: that of a page which wants to be told of itself.
///
/// # Errors
///
/// The status of the refusal.
pub(super) fn path_of_query(query: &str) -> Result<String, StatusCode> {
    let path = route::decode(query).and_then(|path| below(&path));
    path.ok_or(StatusCode::NOT_FOUND)
}

fn is_own_host(headers: &HeaderMap, port: u16) -> bool {
    let mut hosts = headers.get_all(HOST).iter();
    let host = hosts.next().and_then(|host| host.to_str().ok());
    hosts.next().is_none() && host.is_some_and(|host| is_own(host, port))
}

/// Whether `host` is this machine, at this port.
fn is_own(host: &str, port: u16) -> bool {
    // The port that an address need not name.
    let is_of = |name: &&str| host == format!("{name}:{port}") || port == 80 && host == *name;
    NAMES.iter().any(is_of)
}

/// Whether a request was made by the preview's own pages, or by a reader who follows a link or types an address.
fn is_own_page(headers: &HeaderMap, port: u16) -> bool {
    let word = |name: &str| headers.get(name).map(|it| it.to_str().unwrap_or("?"));
    let is_own = |origin: &str| {
        let host = origin.strip_prefix("http://");
        host.is_some_and(|host| is_own(host, port))
    };
    if !word(ORIGIN.as_str()).is_none_or(is_own) {
        return false;
    }
    match word("sec-fetch-site") {
        None | Some("same-origin" | "none") => true,
        // A link elsewhere may lead here; nothing else may.
        Some(_) => {
            word("sec-fetch-mode") == Some("navigate") && word("sec-fetch-dest") == Some("document")
        }
    }
}

/// A path below the root, decoded; `None` for one that leads out, or that no file can have.
fn below(path: &str) -> Option<String> {
    let path = route::decode(path.strip_prefix('/')?)?;
    let is_segment = |segment: &str| !matches!(segment, "." | "..");
    let is_plain = |c: char| !c.is_control() && !matches!(c, '\\' | ':');
    let is_below = path.split('/').all(is_segment) && path.chars().all(is_plain);
    (is_below && !path.starts_with('/') && !path.contains("//")).then_some(path)
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};

    use super::path;

    fn asked(method: Method, at: &str, headers: &[(&str, &str)]) -> Result<String, u16> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            let name: HeaderName = name.parse().expect("a name");
            map.append(name, HeaderValue::from_str(value).expect("a value"));
        }
        path(&method, &map, at, 8017).map_err(|status| status.as_u16())
    }

    #[test]
    fn only_this_machine_is_a_host() {
        for (hosts, expected) in [
            (&["localhost:8017"][..], Ok(())),
            (&["127.0.0.1:8017"], Ok(())),
            (&["[::1]:8017"], Ok(())),
            (&["localhost"], Err(421)),
            (&["localhost:80"], Err(421)),
            (&["evil.example:8017"], Err(421)),
            (&["localhost.evil.example:8017"], Err(421)),
            (&["127.0.0.1:8017", "evil.example"], Err(421)),
            (&[], Err(421)),
        ] {
            let headers: Vec<_> = hosts.iter().map(|host| ("host", *host)).collect();
            let found = asked(Method::GET, "/", &headers).map(drop);
            assert_eq!(found, expected, "{hosts:?}");
        }
    }

    #[test]
    fn pages_of_other_sites_get_nothing() {
        let host = ("host", "localhost:8017");
        let site = |site| ("sec-fetch-site", site);
        let (navigate, document) = (
            ("sec-fetch-mode", "navigate"),
            ("sec-fetch-dest", "document"),
        );
        for (headers, expected) in [
            (vec![host], Ok(())),
            (vec![host, ("origin", "http://localhost:8017")], Ok(())),
            (vec![host, ("origin", "http://127.0.0.1:8017")], Ok(())),
            (vec![host, ("origin", "http://localhost:3000")], Err(403)),
            (vec![host, ("origin", "https://evil.example")], Err(403)),
            (vec![host, ("origin", "null")], Err(403)),
            (vec![host, site("same-origin")], Ok(())),
            (vec![host, site("none"), navigate, document], Ok(())),
            (vec![host, site("cross-site")], Err(403)),
            (vec![host, site("same-site")], Err(403)),
            (vec![host, site("cross-site"), navigate, document], Ok(())),
            (
                vec![
                    host,
                    site("cross-site"),
                    navigate,
                    ("sec-fetch-dest", "iframe"),
                ],
                Err(403),
            ),
        ] {
            assert_eq!(
                asked(Method::GET, "/", &headers).map(drop),
                expected,
                "{headers:?}"
            );
        }
        assert_eq!(asked(Method::POST, "/", &[host]), Err(405));
    }

    #[test]
    fn no_path_climbs_out() {
        let host = ("host", "localhost:8017");
        for (at, expected) in [
            ("/", Ok("")),
            ("/a/b.html", Ok("a/b.html")),
            ("/%E6%A1%A3/", Ok("档/")),
            ("/../a", Err(404)),
            ("/a/%2e%2e/b", Err(404)),
            ("/a/..%2fb", Err(404)),
            ("/./a", Err(404)),
            ("//etc/passwd", Err(404)),
            ("/%2fetc/passwd", Err(404)),
            ("/a%5c..%5cb", Err(404)),
            ("/C:/a", Err(404)),
            ("/a%2f%2e%2e%2fb", Err(404)),
            ("/a%00b", Err(404)),
            ("/a%ff", Err(404)),
            ("a", Err(404)),
        ] {
            let expected = expected.map(str::to_owned);
            assert_eq!(asked(Method::GET, at, &[host]), expected, "{at}");
        }
    }
}
