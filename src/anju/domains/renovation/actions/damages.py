"""Harm done by works: who did it pays and repairs, as agreed in writing. Nothing is taken without a yes."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from anju.domains.cases import actions as cases
from anju.domains.charges.queries import fen_of
from anju.domains.places.queries import Place
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.refusals import Refusal

from ..events import CompensationAgreed, DamageRepaired, DamageReported
from ..kinds import DAMAGES, INSPECTORS, MANAGERS
from ..models import Damage, Project
from ..rules import office as rules
from .holding import PAPERS, PICTURES, PhotosInput, WordsInput, held, ids_of, link_of, numbered

SETTLERS = ("engineer", "front_desk", *MANAGERS)


def about(one: Damage) -> dict[str, Any]:
    return {"damage": one.pk, "project": one.project_id, "place": one.place_id, "kind": one.kind}


@action(title=_("Report a damage"), posts=INSPECTORS, event=DamageReported)
def report_damage(
    project: Project,
    *,
    place: Annotated[Place, Field(_("Where it was harmed"))],
    kind: Annotated[str, Field(_("What was harmed"), choices=DAMAGES)],
    words: WordsInput,
    photos: PhotosInput = None,
    by: Actor,
    at: datetime | None = None,
) -> Damage | Refusal:
    """A pipe was hit, water came through to a neighbour, or common parts were harmed: a case until it is paid and repaired."""
    project = held(project)
    if place.scope_id != project.scope_id or kind not in dict(DAMAGES) or project.permitted_at is None:
        return Refusal("renovation.unknown_damage", _("Not recorded: choose works that had a permit, what was harmed, and a place of this community."))
    if no := rules.reason_told(words):
        return no
    one = Damage(scope=project.scope, number=numbered(project.scope, "SH", at), project=project, place=place, kind=kind, words=words.strip(), photos=ids_of(photos), reported_at=at, reported_by_id=by.person)
    case = cases.open_case(
        project.scope, kind="renovation", category="damage", title=f"{place.full_name} {dict(DAMAGES)[kind]}"[:120], severity=2, place=place, note=words, owner_role="engineer", answerable=project.company,
        source="renovation", basis_label=one.number, basis_link=link_of(one, "renovation_damages"), by=by, at=at,
    )  # fmt: skip
    if isinstance(case, Refusal):
        return case
    one.case = case
    one.save()
    announce(DamageReported(**about(one), case=case.pk, words=words), subject=one)
    return one


@action(title=_("Record the compensation agreed"), posts=SETTLERS, event=CompensationAgreed, allowed_from=("reported",))
def agree_compensation(
    damage: Damage,
    *,
    amount: Annotated[Decimal, Field(_("Compensation (yuan)"), minimum=0)],
    words: Annotated[str, Field(_("What was agreed"), max_length=400, multiline=True)],
    paper: Annotated[File, Field(_("Signed agreement"), accept=PAPERS)],
    by: Actor,
    at: datetime | None = None,
) -> Damage | Refusal:
    """Both sides signed what is paid and repaired, and by whom; without a signature nothing is agreed."""
    one, fen = held(damage), fen_of(amount)
    if one.state != "reported":
        return Refusal("renovation.agreed_already", _("Not recorded: this damage was settled already."))
    if fen is None or fen < 0 or paper is None:
        return Refusal("renovation.paper_needed", _("Not recorded: give the sum and the agreement that both sides signed."))
    if no := rules.reason_told(words):
        return no
    one.state, one.compensation_fen, one.agreed_words, one.agreed_paper, one.agreed_at = "agreed", fen, words.strip(), paper, at
    one.save()
    announce(CompensationAgreed(**about(one), amount_fen=fen, words=words), subject=one)
    return one


@action(title=_("Confirm payment and repair"), posts=SETTLERS, event=DamageRepaired, allowed_from=("agreed",))
def confirm_repair(
    damage: Damage, *, photo: Annotated[File, Field(_("Photo after the repair"), accept=PICTURES)], words: WordsInput, by: Actor, at: datetime | None = None
) -> Damage | Refusal:
    """Paid and repaired, seen by another person than who reported it."""
    one = held(damage)
    if one.state != "agreed" or photo is None:
        return Refusal("renovation.not_agreed", _("Not recorded: first the compensation is agreed; then the repair is shown with a photo."))
    if no := rules.second_person(one.reported_by_id, by.person) or rules.reason_told(words):
        return no
    one.state, one.repaired_at, one.repaired_photo, one.confirmed_by_id = "repaired", at, photo, by.person
    one.save()
    announce(DamageRepaired(**about(one), amount_fen=one.compensation_fen, words=words), subject=one)
    return one
