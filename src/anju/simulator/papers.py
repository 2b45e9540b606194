"""Papers and signatures that the simulated people make."""

from __future__ import annotations

import io
from random import Random

from anju.domains.documents import actions as documents
from anju.domains.documents.queries import DocumentClass, Piece
from anju.kernel import files

from . import photos
from .world import World


def paper(title: str, text: str) -> files.File:
    return files.checked(io.BytesIO(f"{title}\n\n{text}\n".encode()), name=f"{title}.txt")


def file_paper(world: World, code: str, title: str, text: str, *, by, **given):
    """File one finished paper as the required piece of its name, where the class asks for one."""
    klass = DocumentClass.objects.get(scope=world.scope, code=code)
    piece = Piece.objects.filter(klass=klass, name=given.pop("piece", title)).first()
    return world.act(documents.file_document, world.scope, klass=klass, title=title, piece=piece, file=paper(title, text), by=by, **given)


def signed(lot: Random) -> files.File:
    return files.checked(photos.signature(lot.randrange(photos.KINDS)), name="签名.png")
