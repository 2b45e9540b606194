"""The page language of all our pages: Jinja2 with Django's translations, addresses and static files."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localtime
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from anju.kernel.actions import Spec
from anju.kernel.screens import shown


def environment(**options: Any) -> Environment:
    """`_()` translates, `url(name, …)` and `static(path)` give addresses, `icon("ti-tool")` draws one from the sprite."""
    from anju.domains.charges.queries import yuan_sign

    made = Environment(**{**options, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True, "extensions": ["jinja2.ext.i18n"]})
    made.install_gettext_callables(translation.gettext, translation.ngettext, newstyle=True, pgettext=translation.pgettext)
    made.globals.update(url=_url, static=static, icon=icon, language=translation.get_language, filler=filler, GAP=GAP)
    made.filters.update(moment=shown.whole_moment, day=shown.whole_day, clock=clock_time, chip=shown.state_chip, seconds=shown.moment_with_seconds, help=help_of, yuan=yuan_sign)
    return made


GAP = "\0"
"""Where a value goes in a pattern; no text that people write can hold it."""


def filler(pattern: Markup) -> Callable[..., Markup]:
    """A function that puts values, escaped, into the gaps of a pattern that a template has drawn: a long table draws its row once."""
    first, *rest = pattern.split(GAP)

    def fill(values: list[Any]) -> Markup:
        return Markup("".join([first, *(f"{escape(value)}{piece}" for value, piece in zip(values, rest, strict=True))]))

    return fill


def clock_time(at: datetime | None) -> str:
    return "" if at is None else f"{localtime(at):%H:%M}"


def help_of(spec: Spec) -> str:
    """An action's sentence in the reader's language; nothing where it was not translated."""
    sentence = " ".join(spec.doc.partition("\n\n")[0].split())
    said = translation.gettext(sentence) if sentence else ""
    is_english = (translation.get_language() or "").startswith("en")
    return said if is_english or said != sentence else ""


def _url(name: str, *arguments: Any) -> str:
    return reverse(name, args=arguments)


@functools.cache
def icon(name: str, css: str = "") -> Markup:
    """An icon; always beside a word, so it is hidden from screen readers."""
    return Markup('<svg class="icon {}" aria-hidden="true"><use href="{}#{}"/></svg>').format(css, static("built/icons.svg"), name)
