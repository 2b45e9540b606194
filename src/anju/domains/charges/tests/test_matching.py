"""What providers tell, once and late and wrong; the statement of a day; keys that nobody sees."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as some

from anju.domains.charges import actions, jobs, queries
from anju.domains.charges.models import (
    Allocation,
    Merchant,
    Mismatch,
    Payment,
    ProviderNotice,
    Receipt,
    Reconciliation,
    Refund,
    StatementLine,
)
from anju.domains.charges.providers import Answer, register_provider
from anju.domains.charges.rules.matching import match
from anju.kernel import clock
from anju.kernel.models import Entry, PrivateWords

from .conftest import START, SYSTEM, again, must, sums

DAY = timedelta(days=1)


def pem_pair() -> tuple[str, str]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return private.decode().strip(), public.decode().strip()


OURS, THEIRS = pem_pair(), pem_pair()
KEYS = {"private_key": OURS[0], "platform_key": THEIRS[1], "platform_serial": "PUB_KEY_ID_01", "api_v3_key": "k" * 32}


@pytest.fixture
def merchant(community, manager) -> Merchant:
    return must(actions.set_merchant(community, way="wechat", merchant_id="1900000109", app_id="wxd678efh567hg6787", certificate_serial="5157F0", by=manager, **KEYS))


@pytest.fixture
def opened(community, merchant, bill, team) -> Payment:
    return must(actions.open_payment(community, way="wechat", charges=[bill], by=team("业主老林", "owner")))


def tell(merchant, payment=None, **changed):
    told = {
        "notice_id": "EV-1", "outcome": "paid", "order_number": payment.order_number if payment else "X", "told_merchant": "1900000109", "amount_fen": 25060,
        "provider_number": "4200001", "by": SYSTEM,
    }  # fmt: skip
    return actions.take_notice(merchant, **{**told, **changed})


def test_a_notice_pays_once_however_often_it_comes(merchant, opened, bill):
    notice = must(tell(merchant, opened))
    assert (notice.outcome, sums(bill), again(opened).provider_number) == ("settled", (25060, 25060, "paid"), "4200001")
    assert tell(merchant, opened).code == "charges.told_before"
    assert must(tell(merchant, opened, notice_id="EV-2")).outcome == "repeated"
    assert (sums(bill), Receipt.objects.count(), Allocation.objects.count(), Mismatch.objects.count()) == ((25060, 25060, "paid"), 1, 1, 0)


@pytest.mark.parametrize(
    ("changed", "outcome", "state"),
    [
        ({"amount_fen": 25000}, "wrong_amount", "mismatch"), ({"told_merchant": "1900000110"}, "wrong_merchant", "open"), ({"order_number": "NOPE"}, "unknown_order", "open"),
        ({"outcome": "not_paid", "amount_fen": 0}, "not_paid", "open"),
    ],
)  # fmt: skip
def test_what_does_not_fit_pays_nothing_and_is_shown(merchant, opened, bill, changed, outcome, state):
    notice = must(tell(merchant, opened, **changed))
    assert (notice.outcome, again(opened).state, sums(bill)) == (outcome, state, (25060, 0, "due"))
    differences = list(Mismatch.objects.values_list("kind", "theirs_fen", "provider_number"))
    assert differences == ([] if outcome == "not_paid" else [(outcome, changed.get("amount_fen", 25060), "4200001")])


def test_a_wrong_sum_is_booked_by_a_person_as_it_came(merchant, opened, bill, manager, desk):
    must(tell(merchant, opened, amount_fen=20000))
    (difference,) = Mismatch.objects.all()
    assert actions.settle_mismatch(difference, settlement="booked", note=" ", by=manager).code == "charges.reason_needed"
    assert actions.settle_mismatch(difference, settlement="shrug", note="x", by=manager).code == "charges.bad_settlement"
    settled = must(actions.settle_mismatch(difference, settlement="booked", note="业主少付，余款另缴", by=manager))
    assert (settled.state, settled.ours_fen, settled.theirs_fen, again(opened).amount_fen, sums(bill)) == ("settled", 25060, 20000, 20000, (25060, 20000, "part_paid"))
    assert actions.settle_mismatch(difference, settlement="booked", note="x", by=manager).code == "charges.answered_already"


def test_money_after_closing_is_not_lost(merchant, opened, bill, manager, desk, drawer, community, home):
    must(actions.close_payment(opened, by=desk))
    must(actions.take_payment(community, way="cash", charges=[bill], by=desk))
    assert must(tell(merchant, opened)).outcome == "late"
    (difference,) = Mismatch.objects.all()
    must(actions.settle_mismatch(difference, settlement="booked", note="业主付了两次", by=manager))
    assert (sums(bill), queries.balance_of(community, home), again(opened).state) == ((25060, 25060, "paid"), 25060, "settled")
    assert Receipt.objects.filter(state="valid").count() == 2


def test_money_of_nobody_is_booked_onto_a_named_balance_or_sent_back(merchant, bill, home, community, manager):
    must(tell(merchant, None, order_number="SOMEBODY"))
    (difference,) = Mismatch.objects.all()
    assert actions.settle_mismatch(difference, settlement="booked", note="x", by=manager).code == "charges.whose_money"
    must(actions.settle_mismatch(difference, settlement="booked", note="住户扫错码", place=home, by=manager))
    assert queries.balance_of(community, home) == 25060
    must(tell(merchant, None, order_number="OTHERS", told_merchant="7", notice_id="EV-9", provider_number="43"))
    foreign = Mismatch.objects.get(kind="wrong_merchant")
    assert actions.settle_mismatch(foreign, settlement="booked", note="x", place=home, by=manager).code == "charges.nothing_came"
    assert must(actions.settle_mismatch(foreign, settlement="provider_error", note="渠道已更正", by=manager)).state == "settled"


def test_only_a_gateway_takes_notices_in(merchant, opened, manager):
    assert tell(merchant, opened, by=manager).code == "kernel.not_permitted"
    assert actions.take_notice.spec.posts == actions.note_refused_notice.spec.posts == ()
    assert ProviderNotice.objects.count() == 0


def test_refused_messages_leave_at_most_a_row_a_minute(merchant):
    assert must(actions.note_refused_notice(merchant, why="bad_signature", by=SYSTEM)).refused_count == 1
    assert actions.note_refused_notice(merchant, why="bad_signature", by=SYSTEM).code == "charges.noted_lately"
    with clock.frozen(START + timedelta(minutes=1)):
        assert must(actions.note_refused_notice(merchant, why="too_old", by=SYSTEM)).refused_count == 2
    assert Entry.objects.filter(name="charges.notice_refused").count() == 2


@pytest.fixture
def sent(merchant, opened, desk, manager) -> Refund:
    must(tell(merchant, opened))
    wish = must(actions.ask_refund(Allocation.objects.get(), amount=Decimal(50), reason="多收", by=desk))
    approved = must(actions.approve_refund(wish, by=manager))
    return must(actions.note_refund_sent(approved, by=SYSTEM))


def refunded(merchant, refund, **changed):
    return tell(merchant, None, **{"notice_id": "RF-1", "outcome": "refunded", "refund_number": refund.number, "amount_fen": 5000, "provider_number": "5030001", **changed})


def test_a_providers_refund_is_done_once_however_late_or_often_it_tells(merchant, sent, bill, desk):
    assert actions.pay_out_refund(sent, by=desk).code == "charges.not_to_pay_out"
    with clock.frozen(START + 9 * DAY):
        assert must(refunded(merchant, sent)).outcome == "refund_done"
        assert refunded(merchant, sent).code == "charges.told_before"
        assert must(refunded(merchant, sent, notice_id="RF-2")).outcome == "repeated"
        assert must(refunded(merchant, sent, notice_id="RF-3", outcome="refund_failed")).outcome == "repeated"
    assert (again(sent).state, again(sent).done_at, sums(bill), Payment.objects.get().refunded_fen) == ("done", START + 9 * DAY, (20060, 20060, "paid"), 5000)


def test_a_refund_that_failed_is_sent_again_or_paid_out_otherwise(merchant, sent, desk, drawer):
    assert must(refunded(merchant, sent, outcome="refund_failed")).outcome == "refund_failed"
    assert must(actions.resend_refund(sent, by=desk)).state == "sent"
    must(refunded(merchant, sent, outcome="refund_failed", notice_id="RF-2"))
    done = must(actions.pay_out_refund(sent, way="cash", by=desk))
    assert (done.state, done.way, done.tries) == ("done", "cash", 2)
    assert must(refunded(merchant, sent, notice_id="RF-3")).outcome == "unknown_refund"
    assert Mismatch.objects.get().theirs_fen == -5000, "the provider paid it too: a person is told"


def test_a_refund_of_another_sum_is_shown(merchant, sent, bill):
    assert must(refunded(merchant, sent, amount_fen=4000)).outcome == "wrong_amount"
    assert (again(sent).state, sums(bill), Mismatch.objects.get().ours_fen) == ("sent", (25060, 25060, "paid"), -5000)


class Fake:
    def __init__(self, answer: Answer) -> None:
        self.answer, self.seen = answer, []

    def place_order(self, payment, keys):
        self.seen.append((payment.number, sorted(keys)))
        if self.answer.trouble == "raise":
            raise OSError("no way out")
        return self.answer

    place_refund = place_order


@pytest.mark.parametrize(("answer", "code", "trouble"), [(Answer(pay_code="weixin://wxpay/1"), "weixin://wxpay/1", ""), (Answer(trouble="raise"), "", "连不上支付渠道（OSError）。")])
def test_the_code_to_pay_by_comes_from_the_provider_or_the_page_says_why_not(merchant, opened, monkeypatch, answer, code, trouble):
    fake = Fake(answer)
    monkeypatch.setattr("anju.domains.charges.providers._providers", {})
    register_provider("wechat", fake)
    jobs.place_order.func(str(opened.pk))
    found = again(opened)
    assert (found.pay_code, found.trouble, fake.seen) == (code, trouble, [(opened.number, ["api_v3_key", "platform_key", "platform_serial", "private_key"])])


def test_a_refund_goes_to_the_provider_by_its_own_number(merchant, opened, desk, manager, monkeypatch):
    must(tell(merchant, opened))
    refund = must(actions.approve_refund(must(actions.ask_refund(Allocation.objects.get(), reason="多收", by=desk)), by=manager))
    monkeypatch.setattr("anju.domains.charges.providers._providers", {})
    jobs.place_refund.func(str(refund.pk))
    assert (again(refund).state, again(refund).trouble) == ("failed", "本机没有接入该支付渠道。")
    register_provider("wechat", fake := Fake(Answer()))
    must(actions.resend_refund(refund, by=desk))
    jobs.place_refund.func(str(refund.pk))
    assert (again(refund).state, [number for number, _keys in fake.seen]) == ("sent", [refund.number])


def test_keys_are_encrypted_and_stand_nowhere_else(community, merchant, manager):
    assert queries.keys_of(merchant) == KEYS
    raw = bytes(Merchant.objects.get().sealed)
    for secret in (b"PRIVATE KEY", KEYS["api_v3_key"].encode(), KEYS["platform_serial"].encode()):
        assert secret not in raw
    told = Entry.objects.get(name="charges.merchant_set")
    assert told.payload == {"way": "wechat", "key_mark": merchant.key_mark, "is_on": True}
    assert not PrivateWords.objects.filter(entry_id=told.id).exists()


@pytest.mark.parametrize("changed", [{"api_v3_key": "short"}, {"private_key": "x"}, {"platform_key": OURS[0]}, {"platform_serial": ""}, {"private_key": ""}])
def test_keys_that_cannot_work_are_refused(community, manager, changed):
    assert actions.set_merchant(community, way="wechat", merchant_id="1", by=manager, **{**KEYS, **changed}).code == "charges.bad_keys"
    assert actions.set_merchant(community, way="wechat", merchant_id="商户", by=manager, **KEYS).code == "charges.bad_merchant"
    assert Merchant.objects.count() == 0


KEYWORDS = some.dictionaries(some.integers(0, 30), some.integers(1, 5))


@given(ours=KEYWORDS, theirs=KEYWORDS)
def test_every_row_of_either_side_is_in_one_list(ours, theirs):
    found = match(ours, theirs)
    assert set(found.of) == set(ours) | set(theirs)
    assert sum(found.counts.values()) == len(found.of)
    assert all((found.of[key] == "matched") == (ours.get(key) == theirs.get(key)) for key in found.of)


def row(community, by, order_number: str, amount: str, **changed):
    return actions.take_statement_row(community, **{"way": "test", "on": date(2026, 3, 5), "order_number": order_number, "amount": Decimal(amount), "by": by, **changed})


def test_a_day_is_held_against_the_providers_statement(community, tester, home, desk, manager):
    """Matched, missing here, missing there and different, each shown; then the day stands."""
    payments = [must(actions.open_payment(community, way="test", place=home, amount=Decimal(sum_), by=desk)) for sum_ in (10, 20, 30)]
    for payment in payments:
        must(actions.pay_as_test(payment, by=desk))
    must(row(community, desk, f"`{payments[0].order_number}", "10"))
    must(row(community, desk, payments[1].order_number, "19.99", provider_number="T-2"))
    lost = must(row(community, desk, "GHOST", "5"))
    again_ = actions.take_statement_row(community, way="test", on=date(2026, 3, 5), order_number="GHOST", amount=Decimal(5), by=desk)
    assert again_.code == "charges.row_taken"
    for bad in ({"amount": "0"}, {"amount": "1.001"}, {"order_number": " "}, {"on": date(2026, 3, 6)}):
        assert row(community, desk, **{"order_number": "NEW", "amount": "1", **bad}).code == "charges.bad_row"
    given_ = {"way": "test", "on": date(2026, 3, 5), "by": desk}
    assert actions.reconcile_day(community, **given_).code == "charges.day_not_over"
    with clock.frozen(START + DAY):
        done = must(actions.reconcile_day(community, **given_))
        assert actions.reconcile_day(community, **given_).code == "charges.day_reconciled_already"
        assert actions.reconcile_day(community, **{**given_, "on": date(2026, 3, 1)}).code == "charges.nothing_to_reconcile"
        assert actions.drop_statement_row(lost, by=desk).code == "charges.day_reconciled"
    assert (done.rows, done.matched, done.missing_here, done.missing_there, done.different, done.ours_fen, done.theirs_fen) == (3, 1, 1, 1, 1, 6000, 3499)
    shown = set(Mismatch.objects.values_list("kind", "order_number", "ours_fen", "theirs_fen"))
    assert shown == {
        ("different", payments[1].order_number, 2000, 1999), ("missing_here", "GHOST", None, 500), ("missing_there", payments[2].order_number, 3000, None)
    }  # fmt: skip
    assert {one.order_number: one.result for one in StatementLine.objects.all()} == {payments[0].order_number: "matched", payments[1].order_number: "different", "GHOST": "missing_here"}
    assert actions.settle_mismatch(Mismatch.objects.get(kind="missing_there"), settlement="booked", note="x", by=manager).code == "charges.nothing_came"


def test_a_row_imported_by_mistake_is_dropped(community, desk):
    made = must(row(community, desk, "A", "5"))
    must(actions.drop_statement_row(made, by=desk))
    assert (StatementLine.objects.count(), Reconciliation.objects.count()) == (0, 0)
