"""The field in which a record is looked for by a part of its name, as the macro `search` of parts.html draws it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

MOST_TYPED = 40


def found(request: HttpRequest, name: str, matching: Callable[[str], Any], *, is_list: bool = False, chosen: Sequence[str] = ()) -> HttpResponse:
    """The records that match what was typed into the field, for choosing one, or several where it `is_list`."""
    typed = request.GET.get(f"{name}.typed", "").strip()[:MOST_TYPED]
    return render(request, "screens/_found.html", {"name": name, "typed": typed, "found": matching(typed), "is_list": is_list, "chosen": chosen})
