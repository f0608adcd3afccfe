//! Makes reports out of invented phrases, and copies of them as they are made in practice: another year, a few words
//! changed, paragraphs in another order. For tests alone.

use crate::report::findings::paragraph::Paragraph;

const BODIES: &[&str] = &[
    "示例市司法局",
    "示例区政府办公室",
    "各镇、街道",
    "示例县市场监管部门",
    "城市管理部门",
    "行政审批机构",
    "法律顾问",
    "各执法单位",
    "示例市审计机关",
    "调解委员会",
    "普法工作小组",
    "政务服务中心",
    "档案管理机构",
    "卫生健康部门",
];
const DEEDS: &[&str] = &[
    "编制并公布权责清单",
    "清理现行有效的规范性文件",
    "推行执法全过程记录",
    "办理行政复议案件",
    "开展案卷评查",
    "组织领导干部集体学法",
    "审查重大行政决策",
    "培训基层执法人员",
    "受理政府信息公开申请",
    "化解物业合同纠纷",
    "精简群众办事证明",
    "建立信用修复渠道",
    "公布裁量权基准",
    "抽查涉企检查计划",
    "落实负责人出庭应诉",
    "完善村规民约备案",
    "设立公共法律服务站",
    "开通网上立案窗口",
    "修订行政执法文书",
    "回访受到处罚的当事人",
];
const HOWS: &[&str] = &[
    "按照年度计划",
    "会同有关单位",
    "依托统一的信息平台",
    "针对群众反映集中的事项",
    "在征求公众意见之后",
    "以问题为导向",
    "结合机构改革",
    "参照外地做法",
    "经过集体讨论",
    "对照考核指标",
    "通过公开招标",
    "借助媒体宣传",
];
const RESULTS: &[&str] = &[
    "比上年增加{}件",
    "占全部事项的百分之{}",
    "共涉及{}人次",
    "平均用时缩短{}日",
    "其中{}项已经办结",
    "覆盖{}个村和社区",
    "印发材料{}份",
    "召开专题会议{}次",
    "收到意见{}条并逐条答复",
    "投入经费{}万元",
    "整改问题{}个",
    "公开信息{}条",
];
const ENDS: &[&str] = &[
    "没有发生因程序违法被撤销的情形",
    "群众的满意程度有所提高",
    "相关情况已经向社会公布",
    "为下一步工作打下了基础",
    "有关单位按季度报告了进展",
    "存在的不足将在下一年度改正",
    "做到件件有着落",
    "受到了居民的好评",
    "结果纳入年度考核",
    "资料全部整理归档",
    "形成了可以推广的做法",
    "经费的使用接受了审计",
];
/// Characters that take the place of others.
const OTHERS: &str = "春夏秋冬山川湖海风云雷电松竹梅兰金木水火土东南西北红黄蓝白黑大小多少长短高低";

/// Makes texts, the same for the same number.
pub(crate) struct Maker(u64);

/// What is changed in a copy.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Changes {
    /// Whether it is of another year.
    pub(crate) year: bool,
    /// Of a thousand characters so many.
    pub(crate) characters: u64,
    /// Whether its paragraphs come in another order.
    pub(crate) order: bool,
}

impl Maker {
    pub(crate) fn new(number: u64) -> Maker {
        let mut maker = Maker(number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        for _ in 0..8 {
            maker.below(2);
        }
        maker
    }

    /// A number below another (xorshift64*).
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        number as usize % limit.max(1)
    }

    fn one_of(&mut self, words: &[&'static str]) -> &'static str {
        words[self.below(words.len())]
    }

    /// One sentence or a few.
    pub(crate) fn paragraph(&mut self) -> String {
        let mut text = String::new();
        for at in 0..=self.below(3) {
            let year = if at == 0 { "2019年，" } else { "" };
            let number = (self.below(400) + 2).to_string();
            text += &format!(
                "{year}{}{}{}，{}，{}。",
                self.one_of(BODIES),
                self.one_of(HOWS),
                self.one_of(DEEDS),
                self.one_of(RESULTS).replace("{}", &number),
                self.one_of(ENDS),
            );
        }
        text
    }

    pub(crate) fn report(&mut self, paragraphs: usize) -> Vec<String> {
        (0..paragraphs).map(|_| self.paragraph()).collect()
    }

    /// A copy of a report.
    pub(crate) fn copy(&mut self, report: &[String], changes: Changes) -> Vec<String> {
        let mut copy = report.to_vec();
        if changes.year {
            copy.iter_mut()
                .for_each(|text| *text = text.replace("2019", "2020"));
        }
        if changes.characters > 0 {
            for text in &mut copy {
                let characters = text.chars().map(|c| self.changed(c, changes.characters));
                *text = characters.collect();
            }
        }
        if changes.order {
            for at in (1..copy.len()).rev() {
                copy.swap(at, self.below(at + 1));
            }
        }
        copy
    }

    fn changed(&mut self, c: char, of_thousand: u64) -> char {
        if self.below(1000) as u64 >= of_thousand {
            return c;
        }
        let others = OTHERS.chars().count();
        OTHERS.chars().nth(self.below(others)).unwrap_or(c)
    }
}

/// The paragraphs that texts are.
pub(crate) fn paragraphs<T: AsRef<str>>(texts: &[T]) -> Vec<Paragraph> {
    let texts = texts.iter();
    texts
        .filter_map(|text| Paragraph::new(text.as_ref()))
        .collect()
}
