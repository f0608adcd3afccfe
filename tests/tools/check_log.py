#!/usr/bin/env python3
"""Checks the log of an archive with nothing of gongbao's: C2SP tlog-tiles, tlog-checkpoint, signed-note; RFC 6962, 8032.

usage: tests/tools/check_log.py LOG --key VKEY [--old CHECKPOINT] [--sums SHA256SUMS]

LOG is the folder `log` of a site, VKEY the public key of the log or a file with it, CHECKPOINT one that was seen before,
which the log must go on from. With SHA256SUMS the last publication in the log must name that list. Says what is wrong, a
line each; exits with 1 where anything is. Written from these texts, with the standard library of Python alone. Of what is
in the entries it reads only which list the last publication names.
"""
import argparse
import base64
import hashlib
import json
import pathlib
import sys

WIDTH = 256
MOST = 1 << 40


class Wrong(Exception):
    """What is wrong with a log."""


# Ed25519 (RFC 8032, section 5.1)

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def add(one, other):
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number, point):
    sum_ = (0, 1, 1, 0)
    while number:
        if number & 1:
            sum_ = add(sum_, point)
        point = add(point, point)
        number >>= 1
    return sum_


def is_same(one, other):
    return (one[0] * other[2] - other[0] * one[2]) % P == 0 and (one[1] * other[2] - other[1] * one[2]) % P == 0


def point(data):
    y = int.from_bytes(data, 'little')
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if len(data) != 32 or y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, 'little'))


def holds(key, message, signature):
    """Whether a signature of a message by a key holds."""
    if len(signature) != 64:
        return False
    of_key, of_nonce = point(key), point(signature[:32])
    s = int.from_bytes(signature[32:], 'little')
    if of_key is None or of_nonce is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), 'little') % L
    return is_same(times(s, BASE), add(of_nonce, times(h, of_key)))


# Notes and checkpoints

def key_of(text):
    """Name, number and bytes of a key (signed-note)."""
    name, number, data = text.strip().split('+', 2)
    data = base64.b64decode(data, validate=True)
    if data[:1] != b'\x01' or len(data) != 33 or not name:
        raise Wrong('the key is none of Ed25519')
    digest = hashlib.sha256(name.encode() + b'\n' + data).digest()[:4]
    if digest.hex() != number:
        raise Wrong('the key has another number than its own')
    return name, digest, data[1:]


def checkpoint(data, key):
    """Size and root of a checkpoint that this key signed."""
    name, number, public = key
    text = data.decode('utf-8')
    if any(ord(c) < 0x20 and c != '\n' for c in text) or '\n\n' not in text:
        raise Wrong('checkpoint: no note')
    body, _, signatures = text.rpartition('\n\n')
    body += '\n'
    if not signatures.endswith('\n'):
        raise Wrong('checkpoint: its last line has no end')
    is_signed = False
    for line in signatures[:-1].split('\n'):
        dash, of, data = line.split(' ')
        data = base64.b64decode(data, validate=True)
        if dash != '\u2014':
            raise Wrong('checkpoint: a line is no signature')
        if (of, data[:4]) == (name, number):
            if not holds(public, body.encode(), data[4:]):
                raise Wrong('checkpoint: the signature does not hold')
            is_signed = True
    if not is_signed:
        raise Wrong('checkpoint: not signed by the key')
    lines = body.split('\n')
    if lines[0] != name or not lines[1].isascii() or str(int(lines[1])) != lines[1] or not 0 < int(lines[1]) <= MOST:
        raise Wrong('checkpoint: another origin, or no size')
    root = base64.b64decode(lines[2], validate=True)
    if len(root) != 32:
        raise Wrong('checkpoint: no root')
    return int(lines[1]), root


# The tree (RFC 6962, section 2.1) and its files (tlog-tiles)

def leaf(entry):
    return hashlib.sha256(b'\0' + entry).digest()


def node(left, right):
    return hashlib.sha256(b'\1' + left + right).digest()


def root_of(hashes):
    if not hashes:
        return hashlib.sha256(b'').digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << ((len(hashes) - 1).bit_length() - 1)
    return node(root_of(hashes[:split]), root_of(hashes[split:]))


def tile_path(level, number, width):
    digits = f'{number:03}'
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at:at + 3] for at in range(0, len(digits), 3)]
    path = '/'.join(['x' + group for group in groups[:-1]] + groups[-1:])
    return f'tile/{level}/{path}' + (f'.p/{width}' if width < WIDTH else '')


def tiles(count):
    """Numbers and widths of the tiles of so many hashes."""
    for number in range(-(-count // WIDTH)):
        yield number, min(WIDTH, count - number * WIDTH)


def files(size):
    """The paths that a log of this size must have."""
    paths = [tile_path('entries', number, width) for number, width in tiles(size)]
    level, count = 0, size
    while count:
        paths += [tile_path(level, number, width) for number, width in tiles(count)]
        level, count = level + 1, count // WIDTH
    return paths


def bundle(entries):
    return b''.join(len(entry).to_bytes(2, 'big') + entry for entry in entries)


def entries_in(data, width, path):
    entries, at = [], 0
    while at < len(data):
        length = int.from_bytes(data[at:at + 2], 'big')
        entry = data[at + 2:at + 2 + length]
        if len(entry) != length or at + 2 > len(data):
            raise Wrong(f'{path}: cut')
        entries.append(entry)
        at += 2 + length
    if len(entries) != width:
        raise Wrong(f'{path}: {len(entries)} entries in place of {width}')
    return entries


def levels(hashes):
    """What is in the tiles of each level."""
    while hashes:
        yield hashes
        full = len(hashes) // WIDTH
        hashes = [root_of(hashes[at * WIDTH:(at + 1) * WIDTH]) for at in range(full)]


def read(log, path):
    try:
        return (log / path).read_bytes()
    except OSError:
        raise Wrong(f'{path}: missing') from None


def entries_of(log, size):
    entries = []
    for number, width in tiles(size):
        path = tile_path('entries', number, width)
        entries += entries_in(read(log, path), width, path)
    return entries


def check(log, key, old=None, sums=None):
    """Holds a log against itself, a key, a checkpoint that was seen before and a list of files."""
    key = key_of(key)
    size, root = checkpoint(read(log, 'checkpoint'), key)
    entries = entries_of(log, size)
    hashes = [leaf(entry) for entry in entries]
    if root_of(hashes) != root:
        raise Wrong('checkpoint: its root is not that of the entries')
    for level, of_level in enumerate(levels(hashes)):
        for number, width in tiles(len(of_level)):
            path = tile_path(level, number, width)
            if read(log, path) != b''.join(of_level[number * WIDTH:number * WIDTH + width]):
                raise Wrong(f'{path}: not the hashes of the tree')
    if old is not None:
        old_size, old_root = checkpoint(old, key)
        if old_size > size:
            raise Wrong(f'checkpoint: {size} entries, and {old_size} were seen')
        if root_of(hashes[:old_size]) != old_root:
            raise Wrong('checkpoint: another history than was seen')
    if sums is not None:
        releases = [entry for entry in map(json.loads, entries) if entry['op'] == 'release']
        named = releases[-1]['manifest']['sha256'] if releases else None
        if named != hashlib.sha256(sums).hexdigest():
            raise Wrong('SHA256SUMS: not that of the last publication')


def found(*given, **more):
    """What is wrong with a log, in words; nothing if nothing is."""
    try:
        check(*given, **more)
    except (Wrong, ValueError, KeyError, IndexError, TypeError) as error:
        return str(error) or repr(error)
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('log', type=pathlib.Path)
    parser.add_argument('--key', required=True)
    parser.add_argument('--old', type=pathlib.Path)
    parser.add_argument('--sums', type=pathlib.Path)
    given = parser.parse_args()
    key = pathlib.Path(given.key)
    text = key.read_text(encoding='utf-8') if key.is_file() else given.key
    wrong = found(given.log, text, given.old and given.old.read_bytes(), given.sums and given.sums.read_bytes())
    print(wrong or 'the log is whole')
    sys.exit(1 if wrong else 0)


if __name__ == '__main__':
    main()
