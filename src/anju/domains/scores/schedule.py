"""By the clock: the figures of the system flow into rounds whose period has ended."""

from __future__ import annotations

from datetime import timedelta

from anju.domains.measures.queries import period_of
from anju.kernel import clock
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.schedule import daily

from . import actions
from .models import Item, Round, Scheme, Sheet


@daily("scores.take_in_figures", at="02:20")
def take_in_figures(scope: Scope) -> None:
    """Open the period's round of every scheme in use, and score the measured items of rounds that ended."""
    today, by = clock.today(scope), Actor.system("schedule")
    for scheme in Scheme.objects.filter(scope=scope, state="active").order_by("code"):
        first = period_of(scheme.period, today).first
        if scheme.method == "sheets" and not Round.objects.filter(scope=scope, scheme__code=scheme.code, first_on=first).exists():
            actions.open_round(scheme, on=today, by=by)
    measured = Item.objects.filter(scope=scope, shape="measure").values("scheme_id")
    ended = Round.objects.filter(scope=scope, state="open", last_on__lt=today, last_on__gte=today - timedelta(days=40), scheme__in=measured)
    for round_ in ended.order_by("first_on", "id"):
        if not Sheet.objects.filter(scope=scope, round=round_, source="measures").exclude(state="void").exists():
            actions.fill_from_measures(round_, by=by)
