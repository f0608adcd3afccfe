"""A small archive as a value, and the files that it stands for.

It knows what a content tree looks like, so that random changes of it stay without fault unless a fault is
wanted: a link names a report, not a file, and follows it wherever it goes; one to a part that is gone
names the report alone. Every word is this file's own. It touches no disk and starts no program.
"""
import json

NUMBERS = '一二三四五六七八九十'
TYPES = {'annual-report': {'name': '年度报告', 'genre': '工作报告'}, 'plan': '实施方案', 'notice': '通知公告'}
TOPICS = ['法治建设', '审计', '水利', '教育', '统计', '应急管理']
KEYWORDS = ['行政复议', '听证', '堤防', '学校', '抽样', '演练', '档案', '公开']
PLACES = ['云麓区', '汀溪县', '柏湾区', '砚台县', '鹭洲区']
WHO = '各街道 水务所 档案馆 统计队 应急中心 村委会 审计组 学校 卫生站 执法队'.split()
DID = '完成 核查 修订 公开 整治 改造 登记 清理 巡查 汇总 答复 优化'.split()
WHAT = '堤防 沟渠 台账 目录 校舍 路灯 诊室 案卷 摊位 管网 停车位 申请'.split()
UNITS = '件 处 个 户 次 公里 万元'.split()


def sentence(choose):
    return (f'{choose.choice(WHO)}{choose.choice(DID)}{choose.choice(WHAT)}{choose.randint(2, 9999)}'
            f'{choose.choice(UNITS)}，其余{choose.choice(WHAT)}{choose.randint(1, 99)}{choose.choice(UNITS)}。')


class Link:
    """A link in a text: to a report by its key (or to its own), and to one of its parts."""

    def __init__(self, key, part, label):
        self.key, self.part, self.label = key, part, label


class Text:
    """The body of a report: a paragraph, parts with items, a table, an annex; each of them pieces (words, links)."""

    def __init__(self, choose, english=False):
        self.english = english
        self.opening = [[sentence(choose)]]
        self.parts = [[choose.choice(WHAT) + '情况', [[sentence(choose)] for _ in range(choose.randint(1, 3))]]
                      for _ in range(choose.randint(2, 4))]
        self.table = [[choose.choice(WHAT), choose.randint(1, 999)] for _ in range(choose.randint(0, 3))]
        self.annex = [[sentence(choose)] for _ in range(choose.randint(0, 2))]
        self.tail = ''

    def anchors(self):
        found = []
        for number, (_, items) in enumerate(self.parts, 1):
            found.append(str(number))
            found += [f'{number}-{item}' for item in range(1, len(items) + 1)]
        if self.annex:
            found.append('annex1')
            found += [f'annex1-{item}' for item in range(1, len(self.annex) + 1)]
        return found

    def paragraphs(self):
        """All that can be edited: lists of pieces."""
        found = list(self.opening)
        for _, items in self.parts:
            found += items
        return found + self.annex

    def links(self):
        return [piece for pieces in self.paragraphs() for piece in pieces if isinstance(piece, Link)]

    def markdown(self, write):
        blocks = [write(pieces) for pieces in self.opening]
        for number, (title, items) in enumerate(self.parts):
            blocks.append(f'{NUMBERS[number]}、{title}')
            blocks += [f'（{NUMBERS[item]}）{write(pieces)}' for item, pieces in enumerate(items)]
        if self.table:
            rows = [f'| {what} | {figure} |' for what, figure in self.table]
            blocks.append('\n'.join(['| 事项 | 数量 |', '| --- | ---: |', *rows]))
        if self.annex:
            blocks.append('附件1')
            blocks += [f'{NUMBERS[item]}、{write(pieces)}' for item, pieces in enumerate(self.annex)]
        if self.tail:
            blocks.append(self.tail)
        return '\n\n'.join(blocks) + '\n'


class Report:
    def __init__(self, folder, stem, front, text, files=None):
        self.folder, self.stem, self.front, self.text = folder, stem, front, text
        # Attachments: bytes by name. A report that has any is FOLDER/index.md.
        self.files = files or {}
        self.wants_folder = bool(files)
        self.raw = ''

    def is_alone(self):
        return not self.files and not self.wants_folder

    def path(self):
        return f'{self.folder}/{self.stem}.md' if self.is_alone() else f'{self.folder}/{self.stem}/index.md'

    def is_withdrawn(self):
        return 'withdrawn' in self.front

    def is_draft(self):
        return bool(self.front.get('draft'))


class Archive:
    def __init__(self, choose):
        self.settings = {'title': '示例档案', 'description': '一个很小的档案。', 'language': 'zh-Hans',
                         'publisher': {'name': '示例编辑部', 'contact': 'archive@archive.example'},
                         'licence': '转载请注明出处', 'types': dict(TYPES),
                         'features': {'similarity': True},
                         'duties': {'yearly': {'name': '年度报告', 'rules': [
                             {'type': 'annual-report', 'publish_by': '04-01', 'from': '2016-01-01'}]}},
                         'search': {'synonyms': [['低保', '最低生活保障'], ['复议', '行政复议']]}, 'theme': 'mine'}
        self.agencies = {
            'yunlu': {'name': '示例市云麓区', 'other_names': ['云麓区', '云麓']},
            'shuiwu': {'name': '云麓区水务局', 'parent': 'yunlu', 'region': '示例市'},
            'shenji': {'name': '云麓区审计局', 'parent': 'yunlu', 'exists': {'from': '2001-05'}},
            '汀溪': {'name': '示例市汀溪县', 'codes': {'organisation': 'SHILITX10'}},
        }
        self.notes = {folder: '' for folder in self.agencies}
        self.notes['yunlu'] = '本区负责**条例**第三条所列事项。'
        self.theme = {
            'assets/site.css': ':root { --red: #0b5d4b; }\n',
            'languages/zh-Hans.yaml': 'home: 总目录\nlist_total: 本列表共{n}份\nmy_hotline: 监督电话：{number}\n',
            'templates/base.html': '{% extends "default/base.html" %}\n'
                                   '{% block foot %}{{ super() }}<p>{{ text(key="my_hotline", number="12388") }}</p>'
                                   '{% endblock %}\n',
        }
        self.reports = {}
        self.made = 0
        for _ in range(30):
            self.add(choose)
        keys = list(self.reports)
        for key in keys[:8]:
            self.attach(choose, key)
        for _ in range(25):
            self.link(choose)
        for key in keys[3:5]:
            self.reports[key].front['withdrawn'] = {'date': '2023-05-06', 'reason': '内容有误。'}
        for key in keys[5:7]:
            self.reports[key].front['draft'] = True
        for key in keys[7:9]:
            self.reports[key].front['agency'] = ['yunlu', 'shuiwu']
        self.reports[keys[9]].front['status'] = {'value': '废止', 'since': '2023-01', 'successor': keys[10]}
        self.reports[keys[11]].front['aliases'] = ['old/eleven.html']

    # -- changes that keep it whole -------------------------------------------------------------------

    def add(self, choose, newest=False):
        self.made += 1
        key = f'r{self.made}'
        folder = choose.choice(sorted(self.agencies))
        year = 2025 if newest else choose.randint(2015, 2022)
        place = choose.choice(PLACES)
        front = {'title': f'{place}{year}年{choose.choice(WHAT)}报告之{self.made}',
                 'type': choose.choice(sorted(self.settings['types'])), 'period': year,
                 'published': f'{year + 1}-{choose.randint(1, 12):02}-{choose.randint(1, 28):02}'}
        if choose.random() < .6:
            front['topics'] = choose.sample(TOPICS, choose.randint(1, 2))
        if choose.random() < .4:
            front['keywords'] = choose.sample(KEYWORDS, 2)
        if choose.random() < .4:
            front['document_number'] = f'云政发〔{year}〕{self.made}号'
        stem = choose.choice([f'{year}-{self.made}', f'报告{self.made}', f'{self.made:03}'])
        self.reports[key] = Report(folder, stem, front, Text(choose))
        return key

    def attach(self, choose, key):
        report = self.reports[key]
        name = choose.choice(['数据.csv', 'table.csv', '附件2.txt', '附件10.txt', 'scan.pdf'])
        report.files[name] = contents(choose)
        report.wants_folder = True
        if choose.random() < .7:
            listed = report.front.setdefault('attachments', [])
            if all(entry['file'] != name for entry in listed):
                listed.append({'file': name, 'title': f'{choose.choice(WHAT)}表'})

    def detach(self, choose, key):
        report = self.reports[key]
        name = choose.choice(sorted(report.files))
        del report.files[name]
        listed = [entry for entry in report.front.get('attachments', []) if entry['file'] != name]
        report.front.pop('attachments', None)
        if listed:
            report.front['attachments'] = listed

    def link(self, choose):
        """One more link: to a report or to its part, or to a part of its own text."""
        source = self.reports[choose.choice(sorted(self.reports))]
        key = choose.choice(sorted(self.reports))
        part = choose.choice([None, *self.reports[key].text.anchors()])
        choose.choice(source.text.paragraphs()).append(Link(key, part, f'见报告{key}'))

    def remove(self, key):
        """The report goes. Links to it stay as words."""
        del self.reports[key]

    # -- the files -----------------------------------------------------------------------------------

    def files(self):
        """Every file beside which it stands: path and bytes."""
        found = {'content/archive.yaml': mapping(self.settings)}
        for folder, front in self.agencies.items():
            found[f'content/{folder}/_index.md'] = f'---\n{mapping(front)}---\n\n{self.notes.get(folder, "")}\n'
        for key, report in self.reports.items():
            found[f'content/{report.path()}'] = self.text_of(report)
            for name, data in report.files.items():
                found[f'content/{report.folder}/{report.stem}/{name}'] = data
        for path, text in self.theme.items():
            found[f'themes/mine/{path}'] = text
        return {path: data.encode() if isinstance(data, str) else data for path, data in found.items()}

    def text_of(self, report):
        front = dict(report.front)
        status = front.get('status')
        if isinstance(status, dict) and 'successor' in status:
            status = dict(status)
            target = self.reports.get(status.pop('successor'))
            if target and target is not report and not target.is_draft():
                status['successor'] = target.front.get('title', '某个方案')
            front['status'] = status
        body = report.text.markdown(lambda pieces: ''.join(self.written(report, piece) for piece in pieces))
        return f'---\n{mapping(front)}---\n\n{body}{report.raw}'

    def written(self, report, piece):
        if isinstance(piece, str):
            return piece
        target = self.reports.get(piece.key)
        if not target or (target.is_draft() and target is not report):
            return f'（{piece.label}）'
        part = piece.part if piece.part in target.text.anchors() and not target.is_withdrawn() else None
        if target is report:
            return f'[{piece.label}](#{part})' if part else f'（{piece.label}）'
        up = '../' if report.is_alone() else '../../'
        return f'[{piece.label}]({up}{target.path()}{"#" + part if part else ""})'


def mapping(fields):
    """A head: JSON's values are YAML's, too."""
    return ''.join(f'{key}: {json.dumps(value, ensure_ascii=False)}\n' for key, value in fields.items())


def contents(choose):
    return f'事项,件数\n受理,{choose.randint(1000, 9999)}\n办结,{choose.randint(1000, 9999)}\n'.encode()
