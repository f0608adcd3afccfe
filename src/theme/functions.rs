//! The functions and the filters that templates call, beside those of the template engine.
//!
//! In: the words of the interface. Out: sentences, names of languages, attributes of elements, numbers and
//! data for scripts.

use std::sync::Arc;

use crate::language::LanguageTag;
use crate::theme::{Argument, Texts, data_block};

/// `text(key="reports", n=3)`, `forms(key="reports")`, `language(tag="en")`, `lang(tag="en")`,
/// `{{ 10000 | number }}` and `{{ value | json }}`.
pub(super) fn register(tera: &mut tera::Tera, texts: &Arc<Texts>) {
    let words = Arc::clone(texts);
    tera.register_function("text", move |given: tera::Kwargs, _: &tera::State<'_>| {
        sentence(&words, &given)
    });
    let words = Arc::clone(texts);
    tera.register_function(
        "forms",
        move |given: tera::Kwargs, _: &tera::State<'_>| -> tera::TeraResult<tera::Value> {
            let key = given.must_get::<&str>("key")?;
            words.forms(key).ok_or_else(|| {
                tera::Error::message(format!("the language file has no sentence `{key}`"))
            })
        },
    );
    let words = Arc::clone(texts);
    tera.register_function(
        "language",
        move |given: tera::Kwargs, _: &tera::State<'_>| -> tera::TeraResult<String> {
            let written = given.must_get::<&str>("tag")?;
            let tag = LanguageTag::parse(written);
            let name = tag.as_ref().map_or(written, |tag| words.language_name(tag));
            Ok(name.to_owned())
        },
    );
    let words = Arc::clone(texts);
    tera.register_function(
        "lang",
        move |given: tera::Kwargs, _: &tera::State<'_>| -> tera::TeraResult<tera::Value> {
            let tag = given.must_get::<&tera::Value>("tag")?;
            let tag = tag.as_str().and_then(LanguageTag::parse);
            let attributes = tag.map(|tag| words.language_attributes(&tag));
            // It is made of a checked tag and nothing else.
            Ok(tera::Value::safe_string(&attributes.unwrap_or_default()))
        },
    );
    let words = Arc::clone(texts);
    tera.register_filter(
        "number",
        move |number: u64, _: tera::Kwargs, _: &tera::State<'_>| words.number(number),
    );
    tera.register_filter(
        "json",
        |value: tera::Value,
         _: tera::Kwargs,
         _: &tera::State<'_>|
         -> tera::TeraResult<tera::Value> {
            let data =
                data_block(&value).map_err(|error| tera::Error::message(error.to_string()))?;
            // It has no character left that means something in HTML.
            Ok(tera::Value::safe_string(&data))
        },
    );
}

/// The sentence that `key` names, with the other arguments in its places.
fn sentence(words: &Texts, given: &tera::Kwargs) -> tera::TeraResult<String> {
    let key = given.must_get::<&str>("key")?;
    if !words.has(key) {
        return Err(tera::Error::message(format!(
            "the language file has no `{key}`"
        )));
    }
    let mut arguments = Vec::new();
    for (name, value) in given.iter() {
        let Some(name) = name.as_str().filter(|name| *name != "key") else {
            continue;
        };
        let argument = match (value.as_u64(), value.as_str()) {
            (Some(number), _) => Argument::Number(number),
            (None, Some(text)) => Argument::Text(text),
            (None, None) => {
                return Err(tera::Error::message(format!(
                    "`{name}` must be a text or a number from 0"
                )));
            }
        };
        arguments.push((name, argument));
    }
    Ok(words.fill(key, &arguments))
}
