"""What a report that was handed in does to the regular work its plan asks for."""

from __future__ import annotations

from anju.domains.duties import actions as duties
from anju.domains.notices import actions as notices
from anju.kernel import ledger
from anju.kernel.actors import Actor
from anju.kernel.models import Entry
from anju.kernel.reactions import reaction
from anju.kernel.refusals import Refusal

from . import crediting, realise
from .events import ReportSubmitted
from .models import Clause, Report

TOO_LATE, NOT_NOW = "duties.too_late", ("duties.already_done", "duties.not_open_yet", "duties.paused", "duties.needs_presence")
NOBODY = "notices.nobody"
LEVEL = 4


@reaction(on=ReportSubmitted)
def when_report_submitted_tick_its_duty(entry: Entry, event: ReportSubmitted) -> None:
    """The regular work of every sentence that asks for this report is entered as done by it, and its owner is told."""
    report = ledger.subject_of(entry)
    if report.submitted_by is None:
        return
    for clause, slot in list(crediting.slots_of(report)):
        made = duties.prove_duty(
            slot, proof_label=report.title, proof_link=crediting.link_of(report), person=report.submitted_by, second=report.decided_by,
            by=Actor.system("reaction"), at=report.submitted_at,
        )  # fmt: skip
        if not isinstance(made, Refusal):
            _tell(report, clause, slot, made.occurrence.state)
        elif made.code == TOO_LATE:
            _tell(report, clause, slot, "too_late")
        elif made.code not in NOT_NOW:
            raise RuntimeError(f"report {report.pk} was not entered for sentence {clause.pk}: {made.code}")


def _tell(report: Report, clause: Clause, slot: object, outcome: str) -> None:
    title, text = crediting.said(report, outcome)
    sent = notices.send_notice(
        report.scope, level=LEVEL, title=title, text=text, audience=crediting.audience_of(report, clause, slot), answers=["known"],
        by=Actor.system("reaction"), **realise.basis(clause),
    )  # fmt: skip
    if isinstance(sent, Refusal) and sent.code != NOBODY:
        raise RuntimeError(f"nobody was told about report {report.pk}: {sent.code}")
