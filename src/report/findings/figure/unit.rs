//! What a figure is counted in: 件, 万元, and how a figure with 万 or 亿 is said in it.
//!
//! In: units as they are written, and numbers. Out: the number in the unit that is wanted, exactly. Never converts
//! between things that are counted (元 and 美元).

use serde::Serialize;

use crate::fields::alike;
use crate::report::findings::figure::number::Number;

/// A unit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Unit {
    /// The power of ten that it begins with: four for 万元.
    power: u8,
    /// What is counted, folded; empty where nothing is said.
    base: String,
}

/// A number beside the words that say in what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Measured<'t> {
    /// With the 万 or 亿 that stands behind it.
    pub(crate) number: Number,
    /// Whether such a word does, so that it is in ones.
    pub(crate) is_multiplied: bool,
    /// What follows, folded: a unit, and in a text more.
    pub(crate) after: &'t str,
}

impl Unit {
    /// The unit that is written so.
    pub(crate) fn of(written: &str) -> Unit {
        let folded = alike(written);
        let words = [("万亿", 12), ("万", 4), ("亿", 8)];
        // Of money alone: 千克 and 百分点 are units of their own.
        let of_money = [("百万", 6), ("千万", 7), ("十万", 5), ("千", 3), ("百", 2)];
        let of_money = of_money.iter().filter(|_| folded.ends_with('元'));
        let found = of_money
            .chain(&words)
            .find_map(|(word, power)| Some((*power, folded.strip_prefix(word)?)));
        let (power, base) = found.unwrap_or((0, &folded));
        Unit {
            power,
            base: base.to_owned(),
        }
    }

    /// What is counted, folded; empty where nothing is said.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// Whether a figure with that unit of its own may be one of this.
    pub(crate) fn is_of(&self, own: &str) -> bool {
        self.base.is_empty() || own.is_empty() || own.starts_with(&self.base)
    }

    /// Whether a figure below a title with that unit may be one of this.
    pub(crate) fn may_be(&self, titled: &Unit) -> bool {
        self.is_of(&titled.base)
    }

    /// Whether that is another unit of the same kind: 美元 for 元.
    pub(crate) fn is_another(&self, titled: &Unit) -> bool {
        !self.base.is_empty() && titled.base.ends_with(&self.base) && !self.may_be(titled)
    }

    /// A number in this unit; none where it has more decimals than a number may have. One with neither 万 nor what is
    /// counted behind it is in this unit already.
    pub(crate) fn value(&self, measured: Measured<'_>) -> Option<Number> {
        let names_base = !self.base.is_empty() && measured.after.starts_with(&self.base);
        match measured.is_multiplied || names_base {
            true => measured.number.over(self.power),
            false => Some(measured.number),
        }
    }

    /// The number of a cell whose edge names this unit, in ones: 12 below 万元 is 120000 元.
    pub(crate) fn ones<'t>(&self, measured: Measured<'t>) -> Option<Measured<'t>> {
        if measured.is_multiplied || *self == Unit::default() {
            return Some(measured);
        }
        let factor = 10_i128.checked_pow(u32::from(self.power))?;
        Some(Measured {
            number: measured.number.times(factor)?,
            is_multiplied: true,
            after: measured.after,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::findings::figure::fold::Folded;
    use crate::report::findings::figure::number::in_cell;

    #[test]
    fn figures_are_said_in_the_unit_that_is_wanted() {
        for (unit, written, edge, wanted) in [
            ("件", "53件", "", Some("53")),
            ("", "53件", "", Some("53")),
            ("件", "1.2万件", "", Some("12000")),
            ("万元", "1.2万元", "", Some("1.2")),
            ("万元", "120", "", Some("120")),
            ("万元", "30000元", "", Some("3")),
            ("万元", "1元", "", Some("0.0001")),
            ("亿元", "1元", "", None),
            ("元", "12", "万元", Some("120000")),
            ("万元", "12", "万元", Some("12")),
            ("万元", "12", "元", Some("0.0012")),
            ("亿元", "3500", "万元", Some("0.35")),
            ("%", "13.6%", "", Some("13.6")),
        ] {
            let text = Folded::of(written);
            let read = in_cell(&text, 0).expect(written);
            let after = text.word(read.end..text.len());
            let measured = Measured {
                number: read.number,
                is_multiplied: read.is_multiplied,
                after: &after,
            };
            let ones = Unit::of(edge).ones(measured);
            let value = ones.and_then(|ones| Unit::of(unit).value(ones));
            let value = value.map(|value| value.to_string());
            assert_eq!(value.as_deref(), wanted, "{written} {edge} in {unit}");
        }
    }
}
