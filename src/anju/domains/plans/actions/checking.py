"""What people say about a plan in force: spot checks, reminders, and the law beside it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import events, queries, rules
from ..features import feature_of, unfit_without
from ..models import Clause, SpotCheck, StatuteAnswer
from .managers import MANAGERS


@action(
    title=_("Record a spot check"),
    posts=(*MANAGERS, "squad_leader", "team_leader", "headquarters", "street_office", "auditor", "committee_member"),
    event=events.SpotCheckRecorded,
)
def record_spot_check(
    clause: Clause,
    *,
    is_passed: Annotated[bool, Field(_("Found as written"))],
    note: Annotated[str, Field(_("What was seen"), multiline=True)] = "",
    checked_at: Annotated[datetime | None, Field(_("Checked at"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> SpotCheck | Refusal:
    """Say whether a sentence that cannot be measured was found lived."""
    if no := rules.may_spot_check(becomes=clause.becomes, review=clause.review, plan_state=clause.plan.state):
        return no
    seen_at = checked_at or at
    answering = clause.proposal.get("role", "")
    grade = rules.grade_of_check(
        checker_role=queries.strongest_role(by, clause.scope, answering), answering_role=answering, entered_late=at - seen_at > timedelta(hours=24)
    )
    check = SpotCheck(scope=clause.scope, clause=clause, is_passed=is_passed, by_id=by.person, grade=grade)
    check.checked_at, check.entered_at = seen_at, clock.now()
    check.save()
    announce(events.SpotCheckRecorded(spot_check=check.id, clause=clause.id, is_passed=is_passed, grade=grade, note=note), subject=clause)
    return check


@action(title=_("Remind"), posts=MANAGERS, event=events.ReminderSent)
def remind(clause: Clause, *, by: Actor, at: datetime | None = None) -> Clause | Refusal:
    """Remind the role that answers for this sentence."""
    if no := rules.may_remind(review=clause.review, plan_state=clause.plan.state):
        return no
    announce(events.ReminderSent(clause=clause.id, role=clause.proposal.get("role", "")), subject=clause)
    return clause


@action(title=_("Answer a statutory duty"), posts=MANAGERS, event=events.StatuteAnswered)
def answer_statute(
    scope: Scope, *, statute: Annotated[str, Field(_("Statutory duty"))], applies: Annotated[bool, Field(_("Applies here"))],
    reason: Annotated[str, Field(_("Reason"))], by: Actor, at: datetime | None = None
) -> StatuteAnswer | Refusal:
    """Say whether a statutory duty that the plan leaves out applies here, and why."""
    if not reason.strip():
        return Refusal("plans.reason_missing", _("Not recorded: say why, an inspector will ask."))
    if statute not in queries.statute_ids():
        return Refusal("plans.statute_unknown", _("There is no statutory duty %(statute)s."), statute=statute)
    answer, _made = StatuteAnswer.objects.update_or_create(
        scope=scope, statute=statute, defaults={"applies": applies, "reason": reason}, create_defaults={"applies": applies, "reason": reason, "created_at": at}
    )
    announce(events.StatuteAnswered(statute=statute, applies=applies, reason=reason), subject=answer)
    return answer


@action(title=_("Say what the community has"), posts=MANAGERS, event=events.FeaturesAnswered)
def answer_features(scope: Scope, *, absent: Annotated[list[str], Field(_("Not here"))], by: Actor, at: datetime | None = None) -> Scope | Refusal:
    """Say what this community does not have, so that the statutory duties about it are not asked.

    `absent` is a list of feature codes. What somebody answered by himself stays as it is.
    """
    if not isinstance(absent, list) or any(feature_of(str(code)) is None for code in absent):
        return Refusal("plans.feature_unknown", _("Not recorded: the list of what the community has is out of date. Open the page again."))
    unfit = unfit_without(absent)
    StatuteAnswer.objects.filter(scope=scope).exclude(feature="").exclude(statute__in=unfit).delete()
    answered = set(StatuteAnswer.objects.filter(scope=scope).values_list("statute", flat=True))
    StatuteAnswer.objects.bulk_create(
        StatuteAnswer(scope=scope, statute=statute, applies=False, reason=_("Not here: %(what)s") % {"what": feature.label}, feature=feature.code, created_at=at)
        for statute, feature in unfit.items()
        if statute not in answered
    )
    announce(events.FeaturesAnswered(absent=sorted(absent), statutes=sorted(unfit)), subject=scope)
    return scope
