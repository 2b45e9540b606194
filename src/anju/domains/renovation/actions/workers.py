"""One person, one permit: registered with photo, trained, then live; what a worker does against the rules stands in his company's ledger."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from anju.domains.passes import actions as passes
from anju.domains.passes.queries import VALID, Pass, objections
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.identity import is_identity_number
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import BreachRecorded, WorkerEnded, WorkerPermitLive, WorkerRegistered, WorkerTrained
from ..gathering import book_in_force
from ..kinds import BREACHES, DESK, GATE, INSPECTORS, LEADERS, MANAGERS, RESPONSES, TOPICS, WORKERS
from ..models import Breach, Project, Worker
from ..rules import office as rules
from .holding import PAPERS, PICTURES, WordsInput, held, link_of, today_of

KEEP_DAYS = 90
SERVICE_DAYS = 180


def _open_projects() -> Any:
    return Project.objects.filter(state__in=("approved", "agreed", "under_way", "stopped")).order_by("number")


@action(title=_("Register a worker"), posts=DESK, event=WorkerRegistered)
def register_worker(
    scope: Scope,
    *,
    project: Annotated[Project | None, Field(_("Renovation"), query=_open_projects, help=_("Empty for service staff from outside."))] = None,
    kind: Annotated[str, Field(_("Sort of worker"), choices=WORKERS)] = "renovation",
    name: Annotated[str, Field(_("Worker's name"), max_length=60, personal=True)],
    identity_number: Annotated[str, Field(_("Identity number"), max_length=24, personal=True)],
    phone: Annotated[str, Field(_("Phone"), max_length=20, personal=True)] = "",
    company: Annotated[str, Field(_("Employer"), max_length=80)],
    trade: Annotated[str, Field(_("Trade"), max_length=40)] = "",
    area: Annotated[str, Field(_("Where he may be"), max_length=120, help=_("Such as: 3-1502 and the way to it by the goods lift."))],
    hours: Annotated[str, Field(_("Hours of work"), max_length=60)] = "08:00-18:00",
    photo: Annotated[File, Field(_("Photo"), accept=PICTURES)],
    by: Actor,
    at: datetime | None = None,
) -> Worker | Refusal:
    """Write down a worker with photo, employer, area and hours, and ask for his permit; it is not live before his safety training."""
    if (project is None) != (kind == "service") or (project is not None and project.scope_id != scope.id):
        return Refusal("renovation.worker_of_nothing", _("Not registered: a renovation worker belongs to a renovation of this community, service staff to none."))
    if no := rules.may_register_worker(project.state if project else None, has_project=project is not None, name=name, company=company, has_photo=photo is not None):
        return no
    if not is_identity_number(identity_number) or not area.strip():
        return Refusal("renovation.bad_identity", _("Not registered: the last digit does not fit this identity number, or the area is missing. Compare it with the document."))
    one = Worker(
        scope=scope, kind=kind, project=project, name=name.strip(), identity_number=identity_number.strip(), phone=phone, company=company.strip(), trade=trade, area=area.strip(), hours=hours,
        photo=photo, registered_by_id=by.person, registered_at=at,
    )  # fmt: skip
    permit = _ask(one, by, at)
    if isinstance(permit, Refusal):
        return permit
    one.permit = permit
    one.save()
    announce(WorkerRegistered(**about(one), permit=permit.pk), subject=one)
    return one


def _ask(one: Worker, by: Actor, at: datetime) -> Any:
    """The permit on paper says photo, employer, area and hours; it ends with the works."""
    ends_at = clock.day_bounds(one.scope, one.project.ends_on)[1] - timedelta(seconds=1) if one.project else at + timedelta(days=SERVICE_DAYS)
    purpose = say("%(trade)s · area: %(area)s · hours: %(hours)s") % {"trade": one.trade or one.get_kind_display(), "area": one.area, "hours": one.hours}
    return passes.ask_pass(
        one.scope, kind="worker", holder_name=one.name, holder_phone=one.phone, company=one.company, purpose=purpose[:200], place=one.project.dwelling if one.project else None, photo=one.photo,
        checked=say("Identity document, safety training"), details={"hours": one.hours}, ends_at=ends_at, basis_label=one.project.number if one.project else "",
        basis_link=link_of(one, "site_workers"), by=by, at=at,
    )  # fmt: skip


def about(one: Worker) -> dict[str, Any]:
    return {"worker": one.pk, "kind": one.kind, "project": one.project_id}


@action(title=_("Record the safety training"), posts=("engineer", *LEADERS), event=WorkerTrained)
def train_worker(
    worker: Worker,
    *,
    topics: Annotated[list[str], Field(_("Taught"), choices=TOPICS)],
    signature: Annotated[File | None, Field(_("Worker's signature"), accept=PAPERS)] = None,
    by: Actor,
    at: datetime | None = None,
) -> Worker | Refusal:
    """Every topic was taught, and the worker signed that he keeps the rules of the community."""
    one = held(worker)
    if no := rules.person_needed(by.person) or rules.may_train(one.state, topics, has_signature=signature is not None):
        return no
    one.topics, one.trained_at, one.trained_by_id, one.signature = [code for code, _label in TOPICS if code in topics], at, by.person, signature
    one.state = "trained" if one.state == "to_train" else one.state
    one.save()
    announce(WorkerTrained(**about(one), topics=len(one.topics)), subject=one)
    return one


@action(title=_("Make the worker's permit live"), posts=MANAGERS, event=WorkerPermitLive, allowed_from=("trained",), second_to=("renovation.register_worker",))
def make_permit_live(worker: Worker, *, by: Actor, at: datetime | None = None) -> Worker | Refusal:
    """After the training, and while a permit of the works is in force: from now on the gate lets this one person in."""
    one = held(worker)
    if no := _not_live(one, by, at):
        return no
    permit = passes.approve_pass(one.permit, by=by, at=at)
    permit = permit if isinstance(permit, Refusal) else passes.issue_asked(permit, by=by, at=at)
    if isinstance(permit, Refusal):
        return permit
    one.state = "live"
    one.save()
    announce(WorkerPermitLive(**about(one), permit=permit.pk), subject=one)
    return one


def _not_live(one: Worker, by: Actor, at: datetime) -> Refusal | None:
    return rules.may_go_live(
        one.state, trained_on=today_of(one.scope, one.trained_at) if one.trained_at else None, days=book_in_force(one.scope).training_days, today=today_of(one.scope, at),
        project=one.project.state if one.project else None, registered_by=one.registered_by_id, by=by.person,
    )  # fmt: skip


def untrained(permit: Pass, by: Actor, at: datetime) -> Refusal | None:
    """A worker's permit is issued to a worker who is registered here and was trained; no desk goes round that."""
    one = Worker.objects.select_related("project", "scope").filter(scope=permit.scope_id, permit=permit).first()
    if one is None:
        return Refusal("renovation.unregistered", _("Not issued: a worker's permit begins with his registration and his safety training. Register him under Workers on site."))
    return _not_live(one, by, at)


if untrained not in objections["worker"]:
    objections["worker"].append(untrained)


@action(title=_("End the worker's permit"), posts=(*DESK, *LEADERS), event=WorkerEnded, allowed_from=("to_train", "trained", "live"))
def end_worker(worker: Worker, *, reason: Annotated[str, Field(_("Reason"), max_length=200)], by: Actor, at: datetime | None = None) -> Worker | Refusal:
    """He works here no longer; his permit counts at no gate from the next moment on. Whoever is inside leaves freely."""
    one = held(worker)
    if one.state == "ended":
        return Refusal("renovation.worker_ended", _("Not recorded: this worker has left."))
    if no := rules.reason_told(reason):
        return no
    if one.permit is not None and one.permit.state in VALID:
        ended = passes.revoke_pass(one.permit, reason=reason, by=by, at=at)
        if isinstance(ended, Refusal):
            return ended
    one.state, one.ended_at, one.end_reason = "ended", at, reason[:200]
    one.personal_erase_on = today_of(one.scope, at) + timedelta(days=KEEP_DAYS)
    one.save()
    announce(WorkerEnded(**about(one), reason=reason), subject=one)
    return one


@action(title=_("Record a breach"), posts=(*dict.fromkeys((*GATE, *INSPECTORS)),), event=BreachRecorded, offline=True)
def record_breach(
    worker: Worker,
    *,
    kind: Annotated[str, Field(_("What was breached"), choices=BREACHES)],
    response: Annotated[str, Field(_("What followed"), choices=RESPONSES)],
    words: WordsInput,
    photo: Annotated[File | None, Field(_("Photo"), accept=PICTURES)] = None,
    by: Actor,
    at: datetime | None = None,
) -> Breach | Refusal:
    """Outside his area or against the rules: a warning, a recheck of papers and dwelling, or the end of the permit. It counts for him and his company."""
    one = held(worker)
    if kind not in dict(BREACHES) or response not in dict(RESPONSES):
        return Refusal("renovation.unknown_breach", _("Not recorded: choose what was breached and what was done."))
    if no := rules.reason_told(words):
        return no
    if response == "pass_ended":
        ended = end_worker(one, reason=words[:200], by=by, at=at)
        if isinstance(ended, Refusal):
            return ended
    made = Breach.objects.create(
        scope=one.scope, worker=one, project=one.project, company=one.company, kind=kind, response=response, words=words.strip(), photo=photo, at=at, by_id=by.person
    )
    announce(BreachRecorded(**{**about(one), "kind": kind}, response=response, words=words), subject=made)
    return made


def end_all(project: Project, reason: str, *, by: Actor, at: datetime) -> int:
    """End every permit of a site; how many there were."""
    rows = list(Worker.objects.filter(scope=project.scope_id, project=project).exclude(state="ended").order_by("pk"))
    for one in rows:
        end_worker(one, reason=reason, by=by, at=at)
    return len(rows)
