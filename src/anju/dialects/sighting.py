"""What a lane camera tells, whoever made it: a car was seen, an input changed, or only that it lives."""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from anju.plates.grammar import PROVINCES

COLOURS = ("blue", "yellow", "green", "yellow_green", "white", "black")
VEHICLES = ("car", "bus", "freight", "engineering")
MOST_PICTURE = 1_500_000
MOST_PLATE = 24
_ENGINEERING = re.compile(r"engineer|construct|crane|concrete|mixer|excavat|bulldoz|dregs|slag|sweeper", re.IGNORECASE)
_FREIGHT = re.compile(r"truck|lorry|trailer|tank|freight", re.IGNORECASE)
_BUS = re.compile(r"bus|coach", re.IGNORECASE)


_NO_PLATE = frozenset(("", "unknown", "noplate", "no plate", "none", "null", "nolicense", "unlicensed", "无", "无牌", "无牌车", "无车牌", "未识别", "未知", "未悬挂"))
_COLOUR_BEFORE = "蓝黄绿白黑"
_COLOUR_WORDS = {
    "blue": {"blue", "蓝"}, "yellow": {"yellow", "黄", "doubleyellow"}, "green": {"green", "newenergygreen", "smallnewenergy", "shadowgreen", "newenergy", "绿", "渐变绿"},
    "yellow_green": {"yellowgreen", "newenergyyellowgreen", "bignewenergy", "mixedcolor", "黄绿", "黄绿双拼"}, "white": {"white", "白"}, "black": {"black", "黑"},
}  # fmt: skip


class Garbled(ValueError):
    """The message is none of this dialect, or is built to hurt. `str` is a short code."""


@dataclass(frozen=True)
class Sighting:
    """A car at a camera. `text` as the camera read it, `sure` from 0 to 1, `at` the camera's own time (without a zone it is the community's).

    `number` is the camera's own mark of this event, the same however often it is sent; `is_late`: it was kept while nobody answered.
    """

    text: str
    sure: float
    at: datetime
    number: str
    colour: str = ""
    vehicle: str = ""
    is_late: bool = False
    picture: bytes = field(default=b"", repr=False)
    closeup: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class InputChanged:
    """A contact at the camera's input changed: the bar's end switch, the loop behind it. `source` counts from 0."""

    source: int
    is_on: bool


@dataclass(frozen=True)
class Alive:
    """Nothing but a sign of life; some cameras take orders in the answer."""


Told = Sighting | InputChanged | Alive


def object_in(body: bytes) -> dict[str, Any]:
    """A JSON object in UTF-8, or in GBK as older firmware writes it; Garbled for anything else."""
    try:
        told = json.loads(decoded(body), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Garbled("not_json") from None
    if not isinstance(told, dict):
        raise Garbled("not_a_message")
    return told


def decoded(body: bytes) -> str:
    """Text in UTF-8, else in GB 18030, which takes in GBK and GB 2312; Garbled for what is neither."""
    for code in ("utf-8-sig", "gb18030"):
        try:
            return body.decode(code)
        except UnicodeDecodeError:
            continue
    raise Garbled("not_text")


def plate_told(text: str) -> str:
    """What a maker writes for a plate as the plate alone: "" for its words for none; the colour before it left out, of a car with plates of three places the mainland's."""
    first = text.split("|")[0].strip()
    if first.casefold().strip("_-· ") in _NO_PLATE:
        return ""
    plate = first[1:] if first[:1] in _COLOUR_BEFORE and first[1:2] in PROVINCES else first
    if len(plate) > MOST_PLATE:
        raise Garbled("not_a_message")
    return plate


def colour_named(word: str) -> str:
    """The colour of a plate by a maker's word for it; "" for one that is not known."""
    bare = re.sub(r"[\W_]+", "", word.casefold()).removesuffix("色")
    return next((colour for colour, names in _COLOUR_WORDS.items() if bare in names), "")


def _no_constant(word: str) -> None:
    raise ValueError(word)


def below(told: Any, *path: str) -> dict[str, Any]:
    """The object under these names; Garbled where there is none."""
    for name in path:
        told = told.get(name) if isinstance(told, dict) else None
    if not isinstance(told, dict):
        raise Garbled("not_a_message")
    return told


def words(told: Any, most: int = 60) -> str:
    """A short text without control characters; Garbled for anything else."""
    if told is None:
        return ""
    if not isinstance(told, str | int) or isinstance(told, bool) or len(str(told)) > most or not str(told).isprintable():
        raise Garbled("not_a_message")
    return str(told).strip()


def whole(told: Any, low: int, high: int, *, otherwise: int | None = None) -> int:
    """A whole number within bounds, also where it is sent as text; Garbled outside."""
    if told is None and otherwise is not None:
        return otherwise
    if isinstance(told, str) and told.strip().lstrip("-").isascii() and told.strip().lstrip("-").isdigit() and len(told) < 20:
        told = int(told)
    if type(told) is not int or not low <= told <= high:
        raise Garbled("out_of_bounds")
    return told


def picture(told: Any) -> bytes:
    """A JPEG or PNG in base64; nothing where there is none; Garbled where it is too large or no picture."""
    if not told:
        return b""
    if not isinstance(told, str) or len(told) > MOST_PICTURE * 4 // 3 + 4:
        raise Garbled("picture_too_large")
    try:
        return checked_picture(base64.b64decode(told, validate=True))
    except binascii.Error:
        raise Garbled("not_a_picture") from None


def checked_picture(data: bytes) -> bytes:
    if len(data) > MOST_PICTURE:
        raise Garbled("picture_too_large")
    if data and not data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        raise Garbled("not_a_picture")
    return data


def vehicle_named(word: str, colour: str) -> str:
    """The class of vehicle that a maker's word means; a yellow plate is a large vehicle where nothing more is said."""
    for pattern, name in ((_ENGINEERING, "engineering"), (_FREIGHT, "freight"), (_BUS, "bus")):
        if pattern.search(word):
            return name
    known = word.strip().lower()
    if colour == "yellow" and known in ("", "unknown", "vehicle", "motorvehicle"):
        return "freight"
    return "car" if known and known != "unknown" else ""
