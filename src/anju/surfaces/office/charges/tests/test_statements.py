"""Statements through the import: the file as it was downloaded goes in, counts once, and its day is held against what came in here."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.domains.charges import actions
from anju.domains.charges.models import Merchant, Mismatch, Payment, Reconciliation, StatementLine
from anju.domains.charges.tests.conftest import must
from anju.domains.charges.tests.statement_files import account, bank, business, paid, refunded, wechat
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.models import Import

from .test_cashier import SYSTEM, estate, home_of  # noqa: F401

START = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
DAY = date(2026, 3, 5)


@pytest.fixture
def house(estate):  # noqa: F811
    """A community on a day in March, with a merchant number at both providers."""
    with view.entered(estate.here), clock.frozen(START):
        for way, number in (("wechat", "1900000109"), ("alipay", "2088102119685838")):
            Merchant.objects.create(scope=estate.here, way=way, merchant_id=number, state="on")
        estate.home = home_of(estate)
        yield estate


def taken(house, way: str, sum_: str, number: str) -> Payment:
    """Money that came by a provider's order or by transfer."""
    with view.entered(house.here):
        if way == "transfer":
            return must(actions.take_payment(house.here, way=way, place=house.home, amount=Decimal(sum_), provider_number=number, by=SYSTEM))
        payment = must(actions.open_payment(house.here, way=way, place=house.home, amount=Decimal(sum_), order_number=number, by=SYSTEM))
        told = Merchant.objects.get(way=way).merchant_id
        amount_fen = int(Decimal(sum_) * 100)
        must(actions.take_notice(Merchant.objects.get(way=way), notice_id=number, outcome="paid", order_number=number, told_merchant=told, amount_fen=amount_fen, provider_number=f"42000{number}", by=SYSTEM))
        payment.refresh_from_db()
        return payment


def hand_in(house, data: bytes | str, name: str = "账单.csv"):
    data = data.encode("utf-8-sig") if isinstance(data, str) else data
    return house.client.post("/statement_rows/import/", {"table": SimpleUploadedFile(name, data)})


def through(house, data: bytes | str, name: str = "账单.csv", **changed) -> Import:
    """Hand in, check with what is proposed, let the good rows in."""
    answer = hand_in(house, data, name)
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    address = answer["Location"]
    one = Import.everywhere.order_by("-created_at", "-pk").first()
    columns = {**{f"column.{name}": column for name, column in one.mapping.items()}, **changed}
    assert house.client.post(address, {"verb": "match", **columns}).status_code == 302
    worked(house, address, one)
    if one.good:
        house.client.post(address, {"verb": "confirm"})
        worked(house, address, one)
    return one


def worked(house, address: str, one: Import) -> None:
    one.refresh_from_db()
    while one.is_working:
        assert house.client.post(address, {"verb": "go"}).status_code == 200
        one.refresh_from_db()


def page_of(house, one: Import) -> str:
    return house.client.get(f"/statement_rows/import/{one.pk}/").content.decode()


def reconciled(house, way: str, on: date = DAY) -> Reconciliation:
    with view.entered(house.here), clock.frozen(START + timedelta(days=1)):
        return must(actions.reconcile_day(house.here, way=way, on=on, by=SYSTEM))


def differences() -> set[tuple]:
    return set(Mismatch.everywhere.values_list("kind", "order_number", "ours_fen", "theirs_fen"))


def test_a_bill_of_wechat_pay_is_matched_row_by_row(house):
    for number, sum_ in (("AJ1", "250.60"), ("AJ2", "100"), ("AJ3", "30")):
        taken(house, "wechat", sum_, number)
    one = through(house, wechat(paid("AJ1", "250.60", fee="1.50000"), paid("AJ2", "99.00"), paid("GHOST", "5.00")))
    assert (one.state, one.done, one.source, [good for good, _said in one.remarks]) == ("done", 3, "微信支付交易账单", [True])
    done = reconciled(house, "wechat")
    assert (done.matched, done.different, done.missing_here, done.missing_there, done.fee_fen, done.ours_fen, done.theirs_fen) == (1, 1, 1, 1, 150, 38060, 35460)
    assert "微信支付 2026-03-05" in house.client.get(f"/reconciliations/{done.pk}/").content.decode()
    assert differences() == {("different", "AJ2", 10000, 9900), ("missing_here", "GHOST", None, 500), ("missing_there", "AJ3", 3000, None)}


def test_a_refund_on_its_way_is_found_by_its_own_number_and_a_failed_one_moved_nothing(house):
    from anju.domains.charges.models import Allocation, Refund

    taken(house, "wechat", "250.60", "AJ1")
    with view.entered(house.here):
        wish = must(actions.ask_refund(Allocation.objects.get(), amount=Decimal(50), reason="多收", by=SYSTEM))
        Refund.objects.filter(pk=wish.pk).update(state="sent")
    one = through(house, wechat(paid("AJ1", "250.60"), refunded("AJ1", wish.number, "50.00", state="PROCESSING"), refunded("AJ1", "R-9", "7.00", state="FAIL")))
    assert (one.done, one.bad) == (2, 1)
    assert "没有资金变动，渠道标注为“FAIL”" in page_of(house, one)
    done = reconciled(house, "wechat")
    assert (done.matched, done.theirs_fen, differences()) == (2, 20060, set())


def test_a_row_twice_in_a_file_or_in_two_files_counts_once(house):
    row = paid("AJ1", "250.60")
    one = through(house, wechat(row, row))
    assert (one.good, one.bad, one.done) == (1, 1, 1)
    again = through(house, wechat(row, paid("AJ2", "1.00")))
    assert (again.good, again.bad, StatementLine.everywhere.count()) == (1, 1, 2)
    assert "没有重复导入：这一行已导入" in page_of(house, again)
    other = through(house, wechat(paid("AJ1", "260.60")))
    assert (other.good, StatementLine.everywhere.get(order_number="AJ1").amount_fen) == (0, 25060)
    assert "已录入，金额为 250.60 元，这一行却是 260.60 元" in page_of(house, other)


def test_a_summary_that_differs_is_said_before_anything_is_taken_in(house):
    answer = hand_in(house, wechat(paid("AJ1", "250.60"), summary=["2", "350.60", "0.00", "0.00", "0.00", "350.60", "0.00"]))
    page = house.client.get(answer["Location"]).content.decode()
    assert "文件自带的汇总为 350.60，逐行合计为 250.60" in page
    assert StatementLine.everywhere.count() == 0


def test_another_merchants_bill_is_refused_row_by_row(house):
    one = through(house, wechat(paid("AJ1", "1.00", merchant="1900000333")))
    assert (one.good, one.bad, StatementLine.everywhere.count()) == (0, 1, 0)
    assert "这一行属于商户 1900000333" in page_of(house, one)


def test_details_of_business_of_alipay_with_a_refund(house):
    taken(house, "alipay", "9.90", "AJ1")
    one = through(house, business(("交易", "AJ1", "", "9.90"), ("退款", "AJ1", "R-1", "-0.90")), "20881021196858380156_20260305_业务明细.csv")
    assert (one.done, one.bad, one.fixed["way"]) == (2, 0, "alipay")
    done = reconciled(house, "alipay")
    assert (done.matched, done.missing_here, differences()) == (1, 1, {("missing_here", "R-1", None, -90)})


def test_details_of_account_of_alipay_name_a_refund_by_its_order_and_fees_as_rows(house):
    from anju.domains.charges.models import Allocation, Refund

    taken(house, "alipay", "9.90", "AJ1")
    with view.entered(house.here):
        wish = must(actions.ask_refund(Allocation.objects.get(), amount=Decimal("0.90"), reason="多收", by=SYSTEM))
        Refund.objects.filter(pk=wish.pk).update(state="done", done_at=START)
    one = through(house, account(("S1", "AJ1", "在线支付", "9.90", "0.00"), ("S2", "AJ1", "收费", "0.00", "-0.06"), ("S3", "AJ1", "交易退款", "0.00", "-0.90"), ("S4", "", "提现", "0.00", "-8.00")))
    assert (one.done, one.bad) == (4, 0)
    done = reconciled(house, "alipay")
    assert (done.matched, done.fee_fen, done.others, done.other_fen, differences()) == (2, 6, 1, -800, set())


def test_a_banks_list_is_held_against_the_transfers_of_the_desk(house):
    taken(house, "transfer", "1250.60", "ICBC-1")
    taken(house, "transfer", "80", "ICBC-9")
    rows = (
        ("2026-03-05", "ICBC-1", None, "1,250.60", "9,001.00", "林某", "101物业费"), ("2026-03-05", "ICBC-2", "300.00", None, "8,701.00", "张三", "工资"),
        ("2026-03-05", "ICBC-3", None, "66.00", "8,767.00", "不明", "转账"),
    )  # fmt: skip
    one = through(house, bank(*rows), "流水.xlsx")
    assert (one.done, one.bad, one.source) == (3, 0, "银行流水")
    done = reconciled(house, "transfer")
    assert (done.matched, done.missing_here, done.missing_there, done.others, done.other_fen) == (1, 1, 1, 1, -30000)
    assert differences() == {("missing_here", "ICBC-3", None, 6600), ("missing_there", "ICBC-9", 8000, None)}
    lost = Mismatch.everywhere.get(kind="missing_here")
    with view.entered(house.here):
        must(actions.settle_mismatch(lost, settlement="booked", note="业主说明", place=house.home, by=SYSTEM))
    assert Payment.everywhere.get(provider_number="ICBC-3").way == "transfer"


def test_heads_of_a_bank_that_a_person_matched_are_kept_for_its_next_file(house):
    head = ("交易日期", "我行编号", "借方发生额", "贷方发生额", "账户余额", "对方", "说明")
    rows = [("2026-03-05", f"X-{number}", None, f"{number}.00", "9.00", "林某", "物业费") for number in (1, 2)]
    one = through(house, bank(rows[0], head=head), "a.xlsx", **{"column.line_number": 1, "column.memo": 6})
    assert (one.done, StatementLine.everywhere.get().order_number, StatementLine.everywhere.get().memo) == (1, "X-1", "物业费")
    hand_in(house, bank(rows[1], head=head), "b.xlsx")
    again = Import.everywhere.order_by("-created_at", "-pk").first()
    assert (again.mapping["line_number"], again.mapping["memo"], again.fixed) == (1, 6, {"way": "transfer"})


def test_a_file_of_nobody_we_know_takes_its_provider_from_a_choice_for_all_rows(house):
    address = hand_in(house, "日子,单子,钱\n2026-03-05,AJ1,5.00\n")["Location"]
    columns = {"column.on": 0, "column.order_number": 1, "column.amount": 2}
    assert house.client.post(address, {"verb": "match", **columns}).status_code == 422
    assert house.client.post(address, {"verb": "match", **columns, "fixed.way": "cash"}).status_code == 422
    assert house.client.post(address, {"verb": "match", **columns, "fixed.way": "wechat"}).status_code == 302
    one = Import.everywhere.get()
    worked(house, address, one)
    assert (one.good, one.fixed) == (1, {"way": "wechat"})


def test_what_the_file_says_of_its_provider_cannot_be_chosen_otherwise(house):
    one = through(house, wechat(paid("AJ1", "5.00")), **{"fixed.way": "alipay"})
    assert (one.done, StatementLine.everywhere.get().way) == (1, "wechat")


def test_a_row_without_its_sum_and_a_formula_are_put_right_in_the_file(house):
    row = paid("AJ1", "1.00")
    row[12] = row[24] = ""
    one = through(house, wechat(row, summary=[]))
    assert (one.good, one.bad) == (0, 1)
    assert "没有大于零、最多两位小数的金额" in page_of(house, one)
    one = through(house, bank(("2026-03-05", "ICBC-1", None, "=SUM(1,2)", "3.00", "林某", "物业费")), "流水.xlsx")
    assert (one.good, one.bad) == (0, 1)
    assert "单元格 D5 是公式" in page_of(house, one)
    assert StatementLine.everywhere.count() == 0


@pytest.mark.parametrize("data", [b"", wechat(), wechat(paid("AJ1", "1.00")).encode("utf-16")], ids=["empty", "no rows", "encoding"])
def test_what_cannot_be_taken_in_is_refused_with_a_sentence(house, data):
    answer = hand_in(house, data)
    assert answer.status_code == 422 and 'role="alert"' in answer.content.decode()
    assert (Import.everywhere.count(), StatementLine.everywhere.count()) == (0, 0)


def test_a_row_that_comes_after_its_day_was_reconciled_is_compared_at_once(house):
    taken(house, "wechat", "5", "AJ1")
    through(house, wechat(paid("AJ1", "5.00")))
    reconciled(house, "wechat")
    one = through(house, wechat(paid("AJ1", "5.00"), paid("LATE", "7.00")))
    assert (one.done, StatementLine.everywhere.get(order_number="LATE").result) == (1, "missing_here")
    assert differences() == {("missing_here", "LATE", None, 700)}


def test_a_day_to_come_and_a_word_nobody_knows_are_refused(house):
    with view.entered(house.here):
        row = {"way": "wechat", "on": DAY, "order_number": "AJ1", "amount": Decimal(5), "by": SYSTEM}
        assert actions.take_file_row(house.here, **{**row, "on": DAY + timedelta(days=1)}).code == "charges.day_to_come"
        assert actions.take_file_row(house.here, **{**row, "way": "cash"}).code == "charges.day_to_come"
        assert actions.take_file_row(house.here, **row, status="冲正").code == "charges.unknown_word"
        assert actions.take_file_row(house.here, **row, told_merchant="1").code == "charges.other_merchant"
    assert StatementLine.everywhere.count() == 0
