"""物品核验: the gate's page for slips and things; what does not fit stays on the page with its sentence."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from markupsafe import Markup

from anju.domains.goods import actions
from anju.domains.goods import queries as goods
from anju.domains.goods.models import Pause, Slip
from anju.domains.goods.screens import CODE_WORDS
from anju.domains.places.queries import Place, by_kind, suggest
from anju.kernel import downloads
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from ...doing import done
from ..asked import record_id
from ..doors import office_page

CHECK = actions.check_goods.spec.name
SHOWS = Actor.system("goods_desk")
PAUSES = {"tell": actions.tell_next, "end": actions.end_pause}


def gates_of(request: HttpRequest) -> tuple[list[Place], Place | None]:
    """The gates, and the one at which this desk stands."""
    gates = list(by_kind(request.scope, "gate"))
    wanted = request.POST.get("gate") or request.GET.get("gate", "")
    return gates, next((one for one in gates if str(one.pk) == wanted), gates[0] if gates else None)


@office_page(permission=CHECK)
def page(request: HttpRequest) -> HttpResponse:
    """A code or number finds the slip; below it what waits, and what went today."""
    typed = request.GET.get("code", "")[:600]
    slip = goods.slip_like(request.scope, typed) if typed.strip() else None
    if slip is not None:
        return redirect("goods_slip", slip.pk)
    return _page(request, typed=typed)


def _page(request: HttpRequest, *, typed: str = "", refusal: Refusal | None = None, is_asking: bool = False) -> HttpResponse:
    gates, gate = gates_of(request)
    today = goods.checks_today(request.scope)
    context = {
        "gates": gates, "gate": gate, "typed": typed, "refusal": refusal, "is_asking": is_asking, "pauses": [_waiting(one) for one in goods.pauses_waiting(request.scope)],
        "today": list(today[:12]), "count": today.filter(outcome="released", is_return=False).exclude(slip=None).count(), "to_gather": len(goods.to_gather(request.scope)),
        "classes": goods.classes_of(request.scope), "reasons": goods.PAUSE_REASONS, "ends": goods.PAUSE_ENDS, "codes": dict(CODE_WORDS),
    }  # fmt: skip
    return render(request, "goods/desk.html", context, status=422 if refusal else 200)


def _waiting(one: Pause) -> dict:
    told = {"owner": _("Owner"), "manager": _("The managers"), "police": "110"}
    said = [each["whom"] for each in one.told]
    return {"one": one, "told": [told[each] for each in said], "next": told.get(goods.next_told(one.reason, said), "")}


def _slip(pk: UUID) -> Slip:
    """The slip in view; another community's does not exist."""
    found = Slip.objects.select_related("permit", "dwelling", "scope", "asked_by", "stamped_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@office_page(permission=CHECK)
def slip(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Thing by thing: how many are there, and a photo; all or a part goes, what differs does not."""
    one = _slip(pk)
    if request.method != "POST":
        return _slip_page(request, one)
    verb = actions.take_back_goods if one.state == "away" else actions.release_goods
    counts = {name[1:]: value for name, value in request.POST.items() if name[:1] == "n" and name[1:].isdigit() and value.strip().isdigit()}
    given = {"gate": request.POST.get("gate", ""), "photo": request.FILES.get("photo"), "note": request.POST.get("note", "")}
    outcome = done(verb.spec, one, request, {**given, "counts": {name: int(value[:5]) for name, value in counts.items()}})
    if isinstance(outcome, Refusal):
        return _slip_page(request, _slip(pk), refusal=outcome)
    if outcome.outcome != "released":
        return _slip_page(request, _slip(pk), check=outcome)
    if put_off := _put_off(request):
        actions.end_pause(put_off, way="released", slip=_slip(pk), by=request.actor)
    messages.success(request, _("Released: %(things)s.") % {"things": outcome.things} if outcome.direction == "out" else _("Came back: %(things)s.") % {"things": outcome.things})
    return redirect("goods_desk")


def _put_off(request: HttpRequest) -> Pause | None:
    """What was put off and shall go on this slip, as the address says."""
    pk = record_id(request.GET.get("put_off"))
    return Pause.objects.filter(pk=pk, scope=request.scope, state="waiting").select_related("scope", "dwelling").first() if pk else None


@office_page(permission=CHECK)
def photo(request: HttpRequest, pk: UUID, blob: UUID) -> HttpResponse:
    """The photo of a thing: only through the slip on which it stands."""
    if blob not in {line.photo for line in goods.lines_of(_slip(pk))}:
        raise Http404
    return downloads.response(blob, by=SHOWS)


def things(one: Slip) -> Markup:
    """The tab of a slip: what stands on it, with the photos of who asked."""
    return Markup(render_to_string("goods/_things.html", {"slip": one, "lines": goods.lines_of(one)}))


def _slip_page(request: HttpRequest, one: Slip, *, refusal: Refusal | None = None, check=None) -> HttpResponse:
    gates, gate = gates_of(request)
    lines = goods.lines_of(one)
    found = goods.classes_in("\n".join(line.name for line in lines), goods.classes_of(request.scope))
    context = {
        "slip": one, "state": goods.SlipState[one.state], "lines": lines, "gates": gates, "gate": gate, "refusal": refusal, "check": check,
        "name": one.permit._meta.get_field("holder_name").mask(one.permit.holder_name), "is_back": one.state == "away", "put_off": _put_off(request),
        "may": one.state in (*goods.AT_GATE, "away"), "warnings": [each for each in found if each.barred or each.process], "code": dict(CODE_WORDS).get(check.code) if check else "",
    }  # fmt: skip
    return render(request, "goods/slip.html", context, status=422 if refusal or check else 200)


@office_page(permission=CHECK)
def check(request: HttpRequest) -> HttpResponse:
    """Things without a slip: the class first, then only its questions."""
    one = goods.class_of(request.scope, request.POST.get("goods_class") or request.GET.get("goods_class", "bulky")[:24])
    if one is None:
        raise Http404
    if request.method != "POST":
        return _check_page(request, one)
    home = home_of(request)
    if isinstance(home, Refusal):
        return _check_page(request, one, home)
    plain = ("gate", "direction", "things", "permit_number", "owner_word", "escort", "route", "plate", "carrier_name", "note")
    given = {name: request.POST.get(name, "") for name in plain} | {"goods_class": one.code, "dwelling": home and str(home.pk), "photo": request.FILES.get("photo")}
    answers = {str(number): request.POST[f"q{number}"] for number in range(len(one.inspect)) if request.POST.get(f"q{number}")}
    outcome = done(actions.check_goods.spec, request.scope, request, {**given, "answers": answers})
    if isinstance(outcome, Refusal):
        return _check_page(request, one, outcome)
    words = dict(CODE_WORDS).get(outcome.code, outcome.code)
    (messages.success if outcome.outcome == "released" else messages.warning)(request, f"{outcome.get_outcome_display()}：{outcome.things}（{words}）")
    return redirect("goods_desk")


def home_of(request: HttpRequest) -> Place | Refusal | None:
    """The dwelling as the guard writes it: 3-2-1502."""
    written = request.POST.get("dwelling", "").strip()
    if not written:
        return None
    found = suggest(request.scope, written[:80], kinds=("dwelling", "shop"))
    if found.place is None:
        if not found.close:
            return Refusal("goods.unknown_dwelling", _("Not registered: there is no dwelling “%(name)s”. Write building, unit and number such as 3-2-1502."), name=written[:40])
        near = "、".join(found.close[:3])
        return Refusal("goods.unknown_dwelling", _("Not registered: there is no dwelling “%(name)s”. Near it: %(near)s."), name=written[:40], near=near)
    return found.place


def _check_page(request: HttpRequest, one, refusal: Refusal | None = None) -> HttpResponse:
    gates, gate = gates_of(request)
    context = {"one": one, "classes": goods.classes_of(request.scope), "gates": gates, "gate": gate, "refusal": refusal, "given": request.POST}
    return render(request, "goods/check.html", context, status=422 if refusal else 200)


@require_POST
@office_page(permission=actions.put_off_release.spec.name)
def put_off(request: HttpRequest) -> HttpResponse:
    """暂缓放行: written down, and the first of those who must hear of it is told."""
    home = home_of(request)
    if isinstance(home, Refusal):
        return _page(request, refusal=home, is_asking=True)
    given = {name: request.POST.get(name, "") for name in ("gate", "reason", "things")} | {"dwelling": home and str(home.pk), "photo": request.FILES.get("photo")}
    outcome = done(actions.put_off_release.spec, request.scope, request, given)
    if isinstance(outcome, Refusal):
        return _page(request, refusal=outcome, is_asking=True)
    actions.tell_next(outcome, by=request.actor)
    plan = goods.Response.objects.filter(pause=outcome).first()
    if plan is not None:
        return redirect("goods_plan", plan.pk)
    messages.success(request, _("Written down. Ask the carrier politely to wait; nothing is taken from anybody."))
    return redirect("goods_desk")


@require_POST
@office_page(permission=CHECK)
def pause(request: HttpRequest, verb: str, pk: UUID) -> HttpResponse:
    one = Pause.objects.select_related("scope").filter(pk=pk).first()
    if one is None or verb not in PAUSES:
        raise Http404
    given = {"note": request.POST.get("note", "")}
    if verb == "end":
        number = request.POST.get("slip", "").strip()
        found = goods.slip_like(request.scope, number[:600]) if number else None
        if number and found is None:
            return _page(request, refusal=Refusal("goods.slip_does_not_count", _("Not released: this slip does not count now. Ask the front desk for one.")))
        if found is not None and request.POST.get("way") == "released" and found.state in goods.AT_GATE and one.dwelling_id in (None, found.dwelling_id):
            return redirect(f"{reverse('goods_slip', args=[found.pk])}?put_off={one.pk}")
        given |= {"way": request.POST.get("way", ""), "slip": found and str(found.pk)}
    outcome = done(PAUSES[verb].spec, one, request, given)
    if isinstance(outcome, Refusal):
        return _page(request, refusal=outcome)
    plan = goods.Response.objects.filter(pause=one, state="running").first() if request.POST.get("plan") else None
    return redirect("goods_plan", plan.pk) if plan else redirect("goods_desk")
