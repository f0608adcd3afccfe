//! What is at an address: `http` and `https`.
//!
//! In: the address of an archive or of a witness, paths below it, a body. Out: what the host answers, as a stream. Goes to
//! that host alone, whatever it answers; takes no proxy, password or cookie from anywhere; believes no length. Each step has
//! its time.

use std::io::Read;
use std::net::IpAddr;
use std::time::Duration;

use ureq::http::header::LOCATION;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Body};

use crate::diagnostic::Text;
use crate::error::Error;
use crate::route;

/// How long a connection may take, an answer, and each piece of a file.
const CONNECT: Duration = Duration::from_secs(20);
const ANSWER: Duration = Duration::from_secs(60);
const PIECE: Duration = Duration::from_secs(60);
/// How long a file may take, however it comes.
const FILE: Duration = Duration::from_secs(2 * 60 * 60);
/// How long a body may take to be sent, and its answer to come whole.
const SEND: Duration = Duration::from_secs(60);
/// How often one request may be sent elsewhere on its host.
const REDIRECTS: usize = 4;

/// An archive at an address.
#[derive(Debug)]
pub(crate) struct Web {
    /// Scheme, host and port, without a slash after them.
    host: String,
    /// The path of the archive, with a slash at each end.
    root: String,
    name: String,
    agent: Agent,
}

impl Web {
    /// Whether a text is the address of something on the web.
    pub(crate) fn is_address(text: &str) -> bool {
        split(text).is_some()
    }

    /// The archive at this address. Who may vouch for its host is in `authorities`, in PEM, or else who does for all.
    ///
    /// # Errors
    ///
    /// If it is no address of an archive, or if there are no certificates among the authorities.
    pub(crate) fn new(address: &str, authorities: Option<&[u8]>) -> Result<Web, Error> {
        let (host, path) = split(address).ok_or_else(|| no_address(address))?;
        let path = path.strip_suffix("index.html").unwrap_or(path);
        let has_bad = |c: char| c.is_whitespace() || c.is_control() || "?#@\\".contains(c);
        // A password that stands in an address ends in files and in messages.
        if host.contains(has_bad) || path.contains(has_bad) {
            return Err(no_address(address));
        }
        let roots = match authorities {
            None => RootCerts::WebPki,
            Some(pem) => RootCerts::new_with_certs(&certificates(pem)?),
        };
        let slash = if path.ends_with('/') { "" } else { "/" };
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .tls_config(TlsConfig::builder().root_certs(roots).build())
            .user_agent(concat!("gongbao/", env!("CARGO_PKG_VERSION")))
            .timeout_connect(Some(CONNECT))
            .timeout_resolve(Some(CONNECT))
            .timeout_recv_response(Some(ANSWER))
            .timeout_per_read(Some(PIECE))
            .timeout_recv_body(Some(FILE))
            .build();
        let root = format!("{path}{slash}");
        Ok(Web {
            name: format!("{host}{root}"),
            host: host.to_owned(),
            root,
            agent: config.new_agent(),
        })
    }

    fn ask(&self, path: &str) -> Result<Option<Body>, Error> {
        let mut place = format!("{}{}", self.root, route::encode(path));
        for _ in 0..=REDIRECTS {
            let address = format!("{}{place}", self.host);
            let answer = self.agent.get(&address).call();
            let answer = answer.map_err(|e| failed(&address, &e.to_string()))?;
            match answer.status().as_u16() {
                200 => return Ok(Some(answer.into_body())),
                // Object storage says 403 of what is not there to whoever may not list it.
                403 | 404 | 410 => return Ok(None),
                301 | 302 | 303 | 307 | 308 => {
                    let to = answer.headers().get(LOCATION);
                    let to = to.and_then(|to| to.to_str().ok()).unwrap_or_default();
                    place = self.on_host(to).ok_or_else(|| elsewhere(&address, to))?;
                }
                status => return Err(failed(&address, &status.to_string())),
            }
        }
        Err(elsewhere(&format!("{}{place}", self.host), &place))
    }

    /// The path of an address, if it is on this host.
    fn on_host(&self, to: &str) -> Option<String> {
        let path = match to.strip_prefix(&self.host) {
            Some(path) => path,
            None => to,
        };
        let is_path = path.starts_with('/') && !path.starts_with("//");
        let is_plain = path.is_ascii() && !path.contains(|c: char| c.is_control() || c == '\\');
        (is_path && is_plain).then(|| path.to_owned())
    }
}

/// A file, if it is there.
pub(crate) type Opened = Option<Box<dyn Read + Send>>;

impl Web {
    /// As people name it.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Opens the file at `path`, whose segments are separated by `/`; `None` where the host has none.
    ///
    /// # Errors
    ///
    /// If the host cannot be reached, answers anything else or leads to another host.
    pub(crate) fn open(&self, path: &str) -> Result<Opened, Error> {
        let body = self.ask(path)?;
        Ok(body.map(|body| Box::new(body.into_reader()) as Box<dyn Read + Send>))
    }

    /// Sends a body to `path` and gives the status and at most `most` bytes of the answer. Nothing that leads elsewhere is
    /// followed.
    ///
    /// # Errors
    ///
    /// If the host cannot be reached, or does not answer in time.
    pub(crate) fn post(
        &self,
        path: &str,
        body: &str,
        most: usize,
    ) -> Result<(u16, Vec<u8>), Error> {
        let address = format!("{}{}{}", self.host, self.root, route::encode(path));
        let asked = self
            .agent
            .post(&address)
            .config()
            .timeout_global(Some(SEND));
        let answer = asked.build().send(body);
        let answer = answer.map_err(|e| failed(&address, &e.to_string()))?;
        let status = answer.status().as_u16();
        let mut bytes = Vec::new();
        let mut reader = answer.into_body().into_reader().take(most as u64);
        let read = reader.read_to_end(&mut bytes);
        read.map_err(|e| failed(&address, &e.to_string()))?;
        Ok((status, bytes))
    }

    /// Whether what is sent stays on this machine, or nobody on the way can read or change it.
    pub(crate) fn is_guarded(&self) -> bool {
        let Some(host) = self.host.strip_prefix("http://") else {
            return true;
        };
        let name = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((name, _)) => name,
            None => host.rsplit_once(':').map_or(host, |(name, _)| name),
        };
        let address = name.parse::<IpAddr>();
        name == "localhost" || address.is_ok_and(|address| address.is_loopback())
    }
}

/// The certificates of a file, of which there must be one.
fn certificates(pem: &[u8]) -> Result<Vec<Certificate<'static>>, Error> {
    let found = parse_pem(pem).filter_map(|item| match item {
        Ok(PemItem::Certificate(certificate)) => Some(certificate),
        _ => None,
    });
    let found: Vec<Certificate<'static>> = found.collect();
    match found.is_empty() {
        false => Ok(found),
        true => Err(Error::new(Text::new(
            "--ca 所指的文件中没有证书（PEM 格式，以 -----BEGIN CERTIFICATE----- 开头）",
            "the file that --ca names has no certificate (PEM, which begins with -----BEGIN CERTIFICATE-----)",
        ))),
    }
}

/// Scheme, host and port, and the path after them.
fn split(address: &str) -> Option<(&str, &str)> {
    let after = ["http://", "https://"]
        .iter()
        .find_map(|scheme| address.strip_prefix(scheme))?;
    let end = after.find('/').unwrap_or(after.len());
    let at = address.len() - after.len() + end;
    (end > 0).then(|| address.split_at(at))
}

fn no_address(address: &str) -> Error {
    Error::new(Text::new(
        format!(
            "“{address}”不是档案的网址。网址以 http:// 或 https:// 开头，不含用户名、密码、问号和井号，例如 https://archive.example.org/"
        ),
        format!(
            "`{address}` is no address of an archive: it begins with http:// or https:// and has no user, password, query or fragment, as https://archive.example.org/"
        ),
    ))
}

fn failed(address: &str, why: &str) -> Error {
    Error::new(Text::new(
        format!("无法访问 {address}：{why}"),
        format!("cannot read {address}: {why}"),
    ))
}

fn elsewhere(address: &str, to: &str) -> Error {
    let shown: String = to.chars().filter(|c| !c.is_control()).take(200).collect();
    Error::new(Text::new(
        format!(
            "{address} 要求转到 {shown}，已拒绝：只向所给的主机读取。网址确已迁移的，请改用新网址。"
        ),
        format!(
            "{address} leads to {shown}, which is refused: nothing is read but from the host that was given. Use the new address if the archive has moved."
        ),
    ))
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;

    use super::Web;

    #[test]
    fn what_a_host_does_not_show_is_not_there() {
        for (status, expected) in [
            ("200 OK", Some(true)),
            ("403 Forbidden", Some(false)),
            ("404 Not Found", Some(false)),
            ("410 Gone", Some(false)),
            ("500 Internal Server Error", None),
        ] {
            let listener = TcpListener::bind("127.0.0.1:0").unwrap_or_else(|e| panic!("{e}"));
            let at = listener.local_addr().unwrap_or_else(|e| panic!("{e}"));
            let host = std::thread::spawn(move || {
                let (mut stream, _) = listener.accept()?;
                let mut asked = [0; 1024];
                let _ = stream.read(&mut asked)?;
                let length = "Content-Length: 0\r\nConnection: close";
                write!(stream, "HTTP/1.1 {status}\r\n{length}\r\n\r\n")
            });
            let web = Web::new(&format!("http://{at}/"), None).unwrap_or_else(|e| panic!("{e}"));
            let found = web.open("log/timestamps/8.tsr");
            assert_eq!(
                found.ok().map(|found| found.is_some()),
                expected,
                "{status}"
            );
            assert!(host.join().is_ok_and(|sent| sent.is_ok()));
        }
    }

    #[test]
    fn addresses_are_of_one_host() {
        let web = |address: &str| Web::new(address, None).ok();
        let name = |address: &str| web(address).map(|web| web.name);
        assert_eq!(
            name("http://a.example:8080/b").as_deref(),
            Some("http://a.example:8080/b/")
        );
        assert_eq!(
            name("https://a.example").as_deref(),
            Some("https://a.example/")
        );
        assert_eq!(
            name("https://a.example/b/index.html").as_deref(),
            Some("https://a.example/b/")
        );
        for address in [
            "",
            "a.example",
            "ftp://a.example/",
            "http:///a",
            "https://user:word@a.example/",
            "https://a.example/?a",
            "https://a.example/#a",
            "https://a.example\\b/",
        ] {
            assert!(web(address).is_none(), "{address}");
        }
        assert!(Web::new("https://a.example/", Some(b"none")).is_err());
        for (address, is_guarded) in [
            ("https://a.example/", true),
            ("http://localhost:8018/", true),
            ("http://127.0.0.3:8018/", true),
            ("http://[::1]:8018/", true),
            ("http://[::2]/", false),
            ("http://a.example/", false),
            ("http://127.0.0.1.example/", false),
            ("http://localhost.example:80/", false),
        ] {
            let found = web(address).map(|web| web.is_guarded());
            assert_eq!(found, Some(is_guarded), "{address}");
        }
        let on_host = |to: &str| web("https://a.example/x/").and_then(|web| web.on_host(to));
        assert_eq!(on_host("/y/z").as_deref(), Some("/y/z"));
        assert_eq!(on_host("https://a.example/y").as_deref(), Some("/y"));
        for to in [
            "https://a.example.evil/y",
            "https://a.example:444/y",
            "https://a.example@evil/y",
            "http://a.example/y",
            "//evil/y",
            "y",
            "",
            "/y\\z",
        ] {
            assert_eq!(on_host(to), None, "{to}");
        }
    }
}
