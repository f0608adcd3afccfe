//! Sites verified at their address, logs that are gone on with from there, and witnesses that a publisher asks.

use std::fs;
use std::path::Path;
use std::process::Output;

use gongbao::internals::logged::Paths;

use crate::common::{build, files, gongbao, stderr, stdout, tree, yearly as report};
use crate::mirrors::{Host, Lie, Served, Trial, code};

const ORIGIN: &str = "a.example/log";

/// An archive with a key, in a folder of its own, and witnesses that answer.
struct Publisher {
    folder: tempfile::TempDir,
    witnesses: Vec<(Trial, Option<Served>)>,
    /// The public key of the log.
    key: String,
}

impl Publisher {
    fn new(witnesses: usize) -> Publisher {
        let folder = tree(&[
            ("content/shili/2021.md", &report(2021, "办理信访事项3件。")),
            ("content/shili/2022.md", &report(2022, "办理信访事项5件。")),
        ]);
        let key = new_key(folder.path(), ORIGIN, &[]);
        let settings = format!(
            "title: 测试档案\nbase_url: https://a.example/\ntypes:\n  annual-report: {{name: 年度报告}}\ntruth: {key}\n"
        );
        write(folder.path(), "content/archive.yaml", &settings);
        let mut publisher = Publisher {
            folder,
            witnesses: Vec::new(),
            key,
        };
        for number in 0..witnesses {
            let trial = Trial::new();
            let name = format!("w{number}.example");
            new_key(trial.folder.path(), &name, &["--witness"]);
            fs::create_dir(trial.path("state")).expect("made");
            publisher.witnesses.push((trial, None));
            publisher.start(number, true);
        }
        publisher.write_policy();
        publisher
    }

    /// Lets a witness answer, at another address than before.
    fn start(&mut self, number: usize, is_new: bool) {
        let key = self.key.clone();
        let (trial, served) = &mut self.witnesses[number];
        let new: &[&str] = if is_new { &["--new-state"] } else { &[] };
        *served = Some(Served::of(trial, &key, "key", new));
        self.write_policy();
    }

    fn stop(&mut self, number: usize) {
        self.witnesses[number].1 = None;
    }

    /// Two of three are enough, or all of fewer.
    fn write_policy(&self) {
        let mut policy = format!("log {}\n", self.key);
        let mut names = Vec::new();
        for (number, (trial, served)) in self.witnesses.iter().enumerate() {
            let shown = trial.run(&["key", "show", "key"]);
            let address = served
                .as_ref()
                .map_or("127.0.0.1:1", |served| &served.address);
            let key = stdout(&shown);
            policy += &format!("witness w{number} {} http://{address}/\n", key.trim_end());
            names.push(format!("w{number}"));
        }
        let count = names.len().min(2);
        policy += &format!("group enough {count} {}\nquorum enough\n", names.join(" "));
        write(self.folder.path(), "policy", &policy);
    }

    fn build(&self, more: &[&str]) -> Output {
        let key = self.folder.path().join("key");
        let key = key.to_str().expect("a path");
        build(self.folder.path(), &[&["--key", key], more].concat())
    }

    fn witnessed(&self, more: &[&str]) -> Output {
        let policy = self.folder.path().join("policy");
        let policy = policy.to_str().expect("a path");
        self.build(&[&["--policy", policy], more].concat())
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = gongbao();
        command.current_dir(self.folder.path()).args(arguments);
        command.output().expect("gongbao runs")
    }

    fn site(&self) -> Paths {
        let out = self.folder.path().join("public");
        match out.exists() {
            true => files(&out).into_iter().collect(),
            false => Paths::new(),
        }
    }

    fn text(&self, path: &str) -> String {
        let at = self.folder.path().join("public").join(path);
        fs::read_to_string(&at).unwrap_or_else(|e| panic!("{path}: {e}"))
    }
}

fn write(folder: &Path, path: &str, text: &str) {
    fs::write(folder.join(path), text).expect("written");
}

fn new_key(folder: &Path, name: &str, more: &[&str]) -> String {
    let mut command = gongbao();
    let arguments = ["key", "new", name, "--to", "key"];
    command.current_dir(folder).args(arguments).args(more);
    let made = command.output().expect("gongbao runs");
    assert_eq!(code(&made), 0, "{}", stderr(&made));
    stdout(&made).trim_end().to_owned()
}

fn went_well(output: &Output) {
    assert_eq!(code(output), 0, "{}{}", stderr(output), stdout(output));
}

#[test]
fn a_site_is_verified_at_its_address() {
    let trial = Trial::new();
    let publisher = Publisher::new(0);
    went_well(&publisher.build(&["--new-log"]));
    let site = publisher.site();
    let verify = |host: &Host, below: &str| {
        let address = format!("{}{below}", host.address);
        trial.run(&["verify", &address, "--lang", "en"])
    };
    let host = Host::honest(site.clone());
    let whole = verify(&host, "");
    went_well(&whole);
    let said = stdout(&whole);
    assert!(
        said.starts_with("Intact") && said.contains("extra ones are not noticed"),
        "{said}"
    );
    assert_eq!(files(trial.folder.path()), Vec::new());
    // A file that stands there, and one of the site that is none.
    went_well(&verify(&host, "index.html"));
    went_well(&verify(&host, "shili/2021/index.html"));
    let none = verify(&host, "data/none.json");
    assert_eq!(code(&none), 10, "{}", stdout(&none));
    let other = |path: &str, text: Option<&str>| {
        let mut files = site.clone();
        match text {
            Some(text) => files.insert(path.to_owned(), text.as_bytes().to_vec()),
            None => files.remove(path),
        };
        Host::honest(files)
    };
    let lies = |path, lie| Host::of(site.clone(), &[(path, lie)], usize::MAX);
    for (host, expected, said) in [
        (
            other("shili/2021/index.html", Some("别的\n")),
            12,
            "shili/2021/index.html",
        ),
        (other("index.html", None), 10, "index.html: is missing"),
        (other("log/checkpoint", None), 10, "checkpoint"),
        (other("SHA256SUMS", None), 10, "SHA256SUMS"),
        (lies("index.html", Lie::Short), 10, "index.html"),
        (lies("log/checkpoint", Lie::Endless), 17, "checkpoint"),
    ] {
        let output = verify(&host, "");
        let told = stdout(&output);
        assert_eq!(code(&output), expected, "{said}: {told}{}", stderr(&output));
        assert!(told.contains(said), "{said}: {told}");
    }
    // What says nothing of the files is no verdict of them.
    let gone = "http://127.0.0.1:1/";
    let silent = trial.run(&["verify", gone, "--lang", "en"]);
    for (output, said) in [
        (verify(&lies("index.html", Lie::Elsewhere), ""), "127.0.0.2"),
        (
            verify(&lies("index.html", Lie::Fault), ""),
            "index.html: 500",
        ),
        (verify(&lies("index.html", Lie::Circle), ""), "index.html"),
        (verify(&Host::honest(Paths::new()), ""), "no site"),
        (verify(&Host::honest(Paths::new()), "a/b/"), "no log"),
        (verify(&Host::honest(Paths::new()), "a/b.csv"), "no log"),
        (silent, gone),
    ] {
        assert_eq!(code(&output), 2, "{}", stdout(&output));
        assert!(
            stderr(&output).contains(said),
            "{said}: {}",
            stderr(&output)
        );
        assert_eq!(stdout(&output), "");
    }
}

#[test]
fn a_report_is_verified_at_its_address() {
    let publisher = Publisher::new(0);
    went_well(&publisher.build(&["--new-log"]));
    let site = publisher.site();
    let host = Host::honest(site.clone());
    let address = format!("{}shili/2021/index.md", host.address);
    let found = publisher.run(&["verify", &address, "--key", &publisher.key, "--lang", "en"]);
    went_well(&found);
    let said = stdout(&found);
    assert!(said.contains("Report: shili/2021, revision 1"), "{said}");
    assert!(said.contains("publication 1"), "{said}");
    // The address that readers have leads to its text.
    let page = format!("{}shili/2021/", host.address);
    let of_page = publisher.run(&["verify", &page, "--key", &publisher.key, "--lang", "en"]);
    went_well(&of_page);
    assert!(stdout(&of_page).contains("Report: shili/2021, revision 1"));
    let mut altered = site;
    altered.insert("shili/2021/index.md".to_owned(), b"other\n".to_vec());
    let host = Host::honest(altered);
    let address = format!("{}shili/2021/index.md", host.address);
    assert_eq!(code(&publisher.run(&["verify", &address])), 12);
}

#[test]
fn a_log_is_gone_on_with_from_its_address() {
    let publisher = Publisher::new(0);
    went_well(&publisher.build(&["--new-log"]));
    let before = publisher.site();
    let host = Host::honest(before.clone());
    fs::remove_dir_all(publisher.folder.path().join("public")).expect("removed");
    assert_eq!(code(&publisher.build(&[])), 2);
    went_well(&publisher.build(&["--log", &host.address]));
    assert_eq!(publisher.site(), before);
    write(
        publisher.folder.path(),
        "content/shili/2023.md",
        &report(2023, "办理信访事项7件。"),
    );
    fs::remove_dir_all(publisher.folder.path().join("public")).expect("removed");
    let log = format!("{}log/", host.address);
    went_well(&publisher.build(&["--log", &log]));
    assert!(publisher.text("log/checkpoint").contains("\n5\n"));
    went_well(&publisher.run(&["verify", "public"]));
    let after = publisher.site();
    // What is there is ahead of what the address has.
    let behind = publisher.build(&["--log", &host.address]);
    assert_eq!(code(&behind), 2, "{}", stderr(&behind));
    let mut cut = before.clone();
    cut.retain(|path, _| !path.starts_with("log/tile/entries"));
    for (host, said) in [
        (Host::honest(cut), "log/tile"),
        (Host::honest(Paths::new()), "log/"),
        (
            Host::of(before, &[("log/checkpoint", Lie::Elsewhere)], usize::MAX),
            "127.0.0.2",
        ),
    ] {
        let output = publisher.build(&["--log", &host.address]);
        assert_eq!(code(&output), 2, "{said}: {}", stderr(&output));
        assert!(
            stderr(&output).contains(said),
            "{said}: {}",
            stderr(&output)
        );
        assert_eq!(publisher.site(), after);
    }
}

#[test]
fn witnesses_sign_below_the_checkpoint_of_a_site_that_grew() {
    let mut publisher = Publisher::new(3);
    went_well(&publisher.build(&["--new-log"]));
    let cosign = ["cosign", "public", "--policy", "policy", "--lang", "en"];
    let verify = ["verify", "public", "--policy", "policy"];
    assert_eq!(code(&publisher.run(&verify)), 16);
    let before = publisher.text("log/checkpoint");
    for _ in 0..2 {
        went_well(&publisher.run(&cosign));
        let after = publisher.text("log/checkpoint");
        assert!(after.starts_with(&before));
        assert_eq!(after.lines().count(), before.lines().count() + 3);
    }
    went_well(&publisher.run(&verify));
    // A file away from its archive has the word of its proof alone, and nobody was asked for that.
    for name in ["index.md", "1.tlog-proof"] {
        let text = publisher.text(&format!("shili/2021/{name}"));
        write(publisher.folder.path(), name, &text);
    }
    let away = publisher.run(&["verify", "index.md", "--policy", "policy", "--lang", "en"]);
    assert_eq!(code(&away), 16, "{}", stdout(&away));
    let said = stdout(&away);
    assert!(said.contains("the log signed it, and no witness"), "{said}");
    let within = "public/shili/2021/index.md";
    went_well(&publisher.run(&["verify", within, "--policy", "policy"]));
    // It grew: each is asked again with the proof from what it signed last.
    write(
        publisher.folder.path(),
        "content/shili/2023.md",
        &report(2023, "办理信访事项7件。"),
    );
    went_well(&publisher.build(&[]));
    publisher.stop(2);
    let output = publisher.run(&cosign);
    went_well(&output);
    assert!(
        stderr(&output).contains("signed by w0, w1. Not by:\n  w2: "),
        "{}",
        stderr(&output)
    );
    went_well(&publisher.run(&verify));
    publisher.stop(1);
    let output = publisher.run(&cosign);
    // What w1 signed before still stands below it.
    went_well(&output);
    went_well(&publisher.build(&[]));
    write(
        publisher.folder.path(),
        "content/shili/2024.md",
        &report(2024, "办理信访事项9件。"),
    );
    went_well(&publisher.build(&[]));
    let output = publisher.run(&cosign);
    assert_eq!(code(&output), 16, "{}", stderr(&output));
    assert!(stderr(&output).contains("fewer than the policy wants"));
    assert_eq!(publisher.text("log/checkpoint").matches("— w0").count(), 1);
}

/// As many bytes as a cosignature by ML-DSA-44 has, more or less.
#[test]
fn signatures_of_other_algorithms_are_kept_and_counted() {
    let publisher = Publisher::new(1);
    went_well(&publisher.build(&["--new-log"]));
    let line = format!("— other.example {}\n", "QUJD".repeat(811));
    let with_it = publisher.text("log/checkpoint") + &line;
    let at = publisher.folder.path().join("public/log/checkpoint");
    fs::write(&at, with_it).expect("written");
    went_well(&publisher.run(&["cosign", "--policy", "policy"]));
    assert!(publisher.text("log/checkpoint").contains(&line));
    // It goes along, and below a checkpoint that stands elsewhere already.
    for arguments in [
        ["publish", "--from", "public", "--to", "host"].as_slice(),
        &["publish", "--from", "public", "--to", "host"],
        &["mirror", "public", "mirror"],
        &["mirror", "host", "mirror"],
    ] {
        went_well(&publisher.run(arguments));
        let folder = arguments.last().expect("a folder");
        let head = publisher.folder.path().join(folder).join("log/checkpoint");
        let head = fs::read_to_string(head).expect("a checkpoint");
        assert!(
            head.contains(&line) && head.contains("— w0.example"),
            "{arguments:?}"
        );
    }
    for (lang, said) in [
        (
            "en",
            "1 signature of an algorithm that this program does not know",
        ),
        ("zh", "另有 1 个签名所用的算法本程序不识"),
    ] {
        let found = publisher.run(&["verify", "host", "--policy", "policy", "--lang", lang]);
        went_well(&found);
        assert!(stdout(&found).contains(said), "{}", stdout(&found));
    }
}

/// A host that answers each request to a witness with this.
fn answering(status: &str, body: &str) -> String {
    use std::io::{Read, Write};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}/", listener.local_addr().expect("bound"));
    let length = body.len();
    let answer =
        format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}");
    std::thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let _ = stream.read(&mut [0; 1 << 16]);
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    address
}

/// A way to a witness that lets so many requests pass and answers the others itself; its address.
fn passing(to: String, mut count: usize) -> String {
    use std::io::{Read, Write};
    use std::net::{TcpListener, TcpStream};
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("bound").to_string();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let mut request = vec![0; 1 << 16];
            let length = stream.read(&mut request).unwrap_or(0);
            request.truncate(length);
            let text = String::from_utf8_lossy(&request).into_owned();
            let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
            let wanted = head.lines().find_map(|line| {
                let line = line.to_ascii_lowercase();
                line.strip_prefix("content-length: ")?.trim().parse().ok()
            });
            let mut body = body.as_bytes().to_vec();
            while body.len() < wanted.unwrap_or(0) {
                let mut more = vec![0; 1 << 16];
                let length = stream.read(&mut more).unwrap_or(0);
                if length == 0 {
                    break;
                }
                body.extend(&more[..length]);
            }
            if count == 0 {
                let _ = stream.write_all(
                    b"HTTP/1.1 503 Away\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
                );
                continue;
            }
            count -= 1;
            let mut witness = TcpStream::connect(&to).expect("the witness");
            let asked = format!(
                "POST /add-checkpoint HTTP/1.1\r\nHost: {to}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
                body.len()
            );
            let _ = witness.write_all(asked.as_bytes());
            let _ = witness.write_all(&body);
            let mut answer = Vec::new();
            let _ = witness.read_to_end(&mut answer);
            let _ = stream.write_all(&answer);
        }
    });
    address
}

/// The first witness signs both heads, the second that of the documents alone: nothing is published, and the same content
/// goes on from there, with a policy or without.
#[test]
fn what_witnesses_signed_of_a_run_that_stopped_is_gone_on_with() {
    for with_policy in [true, false] {
        let publisher = Publisher::new(2);
        let policy = fs::read_to_string(publisher.folder.path().join("policy")).expect("a policy");
        let second = publisher.witnesses[1].1.as_ref().expect("it answers");
        let second = second.address.clone();
        let passing = passing(second.clone(), 1);
        write(
            publisher.folder.path(),
            "policy",
            &policy.replace(&second, &passing),
        );
        let output = publisher.witnessed(&["--new-log", "--lang", "en"]);
        assert_eq!(code(&output), 2, "{}", stderr(&output));
        let said = stderr(&output);
        assert!(said.contains("Not by:") && said.contains("w1"), "{said}");
        assert_eq!(publisher.site(), Paths::new());
        // Other content is refused, before anybody is asked.
        let at = publisher.folder.path().join("content/shili/2022.md");
        let text = fs::read_to_string(&at).expect("a report");
        fs::write(&at, text.replace("5件", "6件")).expect("written");
        let output = publisher.witnessed(&["--new-log"]);
        assert_eq!(code(&output), 2, "{}", stderr(&output));
        assert!(
            stderr(&output).contains("key.signed"),
            "{}",
            stderr(&output)
        );
        fs::write(&at, text).expect("written");
        write(publisher.folder.path(), "policy", &policy);
        went_well(&match with_policy {
            true => publisher.witnessed(&["--new-log"]),
            false => publisher.build(&["--new-log"]),
        });
        let proof = publisher.text("shili/2022/1.tlog-proof");
        assert_eq!(proof.matches("— w").count(), 2, "{proof}");
        if with_policy {
            went_well(&publisher.run(&["verify", "public", "--policy", "policy"]));
        }
    }
}

#[test]
fn a_witness_that_lies_is_not_believed() {
    let publisher = Publisher::new(1);
    went_well(&publisher.build(&["--new-log"]));
    let before = publisher.text("log/checkpoint");
    let of_log = before.lines().last().expect("a line").to_owned();
    let policy = fs::read_to_string(publisher.folder.path().join("policy")).expect("a policy");
    let served = publisher.witnesses[0].1.as_ref().expect("served");
    let honest = format!("http://{}/", served.address);
    for (address, said) in [
        (answering("200 OK", ""), "answer"),
        (answering("200 OK", "— w0.example QUJDREU=\n"), "answer"),
        (answering("200 OK", &format!("{of_log}\n")), "answer"),
        (answering("200 OK", &"x".repeat(1 << 20)), "answer"),
        (answering("302 Found", ""), "302"),
        (answering("409 Conflict", "9999\n"), "9999"),
        (answering("409 Conflict", "-1\n"), "answer"),
        (answering("409 Conflict", "0\n"), "answer"),
        (answering("409 Conflict", "1\n"), "answer"),
        (answering("422 No", ""), "another log"),
        (answering("404 No", ""), "follow"),
        ("http://w.example/".to_owned(), "https://"),
    ] {
        write(
            publisher.folder.path(),
            "policy",
            &policy.replace(&honest, &address),
        );
        let output = publisher.run(&["cosign", "--policy", "policy", "--lang", "en"]);
        assert_eq!(code(&output), 16, "{said}: {}", stderr(&output));
        assert!(
            stderr(&output).contains(said),
            "{said}: {}",
            stderr(&output)
        );
        assert_eq!(publisher.text("log/checkpoint"), before);
    }
}

#[test]
fn proofs_carry_what_witnesses_signed_before_anything_was_published() {
    let mut publisher = Publisher::new(3);
    went_well(&publisher.witnessed(&["--new-log"]));
    let first = publisher.site();
    for path in [
        "shili/2021/1.tlog-proof",
        "log/checkpoint",
        "log/documents/2",
    ] {
        let text = publisher.text(path);
        assert_eq!(text.matches("\n— w").count(), 3, "{path}");
    }
    let proof = publisher.text("shili/2021/1.tlog-proof");
    assert!(proof.len() <= 2048, "{}", proof.len());
    went_well(&publisher.run(&["verify", "public", "--policy", "policy"]));
    // Away from its archive, what witnesses signed counts too.
    for name in ["index.md", "1.tlog-proof"] {
        write(
            publisher.folder.path(),
            name,
            &publisher.text(&format!("shili/2021/{name}")),
        );
    }
    let away = publisher.run(&["verify", "index.md", "--policy", "policy", "--lang", "en"]);
    went_well(&away);
    assert!(
        stdout(&away).contains("Witnessed by w0"),
        "{}",
        stdout(&away)
    );
    // Nothing changed, and nobody is asked; made again from the log, proofs are what they were.
    (0..3).for_each(|number| publisher.stop(number));
    went_well(&publisher.witnessed(&[]));
    assert_eq!(publisher.site(), first);
    let kept = publisher.folder.path().join("kept");
    fs::rename(publisher.folder.path().join("public"), &kept).expect("moved");
    let kept = kept.to_str().expect("a path").to_owned();
    went_well(&publisher.witnessed(&["--log", &kept]));
    assert_eq!(publisher.site(), first);
    // Nobody answers: nothing is published.
    let new = "content/shili/2023.md";
    write(
        publisher.folder.path(),
        new,
        &report(2023, "办理信访事项7件。"),
    );
    let refused = publisher.witnessed(&["--lang", "en"]);
    assert_eq!(code(&refused), 2, "{}", stderr(&refused));
    let said = stderr(&refused);
    assert!(
        said.contains("nothing was published. Not by:\n  w0: "),
        "{said}"
    );
    assert_eq!(publisher.site(), first);
    // One signed a head that was not published; with the same content the next run goes on.
    publisher.start(0, false);
    assert_eq!(code(&publisher.witnessed(&[])), 2);
    assert_eq!(publisher.site(), first);
    publisher.start(1, false);
    went_well(&publisher.witnessed(&[]));
    assert_eq!(
        publisher
            .text("shili/2023/1.tlog-proof")
            .matches("\n— w")
            .count(),
        2
    );
    went_well(&publisher.run(&["verify", "public", "--policy", "policy"]));
}

#[test]
fn content_that_changed_after_witnesses_signed_is_put_back_first() {
    let mut publisher = Publisher::new(2);
    went_well(&publisher.witnessed(&["--new-log"]));
    publisher.stop(1);
    let new = "content/shili/2023.md";
    write(
        publisher.folder.path(),
        new,
        &report(2023, "办理信访事项7件。"),
    );
    assert_eq!(code(&publisher.witnessed(&[])), 2);
    publisher.start(1, false);
    write(
        publisher.folder.path(),
        new,
        &report(2023, "办理信访事项8件。"),
    );
    // The key remembers, and says what to do.
    let refused = publisher.witnessed(&["--lang", "en"]);
    assert_eq!(code(&refused), 2);
    assert!(
        stderr(&refused).contains("change it back to what it was then"),
        "{}",
        stderr(&refused)
    );
    write(
        publisher.folder.path(),
        new,
        &report(2023, "办理信访事项7件。"),
    );
    went_well(&publisher.witnessed(&[]));
    // A key that forgot is refused by the witness, which does not.
    publisher.stop(1);
    let next = "content/shili/2024.md";
    write(
        publisher.folder.path(),
        next,
        &report(2024, "办理信访事项9件。"),
    );
    assert_eq!(code(&publisher.witnessed(&[])), 2);
    fs::remove_file(publisher.folder.path().join("key.signed")).expect("removed");
    write(
        publisher.folder.path(),
        next,
        &report(2024, "办理信访事项8件。"),
    );
    let before = publisher.site();
    let refused = publisher.witnessed(&["--lang", "en"]);
    assert_eq!(code(&refused), 2);
    assert!(
        stderr(&refused).contains("w0: it signed another log"),
        "{}",
        stderr(&refused)
    );
    assert_eq!(publisher.site(), before);
}
