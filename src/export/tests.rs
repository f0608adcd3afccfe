//! Sites in folders, as bags and as what signify reads.

use std::fs;
use std::path::Path;

use super::{HEAD, KEY, SIGNATURE, bag, head};
use crate::internals::recorder::Recorder;
use crate::verify::damage::Verdict;
use crate::verify::folder::Folder;
use crate::verify::site::{How, check};

fn sample(seed: Option<[u8; 32]>) -> Recorder {
    let mut archive = Recorder::new("a.example", seed);
    archive.page("index.html", b"<p>1</p>");
    archive.page(
        "data/catalog.jsonld",
        r#"{"dct:title":{"@value":"示例档案"},"dct:publisher":{"foaf:name":{"@value":"示例市"}}}"#
            .as_bytes(),
    );
    archive.publish("a/2020", "# 2020\n", &[("50%.csv", b"1,2\n")]);
    archive.release();
    archive
}

fn write(archive: &Recorder, to: &Path) {
    for (path, bytes) in archive.files() {
        let path = to.join(path);
        let made = path.parent().map_or(Ok(()), fs::create_dir_all);
        made.and_then(|()| fs::write(&path, bytes))
            .unwrap_or_else(|e| panic!("{e}"));
    }
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

#[test]
fn a_bag_holds_the_site_and_a_damaged_site_makes_none() {
    let parent = tempfile::tempdir().unwrap_or_else(|e| panic!("{e}"));
    let (site, to) = (parent.path().join("site"), parent.path().join("bag"));
    let archive = sample(Some([7; 32]));
    write(&archive, &site);
    // What lies beside an archive is no part of it.
    fs::write(site.join("MIRROR.txt"), "x").unwrap_or_else(|e| panic!("{e}"));
    let made = bag(&site, &to, &|| ()).unwrap_or_else(|e| panic!("{e}"));
    let made = made.unwrap_or_else(|checked| panic!("{:?}", checked.damages));
    assert_eq!(made.files, archive.files().len() as u64);
    let inside = Folder::open(&to.join("data")).unwrap_or_else(|e| panic!("{e}"));
    let checked = check(&inside, &How::default(), &|_| ()).unwrap_or_else(|e| panic!("{e}"));
    assert!(checked.damages.is_empty() && checked.log.is_some());
    assert!(!to.join("data/MIRROR.txt").exists());
    let info = read(&to.join("bag-info.txt"));
    assert!(
        info.starts_with("Source-Organization: 示例市\nExternal-Description: 示例档案\nExternal-Identifier: a.example\n"),
        "{info}"
    );
    assert!(read(&to.join("manifest-sha256.txt")).contains("  data/a/2020/50%25.csv\n"));
    // Never over another one, and the same bytes elsewhere.
    assert!(bag(&site, &to, &|| ()).is_err());
    let again = parent.path().join("again");
    assert!(matches!(bag(&site, &again, &|| ()), Ok(Ok(_))));
    assert_eq!(info, read(&again.join("bag-info.txt")));
    fs::write(site.join("a/2020/index.md"), "# 2021\n").unwrap_or_else(|e| panic!("{e}"));
    let third = parent.path().join("third");
    match bag(&site, &third, &|| ()) {
        Ok(Err(checked)) => assert_eq!(checked.damages.worst(), Verdict::Altered),
        other => panic!("{other:?}"),
    }
    assert!(!third.exists());
    // A folder that is taken is told of before a site is read.
    assert!(bag(&site, &to, &|| ()).is_err());
}

#[test]
fn names_that_are_not_composed_are_named() {
    let parent = tempfile::tempdir().unwrap_or_else(|e| panic!("{e}"));
    let site = parent.path().join("site");
    let mut archive = Recorder::new("a.example", None);
    archive.page("e\u{301}.txt", b"1");
    archive.release();
    write(&archive, &site);
    let refused = bag(&site, &parent.path().join("bag"), &|| ());
    let said = refused.map_or_else(|e| e.to_string(), |made| format!("{made:?}"));
    assert!(
        said.contains("e\u{301}.txt") && said.contains("NFC"),
        "{said}"
    );
}

#[test]
fn the_head_is_what_the_key_signed() {
    let parent = tempfile::tempdir().unwrap_or_else(|e| panic!("{e}"));
    let (site, to) = (parent.path().join("site"), parent.path().join("head"));
    let archive = sample(Some([7; 32]));
    write(&archive, &site);
    assert!(matches!(head(&site, &to), Ok(Ok(true))));
    let note = read(&site.join("log/checkpoint"));
    assert!(note.starts_with(&format!("{}\n— a.example ", read(&to.join(HEAD)))));
    for (name, bytes) in [(SIGNATURE, 74), (KEY, 42)] {
        let text = read(&to.join(name));
        let lines: Vec<&str> = text.lines().collect();
        let [remark, base64] = lines[..] else {
            panic!("{text}");
        };
        assert!(remark.starts_with("untrusted comment: "), "{text}");
        // "Ed", eight bytes that name the key, and the rest.
        assert!(
            base64.starts_with("RW")
                && base64.trim_end_matches('=').len() == (bytes * 4_usize).div_ceil(3),
            "{text}"
        );
    }
    // Nobody signed: the text alone.
    let (site, to) = (parent.path().join("plain"), parent.path().join("text"));
    write(&sample(None), &site);
    assert!(matches!(head(&site, &to), Ok(Ok(false))));
    assert!(to.join(HEAD).exists() && !to.join(KEY).exists());
}
