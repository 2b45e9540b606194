"""Statements in the layout in which providers and banks hand them out, with orders, sums and counts as a test wants them."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl

WECHAT = (
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,"
    "商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注"
)  # fmt: skip
WECHAT_SUMMARY = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额"
BUSINESS = (
    "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,"
    "支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注"
)  # fmt: skip
ACCOUNT = "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注"


def paid(order: str, sum_: str, *, fee: str = "0.00000", at: str = "2026-03-05 09:30:00", merchant: str = "1900000109") -> list[str]:
    """A payment in WeChat Pay's bill."""
    return [
        at, "wxd678efh567hg6787", merchant, "0", "", f"42000{order}", order, "oUpF8uMuAJO", "NATIVE", "SUCCESS", "OTHERS", "CNY", sum_, "0.00", "0", "0", "0.00", "0.00", "", "",
        "物业费", "", fee, "0.60%", sum_, "0.00", "",
    ]  # fmt: skip


def refunded(order: str, number: str, sum_: str, *, state: str = "SUCCESS", fee: str = "0.00000", at: str = "2026-03-05 10:30:00") -> list[str]:
    """A refund in WeChat Pay's bill."""
    return [
        at, "wxd678efh567hg6787", "1900000109", "0", "", f"42000{order}", order, "oUpF8uMuAJO", "NATIVE", "REFUND", "OTHERS", "CNY", "0.00", "0.00", f"50300{number}", number, sum_,
        "0.00", "ORIGINAL", state, "物业费", "", fee, "0.60%", "0.00", sum_, "",
    ]  # fmt: skip


def _sum(rows: list[list[str]], column: int) -> str:
    return f"{sum((Decimal(row[column]) for row in rows), Decimal(0)):.2f}"


def wechat(*rows: list[str], summary: list[str] | None = None, head: str = WECHAT) -> str:
    """The bill with its two lines of summary, reckoned from the rows unless given; `summary=[]` cuts it off."""
    listed = list(rows)
    said = [str(len(listed)), *(_sum(listed, column) for column in (12, 16, 17, 22, 24, 25))] if summary is None else summary
    lines = [head, *(",".join(f"`{cell}" for cell in row) for row in rows)]
    return "\r\n".join([*lines, *([WECHAT_SUMMARY, ",".join(f"`{cell}" for cell in said)] if said else [])]) + "\r\n"


def business(*rows: tuple[str, str, str, str], said: tuple[str, str] | None = None) -> bytes:
    """Alipay's details of business; a row is (kind, order, number of the refund, sum with its sign)."""
    paid_, back = ([row for row in rows if row[0] == kind] for kind in ("交易", "退款"))
    lines = [
        "#支付宝业务明细查询", "#账号：[20881021196858380156]", "#起始日期：[2026年03月05日 00:00:00]   终止日期：[2026年03月06日 00:00:00]", f"#{'-' * 41}业务明细列表{'-' * 40}", BUSINESS,
    ]  # fmt: skip
    for kind, order, number, sum_ in rows:
        cells = [
            f"2026030522001{order}\t", f"{order}\t", f"{kind}\t", "物业费", "2026-03-05 09:30:00", "2026-03-05 09:30:08", "\t", "\t", "\t", "\t", "*敏(159******89)\t", sum_, sum_, "0.00",
            "0.00", "0.00", "0.00", "0.00", "", "0.00\t", "0.00", f"{number}\t", "-0.06", "0.00", "",
        ]  # fmt: skip
        lines.append(",".join(cells))
    totals = said or (
        f"#交易合计：{len(paid_)}笔，商家实收共{sum((Decimal(row[3]) for row in paid_), Decimal(0)):.2f}元，商家优惠共0.00元",
        f"#退款合计：{len(back)}笔，商家实收退款共{sum((Decimal(row[3]) for row in back), Decimal(0)):.2f}元，商家优惠退款共0.00元",
    )
    return "\r\n".join([*lines, f"#{'-' * 41}业务明细列表结束{'-' * 36}", *totals, "#导出时间：[2026年03月06日 07:27:37]", ""]).encode("gbk")


def account(*rows: tuple[str, str, str, str, str]) -> bytes:
    """Alipay's details of account; a row is (serial number, order, kind, money in, money out)."""
    lines = ["#支付宝账务明细查询", "#账号：[20881021196858380156]", "#起始日期：[2026年03月05日 00:00:00]   终止日期：[2026年03月06日 00:00:00]", f"#{'-' * 41}账务明细列表{'-' * 40}", ACCOUNT]
    for serial, order, kind, in_, out in rows:
        lines.append(f"{serial}\t,2026030522001{order}\t,{order}\t,物业费,2026-03-05 21:02:06,*敏 (159******89)\t,{in_},{out},14533.03,支付宝,{kind},")
    out, in_ = ([Decimal(row[column]) for row in rows if Decimal(row[column])] for column in (4, 3))
    lines += [f"#{'-' * 40}账务明细列表结束{'-' * 37}", f"#支出合计：{len(out)}笔，共{sum(out, Decimal(0)):.2f}元", f"#收入合计：{len(in_)}笔，共{sum(in_, Decimal(0)):.2f}元", "#导出时间：[2026年03月06日 13:19:01]", ""]
    return "\r\n".join(lines).encode("gbk")


BANK = ("交易日期", "交易流水号", "借方发生额", "贷方发生额", "账户余额", "对方户名", "摘要")


def bank(*rows: tuple, below: tuple = (), head: tuple = BANK) -> bytes:
    """A bank's xlsx: three lines of titles, heads, rows, and a line of sums."""
    book = openpyxl.Workbook()
    for line in (("账户交易明细",), ("账号：1102020001234567890", "户名：锦绣花园物业服务中心"), ("查询区间：2026-03-05 至 2026-03-05", "币种：人民币"), head, *rows, *([below] if below else [])):
        book.active.append(line)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
