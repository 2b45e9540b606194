"""Learns the weights of the plan reader: `python tools/train_reader.py LABELS.jsonl [--measure]`. Needs scikit-learn.

It learns from the sentences in planreader/tests/labelled and from the lines of the plans that `anju plan score` tunes on, labelled or not, never
from a line that the score tests. The label set is not part of this repository.

One logistic regression a class over the features of planreader/features.py, since several classes may be right for one
sentence. A rare gram says more than a frequent one: each is scaled by how rare it is, and the scale goes into the weight.
Nothing is drawn at random. `--measure` reads each file of sentences with weights learned from the others, and writes nothing.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from anju.planreader import score, weighing
from anju.planreader.lexicon import KINDS
from anju.planreader.reader import read_text, shown
from anju.planreader.tests.labelled import (
    Labelled,
    by_file,
    documents,
    fingerprint,
    kinds_of_plan_lines,
    line_name,
    sentences,
)
from anju.planreader.text import squeezed

OUT = Path(weighing.__file__).with_name("weights.tsv")
#: A feature must stand in so many sentences.
SEEN = 3
#: How far the weights may follow the sentences.
FOLLOW = 20.0
#: How right a label is that stands behind the first of a sentence.
SECOND = 0.5
#: What is lighter than this in the file is left out.
LEAST = 4
#: A line of a real plan counts as much as so many sentences that were written to teach.
REAL = 10
#: So many right kinds only say that the sentence asks for something.
MANY = 6

Rightness = dict[str, float]


class Lesson(NamedTuple):
    """A sentence, how right the kinds and domains are for it that it teaches, 0 to 1, and as how many it counts."""

    text: str
    kinds: Rightness
    domains: Rightness
    counts: float = 1.0


class Learner:
    """The features of the sentences of some lessons as a matrix, to learn weights from."""

    def __init__(self, lessons: Sequence[Lesson]) -> None:
        vectors = DictVectorizer(dtype=np.float64)
        filled = vectors.fit_transform(_valued(lesson.text) for lesson in lessons)
        seen = np.asarray((filled != 0).sum(axis=0)).ravel()
        self.names = [name for name, times in zip(vectors.feature_names_, seen, strict=True) if times >= SEEN]
        self._scale = _rarity(seen[seen >= SEEN], self.names, len(lessons))
        self._matrix = filled[:, seen >= SEEN].tocsr().multiply(self._scale).tocsr()

    def learn(self, right: Sequence[float | None], counts: Sequence[float]) -> np.ndarray:
        """The weights of one class, a feature each. What is half right stands once for it and once against it; None teaches nothing."""
        for_it = [(at, counts[at] * share) for at, share in enumerate(right) if share]
        against = [(at, counts[at] * (1 - share)) for at, share in enumerate(right) if share is not None and share < 1]
        rows, weights = zip(*for_it, *against, strict=True)
        model = LogisticRegression(C=FOLLOW, solver="liblinear", fit_intercept=False)
        model.fit(self._matrix[list(rows)], np.arange(len(rows)) < len(for_it), sample_weight=weights)
        return model.coef_[0] * self._scale


def _valued(text: str) -> dict[str, float]:
    return dict(weighing.values(shown(text)))


def _rarity(seen: np.ndarray, names: list[str], of_all: int) -> np.ndarray:
    rare = np.log((of_all + 1) / (seen + 1)) + 1
    is_gram = np.array([name[0] not in "+#*" for name in names])
    return np.where(is_gram, rare / rare[is_gram].mean(), 1.0)


def learned(lessons: Sequence[Lesson]) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Names of features and their weights for kinds and for domains."""
    learner, counts = Learner(lessons), [lesson.counts for lesson in lessons]
    kinds = [learner.learn([lesson.kinds.get(name) for lesson in lessons], counts) for name in KINDS]
    domains = [
        learner.learn([lesson.domains.get(name) for lesson in lessons], counts) for name in weighing.domain_names()
    ]
    return learner.names, np.array(kinds).T, np.array(domains).T


def taught(row: Labelled, second: float = SECOND, counts: float = 1.0) -> Lesson:
    """What names no kind or no domain teaches none; what may be any kind teaches no more than that it asks for something."""
    kinds = {"none": 0.0} if len(row.kinds) >= MANY else _right(KINDS, row.kinds, second)
    return Lesson(row.text, kinds, _right(weighing.domain_names(), row.domains, second), counts)


def _right(names: Sequence[str], named: Sequence[str], second: float) -> Rightness:
    return {name: 0.0 if name not in named else 1.0 if name == named[0] else second for name in names if named}


def of_plans(labels: Path) -> list[Lesson]:
    """The lines that the score tunes on, of whose labels any is right, the other lines of the same plans, whose kinds stand
    beside the sentences, and what quotes of these plans say of domains.
    """
    lines = [
        Labelled(tuple(row["domain"]), tuple(row["kind"]), row["text"])
        for row in score.split(score.load_labels(labels))["tune"]
    ]
    lines += _left_out(labels)
    return [*(taught(line, 1.0, REAL) for line in lines), *(taught(quote, 1.0) for quote in _quotes(labels))]


def _left_out(labels: Path) -> list[Labelled]:
    """The lines of the tuned plans that the label set leaves out. None of them stands in a plan of the test part."""
    kinds = kinds_of_plan_lines()
    units = {line_name(unit.text): unit.text for path in _seeds(labels, score.TUNED_ON) for unit in read_text(_read(path))}
    if missing := kinds.keys() - units.keys():
        raise SystemExit(f"{len(missing)} lines with kinds stand in no tuned plan, for instance {min(missing)}")
    return [Labelled((), named, units[name]) for name, named in kinds.items()]


def _quotes(labels: Path) -> list[Labelled]:
    """What the clause table beside the labels quotes from the tuned plans, unless it stands in a plan of the test part."""
    tested = "".join(squeezed(_read(path)) for path in _seeds(labels, (*score.TESTED_ON, *score.APART)))
    domains: dict[str, list[str]] = {}
    with labels.with_name("clauses.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["id"][:3] in score.TUNED_ON:
                domains.setdefault(row["quote"], []).append(row["domain"])
    return [
        Labelled(tuple(named), (), quote)
        for quote, named in domains.items()
        if squeezed(quote) not in tested
    ]


def _seeds(labels: Path, names: Sequence[str]) -> Iterator[Path]:
    for name in names:
        yield from sorted(labels.with_name("seeds").glob(f"{name}*.txt"))


def _read(seed: Path) -> str:
    return seed.read_text("utf-8", errors="replace")


def of_documents() -> list[Lesson]:
    return [taught(row._replace(kinds=())) for row in documents()]


def write(labels: Path) -> None:
    names, kinds, domains = learned([*map(taught, sentences()), *of_plans(labels), *of_documents()])
    lines = [f"kinds and domains learned from tuned plans and the sentences {fingerprint()}"]
    for name, for_kinds, for_domains in sorted(zip(names, kinds, domains, strict=True), key=lambda row: row[0]):
        written = f"{name}\t{_written(for_kinds)}\t{_written(for_domains)}"
        if written != f"{name}\t\t":
            lines.append(written)
    OUT.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{OUT}: {len(lines) - 1} features, {OUT.stat().st_size // 1000} kB")


def _written(weights: np.ndarray) -> str:
    whole = np.rint(weights / weighing.STEP).astype(int)
    return "".join(f"{weighing.LETTERS[at]}{value}" for at, value in enumerate(whole) if abs(value) >= LEAST)


def measure(labels: Path) -> None:
    """Share of right kinds and domains in each file of papers, with weights learned from all the others."""
    files, others = by_file(), [*of_plans(labels), *of_documents()]
    for held in (name for name in files if name.startswith("papers_")):
        known = [taught(row) for name, rows in files.items() if name != held for row in rows]
        names, kinds, domains = learned([*known, *others])
        print(held, *(f"{share:.3f}" for share in _shares(files[held], names, kinds, domains)), flush=True)


def _shares(rows: list[Labelled], names: list[str], kinds: np.ndarray, domains: np.ndarray) -> Iterator[float]:
    columns = {name: at for at, name in enumerate(names)}
    for weights, labels, field in ((kinds, KINDS, "kinds"), (domains, weighing.domain_names(), "domains")):
        asked = [row for row in rows if getattr(row, field)]
        best = [labels[int(_weighed(row, columns, weights).argmax())] for row in asked]
        yield sum(name in getattr(row, field) for name, row in zip(best, asked, strict=True)) / len(asked)


def _weighed(row: Labelled, columns: dict[str, int], weights: np.ndarray) -> np.ndarray:
    return sum(amount * weights[columns[name]] for name, amount in _valued(row.text).items() if name in columns)


if __name__ == "__main__":
    (given,) = [Path(one) for one in sys.argv[1:] if not one.startswith("--")]
    measure(given) if "--measure" in sys.argv else write(given)
