//! Objects of PDF (ISO 32000-2, 7.3) as values.
//!
//! In: nothing; `syntax` makes them. Out: what they hold, if they are of the kind that is asked for.

use std::collections::BTreeMap;
use std::rc::Rc;

/// An object.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Object {
    Null,
    Boolean(bool),
    Number(f64),
    /// Each byte as the character of that number: names are compared, and seldom shown.
    Name(Rc<str>),
    Bytes(Rc<[u8]>),
    Array(Rc<[Object]>),
    Dictionary(Rc<Dictionary>),
    Stream(Rc<Stream>),
    /// The number of an object; nothing asks for generations.
    Reference(u32),
}

/// A dictionary by its names.
pub(crate) type Dictionary = BTreeMap<Rc<str>, Object>;

/// A dictionary with bytes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stream {
    pub dictionary: Rc<Dictionary>,
    /// Where its bytes are in the file, as they are packed.
    pub start: usize,
    pub end: usize,
}

impl Object {
    pub(crate) fn number(&self) -> Option<f32> {
        match self {
            Object::Number(number) => Some(*number as f32).filter(|n| n.is_finite()),
            _ => None,
        }
    }

    /// A count or an offset.
    pub(crate) fn index(&self) -> Option<usize> {
        match self {
            Object::Number(number) if *number >= 0.0 && *number < 1e15 => Some(*number as usize),
            _ => None,
        }
    }

    pub(crate) fn name(&self) -> Option<&str> {
        match self {
            Object::Name(name) => Some(name),
            _ => None,
        }
    }

    pub(crate) fn bytes(&self) -> Option<&[u8]> {
        match self {
            Object::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    pub(crate) fn array(&self) -> Option<&[Object]> {
        match self {
            Object::Array(objects) => Some(objects),
            _ => None,
        }
    }

    /// A dictionary, or that of a stream.
    pub(crate) fn dictionary(&self) -> Option<&Rc<Dictionary>> {
        match self {
            Object::Dictionary(dictionary) => Some(dictionary),
            Object::Stream(stream) => Some(&stream.dictionary),
            _ => None,
        }
    }
}
