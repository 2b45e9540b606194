"""A version of the rules beside what happened in the last thirty days."""

from __future__ import annotations

from datetime import timedelta

from django.template.loader import render_to_string
from markupsafe import Markup

from anju.domains.access import queries as access
from anju.kernel import clock

DAYS = 30


def drawn(ruleset: access.RuleSet) -> Markup:
    """How many passages were judged again, which would have gone otherwise, and some of them."""
    end = clock.now()
    trial = access.tried(ruleset, start=end - timedelta(days=DAYS), end=end)
    changes = [(access.COLOURS[before], before, access.COLOURS[after], after, count) for (before, after), count in trial.changes.most_common()]
    rows = [{"one": each.passage, "code": access.sentence_for(each.code), "category": access.category_label(each.passage.category)} for each in trial.examples]
    return Markup(render_to_string("access/trial.html", {"trial": trial, "changes": changes, "rows": rows, "days": DAYS, "verdicts": dict(access.VERDICTS)}, using="jinja2"))
