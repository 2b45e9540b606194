"""My bills on the phone: each line's reason, paying by the test payer; another's bill is 404."""

from __future__ import annotations

import pytest

from anju.domains.charges import actions
from anju.domains.charges.models import Charge, Deduction, Deposit, Payment
from anju.domains.people.models import Account, Membership, Ownership, Person
from anju.kernel import files
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.surfaces.office.charges.tests.test_cashier import billed, tariff_of
from anju.surfaces.office.screens.tests.conftest import Estate

SYSTEM = Actor.system("test")
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


@pytest.fixture
def estate(client, db) -> Estate:
    return Estate(client)


@pytest.fixture
def bill(estate) -> Charge:
    return billed(estate)


@pytest.fixture
def owner(estate, bill) -> Account:
    """The owner of the dwelling, signed in."""
    person = Ownership.everywhere.get(scope=estate.here).person
    Membership.everywhere.get_or_create(scope=estate.here, person=person, role="owner", defaults={"since_on": "2020-01-01"})
    account = Account.everywhere.create(username="laolin", person=person)
    estate.client.force_login(account)
    return account


@pytest.fixture
def tester(estate):
    with view.entered(estate.here):
        return actions.set_merchant(estate.here, way="test", merchant_id="DEMO", by=SYSTEM)


def test_a_bill_says_why_and_is_paid_by_the_test_payer(estate, bill, owner, tester):
    page = estate.client.get("/resident/bills/").content.decode()
    assert ("物业服务费" in page, "测试支付" in page) == (True, True)
    detail = estate.client.get(f"/resident/bills/{bill.pk}/").content.decode()
    assert "89.50 ㎡ × 2.80 元" in detail and "《物业服务合同》第12条（第 1 版）" in detail
    given = {"charges": [str(bill.pk)], "way": "test", "request": "r1"}
    answers = [estate.client.post("/resident/bills/pay/", given) for _turn in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"], "sent twice, opened once"
    assert "没有真实款项" in estate.client.get(answers[0]["Location"]).content.decode()
    assert estate.client.post(f"{answers[0]['Location']}test/").status_code == 302
    assert (Charge.everywhere.get().state, Payment.everywhere.get().state) == ("paid", "settled")
    assert "已到账" in estate.client.get(answers[0]["Location"]).content.decode()
    assert "没有待缴账单" in estate.client.get("/resident/bills/").content.decode()


def test_anothers_bill_payment_and_deposit_do_not_exist(estate, bill, owner, tester):
    opened = estate.client.post("/resident/bills/pay/", {"charges": [str(bill.pk)], "way": "test"})
    stranger = Person.everywhere.create(scope=estate.here, name="别家老周")
    Membership.everywhere.create(scope=estate.here, person=stranger, role="owner", since_on="2020-01-01")
    estate.client.force_login(Account.everywhere.create(username="laozhou", person=stranger))
    payment = Payment.everywhere.get()
    for address in (f"/resident/bills/{bill.pk}/", opened["Location"]):
        assert estate.client.get(address).status_code == 404
    for address in (
        f"/resident/bills/{bill.pk}/dispute/", f"/resident/bills/{bill.pk}/balance/", f"/resident/payments/{payment.pk}/test/", f"/resident/deductions/{bill.pk}/",
    ):  # fmt: skip
        assert estate.client.post(address, {"why": "x", "answer": "yes"}).status_code == 404
    refused = estate.client.post("/resident/bills/pay/", {"charges": [str(bill.pk)], "way": "test"})
    assert (refused.status_code, Payment.everywhere.count(), Charge.everywhere.get().paid_fen) == (422, 1, 0)
    assert "物业服务费" not in estate.client.get("/resident/bills/").content.decode()


def test_rubbish_gets_a_sentence(estate, bill, owner, tester):
    for given in ({}, {"way": "test"}, {"way": "cash", "charges": [str(bill.pk)]}, {"way": "test", "charges": ["x"]}, {"way": "wechat", "charges": [str(bill.pk)]}):
        assert estate.client.post("/resident/bills/pay/", given).status_code == 422
    assert estate.client.post(f"/resident/bills/{bill.pk}/dispute/", {"why": ""}).status_code == 422
    assert estate.client.post(f"/resident/bills/{bill.pk}/balance/").status_code == 422
    assert (Payment.everywhere.count(), Charge.everywhere.get().state) == (0, "due")


def test_a_dispute_is_raised_on_the_phone(estate, bill, owner):
    assert estate.client.post(f"/resident/bills/{bill.pk}/dispute/", {"why": "面积不对"}).status_code == 302
    assert Charge.everywhere.get().state == "disputed"
    assert "面积不对" in estate.client.get(f"/resident/bills/{bill.pk}/").content.decode()


@pytest.mark.parametrize(("answer", "state"), [("yes", "agreed"), ("no", "contested")])
def test_the_payer_answers_a_deduction_on_his_phone(estate, bill, owner, answer, state):
    with view.entered(estate.here):
        tariff = tariff_of(estate.here, name="装修保证金", kind="renovation_deposit", basis="piece", price="2000")
        deposit = actions.open_deposit(estate.here, tariff=tariff, place=bill.place, purpose="装修", by=SYSTEM)
        actions.take_payment(estate.here, way="transfer", deposits=[deposit], provider_number="T1", by=SYSTEM)
        made = actions.propose_deduction(Deposit.objects.get(), ground="damage", amount=300, reason="电梯轿厢划伤", evidence=files.checked(PICTURE), by=SYSTEM)
    assert "电梯轿厢划伤" in estate.client.get("/resident/bills/").content.decode()
    estate.client.post(f"/resident/deductions/{made.pk}/", {"answer": answer, "note": "原来就有"})
    assert (Deduction.everywhere.get().state, Deposit.everywhere.get().deducted_fen) == (state, 30000 if answer == "yes" else 0)


def test_nobody_signs_in_for_free(estate, bill, client):
    client.logout()
    for address in ("/resident/bills/", f"/resident/bills/{bill.pk}/"):
        assert client.get(address).status_code == 302


def test_a_wanted_deposit_is_paid_on_the_phone_and_a_returned_one_says_how_much_it_was(estate, bill, owner, tester):
    with view.entered(estate.here):
        tariff = tariff_of(estate.here, name="装修保证金", kind="renovation_deposit", basis="piece", price="2000")
        deposit = actions.open_deposit(estate.here, tariff=tariff, place=bill.place, purpose="室内装修", by=SYSTEM)
    page = estate.client.get("/resident/bills/").content.decode()
    assert (f'name="deposits" value="{deposit.pk}"' in page, "室内装修" in page) == (True, True)
    opened = estate.client.post("/resident/bills/pay/", {"way": "test", "deposits": [str(deposit.pk)], "request": "r1"})
    assert (opened.status_code, Payment.everywhere.get().amount_fen) == (302, 200000)
    estate.client.post(f"/resident/payments/{Payment.everywhere.get().pk}/test/")
    assert Deposit.everywhere.get().state == "held"
    Deposit.everywhere.update(state="ended", returned_fen=200000)
    page = estate.client.get("/resident/bills/").content.decode()
    assert ("¥2,000.00<br>" in page, "¥0.00<br>" in page) == (True, False)
