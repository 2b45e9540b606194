"""The templates of the office: Jinja2 with Django's translations, static files, addresses and the form token."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localtime
from jinja2 import Environment, StrictUndefined


def environment(**options: Any) -> Environment:
    """The Jinja2 environment; an unknown name in a template is a fault, never an empty string."""
    made = Environment(**{**options, "undefined": StrictUndefined, "extensions": ["jinja2.ext.i18n"], "trim_blocks": True, "lstrip_blocks": True})
    made.install_gettext_callables(translation.gettext, translation.ngettext, newstyle=True)
    made.globals.update(static=static, url=lambda name, *args: reverse(name, args=args), language=translation.get_language)
    made.filters.update(moment=moment, day=day, clock=clock_time)
    return made


def moment(at: datetime | None) -> str:
    """A time as people write it: 2026年3月5日 14:30, or 5 Mar 2026 14:30."""
    if at is None:
        return ""
    there = localtime(at)
    return f"{day(there.date())} {there:%H:%M}"


def day(on: date | None) -> str:
    if on is None:
        return ""
    if (translation.get_language() or "").startswith("zh"):
        return f"{on.year}年{on.month}月{on.day}日"
    return f"{on.day} {on:%b %Y}"


def clock_time(at: datetime | None) -> str:
    return "" if at is None else f"{localtime(at):%H:%M}"
