//! The code of a number format (ECMA-376 part 1, 18.8.31), taken apart.
//!
//! In: a code, `#,##0.00;[Red]-#,##0.00`. Out: its sections, each with its condition and signs.

/// Bytes of a code.
const MAX_CODE: usize = 1000;

/// One of the forms that a code has for kinds of numbers.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Section {
    /// The numbers that it is for, where it says so itself.
    pub condition: Option<Condition>,
    /// A colour is named: it may stand for the sign.
    pub is_coloured: bool,
    /// Which Han figures stand for digits, if any: 1 to 3.
    pub han: Option<u8>,
    /// In order.
    pub tokens: Vec<Token>,
}

/// `[>=100]`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Condition {
    pub is_less: bool,
    pub is_more: bool,
    pub is_equal: bool,
    pub bound: f64,
}

impl Condition {
    pub(super) fn holds(&self, number: f64) -> bool {
        self.is_less && number < self.bound
            || self.is_more && number > self.bound
            || self.is_equal && number == self.bound
    }
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// Characters that stand for themselves.
    Literal(String),
    /// A place of a digit: `0`, `#` or `?`.
    Digit(char),
    Point,
    Comma,
    Percent,
    /// `E+`, or `E-`, which writes no plus.
    Exponent {
        plus: bool,
    },
    /// Between the halves of a fraction, or of a date.
    Slash,
    General,
    /// The text of the cell.
    Text,
    /// A letter of a date as often as it stands: y, m, d, h, s, a (day of the week), e, g, b.
    Date(char, usize),
    /// `[h]`: hours beyond a day.
    Elapsed(char, usize),
    /// The half of the day, with the words for it.
    HalfDay(&'static str, &'static str),
}

/// The sections of a code.
pub(super) fn sections(code: &str) -> Vec<Section> {
    let code = code
        .get(..code.floor_char_boundary(MAX_CODE))
        .unwrap_or(code);
    let mut sections = vec![Section::default()];
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        let Some(section) = sections.last_mut() else {
            break;
        };
        rest = match c {
            ';' => {
                sections.push(Section::default());
                after
            }
            _ => take(section, rest, c, after),
        };
    }
    sections
}

/// Adds what stands first in `rest` to the section, and gives what is behind it.
fn take<'c>(section: &mut Section, rest: &'c str, c: char, after: &'c str) -> &'c str {
    let halves = [
        ("AM/PM", "AM", "PM"),
        ("am/pm", "AM", "PM"),
        ("A/P", "A", "P"),
        ("上午/下午", "上午", "下午"),
    ];
    for (written, first, second) in halves {
        if let Some(rest) = rest.strip_prefix(written) {
            section.tokens.push(Token::HalfDay(first, second));
            return rest;
        }
    }
    let general = rest.split_at_checked("general".len());
    if let Some((_, rest)) = general.filter(|(word, _)| word.eq_ignore_ascii_case("general")) {
        section.tokens.push(Token::General);
        return rest;
    }
    match c {
        '"' => {
            let (literal, rest) = after.split_once('"').unwrap_or((after, ""));
            literal.chars().for_each(|c| add_literal(section, c));
            rest
        }
        '[' => {
            let (inner, rest) = after.split_once(']').unwrap_or((after, ""));
            bracket(section, inner);
            rest
        }
        '\\' | '!' => {
            let mut characters = after.chars();
            if let Some(c) = characters.next() {
                add_literal(section, c);
            }
            characters.as_str()
        }
        // A blank as wide as a character, and a character that fills the cell.
        '_' | '*' => {
            if c == '_' {
                add_literal(section, ' ');
            }
            let mut characters = after.chars();
            characters.next();
            characters.as_str()
        }
        'E' | 'e' if after.starts_with(['+', '-']) && has_digits(section) => {
            section.tokens.push(Token::Exponent {
                plus: after.starts_with('+'),
            });
            after.get(1..).unwrap_or_default()
        }
        'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' | 'a' | 'A' | 'e' | 'E' | 'g'
        | 'G' | 'b' | 'B' => {
            let end = rest
                .find(|other: char| !other.eq_ignore_ascii_case(&c))
                .unwrap_or(rest.len());
            section
                .tokens
                .push(Token::Date(c.to_ascii_lowercase(), end));
            rest.get(end..).unwrap_or_default()
        }
        c => {
            match c {
                '0' | '#' | '?' => section.tokens.push(Token::Digit(c)),
                '.' => section.tokens.push(Token::Point),
                ',' => section.tokens.push(Token::Comma),
                '%' => section.tokens.push(Token::Percent),
                '/' => section.tokens.push(Token::Slash),
                '@' => section.tokens.push(Token::Text),
                c => add_literal(section, c),
            }
            after
        }
    }
}

fn has_digits(section: &Section) -> bool {
    section
        .tokens
        .iter()
        .any(|token| matches!(token, Token::Digit(_)))
}

fn add_literal(section: &mut Section, c: char) {
    match section.tokens.last_mut() {
        Some(Token::Literal(literal)) => literal.push(c),
        _ => section.tokens.push(Token::Literal(c.to_string())),
    }
}

/// What stands in brackets: a colour, a condition, a currency with its place, hours beyond a day, Han figures.
fn bracket(section: &mut Section, inner: &str) {
    let low = inner.to_ascii_lowercase();
    if let Some(currency) = inner.strip_prefix('$') {
        let sign = currency.split('-').next().unwrap_or_default();
        sign.chars().for_each(|c| add_literal(section, c));
    } else if let Some(kind) = low.strip_prefix("dbnum") {
        section.han = kind.parse().ok().filter(|kind| (1..=3).contains(kind));
    } else if inner.starts_with(['<', '>', '=']) {
        let sign: String = inner
            .chars()
            .take_while(|c| matches!(c, '<' | '>' | '='))
            .collect();
        let bound = inner
            .get(sign.len()..)
            .and_then(|bound| bound.trim().parse().ok());
        section.condition = bound.map(|bound| Condition {
            is_less: sign.contains('<'),
            is_more: sign.contains('>'),
            is_equal: sign.contains('='),
            bound,
        });
    } else if let Some(first @ ('h' | 'm' | 's')) = low
        .chars()
        .next()
        .filter(|first| low.chars().all(|c| c == *first))
    {
        section.tokens.push(Token::Elapsed(first, low.len()));
    } else {
        // Colours, in whatever language.
        section.is_coloured = true;
    }
}
