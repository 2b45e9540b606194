"""Who comes: by the moving code on his own phone, entered by the trainer, afterwards; and what he says about it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.domains.people.queries import STAFF, Person
from anju.kernel import keys
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from .. import codes
from ..events import AttendanceEntered, EssayReviewed, ReflectionHandedIn, SignedIn
from ..kinds import TRAINERS
from ..models import Attendance, Session
from ..rules import sessions as rules
from . import crediting
from .certificates import not_staff
from .sessions import about, held

ENTRIES = (("present", _("Came")), ("excused", _("Excused from training")))


def secret_of(session: Session) -> bytes:
    """The secret behind the moving code of one session."""
    return keys.derived("training sign-in", session.pk.bytes)


@action(title=_("Sign in at the session"), posts=STAFF, event=SignedIn)
def sign_in(
    session: Session,
    *,
    code: Annotated[str, Field(_("Code on the wall"), max_length=40)],
    device: Annotated[str, Field(_("Phone"), max_length=200)],
    by: Actor,
    at: datetime | None = None,
) -> Attendance | Refusal:
    """Sign in by the code that is on the wall now, each with his own phone."""
    one = held(session)
    row = Attendance.objects.select_for_update().filter(session=one, person_id=by.person).first()
    digest = hashlib.sha256(one.pk.bytes + device.encode()).hexdigest()[:32] if device.strip() else ""
    facts = rules.SignIn(
        state=one.state, is_right_code=codes.fits(secret_of(one), one.pk, code, at), is_expected=row is not None,
        is_signed=row is not None and row.state == "present", has_person=by.person is not None,
        other_of_device=not digest or Attendance.objects.filter(session=one, device=digest).exclude(person_id=by.person).exists(),
    )  # fmt: skip
    if no := rules.may_sign_in(facts):
        return no
    row.state, row.signed_at, row.device, row.is_late = "present", at, digest, at > one.starts_at + rules.LATE_AFTER
    row.save()
    announce(SignedIn(**about(one), of_person=row.person_id, is_late=row.is_late), subject=row)
    return row


@action(title=_("Enter who came"), posts=TRAINERS, event=AttendanceEntered, allowed_from=("open", "held"))
def enter_attendance(
    session: Session,
    *,
    person: Annotated[Person, Field(_("Person"))],
    state: Annotated[str, Field(_("State"), choices=ENTRIES)] = "present",
    reason: Annotated[str, Field(_("Reason"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Attendance | Refusal:
    """Enter somebody without a phone, or excused; once the session is closed it stays marked as entered afterwards (补录)."""
    one = held(session)
    row = Attendance.objects.select_for_update().filter(session=one, person=person).first()
    was = row.state if row else "expected"
    no = not_staff(one.scope, person) or rules.may_enter(session=one.state, state=state, was="" if row is None else was, by=by.person, person=person.pk, reason=reason)
    if no:
        return no
    is_over = one.state == "held"
    if is_over and one.makes_up_id is not None:
        return Refusal("training.enter_at_first", _("Not entered: enter it at the session that this one makes up for."))
    row = row or Attendance(scope=one.scope, session=one, person=person)
    row.state, row.entered_by_id, row.note, row.is_backfilled = state, by.person, reason, is_over
    row.signed_at = at if state == "present" else None
    row.minutes = int((one.ends_at - one.starts_at).total_seconds() // 60) if is_over and state == "present" else 0
    was_new = row._state.adding
    row.save()
    one.expected += was_new
    if is_over and state == "present":
        one.present += 1
        crediting.write_lecture_results(one, [person.pk], at=at)
    one.save()
    event = AttendanceEntered(
        **about(one), of_person=person.pk, state=state, is_backfilled=is_over, was_counted=is_over and not was_new, reason=reason
    )
    announce(event, subject=row)
    return row


@action(title=_("Say what I learnt"), posts=STAFF, event=ReflectionHandedIn, allowed_from=("present", "made_up"))
def hand_in_reflection(
    attendance: Attendance,
    *,
    rating: Annotated[int, Field(_("Rating (1 to 5)"), minimum=1, maximum=5)],
    essay: Annotated[str, Field(_("What I learnt"), multiline=True, max_length=4000)] = "",
    commits: Annotated[bool, Field(_("I read the commitment and keep it"))] = False,
    by: Actor,
    at: datetime | None = None,
) -> Attendance | Refusal:
    """Rate the session, write what you learnt, sign the commitment where one is asked for."""
    one = Attendance.objects.select_for_update(of=("self",)).select_related("session__course", "scope").get(pk=attendance.pk)
    session = one.session
    no = rules.may_reflect(
        state=one.state, person=one.person_id, by=by.person, rating=rating, essay=essay, wants_essay=session.wants_essay, commits=commits,
        wants_commitment=session.wants_commitment,
    )  # fmt: skip
    if no:
        return no
    one.rating, one.essay, one.essay_ok, one.committed_at = rating, essay, None, at if commits else one.committed_at
    one.save()
    event = ReflectionHandedIn(**about(session), of_person=one.person_id, rating=rating, has_essay=bool(essay.strip()), is_committed=one.committed_at is not None)
    announce(event, subject=one)
    return one


@action(title=_("Judge the essay"), posts=TRAINERS, event=EssayReviewed)
def review_essay(
    attendance: Attendance,
    *,
    is_accepted: Annotated[bool, Field(_("Essay accepted"))],
    note: Annotated[str, Field(_("Word on the essay"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Attendance | Refusal:
    """Read what somebody wrote, accept it or send it back with a word."""
    one = Attendance.objects.select_for_update(of=("self",)).select_related("session__course", "scope").get(pk=attendance.pk)
    if not one.essay.strip():
        return Refusal("training.no_essay", _("Not done: nothing was handed in."))
    if by.person == one.person_id:
        return Refusal("training.own_sign_off", _("Not done: nobody signs off himself. Ask the mentor or a leader."))
    if not is_accepted and not note.strip():
        return Refusal("training.reason_needed", _("Not done: give the reason."))
    one.essay_ok, one.essay_note = is_accepted, note
    one.save()
    announce(EssayReviewed(**about(one.session), of_person=one.person_id, is_accepted=is_accepted, note=note), subject=one)
    return one
