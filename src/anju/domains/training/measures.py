"""What is counted over training. Dimensions stand beside each figure."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from anju.kernel.measures import Count, measure

from .events import (
    AttendanceEntered,
    CertificatesCounted,
    Enrolled,
    EnrolmentCompleted,
    EnrolmentWithdrawn,
    LatePaperCounted,
    PaperHandedIn,
    SessionHeld,
    UnfitFound,
)


@measure(
    "training.certified_on_duty",
    title=_("Certified on duty"),
    definition=_("Roster entries whose holder had every certificate that his post asks for, of all entries of such posts; “key” are the key posts."),
    unit="%",
    events=(CertificatesCounted,),
)
def certified_on_duty(event: CertificatesCounted) -> Iterator[Count]:
    """Grade B where a second person saw the original of each, else C."""
    for name, needed, held, verified in zip(event.names, event.needed, event.held, event.verified, strict=True):
        if name.partition(".")[0] == "duty":
            dimension = name.partition(".")[2]
            yield Count(numerator=held, denominator=needed, dimension=dimension, when=event.on, grade="C", proofs=held - verified)
            yield Count(dimension=dimension, when=event.on, grade="B", proofs=verified)


@measure(
    "training.certified_staff",
    title=_("Certified staff"),
    definition=_("People of a role with every certificate that their role asks for, of all people of that role, day by day; by role."),
    unit="%",
    events=(CertificatesCounted,),
)
def certified_staff(event: CertificatesCounted) -> Iterator[Count]:
    for name, needed, held, verified in zip(event.names, event.needed, event.held, event.verified, strict=True):
        if name.partition(".")[0] == "role":
            for dimension in ("", name.partition(".")[2]):
                yield Count(numerator=held, denominator=needed, dimension=dimension, when=event.on, grade="C", proofs=held - verified)
                yield Count(dimension=dimension, when=event.on, grade="B", proofs=verified)


@measure(
    "training.unfit_found",
    title=_("Roster entries without what the post asks for"),
    definition=_("Entries that were found in the period; “barred” are those that were taken off the roster."),
    shape="count",
    more_is_better=False,
    events=(UnfitFound,),
)
def unfit_found(event: UnfitFound) -> Iterator[Count]:
    yield Count(numerator=1)
    if event.is_barred:
        yield Count(numerator=1, dimension="barred")


@measure(
    "training.course_mastered",
    title=_("Course mastered"),
    definition=_("People who passed every module of a course in every way, of all whom it concerns, day by day; by the course's code."),
    unit="%",
    events=(CertificatesCounted,),
)
def course_mastered(event: CertificatesCounted) -> Iterator[Count]:
    for name, needed, held in zip(event.names, event.needed, event.held, strict=True):
        if name.partition(".")[0] == "course":
            for dimension in ("", name.partition(".")[2]):
                yield Count(numerator=held, denominator=needed, dimension=dimension, when=event.on, grade="B", proofs=held)


@measure(
    "training.coverage",
    title=_("Training coverage"),
    definition=_("People who came to a session or were taught again, of all who were expected and not excused; by the course's code."),
    unit="%",
    events=(SessionHeld, AttendanceEntered),
)
def coverage(event: SessionHeld | AttendanceEntered) -> Iterator[Count]:
    """Grade A by the moving code on the own phone, B entered by the trainer, C entered afterwards. A make-up counts for the first session."""
    for dimension in dict.fromkeys(("", event.course)):
        if isinstance(event, AttendanceEntered):
            if event.is_backfilled:
                came, expected = event.state == "present", -1 if event.state == "excused" else 0
                expected = expected if event.was_counted else int(came)
                yield Count(numerator=int(came), denominator=expected, dimension=dimension, when=event.starts_at, grade="C", proofs=int(came))
        elif event.makes_up is not None:
            yield Count(numerator=event.made_up, dimension=dimension, when=event.makes_up_starts_at, grade="B", proofs=event.made_up)
        else:
            yield Count(numerator=event.present, denominator=event.expected, dimension=dimension, when=event.starts_at, grade="B", proofs=event.present - event.scanned)
            yield Count(dimension=dimension, when=event.starts_at, grade="A", proofs=event.scanned)


@measure("training.sessions_held", title=_("Sessions held"), definition=_("Sessions that were closed as held in the period; by kind."), shape="count", events=(SessionHeld,))
def sessions_held(event: SessionHeld) -> Iterator[Count]:
    for dimension in ("", event.kind):
        yield Count(numerator=1, dimension=dimension, when=event.held_at)


@measure(
    "training.minutes",
    title=_("Minutes of training"),
    definition=_("Minutes of all who came, added up; by the course's code."),
    shape="count",
    events=(SessionHeld,),
)
def minutes(event: SessionHeld) -> Iterator[Count]:
    for dimension in dict.fromkeys(("", event.course)):
        yield Count(numerator=event.present * event.minutes, dimension=dimension, when=event.starts_at)


@measure(
    "training.induction",
    title=_("Induction completed"),
    definition=_("Newcomers who completed the course before their first shift, of all who began it; counted on the day they began; by course."),
    unit="%",
    events=(Enrolled, EnrolmentCompleted, EnrolmentWithdrawn),
)
def induction(event: Enrolled | EnrolmentCompleted | EnrolmentWithdrawn) -> Iterator[Count]:
    if event.is_induction:
        begun = {Enrolled: 1, EnrolmentWithdrawn: -1}.get(type(event), 0)
        for dimension in ("", event.course):
            yield Count(numerator=int(isinstance(event, EnrolmentCompleted)), denominator=begun, dimension=dimension, when=event.started_on, grade="B")


@measure(
    "training.pass_rate",
    title=_("Exam pass rate"),
    definition=_("People who passed an exam, a re-sit included, of all who sat it; counted on the day of the first attempt; by the course's code, or “owners”."),
    unit="%",
    events=(PaperHandedIn, LatePaperCounted),
)
def pass_rate(event: PaperHandedIn | LatePaperCounted) -> Iterator[Count]:
    """Marked by machine: grade A."""
    is_marked = isinstance(event, LatePaperCounted) or event.seconds_late == 0
    if is_marked and (event.is_first or event.is_passed):
        for dimension in dict.fromkeys(("", event.course or event.kind)):
            yield Count(numerator=int(event.is_passed), denominator=int(event.is_first), dimension=dimension, when=event.first_on, grade="A")
