"""The receipts of a notice as they come in, who has not read it, and one button to remind or to call."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anju.domains.notices import queries as notices
from anju.domains.notices.actions import read_notice, remind_unread
from anju.domains.notices.models import Delivery, Notice, Recipient
from anju.domains.notices.screens import NoticeScreen, audience_in_words
from anju.domains.notices.states import DeliveryState, NoticeState, ReceiptState
from anju.kernel import downloads, permissions
from anju.kernel.refusals import Refusal
from anju.surfaces.phone.told import shown_to

from ..doors import office_page

SHOWN = 100
MOST_TURNS = 20
WAYS, ANSWERS, LEVELS = (dict(each) for each in (notices.codes.WAYS, notices.codes.ANSWERS, notices.codes.LEVELS))
SEE = NoticeScreen().permission


def _notice(pk: UUID) -> Notice:
    """The notice in view; another community's does not exist."""
    found = Notice.objects.select_related("scope", "sent_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@office_page(permission=SEE)
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Counts, ways, answers, and the names of who has not read it."""
    return _page(request, _notice(pk))


def _page(request: HttpRequest, notice: Notice, refusal: Refusal | None = None) -> HttpResponse:
    unread = list(notices.unreached(notice)[: SHOWN + 1])
    told = Recipient.objects.filter(scope=notice.scope_id, notice=notice).exclude(answer="").values_list("answer", flat=True)
    context = {
        "notice": notice,
        "level": LEVELS[notice.level],
        "state": NoticeState[notice.state],
        "text": notices.whole_text(notice),
        "audience": audience_in_words(notice.audience),
        "counts": notices.receipts(notice),
        "ladder": [str(WAYS[way]) for way in notice.ladder],
        "messages_out": _messages(notice),
        "answered": [(ANSWERS[code], many) for code, many in Counter(told).most_common()],
        "unread": [_row(one) for one in unread[:SHOWN]],
        "is_more": len(unread) > SHOWN,
        "may_remind": permissions.may(request.actor, remind_unread.spec.name, request.scope) and notice.state != "withdrawn",
        "may_call": "voice" in {one.way for one in notices.channels_for(notice.scope, notice.level)},
        "refusal": refusal,
    }
    return render(request, "notices/receipts.html", context, status=422 if refusal else 200)


def _row(one: Recipient) -> dict[str, Any]:
    return {"person": one.person, "state": ReceiptState[one.state], "ways": "、".join(str(WAYS[way]) for way in one.ways), "is_on_duty": one.is_on_duty, "round": one.round}


def _messages(notice: Notice) -> list[dict[str, Any]]:
    """How many messages by which way stand where."""
    counted = Counter(Delivery.objects.filter(scope=notice.scope_id, notice=notice).values_list("way", "state"))
    return [{"way": WAYS[way], "state": DeliveryState[state], "many": many} for (way, state), many in sorted(counted.items())]


@require_POST
@office_page(permission=remind_unread.spec.name)
def remind(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Remind everybody who has not read it, 200 at a time; with `way` voice they are called."""
    notice, way = _notice(pk), "voice" if request.POST.get("way") == "voice" else ""
    turns = -(-max(notice.counted, 1) // 200)
    for turn in range(min(turns, MOST_TURNS)):
        outcome = remind_unread(notice, way=way, by=request.actor)
        if isinstance(outcome, Refusal):
            if turn == 0:
                return _page(request, notice, outcome)
            break
    messages.success(request, _("They are called one after another.") if way else _("They are reminded now."))
    return redirect("notice_receipts", notice.pk)


@office_page
def mine(request: HttpRequest) -> HttpResponse:
    """What was sent to me, unread and urgent first; opening the page counts as delivered."""
    person = request.actor.person
    if person is not None and request.method == "GET":
        shown_to(request.actor, request.scope)
    rows = notices.notices_for(request.scope, person) if person is not None else []
    shown = [{"one": one, "notice": one.notice, "level": LEVELS[one.notice.level], "text": notices.whole_text(one.notice), "answers": offered(one.notice)} for one in rows]
    return render(request, "notices/mine.html", {"rows": shown})


def offered(notice: Notice) -> list[tuple[str, Any]]:
    return [(code, ANSWERS[code]) for code in notice.answers or ["known"] if code in ANSWERS]


@require_POST
@office_page
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """I have read it, with the answer of the button."""
    notice, answer = _notice(pk), request.POST.get("answer", "")
    outcome = read_notice(notice, answer=answer if answer in ANSWERS else "", by=request.actor)
    if isinstance(outcome, Refusal):
        messages.error(request, str(outcome))
    return redirect("my_notices")


@office_page
def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The attached file: for its recipients, and for who may see all notices."""
    notice = _notice(pk)
    is_mine = request.actor.person and Recipient.objects.filter(scope=notice.scope_id, notice=notice, person_id=request.actor.person).exists()
    if notice.file_id is None or not (is_mine or permissions.may(request.actor, SEE, request.scope)):
        raise Http404
    return downloads.response(notice.file_id, by=request.actor)


