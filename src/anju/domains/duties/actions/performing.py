"""Doing what is owed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.domains.duties import rules
from anju.domains.duties.actions.belonging import is_mine, responsible_for
from anju.domains.duties.actions.settling import locked, settle
from anju.domains.duties.events import DutyPerformed
from anju.domains.duties.facts import calendar_of, owed_of
from anju.domains.duties.models import Occurrence, Performance
from anju.domains.duties.schedules import Bound, admits
from anju.domains.duties.states import DutyState, Evidence, Grade, OccurrenceState
from anju.domains.people.queries import STAFF, Person
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.refusals import Refusal


@action(
    title=_("Enter as done"),
    posts=STAFF,
    event=DutyPerformed,
    offline=True,
    allowed_from=("open", "running", "missed", "partly"),
)
def perform_duty(
    occurrence: Occurrence,
    *,
    answers: Annotated[dict | None, Field(_("Answers"), required=False)] = None,
    photos: Annotated[list[File] | None, Field(_("Photos"), accept=("image/",), required=False)] = None,
    signature: Annotated[str, Field(_("Signature"), required=False)] = "",
    note: Annotated[str, Field(_("Note"), multiline=True, required=False)] = "",
    person: Annotated[Person | None, Field(_("Done by"), help=_("Leave empty if you did it yourself."))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Performance | Refusal:
    """Say that it was done, with the checklist answered and the evidence that it needs."""
    occurrence, duty, now = locked(occurrence), occurrence.duty, clock.now()
    doer = person.id if person else by.person
    facts = _perform_facts(occurrence, by, doer, at, now, photos, signature)
    if no := rules.may_perform(facts):
        return no
    answered = rules.check_answers(rules.read_items(duty.checklist), answers or {}, photos=len(photos or ()))
    if isinstance(answered, Refusal):
        return answered
    performance = Performance.objects.create(
        scope_id=occurrence.scope_id,
        occurrence=occurrence,
        person_id=doer,
        device_at=at,
        entered_at=now,
        answers=list(answered.lines),
        faults=list(answered.faults),
        photos=[str(photo.pk) for photo in photos or ()],
        signature=signature,
        note=note,
        grade=Grade.A if by.kind == "device" else Grade.C,
        is_independent=by.kind == "device",
        is_admitted=_is_admitted(occurrence, at),
        is_backfilled=rules.is_backfilled(at, now),
    )
    _settle_and_tell(occurrence, performance, now)
    return performance


@action(title=_("Enter as proven by a record"), posts=(), event=DutyPerformed)
def prove_duty(
    occurrence: Occurrence,
    *,
    proof_label: Annotated[str, Field(_("Proven by"), max_length=200)],
    proof_link: Annotated[str, Field(_("Link to the proof"), max_length=200)],
    person: Annotated[Person, Field(_("Done by"))],
    second: Annotated[Person | None, Field(_("Vouched for by"))] = None,
    is_checked_by_device: Annotated[bool, Field(_("Checked by a device"))] = False,
    by: Actor,
    at: datetime | None = None,
) -> Performance | Refusal:
    """Enter what another record shows to be done: the record stands for photos and signatures, and its moment for the entry's."""
    occurrence = locked(occurrence)
    if no := rules.may_perform(_facts_of_record(occurrence, at)):
        return no
    is_vouched = second is not None and second.pk != person.pk
    performance = Performance.objects.create(
        scope_id=occurrence.scope_id,
        occurrence=occurrence,
        person=person,
        device_at=at,
        entered_at=at,
        proof_label=proof_label[:200],
        proof_link=proof_link,
        grade=Grade.A if is_checked_by_device else Grade.B if is_vouched else Grade.C,
        is_independent=is_checked_by_device,
        confirmed_by=second if is_vouched else None,
        confirmed_at=at if is_vouched else None,
        is_admitted=_is_admitted(occurrence, at),
    )
    _settle_and_tell(occurrence, performance, clock.now())
    return performance


def _facts_of_record(occurrence: Occurrence, at: datetime) -> rules.PerformFacts:
    """Asked as of the record's own moment, so that a reaction that comes later changes nothing."""
    where = occurrence.scope
    late_until = max(occurrence.late_until, occurrence.due_at)
    return rules.PerformFacts(
        at=at,
        now=at,
        opens_at=occurrence.opens_at,
        late_until=late_until,
        opens_text=f"{clock.local(where, occurrence.opens_at):%m-%d %H:%M}",
        late_text=f"{clock.local(where, late_until):%m-%d %H:%M}",
        is_paused=occurrence.duty.state == DutyState.paused,
        is_continuous=occurrence.is_continuous,
        is_complete=_is_complete(occurrence),
    )


def _perform_facts(
    occurrence: Occurrence,
    by: Actor,
    doer: object,
    at: datetime,
    now: datetime,
    photos: list[File] | None,
    signature: str,
) -> rules.PerformFacts:
    duty, where = occurrence.duty, occurrence.scope
    return rules.PerformFacts(
        at=at,
        now=now,
        opens_at=occurrence.opens_at,
        late_until=max(occurrence.late_until, occurrence.due_at),
        opens_text=f"{clock.local(where, occurrence.opens_at):%m-%d %H:%M}",
        late_text=f"{clock.local(where, occurrence.late_until):%m-%d %H:%M}",
        is_paused=duty.state == DutyState.paused,
        is_continuous=occurrence.is_continuous,
        is_mine=is_mine(occurrence, by, doer),
        responsible=responsible_for(occurrence),
        is_complete=_is_complete(occurrence),
        has_photo=bool(photos),
        needs_photo=Evidence.photo in duty.evidence,
        has_signature=bool(signature),
        needs_signature=Evidence.signature in duty.evidence,
        has_doer=doer is not None or by.kind == "device",
    )


def _is_complete(occurrence: Occurrence) -> bool:
    """Whether once more would be a mistake: more than "at least" is welcome, and more than "at most" must be seen."""
    is_exact = occurrence.most is None and occurrence.duty.promise.bound == Bound.exact
    return is_exact and occurrence.state in (OccurrenceState.done, OccurrenceState.done_late)


def _is_admitted(occurrence: Occurrence, at: datetime) -> bool:
    """Whether its day and hour count; what is done in the grace counts as at the slot's last moment."""
    calendar = calendar_of(occurrence.scope)
    moment = min(at, occurrence.due_at - timedelta.resolution)
    return admits(occurrence.duty.promise, calendar, calendar.day_of(occurrence.starts_at), moment)


def _settle_and_tell(occurrence: Occurrence, performance: Performance, now: datetime) -> None:
    change = settle(occurrence, now)
    done = rules.Done(
        at=performance.device_at,
        on=clock.local(occurrence.scope, performance.device_at).date(),
        entered_at=performance.entered_at,
        is_admitted=performance.is_admitted,
    )
    performance.is_on_time = rules.is_on_time(owed_of(occurrence), done)
    performance.save(update_fields=["is_on_time"])
    announce(
        DutyPerformed(
            **change,
            performance=performance.id,
            person=performance.person_id,
            device_at=performance.device_at,
            proof=performance.grade,
            is_on_time=performance.is_on_time,
            is_backfilled=performance.is_backfilled,
            faults=performance.faults,
            photos=len(performance.photos),
            owed=occurrence.owed,
            on_time=occurrence.on_time_count,
            done=occurrence.done_count,
        ),
        subject=occurrence,
    )
