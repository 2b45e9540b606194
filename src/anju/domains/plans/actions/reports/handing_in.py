"""A report goes its way: sent for approval, approved by somebody else or sent back, handed in, received, published."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from ... import events, queries, rules
from ...models import Report, ReportComment, ReportGoal
from ...reporting.compose import digest_of
from ...states import ReportState
from .holding import APPROVERS, WRITERS, facts, held


@action(title=_("Send for approval"), posts=WRITERS, event=events.ReportSent, allowed_from=("draft",))
def send_report(report: Report, *, by: Actor, at: datetime | None = None) -> Report | Refusal:
    """Send a finished report for approval. From then on it is frozen: its figures stand at the ledger row named in it."""
    report = held(report)
    if not report.about.needs_approval:
        return Refusal("plans.needs_no_approval", _("Not sent: a report of this kind needs no approval. Hand it in."))
    if no := _whole(report, at):
        return no
    report.state, report.sent_by_id, report.sent_at = str(ReportState.to_approve), by.person, at
    report.digest = digest_of(report.content, queries.texts_of(report))
    report.save(update_fields=["state", "sent_by", "sent_at", "digest"])
    announce(events.ReportSent(**facts(report), digest=report.digest), subject=report)
    return report


def _whole(report: Report, at: datetime) -> Refusal | None:
    """Why the report cannot leave its writers yet."""
    texts, explained = queries.texts_of(report), queries.reasons_of(report)
    return rules.may_send(
        state=report.state, composed_at=report.composed_at, now=at,
        gaps=[gap["title"] for gap in report.content.get("gaps", ()) if gap["key"] not in explained],
        unwritten=[str(one.title) for one in report.about.sections if one.must_write and not texts.get(one.code)],
        goals=ReportGoal.objects.filter(report=report).count(), must_have_goals=report.about.has_goals,
        open_remarks=ReportComment.objects.filter(report=report, settled_at=None).count(),
        has_ended=report.about.is_current or clock.local(report.scope, at).date() > report.last_on,
    )  # fmt: skip


@action(title=_("Approve"), posts=APPROVERS, event=events.ReportApproved, allowed_from=("to_approve",))
def approve_report(report: Report, *, by: Actor, at: datetime | None = None) -> Report | Refusal:
    """Approve a report as it stands. Whoever wrote or sent it cannot."""
    report = held(report)
    if no := rules.may_decide(state=report.state, decider=by.person, makers=queries.makers_of(report)):
        return no
    report.state, report.decided_by_id, report.decided_at = str(ReportState.approved), by.person, at
    report.save(update_fields=["state", "decided_by", "decided_at"])
    announce(events.ReportApproved(**facts(report), digest=report.digest), subject=report)
    return report


@action(title=_("Send back"), posts=APPROVERS, event=events.ReportSentBack, allowed_from=("to_approve", "approved"))
def send_back_report(
    report: Report, *, reason: Annotated[str, Field(_("Reason"), multiline=True)], by: Actor, at: datetime | None = None
) -> Report | Refusal:
    """Send a report back to its writers and say why; it can be changed again, and its figures are gathered anew."""
    report = held(report)
    if report.state not in (ReportState.to_approve, ReportState.approved):
        return Refusal("plans.nothing_to_send_back", _("Nothing was sent back: this report does not wait for anything."))
    report.state, report.sent_back_why, report.composed_at = str(ReportState.draft), reason.strip()[:400], None
    report.decided_by, report.decided_at = None, None
    report.save(update_fields=["state", "sent_back_why", "composed_at", "decided_by", "decided_at"])
    announce(events.ReportSentBack(**facts(report), reason=reason), subject=report)
    return report


@action(title=_("Hand in the report"), posts=(*WRITERS, "headquarters"), event=events.ReportSubmitted, allowed_from=("draft", "approved"))
def submit_report(
    report: Report,
    *,
    receiver: Annotated[str, Field(_("Handed in to"), max_length=120, required=False)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Report | Refusal:
    """Hand the report in to its receiver. The moment decides whether it is in time; nobody can enter another one."""
    report = held(report)
    receiver = receiver.strip() or report.receiver
    if no := rules.may_submit(state=report.state, needs_approval=report.about.needs_approval, receiver=receiver):
        return no
    if not report.about.needs_approval and (no := _whole(report, at)):
        return no
    report.state, report.receiver, report.submitted_by_id, report.submitted_at = str(ReportState.submitted), receiver, by.person, at
    report.digest = digest_of(report.content, queries.texts_of(report))
    report.save(update_fields=["state", "receiver", "submitted_by", "submitted_at", "digest"])
    announce(
        events.ReportSubmitted(**facts(report), due_at=report.due_at, is_late=report.is_late, entry=report.entry_id, digest=report.digest, receiver=receiver),
        subject=report,
    )
    return report


@action(title=_("Record the receipt"), posts=(*WRITERS, "headquarters", "street_office"), event=events.ReportReceived, allowed_from=("submitted",))
def record_receipt(
    report: Report,
    *,
    received_by: Annotated[str, Field(_("Received by"), max_length=120)],
    receipt: Annotated[str, Field(_("Number of the receipt"), max_length=80, required=False)] = "",
    received_at: Annotated[datetime | None, Field(pgettext_lazy("receipt", "Received"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Report | Refusal:
    """Record that the receiver has the report. From an outside body itself it is proof of grade A, from a second person B, from the sender C."""
    report = held(report)
    came_at = received_at or at
    if no := rules.may_receive(state=report.state, received_at=came_at, submitted_at=report.submitted_at, now=at, received_by=received_by):
        return no
    is_outside = queries.strongest_role(by, report.scope, "") in queries.OUTSIDE_ROLES
    report.receipt_grade = "A" if is_outside else "C" if by.person == report.submitted_by_id else "B"
    report.state, report.received_at, report.received_by, report.receipt = str(ReportState.received), came_at, received_by.strip(), receipt.strip()
    report.save(update_fields=["state", "received_at", "received_by", "receipt", "receipt_grade"])
    announce(
        events.ReportReceived(**facts(report), received_at=came_at, grade=report.receipt_grade, received_by=report.received_by, receipt=report.receipt),
        subject=report,
    )
    return report


@action(title=_("Publish the report"), posts=("project_manager", "headquarters"), event=events.ReportPublished, confirm=True)
def publish_report(
    report: Report, *, where: Annotated[str, Field(_("Published where"), max_length=200)], by: Actor, at: datetime | None = None
) -> Report | Refusal:
    """Publish a report that was handed in: owners and residents can read it, and the place of publication is on record."""
    report = held(report)
    if no := rules.may_publish(state=report.state, is_public_kind=report.about.is_public, where=where):
        return no
    report.published_at, report.published_where = at, where.strip()
    report.save(update_fields=["published_at", "published_where"])
    announce(events.ReportPublished(**facts(report), where=report.published_where), subject=report)
    return report
