"""The screen on the wall: the moving code of a session, large enough for the last row, and who is there."""

from __future__ import annotations

from uuid import UUID

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from markupsafe import Markup

from anju.domains.training import actions
from anju.domains.training import queries as training
from anju.domains.training.states import SessionState
from anju.kernel import clock

from ..doors import office_page


@never_cache
@office_page(permission=actions.open_session.spec.name)
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The code of this moment. The page fetches itself anew every ten seconds; a code counts for a minute at most."""
    one = training.Session.objects.select_related("scope", "course", "trainer").filter(pk=pk, scope=request.scope).first()
    if one is None:
        raise Http404
    code = training.code_of(one, clock.now()) if one.state == "open" else ""
    rows = training.Attendance.objects.filter(session=one).select_related("person").order_by("signed_at", "person__name")
    context = {
        "session": one, "state": SessionState[one.state], "code": code, "drawn": _drawn(request.build_absolute_uri(f"{reverse('training_sign_in')}?s={one.pk}&c={code}")) if code else "",
        "there": [row for row in rows if row.state == "present"], "missing": sum(row.state == "expected" for row in rows),
    }  # fmt: skip
    return render(request, "training/wall.html", context)


def _drawn(address: str) -> Markup:
    return Markup(segno.make(address, error="m", micro=False).svg_inline(omitsize=True, border=4, svgclass="training-code", lineclass=None))
