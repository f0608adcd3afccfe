//! Objects of PDF (ISO 32000-2, 7.3) as they are written.
//!
//! In: bytes and a place in them. Out: the object there, or a word of a page's program. Never goes deeper than
//! [`MAX_DEPTH`], never makes more than [`MAX_NODES`] of one object, never follows a reference.

use std::rc::Rc;

pub(crate) use crate::import::pdf::object::{Dictionary, Object, Stream};

/// Arrays and dictionaries within one another.
const MAX_DEPTH: usize = 60;
/// Parts of one object.
const MAX_NODES: usize = 200_000;
/// Bytes of one string or name.
const MAX_STRING: usize = 1 << 20;

/// What a page's program consists of.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Token {
    /// An operand.
    Object(Object),
    /// An operator, or a word such as `obj`.
    Word(Rc<str>),
}

/// Reads objects one after the other.
#[derive(Debug, Clone)]
pub(crate) struct Lexer<'b> {
    bytes: &'b [u8],
    pub at: usize,
    nodes: usize,
    /// `5 0 R` is a reference; in programs of pages there is none.
    has_references: bool,
}

impl<'b> Lexer<'b> {
    pub(crate) fn new(bytes: &'b [u8], at: usize) -> Lexer<'b> {
        Lexer {
            bytes,
            at,
            nodes: 0,
            has_references: true,
        }
    }

    /// For the program of a page.
    pub(crate) fn of_program(bytes: &'b [u8]) -> Lexer<'b> {
        Lexer {
            has_references: false,
            ..Lexer::new(bytes, 0)
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn ahead(&self, count: usize) -> Option<u8> {
        self.bytes.get(self.at + count).copied()
    }

    /// Goes past blanks and comments.
    pub(crate) fn skip_blanks(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b'%' => {
                    while self.peek().is_some_and(|b| b != b'\n' && b != b'\r') {
                        self.at += 1;
                    }
                }
                byte if is_blank(byte) => self.at += 1,
                _ => return,
            }
        }
    }

    /// The next object; `None` if there is none, or it is none.
    pub(crate) fn object(&mut self) -> Option<Object> {
        self.nodes = 0;
        match self.token_at(0)? {
            Token::Object(object) => Some(object),
            Token::Word(_) => None,
        }
    }

    /// The next object or word; `None` at the end. What is neither is passed over.
    pub(crate) fn token(&mut self) -> Option<Token> {
        loop {
            self.nodes = 0;
            let before = self.at;
            if let Some(token) = self.token_at(0) {
                return Some(token);
            }
            self.skip_blanks();
            self.peek()?;
            if self.at <= before {
                self.at = before + 1;
            }
        }
    }

    fn token_at(&mut self, depth: usize) -> Option<Token> {
        self.nodes += 1;
        if depth > MAX_DEPTH || self.nodes > MAX_NODES {
            return None;
        }
        self.skip_blanks();
        let object = match self.peek()? {
            b'/' => Object::Name(self.name()),
            b'(' => Object::Bytes(self.string()),
            b'<' if self.ahead(1) == Some(b'<') => self.dictionary(depth)?,
            b'<' => Object::Bytes(self.hexadecimal()),
            b'[' => self.array(depth)?,
            b'0'..=b'9' | b'+' | b'-' | b'.' => self.number_or_reference()?,
            b']' | b'>' | b')' | b'{' | b'}' => return None,
            _ => {
                let start = self.at;
                while self.peek().is_some_and(is_regular) {
                    self.at += 1;
                }
                let word = self.bytes.get(start..self.at)?;
                match word {
                    b"true" => Object::Boolean(true),
                    b"false" => Object::Boolean(false),
                    b"null" => Object::Null,
                    word => return Some(Token::Word(latin(word.get(..word.len().min(64))?))),
                }
            }
        };
        Some(Token::Object(object))
    }

    fn array(&mut self, depth: usize) -> Option<Object> {
        self.at += 1;
        let mut objects = Vec::new();
        loop {
            self.skip_blanks();
            match self.peek()? {
                b']' => {
                    self.at += 1;
                    return Some(Object::Array(objects.into()));
                }
                _ => match self.token_at(depth + 1)? {
                    Token::Object(object) => objects.push(object),
                    // A word in an array was forgotten by its program.
                    Token::Word(_) => {}
                },
            }
        }
    }

    fn dictionary(&mut self, depth: usize) -> Option<Object> {
        self.at += 2;
        let mut entries = Dictionary::new();
        loop {
            self.skip_blanks();
            match self.peek()? {
                b'>' => {
                    self.at += if self.ahead(1) == Some(b'>') { 2 } else { 1 };
                    return Some(Object::Dictionary(Rc::new(entries)));
                }
                b'/' => {
                    let name = self.name();
                    self.skip_blanks();
                    // A name without a value.
                    if self.peek()? == b'>' {
                        continue;
                    }
                    if let Token::Object(value) = self.token_at(depth + 1)? {
                        entries.entry(name).or_insert(value);
                    }
                }
                // Something without a name.
                _ => {
                    self.token_at(depth + 1)?;
                }
            }
        }
    }

    fn name(&mut self) -> Rc<str> {
        self.at += 1;
        let mut name = Vec::new();
        while let Some(byte) = self.peek().filter(|byte| is_regular(*byte)) {
            let digits = (self.ahead(1).and_then(digit), self.ahead(2).and_then(digit));
            match (byte, digits) {
                (b'#', (Some(high), Some(low))) => {
                    name.push(high * 16 + low);
                    self.at += 3;
                }
                _ => {
                    name.push(byte);
                    self.at += 1;
                }
            }
            if name.len() > MAX_STRING {
                break;
            }
        }
        latin(&name)
    }

    fn string(&mut self) -> Rc<[u8]> {
        self.at += 1;
        let mut text = Vec::new();
        let mut open = 1;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' => {
                    open -= 1;
                    if open == 0 {
                        break;
                    }
                }
                b'\\' => {
                    self.escape(&mut text);
                    continue;
                }
                b'\r' => {
                    // Any end of a line is one line feed.
                    if self.peek() == Some(b'\n') {
                        self.at += 1;
                    }
                    text.push(b'\n');
                    continue;
                }
                _ => {}
            }
            text.push(byte);
            if text.len() > MAX_STRING {
                break;
            }
        }
        text.into()
    }

    fn escape(&mut self, text: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        self.at += 1;
        match byte {
            b'n' => text.push(b'\n'),
            b'r' => text.push(b'\r'),
            b't' => text.push(b'\t'),
            b'b' => text.push(8),
            b'f' => text.push(12),
            b'\n' => {}
            b'\r' => {
                if self.peek() == Some(b'\n') {
                    self.at += 1;
                }
            }
            b'0'..=b'7' => {
                let mut value = u32::from(byte - b'0');
                for _ in 0..2 {
                    match self.peek() {
                        Some(next @ b'0'..=b'7') => {
                            value = value * 8 + u32::from(next - b'0');
                            self.at += 1;
                        }
                        _ => break,
                    }
                }
                text.push((value & 0xFF) as u8);
            }
            other => text.push(other),
        }
    }

    fn hexadecimal(&mut self) -> Rc<[u8]> {
        self.at += 1;
        let mut bytes = Vec::new();
        let mut half: Option<u8> = None;
        while let Some(byte) = self.peek() {
            self.at += 1;
            if byte == b'>' || bytes.len() > MAX_STRING {
                break;
            }
            let Some(value) = digit(byte) else { continue };
            match half.take() {
                Some(high) => bytes.push(high * 16 + value),
                None => half = Some(value),
            }
        }
        bytes.extend(half.map(|high| high * 16));
        bytes.into()
    }

    fn number_or_reference(&mut self) -> Option<Object> {
        let number = self.number()?;
        if !self.has_references
            || number < 0.0
            || number.fract() != 0.0
            || number > f64::from(u32::MAX)
        {
            return Some(Object::Number(number));
        }
        // A reference is a number, another, and R.
        let mut ahead = self.clone();
        ahead.skip_blanks();
        let is_number = ahead.peek().is_some_and(|b| b.is_ascii_digit());
        if is_number && ahead.number().is_some_and(|n| n.fract() == 0.0) {
            ahead.skip_blanks();
            if ahead.peek() == Some(b'R') && !ahead.ahead(1).is_some_and(is_regular) {
                self.at = ahead.at + 1;
                return Some(Object::Reference(number as u32));
            }
        }
        Some(Object::Number(number))
    }

    /// A number as programs write it: signs twice, or in the middle, are no reason to stop.
    fn number(&mut self) -> Option<f64> {
        let start = self.at;
        let mut value = 0.0f64;
        let mut scale: Option<f64> = None;
        let mut is_negative = false;
        let mut digits = 0;
        while let Some(byte) = self.peek() {
            match byte {
                b'0'..=b'9' => {
                    digits += 1;
                    let number = f64::from(byte - b'0');
                    match &mut scale {
                        Some(scale) => {
                            *scale /= 10.0;
                            value += number * *scale;
                        }
                        None => value = value * 10.0 + number,
                    }
                }
                b'.' if scale.is_none() => scale = Some(1.0),
                b'-' if digits == 0 => is_negative = true,
                b'+' if digits == 0 => {}
                b'-' => {}
                _ => break,
            }
            self.at += 1;
        }
        if self.at == start || !value.is_finite() {
            return None;
        }
        Some(if is_negative { -value } else { value })
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

pub(crate) fn is_regular(byte: u8) -> bool {
    !is_blank(byte) && !b"()<>[]{}/%".contains(&byte)
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

/// Each byte as the character of its number.
pub(crate) fn latin(bytes: &[u8]) -> Rc<str> {
    bytes
        .iter()
        .map(|byte| char::from(*byte))
        .collect::<String>()
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(text: &str) -> Option<Object> {
        Lexer::new(text.as_bytes(), 0).object()
    }

    #[test]
    fn objects_are_read() {
        assert_eq!(object("% words\n -1.5"), Some(Object::Number(-1.5)));
        assert_eq!(object("12 0 R"), Some(Object::Reference(12)));
        assert_eq!(object("12 0 Rx"), Some(Object::Number(12.0)));
        assert_eq!(object("/A#20B"), Some(Object::Name("A B".into())));
        assert_eq!(
            object("(a\\(b\\051(c)\\\r\n)")
                .as_ref()
                .and_then(Object::bytes),
            Some(&b"a(b)(c)"[..])
        );
        assert_eq!(
            object("<41 4>").as_ref().and_then(Object::bytes),
            Some(&b"A@"[..])
        );
        let Some(Object::Dictionary(found)) = object("<</A [1 /B]/C<</D null>>/E>>") else {
            panic!("a dictionary");
        };
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn depth_and_ends_are_bounded() {
        assert_eq!(object(&"[".repeat(100_000)), None);
        assert_eq!(object("<</A"), None);
        assert_eq!(object("(abc"), Some(Object::Bytes(b"abc"[..].into())));
    }

    #[test]
    fn programs_have_words() {
        let mut lexer = Lexer::of_program(b"1 0 0 rg ) T* (a)Tj");
        let mut words = Vec::new();
        while let Some(token) = lexer.token() {
            if let Token::Word(word) = token {
                words.push(word.to_string());
            }
        }
        assert_eq!(words, ["rg", "T*", "Tj"]);
    }
}
