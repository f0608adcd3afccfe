//! What the archive holds, by everything that it may be cited by.
//!
//! In: titles, numbers and bodies of the documents that are held, and how something is named; out: the one document
//! that is surely meant, or those that may be. Each question costs a few look-ups, however much is held.

use std::collections::HashMap;
use std::ops::Range;

use crate::date::PartialDate;
use crate::knowledge::citation::forms;
use crate::knowledge::citation::{Body, Holding};
use crate::report::findings::citation::{
    CitationKind, Fold, Work, number_key, of_field, title_key,
};

/// Characters of the name of a body that a title begins with, at most.
const BODY_MAX: usize = 24;
/// Characters of what follows it, at least.
const REST_MIN: usize = 4;
/// Documents that something may mean, at most: of more the first are named.
const MAX_CANDIDATES: usize = 20;
/// Documents that are kept of those with one name: where so many share it, it alone says of none that it is meant.
const CROWD: usize = 64;

/// By what a document was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Match {
    /// 发文字号.
    Number,
    /// Its title, or another title of it.
    Title,
    /// Its title, but for the edition in brackets.
    Edition,
    /// The notice that published it, or what it published.
    Notice,
    /// Its title with the name of the body before it, or without.
    Body,
    /// The title of a law, of which a later text is held.
    LaterText,
}

/// Why nothing is linked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Unsure {
    /// Several documents fit.
    Several,
    /// Number and title are those of different documents.
    NumberAndTitle,
    /// What is held may be another edition, or of other years.
    Edition,
    /// What is held was written after the report that cites it.
    Newer,
    /// What is held may be another body's.
    Body,
    /// A short name (《条例》) that the report does not introduce.
    ShortName,
}

/// How something is named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Named {
    /// The key of its title.
    pub title: Option<String>,
    /// The key of its number.
    pub number: Option<String>,
    /// Who issued it, as written.
    pub issuer: Option<String>,
}

impl Named {
    /// How a report names a work.
    pub(crate) fn of(work: &Work) -> Named {
        let issuer = work.issuer.as_deref().map(str::to_owned);
        match work.kind {
            CitationKind::Title => Named {
                title: Some(work.key.to_string()),
                number: work.number.as_ref().map(|number| number.key.to_string()),
                issuer,
            },
            CitationKind::Number => Named {
                title: None,
                number: Some(work.key.to_string()),
                issuer,
            },
        }
    }

    /// How a field or a cell names a document: a title with its number, or one of both.
    pub(crate) fn of_text(text: &str, fold: Fold<'_>) -> Named {
        let is_mark = |c: char| matches!(c, '《' | '》' | '≪' | '≫');
        let number = of_field(text);
        let (before, after) = match &number {
            Some(number) => (
                text.get(..number.range.start).unwrap_or_default(),
                text.get(number.range.end..).unwrap_or_default(),
            ),
            None => (text, ""),
        };
        let title = match (text.find(is_mark), text.rfind(is_mark)) {
            (Some(start), Some(end)) if start < end => text.get(start..end).unwrap_or_default(),
            // A number is beside a title, not in it.
            _ if before.chars().any(char::is_alphanumeric) => before,
            _ => after,
        };
        let title = title_key(title, fold);
        Named {
            title: Some(title).filter(|title| title.chars().nth(1).is_some()),
            number: number.map(|number| number_key(&number, fold)),
            issuer: None,
        }
    }
}

/// A title as it is compared.
struct Held {
    titles: Vec<String>,
    number: Option<String>,
    bodies: Vec<usize>,
    written: Option<PartialDate>,
    /// The year of the edition that its title names.
    edition: Option<i16>,
    /// The last day on which its text may have been written, as far as is known.
    latest: Option<PartialDate>,
    /// The day that tells editions of one title apart.
    dated: Option<PartialDate>,
}

/// A document without the name of its body: which one, and the organ of the body that the title names.
type Bare = (u32, &'static str);

/// What is held, by what it may be cited by.
pub(crate) struct Catalogue<'f> {
    fold: Fold<'f>,
    held: Vec<Held>,
    /// Names of each body, as keys, the longest first.
    names: Vec<Vec<String>>,
    by_name: HashMap<String, Vec<usize>>,
    numbers: HashMap<String, Vec<u32>>,
    titles: HashMap<String, Vec<u32>>,
    editions: HashMap<String, Vec<u32>>,
    notices: HashMap<String, Vec<u32>>,
    bare: HashMap<String, Vec<u32>>,
    bare_of: HashMap<(usize, String), Vec<Bare>>,
    bases: HashMap<String, Vec<u32>>,
}

/// What fits: the documents, by what, and why they are not sure.
type Fitting = (Vec<u32>, Match, Option<Unsure>);
/// One document, none, or those that may be meant.
pub(crate) type Found = Result<Option<(u32, Match)>, (Box<[u32]>, Unsure)>;

impl<'f> Catalogue<'f> {
    /// The positions of all reports, those without a name too.
    pub(super) fn reports(&self) -> Range<u32> {
        0..u32::try_from(self.held.len()).unwrap_or(u32::MAX)
    }

    /// The catalogue of what is held.
    pub(crate) fn of(holdings: &[Holding<'_>], bodies: &[Body<'_>], fold: Fold<'f>) -> Self {
        let mut catalogue = Catalogue {
            fold,
            held: Vec::with_capacity(holdings.len()),
            names: bodies.iter().map(|body| names(body, fold)).collect(),
            by_name: HashMap::new(),
            numbers: HashMap::new(),
            titles: HashMap::new(),
            editions: HashMap::new(),
            notices: HashMap::new(),
            bare: HashMap::new(),
            bare_of: HashMap::new(),
            bases: HashMap::new(),
        };
        for (body, names) in catalogue.names.iter().enumerate() {
            for name in names {
                catalogue
                    .by_name
                    .entry(name.clone())
                    .or_default()
                    .push(body);
            }
        }
        for (index, holding) in (0..).zip(holdings) {
            catalogue.add(index, holding);
        }
        catalogue
    }

    fn add(&mut self, index: u32, holding: &Holding<'_>) {
        let fold = self.fold;
        let mut titles: Vec<String> = std::iter::once(&holding.title)
            .chain(&holding.other_titles)
            .map(|title| title_key(title, fold))
            .filter(|key| !key.is_empty())
            .collect();
        titles.sort();
        titles.dedup();
        let mut edition = None;
        for title in &titles {
            put(&mut self.titles, title, index);
            if let Some((plain, year)) = forms::edition(title) {
                put(&mut self.editions, plain, index);
                edition = edition.or(year);
            }
            if let Some((_, inner)) = forms::notice(title) {
                put(&mut self.notices, inner, index);
            }
            if let Some(base) = forms::base(title) {
                put(&mut self.bases, base, index);
            }
            for (organ, rest) in self.without_body(title, &holding.bodies) {
                put(&mut self.bare, &rest, index);
                for body in &holding.bodies {
                    let all = self.bare_of.entry((*body, rest.clone())).or_default();
                    if all.len() < CROWD {
                        all.push((index, organ));
                    }
                }
            }
        }
        let number = holding.number.map(|number| Named::of_text(number, fold));
        let number = number.and_then(|named| named.number.or(named.title));
        if let Some(number) = &number {
            put(&mut self.numbers, number, index);
        }
        let days = [
            holding.written,
            holding.published.map(PartialDate::last_day),
        ];
        self.held.push(Held {
            titles,
            number,
            bodies: holding.bodies.clone(),
            written: holding.written,
            edition,
            latest: days.into_iter().flatten().map(PartialDate::last_day).max(),
            dated: holding.written.or(holding.published),
        });
    }

    /// A title without the name of the body that issued it: what is left, and of a notice what it publishes.
    fn without_body(&self, title: &str, bodies: &[usize]) -> Vec<(&'static str, String)> {
        let mut found = Vec::new();
        let strip = |title: &str| {
            let names = bodies
                .iter()
                .filter_map(|body| self.names.get(*body))
                .flatten();
            // The organ stays: a government and its office are two.
            let places = names
                .map(|name| forms::without_organ(name))
                .filter(|place| !place.is_empty());
            let rest = places
                .filter_map(|place| title.strip_prefix(place))
                .min_by_key(|r| r.len())?;
            let (organ, rest) = forms::organ(rest);
            (rest.chars().count() >= REST_MIN).then(|| (organ, rest.to_owned()))
        };
        let stripped = strip(title);
        let of_notice = stripped.as_ref().map_or(title, |(_, rest)| rest.as_str());
        if let Some((_, inner)) = forms::notice(of_notice) {
            let organ = stripped.as_ref().map_or("", |(organ, _)| organ);
            found.push((
                organ,
                strip(inner).map_or(inner.to_owned(), |(_, rest)| rest),
            ));
            if let Some((_, rest)) = strip(inner) {
                found.push((organ, rest));
            }
            found.push((organ, inner.to_owned()));
        }
        found.extend(stripped);
        found.sort();
        found.dedup();
        found
    }

    /// What is meant by a name, in the report `citing`.
    pub(crate) fn find(&self, named: &Named, citing: Option<u32>) -> Found {
        if let Some(citing) = citing.filter(|citing| self.is_itself(named, *citing)) {
            return Ok(Some((citing, Match::Title)));
        }
        let of_number = named
            .number
            .as_ref()
            .and_then(|number| self.numbers.get(number));
        let of_number = of_number.map_or(&[][..], Vec::as_slice);
        let of_title = named
            .title
            .as_deref()
            .and_then(|title| self.of_title(title, named, citing));
        match (of_number, of_title) {
            ([], None) => Ok(None),
            ([], Some(fitting)) => self.decide(fitting, citing),
            ([only], None | Some((_, _, Some(_)))) => Ok(Some((*only, Match::Number))),
            ([only], Some((fitting, _, None))) => match fitting.contains(only) {
                true => Ok(Some((*only, Match::Number))),
                // What has another number has been left out: these have none that is known.
                false => Err(unsure(
                    fitting.into_iter().chain([*only]),
                    Unsure::NumberAndTitle,
                )),
            },
            (several, Some((fitting, _, None))) => {
                let both = several.iter().filter(|index| fitting.contains(index));
                match both.copied().collect::<Vec<u32>>().as_slice() {
                    [only] => Ok(Some((*only, Match::Number))),
                    _ => Err(unsure(several.iter().copied(), Unsure::Several)),
                }
            }
            (several, _) => Err(unsure(several.iter().copied(), Unsure::Several)),
        }
    }

    /// Whether a report names itself.
    fn is_itself(&self, named: &Named, citing: u32) -> bool {
        let Some(own) = self.held.get(citing as usize) else {
            return false;
        };
        match (&named.number, &own.number) {
            (Some(number), Some(own)) => number == own,
            _ => named
                .title
                .as_ref()
                .is_some_and(|title| own.titles.contains(title)),
        }
    }

    /// Of what fits, the one that is sure.
    fn decide(&self, (mut fitting, by, why): Fitting, citing: Option<u32>) -> Found {
        if let Some(why) = why {
            return Err(unsure(fitting, why));
        }
        let latest = citing.and_then(|citing| self.held.get(citing as usize)?.latest);
        let is_newer = |index: &u32, day: fn(&Held) -> Option<PartialDate>| {
            let day = self.held.get(*index as usize).and_then(day);
            day.zip(latest)
                .is_some_and(|(day, latest)| day.first_day() > latest)
        };
        if fitting.len() >= CROWD {
            return Err(unsure(fitting, Unsure::Several));
        }
        if let [only] = fitting.as_slice() {
            // A late publication says nothing of when it was written.
            let held = self.held.get(*only as usize);
            // A law keeps its title when it is amended; a plan or a notice of the same title is another.
            let is_law =
                held.is_some_and(|held| held.titles.iter().any(|title| forms::is_law(title)));
            return match is_newer(only, |held| held.written) {
                false => Ok(Some((*only, by))),
                true if is_law => Ok(Some((*only, Match::LaterText))),
                true => Err(unsure(fitting, Unsure::Newer)),
            };
        }
        let all = fitting.clone();
        fitting.retain(|index| !is_newer(index, |held| held.dated));
        match fitting.as_slice() {
            [only] => Ok(Some((*only, by))),
            [] => Err(unsure(all, Unsure::Newer)),
            _ => Err(unsure(fitting, Unsure::Several)),
        }
    }

    /// What fits a title: of the surest kind that anything fits by.
    fn of_title(&self, title: &str, named: &Named, citing: Option<u32>) -> Option<Fitting> {
        self.exactly(title, named)
            .or_else(|| self.by_edition(title, named))
            .or_else(|| self.by_notice(title, named, citing))
            .or_else(|| self.with_body(title, named))
            .or_else(|| self.without_its_body(title, named, citing))
            .or_else(|| self.nearly(title, named))
    }

    fn exactly(&self, title: &str, named: &Named) -> Option<Fitting> {
        let mut fitting = self.get(&self.titles, title, named);
        // The law, in whatever edition.
        fitting.extend(self.get(&self.editions, title, named));
        let fitting = some(fitting)?;
        // 省政府《关于…》: many bodies give this title.
        let is_of = |index: &u32| self.is_of(*index, named.issuer.as_deref());
        if title.starts_with("关于") && named.issuer.is_some() {
            let own: Vec<u32> = fitting.iter().copied().filter(is_of).collect();
            return Some(match own.is_empty() {
                false => (own, Match::Title, None),
                true => (fitting, Match::Title, Some(Unsure::Body)),
            });
        }
        Some((fitting, Match::Title, None))
    }

    fn by_edition(&self, title: &str, named: &Named) -> Option<Fitting> {
        let (plain, year) = forms::edition(title)?;
        let held = |index: &u32| self.held.get(*index as usize);
        let mut fitting = self.get(&self.editions, plain, named);
        fitting.retain(|index| held(index).is_some_and(|held| held.edition == year));
        if !fitting.is_empty() {
            return Some((fitting, Match::Edition, None));
        }
        let fitting = some(self.get(&self.titles, plain, named))?;
        let is_other = |index: &u32| {
            let written = held(index).and_then(|held| held.written);
            written
                .zip(year)
                .is_some_and(|(written, year)| written.year != year)
        };
        let why = fitting.iter().all(is_other).then_some(Unsure::Edition);
        let same = fitting
            .iter()
            .copied()
            .filter(|index| !is_other(index))
            .collect();
        Some((
            if why.is_some() { fitting } else { same },
            Match::Edition,
            why,
        ))
    }

    fn by_notice(&self, title: &str, named: &Named, citing: Option<u32>) -> Option<Fitting> {
        if let Some((issuer, inner)) = forms::notice(title)
            && let Some(fitting) = some(self.get(&self.titles, inner, named))
        {
            let issuer = Some(issuer).filter(|issuer| !issuer.is_empty());
            let issuer = issuer.or(named.issuer.as_deref());
            let is_sure = |index: &u32| self.is_of(*index, issuer);
            let why = (!fitting.iter().all(is_sure)).then_some(Unsure::Body);
            return Some((fitting, Match::Notice, why));
        }
        let fitting = some(self.get(&self.notices, title, named))?;
        let is_sure = |index: &u32| {
            self.begins_with_body(title, *index) || self.is_surely_of(*index, named, citing)
        };
        let why = (!fitting.iter().all(is_sure)).then_some(Unsure::Body);
        Some((fitting, Match::Notice, why))
    }

    /// The title names the body; what is held may not, or by another of its names.
    fn with_body(&self, title: &str, named: &Named) -> Option<Fitting> {
        let mut fitting = Vec::new();
        for (at, _) in title.char_indices().skip(2).take(BODY_MAX) {
            let (Some(name), Some(rest)) = (title.get(..at), title.get(at..)) else {
                continue;
            };
            let Some(bodies) = self.by_name.get(name) else {
                continue;
            };
            if forms::without_organ(name) != name {
                continue;
            }
            let (organ, rest) = forms::organ(rest);
            let inner = forms::notice(rest).map(|(_, inner)| inner);
            for rest in std::iter::once(rest).chain(inner) {
                let is_theirs = |index: &u32| {
                    let held = self.held.get(*index as usize);
                    held.is_some_and(|held| held.bodies.iter().any(|body| bodies.contains(body)))
                };
                for body in bodies.iter().take(CROWD) {
                    let bare = self.bare_of.get(&(*body, rest.to_owned()));
                    let bare = bare.into_iter().flatten();
                    let alike = bare.filter(|(_, other)| forms::are_alike(organ, other));
                    fitting.extend(alike.map(|(index, _)| *index));
                }
                if rest.chars().count() >= REST_MIN {
                    let titled = self.get(&self.titles, rest, named);
                    fitting.extend(titled.into_iter().filter(is_theirs));
                }
            }
        }
        fitting.retain(|index| self.may_have_number(*index, named));
        Some((some(fitting)?, Match::Body, None))
    }

    /// What is held names its body; the title that is cited does not.
    fn without_its_body(&self, title: &str, named: &Named, citing: Option<u32>) -> Option<Fitting> {
        let own = citing.and_then(|citing| self.held.get(citing as usize));
        let own = own.map_or(&[][..], |own| own.bodies.as_slice());
        let own = own
            .iter()
            .filter_map(|body| self.bare_of.get(&(*body, title.to_owned())));
        let mut fitting = self.get(&self.bare, title, named);
        if fitting.len() >= CROWD && named.issuer.is_none() {
            // Those of the citing body may be beyond what is kept of the crowd.
            let own = some(own.flatten().map(|(index, _)| *index).collect())?;
            return Some((own, Match::Body, None));
        }
        fitting = some(fitting)?;
        if named.issuer.is_some() {
            let own = fitting.iter().copied();
            let own: Vec<u32> = own
                .filter(|i| self.is_of(*i, named.issuer.as_deref()))
                .collect();
            if !own.is_empty() {
                return Some((own, Match::Body, None));
            }
        }
        let is_sure = |index: &u32| self.is_surely_of(*index, named, citing);
        let why = (!fitting.iter().all(is_sure)).then_some(Unsure::Body);
        Some((fitting, Match::Body, why))
    }

    /// Other years, or without 试行: listed, and never linked.
    fn nearly(&self, title: &str, named: &Named) -> Option<Fitting> {
        let mut fitting = self.get(&self.bases, title, named);
        if let Some(base) = forms::base(title) {
            fitting.extend(self.get(&self.titles, base, named));
        }
        Some((some(fitting)?, Match::Edition, Some(Unsure::Edition)))
    }

    /// What is known by `key` and may have the number that is named.
    fn get(&self, from: &HashMap<String, Vec<u32>>, key: &str, named: &Named) -> Vec<u32> {
        let all = from.get(key).map_or(&[][..], Vec::as_slice);
        let may = |index: &u32| all.len() >= CROWD || self.may_have_number(*index, named);
        all.iter().copied().filter(may).collect()
    }

    /// Whether a document has no number that is known, or the one that is named.
    fn may_have_number(&self, index: u32, named: &Named) -> bool {
        let held = self
            .held
            .get(index as usize)
            .and_then(|held| held.number.as_ref());
        let both = held.zip(named.number.as_ref());
        both.is_none_or(|(held, named)| held == named)
    }

    /// Whether a document is of the body that is named before the title; so where none is.
    fn is_of(&self, index: u32, issuer: Option<&str>) -> bool {
        let Some(issuer) = issuer.map(|issuer| title_key(issuer, self.fold)) else {
            return true;
        };
        let issuer = forms::without_organ(&issuer);
        let issuer = issuer.trim_start_matches(['我', '本', '全', '该']);
        if issuer.is_empty() {
            return true;
        }
        let bodies = self
            .held
            .get(index as usize)
            .map_or(&[][..], |held| &held.bodies);
        let names = bodies
            .iter()
            .filter_map(|body| self.names.get(*body))
            .flatten();
        names
            .map(|name| forms::without_organ(name))
            .any(|name| !name.is_empty() && (name.ends_with(issuer) || issuer.ends_with(name)))
    }

    /// Whether a document that does not name its body is of the one that cites it, and no other is named.
    fn is_surely_of(&self, index: u32, named: &Named, citing: Option<u32>) -> bool {
        if named.issuer.is_some() {
            return self.is_of(index, named.issuer.as_deref());
        }
        let bodies = |index: u32| {
            self.held
                .get(index as usize)
                .map_or(&[][..], |held| &held.bodies)
        };
        let own = citing.map_or(&[][..], bodies);
        bodies(index).iter().any(|body| own.contains(body))
    }

    fn begins_with_body(&self, title: &str, index: u32) -> bool {
        let bodies = self
            .held
            .get(index as usize)
            .map_or(&[][..], |held| &held.bodies);
        let mut names = bodies
            .iter()
            .filter_map(|body| self.names.get(*body))
            .flatten();
        names.any(|name| title.starts_with(name.as_str()))
    }
}

/// The keys of a body's names: as they are, without its organ, and the last place alone.
fn names(body: &Body<'_>, fold: Fold<'_>) -> Vec<String> {
    let mut names = Vec::new();
    for name in &body.names {
        let key = title_key(name, fold);
        let place = forms::without_organ(&key).to_owned();
        names.extend(forms::last_place(&key).map(str::to_owned));
        names.push(place);
        names.push(key);
    }
    names.retain(|name| name.chars().nth(1).is_some());
    names.sort_by(|a, b| (b.len(), a).cmp(&(a.len(), b)));
    names.dedup();
    names
}

fn put(into: &mut HashMap<String, Vec<u32>>, key: &str, index: u32) {
    match into.get_mut(key) {
        Some(all) if all.last() == Some(&index) || all.len() >= CROWD => {}
        Some(all) => all.push(index),
        None => {
            into.insert(key.to_owned(), vec![index]);
        }
    }
}

/// In order, each once; `None` where there are none.
fn some(mut fitting: Vec<u32>) -> Option<Vec<u32>> {
    fitting.sort_unstable();
    fitting.dedup();
    (!fitting.is_empty()).then_some(fitting)
}

fn unsure(fitting: impl IntoIterator<Item = u32>, why: Unsure) -> (Box<[u32]>, Unsure) {
    let mut fitting: Vec<u32> = fitting.into_iter().collect();
    fitting.sort_unstable();
    fitting.dedup();
    fitting.truncate(MAX_CANDIDATES);
    (fitting.into(), why)
}
