"""The figures of a patrol analysis as its page shows them, with the share of each band and the trend."""

from __future__ import annotations

from django.template.loader import render_to_string
from markupsafe import Markup

from anju.domains.patrol import queries as patrol
from anju.domains.patrol.models import Analysis


def tab(analysis: Analysis) -> Markup:
    """Completion, missed points, findings by kind, type and place, and the period before."""
    labels = {**patrol.FINDINGS, **{code: label for code, (label, *_rest) in patrol.CHECKS.items()}, **patrol.UNCIVIL}
    return Markup(render_to_string("patrol/_analysis.html", {"told": analysis.figures, "labels": labels, "bands": patrol.BANDS, "analysis": analysis}))
