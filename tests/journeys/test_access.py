"""The gate in a browser: a guest by a moving code, a walk-in with the host's word from his phone, a salesman asked to leave."""

from __future__ import annotations

from datetime import date

import pytest
import zxingcpp
from PIL import Image

from anju.domains.access import actions
from anju.domains.access.models import Inquiry, Passage, Visit
from anju.domains.people.models import Account, Membership, Residency
from anju.domains.places import actions as places
from anju.domains.places.models import Place
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.surfaces.office.screens.tests.conftest import Estate
from tests.pages import sign_in, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SYSTEM = Actor.system("test")
IDENTITY = "110101199003074477"


@pytest.fixture
def estate(client, transactional_db) -> Estate:
    """A gate, a home with its host, and rules that are the same by day and by night."""
    estate = Estate(client)
    estate.dwellings(1)
    with view.entered(estate.here):
        gate = places.add_place(estate.here, kind="gate", code="S", name="南门", by=SYSTEM)
        estate.lane = actions.add_lane(estate.here, name="南门人行", place=gate, by=SYSTEM)
        home = Place.objects.filter(kind="dwelling").order_by("ordering").first()
        draft = actions.draft_rules(estate.here, category="visitor", basis="host", off_hours="free", stay_minutes=600, reason="昼夜相同", by=Actor.of(estate.manager))
        actions.put_rules_in_force(draft, by=Actor.of(estate.account("second", "security_manager")))
    host = estate.person("林先生", phone="13900001111")
    Residency.everywhere.create(scope=estate.here, dwelling=home, person=host, relation="tenant", since_on=date(2020, 1, 1))
    Membership.everywhere.create(scope=estate.here, person=host, role="resident", since_on=date(2020, 1, 1))
    estate.phone = Account.everywhere.create(username="lin", person=host)
    estate.guard = estate.account("chen", "guard")
    return estate


@pytest.mark.clause("003-002", "003-008")
def test_a_guest_a_walk_in_and_a_salesman(browser_page, phone_page, live_server, estate):
    phone, desk = sign_in(phone_page, live_server.url, estate.phone), sign_in(browser_page, live_server.url, estate.guard)
    phone.goto(f"{live_server.url}/resident/visitors/")
    phone.locator("[name=name]").fill("陈先生")
    phone.get_by_role("button", name="生成通行码并分享").click()
    phone.locator("a.guest-link").click()
    code = phone.locator(".guest-code").get_attribute("data-code")
    assert phone.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    desk.goto(f"{live_server.url}/gate/")
    desk.wait_for_selector("text=陈*生 → 1栋1单元101")
    desk.keyboard.type(code)
    desk.get_by_role("button", name="进", exact=True).click()
    desk.wait_for_selector(".verdict-green >> text=可以通行。")
    assert Visit.everywhere.get().state == "inside"

    desk.locator("h1").click()
    desk.get_by_role("link", name="登记来访").click()
    desk.locator("[name=name]").fill("王女士")
    desk.locator("[name=dwelling]").fill("1-1-101")
    desk.get_by_label("不出示证件，由被访人到门口接").check()
    desk.get_by_role("button", name="登记并请业主确认").click()
    desk.wait_for_selector("text=待确认")
    phone.goto(f"{live_server.url}/resident/visitors/")
    phone.get_by_role("button", name="请进来").click()
    phone.wait_for_selector("text=已同意")
    desk.reload()
    desk.locator(".gate-visit").get_by_role("button", name="放行进入").click()
    desk.wait_for_selector("text=已完成：放行进入。")
    kept = Visit.everywhere.get(category="visitor", identity_check="fetched")
    assert (kept.state, kept.answered_way, Passage.everywhere.filter(outcome="allowed").count()) == ("inside", "app", 2)

    desk.get_by_role("link", name="询问、劝离").click()
    desk.locator("select[name=kind]").select_option("salesperson")
    desk.get_by_label("已劝离").check()
    desk.locator("[name=words]").fill("推销净水器，劝离")
    desk.get_by_role("button", name="记录询问").click()
    desk.wait_for_selector(".done-note")
    asked = Inquiry.everywhere.get()
    assert (asked.kind, asked.outcome, asked.guard) == ("salesperson", "left", estate.guard.person)

def test_registered_and_let_in_without_a_network_and_there_once_when_it_is_back(phone_page, live_server, estate):
    page = sign_in(phone_page, live_server.url, estate.guard)
    page.goto(f"{live_server.url}/guard/#gate")
    page.wait_for_selector("[data-gate-form]:not([hidden])")
    until(page, lambda: page.evaluate("navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"))
    page.context.set_offline(True)
    page.goto("about:blank")
    page.goto(f"{live_server.url}/guard/#gate")
    form = page.locator("[data-gate-form]")
    form.wait_for(state="visible")
    form.locator("[name=name]").fill("陈先生")
    form.locator("[name=home]").fill("9-9-999")
    form.get_by_role("button").click()
    page.wait_for_selector("[data-gate-told]:has-text('没有保存')")
    form.locator("[name=home]").fill("1栋1单元101")
    form.locator("[name=identity]").fill(IDENTITY)
    form.locator("[name=note]").fill("林先生，是表哥")
    form.get_by_role("button").click()
    page.wait_for_selector("[data-gate-told]:has-text('已登记并放行')")
    page.locator("[data-page=gate] summary").click()
    page.locator("[data-gate-asked] [name=words]").fill("推销净水器")
    page.locator("[data-gate-asked] button").click()
    page.wait_for_selector("[data-status]:has-text('已存 4 条')")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert (Visit.everywhere.count(), Inquiry.everywhere.count()) == (0, 0)
    page.context.set_offline(False)
    until(page, lambda: Inquiry.everywhere.count() == 1 and Visit.everywhere.filter(state="inside").count() == 1)
    visit = Visit.everywhere.get()
    assert (visit.name, visit.answered_way, visit.answer_note, visit.identity_number) == ("陈先生", "phone", "林先生，是表哥", IDENTITY)
    assert [(one.outcome, one.visit_id) for one in Passage.everywhere.all()] == [("allowed", visit.pk)]
    page.goto(f"{live_server.url}/gate/")
    page.wait_for_selector("text=陈*生")


def test_the_desk_goes_on_when_the_server_is_gone_and_says_who_decides(phone_page, live_server, estate):
    page = sign_in(phone_page, live_server.url, estate.guard)
    page.goto(f"{live_server.url}/gate/")
    page.wait_for_selector("[data-desk-ready]:not([hidden])")
    until(page, lambda: page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.filter((one) => one.active).length === 2)"))
    page.context.set_offline(True)
    page.wait_for_selector("[data-desk-offline]:not([hidden]):has-text('服务器无应答：本页现在不作判断，在此输入的内容不会保存。')")
    page.goto(f"{live_server.url}/gate/")
    page.wait_for_selector("[data-page=gate]:not([hidden]) [data-gate-form]:not([hidden])")
    assert page.url.endswith("/guard/#gate")
    assert "纸质名单" in page.locator("[data-gate-ways]").inner_text()
    form = page.locator("[data-gate-form]")
    form.locator("[name=name]").fill("陈先生")
    form.locator("[name=home]").fill("1栋1单元101")
    form.locator("[name=identity]").fill(IDENTITY)
    form.get_by_role("button").click()
    page.wait_for_selector("[data-status]:has-text('已存 1 条')")
    assert Visit.everywhere.count() == 0
    page.context.set_offline(False)
    until(page, lambda: Visit.everywhere.count() == 1)
    page.goto(f"{live_server.url}/gate/")
    page.wait_for_selector("#waiting article:has-text('1栋1单元101')")


def test_on_the_phone_who_waits_stands_above_what_is_over_and_no_button_lies_under_a_bar(phone_page, live_server, estate):
    with view.entered(estate.here):
        actions.register_regular(estate.here, category="rider", name="丁快", phone="13811114321", company="快送", by=SYSTEM)
        actions.register_visit(estate.here, name="王女士", identity_check="fetched", dwelling=Place.objects.filter(kind="dwelling").first(), by=SYSTEM)
        for _again in range(8):
            actions.decide_passage(estate.lane, direction="out", by=SYSTEM)
    page = sign_in(phone_page, live_server.url, estate.guard)
    page.goto(f"{live_server.url}/gate/?known=4321")
    top = {name: page.locator(name).bounding_box()["y"] for name in ("#waiting", ".gate-known", "#last")}
    assert top["#waiting"] < top["#last"] and top[".gate-known"] < top["#last"]
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.get_by_role("button", name="放行进入").tap()
    page.wait_for_selector("text=已完成：常来人员进入。")
    assert Visit.everywhere.get(category="rider").state == "inside"


@pytest.mark.clause("003-008")
def test_an_invitation_is_sent_on_copied_or_saved(phone_page, live_server, estate, tmp_path):
    phone = sign_in(phone_page, live_server.url, estate.phone)
    phone.context.add_init_script("navigator.share = async (what) => { window.sentOn = what; };")
    phone.goto(f"{live_server.url}/resident/visitors/")
    phone.locator("[name=name]").fill("陈先生")
    phone.get_by_role("button", name="生成通行码并分享").click()
    link = phone.locator("a.guest-link").get_attribute("href")
    phone.get_by_role("button", name="发给客人").click()
    until(phone, lambda: phone.evaluate("window.sentOn"))
    sent = phone.evaluate("window.sentOn")
    assert (sent["url"], sent["title"].endswith("访客通行码"), sent["text"].startswith("邀请您到 1栋1单元101 作客。")) == (link, True, True)
    assert phone.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    phone.evaluate("delete navigator.share; navigator.share = undefined; document.execCommand = (what) => { window.copied = document.activeElement.value; return what === 'copy'; }")
    phone.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    for name in ("发给客人", "复制链接"):
        phone.evaluate("window.copied = ''")
        phone.get_by_role("button", name=name).click()
        phone.wait_for_selector("text=已复制。请在微信或短信里粘贴发给客人。")
        assert phone.evaluate("window.copied").endswith(link)
    with phone.expect_download() as saved:
        phone.get_by_role("button", name="保存图片").click()
    picture = saved.value
    picture.save_as(tmp_path / "pass.png")
    assert picture.suggested_filename.startswith("访客证-")
    assert [one.text for one in zxingcpp.read_barcodes(Image.open(tmp_path / "pass.png"))] == [link]
    phone.wait_for_selector("text=已保存。把图片发给客人，扫码即可打开通行码。")
    phone.get_by_role("button", name="撤回邀请").click()
    phone.wait_for_url("**/resident/visitors/")
    phone.goto(f"{live_server.url}/resident/visitors/{Visit.everywhere.get().pk}/")
    assert phone.get_by_role("button", name="发给客人").count() == 0


def test_a_refusal_of_a_long_form_is_seen_on_the_phone(phone_page, live_server, estate):
    phone = sign_in(phone_page, live_server.url, estate.guard)
    for name in ("赵骑手", "赵骑手"):
        phone.goto(f"{live_server.url}/regulars/new/")
        phone.get_by_label("外卖骑手").check()
        phone.locator("main [name=name]").fill(name)
        phone.locator("main [name=phone]").fill("13712349876")
        phone.locator("main [name=company]").fill("某外卖")
        phone.get_by_role("button", name="登记常来人员").click()
        phone.wait_for_load_state("load")
    said = phone.locator(".refusal")
    assert "这个电话已登记过" in said.inner_text()
    until(phone, lambda: _is_seen(phone, said))
    phone.goto(f"{live_server.url}/regulars/new/")
    phone.locator("main [name=days]").fill("8")
    phone.evaluate("document.querySelectorAll('[required]').forEach((one) => one.removeAttribute('required'))")
    phone.get_by_role("button", name="登记常来人员").click()
    until(phone, lambda: phone.evaluate("document.activeElement.name") == "name")
    until(phone, lambda: _is_seen(phone, phone.locator("main [name=name]")))


def _is_seen(page, one) -> bool:
    """Wholly between the top and the bar with the button, and nothing lies over its middle."""
    box = one.bounding_box()
    return box["y"] >= 0 and one.evaluate(
        "(it) => { const box = it.getBoundingClientRect(); return it.contains(document.elementFromPoint(box.x + box.width / 2, box.bottom - 6)); }"
    )
