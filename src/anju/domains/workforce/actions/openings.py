"""Vacancies: published to everybody outside, or put up to competition in the house, with candidates, points and a decision."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.utils import translation
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.notices import actions as notices
from anju.domains.people import actions as people
from anju.domains.people.queries import ROLE_CHOICES, STAFF, Post, role_labels
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.ids import running_number
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..codes import LEADERS, MANAGERS, OFFICE
from ..events import (
    ApplicationsOver,
    CandidateChosen,
    CandidateScored,
    CandidateStood,
    VacancyClosed,
    VacancyOpened,
    VacancyPublished,
)
from ..models import Candidate, StaffFile, StaffNote, Vacancy
from ..rules import openings as rules
from .holding import foreign, held, nobody

WORKING = [one for one in ROLE_CHOICES if one[0] in STAFF]
OUTSIDE, LANGUAGE = ("owners", "residents"), "zh-hans"


def about(one: Vacancy) -> dict[str, Any]:
    return {"vacancy": one.pk, "role": one.role, "is_internal": one.is_internal}


@action(title=_("Open a vacancy"), posts=MANAGERS, event=VacancyOpened)
def open_vacancy(
    scope: Scope,
    *,
    role: Annotated[str, Field(_("Role"), choices=WORKING)],
    wanted: Annotated[str, Field(_("What is asked for"), multiline=True, max_length=1000)],
    until_on: Annotated[date, Field(_("Applications until"))],
    heads: Annotated[int, Field(_("People wanted"), minimum=1, maximum=99)] = 1,
    post: Annotated[Post | None, Field(_("Post"))] = None,
    is_internal: Annotated[bool, Field(_("Among those who work here"), help=_("A competition: whoever works here may stand for it."))] = False,
    by: Actor,
    at: datetime | None = None,
) -> Vacancy | Refusal:
    """Say whom the community looks for, how many, and until when; it is seen once it is published."""
    on = clock.local(scope, at).date()
    if no := foreign(scope, post) or rules.may_open(is_known_role=role in STAFF, wanted=wanted, heads=heads, until=until_on, today=on):
        return no
    one = Vacancy(
        scope=scope, number=f"ZP{on.year}-{running_number(scope, 'vacancy', on.year):03d}", role=role, post=post, heads=heads, is_internal=is_internal, wanted=wanted.strip(), until_on=until_on
    )
    one.save()
    announce(VacancyOpened(**about(one), heads=heads, until_on=until_on, wanted=one.wanted), subject=one)
    return one


@action(title=_("Publish the vacancy"), posts=MANAGERS, event=VacancyPublished, allowed_from=("draft",))
def publish_vacancy(
    vacancy: Vacancy,
    *,
    address: Annotated[str, Field(_("Also published at"), help=_("The page of a job site, if it stands there too."), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Vacancy | Refusal:
    """Put it on the pages of all owners and residents, or of everybody who works here; applications name it from then on."""
    one = held(vacancy)
    if no := rules.may_publish(state=one.state, until=one.until_on, today=clock.local(one.scope, at).date(), address=address):
        return no
    with translation.override(LANGUAGE):
        title, text = _said(one)
    audience = {"roles": list(STAFF)} if one.is_internal else {"groups": list(OUTSIDE)}
    sent = notices.send_notice(one.scope, level=4, title=title[:40], text=text, audience=audience, basis_label=one.number, basis_link=f"/vacancies/{one.pk}/", by=by, at=at)
    if isinstance(sent, Refusal):
        return sent
    one.state, one.published_at, one.notice, one.address = "open", at, sent, address.strip()
    one.save()
    announce(VacancyPublished(**about(one), notice=sent.pk, counted=sent.counted), subject=one)
    return one


def _said(one: Vacancy) -> tuple[str, str]:
    """Title and text of the notice."""
    given = {"role": role_labels(one.scope)[one.role], "heads": one.heads}
    title = say("Competition: %(role)s, %(heads)s wanted") % given if one.is_internal else say("Wanted: %(role)s, %(heads)s") % given
    return title, say("%(wanted)s Number %(number)s, until %(until)s.") % {"wanted": one.wanted, "number": one.number, "until": f"{one.until_on:%Y-%m-%d}"}


@action(title=_("Close the vacancy"), posts=MANAGERS, event=VacancyClosed, allowed_from=("draft", *rules.SOUGHT))
def close_vacancy(vacancy: Vacancy, *, reason: Annotated[str, Field(_("Reason"), max_length=200)], by: Actor, at: datetime | None = None) -> Vacancy | Refusal:
    """Look for nobody any more; who stood for it is told on his page."""
    one = held(vacancy)
    if no := rules.may_close(state=one.state, reason=reason):
        return no
    one.state, one.reason = "closed", reason.strip()
    one.save(update_fields=["state", "reason"])
    Candidate.objects.filter(vacancy=one, state="stands").update(state="not_chosen", reason=one.reason)
    announce(VacancyClosed(**about(one), reason=one.reason), subject=one)
    return one


@action(title=_("End the applications"), posts=(), event=ApplicationsOver)
def end_applications(vacancy: Vacancy, *, by: Actor, at: datetime | None = None) -> Vacancy | Refusal:
    """After its last day nobody applies any more; who did is still judged and chosen. The clock does this."""
    one = held(vacancy)
    if no := rules.may_end(state=one.state, until=one.until_on, today=clock.local(one.scope, at).date()):
        return no
    one.state = "over"
    one.save(update_fields=["state"])
    announce(ApplicationsOver(**about(one)), subject=one)
    return one


@action(title=_("Stand for it"), posts=STAFF, event=CandidateStood, allowed_from=("open",))
def stand_for(vacancy: Vacancy, *, statement: Annotated[str, Field(_("What he says for himself"), multiline=True, max_length=1000)], by: Actor, at: datetime | None = None) -> Candidate | Refusal:
    """Compete for a post: everybody for himself, while applications are taken."""
    one = held(vacancy)
    is_standing = Candidate.objects.filter(vacancy=one, person=by.person).exclude(state="withdrawn").exists()
    no = nobody(by) or rules.may_stand(state=one.state, is_internal=one.is_internal, until=one.until_on, today=clock.local(one.scope, at).date(), is_standing=is_standing, statement=statement)
    if no:
        return no
    made = Candidate(scope=one.scope, vacancy=one, person_id=by.person, statement=statement.strip())
    made.save()
    announce(CandidateStood(**about(one), candidate=made.pk, of_person=by.person), subject=made)
    return made


@action(title=_("Give points"), posts=(*LEADERS, "headquarters"), event=CandidateScored, allowed_from=("stands",))
def score_candidate(candidate: Candidate, *, points: Annotated[int, Field(_("Points (of 100)"), minimum=0, maximum=100)], by: Actor, at: datetime | None = None) -> Candidate | Refusal:
    """Judge a candidate, each judge once and never himself or a rival; given again, the newer points count."""
    one = held(candidate)
    vacancy = Vacancy.objects.select_for_update().get(pk=one.vacancy_id)
    competes = Candidate.objects.filter(vacancy=vacancy, person=by.person, state="stands").exists()
    if no := nobody(by) or rules.may_judge(state=one.state, points=points, competes=competes):
        return no
    one.points = {**one.points, str(by.person): points}
    one.mean = round(sum(one.points.values()) / len(one.points), 1)
    one.save(update_fields=["points", "mean"])
    announce(CandidateScored(**about(vacancy), candidate=one.pk, of_person=one.person_id, points=points), subject=one)
    return one


@action(title=pgettext_lazy("candidate", "Choose"), posts=OFFICE, event=CandidateChosen, allowed_from=("stands",), confirm=True)
def choose_candidate(
    candidate: Candidate,
    *,
    reason: Annotated[str, Field(_("Reason"), max_length=200, help=_("Needed where somebody else has more points."))] = "",
    by: Actor,
    at: datetime | None = None,
) -> Candidate | Refusal:
    """Decide the competition: he gets the role and a note in his file; when all are found the others are told that they were not chosen."""
    one = held(candidate)
    vacancy = Vacancy.objects.select_for_update(of=("self",)).select_related("scope", "post").get(pk=one.vacancy_id)
    rivals = list(Candidate.objects.select_for_update().filter(vacancy=vacancy, state="stands").exclude(pk=one.pk))
    no = nobody(by) or rules.may_choose(
        state=vacancy.state, mean=one.mean, judges=len(one.points), unjudged=sum(each.mean is None for each in rivals), is_self=by.person == one.person_id,
        best=max((each.mean for each in rivals if each.mean is not None), default=None), reason=reason,
    )  # fmt: skip
    if no:
        return no
    granted = people.grant_role(vacancy.scope, person=one.person, role=vacancy.role, by=by, at=at)
    if isinstance(granted, Refusal) and granted.code != "people.has_role":
        return granted
    one.state, one.decided_by_id, one.decided_at, one.reason = "chosen", by.person, at, reason.strip()
    one.save()
    is_filled = take_one(vacancy)
    if is_filled:
        Candidate.objects.filter(pk__in=[each.pk for each in rivals]).update(state="not_chosen", decided_by=by.person, decided_at=at)
    file = StaffFile.objects.filter(scope=vacancy.scope_id, person=one.person_id).exclude(state="left").first()
    if file is not None:
        StaffNote(scope=vacancy.scope, file=file, kind="promotion", on=clock.local(vacancy.scope, at).date(), title=f"{vacancy.number} {role_labels(vacancy.scope)[vacancy.role]}"[:80], post=vacancy.post, by_person_id=by.person).save()
    announce(CandidateChosen(**about(vacancy), candidate=one.pk, of_person=one.person_id, is_filled=is_filled, reason=one.reason), subject=one)
    return one


def take_one(vacancy: Vacancy) -> bool:
    """One more was found for it; whether that was the last."""
    vacancy.taken += 1
    vacancy.state = "filled" if vacancy.taken >= vacancy.heads else vacancy.state
    vacancy.save(update_fields=["taken", "state"])
    return vacancy.state == "filled"
