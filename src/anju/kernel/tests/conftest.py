from __future__ import annotations

import pytest

from anju.kernel import permissions
from anju.kernel.models import Scope

from .sample import community


@pytest.fixture
def here(db) -> Scope:
    return community()


@pytest.fixture
def posts():
    """Let an actor hold the post that his `code` names, everywhere."""
    kept = list(permissions._sources)
    permissions.set_source(lambda actor, where: frozenset({actor.code} - {""}))
    yield
    permissions._sources[:] = kept


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.ANJU_FILES_DIR = tmp_path / "files"
