"""What no scheme of scores may do, whatever a source says: penalties of money on people, removal by rank, more than words for residents."""

from __future__ import annotations

from decimal import Decimal

import pytest

from anju.domains.scores import kinds, library, rules
from anju.domains.scores.kinds import BODIES, CONSEQUENCES, HOMES, RANK_TRIGGERS, SUBJECTS
from anju.kernel.refusals import Refusal

HUMAN = [code for code, _label in SUBJECTS if code not in BODIES]
MONEY_WORDS = ("fine", "penalty", "fee", "wage", "pay", "salary", "charge")
DISMISSALS = ("dismissal", "dismiss", "termination", "firing")


def laid_down(subject_kind: str, trigger: str, kind: str) -> Refusal | None:
    return rules.fit_rule(
        subject_kind=subject_kind, trigger=trigger, kind=kind, value=Decimal(3), until=None, amounts=[], shares={}, has_band=True
    )


def warned(subject_kind: str, kind: str) -> Refusal | None:
    return rules.may_announce(subject_kind=subject_kind, kind=kind, has_one=False)


def test_there_is_no_penalty_of_money_on_people_and_no_dismissal():
    assert not [kind for kind in CONSEQUENCES if any(word in kind.split("_") for word in (*MONEY_WORDS, *DISMISSALS))]


@pytest.mark.parametrize("subject_kind", HUMAN)
def test_money_is_taken_and_projects_are_barred_from_bodies_alone(subject_kind):
    for kind, about in CONSEQUENCES.items():
        if about.is_money or about.is_exclusion:
            assert laid_down(subject_kind, "below", kind) is not None, f"{kind} may follow for a {subject_kind}"
            assert warned(subject_kind, kind) is not None


@pytest.mark.parametrize("home", HOMES)
def test_residents_get_words_only(home):
    allowed = {kind for kind in CONSEQUENCES if warned(home, kind) is None and laid_down(home, "below", kind) is None}
    assert allowed == {"notice", "commendation"}


@pytest.mark.parametrize("trigger", RANK_TRIGGERS)
@pytest.mark.parametrize("subject_kind", [code for code, _label in SUBJECTS if code not in HOMES])
def test_rank_alone_removes_nobody(subject_kind, trigger):
    for kind in ("deregistration", "suspension"):
        assert laid_down(subject_kind, trigger, kind).code == "scores.rank_never_removes"


def test_every_template_keeps_it():
    for code, template in library.templates().items():
        for rule in template.get("rules", []):
            assert laid_down(template["subject_kind"], rule["trigger"], rule["kind"]) is None, f"{code}: {rule['label']}"


def test_a_planted_fault_is_found(monkeypatch):
    monkeypatch.setitem(CONSEQUENCES, "levy", kinds.Follows("Levy", is_money=True))
    assert laid_down("person", "below", "levy").code == "scores.bodies_only"
    assert laid_down("dwelling", "below", "levy").code == "scores.homes_get_words_only"
    assert laid_down("company", "below", "levy") is None
