"""Records: the nouns of the rooms. Each belongs to a scope, and its manager shows only the scopes in view."""

from __future__ import annotations

from django.db import models

from . import personal
from .ids import new_id
from .scope import scoped
from .states import States


class Rows(models.QuerySet):
    """A queryset that keeps the blind index columns of personal fields in step."""

    def update(self, **values) -> int:
        return super().update(**personal.with_columns(self.model, values))

    def bulk_update(self, objs, fields, batch_size=None) -> int:
        objs = list(objs)
        for field in personal.fields_of(self.model):
            for each in objs if field.name in fields else ():
                field.pre_save(each, add=False)
        return super().bulk_update(objs, personal.column_names(self.model, fields), batch_size)


class ScopedManager(models.Manager.from_queryset(Rows)):
    """Records of the scopes in view; raises ScopeNotSet when there are none."""

    def get_queryset(self) -> models.QuerySet:
        return scoped(super().get_queryset())


class Record(models.Model):
    """Base of every room's table."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.ForeignKey("kernel.Scope", models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(editable=False)

    objects = ScopedManager()
    everywhere = Rows.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        """Stamp the moment of creation from the kernel's clock."""
        if self.created_at is None:
            from . import clock

            self.created_at = clock.now()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = personal.column_names(type(self), kwargs["update_fields"])
        super().save(*args, **kwargs)


class StateField(models.CharField):
    """A column that holds one code of a state table."""

    def __init__(self, states: type[States] | None = None, **kwargs) -> None:
        self.states = states
        if states is not None:
            kwargs.setdefault("default", str(next(iter(states))))
            kwargs["choices"] = states.choices
        kwargs.setdefault("max_length", 24)
        super().__init__(**kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        return name, "django.db.models.CharField", args, kwargs
