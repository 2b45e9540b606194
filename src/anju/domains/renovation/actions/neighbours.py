"""What neighbours feel of it: complaints, and occasions that are booked so that somebody keeps order."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from anju.domains.cases import actions as cases
from anju.domains.notices import actions as notices
from anju.domains.people.queries import Person
from anju.domains.places.queries import Place
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import OccasionBooked, OccasionOver, OccasionStaffed, WorksComplained
from ..gathering import book_in_force, is_household, is_staff, moment, running_at
from ..kinds import COMPLAINTS, DESK, DWELLERS, INSPECTORS, LEADERS, OCCASIONS
from ..models import Complaint, Occasion
from ..rules import is_noisy_hour
from ..rules import office as rules
from .holding import PhotosInput, WordsInput, held, link_of
from .visiting import not_a_home, plan_visit

LONGEST = timedelta(hours=24)


@action(title=_("Complain of works or an occasion"), posts=(*INSPECTORS, *DWELLERS), event=WorksComplained, offline=True)
def complain_of_works(
    scope: Scope,
    *,
    dwelling: Annotated[Place, Field(_("Where it comes from"))],
    kind: Annotated[str, Field(_("Of what"), choices=COMPLAINTS)],
    words: WordsInput,
    photos: PhotosInput = None,
    by: Actor,
    at: datetime | None = None,
) -> Complaint | Refusal:
    """A complaint becomes a case that is tied to the works or the occasion there; noise is held against the hours, and somebody looks within two hours."""
    if no := not_a_home(scope, dwelling) or rules.reason_told(words):
        return no
    if kind not in dict(COMPLAINTS):
        return Refusal("renovation.unknown_complaint", _("Not recorded: choose what the complaint is of."))
    project = running_at(dwelling)
    occasion = Occasion.objects.filter(scope=scope, dwelling=dwelling, starts_at__lte=at, ends_at__gte=at).exclude(state="over").first()
    case = cases.open_case(
        scope, kind="complaint", category="neighbour", title=f"{dwelling.full_name} {dict(COMPLAINTS)[kind]}"[:120], place=dwelling, note=words, photos=photos, source="renovation",
        basis_label=project.number if project else str(occasion or ""), basis_link=link_of(project, "renovations") if project else "", by=by, at=at,
    )  # fmt: skip
    if isinstance(case, Refusal):
        return case
    in_hours = is_noisy_hour(book_in_force(scope), **moment(scope, at))
    one = Complaint.objects.create(scope=scope, kind=kind, dwelling=dwelling, project=project, occasion=occasion, case=case, at=at, is_in_hours=in_hours)
    if project is not None:
        plan_visit(scope, dwelling=dwelling, why=say("A neighbour complains"), due_at=at + timedelta(hours=2), by=by, at=at)
    facts = {"complaint": one.pk, "dwelling": dwelling.pk, "project": one.project_id, "occasion": one.occasion_id}
    announce(WorksComplained(**facts, kind=kind, case=case.pk, is_in_hours=in_hours, words=words), subject=one, person=by.person)
    return one


@action(title=_("Book an occasion"), posts=(*DESK, *DWELLERS), event=OccasionBooked)
def book_occasion(
    scope: Scope,
    *,
    kind: Annotated[str, Field(_("Occasion"), choices=OCCASIONS)],
    dwelling: Annotated[Place, Field(_("Dwelling"))],
    starts_at: Annotated[datetime, Field(_("Begins at"))],
    ends_at: Annotated[datetime, Field(_("Ends at"))],
    words: Annotated[str, Field(_("What is expected"), max_length=200, help=_("Such as: a lorry, thirty guests, the goods lift from 9 to 11."))] = "",
    by: Actor,
    at: datetime | None = None,
) -> Occasion | Refusal:
    """A move, a wedding, a funeral or a heavy day of works: told before, so that order is kept and others are not disturbed."""
    if no := not_a_home(scope, dwelling):
        return no
    if kind not in dict(OCCASIONS) or not at < ends_at or not timedelta() < ends_at - starts_at <= LONGEST:
        return Refusal("renovation.bad_occasion", _("Not booked: choose the occasion, and an end within 24 hours of its beginning."))
    if not is_staff(by, scope) and not is_household(scope, by.person, dwelling):
        return Refusal("renovation.not_your_home", _("Not applied: only the owner or who lives there may apply. Check who is entered for this dwelling."))
    one = Occasion.objects.create(scope=scope, kind=kind, dwelling=dwelling, starts_at=starts_at, ends_at=ends_at, words=words, booked_by_id=by.person, booked_at=at)
    announce(OccasionBooked(**about(one), starts_at=starts_at, ends_at=ends_at, words=words), subject=one)
    return one


def about(one: Occasion) -> dict[str, Any]:
    return {"occasion": one.pk, "kind": one.kind, "dwelling": one.dwelling_id}


@action(title=_("Give it guards"), posts=LEADERS, event=OccasionStaffed, allowed_from=("booked", "staffed"))
def staff_occasion(
    occasion: Occasion,
    *,
    guards: Annotated[list[Person], Field(_("Who keeps order"))],
    task: Annotated[str, Field(_("What they do"), max_length=200)],
    by: Actor,
    at: datetime | None = None,
) -> Occasion | Refusal:
    """Name who keeps order and what they do; each is told at once and on record for it."""
    one = held(occasion)
    if one.state == "over" or not guards:
        return Refusal("renovation.nobody_named", _("Not done: name at least one guard, for an occasion that is not over."))
    if no := rules.reason_told(task):
        return no
    text = say("%(what)s at %(home)s: %(task)s") % {"what": one.get_kind_display(), "home": one.dwelling.full_name, "task": task}
    notice = notices.send_notice(one.scope, level=3, title=say("Keep order"), text=text, audience={"persons": [str(each.pk) for each in guards]}, answers=["going", "cannot"], by=by, at=at)
    if isinstance(notice, Refusal):
        return notice
    one.state, one.guards, one.task, one.notice, one.staffed_by_id = "staffed", [str(each.pk) for each in guards], task.strip(), notice, by.person
    one.save()
    announce(OccasionStaffed(**about(one), guards=len(one.guards), notice=notice.pk, task=task), subject=one)
    return one


@action(title=_("Say how it went"), posts=(*DESK, *LEADERS), event=OccasionOver, allowed_from=("booked", "staffed"))
def end_occasion(occasion: Occasion, *, result: Annotated[str, Field(_("How it went"), max_length=200)], by: Actor, at: datetime | None = None) -> Occasion | Refusal:
    """It is over; say how it went and what others felt of it."""
    one = held(occasion)
    if one.state == "over":
        return Refusal("renovation.occasion_over", _("Not done: this occasion is over already."))
    if no := rules.reason_told(result):
        return no
    one.state, one.result = "over", result.strip()
    one.save()
    complaints = Complaint.objects.filter(scope=one.scope_id, occasion=one).count()
    announce(OccasionOver(**about(one), complaints=complaints, guards=len(one.guards), result=result), subject=one)
    return one
