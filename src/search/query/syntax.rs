//! What queries are written with: the names of fields, quotation marks, operators. They stand here and nowhere
//! else.
//!
//! The parser reads by these tables, and [`Syntax`] hands them to whatever writes queries elsewhere: the scripts of
//! the search page get them with the page. Nothing is parsed here.

use std::collections::BTreeMap;

use crate::search::query::{Field, ValueField};
use crate::search::text::fold::fold;

/// The marks that a quoted run may stand between, the one that is printed first.
pub(super) const QUOTES: [(char, char); 4] = [('"', '"'), ('“', '”'), ('＂', '＂'), ('「', '」')];

/// What stands between alternatives.
pub(super) const OR: [char; 2] = ['O', 'R'];

/// What stands before something that is excluded.
pub(super) const NOT: char = '-';

/// What stands behind the name of a field.
pub(super) const COLON: char = ':';

/// The names of fields, folded; the one that a field is printed with among them.
pub(super) const FIELDS: [(&str, Field); 31] = [
    ("title", Field::Title),
    ("标题", Field::Title),
    ("number", Field::Number),
    ("文号", Field::Number),
    ("发文字号", Field::Number),
    ("索引号", Field::Number),
    ("cites", Field::Cites),
    ("引用", Field::Cites),
    ("引用文件", Field::Cites),
    ("year", Field::Year),
    ("年", Field::Year),
    ("年份", Field::Year),
    ("年度", Field::Year),
    ("agency", Field::Value(ValueField::Agency)),
    ("机关", Field::Value(ValueField::Agency)),
    ("机构", Field::Value(ValueField::Agency)),
    ("发布机构", Field::Value(ValueField::Agency)),
    ("发布机关", Field::Value(ValueField::Agency)),
    ("发文机构", Field::Value(ValueField::Agency)),
    ("发文机关", Field::Value(ValueField::Agency)),
    ("制发机构", Field::Value(ValueField::Agency)),
    ("type", Field::Value(ValueField::Type)),
    ("类型", Field::Value(ValueField::Type)),
    ("topic", Field::Value(ValueField::Topic)),
    ("主题", Field::Value(ValueField::Topic)),
    ("主题分类", Field::Value(ValueField::Topic)),
    ("status", Field::Value(ValueField::Status)),
    ("有效性", Field::Value(ValueField::Status)),
    ("状态", Field::Value(ValueField::Status)),
    ("region", Field::Value(ValueField::Region)),
    ("地区", Field::Value(ValueField::Region)),
];

/// The Han characters among which the variants of those of names are.
const HAN: std::ops::RangeInclusive<char> = '\u{3400}'..='\u{9FFF}';

/// The tables as a value. A name is read whatever its width, case and variants of characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Syntax {
    /// The other names of each field, by the one that it is printed with.
    pub(crate) fields: BTreeMap<&'static str, Vec<&'static str>>,
    /// Pairs of a character and the one of these names that it is read as: `機机關关`.
    pub(crate) variants: String,
    /// Pairs of marks that a run may stand between, in the order of preference. A run ends at the first mark that
    /// closes it; where the two marks differ, at the first that a space or the end follows.
    pub(crate) quotes: Vec<(char, char)>,
    /// What stands between alternatives, with spaces around it.
    pub(crate) or: String,
    /// What stands before something that is excluded.
    pub(crate) not: char,
    /// What stands behind the name of a field.
    pub(crate) colon: char,
}

impl Syntax {
    /// That of the query language.
    pub(crate) fn new() -> Syntax {
        let mut fields: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, field) in FIELDS {
            let others = fields.entry(field.name()).or_default();
            if name != field.name() {
                others.push(name);
            }
        }
        let is_in_a_name = |to: char| FIELDS.iter().any(|(name, _)| name.contains(to));
        let pairs = HAN.map(|from| (from, fold(from)));
        let pairs = pairs.filter(|(from, to)| from != to && is_in_a_name(*to));
        Syntax {
            fields,
            variants: pairs.flat_map(|(from, to)| [from, to]).collect(),
            quotes: QUOTES.to_vec(),
            or: OR.iter().collect(),
            not: NOT,
            colon: COLON,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Syntax;
    use crate::search::query::Query;

    #[test]
    fn what_is_written_by_the_tables_reads_as_it_was_meant() {
        let syntax = Syntax::new();
        let Syntax { not, colon, .. } = syntax;
        for (field, names) in &syntax.fields {
            for name in names.iter().chain([field]) {
                for (open, close) in &syntax.quotes {
                    let query = format!("{not}{name}{colon}{open}2021{close} {} 甲", syntax.or);
                    let read =
                        Query::parse(&query).unwrap_or_else(|fault| panic!("{query}: {fault:?}"));
                    let [clause] = read.clauses.as_slice() else {
                        panic!("{query}: {read}");
                    };
                    let term = &clause.alternatives[0];
                    let own = term.item.field().map(|field| field.name());
                    assert_eq!((own, term.negated), (Some(*field), true), "{query}");
                    let printed = format!("{not}{field}{colon}");
                    assert!(read.to_string().starts_with(&printed), "{read}");
                    assert!(
                        read.to_string().ends_with(&format!(" {} 甲", syntax.or)),
                        "{read}"
                    );
                }
            }
        }
    }

    #[test]
    fn variants_of_names_are_read_too() {
        let syntax = Syntax::new();
        for pair in ["機机", "關关", "標标", "題题", "發发", "類类"] {
            assert!(syntax.variants.contains(pair), "{pair}");
        }
        let read = Query::parse("發佈機關：甲").expect("a query");
        assert_eq!(read.to_string(), "agency:甲");
    }
}
