"""Years, quarters and months as documents carry them: 2026, 2026-Q1, 2026-03."""

from __future__ import annotations

import re
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

FIRST_YEAR, LAST_YEAR = 1949, 2199
_PERIOD = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?")


def year_of(period: str) -> int | None:
    """The year a period lies in; None for anything that is not a period."""
    hit = _PERIOD.fullmatch(period)
    return int(hit[1]) if hit and FIRST_YEAR <= int(hit[1]) <= LAST_YEAR else None


def must_be_period(period: str, per: str = "") -> Refusal | None:
    """`per` is what the required piece asks for: a quarter's report needs a quarter."""
    shape = {"quarter": 7, "month": 7, "year": 4}.get(per)
    fits = not period or year_of(period) is not None
    if fits and shape and period:
        fits = len(period) == shape and ("Q" in period) == (per == "quarter")
    if not fits or (shape and per != "year" and not period):
        return Refusal("documents.bad_period", _("Not saved: write the period as 2026, 2026-Q1 or 2026-03, as the required piece asks for it."))
    return None


def periods_of(per: str, year: int, today: date) -> list[str]:
    """The periods of a year that are over by `today` and therefore owed: a year's own is owed during it."""
    if per == "quarter":
        return [f"{year}-Q{number}" for number in range(1, 5) if _end(year, number * 3) < today]
    if per == "month":
        return [f"{year}-{number:02d}" for number in range(1, 13) if _end(year, number) < today]
    return [str(year)] if year <= today.year else []


def _end(year: int, month: int) -> date:
    """The last day of a month."""
    return (date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)) - timedelta(days=1)


def years_after(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last day of that month."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return min(date(year, month, 1) + timedelta(days=day.day - 1), _end(year, month))


def keep_until(*, year: int, ended_on: date | None, keep_years: int) -> date | None:
    """The last day of keeping: full years from the 1st of January after the year, or after the end of what it governed. None for ever."""
    if not keep_years:
        return None
    first = max(year, ended_on.year if ended_on else year) + 1
    return date(first + keep_years - 1, 12, 31)
