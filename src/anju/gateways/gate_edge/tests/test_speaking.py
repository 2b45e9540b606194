"""Who may speak to the server, and whose word a box believes: tokens, signatures, turns, snapshots."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from anju.domains.access import actions as access
from anju.domains.devices import actions as devices
from anju.domains.edges import actions, queries
from anju.domains.edges.models import Edge
from anju.domains.edges.reactions import when_its_device_loses_its_key_the_box_loses_its_rights as lost_key
from anju.domains.edges.rules import envelope, snapshot
from anju.domains.edges.rules.log import micros
from anju.domains.notices.models import Notice
from anju.gateways.gate_edge import wire
from anju.gateways.gate_edge.edge import identity, uplink
from anju.gateways.gate_edge.edge.box import Box
from anju.gateways.gate_edge.edge.deciding import Shown
from anju.gateways.gate_edge.edge.door import Door
from anju.gateways.http_push.tests.doors import handed_over
from anju.kernel import clock, ledger
from anju.kernel.models import Entry

from .conftest import START, Site, asked


def refusal_of(call, *given) -> str:
    with pytest.raises(uplink.Rejected) as refused:
        call(*given)
    return refused.value.code


def test_a_token_works_once_and_within_a_day(site: Site, tmp_path):
    manager = site.ground.team("赵敏")
    token = actions.issue_token(site.edge, by=manager).shown_once
    first = uplink.enrol(identity.Identity(), token, "http://server", site.post, tmp_path / "a")[0]
    assert first.edge == str(site.edge.pk)
    assert refusal_of(uplink.enrol, identity.Identity(), token, "http://server", site.post, tmp_path / "b") == "edges.token_spent"
    late = actions.issue_token(site.edge, by=manager).shown_once
    site.now_is(hours=24)
    assert refusal_of(uplink.enrol, identity.Identity(), late, "http://server", site.post, tmp_path / "b") == "devices.token_spent"
    assert site.reloaded().sign_key == first.sign_key.public_key().public_bytes_raw().hex()
    assert not (tmp_path / "b").exists()


def test_the_key_file_is_for_its_owner_alone(site: Site):
    assert (site.folder / identity.FILE).stat().st_mode & 0o777 == 0o600


def test_a_box_that_finds_another_server_than_its_token_names_does_not_enrol(site: Site, tmp_path):
    token = actions.issue_token(site.edge, by=site.ground.team("赵敏")).shown_once
    elsewhere = token[:-4] + ("0000" if token[-4:] != "0000" else "1111")
    with pytest.raises(uplink.NotHeard, match="the key that the token names"):
        uplink.enrol(identity.Identity(), elsewhere, "http://server", site.post, tmp_path / "c")
    assert not (tmp_path / "c").exists()


@pytest.mark.parametrize("told", [{}, {"token": 7}, {"token": "anjue_x", "sign_key": ["x"]}])
def test_a_strange_enrolment_is_refused(site: Site, told):
    status, _headers, body = asked(site.server, "/edge/enrol", json.dumps(told).encode())
    assert (status, json.loads(body)["code"]) == (401, "edges.token_spent")


def test_keys_that_are_none_are_refused_and_the_token_stays_good(site: Site):
    token = actions.issue_token(site.edge, by=site.ground.team("赵敏")).shown_once.rpartition(".")[0]
    status, _headers, body = asked(site.server, "/edge/enrol", json.dumps({"token": token, "sign_key": "zz" * 32, "seal_key": "00" * 32}).encode())
    assert (status, json.loads(body)["code"]) == (422, "edges.bad_key")
    done = actions.enrol_edge(site.edge, token=token, sign_key="11" * 32, seal_key="22" * 32, by=_gateway())
    assert done.sign_key == "11" * 32


def test_a_revoked_box_is_told_nothing_and_brings_nothing_home(site: Site):
    site.show(site.ground.walk)
    assert actions.revoke_edge(site.edge, reason=" ", by=site.ground.team("赵敏")).code == "edges.reason_needed"
    actions.revoke_edge(site.edge, reason="岗亭被撬，主机被盗", by=site.ground.team("赵敏"))
    assert refusal_of(site.listen) == "edges.unknown_edge"
    assert refusal_of(site.send) == "edges.unknown_edge"
    assert actions.revoke_edge(site.edge, reason="x", by=site.ground.team("赵敏")).code == "edges.revoked_already"
    assert actions.merge_log(site.reloaded(), batch=site.box.book.batch(), by=_gateway()).code == "edges.revoked"
    assert actions.note_edge(site.reloaded(), snapshot=1, by=_gateway()).code == "edges.revoked"
    assert site.box.book.unsent > 0


def test_a_key_that_is_revoked_in_the_register_is_the_boxs_key_too(site: Site):
    devices.revoke_key(site.edge.device, reason="更换", by=site.ground.team("赵敏"))
    entry = Entry.objects.filter(name="devices.key_revoked").get()
    lost_key(entry, ledger.event_of(entry, {}))
    assert (site.reloaded().state, site.reloaded().sign_key) == ("revoked", "")


def test_a_request_counts_once(site: Site):
    """What somebody recorded on the network and plays again is not heard."""
    site.sent.clear()
    site.listen()
    path, headers, body = next(one for one in site.sent if one[0] == "/edge/rights")
    status, _headers, answer = site.post(path, headers, body)
    assert (status, json.loads(answer)["code"]) == (401, "edges.unknown_challenge")


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        (wire.SIGNATURE, "AAAA", "edges.bad_signature"), (wire.SIGNATURE, "!", "edges.bad_signature"), (wire.TURN, "-1", "edges.unknown_challenge"),
        (wire.TURN, "九", "edges.unknown_challenge"), (wire.CHALLENGE, "0" * 32, "edges.unknown_challenge"), (wire.EDGE, "0190a000-0000-7000-8000-000000000001", "edges.unknown_challenge"),
        (wire.EDGE, "nobody", "edges.unknown_challenge"),
    ],
)  # fmt: skip
def test_a_request_that_is_not_the_boxs_own_is_refused(site: Site, name, value, code):
    def post(path, headers, body, seconds):
        if path == "/edge/hello":
            return site.post(path, headers, body)
        changed = {key: (value if key == name else each) for key, each in headers.items()}
        return asked(site.server, path, body, [(key.encode(), each.encode()) for key, each in changed.items()])

    assert refusal_of(uplink.Line(site.box.identity, post).ask, "/edge/rights", {}, 1) == code


def test_a_body_that_was_changed_on_the_way_is_refused(site: Site):
    def post(path, headers, body, seconds):
        return site.post(path, headers, body if path == "/edge/hello" else body.replace(b"0", b"1"))

    assert refusal_of(uplink.Line(site.box.identity, post).ask, "/edge/log", site.box.book.batch(), 1) == "edges.bad_signature"


def test_an_acknowledgement_that_is_not_the_servers_is_not_believed(site: Site):
    """Somebody on the way says that everything arrived: the box keeps its lines."""
    site.show(site.ground.walk)
    unsent = site.box.book.unsent
    site.spoil = lambda path, body: json.dumps({"acknowledged": 10**6}).encode() if path == "/edge/log" else body
    with pytest.raises(uplink.NotHeard):
        site.send()
    assert site.box.book.unsent == unsent


@pytest.mark.parametrize(
    ("path", "method", "body", "status"),
    [
        ("/edge/", "POST", b"{}", 404), ("/edge/nothing", "POST", b"{}", 404), ("/edge/rights", "GET", b"", 405), ("/edge/hello", "POST", b"[]", 400),
        ("/edge/hello", "POST", b"[" * 90_000, 400), ("/edge/hello", "POST", b'{"edge": 7}', 401), ("/edge/hello", "POST", json.dumps({"edge": "0190a000-0000-7000-8000-000000000001"}).encode(), 401),
        ("/edge/log", "POST", b"{}", 401),
    ],
)  # fmt: skip
def test_strange_requests(site: Site, path, method, body, status):
    assert asked(site.server, path, body, method=method)[0] == status


def test_a_body_that_is_too_large_is_not_read(site: Site):
    size = str(wire.MOST_BYTES + 1).encode()
    assert asked(site.server, "/edge/hello", b"{}", [(b"content-length", size)])[0] == 413
    assert asked(site.server, "/edge/hello", b" " * (wire.MOST_BYTES + 1))[0] == 413


def paper(site: Site, *, whom: str = "", key=None, for_key: bytes | None = None, **more) -> dict:
    content = {"for": whom or str(site.edge.pk), "kind": "full", "position": [9**9, 9**9], "made_us": micros(site.at) + 1, "until_us": micros(site.at) + 10**9, "sections": {}, **more}
    mine = site.box.identity.seal_key.public_key().public_bytes_raw()
    return envelope.made("rights", whom or str(site.edge.pk), content, key=key or queries.sign_key(site.where.pk), for_key=for_key or mine)


def test_a_snapshot_that_was_changed_is_refused_and_reported(site: Site):
    """One byte is another one: nothing of it is taken, the rights of before go on, and the office is told."""
    held = site.box.held
    body = bytearray(base64.b64decode(paper(site)["body"]))
    body[-5] ^= 1
    assert not site.box.take({**paper(site), "body": base64.b64encode(bytes(body)).decode()})
    assert (site.box.held, site.box.refused) == (held, "edited")
    assert [one["code"] for one in site.box.book.newest(1)] == ["snapshot_refused"]
    site.listen()
    site.listen()
    assert site.reloaded().refused == "edited"
    assert Notice.objects.filter(title="岗亭主机拒收权限快照").count() == 1


def test_a_snapshot_of_another_box_another_key_or_another_time_is_refused(site: Site):
    held, other = site.box.held, identity.Identity()
    stranger = other.seal_key.public_key().public_bytes_raw()
    assert not site.box.take(paper(site, key=other.sign_key))
    assert not site.box.take(paper(site, whom="0190a000-0000-7000-8000-000000000001"))
    assert not site.box.take(paper(site, for_key=stranger))
    assert not site.box.take(paper(site, position=[0, 0]))
    assert site.box.refused == "older"
    assert not site.box.take(paper(site, until_us=micros(site.at)))
    assert site.box.refused == "expired"
    assert not site.box.take(paper(site, kind="change", after=[[0, 0], 1]))
    assert site.box.refused == "not_next"
    assert not site.box.take(paper(site, sections={"names": {}}))
    assert not site.box.take({"body": 7})
    assert site.box.held == held
    assert site.box.take(paper(site))


def test_a_change_that_does_not_follow_is_answered_by_the_whole(site: Site):
    """The server was started anew and remembers nothing: the box asks again and has everything."""
    site.server.rights = type(site.server.rights)()
    access.issue_credential(site.where, kind="card", secret="04DDDDDD", holder_name="小吴", category="staff", checked="章 07", by=site.ground.team("前台小周", "front_desk"))
    assert site.listen()
    assert site.show(site.ground.walk, "04DDDDDD")["code"] == "allowed"


def test_the_kept_snapshot_is_believed_only_as_it_was_signed(site: Site):
    site.is_cut = True
    kept = json.loads(site.box.book.kept("snapshot"))
    site.box.book.keep("snapshot", json.dumps({**kept, "signature": kept["body"][:88]}).encode())
    site.boot()
    assert site.box.refused == "edited"
    assert site.show(site.ground.walk)["code"] == "no_snapshot"
    site.box.book.keep("snapshot", json.dumps(kept).encode())
    site.boot(has_own=True)
    assert site.show(site.ground.walk)["code"] == "allowed"


def test_changes_survive_a_restart(site: Site):
    card = access.issue_credential(site.where, kind="card", secret="04DDDDDD", holder_name="小吴", category="staff", checked="章 07", by=site.ground.team("前台小周", "front_desk"))
    site.listen()
    access.revoke_credential(card, reason="离职", by=site.ground.team("前台小周", "front_desk"))
    site.listen()
    site.is_cut = True
    site.boot(has_own=True)
    assert site.show(site.ground.walk, "04DDDDDD")["code"] == "revoked"


def test_changes_of_sections_put_together_are_the_new_sections():
    old = {"credentials": {"a": 1, "b": 2}, "passes": {"x": {"left": 1}}, "days": {}}
    new = {"credentials": {"b": 3, "c": 4}, "passes": {"x": {"left": 1}}, "days": {"2026-05-01": 1}}
    told = snapshot.changes(old, new)
    assert told == {"credentials": {"b": 3, "c": 4, "a": None}, "days": {"2026-05-01": 1}}
    assert snapshot.after_changes(old, told) == new


def test_the_register_hears_the_box_and_its_page_says_how_it_stands(site: Site):
    site.listen()
    edge = site.reloaded()
    assert (edge.snapshot_number, edge.clock, edge.unsent > 0) == (site.box.held.number, "sure", True)
    assert edge.snapshot_until_at == START + timedelta(days=5)
    site.send()
    assert site.reloaded().unsent == 0
    rows = Entry.objects.filter(name="edges.edge_told").count()
    site.listen()
    site.listen()
    assert Entry.objects.filter(name="edges.edge_told").count() <= rows + 1


def test_a_drifting_clock_is_noticed(site: Site):
    """The box's own clock is nine minutes ahead: it decides by the server's time, and the office sees the drift."""
    site.link.listen_once(wait_s=0)
    ahead = replace(site.box.identity)
    with clock.frozen(START + timedelta(minutes=9)):
        Line = uplink.Line(ahead, site.post)
        Line.ask("/edge/rights", {"wait_s": 0, "wall_us": micros(START + timedelta(minutes=9)), **site.box.standing()}, 1)
    assert site.reloaded().skew_ms == 540_000
    assert site.box.clock.now_us() == micros(START)


def call(box: Box, path: str, told=None, *, key: str | None = None, method: str = "POST"):
    given = box.identity.lane_key if key is None else key
    sent = handed_over(Door(box), path, [json.dumps(told or {}).encode()], [(b"authorization", f"Bearer {given}".encode())], method=method)
    return sent[0]["status"], json.loads(sent[1]["body"])


def test_the_door_at_the_gate_wants_the_lanes_key_and_bounded_words(site: Site):
    lane = f"/lanes/{site.ground.walk.pk}"
    last = site.box.book.last
    assert call(site.box, f"{lane}/shown", {"way": "in"}, key="nobody")[0] == 401
    assert call(site.box, "/status", method="GET", key="")[0] == 401
    for told in ({}, {"way": "up"}, {"way": "in", "kind": "face"}, {"way": "in", "secret": "x" * 601}, {"way": "in", "secret": 7}, {"way": "in", "emergency": "pizza"}):
        assert call(site.box, f"{lane}/shown", told)[0] == 422
    assert call(site.box, f"{lane}/opened", {"cause": "lock"})[0] == 422
    assert call(site.box, f"/lanes/{uuid4()}/shown", {"way": "in"})[0] == 404
    assert call(site.box, f"{lane}/lock", {})[0] == 404
    assert call(site.box, "/release", {"of": 1, "said": "x"})[0] == 404
    assert call(site.box, "/release", {"of": "1"})[0] == 422
    assert site.box.book.last == last
    status, told = call(site.box, f"{lane}/shown", {"way": "in", "kind": "card", "secret": "04A1B2C3"})
    assert (status, told["outcome"]) == (200, "allowed")
    assert call(site.box, f"{lane}/opened", {"cause": "device"})[0] == 200
    assert call(site.box, "/status", method="GET")[1]["last"] == last + 2


def test_a_lane_that_does_not_open_keeps_the_decision(site: Site):
    from anju.gateways.gate_edge.edge.lanes import LaneFault, NoReceipt

    lane = site.drivers[str(site.ground.walk.pk)]
    for fault, receipt, code in ((LaneFault("away"), "failed", "not_opened"), (NoReceipt("silent"), "no_receipt", "no_receipt")):
        lane.open_once = lambda decision, fault=fault: (_ for _ in ()).throw(fault)
        told = site.box.present(Shown(str(site.ground.walk.pk), "out", "card", "04A1B2C3"))
        assert (told["outcome"], told["receipt"]) == ("allowed", receipt)
        assert [(one["kind"], one.get("code"), one.get("value")) for one in site.box.book.newest(2)] == [("passage", "leaves", None), ("note", code, told["number"])]


def test_a_bar_rises_for_a_decision_that_stands_in_the_log_and_for_each_once(site: Site):
    walk = str(site.ground.walk.pk)
    told = site.show(site.ground.walk, way="out")
    assert site.drivers[walk].decisions == [f"{site.edge.pk}:{told['number']}"]
    assert site.box.bars.open(walk, f"{site.edge.pk}:{told['number']}") == ""
    assert site.box.bars.open(walk, "") == ""
    assert site.drivers[walk].lifts == 1


def test_another_community_sees_nothing_of_it(site: Site):
    from anju.kernel import scope as view
    from anju.kernel.models import Scope

    other = Scope.objects.create(kind="community", name="翠湖苑")
    with view.entered(other):
        assert Edge.objects.count() == 0
        assert queries.edges_of(other) == []


def _gateway():
    from anju.kernel.actors import Actor

    return Actor.system("gateway")
