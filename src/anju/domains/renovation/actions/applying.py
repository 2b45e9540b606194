"""The application: what is planned, its papers, what its applicant was told, and its way back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from anju.domains.people.queries import Person
from anju.domains.places.queries import Place
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import ApplicationChanged, ApplicationMade, ApplicationWithdrawn, PaperAdded, RulesTold
from ..gathering import book_in_force, is_household, is_staff, lives, open_at, owns
from ..kinds import DESK, DWELLERS, PAPERS, work_choices
from ..models import Paper, Project
from ..rules import check
from ..rules import office as rules
from ..rules.checking import MOST_ITEMS, Planned
from .holding import PAPERS as PAPER_FILES
from .holding import about, held, numbered, today_of

WorksInput = Annotated[list[str], Field(_("Planned works"), choices=work_choices)]
AirInput = Annotated[str, Field(_("Where the indoor unit will hang"), max_length=120)]
DepthInput = Annotated[int, Field(_("Deepest drilling into a slab (mm)"), minimum=0, maximum=1000)]
OtherInput = Annotated[str, Field(_("In the applicant's words"), max_length=400, multiline=True)]
StartInput = Annotated[date, Field(_("Works begin on"))]
EndInput = Annotated[date, Field(_("Works end on"))]


@action(title=_("Apply for a renovation"), posts=(*DESK, *DWELLERS), event=ApplicationMade)
def apply_renovation(
    scope: Scope,
    *,
    dwelling: Annotated[Place, Field(_("Dwelling"))],
    applicant: Annotated[Person | None, Field(_("Applicant"), help=_("At the desk: the owner or tenant who applies."))] = None,
    works: WorksInput,
    air_place: AirInput = "",
    drilling_mm: DepthInput = 0,
    other: OtherInput = "",
    company: Annotated[str, Field(_("Renovation company"), max_length=80)],
    licence: Annotated[str, Field(_("Company licence number"), max_length=60)] = "",
    manager_name: Annotated[str, Field(_("Site manager"), max_length=60, personal=True)] = "",
    manager_phone: Annotated[str, Field(_("Site manager's phone"), max_length=20, personal=True)] = "",
    starts_on: StartInput,
    ends_on: EndInput,
    drawings: Annotated[list[File] | None, Field(_("Drawings"), accept=PAPER_FILES)] = None,
    consent: Annotated[File | None, Field(_("Owner's written consent"), accept=PAPER_FILES, help=_("Needed from a tenant."))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Project | Refusal:
    """Hand in what is planned. It is held against the rulebook at once: what is forbidden goes straight back to be changed."""
    who = applicant.pk if applicant else by.person
    items = _items(works, air_place, drilling_mm, other)
    is_here = dwelling.scope_id == scope.id and dwelling.kind in ("dwelling", "shop")
    if no := _not_his(scope, who, by) or rules.may_apply(
        is_home=is_here, is_owner=is_here and owns(scope, who, dwelling), lives_there=is_here and lives(scope, who, dwelling), has_consent=consent is not None,
        is_busy=is_here and open_at(dwelling) is not None, items=len(items), starts_on=starts_on, ends_on=ends_on, today=today_of(scope, at),
    ):  # fmt: skip
        return no
    project = Project(
        scope=scope, number=numbered(scope, "R", at), dwelling=dwelling, applicant_id=who, is_tenant=not owns(scope, who, dwelling), company=company.strip(), licence=licence,
        channel="phone" if who == by.person and not is_staff(by, scope) else "desk", manager_name=manager_name, manager_phone=manager_phone, starts_on=starts_on, ends_on=ends_on, applied_at=at,
    )  # fmt: skip
    _judge(project, items, has_drawing=bool(drawings))
    project.save()
    for kind, file in [*(("drawing", one) for one in drawings or ()), *([("consent", consent)] if consent else [])]:
        Paper.objects.create(scope=scope, project=project, kind=kind, file=file, at=at, by_id=by.person)
    announce(ApplicationMade(**about(project), state=project.state, book=project.book_version, forbidden=_forbidden(project), channel=project.channel), subject=project, person=who)
    return project


def _not_his(scope: Scope, who: Any, by: Actor) -> Refusal | None:
    if is_staff(by, scope) or who == by.person:
        return None
    return Refusal("renovation.own_words_only", _("Not done: on the phone everybody applies for himself. The front desk does it for others."))


def _items(works: list[str], air_place: str, drilling_mm: int, other: str) -> list[Planned]:
    """The works chosen, each with what was written of it; words without a sort are works of their own."""
    chosen = list(dict.fromkeys([*works, *(["other"] if other.strip() else [])]))[:MOST_ITEMS]
    detail = {"air_indoor": air_place.strip(), "other": other.strip()}
    return [Planned(code, detail.get(code, ""), drilling_mm if code == "slab_drilling" else 0) for code in chosen]


def _judge(project: Project, items: list[Planned], *, has_drawing: bool) -> None:
    """Check by the rulebook in force and set where the application stands. Does not save."""
    book = book_in_force(project.scope)
    found = check(items, book, has_drawing=has_drawing)
    project.items = [[one.code, one.detail, one.depth_mm] for one in items]
    project.findings = [[one.code, one.verdict, one.reason] for one in found]
    project.book_version, project.returned_why = book.version, ""
    project.state = "returned" if project.has_ban else "applied"


def _forbidden(project: Project) -> list[str]:
    return [one.code for one in project.found if one.verdict == "refused"]


@action(title=_("Change the plan"), posts=(*DESK, *DWELLERS), event=ApplicationChanged, allowed_from=("applied", "returned"))
def change_works(
    project: Project,
    *,
    works: WorksInput,
    air_place: AirInput = "",
    drilling_mm: DepthInput = 0,
    other: OtherInput = "",
    starts_on: Annotated[date | None, Field(_("Works begin on"))] = None,
    ends_on: Annotated[date | None, Field(_("Works end on"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Project | Refusal:
    """Say anew what is planned; it is checked anew, and a review begins from the start."""
    project = held(project)
    items = _items(works, air_place, drilling_mm, other)
    if no := not_theirs(project, by) or rules.at_step(project.state, "applied", "returned"):
        return no
    project.starts_on, project.ends_on = starts_on or project.starts_on, ends_on or project.ends_on
    if not items or not today_of(project.scope, at) <= project.starts_on <= project.ends_on or (project.ends_on - project.starts_on).days > rules.LONGEST_DAYS:
        return Refusal("renovation.bad_days", _("Not applied: the works begin today or later and end within a year.")) if items else Refusal(
            "renovation.nothing_planned", _("Not applied: say what is to be done.")
        )
    _judge(project, items, has_drawing=Paper.objects.filter(scope=project.scope_id, project=project, kind="drawing").exists())
    project.told_at = project.told_signature = project.reviewed_by = project.reviewed_at = None
    project.save()
    announce(ApplicationChanged(**about(project), state=project.state, book=project.book_version, forbidden=_forbidden(project)), subject=project)
    return project


def not_theirs(project: Project, by: Actor) -> Refusal | None:
    """Another household's renovation does not exist for a resident."""
    if is_staff(by, project.scope) or project.applicant_id == by.person or is_household(project.scope, by.person, project.dwelling):
        return None
    return Refusal("kernel.not_found", _("This record does not exist here. Check the community you are in."))


@action(title=_("Add a paper"), posts=(*DESK, "engineer", *DWELLERS), event=PaperAdded)
def add_paper(
    project: Project,
    *,
    kind: Annotated[str, Field(_("Sort of paper"), choices=PAPERS)],
    file: Annotated[File, Field(_("File"), accept=PAPER_FILES)],
    note: Annotated[str, Field(_("Note"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Paper | Refusal:
    """Put a drawing, a licence, a test record or another paper into the file."""
    project = held(project)
    if no := not_theirs(project, by):
        return no
    if project.state in ("closed", "withdrawn") or file is None or kind not in dict(PAPERS):
        return Refusal("renovation.file_closed", _("Not added: choose the sort and the file; a file that is closed stays as it is."))
    paper = Paper.objects.create(scope=project.scope, project=project, kind=kind, file=file, note=note, at=at, by_id=by.person)
    announce(PaperAdded(**about(project), paper=paper.pk, kind=kind), subject=paper)
    return paper


@action(title=_("Sign for what is forbidden and advised"), posts=(*DESK, *DWELLERS), event=RulesTold)
def tell_rules(
    project: Project,
    *,
    signature: Annotated[File | None, Field(_("Applicant's signature"), accept=PAPER_FILES, help=_("At the desk the applicant signs; on the phone his own account is enough."))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Project | Refusal:
    """The applicant has read what nobody may do, the conditions and the advice of this rulebook, and signs for it."""
    project = held(project)
    if no := not_theirs(project, by) or rules.at_step(project.state, "applied", "reviewed", "approved"):
        return no
    if project.applicant_id != by.person and signature is None:
        return Refusal("renovation.signature_missing", _("Not recorded: the applicant signs himself, on his phone or on paper at the desk."))
    project.told_at, project.told_signature = at, signature
    project.save()
    advised = [one.code for one in project.found if one.verdict in ("condition", "advice")]
    announce(RulesTold(**about(project), book=project.book_version, advised=advised, is_on_paper=signature is not None), subject=project)
    return project


@action(title=_("Withdraw the application"), posts=(*DESK, *DWELLERS), event=ApplicationWithdrawn, confirm=True, allowed_from=("applied", "returned", "reviewed", "approved", "agreed"))
def withdraw_application(project: Project, *, reason: Annotated[str, Field(_("Reason"), max_length=200)], by: Actor, at: datetime | None = None) -> Project | Refusal:
    """Nothing will be done after all; the dwelling is free for a new application."""
    project = held(project)
    if no := not_theirs(project, by) or rules.at_step(project.state, "applied", "returned", "reviewed", "approved", "agreed") or rules.reason_told(reason):
        return no
    project.state, project.closed_at = "withdrawn", at
    project.save()
    announce(ApplicationWithdrawn(**about(project), reason=reason), subject=project)
    return project
