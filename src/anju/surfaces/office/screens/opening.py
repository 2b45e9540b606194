"""What every screen page checks before it shows anything."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from anju.kernel import permissions
from anju.kernel.actions import Spec
from anju.kernel.screens import Screen, detail


def must_see(request: HttpRequest, screen: Screen) -> None:
    """Raise PermissionDenied with a sentence where the person may not open the screen."""
    if not holds(request.rights, screen.permission):
        raise PermissionDenied(_("“%(page)s” is not open to your post. Ask the project manager for it.") % {"page": screen.title})


def must_hold(request: HttpRequest, spec: Spec) -> None:
    if not holds(request.rights, spec.name):
        raise PermissionDenied(_("Your post does not allow “%(action)s” here. Ask the project manager for it.") % {"action": spec.title})


def holds(rights: frozenset[str] | None, permission: str) -> bool:
    return rights is None or permission in rights


def record_of(request: HttpRequest, screen: Screen, pk: UUID):
    """The record, and what the person may do in its community. Another community's record is not found."""
    must_see(request, screen)
    record = detail.find(screen, pk)
    if record is None or not _may_view(request, record):
        raise Http404
    rights = request.rights if record.scope_id == request.scope.id else permissions.rights_of(request.actor, record.scope)
    return record, rights


def _may_view(request: HttpRequest, record) -> bool:
    """Some records are seen by few of those who may open their page."""
    model = record._meta.label_lower
    return permissions.sees_every(model) or permissions.may_view_id(request.actor, model, record.pk, record.scope)
