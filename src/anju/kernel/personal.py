"""Personal data: the register of its classes, and the model fields that keep it.

| class | kept | found by |
|---|---|---|
| identity number, face | encrypted | the whole value, by a blind index |
| phone | encrypted | the whole number or its last four digits, by blind indexes |
| name, plate | plain under the scope | as text (a gate must match misreads) |

A field with blind indexes adds its own columns (`phone_index`, `phone_last_four`) to the model; they follow the value on `save`,
`update`, `bulk_create` and `bulk_update` of Records, and `filter(phone="138…")` and `filter(phone__last_four="1234")` use them.
An empty value is NULL. Each class has its key, derived from the master key, which is not in the database.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Lookup
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from . import keys, masking

_VERSION = b"\x01"


@dataclass(frozen=True)
class DataClass:
    """One class of personal data: why it is held, how it is shown, and how many days after its purpose ended it is erased."""

    code: str
    title: Any
    purpose: Any
    retention_days: int
    mask: Callable[[str], str]
    is_encrypted: bool


DATA_CLASSES: dict[str, DataClass] = {}


def declare_class(*given: DataClass) -> None:
    """Add classes to the register. What is not in it cannot be the class of a field."""
    DATA_CLASSES.update({each.code: each for each in given})


declare_class(
    DataClass("identity_number", _("Identity number"), _("To check who somebody is where the law asks for it"), 30, masking.mask_identity, True),
    DataClass("face", _("Face"), _("To open a door for who asked for it and agreed"), 0, masking.mask_all, True),
    DataClass("phone", _("Phone number"), _("To reach residents, visitors and staff"), 90, masking.mask_phone, True),
    DataClass("person_name", pgettext_lazy("person", "Name"), _("To address people and to know who did what"), 180, masking.mask_name, False),
    DataClass("plate", _("Plate number"), _("To let known cars in and to charge for parking"), 90, masking.mask_plate, False),
    DataClass("words", _("Words in the ledger"), _("To show what was reported and decided"), 1095, masking.mask_all, True),
    DataClass("file", _("Files and photos"), _("To prove what was done"), 1095, masking.mask_all, True),
)


def retention_ends_on(data_class: str, purpose_ended_on: date, *, days: int | None = None) -> date:
    """The day on which a value is erased; `days` is a community's own period instead of the class's."""
    return purpose_ended_on + timedelta(days=DATA_CLASSES[data_class].retention_days if days is None else days)


class Personal:
    """Mixed into model fields that hold personal data. `erase_after` names the model's date column on which the value is erased."""

    data_class: str
    erase_after: str | None = None

    def __init__(self, *args: Any, erase_after: str | None = None, **kwargs: Any) -> None:
        self.erase_after = erase_after
        super().__init__(*args, **kwargs)

    def mask(self, value: str | None) -> str:
        """The value as people without a reason see it."""
        return DATA_CLASSES[self.data_class].mask(value) if value else ""

    def blind_columns(self) -> dict[str, Callable[[str], str]]:
        """The extra columns by name, and what each holds for a value."""
        return {}


class EncryptedField(Personal, models.BinaryField):
    """Text, encrypted under the key of its class: EncryptedField(data_class="…"). It cannot be searched or sorted."""

    def __init__(self, *args: Any, data_class: str | None = None, **kwargs: Any) -> None:
        if data_class is not None:
            self.data_class = data_class
        kwargs["null"] = kwargs["blank"] = True
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple:
        name, path, args, kwargs = super().deconstruct()
        if "data_class" in vars(self):
            kwargs["data_class"] = self.data_class
        return name, path, args, kwargs

    def get_default(self) -> str:
        return ""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value in (None, "", b""):
            return None
        sealed = _VERSION + keys.sealed(str(value).encode(), _key(self.data_class))
        return connection.Database.Binary(sealed)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str:
        return "" if value is None else keys.opened(bytes(value)[1:], _key(self.data_class)).decode()

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: models.Model) -> str:
        return self.value_from_object(obj) or ""

    def get_lookup(self, name: str) -> Any:
        """Only `isnull`, and what a blind index can answer."""
        return super().get_lookup(name) if name == "isnull" else self._blind_lookups().get(name)

    def _blind_lookups(self) -> dict[str, type[Lookup]]:
        return {}

    def contribute_to_class(self, cls: type[models.Model], name: str, **kwargs: Any) -> None:
        super().contribute_to_class(cls, name, **kwargs)
        if cls._meta.abstract or cls.__module__ == "__fake__":  # a migration's model states the columns itself
            return
        for column in self.blind_columns():
            models.CharField(max_length=32, default="", blank=True, editable=False, db_index=True).contribute_to_class(cls, column)

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        value = super().pre_save(instance, add)
        for column, index in self.blind_columns().items():
            setattr(instance, column, index(value or ""))
        return value


class _Blind(Lookup):
    """Compares a blind index column with the index of the value asked for."""

    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list]:
        field = self.lhs.target
        name, index = self._column(field)
        column = field.model._meta.get_field(name).get_col(self.lhs.alias)
        sql, params = compiler.compile(column)
        return f"{sql} = %s", [*params, index(str(self.rhs))]


class _BlindExact(_Blind):
    lookup_name = "exact"

    def _column(self, field: Any) -> tuple[str, Callable[[str], str]]:
        return f"{field.name}_index", field.blind_columns()[f"{field.name}_index"]


class _BlindLastFour(_Blind):
    lookup_name = "last_four"

    def _column(self, field: Any) -> tuple[str, Callable[[str], str]]:
        return f"{field.name}_last_four", field.blind_columns()[f"{field.name}_last_four"]


class IdentityNumberField(EncryptedField):
    """An identity number; `filter(identity_number="…")` finds the whole number."""

    data_class = "identity_number"

    def blind_columns(self) -> dict[str, Callable[[str], str]]:
        return {f"{self.name}_index": lambda value: blind_index("identity_number", masking.plain_identity(value))}

    def _blind_lookups(self) -> dict[str, type[Lookup]]:
        return {"exact": _BlindExact}


class PhoneField(EncryptedField):
    """A phone number; found by the whole number or by `__last_four`."""

    data_class = "phone"

    def blind_columns(self) -> dict[str, Callable[[str], str]]:
        return {
            f"{self.name}_index": lambda value: blind_index("phone", masking.plain_phone(value)),
            f"{self.name}_last_four": lambda value: blind_index("phone last four", masking.plain_phone(value)[-4:]),
        }

    def _blind_lookups(self) -> dict[str, type[Lookup]]:
        return {"exact": _BlindExact, "last_four": _BlindLastFour}


class PersonNameField(Personal, models.CharField):
    """A person's name: plain, masked."""

    data_class = "person_name"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 60)
        super().__init__(*args, **kwargs)


class PlateField(Personal, models.CharField):
    """A plate number without dots and spaces, in capitals: plain, masked."""

    data_class = "plate"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 12)
        super().__init__(*args, **kwargs)

    def get_prep_value(self, value: Any) -> Any:
        return masking.plain_plate(value) if isinstance(value, str) else super().get_prep_value(value)


def _key(data_class: str) -> bytes:
    return keys.derived(f"field {data_class}")


def blind_index(data_class: str, value: str) -> str:
    """32 hexadecimal digits that are equal for equal values and say nothing without the master key; "" for nothing."""
    if not value:
        return ""
    return hmac.new(keys.derived(f"index {data_class}"), value.encode(), hashlib.sha256).hexdigest()[:32]


def fields_of(model: type[models.Model]) -> list[Any]:
    """The personal fields of a model."""
    return [field for field in model._meta.concrete_fields if isinstance(field, Personal)]


def all_fields() -> Iterator[tuple[type[models.Model], Any]]:
    """Every personal field of the product: the register's second half."""
    for model in apps.get_models():
        for field in fields_of(model):
            yield model, field


def with_columns(model: type[models.Model], values: dict[str, Any]) -> dict[str, Any]:
    """`values` of an update, with the blind index columns that follow them."""
    more: dict[str, Any] = {}
    for field in fields_of(model):
        for column, index in field.blind_columns().items() if field.name in values else ():
            if column in values:
                continue
            if hasattr(values[field.name], "resolve_expression"):
                raise TypeError(f"{field.name} has a blind index and takes values, not expressions")
            more[column] = index(values[field.name] or "")
    return values | more


def column_names(model: type[models.Model], names: Any) -> list[str]:
    """Field names, with the names of the blind index columns that follow them."""
    extra = [column for field in fields_of(model) if field.name in names for column in field.blind_columns()]
    return [*names, *extra]
