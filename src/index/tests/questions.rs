//! Questions that never block: each returns which bytes it needs, and the caller supplies them.

use crate::internals::memory::Memory;
use crate::search::{Answer, Attempt, Error, IndexFaultKind, OpenIndex, Question, Sort};
use crate::search::{Files, MANIFEST, Manifest};

const QUERIES: [&str; 6] = [
    "行政复议机关",
    "公开信息 件",
    "number:示发",
    "题目行政",
    "年办结3件",
    "agency:示例",
];

fn open(memory: &Memory) -> OpenIndex {
    let manifest = Manifest::read(MANIFEST, &memory.manifest).expect("a manifest");
    OpenIndex::new(manifest, &memory.bundle).expect("an index")
}

fn question(index: &OpenIndex, query: &str) -> Question {
    index
        .question(query, Sort::Relevance, 5)
        .expect("a question")
}

/// One step: the answer, or the bytes are brought.
fn step(index: &OpenIndex, memory: &Memory, question: &mut Question) -> Option<Answer> {
    match index.attempt(question).expect("an attempt") {
        Attempt::Answered(answer) => Some(*answer),
        Attempt::Wants(requests) => {
            let pieces = memory.fetch(&requests).expect("pieces");
            index.bring(question, pieces).expect("brought");
            None
        }
    }
}

fn ask(index: &OpenIndex, memory: &Memory, query: &str) -> (Answer, Question) {
    let mut question = question(index, query);
    loop {
        if let Some(answer) = step(index, memory, &mut question) {
            return (answer, question);
        }
    }
}

#[test]
fn questions_that_take_turns_are_answered_as_they_are_alone() {
    let memory = Memory::make();
    let alone = QUERIES.map(|query| ask(&open(&memory), &memory, query).0);
    let index = open(&memory);
    let mut questions = QUERIES.map(|query| question(&index, query));
    let mut answers = QUERIES.map(|_| None);
    while answers.iter().any(Option::is_none) {
        for (question, answer) in questions.iter_mut().zip(&mut answers) {
            if answer.is_none() {
                *answer = step(&index, &memory, question);
            }
        }
    }
    assert_eq!(answers.map(|answer| answer.expect("an answer")), alone);
}

#[test]
fn a_question_brings_nothing_that_another_one_wanted_and_did_without() {
    let memory = Memory::make();
    for query in QUERIES {
        let (_, alone) = ask(&open(&memory), &memory, query);
        let index = open(&memory);
        ask(&index, &memory, "\"龘鱼\"");
        // No report holds its last term, which is known before the lists of the others are read.
        let (_, without) = ask(&index, &memory, "\"行政复议机关龘鱼\"");
        assert_eq!(without.into_explain().rounds, []);
        let (_, after) = ask(&index, &memory, query);
        let bytes = |question: Question| question.into_explain().bytes;
        assert!(bytes(after) <= bytes(alone), "{query}");
    }
}

#[test]
fn what_was_brought_is_not_wanted_again() {
    let memory = Memory::make();
    let index = open(&memory);
    for query in QUERIES {
        ask(&index, &memory, query);
        let (_, again) = ask(&index, &memory, query);
        assert_eq!(again.into_explain().rounds, [], "{query}");
    }
}

#[test]
fn pieces_that_are_not_as_long_as_they_should_be_are_refused() {
    let memory = Memory::make();
    let index = open(&memory);
    let mut asked = question(&index, QUERIES[0]);
    let Ok(Attempt::Wants(requests)) = index.attempt(&mut asked) else {
        panic!("nothing is wanted");
    };
    let file = index.file(&requests[0]);
    let pieces = memory.fetch(&requests).expect("pieces");
    let mut short = pieces.clone();
    short[0].pop();
    let mut long = pieces.clone();
    long[0].push(0);
    for (what, given) in [("none", Vec::new()), ("short", short), ("long", long)] {
        let mut asked = question(&index, QUERIES[0]);
        assert!(matches!(index.attempt(&mut asked), Ok(Attempt::Wants(_))));
        match index.bring(&mut asked, given) {
            Err(Error::Index(fault)) => {
                assert_eq!(fault.file, file, "{what}");
                assert!(
                    matches!(fault.kind, IndexFaultKind::Length { .. }),
                    "{what}"
                );
            }
            other => panic!("{what}: {other:?}"),
        }
    }
    // The index is none the worse for it.
    assert_eq!(ask(&index, &memory, QUERIES[0]).0.exact_total, 40);
}
