//! Tables of invented documents.

use super::contradictions::Kind;
use super::{Act, Basis, Declared, Document, End, State, Successor, Validity, judge};
use crate::date::PartialDate;
use crate::knowledge::citation::{Catalogue, Holding};
use crate::report::findings::cleanup::CleanupList;
use crate::report::findings::cleanup::tests::of_rows;

fn fold(text: &str) -> String {
    text.to_owned()
}

fn day(text: &str) -> Option<PartialDate> {
    PartialDate::parse(text).ok()
}

fn declared(state: State, since: &str, until: &str) -> Option<Declared<'static>> {
    Some(Declared {
        state,
        since: day(since),
        over_since: None,
        until: day(until),
        by: None,
        successors: Vec::new(),
    })
}

fn successor(target: u32) -> Vec<Successor<'static>> {
    vec![Successor {
        text: "x",
        target: Some(target),
    }]
}

fn list(verdict: &str) -> Vec<CleanupList> {
    let rows = vec![
        vec!["名称", "文号", "清理结果"],
        vec!["《示例市供水办法》", "示政发〔2010〕1号", verdict],
        vec!["未收录的办法", "", verdict],
    ];
    of_rows("清理结果", &rows).into_iter().collect()
}

/// Document 0 is the list of 2020-06-01, 1 is 示例市供水办法, 2 and 3 are others.
fn of(lists: &[CleanupList], statuses: [Option<Declared<'_>>; 3], as_of: &str) -> Validity {
    let titles = [
        "示例市清理结果",
        "示例市供水办法",
        "示例市用水办法",
        "示例市节水办法",
    ];
    let written = ["2020-06-01", "2010-01-01", "2015-01-01", "2018-01-01"];
    let numbers = [
        "示政发〔2020〕6号",
        "示政发〔2010〕1号",
        "示政发〔2015〕2号",
        "示政发〔2018〕3号",
    ];
    let holdings: Vec<Holding<'_>> = (0..4)
        .map(|i| Holding {
            title: titles[i],
            number: Some(numbers[i]),
            written: day(written[i]),
            ..Holding::default()
        })
        .collect();
    let [first, second, third] = statuses;
    let mut documents: Vec<Document<'_>> = [None, first, second, third]
        .into_iter()
        .zip(written)
        .map(|(declared, written)| Document {
            declared,
            written: day(written),
            ..Document::default()
        })
        .collect();
    documents[0].lists = lists;
    judge(
        &documents,
        &Catalogue::of(&holdings, &[], &fold),
        day(as_of).unwrap(),
        &fold,
    )
}

fn state(validity: &Validity, document: u32) -> Option<State> {
    validity.standings.get(&document)?.state
}

fn kinds(validity: &Validity) -> Vec<Kind> {
    validity.contradictions.iter().map(|c| c.kind).collect()
}

#[test]
fn states_follow_the_dates() {
    use State::{Amended, Expired, InForce, NotYetInForce, Repealed};
    let cases = [
        (InForce, "", "", Some(InForce)),
        (InForce, "2019-01-01", "2020-12-31", Some(InForce)),
        (InForce, "2021-01-01", "", Some(NotYetInForce)),
        (InForce, "", "2019-12-31", Some(Expired)),
        (NotYetInForce, "2021-01-01", "", Some(NotYetInForce)),
        (NotYetInForce, "2019-01-01", "", Some(InForce)),
        (Repealed, "", "2019-12-31", Some(Repealed)),
        (Repealed, "", "2020-12-31", Some(Repealed)),
        (Amended, "2010", "", Some(Amended)),
    ];
    for (value, since, until, expected) in cases {
        let validity = of(
            &[],
            [declared(value, since, until), None, None],
            "2020-07-01",
        );
        assert_eq!(state(&validity, 1), expected, "{value:?} {since} {until}");
        assert_eq!(validity.standings.len(), 1);
    }
}

#[test]
fn a_list_sets_the_status_of_what_it_names() {
    let lists = list("废止");
    let validity = of(&lists, [None, None, None], "2020-07-01");
    let standing = validity.standings.get(&1).unwrap();
    assert_eq!(
        (standing.state, standing.basis),
        (Some(State::Repealed), Basis::List)
    );
    assert_eq!(standing.end, End::Before(day("2020-06-01").unwrap()));
    assert_eq!(validity.unmatched.len(), 1);
    let (done, _) = validity.relations_of(1);
    assert_eq!(
        done.first().map(|r| (r.act, r.newer)),
        Some((Act::Repeals, Some(0)))
    );
    let (_, acts) = validity.relations_of(0);
    assert_eq!(acts.len(), 1);
    assert_eq!(validity.was_in_force(1, day("2019").unwrap()), Some(true));
    assert_eq!(validity.was_in_force(1, day("2020").unwrap()), Some(false));
    assert_eq!(validity.was_in_force(1, day("2009").unwrap()), Some(false));
}

#[test]
fn contradictions_are_told() {
    let lists = list("废止");
    let of_list = |d| kinds(&of(&lists, [d, None, None], "2020-07-01"));
    assert_eq!(
        of_list(declared(State::InForce, "", "")),
        [Kind::DeclaredAgainstList]
    );
    // In force again, since a day after the list.
    assert_eq!(of_list(declared(State::InForce, "2020-06-15", "")), []);
    assert_eq!(of_list(declared(State::Repealed, "", "")), []);
    // Over it is by both, in another way.
    for (status, verdict, wanted) in [
        (State::Expired, "废止", &[Kind::EndedOtherwise][..]),
        (State::Expired, "作废", &[Kind::EndedOtherwise]),
        (State::Repealed, "宣布失效", &[Kind::EndedOtherwise]),
        (State::Expired, "废止或失效", &[]),
        (State::Expired, "失效", &[]),
        (State::Repealed, "不再执行", &[]),
    ] {
        let found = of(
            &list(verdict),
            [declared(status, "", ""), None, None],
            "2020-07-01",
        );
        assert_eq!(kinds(&found), wanted, "{status:?} {verdict}");
    }
    let keeps = list("继续有效");
    let of_keeps = |d| kinds(&of(&keeps, [d, None, None], "2020-07-01"));
    assert_eq!(
        of_keeps(declared(State::Repealed, "", "2019-01-01")),
        [Kind::DeclaredAgainstList]
    );
    assert_eq!(of_keeps(declared(State::Repealed, "", "2020-06-30")), []);
    let alone = |d| kinds(&of(&[], [d, None, None], "2020-07-01"));
    assert_eq!(
        alone(declared(State::Repealed, "2012", "2011")),
        [Kind::UntilBeforeSince]
    );
    assert_eq!(
        alone(declared(State::InForce, "2012", "2013")),
        [Kind::InForceAfterEnd]
    );
    let both: Vec<CleanupList> = list("废止").into_iter().chain(list("修改")).collect();
    assert_eq!(
        kinds(&of(&both, [None, None, None], "2020-07-01")),
        [Kind::ListsDisagree]
    );
}

#[test]
fn successors_make_lines_and_not_circles() {
    let with = |state, targets: &[u32]| {
        let mut one = declared(state, "", "")?;
        one.successors = targets.iter().flat_map(|t| successor(*t)).collect();
        Some(one)
    };
    let repealed = State::Repealed;
    let validity = of(
        &[],
        [with(repealed, &[2]), with(repealed, &[3]), None],
        "2020-07-01",
    );
    let line = validity.lines.first().unwrap();
    assert_eq!(line.members, [1, 2, 3]);
    assert_eq!(line.steps, [(1, 2), (2, 3)]);
    assert_eq!(kinds(&validity), []);
    assert_eq!(validity.was_in_force(1, day("2014").unwrap()), Some(true));
    assert_eq!(validity.was_in_force(1, day("2015").unwrap()), Some(false));
    let validity = of(
        &[],
        [with(repealed, &[2]), with(repealed, &[1]), None],
        "2020-07-01",
    );
    assert_eq!(kinds(&validity), [Kind::Circle, Kind::SuccessorOlder]);
    let validity = of(&[], [with(repealed, &[1]), None, None], "2020-07-01");
    assert_eq!(kinds(&validity), [Kind::Circle]);
    let validity = of(&[], [with(repealed, &[2, 3]), None, None], "2020-07-01");
    assert_eq!(kinds(&validity), [Kind::TwoSuccessors]);
}

#[test]
fn what_ends_next_is_in_order() {
    let validity = of(
        &[],
        [
            declared(State::InForce, "", "2022-01-01"),
            declared(State::InForce, "", "2021"),
            declared(State::InForce, "", "2019"),
        ],
        "2020-07-01",
    );
    let order: Vec<u32> = validity.expiring.iter().map(|(_, index)| *index).collect();
    assert_eq!(order, [2, 1]);
    assert_eq!(validity.at_end_of(2018).in_force, [1, 2, 3]);
    assert_eq!(validity.at_end_of(2020).in_force, [1, 2]);
    assert_eq!(validity.years().first(), Some(&2010));
    assert_eq!(validity.years().last(), Some(&2020));
}
