"""What a report is put together about, and the footnotes, gaps and lines of next year's basis that its blocks collect on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from anju.domains.cases import queries as cases
from anju.domains.duties import queries as duties
from anju.domains.measures import queries as measures
from anju.kernel import clock
from anju.kernel.models import Entry, Scope

from .parts import Part, plain

if TYPE_CHECKING:
    from ..models import Plan, Report
    from .sentences import Sentence

Block = Callable[["About"], list[Part]]
BLOCKS: dict[str, Block] = {}


def block(name: str) -> Callable[[Block], Block]:
    """Declare the function below as the block `name`."""

    def declare(function: Block) -> Block:
        BLOCKS[name] = function
        return function

    return declare


@dataclass
class About:
    """The scope, the days and the plan; `report` is None while somebody only looks."""

    scope: Scope
    first_on: date
    last_on: date
    at: datetime
    read: Callable[[About], list[Sentence]]
    """How the plan's sentences are read, once somebody asks for them."""
    length: str = "quarter"
    plan: Plan | None = None
    report: Report | None = None
    notes: list[dict[str, Any]] = field(default_factory=list)
    gaps: list[dict[str, str]] = field(default_factory=list)
    basis: list[dict[str, str]] = field(default_factory=list)
    _figures: dict[tuple[str, str], Any] = field(default_factory=dict)
    _before: dict[tuple[str, str], Any] = field(default_factory=dict)

    @property
    def period(self) -> measures.Period:
        return measures.Period(self.first_on, self.last_on)

    @cached_property
    def entry_id(self) -> int:
        """The newest row of the scope's ledger when the report was put together."""
        return Entry.objects.filter(scope=self.scope).order_by("-tx", "-id").values_list("id", flat=True).first() or 0

    @cached_property
    def positions(self) -> dict[str, int]:
        return measures.positions(self.scope)

    @cached_property
    def bounds(self) -> tuple[datetime, datetime]:
        """The moments between which the period lies."""
        return clock.day_bounds(self.scope, self.first_on)[0], clock.day_bounds(self.scope, self.last_on)[1]

    @cached_property
    def sentences(self) -> list[Sentence]:
        return self.read(self)

    def figure(self, name: str, dimension: str = "") -> Any:
        """A figure of the period; asked for twice it is read once."""
        key = (name, dimension)
        if key not in self._figures:
            self._figures[key] = measures.value(self.scope, name, self.period, dimension=dimension)
        return self._figures[key]

    def before(self, name: str, dimension: str = "") -> Any:
        """The figure of the period before; asked for twice it is read once."""
        key = (name, dimension)
        if key not in self._before:
            self._before[key] = measures.compared(self.scope, name, self.period, dimension=dimension)[1]
        return self._before[key]

    def note_of(self, figure: Any) -> int:
        """The footnote of a figure: measure, numerator and denominator, shares of proof, ledger row."""
        sums, entry = figure.sums, self.positions.get(_root(figure.measure), 0)
        facts = {
            "measure": figure.measure, "dimension": figure.dimension, "numerator": sums.numerator, "denominator": sums.denominator,
            "a": sums.grade_a, "b": sums.grade_b, "c": sums.grade_c, "entry": entry, "first_on": self.first_on.isoformat(), "last_on": self.last_on.isoformat(),
        }  # fmt: skip
        title = f"{figure.title} ({dimension_said(figure.dimension)})" if figure.dimension else str(figure.title)
        if figure.shape == "count":
            text = _("%(title)s: counted %(numerator)s") % {"title": title, "numerator": f"{sums.numerator:,}"}
        else:
            numbers = {"title": title, "numerator": f"{sums.numerator:,}", "denominator": f"{sums.denominator:,}"}
            text = _("%(title)s: numerator %(numerator)s, denominator %(denominator)s") % numbers
        return self._noted(f"{text}{_('; ')}{grades_said(sums.grade_a, sums.grade_b, sums.grade_c)}", entry, facts)

    def note(self, text: str, *, grades: tuple[int, int, int] = (0, 0, 0), link: str = "") -> int:
        """The footnote of something read from the records themselves."""
        return self._noted(f"{text}{_('; ')}{grades_said(*grades)}" if any(grades) else text, self.entry_id, {"link": link})

    def _noted(self, text: str, entry: int, facts: dict[str, Any]) -> int:
        said = plain(f"{text}{_('; ')}{_('ledger row %(entry)s') % {'entry': f'{entry:,}'}}")
        for number, known in enumerate(self.notes, 1):
            if known["text"] == said:
                return number
        self.notes.append({"text": said, **facts})
        return len(self.notes)

    def gap(self, key: str, title: str, why: str) -> None:
        """A figure that the plan asks for and nothing shows."""
        if all(known["key"] != key for known in self.gaps):
            self.gaps.append({"key": key[:80], "title": plain(title), "why": plain(why)})

    def carry(self, key: str, title: str, why: str) -> None:
        """Something that the next period's plan must answer."""
        if all(known["key"] != key for known in self.basis):
            self.basis.append({"key": key[:80], "title": plain(title)[:110], "why": plain(why)})


def _root(measure: str) -> str:
    return "measures.recorded" if measure.startswith("manual.") else measure


def dimension_said(dimension: str) -> str:
    """A dimension of a figure in words: a kind of case, with its category, or a kind of regular work."""
    kind, _slash, category = dimension.partition("/")
    if cases.is_kind(kind):
        label = dict(cases.kind_choices())[kind]
        return f"{label} {dict(cases.category_choices()).get(category, category)}" if category else str(label)
    return duties.category_label(kind)


def grades_said(a: int, b: int, c: int) -> str:
    """The shares of the three grades of proof."""
    whole = a + b + c
    if whole <= 0:
        return _("no graded proof")
    shares = [f"{each * 1000 // whole / 10:.1f}%" for each in (a, b, c)]
    return _("proof 甲 %(a)s, 乙 %(b)s, 丙 %(c)s") % dict(zip("abc", shares, strict=True))
