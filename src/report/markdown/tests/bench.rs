//! How fast it is: run with `cargo test --release markdown::tests::bench -- --ignored --nocapture`.

use std::fs;
use std::time::{Duration, Instant};

use super::{Document, Options, html_of};

/// Each body is measured alone and the least of these rounds counts, since the machine has other work.
const ROUNDS: usize = 7;

#[test]
#[ignore = "a measurement, not a test; needs a corpus at GONGBAO_CORPUS"]
fn microseconds_for_a_kilobyte() {
    let root = std::env::var("GONGBAO_CORPUS").unwrap_or_else(|_| "/tmp/w/synth2k".to_owned());
    let mut bodies = Vec::new();
    for entry in walkdir::WalkDir::new(root).into_iter().flatten() {
        if entry.path().extension().is_some_and(|e| e == "md")
            && let Ok(text) = fs::read_to_string(entry.path())
            && let Some(body) = text
                .strip_prefix("---\n")
                .and_then(|t| t.split_once("\n---\n"))
        {
            bodies.push(body.1.to_owned());
        }
    }
    let kilobytes = bodies.iter().map(String::len).sum::<usize>() as f64 / 1000.0;
    let mut best = [Duration::MAX; 4];
    let mut output = 0;
    for _ in 0..ROUNDS {
        let mut sums = [Duration::ZERO; 4];
        output = 0;
        for body in &bodies {
            let start = Instant::now();
            let events = pulldown_cmark::Parser::new_ext(body, super::super::extensions()).count();
            sums[3] += start.elapsed();
            let start = Instant::now();
            let document = Document::parse(body, Options { chinese: true });
            sums[0] += start.elapsed();
            let start = Instant::now();
            let blocks = document.blocks().count();
            sums[1] += start.elapsed();
            let start = Instant::now();
            let html = html_of(&document);
            sums[2] += start.elapsed();
            output += html.len() + blocks + events;
        }
        for (best, sum) in best.iter_mut().zip(sums) {
            *best = sum.min(*best);
        }
    }
    println!(
        "{} bodies, {kilobytes:.0} kB, {output} bytes out",
        bodies.len()
    );
    for (name, time) in ["parse", "ids", "html", "pulldown-cmark alone"]
        .iter()
        .zip(best)
    {
        println!("{name}: {:.2} µs/kB", time.as_micros() as f64 / kilobytes);
    }
}
