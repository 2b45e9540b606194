"""What is a plate, which expected car a misread means, what several looks agree on."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anju.plates import KINDS, Look, distance, fitted, kind_of, match, plain, shown, vote
from anju.plates.grammar import ANY, DIGITS, LETTERS, PROVINCES

UNTIMED = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
plates = st.sampled_from(KINDS).flatmap(lambda kind: st.tuples(*[st.sampled_from(row) for row in kind.row])).map("".join)
ordinary = st.tuples(st.sampled_from(PROVINCES), st.sampled_from(LETTERS), *[st.sampled_from(ANY)] * 5).map("".join)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("京A12345", "ordinary"), ("粤B·8Q2C7", "ordinary"), ("沪AD12345", "energy_small"), ("沪AF1234 5", "energy_small"), ("沪A12345D", "energy_large"),
        ("京A1234警", "police"), ("京O1234警", "police"), ("苏E1234学", "learner"), ("冀B12A4挂", "trailer"), ("粤ZF023港", "hong_kong"), ("粤Z·9065澳", "macau"),
        ("沪A0023领", "consulate"), ("014578使", "embassy"), ("使014578", "embassy_old"), ("京X1234应急", "rescue"), ("WJ京12345", "armed_police"), ("VA12345", "military"),
    ],
)  # fmt: skip
def test_each_kind_is_known_by_its_row(text, kind):
    assert fitted(text).kind == kind


@pytest.mark.parametrize(
    "text",
    ["", "京", "12345", "京A1234", "京A123456789", "京AX12345", "沪A12345Z", "火A12345", "京A12警45", "粤A1234港", "<script>", "\x00" * 9, "😀" * 7, "京1A2345", "_无_", "使01457A"],
)
def test_what_is_no_plate_is_nothing(text):
    assert fitted(text) is None


def test_dots_blanks_full_width_and_small_letters_are_one_plate():
    assert {plain(text) for text in ("京A·12345", "京a 12345", "京Ａ１２３４５", "京A-12345", "京A・12345", " 京 A.1 2345")} == {"京A12345"}
    assert (shown("京A12345"), shown("使014578"), len(plain("京A" * 5000))) == ("京A·12345", "使014578", 24)


def test_an_o_is_a_zero_and_an_i_is_a_one_where_no_such_letter_can_be():
    assert [fitted(text).text for text in ("京AO2345", "京A1234I", "沪ADI2O45", "沪A1234OD")] == ["京A02345", "京A12341", "沪AD12045", "沪A12340D"]
    assert fitted("京O1234警").text == "京O1234警", "the police may have it"
    assert fitted("京AOIOI5") is None, "four changes are an invention"
    assert fitted("京012345").text == "京D12345", "a city letter is no digit"


@UNTIMED
@given(plates)
def test_a_plate_is_itself(text):
    found = fitted(text)
    assert (found.text, kind_of(text)) == (text, found.kind)
    assert fitted(shown(text)) == found


@UNTIMED
@given(st.text(max_size=40))
def test_no_text_breaks_it_and_whatever_comes_out_fits(text):
    found = fitted(text)
    assert found is None or (kind_of(found.text) == found.kind and len(found.text) in (7, 8))


def test_a_misread_of_one_look_alike_means_the_expected_car_and_no_other():
    expected = ["京A12B45", "京B99999", "沪C77777"]
    assert match("京A12845", expected).text == "京A12B45"
    assert match("津A12B45", expected).text == "京A12B45", "the province is what readers miss first"
    assert match("京A1284S", expected).text == "京A12B45", "two look-alikes of 0.3 each"
    assert match("京A17B45", expected) is None, "a 7 does not look like a 2"
    assert match("京A?2B45", expected).text == "京A12B45"
    assert match("京A??B45", expected) is None, "two that nobody could read are for the guard"


def test_two_expected_cars_that_are_alike_are_left_to_the_guard():
    assert match("京A12845", ["京A12B45", "京A128A5"]) is None
    assert match("京A12845", ["京A12B45", "京A12345"]) is None
    assert match("京A12345", ["京A12345", "京A1234S"]) is None, "even an exact reading, where a neighbour differs by one look-alike, is not decided here"
    assert match("京A12345", []) is None


def test_one_character_too_many_or_too_few_is_too_far():
    assert (distance("京A1234", "京A12345"), distance("沪AD1234", "沪AD12345")) == (1.0, 1.0)
    assert match("京A1234", ["京A12345"]) is None


@UNTIMED
@given(ordinary, ordinary)
def test_distance_is_symmetric_between_read_plates_and_zero_only_for_equals(one, other):
    assert distance(one, other) == pytest.approx(distance(other, one))
    assert (distance(one, other) == 0) == (one == other)


@UNTIMED
@given(ordinary, st.lists(ordinary, max_size=12))
def test_what_is_matched_is_expected_near_and_alone(read, expected):
    found = match(read, expected)
    if found is None:
        return
    others = [distance(read, one) for one in set(expected) - {found.text}]
    assert found.text in expected and found.distance <= 0.8 and all(one - found.distance >= 0.6 - 1e-9 for one in others)


def test_five_frames_outvote_one_that_is_wrong():
    looks = [Look("京A12345", 0.9)] * 4 + [Look("京A12B45", 0.9)]
    agreed = vote(looks)
    assert (agreed.plate.text, agreed.agreeing, agreed.looks) == ("京A12345", 4, 5)
    assert agreed.sure > 0.99


def test_readers_that_differ_agree_on_nothing_and_say_where():
    split = vote([Look("京A12345", 0.9), Look("京A1B345", 0.9)])
    assert (split.plate, split.text, split.sure) == (None, "京A1?345", 0.494)
    assert vote([]).plate is None and vote([Look("", 1.0), Look("  ", 1.0)]).text == ""
    assert vote([Look("京A12345", 0.5)]).plate is None, "one uncertain look is no vote"
    assert vote([Look("京A12345", 0.95)]).plate.text == "京A12345"
    assert vote([Look("京A12345", 0.9), Look("京A1234", 0.9)]).plate is None, "half of them saw another length"
    assert vote([Look("无车牌无车牌", 1.0)] * 3).plate is None, "they agree on what is no plate"


def test_each_sign_has_its_own_chance_where_the_reader_tells_it():
    def look(chance: float, sign: str) -> Look:
        places = tuple({one: 0.99} for one in "京A12345-")
        return Look(f"京A1{sign}345", places=(*places[:3], {sign: chance, "": (1 - chance) / 72}, *places[4:]))

    assert vote([look(0.2, "B"), look(0.99, "2"), look(0.9, "2")]).plate.text == "京A12345"
    assert vote([look(0.7, "B"), look(0.9, "2")]).plate is None


def test_looks_of_little_worth_need_more_of_them():
    frames = [Look("京A12345", 0.9999, worth=0.3)] * 3
    assert (vote(frames[:2]).plate, vote(frames).plate.text, vote(frames[:1], alone=0.5).plate) == (None, "京A12345", None)
    assert vote([Look("京A12345", 0.55), frames[0]]).plate.text == "京A12345", "another reader agrees"
    assert vote([Look("京A12345", 0.62), Look("京A12B45", 0.99, worth=0.3)], alone=0.6).plate is None, "and this one does not"


@UNTIMED
@given(st.lists(st.tuples(st.one_of(plates, st.text(max_size=10)), st.floats(0, 1)), max_size=8), st.randoms())
def test_the_order_of_the_looks_changes_nothing(said, lot):
    looks = [Look(text, sure) for text, sure in said]
    first = vote(looks)
    lot.shuffle(looks)
    again = vote(looks)
    assert (first.plate, first.text) == (again.plate, again.text)
    assert first.plate is None or kind_of(first.plate.text) == first.plate.kind


@UNTIMED
@given(ordinary, st.integers(2, 6), st.sampled_from(DIGITS))
def test_a_majority_is_never_outvoted(text, place, other):
    wrong = text[:place] + other + text[place + 1 :]
    assert vote([Look(text), Look(text), Look(wrong)]).plate.text == text
