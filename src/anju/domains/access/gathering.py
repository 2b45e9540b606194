"""From records to the facts of a decision. It reads; it decides nothing and writes nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q

from anju.domains.duties.queries import YearUnknown, calendar_of
from anju.domains.people.queries import Person, current_owners, current_residents, holders_at
from anju.domains.places.queries import Place, above
from anju.kernel import clock, personal
from anju.kernel.masking import plain_plate
from anju.kernel.models import Scope

from . import rules
from .kinds import BODY
from .models import BodyUse, Credential, EpidemicMode, Lane, Passage, PeakRun, Regular, RuleSet, Visit, WatchEntry
from .rules.versions import first_rules, rules_of
from .states import THERE, WATCHED


@dataclass
class Marks:
    """By what somebody is known at a gate: whichever of these is given."""

    person: Any = None
    phone: str = ""
    identity: str = ""
    plate: str = ""


def rules_in_force(scope: Scope) -> rules.Rules:
    """The version in force, or what every community starts with (version 0)."""
    found = RuleSet.objects.filter(scope=scope, state="in_force").first()
    return rules_of(found.version, found.terms) if found else first_rules()


def digest_of(kind: str, secret: str) -> str:
    """What is kept of a card's number, a code or a plate: a keyed digest."""
    plain = plain_plate(secret) if kind == "plate" else secret.strip().upper()
    return personal.blind_index(f"credential {kind}", plain) if plain else ""


def credential_of(scope: Scope, kind: str, secret: str) -> Credential | None:
    """The credential with this number: the valid one, else the newest that was."""
    rows = Credential.objects.filter(scope=scope, kind=kind, digest=digest_of(kind, secret)).select_related("holder", "dwelling")
    found = list(rows.order_by("-starts_at", "-pk")[:20])
    return next((one for one in found if one.state == "active"), found[0] if found else None)


@dataclass(frozen=True)
class Standing:
    """What is switched on in a community at present."""

    mode: EpidemicMode | None = None
    runs: tuple[PeakRun, ...] = ()

    def at(self, lane: Lane) -> dict[str, Any]:
        """What it lays down at a lane, as facts of it."""
        ways = {way for one in self.runs for pk, way in one.plan.one_way.items() if pk == str(lane.pk)}
        mode = self.mode
        told = {"asks": tuple(mode.asks), "asks_home": tuple(mode.asks_home), "word_for": tuple(mode.word_for)} if mode else {}
        return {**told, "waits": tuple(sorted({code for one in self.runs for code in one.plan.waits})), "peak_way": next(iter(ways)) if len(ways) == 1 else ""}


def standing_now(scope: Scope) -> Standing:
    """The epidemic mode and the peak plans that are switched on. Two queries."""
    mode = EpidemicMode.objects.filter(scope=scope, state="on").first()
    return Standing(mode, tuple(PeakRun.objects.filter(scope=scope, state="on").select_related("plan").order_by("starts_at")))


def lane_facts(lane: Lane, standing: Standing | None = None) -> rules.Lane:
    """A lane as facts; with what is switched on, where a decision is made by them."""
    return rules.Lane(
        **(standing.at(lane) if standing else {}), id=str(lane.pk), traffic=lane.traffic, directions=lane.directions, is_open=lane.state == "in_use", opens=minute_of(lane.opens_from),
        closes=minute_of(lane.opens_until) or 24 * 60, has_passback=lane.has_passback, is_released=lane.released_at is not None, keeps_out=lane.keeps_out,
        locked_until=int(lane.locked_until.timestamp()) if lane.locked_until else 0,
    )  # fmt: skip


def minute_of(at: Any) -> int:
    return at.hour * 60 + at.minute


def token_of(credential: Credential, lane: Lane) -> rules.Token:
    return rules.Token(
        id=str(credential.pk), kind=credential.kind, state=credential.state, starts=int(credential.starts_at.timestamp()),
        ends=int(credential.ends_at.timestamp()) if credential.ends_at else 0, reaches=_reaches(credential, lane),
        is_on=credential.kind not in BODY or body_is_used(credential.scope_id, credential.kind),
    )  # fmt: skip


def body_is_used(scope: Any, kind: str) -> bool:
    """Whether this part of the body may be asked for here; it is not, until two people said so."""
    return BodyUse.objects.filter(scope=scope, kind=kind, state="active").exists()


def turns_of(regular: Regular, *, is_inside: bool) -> rules.Turns:
    """The days and hours in which a regular comes, as facts."""
    return rules.Turns(regular.days, minute_of(regular.comes_from), minute_of(regular.comes_until) or rules.DAY_MINUTES, str(regular.pk), is_inside)


def stay_of(regular: Regular) -> Visit | None:
    """His visit while he is inside."""
    return Visit.objects.select_related("dwelling", "scope").filter(scope=regular.scope_id, regular=regular, state__in=THERE).order_by("entered_at").first()


def regular_by_code(scope: Scope, code: str) -> Regular | None:
    """Whom the code of a regular names, while he is registered."""
    return Regular.objects.select_related("dwelling", "scope").filter(scope=scope, code=code.strip().upper(), state="active").first()


def is_expected(regular: Regular, at: datetime) -> bool:
    """Whether his registration still counts on this day."""
    return regular.state == "active" and (regular.until_on is None or clock.local(regular.scope, at).date() <= regular.until_on)


def partner_seconds(lane: Lane, at: datetime) -> int:
    """Seconds since the other door of the interlock stands open; -1 where it is shut, or there is none."""
    since = Lane.objects.filter(pk=lane.partner_id).values_list("open_since", flat=True).first() if lane.partner_id else None
    return int((at - since).total_seconds()) if since is not None and since <= at else -1


def _reaches(credential: Credential, lane: Lane) -> bool:
    """The main gates for everybody; a door inside a building only for who lives behind it; and whatever places are named."""
    chain = [*above(lane.place), lane.place]
    inside = [one for one in chain if one.kind in ("building", "unit")]
    named = {str(one.pk) for one in chain} & set(credential.lanes)
    behind = credential.dwelling is not None and bool(inside) and credential.dwelling.path.startswith(inside[-1].path)
    return bool(named) or not inside or behind


def permit_of(permit: Any, verdict: Any, lane: Lane) -> rules.Permit:
    """A pass as facts. A worker's is held to what it states: employer and job, safety training, area and hours.

    Where another room stands behind it (its basis), that room lets it go live after its own training.
    """
    plain = rules.Permit(permit.number if permit else "", verdict.outcome, verdict.code)
    if permit is None or permit.kind != "worker":
        return plain
    opens, closes = hours_of(permit.details.get("hours", ""))
    return replace(
        plain, opens=opens, closes=closes, is_filed=bool(permit.company.strip() and permit.purpose.strip()), is_trained=bool(permit.basis_link or permit.details.get("training", "").strip()),
        is_in_area=_is_area(permit.place, lane),
    )  # fmt: skip


_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\s*[-至到~]\s*([01]\d|2[0-4]):([0-5]\d)")


def hours_of(written: str) -> tuple[int, int]:
    """“08:00-18:00” as minutes of the day; the whole day where it says nothing."""
    hit = _HOURS.fullmatch(written.strip())
    return (int(hit[1]) * 60 + int(hit[2]), int(hit[3]) * 60 + int(hit[4])) if hit else (0, rules.DAY_MINUTES)


def _is_area(area: Place | None, lane: Lane) -> bool:
    """Main gates for everybody; inside a building only the one in which the work is."""
    inside = [one for one in (*above(lane.place), lane.place) if one.kind in ("building", "unit")]
    return not inside or area is None or area.path.startswith(inside[-1].path) or inside[-1].path.startswith(area.path)


WAY_OUT = 1
"""The floor of the lobby: a lift goes there for everybody."""


def floors_for(category: str, dwelling: Place | None, lane: Lane) -> tuple[int, ...]:
    """The floors to which a lift takes somebody: his own and the way out; staff every floor of the building."""
    house = next((one for one in reversed([*above(lane.place), lane.place]) if one.kind in ("unit", "building")), None)
    if category == "staff" and house is not None:
        known = Place.objects.filter(scope=lane.scope_id, path__startswith=house.path).exclude(floor=None).values_list("floor", flat=True)
        return tuple(sorted({WAY_OUT, *known}))
    is_there = dwelling is not None and house is not None and dwelling.path.startswith(house.path) and dwelling.floor is not None
    return tuple(sorted({WAY_OUT, dwelling.floor})) if is_there else (WAY_OUT,)


def moment(scope: Scope, at: datetime) -> dict[str, Any]:
    """The moment as facts: seconds, minute of the day, day of the week, and whether nobody works. A year without holidays knows only weekends."""
    there = clock.local(scope, at)
    try:
        is_off = not calendar_of(scope).is_working(there.date())
    except YearUnknown:
        is_off = there.isoweekday() > 5
    return {"epoch": int(at.timestamp()), "minute": there.hour * 60 + there.minute, "day": there.isoweekday(), "is_holiday": is_off}


def watch_on(scope: Scope, marks: Marks, at: datetime) -> str:
    """The reason for which somebody is on the watch list at this moment, "" where he is not."""
    wanted = Q()
    for given, name in ((marks.phone, "phone"), (marks.identity, "identity_number"), (marks.plate and plain_plate(marks.plate), "plate")):
        wanted |= Q(**{name: given}) if given else Q()
    if not wanted:
        return ""
    return WatchEntry.objects.filter(wanted, scope=scope, state__in=WATCHED, starts_at__lte=at, ends_at__gt=at).values_list("reason", flat=True).first() or ""


def same_way_seconds(credential: Credential | None, direction: str, at: datetime) -> int:
    """Seconds since this credential went the same way without the other way between; -1 where it did not."""
    if credential is None:
        return -1
    rows = Passage.objects.filter(Q(outcome="allowed") | Q(is_released=True), scope=credential.scope_id, credential=credential, at__lte=at)
    last = rows.order_by("-at").values_list("direction", "at").first()
    return int((at - last[1]).total_seconds()) if last and last[0] == direction else -1


def lives_in(scope: Scope, person: Person | None, dwelling: Place | None) -> bool:
    """Whether he lives in the dwelling or owns it, today."""
    if person is None or dwelling is None:
        return False
    mine = {"person": person, "dwelling": dwelling}
    return current_residents(scope).filter(**mine).exists() or current_owners(scope).filter(**mine).exists()


def invited_this_month(scope: Scope, dwelling: Place, at: datetime) -> int:
    """How often was invited to a dwelling in the month; what was withdrawn does not count."""
    start, _end = clock.day_bounds(scope, clock.local(scope, at).date().replace(day=1))
    return Visit.objects.filter(scope=scope, dwelling=dwelling, channel="booking", at__gte=start).exclude(state="withdrawn").count()


def on_post(scope: Scope, place: Place, at: datetime) -> tuple[Any, str, int]:
    """Who holds the post at a place, the name of his shift and its turn in the day; (None, "", 0) where nobody does."""
    here = {place.pk, *(one.pk for one in above(place))}
    for holding in holders_at(scope, at):
        if holding.post.place_id in here:
            shift = holding.shift
            return holding.person, shift.name if shift else "", shift.position if shift else 0
    return None, "", 0


__all__ = ["Marks", "Standing", "body_is_used", "partner_seconds", "standing_now", "is_expected", "regular_by_code", "stay_of", "turns_of", "credential_of", "digest_of", "floors_for", "invited_this_month", "hours_of", "permit_of", "lane_facts", "lives_in", "minute_of", "moment", "on_post", "rules_in_force", "same_way_seconds", "token_of", "watch_on"]
