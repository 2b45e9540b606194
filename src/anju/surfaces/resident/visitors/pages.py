"""The resident's visitors; another home's visitor does not exist here. The guest's page needs no account: its address is the secret."""

from __future__ import annotations

import hmac
from uuid import UUID

import segno
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST
from markupsafe import Markup

from anju.domains.access import actions
from anju.domains.access import queries as access
from anju.domains.access.models import Visit
from anju.domains.access.states import VisitState
from anju.domains.passes import queries as passes
from anju.domains.passes.models import Pass
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.refusals import Refusal

from ..doors import resident_page, sent

SHOWN, ASKED = 30, ("waiting", "denied")


@resident_page
def index(request: HttpRequest) -> HttpResponse:
    """Who waits for my word, whom I invited, and the form to invite."""
    return _index(request)


def _index(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    mine = list(access.visits_for(request.scope, request.actor.person)[:SHOWN])
    since = clock.now() - access.STANDS_THERE
    names = list(dict.fromkeys(one.name for one in mine if one.channel == "booking" and one.name))[:5]
    context = {
        "homes": access.homes_of(request.scope, request.actor.person), "refusal": refusal, "names": names, "given": request.POST,
        "waiting": [one for one in mine if one.state in ASKED and one.at >= since], "label": access.category_label,
        "rows": [(one, VisitState[one.state]) for one in mine if one.state not in ASKED or one.at < since],
    }  # fmt: skip
    return render(request, "resident/visitors.html", context, status=422 if refusal else 200)


@require_POST
@resident_page
def invite(request: HttpRequest) -> HttpResponse:
    made, refusal = sent(request, actions.invite_visitor.spec, request.scope)
    return _index(request, refusal) if refusal else redirect("my_visitor", made.pk)


def _mine(request: HttpRequest, pk: UUID) -> Visit:
    found = access.visits_for(request.scope, request.actor.person).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@resident_page
def visitor(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One visitor: his code to share, or what became of him."""
    return _visitor(request, _mine(request, pk))


def _visitor(request: HttpRequest, visit: Visit, refusal: Refusal | None = None) -> HttpResponse:
    link = request.build_absolute_uri(guest_address(visit.permit)) if visit.permit_id and visit.state == "invited" else ""
    context = {"visit": visit, "state": VisitState[visit.state], "link": link, "link_code": _drawn(link, "share-code") if link else "", "label": access.category_label, "refusal": refusal,
               "is_mine": visit.host_id == request.actor.person}  # fmt: skip
    return render(request, "resident/visitor.html", context, status=422 if refusal else 200)


@require_POST
@resident_page
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    visit = _mine(request, pk)
    _done, refusal = sent(request, actions.answer_visit.spec, visit)
    return _visitor(request, visit, refusal) if refusal else redirect("my_visitors")


@require_POST
@resident_page
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    visit = _mine(request, pk)
    _done, refusal = sent(request, actions.withdraw_invitation.spec, visit)
    return _visitor(request, visit, refusal) if refusal else redirect("my_visitors")


def guest_address(permit: Pass) -> str:
    return reverse("guest", args=[permit.pk, access.guest_key(permit.pk)])


@login_not_required
def guest(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """The moving code, drawn anew every half minute; whoever does not hold the address finds nothing."""
    if not hmac.compare_digest(key, access.guest_key(pk)):
        raise Http404
    permit = Pass.everywhere.select_related("scope", "place").filter(pk=pk).first()
    if permit is None:
        raise Http404
    with view.entered(permit.scope):
        visit = access.invitation_of(permit.scope, permit.pk)
        if visit is None:
            raise Http404
        is_valid = permit.state in passes.VALID and permit.ends_at > clock.now()
        code = passes.tokens.with_live_code(passes.code_of(permit), passes.live_secret(permit.pk), permit.pk, clock.now()) if is_valid else ""
        context = {"visit": visit, "community": permit.scope.name, "home": visit.dwelling, "code": _drawn(code) if code else "", "plain": code, "state": VisitState[visit.state]}
        answer = render(request, "resident/guest.html", context)
    answer["Referrer-Policy"] = "no-referrer"
    answer["Cache-Control"] = "no-store"
    return answer


def _drawn(code: str, name: str = "pass-code") -> Markup:
    return Markup(segno.make(code, error="m", micro=False).svg_inline(omitsize=True, border=4, svgclass=name, lineclass=None))
