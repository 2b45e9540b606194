"""Two people decide, the agreement is signed, the neighbours are told, and the permit begins the works."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from anju.domains.charges import actions as charges
from anju.domains.charges.queries import Tariff
from anju.domains.duties import actions as duties
from anju.domains.notices import actions as notices
from anju.domains.passes import actions as passes
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.refusals import Refusal

from ..events import (
    AgreementSigned,
    ApplicationApproved,
    ApplicationReturned,
    NeighboursTold,
    PermitIssued,
    ReviewPassed,
)
from ..gathering import book_in_force, marks_of, unit_of
from ..kinds import DESK, MANAGERS, REVIEWERS
from ..models import Paper, Project
from ..rules import office as rules
from ..rules.book import hours_text
from ..rules.lists import lines_of
from .holding import PAPERS, PICTURES, about, held, link_of, today_of


@action(title=_("Pass the review"), posts=REVIEWERS, event=ReviewPassed, allowed_from=("applied",))
def pass_review(project: Project, *, note: Annotated[str, Field(_("Note"), max_length=200)] = "", by: Actor, at: datetime | None = None) -> Project | Refusal:
    """The plan was read and keeps the rulebook; another person approves it. What holds anything forbidden nobody passes."""
    project = held(project)
    if no := rules.at_step(project.state, "applied", "returned") or rules.may_pass("applied", project.found, applicant=project.applicant_id, by=by.person):
        return no
    if project.state != "applied":
        return rules.wrong_step()
    project.state, project.reviewed_by_id, project.reviewed_at = "reviewed", by.person, at
    project.save()
    announce(ReviewPassed(**about(project), book=project.book_version, note=note), subject=project)
    return project


@action(title=_("Send back to be changed"), posts=REVIEWERS, event=ApplicationReturned, allowed_from=("applied", "reviewed", "approved"))
def return_application(project: Project, *, reason: Annotated[str, Field(_("What must be changed"), max_length=400)], by: Actor, at: datetime | None = None) -> Project | Refusal:
    """The applicant changes the plan; say what and why."""
    project = held(project)
    if no := rules.at_step(project.state, "applied", "reviewed", "approved") or rules.reason_told(reason):
        return no
    project.state, project.returned_why = "returned", reason
    project.save()
    announce(ApplicationReturned(**about(project), reason=reason), subject=project)
    return project


@action(title=_("Approve"), posts=MANAGERS, event=ApplicationApproved, allowed_from=("reviewed",), second_to=("renovation.pass_review",))
def approve_application(project: Project, *, by: Actor, at: datetime | None = None) -> Project | Refusal:
    """The second yes, by another person than the reviewer and by the rulebook as it stands today."""
    project = held(project)
    if no := rules.at_step(project.state, "reviewed") or rules.may_pass("reviewed", project.found, applicant=project.applicant_id, by=by.person):
        return no
    if no := rules.second_person(project.reviewed_by_id, by.person):
        return no
    project.state, project.approved_by_id, project.approved_at = "approved", by.person, at
    project.save()
    announce(ApplicationApproved(**about(project), hours=round((at - project.applied_at).total_seconds() / 3600)), subject=project)
    return project


def _deposits() -> Any:
    return Tariff.objects.filter(kind="renovation_deposit", state="in_use").order_by("name")


@action(title=_("Sign the agreement"), posts=DESK, event=AgreementSigned, allowed_from=("approved",))
def sign_agreement(
    project: Project,
    *,
    agreement: Annotated[File, Field(_("Signed agreement"), accept=PAPERS)],
    deposit_item: Annotated[Tariff | None, Field(_("Fee item of the deposit"), query=_deposits)] = None,
    by: Actor,
    at: datetime | None = None,
) -> Project | Refusal:
    """File the agreement signed by applicant, company and service centre; where it has a deposit, it is opened by its published sum."""
    project = held(project)
    book = book_in_force(project.scope)
    if no := rules.may_sign(project.state, was_told=project.told_at is not None, has_deposit=book.has_deposit, is_deposit_named=deposit_item is not None):
        return no
    if book.has_deposit:
        opened = charges.open_deposit(
            project.scope, tariff=deposit_item, place=project.dwelling, payer=project.applicant, purpose=say("Renovation of %s") % project.dwelling.full_name,
            basis_label=project.number, basis_link=link_of(project, "renovations"), by=by, at=at,
        )  # fmt: skip
        if isinstance(opened, Refusal):
            return opened
        project.deposit = opened
    project.state, project.signed_at = "agreed", at
    project.save()
    Paper.objects.create(scope=project.scope, project=project, kind="agreement", file=agreement, at=at, by_id=by.person)
    announce(AgreementSigned(**about(project), deposit=project.deposit_id), subject=project)
    return project


@action(title=_("Tell the neighbours"), posts=DESK, event=NeighboursTold, allowed_from=("approved", "agreed", "under_way"))
def tell_neighbours(project: Project, *, by: Actor, at: datetime | None = None) -> Project | Refusal:
    """Whoever lives in the unit hears from when to when it will be loud, and whom to call."""
    project = held(project)
    if no := rules.at_step(project.state, "approved", "agreed", "under_way"):
        return no
    book = book_in_force(project.scope)
    facts = {"home": project.dwelling.full_name, "start": project.starts_on, "end": project.ends_on, "hours": hours_text(book)}
    text = say("%(home)s is being renovated from %(start)s to %(end)s. Noise only on working days, %(hours)s. Call the front desk if it disturbs you, or complain on your phone.")
    notice = notices.send_notice(
        project.scope, level=4, title=say("Renovation in your building"), text=text % facts, audience={"groups": ["residents", "owners"], "places": [str(unit_of(project.dwelling).pk)]},
        basis_label=project.number, basis_link=link_of(project, "renovations"), by=by, at=at,
    )  # fmt: skip
    if isinstance(notice, Refusal):
        return notice
    project.neighbours_notice = notice
    project.save()
    announce(NeighboursTold(**about(project), notice=notice.pk, counted=notice.counted), subject=project)
    return project


@action(title=_("Issue the construction permit"), posts=DESK, event=PermitIssued, allowed_from=("agreed",))
def issue_permit(
    project: Project,
    *,
    shutoff: Annotated[str, Field(_("Shut-off of water, gas and power, and its keys"), max_length=200)],
    door_sign: Annotated[File | None, Field(_("Photo of the permit at the door"), accept=PICTURES)] = None,
    by: Actor,
    at: datetime | None = None,
) -> Project | Refusal:
    """The works may begin: a permit to hang at the door, and a round of every site every day until acceptance."""
    project = held(project)
    kept = project.deposit is None or project.deposit.state == "held"
    if no := rules.reason_told(shutoff) or rules.may_permit(
        project.state, neighbours_told=project.neighbours_notice_id is not None, is_deposit_kept=kept, ends_on=project.ends_on, today=today_of(project.scope, at)
    ):
        return no
    permit = _permit(project, by, at)
    if isinstance(permit, Refusal):
        return permit
    book = book_in_force(project.scope)
    project.rounds_per_day = book.rounds_per_day
    duty = _round(project, by, at)
    if isinstance(duty, Refusal):
        return duty
    project.permit, project.duty, project.shutoff = permit, duty, shutoff.strip()
    project.state, project.permitted_at, project.device_marks = "under_way", at, marks_of(project.dwelling)
    project.save()
    if door_sign is not None:
        Paper.objects.create(scope=project.scope, project=project, kind="other", file=door_sign, note=say("Permit at the door"), at=at, by_id=by.person)
    announce(PermitIssued(**about(project), permit=permit.pk, devices=len(project.device_marks), rounds=project.rounds_per_day), subject=project)
    return project


def _permit(project: Project, by: Actor, at: datetime) -> Any:
    """The pass of the whole site: its paper hangs at the door; it lets nobody in by itself."""
    first, _end = clock.day_bounds(project.scope, project.starts_on)
    _start, last = clock.day_bounds(project.scope, project.ends_on)
    return passes.issue_pass(
        project.scope, kind="renovation", holder=project.applicant, company=project.company, purpose=say("Renovation of %s") % project.dwelling.full_name, place=project.dwelling,
        starts_at=max(first, at), ends_at=last - timedelta(seconds=1), basis_label=project.number, basis_link=link_of(project, "renovations"), by=by, at=at,
    )  # fmt: skip


def _round(project: Project, by: Actor, at: datetime) -> Any:
    """What is owed every day: the lines of the round with a photo, on the phones of engineers and guards."""
    lines = [{"key": line.key, "wording": str(line.wording), "kind": "number", "least": 0, "greatest": book_in_force(project.scope).drilling_mm, "is_optional": True} if line.key == "depth"
             else {"key": line.key, "wording": str(line.wording)} for line in lines_of("daily")]  # fmt: skip
    return duties.create_duty(
        project.scope, title=(say("Round of the renovation %s") % project.dwelling.full_name)[:120], category="check", period="P1D", count=project.rounds_per_day, role="engineer",
        place=project.dwelling, checklist=lines, evidence=["photo"], by=by, at=at,
    )  # fmt: skip
