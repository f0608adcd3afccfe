//! Whatever a document says is shown by the body that is written of it.

use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop, prop_assert, proptest};
use proptest::sample::select;
use proptest::test_runner::RngSeed;

use super::differences;
use crate::import::document::{
    Alignment, Block, Cell, Document, Inline, Number, Paragraph, Style, Table,
};
use crate::import::markdown::{Manner, write};

/// Pieces of which words are made: what Markdown, HTML and gongbao take for marks.
const PIECES: &[&str] = &[
    "示例",
    "甲",
    "报告",
    "a",
    "Word",
    "1",
    "23",
    " ",
    "　",
    "，",
    "。",
    "（",
    "）",
    "“",
    "”",
    "《",
    "》",
    "、",
    "：",
    "*",
    "**",
    "_",
    "__",
    "`",
    "``",
    "~",
    "~~",
    "#",
    "##",
    "-",
    "---",
    "+",
    "=",
    "===",
    ">",
    "<",
    "<b>",
    "</b>",
    "<!--",
    "&",
    "&amp;",
    "&#42;",
    "[",
    "]",
    "](",
    "[x]",
    "[^1]",
    "[^1]:",
    "!",
    "![",
    "(",
    ")",
    "|",
    "| --- |",
    "\\",
    "{",
    "}",
    "{#a}",
    "$",
    ":",
    "1. ",
    "1) ",
    "- ",
    "* ",
    "+ ",
    "> ",
    "# ",
    "http://a.example/",
    "a@b.example",
    "一、",
    "（一）",
    "第一条",
    "附件",
    "①",
    "…",
    "\u{a0}",
    "/",
    "%",
    "@",
    "^",
    "'",
    "\"",
];

fn words() -> impl Strategy<Value = String> {
    prop::collection::vec(select(PIECES), 1..8).prop_map(|pieces| pieces.concat())
}

fn style() -> impl Strategy<Value = Style> {
    any::<[bool; 7]>().prop_map(
        |[
            rare,
            bold,
            emphasis,
            underline,
            strike,
            superscript,
            subscript,
        ]| Style {
            bold,
            emphasis: emphasis && rare,
            underline: underline && rare,
            strike: strike && rare,
            superscript: superscript && rare && !subscript,
            subscript: subscript && rare,
        },
    )
}

fn inline() -> impl Strategy<Value = Inline> {
    let text = |style: Style| words().prop_map(move |text| Inline::Text { text, style });
    prop::strategy::Union::new_weighted(vec![
        (6, text(Style::default()).boxed()),
        (
            2,
            (words(), style())
                .prop_map(|(text, style)| Inline::Text { text, style })
                .boxed(),
        ),
        (1, Just(Inline::Break).boxed()),
        (1, Just(Inline::Note(0)).boxed()),
        (
            1,
            words()
                .prop_map(|base| Inline::Ruby {
                    base,
                    reading: "shì".to_owned(),
                })
                .boxed(),
        ),
        (
            1,
            words()
                .prop_map(|text| Inline::Link {
                    address: "https://a.example/b(c)?d=e&f".to_owned(),
                    inlines: vec![Inline::text(text)],
                })
                .boxed(),
        ),
    ])
}

fn number() -> impl Strategy<Value = Option<Number>> {
    let shown = select(
        &[
            "一、",
            "（一）",
            "1.",
            "1)",
            "(1)",
            "①",
            "第一条",
            "1.1",
            "A.",
            "*",
            "#",
        ][..],
    );
    let shown = (shown, any::<bool>()).prop_map(|(text, is_apart)| Number::Shown {
        text: text.to_owned(),
        is_apart,
    });
    let number = prop::strategy::Union::new_weighted(vec![
        (4, shown.boxed()),
        (1, (0u8..3).prop_map(Number::Bullet).boxed()),
    ]);
    prop::option::weighted(0.3, number)
}

fn paragraph() -> impl Strategy<Value = Paragraph> {
    let heading = prop::option::weighted(0.2, 1u8..4);
    (heading, number(), prop::collection::vec(inline(), 1..4)).prop_map(
        |(heading, number, inlines)| Paragraph {
            heading,
            number,
            inlines,
            alignment: Alignment::Left,
            ..Paragraph::default()
        },
    )
}

fn table() -> impl Strategy<Value = Table> {
    let cell =
        (prop::collection::vec(paragraph(), 0..3), 1usize..3).prop_map(|(paragraphs, span)| Cell {
            blocks: paragraphs.into_iter().map(Block::Paragraph).collect(),
            row_span: 1,
            column_span: span,
        });
    (
        prop::collection::vec(prop::collection::vec(cell, 1..4), 1..4),
        0usize..2,
    )
        .prop_map(|(rows, head_rows)| Table {
            rows,
            head_rows,
            ..Table::default()
        })
}

fn document() -> impl Strategy<Value = Document> {
    let block = prop::strategy::Union::new_weighted(vec![
        (6, paragraph().prop_map(Block::Paragraph).boxed()),
        (1, table().prop_map(Block::Table).boxed()),
    ]);
    let note = prop::collection::vec(paragraph(), 1..3);
    (prop::collection::vec(block, 1..6), note).prop_map(|(blocks, note)| {
        let mut document = Document {
            blocks,
            ..Document::default()
        };
        // A note that nothing mentions is shown nowhere.
        if says_note(&document.blocks) {
            let note = note.into_iter().map(Block::Paragraph).collect();
            document.notes = vec![note];
        }
        document
    })
}

fn says_note(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| match block {
        Block::Paragraph(paragraph) => paragraph.inlines.contains(&Inline::Note(0)),
        Block::Table(table) => table
            .rows
            .iter()
            .flatten()
            .any(|cell| says_note(&cell.blocks)),
        Block::Preformatted(_) | Block::Markdown(_) => false,
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(0),
        ..ProptestConfig::default()
    })]

    #[test]
    fn what_a_document_says_is_shown(document in document(), is_chinese in any::<bool>()) {
        let manner = Manner { is_chinese, names: &[], folder: "a/b" };
        let body = write(&document, &manner).text;
        let found = differences(&document, "标题", &body, is_chinese);
        prop_assert!(found.is_none(), "{found:?}\n{body}");
    }
}
