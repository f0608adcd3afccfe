//! What a document states beside its text: META tags, the table of a catalogue, properties of a file.
//!
//! In: names and values. Out: fields. Names are those of the guidelines for government websites (国办发〔2017〕47号), of
//! catalogues (政府信息公开条例 article 12), and of reports themselves; what has another name is left.

use crate::date::{Moment, PartialDate};
use crate::import::document::Stated;
use crate::import::recognise::{Evidence, Recognised};

/// Names as they are written, in small letters and without blanks, and the fields they are of. The first that is stated
/// counts.
const NAMES: &[(&str, &str)] = &[
    ("articletitle", "title"),
    ("标题", "title"),
    ("標題", "title"),
    ("名称", "title"),
    ("名稱", "title"),
    ("信息名称", "title"),
    ("headline", "title"),
    ("dc.title", "title"),
    ("title", "title"),
    ("发文字号", "document_number"),
    ("发文文号", "document_number"),
    ("文件编号", "document_number"),
    ("發文字號", "document_number"),
    ("文号", "document_number"),
    ("文號", "document_number"),
    ("document_number", "document_number"),
    ("索引号", "index_number"),
    ("索引號", "index_number"),
    ("信息索引号", "index_number"),
    ("索引号码", "index_number"),
    ("索引编号", "index_number"),
    ("索取号", "index_number"),
    ("index_number", "index_number"),
    ("发布机构", "agency"),
    ("发文机关", "agency"),
    ("发文机构", "agency"),
    ("发文单位", "agency"),
    ("制发机构", "agency"),
    ("公开主体", "agency"),
    ("發布機關", "agency"),
    ("發文機關", "agency"),
    ("agency", "agency"),
    ("制发机关", "agency"),
    ("发布机关", "agency"),
    ("公开责任部门", "agency"),
    ("信息公开单位", "agency"),
    ("發文單位", "agency"),
    ("成文日期", "written"),
    ("发文日期", "written"),
    ("成文时间", "written"),
    ("发文时间", "written"),
    ("生成时间", "written"),
    ("制发日期", "written"),
    ("印发日期", "written"),
    ("生成日期", "written"),
    ("發文日期", "written"),
    ("written", "written"),
    ("pubdate", "published"),
    ("发布日期", "published"),
    ("发布时间", "published"),
    ("公开日期", "published"),
    ("發布日期", "published"),
    ("發佈日期", "published"),
    ("發布時間", "published"),
    ("發佈時間", "published"),
    ("发表时间", "published"),
    ("发表日期", "published"),
    ("公布日期", "published"),
    ("张贴日期", "published"),
    ("張貼日期", "published"),
    ("上版日期", "published"),
    ("公告日期", "published"),
    ("dc.date", "published"),
    ("datecreated", "written"),
    ("更新日期", "modified"),
    ("更新时间", "modified"),
    ("更新時間", "modified"),
    ("datemodified", "modified"),
    ("published", "published"),
    ("date", "published"),
    ("article:published_time", "published"),
    ("datepublished", "published"),
    ("modified", "modified"),
    ("contentsource", "source"),
    ("来源", "source"),
    ("信息来源", "source"),
    ("來源", "source"),
    ("文章来源", "source"),
    ("稿件来源", "source"),
    ("新闻来源", "source"),
    ("内容来源", "source"),
    ("資料來源", "source"),
    ("发布单位", "source"),
    ("發布單位", "source"),
    ("發佈單位", "source"),
    ("发布部门", "source"),
    ("sourceorganization", "source"),
    ("source", "source"),
    ("主题分类", "topics"),
    ("主題分類", "topics"),
    ("信息分类", "topics"),
    ("信息类别", "topics"),
    ("topics", "topics"),
    ("categories", "topics"),
    ("体裁分类", "genre"),
    ("體裁分類", "genre"),
    ("genre", "genre"),
    ("关键词", "keywords"),
    ("主题词", "keywords"),
    ("主題詞", "keywords"),
    ("关键字", "keywords"),
    ("關鍵詞", "keywords"),
    ("keywords", "keywords"),
    ("tags", "keywords"),
    ("有效性", "status"),
    ("效力状态", "status"),
    ("是否有效", "status"),
    ("时效性", "status"),
    ("有效状态", "status"),
    ("信息状态", "status"),
    ("status", "status"),
    ("period", "period"),
    ("报告期", "period"),
    ("type", "type"),
    ("类型", "type"),
    ("language", "language"),
    ("summary", "summary"),
    ("摘要", "summary"),
    ("old address", "aliases"),
    ("aliases", "aliases"),
];

/// Names of properties that programs leave behind from templates: they are believed where nothing else says it.
const PROPERTIES: &[(&str, &str)] = &[
    ("og:title", "title"),
    ("dcterms.title", "title"),
    ("window title", "title"),
];

/// Fields that hold several values.
const LISTS: &[&str] = &["topics", "keywords", "aliases"];
/// Values that say nothing.
const NOTHING: &[&str] = &["", "无", "暂无", "-", "—", "——", "/", "null", "none", "無"];

/// Reads what is stated.
pub(super) fn read(stated: &[Stated], found: &mut Recognised) {
    read_by(NAMES, stated, found);
}

/// Reads what is stated, but was not written for the document alone.
pub(super) fn read_properties(stated: &[Stated], found: &mut Recognised) {
    read_by(PROPERTIES, stated, found);
}

fn read_by(names: &'static [(&str, &'static str)], stated: &[Stated], found: &mut Recognised) {
    for (name, field) in names {
        let mut all = stated.iter();
        let of = |said: &&Stated| key(&said.name) == *name && !says_nothing(&said.value);
        for said in all.by_ref().filter(of) {
            let evidence = Evidence::Stated {
                name: said.name.clone(),
                place: said.place.clone(),
            };
            let values = values(field, &said.value);
            if values.is_empty() && found.value(field).is_none() {
                found.unread.push(said.clone());
            }
            match found.fields.iter_mut().find(|known| known.name == *field) {
                // Two pages may have led to one text.
                Some(known) if *field == "aliases" => known.values.extend(values),
                Some(_) => {}
                None => found.add(field, values, evidence),
            }
        }
    }
}

/// Whether a name is one of those that are read.
pub(super) fn knows(name: &str) -> bool {
    NAMES.iter().any(|(known, _)| *known == key(name))
}

/// A name as it is compared.
fn key(name: &str) -> String {
    let name = name.trim().trim_end_matches([':', '：']);
    let is_han = !name.is_ascii();
    let kept = name
        .chars()
        .filter(|c| !(is_han && (c.is_whitespace() || *c == '\u{3000}')));
    kept.collect::<String>().to_lowercase()
}

fn says_nothing(value: &str) -> bool {
    NOTHING.contains(&value.trim().to_lowercase().as_str())
}

/// The value as the field takes it; nothing where it cannot.
fn values(field: &str, value: &str) -> Vec<String> {
    let value: Vec<&str> = value.split_whitespace().collect();
    let value = value.join(" ");
    if LISTS.contains(&field) {
        let mut parts: Vec<String> = Vec::new();
        let ends = |c: char| match field {
            "aliases" => c == '\n',
            "keywords" => ";；,，、|".contains(c) || c.is_whitespace(),
            _ => ";；,，|".contains(c),
        };
        for part in value.split(ends).map(str::trim).filter(|p| !p.is_empty()) {
            if !parts.iter().any(|known| known == part) {
                parts.push(part.to_owned());
            }
        }
        return parts;
    }
    match field {
        "written" => day(&value).into_iter().collect(),
        "published" | "modified" => moment(&value).into_iter().collect(),
        _ => vec![value],
    }
}

/// A date as ISO 8601 has it.
pub(super) fn day(value: &str) -> Option<String> {
    let date = PartialDate::parse(value).ok().or_else(|| {
        let moment = Moment::parse(value).ok()?;
        Some(moment.date)
    })?;
    Some(date.to_string())
}

/// A date with its time, where there is one, as ISO 8601 has them.
fn moment(value: &str) -> Option<String> {
    let day = day(value)?;
    let Some(moment) = Moment::parse(value).ok() else {
        return Some(day);
    };
    let Some(time) = moment.time else {
        return Some(day);
    };
    let zone = moment.zone.map_or_else(String::new, |minutes| {
        let sign = if minutes < 0 { '-' } else { '+' };
        let minutes = minutes.unsigned_abs();
        format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    });
    Some(format!("{day}T{}{zone}", time.strftime("%H:%M:%S")))
}
