"""Required reading: who must read, opened, answered and acknowledged, and who is late."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.people.queries import ROLE_CHOICES
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from ..events import ReadingAnswered, ReadingLate, ReadingOpened, ReadingRequired, ReadingsHandedOut
from ..kinds import MANAGERS, OPENERS
from ..models import Document, Reading
from ..rules import filing, using
from .classes import ROLES
from .handing import hand_out, readers_of, without_reading
from .holding import about, held, today_of


@action(title=_("Require reading"), posts=MANAGERS, event=ReadingRequired, allowed_from=("draft", "submitted", "effective", "revising"))
def require_reading(
    document: Document,
    *,
    roles: Annotated[list[str], Field(_("Must be read by"), choices=ROLE_CHOICES)],
    days: Annotated[int, Field(_("To be read within (days)"), minimum=1, maximum=90)] = 7,
    questions: Annotated[
        str, Field(_("Questions"), multiline=True, max_length=8000, help=_("One a line: How often? | daily | *weekly. The right answer has a star."))
    ] = "",
    by: Actor,
    at: datetime | None = None,
) -> Document | Refusal:
    """Say which posts must read this document and acknowledge it, now and after every new version."""
    document = held(document)
    asked = filing.questions_of(questions)
    if isinstance(asked, Refusal):
        return asked
    if no := using.may_require(document.state, roles=roles, known=ROLES, days=days):
        return no
    document.reading_roles, document.reading_days, document.questions = roles, days, asked
    document.save()
    Reading.objects.filter(document=document, version=document.version, state__in=("owed", "overdue")).update(asked=len(asked))
    readers = hand_out(document, at=at)
    announce(ReadingRequired(**about(document), roles=roles, readers=readers, days=days, questions=len(asked)), subject=document)
    return document


@action(title=_("Hand out readings"), posts=MANAGERS, event=ReadingsHandedOut)
def hand_out_readings(document: Document, *, by: Actor, at: datetime | None = None) -> Document | Refusal:
    """Give the version in force to whoever joined since."""
    document = held(document)
    if document.state not in ("effective", "revising") or not without_reading(document, readers_of(document)):
        return Refusal("documents.everybody_has_it", _("Not done: everybody who must read it has it already."))
    readers = hand_out(document, at=at)
    announce(ReadingsHandedOut(**about(document), readers=readers, due_on=today_of(document, at) + timedelta(days=document.reading_days)), subject=document)
    return document


@action(title=_("Open the reading"), posts=OPENERS, event=ReadingOpened)
def open_reading(reading: Reading, *, by: Actor, at: datetime | None = None) -> Reading | Refusal:
    """Note that its reader opened the text."""
    reading = held(reading)
    if by.person != reading.person_id:
        return Refusal("documents.not_your_reading", _("Not done: everybody acknowledges his own reading."))
    reading.opened_at = reading.opened_at or at
    reading.save()
    announce(ReadingOpened(**about(reading.document, version=reading.version), reading=reading.pk, person=reading.person_id), subject=reading)
    return reading


@action(title=_("Acknowledge the reading"), posts=OPENERS, event=ReadingAnswered, offline=True)
def acknowledge_reading(
    reading: Reading,
    *,
    answers: Annotated[list[int] | None, Field(pgettext_lazy("document", "Answers"), required=False, minimum=0, maximum=5)] = None,
    by: Actor,
    at: datetime | None = None,
) -> Reading | Refusal:
    """Acknowledge that one has read and understood it. With wrong answers it stays owed, and the attempt is kept."""
    reading = held(reading)
    questions, answers = reading.document.questions, answers or []
    is_opened = reading.opened_at is not None
    if no := using.may_acknowledge(
        reading.state, reader=reading.person_id, by=by.person, is_opened=is_opened, asked=len(questions), answered=len(answers)
    ):
        return no
    reading.asked, reading.score, reading.attempts = len(questions), using.score_of(questions, answers), reading.attempts + 1
    is_passed = reading.score == reading.asked
    if is_passed:
        reading.state, reading.acknowledged_at = "acknowledged", at
    reading.save()
    announce(
        ReadingAnswered(
            **about(reading.document, version=reading.version), reading=reading.pk, person=reading.person_id, is_passed=is_passed,
            is_on_time=today_of(reading, at) <= reading.due_on, score=reading.score, asked=reading.asked, attempt=reading.attempts,
        ),
        subject=reading,
    )  # fmt: skip
    return reading


@action(title=_("Note a late reading"), posts=(), event=ReadingLate)
def note_reading_late(reading: Reading, *, by: Actor, at: datetime | None = None) -> Reading | Refusal:
    """The day by which it should have been read is over."""
    reading = held(reading)
    if no := using.may_note_late(reading.state, due_on=reading.due_on, today=today_of(reading, at)):
        return no
    reading.state = "overdue"
    reading.save()
    announce(ReadingLate(**about(reading.document, version=reading.version), reading=reading.pk, person=reading.person_id, due_on=reading.due_on), subject=reading)
    return reading
