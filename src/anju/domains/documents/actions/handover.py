"""Documents go from one hand to another, as at the takeover of a project: listed, counted one by one, signed by both."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import HandoverCounted, HandoverDrawn, HandoverSigned
from ..kinds import MANAGERS, MOST_IN_LIST, OFFICE, TRANSFERS
from ..models import Document, DocumentClass, Handover, HandoverItem
from ..rules import ending as rules
from ..states import HELD
from .holding import held, list_number, today_of

KEPT_DAYS = 365 * 10


@action(title=_("Draw up a handover list"), posts=OFFICE, event=HandoverDrawn)
def draw_handover(
    scope: Scope,
    *,
    kind: Annotated[str, Field(pgettext_lazy("document", "Kind"), choices=TRANSFERS)],
    giver: Annotated[str, Field(_("Given by"), max_length=80)],
    receiver: Annotated[str, Field(_("Received by"), max_length=80)],
    classes: Annotated[list[DocumentClass] | None, Field(_("Document classes"), required=False, help=_("None means every class."))] = None,
    documents: Annotated[list[Document] | None, Field(_("Documents"), required=False, help=_("Instead of whole classes."))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Handover | Refusal:
    """List what is in force in some classes, or chosen documents, that stand on no other open list; at most fifty at once."""
    chosen = _chosen(scope, classes or [], documents or [])
    if no := rules.may_hand_over(giver=giver, receiver=receiver, documents=len(chosen)):
        return no
    made = Handover.objects.create(
        scope=scope, number=list_number(scope, "handover", at), kind=kind, giver=giver.strip(), receiver=receiver.strip(), items=len(chosen), drawn_by_id=by.person,
        drawn_at=at,
    )  # fmt: skip
    HandoverItem.objects.bulk_create(HandoverItem(scope=scope, handover=made, document=one, copies=one.copies, created_at=at) for one in chosen)
    announce(HandoverDrawn(number=made.number, kind=kind, documents=len(chosen)), subject=made)
    return made


def _chosen(scope: Scope, classes: list[DocumentClass], documents: list[Document]) -> list[Document]:
    rows = Document.objects.filter(scope=scope, state__in=HELD)
    rows = rows.filter(pk__in=[one.pk for one in documents]) if documents else rows
    rows = rows.filter(klass__in=classes) if classes else rows
    listed = HandoverItem.objects.filter(scope=scope, handover__state="counting").values("document_id")
    return list(rows.exclude(pk__in=listed).order_by("number")[:MOST_IN_LIST])


@action(title=_("Count it"), posts=OFFICE, event=HandoverCounted)
def count_item(
    item: HandoverItem,
    *,
    is_there: Annotated[bool, Field(pgettext_lazy("document", "Present"))] = False,
    note: Annotated[str, Field(_("Note"), max_length=200, help=_("Why it is not there, or what is wrong with it."))] = "",
    by: Actor,
    at: datetime | None = None,
) -> HandoverItem | Refusal:
    """Say of one document of the list whether it is there."""
    handover, item = held(item.handover), held(item)
    if no := rules.may_count(handover.state, is_there=is_there, note=note):
        return no
    item.is_there, item.note = is_there, note.strip()
    item.save()
    announce(HandoverCounted(handover=handover.pk, is_there=is_there, note=item.note), subject=item)
    return item


@action(title=_("Sign the handover"), posts=MANAGERS, event=HandoverSigned, allowed_from=("counting",))
def sign_handover(
    handover: Handover,
    *,
    giver_name: Annotated[str, Field(_("Who gives"), max_length=60, personal=True)],
    receiver_name: Annotated[str, Field(_("Who receives"), max_length=60, personal=True)],
    giver_signature: Annotated[File, Field(_("Signature of the giver"), accept=("image/",))],
    receiver_signature: Annotated[File, Field(_("Signature of the receiver"), accept=("image/",))],
    by: Actor,
    at: datetime | None = None,
) -> Handover | Refusal:
    """Both sides sign once every document was counted; what was not there stands on the list."""
    handover = held(handover)
    items = HandoverItem.objects.filter(handover=handover)
    if no := rules.may_sign(handover.state, uncounted=items.filter(is_there=None).count(), names=(giver_name, receiver_name)):
        return no
    handover.giver_name, handover.receiver_name = giver_name.strip(), receiver_name.strip()
    handover.giver_signature, handover.receiver_signature = giver_signature, receiver_signature
    handover.missing, handover.signed_at, handover.state = items.filter(is_there=False).count(), at, "signed"
    handover.erase_on = today_of(handover, at) + timedelta(days=KEPT_DAYS)
    handover.save()
    announce(HandoverSigned(number=handover.number, documents=handover.items, missing=handover.missing), subject=handover)
    return handover
