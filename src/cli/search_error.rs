//! What the command line says of an error of a search, in Chinese and English: what is wrong, and what to do.
//!
//! In goes the error with its code and facts, out comes a sentence for people. Commands and options are named
//! here and nowhere below.

use crate::diagnostic::Text;
use crate::search::format::version::{ANALYZER, FORMAT, MANIFEST};
use crate::search::{Error, IndexFault, IndexFaultKind, QueryFaultKind};

/// The message for an error.
pub(super) fn text(error: &Error) -> Text {
    match error {
        Error::Query(fault) => Text::new(query_chinese(&fault.kind), query_english(&fault.kind)),
        Error::Index(fault) => Text::new(index_chinese(fault), index_english(fault)),
    }
}

fn query_chinese(kind: &QueryFaultKind) -> String {
    match kind {
        QueryFaultKind::Empty => {
            "检索式中没有可供检索的文字或数字；请至少填写一个检索词".to_owned()
        }
        QueryFaultKind::TooLong(limit) => {
            format!("检索内容过长，最多{limit}个字符；请删减，或分几次检索")
        }
        QueryFaultKind::TooManyRuns(limit) => {
            format!("检索词过多，最多{limit}个；请删减，或去掉多余的空格")
        }
        QueryFaultKind::OpenQuote => "引号没有成对；精确检索请在检索词前后各加一个引号".to_owned(),
        QueryFaultKind::LooseOr => {
            "OR 前后都要有检索词；如要检索“OR”这两个字母，请加引号".to_owned()
        }
        QueryFaultKind::NothingToJoin => {
            "OR 或“-”所带的只有标点，没有可供检索的文字或数字；请补上检索词，或删去 OR、“-”"
                .to_owned()
        }
        QueryFaultKind::NoValue(field) => format!(
            "“{field}”后没有可供检索的内容；请紧接冒号填写，中间不留空格；\
             如要检索这几个字本身，请加引号"
        ),
        QueryFaultKind::NoYear => {
            "年份写法有误；请用四位数字，如 year:2019、year:2019..2021、year:2019..、\
             year:..2021；未标注日期的写 year:undated"
                .to_owned()
        }
        QueryFaultKind::YearsBackwards { first, last } => {
            format!("起始年份晚于截止年份；请写 year:{last:04}..{first:04}")
        }
    }
}

fn query_english(kind: &QueryFaultKind) -> String {
    match kind {
        QueryFaultKind::Empty => {
            "the query holds no text to search for; give it a word or a figure".to_owned()
        }
        QueryFaultKind::TooLong(limit) => {
            format!("the query is longer than {limit} characters; shorten it, or search in turns")
        }
        QueryFaultKind::TooManyRuns(limit) => {
            format!("the query has more than {limit} terms; leave some out, or needless spaces")
        }
        QueryFaultKind::OpenQuote => {
            "a quotation mark is not closed; put one on both sides of a term".to_owned()
        }
        QueryFaultKind::LooseOr => {
            "OR wants a term on each side; quote it to search for the word".to_owned()
        }
        QueryFaultKind::NothingToJoin => {
            "OR or \"-\" stands with punctuation alone; add a term, or take OR or \"-\" away"
                .to_owned()
        }
        QueryFaultKind::NoValue(field) => format!(
            "\"{field}\" has no value to search for; write it directly after the colon, \
             without a space, or quote the word to search for it"
        ),
        QueryFaultKind::NoYear => {
            "this is no year; write four digits, as in year:2019, year:2019..2021, \
             year:2019.., year:..2021, or year:undated"
                .to_owned()
        }
        QueryFaultKind::YearsBackwards { first, last } => {
            format!("the years run backwards; write year:{last:04}..{first:04}")
        }
    }
}

fn index_chinese(fault: &IndexFault) -> String {
    let file = &fault.file;
    match &fault.kind {
        IndexFaultKind::Missing if file.ends_with(MANIFEST) => {
            format!("找不到索引：{file}；请先运行 gongbao build，或用 --index 指明索引文件夹")
        }
        IndexFaultKind::Missing => format!("索引缺少文件：{file}"),
        IndexFaultKind::Length { expected, found } => {
            format!("索引文件不完整：{file}，应为{expected}字节，实为{found}字节")
        }
        IndexFaultKind::Altered => format!("索引文件的内容已被改动：{file}"),
        IndexFaultKind::Format(found) => {
            format!("索引的格式版本为{found}，本程序只能读取版本{FORMAT}，请重新生成索引：{file}")
        }
        IndexFaultKind::Analyzer(found) => format!(
            "索引的文本切分规则版本为{found}，本程序只能读取版本{ANALYZER}，\
             请重新生成索引：{file}"
        ),
        IndexFaultKind::Unreadable(reason) => {
            format!("无法读取索引文件：{file}（{reason}）")
        }
        IndexFaultKind::Nonsense(reason) => {
            format!("索引内容无法识别，可能已损坏，请重新生成索引（{reason}）")
        }
    }
}

fn index_english(fault: &IndexFault) -> String {
    let file = &fault.file;
    match &fault.kind {
        IndexFaultKind::Missing if file.ends_with(MANIFEST) => format!(
            "no index there: {file}; run gongbao build first, or name its folder with \
             --index"
        ),
        IndexFaultKind::Missing => format!("a file of the index is missing: {file}"),
        IndexFaultKind::Length { expected, found } => {
            format!("a file of the index is not whole: {file} has {found} bytes, not {expected}")
        }
        IndexFaultKind::Altered => {
            format!("a file of the index has been altered: {file}")
        }
        IndexFaultKind::Format(found) => format!(
            "the index has format version {found}, this program reads {FORMAT}; \
             make the index anew: {file}"
        ),
        IndexFaultKind::Analyzer(found) => format!(
            "the index has analyzer version {found}, this program reads {ANALYZER}; \
             make the index anew: {file}"
        ),
        IndexFaultKind::Unreadable(reason) => {
            format!("a file of the index cannot be read: {file} ({reason})")
        }
        IndexFaultKind::Nonsense(reason) => {
            format!("the index makes no sense, it may be damaged: make it anew ({reason})")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::Query;

    #[test]
    fn a_fault_of_a_query_says_what_to_do() {
        let cases = [
            ("甲 OR", "OR 前后", "each side"),
            ("甲 OR ，", "请补上", "add a term"),
            ("标题：", "“标题：”", "\"标题：\""),
            ("year:19", "year:2019..2021", "year:2019..2021"),
            ("year:2021..2019", "year:2019..2021", "year:2019..2021"),
        ];
        for (query, chinese, english) in cases {
            let text = text(&Error::from(Query::parse(query).expect_err("a fault")));
            assert!(text.chinese.contains(chinese), "{}", text.chinese);
            assert!(text.english.contains(english), "{}", text.english);
            // Neither runs on in the spaces of the source, nor says what it says as an exclamation.
            for sentence in [text.chinese, text.english] {
                assert!(
                    !sentence.contains("  ") && !sentence.contains(['!', '！']),
                    "{sentence}"
                );
            }
        }
    }
}
