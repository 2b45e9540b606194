"""Who is told, and the records as the rules see them. Nothing here writes this room's tables."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as say

from anju.domains.notices import actions as notices
from anju.domains.notices.queries import TEMPLATES
from anju.domains.people.queries import Person, owners_of, residents_of
from anju.domains.places.queries import Place
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .kinds import USUAL, Class
from .models import GoodsClass


def classes_of(scope: Scope) -> list[Class]:
    """How goods are looked at here: what the community wrote, and the usual for the rest."""
    own = {row.code: _plain(row) for row in GoodsClass.objects.filter(scope=scope, state="in_force").order_by("name")}
    usual = [own.pop(one.code, one) for one in USUAL]
    return [*usual, *own.values()]


def class_of(scope: Scope, code: str) -> Class | None:
    return next((one for one in classes_of(scope) if one.code == code), None)


def _plain(row: GoodsClass) -> Class:
    return Class(
        row.code, row.name, words=tuple(row.words), barred=row.barred, inspect=tuple(row.inspect), needs=tuple(row.needs), process=row.process, version=row.version
    )


def owns(person: Person | None, dwelling: Place | None) -> bool:
    return person is not None and dwelling is not None and owners_of(dwelling).filter(person=person).exists()


def lives_or_owns(person: Person | None, dwelling: Place | None) -> bool:
    return owns(person, dwelling) or (person is not None and dwelling is not None and residents_of(dwelling).filter(person=person).exists())


def tell_goods_back(scope: Scope, dwelling: Place, *, asker: Any, things: str, number: str, note: str, by: Actor, at: datetime) -> None:
    """Tell whoever lent it, and the owners, that it is back, and in what state the guard found it."""
    persons = list(dict.fromkeys([*([str(asker)] if asker else []), *owner_ids(dwelling)]))
    text = say("Slip %(number)s: %(things)s came back through the gate.") % {"number": number, "things": things}
    found = say(" The guard noted: %(note)s") % {"note": note.strip()} if note.strip() else ""
    tell(scope, title=say("What was lent came back"), text=text + found, level=3, persons=persons, by=by, at=at)


def owner_ids(dwelling: Place) -> list[str]:
    return [str(one.person_id) for one in owners_of(dwelling)]


def tell_goods_leave(scope: Scope, dwelling: Place, *, goods: str, number: str, is_asked: bool, by: Actor, at: datetime) -> Any:
    """Tell the owners that things leave their dwelling, or ask them; the notice, or None where nobody can be reached."""
    persons = owner_ids(dwelling)
    if not persons:
        return None
    template = TEMPLATES["goods_leave"]
    text = str(template.text).format(goods=goods, number=number)
    more = {"template": "goods_leave", "answers": list(template.answers)} if is_asked else {}
    sent = notices.send_notice(scope, level=template.level if is_asked else 3, title=str(template.title), text=text[:300], audience={"persons": persons}, **more, by=by, at=at)
    return None if isinstance(sent, Refusal) else sent


def tell(scope: Scope, *, title: str, text: str, level: int, by: Actor, at: datetime, **audience: list[str]) -> Any:
    """The notice to persons or roles; None where nobody can be reached."""
    if not any(audience.values()):
        return None
    sent = notices.send_notice(scope, level=level, title=title[:40], text=text[:300], audience=audience, by=by, at=at)
    return None if isinstance(sent, Refusal) else sent
