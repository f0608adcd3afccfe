//! How to copy the archive: the commands that the page about the archive shows.
//!
//! In: where the archive is published, if that is known. Out: commands for a POSIX shell. They copy
//! every file that SHA256SUMS lists, the search index included, which following links would miss.
//!
//! This module runs nothing.

use super::view::MirrorStep;

/// The steps, in order; with a base URL (which ends with `/`) they fetch, without one they copy.
pub fn mirror_steps(base_url: Option<&str>) -> Vec<MirrorStep> {
    let step = |key: &str, command: String| MirrorStep {
        key: key.to_owned(),
        command,
    };
    let get = match base_url {
        Some(base_url) => {
            let url = quoted(base_url);
            let folders = base_url
                .split_once("://")
                .map_or(base_url, |(_, rest)| rest)
                .trim_end_matches('/')
                .matches('/')
                .count();
            step(
                "fetch",
                format!(
                    "mkdir archive && cd archive\n\
                     wget {sums}\n\
                     cut -c 67- SHA256SUMS | wget --input-file=- --base={url} --force-directories \
                     --no-host-directories --cut-dirs={folders} --restrict-file-names=nocontrol",
                    sums = quoted(&format!("{base_url}SHA256SUMS")),
                ),
            )
        }
        None => step("copy", "cp -R public archive && cd archive".to_owned()),
    };
    vec![
        get,
        step("check", "sha256sum --check --quiet SHA256SUMS".to_owned()),
        step("serve", "python3 -m http.server 8000".to_owned()),
    ]
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
            let steps = mirror_steps(base_url);
            assert_eq!(steps[0].key, key);
            assert!(steps[0].command.contains(contained), "{}", steps[0].command);
            assert_eq!(steps[1].key, "check");
        }
    }
}
