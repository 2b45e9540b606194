"""What people write into a report: texts of sections, remarks, reasons of gaps, goals; and the figures, which only the product writes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.measures import actions as measures
from anju.domains.people.models import Person
from anju.domains.people.queries import working_here
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from ... import events, queries, rules
from ...models import Report, ReportComment, ReportGap, ReportGoal, ReportText
from ...reporting.compose import digest_of
from ...states import ReportState
from .holding import READERS, WRITERS, facts, held


@action(title=_("Write the text"), posts=WRITERS, event=events.ReportTextWritten)
def write_text(
    report: Report,
    *,
    section: Annotated[str, Field(_("Section"), max_length=20)],
    text: Annotated[str, Field(_("Text"), multiline=True, required=False, max_length=rules.TEXT_LIMIT)] = "",
    revision: Annotated[int, Field(_("Revision"))] = 0,
    by: Actor,
    at: datetime | None = None,
) -> Report | Refusal:
    """Write the words of a section. The figures around them cannot be written: they come from the records."""
    report = held(report)
    written = ReportText.objects.filter(report=report, section=section).first()
    seen = written.revision if written else 0
    known = report.about.section(section) is not None
    if no := rules.may_write(state=report.state, section_known=known, seen=revision, revision=seen, length=len(text)):
        return no
    written = written or ReportText(scope=report.scope, report=report, section=section, revision=0)
    written.text, written.revision, written.by_id, written.written_at = text.strip(), written.revision + 1, by.person, at
    written.save()
    announce(events.ReportTextWritten(**facts(report), section=section, revision=written.revision, text=text), subject=report)
    return report


@action(title=_("Remark"), posts=READERS, event=events.ReportRemarked)
def remark(
    report: Report,
    *,
    section: Annotated[str, Field(_("Section"), max_length=20)],
    text: Annotated[str, Field(_("Remark"), multiline=True, max_length=1000)],
    by: Actor,
    at: datetime | None = None,
) -> ReportComment | Refusal:
    """Remark on a section of a report; it stays open until somebody settles it."""
    if no := rules.may_comment(section_known=report.about.section(section) is not None, text=text):
        return no
    said = ReportComment(scope=report.scope, report=report, section=section, text=text.strip(), by_id=by.person, said_at=at)
    said.save()
    announce(events.ReportRemarked(**facts(report), remark=said.pk, section=section, text=said.text), subject=report)
    return said


@action(title=_("Settle the remark"), posts=WRITERS, event=events.RemarkSettled)
def settle_remark(comment: ReportComment, *, by: Actor, at: datetime | None = None) -> ReportComment | Refusal:
    """Say that a remark was taken into account or answered."""
    comment = ReportComment.objects.select_for_update(of=("self",)).select_related("report").get(pk=comment.pk)
    if comment.settled_at is not None:
        return Refusal("plans.remark_settled_already", _("Nothing was changed: this remark was settled already."))
    comment.settled_at, comment.settled_by_id = at, by.person
    comment.save(update_fields=["settled_at", "settled_by"])
    announce(events.RemarkSettled(**facts(comment.report), remark=comment.pk), subject=comment.report)
    return comment


@action(title=_("Explain the gap"), posts=WRITERS, event=events.GapExplained)
def explain_gap(
    report: Report,
    *,
    key: Annotated[str, Field(_("Figure"), max_length=80)],
    reason: Annotated[str, Field(_("Reason"), multiline=True)],
    by: Actor,
    at: datetime | None = None,
) -> Report | Refusal:
    """Say why a figure that the plan asks for has no data. The reason stands in the report beside the gap."""
    report = held(report)
    is_gap = any(gap["key"] == key for gap in report.content.get("gaps", ()))
    if no := rules.may_explain(state=report.state, is_gap=is_gap, reason=reason):
        return no
    said = ReportGap.objects.filter(report=report, key=key).first() or ReportGap(scope=report.scope, report=report, key=key)
    said.reason, said.by_id = reason.strip(), by.person
    said.save()
    announce(events.GapExplained(**facts(report), key=key, reason=reason), subject=report)
    return report


@action(title=_("Keep the figures"), posts=(), event=events.ReportComposed)
def keep_content(report: Report, *, content: Annotated[dict, Field(_("Content"))], by: Actor, at: datetime | None = None) -> Report | Refusal:
    """Keep what the records say for a report that is still written. Only the product does this; nobody can hand in figures of his own."""
    report = held(report)
    if report.state != ReportState.draft:
        return Refusal("plans.report_frozen", _("Not saved: the report was sent already and is frozen. It can be changed when it is sent back."))
    seal = content.get("seal") or {}
    report.content, report.composed_at, report.entry_id = content, at, content["entry"]
    report.seal_number, report.seal_hash = seal.get("number"), seal.get("hash", "")
    report.digest = digest_of(content, queries.texts_of(report))
    report.save(update_fields=["content", "composed_at", "entry_id", "seal_number", "seal_hash", "digest"])
    announce(events.ReportComposed(**facts(report), entry=report.entry_id, digest=report.digest, gaps=len(content["gaps"])), subject=report)
    return report


@action(title=_("Set a goal"), posts=WRITERS, event=events.GoalSet)
def set_goal(
    report: Report,
    *,
    title: Annotated[str, Field(_("Goal"), max_length=120)],
    owner: Annotated[Person | None, Field(_("Accountable owner"), query=working_here)] = None,
    until_on: Annotated[date | None, Field(pgettext_lazy("day", "Until"))] = None,
    carried: Annotated[str, Field(_("Line of the basis"), max_length=80, required=False)] = "",
    by: Actor,
    at: datetime | None = None,
) -> ReportGoal | Refusal:
    """Set a goal for the next period; it becomes a target with an owner. With a line of the basis it answers what carried over."""
    report = held(report)
    known = [line["key"] for line in report.content.get("basis", ())]
    taken = ReportGoal.objects.filter(report=report).exclude(carried="").values_list("carried", flat=True)
    if no := rules.may_set_goal(state=report.state, title=title, carried=carried, known=known, taken=set(taken)):
        return no
    first_on, last_on = queries.next_period(report)
    target = measures.set_target(
        report.scope, title=title.strip(), starts_on=first_on, ends_on=until_on or last_on, owner=owner, source=report.title[:80],
        basis_label=queries.basis_said(report, carried)[:200], basis_link=f"/reports/{report.pk}/", finding=queries.finding_of(carried), by=by, at=at,
    )  # fmt: skip
    if isinstance(target, Refusal):
        return target
    goal = ReportGoal(scope=report.scope, report=report, target=target, carried=carried)
    goal.save()
    announce(events.GoalSet(**facts(report), goal=goal.pk, target=target.pk, carried=carried), subject=report)
    return goal
