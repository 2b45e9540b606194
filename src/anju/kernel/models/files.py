from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..records import Record, StateField
from ..states import States, state


class BlobState(States):
    kept = state(_("Kept"), "green", to=("erased",))
    erased = state(_("Erased"), "grey")


class Blob(Record):
    """A file: its bytes lie on disk under (scope, SHA-256), encrypted; this row says what it is, whose it is and how long it stays.

    `owner_type` and `owner_id` name the record it belongs to; a blob without an owner is swept after a day.
    `captured_at` is the camera's time from the picture itself; the served copy carries no such data.
    """

    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(_("Size"))
    mime = models.CharField(_("Type"), max_length=100)
    name = models.CharField(_("File name"), max_length=200, blank=True)
    data_class = models.CharField(_("Data class"), max_length=40, default="file")
    owner_type = models.CharField(max_length=60, blank=True)
    owner_id = models.UUIDField(null=True)
    stored_by = models.UUIDField(null=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    captured_at = models.DateTimeField(pgettext_lazy("picture", "Taken at"), null=True)
    retain_until_on = models.DateField(_("Kept until"), null=True)
    state = StateField(BlobState, verbose_name=_("State"))

    class Meta:
        indexes = [
            models.Index(fields=["scope", "sha256"], name="blob_scope_hash"),
            models.Index(fields=["scope", "owner_type", "owner_id"], name="blob_scope_owner"),
            models.Index(fields=["retain_until_on"], name="blob_retention"),
        ]

    def __str__(self) -> str:
        return self.name or self.sha256[:12]

    @property
    def is_image(self) -> bool:
        return self.mime.startswith("image/")
