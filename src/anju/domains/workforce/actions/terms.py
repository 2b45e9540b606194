from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from anju.domains.people.queries import Person, working_here
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..codes import MANAGERS
from ..events import TermsSet
from ..models import WorkTerms
from ..rules.standing import figures_allowed

BOUNDS = {
    "nobody_after_minutes": (1, 120), "short_leave_minutes": (1, 60), "meal_minutes": (10, 120), "handover_early_minutes": (0, 60), "late_after_minutes": (0, 60),
    "rest_hours": (8, 48), "lone_worker_minutes": (5, 240),
}  # fmt: skip


@action(title=_("Set the terms of work"), posts=MANAGERS, event=TermsSet)
def set_terms(
    scope: Scope,
    *,
    nobody_after_minutes: Annotated[int | None, Field(_("Nobody came, after minutes"))] = None,
    short_leave_minutes: Annotated[int | None, Field(_("Longest short leave (minutes)"))] = None,
    meal_minutes: Annotated[int | None, Field(_("Longest meal (minutes)"))] = None,
    handover_early_minutes: Annotated[int | None, Field(_("Next shift comes early (minutes)"))] = None,
    late_after_minutes: Annotated[int | None, Field(_("Late after minutes"))] = None,
    rest_hours: Annotated[int | None, Field(_("Rest between shifts (hours)"))] = None,
    lone_worker_minutes: Annotated[int | None, Field(_("Alone: asked every (minutes)"))] = None,
    leave_approver: Annotated[Person | None, Field(_("Approves leave"), query=working_here)] = None,
    attendance_recorder: Annotated[Person | None, Field(_("Keeps the attendance"), query=working_here)] = None,
    assistant: Annotated[Person | None, Field(_("Assists with the attendance"), query=working_here)] = None,
    by: Actor,
    at: datetime | None = None,
) -> WorkTerms | Refusal:
    """Change the figures of this community and who keeps leave and attendance; what is left empty stays as it is."""
    named = {"leave_approver": leave_approver, "attendance_recorder": attendance_recorder}
    figures = {
        "nobody_after_minutes": nobody_after_minutes, "short_leave_minutes": short_leave_minutes, "meal_minutes": meal_minutes,
        "handover_early_minutes": handover_early_minutes, "late_after_minutes": late_after_minutes, "rest_hours": rest_hours, "lone_worker_minutes": lone_worker_minutes,
    }  # fmt: skip
    given: dict[str, Any] = {name: value for name, value in {**figures, **named}.items() if value is not None}
    if no := figures_allowed(given, BOUNDS):
        return no
    if not given and assistant is None:
        return Refusal("workforce.nothing_given", _("Nothing was changed. Fill in what shall be different."))
    terms = WorkTerms.objects.select_for_update().filter(scope=scope).first() or WorkTerms(scope=scope)
    for name, value in given.items():
        setattr(terms, name, value)
    if assistant is not None and str(assistant.pk) not in terms.attendance_assistants:
        terms.attendance_assistants = [*terms.attendance_assistants, str(assistant.pk)]
        given["attendance_assistants"] = terms.attendance_assistants
    terms.save()
    announce(TermsSet(changed=sorted(given)), subject=terms)
    return terms
