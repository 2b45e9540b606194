"""Files as WeChat Pay, Alipay and banks hand them out: what is read from them, what they say about themselves, and which are not taken."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from anju.domains.charges import statements
from anju.domains.charges.rules.statements import Row, booked
from anju.kernel import tables
from anju.kernel.refusals import Refusal

from .statement_files import BANK, WECHAT, account, bank, business, paid, refunded, wechat

DAY = date(2026, 3, 5)


def read(data: bytes | str) -> tables.Table:
    return tables.read(data.encode() if isinstance(data, str) else data, statements.read)


def cells(table: tables.Table, *names: str) -> list[tuple]:
    return [tuple(line[table.mapping[name]] for name in names) for _number, line in table.rows]


def said(table: tables.Table) -> list[tuple[bool, str]]:
    return [(one.is_good, one.said.code) for one in table.remarks]


def test_the_bill_of_wechat_pay_is_read_without_its_backticks_and_agrees_with_its_summary():
    table = read(wechat(paid("AJ1", "250.60", fee="1.50000"), refunded("AJ1", "R-1", "50.00", fee="-0.30000")))
    assert (table.fixed, said(table)) == ({"way": "wechat"}, [(True, "charges.summary_agrees")])
    assert cells(table, "on", "status", "order_number", "amount", "refund_number", "refund_amount", "fee", "told_merchant") == [
        ("2026-03-05 09:30:00", "SUCCESS", "AJ1", "250.60", "0", "0.00", "1.50000", "1900000109"),
        ("2026-03-05 10:30:00", "REFUND", "AJ1", "0.00", "R-1", "50.00", "-0.30000", "1900000109"),
    ]


def test_a_merchant_below_a_service_provider_is_known_by_its_own_number():
    row = paid("AJ1", "1.00")
    row[3] = "1900000222"
    assert cells(read(wechat(row)), "told_merchant") == [("1900000222",)]


@pytest.mark.parametrize(
    ("summary", "told"),
    [
        (["2", "250.60", "0.00", "0.00", "0.00", "250.60", "0.00"], {("2", "1")}),
        (["1", "260.60", "0.00", "0.00", "0.00", "260.60", "0.00"], {("260.60", "250.60")}),
        (["1", "250.60", "5.00", "0.00", "0.00", "250.60", "5.00"], {("5.00", "0.00")}),
        (["1", "250.60", "0.00", "0.00", "1.50", "250.60", "0.00"], {("1.50", "0.00")}),
    ],
    ids=["rows", "orders", "refunds", "fees"],
)
def test_a_summary_that_says_something_else_is_told_with_both_figures(summary, told):
    table = read(wechat(paid("AJ1", "250.60"), summary=summary))
    assert {(one.said.params["said"], one.said.params["found"]) for one in table.remarks} == told
    assert {one.is_good for one in table.remarks} == {False}


def test_a_bill_without_its_summary_may_be_cut_off_and_says_so():
    assert said(read(wechat(paid("AJ1", "250.60"), summary=[]))) == [(False, "charges.summary_missing")]


def test_the_old_bill_of_wechat_pay_has_one_sum():
    head = "交易时间,公众账号ID,商户号,子商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,总金额,企业红包金额,微信退款单号,商户退款单号,退款金额,企业红包退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率"
    row = "`2026-03-05 16:33:45,`wx2421,`10000100,`0,`1000,`1001,`AJ1,`oX,`NATIVE,`SUCCESS,`OTHERS,`CNY,`0.01,`0.0,`0,`0,`0,`0,`,`,`物业费,`,`0,`0.60%"
    table = read(f"{head}\n{row}\n总交易单数,总交易额,总退款金额,总代金券或立减优惠退款金额,手续费总金额\n`1,`0.01,`0.0,`0.0,`0\n")
    assert (cells(table, "order_number", "amount"), said(table)) == ([("AJ1", "0.01")], [(True, "charges.summary_agrees")])


def test_a_line_that_was_cut_off_or_has_a_comma_too_many_is_not_trusted():
    whole = wechat(paid("AJ1", "250.60"), summary=[])
    long = wechat(["2026-03-05 09:30:00,", *paid("AJ2", "1.00")[1:]], summary=[])
    for text, count in ((whole[: whole.rindex(",`CNY")], 11), (long, 28)):
        ((_number, line),) = read(text).rows
        assert {(type(cell), cell.why.code, cell.why.params["count"]) for cell in line} == {(tables.Wrong, "charges.line_misfits", count)}


def test_details_of_business_of_alipay_are_read_out_of_gbk_and_tabs():
    table = read(business(("交易", "AJ1", "", "9.90"), ("退款", "AJ1", "R-1", "-0.90")))
    assert (table.fixed, said(table)) == ({"way": "alipay", "told_merchant": "2088102119685838"}, [(True, "charges.summary_agrees")])
    assert cells(table, "on", "status", "order_number", "amount", "refund_number") == [
        ("2026-03-05 09:30:08", "交易", "AJ1", "9.90", ""), ("2026-03-05 09:30:08", "退款", "AJ1", "-0.90", "R-1")
    ]  # fmt: skip


def test_details_of_account_of_alipay_have_fees_as_rows():
    table = read(account(("S1", "AJ1", "在线支付", "9.90", "0.00"), ("S2", "AJ1", "收费", "0.00", "-0.06")))
    assert (table.fixed["way"], said(table)) == ("alipay", [(True, "charges.summary_agrees")])
    assert cells(table, "line_number", "order_number", "status", "credit", "debit") == [("S1", "AJ1", "在线支付", "9.90", "0.00"), ("S2", "AJ1", "收费", "0.00", "-0.06")]


def test_a_trailer_of_alipay_that_counts_otherwise_is_told():
    table = read(business(("交易", "AJ1", "", "9.90"), said=("#交易合计：2笔，商家实收共19.80元，商家优惠共0.00元", "#退款合计：0笔，商家实收退款共0.00元，商家优惠退款共0.00元")))
    assert [(one.said.params["said"], one.said.params["found"]) for one in table.remarks] == [("2", "1"), ("19.80", "9.90")]


def test_a_bank_is_read_below_its_titles_and_above_its_sums():
    rows = (("2026-03-05", "ICBC-1", None, "1,250.60", "9,001.00", "林某", "101物业费"), ("2026-03-05", "ICBC-2", "300.00", None, "8,701.00", "张三", "工资"))
    table = read(bank(*rows, below=("合计", "", "300.00", "1,250.60", "", "", "")))
    assert (table.fixed, said(table), len(table.rows)) == ({"way": "transfer"}, [(True, "charges.summary_agrees")], 2)
    assert cells(table, "on", "line_number", "credit", "debit", "balance") == [
        ("2026-03-05", "ICBC-1", "1,250.60", "", "9,001.00"), ("2026-03-05", "ICBC-2", "", "300.00", "8,701.00")
    ]  # fmt: skip
    assert said(read(bank(*rows, below=("合计", "", "300.00", "1,000.00", "", "", "")))) == [(False, "charges.summary_differs")]


def test_a_bank_may_write_one_sum_with_its_direction_guard_numbers_and_tell_its_sums_in_words():
    text = '收入总额：1,250.60元 支出总额：0.00元\n记账日期,凭证号,借贷标志,金额,余额,摘要\n20260305,="0012",贷,"1,250.60","9,001.00",物业费\n'
    table = read(text.encode("gb18030"))
    assert cells(table, "on", "line_number", "status", "amount") == [("20260305", "0012", "贷", "1,250.60")]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (wechat(), "账单里没有明细"),
        (business(), "账单里没有明细"),
        ("微信支付账单明细,,,\n----,,,\n交易时间,交易类型,交易对方,商品\n2026-03-05,商户消费,某店,茶\n", "个人微信的账单"),
        ("记账时间,微信支付业务单号,资金流水单号,业务名称\n`2026-03-05,`1,`2,`交易\n", "资金账单"),
        (wechat(paid("AJ1", "1.00"), head=WECHAT.replace("交易状态", "状态")), "缺少“交易状态”列"),
        ("#支付宝业务汇总查询\n#账号：[1]\n门店编号,交易订单总笔数\n,1\n".encode("gbk"), "支付宝的汇总表"),
        ("#支付宝业务明细查询\n#账号：[1]\n甲,乙\n1,2\n".encode("gbk"), "缺少明细列"),
        ("微信订单号,\ufffd\ufffd\ufffd,交易状态\n1,2,3\n", "中文已经丢失"),
        (wechat(paid("AJ1", "1.00")).encode("utf-16"), "不是 Excel 文件"),
    ],
    ids=["no rows of WeChat", "no rows of Alipay", "somebody's own", "funds", "columns", "summary", "columns of Alipay", "lost words", "encoding"],
)
def test_what_must_not_be_taken_in_says_what_to_take_instead(data, why):
    with pytest.raises(tables.Unreadable, match=why):
        read(data)


def test_an_archive_is_to_be_unpacked_first():
    import zipfile

    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("20881021196858380156_20260305_业务明细.csv", business(("交易", "AJ1", "", "9.90")))
    with pytest.raises(tables.Unreadable, match="压缩包"):
        read(file.getvalue())


def test_a_formula_without_its_result_is_no_empty_sum():
    book = openpyxl.Workbook()
    for line in (BANK, ("2026-03-05", "ICBC-1", None, "=SUM(1,2)", "3.00", "林某", "物业费")):
        book.active.append(line)
    file = io.BytesIO()
    book.save(file)
    ((wrong,),) = cells(read(file.getvalue()), "credit")
    assert (wrong.why.code, wrong.why.params) == ("kernel.formula_without_result", {"cell": "D2"})


def test_any_other_table_is_none_of_these():
    assert statements.read(((1, ("支付渠道", "账单日期", "订单号", "金额")), (2, ("微信支付", "2026-03-05", "AJ1", "5")))) is None
    assert read("楼栋,房号\n1栋,101\n").source == ""


@pytest.mark.parametrize(
    ("row", "sort", "number", "fen"),
    [
        ({"status": "SUCCESS", "order_number": "AJ1", "amount": 25060, "refund_number": "0"}, "pay", "AJ1", 25060),
        ({"status": "REFUND", "order_number": "AJ1", "amount": 0, "refund_number": "R-1", "refund_amount": 5000, "refund_status": "PROCESSING"}, "refund", "R-1", 5000),
        ({"status": "REVOKED", "order_number": "AJ1", "amount": 25060, "refund_number": "0"}, "refund", "AJ1", 25060),
        ({"way": "alipay", "status": "退款", "order_number": "AJ1", "refund_number": "R-1", "amount": -90}, "refund", "R-1", 90),
        ({"way": "alipay", "status": "收费", "line_number": "S2", "order_number": "AJ1", "debit": -6, "credit": 0}, "fee", "S2", 6),
        ({"way": "alipay", "status": "退费", "line_number": "S3", "order_number": "AJ1", "credit": 6, "debit": 0}, "fee", "S3", -6),
        ({"way": "alipay", "status": "提现", "line_number": "S4", "debit": -90000}, "other", "S4", -90000),
        ({"way": "transfer", "line_number": "ICBC-1", "credit": 125060}, "pay", "ICBC-1", 125060),
        ({"way": "transfer", "line_number": "ICBC-2", "debit": 30000}, "other", "ICBC-2", -30000),
        ({"way": "transfer", "status": "借", "amount": 30000, "balance": 1}, "other", "20260305/-30000/1", -30000),
        ({"way": "transfer", "status": "贷", "amount": 30000, "balance": 1}, "pay", "20260305/30000/1", 30000),
    ],
    ids=["payment", "refund", "revoked", "refund below nothing", "fee", "fee back", "withdrawal", "money in", "money out", "marked as out", "marked as in"],
)
def test_what_a_row_books(row, sort, number, fen):
    found = booked(Row(**{"way": "wechat", "on": DAY, **row}))
    assert (found.sort, found.number, found.fen) == (sort, number, fen)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"status": "SUCCESS", "order_number": "AJ1"}, "charges.no_sum"),
        ({"status": "SUCCESS", "order_number": "AJ1", "amount": -5}, "charges.no_sum"),
        ({"status": "SUCCESS", "order_number": "0", "amount": 5}, "charges.no_number"),
        ({"status": "REFUND", "refund_number": "R-1", "refund_amount": 5, "refund_status": "FAIL"}, "charges.no_money_moved"),
        ({"status": "CLOSED", "order_number": "AJ1", "amount": 5}, "charges.no_money_moved"),
        ({"status": "冲正", "order_number": "AJ1", "amount": 5}, "charges.unknown_word"),
        ({"way": "transfer", "line_number": "1", "credit": 5, "debit": 5}, "charges.two_sums"),
    ],
    ids=["no sum", "below nothing", "no number", "refund failed", "closed", "unknown", "both"],
)
def test_a_row_that_books_nothing_says_why(row, code):
    found = booked(Row(**{"way": "wechat", "on": DAY, **row}))
    assert isinstance(found, Refusal) and found.code == code
