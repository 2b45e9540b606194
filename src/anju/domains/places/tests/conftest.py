from __future__ import annotations

import pytest

from anju.domains.places import actions
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.models import Scope

SYSTEM = Actor.system("test")


@pytest.fixture
def company() -> Scope:
    return actions.found_organisation(actions.platform(), name="安居物业", kind="company", by=SYSTEM).scope


@pytest.fixture
def garden(company) -> Scope:
    return actions.found_community(company, name="锦绣花园", by=SYSTEM).scope


@pytest.fixture
def inside(garden):
    with view.entered(garden):
        yield garden
