"""How works go on after a stop, and how they end: two acceptances, the deposit goes back, the file is archived."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from anju.domains.charges import actions as charges
from anju.domains.documents import actions as documents
from anju.domains.documents.queries import DocumentClass
from anju.domains.duties import actions as duties
from anju.domains.passes import actions as passes
from anju.domains.passes.queries import VALID
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.refusals import Refusal

from ..events import DepositSentBack, FileArchived, WorkAllowedAgain, WorksAccepted
from ..gathering import book_in_force, is_joint, moved_since, open_violations
from ..kinds import DESK, MANAGERS
from ..models import Inspection, Project
from ..rules import office as rules
from ..rules.lists import weigh
from .holding import PAPERS, PhotosInput, WordsInput, about, held, ids_of, link_of, today_of
from .violating import stops_of
from .workers import end_all

ACCEPTERS = ("engineer", *MANAGERS)
KEEP_DAYS = 365


@action(title=_("Let the works go on"), posts=MANAGERS, event=WorkAllowedAgain, allowed_from=("stopped",))
def allow_work_again(project: Project, *, words: WordsInput, by: Actor, at: datetime | None = None) -> Project | Refusal:
    """What the works were stopped for is put right and rechecked."""
    project = held(project)
    if no := rules.may_restart(project.state, stops_open=stops_of(project)) or rules.reason_told(words):
        return no
    project.state = "under_way"
    project.save()
    announce(WorkAllowedAgain(**about(project), words=words), subject=project)
    return project


@action(title=_("Accept the works"), posts=ACCEPTERS, event=WorksAccepted, allowed_from=("under_way", "accepted"))
def accept_works(
    project: Project,
    *,
    answers: Annotated[dict, Field(_("Answers"))],
    photos: PhotosInput = None,
    test: Annotated[str, Field(_("Tests and readings"), max_length=200)] = "",
    note: Annotated[str, Field(_("Note"), max_length=400)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Project | Refusal:
    """Go through the lines of acceptance with photos; smart devices are compared by themselves. The first ends the permits, the second closes the file."""
    project = held(project)
    if no := rules.person_needed(by.person) or rules.at_step(project.state, "under_way", "accepted"):
        return no
    kind, book = ("first" if project.state == "under_way" else "second"), book_in_force(project.scope)
    faults = weigh(kind, answers, reading_mm=None, test=test, book=book)
    if isinstance(faults, Refusal):
        return faults
    moved = moved_since(project)
    first_on = today_of(project.scope, project.first_accepted_at) if project.first_accepted_at else None
    if no := rules.may_accept(
        project.state, open_violations=open_violations(project), moved=len(moved), faults=faults, first_on=first_on, after_days=book.second_after_days, today=today_of(project.scope, at)
    ):
        return no
    if not photos:
        return Refusal("renovation.photo_needed", _("Not recorded: a look at a site needs a photo."))
    visit = Inspection.objects.create(
        scope=project.scope, dwelling=project.dwelling, project=project, kind=kind, state="done", at=at, by_id=by.person, answers=answers, photos=ids_of(photos), test=test, note=note,
        is_joint=is_joint(project.scope, by, []),
    )  # fmt: skip
    (_end_works if kind == "first" else _close)(project, by, at)
    project.save()
    announce(WorksAccepted(**about(project), visit=visit.pk, kind=kind, devices=len(project.device_marks)), subject=project)
    return project


def _end_works(project: Project, by: Actor, at: datetime) -> None:
    """No permit counts any more, and no round is owed."""
    project.state, project.first_accepted_at = "accepted", at
    end_all(project, say("The works are accepted."), by=by, at=at)
    if project.permit is not None and project.permit.state in VALID:
        passes.revoke_pass(project.permit, reason=say("The works are accepted."), by=by, at=at)
    if project.duty is not None:
        duties.pause_duty(project.duty, reason=say("The works are accepted."), by=by, at=at)


def _close(project: Project, by: Actor, at: datetime) -> None:
    project.state, project.closed_at = "closed", at
    project.personal_erase_on = today_of(project.scope, at) + timedelta(days=KEEP_DAYS)


@action(title=_("Send the deposit back"), posts=DESK, event=DepositSentBack, allowed_from=("closed", "withdrawn"))
def send_deposit_back(project: Project, *, by: Actor, at: datetime | None = None) -> Project | Refusal:
    """All of it, less only what its payer agreed to with evidence; another person approves the refund."""
    project = held(project)
    if project.deposit is None or project.state not in ("closed", "withdrawn"):
        return Refusal("renovation.deposit_stays", _("Not sent back: there is no deposit, or the second acceptance is still to come."))
    refund = charges.hand_back_deposit(project.deposit, reason=say("The renovation %s is accepted.") % project.number, by=by, at=at)
    if isinstance(refund, Refusal):
        return refund
    announce(DepositSentBack(**about(project), deposit=project.deposit_id, refund=refund.pk), subject=project)
    return project


def _classes() -> Any:
    return DocumentClass.objects.filter(state="in_use").order_by("group", "code")


@action(title=_("Archive the file"), posts=(*DESK, "engineer"), event=FileArchived, allowed_from=("closed",))
def archive_file(
    project: Project,
    *,
    klass: Annotated[DocumentClass, Field(_("Class of the archive"), query=_classes)],
    file: Annotated[File, Field(_("The whole file"), accept=PAPERS)],
    by: Actor,
    at: datetime | None = None,
) -> Project | Refusal:
    """Put the bound file of application, drawings, rounds and acceptance into the archive of the dwelling."""
    project = held(project)
    if project.state != "closed":
        return rules.wrong_step()
    made = documents.file_document(
        project.scope, klass=klass, title=(say("Renovation file %(number)s %(home)s") % {"number": project.number, "home": project.dwelling.full_name})[:120], file=file, dwelling=project.dwelling,
        basis_label=project.number, basis_link=link_of(project, "renovations"), by=by, at=at,
    )  # fmt: skip
    if isinstance(made, Refusal):
        return made
    announce(FileArchived(**about(project), document=made.pk), subject=project)
    return project
