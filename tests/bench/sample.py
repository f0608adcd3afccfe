"""Queries to measure with, cut from the reports themselves; the same ones for the same reports and seed."""
import random
import re
from typing import NamedTuple

import trees

LENGTHS = [1, 2, 2, 3, 3, 4, 4, 5, 6, 8, 10, 14, 20]
ROW = re.compile(r'(?:[0-9]+(?:\.[0-9]+)*|[\u4e00-\u9fff])+')
UNIT = re.compile(r'[0-9.]+|.')
COMMON = ['政府', '信息公开', '行政处罚', '2019年', '预算执行情况', 'PM2.5']
"""What people do type: frequent, and words of another script."""
ABSENT = 'halves swapped or reversed'


class Query(NamedTuple):
    text: str
    kind: str
    quoted: bool


class Sample:
    def __init__(self, tree, seed):
        self.files = trees.reports(tree)
        self.choose = random.Random(seed)

    def queries(self, count):
        """So many, each bare and quoted, and the common ones: every fourth a pair of runs, every twentieth
        a run put together so that most likely no report holds it."""
        for number in range(count):
            if number % 4 == 3:
                yield from both([self.run(), self.run()], 'two runs')
            elif number % 20 == 10:
                yield from both([self.absent()], ABSENT)
            else:
                run = self.run()
                yield from both([run], length(run))
        for run in COMMON:
            yield from both([run], 'common')

    def run(self):
        return ''.join(self.units())

    def units(self):
        """Han characters and whole figures that stand together somewhere, begun anywhere."""
        while True:
            _, text = trees.parts(self.choose.choice(self.files))
            rows = [row for row in ROW.findall(text) if len(row) > 1]
            if not rows:
                continue
            units = UNIT.findall(self.choose.choice(rows))
            wanted = min(self.choose.choice(LENGTHS), sum(map(len, units)))
            # Begun where so much still follows; a figure at the end may make it longer.
            starts = [at for at in range(len(units)) if sum(map(len, units[at:])) >= wanted]
            start = self.choose.choice(starts)
            end = start + 1
            while sum(map(len, units[start:end])) < wanted:
                end += 1
            return units[start:end]

    def absent(self):
        while len(units := self.units()) < 4:
            pass
        half = len(units) // 2
        return ''.join(self.choose.choice([units[half:] + units[:half], units[::-1]]))


def both(runs, kind):
    yield Query(' '.join(runs), kind, False)
    yield Query(' '.join(f'"{run}"' for run in runs), kind, True)


def length(run):
    for most, name in [(1, '1 character'), (2, '2'), (4, '3-4'), (8, '5-8')]:
        if len(run) <= most:
            return name
    return 'more'
