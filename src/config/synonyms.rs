//! `search.synonyms` of archive.yaml: groups of words that mean the same.
//!
//! In goes the node, out come the groups, each of two words or more, and every fault. Whether the archive
//! holds a word is not asked.

use crate::diagnostic::{Fault, Text};
use crate::fields;
use crate::yaml::{Node, Value};

/// Reads the groups. Faults: `wrong-type`, `lone-synonym`, `duplicate-synonym`.
pub(super) fn read(node: Option<&Node>, faults: &mut Vec<Fault>) -> Vec<Vec<String>> {
    let groups = match node {
        None => return Vec::new(),
        Some(Node {
            value: Value::List(groups),
            ..
        }) => groups,
        Some(node) => {
            faults.push(not_groups(node));
            return Vec::new();
        }
    };
    groups
        .iter()
        .filter_map(|node| group(node, faults))
        .collect()
}

/// A group, unless it is at fault.
fn group(node: &Node, faults: &mut Vec<Fault>) -> Option<Vec<String>> {
    let items = match &node.value {
        Value::List(items) => items.as_slice(),
        Value::Empty => &[],
        _ => {
            faults.push(not_a_group(node));
            return None;
        }
    };
    let before = faults.len();
    let mut words: Vec<String> = Vec::with_capacity(items.len());
    for item in items {
        let Some(word) = fields::text(item, faults) else {
            if item.value == Value::Empty {
                faults.push(empty(item));
            }
            continue;
        };
        if word.value.is_empty() {
            faults.push(empty(item));
        } else if words.contains(&word.value) {
            faults.push(Fault::error(
                "duplicate-synonym",
                word.span,
                Text::new(
                    format!("“{}”在同一组中重复", word.value),
                    format!("`{}` stands in this group twice", word.value),
                ),
                Text::new("删去其中一个。", "Remove one of the two."),
            ));
        } else {
            words.push(word.value);
        }
    }
    if faults.len() == before && words.len() < 2 {
        faults.push(lone(node, words.first()));
    }
    (faults.len() == before).then_some(words)
}

fn lone(node: &Node, word: Option<&String>) -> Fault {
    let message = match word {
        None => Text::new("这一组同义词是空的", "this group of synonyms is empty"),
        Some(word) => Text::new(
            format!("这一组只有“{word}”一个词"),
            format!("`{word}` stands in this group alone"),
        ),
    };
    let hint = Text::new(
        "每组至少写两个意思相同的词，例如 [低保, 最低生活保障]；不需要的组请删去。",
        "Write two or more words that mean the same, such as [低保, 最低生活保障], or remove the group.",
    );
    Fault::error("lone-synonym", node.span.clone(), message, hint)
}

fn empty(node: &Node) -> Fault {
    Fault::error(
        "lone-synonym",
        node.span.clone(),
        Text::new("这里缺一个词", "a word is missing here"),
        Text::new(
            "填写这个词，或者删去这一项。",
            "Write the word, or remove the item.",
        ),
    )
}

fn not_groups(node: &Node) -> Fault {
    fields::wrong_type(
        node,
        "一组或几组同义词，例如 [[低保, 最低生活保障]]",
        "a list of groups of words such as [[低保, 最低生活保障]]",
    )
}

fn not_a_group(node: &Node) -> Fault {
    fields::wrong_type(
        node,
        "一组同义词，例如 [低保, 最低生活保障]",
        "a group of words such as [低保, 最低生活保障]",
    )
}
