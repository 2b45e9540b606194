"""How a case begins, or turns out not to be one."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.domains.people.queries import Person
from anju.domains.places.queries import Place
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.ids import running_number
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import rules
from ..events import CaseDismissed, CaseMerged, CaseOpened
from ..kinds import category_choices, is_kind, kind_choices, kind_of
from ..models import Case, Severity
from ..states import FINISHED
from ..terms import Terms, terms_of
from .holding import BODIES, DESK, DWELLERS, LEADERS, PICTURES, STAFF, about, facts_of, held, keep_photos, move


@action(title=_("Open a case"), posts=(*STAFF, *DWELLERS, *BODIES), event=CaseOpened, offline=True, linkable=True)
def open_case(
    scope: Scope,
    *,
    kind: Annotated[str, Field(_("Kind"), choices=kind_choices)],
    title: Annotated[str, Field(_("What happened"), max_length=120)],
    category: Annotated[str, Field(_("Category"), choices=category_choices, required=False)] = "",
    severity: Annotated[int, Field(_("Severity"), choices=Severity.choices)] = 3,
    place: Annotated[Place | None, Field(_("Place"))] = None,
    note: Annotated[str, Field(_("Note"), multiline=True)] = "",
    reporter: Annotated[Person | None, Field(_("Reporter"))] = None,
    owner: Annotated[Person | None, Field(_("Person in charge"))] = None,
    owner_role: Annotated[str, Field(_("Post in charge"), max_length=40)] = "",
    answerable: Annotated[str, Field(_("Answerable unit"), max_length=120)] = "",
    due_at: Annotated[datetime | None, Field(_("Due"))] = None,
    source: Annotated[str, Field(_("Source"), max_length=40)] = "",
    basis_label: Annotated[str, Field(_("Basis"), max_length=200)] = "",
    basis_link: Annotated[str, Field(_("Link to the basis"), max_length=200)] = "",
    raised_by_entry: Annotated[int | None, Field(_("Raised by ledger row"))] = None,
    photos: Annotated[list[File] | None, Field(_("Photos"), accept=PICTURES)] = None,
    by: Actor,
    at: datetime | None = None,
) -> Case | Refusal:
    """Record what went wrong or is asked for; it gets a number, a deadline and a first stage."""
    severity = int(severity)
    if no := _may_open(kind, title, category, severity, due_at, at):
        return no
    terms = terms_of(scope, kind)
    case = Case(
        scope=scope,
        number=_number(scope, at),
        kind=kind,
        title=title.strip(),
        category=category,
        severity=severity,
        place=place,
        note=note,
        reporter_id=reporter.pk if reporter else by.person,
        owner=owner,
        owner_role=owner_role,
        answerable=answerable,
        opened_at=at,
        due_at=due_at or terms.due_at(severity, at),
        source=source,
        basis_label=basis_label,
        basis_link=basis_link,
        raised_by_entry=raised_by_entry,
    )
    _take_up_repeat(case, terms)
    move(case, kind_of(kind).flow.start, at=at)
    case.save()
    keep_photos(case, photos, text=case.title, by=by, at=at)
    announce(_opened(case), subject=case, person=case.reporter_id)
    return case


def _may_open(
    kind: str, title: str, category: str, severity: int, due_at: datetime | None, at: datetime
) -> Refusal | None:
    categories = frozenset(code for code, _label in kind_of(kind).categories) if is_kind(kind) else frozenset()
    return rules.may_open(
        title=title,
        is_kind=is_kind(kind),
        categories=categories,
        category=category,
        severity=severity,
        due_at=due_at,
        at=at,
    )


def _opened(case: Case) -> CaseOpened:
    return CaseOpened(
        **about(case),
        due_at=case.due_at,
        source=case.source,
        repeat_of=case.repeat_of_id,
        raised_by_entry=case.raised_by_entry,
        title=case.title,
    )


def _number(scope: Scope, at: datetime) -> str:
    year = clock.local(scope, at).year
    return f"{year}-{running_number(scope, 'case', year):04d}"


def _take_up_repeat(case: Case, terms: Terms) -> None:
    """A settled case of the same sort at the same place came back: its owner answers again."""
    if case.place_id is None:
        return
    before = (
        Case.objects.filter(
            scope=case.scope, place=case.place_id, kind=case.kind, category=case.category, state__in=FINISHED
        )
        .order_by("-closed_at")
        .first()
    )
    if before is None or not rules.is_repeat(closed_at=before.closed_at, at=case.opened_at, days=terms.repeat_days):
        return
    case.repeat_of = before
    if case.owner is None and not case.owner_role:
        case.owner_id, case.owner_role = before.owner_id, before.owner_role
    case.answerable = case.answerable or before.answerable


@action(
    title=_("Dismiss"), posts=LEADERS, event=CaseDismissed, confirm=True, allowed_from=("reported", "new", "raised")
)
def dismiss_case(
    case: Case, *, reason: Annotated[str, Field(_("Reason"), multiline=True)], by: Actor, at: datetime | None = None
) -> Case | Refusal:
    """End a report that turns out not to be a case; it stays on record with the reason."""
    case = held(case)
    if no := rules.person_needed(by.person) or rules.may_dismiss(facts_of(case), by=by.person):
        return no
    move(case, "dismissed", at=at)
    case.result, case.closed_at = reason, at
    case.save()
    announce(
        CaseDismissed(
            **about(case), was_repeat=case.repeat_of_id is not None, overdue_at=case.overdue_at, reason=reason
        ),
        subject=case,
    )
    return case


@action(title=_("Merge a duplicate"), posts=DESK, event=CaseMerged, allowed_from=("reported", "new", "raised"))
def merge_case(
    case: Case, *, into: Annotated[Case, Field(_("Into"))], by: Actor, at: datetime | None = None
) -> Case | Refusal:
    """Let the same matter, reported twice, go on as one case; the other keeps its record and points to it."""
    case, into = _held_in_order(case, into)
    same = {
        "same_kind": case.kind == into.kind,
        "same_case": case.pk == into.pk,
        "same_scope": case.scope_id == into.scope_id,
    }
    if no := rules.may_merge(facts_of(case), facts_of(into), **same):
        return no
    move(case, "merged", at=at)
    case.merged_into, case.closed_at = into, at
    case.save()
    announce(
        CaseMerged(**about(case), into=into.id, was_repeat=case.repeat_of_id is not None, overdue_at=case.overdue_at),
        subject=case,
    )
    return case


def _held_in_order(*cases: Case) -> list[Case]:
    """Locked by id, so that two mergers cannot wait for each other; returned as given."""
    locked = {case.pk: held(case) for case in sorted(cases, key=lambda each: each.pk)}
    return [locked[case.pk] for case in cases]
