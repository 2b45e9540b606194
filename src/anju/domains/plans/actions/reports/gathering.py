"""Gathering the figures of a report: read outside of a transaction, kept in a short one."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.kernel import clock, permissions
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from ...models import Report
from ...reporting.compose import PAPER_LANGUAGE, compose
from .handing_in import send_report
from .writing import keep_content

SELF = Actor.system("reports")


def gather(report: Report, *, by: Actor) -> Report | Refusal:
    """Put the report together as of now and keep it, for somebody who may send it. What he hands over is the wish alone, never a figure."""
    if not permissions.may(by, send_report.spec.name, report.scope):
        return Refusal("kernel.not_permitted", _("Your post does not allow “%(action)s” here. Ask the project manager for it."), action=send_report.spec.title)
    at = clock.now()
    return keep_content(report, content=compose(report, at=at, language=PAPER_LANGUAGE), by=SELF, at=at)
