"""Learns the weights of the plan reader: `python tools/train_reader.py LABELS.jsonl [--measure]`. Needs numpy.

It learns from the sentences in planreader/tests/labelled and from the lines of the plans that `anju plan score` tunes on, never from a line
that the score tests. The label set is not part of this repository.

A multinomial model over the features of planreader/features.py, ridge-penalised and solved in its dual form, so that
the sentences and not the features give its size. A sentence with several right kinds asks for any of them. Nothing is
drawn at random: the same sentences give the same weights. `--measure` tests each fifth of the sentences on the others,
near-duplicates together, and writes nothing.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from anju.planreader import score, weighing
from anju.planreader.features import Features
from anju.planreader.lexicon import KINDS
from anju.planreader.reader import shown
from anju.planreader.tests.labelled import Labelled, documents, fingerprint, sentences
from anju.planreader.text import fold

OUT = Path(weighing.__file__).with_name("weights.tsv")
#: A feature must stand in so many sentences; steps of the descent.
SEEN, STEPS = 2, 30
#: Share of the loss that wants all right classes and not any of them: a sentence has more right kinds than domains.
ALL_KINDS, ALL_DOMAINS = np.float32(0.3), np.float32(0.7)
#: Ridge. Domains hang on single words and bear larger weights than kinds.
RIDGE_OF_KINDS, RIDGE_OF_DOMAINS = np.float32(1.0), np.float32(0.4)
#: What is lighter than this in the file is left out.
LEAST_OF_KINDS, LEAST_OF_DOMAINS = 3, 6
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


def fit(alike: Matrix, wanted: Matrix, ridge: np.float32, all_of_them: np.float32) -> Matrix:
    """One weight a sentence and class: Newton's steps with the bound of the curvature in place of the curvature."""
    bound = 0.5 * alike + ridge * np.eye(len(alike), dtype=np.float32)
    inverse = np.linalg.inv(bound)
    every = wanted / wanted.sum(axis=1, keepdims=True)
    wants_all = all_of_them * (wanted.sum(axis=1, keepdims=True) < MANY)
    found = ahead = np.zeros_like(wanted)
    for step in range(STEPS):
        scores = alike @ ahead
        chances = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        anyone = chances * wanted
        anyone /= anyone.sum(axis=1, keepdims=True) + np.float32(1e-9)
        slope = chances - wants_all * every - (np.float32(1) - wants_all) * anyone + ridge * ahead
        last, found = found, ahead - inverse @ slope
        ahead = found + np.float32(step / (step + 3)) * (found - last)
    return found


def learn_kinds(rows: list[Labelled]) -> dict[str, str]:
    filled, names = matrix([shown(row.text) for row in rows])
    weights = filled.T @ fit(filled @ filled.T, right([row.kinds for row in rows], KINDS), RIDGE_OF_KINDS, ALL_KINDS)
    return {name: written(weights[at], LEAST_OF_KINDS) for at, name in enumerate(names)}


def learn_domains(rows: list[Labelled]) -> dict[str, str]:
    asked = [row for row in rows if row.domains]
    filled, names = matrix([shown(row.text) for row in asked])
    wanted = right([row.domains for row in asked], weighing.domain_names())
    weights = filled.T @ fit(filled @ filled.T, wanted, RIDGE_OF_DOMAINS, ALL_DOMAINS)
    return {name: written(weights[at], LEAST_OF_DOMAINS) for at, name in enumerate(names)}


def written(weights: Matrix, least: int) -> str:
    whole = np.rint(weights / weighing.STEP).astype(int)
    return "".join(f"{weighing.LETTERS[at]}{value}" for at, value in enumerate(whole) if abs(value) >= least)


def lines_of_plans(labels: Path) -> list[Labelled]:
    tuned_on = score.split(score.load_labels(labels))["tune"]
    return [Labelled(set(row["domain"]), set(row["kind"]), row["text"]) for row in tuned_on]


def quotes_of_plans(labels: Path) -> list[Labelled]:
    """What the clause table beside the labels quotes from the tuned plans: its domain.

    A quote that stands in a plan of the test part is left out.
    """
    table, seeds = labels.with_name("clauses.csv"), labels.with_name("seeds")
    tested = "".join(
        re.sub(r"\s", "", fold(path.read_text("utf-8", errors="replace")))
        for name in (*score.TESTED_ON, *score.APART)
        for path in sorted(seeds.glob(f"{name}*.txt"))
    )
    with table.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["id"][:3] in score.TUNED_ON]
    quotes = {row["quote"]: Labelled(set(), set(), row["quote"]) for row in rows}
    for row in rows:
        quotes[row["quote"]].domains.add(row["domain"])
    return [quote for text, quote in quotes.items() if re.sub(r"\s", "", fold(text)) not in tested]


def write(rows: list[Labelled], of_plans: list[Labelled], quotes: list[Labelled]) -> None:
    """Kinds are learned from `rows` and the lines of plans, domains from documents and quotes too."""
    kinds = learn_kinds([*rows, *of_plans])
    domains = learn_domains([*rows, *of_plans, *documents(), *quotes])
    lines = [f"kinds and domains learned from {len(of_plans)} lines of plans and the sentences {fingerprint()}"]
    for name in sorted(kinds.keys() | domains.keys()):
        if (line := f"{name}\t{kinds.get(name, '')}\t{domains.get(name, '')}") != f"{name}\t\t":
            lines.append(line)
    OUT.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{OUT}: {len(lines) - 1} features, {OUT.stat().st_size // 1000} kB")


def groups(filled: Matrix, names: list[str]) -> Matrix:
    """A number for each sentence, the same for sentences that share most of their grams."""
    grams = filled[:, [at for at, name in enumerate(names) if len(name) > 1 and name[0] not in "+#*"]]
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
    for title, labels, wanted, ridge, share in (
        ("kind", KINDS, right([row.kinds for row in rows], KINDS), RIDGE_OF_KINDS, ALL_KINDS),
        (
            "domain",
            weighing.domain_names(),
            right([row.domains for row in rows], weighing.domain_names()),
            RIDGE_OF_DOMAINS,
            ALL_DOMAINS,
        ),
    ):
        best = np.full(len(rows), -1)
        for part in range(FOLDS):
            known = np.where((fold != part) & (wanted.sum(axis=1) > 0))[0]
            held = np.where(fold == part)[0]
            learned = fit(alike[np.ix_(known, known)], wanted[known], ridge, share)
            best[held] = (alike[np.ix_(held, known)] @ learned).argmax(axis=1)
        asked = wanted.sum(axis=1) > 0
        found[title] = [labels[at] for at in best]
        print(f"{title} {wanted[np.arange(len(rows)), best][asked].mean():.3f}")
    silent = [kind == "none" for row, kind in zip(rows, found["kind"], strict=True) if row.kinds == {"none"}]
    print(f"none recall {sum(silent) / len(silent):.3f}")


if __name__ == "__main__":
    (given,) = [Path(one) for one in sys.argv[1:] if not one.startswith("--")]
    known, of_plans = list(sentences()), lines_of_plans(given)
    measure([*known, *of_plans]) if "--measure" in sys.argv else write(known, of_plans, quotes_of_plans(given))
