"""At the gate: look at a pass, let its holder through, and take in what a cut-off gate did meanwhile."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from anju.domains.places.queries import Place, above
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import signing, tokens
from ..counting import is_counted
from ..events import PassScanned, PassUsed, UseRecorded
from ..kinds import DESK, GATE, LEADERS
from ..models import Pass, PassUse
from ..rules import PassFacts, Spot, Trust, Verdict, decide
from ..rules.deciding import REFUSED, live_fault
from ..sentences import DIRECTIONS, refusal_of
from ..states import VALID
from .holding import about, end, held

CHECKERS = (*dict.fromkeys((*GATE, *LEADERS, *DESK)),)
CodeInput = Annotated[str, Field(_("Code or number"), max_length=tokens.MAX_CHARACTERS, help=_("Scan the code, or type the number or its last four digits."))]
AtPlaceInput = Annotated[Place | None, Field(_("Place"))]
DirectionInput = Annotated[str, Field(_("Direction"), choices=DIRECTIONS, required=False)]


@action(title=_("Check a pass"), posts=CHECKERS, event=PassScanned, offline=True)
def scan_pass(
    scope: Scope, *, code: CodeInput, place: AtPlaceInput = None, direction: DirectionInput = "", by: Actor, at: datetime | None = None
) -> PassUse | Refusal:
    """Look at a code or number and say whether it counts here and now; every look is kept, also of forged ones."""
    if not code.strip() or len(code) > tokens.MAX_CHARACTERS:
        return Refusal("passes.nothing_scanned", _("Nothing was scanned. Scan the code, or type the number of the pass."))
    if no := not_here(scope, place):
        return no
    permit, verdict = _looked_at(scope, code, place, direction, at)
    use = PassUse.objects.create(
        scope=scope, permit=permit, at=at, place=place, direction=direction, outcome=verdict.outcome, code=verdict.code, by_id=by.person, device=device_of(by)
    )
    kind = permit.kind if permit else ""
    event = PassScanned(
        use=use.id, permit=permit and permit.id, kind=kind, outcome=verdict.outcome, code=verdict.code, place=place and place.pk, direction=direction
    )
    announce(event, subject=permit or use)
    return use


def not_here(scope: Scope, place: Place | None) -> Refusal | None:
    if place is not None and place.scope_id != scope.id:
        return Refusal("passes.other_place", _("Not recorded: a place of another community was named."))
    return None


def device_of(by: Actor) -> str:
    return by.code[:60] if by.kind == "device" else ""


def _looked_at(scope: Scope, code: str, place: Place | None, direction: str, at: datetime) -> tuple[Pass | None, Verdict]:
    if not tokens.looks_like(code):
        permit = numbered_like(scope, code)
        return permit, _present_verdict(permit, place, direction, at) if permit else Verdict(REFUSED, "unknown")
    try:
        claims = tokens.read(code, scope_id=scope.id, public_keys=signing.public_keys(scope))
    except tokens.Unusable as fault:
        return None, Verdict(REFUSED, fault.code)
    permit = Pass.objects.filter(scope=scope, pk=claims.pass_id).first()
    if permit is None:
        return None, Verdict(REFUSED, "unknown")
    trust = Trust(scope_id=scope.id, public_keys={}, secret_of=signing.live_secret)
    verdict = _present_verdict(permit, place, direction, at, issue=claims.issue)
    return permit, (live_fault(claims, trust, at) or verdict) if verdict.is_allowed else verdict


def numbered_like(scope: Scope, typed: str) -> Pass | None:
    """The pass with this number; four digits mean the one valid pass that ends so, if there is only one."""
    text = tokens.tidy(typed)
    found = Pass.objects.filter(scope=scope, number=text).first()
    if found is None and len(text) == 4 and text.isdigit():
        few = list(Pass.objects.filter(scope=scope, state__in=VALID, number__endswith=text).order_by("number")[:2])
        found = few[0] if len(few) == 1 else None
    return found


def _present_verdict(permit: Pass, place: Place | None, direction: str, at: datetime, issue: int | None = None) -> Verdict:
    return decide(facts_of(permit, issue), spot_of(place, direction, at))


def facts_of(permit: Pass, issue: int | None = None) -> PassFacts:
    return PassFacts(
        starts_at=permit.starts_at, ends_at=permit.ends_at, state=permit.state, uses_left=permit.uses_left, is_one_use=permit.uses == 1,
        gates=frozenset(tokens.place_code(UUID(gate)) for gate in permit.gates), home=tokens.place_code(permit.home_id) if permit.home_id else "",
        is_person=permit.about.is_person, last_direction=permit.last_direction, is_current_issue=issue in (None, permit.issue),
    )  # fmt: skip


def spot_of(place: Place | None, direction: str, at: datetime, *, is_connected: bool = True) -> Spot:
    chain = [] if place is None else [place, *above(place)]
    return Spot(at=at, places=frozenset(tokens.place_code(each.pk) for each in chain), direction=direction, is_connected=is_connected)


@action(title=_("Let through"), posts=CHECKERS, event=PassUsed, allowed_from=VALID)
def use_pass(
    permit: Pass,
    *,
    place: AtPlaceInput = None,
    direction: DirectionInput = "",
    code: Annotated[str, Field(_("Code or number"), max_length=tokens.MAX_CHARACTERS)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Pass | Refusal:
    """Let its holder through once; a one-use pass is spent by it."""
    permit = held(permit)
    if is_counted(permit):
        return Refusal("passes.counted_elsewhere", _("Not let through here: the things on this pass are counted one by one. Open it at the goods desk."))
    if no := not_here(permit.scope, place) or _not_live(permit, code, at):
        return no
    return _through(permit, place, direction, by, at)


@action(title=_("Let through what was counted"), posts=(), event=PassUsed)
def spend_pass(permit: Pass, *, place: AtPlaceInput = None, direction: DirectionInput = "", by: Actor, at: datetime | None = None) -> Pass | Refusal:
    """The room that counted its things lets it through; nobody does this by himself."""
    permit = held(permit)
    return not_here(permit.scope, place) or _through(permit, place, direction, by, at)


def _through(permit: Pass, place: Place | None, direction: str, by: Actor, at: datetime) -> Pass | Refusal:
    """Judge once more, keep the use, count it."""
    verdict = _present_verdict(permit, place, direction, at)
    if verdict.outcome == REFUSED:
        return refusal_of(verdict)
    use = PassUse.objects.create(
        scope=permit.scope, permit=permit, at=at, place=place, direction=direction, outcome=verdict.outcome, code=verdict.code, is_use=True,
        by_id=by.person, device=device_of(by),
    )  # fmt: skip
    _count(permit, direction, at)
    permit.save()
    announce(PassUsed(**about(permit), use=use.id, at_place=place and place.pk, direction=direction, uses_done=permit.uses_done), subject=permit)
    return permit


def _not_live(permit: Pass, code: str, at: datetime) -> Refusal | None:
    if not permit.about.is_live:
        return None
    try:
        claims = tokens.read(code, scope_id=permit.scope_id, public_keys=signing.public_keys(permit.scope))
    except tokens.Unusable as fault:
        return refusal_of(Verdict(REFUSED, fault.code))
    is_fresh = claims.pass_id == permit.pk and tokens.is_of_this_moment(claims, signing.live_secret(permit.pk), at)
    return None if is_fresh else refusal_of(Verdict(REFUSED, "not_live"))


def _count(permit: Pass, direction: str, at: datetime) -> None:
    """One use more; the last one ends a pass of which nothing is owed back. Does not save."""
    permit.uses_done += 1
    permit.last_used_at, permit.last_direction = at, direction or permit.last_direction
    if permit.uses and permit.uses_done >= permit.uses and not permit.about.is_return_owed and permit.state in VALID:
        end(permit, "used", at=at)


@action(title=_("Take in a use"), posts=LEADERS, event=UseRecorded)
def record_use(
    permit: Pass,
    *,
    used_at: Annotated[datetime, Field(_("Used at"))],
    device: Annotated[str, Field(_("Device"), max_length=60)],
    device_number: Annotated[int, Field(_("Number at the device"), minimum=0)],
    place: AtPlaceInput = None,
    direction: DirectionInput = "",
    by: Actor,
    at: datetime | None = None,
) -> Pass | Refusal:
    """Take in that a cut-off gate let it through; what was used more often than allowed is marked."""
    permit = held(permit)
    if no := not_here(permit.scope, place):
        return no
    if used_at > at:
        return Refusal("passes.used_later", _("Not recorded: it cannot have been used in the future."))
    if PassUse.objects.filter(scope=permit.scope_id, device=device, device_number=device_number).exists():
        return Refusal("passes.recorded_already", _("Not recorded again: this gate told of it already."))
    verdict = _present_verdict(permit, place, "", used_at)
    is_double = bool(permit.uses) and permit.uses_done >= permit.uses
    use = PassUse.objects.create(
        scope=permit.scope, permit=permit, at=used_at, place=place, direction=direction, outcome=verdict.outcome, code="used_up" if is_double else verdict.code,
        is_use=True, is_double=is_double, by_id=by.person, device=device, device_number=device_number,
    )  # fmt: skip
    _count(permit, direction, used_at)
    permit.save()
    event = UseRecorded(
        **about(permit), use=use.id, at_place=place and place.pk, direction=direction, used_at=used_at, device=device, is_double=is_double
    )
    announce(event, subject=permit)
    return permit
