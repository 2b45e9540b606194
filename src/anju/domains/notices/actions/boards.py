"""Boards and what hangs on them: posted with a photo, looked at, taken down."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.places.models import Place
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Blob, Scope
from anju.kernel.refusals import Refusal

from ..codes import BOARD_KINDS, FINDINGS, HANDS, LEADERS, TOPICS
from ..events import BoardAdded, BoardChecked, BoardRetired, SheetOverdue, SheetPosted, SheetTakenDown
from ..models import Board, Notice, Posting, PostingCheck
from .sending import BasisInput, BasisLinkInput

PhotoInput = Annotated[Blob | None, Field(_("Photo"), accept=("image/",))]


@action(title=_("Add a board"), posts=(*LEADERS, "front_desk"), event=BoardAdded)
def add_board(
    scope: Scope,
    *,
    name: Annotated[str, Field(_("Name"), max_length=60)],
    kind: Annotated[str, Field(_("Kind"), choices=BOARD_KINDS)],
    place: Annotated[Place | None, Field(_("Place"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Board | Refusal:
    """Enter a board, a screen or a sign on which things are posted."""
    if Board.objects.filter(scope=scope, name=name.strip()).exists():
        return Refusal("notices.board_exists", _("Not saved: there is a board of this name."))
    made = Board(scope=scope, name=name.strip(), kind=kind, place=place)
    made.save()
    announce(BoardAdded(kind=kind, place=place.pk if place else None), subject=made)
    return made


@action(title=_("Take the board out of use"), posts=LEADERS, event=BoardRetired, confirm=True, allowed_from=("in_use",))
def retire_board(board: Board, *, by: Actor, at: datetime | None = None) -> Board | Refusal:
    """Nothing is posted there any more; what hangs must come down first."""
    board = Board.objects.select_for_update().get(pk=board.pk)
    if board.state != "in_use":
        return _retired()
    if Posting.objects.filter(scope=board.scope_id, board=board).exclude(state="down").exists():
        return Refusal("notices.board_in_use", _("Not done: sheets still hang there. Take them down first."))
    board.state = "retired"
    board.save(update_fields=["state"])
    announce(BoardRetired(kind=board.kind), subject=board)
    return board


def _retired() -> Refusal:
    return Refusal("notices.board_retired", _("Not done: this board is out of use."))


@action(title=_("Post a sheet"), posts=HANDS, event=SheetPosted, offline=True, allowed_from=("in_use",))
def post_sheet(
    board: Board,
    *,
    title: Annotated[str, Field(_("Title"), max_length=80)],
    topic: Annotated[str, Field(_("Topic"), choices=TOPICS)],
    until_on: Annotated[date, Field(_("To hang until"))],
    photo: PhotoInput = None,
    content: Annotated[str, Field(_("Content"), multiline=True)] = "",
    notice: Annotated[Notice | None, Field(_("Notice"))] = None,
    basis_label: BasisInput = "",
    basis_link: BasisLinkInput = "",
    by: Actor,
    at: datetime | None = None,
) -> Posting | Refusal:
    """Hang something on the board until a day, and prove it by a photo."""
    board = Board.objects.select_for_update().select_related("scope").get(pk=board.pk)
    if board.state != "in_use":
        return _retired()
    if photo is None:
        return Refusal("notices.photo_missing", _("Not recorded: photograph the sheet where it hangs."))
    if until_on < clock.local(board.scope, at).date():
        return Refusal("notices.hangs_no_time", _("Not recorded: the day until which it hangs is over."))
    if notice is not None and notice.scope_id != board.scope_id:
        return Refusal("notices.other_notice", _("Not recorded: this notice belongs to another community."))
    made = Posting(
        scope_id=board.scope_id, board=board, notice=notice, title=title.strip(), topic=topic, content=content[:1000], posted_at=at, until_on=until_on,
        posted_by_id=by.person, photo=photo, basis_label=basis_label, basis_link=basis_link,
    )  # fmt: skip
    made.save()
    announce(SheetPosted(board=board.pk, kind=board.kind, topic=topic, notice=notice.pk if notice else None, title=made.title), subject=made)
    return made


@action(title=_("Check the board"), posts=HANDS, event=BoardChecked, offline=True, allowed_from=("in_use",))
def check_board(
    board: Board,
    *,
    finding: Annotated[str, Field(pgettext_lazy("board", "Finding"), choices=FINDINGS)],
    posting: Annotated[Posting | None, Field(_("Posted sheet"))] = None,
    photo: PhotoInput = None,
    note: Annotated[str, Field(_("Note"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> PostingCheck | Refusal:
    """Say how the board, or one sheet on it, was found; what is not in place needs a photo or a word."""
    if board.state != "in_use":
        return _retired()
    if posting is not None and posting.board_id != board.pk:
        return Refusal("notices.other_board", _("Not recorded: this sheet hangs on another board."))
    if finding not in ("fine", "missing") and photo is None and not note.strip():
        return Refusal("notices.finding_unproven", _("Not recorded: add a photo or a word on what is wrong."))
    made = PostingCheck(scope_id=board.scope_id, board=board, posting=posting, finding=finding, photo=photo, note=note, by_id=by.person, at=at)
    made.save()
    announce(BoardChecked(board=board.pk, kind=board.kind, posting=posting.pk if posting else None, finding=finding, note=note), subject=made)
    return made


@action(title=_("Note that it should be down"), posts=LEADERS, event=SheetOverdue, allowed_from=("up",))
def note_sheet_overdue(posting: Posting, *, by: Actor, at: datetime | None = None) -> Posting | Refusal:
    """Its last day is over and it still hangs; the clock does this by itself."""
    posting = Posting.objects.select_for_update().select_related("scope").get(pk=posting.pk)
    if posting.state != "up" or posting.until_on >= clock.local(posting.scope, at).date():
        return Refusal("notices.hangs_rightly", _("Nothing to do: it may still hang."))
    posting.state = "overdue"
    posting.save(update_fields=["state"])
    announce(SheetOverdue(board=posting.board_id, topic=posting.topic), subject=posting)
    return posting


@action(title=_("Take it down"), posts=HANDS, event=SheetTakenDown, offline=True, allowed_from=("up", "overdue"))
def take_down_sheet(posting: Posting, *, photo: PhotoInput = None, by: Actor, at: datetime | None = None) -> Posting | Refusal:
    """The sheet is down; a photo shows the board afterwards."""
    posting = Posting.objects.select_for_update().get(pk=posting.pk)
    if posting.state == "down":
        return Refusal("notices.down_already", _("Nothing to do: it was taken down already."))
    was_overdue = posting.state == "overdue"
    posting.state, posting.taken_down_at, posting.taken_down_by_id, posting.down_photo = "down", at, by.person, photo
    posting.save()
    announce(SheetTakenDown(board=posting.board_id, topic=posting.topic, was_overdue=was_overdue), subject=posting)
    return posting
