"""What a box at a gate must know to decide at its lanes, as plain values: who may pass by what, never who he is.

Numbers of cards, codes and plates are keyed digests; no name, phone or picture is among it, and no part of the body.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from anju.domains.duties.queries import YearUnknown, calendar_of
from anju.domains.passes.queries import Pass, facts_of, live_secret, tokens, valid_at
from anju.domains.places.queries import above
from anju.kernel import clock, keys
from anju.kernel.masking import plain_plate
from anju.kernel.models import Scope

from .gathering import digest_of, lane_facts, rules_in_force, standing_now, turns_of
from .kinds import BODY, CREDENTIALS, OF_PASS
from .models import Credential, Lane, Regular, Visit, WatchEntry
from .rules.sentences import SENTENCES
from .states import THERE, WATCHED

RECENTLY = timedelta(days=30)
"""For so long what was revoked is told with its reason; afterwards it is unknown, which refuses as well."""


def rights_at(scope: Scope, lanes: Iterable[Lane], *, at: datetime, until: datetime) -> dict[str, dict[str, Any]]:
    """The sections of a snapshot for these lanes, valid from `at` to `until`."""
    reaches, standing = [_Reach(lane) for lane in lanes], standing_now(scope)
    permits = list(_permits(scope, reaches, at, until))
    return {
        "lanes": {str(one.lane.pk): {"name": one.lane.name, "facts": asdict(lane_facts(one.lane, standing)), "codes": sorted(one.codes)} for one in reaches},
        "credentials": _credentials(scope, reaches, at),
        "passes": _passes(scope, permits),
        "watch": _watch(scope, permits, at, until),
        "rules": {"all": asdict(rules_in_force(scope))},
        "days": days_off(scope, at, until),
        "words": {code: str(sentence) for code, sentence in SENTENCES.items()},
        "regulars": regulars_at(scope, at=at, until=until),
        "quotas": quotas_at(scope, at=at),
        "homes": _homes(scope, permits),
    }


class _Reach:
    """Which credentials count at a lane: the places around it, and the building or unit it stands in."""

    def __init__(self, lane: Lane) -> None:
        self.lane, self.id = lane, str(lane.pk)
        chain = [*above(lane.place), lane.place]
        self.ids = {str(one.pk) for one in chain}
        self.codes = {tokens.place_code(one.pk) for one in chain}
        self.inside = next((one.path for one in reversed(chain) if one.kind in ("building", "unit")), "")

    def has(self, path: str | None, named: list[str]) -> bool:
        return not self.inside or bool(path and path.startswith(self.inside)) or bool(named and self.ids & set(named))


def _credentials(scope: Scope, reaches: list[_Reach], at: datetime) -> dict[str, Any]:
    """kind:digest → [id, category, state, first second, last second, lanes]. Those that reach none of the lanes are left out."""
    rows = Credential.objects.filter(Q(state="active") | Q(ended_at__gte=at - RECENTLY), scope=scope).exclude(kind__in=BODY).order_by("state", "starts_at")
    found: dict[str, Any] = {}
    for pk, kind, digest, category, state, starts, ends, path, named in rows.values_list(
        "pk", "kind", "digest", "category", "state", "starts_at", "ends_at", "dwelling__path", "lanes"
    ):
        here = [one.id for one in reaches if one.has(path, named)]
        key = f"{kind}:{digest}"
        if here and (state == "active" or found.get(key, [0, 0, ""])[2] != "active"):
            found[key] = [str(pk), category, state, int(starts.timestamp()), int(ends.timestamp()) if ends else 0, here]
    return found


def _permits(scope: Scope, reaches: list[_Reach], at: datetime, until: datetime) -> list[Pass]:
    """Passes that let people in and count at one of the lanes at some moment of the time, and those that ended before they should."""
    codes = set().union(*(one.codes for one in reaches)) if reaches else set()
    soon = Pass.objects.filter(scope=scope, kind__in=OF_PASS, starts_at__lt=until, ends_at__gt=at).exclude(state__in=("asked", "approved", "refused", "discarded"))
    is_here = [one for one in soon.order_by("pk") if not one.gates or codes & facts_of(one).gates]
    return is_here


def _passes(scope: Scope, permits: list[Pass]) -> dict[str, Any]:
    """id → the state of a pass, its window, what it is for, who has confirmed, and the secret of its moving code."""
    visits = {one.permit_id: one for one in Visit.objects.filter(scope=scope, permit__in=permits)}
    found = {}
    for one in permits:
        facts, visit = facts_of(one), visits.get(one.pk)
        found[str(one.pk)] = {
            "number": one.number, "state": one.state, "issue": one.issue, "starts": int(one.starts_at.timestamp()), "ends": int(one.ends_at.timestamp()),
            "left": facts.uses_left, "once": facts.is_one_use, "gates": sorted(facts.gates), "home": facts.home, "person": facts.is_person,
            "last": one.last_direction, "visit": visit is not None, "category": visit.category if visit else OF_PASS[one.kind], "confirmed": list(visit.confirmed) if visit else [],
            "live": live_secret(one.pk).hex() if one.about.is_live else "",
        }  # fmt: skip
    return found


def _watch(scope: Scope, permits: list[Pass], at: datetime, until: datetime) -> dict[str, Any]:
    """What the watch list means here: plate, credential or pass → [reason, first second, last second]. Who it is stays at home."""
    found: dict[str, Any] = {}
    for entry in WatchEntry.objects.filter(scope=scope, state__in=WATCHED, starts_at__lt=until, ends_at__gt=at):
        told = [entry.reason, int(entry.starts_at.timestamp()), int(entry.ends_at.timestamp())]
        if entry.plate:
            found[f"plate:{digest_of('plate', entry.plate)}"] = told
        if entry.phone:
            holders = Credential.objects.filter(scope=scope, state="active", holder__phone=entry.phone).values_list("pk", flat=True)
            found |= {f"credential:{pk}": told for pk in holders}
            comes = Regular.objects.filter(scope=scope, state="active", phone=entry.phone).values_list("pk", flat=True)
            found |= {f"regular:{pk}": told for pk in comes}
        for one in permits:
            if (entry.phone and one.holder_phone == entry.phone) or (entry.plate and plain_plate(one.plate) == plain_plate(entry.plate)):
                found[f"pass:{one.pk}"] = told
    return found


def days_off(scope: Scope, at: datetime, until: datetime) -> dict[str, int]:
    """date → 1 for every day of the time on which nobody works; a year without holidays knows only weekends."""
    calendar, day, last = calendar_of(scope), at.date() - timedelta(days=1), until.date() + timedelta(days=1)
    found = {}
    while day <= last:
        if _is_off(calendar, day):
            found[day.isoformat()] = 1
        day += timedelta(days=1)
    return found


def _is_off(calendar: Any, day: date) -> bool:
    try:
        return not calendar.is_working(day)
    except YearUnknown:
        return day.isoweekday() > 5


def index_keys() -> dict[str, str]:
    """kind → the key under which its numbers become digests, so that a box finds what is shown."""
    return {kind: keys.derived(f"index credential {kind}").hex() for kind, _label in CREDENTIALS if kind not in BODY}


def plates_expected(scope: Scope, *, at: datetime, until: datetime) -> list[tuple[str, Pass]]:
    """Cars with a pass in this time, each plate once."""
    rows = valid_or_coming(scope, at=at, until=until).exclude(plate="").select_related("place")
    return list({one.plate: (one.plate, one) for one in rows}.values())


def valid_or_coming(scope: Scope, *, at: datetime, until: datetime) -> Any:
    """Passes that let somebody in at some moment of this time."""
    ids = valid_at(scope, at=at, kinds=OF_PASS).values("pk")
    coming = Q(state="issued", starts_at__gte=at, starts_at__lt=until, kind__in=OF_PASS)
    return Pass.objects.filter(Q(pk__in=ids) | coming, scope=scope).order_by("starts_at", "pk")


def regulars_at(scope: Scope, *, at: datetime, until: datetime) -> dict[str, list[Any]]:
    """Who comes again and again, for a box: the digest of his code → [id, category, days, first minute, last minute, last day or "", dwelling or "", is inside].

    No name, no phone.
    """
    today = at.date() - timedelta(days=1)
    rows = Regular.objects.filter(Q(until_on=None) | Q(until_on__gte=today), scope=scope, state="active", at__lt=until).order_by("code")
    there = set(Visit.objects.filter(scope=scope, state__in=THERE).exclude(regular=None).values_list("regular_id", flat=True))
    found = {}
    for one in rows:
        turns = turns_of(one, is_inside=one.pk in there)
        last = one.until_on.isoformat() if one.until_on else ""
        found[digest_of("pin", one.code)] = [str(one.pk), one.category, turns.days, turns.opens, turns.closes, last, str(one.dwelling_id or ""), turns.is_inside]
    return found


def categories_counted(scope: Scope) -> list[str]:
    """The categories of which a dwelling has only so many visits a day."""
    return [code for code, policy in rules_in_force(scope).policies.items() if policy.visits_per_day and not policy.is_home]


def _homes(scope: Scope, permits: list[Pass]) -> dict[str, str]:
    """credential, pass or regular → the dwelling for which its visits are counted."""
    counted = categories_counted(scope)
    if not counted:
        return {}
    cards = Credential.objects.filter(scope=scope, state="active", category__in=counted).exclude(dwelling=None).values_list("pk", "dwelling_id")
    comes = Regular.objects.filter(scope=scope, state="active", category__in=counted).exclude(dwelling=None).values_list("pk", "dwelling_id")
    return {
        **{f"credential:{pk}": str(home) for pk, home in cards}, **{f"regular:{pk}": str(home) for pk, home in comes},
        **{f"pass:{one.pk}": str(one.place_id) for one in permits if one.place_id},
    }  # fmt: skip


def quotas_at(scope: Scope, *, at: datetime) -> dict[str, int]:
    """category:dwelling → how often it came today, for the categories of which the rules count visits. A box adds what it let in itself."""
    counted = categories_counted(scope)
    start, end = clock.day_bounds(scope, clock.local(scope, at).date())
    rows = Visit.objects.filter(scope=scope, category__in=counted, entered_at__gte=start, entered_at__lt=end).exclude(dwelling=None)
    return {f"{row['category']}:{row['dwelling_id']}": row["many"] for row in rows.order_by().values("category", "dwelling_id").annotate(many=Count("pk"))}
