from __future__ import annotations

from anju.kernel.models import Scope

from ..models import WorkTerms


def terms_of(scope: Scope) -> WorkTerms:
    """The community's own terms of work, or the usual ones (not saved)."""
    return WorkTerms.objects.filter(scope=scope).first() or WorkTerms(scope=scope)
