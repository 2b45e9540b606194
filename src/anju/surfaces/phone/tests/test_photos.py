"""A photo over a link that breaks: what came stays, nothing comes twice, and only its sender may use it."""

from __future__ import annotations

import asyncio
import hashlib
import os
import time

import pytest

from anju.kernel import files
from anju.kernel.models import Blob, Entry
from anju.kernel.phone import clocks, uploads
from anju.surfaces.phone.gathering import gathered

from .conftest import LAMP, Phone, picture


def sent(guard: Phone, data: bytes, step: int) -> dict:
    answer, at = {}, 0
    while at < len(data):
        answer = guard.put(data, at, until=at + step).json()
        at = answer["received"]
    return answer


def test_pieces_become_the_photo(guard):
    data = picture()
    answer = sent(guard, data, 7_000)
    blob = Blob.everywhere.get(pk=answer["file"])
    assert files.read_all(blob) == data
    assert (blob.mime, blob.stored_by, blob.owner_id) == ("image/jpeg", guard.account.pk, None)
    assert not list(uploads._root().glob("*/*/*"))


def test_the_phone_asks_where_to_go_on(guard):
    data, name = picture(), hashlib.sha256(picture()).hexdigest()
    data = picture(3)
    name = hashlib.sha256(data).hexdigest()
    assert guard.put(data, 0, until=5_000).json() == {"received": 5_000, "file": None}
    address = f"/phone/files/{name}?scope={guard.where.pk}&size={len(data)}"
    assert guard.client.get(address).json() == {"received": 5_000, "file": None}


def test_repeated_overlapping_and_gaping_pieces(guard):
    data = picture(4)
    assert guard.put(data, 0, until=4_000).json()["received"] == 4_000
    assert guard.put(data, 0, until=4_000).json()["received"] == 4_000
    assert guard.put(data, 9_000, until=12_000).json()["received"] == 4_000
    assert guard.put(data, 1_000, until=6_000).json()["received"] == 6_000
    assert guard.put(data, 6_000).json()["received"] == len(data)
    assert files.read_all(Blob.everywhere.get()) == data


def test_pieces_lie_encrypted(guard):
    data = picture(5)
    guard.put(data, 0, until=20_000)
    (piece,) = [path for path in uploads._root().rglob("*") if path.is_file()]
    assert data[2_000:2_040] not in piece.read_bytes()
    assert piece.stat().st_mode & 0o077 == 0


def test_what_is_not_what_it_was_called_is_thrown_away(guard):
    data = picture(6)
    answer = guard.put(data, sha256="a" * 64)
    assert (answer.status_code, answer.json()["code"]) == (422, "phone.photo_damaged")
    assert (Blob.everywhere.count(), list(uploads._root().glob("*/*/*"))) == (0, [])


def test_only_photos_are_taken(guard):
    answer = guard.put(b"#!/bin/sh\nrm -rf\n" * 40)
    assert (answer.status_code, answer.json()["code"]) == (422, "phone.no_photo")
    assert Blob.everywhere.count() == 0


@pytest.mark.parametrize("size", [0, -5, uploads.MOST_BYTES + 1])
def test_an_impossible_size_is_refused(guard, size):
    answer = guard.put(b"x" * 10, size=size)
    assert (answer.status_code, answer.json()["code"]) == (422, "phone.bad_piece")


def test_a_piece_beyond_the_end_is_refused(guard):
    assert guard.put(b"x" * 100, size=50).json()["code"] == "phone.bad_piece"


def test_an_unreadable_address_is_refused(guard):
    assert guard.client.put("/phone/files/abc?scope=x&size=1", b"x", content_type="application/octet-stream").status_code == 400
    bad_name = guard.client.put(f"/phone/files/..abc?scope={guard.where.pk}&size=1", b"x", content_type="application/octet-stream")
    assert bad_name.status_code == 404


def test_another_community_does_not_exist(guard, next_door):
    assert guard.put(picture(), where=next_door).status_code == 404
    assert Blob.everywhere.count() == 0


def test_one_photo_serves_one_entry_of_its_own_sender(guard, garden, account_in):
    data = picture(8)
    name = hashlib.sha256(data).hexdigest()
    sent(guard, data, 50_000)
    thief = Phone(account_in(garden, "thief", "guard"), garden)
    item = {**LAMP, "photos": [{"sha256": name}]}
    assert thief.send(thief.item(inputs=item))[0]["state"] == "files"
    assert guard.send(guard.item(inputs=item))[0]["state"] == "done"
    assert guard.send(guard.item(inputs=item))[0]["state"] == "files"
    assert Entry.objects.filter(name="cases.case_opened").count() == 1


def test_half_sent_photos_are_counted_and_swept(guard, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_WAITING", 2)
    for shade in (1, 2):
        assert guard.put(picture(20 + shade), 0, until=100).status_code == 200
    assert guard.put(picture(30), 0, until=100).json()["code"] == "phone.too_many_photos"
    for folder in uploads._root().glob("*/*/*"):
        long_ago = time.monotonic() * 0 + folder.stat().st_mtime - 8 * 86_400
        os.utime(folder, (long_ago, long_ago))
    clocks.forget(guard.where)
    assert guard.put(picture(30), 0, until=100).status_code == 200


# Before the pages: bodies are gathered, and a cut one is handed on as far as it came


def _gathering(messages: list[dict], method: str = "PUT") -> tuple[list[tuple[bytes, bytes]], list[dict]]:
    seen, told, queue = [], [], list(messages)

    async def receive():
        return queue.pop(0)

    async def send(message):
        told.append(message)

    async def pages(scope, receive, send):
        seen.append((dict(scope["headers"])[b"content-length"], (await receive())["body"]))
        await send({"type": "http.response.start", "status": 200, "headers": []})

    asyncio.run(gathered({"method": method, "headers": [(b"content-length", b"10")]}, receive, send, pages))
    return seen, told


def _part(body: bytes, more: bool) -> dict:
    return {"type": "http.request", "body": body, "more_body": more}


def test_a_whole_body_arrives_at_once():
    seen, told = _gathering([_part(b"hello", True), _part(b"world", False)])
    assert (seen, told[0]["status"]) == ([(b"10", b"helloworld")], 200)


def test_what_came_before_a_cut_is_kept():
    seen, told = _gathering([_part(b"hello", True), {"type": "http.disconnect"}])
    assert (seen, told) == ([(b"5", b"hello")], [])


def test_a_cut_sending_of_items_is_nothing():
    assert _gathering([_part(b'{"items"', True), {"type": "http.disconnect"}], "POST") == ([], [])


def test_a_body_without_end_is_stopped():
    seen, told = _gathering([_part(b"x" * 600_000, True), _part(b"x" * 600_000, True)])
    assert (seen, told[0]["status"]) == ([], 413)
