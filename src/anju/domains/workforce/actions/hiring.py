"""From the application to the labour contract: results, points, vetting by a second person, hiring."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from anju.domains.people import actions as people
from anju.domains.people.queries import ROLE_CHOICES, STAFF, Person, working_here
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.ids import running_number
from anju.kernel.masking import plain_phone
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import queries
from ..codes import CHANNELS, CRITERIA, MANAGERS, OFFICE, PREFERENCES
from ..events import ApplicantScored, ApplicantVetted, Applied, ContractRenewed, Hired, TestRecorded, ThresholdSet
from ..models import StaffFile, WorkTerms
from ..rules import staffing as rules
from .holding import held, nobody

TAKERS = ("team_leader", "security_manager", "front_desk", "project_manager")
TESTS = [("background", _("Background check")), ("fitness", _("Fitness test")), ("psychology", _("Psychological test"))]
WORKING = [one for one in ROLE_CHOICES if one[0] in STAFF]


def about(one: StaffFile) -> dict[str, Any]:
    return {"file": one.id, "channel": one.channel}


@action(title=_("Take an application"), posts=TAKERS, event=Applied)
def take_application(
    scope: Scope,
    *,
    name: Annotated[str, Field(_("Person's name"), max_length=60, personal=True)],
    role: Annotated[str, Field(_("Role applied for"), choices=WORKING)],
    channel: Annotated[str, Field(_("Recruited by"), choices=CHANNELS)],
    phone: Annotated[str, Field(_("Phone"), max_length=24, personal=True)] = "",
    preferences: Annotated[list[str] | None, Field(_("Preferred because"), choices=PREFERENCES)] = None,
    by: Actor,
    at: datetime | None = None,
) -> StaffFile | Refusal:
    """Open a staff file: who applies for what, and how he came to us."""
    if no := nobody(by) or rules.may_apply(name=name, is_known_role=role in STAFF):
        return no
    on = clock.local(scope, at).date()
    one = StaffFile(
        scope=scope, number=f"RS{on.year}-{running_number(scope, 'staff_file', on.year):04d}", name=name.strip(), phone=plain_phone(phone), role=role, channel=channel,
        preferences=list(dict.fromkeys(preferences or [])), applied_on=on, applied_by_id=by.person,
    )  # fmt: skip
    one.save()
    announce(Applied(**about(one), role=role), subject=one)
    return one


@action(title=_("Record a test"), posts=(*MANAGERS, "team_leader"), event=TestRecorded, allowed_from=("applied", "vetted"))
def record_test(
    file: StaffFile,
    *,
    test: Annotated[str, Field(_("Which test"), choices=TESTS)],
    is_passed: Annotated[bool, Field(_("Passed, or without record"))] = False,
    result: Annotated[str, Field(_("Result in words"), multiline=True, personal=True)],
    source: Annotated[str, Field(_("Source of the check"), max_length=80)] = "",
    fit_for: Annotated[str, Field(_("Fit for"), max_length=200)] = "",
    on: Annotated[date | None, Field(_("Checked on"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> StaffFile | Refusal:
    """Write down what the background check, the fitness test or the psychological test said. The words are kept encrypted."""
    one, today = held(file), clock.local(file.scope, at).date()
    on = on or today
    if no := rules.may_test(state=one.state, text=result, source=source, test=test, is_ahead=on > today):
        return no
    if test == "background":
        one.background, one.background_source, one.background_on, one.is_clean = result, source.strip(), on, is_passed
    elif test == "psychology":
        one.psychology, one.psychology_passed, one.fit_for = result, is_passed, fit_for.strip()
    else:
        one.fitness_passed = is_passed
    one.save()
    announce(TestRecorded(**about(one), test=test, is_passed=is_passed), subject=one)
    return one


@action(title=_("Score the applicant"), posts=(*MANAGERS, "team_leader"), event=ApplicantScored, allowed_from=("applied",))
def score_applicant(
    file: StaffFile,
    *,
    criterion: Annotated[str, Field(_("Criterion"), choices=CRITERIA)],
    points: Annotated[int, Field(_("Points"))],
    by: Actor,
    at: datetime | None = None,
) -> StaffFile | Refusal:
    """Give points from 0 to 100 in one criterion."""
    one = held(file)
    if no := rules.may_score(state=one.state, points=points):
        return no
    one.scores = {**one.scores, criterion: points}
    one.save(update_fields=["scores"])
    announce(ApplicantScored(**about(one), criterion=criterion, points=points), subject=one)
    return one


@action(title=_("Set a threshold of hiring"), posts=OFFICE, event=ThresholdSet)
def set_threshold(
    scope: Scope,
    *,
    criterion: Annotated[str, Field(_("Criterion"), choices=CRITERIA)],
    points: Annotated[int, Field(_("Points"), help=_("0: not asked any more."))],
    by: Actor,
    at: datetime | None = None,
) -> WorkTerms | Refusal:
    """Say how many points an applicant needs in a criterion."""
    if not 0 <= points <= 100:
        return Refusal("workforce.bad_points", _("Not recorded: 0 to 100 points."))
    terms = WorkTerms.objects.select_for_update().filter(scope=scope).first() or WorkTerms(scope=scope)
    terms.thresholds = {name: needed for name, needed in {**terms.thresholds, criterion: points}.items() if needed}
    terms.save()
    announce(ThresholdSet(criterion=criterion, points=points), subject=terms)
    return terms


@action(title=_("Vet the applicant"), posts=OFFICE, event=ApplicantVetted, allowed_from=("applied",), second_to=("workforce.take_application",))
def vet_applicant(
    file: StaffFile,
    *,
    is_passed: Annotated[bool, Field(_("Let through"))] = False,
    note: Annotated[str, Field(_("Note"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> StaffFile | Refusal:
    """Decide on an application: let through only with all three results, a clean record and the points needed; by another person than took it."""
    one, terms = held(file), queries.terms_of(file.scope)
    labels = dict(CRITERIA)
    lacking = [str(labels[name]) for name in rules.below(one.scores, terms.thresholds)]
    facts = {"is_clean": one.is_clean, "fitness": one.fitness_passed, "psychology": one.psychology_passed, "fit_for": one.fit_for, "lacking": lacking}
    turning = {"is_clean": True, "fitness": True, "psychology": True, "fit_for": "-", "lacking": []}
    is_taker = by.person == one.applied_by_id
    if no := nobody(by) or rules.may_pass(state=one.state, is_taker=is_taker, **(facts if is_passed else turning)):
        return no
    one.state, one.vetted_by_id, one.vetted_on = "vetted" if is_passed else "turned_down", by.person, clock.local(one.scope, at).date()
    one.vetted_on = one.vetted_on if is_passed else None
    one.save(update_fields=["state", "vetted_by", "vetted_on"])
    announce(ApplicantVetted(**about(one), is_passed=is_passed, note=note), subject=one)
    return one


@action(title=_("Hire"), posts=OFFICE, event=Hired, allowed_from=("vetted",))
def hire(
    file: StaffFile,
    *,
    contract_number: Annotated[str, Field(_("Contract"), max_length=40)],
    contract_from: Annotated[date, Field(_("Contract from"))],
    contract_until: Annotated[date | None, Field(_("Contract until"))] = None,
    probation_until: Annotated[date | None, Field(_("Probation until"))] = None,
    company: Annotated[str, Field(_("Company (outsourced)"), max_length=80)] = "",
    person: Annotated[Person | None, Field(_("Known already as"), query=working_here, help=_("Empty: he is registered now."))] = None,
    by: Actor,
    at: datetime | None = None,
) -> StaffFile | Refusal:
    """Take somebody on with a signed contract: he is registered and gets his role. Outsourced guards carry their company."""
    one, on = held(file), clock.local(file.scope, at).date()
    if no := rules.may_hire(state=one.state, is_clean=one.is_clean, contract_from=contract_from, contract_until=contract_until, probation_until=probation_until, on=on):
        return no
    person = person or people.register_person(one.scope, name=one.name, phone=one.phone or "", by=by, at=at)
    if isinstance(person, Refusal):
        return person
    granted = people.grant_role(one.scope, person=person, role=one.role, by=by, at=at)
    if isinstance(granted, Refusal) and granted.code != "people.has_role":
        return granted
    one.person, one.state, one.hired_on, one.probation_until_on = person, "probation", on, probation_until
    one.contract_number, one.contract_from_on, one.contract_until_on, one.company = contract_number, contract_from, contract_until, company.strip()
    one.save()
    announce(Hired(**about(one), of_person=person.pk, role=one.role, on=on), subject=one)
    return one


@action(title=_("Renew the contract"), posts=OFFICE, event=ContractRenewed, allowed_from=("probation", "regular"))
def renew_contract(
    file: StaffFile,
    *,
    contract_number: Annotated[str, Field(_("Contract"), max_length=40)],
    contract_from: Annotated[date, Field(_("Contract from"))],
    contract_until: Annotated[date | None, Field(_("Contract until"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> StaffFile | Refusal:
    """Enter a new labour contract."""
    one = held(file)
    if no := rules.may_contract(since=contract_from, until=contract_until):
        return no
    one.contract_number, one.contract_from_on, one.contract_until_on = contract_number, contract_from, contract_until
    one.save(update_fields=["contract_number", "contract_from_on", "contract_until_on"])
    announce(ContractRenewed(**about(one), from_on=contract_from, until_on=contract_until), subject=one)
    return one
