//! gongbao's search in a browser: what a script exchanges with `gongbao::search`.
//!
//! A call reads from one buffer and leaves its answer, JSON, in another; the script sees both in the memory
//! of the module. No pointer is read here, and nothing is decided: what is asked and answered is all in
//! `session`.

#[cfg(target_family = "wasm")]
mod exports;
#[cfg_attr(
    not(target_family = "wasm"),
    allow(
        dead_code,
        reason = "called by `exports` alone, which are the browser's"
    )
)]
mod session;
