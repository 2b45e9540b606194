"""Drawn plates of every kind, in five conditions, from 60 to 200 px: how many are read, from one frame and after a vote over five.

`ANJU_PLATE_SEED` draws others (1 by default), `ANJU_PLATE_ROUNDS` more (each round is every kind, condition and width once). A plate that is
read wrong and accepted is the fault that matters; one that is not read goes to a person. The street video that lies beside the checkout has
no legible plate: nothing may be read there. No photograph of a Chinese plate was at hand, so none of this says how real plates are read.
"""

from __future__ import annotations

import itertools
import os
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from anju.vision import Lane, read_plates
from anju.vision.lanes import frames_of
from benchmarks.figures import Figure

from . import camera, faces, kinds, scenes

VIDEO = Path(__file__).resolve().parents[3] / "shared" / "data" / "video" / "vtest.avi"
LARGE, SMALL = (100, 130, 160, 200), (60, 80)
ROUNDS = 5
NO_GOAL = ">= 0"


@dataclass
class Tally:
    """What became of a set of passings. `by` counts (condition or kind, outcome)."""

    passings: int = 0
    voted: int = 0
    wrong: int = 0
    single: int = 0
    single_wrong: int = 0
    frames: int = 0
    seconds: float = 0
    by: Counter = field(default_factory=Counter)

    def share(self, name: str) -> float:
        return getattr(self, name) / (self.frames if name.startswith("single") else self.passings)


def measure() -> Iterator[Figure]:
    seed, rounds = int(os.environ.get("ANJU_PLATE_SEED", "1")), int(os.environ.get("ANJU_PLATE_ROUNDS", str(ROUNDS)))
    fewer = max(rounds // 2, 1)
    large = read_all(drawn(seed, LARGE, rounds, faces.KNOWN))
    print(breakdown(large))
    yield Figure(f"plates of 100 to 200 px read, voted over {scenes.FRAMES} frames (seed {seed})", "share", large.share("voted"), ">= 0.98")
    yield Figure(f"plates of 100 to 200 px, wrong number accepted ({large.passings} passings)", "share", large.share("wrong"), "<= 0.002")
    yield Figure("plates of 100 to 200 px read from one frame alone", "share", large.share("single"), NO_GOAL)
    yield Figure("plates of 100 to 200 px, wrong number told from one frame alone", "share", large.share("single_wrong"), NO_GOAL)
    yield Figure("plates: a frame of 640x360, one thread", "ms", 1000 * large.seconds / large.frames, NO_GOAL)
    yield from _beyond("of 60 and 80 px", drawn(seed + 10_000, SMALL, fewer, faces.KNOWN))
    yield from _beyond("on a rainy night, from the side, moving", drawn(seed + 30_000, LARGE, fewer, faces.KNOWN, (camera.TOGETHER,) * 2))
    if faces.is_here(faces.STRANGE):
        yield from _beyond("in a typeface of another family", drawn(seed + 20_000, LARGE, fewer, faces.STRANGE))
    else:
        print("plates: the other typeface is left out, the package fonts-wqy-zenhei is not installed")
    if VIDEO.exists():
        told, accepted, frames = street()
        yield Figure(f"plates accepted in {frames} frames of a street without legible plates", "plates", accepted, "<= 0")
        yield Figure("plates told of that street before the vote", "plates", told, NO_GOAL)


def _beyond(what: str, passings: Iterator[scenes.Passing]) -> Iterator[Figure]:
    """Where no goal is set: what is read, and what a guard would have been told wrongly."""
    tally = read_all(passings)
    yield Figure(f"plates {what} read, voted ({tally.passings} passings)", "share", tally.share("voted"), NO_GOAL)
    yield Figure(f"plates {what}, wrong number accepted", "share", tally.share("wrong"), NO_GOAL)
    yield Figure(f"plates {what} read from one frame alone", "share", tally.share("single"), NO_GOAL)


def drawn(seed: int, widths: tuple[int, ...], rounds: int, face: faces.Pair, conditions: tuple[str, ...] = camera.CONDITIONS) -> Iterator[scenes.Passing]:
    """Every kind, condition and width `rounds` times, each passing from a seed of its own."""
    cells = itertools.product(range(rounds), kinds.KINDS, conditions, widths)
    for number, (_, kind, condition, width) in enumerate(cells):
        yield scenes.make_passing(seed * 1_000_003 % 900_001 * 100_000 + number, kind=kind, condition=condition, width=width, face=faces.face(face))


def read_all(passings: Iterator[scenes.Passing]) -> Tally:
    tally = Tally()
    for passing in passings:
        _read_one(passing, tally)
    return tally


def _read_one(passing: scenes.Passing, tally: Tally) -> None:
    lane, over, began = Lane(), [], time.perf_counter()
    readings = [read_plates(frame) for frame in passing.frames]
    for one in readings:
        over += lane.see(one)
    over += lane.close()
    tally.seconds += time.perf_counter() - began
    accepted = [one.verdict.text for one in over if one.verdict.is_accepted]
    wrong = any(text != passing.text for text in accepted)
    tally.passings += 1
    tally.wrong += wrong
    tally.voted += accepted == [passing.text]
    outcome = "wrong" if wrong else "read" if accepted else "abstained" if over else "not found"
    tally.by.update([(passing.condition, outcome), (passing.kind, outcome)])
    for one in readings:
        texts = [reading.text for reading in one[:1]]
        tally.frames += 1
        tally.single += texts == [passing.text]
        tally.single_wrong += bool(texts) and texts != [passing.text]


def street() -> tuple[int, int, int]:
    """Readings told, numbers accepted, frames looked at."""
    lane, told, accepted, frames = Lane(), 0, 0, 0
    for frame in frames_of(str(VIDEO), a_second=5):
        readings = read_plates(frame)
        frames += 1
        told += len(readings)
        accepted += sum(one.verdict.is_accepted for one in lane.see(readings))
    accepted += sum(one.verdict.is_accepted for one in lane.close())
    return told, accepted, frames


def breakdown(tally: Tally) -> str:
    outcomes = ("read", "abstained", "not found", "wrong")
    lines = [f"{'':14}" + "".join(f"{name:>11}" for name in outcomes)]
    lines += [f"{name:14}" + "".join(f"{tally.by[(name, outcome)]:11}" for outcome in outcomes) for name in (*camera.CONDITIONS, *kinds.KINDS)]
    return "\n".join(lines)
