"""Public questions about notices, channels, boards and what is owed. The rooms above ask here and nowhere else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from anju.domains.people.queries import ROLES, current_owners, current_residents
from anju.domains.places.queries import community_of, dwellings_of
from anju.kernel import clock
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from . import codes, rules
from .audience import channels_for, names_near, people_of, radio_for, reaches
from .codes import BODIES
from .models import (
    Activity,
    Board,
    BodyReport,
    Campaign,
    Channel,
    Contact,
    Delivery,
    Notice,
    OwnerMessage,
    Participation,
    Posting,
    PostingCheck,
    Publicity,
    Recipient,
)
from .rules import fits_address
from .texts import TEMPLATES, Template, template_choices, with_blanks

__all__ = [
    "BODIES", "TEMPLATES", "Activity", "Board", "BodyReport", "Campaign", "Channel", "Contact", "Delivery", "Message", "Notice", "OwnerMessage", "Participation", "Posting",
    "PostingCheck", "Preview", "Publicity", "Recipient", "Template", "adoption", "boards_without", "codes", "coverage", "delivery_of", "doubtful", "due_scopes", "fits_address",
    "entrance_signs", "households_told", "message_of", "notices_for", "participation_rate", "preview", "publicity_by", "receipts", "reports_open", "scopes_due",
    "stages_of", "template_choices", "unreached", "unshown_for", "whole_text", "with_blanks",
]  # fmt: skip


@dataclass(frozen=True)
class Preview:
    """What sending would do: how many people, how many by which way first, how many by none, and the text as it would go out."""

    counted: int
    by_way: dict[str, int]
    by_none: int
    ladder: tuple[str, ...]
    shared: tuple[str, ...]
    quiet_until: datetime | None
    text: str
    refusal: Refusal | None


def preview(scope: Scope, *, level: int, title: str, text: str, audience: dict[str, Any], radio: str = "", at: datetime) -> Preview | Refusal:
    """Count an audience before anything is sent."""
    wanted = rules.read_audience(audience, roles=ROLES)
    if isinstance(wanted, Refusal):
        return wanted
    persons = people_of(scope, wanted, at)
    ladder = rules.LADDERS.get(level, ())
    found = reaches(scope, persons, level=level, ladder=ladder, at=at)
    usable = Counter(way for one in found for way in one.ways)
    private = rules.private_words(f"{title} {text} {radio}", names=names_near(scope), is_personal=wanted.is_personal)
    return Preview(
        counted=len(persons),
        by_way={way: usable[way] for way in ladder},
        by_none=sum(not one.ways for one in found),
        ladder=ladder,
        shared=tuple(one.name for one in channels_for(scope, level, *codes.SHARED_WAYS)),
        quiet_until=rules.quiet_end(level, clock.local(scope, at)),
        text=rules.whole_text(text, radio_for(scope, persons, rules.radio_words(level, title, radio))),
        refusal=rules.may_send(level, title, text, counted=len(persons), private=private),
    )


def whole_text(notice: Notice) -> str:
    """The text as every channel carries it."""
    return rules.whole_text(notice.text, notice.radio)


@dataclass(frozen=True)
class Message:
    """What a gateway is handed: the key under which it may be sent only once, where to, and what it says."""

    key: str
    way: str
    level: int
    title: str
    text: str
    phone: str = ""


def message_of(delivery: Delivery) -> Message:
    """The message of a delivery, with the telephone number where the way needs one."""
    notice, person = delivery.notice, delivery.recipient.person if delivery.recipient_id else None
    phone = person.phone if person is not None and delivery.way in ("sms", "voice") else ""
    return Message(delivery.pk.hex, delivery.way, notice.level, notice.title, whole_text(notice), phone)


def due_scopes(at: datetime) -> list[Scope]:
    """The scopes in which a gateway has something to hand over. Reads past the view, as who may enter decides."""
    open_ones = Q(state__in=("due", "unsure")) | Q(state="taken", leased_until__lte=at)
    return _scopes(Delivery.everywhere.filter(open_ones, due_at__lte=at))


def scopes_due(at: datetime) -> list[Scope]:
    """The scopes in which somebody's next way is due, or recipients are still to be written."""
    return _scopes(Recipient.everywhere.filter(next_at__lte=at)) + _scopes(Notice.everywhere.filter(state="sending"))


def _scopes(rows: QuerySet) -> list[Scope]:
    return list(Scope.objects.filter(pk__in=list(rows.values_list("scope_id", flat=True).distinct())))


def delivery_of(channel: UUID, *, key: str = "", number: str = "") -> Delivery | None:
    """The message of a channel that a gateway's report is about, by its key or the gateway's own number. Reads past the view."""
    rows = Delivery.everywhere.filter(channel_id=channel).select_related("notice__scope")
    try:
        by_key = rows.filter(pk=UUID(hex=key)).first() if key else None
    except ValueError:
        by_key = None
    return by_key or (rows.filter(provider_number=number[:80]).first() if number else None)


def unshown_for(scope: Scope, person: UUID) -> list[Notice]:
    """Notices that the app has not shown to somebody yet."""
    rows = Recipient.objects.filter(scope=scope, person_id=person, read_at=None).exclude(delivered_by="in_app").exclude(notice__state="withdrawn")
    return [one.notice for one in rows.select_related("notice__scope").order_by("-created_at", "-id")[:50]]


def notices_for(scope: Scope, person: UUID, *, most: int = 30) -> list[Recipient]:
    """What somebody was told in a community, unread and urgent first; notices come along."""
    rows = Recipient.objects.filter(scope=scope, person_id=person).exclude(notice__state="withdrawn").select_related("notice")
    newest = list(rows.order_by("-created_at", "-id")[:most])
    return sorted(newest, key=lambda one: (one.read_at is not None, one.notice.level if one.read_at is None else 9))


def receipts(notice: Notice) -> dict[str, int]:
    """How many stand where: counted, waiting, delivered, read, undelivered. `delivered` holds those who have read it."""
    rows = Recipient.objects.filter(scope=notice.scope_id, notice=notice)
    counted = rows.aggregate(
        waiting=Count("pk", filter=Q(state="waiting")), delivered=Count("pk", filter=Q(delivered_at__isnull=False)), read=Count("pk", filter=Q(read_at__isnull=False)),
        undelivered=Count("pk", filter=Q(state="undelivered")),
    )  # fmt: skip
    return {"counted": notice.counted, **counted}


def unreached(notice: Notice) -> QuerySet[Recipient]:
    """Who has not read it: first those whom nothing reached."""
    return Recipient.objects.filter(scope=notice.scope_id, notice=notice, read_at=None).select_related("person").order_by("delivered_at", "id")


def doubtful(scope: Scope) -> QuerySet[Delivery]:
    """Messages that gateways refused, the newest first."""
    return Delivery.objects.filter(scope=scope, state="failed").select_related("channel", "notice").order_by("-due_at")


def households_told(notice: Notice, dwellings: Iterable[Any] | None = None) -> dict[UUID, set[str]]:
    """By which ways each household was reached: by the app or a message to one of it, by a call, by a visit. Three queries."""
    reached: dict[UUID, set[str]] = {one.pk: set() for one in dwellings or []}
    delivered = dict(Recipient.objects.filter(scope=notice.scope_id, notice=notice, delivered_at__isnull=False).values_list("person_id", "delivered_by"))
    for rows in (current_residents(notice.scope), current_owners(notice.scope)):
        for dwelling, person in rows.filter(person_id__in=delivered).values_list("dwelling_id", "person_id"):
            reached.setdefault(dwelling, set()).add(delivered[person])
    told = Contact.objects.filter(scope=notice.scope_id, notice=notice, outcome="reached")
    for dwelling, way in told.values_list("dwelling_id", "way"):
        reached.setdefault(dwelling, set()).add(way)
    return reached


def entrance_signs(scope: Scope, gates: Iterable[Any]) -> dict[UUID, str]:
    """Of each entrance whether its sign with the rules hangs and how it was found last: fine, damaged, missing, outdated, unchecked, none."""
    boards = {one.place_id: one for one in Board.objects.filter(scope=scope, kind="entry_sign", state="in_use")}
    last: dict[UUID, str] = {}
    for board, finding in PostingCheck.objects.filter(scope=scope, board__kind="entry_sign").order_by("at", "id").values_list("board_id", "finding"):
        last[board] = finding
    return {gate.pk: last.get(boards[gate.pk].pk, "unchecked") if gate.pk in boards else "none" for gate in gates}


def boards_without(scope: Scope, topic: str, *, since: datetime, kind: str = "") -> list[Board]:
    """Boards (of a kind) on which nothing of a topic was posted since a moment."""
    told = Posting.objects.filter(scope=scope, topic=topic, posted_at__gte=since).values("board_id")
    rows = Board.objects.filter(scope=scope, state="in_use").exclude(pk__in=told)
    return list((rows.filter(kind=kind) if kind else rows).order_by("name"))


def publicity_by(scope: Scope, field: str, since: datetime, until: datetime) -> dict[str, int]:
    """Entries of the publicity log by channel, target or topic."""
    if field not in ("channel", "target", "topic"):
        raise ValueError(field)
    rows = Publicity.objects.filter(scope=scope, held_at__gte=since, held_at__lt=until)
    return dict(rows.values_list(field).annotate(many=Count("pk")).order_by(field))


def coverage(scope: Scope, since: datetime, until: datetime) -> dict[str, int]:
    """How often each safety topic was told in a period, on boards and in the log; 0 shows what the rotation left out."""
    held = [*Publicity.objects.filter(scope=scope, held_at__gte=since, held_at__lt=until).values_list("topic", flat=True)]
    held += Posting.objects.filter(scope=scope, posted_at__gte=since, posted_at__lt=until).values_list("topic", flat=True)
    return rules.covered_topics(held)


def stages_of(campaign: Campaign, *, on: date) -> list[dict[str, Any]]:
    """The stages of a campaign with how many entries each has: name, starts_on, ends_on, wanted, held, and whether it is behind."""
    held = Counter(Publicity.objects.filter(scope=campaign.scope_id, campaign=campaign).values_list("stage", flat=True))
    return [
        {**one, "held": held[number], "is_behind": held[number] < one["wanted"] and one["ends_on"] < on.isoformat()} for number, one in enumerate(campaign.stages, 1)
    ]


def participation_rate(scope: Scope, since: datetime, until: datetime) -> dict[str, Any]:
    """Owner participation in a period: homes of which somebody took part, of all homes, and how many took which part."""
    rows = Participation.objects.filter(scope=scope, activity__starts_at__gte=since, activity__starts_at__lt=until, came=True)
    persons = set(rows.values_list("person_id", flat=True))
    homes = {home for terms in (current_residents, current_owners) for home in terms(scope).filter(person_id__in=persons).values_list("dwelling_id", flat=True)}
    root = community_of(scope)
    return {"homes": len(homes), "of": dwellings_of(root).count() if root else 0, "people": len(persons), "parts": dict(Counter(rows.values_list("part", flat=True)))}


def adoption(scope: Scope, since: datetime, until: datetime) -> dict[str, int]:
    """Messages of owners in a period: how many came, were answered, and were adopted."""
    rows = OwnerMessage.objects.filter(scope=scope, came_at__gte=since, came_at__lt=until)
    return rows.aggregate(came=Count("pk"), answered=Count("pk", filter=Q(state="answered")), adopted=Count("pk", filter=Q(decision="adopted")))


def reports_open(scope: Scope) -> QuerySet[BodyReport]:
    """Reports that bodies still wait for, the first due first."""
    return BodyReport.objects.filter(scope=scope, state__in=("owed", "late", "sent_back")).order_by("due_at", "id")
