"""What is counted over posts, shifts, checks and handovers. Dimensions: "" for all, then the kind where there is one."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from anju.kernel.measures import Count, measure

from .events import (
    AttendanceCorrected,
    AttendanceSettled,
    CheckSigned,
    FindingJudged,
    FindingRaised,
    GatheringHeld,
    HandoverTaken,
    Mustered,
)

CAME = ("present", "late", "early", "late_and_early")


@measure(
    "workforce.attendance_rate",
    title=_("Attendance rate"),
    definition=_("Shifts to which somebody came, of all that were due; those on approved leave are left out. Proven where a gate or scanner saw him."),
    unit="%",
    events=(AttendanceSettled, AttendanceCorrected),
)
def attendance_rate(event: AttendanceSettled | AttendanceCorrected) -> Iterator[Count]:
    """A correction takes the entry's old part away and adds the new one, on the day of the shift."""
    if isinstance(event, AttendanceSettled):
        yield Count(numerator=event.came_by_device, denominator=event.came_by_device, when=event.on, grade="A")
        rest = event.due - event.came_by_device
        yield Count(numerator=event.came - event.came_by_device, denominator=rest, when=event.on, grade="C")
        return
    for outcome, sign in ((event.before, -1), (event.after, 1)):
        if outcome != "on_leave":
            yield Count(numerator=sign * (outcome in CAME), denominator=sign, when=event.on, grade="C")


@measure(
    "workforce.posts_not_kept",
    title=_("Posts not kept"),
    definition=_("Findings that nobody came, somebody left, slept or stood alone, as they were told; what was judged otherwise is taken out."),
    shape="count",
    more_is_better=False,
    events=(FindingRaised, FindingJudged),
)
def posts_not_kept(event: FindingRaised | FindingJudged) -> Iterator[Count]:
    if isinstance(event, FindingJudged) and event.is_upheld:
        return
    number = 1 if isinstance(event, FindingRaised) else -1
    for dimension in ("", event.kind):
        yield Count(numerator=number, dimension=dimension, when=event.since_at)


@measure(
    "workforce.turnout",
    title=_("Turnout of call-outs"),
    definition=_("Who came within the minutes allowed, of all who came to a muster."),
    unit="%",
    events=(Mustered,),
)
def turnout(event: Mustered) -> Iterator[Count]:
    yield Count(numerator=int(event.is_in_time), denominator=1, grade="C")


@measure(
    "workforce.compliance_rate",
    title=_("Compliance rate of posts"),
    definition=_("Items found in order at checks of posts, of all items checked; only checks that both have signed count."),
    unit="%",
    events=(CheckSigned,),
)
def compliance(event: CheckSigned) -> Iterator[Count]:
    """A second person saw it: 乙. Dimensions: shift and random."""
    for dimension in ("", event.kind):
        yield Count(numerator=event.kept, denominator=event.of, dimension=dimension, when=event.checked_at, grade="B")


@measure(
    "workforce.handover_in_time_rate",
    title=_("Handovers in time"),
    definition=_("Handovers whose next shift was on post as early as the community asks, of all that were taken over."),
    unit="%",
    events=(HandoverTaken,),
)
def handover_in_time(event: HandoverTaken) -> Iterator[Count]:
    yield Count(numerator=int(event.is_in_time), denominator=1, grade="B")


@measure(
    "workforce.uniform_rate",
    title=_("Uniform dress"),
    definition=_("People in uniform dress at formations and drill sessions, of all who came."),
    unit="%",
    events=(GatheringHeld,),
)
def uniform_dress(event: GatheringHeld) -> Iterator[Count]:
    if event.kind in ("formation", "drill"):
        yield Count(numerator=event.came - event.dress_faults, denominator=event.came, when=event.held_at, grade="B")
