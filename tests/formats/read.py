#!/usr/bin/env python3
"""Reads an index of format 8 by docs/search-format.md alone, and checks every sum in it.

usage: tests/formats/read.py DIR [--terms]

DIR is a folder search-index. Prints what each segment holds; --terms prints every term with its list. Exits with
1 where anything is not as the document says. It shares nothing with the program but the document.
"""
import hashlib
import json
import pathlib
import struct
import sys
import zlib

CHUNK, CHECK_BLOCK, CHECK = 256 << 10, 64 << 10, 16
FIELDS = ['reports', 'places', 'numbers', 'cites', 'year', 'agency', 'type', 'topic', 'status', 'region']


def require(condition, what):
    if not condition:
        sys.exit(f'not as the document says: {what}')


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def inflate(data):
    return zlib.decompressobj(-15).decompress(data)


class Reader:
    """Bytes that are taken off the front."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        self.at += count
        require(self.at <= len(self.data), 'bytes are missing')
        return self.data[self.at - count:self.at]

    def number(self, high_bit_ends=False):
        number = shift = 0
        while True:
            byte = self.take(1)[0]
            number |= (byte & 0x7F) << shift
            shift += 7
            if (byte >= 0x80) == high_bit_ends:
                return number

    def u32(self):
        return struct.unpack('<I', self.take(4))[0]

    def is_at_end(self):
        return self.at == len(self.data)


class Bits:
    """Bits, the lowest of a byte first."""

    def __init__(self, data):
        self.bits, self.at = int.from_bytes(data, 'little'), 0

    def take(self, width):
        self.at += width
        return self.bits >> self.at - width & (1 << width) - 1

    def one_of(self, choices):
        width = choices.bit_length() - 1
        short = (2 << width) - choices
        number = self.take(width)
        return number if number < short else (number << 1 | self.take(1)) - short

    def code(self, order):
        width = 0
        while self.take(1) == 0:
            width += 1
        high = 1 << width | self.take(width)
        return (high - 1) << order | self.take(order)

    def kept(self, count):
        """Of each number where its report holds the term first (zone and text block), and how often."""
        order = self.take(3)
        return [(self.code(0), self.code(order) + 1) for _ in range(count)]

    def rising(self, count, low, high):
        if count == 0:
            return []
        half = count // 2
        middle = low + half + self.one_of(high - low - count + 1)
        return [*self.rising(half, low, middle), middle, *self.rising(count - half - 1, middle + 1, high)]


def composite(data):
    """The bytes of each field."""
    length = struct.unpack('<I', data[-4:])[0]
    end = len(data) - 4 - length
    footer, starts, start = Reader(data[end:-4]), [], 0
    for _ in range(footer.number(True)):
        start += footer.number(True)
        starts.append((footer.u32(), start))
        require(footer.number(True) == 0, 'a composite file')
    ends = [start for _, start in starts[1:]] + [end]
    return {field: data[start:end] for (field, start), end in zip(starts, ends)}


def block(data):
    """The terms of a block of a dictionary: term, length of its list, its bytes, its sum."""
    reader = Reader(data)
    require(reader.take(1) == b'\0', 'a block is not compressed')
    count, start, expected = reader.number(), reader.number(), reader.number()
    lists = []
    for _ in range(count):
        short = reader.number()
        length, size = (1, short) if short < 8 else (short - 8, reader.number())
        lists.append((length, start, start + size, reader.number()))
        start += size
    term, sums, terms = b'', b'', []
    for entry in lists:
        mode = reader.take(1)[0]
        kept, added = (reader.number(), reader.number()) if mode == 1 else (mode & 15, mode >> 4)
        term = term[:kept] + reader.take(added)
        sums += struct.pack('<I', zlib.crc32(term + struct.pack('<4Q', *entry)))
        terms.append((term, *entry))
    require(reader.is_at_end() and zlib.crc32(sums) == expected, 'the sum of a block')
    return terms


def dictionary(data):
    _, index, count, version, form = struct.unpack('<QQQII', data[-32:])
    require((version, form) == (3, 2), 'the form of a dictionary')
    reader, terms = Reader(data), []
    while length := reader.u32():
        terms += block(reader.take(length))
    require(reader.at == index and len(terms) == count, 'the end of a dictionary')
    return terms


def read_list(data, length, end, has_kept, expected):
    width = 7 if len(data) < 16 else 14 if len(data) < 128 else 28
    require(zlib.crc32(data) >> 32 - width == expected, 'the sum of a list')
    bits = Bits(data)
    numbers = bits.rising(length, 0, end)
    kept = bits.kept(length) if has_kept and length else []
    require((bits.at + 7) // 8 == len(data) and bits.bits >> bits.at == 0, 'the end of a list')
    return numbers, kept


def text_blocks(data, table, reports):
    """The text blocks of each report, by the position table."""
    table, texts, held = Reader(table), Reader(data), []
    for _ in range(reports):
        held.append([])
        while units := table.number():
            sealed = texts.take(units * 128)
            require(struct.unpack('<I', sealed[:4])[0] == zlib.crc32(sealed[4:]), 'the sum of a text block')
            held[-1].append(json.loads(inflate(sealed[4:]).decode('utf-16-le')))
    require(table.is_at_end() and texts.is_at_end(), 'the end of the texts')
    return held


def segment(facts, data, show_terms):
    reader = Reader(data)
    parts = {name: reader.take(length) for name, length in facts['parts']}
    require(reader.is_at_end(), 'the parts of a segment')
    held = text_blocks(parts['texts'], parts['places'], facts['reports'])
    end = 1024 * len(held) + 2048 * sum(map(len, held))
    print(f'{facts["name"]}: {len(held)} reports, {sum(map(len, held))} text blocks, places below {end}')
    dictionaries, postings = composite(parts['terms']), composite(parts['postings'])
    for field, name in enumerate(FIELDS):
        terms, last = dictionary(dictionaries[field]), 0
        for term, length, start, stop, expected in terms:
            require(start == last, 'lists follow each other')
            last = stop
            limit, has_kept = (end if name in ('places', 'numbers', 'cites') else len(held)), name == 'reports'
            numbers, kept = read_list(postings[field][start:stop], length, limit, has_kept, expected)
            if show_terms:
                # Behind a value that is not the first of its reports stands which it is.
                term, *rank = term.split(b'\0')
                print(f'  {name} {term.decode()!r}{[Reader(rank[0]).number()] if rank else ""} {numbers} {kept or ""}'.rstrip())
        require(last == len(postings[field]), 'the end of the lists')
        print(f'  {name}: {len(terms)} terms, {last} bytes of lists')
    json.loads(parts['names'])
    print(f'  lexicon: {len(parts["lexicon"].splitlines())} grams')


def main(folder, show_terms):
    text = (folder / 'manifest.json').read_bytes()
    manifest = json.loads(text)
    require((manifest['format'], manifest['chunk']) == (8, CHUNK), 'the format')
    require(sha256(text.replace(manifest['digest'].encode(), b'')) == manifest['digest'], 'the digest')
    whole = {}
    for name in ['bundle', 'checks']:
        whole[name] = (folder / manifest[name]['name']).read_bytes()
        require(sha256(whole[name]) == manifest[name]['sha256'], f'the hash of the {name}')
    checks, segments = b'', []
    for facts in manifest['segments']:
        length = sum(size for _, size in facts['parts'])
        files = [(folder / f'{facts["name"]}-{at}.bin').read_bytes() for at in range(-(-length // CHUNK))]
        own = b''.join(hashlib.sha256(file[at:at + CHECK_BLOCK]).digest()[:CHECK]
                       for file in files for at in range(0, len(file), CHECK_BLOCK))
        require(sha256(own) == facts['sha256'] and facts['sha256'].startswith(facts['name']), 'the checks')
        checks += own
        segments.append(b''.join(files))
    require(checks == whole['checks'], 'the file of checks')
    reader = Reader(inflate(whole['bundle']))
    pieces = [(reader.number(), reader.number(), reader.number()) for _ in range(reader.number())]
    for at, start, length in pieces:
        require(reader.take(length) == segments[at][start:start + length], 'a piece of the bundle')
    require(reader.is_at_end(), 'the end of the bundle')
    for facts, data in zip(manifest['segments'], segments):
        segment(facts, data, show_terms)
    print('every sum is right')


if __name__ == '__main__':
    if len(sys.argv) < 2 or sys.argv[1].startswith('-'):
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]), '--terms' in sys.argv[2:])
