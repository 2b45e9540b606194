"""Decisions about parking: pure functions over plain facts. None of them knows whether anybody paid."""

from .charging import Line, Stay, Terms, charge, fit, fraction_minutes

__all__ = ["Line", "Stay", "Terms", "charge", "fit", "fraction_minutes"]
