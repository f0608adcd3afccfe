//! `gongbao cosign`: asks the witnesses of a policy to cosign the checkpoint of a published site.
//!
//! In: the folder of a site, a policy with addresses. Out: their lines below the checkpoint, whose text stays; who did not
//! sign, and why; an exit code for too few. What holds is kept even where it is not enough. Written at once, while nobody
//! else publishes there.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueHint;

use crate::cli::trust::policy_in;
use crate::cli::web::WebArguments;
use crate::cli::{environment, exits, interrupt, print_error, summary, witness};
use crate::diagnostic::{Language, Text};
use crate::error::Error;
use crate::witness::{Answer, Asking, Cosigned};

#[derive(clap::Args)]
pub(super) struct CosignArguments {
    /// The folder of the published site
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath, default_value = "public")]
    cosigned: PathBuf,
    /// A policy (C2SP tlog-policy) whose witnesses have addresses
    #[arg(long = "policy", value_name = "FILE", value_hint = ValueHint::FilePath)]
    asked: PathBuf,
    #[command(flatten)]
    web: WebArguments,
}

/// Runs the command.
///
/// # Errors
///
/// If the policy is none or names no witness, if the site is being published, or if the system refuses.
pub(super) fn cosign(arguments: &CosignArguments, language: Language) -> Result<ExitCode, Error> {
    let asking = asking(&arguments.asked, &arguments.web)?;
    let folder = &arguments.cosigned;
    let log = match witness::read_log(folder)? {
        Ok(log) => log,
        Err((code, why)) => {
            print_error(why.in_language(language))?;
            return Ok(ExitCode::from(code));
        }
    };
    let tree = &log.tree;
    let consistency = |old: u64| tree.consistency(old, log.checkpoint.size);
    let asked = interrupt::watching(language, || asking.ask(&log.note, &consistency));
    let Ok(asked) = asked else {
        print_error(summary::interrupted().in_language(language))?;
        return Ok(ExitCode::from(interrupt::CODE));
    };
    let Some(cosigned) = asked? else {
        return Err(changed(arguments));
    };
    let signed: Vec<&str> = cosigned.signed().map(|(line, _)| line).collect();
    if !signed.is_empty() {
        witness::add(folder, &log, &signed.concat())?;
    }
    print_error(said(&cosigned, log.checkpoint.size).in_language(language))?;
    Ok(match cosigned.is_enough {
        true => ExitCode::SUCCESS,
        false => ExitCode::from(exits::UNSIGNED),
    })
}

/// The witnesses of a policy in a file.
///
/// # Errors
///
/// If it is none, or names no witness.
pub(super) fn asking(policy: &std::path::Path, web: &WebArguments) -> Result<Asking, Error> {
    let named = policy;
    let policy = policy_in(policy)?;
    if policy.witnesses.is_empty() {
        let shown = named.display();
        return Err(Error::new(Text::new(
            format!("{shown} 中没有写见证方，无从请求见证。每个见证方写一行：witness <名称> <公钥> <网址>。"),
            format!("{shown} names no witness to ask. Write a line for each: witness <name> <key> <address>."),
        ))
        .at(named));
    }
    Ok(Asking {
        policy,
        authorities: web.authorities()?,
        clock: environment::seconds_since_1970,
    })
}

fn said(cosigned: &Cosigned, size: u64) -> Text {
    let names = cosigned.answers.iter();
    let names = names.filter(|(_, answer)| matches!(answer, Answer::Signed { .. }));
    let names: Vec<&str> = names.map(|(name, _)| name.as_str()).collect();
    let count = names.len();
    let signed = match count {
        0 => Text::new(
            format!("没有见证方为 {size} 条记录的检查点签名。"),
            format!("No witness signed the checkpoint of {size} entries."),
        ),
        _ => Text::new(
            format!(
                "{count} 个见证方已为 {size} 条记录的检查点签名：{}。",
                names.join("、")
            ),
            format!(
                "The checkpoint of {size} entries was signed by {}.",
                names.join(", ")
            ),
        ),
    };
    let missing = cosigned.missing();
    let missing = match missing.chinese.is_empty() {
        true => missing,
        false => Text::new(
            format!("未签名的：{}", missing.chinese),
            format!(" Not by:{}", missing.english),
        ),
    };
    let enough = match cosigned.is_enough {
        true => Text::new("", ""),
        false => Text::new(
            "\n未达到规则要求的数目。",
            "\nThat is fewer than the policy wants.",
        ),
    };
    Text::new(
        [signed.chinese, missing.chinese, enough.chinese].concat(),
        [signed.english, missing.english, enough.english].concat(),
    )
}

fn changed(arguments: &CosignArguments) -> Error {
    let folder = &arguments.cosigned;
    let shown = folder.display();
    Error::new(Text::new(
        format!("{shown} 的检查点在请求期间有改动，见证的签名没有写入。请再运行一次。"),
        format!("the checkpoint of {shown} changed meanwhile, and no cosignature was added. Run it again."),
    ))
    .at(folder)
}
