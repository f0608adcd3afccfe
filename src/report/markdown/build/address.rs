//! Web and mail addresses that stand in a text without marks of a link.
//!
//! In: the tokens of one leaf. Out: the same, with each address in a link. Never changes a word, and never looks into
//! code, or into what is a link already.

use std::ops::Range;

use crate::report::markdown::build::{Builder, LINKS_MAX};
use crate::report::markdown::link::{self, LinkKind};
use crate::report::markdown::token::{Slice, Token};

/// Bytes of an address; a longer one is text.
const ADDRESS_MAX: usize = 2000;
/// Bytes before and after the sign of a mail address (RFC 5321, 4.5.3.1).
const LOCAL_MAX: usize = 64;
const DOMAIN_MAX: usize = 255;
/// Digits of an item's number.
const NUMBER_MAX: usize = 2;

/// An address in a text, and where it leads.
struct Address {
    at: Range<usize>,
    destination: String,
}

/// Whether a text may hold an address at all.
///
/// A search for one byte, which most texts in Chinese do not hold, is several times as fast as one for all.
pub(super) fn may_hold(text: &str) -> bool {
    let is_www = |four: &[u8]| four.eq_ignore_ascii_case(b"www.");
    text.contains('@')
        || text.contains('/') && text.contains("://")
        || (text.contains('w') || text.contains('W')) && text.as_bytes().windows(4).any(is_www)
}

impl Builder<'_> {
    /// Makes links of the addresses in the tokens from `first` on.
    pub(super) fn link_addresses(&mut self, first: usize) {
        let mut links = 0_usize;
        let mut at = first;
        let mut text = String::new();
        let mut done: Option<Vec<Token>> = None;
        while let Some(&token) = self.tape.tokens.get(at) {
            match token {
                Token::Link(_) => links += 1,
                Token::LinkEnd => links = links.saturating_sub(1),
                _ => {}
            }
            let run = self.tape.tokens[at..].iter();
            let run = run
                .take_while(|token| matches!(token, Token::Text(_)))
                .count();
            let tokens = at..at + run.max(1);
            at = tokens.end;
            if run > 0 && links == 0 {
                text.clear();
                for token in &self.tape.tokens[tokens.clone()] {
                    if let Token::Text(slice) = token {
                        text.push_str(self.str(*slice));
                    }
                }
                let addresses = find(&text);
                if !addresses.is_empty() {
                    let done =
                        done.get_or_insert_with(|| self.tape.tokens[first..tokens.start].to_vec());
                    let run = self.tape.tokens[tokens].to_vec();
                    self.link_run(&run, addresses, done);
                    continue;
                }
            }
            if let Some(done) = &mut done {
                done.extend_from_slice(&self.tape.tokens[tokens]);
            }
        }
        if let Some(done) = done {
            self.tape.tokens.truncate(first);
            self.tape.tokens.extend(done);
        }
    }

    /// Divides a run of text where its addresses begin and end.
    fn link_run(&mut self, run: &[Token], addresses: Vec<Address>, done: &mut Vec<Token>) {
        let mut pieces = run.iter().filter_map(|token| match token {
            Token::Text(slice) => Some(*slice),
            _ => None,
        });
        let mut piece = Slice::EMPTY;
        let mut offset = 0;
        let mut take = |until: usize, done: &mut Vec<Token>| {
            let mut first = None;
            while offset < until {
                if piece.len() == 0 {
                    let Some(next) = pieces.next() else { break };
                    piece = next;
                    continue;
                }
                let length = piece.len().min(until - offset);
                let part = Slice {
                    end: piece.start + length as u32,
                    ..piece
                };
                first.get_or_insert(part);
                done.push(Token::Text(part));
                piece.start = part.end;
                offset += length;
            }
            first
        };
        for Address { at, destination } in addresses {
            take(at.start, done);
            let link = link::classify(&destination).filter(|_| self.tape.links.len() < LINKS_MAX);
            let opening = done.len();
            done.push(Token::Nothing);
            let first = take(at.end, done);
            if let Some(found) = link {
                let place = first.filter(|slice| !slice.stored).unwrap_or(Slice::EMPTY);
                if let Some(link) = self.add_link(found, LinkKind::Link, "", place.range()) {
                    done[opening] = Token::Link(link);
                    done.push(Token::LinkEnd);
                }
            }
        }
        take(usize::MAX, done);
    }
}

/// The addresses in a text, in order.
fn find(text: &str) -> Vec<Address> {
    let mut found = Vec::new();
    if !may_hold(text) {
        return found;
    }
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let address = match byte {
            b'h' | b'H' | b'w' | b'W' if is_start(bytes, at) => web(text, at),
            b'@' => mail(text, at),
            _ => None,
        };
        let floor = found.last().map_or(0, |last: &Address| last.at.end);
        match address.filter(|address| address.at.start >= floor) {
            Some(address) => {
                at = address.at.end;
                found.push(address);
            }
            None => at += 1,
        }
    }
    found
}

/// Whether an address may begin here: not in the middle of a word or of another address.
fn is_start(bytes: &[u8], at: usize) -> bool {
    let before = bytes.get(..at).unwrap_or_default();
    let last = before.last();
    !last.is_some_and(|b| b.is_ascii_alphanumeric() || b"/.-_@%&=?+~#\\".contains(b))
        && !ends_with_scheme(before)
}

/// Whether what stands before ends with a scheme (`mailto:`), not with the colon of a sentence (`网址:`).
fn ends_with_scheme(before: &[u8]) -> bool {
    let is_of_scheme = |b: &u8| b.is_ascii_alphanumeric() || b"+-.".contains(b);
    matches!(before, [.., last, b':'] if is_of_scheme(last))
}

/// `http://…`, `https://…`, or `www.…`, which leads to `http:` as it does where it is typed.
fn web(text: &str, start: usize) -> Option<Address> {
    let rest = text.get(start..)?;
    let begins = |head: &str| {
        rest.get(..head.len())
            .is_some_and(|s| s.eq_ignore_ascii_case(head))
    };
    let (host_start, labels_min, scheme) = match () {
        () if begins("http://") => (7, 2, ""),
        () if begins("https://") => (8, 2, ""),
        () if begins("www.") => (0, 3, "http://"),
        () => return None,
    };
    let is_of_address =
        |b: u8| b.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&b);
    let length = rest
        .bytes()
        .take(ADDRESS_MAX + 1)
        .take_while(|b| is_of_address(*b))
        .count();
    if length > ADDRESS_MAX {
        return None;
    }
    let mut address = &rest[..length];
    // Two addresses with a comma between.
    for next in [",http", ";http"] {
        if let Some((first, _)) = address.split_once(next) {
            address = first;
        }
    }
    if address.len() == length && goes_on(address, &rest[length..]) {
        return None;
    }
    let address = without_stops(address);
    let host = address
        .get(host_start..)?
        .split(['/', '?', '#', ':'])
        .next()?;
    let labels = host.split('.');
    let is_host = labels.clone().count() >= labels_min
        && labels.clone().all(|l| {
            !l.is_empty()
                && l.bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        });
    is_host.then(|| Address {
        at: start..start + address.len(),
        destination: format!("{scheme}{address}"),
    })
}

/// Whether an address goes on in Han: after a sign that must be followed by more, `政策/1.html` does.
fn goes_on(address: &str, rest: &str) -> bool {
    let is_han = |c: char| matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}');
    if !address.ends_with(['/', '=', '-']) || !rest.starts_with(is_han) {
        return false;
    }
    let mut after = rest
        .chars()
        .take(ADDRESS_MAX)
        .skip_while(|c| is_han(*c) || c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '%'));
    match after.next() {
        Some('/') => true,
        // Not the stop of a sentence.
        Some('.') => after.next().is_some_and(|c| c.is_ascii_alphanumeric()),
        _ => false,
    }
}

/// The address without the stops and closing brackets that belong to the sentence around it.
fn without_stops(mut address: &str) -> &str {
    let count = |bracket: char| address.matches(bracket).count();
    let (mut open_round, mut round) = (count('('), count(')'));
    let (mut open_square, mut square) = (count('['), count(']'));
    loop {
        address =
            address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~', '&']);
        match address.bytes().next_back() {
            Some(b')') if round > open_round => round -= 1,
            Some(b']') if square > open_square => square -= 1,
            Some(b'(') => open_round -= 1,
            Some(b'[') => open_square -= 1,
            _ => return address,
        }
        address = &address[..address.len() - 1];
    }
}

/// The mail address around the sign at `sign`.
fn mail(text: &str, sign: usize) -> Option<Address> {
    let bytes = text.as_bytes();
    let is_local = |b: u8| b.is_ascii_alphanumeric() || b"._+-".contains(&b);
    let local = bytes[..sign]
        .iter()
        .rev()
        .take(LOCAL_MAX + 1)
        .take_while(|b| is_local(**b))
        .count();
    let start = sign - local;
    let before = &bytes[..start];
    let local = without_number(text, text.get(start..sign)?, start);
    let start = sign - local.len();
    if !(1..=LOCAL_MAX).contains(&local.len())
        || local.starts_with('.')
        || local.ends_with('.')
        || before.last().is_some_and(|b| b"/@=&%#~!$'*".contains(b))
        || ends_with_scheme(before)
    {
        return None;
    }
    let rest = &bytes[sign + 1..];
    let is_domain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.');
    let length = rest
        .iter()
        .take(DOMAIN_MAX + 1)
        .take_while(|b| is_domain(**b))
        .count();
    if rest
        .get(length)
        .is_some_and(|b| matches!(b, b'@' | b'_' | b'/'))
    {
        return None;
    }
    let domain = text
        .get(sign + 1..sign + 1 + length)?
        .trim_end_matches(['.', '-']);
    let (_, top) = domain.rsplit_once('.')?;
    let is_domain = domain
        .split('.')
        .all(|label| !label.is_empty() && !label.starts_with('-'))
        && top.len() >= 2
        && top.bytes().all(|b| b.is_ascii_alphabetic());
    (is_domain && length <= DOMAIN_MAX).then(|| Address {
        at: start..sign + 1 + domain.len(),
        destination: format!("mailto:{local}@{domain}"),
    })
}

/// The local part at `start` without the number of an item at the head of its line: `1.zhang`.
fn without_number<'t>(text: &str, local: &'t str, start: usize) -> &'t str {
    let is_head = text[..start].trim().is_empty();
    let item = local.split_once('.').filter(|_| is_head);
    item.filter(|(number, _)| {
        (1..=NUMBER_MAX).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit())
    })
    .map_or(local, |(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn addresses() {
        for (text, expected) in [
            (
                "详见 https://a.example/docs（中文说明）了解",
                vec!["https://a.example/docs"],
            ),
            (
                "网址：https://a.example/a。下一句",
                vec!["https://a.example/a"],
            ),
            ("见https://a.example下载", vec!["https://a.example"]),
            ("(https://a.example/x).", vec!["https://a.example/x"]),
            ("https://a.example/x_(y),", vec!["https://a.example/x_(y)"]),
            (
                "“http://a.example/?a=1&b=2#c”",
                vec!["http://a.example/?a=1&b=2#c"],
            ),
            (
                "《https://a.example》，HTTP://B.EXAMPLE/",
                vec!["https://a.example", "HTTP://B.EXAMPLE/"],
            ),
            (
                "https://a.example,https://b.example;",
                vec!["https://a.example", "https://b.example"],
            ),
            ("见www.a.example，谢谢", vec!["http://www.a.example"]),
            ("邮箱：a.b@c.example。", vec!["mailto:a.b@c.example"]),
            (
                "a@b.example, c@d.example",
                vec!["mailto:a@b.example", "mailto:c@d.example"],
            ),
            ("https://a@b.example/", vec![]),
            ("https://政府.example/", vec![]),
            ("http://, https:// www. www.a xhttp://a.example", vec![]),
            ("ftp://a.example javascript://a.example", vec![]),
            ("微博@用户 a@b @c.example a@b.1", vec![]),
            ("mailto:a@b.example", vec![]),
            ("https://a.example：8080", vec!["https://a.example"]),
            (
                "https://a.example:8080/x*",
                vec!["https://a.example:8080/x"],
            ),
            ("1.zhang@a.example", vec!["mailto:zhang@a.example"]),
            ("　　12.1@a.example", vec!["mailto:1@a.example"]),
            ("甲：1.zhang@a.example", vec!["mailto:1.zhang@a.example"]),
            ("2021.a@a.example", vec!["mailto:2021.a@a.example"]),
            ("网址:https://a.example/x", vec!["https://a.example/x"]),
            ("网站:www.a.example", vec!["http://www.a.example"]),
            ("邮箱:a@b.example", vec!["mailto:a@b.example"]),
            ("view-source:https://a.example", vec![]),
            ("https://www.a.example/政策/1.html", vec![]),
            ("https://a.example/?q=政策1.html", vec![]),
            ("https://a.example/x-政策/", vec![]),
            ("https://a.example/下载。", vec!["https://a.example/"]),
            ("https://a.example/下载. 又", vec!["https://a.example/"]),
            (
                "https://a.example,https://b.example/政策/1.html",
                vec!["https://a.example"],
            ),
            ("见WWW.A.EXAMPLE", vec!["http://WWW.A.EXAMPLE"]),
            ("Www.a.example", vec!["http://Www.a.example"]),
            (
                "https://a.example/x(y)[z])].(([",
                vec!["https://a.example/x(y)[z]"],
            ),
            ("", vec![]),
        ] {
            let found: Vec<String> = find(text).into_iter().map(|a| a.destination).collect();
            assert_eq!(found, expected, "{text}");
        }
        let long = format!("https://a.example/{}", "x".repeat(3000));
        assert!(find(&long).is_empty());
    }
}
