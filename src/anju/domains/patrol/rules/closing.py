"""When a point is answered, and when a round's record is whole."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.refusals import Refusal

FINE, FAULT = "ok", "fault"
MOST_TEXT = 400


def read_answers(checklist: Sequence[Mapping[str, str]], answers: Any, *, photos: int) -> Refusal | None:
    """Every item needs an answer, and every fault a photo."""
    if not isinstance(answers, dict) or not all(value in (FINE, FAULT) for value in answers.values()):
        return Refusal("patrol.bad_answers", _("Not kept: an answer is fine or faulty. Load the round anew."))
    known = {item["key"] for item in checklist}
    if unknown := sorted(set(answers) - known):
        return Refusal("patrol.bad_answers", _("Not kept: “%(item)s” is no item of this point. Load the round anew."), item=str(unknown[0])[:40])
    if missing := known - set(answers):
        return Refusal("patrol.items_open", _("Not kept: %(count)s items are still open. Answer each of them."), count=len(missing))
    faults = sum(value == FAULT for value in answers.values())
    if faults and not photos:
        return Refusal("patrol.photo_needed", _("Not kept: a photo is still missing. What is found faulty is reported with a photo."))
    return None


def may_finish(*, unanswered: Collection[str], waiting: Collection[str], texts: Mapping[str, str]) -> Refusal | None:
    """A round closes when each point was visited and answered, or skipped with a reason, and its record is written."""
    if waiting:
        return Refusal("patrol.points_open", _("Not finished: %(points)s were not visited. Visit them, or skip them with a reason."), points="、".join(list(waiting)[:3]))
    if unanswered:
        return Refusal("patrol.items_open_at", _("Not finished: items at %(points)s are still open."), points="、".join(list(unanswered)[:3]))
    labels = {"problems": _("Problems found"), "result": _("Result of handling"), "handover": pgettext_lazy("patrol", "Handed over")}
    for name, label in labels.items():
        if not texts.get(name, "").strip():
            return Refusal("patrol.record_incomplete", _("Not finished: “%(field)s” is empty. Write “none” where there was nothing."), field=label)
    return None
