from __future__ import annotations

import pytest
from django.core.cache import cache

from anju.domains.people import actions
from anju.domains.people.models import Account
from anju.domains.places import actions as place_actions
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.models import Scope

SYSTEM = Actor.system("test")
PASSWORD = "violin-harbour-72"


@pytest.fixture(autouse=True)
def no_earlier_failures():
    """Forget the failed sign-ins that other tests made."""
    cache.clear()


@pytest.fixture
def company() -> Scope:
    return place_actions.found_organisation(place_actions.platform(), name="安居物业", kind="company", by=SYSTEM).scope


@pytest.fixture
def garden(company) -> Scope:
    return place_actions.found_community(company, name="锦绣花园", by=SYSTEM).scope


@pytest.fixture
def next_door(company) -> Scope:
    return place_actions.found_community(company, name="隔壁花园", by=SYSTEM).scope


@pytest.fixture
def account_in():
    """Open an account with roles in a scope; a demo account if asked for."""

    def make(scope: Scope, username: str, *roles: str, is_demo: bool = False) -> Account:
        with view.entered(scope):
            person = actions.register_person(scope, name=f"某{username}", by=SYSTEM)
            for role in roles:
                assert actions.grant_role(scope, person=person, role=role, by=SYSTEM)
            opening = actions.open_demo_account if is_demo else actions.open_account
            account = opening(person, username=username, by=SYSTEM)
            if not is_demo:
                from anju.domains.people.queries import link_of

                account = actions.choose_password(scope, link=link_of(account), password=PASSWORD, by=SYSTEM)
        return account

    return make
