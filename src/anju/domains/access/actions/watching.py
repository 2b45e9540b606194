"""The watch list: a closed reason, a second person, 90 days at most, an appeal. It asks; it bars nobody from home."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.masking import plain_identity
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import AppealAnswered, WatchAgreed, WatchAppealed, WatchDropped, WatchEnded, WatchProposed
from ..kinds import CHECKERS, LEADERS, MANAGERS, WATCH_DAYS, WATCH_REASONS
from ..models import WatchEntry
from ..rules import office as rules
from ..states import WATCHED

WordsInput = Annotated[str, Field(_("Why"), max_length=400)]
KEEP_DAYS = 30


@action(title=_("Propose an entry"), posts=LEADERS, event=WatchProposed)
def propose_watch(
    scope: Scope,
    *,
    reason: Annotated[str, Field(_("Reason"), choices=WATCH_REASONS)],
    words: Annotated[str, Field(_("What happened"), max_length=400)],
    name: Annotated[str, Field(_("Person's name"), max_length=60, personal=True)] = "",
    phone: Annotated[str, Field(_("Phone"), max_length=20, personal=True)] = "",
    identity_number: Annotated[str, Field(_("Identity number"), max_length=24, personal=True)] = "",
    plate: Annotated[str, Field(_("Plate"), max_length=12)] = "",
    paper: Annotated[str, Field(_("Document"), max_length=80)] = "",
    ends_at: Annotated[datetime | None, Field(_("Until"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> WatchEntry | Refusal:
    """Ask that the gate calls the squad leader when somebody comes; it counts only after a second person agreed."""
    ends_at = ends_at or at + timedelta(days=WATCH_DAYS)
    if reason not in dict(WATCH_REASONS):
        return Refusal("access.unknown_reason", _("Not proposed: choose a reason from the list. What somebody owes is never one."))
    no = rules.may_watch(reason=reason, words=words, starts_at=at, ends_at=ends_at, marks=sum(map(bool, (phone, identity_number, plate))), has_paper=bool(paper.strip()))
    if no or (no := rules.identity_fits(plain_identity(identity_number))):
        return no
    one = WatchEntry(
        scope=scope, reason=reason, words=words.strip(), name=name, phone=phone, identity_number=plain_identity(identity_number), plate=plate, paper=paper,
        starts_at=at, ends_at=ends_at, proposed_by_id=by.person,
    )  # fmt: skip
    one.save()
    announce(WatchProposed(**_about(one), words=words), subject=one)
    return one


def _about(one: WatchEntry) -> dict:
    return {"entry": one.pk, "reason": one.reason, "ends_at": one.ends_at}


def _held(one: WatchEntry, *states: str) -> WatchEntry | Refusal:
    found = WatchEntry.objects.select_for_update().get(pk=one.pk)
    if found.state not in states:
        return Refusal("access.watch_step", _("Not done: this entry is not at that step. Reload the page."))
    return found


@action(title=_("Agree to the entry"), posts=MANAGERS, event=WatchAgreed, allowed_from=("proposed",))
def agree_to_watch(entry: WatchEntry, *, by: Actor, at: datetime | None = None) -> WatchEntry | Refusal:
    """A second person agrees; from now on the gate asks."""
    one = _held(entry, "proposed")
    if isinstance(one, Refusal) or (no := rules.second_person(one.proposed_by_id, by.person)):
        return one if isinstance(one, Refusal) else no
    one.state, one.agreed_by_id, one.agreed_at = "active", by.person, at
    one.save()
    announce(WatchAgreed(**_about(one)), subject=one)
    return one


@action(title=_("Do not agree"), posts=MANAGERS, event=WatchDropped, allowed_from=("proposed",))
def drop_watch(entry: WatchEntry, *, why: WordsInput, by: Actor, at: datetime | None = None) -> WatchEntry | Refusal:
    """The reason is not enough; nobody is asked about."""
    one = _held(entry, "proposed")
    if isinstance(one, Refusal) or (no := rules.reason_told(why)):
        return one if isinstance(one, Refusal) else no
    _over(one, "dropped", why, at)
    announce(WatchDropped(**_about(one), why=why), subject=one)
    return one


@action(title=_("Take down an appeal"), posts=CHECKERS, event=WatchAppealed, allowed_from=("active",))
def appeal_watch(entry: WatchEntry, *, appeal: WordsInput, by: Actor, at: datetime | None = None) -> WatchEntry | Refusal:
    """Who is on the list says why he should not be; every post takes it down."""
    one = _held(entry, "active")
    if isinstance(one, Refusal) or (no := rules.reason_told(appeal)):
        return one if isinstance(one, Refusal) else no
    one.state, one.appeal, one.appealed_at = "appealed", appeal.strip(), at
    one.save()
    announce(WatchAppealed(**_about(one), appeal=appeal), subject=one)
    return one


@action(title=_("Answer the appeal"), posts=MANAGERS, event=AppealAnswered, allowed_from=("appealed",))
def answer_appeal(
    entry: WatchEntry, *, is_kept: Annotated[bool, Field(_("The entry stays"))] = False, answer: WordsInput, by: Actor, at: datetime | None = None
) -> WatchEntry | Refusal:
    """Somebody else than who proposed it decides; without a good reason the entry ends."""
    one = _held(entry, "appealed")
    if isinstance(one, Refusal) or (no := rules.second_person(one.proposed_by_id, by.person) or rules.reason_told(answer)):
        return one if isinstance(one, Refusal) else no
    one.answer = answer.strip()
    if is_kept:
        one.state = "active"
        one.save()
    else:
        _over(one, "ended", answer, at)
    announce(AppealAnswered(**_about(one), is_kept=is_kept, answer=answer), subject=one)
    return one


@action(title=_("End the entry"), posts=LEADERS, event=WatchEnded, confirm=True, allowed_from=WATCHED)
def end_watch(entry: WatchEntry, *, why: WordsInput, by: Actor, at: datetime | None = None) -> WatchEntry | Refusal:
    """It is over, by hand or because its time is; the clock does the latter by itself."""
    one = _held(entry, *WATCHED, *(("proposed",) if by.is_system else ()))
    if isinstance(one, Refusal) or (no := rules.reason_told(why)):
        return one if isinstance(one, Refusal) else no
    _over(one, "dropped" if one.state == "proposed" else "ended", why, at)
    announce(WatchEnded(**_about(one), because="time" if by.is_system else "hand", why=why), subject=one)
    return one


def _over(one: WatchEntry, state: str, why: str, at: datetime) -> None:
    one.state, one.ended_at, one.end_reason = state, at, why.strip()[:200]
    one.personal_erase_on = clock.local(one.scope, at).date() + timedelta(days=KEEP_DAYS)
    one.save()
