"""Where gateways report what became of a message. The address ends in a signature that only the gateway was given; our own dialect also signs each body."""

from __future__ import annotations

import hmac
from collections import defaultdict
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from anju.domains.notices import queries
from anju.domains.notices.actions import record_outcomes
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.actors import Actor

from .translate import BY_DIALECT, own
from .wire import Report

MOST_BYTES = 256 * 1024
MOST_REPORTS = 200
GATEWAY = Actor.system("messages")


@csrf_exempt
@login_not_required
@require_POST
def take(request: HttpRequest, channel_id: UUID, sign: str) -> JsonResponse:
    """A report about one message or many. Unknown channels, wrong signatures and unreadable bodies change nothing."""
    channel = queries.Channel.everywhere.select_related("scope").filter(pk=channel_id, state="in_use").first()
    translator = BY_DIALECT.get(channel.dialect) if channel is not None else None
    if not hasattr(translator, "reports") or not hmac.compare_digest(channel.report_sign.encode(), sign.encode()):
        return _said(404, _("There is no such address for reports."))
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        return _said(413, _("The report is too large."))
    body = request.body
    time, mark = request.headers.get(own.TIME, ""), request.headers.get(own.SIGNATURE, "")
    if translator is own and not own.is_signed(channel.secrets.get("secret", ""), time, mark, body, clock.now()):
        return _said(403, _("The report is not signed, or was signed too long ago."))
    try:
        reports = translator.reports(body)
    except ValueError:
        return _said(400, _("The report cannot be read."))
    if len(reports) > MOST_REPORTS:
        return _said(413, _("The report is too large."))
    _record(channel, reports)
    return JsonResponse(translator.REPLY)


def _said(status: int, sentence: str) -> JsonResponse:
    return JsonResponse({"code": f"notices.report_{status}", "sentence": sentence}, status=status)


def _record(channel: Any, reports: list[Report]) -> None:
    by_notice: dict[Any, list[dict[str, str]]] = defaultdict(list)
    for report in reports:
        if (delivery := queries.delivery_of(channel.pk, key=report.key, number=report.number)) is not None:
            by_notice[delivery.notice].append({"delivery": str(delivery.pk), "outcome": report.outcome, "code": report.code})
    with view.entered(channel.scope):
        for notice, outcomes in by_notice.items():
            record_outcomes(notice, outcomes=outcomes, by=GATEWAY)
