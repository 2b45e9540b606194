"""Which files are taken. The name must not promise something else than the bytes are, and nothing is ever unpacked."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

_OFFICE = "application/vnd.openxmlformats-officedocument."
OLE, ZIP = "application/x-ole-storage", "application/zip"
KINDS: dict[str, tuple[str, ...]] = {
    "pdf": ("application/pdf",), "jpg": ("image/jpeg",), "jpeg": ("image/jpeg",), "png": ("image/png",), "gif": ("image/gif",), "webp": ("image/webp",),
    "heic": ("image/heic",), "docx": (_OFFICE + "wordprocessingml.document",), "xlsx": (_OFFICE + "spreadsheetml.sheet",), "pptx": (ZIP,), "ofd": (ZIP,),
    "doc": (OLE,), "xls": (OLE,), "ppt": (OLE,), "wps": (OLE,), "et": (OLE,), "dwg": ("application/octet-stream",), "txt": ("text/plain",), "csv": ("text/plain",),
    "mp3": ("audio/mpeg",), "wav": ("audio/wav",), "mp4": ("video/mp4",), "mov": ("video/mp4",), "webm": ("video/webm",),
}  # fmt: skip
"""File name ending: the media types its bytes may have."""

INSIDE = {"pptx": "ppt/", "ofd": "OFD.xml"}
MOST_UNPACKED = 500 * 1024 * 1024
MOST_ENTRIES = 5000
MOST_TIMES = 200
"""An honest office file is not two hundred times larger than its package."""


def name_fits(name: str, mime: str) -> Refusal | None:
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in KINDS:
        sentence = _("Not taken: files of this kind (%(name)s) do not go into the archive. Save it as PDF, picture, Word or table and send it again.")
        return Refusal("documents.kind_not_taken", sentence, name=name[-60:])
    if mime not in KINDS[ending]:
        return lies(name)
    return None


def lies(name: str) -> Refusal:
    return Refusal("documents.name_lies", _("Not taken: %(name)s is not what its name says. Save it in its right format and send it again."), name=name[-60:])


def package_fits(name: str, entries: Iterable[tuple[str, int]], size: int) -> Refusal | None:
    """`entries` are names and unpacked sizes inside an office file; `size` is the package's own."""
    ending, total, count, found = name.rpartition(".")[2].lower(), 0, 0, False
    for inside, unpacked in entries:
        total, count = total + unpacked, count + 1
        found = found or inside.startswith(INSIDE.get(ending, ""))
        parts = inside.replace("\\", "/").split("/")
        if ".." in parts or inside.startswith(("/", "\\")) or ":" in parts[0] or count > MOST_ENTRIES:
            return Refusal("documents.package_strange", _("Not taken: %(name)s holds files that an office program does not write. Save it anew and send it again."), name=name[-60:])
    if total > MOST_UNPACKED or total > size * MOST_TIMES:
        return Refusal("documents.package_bomb", _("Not taken: %(name)s would unpack to far more than it shows. Save it anew and send it again."), name=name[-60:])
    if not found:
        return lies(name)
    return None
