//! Whether an archive keeps a log of what it published: `truth` of archive.yaml.
//!
//! In: the node. Out: whether, and the key that signs it, if the archive names one. No key is looked up.

use crate::diagnostic::{Fault, Text};
use crate::fields::{self, Fields, NO, YES};
use crate::log::key::{Kind, Verifier};
use crate::yaml::Value;

/// What an archive says of its log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Truth {
    /// Whether there is one.
    pub is_on: bool,
    /// The key that signs it, which names it too.
    pub key: Option<Verifier>,
}

impl Truth {
    /// Reads the field. Faults: `wrong-type`.
    pub(super) fn read(fields: &Fields<'_>, faults: &mut Vec<Fault>) -> Truth {
        let Some(node) = fields.get("truth") else {
            return Truth::default();
        };
        let is_answer = |text: &str| YES.contains(&text) || NO.contains(&text);
        match &node.value {
            Value::Scalar(text) if !is_answer(text) => {}
            _ => {
                return Truth {
                    is_on: fields.boolean("truth", faults),
                    key: None,
                };
            }
        }
        let Some(written) = fields::text(node, faults) else {
            return Truth::default();
        };
        let key = Verifier::parse(&written.value).filter(|key| key.kind == Kind::Ed25519);
        if key.is_none() {
            faults.push(Fault::error(
                "wrong-type",
                written.span,
                Text::new(
                    "这里应当是“是”或“否”，或为存证日志签名的公钥",
                    "this should be true or false, or the public key that signs the log",
                ),
                Text::new(
                    "公钥由 gongbao key new 生成，写作 名称+编号+密钥，照它显示的整行复制。",
                    "`gongbao key new` makes it: a name, a number and the key between plus signs. Copy the whole line.",
                ),
            ));
        }
        Truth { is_on: true, key }
    }
}
