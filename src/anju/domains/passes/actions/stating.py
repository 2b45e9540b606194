"""What is stated when a pass is asked for or issued: the inputs, and the pass made of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from anju.domains.people.queries import Person
from anju.domains.places.queries import Place, by_kind
from anju.kernel import clock
from anju.kernel.actions import Field
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.ids import running_number
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..kinds import Kind, is_kind, kind_of, own_choices
from ..models import Pass, PassItem
from ..rules import office as rules
from ..states import OPEN

PICTURES = ("image/",)

KindInput = Annotated[str, Field(_("Kind"), choices=own_choices)]
HolderInput = Annotated[Person | None, Field(_("Holder"), help=_("Somebody known here; for others write the name."))]
NameInput = Annotated[str, Field(_("Holder's name"), max_length=60, personal=True)]
PhoneInput = Annotated[str, Field(_("Holder's phone"), max_length=20, personal=True)]
PlateInput = Annotated[str, Field(_("Plate"), max_length=12)]
CompanyInput = Annotated[str, Field(_("Company"), max_length=80)]
PurposeInput = Annotated[str, Field(_("Purpose"), max_length=200)]
PlaceInput = Annotated[Place | None, Field(_("Goes to"))]
HomeInput = Annotated[Place | None, Field(_("Home gate"), help=_("The gate that decides a one-use pass when the network is down."))]
GatesInput = Annotated[list[Place] | None, Field(_("Usable gates"), help=_("Where it counts; none means every gate."))]
StartInput = Annotated[datetime | None, Field(_("Valid from"))]
EndInput = Annotated[datetime | None, Field(_("Valid until"))]
ItemsInput = Annotated[str, Field(_("Things"), multiline=True, help=_("One a line, such as: electric drill × 2"))]
ItemPhotosInput = Annotated[list[File] | None, Field(_("Photos of the things"), accept=PICTURES)]
CheckedInput = Annotated[str, Field(_("Papers checked"), max_length=200, help=_("Which papers were looked at, with their numbers."))]
PhotoInput = Annotated[File | None, Field(_("Holder's photo"), accept=PICTURES)]
DetailsInput = Annotated[dict | None, Field(_("Details"), required=False)]
BasisInput = Annotated[str, Field(_("Basis"), max_length=200)]
BasisLinkInput = Annotated[str, Field(_("Link to the basis"), max_length=200)]


@dataclass
class Wish:
    """A pass as somebody wants it."""

    kind: str
    holder: Person | None = None
    holder_name: str = ""
    holder_phone: str = ""
    plate: str = ""
    company: str = ""
    purpose: str = ""
    place: Place | None = None
    home: Place | None = None
    gates: list[Place] = field(default_factory=list)
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    items: str = ""
    item_photos: list[Any] = field(default_factory=list)
    checked: str = ""
    photo: Any = None
    details: dict[str, Any] = field(default_factory=dict)
    basis_label: str = ""
    basis_link: str = ""

    def given(self) -> frozenset[str]:
        """The inputs that say something, by the names that kinds use for what they need."""
        said = {
            "holder": self.holder or self.holder_name.strip(), "phone": self.holder_phone or (self.holder and self.holder.phone), "plate": self.plate,
            "company": self.company, "purpose": self.purpose.strip(), "place": self.place, "home": self.home, "items": self.items.strip(),
            "photo": self.photo, "checked": self.checked.strip(), "item_photos": self.item_photos,
        }  # fmt: skip
        return frozenset(name for name, value in said.items() if value)


def wish_of(given: dict[str, Any]) -> Wish:
    """The wish from the inputs of an action, nothing being the default."""
    names = Wish.__dataclass_fields__
    return Wish(**{name: value for name, value in given.items() if name in names and value is not None})


def stated(scope: Scope, wish: Wish, *, by: Actor, at: datetime) -> Pass | Refusal:
    """The unsaved pass that was wished for, with its things in `items`; or why there can be none.

    The number is drawn first, which locks its counter: two desks at the same moment cannot both find a quota free.
    """
    kind = kind_of(wish.kind) if is_kind(wish.kind) else None
    starts_at = wish.starts_at or at
    ends_at = wish.ends_at or starts_at + timedelta(hours=kind.hours if kind else 1)
    if kind is not None and kind.uses == 1 and wish.home is None:
        wish.home = wish.gates[0] if wish.gates else by_kind(scope, "gate").first()
    number = numbered(scope, kind.prefix, at) if kind else ""
    if no := _elsewhere(scope, wish) or rules.may_open(kind, _wished(scope, kind, wish, starts_at, ends_at, at), at=at):
        return no
    things = rules.items_of(wish.items)
    if isinstance(things, Refusal):
        return things
    made = Pass(
        scope=scope, number=number, kind=wish.kind, holder=wish.holder, holder_name=wish.holder_name or (wish.holder.name if wish.holder else ""),
        holder_phone=wish.holder_phone, plate=wish.plate, company=wish.company, purpose=wish.purpose, place=wish.place, home=wish.home,
        gates=[str(gate.pk) for gate in wish.gates], details=wish.details, checked=wish.checked, photo=wish.photo, starts_at=starts_at,
        ends_at=ends_at, uses=kind.uses, asked_by_id=by.person, asked_at=at, basis_label=wish.basis_label, basis_link=wish.basis_link,
    )  # fmt: skip
    made.items = [
        PassItem(scope=scope, permit=made, position=place, name=name, quantity=count, photo=_nth(wish.item_photos, place), created_at=at)
        for place, (name, count) in enumerate(things, 1)
    ]
    return made


def _nth(photos: list[Any], place: int) -> Any:
    return photos[place - 1] if place <= len(photos) else None


def _elsewhere(scope: Scope, wish: Wish) -> Refusal | None:
    """Places are this community's own; a person may belong to the company above."""
    named = [each for each in (wish.place, wish.home, *wish.gates) if each is not None]
    if any(place.scope_id != scope.id for place in named):
        return Refusal("passes.other_place", _("Not recorded: a place of another community was named."))
    return None


def _wished(scope: Scope, kind: Kind | None, wish: Wish, starts_at: datetime, ends_at: datetime, at: datetime) -> rules.Wished:
    return rules.Wished(
        given=wish.given(),
        starts_at=starts_at,
        ends_at=ends_at,
        gates=len(wish.gates),
        details=wish.details,
        open_of_holder=_open_of_holder(scope, wish) if kind and kind.open_per_holder else 0,
        of_place_today=_of_place_today(scope, wish, at) if kind and kind.per_place_day and wish.place else 0,
    )


def _open_of_holder(scope: Scope, wish: Wish) -> int:
    """Open passes of the kind that this person holds: the same known person, else the same name with the same phone."""
    rows = Pass.objects.filter(scope=scope, kind=wish.kind, state__in=OPEN)
    if wish.holder is not None:
        return rows.filter(holder=wish.holder).count()
    rows = rows.filter(holder_name=wish.holder_name.strip())
    return (rows.filter(holder_phone=wish.holder_phone) if wish.holder_phone else rows).count()


def _of_place_today(scope: Scope, wish: Wish, at: datetime) -> int:
    start, end = clock.day_bounds(scope, clock.local(scope, at).date())
    rows = Pass.objects.filter(scope=scope, kind=wish.kind, place=wish.place, asked_at__gte=start, asked_at__lt=end)
    return rows.exclude(state="refused").count()


def numbered(scope: Scope, prefix: str, at: datetime) -> str:
    """K2026-0001: the next number of a prefix in the community's year."""
    year = clock.local(scope, at).year
    return f"{prefix}{year}-{running_number(scope, f'pass {prefix}', year):04d}"


def save_new(one: Pass) -> None:
    """Write the stated pass with its things."""
    one.save()
    PassItem.objects.bulk_create(one.items)
