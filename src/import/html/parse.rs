//! From the text of a page to its tree, as browsers make it.
//!
//! In: text. Out: a [`Dom`], or why none was made. Pages that would take a parser hours (thousands of elements within one
//! another, an element with ten thousands of attributes) are refused as soon as they show it.

use std::cell::Cell;

use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink};

use crate::diagnostic::Text;
use crate::import::Refusal;
use crate::import::html::dom::{Builder, Dom, Id};

/// Characters of a page, in bytes of UTF-8.
const MAX_TEXT: usize = 24 << 20;
/// Elements and texts of a page.
const MAX_NODES: usize = 600_000;
/// Elements within one another.
const MAX_DEPTH: u32 = 600;
/// Bytes that are given to the parser between two looks at what came of them.
const STEP: usize = 1_024;
/// How much work attributes may make: the parser compares each of an element with those before it.
const MAX_ATTRIBUTE_WORK: usize = 3_000_000_000;
/// So few blanks in a step are those of pictures and prose.
const FEW_BLANKS: usize = STEP / 40;

/// Hands tokens on, and remembers that there were any.
struct Watched {
    tree: TreeBuilder<Id, Builder>,
    has_come: Cell<bool>,
}

impl TokenSink for Watched {
    type Handle = Id;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Id> {
        if !matches!(token, Token::ParseError(_)) {
            self.has_come.set(true);
        }
        self.tree.process_token(token, line)
    }

    fn end(&self) {
        self.tree.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.tree
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// The tree of a page.
///
/// # Errors
///
/// If the page goes beyond the limits.
pub(crate) fn parse(text: &str) -> Result<Dom, Refusal> {
    if text.len() > MAX_TEXT {
        return Err(too_large());
    }
    let sink = Watched {
        tree: TreeBuilder::new(Builder::new(), TreeBuilderOpts::default()),
        has_come: Cell::new(false),
    };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let queue = BufferQueue::default();
    // Blanks since the last token: as many attributes may be in the element that is being read.
    let (mut open, mut work) = (0_usize, 0_usize);
    let mut rest = text;
    while !rest.is_empty() {
        let (step, after) = rest.split_at(rest.ceil_char_boundary(STEP));
        rest = after;
        let blanks = step
            .bytes()
            .filter(|byte| b" \t\n\r\x0c/\"'".contains(byte));
        let blanks = blanks.count();
        open += blanks;
        if blanks > FEW_BLANKS {
            work += open * blanks;
        }
        queue.push_back(StrTendril::from_slice(step));
        run(&tokenizer, &queue);
        if tokenizer.sink.has_come.take() {
            open = 0;
        }
        let (nodes, depth) = tokenizer.sink.tree.sink.size();
        if nodes > MAX_NODES || work > MAX_ATTRIBUTE_WORK {
            return Err(too_large());
        }
        if depth > MAX_DEPTH {
            return Err(too_deep());
        }
    }
    tokenizer.end();
    Ok(tokenizer.sink.tree.sink.finish())
}

/// Reads all that is in the queue; scripts, at whose end the parser stops, are not run.
fn run(tokenizer: &Tokenizer<Watched>, queue: &BufferQueue) {
    while !queue.is_empty() {
        if tokenizer.feed(queue) == html5ever::TokenizerResult::Done {
            break;
        }
    }
}

fn too_large() -> Refusal {
    Refusal(Text::new(
        format!(
            "网页过大（最多 {} MB、{MAX_NODES} 个节点），或标签的属性过多；请只保存正文部分再导入",
            MAX_TEXT >> 20
        ),
        format!(
            "the page is too large (at most {} MB and {MAX_NODES} nodes), or has elements with too many attributes; save the text alone and import that",
            MAX_TEXT >> 20
        ),
    ))
}

fn too_deep() -> Refusal {
    Refusal(Text::new(
        format!("网页的标签嵌套超过 {MAX_DEPTH} 层；请用浏览器打开，把正文另存为文本再导入"),
        format!(
            "the elements of the page are more than {MAX_DEPTH} within one another; open it in a browser, save the text and import that"
        ),
    ))
}
