"""Reading a drawing outside the request: a job that runs after the upload has committed."""

from __future__ import annotations

from uuid import UUID

from anju.kernel import scope
from anju.kernel.actors import Actor
from anju.kernel.jobs import job
from anju.kernel.models import Scope

from .actions import read_in
from .models import Drawing


@job
def read_drawing(scope_id: str, drawing_id: str) -> None:
    """Make the picture of a drawing, unless somebody did already."""
    with scope.entered(Scope.objects.get(pk=UUID(scope_id))):
        drawing = Drawing.objects.select_related("plan", "source", "scope").filter(pk=UUID(drawing_id), state="reading").first()
        if drawing is not None:
            read_in(drawing, by=Actor.system("drawings"))
