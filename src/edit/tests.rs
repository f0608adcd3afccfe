//! What a file is replaced by, and the files that are not.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use super::*;

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_file_is_replaced_as_a_whole_and_keeps_its_permissions() {
    let folder = tempfile::tempdir().unwrap();
    let content = folder.path();
    fs::create_dir(content.join("a")).unwrap();
    let file = content.join("a/b.md");
    let old = "\u{feff}---\r\n甲\r\n";
    fs::write(&file, old).unwrap();
    for mode in [0o600, 0o640, 0o644, 0o755, 0o444] {
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        replace(content, "a/b.md", old, old).unwrap();
        assert_eq!(
            fs::metadata(&file).unwrap().permissions().mode() & 0o7777,
            mode
        );
    }
    replace(content, "a/b.md", old, "\u{feff}---\r\n乙\r\n").unwrap();
    assert_eq!(fs::read_to_string(&file).unwrap(), "\u{feff}---\r\n乙\r\n");
    assert_eq!(names(&content.join("a")), ["b.md"]);
}

#[test]
fn a_file_that_has_changed_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("b.md");
    for there in ["乙", "甲乙", "甲甲", ""] {
        fs::write(&file, there).unwrap();
        let error = replace(folder.path(), "b.md", "甲", "丙").unwrap_err();
        assert!(error.to_string().contains("has changed"), "{error}");
        assert_eq!(fs::read_to_string(&file).unwrap(), there);
    }
    fs::remove_file(&file).unwrap();
    assert!(replace(folder.path(), "b.md", "甲", "丙").is_err());
    assert!(names(folder.path()).is_empty());
}

#[test]
fn nothing_outside_and_nothing_behind_a_link_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::create_dir_all(path("content/a")).unwrap();
    fs::create_dir(path("outside")).unwrap();
    for file in ["content/a/x", "content/y", "outside/x"] {
        fs::write(path(file), "甲").unwrap();
    }
    symlink("../outside", path("content/out")).unwrap();
    symlink("a", path("content/in")).unwrap();
    symlink("y", path("content/z")).unwrap();
    rustix::fs::mknodat(
        rustix::fs::CWD,
        path("content/pipe"),
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR,
        0,
    )
    .unwrap();
    let absolute = path("outside/x");
    for name in [
        "out/x",
        "in/x",
        "z",
        "../outside/x",
        "a/../../outside/x",
        "a/./x",
        "a//x",
        "a",
        "",
        "..",
        "pipe",
        absolute.to_str().unwrap(),
    ] {
        assert!(
            replace(&path("content"), name, "甲", "乙").is_err(),
            "{name}"
        );
    }
    for file in ["content/a/x", "content/y", "outside/x"] {
        assert_eq!(fs::read_to_string(path(file)).unwrap(), "甲", "{file}");
    }
    assert_eq!(
        names(&path("content")),
        ["a", "in", "out", "pipe", "y", "z"]
    );
    replace(&path("content"), "a/x", "甲", "乙").unwrap();
    assert_eq!(fs::read_to_string(path("content/a/x")).unwrap(), "乙");
}

#[test]
fn a_new_file_comes_whole_with_its_folders_and_replaces_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let content = folder.path();
    create(content, "a/b/c.md", "甲".as_bytes()).unwrap();
    create(content, "a/d.md", "乙".as_bytes()).unwrap();
    assert_eq!(fs::read_to_string(content.join("a/b/c.md")).unwrap(), "甲");
    assert_eq!(names(&content.join("a")), ["b", "d.md"]);
    assert_eq!(names(&content.join("a/b")), ["c.md"]);
    // It is for those to read who read what editors make by other means.
    fs::write(content.join("a/e.md"), "").unwrap();
    let mode = |name: &str| {
        fs::metadata(content.join(name))
            .unwrap()
            .permissions()
            .mode()
    };
    assert_eq!(mode("a/d.md"), mode("a/e.md"));
    symlink("nowhere", content.join("a/link.md")).unwrap();
    fs::create_dir(content.join("a/folder.md")).unwrap();
    for taken in ["a/d.md", "a/b", "a/link.md", "a/folder.md"] {
        let error = create(content, taken, "丙".as_bytes()).unwrap_err();
        assert!(error.to_string().contains("already"), "{taken}: {error}");
    }
    assert_eq!(fs::read_to_string(content.join("a/d.md")).unwrap(), "乙");
    assert!(!content.join("a/nowhere").exists());
    assert_eq!(
        names(&content.join("a")),
        ["b", "d.md", "e.md", "folder.md", "link.md"]
    );
}

#[test]
fn of_files_that_belong_together_all_are_made_or_none() {
    let folder = tempfile::tempdir().unwrap();
    let content = folder.path();
    let file = |path: &str, text: &str| (path.to_owned(), text.as_bytes().to_vec());
    let files = [
        file("a/p.png", "图"),
        file("a/.source/x", "原"),
        file("a/index.md", "文"),
    ];
    // Something has the name of the last.
    fs::create_dir_all(content.join("a/index.md")).unwrap();
    create_all(content, &files).unwrap_err();
    assert_eq!(names(&content.join("a")), ["index.md"]);
    fs::remove_dir_all(content.join("a")).unwrap();
    create_all(content, &[file("a/b/c", "甲"), file("a/b/../d", "乙")]).unwrap_err();
    assert!(names(content).is_empty());
    // What a run made that was killed is made no second time.
    create_all(content, &files[..1]).unwrap();
    create_all(content, &files).unwrap();
    assert_eq!(names(&content.join("a")), [".source", "index.md", "p.png"]);
    let other = [file("a/q.png", "图"), file("a/p.png", "另")];
    create_all(content, &other).unwrap_err();
    assert_eq!(names(&content.join("a")), [".source", "index.md", "p.png"]);
    assert!(holds(content, "a/p.png", "图".as_bytes()));
    for bytes in ["另", "图图", ""] {
        assert!(!holds(content, "a/p.png", bytes.as_bytes()), "{bytes}");
    }
}

#[test]
fn nothing_new_is_made_outside_or_behind_a_link() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::create_dir(path("content")).unwrap();
    fs::create_dir(path("outside")).unwrap();
    fs::write(path("content/file"), "甲").unwrap();
    symlink("../outside", path("content/out")).unwrap();
    for name in [
        "../x",
        "out/x",
        "out/a/x",
        "a/../../x",
        "./x",
        "",
        "a/",
        "/x",
        "file/x",
    ] {
        let error = create(&path("content"), name, "甲".as_bytes()).unwrap_err();
        assert!(error.to_string().contains("refusing"), "{name}: {error}");
    }
    assert!(names(&path("outside")).is_empty());
    assert_eq!(names(folder.path()), ["content", "outside"]);
    assert_eq!(names(&path("content")), ["file", "out"]);
}

#[test]
fn a_folder_is_prepared_where_it_holds_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    prepare(&path("a/b/c")).unwrap();
    fs::create_dir(path("a/b/c/.git")).unwrap();
    prepare(&path("a/b/c")).unwrap();
    assert!(prepare(&path("a/b")).is_err());
    symlink("a/b/c", path("link")).unwrap();
    fs::write(path("file"), "").unwrap();
    for name in ["link", "file", "file/a"] {
        let error = prepare(&path(name)).unwrap_err();
        assert!(error.to_string().contains("refusing"), "{name}: {error}");
    }
}
