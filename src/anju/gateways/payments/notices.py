"""Where providers tell of payments and refunds: nobody signs in here, the signature is the proof. Small bodies only; each notice once."""

from __future__ import annotations

from dataclasses import asdict
from urllib.parse import parse_qsl
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from anju.domains.charges import queries as charges
from anju.domains.charges.actions import note_refused_notice, take_notice
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.inputs import BadInput
from anju.kernel.refusals import Refusal

from . import alipay, wechat
from .translate import Refused, Told

MOST_BYTES = 32 * 1024
MOST_FIELDS = 80
BEIJING = ZoneInfo("Asia/Shanghai")


@csrf_exempt
@login_not_required
@require_POST
def notice(request: HttpRequest, way: str, merchant: UUID) -> HttpResponse:
    """Check, take in, answer: success only when it stands in our books or can never do so differently."""
    account = charges.merchant_at(merchant)
    if account is None or account.way != way or way not in ("wechat", "alipay"):
        raise Http404
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length.isdigit() or int(length) > MOST_BYTES:
        return answer(way, 413, "too_large")
    with view.entered(account.scope):
        by = Actor.system(way)
        try:
            told = (_wechat if way == "wechat" else _alipay)(request, account)
        except Refused as refused:
            note_refused_notice(account, why=refused.code, by=by)
            return answer(way, 401 if refused.code in ("bad_signature", "other_key", "too_old") else 400, refused.code)
        try:
            outcome = take_notice(account, by=by, **take_notice.spec.clean({name: value for name, value in asdict(told).items() if value != ""}))
        except BadInput:
            note_refused_notice(account, why="senseless", by=by)
            return answer(way, 400, "senseless")
    if isinstance(outcome, Refusal) and outcome.code != "charges.told_before":
        return answer(way, 500, outcome.code)
    return answer(way, 200, "")


def _wechat(request: HttpRequest, account) -> Told:
    keys = charges.keys_of(account)
    now = int(clock.now().timestamp())
    wechat.verified(request.headers, request.body, platform_key=keys["platform_key"], platform_serial=keys["platform_serial"], now=now)
    return wechat.told(request.body, api_v3_key=keys["api_v3_key"], app_id=account.app_id)


def _alipay(request: HttpRequest, account) -> Told:
    try:
        pairs = parse_qsl(request.body.decode("utf-8"), keep_blank_values=True, strict_parsing=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise Refused("unreadable") from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise Refused("unreadable")
    now = clock.now().astimezone(BEIJING).replace(tzinfo=None)
    alipay.verified(fields, platform_key=charges.keys_of(account)["platform_key"], now=now)
    return alipay.told(fields, app_id=account.app_id)


def answer(way: str, status: int, code: str) -> HttpResponse:
    """What each provider takes for yes and for no."""
    if way == "alipay":
        return HttpResponse("success" if status == 200 else "fail", content_type="text/plain", status=status)
    return HttpResponse(status=204) if status == 200 else JsonResponse({"code": "FAIL", "message": code}, status=status)
