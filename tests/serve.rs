//! The preview, by the real binary: what it shows is what a build publishes, what is saved is seen, and nobody else may ask.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::common::{files, gongbao, project, published, report, run, stderr, tree, write};

/// How long anything may take; it is waited out only where a test fails.
const PATIENCE: Duration = Duration::from_secs(120);

/// A preview that runs.
struct Preview {
    process: Child,
    port: u16,
}

impl Preview {
    fn of(content: &Path) -> Preview {
        Preview::with(content, |_| ())
    }

    fn with(content: &Path, more: impl FnOnce(&mut Command)) -> Preview {
        let mut command = gongbao();
        command.args(["serve", "--port", "0", "--content"]);
        more(&mut command);
        let mut process = command
            .arg(content)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        let mut said = BufReader::new(process.stderr.take().expect("its messages"));
        let mut line = String::new();
        let port = loop {
            line.clear();
            let read = said.read_line(&mut line).expect("messages are UTF-8");
            assert!(read > 0, "the preview ended");
            let found = line.split("http://127.0.0.1:").nth(1);
            if let Some(port) = found.and_then(|rest| rest.split('/').next()) {
                break port.parse().expect("a port");
            }
        };
        // What it says further must not stop it.
        std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
        Preview { process, port }
    }

    /// Status, headers and body of what is asked for with these headers.
    fn ask(&self, path: &str, headers: &[(&str, &str)]) -> (u16, String, Vec<u8>) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("set");
        let own = format!("127.0.0.1:{}", self.port);
        let mut head = format!("GET {path} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|(name, _)| *name == "Host") {
            head.push_str(&format!("Host: {own}\r\n"));
        }
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        stream
            .write_all(format!("{head}\r\n").as_bytes())
            .expect("asked");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("answered");
        let end = answer
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .expect("a head");
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|it| it.parse().ok());
        let head = head.to_ascii_lowercase();
        assert!(!head.contains("transfer-encoding"), "{head}");
        (status.expect("a status"), head, answer.split_off(end + 4))
    }

    fn page(&self, path: &str) -> String {
        String::from_utf8(self.ask(path, &[]).2).expect("pages are UTF-8")
    }

    /// Waits until a page holds a text, or no longer.
    fn until(&self, path: &str, text: &str, is_there: bool) {
        self.wait(|| self.page(path).contains(text) == is_there, text);
    }

    fn wait(&self, holds: impl Fn() -> bool, what: &str) {
        let began = Instant::now();
        while !holds() {
            assert!(began.elapsed() < PATIENCE, "waited in vain: {what}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// The state of all, as a page of it is told first.
    fn state(&self, page: &str) -> Value {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("set");
        let head = format!(
            "GET /.gongbao/events?{page} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n",
            self.port
        );
        stream.write_all(head.as_bytes()).expect("asked");
        let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
        let told = lines.find_map(|line| line.strip_prefix("data: ").map(str::to_owned));
        serde_json::from_str(&told.expect("a state")).expect("JSON")
    }

    fn until_built(&self) {
        let is_built = || {
            let state = self.state("/");
            state["is_current"] == true && state["is_reading"] == false
        };
        self.wait(is_built, "a built site");
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A page without what the preview adds to it, and without its policy, which the preview widens.
fn without_additions(page: &str) -> String {
    let mut page = page.to_owned();
    if let Some(start) = page.find("<script src=\"/.gongbao/preview.js\"") {
        let end = page[start..].find("</script>\n").expect("its end");
        page.replace_range(start..start + end + "</script>\n".len(), "");
    }
    const POLICY: &str = "Content-Security-Policy\" content=\"";
    if let Some(start) = page.find(POLICY).map(|at| at + POLICY.len()) {
        let end = page[start..].find('"').expect("its end");
        page.replace_range(start..start + end, "");
    }
    page
}

#[test]
fn every_page_is_the_one_that_a_build_publishes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let content = folder.path().join("content");
    for (path, bytes) in files(&project().join("content")) {
        let path = content.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, bytes).expect("written");
    }
    let site = folder.path().join("site");
    let arguments = ["build", "--no-zips", "--no-store", "--drafts", "--content"];
    let output = gongbao()
        .args(arguments)
        .arg(&content)
        .arg("--out")
        .arg(&site)
        .output()
        .expect("the binary runs");
    assert!(output.status.success(), "{}", stderr(&output));
    let preview = Preview::of(&content);
    let mut count = 0;
    for (path, bytes) in files(&site) {
        let address = format!("/{}", percent(&path));
        let (status, _, found) = preview.ask(&address, &[]);
        assert_eq!(status, 200, "{path}");
        if path.ends_with(".html") {
            let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
            assert!(text(&found).contains("/.gongbao/preview.js"), "{path}");
            let found = without_additions(&text(&found));
            assert_eq!(found, without_additions(&text(&bytes)), "{path}");
        } else {
            assert!(found == bytes, "{path} is another file");
        }
        count += 1;
    }
    assert!(count > 200, "{count} files");
}

/// A path as it stands in an address.
fn percent(path: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    path.bytes().map(byte).collect()
}

fn sample() -> (tempfile::TempDir, PathBuf) {
    let folder = tree(&[("content/shili/2021.md", &report("原来的一句话。"))]);
    let content = folder.path().join("content");
    (folder, content)
}

/// A way of saving: what it is called, and what it does with a text.
type Way<'w> = (&'static str, &'w dyn Fn(&str));

#[test]
fn what_is_saved_is_seen_however_it_is_saved() {
    let (folder, content) = sample();
    let preview = Preview::of(&content);
    preview.until("/shili/2021/", "原来的一句话。", true);
    let file = content.join("shili/2021.md");
    let ways: [Way<'_>; 4] = [
        ("written", &|text| fs::write(&file, text).expect("written")),
        ("replaced", &|text| {
            let beside = content.join("shili/.2021.md.swp");
            fs::write(&beside, text).expect("written");
            fs::rename(beside, &file).expect("renamed");
        }),
        ("with a copy of the old", &|text| {
            fs::rename(&file, content.join("shili/2021.md~")).expect("renamed");
            fs::write(&file, text).expect("written");
        }),
        ("emptied first", &|text| {
            fs::write(&file, "").expect("written");
            std::thread::sleep(Duration::from_millis(30));
            fs::write(&file, text).expect("written");
        }),
    ];
    for (way, save) in ways {
        save(&report(&format!("保存一次：{way}。")));
        preview.until("/shili/2021/", &format!("保存一次：{way}。"), true);
    }
    // Another title: everything that names it follows.
    let text = report("正文。").replace("示例市2021年度报告", "改了题目的报告");
    write(folder.path(), "shili/2021.md", &text);
    preview.until("/years/2021/", "改了题目的报告", true);
    // A report more, one away, one that moves.
    write(
        folder.path(),
        "shili/2020.md",
        &report("新的。").replace("2021", "2020"),
    );
    preview.until("/shili/2020/", "新的。", true);
    fs::rename(&file, content.join("shili/moved.md")).expect("renamed");
    preview.until("/shili/moved/", "正文。", true);
    preview.until("/years/2021/", "shili/2021/", false);
}

#[test]
fn what_is_broken_stops_nothing_but_itself() {
    let (folder, content) = sample();
    let preview = Preview::of(&content);
    preview.until("/shili/2021/", "原来的一句话。", true);
    preview.until_built();
    let archive = fs::read_to_string(content.join("archive.yaml")).expect("read");
    let errors = |page: &str| preview.state(page)["errors"].as_u64().expect("a number");
    for (path, text) in [
        ("archive.yaml", "title: ["),
        ("archive.yaml", ""),
        ("shili/_index.md", "---\nname: [\n---\n"),
        ("shili/2021.md", "---\ntitle: x\n"),
        ("shili/2021.md", "\u{0}"),
        ("shili/2022.md", "---\ntpye: y\n---\n"),
    ] {
        let file = content.join(path);
        let before = fs::read(&file).ok();
        fs::write(&file, text).expect("written");
        preview.wait(|| errors("/shili/2021/") > 0, path);
        let state = preview.state("/shili/2021/");
        let first = &state["diagnostics"][0];
        assert_eq!(first["file"], path, "{state}");
        assert!(
            preview.page("/shili/2021/").contains("原来的一句话。"),
            "{path}"
        );
        match before {
            Some(before) => fs::write(&file, before).expect("written"),
            None => fs::remove_file(&file).expect("removed"),
        }
        preview.wait(|| errors("/shili/2021/") == 0, path);
    }
    // The folder goes and comes back.
    let away = folder.path().join("away");
    fs::rename(&content, &away).expect("renamed");
    preview.wait(|| !preview.state("/")["failure"].is_null(), "a failure");
    fs::rename(&away, &content).expect("renamed");
    preview.wait(|| preview.state("/")["failure"].is_null(), "no failure");
    write(
        folder.path(),
        "archive.yaml",
        &archive.replace("测试档案", "另一个档案"),
    );
    preview.until("/", "另一个档案", true);
    write(folder.path(), "shili/2021.md", &report("又回来了。"));
    preview.until("/shili/2021/", "又回来了。", true);
}

#[test]
fn a_content_with_errors_can_be_mended_from_the_beginning() {
    let folder = tree(&[
        (
            "content/shili/2020.md",
            &report("好的。").replace("2021", "2020"),
        ),
        (
            "content/shili/2021.md",
            "---\ntitle: 没有类型\n---\n\n正文。\n",
        ),
    ]);
    let preview = Preview::of(&folder.path().join("content"));
    // What is without fault is shown.
    preview.until("/shili/2020/", "好的。", true);
    assert_eq!(preview.state("/shili/2020/")["errors"], 1);
    write(folder.path(), "shili/2021.md", &report("改好了。"));
    preview.until("/shili/2021/", "改好了。", true);
    let (status, _, _) = preview.ask("/.gongbao/words.json", &[]);
    assert_eq!(status, 200);
}

/// Who opens a page while its report has an error is told of which file it is, and sees the last good one or why not.
#[test]
fn a_page_that_is_first_opened_while_it_has_an_error_knows_its_file() {
    let year = |year: u16, text: &str| report(text).replace("2021", &year.to_string());
    let folder = tree(&[
        ("content/shili/2020.md", &year(2020, "第一句。")),
        ("content/shili/2021.md", &year(2021, "第二句。")),
        ("content/shili/2022.md", "---\ntitle: 坏的\n---\n\n文字\n"),
    ]);
    let content = folder.path().join("content");
    let preview = Preview::of(&content);
    preview.wait(|| preview.state("/")["errors"] == 1, "an error");
    // It was never built.
    let (status, _, body) = preview.ask("/shili/2022/", &[]);
    assert_eq!(status, 503, "{}", String::from_utf8_lossy(&body));
    assert_eq!(preview.state("/shili/2022/")["source"], "shili/2022.md");
    fs::remove_file(content.join("shili/2022.md")).expect("removed");
    preview.wait(|| preview.state("/")["errors"] == 0, "no error");
    preview.until_built();
    for (path, page, words) in [
        ("shili/2020.md", "/shili/2020/", "第一句。"),
        ("shili/2021.md", "/shili/2021/", "第二句。"),
    ] {
        fs::write(content.join(path), "---\ntitle: x\n").expect("written");
        let is_told = || {
            let state = preview.state("/");
            let found = state["diagnostics"].as_array().expect("a list");
            state["is_reading"] == false && found.iter().any(|it| it["file"] == path)
        };
        preview.wait(is_told, path);
        let state = preview.state(page);
        assert_eq!(state["source"], path, "{state}");
        assert_eq!(state["diagnostics"][0]["is_here"], true, "{state}");
        assert!(preview.page(page).contains(words), "{path}");
    }
}

/// Where no browser can be opened its user is told the address in a line.
#[cfg(target_os = "linux")]
#[test]
fn where_no_browser_can_be_opened_it_says_so() {
    let (_folder, content) = sample();
    let mut command = gongbao();
    for variable in ["BROWSER", "DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"] {
        command.env_remove(variable);
    }
    let mut process = command
        .args(["serve", "--open", "--port", "0", "--content"])
        .arg(&content)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let mut lines = BufReader::new(process.stderr.take().expect("its messages")).lines();
    let wanted = "No browser could be opened; open http://127.0.0.1:";
    let found = lines.by_ref().take(2).find_map(|line| {
        let line = line.expect("messages are UTF-8");
        line.starts_with(wanted).then_some(line)
    });
    process.kill().expect("stopped");
    process.wait().expect("it ends");
    assert!(found.is_some());
}

#[test]
fn a_thousand_files_at_once_are_read() {
    let (folder, content) = sample();
    let preview = Preview::of(&content);
    preview.until("/shili/2021/", "原来的一句话。", true);
    for number in 0..1000 {
        let text = report(&format!("第{number}份。")).replace("period: 2021", "period: 2020");
        write(folder.path(), &format!("shili/n{number}.md"), &text);
    }
    for number in [0, 500, 999] {
        preview.until(
            &format!("/shili/n{number}/"),
            &format!("第{number}份。"),
            true,
        );
    }
    fs::remove_dir_all(content.join("shili")).expect("removed");
    preview.wait(|| preview.ask("/shili/n500/", &[]).0 == 404, "nothing");
    write(folder.path(), "shili/_index.md", "---\nname: 示例市\n---\n");
    write(folder.path(), "shili/2021.md", &report("回来的一句话。"));
    preview.until("/shili/2021/", "回来的一句话。", true);
}

#[test]
fn a_draft_is_shown_and_a_theme_that_changes_too() {
    let (folder, content) = sample();
    fs::create_dir_all(folder.path().join("themes/own/assets")).expect("made");
    let archive = fs::read_to_string(content.join("archive.yaml")).expect("read");
    write(
        folder.path(),
        "archive.yaml",
        &format!("{archive}theme: own\n"),
    );
    write(
        folder.path(),
        "shili/2020.md",
        &report("草稿里的话。").replace("period: 2021", "period: 2020\ndraft: true"),
    );
    let preview = Preview::of(&content);
    preview.until("/shili/2020/", "草稿里的话。", true);
    let style = folder.path().join("themes/own/assets/site.css");
    fs::write(style, "body { color: teal }").expect("written");
    preview.until("/", "assets/site.", true);
    let template = folder.path().join("themes/own/templates/about.html");
    fs::create_dir_all(template.parent().expect("a folder")).expect("made");
    fs::write(&template, "{{ nothing }}").expect("written");
    preview.wait(
        || !preview.state("/about/")["failure"].is_null(),
        "a failure",
    );
    fs::write(&template, "<head></head>own page").expect("written");
    preview.until("/about/", "own page", true);
    // A page that was shown stays in sight, and the fault is said.
    preview.wait(
        || preview.state("/shili/2021/")["failure"].is_null(),
        "none",
    );
    let template = template.with_file_name("report.html");
    fs::write(&template, "{{ nothing }}").expect("written");
    preview.wait(
        || !preview.state("/shili/2021/")["failure"].is_null(),
        "a failure",
    );
    assert!(preview.page("/shili/2021/").contains("原来的一句话。"));
}

#[test]
fn nobody_else_is_answered() {
    let (_folder, content) = sample();
    let preview = Preview::of(&content);
    let (status, head, _) = preview.ask("/", &[]);
    assert_eq!(status, 200);
    for line in [
        "cache-control: no-store",
        "x-content-type-options: nosniff",
        "content-security-policy: frame-ancestors 'self'",
        "cross-origin-resource-policy: same-origin",
    ] {
        assert!(head.contains(line), "{head}");
    }
    assert!(!head.contains("access-control"), "{head}");
    for (path, headers, expected) in [
        ("/", &[("Host", "rebound.example")][..], 421),
        ("/", &[("Origin", "https://evil.example")], 403),
        ("/", &[("Sec-Fetch-Site", "cross-site")], 403),
        (
            "/.gongbao/events?/",
            &[("Sec-Fetch-Site", "cross-site")],
            403,
        ),
        ("/../archive.yaml", &[], 404),
        ("/%2e%2e/%2e%2e/etc/passwd", &[], 404),
        ("/shili/..%2f..%2farchive.yaml", &[], 404),
        ("//etc/passwd", &[], 404),
        ("/archive.yaml", &[], 404),
        ("/shili/2021.md", &[], 404),
        ("/.gongbao/store/list", &[], 404),
        ("/.gongbao/events?../../../archive.yaml", &[], 404),
        ("/.gongbao/events?%2F..%2F..%2Farchive.yaml", &[], 404),
        ("/.gongbao/events?%2F%2Fetc%2Fpasswd", &[], 404),
    ] {
        assert_eq!(preview.ask(path, headers).0, expected, "{path} {headers:?}");
    }
}

/// An address that a publication would lose is an error, and stands in the way of no page.
#[test]
fn what_would_be_lost_is_said_and_shown_all_the_same() {
    let (folder, content) = sample();
    published(folder.path());
    let preview = Preview::of(&content);
    preview.until("/shili/2021/", "原来的一句话。", true);
    let moved = content.join("shili/moved.md");
    fs::rename(content.join("shili/2021.md"), &moved).expect("renamed");
    preview.until("/shili/moved/", "原来的一句话。", true);
    preview.wait(|| preview.state("/")["errors"] == 1, "an error");
    fs::write(&moved, report("又改了的话。")).expect("written");
    preview.until("/shili/moved/", "又改了的话。", true);
    preview.until_built();
}

/// Pages of a table stand below its report, as files beside it do.
#[test]
fn further_pages_of_a_table_are_pages() {
    let mut csv = "名称,数\n".to_owned();
    for row in 0..1000 {
        csv.push_str(&format!("第{row}项,{row}\n"));
    }
    let head = "attachments: [{file: biao.csv, title: 数据表, table: true}]\n---\n\n正文。";
    let text = report("正文。").replace("---\n\n正文。", head);
    let folder = tree(&[
        ("content/shili/2021/index.md", &text),
        ("content/shili/2021/biao.csv", &csv),
    ]);
    let preview = Preview::of(&folder.path().join("content"));
    preview.until("/shili/2021/", "正文。", true);
    let page = "/shili/2021/tables/biao/2.html";
    preview.until(page, "preview.js", true);
    let (status, head, _) = preview.ask(page, &[]);
    assert_eq!(status, 200);
    assert!(!head.contains("content-disposition"), "{head}");
}

/// What an author put beside a report must not act as a page of the preview, which shows what is not public.
#[test]
fn files_beside_reports_are_no_pages() {
    let folder = tree(&[
        ("content/shili/2021/index.md", &report("正文。")),
        (
            "content/shili/2021/a.html",
            "<html><head></head>秘密</html>",
        ),
        ("content/shili/2021/a.svg", "<svg/>"),
    ]);
    let preview = Preview::of(&folder.path().join("content"));
    preview.until("/shili/2021/", "正文。", true);
    for name in ["a.html", "a.svg"] {
        let (status, head, body) = preview.ask(&format!("/shili/2021/{name}"), &[]);
        assert_eq!(status, 200, "{name}");
        assert!(
            head.contains("content-disposition: attachment"),
            "{name}: {head}"
        );
        assert!(
            !String::from_utf8_lossy(&body).contains("preview.js"),
            "{name}"
        );
    }
    let (_, head, _) = preview.ask("/shili/2021/index.txt", &[]);
    assert!(head.contains("content-type: text/plain"), "{head}");
}

/// What lies outside is neither content nor a page, by whatever link.
#[test]
#[cfg(unix)]
fn a_link_leads_nowhere_outside() {
    let (folder, content) = sample();
    fs::write(folder.path().join("secret.md"), report("秘密。")).expect("written");
    let preview = Preview::of(&content);
    preview.until("/shili/2021/", "原来的一句话。", true);
    std::os::unix::fs::symlink("../../secret.md", content.join("shili/2020.md")).expect("linked");
    let told = || preview.state("/")["errors"].as_u64() > Some(0);
    preview.wait(told, "an error");
    assert_ne!(preview.ask("/shili/2020/", &[]).0, 200);
    fs::remove_file(content.join("shili/2020.md")).expect("removed");
    // A file that is read again must not be a link by then.
    let file = content.join("shili/2021.md");
    fs::remove_file(&file).expect("removed");
    std::os::unix::fs::symlink("../../secret.md", &file).expect("linked");
    preview.wait(told, "an error");
    assert!(!preview.page("/shili/2021/").contains("秘密。"));
}

/// Ctrl-C ends it, in the middle of a build too, and leaves nothing but what it keeps for the next time.
#[test]
#[cfg(unix)]
fn it_ends_when_it_is_asked_to() {
    let (folder, content) = sample();
    for number in 0..200 {
        let text = report(&format!("第{number}份。")).replace("period: 2021", "period: 2020");
        write(folder.path(), &format!("shili/n{number}.md"), &text);
    }
    let scratch = folder.path().join("scratch");
    fs::create_dir(&scratch).expect("made");
    let mut preview = Preview::with(&content, |command| {
        command.env("TMPDIR", &scratch);
    });
    preview.until("/shili/2021/", "原来的一句话。", true);
    let pid = preview.process.id().to_string();
    let sent = Command::new("kill").args(["-s", "INT", &pid]).status();
    assert!(sent.expect("kill runs").success());
    let status = preview.process.wait().expect("it ends");
    assert_eq!(status.code(), Some(0));
    assert_eq!(files(&scratch), Vec::new());
    let home = content.with_file_name(".gongbao").join("content/serve");
    let entries = fs::read_dir(home).expect("its folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let names: Vec<String> = names
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    assert!(
        names
            .iter()
            .all(|name| ["site", "store"].contains(&&**name)),
        "{names:?}"
    );
}

#[test]
fn what_it_needs_is_said_where_it_is_not_there() {
    let (_folder, content) = sample();
    let preview = Preview::of(&content);
    let port = preview.port.to_string();
    let content = content.to_str().expect("UTF-8");
    let output = run(&["serve", "--port", &port, "--content", content]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains(&port), "{}", stderr(&output));
    let output = run(&["serve", "--content", "no such folder"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("no such folder"),
        "{}",
        stderr(&output)
    );
    let output = run(&["serve", "--editor", "javascript:{path}"]);
    assert_eq!(output.status.code(), Some(2));
}
