"""The reports that are measured: a tree that is given, or one that is made."""
import re
import subprocess
import sys

import corpus


def make(given, folder, form, reports, characters=None):
    """A tree of reports under `folder`, by --maker or by corpus.py."""
    if given.maker and characters is None:
        subprocess.run([sys.executable, given.maker, 'synth', folder, '--reports', str(reports), '--format', form],
                       check=True, stdout=subprocess.DEVNULL)
    else:
        corpus.make(folder, reports, form=form, **({'characters': characters} if characters else {}))
    return folder


def given_or_made(given, folder):
    return given.corpus or make(given, folder / 'reports', 'gongbao', given.reports)


def reports(tree):
    """The files of its reports, always in the same order."""
    return sorted(path for path in tree.rglob('*.md') if path.name != '_index.md')


def markdown(tree):
    """How many reports it holds, and their bytes."""
    sizes = [path.stat().st_size for path in reports(tree)]
    return len(sizes), sum(sizes)


def parts(path):
    """The front matter of a report, and its text."""
    halves = re.match(r'---\r?\n(.*?\n)---\r?\n(.*)', path.read_text(encoding='utf-8'), re.DOTALL)
    if not halves:
        sys.exit(f'{path} has no front matter')
    return halves.groups()


def field(names, front):
    found = re.search(rf'^(?:{names}): *["\']?([^"\'\n]+?)["\']? *$', front, re.MULTILINE)
    return found and found.group(1)


def published(path):
    """Year, month and day, where they are given so."""
    date = field('published|发布日期', parts(path)[0])
    return date[:10] if date and re.match(r'\d{4}-\d\d-\d\d', date) else None
