//! The `gongbao` command; see `cli`.

/// A build makes and drops millions of small values from several threads, which the system's allocator
/// takes about a tenth of the CPU time longer for (tests/bench, 10,000 reports).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    gongbao::main()
}
