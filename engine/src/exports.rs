//! The functions that a script calls, and the two buffers in the module's memory.
//!
//! A script writes what it says into [`input`], calls, and reads as many bytes as the call returned from
//! [`output`]. Memory may move with any call, so both are asked for each time. The pointers are for the script
//! alone: none is dereferenced here.

#![allow(
    unsafe_code,
    reason = "functions are exported by name, which could clash with another's; nothing else here is unsafe"
)]

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::session::Session;

struct State {
    input: Vec<u8>,
    output: Vec<u8>,
    session: Session,
}

static STATE: Mutex<State> = Mutex::new(State {
    input: Vec::new(),
    output: Vec::new(),
    session: Session::new(),
});

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Does `call` with what was said, and keeps what it answers.
fn answer(call: impl FnOnce(&mut Session, &[u8]) -> Vec<u8>) -> usize {
    let mut state = state();
    let said = std::mem::take(&mut state.input);
    state.output = call(&mut state.session, &said);
    state.output.len()
}

/// Room for `length` bytes that the script is about to write.
#[unsafe(no_mangle)]
extern "C" fn input(length: usize) -> *mut u8 {
    let mut state = state();
    state.input = vec![0; length];
    state.input.as_mut_ptr()
}

/// What the last call answered.
#[unsafe(no_mangle)]
extern "C" fn output() -> *const u8 {
    state().output.as_ptr()
}

/// Opens an index: the input is the manifest, `manifest` bytes long, and then the bundle.
#[unsafe(no_mangle)]
extern "C" fn open(manifest: usize) -> usize {
    answer(|session, said| session.open(said, manifest))
}

/// Begins the question `number`: the input is JSON.
#[unsafe(no_mangle)]
extern "C" fn ask(number: u32) -> usize {
    answer(|session, said| session.ask(number, said))
}

/// Goes on with the question `number`: the input is the bytes that it wanted, one after the other.
#[unsafe(no_mangle)]
extern "C" fn bring(number: u32) -> usize {
    answer(|session, said| session.bring(number, said))
}

/// Forgets the question `number`.
#[unsafe(no_mangle)]
extern "C" fn forget(number: u32) {
    state().session.forget(number);
}

/// Where getrandom would get randomness: nowhere. Nothing that searches wants any.
#[unsafe(no_mangle)]
extern "Rust" fn __getrandom_v03_custom(_: *mut u8, _: usize) -> Result<(), getrandom::Error> {
    Err(getrandom::Error::UNSUPPORTED)
}
