//! gongbao's search in a browser: the door between `gongbao::search` and a script.
//!
//! A call reads from one buffer and leaves its answer, JSON, in another; the script sees both in the memory
//! of the module. No pointer is read here, and nothing is decided: what is asked and answered is all in
//! `session`.

#[cfg(target_family = "wasm")]
mod exports;
#[cfg_attr(
    not(target_family = "wasm"),
    allow(dead_code, reason = "only the door, which is the browser's, opens it")
)]
mod session;
