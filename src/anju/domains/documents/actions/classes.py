"""Classes and the pieces they require: loaded as a set, then changed one by one."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.people.queries import ROLE_CHOICES, Person
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import library
from ..events import ClassAdded, ClassChanged, ClassesLoaded, ClassRetired, PieceAdded, PieceDropped
from ..kinds import FILES_OF, LEVELS, MANAGERS, MEDIA, PERS, TIERS
from ..models import Document, DocumentClass, Piece
from ..rules import filing as rules
from .holding import held, keep, show_title

ROLES = frozenset(code for code, _label in ROLE_CHOICES)
NameInput = Annotated[str, Field(_("Name"), max_length=60)]
GroupInput = Annotated[str, Field(_("Group"), max_length=40)]
MediumInput = Annotated[str, Field(pgettext_lazy("document", "Medium"), choices=MEDIA)]
LevelInput = Annotated[str, Field(_("Confidentiality"), choices=LEVELS, help=_("Titles of confidential classes stay out of lists, and every view is logged."))]
SeeInput = Annotated[list[str] | None, Field(_("Who may see it"), choices=ROLE_CHOICES, required=False, help=_("None leaves it to the level."))]
YearsInput = Annotated[int, Field(_("Kept for years"), minimum=0, maximum=100, help=_("0 keeps for ever."))]
TierInput = Annotated[str, Field(_("Document level"), choices=[(str(code), label) for code, label in TIERS])]
FileOfInput = Annotated[str, Field(_("One file per"), choices=FILES_OF[1:], required=False)]
ApprovedInput = Annotated[bool, Field(_("Approved by a second person"))]
PartsInput = Annotated[str, Field(_("Files that each must have"), multiline=True, max_length=600, help=_("One a line, such as: floor plan"))]
ArrangementInput = Annotated[str, Field(_("Arrangement rule"), multiline=True, max_length=2000)]
BindingInput = Annotated[str, Field(_("Binding standard"), max_length=200)]
StampsInput = Annotated[int, Field(_("Number stamps"), minimum=0, maximum=99)]
StampSizeInput = Annotated[str, Field(_("Stamp size"), max_length=40)]
DigitsInput = Annotated[int, Field(_("Digits of the number"), minimum=2, maximum=6)]
ReviewInput = Annotated[int, Field(_("Reviewed every (months)"), minimum=0, maximum=60)]
LoanInput = Annotated[int, Field(_("Longest loan (days)"), minimum=0, maximum=365)]
DueInput = Annotated[int, Field(_("Archived within (days after the year)"), minimum=0, maximum=365)]
KeeperInput = Annotated[Person | None, Field(_("Keeper"))]
SecondInput = Annotated[Person | None, Field(_("Second keeper"))]
CodeInput = Annotated[str, Field(_("Class code"), max_length=12, help=_("It begins the archive numbers."))]
RetireReason = Annotated[str, Field(_("Reason"), max_length=200)]


@action(title=_("Add a class"), posts=MANAGERS, event=ClassAdded)
def add_class(
    scope: Scope,
    *,
    code: CodeInput,
    name: NameInput,
    group: GroupInput = "",
    medium: MediumInput = "paper",
    level: LevelInput = "internal",
    may_see: SeeInput = None,
    keep_years: YearsInput = 10,
    tier: TierInput = "0",
    file_of: FileOfInput = "",
    is_approved: ApprovedInput = False,
    parts: PartsInput = "",
    arrangement: ArrangementInput = "",
    binding: BindingInput = "",
    stamp_count: StampsInput = 1,
    stamp_size: StampSizeInput = "",
    number_digits: DigitsInput = 4,
    review_months: ReviewInput = 0,
    loan_days: LoanInput = 7,
    due_days: DueInput = 90,
    keeper: KeeperInput = None,
    second_keeper: SecondInput = None,
    by: Actor,
    at: datetime | None = None,
) -> DocumentClass | Refusal:
    """Add a class of documents with its rules."""
    stated = _stated(locals())
    klass = DocumentClass(scope=scope, **stated)
    if no := _fits(klass):
        return no
    klass.save()
    announce(ClassAdded(name=klass.name, level=level, keep_years=keep_years), subject=klass)
    return klass


@action(title=_("Change the class"), posts=MANAGERS, event=ClassChanged, allowed_from=("in_use",))
def change_class(
    klass: DocumentClass,
    *,
    name: NameInput,
    group: GroupInput = "",
    medium: MediumInput = "paper",
    level: LevelInput = "internal",
    may_see: SeeInput = None,
    keep_years: YearsInput = 10,
    tier: TierInput = "0",
    file_of: FileOfInput = "",
    is_approved: ApprovedInput = False,
    parts: PartsInput = "",
    arrangement: ArrangementInput = "",
    binding: BindingInput = "",
    stamp_count: StampsInput = 1,
    stamp_size: StampSizeInput = "",
    number_digits: DigitsInput = 4,
    review_months: ReviewInput = 0,
    loan_days: LoanInput = 7,
    due_days: DueInput = 90,
    keeper: KeeperInput = None,
    second_keeper: SecondInput = None,
    by: Actor,
    at: datetime | None = None,
) -> DocumentClass | Refusal:
    """Change the rules of a class; what it holds already follows: titles shown, days of keeping."""
    stated = _stated(locals())
    klass = held(klass)
    before = (klass.level, klass.keep_years, klass.name)
    for field, value in stated.items():
        setattr(klass, field, value)
    if no := _fits(klass):
        return no
    touched = Document.objects.filter(klass=klass).exclude(state="disposed")
    if before != (klass.level, klass.keep_years, klass.name) and touched.count() > rules.MOST_AT_ONCE:
        return Refusal("documents.class_too_full", _("Not saved: more than %(most)s documents stand in this class. Add a new class with these rules."), most=rules.MOST_AT_ONCE)
    klass.save()
    if before != (klass.level, klass.keep_years, klass.name):
        _follow(klass, touched)
    announce(ClassChanged(name=klass.name, level=level, keep_years=keep_years), subject=klass)
    return klass


def _follow(klass: DocumentClass, documents: Any) -> None:
    for document in documents.select_related("scope"):
        document.klass = klass
        show_title(document)
        keep(document)


def _stated(given: dict[str, Any]) -> dict[str, Any]:
    stated = {name: value for name, value in given.items() if name not in ("scope", "klass", "by", "at")}
    lines = stated.pop("parts").splitlines()
    stated |= {"may_see": given["may_see"] or [], "tier": int(given["tier"]), "part_names": [line.strip()[:60] for line in lines if line.strip()]}
    return stated | ({"code": given["code"].strip().upper()} if "code" in given else {})


def _fits(klass: DocumentClass) -> Refusal | None:
    taken = DocumentClass.objects.filter(scope=klass.scope, code=klass.code).exclude(pk=klass.pk).exists()
    return rules.class_fits(
        code=klass.code, name=klass.name, level=klass.level, may_see=klass.may_see, known_roles=ROLES, digits=klass.number_digits,
        keepers=(klass.keeper_id, klass.second_keeper_id), is_code_taken=taken,
    ) or (Refusal("documents.too_many_parts", _("Not saved: at most %(most)s parts."), most=rules.MAX_PARTS) if len(klass.part_names) > rules.MAX_PARTS else None)  # fmt: skip


@action(title=_("Take the class out of use"), posts=MANAGERS, event=ClassRetired, allowed_from=("in_use",))
def retire_class(klass: DocumentClass, *, reason: RetireReason, by: Actor, at: datetime | None = None) -> DocumentClass | Refusal:
    """Take an empty class out of use."""
    klass = held(klass)
    holds = Document.objects.filter(klass=klass).exclude(state__in=("withdrawn", "disposed")).count()
    if no := rules.may_retire(is_in_use=klass.state == "in_use", documents=holds) or rules.reason_told(reason):
        return no
    klass.state = "retired"
    klass.save()
    announce(ClassRetired(reason=reason), subject=klass)
    return klass


@action(title=_("Load a set of classes"), posts=MANAGERS, event=ClassesLoaded)
def load_classes(
    scope: Scope,
    *,
    template: Annotated[str, Field(_("Set of classes"), choices=library.choices)],
    keeper: KeeperInput = None,
    by: Actor,
    at: datetime | None = None,
) -> DocumentClass | Refusal:
    """Take over a set that comes with the product; classes whose code is there already stay as they are."""
    chosen = library.templates()[template]
    there = set(DocumentClass.objects.filter(scope=scope).values_list("code", flat=True))
    wanted = [one for one in chosen["classes"] if one["code"] not in there]
    if not wanted:
        return Refusal("documents.set_loaded", _("Not loaded: every class of this set is here already."))
    classes, pieces = [], []
    for one in wanted:
        terms = {name: value for name, value in one.items() if name != "pieces"}
        made = DocumentClass(scope=scope, keeper=keeper, created_at=at, **terms)
        classes.append(made)
        pieces += [Piece(scope=scope, klass=made, position=number, created_at=at, **piece) for number, piece in enumerate(one.get("pieces", ()), 1)]
    DocumentClass.objects.bulk_create(classes)
    Piece.objects.bulk_create(pieces)
    announce(ClassesLoaded(template=template, classes=len(classes), pieces=len(pieces)), subject=classes[0])
    return classes[0]


@action(title=_("Require a piece"), posts=MANAGERS, event=PieceAdded, allowed_from=("in_use",))
def add_piece(
    klass: DocumentClass,
    *,
    name: Annotated[str, Field(_("Required piece"), max_length=80)],
    per: Annotated[str, Field(_("How often"), choices=PERS)] = "once",
    count: Annotated[int, Field(_("At least"), minimum=1, maximum=999)] = 1,
    is_signed: Annotated[bool, Field(_("Needs its date of signing"))] = False,
    owed_role: Annotated[str, Field(_("Owed by"), choices=ROLE_CHOICES, required=False, help=_("None means the keeper."))] = "",
    by: Actor,
    at: datetime | None = None,
) -> Piece | Refusal:
    """Say what the class must hold: once, in every period, or in each of its files."""
    klass = held(klass)
    if klass.state != "in_use":
        return Refusal("documents.class_retired", _("Not done: this class was taken out of use."))
    if not name.strip() or Piece.objects.filter(klass=klass, name=name.strip()).exists():
        return Refusal("documents.piece_there", _("Not saved: give the piece a name that this class does not have yet."))
    if (per == "file") != bool(klass.file_of) and per == "file":
        return Refusal("documents.no_files_here", _("Not saved: this class keeps no file per dwelling, device, post or person."))
    position = Piece.objects.filter(klass=klass).count() + 1
    piece = Piece.objects.create(
        scope=klass.scope, klass=klass, name=name.strip(), per=per, count=count, is_signed=is_signed, owed_role=owed_role, position=position
    )
    announce(PieceAdded(klass=klass.pk, per=per, name=piece.name), subject=piece)
    return piece


@action(title=_("Require it no more"), posts=MANAGERS, event=PieceDropped, allowed_from=("in_use",))
def drop_piece(piece: Piece, *, reason: RetireReason, by: Actor, at: datetime | None = None) -> Piece | Refusal:
    """Completeness asks for this piece no more; what was filed stays."""
    piece = held(piece)
    if piece.state != "in_use":
        return Refusal("documents.piece_dropped", _("Not done: this piece is not required any more."))
    if no := rules.reason_told(reason):
        return no
    piece.state = "retired"
    piece.save()
    announce(PieceDropped(klass=piece.klass_id, reason=reason), subject=piece)
    return piece
