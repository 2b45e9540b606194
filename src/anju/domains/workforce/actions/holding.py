"""What every verb of this room does first: hold the record, know who acts."""

from __future__ import annotations

from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from anju.kernel import permissions
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.records import Record
from anju.kernel.refusals import Refusal

from ..codes import LEADERS

Any_ = TypeVar("Any_", bound=Record)


def held(one: Any_) -> Any_:
    """The record as it stands now, locked until the transaction ends."""
    return type(one).objects.select_for_update().get(pk=one.pk)


def leads(by: Actor, scope: Scope) -> bool:
    return by.is_system or bool(permissions.posts_of(by, scope) & {*LEADERS, "headquarters"})


def nobody(by: Actor) -> Refusal | None:
    """Refused where the account stands for no person: what is said here must be somebody's word."""
    if by.person is None:
        return Refusal("workforce.person_needed", _("Not recorded: this account belongs to nobody. Sign in as yourself."))
    return None


def foreign(scope: Scope, *records: Any) -> Refusal | None:
    """Refused where one of these records belongs to another community."""
    if any(one is not None and one.scope_id != scope.id for one in records):
        return Refusal("workforce.not_here", _("This belongs to another community. Choose one of this community."))
    return None
