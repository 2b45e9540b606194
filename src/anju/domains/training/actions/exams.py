"""Exams: opened, sat on the phone, handed in, marked, closed."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from anju.domains.documents.queries import Document
from anju.domains.duties.models import Duty
from anju.domains.people.queries import ROLE_CHOICES, ROLES, STAFF
from anju.kernel import clock, keys
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import drawing, pool
from ..audience import people_of
from ..events import ExamClosed, ExamOpened, LatePaperCounted, PaperBegun, PaperHandedIn, PaperVoided
from ..kinds import EXAMS, TRAINERS
from ..models import Course, Exam, Paper
from ..rules import exams as rules
from .crediting import credit_exam
from .marking import mark
from .questions import note_broken

VOID_AFTER = timedelta(hours=24)


def about(one: Exam) -> dict[str, Any]:
    return {"exam": one.pk, "kind": one.kind, "course": one.course.code if one.course_id else ""}


@action(title=_("Open an exam"), posts=TRAINERS, event=ExamOpened)
def open_exam(
    scope: Scope,
    *,
    title: Annotated[str, Field(_("Title"), max_length=120)],
    kind: Annotated[str, Field(_("Kind of exam"), choices=EXAMS)] = "bank",
    course: Annotated[Course | None, Field(_("Course"))] = None,
    modules: Annotated[list[str] | None, Field(_("Modules"), help=_("Their codes, such as m1; none means all of the course."), required=False)] = None,
    roles: Annotated[list[str] | None, Field(_("For whom"), choices=ROLE_CHOICES)] = None,
    questions: Annotated[int, Field(_("Questions of a paper"), minimum=1, maximum=200)] = 20,
    minutes: Annotated[int, Field(_("Time limit (minutes)"), minimum=1, maximum=300)] = 30,
    pass_percent: Annotated[int, Field(_("Pass mark (%)"), minimum=1, maximum=100)] = 60,
    attempts: Annotated[int, Field(_("Attempts allowed"), minimum=1, maximum=10)] = 2,
    opens_at: Annotated[datetime | None, Field(_("Open from"))] = None,
    closes_at: Annotated[datetime | None, Field(_("Open until"), help=_("Seven days from the begin where none is given."))] = None,
    document: Annotated[Document | None, Field(_("Document"), help=_("The text that is asked about, in the version in force now."))] = None,
    duty: Annotated[Duty | None, Field(_("Regular work"), help=_("The work of the plan that this exam proves."))] = None,
    is_gate: Annotated[bool, Field(_("Failing bars from the post"))] = False,
    by: Actor,
    at: datetime | None = None,
) -> Exam | Refusal:
    """Let people sit an exam: so many questions drawn for each, a time limit, a pass mark, so many attempts."""
    one = Exam(
        scope=scope, title=title.strip(), kind=kind, course=course, modules=modules or [], roles=list(roles or (course.roles if course else ())), questions=questions,
        minutes=minutes, pass_percent=pass_percent, attempts=attempts, opens_at=opens_at or at, closes_at=closes_at or (opens_at or at) + timedelta(days=7),
        document=document, document_version=document.version if document else 0, duty=duty, is_gate=is_gate,
    )  # fmt: skip
    if no := _unfit(one, [course, document, duty]) or rules.may_open(
        pool=_pool_size(one), questions=questions, minutes=minutes, pass_percent=pass_percent, attempts=attempts, opens_at=one.opens_at, closes_at=one.closes_at, now=at
    ):
        return no
    one.save()
    terms = {"questions": questions, "minutes": minutes, "pass_percent": pass_percent, "attempts": attempts}
    announce(ExamOpened(**about(one), **terms, document=one.document_id, document_version=one.document_version), subject=one)
    return one


def _unfit(one: Exam, records: list[Any]) -> Refusal | None:
    if any(each is not None and each.scope_id != one.scope_id for each in records):
        return Refusal("training.not_here", _("Not done: this person holds no post in this community. Choose somebody of this community."))
    if not one.title:
        return Refusal("training.no_title", _("Not recorded: say what is taught."))
    if not one.roles or set(one.roles) - set(ROLES):
        return Refusal("training.no_audience", _("Not recorded: choose for which roles it is."))
    if one.kind not in dict(EXAMS) or (one.kind == "bank") != (one.course_id is not None):
        return Refusal("training.no_course", _("Not opened: an exam from the bank needs its course; one about homes has none."))
    return None


def _pool_size(one: Exam) -> int:
    return len(pool.questions_of(one.course, one.modules)) if one.kind == "bank" else len(pool.homes_of(one))


@action(title=_("Begin the exam"), posts=STAFF, event=PaperBegun)
def begin_paper(exam: Exam, *, by: Actor, at: datetime | None = None) -> Paper | Refusal:
    """Draw a paper of one's own; from now on the time runs by the server's clock."""
    one = Exam.objects.select_for_update(of=("self",)).select_related("course", "scope").get(pk=exam.pk)
    states = tuple(Paper.objects.filter(exam=one, person_id=by.person).order_by("attempt").values_list("state", flat=True))
    shown = _shown(one, by=by, at=at) if one.kind == "bank" else []
    homes = pool.homes_of(one) if one.kind == "owners" else []
    facts = rules.Begin(
        state=one.state, opens_at=one.opens_at, closes_at=one.closes_at, at=at, states=states, attempts=one.attempts, pool=len(shown) or len(homes),
        questions=one.questions, is_expected=by.person in people_of(one.scope, one.roles, (), clock.local(one.scope, at).date()),
    )  # fmt: skip
    if no := rules.may_begin(facts):
        return no
    attempt = len(states) + 1
    seed = hmac.new(keys.derived("exam papers", one.pk.bytes), f"{by.person}:{attempt}".encode(), "sha256").hexdigest()[:32]
    asked = drawing.draw(pool.pooled(shown), one.questions, seed) if shown else drawing.draw_homes(homes, one.questions, seed)
    paper = Paper(
        scope=one.scope, exam=one, person_id=by.person, attempt=attempt, seed=seed, asked=asked, started_at=at, due_at=at + timedelta(minutes=one.minutes)
    )
    paper.save()
    announce(PaperBegun(**about(one), paper=paper.pk, of_person=paper.person_id, attempt=attempt, due_at=paper.due_at), subject=paper)
    return paper


def _shown(one: Exam, *, by: Actor, at: datetime) -> list[Any]:
    """The questions that can be shown; one whose picture is broken is taken out of the bank."""
    found = []
    for question in pool.questions_of(one.course, one.modules):
        if pool.can_be_shown(question):
            found.append(question)
        else:
            note_broken(question, by=by, at=at)
    return found


def _held(one: Paper) -> Paper:
    return Paper.objects.select_for_update(of=("self",)).select_related("exam__course", "scope", "person").get(pk=one.pk)


@action(title=_("Hand in"), posts=STAFF, event=PaperHandedIn, offline=True, allowed_from=("sitting",))
def hand_in_paper(
    paper: Paper, *, answers: Annotated[list[dict] | None, Field(_("Answers of the paper"), required=False)] = None, by: Actor, at: datetime | None = None
) -> Paper | Refusal:
    """Hand in the answers; they are marked at once. What comes after its time is kept, and the trainer decides whether it counts."""
    one, now = _held(paper), clock.now()
    read = rules.read_answers([each.get("a") if isinstance(each, dict) else None for each in answers or ()], one.asked)
    if no := rules.may_hand_in(state=one.state, person=one.person_id, by=by.person, answers=read):
        return no
    one.answers, one.handed_in_at, one.received_at = read, at, now
    late = rules.seconds_late(one.due_at, at, now)
    told = _told(one)
    if late:
        one.state = "late"
        one.save()
    else:
        mark(one, at=at)
    announce(PaperHandedIn(**told, right=one.right_count, is_passed=one.state == "passed", seconds_late=late), subject=one)
    return one


def _told(one: Paper) -> dict[str, Any]:
    """What every mark says: which paper, and how it stands among the attempts of its owner."""
    others = Paper.objects.filter(exam=one.exam, person=one.person_id).exclude(pk=one.pk)
    first_at = others.order_by("attempt").values_list("started_at", flat=True).first() or one.started_at
    return {
        **about(one.exam), "paper": one.pk, "of_person": one.person_id, "attempt": one.attempt, "asked": len(one.asked),
        "is_first": not others.filter(state__in=("passed", "failed")).exists(), "is_last": one.attempt >= one.exam.attempts,
        "first_on": clock.local(one.scope, min(first_at, one.started_at)).date(),
    }  # fmt: skip


@action(title=_("Count the late paper"), posts=TRAINERS, event=LatePaperCounted, allowed_from=("late",))
def count_late_paper(paper: Paper, *, reason: Annotated[str, Field(_("Reason"), max_length=200)], by: Actor, at: datetime | None = None) -> Paper | Refusal:
    """Mark a paper that came too late as if it had come in time, with the reason."""
    one = _held(paper)
    if no := rules.may_decide(state=one.state, person=one.person_id, by=by.person, reason=reason):
        return no
    one.decided_by_id, one.note, told = by.person, reason, _told(one)
    mark(one, at=at)
    announce(LatePaperCounted(**told, right=one.right_count, is_passed=one.state == "passed", reason=reason), subject=one)
    return one


@action(title=_("Do not count it"), posts=TRAINERS, event=PaperVoided, allowed_from=("late", "sitting"))
def void_paper(paper: Paper, *, reason: Annotated[str, Field(_("Reason"), max_length=200)], by: Actor, at: datetime | None = None) -> Paper | Refusal:
    """A paper that came too late, or never, does not count; the attempt is used. The clock does this a day after its time."""
    one = _held(paper)
    is_forgotten = one.state == "sitting" and at >= one.due_at + VOID_AFTER
    if not is_forgotten and (no := rules.may_decide(state=one.state, person=one.person_id, by=by.person, reason=reason)):
        return no
    one.state, one.decided_by_id, one.note = "void", by.person, reason
    one.save()
    announce(PaperVoided(**about(one.exam), paper=one.pk, of_person=one.person_id, reason=reason), subject=one)
    return one


@action(title=_("Close the exam"), posts=TRAINERS, event=ExamClosed, allowed_from=("open",))
def close_exam(exam: Exam, *, by: Actor, at: datetime | None = None) -> Exam | Refusal:
    """End it: who was expected, who sat, who passed; the regular work it serves is entered when everybody sat."""
    one = Exam.objects.select_for_update(of=("self",)).select_related("course", "scope", "duty").get(pk=exam.pk)
    if one.state != "open":
        return Refusal("training.exam_over", _("Not done: this exam is closed already."))
    if Paper.objects.filter(exam=one, state__in=("sitting", "late")).exists():
        return Refusal("training.papers_open", _("Not closed: papers are still being sat or wait for a decision."))
    expected = set(people_of(one.scope, one.roles, (), clock.local(one.scope, at).date()))
    marked = Paper.objects.filter(exam=one, state__in=("passed", "failed"))
    sat = set(marked.values_list("person_id", flat=True))
    passed = set(marked.filter(state="passed").values_list("person_id", flat=True))
    one.state = "closed"
    one.credit = credit_exam(one, by=by, at=at) if expected and expected <= sat else "training.not_everybody_sat" if one.duty_id else ""
    one.save()
    announce(ExamClosed(**about(one), expected=len(expected), sat=len(sat), passed=len(passed), credit=one.credit), subject=one)
    return one
