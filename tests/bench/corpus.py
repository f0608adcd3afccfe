#!/usr/bin/env python3
"""Make a tree of invented reports to build and to measure with, the same bytes on every run.

usage: corpus.py OUT [--reports N] [--characters N] [--seed S] [--format gongbao|hugo|zola]

N reports of 300 invented bodies over the years 2008 to 2025, in the form of Chinese official papers:
front matter, parts numbered with headings and in run-in paragraphs, figures, document numbers, a table.
About 3,400 characters (11 KB) each by default. Every word is this file's own; no sentence
comes from a real paper. The formats hold the same text under each program's front matter.
"""
import argparse
import pathlib
import random

PLACES = ['云', '岚', '汀', '溪', '槐', '柏', '枫', '鹭', '荷', '泽', '屏', '砚', '棠', '竹', '松']
PLACE_ENDS = ['浦', '陵', '桥', '渡', '台', '坪', '原', '湾', '岭', '塘']
LEVELS = ['区', '县']
TYPES = {
    'work': '政府工作报告',
    'open-information': '政府信息公开工作年度报告',
    'rule-of-law': '法治政府建设情况报告',
    'budget': '预算执行情况报告',
}
PARTS = ['一、年度总体情况', '二、重点任务完成情况', '三、存在的主要困难', '四、下一年度安排']
WHO = '区属各单位 县直各部门 各街道办事处 各乡镇人民政府 牵头部门 责任科室 政务服务窗口 综合执法队伍 审计小组 水务站所 ' \
      '教育主管部门 卫生监督机构 交通管理单位 档案馆 统计调查队 社区工作站 农业技术服务站 应急值守中心'.split()
WHEN = '年初 上半年 汛期 第三季度 全年 年底前 专项检查期间 换季时节 集中办理期间 规划实施以来'.split()
HOW = '按照既定分工 结合本地实际 会同有关单位 依托线上平台 通过实地走访 对照任务清单 经集体研究 在征求意见后 ' \
      '以问题为导向 统筹现有资源 分批次 逐户逐项'.split()
DID = '完成 推进 核查 修订 公开 整治 办理 改造 编制 评估 复核 登记 清理 新建 巡查 汇总 答复 归集 督办 优化'.split()
WHAT = '老旧管网更新 沿河步道修缮 规范性文件目录 权责事项清单 群众来信来访 校舍安全鉴定 公共停车泊位 村级财务账目 ' \
       '惠企政策说明 食品抽样检验 地质隐患点位 农田灌溉渠道 便民服务事项 历史档案数字化 行政处罚案卷 养老床位补助 ' \
       '信息公开申请 生活垃圾分类站点 招标投标项目 公务用车台账 执法人员培训 雨污分流工程 就业援助岗位 乡村卫生室设备 ' \
       '公交线路调整 建设用地批后监管 特种设备年检 政府采购合同 古树名木名录 消防通道标识'.split()
UNITS = '件 项 处 个 户 份 次 公里 万元 人次 亩 台'.split()
AND = '，有关情况已向社会公布 ，群众满意程度有所提高 ，遗留问题列入下一批次 ，所需经费由本级财政承担 ' \
      '，与上年相比基本持平 ，个别项目进度偏慢 ，后续维护责任已经落实 ，相关材料按期移交'.split()
ROWS = ['制发文件', '办理事项', '收到申请', '开展检查', '投入资金']


def sentence(choose):
    figure = choose.choice([choose.randint(2, 99), choose.randint(100, 9999), round(choose.uniform(1, 400), 1)])
    text = f'{choose.choice(WHEN)}，{choose.choice(WHO)}{choose.choice(HOW)}{choose.choice(DID)}' \
           f'{choose.choice(WHAT)}{figure}{choose.choice(UNITS)}'
    if choose.random() < .5:
        text += f'，其中{choose.choice(DID)}{choose.choice(WHAT)}{choose.randint(1, 60)}{choose.choice(UNITS)}'
    return text + choose.choice(AND) + '。'


def body(choose, agency, year, kind, characters):
    """Paragraphs of a report, about so many characters altogether."""
    yield f'{agency}人民政府{year}年共制发公文{choose.randint(20, 900)}件，主动公开信息{choose.randint(100, 9000)}条。' \
          f'现将{TYPES[kind]}的主要内容公布如下。'
    for part in PARTS:
        yield '## ' + part
        written, numbers = 0, iter('一二三四五六七八九十')
        while written < characters / len(PARTS):
            text = ''.join(sentence(choose) for _ in range(choose.randint(1, 4)))
            if choose.random() < .4 and (number := next(numbers, None)):
                text = f'（{number}）{choose.choice(DID)}{choose.choice(WHAT)}。{text}'
            written += len(text)
            yield text
    lines = [f'| {row} | {choose.randint(0, 999)} | {choose.randint(0, 999)} |' for row in ROWS]
    yield '\n'.join(['| 项目 | 本年数 | 上年数 |', '| --- | ---: | ---: |', *lines])


def write(path, front, paragraphs):
    put(path, '---\n' + ''.join(f'{key}: {value}\n' for key, value in front) + '---\n', paragraphs)


def put(path, head, paragraphs):
    path.write_text(f'{head}\n' + '\n\n'.join(paragraphs) + '\n', encoding='utf-8')


def make(out, reports, characters=3400, seed='gongbao', form='gongbao'):
    """Writes the tree; the bytes of its Markdown."""
    choose = random.Random(seed)
    names = [a + b + level for a in PLACES for b in PLACE_ENDS for level in LEVELS]
    agencies = ['示例' + name for name in names]
    out.mkdir(parents=True)
    if form == 'gongbao':
        types = ''.join(f'  {key}: {{name: {name}}}\n' for key, name in TYPES.items())
        (out / 'archive.yaml').write_text(f'title: 示例报告档案\nlanguage: zh-Hans\ntypes:\n{types}', encoding='utf-8')
        for number, agency in enumerate(agencies):
            folder = out / f'a{number:03}'
            folder.mkdir()
            write(folder / '_index.md', [('name', agency)], ['本机构为测试所拟，并非真实机构。'])
    if form == 'zola':
        put(out / '_index.md', '+++\nsort_by = "date"\n+++\n', [])
    written = 0
    for number in range(reports):
        place = choose.randrange(len(agencies))
        agency, year, kind = agencies[place], choose.randint(2008, 2025), choose.choice(list(TYPES))
        title = f'"{agency}{year}年{TYPES[kind]}"'
        published = f'{year + 1}-{choose.randint(1, 12):02}-{choose.randint(1, 28):02}'
        document_number = f'"示政发〔{year + 1}〕{number + 1}号"'
        paragraphs = body(choose, agency, year, kind, characters)
        if form == 'gongbao':
            path = out / f'a{place:03}' / f'{number:06}.md'
            write(path, [('title', title), ('type', kind), ('period', year), ('published', published),
                         ('document_number', document_number)], paragraphs)
        elif form == 'zola':
            path = out / f'{number:06}.md'
            put(path, f'+++\ntitle = {title}\ndate = {published}\n[taxonomies]\ncategories = ["{kind}"]\n'
                      f'[extra]\nnumber = {document_number}\n+++\n', paragraphs)
        else:
            path = out / f'{number:06}.md'
            write(path, [('title', title), ('date', published), ('categories', f'["{kind}"]'),
                         ('number', document_number)], paragraphs)
        written += path.stat().st_size
    return written


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('out', type=pathlib.Path)
    parser.add_argument('--reports', type=int, default=10_000)
    parser.add_argument('--characters', type=int, default=3400)
    parser.add_argument('--seed', default='gongbao')
    parser.add_argument('--format', choices=['gongbao', 'hugo', 'zola'], default='gongbao')
    given = parser.parse_args()
    size = make(given.out, given.reports, given.characters, given.seed, given.format)
    print(f'{given.reports} reports, {size / 1e6:.1f} MB of Markdown in {given.out}')
