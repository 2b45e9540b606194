"""The grammar of plates after GA 36-2018, and of the special ones that come to a gate beside it.

A kind is a row of alphabets, one per character. The letters I and O are on no ordinary plate, because they look like 1 and 0: where a reader
says so all the same, `fitted` takes the digit. Armed forces' plates are known by their shape and never told apart further.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
DIGITS = "0123456789"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
ANY = LETTERS + DIGITS
ELECTRIC, HYBRID = "DABCE", "FGHJK"
MOST = 24
_NOISE = re.compile(r"[\s·•・‧∙⋅.\-_|—–/\\:：]+")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of plate: an alphabet per character, and the colours in which it is made, the first being the usual one."""

    code: str
    row: tuple[str, ...]
    colours: tuple[str, ...]

    def takes(self, text: str) -> bool:
        return len(text) == len(self.row) and all(one in allowed for one, allowed in zip(text, self.row, strict=True))


@dataclass(frozen=True, slots=True)
class Plate:
    """A plate that fits the grammar, without its dot."""

    text: str
    kind: str

    def __str__(self) -> str:
        return shown(self.text)


def _kind(code: str, colours: tuple[str, ...], *row: str) -> Kind:
    return Kind(code, row, colours)


_HEAD = (PROVINCES, LETTERS)
KINDS: tuple[Kind, ...] = (
    _kind("ordinary", ("blue", "yellow"), *_HEAD, *[ANY] * 5),
    _kind("energy_small", ("green",), *_HEAD, ELECTRIC + HYBRID, ANY, *[DIGITS] * 4),
    _kind("energy_large", ("yellow_green",), *_HEAD, *[DIGITS] * 5, ELECTRIC + HYBRID),
    _kind("police", ("white",), PROVINCES, LETTERS + "O", *[ANY] * 4, "警"),
    _kind("learner", ("yellow",), *_HEAD, *[ANY] * 4, "学"),
    _kind("trailer", ("yellow",), *_HEAD, *[ANY] * 4, "挂"),
    _kind("hong_kong", ("black",), "粤", "Z", *[ANY] * 4, "港"),
    _kind("macau", ("black",), "粤", "Z", *[ANY] * 4, "澳"),
    _kind("consulate", ("black",), *_HEAD, *[DIGITS] * 4, "领"),
    _kind("embassy", ("black",), *[DIGITS] * 6, "使"),
    _kind("embassy_old", ("black",), "使", *[DIGITS] * 6),
    _kind("rescue", ("white",), PROVINCES, "XS", *[DIGITS] * 4, "应", "急"),
    _kind("armed_police", ("white",), "W", "J", PROVINCES, *[ANY] * 5),
    _kind("armed_police", ("white",), "W", "J", *[DIGITS] * 5),
    _kind("military", ("white",), "ABCDEFGHJKLNSVZ", LETTERS, *[DIGITS] * 5),
)
"""An ordinary row of seven is asked first; what bears a word at its end is told by that word."""

FORCES = ("military", "armed_police")
EMERGENCY = ("police", "rescue", *FORCES)
_BY_LENGTH: dict[int, tuple[Kind, ...]] = {n: tuple(kind for kind in KINDS if len(kind.row) == n) for n in range(MOST)}
_READ_AS = {"O": "0D", "I": "1", "Q": "0", "0": "D"}
"""What stands where the grammar takes no such character, and what it then is; the first that the place takes."""


def plain(text: str) -> str:
    """Without dots, blanks and full-width forms, letters large: the form in which plates are kept and compared. At most 24 characters are looked at."""
    narrow = unicodedata.normalize("NFKC", text[: MOST * 2])
    return _NOISE.sub("", narrow).upper()[:MOST]


def shown(text: str) -> str:
    """京A·12345: as it stands on the car."""
    if len(text) > 2 and text[0] in PROVINCES:
        return f"{text[:2]}·{text[2:]}"
    return text


def kind_of(text: str) -> str:
    """The code of the kind that this plain text is exactly; "" for none."""
    return next((kind.code for kind in _BY_LENGTH.get(len(text), ()) if kind.takes(text)), "")


def fitted(text: str) -> Plate | None:
    """The plate that a text means: itself, or with O for 0 and I for 1 put right where the grammar forbids the letter. None where no kind fits, or two would."""
    bare = plain(text)
    if exact := kind_of(bare):
        return Plate(bare, exact)
    found: dict[str, str] = {}
    for kind in _BY_LENGTH.get(len(bare), ()):
        repaired = _repaired(bare, kind)
        if repaired and repaired not in found:
            found[repaired] = kind.code
    if len(found) != 1:
        return None
    (one,) = found.items()
    return Plate(*one)


def _repaired(bare: str, kind: Kind) -> str:
    """`bare` with what this kind cannot have put right; "" where that is not possible. Only look-alikes are exchanged, at most two."""
    made, changes = [], 0
    for one, allowed in zip(bare, kind.row, strict=True):
        if one in allowed:
            made.append(one)
            continue
        better = next((other for other in _READ_AS.get(one, "") if other in allowed), "")
        if not better:
            return ""
        changes += 1
        made.append(better)
    return "".join(made) if changes <= 2 else ""
