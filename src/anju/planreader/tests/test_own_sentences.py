"""Kind and domain on sentences written for this test, half of which are held back from tuning.

Each row of `own_sentences.tsv` gives the kinds and domains that are right, and a sentence in the words of service
standards, supervision schemes, regulations, hygiene contests, kindergartens and clinics. The weights are learned from
the known half among others, and whoever tunes looks at its errors only; the held-back half says what that was worth.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from anju.planreader import read_unit
from anju.planreader.lexicon import DOMAINS, KINDS
from anju.planreader.tests.labelled import is_held_back, own_sentences

#: Raise these figures. What is known is a small part of what is learned from, and may fall a little when the rest grows.
REACHED = {
    "known": {"kind": 0.96, "domain": 0.99, "none_recall": 0.98, "none_precision": 0.99},
    "held back": {"kind": 0.895, "domain": 0.965, "none_recall": 0.945, "none_precision": 0.98},
}


@cache
def sentences(half: str) -> list[tuple[set[str], set[str], str]]:
    held = half == "held back"
    return [(set(row.kinds), set(row.domains), row.text) for row in own_sentences() if is_held_back(row.text) == held]


def shares(half: str) -> dict[str, float]:
    pairs = [(kinds, domains, read_unit(text)) for kinds, domains, text in sentences(half)]
    asked = [(domains, clause) for _, domains, clause in pairs if domains]
    silent = [clause for kinds, _, clause in pairs if kinds == {"none"}]
    read_as_none = [kinds for kinds, _, clause in pairs if clause.kind == "none"]
    return {
        "kind": sum(clause.kind in kinds for kinds, _, clause in pairs) / len(pairs),
        "domain": sum(clause.domain in domains for domains, clause in asked) / len(asked),
        "none_recall": sum(clause.kind == "none" for clause in silent) / len(silent),
        "none_precision": sum("none" in kinds for kinds in read_as_none) / len(read_as_none),
    }


@pytest.mark.parametrize("half", REACHED)
def test_what_was_reached_on_own_sentences_is_kept(half: str) -> None:
    found = shares(half)
    assert {name: value for name, value in found.items() if value < REACHED[half][name]} == {}


def test_the_own_sentences_cover_every_kind_and_domain_in_both_halves() -> None:
    for half in REACHED:
        kinds = Counter(kind for row in sentences(half) for kind in row[0])
        domains = Counter(domain for row in sentences(half) for domain in row[1])
        assert set(kinds) == set(KINDS)
        assert set(domains) == set(DOMAINS)
        assert len(sentences(half)) >= 250
