//! The faults that findings are, in both languages.
//!
//! In: a finding, in a text or in a file beside one. Out: a [`Fault`], which shows the finding masked. Never decides
//! whether it is one.

use crate::diagnostic::{Fault, Severity, Text};
use crate::privacy::attachment::{Hidden, HiddenKind, InFile, Scan};
use crate::privacy::{Exempt, Finding, Kind, findings};

/// The code of what is hidden in a file.
const HIDDEN: &str = "hidden-in-attachment";
/// All that may be found.
const KINDS: [Kind; 8] = [
    Kind::Identity,
    Kind::Card,
    Kind::Phone,
    Kind::Passport,
    Kind::Plate,
    Kind::Mail,
    Kind::Home,
    Kind::Secrecy,
];

/// The stable name of what was found.
fn code(kind: Kind) -> &'static str {
    match kind {
        Kind::Identity => "identity-number",
        Kind::Card => "bank-card",
        Kind::Phone => "telephone",
        Kind::Passport => "passport-number",
        Kind::Plate => "number-plate",
        Kind::Mail => "mail-address",
        Kind::Home => "home-address",
        Kind::Secrecy => "secrecy",
    }
}

/// How it is called.
fn name(kind: Kind) -> Text {
    match kind {
        Kind::Identity => Text::new("公民身份号码", "resident identity number"),
        Kind::Card => Text::new("银行卡号", "number of a bank card"),
        Kind::Phone => Text::new("电话号码", "telephone number"),
        Kind::Passport => Text::new("护照或通行证号码", "number of a passport or permit"),
        Kind::Plate => Text::new("车牌号", "plate of a vehicle"),
        Kind::Mail => Text::new("个人邮箱", "mail address of a person"),
        Kind::Home => Text::new("住址", "home address"),
        Kind::Secrecy => Text::new(
            "密级或不予公开的标志",
            "mark of what is not to be published",
        ),
    }
}

/// Whether a fault of this code is of what must not be published: it says nothing of what could be read of the file.
pub(crate) fn is_code(found: &str) -> bool {
    found == HIDDEN || KINDS.iter().any(|kind| code(*kind) == found)
}

/// All faults of a text, of what was found in it.
pub(crate) fn of_findings(found: &[Finding]) -> Vec<Fault> {
    found.iter().map(fault).collect()
}

/// All faults of the name of a file, which becomes an address: they stand at the beginning of it.
pub(crate) fn of_name(path: &str, exempt: &Exempt) -> Vec<Fault> {
    let found = findings(path, exempt);
    let of_name = found.iter().map(|finding| {
        let name = name(finding.kind);
        let shown = &finding.masked;
        Fault {
            message: Text::new(
                format!("文件名疑有{}：{shown}", name.chinese),
                format!(
                    "the name of the file seems to hold a {}: {shown}",
                    name.english
                ),
            ),
            hint: Text::new(
                "文件名会成为网址：改名后再发布。",
                "Names of files become addresses: give it another one, then publish.",
            ),
            span: 0..0,
            ..fault(finding)
        }
    });
    of_name.collect()
}

/// All faults of a file beside a text, from what a look at it came to.
pub(crate) fn of_file(file: &str, scan: &Scan) -> Vec<Fault> {
    let found = scan.findings.iter().map(|found| fault_in_file(file, found));
    let hidden = scan.hidden.iter().map(|found| fault_of_hidden(file, found));
    found.chain(hidden).collect()
}

/// The fault that a finding in a text is.
fn fault(finding: &Finding) -> Fault {
    let name = name(finding.kind);
    let shown = &finding.masked;
    let message = Text::new(
        format!("疑有{}：{shown}", name.chinese),
        format!("this looks like a {}: {shown}", name.english),
    );
    Fault {
        code: code(finding.kind),
        severity: finding.severity,
        span: finding.range.clone(),
        message,
        hint: hint(finding.kind, finding.severity),
    }
}

/// The fault that a finding in a file is, for the file as a whole.
fn fault_in_file(file: &str, found: &InFile) -> Fault {
    let name = name(found.kind);
    let (shown, place) = (&found.masked, &found.place);
    let [times, often] = match found.count {
        1 => [String::new(), String::new()],
        count => [
            format!("，此类共 {count} 处"),
            format!(" ({count} such in all)"),
        ],
    };
    let message = Text::new(
        format!(
            "附件 {file}（{}）疑有{}：{shown}{times}",
            place.chinese, name.chinese
        ),
        format!(
            "{file} ({}) seems to hold a {}: {shown}{often}",
            place.english, name.english
        ),
    );
    Fault {
        code: code(found.kind),
        severity: found.severity,
        span: 0..0,
        message,
        hint: hint(found.kind, found.severity),
    }
}

/// The fault that something hidden in a file is.
fn fault_of_hidden(file: &str, found: &Hidden) -> Fault {
    let name = found.kind.name();
    let (shown, place) = (&found.shown, &found.place);
    let [colon_chinese, colon_english] = match shown.is_empty() {
        true => ["", ""],
        false => ["：", ": "],
    };
    let hint = match found.kind {
        HiddenKind::Position => Text::new(
            "用看图软件删去图片的位置信息（或另存为不带属性的图片）后再发布。",
            "Remove the position from the image's properties, or save it without them.",
        ),
        HiddenKind::Covered => Text::new(
            "黑块下的文字仍可复制：先删去文字再导出 PDF，不要只用黑块遮住。",
            "The words below the box can still be copied: delete them and export the PDF anew.",
        ),
        _ => Text::new(
            "用原程序的“检查文档”删去后另存；确可公开的，由审核人写明理由后豁免。",
            "Remove it with the program's document inspector and save anew; if it may be public, waive it with reason and reviewer.",
        ),
    };
    Fault::warning(
        HIDDEN,
        0..0,
        Text::new(
            format!(
                "附件 {file}（{}）带有{}{colon_chinese}{shown}",
                place.chinese, name.chinese
            ),
            format!(
                "{file} ({}) holds {}{colon_english}{shown}",
                place.english, name.english
            ),
        ),
        hint,
    )
}

fn hint(kind: Kind, severity: Severity) -> Text {
    match (kind, severity) {
        (Kind::Secrecy, Severity::Error) => Text::new(
            "先请保密审查：不宜公开的，撤下这份报告；可以公开的，删去标志，或由审核人写明理由后豁免（理由、审核人都须写）。",
            "Have it reviewed: withdraw the report if it must not be public; if it may, delete the mark, or waive it with reason and reviewer.",
        ),
        (Kind::Secrecy, Severity::Warning) => Text::new(
            "请保密审查；可以公开的，由审核人写明理由后豁免。",
            "Have it reviewed; if it may be public, waive it with reason and reviewer.",
        ),
        (_, Severity::Error) => Text::new(
            "遮去中间几位（如 11*************123）或删去后再发布。",
            "Mask most of it (11*************123) or remove it, then publish.",
        ),
        (_, Severity::Warning) => Text::new(
            "是个人信息的，遮去（如 138****1234）或删去；确可公开的，写明理由和审核人后豁免；是本单位对外联系方式的，写进 archive.yaml 的“隐私: {可公开: […]}”。",
            "If it is a person's, mask it (138****1234) or remove it; if it may be public, waive it with reason and reviewer; a contact of yours belongs in archive.yaml, `privacy: {public: […]}`.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::privacy::attachment;

    #[test]
    fn numbers_are_shown_masked() {
        let text = "张三，110101199003074514，13912345678";
        let faults = of_findings(&findings(text, &Exempt::default()));
        let shown: Vec<&str> = faults
            .iter()
            .map(|fault| fault.message.chinese.as_str())
            .collect();
        assert_eq!(
            shown,
            [
                "疑有公民身份号码：11*************514",
                "疑有电话号码：139****5678"
            ]
        );
        let scan = attachment::scan(
            "名单.csv",
            format!("{text}\n{text}").as_bytes(),
            &Exempt::default(),
        );
        let faults = of_file("名单.csv", &scan);
        let first = &faults[0].message;
        assert_eq!(
            first.chinese,
            "附件 名单.csv（正文第 1 段）疑有公民身份号码：11*************514，此类共 2 处"
        );
        assert_eq!(
            first.english,
            "名单.csv (text, paragraph 1) seems to hold a resident identity number: 11*************514 (2 such in all)"
        );
    }
}
