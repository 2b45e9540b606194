"""Cells, heads and sums of statements."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal
from anju.kernel.tables import Lines, Remark, Unreadable, Wrong

from ..money import yuan

HEAD_WITHIN = 40
_BRACKETS = re.compile(r"[(\[【].*?[)\]】]")
_AS_TEXT = re.compile(r'^="(.*)"$')
_NOTHING = re.compile(r"^[-—–/\s]+$")


def plain_lines(lines: Lines) -> Lines:
    """Without what keeps spreadsheets from spoiling numbers: a backtick before, a tab behind, ="…" around; a dash for nothing is nothing."""
    return tuple((number, tuple(map(_plain, line))) for number, line in lines)


def _plain(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = value.strip().removeprefix("`").strip()
    found = _AS_TEXT.match(text)
    text = found.group(1).strip() if found else text
    return "" if _NOTHING.match(text) else text


def words(value: Any) -> str:
    """A head or a word without case, blanks, and what stands in brackets: 收入金额（+元） is 收入金额."""
    text = unicodedata.normalize("NFKC", "" if value is None else str(value)).casefold()
    return "".join(_BRACKETS.sub("", text).split())


def head_at(lines: Lines, needed: Iterable[str]) -> int | None:
    """The index of the line that holds all of these heads."""
    wanted = set(needed)
    return next((index for index, (_number, line) in enumerate(lines[:HEAD_WITHIN]) if wanted <= {words(cell) for cell in line}), None)


class Head:
    """The heads of a statement; a column is found by any of its names, the first name first."""

    def __init__(self, line: Sequence[Any]) -> None:
        self._width = len(line)
        last = max(index for index, cell in enumerate(line) if cell not in (None, ""))
        self.texts = tuple(" ".join(str("" if cell is None else cell).split())[:80] for cell in line[: last + 1])
        self._found = {words(text): index for index, text in reversed(list(enumerate(self.texts)))}

    def column(self, *names: str) -> int | None:
        return next((self._found[name] for name in names if name in self._found), None)

    def mapping(self, **names: tuple[str, ...]) -> dict[str, int]:
        """The column of each input that has one; a column is used once."""
        found: dict[str, int] = {}
        for name, known in names.items():
            column = self.column(*known)
            if column is not None and column not in found.values():
                found[name] = column
        return found

    def fitting(self, lines: Lines) -> Lines:
        """Rows with as many values as there are heads; of any other no value can be trusted."""
        width = len(self.texts)
        return tuple((number, line if len(line) == self._width else (_misfit(line, self._width),) * width) for number, line in lines)


def _misfit(line: Sequence[Any], width: int) -> Wrong:
    why = _("This line has %(count)s values where the heads are %(width)s. The file was cut off or changed: download it again.")
    return Wrong(Refusal("charges.line_misfits", why, count=len(line), width=width))


def decimal(value: Any) -> Decimal | None:
    """An amount however it was written: 1,234.50, ¥5, 12.00元; None for anything else."""
    if isinstance(value, Wrong) or value in (None, ""):
        return None
    text = unicodedata.normalize("NFKC", str(value)).strip().removeprefix("¥").removesuffix("元").replace(",", "").replace(" ", "")
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def total(rows: Lines, column: int | None) -> Decimal:
    """The sum of a column, in yuan."""
    return sum((decimal(line[column]) or Decimal(0) for _number, line in rows), Decimal(0)) if column is not None else Decimal(0)


def fen(amount: Decimal) -> int:
    return int((amount * 100).to_integral_value(ROUND_HALF_UP))


def same(what: Any, said: Any, *found: Decimal) -> Remark | None:
    """A remark where the summary of the file says another sum than any of those reckoned; None where it agrees."""
    told = decimal(said)
    if told is None or any(fen(told) == fen(each) for each in found):
        return None
    return _differs(what, yuan(fen(told)), yuan(fen(found[0])))


def same_count(what: Any, said: Any, found: int) -> Remark | None:
    told = decimal(said)
    return None if told is None or told == found else _differs(what, str(told), str(found))


def _differs(what: Any, said: str, found: str) -> Remark:
    text = _("%(what)s: the file's own summary says %(said)s, its rows give %(found)s. Rows are missing or were changed: download the file again before you go on.")
    return Remark(False, Refusal("charges.summary_differs", text, what=what, said=said, found=found))


def agreed(differences: Iterable[Remark | None], rows: int) -> tuple[Remark, ...]:
    """The differences, or that there are none."""
    left = tuple(one for one in differences if one is not None)
    return left or (Remark(True, Refusal("charges.summary_agrees", _("The %(rows)s rows agree with the file's own summary."), rows=rows)),)


def no_summary() -> tuple[Remark, ...]:
    text = _("The file ends without its summary, so nobody can tell whether it is whole. Compare the sums with the provider's page.")
    return (Remark(False, Refusal("charges.summary_missing", text)),)


def must_be_sound(lines: Lines) -> None:
    """Chinese that went through a wrong encoding cannot be brought back."""
    if any("\ufffd" in str(cell) or "锟斤拷" in str(cell) for _number, line in lines[:HEAD_WITHIN] for cell in line):
        raise Unreadable(_now("The Chinese words of this file were lost when it was saved in a wrong encoding. Take the file as it was downloaded."))


def must_have_rows(rows: Lines) -> None:
    if not rows:
        raise Unreadable(_now("This statement has no row: nothing was paid or refunded in its time. There is nothing to take in."))
