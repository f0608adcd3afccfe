#![no_main]

#[path = "../properties.rs"]
#[allow(dead_code, reason = "each target has one of these")]
mod properties;

libfuzzer_sys::fuzz_target!(|data: &[u8]| properties::log(data));
