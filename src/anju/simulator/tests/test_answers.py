from __future__ import annotations

import random
from types import SimpleNamespace

import pytest

from anju.domains.duties import rules
from anju.simulator.answers import CHECKLISTS, answers_for, checklist_for, finds_faults


@pytest.mark.parametrize("word", [words[0] for words, _items in CHECKLISTS])
def test_every_checklist_can_be_read_and_answered_with_and_without_a_fault(word):
    items = rules.read_items(checklist_for(word))
    duty = SimpleNamespace(checklist=rules.write_items(items), category="check")
    for seed in range(20):
        fine = rules.check_answers(items, answers_for(duty, random.Random(seed), has_fault=False), photos=0)
        wrong = rules.check_answers(items, answers_for(duty, random.Random(seed), has_fault=True), photos=0)
        assert (len(fine.faults), len(wrong.faults)) == (0, 1)


def test_where_nothing_is_looked_at_nothing_is_found():
    assert checklist_for("每月召开例会") == []
    assert finds_faults(SimpleNamespace(checklist=[], category="check")) == 0
