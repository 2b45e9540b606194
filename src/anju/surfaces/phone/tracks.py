"""A guard's own tracks on his phone, and who looked at them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.domains.patrol import queries as patrol
from anju.domains.people.models import Account
from anju.kernel.phone.items import milliseconds

from .entrance import phone_view

SHOWN, MOST_POINTS = 40, 300


@require_safe
@phone_view
def own(request: HttpRequest) -> JsonResponse:
    """`{tracks: […], looks: […]}` of whoever is signed in, newest first; nobody else's can be asked for."""
    person = request.actor.person
    if person is None:
        return JsonResponse({"tracks": [], "looks": []})
    looks = patrol.looks_at(request.scope, person)
    names = {one.pk: str(one.person or one.username) for one in Account.objects.filter(pk__in={account for _at, account in looks}).select_related("person")}
    told = [{"at_ms": milliseconds(at), "name": names.get(account, "")} for at, account in looks]
    return JsonResponse({"tracks": [_row(one) for one in patrol.own_tracks(request.scope, person)[:SHOWN]], "looks": told})


def _row(one: Any) -> dict[str, Any]:
    step = len(one.points) // MOST_POINTS + 1
    return {
        "id": str(one.pk), "title": one.round.title if one.round_id else _("On shift"), "start_ms": milliseconds(one.start_at), "seconds": round(one.points[-1][0]),
        "points": one.points[::step], "left_out": one.left_out, "erase_on": one.erase_on.isoformat(),
    }  # fmt: skip
