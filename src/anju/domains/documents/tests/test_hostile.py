"""Files that are not what they say: refused with a sentence, and nothing is left behind."""

from __future__ import annotations

import io
import zipfile

import pytest

from anju.domains.documents import actions
from anju.domains.documents.models import Document, Version
from anju.domains.documents.rules import hostile
from anju.kernel import files
from anju.kernel.models import Blob, Entry
from anju.kernel.sniffing import BadFile

from .conftest import PICTURE, filed, upload


def package(*names: str, content: bytes = b"<w/>") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return made.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HOSTILE = {
    "picture named docx": ("通知.docx", PICTURE, "name_lies"),
    "script in svg": ("图.svg", SVG, "kind_not_taken"),
    "script in svg named png": ("图.png", SVG, "name_lies"),
    "page": ("a.html", b"<html><script>1</script></html>", "kind_not_taken"),
    "program": ("a.exe", b"MZ\x90\x00\x03" * 20, "kind_not_taken"),
    "program named dwg": ("图.dwg", b"MZ\x90\x00\x03" * 20, "name_lies"),
    "no ending": ("README", b"text", "kind_not_taken"),
    "archive": ("全部.zip", package("a.pdf"), "kind_not_taken"),
    "archive named pptx": ("汇报.pptx", package("a.txt"), "name_lies"),
    "names that climb": ("合同.docx", package("word/document.xml", "../../etc/cron.d/x"), "package_strange"),
    "names that climb backwards": ("合同.docx", package("word/document.xml", "..\\..\\x.exe"), "package_strange"),
    "absolute names": ("合同.xlsx", package("xl/workbook.xml", "/etc/passwd"), "package_strange"),
    "bomb": ("合同.docx", package("word/document.xml", content=b"0" * 5_000_000), "package_bomb"),
    "broken package": ("合同.ofd", b"PK\x03\x04 broken", "name_lies"),
}


@pytest.mark.parametrize(("name", "data", "code"), HOSTILE.values(), ids=list(HOSTILE))
def test_a_file_that_is_not_what_it_says_is_not_taken(community, desk, loaded, name, data, code):
    before = Entry.objects.count()
    refused = actions.file_document(community, klass=loaded["HT"], title="x", file=files.checked(io.BytesIO(data), name=name), by=desk)
    assert refused.code == f"documents.{code}"
    assert (Document.objects.count(), Version.objects.count(), Blob.objects.count(), Entry.objects.count()) == (0, 0, 0, before)


def test_neither_as_a_version_nor_as_a_part(community, desk, loaded):
    one = filed(community, loaded["SG"], "设计", desk)
    bad = {"file": files.checked(io.BytesIO(SVG), name="a.svg"), "by": desk}
    assert actions.add_part(one, part="平面图", **bad).code == "documents.kind_not_taken"
    other = filed(community, loaded["HT"], "合同", desk)
    assert actions.add_version(other, **bad).code == "documents.kind_not_taken"
    assert (Version.objects.count(), Blob.objects.count()) == (2, 2)


@pytest.mark.parametrize("name", ["../../etc/passwd.pdf", "..\\..\\windows\\a.pdf", "a\x00.exe.pdf", "很" * 300 + ".pdf"])
def test_a_name_that_climbs_is_only_a_name(community, desk, loaded, name):
    one = actions.file_document(community, klass=loaded["HT"], title="x", file=upload("y", name), by=desk)
    held = Blob.objects.get().name
    assert (one.state, "/" in held, "\\" in held, "\x00" in held, len(held) <= 200) == ("effective", False, False, False, True)


def test_what_is_too_large_or_empty_is_refused_before_it_is_kept(monkeypatch):
    class Endless(io.RawIOBase):
        """200 MB that need no memory."""

        left = 200 * 1024 * 1024

        def seek(self, *_at):
            return 0

        def read(self, size=-1):
            take = min(size, self.left)
            self.left -= take
            return b"%PDF-" + b"0" * (take - 5) if take else b""

    with pytest.raises(BadFile, match="50 MB"):
        files.checked(Endless(), name="a.pdf")
    with pytest.raises(BadFile):
        files.checked(io.BytesIO(b""), name="a.pdf")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("合同.DOCX", package("[Content_Types].xml", "word/document.xml")), ("表.xlsx", package("xl/workbook.xml")), ("汇报.pptx", package("ppt/presentation.xml")),
        ("公文.ofd", package("OFD.xml", "Doc_0/Document.xml")), ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 100), ("图.dwg", b"AC1032" + b"\x00\x01" * 50),
        ("说明.txt", "物业".encode("gb18030")), ("照片.png", PICTURE),
    ],
)  # fmt: skip
def test_honest_files_are_taken(community, desk, loaded, name, data):
    one = actions.file_document(community, klass=loaded["HT"], title=name, file=files.checked(io.BytesIO(data), name=name), by=desk)
    assert one.state == "effective"


def test_every_kind_says_which_bytes_it_may_have():
    assert all(kinds and ending == ending.lower() for ending, kinds in hostile.KINDS.items())
    assert {"svg", "html", "zip", "exe", "js"} & set(hostile.KINDS) == set()
