"""What may stand where, how it is called, and what may not be taken away. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc

from anju.kernel.refusals import Refusal

from ..kinds import KINDS

MAX_ROWS = 200
MAX_SUBTREE = 2000
_CODE = re.compile(r"[0-9A-Za-z\u4e00-\u9fff][0-9A-Za-z\u4e00-\u9fff_.#-]{0,19}")


def may_stand(kind: str, under: str) -> Refusal | None:
    """Whether a place of `kind` may stand in one of kind `under` ("" is nowhere)."""
    if under in KINDS[kind].under:
        return None
    if under == "":
        return Refusal("places.needs_parent", _("A place of kind “%(kind)s” cannot stand alone. Choose the place it stands in."), kind=KINDS[kind].label)
    return Refusal(
        "places.wrong_parent",
        _("A place of kind “%(kind)s” cannot stand in “%(under)s”. Choose another place."),
        kind=KINDS[kind].label,
        under=KINDS[under].label,
    )


def may_be_coded(code: str, *, taken: bool, where: str) -> Refusal | None:
    if not _CODE.fullmatch(code):
        return Refusal("places.bad_code", _("“%(given)s” cannot be a code. Use up to 20 letters, digits or Chinese characters."), given=code[:40])
    if taken:
        return Refusal("places.code_taken", _("There is already a “%(given)s” in %(where)s. Choose another code."), given=code, where=where)
    return None


def may_move(*, path: str, to_path: str, size: int) -> Refusal | None:
    """A place may not be moved into itself or below itself, and not with more than MAX_SUBTREE places."""
    if to_path.startswith(path):
        return Refusal("places.circle", _("A place cannot stand in itself. Choose a place outside it."))
    return may_rewrite(size)


def may_rewrite(size: int) -> Refusal | None:
    if size > MAX_SUBTREE:
        return Refusal("places.too_many", _("This touches %(count)s places, more than %(limit)s. Do it building by building."), count=size, limit=MAX_SUBTREE)
    return None


def may_retire(*, kind: str, state: str, children: int) -> Refusal | None:
    if kind == "community":
        return Refusal("places.community_stays", _("The community itself cannot be retired here. Ask headquarters to close it."))
    if state == "retired":
        return Refusal("places.already_retired", _("This place is already retired."))
    if children:
        return Refusal("places.not_empty", _("%(count)s places still stand in it. Retire or move them first."), count=children)
    return None


def may_reopen(*, state: str, is_parent_in_use: bool) -> Refusal | None:
    if state != "retired":
        return Refusal("places.in_use", _("This place is in use already."))
    if not is_parent_in_use:
        return Refusal("places.parent_retired", _("The place it stands in is retired. Reopen that one first."))
    return None


def may_be_found(name: str, credit_code: str = "") -> Refusal | None:
    """Whether an organisation or community of this name (and credit code, GB 32100) may be founded."""
    if not name.strip():
        return Refusal("places.needs_name", _("A name is needed."))
    if credit_code and not uscc.is_valid(credit_code):
        return Refusal("places.bad_credit_code", _("“%(given)s” is not a valid unified social credit code. Check its 18 characters."), given=credit_code[:30])
    return None


@dataclass(frozen=True)
class Chunk:
    """Some floors of one unit: what one transaction lays out."""

    building: str
    unit: str
    first_floor: int
    last_floor: int


def layout(*, first_building: int, buildings: int, units: int, floors: int, dwellings_per_floor: int) -> Iterator[Chunk]:
    """Buildings × units × floors cut into chunks that make at most MAX_ROWS places each (building and unit included)."""
    step = max(1, (MAX_ROWS - 2) // dwellings_per_floor)
    for building in range(first_building, first_building + buildings):
        for unit in range(1, units + 1):
            for floor in range(1, floors + 1, step):
                yield Chunk(str(building), str(unit), floor, min(floors, floor + step - 1))


def may_lay_out(*, first_floor: int, last_floor: int, dwellings_per_floor: int) -> Refusal | None:
    if not (0 < first_floor <= last_floor <= 150 and 0 < dwellings_per_floor <= 50):
        return Refusal("places.bad_layout", _("A unit has floors 1 to 150 and 1 to 50 dwellings on each. Check the numbers."))
    count = (last_floor - first_floor + 1) * dwellings_per_floor
    if count > MAX_ROWS - 2:
        return Refusal("places.layout_too_large", _("%(count)s dwellings are too many at once; %(limit)s is the most. Lay out fewer floors."), count=count, limit=MAX_ROWS - 2)
    return None


def dwelling_code(floor: int, number: int) -> str:
    """The door number: floor 15, second door → 1502."""
    return f"{floor}{number:02d}"
