"""The register of keys."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.domains.people.queries import ROLE_CHOICES
from anju.domains.places.queries import Place
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import KeyAdded, KeyChanged, KeyWithdrawn
from ..models import Custody, Key
from ..rules import office as rules
from .asking import reason_told
from .scanning import not_here

KEEPERS = ("team_leader", "security_manager", "project_manager")
CodeInput = Annotated[str, Field(_("Key number"), max_length=20)]
NameInput = Annotated[str, Field(_("Name"), max_length=60)]
HookInput = Annotated[str, Field(_("Hook"), max_length=20)]
OpensInput = Annotated[Place | None, Field(_("Opens"))]
CopiesInput = Annotated[int, Field(_("Copies"), minimum=1, maximum=99)]
TakersInput = Annotated[list[str] | None, Field(_("Who may take it"), choices=ROLE_CHOICES, required=False, help=_("None means any of the staff."))]
HoursInput = Annotated[int, Field(_("Longest hours out"), minimum=1, maximum=720)]


@action(title=_("Add a key"), posts=KEEPERS, event=KeyAdded)
def add_key(
    scope: Scope,
    *,
    code: CodeInput,
    name: NameInput,
    hook: HookInput,
    place: OpensInput = None,
    copies: CopiesInput = 1,
    may_take: TakersInput = None,
    longest_hours: HoursInput = 12,
    by: Actor,
    at: datetime | None = None,
) -> Key | Refusal:
    """Enter a key into the register: what it opens, where it hangs, who may take it."""
    key = Key(scope=scope, code=code.strip(), name=name, hook=hook.strip(), place=place, copies=copies, may_take=may_take or [], longest_hours=longest_hours)
    if no := _unfit(key):
        return no
    key.save()
    announce(KeyAdded(code=key.code, hook=key.hook, copies=key.copies), subject=key)
    return key


@action(title=_("Change the key"), posts=KEEPERS, event=KeyChanged, allowed_from=("in_use",))
def change_key(
    key: Key,
    *,
    code: CodeInput,
    name: NameInput,
    hook: HookInput,
    place: OpensInput = None,
    copies: CopiesInput = 1,
    may_take: TakersInput = None,
    longest_hours: HoursInput = 12,
    by: Actor,
    at: datetime | None = None,
) -> Key | Refusal:
    """Change what the register says of a key."""
    key = Key.objects.select_for_update().get(pk=key.pk)
    key.code, key.name, key.hook, key.place, key.copies = code.strip(), name, hook.strip(), place, copies
    key.may_take, key.longest_hours = may_take or [], longest_hours
    if no := _unfit(key):
        return no
    key.save()
    announce(KeyChanged(code=key.code, hook=key.hook, copies=key.copies), subject=key)
    return key


def _unfit(key: Key) -> Refusal | None:
    others = Key.objects.filter(scope=key.scope_id).exclude(pk=key.pk)
    roles = frozenset(code for code, _label in ROLE_CHOICES)
    return not_here(key.scope, key.place) or rules.key_fits(
        code=key.code, hook=key.hook, copies=key.copies, roles_known=roles.issuperset(key.may_take), code_taken=others.filter(code=key.code).exists(),
        hook_taken=others.filter(hook=key.hook, state="in_use").exists(), out=copies_out(key),
    )  # fmt: skip


def copies_out(key: Key) -> int:
    return Custody.objects.filter(scope=key.scope_id, key=key, back_at=None).count()


@action(title=_("Withdraw the key"), posts=KEEPERS, event=KeyWithdrawn, confirm=True, allowed_from=("in_use",))
def withdraw_key(
    key: Key, *, reason: Annotated[str, Field(_("Reason"), max_length=200)], by: Actor, at: datetime | None = None
) -> Key | Refusal:
    """Take a key out of use, such as after a change of the lock; its history stays."""
    key = Key.objects.select_for_update().get(pk=key.pk)
    if no := rules.may_withdraw(is_in_use=key.state == "in_use", out=copies_out(key)) or reason_told(reason):
        return no
    key.state = "withdrawn"
    key.save()
    announce(KeyWithdrawn(reason=reason), subject=key)
    return key
