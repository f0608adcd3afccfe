#!/usr/bin/env python3
"""Make characters.txt, words-by-weight.txt and simplified.txt, by which names are read.

usage: pip install jieba==0.42.1 opencc && python3 src/name/reading/table.py CHARACTERS PHRASES

CHARACTERS is pinyin.txt of pinyin-data, as the crate pinyin 0.11.0 holds it; PHRASES is pinyin.txt of
phrase-pinyin-data 0.19.0 (github.com/mozillazg, both MIT). jieba (MIT) says which words there are and how
often they are met, OpenCC (Apache-2.0) which simplified character stands for a traditional one; words.txt
decides over all of them.

Addresses are made of these tables and never change: once the tables are released they stay as they are,
and only characters that have no reading yet may be added.
"""
import math
import sys
import unicodedata
from pathlib import Path

import jieba
import opencc

HERE = Path(__file__).parent
# Words of jieba that are met less often are left out.
RAREST = 60
LONGEST = 8
# The weight of words that jieba does not have: those written down here, and those of the phrases.
WEIGHT_HERE, WEIGHT_PHRASE, WEIGHT_CHARACTER = 11, 6, 6


def plain(syllable):
    """A syllable without its tone; ü is v (GF 3006-2001)."""
    apart = unicodedata.normalize('NFD', syllable)
    bare = ''.join(c for c in apart if c not in '\u0304\u0301\u030c\u0300')
    return unicodedata.normalize('NFC', bare).replace('ü', 'v').replace('ê', 'e')


def lines(path):
    for line in Path(path).read_text(encoding='utf-8').splitlines():
        line = line.split('#')[0].strip()
        if line:
            yield line


characters, words = {}, {}
for line in lines(sys.argv[1]):
    point, readings = line.split(':')
    character = chr(int(point.strip()[2:], 16))
    # What is private may be another character elsewhere; what is another in NFKD is never met.
    if unicodedata.category(character) != 'Co' and unicodedata.normalize('NFKD', character) == character:
        characters[character] = plain(readings.strip().split(',')[0])
for line in lines(sys.argv[2]):
    phrase, readings = line.split(':')
    phrase, readings = phrase.strip(), [plain(reading) for reading in readings.split()]
    if len(phrase) == len(readings) and 2 <= len(phrase) <= LONGEST:
        words.setdefault(phrase, readings)
by_hand = {}
for line in lines(HERE / 'words.txt'):
    word, *readings = line.split()
    assert len(word) == len(readings), line
    by_hand[word] = readings
    if len(word) == 1:
        characters[word] = readings[0]
words.update({word: readings for word, readings in by_hand.items() if len(word) > 1})

weights = {}
for line in (Path(jieba.__file__).parent / 'dict.txt').read_text(encoding='utf-8').splitlines():
    word, count, _ = line.rsplit(' ', 2)
    if 2 <= len(word) <= LONGEST and int(count) >= RAREST and all(c in characters for c in word):
        weights[word] = round(math.log2(int(count)))
for word, readings in words.items():
    is_other = readings != [characters.get(c) for c in word]
    if is_other:
        weights[word] = max(weights.get(word, 0), WEIGHT_PHRASE)
    if word in by_hand:
        weights[word] = max(weights.get(word, 0), WEIGHT_HERE)


def read(text, whole):
    """The readings of a text by the lightest row of words; `whole` is whether it may be a word itself."""
    best = [(0, None)] + [(math.inf, None)] * len(text)
    for start in range(len(text)):
        cost = best[start][0]
        for end in range(start + 1, min(len(text), start + LONGEST) + 1):
            if end - start == len(text) and not whole:
                continue
            word = text[start:end]
            weight = WEIGHT_CHARACTER if end == start + 1 else weights.get(word)
            if weight is not None and cost + 26 - weight < best[end][0]:
                best[end] = (cost + 26 - weight, start)
    found, end = [], len(text)
    while end:
        start = best[end][1]
        word = text[start:end]
        found[:0] = words.get(word) or [characters[c] for c in word]
        end = start
    return found


if __name__ == '__main__':
    # The readings of longer words are those of the words in them.
    for word in sorted(weights, key=lambda word: (len(word), word)):
        if word not in words:
            words[word] = read(word, whole=False)
    table = {}
    for word, weight in sorted(weights.items()):
        readings = words[word]
        is_other = readings != [characters[c] for c in word]
        table.setdefault(weight, []).append(word + (':' + ' '.join(readings) if is_other else ''))
    (HERE / 'words-by-weight.txt').write_text(''.join(
        f'{weight}\t' + '\t'.join(found) + '\n' for weight, found in sorted(table.items())))
    syllables = {}
    for character, syllable in characters.items():
        syllables.setdefault(syllable, []).append(character)
    (HERE / 'characters.txt').write_text(''.join(
        syllable + ' ' + ''.join(sorted(found)) + '\n' for syllable, found in sorted(syllables.items())))
    convert = opencc.OpenCC('t2s').convert
    pairs = ((c, convert(c)) for c in sorted(characters) if c < '\U00020000')
    (HERE / 'simplified.txt').write_text(''.join(
        a + b + '\n' for a, b in pairs if a != b and len(b) == 1))
