"""The signed code: any change is noticed, without a network and without Django."""

from __future__ import annotations

import base64
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.domains.passes import tokens
from anju.domains.passes.rules import Spot, Trust, check_code

HERE, ELSEWHERE = UUID(int=7), UUID(int=8)
KEY, OTHER = Ed25519PrivateKey.from_private_bytes(b"k" * 32), Ed25519PrivateKey.from_private_bytes(b"o" * 32)
PUBLIC = KEY.public_key().public_bytes_raw()
START = datetime(2026, 3, 5, 1, tzinfo=UTC)
END = START + timedelta(hours=8)
SOUTH, NORTH = tokens.place_code(UUID(int=1)), tokens.place_code(UUID(int=2))
TRUST = Trust(scope_id=HERE, public_keys={tokens.key_id_of(PUBLIC): PUBLIC})
SECRET = b"s" * 32


def claims(**changed) -> tokens.Claims:
    given = {"pass_id": UUID(int=99), "scope_id": HERE, "kind": "goods", "starts_at": START, "ends_at": END, "holder": "ab" * 8}
    return tokens.Claims(**{**given, **changed})


def verdict(text: str, *, trust: Trust = TRUST, at: datetime = START, **spot) -> tuple[str, str]:
    found, _claims = check_code(text, trust, Spot(at=at, **spot))
    return found.outcome, found.code


def bytes_of(text: str) -> bytes:
    body = text.removeprefix(tokens.PREFIX)
    return base64.b32decode(body + "=" * (-len(body) % 8))


def text_of(data: bytes) -> str:
    return tokens.PREFIX + base64.b32encode(data).decode().rstrip("=")


PLAIN = tokens.make(claims(), KEY)


@st.composite
def any_claims(draw) -> tokens.Claims:
    start = draw(st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1))).replace(microsecond=0, tzinfo=UTC)
    places = st.lists(st.uuids().map(tokens.place_code), max_size=tokens.MAX_GATES, unique=True)
    return tokens.Claims(
        pass_id=draw(st.uuids()), scope_id=HERE, kind=draw(st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=24)), starts_at=start,
        ends_at=start + timedelta(seconds=draw(st.integers(1, 10**8))), uses=draw(st.integers(0, 255)), issue=draw(st.integers(1, 255)),
        gates=tuple(draw(places)), home=draw(st.sampled_from(["", SOUTH])), holder=draw(st.sampled_from(["", "ab" * 8])), is_live=draw(st.booleans()),
        key_id=tokens.key_id_of(PUBLIC),
    )  # fmt: skip


@given(wanted=any_claims())
@settings(max_examples=60, deadline=None)
def test_what_was_signed_is_read_back(wanted):
    assert tokens.read(tokens.make(wanted, KEY), scope_id=HERE, public_keys=TRUST.public_keys) == wanted


def test_every_flipped_bit_is_refused():
    """Each single bit of the code, the signature included."""
    data = bytes_of(PLAIN)
    assert verdict(PLAIN) == ("allowed", "valid")
    outcomes = set()
    for bit in range(len(data) * 8):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        outcomes.add(verdict(text_of(bytes(changed))))
    assert outcomes == {("refused", code) for code in ("unreadable", "edited", "forged", "other_community")}


@given(wanted=any_claims(), data=st.data())
@settings(max_examples=60, deadline=None)
def test_every_changed_character_is_refused(wanted, data):
    text = tokens.make(wanted, KEY)
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from([letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" if letter != text[at]]))
    changed = text[:at] + other + text[at + 1 :]
    assert verdict(changed, at=wanted.starts_at)[0] == "refused"


@given(st.text(max_size=700) | st.binary(max_size=300).map(text_of))
@settings(max_examples=150, deadline=None)
def test_rubbish_is_refused_and_never_a_fault(text):
    assert verdict(text) in {("refused", "unreadable"), ("refused", "other_community")}


@pytest.mark.parametrize("cut", [1, 8, 64, 100])
def test_a_cut_or_padded_code_is_refused(cut):
    assert verdict(PLAIN[:-cut])[0] == "refused"
    assert verdict(PLAIN + "A" * cut)[0] == "refused"
    assert verdict(text_of(bytes_of(PLAIN) + b"\0" * cut))[0] == "refused"


def test_a_second_spelling_of_the_same_bytes_is_refused():
    """The last character holds bits that base32 does not use; setting them makes another text of the same bytes."""
    text = next(text for kind in ("g", "go", "goo", "good") if len((text := tokens.make(claims(kind=kind), KEY)).removeprefix("AJ1")) % 8)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    twin = text[:-1] + letters[letters.index(text[-1]) + 1]
    assert bytes_of(twin) == bytes_of(text)
    assert (verdict(text), verdict(twin)) == (("allowed", "valid"), ("refused", "unreadable"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (tokens.make(claims(), OTHER), "forged"),
        (tokens.make(claims(scope_id=ELSEWHERE), OTHER), "other_community"),
        (tokens.make(claims(scope_id=ELSEWHERE), KEY), "other_community"),
        ("", "unreadable"),
        ("https://example.com/pass/1", "unreadable"),
        ("AJ2" + PLAIN[3:], "unreadable"),
    ],
)
def test_what_this_community_did_not_sign(text, code):
    assert verdict(text) == ("refused", code)


def test_a_forger_who_names_our_key_is_found_out():
    """The claims and the key id are ours, the signature is another's."""
    plain = bytes_of(PLAIN)[:-64]
    assert verdict(text_of(plain + OTHER.sign(plain))) == ("refused", "edited")


def test_the_window_is_half_open():
    moments = [START - timedelta(seconds=1), START, END - timedelta(seconds=1), END]
    assert [verdict(PLAIN, at=at)[1] for at in moments] == ["not_yet", "valid", "valid", "expired"]


def test_a_clock_that_was_put_back_is_noticed():
    spot = {"newest_at": START + timedelta(hours=2)}
    assert verdict(PLAIN, at=START + timedelta(minutes=114), **spot) == ("ask", "clock_behind")
    assert verdict(PLAIN, at=START + timedelta(minutes=116), **spot) == ("allowed", "valid")
    assert verdict(PLAIN, at=END, newest_at=END + timedelta(days=9)) == ("refused", "expired")


def test_the_lists_a_gate_carries_count():
    one = claims(uses=1, home=SOUTH)
    text, at_home = tokens.make(one, KEY), {"places": frozenset({SOUTH})}
    trust = {"scope_id": HERE, "public_keys": TRUST.public_keys}
    assert verdict(text, **at_home) == ("allowed", "valid")
    assert verdict(text, trust=Trust(**trust, revoked=frozenset({one.pass_id})), **at_home) == ("refused", "revoked")
    assert verdict(text, trust=Trust(**trust, used={one.pass_id: 1}), **at_home) == ("refused", "used_up")
    twice = tokens.make(claims(uses=2), KEY)
    assert verdict(twice, trust=Trust(**trust, used={one.pass_id: 1})) == ("allowed", "valid")


def test_a_one_use_pass_away_from_home_is_asked_for_while_cut_off():
    text = tokens.make(claims(uses=1, home=SOUTH), KEY)
    assert verdict(text, places=frozenset({SOUTH, NORTH})) == ("allowed", "valid")
    assert verdict(text, places=frozenset({NORTH})) == ("ask", "not_at_home")
    assert verdict(tokens.make(claims(uses=1), KEY), places=frozenset({NORTH})) == ("ask", "not_at_home")


def test_a_pass_counts_only_at_its_gates():
    text = tokens.make(claims(gates=(SOUTH,)), KEY)
    assert verdict(text, places=frozenset({SOUTH})) == ("allowed", "valid")
    assert verdict(text, places=frozenset({NORTH})) == ("refused", "wrong_place")


@pytest.mark.parametrize(("seconds", "code"), [(0, "valid"), (29, "valid"), (30, "valid"), (60, "not_live"), (3600, "not_live"), (-60, "not_live")])
def test_a_screenshot_of_a_moving_code_grows_old(seconds, code):
    text = tokens.make(claims(is_live=True), KEY)
    trust = Trust(scope_id=HERE, public_keys=TRUST.public_keys, secret_of=lambda pass_id: SECRET)
    moment = START + timedelta(hours=1)
    shown = tokens.with_live_code(text, SECRET, UUID(int=99), moment)
    assert verdict(shown, trust=trust, at=moment + timedelta(seconds=seconds))[1] == code


def test_a_live_pass_without_its_moving_part_or_with_anothers():
    text = tokens.make(claims(is_live=True), KEY)
    trust = Trust(scope_id=HERE, public_keys=TRUST.public_keys, secret_of=lambda pass_id: SECRET)
    assert verdict(text, trust=trust) == ("refused", "not_live")
    assert verdict(tokens.with_live_code(text, b"x" * 32, UUID(int=99), START), trust=trust) == ("refused", "not_live")
    assert verdict(tokens.with_live_code(text, SECRET, UUID(int=98), START), trust=trust) == ("refused", "not_live")
    assert verdict(tokens.with_live_code(text, SECRET, UUID(int=99), START)) == ("ask", "live_unknown")


def test_what_keyboards_make_of_a_code_is_put_back():
    full_width = "".join(chr(ord(letter) + 0xFEE0) for letter in PLAIN)
    for typed in (PLAIN.lower(), full_width, f"  {PLAIN[:30]} {PLAIN[30:]}\r\n"):
        assert verdict(typed) == ("allowed", "valid")


def test_nobody_is_named_in_a_code_and_it_fits_a_small_square():
    text = tokens.make(claims(uses=1, home=SOUTH, gates=(SOUTH, NORTH)), KEY)
    assert len(text) <= 260, "more would need a larger QR code than an 80 mm receipt prints well"
    assert text.isalnum()
    assert text.isupper()


def test_a_gate_decides_without_django():
    program = (
        "import sys\n"
        "class No:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.partition('.')[0] == 'django': raise ImportError(name)\n"
        "sys.meta_path.insert(0, No())\n"
        "from anju.domains.passes.rules import check_code, Spot, Trust, decide, tokens\n"
        "print(tokens.VERSION)\n"
    )
    source = str(Path(__file__).resolve().parents[4])
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env={"PYTHONPATH": source}, check=False)
    assert (done.stdout, done.stderr) == ("1\n", "")
