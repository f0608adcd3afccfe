//! Documents of formats that only their programs read (`.doc`, `.wps`, `.rtf`, `.odt`): made DOCX by LibreOffice, where that
//! is installed.
//!
//! In: a path. Out: the bytes of a DOCX file, or what to do instead. LibreOffice works in a folder of its own that goes
//! afterwards, with a profile of its own: no macros, nothing of the user's. Never leaves a program behind that it started.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};

use crate::cli::{environment, interrupt};
use crate::diagnostic::Text;

/// What the program is called, on different systems.
const NAMES: [&str; 3] = ["soffice", "libreoffice", "soffice.exe"];
/// Where it is installed, if no folder that the shell looks in has it.
const PLACES: [&str; 7] = [
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:\\Program Files\\LibreOffice\\program\\soffice.exe",
    "C:\\Program Files (x86)\\LibreOffice\\program\\soffice.exe",
    "/snap/bin/libreoffice",
];
/// Its versions, as the folders below `/opt` name those that its makers pack: `libreoffice25.8`.
const VERSIONS: std::ops::RangeInclusive<u8> = 4..=49;
/// How long it may take for one document.
const PATIENCE: Duration = Duration::from_secs(120);
/// How often it is asked whether it is done.
const STEP: Duration = Duration::from_millis(50);
/// Bytes of what it makes.
const MAX_BYTES: u64 = 100 << 20;
/// What stands in an address as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b':')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Converts a document.
pub(super) fn to_docx(path: &Path) -> Result<Vec<u8>, Text> {
    let program = program().ok_or_else(not_installed)?;
    let folder = tempfile::tempdir_in(environment::temporary_folder()).map_err(|e| failed(&e))?;
    let path = plain(&fs::canonicalize(path).map_err(|e| failed(&e))?);
    let name = path.file_name().unwrap_or_default().to_owned();
    let mut command = Command::new(program);
    command
        .arg(format!(
            "-env:UserInstallation={}",
            address(&folder.path().join("profile"))
        ))
        .args([
            "--headless",
            "--norestore",
            "--convert-to",
            "docx:MS Word 2007 XML",
        ])
        .arg("--outdir")
        .arg(folder.path())
        .arg(path);
    run(command, PATIENCE)?;
    // It keeps the name, with another ending.
    made(&folder.path().join(name).with_extension("docx"))
}

/// The program, where it is installed.
fn program() -> Option<PathBuf> {
    let in_path = NAMES.into_iter().find_map(environment::program_called);
    let versions = VERSIONS.rev().flat_map(|year| {
        let months = (0..=9).rev();
        months.map(move |month| format!("/opt/libreoffice{year}.{month}/program/soffice"))
    });
    let places = PLACES.into_iter().map(str::to_owned).chain(versions);
    in_path.or_else(|| places.map(PathBuf::from).find(|program| program.is_file()))
}

/// The path without the sign by which Windows takes it letter for letter, which not every program knows.
fn plain(path: &Path) -> PathBuf {
    let Some(text) = path.to_str() else {
        return path.to_owned();
    };
    match (text.strip_prefix(r"\\?\UNC\"), text.strip_prefix(r"\\?\")) {
        (Some(share), _) => PathBuf::from(format!(r"\\{share}")),
        (None, Some(rest)) => PathBuf::from(rest),
        (None, None) => path.to_owned(),
    }
}

/// A folder as an address.
fn address(folder: &Path) -> String {
    let folder = plain(folder);
    let bytes = folder.as_os_str().as_encoded_bytes();
    let path = match cfg!(windows) {
        true => folder.to_string_lossy().replace('\\', "/").into_bytes(),
        false => bytes.to_vec(),
    };
    let slash = if path.starts_with(b"/") { "" } else { "/" };
    format!("file://{slash}{}", percent_encode(&path, PLAIN))
}

/// Runs a program, and ends it with all that it started if it takes longer or nobody waits for it any more.
fn run(mut command: Command, patience: Duration) -> Result<(), Text> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    // A group of its own, which can be ended as one: the program is often a script that starts another.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn().map_err(|e| failed(&e))?;
    let began = environment::clock();
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(_)) => return Err(not_converted()),
            Ok(None) if environment::clock() - began > patience => {
                end(&mut child);
                return Err(too_slow());
            }
            Ok(None) if interrupt::is_wanted() => {
                end(&mut child);
                return Err(not_converted());
            }
            Ok(None) => std::thread::sleep(STEP),
            Err(error) => {
                end(&mut child);
                return Err(failed(&error));
            }
        }
    }
}

/// Ends a program and what it started, by what each system has for that; that it cannot be ended changes nothing.
fn end(child: &mut Child) {
    let id = child.id();
    let mut command = match cfg!(windows) {
        true => Command::new("taskkill"),
        false => Command::new("/bin/sh"),
    };
    match cfg!(windows) {
        true => command.args(["/T", "/F", "/PID"]).arg(id.to_string()),
        false => command.arg("-c").arg(format!("kill -s KILL -- -{id}")),
    };
    let _ = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    let _ = child.kill();
    let _ = child.wait();
}

/// What the program made.
fn made(path: &Path) -> Result<Vec<u8>, Text> {
    let file = File::open(path).map_err(|_| not_converted())?;
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| failed(&e))?;
    match bytes.len() as u64 {
        0 => Err(not_converted()),
        length if length > MAX_BYTES => Err(too_large()),
        _ => Ok(bytes),
    }
}

fn not_installed() -> Text {
    Text::new(
        "这种格式要由 LibreOffice 转换，而本机没有安装；请安装 LibreOffice，或用 Word、WPS 另存为 .docx 再导入",
        "this format is converted by LibreOffice, which is not installed; install it, or save the document as .docx",
    )
}

fn not_converted() -> Text {
    Text::new(
        "LibreOffice 未能转换这个文件；请用 Word、WPS 另存为 .docx 再导入",
        "LibreOffice could not convert the document; save it as .docx with its program",
    )
}

fn too_slow() -> Text {
    let seconds = PATIENCE.as_secs();
    Text::new(
        format!("LibreOffice 转换超过 {seconds} 秒，已停止；请用 Word、WPS 另存为 .docx 再导入"),
        format!(
            "LibreOffice took more than {seconds} seconds and was ended; save the document as .docx with its program"
        ),
    )
}

fn too_large() -> Text {
    let most = MAX_BYTES >> 20;
    Text::new(
        format!("LibreOffice 转换出的文件过大，最多 {most} MB；请拆分后再导入"),
        format!("what LibreOffice made of the document is too large: {most} MB at most; split it"),
    )
}

fn failed(error: &std::io::Error) -> Text {
    Text::new(
        format!("转换失败：{error}；请另存为 .docx 再导入"),
        format!("the conversion failed: {error}; save the document as .docx"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_as_programs_know_them() {
        let plain_of = |path: &str| plain(Path::new(path)).to_string_lossy().into_owned();
        assert_eq!(plain_of(r"\\?\C:\公文\a.doc"), r"C:\公文\a.doc");
        assert_eq!(plain_of(r"\\?\UNC\host\share\a.doc"), r"\\host\share\a.doc");
        assert_eq!(plain_of("/公文/a.doc"), "/公文/a.doc");
    }

    #[cfg(unix)]
    #[test]
    fn addresses_hold_no_blanks_and_no_han() {
        assert_eq!(
            address(Path::new("/tmp/公文 1%/profile")),
            "file:///tmp/%E5%85%AC%E6%96%87%201%25/profile"
        );
    }

    #[cfg(unix)]
    #[test]
    fn what_takes_too_long_is_ended_with_all_that_it_started() {
        let folder = tempfile::tempdir().expect("a folder");
        let mark = folder.path().join("mark");
        let mut command = Command::new("/bin/sh");
        // The inner one writes the mark if it outlives the outer one.
        let script = format!("(sleep 2; echo > '{}') & wait", mark.display());
        command.arg("-c").arg(script);
        assert!(run(command, Duration::from_millis(300)).is_err());
        std::thread::sleep(Duration::from_millis(2500));
        assert!(!mark.exists());
    }

    #[cfg(unix)]
    #[test]
    fn what_fails_or_makes_nothing_is_told() {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", "exit 3"]);
        assert_eq!(run(command, PATIENCE), Err(not_converted()));
        let folder = tempfile::tempdir().expect("a folder");
        let empty = folder.path().join("a.docx");
        fs::write(&empty, "").expect("a file");
        assert_eq!(made(&empty), Err(not_converted()));
        assert_eq!(made(&folder.path().join("none")), Err(not_converted()));
    }
}
