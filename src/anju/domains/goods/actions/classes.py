"""How a class of goods is looked at: a new version replaces the one before, and every check says which one it went by."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import ClassSet
from ..kinds import MANAGERS, NEEDS
from ..models import GoodsClass

BARRED = (("", pgettext_lazy("goods", "Passes")), ("in", _("Never in")), ("out", _("Never out")), ("both", _("Never")))
MOST = 40


@action(title=_("Write how a class is looked at"), posts=MANAGERS, event=ClassSet)
def set_class(
    scope: Scope,
    *,
    code: Annotated[str, Field(_("Code"), max_length=24, help=_("Small letters; the code of a usual class replaces that one."))],
    name: Annotated[str, Field(_("Name"), max_length=40)],
    words: Annotated[list[str] | None, Field(_("Words that find it"))] = None,
    barred: Annotated[str, Field(_("Never goes"), choices=BARRED, required=False)] = "",
    inspect: Annotated[list[str] | None, Field(_("What is looked at"))] = None,
    needs: Annotated[list[str] | None, Field(_("Papers and facts it needs"), choices=NEEDS)] = None,
    process: Annotated[str, Field(_("What the guard does"), max_length=400)] = "",
    by: Actor,
    at: datetime | None = None,
) -> GoodsClass | Refusal:
    """What finds the class, what is looked at, what it needs, and whether it passes at all."""
    words, inspect = _tidy(words), _tidy(inspect)
    if not (code.isascii() and code.replace("_", "").isalnum()) or not name.strip() or max(len(words), len(inspect)) > MOST or any(len(one) > 80 for one in (*words, *inspect)):
        return Refusal("goods.bad_class", _("Not saved: a class has a code of small letters, a name, and at most 40 words and questions of 80 characters."))
    if barred and not words:
        return Refusal("goods.words_find_it", _("Not saved: what never passes is found by its words. Write at least one."))
    before = GoodsClass.objects.select_for_update().filter(scope=scope, code=code, state="in_force").first()
    if before is not None:
        before.state = "replaced"
        before.save()
    made = GoodsClass(
        scope=scope, code=code.lower(), name=name.strip(), version=before.version + 1 if before else 1, state="in_force", words=words, barred=barred, inspect=inspect,
        needs=list(dict.fromkeys(needs or [])), process=process.strip(), since_at=at, set_by_id=by.person,
    )  # fmt: skip
    made.save()
    announce(ClassSet(goods_class=made.pk, code=made.code, version=made.version), subject=made)
    return made


def _tidy(lines: list[str] | None) -> list[str]:
    return list(dict.fromkeys(one.strip() for one in lines or [] if one.strip()))
