//! Keys, witnesses and mirrors by the program itself: over HTTP from hosts that lie, killed in the middle, and gone on with.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use gongbao::internals::logged::{Paths, log_key, publish, request};

use crate::common::{files, gongbao, no_program, run, stderr, stdout, write};

const ORIGIN: &str = "archive.example.org/log";

/// A published archive.
#[derive(Clone, Default)]
struct Archive {
    files: Paths,
    log: Paths,
    sums: Vec<u8>,
}

impl Archive {
    fn new() -> Archive {
        let mut archive = Archive::default();
        for number in 0..30 {
            archive.put(&format!("a/{number}/index.md"), &format!("报告 {number}\n"));
        }
        archive.put("data/reports.json", "[]\n");
        archive.put("index.html", "<p>首页</p>\n");
        archive.put("a/1/附 件.csv", "数,据\n");
        archive.publish(30, 1);
        archive
    }

    fn put(&mut self, path: &str, text: &str) {
        self.files.insert(path.to_owned(), text.as_bytes().to_vec());
    }

    fn publish(&mut self, reports: u64, seed: u8) {
        let made = publish(&self.files, &self.log, reports, ORIGIN, seed);
        (self.sums, self.log) = made.expect("a log");
    }

    fn whole(&self) -> Paths {
        let log = self.log.iter();
        let log = log.map(|(path, bytes)| (format!("log/{path}"), bytes.clone()));
        let mut whole: Paths = self.files.clone().into_iter().chain(log).collect();
        whole.insert("SHA256SUMS".to_owned(), self.sums.clone());
        whole
    }

    fn write(&self, folder: &Path) {
        if folder.exists() {
            fs::remove_dir_all(folder).expect("removed");
        }
        for (path, bytes) in self.whole() {
            let at = folder.join(path);
            fs::create_dir_all(at.parent().expect("a folder")).expect("made");
            fs::write(at, bytes).expect("written");
        }
    }
}

/// What a host does with one path.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Lie {
    /// Promises more bytes than come.
    Short,
    /// Does not end.
    Endless,
    /// Sends elsewhere.
    Elsewhere,
    /// Sends to another place of its own.
    Moved,
    /// Sends round in a circle.
    Circle,
    /// Has a fault.
    Fault,
}

pub(crate) struct Host {
    pub(crate) address: String,
    asked: Arc<AtomicUsize>,
}

impl Host {
    /// Serves these files; after so many requests it stops answering.
    pub(crate) fn of(files: Paths, lies: &[(&'static str, Lie)], lasts: usize) -> Host {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}/", listener.local_addr().expect("bound"));
        let asked = Arc::new(AtomicUsize::new(0));
        let count = asked.clone();
        let lies: BTreeMap<String, Lie> = lies
            .iter()
            .map(|(path, lie)| ((*path).to_owned(), *lie))
            .collect();
        let files = Arc::new((files, lies));
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (files, count) = (files.clone(), count.clone());
                std::thread::spawn(move || answer(stream, &files.0, &files.1, &count, lasts));
            }
        });
        Host { address, asked }
    }

    pub(crate) fn honest(files: Paths) -> Host {
        Host::of(files, &[], usize::MAX)
    }
}

fn answer(
    mut stream: TcpStream,
    files: &Paths,
    lies: &BTreeMap<String, Lie>,
    count: &AtomicUsize,
    lasts: usize,
) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
        let path = line.split(' ').nth(1)?.trim_start_matches('/').to_owned();
        while line != "\r\n" {
            line.clear();
            reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
        }
        if count.fetch_add(1, Ordering::SeqCst) >= lasts {
            std::thread::sleep(Duration::from_secs(600));
        }
        let path = decoded(&path);
        let found = files.get(&path);
        let length = found.map_or(0, Vec::len);
        let redirect =
            |to: &str| format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n");
        let head = |length: usize| format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n");
        match lies.get(&path) {
            Some(Lie::Short) => {
                write!(stream, "{}", head(length + 9)).ok()?;
                stream.write_all(found?).ok()?;
                return None;
            }
            Some(Lie::Endless) => {
                write!(stream, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n").ok()?;
                loop {
                    stream.write_all(&[b'x'; 1 << 16]).ok()?;
                }
            }
            Some(Lie::Elsewhere) => {
                write!(stream, "{}", redirect("http://127.0.0.2:9/index.html")).ok()?;
            }
            Some(Lie::Circle) => write!(stream, "{}", redirect(&format!("/{path}"))).ok()?,
            Some(Lie::Moved) => {
                write!(stream, "{}", redirect(&format!("/moved/{path}"))).ok()?;
            }
            Some(Lie::Fault) => {
                write!(stream, "HTTP/1.1 500 Fault\r\nContent-Length: 0\r\n\r\n").ok()?;
            }
            None => {
                let moved = path.strip_prefix("moved/").and_then(|path| files.get(path));
                match found.or(moved) {
                    None => {
                        write!(
                            stream,
                            "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
                        )
                        .ok()?;
                    }
                    Some(bytes) => {
                        write!(stream, "{}", head(bytes.len())).ok()?;
                        stream.write_all(bytes).ok()?;
                    }
                }
            }
        }
    }
}

fn decoded(path: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digits = [rest.next(), rest.next()].map(|digit| digit.expect("two digits"));
                let digits = std::str::from_utf8(&digits).expect("ASCII");
                u8::from_str_radix(digits, 16).expect("hexadecimal")
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).expect("UTF-8")
}

pub(crate) struct Trial {
    pub(crate) folder: tempfile::TempDir,
}

impl Trial {
    pub(crate) fn new() -> Trial {
        Trial {
            folder: tempfile::tempdir().expect("a folder"),
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        let mut command = gongbao();
        command.current_dir(self.folder.path()).args(arguments);
        command.output().expect("gongbao runs")
    }

    fn mirror(&self, from: &str) -> Output {
        self.run(&["mirror", from, "mirror", "--jobs", "4"])
    }

    /// All that is in the mirror but its own folder and page.
    fn mirrored(&self) -> Paths {
        let at = self.path("mirror");
        let found = if at.exists() { files(&at) } else { Vec::new() };
        let is_own = |path: &str| path.starts_with(".gongbao-mirror") || path == "MIRROR.txt";
        found
            .into_iter()
            .filter(|(path, _)| !is_own(path))
            .collect()
    }
}

pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or(-1)
}

#[test]
fn a_mirror_over_http_is_the_archive_and_grows_with_it() {
    let trial = Trial::new();
    let mut archive = Archive::new();
    let host = Host::honest(archive.whole());
    let first = trial.mirror(&host.address);
    assert_eq!(code(&first), 0, "{}", stderr(&first));
    assert_eq!(trial.mirrored(), archive.whole());
    let page = fs::read_to_string(trial.path("mirror/MIRROR.txt")).expect("a page");
    assert!(
        page.contains(&host.address) && page.contains(ORIGIN),
        "{page}"
    );
    archive.put("index.html", "新的首页\n");
    archive.publish(1, 1);
    let next = Host::of(archive.whole(), &[("index.html", Lie::Moved)], usize::MAX);
    // Another port is another host, which only who runs the mirror may name.
    let second = trial.mirror(&next.address);
    assert_eq!(code(&second), 0, "{}", stderr(&second));
    assert_eq!(trial.mirrored(), archive.whole());
    // The list, the page of which the redirect is one more, and the edge of the log.
    let asked = next.asked.load(Ordering::SeqCst);
    assert!(asked < 14, "{asked}");
}

#[test]
fn a_mirror_that_was_killed_is_gone_on_with() {
    let trial = Trial::new();
    let archive = Archive::new();
    let slow = Host::of(archive.whole(), &[], 25);
    let mut child = gongbao()
        .current_dir(trial.folder.path())
        .args(["mirror", &slow.address, "mirror", "--jobs", "2", "--quiet"])
        .stderr(Stdio::null())
        .spawn()
        .expect("gongbao runs");
    while slow.asked.load(Ordering::SeqCst) <= 25 {
        std::thread::sleep(Duration::from_millis(10));
    }
    child.kill().expect("killed");
    child.wait().expect("ended");
    assert_eq!(trial.mirrored(), Paths::new());
    let host = Host::honest(archive.whole());
    let output = trial.mirror(&host.address);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(trial.mirrored(), archive.whole());
    let from_new = Host::honest(archive.whole());
    let fresh = Trial::new();
    assert_eq!(code(&fresh.mirror(&from_new.address)), 0);
    let (gone_on, new) = (&host.asked, &from_new.asked);
    assert!(gone_on.load(Ordering::SeqCst) < new.load(Ordering::SeqCst));
}

#[test]
fn a_host_that_lies_changes_nothing() {
    let trial = Trial::new();
    let mut archive = Archive::new();
    let first = trial.mirror(&Host::honest(archive.whole()).address);
    assert_eq!(code(&first), 0, "{}", stderr(&first));
    let before = trial.mirrored();
    archive.put("index.html", "新的首页\n");
    archive.publish(1, 1);
    let other = |path: &str, text: &str| {
        let mut files = archive.whole();
        files.insert(path.to_owned(), text.as_bytes().to_vec());
        Host::honest(files)
    };
    let lies = |path, lie| Host::of(archive.whole(), &[(path, lie)], usize::MAX);
    let cases = [
        (lies("index.html", Lie::Short), 2, "broke off"),
        (lies("log/checkpoint", Lie::Short), 2, "broke off"),
        (lies("index.html", Lie::Elsewhere), 2, "127.0.0.2"),
        (lies("index.html", Lie::Circle), 2, "index.html"),
        (lies("index.html", Lie::Fault), 2, "500"),
        (lies("log/checkpoint", Lie::Elsewhere), 2, "127.0.0.2"),
        (lies("log/checkpoint", Lie::Endless), 17, "checkpoint"),
        (lies("SHA256SUMS", Lie::Endless), 12, "SHA256SUMS"),
        (other("index.html", "别的\n"), 12, "index.html"),
        (other("SHA256SUMS", "\n"), 12, "SHA256SUMS"),
        (other("log/vkey", "x\n"), 17, "vkey"),
    ];
    for (host, expected, said) in cases {
        let output = trial.mirror(&host.address);
        let told = stderr(&output);
        assert_eq!(code(&output), expected, "{said}: {told}");
        assert!(told.contains(said), "{said}: {told}");
        assert_eq!(trial.mirrored(), before, "{said}");
    }
    let endless = lies("index.html", Lie::Endless);
    let limited = [
        "mirror",
        &endless.address,
        "mirror",
        "--max-bytes",
        "2000000",
    ];
    let output = trial.run(&limited);
    assert_eq!(code(&output), 2, "{}", stderr(&output));
    assert!(stderr(&output).contains("--max-bytes"));
    assert_eq!(trial.mirrored(), before);
}

#[test]
fn a_log_that_went_back_or_was_rewritten_is_told_by_its_exit() {
    let trial = Trial::new();
    let first = Archive::new();
    let mut next = first.clone();
    next.publish(2, 1);
    let mut fork = first.clone();
    fork.put("index.html", "别的\n");
    fork.publish(3, 1);
    let mut taken = next.clone();
    taken.publish(1, 2);
    let source = trial.path("source");
    next.write(&source);
    assert_eq!(code(&trial.mirror("source")), 0);
    let before = trial.mirrored();
    for (archive, expected, chinese) in [
        (&first, 13, "倒退"),
        (&fork, 15, "分叉"),
        // Heads that the old key signed are none of the new one.
        (&taken, 17, "已损坏或被改动"),
    ] {
        archive.write(&source);
        let output = trial.run(&["mirror", "source", "mirror", "--lang", "zh"]);
        assert_eq!(code(&output), expected, "{}", stderr(&output));
        assert!(stderr(&output).contains(chinese), "{}", stderr(&output));
        assert!(
            stderr(&output).contains("镜像未作改动"),
            "{}",
            stderr(&output)
        );
        assert_eq!(trial.mirrored(), before);
    }
    fs::remove_dir_all(source.join("log")).expect("removed");
    assert_eq!(code(&trial.mirror("source")), 17);
    assert_eq!(code(&trial.mirror("mirror/a")), 2);
    assert_eq!(code(&trial.mirror("nowhere")), 2);
}

/// A host with TLS: a certificate by an authority of its own, made for this run.
const TLS_HOST: &str = r#"
import http.server, ssl, sys
class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_): pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("../host.pem", "../host.key")
server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_address[1], flush=True)
server.serve_forever()
"#;

/// The commands that make the authority and the certificate.
const CERTIFICATES: &str = "
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=ca -addext basicConstraints=critical,CA:TRUE
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout host.key -out host.csr -subj /CN=host
printf 'subjectAltName=IP:127.0.0.1\\nbasicConstraints=CA:FALSE\\n' >extensions
openssl x509 -req -in host.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile extensions -out host.pem
";

#[test]
fn a_mirror_over_https_asks_who_vouches_for_the_host() {
    for program in ["python3", "openssl"] {
        if Command::new(program).arg("version").output().is_err() {
            return no_program(program);
        }
    }
    let trial = Trial::new();
    let archive = Archive::new();
    archive.write(&trial.path("source"));
    let made = Command::new("sh")
        .current_dir(trial.folder.path())
        .args(["-ec", CERTIFICATES])
        .output()
        .expect("sh runs");
    assert!(made.status.success(), "{}", stderr(&made));
    let mut host = Command::new("python3")
        .current_dir(trial.path("source"))
        .args(["-c", TLS_HOST])
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 runs");
    let mut port = String::new();
    let mut told = BufReader::new(host.stdout.take().expect("piped"));
    told.read_line(&mut port).expect("a port");
    let address = format!("https://127.0.0.1:{}/", port.trim());
    let unknown = trial.mirror(&address);
    let known = trial.run(&["mirror", &address, "mirror", "--ca", "ca.pem"]);
    let none = trial.run(&["mirror", &address, "mirror", "--ca", "ca.key"]);
    let _ = host.kill();
    let _ = host.wait();
    assert_eq!(code(&unknown), 2, "{}", stderr(&unknown));
    assert_eq!(code(&known), 0, "{}", stderr(&known));
    assert_eq!(code(&none), 2, "{}", stderr(&none));
    assert_eq!(trial.mirrored(), archive.whole());
}

#[test]
fn keys_are_made_once_and_never_shown() {
    let trial = Trial::new();
    let made = trial.run(&["key", "new", ORIGIN, "--to", "log.key"]);
    assert_eq!(code(&made), 0, "{}", stderr(&made));
    let secret = fs::read_to_string(trial.path("log.key")).expect("a key");
    let public = stdout(&made);
    assert!(public.starts_with(&format!("{ORIGIN}+")) && public.lines().count() == 1);
    let part = secret.trim_end().splitn(5, '+').nth(4).expect("a part");
    assert!(!stderr(&made).contains(part) && !public.contains(part));
    assert_eq!(stdout(&trial.run(&["key", "show", "log.key"])), public);
    let again = trial.run(&["key", "new", ORIGIN, "--to", "log.key"]);
    assert_eq!(code(&again), 2);
    assert_eq!(fs::read_to_string(trial.path("log.key")).ok(), Some(secret));
    for arguments in [
        vec!["key", "new", ORIGIN],
        vec!["key", "new", "a name", "--to", "other.key"],
        vec!["key", "new", "a+b", "--to", "other.key"],
        vec!["key", "show", "nothing.key"],
    ] {
        assert_eq!(code(&trial.run(&arguments)), 2, "{arguments:?}");
    }
    write(trial.folder.path(), "archive.yaml", "");
    let inside = trial.run(&["key", "new", ORIGIN, "--to", "content/a.key"]);
    assert_eq!(code(&inside), 2, "{}", stderr(&inside));
    assert!(!trial.path("other.key").exists() && !trial.path("content/a.key").exists());
}

struct Witness {
    trial: Trial,
    key: String,
}

impl Witness {
    fn new() -> Witness {
        let trial = Trial::new();
        let arguments = ["key", "new", "w.example", "--to", "w.key", "--witness"];
        let made = trial.run(&arguments);
        assert_eq!(code(&made), 0, "{}", stderr(&made));
        fs::create_dir(trial.path("state")).expect("made");
        Witness {
            trial,
            key: log_key(ORIGIN, 1).expect("a key"),
        }
    }

    fn run(&self, more: &[&str]) -> Output {
        let key = ["witness", "--log", &self.key, "--key", "w.key"];
        let arguments = [&key, ["--state", "state"].as_slice(), more].concat();
        self.trial.run(&arguments)
    }

    fn serve(&self) -> Served {
        Served::of(&self.trial, &self.key, "w.key", &[])
    }
}

impl Served {
    /// A witness of the log of this key that answers, with a key and a state in the folder of a trial.
    pub(crate) fn of(trial: &Trial, log: &str, key: &str, more: &[&str]) -> Served {
        let mut child = gongbao()
            .current_dir(trial.folder.path())
            .args(["witness", "--log", log, "--key", key])
            .args(["--state", "state", "--serve", "--listen", "127.0.0.1:0"])
            .args(more)
            .stderr(Stdio::piped())
            .spawn()
            .expect("gongbao runs");
        let mut line = String::new();
        let mut told = BufReader::new(child.stderr.take().expect("piped"));
        told.read_line(&mut line).expect("a line");
        let address = line.split("http://").nth(1).expect("an address");
        let address = address.split('/').next().expect("an address");
        Served {
            address: address.to_owned(),
            child,
        }
    }
}

pub(crate) struct Served {
    pub(crate) address: String,
    child: Child,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Served {
    /// The status, the head and the body of the answer.
    fn ask(&self, what: &str, body: &str) -> (u16, String, String) {
        let mut stream = TcpStream::connect(&self.address).expect("connected");
        let length = body.len();
        let head = format!(
            "{what} HTTP/1.1\r\nHost: w\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).expect("sent");
        // A body that is too long may be refused before all of it came.
        let _ = stream.write_all(body.as_bytes());
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        (status.expect("a status"), head.to_owned(), body.to_owned())
    }
}

#[test]
fn a_witness_signs_copies_that_only_grew() {
    let witness = Witness::new();
    let archive = witness.trial.path("archive");
    let first = Archive::new();
    first.write(&archive);
    assert_eq!(code(&witness.run(&["archive"])), 2);
    let signed = witness.run(&["archive", "--new-state"]);
    assert_eq!(code(&signed), 0, "{}", stderr(&signed));
    assert!(
        stdout(&signed).starts_with("— w.example "),
        "{}",
        stdout(&signed)
    );
    let checkpoint = || fs::read_to_string(archive.join("log/checkpoint")).expect("a checkpoint");
    let before = checkpoint();
    for _ in 0..2 {
        let added = witness.run(&["archive", "--add"]);
        assert_eq!(code(&added), 0, "{}", stderr(&added));
        // One line of one witness, below what was there.
        assert!(checkpoint().starts_with(&before));
        assert_eq!(checkpoint().lines().count(), before.lines().count() + 1);
    }
    let public = stdout(&witness.trial.run(&["key", "show", "w.key"]));
    let policy = format!(
        "log {}\nwitness w {}\nquorum w\n",
        witness.key,
        public.trim_end()
    );
    fs::write(witness.trial.path("policy"), policy).expect("written");
    let mirror = |to| {
        witness
            .trial
            .run(&["mirror", "archive", to, "--policy", "policy"])
    };
    assert_eq!(code(&mirror("m")), 0);
    let mut next = first.clone();
    next.publish(2, 1);
    next.write(&archive);
    assert_eq!(code(&mirror("m")), 16);
    assert_eq!(code(&witness.run(&["archive", "--add"])), 0);
    assert_eq!(code(&mirror("m")), 0);
    let mut fork = first.clone();
    fork.publish(1, 1);
    fork.publish(5, 1);
    let mut other = Archive::default();
    other.put("index.html", "");
    other.publish(50, 2);
    for (archive, expected) in [(&first, 13), (&fork, 15), (&other, 16)] {
        archive.write(&witness.trial.path("archive"));
        let refused = witness.run(&["archive"]);
        assert_eq!(code(&refused), expected, "{}", stderr(&refused));
        assert_eq!(stdout(&refused), "");
    }
    // The key of a log cosigns nothing, and there is no key without one.
    let made = ["key", "new", ORIGIN, "--to", "log.key"];
    assert_eq!(code(&witness.trial.run(&made)), 0);
    let log_key = [
        "witness",
        "archive",
        "--log",
        &witness.key,
        "--state",
        "state",
    ];
    let with_log_key = [log_key.as_slice(), &["--key", "log.key"]].concat();
    assert_eq!(code(&witness.trial.run(&with_log_key)), 2);
    assert_eq!(code(&witness.trial.run(&log_key)), 2);
    assert_eq!(code(&run(&["witness", "--state", "x"])), 2);
}

#[test]
fn a_witness_answers_over_http_as_the_standard_says() {
    let witness = Witness::new();
    let first = Archive::new();
    let mut next = first.clone();
    next.publish(300, 1);
    first.write(&witness.trial.path("archive"));
    assert_eq!(code(&witness.run(&["archive", "--new-state"])), 0);
    let served = witness.serve();
    // One at a time.
    assert_eq!(code(&witness.run(&["archive"])), 2);
    let add = "POST /add-checkpoint";
    let size = 31;
    let right = request(&next.log, size).expect("a request");
    let from_nothing = request(&next.log, 0).expect("a request");
    let (status, head, body) = served.ask(add, &from_nothing);
    assert_eq!((status, body), (409, format!("{size}\n")));
    let head = head.to_lowercase();
    assert!(head.contains("content-type: text/x.tlog.size"), "{head}");
    let mut other = Archive::default();
    other.put("index.html", "");
    other.publish(1, 2);
    let foreign = request(&other.log, 0)
        .expect("a request")
        .replace(ORIGIN, "b.example");
    let unsigned = request(&other.log, 0).expect("a request");
    let long = format!("{right}{}", "x".repeat(400_000));
    for (what, body, expected) in [
        (add, "", 400),
        (add, "old 31\n\n", 400),
        (add, &foreign, 404),
        (add, &unsigned, 403),
        (add, &right.replacen("\n", "\nAAAA\n", 1), 400),
        (add, &long, 413),
        ("GET /add-checkpoint", "", 405),
        ("POST /sign-subtree", &right, 404),
        ("GET /", "", 404),
    ] {
        let (status, ..) = served.ask(what, body);
        assert_eq!(status, expected, "{what}");
    }
    let (status, _, line) = served.ask(add, &right);
    assert_eq!(status, 200);
    assert!(
        line.starts_with("— w.example ") && line.ends_with('\n'),
        "{line}"
    );
    assert_eq!(served.ask(add, &right).0, 409);
    // A witness that is killed has not forgotten.
    drop(served);
    let again = witness.serve();
    let (status, _, body) = again.ask(add, &right);
    assert_eq!((status, body), (409, "332\n".to_owned()));
}
