"""A line as people meant it: without control characters and inserted pinyin, in simplified script.

Every step either keeps a character, drops it, or puts one character in its place, so that each offset of
the clean text leads back to the original.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from opencc import OpenCC

from .model import Cleaned

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_SYLLABLE = rf"(?=[a-zü]{{0,5}}[{_TONED}])[a-zü{_TONED}]{{1,18}}"
_PINYIN = re.compile(
    rf"(?<=[^\sa-z])[(（]\s?{_SYLLABLE}(?:[ ']{_SYLLABLE}){{0,3}}\s?[)）]"  # 安(ān)全
    rf"|(?<=[{_HAN}]){_SYLLABLE}(?=[{_HAN}])"  # 安ān全
    rf"|(?<=[?\ufffd□]){_SYLLABLE}[)）]",  # the character before it was destroyed together with the bracket
)
_BROKEN = re.compile(rf"\ufffd|(?<=[{_HAN}])\?(?=[{_HAN}a-z{_TONED}])|(?<=[{_HAN}])\?！")
_INVISIBLE = re.compile(r"[\s\x00-\x1f\u200b-\u200f\u2060\ufeff]*")
_DROPPED_CATEGORIES = {"Cc", "Cf", "Co", "Cn", "Cs"}
_SPACES = dict.fromkeys(map(ord, "\t\u00a0\u2002\u2003\u2007\u2009\u202f"), " ")
# Symbol fonts keep their glyphs in the private area; Word writes list bullets with these.
_PRIVATE_BULLETS = dict.fromkeys((0xF06C, 0xF06E, 0xF0A7, 0xF0B7, 0xF0D8, 0xF0FC), "•")
_FOLDED = _SPACES | _PRIVATE_BULLETS


def clean(original: str, *, skip: int = 0, marks: Sequence[tuple[int, int]] = ()) -> Cleaned:
    """The clean line and the map back to ``original``, which must be one line.

    The first ``skip`` characters and the ranges ``marks`` belong to the file format and stay out of the text.
    """
    folded = original.translate(_FOLDED)
    kept = _kept_ranges(folded, skip, marks)
    text = simplified("".join(folded[start:stop] for start, stop in kept))
    breaks, length = [], 0
    for start, stop in kept:
        breaks.append((length, start))
        length += stop - start
    return Cleaned(text, original, () if breaks in ([], [(0, 0)]) else tuple(breaks))


def pinyin_count(line: str) -> int:
    return sum(1 for _ in _PINYIN.finditer(line))


def broken_count(line: str) -> int:
    return sum(1 for _ in _BROKEN.finditer(line))


def _kept_ranges(line: str, skip: int, marks: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    dropped = [*marks, *((m.start(), m.end()) for m in _PINYIN.finditer(line))]
    if not line.isprintable():
        dropped += [(i, i + 1) for i, c in enumerate(line) if unicodedata.category(c) in _DROPPED_CATEGORIES]
    edge = _INVISIBLE.match(line, skip).end()
    end = max(len(line.rstrip()), edge)
    kept, at = [], edge
    for start, stop in sorted(dropped):
        if start > at:
            kept.append((at, min(start, end)))
        at = max(at, stop)
    if at < end:
        kept.append((at, end))
    return [(start, stop) for start, stop in kept if start < stop]


def has_traditional(line: str) -> bool:
    """Whether the line holds a character that only the traditional script has.

    著 and 乾 belong to both scripts, so a simplified line with 显著 or 乾坤 stays as it is.
    """
    return not _traditional_characters().isdisjoint(line)


def simplified(line: str) -> str:
    """The line in simplified characters, of the same length."""
    if not has_traditional(line):
        return line
    converted = _converter().convert(line)
    if len(converted) == len(line):
        return converted
    return "".join(_one_for_one(c) for c in line)


@lru_cache(maxsize=4096)
def _one_for_one(character: str) -> str:
    converted = _converter().convert(character)
    return converted if len(converted) == 1 else character


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=1)
def _traditional_characters() -> frozenset[str]:
    every = [chr(code) for code in range(0x4E00, 0xA000)]
    simple = _converter().convert("\n".join(every)).split("\n")
    return frozenset(old for old, new in zip(every, simple, strict=True) if old != new and not _in_gb2312(old))


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
