"""The register: what may stand in it, and when a device goes live."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from anju.domains.devices import actions, queries
from anju.domains.devices.models import Contact, Device, Product
from anju.domains.people.models import Person
from anju.kernel import clock, scope
from anju.kernel.actors import Actor
from anju.kernel.models import Entry, Scope

from .conftest import START, SYSTEM, approve, running

HOUR = timedelta(hours=1)


def added(community, **given):
    return actions.add_device(community, **{"kind": "camera", "name": "南门球机", "by": SYSTEM, **given})


def test_a_device_comes_in_with_everything_the_register_holds(community, manager, gate):
    gateway = running(community, "gateway", "GW-001")
    device = added(
        community, kind="camera", place=gate, gateway=gateway, dialect="onvif", maker="海川", model="C-2", serial="SN1", firmware="V5.7.3",
        address="192.168.1.64:8000", by=manager,
    )  # fmt: skip
    assert (device.number, device.state, device.online, device.report_s) == ("CAM-001", "new", "unused", 60)
    assert (device.place, device.gateway, device.contact_id, device.contact.patience_s) == (gate, gateway, device.pk, 180)
    assert added(community, name="北门").number == "CAM-002"
    assert added(community, name="备用", is_spare=True, number="CAM-X").state == "spare"
    assert list(queries.devices_at(gate)) == [device]
    event = Entry.objects.filter(name="devices.device_added", subject_id=device.pk).get()
    assert (event.payload["kind"], event.payload["system"], event.payload["place"]) == ("camera", "video", str(gate.pk))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"number": "摄像头一号"}, "bad_number"),
        ({"number": "A" * 25}, "bad_number"),
        ({"number": "a;reboot"}, "bad_number"),
        ({"number": "WP-001"}, "number_taken"),
        ({"maker": "海川", "serial": "S-1"}, "serial_taken"),
        ({"address": "http://admin:123@10.0.0.1/"}, "bad_address"),
        ({"address": "10.0.0.1; rm -rf"}, "bad_address"),
        ({"address": "10.0.0.1:99999"}, "bad_address"),
        ({"firmware": "$(id)"}, "bad_firmware"),
        ({"kind": "toaster"}, "unknown_kind"),
        ({"report_s": 90_000}, "bad_period"),
        ({"commissioned_on": date(2030, 1, 1)}, "not_running_yet"),
        ({"commissioned_on": date(2025, 1, 1), "is_spare": True}, "not_running_yet"),
    ],
)
def test_what_does_not_fit_is_refused_and_leaves_nothing(community, given, code):
    running(community, "pump", "WP-001", serial="S-1")
    before = (Device.objects.count(), Contact.objects.count(), Entry.objects.count())
    refused = actions.add_device(community, **{"kind": "camera", "name": "南门球机", "by": SYSTEM, **given})
    assert refused.code == f"devices.{code}"
    assert (Device.objects.count(), Contact.objects.count(), Entry.objects.count()) == before


def test_only_a_gateway_of_this_community_speaks_for_others(community):
    elsewhere = Scope.objects.create(kind="community", name="翠湖苑")
    with scope.entered(elsewhere):
        theirs = running(elsewhere, "gateway", "GW-9")
    assert added(community, gateway=theirs).code == "devices.of_another_community"
    assert added(community, gateway=running(community, "pump")).code == "devices.no_gateway"
    ours = running(community, "gateway")
    assert actions.change_device(ours, name="网关", number=ours.number, gateway=ours, by=SYSTEM).code == "devices.no_gateway"
    device = added(community, gateway=ours)
    assert actions.retire_device(ours, reason="换新", by=SYSTEM).code == "devices.still_speaks_for_others"
    actions.retire_device(device, by=SYSTEM)
    assert actions.retire_device(ours, reason="换新", by=SYSTEM).state == "retired"


@pytest.mark.clause("000-160", "001-054")
@pytest.mark.parametrize("kind", ["camera", "patrol_reader"])
def test_only_an_approved_product_that_the_authority_passed_is_installed(community, manager, kind):
    device = added(community, kind=kind, maker="海川", model="C-2")
    actions.accept_installation(device, accepted_by="区公安分局", acceptance_number="验1", by=manager)
    actions.write_test(device, is_passed=True, note="画面清晰", by=manager)
    assert actions.commission_device(device, by=manager).code == "devices.product_not_approved"
    uncertified = actions.review_product(community, kind=kind, maker="海川", model="C-2", verdict="approved", by=manager)
    assert (uncertified.code, Product.objects.count()) == ("devices.certificate_needed", 0)
    for half in ({"authority": "公安部检测中心"}, {"certificate": "JC-1"}):
        assert actions.review_product(community, kind=kind, maker="海川", model="C-2", verdict="approved", **half, by=manager).code == "devices.certificate_needed"
    assert Product.objects.count() == 0
    approve(community, kind, "海川", "C-2", verdict="rejected")
    assert actions.commission_device(device, by=manager).code == "devices.product_rejected"
    assert Device.objects.get(pk=device.pk).state == "new"
    product = actions.review_product(
        community, kind=kind, maker="海川", model="C-2", verdict="approved", authority="公安部检测中心", certificate="JC-1", by=manager
    )
    assert (product.verdict, product.certificate, product.reviewed_by_id, product.reviewed_at) == ("approved", "JC-1", manager.person, START)
    assert actions.commission_device(device, by=manager).state == "in_service"


@pytest.mark.clause("000-160")
@pytest.mark.parametrize("kind", ["camera", "patrol_reader"])
def test_no_counterfeit_is_approved_or_goes_into_service(community, manager, kind):
    named = {"kind": kind, "maker": "海川", "model": "C-2"}
    certified = {"authority": "公安部检测中心", "certificate": "JC-1", "is_counterfeit": True}
    assert actions.review_product(community, **named, **certified, verdict="approved", by=manager).code == "devices.counterfeit_approved"
    actions.review_product(community, **named, **certified, verdict="rejected", by=manager)
    device = added(community, **named)
    assert actions.commission_device(device, by=manager).code == "devices.counterfeit"
    taken_over = {"commissioned_on": date(2024, 1, 1), "accepted_by": "区公安分局", "acceptance_number": "验1"}
    assert added(community, **named, **taken_over).code == "devices.counterfeit"
    assert Device.objects.filter(state="in_service").count() == 0


@pytest.mark.clause("000-161")
def test_selection_and_installation_are_both_signed_off_before_use(community, manager):
    """Two gates: the product's inspection certificate (selection), and the authority's acceptance (installation)."""
    device = added(community, maker="海川", model="C-2")
    actions.write_test(device, is_passed=True, note="画面清晰", by=manager)
    assert actions.commission_device(device, by=manager).code == "devices.product_not_approved"
    approve(community, "camera", "海川", "C-2")
    assert actions.commission_device(device, by=manager).code == "devices.not_accepted"
    assert actions.accept_installation(device, accepted_by="派出所", acceptance_number=" ", by=manager).code == "devices.acceptance_unnamed"
    officer = Person.objects.create(scope=community, name="民警")
    police = Actor("account", id=uuid4(), person=officer.pk, posts={community.id: frozenset({"police"})})
    signed = actions.accept_installation(device, accepted_by="锦绣派出所", acceptance_number="验2026-07", by=police)
    assert (signed.accepted_by, signed.acceptance_number, signed.accepted_on) == ("锦绣派出所", "验2026-07", date(2026, 3, 5))
    assert Entry.objects.get(name="devices.installation_accepted").actor_id == police.id
    assert actions.commission_device(device, by=manager).commissioned_on == date(2026, 3, 5)


@pytest.mark.clause("002-244")
@pytest.mark.parametrize("kind", ["door_controller", "turnstile", "face_reader", "camera"])
def test_a_smart_device_goes_live_only_after_its_passed_test(community, manager, kind):
    """The four subsystems: smart access, turnstiles, face recognition, CCTV."""
    approve(community, kind, "海川", "T-1")
    device = added(community, kind=kind, maker="海川", model="T-1")
    actions.accept_installation(device, accepted_by="区公安分局", acceptance_number="验1", by=manager)
    assert actions.commission_device(device, by=manager).code == "devices.not_tested"
    assert actions.write_test(device, is_passed=True, note=" ", by=manager).code == "devices.reason_needed"
    actions.write_test(device, is_passed=False, note="夜间图像不清", by=manager)
    assert actions.commission_device(device, by=manager).code == "devices.not_tested"
    tested = actions.write_test(device, is_passed=True, note="全部通过", by=manager, at=START + HOUR)
    assert (tested.is_test_passed, tested.tested_by_id, tested.tested_at) == (True, manager.person, START + HOUR)
    live = actions.commission_device(device, by=manager)
    assert (live.state, live.online, live.reason) == ("in_service", "awaited", "never_seen")
    assert Entry.objects.filter(name="devices.device_tested").count() == 2


def test_out_for_maintenance_and_back_and_to_the_scrap(community, manager):
    device = running(community)
    assert actions.put_back(device, by=manager).code == "devices.wrong_step"
    assert actions.take_out(device, reason=" ", by=manager).code == "devices.reason_needed"
    assert actions.take_out(device, reason="换轴承", until=START - HOUR, by=manager).code == "devices.back_in_the_past"
    out = actions.take_out(device, reason="换轴承", until=START + HOUR, by=manager)
    assert (out.state, out.online, out.reason, out.service_until_at) == ("under_service", "under_service", "maintenance", START + HOUR)
    assert actions.take_out(device, reason="换轴承", by=manager).code == "devices.wrong_step"
    back = actions.put_back(device, note="已换", by=manager)
    assert (back.state, back.online, back.service_reason) == ("in_service", "awaited", "")
    assert actions.put_in_store(device, reason="备用", by=manager).code == "devices.wrong_step"
    actions.take_out(device, reason="更换", by=manager)
    assert actions.put_in_store(device, reason="", by=manager).code == "devices.reason_needed"
    assert actions.put_in_store(device, reason="备用", by=manager).state == "spare"
    actions.commission_device(device, by=manager)
    actions.touch([device], START)
    assert actions.retire_device(device, reason="", by=manager).code == "devices.reason_needed"
    gone = actions.retire_device(device, reason="锈蚀", by=manager)
    assert (gone.state, gone.online, gone.retired_on) == ("retired", "unused", date(2026, 3, 5))
    named = {"name": "x", "number": device.number}
    for refused in (
        actions.change_device(device, **named, by=manager), actions.write_test(device, is_passed=True, note="x", by=manager), actions.commission_device(device, by=manager),
        actions.accept_installation(device, accepted_by="x", acceptance_number="x", by=manager), actions.issue_enrolment(device, by=manager),
        actions.set_login(device, user="a", password="b", by=manager), actions.write_check(device, password="changed", protocol="plain", by=manager),
        actions.retire_device(device, reason="x", by=manager),
    ):  # fmt: skip
        assert refused.code == "devices.wrong_step"


def test_a_running_supervised_device_is_not_exchanged_for_an_unreviewed_product(community, manager):
    camera = running(community, "camera")
    named = {"name": "x", "number": camera.number}
    refused = actions.change_device(camera, **named, maker="假牌", model="X", by=manager)
    assert (refused.code, Device.objects.get(pk=camera.pk).maker) == ("devices.product_not_approved", "海川")
    changed = actions.change_device(camera, **named, maker="海川", model="camera-1", report_s=30, by=manager)
    assert (changed.report_s, Contact.objects.get(pk=camera.pk).patience_s) == (30, 90)


def test_products_need_a_name_and_a_known_kind(community, manager):
    given = {"kind": "camera", "maker": "海川", "model": "C-2", "verdict": "rejected", "by": manager}
    assert actions.review_product(community, **{**given, "maker": " "}).code == "devices.product_unnamed"
    assert actions.review_product(community, **{**given, "kind": "toaster"}).code == "devices.unknown_kind"
    assert actions.review_product(community, **{**given, "good_firmware": "固件"}).code == "devices.bad_firmware"
    assert Product.objects.count() == 0


def test_a_year_is_told_by_the_communitys_day(community):
    with clock.frozen(START.replace(hour=17)):
        device = added(community, kind="pump")
        assert actions.commission_device(device, by=SYSTEM).commissioned_on == date(2026, 3, 6)
