"""Random changes of an archive: of texts, heads, files, theme, settings and agencies. Each takes the archive and what
chooses, and says in words what it did; none where there was nothing to do it to. And faults, that nothing may be
published with. It touches no disk.
"""
import copy
import re

from archive import KEYWORDS, PLACES, TOPICS, WHAT, Link, Report, Text, contents, sentence


def report_of(archive, choose, fits=lambda report: True):
    keys = sorted(key for key, report in archive.reports.items() if fits(report))
    return choose.choice(keys) if keys else None


# -- texts ------------------------------------------------------------------------------------------------

def words(archive, choose):
    key = report_of(archive, choose)
    pieces = choose.choice(archive.reports[key].text.paragraphs())
    pieces[0] = sentence(choose)
    return f'text of {key}'


def newest_words(archive, choose):
    key = max(archive.reports, key=lambda key: str(archive.reports[key].front.get('published', '')))
    archive.reports[key].text.opening[0][0] = sentence(choose)
    return f'text of {key}, the newest'


def citing(archive, choose):
    """A sentence that cites another report by title or number, or what the archive does not hold."""
    key, cited = report_of(archive, choose), choose.choice(sorted(archive.reports))
    front = archive.reports[cited].front
    name = choose.choice([f'《{front.get("title", "某个方案")}》', f'《示例市{choose.choice(WHAT)}管理办法》',
                          front.get('document_number', f'云政发〔2019〕{choose.randint(1, 60)}号')])
    choose.choice(archive.reports[key].text.paragraphs())[0] = f'依据{name}，{sentence(choose)}'
    return f'{key} cites {cited}'


def moved_paragraph(archive, choose):
    """A paragraph goes from one report to another, with all that it cites."""
    keys = sorted(archive.reports)
    source, target = (archive.reports[key].text.opening[0] for key in (choose.choice(keys), choose.choice(keys)))
    source[0], target[0] = target[0], source[0]
    return 'two reports have each the first words of the other'


def copied(archive, choose):
    """The text of another report with other figures: what two have alike."""
    key, other = report_of(archive, choose), choose.choice(sorted(archive.reports))
    text = copy.deepcopy(archive.reports[other].text)
    for pieces in text.paragraphs():
        pieces[:] = [re.sub('[0-9]', lambda _: str(choose.randint(1, 9)), pieces[0])]
    archive.reports[key].text = text
    return f'{key} is like {other}'


def character(archive, choose):
    """One character, by another of the same length."""
    key = report_of(archive, choose)
    pieces = choose.choice(archive.reports[key].text.paragraphs())
    text = pieces[0]
    places = [at for at, letter in enumerate(text) if letter.isdigit()]
    at = choose.choice(places) if places else 0
    pieces[0] = text[:at] + str((int(text[at]) + 1) % 10 if places else 7) + text[at + 1:]
    return f'a character of {key}'


def more_parts(archive, choose):
    text = archive.reports[key := report_of(archive, choose)].text
    if len(text.parts) > 6:
        return None
    text.parts.insert(choose.randrange(len(text.parts) + 1), [choose.choice(WHAT) + '安排', [[sentence(choose)]]])
    return f'a part more in {key}'


def fewer_parts(archive, choose):
    key = report_of(archive, choose, lambda report: len(report.text.parts) > 1)
    if not key:
        return None
    del (parts := archive.reports[key].text.parts)[choose.randrange(len(parts))]
    return f'a part less in {key}'


def table(archive, choose):
    archive.reports[key := report_of(archive, choose)].text.table = [
        [choose.choice(WHAT), choose.randint(1, 999)] for _ in range(choose.randint(0, 4))]
    return f'table of {key}'


def annex(archive, choose):
    archive.reports[key := report_of(archive, choose)].text.annex = [
        [sentence(choose)] for _ in range(choose.randint(0, 3))]
    return f'annex of {key}'


def marks(archive, choose):
    archive.reports[key := report_of(archive, choose)].text.tail = choose.choice(
        ['', '办结12件[^1]。\n\n[^1]: 含上年结转3件。', '**着重**与<sup>2</sup>。', '数据见 <https://data.example/?a=1&b=2>。',
         '此处有XX件待核。', '执法人员\n不足。', '<font>旧标记</font>', '[旧网页](https://old.example/a.html)'])
    return f'marks at the end of {key}'


def link(archive, choose):
    archive.link(choose)
    return 'a link more'


def unlink(archive, choose):
    key = report_of(archive, choose, lambda report: report.text.links())
    if not key:
        return None
    gone = choose.choice(archive.reports[key].text.links())
    for pieces in archive.reports[key].text.paragraphs():
        pieces[:] = [piece for piece in pieces if piece is not gone]
    return f'a link less in {key}'


def same_text(archive, choose):
    """Two reports with the same body."""
    one, other = report_of(archive, choose), report_of(archive, choose)
    archive.reports[other].text = copy.deepcopy(archive.reports[one].text)
    return f'the text of {one} in {other}, too'


def large_text(archive, choose):
    archive.reports[key := report_of(archive, choose)].text.opening = [
        [''.join(sentence(choose) for _ in range(choose.choice([40, 400])))]]
    return f'a long paragraph in {key}'


# -- heads ------------------------------------------------------------------------------------------------

def field(archive, choose):
    key = report_of(archive, choose)
    front, number = archive.reports[key].front, choose.randint(1, 99)
    others = sorted(other for other, report in archive.reports.items() if other != key and not report.is_draft())
    values = {
        'title': lambda: f'{choose.choice(PLACES)}{choose.choice(WHAT)}情况之{key[1:]}-{number}',
        'type': lambda: choose.choice(sorted(archive.settings['types'])),
        'agency': lambda: choose.choice([choose.sample(sorted(archive.agencies), 2), choose.choice(sorted(archive.agencies))]),
        'period': lambda: choose.choice([2014, 2021, '2021-05', '2021-Q3', '2020年上半年', {'from': 2016, 'to': 2020}]),
        'data_as_of': lambda: '2021-12-31',
        'reported': lambda: '2022-02-25',
        'written': lambda: f'2022-01-{choose.randint(1, 28):02}',
        'published': lambda: choose.choice([f'20{choose.randint(12, 25)}-03-{choose.randint(1, 28):02}',
                                            f'2022-03-10 {choose.randint(0, 23):02}:45']),
        'modified': lambda: f'2026-04-{choose.randint(1, 28):02}',
        'index_number': lambda: f'SHILI/2022-{key[1:]}{number}',
        'document_number': lambda: f'云政发〔2022〕{choose.randint(1, 30)}号',
        'topics': lambda: choose.sample(TOPICS + [f'专题{number}'], choose.randint(1, 3)),
        'genre': lambda: choose.choice(['工作报告', '方案', '通知']),
        'keywords': lambda: choose.sample(KEYWORDS, choose.randint(1, 3)),
        'status': lambda: choose.choice(['有效', 'expired', {'value': 'amended', 'since': '2023-02'},
                                         {'value': 'repealed', 'since': '2023', 'by': '云政发〔2023〕9号',
                                          'successor': choose.choice(others)}]),
        'source': lambda: choose.choice(['示例市政府', {'name': '示例', 'url': f'https://old.example/{number}.html'}]),
        'summary': lambda: f'编者所写的第{number}个摘要。',
        'language': lambda: choose.choice(['en', 'zh-Hans', 'zh-Hant']),
        'aliases': lambda: [f'old/{key}-{number}.html'],
        'revisions': lambda: [{'date': f'2022-04-{choose.randint(1, 28):02}', 'note': f'更正第{number}处。'}],
        'withdrawn': lambda: {'date': '2023-05-06', 'reason': f'原因之{number}。'},
        'draft': lambda: True,
        'id': lambda: f'papers/{key}-{number}',
        'waivers': lambda: [{'code': 'placeholder', 'reason': '原文如此。'}],
    }
    name = choose.choice(sorted(values))
    if name in front and name not in ('title', 'type') and choose.random() < .5:
        del front[name]
        return f'{name} of {key} removed'
    front[name] = values[name]()
    return f'{name} of {key}'


def order_of_fields(archive, choose):
    report = archive.reports[key := report_of(archive, choose)]
    report.front = dict(sorted(report.front.items(), key=lambda _: choose.random()))
    return f'order of fields of {key}'


def titles_of_attachments(archive, choose):
    key = report_of(archive, choose, lambda report: report.front.get('attachments'))
    if not key:
        return None
    entry = choose.choice(archive.reports[key].front['attachments'])
    if choose.random() < .3:
        entry['withdrawn'] = {'reason': '含有个人信息。'}
    else:
        entry['title'] = f'{choose.choice(WHAT)}统计表{choose.randint(1, 99)}'
    return f'entry of an attachment of {key}'


# -- files ------------------------------------------------------------------------------------------------

def add(archive, choose):
    return f'{archive.add(choose)} added'


def add_newest(archive, choose):
    return f'{archive.add(choose, newest=True)} added, the newest'


def remove(archive, choose):
    if len(archive.reports) < 20:
        return add(archive, choose)
    archive.remove(key := report_of(archive, choose))
    return f'{key} removed'


def rename(archive, choose):
    archive.made += 1
    archive.reports[key := report_of(archive, choose)].stem = choose.choice([f'新名{archive.made}', f'n-{archive.made}'])
    return f'{key} renamed'


def move(archive, choose):
    key = report_of(archive, choose)
    report = archive.reports[key]
    if choose.random() < .5:
        report.front['aliases'] = [f'old/moved-{key}.html']
    report.folder = choose.choice(sorted(archive.agencies))
    taken = any(other is not report and (other.folder, other.stem) == (report.folder, report.stem)
                for other in archive.reports.values())
    if taken:
        archive.made += 1
        report.stem += f'-{archive.made}'
    return f'{key} to {report.folder}'


def fold(archive, choose):
    key = report_of(archive, choose, lambda report: not report.files)
    if not key:
        return None
    archive.reports[key].wants_folder = not archive.reports[key].wants_folder
    return f'{key} as {archive.reports[key].path()}'


def exchange(archive, choose):
    """Two files exchange their bytes, or two reports their names."""
    one, other = (archive.reports[report_of(archive, choose)] for _ in range(2))
    one.folder, other.folder = other.folder, one.folder
    one.stem, other.stem = other.stem, one.stem
    one.files, other.files = other.files, one.files
    one.wants_folder, other.wants_folder = other.wants_folder, one.wants_folder
    a, b = one.front.pop('attachments', None), other.front.pop('attachments', None)
    if a:
        other.front['attachments'] = a
    if b:
        one.front['attachments'] = b
    return 'two reports exchanged'


def attach(archive, choose):
    archive.attach(choose, key := report_of(archive, choose))
    return f'an attachment of {key} more'


def attachment(archive, choose, times=1):
    """Another content: of the same length, or so many times as long."""
    key = report_of(archive, choose, lambda report: report.files)
    if not key:
        return None
    files = archive.reports[key].files
    files[choose.choice(sorted(files))] = contents(choose) * times
    return f'an attachment of {key}'


def longer_attachment(archive, choose):
    return attachment(archive, choose, times=choose.choice([2, 3000]))


def detach(archive, choose):
    key = report_of(archive, choose, lambda report: report.files)
    if not key:
        return None
    archive.detach(choose, key)
    return f'an attachment of {key} less'


def line_ends(archive, choose):
    """The same words in other bytes."""
    key = report_of(archive, choose)
    archive.reports[key].raw = choose.choice(['', '\n', '\n\n', '<!-- 编者按 -->\n'])
    return f'end of the file of {key}'


# -- settings, theme, agencies ------------------------------------------------------------------------

def settings(archive, choose):
    found, number = archive.settings, choose.randint(1, 99)
    values = {
        'title': lambda: f'示例档案{number}',
        'description': lambda: f'第{number}个简介。',
        'publisher': lambda: f'示例编辑部{number}',
        'base_url': lambda: choose.choice(['https://archive.example/', 'https://archive.example/gongbao/']),
        'utc_offset': lambda: choose.choice(['+08:00', '+09:00']),
        'notice': lambda: f'提示{number}',
        'licence': lambda: choose.choice(['https://creativecommons.org/licenses/by/4.0/', '可以转载']),
        'language': lambda: choose.choice(['zh-Hans', 'zh-Hant', 'en']),
        'theme': lambda: 'mine',
        'search': lambda: {'synonyms': [['低保', '最低生活保障'], ['城管', f'城市管理{number}']]},
        'redirects': lambda: {f'gone/{number}/': 'topics/'},
        'types': lambda: {**found['types'], choose.choice(sorted(found['types'])): {'name': f'类别{number}', 'genre': '文件'}},
        'waivers': lambda: [{'code': 'placeholder', 'reason': '原文如此。'}],
        'features': lambda: choose.choice([{'similarity': True}, {'similarity': {'limit': '20%'}}, {'citations': False},
                                           {'defects': False, 'similarity': True}]),
        'duties': lambda: {'yearly': {'name': f'年度报告{number % 3}', 'rules': [
            {'type': choose.choice(sorted(found['types'])), 'publish_by': choose.choice(['04-01', '20天']),
             'from': f'20{choose.randint(15, 20)}-01-01'}]}},
        'site': lambda: {'name': '示例', 'domain': 'archive.example', 'id_code': f'bm000000{number:02}'},
    }
    name = choose.choice(sorted(values))
    if name in found and name not in ('title', 'types', 'language') and choose.random() < .5:
        del found[name]
        return f'archive.yaml: {name} removed'
    found[name] = values[name]()
    return f'archive.yaml: {name}'


def theme(archive, choose):
    number = choose.randint(1, 99)
    texts = {
        'assets/site.css': f':root {{ --red: #0b5d{number:02}; }}\n',
        'assets/icon.svg': f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number} 9"/>\n',
        'languages/zh-Hans.yaml': f'home: 总目录{number}\nlist_total: 本列表共{{n}}份\nmy_hotline: 监督电话：{{number}}\n',
        'languages/zh-Hant.yaml': f'home: 總目錄{number}\nmy_hotline: 監督電話：{{number}}\n',
        'languages/en.yaml': f'home: Contents {number}\nmy_hotline: "Call {{number}}"\n',
        'templates/line.html': '<li><a href="{{ line.url }}"{{ lang(tag=line.language) }}>{{ line.title }}</a> '
                               f'{number}</li>\n',
        'templates/report.html': '{% extends "default/report.html" %}\n'
                                 f'{{% block foot %}}{{{{ super() }}}}<p>{number}</p>{{% endblock %}}\n',
        'templates/list.html': '{% extends "default/list.html" %}\n{% block main %}{{ super() }}'
                               f'<p>{{{{ list.total | number }}}} {number}</p>{{% endblock %}}\n',
        'inline/404.css': f'body {{ margin: {number}px; }}\n',
    }
    path = choose.choice(sorted(texts))
    needed = path in ('languages/zh-Hans.yaml', 'languages/zh-Hant.yaml', 'languages/en.yaml')
    if path in archive.theme and not needed and choose.random() < .5:
        del archive.theme[path]
        return f'theme: {path} removed'
    archive.theme[path] = texts[path]
    return f'theme: {path}'


def agency(archive, choose):
    folder, number = choose.choice(sorted(archive.agencies)), choose.randint(1, 99)
    front = archive.agencies[folder]
    others = sorted(other for other in archive.agencies if other != folder)
    values = {
        'name': lambda: f'示例市第{number}局{folder}',
        'other_names': lambda: [f'{number}局{folder}'],
        'region': lambda: choose.choice(['示例市', '示例省']),
        'parent': lambda: choose.choice(others),
        'exists': lambda: {'from': '2001-05', 'to': str(choose.randint(2010, 2024))},
        'codes': lambda: {'organisation': f'SHILI{number:02}10'},
        'aliases': lambda: [f'old/agency-{number}.html'],
    }
    name = choose.choice([*sorted(values), 'note'])
    if name == 'note':
        archive.notes[folder] = choose.choice(['', f'职责之{number}。', sentence(choose)])
    elif name in front and name != 'name' and choose.random() < .5:
        del front[name]
    else:
        front[name] = values[name]()
    return f'{name} of {folder}'


def agency_folder(archive, choose):
    """An agency's folder gets another name: every report in it another address."""
    archive.made += 1
    old, new = choose.choice(sorted(archive.agencies)), f'ju{archive.made}'
    archive.agencies = {new if folder == old else folder: front for folder, front in archive.agencies.items()}
    archive.notes[new] = archive.notes.pop(old, '')
    for front in archive.agencies.values():
        if front.get('parent') == old:
            front['parent'] = new
    for report in archive.reports.values():
        if report.folder == old:
            report.folder = new
        named = report.front.get('agency')
        if named == old:
            report.front['agency'] = new
        elif isinstance(named, list):
            report.front['agency'] = [new if folder == old else folder for folder in named]
    return f'folder {old} is {new}'


CHANGES = [
    (4, citing), (2, moved_paragraph), (2, copied), (6, words), (4, newest_words), (8, character), (3, more_parts), (3, fewer_parts), (2, table), (2, annex), (4, marks),
    (4, link), (3, unlink), (2, same_text), (1, large_text), (16, field), (1, order_of_fields),
    (2, titles_of_attachments), (3, add), (3, add_newest), (4, remove), (3, rename), (4, move), (3, fold), (3, exchange),
    (3, attach), (4, attachment), (1, longer_attachment), (2, detach), (1, line_ends), (5, settings), (4, theme),
    (4, agency), (1, agency_folder),
]


def change(archive, choose):
    """Some of these; what they did."""
    said = []
    for _ in range(choose.choice([1, 1, 1, 1, 2, 3, 6])):
        weights, functions = zip(*CHANGES)
        told = choose.choices(functions, weights)[0](archive, choose)
        if told:
            said.append(told)
    return said


# -- faults -----------------------------------------------------------------------------------------------

def fault(archive, choose):
    """Breaks the archive: an error, with which nothing may be published."""
    # The text of a report that was withdrawn, or is a draft, may hold what it will.
    key = report_of(archive, choose, lambda report: not report.is_withdrawn() and not report.is_draft())
    report = archive.reports[key]
    kinds = {
        'unknown key': lambda: report.front.update(publshed='2022-01-12'),
        'no title': lambda: report.front.pop('title'),
        'no such type': lambda: report.front.update(type='no-such-type'),
        'no such date': lambda: report.front.update(published='2022-02-31'),
        'no such agency': lambda: report.front.update(agency='没有这个机构'),
        'dead link': lambda: report.text.opening.append(['[没有](没有.md)']),
        'dead part': lambda: report.text.opening.append(['[没有](#99-99)']),
        'no such attachment': lambda: report.front.update(attachments=[{'file': '没有.csv'}]),
        'one address twice': lambda: archive.reports.update(twice=Report(
            report.folder, 'twice', {**report.front, 'id': 'papers/twice'}, report.text), other=Report(
            report.folder, 'other', {**report.front, 'id': 'papers/twice'}, report.text)),
        'no such setting': lambda: archive.settings.update(nosuch=1),
        'settings without title': lambda: archive.settings.pop('title'),
        'broken template': lambda: (archive.settings.update(theme='mine'), archive.theme.update(
            {'templates/list.html': '{% extends "default/list.html" %}{% block main %}{{ nosuch.thing }}{% endblock %}'})),
        'unclosed template': lambda: (archive.settings.update(theme='mine'), archive.theme.update(
            {'templates/home.html': '{% extends "default/home.html" %}{% block main %}'})),
    }
    kind = choose.choice(sorted(kinds))
    kinds[kind]()
    return f'{kind} ({key})'
