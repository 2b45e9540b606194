"""The archive in a browser: a version is uploaded and approved, a guard reads it on his phone, an original is borrowed and falls overdue."""

from __future__ import annotations

import io
import os
from datetime import timedelta

import pytest

from anju.domains.documents import actions, schedule
from anju.domains.documents.models import Document, DocumentClass, Loan, Piece, Reading, Version
from anju.domains.places import actions as places
from anju.kernel import clock, files
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.surfaces.office.screens.tests.conftest import Estate
from tests.pages import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SYSTEM = Actor.system("test")
PDF = b"%PDF-1.4\n%%EOF\n"
RULE = "一、提前 15 分钟到岗。\n二、当面交接。\n"


@pytest.fixture
def estate(client, transactional_db) -> Estate:
    made = Estate(client)
    actions.load_classes(made.here, template="property_company", by=SYSTEM)
    return made


def shot(page, name: str) -> None:
    """A picture for whoever looks at the pages, where a folder for them is named."""
    if folder := os.environ.get("ANJU_SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def fits(page) -> bool:
    """Nothing needs sideways scrolling."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_version_is_uploaded_approved_read_and_acknowledged_on_a_phone(browser_page, live_server, estate):
    desk, guard = estate.account("desk", "front_desk"), estate.account("guard", "guard")
    page = browser_page
    sign_in(page, live_server.url, desk)
    with view.entered(estate.here):
        klass, piece = DocumentClass.objects.get(code="ZD"), Piece.objects.get(name="交接班制度")
        made = actions.register_document(estate.here, klass=klass, title="交接班制度", piece=piece, by=Actor.of(desk))
    page.goto(f"{live_server.url}/documents/{made.pk}/add_version/")
    page.locator("[name=file]").set_input_files({"name": "交接班制度.txt", "mimeType": "text/plain", "buffer": RULE.encode()})
    page.locator("form[enctype] button.btn-primary").click()
    page.wait_for_url(f"**/documents/{made.pk}/")
    page.locator(f"form[action$='{made.pk}/submit_document/'] button").first.click()
    page.wait_for_selector(".state:has-text('待批')")
    assert Version.everywhere.get().state == "submitted"

    sign_in(page, live_server.url, estate.manager)
    page.goto(f"{live_server.url}/documents/{made.pk}/approve_document/")
    page.locator("form[enctype] button.btn-primary").click()
    page.wait_for_selector(".state:has-text('有效')")
    page.goto(f"{live_server.url}/documents/{made.pk}/require_reading/")
    page.locator("[name=roles][value=guard]").check()
    page.locator("[name=questions]").fill("提前多久到岗？| 5 分钟 | *15 分钟")
    page.locator("form[enctype] button.btn-primary").click()
    page.wait_for_url(f"**/documents/{made.pk}/")
    assert Reading.everywhere.get().state == "owed"

    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, live_server.url, guard)
    page.goto(f"{live_server.url}/my-reading/")
    assert fits(page)
    shot(page, "my-reading")
    page.locator("a.reading-card").click()
    page.get_by_role("button", name="打开全文").click()
    page.wait_for_selector(".reading-text:has-text('提前 15 分钟到岗')")
    assert fits(page)
    target = page.get_by_role("button", name="已阅读并理解").bounding_box()
    assert target["height"] >= 48
    shot(page, "reading")
    page.get_by_label("5 分钟", exact=True).check()
    page.get_by_role("button", name="已阅读并理解").click()
    page.wait_for_selector(".refusal:has-text('1 题答对 0 题')")
    page.get_by_label("15 分钟", exact=True).check()
    page.get_by_role("button", name="已阅读并理解").click()
    page.wait_for_selector(".done-note:has-text('已确认')")
    shot(page, "acknowledged")
    reading = Reading.everywhere.get()
    assert (reading.state, reading.attempts, reading.opened_at is not None) == ("acknowledged", 2, True)


def test_an_original_is_asked_for_signed_out_and_falls_overdue(browser_page, live_server, estate):
    page = browser_page
    engineer = estate.account("engineer", "engineer")
    with view.entered(estate.here):
        contract = actions.file_document(
            estate.here, klass=DocumentClass.objects.get(code="HT"), title="电梯维保合同", file=files.checked(io.BytesIO(PDF), name="a.pdf"), cabinet="A1",
            box="02", by=SYSTEM,
        )  # fmt: skip
        loan = actions.ask_loan(contract, kind="borrow", purpose="年检", by=Actor.of(engineer))
    sign_in(page, live_server.url, estate.manager)
    page.goto(f"{live_server.url}/documents/{contract.pk}/tab/loans/")
    assert loan.number in page.content()
    page.goto(f"{live_server.url}/document_loans/{loan.pk}/")
    page.locator(f"form[action$='{loan.pk}/approve_loan/'] button").first.click()
    page.wait_for_selector(".state:has-text('已批准')")
    page.goto(f"{live_server.url}/document_loans/{loan.pk}/hand_out_original/")
    box = page.locator("canvas.sign-pad").bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 70, steps=5)
    page.mouse.up()
    page.locator("input[name=signature]").evaluate(
        "(input) => new Promise((done) => { const look = () => (input.files.length ? done() : setTimeout(look, 20)); look(); })"
    )
    page.locator("form[enctype] button.btn-primary").click()
    page.wait_for_selector(".state:has-text('已借出')")
    Loan.everywhere.filter(pk=loan.pk).update(due_on=clock.today(estate.here) - timedelta(days=2))
    with view.entered(estate.here):
        schedule.note_late(estate.here)
    page.goto(f"{live_server.url}/archive/")
    page.locator("a[href*='document_loans'][href*='overdue']").click()
    page.wait_for_selector(".state:has-text('逾期')")
    shot(page, "loans")
    page.goto(f"{live_server.url}/document_loans/{loan.pk}/return_loan/")
    page.locator("[name=condition]").fill("12 页，完好")
    page.locator("form[enctype] button.btn-primary").click()
    page.wait_for_selector(".state:has-text('已归还')")
    assert Document.everywhere.get().state == "effective"


def test_every_page_of_the_archive_fits_a_phone(browser_page, live_server, estate):
    """The overview, households, files past their time, and the batch, on the desk and at 390 px, light and dark."""
    page = browser_page
    building = estate.building()
    with view.entered(estate.here):
        places.add_place(estate.here, kind="unit", code="1", parent=building, by=SYSTEM)
        estate.dwellings(3)
        old = actions.file_document(
            estate.here, klass=DocumentClass.objects.get(code="FX"), title="2019年3月放行条", file=files.checked(io.BytesIO(PDF), name="a.pdf"), period="2019-03",
            cabinet="C3", by=SYSTEM,
        )  # fmt: skip
    sign_in(page, live_server.url, estate.manager)
    addresses = {
        "archive": "/archive/", "households": "/archive/households/", "past": "/archive/past/", "batch": "/archive/batch/", "document": f"/archive/{old.pk}/",
        "record": f"/documents/{old.pk}/", "list": "/documents/", "class": "/document_classes/", "new": "/documents/new/",
    }  # fmt: skip
    for width, name in ((1280, "desk"), (390, "phone")):
        page.set_viewport_size({"width": width, "height": 844})
        for what, address in addresses.items():
            assert page.goto(f"{live_server.url}{address}").status == 200
            shot(page, f"{what}-{name}")
            assert fits(page), (what, width)
    page.locator("[data-theme-toggle]").first.click()
    for what in ("archive", "households"):
        page.goto(f"{live_server.url}{addresses[what]}")
        shot(page, f"{what}-dark")
