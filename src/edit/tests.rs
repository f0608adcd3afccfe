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
