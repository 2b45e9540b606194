"""The weights belong to the sentences: who changes one must learn the others again."""

from __future__ import annotations

from collections import Counter
from importlib import resources

from anju.planreader import read_unit, weighing
from anju.planreader.lexicon import DOMAINS, KINDS
from anju.planreader.tests import sentences as figures
from anju.planreader.tests.labelled import (
    documents,
    fingerprint,
    is_held_back,
    kinds_of_plan_lines,
    line_name,
    own_sentences,
    sentences,
)


def test_the_weights_were_learned_from_exactly_these_sentences() -> None:
    assert weighing.model().made_of == fingerprint()


def test_no_sentence_that_measures_is_learned_from() -> None:
    learned = {row.text for row in sentences()}
    measuring = [row.text for row in own_sentences() if is_held_back(row.text)]
    measuring += [sentence.text for sentence in figures.sentences() if sentence.is_held_back]
    assert [text for text in measuring if text in learned] == []


def test_every_label_is_a_kind_or_domain_and_every_one_is_taught() -> None:
    rows = [row for row in sentences() if row.domains or row.kinds == ("none",)]
    kinds = Counter(kind for row in rows for kind in row.kinds)
    domains = Counter(domain for row in rows for domain in row.domains)
    assert set(kinds) == set(KINDS)
    assert set(domains) == set(DOMAINS)
    assert min(domains.values()) >= 20


def test_every_further_line_of_a_plan_has_kinds_that_exist() -> None:
    kinds = kinds_of_plan_lines()
    assert {kind for named in kinds.values() for kind in named} == set(KINDS)
    assert line_name("保安员 每小时巡逻一次。") == line_name("保安员每小时巡逻一次。") not in kinds


def test_the_documents_teach_every_domain_in_sentences_of_their_own() -> None:
    rows = list(documents())
    domains = Counter(domain for row in rows for domain in row.domains)
    assert set(domains) == set(DOMAINS)
    assert min(domains.values()) >= 25
    assert {kind for row in rows for kind in row.kinds} == set(KINDS)
    known = {row.text for row in own_sentences()} | {sentence.text for sentence in figures.sentences()}
    assert [row.text for row in rows if row.domains and row.text in known] == []
    assert [row.text for row in rows if not row.domains and row.kinds != ("none",)] == []


def test_the_weights_are_small_enough_for_an_old_computer() -> None:
    assert len(resources.files("anju.planreader").joinpath("weights.tsv").read_bytes()) <= 2_000_000


def test_the_same_words_are_weighed_the_same_in_any_order_of_reading() -> None:
    first, second = "保安员每小时巡逻一次。", "小区位于城东，共有住宅18栋。"
    assert [read_unit(first), read_unit(second)] == [read_unit(second), read_unit(first)][::-1]
    assert (read_unit(first).kind, read_unit(second).kind) == ("recurring-duty", "none")
