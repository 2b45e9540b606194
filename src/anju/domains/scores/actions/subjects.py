"""The register: who is scored, by which scheme, filed where."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.people.queries import Person
from anju.domains.places.queries import Place
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import rules
from ..events import EnrolmentEnded, FilingEnded, OwnRulesFiled, SubjectEnrolled, SubjectFiled, SubjectRegistered
from ..kinds import SUBJECTS
from ..models import Consequence, Enrolment, Filing, Scheme, Subject
from .holding import LEADERS, day_of, held

PAPERS = ("application/pdf", "image/", "application/vnd", "text/")


@action(title=_("Add a subject"), posts=LEADERS, event=SubjectRegistered)
def register_subject(
    scope: Scope,
    *,
    kind: Annotated[str, Field(_("Kind"), choices=SUBJECTS)],
    code: Annotated[str, Field(_("Code"), max_length=40)],
    title: Annotated[str, Field(_("Title"), max_length=80)] = "",
    name: Annotated[str, Field(_("Name of the person"), max_length=60, personal=True)] = "",
    person: Annotated[Person | None, Field(_("Person"))] = None,
    place: Annotated[Place | None, Field(_("Place"))] = None,
    answerable: Annotated[Person | None, Field(_("Who answers for it"))] = None,
    part_of: Annotated[Subject | None, Field(pgettext_lazy("subject", "Part of"))] = None,
    licence: Annotated[str, Field(_("Licence number"), max_length=40)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Subject | Refusal:
    """Enter a person, squad, building or other body that can be scored."""
    if not code.strip() or not (title.strip() or name.strip() or person):
        return Refusal("scores.nameless_subject", _("A subject needs a code and a name."))
    if Subject.objects.filter(scope=scope, kind=kind, code=code).exists():
        return Refusal("scores.subject_known", _("%(taken)s is on the register already."), taken=code)
    subject = Subject.objects.create(
        scope=scope, kind=kind, code=code, title=title, name=name or (person.name if person else ""), person=person, place=place, answerable=answerable,
        part_of=part_of, licence=licence,
    )  # fmt: skip
    announce(SubjectRegistered(subject=subject.pk, kind=kind, name=str(subject)), subject=subject, person=subject.person_id)
    return subject


@action(title=_("Put on a scheme's list"), posts=LEADERS, event=SubjectEnrolled)
def enrol_subject(
    subject: Subject,
    *,
    scheme: Annotated[Scheme, Field(_("Scheme"))],
    conditions_met: Annotated[list[str] | None, Field(_("Conditions met"))] = None,
    from_on: Annotated[date | None, Field(pgettext_lazy("day", "From"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Enrolment | Refusal:
    """From now on the scheme counts on a score of this subject, and shows when there is none."""
    met = [one for one in conditions_met or [] if one in scheme.conditions]
    if no := _may_enrol(subject, scheme, met):
        return no
    made = Enrolment.objects.create(
        scope=subject.scope, scheme_code=scheme.code, subject=subject, conditions_met=met, from_on=from_on or day_of(subject.scope, at)
    )
    announce(SubjectEnrolled(subject=subject.pk, code=scheme.code, conditions=len(met)), subject=made)
    return made


def _may_enrol(subject: Subject, scheme: Scheme, met: list[str]) -> Refusal | None:
    if scheme.scope_id != subject.scope_id or scheme.subject_kind != subject.kind:
        return Refusal("scores.wrong_kind", _("This scheme scores another kind of subject."))
    if missing := [one for one in scheme.conditions if one not in met]:
        return Refusal("scores.conditions_missing", _("Not on the list: %(missing)s is not shown to be met."), missing=missing[0])
    if Enrolment.objects.filter(scope=subject.scope_id, scheme_code=scheme.code, subject=subject, until_on=None).exists():
        return Refusal("scores.enrolled_already", _("It is on this scheme's list already."))
    return None


@action(title=_("Take off the list"), posts=LEADERS, event=EnrolmentEnded)
def end_enrolment(
    enrolment: Enrolment, *, reason: Annotated[str, Field(_("Reason"), max_length=200)], by: Actor, at: datetime | None = None
) -> Enrolment | Refusal:
    """The scheme no longer counts on a score of this subject; what was scored stays."""
    enrolment = held(enrolment)
    if enrolment.until_on is not None:
        return Refusal("scores.enrolment_over", _("It was taken off the list before."))
    enrolment.until_on, enrolment.reason = day_of(enrolment.scope, at), reason
    enrolment.save()
    announce(EnrolmentEnded(subject=enrolment.subject_id, code=enrolment.scheme_code, reason=reason), subject=enrolment)
    return enrolment


@action(title=_("File at an institution"), posts=LEADERS, event=SubjectFiled)
def file_subject(
    subject: Subject,
    *,
    institution: Annotated[Subject, Field(_("Institution"))],
    body: Annotated[str, Field(_("Filed with"), max_length=80)] = "",
    self_review: Annotated[str, Field(_("Written self-review"), multiline=True)] = "",
    studied: Annotated[str, Field(_("Study done"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Filing | Refusal:
    """File a person at a place of work, each place by itself; after a suspension with self-review and study, and not before its end."""
    subject, today = held(subject), day_of(subject.scope, at)
    after = _last_bar(subject)
    if no := _may_file(subject, institution) or (after is not None and _may_come_back(subject, after, today, self_review, studied)):
        return no
    made = Filing.objects.create(
        scope=subject.scope, subject=subject, institution=institution, body=body, from_on=today, self_review=self_review, studied=studied, after=after
    )
    announce(SubjectFiled(subject=subject.pk, institution=institution.pk, on=today, after=after.pk if after else None), subject=made)
    return made


def _may_file(subject: Subject, institution: Subject) -> Refusal | None:
    if institution.kind != "institution" or institution.scope_id != subject.scope_id or subject.kind != "person":
        return Refusal("scores.no_institution", _("A person is filed at an institution of the register."))
    if Filing.objects.filter(scope=subject.scope_id, subject=subject, institution=institution, until_on=None).exists():
        return Refusal("scores.filed_already", _("This person is filed there already."))
    return None


def _last_bar(subject: Subject) -> Consequence | None:
    """The newest suspension or striking off, unless this person was filed again since."""
    bar = (
        Consequence.objects.filter(
            scope=subject.scope_id, subject=subject, kind__in=("suspension", "deregistration"), state__in=("in_force", "ended")
        )
        .order_by("-from_on", "-number")
        .first()
    )
    is_back = bar is not None and Filing.objects.filter(scope=subject.scope_id, after=bar).exists()
    return None if is_back else bar


def _may_come_back(subject: Subject, bar: Consequence, on: date, self_review: str, studied: str) -> Refusal | None:
    struck = Consequence.objects.filter(
        scope=subject.scope_id, subject=subject, kind="deregistration", state__in=("in_force", "ended")
    ).order_by("from_on", "number")
    nth, eligible_on, is_never = struck.count(), None, False
    if nth and bar.scheme.ladder:
        eligible_on = rules.next_eligible(struck.last().from_on, nth, bar.scheme.ladder)
        is_never = eligible_on is None
    return rules.may_reapply(
        on=on, ends_on=bar.until_on, eligible_on=eligible_on, is_never=is_never, self_review=self_review, studied=studied
    )


@action(title=_("End the filing"), posts=LEADERS, event=FilingEnded)
def end_filing(
    filing: Filing, *, reason: Annotated[str, Field(_("Reason"), max_length=200)], by: Actor, at: datetime | None = None
) -> Filing | Refusal:
    """The person left this place; a new place needs a new filing."""
    filing = held(filing)
    if filing.until_on is not None:
        return Refusal("scores.filing_over", _("This filing has ended."))
    filing.until_on, filing.reason = day_of(filing.scope, at), reason
    filing.save()
    announce(
        FilingEnded(subject=filing.subject_id, institution=filing.institution_id, on=filing.until_on, reason=reason), subject=filing
    )
    return filing


@action(title=_("File own rules"), posts=LEADERS, event=OwnRulesFiled)
def file_own_rules(
    subject: Subject, *, paper: Annotated[File, Field(_("Own rules"), accept=PAPERS)], by: Actor, at: datetime | None = None
) -> Subject | Refusal:
    """Keep the rules that an institution made for its own people."""
    subject = held(subject)
    if subject.kind not in ("institution", "company"):
        return Refusal("scores.no_institution", _("A person is filed at an institution of the register."))
    subject.own_rules, subject.own_rules_on = paper, day_of(subject.scope, at)
    subject.save()
    announce(OwnRulesFiled(subject=subject.pk, on=subject.own_rules_on), subject=subject)
    return subject
