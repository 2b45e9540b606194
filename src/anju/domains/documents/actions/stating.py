"""What is stated when a document is registered or filed: the inputs, and the document made of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.people.queries import Person, Post
from anju.domains.places.queries import Place, by_kind
from anju.kernel import scope
from anju.kernel.actions import Field
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..kinds import SYSTEMS
from ..models import Document, DocumentClass, Piece
from ..rules import filing as rules
from ..rules import periods
from .holding import is_archived, numbered, show_title, today_of
from .receiving import same_scope


def _classes() -> Any:
    return DocumentClass.objects.filter(state="in_use").order_by("group", "code")


def _dwellings() -> Any:
    here = scope.current()
    return by_kind(Scope.objects.get(pk=here[0]), "dwelling") if len(here) == 1 else Place.objects.filter(kind="dwelling")


def _drafted() -> Any:
    return Document.objects.exclude(state="disposed")


ClassInput = Annotated[DocumentClass, Field(_("Document class"), query=_classes)]
TitleInput = Annotated[str, Field(_("Title"), max_length=120)]
PieceInput = Annotated[Piece | None, Field(_("Required piece"), query=lambda: Piece.objects.filter(state="in_use"))]
PeriodInput = Annotated[str, Field(pgettext_lazy("document", "Period"), max_length=8, help=_("2026, 2026-Q1 or 2026-03; left empty it is this year."))]
FileInput = Annotated[File, Field(_("File"))]
DatedInput = Annotated[date | None, Field(_("Dated"))]
SignedInput = Annotated[date | None, Field(_("Signed on"))]
EndsInput = Annotated[date | None, Field(pgettext_lazy("document", "In force until"))]
IssuerInput = Annotated[str, Field(pgettext_lazy("document", "Issued by"), max_length=80)]
ZoneInput = Annotated[Place | None, Field(_("Applies in"))]
DwellingInput = Annotated[Place | None, Field(_("Dwelling"), query=_dwellings)]
PostInput = Annotated[Post | None, Field(_("Post"))]
PersonInput = Annotated[Person | None, Field(_("Person"))]
DeviceInput = Annotated[str, Field(_("Device"), max_length=80)]
DeviceLinkInput = Annotated[str, Field(_("Link to the device"), max_length=200)]
ParentInput = Annotated[Document | None, Field(_("Belongs under"), query=_drafted)]
SystemsInput = Annotated[list[str] | None, Field(_("Management systems"), choices=SYSTEMS, required=False)]
OwnerInput = Annotated[Person | None, Field(_("Responsible"))]
DueInput = Annotated[date | None, Field(_("Due on"), help=_("By when a draft must be in force."))]
CabinetInput = Annotated[str, Field(_("Cabinet"), max_length=20)]
BoxInput = Annotated[str, Field(_("Box"), max_length=20)]
CopiesInput = Annotated[int, Field(_("Originals"), minimum=0, maximum=99)]
NoteInput = Annotated[str, Field(_("Note"), max_length=200)]
BasisInput = Annotated[str, Field(_("Basis"), max_length=200)]
BasisLinkInput = Annotated[str, Field(_("Link to the basis"), max_length=200)]
ExpectedInput = Annotated[str, Field(_("File name"), max_length=200, help=_("Files that come later are matched by this name."))]

_NOT_OF_A_DOCUMENT = ("scope", "file", "by", "at", "klass", "period", "systems", "title")


def stated(where: Scope, given: dict[str, Any], *, by: Actor, at: datetime) -> Document | Refusal:
    """The unsaved document that the inputs describe, with its number, or why not."""
    klass, today = given["klass"], today_of(where, at)
    plain = {name: value for name, value in given.items() if name not in _NOT_OF_A_DOCUMENT}
    if no := _not_here(where, klass, plain) or periods.must_be_period(given["period"], plain["piece"].per if plain.get("piece") else ""):
        return no
    year = periods.year_of(given["period"]) if given["period"] else _year_of_date(plain.get("dated_on"), today)
    if no := _not_fileable(klass, given, plain, year, today) or _closed(klass, year):
        return no
    number = numbered(klass, year)
    if isinstance(number, Refusal):
        return number
    document = Document(
        scope=where, klass=klass, number=number, title=given["title"].strip(), year=year, period=given["period"], systems=given.get("systems") or [],
        entered_by_id=by.person, **plain,
    )  # fmt: skip
    show_title(document)
    return document


def _year_of_date(dated_on: date | None, today: date) -> int:
    return (dated_on or today).year


def _not_here(where: Scope, klass: DocumentClass, plain: dict[str, Any]) -> Refusal | None:
    records = [klass, *(plain.get(name) for name in ("piece", "zone", "dwelling", "post", "parent"))]
    if same_scope(where.id, *records):
        return None
    return Refusal("documents.not_here", _("Not saved: what was chosen belongs to another community."))


def _not_fileable(klass: DocumentClass, given: dict[str, Any], plain: dict[str, Any], year: int | None, today: date) -> Refusal | None:
    piece, file = plain.get("piece"), given.get("file")
    subject = plain.get("device_label") if klass.file_of == "device" else plain.get(klass.file_of) if klass.file_of else None
    return rules.may_file(
        is_in_use=klass.state == "in_use", title=given["title"], year=year, today=today, file_of=klass.file_of, subject=bool(subject),
        is_piece_of_class=piece is None or piece.klass_id == klass.pk, medium=klass.medium, location=bool(plain.get("cabinet") or plain.get("box")),
        has_file=file is not None and file.mime.startswith("image/"),
    )  # fmt: skip


def _closed(klass: DocumentClass, year: int) -> Refusal | None:
    if is_archived(klass.pk, year):
        return Refusal("documents.year_archived", _("Not done: the class is archived for this year. File it in the present year."))
    return None


