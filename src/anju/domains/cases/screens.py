"""The pages of cases: one ledger for every kind, and the tabs of a case."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.kernel.screens import Screen, Tab

from . import actions
from .actions.holding import BODIES, STAFF
from .kinds import category_choices, kind_choices
from .models import (
    Approval,
    Case,
    CaseLink,
    CasePolicy,
    Escalation,
    Evidence,
    Extension,
    Finding,
    Recheck,
    ReturnVisit,
    Submission,
    Transfer,
)
from .models.case import Severity

READERS = (*STAFF, *BODIES)
_CODES = {"kind": kind_choices, "category": category_choices, "severity": Severity.choices}


class CaseScreen(Screen):
    model = Case
    name = "cases"
    title = _("Cases")
    menu = "service"
    icon = "ti-clipboard-list"
    position = 10
    label = "number"
    posts = READERS
    columns = "number title kind place severity state owner due_at"
    filters = "state kind category severity place owner due_at opened_at"
    search = "number title"
    order = "-opened_at"
    choices = _CODES
    quick = (
        (_("Hazards"), "kind=hazard&kind=problem&kind=rectification"),
        (_("Repairs and complaints"), "kind=repair&kind=complaint"),
        (_("Incidents"), "kind=incident"),
        (_("To recheck"), "state=to_recheck"),
        (_("To call back"), "state=to_call_back"),
    )
    facts = (
        "number title kind category state severity place note source basis_label reporter first_contact owner owner_role answerable "
        "measure acceptance result opened_at due_at stage_due_at submitted_at closed_at overdue_at round escalation_level urged_times "
        "reopened_times repeat_of merged_into liability deaths injured loss_yuan closing_grade"
    )
    create = actions.open_case
    row = (
        actions.accept_case,
        actions.grade_case,
        actions.submit_plan,
        actions.approve_stage,
        actions.refuse_stage,
        actions.start_work,
        actions.report_progress,
        actions.submit_rectification,
        actions.finish_work,
        actions.pass_recheck,
        actions.fail_recheck,
        actions.record_return_visit,
        actions.strike_off,
        actions.close_case,
        actions.reopen_case,
        actions.assign_case,
        actions.urge_case,
        actions.ask_extension,
        actions.add_evidence,
        actions.add_note,
        actions.add_finding,
        actions.link_cases,
        actions.transfer_case,
        actions.find_responsibility,
        actions.merge_case,
        actions.dismiss_case,
    )
    bulk = (actions.assign_case, actions.urge_case)
    importing = actions.open_case
    tabs = (
        Tab("evidence", _("Evidence"), screen="case_evidence", via="case"),
        Tab("work", _("Work done"), screen="case_work", via="case"),
        Tab("rechecks", _("Rechecks"), screen="case_rechecks", via="case"),
        Tab("visits", _("Return visits"), screen="case_visits", via="case"),
        Tab("approvals", _("Approvals"), screen="case_approvals", via="case"),
        Tab("deadlines", _("Later deadlines"), screen="case_extensions", via="case"),
        Tab("escalations", _("Escalations"), screen="case_escalations", via="case"),
        Tab("findings", _("Findings"), screen="findings", via="case"),
        Tab("transfers", _("Handed over"), screen="case_transfers", via="case"),
        Tab("links", _("Linked cases"), screen="case_links", via="case"),
    )
    empty = _("Nothing is open. Report what went wrong or is asked for, and it gets a number, a deadline and an owner.")


class EvidenceScreen(Screen):
    model = Evidence
    name = "case_evidence"
    title = _("Evidence")
    empty = _("No evidence yet. Add a photo or a document.")
    posts = READERS
    columns = "text stage by at grade"
    order = "at"


class SubmissionScreen(Screen):
    model = Submission
    name = "case_work"
    title = _("Work done")
    empty = _("Nobody said yet that the work is done.")
    posts = READERS
    columns = "done round by at"
    order = "at"


class RecheckScreen(Screen):
    model = Recheck
    name = "case_rechecks"
    title = _("Rechecks")
    empty = _("Not rechecked yet.")
    posts = READERS
    columns = "is_passed note round by at"
    order = "at"


class VisitScreen(Screen):
    model = ReturnVisit
    name = "case_visits"
    title = _("Return visits")
    empty = _("Nobody called back yet.")
    posts = READERS
    columns = "outcome satisfaction said by at grade"
    order = "at"


class ApprovalScreen(Screen):
    model = Approval
    name = "case_approvals"
    title = _("Approvals")
    empty = _("Nothing was put up for approval here.")
    posts = READERS
    columns = "is_granted note asked_by asked_at decided_by decided_at"
    order = "asked_at"


class ExtensionScreen(Screen):
    model = Extension
    name = "case_extensions"
    title = _("Later deadlines")
    empty = _("Nobody asked for a later deadline.")
    posts = READERS
    columns = "due_at reason is_granted asked_by asked_at decided_by decided_at"
    filters = "is_granted"
    order = "-asked_at"
    row = (actions.extend_deadline, actions.refuse_extension)


class EscalationScreen(Screen):
    model = Escalation
    name = "case_escalations"
    title = _("Escalations")
    empty = _("It was never late.")
    posts = READERS
    columns = "level role stage overdue_minutes at"
    order = "at"


class FindingScreen(Screen):
    model = Finding
    name = "findings"
    title = _("Findings")
    menu = "plan"
    minor = True
    icon = "ti-report-search"
    position = 60
    posts = READERS
    columns = "text kind area case answer created_at"
    filters = "kind answer created_at"
    search = "text area"
    order = "-created_at"
    row = (actions.answer_finding,)
    empty = _("No review or inspection has found anything yet. Findings are added to a case.")


class TransferScreen(Screen):
    model = Transfer
    name = "case_transfers"
    title = _("Handed over")
    empty = _("Not handed over to anybody.")
    posts = READERS
    columns = "body sent_at answer_due_at answered_at answer"
    order = "sent_at"
    row = (actions.record_answer,)


class LinkScreen(Screen):
    model = CaseLink
    name = "case_links"
    title = _("Linked cases")
    empty = _("No other case is linked.")
    posts = READERS
    columns = "relation other created_at"


class TermsScreen(Screen):
    model = CasePolicy
    name = "case_terms"
    title = _("Deadlines of cases")
    menu = "settings"
    minor = True
    icon = "ti-clock-cog"
    position = 60
    columns = "kind escalate_every_hours urge_every_minutes repeat_days plan_from"
    facts = "kind hours stage_hours ladder escalate_every_hours urge_every_minutes repeat_days plan_from"
    choices = {"kind": kind_choices}
    create = actions.set_terms
    empty = _("Every kind of case follows the standard deadlines. Set this community's own where they differ.")
