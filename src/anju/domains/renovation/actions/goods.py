"""Material at the gate: declared for a permitted site, compared item by item, and the renovation team told of what it must look after."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from anju.domains.notices import actions as notices
from anju.domains.passes import actions as passes
from anju.domains.passes.queries import items_of
from anju.domains.places.queries import Place
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import GoodsNoted, MaterialChecked, MaterialDeclared
from ..gathering import running_at
from ..kinds import DESK, DIRECTIONS, GATE, GOODS
from ..models import Material, Project
from ..rules import goods as judging
from ..rules import office as rules
from .holding import PICTURES, held, link_of
from .visiting import not_a_home, plan_visit

CHECKERS = (*GATE, *DESK)
ItemsInput = Annotated[str, Field(_("Things"), multiline=True, max_length=2000, help=_("One a line, such as: cement × 20"))]
PhotoInput = Annotated[File | None, Field(_("Photo"), accept=PICTURES)]


@action(title=_("Declare material"), posts=DESK, event=MaterialDeclared, allowed_from=("under_way", "stopped"))
def declare_material(
    project: Project,
    *,
    items: ItemsInput,
    direction: Annotated[str, Field(_("Direction"), choices=DIRECTIONS)] = "in",
    carrier: Annotated[str, Field(_("Who brings or takes it"), max_length=60, personal=True)],
    by: Actor,
    at: datetime | None = None,
) -> Material | Refusal:
    """Write a pass for what comes to this site, or for the rubbish that leaves it; the gate compares it item by item."""
    project = held(project)
    if project.state not in ("under_way", "stopped") or (project.state == "stopped" and direction == "in"):
        return Refusal("renovation.no_permit_goods", _("Not written: material comes in only while a permit is in force and the works are not stopped. Rubbish may always leave."))
    told, banned = judging.flags(items.splitlines())
    if direction == "in" and banned:
        return Refusal("renovation.banned_goods", _("Not written: this may be fitted nowhere here: %(what)s. Take it off the list."), what="、".join(str(GOODS[one][0]) for one in banned))
    permit = passes.issue_pass(
        project.scope, kind="material", holder_name=carrier, items=items, place=project.dwelling, purpose=say("Material in") if direction == "in" else say("Building rubbish out"),
        basis_label=project.number, basis_link=link_of(project, "renovations"), by=by, at=at,
    )  # fmt: skip
    if isinstance(permit, Refusal):
        return permit
    lines = [[one.name, one.quantity, None] for one in items_of(permit)]
    one = Material.objects.create(
        scope=project.scope, project=project, dwelling=project.dwelling, direction=direction, permit=permit, items=lines, told=told if direction == "in" else [], at=at, by_id=by.person
    )
    announce(MaterialDeclared(**about(one), permit=permit.pk, lines=len(lines)), subject=one)
    return one


def about(one: Material) -> dict[str, Any]:
    return {"material": one.pk, "project": one.project_id, "dwelling": one.dwelling_id, "direction": one.direction, "told": one.told}


@action(title=_("Compare at the gate"), posts=CHECKERS, event=MaterialChecked, allowed_from=("declared", "differs"))
def check_material(
    material: Material,
    *,
    counted: Annotated[str, Field(_("Things seen"), multiline=True, max_length=2000, help=_("One a line, as counted. Empty: everything is as declared."))] = "",
    photo: PhotoInput = None,
    note: Annotated[str, Field(_("Note"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Material | Refusal:
    """Count each thing. As declared it is let through; what differs waits until it is cleared up, and nothing is taken from anybody."""
    one = held(material)
    if one.state not in ("declared", "differs"):
        return Refusal("renovation.checked_already", _("Not done: this material was checked already."))
    if photo is None:
        return Refusal("renovation.goods_photo", _("Not recorded: take a photo of what is on the cart."))
    declared = {name: count for name, count, _seen in one.items}
    there = _counted(counted) if counted.strip() else declared
    if isinstance(there, Refusal):
        return there
    wrong = judging.differences(declared, there)
    one.items = [[name, declared.get(name, 0), there.get(name, 0)] for name in [*declared, *(name for name in there if name not in declared)]]
    one.state, one.checked_at, one.checked_by_id, one.photo, one.note = "differs" if wrong else "checked", at, by.person, photo, note
    if not wrong and (no := _through(one, by, at)):
        return no
    one.save()
    announce(MaterialChecked(**about(one), is_as_declared=not wrong, lines=len(one.items), differing=len(wrong)), subject=one)
    return one


def _counted(text: str) -> dict[str, int] | Refusal:
    counted = {}
    for line in filter(None, (each.strip() for each in text.splitlines()[:60])):
        name, sign, count = line.replace("x", "×").replace("*", "×").rpartition("×")
        number = count.strip() if sign else "1"
        if not number.isascii() or not number.isdigit() or not 0 < int(number[:6]) <= 9999:
            return Refusal("renovation.bad_count", _("Not recorded: write each thing with its count, such as: cement × 20."))
        counted[(name if sign else line).strip()[:60]] = int(number[:6])
    return counted


def _through(one: Material, by: Actor, at: datetime) -> Refusal | None:
    """The pass is spent, and what the renovation team must look after is told."""
    if one.permit is not None:
        used = passes.use_pass(one.permit, direction=one.direction, by=by, at=at)
        if isinstance(used, Refusal):
            return used
    if one.told:
        _tell_team(one, by, at)
    return None


def _tell_team(one: Material, by: Actor, at: datetime) -> None:
    """The engineers hear of it, and somebody visits the dwelling by tomorrow."""
    what = "、".join(str(GOODS[code][0]) for code in one.told)
    why = say("Came in: %s") % what
    plan_visit(one.scope, dwelling=one.dwelling, why=why, due_at=at + timedelta(days=1), by=by, at=at)
    text = say("%(what)s came in for %(home)s. Visit the dwelling by tomorrow.") % {"what": what, "home": one.dwelling.full_name}
    notices.send_notice(one.scope, level=4, title=say("Material to look after"), text=text, audience={"roles": ["engineer", "project_manager"]}, by=by, at=at)


@action(title=_("Note goods coming in"), posts=CHECKERS, event=GoodsNoted, offline=True)
def note_goods(
    scope: Scope,
    *,
    dwelling: Annotated[Place, Field(_("Dwelling"))],
    items: ItemsInput,
    photo: PhotoInput = None,
    by: Actor,
    at: datetime | None = None,
) -> Material | Refusal:
    """Something for a dwelling came without a declaration. Security windows, security doors and air conditioners are told to the renovation team."""
    if no := not_a_home(scope, dwelling) or rules.reason_told(items):
        return no
    told, _banned = judging.flags(items.splitlines())
    lines = [[line.strip()[:60], 1, None] for line in items.splitlines()[:60] if line.strip()]
    one = Material.objects.create(scope=scope, project=running_at(dwelling), dwelling=dwelling, state="noted", items=lines, told=told, photo=photo, at=at, by_id=by.person)
    if told:
        _tell_team(one, by, at)
    announce(GoodsNoted(**about(one), is_permitted=one.project_id is not None), subject=one)
    return one
