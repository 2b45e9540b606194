"""How this room tells people something: a notice of the lowest level, without a name in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as say

from anju.domains.notices import actions as notices
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

LEVEL, LANGUAGE, MOST_TITLE, MOST_PERSONS = 4, "zh-hans", 40, 500


def tell(scope: Scope, *, title: Any, text: Any, persons: Iterable[UUID] = (), roles: Iterable[str] = (), link: str = "", at: datetime | None = None) -> None:
    """Send it; that nobody is there to read it is no fault. Where a post or a title holds a name, only the link is sent."""
    with translation.override(LANGUAGE):
        said, words, plain = str(title)[:MOST_TITLE], str(text), say("Open the page for the rest.")
    whom = {"persons": [str(one) for one in dict.fromkeys(persons)][:MOST_PERSONS], "roles": list(roles)}
    given = {"level": LEVEL, "audience": whom, "answers": ["known"], "basis_link": link, "by": Actor.system("training"), "at": at}
    sent = notices.send_notice(scope, title=said, text=words, basis_label=said, **given)
    if isinstance(sent, Refusal) and sent.code == "notices.personal_data":
        sent = notices.send_notice(scope, title=say("Training"), text=plain, **given)
    if isinstance(sent, Refusal) and sent.code not in ("notices.nobody", "notices.no_audience"):
        raise RuntimeError(f"nobody was told: {sent.code}")
