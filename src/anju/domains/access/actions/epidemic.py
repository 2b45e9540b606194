"""The epidemic mode: switched on by a manager with a reason, an order and an end. It adds checks at the entrances; no way out is ever closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import rules
from ..events import EntryChecked, EpidemicSwitchedOff, EpidemicSwitchedOn
from ..gathering import rules_in_force
from ..kinds import CHECKERS, ENTRY_CHECKS, MANAGERS, WORD_FOR
from ..models import EntryCheck, EpidemicMode, Passage
from ..rules import standing
from ..rules.office import reason_told
from .passing import go

Checks = list[str] | None


@action(title=_("Switch the epidemic mode on"), posts=MANAGERS, event=EpidemicSwitchedOn, confirm=True)
def switch_epidemic_on(
    scope: Scope,
    *,
    reason: Annotated[str, Field(_("Reason"), max_length=200)],
    paper: Annotated[str, Field(_("Document"), max_length=80, help=_("The order of the authority, with its number."))],
    until_at: Annotated[datetime, Field(_("Until"))],
    asks: Annotated[Checks, Field(_("Checks for who comes"), choices=ENTRY_CHECKS, required=False)] = None,
    asks_home: Annotated[Checks, Field(_("Checks for who lives here"), choices=ENTRY_CHECKS, required=False)] = None,
    word_for: Annotated[Checks, Field(_("Only by the leader's word"), choices=WORD_FOR, required=False)] = None,
    by: Actor,
    at: datetime | None = None,
) -> EpidemicMode | Refusal:
    """From now on the entrances ask for these checks; whoever lives here comes home all the same, and whoever leaves is never asked."""
    chosen = {"asks": asks or [], "asks_home": asks_home or [], "word_for": word_for or []}
    is_on = EpidemicMode.objects.filter(scope=scope, state="on").exists()
    if no := standing.may_switch_epidemic_on(reason=reason, paper=paper, at=at, until_at=until_at, is_on=is_on, **chosen):
        return no
    one = EpidemicMode(scope=scope, reason=reason.strip(), paper=paper.strip(), since_at=at, until_at=until_at, on_by_id=by.person, **chosen)
    one.save()
    announce(EpidemicSwitchedOn(mode=one.pk, until_at=until_at, reason=reason, **chosen), subject=one)
    return one


@action(title=_("Switch the epidemic mode off"), posts=MANAGERS, event=EpidemicSwitchedOff, confirm=True, allowed_from=("on",))
def switch_epidemic_off(mode: EpidemicMode, *, reason: Annotated[str, Field(_("Reason"), max_length=200)], by: Actor, at: datetime | None = None) -> EpidemicMode | Refusal:
    """The entrances decide as before; the clock does this by itself at the end that was set."""
    one = EpidemicMode.objects.select_for_update().get(pk=mode.pk)
    if one.state != "on":
        return Refusal("access.mode_off", _("Nothing to do: this mode is switched off."))
    if no := reason_told(reason):
        return no
    one.state, one.off_at, one.off_by_id, one.off_reason = "off", at, by.person, reason.strip()
    one.save()
    checks = EntryCheck.objects.filter(scope=one.scope_id, mode=one).count()
    announce(EpidemicSwitchedOff(mode=one.pk, because="time" if by.is_system else "hand", checks=checks, reason=reason), subject=one)
    return one


@action(title=_("Record the checks at the entrance"), posts=CHECKERS, event=EntryChecked, offline=True)
def record_entry_check(
    passage: Passage,
    *,
    passed: Annotated[Checks, Field(_("Passed"), choices=ENTRY_CHECKS, required=False)] = None,
    failed: Annotated[Checks, Field(_("Not passed"), choices=ENTRY_CHECKS, required=False)] = None,
    temperature: Annotated[Decimal | None, Field(_("Temperature"), minimum=30, maximum=45)] = None,
    note: Annotated[str, Field(_("Note"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> EntryCheck | Refusal:
    """Write down each check that the mode asks for. Whoever passes them all goes on at once; whoever lives here goes home in any case."""
    passage = Passage.objects.select_for_update(of=("self",)).select_related("scope", "lane__place", "visit", "permit").get(pk=passage.pk)
    mode = EpidemicMode.objects.filter(scope=passage.scope_id, state="on").first()
    if mode is None or passage.code not in ("epidemic_check", "epidemic_word") or passage.is_released:
        return Refusal("access.nothing_to_check", _("Nothing to do: no check is asked of this person now."))
    facts, in_force = rules.from_json(passage.facts), rules_in_force(passage.scope)
    is_home = passage.category in in_force.policies and in_force.policies[passage.category].is_home
    asked = facts.lane.asks_home if is_home else facts.lane.asks
    tenths = None if temperature is None else int(temperature * 10)
    if no := standing.may_check_entry(asked=asked, passed=passed or [], failed=failed or [], tenths=tenths):
        return no
    one = EntryCheck(scope=passage.scope, mode=mode, passage=passage, at=at, passed=passed or [], failed=failed or [], tenths=tenths, note=note.strip(), guard_id=by.person)
    one.save()
    decision = rules.decide(replace(facts, checked=tuple(one.passed), failed=tuple(one.failed)), in_force)
    may_go = decision.is_allowed or decision.code == "epidemic_home"
    if no := _follow(passage, decision, one, may_go, by, at):
        return no
    announce(EntryChecked(mode=mode.pk, passage=passage.pk, check=one.pk, passed=one.passed, failed=one.failed, may_go=may_go), subject=passage)
    return one


def _follow(passage: Passage, decision: rules.Decision, check: EntryCheck, may_go: bool, by: Actor, at: datetime) -> Refusal | None:
    """The passage after its checks: let through, or with the reason why not yet."""
    passage.facts = {**passage.facts, "checked": check.passed, "failed": check.failed}
    passage.code = decision.code if not decision.is_allowed else passage.code
    passage.outcome = passage.outcome if decision.is_allowed else decision.outcome
    if may_go:
        passage.is_released, passage.released_by_id = True, by.person
        passage.released_for = "、".join(str(dict(ENTRY_CHECKS)[code]) for code in (*check.passed, *check.failed))[:200]
    passage.save()
    return go(passage, code=passage.permit.number if passage.permit else "", by=by, at=at) if may_go else None
