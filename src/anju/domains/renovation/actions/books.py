"""The rulebook is changed in a draft and put in force by a second person."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import RulebookDrafted, RulebookDropped, RulebookPutInForce
from ..gathering import book_in_force
from ..kinds import MANAGERS, VERDICTS, work_choices
from ..models import Rulebook
from ..rules import book as books
from ..rules.office import reason_told, second_person
from .holding import held


@action(title=_("Draft a changed rulebook"), posts=MANAGERS, event=RulebookDrafted)
def draft_rulebook(
    scope: Scope,
    *,
    reason: Annotated[str, Field(_("Reason"), max_length=200)],
    basis_label: Annotated[str, Field(_("Basis"), max_length=200, help=_("The law, or the sentence of the owners' covenant."))],
    work: Annotated[str, Field(_("Sort of works"), choices=work_choices, required=False)] = "",
    verdict: Annotated[str, Field(_("What the rulebook says"), choices=VERDICTS)] = "refused",
    drilling_mm: Annotated[int, Field(_("Deepest drilling into a slab (mm)"), minimum=1, maximum=100)] = books.DEEPEST_MM,
    days: Annotated[str, Field(_("Days of noise"), max_length=7, help=_("Digits from 1 (Monday) to 7."))] = "12345",
    hours: Annotated[str, Field(_("Hours of noise"), max_length=60)] = "08:00-12:00 14:00-18:00",
    on_holidays: Annotated[bool, Field(_("Noise also on holidays"))] = False,
    rounds_per_day: Annotated[int, Field(_("Rounds a day"), minimum=1, maximum=4)] = 1,
    second_after_days: Annotated[int, Field(_("Second acceptance after days"), minimum=1, maximum=400)] = 90,
    has_deposit: Annotated[bool, Field(_("The agreement has a deposit"))] = True,
    training_days: Annotated[int, Field(_("Safety training counts for days"), minimum=1, maximum=730)] = 365,
    by: Actor,
    at: datetime | None = None,
) -> Rulebook | Refusal:
    """Write the next version; it counts only once a second person puts it in force. What is banned stays banned."""
    if no := reason_told(reason) or reason_told(basis_label):
        return no
    rest = {"on_holidays": on_holidays, "rounds_per_day": rounds_per_day, "second_after_days": second_after_days, "has_deposit": has_deposit, "training_days": training_days}
    after = books.changed(book_in_force(scope), work=work, verdict=verdict, drilling_mm=drilling_mm, days=days.strip(), hours=hours, **rest)
    if isinstance(after, Refusal):
        return after
    newest = Rulebook.objects.filter(scope=scope).order_by("-version").first()
    one = Rulebook(scope=scope, version=(newest.version if newest else 0) + 1, reason=reason.strip(), basis_label=basis_label.strip(), drafted_by_id=by.person)
    one.terms = asdict(after)
    one.save()
    announce(RulebookDrafted(version=one.version, reason=reason), subject=one)
    return one


@action(title=_("Put in force"), posts=MANAGERS, event=RulebookPutInForce, confirm=True, allowed_from=("draft",), second_to=("renovation.draft_rulebook",))
def put_rulebook_in_force(rulebook: Rulebook, *, by: Actor, at: datetime | None = None) -> Rulebook | Refusal:
    """From the next check on this version counts; somebody else than who drafted it says so."""
    one = held(rulebook)
    if no := _is_draft(one) or second_person(one.drafted_by_id, by.person):
        return no
    before = Rulebook.objects.filter(scope=one.scope_id, state="in_force").first()
    if before is not None and before.version > one.version:
        return Refusal("renovation.older_version", _("Not put in force: a newer version counts already. Draft the change again upon it."))
    if before is not None:
        before.state = "replaced"
        before.save()
    one.state, one.put_by_id, one.since_at = "in_force", by.person, at
    one.save()
    announce(RulebookPutInForce(version=one.version, replaces=before.version if before else 0), subject=one)
    return one


@action(title=_("Drop the draft"), posts=MANAGERS, event=RulebookDropped, allowed_from=("draft",))
def drop_rulebook(rulebook: Rulebook, *, by: Actor, at: datetime | None = None) -> Rulebook | Refusal:
    """The change is not wanted after all."""
    one = held(rulebook)
    if no := _is_draft(one):
        return no
    one.state = "dropped"
    one.save()
    announce(RulebookDropped(version=one.version), subject=one)
    return one


def _is_draft(one: Rulebook) -> Refusal | None:
    return None if one.state == "draft" else Refusal("renovation.not_a_draft", _("Not done: this version is no draft any more."))
