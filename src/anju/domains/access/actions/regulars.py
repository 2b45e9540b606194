"""Couriers, riders and helpers are registered once and come in again by their code or the end of their phone number; strangers are asked."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.people.queries import Person
from anju.domains.places.queries import Place
from anju.kernel import clock, ids
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import InquiryRecorded, RegularEnded, RegularRegistered, VisitorLetIn
from ..gathering import is_expected, rules_in_force
from ..kinds import CHECKERS, DESK, OUTCOMES, REGULARS, STRANGERS
from ..models import Inquiry, Lane, Regular, Visit
from ..rules import office as rules
from ..states import THERE
from .ground import elsewhere
from .refusing import NO_DECISION, keep_refused_entry
from .staying import numbered
from .visits import KEEP_DAYS, enter

ReasonInput = Annotated[str, Field(_("Reason"), max_length=200)]
PhotoInput = Annotated[File | None, Field(_("Photo"), accept=("image/",))]


@action(title=_("Register a regular"), posts=CHECKERS, event=RegularRegistered)
def register_regular(
    scope: Scope,
    *,
    category: Annotated[str, Field(_("Category"), choices=REGULARS)],
    name: Annotated[str, Field(_("Person's name"), max_length=60, personal=True)],
    phone: Annotated[str, Field(_("Phone"), max_length=20, personal=True)],
    company: Annotated[str, Field(_("Company"), max_length=80)] = "",
    dwelling: Annotated[Place | None, Field(_("Works for"))] = None,
    photo: PhotoInput = None,
    until_on: Annotated[date | None, Field(pgettext_lazy("day", "Until"))] = None,
    days: Annotated[str, Field(pgettext_lazy("weekdays", "Days"), max_length=7, help=_("Digits from 1 (Monday) to 7."))] = "1234567",
    comes_from: Annotated[time, Field(pgettext_lazy("regular", "Comes from"))] = time(0),
    comes_until: Annotated[time, Field(pgettext_lazy("regular", "Comes until"), help=_("The same as the first: all day."))] = time(0),
    by: Actor,
    at: datetime | None = None,
) -> Regular | Refusal:
    """Write down a courier, rider or helper once; from then on the code or the end of the phone number is enough."""
    said = {"name": name.strip(), "phone": phone.strip(), "company": company.strip(), "dwelling": dwelling}
    policy = rules_in_force(scope).policies.get(category) if category in dict(REGULARS) else None
    if no := elsewhere(scope, dwelling) or rules.may_register(policy, {key for key, value in said.items() if value}):
        return no
    if not days or set(days) - set("1234567") or len(set(days)) != len(days):
        return Refusal("access.bad_days", _("Not registered: days are digits from 1 (Monday) to 7, each once."))
    if Regular.objects.filter(scope=scope, phone=phone, category=category, state="active").exists():
        return Refusal("access.known_already", _("Not registered again: this phone number is known already. Type its last four digits at the gate."))
    code = f"{category[0].upper()}{ids.running_number(scope, 'regular', 0):05d}"
    one = Regular(scope=scope, category=category, name=name.strip(), phone=phone, company=company, dwelling=dwelling, photo=photo, code=code, at=at, until_on=until_on,
                  days="".join(sorted(days)), comes_from=comes_from, comes_until=comes_until)  # fmt: skip
    one.save()
    announce(RegularRegistered(regular=one.pk, category=category, dwelling=dwelling and dwelling.pk), subject=one)
    return one


@action(title=_("End"), posts=(*DESK, "squad_leader", "team_leader"), event=RegularEnded, confirm=True, allowed_from=("active",))
def end_regular(regular: Regular, *, reason: ReasonInput, by: Actor, at: datetime | None = None) -> Regular | Refusal:
    """He does not come any more, or shall not; the next time he is registered as a visitor."""
    regular = Regular.objects.select_for_update().get(pk=regular.pk)
    if regular.state != "active":
        return Refusal("access.ended_already", _("Nothing to do: this credential opens nothing any more."))
    if no := rules.reason_told(reason):
        return no
    regular.state, regular.end_reason = "ended", reason.strip()
    regular.personal_erase_on = clock.local(regular.scope, at).date() + timedelta(days=KEEP_DAYS)
    regular.save()
    announce(RegularEnded(regular=regular.pk, category=regular.category, reason=reason), subject=regular)
    return regular


@action(title=_("Let a regular in"), posts=CHECKERS, event=VisitorLetIn, allowed_from=("active",))
def let_regular_in(
    regular: Regular,
    *,
    lane: Annotated[Lane, Field(_("Lane or door"))],
    dwelling: Annotated[Place | None, Field(_("Goes to"))] = None,
    said: Annotated[str, Field(_("What the household said"), max_length=200, help=_("Only outside his days and hours."))] = "",
    by: Actor,
    at: datetime | None = None,
) -> Visit | Refusal:
    """One press for who was registered once; the stay of his category is counted from now."""
    regular = Regular.objects.select_for_update().get(pk=regular.pk)
    if no := elsewhere(regular.scope, lane, dwelling):
        return no
    if not is_expected(regular, at):
        return Refusal("access.not_known_now", _("Not let in: this registration has ended. Register a visit, or register anew at the desk."))
    if Visit.objects.filter(scope=regular.scope_id, regular=regular, state__in=THERE).exists():
        return Refusal("access.inside_already", _("Not let in: who has this code is inside and was not seen leaving. Compare the photo, and record the exit first."))
    goes_to = dwelling or regular.dwelling
    visit = Visit(
        scope=regular.scope, number=numbered(regular.scope, at), category=regular.category, state="agreed", name=regular.name, phone=regular.phone,
        company=regular.company, dwelling=goes_to, photo=regular.photo, channel="registered", identity_check="known", regular=regular, at=at,
        rules_version=rules_in_force(regular.scope).version, registered_by_id=by.person,
        confirmed=["host"] if said.strip() else [], answer_note=said.strip(),
    )  # fmt: skip
    visit.save()
    regular.times += 1
    regular.save()
    return enter(visit, lane, by=by, at=at, is_registered=True)


@let_regular_in.when_refused
def _keep_refused(regular: Regular, no: Refusal, *, lane: Lane, by: Actor, at: datetime, dwelling: Place | None = None, said: str = "") -> None:
    """Who was not let in stays on record, with the reason."""
    if no.code not in NO_DECISION:
        keep_refused_entry(lane, regular=regular, by=by, at=at)


@action(title=_("Record an inquiry"), posts=CHECKERS, event=InquiryRecorded, offline=True)
def record_inquiry(
    scope: Scope,
    *,
    kind: Annotated[str, Field(_("Who"), choices=STRANGERS)],
    outcome: Annotated[str, Field(_("What came of it"), choices=OUTCOMES)],
    words: Annotated[str, Field(_("What was said"), max_length=400)],
    lane: Annotated[Lane | None, Field(_("Lane or door"))] = None,
    found: Annotated[Person | None, Field(_("Found in the directory"))] = None,
    plate: Annotated[str, Field(_("Plate"), max_length=12)] = "",
    photo: PhotoInput = None,
    by: Actor,
    at: datetime | None = None,
) -> Inquiry | Refusal:
    """A stranger, a salesperson or somebody suspicious was asked politely: what was said and what came of it."""
    if no := elsewhere(scope, lane):
        return no
    if not words.strip():
        return Refusal("access.words_needed_here", _("Not recorded: write what was asked and answered."))
    if kind == "resident" and outcome == "left":
        return Refusal("access.residents_stay", _("Not recorded: a resident is asked politely and never sent away. If in doubt, tell the squad leader."))
    one = Inquiry(scope=scope, at=at, kind=kind, outcome=outcome, lane=lane, words=words.strip(), found=found, plate=plate, photo=photo, guard_id=by.person, closed_at=at)
    one.personal_erase_on = clock.local(scope, at).date() + timedelta(days=KEEP_DAYS)
    one.save()
    announce(InquiryRecorded(inquiry=one.pk, kind=kind, outcome=outcome, lane=lane and lane.pk, words=words), subject=one, person=found and found.pk)
    return one
