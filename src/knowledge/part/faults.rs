//! The faults of the parts that a type declares, in words.

use crate::diagnostic::{Fault, Text};
use crate::fields::Spanned;

pub(super) fn heading_of_two_parts(form: &Spanned<String>, other: &str) -> Fault {
    Fault::error(
        "heading-of-two-parts",
        form.span.clone(),
        Text::new(
            format!("“{}”已经是“{other}”的标题", form.value),
            format!("`{}` is a heading of `{other}` already", form.value),
        ),
        Text::new(
            "一种标题只能属于一个部分：从其中一个部分中删去。",
            "A heading can be of one part only: take it out of one of them.",
        ),
    )
}

pub(super) fn heading_of_nothing(form: &Spanned<String>) -> Fault {
    Fault::warning(
        "heading-of-nothing",
        form.span.clone(),
        Text::new(
            format!("此类报告都没有含“{}”的标题", form.value),
            format!("no report of this type has a heading with `{}`", form.value),
        ),
        Text::new(
            "核对写法，不要写序号；用不到的可以删去。",
            "Check how it is written, without a number, or take it out.",
        ),
    )
}
