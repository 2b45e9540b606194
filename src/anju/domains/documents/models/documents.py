from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.records import Record, StateField

from ..states import DocumentState, VersionState
from .classes import somebody


class Document(Record):
    """A document of a class. `number` is its archive number, such as HT-2026-0012.

    `shown_title` stands in lists; for closed classes it says the class instead of the title. `period` is 2026, 2026-Q1 or 2026-03.
    `device_label` and `device_link` name what a later room keeps; `expected_file` is the file name that a list announced.
    `questions` are asked of its readers: [{"q": text, "options": [text], "answer": index}].
    """

    klass = models.ForeignKey("documents.DocumentClass", models.PROTECT, related_name="+", verbose_name=_("Document class"))
    piece = models.ForeignKey("documents.Piece", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Required piece"))
    number = models.CharField(_("Archive number"), max_length=32)
    former_numbers = models.JSONField(_("Former numbers"), default=list, blank=True)
    title = models.CharField(_("Title"), max_length=120)
    shown_title = models.CharField(_("Title"), max_length=160)
    year = models.PositiveSmallIntegerField(_("Year"))
    period = models.CharField(pgettext_lazy("document", "Period"), max_length=8, blank=True)
    dated_on = models.DateField(_("Dated"), null=True, blank=True)
    signed_on = models.DateField(_("Signed on"), null=True, blank=True)
    effective_on = models.DateField(pgettext_lazy("document", "In force from"), null=True, blank=True)
    ended_on = models.DateField(pgettext_lazy("document", "In force until"), null=True, blank=True)
    issuer = models.CharField(pgettext_lazy("document", "Issued by"), max_length=80, blank=True)
    zone = models.ForeignKey("places.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Applies in"))
    dwelling = models.ForeignKey("places.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Dwelling"))
    post = models.ForeignKey("people.Post", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Post"))
    person = somebody(_("Person"))
    device_label = models.CharField(_("Device"), max_length=80, blank=True)
    device_link = models.CharField(_("Link to the device"), max_length=200, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Belongs under"))
    systems = models.JSONField(_("Management systems"), default=list, blank=True)
    owner = somebody(_("Responsible"))
    due_on = models.DateField(_("Due on"), null=True, blank=True)
    cabinet = models.CharField(_("Cabinet"), max_length=20, blank=True)
    box = models.CharField(_("Box"), max_length=20, blank=True)
    copies = models.PositiveSmallIntegerField(_("Originals"), default=1)
    note = models.CharField(_("Note"), max_length=200, blank=True)
    basis_label = models.CharField(_("Basis"), max_length=200, blank=True)
    basis_link = models.CharField(_("Link to the basis"), max_length=200, blank=True)
    filed_with = models.CharField(pgettext_lazy("document", "Filed with"), max_length=80, blank=True)
    filed_on = models.DateField(_("Filed on"), null=True, blank=True)
    filing_number = models.CharField(_("Filing number"), max_length=40, blank=True)
    reading_roles = models.JSONField(_("Must be read by"), default=list, blank=True)
    reading_days = models.PositiveSmallIntegerField(_("To be read within (days)"), default=7)
    questions = models.JSONField(_("Questions"), default=list, blank=True)
    review_due_on = models.DateField(_("Next review"), null=True, blank=True)
    version = models.PositiveSmallIntegerField(_("Version"), default=0)
    expected_file = models.CharField(_("File name"), max_length=200, blank=True)
    entered_by = somebody(_("Entered by"))
    approved_by = somebody(_("Approved by"))
    approved_at = models.DateTimeField(_("Approved at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("Repealed at"), null=True, blank=True)
    keep_until_on = models.DateField(_("Kept until"), null=True, blank=True)
    state = StateField(DocumentState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Document")
        constraints = [models.UniqueConstraint(fields=["scope", "number"], name="one_document_per_number")]
        indexes = [
            models.Index(fields=["scope", "created_at"], name="document_scope_created"),
            models.Index(fields=["scope", "klass", "year"], name="document_scope_class"),
            models.Index(fields=["scope", "state", "created_at"], name="document_scope_state"),
            models.Index(fields=["scope", "keep_until_on"], name="document_scope_keep"),
            models.Index(fields=["scope", "dwelling"], name="document_scope_dwelling"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.shown_title}"

    def search_text(self) -> str:
        """What search may find it by; the titles of closed classes stay out, and numbers that it had before find it still."""
        return " ".join((self.number, *self.former_numbers, self.shown_title, self.cabinet, self.box, self.device_label))

    @property
    def location(self) -> str:
        return " ".join(filter(None, (self.cabinet, self.box)))


class Version(Record):
    """One version of a document, with its files; the newest approved one is in force."""

    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+", verbose_name=_("Document"))
    number = models.PositiveSmallIntegerField(_("Version"))
    note = models.CharField(pgettext_lazy("document", "What changed"), max_length=200, blank=True)
    made_by = somebody(_("Entered by"))
    decided_by = somebody(_("Decided by"))
    decided_at = models.DateTimeField(_("Decided at"), null=True, blank=True)
    reason = models.CharField(_("Reason"), max_length=200, blank=True)
    state = StateField(VersionState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Version")
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="one_document_version_per_number")]
        indexes = [models.Index(fields=["scope", "document", "number"], name="version_scope_document")]

    def __str__(self) -> str:
        return f"V{self.number}"


class DocumentFile(Record):
    """A file of a version. Its hash is noted here too, so that a later check compares with what was filed.

    It is its own owner in the eyes of downloads, so that opening a file of a closed class can ask for more than seeing the record.
    """

    version = models.ForeignKey("documents.Version", models.PROTECT, related_name="+", verbose_name=_("Version"))
    part = models.CharField(_("Part"), max_length=60, blank=True)
    file = models.ForeignKey("kernel.Blob", models.PROTECT, related_name="+", verbose_name=_("File"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveBigIntegerField(_("Size"))
    mime = models.CharField(_("Format"), max_length=100)

    class Meta:
        verbose_name = _("File of a document")
        indexes = [models.Index(fields=["scope", "version"], name="docfile_scope_version")]

    def __str__(self) -> str:
        return str(self.file)
