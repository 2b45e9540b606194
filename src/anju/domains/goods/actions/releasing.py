"""At the gate with a slip: thing by thing is counted, all or a part goes, what was lent comes back."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from anju.domains.passes import actions as passes
from anju.domains.passes.queries import items_of
from anju.domains.places.queries import Place
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import rules
from ..events import GoodsCameBack, GoodsReleased
from ..kinds import CHECKERS
from ..models import GoodsCheck, Slip
from ..states import AT_GATE
from ..telling import classes_of, tell_goods_back
from .slips import about, held, wrong_step

GateInput = Annotated[Place, Field(_("Gate"))]
PhotoInput = Annotated[File | None, Field(_("Live photo"), accept=("image/",))]
CountsInput = Annotated[dict | None, Field(_("Counted here"), required=False, help=_("How many are there, by position."))]
NoteInput = Annotated[str, Field(_("Difference and note"), max_length=200)]


@action(title=_("Count and release"), posts=CHECKERS, event=GoodsReleased, allowed_from=AT_GATE, offline=True)
def release_goods(
    slip: Slip, *, gate: GateInput, counts: CountsInput = None, photo: PhotoInput = None, note: NoteInput = "", by: Actor, at: datetime | None = None
) -> GoodsCheck | Refusal:
    """Hold the slip against what is there. What fits goes, all or a part; more than stands on the slip does not, and that is kept as well."""
    slip = held(slip)
    if no := elsewhere(slip, gate):
        return no
    if photo is None:
        return Refusal("goods.photo_needed", _("Not released: take a photo of the things as they stand at the gate."))
    left = left_of(slip)
    lines = rules.counted(left, numbers(counts)) if slip.state in AT_GATE else wrong_step()
    if isinstance(lines, Refusal):
        return lines
    outcome, code = _verdict(slip, gate, lines, by=by, at=at)
    if isinstance(outcome, Refusal):
        return outcome
    goes = outcome == "released"
    still = sum(count for _name, count in left.values()) - (sum(one.here for one in lines) if goes else 0)
    check = GoodsCheck(
        scope=slip.scope, at=at, gate=gate, direction="out", slip=slip, permit=slip.permit, dwelling=slip.dwelling, things=_words(lines),
        counted=_by_position(left, lines), outcome=outcome, code=code, is_partial=goes and still > 0, note=note, carrier_name=slip.permit.holder_name,
        plate=slip.permit.plate, photo=photo, guard_id=by.person,
    )  # fmt: skip
    check.save()
    if goes and (no := _gone(slip, gate, still, by=by, at=at)):
        return no
    pieces = sum(one.here for one in lines) if goes else 0
    announce(GoodsReleased(**about(slip), check=check.pk, gate=gate.pk, outcome=outcome, code=code, pieces=pieces, left=still), subject=slip)
    return check


def elsewhere_in(scope: Scope, *places: Place | None) -> Refusal | None:
    if any(one is not None and one.scope_id != scope.id for one in places):
        return Refusal("goods.other_place", _("Not recorded: something of another community was named."))
    return None


def elsewhere(slip: Any, *places: Place | None) -> Refusal | None:
    if any(one is not None and one.scope_id != slip.scope_id for one in places):
        return Refusal("goods.other_place", _("Not recorded: something of another community was named."))
    return None


def numbers(counts: Any) -> dict[int, int]:
    """Positions and numbers as whole numbers; what is none counts as nothing counted."""
    try:
        pairs = {int(position): int(count) for position, count in (counts or {}).items()}
    except (AttributeError, TypeError, ValueError):
        return {}
    return {position: count for position, count in pairs.items() if abs(count) < 100_000}


def gone_of(slip: Slip, *, is_return: bool = False) -> Counter[int]:
    """How many went, or came back, by position."""
    total: Counter[int] = Counter()
    for check in GoodsCheck.objects.filter(scope=slip.scope_id, slip=slip, outcome="released", is_return=is_return):
        total.update({int(position): count for position, count in check.counted.items()})
    return total


def left_of(slip: Slip) -> dict[int, tuple[str, int]]:
    """What may still go, by position: name and quantity."""
    gone = gone_of(slip)
    return {one.position: (one.name, one.quantity - gone[one.position]) for one in items_of(slip.permit)}


def _verdict(slip: Slip, gate: Place, lines: list[rules.Count], *, by: Actor, at: datetime) -> tuple[Any, str]:
    """The pass is looked at by its own room, then the things against the slip and against what never leaves."""
    look = passes.scan_pass(slip.scope, code=slip.number, place=gate, direction="out", by=by, at=at)
    if isinstance(look, Refusal):
        return look, ""
    if look.outcome == "refused":
        return "refused", f"pass_{look.code}"
    if rules.barred_in("\n".join(one.name for one in lines if one.here), classes_of(slip.scope), "out"):
        return "barred", "barred"
    return ("differs", "more_than_listed") if rules.more_than_left(lines) else ("released", "fits")


def _words(lines: list[rules.Count]) -> str:
    return "、".join(f"{one.name} × {one.here}" for one in lines if one.here)[:400]


def _by_position(left: dict[int, tuple[str, int]], lines: list[rules.Count]) -> dict[str, int]:
    return {str(position): one.here for position, one in zip(sorted(left), lines, strict=True) if one.here}


def _gone(slip: Slip, gate: Place, still: int, *, by: Actor, at: datetime) -> Refusal | None:
    """The slip after something went: its pass is spent with the last piece. Saves."""
    slip.last_out_at = at
    slip.state = "partly" if still else ("away" if slip.occasion == "borrowed" else "gone")
    slip.save()
    used = passes.spend_pass(slip.permit, place=gate, direction="out", by=by, at=at) if not still else None
    return used if isinstance(used, Refusal) else None


@action(title=_("Take back what was lent"), posts=CHECKERS, event=GoodsCameBack, allowed_from=("away",), offline=True)
def take_back_goods(
    slip: Slip, *, gate: GateInput, counts: CountsInput = None, photo: PhotoInput = None, note: NoteInput = "", by: Actor, at: datetime | None = None
) -> GoodsCheck | Refusal:
    """What was lent out comes back through the gate, all or a part; the rest stays owed."""
    slip = held(slip)
    if no := elsewhere(slip, gate):
        return no
    back = gone_of(slip, is_return=True)
    owed = {one.position: (one.name, one.quantity - back[one.position]) for one in items_of(slip.permit)}
    lines = rules.counted(owed, numbers(counts)) if slip.state == "away" else wrong_step()
    if isinstance(lines, Refusal) or (much := rules.more_than_left(lines)):
        return lines if isinstance(lines, Refusal) else Refusal("goods.more_than_owed", _("Not recorded: of “%(what)s” only %(left)s are owed. Count again."), what=much.name, left=much.left)
    check = GoodsCheck(
        scope=slip.scope, at=at, gate=gate, direction="in", slip=slip, permit=slip.permit, dwelling=slip.dwelling, things=_words(lines), counted=_by_position(owed, lines),
        outcome="released", code="came_back", is_return=True, note=note, photo=photo, guard_id=by.person,
    )  # fmt: skip
    check.save()
    pieces = sum(one.here for one in lines)
    still = sum(count for _name, count in owed.values()) - pieces
    if not still:
        slip.state, slip.back_at = "gone", at
        slip.save()
    tell_goods_back(slip.scope, slip.dwelling, asker=slip.asked_by_id, things=check.things, number=slip.number, note=note, by=by, at=at)
    is_in_time = slip.due_back_at is None or at <= slip.due_back_at
    announce(GoodsCameBack(**about(slip), check=check.pk, pieces=pieces, left=still, is_in_time=is_in_time), subject=slip)
    return check
