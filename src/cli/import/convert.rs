//! Documents of formats that only their programs read (`.doc`, `.wps`, `.rtf`, `.odt`): made DOCX by LibreOffice, where that
//! is installed.
//!
//! In: a path. Out: the bytes of a DOCX file, or what to do instead. LibreOffice works in a folder of its own that goes
//! afterwards, with a profile of its own: no macros, nothing of the user's.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::cli::environment;
use crate::diagnostic::Text;

/// What the program is called, on different systems.
const NAMES: [&str; 3] = ["soffice", "libreoffice", "soffice.exe"];
/// How long it may take for one document.
const PATIENCE: Duration = Duration::from_secs(120);
/// How often it is asked whether it is done.
const STEP: Duration = Duration::from_millis(50);

/// Converts a document.
pub(super) fn to_docx(path: &Path) -> Result<Vec<u8>, Text> {
    let Some(program) = NAMES.into_iter().find_map(environment::program_called) else {
        return Err(not_installed());
    };
    let folder = tempfile::tempdir_in(environment::temporary_folder()).map_err(|e| failed(&e))?;
    let profile = folder.path().join("profile");
    let address = profile.to_string_lossy().replace('\\', "/");
    let slash = if address.starts_with('/') { "" } else { "/" };
    let path = fs::canonicalize(path).map_err(|e| failed(&e))?;
    let name = path.file_name().unwrap_or_default().to_owned();
    let child = Command::new(program)
        .arg(format!("-env:UserInstallation=file://{slash}{address}"))
        .args([
            "--headless",
            "--norestore",
            "--convert-to",
            "docx:MS Word 2007 XML",
        ])
        .arg("--outdir")
        .arg(folder.path())
        .arg(path)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|e| failed(&e))?;
    wait(child)?;
    // It keeps the name, with another ending.
    let made = folder.path().join(name).with_extension("docx");
    fs::read(made).map_err(|_| not_converted())
}

fn wait(mut child: Child) -> Result<(), Text> {
    let began = environment::clock();
    loop {
        match child.try_wait() {
            Ok(Some(_)) => return Ok(()),
            Ok(None) if environment::clock() - began > PATIENCE => {
                // What hangs is not waited for; that it cannot be ended changes nothing.
                let _ = child.kill();
                let _ = child.wait();
                return Err(not_converted());
            }
            Ok(None) => std::thread::sleep(STEP),
            Err(error) => return Err(failed(&error)),
        }
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

fn failed(error: &std::io::Error) -> Text {
    Text::new(
        format!("转换失败：{error}；请另存为 .docx 再导入"),
        format!("the conversion failed: {error}; save the document as .docx"),
    )
}
