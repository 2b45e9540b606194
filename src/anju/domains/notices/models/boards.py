from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.records import Record, StateField

from ..codes import BOARD_KINDS, FINDINGS, TOPICS
from ..states import PostingState, UseState


def _person(label: str) -> models.ForeignKey:
    return models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label)


class Board(Record):
    """A place where things are posted for all to read: a publicity board, a fire board, the sign with the rules at an entrance."""

    name = models.CharField(_("Name"), max_length=60)
    kind = models.CharField(_("Kind"), max_length=12, choices=BOARD_KINDS)
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Place"))
    state = StateField(UseState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Publicity board")
        constraints = [models.UniqueConstraint(fields=["scope", "name"], name="one_board_per_name")]

    def __str__(self) -> str:
        return self.name


class Posting(Record):
    """A sheet on a board: what, from when to when, the photo that proves it, and when it came down."""

    board = models.ForeignKey("notices.Board", models.PROTECT, related_name="+", verbose_name=_("Publicity board"))
    notice = models.ForeignKey("notices.Notice", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Notice"))
    title = models.CharField(_("Title"), max_length=80)
    topic = models.CharField(_("Topic"), max_length=16, choices=TOPICS)
    content = models.CharField(_("Content"), max_length=1000, blank=True)
    posted_at = models.DateTimeField(_("Posted at"))
    until_on = models.DateField(_("To hang until"))
    posted_by = _person(_("Posted by"))
    photo = models.ForeignKey("kernel.Blob", models.PROTECT, related_name="+", verbose_name=_("Photo of the posted sheet"))
    taken_down_at = models.DateTimeField(_("Taken down at"), null=True, blank=True)
    taken_down_by = _person(_("Taken down by"))
    down_photo = models.ForeignKey("kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Photo afterwards"))
    state = StateField(PostingState, verbose_name=_("State"))
    basis_label = models.CharField(_("Basis"), max_length=200, blank=True)
    basis_link = models.CharField(_("Link to the basis"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Posted sheet")
        indexes = [
            models.Index(fields=["scope", "board", "posted_at"], name="posting_board_at"),
            models.Index(fields=["scope", "state", "until_on"], name="posting_state_until"),
            models.Index(fields=["scope", "posted_at"], name="posting_at"),
        ]

    def __str__(self) -> str:
        return self.title


class PostingCheck(Record):
    """Somebody looked at a board, or at one sheet on it, and says what he found."""

    board = models.ForeignKey("notices.Board", models.PROTECT, related_name="+", verbose_name=_("Publicity board"))
    posting = models.ForeignKey("notices.Posting", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Posted sheet"))
    finding = models.CharField(pgettext_lazy("board", "Finding"), max_length=10, choices=FINDINGS)
    photo = models.ForeignKey("kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Photo"))
    note = models.CharField(_("Note"), max_length=200, blank=True)
    by = _person(pgettext_lazy("look", "By"))
    at = models.DateTimeField(_("Looked at"))

    class Meta:
        verbose_name = _("Look at a board")
        indexes = [models.Index(fields=["scope", "board", "at"], name="posting_check_board"), models.Index(fields=["scope", "at"], name="posting_check_at")]
