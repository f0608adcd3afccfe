//! What is wrong with the arguments, in Chinese. English is clap's own.
//!
//! In: an error of clap's. Out: its words in Chinese, or none for what is no fault (help, version).
//! Nothing is parsed here.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::cli::help::alternatives;

/// The message for an error of usage, as people read it on a terminal.
pub(super) fn chinese(error: &Error) -> Option<String> {
    let what = what(error)?;
    let mut message = format!("错误：{what}\n");
    for (kind, words) in [
        (ContextKind::ValidValue, "可用的值"),
        (ContextKind::ValidSubcommand, "可用的命令"),
        (ContextKind::SuggestedArg, "是否想写"),
        (ContextKind::SuggestedSubcommand, "是否想写"),
        (ContextKind::SuggestedValue, "是否想写"),
    ] {
        let found = named(error, kind);
        if !found.is_empty() {
            message.push_str(&format!("\n  {words}：{found}\n"));
        }
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        let usage = usage.to_string();
        let usage = usage.trim_start_matches("Usage:").trim();
        let usage = alternatives(&usage.replace("[OPTIONS]", "[选项]"), " | ");
        message.push_str(&format!("\n用法：{usage}\n"));
    }
    message.push_str("\n加 --help 查看说明。\n");
    Some(message)
}

fn what(error: &Error) -> Option<String> {
    let argument = named(error, ContextKind::InvalidArg);
    let value = named(error, ContextKind::InvalidValue);
    let count = |kind| match error.get(kind) {
        Some(ContextValue::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    Some(match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => format!("“{argument}”后缺少值"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("“{argument}”的值“{value}”无效")
        }
        ErrorKind::UnknownArgument => format!("没有“{argument}”这一参数"),
        ErrorKind::InvalidSubcommand => {
            let command = named(error, ContextKind::InvalidSubcommand);
            format!("没有“{command}”这一命令")
        }
        ErrorKind::NoEquals => format!("“{argument}”与其值之间须用等号"),
        ErrorKind::TooManyValues => format!("“{argument}”多了一个值“{value}”"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => format!(
            "“{argument}”须有{}个值，现有{}个",
            count(ContextKind::MinValues) + &count(ContextKind::ExpectedNumValues),
            count(ContextKind::ActualNumValues)
        ),
        ErrorKind::ArgumentConflict => {
            let other = named(error, ContextKind::PriorArg);
            if other.is_empty() || other == argument {
                format!("“{argument}”只能写一次")
            } else {
                format!("“{argument}”不能与“{other}”同时使用")
            }
        }
        ErrorKind::MissingRequiredArgument => {
            let wanted = alternatives(&argument, " 或 ");
            let wanted = wanted.trim_start_matches('(').trim_end_matches(')');
            format!("缺少参数：{wanted}")
        }
        ErrorKind::MissingSubcommand => "缺少命令".to_owned(),
        ErrorKind::InvalidUtf8 => "参数不是有效的UTF-8文字".to_owned(),
        _ if error.use_stderr() && error.kind() != HELP_INSTEAD => error.kind().to_string(),
        _ => return None,
    })
}

/// Help that is shown because nothing was asked for.
const HELP_INSTEAD: ErrorKind = ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;

/// The names of one kind that an error carries.
fn named(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(name)) => name.clone(),
        Some(ContextValue::Strings(names)) => names.join("、"),
        _ => String::new(),
    }
}
