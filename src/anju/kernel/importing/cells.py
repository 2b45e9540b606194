"""From the cells of a row to the inputs of an action. What the cleaner of the action says about a value is what people read."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from ..actions import Spec
from ..inputs import BadInput, Input
from ..screens.declare import label_path
from ..screens.detail import value_at
from ..screens.form import choices_of
from ..tables import Wrong

LANGUAGES = ("zh-hans", "en")
ALIKE = 0.6
HEADS_ALIKE = 0.75
MOST_SUGGESTIONS = 200
MOST_LABELS = 50_000
_BRACKETS = re.compile(r"\(.*?\)|\[.*?\]|【.*?】")
_EPOCH = date(1899, 12, 30)

Fault = tuple[int, str, str]
"""Row number in the file, label of the column ("" for the row as a whole), sentence."""


def importable(spec: Spec) -> list[Input]:
    """The inputs that a cell of a table can hold."""
    return [item for item in spec.inputs if item.kind not in ("file", "json") and not item.is_list]


def matched(head: Iterable[str], spec: Spec) -> dict[str, int]:
    """Which column fills which input: by label in either language or by name, then by likeness. A column is used once."""
    columns = {_plain(text): number for number, text in reversed(list(enumerate(head))) if text}
    found: dict[str, int] = {}
    for item in importable(spec):
        for name in _names(item):
            if name in columns:
                found[item.name] = columns.pop(name)
                break
    for item in importable(spec):
        close = difflib.get_close_matches(_plain(str(item.label)), columns, 1, HEADS_ALIKE)
        if item.name not in found and close:
            found[item.name] = columns.pop(close[0])
    return found


def _names(item: Input) -> list[str]:
    labels = []
    for language in LANGUAGES:
        with translation.override(language):
            labels.append(_plain(str(item.label)))
    return [*labels, _plain(item.name)]


def _plain(text: str) -> str:
    """A head without case, blanks, marks and what stands in brackets: 面积（㎡） is 面积."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("必填", "")
    return "".join(letter for letter in _BRACKETS.sub("", text) or text if letter.isalnum())


class Reader:
    """Reads rows for one action; make it with the scope entered. Labels of records are looked up once."""

    def __init__(self, spec: Spec, mapping: dict[str, int], fixed: Mapping[str, str] | None = None) -> None:
        self._spec, self._fixed = spec, fixed or {}
        self._labels = {item.name: str(item.label) for item in spec.inputs}
        self._columns = [(item.name, mapping[item.name], _converter(item)) for item in importable(spec) if item.name in mapping]

    def read(self, number: int, cells: tuple[Any, ...]) -> tuple[dict[str, Any] | None, list[Fault]]:
        """The inputs of the row, or None and what is wrong with it."""
        raw: dict[str, Any] = dict(self._fixed)
        faults: list[Fault] = []
        for name, column, convert in self._columns:
            value = cells[column] if column < len(cells) else None
            if isinstance(value, Wrong):
                return None, [(number, self._labels[name], str(value))]
            if value is None or value == "":
                continue
            try:
                raw[name] = convert(value)
            except ValueError as error:
                faults.append((number, self._labels[name], str(error)))
        try:
            inputs = self._spec.clean(raw)
        except BadInput as bad:
            told = {label for _number, label, _text in faults}
            faults += [(number, self._labels.get(name, name), str(text)) for name, text in bad.errors.items() if self._labels.get(name, name) not in told]
            return None, faults
        return (None if faults else inputs), faults


def _converter(item: Input) -> Callable[[Any], Any]:
    if item.kind == "record":
        return _Named(item)
    if item.kind == "choice":
        return partial(_choice, _codes(item))
    return {"date": _day, "moment": _moment, "time": _time, "text": _text, "flag": _text}.get(item.kind, _number)


class _Named:
    """The record that a name means; else a sentence, with the nearest name where one is near."""

    def __init__(self, item: Input) -> None:
        path = label_path(item.model)
        self._found: dict[str, Any] = {}
        self._double: set[str] = set()
        for record in choices_of(item)[:MOST_LABELS]:
            label = _text(value_at(record, path) or "")
            if label in self._found:
                self._double.add(label)
            self._found[label] = record
        self._told: dict[str, str] = {}

    def __call__(self, value: Any) -> Any:
        text = _text(value)
        if text in self._double:
            raise ValueError(_("There are several “%(value)s”. Write the full name.") % {"value": text[:40]})
        if text not in self._found:
            raise ValueError(self._sentence(text[:40]))
        return self._found[text]

    def _sentence(self, text: str) -> str:
        if text not in self._told:
            close = difflib.get_close_matches(text, self._found, 1, ALIKE) if len(self._told) < MOST_SUGGESTIONS else []
            with_hint = _("“%(value)s” does not exist here. Is it “%(close)s”?")
            self._told[text] = with_hint % {"value": text, "close": close[0]} if close else _("“%(value)s” does not exist here.") % {"value": text}
        return self._told[text]


def _codes(item: Input) -> dict[str, str]:
    """Every way to write a choice: its code, and its label in both languages."""
    codes: dict[str, str] = {}
    for language in LANGUAGES:
        with translation.override(language):
            codes.update({_text(str(label)): str(code) for code, label in item.options})
    return {**codes, **{code: code for code in codes.values()}}


def _choice(codes: dict[str, str], value: Any) -> str:
    text = _text(value)
    if text in codes:
        return codes[text]
    known = list(dict.fromkeys(codes))
    close = difflib.get_close_matches(text, known, 1, ALIKE)
    if close:
        raise ValueError(_("“%(value)s” is not one of the choices. Is it “%(close)s”?") % {"value": text[:40], "close": close[0]})
    raise ValueError(_("“%(value)s” is not one of the choices.") % {"value": text[:40]})


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return unicodedata.normalize("NFKC", str(value)).strip() if not str(value).isascii() else str(value).strip()


def _number(value: Any) -> Any:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else _text(value).replace(",", "").replace(" ", "")


def _day(value: Any) -> Any:
    """A date however it was written: a date cell, Excel's count of days since 1900, 20240105, 2024/1/5, 2024年1月5日."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _counted(value)
    text = _written(_text(value))
    return _counted(int(text)) if text.isdigit() and len(text) == 8 else text.partition(" ")[0].partition("T")[0]


def _counted(value: float) -> date:
    try:
        if 19000101 <= value <= 29991231:
            text = str(int(value))
            return date(int(text[:4]), int(text[4:6]), int(text[6:]))
        if 1 <= value < 200_000:
            return _EPOCH + timedelta(days=int(value))
    except ValueError:
        pass
    raise ValueError(_("A date such as 2026-03-05 is expected here."))


def _written(text: str) -> str:
    """2024年1月5日, 2024.1.5 and 2024/1/5 as 2024-1-5."""
    return text.replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-").strip("- ")


def _moment(value: Any) -> Any:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time())
    if isinstance(value, int | float) and not isinstance(value, bool) and 1 <= value < 200_000:
        return datetime.combine(_EPOCH, time()) + timedelta(seconds=round(value * 86_400))
    day, _between, clock = _written(_text(value)).replace("T", " ").partition(" ")
    return f"{day} {clock or '00:00'}"


def _time(value: Any) -> Any:
    if isinstance(value, timedelta) or (isinstance(value, float) and 0 <= value < 1):
        seconds = int(value.total_seconds() if isinstance(value, timedelta) else round(value * 86_400))
        return time(seconds // 3600 % 24, seconds // 60 % 60)
    return value.time() if isinstance(value, datetime) else value if isinstance(value, time) else _text(value).replace("：", ":")
