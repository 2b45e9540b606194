"""Writing a scheme: its frame, items, bands and rules; deciding its gaps; putting it in use; a new version."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import rules
from ..events import SchemeActivated, SchemeChanged, SchemeCreated, SchemeRevised, SchemeWithdrawn
from ..kinds import CARRIES, COMBINES, FIELDS, METHODS, PERIODS, RANKINGS, SUBJECTS
from ..models import Band, BandDecision, Item, Rule, Scheme
from .holding import MANAGERS, bands_of, day_of, held, items_of, of_scheme, rate_spans, spans_of

CODE = r"[a-z0-9_-]{1,40}"


@action(title=_("Write a scheme"), posts=MANAGERS, event=SchemeCreated)
def create_scheme(
    scope: Scope,
    *,
    code: Annotated[str, Field(_("Code"), max_length=40)],
    title: Annotated[str, Field(_("Title"), max_length=120)],
    subject_kind: Annotated[str, Field(_("Who is scored"), choices=SUBJECTS)],
    period: Annotated[str, Field(_("Period"), choices=PERIODS)],
    method: Annotated[str, Field(_("How it is scored"), choices=METHODS)] = "sheets",
    field: Annotated[str, Field(_("Field of work"), choices=FIELDS)] = "property",
    base_points: Annotated[Decimal, Field(_("Points at the start"))] = Decimal(0),
    lowest: Annotated[Decimal, Field(_("Lowest score"))] = Decimal(0),
    highest: Annotated[Decimal, Field(_("Highest score"))] = Decimal(100),
    step: Annotated[Decimal, Field(_("Smallest step of the bands"))] = Decimal(1),
    combine: Annotated[str, Field(_("Several sheets"), choices=COMBINES)] = "mean",
    rounds_per_month: Annotated[int, Field(_("Sheets a month"), minimum=0, maximum=31)] = 0,
    weights: Annotated[dict | None, Field(_("Weights of the sources"))] = None,
    ranking: Annotated[str, Field(_("How ties are ranked"), choices=RANKINGS)] = "standard",
    carry: Annotated[str, Field(_("At the year's end"), choices=CARRIES)] = "none",
    carry_cap: Annotated[Decimal, Field(_("Carried at most"))] = Decimal(0),
    appeal_days: Annotated[int, Field(_("Days to appeal"), minimum=1, maximum=90)] = 7,
    appeal_in_working_days: Annotated[bool, Field(_("Working days"))] = False,
    recheck_percent: Annotated[int, Field(_("Share of sheets rechecked (%)"))] = 0,
    votes_needed: Annotated[int, Field(_("Voters on a commendation"), minimum=0, maximum=99)] = 0,
    ladder: Annotated[list[int] | None, Field(_("Months until a new filing"))] = None,
    conditions: Annotated[list[str] | None, Field(_("Conditions of the register"))] = None,
    scorers: Annotated[str, Field(_("Who scores"), max_length=200)] = "",
    note: Annotated[str, Field(_("Note"), multiline=True)] = "",
    legal_note: Annotated[str, Field(_("Legal note"), multiline=True)] = "",
    basis_label: Annotated[str, Field(_("Basis"), max_length=200)] = "",
    basis_link: Annotated[str, Field(_("Link to the basis"), max_length=200)] = "",
    template: Annotated[str, Field(_("Template"), max_length=40)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Scheme | Refusal:
    """Begin a scheme as a draft; items, bands and what follows are added to it before it is put in use."""
    fields = {name: value for name, value in locals().items() if name not in ("scope", "by", "at")}
    fields |= {"weights": weights or {}, "ladder": ladder or [], "conditions": conditions or []}
    if no := _may_create(scope, fields):
        return no
    scheme = Scheme.objects.create(scope=scope, **fields)
    announce(SchemeCreated(**of_scheme(scheme), template=template, title=title), subject=scheme)
    return scheme


def _may_create(scope: Scope, fields: dict[str, Any]) -> Refusal | None:
    if not re.fullmatch(CODE, fields["code"]) or not fields["title"].strip():
        return Refusal("scores.bad_code", _("A code is made of small letters, digits and dashes, and a title is needed."))
    if Scheme.objects.filter(scope=scope, code=fields["code"]).exists():
        return Refusal("scores.code_taken", _("There is a scheme %(taken)s already. Make a new version of it, or choose another code."), taken=fields["code"])
    return _fits(fields)


def _fits(fields: dict[str, Any]) -> Refusal | None:
    return rules.fit_scheme(
        lowest=fields["lowest"],
        highest=fields["highest"],
        base=fields["base_points"],
        step=fields["step"],
        weights=fields["weights"],
        percent=fields["recheck_percent"],
        ladder=fields["ladder"],
    )


@action(title=_("Change the frame"), posts=MANAGERS, event=SchemeChanged, allowed_from=("draft",))
def change_scheme(
    scheme: Scheme,
    *,
    title: Annotated[str, Field(_("Title"), max_length=120)],
    base_points: Annotated[Decimal, Field(_("Points at the start"))] = Decimal(0),
    lowest: Annotated[Decimal, Field(_("Lowest score"))] = Decimal(0),
    highest: Annotated[Decimal, Field(_("Highest score"))] = Decimal(100),
    step: Annotated[Decimal, Field(_("Smallest step of the bands"))] = Decimal(1),
    combine: Annotated[str, Field(_("Several sheets"), choices=COMBINES)] = "mean",
    weights: Annotated[dict | None, Field(_("Weights of the sources"))] = None,
    ranking: Annotated[str, Field(_("How ties are ranked"), choices=RANKINGS)] = "standard",
    appeal_days: Annotated[int, Field(_("Days to appeal"), minimum=1, maximum=90)] = 7,
    recheck_percent: Annotated[int, Field(_("Share of sheets rechecked (%)"))] = 0,
    votes_needed: Annotated[int, Field(_("Voters on a commendation"), minimum=0, maximum=99)] = 0,
    scorers: Annotated[str, Field(_("Who scores"), max_length=200)] = "",
    legal_note: Annotated[str, Field(_("Legal note"), multiline=True)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Scheme | Refusal:
    """Change scale, weights and terms while the version is being written."""
    fields = {name: value for name, value in locals().items() if name not in ("scheme", "by", "at")}
    fields["weights"] = weights or {}
    scheme = held(scheme)
    if no := rules.may_change(scheme.state) or _fits({**fields, "ladder": scheme.ladder}):
        return no
    for name, value in fields.items():
        setattr(scheme, name, value)
    scheme.save()
    announce(SchemeChanged(**of_scheme(scheme)), subject=scheme)
    return scheme


@action(title=_("Put in use"), posts=MANAGERS, event=SchemeActivated, allowed_from=("draft",))
def activate_scheme(
    scheme: Scheme, *, from_on: Annotated[date | None, Field(_("In use from"))] = None, by: Actor, at: datetime | None = None
) -> Scheme | Refusal:
    """Put the version in use; results made under an earlier one keep it. A gap between bands must be decided by a person first."""
    scheme = held(scheme)
    day = from_on or day_of(scheme.scope, at)
    before = Scheme.objects.filter(scope=scheme.scope_id, code=scheme.code, state="active").first()
    if no := rules.may_activate(terms_of(scheme), from_on=day, before_on=before and before.from_on):
        return no
    if before is not None:
        before.state, before.until_on = "replaced", day
        before.save()
    scheme.state, scheme.from_on = "active", day
    scheme.save()
    counts = {
        "items": len(items_of(scheme)),
        "bands": len(bands_of(scheme)),
        "decisions": BandDecision.objects.filter(scope=scheme.scope_id, scheme=scheme).count(),
    }
    replaces = before.pk if before else None
    announce(SchemeActivated(**of_scheme(scheme), from_on=day, replaces=replaces, **counts), subject=scheme)
    return scheme


def terms_of(scheme: Scheme) -> rules.Terms:
    """The scheme as the rules see it."""
    items, rates = items_of(scheme), rate_spans(scheme)
    return rules.Terms(
        state=scheme.state,
        method=scheme.method,
        base=scheme.base_points,
        lowest=scheme.lowest,
        highest=scheme.highest,
        step=scheme.step,
        items=[(item.code, item.shape, item.formula, item.full_marks) for item in items],
        bands=spans_of(bands_of(scheme)),
        item_bands={item.code: rates.get(item.pk, []) for item in items},
    )


@action(title=_("Make a new version"), posts=MANAGERS, event=SchemeRevised, allowed_from=("active",))
def revise_scheme(scheme: Scheme, *, by: Actor, at: datetime | None = None) -> Scheme | Refusal:
    """Copy the version in use into a draft with the next number; what was scored keeps the old one."""
    scheme = held(scheme)
    if scheme.state != "active":
        return Refusal("scores.not_in_use", _("Only the version in use is revised or scored by. Put one in use first."))
    if Scheme.objects.filter(scope=scheme.scope_id, code=scheme.code, state="draft").exists():
        return Refusal("scores.draft_exists", _("A new version is being written already. Go on with that one."))
    made = Scheme.objects.get(pk=scheme.pk)
    made.pk = made.created_at = None
    made.id = Scheme._meta.pk.get_default()
    made.version, made.state, made.from_on, made.until_on = scheme.version + 1, "draft", None, None
    made._state.adding = True
    made.save()
    _copy_parts(scheme, made)
    announce(SchemeRevised(**of_scheme(made), before=scheme.pk), subject=made)
    return made


def _copy_parts(scheme: Scheme, made: Scheme) -> None:
    """Items, bands, decisions and rules of one version into another."""
    where = {"scope": scheme.scope_id, "scheme": scheme}
    new_ids: dict[Any, Any] = {}
    for model, links in ((Item, ()), (Band, ("item",)), (BandDecision, ("item",)), (Rule, ("band",))):
        for row in model.objects.filter(**where).order_by("created_at", "id"):
            old = row.pk
            row.pk = row.id = model._meta.pk.get_default()
            new_ids[old] = row.pk
            row.scheme, row._state.adding = made, True
            for link in links:
                setattr(row, f"{link}_id", new_ids.get(getattr(row, f"{link}_id")))
            row.save(force_insert=True)


@action(title=_("Take the scheme back"), posts=MANAGERS, event=SchemeWithdrawn, confirm=True, allowed_from=("draft", "active"))
def withdraw_scheme(
    scheme: Scheme, *, reason: Annotated[str, Field(_("Reason"), multiline=True)], by: Actor, at: datetime | None = None
) -> Scheme | Refusal:
    """End a scheme with the reason; its results stay on record."""
    scheme = held(scheme)
    if scheme.state not in ("draft", "active"):
        return Refusal("scores.ended_already", _("This version is over already."))
    scheme.state, scheme.until_on = "withdrawn", day_of(scheme.scope, at)
    scheme.save()
    announce(SchemeWithdrawn(**of_scheme(scheme), reason=reason), subject=scheme)
    return scheme
