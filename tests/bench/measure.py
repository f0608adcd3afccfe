"""Commands that take turns, and what the kernel says of each: wall time, CPU time, peak memory, and what
they wrote. Knows no program by name and no corpus.

A command that fails, or makes fewer files than it should, ends the run: no numbers.
"""
import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time


def arguments(explained):
    """A parser that holds what all the scripts of this folder understand."""
    parser = argparse.ArgumentParser(description=explained, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--reports', type=int, default=10_000)
    parser.add_argument('--work', type=pathlib.Path, help='where to put everything; default: the temporary folder')
    parser.add_argument('--corpus', type=pathlib.Path)
    parser.add_argument('--maker', type=pathlib.Path)
    parser.add_argument('--binary', action='append')
    parser.add_argument('--keep', action='store_true', help='keep what was made, and say where')
    return parser


class Row:
    """One line of a table: a command, run again and again.

    `command(out)` gives its arguments. `fresh`: each run has a folder of its own; else it goes over what
    an earlier row left there in the same turn, and must touch nothing, unless it `changes` that: something was
    changed before. `least` files with this `ending` must be there afterwards.
    """

    def __init__(self, name, command, out, fresh, least, ending='.html', changes=False):
        self.name, self.command, self.out, self.fresh = name, command, out, fresh
        self.least, self.ending, self.changes = least, ending, changes
        self.wall, self.cpu, self.peak, self.files = [], [], [], {}

    def measure(self, turn, folder):
        out = folder / f'{self.out}-{turn}'
        if self.fresh == out.exists():
            sys.exit(f'{self.name}: {out} should {"not " if self.fresh else ""}be there')
        before = None if self.fresh or self.changes else state(out)
        os.sync()
        log = folder / 'log'
        with open(log, 'wb') as output:
            start = time.perf_counter()
            child = subprocess.Popen(self.command(out), stdout=output, stderr=output)
            _, status, used = os.wait4(child.pid, 0)
            wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            sys.stderr.write(log.read_text(encoding='utf-8', errors='replace')[-4000:])
            sys.exit(f'{self.name} failed (exit code {child.returncode}): no numbers')
        self.files = state(out)
        made = sum(path.endswith(self.ending) for path in self.files)
        if made < self.least:
            sys.exit(f'{self.name} made {made} files {self.ending} of {self.least} reports: no numbers')
        if before is not None and self.files != before:
            sys.exit(f'{self.name} touched what had not changed: no numbers')
        self.wall.append(wall)
        self.cpu.append(used.ru_utime + used.ru_stime)
        self.peak.append(used.ru_maxrss * 1024 / 1e6)

    def used(self):
        """Wall time, CPU time and peak memory, as cells of a table."""
        def spread(values, digits):
            return f'{statistics.median(values):.{digits}f} ({min(values):.{digits}f}-{max(values):.{digits}f})'
        return [spread(self.wall, 2), spread(self.cpu, 2), spread(self.peak, 0)]

    def size(self, belongs=lambda path: True):
        """Bytes and number of the files written last, of those whose path belongs."""
        lengths = [length for path, (length, *_) in self.files.items() if belongs(path)]
        return sum(lengths), len(lengths)


def state(folder):
    """Every file below: length, inode, time of change."""
    found = {}
    for root, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(root, name)
            status = os.stat(path)
            found[os.path.relpath(path, folder)] = (status.st_size, status.st_ino, status.st_mtime_ns)
    return found


def turns(rows, repeat, folder):
    for turn in range(repeat):
        for row in rows:
            row.measure(turn, folder)


def table(head, lines):
    lines = [head, *([str(cell) for cell in line] for line in lines)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    for number, line in enumerate(lines):
        print('| ' + ' | '.join(cell.ljust(width) for cell, width in zip(line, widths)) + ' |')
        if number == 0:
            print('| ' + ' | '.join('-' * width for width in widths) + ' |')


def verdict(what, value, unit, *targets):
    """Prints a figure beside its targets, the one that must be met first; whether that one is."""
    verdicts = ', '.join(f'{"at most" if not number else "better"} {target:g}: {"met" if value <= target else "missed"}'
                         for number, target in enumerate(targets))
    print(f'{what}: {value:.3g} {unit}'.rstrip() + f' ({verdicts})')
    return value <= targets[0]


def for_reports(targets, reports):
    """The targets for an archive of this size. They are set for 10,000 and 100,000
    reports; a smaller archive has those of 10,000, one well beyond that those of 100,000."""
    size = 10_000 if reports <= 20_000 else 100_000
    print(f'targets for {size} reports:')
    return targets[size]


def in_workplace(given, work):
    """Calls `work` with a folder of its own under --work, and removes that unless --keep."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix='gongbao-bench-', dir=given.work)).resolve()
    try:
        return work(given, folder)
    finally:
        if given.keep:
            print(f'kept: {folder}')
        else:
            shutil.rmtree(folder)
