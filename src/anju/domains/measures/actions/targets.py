"""Targets: set, cascaded, owned, signed, changed, judged."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.cases.queries import Finding
from anju.domains.people.queries import Person
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.inputs import BadInput
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import rules
from ..events import (
    TargetAssigned,
    TargetChanged,
    TargetReviewed,
    TargetSet,
    TargetSigned,
    TargetsImported,
    TargetsLinked,
    TargetsPublished,
    TargetWithdrawn,
)
from ..models import IndexDefinition, Operator, Target, TargetDependency, TargetReview
from ..models.targets import Aspect, ReviewOutcome
from ..queries.asked import INDEX, offered
from ..queries.asked import source as source_of
from ..queries.standing import leaves, needed, progress, statement
from .recording import MANAGERS, RECORDERS

BODIES = ("street_office",)
IMPORT_LIMIT = 200


@action(title=_("Set a target"), posts=(*MANAGERS, *BODIES), event=TargetSet)
def set_target(
    scope: Scope,
    *,
    title: Annotated[str, Field(_("Title"), max_length=120)],
    starts_on: Annotated[date, Field(pgettext_lazy("day", "From"))],
    ends_on: Annotated[date, Field(pgettext_lazy("day", "Until"))],
    measure: Annotated[str, Field(_("Measure"), choices=offered, required=False, help=_("Leave empty for a milestone."))] = "",
    dimension: Annotated[str, Field(_("Dimension"), max_length=100)] = "",
    op: Annotated[str, Field(_("Comparison"), choices=Operator.choices)] = Operator.at_least,
    value: Annotated[Decimal | None, Field(_("Target value"))] = None,
    floor_value: Annotated[Decimal | None, Field(_("Contract minimum"))] = None,
    baseline_value: Annotated[Decimal | None, Field(_("Baseline"))] = None,
    baseline_source: Annotated[str, Field(_("Source of the baseline"), max_length=200)] = "",
    improve_percent: Annotated[Decimal | None, Field(_("Improvement in percent"), minimum=0)] = None,
    parent: Annotated[Target | None, Field(_("Part of"))] = None,
    owner: Annotated[Person | None, Field(_("Accountable owner"))] = None,
    unit_name: Annotated[str, Field(_("Unit or squad"), max_length=80)] = "",
    acceptance: Annotated[str, Field(_("Test of acceptance"), multiline=True)] = "",
    aspect: Annotated[str, Field(_("Aspect"), choices=Aspect.choices, required=False)] = "",
    basis_label: Annotated[str, Field(_("Basis"), max_length=200)] = "",
    basis_link: Annotated[str, Field(_("Link to the basis"), max_length=200)] = "",
    finding: Annotated[Finding | None, Field(_("Finding it follows from"))] = None,
    source: Annotated[str, Field(_("Set by"), max_length=80)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Target | Refusal:
    """Say what a figure should reach by when, or name a milestone; an improvement is counted from its baseline."""
    target = Target(
        scope=scope, title=title, starts_on=starts_on, ends_on=ends_on, measure=measure, dimension=dimension, op=op, value=value,
        floor_value=floor_value, baseline_value=baseline_value, baseline_source=baseline_source, improve_percent=improve_percent,
        parent=parent, owner=owner, unit_name=unit_name, acceptance=acceptance, aspect=aspect, basis_label=basis_label,
        basis_link=basis_link, finding=finding, source=source, set_by_id=by.person,
    )  # fmt: skip
    if no := _may_set(target):
        return no
    target.save()
    announce(
        TargetSet(
            target=target.id,
            parent=target.parent_id,
            measure=measure,
            op=str(op),
            value=target.value,
            starts_on=starts_on,
            ends_on=ends_on,
            title=title,
        ),
        subject=target,
    )
    return target


def _may_set(target: Target) -> Refusal | None:
    """Fill in the improved value, then ask the rules."""
    is_known, more_is_better = _known(target.scope, target.measure)
    if target.improve_percent is not None:
        if no := rules.has_baseline(baseline=target.baseline_value, source=target.baseline_source):
            return no
        target.value = rules.improved(
            baseline=target.baseline_value, percent=target.improve_percent, more_is_better=more_is_better
        )
    parent = target.parent
    return rules.may_set_target(
        title=target.title,
        is_known=is_known,
        is_milestone=target.is_milestone,
        op=str(target.op),
        value=target.value,
        starts_on=target.starts_on,
        ends_on=target.ends_on,
        floor=target.floor_value,
        parent_span=None if parent is None else (parent.starts_on, parent.ends_on),
    )


def _known(scope: Scope, name: str) -> tuple[bool, bool]:
    """Whether the name can be measured, and whether more of it is better."""
    if name.startswith(INDEX):
        return IndexDefinition.objects.filter(scope=scope, code=name.removeprefix(INDEX)).exists(), True
    try:
        return True, source_of(scope, name).more_is_better
    except KeyError:
        return False, True


@action(title=_("Import targets"), posts=MANAGERS, event=TargetsImported)
def import_targets(
    scope: Scope,
    *,
    rows: Annotated[list[dict], Field(_("Rows"), help=_("Each row holds the inputs of “Set a target”."))],
    set_by: Annotated[str, Field(_("Set by"), max_length=80)],
    by: Actor,
    at: datetime | None = None,
) -> Scope | Refusal:
    """Take over the targets that a company or a body assigns, all of them or none; a faulty row is named."""
    if no := rules.may_import(rows=len(rows), limit=IMPORT_LIMIT):
        return no
    made: list[Target] = []
    for number, row in enumerate(rows, start=1):
        done = _imported(scope, row, set_by, by, at)
        if isinstance(done, Refusal):
            return Refusal(
                "measures.bad_row", _("Nothing was imported: row %(row)s. %(reason)s"), row=number, reason=done
            )
        made.append(done)
    announce(TargetsImported(targets=[target.id for target in made]), subject=scope)
    return scope


def _imported(scope: Scope, row: dict[str, Any], set_by: str, by: Actor, at: datetime) -> Target | Refusal:
    try:
        given = set_target.spec.clean({**row, "source": set_by})
    except BadInput as bad:
        name, text = next(iter(bad.errors.items()))
        return Refusal("measures.bad_cell", _("“%(name)s”: %(text)s"), name=name, text=text)
    return set_target(scope, **given, by=by, at=at)


@action(title=_("Change the target"), posts=MANAGERS, event=TargetChanged)
def change_target(
    target: Target,
    *,
    reason: Annotated[str, Field(_("Reason"), multiline=True, required=True)],
    value: Annotated[Decimal | None, Field(_("Target value"))] = None,
    ends_on: Annotated[date | None, Field(pgettext_lazy("day", "Until"))] = None,
    acceptance: Annotated[str, Field(_("Test of acceptance"), multiline=True)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Target | Refusal:
    """Change what was set, with the reason on record; a signed target must then be signed again."""
    target = _held(target)
    before, was_signed = target.value, target.state == "signed"
    if no := rules.may_change_target(state=target.state):
        return no
    target.value = target.value if value is None else value
    target.ends_on, target.acceptance = ends_on or target.ends_on, acceptance or target.acceptance
    if no := rules.reason_is_told(reason) or rules.keeps_floor(
        op=target.op, value=target.value, floor=target.floor_value
    ):
        return no
    if no := rules.ends_after_start(starts_on=target.starts_on, ends_on=target.ends_on):
        return no
    _unsign(target)
    target.save()
    announce(
        TargetChanged(
            target=target.id,
            value_before=before,
            value=target.value,
            ends_on=target.ends_on,
            must_be_signed_again=was_signed,
            reason=reason,
        ),
        subject=target,
    )
    return target


def _held(target: Target) -> Target:
    return Target.objects.select_for_update().get(pk=target.pk)


def _unsign(target: Target) -> None:
    if target.state == "signed":
        target.state, target.signed_at, target.signed_terms = "published", None, ""


@action(title=_("Name the owner"), posts=MANAGERS, event=TargetAssigned)
def assign_target_owner(
    target: Target, *, owner: Annotated[Person, Field(_("Accountable owner"))], by: Actor, at: datetime | None = None
) -> Target | Refusal:
    """Make one person accountable; a signature of the person before no longer counts."""
    target = _held(target)
    if no := rules.may_change_target(state=target.state):
        return no
    _unsign(target)
    target.owner = owner
    target.save()
    announce(TargetAssigned(target=target.id, owner=owner.id), subject=target)
    return target


@action(title=_("Publish the targets"), posts=MANAGERS, event=TargetsPublished, allowed_from=("draft", "published"))
def publish_targets(target: Target, *, by: Actor, at: datetime | None = None) -> Target | Refusal:
    """Put the tree below this target into force; every leaf needs one owner and a test of acceptance."""
    target = _held(target)
    ends = leaves(target)
    if no := rules.may_change_target(state=target.state) or rules.may_publish(
        leaves=[(leaf.title, leaf.owner_id, leaf.acceptance) for leaf in ends]
    ):
        return no
    nodes = [target, *(node for node in _below(target) if node.pk != target.pk)]
    for node in nodes:
        if node.state == "draft":
            node.state = "published"
            node.save()
    announce(TargetsPublished(root=target.id, targets=len(nodes), leaves=len(ends)), subject=target)
    return nodes[0]


def _below(target: Target) -> list[Target]:
    found, edge = [], [target]
    while edge:
        edge = list(
            Target.objects.filter(scope=target.scope_id, parent__in=edge)
            .exclude(state="withdrawn")
            .order_by("starts_on", "title")
        )
        found += edge
    return found


@action(
    title=_("Sign the target"),
    posts=(*RECORDERS, "guard", "engineer", "cleaner"),
    event=TargetSigned,
    confirm=True,
    allowed_from=("published",),
)
def sign_target(target: Target, *, by: Actor, at: datetime | None = None) -> Target | Refusal:
    """Sign the statement of responsibility as its owner; what was signed is kept as a hash with the signature."""
    target = _held(target)
    if no := rules.may_sign(state=target.state, owner=target.owner_id, by=by.person):
        return no
    target.state, target.signed_at, target.signed_terms = "signed", at, terms_hash(target)
    target.save()
    announce(TargetSigned(target=target.id, owner=target.owner_id, terms=target.signed_terms), subject=target)
    return target


def terms_hash(target: Target) -> str:
    """SHA-256 over the statement in canonical JSON."""
    return hashlib.sha256(json.dumps(statement(target), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@action(
    title=_("Withdraw the target"),
    posts=MANAGERS,
    event=TargetWithdrawn,
    confirm=True,
    allowed_from=("draft", "published", "signed"),
)
def withdraw_target(
    target: Target,
    *,
    reason: Annotated[str, Field(_("Reason"), multiline=True, required=True)],
    by: Actor,
    at: datetime | None = None,
) -> Target | Refusal:
    """End a target before its time; it stays on record with the reason."""
    target = _held(target)
    if no := rules.may_change_target(state=target.state) or rules.reason_is_told(reason):
        return no
    target.state = "withdrawn"
    target.save()
    announce(TargetWithdrawn(target=target.id, reason=reason), subject=target)
    return target


@action(
    title=_("Judge the target"), posts=MANAGERS, event=TargetReviewed, allowed_from=("draft", "published", "signed")
)
def review_target(
    target: Target,
    *,
    on: Annotated[date, Field(_("Day"))],
    outcome: Annotated[str, Field(_("Outcome"), choices=ReviewOutcome.choices)],
    note: Annotated[str, Field(_("Evidence"), multiline=True, required=True)],
    by: Actor,
    at: datetime | None = None,
) -> TargetReview | Refusal:
    """Record a dated judgement with its evidence; a milestone is never judged by its own owner, a figure never against itself."""
    target = _held(target)
    standing = progress(target, at=at)
    if no := rules.may_review(
        is_withdrawn=target.state == "withdrawn",
        is_own=by.person is not None and by.person == target.owner_id,
        is_reached=None if target.is_milestone else standing.shortfall == 0,
        outcome=outcome,
        note=note,
    ):
        return no
    sums = getattr(standing.figure, "sums", None)
    review = TargetReview.objects.create(
        scope=target.scope, target=target, on=on, outcome=outcome, note=note, by_id=by.person,
        numerator=sums.numerator if sums else None, denominator=sums.denominator if sums else None,
    )  # fmt: skip
    announce(TargetReviewed(target=target.id, review=review.id, outcome=str(outcome), on=on), subject=target)
    return review


@action(title=_("Link targets"), posts=MANAGERS, event=TargetsLinked)
def link_targets(
    target: Target, *, needs: Annotated[Target, Field(_("Needs"))], by: Actor, at: datetime | None = None
) -> TargetDependency | Refusal:
    """Say that a target cannot be reached without another one."""
    if no := rules.may_link_targets(target=target.pk, needs=needs.pk, needed_by_needs=needed(needs)):
        return no
    link, _made = TargetDependency.objects.get_or_create(scope=target.scope, target=target, needs=needs)
    announce(TargetsLinked(target=target.id, needs=needs.id), subject=target)
    return link
