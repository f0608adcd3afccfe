//! Sums that come out and sums that do not, one kind after the other; every text is invented.

use super::{SumKind, Tables, check};
use crate::report::findings::figure::grid::tests::passages;
use crate::report::passage::{Passage, PassageKind};

/// The sums of a sentence: how many come out, and the others with what was expected and found.
fn of_text(text: &str) -> (u32, Vec<(SumKind, String, String, String)>) {
    of(&[Passage {
        anchor: "p-1",
        part: None,
        opens_part: false,
        kind: PassageKind::Paragraph,
        text,
    }])
}

fn of_table(text: &str) -> (u32, Vec<(SumKind, String, String, String)>) {
    of(&passages(0, text))
}

fn of(passages: &[Passage<'_>]) -> (u32, Vec<(SumKind, String, String, String)>) {
    let sums = check(&Tables::of(passages));
    let failed = sums.failed.into_iter().map(|failed| {
        let text = passages[failed.passage as usize].text;
        assert!(
            text.get(failed.at.start as usize..failed.at.end as usize)
                .is_some()
        );
        let place = match failed.labels.is_empty() {
            true => failed.quoted,
            false => failed.labels.join("/"),
        };
        (
            failed.kind,
            place,
            failed.expected.to_string(),
            failed.found.to_string(),
        )
    });
    (sums.right, failed.collect())
}

fn failed(
    kind: SumKind,
    place: &str,
    expected: &str,
    found: &str,
) -> Vec<(SumKind, String, String, String)> {
    vec![(
        kind,
        place.to_owned(),
        expected.to_owned(),
        found.to_owned(),
    )]
}

#[test]
fn written_sums() {
    for text in [
        "（26+4+10+4+6=50）",
        "示例县审结50件：26＋4＋10＋4＋6＝50。",
        "1件+4件+5件=10件",
        "维持26件 + 驳回4件 = 30件",
        "2019年26+4=30件，另有2件",
        "本年新收58+上年结转3=办理总计59+结转2",
        "33.3%+33.3%+33.3%=100%",
        "1.2亿元+3000万元=1.5亿元",
        "1,200+34=1,234",
        "26（维持）+4（驳回）=30",
        "(12+3)+(4+1)=20件",
    ] {
        assert_eq!(of_text(text), (1, vec![]), "{text}");
    }
    let wrong = failed(SumKind::Written, "26+4+10+4+6=51", "50", "51");
    assert_eq!(of_text("结案51件（26+4+10+4+6=51）。"), (0, wrong));
    let wrong = failed(SumKind::Written, "1件＋4件＋5件＝11", "10", "11");
    assert_eq!(of_text("示例局１件＋4件＋5件＝11件").1.len(), 1);
    assert_eq!(of_text("示例局1件＋4件＋5件＝11件"), (0, wrong));
    let wrong = failed(
        SumKind::Written,
        "58+上年结转3=办理总计59+结转1",
        "61",
        "60",
    );
    assert_eq!(of_text("新收58+上年结转3=办理总计59+结转1。"), (0, wrong));
    for text in [
        "“互联网+政务服务”，办件120件",
        "“1+3+X”工作体系",
        "26+4×2=34",
        "100-26+4=70",
        "(26+4)×2=60",
        "约26+4=31",
        "70余+4=75",
        "A1+B2=C3",
        "40%+2=3",
        "应纳税额=(成本+利润)÷(1-5%)",
        "26+4=",
        "1+1>2",
        "26+4≈31",
    ] {
        assert_eq!(of_text(text), (0, vec![]), "{text}");
    }
}

#[test]
fn lists_of_parts() {
    for text in [
        "审查142件，其中规范性文件6件、决策5件、合同98件、其他涉法事项33件。",
        "共1946项,其中许可139项,处罚1510项,其他297项。",
        "结案50件。其中维持26件，驳回4件，撤销10件，确认违法4件，终止6件，纠错率40%。",
        "结案50件（其中维持26件、驳回4件、撤销20件）。",
    ] {
        assert_eq!(of_text(text), (1, vec![]), "{text}");
    }
    let wrong = failed(
        SumKind::Parts,
        "142件，其中规范性文件6件、决策5件、合同98件、其他事项34件",
        "143",
        "142",
    );
    let text = "审查142件，其中规范性文件6件、决策5件、合同98件、其他事项34件，均已答复。";
    assert_eq!(of_text(text), (0, wrong));
    let text = "結案50件。其中維持26件，駁回4件，撤銷10件，確認違法4件，終止7件。";
    assert_eq!(of_text(text).1.len(), 1);
    assert_eq!(of_text("审结16件，其中胜诉14件、败诉3件。").1.len(), 1);
    for text in [
        "审结16件，其中胜诉12件、败诉3件。",
        "专职12人,兼职70余人,其中10人有资格。",
        "共12人，其中具备专业背景20人，具有资格10人。",
        "检查1184次，其中县级733次，乡镇451家。",
        "培训100人，其中领导60人、骨干30人。",
        "办结100件，其中维持20件、驳回10件、撤销5件。",
        "办结100件，其中甲类60件、乙类30件、其他等5件次。",
    ] {
        assert_eq!(of_text(text).1, vec![], "{text}");
    }
}

#[test]
fn total_rows() {
    let right = "
        方面|措施|已完成
        服务|3|1
        决策|4|—
        执法|3项|2
        合　计|10|3";
    assert_eq!(of_table(right), (2, vec![]));
    assert_eq!(
        of_table(&right.replace("|10|", "|11|")),
        (1, failed(SumKind::Row, "合　计/措施", "10", "11"))
    );
    let first = "
        方面|措施
        总计|10
        服务|3
        决策|7";
    assert_eq!(of_table(first), (1, vec![]));
    assert_eq!(of_table(&first.replace("|10", "|12")).1.len(), 1);
    let nested = "
        单位|科室|件数|人数
        甲局|一科|3|1
        |二科|4|2
        |小计|7|3
        乙局|一科|5|1
        |二科|6|1
        |小计|11|2
        合计||18|5";
    assert_eq!(of_table(nested).1, vec![]);
    assert_eq!(
        of_table(&nested.replace("|18|", "|19|")).1,
        failed(SumKind::Row, "合计/件数", "18", "19")
    );
    assert_eq!(of_table(&nested.replace("|小计|7|", "|小计|8|")).1.len(), 1);
    let sub_first = "
        单位|科室|件数
        甲局|小计|7
        |一科|3
        |二科|4
        乙局|小计|11
        |一科|5
        |二科|6
        合计||18";
    assert_eq!(of_table(sub_first).1, vec![]);
    let shares = "
        结果|件数|占比
        维持|22|35.5%
        驳回|8|12.9%
        合计|30|100%";
    assert_eq!(of_table(shares), (1, vec![]));
    let within = "
        环节|件数
        受理|46
        其中：网上|25
        不予受理|4
        合计|50";
    assert_eq!(of_table(within), (1, vec![]));
    let numbered = "
        项目|件数
        一、决策|9
        （一）规划|4
        （二）项目|5
        二、文件|6
        合计|15";
    assert_eq!(of_table(numbered), (1, vec![]));
    assert_eq!(
        of_table(&numbered.replace("|15", "|16")).1,
        failed(SumKind::Row, "合计/件数", "15", "16")
    );
    let english = "
        Department|Inspections|Penalties
        Transport|1,190|302
        Health|372|33
        Total|1,562|336";
    assert_eq!(
        of_table(english).1,
        failed(SumKind::Row, "Total/Penalties", "335", "336")
    );
    // 4 and 0 make 4 by chance: the other column says what is meant.
    let chance = "
        类别|甲|乙
        维持|2|1
        纠正|1|1
        其他结果|4|1
        尚未审结|0|2
        总计|4|5";
    assert_eq!(
        of_table(chance).1,
        failed(SumKind::Row, "总计/甲", "7", "4")
    );
    for text in [
        "
        指标|数字
        受理|46件
        培训|30人
        合计|76",
        "
        指标|数字
        受理|若干
        审结|30
        合计|76",
        "
        指标|甲|乙|丙
        受理|46|1|2
        审结|30|3|4
        合计|99|98|97",
    ] {
        assert_eq!(of_table(text), (0, vec![]), "{text}");
    }
}

#[test]
fn total_columns() {
    let right = "
        类别|维持|纠正|其他结果|尚未审结|总计
        行政复议|2|1|0|0|3
        行政诉讼|1|0|0|1|2";
    assert_eq!(of_table(right), (2, vec![]));
    assert_eq!(
        of_table(&right.replace("|0|0|3", "|0|0|4")).1,
        failed(SumKind::Column, "行政复议/总计", "3", "4")
    );
    let several = "
        行政复议|||行政诉讼||
        维持|纠正|总计|维持|纠正|总计
        2|1|3|4|1|5";
    let with_label = several
        .replace("行政复议|||", "项目|行政复议|||")
        .replace("维持|纠正|总计|维持", "|维持|纠正|总计|维持")
        .replace("2|1|3|4", "件数|2|1|3|4");
    assert_eq!(of_table(&with_label), (2, vec![]));
    assert_eq!(of_table(&with_label.replace("|4|1|5", "|4|1|6")).1.len(), 1);
    // What the columns of one row are to one another is not known.
    assert_eq!(of_table("\n单位|编制|在岗|合计\n示例局|10|8|10").1, vec![]);
}

#[test]
fn carried_over() {
    let right = "
        项目||自然人|商业企业|其他|总计
        一、本年新收政府信息公开申请数量||41|6|0|47
        二、上年结转政府信息公开申请数量||2|0|0|2
        三、本年度办理结果|（一）予以公开|21|3|0|24
        |（二）部分公开|6|1|0|7
        |（三）不予公开|13|2|0|15
        |（七）总计|40|6|0|46
        四、结转下年度继续办理||3|0|0|3";
    assert_eq!(of_table(right).1, vec![]);
    let total = right.replace("继续办理||3|0|0|3", "继续办理||4|0|0|4");
    assert_eq!(
        of_table(&total).1,
        [
            failed(SumKind::Carried, "（七）总计/自然人", "43", "44"),
            failed(SumKind::Carried, "（七）总计/总计", "49", "50")
        ]
        .concat()
    );
    let plain = "
        环节|件数
        上年结转|4
        本年受理|46
        本年审结|44
        其中：维持|25
        结转下年|6";
    assert_eq!(of_table(plain), (1, vec![]));
    assert_eq!(
        of_table(&plain.replace("|44", "|45")).1,
        failed(SumKind::Carried, "本年审结/件数", "50", "51")
    );
    let across = "
        年份|上年结转|受理|审结|结转下年|纠错率
        2019年|4|46|44|6|15.9%
        2020年|6|51|53|5|15.4%";
    assert_eq!(
        of_table(across).1,
        failed(SumKind::Carried, "2020年/审结", "57", "58")
    );
    // 收到 is not what was accepted.
    let other = "
        环节|件数
        上年结转|4
        收到|50
        审结|44
        结转下年|6";
    assert_eq!(of_table(other), (0, vec![]));
}

/// The cells of a table by row and column, with holes where a cell goes over several.
fn spanned(text: &str) -> Vec<Passage<'_>> {
    let cells = passages(0, text)
        .into_iter()
        .filter(|passage| passage.text != "^");
    cells
        .map(|mut passage| {
            if let PassageKind::Cell { is_head, .. } = &mut passage.kind {
                *is_head = false;
            }
            passage
        })
        .collect()
}

#[test]
fn tables_with_cells_over_several_columns() {
    let applications = "
        项目|^|^|自然人|法人或其他组织|^|^|总计
        ^|^|^|^|商业企业|科研机构|其他|^
        一、本年新收数量|^|^|41|6|0|0|47
        二、上年结转数量|^|^|2|0|0|0|2
        三、本年度办理结果|（一）予以公开|^|21|3|0|0|24
        ^|（二）部分公开|^|6|1|0|0|7
        ^|（三）不予公开|1.属于国家秘密|3|0|0|0|3
        ^|^|2.属于行政查询事项|5|1|0|0|6
        ^|（四）其他处理|1.逾期不补正|2||||2
        ^|^|2.其他|3|1|0|0|4
        ^|（五）总计|^|40|6|0|0|46
        四、结转下年度继续办理|^|^|3|0|0|0|3";
    let (right, failed_sums) = of(&spanned(applications));
    assert_eq!(failed_sums, []);
    assert!(right >= 4 + 5 + 10, "{right}");
    let inner = applications.replace(
        "2.属于行政查询事项|5|1|0|0|6",
        "2.属于行政查询事项|7|1|0|0|6",
    );
    assert_eq!(
        of(&spanned(&inner)).1,
        [
            failed(SumKind::Column, "2.属于行政查询事项/总计", "8", "6"),
            failed(SumKind::Row, "（五）总计/自然人", "42", "40")
        ]
        .concat()
    );
    let left = applications.replace("继续办理|^|^|3|", "继续办理|^|^|4|");
    let wrong = failed(SumKind::Carried, "（五）总计/自然人", "43", "44");
    assert!(of(&spanned(&left)).1.starts_with(&wrong));
    let outcomes = "
        行政复议|^|^|^|^|行政诉讼|^|^|^|^
        结果维持|结果纠正|其他结果|尚未审结|总计|未经复议直接起诉|^|^|^|^
        ^|^|^|^|^|结果维持|结果纠正|其他结果|尚未审结|总计
        3|1|1|0|5|2|0|0|1|3";
    assert_eq!(of(&spanned(outcomes)), (2, vec![]));
    let wrong = of(&spanned(&outcomes.replace("|1|3", "|1|4"))).1;
    assert_eq!(wrong, failed(SumKind::Column, "总计", "3", "4"));
}

#[test]
fn rows_that_are_parts() {
    let right = "
        环节|件数
        结案|50
        其中：维持|26
        其中：驳回|4
        其中：终止|20";
    assert_eq!(of_table(right), (1, vec![]));
    assert_eq!(
        of_table(&right.replace("|20", "|21")).1,
        failed(SumKind::Parts, "结案/件数", "51", "50")
    );
    let some = "
        环节|件数
        培训|50
        其中：骨干|26
        其中：新任|14";
    assert_eq!(of_table(some), (0, vec![]));
}
