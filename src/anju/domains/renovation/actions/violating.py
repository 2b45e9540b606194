"""What is against the rulebook, step by step: stopped on the spot, notice, stop-work, reported, put right. Nothing is cut off, nobody is held, nothing is fined."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated, Any

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.cases import actions as cases
from anju.domains.notices import actions as notices
from anju.domains.places.queries import Place
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import (
    NoticeServed,
    PutRightNoted,
    ViolationCleared,
    ViolationDissuaded,
    ViolationFound,
    ViolationReported,
    WorkStopped,
)
from ..gathering import running_at
from ..kinds import BANS, BODIES, DISSUADED, GRAVE, INSPECTORS, LEADERS, MANAGERS, fault_choices
from ..models import Inspection, Project, Violation
from ..rules import office as rules
from .holding import PAPERS, PICTURES, PhotosInput, WordsInput, held, ids_of, link_of, numbered, today_of

SOON = {"soiling": timedelta(hours=2), "hours": timedelta(hours=2), "noise": timedelta(hours=2)}
"""What is put right at once has its own deadline."""


@action(title=_("Report a violation"), posts=(*INSPECTORS, "monitor_operator"), event=ViolationFound, offline=True, linkable=True)
def report_violation(
    scope: Scope,
    *,
    dwelling: Annotated[Place, Field(_("Dwelling"))],
    code: Annotated[str, Field(_("What is wrong"), choices=fault_choices)],
    words: WordsInput,
    photos: PhotosInput = None,
    inspection: Annotated[Inspection | None, Field(_("Visit of a site"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Violation | Refusal:
    """Write down what is against the rulebook, with or without a permit. It becomes a case; what bears the house or carries gas becomes an incident."""
    if dwelling.scope_id != scope.id or code not in dict(fault_choices()):
        return Refusal("renovation.unknown_fault", _("Not recorded: choose what is wrong, and a dwelling of this community."))
    if no := rules.reason_told(words):
        return no
    same = Violation.objects.filter(scope=scope, dwelling=dwelling, code=code).exclude(state="cleared").first()
    if same is not None:
        return Refusal("renovation.known_already", _("Not recorded again: the same stands open as %(number)s. Go on with that one."), number=same.number)
    project = running_at(dwelling)
    one = Violation(
        scope=scope, number=numbered(scope, "WG", at), project=project, dwelling=dwelling, code=code, words=words.strip(), photos=ids_of(photos), inspection=inspection, found_at=at,
        found_by_id=by.person,
    )  # fmt: skip
    case = _case_of(one, by, at)
    if isinstance(case, Refusal):
        return case
    one.case = case
    one.save()
    announce(ViolationFound(**about(one), is_grave=code in GRAVE, is_ban=code in BANS, case=case.pk, words=words), subject=one)
    return one


def _case_of(one: Violation, by: Actor, at: datetime) -> Any:
    is_grave = one.code in GRAVE
    title = f"{one.dwelling.full_name} {dict(fault_choices())[one.code]}"[:120]
    kind = {"kind": "incident", "category": "other"} if is_grave else {"kind": "renovation", "category": one.code}
    due = {"due_at": at + SOON[one.code]} if one.code in SOON else {}
    return cases.open_case(
        one.scope, **kind, **due, title=title, severity=1 if is_grave else 2 if one.code in BANS else 3, place=one.dwelling, note=one.words, owner_role="engineer",
        source="renovation", basis_label=one.number, basis_link=link_of(one, "renovation_violations"), by=by, at=at,
    )  # fmt: skip


def _leads(one: Violation, *stages: str) -> bool:
    """Whether the case goes the way of this violation and stands at one of these stages; an incident goes its own."""
    if one.case is None or one.case.kind != "renovation":
        return False
    one.case.refresh_from_db(fields=["state"])
    return one.case.state in stages


def _taken_up(one: Violation, by: Actor, at: datetime) -> None:
    """The first step on the spot takes the case up."""
    if _leads(one, "new"):
        cases.accept_case(one.case, by=by, at=at)


def _settled(one: Violation, words: str, by: Actor, at: datetime) -> Refusal | None:
    """The second look strikes the case off; what the cases' own rules refuse is refused here."""
    if _leads(one, "to_recheck"):
        done = cases.pass_recheck(one.case, note=words, by=by, at=at)
        if isinstance(done, Refusal):
            return done
    done = cases.strike_off(one.case, result=words, by=by, at=at) if _leads(one, "to_strike_off") else None
    return done if isinstance(done, Refusal) else None


def about(one: Violation) -> dict[str, Any]:
    return {"violation": one.pk, "project": one.project_id, "dwelling": one.dwelling_id, "code": one.code, "found_at": one.found_at}


def _may(one: Violation, words: str) -> Refusal | None:
    if one.state == "cleared":
        return Refusal("renovation.cleared_already", _("Not done: this violation is cleared already."))
    return rules.reason_told(words)


def _on(one: Violation, state: str) -> None:
    """Go on to a step, never back to an earlier one."""
    order = ("found", "dissuaded", "noticed", "stopped", "reported")
    if one.state == "put_right" or order.index(state) > order.index(one.state):
        one.state = state


@action(title=_("Stop it on the spot"), posts=INSPECTORS, event=ViolationDissuaded, offline=True)
def dissuade(
    violation: Violation,
    *,
    outcome: Annotated[str, Field(_("What came of asking"), choices=DISSUADED)],
    words: WordsInput,
    by: Actor,
    at: datetime | None = None,
) -> Violation | Refusal:
    """Ask politely that it stops, say which rule it breaks, and write what came of it."""
    one = held(violation)
    if no := _may(one, words) or rules.person_needed(by.person):
        return no
    if outcome not in dict(DISSUADED):
        return Refusal("renovation.unknown_outcome", _("Not recorded: say what came of asking."))
    one.dissuaded, one.dissuaded_at = outcome, at
    _taken_up(one, by, at)
    _on(one, "dissuaded")
    one.save()
    announce(ViolationDissuaded(**about(one), outcome=outcome, words=words), subject=one)
    return one


@action(title=_("Serve a notice of rectification"), posts=("engineer", "front_desk", *MANAGERS), event=NoticeServed)
def serve_notice(
    violation: Violation,
    *,
    due_on: Annotated[date, Field(_("To be put right by"))],
    words: Annotated[str, Field(_("What must be put right"), max_length=400, multiline=True)],
    paper: Annotated[File | None, Field(_("Signed notice"), accept=PAPERS)] = None,
    by: Actor,
    at: datetime | None = None,
) -> Violation | Refusal:
    """Tell the household and its company in writing what must be put right, and by when."""
    one = held(violation)
    if no := _may(one, words):
        return no
    if due_on < today_of(one.scope, at):
        return Refusal("renovation.due_past", _("Not planned: choose a later time."))
    one.notice_at, one.notice_due_on = at, due_on
    _taken_up(one, by, at)
    _on(one, "noticed")
    one.save()
    if one.project is not None and one.project.applicant_id:
        notices.send_notice(
            one.scope, level=3, title=say("Notice of rectification"), text=say("In %(home)s something must be put right by %(on)s. Open the page of your renovation.") % {
                "home": one.dwelling.full_name, "on": due_on}, audience={"persons": [str(one.project.applicant_id)]}, answers=["known"], basis_label=one.number,
            basis_link=link_of(one, "renovation_violations"), by=by, at=at,
        )  # fmt: skip
    announce(NoticeServed(**about(one), due_on=due_on, is_signed=paper is not None, words=words), subject=one)
    return one


@action(title=_("Order the works to stop"), posts=("engineer", *LEADERS), event=WorkStopped, confirm=True)
def order_stop_work(violation: Violation, *, words: WordsInput, by: Actor, at: datetime | None = None) -> Violation | Refusal:
    """All works of this site stop until it is put right and looked at again. Nobody is held, and water and power stay on."""
    one = held(violation)
    if no := _may(one, words):
        return no
    if one.stopped_at is not None:
        return Refusal("renovation.stopped_already", _("Not done: the works were stopped for this already."))
    one.stopped_at, one.stopped_by_id = at, by.person
    _on(one, "stopped")
    one.save()
    project = held(one.project) if one.project is not None else None
    if project is not None and project.state == "under_way":
        project.state = "stopped"
        project.save()
    announce(WorkStopped(**about(one), words=words), subject=one)
    return one


@action(title=_("Report to committee and authorities"), posts=("front_desk", *MANAGERS), event=ViolationReported)
def report_to_bodies(
    violation: Violation,
    *,
    bodies: Annotated[list[str], Field(pgettext_lazy("works", "To whom"), choices=BODIES)],
    words: Annotated[str, Field(_("Title of the report"), max_length=80)],
    file: Annotated[File, Field(_("Report as handed in"), accept=PAPERS)],
    by: Actor,
    at: datetime | None = None,
) -> Violation | Refusal:
    """Hand the same report to each body; each owes a receipt. First it was tried to stop it on the spot."""
    one = held(violation)
    if no := _may(one, words):
        return no
    if one.dissuaded_at is None:
        return Refusal("renovation.dissuade_first", _("Not reported: first ask on the spot that it stops, and write what came of it."))
    wanted = list(dict.fromkeys(bodies))
    if not wanted or set(wanted) - set(dict(BODIES)) or file is None:
        return Refusal("renovation.no_body", _("Not reported: choose to whom, and attach the report."))
    for body in wanted:
        owed = notices.owe_report(
            one.scope, body=body, title=words, due_at=at + timedelta(days=1), basis_label=one.number, basis_link=link_of(one, "renovation_violations"), by=by, at=at
        )
        done = owed if isinstance(owed, Refusal) else notices.hand_in_report(owed, file=file, by=by, at=at)
        if isinstance(done, Refusal):
            return done
        one.reports = [*one.reports, {"body": body, "report": str(done.pk)}]
    one.reported_at = at
    _on(one, "reported")
    one.save()
    announce(ViolationReported(**about(one), bodies=wanted), subject=one)
    return one


@action(title=_("Note as put right"), posts=INSPECTORS, event=PutRightNoted, offline=True)
def note_put_right(
    violation: Violation, *, photo: Annotated[File, Field(_("Photo after the repair"), accept=PICTURES)], words: WordsInput, by: Actor, at: datetime | None = None
) -> Violation | Refusal:
    """It is as it should be again, with a photo; another person looks before it is cleared."""
    one = held(violation)
    if no := _may(one, words):
        return no
    if photo is None or one.state == "put_right":
        return Refusal("renovation.photo_needed", _("Not recorded: a look at a site needs a photo."))
    one.state, one.put_right_at, one.put_right_by_id, one.put_right_photo = "put_right", at, by.person, photo
    one.save()
    _taken_up(one, by, at)
    if _leads(one, "working", "sent_back"):
        cases.submit_rectification(one.case, done=words, photos=[photo], by=by, at=at)
    minutes = round((at - one.found_at).total_seconds() / 60)
    announce(PutRightNoted(**about(one), minutes=minutes, by_whom=by.person, words=words), subject=one)
    return one


@action(title=_("Clear after a recheck"), posts=("engineer", *LEADERS), event=ViolationCleared, allowed_from=("put_right",), second_to=("renovation.note_put_right",))
def clear_violation(violation: Violation, *, words: WordsInput, by: Actor, at: datetime | None = None) -> Violation | Refusal:
    """A second look by another person than who put it right or found it; its case is struck off with it."""
    one = held(violation)
    if no := _may(one, words):
        return no
    if one.state != "put_right":
        return Refusal("renovation.not_put_right", _("Not cleared: it was not put right yet. Note it with a photo first."))
    if no := rules.second_person(one.found_by_id, by.person) or rules.second_person(one.put_right_by_id, by.person) or _settled(one, words, by, at):
        return no
    one.state, one.cleared_at = "cleared", at
    one.save()
    hours = round((at - one.found_at).total_seconds() / 3600)
    announce(ViolationCleared(**about(one), hours=hours, is_in_time=one.case is None or one.case.due_at is None or at <= one.case.due_at, words=words), subject=one)
    return one


def stops_of(project: Project) -> int:
    """Violations for which the works stopped and which are not cleared."""
    return Violation.objects.filter(scope=project.scope_id, project=project, stopped_at__isnull=False).exclude(state="cleared").count()


