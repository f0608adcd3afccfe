"""How a change gets to the disk, in every manner in which files are changed: written over, replaced by a rename, with
the old time kept, with a time long past or to come. And what is in a folder: bytes, modes, times.

It knows nothing of archives.
"""
import hashlib
import os
import pathlib
import shutil
import stat

MANNERS = ['over', 'over', 'over', 'renamed', 'time kept', 'time kept', 'long past', 'to come', 'time of another']


def bring(work, before, after, choose):
    """Makes the files below `work` what `after` says, from what `before` says; in one manner, which is returned."""
    manner = choose.choice(MANNERS)
    gone = [path for path in before if path not in after]
    come = [path for path in after if path not in before]
    # What only moved is moved, inode and times with it.
    for path in list(come):
        old = next((old for old in gone if before[old] == after[path]), None)
        if old is not None and choose.random() < .8:
            (work / path).parent.mkdir(parents=True, exist_ok=True)
            os.rename(work / old, work / path)
            gone.remove(old)
            come.remove(path)
    for path in gone:
        (work / path).unlink()
    for path in come:
        put(work, work / path, after[path], 'over', choose)
    changed = [path for path in after if path in before and before[path] != after[path]]
    swapped = next(((a, b) for a in changed for b in changed if a < b and before[a] == after[b]
                    and before[b] == after[a]), None)
    if swapped and choose.random() < .7:
        manner = 'exchanged'
        one, other = (work / path for path in swapped)
        os.rename(one, work / 'aside')
        os.rename(other, one)
        os.rename(work / 'aside', other)
        changed = [path for path in changed if path not in swapped]
    for path in changed:
        put(work, work / path, after[path], manner, choose)
    for path in gone:
        without_empty(work, (work / path).parent)
    return manner if changed or swapped else 'moved' if gone or come else ''


def put(work, path, data, manner, choose):
    path.parent.mkdir(parents=True, exist_ok=True)
    old = path.stat() if path.exists() else None
    if manner == 'renamed':
        (work / 'aside').write_bytes(data)
        os.replace(work / 'aside', path)
    else:
        path.write_bytes(data)
    if manner == 'time kept' and old:
        os.utime(path, ns=(old.st_atime_ns, old.st_mtime_ns))
    elif manner == 'long past':
        os.utime(path, (choose.choice([0, 315532800]),) * 2)
    elif manner == 'to come':
        os.utime(path, (4102444800,) * 2)
    elif manner == 'time of another':
        other = sorted(file for file in path.parent.iterdir() if file.is_file())[0].stat()
        os.utime(path, ns=(other.st_atime_ns, other.st_mtime_ns))


def without_empty(work, folder):
    while folder != work and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def remove(path):
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    elif path.is_symlink() or path.exists():
        path.unlink()


def content(folder):
    """Everything below a folder: kind, mode, digest of the bytes, by path."""
    return {path: entry[:3] for path, entry in state(folder).items()}


def state(folder):
    """The same with inode and time of change."""
    found = {}
    folder = str(folder)
    for root, folders, names in os.walk(folder):
        for name in folders + names:
            path = os.path.join(root, name)
            status = os.lstat(path)
            if stat.S_ISREG(status.st_mode):
                with open(path, 'rb') as file:
                    data = hashlib.blake2b(file.read()).digest()
            else:
                data = os.readlink(path).encode() if stat.S_ISLNK(status.st_mode) else b''
            found[os.path.relpath(path, folder)] = (stat.S_IFMT(status.st_mode), stat.S_IMODE(status.st_mode), data,
                                                    status.st_ino, status.st_mtime_ns)
    return found


def difference(one, other, names):
    """The first difference between two such values, in words; nothing where there is none."""
    for path in sorted(one.keys() | other.keys()):
        a, b = one.get(path), other.get(path)
        if a == b:
            continue
        if not a or not b:
            return f'{path} is in {names[0] if a else names[1]} alone'
        what = next(word for word, x, y in zip(['kind', 'mode', 'bytes', 'inode', 'time of change'], a, b) if x != y)
        shown = f' ({oct(a[1])} and {oct(b[1])})' if what == 'mode' else ''
        return f'{path}: {what} of {names[0]} and {names[1]} differ{shown}'
    return ''


def files_below(folder):
    folder = pathlib.Path(folder)
    return sorted(path for path in folder.rglob('*') if path.is_file() and not path.is_symlink())


HARMS = ['flipped', 'flipped, time kept', 'cut', 'longer', 'emptied', 'removed', 'zeros', 'other bytes',
         'a folder in its place', 'a link in its place', 'unreadable']


def harm(path, choose, kinds=HARMS):
    """Something that happens to a file: what, in words."""
    size = path.stat().st_size
    kind = choose.choice(kinds)
    times = path.stat()
    if kind.startswith('flipped') and size:
        for _ in range(choose.choice([1, 1, 20])):
            with open(path, 'r+b') as file:
                at = choose.randrange(size)
                file.seek(at)
                byte = file.read(1)[0]
                file.seek(at)
                file.write(bytes([byte ^ (1 << choose.randrange(8))]))
        if kind.endswith('kept'):
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    elif kind == 'cut':
        os.truncate(path, choose.randrange(size + 1))
    elif kind == 'longer':
        with open(path, 'ab') as file:
            file.write(choose.randbytes(choose.choice([1, 5000])))
    elif kind == 'emptied':
        os.truncate(path, 0)
    elif kind == 'removed':
        path.unlink()
    elif kind == 'zeros' and size:
        with open(path, 'r+b') as file:
            at = choose.randrange(size)
            file.seek(at)
            file.write(bytes(min(size - at, choose.choice([16, 4096]))))
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    elif kind == 'other bytes':
        path.write_bytes(choose.randbytes(size))
    elif kind == 'a folder in its place':
        path.unlink()
        path.mkdir()
        (path / 'file').write_bytes(b'x')
    elif kind == 'unreadable':
        path.chmod(0)
    elif kind == 'a link in its place':
        path.unlink()
        path.symlink_to('/dev/null')
    return kind
