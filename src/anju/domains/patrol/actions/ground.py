"""Checkpoints: where they lie, what is checked there, how often at least, and what hangs there."""

from __future__ import annotations

import secrets
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.places.queries import Place, SitePlan, site_plan
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import secret
from ..codes import BANDS, CHECKS, FOCUS, TAG_CHOICES, standard_checklist
from ..events import (
    ChecklistSet,
    CheckpointAdded,
    CheckpointChanged,
    CheckpointLocated,
    CheckpointPlaced,
    CheckpointRetired,
    TagFitted,
    TagWithdrawn,
)
from ..models import Checkpoint, RoundPoint, Tag
from ..rules.scanning import is_position
from ..states import PointState
from .holding import LEADERS, MANAGERS, elsewhere, held, told

MOST_ITEMS, MOST_METRES = 40, 100_000
NameInput = Annotated[str, Field(_("Name"), max_length=60)]
FocusInput = Annotated[str, Field(_("Focus"), choices=list(FOCUS.items()))]
KeyInput = Annotated[bool, Field(_("Key point"))]
ReachInput = Annotated[int, Field(_("How close (metres)"), minimum=3, maximum=500)]
BaselineInput = Annotated[Decimal | None, Field(_("Visits a day before"), minimum=0, maximum=999, help=_("What was usual until now; plans must then give more."))]


def _interval(label: Any) -> Any:
    return Annotated[int, Field(label, minimum=0, maximum=1440, help=_("0: no fixed interval"))]


DayInput = _interval(_("By day visited every (minutes)"))
NightInput = _interval(_("By night visited every (minutes)"))
SmallInput = _interval(_("In the small hours visited every (minutes)"))


@action(title=_("Add a checkpoint"), posts=LEADERS, event=CheckpointAdded)
def add_checkpoint(
    scope: Scope,
    *,
    code: Annotated[str, Field(_("Point number"), max_length=20)],
    name: NameInput,
    place: Annotated[Place, Field(_("Place"))],
    focus: FocusInput = "general",
    is_key: KeyInput = False,
    reach_m: ReachInput = 30,
    day_minutes: DayInput = 0,
    night_minutes: NightInput = 0,
    small_minutes: SmallInput = 0,
    baseline_per_day: BaselineInput = None,
    by: Actor,
    at: datetime | None = None,
) -> Checkpoint | Refusal:
    """Register a point that patrols pass; it gets the usual checklist of its focus."""
    if no := elsewhere(scope, place) or _named(code, name) or _code_taken(scope, code):
        return no
    made = Checkpoint.objects.create(
        scope=scope, code=code.strip(), name=name.strip(), place=place, focus=focus, is_key=is_key or place.is_key, reach_m=reach_m,
        checklist=standard_checklist(focus), intervals=_intervals(day_minutes, night_minutes, small_minutes), baseline_per_day=baseline_per_day,
    )  # fmt: skip
    announce(CheckpointAdded(checkpoint=made.pk, place=place.pk, focus=focus), subject=made)
    return made


def _named(*texts: str) -> Refusal | None:
    if all(text.strip() for text in texts):
        return None
    return Refusal("patrol.no_name", _("Not kept: give a number and a name."))


def _code_taken(scope: Scope, code: str) -> Refusal | None:
    if Checkpoint.objects.filter(scope=scope, code=code.strip()).exists():
        return Refusal("patrol.code_taken", _("Not kept: there is a point “%(point)s” already. Take another number."), point=code.strip())
    return None


def _intervals(*minutes: int) -> dict[str, int]:
    return {band: each for band, each in zip(BANDS, minutes, strict=True) if each}


@action(title=_("Change"), posts=LEADERS, event=CheckpointChanged, allowed_from=("in_use",))
def change_checkpoint(
    checkpoint: Checkpoint,
    *,
    name: NameInput,
    focus: FocusInput = "general",
    is_key: KeyInput = False,
    reach_m: ReachInput = 30,
    day_minutes: DayInput = 0,
    night_minutes: NightInput = 0,
    small_minutes: SmallInput = 0,
    baseline_per_day: BaselineInput = None,
    by: Actor,
    at: datetime | None = None,
) -> Checkpoint | Refusal:
    """Change what a point is and how often it is to be visited; the next publication of a plan is checked against it."""
    one = held(checkpoint)
    if no := _named(name):
        return no
    if one.state != "in_use":
        return _retired()
    one.name, one.focus, one.is_key, one.reach_m = name.strip(), focus, is_key, reach_m
    one.intervals, one.baseline_per_day = _intervals(day_minutes, night_minutes, small_minutes), baseline_per_day
    one.save()
    announce(CheckpointChanged(checkpoint=one.pk, focus=focus, is_key=is_key), subject=one)
    return one


def _retired() -> Refusal:
    return Refusal("patrol.point_retired", _("Not done: this point is not in use any more."))


@action(title=_("Put on the site plan"), posts=LEADERS, event=CheckpointPlaced, allowed_from=("in_use",))
def place_checkpoint(
    checkpoint: Checkpoint,
    *,
    shape: Annotated[dict, Field(_("Shape on the site plan"))],
    plan: Annotated[SitePlan | None, Field(_("Site plan"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Checkpoint | Refusal:
    """Say where a point lies, in metres on the ground of the site plan."""
    one = held(checkpoint)
    plan = plan or site_plan(one.scope)
    spot = _spot(shape)
    if no := elsewhere(one.scope, plan):
        return no
    if plan is None or spot is None:
        return Refusal("patrol.no_spot", _("Not placed: choose one spot on a site plan."))
    one.plan, (one.x_m, one.y_m) = plan, spot
    one.save()
    announce(CheckpointPlaced(checkpoint=one.pk, plan=plan.pk), subject=one)
    return one


def _spot(shape: Any) -> tuple[float, float] | None:
    """The one point of a shape, if it is one."""
    try:
        ((x, y),) = shape["points"]
        spot = float(x), float(y)
    except (KeyError, TypeError, ValueError, IndexError):
        return None
    return spot if all(abs(each) <= MOST_METRES for each in spot) else None


@action(title=_("Enter its position"), posts=LEADERS, event=CheckpointLocated, offline=True, allowed_from=("in_use",))
def locate_checkpoint(
    checkpoint: Checkpoint,
    *,
    latitude: Annotated[float, Field(_("Latitude"))],
    longitude: Annotated[float, Field(_("Longitude"))],
    accuracy_m: Annotated[int, Field(_("Accuracy (m)"), minimum=0, maximum=100_000)] = 0,
    by: Actor,
    at: datetime | None = None,
) -> Checkpoint | Refusal:
    """Keep what a phone measures at the point, so that scans can be compared with it."""
    one = held(checkpoint)
    if not is_position(latitude, longitude):
        return Refusal("patrol.bad_position", _("Not kept: this is no position on the earth."))
    if accuracy_m > 50:
        return Refusal("patrol.vague_position", _("Not kept: the position is only exact to %(metres)s m. Wait under the open sky and try again."), metres=accuracy_m)
    one.latitude, one.longitude = latitude, longitude
    one.save()
    announce(CheckpointLocated(checkpoint=one.pk, accuracy_m=accuracy_m), subject=one)
    return one


@action(title=_("Set the checklist"), posts=LEADERS, event=ChecklistSet, allowed_from=("in_use",))
def set_checklist(
    checkpoint: Checkpoint,
    *,
    items: Annotated[list[str], Field(_("Standard items"), choices=[(code, label) for code, (label, *_rest) in CHECKS.items()])],
    own: Annotated[str, Field(_("Own items, one a line"), multiline=True)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Checkpoint | Refusal:
    """Lay down what is checked here. Rounds that are planned already keep the version they were planned with."""
    one = held(checkpoint)
    lines = [line.strip() for line in own.splitlines() if line.strip()]
    checklist = [{"key": key} for key in dict.fromkeys(items)] + [{"key": f"own_{turn}", "wording": line[:80]} for turn, line in enumerate(dict.fromkeys(lines), 1)]
    if not checklist or len(checklist) > MOST_ITEMS:
        return Refusal("patrol.bad_checklist", _("Not kept: a checklist has 1 to %(most)s items."), most=MOST_ITEMS)
    one.checklist, one.checklist_version = checklist, one.checklist_version + 1
    one.save()
    announce(ChecklistSet(checkpoint=one.pk, version=one.checklist_version, items=len(checklist)), subject=one)
    return one


@action(title=pgettext_lazy("patrol", "Take out of use"), posts=MANAGERS, event=CheckpointRetired, confirm=True, allowed_from=("in_use",))
def retire_checkpoint(
    checkpoint: Checkpoint, *, reason: Annotated[str, Field(_("Reason"), max_length=200)], by: Actor, at: datetime | None = None
) -> Checkpoint | Refusal:
    """Give a point up. Rounds on their way leave it out; what was scanned there stays. Its tags become worthless."""
    one = held(checkpoint)
    if no := told(reason):
        return no
    if one.state != "in_use":
        return _retired()
    one.state = "retired"
    one.save()
    Tag.objects.filter(checkpoint=one, state="in_use").update(state="retired", withdrawn_at=at)
    waiting = RoundPoint.objects.filter(checkpoint=one, state="waiting")
    rounds = waiting.values("round").distinct().count()
    waiting.update(state=PointState.dropped, reason=reason[:200])
    announce(CheckpointRetired(checkpoint=one.pk, rounds=rounds, reason=reason), subject=one)
    return one


@action(title=_("Fit a tag"), posts=LEADERS, event=TagFitted, allowed_from=("in_use",))
def fit_tag(
    checkpoint: Checkpoint,
    *,
    way: Annotated[str, Field(_("How it is read"), choices=TAG_CHOICES)],
    tag_id: Annotated[str, Field(_("Id of the tag"), max_length=80, help=_("Empty: a code is made, to be written to the tag or printed. It is shown once."))] = "",
    is_counting: Annotated[bool, Field(_("Counts its readings"))] = False,
    by: Actor,
    at: datetime | None = None,
) -> Tag | Refusal:
    """Hang a tag at a point. Only a digest of its id is kept."""
    one = held(checkpoint)
    if one.state != "in_use":
        return _retired()
    text = tag_id.strip() or f"{secret.PREFIX}{one.code}:{secrets.token_urlsafe(16)}"
    digest = secret.digest_of(text)
    if Tag.objects.filter(scope=one.scope, digest=digest).exists():
        return Refusal("patrol.tag_taken", _("Not fitted: this tag hangs at a point already, or hung there before. Take a new one."))
    tag = Tag(scope=one.scope, checkpoint=one, way=way, digest=digest, is_counting=is_counting, fitted_by_id=by.person, fitted_at=at)
    tag.save()
    if not tag_id.strip():
        tag.shown_once = text
    announce(TagFitted(checkpoint=one.pk, tag=tag.pk, way=way), subject=tag)
    return tag


@action(title=_("Take the tag away"), posts=LEADERS, event=TagWithdrawn, allowed_from=("in_use",))
def withdraw_tag(tag: Tag, *, reason: Annotated[str, Field(_("Reason"), max_length=200)], by: Actor, at: datetime | None = None) -> Tag | Refusal:
    """Make a lost, copied or replaced tag worthless; whoever shows it is told so, and the try is kept."""
    one = held(tag)
    if no := told(reason):
        return no
    if one.state != "in_use":
        return Refusal("patrol.tag_gone", _("Not done: this tag was taken away before."))
    one.state, one.withdrawn_at = "retired", at
    one.save()
    announce(TagWithdrawn(checkpoint=one.checkpoint_id, tag=one.pk, reason=reason), subject=one)
    return one
