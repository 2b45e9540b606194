"""Files: checked by their bytes, on the disk before the action commits, the property of one record, seen only by who may see that."""

from __future__ import annotations

import io
import os
import zlib
from datetime import UTC, date, datetime, timedelta
from typing import Annotated
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from anju.kernel import clock, downloads, files, inputs, keeping, permissions, scope, sweeping, vault
from anju.kernel.actions import Field, action, announce, registry
from anju.kernel.actors import Actor
from anju.kernel.events import event
from anju.kernel.models import Blob, Entry, PoisonEvent, Scope
from anju.kernel.refusals import Refusal

from .sample import SYSTEM, community

pytestmark = pytest.mark.django_db


def picture(size=(40, 30), exif: dict | None = None, form: str = "JPEG") -> bytes:
    image, out = Image.new("RGB", size, "green"), io.BytesIO()
    if exif is None:
        image.save(out, form)
        return out.getvalue()
    block = Image.Exif()
    block.get_ifd(0x8769).update(exif)
    block.get_ifd(0x8825).update({1: "N", 2: (39.0, 54.0, 0.0)})
    image.save(out, form, exif=block)
    return out.getvalue()


def guard(**facts) -> Actor:
    return Actor("account", "guard", uuid4(), **facts)


def kept(where: Scope, data: bytes, by: Actor = SYSTEM, name: str = "a.jpg") -> Blob:
    return keeping.keep_file(where, file=files.checked(SimpleUploadedFile(name, data)), by=by)


@event("kernel.photo_hung")
class PhotoHung:
    title: str


@action(title="Hang a photo", posts=("guard",), event=PhotoHung)
def hang_photo(
    nail: PoisonEvent, *, title: str, photo: Annotated[files.File, Field("Photo", accept=("image/",))], by: Actor, at: datetime | None = None
) -> PoisonEvent | Refusal:
    """Hang it on the nail."""
    if title == "no":
        return Refusal("kernel.no_nail", "There is no nail.")
    announce(PhotoHung(title=title), subject=nail)
    return nail


@pytest.fixture
def nail(here, posts):
    entry_of = keeping.keep_file(here, file=files.checked(b"x"), by=SYSTEM)
    made = PoisonEvent(scope=here, reaction="kernel.nail", entry=Entry.objects.get(), error="", tries=1)
    made.save()
    Blob.everywhere.filter(pk=entry_of.pk).delete()
    permissions.declare_view("kernel.poisonevent", "kernel.hang_photo")
    yield made
    permissions._viewing.pop("kernel.poisonevent")


def test_an_actions_file_belongs_to_the_record_it_announces(nail):
    spec = registry["kernel.hang_photo"]
    data = picture()
    cleaned = spec.clean({"title": "gate", "photo": SimpleUploadedFile("门.jpg", data, content_type="text/html")})
    assert spec(nail, by=guard(), **cleaned) == nail
    blob = Blob.everywhere.get()
    assert (blob.owner_type, blob.owner_id, blob.mime, blob.name, blob.size) == ("kernel.poisonevent", nail.pk, "image/jpeg", "门.jpg", len(data))
    assert (blob.width, blob.height, blob.scope_id) == (40, 30, nail.scope_id)
    assert files.read_all(blob) == data
    assert data[:64] not in files.path_of(blob.scope_id, blob.sha256).read_bytes()


def test_a_refused_action_keeps_no_file(nail):
    refused = hang_photo(nail, title="no", photo=files.checked(picture()), by=guard())
    assert refused.code == "kernel.no_nail"
    assert Blob.everywhere.count() == 0


def test_only_what_the_input_accepts_is_taken(nail):
    with pytest.raises(inputs.BadInput) as bad, scope.entered(nail.scope):
        registry["kernel.hang_photo"].clean({"title": "a", "photo": SimpleUploadedFile("a.jpg", b"%PDF-1.7 but named jpg")})
    assert set(bad.value.errors) == {"photo"}


def test_a_file_sent_before_is_taken_by_its_id_and_only_by_its_sender(nail):
    sender, other = guard(), guard()
    blob = kept(nail.scope, picture(), by=sender)
    spec = registry["kernel.hang_photo"]
    with scope.entered(nail.scope):
        cleaned = spec.clean({"title": "a", "photo": str(blob.pk)})
    assert spec(nail, by=other, **cleaned).code == "kernel.file_not_yours"
    assert spec(nail, by=sender, **cleaned) == nail
    assert Blob.everywhere.get().owner_id == nail.pk


def test_a_file_of_another_record_or_community_cannot_be_given_away(nail):
    mine = guard()
    kept(nail.scope, picture(), by=mine)
    Blob.everywhere.update(owner_type="people.person", owner_id=uuid4())
    blob = Blob.everywhere.get()
    assert hang_photo(nail, title="a", photo=blob, by=mine).code == "kernel.file_not_yours"
    foreign = Blob.everywhere.get(pk=kept(community("隔壁"), picture(), by=mine).pk)
    assert hang_photo(nail, title="a", photo=foreign, by=mine).code == "kernel.file_not_yours"
    with scope.entered(nail.scope), pytest.raises(inputs.BadInput):
        registry["kernel.hang_photo"].clean({"title": "a", "photo": str(foreign.pk)})


def test_a_download_asks_who_may_see_the_owner(nail):
    hang_photo(nail, title="a", photo=files.checked(picture(), name="a.jpg"), by=guard())
    blob = Blob.everywhere.get()
    with scope.entered(nail.scope):
        answer = downloads.response(blob.pk, by=guard())
        assert (answer.status_code, answer["Content-Type"], answer["X-Content-Type-Options"]) == (200, "image/jpeg", "nosniff")
        with pytest.raises(Http404):
            downloads.response(blob.pk, by=Actor("account", "cleaner", uuid4()))
    with scope.entered(community("隔壁")), pytest.raises(Http404):
        downloads.response(blob.pk, by=guard())


def test_the_screen_copy_carries_no_position_and_the_original_is_untouched(here):
    data = picture((2400, 1200), exif={36867: "2026:03:05 14:30:00"})
    blob = kept(here, data)
    assert blob.captured_at == datetime(2026, 3, 5, 6, 30, tzinfo=UTC)
    copy, mime = files.screen_copy(blob)
    image = Image.open(io.BytesIO(copy))
    assert (mime, image.size, dict(image.getexif())) == ("image/jpeg", (1600, 800), {})
    assert files.screen_copy(blob) == (copy, mime)
    assert files.read_all(blob) == data


def bomb() -> bytes:
    """A PNG of 20,000 by 20,000 points in a few hundred bytes of header."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    head = (20_000).to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\x00" * 100)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "words"),
    [(bomb(), "80 million"), (b"", "empty"), (picture()[:200], "damaged"), (b"\x89PNG\r\n\x1a\n nonsense", "damaged")],
)
def test_bad_files_are_refused_with_a_sentence(data, words):
    from django.utils import translation

    with translation.override("en"):
        with pytest.raises(files.BadFile) as bad:
            files.checked(data)
        assert words in str(bad.value)


def test_a_file_over_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(files, "MAX_BYTES", 1 << 20)
    with pytest.raises(files.BadFile):
        files.checked(b"a" * ((1 << 20) + 1))
    assert files.checked(b"a" * (1 << 20)).size == 1 << 20


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (b"<html><script>alert(1)</script>", "text/plain"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "text/plain"),
        ("巡逻记录".encode(), "text/plain"),
        ("巡逻记录".encode("gb18030"), "text/plain"),
        (("巡" * 3000).encode(), "text/plain"),
        (b"%PDF-1.7", "application/pdf"),
        (b"MZ\x90\x00\x03\x00", "application/octet-stream"),
        (b"PK\x03\x04 not really", "application/octet-stream"),
        (picture(form="PNG"), "image/png"),
    ],
)
def test_the_type_is_read_from_the_bytes(data, mime):
    assert files.checked(data, name="innocent.jpg").mime == mime


def test_markup_is_never_shown_in_place(here):
    blob = kept(here, b"<html><script>alert(1)</script>", name="a.html")
    with scope.entered(here):
        answer = downloads.response(blob.pk, by=SYSTEM)
    assert answer["Content-Type"] == "text/plain"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_changed_byte_on_the_disk_is_noticed(here):
    blob = kept(here, b"a" * 3_000_000)
    path = files.path_of(here, blob.sha256)
    data = bytearray(path.read_bytes())
    for spoilt in (data[:-5], data[: 1_048_604], data[:100] + bytes([data[100] ^ 1]) + data[101:]):
        path.write_bytes(spoilt)
        with pytest.raises(vault.Damaged):
            files.read_all(blob)
    path.write_bytes(data)
    assert files.read_all(blob) == b"a" * 3_000_000


@given(st.lists(st.binary(max_size=3000), max_size=5), st.sampled_from([1, 7, 1000, 1 << 20]))
def test_what_is_written_is_read_however_it_is_cut(tmp_path_factory, chunks, frame):
    path = tmp_path_factory.mktemp("vault") / "file"
    was, vault.FRAME, vault._SEALED_FRAME = (vault.FRAME, vault._SEALED_FRAME), frame, 12 + frame + 16
    try:
        vault.write(path, chunks, b"k" * 32)
        assert b"".join(vault.read(path, b"k" * 32)) == b"".join(chunks)
    finally:
        vault.FRAME, vault._SEALED_FRAME = was


def test_the_sweep_takes_only_old_orphans(here):
    now = datetime(2026, 3, 5, tzinfo=UTC)
    with clock.frozen(now):
        orphan, young, owned = (kept(here, bytes([n]) * 10) for n in (1, 2, 3))
        files.own([owned], orphan)
    with clock.frozen(now + timedelta(hours=23)):
        assert sweeping.sweep(here) == 0
    Blob.everywhere.filter(pk=young.pk).update(created_at=now + timedelta(hours=20))
    for blob in (orphan, young, owned):
        os.utime(files.path_of(here, blob.sha256), (0, 0))
    with clock.frozen(now + timedelta(hours=25)):
        assert sweeping.sweep(here) == 2
    assert [files.path_of(here, b.sha256).exists() for b in (orphan, young, owned)] == [False, True, True]


@pytest.mark.django_db(transaction=True)
def test_an_erased_file_is_gone_and_its_row_says_so():
    here = community()
    first, same = kept(here, b"same bytes"), kept(here, b"same bytes")
    path = files.path_of(here, first.sha256)
    keeping.erase_file(first, reason="到期", by=SYSTEM)
    assert path.exists()
    keeping.erase_file(same, reason="到期", by=SYSTEM)
    assert not path.exists()
    first.refresh_from_db()
    assert (first.state, first.name, files.may_view(first, SYSTEM)) == ("erased", "", False)
    assert keeping.erase_file(first, reason="x", by=SYSTEM).code == "kernel.file_gone"
    assert Entry.objects.filter(name="kernel.file_erased").count() == 2


def test_who_holds_no_post_here_keeps_no_file(here, posts):
    refused = keeping.keep_file(here, file=files.checked(b"x"), by=Actor("account", id=uuid4()))
    assert refused.code == "kernel.not_permitted"
    assert not (files.path_of(here, files.checked(b"x").sha256)).exists()
    assert Blob.everywhere.count() == 0


def test_the_product_can_keep_its_own_files(here, nail):
    blob = files.store(nail.scope, b"%PDF-1.7", owner=nail, name="../../报告.pdf", retain_until_on=date(2027, 1, 1))
    assert (blob.name, blob.owner_id, blob.mime) == ("报告.pdf", nail.pk, "application/pdf")


def test_the_same_bytes_lie_on_the_disk_once_and_count_as_written_again(here):
    first = kept(here, picture())
    path = files.path_of(here, first.sha256)
    before = path.stat()
    os.utime(path, (1, 1))
    again = kept(here, picture(), name="b.jpg")
    assert again.sha256 == first.sha256 and again.pk != first.pk
    assert path.stat().st_ino == before.st_ino and path.stat().st_mtime > 1
