//! The words by which front matter names some types of reports.
//!
//! In: the keys and names of the types. Out: whether a report is of one of them, before anything is looked up.

use serde::Serialize;

use crate::fields::simplified;
use crate::report::front_matter::FrontMatter;

/// Keys, and names in simplified characters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct TypeWords {
    keys: Vec<String>,
    names: Vec<String>,
}

impl TypeWords {
    /// Of the keys and names of such types.
    pub(crate) fn of<'t>(types: impl Iterator<Item = (&'t str, &'t str)>) -> Self {
        let (keys, names) = types
            .map(|(key, name)| (key.to_owned(), simplified(name).into_owned()))
            .unzip();
        TypeWords { keys, names }
    }

    /// Whether a report is of one of them.
    pub(crate) fn name(&self, front_matter: &FrontMatter) -> bool {
        let word = front_matter.kind.value.as_str();
        !self.keys.is_empty()
            && (self.keys.iter().any(|key| key == word)
                || self.names.iter().any(|name| *name == simplified(word)))
    }
}
