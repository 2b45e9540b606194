"""Learns the weights of the plan reader: `python tools/train_reader.py LABELS.jsonl [--measure]`. Needs numpy.

It learns from the sentences in planreader/tests/labelled and from the lines of the plans that `anju plan score` tunes on, never from a line
that the score tests. The label set is not part of this repository.

A multinomial model over the features of planreader/features.py, ridge-penalised and solved in its dual form, so that
the sentences and not the features give its size. A sentence with several right kinds asks for any of them. Nothing is
drawn at random: the same sentences give the same weights. `--measure` tests each fifth of the sentences on the others,
near-duplicates together, and writes nothing.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from anju.planreader import score, weighing
from anju.planreader.features import Features
from anju.planreader.lexicon import KINDS
from anju.planreader.reader import shown
from anju.planreader.tests.labelled import Labelled, fingerprint, sentences

OUT = Path(weighing.__file__).with_name("weights.tsv")
#: A feature must stand in so many sentences; ridge; share of the loss that wants all right classes and not any of them.
SEEN, RIDGE, ALL_OF_THEM, STEPS = 2, np.float32(1.0), np.float32(0.7), 30
#: What is lighter than this in the file is left out.
LEAST = 3
FOLDS, ALIKE = 5, 0.5
#: So many right kinds only say that the sentence asks for something.
MANY = 6

Matrix = np.ndarray


def matrix(read: Sequence[Features]) -> tuple[Matrix, list[str]]:
    rows = [dict(weighing.values(features)) for features in read]
    seen = Counter(name for row in rows for name in row)
    names = sorted(name for name, times in seen.items() if times >= SEEN)
    columns = {name: at for at, name in enumerate(names)}
    filled = np.zeros((len(rows), len(names)), np.float32)
    for line, row in enumerate(rows):
        for name, amount in row.items():
            if name in columns:
                filled[line, columns[name]] = amount
    return filled, names


def right(classes: Sequence[set[str]], names: Sequence[str]) -> Matrix:
    return np.array([[name in wanted for name in names] for wanted in classes], np.float32)


def fit(alike: Matrix, wanted: Matrix) -> Matrix:
    """One weight a sentence and class: Newton's steps with the bound of the curvature in place of the curvature."""
    bound = 0.5 * alike + RIDGE * np.eye(len(alike), dtype=np.float32)
    inverse = np.linalg.inv(bound)
    every = wanted / wanted.sum(axis=1, keepdims=True)
    wants_all = ALL_OF_THEM * (wanted.sum(axis=1, keepdims=True) < MANY)
    found = ahead = np.zeros_like(wanted)
    for step in range(STEPS):
        scores = alike @ ahead
        chances = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        anyone = chances * wanted
        anyone /= anyone.sum(axis=1, keepdims=True) + np.float32(1e-9)
        slope = chances - wants_all * every - (np.float32(1) - wants_all) * anyone + RIDGE * ahead
        last, found = found, ahead - inverse @ slope
        ahead = found + np.float32(step / (step + 3)) * (found - last)
    return found


def learn(rows: list[Labelled]) -> tuple[list[str], Matrix, Matrix]:
    filled, names = matrix([shown(row.text) for row in rows])
    asked = [at for at, row in enumerate(rows) if row.domains]
    kinds = filled.T @ fit(filled @ filled.T, right([row.kinds for row in rows], KINDS))
    some = filled[asked]
    domains = some.T @ fit(some @ some.T, right([rows[at].domains for at in asked], weighing.domain_names()))
    return names, kinds, domains


def written(weights: Matrix) -> str:
    whole = np.rint(weights / weighing.STEP).astype(int)
    return "".join(f"{weighing.LETTERS[at]}{value}" for at, value in enumerate(whole) if abs(value) >= LEAST)


def lines_of_plans(labels: Path) -> list[Labelled]:
    tuned_on = score.split(score.load_labels(labels))["tune"]
    return [Labelled(set(row["domain"]), set(row["kind"]), row["text"]) for row in tuned_on]


def write(rows: list[Labelled], lines_of_plans: int) -> None:
    names, kinds, domains = learn(rows)
    lines = [f"kinds and domains learned from {lines_of_plans} lines of plans and the sentences {fingerprint()}"]
    for at, name in enumerate(names):
        if (line := f"{name}\t{written(kinds[at])}\t{written(domains[at])}") != f"{name}\t\t":
            lines.append(line)
    OUT.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{OUT}: {len(lines) - 1} features, {OUT.stat().st_size // 1000} kB, from {len(rows)} sentences")


def groups(filled: Matrix, names: list[str]) -> Matrix:
    """A number for each sentence, the same for sentences that share most of their grams."""
    grams = filled[:, [at for at, name in enumerate(names) if name[0] not in "+#*"]]
    near = grams / (np.linalg.norm(grams, axis=1, keepdims=True) + 1e-9)
    group = np.arange(len(filled))
    for one, other in zip(*np.where(np.triu(near @ near.T, 1) > ALIKE), strict=True):
        group[group == group[other]] = group[one]
    return group


def measure(rows: list[Labelled]) -> None:
    filled, names = matrix([shown(row.text) for row in rows])
    fold = np.unique(groups(filled, names), return_inverse=True)[1] * 7919 % 1009 % FOLDS
    alike = filled @ filled.T
    found = {}
    for title, labels, wanted in (
        ("kind", KINDS, right([row.kinds for row in rows], KINDS)),
        ("domain", weighing.domain_names(), right([row.domains for row in rows], weighing.domain_names())),
    ):
        best = np.full(len(rows), -1)
        for part in range(FOLDS):
            known = np.where((fold != part) & (wanted.sum(axis=1) > 0))[0]
            held = np.where(fold == part)[0]
            best[held] = (alike[np.ix_(held, known)] @ fit(alike[np.ix_(known, known)], wanted[known])).argmax(axis=1)
        asked = wanted.sum(axis=1) > 0
        found[title] = [labels[at] for at in best]
        print(f"{title} {wanted[np.arange(len(rows)), best][asked].mean():.3f}")
    silent = [kind == "none" for row, kind in zip(rows, found["kind"], strict=True) if row.kinds == {"none"}]
    print(f"none recall {sum(silent) / len(silent):.3f}")


if __name__ == "__main__":
    (given,) = [Path(one) for one in sys.argv[1:] if not one.startswith("--")]
    of_plans = lines_of_plans(given)
    every = [*sentences(), *of_plans]
    measure(every) if "--measure" in sys.argv else write(every, len(of_plans))
