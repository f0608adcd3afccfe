//! What an editor says that an indicator comes to in a report: `figures` of its front matter, and figures.yaml.
//!
//! In: the node. Out: what it says, with places, and every fault of its form. Which indicators there are is not asked
//! here.

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Fault, Text};
use crate::fields::{self, Field, Fields, Shape, Spanned, field, simplified};
use crate::report::findings::figure::about;
use crate::report::findings::figure::fold::Folded;
use crate::report::findings::figure::number::{Number, in_cell};
use crate::report::findings::figure::unit::{Measured, Unit};
use crate::route;
use crate::yaml::{Key, Node, Value};

/// Figures of one report.
const FIGURES_MAX: usize = 200;
/// The words for that there is no figure.
const NONE: [&str; 3] = ["无", "没有", "none"];

/// The fields of a figure that says more than its value.
const FIGURE: &[Field] = &[
    field("value", &["数值"], Shape::Line)
        .description(
            "数值，可带“万”“亿”和单位；报告中没有这个数的，写“无”。",
            "The figure, with 万, 亿 and unit or without; none where the report has no such figure.",
        )
        .example("53")
        .required(),
    field("approximate", &["约数"], Shape::Boolean)
        .description(
            "是否约数；数值写“约300”“300余”的，不必再写。",
            "Whether it is about so; 约300 and 300余 say so themselves.",
        )
        .example("true"),
    field("note", &["说明"], Shape::Prose)
        .description("说明，显示在页面上。", "What else there is to say, for readers.")
        .example("据更正后的公报。"),
];

/// The field that states figures, in front matter and in figures.yaml.
pub(crate) const FIGURES: Field = field(
        "figures",
        &["指标数值"],
        Shape::Map(&Shape::Either(&[Shape::Line, Shape::Fields(FIGURE)])),
    )
    .description(
        "指标的数值，代替从正文读出的：键见 archive.yaml 的 indicators，值为数或 {数值, 说明}。",
        "What indicators come to, in place of what was read: keys as under `indicators` in archive.yaml, values figures or {value, note}.",
    )
    .example("{review-cases: 53}");

/// A figure that an editor states.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stated {
    /// The key of the indicator.
    pub(crate) key: Spanned<String>,
    /// What it comes to; none where the report has no such figure.
    pub(crate) value: Option<StatedValue>,
    /// What else there is to say.
    pub(crate) note: Option<String>,
}

/// A figure as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StatedValue {
    number: Number,
    is_multiplied: bool,
    unit: String,
    /// Whether it is said to be about so.
    pub(crate) is_about: bool,
}

impl StatedValue {
    /// Reads `53`, `1,234`, `3.5万`, `-2%`, `约300`.
    fn read(text: &str) -> Option<StatedValue> {
        let folded = Folded::of(text);
        let (first, is_before) = about::first(&folded).unwrap_or((0, false));
        let written = in_cell(&folded, first)?;
        let after = folded.word(written.end..folded.len());
        let own = about::unit(&after);
        let unit = own.unwrap_or(&after);
        (!unit.contains(|c: char| c.is_ascii_digit())).then(|| StatedValue {
            number: written.number,
            is_multiplied: written.is_multiplied,
            unit: unit.to_owned(),
            is_about: is_before || own.is_some() || written.is_about,
        })
    }

    /// The figure in a unit; none where it is in another.
    pub(crate) fn value(&self, unit: &Unit) -> Option<Number> {
        let measured = Measured {
            number: self.number,
            is_multiplied: self.is_multiplied,
            after: &self.unit,
        };
        unit.is_of(&self.unit).then(|| unit.value(measured))?
    }
}

/// Reads the mapping from keys of indicators to figures. Faults: `wrong-type`, `too-many-figures` and those of
/// [`Fields::of`].
pub(crate) fn read(node: Option<&Node>, faults: &mut Vec<Fault>) -> Vec<Stated> {
    let entries = match node {
        None => return Vec::new(),
        Some(Node {
            value: Value::Map(entries),
            ..
        }) => entries,
        Some(node) => {
            faults.push(fields::not_fields(
                node,
                &[field("review-cases", &[], Shape::Line).example("53")],
            ));
            return Vec::new();
        }
    };
    if let Some((key, _)) = entries.get(FIGURES_MAX) {
        faults.push(too_many(key));
    }
    let entries = entries.iter().take(FIGURES_MAX);
    entries
        .filter_map(|(key, node)| stated(key, node, faults))
        .collect()
}

fn stated(key: &Key, node: &Node, faults: &mut Vec<Fault>) -> Option<Stated> {
    if !route::is_segment(&key.text) {
        faults.push(not_a_key(key));
        return None;
    }
    let key = Spanned {
        value: key.text.clone(),
        span: key.span.clone(),
    };
    let (written, is_about, note) = match &node.value {
        Value::Map(_) => {
            let fields = Fields::of(node, FIGURE, faults);
            fields.require(faults);
            let is_about = fields.boolean("approximate", faults);
            let value = fields.text("value", faults)?;
            (value, is_about, fields.prose("note", faults))
        }
        _ => (fields::text(node, faults)?, false, None),
    };
    let word = simplified(&written.value).to_lowercase();
    let value = match NONE.contains(&word.as_str()) {
        true => None,
        false => match StatedValue::read(&written.value) {
            Some(value) => Some(StatedValue {
                is_about: value.is_about || is_about,
                ..value
            }),
            None => {
                faults.push(not_a_figure(&written));
                return None;
            }
        },
    };
    Some(Stated { key, value, note })
}

fn not_a_key(key: &Key) -> Fault {
    Fault::error(
        "wrong-type",
        key.span.clone(),
        Text::new(
            format!("“{}”不是指标的键", key.text),
            format!("`{}` is no key of an indicator", key.text),
        ),
        Text::new(
            "写 archive.yaml 的“指标”（indicators）中的键。",
            "Write a key that stands under `indicators` in archive.yaml.",
        ),
    )
}

fn too_many(key: &Key) -> Fault {
    Fault::error(
        "too-many-figures",
        key.span.clone(),
        Text::new(
            format!("一份报告最多写明{FIGURES_MAX}项指标，这一项和后面的没有采用"),
            format!(
                "at most {FIGURES_MAX} figures are stated of a report; this one and those after it are not taken"
            ),
        ),
        Text::new("删去不用的。", "Remove those that are not used."),
    )
}

fn not_a_figure(written: &Spanned<String>) -> Fault {
    Fault::error(
        "wrong-type",
        written.span.clone(),
        Text::new(
            format!("“{}”不是一个数", written.value),
            format!("`{}` is no figure", written.value),
        ),
        Text::new(
            "写作 53、1,234、3.5万；报告中没有这个数的，写“无”。",
            "Write 53, 1,234 or 3.5万; none where the report has no such figure.",
        ),
    )
}
