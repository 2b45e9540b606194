"""What an inspection looks at, line by line: on the daily round while the works run, and when they are accepted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

from .book import Book


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `fault` is the violation it becomes; `most` bounds a reading; `needs_test` asks for the words of a test; `is_daily`, `is_final`: where it stands."""

    key: str
    wording: Any
    fault: str
    most: int = 0
    needs_test: bool = False
    is_daily: bool = True
    is_final: bool = False


LINES = (
    Line("structure", _("Load-bearing walls, columns and beams are untouched"), "structure", is_final=True),
    Line("rough", _("No rough works"), "rough"),
    Line("noise", _("Noise within its hours, neighbours not disturbed"), "noise"),
    Line("depth", _("Drilling into the floor slab (mm), away from pipes and cables"), "depth"),
    Line("balcony", _("Balcony open, no rails or attachments"), "balcony", is_final=True),
    Line("window", _("No security mesh at windows"), "window_grille", is_final=True),
    Line("door", _("Entrance door and frame as they were, no security door added"), "entrance_door", is_final=True),
    Line("facade", _("Outer wall whole and clean"), "soiling", is_final=True),
    Line("drains", _("Drain pipes as they were"), "drains", is_final=True),
    Line("access_hole", _("Access hole where drains lie behind a wall (photo)"), "drain_cover", is_final=True),
    Line("gas", _("Gas pipes as they were, none buried"), "gas", is_final=True),
    Line("shaft", _("Shared ventilation shaft whole"), "shaft", is_final=True),
    Line("smart", _("Wiring and devices of the smart systems as they were"), "smart_wiring", is_final=True),
    Line("workers", _("Every worker carries his own permit"), "no_pass"),
    Line("fire", _("Extinguishers there, no open fire"), "fire"),
    Line("waste", _("Corridor clear, rubbish bagged"), "waste"),
    Line("waterproof", _("Standing-water test around outlets and floor drains (hours, result)"), "waterproofing", needs_test=True, is_daily=False, is_final=True),
    Line("pressure", _("Pressure test of pipes in the wall (MPa, minutes; recommended)"), "water_pipes", is_daily=False, is_final=True),
    Line("ceiling", _("Ceiling removable or with an inspection opening"), "ceiling", is_daily=False, is_final=True),
    Line("sanitary", _("Joints of bath and toilet run off and do not leak"), "sanitary", is_daily=False, is_final=True),
    Line("air_place", _("Outdoor unit at its assigned place (photo)"), "air_outdoor", is_daily=False, is_final=True),
    Line("air_drip", _("Drip pipe joins the built-in condensate pipe"), "air_outdoor", is_daily=False, is_final=True),
)
BY_KEY = {line.key: line for line in LINES}


def lines_of(kind: str) -> list[Line]:
    """The lines of a round or an acceptance."""
    return [line for line in LINES if (line.is_final if kind in ("first", "second") else line.is_daily)]


def weigh(kind: str, answers: Mapping[str, Any], *, reading_mm: int | None, test: str, book: Book) -> list[str] | Refusal:
    """The keys that are not in order; a Refusal where a line is open or unknown. A reading beyond the rulebook is a fault whatever was ticked."""
    lines = lines_of(kind)
    known = {line.key for line in lines}
    if unknown := sorted(str(key)[:40] for key in set(answers) - known):
        return Refusal("renovation.unknown_line", _("Not recorded: the list has no line “%(key)s”. Open it again."), key=unknown[0])
    if bad := [line for line in lines if answers.get(line.key) not in ("ok", "fault", "na")]:
        return Refusal("renovation.open_line", _("Not recorded: %(count)s lines are still open: %(line)s."), count=len(bad), line=bad[0].wording)
    if kind in ("first", "second") and any(line.needs_test and answers[line.key] != "na" for line in lines) and not test.strip():
        return Refusal("renovation.test_needed", _("Not recorded: write how the standing-water test went: hours and result."))
    faults = [line.key for line in lines if answers[line.key] == "fault"]
    if reading_mm is not None and reading_mm > book.drilling_mm and "depth" in known and "depth" not in faults:
        faults.append("depth")
    return faults
