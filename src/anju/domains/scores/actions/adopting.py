"""Taking a template into a community: a draft of its own, to be read, changed, and put in use by a person."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import library
from ..events import TemplateAdopted
from ..models import Band, Item, Rule, Scheme
from .holding import MANAGERS, of_scheme

AMOUNTS = ("base_points", "lowest", "highest", "step", "carry_cap")
FRAME = (
    "code", "title", "note", "subject_kind", "method", "period", "field", *AMOUNTS, "combine", "rounds_per_month", "weights", "ranking", "carry",
    "appeal_days", "appeal_in_working_days", "notice_working_days", "recheck_percent", "votes_needed", "ladder", "conditions", "scorers", "legal_note",
    "basis_label",
)  # fmt: skip


@action(title=_("Adopt a template"), posts=MANAGERS, event=TemplateAdopted)
def adopt_template(
    scope: Scope, *, template: Annotated[str, Field(_("Template"), choices=library.property_choices)], by: Actor, at: datetime | None = None
) -> Scheme | Refusal:
    """Take a template of property work as a draft; change what differs here, decide its gaps, then put it in use."""
    return _adopt(scope, template, "property")


@action(title=_("Adopt a template of another field"), posts=("project_manager", "headquarters", "street_office"), event=TemplateAdopted)
def adopt_other_template(
    scope: Scope, *, template: Annotated[str, Field(_("Template"), choices=library.other_choices)], by: Actor, at: datetime | None = None
) -> Scheme | Refusal:
    """Take a template of work outside of property, such as a contest of villages or points of physicians."""
    return _adopt(scope, template, "other")


def _adopt(scope: Scope, code: str, field: str) -> Scheme | Refusal:
    found = library.templates().get(code)
    if found is None or found.get("field", "property") != field:
        return Refusal("scores.unknown_template", _("There is no such template here."))
    if Scheme.objects.filter(scope=scope, code=found["code"]).exists():
        return Refusal("scores.code_taken", _("There is a scheme %(taken)s already. Make a new version of it, or choose another code."), taken=code)
    scheme = _frame(scope, found)
    items = _items(scheme, found)
    bands = _bands(scheme, found, items)
    made = _rules(scheme, found, bands)
    announce(
        TemplateAdopted(**of_scheme(scheme), template=code, items=len(items), bands=len(bands), rules=made), subject=scheme
    )
    return scheme


def _frame(scope: Scope, found: dict[str, Any]) -> Scheme:
    fields = {name: found[name] for name in FRAME if name in found}
    fields |= {name: Decimal(fields[name]) for name in AMOUNTS if name in fields}
    return Scheme.objects.create(scope=scope, template=found["code"], **fields)


def _items(scheme: Scheme, found: dict[str, Any]) -> dict[str, Item]:
    made = []
    for number, one in enumerate(found["items"], start=1):
        one = {**one, "levels": {level: str(points) for level, points in one.get("levels", {}).items()}}
        one |= {name: Decimal(one[name]) for name in ("full_marks", "lowest", "unit_points") if name in one}
        one.pop("bands", None)
        made.append(Item(scope=scheme.scope, scheme=scheme, ordering=number, created_at=scheme.created_at, **one))
    Item.objects.bulk_create(made)
    return {item.code: item for item in made}


def _bands(scheme: Scheme, found: dict[str, Any], items: dict[str, Item]) -> list[Band]:
    rows = [(None, band) for band in found.get("bands", [])]
    rows += [(items[one["code"]], band) for one in found["items"] for band in one.get("bands", [])]
    made = []
    for item, one in rows:
        one = {name: Decimal(value) if name in ("lowest", "highest", "points") else value for name, value in one.items()}
        made.append(Band(scope=scheme.scope, scheme=scheme, item=item, created_at=scheme.created_at, **one))
    return Band.objects.bulk_create(made)


def _rules(scheme: Scheme, found: dict[str, Any], bands: list[Band]) -> int:
    by_label = {band.label: band for band in bands if band.item_id is None}
    made = []
    for one in found.get("rules", []):
        one = {name: Decimal(value) if name in ("value", "until_value", "floor", "points") else value for name, value in one.items()}
        if "band" in one:
            one["band"] = by_label[one["band"]]
        made.append(Rule(scope=scheme.scope, scheme=scheme, created_at=scheme.created_at, **one))
    return len(Rule.objects.bulk_create(made))
