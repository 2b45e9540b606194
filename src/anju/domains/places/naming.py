"""How places are named, ordered and found again by what people write. Pure.

People write 13幢, 十三号楼, 13# or 13栋 for the same building; all become the same key here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

_DIGITS = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_NUMBER = re.compile(r"[零〇一二两三四五六七八九十百]+(?=[栋幢座楼号单门室层#期区])")
_BUILDING = re.compile(r"(?:号楼|号栋|[栋幢座楼#])")
_UNIT = re.compile(r"(?:单元|门洞|门)")


def joined_name(above: str, name: str) -> str:
    """3栋 + 2单元 → 3栋2单元; Latin words are kept apart by a space."""
    needs_space = bool(above) and above[-1:].isascii() and above[-1:].isalpha() and name[:1].isascii()
    return f"{above}{' ' if needs_space else ''}{name}"


def joined_ordering(above: str, kind_rank: int, code: str) -> str:
    """A key that sorts a tree depth first with 2 before 10: every number in the code is padded."""
    padded = re.sub(r"\d+", lambda digits: digits[0].zfill(5), code)[:24]
    return f"{above}{kind_rank:02d}{padded}/"


def key_of(written: str) -> str:
    """What people wrote, reduced to what they meant: 十三幢 2 门 1502室 → 13栋2单元1502."""
    text = unicodedata.normalize("NFKC", written).replace(" ", "").lower()
    text = _NUMBER.sub(lambda found: str(number_of(found[0])), text)
    text = _UNIT.sub("单元", _BUILDING.sub("栋", text))
    text = re.sub(r"(?<=\d)[室号房]$", "", text)
    text = re.sub(r"(?<![0-9])0+(?=\d)", "", text)
    return _from_dashes(text)


def _from_dashes(text: str) -> str:
    """3-2-1502 → 3栋2单元1502; 3-1502 → 3栋1502."""
    parts = text.split("-")
    if not all(part.isalnum() and part.isascii() for part in parts) or len(parts) not in (2, 3):
        return text
    return f"{parts[0]}栋{parts[1]}单元{parts[2]}" if len(parts) == 3 else f"{parts[0]}栋{parts[1]}"


def number_of(text: str) -> int:
    """A Chinese number below 1000."""
    total, digit = 0, None
    for char in text:
        if char in "十百":
            total += (1 if digit is None else digit) * (10 if char == "十" else 100)
            digit = None
        else:
            digit = _DIGITS[char] if digit is None else digit * 10 + _DIGITS[char]
    return total + (digit or 0)


def nearest(written: str, names: Iterable[str], *, limit: int = 3) -> list[str]:
    """The names most likely meant, best first: those with the same key, else those that look alike."""
    keys: dict[str, list[str]] = {}
    for name in names:
        keys.setdefault(key_of(name), []).append(name)
    key = key_of(written)
    if key in keys:
        return keys[key][:limit]
    return [name for close in get_close_matches(key, keys, n=limit, cutoff=0.6) for name in keys[close]][:limit]
