//! A row of a table of fields: all that the program knows of a field, said once.
//!
//! Front matter, `_index.md` and archive.yaml have a table each, with one of their own for every mapping
//! within. The readers, the JSON Schemas and the reference of fields are made from them.

use crate::fields::{KeyLanguage, Shape, simplified};

/// A field of a mapping.
pub(crate) struct Field {
    /// The English name, which messages use.
    pub name: &'static str,
    /// Chinese names that mean the same field.
    pub chinese: &'static [&'static str],
    /// What it may hold.
    pub shape: Shape,
    /// What it is for, in Chinese and English.
    pub description: [&'static str; 2],
    /// A value as it may stand in the file, in YAML; empty only where [`Shape::Later`] reads past it.
    pub example: &'static str,
    /// What Chinese diagnostics call it: its first Chinese name, unless the row says another.
    pub label: &'static str,
    /// Whether it must stand where its mapping stands.
    pub is_required: bool,
}

/// A row of a table.
pub(crate) const fn field(
    name: &'static str,
    chinese: &'static [&'static str],
    shape: Shape,
) -> Field {
    let label = match chinese {
        [first, ..] => *first,
        [] => name,
    };
    Field {
        name,
        chinese,
        shape,
        description: ["", ""],
        example: "",
        label,
        is_required: false,
    }
}

impl Field {
    /// The row with what the field is for.
    pub(crate) const fn description(self, chinese: &'static str, english: &'static str) -> Self {
        Field {
            description: [chinese, english],
            ..self
        }
    }

    /// The row with a value as it may stand in the file.
    pub(crate) const fn example(self, example: &'static str) -> Self {
        Field { example, ..self }
    }

    /// The row with the name that Chinese diagnostics use, where its first Chinese name says too little.
    pub(crate) const fn called(self, label: &'static str) -> Self {
        Field { label, ..self }
    }

    /// The row of a field that must be there.
    pub(crate) const fn required(self) -> Self {
        Field {
            is_required: true,
            ..self
        }
    }

    /// Every name, the English one first.
    pub(crate) fn all(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.name).chain(self.chinese.iter().copied())
    }

    /// Whether this is one of its names, the Chinese ones in simplified or traditional characters.
    pub(crate) fn is(&self, text: &str) -> bool {
        self.name == text
            || self.chinese.contains(&text)
            || !text.is_ascii() && self.chinese.contains(&&*simplified(text))
    }

    /// Its name for a message in Chinese and for one in English, beside keys in that language.
    pub(super) fn named(&self, keys: KeyLanguage) -> [&'static str; 2] {
        let chinese = self.chinese.first().copied().unwrap_or(self.name);
        match keys {
            KeyLanguage::None => [chinese, self.name],
            KeyLanguage::Chinese => [chinese, chinese],
            KeyLanguage::English => [self.name, self.name],
        }
    }
}
