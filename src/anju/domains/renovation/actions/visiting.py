"""Sites are looked at: the daily round, visits that something calls for, and what is missed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from anju.domains.duties import actions as duties
from anju.domains.duties.models import Performance
from anju.domains.duties.queries import to_be_done
from anju.domains.people.queries import Person
from anju.domains.places.queries import Place
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import RoundsRaised, SiteVisited, VisitMissed, VisitPlanned
from ..gathering import book_in_force, is_joint, running_at
from ..kinds import GATE, GRAVE, INSPECTORS, LEADERS
from ..models import Inspection, Project
from ..rules import office as rules
from ..rules.lists import BY_KEY, lines_of, weigh
from .holding import PhotosInput, held, ids_of, link_of
from .violating import order_stop_work, report_violation

MOST_ROUNDS = 4


@action(title=_("Look at a site"), posts=INSPECTORS, event=SiteVisited, offline=True)
def visit_site(
    scope: Scope,
    *,
    dwelling: Annotated[Place, Field(_("Dwelling"))],
    answers: Annotated[dict, Field(_("Answers"))],
    photos: PhotosInput = None,
    reading_mm: Annotated[int | None, Field(_("Drilled depth (mm)"), minimum=0, maximum=1000)] = None,
    test: Annotated[str, Field(_("Tests and readings"), max_length=200)] = "",
    companions: Annotated[list[Person] | None, Field(_("Together with"))] = None,
    note: Annotated[str, Field(_("Note"), max_length=400)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Inspection | Refusal:
    """Go through the lines with a photo. Each line not in order becomes a violation; one that touches what bears the house stops the works."""
    if no := not_a_home(scope, dwelling) or rules.person_needed(by.person):
        return no
    faults = weigh("daily", answers, reading_mm=reading_mm, test=test, book=book_in_force(scope))
    if isinstance(faults, Refusal):
        return faults
    if not photos:
        return Refusal("renovation.photo_needed", _("Not recorded: a look at a site needs a photo."))
    seen = Seen(answers, faults, ids_of(photos), reading_mm, test, note, by.person, [one.pk for one in companions or ()])
    visit = _written(scope, dwelling, seen, by=by, at=at)
    if visit.project is not None:
        _prove(visit.project, visit, companions or [], by, at)
    _tell(visit, by=by, at=at)
    return visit


@dataclass(frozen=True)
class Seen:
    """What somebody saw at a site. `photos` are ids of files, `companions` of people."""

    answers: dict[str, Any]
    faults: list[str]
    photos: list[str]
    reading_mm: int | None
    test: str
    note: str
    person: UUID | None
    companions: list[UUID]


def _written(scope: Scope, dwelling: Place, seen: Seen, *, by: Actor, at: datetime) -> Inspection:
    """The visit as a record: the one that was planned and waits, else a new daily one."""
    waiting = Inspection.objects.select_for_update().filter(scope=scope, dwelling=dwelling, state="planned", kind="follow_up").order_by("due_at").first()
    visit = waiting or Inspection(scope=scope, dwelling=dwelling, kind="daily")
    visit.project, visit.state, visit.at, visit.by_id = running_at(dwelling), "done", at, seen.person
    visit.answers, visit.faults, visit.photos = seen.answers, seen.faults, seen.photos
    visit.reading_mm, visit.test, visit.note = seen.reading_mm, seen.test, seen.note
    visit.companions, visit.is_joint = [str(one) for one in seen.companions], is_joint(scope, by, seen.companions)
    visit.save()
    return visit


def _tell(visit: Inspection, *, by: Actor, at: datetime) -> None:
    grave = _follow_up(visit, by=by, at=at)
    facts = {"visit": visit.pk, "dwelling": visit.dwelling_id, "project": visit.project_id, "kind": visit.kind, "faults": visit.faults, "photos": len(visit.photos)}
    announce(SiteVisited(**facts, is_joint=visit.is_joint, reading_mm=visit.reading_mm, is_grave=grave, note=visit.note), subject=visit)


@action(title=_("Take in a round"), posts=(), event=SiteVisited)
def take_in_round(project: Project, *, performance: Annotated[Performance, Field(_("Done by"))], by: Actor, at: datetime | None = None) -> Inspection | Refusal:
    """A round that was entered as regular work on a phone is a visit of the site like any other."""
    project = held(project)
    if no := rules.at_step(project.state, "under_way", "stopped"):
        return no
    said = {line["key"]: line for line in performance.answers}
    answers = {line.key: _answer(said.get(line.key)) for line in lines_of("daily")}
    depth = said.get("depth", {}).get("value")
    reading = round(float(depth)) if depth not in (None, "") else None
    faults = weigh("daily", answers, reading_mm=reading, test="", book=book_in_force(project.scope))
    if isinstance(faults, Refusal):
        return faults
    visit = _written(project.scope, project.dwelling, Seen(answers, faults, performance.photos, reading, "", performance.note[:400], performance.person_id, []), by=by, at=at)
    _tell(visit, by=by, at=at)
    return visit


def _answer(line: dict[str, Any] | None) -> str:
    return "na" if line is None else "fault" if line.get("is_fault") else "ok"


def not_a_home(scope: Scope, dwelling: Place) -> Refusal | None:
    if dwelling.scope_id != scope.id or dwelling.kind not in ("dwelling", "shop"):
        return Refusal("renovation.no_dwelling", _("Not applied: choose a dwelling or shop of this community."))
    return None


def _follow_up(visit: Inspection, *, by: Actor, at: datetime) -> bool:
    """A violation for each line that is not in order; a grave one stops the works at once. Answers whether one was grave."""
    is_grave = False
    for key in visit.faults:
        line = BY_KEY[key]
        words = " ".join((say("Not so: %(line)s.") % {"line": line.wording}, visit.note)).strip()
        found = report_violation(visit.scope, dwelling=visit.dwelling, code=line.fault, words=words[:400], inspection=visit, by=by, at=at)
        if not isinstance(found, Refusal) and line.fault in GRAVE:
            is_grave = True
            order_stop_work(found, words=words[:400], by=by, at=at)
    return is_grave


def _prove(project: Project, visit: Inspection, companions: list[Person], by: Actor, at: datetime) -> None:
    """The round that is owed now is proven by this visit; whoever came along vouches for it."""
    if project.duty_id is None:
        return
    slot = to_be_done(project.scope, at, now=at).filter(duty=project.duty).order_by("due_at").first()
    person = Person.objects.filter(pk=by.person).first()
    if slot is not None and person is not None and slot.opens_at <= at:
        label = f"{project.number} {project.dwelling}"
        duties.prove_duty(slot, proof_label=label, proof_link=link_of(visit, "site_visits"), person=person, second=next(iter(companions), None), by=by, at=at)


@action(title=_("Plan a visit"), posts=(*LEADERS, "engineer", "front_desk"), event=VisitPlanned, linkable=True)
def plan_visit(
    scope: Scope,
    *,
    dwelling: Annotated[Place, Field(_("Dwelling"))],
    why: Annotated[str, Field(_("Because of"), max_length=200)],
    due_at: Annotated[datetime, Field(_("Due"))],
    by: Actor,
    at: datetime | None = None,
) -> Inspection | Refusal:
    """Somebody is to look at this dwelling beside the daily rounds, and by when."""
    if no := not_a_home(scope, dwelling) or rules.reason_told(why):
        return no
    if due_at <= at:
        return Refusal("renovation.due_past", _("Not planned: choose a later time."))
    one = Inspection.objects.create(scope=scope, dwelling=dwelling, project=running_at(dwelling), kind="follow_up", why=why[:200], due_at=due_at)
    announce(VisitPlanned(visit=one.pk, dwelling=dwelling.pk, project=one.project_id, due_at=due_at, why=why), subject=one)
    return one


@action(title=_("Note the visit as missed"), posts=LEADERS, event=VisitMissed, allowed_from=("planned",))
def note_visit_missed(visit: Inspection, *, by: Actor, at: datetime | None = None) -> Inspection | Refusal:
    """Nobody looked by the time it was due; the clock does this by itself."""
    one = held(visit)
    if one.state != "planned" or one.due_at > at:
        return Refusal("renovation.not_due", _("Not done: this visit is not overdue."))
    one.state = "missed"
    one.save()
    announce(VisitMissed(visit=one.pk, dwelling=one.dwelling_id, project=one.project_id, due_at=one.due_at), subject=one)
    return one


@action(title=_("Look more often"), posts=(*GATE, *LEADERS), event=RoundsRaised, allowed_from=("under_way", "stopped"))
def raise_rounds(project: Project, *, why: Annotated[str, Field(_("Because of"), max_length=200)], by: Actor, at: datetime | None = None) -> Project | Refusal:
    """One round a day more, and one visit within two hours: for a site whose workers came without a permit."""
    project = held(project)
    if no := rules.at_step(project.state, "under_way", "stopped") or rules.reason_told(why):
        return no
    before = project.rounds_per_day
    project.rounds_per_day = min(before + 1, MOST_ROUNDS)
    project.save()
    if project.duty is not None and project.rounds_per_day > before:
        duties.reschedule_duty(project.duty, schedule={"period": "P1D", "count": project.rounds_per_day}, by=by, at=at)
    plan_visit(project.scope, dwelling=project.dwelling, why=why, due_at=at + timedelta(hours=2), by=by, at=at)
    announce(RoundsRaised(project=project.pk, dwelling=project.dwelling_id, before=before, rounds=project.rounds_per_day, why=why), subject=project)
    return project
