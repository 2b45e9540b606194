"""Public questions about the gate. Later rooms and pages ask here and nowhere else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.util import find_spec
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from anju.domains.passes.queries import sentence_of as sentence_of_pass
from anju.domains.passes.queries import verdict_choices
from anju.domains.people.queries import Person, current_owners, current_residents
from anju.domains.places.queries import Place
from anju.kernel import clock, keys
from anju.kernel.models import Scope
from anju.plates import distance, plain

from . import rules, usage
from .car_rights import CarRight, car_rights, let_by_list
from .expecting import CAR_PASSES, expected_plates, plates_read
from .gathering import credential_of, digest_of, invited_this_month, lives_in, rules_in_force
from .kinds import (
    CATEGORIES,
    EMERGENCIES,
    ENTRY_CHECKS,
    OF_PASS,
    OUTCOMES,
    REGULARS,
    STRANGERS,
    WALK_INS,
    WAYS,
    category_choices,
    category_label,
)
from .models import (
    BodyUse,
    Credential,
    EntryCheck,
    EpidemicMode,
    Inquiry,
    Lane,
    LaneCamera,
    Opening,
    Passage,
    PeakPlan,
    PeakRun,
    PoliceLine,
    PoliceQuery,
    Procedure,
    ProcedureCheck,
    Regular,
    RuleSet,
    Sighting,
    Visit,
    WatchEntry,
)
from .police import Asked, PoliceAnswer, line_of, police_health, register_police
from .rights import index_keys, plates_expected, quotas_at, regulars_at, rights_at, valid_or_coming
from .rules.cars import HOW, PUSHED, WAIT_MINUTES
from .rules.facts import hhmm
from .rules.looks import LIFT_SECONDS
from .rules.sentences import COLOURS, SENTENCES, VERDICTS, WHOM
from .rules.versions import rules_of
from .standing import (
    Peak,
    entrances,
    is_lockdown_over,
    leases,
    leases_over,
    modes_over,
    outsiders,
    past_peaks,
    peaks_around,
    peaks_due,
    peaks_to_roster,
    procedure_of,
    procedures,
    to_check,
    unwatched,
)
from .states import THERE, SightingState, VisitState

__all__ = [
    "BodyUse", "ENTRY_CHECKS", "EntryCheck", "EpidemicMode", "Peak", "PeakPlan", "PeakRun", "Procedure", "ProcedureCheck", "entrances", "leases", "leases_over", "invited_this_month", "is_lockdown_over", "mode_on", "modes_over", "outsiders",
    "past_peaks", "peaks_around", "peaks_due", "peaks_to_roster", "procedure_of", "procedures", "quotas_at", "regulars_at", "to_check", "unwatched",
    "CAR_PASSES", "HOW", "LIFT_SECONDS", "PUSHED", "LaneCamera", "Pace", "Sighting", "SightingState", "camera_of", "cameras_everywhere", "cameras_of", "can_read_plates", "expected_plates", "forgotten_cars", "gates_first", "hhmm", "is_inside", "lane_pace", "last_cars", "letters_of", "plates_near", "plates_read", "stuck_bar", "told_bars", "waiting_cars", "CarRight", "car_rights", "let_by_list",
    "CATEGORIES", "COLOURS", "EMERGENCIES", "OUTCOMES", "REGULARS", "STRANGERS", "THERE", "WALK_INS", "WAYS", "WHOM", "Credential", "Difference", "Inquiry", "Lane",
    "OF_PASS", "Asked", "PoliceAnswer", "PoliceLine", "PoliceQuery", "line_of", "police_health", "register_police",
    "Opening", "Passage", "Regular", "RuleSet", "Trial", "VERDICTS", "Visit", "VisitState", "WatchEntry", "STANDS_THERE", "asked_for", "at_the_gate", "category_choices", "category_label", "credential_of",
    "digest_of", "due_visits", "guest_key", "due_watches", "homes_of", "index_keys", "inside_now", "invitation_of", "invited", "lanes_of", "last_passages", "lives_in", "moved_out", "open_visits", "plates_expected", "regular_like", "rights_at", "rules_in_force",
    "sentence_for", "tried", "unexplained", "unexplained_by_shift", "usage", "valid_or_coming", "visits_for", "waiting_at", "waiting_of_notice", "watched_now",
]  # fmt: skip

SHOWN = 40
STANDS_THERE = timedelta(hours=4)
"""How long somebody who is not let in is taken to stand at the gate."""


def sentence_for(code: str) -> Any:
    """What the guard is told for a code of a decision; of a pass its own room says it."""
    plain = code.removeprefix("pass_")
    return SENTENCES.get(code) or (sentence_of_pass(plain) if plain in dict(verdict_choices()) else SENTENCES["no_right"])


def lanes_of(scope: Scope, place: Place | None = None) -> list[Lane]:
    """The lanes of a community, or of one gate, by name."""
    rows = Lane.objects.filter(scope=scope).select_related("place", "scope").order_by("name")
    return list(rows if place is None else rows.filter(place=place))


def is_inside(lane: Lane) -> bool:
    """Whether it is a door inside the community, and no gate of it."""
    return lane.place.kind != "gate"


def gates_first(lanes: list[Lane]) -> list[Lane]:
    """As a guard looks for them: the gates, then the doors of the buildings."""
    return sorted(lanes, key=is_inside)


def last_passages(scope: Scope, lanes: list[Lane], *, most: int = 8) -> list[Passage]:
    """What was decided last at these lanes."""
    rows = Passage.objects.filter(scope=scope, lane__in=lanes)
    return list(rows.select_related("lane", "credential", "dwelling", "permit", "visit").order_by("-at", "-pk")[:most])


def open_visits(scope: Scope) -> QuerySet[Visit]:
    """Who came in and did not go out yet, the longest over his time first."""
    return Visit.objects.filter(scope=scope, state__in=THERE).select_related("dwelling").order_by("until_at", "entered_at")


def at_the_gate(scope: Scope) -> list[Visit]:
    """Who waits at the gate for an answer, or may come in."""
    rows = Visit.objects.filter(scope=scope, state__in=("waiting", "agreed", "denied"), at__gte=clock.now() - STANDS_THERE)
    return list(rows.select_related("dwelling", "host").order_by("-at")[:SHOWN])


def asked_for(visits: list[Visit]) -> dict[UUID, str]:
    """What the gate must ask for before these visits may come in, as it was decided last and nobody said yes since: visit to the code of the sentence."""
    agreed = {one.pk: one.confirmed for one in visits if one.state == "agreed"}
    last = {one.visit_id: one for one in Passage.objects.filter(visit__in=agreed, direction="in").order_by("at", "pk")}
    return {pk: one.code for pk, one in last.items() if one.outcome == "ask" and set(one.facts.get("confirmed", ())) == set(agreed[pk])}


def invited(scope: Scope) -> list[Visit]:
    """Invitations of today that nobody came for yet."""
    now = clock.now()
    rows = Visit.objects.filter(scope=scope, state="invited", expected_at__lte=now + timedelta(hours=12), until_at__gt=now)
    return list(rows.select_related("dwelling", "permit").order_by("expected_at")[:SHOWN])


def inside_now(scope: Scope) -> Counter[str]:
    """How many visitors are inside, by state."""
    return Counter(open_visits(scope).order_by().values_list("state", flat=True))


def due_visits(scope: Scope, *, at: datetime) -> list[Visit]:
    """Visits whose time is over: inside and not seen leaving, never come, or never answered by the host."""
    late = Q(state__in=("inside", "invited"), until_at__lte=at) | Q(state__in=("agreed", "waiting", "denied"), at__lte=at - timedelta(hours=12))
    return list(Visit.objects.filter(late, scope=scope).select_related("scope").order_by("until_at", "pk")[:200])


def due_watches(scope: Scope, *, at: datetime) -> list[WatchEntry]:
    return list(WatchEntry.objects.filter(scope=scope, state__in=("proposed", "active", "appealed"), ends_at__lte=at).select_related("scope")[:200])


def watched_now(scope: Scope) -> QuerySet[WatchEntry]:
    return WatchEntry.objects.filter(scope=scope, state__in=("active", "appealed"))


def regular_like(scope: Scope, typed: str) -> list[Regular]:
    """Whom a code or the last four digits of a phone number mean."""
    text = typed.strip().upper()
    rows = Regular.objects.filter(scope=scope, state="active").select_related("dwelling", "scope")
    found = list(rows.filter(code=text)[:1])
    return found or (list(rows.filter(phone__last_four=text).order_by("name")[:5]) if len(text) == 4 and text.isdigit() else [])


def homes_of(scope: Scope, person: UUID) -> list[Place]:
    """The dwellings to which somebody may invite."""
    lived = current_residents(scope).filter(person=person).values_list("dwelling_id", flat=True)
    owned = current_owners(scope).filter(person=person).values_list("dwelling_id", flat=True)
    return list(Place.objects.filter(scope=scope, pk__in={*lived, *owned}).order_by("ordering"))


def visits_for(scope: Scope, person: UUID) -> QuerySet[Visit]:
    """The visits to the homes of somebody who lives there, the newest first."""
    return Visit.objects.filter(scope=scope, dwelling__in=homes_of(scope, person)).select_related("dwelling", "permit", "scope").order_by("-at")


def invitation_of(scope: Scope, permit: UUID) -> Visit | None:
    return Visit.objects.filter(scope=scope, permit=permit).select_related("permit", "dwelling", "scope").first()


def waiting_of_notice(scope_id: UUID, notice: UUID) -> Visit | None:
    """The visit about which a notice asked, while it waits."""
    return Visit.objects.filter(scope=scope_id, notice=notice, state__in=("waiting", "denied")).select_related("scope", "dwelling").first()


def moved_out(scope: Scope, person: UUID, dwelling: UUID) -> list[Credential]:
    """What still opens for somebody who does not live in the dwelling any more."""
    stays = Person.objects.filter(pk=person).first()
    home = Place.objects.filter(pk=dwelling).first()
    if lives_in(scope, stays, home):
        return []
    return list(Credential.objects.filter(scope=scope, holder=person, dwelling=dwelling, state="active").select_related("scope"))


def unexplained(scope: Scope) -> QuerySet[Opening]:
    """Openings that nobody decided and nobody explained."""
    return Opening.objects.filter(scope=scope, is_unexplained=True).select_related("lane").order_by("-at")


def unexplained_by_shift(scope: Scope, *, start: datetime) -> Counter[tuple[Any, str]]:
    """How many there were since a moment, by (day, shift)."""
    return Counter(unexplained(scope).filter(at__gte=start).order_by().values_list("on", "shift"))


@dataclass(frozen=True)
class Difference:
    """A passage that another rule would have decided otherwise."""

    passage: Passage
    outcome: str
    code: str


@dataclass(frozen=True)
class Trial:
    """A version of the rules run against what happened: how many were judged, what would differ, and how often which change."""

    judged: int
    changes: Counter[tuple[str, str]]
    examples: list[Difference]


def tried(ruleset: RuleSet, *, start: datetime, end: datetime) -> Trial:
    """Judge every passage of a time again by this version; nothing is written."""
    trial, judged, changes, examples = rules_of(ruleset.version, ruleset.terms), 0, Counter(), []
    for passage in _between(ruleset.scope, start, end):
        judged += 1
        again = rules.decide(rules.from_json(passage.facts), trial)
        if again.outcome != passage.outcome:
            changes[(passage.outcome, again.outcome)] += 1
            if len(examples) < SHOWN:
                examples.append(Difference(passage, again.outcome, again.code))
    return Trial(judged, changes, examples)


def _between(scope: Scope, start: datetime, end: datetime) -> Iterator[Passage]:
    rows = Passage.objects.filter(scope=scope, at__gte=start, at__lt=end).select_related("lane", "dwelling").order_by("-at")
    return rows.iterator(chunk_size=500)


def guest_key(permit: UUID) -> str:
    """The secret part of the address at which a guest finds his moving code."""
    return keys.derived("guest page", permit.bytes).hex()[:32]


def waiting_at(scope: Scope, visit: UUID) -> Visit | None:
    """The visit while it waits for an answer."""
    return Visit.objects.filter(scope=scope, pk=visit, state__in=("waiting", "denied")).select_related("scope", "dwelling", "host").first()


def cameras_of(scope: Scope, lane: Lane | None = None) -> QuerySet[LaneCamera]:
    rows = LaneCamera.objects.filter(scope=scope).select_related("lane__place", "device__contact", "scope").order_by("lane__name", "direction")
    return rows if lane is None else rows.filter(lane=lane)


def mode_on(scope: Scope) -> EpidemicMode | None:
    """The epidemic mode while it is switched on."""
    return EpidemicMode.objects.filter(scope=scope, state="on").select_related("on_by").first()


def cameras_everywhere() -> list[LaneCamera]:
    """Every lane camera of every community whose device is in service: for the process that looks at their pictures."""
    rows = LaneCamera.everywhere.filter(device__state="in_service").select_related("lane", "device__credential", "device__scope", "scope")
    return list(rows.order_by("pk"))


def camera_of(device: UUID) -> LaneCamera | None:
    """The lane camera that a device is. Enter its scope before."""
    return LaneCamera.objects.select_related("lane__scope", "lane__place", "lane__device__scope", "device__scope", "scope").filter(device=device).first()


@cache
def can_read_plates() -> bool:
    """Whether this installation reads plates itself: the extra `vision` is there. Without it cameras' own readings count, and the guard's eye."""
    return all(find_spec(name) for name in ("onnxruntime", "cv2", "av"))


def last_cars(scope: Scope, lane: Lane, *, most: int = 8) -> list[Sighting]:
    """The cars seen last at a lane, the newest first."""
    rows = Sighting.objects.filter(scope=scope, lane=lane).exclude(state="late")
    return list(rows.select_related("passage__dwelling", "passage__lane", "command", "picture", "closeup", "camera").order_by("-at", "-pk")[:most])


def waiting_cars(scope: Scope, lane: Lane | None = None) -> QuerySet[Sighting]:
    """The cars that wait for a guard, the longest first."""
    rows = Sighting.objects.filter(scope=scope, state="waiting").select_related("lane", "passage", "picture", "closeup").order_by("at")
    return rows if lane is None else rows.filter(lane=lane)


def forgotten_cars(scope: Scope, *, at: datetime) -> list[Sighting]:
    """Cars that waited so long that they must have driven away."""
    return list(waiting_cars(scope).filter(at__lte=at - timedelta(minutes=WAIT_MINUTES))[:200])


def stuck_bar(one: Sighting, *, at: datetime) -> bool:
    """Whether a bar that was told to lift three seconds ago has not said that it did."""
    passage = one.passage
    told_at = one.handled_at or one.at
    return one.command_id is not None and passage is not None and passage.opened_at is None and timedelta(seconds=3) <= at - told_at <= timedelta(minutes=2)


def told_bars() -> list[LaneCamera]:
    """The lane cameras of every community at whose lanes a gateway tells the bar's relay itself, one for each bar."""
    rows = LaneCamera.everywhere.filter(way__in=("isapi", "dahua", "mqtt", "relay")).select_related("lane__device", "device", "scope").order_by("pk")
    bars = {((one.lane.device_id if one.way == "relay" else one.device_id), one.channel): one for one in rows}
    return list(bars.values())


@dataclass(frozen=True)
class Pace:
    """A lane since a moment: cars seen, plates read by the camera itself, and the seconds from seen to through, the middle one."""

    seen: int
    read: int
    seconds: float | None


def lane_pace(lane: Lane, *, start: datetime) -> Pace:
    """How a lane does since a moment. Three queries."""
    rows = Sighting.objects.filter(scope=lane.scope_id, lane=lane, at__gte=start).exclude(state="late")
    times = rows.exclude(passage__passed_at=None).order_by("-at").values_list("at", "passage__passed_at")[:500]
    took = sorted((through - at).total_seconds() for at, through in times)
    return Pace(rows.count(), rows.exclude(plate="").exclude(how="typed").count(), took[len(took) // 2] if took else None)


def letters_of(one: Sighting) -> list[tuple[str, bool]]:
    """The plate as it is shown, character by character, each with whether the looks differ about it."""
    text = one.plate or one.read
    looks = [plain(look[0]) for look in one.looks] or [one.read]
    alike = [look for look in looks if len(look) == len(text)]
    return [(letter, letter == "?" or any(look[at] != letter for look in alike)) for at, letter in enumerate(text)]


def plates_near(one: Sighting, *, most: int = 3) -> list[str]:
    """The expected plates that come nearest to what was read: for a guard to choose from, never to decide."""
    if not one.read or one.plate_kind in ("military", "armed_police"):
        return []
    found = sorted((distance(one.read, text, most=2.5), text) for text in expected_plates(one.scope, one.at))
    return [text for far, text in found[:most] if far < 2.5 and text != one.plate]
