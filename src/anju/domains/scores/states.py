"""Where schemes, sheets, rounds, consequences and appeals stand."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.states import States, state


class SchemeState(States):
    draft = state(pgettext_lazy("scheme", "Being written"), "grey", to=("active", "withdrawn"))
    active = state(pgettext_lazy("scheme", "In use"), "green", to=("replaced", "withdrawn"))
    replaced = state(_("Replaced"), "grey")
    withdrawn = state(pgettext_lazy("scheme", "Taken back"), "grey")


class SheetState(States):
    open = state(pgettext_lazy("sheet", "Being scored"), "yellow", to=("submitted", "void"))
    submitted = state(pgettext_lazy("sheet", "Handed in"), "green", to=("void",))
    void = state(pgettext_lazy("sheet", "Void"), "grey")


class PointsState(States):
    stands = state(pgettext_lazy("points", "Stands"), "blue", to=("cancelled",))
    cancelled = state(pgettext_lazy("points", "Restored"), "grey")


class RoundState(States):
    open = state(pgettext_lazy("round", "Open"), "blue", to=("frozen",))
    frozen = state(_("Frozen"), "yellow", to=("published",))
    published = state(pgettext_lazy("round", "Published"), "green")


class ConsequenceState(States):
    announced = state(_("Warned"), "yellow", to=("in_force", "cancelled"))
    in_force = state(pgettext_lazy("consequence", "In force"), "orange", to=("ended", "cancelled"))
    ended = state(pgettext_lazy("consequence", "Ended"), "grey")
    cancelled = state(pgettext_lazy("consequence", "Cancelled"), "grey")


class AppealState(States):
    filed = state(_("To be heard"), "orange", to=("upheld", "rejected"))
    upheld = state(_("Upheld"), "green")
    rejected = state(pgettext_lazy("appeal", "Not upheld"), "grey")
