//! Files that stand beside a report and say something of it: which names they have, and of which report each is.
//!
//! In: names and paths. Out: what they are. Such a file is read and never published; a name of one kind is of that kind
//! wherever it stands.

use serde::Serialize;

use crate::source::{BUNDLE_FILE, LeftOut, SourceTree, folder_of};

/// What a file says of the report beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) enum Beside {
    /// What became of the measures of a plan.
    Measures,
    /// What indicators come to in a report.
    Figures,
}

impl Beside {
    /// The name of the file in the folder of a bundle; beside `plan.md` it is `plan.` and this.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Beside::Measures => "measures.yaml",
            Beside::Figures => "figures.yaml",
        }
    }

    /// What a file of this name is.
    pub(super) fn named(name: &str) -> Option<Beside> {
        let is_of = |beside: &Beside| {
            let stem = name.strip_suffix(beside.name());
            stem.is_some_and(|stem| stem.is_empty() || stem.len() > 1 && stem.ends_with('.'))
        };
        [Beside::Measures, Beside::Figures].into_iter().find(is_of)
    }

    /// The name that a file like this one should have, which is of no kind as it is called: `2021.figures.yaml` for
    /// `2021.figures.yml`, `2021-figures.yaml` or `2021.figure.yaml`.
    pub(crate) fn meant(name: &str) -> Option<String> {
        let lower = name.to_ascii_lowercase();
        // Systems that hide endings let programs add one.
        let lower = lower.strip_suffix(".txt").unwrap_or(&lower);
        let stem = lower
            .strip_suffix(".yaml")
            .or_else(|| lower.strip_suffix(".yml"))?;
        [Beside::Measures, Beside::Figures]
            .into_iter()
            .find_map(|beside| {
                let word = beside.name().strip_suffix(".yaml")?;
                let before = stem
                    .strip_suffix(word)
                    .or_else(|| stem.strip_suffix(word.trim_end_matches('s')))?;
                let report = before.trim_end_matches(['.', '-', '_', ' ']);
                let is_one = before.is_empty() || report.len() < before.len();
                let report = name.get(..report.len()).filter(|_| is_one)?;
                Some(match report.is_empty() {
                    true => beside.name().to_owned(),
                    false => format!("{report}.{}", beside.name()),
                })
            })
    }

    /// The path of the report that a file is about.
    pub(crate) fn report_of(self, path: &str) -> String {
        let folder = folder_of(path);
        let name = path.get(folder.len()..).unwrap_or(path);
        let name = name.trim_start_matches('/');
        let stem = name.strip_suffix(self.name()).unwrap_or_default();
        let report = match stem.strip_suffix('.') {
            Some(stem) => format!("{stem}.md"),
            None => BUNDLE_FILE.to_owned(),
        };
        match folder {
            "" => report,
            folder => format!("{folder}/{report}"),
        }
    }
}

impl SourceTree {
    /// The files of a kind, each with the path of the report that it is about, which may not be there.
    pub(crate) fn beside_reports(&self, kind: Beside) -> impl Iterator<Item = (&str, String)> {
        let files = self.left_out.iter();
        let files = files.filter(move |(_, why)| **why == LeftOut::Beside(kind));
        files.map(move |(path, _)| (path.as_str(), kind.report_of(path)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_of_the_report_that_its_name_says() {
        for (path, report) in [
            ("shili/plan/measures.yaml", "shili/plan/index.md"),
            ("shili/plan.measures.yaml", "shili/plan.md"),
            ("shili/方案.2018.measures.yaml", "shili/方案.2018.md"),
            ("measures.yaml", "index.md"),
        ] {
            assert_eq!(Beside::Measures.report_of(path), report, "{path}");
            let name = path.rsplit('/').next().expect("a name");
            assert_eq!(Beside::named(name), Some(Beside::Measures), "{path}");
        }
        assert_eq!(Beside::named("2021.figures.yaml"), Some(Beside::Figures));
        for name in [
            "measures.yml",
            "mymeasures.yaml",
            ".measures.yaml",
            "measures.yaml.md",
        ] {
            assert_eq!(Beside::named(name), None, "{name}");
        }
    }

    #[test]
    fn a_name_that_is_none_is_known_by_what_it_should_be() {
        for (name, meant) in [
            ("2023.figures.yml", Some("2023.figures.yaml")),
            ("figures.yml", Some("figures.yaml")),
            ("方案.measures.yml", Some("方案.measures.yaml")),
            ("Plan.Measures.YAML", Some("Plan.measures.yaml")),
            ("2023-figures.yaml", Some("2023.figures.yaml")),
            ("2023.figure.yaml", Some("2023.figures.yaml")),
            ("2023.figures.yaml.txt", Some("2023.figures.yaml")),
            (".measures.yml", Some("measures.yaml")),
            ("myfigures.yaml", None),
            ("figures.csv", None),
            ("表.yml", None),
        ] {
            assert_eq!(Beside::meant(name).as_deref(), meant, "{name}");
        }
    }
}
