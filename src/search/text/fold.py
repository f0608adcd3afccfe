#!/usr/bin/env python3
"""Make fold.txt: the characters that the search reads as another, each followed by that other.

usage: pip install opencc && python3 src/search/text/fold.py > src/search/text/fold.txt

Traditional to simplified, character by character, as OpenCC (Apache-2.0) converts it. A character
that GB 2312 holds is never folded: it has a meaning of its own in simplified text (乾, 著, 徵).
"""
import opencc

convert = opencc.OpenCC('t2s').convert


def simplified(character):
    while True:
        try:
            character.encode('gb2312')
            return character
        except UnicodeEncodeError:
            other = convert(character)
            if len(other) != 1 or other == character:
                return character
            character = other


for block in [range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x32400)]:
    for character in map(chr, block):
        other = simplified(character)
        if other != character:
            print(character + other)
