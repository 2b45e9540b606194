"""Plans and reports have pages of their own; here stands only who may see them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.domains.people.queries import STAFF
from anju.kernel import permissions
from anju.kernel.actors import Actor
from anju.kernel.screens import Screen

from . import actions
from .models import Motion, Report, ReportTerms
from .reporting.kinds import kind_choices

OVERSEERS = ("headquarters", "street_office", "fire_brigade", "police", "auditor", "committee_member")

permissions.declare("plans.see_plans", (*STAFF, *OVERSEERS))
permissions.declare_view("plans.plan", "plans.see_plans")
permissions.declare_view("plans.clause", "plans.see_plans")

SEE_REPORTS = "plans.see_reports"
READ_PUBLISHED = "plans.read_published"
PUBLIC = ("owner", "resident", "committee_member")

permissions.declare(SEE_REPORTS, (*STAFF, *OVERSEERS))
permissions.declare(READ_PUBLISHED, (*STAFF, *OVERSEERS, *PUBLIC))


def _may_see_report(actor: Actor, report: Report) -> bool:
    """What was published everybody here may read; everything else only staff and those who oversee them."""
    return report.published_at is not None or permissions.may(actor, SEE_REPORTS, report.scope)


permissions.declare_view("plans.report", READ_PUBLISHED, rule=_may_see_report)
permissions.declare_view("plans.reportcomment", SEE_REPORTS)


class ReportTermsScreen(Screen):
    model = ReportTerms
    name = "report_terms"
    title = _("Terms of reports")
    menu, icon, position = "plan", "ti-calendar-cog", 65
    posts = STAFF
    columns = "kind is_on due_days due_time owner receiver since_on"
    order = "kind"
    choices = {"kind": kind_choices}
    create = actions.set_report_terms
    empty = _("Nothing is laid down: the quarterly and the annual report are owed on their usual days. Set terms to have others handed in too.")


class MotionScreen(Screen):
    model = Motion
    name = "motions"
    title = _("Motions")
    menu, icon, position = "plan", "ti-gavel", 66
    posts = (*STAFF, *OVERSEERS)
    columns = "title number body received_on answer_due_on"
    search = "title number body"
    order = "-received_on"
    create = actions.record_motion
    empty = _("No motion is on record. What a people's congress, a street office or the owners' assembly asks for is recorded here.")
