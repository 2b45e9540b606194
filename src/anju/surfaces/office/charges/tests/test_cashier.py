"""The cashier's desk over HTTP: one page from the dwelling to the receipt; rubbish gets a sentence, others' records do not exist."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from anju.domains.charges import actions, money, queries
from anju.domains.charges.models import Charge, Payment, Receipt
from anju.domains.people import actions as people
from anju.domains.places import actions as places
from anju.domains.places.models import Place
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.surfaces.office.screens.tests.conftest import Estate

SYSTEM = Actor.system("test")


@pytest.fixture
def estate(client, db) -> Estate:
    return Estate(client)


def home_of(estate, where=None, owner: str = "业主老林") -> Place:
    where = where or estate.here
    with view.entered(where):
        block = places.add_place(where, kind="building", code="1", by=SYSTEM)
        home = places.add_place(where, kind="dwelling", code="101", parent=block, area_m2=Decimal("89.50"), by=SYSTEM)
        people.add_ownership(where, dwelling=home, person=estate.person(owner, where), by=SYSTEM)
        return home


def tariff_of(where, *, name: str = "物业服务费", kind: str = "property", basis: str = "area", price: str = "2.80"):
    tariff = actions.add_tariff(where, name=name, kind=kind, basis=basis, by=SYSTEM)
    today = clock.today(where)
    version = actions.propose_price(tariff, price=Decimal(price), starts_on=today.replace(day=1), legal_basis="《物业服务合同》第12条", by=SYSTEM)
    actions.publish_price(actions.approve_price(version, by=SYSTEM), published_on=today.replace(day=1), published_where="公告栏", by=SYSTEM)
    return tariff


def month_of(where) -> dict[str, date]:
    first = clock.today(where).replace(day=1)
    return {"period_from_on": first, "period_until_on": first.replace(day=28)}


def billed(estate, where=None) -> Charge:
    where = where or estate.here
    home = home_of(estate, where)
    with view.entered(where):
        return actions.issue_charge(where, tariff=tariff_of(where), place=home, quantity=Decimal("89.50"), by=SYSTEM, **month_of(where))


def drawer(estate) -> None:
    with view.entered(estate.here):
        actions.open_drawer(estate.here, opening=Decimal(100), by=Actor.of(estate.manager))


def test_from_the_dwelling_to_the_paper(estate):
    bill = billed(estate)
    drawer(estate)
    page = estate.client.get("/cashier/", {"find": "1-101"}).content.decode()
    assert ("物业服务费" in page, "《物业服务合同》第12条（第 1 版）" in page, "业主老林" not in page) == (True, True, True)
    given = {"place": str(bill.place_id), "charges": [str(bill.pk)], "way": "cash", "amount": "", "request": "r1"}
    for _turn in range(2):
        answer = estate.client.post("/cashier/take/", given)
        assert answer.status_code == 302, "sent twice, done once"
    paid = Payment.everywhere.get()
    assert (paid.amount_fen, Charge.everywhere.get().state) == (bill.amount_fen, "paid")
    page = estate.client.get(answer["Location"]).content.decode()
    receipt = Receipt.everywhere.get()
    assert receipt.number in page
    paper = estate.client.post(f"/cashier/receipts/{receipt.pk}/", {"layout": "roll"}).content.decode()
    assert ("paper-roll" in paper, "补打" in paper, "业主老林" in paper, queries.capitals(bill.amount_fen) in paper) == (True, False, True, True)
    again = estate.client.post(f"/cashier/receipts/{receipt.pk}/", {"layout": "a6"}).content.decode()
    assert "补打第 1 次" in again
    assert estate.client.post(f"/cashier/receipts/{receipt.pk}/", {"layout": "a5"}).status_code == 422


def test_rubbish_gets_a_sentence_and_takes_nothing(estate):
    bill = billed(estate)
    for given in (
        {"way": "cash", "charges": [str(bill.pk)]}, {"way": "cash", "amount": "abc"}, {"way": "seashells", "charges": [str(bill.pk)]}, {"way": "cash", "charges": ["no-id"]},
        {"way": "transfer", "charges": [str(bill.pk)], "amount": "-1"}, {"way": "wechat", "charges": [str(bill.pk)]}, {}, {"way": "cash", "amount": "1e400"},
    ):  # fmt: skip
        answer = estate.client.post("/cashier/take/", {"place": str(bill.place_id), **given})
        assert (answer.status_code, "没有" in answer.content.decode()) == (422, True), given
    for query in ("find=%00", "find=" + "x" * 900, "place=no-id", "find=<script>", "paid=zzz"):
        assert estate.client.get(f"/cashier/?{query}").status_code == 200
    assert Payment.everywhere.count() == 0


def test_another_communitys_money_does_not_exist(estate):
    theirs = billed(estate, estate.elsewhere)
    with view.entered(estate.elsewhere):
        paid = actions.take_payment(estate.elsewhere, way="transfer", charges=[theirs], provider_number="T1", by=SYSTEM)
        receipt = Receipt.objects.get()
    for address in (
        f"/cashier/?place={theirs.place_id}", f"/cashier/payments/{paid.pk}/", f"/cashier/receipts/{receipt.pk}/", f"/charges/{theirs.pk}/", f"/payments/{paid.pk}/",
        f"/fee_receipts/{receipt.pk}/",
    ):  # fmt: skip
        assert estate.client.get(address).status_code == 404
    assert estate.client.post("/cashier/take/", {"place": str(theirs.place_id), "way": "cash", "charges": [str(theirs.pk)]}).status_code == 404
    assert estate.client.post(f"/cashier/receipts/{receipt.pk}/", {"layout": "a4"}).status_code == 404
    assert estate.client.post(f"/cashier/payments/{paid.pk}/test/").status_code == 404
    assert "没有收款" in estate.client.post("/cashier/take/", {"way": "cash", "charges": [str(theirs.pk)]}).content.decode() or Payment.everywhere.count() == 1


def test_residents_and_guards_do_not_stand_at_the_desk(estate):
    for role in ("resident", "guard"):
        estate.client.force_login(estate.account(f"a{role}", role))
        for address in ("/cashier/", "/payments/", "/drawers/" if role == "resident" else "/refunds/", "/merchants/", "/mismatches/"):
            assert estate.client.get(address).status_code == 403


def test_the_desk_shows_the_test_payer_where_it_is_on(estate):
    bill = billed(estate)
    with view.entered(estate.here):
        actions.set_merchant(estate.here, way="test", merchant_id="DEMO", by=SYSTEM)
    opened = estate.client.post("/cashier/take/", {"place": str(bill.place_id), "charges": [str(bill.pk)], "way": "test"})
    page = estate.client.get(opened["Location"]).content.decode()
    assert "没有真实款项" in page
    done = estate.client.post(f"{opened['Location']}test/")
    assert (done.status_code, Charge.everywhere.get().state, Receipt.everywhere.count()) == (302, "paid", 1)
    assert estate.client.post(f"{opened['Location']}test/").status_code == 422


def test_the_price_list_shows_what_is_published(estate):
    billed(estate)
    page = estate.client.get("/price-list/").content.decode()
    assert ("物业服务费" in page, "2.8" in page, "公告栏" in page) == (True, True, True)


@pytest.mark.parametrize("address", ["/cashier/?find=1-101", "/price-list/"])
def test_the_pages_ask_as_often_for_thirty_bills_as_for_one(estate, address):
    bill = billed(estate)
    with view.entered(estate.here):
        card = tariff_of(estate.here, name="门禁卡", kind="card", basis="piece", price="20")
    few = _queries(estate, address)
    with view.entered(estate.here):
        for _turn in range(29):
            actions.issue_charge(estate.here, tariff=card, place=bill.place, by=SYSTEM)
    assert _queries(estate, address) == few


def _queries(estate, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    estate.client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert estate.client.get(address).status_code == 200
    return len(asked)


def test_a_refund_is_asked_for_in_the_row_of_a_part_and_no_second_receipt_is_offered(estate):
    bill = billed(estate)
    drawer(estate)
    estate.client.post("/cashier/take/", {"place": str(bill.place_id), "charges": [str(bill.pk)], "way": "cash", "amount": "", "request": "r1"})
    paid = Payment.everywhere.get()
    assert "/ask_refund/" in estate.client.get("/payment_parts/").content.decode()
    assert "issue_receipt" not in estate.client.get(f"/payments/{paid.pk}/").content.decode()
    told = estate.client.get(f"/payments/{paid.pk}/tab/history/").content.decode()
    assert (f"<dd>{money.yuan(paid.amount_fen)}</dd>" in told, f"<dd>{paid.amount_fen:,}</dd>" in told) == (True, False), "sums are told in yuan"
