"""What posts ask for, and who stands on the roster without it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.domains.people import actions as people
from anju.domains.people.queries import ROLE_CHOICES, Holding, Post
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import fitness
from ..events import CertificatesCounted, FindingSettled, RequirementDropped, RequirementMade, UnfitFound
from ..kinds import CERTIFICATES, KINDS, MANAGERS
from ..models import CertifiedDay, Course, Finding, Requirement
from ..rules import certificates as rules
from . import telling
from .certificates import ReasonInput

RoleInput = Annotated[str, Field(_("Of everybody of the role"), choices=ROLE_CHOICES)]
PostInput = Annotated[Post | None, Field(_("Of the post"))]
KeyInput = Annotated[bool, Field(_("Key post"))]
BarringInput = Annotated[bool, Field(_("Who lacks it is taken off the roster"))]
BasisInput = Annotated[str, Field(_("Basis"), max_length=200)]
LinkInput = Annotated[str, Field(_("Link to the basis"), max_length=200)]


@action(title=_("Require a certificate"), posts=MANAGERS, event=RequirementMade)
def require_certificate(
    scope: Scope,
    *,
    kind: Annotated[str, Field(_("Certificate"), choices=CERTIFICATES)],
    role: RoleInput = "",
    post: PostInput = None,
    is_key: KeyInput = False,
    is_barring: BarringInput = True,
    basis_label: BasisInput = "",
    basis_link: LinkInput = "",
    by: Actor,
    at: datetime | None = None,
) -> Requirement | Refusal:
    """Lay down that a post, or everybody of a role, needs a certificate."""
    if post is not None and post.scope_id != scope.pk:
        return Refusal("training.not_here", _("Not done: this person holds no post in this community. Choose somebody of this community."))
    is_double = Requirement.objects.filter(scope=scope, role=role, post=post, kind=kind, is_used=True).exists()
    if no := rules.known_kind(kind, KINDS) or rules.may_require(role=role, has_post=post is not None, is_double=is_double):
        return no
    one = Requirement(scope=scope, role=role, post=post, kind=kind, is_key=is_key, is_barring=is_barring, basis_label=basis_label, basis_link=basis_link)
    one.save()
    announce(made(one), subject=one)
    return one


def made(one: Requirement) -> RequirementMade:
    return RequirementMade(requirement=one.pk, kind=one.kind, course=one.course_id, role=one.role, post=one.post_id, is_key=one.is_key, is_barring=one.is_barring)


@action(title=_("Require a course"), posts=MANAGERS, event=RequirementMade)
def require_course(
    scope: Scope,
    *,
    course: Annotated[Course, Field(_("Course"))],
    role: RoleInput = "",
    post: PostInput = None,
    is_key: KeyInput = False,
    is_barring: BarringInput = True,
    basis_label: BasisInput = "",
    basis_link: LinkInput = "",
    by: Actor,
    at: datetime | None = None,
) -> Requirement | Refusal:
    """Lay down that nobody stands on a post, or of a role, before he completed a course."""
    if course.scope_id != scope.pk or (post is not None and post.scope_id != scope.pk):
        return Refusal("training.not_here", _("Not done: this person holds no post in this community. Choose somebody of this community."))
    is_double = Requirement.objects.filter(scope=scope, role=role, post=post, course=course, is_used=True).exists()
    if no := rules.may_require(role=role, has_post=post is not None, is_double=is_double):
        return no
    one = Requirement(scope=scope, role=role, post=post, course=course, is_key=is_key, is_barring=is_barring, basis_label=basis_label, basis_link=basis_link)
    one.save()
    announce(made(one), subject=one)
    return one


@action(title=_("Drop the requirement"), posts=MANAGERS, event=RequirementDropped, confirm=True)
def drop_requirement(requirement: Requirement, *, reason: ReasonInput, by: Actor, at: datetime | None = None) -> Requirement | Refusal:
    """Ask for it no more, from now on."""
    one = Requirement.objects.select_for_update().get(pk=requirement.pk)
    if not one.is_used:
        return Refusal("training.dropped_already", _("Not done: this is not asked for any more."))
    if not reason.strip():
        return rules.reason_needed()
    one.is_used = False
    one.save()
    announce(RequirementDropped(requirement=one.pk, reason=reason), subject=one)
    return one


@action(title=_("Note who lacks something"), posts=MANAGERS, event=UnfitFound)
def note_unfit(holding: Holding, *, by: Actor, at: datetime | None = None) -> Finding | Refusal:
    """Check one entry of the roster. Who lacks what bars him is taken off it before the shift begins; during the shift he is to be relieved."""
    holding = Holding.objects.select_related("post", "person", "scope").get(pk=holding.pk)
    missing = fitness.missing_of(holding)
    if not missing or holding.state == "withdrawn" or holding.end_at <= at:
        return Refusal("training.all_there", _("Nothing is missing for this entry of the roster."))
    one = Finding.objects.select_for_update().filter(holding=holding).first()
    codes = [each.code for each in missing]
    if one is not None and one.state != "settled" and one.missing == codes:
        return Refusal("training.noted_already", _("This was found already."))
    is_barred = any(each.is_barring for each in missing) and holding.start_at > at
    if is_barred and isinstance(no := people.release_post(holding, reason=str(missing[0]), by=by, at=at), Refusal):
        return no
    one = one or Finding(scope=holding.scope, holding=holding, person=holding.person, post=holding.post, starts_at=holding.start_at, ends_at=holding.end_at)
    one.missing, one.found_at, one.state, one.note = codes, at, "barred" if is_barred else "warned", ""
    one.save()
    _tell(one, missing, at)
    event = UnfitFound(
        holding=holding.pk, post=holding.post_id, of_person=holding.person_id, starts_at=holding.start_at, missing=codes, is_barred=is_barred
    )
    announce(event, subject=one)
    return one


def _tell(one: Finding, missing: list[fitness.Missing], at: datetime) -> None:
    starts = f"{clock.local(one.scope, one.starts_at):%m-%d %H:%M}"
    facts = {"post": one.post, "starts": starts, "what": "、".join(str(each) for each in missing)}
    if one.state == "barred":
        text = _("%(post)s, %(starts)s: %(what)s. The entry was taken off the roster; put somebody else on the post.") % facts
    else:
        text = _("%(post)s, %(starts)s: %(what)s. See to it that the post is relieved in time.") % facts
    telling.tell(one.scope, title=_("Without what the post asks for"), text=text, roles=MANAGERS, link=f"/roster_findings/{one.pk}/", at=at)


@action(title=_("Settle the finding"), posts=MANAGERS, event=FindingSettled, allowed_from=("barred", "warned"))
def settle_finding(finding: Finding, *, note: Annotated[str, Field(_("What was done"), max_length=200)], by: Actor, at: datetime | None = None) -> Finding | Refusal:
    """Write down what was done: relieved, certificate shown, somebody else put on the post."""
    one = Finding.objects.select_for_update().get(pk=finding.pk)
    if one.state == "settled":
        return Refusal("training.settled_already", _("Not done: this finding is settled."))
    if not note.strip():
        return rules.reason_needed()
    one.state, one.note, one.settled_by_id = "settled", note, by.person
    one.save()
    announce(FindingSettled(holding=one.holding_id, of_person=one.person_id, note=note), subject=one)
    return one


@action(title=_("Count certificates of a day"), posts=MANAGERS, event=CertificatesCounted)
def count_certificates(scope: Scope, *, on: Annotated[date, Field(_("Day"))], by: Actor, at: datetime | None = None) -> CertifiedDay | Refusal:
    """Count once for each day that is over who stood on duty with and without what his post asks for; the clock does this by itself."""
    if not date(2000, 1, 1) <= on < clock.local(scope, at).date():
        return Refusal("training.day_not_over", _("Not counted: this day is not over."))
    if CertifiedDay.objects.filter(scope=scope, on=on).exists():
        return Refusal("training.counted_already", _("Not counted: this day was counted already."))
    counts, missing = fitness.count(scope, on)
    if not counts:
        return Refusal("training.nothing_required", _("Not counted: no post here asks for a certificate. Lay down what the posts need first."))
    one = CertifiedDay(scope=scope, on=on, counts=counts, missing=missing)
    one.save()
    needed, held, verified = ([counts[name][place] for name in counts] for place in range(3))
    announce(CertificatesCounted(on=on, names=list(counts), needed=needed, held=held, verified=verified), subject=one)
    return one


