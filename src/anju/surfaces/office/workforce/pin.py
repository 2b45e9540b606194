"""Everybody's own page for post phones: his badge as a code, and the PIN that only he chooses."""

from __future__ import annotations

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from markupsafe import Markup

from anju.domains.people.queries import Person
from anju.domains.workforce import queries as workforce
from anju.domains.workforce.actions import set_pin
from anju.kernel.refusals import Refusal

from ..doors import office_page

SET = set_pin.spec


@sensitive_post_parameters("pin", "again")
@never_cache
@office_page(permission=SET.name)
def page(request: HttpRequest) -> HttpResponse:
    """The badge number as a code to print, when the PIN was chosen, and the form for a new one."""
    refusal = None
    if request.method == "POST":
        done = set_pin(request.scope, pin=request.POST.get("pin", "")[:20], again=request.POST.get("again", "")[:20], by=request.actor)
        if not isinstance(done, Refusal):
            messages.success(request, _("The PIN is chosen. Sign in with it on the phones that stay at a post."))
            return redirect("my_pin")
        refusal = done
    person = Person.objects.filter(pk=request.actor.person).first()
    badge = person.employee_number if person else ""
    code = Markup(segno.make(badge, error="m", micro=False).svg_inline(omitsize=True, border=4, svgclass="pay-code", lineclass=None)) if badge else ""
    context = {"badge": badge, "code": code, "pin": workforce.pin_of(request.scope, request.actor.person), "refusal": refusal}
    return render(request, "workforce/pin.html", context, status=422 if refusal else 200)
