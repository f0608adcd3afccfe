//! How to copy the archive: the commands that the page on copies shows.
//!
//! In: where the archive is published, if that is known, and where its search index is, if that is
//! elsewhere. Out: commands for a POSIX shell, and the same for the PowerShell that Windows has. They copy every file
//! that a SHA256SUMS lists, which following links would miss, and none needs more than the published files: whoever
//! reads the page can run it.
//!
//! This module runs nothing.

use crate::render::view::MirrorStep;

/// What stands for the address of an archive that does not say it.
pub(super) const NO_BASE_URL: &str = "https://example.org/archive/";

/// The steps, in order. URLs end with `/`; without a base URL the reader fills in the one that is open.
pub(super) fn mirror_steps(base_url: Option<&str>, index_url: Option<&str>) -> Vec<MirrorStep> {
    let step = |key: &str, command: String, windows: String| MirrorStep {
        key: key.to_owned(),
        command,
        windows,
    };
    let key = if base_url.is_some() {
        "fetch"
    } else {
        "fetch_from"
    };
    let base_url = base_url.unwrap_or(NO_BASE_URL);
    let mut steps = vec![
        step(
            key,
            fetch(base_url, "archive"),
            fetch_on_windows(base_url, "archive"),
        ),
        step("check", CHECK.to_owned(), CHECK_ON_WINDOWS.to_owned()),
    ];
    if let Some(index_url) = index_url {
        // In a shell of its own, so that the next step begins where this one did.
        let command = format!("({}\n{CHECK})", fetch(index_url, "search-index"));
        let windows = format!(
            "{}\n{CHECK_ON_WINDOWS}\nSet-Location ..",
            fetch_on_windows(index_url, "search-index")
        );
        steps.push(step("index", command, windows));
    }
    steps.push(step(
        "serve",
        "python3 -m http.server 8000".to_owned(),
        "Invoke-Item index.html".to_owned(),
    ));
    steps
}

pub(super) const CHECK: &str = "sha256sum --check --quiet SHA256SUMS";

/// Names every file that is missing or differs; names are taken as they are, whatever signs are in them.
pub(super) const CHECK_ON_WINDOWS: &str = "\
foreach ($line in [IO.File]::ReadAllLines(\"$PWD\\SHA256SUMS\")) {
  $file = $line.Substring(66)
  $hash = if (Test-Path -LiteralPath $file) { (Get-FileHash -LiteralPath $file -Algorithm SHA256).Hash }
  if ($hash -ne $line.Substring(0, 64)) { $file }
}";

/// Fetches what the SHA256SUMS of `url` lists, and it, to a new folder. How many folders of the address are cut is
/// counted by the shell, since the reader may have another address.
fn fetch(url: &str, folder: &str) -> String {
    format!(
        "mkdir {folder} && cd {folder}\n\
         base={base}\n\
         cut=$(printf %s \"${{base#*://}}\" | tr -cd / | wc -c)\n\
         wget \"${{base}}SHA256SUMS\"\n\
         cut -c 67- SHA256SUMS | wget --input-file=- --base=\"$base\" --force-directories \
         --no-host-directories --cut-dirs=$((cut - 1)) --restrict-file-names=nocontrol",
        base = quoted(url),
    )
}

/// The same by what every Windows has since 2016. The names of folders and files are encoded one by one.
fn fetch_on_windows(url: &str, folder: &str) -> String {
    format!(
        "$base = {base}\n\
         Set-Location (New-Item -ItemType Directory {folder})\n\
         $web = New-Object Net.WebClient\n\
         $web.DownloadFile($base + 'SHA256SUMS', \"$PWD\\SHA256SUMS\")\n\
         foreach ($line in [IO.File]::ReadAllLines(\"$PWD\\SHA256SUMS\")) {{\n  \
         $file = $line.Substring(66)\n  \
         $path = ($file.Split('/') | ForEach-Object {{ [Uri]::EscapeDataString($_) }}) -join '/'\n  \
         [void][IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName(\"$PWD\\$file\"))\n  \
         $web.DownloadFile($base + $path, \"$PWD\\$file\")\n\
         }}",
        base = quoted_on_windows(url),
    )
}

/// As one word of a POSIX shell, whatever is in it.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// As one word of PowerShell, whatever is in it.
fn quoted_on_windows(word: &str) -> String {
    format!("'{}'", word.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::mirror_steps;

    #[test]
    fn an_archive_is_fetched_from_its_address_or_from_the_readers() {
        let cases = [
            (
                Some("https://example.org/"),
                "fetch",
                "'https://example.org/'",
            ),
            (
                Some("https://example.org/a/b/"),
                "fetch",
                "'https://example.org/a/b/'",
            ),
            (
                Some("https://example.org/it's/"),
                "fetch",
                r"'https://example.org/it'\''s/'",
            ),
            (None, "fetch_from", "'https://example.org/archive/'"),
        ];
        for (base_url, key, contained) in cases {
            let steps = mirror_steps(base_url, None);
            assert_eq!(steps[0].key, key);
            assert!(steps[0].command.contains(contained), "{}", steps[0].command);
            assert_eq!(steps[1].key, "check");
        }
        let steps = mirror_steps(Some("https://example.org/it's/"), None);
        let windows = &steps[0].windows;
        assert!(
            windows.contains("$base = 'https://example.org/it''s/'"),
            "{windows}"
        );
    }

    #[test]
    fn no_step_needs_what_only_the_publisher_has() {
        for step in mirror_steps(None, Some("https://index.example/")) {
            for command in [&step.command, &step.windows] {
                assert!(!command.contains("public"), "{command}");
                assert!(!command.is_empty());
            }
        }
    }

    #[test]
    fn an_index_that_is_elsewhere_has_a_step_of_its_own() {
        for base_url in [None, Some("https://example.org/")] {
            let steps = mirror_steps(base_url, Some("https://index.example/a/"));
            let keys: Vec<&str> = steps.iter().skip(1).map(|s| s.key.as_str()).collect();
            assert_eq!(keys, ["check", "index", "serve"]);
            let step = &steps[2];
            assert!(step.command.contains("'https://index.example/a/'"));
            assert!(step.windows.contains("'https://index.example/a/'"));
        }
    }
}
