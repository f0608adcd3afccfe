//! How to copy the archive: the commands that the page about the archive shows.
//!
//! In: where the archive is published, if that is known, and where its search index is, if that is
//! elsewhere. Out: commands for a POSIX shell. They copy every file that a SHA256SUMS lists, which
//! following links would miss.
//!
//! This module runs nothing.

use crate::render::view::MirrorStep;

/// The steps, in order; with a base URL they fetch, without one they copy. URLs end with `/`.
pub(super) fn mirror_steps(base_url: Option<&str>, index_url: Option<&str>) -> Vec<MirrorStep> {
    let step = |key: &str, command: String| MirrorStep {
        key: key.to_owned(),
        command,
    };
    let check = "sha256sum --check --quiet SHA256SUMS";
    let mut steps = vec![
        match base_url {
            Some(base_url) => step("fetch", fetch(base_url, "archive")),
            None => step("copy", "cp -R public archive && cd archive".to_owned()),
        },
        step("check", check.to_owned()),
    ];
    if let Some(index_url) = index_url {
        // In a shell of its own, so that the next step begins where this one did.
        let fetch = fetch(index_url, "search-index");
        steps.push(step("index", format!("({fetch}\n{check})")));
    }
    steps.push(step("serve", "python3 -m http.server 8000".to_owned()));
    steps
}

/// Fetches what the SHA256SUMS of `url` lists, and it, to a new folder.
fn fetch(url: &str, folder: &str) -> String {
    let cut = url
        .split_once("://")
        .map_or(url, |(_, rest)| rest)
        .trim_end_matches('/')
        .matches('/')
        .count();
    format!(
        "mkdir {folder} && cd {folder}\n\
         wget {sums}\n\
         cut -c 67- SHA256SUMS | wget --input-file=- --base={base} --force-directories \
         --no-host-directories --cut-dirs={cut} --restrict-file-names=nocontrol",
        sums = quoted(&format!("{url}SHA256SUMS")),
        base = quoted(url),
    )
}

/// As one word of a POSIX shell, whatever is in it.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::mirror_steps;

    #[test]
    fn a_published_archive_is_fetched_and_any_other_copied() {
        let cases = [
            (Some("https://example.org/"), "fetch", "--cut-dirs=0"),
            (Some("https://example.org/a/b/"), "fetch", "--cut-dirs=2"),
            (
                Some("https://example.org/it's/"),
                "fetch",
                r"'https://example.org/it'\''s/SHA256SUMS'",
            ),
            (None, "copy", "cp -R"),
        ];
        for (base_url, key, contained) in cases {
            let steps = mirror_steps(base_url, None);
            assert_eq!(steps[0].key, key);
            assert!(steps[0].command.contains(contained), "{}", steps[0].command);
            assert_eq!(steps[1].key, "check");
        }
    }
    #[test]
    fn an_index_that_is_elsewhere_has_a_step_of_its_own() {
        for base_url in [None, Some("https://example.org/")] {
            let steps = mirror_steps(base_url, Some("https://index.example/a/"));
            let keys: Vec<&str> = steps.iter().skip(1).map(|s| s.key.as_str()).collect();
            assert_eq!(keys, ["check", "index", "serve"]);
            let command = &steps[2].command;
            assert!(command.contains("'https://index.example/a/SHA256SUMS'"));
            assert!(command.contains("--cut-dirs=1"), "{command}");
        }
    }
}
