"""Passes in a browser: papers that fit their sheet with a code that reads, a key signed for on the pad, a scanner that types."""

from __future__ import annotations

import io
import unicodedata
from collections import defaultdict

import pytest

from anju.domains.passes import actions, queries
from anju.domains.passes.models import Key, Pass, PassUse
from anju.domains.places import actions as places
from anju.kernel import files
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.surfaces.office.screens.tests.conftest import Estate
from tests.pages import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SYSTEM = Actor.system("test")
MILLIMETRE = 72 / 25.4
SIZES = {"a4": (210, 297), "a6": (105, 148), "roll": (80, 200)}


@pytest.fixture(autouse=True)
def nobody_objects(monkeypatch):
    """What rooms know about a holder or his things is tested in those rooms."""
    monkeypatch.setattr("anju.domains.passes.objections.objections", defaultdict(list))


@pytest.fixture
def estate(client, transactional_db) -> Estate:
    return Estate(client)


@pytest.fixture
def office(browser_page, live_server, estate):
    """The page, signed in as the manager."""
    return sign_in(browser_page, live_server.url, estate.manager)


def picture() -> bytes:
    from PIL import Image

    made = io.BytesIO()
    Image.new("RGB", (300, 400), "#886644").save(made, "PNG")
    return made.getvalue()


def issued(estate, **given) -> Pass:
    """A pass with long words, a photo and a gate."""
    with view.entered(estate.here):
        gate = places.add_place(estate.here, kind="gate", code="S", name="南门", by=SYSTEM)
        return actions.issue_pass(
            estate.here, holder_name="欧阳建国", company="锦绣装饰工程有限公司第三施工队", purpose="3栋2单元1502 旧家具与建筑材料搬出小区", place=gate, gates=[gate],
            photo=files.checked(picture()), by=SYSTEM, **given,
        )  # fmt: skip


THINGS = "空调外机 × 2\n旧沙发\n" + "纸箱" * 20 + " × 12\n电动工具箱 × 3"
PAPERS = {
    "a4": ({"kind": "goods", "items": THINGS}, ("电动工具箱",)),
    "a6": ({"kind": "entry_permit"}, ("有效期至",)),
    "roll": ({"kind": "goods", "items": THINGS}, ("电动工具箱",)),
}


@pytest.mark.parametrize("layout", list(SIZES))
def test_the_paper_fits_its_sheet_and_its_code_reads(office, live_server, estate, layout):
    import pypdf
    import zxingcpp
    from PIL import Image

    given, words = PAPERS[layout]
    permit = issued(estate, **given)
    office.goto(f"{live_server.url}/pass-desk/{permit.pk}/paper/")
    office.locator(f"[name=layout][value={layout}]").check()
    office.get_by_role("button", name="生成打印页").click()
    office.wait_for_selector(".paper-code svg")
    office.locator(".paper-face").evaluate("(each) => each.decode()")
    office.emulate_media(media="print")
    sheet = pypdf.PdfReader(io.BytesIO(office.pdf(prefer_css_page_size=True, print_background=True)))
    assert len(sheet.pages) == 1
    size = tuple(round(float(side) / MILLIMETRE) for side in (sheet.pages[0].mediabox.width, sheet.pages[0].mediabox.height))
    assert size == SIZES[layout]
    said = "".join(unicodedata.normalize("NFKC", sheet.pages[0].extract_text()).split())
    assert not [word for word in ("欧阳建国", permit.number, "第三施工队", "打印时间", *words) if word not in said]
    cut = office.evaluate("[...document.querySelectorAll('.paper *')].filter((each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth).length")
    assert cut == 0
    shown = Image.open(io.BytesIO(office.locator(".paper-code").screenshot()))
    assert [each.text for each in zxingcpp.read_barcodes(shown)] == [queries.code_of(permit)]


def scanned(office, code: str) -> None:
    """As a scanner does: it types into whatever has the focus, and ends with Enter."""
    office.wait_for_selector("#code:focus")
    office.keyboard.type(code)
    office.keyboard.press("Enter")
    office.wait_for_selector(".verdict")


def test_a_scanner_types_the_code_and_the_gate_opens_once(office, live_server, estate):
    permit = issued(estate, kind="goods", items=THINGS)
    office.goto(f"{live_server.url}/pass-desk/")
    scanned(office, queries.code_of(permit))
    assert office.locator(".verdict-sentence").inner_text() == "此证此时此地有效。"
    office.get_by_role("button", name="放行").click()
    office.wait_for_selector(f"text={permit.number} 已放行。")
    scanned(office, permit.number)
    assert office.locator(".verdict-sentence").inner_text() == "此证已使用过。持证人需要重新办理。"
    assert PassUse.everywhere.filter(is_use=True).count() == 1


def test_a_key_is_signed_for_on_the_pad_and_shows_in_the_cabinet(office, live_server, estate):
    holder = estate.account("wang", "engineer").person
    with view.entered(estate.here):
        actions.add_key(estate.here, code="PD-01", name="配电房", hook="A1", by=SYSTEM)
    office.goto(f"{live_server.url}/key-cabinet/")
    office.get_by_role("link", name="借出钥匙").click()
    office.locator("[name=holder]").select_option(str(holder.pk))
    pad = office.locator(".sign-pad").bounding_box()
    office.mouse.move(pad["x"] + 40, pad["y"] + 60)
    office.mouse.down()
    office.mouse.move(pad["x"] + 200, pad["y"] + 90, steps=8)
    office.mouse.up()
    office.locator("input[name=signature]").evaluate(
        "(input) => new Promise((done) => { const look = () => (input.files.length ? done() : setTimeout(look, 20)); look(); })"
    )
    office.get_by_role("button", name="借出钥匙").click()
    office.wait_for_selector(".done-note")
    lent = Pass.everywhere.get()
    assert (lent.state, lent.key, lent.signature.mime) == ("out", Key.everywhere.get(), "image/png")
    office.goto(f"{live_server.url}/key-cabinet/")
    office.wait_for_selector(".hook-yellow >> text=wang某")
