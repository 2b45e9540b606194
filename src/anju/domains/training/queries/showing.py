"""What the wall and the phone are shown: the code of the moment, and a paper without its answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from anju.domains.people.queries import find_persons
from anju.domains.places.queries import names_of
from anju.kernel.masking import mask_name

from ..actions.attending import secret_of
from ..codes import code_at
from ..models import Paper, Question, Session


def code_of(session: Session, at: datetime) -> str:
    """The code that the wall shows for a session at a moment."""
    return code_at(secret_of(session), session.pk, at)


def shown_paper(paper: Paper) -> list[dict[str, Any]]:
    """The questions as the phone gets them: {stem, options, many, picture}, in order. Nothing in it says what is right."""
    bank = {str(one.pk): one for one in Question.objects.filter(pk__in=[each["q"] for each in paper.asked if "q" in each])}
    homes = {str(one): name for one, name in names_of([UUID(each["d"]) for each in paper.asked if "d" in each]).items()}
    people = {str(one.pk): mask_name(one.name) for one in find_persons("").filter(pk__in=[one for each in paper.asked for one in each.get("people", ())])}
    return [_shown(each, bank, homes, people) for each in paper.asked]


def _shown(asked: dict[str, Any], bank: dict[str, Question], homes: dict[str, str], people: dict[str, str]) -> dict[str, Any]:
    if "d" in asked:
        return {"stem": homes.get(asked["d"], ""), "options": [people.get(one, "") for one in asked["people"]], "many": False, "picture": None, "home": True}
    one = bank[asked["q"]]
    return {
        "stem": one.stem, "options": [one.options[place] for place in asked["order"]], "many": one.kind == "multiple",
        "picture": str(one.pk) if one.picture_id else None, "home": False,
    }  # fmt: skip
