"""Scans: what a guard, a baton, a voice on the radio or a machine shows of having been at a point; and what a reviewer says about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.people.queries import Person
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.models import Blob, Scope
from anju.kernel.refusals import Refusal

from .. import secret
from ..codes import MACHINES, WAYS
from ..events import PointScanned, ScanReviewed
from ..models import Checkpoint, Round, RoundPoint, Scan, Tag
from ..rules import scanning as rules
from ..rules.timing import stands
from ..states import VISITED
from .holding import CONTROL, LEADERS, PICTURES, WALKERS, elsewhere, held, held_round, told
from .walking import count, not_running

READ_BY_HAND = [(code, WAYS[code][0]) for code in ("nfc", "rfid", "ble", "qr", "gps", "typed", "drone", "robot")]
OLDEST = timedelta(days=60)
LatitudeInput = Annotated[float | None, Field(_("Latitude"))]
LongitudeInput = Annotated[float | None, Field(_("Longitude"))]
AccuracyInput = Annotated[int | None, Field(_("Accuracy (m)"), minimum=0, maximum=1_000_000)]


@dataclass
class Shown:
    """What somebody showed of having been at a point, before it is judged."""

    at: datetime
    way: str
    point: Checkpoint | None = None
    tag: Tag | None = None
    latitude: float | None = None
    longitude: float | None = None
    accuracy_m: int | None = None
    drift_s: int | None = None
    photo: Any = None
    is_old_photo: bool = False
    is_unplanned: bool = False
    code: str = ""
    device: str = ""
    flags: list[str] = field(default_factory=list)


@action(title=_("Scan"), posts=WALKERS, event=PointScanned, offline=True, allowed_from=("running",))
def scan_point(
    round: Round,
    *,
    way: Annotated[str, Field(_("How it was read"), choices=READ_BY_HAND)],
    code: Annotated[str, Field(_("Code or id read"), max_length=120)] = "",
    point: Annotated[RoundPoint | None, Field(_("Point of the round"))] = None,
    latitude: LatitudeInput = None,
    longitude: LongitudeInput = None,
    accuracy_m: AccuracyInput = None,
    drift_s: Annotated[int | None, Field(_("Clock drift (s)"))] = None,
    reading: Annotated[int | None, Field(_("Count of the tag"), minimum=0)] = None,
    is_unplanned: Annotated[bool, Field(_("Keep as an unplanned scan"))] = False,
    photos: Annotated[list[File] | None, Field(_("Photos"), accept=PICTURES)] = None,
    by: Actor,
    at: datetime | None = None,
) -> Scan | Refusal:
    """Show that one is at a point: its tag, its code, or for a point without a tag the position. A forged, foreign or copied code is kept and not counted."""
    one = held_round(round)
    if no := not_running(one, by) or elsewhere(one.scope, point) or _only_machines(one, way):
        return no
    if way != "gps" and not code.strip() and way not in MACHINES:
        return Refusal("patrol.nothing_read", _("Nothing was read. Hold the phone to the tag, scan the code, or type it."))
    shown = Shown(at=at, way=way, latitude=latitude, longitude=longitude, accuracy_m=accuracy_m, drift_s=drift_s, is_unplanned=is_unplanned, device=_device(by))
    if not rules.is_position(latitude, longitude):
        shown.latitude = shown.longitude = None
    shown.photo = (photos or [None])[0]
    shown.is_old_photo = any(_is_old(one.scope, photo, at) for photo in photos or ())
    if way == "gps" or way in MACHINES:
        shown.point = point.checkpoint if point is not None and point.round_id == one.pk else None
        shown.code = "" if shown.point else "not_on_route"
    else:
        _read(one.scope, code.strip(), shown, reading)
    return _take(one.scope, one, shown, by)


def _only_machines(one: Round, way: str) -> Refusal | None:
    """A drone's log comes from a drone's round, a guard's from a guard's."""
    if (way in MACHINES) == (one.executor in MACHINES) and (way not in MACHINES or way == one.executor):
        return None
    return Refusal("patrol.wrong_executor", _("Not kept: this round is carried out by %(executor)s."), executor=one.get_executor_display())


def _device(by: Actor) -> str:
    return by.code[:60] if by.kind == "device" else ""


def _is_old(scope: Scope, photo: Blob, at: datetime) -> bool:
    """Taken long before, or in the files of another record already."""
    is_used = Blob.objects.filter(scope=scope, sha256=photo.sha256).exclude(pk=photo.pk).exists()
    return is_used or (photo.captured_at is not None and at - photo.captured_at > timedelta(hours=1))


def _read(scope: Scope, text: str, shown: Shown, reading: int | None) -> None:
    """Which point a code belongs to, or why it does not count."""
    if shown.way == "typed":
        shown.point = Checkpoint.objects.filter(scope=scope, code=text, state="in_use").first()
        shown.code = "" if shown.point else "forged"
        return
    tag = Tag.objects.filter(scope=scope, digest=secret.digest_of(text)).select_related("checkpoint").select_for_update(of=("self",)).first()
    if tag is None:
        shown.code = "other_site" if _is_elsewhere(scope, text) else "forged"
        return
    shown.tag, shown.point = tag, tag.checkpoint
    if tag.state != "in_use" or tag.checkpoint.state != "in_use":
        shown.code = "withdrawn"
    elif tag.way != shown.way:
        shown.code = "forged"
    elif tag.is_counting:
        if reading is None or reading <= tag.last_count:
            shown.code = "replayed"
        else:
            tag.last_count = reading
            tag.save()


def _is_elsewhere(scope: Scope, text: str) -> bool:
    """Whether it is a tag of another community; asked across communities, and only yes or no comes back."""
    return Tag.everywhere.filter(digest=secret.digest_of(text)).exclude(scope=scope).exists()


def _take(scope: Scope, one: Round | None, shown: Shown, by: Actor, *, person: Any = None) -> Scan:
    """Judge what was shown, keep it, tick the point it belongs to, and announce it."""
    points = list(RoundPoint.objects.filter(round=one).order_by("position").select_for_update()) if one else []
    target = _target(points, shown)
    received = clock.now()
    seen = rules.Seen(
        at=shown.at, received_at=received, way=shown.way, distance_m=_distance(shown), accuracy_m=shown.accuracy_m,
        reach_m=shown.point.reach_m if shown.point else 30, drift_s=shown.drift_s, is_old_photo=shown.is_old_photo,
    )  # fmt: skip
    person = person or (one.guard_id if one and one.guard_id else by.person)
    if not shown.code and shown.way == "gps":
        shown.code = rules.refused_position(seen)
    flags = shown.flags + rules.flags(seen, _before(scope, person, shown))
    scan = Scan(
        scope=scope, checkpoint=shown.point, round=one, person_id=person, way=shown.way, tag=shown.tag, device=shown.device, at=shown.at, received_at=received,
        latitude=shown.latitude, longitude=shown.longitude, accuracy_m=shown.accuracy_m, distance_m=None if seen.distance_m is None else round(seen.distance_m),
        drift_s=shown.drift_s, photo=shown.photo, grade="" if shown.code else rules.grade_of(shown.way), flags=flags, code=shown.code,
        is_unplanned=target is None, state="refused" if shown.code else "to_review" if rules.needs_review(flags) else "counted",
    )  # fmt: skip
    scan.save()
    state, is_out_of_order = _tick(target, points, scan) if target is not None and not shown.code else ("", False)
    if state:
        count(one, points)
        one.save()
    announce(
        PointScanned(
            scan=scan.pk, round=one and one.pk, checkpoint=shown.point and shown.point.pk, way=scan.way, grade=scan.grade, state=scan.state, stands=state,
            flags=flags, code=scan.code, is_out_of_order=is_out_of_order, scanned_at=scan.at,
        ),
        subject=scan,
    )  # fmt: skip
    return scan


def _target(points: list[RoundPoint], shown: Shown) -> RoundPoint | None:
    """The point of the round that is meant, the first one still open; sets why not where there is none."""
    if shown.code or shown.point is None:
        return None
    mine = [point for point in points if point.checkpoint_id == shown.point.pk]
    open_ones = [point for point in mine if point.state in ("waiting", "missed", "skipped")]
    if open_ones:
        return open_ones[0]
    if not shown.is_unplanned and points:
        shown.code = "done_already" if any(point.state in VISITED for point in mine) else "not_on_route"
    return None


def _distance(shown: Shown) -> float | None:
    point = shown.point
    if point is None or point.latitude is None or shown.latitude is None:
        return None
    return rules.metres_between((shown.latitude, shown.longitude), (point.latitude, point.longitude))


def _before(scope: Scope, person: Any, shown: Shown) -> rules.Before | None:
    """The scan before of the same person: how far that point lies away, and how far his position moved since."""
    last = Scan.objects.filter(scope=scope, person=person, at__lte=shown.at).exclude(state="refused").select_related("checkpoint").order_by("-at").first()
    if last is None or last.checkpoint is None or person is None or shown.point is None or last.checkpoint_id == shown.point.pk:
        return None
    moved = None
    if shown.latitude is not None and last.latitude is not None:
        moved = rules.metres_between((last.latitude, last.longitude), (shown.latitude, shown.longitude))
    return rules.Before(last.at, _apart(last.checkpoint, shown.point), moved)


def _apart(a: Checkpoint, b: Checkpoint) -> float | None:
    """Metres between two points, on the same plan or on the earth."""
    if a.plan_id and a.plan_id == b.plan_id and None not in (a.x_m, b.x_m):
        return ((a.x_m - b.x_m) ** 2 + (a.y_m - b.y_m) ** 2) ** 0.5
    if None not in (a.latitude, b.latitude):
        return rules.metres_between((a.latitude, a.longitude), (b.latitude, b.longitude))
    return None


def _tick(target: RoundPoint, points: list[RoundPoint], scan: Scan) -> tuple[str, bool]:
    """Mark the point as visited: on time, early or late, and whether one before it was passed over."""
    was_skipped = target.state == "skipped"
    target.state = stands(scan.at, target.due_from, target.due_until)
    target.visited_at, target.scan = scan.at, scan
    target.is_out_of_order = not was_skipped and any(point.state in ("waiting", "missed") and point.position < target.position for point in points)
    target.save()
    return target.state, target.is_out_of_order


@action(title=_("Call in by radio"), posts=CONTROL, event=PointScanned, allowed_from=("running",))
def call_in_point(
    round: Round,
    *,
    point_code: Annotated[str, Field(_("Point number"), max_length=20)],
    called_at: Annotated[datetime | None, Field(_("Called in at"), help=_("Empty: now"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Scan | Refusal:
    """The control room keys in what a guard says on the radio: his own word, grade C."""
    one, moment = held_round(round), called_at or at
    if one.state != "running":
        return Refusal("patrol.not_running", _("Not kept: this round is not under way. Begin it first."))
    if not one.started_at <= moment <= at:
        return Refusal("patrol.bad_moment", _("Not kept: the call lies between the start of the round and now."))
    if one.guard_id == by.person:
        return Refusal("patrol.own_radio", _("Not kept: whoever walks the round does not key in his own calls."))
    found = Checkpoint.objects.filter(scope=one.scope, code=point_code.strip(), state="in_use").first()
    if found is None:
        return Refusal("patrol.unknown_point_called", _("Not kept: there is no point “%(point)s” in use."), point=point_code[:20])
    return _take(one.scope, one, Shown(at=moment, way="radio", point=found), by)


@action(title=_("Take in a baton reading"), posts=LEADERS, event=PointScanned)
def take_in_reading(
    scope: Scope,
    *,
    tag_id: Annotated[str, Field(_("Id of the tag"), max_length=80)],
    read_at: Annotated[datetime, Field(pgettext_lazy("patrol", "Read at"))],
    guard: Annotated[Person | None, Field(_("Guard"))] = None,
    baton: Annotated[str, Field(_("Number of the baton"), max_length=60)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Scan | Refusal:
    """One line of what a patrol baton read: it counts for the round that was due there then. A tag of another site is refused."""
    if not at - OLDEST <= read_at <= at + timedelta(minutes=5):
        return Refusal("patrol.bad_reading_time", _("Not taken: the reading lies in the future, or more than 60 days back. Check the baton's clock."))
    tag = Tag.objects.filter(scope=scope, digest=secret.digest_of(tag_id), way="baton").select_related("checkpoint").first()
    if tag is None:
        return Refusal("patrol.foreign_tag", _("Not taken: the tag %(tag)s hangs at no point of this community."), tag=tag_id[:20])
    if Scan.objects.filter(scope=scope, tag=tag, at=read_at).exists():
        return Refusal("patrol.read_before", _("Not taken again: this reading is in the records already."))
    one = _round_of(scope, tag, read_at)
    shown = Shown(at=read_at, way="baton", point=tag.checkpoint, tag=tag, device=baton, is_unplanned=True)
    return _take(scope, one, shown, by, person=guard.pk if guard else None)


def _round_of(scope: Scope, tag: Tag, read_at: datetime) -> Round | None:
    """The round in which this point was due then; one that nobody began is begun by its first reading."""
    near = RoundPoint.objects.filter(
        scope=scope, checkpoint=tag.checkpoint_id, state__in=("waiting", "missed"), due_from__lte=read_at + timedelta(minutes=15), due_until__gte=read_at - timedelta(minutes=30),
        round__state__in=("planned", "missed", "running"), round__executor="guard",
    ).order_by("due_from").first()  # fmt: skip
    if near is None:
        return None
    one = held_round(near.round)
    if one.state != "running":
        one.state, one.started_at = "running", read_at
        one.save()
    return one


@action(title=pgettext_lazy("patrol", "Accept"), posts=LEADERS, event=ScanReviewed, allowed_from=("to_review",), second_to=("patrol.scan_point",))
def accept_scan(scan: Scan, *, note: Annotated[str, Field(_("Note"), max_length=200)] = "", by: Actor, at: datetime | None = None) -> Scan | Refusal:
    """What looked wrong has an explanation: the scan proves what its way of reading proves."""
    return _review(scan, "accepted", note, by, at)


@action(title=_("Reject"), posts=LEADERS, event=ScanReviewed, allowed_from=("to_review",))
def reject_scan(scan: Scan, *, note: Annotated[str, Field(_("Reason"), max_length=200)], by: Actor, at: datetime | None = None) -> Scan | Refusal:
    """The scan does not show that somebody was there: its point counts as missed. Nobody loses a point or a cent by it."""
    if no := told(note):
        return no
    return _review(scan, "rejected", note, by, at)


def _review(scan: Scan, state: str, note: str, by: Actor, at: datetime) -> Scan | Refusal:
    one = held(scan)
    if one.state != "to_review":
        return Refusal("patrol.reviewed_already", _("Not done: this scan was reviewed before, or nothing about it is open."))
    if by.person is None or by.person == one.person_id:
        return Refusal("patrol.own_scan", _("Not done: nobody reviews his own scan."))
    one.state, one.note, one.reviewed_by_id, one.reviewed_at = state, note, by.person, at
    one.save()
    if one.round_id:
        walk = held_round(one.round)
        if state == "rejected":
            RoundPoint.objects.filter(scan=one).update(state="missed")
        count(walk, list(RoundPoint.objects.filter(round=walk)))
        walk.save()
    announce(ScanReviewed(scan=one.pk, round=one.round_id, is_accepted=state == "accepted", flags=one.flags, note=note), subject=one)
    return one
