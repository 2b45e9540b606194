"""Money in a browser: from the dwelling to the receipt on three papers, the shift's cash, and a resident who pays on his phone."""

from __future__ import annotations

import io
import unicodedata
from datetime import timedelta

import pytest

from anju.domains.charges import actions
from anju.domains.charges.models import Charge, Drawer, Merchant, Receipt
from anju.domains.charges.tests.statement_files import paid, wechat
from anju.domains.people.models import Account, Membership, Ownership
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.surfaces.office.charges.tests.test_cashier import billed
from anju.surfaces.office.screens.tests.conftest import Estate
from tests.pages import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SYSTEM = Actor.system("test")
MILLIMETRE = 72 / 25.4
SIZES = {"a4": (210, 297), "a6": (105, 148), "roll": (80, 200)}


@pytest.fixture
def estate(client, transactional_db) -> Estate:
    return Estate(client)


@pytest.fixture
def bill(estate) -> Charge:
    return billed(estate)


@pytest.fixture
def office(browser_page, live_server, estate):
    """The page, signed in as the manager."""
    return sign_in(browser_page, live_server.url, estate.manager)


def cut_off(page) -> int:
    """Elements whose words do not fit into them."""
    return page.evaluate("[...document.querySelectorAll('.paper *')].filter((each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth).length")


def test_the_cashier_opens_takes_prints_and_counts(office, live_server, estate, bill):
    office.goto(f"{live_server.url}/cashier/")
    office.get_by_role("link", name="启用钱箱").click()
    office.locator("[name=opening]").fill("200")
    office.get_by_role("button", name="启用钱箱").click()
    office.wait_for_selector(".done-note")
    office.goto(f"{live_server.url}/cashier/")
    office.locator("#find").fill("1-101")
    office.keyboard.press("Enter")
    office.get_by_text("怎么算的").click()
    assert "89.50 ㎡ × 2.80 元" in office.locator(".bill-lines").inner_text()
    office.get_by_role("button", name="收款").click()
    office.get_by_role("link", name="打印收据").click()
    office.get_by_role("button", name="生成打印页").click()
    office.wait_for_selector(".paper-receipt")
    assert Charge.everywhere.get().state == "paid"
    drawer = Drawer.everywhere.get()
    office.goto(f"{live_server.url}/drawers/{drawer.pk}/count_drawer/")
    office.locator("[name=counted]").fill("1")
    office.get_by_role("button", name="清点钱箱").click()
    office.wait_for_selector(".refusal >> text=charges.difference_reason")
    office.locator("[name=counted]").fill(str(200 + bill.amount_fen / 100))
    office.get_by_role("button", name="清点钱箱").click()
    office.wait_for_selector(".done-note")
    assert Drawer.everywhere.get().difference_fen == 0


@pytest.mark.parametrize("layout", list(SIZES))
def test_the_receipt_fits_its_paper(office, live_server, estate, bill, layout):
    import pypdf

    with view.entered(estate.here):
        actions.take_payment(estate.here, way="transfer", charges=[bill], provider_number="ICBC-20260305-000000001", payer_name="欧阳建国", by=SYSTEM)
    receipt = Receipt.everywhere.get()
    office.goto(f"{live_server.url}/cashier/receipts/{receipt.pk}/")
    office.locator(f"[name=layout][value={layout}]").check()
    office.get_by_role("button", name="生成打印页").click()
    office.wait_for_selector(".paper-receipt")
    office.emulate_media(media="print")
    sheet = pypdf.PdfReader(io.BytesIO(office.pdf(prefer_css_page_size=True, print_background=True)))
    size = tuple(round(float(side) / MILLIMETRE) for side in (sheet.pages[0].mediabox.width, sheet.pages[0].mediabox.height))
    assert (len(sheet.pages), size, cut_off(office)) == (1, SIZES[layout], 0)
    said = "".join(unicodedata.normalize("NFKC", sheet.pages[0].extract_text()).split())
    assert not [word for word in ("收据", receipt.number, "欧阳建国", "大写", "物业服务费") if word not in said]


def test_a_resident_reads_why_and_pays_on_his_phone(browser_page, live_server, estate, bill):
    person = Ownership.everywhere.get(scope=estate.here).person
    Membership.everywhere.get_or_create(scope=estate.here, person=person, role="owner", defaults={"since_on": "2020-01-01"})
    owner = Account.everywhere.create(username="laolin", person=person)
    with view.entered(estate.here):
        actions.set_merchant(estate.here, way="test", merchant_id="DEMO", by=SYSTEM)
    sign_in(browser_page, live_server.url, owner)
    browser_page.set_viewport_size({"width": 390, "height": 844})
    browser_page.goto(f"{live_server.url}/resident/bills/")
    assert browser_page.evaluate("document.documentElement.scrollWidth") <= 390
    browser_page.get_by_role("link", name="怎么算的").click()
    assert "《物业服务合同》第12条" in browser_page.locator(".bill-lines").inner_text()
    browser_page.get_by_role("button", name="用测试支付缴费").click()
    browser_page.get_by_role("button", name="测试支付").click()
    browser_page.wait_for_selector("text=已到账。")
    assert Charge.everywhere.get().state == "paid"
    assert browser_page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_bill_of_wechat_pay_goes_in_as_it_was_downloaded_and_its_day_is_reconciled(office, live_server, estate, bill):
    with view.entered(estate.here), clock.frozen(clock.now() - timedelta(days=1)):
        merchant = Merchant.objects.create(scope=estate.here, way="wechat", merchant_id="1900000109", state="on")
        payment = actions.open_payment(estate.here, way="wechat", charges=[bill], by=SYSTEM)
        told = {"order_number": payment.order_number, "told_merchant": "1900000109", "amount_fen": payment.amount_fen, "provider_number": "42000"}
        actions.take_notice(merchant, notice_id="EV-1", outcome="paid", **told, by=SYSTEM)
        day = clock.today(estate.here)
    sum_ = f"{payment.amount_fen / 100:.2f}"
    text = wechat(paid(payment.order_number, sum_, at=f"{day} 09:30:00"), paid("GHOST", "5.00", at=f"{day} 09:31:00"))
    office.goto(f"{live_server.url}/statement_rows/import/")
    office.locator("[name=table]").set_input_files({"name": "1900000109All.csv", "mimeType": "text/csv", "buffer": text.encode("utf-8-sig")})
    office.get_by_role("button", name="读取表格").click()
    office.wait_for_selector("text=识别为：微信支付交易账单")
    office.wait_for_selector("text=2 行与文件自带的汇总一致")
    office.get_by_role("button", name="逐行检查").click()
    office.get_by_role("button", name="导入 2 行").click()
    office.wait_for_selector("text=已导入")
    office.goto(f"{live_server.url}/reconciliations/new/")
    office.get_by_role("radio", name="微信支付").check()
    office.locator("[name=on]").fill(str(day))
    office.get_by_role("button", name="对账").click()
    office.wait_for_selector(".done-note")
    office.goto(f"{live_server.url}/mismatches/")
    row = office.locator("tbody tr").inner_text()
    assert office.locator("tbody tr").count() == 1 and "GHOST" in row and "5.00" in row
