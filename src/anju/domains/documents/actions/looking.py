"""Opening a document of a closed class leaves a row that says who, when and what for."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from .. import seeing
from ..events import DocumentOpened
from ..kinds import OPENERS
from ..models import Document, Look
from .holding import about


@action(title=_("Open the document"), posts=OPENERS, event=DocumentOpened, records_denial=True)
def open_document(
    document: Document,
    *,
    purpose: Annotated[str, Field(_("Purpose"), max_length=200, help=_("What you need it for. It is kept with your name."))],
    by: Actor,
    at: datetime | None = None,
) -> Document | Refusal:
    """State what a confidential document is needed for; its files open for a quarter of an hour."""
    if no := seeing.may_read(by, document):
        return no
    if not purpose.strip() or by.person is None:
        return Refusal("documents.purpose_needed", _("Not opened: say first what you need this document for."))
    Look.objects.create(scope=document.scope, document=document, version=document.version, person_id=by.person, purpose=purpose.strip(), at=at)
    announce(DocumentOpened(**about(document), level=document.klass.level, purpose=purpose.strip()), subject=document)
    return document
