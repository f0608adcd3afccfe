//! A script's side of the conversation, natively: also what no script of ours sends.

use gongbao::internals::memory::Memory;
use gongbao::search::Files;
use serde_json::{Value, json};

use super::*;

fn said(reply: &[u8]) -> Value {
    serde_json::from_slice(reply).expect("JSON")
}

fn open(session: &mut Session, memory: &Memory) -> Value {
    let all = [memory.manifest.as_slice(), &memory.bundle].concat();
    said(&session.open(&all, memory.manifest.len()))
}

fn question(query: &str) -> Vec<u8> {
    json!({"query": query, "limit": 3}).to_string().into_bytes()
}

/// The bytes that a question wants.
fn wanted(session: &Session, memory: &Memory, number: u32) -> Vec<u8> {
    let (_, requests) = &session.questions[&number];
    memory.fetch(requests).expect("pieces").concat()
}

/// Brings what is wanted until there is another reply.
fn bring_all(session: &mut Session, memory: &Memory, number: u32) -> Value {
    loop {
        let bytes = wanted(session, memory, number);
        let reply = said(&session.bring(number, &bytes));
        if reply["wants"].is_null() {
            return reply;
        }
    }
}

#[test]
fn two_questions_take_turns() {
    let (memory, mut session) = (Memory::make(), Session::new());
    assert_eq!(
        open(&mut session, &memory),
        json!({"opened": {"reports": 40}})
    );
    for (number, query) in [(7, "行政复议机关"), (3, "第3条")] {
        let reply = said(&session.ask(number, &question(query)));
        let wants = reply["wants"]["ranges"].as_array().expect("what it wants");
        assert!(!wants.is_empty(), "{reply}");
        for range in wants {
            let number = |name: &str| range[name].as_u64().expect("a number");
            assert!(number("start") < number("end") && number("end") <= number("size"));
        }
    }
    let total = |reply: Value| reply["answered"]["answer"]["exact_total"].clone();
    assert_eq!(total(bring_all(&mut session, &memory, 7)), 40);
    assert_eq!(total(bring_all(&mut session, &memory, 3)), 1);
    assert!(session.questions.is_empty());
}

#[test]
fn what_makes_no_sense_has_a_reply() {
    let (memory, mut session) = (Memory::make(), Session::new());
    let code = |reply: Vec<u8>| said(&reply)["failed"]["code"].clone();
    assert_eq!(code(session.ask(1, &question("复议"))), "forgotten");
    assert_eq!(code(session.bring(1, b"")), "forgotten");
    assert_eq!(code(session.open(b"{", 900)), "unreadable");
    let mut altered = memory.clone();
    altered.bundle[9] ^= 1;
    assert_eq!(open(&mut session, &altered)["failed"]["code"], "altered");
    open(&mut session, &memory);
    // A script writes half a character so.
    let half = br#"{"query": "\ud842", "limit": 3}"#;
    for nonsense in [&b""[..], b"{}", b"[]", b"\xFF", half] {
        assert_eq!(code(session.ask(1, nonsense)), "question");
    }
    let reply = said(&session.ask(1, &question("\"复议")));
    assert_eq!(
        (&reply["failed"]["code"], &reply["failed"]["at"]),
        (&json!("open-quote"), &json!([0, 3]))
    );
    session.ask(1, &question("复议机关"));
    session.forget(1);
    session.forget(1);
    assert_eq!(code(session.bring(1, b"")), "forgotten");
    // Too few bytes are a fault; those beyond the wanted ones are not looked at.
    session.ask(2, &question("复议机关"));
    let bytes = wanted(&session, &memory, 2);
    assert_eq!(code(session.bring(2, &bytes[..bytes.len() - 1])), "length");
    session.ask(2, &question("复议机关"));
    let more = [wanted(&session, &memory, 2), vec![0; 9]].concat();
    assert!(said(&session.bring(2, &more))["failed"].is_null());
}

#[test]
fn a_question_to_some_segments_reads_nothing_of_the_others() {
    let (memory, mut session) = (Memory::make(), Session::new());
    open(&mut session, &memory);
    let manifest: Value = serde_json::from_slice(&memory.manifest).expect("JSON");
    let segments = manifest["segments"].as_array().expect("segments");
    let mut sum = 0;
    for segment in segments {
        let asked = json!({"query": "行政复议机关", "limit": 0, "segments": [segment["name"]]});
        let reply = said(&session.ask(1, asked.to_string().as_bytes()));
        let name = segment["name"].as_str().expect("a name");
        for range in reply["wants"]["ranges"].as_array().into_iter().flatten() {
            assert!(
                range["file"]
                    .as_str()
                    .is_some_and(|file| file.starts_with(name))
            );
        }
        let reply = bring_all(&mut session, &memory, 1);
        sum += reply["answered"]["answer"]["exact_total"]
            .as_u64()
            .expect("a number");
    }
    assert_eq!(sum, 40);
    let asked = json!({"query": "行政复议机关", "limit": 0, "segments": ["gone"]});
    let reply = said(&session.ask(2, asked.to_string().as_bytes()));
    assert_eq!(reply["answered"]["answer"]["total"], 0, "{reply}");
}

#[test]
fn an_index_that_is_opened_anew_knows_no_old_question() {
    let (memory, mut session) = (Memory::make(), Session::new());
    open(&mut session, &memory);
    session.ask(1, &question("复议机关"));
    let bytes = wanted(&session, &memory, 1);
    open(&mut session, &memory);
    let reply = said(&session.bring(1, &bytes));
    assert_eq!(reply["failed"]["code"], "forgotten");
}

#[test]
fn questions_whose_bytes_never_come_are_let_go() {
    let (memory, mut session) = (Memory::make(), Session::new());
    open(&mut session, &memory);
    for number in 0..200 {
        session.ask(number, &question("复议机关"));
    }
    assert_eq!(session.questions.len(), MAX_QUESTIONS);
    assert!(session.questions.contains_key(&199));
}
