"""The program that reads a drawing: bytes on standard input; one line of JSON and then the picture on standard output.

It runs as a process of its own, with limits on memory and processor time, because a drawing can be made to keep any reader busy
for ever or to make it ask for all the memory there is.
"""

from __future__ import annotations

import importlib
import io
import json
import sys
from typing import Any

from PIL import Image

from . import limits

READERS = {"picture": "pictures", "pdf": "pdf", "dxf": "dxf"}


class Refused(Exception):
    """The drawing is not read; a code and its facts."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


def encoded(image: Image.Image, *, as_photo: bool = False) -> bytes:
    out = io.BytesIO()
    if as_photo and image.mode == "RGB":
        image.save(out, "JPEG", quality=88)
    else:
        image.save(out, "PNG")
    return out.getvalue()


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the caller's deadline remains
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY_BYTES, limits.MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.SECONDS, limits.SECONDS))


def answer(kind: str, data: bytes, page: int) -> tuple[dict[str, Any], bytes]:
    """The line of JSON, and the picture."""
    try:
        reader = importlib.import_module(f"{__package__}.{READERS[kind]}")
        image, metres_per_px, notes, as_photo = reader.picture_of(data, page)
        head = {"width": image.width, "height": image.height, "metres_per_px": metres_per_px, "notes": notes}
        return head, encoded(image, as_photo=as_photo)
    except Refused as refused:
        return {"refused": refused.code, "facts": refused.facts}, b""
    except MemoryError:
        return {"refused": "too_much", "facts": {}}, b""
    except RecursionError:
        return {"refused": "too_deep", "facts": {"limit": limits.DXF_DEPTH}}, b""
    except Exception:  # noqa: BLE001 - a damaged file breaks a reader in ways that nobody can list
        return {"refused": "broken", "facts": {}}, b""


def main() -> None:
    _limit()
    data = sys.stdin.buffer.read()
    head, picture = answer(sys.argv[1], data, int(sys.argv[2]))
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + picture)


if __name__ == "__main__":
    # As a program this module is called __main__; the readers raise the Refused of the module's own name.
    from anju.domains.places.picturing import child

    child.main()
