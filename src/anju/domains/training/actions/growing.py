"""What grows out of work: teaching cases, personal plans, certificates that the house itself gives."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.cases.models import Case
from anju.domains.notices import queries as notices
from anju.domains.people.queries import STAFF, Person
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.ids import running_number
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import learning
from ..events import CertificateAdded, GrowthPlanDrawn, GrowthPlanTaken, StudyPublished
from ..fitness import certificates_of
from ..kinds import KINDS, MANAGERS, OWN_CERTIFICATES, TRAINERS
from ..models import Certificate, Enrolment, GrowthPlan, Study
from ..rules.certificates import why_missing
from .certificates import about, not_staff

HOURS_A_GAP = 2
FIRST = {"manager_practice": "manager"}
"""Who is given the one must hold the other."""


@action(title=_("Publish as a teaching case"), posts=TRAINERS, event=StudyPublished)
def publish_study(
    scope: Scope,
    *,
    case: Annotated[Case, Field(_("Case"))],
    title: Annotated[str, Field(_("Title"), max_length=40)],
    story: Annotated[str, Field(_("What happened"), multiline=True, max_length=500, help=_("Without names, telephone numbers and plates."))],
    lessons: Annotated[str, Field(_("Lessons"), multiline=True, max_length=500)],
    by: Actor,
    at: datetime | None = None,
) -> Study | Refusal:
    """Make a closed incident into a case that everybody may learn from; nobody in it can be recognised."""
    if case.scope_id != scope.pk or case.closed_at is None:
        return Refusal("training.case_open", _("Not published: only an incident of this community that is closed becomes a case."))
    if Study.objects.filter(case=case).exists():
        return Refusal("training.study_known", _("Not published: this incident is a case already."))
    if not title.strip() or len(story.strip()) < 10 or len(lessons.strip()) < 4:
        return Refusal("training.no_lessons", _("Not closed: write what is learnt from it."))
    for text in (story, lessons):
        seen = notices.preview(scope, level=4, title=title, text=text, audience={"roles": list(STAFF)}, at=at)
        no = seen if isinstance(seen, Refusal) else seen.refusal
        if no is not None and no.code == "notices.personal_data":
            return Refusal("training.recognisable", _("Not published: it names a person, a telephone number or a plate. Take that out."))
    one = Study(scope=scope, case=case, title=title, story=story, lessons=lessons, published_by_id=by.person)
    one.save()
    announce(StudyPublished(study=one.pk, case=case.pk, title=title), subject=one)
    return one


@action(title=_("Draw up a personal plan"), posts=TRAINERS, event=GrowthPlanDrawn)
def draw_up_plan(
    scope: Scope,
    *,
    person: Annotated[Person, Field(_("Person"))],
    until_on: Annotated[date | None, Field(pgettext_lazy("day", "Until"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> GrowthPlan | Refusal:
    """Read somebody's strengths and gaps from his results, and lay down how many hours he is taught until when."""
    today = clock.local(scope, at).date()
    ends = until_on or today + timedelta(days=90)
    if no := not_staff(scope, person):
        return no
    if not today < ends <= today + timedelta(days=400):
        return Refusal("training.far_day", _("Not recorded: its day lies too far away."))
    strengths, gaps = learning.strengths_and_gaps(scope, person)
    if not gaps and not strengths:
        return Refusal("training.nothing_known", _("Not drawn up: no course concerns this person and no result is known."))
    one = GrowthPlan(
        scope=scope, person=person, drawn_on=today, drawn_by_id=by.person, strengths=strengths, gaps=gaps, target_hours=HOURS_A_GAP * len(gaps), until_on=ends
    )
    one.save()
    announce(GrowthPlanDrawn(plan=one.pk, of_person=person.pk, gaps=len(gaps), target_hours=one.target_hours, until_on=ends), subject=one)
    return one


@action(title=_("Take on the plan"), posts=STAFF, event=GrowthPlanTaken, allowed_from=("drawn",))
def take_on_plan(plan: GrowthPlan, *, by: Actor, at: datetime | None = None) -> GrowthPlan | Refusal:
    """Agree with one's own plan."""
    one = GrowthPlan.objects.select_for_update().get(pk=plan.pk)
    if by.person != one.person_id or one.state != "drawn":
        return Refusal("training.not_your_plan", _("Not done: everybody takes on his own plan, once."))
    one.state = "taken"
    one.save()
    announce(GrowthPlanTaken(plan=one.pk, of_person=one.person_id), subject=one)
    return one


@action(title=_("Issue a certificate"), posts=MANAGERS, event=CertificateAdded, allowed_from=("completed",))
def issue_certificate(
    enrolment: Enrolment,
    *,
    kind: Annotated[str, Field(_("Kind"), choices=OWN_CERTIFICATES)],
    years: Annotated[int, Field(_("Valid for (years)"), minimum=1, maximum=10)] = 3,
    by: Actor,
    at: datetime | None = None,
) -> Certificate | Refusal:
    """Give somebody who completed a course the certificate of the house: internal trainer, safety ambassador, practice."""
    one = Enrolment.objects.select_for_update(of=("self",)).select_related("course", "scope", "person").get(pk=enrolment.pk)
    today = clock.local(one.scope, at).date()
    if one.state != "completed" or kind not in dict(OWN_CERTIFICATES):
        return Refusal("training.not_completed", _("Not issued: the course is not completed, or the house gives no such certificate."))
    if by.person == one.person_id:
        return Refusal("training.own_sign_off", _("Not done: nobody signs off himself. Ask the mentor or a leader."))
    if Certificate.objects.filter(person=one.person, kind=kind, state__in=("valid", "expiring")).exists():
        return Refusal("training.known_number", _("Not recorded: this number is in the register already. Renew that certificate instead."))
    if kind in FIRST and why_missing(certificates_of([one.person_id])[one.person_id, FIRST[kind]], today, today):
        return Refusal("training.first_certificate", _("Not issued: it needs a valid %(first)s."), first=KINDS[FIRST[kind]])
    number = f"{one.course.code}-{today.year}-{running_number(one.scope, 'training.certificate', today.year):04d}"
    made = Certificate(
        scope=one.scope, person=one.person, kind=kind, number=number, issuer=one.scope.name[:60], issued_on=today, expires_on=today + timedelta(days=365 * years),
        recorded_by_id=by.person, verified_by_id=by.person, verified_at=at,
    )  # fmt: skip
    made.save()
    announce(CertificateAdded(**about(made), has_file=False), subject=made)
    return made
