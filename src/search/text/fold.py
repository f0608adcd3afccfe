#!/usr/bin/env python3
"""Make fold.txt: the characters that the search reads as another, each followed by that other.

usage: pip install opencc && python3 src/search/text/fold.py > src/search/text/fold.txt

- Traditional to simplified, character by character, as OpenCC (Apache-2.0) converts it. A character that GB 2312
  holds is folded only where simplified text has no use for it but in a name (MET): another has a meaning of its own
  there (乾隆 is no 干隆, 著作 no 着作), and src/search/text/word.rs knows the words in which the two meet.
- Radicals and compatibility forms to the character that they look like: as Unicode (Unicode License) decomposes them,
  or by its EquivalentUnifiedIdeograph, which Perl holds.
- Small letters to those without accents, where Unicode decomposes them so.
"""
import subprocess
import unicodedata

import opencc

MET = '于於后後征徵伙夥折摺么麽挨捱拼拚矩榘烟菸'
RADICALS = '''my ($from, $to) = prop_invmap("Equivalent_Unified_Ideograph");
for (0..$#$from) { print "$from->[$_] " . ($to->[$_] || 0) . "\\n" }'''

convert = opencc.OpenCC('t2s').convert
met = dict(zip(MET[1::2], MET[::2]))


def radicals():
    """The radicals of Unicode, and the character of each."""
    said = subprocess.run(['perl', '-MUnicode::UCD=prop_invmap', '-e', RADICALS], capture_output=True, text=True)
    starts = [[int(number) for number in line.split()] for line in said.stdout.splitlines()]
    for (first, to), (after, _) in zip(starts, starts[1:]):
        for code in range(first, after):
            if to and 0x2E80 <= code < 0x2FE0:
                yield code, chr(to)


def simplified(character):
    while True:
        if character in met:
            return met[character]
        try:
            character.encode('gb2312')
            return character
        except UnicodeEncodeError:
            other = unicodedata.normalize('NFC', character)
            if other == character:
                other = convert(character)
            if len(other) != 1 or other == character:
                return character
            character = other


def without_accents(character):
    base, *marks = unicodedata.normalize('NFD', character)
    return base if all(unicodedata.combining(mark) for mark in marks) else character


def pairs():
    for block in [range(0xE0, 0x250), range(0x370, 0x530), range(0x1E00, 0x2000)]:
        for character in map(chr, block):
            if character.islower():
                yield character, without_accents(character)
    for code, to in radicals():
        yield chr(code), simplified(to)
    for block in [range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x32400)]:
        for character in map(chr, block):
            yield character, simplified(character)


for character, other in sorted(set(pairs())):
    if other != character:
        print(character + other)
