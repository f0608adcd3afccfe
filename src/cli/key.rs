//! `gongbao key`: a key that signs, made or shown; and the one way by which every command that signs gets its own.
//!
//! In: a name and a file, or the environment. Out: the file, and the public half of the key, which is no secret. The
//! secret itself is written to the file alone.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{ValueEnum, ValueHint};

use crate::cli::{environment, print, print_error};
use crate::diagnostic::{Language, Text};
use crate::error::{Doing, Error};
use crate::job::SigningKey;
use crate::keys;
use crate::log::key::{Kind, Signer};

/// The file of a key that a command signs with.
#[derive(clap::Args)]
pub(super) struct SigningArguments {
    /// The file of the key to sign with, which only you may read; the text in GONGBAO_KEY unless given
    #[arg(long = "key", value_name = "FILE", value_hint = ValueHint::FilePath)]
    signing_key: Option<PathBuf>,
}

impl SigningArguments {
    /// The same, with the file that it is from.
    ///
    /// # Errors
    ///
    /// As [`SigningArguments::signer`].
    pub(super) fn key(&self) -> Result<Option<SigningKey>, Error> {
        let file = self.signing_key.clone();
        Ok(self.signer()?.map(|signer| SigningKey { signer, file }))
    }

    /// The key to sign with, if there is one.
    ///
    /// # Errors
    ///
    /// If what is given is no key, or is kept where others may read it.
    pub(super) fn signer(&self) -> Result<Option<Signer>, Error> {
        keys::given(self.signing_key.as_deref(), environment::key().as_deref())
    }
}

#[derive(clap::Args)]
pub(super) struct KeyArguments {
    /// new: make a key; show: print the public half of the key in a file
    #[arg(value_enum, value_name = "WHAT")]
    key_action: Action,
    /// new: the name of the key, which is public and stays: an address that is yours, without https:// and without blanks,
    /// such as archive.example.org/log; show: the file
    #[arg(value_name = "NAME", value_hint = ValueHint::FilePath)]
    key_of: PathBuf,
    /// new: the file to make, outside the content and the site
    #[arg(long = "to", value_name = "FILE", value_hint = ValueHint::FilePath)]
    key_to: Option<PathBuf>,
    /// new: a key that cosigns archives of others, for `gongbao witness` and `gongbao mirror`
    #[arg(long = "witness", id = "as_witness")]
    is_witness: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Action {
    New,
    Show,
}

/// Runs the command.
///
/// # Errors
///
/// If the name is none, if the file cannot be made or read, or if the system has no randomness.
pub(super) fn key(arguments: &KeyArguments, language: Language) -> Result<ExitCode, Error> {
    match arguments.key_action {
        Action::Show => print(&keys::read(&arguments.key_of)?.verifier().text()),
        Action::New => {
            let Some(to) = &arguments.key_to else {
                return Err(Error::new(Text::new(
                    "请用 --to 指定密钥写入哪个文件，例如 --to ~/gongbao.key",
                    "name the file to make by --to, as in --to ~/gongbao.key",
                )));
            };
            new(&arguments.key_of, to, arguments.is_witness, language)
        }
    }
}

fn new(name: &Path, to: &Path, is_witness: bool, language: Language) -> Result<ExitCode, Error> {
    let kind = match is_witness {
        true => Kind::Cosignature,
        false => Kind::Ed25519,
    };
    let seed = environment::seed().map_err(|e| Error::io(Doing::Read, "getrandom", e))?;
    let name = name.to_str().unwrap_or_default();
    let Some(signer) = Signer::from_seed(name, kind, &seed) else {
        return Err(no_name(name));
    };
    keys::create(to, &signer)?;
    let file = to.display();
    let use_of_it = match is_witness {
        false => Text::new(
            "下面一行是公钥，可以公开：写在 archive.yaml 的 truth 一项，也可供他人核对。",
            "The line below is its public half, no secret: it goes into archive.yaml as `truth`, and to whoever wants to verify.",
        ),
        true => Text::new(
            "下面一行是公钥，可以公开：请交给被见证的档案，写入它们的见证规则文件。",
            "The line below is its public half, no secret: it goes into the policies of the archives that you cosign.",
        ),
    };
    let said = Text::new(
        format!(
            "密钥已写入 {file}，只有您能读取。请另存一份在安全的地方：遗失后无法补做，外泄后别人可以冒用。\n{}",
            use_of_it.chinese
        ),
        format!(
            "The key is in {file}, which only you may read. Keep a copy in a safe place: nobody can make it again, and whoever has it can sign for you.\n{}",
            use_of_it.english
        ),
    );
    print_error(said.in_language(language))?;
    print(&signer.verifier().text())
}

fn no_name(name: &str) -> Error {
    Error::new(Text::new(
        format!(
            "“{name}”不能作密钥的名称：名称须为 1 到 255 字节，不含空白、加号和控制字符，例如 archive.example.org/log"
        ),
        format!(
            "`{name}` cannot be the name of a key: 1 to 255 bytes without blanks, plus signs and control characters, such as archive.example.org/log"
        ),
    ))
}
