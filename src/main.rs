//! The `gongbao` command; see [`gongbao::cli`].

fn main() -> std::process::ExitCode {
    gongbao::cli::main()
}
