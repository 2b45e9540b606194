"""Looking around as another post: begun and ended by a person, and nothing else in between."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import roles
from ..events import TrialBegun, TrialEnded
from ..rules import rights as rules

Post = Annotated[str, Field(_("Role"), choices=roles.CHOICES)]
TRIERS = ("project_manager", "headquarters")


@action(title=_("Try as this post"), posts=TRIERS, event=TrialBegun)
def begin_trial(scope: Scope, *, post: Post, by: Actor, at: datetime | None = None) -> Scope | Refusal:
    """Look around as somebody of this post would, without changing anything."""
    if no := rules.may_try(post=post, is_community=scope.kind == "community", is_person=by.person is not None):
        return no
    announce(TrialBegun(post=post), subject=scope)
    return scope


@action(title=_("End the trial"), posts=TRIERS, event=TrialEnded)
def end_trial(scope: Scope, *, post: Post, by: Actor, at: datetime | None = None) -> Scope | Refusal:
    """Be oneself again."""
    announce(TrialEnded(post=post), subject=scope)
    return scope
