"""Who may take a long table out, and who may fetch it."""

from __future__ import annotations

from .. import clock, permissions
from ..actors import Actor
from ..models import Export, Scope
from ..screens import registry as screens
from ..screens.sheet import export_list


def may_fetch(actor: Actor, export: Export) -> bool:
    """Only who asked, while it is kept and while his post still opens the list and its export."""
    is_his = export.account_id == actor.id and export.state == "ready" and export.expires_at > clock.now()
    return is_his and may_take(actor, export.screen, export.scope)


def may_take(actor: Actor, screen: str, where: Scope) -> bool:
    declared = screens.get(screen)
    return declared is not None and declared.exporting and all(permissions.may(actor, name, where) for name in (declared.permission, export_list.spec.name))


permissions.declare_view("kernel.export", export_list.spec.name, rule=may_fetch)
