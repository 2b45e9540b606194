"""A rule is changed in a draft, tried against what happened, and put in force by a second person."""

from __future__ import annotations

from datetime import datetime, time
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import RulesDrafted, RulesDropped, RulesPutInForce
from ..gathering import minute_of
from ..kinds import BASES, MANAGERS, category_choices
from ..models import RuleSet
from ..rules.facts import DAY_MINUTES
from ..rules.office import reason_told, second_person
from ..rules.versions import changed, first_terms

OFF_HOURS = (("free", _("As at any hour")), ("confirm", _("The control room confirms")))


@action(title=_("Draft a changed rule"), posts=MANAGERS, event=RulesDrafted)
def draft_rules(
    scope: Scope,
    *,
    category: Annotated[str, Field(_("Category"), choices=category_choices)],
    basis: Annotated[str, Field(_("Comes in by"), choices=BASES)],
    days: Annotated[str, Field(pgettext_lazy("weekdays", "Days"), max_length=7, help=_("Digits from 1 (Monday) to 7."))] = "1234567",
    opens: Annotated[time, Field(_("Opens at"))] = time(0),
    closes: Annotated[time, Field(_("Closes at"), help=_("The same as the opening hour: all day."))] = time(0),
    on_holidays: Annotated[bool, Field(_("Also on days off and holidays"))] = True,
    off_hours: Annotated[str, Field(_("At night and on days off"), choices=OFF_HOURS)] = "free",
    visits_per_day: Annotated[int, Field(_("Visits a dwelling and day"), minimum=0, maximum=1000, help=_("0: any number."))] = 0,
    stay_minutes: Annotated[int, Field(_("Longest stay in minutes"), minimum=0, maximum=10080, help=_("0: not counted."))] = 0,
    invitations_per_month: Annotated[int, Field(_("Invitations a dwelling and month"), minimum=0, maximum=1000, help=_("0: any number."))] = 0,
    check: Annotated[str, Field(_("What is checked"), max_length=200)] = "",
    reason: Annotated[str, Field(_("Reason"), max_length=200)],
    by: Actor,
    at: datetime | None = None,
) -> RuleSet | Refusal:
    """Write the next version with one category changed; it counts only once a second person puts it in force."""
    current = RuleSet.objects.filter(scope=scope, state="in_force").first()
    newest = RuleSet.objects.filter(scope=scope).order_by("-version").first()
    change = {
        "basis": basis, "days": days.strip(), "opens": minute_of(opens), "closes": minute_of(closes) or DAY_MINUTES, "on_holidays": on_holidays, "off_hours": off_hours,
        "visits_per_day": visits_per_day, "stay_minutes": stay_minutes, "invitations_per_month": invitations_per_month, "check": check.strip(),
    }  # fmt: skip
    if basis not in dict(BASES) or (no := reason_told(reason)):
        return Refusal("access.unknown_basis", _("Not changed: choose by what this category comes in.")) if basis not in dict(BASES) else no
    terms = changed(current.terms if current else first_terms(), category, change)
    if isinstance(terms, Refusal):
        return terms
    one = RuleSet(scope=scope, version=(newest.version if newest else 0) + 1, terms=terms, changed_category=category, reason=reason.strip(), drafted_by_id=by.person)
    one.save()
    announce(RulesDrafted(version=one.version, category=category, reason=reason), subject=one)
    return one


@action(title=_("Put in force"), posts=MANAGERS, event=RulesPutInForce, confirm=True, allowed_from=("draft",))
def put_rules_in_force(ruleset: RuleSet, *, by: Actor, at: datetime | None = None) -> RuleSet | Refusal:
    """From the next decision on this version counts; somebody else than who drafted it says so."""
    one = RuleSet.objects.select_for_update().get(pk=ruleset.pk)
    if one.state != "draft":
        return Refusal("access.not_a_draft", _("Not done: this version is no draft any more."))
    if no := second_person(one.drafted_by_id, by.person):
        return no
    before = RuleSet.objects.filter(scope=one.scope_id, state="in_force").first()
    if before is not None and before.version > one.version:
        return Refusal("access.older_version", _("Not put in force: a newer version counts already. Draft the change again upon it."))
    if before is not None:
        before.state = "replaced"
        before.save()
    one.state, one.put_by_id, one.since_at = "in_force", by.person, at
    one.save()
    announce(RulesPutInForce(version=one.version, replaces=before.version if before else 0), subject=one)
    return one


@action(title=_("Drop the draft"), posts=MANAGERS, event=RulesDropped, allowed_from=("draft",))
def drop_rules(ruleset: RuleSet, *, by: Actor, at: datetime | None = None) -> RuleSet | Refusal:
    """The change is not wanted after all."""
    one = RuleSet.objects.select_for_update().get(pk=ruleset.pk)
    if one.state != "draft":
        return Refusal("access.not_a_draft", _("Not done: this version is no draft any more."))
    one.state = "dropped"
    one.save()
    announce(RulesDropped(version=one.version), subject=one)
    return one
