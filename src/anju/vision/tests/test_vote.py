"""The vote joins what frames saw, and abstains where they do not agree; a lane follows each plate by itself."""

from __future__ import annotations

import numpy as np
import pytest

from anju.vision import Lane, Reading, Vote
from anju.vision.alphabet import EMPTY, KINDS, SIGNS, SLOTS
from anju.vision.grammar import ROWS, look_at
from anju.vision.vote import NOTHING_SEEN


def reading(text: str, *, sure: float | list[float] = 0.97, rival: str = "", kind: str = "blue", at: tuple[float, float] = (100, 100)) -> Reading:
    """As the network would tell it: each sign with its chance, the rest of the chance with the rival's sign there."""
    each = [sure] * SLOTS if isinstance(sure, float) else [*sure, *[0.97] * (SLOTS - len(sure))]
    signs = np.zeros((SLOTS, len(SIGNS)))
    for slot in range(SLOTS):
        sign, other = (text.ljust(SLOTS, EMPTY)[slot], (rival or text).ljust(SLOTS, EMPTY)[slot])
        signs[slot, SIGNS.index(other)] += 1 - each[slot]
        signs[slot, SIGNS.index(sign)] += each[slot]
    kinds = np.full(len(KINDS), 0.01)
    kinds[KINDS.index(kind)] = 0.9
    look, told = look_at(signs, kinds)
    corners = np.array([[-50, -15], [50, -15], [50, 15], [-50, 15]], np.float32) + at
    return Reading(look.text, told, look.sure, 100.0, corners, look)


def verdict_of(*readings: Reading):
    vote = Vote()
    for one in readings:
        vote.add(one)
    return vote.verdict()


def test_three_sure_looks_are_accepted():
    verdict = verdict_of(*[reading("粤B12345")] * 3)
    assert (verdict.text, verdict.kind, verdict.looks, verdict.agreeing) == ("粤B12345", "blue", 3, 3)


@pytest.mark.parametrize("looks", [1, 2])
def test_fewer_are_not_enough(looks):
    verdict = verdict_of(*[reading("粤B12345", sure=0.9999)] * looks)
    assert (verdict.text, verdict.candidate) == ("", "粤B12345") and not verdict.is_accepted


def test_what_only_one_look_read_by_itself_is_not_accepted():
    vote = Vote(least_sureness=0)
    vote.add(reading("粤B12345"))
    assert not vote.verdict().is_accepted


def test_nothing_seen_gives_no_number():
    assert Vote().verdict() == NOTHING_SEEN


def test_looks_that_contradict_each_other_abstain():
    looks = [reading("粤B12345", sure=0.8, rival="粤B12845"), reading("粤B12845", sure=0.8, rival="粤B12345")] * 2
    assert verdict_of(*looks).text == ""


def test_doubtful_looks_that_agree_become_sure():
    one = reading("京A0D8B6", sure=0.9, rival="京AQ0B86")
    assert verdict_of(one, one).text == ""
    assert verdict_of(*[one] * 5).text == "京A0D8B6"


def test_each_frame_helps_with_the_signs_that_it_saw_well():
    left_seen = reading("沪C7K219", sure=[0.99, 0.99, 0.99, 0.99, 0.6, 0.6, 0.6], rival="沪C7K570")
    right_seen = reading("沪C7K219", sure=[0.6, 0.6, 0.6, 0.6, 0.99, 0.99, 0.99], rival="浙G1X219")
    assert verdict_of(*[left_seen, right_seen] * 3).text == "沪C7K219"


def test_only_numbers_that_the_kind_allows_are_told():
    assert reading("粤B1234O".replace("O", "0"), kind="blue").text == "粤B12340"
    assert reading("粤A123警港", kind="police").text[-1] in "警港澳"
    assert [name for name, _row in ROWS] == list(KINDS[1:])
    for name, row in ROWS:
        assert all(set(allowed) & set(SIGNS) for allowed in row) and len(row) <= SLOTS, name
    assert "O" not in SIGNS and "I" not in SIGNS


def test_a_sign_that_its_kind_forbids_makes_the_reading_unsure():
    assert reading("粤B1234警", kind="blue").kind == "police"
    assert reading("B粤12345").sureness < 0.1


@pytest.mark.parametrize("gap,passings", [(3, 1), (8, 2)])
def test_a_plate_that_is_out_of_sight_for_long_comes_again(gap, passings):
    lane = Lane()
    over = [one for readings in [[reading("粤B12345")]] * 3 + [[]] * gap + [[reading("粤B12345")]] * 3 for one in lane.see(readings)]
    over += lane.close()
    assert [one.verdict.text for one in over] == ["粤B12345"] * passings
    assert (over[0].first_frame, over[-1].last_frame) == (0, gap + 5)


def test_two_plates_in_one_picture_are_followed_apart():
    lane = Lane()
    for step in range(4):
        lane.see([reading("粤B12345", at=(100 + 10 * step, 100)), reading("京A99999", at=(400 - 10 * step, 100))])
    assert sorted(one.text for one in lane.verdicts()) == ["京A99999", "粤B12345"]
    assert sorted(one.verdict.text for one in lane.close()) == ["京A99999", "粤B12345"]


def test_another_plate_elsewhere_is_not_the_one_that_just_left():
    lane = Lane()
    for text, x in (("粤B12345", 100), ("粤B12345", 100), ("京A99999", 400), ("京A99999", 400)):
        lane.see([reading(text, at=(x, 100))])
    assert [one.verdict.candidate for one in lane.close()] == ["粤B12345", "京A99999"]


def test_a_misread_frame_in_the_same_place_belongs_to_the_same_plate():
    lane = Lane()
    for text in ("粤B12345", "粤B12845", "粤B12345", "粤B12345"):
        lane.see([reading(text, sure=0.9, rival="粤B12345")])
    [passing] = lane.close()
    assert (passing.verdict.text, passing.verdict.looks, passing.verdict.agreeing) == ("粤B12345", 4, 3)
